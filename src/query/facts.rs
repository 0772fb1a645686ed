//! What is known of posts beside the thread: what a reader did with them, as it was when the query was asked.

use crate::thread::{AuthorId, PostId, PostSet, Time};
use std::fmt;
use std::sync::Arc;

/// Tells how far a post's branch drifted, from 0 to 1.
pub(crate) type Drifts = Arc<dyn Fn(PostId) -> Option<f32> + Send + Sync>;

/// A snapshot of everything that a query can ask for and that is not in the thread. What is not known has the value
/// of [`Facts::default`], and nothing matches it.
#[derive(Clone)]
pub struct Facts {
    /// The moment that ages are counted from.
    pub(crate) now: Time,
    /// The post that numbers are counted from.
    pub(crate) article: PostId,
    pub(crate) unread: PostSet,
    pub(crate) new: PostSet,
    /// Posts that are folded; what is below them is hidden.
    pub(crate) folded: PostSet,
    pub(crate) marked: PostSet,
    /// Subthreads that were put away, each with the name of its label.
    pub(crate) away: Vec<(PostId, &'static str)>,
    /// The authors that the reader is.
    pub(crate) own: Vec<AuthorId>,
    pub(crate) drift: Option<Drifts>,
    /// Words are sought in the titles of threads as well: whoever opened one said its title.
    pub(crate) with_titles: bool,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            now: Time::from_millis(0),
            article: PostId::ARTICLE,
            unread: PostSet::default(),
            new: PostSet::default(),
            folded: PostSet::default(),
            marked: PostSet::default(),
            away: Vec::new(),
            own: Vec::new(),
            drift: None,
            with_titles: false,
        }
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Facts").field("now", &self.now).field("article", &self.article).finish_non_exhaustive()
    }
}

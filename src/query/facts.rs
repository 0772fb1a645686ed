//! What queries ask for beside the thread: what the reader did with posts, at the moment of asking.

use crate::thread::{AuthorId, PostId, PostSet, Time};
use std::fmt;
use std::sync::Arc;

/// How far a post's branch has drifted, from 0 to 1. `None` if it is unknown.
pub(crate) type Drifts = Arc<dyn Fn(PostId) -> Option<f32> + Send + Sync>;

/// A snapshot of what a query can ask for and the thread does not hold. Unknown facts keep the value of
/// [`Facts::default`], which nothing matches.
#[derive(Clone)]
pub struct Facts {
    /// The moment that ages are measured from.
    pub(crate) now: Time,
    /// The post that `under:` counts from.
    pub(crate) article: PostId,
    pub(crate) unread: PostSet,
    pub(crate) new: PostSet,
    /// Folded posts; what is below them is hidden.
    pub(crate) folded: PostSet,
    pub(crate) marked: PostSet,
    /// The roots of subthreads that were put away, each with its label.
    pub(crate) away: Vec<(PostId, &'static str)>,
    /// The authors who are the reader.
    pub(crate) own: Vec<AuthorId>,
    pub(crate) drift: Option<Drifts>,
    /// Whether words are also sought in the titles of threads; a title counts as said by the opening post.
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

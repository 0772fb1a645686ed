//! What is unread, and what of it is new.

use crate::thread::{PostId, PostSet};

/// The unread posts of the open thread that want to be read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct UnreadCounts {
    pub(crate) unread: usize,
    /// How many of them came after the first visit.
    pub(crate) new: usize,
}

/// What is unread.
pub(in crate::app) struct News {
    pub(super) unread: PostSet,
    /// Unread posts that came after the first visit.
    pub(in crate::app) new: PostSet,
    /// Posts that the reader marked as unread and that are still on the screen.
    pub(super) kept_unread: Vec<PostId>,
    /// Cached counts. `None` after a change that did not update them.
    pub(super) counts: Option<UnreadCounts>,
    /// Whether the thread was just opened and what is remembered has not come yet.
    pub(in crate::app) is_return: bool,
}

impl News {
    /// All of `posts` posts unread.
    pub(super) fn unread(posts: usize) -> Self {
        Self {
            unread: PostSet::all(posts),
            new: PostSet::none(posts),
            kept_unread: Vec::new(),
            counts: None,
            is_return: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_unread_and_nothing_new_when_a_thread_is_opened() {
        let news = News::unread(3);
        assert_eq!((news.unread.count(0..3), news.new.count(0..3), news.is_return), (3, 0, true));
    }
}

//! Categories: the kinds of posts that `]` and `[` step through.

use crate::query::Wanted;
use crate::thread::{PostId, Thread};

/// A category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Category {
    #[default]
    OriginalPoster,
    ThisAuthor,
    HighScore,
    Links,
    Code,
    OffTopic,
}

impl Category {
    pub(crate) const ALL: [Self; 6] =
        [Self::OriginalPoster, Self::ThisAuthor, Self::HighScore, Self::Links, Self::Code, Self::OffTopic];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::OriginalPoster => "posts by the author of the article",
            Self::ThisAuthor => "posts by the author of this one",
            Self::HighScore => "posts with a high score",
            Self::Links => "posts with links",
            Self::Code => "posts with code",
            Self::OffTopic => "what is suggested as off-topic",
        }
    }

    pub(in crate::app) fn wanted(self, thread: &Thread, post: PostId) -> Option<Wanted> {
        match self {
            Self::OriginalPoster => thread.post(thread.opening(post)).author().map(Wanted::Author),
            Self::ThisAuthor => thread.post(post).author().map(Wanted::Author),
            Self::HighScore => Some(Wanted::HighScore),
            Self::Links => Some(Wanted::Links),
            Self::Code => Some(Wanted::Code),
            Self::OffTopic => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::thread::{Builder, Draft, Parent};

    #[test]
    fn a_person_is_looked_for_only_where_one_is_known() {
        let mut builder = Builder::new("test");
        builder.add(Draft { parent: Parent::Nothing, author: Some("mara"), body: "Lamp", ..Draft::default() });
        builder.add(Draft { parent: Parent::Article, body: "Gull", ..Draft::default() });
        let thread = builder.finish().unwrap().thread;
        let nobody = PostId::new(1);
        assert!(Category::ThisAuthor.wanted(&thread, nobody).is_none());
        assert!(matches!(Category::OriginalPoster.wanted(&thread, nobody), Some(Wanted::Author(_))));
        assert!(Category::OffTopic.wanted(&thread, nobody).is_none());
    }
}

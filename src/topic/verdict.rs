//! Whether a thread shows its topic, judged by its size and structure.

use super::count::Counted;
use crate::thread::{AuthorId, PostId, Thread};

/// How far the scores of a thread can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There is enough text to know the topic.
    Enough,
    /// There are few replies, but an article to compare them with.
    Few,
    /// There is too little text.
    Thin,
    /// Every branch has a topic of its own.
    Open,
    /// The article's author answers many branches: the questions are the purpose of the thread.
    Answers,
}

/// A thread with fewer replies or fewer words does not show its topic.
const FEWEST_REPLIES: usize = 30;
const FEWEST_IN_ALL: f32 = 600.0;
/// With this many replies, an article of this many words replaces the rest.
const FEW_REPLIES: usize = 8;
const ARTICLE_WORDS: usize = 150;
/// Branches with rare words of their own have a topic each. If the title is a question, less is enough.
const OPEN: f32 = 2.3;
const OPEN_ANSWERS: f32 = 1.45;
/// Such a thread has a branch for this many replies or fewer.
const BREADTH: usize = 7;
/// An author who answers one in this many branches holds a session, and so does one who writes one in this many
/// replies.
const SESSION: usize = 2;
const SHOWN: usize = 3;
const FEWEST_ANSWERED: usize = 5;
const FEWEST_WRITTEN: usize = 10;

impl Verdict {
    pub(super) fn of(thread: &Thread, opening: PostId, counted: &Counted, said: f32, clumping: f32) -> Self {
        let replies = thread.descendants(opening);
        let branches = thread.children(opening).count();
        let asks = thread.title_of(opening).contains(['?', '？', '؟']);
        let has_article = replies >= FEW_REPLIES && counted.article >= ARTICLE_WORDS;
        if replies < FEWEST_REPLIES || said < FEWEST_IN_ALL {
            if has_article { Self::Few } else { Self::Thin }
        } else if clumping > if asks { OPEN_ANSWERS } else { OPEN } && branches * BREADTH > replies {
            Self::Open
        } else if thread.post(opening).author().is_some_and(|author| holds_session(thread, opening, author)) {
            Self::Answers
        } else {
            Self::Enough
        }
    }

    /// Why to doubt the scores. `None` if there is no reason.
    pub fn doubt(self) -> Option<&'static str> {
        match self {
            Self::Enough => None,
            Self::Few => Some("few replies, so only the article tells what is on topic"),
            Self::Thin => Some("too little text to tell what it is about"),
            Self::Open => Some("every branch has a topic of its own"),
            Self::Answers => Some("the author answers many branches"),
        }
    }

    /// Whether anything is suggested before the reader lowers the threshold.
    pub fn suggests(self) -> bool {
        matches!(self, Self::Enough | Self::Few)
    }
}

fn holds_session(thread: &Thread, opening: PostId, author: AuthorId) -> bool {
    let writes = |&post: &PostId| thread.post(post).author() == Some(author);
    let below = |post: PostId| thread.subtree(post).skip(1).filter_map(|index| thread.get(index));
    let written = below(opening).filter(writes).count();
    if written >= FEWEST_WRITTEN && written * SHOWN >= thread.descendants(opening) {
        return true;
    }
    let with_replies = thread.children(opening).filter(|&branch| thread.descendants(branch) > 0 && !writes(&branch));
    let (mut branches, mut answered) = (0, 0);
    for branch in with_replies {
        branches += 1;
        answered += usize::from(thread.children(branch).any(|post| writes(&post)));
    }
    answered >= FEWEST_ANSWERED && answered * SESSION >= branches
}

#[cfg(test)]
mod tests {
    use super::super::Drift;
    use super::*;
    use crate::thread::{Builder, Draft, Parent};

    /// A thread with twenty branches of two posts, of which the author of the article answers some.
    fn verdict(answers: usize, article: &str) -> Verdict {
        let mut builder = Builder::new("test");
        let body = "the lamp of the lighthouse wants a new burner, and the lens has to be cleaned before winter";
        let article =
            builder.add(Draft { author: Some("mara"), body: article, parent: Parent::Nothing, ..Draft::default() });
        for number in 0..20 {
            let draft = Draft { author: Some("salt"), body, parent: Parent::Draft(article), ..Draft::default() };
            let branch = builder.add(draft);
            let author = Some(if number < answers { "mara" } else { "tide" });
            builder.add(Draft { author, body, parent: Parent::Draft(branch), ..Draft::default() });
        }
        let thread = builder.finish().unwrap().thread;
        Drift::of(&thread, PostId::ARTICLE, || true).unwrap().verdict()
    }

    #[test]
    fn an_author_who_answers_many_branches_holds_a_session_whatever_the_title_says() {
        assert_eq!(verdict(2, "The lamp"), Verdict::Enough);
        assert_eq!(verdict(12, "The lamp"), Verdict::Answers);
    }
}

//! What a reader leaves in a thread: what was read, folded, put away and marked, and where the reading stopped. Knows
//! neither the screen nor the disk.
//!
//! The state that the screen shows and the store that keeps it between visits meet here: the one hands over
//! [`Change`]s as they are made, the other gives back a [`Visit`] when the thread is opened again.

use crate::thread::{PostId, PostSet, Text, Time};

/// Why a reader wants to see no more of a subthread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Label {
    OffTopic,
    Noise,
    Joke,
    Meta,
    Flame,
    /// For no reason that has a name.
    Plain,
}

impl Label {
    /// All labels, in the order that they are offered in.
    pub(crate) const ALL: [Self; 6] = [Self::OffTopic, Self::Noise, Self::Joke, Self::Meta, Self::Flame, Self::Plain];

    /// The name that a reader sees and a query takes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OffTopic => "off-topic",
            Self::Noise => "noise",
            Self::Joke => "joke",
            Self::Meta => "meta",
            Self::Flame => "flame",
            Self::Plain => "put away",
        }
    }

    /// The label of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.name() == name)
    }
}

/// A subthread that was put away: folded on every visit, with replies that are not written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Away {
    /// Under which label.
    pub(crate) label: Label,
    /// What else there is to say about why, such as a score with its words; often nothing.
    pub(crate) reason: Text,
    /// Who did it.
    pub(crate) by: By,
    /// When.
    pub(crate) at: Time,
}

/// Who put a subthread away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum By {
    /// The reader.
    Hand,
    /// The reader, who took a suggestion.
    Suggestion,
    /// A rule of the configuration, by its name.
    Rule(Text),
}

impl By {
    /// Whether a rule did it.
    pub(crate) fn is_rule(&self) -> bool {
        matches!(self, Self::Rule(_))
    }
}

/// Something that a reader changed and that shall be so on the next visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Posts were read, or are unread again.
    Read(Vec<PostId>, bool),
    /// Posts were folded or unfolded.
    Folded(Vec<PostId>, bool),
    /// A subthread was put away or brought back.
    Away(PostId, Option<Away>),
    /// A letter marks a post, or nothing any more.
    Marked(char, Option<PostId>),
    /// The reader is here: a post, and how far down it, in thousandths of its text.
    At(PostId, u16),
}

impl Change {
    /// How many posts it is about, roughly: what it costs to keep it.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Read(posts, _) | Self::Folded(posts, _) => posts.len(),
            _ => 1,
        }
    }
}

/// What can be opened again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) title: Text,
    /// Where it can be opened from: a path or an address.
    pub(crate) origin: String,
    /// How many threads are there: several in a mailbox.
    pub(crate) threads: usize,
    /// When one of them was read last.
    pub(crate) last: Time,
    /// Posts that were ever there.
    pub(crate) posts: usize,
}

/// What is known of a thread that is not open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Posts that were ever in it; 0 if it was never read.
    pub posts: usize,
    /// Those of them that are not read.
    pub unread: usize,
    /// Unread ones that came with the last visit, and those that are known to have come since.
    pub new: usize,
    /// Replies that its list counted when it was opened from there last.
    pub counted: Option<usize>,
    /// When it was read last.
    pub last: Option<Time>,
    /// The reader gave it a star.
    pub is_starred: bool,
}

/// A post as the store knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    pub(crate) thread: i64,
    pub(crate) number: u32,
}

/// A post of some thread that was opened before, in which something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub(crate) title: Text,
    pub(crate) author: Text,
    pub(crate) snippet: Text,
    /// Where its thread can be opened from again: a path, if there is one.
    pub(crate) origin: Option<String>,
    pub(crate) post: Stored,
    /// When its thread was read last.
    pub(crate) last: Time,
}

/// What was found in all threads that were opened before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// What was sought, as it was typed.
    pub(crate) words: String,
    /// The thread that was read last first.
    pub(crate) rows: Vec<Finding>,
    /// How many there are, also beyond the rows.
    pub(crate) all: usize,
    /// How many threads, and how many posts of them, can be found at all.
    pub(crate) threads: usize,
    pub(crate) posts: usize,
    /// How many threads are too large for that.
    pub(crate) left_out: usize,
}

/// What is remembered of earlier visits to a thread.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// Posts that were there at an earlier visit; the others are new.
    pub(crate) known: PostSet,
    /// Posts that were read.
    pub(crate) read: PostSet,
    /// Posts that were folded, in document order.
    pub(crate) folded: Vec<PostId>,
    /// What was put away, in document order.
    pub(crate) away: Vec<(PostId, Away)>,
    /// Marked posts.
    pub(crate) marks: Vec<(char, PostId)>,
    /// Where the reader was: a post, and how far down it, in thousandths of its text.
    pub(crate) at: Option<(PostId, u16)>,
}

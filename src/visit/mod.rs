//! What a reader leaves in a thread: what was read, folded, put away and marked, and where reading stopped. Knows
//! neither the screen nor the disk.
//!
//! Here the state on the screen meets the store that keeps it between visits: one hands over [`Change`]s as they
//! happen, the other returns a [`Visit`] when the thread is opened again.

use crate::thread::{PostId, PostSet, Text, Time};

/// Why a reader wants no more of a subthread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Label {
    OffTopic,
    Noise,
    Joke,
    Meta,
    Flame,
    /// No reason that has a name.
    Plain,
}

impl Label {
    /// All labels, in the order in which they are offered.
    pub(crate) const ALL: [Self; 6] = [Self::OffTopic, Self::Noise, Self::Joke, Self::Meta, Self::Flame, Self::Plain];

    /// The name that readers see and queries take.
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

    /// The label with a name. `None` if there is none.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.name() == name)
    }
}

/// A subthread that was put away: folded on every visit, with replies yet to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Away {
    /// Its label.
    pub(crate) label: Label,
    /// More about the reason, such as a score with its words; often empty.
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

/// A change by the reader that must outlast the visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Posts were read, or are unread again.
    Read(Vec<PostId>, bool),
    /// Posts were folded or unfolded.
    Folded(Vec<PostId>, bool),
    /// A subthread was put away or brought back.
    Away(PostId, Option<Away>),
    /// A letter now marks a post, or none.
    Marked(char, Option<PostId>),
    /// The reader is at a post, this far down in thousandths of its text.
    At(PostId, u16),
}

impl Change {
    /// The number of posts that it is about, roughly its cost to store.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Read(posts, _) | Self::Folded(posts, _) => posts.len(),
            _ => 1,
        }
    }
}

/// An input that can be opened again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) title: Text,
    /// The path or address to open it from.
    pub(crate) origin: String,
    /// The number of threads in it: several in a mailbox.
    pub(crate) threads: usize,
    /// When one of them was read last.
    pub(crate) last: Time,
    /// The number of posts that were ever there.
    pub(crate) posts: usize,
}

/// What is known of a thread that is not open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The number of posts that were ever in it; 0 if it was never read.
    pub posts: usize,
    /// How many of them are unread.
    pub unread: usize,
    /// How many unread posts came with the last visit or are known to have come since.
    pub new: usize,
    /// The replies that its list counted when it was last opened from there.
    pub counted: Option<usize>,
    /// When it was read last.
    pub last: Option<Time>,
    /// Whether the reader gave it a star.
    pub is_starred: bool,
}

/// A post by its key in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    pub(crate) thread: i64,
    pub(crate) number: u32,
}

/// A hit in a thread that was opened before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub(crate) title: Text,
    pub(crate) author: Text,
    pub(crate) snippet: Text,
    /// The path to open its thread from again. `None` if there is none.
    pub(crate) origin: Option<String>,
    pub(crate) post: Stored,
    /// When its thread was read last.
    pub(crate) last: Time,
}

/// Hits in all threads that were opened before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The words sought, as they were typed.
    pub(crate) words: String,
    /// The hits, the thread read last first.
    pub(crate) rows: Vec<Finding>,
    /// The number of hits, including those beyond the rows.
    pub(crate) all: usize,
    /// The number of searchable threads, and of posts in them.
    pub(crate) threads: usize,
    pub(crate) posts: usize,
    /// The number of threads that are too large to be searched.
    pub(crate) left_out: usize,
}

/// What is remembered of earlier visits to a thread.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// Posts that were there at an earlier visit; all others are new.
    pub(crate) known: PostSet,
    /// Posts that were read.
    pub(crate) read: PostSet,
    /// Posts that were folded, in document order.
    pub(crate) folded: Vec<PostId>,
    /// What was put away, in document order.
    pub(crate) away: Vec<(PostId, Away)>,
    /// Marked posts.
    pub(crate) marks: Vec<(char, PostId)>,
    /// Where the reader was: a post, and how far down it in thousandths of its text.
    pub(crate) at: Option<(PostId, u16)>,
}

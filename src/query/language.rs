//! The words of the query language; the guide, the help and the completion come from this table.

/// A key of the query language: `author` in `author:mara`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Author,
    Score,
    Replies,
    Depth,
    Drift,
    After,
    Before,
    Age,
    Is,
    Has,
    Label,
    Under,
    Below,
    Above,
    Title,
    Id,
    Url,
}

impl Key {
    /// All keys, in the order in which they are offered.
    pub(super) const ALL: [Self; 17] = [
        Self::Author,
        Self::Is,
        Self::Has,
        Self::Label,
        Self::Score,
        Self::Replies,
        Self::Depth,
        Self::Drift,
        Self::After,
        Self::Before,
        Self::Age,
        Self::Under,
        Self::Below,
        Self::Above,
        Self::Title,
        Self::Id,
        Self::Url,
    ];

    /// Its name in a query.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Score => "score",
            Self::Replies => "replies",
            Self::Depth => "depth",
            Self::Drift => "drift",
            Self::After => "after",
            Self::Before => "before",
            Self::Age => "age",
            Self::Is => "is",
            Self::Has => "has",
            Self::Label => "label",
            Self::Under => "under",
            Self::Below => "below",
            Self::Above => "above",
            Self::Title => "title",
            Self::Id => "id",
            Self::Url => "url",
        }
    }

    /// What it asks for, for the help.
    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Author => "by whom; = for the whole name",
            Self::Score => "points",
            Self::Replies => "replies below, at any depth",
            Self::Depth => "how deep it stands",
            Self::Drift => "how far its branch drifted, 0 to 1",
            Self::After => "written on that day or later",
            Self::Before => "written before that day",
            Self::Age => "younger or older than",
            Self::Is => "what you and the thread made of it",
            Self::Has => "what is in it",
            Self::Label => "put away under that label",
            Self::Under => "post 42 and all below it",
            Self::Below => "hits, and what answers them",
            Self::Above => "hits, and what they answer",
            Self::Title => "what opens a thread with that title",
            Self::Id => "the id in its source",
            Self::Url => "a part of its address",
        }
    }

    /// What may follow it, for an error message.
    pub(super) fn expects(self) -> &'static str {
        match self {
            Self::Author => "a name",
            Self::Score | Self::Replies | Self::Depth => "a number such as >10, <3 or 2..5",
            Self::Drift => "a number such as >0.7",
            Self::After | Self::Before => "a day such as 2023-04-01",
            Self::Age => "an age such as <2d or >1y",
            Self::Is => "unread, new, folded, away, op, marked, read, mine, deleted or removed",
            Self::Has => "link, quote or code",
            Self::Label => "a label",
            Self::Under => "the number of a post",
            Self::Below | Self::Above => "a word or a query in brackets",
            Self::Title => "a part of a title",
            Self::Id => "an id",
            Self::Url => "a part of an address",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name().eq_ignore_ascii_case(name))
    }
}

/// A state of a post, from the reader or the thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Unread,
    New,
    Folded,
    Away,
    Op,
    Marked,
    Read,
    Mine,
    Deleted,
    Removed,
}

impl State {
    pub(super) const ALL: [Self; 10] = [
        Self::Unread,
        Self::New,
        Self::Folded,
        Self::Away,
        Self::Op,
        Self::Marked,
        Self::Read,
        Self::Mine,
        Self::Deleted,
        Self::Removed,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::New => "new",
            Self::Folded => "folded",
            Self::Away => "away",
            Self::Op => "op",
            Self::Marked => "marked",
            Self::Read => "read",
            Self::Mine => "mine",
            Self::Deleted => "deleted",
            Self::Removed => "removed",
        }
    }

    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Unread => "not read yet",
            Self::New => "not there at the last visit",
            Self::Folded => "folded, or inside a fold",
            Self::Away => "put away",
            Self::Op => "by the author of the article",
            Self::Marked => "with a mark",
            Self::Read => "read",
            Self::Mine => "by you",
            Self::Deleted => "deleted by its author, or removed",
            Self::Removed => "removed by a moderator",
        }
    }
}

/// Something that a body may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holding {
    Link,
    Quote,
    Code,
}

impl Holding {
    pub(super) const ALL: [Self; 3] = [Self::Link, Self::Quote, Self::Code];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Quote => "quote",
            Self::Code => "code",
        }
    }

    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Link => "a link",
            Self::Quote => "words of others",
            Self::Code => "code",
        }
    }
}

/// The language as a table: an example, and what it finds.
pub(crate) const LANGUAGE: &[(&str, &str)] = &[
    ("lamp oil", "both words, in the text or the author's name"),
    ("Lamp", "in this case; without a capital in any"),
    ("\"the lamp was\"", "these words one after the other"),
    ("/l[ai]mp/", "a regular expression"),
    ("-ferry", "not this"),
    ("lamp OR light", "one or the other"),
    ("(a OR b) -c", "brackets"),
    ("author:mara", "by someone with that in the name"),
    ("author:=mara", "by exactly that name"),
    ("is:unread", "also read, new (came later), marked"),
    ("is:deleted", "by its author; is:removed: by a moderator"),
    ("is:folded", "folded or inside a fold; is:away: put away"),
    ("is:op", "by the author of the article; is:mine: by you"),
    ("has:link", "with a link in it; also has:quote, has:code"),
    ("label:joke", "put away under that label"),
    ("score:>10", "points; also >= < <= and 5..10"),
    ("replies:>5", "replies below it, at any depth"),
    ("depth:<3", "levels below the article"),
    ("drift:>0.7", "how far its branch drifted, 0 to 1"),
    ("after:2023-04", "then or later: a year, month, day or minute"),
    ("before:2023", "before that"),
    ("age:<2d", "in the last two days; m h d w mo y"),
    ("under:42", "post 42 and all below it"),
    ("below:(a b)", "posts with both words, and their replies"),
    ("above:(a b)", "posts with both, and all that they answer"),
    ("title:ferry", "what opens a thread with that title"),
    ("id:35001", "the post with that id in its source"),
    ("url:reply", "with that in its address"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    #[test]
    fn every_example_of_the_table_is_a_query_and_every_key_has_one() {
        for (example, about) in LANGUAGE {
            assert!(Query::parse(example).unwrap().is_some(), "{example}");
            assert!(about.len() <= 46 && example.len() <= 15, "{example} does not fit in the help");
        }
        for key in Key::ALL {
            let example = |(example, _): &(&str, &str)| example.starts_with(&format!("{}:", key.name()));
            assert!(LANGUAGE.iter().any(example), "{}", key.name());
        }
    }
}

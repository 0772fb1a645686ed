//! The overview: when a thread was written, by whom, and where most of it is. Every row leads to its place.

use crate::app::work::topics::Topics;
use crate::thread::{AuthorId, PostId, Thread, Time};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A subthread in numbers, from one pass over its posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    root: PostId,
    rows: Vec<Count>,
    /// The topics of the branches, once they are known.
    topics: Option<Topics>,
}

/// The number of posts that share something: a row of the overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) of: Of,
    /// How many.
    pub(crate) posts: usize,
    /// The first of them in document order; for a span of time the earliest.
    pub(crate) post: PostId,
    /// The times of the earliest and the latest of them, if known.
    pub(crate) times: Option<(Time, Time)>,
}

/// What the posts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// They were written within this many milliseconds from a moment on.
    Time(Time, i64),
    /// One person wrote them.
    Author(AuthorId),
    /// They are a branch.
    Branch,
}

impl Of {
    /// The heading over its rows.
    pub(crate) fn section(self) -> &'static str {
        match self {
            Self::Time(..) => "When",
            Self::Author(_) => "Who",
            Self::Branch => "Where",
        }
    }
}

/// Rows of time at most.
const SPANS: i64 = 24;

/// Rows of people, and of branches, at most.
const LONGEST: usize = 40;

const MINUTE: i64 = 60_000;

const HOUR: i64 = 60 * MINUTE;

const DAY: i64 = 24 * HOUR;

/// Lengths of a span in milliseconds that people count in.
const LENGTHS: [i64; 14] = [
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    7 * DAY,
    28 * DAY,
    91 * DAY,
    365 * DAY,
    3650 * DAY,
    36_500 * DAY,
];

impl Survey {
    /// Counts a post and everything below it.
    pub fn of(thread: &Thread, root: PostId) -> Self {
        let subtree = thread.subtree(root);
        let ids = || thread.ids().skip(subtree.start).take(subtree.len());
        let mut rows = times(thread, ids);
        rows.extend(people(thread, ids()));
        rows.extend(branches(thread, root));
        Self { root, rows, topics: None }
    }

    /// The post above everything counted.
    pub(crate) fn root(&self) -> PostId {
        self.root
    }

    /// The branches that have rows.
    pub(in crate::app) fn branches(&self) -> Vec<PostId> {
        self.rows.iter().filter(|row| row.of == Of::Branch).map(|row| row.post).collect()
    }

    /// The topics of the branches, once they are known.
    pub(crate) fn topics(&self) -> Option<&Topics> {
        self.topics.as_ref()
    }

    pub(in crate::app) fn set_topics(&mut self, topics: Topics) {
        self.topics = Some(topics);
    }

    /// All rows, section by section.
    pub(crate) fn rows(&self) -> &[Count] {
        &self.rows
    }
}

fn widen(times: Option<(Time, Time)>, time: Option<Time>) -> Option<(Time, Time)> {
    match (times, time) {
        (Some((first, last)), Some(time)) => Some((first.min(time), last.max(time))),
        (None, Some(time)) => Some((time, time)),
        (times, None) => times,
    }
}

fn times<I: Iterator<Item = PostId>>(thread: &Thread, ids: impl Fn() -> I) -> Vec<Count> {
    let time_of = |id: PostId| thread.post(id).time();
    let Some((first, last)) = ids().fold(None, |times, id| widen(times, time_of(id))) else { return Vec::new() };
    let lasts = last.millis().saturating_sub(first.millis());
    let Some(length) = LENGTHS.into_iter().find(|length| lasts / length < SPANS - 1) else { return Vec::new() };
    let mut spans = BTreeMap::new();
    for id in ids() {
        let Some(time) = time_of(id) else { continue };
        let start = Time::from_millis(time.millis().div_euclid(length).saturating_mul(length));
        let fresh = || Count { of: Of::Time(start, length), posts: 0, post: id, times: None };
        let span = spans.entry(start).or_insert_with(fresh);
        span.posts += 1;
        if span.times.is_some_and(|(earliest, _)| time < earliest) {
            span.post = id;
        }
        span.times = widen(span.times, Some(time));
    }
    spans.into_values().collect()
}

fn people(thread: &Thread, ids: impl Iterator<Item = PostId>) -> Vec<Count> {
    let mut found: Vec<Option<Count>> = vec![None; thread.authors().len()];
    for id in ids {
        let post = thread.post(id);
        let Some(author) = post.author() else { continue };
        let Some(place) = found.get_mut(author.index()) else { continue };
        let count = place.get_or_insert_with(|| Count { of: Of::Author(author), posts: 0, post: id, times: None });
        count.posts += 1;
        count.times = widen(count.times, post.time());
    }
    largest(found.into_iter().flatten().collect())
}

fn branches(thread: &Thread, root: PostId) -> Vec<Count> {
    let count = |post: PostId| Count { of: Of::Branch, posts: thread.descendants(post) + 1, post, times: None };
    let mut rows = largest(thread.children(root).map(count).collect());
    for row in &mut rows {
        let subtree = thread.subtree(row.post);
        let ids = thread.ids().skip(subtree.start).take(subtree.len());
        row.times = ids.fold(None, |times, id| widen(times, thread.post(id).time()));
    }
    rows
}

/// The largest rows, the largest first.
fn largest(mut rows: Vec<Count>) -> Vec<Count> {
    rows.sort_by_key(|row| (Reverse(row.posts), row.post));
    rows.truncate(LONGEST);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, DraftId, Parent};

    /// Posts by their parent, author and the hour they were written in.
    fn thread(posts: &[(usize, &str, i64)]) -> Thread {
        let mut builder = Builder::new("test");
        for (n, &(parent, author, hour)) in posts.iter().enumerate() {
            let parent = if n == 0 { Parent::Nothing } else { Parent::Draft(DraftId::new(parent)) };
            let time = Some(Time::from_millis(hour * HOUR));
            builder.add(Draft { parent, author: Some(author), time, body: "Chips", ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    fn told(survey: &Survey) -> Vec<(&'static str, usize, usize)> {
        survey.rows().iter().map(|row| (row.of.section(), row.posts, row.post.index())).collect()
    }

    #[test]
    fn it_counts_by_time_by_person_and_by_branch() {
        let thread = thread(&[(0, "mara", 0), (0, "gull", 31), (1, "mara", 30), (0, "tide", 60)]);
        assert_eq!(
            told(&Survey::of(&thread, PostId::ARTICLE)),
            [
                ("When", 1, 0),
                ("When", 2, 2),
                ("When", 1, 3),
                ("Who", 2, 0),
                ("Who", 1, 1),
                ("Who", 1, 3),
                ("Where", 2, 1),
                ("Where", 1, 3)
            ]
        );
    }

    #[test]
    fn of_a_subthread_only_what_is_below_counts() {
        let thread = thread(&[(0, "mara", 0), (0, "gull", 30), (1, "mara", 29), (0, "tide", 60)]);
        let survey = Survey::of(&thread, PostId::new(1));
        assert_eq!(told(&survey), [("When", 1, 2), ("When", 1, 1), ("Who", 1, 1), ("Who", 1, 2), ("Where", 1, 2)]);
    }

    #[test]
    fn any_times_make_few_rows() {
        for hours in [[0, 1], [0, 24 * 365 * 900], [-2_000_000, 2_000_000], [i64::MIN / HOUR, i64::MAX / HOUR]] {
            let posts: Vec<_> = hours.iter().map(|&hour| (0, "mara", hour)).collect();
            let survey = Survey::of(&thread(&posts), PostId::ARTICLE);
            let rows = survey.rows().iter().filter(|row| matches!(row.of, Of::Time(..))).count();
            assert!(rows <= 24, "{hours:?}: {rows}");
        }
    }
}

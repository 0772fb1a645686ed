//! The index of a shelf: one row for each thread, sorted and filtered.

use crate::app::state::elsewhere::{Elsewhere, News};
use crate::rows::LineId;
use crate::thread::{PostId, PostSet, Text, Thread, Time};
use std::cmp::Reverse;

/// The threads of a shelf as rows.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Every thread, in the order of the source.
    pub(in crate::app) all: Vec<Entry>,
    /// The visible threads, as indices of `all`.
    pub(in crate::app) rows: Vec<usize>,
    pub(in crate::app) selected: usize,
    top: usize,
    pub(in crate::app) sort: Sort,
    /// Only threads with such posts are visible.
    pub(in crate::app) filter: Option<PostSet>,
    /// The number of posts examined when the rows were made.
    pub(in crate::app) looked_at: usize,
    /// Whether the index is on the screen, and not one of its threads.
    pub(in crate::app) open: bool,
    /// The beginning of nearly all subjects, such as the name of a mailing list in brackets.
    tag: String,
    /// Where the end of a thread was reached and the next one offered.
    pub(in crate::app) offered: Option<LineId>,
    /// The threads of a list, which are elsewhere. `None` if they are here.
    pub(in crate::app) list: Option<Elsewhere>,
}

/// A thread of a shelf in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its place in the order of the source.
    pub(crate) row: usize,
    /// The post that opens it.
    pub(crate) opening: PostId,
    /// Its first post with a known author: its opening post may be only a subject.
    pub(crate) signed: Option<PostId>,
    /// The number of replies; for a thread that is elsewhere by its site's count.
    pub(crate) replies: usize,
    /// Whether nobody counts them.
    pub(crate) is_uncounted: bool,
    /// The points of its opening post.
    pub(crate) points: Option<i32>,
    /// The number of different known authors.
    pub(crate) people: usize,
    /// The time of its earliest post.
    pub(crate) first: Option<Time>,
    /// The time of its latest post.
    pub(crate) last: Option<Time>,
}

/// The order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Sort {
    #[default]
    Source,
    Latest,
    Begun,
    Replies,
    People,
    /// In a list: by news since the thread was read.
    News,
    /// In a list: by points.
    Points,
    /// In a list: by site.
    Site,
    Subject,
}

impl Sort {
    /// Its name in the title bar.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Source => "in the order of the source",
            Self::Latest => "latest reply first",
            Self::Begun => "newest thread first",
            Self::Replies => "most replies first",
            Self::People => "most people first",
            Self::News => "most news first",
            Self::Points => "most points first",
            Self::Site => "by site",
            Self::Subject => "by subject",
        }
    }

    /// The next order, in a list or for threads that are here.
    pub(in crate::app) fn next(self, is_list: bool) -> Self {
        match self {
            Self::Source => Self::Latest,
            Self::Latest if is_list => Self::Replies,
            Self::Latest => Self::Begun,
            Self::Begun => Self::Replies,
            Self::Replies if is_list => Self::News,
            Self::Replies => Self::People,
            Self::News => Self::Points,
            Self::Points => Self::Site,
            Self::People | Self::Site => Self::Subject,
            Self::Subject => Self::Source,
        }
    }
}

impl Index {
    /// The open index of a shelf; empty for a single thread. One pass over all posts.
    pub(in crate::app) fn new(thread: &Thread) -> Self {
        if !thread.is_shelf() {
            return Self::default();
        }
        let mut seen = vec![usize::MAX; thread.authors().len()];
        let openings = thread.children(PostId::ARTICLE).enumerate();
        let all: Vec<_> = openings.map(|(number, opening)| entry(thread, opening, number, &mut seen)).collect();
        let (tag, list) = (common_tag(thread, &all), Elsewhere::of(thread));
        Self { rows: (0..all.len()).collect(), tag, all, list, open: true, ..Self::default() }
    }

    /// Continues the index of an earlier state; `now` is the new place of an opening post.
    pub(in crate::app) fn resume(&mut self, thread: &Thread, before: &Self, now: impl Fn(PostId) -> Option<PostId>) {
        if self.all.is_empty() {
            return;
        }
        (self.sort, self.filter, self.open) = (before.sort, before.filter.clone(), before.open);
        if let (Some(list), Some(before)) = (&mut self.list, &before.list) {
            list.inherit(before);
        }
        self.arrange(thread);
        let selected = before.entry().and_then(|entry| now(entry.opening));
        let row = |&row: &usize| self.all.get(row).map(|entry| entry.opening) == selected;
        self.selected = self.rows.iter().position(row).unwrap_or(0);
        self.top = before.top;
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// The threads on the screen and below.
    pub(crate) fn page(&self) -> impl Iterator<Item = &Entry> {
        self.rows.iter().skip(self.top).filter_map(|&row| self.all.get(row))
    }

    /// The numbers of rows and of threads.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let taken = self.list.as_ref().map_or(0, |list| list.taken.len());
        (self.rows.len(), self.all.len().saturating_sub(taken))
    }

    /// The selected row, counted from the first on the screen.
    pub(crate) fn cursor(&self) -> usize {
        self.selected.saturating_sub(self.top)
    }

    /// The selected row.
    pub(crate) fn selected(&self) -> usize {
        self.selected
    }

    pub(crate) fn sort(&self) -> Sort {
        self.sort
    }

    /// The subject of a thread, without the tag that nearly all have.
    pub(crate) fn subject(&self, thread: &Thread, entry: &Entry) -> Text {
        let subject = thread.title_of(entry.opening);
        let (re, title) = split_reply(subject);
        match title.strip_prefix(&self.tag).map(str::trim_start).filter(|rest| !rest.is_empty()) {
            Some(rest) if !self.tag.is_empty() => Text::line(&format!("{re}{rest}")),
            _ if subject.is_empty() => Text::line("(no subject)"),
            _ => Text::line(subject),
        }
    }

    /// The number of posts of a thread that match the filter. `None` without a filter.
    pub(crate) fn matches(&self, thread: &Thread, entry: &Entry) -> Option<usize> {
        self.filter.as_ref().map(|filter| filter.count(thread.subtree(entry.opening)))
    }

    /// The largest number of replies of a thread in the index.
    pub(crate) fn most_replies(&self) -> usize {
        self.all.iter().map(|entry| entry.replies).max().unwrap_or(0)
    }

    /// Scrolls so that the selected row is visible.
    pub(in crate::app) fn fit(&mut self, height: usize) {
        let lowest = (self.selected + 1).saturating_sub(height);
        self.top = self.top.clamp(lowest, self.selected.max(lowest)).min(self.rows.len().saturating_sub(height));
    }

    /// The threads of a list. `None` if they are here.
    pub(crate) fn list(&self) -> Option<&Elsewhere> {
        self.list.as_ref()
    }

    /// The news of a thread that is elsewhere.
    pub(crate) fn news(&self, entry: &Entry) -> News {
        let counted = Some(entry.replies).filter(|_| !entry.is_uncounted);
        self.list.as_ref().map(|list| list.news(entry.row, counted)).unwrap_or_default()
    }

    /// Whether a thread that is not here has something new or unread.
    pub(in crate::app) fn has_news(&self, entry: &Entry) -> bool {
        let news = self.news(entry);
        news.new + news.unread > 0
    }

    pub(in crate::app) fn entry(&self) -> Option<&Entry> {
        self.rows.get(self.selected).and_then(|&row| self.all.get(row))
    }

    pub(in crate::app) fn step(&mut self, rows: isize) {
        self.selected = self.selected.saturating_add_signed(rows).min(self.rows.len().saturating_sub(1));
    }

    /// Rebuilds the rows; the selection stays on its thread, or at its place.
    pub(in crate::app) fn arrange(&mut self, thread: &Thread) {
        let chosen = self.rows.get(self.selected).copied();
        let Self { all, filter, sort, .. } = &*self;
        let taken = self.list.as_ref().map_or(&[][..], |list| &list.taken);
        let passes = |entry: &Entry| match filter {
            _ if taken.contains(&entry.row) => false,
            None => true,
            Some(filter) => filter.count(thread.subtree(entry.opening)) > 0,
        };
        let mut rows: Vec<_> = (0..all.len()).filter(|&row| all.get(row).is_some_and(&passes)).collect();
        let key = |row: &usize| all.get(*row).copied();
        match sort {
            Sort::Source => {}
            Sort::Latest => rows.sort_by_key(|row| Reverse(key(row).and_then(|entry| entry.last))),
            Sort::Begun => rows.sort_by_key(|row| Reverse(key(row).and_then(|entry| entry.first))),
            Sort::Replies => rows.sort_by_key(|row| Reverse(key(row).map(|entry| entry.replies))),
            Sort::People => rows.sort_by_key(|row| Reverse(key(row).map(|entry| entry.people))),
            Sort::News => rows.sort_by_key(|row| {
                let news = key(row).map(|entry| self.news(&entry)).unwrap_or_default();
                Reverse((news.new, news.unread))
            }),
            Sort::Points => rows.sort_by_key(|row| Reverse(key(row).and_then(|entry| entry.points))),
            Sort::Site => rows.sort_by_cached_key(|&row| self.list.as_ref().map(|list| list.site(row).to_string())),
            Sort::Subject => {
                let subject = |row: &usize| key(row).map(|entry| thread.title_of(entry.opening).to_lowercase());
                rows.sort_by_cached_key(subject);
            }
        }
        self.rows = rows;
        let kept = chosen.and_then(|chosen| self.rows.iter().position(|&row| row == chosen));
        self.selected = kept.unwrap_or(self.selected).min(self.rows.len().saturating_sub(1));
    }
}

fn entry(thread: &Thread, opening: PostId, number: usize, seen: &mut [usize]) -> Entry {
    let elsewhere = thread.elsewhere(opening);
    let replies = elsewhere.map_or(thread.descendants(opening), |more| more.count.unwrap_or(0) as usize);
    let mut entry = Entry {
        row: number,
        opening,
        signed: None,
        replies,
        is_uncounted: elsewhere.is_some_and(|more| more.count.is_none()),
        points: thread.post(opening).score(),
        people: 0,
        first: None,
        last: None,
    };
    for id in thread.subtree(opening).filter_map(|index| thread.get(index)) {
        let post = thread.post(id);
        entry.signed = entry.signed.or(post.author().map(|_| id));
        if let Some(seen) = post.author().and_then(|author| seen.get_mut(author.index()))
            && *seen != number
        {
            *seen = number;
            entry.people += 1;
        }
        if let Some(time) = post.time() {
            entry.first = Some(entry.first.map_or(time, |first| first.min(time)));
            entry.last = Some(entry.last.map_or(time, |last| last.max(time)));
        }
    }
    entry
}

/// The `[tag]` that nine of ten subjects begin with; empty if there is none.
fn common_tag(thread: &Thread, all: &[Entry]) -> String {
    const LEAST: usize = 4;
    let tag = |entry: &Entry| {
        let (_, title) = split_reply(thread.title_of(entry.opening));
        let (tag, _) = title.strip_prefix('[')?.split_once(']')?;
        title.get(..tag.len() + 2)
    };
    let Some(common) = all.iter().find_map(tag).filter(|_| all.len() >= LEAST) else { return String::new() };
    let many = all.iter().filter(|entry| tag(entry) == Some(common)).count();
    if many * 10 >= all.len() * 9 { common.to_owned() } else { String::new() }
}

/// The `Re: ` of a subject, and the rest.
fn split_reply(subject: &str) -> (&str, &str) {
    let is_reply = subject.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("re: "));
    subject.split_at_checked(if is_reply { 4 } else { 0 }).unwrap_or(("", subject))
}

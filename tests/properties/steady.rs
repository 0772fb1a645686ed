//! The line that is read keeps its place on the screen, and folds their state, whatever is not a movement: random walks
//! through random discussions that go on meanwhile, by keys, told from what is drawn.
//!
//! The line that is read is the first one of the selected post that is on the screen. After a step that moves nobody
//! its first word is on the same row of the document pane, the post is selected still, and its row of the outline is
//! the same row of the screen. Where that cannot be:
//!
//! - a post that something folded hides is stood for by that: it is selected and takes the line's place;
//! - a post that has gone is stood for by what it answered, and that by what hides it;
//! - a filter that does not keep a post goes to one that it keeps, and back at its end if the reader has not moved;
//! - a word that was edited away leaves the line near where it was;
//! - the outline shows some rows around the selected one, and nothing below its last row.
//!
//! `THREADLE_WALKS` is the number of walks, where it is not that of every test run.

use crate::stage::Stage;
use crate::talk::{Event, Talk, Word, events, key, talks, words};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseResult;
use ratatui::buffer::Buffer;
use ratatui::style::Color;
use std::collections::BTreeSet;
use std::env;
use std::sync::Arc;
use threadle::{Action, PostId, Sort, Thread};

/// Keys that are pressed in a search or a filter; none where it is left before it is begun.
type Inside = Option<Vec<&'static str>>;

/// Something that happens to a reader.
#[derive(Debug, Clone)]
enum Deed {
    /// Keys that go elsewhere.
    Move(&'static str),
    /// Keys that change what is around the reader, and another key that may take it back.
    Change(&'static str, Option<&'static str>),
    /// A search that is left before it is begun, or after some keys.
    Search(&'static str, Inside),
    /// The same for a filter.
    Filter(&'static str, Inside),
    /// The path from the article, and back.
    Path,
    Sort(usize),
    Reload(Vec<Event>),
    Resize(u16, u16),
    /// Another size, and the one before.
    ResizeForNow(u16, u16),
}

const MOVES: &[&str] = &[
    "j", "k", "J", "K", "H", "}", "{", "^", "g g", "G", "3 j", "Space", "b", "Ctrl-d", "Ctrl-u", "Ctrl-e", "Ctrl-e",
    "2 Ctrl-e", "Ctrl-y", "PgDn", "PgUp", "Tab", "S-Tab", "<", ">", "7 G", "m a", "' a", "] ", "Z", ",", "v", "v", "u",
    "Ctrl-r", "h", "l",
];
/// Each with what undoes it, if it has done anything.
const CHANGES: &[&str] = &[
    "z a",
    "z o",
    "z c",
    "z A",
    "z O",
    "z C",
    "z M",
    "z R",
    "z m",
    "z r",
    "z 1",
    "z 2",
    "z 3",
    "z s",
    "z v",
    "z n",
    "x o",
    "x j",
    "x Backspace",
    "Enter",
    "Backspace",
    "z f i s : u n r e a d Enter",
    "z f w 3 x Enter",
    "z f a u t h o r : p 2 q Enter",
];
/// What folds nothing.
const ARRANGEMENTS: &[&str] =
    &["(", ")", "( ( (", ") ) )", "a", "g m", "g d", "i Esc", "X Esc", "? Esc", ": Esc", "Ctrl-l"];
const QUERIES: &[&str] =
    &["w 2 x", "w 5 x 3 z", "x 1", "a u t h o r : p 3 q", "d e p t h : > 2", "- w 1 x", "n o n e", "i s : f o l d e d"];
const SEARCHING: &[&str] = &["n", "N", "j", "k", "Space", "Ctrl-e", "r"];
const FILTERING: &[&str] =
    &["j", "k", "J", "z a", "z M", "z R", "h", "l", "n", "Ctrl-e", "v", "u", "Enter", "/ x 1 Enter", "r"];

fn deeds() -> impl Strategy<Value = Deed> {
    let inside = |keys: &'static [&'static str]| {
        prop_oneof![
            1 => Just(None),
            1 => Just(Some(Vec::new())),
            2 => vec(select(keys), 1..5).prop_map(Some),
        ]
    };
    let sizes = || (20..170_u16, 4..46_u16);
    prop_oneof![
        8 => select(MOVES).prop_map(Deed::Move),
        6 => (select(CHANGES), any::<bool>()).prop_map(|(keys, undone)| Deed::Change(keys, undone.then_some("u"))),
        2 => select(ARRANGEMENTS).prop_map(|keys| Deed::Change(keys, None)),
        2 => (select(QUERIES), inside(SEARCHING)).prop_map(|(query, keys)| Deed::Search(query, keys)),
        2 => (select(QUERIES), inside(FILTERING)).prop_map(|(query, keys)| Deed::Filter(query, keys)),
        1 => Just(Deed::Path),
        1 => (0..Sort::ALL.len()).prop_map(Deed::Sort),
        3 => vec(events(), 1..4).prop_map(Deed::Reload),
        2 => sizes().prop_map(|(width, height)| Deed::Resize(width, height)),
        1 => sizes().prop_map(|(width, height)| Deed::ResizeForNow(width, height)),
    ]
}

/// What is on the screen of where the reader is.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    selected: usize,
    is_folded: bool,
    /// Nothing is shown but the path from the article.
    is_path: bool,
    /// The rows of the document pane, if it is on the screen: their words.
    document: Option<Vec<Vec<Word>>>,
    /// The row of the outline pane that is selected, and how many there are, if that is on the screen.
    outline: Option<(usize, usize)>,
    /// Posts in sight before the selected one, and all.
    rows: (usize, usize),
    folded: BTreeSet<usize>,
}

impl Seen {
    /// The first row of the document that has words of the selected post, and the first of these.
    fn line(&self) -> Option<(usize, Word)> {
        let rows = self.document.iter().flatten().enumerate();
        rows.filter_map(|(row, words)| Some((row, *words.first()?))).find(|(_, word)| word.0 == self.selected)
    }

    fn is_wordless(&self, row: usize) -> bool {
        self.document.as_ref().and_then(|rows| rows.get(row)).is_some_and(Vec::is_empty)
    }

    fn row_of(&self, word: Word) -> Option<usize> {
        self.document.iter().flatten().position(|row| row.contains(&word))
    }
}

/// A reader of a discussion.
struct Reader {
    stage: Stage,
    talk: Talk,
    /// What the program does not tell: how the panes are arranged.
    share: u32,
    is_divided: bool,
    is_pinned: bool,
    in_article: bool,
    /// The word that the line which is read began with when the reader moved last.
    read: Option<Word>,
}

impl Reader {
    fn thread(&self) -> &Thread {
        self.stage.app.thread()
    }

    fn key(&self, post: PostId) -> usize {
        key(self.thread(), post)
    }

    fn press(&mut self, keys: &str) {
        for name in keys.split_whitespace() {
            self.stage.press(name);
        }
        self.answer();
    }

    /// Reads the input again if that was asked for.
    fn answer(&mut self) {
        if self.stage.asked.drain(..).any(|effect| matches!(effect, threadle::Effect::Reload)) {
            let action = self.talk.reloaded(&Arc::clone(self.stage.app.thread()));
            self.stage.act(action);
        }
    }

    /// The columns of the outline and those of the document.
    fn panes(&self) -> (Option<std::ops::Range<u16>>, Option<std::ops::Range<u16>>) {
        let width = self.stage.width;
        let outline = |whole: u16| {
            let wanted = u32::from(whole) * self.share / 1000;
            let document = match whole {
                _ if self.is_divided => 20,
                110.. => 72,
                _ => 52,
            };
            u16::try_from(wanted).unwrap().clamp(20, whole.saturating_sub(document + 1).max(20))
        };
        match width {
            0..72 if self.in_article => (None, None),
            0..72 => (None, Some(0..width)),
            72..150 if self.is_pinned => (None, Some(0..width - 1 - (width - 1) / 2)),
            150.. if self.is_pinned => {
                let rest = width - width * 2 / 5 - 1;
                (Some(0..outline(rest)), Some(outline(rest) + 1..rest))
            }
            _ => (Some(0..outline(width)), Some(outline(width) + 1..width)),
        }
    }

    /// Keeps account of what keys do to the panes.
    fn arrange(&mut self, keys: &str) {
        let is_single = !keys.contains(|key: char| key.is_alphabetic()) || keys == "a";
        for key in keys.split_whitespace() {
            let (outline, document) = self.panes();
            match (key, outline, document) {
                ("a", ..) if is_single => {
                    self.is_pinned = !self.is_pinned;
                    self.in_article = self.is_pinned && (self.in_article || self.stage.width < 72);
                }
                ("(" | ")", Some(outline), Some(document)) => {
                    let whole = if self.is_pinned { u32::from(document.end) } else { u32::from(self.stage.width) };
                    let moved = i32::from(outline.end) + if key == "(" { -4 } else { 4 };
                    self.is_divided = true;
                    self.share = (u32::try_from(moved.max(0)).unwrap() * 1000).div_ceil(whole).min(1000);
                }
                _ => {}
            }
            self.stage.press(key);
        }
    }

    fn see(&self) -> Seen {
        let (app, drawn) = (&self.stage.app, self.stage.buffer());
        let selected = app.selection();
        let text =
            |y: u16, columns: std::ops::Range<u16>| -> String { columns.map(|x| drawn[(x, y)].symbol()).collect() };
        let is_path = text(1, 0..self.stage.width).starts_with(" path to ");
        let has_crumbs = is_path || !app.is_in_sight(PostId::ARTICLE);
        let rows = 1 + u16::from(has_crumbs)..self.stage.height - 1;
        let (outline, document) = self.panes();
        let bar = drawn[(0, 0)].bg;
        let is_selected = |y: &u16| drawn[(0, *y)].bg != Color::Reset && drawn[(0, *y)].bg != bar;
        let in_sight: Vec<_> = app.thread().ids().filter(|&post| app.is_in_sight(post)).collect();
        Seen {
            selected: self.key(selected),
            is_folded: app.is_folded(selected),
            is_path,
            document: document.map(|columns| {
                let columns = columns.start..columns.end - 1;
                rows.clone().map(|y| words(&text(y, columns.clone()))).collect()
            }),
            outline: outline.and_then(|_| {
                let row = rows.clone().position(|y| is_selected(&y))?;
                Some((row, rows.len()))
            }),
            rows: (in_sight.iter().filter(|&&post| post < selected).count(), in_sight.len()),
            folded: app.thread().ids().filter(|&post| app.is_folded(post)).map(|post| self.key(post)).collect(),
        }
    }

    fn post(&self, wanted: usize) -> Option<PostId> {
        self.thread().ids().find(|&post| self.key(post) == wanted)
    }

    /// The post that stands for one: itself, or what hides it; if it has gone, what it answered in `before`.
    fn stands_for(&self, wanted: usize, before: &Thread) -> usize {
        let old = before.ids().find(|&post| key(before, post) == wanted).unwrap();
        let up = std::iter::once(old).chain(before.ancestors(old)).find_map(|up| self.post(key(before, up))).unwrap();
        let in_sight = |post: &PostId| self.stage.app.is_in_sight(*post);
        let shown = std::iter::once(up).chain(self.thread().ancestors(up)).find(in_sight);
        self.key(shown.unwrap_or_else(|| self.thread().ids().find(in_sight).unwrap()))
    }

    /// After something that is no movement.
    fn has_stayed(&mut self, before: &Seen, thread: &Thread) -> TestCaseResult {
        let now = self.see();
        let line = self.line(before);
        self.read = line.filter(|(row, word)| now.row_of(*word) == Some(*row)).map(|(_, word)| word);
        prop_assert_eq!(now.selected, self.stands_for(before.selected, thread), "another post is selected");
        if let Some((row, word)) = line
            && now.document.is_some()
        {
            let is_here = now.selected == before.selected && !now.is_folded && !before.is_folded;
            let stands = self.stands(word);
            if is_here && stands {
                let there = now.row_of(word);
                let is_same = there == Some(row)
                    // A letter or a picture before the word may be left alone on the line.
                    || there == Some(row + 1) && now.is_wordless(row)
                    // Above the line there may be fewer lines than there were.
                    || row > 0 && there.is_some_and(|there| there <= row)
                    || row + 1 >= now.document.as_ref().map_or(0, Vec::len);
                prop_assert!(is_same, "{:?} was in row {} and is in {:?}", word, row, there);
            } else if !is_here && (now.is_folded || now.selected != before.selected) {
                let there = now.line().map(|(row, _)| row);
                prop_assert!(
                    there.is_some_and(|there| there <= row),
                    "{} was in row {} and {} is in {:?}",
                    before.selected,
                    row,
                    now.selected,
                    there
                );
            }
        }
        if let (Some((row, _)), Some((there, height))) = (before.outline, now.outline) {
            let (at, all) = now.rows;
            let margin = 3.min((height - 1) / 2);
            let (lowest, highest) = ((at + margin + 1).saturating_sub(height), at.saturating_sub(margin));
            let top = at.saturating_sub(row).clamp(lowest.min(highest), highest).min(all.saturating_sub(height));
            prop_assert_eq!(there, at - top, "the row of the outline was {}, of {} posts {}", row, all, at);
        }
        Ok(())
    }

    /// The line that is read and its word. On a wider screen that need not be its first one: where the reader was when
    /// they moved last is what stays.
    fn line(&self, seen: &Seen) -> Option<(usize, Word)> {
        let (row, word) = seen.line()?;
        Some((row, self.read.filter(|read| seen.row_of(*read) == Some(row)).unwrap_or(word)))
    }

    /// Folds are what they were, as far as their posts are there. On a path nothing is folded.
    fn has_folds(&self, before: &Seen, after: &str) -> TestCaseResult {
        let now = self.see();
        if !now.is_path && !before.is_path {
            let left = before.folded.iter().copied().filter(|&key| self.post(key).is_some());
            prop_assert_eq!(now.folded, left.collect(), "folds after {}", after);
        }
        Ok(())
    }

    /// Whether a word is still in its post.
    fn stands(&self, word: Word) -> bool {
        let Some(post) = self.post(word.0) else { return false };
        let body = self.thread().body(post).raw;
        word.1 == 0 || words(body).contains(&word) || words(self.thread().title()).contains(&word)
    }

    /// Everything is as it was.
    fn is_as_before(&self, before: &Seen) -> TestCaseResult {
        let now = self.see();
        let told = |seen: &Seen| Seen { document: None, ..seen.clone() };
        prop_assert_eq!(told(&now), told(before));
        // What is read meanwhile is counted elsewhere on the line.
        let lines = |seen: &Seen| -> Option<Vec<_>> {
            Some(seen.document.as_ref()?.iter().map(|words| words.first().copied()).collect())
        };
        prop_assert_eq!(lines(&now), lines(before));
        Ok(())
    }
}

fn is_somewhere(reader: &Reader) -> TestCaseResult {
    crate::check_selection(&reader.stage, &reader.stage.buffer())?;
    let now = reader.see();
    prop_assert!(now.outline.is_some() || reader.panes().0.is_none(), "the outline does not show the selection");
    Ok(())
}

fn walk(talk: Talk, deeds: Vec<Deed>) -> TestCaseResult {
    let stage = Stage::new(talk.thread(), 100, 30);
    let mut reader =
        Reader { stage, talk, share: 380, is_divided: false, is_pinned: false, in_article: false, read: None };
    for deed in deeds {
        let (before, drawn) = (reader.see(), reader.stage.buffer());
        let thread = std::sync::Arc::clone(reader.stage.app.thread());
        let checked = step(&mut reader, deed.clone(), &before, &thread).and_then(|()| is_somewhere(&reader));
        if let Err(fault) = checked {
            let screens = [text(&drawn), text(&reader.stage.buffer())];
            prop_assert!(false, "after {deed:?}: {fault}\nbefore:\n{}\nnow:\n{}", screens[0], screens[1]);
        }
    }
    Ok(())
}

#[expect(clippy::too_many_lines, reason = "one case after the other")]
fn step(reader: &mut Reader, deed: Deed, before: &Seen, thread: &Thread) -> TestCaseResult {
    match deed {
        Deed::Move(keys) => {
            reader.press(keys);
            reader.read = None;
        }
        Deed::Change(keys, undo) => {
            reader.arrange(keys);
            if keys == "Backspace" && before.is_path {
                // That shows what was before the path, which began with a movement.
                reader.read = None;
                return Ok(());
            }
            if keys == "g m" {
                // What a muted author has written is one line, and its words are not among those on the screen.
                reader.read = None;
                prop_assert_eq!(reader.see().selected, before.selected);
                return Ok(());
            }
            reader.has_stayed(before, thread)?;
            let now = reader.see();
            let is_step = now.folded != before.folded || now.rows.1 != before.rows.1;
            if undo.is_some() && is_step && !before.is_path {
                reader.press("u");
                // An outline that had fewer rows in between shows others above the selection.
                let outline = reader.see().outline;
                reader.is_as_before(&Seen { outline, ..before.clone() })?;
            }
        }
        Deed::Search(query, keys) => search(reader, query, keys, before, thread)?,
        Deed::Filter(query, keys) => filter(reader, query, keys, before, thread)?,
        Deed::Path => {
            reader.press("v v");
            if !before.is_path {
                reader.is_as_before(before)?;
            }
        }
        Deed::Sort(order) => {
            reader.press(&format!("S {}", order + 1));
            reader.has_stayed(before, thread)?;
            reader.has_folds(before, "sorting")?;
        }
        Deed::Reload(events) => {
            events.into_iter().for_each(|event| reader.talk.take(event));
            reader.press("r");
            reader.has_stayed(before, thread)?;
            reader.has_folds(before, "reading again")?;
        }
        Deed::Resize(width, height) => {
            reader.stage.act(Action::Resize { width, height });
            reader.has_stayed(before, thread)?;
        }
        Deed::ResizeForNow(width, height) => {
            let size = (reader.stage.width, reader.stage.height);
            let is_lower = height < size.1;
            reader.stage.act(Action::Resize { width, height });
            reader.has_stayed(before, thread)?;
            reader.stage.act(Action::Resize { width: size.0, height: size.1 });
            if is_lower {
                reader.has_stayed(before, thread)?;
            } else {
                // An outline that had room for more shows more above the selection.
                let outline = reader.see().outline;
                reader.is_as_before(&Seen { outline, ..before.clone() })?;
            }
        }
    }
    Ok(())
}

/// A search is begun, and left after some keys or before.
fn search(reader: &mut Reader, query: &str, keys: Inside, before: &Seen, thread: &Thread) -> TestCaseResult {
    reader.press(&format!("/ {query}"));
    match keys {
        None => {
            reader.press("Esc");
            reader.is_as_before(before)?;
        }
        Some(keys) => {
            reader.press("Enter");
            for keys in keys {
                let seen = reader.see();
                reader.press(keys);
                reader.read = None;
                if keys == "r" {
                    reader.has_stayed(&seen, thread)?;
                }
            }
            let seen = reader.see();
            reader.press("Esc");
            reader.has_stayed(&seen, thread)?;
            reader.has_folds(before, "a search")?;
        }
    }
    Ok(())
}

/// The same for a filter.
fn filter(reader: &mut Reader, query: &str, keys: Inside, before: &Seen, thread: &Thread) -> TestCaseResult {
    reader.press(&format!("& {query}"));
    match keys {
        None => {
            reader.press("Esc");
            reader.is_as_before(before)?;
        }
        Some(keys) => {
            reader.press("Enter");
            let is_filtered = row_of(&reader.stage, 0).contains("& ");
            let (arrived, is_still) = (reader.see(), keys.is_empty());
            for keys in keys.into_iter().filter(|_| is_filtered) {
                let seen = reader.see();
                reader.press(keys);
                reader.read = None;
                if keys == "r" {
                    reader.has_stayed(&seen, thread)?;
                }
            }
            let seen = reader.see();
            reader.press("Esc Esc Esc");
            if is_still {
                reader.is_as_before(before)?;
            } else if is_filtered {
                let places = [seen.selected, before.selected].map(|post| reader.stands_for(post, thread));
                let is_there = reader.see().selected == places[0];
                let is_back = reader.see().selected == places[1] && seen.selected == arrived.selected;
                prop_assert!(is_there || is_back, "{} is selected, not {:?}", reader.see().selected, places);
            }
            reader.has_folds(before, "a filter")?;
        }
    }
    Ok(())
}

/// A whole screen.
fn text(drawn: &Buffer) -> String {
    let row = |y| (0..drawn.area.width).map(move |x| drawn[(x, y)].symbol()).chain(["\n"]);
    (0..drawn.area.height).flat_map(row).collect()
}

fn row_of(stage: &Stage, y: u16) -> String {
    let drawn = stage.buffer();
    (0..stage.width).map(|x| drawn[(x, y)].symbol()).collect()
}

fn walks() -> u32 {
    env::var("THREADLE_WALKS").ok().and_then(|walks| walks.parse().ok()).unwrap_or(60)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..crate::config(walks()) })]

    #[test]
    fn the_line_that_is_read_keeps_its_place(talk in talks(), deeds in vec(deeds(), 1..50)) {
        walk(talk, deeds)?;
    }
}

//! The document: every post of an order, one below the other, as lines counted from where the reader is.
//!
//! A line is named by its post and its number in it, never by its number from the top. So only what is near the screen
//! is ever laid out, and a new width costs nothing but the screen.

use super::folds::Folds;
use super::layout::Laid;
use super::order::Order;
use super::pieces;
use super::quotes::{self, Quotations, QuoteFold};
use crate::markup;
use crate::thread::{PostId, Text, Thread};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// The name of a line in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LineId {
    pub(crate) post: PostId,
    /// The [piece](pieces) of the post.
    pub(crate) piece: usize,
    /// The line in the piece, from 0.
    pub(crate) line: usize,
}

impl LineId {
    /// The first line of a post.
    pub(crate) fn top(post: PostId) -> Self {
        Self { post, piece: 0, line: 0 }
    }
}

/// What a line of the document shows.
#[derive(Debug, Clone)]
pub(crate) enum Row {
    /// A line of the title.
    Title(Rc<Laid>, usize),
    /// The author and the time of the article.
    Byline,
    /// The author and the time of a reply, and whom it answers.
    Head,
    /// A line of a body.
    Body(Rc<Laid>, usize),
    /// In place of the body of a post without one.
    NoText,
    /// In place of the body of a post whose author is muted.
    Muted,
    /// A folded post: one line for it and everything below it.
    Folded,
    /// Replies that are not here: an index into the post's.
    More(usize),
    /// Between the article and the replies.
    Replies,
    /// Between posts.
    Blank,
}

/// How the document shares out its columns: a guide for each level, a bar, and the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Columns {
    width: usize,
    /// Columns for one level.
    step: usize,
    /// Columns of text at most.
    measure: usize,
}

impl Columns {
    /// Columns of text at most, unless the reader wants others: a comfortable line.
    pub(crate) const MEASURE: usize = 84;
    /// Columns for the bar before a post.
    const BAR: usize = 2;
    /// Levels at most, however wide the pane: guides further right tell nobody anything.
    const LEVELS: usize = 12;

    /// A pane of `width` columns for a thread whose deepest reply is at `deepest`. A level takes two columns if all
    /// levels have room then, else one.
    pub(crate) fn new(width: usize, deepest: usize) -> Self {
        let wide = Self { width, step: 2, measure: Self::MEASURE };
        if wide.level(deepest) + 1 >= deepest { wide } else { Self { step: 1, ..wide } }
    }

    /// The same with other columns of text at most; without guides if it is `flat`.
    pub(crate) fn shaped(self, measure: usize, flat: bool) -> Self {
        Self { measure: measure.max(1), step: if flat { 0 } else { self.step }, ..self }
    }

    /// The level of a post at `depth` below the root: the depth itself, until the text would get too narrow to read.
    pub(crate) fn level(self, depth: usize) -> usize {
        let text = match self.width {
            70.. => 60,
            48.. => 45,
            narrow => (narrow * 4 / 5).max(1),
        };
        let most = self.width.saturating_sub(text + Self::BAR).checked_div(self.step).unwrap_or(0);
        depth.saturating_sub(1).min(most.min(Self::LEVELS))
    }

    /// The column of a level's guide, counted from 1, and of the bar before a post at that level.
    pub(crate) fn guide(self, level: usize) -> usize {
        level * self.step
    }

    /// The column where the text of a post begins.
    pub(crate) fn text_start(self, depth: usize) -> usize {
        (self.guide(self.level(depth)) + Self::BAR).min(self.width)
    }

    /// Columns for the text of a post; at least 1.
    pub(crate) fn text_width(self, depth: usize) -> usize {
        self.head_width(depth).min(self.measure)
    }

    /// Columns for the line over a post; at least 1. It ends in the same column at every depth.
    pub(crate) fn head_width(self, depth: usize) -> usize {
        let right = self.width.min(Self::BAR + self.measure);
        right.saturating_sub(self.text_start(depth)).max(1)
    }
}

/// The lines laid out lately, in two generations: when the young one is full it becomes the old one, and old entries
/// that were not used again are dropped.
///
/// One turn lays out a limited amount. The rest is an empty line for now, and the next turn continues. So a screen full
/// of the largest pieces does not keep a key waiting.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    young: FxHashMap<Key, Rc<Laid>>,
    old: FxHashMap<Key, Rc<Laid>>,
    size: usize,
    /// Bytes of bodies laid out in this turn.
    spent: usize,
    /// Whether something is an empty line for now.
    is_short: bool,
}

/// A post, a piece of it, a width, and which quotations are folded: the width of a post depends on what the view is
/// narrowed to.
type Key = (PostId, usize, usize, QuoteFold);

/// The size of one generation, in bytes, roughly.
const GENERATION: usize = 2 * 1024 * 1024;
/// Bytes of bodies laid out in one turn; a single larger piece is laid out all the same.
const TURN: usize = 2 * 1024 * 1024;
/// In place of a piece's number: the title.
const TITLE: usize = usize::MAX;

impl Cache {
    /// The lines of a piece whose body is `cost` bytes long. `None` if this turn has no time left for it.
    fn laid(&mut self, key: Key, cost: usize, lay_out: impl FnOnce() -> Laid) -> Option<Rc<Laid>> {
        if let Some(laid) = self.young.get(&key) {
            return Some(Rc::clone(laid));
        }
        let laid = match self.old.remove(&key) {
            Some(laid) => laid,
            None if self.spent > 0 && self.spent + cost > TURN => {
                self.is_short = true;
                return None;
            }
            None => {
                self.spent += cost;
                Rc::new(lay_out())
            }
        };
        self.size += laid.size();
        self.young.insert(key, Rc::clone(&laid));
        Some(laid)
    }

    /// Begins a new turn.
    pub(crate) fn begin_turn(&mut self) {
        // A turn that continues an earlier one needs everything that is there, however much.
        if self.size > GENERATION && !self.is_short {
            self.old = std::mem::take(&mut self.young);
            self.size = 0;
        }
        (self.spent, self.is_short) = (0, false);
    }

    /// Whether something is an empty line that another turn would lay out.
    pub(crate) fn is_short(&self) -> bool {
        self.is_short
    }

    /// Drops everything, for a new width or another thread.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// How bodies are shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    /// By author, whether the posts are shown in one line; empty if nobody is muted.
    pub(crate) muted: Vec<bool>,
    /// Which quotations are folded.
    pub(crate) quotations: Quotations,
    /// Whether lines of code are wrapped, rather than cut at the edge of the pane.
    pub(crate) wraps_code: bool,
}

/// A document to walk through.
pub(crate) struct Document<'a> {
    pub(crate) thread: &'a Thread,
    pub(crate) folds: &'a Folds,
    pub(crate) order: &'a Order,
    /// The post under the title.
    pub(crate) article: PostId,
    pub(crate) columns: Columns,
    pub(crate) shown: &'a Shown,
    pub(crate) cache: &'a mut Cache,
}

impl Document<'_> {
    /// The depth of a post below the first post of the order.
    pub(crate) fn depth(&self, post: PostId) -> usize {
        let root = self.order.first();
        // A post above the root of the view is looked at too, without going there.
        (self.thread.depth(post) + usize::from(root != self.article)).saturating_sub(self.thread.depth(root))
    }

    /// The piece that shows byte `at` of a post's raw body, roughly.
    pub(crate) fn piece_of(&self, post: PostId, at: usize) -> usize {
        pieces::piece_at(self.thread.body(post), at)
    }

    /// The number of pieces that a post is shown in.
    pub(crate) fn pieces(&self, post: PostId) -> usize {
        if self.order.folds(self.folds, post) || self.is_muted(post) {
            1
        } else {
            pieces::count(self.thread.body(post))
        }
    }

    /// A piece of a post's body, laid out.
    pub(crate) fn laid(&mut self, post: PostId, piece: usize) -> Rc<Laid> {
        let width = self.columns.text_width(self.depth(post));
        let thread = self.thread;
        let body = pieces::piece(thread.body(post), piece);
        let (fold, wraps_code) = (self.shown.quotations.of(post), self.shown.wraps_code);
        let laid = self.cache.laid((post, piece, width, fold), body.raw.len(), || {
            let mut laid = Laid::new(body, width, wraps_code);
            laid.fold_quotations(fold, |words| quoted(thread, post, words));
            laid
        });
        laid.unwrap_or_else(|| Rc::new(Laid::unknown()))
    }

    /// Whether a piece is laid out; otherwise it is an empty line for now.
    pub(crate) fn is_known(&mut self, post: PostId, piece: usize) -> bool {
        self.thread.post(post).body_len() == 0 || self.is_muted(post) || !self.laid(post, piece).is_unknown()
    }

    /// The number of lines in a piece; at least 1.
    pub(crate) fn lines(&mut self, post: PostId, piece: usize) -> usize {
        if self.order.folds(self.folds, post) {
            return 1;
        }
        // A piece from the middle of a long body may have nothing to show; it is one blank line then.
        (self.before(post, piece) + self.body_lines(post, piece) + self.after(post, piece)).max(1)
    }

    /// What a line shows; a blank if there is no such line.
    pub(crate) fn row(&mut self, place: LineId) -> Row {
        let LineId { post, piece, line } = place;
        if self.order.folds(self.folds, post) {
            return Row::Folded;
        }
        let before = self.before(post, piece);
        if line < before {
            return self.row_before(post, line);
        }
        let line = line - before;
        let body = self.body_lines(post, piece);
        if line < body && self.is_muted(post) {
            return Row::Muted;
        }
        if line < body {
            let has_text = self.thread.post(post).body_len() > 0;
            return if has_text { Row::Body(self.laid(post, piece), line) } else { Row::NoText };
        }
        let (line, more) = (line - body, self.thread.more_of(post).len());
        if line < more {
            return Row::More(line);
        }
        let opens_replies = post == self.article && self.thread.descendants(post) > 0;
        if opens_replies && line - more == 1 { Row::Replies } else { Row::Blank }
    }

    /// The line that shows byte `at` of a piece, with the lines before the body counted in.
    pub(crate) fn line_of(&mut self, post: PostId, piece: usize, at: usize) -> usize {
        let line = if self.is_muted(post) { 0 } else { self.laid(post, piece).line_at(at) };
        self.before(post, piece) + line
    }

    /// The next line of the document.
    pub(crate) fn next(&mut self, place: LineId) -> Option<LineId> {
        let LineId { post, piece, line } = place;
        if line + 1 < self.lines(post, piece) {
            return Some(LineId { line: line + 1, ..place });
        }
        if piece + 1 < self.pieces(post) {
            return Some(LineId { post, piece: piece + 1, line: 0 });
        }
        self.order.next(self.thread, self.folds, post).map(LineId::top)
    }

    /// The previous line of the document.
    pub(crate) fn previous(&mut self, place: LineId) -> Option<LineId> {
        let LineId { post, piece, line } = place;
        if let Some(line) = line.checked_sub(1) {
            return Some(LineId { line, ..place });
        }
        if let Some(piece) = piece.checked_sub(1) {
            return Some(LineId { post, piece, line: self.lines(post, piece) - 1 });
        }
        self.order.previous(self.thread, self.folds, post).map(|post| self.bottom(post))
    }

    /// The post of the last row.
    pub(crate) fn last(&self) -> Option<PostId> {
        self.order.at(self.thread, self.folds, self.order.len(self.folds) - 1)
    }

    /// Whether at least `lines` lines follow, with this one.
    pub(crate) fn holds(&mut self, place: LineId, lines: usize) -> bool {
        let mut at = place;
        let mut left = lines;
        loop {
            let here = self.lines(at.post, at.piece) - at.line;
            if left <= here {
                return true;
            }
            left -= here;
            match self.next(LineId { line: at.line + here - 1, ..at }) {
                Some(next) => at = next,
                None => return false,
            }
        }
    }

    /// The last line of a post.
    pub(crate) fn bottom(&mut self, post: PostId) -> LineId {
        let piece = self.pieces(post) - 1;
        LineId { post, piece, line: self.lines(post, piece) - 1 }
    }

    /// The line `lines` lines further down, or the last one.
    pub(crate) fn forward(&mut self, place: LineId, lines: usize) -> LineId {
        let (mut at, mut left) = (place, lines);
        while left > 0 {
            let rest = self.lines(at.post, at.piece) - 1 - at.line;
            if left <= rest {
                return LineId { line: at.line + left, ..at };
            }
            let last = LineId { line: at.line + rest, ..at };
            let Some(next) = self.next(last) else { return last };
            (at, left) = (next, left - rest - 1);
        }
        at
    }

    /// The line `lines` lines further up, or the first one.
    pub(crate) fn back(&mut self, place: LineId, lines: usize) -> LineId {
        let (mut at, mut left) = (place, lines);
        while left > 0 {
            if left <= at.line {
                return LineId { line: at.line - left, ..at };
            }
            let first = LineId { line: 0, ..at };
            let Some(previous) = self.previous(first) else { return first };
            (at, left) = (previous, left - at.line - 1);
        }
        at
    }

    /// The nearest line that exists, for a line made for another width or other folds.
    pub(crate) fn settle(&mut self, place: LineId) -> LineId {
        let piece = place.piece.min(self.pieces(place.post) - 1);
        let line = if piece == place.piece { place.line } else { 0 };
        LineId { post: place.post, piece, line: line.min(self.lines(place.post, piece) - 1) }
    }

    pub(super) fn title(&mut self) -> Rc<Laid> {
        let width = self.columns.text_width(0);
        let title = self.thread.title_of(self.article);
        let laid = self.cache.laid((self.article, TITLE, width, QuoteFold::None), 0, || Laid::title(title, width));
        laid.unwrap_or_else(|| Rc::new(Laid::unknown()))
    }

    fn has_byline(&self) -> bool {
        let post = self.thread.post(self.article);
        post.author().is_some() || post.time().is_some() || self.thread.url_of(self.article).is_some()
    }

    /// Whether nothing is known of the article but its title and that it has replies.
    fn is_lost(&self) -> bool {
        let titled = !self.thread.title_of(self.article).is_empty();
        titled && !self.has_byline() && self.thread.descendants(self.article) > 0
    }

    /// The number of lines before the body in a piece.
    pub(super) fn before(&mut self, post: PostId, piece: usize) -> usize {
        match piece {
            0 if post != self.article => 1,
            0 if self.thread.title_of(post).is_empty() => usize::from(self.has_byline()) * 2,
            0 => self.title().lines().len() + usize::from(self.has_byline()) + 1,
            _ => 0,
        }
    }

    fn row_before(&mut self, post: PostId, line: usize) -> Row {
        if post != self.article {
            return Row::Head;
        }
        let title = self.title();
        let lines = if self.thread.title_of(post).is_empty() { 0 } else { title.lines().len() };
        if line < lines {
            Row::Title(title, line)
        } else if line == lines && self.has_byline() {
            Row::Byline
        } else {
            Row::Blank
        }
    }

    pub(super) fn body_lines(&mut self, post: PostId, piece: usize) -> usize {
        if self.thread.post(post).body_len() == 0 {
            return usize::from(post != self.article || self.is_lost());
        }
        if self.is_muted(post) { 1 } else { self.laid(post, piece).lines().len() }
    }

    /// Whether one line stands for the text of a post, because its author is muted. The article is always shown.
    pub(super) fn is_muted(&self, post: PostId) -> bool {
        let author = self.thread.post(post).author();
        post != self.article && author.and_then(|author| self.shown.muted.get(author.index())).copied().unwrap_or(false)
    }

    /// The number of lines after the body in a piece.
    fn after(&self, post: PostId, piece: usize) -> usize {
        if piece + 1 < self.pieces(post) {
            return 0;
        }
        let more = self.thread.more_of(post).len();
        more + if post == self.article && self.thread.descendants(post) > 0 { 3 } else { 1 }
    }
}

/// Who wrote what a post quotes: the author of the post that it answers, or of the one that this answers, if the words
/// stand there. Empty if nobody knows the name; `None` if they stand in neither.
fn quoted(thread: &Thread, post: PostId, words: &str) -> Option<Text> {
    let stretches = quotes::stretches(words);
    let parent = thread.parent(post);
    let mut above =
        [thread.answers(post), parent, parent.and_then(|parent| thread.parent(parent))].into_iter().flatten();
    let is_said = |other: &PostId| {
        let body = pieces::piece(thread.body(*other), 0);
        quotes::stand_in(&markup::plain_text(&markup::blocks(body)), &stretches)
    };
    let said = above.find(is_said)?;
    Some(thread.writer(said).map(|writer| Text::line(writer.name)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Notation, Parent};

    /// Every line of a document, walked to its end and back.
    fn walked(thread: &Thread) -> usize {
        let folds = Folds::none(thread);
        let order = Order::tree(thread, &folds, PostId::ARTICLE);
        let (article, columns, cache) = (PostId::ARTICLE, Columns::new(60, 9), &mut Cache::default());
        let mut document =
            Document { thread, folds: &folds, order: &order, article, columns, shown: &Shown::default(), cache };
        let (mut place, mut lines) = (LineId::top(PostId::ARTICLE), 1);
        while let Some(next) = document.next(place) {
            document.cache.begin_turn();
            assert_eq!(document.previous(next), Some(place));
            assert_eq!(document.settle(next), next);
            let anchor = document.anchor(next);
            assert_eq!(document.place(anchor), next);
            document.row(next);
            (place, lines) = (next, lines + 1);
        }
        lines
    }

    #[test]
    fn what_is_too_much_for_a_turn_is_laid_out_in_the_next_ones() {
        const POSTS: usize = 300;
        let mut builder = Builder::new("test");
        let body = ">".repeat(32 * 1024);
        for number in 0..POSTS {
            let parent = if number == 0 { Parent::Nothing } else { Parent::Article };
            builder.add(Draft { parent, body: &body, ..Draft::default() });
        }
        let thread = builder.finish().unwrap().thread;
        let folds = Folds::none(&thread);
        let order = Order::tree(&thread, &folds, PostId::ARTICLE);
        let cache = &mut Cache::default();
        let turn = |cache: &mut Cache| {
            let (article, columns) = (PostId::ARTICLE, Columns::new(60, 9));
            cache.begin_turn();
            let mut document = Document {
                thread: &thread,
                folds: &folds,
                order: &order,
                article,
                columns,
                shown: &Shown::default(),
                cache,
            };
            let known = thread.ids().filter(|&post| document.is_known(post, 0)).count();
            (known, cache.is_short())
        };
        let turns: Vec<_> = (0..6).map(|_| turn(cache)).collect();
        assert_eq!(turns[..5], [(64, true), (128, true), (192, true), (256, true), (300, false)]);
        assert_eq!(turns[5], (300, false), "and nothing is laid out twice");
    }

    #[test]
    fn a_piece_that_has_nothing_to_show_is_a_line() {
        const LONG: usize = 100_000;
        let blank = ["\n".repeat(LONG), ">".repeat(LONG), " \t".repeat(LONG), "> \n".repeat(LONG / 2)];
        let page = ("<a title='No lamp.'></a>".repeat(LONG * 3 / 2), Notation::Html);
        let cases = blank.map(|body| [Notation::Plain, Notation::Mail].map(|notation| (body.clone(), notation)));
        for (middle, notation) in cases.into_iter().flatten().chain([page]) {
            let mut builder = Builder::new("test");
            let body = format!("first {middle} last");
            builder.add(Draft { parent: Parent::Nothing, body: &body, notation, ..Draft::default() });
            builder.add(Draft { parent: Parent::Article, body: "It went out.", ..Draft::default() });
            assert!(walked(&builder.finish().unwrap().thread) > 2);
        }
    }
}

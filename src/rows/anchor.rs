//! A line of the document named by its words, to find it again after folds, widths or words change.

use super::document::{Document, LineId};
use super::layout::Laid;
use crate::thread::PostId;
use std::rc::Rc;

/// What stands on a line of the document: it is found again as the line that begins with the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) post: PostId,
    piece: usize,
    on: On,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    /// A line of the title, by the byte where it begins.
    Title(usize),
    /// This many lines below the title, before the body.
    Head(usize),
    /// A line of the body, by the byte where it begins; or the blank line `above` lines over it.
    Body { byte: usize, above: usize },
    /// This many lines below the body.
    Below(usize),
}

impl Default for Anchor {
    fn default() -> Self {
        Self::top(PostId::ARTICLE)
    }
}

impl Anchor {
    /// The first line of a post.
    pub(crate) fn top(post: PostId) -> Self {
        Self { post, piece: 0, on: On::Title(0) }
    }

    /// The same line of another post.
    pub(crate) fn of(self, post: PostId) -> Self {
        Self { post, ..self }
    }

    /// The same line after its text changed: where its words are nearest to their old place, or else where the change
    /// begins.
    pub(crate) fn edited(self, old: &Laid, new: &Laid) -> Self {
        let On::Body { byte, .. } = self.on else { return self };
        let (before, after) = (old.text().as_bytes(), new.text().as_bytes());
        if before == after {
            return self;
        }
        let first = before.iter().zip(after).take_while(|(old, new)| old == new).count();
        let rest = before.len().min(after.len()) - first;
        // The text between the common prefix and the common suffix changed; they must not overlap.
        let same = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
        let line = old.lines().get(old.line_at(byte)).map(|line| line.range.clone()).unwrap_or_default();
        if line.end < first {
            return self;
        }
        let due = if byte >= before.len() - same { byte + after.len() - before.len() } else { first.min(byte) };
        let line = old.text().get(line);
        let places = line.filter(|words| !words.trim().is_empty()).map(|words| new.text().match_indices(words));
        let found = places.and_then(|places| places.map(|(at, _)| at).min_by_key(|&at| (at.abs_diff(due), at)));
        Self { on: On::Body { byte: found.unwrap_or(due), above: 0 }, ..self }
    }
}

impl Document<'_> {
    /// The anchor of a line.
    pub(crate) fn anchor(&mut self, place: LineId) -> Anchor {
        let LineId { post, piece, line } = place;
        if self.order.folds(self.folds, post) {
            return Anchor::top(post);
        }
        let (before, title) = (self.before(post, piece), self.title_lines(post, piece));
        let body = self.body_lines(post, piece);
        let on = if line < title {
            On::Title(self.title().lines().get(line).map_or(0, |line| line.range.start))
        } else if line < before {
            On::Head(line - title)
        } else if line < before + body {
            let laid = self.laid_body(post, piece);
            let byte =
                laid.as_ref().and_then(|laid| laid.lines().get(line - before)).map_or(0, |line| line.range.start);
            let above = laid.map_or(0, |laid| laid.line_at(byte) + before - line);
            On::Body { byte, above }
        } else {
            On::Below(line - before - body)
        };
        Anchor { post, piece, on }
    }

    /// The anchor of the nearest line that exists.
    pub(crate) fn settled(&mut self, place: LineId) -> Anchor {
        let place = self.settle(place);
        self.anchor(place)
    }

    /// The line of an anchor, or the nearest that exists.
    pub(crate) fn place(&mut self, anchor: Anchor) -> LineId {
        let Anchor { post, piece, on } = anchor;
        if self.order.folds(self.folds, post) {
            return LineId::top(post);
        }
        if piece >= self.pieces(post) {
            return LineId { post, piece: self.pieces(post) - 1, line: 0 };
        }
        let line = match on {
            On::Title(byte) if self.title_lines(post, piece) > 0 => self.title().line_at(byte),
            On::Title(_) => 0,
            On::Head(line) => (self.title_lines(post, piece) + line).min(self.before(post, piece).saturating_sub(1)),
            On::Body { byte, above } => {
                let line = self.laid_body(post, piece).map_or(0, |laid| {
                    let line = laid.line_at(byte);
                    let is_here = |line: usize| laid.lines().get(line).is_some_and(|line| line.range.start == byte);
                    let blank = line.checked_sub(above).filter(|&blank| is_here(blank));
                    blank.unwrap_or(line)
                });
                self.before(post, piece) + line
            }
            On::Below(line) => self.before(post, piece) + self.body_lines(post, piece) + line,
        };
        LineId { post, piece, line: line.min(self.lines(post, piece) - 1) }
    }

    /// The laid-out text that an anchor is in. `None` if its body is not shown.
    pub(crate) fn text_at(&mut self, anchor: Anchor) -> Option<Rc<Laid>> {
        (anchor.piece < self.pieces(anchor.post)).then(|| self.laid_body(anchor.post, anchor.piece))?
    }

    /// The number of lines above `place`, up to `most`.
    pub(crate) fn lines_above(&mut self, place: LineId, most: usize) -> usize {
        let (mut at, mut above) = (place, 0);
        while above < most {
            if at.line > 0 {
                let lines = at.line.min(most - above);
                above += lines;
                at.line -= lines;
            } else {
                let Some(previous) = self.previous(at) else { break };
                (at, above) = (previous, above + 1);
            }
        }
        above
    }

    fn laid_body(&mut self, post: PostId, piece: usize) -> Option<Rc<Laid>> {
        let is_shown = self.thread.post(post).body_len() > 0 && !self.is_muted(post);
        is_shown.then(|| self.laid(post, piece))
    }

    /// The number of lines of the title in a piece.
    fn title_lines(&mut self, post: PostId, piece: usize) -> usize {
        let is_titled = post == self.article && piece == 0 && !self.thread.title_of(post).is_empty();
        if is_titled { self.title().lines().len() } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{Cache, Columns, Flips, Folds, Order, Shown};
    use crate::thread::{Body, Builder, Draft, Notation, Parent, Thread};

    fn thread() -> Thread {
        let mut builder = Builder::new("test");
        builder.title("The lamp at the end of the pier, and who pays for it");
        let body =
            "It went out in the night of the storm.\n\nNobody saw it.\n\n\n> Who had the watch?\n\n- one\n- two\n\n---";
        for (parent, body) in [(Parent::Nothing, body), (Parent::Article, body), (Parent::Article, "")] {
            builder.add(Draft { parent, author: Some("mara"), body, ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    #[test]
    fn every_line_is_found_where_it_is_and_again_after_any_other_width() {
        let thread = thread();
        let folds = Folds::none(&thread);
        let order = Order::tree(&thread, &folds, PostId::ARTICLE);
        for width in [1, 7, 20, 44, 100] {
            for other in [1, 9, 30, 80] {
                let [mut cache, mut narrow] = [Cache::default(), Cache::default()];
                let (article, shown) = (PostId::ARTICLE, Shown::default());
                let document = |width, cache| Document {
                    thread: &thread,
                    folds: &folds,
                    order: &order,
                    article,
                    columns: Columns::new(width, 9),
                    shown: &shown,
                    cache,
                };
                let (mut document, mut other) = (document(width, &mut cache), document(other, &mut narrow));
                let mut next = Some(LineId::top(article));
                while let Some(place) = next {
                    let anchor = document.anchor(place);
                    assert_eq!(document.place(anchor), place);
                    let there = other.place(anchor);
                    let again = other.anchor(there);
                    assert_eq!(other.place(again), there);
                    next = document.next(place);
                }
            }
        }
    }

    #[test]
    fn a_folded_post_is_one_line_and_its_line_is_there_when_it_opens() {
        let thread = thread();
        let mut folds = Folds::none(&thread);
        let order = Order::tree(&thread, &folds, PostId::ARTICLE);
        let mut cache = Cache::default();
        let post = PostId::new(1);
        let place = LineId { post, piece: 0, line: 4 };
        let mut document = |folds: &Folds, anchor: Option<Anchor>| {
            let (article, columns) = (PostId::ARTICLE, Columns::new(30, 9));
            let (order, cache) = (&order, &mut cache);
            let mut document =
                Document { thread: &thread, folds, order, article, columns, shown: &Shown::default(), cache };
            let anchor = anchor.unwrap_or_else(|| document.anchor(place));
            (anchor, document.place(anchor))
        };
        let (anchor, _) = document(&folds, None);
        folds.flip(&thread, &Flips::Few(vec![post]));
        assert_eq!(document(&folds, Some(anchor)).1, LineId::top(post));
        folds.flip(&thread, &Flips::Few(vec![post]));
        assert_eq!(document(&folds, Some(anchor)).1, place);
    }

    #[test]
    fn words_that_have_moved_are_followed_and_words_that_have_gone_are_where_the_change_begins() {
        let laid = |raw| Laid::new(Body { raw, notation: Notation::Plain }, 20, true);
        let old = laid("The lamp went out.\n\nNobody saw it.\n\nThe ferry came.");
        let at = |words: &str| Anchor {
            on: On::Body { byte: old.text().find(words).unwrap(), above: 0 },
            ..Anchor::top(PostId::ARTICLE)
        };
        let line = |anchor: Anchor, new: &Laid| match anchor.on {
            On::Body { byte, .. } => new.text().slice(new.lines()[new.line_at(byte)].range.clone()).to_string(),
            _ => String::new(),
        };
        let new = laid("Edited: it was dark.\n\nThe lamp went out.\n\nThe ferry came.\n\nSo I hear.");
        assert_eq!(line(at("The lamp").edited(&old, &new), &new), "The lamp went out.");
        assert_eq!(line(at("The ferry").edited(&old, &new), &new), "The ferry came.");
        let new = laid("The lamp went out.\n\nThe ferry came.");
        assert_eq!(line(at("Nobody").edited(&old, &new), &new), "The ferry came.");
        assert_eq!(line(at("The lamp").edited(&old, &new), &new), "The lamp went out.");
    }
}

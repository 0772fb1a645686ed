//! Folds quotations to a line each, and opens them again. The line that is read stays where it is.

use crate::app::state::reading::Reading;
use crate::rows::{LineId, LineRole, QuoteFold, Row};
use crate::thread::PostId;

impl Reading {
    /// Sets which quotations are folded, in every post.
    pub(in crate::app) fn fold_quotations(&mut self, fold: QuoteFold) {
        let at = self.position();
        self.pane.shown.quotations.set(fold);
        self.settle(at);
    }

    /// Folds the quotations of every post, or opens them if that was done last. Returns whether they are folded now.
    pub(in crate::app) fn toggle_quotations(&mut self) -> bool {
        let fold = if self.pane.shown.quotations.usual() == QuoteFold::All { QuoteFold::None } else { QuoteFold::All };
        self.fold_quotations(fold);
        fold == QuoteFold::All
    }

    /// Opens the folded quotations of the selected post, or folds its long ones. Returns whether they are folded now;
    /// `None` if it has none.
    pub(in crate::app) fn toggle_quotations_here(&mut self) -> Option<bool> {
        let post = self.selection();
        let was = self.pane.shown.quotations.of(post);
        if self.has_folded(post) {
            self.fold_quotations_in(post, QuoteFold::None);
            return Some(false);
        }
        self.fold_quotations_in(post, QuoteFold::All);
        if self.has_folded(post) {
            return Some(true);
        }
        self.fold_quotations_in(post, was);
        None
    }

    /// Opens the quotations of a post.
    pub(in crate::app) fn open_quotations_in(&mut self, post: PostId) {
        self.fold_quotations_in(post, QuoteFold::None);
    }

    fn fold_quotations_in(&mut self, post: PostId, fold: QuoteFold) {
        let at = self.position();
        self.pane.shown.quotations.set_in(post, fold);
        self.settle(at);
    }

    /// Whether a quotation is folded in the piece of a post that is read.
    fn has_folded(&mut self, post: PostId) -> bool {
        let piece = if self.here.place.post == post { self.here.place.piece } else { 0 };
        self.document().laid(post, piece).has_folded()
    }

    /// The line after the next quotation, from the top of the page on. `None` if none follows near by.
    pub(in crate::app) fn after_quotation(&mut self) -> Option<LineId> {
        /// Lines that are looked through; a page has fewer.
        const NEAR: usize = 2000;
        let top = self.top();
        let mut document = self.document();
        let (mut at, mut is_in_one) = (top, false);
        for _ in 0..NEAR {
            at = document.next(at)?;
            let said = match document.row(at) {
                Row::Body(laid, line) => laid.lines().get(line).map(|line| (line.quote > 0, line.role)),
                Row::Head | Row::Folded => Some((false, LineRole::Prose)),
                _ => None,
            };
            match said {
                Some((true, _)) => is_in_one = true,
                Some((false, role)) if is_in_one && role != LineRole::Blank => return Some(at),
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Parent};
    use std::sync::Arc;

    const SAID: &str =
        "The lamp was lit in 1887.\n\nIt has burned ever since.\n\nThe warden keeps it.\n\nNobody pays.\n\nStill.";

    fn reading() -> Reading {
        let mut builder = Builder::new("test");
        let quoted: Vec<_> = SAID.lines().map(|line| format!("> {line}")).collect();
        let answer = format!("{}\n\nSince when?", quoted.join("\n"));
        for (parent, author, body) in [(Parent::Nothing, "mara", SAID), (Parent::Article, "gull", &*answer)] {
            builder.add(Draft { parent, author: Some(author), body, ..Draft::default() });
        }
        let mut reading = Reading::new(Arc::new(builder.finish().unwrap().thread));
        reading.fit(Some((60, 20)), None);
        reading.select(PostId::new(1));
        reading
    }

    fn shown(reading: &mut Reading) -> Vec<String> {
        let laid = reading.document().laid(PostId::new(1), 0);
        let line = |line: &crate::rows::Line| match &line.marker {
            Some(marker) => marker.to_string(),
            None => laid.text().slice(line.range.clone()).to_string(),
        };
        laid.lines().iter().map(line).collect()
    }

    #[test]
    fn what_stands_just_above_is_folded_from_the_start_and_opened_here() {
        let mut reading = reading();
        assert_eq!(shown(&mut reading), ["5 lines of mara", "", "Since when?"]);
        assert_eq!(reading.toggle_quotations_here(), Some(false));
        assert_eq!(shown(&mut reading).len(), 11);
        assert_eq!(reading.toggle_quotations_here(), Some(true));
        assert_eq!(shown(&mut reading).len(), 3);
    }

    #[test]
    fn every_quotation_is_folded_and_opened_at_once() {
        let mut reading = reading();
        assert!(reading.toggle_quotations());
        assert!(!reading.toggle_quotations());
        assert_eq!(shown(&mut reading).len(), 11);
        reading.select(PostId::ARTICLE);
        assert_eq!(reading.toggle_quotations_here(), None, "the article quotes nobody");
    }

    #[test]
    fn the_line_that_is_read_stays_and_a_quotation_can_be_skipped() {
        let mut reading = reading();
        reading.fold_quotations(QuoteFold::None);
        let after = reading.after_quotation().unwrap();
        assert_eq!(after, LineId { post: PostId::new(1), piece: 0, line: 11 });
        reading.put(after);
        reading.fold_quotations(QuoteFold::All);
        assert_eq!(reading.place().line, 3, "on the same words");
        assert_eq!(reading.after_quotation(), None);
    }
}

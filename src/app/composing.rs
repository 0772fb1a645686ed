//! Lays out the screen once before it is drawn.

use crate::app::App;
use crate::app::state::page::{DocumentRow, Matches, Page};
use crate::app::state::screen::Rect;
use crate::query::Pattern;
use crate::rows::{Document, LineId, Row};
use crate::thread::PostId;
use std::rc::Rc;

/// Rows that the outline keeps between the selection and its edge.
const MARGIN: usize = 3;

impl App {
    /// Lays out the screen, and marks as read what it shows. Call it before drawing.
    pub fn compose(&mut self) {
        self.reading.begin_turn();
        if self.index.is_open() {
            // The first line names the columns.
            let height = self.height().saturating_sub(1).max(1);
            return self.index.fit(height);
        }
        let panes = self.panes().unwrap_or_default();
        let pattern = self.finder.pattern().cloned();
        let mut page = Page::default();

        let height = |rect: Option<Rect>| rect.map_or(0, |rect| usize::from(rect.height));
        // A hidden outline waits as it is.
        let outline_top =
            panes.outline.map_or(self.reading.outline_top(), |_| outline_top(self, height(panes.outline)));
        let rows = outline_top..outline_top + height(panes.outline);
        page.outline = rows.map_while(|row| self.reading.post_at(row)).collect();

        let place = self.reading.top();
        let mut document = self.reading.document();
        page.document = lines(&mut document, place, height(panes.document), pattern.as_ref());
        let mut shown = finished(&mut document, &page.document);
        // Whoever saw a whole page of a reply was shown it, even if it goes on.
        shown.extend(filling(&page.document, height(panes.document), document.article));
        self.reading.read_shown(&shown);
        self.reading.refresh_unread_counts();
        if panes.article.is_some() {
            let height = height(panes.article);
            page.article =
                self.reading.with_article(|document, place| lines(document, *place, height, pattern.as_ref()));
        }
        page.progress = progress(self, &page);
        let in_document = page.document.iter().filter(|row| matches!(row.row, Row::Folded | Row::Head));
        self.find_reasons(page.outline.iter().copied().chain(in_document.map(|row| row.place.post)));
        self.reading.set_page(page, outline_top);
    }
}

/// The first row of the outline, as close to the old one as the selection allows.
fn outline_top(app: &App, height: usize) -> usize {
    let (row, rows) = (app.reading.row(), app.reading.rows());
    if app.reading.is_outline_held() {
        return app.reading.outline_top().min(rows.saturating_sub(height));
    }
    let margin = MARGIN.min(height.saturating_sub(1) / 2);
    let lowest = (row + margin + 1).saturating_sub(height);
    let highest = row.saturating_sub(margin);
    app.reading.outline_top().clamp(lowest.min(highest), highest).min(rows.saturating_sub(height))
}

fn lines(document: &mut Document<'_>, place: LineId, height: usize, pattern: Option<&Pattern>) -> Vec<DocumentRow> {
    let nothing: Matches = Rc::new([]);
    let mut rows = Vec::with_capacity(height);
    let mut latest = (None, Rc::clone(&nothing));
    let mut next = Some(place);
    while let Some(place) = next.filter(|_| rows.len() < height) {
        let row = document.row(place);
        let matches = match (&row, pattern) {
            (Row::Body(laid, _), Some(pattern)) => {
                let key = Some((place.post, place.piece));
                if latest.0 != key {
                    latest = (key, pattern.find(laid.text()).collect());
                }
                Rc::clone(&latest.1)
            }
            _ => Rc::clone(&nothing),
        };
        rows.push(DocumentRow { place, depth: document.depth(place.post), row, matches });
        next = document.next(place);
    }
    rows
}

/// The reply that fills a page of this height alone, from its first line or in its midst. `None` if there is none.
fn filling(page: &[DocumentRow], height: usize, article: PostId) -> Option<PostId> {
    let post = page.first().filter(|_| page.len() >= height)?.place.post;
    let is_alone = page.iter().all(|row| row.place.post == post && !matches!(row.row, Row::Folded));
    (is_alone && post != article).then_some(post)
}

/// The posts whose last line is on the page.
fn finished(document: &mut Document<'_>, page: &[DocumentRow]) -> Vec<PostId> {
    let mut posts = Vec::new();
    for (index, row) in page.iter().enumerate() {
        let post = row.place.post;
        let is_last_of_post = page.get(index + 1).is_none_or(|next| next.place.post != post);
        if !is_last_of_post || matches!(row.row, Row::Folded) {
            continue;
        }
        // The blank line below a post need not be visible, and neither need the heading of the replies.
        let bottom = document.bottom(post);
        if !document.is_known(post, bottom.piece) {
            continue;
        }
        let rest = if post == document.article { 3 } else { 1 };
        if row.place.piece == bottom.piece && row.place.line + rest >= bottom.line {
            posts.push(post);
        }
    }
    posts
}

/// The reader's progress in thousandths: by the text if it is stored in document order, else by rows.
fn progress(app: &mut App, page: &Page) -> usize {
    let last = page.document.last().map_or(app.reading.place(), |row| row.place);
    let is_short = !page.document.is_empty() && page.document.len() < app.height();
    let at_end = is_short || app.reading.is_last(last);
    if at_end {
        return 1000;
    }
    let mut document = app.reading.document();
    let (lines, pieces) = (document.lines(last.post, last.piece), document.pieces(last.post));
    if let (Some(scope), Some(here)) =
        (app.reading.thread.extent(app.reading.order().first()), app.reading.thread.extent(last.post))
    {
        let body = app.reading.thread.post(last.post).body_len();
        let read = body / pieces * last.piece + body / pieces * last.line / lines;
        return (here.start - scope.start + read) * 1000 / scope.len().max(1);
    }
    let read = (1000 * last.piece + 1000 * last.line / lines) / pieces;
    (app.reading.order().row(app.reading.folds(), last.post) * 1000 + read) / app.reading.rows().max(1)
}

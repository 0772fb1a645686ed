//! The mouse: clicks, the wheel and the divider.

use crate::app::App;
use crate::app::command::{folding, moving};
use crate::app::keys::command::Given;
use crate::app::keys::mouse::{Mouse, MouseKind};
use crate::app::state::screen::{Pane, Rect};
use crate::rows::Row;
use crate::thread::PostId;

/// Lines for each notch of the wheel.
const NOTCH: usize = 3;
/// Columns beside a post's bar that count as the bar.
const MARK: usize = 2;

impl App {
    pub(in crate::app) fn mouse(&mut self, mouse: Mouse) {
        self.status.clear_message();
        let Mouse { kind, x, y } = mouse;
        if self.panels.get().is_some() {
            if kind == MouseKind::Press {
                self.panels.close();
            }
            return;
        }
        let Some(panes) = self.panes() else { return };
        let within = |rect: Option<Rect>| rect.filter(|rect| rect.contains(x, y));
        match kind {
            MouseKind::Press if panes.divider == Some(x) && y > 0 => self.screen.grab(true),
            MouseKind::Drag if self.screen.is_grabbing() => self.move_divider(x),
            MouseKind::Release => self.screen.grab(false),
            MouseKind::Press | MouseKind::Drag => {
                if let Some(rect) = within(panes.document) {
                    self.point_at_document(rect, x, y, kind);
                } else if let Some(rect) = within(panes.outline)
                    && kind == MouseKind::Press
                {
                    self.click_outline(rect, x, y);
                } else if within(panes.article).is_some() && kind == MouseKind::Press {
                    self.set_focus(Pane::Article);
                }
            }
            MouseKind::WheelDown | MouseKind::WheelUp => {
                let pane = if within(panes.article).is_some() { Pane::Article } else { Pane::Document };
                let in_outline = within(panes.outline).is_some();
                self.wheel(kind == MouseKind::WheelDown, pane, in_outline);
            }
        }
    }

    fn wheel(&mut self, down: bool, pane: Pane, in_outline: bool) {
        let focus = self.screen.focus();
        self.screen.set_focus_for_wheel(pane);
        let given = Given { count: Some(NOTCH), letter: None };
        match (in_outline, down) {
            (true, true) => moving::next(self, given),
            (true, false) => moving::previous(self, given),
            (false, true) => moving::line_down(self, given),
            (false, false) => moving::line_up(self, given),
        }
        self.screen.set_focus_for_wheel(focus);
    }

    fn click_outline(&mut self, rect: Rect, x: u16, y: u16) {
        let row = usize::from(y - rect.y);
        let Some(post) = self.page().outline.get(row).copied() else { return };
        self.select(post);
        if self.screen.focus() == Pane::Article {
            self.set_focus(Pane::Document);
        }
        let marker = usize::from(rect.x) + Indent::of(self, post, usize::from(rect.width)).marker();
        if (marker..marker + 2).contains(&usize::from(x)) {
            folding::toggle(self, Given::default());
        }
    }

    fn point_at_document(&mut self, rect: Rect, x: u16, y: u16, kind: MouseKind) {
        if x + 1 == rect.x + rect.width {
            let (row, height) = (usize::from(y - rect.y), usize::from(rect.height));
            let noted = (kind == MouseKind::Press).then(|| self.landmark_at(row, height)).flatten();
            let row = (self.reading.rows() - 1) * row / height.saturating_sub(1).max(1);
            if let Some(post) = noted.or_else(|| self.reading.post_at(row)) {
                self.select(post);
            }
            return;
        }
        if kind != MouseKind::Press {
            return;
        }
        let Some(row) = self.page().document.get(usize::from(y - rect.y)).cloned() else { return };
        if self.screen.focus() != Pane::Document {
            self.set_focus(Pane::Document);
        }
        let is_head = matches!(row.row, Row::Folded | Row::Head);
        let marker = self.reading.columns().text_start(row.depth);
        let on_marker = usize::from(x - rect.x) < marker + MARK;
        self.select(row.place.post);
        if let Row::More(which) = row.row {
            let stub = self.reading.thread.more_of(row.place.post).get(which).cloned();
            return stub.filter(|more| more.address.is_some()).into_iter().for_each(|more| self.load(vec![more]));
        }
        if matches!(row.row, Row::Folded) || is_head && on_marker {
            folding::toggle(self, Given::default());
        }
    }
}

/// The indent of an outline row: guides, and the depth as a number if guides cannot show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Indent {
    /// Guides before the row.
    pub(crate) levels: usize,
    /// Columns of each guide.
    pub(crate) step: usize,
    /// The depth of the post, if it exceeds the number of guides.
    pub(crate) depth: Option<usize>,
}

impl Indent {
    /// The indent of a post's row in an outline of `width` columns. Replies to the article stand at its own level. A
    /// level takes two columns if all levels of the thread have room then, else one.
    pub(crate) fn of(app: &App, post: PostId, width: usize) -> Self {
        let root = app.reading.order().first();
        let depth = app.reading.thread.depth(post) - app.reading.thread.depth(root);
        let level = depth.saturating_sub(usize::from(root == app.reading.article()));
        let room = width * 3 / 10;
        let step = if app.reading.thread.deepest() <= room / 2 + 1 { 2 } else { 1 };
        let most = room / step;
        Self { levels: level.min(most), step, depth: (level > most).then(|| app.reading.thread.depth(post)) }
    }

    /// The column of the row's fold mark.
    pub(crate) fn marker(self) -> usize {
        let digits = self.depth.map_or(0, |depth| depth.checked_ilog10().map_or(2, |tens| tens as usize + 2));
        self.levels * self.step + digits
    }
}

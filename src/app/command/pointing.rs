//! The mouse: clicks, the wheel, the divider, and text that is marked.

use crate::app::App;
use crate::app::command::{folding, moving};
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::keys::mouse::{Mouse, MouseKind};
use crate::app::panel::Panel;
use crate::app::state::drag::{Cell, Drag};
use crate::app::state::page::DocumentRow;
use crate::app::state::screen::{Pane, Rect};
use crate::rows::{LineRole, Row};
use crate::thread::{PostId, Text};
use unicode_width::UnicodeWidthStr;

/// Lines for each notch of the wheel.
const NOTCH: usize = 3;
/// Columns beside a post's bar that count as the bar.
const MARK: usize = 2;
/// Columns of the name of whom a post answers, at most.
pub(crate) const ANSWERED: usize = 16;

impl App {
    pub(in crate::app) fn mouse(&mut self, mouse: Mouse) {
        self.status.clear_message();
        let Mouse { kind, x, y } = mouse;
        if self.panels.get().is_some() {
            let is_over_links = matches!(self.panels.get(), Some(Panel::Hints(_)));
            if matches!(kind, MouseKind::Press | MouseKind::DoublePress) {
                self.panels.close();
            }
            if !is_over_links {
                return;
            }
        }
        let Some(panes) = self.panes() else { return };
        let within = |rect: Option<Rect>| rect.filter(|rect| rect.contains(x, y));
        match kind {
            MouseKind::Press if panes.divider == Some(x) && y > 0 => self.screen.grab(true),
            MouseKind::Drag if self.screen.is_grabbing() => self.move_divider(x),
            MouseKind::Release if self.screen.is_grabbing() => self.screen.grab(false),
            MouseKind::Drag | MouseKind::Release if self.screen.drag.is_some() => {
                if let Some(rect) = panes.document {
                    self.drag(rect, (x, y), kind == MouseKind::Release);
                }
            }
            MouseKind::Press | MouseKind::Drag | MouseKind::Release => {
                if kind == MouseKind::Press {
                    self.reading.release_outline();
                }
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
            MouseKind::DoublePress => {
                // The first press has selected the post.
                if within(panes.document).or(within(panes.outline)).is_some() {
                    self.screen.drag = None;
                    folding::narrow(self, Given::default());
                }
            }
            MouseKind::WheelDown | MouseKind::WheelUp => {
                self.screen.drag = None;
                let is_down = kind == MouseKind::WheelDown;
                if within(panes.outline).is_some() {
                    let rows = NOTCH.cast_signed();
                    self.reading.scroll_outline(if is_down { rows } else { -rows });
                } else {
                    self.wheel(is_down, if within(panes.article).is_some() { Pane::Article } else { Pane::Document });
                }
            }
        }
    }

    fn wheel(&mut self, down: bool, pane: Pane) {
        let focus = self.screen.focus();
        self.reading.release_outline();
        self.screen.set_focus_for_wheel(pane);
        let given = Given { count: Some(NOTCH), letter: None };
        if down {
            moving::line_down(self, given);
        } else {
            moving::line_up(self, given);
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
        let (line, column) = (usize::from(y - rect.y), usize::from(x - rect.x));
        let Some(row) = self.page().document.get(line).cloned() else { return };
        if self.screen.focus() != Pane::Document {
            self.set_focus(Pane::Document);
        }
        if matches!(row.row, Row::Title(..) | Row::Body(..)) {
            // A click is told from a mark when the button goes up.
            self.screen.drag = Some(Drag { from: (line, column), to: None });
            return;
        }
        if let Some(other) = self.answered_at(&row, column) {
            return self.jump_to(other);
        }
        let is_head = matches!(row.row, Row::Folded | Row::Head);
        let on_marker = column < self.reading.columns().text_start(row.depth) + MARK;
        self.select(row.place.post);
        if let Row::More(which) = row.row {
            let stub = self.reading.thread.more_of(row.place.post).get(which).cloned();
            return stub.filter(|more| more.address.is_some()).into_iter().for_each(|more| self.load(vec![more]));
        }
        if matches!(row.row, Row::Folded) || is_head && on_marker {
            folding::toggle(self, Given::default());
        }
    }

    /// The mouse moved with the button down, or the button went up.
    fn drag(&mut self, rect: Rect, (x, y): (u16, u16), is_over: bool) {
        let Some(Drag { from, to }) = self.screen.drag else { return };
        let within =
            |at: u16, start: u16, length: u16| usize::from(at.saturating_sub(start).min(length.saturating_sub(1)));
        let here = (within(y, rect.y, rect.height), within(x, rect.x, rect.width));
        let drag = Drag { from, to: to.or((here != from).then_some(here)).map(|_| here) };
        self.screen.drag = Some(drag);
        if !is_over {
            return;
        }
        if drag.to.is_none() {
            self.screen.drag = None;
            return self.click_text(from);
        }
        let (rows, columns) = (&self.page().document, self.reading.columns());
        let text = drag.text(rows, columns, |row| self.reading.shift(row.place.post));
        if !text.trim().is_empty() {
            self.effects.push(Effect::Copy(Text::block(text.trim_end())));
        }
    }

    /// A click on a text: follows the link there, or else selects the post.
    fn click_text(&mut self, (line, column): Cell) {
        let Some(row) = self.page().document.get(line).cloned() else { return };
        let post = row.place.post;
        if let Row::Title(laid, line) | Row::Body(laid, line) = &row.row
            && let Some(line) = laid.lines().get(*line)
            && let Some(column) = column.checked_sub(self.reading.columns().text_start(row.depth))
        {
            let shift = if line.role == LineRole::Code { self.reading.shift(post) } else { 0 };
            let link = laid.byte_at(line, column + shift).and_then(|at| laid.linked(at));
            if let Some((says, leads)) = link {
                let says = Text::line(laid.text().slice(says).as_str());
                return self.follow(post, says.as_slice().as_str(), leads);
            }
        }
        self.select(post);
    }

    /// Whether a post at `depth` below the first one in sight is deeper than its guides show.
    pub(crate) fn is_deep(&self, depth: usize) -> bool {
        depth > self.reading.columns().level(depth) + 1
    }

    /// The post that a reply answers, and the sign before its name, where a heading tells it.
    pub(crate) fn answered(&self, post: PostId, depth: usize) -> Option<(&'static str, PostId)> {
        let thread = &self.reading.thread;
        match (thread.answers(post), thread.parent(post)) {
            (Some(other), _) => Some(("→ ", other)),
            (None, Some(parent)) if self.is_deep(depth) => Some(("↳ ", parent)),
            (None, Some(parent)) if parent != self.reading.article() => Some(("↑ ", parent)),
            _ => None,
        }
    }

    /// The post whose name stands at a column of a heading, as the one that is answered.
    fn answered_at(&self, row: &DocumentRow, column: usize) -> Option<PostId> {
        let (sign, other) = self.answered(row.place.post, row.depth).filter(|_| matches!(row.row, Row::Head))?;
        let name = self.reading.thread.writer(other).map_or(2, |writer| writer.name.width().min(ANSWERED));
        let columns = self.reading.columns();
        let end = columns.text_start(row.depth) + columns.head_width(row.depth);
        (end.saturating_sub(sign.width() + name)..end).contains(&column).then_some(other)
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

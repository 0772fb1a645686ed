//! Moving between panes, the divider and the pinned article.

use crate::app::App;
use crate::app::keys::command::Given;
use crate::app::state::screen::{Pane, THREE, TWO};

/// Columns by which the divider moves.
const STEP: i32 = 4;

impl App {
    /// Moves the divider to a column of the screen.
    pub(in crate::app) fn move_divider(&mut self, column: u16) {
        self.screen.divide(column);
        self.relayout();
    }

    pub(in crate::app) fn set_focus(&mut self, pane: Pane) {
        self.screen.focus = pane;
        self.relayout();
    }
}

fn nudge(app: &mut App, columns: i32) {
    match app.panes().and_then(|panes| panes.divider) {
        Some(divider) => app.move_divider((i32::from(divider) + columns).clamp(0, i32::from(u16::MAX)) as u16),
        None => app.say("there is one pane; it is too narrow for a divider"),
    }
}

pub(in crate::app) fn divider_left(app: &mut App, _: Given) {
    nudge(app, -STEP);
}

pub(in crate::app) fn divider_right(app: &mut App, _: Given) {
    nudge(app, STEP);
}

pub(in crate::app) fn next_pane(app: &mut App, _: Given) {
    let single = app.screen.width < TWO;
    let has_outline = single || app.panes().is_some_and(|panes| panes.outline.is_some());
    let next = match app.focus() {
        Pane::Document if app.screen.pinned => Pane::Article,
        Pane::Document | Pane::Article if has_outline => Pane::Outline,
        _ => Pane::Document,
    };
    app.set_focus(next);
}

/// Shows the article in its own pane, or hides that pane.
pub(in crate::app) fn pin_article(app: &mut App, _: Given) {
    app.screen.pinned = !app.screen.pinned;
    let focus = match app.focus() {
        _ if app.screen.width < TWO && app.screen.pinned => Pane::Article,
        Pane::Outline if app.screen.width < THREE => Pane::Document,
        focus => focus,
    };
    app.set_focus(focus);
    if !app.screen.pinned {
        app.say("the article is no longer pinned");
    }
}

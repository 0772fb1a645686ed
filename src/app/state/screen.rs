//! The size of the screen and its division: arithmetic, so that drawing changes nothing.

use crate::app::state::drag::Drag;

/// A part of the screen, in columns and rows from its top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rect {
    pub(crate) x: u16,
    pub(crate) y: u16,
    pub(crate) width: u16,
    pub(crate) height: u16,
}

impl Rect {
    pub(crate) fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }
}

/// A part of the screen that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Pane {
    Outline,
    #[default]
    Document,
    Article,
}

/// The places of the panes. One column separates two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Panes {
    pub(crate) outline: Option<Rect>,
    pub(crate) document: Option<Rect>,
    pub(crate) article: Option<Rect>,
    /// The line that says where the reader is.
    pub(crate) crumbs: Option<Rect>,
    /// The column of the divider.
    pub(crate) divider: Option<u16>,
}

/// What the reader changed about the division of the screen. It outlasts the visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Division {
    /// The outline's share of two panes, in thousandths. `None` if the reader never moved the divider.
    pub(crate) outline: Option<u16>,
    /// Whether the article has a pane of its own.
    pub(crate) article: bool,
}

/// Size, division and focus.
#[derive(Debug)]
pub(in crate::app) struct Screen {
    pub(in crate::app) width: u16,
    height: u16,
    /// The outline's share of two panes, in thousandths. `None` if the reader never moved the divider.
    share: Option<u16>,
    pub(in crate::app) focus: Pane,
    pub(in crate::app) pinned: bool,
    /// Whether the document has the screen for itself.
    is_alone: bool,
    /// Whether the mouse holds the divider.
    grabbing: bool,
    /// What the mouse marks in the document.
    pub(in crate::app) drag: Option<Drag>,
}

/// The smallest screen that shows anything.
const LEAST: (u16, u16) = (20, 4);

/// The width from which there are two panes.
pub(in crate::app) const TWO: u16 = 72;

/// The width from which there can be three.
pub(in crate::app) const THREE: u16 = 150;

/// The outline's share of two panes at first, in thousandths.
const USUAL_SHARE: u16 = 380;

/// The least width of the outline and of the document beside each other.
const NARROWEST: u16 = 20;

/// The width from which the document has room for 60 columns of text under a few guides, and below it for 45, unless
/// the reader moved the divider.
const ROOMY: u16 = 110;
const WANTED: (u16, u16) = (52, 72);

impl Default for Screen {
    fn default() -> Self {
        let focus = Pane::default();
        Self { width: 80, height: 24, share: None, focus, pinned: false, is_alone: false, grabbing: false, drag: None }
    }
}

impl Screen {
    /// Grabs or releases the divider.
    pub(in crate::app) fn grab(&mut self, grabbing: bool) {
        self.grabbing = grabbing;
    }

    pub(in crate::app) fn is_grabbing(&self) -> bool {
        self.grabbing
    }

    pub(in crate::app) fn resize(&mut self, width: u16, height: u16) {
        (self.width, self.height) = (width, height);
    }

    /// Gives the document the screen for itself, or no longer.
    pub(in crate::app) fn set_alone(&mut self, is_alone: bool) {
        self.is_alone = is_alone;
    }

    pub(in crate::app) fn focus(&self) -> Pane {
        if self.is_alone {
            return Pane::Document;
        }
        if self.focus == Pane::Article && !self.pinned { Pane::Document } else { self.focus }
    }

    /// Moves the focus to another pane without moving anything on the screen.
    pub(in crate::app) fn set_focus_for_wheel(&mut self, pane: Pane) {
        self.focus = pane;
    }

    /// The places of the panes. `None` if the screen is too small.
    pub(in crate::app) fn panes(&self, crumbs: bool) -> Option<Panes> {
        if self.width < LEAST.0 || self.height < LEAST.1 {
            return None;
        }
        let top = 1 + u16::from(crumbs);
        let height = self.height.saturating_sub(top + 1).max(1);
        let rect = |x, width| Some(Rect { x, y: top, width, height });
        let mut panes = Panes::default();
        if crumbs {
            panes.crumbs = Some(Rect { x: 0, y: 1, width: self.width, height: 1 });
        }
        if self.is_alone {
            panes.document = rect(0, self.width);
            return Some(panes);
        }
        if self.width < TWO {
            let all = rect(0, self.width);
            match self.focus() {
                Pane::Outline => panes.outline = all,
                Pane::Document => panes.document = all,
                Pane::Article => panes.article = all,
            }
            return Some(panes);
        }
        if self.pinned && self.width >= THREE {
            let article = self.width * 2 / 5;
            let rest = self.width - article - 1;
            let outline = self.outline_width(rest);
            panes.outline = rect(0, outline);
            panes.document = rect(outline + 1, rest - outline - 1);
            panes.article = rect(rest + 1, article);
            panes.divider = Some(outline);
            return Some(panes);
        }
        let left = self.outline_width(self.width);
        if self.pinned {
            let half = (self.width - 1) / 2;
            panes.document = rect(0, self.width - 1 - half);
            panes.article = rect(self.width - half, half);
        } else {
            panes.outline = rect(0, left);
            panes.document = rect(left + 1, self.width - left - 1);
            panes.divider = Some(left);
        }
        Some(panes)
    }

    fn outline_width(&self, whole: u16) -> u16 {
        let wanted = u32::from(whole) * u32::from(self.share.unwrap_or(USUAL_SHARE)) / 1000;
        let document = match whole {
            _ if self.share.is_some() => NARROWEST,
            ROOMY.. => WANTED.1,
            _ => WANTED.0,
        };
        (wanted as u16).clamp(NARROWEST, whole.saturating_sub(document + 1).max(NARROWEST))
    }

    /// What the reader changed about the division.
    pub(in crate::app) fn division(&self) -> Division {
        Division { outline: self.share, article: self.pinned }
    }

    /// Divides the screen as it was left.
    pub(in crate::app) fn restore(&mut self, division: Division) {
        self.pinned = division.article;
        if let Some(share) = division.outline {
            self.share = Some(share.min(1000));
        }
    }

    /// Moves the divider to a column.
    pub(in crate::app) fn divide(&mut self, column: u16) {
        let whole = if self.pinned && self.width >= THREE { self.width - self.width * 2 / 5 - 1 } else { self.width };
        self.share = Some((u32::from(column) * 1000).div_ceil(u32::from(whole.max(1))).min(1000) as u16);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_division_is_restored_on_a_screen_of_any_size() {
        let mut screen = Screen::default();
        screen.resize(120, 30);
        assert_eq!(screen.division(), Division::default());
        screen.divide(70);
        let left = screen.division();
        for width in [0, 20, 80, 120, 200] {
            let mut later = Screen::default();
            later.restore(left);
            later.resize(width, 30);
            assert_eq!(later.division(), left);
            if width == 120 {
                assert_eq!(later.panes(false).and_then(|panes| panes.divider), Some(70));
            }
        }
        let mut odd = Screen::default();
        odd.restore(Division { outline: Some(u16::MAX), article: true });
        odd.resize(200, 30);
        let panes = odd.panes(false).unwrap_or_default();
        assert!(panes.document.is_some_and(|pane| pane.width >= NARROWEST) && panes.article.is_some());
    }
}

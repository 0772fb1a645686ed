//! The map on the scrollbar: one cell for each line of the pane, with what its part of the thread contains.

use crate::app::App;
use crate::thread::PostId;
use std::ops::RangeInclusive;

/// Something shown on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Landmark {
    /// A place that the reader marked with a letter.
    Mark(char),
    /// A post that is searched for.
    Match,
    /// A post that came after the first visit and is unread.
    New,
    /// A suggested subthread.
    Suggested,
    /// A subthread that is put away.
    Away,
}

/// The visible thread, scaled to the height of a pane.
#[derive(Debug)]
pub(crate) struct Map {
    cells: Vec<Option<(Landmark, PostId)>>,
    on_screen: RangeInclusive<usize>,
}

impl Map {
    /// The map of what is in sight. What a fold hides appears at the fold.
    pub(crate) fn of(app: &App, height: usize) -> Self {
        let (view, thread) = (app.reading(), app.thread());
        let (order, folds, rows) = (view.order(), view.folds(), view.rows());
        let end = thread.subtree(order.first()).end;
        let start = |y: usize| order.at(thread, folds, (y * rows).div_ceil(height.max(1))).map_or(end, PostId::index);
        let starts: Vec<_> = (0..height).map(start).chain([end]).collect();
        let cell_of = |post: PostId| starts.partition_point(|&start| start <= post.index()).saturating_sub(1);
        let last = app.page().document.last().map_or(view.selection(), |row| row.place.post);
        let on_screen = cell_of(view.selection())..=cell_of(last);
        let mut map = Self { cells: vec![None; height], on_screen };
        // The first landmark of a cell stays.
        for (letter, post) in app.marks().filter(|&(_, post)| thread.contains(order.first(), post)) {
            if let Some(cell) = map.cells.get_mut(cell_of(post)) {
                cell.get_or_insert((Landmark::Mark(letter), post));
            }
        }
        if let Some(sought) = app.sought() {
            map.note(&starts, Landmark::Match, |index| sought.hits().from(index));
        }
        map.note(&starts, Landmark::New, |index| view.admitted_from(view.due_new(), index));
        if let Some(preview) = app.preview() {
            map.note(&starts, Landmark::Suggested, |index| preview.from(index));
        }
        map.note(&starts, Landmark::Away, |index| view.aside().from(index));
        map
    }

    /// Notes a landmark in each cell with a matching post; `next` finds the first one from a place on. Each cell starts
    /// from the result of the one before, so all cells together pass the posts once.
    fn note(&mut self, starts: &[usize], landmark: Landmark, next: impl Fn(usize) -> Option<PostId>) {
        let mut found = starts.first().and_then(|&start| next(start));
        for (cell, ends) in self.cells.iter_mut().zip(starts.windows(2)) {
            let &[start, end] = ends else { continue };
            if found.is_some_and(|post| post.index() < start) {
                found = next(start);
            }
            if let Some(post) = found.filter(|post| (start..end).contains(&post.index())) {
                cell.get_or_insert((landmark, post));
            }
        }
    }

    /// The landmark of a cell, and its post.
    pub(crate) fn landmark(&self, y: usize) -> Option<(Landmark, PostId)> {
        self.cells.get(y).copied().flatten()
    }

    /// Whether the screen shows a part of a cell.
    pub(crate) fn is_on_screen(&self, y: usize) -> bool {
        self.on_screen.contains(&y)
    }
}

impl App {
    /// The visible post noted on a line of the map.
    pub(in crate::app) fn landmark_at(&self, y: usize, height: usize) -> Option<PostId> {
        let (_, post) = Map::of(self, height).landmark(y)?;
        let cover = self.reading.folds().cover(&self.reading.thread, self.reading.root(), post);
        [Some(post), cover].into_iter().flatten().find(|&post| self.reading.shows(post))
    }
}

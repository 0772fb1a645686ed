//! The list of everything that is put away, to look into it or to bring it back.

use crate::app::App;
use crate::app::command::folding;
use crate::app::keys::command::Given;
use crate::app::keys::key::{Code, Key};
use crate::app::panel::Overlay;
use crate::rows::Flips;
use crate::thread::PostId;

/// The subthreads that are put away in the thread which is read, and the selected one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Review {
    rows: Vec<PostId>,
    selected: usize,
}

impl Review {
    /// The rows from one on.
    pub(crate) fn rows(&self, from: usize) -> impl Iterator<Item = PostId> + '_ {
        self.rows.iter().skip(from).copied()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The selected row.
    pub(crate) fn selected(&self) -> usize {
        self.selected
    }

    fn post(&self) -> Option<PostId> {
        self.rows.get(self.selected).copied()
    }

    fn step(&mut self, rows: isize) {
        self.selected = self.selected.saturating_add_signed(rows).min(self.rows.len().saturating_sub(1));
    }
}

impl App {
    /// The list as it is now, with a row selected.
    fn reviewed(&self, selected: usize) -> Review {
        let away = self.reading.aside().within(&self.reading.thread, self.reading.article());
        let mut review = Review { rows: away.map(|(post, _)| post).collect(), selected };
        review.step(0);
        review
    }

    /// Opens the list, or says that there is nothing to be listed.
    fn open_review(&mut self, selected: usize) {
        let review = self.reviewed(selected);
        if review.rows.is_empty() {
            self.say("nothing is put away here; x and a letter put a subthread away");
        } else {
            self.input.open(Overlay::Review(review));
        }
    }

    pub(in crate::app) fn review_key(&mut self, key: Key, mut review: Review) {
        let page = self.height().saturating_sub(4).max(1).cast_signed();
        match (key.code, key.ctrl) {
            (Code::Char('d' | 'f'), true) | (Code::PageDown, _) => review.step(page),
            (Code::Char('u' | 'b'), true) | (Code::PageUp, _) => review.step(-page),
            (Code::Char('r'), true) => return self.take_back_in_review(false, &review),
            (Code::Char('j') | Code::Down, _) => review.step(1),
            (Code::Char('k') | Code::Up, _) => review.step(-1),
            (Code::Char('g') | Code::Home, _) => review.step(isize::MIN),
            (Code::Char('G') | Code::End, _) => review.step(isize::MAX),
            (Code::Char('u'), _) => return self.take_back_in_review(true, &review),
            (Code::Enter | Code::Char('l') | Code::Right, _) => return self.look_into(&review),
            (Code::Backspace | Code::Delete, _) => {
                review.post().into_iter().for_each(|post| self.bring_back(post));
                return self.open_review(review.selected);
            }
            (Code::Esc | Code::Char('q' | 'X'), _) => return,
            _ => {}
        }
        self.input.open(Overlay::Review(review));
    }

    /// Goes to the selected subthread, and opens it.
    fn look_into(&mut self, review: &Review) {
        let Some(post) = review.post() else { return };
        self.jump_to(post);
        if self.folded(post) {
            let flips = Flips::of(&self.reading.thread, std::iter::once(post));
            self.change(flips, None, Vec::new());
        }
        self.say("this is put away: h folds it again, x Backspace brings it back");
    }

    fn take_back_in_review(&mut self, undo: bool, review: &Review) {
        let (command, selected) = (if undo { folding::undo } else { folding::redo }, review.selected);
        command(self, Given::default());
        self.open_review(selected);
    }
}

pub(in crate::app) fn review(app: &mut App, _: Given) {
    let here = app.selection();
    let selected = app.reviewed(0).rows.partition_point(|&post| post < here);
    app.open_review(selected);
}

//! The undo histories of the open thread and of others on the same shelf.

use crate::app::state::history::History;
use crate::app::state::moved::Moved;
use crate::thread::PostId;

/// Bytes of other threads' histories at most.
const MOST: usize = 64 * 1024 * 1024;

/// One history for each thread.
#[derive(Debug, Default)]
pub(super) struct Undo {
    /// Of the thread that is read.
    pub(super) history: History,
    /// The histories of other threads of the shelf by their opening posts, the latest last.
    others: Vec<(PostId, History)>,
}

impl Undo {
    /// Switches from the history of one thread to another's.
    pub(super) fn turn(&mut self, from: PostId, to: PostId) {
        let history = std::mem::take(&mut self.history);
        if !history.is_empty() {
            self.others.push((from, history));
        }
        let known = self.others.iter().position(|(known, _)| *known == to);
        self.history = known.map(|known| self.others.remove(known).1).unwrap_or_default();
        let mut size: usize = self.others.iter().map(|(_, history)| history.size()).sum();
        while size > MOST && !self.others.is_empty() {
            size -= self.others.remove(0).1.size();
        }
    }

    /// The histories in a changed thread.
    pub(super) fn moved(&self, moved: &mut Moved<'_>) -> Self {
        let mut undo = Self { history: self.history.moved(moved), others: Vec::new() };
        for (article, history) in &self.others {
            if let Some(article) = moved.remap.post(*article) {
                undo.others.push((article, history.moved(moved)));
            }
        }
        undo
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::state::history::Step;

    #[test]
    fn each_thread_of_a_shelf_has_its_own_steps() {
        let [lamp, gull] = [1, 9].map(PostId::new);
        let mut undo = Undo::default();
        undo.history.push(Step { read: vec![lamp], ..Step::default() });
        undo.turn(lamp, gull);
        assert!(undo.history.undo().is_none());
        undo.turn(gull, lamp);
        assert_eq!(undo.history.undo().map(|step| step.read), Some(vec![lamp]));
    }
}

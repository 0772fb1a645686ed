//! Drafts that belong elsewhere than where they were handed over, and the order after they moved.

use super::build::Begun;

/// A new order of drafts, from both sides.
pub(super) struct Reordering {
    order: Vec<u32>,
    places: Vec<u32>,
}

impl Reordering {
    /// Moves the drafts in `moved` to the ends of their threads: each thread keeps what stayed, then gets what was
    /// moved to it, once. Updates where the threads begin. `None` if nothing was moved.
    pub(super) fn new(moved: &[u32], begun: &mut [Begun], drafts: usize) -> Option<Self> {
        if moved.is_empty() {
            return None;
        }
        let mut stays = vec![true; drafts];
        moved.iter().for_each(|&draft| stays[draft as usize] = false);
        let mut order = Vec::with_capacity(drafts);
        let mut places = vec![u32::MAX; drafts];
        let mut place = |draft: usize, order: &mut Vec<u32>| {
            if places[draft] == u32::MAX {
                places[draft] = order.len() as u32;
                order.push(draft as u32);
            }
        };
        for thread in 0..begun.len() {
            let end = begun.get(thread + 1).map_or((drafts, moved.len()), |next| (next.first, next.first_moved));
            let this = &mut begun[thread];
            let (own, brought) = (this.first..end.0, this.first_moved..end.1);
            this.first = order.len();
            own.filter(|&draft| stays[draft]).for_each(|draft| place(draft, &mut order));
            moved[brought].iter().for_each(|&draft| place(draft as usize, &mut order));
        }
        Some(Self { order, places })
    }

    /// The entries of a list by draft, in the new order.
    pub(super) fn in_order<T: Clone>(&self, all: &[T]) -> Vec<T> {
        self.order.iter().map(|&draft| all[draft as usize].clone()).collect()
    }

    /// Replaces the number of a draft by its new place; leaves other numbers alone.
    pub(super) fn follow(&self, draft: &mut u32) {
        *draft = self.places.get(*draft as usize).copied().unwrap_or(*draft);
    }

    /// For each draft, in the order of handing over, its new place.
    pub(super) fn into_places(self) -> Vec<u32> {
        self.places
    }
}

#[cfg(test)]
mod tests {
    use crate::thread::{Builder, Built, Draft, Parent, PostId};

    #[test]
    fn drafts_are_moved_to_the_thread_they_belong_to() {
        let mut builder = Builder::new("test");
        let draft = |id| Draft { id: Some(id), parent: Parent::Nothing, ..Draft::default() };
        let ids = ["b", "a2", "a", "b2"].map(|id| builder.add(draft(id)));
        builder.add(draft("c"));
        builder.answers(ids[3], ids[1]);
        builder.begin();
        builder.title("A");
        builder.move_last(ids[2], Parent::Nothing);
        builder.move_last(ids[1], Parent::Id("a"));
        builder.begin();
        builder.title("B");
        builder.move_last(ids[0], Parent::Nothing);
        builder.move_last(ids[3], Parent::Draft(ids[0]));
        builder.move_last(ids[3], Parent::Draft(ids[0]));
        let Built { thread, notices, .. } = builder.finish().unwrap();
        let row = |id| format!("{}{}", " ".repeat(thread.depth(id)), thread.source_id(id).unwrap_or("-"));
        assert_eq!(thread.ids().map(row).collect::<Vec<_>>(), ["-", " c", " a", "  a2", " b", "  b2"]);
        assert_eq!(thread.title_of(PostId::new(2)), "A");
        assert_eq!(thread.answers(PostId::new(5)), Some(PostId::new(3)));
        assert_eq!(notices, []);
    }
}

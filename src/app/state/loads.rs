//! The thread as it was before replies were loaded into it, to go back to.

use crate::thread::{PostId, Thread};
use std::sync::Arc;

/// The threads before each load, the latest last.
#[derive(Debug, Default)]
pub(in crate::app) struct Loads(Vec<Before>);

/// A thread before a load.
#[derive(Debug)]
pub(in crate::app) struct Before {
    pub(in crate::app) thread: Arc<Thread>,
    /// For each post of the thread with the replies, its place in the one without.
    pub(in crate::app) places: Vec<Option<PostId>>,
    /// The thread with the replies.
    with: Arc<Thread>,
    /// The undo steps that there were when they came.
    steps: usize,
}

impl Loads {
    /// Takes down a load that turned `before` into `with`; `places` is the new place of each post, and `steps` how many
    /// undo steps there are.
    pub(in crate::app) fn add(
        &mut self,
        before: &Arc<Thread>,
        with: &Arc<Thread>,
        places: &[Option<PostId>],
        steps: usize,
    ) {
        let mut back = vec![None; with.len()];
        for (old, new) in places.iter().enumerate() {
            if let Some(place) = new.and_then(|new: PostId| back.get_mut(new.index())) {
                *place = Some(PostId::new(old));
            }
        }
        self.0.push(Before { thread: Arc::clone(before), places: back, with: Arc::clone(with), steps });
    }

    /// What was before the latest load. `None` if the thread is another one by now, or was folded since.
    pub(in crate::app) fn take(&mut self, thread: &Arc<Thread>, steps: usize) -> Option<Before> {
        self.0.pop_if(|before| before.steps == steps && Arc::ptr_eq(&before.with, thread))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Parent};

    fn thread(replies: usize) -> Arc<Thread> {
        let mut builder = Builder::new("test");
        builder.add(Draft { parent: Parent::Nothing, body: "The lamp", ..Draft::default() });
        for _ in 0..replies {
            builder.add(Draft { parent: Parent::Article, body: "A gull", ..Draft::default() });
        }
        builder.finish().unwrap().thread.into()
    }

    #[test]
    fn a_load_is_taken_back_once_and_only_from_where_it_led() {
        let (before, with) = (thread(1), thread(2));
        let mut loads = Loads::default();
        loads.add(&before, &with, &[Some(PostId::ARTICLE), Some(PostId::new(2))], 3);
        assert!(loads.take(&with, 4).is_none() && loads.take(&before, 3).is_none());
        let taken = loads.take(&with, 3).unwrap();
        assert!(Arc::ptr_eq(&taken.thread, &before));
        assert_eq!(taken.places, [Some(PostId::ARTICLE), None, Some(PostId::new(1))]);
        assert!(loads.take(&with, 3).is_none());
    }
}

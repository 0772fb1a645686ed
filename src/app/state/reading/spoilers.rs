//! Shows what authors hid, post by post.

use crate::app::state::reading::Reading;
use crate::thread::PostId;

impl Reading {
    /// Whether the spoilers of a post are shown.
    pub(crate) fn is_uncovered(&self, post: PostId) -> bool {
        self.pane.uncovered.contains(&post)
    }

    /// Shows the spoilers of the selected post, or hides them again. Returns whether they are shown now; `None` if it has
    /// none in the piece that is read.
    pub(in crate::app) fn toggle_spoilers(&mut self) -> Option<bool> {
        let (post, place) = (self.selection(), self.here.place);
        let piece = if place.post == post { place.piece } else { 0 };
        if !self.document().laid(post, piece).has_spoiler() {
            return None;
        }
        let is_covered = !self.pane.uncovered.remove(&post);
        if is_covered {
            self.pane.uncovered.insert(post);
        }
        Some(is_covered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Notation, Parent};
    use std::sync::Arc;

    #[test]
    fn spoilers_are_shown_post_by_post() {
        let mut builder = Builder::new("test");
        for (parent, body) in [(Parent::Nothing, "How does it end?"), (Parent::Article, ">!The boat sinks.!<")] {
            builder.add(Draft { parent, body, notation: Notation::Markdown, ..Draft::default() });
        }
        let mut reading = Reading::new(Arc::new(builder.finish().unwrap().thread));
        assert_eq!(reading.toggle_spoilers(), None);
        reading.select(PostId::new(1));
        assert_eq!((reading.toggle_spoilers(), reading.is_uncovered(PostId::new(1))), (Some(true), true));
        assert_eq!((reading.toggle_spoilers(), reading.is_uncovered(PostId::new(1))), (Some(false), false));
    }
}

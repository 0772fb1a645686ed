//! Moves code that is wider than its pane to the left, in the selected post.

use crate::app::state::reading::Reading;
use crate::app::state::reading::pane::Shift;
use crate::thread::PostId;

impl Reading {
    /// Whether code is wrapped, rather than cut at the edge of its pane.
    pub(in crate::app) fn wrap_code(&mut self, wraps: bool) {
        let at = self.position();
        self.pane.shown.wraps_code = wraps;
        self.pane.cache.clear();
        self.settle(at);
    }

    /// Columns by which the code of a post is moved to the left.
    pub(crate) fn shift(&self, post: PostId) -> usize {
        if self.pane.shift.post == Some(post) && post == self.selection() { self.pane.shift.columns } else { 0 }
    }

    /// Moves the code of the selected post by columns, to the left if they are positive, as far as there is more of it.
    /// Returns whether it moved.
    pub(in crate::app) fn scroll_sideways(&mut self, columns: isize) -> bool {
        let post = self.selection();
        let before = self.shift(post);
        let after = before.saturating_add_signed(columns).min(self.hidden_columns(post));
        self.pane.shift = Shift { post: Some(post), columns: after };
        after != before
    }

    /// The columns of a post's code that its pane has no room for, in the piece that is read.
    fn hidden_columns(&mut self, post: PostId) -> usize {
        let piece = if self.here.place.post == post { self.here.place.piece } else { 0 };
        let mut document = self.document();
        let room = document.columns.text_width(document.depth(post));
        document.laid(post, piece).width().saturating_sub(room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Parent};
    use std::sync::Arc;

    #[test]
    fn code_moves_as_far_as_there_is_more_of_it_and_back_with_another_post() {
        let mut builder = Builder::new("test");
        let code = format!("```\n{}\n```", "burn(oil); ".repeat(20));
        builder.add(Draft { parent: Parent::Nothing, body: &code, ..Draft::default() });
        builder.add(Draft { parent: Parent::Article, body: "Why?", ..Draft::default() });
        let mut reading = Reading::new(Arc::new(builder.finish().unwrap().thread));
        reading.fit(Some((60, 20)), None);
        assert!(reading.scroll_sideways(10));
        assert_eq!(reading.shift(PostId::ARTICLE), 10);
        assert!(reading.scroll_sideways(1000));
        assert!(!reading.scroll_sideways(10), "its end is in sight");
        reading.select(PostId::new(1));
        assert_eq!(reading.shift(PostId::ARTICLE), 0);
        assert!(!reading.scroll_sideways(10), "nothing is wider than the pane");
    }
}

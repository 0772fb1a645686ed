//! Lists of posts: what is new, and who quotes a post.

use crate::app::App;
use crate::app::keys::key::{Code, Key};
use crate::app::panel::Overlay;
use crate::app::panel::list::row_after;
use crate::thread::PostId;

impl App {
    /// A key in a list of posts, which stays `again` open.
    pub(in crate::app) fn posts_key(
        &mut self,
        key: Key,
        rows: Vec<PostId>,
        selected: usize,
        again: fn(Vec<PostId>, usize) -> Overlay,
    ) {
        let (last, page) = (rows.len().saturating_sub(1), self.height().saturating_sub(4).max(1));
        let selected = match (key.code, key.ctrl) {
            (Code::Enter | Code::Right, _) | (Code::Char('l'), false) => {
                if let Some(&post) = rows.get(selected) {
                    self.jump_into(post);
                }
                return;
            }
            (Code::Tab, _) => selected + 1,
            (Code::BackTab, _) => selected.saturating_sub(1),
            (Code::Char(' '), _) => selected + page,
            _ => match row_after(key, selected, last, page) {
                Some(row) => row,
                None => return,
            },
        };
        self.input.open(again(rows, selected.min(last)));
    }
}

//! Continues with a changed thread: sorted, read again or read to its end.

use crate::app::state::aside::{Aside, Swap};
use crate::app::state::moved::Moved;
use crate::app::state::reading::Reading;
use crate::app::state::reading::position::ScreenPosition;
use crate::rows::{Laid, Order};
use crate::thread::{PostId, PostSet, Thread};
use std::rc::Rc;
use std::sync::Arc;

impl Reading {
    /// Continues with another thread. The current line stays in place on the screen; if its post is gone, the post that
    /// it answered takes its place.
    pub(in crate::app) fn replace(&mut self, thread: Arc<Thread>, moved: &mut Moved<'_>) {
        let remap = moved.remap;
        let at = self.position();
        let text = self.document().text_at(at.anchor);
        let mut next = Self::new(thread);
        (next.pane.columns, next.pinned.columns) = (self.pane.columns, self.pinned.columns);
        next.pane.shown.quotations = self.pane.shown.quotations.moved(|post| remap.post(post));
        next.pane.uncovered = self.pane.uncovered.iter().filter_map(|&post| remap.post(post)).collect();
        next.pane.shown.wraps_code = self.pane.shown.wraps_code;
        next.pane.shape = self.pane.shape;
        (next.pinned.place, next.outline_top) = (self.pinned.place, self.outline_top);
        next.trail = std::mem::take(&mut self.trail);
        next.trail.replace(remap.places());
        next.folds = self.folds.moved(remap.new, |post| remap.post(post));
        next.roots = remap.roots(&self.roots);
        let article = remap.post(self.article).filter(|&article| remap.new.opening(article) == article);
        next.article = article.unwrap_or(next.article);
        next.news.new = PostSet::none(remap.new.len());
        let new = self.news.new.within(0..remap.old.len()).filter_map(|post| remap.post(post));
        new.for_each(|post| next.news.new.insert(post));
        let read = remap.old.ids().filter(|&post| !self.news.unread.contains(post));
        read.filter_map(|post| remap.post(post)).for_each(|post| _ = next.news.unread.remove(post));
        next.aside = self.aside_in(remap.new, |post| remap.post(post));
        next.preview = moved.preview(&self.preview);
        next.undo = self.undo.moved(moved);
        next.outside = self.outside.take().map(|outside| Box::new(outside.moved(moved)));
        next.silence();
        next.count_away();
        next.order = Order::tree(remap.new, &next.folds, next.root());
        next.show(at.moved(&remap), text.filter(|_| remap.post(at.anchor.post).is_some()));
        *self = next;
    }

    /// What is put away, in the new thread.
    fn aside_in(&self, thread: &Thread, now: impl Fn(PostId) -> Option<PostId>) -> Aside {
        let mut aside = Aside::none(thread);
        let kept = self.aside.within(&self.thread, PostId::ARTICLE);
        let kept = kept.filter_map(|(post, away)| Some((now(post)?, away)));
        let kept = kept.map(|(post, away)| Swap { post, before: None, after: Some(away.clone()) });
        aside.swap(&kept.collect::<Vec<_>>(), true);
        aside.return_all(&self.aside, now);
        aside
    }

    /// Shows a position from before, with the text that was laid out then.
    fn show(&mut self, at: ScreenPosition, text: Option<Rc<Laid>>) {
        self.come_back(at);
        let now = self.document().text_at(at.anchor);
        if let (Some(old), Some(new)) = (text, now)
            && self.selection() == at.anchor.post
        {
            self.come_back(at.on(at.anchor.edited(&old, &new)));
        }
    }
}

//! A view of a thread that has become another one: sorted, read again or read to its end.

use crate::app::state::aside::Aside;
use crate::app::state::history::Swap;
use crate::app::state::preview::{Preview, Shared};
use crate::app::state::view::View;
use crate::app::state::view::position::Position;
use crate::app::work::scores::Scores;
use crate::rows::{Flips, Laid, Order, Spot};
use crate::thread::{PostId, PostSet, Thread};
use rustc_hash::FxHashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Where everything of one thread stands in another one that it has become.
pub(in crate::app) struct Moved<'a> {
    old: &'a Thread,
    thread: &'a Thread,
    places: &'a [Option<PostId>],
    /// By the post that opens what they are of.
    scores: FxHashMap<PostId, Option<Arc<Scores>>>,
    previews: FxHashMap<*const Preview, Shared>,
}

impl<'a> Moved<'a> {
    /// `places` says of each post of `old` where it stands in `thread`, if it is there.
    pub(in crate::app) fn new(old: &'a Thread, thread: &'a Thread, places: &'a [Option<PostId>]) -> Self {
        Self { old, thread, places, scores: FxHashMap::default(), previews: FxHashMap::default() }
    }

    pub(in crate::app) fn old(&self) -> &'a Thread {
        self.old
    }

    pub(in crate::app) fn thread(&self) -> &'a Thread {
        self.thread
    }

    /// Where a post stands.
    pub(in crate::app) fn post(&self, post: PostId) -> Option<PostId> {
        self.places.get(post.index()).copied().flatten()
    }

    /// Where a line is. Where the post has gone, it is the first one of what that answered.
    pub(in crate::app) fn spot(&self, spot: Spot) -> Spot {
        match self.post(spot.post) {
            Some(post) => spot.of(post),
            None => {
                let up = self.old.ancestors(spot.post).find_map(|up| self.post(up));
                Spot::top(up.unwrap_or(PostId::ARTICLE))
            }
        }
    }

    /// What a view is narrowed to: as far as the posts are still inside of each other.
    pub(in crate::app) fn roots(&self, roots: &[PostId]) -> Vec<PostId> {
        let mut nested: Vec<PostId> = Vec::new();
        for root in roots.iter().filter_map(|&root| self.post(root)) {
            if nested.last().is_none_or(|&outer| outer != root && self.thread.contains(outer, root)) {
                nested.push(root);
            }
        }
        nested
    }

    pub(in crate::app) fn flips(&self, flips: &Flips) -> Flips {
        flips.moved(self.old, self.thread, |post| self.post(post))
    }

    /// Scores that are known: of all that are moved of one thread, these stand for the others.
    pub(in crate::app) fn scores(&mut self, scores: &Arc<Scores>) -> Option<Arc<Scores>> {
        if let Some(known) = self.scores.get(&scores.opening()) {
            return known.clone();
        }
        let there = scores.moved(self).map(Arc::new);
        self.scores.insert(scores.opening(), there.clone());
        there
    }

    pub(in crate::app) fn preview(&mut self, preview: &Shared) -> Shared {
        let preview = preview.as_ref()?;
        if let Some(known) = self.previews.get(&Rc::as_ptr(preview)) {
            return known.clone();
        }
        let scores = self.scores(&preview.scores);
        let there = scores.map(|scores| Rc::new(preview.moved(scores, self)));
        self.previews.insert(Rc::as_ptr(preview), there.clone());
        there
    }
}

impl View {
    /// Goes on with another thread. The line that the reader is on stays where it is on the screen; where its post has
    /// gone, what that answered stands there.
    pub(in crate::app) fn replace(&mut self, moved: &mut Moved<'_>) {
        let (old, thread) = (moved.old, moved.thread);
        let at = self.position(old);
        let text = self.document(old).text_at(at.spot);
        let mut view = Self::new(thread);
        (view.columns, view.article_columns) = (self.columns, self.article_columns);
        (view.pinned, view.outline_top) = (self.pinned, self.outline_top);
        view.trail = std::mem::take(&mut self.trail);
        view.trail.replace(moved.places);
        view.folds = self.folds.moved(thread, |post| moved.post(post));
        view.roots = moved.roots(&self.roots);
        let article = moved.post(self.article).filter(|&article| thread.opening(article) == article);
        view.article = article.unwrap_or(view.article);
        view.new = PostSet::none(thread.len());
        let new = self.new.within(0..old.len()).filter_map(|post| moved.post(post));
        new.for_each(|post| view.new.insert(post));
        let read = old.ids().filter(|&post| !self.unread.contains(post)).filter_map(|post| moved.post(post));
        read.for_each(|post| _ = view.unread.remove(post));
        view.aside = Aside::none(thread);
        let kept = self.aside.within(old, PostId::ARTICLE);
        let kept = kept.filter_map(|(post, away)| Some((moved.post(post)?, away)));
        let kept = kept.map(|(post, away)| Swap { post, before: None, after: Some(away.clone()) });
        view.aside.swap(&kept.collect::<Vec<_>>(), true);
        view.aside.return_all(&self.aside, |post| moved.post(post));
        view.preview = moved.preview(&self.preview);
        view.history = self.history.moved(moved);
        view.outside = self.outside.take().map(|outside| Box::new(outside.moved(moved)));
        for (article, history) in &self.histories {
            if let Some(article) = moved.post(*article) {
                view.histories.push((article, history.moved(moved)));
            }
        }
        view.hush(thread);
        view.count_away(thread);
        view.order = Order::tree(thread, &view.folds, view.root());
        let there = at.moved(moved);
        view.arrive(thread, there, text.filter(|_| moved.post(at.spot.post).is_some()));
        *self = view;
    }

    /// Shows a position of the thread as it was before, and of the text as it was laid out then.
    fn arrive(&mut self, thread: &Thread, at: Position, text: Option<Rc<Laid>>) {
        self.come_back(thread, at);
        let now = self.document(thread).text_at(at.spot);
        if let (Some(old), Some(new)) = (text, now)
            && self.selection() == at.spot.post
        {
            self.come_back(thread, at.on(at.spot.edited(&old, &new)));
        }
    }
}

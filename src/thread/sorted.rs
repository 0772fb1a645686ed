//! A thread with the replies to each post in another order.

use super::{PostId, Thread, Time, more};
use std::cmp::Reverse;
use std::sync::Arc;

/// An order of the replies to a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// The order of the source.
    #[default]
    Thread,
    /// The newest reply first.
    Newest,
    /// The most points first.
    Score,
    /// The most posts below first.
    Size,
    /// The latest activity in the subthread first.
    Latest,
    /// The least drift first, by tenths, and what is too short to tell last. Within a tenth the order of the source
    /// counts, which knows better what is worth reading first.
    Drift,
}

impl Sort {
    /// All orders, with their names on the command line and a few words about each.
    pub const ALL: [(Self, &str, &str); 6] = [
        (Self::Thread, "thread", "as the source has them"),
        (Self::Newest, "newest", "the newest first"),
        (Self::Score, "score", "the most points first"),
        (Self::Size, "size", "the most replies first"),
        (Self::Latest, "latest", "the latest activity first"),
        (Self::Drift, "drift", "on topic first, what drifted last"),
    ];

    /// The order with a name. `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(sort, ..)| *sort)
    }

    /// A few words about the order.
    pub fn about(self) -> &'static str {
        Self::ALL.iter().find(|(sort, ..)| *sort == self).map_or("", |(.., about)| about)
    }
}

/// The sort key of a reply: the least comes first, and equals keep the order of the source.
type Key = (Reverse<i64>, u32);

impl Thread {
    /// The same thread with replies in another order, and the new place of each post. `None` once `goes_on`, which is
    /// asked every 4096 posts, returns false. The threads of a shelf keep their order. `drift` is how far a subthread
    /// is from the topic, from 0 to 1; only [`Sort::Drift`] asks for it. O(n log n).
    pub fn sorted(
        &self,
        sort: Sort,
        drift: impl Fn(PostId) -> Option<f32>,
        goes_on: impl Fn() -> bool,
    ) -> Option<(Self, Vec<PostId>)> {
        let keys = self.keys(sort, drift);
        let mut places = vec![PostId::ARTICLE; self.len()];
        let mut order = Vec::with_capacity(self.len());
        let mut open = vec![PostId::ARTICLE];
        let mut replies: Vec<PostId> = Vec::new();
        while let Some(post) = open.pop() {
            if order.len() % 4096 == 0 && !goes_on() {
                return None;
            }
            if let Some(place) = places.get_mut(post.index()) {
                *place = PostId::new(order.len());
            }
            order.push(post);
            replies.clear();
            replies.extend(self.children(post));
            if !(self.is_shelf() && post == PostId::ARTICLE) {
                replies.sort_by_key(|reply| keys.get(reply.index()).copied());
            }
            // Reversed, because the last one pushed is the next one popped.
            open.extend(replies.drain(..).rev());
        }
        let place = |post: PostId| places.get(post.index()).copied().unwrap_or(PostId::ARTICLE);
        let moved = |&post: &PostId| {
            let mut moved = self.post(post).clone();
            moved.parent = place(moved.parent);
            moved
        };
        let posts = order.iter().map(moved).collect();
        let numbers: Arc<[u32]> = order.iter().map(|&post| self.number(post) as u32).collect();
        let is_in_order = numbers.is_sorted();
        let mut answers: Vec<_> = self.answers.iter().map(|&(from, to)| (place(from), place(to))).collect();
        answers.sort_unstable();
        let thread = Self {
            deepest: self.deepest,
            posts,
            answers,
            in_order: is_in_order && self.was_in_order,
            numbers: (!is_in_order).then_some(numbers),
            title: self.title.clone(),
            file: Arc::clone(&self.file),
            url: self.url.clone(),
            source: Arc::clone(&self.source),
            arena: Arc::clone(&self.arena),
            was_in_order: self.was_in_order,
            authors: self.authors.clone(),
            shelf: self.shelf.clone(),
            more: more::moved(&self.more, |post| Some(place(post))),
        };
        Some((thread, places))
    }

    /// The place of a post in the order of the source, whatever the order is now.
    pub fn number(&self, id: PostId) -> usize {
        match &self.numbers {
            Some(numbers) => numbers.get(id.index()).map_or(0, |&number| number as usize),
            None => id.index(),
        }
    }

    /// The post with a number. O(n) in a sorted thread.
    pub fn numbered(&self, number: usize) -> Option<PostId> {
        match &self.numbers {
            Some(numbers) => numbers.iter().position(|&known| known as usize == number).map(PostId::new),
            None => self.get(number),
        }
    }

    fn keys(&self, sort: Sort, drift: impl Fn(PostId) -> Option<f32>) -> Vec<Key> {
        let time = |id: PostId| self.post(id).time().map_or(i64::MIN, Time::millis);
        let key = |id: PostId, value: i64| (Reverse(value), self.number(id) as u32);
        match sort {
            Sort::Thread => self.ids().map(|id| key(id, 0)).collect(),
            Sort::Newest => self.ids().map(|id| key(id, time(id))).collect(),
            Sort::Score => self.ids().map(|id| key(id, self.post(id).score().map_or(i64::MIN, i64::from))).collect(),
            Sort::Size => self.ids().map(|id| key(id, self.descendants(id) as i64)).collect(),
            Sort::Drift => {
                let tenths = |drift: f32| -(drift * 10.0).floor() as i64;
                self.ids().map(|id| key(id, drift(id).map_or(i64::MIN, tenths))).collect()
            }
            Sort::Latest => {
                let mut latest: Vec<i64> = self.ids().map(time).collect();
                // Backwards, so that a post has the latest time of its whole subtree before its parent asks for it.
                for index in (1..self.len()).rev() {
                    let parent = self.get(index).map_or(0, |id| self.post(id).parent().index());
                    let here = latest.get(index).copied().unwrap_or(i64::MIN);
                    if let Some(above) = latest.get_mut(parent) {
                        *above = here.max(*above);
                    }
                }
                self.ids().zip(latest).map(|(id, latest)| key(id, latest)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, DraftId, Parent};
    use proptest::prelude::*;

    /// Posts by their parent, time and score.
    fn thread(posts: &[(usize, i64, i32)]) -> Thread {
        let mut builder = Builder::new("test");
        for (n, &(parent, time, score)) in posts.iter().enumerate() {
            let parent = if n == 0 { Parent::Nothing } else { Parent::Draft(DraftId::new(parent)) };
            let body = n.to_string();
            let (time, score) = (Some(Time::from_millis(time)), Some(score));
            builder.add(Draft { parent, time, score, body: &body, ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    /// The bodies in order, indented by depth.
    fn told(thread: &Thread) -> String {
        let told = |id| format!("{}{}", "-".repeat(thread.depth(id)), thread.body(id).raw);
        thread.ids().map(told).collect::<Vec<_>>().join(" ")
    }

    fn sorted(thread: &Thread, sort: Sort) -> Thread {
        thread.sorted(sort, |_| None, || true).unwrap().0
    }

    #[test]
    fn replies_to_each_post_are_sorted_and_stay_with_it() {
        let thread = thread(&[(0, 0, 0), (0, 5, 1), (1, 9, 3), (0, 7, 2), (1, 8, 4), (3, 1, 0)]);
        assert_eq!(told(&thread), "0 -1 --2 --4 -3 --5");
        assert_eq!(told(&sorted(&thread, Sort::Newest)), "0 -3 --5 -1 --2 --4");
        assert_eq!(told(&sorted(&thread, Sort::Score)), "0 -3 --5 -1 --4 --2");
        assert_eq!(told(&sorted(&thread, Sort::Size)), "0 -1 --2 --4 -3 --5");
        assert_eq!(told(&sorted(&thread, Sort::Latest)), "0 -1 --2 --4 -3 --5");
    }

    #[test]
    fn what_drifted_sinks_below_what_did_not_and_what_nobody_can_tell_below_that() {
        let thread = thread(&[(0, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0)]);
        let drift = |post: PostId| [None, Some(0.9), None, Some(0.19), Some(0.11)][post.index()];
        assert_eq!(told(&thread.sorted(Sort::Drift, drift, || true).unwrap().0), "0 -3 -4 -1 -2");
    }

    #[test]
    fn work_that_is_not_wanted_any_more_ends() {
        assert!(thread(&[(0, 0, 0), (0, 1, 1)]).sorted(Sort::Newest, |_| None, || false).is_none());
    }

    proptest! {
        #[test]
        fn any_order_is_a_tree_and_leads_back(
            posts in prop::collection::vec((0_usize..40, 0_i64..5, -2_i32..3), 1..40),
            orders in prop::collection::vec(0..Sort::ALL.len(), 1..4),
        ) {
            let posts: Vec<_> = posts.iter().enumerate().map(|(n, &(parent, t, s))| (parent % n.max(1), t, s)).collect();
            let start = thread(&posts);
            let mut now = start.clone();
            let drift = |post: PostId| (!post.index().is_multiple_of(3)).then(|| (post.index() % 7) as f32 / 7.0);
            for order in orders {
                let (next, places) = now.sorted(Sort::ALL[order].0, drift, || true).unwrap();
                for id in now.ids() {
                    let place = places[id.index()];
                    prop_assert_eq!(next.body(place).raw, now.body(id).raw);
                    prop_assert_eq!(next.parent(place), now.parent(id).map(|parent| places[parent.index()]));
                    prop_assert_eq!((next.depth(place), next.descendants(place)), (now.depth(id), now.descendants(id)));
                    prop_assert_eq!(next.number(place), now.number(id));
                    prop_assert_eq!(next.numbered(next.number(place)), Some(place));
                }
                now = next;
            }
            prop_assert_eq!(sorted(&now, Sort::Thread), start);
        }
    }
}

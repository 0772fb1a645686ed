//! A part of a thread: some posts and their ancestors.

use super::{Heading, PostId, PostSet, Thread, more};

impl Thread {
    /// Some posts and all their ancestors. Visits no post twice.
    pub(crate) fn with_ancestors(&self, posts: impl Iterator<Item = PostId>) -> PostSet {
        let mut kept = PostSet::none(self.len());
        for post in posts {
            let mut up = Some(post);
            while let Some(post) = up.filter(|&post| !kept.contains(post)) {
                kept.insert(post);
                up = self.parent(post);
            }
        }
        kept
    }

    /// The thread of some posts and their ancestors. A shelf keeps only the threads that contain some of them.
    pub(crate) fn only(self, posts: &PostSet) -> Self {
        let kept = self.with_ancestors(std::iter::once(PostId::ARTICLE).chain(posts.within(0..self.len())));
        let ids: Vec<PostId> = kept.within(0..self.len()).collect();
        let now = |post: PostId| ids.binary_search(&post).ok().map(PostId::new);
        let moved = |&id: &PostId| {
            let (mut post, subtree) = (self.post(id).clone(), self.subtree(id));
            post.parent = now(post.parent).unwrap_or(PostId::ARTICLE);
            post.descendants = kept.count(subtree.start + 1..subtree.end) as u32;
            post
        };
        let posts: Vec<_> = ids.iter().map(moved).collect();
        let answers = self.answers.iter().filter_map(|&(from, to)| Some((now(from)?, now(to)?))).collect();
        let numbers = self.numbers.as_ref().map(|_| {
            let mut order: Vec<usize> = (0..ids.len()).collect();
            order.sort_by_key(|&place| ids.get(place).map(|&id| self.number(id)));
            let mut numbers = vec![0; ids.len()];
            for (number, place) in order.into_iter().enumerate() {
                if let Some(known) = numbers.get_mut(place) {
                    *known = number as u32;
                }
            }
            numbers.into()
        });
        let heading = |heading: Heading| Some(Heading { opening: now(heading.opening)?, ..heading });
        let shelf = self.shelf.into_iter().filter_map(heading).collect();
        let more = more::moved(&self.more, now);
        Self { deepest: Self::deepest_of(&posts), posts, numbers, answers, shelf, more, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, DraftId, Parent, Sort};

    fn built(threads: &[&[(usize, i32)]]) -> Thread {
        let mut builder = Builder::new("test");
        let mut before = 0;
        for thread in threads {
            builder.begin();
            for (n, &(parent, score)) in thread.iter().enumerate() {
                let parent = if n == 0 { Parent::Nothing } else { Parent::Draft(DraftId::new(before + parent)) };
                let (id, score) = ((before + n).to_string(), Some(score));
                let draft = builder.add(Draft { id: Some(&id), parent, score, ..Draft::default() });
                builder.answers(draft, DraftId::new(before + 1));
            }
            before += thread.len();
        }
        builder.finish().unwrap().thread
    }

    fn only(thread: Thread, ids: &[&str]) -> Thread {
        let mut posts = PostSet::none(thread.len());
        let is_such = |post: &PostId| thread.source_id(*post).is_some_and(|id| ids.contains(&id));
        thread.ids().filter(is_such).for_each(|post| posts.insert(post));
        thread.only(&posts)
    }

    fn shape(thread: &Thread) -> Vec<String> {
        let row = |id| format!("{}{}", "  ".repeat(thread.depth(id)), thread.source_id(id).unwrap_or("-"));
        thread.ids().map(row).collect()
    }

    #[test]
    fn posts_stay_with_what_they_answer() {
        let thread = only(built(&[&[(0, 0), (0, 0), (1, 0), (2, 0), (1, 0), (0, 0)]]), &["3"]);
        assert_eq!(shape(&thread), ["0", "  1", "    2", "      3"]);
        assert_eq!(thread.descendants(PostId::new(1)), 2);
        assert_eq!(thread.answers(PostId::new(3)), Some(PostId::new(1)));
        assert_eq!(shape(&only(thread, &[])), ["0"]);
    }

    #[test]
    fn threads_of_a_shelf_that_have_nothing_are_gone() {
        let thread = only(built(&[&[(0, 0), (0, 0)], &[(0, 0)], &[(0, 0), (0, 0)]]), &["4"]);
        assert_eq!(shape(&thread), ["-", "  3", "    4"]);
        assert_eq!(thread.opening(thread.last()), PostId::new(1));
    }

    #[test]
    fn numbers_stay_in_the_order_of_the_source() {
        let (sorted, _) = built(&[&[(0, 0), (0, 1), (0, 2), (0, 3)]]).sorted(Sort::Score, |_| None, || true).unwrap();
        let thread = only(sorted, &["1", "3"]);
        assert_eq!(shape(&thread), ["0", "  3", "  1"]);
        assert_eq!(thread.ids().map(|id| thread.number(id)).collect::<Vec<_>>(), [0, 2, 1]);
    }
}

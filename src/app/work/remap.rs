//! The new places of posts after a thread changed: sorted, read again or read to its end.

use crate::rows::{Anchor, Flips};
use crate::thread::{PostId, Thread};

/// An old thread, the new one, and the new place of each old post.
#[derive(Clone, Copy)]
pub(in crate::app) struct Remap<'a> {
    pub(in crate::app) old: &'a Thread,
    pub(in crate::app) new: &'a Thread,
    places: &'a [Option<PostId>],
}

impl<'a> Remap<'a> {
    /// `places` is the new place of each post of `old`. `None` if it is gone.
    pub(in crate::app) fn new(old: &'a Thread, new: &'a Thread, places: &'a [Option<PostId>]) -> Self {
        Self { old, new, places }
    }

    /// The new place of each old post. `None` if it is gone.
    pub(in crate::app) fn places(&self) -> &'a [Option<PostId>] {
        self.places
    }

    /// The new place of a post. `None` if it is gone.
    pub(in crate::app) fn post(&self, post: PostId) -> Option<PostId> {
        self.places.get(post.index()).copied().flatten()
    }

    /// The new place of a line; if its post is gone, the first line of the post that it answered.
    pub(in crate::app) fn anchor(&self, anchor: Anchor) -> Anchor {
        match self.post(anchor.post) {
            Some(post) => anchor.of(post),
            None => {
                let up = self.old.ancestors(anchor.post).find_map(|up| self.post(up));
                Anchor::top(up.unwrap_or(PostId::ARTICLE))
            }
        }
    }

    /// The narrowing, as far as the posts still lie inside each other.
    pub(in crate::app) fn roots(&self, roots: &[PostId]) -> Vec<PostId> {
        let mut nested: Vec<PostId> = Vec::new();
        for root in roots.iter().filter_map(|&root| self.post(root)) {
            if nested.last().is_none_or(|&outer| outer != root && self.new.contains(outer, root)) {
                nested.push(root);
            }
        }
        nested
    }

    /// The folds of the posts that are left.
    pub(in crate::app) fn flips(&self, flips: &Flips) -> Flips {
        flips.moved(self.old, self.new, |post| self.post(post))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, DraftId, Parent};

    fn chain(posts: usize) -> Thread {
        let mut builder = Builder::new("test");
        for post in 0..posts {
            let parent = post.checked_sub(1).map_or(Parent::Nothing, |up| Parent::Draft(DraftId::new(up)));
            builder.add(Draft { parent, body: "The lamp", ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    #[test]
    fn a_line_whose_post_is_gone_is_the_first_of_what_that_answered() {
        let (old, new) = (chain(3), chain(2));
        let places = [Some(PostId::new(0)), Some(PostId::new(1)), None];
        let remap = Remap::new(&old, &new, &places);
        assert_eq!(remap.anchor(Anchor::top(PostId::new(2))), Anchor::top(PostId::new(1)));
        assert_eq!(remap.roots(&[PostId::new(1), PostId::new(2)]), [PostId::new(1)]);
    }
}

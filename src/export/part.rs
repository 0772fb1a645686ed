//! What to write: a thread or a subthread, whole or as its folds leave it, or the path down to one post.

use crate::markup;
use crate::thread::{Body, More, Notation, Notice, PostId, PostSet, Text, Thread};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A thread from one of its posts downwards.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// The thread.
    pub thread: &'a Thread,
    /// The post at the head of what is written.
    pub root: PostId,
    /// What was mended while the thread was read; only JSON and mbox write it.
    pub notices: &'a [Notice],
    shown: Shown<'a>,
    /// The only posts to write, with the ancestors of each. `None` for all.
    kept: Option<&'a PostSet>,
    /// The reasons why posts are folded, if there are any.
    reasons: Option<&'a BTreeMap<PostId, Text>>,
}

/// Which posts below the root are written.
#[derive(Debug, Clone, Copy)]
enum Shown<'a> {
    All,
    /// Those that the folds leave in sight; a folded post is one line.
    Seen(&'a PostSet),
    /// The path from the root to a post.
    Path(PostId),
}

/// The text of a post in a part.
#[derive(Debug)]
pub(super) struct Said<'a> {
    raw: Cow<'a, str>,
    notation: Notation,
}

/// Columns for the text of a folded post.
const FOLDED_COLUMNS: usize = 60;

impl<'a> Part<'a> {
    /// A whole thread.
    pub fn whole(thread: &'a Thread) -> Self {
        Self::below(thread, PostId::ARTICLE)
    }

    /// A post and everything below it.
    pub fn below(thread: &'a Thread, root: PostId) -> Self {
        Self { thread, root, notices: &[], shown: Shown::All, kept: None, reasons: None }
    }

    /// A post and its ancestors, no other post.
    pub(crate) fn path(thread: &'a Thread, post: PostId) -> Self {
        Self { shown: Shown::Path(post), ..Self::below(thread, thread.opening(post)) }
    }

    /// The part as folds show it: each folded post is one line for everything below it.
    #[must_use]
    pub(crate) fn as_seen(self, folded: &'a PostSet) -> Self {
        Self { shown: Shown::Seen(folded), ..self }
    }

    /// The part without posts outside a set, which must contain the ancestors of each member.
    #[must_use]
    pub(crate) fn only(self, kept: &'a PostSet) -> Self {
        Self { kept: Some(kept), ..self }
    }

    /// The part with reasons for folds. A post with a reason is folded even if nothing is below it.
    #[must_use]
    pub(crate) fn because(self, reasons: &'a BTreeMap<PostId, Text>) -> Self {
        Self { reasons: Some(reasons), ..self }
    }

    /// The part with the notices of reading.
    #[must_use]
    pub(crate) fn with_notices(self, notices: &'a [Notice]) -> Self {
        Self { notices, ..self }
    }

    /// The part with nothing folded.
    #[must_use]
    pub(super) fn unfolded(self) -> Self {
        let shown = if matches!(self.shown, Shown::Seen(_)) { Shown::All } else { self.shown };
        Self { shown, ..self }
    }

    /// The part from another post downwards.
    pub(super) fn at(self, root: PostId, notices: &'a [Notice]) -> Self {
        Self { root, notices, ..self }
    }

    /// The title of its thread.
    pub(super) fn title(self) -> &'a str {
        self.thread.title_of(self.thread.opening(self.root))
    }

    /// The address of the page of its thread.
    pub(super) fn url(self) -> Option<&'a str> {
        self.thread.url_of(self.thread.opening(self.root))
    }

    /// The name of the format that its thread was read from.
    pub(super) fn source(self) -> &'a str {
        self.thread.source_of(self.thread.opening(self.root))
    }

    /// Whether a post opens the part's thread.
    pub(super) fn is_opening(self, id: PostId) -> bool {
        id == self.thread.opening(self.root)
    }

    /// Its posts in document order, the root first.
    pub(super) fn posts(self) -> impl Iterator<Item = PostId> + use<'a> {
        let thread = self.thread;
        let path = match self.shown {
            Shown::Path(post) => {
                let mut path: Vec<_> = std::iter::once(post).chain(thread.ancestors(post)).collect();
                path.truncate(self.depth(post) + 1);
                path
            }
            Shown::All | Shown::Seen(_) => Vec::new(),
        };
        let end = if path.is_empty() { thread.subtree(self.root).end } else { 0 };
        let mut at = self.root.index();
        let below = std::iter::from_fn(move || {
            let next = self.kept.map_or_else(|| thread.get(at), |kept| kept.from(at));
            let post = next.filter(|post| post.index() < end)?;
            at = if self.folds(post) { thread.subtree(post).end } else { post.index() + 1 };
            Some(post)
        });
        path.into_iter().rev().chain(below)
    }

    /// The number of replies below the root.
    pub(super) fn replies(self) -> usize {
        match self.shown {
            Shown::All | Shown::Seen(_) => self.below_post(self.root),
            Shown::Path(post) => self.depth(post),
        }
    }

    /// The depth of a post under the root: 0 for the root.
    pub(super) fn depth(self, id: PostId) -> usize {
        self.thread.depth(id) - self.thread.depth(self.root)
    }

    /// Whether the part contains a post: the root or a post below it, which a fold may still hide.
    pub(super) fn has(self, id: PostId) -> bool {
        let is_below = self.thread.contains(self.root, id) && self.kept.is_none_or(|kept| kept.contains(id));
        match self.shown {
            Shown::All | Shown::Seen(_) => is_below,
            Shown::Path(post) => is_below && self.thread.contains(id, post),
        }
    }

    /// The text of a post: its body, or its line if it is folded.
    pub(super) fn said(self, id: PostId) -> Said<'a> {
        let body = self.thread.body(id);
        if !self.folds(id) {
            return Said { raw: Cow::Borrowed(body.raw), notation: body.notation };
        }
        let hidden = match self.below_post(id) {
            0 => String::new(),
            below => format!("{} ", super::byline::replies(below)),
        };
        let reason = self.reason(id).map(|reason| format!(" · {}", reason.as_slice().as_str())).unwrap_or_default();
        let line = format!("▸ {hidden}folded{reason}: {}", markup::snippet(body, FOLDED_COLUMNS));
        Said { raw: Cow::Owned(line), notation: Notation::Plain }
    }

    /// The text for a reader: the body, the line of a folded post, or the mark of what is gone.
    pub(super) fn shown(self, id: PostId) -> Said<'a> {
        let said = self.said(id);
        match self.thread.post(id).gone() {
            Some(gone) if said.raw.is_empty() => Said { raw: Cow::Borrowed(gone.mark()), notation: Notation::Plain },
            _ => said,
        }
    }

    /// Replies to a post that are not here; a folded post shows none.
    pub(super) fn more_of(self, id: PostId) -> &'a [More] {
        if matches!(self.shown, Shown::Path(_)) || self.folds(id) { &[] } else { self.thread.more_of(id) }
    }

    /// Replies to any of its posts that are not here.
    pub(super) fn more(self) -> impl Iterator<Item = &'a More> {
        let posts = (!self.thread.more().is_empty()).then(|| self.posts());
        posts.into_iter().flatten().flat_map(move |id| self.more_of(id))
    }

    /// Whether a post is one line for everything below it. The root never is: asking for it means asking for more.
    pub(super) fn folds(self, id: PostId) -> bool {
        let Shown::Seen(folded) = self.shown else { return false };
        let hides = || self.below_post(id) > 0 || self.reason(id).is_some();
        id != self.root && folded.contains(id) && hides()
    }

    /// The number of posts below a post, folded or not.
    pub(super) fn below_post(self, id: PostId) -> usize {
        let subtree = self.thread.subtree(id);
        self.kept.map_or(subtree.len() - 1, |kept| kept.count(subtree.start + 1..subtree.end))
    }

    pub(super) fn reason(self, id: PostId) -> Option<&'a Text> {
        self.reasons?.get(&id)
    }
}

impl Said<'_> {
    /// The text in its notation.
    pub(super) fn body(&self) -> Body<'_> {
        Body { raw: &self.raw, notation: self.notation }
    }
}

#[cfg(test)]
mod tests {
    use crate::export::{Form, Part};
    use crate::thread::{Builder, Draft, DraftId, Parent, PostId, PostSet, Thread};

    fn thread() -> Thread {
        let mut builder = Builder::new("test");
        builder.title("The lamp");
        for (n, (parent, body)) in
            [(0, "Who?"), (0, "Nobody."), (1, "I do."), (2, "You?"), (1, "Hm."), (0, "Tar.")].into_iter().enumerate()
        {
            let parent = if n == 0 { Parent::Nothing } else { Parent::Draft(DraftId::new(parent)) };
            builder.add(Draft { parent, body, ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    fn written(part: Part<'_>) -> String {
        let mut out = Vec::new();
        Form::Text.write(part, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_folded_is_one_line() {
        let thread = thread();
        let mut folded = PostSet::none(thread.len());
        for post in [2, 3, 5] {
            folded.insert(PostId::new(post));
        }
        let seen = written(Part::whole(&thread).as_seen(&folded));
        let expected = "\
The lamp

Who?

5 replies

• #1
  Nobody.

  • #2
    ▸ 1 reply folded: I do.

  • #4
    Hm.

• #5
  Tar.
";
        assert_eq!(seen, expected);
        let below = written(Part::below(&thread, PostId::new(2)).as_seen(&folded));
        assert!(below.contains("I do.") && below.contains("You?"), "{below}");
    }

    #[test]
    fn what_is_not_kept_is_not_there_and_not_counted() {
        let thread = thread();
        let kept = thread.with_ancestors([3, 5].into_iter().map(PostId::new));
        let part = Part::whole(&thread).only(&kept);
        let expected = "\
The lamp

Who?

4 replies

• #1
  Nobody.

  • #2
    I do.

    • #3
      You?

• #5
  Tar.
";
        assert_eq!(written(part), expected);
        let mut folded = PostSet::none(thread.len());
        folded.insert(PostId::new(1));
        let seen = written(part.as_seen(&folded));
        assert!(seen.contains("▸ 2 replies folded: Nobody.") && seen.contains("4 replies\n"), "{seen}");
        let below = thread.with_ancestors([4, 5].into_iter().map(PostId::new));
        let first = written(Part::below(&thread, PostId::new(1)).only(&below));
        assert!(first.contains("1 reply\n\n• #4"), "{first}");
    }

    #[test]
    fn a_path_is_a_post_under_its_ancestors() {
        let path = written(Part::path(&thread(), PostId::new(3)));
        let expected = "\
The lamp

Who?

3 replies

• #1
  Nobody.

  • #2
    I do.

    • #3
      You?
";
        assert_eq!(path, expected);
    }
}

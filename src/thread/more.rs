//! Replies that are somewhere else: a row under the post that they answer, never posts.

use super::draft::Parent;
use super::tree::{ARTICLE, BY_ID, NOTHING, Places};
use super::{PostId, Thread};
use rustc_hash::FxHashMap;

/// Replies that are not in the thread.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct More {
    /// The post that they answer.
    pub parent: PostId,
    /// Their number, at any depth. `None` if nobody knows.
    pub count: Option<u32>,
    /// Their address. `None` if nobody knows.
    pub address: Option<Box<str>>,
}

impl More {
    /// The text of the row: `12 more replies, not here`.
    pub fn words(&self) -> String {
        match self.count {
            None | Some(0) => "more replies, not here".to_owned(),
            Some(1) => "1 more reply, not here".to_owned(),
            Some(count) => format!("{count} more replies, not here"),
        }
    }
}

/// Replies that are somewhere else, as a source found them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stub<'a> {
    /// What they answer.
    pub parent: Parent<'a>,
    /// Their number.
    pub missing: Missing,
    /// Their address.
    pub address: Option<&'a str>,
    /// The id of the first of them. Once the thread has that post, the stub is filled and gone.
    pub first: Option<&'a str>,
}

/// How many replies are somewhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Missing {
    /// An unknown number; none if the post has a reply.
    #[default]
    Unknown,
    /// An unknown number beside the replies that are there.
    Others,
    /// This many, at any depth.
    Count(u32),
    /// The post has this many replies at any depth, including those that are there.
    Below(u32),
    /// The post has this many direct replies, including those that are there.
    Direct(u32),
    /// The whole thread, of which there is nothing here but what opens it. `None` if nobody knows how many replies
    /// it has.
    Whole(Option<u32>),
}

/// A stub that waits until the tree is built.
#[derive(Debug, Clone)]
pub(super) struct PendingStub {
    /// A draft, [`NOTHING`], [`ARTICLE`] or [`BY_ID`].
    pub(super) parent: u32,
    parent_id: Box<str>,
    missing: Missing,
    address: Option<Box<str>>,
    first: Option<Box<str>>,
    /// Its thread, as an index into the threads begun.
    pub(super) thread: usize,
}

impl PendingStub {
    pub(super) fn new(stub: Stub<'_>, thread: usize) -> Self {
        let (parent, parent_id) = match stub.parent {
            Parent::Nothing | Parent::Article => (ARTICLE, Box::default()),
            Parent::Draft(draft) => (draft.0, Box::default()),
            Parent::Id(id) => (BY_ID, id.into()),
        };
        let address = stub.address.filter(|address| !address.is_empty()).map(Into::into);
        let first = stub.first.filter(|first| !first.is_empty()).map(Into::into);
        Self { parent, parent_id, missing: stub.missing, address, first, thread }
    }
}

/// The rows of all stubs, in the order of the posts. `articles` are the drafts that open the threads.
pub(super) fn place_stubs(
    pending: Vec<PendingStub>,
    places: &Places,
    articles: &[u32],
    thread: &Thread,
    joined: bool,
) -> Vec<More> {
    if pending.is_empty() {
        return Vec::new();
    }
    let mut bearers = FxHashMap::<&str, PostId>::default();
    if pending.iter().any(|stub| stub.parent == BY_ID || stub.first.is_some()) {
        for post in thread.ids().rev() {
            thread.source_id(post).into_iter().for_each(|id| _ = bearers.insert(id, post));
        }
    }
    let mut rows: Vec<More> = Vec::new();
    for stub in pending {
        if stub.first.as_deref().is_some_and(|first| bearers.contains_key(first)) {
            continue;
        }
        let article = || articles.get(stub.thread).map_or(PostId::ARTICLE, |&article| places.of(article as usize));
        let parent = match stub.parent {
            NOTHING | ARTICLE => article(),
            BY_ID => bearers.get(&*stub.parent_id).copied().unwrap_or_else(article),
            draft => places.of(draft as usize),
        };
        let parent = if parent.index() < thread.len() { parent } else { PostId::ARTICLE };
        let below = u32::try_from(thread.descendants(parent)).unwrap_or(u32::MAX);
        let count = match stub.missing {
            Missing::Unknown if below > 0 => continue,
            Missing::Unknown | Missing::Others => None,
            Missing::Count(count) => Some(count),
            Missing::Whole(count) => count,
            Missing::Below(all) => Some(all.saturating_sub(below)),
            Missing::Direct(all) => {
                let here = thread.children(parent).count();
                Some(all.saturating_sub(u32::try_from(here).unwrap_or(u32::MAX)))
            }
        };
        let is_whole = matches!(stub.missing, Missing::Whole(_));
        if count != Some(0) || is_whole {
            rows.push(More { parent, count, address: stub.address });
        }
    }
    if joined {
        // Several answers of a site may report the same replies; one row is enough.
        rows.sort_by(|one, other| {
            (one.parent, &one.address, other.count).cmp(&(other.parent, &other.address, one.count))
        });
        rows.dedup_by(|later, first| later.parent == first.parent && later.address == first.address);
    } else {
        rows.sort_by_key(|more| more.parent);
    }
    rows
}

impl Thread {
    /// Replies that are not here, sorted by the post that they answer.
    pub fn more(&self) -> &[More] {
        &self.more
    }

    /// The rows under one post.
    pub fn more_of(&self, post: PostId) -> &[More] {
        let start = self.more.partition_point(|more| more.parent < post);
        let rest = self.more.get(start..).unwrap_or_default();
        let length = rest.partition_point(|more| more.parent == post);
        rest.get(..length).unwrap_or_default()
    }

    /// Where a thread of a shelf is, of which there is nothing here but what opens it: a row of a list, to be opened
    /// from there. `None` if it is here.
    pub fn elsewhere(&self, opening: PostId) -> Option<&More> {
        let is_row = self.is_shelf() && self.descendants(opening) == 0;
        self.more_of(opening).first().filter(|more| is_row && more.address.is_some())
    }

    /// Whether this is a list: a shelf whose threads are all somewhere else.
    pub fn is_list(&self) -> bool {
        self.is_shelf() && self.children(PostId::ARTICLE).all(|opening| self.elsewhere(opening).is_some())
    }

    /// The number of replies in the thread of an opening post, including those that are not here.
    pub fn replies_in_all(&self, opening: PostId) -> usize {
        let subtree = self.subtree(opening);
        let start = self.more.partition_point(|more| more.parent.index() < subtree.start);
        let within = self.more.iter().skip(start).take_while(|more| more.parent.index() < subtree.end);
        let missing: u64 = within.map(|more| u64::from(more.count.unwrap_or(0))).sum();
        subtree.len() - 1 + usize::try_from(missing).unwrap_or(usize::MAX / 2)
    }
}

/// The rows after their posts moved; drops those whose post is gone.
pub(super) fn moved(rows: &[More], place: impl Fn(PostId) -> Option<PostId>) -> Vec<More> {
    let moved = |more: &More| Some(More { parent: place(more.parent)?, ..more.clone() });
    let mut rows: Vec<More> = rows.iter().filter_map(moved).collect();
    rows.sort_by_key(|more| more.parent);
    rows
}

#[cfg(test)]
mod tests {
    use crate::thread::{Builder, Draft, DraftId, Missing, More, Parent, PostId, Sort, Stub};

    fn draft<'a>(id: &'a str, parent: Parent<'a>) -> Draft<'a> {
        Draft { id: Some(id), parent, body: id, ..Draft::default() }
    }

    fn rows(stubs: &[Stub<'_>]) -> Vec<String> {
        let mut builder = Builder::new("test");
        builder.add(draft("a", Parent::Nothing));
        builder.add(draft("b", Parent::Id("a")));
        builder.add(draft("c", Parent::Id("b")));
        stubs.iter().for_each(|stub| builder.more(*stub));
        let thread = builder.finish().unwrap().thread;
        assert_eq!(thread.len(), 3);
        thread.more().iter().map(|more| format!("{}: {}", more.parent.index(), more.words())).collect()
    }

    #[test]
    fn what_is_not_here_is_told_under_its_parent_and_is_no_post() {
        let of = |parent, missing| Stub { parent, missing, ..Stub::default() };
        assert_eq!(
            rows(&[of(Parent::Id("c"), Missing::Unknown), of(Parent::Article, Missing::Count(12))]),
            ["0: 12 more replies, not here", "2: more replies, not here"]
        );
        assert_eq!(rows(&[of(Parent::Article, Missing::Below(3))]), ["0: 1 more reply, not here"]);
        assert_eq!(rows(&[of(Parent::Draft(DraftId::new(1)), Missing::Direct(3))]), ["1: 2 more replies, not here"]);
    }

    #[test]
    fn a_stub_that_is_filled_is_gone() {
        let filled = Stub { missing: Missing::Count(7), first: Some("b"), ..Stub::default() };
        let of = |missing| Stub { missing, ..Stub::default() };
        assert_eq!(rows(&[filled, of(Missing::Below(2)), of(Missing::Unknown), of(Missing::Direct(1))]), [""; 0]);
    }

    #[test]
    fn rows_follow_their_posts_into_another_order_and_a_part() {
        let mut builder = Builder::new("test");
        builder.add(draft("a", Parent::Nothing));
        for (id, score) in [("b", 1), ("c", 2)] {
            builder.add(Draft { score: Some(score), ..draft(id, Parent::Article) });
            builder.more(Stub { parent: Parent::Id(id), missing: Missing::Count(1), ..Stub::default() });
        }
        let thread = builder.finish().unwrap().thread;
        assert_eq!(thread.replies_in_all(PostId::ARTICLE), 4);
        let (sorted, _) = thread.sorted(Sort::Score, |_| None, || true).unwrap();
        assert_eq!(sorted.more().iter().map(|more| more.parent.index()).collect::<Vec<_>>(), [1, 2]);
        let mut posts = crate::thread::PostSet::none(3);
        posts.insert(PostId::new(2));
        let part = sorted.only(&posts);
        assert_eq!(part.more(), [More { parent: PostId::new(1), count: Some(1), address: None }]);
    }
}

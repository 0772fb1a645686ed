//! What was said: a thread of posts, its authors and bodies. Knows no format, no screen and no file.
//!
//! A [`Thread`] is a tree stored flat: posts stand in pre-order, each with its depth and its number of descendants. So
//! a subtree is a range, the next sibling an addition and a fold a skip. One [`Builder`] makes a thread, and nothing
//! changes it afterwards; what a reader does lives beside it, keyed by [`PostId`].

pub(crate) mod address;
mod arena;
mod build;
pub(crate) mod chunk;
mod draft;
mod fill;
mod gone;
mod join;
mod more;
mod notice;
mod post;
mod posts;
mod punycode;
mod reasons;
mod reordering;
mod sorted;
mod subset;
mod text;
mod time;
mod tree;

pub use build::{Builder, Built, NoPost};
pub use draft::{Adopted, Draft, DraftId, Parent};
pub(crate) use fill::Filling;
pub use gone::Gone;
pub use more::{Missing, More, Stub};
pub use notice::{Notice, Place};
pub use post::{AuthorId, Body, Notation, Post, PostId, Writer};
pub(crate) use posts::{Difference, PostSet};
pub(crate) use punycode::in_ascii;
pub use reasons::Reasons;
pub use sorted::Sort;
pub use text::{Slice, Text};
pub(crate) use text::{is_hint, visible};
pub use time::Time;

use arena::Arena;
use std::ops::Range;
use std::sync::Arc;

/// A discussion: the article (or opening message) and every reply under it. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    title: String,
    /// What its file is called; empty if it is from none, or has several.
    file: Arc<str>,
    url: Option<String>,
    source: Arc<str>,
    posts: Vec<Post>,
    /// The depth of the deepest post.
    deepest: usize,
    /// The id, permalink and body of every post, one after the other.
    arena: Arc<Arena>,
    /// Whether the arena holds the posts in document order.
    in_order: bool,
    /// Whether the arena held them in document order before the thread was sorted.
    was_in_order: bool,
    /// The place of each post in the order of the source. `None` if the thread stands in that order.
    numbers: Option<Arc<[u32]>>,
    authors: Vec<Box<str>>,
    /// Posts that speak to another post than their parent, with that post; sorted by the first of each pair.
    answers: Vec<(PostId, PostId)>,
    /// If this is a shelf, the threads on it in document order; otherwise empty.
    shelf: Vec<Heading>,
    /// Replies that are not here, sorted by the post that they answer.
    more: Vec<More>,
}

/// A run of posts whose ids, permalinks and bodies lie side by side in the arena.
#[derive(Debug, Clone)]
pub(crate) struct Stored<'a> {
    pub(crate) posts: Range<usize>,
    /// The offset of `text` in the arena.
    pub(crate) start: usize,
    pub(crate) text: &'a str,
}

/// Title, address and format of one thread on a shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Heading {
    opening: PostId,
    title: String,
    url: Option<String>,
    source: Arc<str>,
}

impl Thread {
    /// A thread of one empty post: a placeholder for one that is still to come.
    pub fn blank(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            file: Arc::default(),
            url: None,
            source: Arc::default(),
            posts: vec![Post::empty()],
            deepest: 0,
            arena: Arc::default(),
            in_order: true,
            was_in_order: true,
            numbers: None,
            authors: Vec::new(),
            answers: Vec::new(),
            shelf: Vec::new(),
            more: Vec::new(),
        }
    }

    /// The title as the source wrote it, uncleaned; empty if there is none.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The name of the file that it was read from, uncleaned; empty if it is from none, or has several threads.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The address of the page. `None` if it is unknown.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Whether this is a shelf: several threads below an empty post 0, each opened by one of its direct replies.
    pub fn is_shelf(&self) -> bool {
        !self.shelf.is_empty()
    }

    /// The post that opens the thread of a post: the article, or on a shelf the top-level reply above the post.
    pub fn opening(&self, post: PostId) -> PostId {
        if self.is_shelf() { self.branch(post) } else { PostId::ARTICLE }
    }

    /// The title over an opening post, uncleaned; empty if there is none.
    pub fn title_of(&self, opening: PostId) -> &str {
        match self.heading(opening) {
            Some(heading) => &heading.title,
            None if opening == PostId::ARTICLE => &self.title,
            None => "",
        }
    }

    /// The address of the page of an opening post. `None` if it is unknown.
    pub fn url_of(&self, opening: PostId) -> Option<&str> {
        match self.heading(opening) {
            Some(heading) => heading.url.as_deref(),
            None => self.url.as_deref().filter(|_| opening == PostId::ARTICLE),
        }
    }

    fn heading(&self, opening: PostId) -> Option<&Heading> {
        let place = self.shelf.binary_search_by_key(&opening, |heading| heading.opening).ok()?;
        self.shelf.get(place)
    }

    /// The name of the format that the thread was read from; on a shelf, that of the last thread.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The name of the format that an opening post's thread was read from.
    pub fn source_of(&self, opening: PostId) -> &str {
        self.heading(opening).map_or(&self.source, |heading| &heading.source)
    }

    /// The number of posts with the article: at least 1.
    #[expect(clippy::len_without_is_empty, reason = "a thread is never empty")]
    pub fn len(&self) -> usize {
        self.posts.len()
    }

    /// The number of replies: every post but the article.
    pub fn replies(&self) -> usize {
        self.posts.len() - 1
    }

    /// The post at place `index` of the document order. `None` if there are not that many.
    pub fn get(&self, index: usize) -> Option<PostId> {
        (index < self.posts.len()).then(|| PostId::new(index))
    }

    /// The last post in document order.
    pub fn last(&self) -> PostId {
        PostId::new(self.posts.len() - 1)
    }

    /// All posts in document order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = PostId> + ExactSizeIterator + use<> {
        (0..self.posts.len()).map(PostId::new)
    }

    /// The fixed part of a post: its place, author, time and score.
    pub fn post(&self, id: PostId) -> &Post {
        &self.posts[id.index()]
    }

    /// The number of ancestors of a post: 0 for the article alone.
    pub fn depth(&self, id: PostId) -> usize {
        self.post(id).depth as usize
    }

    fn deepest_of(posts: &[Post]) -> usize {
        posts.iter().map(|post| post.depth).max().unwrap_or_default() as usize
    }

    /// The depth of the deepest post; 0 if there is no reply.
    pub fn deepest(&self) -> usize {
        self.deepest
    }

    /// The post that this one replies to. `None` for the article alone.
    pub fn parent(&self, id: PostId) -> Option<PostId> {
        (id != PostId::ARTICLE).then(|| self.post(id).parent)
    }

    /// The number of posts below this one, at any depth.
    pub fn descendants(&self, id: PostId) -> usize {
        self.post(id).descendants as usize
    }

    /// The places of a post and all its descendants in the document order.
    pub fn subtree(&self, id: PostId) -> Range<usize> {
        id.index()..id.index() + 1 + self.descendants(id)
    }

    /// Whether `inner` is `outer` or below it.
    pub fn contains(&self, outer: PostId, inner: PostId) -> bool {
        self.subtree(outer).contains(&inner.index())
    }

    /// The first reply to a post. `None` if it has none.
    pub fn first_child(&self, id: PostId) -> Option<PostId> {
        (self.descendants(id) > 0).then(|| PostId::new(id.index() + 1))
    }

    /// The next reply to the same parent.
    pub fn next_sibling(&self, id: PostId) -> Option<PostId> {
        let parent = self.parent(id)?;
        let next = self.subtree(id).end;
        (next < self.subtree(parent).end).then(|| PostId::new(next))
    }

    /// The previous reply to the same parent. Climbs from the post just before: one step for each level that it is
    /// deeper.
    pub fn previous_sibling(&self, id: PostId) -> Option<PostId> {
        let parent = self.parent(id)?;
        let mut before = PostId::new(id.index() - 1);
        if before == parent {
            return None;
        }
        while let Some(up) = self.parent(before) {
            if up == parent {
                return Some(before);
            }
            before = up;
        }
        None
    }

    /// The direct replies to a post, in order.
    pub fn children(&self, id: PostId) -> impl Iterator<Item = PostId> + '_ {
        std::iter::successors(self.first_child(id), |&child| self.next_sibling(child))
    }

    /// The ancestors of a post, the parent first and the article last.
    pub fn ancestors(&self, id: PostId) -> impl Iterator<Item = PostId> + '_ {
        std::iter::successors(self.parent(id), |&up| self.parent(up))
    }

    /// The top-level reply whose subthread a post belongs to; the article for the article.
    pub fn branch(&self, id: PostId) -> PostId {
        let mut at = id;
        while self.depth(at) > 1 {
            at = self.post(at).parent;
        }
        at
    }

    /// Who wrote a post. `None` if nobody knows.
    pub fn writer(&self, id: PostId) -> Option<Writer<'_>> {
        let post = self.post(id);
        let author = post.author()?;
        Some(Writer { name: self.author_name(author), inferred: post.author_is_inferred() })
    }

    /// The name of an author, uncleaned.
    pub fn author_name(&self, author: AuthorId) -> &str {
        self.authors.get(author.index()).map_or("", |name| name)
    }

    /// Every author once, in the order of their first posts.
    pub fn authors(&self) -> impl ExactSizeIterator<Item = (AuthorId, &str)> {
        self.authors.iter().enumerate().map(|(index, name)| (AuthorId::new(index), &**name))
    }

    /// What a post says, as its source wrote it.
    pub fn body(&self, id: PostId) -> Body<'_> {
        let post = self.post(id);
        Body { raw: self.stored(post.body_range()), notation: post.notation() }
    }

    /// A post's identifier in its source. `None` if it has none.
    pub fn source_id(&self, id: PostId) -> Option<&str> {
        let stored = self.stored(self.post(id).id_range());
        (!stored.is_empty()).then_some(stored)
    }

    /// A post's permalink. `None` if it has none.
    pub fn permalink(&self, id: PostId) -> Option<&str> {
        let stored = self.stored(self.post(id).url_range());
        (!stored.is_empty()).then_some(stored)
    }

    /// The post that this one speaks to. `None` if that is its parent, or the source could not tell.
    pub fn answers(&self, id: PostId) -> Option<PostId> {
        let place = self.answers.binary_search_by_key(&id, |&(from, _)| from).ok()?;
        self.answers.get(place).map(|&(_, to)| to)
    }

    /// The byte range of a subtree's text in the arena, which tells how far a reader is. `None` if the arena is not in
    /// document order.
    pub fn extent(&self, id: PostId) -> Option<Range<usize>> {
        let subtree = self.subtree(id);
        let start = |index: usize| self.posts.get(index).map_or(self.arena.len(), Post::start);
        self.in_order.then(|| start(subtree.start)..start(subtree.end))
    }

    /// The posts at the start of `run` whose text lies side by side. `None` if the arena is not in document order.
    pub(crate) fn side_by_side(&self, run: Range<usize>) -> Option<Stored<'_>> {
        let posts = self.posts.get(run.clone()).filter(|_| self.in_order)?;
        let place = posts.first()?.start();
        let (start, text) = self.arena.text_at(place)?;
        let inside = posts.partition_point(|post| post.body_range().end <= start + text.len());
        let end = posts.get(inside.checked_sub(1)?)?.body_range().end;
        let text = text.get(place - start..end - start)?;
        Some(Stored { posts: run.start..run.start + inside, start: place, text })
    }

    /// The byte range of a post's body in the arena.
    pub(crate) fn place_of_body(&self, id: PostId) -> Range<usize> {
        self.post(id).body_range()
    }

    /// The post of `run` whose stored text holds the byte `place`; the text must be in document order.
    pub(crate) fn post_stored_at(&self, place: usize, run: Range<usize>) -> usize {
        let posts = self.posts.get(run.clone()).unwrap_or_default();
        run.start + posts.partition_point(|post| post.start() <= place).saturating_sub(1)
    }

    /// The memory that the thread holds, in bytes.
    pub fn size(&self) -> usize {
        self.posts.len() * size_of::<Post>() + self.arena.len()
    }

    fn stored(&self, range: Range<usize>) -> &str {
        self.arena.get(range).unwrap_or_default()
    }
}

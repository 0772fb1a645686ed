//! The one way to a [`Thread`]: makes a tree of drafts that come in any order.
//!
//! Sources hand over drafts with the parents that they know. The builder mends orphans, loops, duplicate ids and depths
//! of a hundred thousand without recursion, and notes each mend as a notice.

mod amend;
mod preview;
#[cfg(test)]
mod tests;

use self::preview::Preview;
use super::arena::Arena;
use super::draft::{Adopted, Draft, DraftId, Parent};
use super::more::{self, Missing, PendingStub, Stub};
use super::post::Lengths;
use super::reordering::Reordering;
use super::text::visible;
use super::tree::{ARTICLE, BY_ID, NOTHING, PLACEHOLDER, Places, Tree, build_tree};
use super::{AuthorId, Gone, Heading, Notice, Place, Post, PostId, Reasons, Thread, gone};
use rustc_hash::FxHashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The input has no post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPost;

impl fmt::Display for NoPost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("no post in it")
    }
}

impl std::error::Error for NoPost {}

/// A finished thread and what was mended on the way.
#[derive(Debug)]
pub struct Built {
    /// The thread.
    pub thread: Thread,
    /// What was mended, in the order it was found.
    pub notices: Vec<Notice>,
    /// For each post of the [preview](Builder::preview_after), in its order, its place in the thread.
    pub places: Vec<PostId>,
}

/// Collects drafts and makes a thread of them.
#[derive(Default)]
pub struct Builder {
    /// The threads begun so far. The first exists from the start.
    begun: Vec<Begun>,
    /// The title over all threads, if there are several.
    title: String,
    source: Arc<str>,
    /// The name of the input that is being read, if there are several.
    input: Option<Box<str>>,
    /// Whether all drafts belong to one thread.
    pub(super) joined: bool,
    /// One thread alone makes a shelf too.
    is_list: bool,
    /// What the only file is called.
    file: Arc<str>,
    pub(super) posts: Vec<Post>,
    /// For each post the draft it replies to, [`NOTHING`], [`ARTICLE`] or [`BY_ID`].
    pub(super) parents: Vec<u32>,
    /// Drafts that were moved to the end of a thread begun later, in the order of the moves.
    moved: Vec<u32>,
    pub(super) arena: Arena,
    authors: Vec<Box<str>>,
    names: FxHashMap<Box<str>, AuthorId>,
    /// Drafts that name their parent by an id, with that id.
    named_parents: Vec<(u32, Box<str>)>,
    pub(super) answers: Vec<(u32, u32)>,
    /// The rank of each draft among its siblings; missing entries are 0.
    pub(super) ranks: Vec<i64>,
    /// Ranks of posts by their ids.
    named_ranks: FxHashMap<Box<str>, i64>,
    /// Replies that are somewhere else.
    pub(super) pending: Vec<PendingStub>,
    notices: Vec<Notice>,
    reasons: Reasons,
    preview: Option<Preview>,
    /// In a copy, the number of drafts that the original had.
    copied: Option<usize>,
}

/// One of several threads of an input.
#[derive(Debug, Clone, Default)]
pub(super) struct Begun {
    /// Its first draft, not counting drafts that were moved here.
    pub(super) first: usize,
    /// Its first entry in `moved`.
    pub(super) first_moved: usize,
    title: String,
    url: Option<String>,
    source: Arc<str>,
    /// The input that it comes from, if there are several; its name stands in for a missing title.
    input: Option<Box<str>>,
}

impl Begun {
    fn called(&self) -> String {
        if self.title.is_empty() { self.input.as_deref().unwrap_or_default().to_owned() } else { self.title.clone() }
    }
}

impl Builder {
    /// An empty builder for a thread that comes from the format `source`.
    pub fn new(source: &str) -> Self {
        let source: Arc<str> = source.into();
        let begun = vec![Begun { source: Arc::clone(&source), ..Begun::default() }];
        Self { begun, source, ..Self::default() }
    }

    /// Begins another thread: later drafts belong to it. Several threads become a shelf; a thread without drafts is
    /// dropped.
    pub fn begin(&mut self) {
        if self.joined {
            return;
        }
        let (first, first_moved) = (self.posts.len(), self.moved.len());
        let (source, input) = (Arc::clone(&self.source), self.input.clone());
        self.begun.push(Begun { first, first_moved, source, input, ..Begun::default() });
    }

    /// Names the input that comes next, or none. Later notices carry the name, and later threads without a title are
    /// called by it.
    pub fn input(&mut self, name: Option<&str>) {
        self.input = name.map(Into::into);
        self.reasons.about(name);
    }

    /// Sets the title over all threads, shown if there are several.
    pub fn shelf_title(&mut self, title: &str) {
        title.clone_into(&mut self.title);
    }

    /// Names the only file that is read: a thread without a title is called by it on the screen.
    pub(crate) fn file(&mut self, name: &str) {
        self.file = name.into();
    }

    /// Says that the threads are rows of a list, which is a shelf even with one of them.
    pub fn list(&mut self) {
        self.is_list = true;
    }

    /// Sets the title of the thread begun last.
    pub fn title(&mut self, title: &str) {
        if let Some(begun) = self.begun.last_mut() {
            // Of several answers about one thread the longest title counts, whichever answer comes first.
            let is_better = (title.len(), title) > (begun.title.len(), &*begun.title);
            if !self.joined || is_better {
                title.clone_into(&mut begun.title);
            }
        }
    }

    /// Sets the address of the page that the thread begun last comes from.
    pub fn url(&mut self, url: &str) {
        if let Some(begun) = self.begun.last_mut() {
            let is_better = begun.url.as_deref().is_none_or(|known| (url.len(), url) < (known.len(), known));
            if !self.joined || is_better {
                begun.url = Some(url.to_owned());
            }
        }
    }

    /// Sets the format's name for the thread begun last and for those that follow, if the source knows a better one: a
    /// copy remembers the format of its original.
    pub fn source(&mut self, source: &str) {
        if self.joined {
            return;
        }
        self.source = source.into();
        if let Some(begun) = self.begun.last_mut() {
            begun.source = Arc::clone(&self.source);
        }
    }

    /// Adds a notice.
    pub fn notice(&mut self, notice: Notice) {
        let about = self.input.as_deref().filter(|_| notice.input().is_none());
        self.notices.push(match about {
            Some(input) => notice.of(input),
            None => notice,
        });
    }

    /// Why the input is read as it is.
    pub fn reasons(&mut self) -> &mut Reasons {
        &mut self.reasons
    }

    /// The notices so far.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// How many drafts have been handed over.
    pub fn len(&self) -> usize {
        self.posts.len()
    }

    /// Whether no draft has been handed over yet.
    pub fn is_empty(&self) -> bool {
        self.posts.is_empty()
    }

    /// Records that `from` speaks to `to`, which is not its parent. Either may be handed over later.
    pub fn answers(&mut self, from: DraftId, to: DraftId) {
        self.answers.push((from.0, to.0));
    }

    /// Records that the thread begun last has replies elsewhere. They become a row, not a post.
    pub fn more(&mut self, stub: Stub<'_>) {
        self.pending.push(PendingStub::new(stub, self.begun.len().saturating_sub(1)));
    }

    /// Begins a thread that is elsewhere, at `place`: the row of a list, of which only the opening draft is here.
    /// `missing` says how many replies it has there.
    pub fn row(&mut self, title: &str, place: &str, missing: Missing, draft: Draft<'_>) {
        self.begin();
        self.title(title);
        self.url(place);
        self.add(Draft { parent: Parent::Nothing, id: Some(place), ..draft });
        self.more(Stub { missing, address: Some(place), ..Stub::default() });
    }

    /// Adds a draft. Cuts an id or a permalink of 64 KiB or more and a body of 4 GiB or more, with a notice.
    pub fn add(&mut self, draft: Draft<'_>) -> DraftId {
        let place = self.reserve();
        self.fill(place, draft);
        place
    }

    /// Reserves the next place for a draft that is [filled in](Self::fill) later, so that its replies can be handed
    /// over first. A place that is never filled stays an empty post.
    pub fn reserve(&mut self) -> DraftId {
        let place = DraftId::new(self.posts.len());
        self.posts.push(Post::empty());
        self.parents.push(ARTICLE);
        place
    }

    /// Fills in a reserved draft, without the characters that only say where a word may be broken. The last of several
    /// fillings counts.
    pub fn fill(&mut self, place: DraftId, draft: Draft<'_>) {
        let (id, url) = (draft.id.unwrap_or_default(), draft.url.unwrap_or_default());
        // A reader does not see these characters, and a search for the word would miss it.
        let said = visible(draft.body);
        let start = self.arena.make_room(id.len() + url.len() + said.len());
        let id = self.store(place, id, u16::MAX as usize, "id");
        let url = self.store(place, url, u16::MAX as usize, "permalink");
        let body = self.store(place, &said, u32::MAX as usize, "text");
        let lengths = Lengths { id: id as u16, url: url as u16, body: body as u32 };
        self.settle(place, start, lengths, draft);
    }

    /// Takes over a whole text without copying it, for drafts whose words stand in it. Returns its offset.
    pub fn adopt(&mut self, text: String) -> usize {
        self.arena.adopt(text)
    }

    /// The words in a range of an [adopted](Self::adopt) text.
    pub fn words(&self, place: Range<usize>) -> &str {
        self.arena.get(place).unwrap_or_default()
    }

    /// Adds a draft whose id and body stand in an [adopted](Self::adopt) text, which saves copying them. The draft's
    /// own id, body and permalink are ignored.
    pub fn add_adopted(&mut self, adopted: Adopted, draft: Draft<'_>) -> DraftId {
        let place = self.reserve();
        self.settle(place, adopted.start, Lengths { id: adopted.id, url: 0, body: adopted.body }, draft);
        place
    }

    /// Fills in a draft whose words are stored.
    fn settle(&mut self, place: DraftId, start: usize, lengths: Lengths, draft: Draft<'_>) {
        // Sites write such a word in place of a deleted text or name, so it is neither.
        let marked = Gone::of_mark(gone::bare(draft.body));
        let name = draft.author.filter(|name| !name.is_empty());
        let nameless = name.and_then(Gone::of_mark);
        let author = name.filter(|_| nameless.is_none()).map(|name| self.intern(name));
        let lengths = Lengths { body: if marked.is_some() { 0 } else { lengths.body }, ..lengths };
        let unsigned = nameless.map(|gone| if lengths.body > 0 { Gone::Account } else { gone });
        let post = Post::new(start, lengths, draft.notation)
            .with_author(author, draft.author_inferred)
            .with_time_and_score(draft.time, draft.score)
            .with_gone(draft.gone.or(marked).or(unsigned));
        let parent = self.parent(place, draft.parent);
        let place = place.index();
        if let (Some(held), Some(unknown)) = (self.posts.get_mut(place), self.parents.get_mut(place)) {
            (*held, *unknown) = (post, parent);
        }
        self.show_preview();
    }

    /// Moves a draft to the end of the thread begun last and replaces its parent, for a source that learns only later
    /// what belongs together. A draft can move once.
    pub fn move_last(&mut self, draft: DraftId, parent: Parent<'_>) {
        let parent = self.parent(draft, parent);
        if let Some(known) = self.parents.get_mut(draft.index()) {
            *known = parent;
            self.moved.push(draft.0);
        }
    }

    fn parent(&mut self, of: DraftId, parent: Parent<'_>) -> u32 {
        match parent {
            Parent::Nothing => NOTHING,
            Parent::Article => ARTICLE,
            Parent::Draft(DraftId(parent)) => parent,
            Parent::Id(id) => {
                self.named_parents.push((of.0, id.into()));
                BY_ID
            }
        }
    }

    /// Ranks a draft among its siblings: the lowest rank comes first. The default is 0, and equals stand in the order
    /// of handing over.
    pub fn rank(&mut self, DraftId(place): DraftId, rank: i64) {
        let place = place as usize;
        if self.ranks.len() <= place {
            self.ranks.resize(place + 1, 0);
        }
        if let Some(unranked) = self.ranks.get_mut(place) {
            *unranked = rank;
        }
    }

    /// Ranks every post with an id like [`rank`](Self::rank), whichever source hands it over.
    pub fn rank_id(&mut self, id: &str, rank: i64) {
        self.named_ranks.insert(id.into(), rank);
    }

    fn rank_named(&mut self) {
        if self.named_ranks.is_empty() {
            return;
        }
        self.ranks.resize(self.posts.len(), 0);
        for (post, rank) in self.posts.iter().zip(&mut self.ranks) {
            let id = self.arena.get(post.id_range()).unwrap_or_default();
            *rank = self.named_ranks.get(id).copied().unwrap_or(*rank);
        }
    }

    /// Sets the address of the thread begun last unless a source has set one.
    pub(crate) fn url_if_none(&mut self, url: &str) {
        if let Some(begun) = self.begun.last_mut().filter(|begun| begun.url.is_none()) {
            begun.url = Some(url.to_owned());
        }
    }

    /// Whether several threads were begun.
    pub(crate) fn has_several(&self) -> bool {
        self.begun.len() > 1
    }

    /// Makes the thread of all drafts. Fails if there is no post.
    pub fn finish(mut self) -> Result<Built, NoPost> {
        let shown = self.preview.take().map(|preview| preview.shown).unwrap_or_default();
        let (thread, notices, places) = self.build()?;
        // The preview may show posts that later turned out to be none.
        let last = thread.last();
        let place = |draft| if draft == PLACEHOLDER { PostId::ARTICLE } else { places.of(draft).min(last) };
        Ok(Built { thread, notices, places: shown.into_iter().map(place).collect() })
    }

    /// The thread of all drafts, and where each draft stands in it.
    pub(super) fn finish_with_places(self) -> Result<(Thread, impl Fn(DraftId) -> PostId), NoPost> {
        let (thread, _, places) = self.build()?;
        Ok((thread, move |DraftId(draft)| places.of(draft as usize)))
    }

    fn build(mut self) -> Result<(Thread, Vec<Notice>, Places), NoPost> {
        self.names = FxHashMap::default();
        let reordering = self.apply_moves();
        let mut parts = self.parts();
        self.resolve_names(&parts);
        let joined = self.joined.then(|| self.join());
        if joined.is_some() {
            parts.clear();
            parts.push(0..self.posts.len());
        }
        self.rank_named();
        let Self {
            title,
            begun,
            is_list,
            file,
            source,
            posts,
            parents,
            mut arena,
            authors,
            answers,
            ranks,
            pending,
            mut notices,
            ..
        } = self;
        let drafts = posts.len();
        arena.shrink_to_fit();
        let Tree { posts, places, articles } =
            build_tree(posts, parents, &parts, &ranks, is_list, &mut notices).ok_or(NoPost)?;
        let is_shelf = articles.len() > 1 || is_list;
        let answers = places.of_pairs(&answers, posts.len());
        let in_order = posts.is_sorted_by_key(Post::start);
        let arena = Arc::new(arena);
        let mut thread = Thread {
            source,
            deepest: Thread::deepest_of(&posts),
            posts,
            arena,
            in_order,
            was_in_order: in_order,
            authors,
            answers,
            ..Thread::blank(&title)
        };
        if is_shelf {
            thread.shelf = headings(&articles, begun, &places);
        } else if let Some(begun) = begun.into_iter().next() {
            (thread.title, thread.url, thread.source) = (begun.called(), begun.url, begun.source);
            thread.file = file;
        }
        thread.more = more::place_stubs(pending, &places, &articles, &thread, joined.is_some());
        let steps = [joined, reordering.map(Reordering::into_places)];
        let (places, _) = steps
            .into_iter()
            .flatten()
            .fold((places, drafts), |(places, drafts), step| (places.after(&step, drafts), step.len()));
        Ok((thread, notices, places))
    }

    /// Moves the drafts in `moved` to where they belong, as if they had been handed over there.
    fn apply_moves(&mut self) -> Option<Reordering> {
        let moved = std::mem::take(&mut self.moved);
        let reordering = Reordering::new(&moved, &mut self.begun, self.posts.len())?;
        self.posts = reordering.in_order(&self.posts);
        self.parents = reordering.in_order(&self.parents);
        if !self.ranks.is_empty() {
            self.ranks.resize(self.posts.len(), 0);
            self.ranks = reordering.in_order(&self.ranks);
        }
        self.parents.iter_mut().for_each(|parent| reordering.follow(parent));
        self.named_parents.iter_mut().for_each(|(draft, _)| reordering.follow(draft));
        self.named_parents.sort_by_key(|&(draft, _)| draft);
        self.pending.iter_mut().for_each(|stub| reordering.follow(&mut stub.parent));
        self.answers.iter_mut().for_each(|(from, to)| {
            reordering.follow(from);
            reordering.follow(to);
        });
        Some(reordering)
    }

    /// The range of drafts of each thread. Drops threads without drafts.
    fn parts(&mut self) -> Vec<Range<usize>> {
        let all = self.posts.len();
        let begun = std::mem::take(&mut self.begun);
        let ends: Vec<_> = begun.iter().skip(1).map(|begun| begun.first).chain([all]).collect();
        let parts: Vec<_> = begun.into_iter().zip(ends).map(|(begun, end)| (begun.first..end, begun)).collect();
        self.pending.retain(|stub| parts.get(stub.thread).is_some_and(|(part, _)| !part.is_empty()));
        for stub in &mut self.pending {
            stub.thread = parts.iter().take(stub.thread).filter(|(part, _)| !part.is_empty()).count();
        }
        let (parts, begun) = parts.into_iter().filter(|(part, _)| !part.is_empty()).unzip();
        self.begun = begun;
        parts
    }

    /// Stores at most `most` bytes of a draft's text and returns how many it stored.
    fn store(&mut self, draft: DraftId, text: &str, most: usize, what: &str) -> usize {
        let kept = text.floor_char_boundary(most);
        if kept < text.len() {
            let place = Place::Post(draft.index());
            self.notices.push(Notice::at(place, format!("its {what} of {} bytes was cut to {kept}", text.len())));
        }
        self.arena.push_str(text.get(..kept).unwrap_or_default());
        kept
    }

    fn intern(&mut self, name: &str) -> AuthorId {
        if let Some(&known) = self.names.get(name) {
            return known;
        }
        let author = AuthorId::new(self.authors.len());
        self.authors.push(name.into());
        self.names.insert(name.into(), author);
        author
    }

    /// Replaces parent ids by the draft of the same thread with that id, if there is one.
    fn resolve_names(&mut self, parts: &[Range<usize>]) {
        if !self.named_parents.is_sorted_by_key(|(draft, _)| *draft) {
            self.named_parents.sort_by_key(|(draft, _)| *draft);
        }
        let mut named = self.named_parents.as_slice();
        for part in parts {
            let here = named.partition_point(|&(draft, _)| (draft as usize) < part.end);
            let (in_part, rest) = named.split_at(here);
            named = rest;
            if in_part.is_empty() {
                continue;
            }
            let mut bearers = FxHashMap::<&str, u32>::default();
            for (draft, post) in self.posts.iter().enumerate().skip(part.start).take(part.len()) {
                let id = self.arena.get(post.id_range()).unwrap_or_default();
                if id.is_empty() {
                    continue;
                }
                if bearers.contains_key(id) && self.joined {
                    continue;
                }
                if bearers.contains_key(id) {
                    let double = format!("has the id {id:?} of an earlier post");
                    self.notices.push(Notice::at(Place::Post(draft), double));
                } else {
                    bearers.insert(id, draft as u32);
                }
            }
            for (draft, id) in in_part {
                if let Some(parent) = self.parents.get_mut(*draft as usize) {
                    *parent = bearers.get(&**id).copied().unwrap_or(BY_ID);
                }
            }
        }
    }
}

impl Builder {
    /// A post stored anew: the words of `rich`, with the id and permalink of `poor` where it lacks one.
    pub(super) fn merged_words(&mut self, rich: &Post, poor: &Post) -> Post {
        let words = |range: Range<usize>| self.arena.get(range).unwrap_or_default().to_owned();
        let either = |one: Range<usize>, other: Range<usize>| words(if one.is_empty() { other } else { one });
        let id = either(rich.id_range(), poor.id_range());
        let url = either(rich.url_range(), poor.url_range());
        let body = words(rich.body_range());
        let start = self.arena.make_room(id.len() + url.len() + body.len());
        [&id, &url, &body].into_iter().for_each(|words| self.arena.push_str(words));
        // Neither is longer than before, so both are within the limits.
        let lengths = Lengths { id: id.len() as u16, url: url.len() as u16, body: body.len() as u32 };
        Post::new(start, lengths, rich.notation())
    }
}

/// The headings of the threads of a shelf, in the order of their openings.
fn headings(articles: &[u32], begun: Vec<Begun>, places: &Places) -> Vec<Heading> {
    let headings = articles.iter().zip(begun).map(|(&article, begun)| Heading {
        opening: places.of(article as usize),
        title: begun.called(),
        url: begun.url,
        source: begun.source,
    });
    let mut headings: Vec<_> = headings.collect();
    headings.sort_by_key(|heading| heading.opening);
    headings
}

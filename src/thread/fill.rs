//! Adds finished threads to others: onto a shelf, or to the posts whose replies were somewhere else.

use super::build::Builder;
use super::draft::{Draft, DraftId, Parent};
use super::more::{Missing, More, Stub};
use super::{PostId, Thread};

/// What came from the address of a stub.
pub(crate) struct Filling<'t> {
    /// The stub.
    pub(crate) more: More,
    /// The thread at its address.
    pub(crate) came: &'t Thread,
    /// For each post of that thread, its place in the one that has the stub. `None` if it is not there yet.
    pub(crate) known: Vec<Option<PostId>>,
}

impl Filling<'_> {
    /// Whether a post only opens the thread that came, and says nothing: the title over a later page.
    fn is_bare(&self, post: PostId) -> bool {
        post == self.came.opening(post) && self.came.body(post).raw.trim().is_empty()
    }

    /// The posts to add.
    fn new_posts(&self) -> impl Iterator<Item = PostId> + '_ {
        let known = |post: PostId| self.known.get(post.index()).copied().flatten();
        let is_added = move |post: &PostId| known(*post).is_none() && !self.is_bare(*post);
        let is_shelf = self.came.is_shelf();
        self.came.ids().filter(move |&post| !(is_shelf && post == PostId::ARTICLE)).filter(is_added)
    }
}

impl Builder {
    /// Adds a finished thread; of a shelf all its threads, each begun anew. Returns the draft of each post.
    pub(crate) fn graft(&mut self, thread: &Thread) -> Vec<Option<DraftId>> {
        let mut drafts = vec![None; thread.len()];
        for opening in thread.openings() {
            self.graft_one(thread, opening, &mut drafts, |_| true);
        }
        self.graft_answers(thread, &drafts);
        drafts
    }

    /// Adds one thread of a thread or shelf, with the stubs that `keeps` keeps.
    fn graft_one(
        &mut self,
        thread: &Thread,
        opening: PostId,
        drafts: &mut [Option<DraftId>],
        keeps: impl Fn(&More) -> bool,
    ) {
        self.begin();
        self.title(thread.title_of(opening));
        self.source(thread.source_of(opening));
        thread.url_of(opening).into_iter().for_each(|url| self.url(url));
        for post in thread.subtree(opening).map(PostId::new) {
            let parent = thread.parent(post).filter(|_| post != opening);
            let parent = parent.and_then(|parent| drafts.get(parent.index()).copied().flatten());
            let draft = self.graft_post(thread, post, parent.map_or(Parent::Nothing, Parent::Draft));
            drafts.get_mut(post.index()).into_iter().for_each(|place| *place = Some(draft));
            thread
                .more_of(post)
                .iter()
                .filter(|more| keeps(more))
                .for_each(|more| self.graft_more(thread, more, draft));
        }
    }

    fn graft_post(&mut self, thread: &Thread, post: PostId, parent: Parent<'_>) -> DraftId {
        let (about, body, writer) = (thread.post(post), thread.body(post), thread.writer(post));
        self.add(Draft {
            parent,
            id: thread.source_id(post),
            author: writer.map(|writer| writer.name),
            author_inferred: about.author_is_inferred(),
            time: about.time(),
            score: about.score(),
            url: thread.permalink(post),
            notation: about.notation(),
            body: body.raw,
            gone: about.gone(),
        })
    }

    fn graft_more(&mut self, thread: &Thread, more: &More, draft: DraftId) {
        let missing = match more.count {
            count if thread.elsewhere(more.parent).is_some() => Missing::Whole(count),
            count => count.map_or(Missing::Others, Missing::Count),
        };
        self.more(Stub { parent: Parent::Draft(draft), missing, address: more.address.as_deref(), first: None });
    }

    fn graft_answers(&mut self, thread: &Thread, drafts: &[Option<DraftId>]) {
        let draft = |post: PostId| drafts.get(post.index()).copied().flatten();
        for post in thread.ids() {
            let pair = draft(post).zip(thread.answers(post).and_then(draft));
            pair.into_iter().for_each(|(from, to)| self.answers(from, to));
        }
    }

    /// Adds what came for a stub. `drafts` holds those of the thread that has the stub.
    fn graft_filling(&mut self, filling: &Filling<'_>, drafts: &[Option<DraftId>], has_stub: impl Fn(&More) -> bool) {
        let Filling { more, came, known } = filling;
        let of = |post: PostId| drafts.get(post.index()).copied().flatten();
        let mut added: Vec<Option<DraftId>> = vec![None; came.len()];
        let mut places: Vec<Option<DraftId>> = known.iter().map(|known| known.and_then(of)).collect();
        places.resize(came.len(), None);
        for post in filling.new_posts() {
            let above = came.parent(post).and_then(|parent| places.get(parent.index()).copied().flatten());
            let parent = above.or_else(|| of(more.parent)).map_or(Parent::Article, Parent::Draft);
            let draft = self.graft_post(came, post, parent);
            for list in [&mut places, &mut added] {
                list.get_mut(post.index()).into_iter().for_each(|place| *place = Some(draft));
            }
        }
        for row in came.more().iter().filter(|row| row.address != more.address && !has_stub(row)) {
            let parent = places.get(row.parent.index()).copied().flatten().or_else(|| of(more.parent));
            parent.into_iter().for_each(|parent| self.graft_more(came, row, parent));
        }
        self.graft_answers(came, &added);
    }
}

impl Thread {
    /// The posts that open its threads: one, or those of a shelf.
    fn openings(&self) -> Vec<PostId> {
        if self.is_shelf() { self.children(PostId::ARTICLE).collect() } else { vec![PostId::ARTICLE] }
    }

    /// The thread with what came for its stubs, in the order of its source. Posts that it has stay as they are; stubs
    /// that were filled are gone. Also for each post of this thread its new place, and how many posts came.
    pub(crate) fn filled(&self, fillings: &[Filling<'_>]) -> Option<(Self, Vec<PostId>, usize)> {
        let came = fillings.iter().map(|filling| filling.new_posts().count()).sum();
        let mut builder = Builder::new(self.source());
        builder.shelf_title(self.title());
        builder.file(self.file());
        let mut drafts = vec![None; self.len()];
        for opening in self.openings() {
            let own = |filling: &&Filling<'_>| self.opening(filling.more.parent) == opening;
            let is_filled = |more: &More| fillings.iter().any(|filling| filling.more == *more);
            builder.graft_one(self, opening, &mut drafts, |more| !is_filled(more));
            for filling in fillings.iter().filter(own) {
                let has_stub =
                    |row: &More| self.more().iter().any(|more| more.address.is_some() && more.address == row.address);
                builder.graft_filling(filling, &drafts, has_stub);
            }
        }
        builder.graft_answers(self, &drafts);
        let (thread, of) = builder.finish_with_places().ok()?;
        let place = |draft: &Option<DraftId>| draft.map_or(PostId::ARTICLE, &of);
        let places = drafts.iter().map(place).collect();
        Some((thread, places, came))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(thread: &Thread) -> Vec<String> {
        let line = |post: PostId| {
            let more: Vec<_> = thread.more_of(post).iter().map(More::words).collect();
            let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join("; ")) };
            format!("{}{}{more}", "  ".repeat(thread.depth(post)), thread.body(post).raw)
        };
        thread.ids().map(line).collect()
    }

    fn draft<'a>(id: &'a str, parent: Parent<'a>) -> Draft<'a> {
        Draft { id: Some(id), parent, body: id, ..Draft::default() }
    }

    /// `a` with the replies `b` and `c`; of `b` two replies are elsewhere.
    fn before() -> Thread {
        let mut builder = Builder::new("test");
        builder.title("The lamp");
        builder.add(draft("a", Parent::Nothing));
        builder.add(draft("b", Parent::Id("a")));
        builder.add(draft("c", Parent::Id("a")));
        let stub = Stub { parent: Parent::Id("b"), missing: Missing::Count(2), ..Stub::default() };
        builder.more(Stub { address: Some("https://harbour.example/b"), ..stub });
        builder.finish().unwrap().thread
    }

    #[test]
    fn what_came_hangs_where_it_belongs_and_its_stub_is_gone() {
        let before = before();
        let mut builder = Builder::new("test");
        builder.add(draft("b", Parent::Nothing));
        builder.add(draft("d", Parent::Id("b")));
        builder.add(draft("e", Parent::Id("d")));
        builder.more(Stub { parent: Parent::Id("e"), missing: Missing::Count(7), ..Stub::default() });
        let came = builder.finish().unwrap().thread;
        let more = before.more()[0].clone();
        let known = vec![Some(PostId::new(1)), None, None];
        let (thread, places, many) = before.filled(&[Filling { more, came: &came, known }]).unwrap();
        assert_eq!(outline(&thread), ["a", "  b", "    d", "      e (7 more replies, not here)", "  c"]);
        assert_eq!(places, [0, 1, 4].map(PostId::new));
        assert_eq!((many, thread.title()), (2, "The lamp"));
    }

    #[test]
    fn the_title_over_a_later_page_is_no_post() {
        let before = before();
        let mut builder = Builder::new("test");
        builder.add(Draft { parent: Parent::Nothing, ..Draft::default() });
        builder.add(draft("d", Parent::Article));
        let came = builder.finish().unwrap().thread;
        let more = before.more()[0].clone();
        let (thread, ..) = before.filled(&[Filling { more, came: &came, known: vec![None, None] }]).unwrap();
        assert_eq!(outline(&thread), ["a", "  b", "    d", "  c"]);
    }

    #[test]
    fn of_several_threads_the_others_stay_as_they_are() {
        let mut shelf = Builder::new("test");
        shelf.graft(&before());
        shelf.graft(&before());
        let shelf = shelf.finish().unwrap().thread;
        let came = before();
        let more = shelf.more()[0].clone();
        let filling = Filling { more, came: &came, known: vec![Some(PostId::new(1)), None, None] };
        let (thread, places, many) = shelf.filled(&[filling]).unwrap();
        assert_eq!(many, 2);
        assert_eq!((thread.len(), places.len(), places[4]), (9, 7, PostId::new(6)));
        assert_eq!(thread.more().len(), 1, "that of the other thread");
    }

    #[test]
    fn a_thread_on_a_shelf_keeps_whom_its_posts_speak_to() {
        let mut own = Builder::new("test");
        let article = own.add(Draft { parent: Parent::Nothing, body: "lamp", ..Draft::default() });
        let reply = |body| Draft { parent: Parent::Draft(article), body, ..Draft::default() };
        let (first, second) = (own.add(reply("oil")), own.add(reply("wick")));
        own.answers(second, first);
        let thread = own.finish().unwrap().thread;
        let mut shelf = Builder::new("test");
        for _ in 0..2 {
            shelf.graft(&thread);
        }
        let shelf = shelf.finish().unwrap().thread;
        let answers: Vec<_> = shelf.ids().map(|post| shelf.answers(post).map(PostId::index)).collect();
        assert_eq!(answers, [None, None, None, Some(2), None, None, Some(5)]);
    }
}

//! A query compiled for one thread, and applied to runs of its posts.
//!
//! A run is tested at once and the result is a set of bits: each step narrows what the next one examines. If the text
//! of a run is stored in order, words are sought in all of it, and only posts where they turn up are examined.

use super::Facts;
use super::bitset::BitSet;
use super::expression::{Kin, Step, Term, name_pattern};
use super::finder::Finder;
use super::language::{Holding, Key, State};
use super::phrase::{Phrase, compiled};
use super::value::{Age, Range};
use super::{Query, Wanted};
use crate::thread::{AuthorId, Body, Gone, Notation, PostId, PostSet, Thread, Time};
use memchr::memmem;
use std::ops;

/// What is wanted, compiled for one thread.
pub(super) struct Sieve<'a> {
    thread: &'a Thread,
    now: Time,
    steps: Vec<Node<'a>>,
}

/// A step of a query with its test.
#[derive(Clone)]
enum Node<'a> {
    Test(Test<'a>),
    Not,
    All(usize),
    Any(usize),
}

/// A condition for a post.
#[derive(Clone)]
enum Test<'a> {
    /// Its author's name has the phrase (by author), its text has it, or it opens a thread whose title has it.
    Said(&'a Phrase, Vec<bool>, PostSet),
    Author(Vec<bool>),
    Number(Key, Range),
    Drift(Range, &'a Facts),
    After(Time),
    Before(Time),
    Age(Age),
    /// Its text is gone, in one of these ways.
    Gone(&'static [Gone]),
    In(PostSet),
    Out(PostSet),
    /// It is by the author of the opening post; for each thread of a shelf where that begins.
    Op(Vec<(usize, Option<AuthorId>)>),
    /// It contains that; the finder seeks signs of it.
    Has(Holding, Option<Finder>),
    Under(ops::Range<usize>),
    Id(&'a str),
    Url(regex::Regex),
    Never,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(thread: &'a Thread, wanted: &'a Wanted) -> Self {
        let mut now = Time::from_millis(0);
        let alone = |test| vec![Node::Test(test)];
        let steps = match wanted {
            Wanted::Query(query, facts) => {
                now = facts.now;
                compile(thread, query, facts)
            }
            Wanted::Author(author) => alone(Test::Author(thread.authors().map(|(id, _)| id == *author).collect())),
            Wanted::HighScore => alone(Test::Number(Key::Score, Range::From(high_score(thread)))),
            Wanted::Links => alone(has(Holding::Link)),
            Wanted::Code => alone(has(Holding::Code)),
        };
        Self { thread, now, steps }
    }

    /// The posts of a run that pass.
    pub(super) fn pass(&self, run: &ops::Range<usize>) -> BitSet {
        let mut open: Vec<OpenStep> = Vec::new();
        let mut among = BitSet::all(run.len());
        for node in &self.steps {
            let (kind, left) = match node {
                Node::Test(test) => {
                    let mut passed = self.test(test, run, &among);
                    // A result goes up as long as it completes a step.
                    loop {
                        let Some(mut under) = open.pop() else { return passed };
                        under.take(passed);
                        if under.left > 0 {
                            among = under.next_candidates();
                            open.push(under);
                            break;
                        }
                        passed = under.passed;
                    }
                    continue;
                }
                Node::Not => (Connective::Not, 1),
                Node::All(many) => (Connective::All, *many),
                Node::Any(many) => (Connective::Any, *many),
            };
            open.push(OpenStep { kind, left, among: among.clone(), passed: BitSet::none(run.len()) });
        }
        BitSet::none(run.len())
    }

    /// The members of `among` that pass a test.
    fn test(&self, test: &Test<'_>, run: &ops::Range<usize>, among: &BitSet) -> BitSet {
        let thread = self.thread;
        let of = |passes: &dyn Fn(PostId) -> bool| BitSet::of(among, |at| passes(PostId::new(run.start + at)));
        match test {
            Test::Said(phrase, authors, titled) => {
                let named = of(&|post| is_by(thread, post, authors) || titled.contains(post));
                let mut passed = self.said(phrase, run, &among.clone().without(&named));
                passed.add(&named);
                passed
            }
            Test::Author(authors) => of(&|post| is_by(thread, post, authors)),
            Test::Number(key, range) => of(&|post| number(thread, *key, post).is_some_and(|number| range.has(number))),
            Test::Drift(range, facts) => of(&|post| {
                let drift = facts.drift.as_ref().and_then(|drift| drift(post));
                drift.is_some_and(|drift| range.has(drift.into()))
            }),
            Test::After(day) => of(&|post| thread.post(post).time().is_some_and(|time| time >= *day)),
            Test::Before(day) => of(&|post| thread.post(post).time().is_some_and(|time| time < *day)),
            Test::Age(age) => of(&|post| thread.post(post).time().is_some_and(|time| age.has(time, self.now))),
            Test::Gone(ways) => of(&|post| thread.post(post).gone().is_some_and(|gone| ways.contains(&gone))),
            Test::In(posts) => of(&|post| posts.contains(post)),
            Test::Out(posts) => of(&|post| !posts.contains(post)),
            Test::Op(openings) => of(&|post| {
                let place = openings.partition_point(|(start, _)| *start <= post.index());
                let opener = place.checked_sub(1).and_then(|place| openings.get(place)).and_then(|(_, author)| *author);
                opener.is_some() && thread.post(post).author() == opener
            }),
            Test::Has(holding, finder) => {
                let holds = |at: usize| holds(thread.body(PostId::new(run.start + at)), *holding);
                finder
                    .as_ref()
                    .map_or_else(|| BitSet::of(among, holds), |finder| self.scan(finder, false, run, among, holds))
            }
            Test::Under(posts) => of(&|post| posts.contains(&post.index())),
            Test::Id(id) => of(&|post| thread.source_id(post) == Some(id)),
            Test::Url(part) => of(&|post| thread.permalink(post).is_some_and(|url| part.is_match(url))),
            Test::Never => BitSet::none(run.len()),
        }
    }

    /// The members of `among` whose text says a phrase.
    fn said(&self, phrase: &Phrase, run: &ops::Range<usize>, among: &BitSet) -> BitSet {
        let post = |at: usize| PostId::new(run.start + at);
        let finder = |at: usize| phrase.finder(self.thread.post(post(at)).notation());
        let says = |at: usize| phrase.is_said(self.thread.body(post(at)));
        let html = BitSet::of(among, |at| self.thread.post(post(at)).notation() == Notation::Html);
        let mut passed = BitSet::none(run.len());
        // HTML may write the phrase in another way, so it has a finder of its own.
        for posts in [among.clone().without(&html), html] {
            match posts.ones().next().map(finder) {
                Some(Some(finder)) => passed.add(&self.scan(finder, phrase.is_plain(), run, &posts, says)),
                Some(None) => passed.add(&BitSet::of(&posts, says)),
                None => {}
            }
        }
        passed
    }

    /// The members of `among` in whose text the finder finds something and which pass a closer look. With `is_all` the
    /// match is proof enough, except in HTML.
    fn scan(
        &self,
        finder: &Finder,
        is_all: bool,
        run: &ops::Range<usize>,
        among: &BitSet,
        passes: impl Fn(usize) -> bool,
    ) -> BitSet {
        let thread = self.thread;
        let body = |at: usize| thread.body(PostId::new(run.start + at)).raw.as_bytes();
        let alone = |at: usize| finder.find(body(at), 0).is_some() && passes(at);
        if among.count() * SPARSE < run.len() {
            return BitSet::of(among, alone);
        }
        let mut passed = BitSet::none(run.len());
        let (mut next, mut crossings) = (run.start, 0);
        while next < run.end {
            // A match that goes on from post to post could be followed to the end from each of them: quadratic.
            let Some(stored) = thread.side_by_side(next..run.end).filter(|_| crossings <= CROSSINGS) else {
                passed.add(&BitSet::of(among, |at| run.start + at >= next && alone(at)));
                break;
            };
            let (text, mut from, mut post) = (stored.text.as_bytes(), 0, next);
            next = stored.posts.end;
            while let Some(found) = finder.find(text, from) {
                post = thread.post_stored_at(stored.start + found.start, post..stored.posts.end);
                let body = thread.place_of_body(PostId::new(post));
                let (begins, ends) = (body.start - stored.start, body.end - stored.start);
                crossings += usize::from(found.end > ends || found.start < begins);
                if found.start < begins {
                    // In its id or its permalink, which both stand before its text.
                    from = begins;
                    continue;
                }
                let at = post - run.start;
                let is_sure = || {
                    let notation = thread.post(PostId::new(post)).notation();
                    is_all && found.end <= ends && notation != Notation::Html
                };
                if among.contains(at) && (is_sure() || passes(at)) {
                    passed.insert(at);
                }
                from = ends.max(found.start + 1);
                if crossings > CROSSINGS {
                    next = post + 1;
                    break;
                }
            }
        }
        passed
    }
}

/// Matches in a run that may reach from one post into another.
const CROSSINGS: usize = 64;
/// If fewer than one post in this many is asked about, each is examined alone.
const SPARSE: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Connective {
    Not,
    All,
    Any,
}

/// A step with operands to come.
struct OpenStep {
    kind: Connective,
    left: usize,
    /// The posts in question.
    among: BitSet,
    /// For any, the posts that passed an operand so far; otherwise the result of the last operand.
    passed: BitSet,
}

impl OpenStep {
    fn take(&mut self, passed: BitSet) {
        self.left -= 1;
        match self.kind {
            Connective::Not => self.passed = self.among.clone().without(&passed),
            Connective::All => {
                self.among.clone_from(&passed);
                self.passed = passed;
            }
            Connective::Any => self.passed.add(&passed),
        }
    }

    /// The posts that the next operand must examine.
    fn next_candidates(&self) -> BitSet {
        match self.kind {
            Connective::Any => self.among.clone().without(&self.passed),
            Connective::Not | Connective::All => self.among.clone(),
        }
    }
}

/// The steps of a query with their tests. The cheapest operands come first.
fn compile<'a>(thread: &'a Thread, query: &'a Query, facts: &'a Facts) -> Vec<Node<'a>> {
    // Backwards, so that the operands of a step are complete when it comes.
    let mut done: Vec<(u8, Vec<Node<'a>>)> = Vec::new();
    for step in query.steps.iter().rev() {
        let (node, many) = match step {
            Step::Term(term) => {
                done.push((cost(term), vec![Node::Test(test(thread, term, facts))]));
                continue;
            }
            Step::With(kin) => {
                let (cost, steps) = done.pop().unwrap_or_default();
                let hits = Sieve { thread, now: facts.now, steps }.pass(&(0..thread.len()));
                let hits = hits.ones().map(PostId::new);
                let kin = match kin {
                    Kin::Replies => below(thread, hits),
                    Kin::Ancestors => thread.with_ancestors(hits),
                };
                done.push((cost, vec![Node::Test(Test::In(kin))]));
                continue;
            }
            Step::Not => (Node::Not, 1),
            Step::All(many) => (Node::All(*many), *many),
            Step::Any(many) => (Node::Any(*many), *many),
        };
        let mut operands = done.split_off(done.len().saturating_sub(many));
        operands.reverse();
        operands.sort_by_key(|(cost, _)| *cost);
        let cost = operands.last().map_or(0, |(cost, _)| *cost);
        let nodes = std::iter::once(node).chain(operands.into_iter().flat_map(|(_, nodes)| nodes));
        done.push((cost, nodes.collect()));
    }
    done.pop().map(|(_, nodes)| nodes).unwrap_or_default()
}

fn cost(term: &Term) -> u8 {
    match term {
        Term::Said(phrase) if phrase.is_plain() => 1,
        Term::Has(_) => 2,
        Term::Said(_) => 3,
        _ => 0,
    }
}

fn test<'a>(thread: &'a Thread, term: &'a Term, facts: &'a Facts) -> Test<'a> {
    let authors = |is: &dyn Fn(AuthorId, &str) -> bool| thread.authors().map(|(id, name)| is(id, name)).collect();
    match term {
        Term::Said(phrase) => {
            let has = |title: &str| facts.with_titles && phrase.is_in(title);
            Test::Said(phrase, authors(&|_, name| phrase.is_in(name)), titled(thread, has))
        }
        Term::Author { name, whole } => match compiled(&name_pattern(name, *whole)) {
            Ok(regex) => Test::Author(authors(&|_, known| regex.is_match(known))),
            Err(_) => Test::Never,
        },
        Term::Number(Key::Drift, range) => Test::Drift(*range, facts),
        Term::Number(key, range) => Test::Number(*key, *range),
        Term::After(time, _) => Test::After(*time),
        Term::Before(time, _) => Test::Before(*time),
        Term::Age(age) => Test::Age(*age),
        Term::Is(State::Unread) => Test::In(facts.unread.clone()),
        Term::Is(State::Read) => Test::Out(facts.unread.clone()),
        Term::Is(State::New) => Test::In(facts.new.clone()),
        Term::Is(State::Marked) => Test::In(facts.marked.clone()),
        Term::Is(State::Folded) => Test::In(below(thread, facts.folded.within(0..thread.len()))),
        Term::Is(State::Away) => Test::In(below(thread, facts.away.iter().map(|(post, _)| *post))),
        Term::Is(State::Mine) => Test::Author(authors(&|id, _| facts.own.contains(&id))),
        Term::Is(State::Deleted) => Test::Gone(&[Gone::Author, Gone::Moderator]),
        Term::Is(State::Removed) => Test::Gone(&[Gone::Moderator]),
        Term::Is(State::Op) => Test::Op(openers(thread)),
        Term::Label(label) => {
            let labelled = facts.away.iter().filter(|(_, known)| known.eq_ignore_ascii_case(label));
            Test::In(below(thread, labelled.map(|(post, _)| *post)))
        }
        Term::Has(holding) => has(*holding),
        Term::Under(number) => {
            let first = thread.number(facts.article);
            let post = thread.numbered(first.saturating_add(*number));
            match post.filter(|&post| thread.contains(facts.article, post)) {
                Some(post) => Test::Under(thread.subtree(post)),
                None => Test::Never,
            }
        }
        Term::Title(part) => match compiled(&name_pattern(part, false)) {
            Ok(regex) => Test::In(titled(thread, |title| regex.is_match(title))),
            Err(_) => Test::Never,
        },
        Term::Id(id) => Test::Id(id),
        Term::Url(part) => match compiled(&name_pattern(part, false)) {
            Ok(regex) => Test::Url(regex),
            Err(_) => Test::Never,
        },
    }
}

fn has<'a>(holding: Holding) -> Test<'a> {
    let signs = match holding {
        Holding::Link => "://|mailto:",
        Holding::Code => "```|~~~|<code|<pre|    ",
        Holding::Quote => ">|&gt;|<blockquote|<q>",
    };
    Test::Has(holding, Finder::new(signs, true))
}

/// Some posts, given in document order, and everything below them.
fn below(thread: &Thread, posts: impl Iterator<Item = PostId>) -> PostSet {
    let mut all = PostSet::none(thread.len());
    let mut end = 0;
    for post in posts.filter(|post| post.index() < thread.len()) {
        // A post inside the last subtree adds nothing.
        if post.index() >= end {
            end = thread.subtree(post).end;
            all.insert_all(thread.subtree(post));
        }
    }
    all
}

/// The posts that open the threads of a shelf, or the article.
fn openings(thread: &Thread) -> impl Iterator<Item = PostId> + '_ {
    let shelf = thread.is_shelf().then(|| thread.children(PostId::ARTICLE));
    let alone = (!thread.is_shelf()).then_some(PostId::ARTICLE);
    shelf.into_iter().flatten().chain(alone)
}

/// The start of each thread, and the author of its opening post.
fn openers(thread: &Thread) -> Vec<(usize, Option<AuthorId>)> {
    openings(thread).map(|post| (post.index(), thread.post(post).author())).collect()
}

/// The opening posts of threads whose title passes a test.
fn titled(thread: &Thread, is_such: impl Fn(&str) -> bool) -> PostSet {
    let mut posts = PostSet::none(thread.len());
    openings(thread).filter(|&opening| is_such(thread.title_of(opening))).for_each(|opening| posts.insert(opening));
    posts
}

fn is_by(thread: &Thread, post: PostId, authors: &[bool]) -> bool {
    thread.post(post).author().is_some_and(|author| authors.get(author.index()) == Some(&true))
}

fn number(thread: &Thread, key: Key, post: PostId) -> Option<f64> {
    match key {
        Key::Score => thread.post(post).score().map(f64::from),
        Key::Replies => Some(thread.descendants(post) as f64),
        Key::Depth => {
            let shelf = usize::from(thread.is_shelf());
            Some(thread.depth(post).saturating_sub(shelf) as f64)
        }
        _ => None,
    }
}

/// The score that a tenth of the replies reach; infinity if there are no scores.
fn high_score(thread: &Thread) -> f64 {
    let mut scores: Vec<i32> = thread.ids().skip(1).filter_map(|id| thread.post(id).score()).collect();
    let place = scores.len() * 9 / 10;
    if scores.is_empty() {
        return f64::INFINITY;
    }
    f64::from(*scores.select_nth_unstable(place).1)
}

/// Whether a raw body has any of the marks that notations have for something.
fn holds(body: Body<'_>, holding: Holding) -> bool {
    let raw = body.raw;
    let has = |marks: &[&str]| marks.iter().any(|mark| memmem::find(raw.as_bytes(), mark.as_bytes()).is_some());
    let is_html = body.notation == Notation::Html;
    match holding {
        Holding::Link => has(&["http://", "https://", "gemini://", "gopher://", "mailto:"]),
        Holding::Code if is_html => has(&["<code", "<pre", "<CODE", "<PRE"]),
        Holding::Code => has(&["```", "~~~", "<code", "<pre", "\n\n    "]) || raw.starts_with("    "),
        Holding::Quote if is_html => has(&["<blockquote", "<BLOCKQUOTE", "&gt; ", "<q>"]),
        Holding::Quote => raw.starts_with('>') || has(&["\n>"]),
    }
}

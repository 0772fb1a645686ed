//! Finds whom posts address besides the post that they answer, by the sentences they quote and the names they open
//! with.

use super::html_lines::text_lines;
use super::quoted::Quotations;
use crate::thread::address::{Address, Form, address, folded};
use crate::thread::{AuthorId, PostId, Thread};
use std::collections::HashMap;

/// Who addresses whom in a thread, apart from replies to a parent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// Pairs of a post and the post that it addresses, sorted.
    by: Vec<(PostId, PostId)>,
    /// Pairs of an addressed post and the post that addresses it, sorted.
    to: Vec<(PostId, PostId)>,
}

/// Characters at the start of a text in which a colon must stand before its opening is parsed for a name.
const COLON_WITHIN: usize = 48;

impl Spoken {
    /// Finds who addresses whom. `None` once `wanted` returns false. Two passes over the thread; the order of its
    /// replies does not matter.
    pub fn of(thread: &Thread, mut wanted: impl FnMut() -> bool) -> Option<Self> {
        let order = in_order_of_the_source(thread);
        let (mut names, mut quotations) = (Names::of(thread), Quotations::default());
        let (mut pairs, mut named) = (Vec::new(), Vec::new());
        let mut buffer = String::new();
        let mut opening = PostId::ARTICLE;
        let opens = |post: PostId| thread.is_shelf() && thread.depth(post) <= 1;
        for (number, &post) in order.iter().enumerate() {
            if !wanted() {
                return None;
            }
            opening = if opens(post) { post } else { opening };
            let text = text_lines(thread.body(post), &mut buffer);
            let parent = thread.parent(post).map_or(0, |parent| thread.number(parent));
            quotations.gather(number as u32, number.max(parent) as u32, opening, text);
            match thread.answers(post) {
                Some(answered) => pairs.push((post, answered)),
                None => named.extend(names.spoken_to(thread, post, opening, text).map(|other| (post, other))),
            }
            names.record(thread, post, opening);
        }
        quotations.finish_gathering();
        for (number, &post) in order.iter().enumerate() {
            if !wanted() {
                return None;
            }
            opening = if opens(post) { post } else { opening };
            if quotations.matters(number as u32, opening) {
                quotations.search(number as u32, opening, text_lines(thread.body(post), &mut buffer));
            }
        }
        let parent = |number: u32| Some(thread.number(thread.parent(*order.get(number as usize)?)?) as u32);
        for (from, to) in quotations.pairs(parent) {
            pairs.extend(order.get(from as usize).copied().zip(order.get(to as usize).copied()));
        }
        // A quotation tells more than a name, so it wins.
        pairs.sort_unstable();
        named.retain(|&(from, _)| {
            let place = pairs.partition_point(|&(known, _)| known < from);
            pairs.get(place).is_none_or(|&(known, _)| known != from)
        });
        pairs.append(&mut named);
        Some(Self::from_pairs(pairs))
    }

    /// The number of pairs of a post and a post that it addresses.
    #[expect(clippy::len_without_is_empty, reason = "nobody asks whether anybody speaks")]
    pub fn len(&self) -> usize {
        self.by.len()
    }

    fn from_pairs(mut by: Vec<(PostId, PostId)>) -> Self {
        by.sort_unstable();
        by.dedup();
        by.shrink_to_fit();
        let mut to: Vec<_> = by.iter().map(|&(from, to)| (to, from)).collect();
        to.sort_unstable();
        Self { by, to }
    }

    /// The posts that a post addresses, in document order.
    pub(crate) fn by(&self, post: PostId) -> impl ExactSizeIterator<Item = PostId> + use<'_> {
        of_first(&self.by, post)
    }

    /// The posts that address a post, in document order.
    pub(crate) fn to(&self, post: PostId) -> impl ExactSizeIterator<Item = PostId> + use<'_> {
        of_first(&self.to, post)
    }

    /// The same pairs after the posts moved; drops those whose posts are gone.
    pub(crate) fn moved(&self, places: &[Option<PostId>]) -> Self {
        let now = |post: PostId| places.get(post.index()).copied().flatten();
        Self::from_pairs(self.by.iter().filter_map(|&(from, to)| now(from).zip(now(to))).collect())
    }
}

fn of_first(pairs: &[(PostId, PostId)], post: PostId) -> impl ExactSizeIterator<Item = PostId> + use<'_> {
    let start = pairs.partition_point(|&(first, _)| first < post);
    let end = pairs.partition_point(|&(first, _)| first <= post);
    pairs.get(start..end).unwrap_or_default().iter().map(|&(_, second)| second)
}

/// All posts in the order of the source.
fn in_order_of_the_source(thread: &Thread) -> Vec<PostId> {
    let mut order = vec![PostId::ARTICLE; thread.len()];
    for post in thread.ids() {
        if let Some(place) = order.get_mut(thread.number(post)) {
            *place = post;
        }
    }
    order
}

/// The names in a thread, and the latest post under each.
struct Names {
    /// The index of each name, folded.
    places: HashMap<String, usize>,
    /// The index of each author's name.
    of_author: Vec<usize>,
    /// For each name the latest post, and the opening post of its thread.
    latest: Vec<Option<(PostId, PostId)>>,
}

impl Names {
    fn of(thread: &Thread) -> Self {
        let mut places = HashMap::new();
        let mut of_author = Vec::with_capacity(thread.authors().len());
        for (_, name) in thread.authors() {
            let many = places.len();
            of_author.push(*places.entry(folded(name)).or_insert(many));
        }
        let latest = vec![None; places.len()];
        Self { places, of_author, latest }
    }

    fn place(&self, author: Option<AuthorId>) -> Option<usize> {
        self.of_author.get(author?.index()).copied()
    }

    /// The name that is addressed. In a short line after `@` it may be all words, or only the first of them.
    fn named(&self, address: Address<'_>) -> Option<usize> {
        let mut name = address.name;
        loop {
            let known = folded(name);
            if let Some(&place) = self.places.get(&known).filter(|_| !known.is_empty()) {
                return Some(place);
            }
            (name, _) = name.rsplit_once(char::is_whitespace).filter(|_| address.form == Form::At)?;
        }
    }

    /// The latest post by the author whom the opening of a text names. `None` if that author wrote this post or its
    /// parent.
    fn spoken_to(&self, thread: &Thread, post: PostId, opening: PostId, text: &str) -> Option<PostId> {
        if !may_name(text) {
            return None;
        }
        let place = self.named(address(text)?)?;
        let wrote = |post: PostId| self.place(thread.post(post).author()) == Some(place);
        if wrote(post) || thread.parent(post).is_some_and(wrote) {
            return None;
        }
        let &(latest, its_opening) = self.latest.get(place)?.as_ref()?;
        (its_opening == opening).then_some(latest)
    }

    fn record(&mut self, thread: &Thread, post: PostId, opening: PostId) {
        if let Some(latest) = self.place(thread.post(post).author()).and_then(|place| self.latest.get_mut(place)) {
            *latest = Some((post, opening));
        }
    }
}

/// Whether a text may begin with a name; most do not.
fn may_name(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('@') || text.bytes().take(COLON_WITHIN).any(|byte| byte == b':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, DraftId, Notation, Parent, Sort};

    /// Posts by their parent, author and body.
    fn thread(posts: &[(usize, &str, &str)]) -> Thread {
        let mut builder = Builder::new("test");
        for (n, &(parent, author, body)) in posts.iter().enumerate() {
            let parent = if n == 0 { Parent::Nothing } else { Parent::Draft(DraftId::new(parent)) };
            let notation = if body.starts_with('<') { Notation::Html } else { Notation::Plain };
            builder.add(Draft { parent, author: Some(author), body, notation, ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    /// Who speaks to whom, by their numbers.
    fn pairs(thread: &Thread) -> Vec<(usize, usize)> {
        let spoken = Spoken::of(thread, || true).unwrap();
        let by = |from| spoken.by(from).map(move |to| (from, to));
        let to = |to| spoken.to(to).map(move |from| (from, to));
        let numbers = |(from, to)| (thread.number(from), thread.number(to));
        let mut pairs: Vec<_> = thread.ids().flat_map(by).map(numbers).collect();
        let mut turned: Vec<_> = thread.ids().flat_map(to).map(numbers).collect();
        pairs.sort_unstable();
        turned.sort_unstable();
        assert_eq!(pairs, turned);
        pairs
    }

    const CHART: &str = "The chart that hangs in the harbour office is wrong.";

    #[test]
    fn a_quoted_sentence_and_a_name_lead_to_their_posts() {
        let thread = thread(&[
            (0, "keeper", "It went out."),
            (0, "mara", CHART),
            (0, "oldsalt", "It is not."),
            (0, "gull", "Re: “the chart that hangs in the harbour office”\n\nWhich one?"),
            (0, "mara", "@gull the one of 1908."),
            (0, "tidewise", "@Gull: here"),
            (0, "yuki", "So:\n\n> the chart that hangs\n> in the harbour office\n\nNo.\n> It is not.\n"),
            (0, "nils", "@nobody here"),
            (0, "gull", "@mara of course"),
            (0, "nils", "<p>No.<blockquote>The chart that <i>hangs</i> in the harbour office</blockquote>"),
        ]);
        assert_eq!(pairs(&thread), [(3, 1), (4, 3), (5, 3), (6, 1), (8, 4), (9, 1)]);
    }

    #[test]
    fn who_quotes_or_names_the_answered_post_speaks_to_that_one() {
        let thread = thread(&[
            (0, "keeper", "It went out."),
            (0, "mara", CHART),
            (1, "gull", "> the chart that hangs in the harbour office\n\nmara: No."),
            (2, "mara", "> the chart that hangs in the harbour office\n\nYes."),
            (3, "gull", "@mara no"),
            (4, "mara", "mara: yes"),
        ]);
        assert_eq!(pairs(&thread), []);
    }

    #[test]
    fn the_order_of_the_replies_does_not_matter() {
        let thread = thread(&[
            (0, "keeper", "It went out."),
            (0, "mara", CHART),
            (0, "gull", "@mara no"),
            (2, "tide", "> the chart that hangs in the harbour office\n\nYes."),
        ]);
        let (sorted, places) = thread.sorted(Sort::Size, |_| None, || true).unwrap();
        assert_ne!(sorted.number(PostId::new(1)), 1);
        assert_eq!(pairs(&sorted), pairs(&thread));
        let moved = Spoken::of(&thread, || true).unwrap().moved(&places.into_iter().map(Some).collect::<Vec<_>>());
        assert_eq!(Some(moved), Spoken::of(&sorted, || true));
    }

    #[test]
    fn it_ends_when_it_is_not_wanted_any_more() {
        assert_eq!(Spoken::of(&thread(&[(0, "mara", CHART)]), || false), None);
    }

    #[test]
    fn one_word_said_over_and_over_takes_no_longer_than_others() {
        let said = "chips ".repeat(100_000);
        let quoted: Vec<String> = (5..300).map(|many| format!("> {}", "chips ".repeat(many))).collect();
        let mut posts = vec![(0, "keeper", "It went out."), (0, "gull", &*said)];
        posts.extend(quoted.iter().map(|body| (0, "mara", &**body)));
        let found = pairs(&thread(&posts));
        assert_eq!(found.len(), quoted.len());
        assert!(found.iter().all(|&(_, to)| to == 1));
    }
}

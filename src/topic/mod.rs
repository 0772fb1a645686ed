//! How far a branch has drifted from what its thread is about. Knows neither the screen nor what is folded.

mod background;
mod bags;
mod count;
mod distances;
mod gathered;
mod lexicon;
mod logarithm;
mod model;
mod prose;
mod tokens;
mod words;

use crate::thread::{PostId, Text, Thread};
use count::Counted;
pub use distances::Distances;
use lexicon::Lexicon;
use std::sync::Arc;

/// How far a subthread must have drifted to be suggested, unless the reader says otherwise.
pub const THRESHOLD: f32 = 0.5;

/// The scores of one thread.
#[derive(Debug, Clone)]
pub struct Drift {
    opening: PostId,
    /// For each post below the opening one, in document order, what is known of the subthread below it.
    subthreads: Vec<Subthread>,
    verdict: Verdict,
    lexicon: Arc<Lexicon>,
    held: Vec<Text>,
}

/// What is known of a subthread, in thousandths.
#[derive(Debug, Clone, Copy)]
struct Subthread {
    /// How far it has drifted; [`UNSCORED`] where that is not known.
    score: u16,
    /// The least that any part of it has drifted which is large enough to be worth coming back for; 0 where it is too
    /// small to be suggested.
    least: u16,
}

const UNSCORED: u16 = u16::MAX;
/// A subthread of fewer words is not suggested.
const FEWEST_WORDS: f32 = 25.0;
/// A subthread of fewer posts is not suggested: a digression takes two. Near the article it takes one more, for what
/// answers the article, or answers that, brings new words into the topic far more often than it leaves it.
const COMPANY: usize = 2;
const NEAR: usize = 2;
/// A part of so many words and posts that is back on the topic keeps what is above it open.
const RETURN_WORDS: f32 = 60.0;
const RETURN_POSTS: usize = 2;
/// What part of the threshold such a part stays below.
const RETURN: f32 = 0.5;
/// A thread of fewer replies, or of fewer words, does not show what it is about.
const FEWEST_REPLIES: usize = 30;
const FEWEST_IN_ALL: f32 = 600.0;
/// Branches that keep their rare words to themselves have a topic each. Where the title asks, less of that is enough.
const OPEN: f32 = 2.3;
const OPEN_ANSWERS: f32 = 1.5;

/// Whether a thread has what it takes to suggest something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It has.
    Enough,
    /// There is too little text to tell what it is about.
    Thin,
    /// Every branch has a topic of its own.
    Open,
}

/// The words that tell where a subthread has gone, and where it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// What it talks about, and the thread does not.
    pub away: Vec<Text>,
    /// What the thread talks about.
    pub held: Vec<Text>,
}

impl Drift {
    /// The scores of the thread that `opening` opens; `goes_on` is asked now and then, and ends the work when it says
    /// no.
    pub fn of(thread: &Thread, opening: PostId, goes_on: impl Fn() -> bool) -> Option<Self> {
        let counted = Counted::of(thread, opening, &goes_on)?;
        let measured = model::measure(thread, opening, &counted, &goes_on)?;
        let held = words::held(thread, opening, &counted.lexicon);
        let verdict = verdict(thread.title_of(opening), &measured);
        let subthreads = subthreads(thread, opening, &measured);
        Some(Self { opening, subthreads, verdict, lexicon: Arc::new(counted.lexicon), held })
    }

    /// The same for a thread that has become another one, which `opening` opens there. `places` says of each post that
    /// was scored where it stands there, if it does; what has come is not scored.
    #[must_use]
    pub fn moved(&self, thread: &Thread, opening: PostId, places: impl Iterator<Item = Option<PostId>>) -> Self {
        let unscored = Subthread { score: UNSCORED, least: 0 };
        let mut subthreads = vec![unscored; thread.descendants(opening) + 1];
        for (subthread, place) in self.subthreads.iter().zip(places) {
            let at = place.and_then(|post| post.index().checked_sub(opening.index()));
            if let Some(there) = at.and_then(|at| subthreads.get_mut(at)) {
                *there = *subthread;
            }
        }
        Self { opening, subthreads, verdict: self.verdict, lexicon: Arc::clone(&self.lexicon), held: self.held.clone() }
    }

    /// How far the subthread of a post is from the topic, from 0 to 1; none where it is not scored.
    pub fn score(&self, post: PostId) -> Option<f32> {
        let subthread = self.subthreads.get(post.index().checked_sub(self.opening.index())?)?;
        (subthread.score != UNSCORED).then(|| f32::from(subthread.score) / 1000.0)
    }

    /// Whether there is enough to suggest something.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The subthreads that have drifted further than `threshold`, the highest of each and in document order. One that
    /// comes back to the topic is not among them, but its other parts may be.
    pub fn suggestions(&self, thread: &Thread, threshold: f32) -> Vec<PostId> {
        let mut found = Vec::new();
        if self.verdict != Verdict::Enough {
            return found;
        }
        let over = (threshold * 1000.0) as u16;
        // What answers the article itself leaves it more seldom still.
        let far_over = over + 1000_u16.saturating_sub(over) / 5 * 2;
        let back = (threshold * RETURN * 1000.0) as u16;
        let top = thread.depth(self.opening);
        let is_digression = |post: PostId, score: u16| {
            let depth = thread.depth(post) - top;
            let company = if depth <= NEAR { COMPANY + 1 } else { COMPANY };
            thread.descendants(post) + 1 >= company && score > if depth == 1 { far_over } else { over }
        };
        let mut place = 1;
        while let Some(subthread) = self.subthreads.get(place) {
            let away = subthread.score != UNSCORED && subthread.score > over && subthread.least > back;
            let post = thread.get(self.opening.index() + place).filter(|_| away);
            match post.filter(|&post| is_digression(post, subthread.score)) {
                Some(post) => {
                    found.push(post);
                    place += 1 + thread.descendants(post);
                }
                None => place += 1,
            }
        }
        found
    }

    /// What the thread talks about.
    pub fn held(&self) -> &[Text] {
        &self.held
    }

    /// The words that tell why.
    pub fn words(&self, thread: &Thread, post: PostId) -> Words {
        Words { away: words::away(thread, post, &self.lexicon), held: self.held.clone() }
    }
}

/// So many posts are worked through between two questions whether to go on.
const BREATH: usize = 1024;

fn at(numbers: &[f32], place: usize) -> f32 {
    numbers.get(place).copied().unwrap_or(0.0)
}

fn add(numbers: &mut [f32], place: usize, more: f32) {
    if let Some(number) = numbers.get_mut(place) {
        *number += more;
    }
}

fn verdict(title: &str, measured: &model::Measured) -> Verdict {
    let replies = measured.scores.len() - 1;
    let words = measured.words.first().copied().unwrap_or(0.0);
    if replies < FEWEST_REPLIES || words < FEWEST_IN_ALL {
        Verdict::Thin
    } else if measured.clumping > if title.contains(['?', '？', '؟']) { OPEN_ANSWERS } else { OPEN } {
        Verdict::Open
    } else {
        Verdict::Enough
    }
}

fn subthreads(thread: &Thread, opening: PostId, measured: &model::Measured) -> Vec<Subthread> {
    let thousandths = |(&score, &words): (&f32, &f32)| Subthread {
        score: if words > 0.0 { (score * 1000.0).round() as u16 } else { UNSCORED },
        least: if words < FEWEST_WORDS { 0 } else { u16::MAX },
    };
    let mut all: Vec<_> = measured.scores.iter().zip(&measured.words).map(thousandths).collect();
    if let Some(first) = all.first_mut() {
        first.score = UNSCORED;
    }
    for place in (1..all.len()).rev() {
        let Some(post) = thread.get(opening.index() + place) else { continue };
        let large = measured.words.get(place).is_some_and(|&words| words >= RETURN_WORDS)
            && thread.descendants(post) + 1 >= RETURN_POSTS;
        let Some(&Subthread { score, least }) = all.get(place) else { continue };
        // What is too small to be suggested is too small to come back.
        let least = if least == 0 { u16::MAX } else { least.min(if large { score } else { u16::MAX }) };
        let parent = thread.parent(post).and_then(|parent| parent.index().checked_sub(opening.index()));
        if let Some(parent) = parent.and_then(|parent| all.get_mut(parent))
            && parent.least > 0
        {
            parent.least = parent.least.min(least.max(1));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Parent};

    /// A thread written as its title and, a line each, its posts, two spaces for every level. The article is the title.
    /// A line of a post ends at a slash.
    pub(super) fn thread(text: &str) -> Thread {
        let mut builder = Builder::new("test");
        let mut path = Vec::new();
        for line in text.lines() {
            let start = line.trim_start();
            let depth = (line.len() - start.len()) / 2;
            let body = &start.replace(" / ", "\n");
            path.truncate(depth);
            if path.is_empty() {
                builder.title(body);
            }
            let parent = path.last().map_or(Parent::Nothing, |&parent| Parent::Draft(parent));
            path.push(builder.add(Draft { parent, body, ..Draft::default() }));
        }
        builder.finish().unwrap().thread
    }

    fn drift(thread: &Thread) -> Drift {
        Drift::of(thread, PostId::ARTICLE, || true).unwrap()
    }

    #[test]
    fn a_short_thread_is_thin_and_gets_no_suggestion() {
        let thread =
            thread("The lamp\n  ferry tickets ferry tickets ferry tickets\n    ferry prices and more ferry prices");
        let drift = drift(&thread);
        assert_eq!((drift.verdict(), drift.suggestions(&thread, 0.0)), (Verdict::Thin, Vec::new()));
        assert_eq!(drift.score(PostId::ARTICLE), None);
        assert!(drift.score(PostId::new(1)).is_some_and(|score| (0.0..=1.0).contains(&score)));
        assert_eq!(drift.score(PostId::new(3)), None);
    }

    const ON_TOPIC: &str =
        "the lamp of the lighthouse wants a new burner and the lens has to be cleaned before the boats";
    const DRIFTED: &str = "ferry tickets cost more and the refund desk wants a stub for every bicycle taken aboard";

    /// A thread about a lamp with something in it, three levels deep.
    fn lamps_and(more: &[(usize, &str)]) -> Thread {
        let mut text = format!("The lamp of the lighthouse{}", format!("\n  {ON_TOPIC}").repeat(40));
        text.push_str(&format!("\n    {ON_TOPIC}"));
        text.push_str(&format!("\n      {ON_TOPIC}").repeat(12));
        for (depth, body) in more {
            text.push_str(&format!("\n{}{body}", "  ".repeat(*depth)));
        }
        thread(&text)
    }

    /// The first post that is there beside those about the lamp.
    const FIRST: usize = 54;

    #[test]
    fn what_has_drifted_is_suggested_as_a_whole_and_a_remark_is_not() {
        let suggested = |posts: &[(usize, &str)]| {
            let thread = lamps_and(posts);
            drift(&thread).suggestions(&thread, THRESHOLD)
        };
        assert_eq!(suggested(&[(3, DRIFTED), (4, DRIFTED), (5, DRIFTED)]), [PostId::new(FIRST)]);
        assert_eq!(suggested(&[(3, DRIFTED)]), []);
        assert_eq!(suggested(&[(2, DRIFTED), (3, "aboard")]), []);
        assert_eq!(suggested(&[(3, ON_TOPIC), (4, ON_TOPIC), (5, ON_TOPIC)]), []);
    }

    #[test]
    fn a_branch_that_comes_back_to_the_topic_stays_open_from_there() {
        let mut posts = vec![(3, DRIFTED)];
        posts.extend([(4, DRIFTED), (5, DRIFTED)].repeat(8));
        let away = lamps_and(&posts);
        assert_eq!(drift(&away).suggestions(&away, THRESHOLD), [PostId::new(FIRST)]);
        posts.extend([(4, ON_TOPIC), (5, ON_TOPIC), (5, ON_TOPIC), (5, ON_TOPIC)]);
        let back = lamps_and(&posts);
        let scores = drift(&back);
        assert!(scores.score(PostId::new(FIRST)).is_some_and(|score| score > THRESHOLD));
        let parts = (0..8).map(|part| PostId::new(FIRST + 1 + 2 * part));
        assert_eq!(scores.suggestions(&back, THRESHOLD), parts.collect::<Vec<_>>());
    }

    #[test]
    fn quoted_text_counts_for_the_quoted_and_not_for_the_quoter() {
        let score = |body: &str| {
            let thread = lamps_and(&[(3, body)]);
            drift(&thread).score(PostId::new(FIRST))
        };
        assert_eq!(score(&format!("> {ON_TOPIC} / > {ON_TOPIC} / {DRIFTED}")), score(DRIFTED));
        assert!(score(&format!("{ON_TOPIC} / {ON_TOPIC} / {DRIFTED}")) < score(DRIFTED));
    }

    #[test]
    fn a_short_post_is_judged_with_what_surrounds_it() {
        let mut posts = vec![(3, "ferry tickets cost more")];
        posts.extend([(4, "and a stub for bicycles"); 12]);
        let thread = lamps_and(&posts);
        let scores = drift(&thread);
        let score = |place| scores.score(PostId::new(FIRST + place)).unwrap();
        assert!(score(0) > THRESHOLD && score(1) < THRESHOLD, "{} {}", score(0), score(1));
        assert_eq!(scores.suggestions(&thread, THRESHOLD), [PostId::new(FIRST)]);
    }

    #[test]
    fn talk_about_the_talk_is_further_away_than_other_talk_unless_the_article_is_about_that() {
        let score = |title: &str, body: &str| {
            let replies = format!("\n  {ON_TOPIC}").repeat(40);
            let thread = thread(&format!("{title}{replies}\n  {ON_TOPIC}\n    {body}"));
            drift(&thread).score(PostId::new(42))
        };
        let (talk, other) =
            ("the comment was downvoted for that, as usual", "the weather was dreadful for that, as usual");
        assert!(score("The lamp", talk) > score("The lamp", other));
        assert!(score("A comment that was downvoted", talk) < score("The lamp", talk));
    }

    #[test]
    fn where_every_branch_has_a_topic_of_its_own_nothing_is_suggested() {
        const NAMES: [&str; 10] = [
            "kittiwake",
            "bittern",
            "avocet",
            "dunlin",
            "godwit",
            "whimbrel",
            "turnstone",
            "phalarope",
            "guillemot",
            "razorbill",
        ];
        let branch = |name: &&str| {
            let body =
                format!("and the {name} was so good that i had to get one more of the {name} for me and for you");
            format!("\n  {body}{}", format!("\n    {body}").repeat(4))
        };
        let thread = thread(&format!("What are you reading?{}", NAMES.iter().map(branch).collect::<String>()));
        let drift = drift(&thread);
        assert_eq!((drift.verdict(), drift.suggestions(&thread, 0.0)), (Verdict::Open, Vec::new()));
    }

    #[test]
    fn work_ends_when_it_is_told_to() {
        let replies = "\n  a gull".repeat(BREATH);
        let thread = thread(&format!("The lamp{replies}"));
        assert!(Drift::of(&thread, PostId::ARTICLE, || false).is_none());
    }

    #[test]
    fn the_words_are_those_of_the_subthread_and_of_the_title() {
        let replies = "\n  the lamp of the lighthouse".repeat(40);
        let thread = thread(&format!("Lighthouse lamp{replies}\n  Kittiwake again, a kittiwake\n    kittiwakes"));
        let words = drift(&thread).words(&thread, PostId::new(41));
        assert_eq!(words.away.first().map(ToString::to_string), Some("kittiwake".to_owned()));
        assert_eq!(words.held.first().map(ToString::to_string), Some("lighthouse".to_owned()));
    }
}

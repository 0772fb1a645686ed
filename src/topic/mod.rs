//! How far branches have drifted from the topic of their thread. Knows neither the screen nor folds.

mod background;
mod bags;
mod count;
mod distances;
mod judged;
mod lexicon;
mod logarithm;
mod model;
mod prose;
mod suggestions;
mod tokens;
mod verdict;
mod words;

use crate::thread::{PostId, Text, Thread};
use count::Counted;
pub use distances::Distances;
pub use judged::Judgements;
use judged::Profile;
use std::sync::Arc;
use suggestions::Subthread;
pub use suggestions::{Level, Spare, Suggestion};
pub use verdict::Verdict;

/// The drift from which a subthread is suggested, by default.
pub const THRESHOLD: f32 = 0.5;

/// The scores of one thread.
#[derive(Debug, Clone)]
pub struct Drift {
    opening: PostId,
    /// What is known of each post's subthread, in document order from the opening post on.
    subthreads: Vec<Subthread>,
    verdict: Verdict,
    counted: Arc<Counted>,
    /// Whether posts have moved since they were counted.
    is_moved: bool,
    held: Vec<Text>,
    /// Branches that the reader put away, if the scores consider them.
    put_away: Arc<[Profile]>,
}

/// Words that show where a subthread went, and where it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Topics of the subthread that the thread does not share.
    pub away: Vec<Text>,
    /// Topics of the thread.
    pub held: Vec<Text>,
}

impl Drift {
    /// Scores the thread of an opening post. `None` once `goes_on`, which is asked now and then, returns false.
    pub fn of(thread: &Thread, opening: PostId, goes_on: impl Fn() -> bool) -> Option<Self> {
        let counted = Counted::of(thread, opening, &goes_on)?;
        let measured = model::measure(thread, opening, &counted, &goes_on)?;
        let held = words::held(thread, opening, &counted.lexicon);
        let said = measured.words.first().copied().unwrap_or(0.0);
        let verdict = Verdict::of(thread, opening, &counted, said, measured.clumping);
        let subthreads = suggestions::subthreads(thread, opening, &counted, &measured, &goes_on)?;
        let put_away = Arc::default();
        Some(Self { opening, subthreads, verdict, counted: Arc::new(counted), is_moved: false, held, put_away })
    }

    /// The scores in a changed thread, which `opening` opens. `places` is the new place of each scored post; new posts
    /// are not scored.
    #[must_use]
    pub fn moved(&self, thread: &Thread, opening: PostId, places: impl Iterator<Item = Option<PostId>>) -> Self {
        let mut subthreads = vec![Subthread::UNSCORED; thread.descendants(opening) + 1];
        for (subthread, place) in self.subthreads.iter().zip(places) {
            let at = place.and_then(|post| post.index().checked_sub(opening.index()));
            if let Some(there) = at.and_then(|at| subthreads.get_mut(at)) {
                *there = *subthread;
            }
        }
        Self { opening, subthreads, is_moved: true, put_away: Arc::default(), ..self.clone() }
    }

    /// The drift of a post's subthread, from 0 to 1. `None` if it is not scored.
    pub fn score(&self, post: PostId) -> Option<f32> {
        let subthread = self.subthreads.get(post.index().checked_sub(self.opening.index())?)?;
        (subthread.score != suggestions::UNSCORED).then(|| f32::from(subthread.score) / 1000.0)
    }

    /// How far the scores can be trusted.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Topics of the thread.
    pub fn held(&self) -> &[Text] {
        &self.held
    }

    /// The words that explain a score.
    pub fn words(&self, thread: &Thread, post: PostId) -> Words {
        Words { away: words::away(thread, post, &self.counted.lexicon), held: self.held.clone() }
    }
}

/// Posts that are processed between two questions whether to continue.
const BREATH: usize = 1024;

/// The place of the parent. `None` for the opening post.
fn above(thread: &Thread, opening: PostId, place: usize) -> Option<usize> {
    thread.parent(thread.get(opening.index() + place)?)?.index().checked_sub(opening.index())
}

/// Joins what is known of each post to its parent's, from the end on, so that it is known of subthreads then.
fn sum_up<T: Copy>(thread: &Thread, opening: PostId, all: &mut [T], join: impl Fn(&mut T, T)) {
    for place in (1..all.len()).rev() {
        let inner = all.get(place).copied();
        let outer = above(thread, opening, place).and_then(|parent| all.get_mut(parent));
        if let (Some(outer), Some(inner)) = (outer, inner) {
            join(outer, inner);
        }
    }
}

fn at(numbers: &[f32], place: usize) -> f32 {
    numbers.get(place).copied().unwrap_or(0.0)
}

fn add(numbers: &mut [f32], place: usize, more: f32) {
    if let Some(number) = numbers.get_mut(place) {
        *number += more;
    }
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

    /// What has drifted further than a threshold.
    fn off_topic(thread: &Thread, threshold: f32) -> Vec<PostId> {
        let found = drift(thread).suggestions(thread, threshold, true, |_| Spare::Nothing);
        found.into_iter().filter(|found| found.level == Level::OffTopic).map(|found| found.post).collect()
    }

    #[test]
    fn a_short_thread_is_thin_and_scored_all_the_same() {
        let thread =
            thread("The lamp\n  ferry tickets ferry tickets ferry tickets\n    ferry prices and more ferry prices");
        let drift = drift(&thread);
        assert_eq!((drift.verdict(), drift.verdict().suggests()), (Verdict::Thin, false));
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
        let suggested = |posts: &[(usize, &str)]| off_topic(&lamps_and(posts), THRESHOLD);
        assert_eq!(suggested(&[(3, DRIFTED), (4, DRIFTED), (5, DRIFTED)]), [PostId::new(FIRST)]);
        assert_eq!(suggested(&[(3, DRIFTED)]), []);
        assert_eq!(suggested(&[(2, DRIFTED), (3, "aboard")]), []);
        assert_eq!(suggested(&[(3, ON_TOPIC), (4, ON_TOPIC), (5, ON_TOPIC)]), []);
    }

    #[test]
    fn a_branch_that_comes_back_to_the_topic_stays_open_from_there() {
        let mut posts = vec![(3, DRIFTED)];
        posts.extend([(4, DRIFTED), (5, DRIFTED)].repeat(16));
        let away = lamps_and(&posts);
        assert_eq!(off_topic(&away, THRESHOLD), [PostId::new(FIRST)]);
        posts.extend([(4, ON_TOPIC), (5, ON_TOPIC), (5, ON_TOPIC), (5, ON_TOPIC)]);
        let back = lamps_and(&posts);
        let scores = drift(&back);
        assert!(scores.score(PostId::new(FIRST)).is_some_and(|score| score > THRESHOLD));
        let parts = (0..16).map(|part| PostId::new(FIRST + 1 + 2 * part));
        assert_eq!(off_topic(&back, THRESHOLD), parts.collect::<Vec<_>>());
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
    fn short_posts_drift_together() {
        let mut posts = vec![(3, "ferry tickets cost more")];
        posts.extend([(4, "and a stub for bicycles"); 12]);
        assert_eq!(off_topic(&lamps_and(&posts), THRESHOLD), [PostId::new(FIRST)]);
    }

    #[test]
    fn where_every_branch_has_a_topic_of_its_own_that_is_told() {
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
        assert_eq!((drift.verdict(), drift.verdict().suggests()), (Verdict::Open, false));
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

//! Threads about invented towns, with branches of other threads hung in: the same ones every time.

use super::Dice;
use threadle::{Builder, Draft, DraftId, Parent, PostId, Thread};

/// A thread with branches that are not about its topic.
pub struct Town {
    pub thread: Thread,
    /// The posts that were hung in, each the head of a subthread about something else.
    pub grafts: Vec<PostId>,
    /// For each of them a subthread of the thread itself, of about that size and at that depth.
    pub controls: Vec<PostId>,
}

const COMMON: &str = "the the the the a a of of and and to to in it is that was for on with as at not but they we you \
    are have had has be this from or if so all just about would there can what when who will more one out up my no do \
    get like people time think know really good even never also than then because other still much way see make";
/// What the towns talk about.
const TOPICS: [&str; 8] = [
    "lighthouse lamp beam keeper mole fathom soundings chart shoal channel pilot foghorn lens tower harbour buoy",
    "bakery oven rye dough crust yeast loaf flour sourdough kneading baker pretzel crumb butter pastry hearth",
    "orchard apple pear graft blossom cider ladder pruning harvest beehive frost windfall press barrel rootstock scion",
    "tram rails depot timetable conductor ticket platform terminus carriage fare signal junction overhead sleeper tramline driver",
    "theatre stage curtain rehearsal costume prompter balcony actor script applause limelight scenery usher premiere wig playwright",
    "beekeeping hive swarm queen nectar smoker comb honey drone pollen frames wax mead apiary sting brood",
    "observatory telescope comet nebula eclipse mirror meridian dome orbit astronomer parallax meteor lunar zenith almanac spectra",
    "laundry starch soap mangle linen clothesline peg bleach collar ironing steam stain wringer basket pillowcase lavender",
];

/// Who answers.
const AUTHORS: [&str; 5] = ["salt", "tide", "gull", "olga", "nils"];
/// What names are made of.
const SYLLABLES: [&str; 12] = ["pel", "wick", "tor", "ham", "dun", "mar", "quil", "ster", "ob", "lan", "fen", "gar"];

/// What a town speaks.
pub struct Tongue {
    pub common: &'static str,
    pub topics: &'static [&'static str],
    /// What names are made of.
    pub syllables: &'static [&'static str],
    /// What stands between words.
    pub space: &'static str,
}

pub const ENGLISH: Tongue = Tongue { common: COMMON, topics: &TOPICS, syllables: &SYLLABLES, space: " " };

/// Throws a thread of `posts` posts of its own and `grafts` others.
pub fn town(number: usize, posts: usize, grafts: usize) -> Town {
    town_in(&ENGLISH, number, posts, grafts)
}

/// The same in another language.
pub fn town_in(tongue: &Tongue, number: usize, posts: usize, grafts: usize) -> Town {
    let mut dice = Dice(number as u64 + 1);
    let topics = tongue.topics.len();
    let topic = number % topics;
    let mut plan = Plan { parents: vec![0], topics: vec![topic] };
    for post in 1..posts {
        let wish = if dice.below(4) == 0 { 0 } else { dice.below(post) };
        plan.add(wish, topic);
    }
    let native = plan.parents.len();
    let mut pairs = Vec::new();
    for graft in 0..grafts {
        let control = 1 + dice.below(native - 1);
        let other = (topic + 1 + graft % (topics - 1)) % topics;
        let head = plan.add(plan.parents[control], other);
        for _ in 1..plan.below(control).min(6) {
            let last = plan.parents.len();
            plan.add(head + dice.below(last - head), other);
        }
        pairs.push((head, control));
    }
    let (thread, places) = plan.written(tongue, &mut dice);
    let of = |post: usize| thread.get(places[post]).unwrap_or(PostId::ARTICLE);
    let grafts = pairs.iter().map(|&(head, _)| of(head)).collect();
    let controls = pairs.iter().map(|&(_, control)| of(control)).collect();
    Town { thread, grafts, controls }
}

/// Which post answers which, and what each is about.
struct Plan {
    parents: Vec<usize>,
    topics: Vec<usize>,
}

impl Plan {
    fn add(&mut self, parent: usize, topic: usize) -> usize {
        self.parents.push(parent);
        self.topics.push(topic);
        self.parents.len() - 1
    }

    /// How many posts a subthread has, without what was hung in.
    fn below(&self, head: usize) -> usize {
        let mut inside = vec![false; self.parents.len()];
        inside[head] = true;
        for post in head + 1..self.parents.len() {
            inside[post] = inside[self.parents[post]] && self.topics[post] == self.topics[head];
        }
        inside.iter().filter(|&&inside| inside).count()
    }

    /// The thread, and where each post is in it.
    fn written(&self, tongue: &Tongue, dice: &mut Dice) -> (Thread, Vec<usize>) {
        let mut replies = vec![Vec::new(); self.parents.len()];
        for post in (1..self.parents.len()).rev() {
            replies[self.parents[post]].push(post);
        }
        let mut builder = Builder::new("made");
        let mut places = vec![0; self.parents.len()];
        let mut waiting = vec![0];
        let mut place = 0;
        while let Some(post) = waiting.pop() {
            places[post] = place;
            let parent = match post {
                0 => Parent::Nothing,
                _ => Parent::Draft(DraftId::new(places[self.parents[post]])),
            };
            let words = if post == 0 { 120 } else { 16 + dice.below(60) };
            let body = text(tongue, self.topics[post], words, dice);
            if post == 0 {
                builder.title(&text(tongue, self.topics[post], 8, dice));
            }
            let author = Some(if post == 0 { "mara" } else { AUTHORS[place % AUTHORS.len()] });
            builder.add(Draft { parent, author, body: &body, ..Draft::default() });
            waiting.extend(replies[post].iter().copied());
            place += 1;
        }
        match builder.finish() {
            Ok(built) => (built.thread, places),
            Err(_) => (Thread::blank(""), places),
        }
    }
}

/// Words about a topic: three in twenty are of it, as many are names that nobody else says, and one in two hundred is of
/// any topic.
fn text(tongue: &Tongue, topic: usize, words: usize, dice: &mut Dice) -> String {
    let common: Vec<&str> = tongue.common.split_whitespace().collect();
    let mut text = String::new();
    for _ in 0..words {
        let of = match dice.below(400) {
            0..60 => Some(topic),
            60..62 => Some(dice.below(tongue.topics.len())),
            70..130 => {
                text.extend((0..4).map(|_| tongue.syllables[dice.below(tongue.syllables.len())]));
                text.push_str(tongue.space);
                continue;
            }
            _ => None,
        };
        let choice: Vec<&str> =
            of.map_or_else(|| common.clone(), |topic| tongue.topics[topic].split_whitespace().collect());
        // As in a language, some words come much more often than others.
        text.push_str(choice[dice.below(choice.len()).min(dice.below(choice.len()))]);
        text.push_str(tongue.space);
    }
    text
}

/// How often the one is larger than the other, over all pairs.
pub fn auc(ones: &[f32], others: &[f32]) -> f32 {
    let pair = |one: f32, other: f32| match one.total_cmp(&other) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    let won: f32 = ones.iter().map(|&one| others.iter().map(|&other| pair(one, other)).sum::<f32>()).sum();
    won / (ones.len() * others.len()).max(1) as f32
}

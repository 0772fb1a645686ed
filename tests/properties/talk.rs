//! A discussion that goes on: posts come, go, are edited and change their order, and every word in them is told from
//! every other.

use proptest::prelude::*;
use std::sync::Arc;
use threadle::{Action, Builder, Draft, Notice, Parent, PostId, Thread, Time};

/// A post. It keeps its key for good.
#[derive(Debug, Clone)]
struct Said {
    key: usize,
    /// The key of what it answers; none for the article.
    parent: Option<usize>,
    paragraphs: Vec<Vec<usize>>,
    script: Script,
}

/// How the words of a post are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    /// One letter a word, without spaces.
    Han,
    /// Each with a picture of several code points.
    Emoji,
    Quoted,
    List,
}

/// A word on the screen: the key of its post, and which of its words it is.
pub(crate) type Word = (usize, usize);

/// Words that a post has at the most, new ones included.
const WORDS: usize = 400;
/// The first of the letters that are words.
const HAN: u32 = 0x3400;
const SCRIPTS: [Script; 5] = [Script::Latin, Script::Han, Script::Emoji, Script::Quoted, Script::List];

/// What the replies hang on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    Chain,
    Wide,
    Mixed,
}

/// Something that happens to a discussion. Numbers are taken modulo what there is.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A reply to a post comes, before or behind its siblings.
    Comes { parent: usize, first: bool, post: Shown },
    /// A post goes, with all below it or leaving that to what it answered.
    Goes { post: usize, alone: bool },
    /// Words are put before a paragraph, or a paragraph is taken out.
    Edited { post: usize, paragraph: usize, words: usize },
    /// A post is the first among its siblings.
    Rises { post: usize },
}

/// How a post looks: its script, and how many words its paragraphs have.
pub(crate) type Shown = (Script, Vec<usize>);

/// A discussion.
#[derive(Debug, Clone)]
pub(crate) struct Talk {
    posts: Vec<Said>,
    next: usize,
}

pub(crate) fn shown() -> impl Strategy<Value = Shown> {
    let paragraphs = prop_oneof![
        1 => Just(Vec::new()),
        3 => proptest::collection::vec(1..6_usize, 1..2),
        3 => proptest::collection::vec(1..40_usize, 1..4),
        1 => proptest::collection::vec(1..12_usize, 4..12),
    ];
    (proptest::sample::select(SCRIPTS.to_vec()), paragraphs)
}

pub(crate) fn talks() -> impl Strategy<Value = Talk> {
    let shapes = proptest::sample::select(vec![Shape::Chain, Shape::Wide, Shape::Mixed, Shape::Mixed]);
    (shapes, proptest::collection::vec((shown(), any::<usize>()), 1..26)).prop_map(|(shape, posts)| {
        let mut talk = Talk { posts: Vec::new(), next: 0 };
        for ((script, paragraphs), draw) in posts {
            let last = talk.next.checked_sub(1);
            let parent = last.map(|last| match shape {
                Shape::Chain => last,
                Shape::Wide => 0,
                Shape::Mixed => (draw % (last + 1)).min((draw >> 20) % (last + 1)),
            });
            talk.add(parent, (script, paragraphs), None);
        }
        talk
    })
}

pub(crate) fn events() -> impl Strategy<Value = Event> {
    let number = || any::<usize>();
    prop_oneof![
        4 => (number(), any::<bool>(), shown()).prop_map(|(parent, first, post)| Event::Comes { parent, first, post }),
        1 => (number(), any::<bool>()).prop_map(|(post, alone)| Event::Goes { post, alone }),
        3 => (number(), number(), 0..30_usize).prop_map(|(post, paragraph, words)| Event::Edited { post, paragraph, words }),
        1 => number().prop_map(|post| Event::Rises { post }),
    ]
}

impl Talk {
    fn add(&mut self, parent: Option<usize>, (script, lengths): Shown, at: Option<usize>) {
        let mut word = 0;
        let paragraphs = lengths.into_iter().map(|length| {
            word += length;
            (word - length..word).collect()
        });
        let post = Said { key: self.next, parent, paragraphs: paragraphs.collect(), script };
        self.next += 1;
        self.posts.insert(at.unwrap_or(self.posts.len()), post);
    }

    /// Lets something happen.
    pub(crate) fn take(&mut self, event: Event) {
        let many = self.posts.len();
        match event {
            Event::Comes { parent, first, post } => {
                let parent = self.posts[parent % many].key;
                if self.next < 60 {
                    self.add(Some(parent), post, first.then_some(1.min(many)));
                }
            }
            Event::Goes { post, alone } => {
                let Said { key, parent, .. } = self.posts[post % many];
                let Some(above) = parent else { return };
                if alone {
                    self.posts.retain(|post| post.key != key);
                    let orphans = self.posts.iter_mut().filter(|post| post.parent == Some(key));
                    orphans.for_each(|post| post.parent = Some(above));
                } else {
                    let mut gone = vec![key];
                    while let Some(key) = gone.pop() {
                        self.posts.retain(|post| post.key != key);
                        gone.extend(self.posts.iter().filter(|post| post.parent == Some(key)).map(|post| post.key));
                    }
                }
            }
            Event::Edited { post, paragraph, words } => {
                let post = &mut self.posts[post % many];
                let next = post.paragraphs.iter().flatten().max().map_or(0, |last| last + 1);
                let at = paragraph % (post.paragraphs.len() + 1);
                if words == 0 && at < post.paragraphs.len() {
                    post.paragraphs.remove(at);
                } else if next + words < WORDS {
                    let new = next..next + words;
                    match post.paragraphs.get_mut(at).filter(|_| words % 2 == 1) {
                        Some(before) => _ = before.splice(0..0, new),
                        None => post.paragraphs.insert(at, new.collect()),
                    }
                }
            }
            Event::Rises { post } => {
                let at = post % many;
                if at > 0 {
                    let post = self.posts.remove(at);
                    self.posts.insert(1.min(many - 1), post);
                }
            }
        }
    }

    /// The thread as it is now.
    pub(crate) fn thread(&self) -> Thread {
        let mut builder = Builder::new("test");
        builder.title(&written(Script::Latin, 0, WORDS - 1));
        for post in &self.posts {
            let [id, parent] = [Some(post.key), post.parent].map(|key| key.map(|key| format!("k{key}")));
            let mixed = post.key * 7_919 % 1_000;
            builder.add(Draft {
                parent: parent.as_deref().map_or(Parent::Nothing, Parent::Id),
                id: id.as_deref(),
                author: Some(&format!("p{}q", post.key)),
                time: Some(Time::from_millis(1_682_000_000_000 + i64::try_from(mixed).unwrap() * 60_000)),
                score: Some(i32::try_from(mixed % 50).unwrap()),
                body: &post.body(),
                ..Draft::default()
            });
        }
        builder.finish().unwrap().thread
    }

    /// What a reader of `before` is told when the input is read again.
    pub(crate) fn reloaded(&self, before: &Arc<Thread>) -> Action {
        let thread = self.thread();
        let place = |post: PostId| thread.ids().find(|&now| key(&thread, now) == key(before, post));
        let places = before.ids().map(place).collect();
        let before = Arc::clone(before);
        Action::Reloaded { before, thread: Arc::new(thread), places, notices: Vec::<Notice>::new() }
    }
}

impl Said {
    fn body(&self) -> String {
        let paragraph = |words: &Vec<usize>| {
            let words: Vec<_> = words.iter().map(|&word| written(self.script, self.key, word)).collect();
            match self.script {
                Script::Latin | Script::Emoji => words.join(" "),
                Script::Han => words.concat() + "。",
                Script::Quoted => format!("> {}", words.join(" ")),
                Script::List => format!("- {}", words.join("\n- ")),
            }
        };
        self.paragraphs.iter().map(paragraph).collect::<Vec<_>>().join("\n\n")
    }
}

/// The key of a post.
pub(crate) fn key(thread: &Thread, post: PostId) -> usize {
    thread.source_id(post).and_then(|id| id.strip_prefix('k')).unwrap().parse().unwrap()
}

fn written(script: Script, key: usize, word: usize) -> String {
    match script {
        Script::Han => char::from_u32(HAN + u32::try_from(key * WORDS + word).unwrap()).unwrap().to_string(),
        Script::Emoji => format!("w{key}x{word}z👩‍👩‍👧‍👦"),
        _ => format!("w{key}x{word}z"),
    }
}

/// The words of a row of the screen that are whole. An author's name is a word of the post, before all others.
pub(crate) fn words(row: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for part in row.split(|c: char| !c.is_alphanumeric()) {
        let numbers = |open: char, close: char| part.strip_prefix(open)?.strip_suffix(close);
        let word = || {
            let (key, word) = numbers('w', 'z')?.split_once('x')?;
            Some((key.parse().ok()?, word.parse::<usize>().ok()? + 1))
        };
        let author = || Some((numbers('p', 'q')?.parse().ok()?, 0));
        let han = |c: char| {
            let at = usize::try_from(u32::from(c).checked_sub(HAN)?).ok()?;
            (at < 60 * WORDS).then_some((at / WORDS, at % WORDS + 1))
        };
        match word().or_else(author) {
            Some(word) => words.push(word),
            None => words.extend(part.chars().filter_map(han)),
        }
    }
    words
}

//! The words that show a reader where a subthread went, and what its thread is about.

use super::count::words_of;
use super::lexicon::Lexicon;
use super::prose::own_words;
use super::tokens::{Grain, tokens};
use crate::thread::{PostId, Text, Thread};
use rustc_hash::FxHashMap;

/// Words that are shown.
const TOLD: usize = 5;
/// Bytes of a subthread that are read for them, and bytes of the thread once.
const OF_SUBTHREAD: usize = 16 * 1024;
const OF_THREAD: usize = 64 * 1024;
/// What part of a word's use is in the subthread that it is typical for, at least.
const OWN: f32 = 0.5;
/// The same where no word is so much its own, as in one of several parts that have drifted to the same place.
const OF_PART: f32 = 0.1;
/// What a word counts that is said once, or once and is not known, and what one counts that several posts say.
const ONCE: f32 = 0.4;
const UNKNOWN: f32 = 0.15;
const BY_SEVERAL: f32 = 1.5;

/// How a word is used by some posts.
#[derive(Debug)]
struct Used {
    count: u32,
    posts: u32,
    last: PostId,
    /// As it is written; in small letters where it is somewhere.
    text: String,
    has_capitals: bool,
}

/// The words that a subthread has and the rest of the thread has not, as far as the subthread is looked at.
pub(super) fn away(thread: &Thread, post: PostId, lexicon: &Lexicon) -> Vec<Text> {
    let mut used = Uses::default();
    for index in thread.subtree(post) {
        let Some(post) = thread.get(index).filter(|_| used.looked_at < OF_SUBTHREAD) else { break };
        let body = words_of(thread, post);
        own_words(body, &mut String::new(), &mut |text| used.add(text, post, OF_SUBTHREAD));
    }
    let all = used.used.iter().map(|used| used.count).sum::<u32>().max(1) as f32;
    let told = |least: f32| {
        best(&used.used, |used| {
            let word = lexicon.known(&used.text)?;
            let own = word.article == 0.0 && used.posts as f32 >= least * word.posts as f32;
            let rarity = lexicon.is_rare(&word).then(|| lexicon.rarity(&word))?;
            // What is said once may be a slip, and so may what nobody knows.
            let again = match (used.count, used.posts) {
                (1, _) if !lexicon.is_known(&word) => UNKNOWN,
                (1, _) => ONCE,
                (_, 1) => 1.0,
                _ => BY_SEVERAL,
            };
            let weight = (1.0 + used.count as f32).ln() * ((used.count as f32 / all).ln() + rarity);
            own.then_some(weight * again)
        })
    };
    let words = told(OWN);
    if words.is_empty() { told(OF_PART) } else { words }
}

/// The words that a thread is about.
pub(super) fn held(thread: &Thread, opening: PostId, lexicon: &Lexicon) -> Vec<Text> {
    let mut used = Uses::default();
    used.add(thread.title_of(opening), opening, OF_THREAD);
    for index in thread.subtree(opening) {
        let Some(post) = thread.get(index).filter(|_| used.looked_at < OF_THREAD) else { break };
        own_words(words_of(thread, post), &mut String::new(), &mut |text| used.add(text, post, OF_THREAD));
    }
    best(&used.used, |used| {
        let word = lexicon.known(&used.text)?;
        let rarity = lexicon.is_rare(&word).then(|| lexicon.rarity(&word))?;
        Some((3.0 * word.article + word.posts as f32) * rarity)
    })
}

/// The words of some posts, each once.
#[derive(Default)]
struct Uses {
    used: Vec<Used>,
    places: FxHashMap<u64, usize>,
    looked_at: usize,
}

impl Uses {
    fn add(&mut self, text: &str, post: PostId, most: usize) {
        let text = text.get(..text.floor_char_boundary(most.saturating_sub(self.looked_at))).unwrap_or_default();
        // A line costs something, even an empty one.
        self.looked_at += text.len() + 1;
        tokens(text, Grain::Words, &mut |token| {
            let place = *self.places.entry(token.hash).or_insert(self.used.len());
            match self.used.get_mut(place) {
                Some(used) => {
                    used.posts += u32::from(used.last != post);
                    used.count += 1;
                    used.last = post;
                    if used.has_capitals && !has_capitals(token.text) {
                        token.text.clone_into(&mut used.text);
                        used.has_capitals = false;
                    }
                }
                None => {
                    let (text, has_capitals) = (token.text.to_owned(), has_capitals(token.text));
                    self.used.push(Used { count: 1, posts: 1, last: post, text, has_capitals });
                }
            }
        });
    }
}

fn has_capitals(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

/// The heaviest few, the heaviest first; without numbers, which say nothing by themselves.
fn best(all: &[Used], weight: impl Fn(&Used) -> Option<f32>) -> Vec<Text> {
    let says = |used: &&Used| used.text.chars().all(|c| !c.is_numeric()) && used.text.chars().nth(1).is_some();
    let mut heavy: Vec<_> = all.iter().filter(says).filter_map(|used| Some((weight(used)?, used))).collect();
    // The sort is stable: of two that weigh the same, the one that is used first comes first.
    heavy.sort_by(|one, other| other.0.total_cmp(&one.0));
    heavy.iter().take(TOLD).map(|(_, used)| Text::line(&used.text)).collect()
}

//! The words that tell a reader where a subthread has gone, and what its thread is about.

use super::lexicon::{Lexicon, Word, WordId};
use super::prose::own_words;
use super::tokens::tokens;
use crate::thread::{PostId, Text, Thread};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// How many words are told.
const TOLD: usize = 5;
/// How much of a subthread is looked at, in bytes.
const LOOKED_AT: usize = 24 * 1024;
/// How much of a word's use is in the subthread that it is typical for, at least.
const OWN: f32 = 0.7;
/// What is more common than this is said everywhere.
const EVERYWHERE: f32 = -8.0;

/// How a word is used by some posts.
#[derive(Debug)]
struct Used {
    word: WordId,
    count: u32,
    posts: u32,
    last: PostId,
    /// As it is written; in small letters where it is somewhere.
    text: String,
}

/// The words that a subthread has and the rest of the thread has not.
pub(super) fn away(thread: &Thread, post: PostId, lexicon: &Lexicon) -> Vec<Text> {
    let used = used(thread, thread.subtree(post).filter_map(|index| thread.get(index)), lexicon);
    let all = used.iter().map(|used| used.count).sum::<u32>().max(1) as f32;
    let typical = used.iter().filter_map(|used| {
        let word = lexicon.word(used.word)?;
        let own = word.article == 0.0 && word.common < EVERYWHERE && used.posts as f32 >= OWN * word.posts as f32;
        let weight = (1.0 + used.count as f32).ln() * ((used.count as f32 / all).ln() - word.common);
        let shared = if used.count > 1 { 2.0 } else { 1.0 };
        own.then(|| (weight * shared, used.word, used.text.as_str()))
    });
    best(typical.collect()).map(|(.., text)| Text::line(text)).collect()
}

/// The words that a thread is about.
pub(super) fn held(thread: &Thread, opening: PostId, lexicon: &Lexicon) -> Vec<Text> {
    let total = lexicon.words().map(|(_, word)| 3.0 * word.article + word.replies).sum::<f32>().max(1.0);
    let weight = |word: &Word| {
        let share = ((3.0 * word.article + word.replies) / total).ln();
        (3.0 * word.article + word.posts as f32) * (share - word.common)
    };
    let said = lexicon.words().filter(|(_, word)| word.common < EVERYWHERE);
    let spelled = |id: WordId| {
        let first = lexicon.word(id)?.first;
        if first == opening {
            let title = used_in_title(thread, opening, id, lexicon);
            return title.or_else(|| spelling(thread, first, id, lexicon));
        }
        spelling(thread, first, id, lexicon)
    };
    best(said.map(|(id, word)| (weight(word), id, ())).collect())
        .filter_map(|(_, id, ())| spelled(id))
        .map(|word| Text::line(&word))
        .collect()
}

/// The heaviest few, the heaviest first.
fn best<T>(mut all: Vec<(f32, WordId, T)>) -> impl Iterator<Item = (f32, WordId, T)> {
    let order = |one: &(f32, WordId, T), other: &(f32, WordId, T)| -> Ordering {
        other.0.total_cmp(&one.0).then(one.1.0.cmp(&other.1.0))
    };
    if all.len() > TOLD {
        all.select_nth_unstable_by(TOLD, order);
        all.truncate(TOLD);
    }
    all.sort_unstable_by(order);
    all.into_iter()
}

/// The words of some posts, as far as they are looked at, in the order of their first use.
fn used(thread: &Thread, posts: impl Iterator<Item = PostId>, lexicon: &Lexicon) -> Vec<Used> {
    let mut all: Vec<Used> = Vec::new();
    let mut places = FxHashMap::default();
    let mut buffer = String::new();
    let mut left = LOOKED_AT;
    for post in posts {
        own_words(thread.body(post), &mut buffer, &mut |text| {
            let text = text.get(..text.floor_char_boundary(left)).unwrap_or_default();
            left -= text.len();
            tokens(text, lexicon.grain(), &mut |token| {
                let Some(word) = lexicon.find(token) else { return };
                let place = *places.entry(word.0).or_insert(all.len());
                match all.get_mut(place) {
                    Some(used) => {
                        used.posts += u32::from(used.last != post);
                        used.count += 1;
                        used.last = post;
                        if is_small(token.text) && !is_small(&used.text) {
                            token.text.clone_into(&mut used.text);
                        }
                    }
                    None => all.push(Used { word, count: 1, posts: 1, last: post, text: token.text.to_owned() }),
                }
            });
        });
        if left == 0 {
            break;
        }
    }
    all
}

fn is_small(word: &str) -> bool {
    !word.chars().any(char::is_uppercase)
}

fn spelling(thread: &Thread, post: PostId, word: WordId, lexicon: &Lexicon) -> Option<String> {
    let used = used(thread, std::iter::once(post), lexicon);
    used.into_iter().find(|used| used.word == word).map(|used| used.text)
}

fn used_in_title(thread: &Thread, opening: PostId, word: WordId, lexicon: &Lexicon) -> Option<String> {
    let mut found = None;
    tokens(thread.title_of(opening), lexicon.grain(), &mut |token| {
        if lexicon.find(token) == Some(word) {
            found = Some(token.text.to_owned());
        }
    });
    found
}

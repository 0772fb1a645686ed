//! Finds sentences that posts quote and the posts that said them first, in two passes over a thread.

use super::html_lines::is_quoted;
use crate::thread::PostId;
use crate::thread::address::quotation;
use crate::thread::chunk::push_words;
use std::collections::HashMap;
use std::ops::Range;

/// Words that identify a quotation; fewer could stand anywhere.
const ENOUGH: usize = 5;
/// Words of a quotation that are compared.
const COMPARED: usize = 16;
/// Quotations of one post that are sought.
const MAX_OF_POST: usize = 8;
/// Quotations with the same first words that are sought.
const MAX_ALIKE: usize = 16;
/// Words of one post that are examined.
const MAX_WORDS: usize = 1 << 20;

/// The quotations of a thread: first gathered, then sought. Posts go by their numbers and come in that order.
#[derive(Default)]
pub(super) struct Quotations {
    sentences: Vec<Sentence>,
    /// The words of all sentences.
    words: Vec<u64>,
    /// The sentences by a hash of their first words.
    begin: HashMap<u64, Vec<u32>>,
    /// A filter over the hashes, asked before the map.
    bloom: Bloom,
    /// A filter over the hashes of their first two words, asked before that one.
    pairs: Bloom,
    /// For each opening post of a thread with quotations the last post that matters for them.
    last: HashMap<PostId, u32>,
    /// Who quotes a sentence: the sentence and the post.
    quoted: Vec<(u32, u32)>,
    /// Who says a sentence in own words: the sentence and the post.
    said: Vec<(u32, u32)>,
    /// Scratch space for words.
    buffer: Vec<u64>,
}

struct Sentence {
    words: Range<usize>,
    /// The opening post of the thread that it is quoted in.
    opening: PostId,
    /// The post that was last found to say it.
    latest: Option<u32>,
}

impl Quotations {
    /// Gathers what a post quotes. Posts after `last` do not matter for it.
    pub(super) fn gather(&mut self, number: u32, last: u32, opening: PostId, text: &str) {
        let known = self.quoted.len();
        let mut buffer = std::mem::take(&mut self.buffer);
        let mut many = 0;
        let mut add = |quotations: &mut Self, sentence: &mut Vec<u64>| {
            if sentence.len() >= ENOUGH && many < MAX_OF_POST {
                many += 1;
                quotations.add(number, opening, sentence);
            }
            sentence.clear();
        };
        buffer.clear();
        if let Some(sentence) = opens_with_a_mark(text).then(|| quotation(text)).flatten() {
            push_words(sentence, COMPARED, &mut buffer);
            add(self, &mut buffer);
        }
        if memchr::memchr(b'>', text.as_bytes()).is_some() {
            for line in text.lines() {
                match line.trim_start().strip_prefix('>') {
                    // What is quoted in a quotation was said to somebody else.
                    Some(line) if is_quoted(line) => add(self, &mut buffer),
                    Some(line) => push_words(line, COMPARED, &mut buffer),
                    None => add(self, &mut buffer),
                }
            }
            add(self, &mut buffer);
        }
        self.buffer = buffer;
        if self.quoted.len() > known {
            let of_thread = self.last.entry(opening).or_default();
            *of_thread = last.max(*of_thread);
        }
    }

    fn add(&mut self, number: u32, opening: PostId, sentence: &[u64]) {
        let Some(first) = sentence.get(..ENOUGH) else { return };
        let alike = self.begin.entry(key(opening, first)).or_default();
        let is_same = |place: &&u32| {
            let known = self.sentences.get(**place as usize);
            known.is_some_and(|known| known.opening == opening && self.words.get(known.words.clone()) == Some(sentence))
        };
        let place = match alike.iter().find(is_same) {
            Some(&place) => place,
            None if alike.len() < MAX_ALIKE => {
                let start = self.words.len();
                self.words.extend(sentence);
                let place = self.sentences.len() as u32;
                self.sentences.push(Sentence { words: start..self.words.len(), opening, latest: None });
                alike.push(place);
                place
            }
            None => return,
        };
        self.quoted.push((place, number));
    }

    /// Whether a post may say anything that is quoted after it.
    pub(super) fn matters(&self, number: u32, opening: PostId) -> bool {
        self.last.get(&opening).is_some_and(|&last| number <= last)
    }

    /// Ends the gathering.
    pub(super) fn finish_gathering(&mut self) {
        self.bloom = Bloom::of(self.begin.keys().copied(), self.begin.len());
        let sentences = self.sentences.iter().filter_map(|sentence| self.words.get(sentence.words.clone()));
        self.pairs = Bloom::of(sentences.map(pair), self.sentences.len());
        self.quoted.sort_unstable();
        self.quoted.dedup();
    }

    /// Finds the quotations that a post says in its own words.
    pub(super) fn search(&mut self, number: u32, opening: PostId, text: &str) {
        let mut said = std::mem::take(&mut self.buffer);
        said.clear();
        if memchr::memchr(b'>', text.as_bytes()).is_none() {
            push_words(text, MAX_WORDS, &mut said);
        } else {
            text.lines().filter(|line| !is_quoted(line)).for_each(|line| push_words(line, MAX_WORDS, &mut said));
        }
        for (at, window) in said.windows(ENOUGH).enumerate() {
            // Two words are enough to know that most windows begin no sentence.
            if !self.pairs.may_contain(pair(window)) {
                continue;
            }
            let key = key(opening, window);
            if !self.bloom.may_contain(key) {
                continue;
            }
            for &place in self.begin.get(&key).into_iter().flatten() {
                let Some(sentence) = self.sentences.get_mut(place as usize) else { continue };
                let sought = self.words.get(sentence.words.clone()).unwrap_or_default();
                if sentence.latest != Some(number)
                    && sentence.opening == opening
                    && said.get(at..).is_some_and(|said| said.starts_with(sought))
                {
                    sentence.latest = Some(number);
                    self.said.push((place, number));
                }
            }
        }
        self.buffer = said;
    }

    /// Pairs of a post and the first post that said what it quotes. Leaves out quotations of the post that it answers,
    /// or that this post quotes too.
    pub(super) fn pairs(mut self, parent: impl Fn(u32) -> Option<u32>) -> Vec<(u32, u32)> {
        self.said.sort_unstable();
        let quotes = |sentence: u32, post: u32| self.quoted.binary_search(&(sentence, post)).is_ok();
        let says = |sentence: u32, post: u32| self.said.binary_search(&(sentence, post)).is_ok();
        let mut found = Vec::new();
        let mut first: Option<(u32, Option<u32>)> = None;
        for &(sentence, post) in &self.quoted {
            if first.is_none_or(|(known, _)| known != sentence) {
                let start = self.said.partition_point(|&(other, _)| other < sentence);
                let sayers = self.said.iter().skip(start).take_while(|&&(other, _)| other == sentence);
                let speaker = sayers.map(|&(_, sayer)| sayer).find(|&sayer| !quotes(sentence, sayer));
                first = Some((sentence, speaker));
            }
            let Some((_, Some(speaker))) = first else { continue };
            let answered = parent(post);
            let is_answered = answered.is_some_and(|parent| says(sentence, parent) || quotes(sentence, parent));
            if speaker < post && !is_answered {
                found.push((post, speaker));
            }
        }
        found
    }
}

/// Whether a quotation may stand in the first lines of a text.
fn opens_with_a_mark(text: &str) -> bool {
    let lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty()).take(3);
    lines.into_iter().any(|line| {
        let re = line.get(..3).is_some_and(|begin| begin.eq_ignore_ascii_case("re:"));
        re || line.starts_with(['“', '"', '„', '«'])
    })
}

/// A hash of the first two words. They are hashes themselves, so their bits need no mixing.
fn pair(words: &[u64]) -> u64 {
    match words {
        [first, second, ..] => first.rotate_left(7) ^ second,
        _ => 0,
    }
}

fn key(opening: PostId, words: &[u64]) -> u64 {
    let mix = |hash: u64, word: &u64| (hash.rotate_left(7) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    words.iter().fold(opening.index() as u64, mix)
}

/// A Bloom filter with one hash: it may claim members that it does not have, but misses none.
#[derive(Default)]
struct Bloom {
    bits: Vec<u64>,
    shift: u32,
}

impl Bloom {
    /// BitSet for each member.
    const BITS_EACH: usize = 32;

    fn of(members: impl Iterator<Item = u64>, many: usize) -> Self {
        let bits = (many.max(2) * Self::BITS_EACH).next_power_of_two();
        let mut bloom = Self { bits: vec![0; bits / 64], shift: 64 - bits.trailing_zeros() };
        for member in members {
            let (word, bit) = bloom.place(member);
            if let Some(word) = bloom.bits.get_mut(word) {
                *word |= bit;
            }
        }
        bloom
    }

    fn place(&self, member: u64) -> (usize, u64) {
        let at = member.checked_shr(self.shift).unwrap_or_default();
        ((at / 64) as usize, 1 << (at % 64))
    }

    fn may_contain(&self, member: u64) -> bool {
        let (word, bit) = self.place(member);
        self.bits.get(word).is_some_and(|word| word & bit != 0)
    }
}

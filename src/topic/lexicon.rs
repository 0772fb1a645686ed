//! The words of one thread, by number, and how often they were used.

use super::background::{Background, RARE};
use super::tokens::{Grain, Token};
use crate::thread::PostId;

/// The number of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordId(pub(super) u32);

impl WordId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A word of a thread.
#[derive(Debug, Clone)]
pub(super) struct Word {
    hash: u64,
    /// The logarithm of its share in discussions at large.
    pub(super) common: f32,
    /// How often title and article have it, the title twice.
    pub(super) article: f32,
    /// How much the replies have it, each by its weight.
    pub(super) replies: f32,
    /// How many replies have it.
    pub(super) posts: u32,
    /// The post that has it first.
    pub(super) first: PostId,
}

/// The words of a thread.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    words: Vec<Word>,
    /// Where a word is by its hash; [`FREE`] where none is. Twice as many as there are words, at least.
    slots: Vec<u32>,
    grain: Grain,
}

const FREE: u32 = u32::MAX;
/// So many words are told apart. What comes later is not counted: a thread of a million posts has fewer, unless it
/// was made to have more.
const MOST: usize = 1 << 20;
/// So many slots are looked at. It takes a text that was made for it to have more words than that in one place, and
/// then some of them are not counted.
const TRIES: usize = 64;

impl Lexicon {
    pub(super) fn new(grain: Grain) -> Self {
        Self { words: Vec::new(), slots: vec![FREE; 1 << 10], grain }
    }

    /// What its words are.
    pub(super) fn grain(&self) -> Grain {
        self.grain
    }

    /// How many words it has.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn words(&self) -> impl Iterator<Item = (WordId, &Word)> {
        self.words.iter().enumerate().map(|(index, word)| (WordId(index as u32), word))
    }

    pub(super) fn word(&self, id: WordId) -> Option<&Word> {
        self.words.get(id.index())
    }

    pub(super) fn word_mut(&mut self, id: WordId) -> Option<&mut Word> {
        self.words.get_mut(id.index())
    }

    /// The number of a word that is known.
    pub(super) fn find(&self, token: Token<'_>) -> Option<WordId> {
        self.seek(token.hash).ok()
    }

    /// The number of a word of a post, which is added if it is new.
    pub(super) fn add(&mut self, token: Token<'_>, post: PostId) -> Option<WordId> {
        let slot = match self.seek(token.hash) {
            Ok(id) => return Some(id),
            Err(slot) => slot?,
        };
        if self.words.len() >= MOST {
            return None;
        }
        let id = WordId(self.words.len() as u32);
        let common = Background::english().known(token.hash).unwrap_or(RARE);
        self.words.push(Word { hash: token.hash, common, article: 0.0, replies: 0.0, posts: 0, first: post });
        *self.slots.get_mut(slot)? = id.0;
        if self.words.len() * 2 > self.slots.len() {
            self.grow();
        }
        Some(id)
    }

    /// The word of that hash, or else the slot where it belongs, if there is one left.
    fn seek(&self, hash: u64) -> Result<WordId, Option<usize>> {
        let mask = self.slots.len() - 1;
        for tried in 0..TRIES {
            let slot = (hash as usize).wrapping_add(tried) & mask;
            match self.slots.get(slot) {
                Some(&FREE) => return Err(Some(slot)),
                Some(&id) if self.words.get(id as usize).is_some_and(|word| word.hash == hash) => {
                    return Ok(WordId(id));
                }
                _ => {}
            }
        }
        Err(None)
    }

    fn grow(&mut self) {
        self.slots = vec![FREE; self.slots.len() * 2];
        for index in 0..self.words.len() {
            let hash = self.words.get(index).map_or(0, |word| word.hash);
            if let Err(Some(slot)) = self.seek(hash)
                && let Some(slot) = self.slots.get_mut(slot)
            {
                *slot = index as u32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number() {
        let mut lexicon = Lexicon::new(Grain::Words);
        let token = |hash: u64| Token { hash, text: "" };
        for round in 0..2 {
            for number in 0..5000_u64 {
                let id = lexicon.add(token(number.wrapping_mul(0x9E37_79B9_7F4A_7C15)), PostId::ARTICLE);
                assert_eq!(id, Some(WordId(number as u32)), "{round}");
            }
        }
        assert_eq!((lexicon.len(), lexicon.find(token(1))), (5000, None));
    }

    #[test]
    fn words_that_were_made_to_collide_cost_no_more_than_others() {
        let mut lexicon = Lexicon::new(Grain::Words);
        for number in 0..100_000_u64 {
            lexicon.add(Token { hash: number << 40, text: "" }, PostId::ARTICLE);
        }
        assert!(lexicon.len() <= TRIES);
    }
}

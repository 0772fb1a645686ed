//! The words of one thread, by number, with their counts.

use super::background::{Background, RARE};
use super::bags::weight;
use super::logarithm::ln;
use super::tokens::{Grain, Token, tokens};

/// The number of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordId(pub(super) u32);

impl WordId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A word of a thread, or another unit of comparison.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    hash: u64,
    /// The logarithm of its share in discussions at large, as far as it is known.
    pub(super) common: f32,
    /// The reciprocal of that share.
    pub(super) rarity: f32,
    /// Its count in title and article, with the title twice.
    pub(super) article: f32,
    /// Its weight in all replies.
    pub(super) replies: f32,
    /// The number of replies that contain it.
    pub(super) posts: u32,
    /// Its count in the current post.
    count: u16,
}

/// The language of a thread, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// A language with a table of words.
    English,
    /// Another one: the thread itself must tell which words are common.
    Other(Grain),
}

/// The words of a thread.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    words: Vec<Word>,
    /// The word for each hash slot; [`FREE`] if there is none. At least twice as many slots as words.
    slots: Vec<u32>,
    pub(super) language: Language,
    /// The number of replies counted.
    posts: u32,
}

const FREE: u32 = u32::MAX;
/// Words that are kept apart at most; later ones are not counted. A thread of a million posts has fewer, unless it was
/// made to have more.
const MOST: usize = 1 << 20;
/// A word more common than this, by the logarithm of its share, is everywhere. In an unknown language, so is a word in
/// more than the part below of a thread's posts.
const EVERYWHERE: f32 = -8.2;
const OFTEN: f32 = 0.15;
/// Slots that are probed at most. Only a text made for it has more words in one place; some of them then go uncounted.
const TRIES: usize = 64;

impl Lexicon {
    pub(super) fn new(language: Language) -> Self {
        Self { words: Vec::new(), slots: vec![FREE; 1 << 10], language, posts: 0 }
    }

    /// The kind of its words.
    pub(super) fn grain(&self) -> Grain {
        match self.language {
            Language::English => Grain::Words,
            Language::Other(grain) => grain,
        }
    }

    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    pub(super) fn word(&self, id: WordId) -> Option<&Word> {
        self.words.get(id.index())
    }

    pub(super) fn word_mut(&mut self, id: WordId) -> Option<&mut Word> {
        self.words.get_mut(id.index())
    }

    /// Counts a word of a reply once. Returns its number the first time.
    pub(super) fn tick(&mut self, token: Token<'_>) -> Option<WordId> {
        let id = match self.seek(token.hash) {
            Ok(id) => id,
            Err(slot) => self.add_at(slot?, token)?,
        };
        let word = self.words.get_mut(id.index())?;
        word.count = word.count.saturating_add(1);
        (word.count == 1).then_some(id)
    }

    /// Ends the count of a word in one reply and returns it.
    pub(super) fn settle(&mut self, id: WordId) -> u8 {
        let Some(word) = self.words.get_mut(id.index()) else { return 0 };
        let count = word.count.min(255) as u8;
        word.count = 0;
        word.replies += weight(count);
        word.posts += 1;
        count
    }

    /// Ends the counting after `posts` replies. In an unknown language, the thread itself now tells how common its
    /// words are.
    pub(super) fn finish(&mut self, posts: usize) {
        self.posts = posts as u32;
        if self.language == Language::English {
            return;
        }
        let total: f32 = self.words.iter().map(|word| word.article + word.replies + 1.0).sum();
        for word in &mut self.words {
            word.rarity = total / (word.article + word.replies + 1.0);
            word.common = -ln(word.rarity);
        }
    }

    /// Whether a word is not everywhere.
    pub(super) fn is_rare(&self, word: &Word) -> bool {
        match self.language {
            Language::English => word.common < EVERYWHERE,
            Language::Other(_) => (word.posts as f32) < OFTEN * self.posts as f32 || word.posts < 3,
        }
    }

    /// Whether a reader may know a word, as far as that can be told.
    pub(super) fn is_known(&self, word: &Word) -> bool {
        self.language != Language::English || word.common > RARE
    }

    /// The entry of a written word; of a compound, that of its rarest part.
    pub(super) fn known(&self, text: &str) -> Option<Word> {
        let mut rarest: Option<Word> = None;
        let mut missing = false;
        tokens(text, self.grain(), &mut |token| match self.seek(token.hash).ok().and_then(|id| self.word(id)) {
            Some(word) if rarest.is_none_or(|rarest| word.posts < rarest.posts) => rarest = Some(*word),
            Some(_) => {}
            None => missing = true,
        });
        rarest.filter(|_| !missing)
    }

    /// The rarity of a word, as a logarithm.
    pub(super) fn rarity(&self, word: &Word) -> f32 {
        match self.language {
            Language::English => -word.common,
            Language::Other(_) => ln((self.posts as f32 + 1.0) / (word.posts as f32 + 0.5)),
        }
    }

    /// The number of a word; adds it if it is new.
    pub(super) fn add(&mut self, token: Token<'_>) -> Option<WordId> {
        match self.seek(token.hash) {
            Ok(id) => Some(id),
            Err(slot) => self.add_at(slot?, token),
        }
    }

    #[cold]
    fn add_at(&mut self, slot: usize, token: Token<'_>) -> Option<WordId> {
        if self.words.len() >= MOST {
            return None;
        }
        let common = match self.language {
            Language::English => Background::english().get(token.hash).unwrap_or(RARE),
            Language::Other(_) => RARE,
        };
        let id = WordId(self.words.len() as u32);
        self.words.push(Word {
            hash: token.hash,
            common,
            rarity: (-common).exp(),
            article: 0.0,
            replies: 0.0,
            posts: 0,
            count: 0,
        });
        *self.slots.get_mut(slot)? = id.0;
        if self.words.len() * 2 > self.slots.len() {
            self.grow();
        }
        Some(id)
    }

    /// The word with a hash, or the free slot for it. `None` if no slot is left.
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
        let mut lexicon = Lexicon::new(Language::English);
        for round in 0..2 {
            for number in 0..5000_u64 {
                let id = lexicon.add(Token { hash: number.wrapping_mul(0x9E37_79B9_7F4A_7C15), text: "" });
                assert_eq!(id, Some(WordId(number as u32)), "{round}");
            }
        }
        assert_eq!(lexicon.words().len(), 5000);
    }

    #[test]
    fn words_that_were_made_to_collide_cost_no_more_than_others() {
        let mut lexicon = Lexicon::new(Language::English);
        for number in 0..100_000_u64 {
            lexicon.add(Token { hash: number << 40, text: "" });
        }
        assert!(lexicon.words().len() <= TRIES);
    }

    #[test]
    fn a_word_that_is_known_by_its_parts_is_as_rare_as_the_rarest() {
        let mut lexicon = Lexicon::new(Language::Other(Grain::Letters));
        for (text, posts) in [("leuchte", 9), ("turm", 4)] {
            let mut ids = Vec::new();
            tokens(text, Grain::Letters, &mut |token| ids.extend(lexicon.add(token)));
            ids.iter().for_each(|&id| lexicon.word_mut(id).unwrap().posts = posts);
        }
        assert_eq!(lexicon.known("leucht").map(|word| word.posts), Some(9));
        assert!(lexicon.known("leuchtturm").is_none());
    }
}

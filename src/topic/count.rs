//! Counts the words of a thread, post by post.

use super::bags::{Bags, weight};
use super::lexicon::{Language, Lexicon};
use super::prose::own_words;
use super::tokens::{Grain, Token, tokens};
use super::{BREATH, background::Background};
use crate::thread::{Body, PostId, Thread};

/// The counted words of a thread.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) lexicon: Lexicon,
    /// The number of words in the article.
    pub(super) article: usize,
    /// The words of each post, by its distance from the opening one, whose own bag is empty: it is the article.
    pub(super) bags: Bags,
    /// The weight of everything that the replies say.
    pub(super) replies: f32,
    /// For each word, its use in replies that share words with the article; missing at the end for those without any.
    pub(super) echoes: Vec<Echo>,
}

/// The use of a word in replies that share words with the article: each such reply counts once for each shared word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Echo {
    said: f32,
    posts: u32,
}

impl Echo {
    /// That use, unless a single reply accounts for it.
    pub(super) fn of_several(self) -> f32 {
        if self.posts > 1 { self.said } else { 0.0 }
    }

    fn add(&mut self, said: f32) {
        self.said += said;
        self.posts += 1;
    }
}

/// A word of the article more common than this, by the logarithm of its share, says nothing about it.
const TELLING: f32 = -6.9;

/// Bytes of text that decide the language of a thread.
const SAMPLE: usize = 16 * 1024;
/// The least share of known words in an English text. Other languages may reach a fifth.
const ENGLISH: f32 = 0.5;

impl Counted {
    /// Counts the words of the thread that `opening` opens.
    pub(super) fn of(thread: &Thread, opening: PostId, goes_on: &impl Fn() -> bool) -> Option<Self> {
        let mut lexicon = Lexicon::new(language(thread, opening));
        let article = count_article(thread, opening, &mut lexicon);
        let telling: Vec<bool> = lexicon.words().iter().map(|word| word.common < TELLING).collect();
        let mut echoes: Vec<Echo> = Vec::new();
        let mut bags = Bags::default();
        bags.push(std::iter::empty());
        let mut replies = 0.0;
        let mut said = Vec::new();
        let mut buffer = String::new();
        for (place, index) in thread.subtree(opening).enumerate().skip(1) {
            if place % BREATH == 0 && !goes_on() {
                return None;
            }
            let post = thread.get(index)?;
            let grain = lexicon.grain();
            own_words(words_of(thread, post), &mut buffer, &mut |text| {
                tokens(text, grain, &mut |token| {
                    if let Some(id) = lexicon.tick(token) {
                        said.push(id);
                    }
                });
            });
            let shared = said.iter().filter(|id| telling.get(id.index()) == Some(&true)).count() as f32;
            if shared > 0.0 {
                echoes.resize(lexicon.words().len(), Echo::default());
            }
            bags.push(said.drain(..).map(|id| {
                let count = lexicon.settle(id);
                replies += f64::from(weight(count));
                if let Some(echo) = echoes.get_mut(id.index()).filter(|_| shared > 0.0) {
                    echo.add(shared * weight(count));
                }
                (id, count)
            }));
        }
        lexicon.finish(thread.descendants(opening));
        Some(Self { lexicon, article, bags, replies: replies as f32, echoes })
    }
}

/// Counts the title, twice, and the article. Returns the number of words in the article, as exactly as its grain
/// permits.
fn count_article(thread: &Thread, opening: PostId, lexicon: &mut Lexicon) -> usize {
    let grain = lexicon.grain();
    let mut say = |text: &str, weight: f32| {
        let mut many = 0;
        tokens(text, grain, &mut |token| {
            many += 1;
            if let Some(word) = lexicon.add(token).and_then(|id| lexicon.word_mut(id)) {
                word.article += weight;
            }
        });
        many
    };
    say(thread.title_of(opening), 2.0);
    let mut many = 0;
    own_words(thread.body(opening), &mut String::new(), &mut |text| many += say(text, 1.0));
    // A word has about three runs of letters.
    if grain == Grain::Letters { many / 3 } else { many }
}

/// The text of a post. Placeholders for posts that are missing say nothing: they have no author, no time, no id and few
/// words.
pub(super) fn words_of(thread: &Thread, post: PostId) -> Body<'_> {
    const LONGEST: usize = 60;
    let body = thread.body(post);
    let nameless = thread.writer(post).is_none() && thread.post(post).time().is_none();
    let short = body.raw.len() <= LONGEST && thread.descendants(post) == 0;
    let stands_for_others = short && nameless && thread.source_id(post).is_none() && thread.authors().len() > 0;
    if stands_for_others { Body { raw: "", ..body } } else { body }
}

/// The language of a thread, from the words at its beginning.
fn language(thread: &Thread, opening: PostId) -> Language {
    let (mut known, mut all, mut dense) = (0.0, 0.0, 0.0);
    let mut look = |text: &str| {
        tokens(text, Grain::Words, &mut |token: Token<'_>| {
            all += 1.0;
            known += f32::from(u8::from(Background::english().get(token.hash).is_some()));
            dense += f32::from(u8::from(token.is_pair()));
        });
    };
    look(thread.title_of(opening));
    let mut left = SAMPLE;
    let mut buffer = String::new();
    for index in thread.subtree(opening) {
        let Some(post) = thread.get(index).filter(|_| left > 0) else { break };
        own_words(thread.body(post), &mut buffer, &mut |text| {
            let text = text.get(..text.floor_char_boundary(left)).unwrap_or_default();
            left -= text.len();
            look(text);
        });
    }
    if known >= ENGLISH * all {
        Language::English
    } else if dense * 2.0 > all {
        Language::Other(Grain::Words)
    } else {
        Language::Other(Grain::Letters)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::thread;
    use super::*;

    fn counted(text: &str) -> Counted {
        Counted::of(&thread(text), PostId::ARTICLE, &|| true).unwrap()
    }

    #[test]
    fn the_language_is_told_by_its_words() {
        let language = |text: &str| counted(text).lexicon.language;
        assert_eq!(language("The lamp was never the problem, and everybody knows that"), Language::English);
        assert_eq!(language("Die Lampe war nie das Problem, und alle wissen es"), Language::Other(Grain::Letters));
        assert_eq!(language("港の灯台は古いですが、毎晩ちゃんと光ります"), Language::Other(Grain::Words));
    }

    #[test]
    fn the_title_counts_twice_and_a_post_less_for_every_time_it_repeats_a_word() {
        let counted = counted("the lamp\n  the lamp and the lamp\n  a gull");
        let lamp = counted.lexicon.known("lamp").unwrap();
        assert_eq!((lamp.article, lamp.replies, lamp.posts), (3.0, weight(2), 1));
        assert!(counted.lexicon.known("gulls").is_none());
    }
}

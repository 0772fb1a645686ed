//! Infers from replies who wrote other posts, and which post a reply speaks to.
//!
//! A reply that begins with a name speaks to the post it answers, so that name is the author of that post. If the reply
//! quotes a sentence of another post, the name belongs to that post instead. Two names for one post prove nothing, and
//! neither does a name by which authors would answer themselves. Everything inferred is marked as inferred.

use super::body::{self, Dialect};
use super::line::Lines;
use super::page::Page;
use super::reading::{Mark, Reply};
use crate::thread::address::{self, Form};
use crate::thread::chunk::words;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Inferred authors and links.
#[derive(Debug, Default)]
pub(super) struct Inferred {
    authors: FxHashMap<usize, String>,
    answers: Vec<(usize, Target)>,
}

/// A post that a reply speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Article,
    /// The reply with this index.
    Reply(usize),
}

impl Target {
    fn answered_by(reply: &Reply) -> Self {
        reply.parent.map_or(Self::Article, |parent| Self::Reply(parent as usize))
    }
}

/// The beginning of a reply.
struct Opening {
    reply: usize,
    name: Option<(String, Form)>,
    quote: Option<Vec<u64>>,
    /// The post that contains the quoted sentence.
    quoted: Option<Target>,
}

/// Evidence that a reply is by a certain author.
struct Claim {
    from: usize,
    about: usize,
    name: String,
}

/// The number of words in a quotation that is searched for. Longer ones are cut.
const QUOTE: std::ops::RangeInclusive<usize> = 6..=64;
/// The number of words used to find places to compare.
const ANCHOR: usize = 6;
/// Quotations that begin with the same words and are searched for.
const MOST_ALIKE: usize = 16;
/// Words of one post that are searched.
const MOST_WORDS: usize = 1 << 20;
/// Lines of a reply in which its opening is searched.
const OPENING_LINES: usize = 12;

impl Inferred {
    pub(super) fn from(lines: &Lines<'_>, page: &Page, dialect: Dialect) -> Self {
        let mut openings = openings(lines, page, dialect);
        find_quoted(lines, page, dialect, &mut openings);
        forget_common_words(lines, page, &mut openings);
        let mut inferred = Self::default();
        inferred.settle_authors(&page.replies, &openings);
        inferred.settle_answers(&page.replies, &openings);
        inferred
    }

    /// The inferred author of a reply.
    pub(super) fn author(&self, reply: usize) -> Option<&str> {
        self.authors.get(&reply).map(String::as_str)
    }

    /// Replies that speak to a post other than their parent.
    pub(super) fn answers(&self) -> &[(usize, Target)] {
        &self.answers
    }

    fn settle_authors(&mut self, replies: &[Reply], openings: &[Opening]) {
        let parent = |reply: usize| replies.get(reply).map(Target::answered_by);
        let signed = |reply: usize| replies.get(reply).and_then(|reply| reply.author.as_deref());
        let claims: Vec<_> = openings
            .iter()
            .filter_map(|opening| {
                let (name, _) = opening.name.clone()?;
                let Target::Reply(about) = opening.quoted.or_else(|| parent(opening.reply))? else { return None };
                signed(about).is_none().then_some(Claim { from: opening.reply, about, name })
            })
            .collect();
        let mut torn = FxHashSet::default();
        for claim in &claims {
            match self.authors.get(&claim.about) {
                Some(known) if address::folded(known) != address::folded(&claim.name) => {
                    torn.insert(claim.about);
                }
                Some(_) => {}
                None => {
                    self.authors.insert(claim.about, claim.name.clone());
                }
            }
        }
        // Nobody answers themselves by name.
        for claim in &claims {
            let speaker = signed(claim.from).or_else(|| self.author(claim.from)).map(address::folded);
            if speaker.is_some_and(|speaker| speaker == address::folded(&claim.name)) {
                torn.extend([claim.about, claim.from]);
            }
        }
        self.authors.retain(|reply, _| !torn.contains(reply));
    }

    fn settle_answers(&mut self, replies: &[Reply], openings: &[Opening]) {
        let mut openings = openings.iter().peekable();
        let mut latest: FxHashMap<String, usize> = FxHashMap::default();
        for (place, reply) in replies.iter().enumerate() {
            let parent = Target::answered_by(reply);
            if let Some(opening) = openings.next_if(|opening| opening.reply == place) {
                let named = || opening.name.as_ref().and_then(|(name, _)| latest.get(&address::folded(name)).copied());
                let to = opening.quoted.or_else(|| named().map(Target::Reply));
                let parents_name = match parent {
                    Target::Reply(parent) => self.name_of(replies, parent),
                    Target::Article => None,
                };
                let speaks_to_parent = opening.quoted.is_none()
                    && parents_name.is_some_and(|parent| {
                        opening.name.as_ref().is_some_and(|(name, _)| address::folded(name) == address::folded(parent))
                    });
                if let Some(to) = to.filter(|&to| to != parent && !speaks_to_parent) {
                    self.answers.push((place, to));
                }
            }
            if let Some(name) = self.name_of(replies, place).map(address::folded) {
                latest.insert(name, place);
            }
        }
    }

    fn name_of<'a>(&'a self, replies: &'a [Reply], reply: usize) -> Option<&'a str> {
        replies.get(reply).and_then(|reply| reply.author.as_deref()).or_else(|| self.author(reply))
    }
}

/// The replies that begin with a name or a quotation.
fn openings(lines: &Lines<'_>, page: &Page, dialect: Dialect) -> Vec<Opening> {
    let mut text = String::new();
    let mut openings = Vec::new();
    for (place, reply) in page.replies.iter().enumerate() {
        let mut range = body::lines_of(lines, reply);
        if !may_address(lines, &range) {
            continue;
        }
        range.end = range.end.min(range.start + OPENING_LINES);
        body::write(lines, range, reply.mark, dialect, &mut text);
        let name = address::address(&text).map(|address| (address.name.to_owned(), address.form));
        let quote = address::quotation(&text).map(|sentence| words(sentence, *QUOTE.end()));
        let quote = quote.filter(|words| QUOTE.contains(&words.len()));
        if name.is_some() || quote.is_some() {
            openings.push(Opening { reply: place, name, quote, quoted: None });
        }
    }
    openings
}

/// Whether the first lines contain a character that marks names or quotations. Most replies contain none.
fn may_address(lines: &Lines<'_>, range: &Range<usize>) -> bool {
    const NEAR: usize = 64;
    let filled = (range.start..range.end.min(range.start + OPENING_LINES)).map(|at| lines.get(at).text);
    filled.filter(|text| !text.is_empty()).take(4).any(|text| {
        let near = text.as_bytes().get(..NEAR).unwrap_or(text.as_bytes());
        near.iter().any(|byte| matches!(byte, b'@' | b':' | b'"' | b'>' | 0xC2 | 0xE2))
    })
}

/// Finds the first post that contains each quotation, in one pass over the page.
fn find_quoted(lines: &Lines<'_>, page: &Page, dialect: Dialect, openings: &mut [Opening]) {
    let mut wanted: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (place, opening) in openings.iter().enumerate() {
        if let Some(anchor) = opening.quote.as_ref().and_then(|words| words.get(..ANCHOR)) {
            let alike = wanted.entry(anchor_of(anchor)).or_default();
            if alike.len() < MOST_ALIKE {
                alike.push(place);
            }
        }
    }
    if wanted.is_empty() {
        return;
    }
    let mut text = String::new();
    let article = std::iter::once((Target::Article, page.article.clone(), Mark::None));
    let replies = page.replies.iter().enumerate();
    let replies = replies.map(|(place, reply)| (Target::Reply(place), body::lines_of(lines, reply), reply.mark));
    for (post, range, mark) in article.chain(replies) {
        body::write(lines, range, mark, dialect, &mut text);
        let words = words(&text, MOST_WORDS);
        for (at, window) in words.windows(ANCHOR).enumerate() {
            let Some(alike) = wanted.get_mut(&anchor_of(window)) else { continue };
            alike.retain(|&opening| {
                let Some(opening) = openings.get_mut(opening) else { return false };
                let quote = opening.quote.as_deref().unwrap_or_default();
                if matches!(post, Target::Reply(post) if post >= opening.reply) {
                    return false;
                }
                if words.get(at..).is_some_and(|words| words.starts_with(quote)) {
                    // A reply that quotes the same words as its parent speaks to the parent.
                    let parent = page.replies.get(opening.reply).map(Target::answered_by);
                    if opening.quoted.is_none() || parent == Some(post) {
                        opening.quoted = Some(post);
                    }
                }
                true
            });
        }
    }
}

fn anchor_of(words: &[u64]) -> u64 {
    words.iter().fold(0, |hash, word| (hash.rotate_left(7) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// Removes names before a colon whose words also occur in lower case: `Background: …` is a heading.
fn forget_common_words(lines: &Lines<'_>, page: &Page, openings: &mut [Opening]) {
    let colons = openings.iter().filter_map(|opening| opening.name.as_ref()).filter(|(_, form)| *form == Form::Colon);
    let mut common: FxHashMap<String, bool> = FxHashMap::default();
    for (name, _) in colons {
        common.extend(name.split(' ').map(|word| (word.to_lowercase(), false)));
    }
    if common.is_empty() {
        return;
    }
    let last = page.replies.last().map_or(0, |reply| reply.lines.end);
    for at in page.article.start.min(last)..last {
        for word in lines.get(at).text.split(|c: char| !c.is_alphanumeric()) {
            if word.starts_with(char::is_lowercase)
                && let Some(common) = common.get_mut(word)
            {
                *common = true;
            }
        }
    }
    for opening in openings {
        let is_common = |name: &str| name.split(' ').all(|word| common.get(&word.to_lowercase()) == Some(&true));
        if opening.name.as_ref().is_some_and(|(name, form)| *form == Form::Colon && is_common(name)) {
            opening.name = None;
        }
    }
}

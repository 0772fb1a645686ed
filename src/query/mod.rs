//! Finding posts: what a reader typed, or asked for, against what was written.
//!
//! Works on raw bodies, where most posts fail quickly; knows no screen and waits for nobody. Results come in parts
//! so that whoever asked can show the first of them while the rest is sought.

mod linked;
mod spoken;

pub use linked::{Linked, led_to, links, may_lead_here};
pub(crate) use spoken::spoken_to;

use crate::thread::{AuthorId, PostId, Thread};
use regex::{Regex, RegexBuilder};
use std::ops::Range;

/// What makes a post one that is sought.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// Its author or its text has the pattern.
    Pattern(Pattern),
    /// It is by this author.
    Author(AuthorId),
    /// Its score is among the highest tenth.
    HighScore,
    /// There is a link in it.
    Links,
    /// There is code in it.
    Code,
}

impl Wanted {
    /// What a reader types; none where that is nothing or no pattern.
    pub fn text(typed: &str) -> Option<Self> {
        Pattern::parse(typed).ok().flatten().map(Self::Pattern)
    }
}

/// What a reader typed to search for.
#[derive(Debug, Clone)]
pub struct Pattern {
    typed: String,
    regex: Regex,
}

/// A pattern that is no regular expression, and why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPattern(String);

impl std::fmt::Display for BadPattern {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// Compiled patterns may take this much memory, in bytes.
const SIZE: usize = 4 * 1024 * 1024;

impl Pattern {
    /// Reads what was typed: `/…/` is a regular expression, anything else is meant letter by letter, a space
    /// standing for any white space. Without a capital letter case does not matter. None where nothing was typed.
    pub fn parse(typed: &str) -> Result<Option<Self>, BadPattern> {
        let inner = typed.strip_prefix('/').filter(|inner| !inner.is_empty());
        let source = match inner {
            Some(inner) => inner.strip_suffix('/').unwrap_or(inner).to_owned(),
            None => typed.split_whitespace().map(regex::escape).collect::<Vec<_>>().join(r"\s+"),
        };
        if source.is_empty() {
            return Ok(None);
        }
        let regex = RegexBuilder::new(&source)
            .case_insensitive(!typed.chars().any(char::is_uppercase))
            .size_limit(SIZE)
            .dfa_size_limit(SIZE)
            .build()
            .map_err(|error| BadPattern(explain(&error)))?;
        Ok(Some(Self { typed: typed.to_owned(), regex }))
    }

    /// What was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Where a text has the pattern. An empty match is no match.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.regex.find_iter(text).map(|found| found.range()).filter(|range| !range.is_empty())
    }

    fn is_in(&self, text: &str) -> bool {
        self.find(text).next().is_some()
    }
}

/// The last line of the engine's message says what is wrong; the ones before draw a picture of it.
fn explain(error: &regex::Error) -> String {
    let message = error.to_string();
    let last = message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
    match error {
        regex::Error::CompiledTooBig(_) => "the pattern is too large".to_owned(),
        _ => last,
    }
}

/// Posts are looked at in parts of so many.
const PART: usize = 4096;

/// Looks at every post, first from `from` to the end and then from the beginning, and tells `found` which posts of
/// each part are wanted, in order, as soon as the part is done. Stops when `found` says so by returning false.
pub fn seek(thread: &Thread, wanted: &Wanted, from: PostId, mut found: impl FnMut(Found) -> bool) {
    let test = Test::new(thread, wanted);
    let (mut posts, mut looked_at) = (Vec::new(), 0);
    for range in [from.index()..thread.len(), 0..from.index()] {
        for post in range.filter_map(|index| thread.get(index)) {
            if test.passes(post) {
                posts.push(post);
            }
            looked_at += 1;
            let first = looked_at == 1 || posts.len() == 1 && looked_at < PART;
            if (first && !posts.is_empty() || looked_at % PART == 0)
                && !found(Found { posts: std::mem::take(&mut posts), looked_at, complete: false })
            {
                return;
            }
        }
    }
    found(Found { posts, looked_at, complete: true });
}

/// A part of what was sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Posts that are wanted, in the order they were met.
    pub posts: Vec<PostId>,
    /// How many posts have been looked at, with those of earlier parts.
    pub looked_at: usize,
    /// Whether every post has been looked at.
    pub complete: bool,
}

/// What is wanted, made ready for a thread.
struct Test<'a> {
    thread: &'a Thread,
    wanted: &'a Wanted,
    /// For a pattern: the authors that have it, by their place.
    authors: Vec<bool>,
    /// For scores: the least that is high.
    score: i32,
}

impl<'a> Test<'a> {
    fn new(thread: &'a Thread, wanted: &'a Wanted) -> Self {
        let mut test = Self { thread, wanted, authors: Vec::new(), score: i32::MAX };
        match wanted {
            Wanted::Pattern(pattern) => {
                test.authors = thread.authors().map(|(_, name)| pattern.is_in(name)).collect();
            }
            Wanted::HighScore => test.score = high_score(thread),
            Wanted::Author(_) | Wanted::Links | Wanted::Code => {}
        }
        test
    }

    fn passes(&self, id: PostId) -> bool {
        let post = self.thread.post(id);
        let raw = || self.thread.body(id).raw;
        match self.wanted {
            Wanted::Pattern(pattern) => {
                let author = post.author().and_then(|author| self.authors.get(author.index()));
                author == Some(&true) || pattern.is_in(raw())
            }
            Wanted::Author(author) => post.author() == Some(*author),
            Wanted::HighScore => post.score().is_some_and(|score| score >= self.score),
            Wanted::Links => ["http://", "https://", "gemini://", "gopher://", "mailto:"]
                .iter()
                .any(|scheme| memchr::memmem::find(raw().as_bytes(), scheme.as_bytes()).is_some()),
            Wanted::Code => has_code(raw()),
        }
    }
}

/// The score that a tenth of the replies reach; more than any where there are no scores.
fn high_score(thread: &Thread) -> i32 {
    let mut scores: Vec<i32> = thread.ids().skip(1).filter_map(|id| thread.post(id).score()).collect();
    let place = scores.len() * 9 / 10;
    if scores.is_empty() {
        return i32::MAX;
    }
    *scores.select_nth_unstable(place).1
}

/// Whether a text has code in one of the ways that notations have for it: fences, tags or an indented line.
fn has_code(raw: &str) -> bool {
    ["```", "~~~", "<code", "<pre"].iter().any(|mark| memchr::memmem::find(raw.as_bytes(), mark.as_bytes()).is_some())
        || raw.starts_with("    ")
        || memchr::memmem::find(raw.as_bytes(), b"\n\n    ").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft};

    fn thread() -> Thread {
        let mut builder = Builder::new("test");
        let posts = [("mara", "The Lamp\nwas never"), ("gull", "ferry prices"), ("oldsalt", "see https://a.example")];
        for (author, body) in posts {
            builder.add(Draft { author: Some(author), body, ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    fn found(typed: &str) -> Vec<usize> {
        let wanted = Wanted::Pattern(Pattern::parse(typed).unwrap().unwrap());
        let mut posts = Vec::new();
        seek(&thread(), &wanted, PostId::ARTICLE, |part| {
            posts.extend(part.posts);
            true
        });
        posts.into_iter().map(PostId::index).collect()
    }

    #[test]
    fn words_are_found_in_text_and_author_and_across_line_ends() {
        assert_eq!(found("lamp was"), [1]);
        assert_eq!(found("gull"), [2]);
        assert_eq!(found("gone"), [0_usize; 0]);
    }

    #[test]
    fn a_capital_letter_makes_case_matter() {
        assert_eq!(found("Lamp"), [1]);
        assert_eq!(found("LAMP"), [0_usize; 0]);
    }

    #[test]
    fn slashes_make_a_regular_expression() {
        assert_eq!(found("/l.mp|f[aeiou]rry/"), [1, 2]);
        assert_eq!(found("f[aeiou]rry"), [0_usize; 0], "without slashes it is meant letter by letter");
        assert_eq!(Pattern::parse("/(/").unwrap_err().to_string(), "unclosed group");
        assert!(Pattern::parse(" ").unwrap().is_none());
    }

    #[test]
    fn categories_find_their_posts() {
        let mut posts = Vec::new();
        seek(&thread(), &Wanted::Links, PostId::new(2), |part| {
            posts.extend(part.posts);
            true
        });
        assert_eq!(posts, [PostId::new(3)]);
    }
}

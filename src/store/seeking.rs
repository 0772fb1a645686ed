//! Finds words in every thread that was ever opened.
//!
//! What is typed never reaches the database as a query: it is split into words, and each is quoted.

use super::gathering::post_of;
use super::{Fault, Store};
use crate::thread::{Text, Time};
use crate::visit::{Finding, Findings, Stored};
use rusqlite::OptionalExtension;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// Posts that are shown at most.
const MOST: usize = 200;
/// Words that are sought at most; the rest is ignored.
const WORDS: usize = 16;
/// Letters that make a word stand for all words that begin with it; fewer would match too many.
const BEGINNING: usize = 2;
/// Bytes of text that are shown before the first match, and from it on.
const AROUND: (usize, usize) = (40, 200);

/// The prefix of an author's name.
const AUTHOR: &str = "author:";

impl Store {
    /// The posts that contain all words, those of the thread opened last first. `None` once `go_on` returns false.
    pub(crate) fn seek(&self, typed: &str, go_on: impl Fn() -> bool) -> Result<Option<Findings>, Fault> {
        let terms = terms(typed);
        let (threads, posts) = self.gathered()?;
        let left_out = self.too_large()?;
        let mut findings = Findings { words: typed.to_owned(), rows: Vec::new(), all: 0, threads, posts, left_out };
        if terms.is_empty() {
            return Ok(Some(findings));
        }
        let touched: FxHashMap<i64, i64> = {
            let mut select = self
                .connection
                .prepare_cached("SELECT id, touched FROM threads WHERE id IN (SELECT thread FROM gathered)")?;
            let rows = select.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        let (mut found, mut seen) = (Vec::new(), 0_usize);
        let mut select = self.connection.prepare_cached("SELECT rowid FROM said WHERE said MATCH ?")?;
        let mut rows = select.query([query(&terms)])?;
        while let Some(row) = rows.next()? {
            let at: i64 = row.get(0)?;
            if let Some(&touched) = touched.get(&post_of(at).0) {
                found.push((Reverse(touched), at));
            }
            if seen.is_multiple_of(1000) && !go_on() {
                return Ok(None);
            }
            seen += 1;
        }
        findings.all = found.len();
        found.sort_unstable();
        found.truncate(MOST);
        for (_, at) in found {
            findings.rows.extend(self.finding(at, &terms)?);
        }
        Ok(Some(findings))
    }

    fn finding(&self, at: i64, terms: &[Term]) -> Result<Option<Finding>, Fault> {
        let (thread, number) = post_of(at);
        let mut said = self.connection.prepare_cached("SELECT author, text FROM said WHERE rowid = ?")?;
        let said: Option<(String, String)> = said.query_row([at], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let mut about = self.connection.prepare_cached("SELECT title, origin, touched FROM threads WHERE id = ?")?;
        let about: Option<(String, Option<String>, i64)> =
            about.query_row([thread], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        Ok(said.zip(about).map(|((author, text), (title, origin, touched))| Finding {
            title: Text::line(&title),
            author: Text::line(&author),
            snippet: Text::line(&snippet(&text, terms)),
            origin,
            post: Stored { thread, number },
            last: Time::from_millis(touched),
        }))
    }
}

/// A word, or several in a row, that a post must have.
#[derive(Debug, PartialEq, Eq)]
struct Term {
    words: String,
    /// Whether it is sought in names.
    of_author: bool,
    /// Whether it stands for all words that begin with it.
    is_beginning: bool,
}

/// The terms in what is typed. A quoted phrase is one term; the last word may still be unfinished.
fn terms(typed: &str) -> Vec<Term> {
    let term = |words: &str, of_author| Term { words: words.to_owned(), of_author, is_beginning: false };
    let mut terms = Vec::new();
    // The name of an author may be quoted.
    let mut of_author = false;
    for (at, piece) in typed.split('"').enumerate() {
        if at % 2 == 1 {
            terms.push(term(piece, std::mem::take(&mut of_author)));
            continue;
        }
        for word in piece.split_whitespace() {
            match word.strip_prefix(AUTHOR) {
                Some("") => of_author = true,
                Some(name) => terms.push(term(name, true)),
                None => terms.push(term(word, std::mem::take(&mut of_author))),
            }
        }
    }
    let is_open = !typed.ends_with(|char: char| char.is_whitespace() || char == '"');
    if let Some(last) = terms.last_mut() {
        last.is_beginning = is_open && last.words.chars().filter(|char| char.is_alphanumeric()).count() >= BEGINNING;
    }
    terms.retain(|term| term.words.contains(char::is_alphanumeric));
    terms.truncate(WORDS);
    terms
}

/// The terms as an FTS5 query: each is a quoted string, so nothing typed is read as syntax.
fn query(terms: &[Term]) -> String {
    let quoted = terms.iter().map(|term| {
        let words = term.words.replace(['"', '\0'], " ");
        let column = if term.of_author { "author : " } else { "" };
        let beginning = if term.is_beginning { "*" } else { "" };
        format!("{column}\"{words}\"{beginning}")
    });
    quoted.collect::<Vec<_>>().join(" AND ")
}

/// The part of a text around the first match.
fn snippet(text: &str, terms: &[Term]) -> String {
    let lower = text.to_lowercase();
    let words = terms.iter().filter(|term| !term.of_author).filter_map(|term| term.words.split_whitespace().next());
    let at = words.filter_map(|word| lower.find(&*word.to_lowercase())).min();
    // Lower case may be longer than upper case; the place is slightly off then.
    let at = at.unwrap_or(0);
    let mut start = if at <= AROUND.0 { 0 } else { text.ceil_char_boundary(at - AROUND.0) };
    if start > 0 {
        start += text
            .get(start..)
            .and_then(|rest| rest.find(' '))
            .filter(|&skip| start + skip < at)
            .map_or(0, |skip| skip + 1);
    }
    let end = text.floor_char_boundary(at.saturating_add(AROUND.1));
    let mark = if start > 0 { "…" } else { "" };
    format!("{mark}{}", text.get(start..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, thread};
    use super::*;
    use crate::thread::Thread;

    fn gather(store: &mut Store, page: &Thread) {
        let (memory, _) = store.visit(page);
        let mut from = Some(0);
        while let Some(at) = from {
            from = store.gather(&memory, page, at).unwrap();
        }
    }

    fn harbour() -> (Home, Store) {
        let home = Home::new();
        let mut store = home.open();
        gather(&mut store, &thread("The lamp", &["lamp", "gull", "förde"]));
        (home, store)
    }

    fn many(store: &Store, typed: &str) -> usize {
        store.seek(typed, || true).unwrap().unwrap().all
    }

    #[test]
    fn words_are_found_in_any_order_and_the_last_by_its_beginning() {
        let (_home, store) = harbour();
        let counts =
            ["lamp", "problem gull", "gul", "gul ", "FORDE", "old chart", "xyz", ""].map(|typed| many(&store, typed));
        assert_eq!(counts, [2, 1, 1, 0, 1, 3, 0, 0]);
    }

    #[test]
    fn quoted_words_stand_in_a_row_and_names_are_found_as_names() {
        let (_home, store) = harbour();
        let typed =
            ["\"old chart\"", "\"chart old\"", "author:mara", "author:\"mara\" gull", "author:gull", "\"never the"];
        assert_eq!(typed.map(|typed| many(&store, typed)), [3, 0, 3, 1, 0, 3]);
    }

    #[test]
    fn nothing_that_is_typed_is_taken_for_a_query_of_the_database() {
        let (_home, store) = harbour();
        let hostile = [
            "\"",
            "\"\"\"",
            "*",
            "lamp*",
            "NEAR(lamp gull, 5)",
            "lamp OR gull",
            "NOT lamp",
            "text : lamp",
            "^lamp",
            "'; DROP TABLE said; --",
            "{author text} : lamp",
            "(",
            "lamp\0gull",
            "-lamp",
            "a\" OR \"b",
            "author:",
            "+ +",
            "author:\"",
            "\u{202e}\u{0}",
            "AND AND",
        ];
        for typed in hostile {
            let found = store.seek(typed, || true);
            assert!(found.is_ok(), "{typed:?}: {found:?}");
        }
        let no_operators = ["lamp OR gull", "NOT lamp", "NEAR(lamp gull, 5)", "AND AND"];
        assert_eq!(no_operators.map(|typed| many(&store, typed)), [0, 0, 0, 0]);
        assert_eq!(many(&store, "lamp*"), 2, "and it is still there");
        assert!(store.seek(&"lamp ".repeat(10_000), || true).is_ok());
    }

    #[test]
    fn the_thread_that_was_opened_last_comes_first_and_rows_are_bounded() {
        let home = Home::new();
        let mut store = home.open();
        let words: Vec<String> = (0..300).map(|n| format!("lamp{n}")).collect();
        let long = thread("The lamp", &words.iter().map(String::as_str).collect::<Vec<_>>());
        gather(&mut store, &long);
        let gull = thread("The gull", &["gull"]);
        let later = Time::from_millis(super::super::sample::NOW.millis() + 1);
        let (memory, _) = store.recall(&super::super::Page::of(&gull), None, later).unwrap();
        store.gather(&memory, &gull, 0).unwrap();
        let findings = store.seek("harbour", || true).unwrap().unwrap();
        assert_eq!((findings.rows.len(), findings.all), (MOST, 303));
        let first: Vec<_> =
            findings.rows.iter().take(3).map(|row| (&*row.title, &*row.author, row.post.number)).collect();
        assert_eq!(first, [("The gull", "", 0), ("The gull", "mara", 1), ("The lamp", "", 0)]);
        assert_eq!(memory.post(findings.rows[1].post), Some(crate::thread::PostId::new(1)));
        assert_eq!(
            (findings.rows[1].origin.as_deref(), findings.rows[2].origin.as_deref()),
            (None, Some("/tmp/lamp.html"))
        );
    }

    #[test]
    fn a_search_that_nobody_waits_for_stops() {
        let (_home, store) = harbour();
        assert_eq!(store.seek("xyz", || false).unwrap().map(|found| found.all), Some(0));
        assert!(store.seek("lamp", || false).unwrap().is_none());
    }

    #[test]
    fn a_row_shows_the_words_that_were_found_and_what_is_around_them() {
        let text = format!("{} the LAMP is out {}", "Gulls and tides.".repeat(20), "and so on ".repeat(50));
        let shown = snippet(&text, &terms("lamp"));
        assert!(shown.starts_with('…') && shown.contains("the LAMP is out") && shown.len() < 260, "{shown}");
        assert_eq!(snippet("The lamp.", &terms("xyz")), "The lamp.");
        assert_eq!(snippet("", &terms("lamp")), "");
        let odd = format!("{} lamp", "İ".repeat(300));
        assert!(snippet(&odd, &terms("lamp")).starts_with('…'));
    }
}

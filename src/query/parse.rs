//! Reads a query in one pass without recursion, and reports the column of a fault.

use super::expression::{Kin, Query, Step, Term};
use super::language::{Holding, Key, State};
use super::phrase::Phrase;
use super::value::{Age, Range, moment};
use std::fmt;

/// What is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The character that is wrong, from 0; one past the last if something is missing.
    pub column: usize,
    what: String,
}

impl Fault {
    /// A fault in the query `typed` at the first `part`.
    pub(crate) fn of(typed: &str, part: &str, what: &str) -> Self {
        let before = typed.find(part).and_then(|at| typed.get(..at)).unwrap_or_default();
        Self { column: before.chars().count(), what: what.to_owned() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "column {}: {}", self.column + 1, self.what)
    }
}

/// The longest query, in bytes.
const LONGEST: usize = 4096;
/// Conditions in one query at most: each may take memory of its own.
const MOST: usize = 64;
/// Nested brackets at most.
const DEEPEST: usize = 32;

/// Reads a query. `None` if it asks for nothing.
pub(super) fn parse(typed: &str) -> Result<Option<Query>, Fault> {
    let mut parser = Parser { text: typed, at: 0, terms: 0, groups: vec![Group::default()] };
    if typed.len() > LONGEST {
        return Err(parser.fault(0, format!("expected at most {LONGEST} bytes, found {}", typed.len())));
    }
    if typed.trim().is_empty() {
        return Ok(None);
    }
    while let Some(c) = parser.skip_space() {
        parser.take(c)?;
    }
    let end = typed.len();
    let group = parser.groups.pop().unwrap_or_default();
    if group.opened.is_some() {
        return Err(parser.fault(end, "expected )"));
    }
    let steps = group.close().map_err(|missing| parser.fault(end, missing))?;
    Ok(Some(Query { steps }))
}

/// Whether some words, written bare in a query, mean themselves.
pub(super) fn is_word(words: &str) -> bool {
    let quoted = super::expression::Quoted(words).to_string();
    let read = |text: &str| parse(text).ok().flatten();
    !words.contains(['"', '(', ')']) && !words.contains(char::is_whitespace) && read(words) == read(&quoted)
}

struct Parser<'a> {
    text: &'a str,
    /// The byte to read next.
    at: usize,
    terms: usize,
    /// The open brackets; the first entry is the whole query.
    groups: Vec<Group>,
}

/// What stands between brackets, as far as it was read.
#[derive(Default)]
struct Group {
    /// The byte of its bracket. `None` for the whole query.
    opened: Option<usize>,
    /// Whether a minus stood before it.
    is_negated: bool,
    /// The relatives that the brackets ask for. `None` for the hits themselves.
    kin: Option<Kin>,
    /// The operands before each `OR`.
    any: Vec<Vec<Step>>,
    /// The operands after the last `OR`.
    all: Vec<Vec<Step>>,
    /// Whether a minus stands before the next operand.
    minus: bool,
}

/// What may stand at any place.
const OPERAND: &str = "expected a word, a \"phrase\", a /regex/ or a key such as author:";

impl Group {
    fn add(&mut self, mut steps: Vec<Step>) {
        if std::mem::take(&mut self.minus) {
            steps.insert(0, Step::Not);
        }
        self.all.push(steps);
    }

    /// Its steps, or an error that says what is missing.
    fn close(mut self) -> Result<Vec<Step>, String> {
        if self.minus {
            return Err(format!("{OPERAND} after -"));
        }
        if self.all.is_empty() {
            return Err(if self.any.is_empty() { OPERAND.to_owned() } else { format!("{OPERAND} after OR") });
        }
        self.any.push(joined(self.all, Step::All));
        Ok(joined(self.any, Step::Any))
    }
}

/// Joins operands under one step; a single one needs none.
fn joined(mut operands: Vec<Vec<Step>>, over: fn(usize) -> Step) -> Vec<Step> {
    if operands.len() > 1 {
        operands.insert(0, vec![over(operands.len())]);
    }
    operands.concat()
}

impl<'a> Parser<'a> {
    fn fault(&self, at: usize, what: impl Into<String>) -> Fault {
        let column = self.text.get(..at).unwrap_or_default().chars().count();
        Fault { column, what: what.into() }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Skips spaces and returns the next character.
    fn skip_space(&mut self) -> Option<char> {
        self.at = self.text.len() - self.rest().trim_start().len();
        self.rest().chars().next()
    }

    fn is_nested(&self) -> bool {
        self.groups.len() > 1
    }

    fn group(&mut self) -> &mut Group {
        if self.groups.is_empty() {
            self.groups.push(Group::default());
        }
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    /// Reads what begins with the character `c`, which is no space.
    fn take(&mut self, c: char) -> Result<(), Fault> {
        let at = self.at;
        match c {
            '(' => self.open(None),
            ')' if self.is_nested() => self.close(),
            '-' if !self.group().minus && !self.rest().starts_with("--") => {
                self.at += 1;
                let is_lone = self.rest().chars().next().is_none_or(char::is_whitespace);
                if is_lone {
                    return Err(self.fault(self.at, format!("{OPERAND} after -")));
                }
                self.group().minus = true;
                Ok(())
            }
            '"' => {
                let words = self.quoted();
                match Phrase::words(&words) {
                    Ok(Some(phrase)) => self.add(at, Term::Said(phrase)),
                    Ok(None) => Err(self.fault(self.at, "expected the words of a \"phrase\"")),
                    Err(error) => Err(self.fault(at, error)),
                }
            }
            '/' if self.has_regex() => {
                let source = self.regex();
                let phrase = Phrase::regex(source).map_err(|error| self.fault(at, error))?;
                self.add(at, Term::Said(phrase))
            }
            _ => self.word(),
        }
    }

    fn open(&mut self, kin: Option<Kin>) -> Result<(), Fault> {
        if self.groups.len() > DEEPEST {
            return Err(self.fault(self.at, format!("expected at most {DEEPEST} brackets inside each other")));
        }
        let is_negated = std::mem::take(&mut self.group().minus);
        self.groups.push(Group { opened: Some(self.at), is_negated, kin, ..Group::default() });
        self.at += 1;
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        let group = self.groups.pop().unwrap_or_default();
        let (is_negated, kin) = (group.is_negated, group.kin);
        let mut steps = group.close().map_err(|missing| self.fault(self.at, format!("{missing}, found )")))?;
        self.at += 1;
        let outer = self.group();
        outer.minus = is_negated;
        steps.splice(..0, kin.map(Step::With));
        outer.add(steps);
        Ok(())
    }

    fn add(&mut self, at: usize, term: Term) -> Result<(), Fault> {
        self.terms += 1;
        if self.terms > MOST {
            return Err(self.fault(at, format!("expected at most {MOST} words and keys")));
        }
        self.group().add(vec![Step::Term(term)]);
        Ok(())
    }

    /// Reads up to the closing quotation mark, or to the end: the reader may still be typing.
    fn quoted(&mut self) -> String {
        let mut words = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.at += at + 1;
                    return words;
                }
                '\\' => words.extend(chars.next().map(|(_, c)| c)),
                _ => words.push(c),
            }
        }
        self.at = self.text.len();
        words
    }

    /// Whether the slash here begins a regular expression, and not a word with slashes.
    fn has_regex(&self) -> bool {
        let inner = self.rest().trim_start_matches('/').chars().next();
        !self.rest().starts_with("//") && inner.is_some_and(|c| !c.is_whitespace())
    }

    /// Reads a regular expression: up to a slash before a space, a bracket or the end.
    fn regex(&mut self) -> &'a str {
        let inner = self.rest().get(1..).unwrap_or_default();
        let mut is_escaped = false;
        for (at, c) in inner.char_indices() {
            let after = inner.get(at + 1..).unwrap_or_default().chars().next();
            let ends = match after {
                None => true,
                Some(after) => after.is_whitespace() || after == ')' && self.is_nested(),
            };
            if c == '/' && !is_escaped && ends {
                self.at += at + 2;
                return inner.get(..at).unwrap_or_default();
            }
            is_escaped = c == '\\' && !is_escaped;
        }
        self.at = self.text.len();
        inner
    }

    /// Reads a bare word: up to a space, or to a bracket that it did not open.
    fn bare(&mut self) -> &'a str {
        let rest = self.rest();
        let mut opened = 0_usize;
        let ends = |(_, c): &(usize, char)| {
            match c {
                '(' => opened += 1,
                ')' if opened == 0 && self.is_nested() => return true,
                ')' => opened = opened.saturating_sub(1),
                _ => {}
            }
            c.is_whitespace()
        };
        let length = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Reads a word, an `OR`, or a key with its value.
    fn word(&mut self) -> Result<(), Fault> {
        let at = self.at;
        let letters = self.rest().bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = self.rest().get(..letters).unwrap_or_default();
        let after = self.rest().get(letters..).unwrap_or_default();
        if let Some(value) = after.strip_prefix(':') {
            if let Some(key) = Key::named(name) {
                self.at += letters + 1;
                return self.value(at, key);
            }
            let has_value = value.chars().next().is_some_and(|c| c != '/' && !c.is_whitespace());
            if let Some(key) = has_value.then(|| nearest(name)).flatten() {
                let what =
                    format!("expected a key, found {name}: (did you mean {}:? quotes make it a word)", key.name());
                return Err(self.fault(at, what));
            }
        }
        let word = self.bare();
        if word == "OR" && !self.group().minus {
            return self.or(at);
        }
        match Phrase::words(word) {
            Ok(Some(phrase)) => self.add(at, Term::Said(phrase)),
            Ok(None) => Err(self.fault(at, OPERAND)),
            Err(error) => Err(self.fault(at, error)),
        }
    }

    fn or(&mut self, at: usize) -> Result<(), Fault> {
        let group = self.group();
        if group.all.is_empty() {
            return Err(self.fault(at, format!("{OPERAND} before OR (in quotes it is a word)")));
        }
        let all = std::mem::take(&mut group.all);
        group.any.push(joined(all, Step::All));
        Ok(())
    }

    /// Reads the value of a key.
    fn value(&mut self, start: usize, key: Key) -> Result<(), Fault> {
        match key {
            Key::Below => self.relatives(start, Kin::Replies),
            Key::Above => self.relatives(start, Kin::Ancestors),
            _ => self.plain_value(start, key),
        }
    }

    /// Reads whose relatives are asked for: a query in brackets, or one word.
    fn relatives(&mut self, start: usize, kin: Kin) -> Result<(), Fault> {
        if self.rest().starts_with('(') {
            return self.open(Some(kin));
        }
        let word = if self.rest().starts_with('"') { self.quoted() } else { self.bare().to_owned() };
        match Phrase::words(&word) {
            Ok(Some(phrase)) => {
                self.add(start, Term::Said(phrase))?;
                let last = self.group().all.last_mut();
                // A minus may stand before the key; the step goes behind it.
                last.into_iter().for_each(|steps| steps.insert(steps.len() - 1, Step::With(kin)));
                Ok(())
            }
            Ok(None) => {
                let key = kin.key();
                Err(self.fault(self.at, format!("expected {} after {}:", key.expects(), key.name())))
            }
            Err(error) => Err(self.fault(start, error)),
        }
    }

    fn plain_value(&mut self, start: usize, key: Key) -> Result<(), Fault> {
        let whole = key == Key::Author && self.rest().starts_with('=');
        self.at += usize::from(whole);
        let at = self.at;
        let value = if self.rest().starts_with('"') { self.quoted() } else { self.bare().to_owned() };
        let expected = |found: &str| match found {
            "" => format!("expected {} after {}:", key.expects(), key.name()),
            found => format!("expected {} after {}:, found {found}", key.expects(), key.name()),
        };
        if value.trim().is_empty() {
            return Err(self.fault(self.at, expected("")));
        }
        let term = match key {
            Key::Author => Some(Term::Author { name: value.clone(), whole }),
            Key::Score | Key::Replies | Key::Depth | Key::Drift => {
                Range::parse(&value).map(|range| Term::Number(key, range))
            }
            Key::After => moment(&value).map(|time| Term::After(time, value.clone())),
            Key::Before => moment(&value).map(|time| Term::Before(time, value.clone())),
            Key::Age => Age::parse(&value).map(Term::Age),
            Key::Is => State::ALL.into_iter().find(|state| state.name() == value).map(Term::Is),
            Key::Has => Holding::ALL.into_iter().find(|holding| holding.name() == value).map(Term::Has),
            Key::Label => Some(Term::Label(value.clone())),
            Key::Under => value.trim_start_matches('#').parse().ok().map(Term::Under),
            Key::Title => Some(Term::Title(value.clone())),
            Key::Id => Some(Term::Id(value.clone())),
            Key::Url => Some(Term::Url(value.clone())),
            Key::Below | Key::Above => None,
        };
        match term {
            Some(term) => self.add(start, term),
            None => Err(self.fault(at, expected(&value))),
        }
    }
}

/// The key whose name differs from a word by one letter that is wrong, missing or extra, or by two swapped ones.
fn nearest(word: &str) -> Option<Key> {
    if word.len() < 3 || word.len() > 10 {
        return None;
    }
    Key::ALL.into_iter().filter(|key| key.name().len() > 3).find(|key| {
        let (known, word) = (key.name().as_bytes(), word.as_bytes());
        let same = known.iter().zip(word).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
        let rest = |bytes: &[u8], skipped: usize| bytes.get(same + skipped..).unwrap_or_default().to_ascii_lowercase();
        let one_more = |longer: &[u8], shorter: &[u8]| rest(longer, 1) == rest(shorter, 0);
        let swapped = known.len() == word.len()
            && rest(known, 2) == rest(word, 2)
            && known.get(same) == word.get(same + 1)
            && known.get(same + 1) == word.get(same);
        one_more(known, word) || one_more(word, known) || rest(known, 1) == rest(word, 1) || swapped
    })
}

#[cfg(test)]
mod tests;

//! A query as a tree that is stored flat, so that nothing needs recursion.

use super::Pattern;
use super::language::{Holding, Key, State};
use super::parse::{self, Fault};
use super::phrase::{Phrase, Source, compiled};
use super::value::{Age, Range};
use crate::thread::Time;
use std::fmt;

/// What a reader asks for. `LANGUAGE` is the language that it is read from and written in.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Each step comes before its operands.
    pub(super) steps: Vec<Step>,
}

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Term(Term),
    /// The complement of its one operand.
    Not,
    /// The hits of its one operand with their replies, or with what they answer.
    With(Kin),
    /// What all of this many operands find.
    All(usize),
    /// What at least one of this many operands finds.
    Any(usize),
}

impl Step {
    pub(super) fn operands(&self) -> usize {
        match self {
            Self::Term(_) => 0,
            Self::Not | Self::With(_) => 1,
            Self::All(many) | Self::Any(many) => *many,
        }
    }
}

/// Relatives of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kin {
    /// Everything below it.
    Replies,
    /// Everything that it answers, up to the article.
    Ancestors,
}

impl Kin {
    /// The key that asks for them.
    pub(super) fn key(self) -> Key {
        match self {
            Self::Replies => Key::Below,
            Self::Ancestors => Key::Above,
        }
    }
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Term {
    Said(Phrase),
    Author { name: String, whole: bool },
    Number(Key, Range),
    After(Time, String),
    Before(Time, String),
    Age(Age),
    Is(State),
    Has(Holding),
    Label(String),
    Under(usize),
    Title(String),
    Id(String),
    Url(String),
}

impl Query {
    /// Reads a query. `None` if it asks for nothing.
    pub fn parse(typed: &str) -> Result<Option<Self>, Fault> {
        parse::parse(typed)
    }

    /// Whether it asks how far a branch has drifted.
    pub(crate) fn asks_for_drift(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Term(Term::Number(Key::Drift, _))))
    }

    /// Whether it asks what the reader has done with posts.
    pub(crate) fn asks_for_states(&self) -> bool {
        let is_state = |term: &Term| match term {
            Term::Is(state) => !matches!(state, State::Op | State::Mine | State::Deleted | State::Removed),
            Term::Label(_) => true,
            _ => false,
        };
        self.steps.iter().any(|step| matches!(step, Step::Term(term) if is_state(term)))
    }

    /// Whether it asks who the reader is.
    pub(crate) fn asks_for_reader(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Term(Term::Is(State::Mine))))
    }

    /// What to mark in the texts and names of its hits.
    pub(crate) fn pattern(&self) -> Pattern {
        let (mut text, mut names) = (Vec::new(), Vec::new());
        let mut skipped = 0_usize;
        for step in &self.steps {
            let is_skipped = skipped > 0;
            if is_skipped {
                skipped += step.operands();
                skipped -= 1;
            }
            match step {
                // What the query excludes is not marked, and so its operands are skipped.
                Step::Not if !is_skipped => skipped = 1,
                Step::Term(Term::Said(phrase)) if !is_skipped => {
                    text.push(format!("(?:{})", phrase.pattern()));
                    names.push(format!("(?:{})", phrase.pattern()));
                }
                Step::Term(Term::Author { name, whole }) if !is_skipped => names.push(name_pattern(name, *whole)),
                _ => {}
            }
        }
        let regex = |patterns: &[String]| (!patterns.is_empty()).then(|| compiled(&patterns.join("|")).ok()).flatten();
        Pattern { text: regex(&text), names: regex(&names) }
    }
}

/// A pattern for a part of a name, or for all of it.
pub(super) fn name_pattern(name: &str, whole: bool) -> String {
    let flags = if name.chars().any(char::is_uppercase) { "" } else { "(?i)" };
    let (start, end) = if whole { ("^", "$") } else { ("", "") };
    format!("(?:{flags}{start}{}{end})", regex::escape(name))
}

/// Writes the query so that reading it again gives the same query.
impl fmt::Display for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // For each step with operands to come: what separates them, how many are left, and whether a bracket must
        // close.
        let mut open: Vec<(&str, usize, bool)> = Vec::new();
        for step in &self.steps {
            let parent = open.last().map(|(between, ..)| *between);
            match step {
                Step::Term(term) => write!(out, "{term}")?,
                Step::Not => {
                    // A minus after a minus would read as a word.
                    let brackets = parent == Some("-");
                    write!(out, "{}", if brackets { "(-" } else { "-" })?;
                    open.push(("-", 1, brackets));
                    continue;
                }
                Step::With(kin) => {
                    // The key brings its own brackets.
                    write!(out, "{}:(", kin.key().name())?;
                    open.push(("(", 1, true));
                    continue;
                }
                Step::All(many) | Step::Any(many) => {
                    let is_all = matches!(step, Step::All(_));
                    let brackets = parent.is_some_and(|parent| parent != "(" && !(is_all && parent == " OR "));
                    if brackets {
                        write!(out, "(")?;
                    }
                    open.push((if is_all { " " } else { " OR " }, *many, brackets));
                    continue;
                }
            }
            while let Some((between, left, brackets)) = open.last_mut() {
                *left -= 1;
                if *left > 0 {
                    write!(out, "{between}")?;
                    break;
                }
                if *brackets {
                    write!(out, ")")?;
                }
                open.pop();
            }
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(phrase) => match phrase.source() {
                // A word that begins with a minus would read as an exclusion.
                Source::Words(words) if parse::is_word(words) && !words.starts_with('-') => write!(out, "{words}"),
                Source::Words(words) => write!(out, "{}", Quoted(words)),
                Source::Regex(source) => write!(out, "/{source}/"),
            },
            Self::Author { name, whole } => write!(out, "author:{}{}", if *whole { "=" } else { "" }, Value(name)),
            Self::Number(key, range) => write!(out, "{}:{range}", key.name()),
            Self::After(_, day) => write!(out, "after:{day}"),
            Self::Before(_, day) => write!(out, "before:{day}"),
            Self::Age(age) => write!(out, "age:{age}"),
            Self::Is(state) => write!(out, "is:{}", state.name()),
            Self::Has(holding) => write!(out, "has:{}", holding.name()),
            Self::Label(label) => write!(out, "label:{}", Value(label)),
            Self::Under(number) => write!(out, "under:{number}"),
            Self::Title(part) => write!(out, "title:{}", Value(part)),
            Self::Id(id) => write!(out, "id:{}", Value(id)),
            Self::Url(part) => write!(out, "url:{}", Value(part)),
        }
    }
}

/// A text between quotation marks.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "\"{}\"", self.0.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// The value of a key: bare if that reads back, else quoted.
pub(super) struct Value<'a>(pub(super) &'a str);

impl fmt::Display for Value<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let odd = |c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')' | '\\' | '=');
        if self.0.is_empty() || self.0.contains(odd) {
            write!(out, "{}", Quoted(self.0))
        } else {
            write!(out, "{}", self.0)
        }
    }
}

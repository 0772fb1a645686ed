//! The links on the screen, each with letters to type.

use crate::app::keys::key::Key;
use crate::app::keys::local::{Local, Told, local, told, verb_of};
use crate::app::panel::request::{Answer, Request};
use crate::app::state::page::DocumentRow;
use crate::app::state::page::Page;
use crate::app::state::screen::Pane;
use crate::query::Linked;
use crate::rows::Row;
use crate::thread::{PostId, Text, Thread};
use std::sync::Arc;

/// A link on the screen.
#[derive(Debug, Clone)]
pub(crate) struct Hint {
    pub(crate) pane: Pane,
    /// The row of the pane where the link begins.
    pub(crate) row: usize,
    /// Its byte in the text of that row's post. `None` for the address under the title.
    pub(crate) at: Option<usize>,
    /// Its letters.
    pub(crate) letters: String,
    post: PostId,
    says: Text,
    leads: Arc<str>,
}

/// What to do with the chosen link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Open,
    Copy,
}

/// The letters of the home row.
const LETTERS: [char; 9] = ['a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l'];

/// The links on the rows of a pane, from the top. A link over several rows counts once.
fn links(thread: &Thread, article: PostId, pane: Pane, rows: &[DocumentRow]) -> Vec<Hint> {
    let mut hints: Vec<Hint> = Vec::new();
    let mut latest: Option<Arc<str>> = None;
    for (number, row) in rows.iter().enumerate() {
        let post = row.place.post;
        let hint = |at, says, leads| Hint { pane, row: number, at, letters: String::new(), post, says, leads };
        match &row.row {
            Row::Byline => {
                let url = thread.url_of(article).map(|url| hint(None, Text::line(url), Arc::from(url)));
                hints.extend(url);
            }
            Row::Title(laid, line) | Row::Body(laid, line) => {
                let Some(line) = laid.lines().get(*line) else { continue };
                for (_, run) in laid.runs(line) {
                    let found = laid.linked(run.range.start);
                    if let Some((whole, leads)) = found
                        && latest.as_ref().is_none_or(|latest| !Arc::ptr_eq(latest, leads))
                    {
                        latest = Some(Arc::clone(leads));
                        let says = Text::line(laid.text().slice(whole).as_str());
                        hints.push(hint(Some(run.range.start), says, Arc::clone(leads)));
                    }
                }
            }
            Row::Head | Row::NoText | Row::Muted | Row::Folded | Row::More(_) | Row::Replies | Row::Blank => {}
        }
    }
    hints
}

/// Gives each link as many letters as it takes to tell them apart.
fn letter(hints: &mut [Hint]) {
    let (mut length, mut reach) = (1, LETTERS.len());
    while reach < hints.len() {
        (length, reach) = (length + 1, reach * LETTERS.len());
    }
    for (number, hint) in hints.iter_mut().enumerate() {
        let mut rest = number;
        let mut letters: Vec<char> = Vec::new();
        for _ in 0..length {
            letters.extend(LETTERS.get(rest % LETTERS.len()));
            rest /= LETTERS.len();
        }
        hint.letters = letters.into_iter().rev().collect();
    }
}

/// The links, the letters typed so far, and the purpose.
#[derive(Debug)]
pub(crate) struct Hints {
    pub(crate) links: Vec<Hint>,
    pub(crate) typed: String,
    purpose: Purpose,
}

#[derive(Debug, Clone, Copy)]
enum Verb {
    Delete,
    Leave,
}

const KEYS: &[Local<Verb>] =
    &[local(&["Backspace"], "takes a letter back", Verb::Delete), local(&["Esc"], "leaves", Verb::Leave)];

impl Hints {
    /// The links on a page. `None` if there are none. `article` opens the thread.
    pub(in crate::app) fn on(page: &Page, thread: &Thread, article: PostId, purpose: Purpose) -> Option<Self> {
        let mut hints = links(thread, article, Pane::Document, &page.document);
        hints.extend(links(thread, article, Pane::Article, &page.article));
        letter(&mut hints);
        (!hints.is_empty()).then_some(Self { links: hints, typed: String::new(), purpose })
    }

    pub(super) fn key(&mut self, key: Key) -> Answer {
        match (verb_of(KEYS, key), key.typed()) {
            (Some(Verb::Leave), _) => Answer::Close,
            (Some(Verb::Delete), _) => {
                if self.typed.pop().is_none() {
                    Answer::Close
                } else {
                    Answer::Stay
                }
            }
            (None, Some(letter)) => self.take(letter),
            (None, None) => Answer::Stay,
        }
    }

    /// Takes a letter. An upper-case last letter opens the link outside.
    fn take(&mut self, letter: char) -> Answer {
        self.typed.extend(letter.to_lowercase());
        if let Some(hint) = self.links.iter().find(|hint| hint.letters == self.typed) {
            let link = Linked { post: hint.post, says: hint.says.clone(), leads: Arc::clone(&hint.leads) };
            return Answer::Run(match self.purpose {
                Purpose::Open if letter.is_uppercase() => Request::FollowOutside(link),
                Purpose::Open => Request::Follow(link),
                Purpose::Copy => Request::CopyLink(link),
            });
        }
        if !self.links.iter().any(|hint| hint.letters.starts_with(&self.typed)) {
            self.typed.pop();
        }
        Answer::Stay
    }

    #[expect(clippy::unused_self, reason = "every panel tells its keys")]
    pub(super) fn keys(&self) -> Vec<Told> {
        told(KEYS).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn letters_tell_any_number_of_links_apart_and_none_begins_another() {
        for many in [1, 9, 10, 81, 82, 800] {
            let hint = Hint {
                pane: Pane::Document,
                row: 0,
                at: None,
                letters: String::new(),
                post: PostId::ARTICLE,
                says: Text::default(),
                leads: Arc::from(""),
            };
            let mut hints = vec![hint; many];
            letter(&mut hints);
            let letters: BTreeSet<_> = hints.iter().map(|hint| hint.letters.clone()).collect();
            let lengths: BTreeSet<_> = letters.iter().map(String::len).collect();
            assert_eq!((letters.len(), lengths.len()), (many, 1));
        }
    }
}

//! Counts of letters, dates and people before each node of a page, so that any part is measured in constant time.

use super::dom::{Dom, NodeId, is_silent};
use super::fields::moment;
use super::role::{Role, role};
use crate::source::date;
use crate::source::date::month::month;
use std::ops::Range;

/// The counts before each node of a page.
pub(super) struct Tally {
    letters: Vec<u32>,
    dates: Vec<u32>,
    people: Vec<u32>,
    /// Nodes beside the text of a page: menus, footer, scripts.
    beside: Vec<bool>,
}

/// Links with a shorter text are people, buttons and menus, not text.
const SHORT_LINK: usize = 60;
/// Bytes in the line of a date at most.
const LINE_OF_DATE: usize = 120;

impl Tally {
    pub(super) fn of(dom: &Dom) -> Self {
        let start = || {
            let mut counts = Vec::with_capacity(dom.len() + 1);
            counts.push(0);
            counts
        };
        let mut tally =
            Self { letters: start(), dates: start(), people: start(), beside: Vec::with_capacity(dom.len()) };
        let (mut letters, mut dates, mut people) = (0_u32, 0_u32, 0_u32);
        let (mut beside, mut link, mut dated) = (NodeId::ROOT, NodeId::ROOT, NodeId::ROOT);
        for node in dom.all() {
            let name = dom.name(node);
            if is_silent(name) || matches!(name, "nav" | "aside" | "button" | "label") || is_footer_of_page(dom, node) {
                beside = beside.max(dom.end(node));
            }
            let is_beside = node < beside;
            if !is_beside && !name.is_empty() {
                if name == "a" {
                    link = link.max(dom.end(node));
                }
                people += u32::from(matches!(role(dom, node), Some((Role::Author, rank)) if rank <= 5));
                if node >= dated && tells_time(dom, node) {
                    dates += 1;
                    dated = dom.end(node);
                }
            } else if !is_beside && let Some(text) = dom.text(node) {
                let text = text.trim();
                if node >= link || text.len() > SHORT_LINK {
                    letters = letters.saturating_add(text.len() as u32);
                }
                if node >= dated && is_dated(text) {
                    dates += 1;
                }
            }
            tally.letters.push(letters);
            tally.dates.push(dates);
            tally.people.push(people);
            tally.beside.push(is_beside);
        }
        tally
    }

    /// Bytes of text in a range, without short links and nodes beside the page's text.
    pub(super) fn letters(&self, range: &Range<NodeId>) -> u32 {
        between(&self.letters, range)
    }

    pub(super) fn dates(&self, range: &Range<NodeId>) -> u32 {
        between(&self.dates, range)
    }

    pub(super) fn people(&self, range: &Range<NodeId>) -> u32 {
        between(&self.people, range)
    }

    pub(super) fn is_beside(&self, node: NodeId) -> bool {
        self.beside.get(node.index()).copied().unwrap_or(true)
    }
}

/// Whether an element is the footer of the page, and not of a part of it such as a post.
fn is_footer_of_page(dom: &Dom, node: NodeId) -> bool {
    dom.name(node) == "footer"
        && !dom.ancestors(node).any(|above| matches!(dom.name(above), "article" | "section" | "li" | "td"))
}

fn between(counts: &[u32], range: &Range<NodeId>) -> u32 {
    let at = |node: NodeId| counts.get(node.index()).or(counts.last()).copied().unwrap_or(0);
    at(range.end).saturating_sub(at(range.start))
}

/// Whether an attribute of an element states a time.
fn tells_time(dom: &Dom, node: NodeId) -> bool {
    dom.attributes(node).any(|(key, value)| {
        matches!(key, "datetime" | "data-time" | "data-timestamp" | "data-utime" | "data-created" | "title")
            && value.len() <= LINE_OF_DATE
            && value.bytes().any(|byte| byte.is_ascii_digit())
            && moment(value).is_some()
    })
}

/// Whether a short text contains a date.
fn is_dated(text: &str) -> bool {
    (6..=LINE_OF_DATE).contains(&text.len())
        && (text.bytes().any(|byte| byte.is_ascii_digit()) || text.ends_with("ago"))
        && (date::find(text).is_some() || is_day(text))
}

/// Whether a text is only a date without a year: `12 Mar`.
fn is_day(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', ',', '.']).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &&&str| word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    words.len() == 2 && words.iter().filter(is_number).count() == 1 && words.iter().any(|word| month(word).is_some())
}

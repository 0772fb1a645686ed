//! Finds the text of a page: everything between the furniture, in its order.
//!
//! First what is furniture by its kind or name is put away, unless it holds so much of the page's prose that it must be
//! the text. Then the smallest element is taken that holds nearly all prose that is left, and in it lists and boxes
//! go that are hardly more than links. A text in several sections stays whole, for what holds them all is taken.

use super::super::dom::{Dom, NodeId};
use super::super::write;
use super::furniture::{Furniture, furniture};
use super::measure::{Amount, Measure};

/// The text of a page.
pub(super) struct Found {
    /// The element that holds it.
    pub(super) root: NodeId,
    /// By place, whether an element in it is no part of it.
    away: Vec<bool>,
}

impl Found {
    pub(super) fn is_away(&self, node: NodeId) -> bool {
        is_marked(&self.away, node)
    }
}

/// Finds the text of a page without what is `outside` of it.
pub(super) fn find(dom: &Dom, outside: &dyn Fn(NodeId) -> bool) -> Found {
    let body = dom.all().find(|&node| dom.name(node) == "body").unwrap_or(NodeId::ROOT);
    let mut away = vec![false; dom.len()];
    put_furniture_away(dom, body, outside, &mut away);
    let measure = Measure::of(dom, &|node| is_marked(&away, node));
    let root = innermost(dom, body, &measure);
    if measure.within(dom.range(root)).density() <= MOST_LINKED {
        put_links_away(dom, root, &measure, &mut away);
    }
    Found { root, away }
}

/// The share of letters in links, in percent, above which a page is a list of links itself.
const MOST_LINKED: u64 = 50;

fn is_marked(away: &[bool], node: NodeId) -> bool {
    away.get(node.index()).copied().unwrap_or(false)
}

fn mark(away: &mut [bool], node: NodeId) {
    if let Some(place) = away.get_mut(node.index()) {
        *place = true;
    }
}

fn put_furniture_away(dom: &Dom, body: NodeId, outside: &dyn Fn(NodeId) -> bool, away: &mut [bool]) {
    let measure = Measure::of(dom, outside);
    let whole = measure.within(dom.range(body));
    let mut node = body;
    while node < dom.end(body) {
        let own = || measure.within(dom.range(node));
        let is_away = dom.is_element(node)
            && (outside(node)
                || is_hidden(dom, node)
                || furniture(dom, node).is_some_and(|kind| !is_text_all_the_same(kind, own(), whole)));
        if is_away {
            mark(away, node);
            node = dom.end(node);
        } else {
            node = node.next();
        }
    }
}

/// Whether what looks like furniture has too much of the page's text to be that.
fn is_text_all_the_same(kind: Furniture, own: Amount, whole: Amount) -> bool {
    match kind {
        Furniture::Consent => false,
        Furniture::Made => own.prose > 0 && own.has_prose_of(50, whole),
        Furniture::Named => own.prose > 0 && own.has_prose_of(25, whole) || own.heads > 0 && own.density() < 50,
    }
}

/// Whether an element is hidden for good, and is not a part that a reader unfolds.
fn is_hidden(dom: &Dom, node: NodeId) -> bool {
    let is_none = |rule: &str| {
        rule.split_once(':')
            .is_some_and(|(key, value)| key.trim() == "display" && value.trim_start().starts_with("none"))
    };
    write::is_hidden(dom, node)
        || dom.attribute(node, "style").is_some_and(|style| style.split(';').any(is_none)) && !write::unfolds(dom, node)
}

/// The smallest element that holds nearly all prose.
fn innermost(dom: &Dom, body: NodeId, measure: &Measure) -> NodeId {
    const NEARLY_ALL: u64 = 85;
    let mut root = body;
    'down: loop {
        let whole = measure.within(dom.range(root));
        let mut child = root.next();
        while child < dom.end(root) {
            let own = measure.within(dom.range(child));
            if own.prose > 0 && own.has_prose_of(NEARLY_ALL, whole) && may_hold_all(dom.name(child)) {
                root = child;
                continue 'down;
            }
            child = dom.end(child);
        }
        return root;
    }
}

/// Whether an element holds blocks, and is not one itself.
fn may_hold_all(name: &str) -> bool {
    !matches!(name, "" | "p" | "pre" | "table" | "ul" | "ol" | "dl" | "blockquote" | "a" | "span")
}

/// Puts boxes and lists away that are hardly more than links.
fn put_links_away(dom: &Dom, root: NodeId, measure: &Measure, away: &mut [bool]) {
    let mut node = root.next();
    while node < dom.end(root) {
        let is_box =
            matches!(dom.name(node), "div" | "section" | "ul" | "ol" | "aside" | "header" | "table" | "dl" | "li");
        if is_box && !is_marked(away, node) {
            let own = measure.within(dom.range(node));
            if own.letters > 0 && own.density() > 60 && own.prose * 4 < own.letters {
                mark(away, node);
            }
        }
        node = if is_marked(away, node) { dom.end(node) } else { node.next() };
    }
}

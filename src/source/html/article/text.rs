//! Finds the text of a page: everything between the furniture, in order.
//!
//! First, elements that are furniture by kind or name are removed, unless they contain so much of the page's prose that
//! they must be the text. Then the smallest element with nearly all remaining prose is chosen, and lists and boxes that
//! are little more than links are removed from it. A text in several sections stays whole, because their common
//! container is chosen.

use super::super::dom::{Dom, NodeId};
use super::super::write;
use super::furniture::{Furniture, furniture};
use super::marks::Marks;
use super::measure::{Amount, Measure};
use super::{offers, pictures};
use std::ops::Range;

/// The text of a page.
pub(super) struct Found {
    /// The element that contains it.
    pub(super) root: NodeId,
    /// Nodes within it that are not part of it.
    away: Marks,
}

impl Found {
    pub(super) fn is_away(&self, node: NodeId) -> bool {
        self.away.has(node)
    }
}

/// Finds the text of a page without anything `outside` it. `posts` contains the posts that answer it.
pub(super) fn find(dom: &Dom, outside: &dyn Fn(NodeId) -> bool, posts: Option<Range<NodeId>>) -> Found {
    let body = dom.all().find(|&node| dom.name(node) == "body").unwrap_or(NodeId::ROOT);
    let mut away = Marks::none(dom);
    put_furniture_away(dom, body, outside, &mut away);
    let measure = Measure::of(dom, &|node| away.has(node));
    let root = innermost(dom, body, &measure);
    if let Some(posts) = posts {
        put_behind_away(dom, root, posts, &measure, &mut away);
    }
    let is_article = says_article(dom);
    if !is_article && let Some(list) = wider_list(dom, body, root, &measure) {
        pictures::put_away(dom, list, &measure, &mut away);
        return Found { root: list, away };
    }
    offers::put_headed_away(dom, root, &measure, &mut away);
    offers::put_repeats_away(dom, root, &measure, &mut away);
    if is_article {
        offers::put_cards_away(dom, root, &measure, &mut away);
    }
    if measure.within(dom.range(root)).density() <= MOST_LINKED {
        put_links_away(dom, root, &measure, &mut away);
    }
    pictures::put_away(dom, root, &measure, &mut away);
    Found { root, away }
}

/// Removes what follows the posts, unless it has more prose than what precedes them.
fn put_behind_away(dom: &Dom, root: NodeId, posts: Range<NodeId>, measure: &Measure, away: &mut Marks) {
    let (start, end) = (root.next(), dom.end(root));
    if posts.start < start || posts.end > end {
        return;
    }
    let (before, behind) = (measure.within(start..posts.start), measure.within(posts.end..end));
    if behind.prose <= before.prose {
        let mut node = posts.end;
        while node < end {
            away.mark(node);
            node = dom.end(node);
        }
    }
}

/// Whether a page's head declares it a single article.
pub(in super::super) fn says_article(dom: &Dom) -> bool {
    dom.all().any(|node| match dom.name(node) {
        "meta" => dom.attribute(node, "property") == Some("article:published_time"),
        "script" => {
            dom.attribute(node, "type") == Some("application/ld+json")
                && dom
                    .below(node)
                    .filter_map(|below| dom.text(below))
                    .any(|text| ["Article\"", "BlogPosting\"", "Report\""].iter().any(|kind| text.contains(kind)))
        }
        _ => dom
            .attribute(node, "itemtype")
            .is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("BlogPosting")),
    })
}

/// The main part of a page that is a list, if `root` only has what was written about it.
fn wider_list(dom: &Dom, body: NodeId, root: NodeId, measure: &Measure) -> Option<NodeId> {
    let is_main = |node: NodeId| dom.name(node) == "main" || dom.attribute(node, "role") == Some("main");
    let main = dom.below(body).find(|&node| is_main(node)).unwrap_or(body);
    let (all, own) = (measure.within(dom.range(main)).letters, measure.within(dom.range(root)).letters);
    (dom.contains(main, root) && all > 2 * own).then_some(main)
}

/// A page with a larger share of letters in links, in percent, is itself a list of links.
const MOST_LINKED: u64 = 50;

fn put_furniture_away(dom: &Dom, body: NodeId, outside: &dyn Fn(NodeId) -> bool, away: &mut Marks) {
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
            away.mark(node);
            node = dom.end(node);
        } else {
            node = node.next();
        }
    }
}

/// Whether an element that looks like furniture has too much of the page's text to be furniture.
fn is_text_all_the_same(kind: Furniture, own: Amount, whole: Amount) -> bool {
    match kind {
        Furniture::Consent => false,
        Furniture::Made => own.prose > 0 && own.has_prose_of(50, whole),
        Furniture::Named => own.prose > 0 && own.has_prose_of(25, whole) || own.heads > 0 && own.density() < 50,
    }
}

/// Whether an element is permanently hidden, and a reader cannot unfold it.
fn is_hidden(dom: &Dom, node: NodeId) -> bool {
    let is_none = |rule: &str| {
        rule.split_once(':')
            .is_some_and(|(key, value)| key.trim() == "display" && value.trim_start().starts_with("none"))
    };
    write::is_hidden(dom, node)
        || dom.attribute(node, "style").is_some_and(|style| style.split(';').any(is_none)) && !write::unfolds(dom, node)
}

/// The smallest element with nearly all prose.
fn innermost(dom: &Dom, body: NodeId, measure: &Measure) -> NodeId {
    const NEARLY_ALL: u64 = 92;
    const ALL: u64 = 88;
    let whole = measure.within(dom.range(body));
    let mut root = body;
    'down: loop {
        let around = measure.within(dom.range(root));
        let mut child = root.next();
        while child < dom.end(root) {
            let own = measure.within(dom.range(child));
            if own.prose > 0
                && own.has_prose_of(NEARLY_ALL, around)
                && own.has_prose_of(ALL, whole)
                && may_hold_all(dom.name(child))
            {
                root = child;
                continue 'down;
            }
            child = dom.end(child);
        }
        return root;
    }
}

/// Whether an element can contain blocks, but is not a text block itself.
fn may_hold_all(name: &str) -> bool {
    !matches!(name, "" | "p" | "pre" | "table" | "ul" | "ol" | "dl" | "blockquote" | "a" | "span")
}

/// Removes boxes and lists that are little more than links. A list of links to other pages stays if the text continues
/// after it.
fn put_links_away(dom: &Dom, root: NodeId, measure: &Measure, away: &mut Marks) {
    let mut node = root.next();
    while node < dom.end(root) {
        let is_list = matches!(dom.name(node), "ul" | "ol" | "li");
        let is_box = is_list || matches!(dom.name(node), "div" | "section" | "aside" | "header" | "table" | "dl");
        if is_box && !away.has(node) {
            let own = measure.within(dom.range(node));
            let is_links = own.letters > 0 && own.density() > 60 && own.prose * 4 < own.letters;
            if is_links && is_list && is_in_prose(dom, node, measure) {
                node = dom.end(node);
                continue;
            }
            if is_links {
                away.mark(node);
            }
        }
        node = if away.has(node) { dom.end(node) } else { node.next() };
    }
}

/// Whether a list links to other pages and has prose before and after it in its container.
fn is_in_prose(dom: &Dom, list: NodeId, measure: &Measure) -> bool {
    let parent = dom.parent(list);
    let leads_away =
        dom.below(list).any(|node| dom.attribute(node, "href").is_some_and(|address| !address.contains('#')));
    leads_away
        && dom.attribute(list, "class").is_none()
        && measure.within(parent..list).prose > 0
        && measure.within(dom.end(list)..dom.end(parent)).prose > 200
}

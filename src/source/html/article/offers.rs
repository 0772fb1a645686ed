//! What a page offers besides its text: other articles, a newsletter, a note on the author, a second copy for small
//! screens.

use super::super::dom::{Dom, NodeId};
use super::marks::Marks;
use super::measure::{Measure, is_block};
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// Removes the parts under headings such as "Related articles".
pub(super) fn put_headed_away(dom: &Dom, root: NodeId, measure: &Measure, away: &mut Marks) {
    let whole = measure.within(dom.range(root));
    for heading in leaves(dom, root, away) {
        let own = measure.within(dom.range(heading));
        if own.letters == 0 || own.letters > LONGEST_HEADING || !offers(&dom.text_of(heading)) {
            continue;
        }
        let is_heading = is_heading(dom.name(heading));
        let before = measure.within(root..heading).prose;
        let is_late = u64::from(before) * 2 >= u64::from(whole.prose);
        let section = headed(dom, root, heading, measure);
        let held = measure.within(dom.range(section));
        if section != heading && held.letters > own.letters {
            let is_offer = held.density() >= 25 || is_late && is_heading;
            if is_offer && !held.has_prose_of(40, whole) {
                away.mark(section);
            }
            continue;
        }
        if !is_heading || !is_late {
            continue;
        }
        // The heading is next to what it heads.
        away.mark(section);
        let end = dom.end(dom.parent(section));
        let mut next = dom.end(section);
        while next < end {
            let held = measure.within(dom.range(next));
            let heads = is_heading_within(dom, next);
            if heads && held.density() < 25 || held.has_prose_of(30, whole) {
                break;
            }
            away.mark(next);
            next = dom.end(next);
        }
    }
}

/// Longer headings are sentences.
const LONGEST_HEADING: u32 = 60;

/// The largest part of a text that begins with a heading.
fn headed(dom: &Dom, root: NodeId, heading: NodeId, measure: &Measure) -> NodeId {
    /// A label of this length may precede a heading.
    const LABEL: u32 = 20;
    let whole = measure.within(dom.range(root));
    let mut section = heading;
    for above in dom.ancestors(heading).take_while(|&above| above != root) {
        let held = measure.within(dom.range(above));
        if measure.within(above..heading).letters > LABEL || held.has_prose_of(40, whole) && held.prose > 0 {
            break;
        }
        section = above;
    }
    section
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn is_heading_within(dom: &Dom, node: NodeId) -> bool {
    is_heading(dom.name(node)) || dom.below(node).any(|below| is_heading(dom.name(below)))
}

/// The innermost elements with lines of text.
fn leaves(dom: &Dom, root: NodeId, away: &Marks) -> Vec<NodeId> {
    let mut leaves = Vec::new();
    let mut leaf: Option<NodeId> = None;
    let mut node = root.next();
    while node < dom.end(root) {
        if let Some(last) = leaf.filter(|&last| dom.end(last) <= node) {
            leaves.push(last);
            leaf = None;
        }
        if away.has(node) {
            node = dom.end(node);
            continue;
        }
        if is_block(dom.name(node)) && dom.name(node) != "br" {
            leaf = Some(node);
        }
        node = node.next();
    }
    leaves.extend(leaf);
    leaves
}

/// Whether a heading announces something other than the text.
fn offers(heading: &str) -> bool {
    let lower = heading.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning))
        || WHOLE.contains(&lower.trim_end_matches(|c: char| !c.is_alphanumeric()))
}

/// Beginnings of headings that announce other pages or ask for something.
const BEGINNINGS: &[&str] = &[
    "related ",
    "more from ",
    "more on ",
    "more in ",
    "you may also",
    "you might also",
    "you may like",
    "you might like",
    "recommended",
    "read next",
    "keep reading",
    "continue reading",
    "up next",
    "what to read next",
    "latest ",
    "recent ",
    "popular ",
    "most popular",
    "most read",
    "trending",
    "explore more",
    "discover more",
    "more articles",
    "more stories",
    "more posts",
    "more news",
    "more insights",
    "more resources",
    "more blog",
    "other articles",
    "other posts",
    "similar ",
    "about the author",
    "about author",
    "share this",
    "subscribe",
    "sign up",
    "newsletter",
    "stay in the loop",
    "stay up to date",
    "stay updated",
    "stay informed",
    "stay connected",
    "get the latest",
    "join our newsletter",
    "leave a comment",
    "leave a reply",
    "customers also",
    "people also",
    "frequently bought",
    "follow us",
    "written by",
    "posted in",
    "filed under",
    "never miss",
    "get updates",
    "also read",
    "featured articles",
    "featured posts",
    "featured stories",
    "ähnliche ",
    "weitere artikel",
    "weitere beiträge",
    "das könnte",
    "mehr zum thema",
    "auch interessant",
    "verwandte ",
    "meistgelesen",
    "neueste ",
    "à lire aussi",
    "articles similaires",
    "sur le même sujet",
    "articles liés",
    "lire aussi",
    "artículos relacionados",
    "te puede interesar",
    "noticias relacionadas",
    "también te",
    "articoli correlati",
    "leggi anche",
    "artigos relacionados",
    "leia também",
    "leia mais",
    "veja também",
    "gerelateerd",
    "lees ook",
    "czytaj także",
    "czytaj też",
    "zobacz także",
    "читайте также",
    "похожие",
    "関連記事",
    "相关文章",
    "推荐阅读",
];

/// Complete headings of that kind.
const WHOLE: &[&str] = &[
    "related",
    "tags",
    "categories",
    "share",
    "comments",
    "recommended",
    "next",
    "previous",
    "read more",
    "more",
    "explore",
    "follow",
    "contact us",
    "advertisement",
    "kommentare",
    "teilen",
];

/// Removes long lines that repeat earlier text: pages contain some parts twice, for large and for small screens.
pub(super) fn put_repeats_away(dom: &Dom, root: NodeId, measure: &Measure, away: &mut Marks) {
    const LONG: u32 = 80;
    let mut seen = FxHashSet::default();
    for leaf in leaves(dom, root, away) {
        let own = measure.within(dom.range(leaf));
        if own.letters < LONG || dom.name(leaf) == "pre" {
            continue;
        }
        let mut hasher = FxHasher::default();
        for text in dom.below(leaf).filter_map(|node| dom.text(node)) {
            text.split_ascii_whitespace().for_each(|word| word.hash(&mut hasher));
        }
        if !seen.insert((own.letters, hasher.finish())) {
            away.mark(leaf);
        }
    }
}

/// Removes lists of other articles after most of a text: three or more items of the same shape, each short and headed
/// by its own link.
pub(super) fn put_cards_away(dom: &Dom, root: NodeId, measure: &Measure, away: &mut Marks) {
    let whole = measure.within(dom.range(root));
    let mut node = root.next();
    while node < dom.end(root) {
        if away.has(node) {
            node = dom.end(node);
            continue;
        }
        if matches!(dom.name(node), "div" | "section" | "ul" | "ol" | "aside") {
            let before = measure.within(root..node).prose;
            let held = measure.within(dom.range(node));
            let is_late = u64::from(before) * 10 >= u64::from(whole.prose) * 5;
            if is_late && held.letters > 0 && are_cards(dom, node, measure) {
                away.mark(node);
                node = dom.end(node);
                continue;
            }
        }
        node = node.next();
    }
}

/// Whether an element contains only cards.
fn are_cards(dom: &Dom, list: NodeId, measure: &Measure) -> bool {
    const LONGEST: u32 = 600;
    let (mut cards, mut others) = (0, 0);
    let mut child = list.next();
    while child < dom.end(list) {
        let held = measure.within(dom.range(child));
        if held.letters > 0 {
            let links = dom.below(child).filter(|&node| dom.name(node) == "a").count();
            let leads = held.linked >= 15 && (1..=6).contains(&links);
            let headed = is_heading_within(dom, child) || dom.below(child).any(|node| dom.name(node) == "img");
            let is_card = leads && headed && held.letters <= LONGEST && !matches!(dom.name(child), "p" | "");
            *(if is_card { &mut cards } else { &mut others }) += 1;
        }
        child = dom.end(child);
    }
    cards >= 2 && others <= 1 && cards > others
}

//! Cards that link to other pages: they repeat like posts but are not posts.

use super::dom::{Dom, NodeId};
use super::posts::{self, Spots};
use crate::source::date;
use rustc_hash::FxHashSet;

/// Whether elements are cards that link to other pages: each has its own heading that is a link.
pub(super) fn are_cards(dom: &Dom, spots: &Spots) -> bool {
    let mut end = NodeId::ROOT;
    let headings = spots.iter().filter_map(|spot| {
        let start = start(dom, spot, end);
        end = spot.end;
        heading_link(dom, spot, start)
    });
    let headings: Vec<String> = headings.collect();
    let distinct: FxHashSet<&str> = headings.iter().map(String::as_str).collect();
    headings.len() * 10 >= spots.len() * 6 && distinct.len() * 10 >= headings.len() * 7
}

/// The heading of a card has at most so many bytes of text before it.
const EARLY: usize = 60;

/// Whether most elements begin with a picture that is a link, each to a page of its own, as cards of products do. A
/// picture of who wrote a post leads where the name leads.
pub(super) fn have_covers(dom: &Dom, spots: &Spots) -> bool {
    let cover = |spot: &posts::Spot| {
        let mut links = NodeId::each(spot.node..spot.end).filter(|&node| dom.name(node) == "a");
        let first = links.next()?;
        let says_nothing = |node: NodeId| dom.text_of(node).trim().is_empty();
        let address = dom.attribute(first, "href").filter(|address| !address.contains('#') && says_nothing(first))?;
        let has_name = links.any(|link| dom.attribute(link, "href") == Some(address) && !says_nothing(link));
        (!has_name).then_some(address)
    };
    let covers: Vec<&str> = spots.iter().filter_map(cover).collect();
    let distinct: FxHashSet<&str> = covers.iter().copied().collect();
    covers.len() * 10 >= spots.len() * 7 && distinct.len() * 10 >= covers.len() * 9
}

/// Where a card begins: a link that covers it may lie before its text in a common element, after the card before.
fn start(dom: &Dom, spot: &posts::Spot, after: NodeId) -> NodeId {
    let around = dom.parent(spot.node);
    let mut rest = NodeId::each(spot.end..dom.end(around)).filter_map(|node| dom.text(node));
    let is_wrapper = around >= after && rest.all(|text| text.trim().is_empty());
    if is_wrapper { around } else { spot.node }
}

/// The text of a post's heading that links to another page; `start` is where the post begins.
fn heading_link(dom: &Dom, spot: &posts::Spot, start: NodeId) -> Option<String> {
    let is_title = |node: NodeId| {
        matches!(dom.name(node), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
            || dom.classes(node).any(|class| {
                let mut words = class.split(['-', '_']);
                words.any(|word| word.eq_ignore_ascii_case("title") || word.eq_ignore_ascii_case("headline"))
            })
    };
    let leads_away = |address: &str| {
        !address.contains('#')
            && !address.is_empty()
            && dom.base.as_deref().is_none_or(|page| !same_page(page, address))
    };
    let is_elsewhere = |address: &str| {
        let host = |address: &str| {
            let (_, rest) = address.split_once("://")?;
            let labels: Vec<&str> = rest.split('/').next()?.rsplit('.').take(2).collect();
            Some(labels.join("."))
        };
        host(address).is_some_and(|own| dom.base.as_deref().and_then(host).is_some_and(|page| page != own))
    };
    // Text before the link.
    let mut before = 0;
    let mut end = NodeId::ROOT;
    NodeId::each(start..spot.end).find_map(|node| {
        let is_early = before <= EARLY;
        before += dom.text(node).map_or(0, |text| text.trim().len());
        if node < end {
            return None;
        }
        let address = dom.attribute(node, "href").filter(|address| dom.name(node) == "a" && leads_away(address))?;
        end = dom.end(node);
        // A link around a whole card has no text of its own.
        let label =
            dom.attribute(node, "aria-label").filter(|_| dom.below(node).all(|below| dom.text(below).is_none()));
        let heads = is_title(node)
            || dom.ancestors(node).take(3).any(|above| above >= start && is_title(above))
            || dom.below(node).any(is_title)
            || label.is_some();
        let text = label.map_or_else(|| dom.text_of(node), str::to_owned);
        let words = text.split(' ').count();
        let is_heading = heads && (words >= 3 || is_elsewhere(address));
        (is_heading || is_early && words >= 3 && !is_time(&text)).then_some(text)
    })
}

/// Whether a text is the time of a post, which often links to it.
fn is_time(text: &str) -> bool {
    text.ends_with("ago") || date::find(text).is_some()
}

/// Whether two addresses are the same page, judged by their ends.
fn same_page(page: &str, address: &str) -> bool {
    let path = |address: &str| address.trim_end_matches('/').rsplit("//").next().unwrap_or_default().to_owned();
    let (page, address) = (path(page), path(address));
    page == address || address.starts_with('/') && page.ends_with(&address)
}

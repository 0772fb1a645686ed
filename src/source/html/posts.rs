//! The places of a page's posts, and their relations.

use super::dom::{Dom, NodeId};
use std::ops::Range;

/// A post's place in a page.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// The element that contains the post or marks its beginning.
    pub(super) node: NodeId,
    /// The first node after the post, including the posts within it.
    pub(super) end: NodeId,
    /// The index of the post that it answers. `None` if it answers the article.
    pub(super) parent: Option<usize>,
}

/// Posts in document order.
pub(super) type Spots = Vec<Spot>;

/// Makes posts of elements in document order. Each answers the one that contains it.
pub(super) fn nested(dom: &Dom, nodes: &[NodeId]) -> Spots {
    let mut open: Vec<usize> = Vec::new();
    let mut spots: Spots = Vec::with_capacity(nodes.len());
    for (place, &node) in nodes.iter().enumerate() {
        while open.pop_if(|last| spots.get(*last).is_none_or(|spot| spot.end <= node)).is_some() {}
        spots.push(Spot { node, end: dom.end(node), parent: open.last().copied() });
        open.push(place);
    }
    spots
}

/// Makes posts of ranges in document order. Each answers the one that contains it.
pub(super) fn of_ranges(ranges: &[Range<NodeId>]) -> Spots {
    let mut open: Vec<usize> = Vec::new();
    let mut spots: Spots = Vec::with_capacity(ranges.len());
    for (place, range) in ranges.iter().enumerate() {
        while open.pop_if(|last| spots.get(*last).is_none_or(|spot| spot.end <= range.start)).is_some() {}
        spots.push(Spot { node: range.start, end: range.end, parent: open.last().copied() });
        open.push(place);
    }
    spots
}

/// Extends posts whose element is only a mark or a head to the start of the next post.
pub(super) fn extend(dom: &Dom, spots: &mut Spots) {
    let starts: Vec<NodeId> = spots.iter().map(|spot| spot.node).collect();
    for (place, spot) in spots.iter_mut().enumerate() {
        if !is_mark(dom, spot.node) {
            continue;
        }
        let next = starts.get(place + 1).copied().unwrap_or(NodeId::new(dom.len()));
        let mut end = spot.end;
        let last = dom.end(dom.parent(spot.node));
        while end < last {
            let after = dom.end(end);
            if next < after {
                break;
            }
            end = after;
        }
        spot.end = end;
    }
}

/// Whether an element only marks the beginning of a post: an anchor, or a `dt`.
fn is_mark(dom: &Dom, node: NodeId) -> bool {
    dom.name(node) == "dt" || !dom.below(node).any(|below| dom.text(below).is_some_and(|text| text.trim().len() > 3))
}

/// Sets the parents of adjacent posts by depth: each answers the nearest earlier one with a smaller depth. Posts within
/// another post stay there.
pub(super) fn hang_by_level(spots: &mut Spots, levels: &[i64]) {
    let mut above: Vec<usize> = Vec::new();
    for (place, &level) in levels.iter().enumerate() {
        while above.pop_if(|last| levels.get(*last).is_none_or(|known| *known >= level)).is_some() {}
        if let Some(spot) = spots.get_mut(place)
            && spot.parent.is_none()
        {
            spot.parent = above.last().copied();
        }
        above.push(place);
    }
}

/// The depth of a post by the lists and indentation around it.
pub(super) fn level(dom: &Dom, node: NodeId) -> i64 {
    let steps = dom.ancestors(node).filter(|&above| is_step(dom, above)).count();
    let margins = std::iter::once(node).chain(dom.ancestors(node).take(2)).filter_map(|node| margin(dom, node));
    i64::try_from(steps).unwrap_or(0) * 1000 + margins.max().unwrap_or(0)
}

/// The depths of posts by empty pictures that indent them. `None` if none differ.
pub(super) fn spacers(dom: &Dom, spots: &[Spot]) -> Option<Vec<i64>> {
    let widths: Option<Vec<i64>> = spots.iter().map(|spot| spacer(dom, spot)).collect();
    widths.filter(|widths| widths.iter().any(|width| Some(width) != widths.first()))
}

/// The width of the spacer at the beginning of a post or before it in its row.
fn spacer(dom: &Dom, spot: &Spot) -> Option<i64> {
    const NEAR: usize = 12;
    let row = dom.ancestors(spot.node).take(3).find(|&above| dom.name(above) == "tr").unwrap_or(spot.node);
    NodeId::each(row..spot.end).take(NEAR).find_map(|node| {
        let source = dom.attribute(node, "src").filter(|_| dom.name(node) == "img")?.to_ascii_lowercase();
        let file = source.rsplit('/').next().unwrap_or_default();
        let is_spacer = ["spacer", "blank", "pixel", "clear", "trans", "indent", "dot", "s.gif"]
            .iter()
            .any(|start| file.starts_with(start));
        dom.attribute(node, "width").filter(|_| is_spacer)?.parse().ok()
    })
}

/// Whether the contents of an element are indented.
fn is_step(dom: &Dom, node: NodeId) -> bool {
    match dom.name(node) {
        "ul" | "ol" | "dl" | "blockquote" => true,
        "div" | "section" | "details" => dom.classes(node).any(|class| {
            matches!(class, "indented" | "indent" | "children" | "replies" | "nested" | "comment-replies" | "answers")
        }),
        _ => false,
    }
}

/// The indentation in an element's style.
fn margin(dom: &Dom, node: NodeId) -> Option<i64> {
    let style = dom.attribute(node, "style")?;
    let (_, after) = style.split_once("margin-left:").or_else(|| style.split_once("padding-left:"))?;
    let digits: String = after.trim_start().chars().take_while(char::is_ascii_digit).take(4).collect();
    digits.parse().ok()
}

/// The depth in an element's classes: `depth-3`.
pub(super) fn depth_class(dom: &Dom, node: NodeId) -> Option<i64> {
    dom.classes(node).find_map(|class| class.strip_prefix("depth-")?.parse().ok())
}

/// The ranges of posts, without those within other posts.
pub(super) fn taken(spots: &[Spot]) -> Vec<Range<NodeId>> {
    let mut ranges: Vec<Range<NodeId>> = Vec::new();
    for spot in spots {
        match ranges.last_mut() {
            Some(last) if spot.node < last.end => last.end = last.end.max(spot.end),
            _ => ranges.push(spot.node..spot.end),
        }
    }
    ranges
}

/// The ranges of a post without the posts within it.
pub(super) fn own(spots: &Spots, place: usize) -> Vec<Range<NodeId>> {
    let Some(spot) = spots.get(place) else { return Vec::new() };
    let mut pieces = Vec::new();
    let mut start = spot.node;
    let mut inner = place + 1;
    while let Some(next) = spots.get(inner).filter(|next| next.node < spot.end) {
        if start < next.node {
            pieces.push(start..next.node);
        }
        start = next.end.max(start);
        // Skips the posts within the inner one.
        inner += 1 + spots.get(inner + 1..).map_or(0, |rest| rest.partition_point(|spot| spot.node < next.end));
    }
    if start < spot.end {
        pieces.push(start..spot.end);
    }
    pieces
}

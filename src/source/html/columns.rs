//! Compares the same place in every post of a page to find each post's author, time, text and furniture.
//!
//! Names differ from post to post and recur. Dates advance, unlike the day on which an author joined. What all posts
//! have in common is not part of their text. The text is the longest and most varied part.

mod names;
mod times;

use super::dom::{Dom, NodeId, is_silent};
use super::foreign::short_text;
use super::shape::{hash, lasting, shape};
use super::tally::Tally;
use crate::thread::Time;
use rustc_hash::FxHashMap;
use std::ops::Range;

pub(super) use names::without_shared;

/// What comparison with the other posts shows about a post.
#[derive(Debug, Default, Clone)]
pub(super) struct Known {
    pub(super) author: Option<(NodeId, String)>,
    pub(super) time: Option<(NodeId, Time)>,
    /// The element with the text.
    pub(super) body: Option<NodeId>,
    /// Furniture, in document order.
    pub(super) away: Vec<NodeId>,
}

/// A place in posts: an element or a text, and its node in each post that has it.
struct Column {
    parent: u64,
    /// The hash that this column shares with adjacent ones that look alike.
    base: u64,
    cells: Vec<(usize, NodeId)>,
    /// The total number of occurrences, which counts repetitions within a post.
    count: usize,
    letters: u32,
    /// The order of first occurrence.
    order: usize,
    depth: usize,
    is_element: bool,
}

/// The author of a post: the index of the post, the node of the name, and the name.
type Name = (usize, (NodeId, String));

/// Nodes of a post that are compared, counted from its start.
const MOST_NODES: usize = 1500;
const ROOT: u64 = 1;

/// Compares the posts with these ranges.
pub(super) fn compare(dom: &Dom, tally: &Tally, posts: &[Vec<Range<NodeId>>]) -> Vec<Known> {
    let mut table = Table { dom, tally, posts, columns: FxHashMap::default() };
    table.fill();
    let mut known = vec![Known::default(); posts.len()];
    let authors = table.authors();
    if let Some(names) = &authors {
        for (place, cell) in names {
            if let Some(known) = known.get_mut(*place) {
                known.author = Some(cell.clone());
            }
        }
    }
    table.times(&mut known);
    table.bodies(&mut known);
    table.furniture(&mut known);
    known
}

struct Table<'t> {
    dom: &'t Dom,
    tally: &'t Tally,
    posts: &'t [Vec<Range<NodeId>>],
    columns: FxHashMap<u64, Column>,
}

impl Table<'_> {
    fn fill(&mut self) {
        for (place, pieces) in self.posts.iter().enumerate() {
            let mut left = MOST_NODES;
            for (number, piece) in pieces.iter().enumerate() {
                self.fill_piece(place, piece, number == 0, &mut left);
            }
        }
    }

    fn fill_piece(&mut self, place: usize, piece: &Range<NodeId>, is_first: bool, left: &mut usize) {
        let dom = self.dom;
        // A post's own element may have another name than the others; that says nothing about its contents.
        let is_whole = is_first && dom.is_element(piece.start) && dom.end(piece.start) >= piece.end;
        let mut open: Vec<(NodeId, u64)> = Vec::new();
        let mut alike: FxHashMap<(NodeId, u64), u8> = FxHashMap::default();
        let mut node = piece.start;
        while node < piece.end && *left > 0 {
            *left -= 1;
            while open.pop_if(|(end, _)| *end <= node).is_some() {}
            if is_silent(dom.name(node)) || dom.comment(node).is_some() {
                node = dom.end(node);
                continue;
            }
            let parent = open.last().map_or(ROOT, |&(_, key)| key);
            let parent_node = dom.parent(node);
            let mut base = 0;
            let key = if is_whole && node == piece.start {
                ROOT
            } else if dom.is_element(node) {
                let key = hash(&(parent, shape(dom, node)));
                // Adjacent elements that look alike are distinguished by their order.
                let before = alike.entry((parent_node, key)).or_insert(0_u8);
                let order = *before;
                *before = before.saturating_add(1);
                base = key;
                if order > 0 && order < 4 { hash(&(key, order)) } else { key }
            } else {
                hash(&(parent, "text"))
            };
            let letters = self.tally.letters(&(node..dom.end(node).min(piece.end)));
            let order = self.columns.len();
            let is_element = dom.is_element(node);
            let depth = open.len();
            let column = self.columns.entry(key).or_insert_with(|| Column {
                parent,
                base,
                cells: Vec::new(),
                count: 0,
                letters: 0,
                order,
                depth,
                is_element,
            });
            column.count += 1;
            column.letters = column.letters.saturating_add(letters);
            // An element that contains another post as well says nothing about this one.
            let is_own = dom.end(node) <= piece.end;
            if is_own && column.cells.last().is_none_or(|&(last, _)| last != place) {
                column.cells.push((place, node));
            }
            if is_element {
                open.push((dom.end(node), key));
            }
            node = if is_element && (is_quote(dom, node) || introduces_quote(dom, node)) {
                dom.end(node)
            } else {
                node.next()
            };
        }
    }

    /// The columns that at least half of the posts have, in order of first occurrence.
    fn common(&self) -> Vec<&Column> {
        let enough = self.posts.len().div_ceil(2).max(2);
        let mut columns: Vec<&Column> = self.columns.values().filter(|column| column.cells.len() >= enough).collect();
        columns.sort_by_key(|column| column.order);
        columns
    }

    fn short_text(&self, node: NodeId) -> Option<String> {
        short_text(self.dom, node)
    }

    /// Finds the element of each post with nearly everything that differs.
    fn bodies(&self, known: &mut [Known]) {
        let facts = |place: usize| {
            known.get(place).into_iter().flat_map(|known| {
                [known.author.as_ref().map(|(node, _)| *node), known.time.as_ref().map(|(node, _)| *node)]
            })
        };
        let holds_fact = |column: &Column| {
            let cells = column
                .cells
                .iter()
                .filter(|&&(place, node)| facts(place).flatten().any(|fact| self.dom.contains(node, fact)));
            cells.count() * 2 > column.cells.len()
        };
        let mut children: FxHashMap<u64, Vec<(u64, &Column)>> = FxHashMap::default();
        for (&key, column) in &self.columns {
            if key != ROOT {
                children.entry(column.parent).or_default().push((key, column));
            }
        }
        let mut here = ROOT;
        let mut found: Option<&Column> = None;
        loop {
            let inside = children.get(&here).map(Vec::as_slice).unwrap_or_default();
            let is_single = |column: &Column| column.count * 10 <= column.cells.len() * 12;
            // A paragraph is not a body, even if the first is the longest.
            let has_twin = |column: &Column| {
                !holds_fact(column)
                    && column.cells.first().is_some_and(|&(_, node)| !is_ordered(self.dom, node))
                    && inside.iter().any(|(_, other)| {
                        other.base == column.base
                            && other.order != column.order
                            && other.cells.len() * 10 >= self.posts.len()
                            && !holds_fact(other)
                    })
            };
            let is_box = |column: &Column| {
                column.is_element
                    && !has_twin(column)
                    && column.cells.len() * 10 >= self.posts.len() * 8
                    && is_single(column)
                    && column.cells.first().is_some_and(|&(_, node)| may_be_body(self.dom, node))
            };
            let said = |column: &Column| if holds_fact(column) && is_single(column) { 0 } else { column.letters };
            let all: u32 = inside.iter().map(|(_, column)| said(column)).sum();
            let best = inside.iter().filter(|(_, column)| is_box(column)).max_by_key(|(_, column)| column.letters);
            let Some(&(key, column)) = best else { break };
            let others = all - said(column);
            if column.letters * 10 < (column.letters + others) * 8 || column.letters == 0 {
                break;
            }
            here = key;
            found = Some(column);
        }
        let Some(column) = found.filter(|column| !holds_fact(column)) else { return };
        self.set_bodies(column, known);
    }

    /// Takes the cells of a column as the bodies, and looks for what stands in its place in other posts.
    fn set_bodies(&self, column: &Column, known: &mut [Known]) {
        for &(place, node) in &column.cells {
            if let Some(known) = known.get_mut(place) {
                known.body = Some(node);
            }
        }
        let Some(&(_, sample)) = column.cells.first() else { return };
        for (place, known) in known.iter_mut().enumerate().filter(|(_, known)| known.body.is_none()) {
            known.body = self.stand_in(place, sample);
        }
    }

    /// The body of a post whose element has another name than in the other posts, such as the first post's. It must
    /// share a class with theirs.
    fn stand_in(&self, place: usize, sample: NodeId) -> Option<NodeId> {
        let class = self.dom.classes(sample).find_map(lasting)?;
        let pieces = self.posts.get(place)?;
        let nodes = pieces.iter().flat_map(|piece| NodeId::each(piece.start.next()..piece.end)).take(MOST_NODES);
        let mut nodes = nodes.filter(|&node| self.dom.name(node) == self.dom.name(sample));
        nodes.find(|&node| self.dom.classes(node).filter_map(lasting).any(|known| known == class))
    }

    /// Finds what nearly all posts have at the same place, ignoring numbers: `Quote`, `Posts: 12`.
    fn furniture(&self, known: &mut [Known]) {
        const ENOUGH: usize = 3;
        const LONGEST: usize = 60;
        if self.posts.len() < ENOUGH {
            return;
        }
        for column in self.common() {
            let mut said: FxHashMap<String, usize> = FxHashMap::default();
            let mut texts = 0;
            for &(_, node) in &column.cells {
                let Some(text) = self.short_text(node).filter(|text| !text.is_empty() && text.len() <= LONGEST) else {
                    continue;
                };
                texts += 1;
                let text: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
                *said.entry(text.trim().to_lowercase()).or_default() += 1;
            }
            let most = said.values().copied().max().unwrap_or(0);
            if texts < ENOUGH || texts * 10 < column.cells.len() * 8 || most * 10 < texts * 8 {
                continue;
            }
            for &(place, node) in &column.cells {
                let Some(known) = known.get_mut(place) else { continue };
                let facts = [known.author.as_ref().map(|(node, _)| *node), known.time.as_ref().map(|(node, _)| *node)];
                let holds = |inner: Option<NodeId>| inner.is_some_and(|inner| self.dom.contains(node, inner));
                if !facts.into_iter().any(holds) && !holds(known.body) && self.short_text(node).is_some() {
                    known.away.push(node);
                }
            }
        }
        for known in known {
            known.away.sort_unstable();
            known.away.dedup();
        }
    }
}

/// Whether an element is one of several in a fixed order, such as the cells of a row.
fn is_ordered(dom: &Dom, node: NodeId) -> bool {
    matches!(dom.name(node), "tr" | "td" | "th" | "table" | "dd" | "dt")
        || dom.classes(node).any(|class| {
            let lower = class.to_ascii_lowercase();
            lower.contains("row") || lower.contains("cell") || lower.contains("col")
        })
}

fn is_quote(dom: &Dom, node: NodeId) -> bool {
    dom.name(node) == "blockquote"
        && dom.classes(node).next().is_none_or(|class| class.to_ascii_lowercase().contains("quote"))
        || dom.classes(node).any(|class| {
            matches!(
                class,
                "quote" | "bbcode_quote" | "bbCodeQuote" | "bbCodeBlock--quote" | "quotebox" | "quoteheader"
            )
        })
}

/// Whether an element is followed by a quotation and says whose it is: `<cite>mara wrote:</cite><blockquote>`.
fn introduces_quote(dom: &Dom, node: NodeId) -> bool {
    let next = NodeId::each(dom.end(node)..dom.end(dom.parent(node))).find(|&next| dom.is_element(next));
    next.is_some_and(|next| dom.name(next) == "blockquote" && dom.parent(next) == dom.parent(node))
        && short_text(dom, node).is_some_and(|text| text.ends_with(':'))
}

/// Whether an element can hold the whole text of a post.
fn may_be_body(dom: &Dom, node: NodeId) -> bool {
    match dom.name(node) {
        "div" | "td" | "tr" | "tbody" | "table" | "section" | "article" | "li" | "dd" | "main" | "font" => true,
        "span" | "blockquote" | "p" => dom.classes(node).next().is_some() || dom.id(node).is_some(),
        _ => false,
    }
}

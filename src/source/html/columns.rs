//! Compares the same place in every post of a page to find each post's author, time, text and furniture.
//!
//! Names differ from post to post and recur. Dates advance, unlike the day on which an author joined. What all posts
//! have in common is not part of their text. The text is the longest and most varied part.

use super::dom::{Dom, NodeId, is_silent};
use super::fields::{moment, time_of};
use super::foreign::{is_foreign, short_text};
use super::name;
use super::role::{Role, role};
use super::shape::{hash, lasting, shape};
use super::tally::Tally;
use crate::thread::Time;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

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

/// The time of a post: the index of the post, the node of the time, and the time.
type Moment = (usize, NodeId, Time);

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
            node = if is_element && is_quote(dom, node) { dom.end(node) } else { node.next() };
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

    /// The column of names: it differs from post to post, and looks like people.
    fn authors(&self) -> Option<Vec<Name>> {
        let columns = self.common();
        let orders = self.columns.len().max(1) as f32;
        let mut best: Option<(f32, &Column, Vec<Name>)> = None;
        for column in &columns {
            let Some(names) = self.names(column) else { continue };
            let score = self.score_names(column, &names) + 0.8 * (1.0 - column.order as f32 / orders);
            if score >= 5.0 && best.as_ref().is_none_or(|(known, ..)| score > *known) {
                best = Some((score, column, names));
            }
        }
        let (_, mut column, mut names) = best?;
        // The same element may hold a rank or a number of posts beside the name.
        while let Some((inner, shorter)) = self.inner_name(&columns, column, &names) {
            (column, names) = (inner, shorter);
        }
        let sample = names.first().map(|(_, (node, _))| *node);
        let signed: FxHashSet<usize> = names.iter().map(|(place, _)| *place).collect();
        for place in (0..self.posts.len()).filter(|place| !signed.contains(place)) {
            let other = sample.and_then(|sample| self.stand_in(place, sample));
            let name = other.and_then(|node| Some((node, name::cleaned(&self.short_text(node)?)?)));
            names.extend(name.map(|name| (place, name)));
        }
        without_shared(&mut names);
        Some(names)
    }

    /// The column of shorter names within the cells of another column.
    fn inner_name<'c>(
        &self,
        columns: &[&'c Column],
        outer: &Column,
        names: &[Name],
    ) -> Option<(&'c Column, Vec<Name>)> {
        let &(_, (sample, _)) = names.first()?;
        columns.iter().find_map(|&column| {
            let &(_, first) = column.cells.first()?;
            let is_name = matches!(self.dom.name(first), "a" | "b" | "strong" | "h3" | "h4" | "h5" | "cite" | "span");
            if !is_name || column.depth <= outer.depth || !self.dom.contains(sample, first) {
                return None;
            }
            let inner = self.names(column)?;
            let shorter = inner.len() * 10 >= names.len() * 9
                && inner.iter().zip(names).filter(|((_, (_, one)), (_, (_, other)))| one.len() < other.len()).count()
                    * 2
                    > inner.len();
            let starts =
                inner.iter().zip(names).filter(|((_, (_, one)), (_, (_, other)))| other.starts_with(one.as_str()));
            (shorter && starts.count() * 2 > inner.len()).then_some((column, inner))
        })
    }

    /// The cells of a column as names. `None` if too few of them can be names.
    fn names(&self, column: &Column) -> Option<Vec<Name>> {
        const LONGEST: usize = 60;
        let mut names = Vec::new();
        for &(place, node) in &column.cells {
            let text = match self.dom.attribute(node, "content").filter(|_| self.dom.name(node) == "meta") {
                Some(content) => content.to_owned(),
                None => self.short_text(node).unwrap_or_default(),
            };
            if text.is_empty() || text.len() > LONGEST || moment(&text).is_some() {
                continue;
            }
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            if digits * 2 > text.len() && !text.starts_with(|c: char| c.is_alphabetic()) {
                continue;
            }
            if let Some(name) = name::cleaned(&text) {
                names.push((place, (node, name)));
            }
        }
        (names.len() * 2 >= self.posts.len() && !names.is_empty()).then_some(names)
    }

    fn score_names(&self, column: &Column, names: &[Name]) -> f32 {
        let dom = self.dom;
        let count = names.len() as f32;
        let distinct: FxHashSet<&str> = names.iter().map(|(_, (_, name))| name.as_str()).collect();
        let mut role_bonus = 0.0_f32;
        let mut malus = 0.0_f32;
        for &(_, node) in column.cells.iter().take(3) {
            role_bonus = role_bonus.max(match role(dom, node) {
                Some((Role::Author, 0..=2)) => 3.0,
                Some((Role::Author, 3 | 4)) => 2.5,
                Some((Role::Author, _)) => 1.0,
                Some((Role::Time | Role::Away, _)) => -2.0,
                _ => 0.0,
            });
            let above = dom.ancestors(node).take(3.min(column.depth));
            if above.into_iter().any(|above| matches!(role(dom, above), Some((Role::Author, 0..=5)))) {
                role_bonus = role_bonus.max(2.0);
            }
            let words = |node: NodeId| {
                dom.classes(node).any(|class| class.to_ascii_lowercase().split(['-', '_']).any(is_no_name))
            };
            if words(node) || column.depth > 1 && words(dom.parent(node)) {
                malus = 2.5;
            }
        }
        let bold = column.cells.iter().take(1).any(|&(_, node)| {
            matches!(dom.name(node), "b" | "strong" | "h3" | "h4" | "h5" | "cite" | "a")
                || matches!(dom.name(dom.parent(node)), "b" | "strong" | "h3" | "h4" | "h5" | "cite" | "a")
        });
        let mut score = 4.0 * count / self.posts.len() as f32 + role_bonus - malus;
        score += if bold { 0.5 } else { 0.0 };
        // Of nested elements with the same text, the innermost is the name.
        score += 0.02 * column.depth as f32;
        let words: usize = names.iter().map(|(_, (_, name))| name.split(' ').count()).sum();
        if words as f32 / count > 3.0 {
            score -= 1.5;
        }
        if distinct.len() == 1 && names.len() >= 2 {
            score -= if role_bonus >= 2.5 { 2.0 } else { 4.0 };
        } else if names.len() >= 5 && (distinct.len() as f32) < count * 0.2 {
            score -= 1.5;
        }
        score
    }

    /// Finds the times: the column that advances from post to post and is not a property of the author.
    fn times(&self, known: &mut [Known]) {
        let orders = self.columns.len().max(1) as f32;
        let mut best: Option<(f32, Vec<Moment>)> = None;
        for column in self.common() {
            let mut times: Vec<Moment> = Vec::new();
            let mut foreign = 0;
            let mut rank = 0.0_f32;
            for &(place, node) in &column.cells {
                if self.short_text(node).is_none() {
                    continue;
                }
                if let Some(time) = time_of(self.dom, node) {
                    times.push((place, node, time));
                    foreign += usize::from(is_foreign(self.dom, node));
                }
            }
            if times.len() * 2 < self.posts.len() || times.len() < 2 {
                continue;
            }
            if let Some(&(_, node, _)) = times.first() {
                rank = match role(self.dom, node) {
                    Some((Role::Time, 0..=2)) => 1.5,
                    Some((Role::Time, _)) => 1.0,
                    _ => 0.0,
                };
            }
            let pairs = times.len() - 1;
            let goes_on = times.windows(2).filter(|pair| matches!(pair, [one, other] if one.2 <= other.2)).count();
            let goes_back = times.windows(2).filter(|pair| matches!(pair, [one, other] if one.2 >= other.2)).count();
            let steady = goes_on.max(goes_back) as f32 / pairs as f32;
            let mut score = 4.0 * times.len() as f32 / self.posts.len() as f32 + 2.0 * steady + rank;
            score += 0.5 * (1.0 - column.order as f32 / orders) + 0.02 * column.depth as f32;
            if foreign * 2 > times.len() {
                score -= 6.0;
            }
            if belongs_to_author(&times, known) {
                score -= 4.0;
            }
            if score >= 3.0 && best.as_ref().is_none_or(|(known, _)| score > *known) {
                best = Some((score, times));
            }
        }
        for (place, node, time) in best.map(|(_, times)| times).unwrap_or_default() {
            if let Some(known) = known.get_mut(place) {
                known.time = Some((node, time));
            }
        }
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

/// Whether an element can hold the whole text of a post.
fn may_be_body(dom: &Dom, node: NodeId) -> bool {
    match dom.name(node) {
        "div" | "td" | "tr" | "tbody" | "table" | "section" | "article" | "li" | "dd" | "main" | "font" => true,
        "span" | "blockquote" | "p" => dom.classes(node).next().is_some() || dom.id(node).is_some(),
        _ => false,
    }
}

/// Whether a word marks an element as a detail about a person other than the name.
fn is_no_name(word: &str) -> bool {
    [
        "rank", "title", "group", "location", "join", "regist", "count", "stat", "badge", "button", "btn", "date",
        "time", "quote",
    ]
    .iter()
    .any(|start| word.starts_with(start))
}

/// Whether every author of several posts has the same time in all of them, and different authors have different times.
fn belongs_to_author(times: &[Moment], known: &[Known]) -> bool {
    let mut of_author: FxHashMap<&str, Time> = FxHashMap::default();
    let (mut same, mut other) = (0, 0);
    for &(place, _, time) in times {
        let Some(name) = known.get(place).and_then(|known| known.author.as_ref()).map(|(_, name)| name.as_str()) else {
            continue;
        };
        match of_author.get(name) {
            Some(&first) if first == time => same += 1,
            Some(_) => other += 1,
            None => {
                of_author.insert(name, time);
            }
        }
    }
    let distinct: FxHashSet<i64> = times.iter().map(|(_, _, time)| time.millis()).collect();
    other == 0 && (same > 1 || same == 1 && of_author.len() > 1) && distinct.len() > 1
}

/// Removes the prefix and the suffix that all names share, and numbers after them: they are part of no name.
pub(super) fn without_shared(names: &mut [Name]) {
    const ENOUGH: usize = 3;
    loop {
        let last = |name: &str| name.rsplit_once(' ').map(|(_, word)| word.to_owned());
        let distinct: FxHashSet<&str> = names.iter().map(|(_, (_, name))| name.as_str()).collect();
        if distinct.len() < ENOUGH {
            return;
        }
        let ends: Vec<Option<String>> = distinct.iter().map(|name| last(name)).collect();
        let number =
            |word: &String| word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'+'));
        let first = ends.first().cloned().flatten();
        let same = first.is_some() && ends.iter().all(|end| *end == first);
        let numbers = ends.iter().flatten().filter(|end| number(end)).count() * 10 >= ends.len() * 4;
        if !same && !numbers {
            return;
        }
        for (_, (_, name)) in names.iter_mut() {
            if let Some((before, end)) = name.rsplit_once(' ')
                && (same || number(&end.to_owned()))
            {
                *name = before.trim_end().to_owned();
            }
        }
    }
}

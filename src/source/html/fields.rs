//! The author, the time and the text of a post, read from its part of a page.

use super::columns::Known;
use super::dom::{Dom, NodeId};
use super::foreign::is_foreign;
use super::name;
use super::role::{Rank, Role, is_datelike, leads_to_person, role};
use super::select::Select;
use super::write;
use crate::source::date;
use crate::thread::{Missing, Time};
use std::ops::Range;

/// The text of a post and its metadata.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) author: Option<String>,
    pub(super) time: Option<Time>,
    pub(super) body: String,
    pub(super) url: Option<String>,
    pub(super) score: Option<i32>,
    /// The post is only a stub for replies that are elsewhere.
    pub(super) missing: Option<Missing>,
}

/// Where the fields of a post are on a known site. Empty selectors are replaced by the general rules.
#[derive(Debug, Default)]
pub(super) struct Finder {
    pub(super) author: Select,
    pub(super) time: Select,
    pub(super) body: Select,
    pub(super) url: Select,
    pub(super) score: Select,
    pub(super) away: Select,
}

/// The elements of a post with a recognised role.
#[derive(Default)]
struct Marks {
    authors: Vec<(Rank, NodeId)>,
    times: Vec<(Rank, NodeId)>,
    bodies: Vec<(Rank, NodeId)>,
    away: Vec<NodeId>,
}

impl Finder {
    /// Reads the post with these ranges. Its element is first.
    pub(super) fn read(&self, dom: &Dom, pieces: &[Range<NodeId>], compared: Option<&Known>) -> Fields {
        let post = Part { dom, pieces };
        let mut marks = post.marks(&self.away);
        if let Some(compared) = compared.filter(|compared| !compared.away.is_empty()) {
            marks.away.extend(&compared.away);
            marks.away.sort_unstable();
        }
        let author = compared.and_then(|compared| compared.author.clone()).or_else(|| self.author(&post, &marks));
        let time = compared.and_then(|compared| compared.time).map(|(node, time)| (node, Some(time)));
        let time = time.or_else(|| self.time(&post, &marks));
        let known = [author.as_ref().map(|(node, _)| *node), time.map(|(node, _)| node)];
        let mut body = String::new();
        if let Some(node) = compared.and_then(|compared| compared.body) {
            post.write_inside(node, &marks.away, &mut body);
        }
        if body.is_empty() {
            body = self.body(&post, &marks, known);
        }
        if body.is_empty() {
            post.write_again(known, &mut body);
        }
        Fields {
            author: author.map(|(_, name)| name),
            time: time.and_then(|(_, time)| time),
            body,
            url: post.take(&self.url).filter(|url| url != "#").or_else(|| post.permalink()),
            score: post.take(&self.score).and_then(|text| number(&text)),
            missing: None,
        }
    }

    /// The author of the post with these ranges, and the node of the name.
    pub(super) fn author_of(&self, dom: &Dom, pieces: &[Range<NodeId>]) -> Option<(NodeId, String)> {
        let post = Part { dom, pieces };
        self.author(&post, &post.marks(&self.away))
    }

    fn author(&self, post: &Part<'_>, marks: &Marks) -> Option<(NodeId, String)> {
        if let Some(named) = post.named_by_attribute() {
            return Some(named);
        }
        if let Some((node, attribute)) = self.author.find(post.dom, &post.nodes()) {
            let text = attribute.and_then(|name| post.dom.attribute(node, name));
            let text = text.map_or_else(|| post.dom.text_of(node), str::to_owned);
            if let Some(name) = name::cleaned(&text) {
                return Some((node, name));
            }
        }
        let mut authors = marks.authors.clone();
        authors.sort_by_key(|(rank, _)| *rank);
        let named = authors.iter().find_map(|&(_, node)| Some((node, name::cleaned(&post.named(node))?)));
        named.or_else(|| post.signed())
    }

    fn time(&self, post: &Part<'_>, marks: &Marks) -> Option<(NodeId, Option<Time>)> {
        if let Some((node, attribute)) = self.time.find(post.dom, &post.nodes()) {
            let text = attribute.and_then(|name| post.dom.attribute(node, name));
            let text = text.map_or_else(|| post.dom.text_of(node), str::to_owned);
            if !is_foreign(post.dom, node) {
                return Some((node, moment(&text).or_else(|| post.time_of(node)?.0)));
            }
        }
        let mut times = marks.times.clone();
        times.sort_by_key(|(rank, _)| *rank);
        let own = times.iter().filter(|&&(_, node)| !is_foreign(post.dom, node));
        let marked = own.into_iter().find_map(|&(_, node)| Some((node, post.time_of(node)?.0)));
        marked.or_else(|| post.dated())
    }

    fn body(&self, post: &Part<'_>, marks: &Marks, known: [Option<NodeId>; 2]) -> String {
        let mut out = String::new();
        if let Some((node, _)) = self.body.find(post.dom, &post.nodes()) {
            post.write_inside(node, &marks.away, &mut out);
            return out;
        }
        // A pingback has no text except that of its link.
        let is_ping = post
            .pieces
            .first()
            .is_some_and(|piece| post.dom.classes(piece.start).any(|class| matches!(class, "pingback" | "trackback")));
        if is_ping {
            post.write_rest([None, known[1]], &marks.away, &mut out);
            return out;
        }
        let mut bodies = marks.bodies.clone();
        bodies.sort_by_key(|(rank, _)| *rank);
        for &(_, node) in &bodies {
            if !known.iter().flatten().any(|&known| post.dom.contains(node, known)) && post.shows(node) {
                post.write_inside(node, &marks.away, &mut out);
                if !out.is_empty() {
                    return out;
                }
            }
        }
        post.write_rest(known, &marks.away, &mut out);
        out
    }
}

/// A time that the page states. Without a value if it is relative to an unknown day.
struct Told(Option<Time>);

/// The part of a page that belongs to a post.
struct Part<'p> {
    dom: &'p Dom,
    pieces: &'p [Range<NodeId>],
}

impl Part<'_> {
    fn nodes(&self) -> impl Iterator<Item = NodeId> + Clone {
        self.pieces.iter().flat_map(|piece| NodeId::each(piece.clone()))
    }

    /// The text that a selector finds in a post.
    fn take(&self, select: &Select) -> Option<String> {
        let (node, attribute) = select.find(self.dom, &self.nodes())?;
        match attribute {
            Some(name) => self.dom.attribute(node, name).map(str::to_owned),
            None => Some(self.dom.text_of(node)),
        }
    }

    fn marks(&self, away: &Select) -> Marks {
        let mut marks = Marks::default();
        for (place, node) in self.nodes().enumerate() {
            if !away.is_empty() && away.matches(self.dom, node) {
                marks.away.push(node);
                continue;
            }
            let Some((role, rank)) = role(self.dom, node) else { continue };
            match role {
                // The names of the post's own element say what the post is, not what a part of it is for.
                _ if place == 0 => {}
                Role::Author => marks.authors.push((rank, node)),
                Role::Time => marks.times.push((rank, node)),
                Role::Body => marks.bodies.push((rank, node)),
                Role::Away if rank == 0 || self.dom.name(node) == "img" || self.is_short(node, 60) => {
                    marks.away.push(node);
                }
                Role::Away => {}
            }
        }
        marks
    }

    /// Whether an element has a letter or something visible.
    fn shows(&self, node: NodeId) -> bool {
        self.dom.below(node).any(|below| match self.dom.text(below) {
            Some(text) => text.chars().any(|c| !c.is_whitespace()),
            None => {
                matches!(self.dom.name(below), "img" | "picture" | "video" | "audio" | "iframe" | "embed" | "object")
            }
        })
    }

    fn is_short(&self, node: NodeId, most: usize) -> bool {
        is_short(self.dom, node, most)
    }

    /// The name in an attribute of the post's own element, where it is meant for scripts.
    fn named_by_attribute(&self) -> Option<(NodeId, String)> {
        let node = self.pieces.first()?.start;
        let keys = ["data-author", "data-username", "data-user-name", "data-author-name"];
        let name = keys.iter().find_map(|key| self.dom.attribute(node, key))?;
        Some((node, name::cleaned(name)?))
    }

    /// The text of an author's element, or of the element within it for the name alone.
    fn named(&self, node: NodeId) -> String {
        if !self.is_short(node, 400) {
            return String::new();
        }
        if let Some(content) = self.dom.attribute(node, "content") {
            return content.to_owned();
        }
        let inner = self.dom.below(node).find(|&below| {
            self.dom.attribute(below, "itemprop") == Some("name")
                || self.dom.has_class(below, "fn")
                || self.dom.name(below) == "cite"
        });
        // Other text beside the link to a person is a rank or a number of posts.
        let inner = inner.or_else(|| {
            self.dom.below(node).find(|&below| {
                self.dom.name(below) == "a"
                    && self.dom.attribute(below, "href").is_some_and(leads_to_person)
                    && self.dom.below(below).any(|text| self.dom.text(text).is_some_and(|text| !text.trim().is_empty()))
            })
        });
        match inner {
            Some(inner) if self.dom.name(inner) == "meta" => {
                self.dom.attribute(inner, "content").unwrap_or_default().to_owned()
            }
            _ => self.dom.text_of(inner.unwrap_or(node)),
        }
    }

    /// The name in a line such as `mara says:` or `posted by mara on 3 May 2023`, or in bold at the beginning.
    fn signed(&self) -> Option<(NodeId, String)> {
        let mut looked_at = 0;
        for node in self.nodes() {
            let Some(text) = self.dom.text(node).map(str::trim).filter(|text| !text.is_empty()) else { continue };
            looked_at += 1;
            if looked_at > 6 {
                return None;
            }
            if text.len() <= 120
                && let Some(name) = name::signing(text)
            {
                return Some((node, name));
            }
            let parent = self.dom.parent(node);
            if looked_at <= 2 && matches!(self.dom.name(parent), "b" | "strong" | "a" | "h3" | "h4" | "h5" | "dt") {
                let whole = self.dom.text_of(parent);
                if whole.len() <= 60
                    && !whole.starts_with('#')
                    && let Some(name) = name::cleaned(&whole)
                {
                    return Some((parent, name));
                }
            }
        }
        None
    }

    /// The time that an element states, if any. Without a value if it is relative to an unknown day.
    fn time_of(&self, node: NodeId) -> Option<Told> {
        told(self.dom, node)
    }

    /// A time, completed with the clock time that may be beside its date.
    fn with_clock(&self, node: NodeId, time: Option<Time>) -> Option<Time> {
        with_clock(self.dom, node, time)
    }

    /// The first date in the text of a post, if its line is short.
    fn dated(&self) -> Option<(NodeId, Option<Time>)> {
        self.nodes().take(400).find_map(|node| {
            let text = self.dom.text(node)?.trim();
            if text.len() > 100 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let found = date::find(text)?;
            (!is_foreign(self.dom, node)).then(|| (node, self.with_clock(node, found.time)))
        })
    }

    /// The address of the post: a link to its own anchor.
    fn permalink(&self) -> Option<String> {
        let own: String =
            self.dom.id(self.pieces.first()?.start).and_then(number_at_end).unwrap_or_default().to_owned();
        let link = self.nodes().find(|&node| {
            self.dom.name(node) == "a"
                && self.dom.attribute(node, "href").is_some_and(|address| {
                    let fragment = address.rsplit_once('#').map_or("", |(_, fragment)| fragment);
                    !own.is_empty() && number_at_end(fragment) == Some(&own) && !fragment.contains("respond")
                        || self.dom.classes(node).any(|class| class.contains("permalink"))
                })
        })?;
        self.dom.attribute(link, "href").map(str::to_owned)
    }

    fn write_inside(&self, node: NodeId, away: &[NodeId], out: &mut String) {
        let range = node.next()..self.dom.end(node);
        let left_out = |node: NodeId| away.binary_search(&node).is_ok();
        for piece in self.pieces {
            let part = piece.start.max(range.start)..piece.end.min(range.end);
            if part.start < part.end {
                write::write(self.dom, part, &left_out, out);
            }
        }
    }

    /// Writes the post without its author, its time and its controls.
    fn write_rest(&self, known: [Option<NodeId>; 2], away: &[NodeId], out: &mut String) {
        let mut marks: Vec<NodeId> = away.iter().copied().chain(known.into_iter().flatten()).collect();
        marks.sort_unstable();
        let holds_mark = |node: NodeId| {
            let next = marks.partition_point(|mark| *mark < node);
            marks.get(next).is_some_and(|&mark| self.dom.contains(node, mark))
        };
        let left_out = |node: NodeId| {
            if let Some(text) = self.dom.text(node) {
                return marks.binary_search(&node).is_ok()
                    || text.trim().len() < 40 && holds_mark(self.dom.parent(node)) && name::is_around(text);
            }
            if self.dom.name(node) == "a" && self.is_short(node, 24) {
                let text = self.dom.text_of(node);
                return marks.binary_search(&node).is_ok() || !text.is_empty() && name::is_around(&text);
            }
            holds_mark(node) && self.is_only_around(node, &marks)
        };
        let first = self.pieces.first().map(|piece| piece.start);
        for piece in self.pieces {
            // The post's own element stays, whatever it contains.
            let start = if Some(piece.start) == first && self.dom.is_element(piece.start) {
                piece.start.next()
            } else {
                piece.start
            };
            write::write(self.dom, start..piece.end, &left_out, out);
        }
    }

    /// Writes a post that came out empty once more, this time with the removed parts, if they have enough text.
    fn write_again(&self, known: [Option<NodeId>; 2], out: &mut String) {
        const ENOUGH: usize = 25;
        let in_link =
            |node: NodeId| self.dom.ancestors(node).take(3).any(|above| matches!(self.dom.name(above), "a" | "button"));
        let said =
            |node: NodeId| self.dom.text(node).map(str::trim).filter(|text| !name::is_around(text)).map_or(0, str::len);
        let mut left = ENOUGH;
        let mut silent = NodeId::ROOT;
        for node in self.nodes() {
            if super::dom::is_silent(self.dom.name(node)) || known.contains(&Some(node)) {
                silent = silent.max(self.dom.end(node));
            }
            if node >= silent && said(node) > 0 && !in_link(node) {
                left = left.saturating_sub(said(node));
            }
            if left == 0 {
                self.write_rest(known, &[], out);
                return;
            }
        }
    }

    /// Whether an element contains nothing but author, time and controls.
    fn is_only_around(&self, node: NodeId, marks: &[NodeId]) -> bool {
        let mut here = node;
        let end = self.dom.end(node);
        while here < end {
            if marks.binary_search(&here).is_ok() {
                here = self.dom.end(here);
                continue;
            }
            if self.dom.text(here).is_some_and(|text| !name::is_around(text)) {
                return false;
            }
            here = here.next();
        }
        true
    }
}

/// Whether an element has at most `most` bytes of text.
fn is_short(dom: &Dom, node: NodeId, most: usize) -> bool {
    let mut left = most;
    dom.below(node).all(|below| {
        let length = dom.text(below).map_or(0, |text| text.trim().len());
        let fits = length <= left;
        left = left.saturating_sub(length);
        fits
    })
}

fn told(dom: &Dom, node: NodeId) -> Option<Told> {
    let attributes = ["datetime", "content", "data-timestamp", "data-time", "data-utime", "data-created", "title"];
    for name in attributes {
        if let Some(time) = dom.attribute(node, name).and_then(moment) {
            return Some(Told(Some(time)));
        }
    }
    if !is_short(dom, node, 160) {
        return None;
    }
    let text = dom.text_of(node);
    let found = date::find(&text)?;
    Some(Told(with_clock(dom, node, found.time)))
}

/// The time that an element or text states by itself. `None` if it is relative to an unknown day.
pub(super) fn time_of(dom: &Dom, node: NodeId) -> Option<Time> {
    told(dom, node)?.0
}

/// A time, completed with the clock time that may be beside its date.
fn with_clock(dom: &Dom, node: NodeId, time: Option<Time>) -> Option<Time> {
    let day_only = time.is_none_or(|time| time.millis() % 86_400_000 == 0);
    let parent = dom.parent(node);
    if !day_only || !is_short(dom, parent, 160) {
        return time;
    }
    date::find(&dom.text_of(parent)).and_then(|found| found.time).or(time)
}

/// The time in an attribute value or a short text.
pub(super) fn moment(text: &str) -> Option<Time> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = text.parse().ok()?;
        return match text.len() {
            9 | 10 => Some(Time::from_millis(number * 1000)),
            12 | 13 => Some(Time::from_millis(number)),
            _ => None,
        };
    }
    if let Some(time) = Time::parse_rfc3339(text) {
        return Some(time);
    }
    is_datelike(text).then(|| date::find(text)).flatten()?.time
}

/// The first integer in a text, with its sign.
pub(super) fn number(text: &str) -> Option<i32> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = text.split_at_checked(start)?;
    let digits: String = rest.chars().filter(|c| *c != ',').take_while(char::is_ascii_digit).take(10).collect();
    let value: i32 = digits.parse().ok()?;
    Some(if before.ends_with(['-', '−']) { -value } else { value })
}

/// The digits at the end of a name.
pub(super) fn number_at_end(name: &str) -> Option<&str> {
    let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    name.get(name.len() - digits..).filter(|digits| !digits.is_empty())
}

//! MediaWiki talk pages: the text before a signature is a comment, and lists show what answers what.
//!
//! A signature is a link to a person's page, followed by a time. The names of pages and months are in the language of
//! the wiki, so only the form is checked: a link that contains a colon, then a clock time, a year and a time zone in
//! parentheses. Times within quotations are not signatures.

use super::dom::{Dom, NodeId};
use super::fields::Fields;
use super::write;
use crate::source::date;
use std::ops::Range;

/// A section of a talk page.
#[derive(Default)]
pub(super) struct Section {
    pub(super) title: String,
    pub(super) comments: Vec<Comment>,
}

/// A signed comment.
pub(super) struct Comment {
    /// The comment that it answers, by its index in the section.
    pub(super) parent: Option<usize>,
    pub(super) fields: Fields,
}

/// A signature in the page.
struct Signature {
    author: String,
    /// The text that ends with the time.
    text: String,
}

/// The sections of a page that have signed comments.
pub(super) fn sections(dom: &Dom) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut section = Section::default();
    let mut above: Vec<(usize, usize)> = Vec::new();
    let mut start: Option<NodeId> = None;
    let mut end_of_last = NodeId::ROOT;
    let mut last_block = NodeId::ROOT;
    let mut last_time = NodeId::ROOT;
    let mut node = content(dom);
    let end = dom.end(node);
    while node < end {
        let name = dom.name(node);
        if matches!(name, "h1" | "h2") && !is_within(dom, node, &["table"]) {
            sections.push(std::mem::replace(&mut section, Section { title: heading(dom, node), comments: Vec::new() }));
            above.clear();
            start = Some(dom.end(node));
            node = dom.end(node);
            last_block = NodeId::ROOT;
            continue;
        }
        if is_quoted(name) || dom.has_class(node, "references") {
            node = dom.end(node);
            continue;
        }
        let unsigned = || unsigned(dom, node);
        if let Some(signature) = signature(dom, node, last_time).or_else(unsigned) {
            let block = block(dom, node);
            // A second signature in the same line belongs to the same comment.
            let same_line =
                block == last_block && !NodeId::each(end_of_last..node).any(|node| breaks_line(dom.name(node)));
            let until = if node < end_of_last { end_of_last } else { line_end(dom, block, node) };
            let level = level(dom, block);
            if same_line && let Some(last) = section.comments.last_mut() {
                write::write(dom, end_of_last..until, &|_| false, &mut last.fields.body);
            } else {
                let from = start.unwrap_or(block).max(end_of_last);
                // An outdented comment still answers the comment before it.
                let is_set_out =
                    NodeId::each(from..node).any(|at| dom.classes(at).any(|class| class.starts_with("outdent")));
                let before = above.last().map(|(_, place)| *place);
                while above.pop_if(|(known, _)| *known >= level).is_some() {}
                let parent = if is_set_out { before } else { above.last().map(|(_, place)| *place) };
                above.push((level, section.comments.len()));
                section.comments.push(Comment { parent, fields: fields(dom, from..until, signature) });
            }
            last_block = block;
            last_time = node;
            end_of_last = until;
            start = Some(until);
            node = node.next();
            continue;
        }
        node = node.next();
    }
    sections.push(section);
    sections.retain(|section| !section.comments.is_empty());
    sections
}

/// The element with the page's content.
fn content(dom: &Dom) -> NodeId {
    dom.all().find(|&node| dom.has_class(node, "mw-parser-output")).unwrap_or(NodeId::ROOT)
}

fn heading(dom: &Dom, node: NodeId) -> String {
    let headline = dom.below(node).find(|&below| dom.has_class(below, "mw-headline"));
    dom.text_of(headline.unwrap_or(node))
}

fn is_quoted(name: &str) -> bool {
    matches!(name, "blockquote" | "q" | "cite" | "pre" | "code" | "style" | "script" | "template")
}

fn is_within(dom: &Dom, node: NodeId, names: &[&str]) -> bool {
    dom.ancestors(node).any(|above| names.contains(&dom.name(above)))
}

/// The signature whose time is in a text, if its link is after `after`.
fn signature(dom: &Dom, node: NodeId, after: NodeId) -> Option<Signature> {
    let text = dom.text(node)?;
    if text.len() < 12 || !text.contains('(') || !text.contains([':', '.', 'h']) {
        return None;
    }
    let text = in_ascii_digits(text);
    time_in(&text)?;
    let block = block(dom, node);
    let author = NodeId::each(block.max(after)..node).rev().take(80).find_map(|before| person(dom, before))?;
    Some(Signature { author, text })
}

/// The note that someone else added under an unsigned comment, if it has no time.
fn unsigned(dom: &Dom, node: NodeId) -> Option<Signature> {
    let is_note = dom.classes(node).any(|class| class.contains("unsigned") || class == "autosigned");
    let inside = || NodeId::each(dom.range(node));
    let is_dated = || inside().filter_map(|at| dom.text(at)).any(|text| time_in(&in_ascii_digits(text)).is_some());
    if !is_note || is_dated() {
        return None;
    }
    let author = inside().find_map(|at| person(dom, at))?;
    Some(Signature { author, text: String::new() })
}

/// The place of a signature's time: a clock time, a year after or before it, and a time zone in parentheses.
fn time_in(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    let clock = (0..bytes.len()).find(|&place| {
        digit(place)
            && digit(place + 1)
            && matches!(bytes.get(place + 2), Some(b':' | b'.' | b'h'))
            && digit(place + 3)
            && digit(place + 4)
            && !digit(place + 5)
    })?;
    let open = bytes.get(clock..)?.iter().take(80).position(|byte| *byte == b'(')? + clock;
    let close = bytes.get(open..)?.iter().take(16).position(|byte| *byte == b')')? + open;
    let from = clock.saturating_sub(40);
    let has_year = (from..open)
        .any(|place| (0..4).all(|step| digit(place + step)) && !digit(place + 4) && (place == 0 || !digit(place - 1)));
    has_year.then_some(clock..close + 1)
}

/// The zero of each script that has its own digits.
const ZEROS: &[u32] = &[
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0x1040,
    0x17E0, 0x1810,
];

/// A text with all digits as ASCII digits.
fn in_ascii_digits(text: &str) -> String {
    text.chars()
        .map(|c| {
            let value = ZEROS.iter().filter_map(|zero| (c as u32).checked_sub(*zero)).find(|value| *value < 10);
            value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
        })
        .collect()
}

/// The person to whose page an element links.
fn person(dom: &Dom, node: NodeId) -> Option<String> {
    if dom.name(node) != "a" || dom.has_class(node, "external") {
        return None;
    }
    if dom.has_class(node, "mw-selflink") || dom.has_class(node, "selflink") {
        return Some(dom.text_of(node)).filter(|name| !name.is_empty());
    }
    let address = dom.attribute(node, "href")?;
    let page = address.split_once("title=").or_else(|| address.rsplit_once("/wiki/")).map(|(_, page)| page);
    let page = page.or_else(|| address.strip_prefix("./")).or_else(|| last_with_colon(address))?;
    let page = decoded(page.split(['&', '#', '?']).next().unwrap_or(page));
    let (space, name) = page.split_once(':')?;
    // People without a page are linked as `Special:Contributions/Name`.
    let name = match name.split_once('/') {
        Some((page, name)) if is_special(space) && !page.is_empty() => name,
        Some((name, _)) => name,
        None => name,
    };
    (!name.is_empty()).then(|| name.replace('_', " "))
}

/// The end of a path from the segment with a colon on. Other wikis keep their pages at other paths.
fn last_with_colon(address: &str) -> Option<&str> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.split(['?', '#']).next()?;
    let colon = path.find(':').or_else(|| path.to_ascii_uppercase().find("%3A"))?;
    let start = path.get(..colon)?.rfind('/').map_or(0, |slash| slash + 1);
    path.get(start..).filter(|page| !page.starts_with(':') && !address.starts_with("mailto:"))
}

fn is_special(space: &str) -> bool {
    matches!(
        space,
        "Special" | "Spezial" | "Spécial" | "Especial" | "Speciale" | "Specjalna" | "Посебно" | "Posebno" | "تایبەت"
    )
}

/// An address without percent-encoding.
pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match hex.filter(|_| byte == b'%') {
            Some(value) => {
                bytes.push(value);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The element that holds the line of a node.
fn block(dom: &Dom, node: NodeId) -> NodeId {
    let is_block =
        |name: &str| matches!(name, "p" | "li" | "dd" | "dt" | "div" | "td" | "th" | "section" | "body" | "h3" | "h4");
    dom.ancestors(node).find(|&above| is_block(dom.name(above))).unwrap_or(NodeId::ROOT)
}

/// The end of a node's line: the end of its element, or the start of a list.
fn line_end(dom: &Dom, block: NodeId, node: NodeId) -> NodeId {
    let end = dom.end(block);
    NodeId::each(node..end).find(|&after| breaks_line(dom.name(after))).unwrap_or(end)
}

fn breaks_line(name: &str) -> bool {
    matches!(name, "ul" | "ol" | "dl" | "p" | "div" | "table" | "blockquote" | "br" | "li" | "dd" | "dt" | "section")
}

/// The indentation level of a line.
fn level(dom: &Dom, block: NodeId) -> usize {
    std::iter::once(block)
        .chain(dom.ancestors(block))
        .filter(|&node| matches!(dom.name(node), "li" | "dd" | "dt"))
        .count()
}

fn fields(dom: &Dom, range: Range<NodeId>, signature: Signature) -> Fields {
    let mut body = String::new();
    write::write(dom, range, &|node| dom.has_class(node, "mw-editsection"), &mut body);
    let time = time_in(&signature.text).and_then(|_| date::find(&signature.text)).and_then(|found| found.time);
    Fields { author: Some(signature.author), time, body, ..Fields::default() }
}

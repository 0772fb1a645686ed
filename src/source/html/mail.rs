//! Pages of mailing-list archives: one message, or the index of all threads, as written by pipermail, MHonArc and
//! hypermail.

use super::dom::{Dom, NodeId};
use super::fields::{Fields, moment};
use super::{name, posts, write};
use crate::source::date;
use crate::thread::Time;
use memchr::memmem;
use std::ops::Range;

/// Comments that enclose a message's text in these programs.
const AROUND_TEXT: &[(&str, &str)] = &[
    ("beginarticle", "endarticle"),
    ("body=\"start\"", "body=\"end\""),
    ("X-Body-of-Message", "X-Body-of-Message-End"),
];

/// The single message of a page.
pub(super) fn message(dom: &Dom) -> Option<Fields> {
    let text = text(dom)?;
    let mut body = String::new();
    write::write(dom, text.clone(), &|node| is_head(dom, node), &mut body);
    let (author, time) = head(dom, text.start);
    Some(Fields { author, time, body, ..Fields::default() })
}

/// Where the text of a page's single message is.
pub(super) fn text(dom: &Dom) -> Option<Range<NodeId>> {
    AROUND_TEXT.iter().find_map(|(begin, end)| between(dom, begin, end))
}

/// Whether an element in that text is none of it, but facts about the message.
pub(super) fn is_head(dom: &Dom, node: NodeId) -> bool {
    dom.has_class(node, "headers") || matches!(dom.id(node), Some("received" | "navbar"))
}

/// Whether bytes have a mark of a single message.
pub(super) fn may_be_message(bytes: &[u8]) -> bool {
    AROUND_TEXT.iter().any(|(begin, _)| memmem::find(bytes, begin.as_bytes()).is_some())
}

/// The subject of a page's single message.
pub(super) fn subject(dom: &Dom) -> String {
    let text = |name: &str| dom.all().find(|&node| dom.name(node) == name).map(|node| dom.text_of(node));
    text("h1").or_else(|| text("title")).unwrap_or_default()
}

/// The entries of a thread index: the address of each, and the entry that it answers, by index.
pub(super) fn tree(dom: &Dom) -> Vec<(&str, Option<usize>)> {
    let entries = entries(dom);
    let nested = || posts::nested(dom, &entries).into_iter().map(|spot| spot.parent).collect();
    let answered = answered(dom, &entries).unwrap_or_else(nested);
    let address = |entry: NodeId| dom.below(entry).find_map(|below| dom.attribute(below, "href")).unwrap_or_default();
    entries.iter().map(|&entry| address(entry)).zip(answered).collect()
}

/// The nodes between two comments.
fn between(dom: &Dom, begin: &str, end: &str) -> Option<Range<NodeId>> {
    let says = |node: NodeId, mark: &str| dom.comment(node).is_some_and(|comment| comment.trim() == mark);
    let start = dom.all().find(|&node| says(node, begin))?;
    let end = NodeId::each(start..NodeId::new(dom.len())).find(|&node| says(node, end));
    Some(start.next()..end.unwrap_or(NodeId::new(dom.len())))
}

/// The author and the time of a message, from the nodes before its text.
fn head(dom: &Dom, end: NodeId) -> (Option<String>, Option<Time>) {
    let (mut author, mut time) = (None, None);
    for node in NodeId::each(NodeId::ROOT..end) {
        if let Some(comment) = dom.comment(node) {
            let value = |key: &str| comment.trim().strip_prefix(key).map(|value| value.trim_matches('"'));
            author = author.or_else(|| value("name=").and_then(name::cleaned));
            time = time.or_else(|| value("sent=").and_then(moment));
            continue;
        }
        match dom.name(node) {
            "li" => {
                let line = dom.text_of(node);
                if let Some(from) = line.strip_prefix("From:").or_else(|| line.strip_prefix("From :")) {
                    author = author.or_else(|| name::cleaned(from.split(['<', '(']).next().unwrap_or(from)));
                } else if let Some(date) = line.strip_prefix("Date:") {
                    time = time.or_else(|| moment(date));
                }
            }
            // pipermail: the name is in bold under the heading, the date in italics.
            "b" if author.is_none() => author = name::cleaned(&dom.text_of(node)),
            "i" if time.is_none() => {
                let text = dom.text_of(node);
                time = moment(&text).or_else(|| date::parse::parse(text.as_bytes()));
            }
            _ => {}
        }
    }
    (author, time)
}

/// The entries of a thread index: items with a link to the page of a message.
pub(super) fn entries(dom: &Dom) -> Vec<NodeId> {
    let is_entry = |&node: &NodeId| {
        dom.name(node) == "li"
            && dom
                .below(node)
                .take(4)
                .find(|&below| dom.name(below) == "a")
                .and_then(|link| dom.attribute(link, "href"))
                .is_some_and(leads_to_message)
    };
    let entries: Vec<_> = dom.all().filter(is_entry).collect();
    // Links between messages look the same but have no names after them.
    let signed = entries.iter().filter(|&&entry| {
        dom.below(entry).take(12).any(|below| matches!(dom.name(below), "i" | "em") && !dom.text_of(below).is_empty())
    });
    if entries.len() > 4 && signed.count() * 10 >= entries.len() * 8 { entries } else { Vec::new() }
}

/// What each entry of a pipermail index answers, by index. The program nests its lists at most three deep, but writes
/// the whole path of a message in a comment before it: `<!--3 01057.7-01058.8-01059.9-01060.10- -->`.
pub(super) fn answered(dom: &Dom, entries: &[NodeId]) -> Option<Vec<Option<usize>>> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut node = NodeId::ROOT;
    let mut answered = Vec::with_capacity(entries.len());
    for (place, &entry) in entries.iter().enumerate() {
        let path = NodeId::each(node..entry).rev().find_map(|node| path(dom.comment(node)?))?;
        // The steps of a path may be Message-IDs with hyphens.
        let is_below = |above: &str| path.strip_prefix(above).is_some_and(|rest| rest.starts_with('-'));
        while open.pop_if(|(above, _)| !is_below(above)).is_some() {}
        answered.push(open.last().map(|&(_, place)| place));
        open.push((path, place));
        node = entry;
    }
    Some(answered)
}

/// The path of a message in a comment.
fn path(comment: &str) -> Option<&str> {
    let (depth, path) = comment.trim().split_once(' ')?;
    let path = path.strip_suffix('-')?;
    (depth.len() == 1 && [depth, path].iter().all(|part| part.starts_with(|c: char| c.is_ascii_digit())))
        .then_some(path)
}

/// Whether an address is that of a message next to the index: `037326.html`, `msg00001.html`.
pub(super) fn leads_to_message(address: &str) -> bool {
    let name = address.strip_suffix(".html").unwrap_or_default();
    let digits = name.strip_prefix("msg").unwrap_or(name);
    digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

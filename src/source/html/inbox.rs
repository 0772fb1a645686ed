//! Threads in public-inbox: every message in a `<pre>`, followed by an overview of their relations.
//!
//! ```text
//! 2023-04-21 10:32 [PATCH] lamp: light it mara
//! 2023-04-21 11:02 ` oldsalt
//! 2023-04-21 12:12   ` mara
//! ```

use super::dom::{Dom, NodeId};
use super::fields::{Fields, moment};
use super::name;
use rustc_hash::FxHashMap;

/// A message of the thread.
pub(super) struct Message<'d> {
    /// Its anchor on the page.
    pub(super) id: &'d str,
    /// The anchor of the message that it answers.
    pub(super) parent: Option<&'d str>,
    pub(super) fields: Fields,
}

/// The messages of a page, in its order.
pub(super) fn messages(dom: &Dom) -> Vec<Message<'_>> {
    let parents = overview(dom);
    let start = |node: NodeId| dom.id(node).filter(|id| dom.name(node) == "a" && is_mark(id, 'm'));
    let starts: Vec<_> = dom.all().filter_map(|node| Some((node, start(node)?))).collect();
    if parents.is_empty() {
        return Vec::new();
    }
    let read = |&(node, id): &(NodeId, &'_ str)| {
        let parent = parents.get(id).copied().flatten();
        Some(Message { id: dom.id(node)?, parent, fields: fields(dom, node) })
    };
    starts.iter().filter_map(read).collect()
}

/// Whether a name is an anchor of this kind: a letter and the 40 digits of a hash.
fn is_mark(name: &str, kind: char) -> bool {
    name.strip_prefix(kind).is_some_and(|hash| hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The fields of the message with this anchor.
fn fields(dom: &Dom, mark: NodeId) -> Fields {
    let pre = dom.parent(mark);
    let mut text = String::new();
    let mut url = None;
    for node in NodeId::each(mark..dom.end(pre)) {
        if dom.id(node).is_some_and(|id| is_mark(id, 'e')) {
            break;
        }
        if let Some(piece) = dom.text(node) {
            text.push_str(piece);
            if url.is_none() && piece == "permalink" {
                url = dom.attribute(dom.parent(node), "href").map(str::to_owned);
            }
        }
    }
    let (_, rest) = text.split_once("\nFrom: ").unwrap_or(("", &text));
    let (head, body) = rest.split_once("\n\n").unwrap_or((rest, ""));
    let line = head.lines().next().unwrap_or_default();
    let (author, date) = line.split_once(" @ ").unwrap_or((line, ""));
    let date = date.split('(').next().unwrap_or_default();
    Fields {
        author: name::cleaned(author),
        time: moment(date),
        body: body.trim_end().to_owned(),
        url,
        ..Fields::default()
    }
}

/// The parent of each message, from the overview below them.
fn overview(dom: &Dom) -> FxHashMap<&str, Option<&str>> {
    let mut parents = FxHashMap::default();
    let Some(start) = dom.all().find(|&node| dom.id(node) == Some("t") && dom.name(node) == "b") else {
        return parents;
    };
    let mut above: Vec<(usize, &str)> = Vec::new();
    let mut column = 0;
    for node in NodeId::each(start..dom.end(dom.parent(start))) {
        if let Some(text) = dom.text(node) {
            let line = text.rsplit('\n').next().unwrap_or(text);
            // A message's depth is the column of its back-quote.
            column = if text.contains('\n') { line.find('`').map_or(0, |place| place + 1) } else { column };
            continue;
        }
        let mark = dom.attribute(node, "href").and_then(|address| address.strip_prefix('#'));
        if let Some(mark) = mark.filter(|mark| is_mark(mark, 'm')) {
            while above.pop_if(|(known, _)| *known >= column).is_some() {}
            parents.entry(mark).or_insert(above.last().map(|(_, id)| *id));
            above.push((column, mark));
        }
    }
    parents
}

//! Threads in HyperKitty, the archive of Mailman 3: the first message, then the replies, each with its depth.
//!
//! ```html
//! <div class="email email-first"><div id="HASH" class="email-header">…</div><div class="email-body">Who keeps it?</div></div>
//! <div class="replies"><div class="even reply-level-1"><div class="email">…</div></div></div>
//! ```
//!
//! Depths beyond five are shown as five. Unsupported: replies that the browser would still have to load.

use super::dom::{Dom, NodeId};
use super::fields::{Fields, number_at_end};
use super::{name, write};
use crate::source::date;
use crate::thread::{Notation, Time};

/// A thread on a page.
pub(super) struct Thread<'d> {
    pub(super) title: String,
    pub(super) messages: Vec<Message<'d>>,
    /// The page has no replies, because a browser would load them.
    pub(super) waits: bool,
}

/// A message of the thread.
pub(super) struct Message<'d> {
    /// The hash of its Message-ID.
    pub(super) id: Option<&'d str>,
    /// The index of the message that it answers.
    pub(super) parent: Option<usize>,
    /// Old versions show the message's text unchanged. Newer ones converted it to HTML.
    pub(super) notation: Notation,
    pub(super) fields: Fields,
}

/// The thread of a page, if it is from HyperKitty.
pub(super) fn thread(dom: &Dom) -> Option<Thread<'_>> {
    let is_email = |&node: &NodeId| dom.has_class(node, "email") && find(dom, node, "email-body").is_some();
    let emails: Vec<_> = dom.all().filter(is_email).collect();
    let first = *emails.first()?;
    find(dom, first, "email-header")?;
    let mut above: Vec<(i64, usize)> = Vec::new();
    let mut messages = Vec::with_capacity(emails.len());
    for (place, &email) in emails.iter().enumerate() {
        let level = if place == 0 { -1 } else { level(dom, email) };
        while above.pop_if(|(known, _)| *known >= level).is_some() {}
        messages.push(message(dom, email, above.last().map(|&(_, place)| place)));
        above.push((level, place));
    }
    let waits = messages.len() == 1 && dom.all().any(|node| dom.has_class(node, "ajaxloader"));
    Some(Thread { title: title(dom), messages, waits })
}

fn find(dom: &Dom, within: NodeId, class: &str) -> Option<NodeId> {
    dom.below(within).find(|&node| dom.has_class(node, class))
}

/// The depth of a reply, by the class of its ancestor.
fn level(dom: &Dom, email: NodeId) -> i64 {
    let mut classes = dom.classes(email).chain(dom.classes(dom.parent(email)));
    classes.find_map(|class| class.strip_prefix("reply-level-")?.parse().ok()).unwrap_or(0)
}

fn title(dom: &Dom) -> String {
    let head = dom.all().find(|&node| dom.has_class(node, "thread-header"));
    let heading = head.and_then(|head| dom.below(head).find(|&node| matches!(dom.name(node), "h1" | "h2" | "h3")));
    let heading = heading.or_else(|| dom.all().find(|&node| dom.name(node) == "title"));
    heading.map_or_else(String::new, |heading| {
        let text: String = dom.below(heading).filter_map(|node| dom.text(node)).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

fn message(dom: &Dom, email: NodeId, parent: Option<usize>) -> Message<'_> {
    let header = find(dom, email, "email-header");
    let author = find(dom, email, "name").map(|node| dom.text_of(node));
    let author = author.filter(|name| !name.is_empty());
    let url = find(dom, email, "messagelink")
        .and_then(|link| dom.below(link).find_map(|node| dom.attribute(node, "href")))
        .map(str::to_owned);
    let mut body = String::new();
    let mut notation = Notation::Mail;
    if let Some(text) = find(dom, email, "email-body") {
        let is_made = |node: NodeId| matches!(dom.name(node), "p" | "blockquote" | "pre" | "ul" | "ol" | "br");
        if dom.below(text).any(is_made) {
            notation = Notation::Html;
            write::write(dom, text.next()..dom.end(text), &|node| dom.has_class(node, "quoted-switch"), &mut body);
        } else {
            body = as_it_is(dom, text);
        }
    }
    let id = header.and_then(|header| dom.id(header));
    let fields = Fields {
        author: author.and_then(|name| name::cleaned(&name)),
        time: time(dom, email),
        body,
        url,
        ..Fields::default()
    };
    Message { id, parent, notation, fields }
}

/// The time a message was sent, by the sender's clock: `title="Sender's time: April 21, 2023, 10:32 a.m."`.
fn time(dom: &Dom, email: NodeId) -> Option<Time> {
    let place = find(dom, email, "time")?;
    let told = dom.below(place).chain([place]).find_map(|node| dom.attribute(node, "title"))?;
    let told = told.split_once(": ").map_or(told, |(_, told)| told);
    // Django writes whole hours without minutes, and 12 o'clock in words.
    let told = told.replace("noon", "12:00 p.m.").replace("midnight", "12:00 a.m.");
    let told = match told.rsplit_once(", ") {
        Some((day, clock))
            if !clock.contains(':')
                && number_at_end(clock.trim_end_matches(|c: char| !c.is_ascii_digit())).is_some() =>
        {
            let hour = clock.split(' ').next().unwrap_or_default();
            format!("{day}, {}", clock.replacen(hour, &format!("{hour}:00"), 1))
        }
        _ => told,
    };
    date::find(&told).and_then(|found| found.time)
}

/// The text of a message with its line breaks, and with full addresses in place of shortened ones.
fn as_it_is(dom: &Dom, within: NodeId) -> String {
    let mut text = String::new();
    let mut node = within.next();
    while node < dom.end(within) {
        if dom.has_class(node, "quoted-switch") {
            node = dom.end(node);
            continue;
        }
        let shortened = dom.attribute(node, "href").filter(|_| dom.text_of(node).ends_with(['…', '.']));
        if let Some(address) = shortened {
            text.push_str(address);
            node = dom.end(node);
            continue;
        }
        text.push_str(dom.text(node).unwrap_or_default());
        node = node.next();
    }
    text.trim_matches('\n').trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use crate::source::html::Page;
    use crate::thread::Builder;

    fn email(id: &str, level: &str, name: &str, time: &str, body: &str) -> String {
        format!(
            "<div class=\"even {level}\"><div class=email><div id={id} class=email-header><div class=gravatar-wrapper>
             <div class=email-author><h2 class=name>{name}</h2></div></div><div class='email-date right'><div class=time>
             <span title=\"Sender's time: {time}\">10:32 a.m.</span></div></div><div class='messagelink right'>
             <a href='/list/lamp/message/{id}/'>link</a></div></div><div class='email-body '>{body}</div></div></div>"
        )
    }

    fn outline(page: &str) -> (Vec<String>, Vec<String>) {
        let mut builder = Builder::new("html");
        Page.read(&mut page.as_bytes(), &mut builder).unwrap();
        let built = builder.finish().unwrap();
        let thread = &built.thread;
        let line = |id| {
            let time = thread.post(id).time().map(Time::minute).unwrap_or_default();
            let name = thread.writer(id).map_or("-", |writer| writer.name);
            format!("{}{name} | {time} | {}", "  ".repeat(thread.depth(id)), thread.body(id).raw)
        };
        (thread.ids().map(line).collect(), built.notices.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn replies_hang_by_their_levels() {
        let page = [
            "<!doctype html><title>The lamp - Harbour - lists.port.example</title><div class='thread-header row'><h3>The lamp</h3></div>".to_owned(),
            email("A", "", "Mara", "April 21, 2023, 10:32 a.m.", "\nWho keeps it?\n").replace("class=email>", "class='email email-first'>"),
            "<div class=replies>".to_owned(),
            email("B", "", "Old Salt", "April 21, 2023, 1 p.m.", "<div class=quoted-switch><a href='#'>[…]</a></div><div class=quoted-text>&gt; Who keeps it?\n</div>\nI do.\nSee <a href='https://lamp.example/log'>https://lamp.exam…</a>"),
            email("C", "reply-level-1", "Gull", "April 22, 2023, noon", "<p>Since when?</p>"),
            email("D", "", "Tidewise", "April 23, 2023, 9:05 p.m.", "No."),
        ]
        .concat();
        assert_eq!(
            outline(&page).0,
            [
                "Mara | 2023-04-21 10:32 | Who keeps it?",
                "  Old Salt | 2023-04-21 13:00 | > Who keeps it?\n\nI do.\nSee https://lamp.example/log",
                "    Gull | 2023-04-22 12:00 | <p>Since when?</p>",
                "  Tidewise | 2023-04-23 21:05 | No.",
            ]
        );
    }

    #[test]
    fn a_page_that_waits_for_its_replies_says_so() {
        let page = format!(
            "<!doctype html>{}<div class=replies><img class=ajaxloader></div>",
            email("A", "", "Mara", "April 21, 2023, 10:32 a.m.", "Who keeps it?")
        );
        let (lines, notices) = outline(&page);
        assert_eq!(lines, ["Mara | 2023-04-21 10:32 | Who keeps it?"]);
        assert_eq!(notices, ["the page loads its replies in a browser: they are not in this file"]);
    }
}

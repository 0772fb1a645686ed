//! Pages whose posts selectors cannot describe: mailing-list archives, public-inbox, HyperKitty, wikis.

use super::article::About;
use super::dom::{Dom, NodeId};
use super::fields::Fields;
use super::{article, hyperkitty, inbox, linked, mail, state, wiki};
use crate::source::{Source, json};
use crate::thread::{Builder, Draft, DraftId, Notation, Notice, Parent};

/// Reads a page if it is one of these.
pub(super) fn read(dom: &Dom, builder: &mut Builder) -> bool {
    read_inbox(dom, builder) || read_hyperkitty(dom, builder) || read_message(dom, builder) || read_wiki(dom, builder)
}

/// The draft of a post, without its place in the thread.
pub(super) fn draft(fields: &Fields, notation: Notation) -> Draft<'_> {
    Draft {
        author: fields.author.as_deref(),
        time: fields.time,
        url: fields.url.as_deref(),
        score: fields.score,
        notation,
        body: &fields.body,
        ..Draft::default()
    }
}

fn read_inbox(dom: &Dom, builder: &mut Builder) -> bool {
    let messages = inbox::messages(dom);
    if messages.is_empty() {
        return false;
    }
    builder.reasons().say(|| "messages: a page of public-inbox".to_owned());
    builder.title(&About::read(dom, &|_| false).title);
    for (place, message) in messages.iter().enumerate() {
        let parent = match message.parent {
            Some(parent) => Parent::Id(parent),
            None if place == 0 => Parent::Nothing,
            None => Parent::Article,
        };
        builder.add(Draft { parent, id: Some(message.id), ..draft(&message.fields, Notation::Mail) });
    }
    true
}

fn read_hyperkitty(dom: &Dom, builder: &mut Builder) -> bool {
    let Some(thread) = hyperkitty::thread(dom) else { return false };
    builder.reasons().say(|| "messages: a page of HyperKitty".to_owned());
    builder.title(&thread.title);
    let first = builder.len();
    for message in &thread.messages {
        let parent = message.parent.map_or(Parent::Nothing, |parent| Parent::Draft(DraftId::new(first + parent)));
        builder.add(Draft { parent, id: message.id, ..draft(&message.fields, message.notation) });
    }
    if thread.waits {
        builder.notice(Notice::new("the page loads its replies in a browser: they are not in this file"));
    }
    true
}

fn read_message(dom: &Dom, builder: &mut Builder) -> bool {
    let Some(message) = mail::message(dom) else { return false };
    builder.reasons().say(|| "one message of a mailing list's archive".to_owned());
    builder.title(&About::read(dom, &|_| false).title);
    builder.add(Draft { parent: Parent::Nothing, ..draft(&message, Notation::Html) });
    builder.notice(Notice::new("one message of an archive: what answers it is on other pages"));
    true
}

fn read_wiki(dom: &Dom, builder: &mut Builder) -> bool {
    let is_wiki = dom.all().any(|node| {
        dom.classes(node).any(|class| class.starts_with("mw-"))
            || dom.attribute(node, "rel").is_some_and(|relation| relation.starts_with("mw:"))
    });
    let sections = if is_wiki { wiki::sections(dom) } else { Vec::new() };
    if sections.is_empty() {
        return false;
    }
    builder.reasons().say(|| "comments: signatures on a talk page of a wiki".to_owned());
    let about = About::read(dom, &|_| false);
    builder.shelf_title(&about.title);
    let alone = sections.len() == 1;
    for section in &sections {
        builder.begin();
        builder.title(if section.title.is_empty() { &about.title } else { &section.title });
        if let Some(url) = &about.url {
            builder.url(url);
        }
        let heading = if alone { about.title.as_str() } else { "" };
        builder.add(Draft { parent: Parent::Nothing, body: heading, ..Draft::default() });
        let first = builder.len();
        for comment in &section.comments {
            let parent = comment.parent.map_or(Parent::Article, |parent| Parent::Draft(DraftId::new(first + parent)));
            builder.add(Draft { parent, ..draft(&comment.fields, Notation::Html) });
        }
    }
    true
}

/// Reads the discussion in a page's metadata. If the page shows a longer article, that one is used.
pub(super) fn read_linked(dom: &Dom, builder: &mut Builder) -> bool {
    let Some(mut posts) = linked::discussion(dom) else { return false };
    builder.reasons().say(|| "posts: the discussion in the page's JSON-LD".to_owned());
    let about = About::read(dom, &|_| false);
    builder.title(&about.title);
    if let Some(url) = &about.url {
        builder.url(url);
    }
    let shown = article::text(dom, &about.title, &|_| false, None);
    if let Some((opening, replies)) = posts.split_first_mut()
        && shows_more(&shown, &opening.fields.body, replies)
    {
        opening.fields.body = shown;
    }
    for post in &posts {
        let parent = post.parent.map_or(Parent::Nothing, |parent| Parent::Draft(DraftId::new(parent)));
        builder.add(Draft { parent, ..draft(&post.fields, Notation::Html) });
    }
    true
}

/// Whether a page shows more of its article than its metadata has. Visible replies are not counted.
fn shows_more(shown: &str, told: &str, replies: &[linked::Told]) -> bool {
    /// Bytes of a reply that are searched for in the visible text.
    const BEGINNING: usize = 60;
    let letters = |html: &str| -> String {
        let text = Dom::read(html).text_of(NodeId::ROOT);
        text.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let (shown, told) = (letters(shown), letters(told));
    let replies: Vec<String> = replies.iter().map(|reply| letters(&reply.fields.body)).collect();
    let is_shown = |reply: &&String| {
        let beginning = reply.get(..reply.floor_char_boundary(BEGINNING)).unwrap_or(reply);
        memchr::memmem::find(shown.as_bytes(), beginning.as_bytes()).is_some()
    };
    let said: usize = replies.iter().filter(is_shown).map(String::len).sum();
    shown.len() > (told.len() + said) * 5 / 4
}

/// Reads the comments that a page contains for its scripts, with the page's article.
pub(super) fn read_state(dom: &Dom, builder: &mut Builder) -> bool {
    let Some(comments) = state::comments(dom) else { return false };
    builder.reasons().say(|| "posts: the state that the page keeps for its scripts".to_owned());
    let about = About::read(dom, &|_| false);
    builder.title(&about.title);
    if let Some(url) = &about.url {
        builder.url(url);
    }
    let body = article::text(dom, &about.title, &|_| false, None);
    let article = Fields { author: about.author, time: about.time, body, url: about.url, ..Fields::default() };
    builder.add(Draft { parent: Parent::Nothing, ..draft(&article, Notation::Html) });
    // A list in memory can always be read. Problems in it become notices.
    json::AnyJson.read(&mut comments.as_bytes(), builder).is_ok()
}

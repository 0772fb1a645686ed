//! Disqus' export: the threads of a forum, then all posts.
//!
//! ```xml
//! <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
//! <thread dsq:id="1"><link>https://harbour.example/lamp/</link><title>The lamp</title>…</thread>
//! <post dsq:id="7"><message><![CDATA[<p>Lit in 1887.</p>]]></message><createdAt>2023-04-21T10:32:00Z</createdAt>
//! <isDeleted>false</isDeleted><author><name>mara</name></author><thread dsq:id="1"/><parent dsq:id="6"/></post>
//! ```
//!
//! Not read: what the pages say, which Disqus does not know; categories; addresses of people.

use super::elements::{Elements, Keep};
use super::root::{self, Root};
use super::shelf::Shelf;
use super::time::time;
use super::topic::{Entry, State, line};
use crate::source::{Likeness, Refusal, Source};
use crate::thread::{Builder, Notation};
use std::io::BufRead;

/// Disqus' export.
pub(in crate::source) struct Disqus;

impl Source for Disqus {
    fn name(&self) -> &'static str {
        "disqus-xml"
    }

    fn about(&self) -> &'static str {
        "a Disqus export (XML)"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        root::likeness(head, Root::Disqus)
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut xml = Elements::new(input);
        root::enter(&mut xml, "disqus")?;
        let mut shelf = Shelf::default();
        let root = xml.depth();
        while xml.child(root) {
            match xml.name() {
                "thread" => thread(&mut xml, &mut shelf),
                "post" => post(&mut xml, &mut shelf),
                _ => {}
            }
        }
        shelf.hand_over(builder);
        xml.finish(builder)
    }
}

fn thread(xml: &mut Elements<'_>, shelf: &mut Shelf) {
    let id = xml.attribute("dsq:id").unwrap_or_default();
    let (mut title, mut url) = (String::new(), String::new());
    let mut article = Entry { notation: Notation::Html, ..Entry::default() };
    let thread = xml.depth();
    while xml.child(thread) {
        match xml.name() {
            "title" => title = line(&xml.text()),
            "link" => url = xml.text(),
            "message" => article.body = xml.content(Keep::Html),
            "createdAt" => article.time = time(&xml.text()),
            "author" => article.author = author(xml),
            _ => {}
        }
    }
    let topic = shelf.topic(&id);
    (topic.title, topic.url, topic.article) = (title, url, Some(article));
}

fn post(xml: &mut Elements<'_>, shelf: &mut Shelf) {
    let mut reply =
        Entry { notation: Notation::Html, id: xml.attribute("dsq:id").unwrap_or_default(), ..Entry::default() };
    let mut thread = String::new();
    let (mut is_deleted, mut is_spam) = (false, false);
    let post = xml.depth();
    while xml.child(post) {
        match xml.name() {
            "message" => reply.body = xml.content(Keep::Html),
            "createdAt" => reply.time = time(&xml.text()),
            "isDeleted" => is_deleted = xml.text() == "true",
            "isSpam" => is_spam = xml.text() == "true",
            "author" => reply.author = author(xml),
            "thread" => thread = xml.attribute("dsq:id").unwrap_or_default(),
            "parent" => reply.parent = xml.attribute("dsq:id"),
            _ => {}
        }
    }
    reply.state = match (is_spam, is_deleted) {
        (true, _) => State::Spam,
        (_, true) => State::Deleted,
        _ => State::Shown,
    };
    let topic = shelf.topic(&thread);
    if !topic.url.is_empty() {
        reply.url = format!("{}#comment-{}", topic.url, reply.id);
    }
    topic.replies.push(reply);
}

fn author(xml: &mut Elements<'_>) -> String {
    let (mut name, mut username) = (String::new(), String::new());
    let author = xml.depth();
    while xml.child(author) {
        match xml.name() {
            "name" => name = line(&xml.text()),
            "username" => username = xml.text(),
            _ => {}
        }
    }
    if name.is_empty() { username } else { name }
}

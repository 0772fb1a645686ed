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
    if thread.is_empty() && reply.body.is_empty() {
        // The file breaks off inside it.
        return;
    }
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

#[cfg(test)]
pub(super) mod tests {
    use super::super::tests::sketch;
    use super::*;

    pub(in super::super) const SAMPLE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><title>General</title></category>
<thread dsq:id="10"><id>/lamp/</id><category dsq:id="1"/><link>https://harbour.example/lamp/</link>
    <title>The lamp</title><message/><createdAt>2023-04-21T08:32:00Z</createdAt><author><name>oldsalt</name></author></thread>
<thread dsq:id="11"><link>https://harbour.example/ferry/</link><title>Ferry prices</title></thread>
<thread dsq:id="12"><link>https://harbour.example/gull/</link><title>Gulls</title></thread>
<post dsq:id="1"><id/><message><![CDATA[<p>Never.</p>]]></message><createdAt>2023-04-21T10:32:00Z</createdAt>
    <isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>mara</name></author><thread dsq:id="10"/></post>
<post dsq:id="2"><message><![CDATA[<p>Fish.</p>]]></message><isDeleted>false</isDeleted><isSpam>false</isSpam>
    <author><name></name><username>gull</username></author><thread dsq:id="12"/></post>
<post dsq:id="3"><message><![CDATA[<p>Gone.</p>]]></message><isDeleted>true</isDeleted><isSpam>false</isSpam>
    <author><name>tidewise</name></author><thread dsq:id="10"/><parent dsq:id="1"/></post>
<post dsq:id="4"><message>&lt;p&gt;Why?&lt;/p&gt;</message><isDeleted>false</isDeleted><isSpam>false</isSpam>
    <author><name>mara</name></author><thread dsq:id="10"/><parent dsq:id="3"/></post>
<post dsq:id="5"><message>Buy</message><isDeleted>true</isDeleted><isSpam>true</isSpam><thread dsq:id="11"/></post>
</disqus>
"#;

    #[test]
    fn posts_are_put_below_their_threads_and_parents() {
        assert_eq!(
            sketch(&Disqus, SAMPLE),
            [
                "= The lamp <https://harbour.example/lamp/>",
                "oldsalt 2023-04-21 08:32: ",
                "  mara 2023-04-21 10:32: <p>Never.</p>",
                "    -: ",
                "      mara: <p>Why?</p>",
                "= Gulls <https://harbour.example/gull/>",
                "-: ",
                "  gull: <p>Fish.</p>",
                "! 1 reply deleted, 1 reply marked as spam: left out",
                "! 1 page without replies: left out",
            ]
        );
    }

    #[test]
    fn an_export_that_breaks_off_keeps_what_came_before() {
        let (xml, _) = SAMPLE.split_once("Fish").unwrap();
        let shown = sketch(&Disqus, xml);
        assert_eq!(shown[2], "  mara 2023-04-21 10:32: <p>Never.</p>");
        assert_eq!(shown[3], "! 2 pages without replies: left out");
        assert_eq!(shown[4], "! line 10: the file breaks off inside of <message>: what came before is shown");
    }
}

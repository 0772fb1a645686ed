//! Atom feeds, with the threads that `thr:in-reply-to` of RFC 4685 makes of their entries.
//!
//! ```xml
//! <feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
//! <title>The lamp</title><link rel="alternate" href="https://harbour.example/lamp/"/>
//! <entry><id>tag:2</id><title>Re: The lamp</title><author><name>mara</name></author>
//! <published>2023-04-21T10:32:00Z</published><thr:in-reply-to ref="tag:1"/>
//! <content type="html">&lt;p&gt;Lit in 1887.&lt;/p&gt;</content></entry>
//! ```
//!
//! Not read: content that is elsewhere or not text; categories; contributors.

use super::elements::{Elements, Keep};
use super::feed::{Feed, Item};
use super::root::{self, Root};
use super::time::time;
use super::topic::line;
use crate::source::{Likeness, Refusal, Source};
use crate::thread::{Builder, Notation};
use std::io::BufRead;

/// An Atom feed.
pub(in crate::source) struct Atom;

impl Source for Atom {
    fn name(&self) -> &'static str {
        "atom"
    }

    fn about(&self) -> &'static str {
        "an Atom feed of comments or messages"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        root::likeness(head, Root::Atom)
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut xml = Elements::new(input);
        root::enter(&mut xml, "feed")?;
        let mut feed = Feed::default();
        let root = xml.depth();
        while xml.child(root) {
            match xml.name() {
                "title" => feed.title = title(&mut xml),
                "subtitle" | "tagline" => feed.about = body(&mut xml).1,
                "link" if is_page(&xml) => feed.url = xml.attribute("href").unwrap_or_default(),
                "thr:in-reply-to" if feed.url.is_empty() => feed.url = xml.attribute("href").unwrap_or_default(),
                "entry" => feed.items.push(entry(&mut xml, |_| {})),
                _ => {}
            }
        }
        feed.hand_over(builder);
        xml.finish(builder)
    }
}

/// Reads an entry. Shows elements outside Atom to `others`.
pub(super) fn entry(xml: &mut Elements<'_>, mut others: impl FnMut(&mut Elements<'_>)) -> Item {
    let mut item = Item::default();
    let mut updated = None;
    let mut summary = None;
    let entry = xml.depth();
    while xml.child(entry) {
        match xml.name() {
            "id" => item.entry.id = xml.text(),
            "title" => item.title = title(xml),
            "link" if is_page(xml) => item.entry.url = xml.attribute("href").unwrap_or_default(),
            "author" => item.entry.author = author(xml),
            "published" | "issued" => item.entry.time = time(&xml.text()),
            "updated" | "modified" => updated = time(&xml.text()),
            "content" => (item.entry.notation, item.entry.body) = body(xml),
            "summary" => summary = Some(body(xml)),
            "thr:in-reply-to" if item.answers.is_none() => {
                item.answers = xml.attribute("ref").or_else(|| xml.attribute("href"));
                item.answers_url = xml.attribute("href");
            }
            _ => others(xml),
        }
    }
    item.entry.time = item.entry.time.or(updated);
    if let Some((notation, summary)) = summary.filter(|_| item.entry.body.trim().is_empty()) {
        (item.entry.notation, item.entry.body) = (notation, summary);
    }
    item
}

fn is_page(xml: &Elements<'_>) -> bool {
    xml.attribute("rel").is_none_or(|relation| relation == "alternate")
}

fn title(xml: &mut Elements<'_>) -> String {
    line(&xml.content(Keep::Text))
}

fn author(xml: &mut Elements<'_>) -> String {
    let mut name = String::new();
    let author = xml.depth();
    while xml.child(author) {
        match xml.name() {
            "name" => name = line(&xml.text()),
            "email" if name.is_empty() => name = xml.text(),
            _ => {}
        }
    }
    // Reddit writes its users as addresses.
    name.strip_prefix("/u/").map(str::to_owned).unwrap_or(name)
}

/// Text, in the notation that its element declares.
fn body(xml: &mut Elements<'_>) -> (Notation, String) {
    match xml.attribute("type").as_deref() {
        None | Some("text" | "text/plain") => (Notation::Plain, xml.content(Keep::Text)),
        Some("xhtml" | "application/xhtml+xml") => (Notation::Html, xml.content(Keep::Xhtml)),
        Some(_) => (Notation::Html, xml.content(Keep::Html)),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::tests::sketch;
    use super::*;

    pub(in super::super) const SAMPLE: &str = r#"<?xml version="1.0" encoding="us-ascii"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title>[PATCH] lamp: burn</title><link rel="self" href="https://list.example/1/t.atom"/><id>urn:0</id>
<entry><author><name>mara</name><email>mara@harbour.example</email></author><title>[PATCH] lamp: burn</title>
    <updated>2023-04-21T10:32:00Z</updated><link href="https://list.example/1/"/><id>urn:1</id>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><pre>if (fog &lt; 1)<br/>burn();</pre></div></content></entry>
<entry><author><email>gull@harbour.example</email></author><title>Re: [PATCH] lamp: burn</title><id>urn:2</id>
    <updated>2023-04-21T10:40:00Z</updated><thr:in-reply-to ref="urn:1"/><content type="html">&lt;p&gt;No.&lt;/p&gt;</content></entry>
<entry><author><name>tidewise</name></author><title>Ferries</title><id>urn:3</id>
    <updated>2023-04-21T10:50:00Z</updated><thr:in-reply-to ref="urn:2"/><summary type="html">Off topic.</summary></entry>
</feed>
"#;

    #[test]
    fn messages_answer_what_they_name() {
        assert_eq!(
            sketch(&Atom, SAMPLE),
            [
                "= [PATCH] lamp: burn <https://list.example/1/>",
                "mara 2023-04-21 10:32: <div xmlns=\"http://www.w3.org/1999/xhtml\"><pre>if (fog &lt; 1)<br/>burn();</pre></div>",
                "  gull@harbour.example 2023-04-21 10:40: <p>No.</p>",
                "    tidewise 2023-04-21 10:50: <p><b>Ferries</b></p>/Off topic.",
            ]
        );
    }

    const COMMENTS: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:t="http://purl.org/syndication/thread/1.0">
<title type="text">Comments on The lamp</title><link rel="alternate" href="https://harbour.example/lamp/#comments"/>
<entry><title>By: gull</title><link rel="alternate" href="https://harbour.example/lamp/#comment-8"/><id>8</id>
    <author><name>gull</name></author><published>2023-04-21T10:40:00Z</published>
    <content type="html"><![CDATA[<p>In reply to <a href="https://harbour.example/lamp/#comment-7">mara</a>.</p>
<p>Ever.</p>]]></content><t:in-reply-to ref="7" href="https://harbour.example/lamp/#comment-7"/></entry>
<entry><title>By: mara</title><link rel="alternate" href="https://harbour.example/lamp/#comment-7"/><id>7</id>
    <author><name>mara</name></author><published>2023-04-21T10:32:00Z</published>
    <content type="html"><![CDATA[<p>Never.</p>]]></content>
    <t:in-reply-to ref="https://harbour.example/?p=1" href="https://harbour.example/lamp/"/></entry>
</feed>"#;

    #[test]
    fn comments_of_a_page_are_put_below_it_the_first_first() {
        assert_eq!(
            sketch(&Atom, COMMENTS),
            [
                "= The lamp <https://harbour.example/lamp/>",
                "-: ",
                "  mara 2023-04-21 10:32: <p>Never.</p>",
                "    gull 2023-04-21 10:40: <p>Ever.</p>",
            ]
        );
    }

    #[test]
    fn a_feed_that_nobody_answers_gives_its_articles() {
        let xml = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Log</title>
            <entry><title>Fog</title><content>Thick &amp; wet.</content></entry><entry><title>Sun</title></entry>";
        assert_eq!(
            sketch(&Atom, xml),
            [
                "= Fog",
                "-: Thick & wet.",
                "= Sun",
                "-: ",
                "! a feed without replies: its 2 articles are shown",
                "! line 2: the file breaks off inside of <feed>: what came before is shown",
            ]
        );
    }
}

//! RSS feeds of comments and of forum topics. Other feeds yield their articles.
//!
//! ```xml
//! <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
//! <title>Comments on: The lamp</title><link>https://harbour.example/lamp/</link>
//! <item><title>By: mara</title><link>https://harbour.example/lamp/#comment-7</link><dc:creator>mara</dc:creator>
//! <pubDate>Fri, 21 Apr 2023 10:32:00 +0000</pubDate><description>Lit in 1887.</description></item>
//! ```
//!
//! A comment answers another only if its first line says so, as in WordPress. Unsupported: enclosures, categories.

use super::elements::{Elements, Keep};
use super::feed::{Feed, Item};
use super::root::{self, Root};
use super::time::time;
use super::topic::line;
use crate::source::{Likeness, Refusal, Source};
use crate::thread::{Builder, Notation};
use std::io::BufRead;

/// An RSS feed.
pub(in crate::source) struct Rss;

impl Source for Rss {
    fn name(&self) -> &'static str {
        "rss"
    }

    fn about(&self) -> &'static str {
        "an RSS feed of comments or of a forum's topic"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        root::likeness(head, Root::Rss)
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut xml = Elements::new(input);
        if !xml.child(0) || !matches!(xml.name(), "rss" | "RDF") {
            return Err(Refusal::Malformed("expected an element <rss>, found none".to_owned()));
        }
        let mut feed = Feed::default();
        let root = xml.depth();
        while xml.child(root) {
            match xml.name() {
                "channel" => channel(&mut xml, &mut feed),
                "item" => feed.items.push(item(&mut xml)),
                _ => {}
            }
        }
        feed.hand_over(builder);
        xml.finish(builder)
    }
}

fn channel(xml: &mut Elements<'_>, feed: &mut Feed) {
    let channel = xml.depth();
    while xml.child(channel) {
        match xml.name() {
            "title" => feed.title = line(&xml.content(Keep::Text)),
            "link" => feed.url = xml.text(),
            "description" => feed.about = xml.content(Keep::Html),
            "item" => feed.items.push(item(xml)),
            _ => {}
        }
    }
}

fn item(xml: &mut Elements<'_>) -> Item {
    let mut item = Item::default();
    item.entry.notation = Notation::Html;
    let (mut description, mut guid) = (String::new(), None);
    let depth = xml.depth();
    while xml.child(depth) {
        match xml.name() {
            "title" => item.title = line(&xml.content(Keep::Text)),
            "link" => item.entry.url = xml.text(),
            "guid" => {
                let is_address = xml.attribute("isPermaLink").is_none_or(|is| is != "false");
                guid = Some((is_address, xml.text()));
            }
            "dc:creator" => item.entry.author = line(&xml.text()),
            "author" if item.entry.author.is_empty() => item.entry.author = mail_author(&line(&xml.text())),
            "pubDate" | "dc:date" => item.entry.time = time(&xml.text()).or(item.entry.time),
            "content:encoded" => item.entry.body = xml.content(Keep::Html),
            "description" => description = xml.content(Keep::Html),
            "thr:in-reply-to" if item.answers.is_none() => {
                item.answers = xml.attribute("ref").or_else(|| xml.attribute("href"));
                item.answers_url = xml.attribute("href");
            }
            _ => {}
        }
    }
    if let Some((is_address, guid)) = guid {
        if item.entry.url.is_empty() && is_address {
            item.entry.url.clone_from(&guid);
        }
        item.entry.id = guid;
    }
    if item.entry.body.trim().is_empty() {
        item.entry.body = description;
    }
    item
}

/// The name in `mara@harbour.example (Mara)`.
fn mail_author(text: &str) -> String {
    let name = text.split_once('(').and_then(|(_, name)| name.strip_suffix(')'));
    name.unwrap_or(text).to_owned()
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::tests::sketch;
    use super::*;

    pub(in super::super) const SAMPLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Comments on: The lamp</title><atom:link href="https://harbour.example/feed" rel="self"/>
<link>https://harbour.example/lamp/</link><description>Fog</description>
<item><title>By: gull</title><link>https://harbour.example/lamp/#comment-8</link>
    <dc:creator><![CDATA[gull]]></dc:creator><pubDate>Fri, 21 Apr 2023 10:40:00 +0000</pubDate>
    <guid isPermaLink="false">https://harbour.example/lamp/#comment-8</guid><description>In reply to mara. Ever.</description>
    <content:encoded><![CDATA[<p>In reply to <a href="https://harbour.example/lamp/#comment-7">mara</a>.</p>
<p>Ever.</p>
]]></content:encoded></item>
<item><title>By: mara</title><link>https://harbour.example/lamp/#comment-7</link>
    <pubDate>Fri, 21 Apr 2023 10:32:00 +0000</pubDate><description>Never.</description></item>
</channel></rss>
"#;

    #[test]
    fn comments_of_a_page_are_put_below_it_the_first_first() {
        assert_eq!(
            sketch(&Rss, SAMPLE),
            [
                "= The lamp <https://harbour.example/lamp/>",
                "-: ",
                "  mara 2023-04-21 10:32: Never.",
                "    gull 2023-04-21 10:40: <p>Ever.</p>",
            ]
        );
    }

    #[test]
    fn comments_of_a_site_are_put_below_their_pages() {
        let xml = "<rss><channel><title>Comments for Harbour log</title><link>https://harbour.example</link>
            <item><title>Comment on The lamp by mara</title><link>https://harbour.example/lamp/#comment-7</link>
                <description>Never.</description></item>
            <item><title>Comment on Gulls by the sea by gull</title><link>https://harbour.example/gulls/#comment-6</link>
                <description>Fish.</description></item></channel></rss>";
        assert_eq!(
            sketch(&Rss, xml),
            [
                "= The lamp <https://harbour.example/lamp/>",
                "-: ",
                "  mara: Never.",
                "= Gulls by the sea <https://harbour.example/gulls/>",
                "-: ",
                "  gull: Fish.",
            ]
        );
    }

    #[test]
    fn a_topic_of_a_forum_is_opened_by_its_first_post() {
        let xml = "<rss><channel><title>The lamp</title><link>https://forum.example/t/lamp/12</link>
            <item><title>The lamp</title><link>https://forum.example/t/lamp/12/2</link><author>g@x (gull)</author>
                <description>Fish.</description></item>
            <item><title>The lamp</title><link>https://forum.example/t/lamp/12/1</link>
                <description>Lit in <b>1887</b>.</description></item>";
        assert_eq!(
            sketch(&Rss, xml),
            [
                "= The lamp <https://forum.example/t/lamp/12/1>",
                "-: Lit in <b>1887</b>.",
                "  gull: Fish.",
                "! line 5: the file breaks off inside of <channel>: what came before is shown",
            ]
        );
    }
}

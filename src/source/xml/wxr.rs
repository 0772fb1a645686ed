//! WordPress' export, WXR: RSS with a site's pages and the comments on each.
//!
//! ```xml
//! <rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Harbour log</title>
//! <item><title>The lamp</title><link>https://harbour.example/lamp/</link><content:encoded><![CDATA[Lit in 1887.]]>
//! </content:encoded><wp:post_type>post</wp:post_type>
//! <wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author>mara</wp:comment_author>
//! <wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent>…
//! ```
//!
//! Not read: menus, revisions and attachments without comments; categories and tags; addresses and IPs of people.

use super::elements::{Elements, Keep};
use super::paragraphs;
use super::root::{self, Root};
use super::time::time;
use super::topic::{Entry, State, Tally, Topic, line};
use crate::source::{Likeness, Refusal, Source};
use crate::thread::{Builder, Notation, Notice};
use rustc_hash::FxHashMap;
use std::io::BufRead;

/// WordPress' export.
pub(in crate::source) struct Wxr;

impl Source for Wxr {
    fn name(&self) -> &'static str {
        "wxr"
    }

    fn about(&self) -> &'static str {
        "a WordPress export (WXR)"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        root::likeness(head, Root::Wxr)
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut xml = Elements::new(input);
        let mut export = Export {
            builder,
            names: FxHashMap::default(),
            silent: Vec::new(),
            has_replies: false,
            tally: Tally::default(),
        };
        root::enter(&mut xml, "rss")?;
        let root = xml.depth();
        while xml.child(root) {
            if xml.name() == "channel" {
                export.channel(&mut xml);
            }
        }
        export.finish();
        xml.finish(builder)
    }
}

/// An export on its way to the builder.
struct Export<'b> {
    builder: &'b mut Builder,
    /// The display names of authors, by login name.
    names: FxHashMap<String, String>,
    /// Pages without comments before the first with one: they are shown only if no page has any.
    silent: Vec<Topic>,
    has_replies: bool,
    tally: Tally,
}

impl Export<'_> {
    fn channel(&mut self, xml: &mut Elements<'_>) {
        let channel = xml.depth();
        while xml.child(channel) {
            match xml.name() {
                "title" => self.builder.shelf_title(&line(&xml.text())),
                "wp:author" => self.author(xml),
                "item" => self.item(xml),
                _ => {}
            }
        }
    }

    fn author(&mut self, xml: &mut Elements<'_>) {
        let (mut login, mut shown) = (String::new(), String::new());
        let author = xml.depth();
        while xml.child(author) {
            match xml.name() {
                "wp:author_login" => login = xml.text(),
                "wp:author_display_name" => shown = line(&xml.text()),
                _ => {}
            }
        }
        if !shown.is_empty() {
            self.names.insert(login, shown);
        }
    }

    fn item(&mut self, xml: &mut Elements<'_>) {
        let mut topic = Topic::default();
        let mut article = Entry { notation: Notation::Html, ..Entry::default() };
        let mut local = None;
        let mut kind = String::new();
        let item = xml.depth();
        while xml.child(item) {
            match xml.name() {
                "title" => topic.title = line(&xml.text()),
                "link" => topic.url = xml.text(),
                "dc:creator" => {
                    let login = xml.text();
                    article.author = self.names.get(&login).cloned().unwrap_or_else(|| line(&login));
                }
                "content:encoded" => article.body = paragraphs::marked(xml.content(Keep::Html).trim()),
                "wp:post_date_gmt" => article.time = time(&xml.text()).or(article.time),
                "pubDate" => article.time = article.time.or_else(|| time(&xml.text())),
                "wp:post_date" => local = time(&xml.text()),
                "wp:post_type" => kind = xml.text(),
                "wp:comment" => topic.replies.push(comment(xml)),
                _ => {}
            }
        }
        article.time = article.time.or(local);
        if !topic.url.is_empty() {
            for reply in topic.replies.iter_mut().filter(|reply| !reply.id.is_empty()) {
                reply.url = format!("{}#comment-{}", topic.url, reply.id);
            }
        }
        topic.article = Some(article);
        self.add(topic, &kind);
    }

    fn add(&mut self, topic: Topic, kind: &str) {
        let is_answered = topic.replies.iter().any(Entry::is_shown);
        if is_answered {
            self.tally.silent += self.silent.len();
            self.silent = Vec::new();
            self.has_replies = true;
            topic.hand_over(self.builder, &mut self.tally);
        } else if is_page(kind) {
            topic.replies.iter().for_each(|reply| self.tally.count(reply.state));
            if self.has_replies {
                self.tally.silent += 1;
            } else {
                self.silent.push(Topic { replies: Vec::new(), ..topic });
            }
        }
    }

    fn finish(mut self) {
        if !self.silent.is_empty() {
            for topic in std::mem::take(&mut self.silent) {
                topic.hand_over(self.builder, &mut self.tally);
            }
            self.builder.notice(Notice::new("nobody commented on anything in this export: its pages are shown"));
        }
        self.tally.tell(self.builder);
    }
}

fn comment(xml: &mut Elements<'_>) -> Entry {
    let mut reply = Entry { notation: Notation::Html, ..Entry::default() };
    let mut local = None;
    let comment = xml.depth();
    while xml.child(comment) {
        match xml.name() {
            "wp:comment_id" => reply.id = xml.text(),
            "wp:comment_parent" => reply.parent = Some(xml.text()).filter(|id| !id.is_empty() && id != "0"),
            "wp:comment_author" => reply.author = line(&xml.text()),
            "wp:comment_date_gmt" => reply.time = time(&xml.text()),
            "wp:comment_date" => local = time(&xml.text()),
            "wp:comment_content" => reply.body = paragraphs::marked(xml.content(Keep::Html).trim()),
            "wp:comment_approved" => {
                reply.state = match xml.text().as_str() {
                    "0" | "hold" => State::Pending,
                    "spam" => State::Spam,
                    "trash" => State::Deleted,
                    _ => State::Shown,
                };
            }
            _ => {}
        }
    }
    reply.time = reply.time.or(local);
    reply
}

/// Whether items of a type are pages that somebody wrote. An item without a type is one.
fn is_page(kind: &str) -> bool {
    const PARTS: &[&str] = &[
        "attachment",
        "nav_menu_item",
        "revision",
        "custom_css",
        "customize_changeset",
        "oembed_cache",
        "user_request",
    ];
    !PARTS.contains(&kind) && !kind.starts_with("wp_")
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::tests::sketch;
    use super::*;

    pub(in super::super) const SAMPLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- generator="WordPress/6.1" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Harbour log</title><link>https://harbour.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login><![CDATA[oldsalt7]]></wp:author_login>
    <wp:author_display_name><![CDATA[Old Salt]]></wp:author_display_name></wp:author>
<item><title>Ferry prices</title><link>https://harbour.example/ferry/</link><wp:post_type>post</wp:post_type></item>
<item><title>Chart</title><wp:post_type><![CDATA[attachment]]></wp:post_type></item>
<item><title>The lamp &#8211; a report</title><link>https://harbour.example/lamp/</link>
    <pubDate>Fri, 21 Apr 2023 08:32:00 +0000</pubDate><dc:creator><![CDATA[oldsalt7]]></dc:creator>
    <content:encoded><![CDATA[Lit in 1887.

Still <em>burning</em>.]]></content:encoded><excerpt:encoded><![CDATA[no]]></excerpt:encoded>
    <wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt><wp:post_type>post</wp:post_type>
    <wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author><![CDATA[mara]]></wp:comment_author>
        <wp:comment_date_gmt>2023-04-21 10:32:00</wp:comment_date_gmt>
        <wp:comment_content><![CDATA[Never.]]></wp:comment_content>
        <wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>
    <wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_author>gull</wp:comment_author>
        <wp:comment_content>Fish &amp; chips</wp:comment_content>
        <wp:comment_approved>spam</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>
    <wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_author>tidewise</wp:comment_author>
        <wp:comment_content>Which chart?</wp:comment_content>
        <wp:comment_approved>0</wp:comment_approved><wp:comment_parent>2</wp:comment_parent></wp:comment></item>
</channel></rss>
"#;

    #[test]
    fn pages_with_comments_are_threads_and_the_others_are_counted() {
        assert_eq!(
            sketch(&Wxr, SAMPLE),
            [
                "= The lamp – a report <https://harbour.example/lamp/>",
                "Old Salt 2023-04-21 08:32: <p>Lit in 1887./<p>Still <em>burning</em>.",
                "  mara 2023-04-21 10:32: Never.",
                "    tidewise: Which chart?",
                "! 1 reply marked as spam: left out",
                "! 1 reply not approved yet: shown all the same",
                "! 1 page without replies: left out",
            ]
        );
    }

    #[test]
    fn an_export_without_comments_shows_its_pages() {
        let xml = SAMPLE.replace("wp:comment>", "wp:note>");
        let shown = sketch(&Wxr, &xml);
        assert_eq!(
            shown[..3],
            [
                "= Ferry prices <https://harbour.example/ferry/>",
                "-: ",
                "= The lamp – a report <https://harbour.example/lamp/>"
            ]
        );
        assert_eq!(shown[4..], ["! nobody commented on anything in this export: its pages are shown"]);
    }

    #[test]
    fn an_export_that_breaks_off_keeps_what_came_before() {
        let (xml, _) = SAMPLE.split_once(" chart?").unwrap();
        let shown = sketch(&Wxr, xml);
        assert_eq!(shown[3], "  tidewise: Which");
        assert_eq!(
            shown.last().unwrap(),
            "! line 25: the file breaks off inside of <wp:comment_content>: what came before is shown"
        );
    }
}

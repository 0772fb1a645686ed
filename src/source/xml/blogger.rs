//! Blogger's export: Atom whose entries are a blog's pages and, after them, the comments on these.
//!
//! ```xml
//! <entry><id>tag:blogger.com,1999:blog-1.post-2</id>
//! <category term="http://schemas.google.com/blogger/2008/kind#comment"/><content type="html">Lit in 1887.</content>
//! <thr:in-reply-to ref="tag:blogger.com,1999:blog-1.post-9"/>
//! <link rel="related" href="https://www.blogger.com/feeds/1/9/comments/default/7"/></entry>
//! ```
//!
//! The link "related" leads to the comment that is answered. Newer exports say it all in elements of their own.
//! Not read: settings, templates and drafts without comments.

use super::atom;
use super::elements::Elements;
use super::feed::Item;
use super::root::{self, Root};
use super::shelf::Shelf;
use super::topic::{State, line};
use crate::source::{Likeness, Refusal, Source};
use crate::thread::Builder;
use std::io::BufRead;

/// Blogger's export.
pub(in crate::source) struct Blogger;

impl Source for Blogger {
    fn name(&self) -> &'static str {
        "blogger-xml"
    }

    fn about(&self) -> &'static str {
        "a Blogger export (Atom)"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        root::likeness(head, Root::Blogger)
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut xml = Elements::new(input);
        root::enter(&mut xml, "feed")?;
        let mut shelf = Shelf::default();
        let root = xml.depth();
        while xml.child(root) {
            match xml.name() {
                "title" => builder.shelf_title(&line(&xml.text())),
                "entry" => entry(&mut xml, &mut shelf),
                _ => {}
            }
        }
        shelf.hand_over(builder);
        xml.finish(builder)
    }
}

/// The kind of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Comment,
    Other,
}

fn entry(xml: &mut Elements<'_>, shelf: &mut Shelf) {
    let mut kind = Kind::Page;
    let mut answered = None;
    let mut page = None;
    let mut state = State::Shown;
    let Item { title, answers, mut entry, .. } = atom::entry(xml, |xml| match xml.name() {
        "category" => {
            let term = xml.attribute("term").unwrap_or_default();
            if let Some(said) = term.strip_prefix("http://schemas.google.com/blogger/2008/kind#") {
                kind = named(said);
            }
        }
        "link" if xml.attribute("rel").as_deref() == Some("related") => {
            answered = xml.attribute("href").as_deref().and_then(number);
        }
        "blogger:type" => kind = named(&xml.text().to_lowercase()),
        "blogger:status" => {
            state = match xml.text().as_str() {
                "SPAM" | "SPAM_COMMENT" => State::Spam,
                "DELETED" | "GHOSTED" | "EMPTIED" => State::Deleted,
                "PENDING" => State::Pending,
                _ => state,
            };
        }
        "blogger:parent" => page = Some(xml.text()),
        "blogger:inReplyTo" => answered = number(&xml.text()),
        _ => {}
    });
    entry.state = state;
    match kind {
        Kind::Page => {
            let topic = shelf.topic(&entry.id);
            (topic.title, topic.url) = (title, entry.url.clone());
            topic.article = Some(entry);
        }
        Kind::Comment => {
            // The ids of different exports agree only in the number at their end.
            entry.id = number(&entry.id).unwrap_or(entry.id);
            entry.parent = answered;
            shelf.topic(&page.or(answers).unwrap_or_default()).replies.push(entry);
        }
        Kind::Other => {}
    }
}

fn named(kind: &str) -> Kind {
    match kind {
        "post" | "page" => Kind::Page,
        "comment" => Kind::Comment,
        _ => Kind::Other,
    }
}

/// The number at the end of an id or an address.
fn number(id: &str) -> Option<String> {
    let start = id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    id.get(start..).filter(|number| !number.is_empty()).map(str::to_owned)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::tests::sketch;
    use super::*;

    pub(in super::super) const SAMPLE: &str = r"<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>
<id>tag:blogger.com,1999:blog-1.archive</id><title type='text'>Harbour log</title>
<entry><id>tag:blogger.com,1999:blog-1.layout</id>
    <category scheme='s' term='http://schemas.google.com/blogger/2008/kind#template'/><content>css</content></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-9</id><published>2023-04-21T10:32:00.000+02:00</published>
    <category scheme='s' term='http://schemas.google.com/blogger/2008/kind#post'/>
    <category scheme='http://www.blogger.com/atom/ns#' term='fog'/><title type='text'>The lamp</title>
    <content type='html'>Lit in &lt;b&gt;1887&lt;/b&gt;.</content><link rel='edit' href='https://www.blogger.com/9'/>
    <link rel='alternate' href='https://harbour.example/lamp.html'/><author><name>oldsalt</name></author></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-7</id><published>2023-04-21T10:32:00Z</published>
    <category scheme='s' term='http://schemas.google.com/blogger/2008/kind#comment'/><title type='text'>Never...</title>
    <content type='html'>Never.</content><author><name>mara</name></author>
    <thr:in-reply-to ref='tag:blogger.com,1999:blog-1.post-9' href='https://harbour.example/lamp.html'/></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-8</id>
    <category scheme='s' term='http://schemas.google.com/blogger/2008/kind#comment'/>
    <content type='html'>Ever.</content><author><name>gull</name></author>
    <link rel='related' href='http://www.blogger.com/feeds/1/9/comments/default/7'/>
    <thr:in-reply-to ref='tag:blogger.com,1999:blog-1.post-9' href='https://harbour.example/lamp.html'/></entry>
</feed>
";

    #[test]
    fn comments_are_put_below_their_pages_and_parents() {
        assert_eq!(
            sketch(&Blogger, SAMPLE),
            [
                "= The lamp <https://harbour.example/lamp.html>",
                "oldsalt 2023-04-21 08:32: Lit in <b>1887</b>.",
                "  mara 2023-04-21 10:32: Never.",
                "    gull: Ever.",
            ]
        );
    }

    #[test]
    fn newer_exports_say_it_in_elements_of_their_own() {
        let xml = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:b='http://schemas.google.com/blogger/2018'>
            <entry><id>t:blog-1.post-9</id><b:type>POST</b:type><title>The lamp</title></entry>
            <entry><id>t:blog-1.post-7</id><b:type>COMMENT</b:type><b:parent>t:blog-1.post-9</b:parent>
                <content type='html'>Never.</content></entry>
            <entry><id>t:blog-1.post-8</id><b:type>COMMENT</b:type><b:parent>t:blog-1.post-9</b:parent>
                <b:inReplyTo>t:blog-1.post-7</b:inReplyTo><content type='html'>Ever.</content>
            </ent";
        assert_eq!(
            sketch(&Blogger, xml),
            [
                "= The lamp",
                "-: ",
                "  -: Never.",
                "    -: Ever.",
                "! line 7: the file breaks off inside of <entry>: what came before is shown",
            ]
        );
    }
}

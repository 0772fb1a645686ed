//! HTML pages: an article and the comments on it.
//!
//! ```html
//! <article><h1>The harbour and the lighthouse</h1><p>The lamp was lit in 1887 …</p></article>
//! <ol class="comment-list">
//!   <li id="comment-1911" class="depth-1"><cite class="fn">mara</cite>
//!     <time datetime="2023-04-21T10:32:00Z">21 April</time><p>The lamp was never the problem.</p>
//!     <ol class="children"><li id="comment-1912" class="depth-2">…</li></ol></li>
//! </ol>
//! ```
//!
//! Unsupported: what a page loads in the browser, such as comments inserted by a script.

mod archive;
mod article;
#[cfg(test)]
mod boards;
mod cards;
mod charset;
mod columns;
mod dom;
mod faults;
mod fields;
mod finding;
mod foreign;
mod general;
mod hyperkitty;
mod inbox;
mod link;
mod linked;
mod mail;
mod mend;
mod name;
mod opening;
mod posts;
mod quotes;
mod role;
#[cfg(test)]
mod samples;
mod select;
mod series;
mod shape;
mod shell;
mod sites;
mod special;
mod state;
mod talk;
mod tally;
mod tree;
#[cfg(test)]
mod unnamed;
mod wiki;
mod write;

use super::{Input, Likeness, Refusal, Source};
use crate::thread::{Builder, Draft, DraftId, Notation, Notice, Parent, Place, Stub};
use archive::Archive;
use article::About;
use dom::{Dom, NodeId};
use fields::Fields;
use opening::Opening;
use special::draft;
use std::io::{BufRead, Cursor, Read};
use std::ops::Range;
use talk::Talk;
use tally::Tally;

/// The source for HTML pages.
pub(super) struct Page;

/// Bytes of a page that are read. Reading takes up to twelve times as much memory.
const LONGEST: u64 = 128 << 20;

/// The beginning of a longer page is read separately, so that its posts appear before the rest is parsed.
const BEGINNING: usize = 256 << 10;

impl Source for Page {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "a web page with comments: blogs, forums, Hacker News, Reddit and many others"
    }

    fn takes_text(&self) -> bool {
        false
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        likeness(&charset::beginning(head.get(..64 << 10).unwrap_or(head)))
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut bytes = Vec::new();
        input.take(LONGEST).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == LONGEST && !input.fill_buf()?.is_empty() {
            let most = LONGEST >> 20;
            builder.notice(Notice::new(format!("the page is longer than {most} MiB: the rest was left out")));
        }
        let (dom, beginning) = {
            let (text, notice) = charset::decode(&bytes);
            if let Some(notice) = notice {
                builder.notice(notice);
            }
            if text.len() > 2 * BEGINNING && builder.awaits_preview() {
                show_beginning(&text, builder);
            }
            let beginning = if text.len() <= shell::LOOKED_AT { text.to_string() } else { String::new() };
            (Dom::read(&text), beginning)
        };
        drop(bytes);
        if dom.flattened {
            builder.notice(Notice::new("elements nested deeper than 512 were flattened"));
        }
        if let Some(line) = dom.cut {
            let place = Place::Line(usize::try_from(line).unwrap_or(usize::MAX));
            builder.notice(Notice::at(place, "the page asked for too many elements: the rest was left out"));
        }
        read_page(&dom, &beginning, builder)
    }

    /// Each page begins a thread, but messages of a mailing list's archive are threaded together.
    fn read_many(&self, inputs: &mut dyn Iterator<Item = Input<'_>>, builder: &mut Builder) -> Result<(), Refusal> {
        let mut archive = Archive::default();
        for Input { name, mut content } in inputs {
            let mut bytes = Vec::new();
            (&mut content).take(LONGEST).read_to_end(&mut bytes)?;
            if let Some(bytes) = archive.take(&name, bytes) {
                self.read_part(&name, &mut Cursor::new(bytes).chain(content), builder)?;
            }
        }
        builder.input(None);
        archive.finish(builder)
    }
}

/// How much the beginning of a text looks like an HTML page.
fn likeness(text: &str) -> Likeness {
    let mut rest = text.trim_start();
    // Skips what may precede the first tag.
    while let Some(after) = rest
        .strip_prefix("<!--")
        .and_then(|rest| rest.split_once("-->"))
        .or_else(|| rest.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")))
    {
        rest = after.1.trim_start();
    }
    let opens = |tag: &str| rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    if opens("<!doctype html") || opens("<html") {
        return Likeness::Certain;
    }
    let name: String =
        rest.strip_prefix('<').unwrap_or_default().chars().take_while(char::is_ascii_alphanumeric).collect();
    let is_fragment = is_tag(&name.to_ascii_lowercase()) && text.matches("</").take(3).count() == 3;
    if is_fragment { Likeness::Likely } else { Likeness::None }
}

/// Whether pages or fragments of pages begin with this element.
fn is_tag(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "body"
            | "title"
            | "meta"
            | "link"
            | "script"
            | "style"
            | "div"
            | "table"
            | "article"
            | "main"
            | "section"
            | "header"
            | "center"
            | "p"
            | "h1"
            | "h2"
            | "h3"
            | "ul"
            | "ol"
            | "dl"
            | "blockquote"
            | "pre"
            | "span"
            | "font"
            | "form"
            | "nav"
            | "a"
            | "b"
            | "base"
    )
}

/// Shows the posts in the first part of a page, up to its last tag, if they can fill a screen.
fn show_beginning(text: &str, builder: &mut Builder) {
    const ENOUGH: usize = 20;
    let beginning = text.get(..text.floor_char_boundary(BEGINNING)).unwrap_or_default();
    let beginning = beginning.rfind('<').and_then(|tag| beginning.get(..tag)).unwrap_or(beginning);
    let mut part = Builder::new("html");
    if read_page(&Dom::read(beginning), "", &mut part).is_ok() && part.len() >= ENOUGH {
        builder.show_part(part);
    }
}

/// Reads a page. `beginning` is its text if the page is short.
fn read_page(dom: &Dom, beginning: &str, builder: &mut Builder) -> Result<(), Refusal> {
    if special::read(dom, builder) {
        return Ok(());
    }
    let talk = finding::find(dom, builder.reasons());
    if talk.is_none() && (special::read_linked(dom, builder) || special::read_state(dom, builder)) {
        return Ok(());
    }
    let spots = talk.as_ref().map(|talk| talk.spots.as_slice()).unwrap_or_default();
    let taken = posts::taken(spots);
    let is_post = |node: NodeId| {
        let next = taken.partition_point(|range| range.start <= node);
        next.checked_sub(1).and_then(|last| taken.get(last)).is_some_and(|range| node < range.end)
    };
    let posts = taken.first().zip(taken.last()).map(|(first, last)| first.start..last.end);
    let about = About::read(dom, &is_post);
    builder.title(&about.title);
    if let Some(url) = &about.url {
        builder.url(url);
    }
    let base = about.url.as_deref();
    let opens = match &talk {
        Some(talk) if talk.opens_itself => Opening::FirstPost,
        Some(talk) if talk.is_guess && talk.opening.is_none() => {
            opening::opening(dom, &Tally::of(dom), &talk.spots, base)
        }
        _ => Opening::Article,
    };
    match opens {
        Opening::Title => _ = builder.add(Draft { parent: Parent::Nothing, url: base, ..Draft::default() }),
        Opening::FirstPost => {}
        Opening::Article => {
            let is_beside = |node: NodeId| is_post(node) || is_around_posts(dom, node);
            let mut article = article(dom, talk.as_ref(), &about, &is_beside, posts)?;
            article.url.clone_from(&about.url);
            builder.add(Draft { parent: Parent::Nothing, ..draft(&article, Notation::Html) });
        }
    }
    let Some(talk) = &talk else {
        builder.notice(Notice::new(shell::why(dom, beginning)));
        return Ok(());
    };
    if let Some(notice) = talk.notice {
        builder.notice(Notice::new(notice));
    }
    add_posts(dom, talk, opens == Opening::FirstPost, base, builder);
    Ok(())
}

/// The article of a page: what opens its discussion, else its main text.
fn article(
    dom: &Dom,
    talk: Option<&Talk>,
    about: &About,
    is_beside: &dyn Fn(NodeId) -> bool,
    posts: Option<Range<NodeId>>,
) -> Result<Fields, Refusal> {
    let opening = talk.and_then(|talk| Some(talk.read_opening(dom, talk.opening?)));
    let mut article = opening.unwrap_or_else(|| Fields {
        author: about.author.clone(),
        time: about.time,
        body: article::text(dom, &about.title, is_beside, posts),
        ..Fields::default()
    });
    if article.body.is_empty() && talk.is_none_or(|talk| talk.spots.is_empty()) {
        write::escape(&about.title, &mut article.body);
        if article.body.is_empty() {
            return Err(Refusal::Malformed("expected a page with text in it, found none".to_owned()));
        }
    }
    if let Some(talk) = talk.filter(|talk| talk.is_guess)
        && let Some(holder) = opening::holder(dom, &talk.spots, about.url.as_deref())
    {
        let opening = talk.read_opening(dom, holder);
        article.author = opening.author.or(article.author);
        article.time = opening.time.or(article.time);
    }
    Ok(article)
}

/// Adds the posts of a page, the first of which may open it, and what they quote.
fn add_posts(dom: &Dom, talk: &Talk, opens_itself: bool, base: Option<&str>, builder: &mut Builder) {
    let first = builder.len();
    // Stubs are not posts, so the number of a post's draft may differ from that of its spot.
    let mut drafts: Vec<DraftId> = Vec::with_capacity(talk.spots.len());
    talk.read_all(dom, |place, spot, mut fields| {
        fields.url = fields.url.map(|url| link::whole(base, &url));
        let parent = match spot.parent {
            Some(parent) => drafts.get(parent).map_or(Parent::Article, |parent| Parent::Draft(*parent)),
            None if opens_itself && place == 0 => Parent::Nothing,
            None => Parent::Article,
        };
        if let Some(missing) = fields.missing {
            builder.more(Stub { parent, missing, address: fields.url.as_deref(), first: None });
            // Children of a stub would answer what the stub answers; no page has any.
            drafts.push(DraftId::new(builder.len().saturating_sub(1).max(first)));
            return;
        }
        drafts.push(builder.add(Draft { parent, id: dom.id(spot.node), ..draft(&fields, Notation::Html) }));
    });
    for (from, to) in quotes::quoted(dom, &talk.spots) {
        if let (Some(from), Some(to)) = (drafts.get(from), drafts.get(to)) {
            builder.answers(*from, *to);
        }
    }
}

/// Whether an element belongs to the discussion without being a post: lists of posts, reply forms.
fn is_around_posts(dom: &Dom, node: NodeId) -> bool {
    let around = |name: &str| {
        matches!(
            name,
            "comments"
                | "respond"
                | "commentlist"
                | "comment-list"
                | "comments-area"
                | "comment-respond"
                | "disqus_thread"
                | "commentform"
                | "comment-form"
                | "comments-title"
                | "wp-block-comments"
                | "wp-block-comment-template"
                | "kommentare"
                | "sharedaddy"
                | "jp-relatedposts"
        )
    };
    dom.id(node).is_some_and(around) || dom.classes(node).any(around)
}

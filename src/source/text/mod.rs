//! Pages with comments, saved as text: dumps of lynx, w3m, links, elinks, html2text, inscriptis, trafilatura,
//! Resiliparse and browsers' "copy all".
//!
//! ```text
//! The harbour and the lighthouse
//!
//! The lamp was lit in 1887 …
//!
//! 2 thoughts on “The harbour and the lighthouse
//!
//!   1. The lamp was never the problem.
//!
//!     • @ Oldsalt
//!
//!       Look at the chart.
//!
//! Comments are closed.
//! ```
//!
//! What is before the title (navigation) and after the comments (forms, links) is left out. Not read: what a dump has
//! lost. Where neither markers nor heads tell comments apart, they stay part of the article, with a notice.

mod body;
mod date;
mod head;
mod infer;
mod line;
mod links;
mod listed;
mod page;
mod quoted;
mod reading;
mod signed;
mod vocabulary;

use super::{Likeness, Refusal, Source};
use crate::thread::{Builder, Draft, DraftId, Notice, Parent};
use body::Dialect;
use infer::Inferred;
use line::Lines;
use page::Page;
use reading::Mark;
use std::io::{BufRead, Read};

/// A page saved as text.
pub(super) struct Dump;

/// An input longer than this is shown before it has been read to its end.
const FIRST_PART: u64 = 512 * 1024;

impl Source for Dump {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "a page with comments saved as text"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        if memchr::memchr(0, head).is_some() { Likeness::None } else { Likeness::Possible }
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut bytes = Vec::new();
        input.take(FIRST_PART).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == FIRST_PART && builder.awaits_preview() {
            show_beginning(&bytes, builder);
        }
        input.read_to_end(&mut bytes)?;
        let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        if text.trim().is_empty() {
            return Err(Refusal::Malformed("expected a text, found nothing but blank space".to_owned()));
        }
        read_page(&text, builder);
        Ok(())
    }
}

/// Shows the thread that the first part of an input makes, up to its last blank line.
fn show_beginning(bytes: &[u8], builder: &mut Builder) {
    let end = memchr::memmem::rfind(bytes, b"\n\n").or_else(|| memchr::memrchr(b'\n', bytes));
    let whole = end.and_then(|end| bytes.get(..end)).unwrap_or_default();
    let text = String::from_utf8_lossy(whole);
    if !text.trim().is_empty() {
        let mut part = Builder::new("text");
        read_page(&text, &mut part);
        builder.show_part(part);
    }
}

fn read_page(text: &str, builder: &mut Builder) {
    let text = links::unnumbered(text);
    let lines = Lines::new(&text);
    let page = Page::read(&lines);
    let dialect = Dialect::of(&lines);
    let inferred = Inferred::from(&lines, &page, dialect);
    builder.title(&page.title);
    announce_difference(&page, builder);
    let mut body = String::new();
    body::write(&lines, page.article.clone(), Mark::None, dialect, &mut body);
    let byline = page.byline.as_ref();
    let article = builder.add(Draft {
        parent: Parent::Nothing,
        author: byline.and_then(|byline| byline.author.as_deref()),
        time: byline.and_then(|byline| byline.time),
        score: byline.and_then(|byline| byline.score),
        notation: dialect.notation,
        body: &body,
        ..Draft::default()
    });
    let draft_of = |reply: usize| DraftId::new(article.index() + 1 + reply);
    for (place, reply) in page.replies.iter().enumerate() {
        body::write(&lines, body::lines_of(&lines, reply), reply.mark, dialect, &mut body);
        let guess = inferred.author(place);
        builder.add(Draft {
            parent: reply.parent.map_or(Parent::Draft(article), |parent| Parent::Draft(draft_of(parent as usize))),
            author: reply.author.as_deref().or(guess),
            author_inferred: reply.author.is_none() && guess.is_some(),
            time: reply.time,
            score: reply.score,
            notation: dialect.notation,
            body: &body,
            ..Draft::default()
        });
    }
    for &(from, to) in inferred.answers() {
        builder.answers(draft_of(from), to.map_or(article, draft_of));
    }
}

fn announce_difference(page: &Page, builder: &mut Builder) {
    let Some(announced) = page.announced else { return };
    let comments = |count: usize| if count == 1 { "comment" } else { "comments" };
    match page.replies.len() {
        found if found == announced => {}
        0 => builder.notice(Notice::new(format!(
            "the page announces {announced} {}, none could be told apart: the text is shown as one post",
            comments(announced)
        ))),
        1 => builder.notice(Notice::new(format!("the page announces {announced} {}, 1 was found", comments(announced)))),
        found => builder.notice(Notice::new(format!(
            "the page announces {announced} {}, {found} were found",
            comments(announced)
        ))),
    }
}

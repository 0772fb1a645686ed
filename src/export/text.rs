//! Text of 80 columns: the article, then every reply behind a bullet, indented under what it answers.
//!
//! ```text
//! The lamp in the harbour
//!
//! mara · 2023-04-21 10:32 · #0
//!
//! Who keeps it now?
//!
//! 2 replies
//!
//! • oldsalt · 14 points · #1
//!   Nobody does.
//!
//!   • gull · #2
//!     I do.
//! ```
//!
//! Replies below the deepest level stand at that level and name what they answer: `#57 ↳ #56`.

use super::blocks::{self, BlockStyle, by_link, text_is_address};
use super::byline::{self, Byline, replies};
use super::{Part, chunks};
use crate::markup::{self, Block, Kind, table_links, table_spans, wrap_whole};
use crate::thread::{PostId, Text};
use std::io::{self, Write};

/// Columns of a line at most.
const MEASURE: usize = 80;
/// Columns for each level of replies.
const STEP: usize = 2;
/// Levels of replies that indentation shows.
const LEVELS: usize = 20;

pub(super) fn write(part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_head(part, out)?;
    let mut posts = part.posts().skip(1).peekable();
    if posts.peek().is_some() {
        write!(out, "\n{}\n", replies(part.replies()))?;
    }
    let reply = |_, id, out: &mut dyn Write| {
        let level = part.depth(id).min(LEVELS);
        let indent = (level - 1) * STEP;
        let byline = Byline::of(part, id, LEVELS);
        writeln!(out, "\n{:indent$}• {}", "", line(&byline))?;
        write_body(part, id, indent + STEP, out)
    };
    chunks::write(posts, &reply, out)
}

/// Writes the title, the address and the root.
fn write_head(part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (thread, root) = (part.thread, part.root);
    let title = Text::line(part.title());
    if !title.is_empty() {
        for line in wrap_whole(&title, MEASURE) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
    }
    if let Some(url) = thread.permalink(root).or(part.url()).filter(|url| !url.is_empty()) {
        writeln!(out, "{}\n", Text::line(url))?;
    }
    let byline = Byline::of(part, root, LEVELS);
    if !part.is_opening(root) || byline.author.is_some() || byline.rest().count() > 1 {
        writeln!(out, "{}\n", line(&byline))?;
    }
    write_body(part, root, 0, out)
}

fn write_body(part: Part<'_>, id: PostId, indent: usize, out: &mut dyn Write) -> io::Result<()> {
    let blocks = markup::blocks(part.shown(id).body());
    blocks::write(&blocks, &Plain, indent, MEASURE, out)?;
    for (place, more) in part.more_of(id).iter().enumerate() {
        let gap = if place > 0 || blocks.is_empty() { "" } else { "\n" };
        writeln!(out, "{gap}{:indent$}{}", "", byline::more(more))?;
    }
    Ok(())
}

fn line(byline: &Byline) -> String {
    let author = byline.author.as_deref();
    author.into_iter().chain(byline.rest()).collect::<Vec<_>>().join(" · ")
}

/// Plain text: tones are dropped, and addresses follow the words that link to them.
struct Plain;

impl BlockStyle for Plain {
    fn lines(&self, block: &Block, columns: usize) -> Vec<String> {
        if let Kind::Table(table) = &block.kind {
            let said: String = table_spans(table, block, columns).iter().map(|span| &*span.text).collect();
            let links = table_links(block).map(|link| format!("<{}>", Text::line(&link)));
            return said.lines().map(str::to_owned).chain(links).collect();
        }
        let text = plain(block);
        match block.kind {
            Kind::Code => text.lines().map(|line| format!("    {line}")).collect(),
            Kind::Rule => vec!["* * *".to_owned()],
            Kind::Signature => std::iter::once("-- ").chain(text.lines()).map(str::to_owned).collect(),
            Kind::Paragraph | Kind::Heading(_) | Kind::Item(_) | Kind::Table(_) => {
                text.split('\n').flat_map(|line| wrapped(line, columns)).collect()
            }
        }
    }
}

/// Wraps a line and gives every line its indent.
fn wrapped(line: &str, columns: usize) -> impl Iterator<Item = String> {
    let rest = line.trim_start_matches(' ');
    let blanks = (line.len() - rest.len()).min(columns / 2);
    let lead = line.get(..blanks).unwrap_or_default();
    wrap_whole(rest, columns - blanks).into_iter().map(move |line| format!("{lead}{line}"))
}

fn plain(block: &Block) -> String {
    let mut text = String::new();
    for (group, link) in by_link(&block.spans) {
        text.extend(group.iter().map(|span| &*span.text));
        if let Some(link) = link.filter(|link| link.contains(':') && !text_is_address(group, link)) {
            text.push_str(" <");
            text.push_str(&Text::line(link));
            text.push('>');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, DraftId, Parent, Thread, Time};

    fn written(thread: &Thread, root: usize) -> String {
        let mut out = Vec::new();
        write(Part::below(thread, thread.get(root).unwrap()), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn harbour() -> Thread {
        let mut builder = Builder::new("test");
        builder.title("The lamp\u{1b}[31m");
        let article = builder.add(Draft { parent: Parent::Nothing, body: "Who keeps it now?", ..Draft::default() });
        let reply = builder.add(Draft {
            parent: Parent::Draft(article),
            author: Some("oldsalt"),
            author_inferred: true,
            time: Time::parse_rfc3339("2023-04-21T10:32:00Z"),
            score: Some(1),
            body: "Nobody does.",
            ..Draft::default()
        });
        builder.add(Draft { parent: Parent::Draft(reply), author: Some("gull"), body: "I do.", ..Draft::default() });
        builder.finish().unwrap().thread
    }

    #[test]
    fn replies_stand_indented_under_what_they_answer() {
        let expected = "\
The lamp␛[31m

Who keeps it now?

2 replies

• ≈oldsalt · 2023-04-21 10:32 · 1 point · #1
  Nobody does.

  • gull · #2
    I do.
";
        assert_eq!(written(&harbour(), 0), expected);
    }

    #[test]
    fn a_subthread_begins_with_its_own_post() {
        let expected = "\
The lamp␛[31m

≈oldsalt · 2023-04-21 10:32 · 1 point · #1

Nobody does.

1 reply

• gull · #2
  I do.
";
        assert_eq!(written(&harbour(), 1), expected);
    }

    #[test]
    fn replies_deeper_than_the_indentation_name_what_they_answer() {
        let mut builder = Builder::new("test");
        builder.add(Draft { parent: Parent::Nothing, ..Draft::default() });
        for n in 0..100 {
            builder.add(Draft { parent: Parent::Draft(DraftId::new(n)), body: "on", ..Draft::default() });
        }
        let text = written(&builder.finish().unwrap().thread, 0);
        assert!(text.contains("\n                                      • #20\n"));
        assert!(text.ends_with(
            "\n                                      • #100 ↳ #99\n                                        on\n"
        ));
    }

    #[test]
    fn quotes_lists_and_code_keep_their_marks_where_lines_are_broken() {
        let raw = "> the lamp was lit in the year 1874\n\n10. rope of tar and hemp\n    - oil for the lamp\n\n```\nif lit {\n```";
        let body = crate::thread::Body { raw, notation: crate::thread::Notation::Markdown };
        let mut out = Vec::new();
        blocks::write(&markup::blocks(body), &Plain, 2, 30, &mut out).unwrap();
        let expected = "  > the lamp was lit in the
  > year 1874

  10. rope of tar and hemp
      • oil for the lamp

      if lit {
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}

//! Markdown (CommonMark): the article, then the replies as nested lists.
//!
//! ```markdown
//! # The lamp in the harbour
//!
//! **mara** · 2023-04-21 10:32 · #0
//!
//! Who keeps it now?
//!
//! ## 2 replies
//!
//! - **oldsalt** · 14 points · #1
//!
//!   Nobody does.
//!
//!   - **gull** · #2
//!
//!     I do.
//! ```
//!
//! Bodies are rewritten from their blocks, whatever their notation, so that none breaks out of its place in the list.
//! Lists in bodies use other bullets than the replies. Replies below the deepest level stand at that level and name
//! what they answer: `#57 ↳ #56`.

use super::blocks::{self, BlockStyle, by_link, is_safe_link, text_is_address};
use super::byline::{self, Byline, replies};
use super::{Part, chunks};
use crate::markup::{self, Align, Block, Kind, Span, Table, Tone};
use crate::thread::{PostId, Text};
use std::io::{self, Write};

/// Columns for each level of replies; CommonMark needs two behind `- `.
const STEP: usize = 2;
/// Levels of replies that indentation shows.
const LEVELS: usize = 40;

pub(super) fn write(part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_head(part, out)?;
    if part.replies() > 0 {
        writeln!(out, "\n## {}", replies(part.replies()))?;
    }
    let reply = |_, id, out: &mut dyn Write| {
        let indent = (part.depth(id).min(LEVELS) - 1) * STEP;
        let byline = Byline::of(part, id, LEVELS);
        writeln!(out, "\n{:indent$}- {}", "", line(&byline))?;
        write_body(part, id, indent + STEP, out)
    };
    chunks::write(part.posts().skip(1), &reply, out)
}

/// Writes the title and the root.
fn write_head(part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (thread, root) = (part.thread, part.root);
    let title = Text::line(part.title());
    if !title.trim().is_empty() {
        writeln!(out, "# {}", escaped(title.trim(), Place::Within))?;
    }
    if let Some(url) = thread.permalink(root).or(part.url()).filter(|url| is_safe_link(url)) {
        writeln!(out, "\n<{}>", address(url))?;
    }
    let byline = Byline::of(part, root, LEVELS);
    if !part.is_opening(root) || byline.author.is_some() || byline.rest().count() > 1 {
        writeln!(out, "\n{}", line(&byline))?;
    }
    write_body(part, root, 0, out)
}

fn write_body(part: Part<'_>, id: PostId, indent: usize, out: &mut dyn Write) -> io::Result<()> {
    let blocks = markup::blocks(part.shown(id).body());
    if !blocks.is_empty() {
        writeln!(out)?;
        blocks::write(&blocks, &Markdown, indent, usize::MAX, out)?;
    }
    for more in part.more_of(id) {
        writeln!(out, "\n{:indent$}*{}*", "", escaped(&byline::more(more), Place::Within))?;
    }
    Ok(())
}

fn line(byline: &Byline) -> String {
    let author = byline.author.as_ref().map(|name| format!("**{}**", escaped(name.trim(), Place::Within)));
    author.as_deref().into_iter().chain(byline.rest()).collect::<Vec<_>>().join(" · ")
}

struct Markdown;

impl BlockStyle for Markdown {
    fn lines(&self, block: &Block, _columns: usize) -> Vec<String> {
        match &block.kind {
            Kind::Table(table) => rows(table, block),
            Kind::Code => fenced(&block.spans.iter().map(|span| &*span.text).collect::<String>()),
            Kind::Rule => vec!["***".to_owned()],
            Kind::Heading(level) => {
                let level = "#".repeat((*level).clamp(1, 6).into());
                vec![format!("{level} {}", spans(&block.spans).replace("\\\n", " ").replace('\n', " "))]
            }
            Kind::Paragraph | Kind::Item(_) | Kind::Signature => {
                spans(&block.spans).split('\n').map(str::to_owned).collect()
            }
        }
    }

    fn marker(&self, marker: &Text) -> String {
        let digits = marker.trim_end_matches(['.', ')']);
        let is_number = !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { format!("{digits}.") } else { "*".to_owned() }
    }
}

/// A table in GitHub's notation, which needs a head, if an empty one.
fn rows(table: &Table, block: &Block) -> Vec<String> {
    let columns = table.columns();
    let row = |cells: &[&[Span]]| {
        let cell = |column: usize| {
            let said = spans(cells.get(column).copied().unwrap_or_default());
            said.replace("\\\n", " ").replace('\n', " ").replace('|', "\\|")
        };
        let cells: Vec<_> = (0..columns).map(cell).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut rows: Vec<_> = table.rows(block).map(|cells| row(&cells)).collect();
    if !table.has_head() {
        rows.insert(0, row(&[]));
    }
    let rule = |column| match table.align(column) {
        Align::Left => "| --- ",
        Align::Center => "| :-: ",
        Align::Right => "| --: ",
    };
    rows.insert(1, (0..columns).map(rule).collect::<String>() + "|");
    rows
}

/// Code between fences longer than any run of backticks in it.
fn fenced(code: &str) -> Vec<String> {
    let fence = "`".repeat((longest_run(code) + 1).max(3));
    let body = code.strip_suffix('\n').unwrap_or(code).split('\n').map(str::to_owned);
    std::iter::once(fence.clone()).chain(body).chain([fence.clone()]).collect()
}

fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn spans(all: &[Span]) -> String {
    let mut written = String::new();
    for (group, link) in by_link(all) {
        let link = link.filter(|link| is_safe_link(link));
        match link {
            Some(link) if text_is_address(group, link) && link.contains("://") => {
                written.push('<');
                written.push_str(&address(link));
                written.push('>');
            }
            Some(link) => {
                written.push('[');
                for span in group {
                    toned(span, &mut written);
                }
                written.push_str("](");
                written.push_str(&address(link));
                written.push(')');
            }
            None => {
                for span in group {
                    toned(span, &mut written);
                }
            }
        }
    }
    written
}

/// Writes a span between the marks of its tone. White space at its ends stays outside, as Markdown demands.
fn toned(span: &Span, written: &mut String) {
    let text = &*span.text;
    let inner = text.trim();
    if span.tone == Tone::Plain || inner.is_empty() {
        let at_start = written.is_empty() || written.ends_with('\n');
        written.push_str(&escaped(text, if at_start { Place::LineStart } else { Place::Within }));
        return;
    }
    let (before, after) = text.split_once(inner).unwrap_or_default();
    written.push_str(&before.replace('\n', "\\\n"));
    match span.tone {
        Tone::Code => {
            let ticks = "`".repeat(longest_run(inner) + 1);
            let pad = if inner.starts_with('`') || inner.ends_with('`') { " " } else { "" };
            written.extend([&*ticks, pad, &inner.replace('\n', " "), pad, &*ticks]);
        }
        Tone::Spoiler => written.extend([">!", &escaped(inner, Place::Within).replace("\\\n", " "), "!<"]),
        tone => {
            let mark = if tone == Tone::Strong { "**" } else { "*" };
            written.extend([mark, &escaped(inner, Place::Within), mark]);
        }
    }
    written.push_str(&after.replace('\n', "\\\n"));
}

/// Where a piece of text will stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    LineStart,
    Within,
}

/// Escapes what Markdown would read as marks; line breaks become hard ones.
fn escaped(text: &str, place: Place) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    let mut line_start = place == Place::LineStart;
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            let bare = written.is_empty() || written.ends_with('\n');
            written.push_str(if bare { "\n" } else { "\\\n" });
            line_start = true;
        }
        let mut rest = line;
        if line_start {
            rest = line.trim_start();
            rest = block_mark(rest, &mut written);
        }
        inline(rest, &mut written);
    }
    written
}

/// Escapes a mark that would start a heading, a quote, a list, a rule or a fence. Returns what follows it.
fn block_mark<'a>(line: &'a str, written: &mut String) -> &'a str {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line.get(digits..).unwrap_or_default();
    if (1..=9).contains(&digits) && after.starts_with(['.', ')']) {
        let (mark, rest) = after.split_at(1);
        written.push_str(line.get(..digits).unwrap_or_default());
        written.push('\\');
        written.push_str(mark);
        return rest;
    }
    if line.starts_with(['#', '>', '-', '+', '=', '~', '|', ':']) {
        let (mark, rest) = line.split_at(1);
        written.push('\\');
        written.push_str(mark);
        return rest;
    }
    line
}

fn inline(text: &str, written: &mut String) {
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let is_mark = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' => true,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '&' => after.is_ascii_alphanumeric() || after == '#',
            '~' => before == '~' || after == '~',
            _ => false,
        };
        if is_mark {
            written.push('\\');
        }
        written.push(c);
        before = c;
    }
}

/// An address without characters that would end it early.
fn address(link: &str) -> String {
    let mut written = String::with_capacity(link.len());
    for c in Text::line(link.trim()).chars() {
        match c {
            ' ' => written.push_str("%20"),
            '"' => written.push_str("%22"),
            '(' => written.push_str("%28"),
            ')' => written.push_str("%29"),
            '<' => written.push_str("%3C"),
            '>' => written.push_str("%3E"),
            '\\' => written.push_str("%5C"),
            '`' => written.push_str("%60"),
            _ => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, DraftId, Notation, Parent, Thread};
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};

    fn written(thread: &Thread, root: usize) -> String {
        let mut out = Vec::new();
        write(Part::below(thread, thread.get(root).unwrap()), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn thread(bodies: &[&str], notation: Notation) -> Thread {
        let mut builder = Builder::new("test");
        builder.title("The *lamp*");
        for (n, body) in bodies.iter().enumerate() {
            let parent = if n == 0 { Parent::Nothing } else { Parent::Draft(DraftId::new(n - 1)) };
            builder.add(Draft { parent, body, notation, author: (n > 0).then_some("gull"), ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    #[test]
    fn replies_are_nested_lists() {
        let expected = "\
# The \\*lamp\\*

Who keeps it?

## 2 replies

- **gull** · #1

  Nobody.

  - **gull** · #2

    I do.
";
        assert_eq!(written(&thread(&["Who keeps it?", "Nobody.", "I do."], Notation::Plain), 0), expected);
    }

    #[test]
    fn a_subthread_begins_with_its_own_post() {
        let text = written(&thread(&["Who keeps it?", "Nobody.", "I do."], Notation::Plain), 1);
        assert_eq!(text, "# The \\*lamp\\*\n\n**gull** · #1\n\nNobody.\n\n## 1 reply\n\n- **gull** · #2\n\n  I do.\n");
    }

    #[test]
    fn a_link_that_runs_code_is_left_out() {
        let span = |link: &str| Span { text: Text::line("here"), tone: Tone::Plain, link: Some(link.into()) };
        assert_eq!(spans(&[span("javascript:alert(1)")]), "here");
        assert_eq!(spans(&[span("https://harbour.example/a (b)")]), "[here](https://harbour.example/a%20%28b%29)");
    }

    #[test]
    fn tones_stand_between_their_marks() {
        let span = |text: &str, tone| Span { text: Text::line(text), tone, link: None };
        let all = [span("a ", Tone::Plain), span("b ", Tone::Emphasis), span("c", Tone::Strong), span("`", Tone::Code)];
        assert_eq!(spans(&all), "a *b* **c**`` ` ``");
    }

    /// What a Markdown reader sees in a text: the words of each list item and paragraph, with the list depth.
    fn seen(markdown: &str) -> Vec<(usize, String)> {
        let mut depth = 0;
        let mut found: Vec<(usize, String)> = Vec::new();
        for event in Parser::new(markdown) {
            match event {
                Event::Start(Tag::Item) => depth += 1,
                Event::End(TagEnd::Item) => depth -= 1,
                Event::Start(Tag::Paragraph) => found.push((depth, String::new())),
                Event::Text(text) => {
                    if let Some((_, last)) = found.last_mut() {
                        last.push_str(&text);
                    }
                }
                Event::SoftBreak | Event::HardBreak => {
                    if let Some((_, last)) = found.last_mut() {
                        last.push('\n');
                    }
                }
                _ => {}
            }
        }
        found
    }

    proptest! {
        #[test]
        fn whatever_a_post_says_it_stays_in_its_place(body in r"[-#>*+=_`~\[\]()<&!|:\\0-9.a-z ]{1,20}") {
            let spans = [Span { text: Text::line(&body), tone: Tone::Plain, link: None }];
            let paragraph = Block { quote: 0, indent: 0, kind: Kind::Paragraph, spans: spans.to_vec() };
            let mut out = b"- head\n\n".to_vec();
            blocks::write(&[paragraph], &Markdown, 2, usize::MAX, &mut out).unwrap();
            out.extend_from_slice(b"\n- next\n\n  end\n");
            let markdown = String::from_utf8(out).unwrap();
            let mut expected = vec![(1, "head".to_owned())];
            if !body.trim().is_empty() {
                expected.push((1, body.trim().to_owned()));
            }
            expected.extend([(1, "next".to_owned()), (1, "end".to_owned())]);
            prop_assert_eq!(seen(&markdown), expected, "{}", markdown);
        }
    }
}

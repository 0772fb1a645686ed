//! One page of HTML: the article, then the replies as nested lists that fold. Needs no other file and no script.

use super::blocks::{by_link, is_safe_link};
use super::byline::{Byline, replies};
use super::{Part, chunks};
use crate::markup::{self, Align, Block, Kind, Span, Table, Tone};
use crate::thread::{PostId, Text};
use std::io::{self, Write};

/// Colours come from the browser, light or dark. On paper no page break parts a name from the text. Deep replies indent
/// less, which leaves room for words on a phone.
const STYLE: &str = "\
.spoiler{background:currentColor;border-radius:2px}.spoiler:hover,.spoiler:focus{background:none}
:root{color-scheme:light dark;--line:#8885;--soft:#8881}\
body{font:1.0625rem/1.55 system-ui,sans-serif;max-width:46rem;margin:1.5rem auto;padding:0 1rem}\
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.1rem;border-bottom:1px solid var(--line)}\
ol.replies{list-style:none;margin:0;padding:0}\
ol.replies ol.replies{margin-left:.25rem;padding-left:.75rem;border-left:2px solid var(--line)}\
ol.replies ol.replies ol.replies ol.replies ol.replies ol.replies ol.replies{margin-left:0;padding-left:.3rem}\
details{margin:.9rem 0}\
summary{cursor:pointer}summary:hover{background:var(--soft)}\
.by{font-size:.9rem}.by,.by a{color:GrayText}.by b{color:CanvasText}\
.op b{text-decoration:underline;text-underline-offset:.2em}\
:target>details>summary{background:Mark;color:MarkText}\
blockquote{margin:.5rem 0;padding-left:.75rem;border-left:3px solid var(--line)}\
table{border-collapse:collapse}th,td{border:1px solid var(--line);padding:.1rem .5rem}\
pre{overflow-x:auto;background:var(--soft);padding:.5rem}\
p,li,blockquote,summary{overflow-wrap:anywhere}\
@media print{body{max-width:none}details{break-inside:auto}summary{break-after:avoid}a{color:inherit}}";

/// Writes the part. Folded posts are there too, closed and with the reason, for the reader to open.
pub(super) fn write(part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
    let title = Text::line(part.title());
    writeln!(out, "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")?;
    writeln!(
        out,
        "<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main class=\"threadle\">",
        escaped(&title)
    )?;
    let one = |before: Option<PostId>, id, out: &mut dyn Write| {
        let Some(before) = before else { return write_opening(part, &title, out) };
        let (depth, level) = (part.depth(before), part.depth(id));
        if level > depth {
            if depth == 0 {
                writeln!(out, "<h2>{}</h2>", replies(part.replies()))?;
            }
            write!(out, "<ol class=\"replies\">")?;
        } else {
            for _ in level..depth {
                write!(out, "</details></li></ol>")?;
            }
            writeln!(out, "</details></li>")?;
        }
        write_reply(part, id, out)
    };
    chunks::write(part.unfolded().posts(), &one, out)?;
    let last = part.unfolded().posts().last();
    for _ in 0..last.map_or(0, |last| part.depth(last)) {
        writeln!(out, "</details></li></ol>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

fn write_opening(part: Part<'_>, title: &str, out: &mut dyn Write) -> io::Result<()> {
    let id = part.root;
    writeln!(out, "<article class=\"opening\" id=\"p{}\">", id.index())?;
    let link = link(part, id);
    if !title.is_empty() {
        writeln!(out, "<h1 dir=\"auto\">{}</h1>", anchored(&escaped(title), link.as_deref()))?;
    }
    let mut pieces = by(part, id);
    pieces.push(permalink(&Byline::of(part, id, usize::MAX).number, link.as_deref()));
    if !part.is_opening(id) || pieces.len() > 1 {
        writeln!(out, "<p class=\"by\">{}</p>", pieces.join(" · "))?;
    }
    write_said(part, id, out)?;
    writeln!(out, "</article>")
}

/// Writes a reply up to its own replies; the elements around those stay open.
fn write_reply(part: Part<'_>, id: PostId, out: &mut dyn Write) -> io::Result<()> {
    let thread = part.thread;
    let folded = part.folds(id);
    let is_op = thread.writer(id).is_some_and(|writer| thread.writer(part.root) == Some(writer));
    let open = if folded { "" } else { " open" };
    let class = if is_op { "by op" } else { "by" };
    let mut pieces = by(part, id);
    let number = Byline::of(part, id, usize::MAX).number;
    pieces.push(format!("<a href=\"#p{}\">{number}</a>", id.index()));
    if let Some(parent) = thread.parent(id).filter(|parent| *parent != part.root && part.has(*parent)) {
        pieces.push(format!("<a href=\"#p{}\" title=\"what it answers\">↑</a>", parent.index()));
    }
    pieces.extend(link(part, id).map(|link| permalink("link", Some(&link))));
    if folded {
        let why = part.reason(id).map(|reason| format!(": {}", escaped(reason))).unwrap_or_default();
        let below = part.below_post(id);
        pieces.push(if below > 0 { format!("{} folded{why}", replies(below)) } else { format!("folded{why}") });
    }
    writeln!(out, "<li class=\"reply\" id=\"p{}\"><details{open}>", id.index())?;
    writeln!(out, "<summary class=\"{class}\">{}</summary>", pieces.join(" · "))?;
    write_said(part, id, out)
}

/// The author, time and points of a post.
fn by(part: Part<'_>, id: PostId) -> Vec<String> {
    let byline = Byline::of(part, id, usize::MAX);
    let mut pieces = Vec::new();
    pieces.extend(byline.author.as_ref().map(|name| format!("<b><bdi>{}</bdi></b>", escaped(name))));
    pieces.extend(
        byline.time.as_ref().map(|time| format!("<time datetime=\"{}Z\">{time}</time>", time.replace(' ', "T"))),
    );
    pieces.extend(byline.score.as_ref().map(|score| format!("<span class=\"score\">{score}</span>")));
    pieces
}

/// The address of a post on the web; for the opening post also that of the page.
fn link(part: Part<'_>, id: PostId) -> Option<String> {
    let page = part.url().filter(|_| part.is_opening(id));
    part.thread.permalink(id).or(page).filter(|url| is_safe_link(url)).map(str::to_owned)
}

fn permalink(words: &str, link: Option<&str>) -> String {
    anchored(words, link).replacen("<a ", "<a class=\"at\" ", 1)
}

fn write_said(part: Part<'_>, id: PostId, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<div class=\"said\">")?;
    write_blocks(&markup::blocks(part.unfolded().shown(id).body()), out)?;
    writeln!(out, "</div>")?;
    for more in part.unfolded().more_of(id) {
        let link = more.address.as_deref().filter(|link| is_safe_link(link));
        writeln!(out, "<p class=\"more\">{}</p>", anchored(&more.words(), link))?;
    }
    Ok(())
}

/// An element that is open around blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Quote,
    Bullets,
    Numbers,
}

impl Open {
    fn start(self, number: &str) -> String {
        match self {
            Self::Quote => "<blockquote>".to_owned(),
            Self::Bullets => "<ul><li>".to_owned(),
            Self::Numbers => format!("<ol><li value=\"{number}\">"),
        }
    }

    fn end(self) -> &'static str {
        match self {
            Self::Quote => "</blockquote>",
            Self::Bullets => "</li></ul>",
            Self::Numbers => "</li></ol>",
        }
    }
}

/// Writes blocks. Open quotes are the outer elements, open lists the inner ones.
fn write_blocks(blocks: &[Block], out: &mut dyn Write) -> io::Result<()> {
    let mut open: Vec<Open> = Vec::new();
    for block in blocks {
        let (quotes, lists) = (usize::from(block.quote), usize::from(block.indent));
        let number = match &block.kind {
            Kind::Item(marker) => number(marker),
            _ => "",
        };
        let list = if number.is_empty() { Open::Bullets } else { Open::Numbers };
        let is_item = matches!(block.kind, Kind::Item(_));
        let open_quotes = open.iter().take_while(|open| **open == Open::Quote).count();
        // Lists lie inside the quotes, so a change of quotes closes them all.
        let shared = if open_quotes == quotes { quotes + lists } else { open_quotes.min(quotes) };
        close(&mut open, shared, out)?;
        if is_item && open.len() == quotes + lists && open.len() > quotes {
            if open.last() == Some(&list) {
                let value = if number.is_empty() { String::new() } else { format!(" value=\"{number}\"") };
                write!(out, "</li><li{value}>")?;
            } else {
                let one_less = open.len() - 1;
                close(&mut open, one_less, out)?;
            }
        }
        while open.len() < quotes + lists {
            let next = if open.len() < quotes {
                Open::Quote
            } else if open.len() + 1 == quotes + lists {
                list
            } else {
                Open::Bullets
            };
            write!(out, "{}", next.start(number))?;
            open.push(next);
        }
        write_block(block, out)?;
    }
    close(&mut open, 0, out)
}

fn close(open: &mut Vec<Open>, down_to: usize, out: &mut dyn Write) -> io::Result<()> {
    while open.len() > down_to {
        if let Some(element) = open.pop() {
            writeln!(out, "{}", element.end())?;
        }
    }
    Ok(())
}

/// The number of a list item; empty for a bullet.
fn number(marker: &Text) -> &str {
    let digits = marker.trim_end_matches(['.', ')']);
    if digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit()) { digits } else { "" }
}

fn write_table(table: &Table, block: &Block, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<table dir=\"auto\">")?;
    for (number, row) in table.rows(block).enumerate() {
        write!(out, "<tr>")?;
        let name = if number == 0 && table.has_head() { "th" } else { "td" };
        for (column, cell) in row.into_iter().enumerate() {
            let align = match table.align(column) {
                Align::Left => "",
                Align::Center => " align=\"center\"",
                Align::Right => " align=\"right\"",
            };
            write!(out, "<{name}{align}>{}</{name}>", spans(cell))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</table>")
}

fn write_block(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    if let Kind::Table(table) = &block.kind {
        return write_table(table, block, out);
    }
    let text = spans(&block.spans);
    match block.kind {
        Kind::Rule => writeln!(out, "<hr>"),
        Kind::Code => {
            writeln!(out, "<pre><code>{}</code></pre>", text.replace("<br>\n", "\n").replace("\n&nbsp; ", "\n  "))
        }
        Kind::Heading(level) => {
            // The page itself uses levels 1 and 2.
            let level = level.saturating_add(1).clamp(2, 6);
            writeln!(out, "<h{level} dir=\"auto\">{text}</h{level}>")
        }
        Kind::Signature => writeln!(out, "<p class=\"by\" dir=\"auto\">{text}</p>"),
        Kind::Paragraph | Kind::Item(_) | Kind::Table(_) => writeln!(out, "<p dir=\"auto\">{text}</p>"),
    }
}

fn spans(all: &[Span]) -> String {
    let mut written = String::new();
    for (group, link) in by_link(all) {
        let text: String = group.iter().map(toned).collect();
        written.push_str(&anchored(&text, link.filter(|link| is_safe_link(link))));
    }
    written
}

fn toned(span: &Span) -> String {
    let text = escaped(&span.text).replace('\n', "<br>\n").replace("\n  ", "\n&nbsp; ");
    match span.tone {
        Tone::Plain => text,
        Tone::Emphasis => format!("<em>{text}</em>"),
        Tone::Strong => format!("<strong>{text}</strong>"),
        Tone::Code => format!("<code>{text}</code>"),
        Tone::Spoiler => format!("<span class=\"spoiler\" tabindex=\"0\">{text}</span>"),
    }
}

/// Words, already escaped, as a link if there is one.
fn anchored(words: &str, link: Option<&str>) -> String {
    match link {
        Some(link) => format!("<a href=\"{}\" rel=\"nofollow noopener ugc\">{words}</a>", escaped(&Text::line(link))),
        None => words.to_owned(),
    }
}

fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            _ => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, DraftId, Notation, Parent, PostSet};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn body(raw: &str, notation: Notation) -> String {
        let mut out = Vec::new();
        write_blocks(&markup::blocks(crate::thread::Body { raw, notation }), &mut out).unwrap();
        String::from_utf8(out).unwrap().replace('\n', "").replace(" dir=\"auto\"", "")
    }

    #[test]
    fn replies_are_nested_lists() {
        let mut builder = Builder::new("test");
        builder.title("Lamp & <rope>");
        for (n, parent) in [None, Some(0), Some(1), Some(0)].into_iter().enumerate() {
            let parent = parent.map_or(Parent::Nothing, |parent| Parent::Draft(DraftId::new(parent)));
            builder.add(Draft { parent, author: (n > 0).then_some("gull"), ..Draft::default() });
        }
        let mut out = Vec::new();
        write(Part::whole(&builder.finish().unwrap().thread), &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        let (_, main) = page.split_once("<main class=\"threadle\">\n").unwrap();
        let post = |n: usize, up: &str| {
            let by = format!("<b><bdi>gull</bdi></b> · <a href=\"#p{n}\">#{n}</a>{up}");
            format!(
                "<li class=\"reply\" id=\"p{n}\"><details open>\n<summary class=\"by\">{by}</summary>\n\
                 <div class=\"said\">\n</div>\n"
            )
        };
        let up = " · <a href=\"#p1\" title=\"what it answers\">↑</a>";
        let expected = [
            "<article class=\"opening\" id=\"p0\">\n<h1 dir=\"auto\">Lamp &amp; &lt;rope&gt;</h1>\n",
            "<div class=\"said\">\n</div>\n</article>\n<h2>3 replies</h2>\n",
            &["<ol class=\"replies\">", &post(1, ""), "<ol class=\"replies\">", &post(2, up)].concat(),
            &["</details></li></ol></details></li>\n", &post(3, ""), "</details></li></ol>\n"].concat(),
            "</main>\n</body>\n</html>\n",
        ];
        assert_eq!(main, expected.concat());
    }

    #[test]
    fn what_is_folded_is_there_and_closed_with_its_reason() {
        let mut builder = Builder::new("test");
        for (n, body) in ["Lamp.", "Ferry <b>.", "Ticket."].into_iter().enumerate() {
            let parent = n.checked_sub(1).map_or(Parent::Nothing, |parent| Parent::Draft(DraftId::new(parent)));
            builder.add(Draft { parent, body, ..Draft::default() });
        }
        let thread = builder.finish().unwrap().thread;
        let mut folded = PostSet::none(thread.len());
        folded.insert(PostId::new(1));
        let reasons = BTreeMap::from([(PostId::new(1), Text::line("off-topic 0.82: ferry & <ticket>"))]);
        let mut out = Vec::new();
        write(Part::whole(&thread).as_seen(&folded).because(&reasons), &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        let why = "1 reply folded: off-topic 0.82: ferry &amp; &lt;ticket&gt;</summary>";
        assert!(page.contains("id=\"p1\"><details>\n") && page.contains(why), "{page}");
        assert!(page.contains("Ferry &lt;b&gt;.") && page.contains("id=\"p2\"><details open>"), "{page}");
    }

    #[test]
    fn code_keeps_its_indents_as_blanks_that_can_be_copied() {
        let mut out = Vec::new();
        let raw = "```\nif lit:\n    burn()\n```";
        write_blocks(&markup::blocks(crate::thread::Body { raw, notation: Notation::Markdown }), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "<pre><code>if lit:\n    burn()</code></pre>\n");
    }

    #[test]
    fn quotes_and_lists_stand_in_their_elements() {
        assert_eq!(
            body("> a\n>\n> > b\n\n1. c\n   - d\n2. e\n\nf", Notation::Markdown),
            "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>\
             <ol><li value=\"1\"><p>c</p><ul><li><p>d</p></li></ul></li><li value=\"2\"><p>e</p></li></ol><p>f</p>"
        );
    }

    #[test]
    fn a_link_that_runs_code_is_left_out_and_marks_are_escaped() {
        assert_eq!(body("[here](javascript:alert(1)) <b>", Notation::Plain).matches("<a ").count(), 0);
        let link = body("[a & b](https://harbour.example/?a=1&b='2')", Notation::Markdown);
        let expected = "<p><a href=\"https://harbour.example/?a=1&amp;b=&#39;2&#39;\" \
                        rel=\"nofollow noopener ugc\">a &amp; b</a></p>";
        assert_eq!(link, expected);
        assert_eq!(body("<script>x</script> \u{202E}", Notation::Plain), "<p>&lt;script&gt;x&lt;/script&gt; �</p>");
    }

    proptest! {
        #[test]
        fn elements_are_closed_in_the_order_of_their_opening(raw in r"([>*1. #`\[\]<a-c-]|\n){0,40}") {
            let page = body(&raw, Notation::Markdown);
            let mut open = Vec::new();
            for tag in page.split('<').skip(1).filter_map(|piece| piece.split_once('>')).map(|(tag, _)| tag) {
                match tag.strip_prefix('/') {
                    Some(name) => prop_assert_eq!(open.pop(), Some(name), "{}", page),
                    None if matches!(tag, "br" | "hr") => {}
                    None => open.extend(tag.split(' ').next()),
                }
            }
            prop_assert!(open.is_empty(), "{}", page);
        }
    }
}

//! One page of HTML: the article, then the replies as nested lists. It needs no other file and runs no script.

use super::Part;
use super::blocks::{by_link, may_be_followed};
use super::byline::{Byline, replies};
use crate::markup::{self, Block, Kind, Span, Tone};
use crate::thread::{PostId, Text};
use std::io::{self, Write};

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}\
ol.replies{list-style:none;margin:0;padding:0}\
ol.replies ol.replies{margin-left:.4rem;padding-left:.8rem;border-left:1px solid #8886}\
article{margin:1rem 0}\
.by{color:GrayText;margin:0;font-size:.875rem}\
blockquote{margin:.5rem 0;padding-left:.8rem;border-left:3px solid #8886}\
pre{overflow-x:auto}\
p,li,blockquote{overflow-wrap:anywhere}";

pub(super) fn write(part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
    let title = Text::line(part.title());
    writeln!(out, "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width\">")?;
    writeln!(
        out,
        "<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main class=\"threadle\">",
        escaped(&title)
    )?;
    let mut depth = 0;
    for id in part.posts() {
        for _ in part.depth(id)..depth {
            writeln!(out, "</li></ol>")?;
        }
        if id == part.root {
            write_post(part, id, &title, out)?;
        } else if part.depth(id) > depth {
            if depth == 0 {
                writeln!(out, "<h2>{}</h2>", replies(part.replies()))?;
            }
            writeln!(out, "<ol class=\"replies\"><li class=\"reply\">")?;
            write_post(part, id, "", out)?;
        } else {
            writeln!(out, "</li><li class=\"reply\">")?;
            write_post(part, id, "", out)?;
        }
        depth = part.depth(id);
    }
    for _ in 0..depth {
        writeln!(out, "</li></ol>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

fn write_post(part: Part<'_>, id: PostId, title: &str, out: &mut dyn Write) -> io::Result<()> {
    let thread = part.thread;
    let kind = if id == part.root { "opening" } else { "post" };
    writeln!(out, "<article class=\"{kind}\" id=\"p{}\">", id.index())?;
    let page = part.url().filter(|_| part.is_opening(id));
    let link = thread.permalink(id).or(page).filter(|url| may_be_followed(url));
    if !title.is_empty() {
        writeln!(out, "<h1 dir=\"auto\">{}</h1>", anchored(&escaped(title), link))?;
    }
    let byline = Byline::of(part, id, usize::MAX);
    let mut pieces = Vec::new();
    pieces.extend(byline.author.as_ref().map(|name| format!("<b><bdi>{}</bdi></b>", escaped(name))));
    pieces.extend(
        byline.time.as_ref().map(|time| format!("<time datetime=\"{}Z\">{time}</time>", time.replace(' ', "T"))),
    );
    pieces.extend(byline.score.as_ref().map(|score| format!("<span class=\"score\">{score}</span>")));
    pieces.push(anchored(&byline.number, link));
    if !part.is_opening(id) || pieces.len() > 1 {
        writeln!(out, "<p class=\"by\">{}</p>", pieces.join(" · "))?;
    }
    writeln!(out, "<div class=\"said\">")?;
    write_blocks(&markup::blocks(part.shown(id).body()), out)?;
    writeln!(out, "</div>")?;
    for more in part.more_of(id) {
        let link = more.address.as_deref().filter(|link| may_be_followed(link));
        writeln!(out, "<p class=\"more\">{}</p>", anchored(&more.words(), link))?;
    }
    writeln!(out, "</article>")
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

/// Writes blocks. The open quotes are the outer elements, the open lists the inner ones.
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

/// The number of a list item; nothing for a bullet.
fn number(marker: &Text) -> &str {
    let digits = marker.trim_end_matches(['.', ')']);
    if digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit()) { digits } else { "" }
}

fn write_block(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    let text = spans(&block.spans);
    match block.kind {
        Kind::Rule => writeln!(out, "<hr>"),
        Kind::Code => writeln!(out, "<pre><code>{}</code></pre>", text.replace("<br>\n", "\n")),
        Kind::Heading(level) => {
            // The page's own headings are the levels 1 and 2.
            let level = level.saturating_add(1).clamp(2, 6);
            writeln!(out, "<h{level} dir=\"auto\">{text}</h{level}>")
        }
        Kind::Signature => writeln!(out, "<p class=\"by\" dir=\"auto\">{text}</p>"),
        Kind::Paragraph | Kind::Item(_) => writeln!(out, "<p dir=\"auto\">{text}</p>"),
    }
}

fn spans(all: &[Span]) -> String {
    let mut written = String::new();
    for (group, link) in by_link(all) {
        let text: String = group.iter().map(toned).collect();
        written.push_str(&anchored(&text, link.filter(|link| may_be_followed(link))));
    }
    written
}

fn toned(span: &Span) -> String {
    let text = escaped(&span.text).replace('\n', "<br>\n");
    match span.tone {
        Tone::Plain => text,
        Tone::Emphasis => format!("<em>{text}</em>"),
        Tone::Strong => format!("<strong>{text}</strong>"),
        Tone::Code => format!("<code>{text}</code>"),
    }
}

/// Words, already escaped, that lead somewhere.
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
    use crate::thread::{Builder, Draft, DraftId, Notation, Parent};
    use proptest::prelude::*;

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
        let post = |n: usize| {
            let by = format!("<p class=\"by\"><b><bdi>gull</bdi></b> · #{n}</p>");
            format!("<article class=\"post\" id=\"p{n}\">\n{by}\n<div class=\"said\">\n</div>\n</article>\n")
        };
        let open = "<ol class=\"replies\"><li class=\"reply\">\n";
        let (next, close) = ("</li><li class=\"reply\">\n", "</li></ol>\n");
        let expected = [
            "<article class=\"opening\" id=\"p0\">\n<h1 dir=\"auto\">Lamp &amp; &lt;rope&gt;</h1>\n",
            "<div class=\"said\">\n</div>\n</article>\n<h2>3 replies</h2>\n",
            &[open, &post(1), open, &post(2), close, next, &post(3), close].concat(),
            "</main>\n</body>\n</html>\n",
        ];
        assert_eq!(main, expected.concat());
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

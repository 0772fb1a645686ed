//! Writes parts of a page as HTML again, limited to what a reader sees.

use super::dom::{Dom, NodeId, is_silent};
use super::link;
use crate::markup::says_spoiler;
use crate::thread::visible;
use std::fmt::Write as _;
use std::ops::Range;

/// Writes the nodes of a range, except those in `without`, which are in document order, and those that are `away`.
pub(super) fn write(dom: &Dom, range: Range<NodeId>, away: &dyn Fn(NodeId) -> bool, out: &mut String) {
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut node = range.start;
    while node < range.end {
        close(&mut open, node, out);
        let name = dom.name(node);
        let left_out = is_silent(name)
            || matches!(name, "input" | "link" | "meta" | "object" | "canvas")
            || name == "button" && !is_heading(dom, node)
            || name == "iframe" && !shows_a_frame(dom, node)
            || dom.classes(node).any(is_to_press)
            || name == "img" && dom.ancestors(node).take(2).any(|above| dom.has_class(above, "bbcode_postedby"));
        if dom.is_element(node) && (left_out || is_hidden(dom, node) || away(node)) {
            node = dom.end(node);
            continue;
        }
        if let Some(text) = dom.text(node) {
            let text = visible(text);
            if let Some(inside) = open.last_mut() {
                inside.shows |= !text.trim_start().is_empty();
            }
            escape(&text, out);
        } else if dom.is_element(node)
            && let Some(name) = kept(dom, node, range.start)
        {
            let begins = out.len();
            start(dom, node, name, out);
            if !matches!(name, "br" | "hr" | "img") {
                let shows = matches!(name, "iframe" | "video" | "audio");
                open.push(Open { end: dom.end(node), name, begins, shows });
            } else if let Some(inside) = open.last_mut() {
                inside.shows = true;
            }
        }
        node = node.next();
    }
    close(&mut open, NodeId::new(dom.len()), out);
    let blank = out.trim_end().len();
    out.truncate(blank);
}

/// An element that was written but not closed.
struct Open<'a> {
    end: NodeId,
    name: &'a str,
    /// The place of its tag in the output.
    begins: usize,
    /// Whether it contains anything visible.
    shows: bool,
}

/// Closes the elements that end before `here`. Removes tables, rows and lists without visible contents; otherwise
/// hundreds of empty rows could remain where posts were left out.
fn close(open: &mut Vec<Open<'_>>, here: NodeId, out: &mut String) {
    while let Some(Open { name, begins, shows, .. }) = open.pop_if(|open| open.end <= here) {
        if shows || !matches!(name, "table" | "tr" | "ul" | "ol" | "dl" | "li") {
            let _ = write!(out, "</{name}>");
        } else {
            out.truncate(begins);
        }
        if let Some(around) = open.last_mut() {
            around.shows |= shows;
        }
    }
}

/// Whether a page hides an element, and a reader cannot unfold it.
pub(super) fn is_hidden(dom: &Dom, node: NodeId) -> bool {
    dom.attribute(node, "hidden").is_some_and(|value| value != "until-found") && !unfolds(dom, node)
}

/// Whether an element is named like a part of an accordion or a tab, which a reader can unfold.
pub(super) fn unfolds(dom: &Dom, node: NodeId) -> bool {
    let is_part = |name: &str| {
        let lower = name.to_ascii_lowercase();
        ["accordion", "collaps", "tab", "panel", "faq", "toggle", "answer", "expand"]
            .iter()
            .any(|word| lower.contains(word))
    };
    dom.attribute(node, "role").is_some_and(|role| matches!(role, "tabpanel" | "region"))
        || dom.attribute(node, "aria-labelledby").is_some()
        || dom.id(node).into_iter().chain(dom.classes(node)).any(is_part)
}

/// Whether a frame has an address and a visible size.
fn shows_a_frame(dom: &Dom, node: NodeId) -> bool {
    let is_nothing =
        |key: &str| dom.attribute(node, key).is_some_and(|size| matches!(size.trim_end_matches("px"), "0" | "1"));
    let leads =
        dom.attribute(node, "src").is_some_and(|address| address.starts_with("http") || address.starts_with("//"));
    leads && !is_nothing("width") && !is_nothing("height")
}

/// Whether a button is the heading of an unfolding part, as in accordions.
fn is_heading(dom: &Dom, node: NodeId) -> bool {
    dom.attribute(node, "aria-expanded").is_some()
        && matches!(dom.name(dom.parent(node)), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt")
}

/// Whether a class is that of a control in XenForo's quotes: "Click to expand...".
fn is_to_press(class: &str) -> bool {
    matches!(class, "quoteExpand" | "bbCodeBlock-expandLink" | "bbCodeBlock-shrinkLink")
}

/// The name of the element that replaces this one in a body that begins at `start`, if any.
fn kept(dom: &Dom, node: NodeId, start: NodeId) -> Option<&str> {
    let name = dom.name(node);
    match name {
        "p" | "br" | "a" | "em" | "i" | "strong" | "b" | "code" | "pre" | "blockquote" | "ul" | "ol" | "li" | "dl"
        | "dt" | "dd" | "img" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" | "table" | "tr" | "td" | "th" | "s"
        | "del" | "strike" | "sub" | "sup" | "q" | "cite" | "kbd" | "samp" | "tt" | "var" | "dfn" | "figure"
        | "figcaption" | "details" | "summary" | "caption" | "iframe" | "video" | "audio" | "xmp" | "listing"
        | "menu" | "dir" => Some(name),
        "div" | "aside" | "section" if is_quote(dom, node, start) => Some("blockquote"),
        "span" | "spoiler" if is_spoiler(dom, node) => Some("span"),
        "div" | "section" | "article" | "aside" | "header" | "footer" | "main" | "center" | "address" | "fieldset"
        | "legend" | "nav" => Some("div"),
        _ => None,
    }
}

/// Whether an element is a forum's quote. In vBulletin, whole posts are block quotes; those begin before `start`.
fn is_quote(dom: &Dom, node: NodeId, start: NodeId) -> bool {
    let quotes = |class: &str| {
        matches!(class, "bbCodeQuote" | "bbcode_quote" | "bbCodeBlock--quote" | "quotecontent" | "quote" | "quotebox")
    };
    dom.classes(node).any(quotes)
        && !dom.ancestors(node).take(3).any(|above| above >= start && dom.name(above) == "blockquote")
        && !dom.below(node).any(|below| dom.name(below) == "blockquote")
}

/// Whether an element hides its text until a reader asks for it.
fn is_spoiler(dom: &Dom, node: NodeId) -> bool {
    dom.name(node) == "spoiler" || dom.classes(node).any(says_spoiler)
}

fn start(dom: &Dom, node: NodeId, name: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    if matches!(name, "span" | "div" | "blockquote") && is_spoiler(dom, node) {
        out.push_str(" class=\"spoiler\"");
    }
    for (key, value) in dom.attributes(node) {
        let wanted = match name {
            "a" => key == "href",
            "img" => matches!(key, "alt" | "src"),
            "iframe" | "video" | "audio" => key == "src",
            "ol" => key == "start",
            "li" => key == "value",
            "td" | "th" => matches!(key, "align" | "colspan"),
            _ => false,
        };
        if key == "style" {
            write_style(value, out);
        }
        // A link to another place of the page leads nowhere here.
        if wanted && !(key == "href" && (value.starts_with('#') || value.trim_start().starts_with("javascript:"))) {
            let _ = write!(out, " {key}=\"");
            match &dom.base {
                Some(base) if matches!(key, "href" | "src") => escape(&link::whole(Some(base), value), out),
                _ => escape(value, out),
            }
            out.push('"');
        }
    }
    out.push('>');
}

/// Writes only the parts of a style that matter to the text: preserved line breaks, and the alignment of a cell.
fn write_style(style: &str, out: &mut String) {
    let rules =
        style.split(';').filter_map(|rule| rule.split_once(':')).map(|(name, value)| (name.trim(), value.trim()));
    let said = rules.filter(|(name, value)| match *name {
        "white-space" => value.starts_with("pre") || *value == "break-spaces",
        "text-align" => matches!(*value, "right" | "center" | "end"),
        _ => false,
    });
    let said: Vec<_> = said.map(|(name, value)| format!("{name}:{value}")).collect();
    if !said.is_empty() {
        out.push_str(" style=\"");
        escape(&said.join(";"), out);
        out.push('"');
    }
}

/// Escapes a text for HTML.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(place) = rest.find(['<', '>', '&', '"']) {
        let (before, after) = rest.split_at_checked(place).unwrap_or((rest, ""));
        out.push_str(before);
        out.push_str(match after.as_bytes().first() {
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&amp;",
        });
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(html: &str) -> String {
        let dom = Dom::read(html);
        let body = dom.all().find(|&node| dom.name(node) == "body").unwrap();
        let mut out = String::new();
        let inside = body.next()..dom.end(body);
        write(&dom, inside, &|node| dom.has_class(node, "reply"), &mut out);
        out
    }

    #[test]
    fn what_readers_see_is_kept() {
        assert_eq!(
            written("<p class=x>The <font>la<em onclick=x>mp</em></font> &lt; <a href='/a?b&amp;c' id=z>log</a>"),
            "<p>The la<em>mp</em> &lt; <a href=\"/a?b&amp;c\">log</a></p>"
        );
        assert_eq!(written("<div class=bbcode_quote>a</div>b"), "<blockquote>a</blockquote>b");
        assert_eq!(
            written(
                "<blockquote><div class=quote>a</div><div class=quoteExpand>Click to expand...</div></blockquote>b"
            ),
            "<blockquote><div>a</div></blockquote>b"
        );
    }

    #[test]
    fn a_quote_in_a_post_that_is_a_block_quote_itself_is_one() {
        let dom = Dom::read("<blockquote class=postcontent><div class=bbcode_quote>a</div>b</blockquote>");
        let post = dom.all().find(|&node| dom.has_class(node, "postcontent")).unwrap();
        let mut out = String::new();
        write(&dom, post.next()..dom.end(post), &|_| false, &mut out);
        assert_eq!(out, "<blockquote>a</blockquote>b");
    }

    #[test]
    fn rows_and_lists_in_which_nothing_is_seen_are_left_out() {
        let page = "a<table><tr><td class=reply>b<tr><td><a href=x> </a></table><ul><li> <li class=reply>c</ul>";
        assert_eq!(written(page), "a");
        assert_eq!(
            written("<table><tr><td>a<td><tr><td><td><tr><td><img src=x></table>"),
            "<table><tr><td>a</td><td></td></tr><tr><td><img src=\"x\"></td></tr></table>"
        );
    }

    #[test]
    fn scripts_forms_and_what_is_to_press_are_left_out() {
        assert_eq!(written("a<script>x</script><button>b</button><div class=reply>c</div><p hidden>d</p>e"), "ae");
    }
}

//! The paragraphs of WordPress' bodies: HTML in which line ends count.

/// Elements that stand between paragraphs.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// A body as HTML: a blank line ends a paragraph, any other line end is a line break.
///
/// A body that has paragraphs is left alone: nobody wrote it by hand.
pub(super) fn marked(body: &str) -> String {
    let has_paragraphs = body.contains("<p>") || body.contains("<p ") || body.contains("<!-- wp:");
    if has_paragraphs || !body.contains('\n') {
        return body.to_owned();
    }
    let mut out = String::with_capacity(body.len() + body.len() / 8);
    let mut between = Between::Paragraphs;
    let mut in_pre = false;
    for line in body.lines() {
        if in_pre {
            out.push_str(line);
            out.push('\n');
            in_pre = !line.contains("</pre");
            between = Between::Paragraphs;
            continue;
        }
        let text = line.trim();
        if text.is_empty() {
            between = Between::Paragraphs;
            continue;
        }
        let opens_block = block(text);
        match between {
            _ if opens_block => {}
            Between::Paragraphs => out.push_str("<p>"),
            Between::Lines => out.push_str("<br>"),
        }
        out.push_str(text);
        out.push('\n');
        in_pre = text.rfind("<pre").is_some_and(|open| text.rfind("</pre").is_none_or(|close| close < open));
        between = if opens_block && ends_with_tag(text) { Between::Paragraphs } else { Between::Lines };
    }
    out
}

/// What separates a line from the one before it.
#[derive(Clone, Copy)]
enum Between {
    Lines,
    Paragraphs,
}

/// Whether a line begins with a block's tag.
fn block(line: &str) -> bool {
    let Some(tag) = line.strip_prefix('<') else { return false };
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let end = tag.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tag.len());
    let name = tag.get(..end).unwrap_or_default();
    tag.starts_with("!--") || BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}

fn ends_with_tag(line: &str) -> bool {
    line.ends_with('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_of_a_body_written_by_hand_count() {
        assert_eq!(marked("One\ntwo\n\nthree"), "<p>One\n<br>two\n<p>three\n");
        assert_eq!(marked("<ul>\n<li>a\nb</li>\n</ul>\nc"), "<ul>\n<li>a\n<br>b</li>\n</ul>\n<p>c\n");
        assert_eq!(marked("x\n<pre>a\n\n b</pre>\ny"), "<p>x\n<pre>a\n\n b</pre>\n<p>y\n");
    }

    #[test]
    fn a_body_with_paragraphs_stays_as_it_is() {
        for body in ["<p>One\ntwo</p>\n<p>three</p>", "<!-- wp:paragraph -->\nOne\n", "One"] {
            assert_eq!(marked(body), body);
        }
    }
}

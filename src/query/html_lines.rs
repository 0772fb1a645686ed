//! A body as lines of text with `>` before quoted ones: good enough for a search, and made without parsing.

use crate::markup::decode;
use crate::thread::{Body, Notation};

/// Tags that do not end a line.
const INLINE: &[&str] =
    &["a", "i", "b", "em", "strong", "code", "span", "u", "s", "del", "sup", "sub", "img", "cite", "q", "font"];

/// The lines of a body. Writes to `buffer` if the body is HTML, else returns it as it is.
pub(super) fn text_lines<'a>(body: Body<'a>, buffer: &'a mut String) -> &'a str {
    if body.notation != Notation::Html {
        return body.raw;
    }
    buffer.clear();
    Reader { text: buffer, quoted: 0, literal: 0, hidden: 0 }.read(body.raw);
    buffer
}

/// Whether a line is quoted.
pub(super) fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// An HTML body while it is read.
struct Reader<'a> {
    text: &'a mut String,
    /// The number of open quotations.
    quoted: usize,
    /// The number of open elements that keep line breaks.
    literal: usize,
    /// The number of open elements that are not shown.
    hidden: usize,
}

impl Reader<'_> {
    fn read(mut self, raw: &str) {
        let mut rest = raw;
        while !rest.is_empty() {
            let end = rest.find('<').unwrap_or(rest.len());
            let (text, tag) = rest.split_at_checked(end).unwrap_or_default();
            if self.hidden == 0 {
                self.add(text);
            }
            let Some(inside) = tag.strip_prefix('<') else { break };
            rest = if inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
                let end = inside.find('>').unwrap_or(inside.len());
                self.tag(inside.get(..end).unwrap_or_default());
                inside.get(end + 1..).unwrap_or_default()
            } else {
                inside
            };
        }
    }

    fn add(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            match (number, self.literal) {
                (0, _) => {}
                (_, 0) => self.text.push(' '),
                _ => self.end_line(),
            }
            decode(line, self.text);
        }
    }

    fn tag(&mut self, tag: &str) {
        let (name, closes) = match tag.strip_prefix('/') {
            Some(name) => (name, true),
            None => (tag, false),
        };
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is(INLINE) {
            return;
        }
        let open = if is(&["blockquote"]) {
            Some(&mut self.quoted)
        } else if is(&["pre"]) {
            Some(&mut self.literal)
        } else if is(&["script", "style", "template", "head"]) {
            Some(&mut self.hidden)
        } else {
            None
        };
        if let Some(open) = open {
            *open = if closes { open.saturating_sub(1) } else { *open + 1 };
        }
        self.end_line();
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.text.push_str(match self.quoted {
            0 => "",
            1 => "> ",
            _ => ">> ",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(raw: &str) -> Vec<String> {
        let mut buffer = String::new();
        let text = text_lines(Body { raw, notation: Notation::Html }, &mut buffer);
        text.lines().map(str::trim).filter(|line| !matches!(*line, "" | ">" | ">>")).map(str::to_owned).collect()
    }

    #[test]
    fn quotations_of_html_stand_behind_their_marks() {
        assert_eq!(
            lines("<p>So:<blockquote><p>The <i>lamp</i>\nis &quot;out&quot;.</blockquote>No."),
            ["So:", "> The lamp is \"out\".", "No."]
        );
        assert_eq!(lines("&gt; It is lit.<p>It was."), ["> It is lit.", "It was."]);
        assert_eq!(lines("<pre>&gt; It is lit.\nIt was.</pre><script>a</script>"), ["> It is lit.", "It was."]);
    }
}

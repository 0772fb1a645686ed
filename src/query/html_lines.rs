//! A body as lines of text with `>` before quoted ones: good enough for a search, and made without parsing.

use crate::markup::{Element, Piece, Skim, decode};
use crate::thread::{Body, Notation};

/// The lines of a body. Writes to `buffer` if the body is HTML, else returns it as it is.
pub(super) fn text_lines<'a>(body: Body<'a>, buffer: &'a mut String) -> &'a str {
    if body.notation != Notation::Html {
        return body.raw;
    }
    buffer.clear();
    let mut skim = Skim::new(body.raw);
    let mut begins = true;
    while let Some(piece) = skim.next() {
        let Piece::Text(text) = piece else {
            begins = true;
            continue;
        };
        let is_literal = skim.inside(Element::Literal) > 0;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 && !is_literal {
                buffer.push(' ');
            } else if begins || number > 0 {
                buffer.push_str(match skim.inside(Element::Quote) {
                    0 => "\n",
                    1 => "\n> ",
                    _ => "\n>> ",
                });
            }
            begins = false;
            decode(line, buffer);
        }
    }
    buffer
}

/// Whether a line is quoted.
pub(super) fn is_quoted(line: &str) -> bool {
    // Most lines begin with a letter, and no mark does.
    !line.starts_with(|c: char| c.is_ascii_alphanumeric()) && line.trim_start().starts_with('>')
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

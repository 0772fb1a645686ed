//! The author's own words in a body: no quotes, no code.
//!
//! Every post of a thread passes here, so the text is read line by line and tag by tag, not parsed: that is close
//! enough.

use crate::markup::{Piece, Skim, decode};
use crate::thread::{Body, Notation};

/// Bytes of a body that are read: a book under one post would drown what the others say.
const HEAD: usize = 1 << 18;

/// Passes the author's own words to `each`, in pieces that end between words. `buffer` is scratch space.
pub(super) fn own_words(body: Body<'_>, buffer: &mut String, each: &mut impl FnMut(&str)) {
    let raw = body.raw.get(..body.raw.floor_char_boundary(HEAD)).unwrap_or_default();
    match body.notation {
        Notation::Html => {
            buffer.clear();
            of_html(raw, buffer);
            each(buffer);
        }
        notation => lines(raw, notation, each),
    }
}

fn lines(raw: &str, notation: Notation, each: &mut impl FnMut(&str)) {
    let mut fence = None;
    let mut lines = raw.lines().peekable();
    while let Some(line) = lines.next() {
        // Most lines begin with a letter, which no mark does.
        let is_plain = line.starts_with(|c: char| c.is_ascii_alphanumeric());
        let text = if is_plain { line } else { line.trim_start() };
        let mark = ["```", "~~~"].into_iter().find(|mark| !is_plain && text.starts_with(mark));
        if mark.is_some() && (fence.is_none() || fence == mark) {
            fence = if fence.is_some() { None } else { mark };
            continue;
        }
        let code = fence.is_some() || notation == Notation::Markdown && line.starts_with("    ");
        let mut names_whom_it_quotes = || text.ends_with(':') && lines.peek().is_some_and(|next| is_quoted(next));
        if notation == Notation::Mail && matches!(line, "-- " | "--") {
            return;
        }
        if !(code || text.starts_with('>') || names_whom_it_quotes()) {
            each(line);
        }
    }
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn of_html(raw: &str, text: &mut String) {
    let mut skim = Skim::new(raw);
    let mut line = 0;
    loop {
        let piece = skim.next();
        if let Some(Piece::Text(more)) = piece {
            if skim.is_own() {
                decode(more, text);
            }
            continue;
        }
        // A line that is quoted by its mark is taken back.
        if text.get(line..).is_some_and(is_quoted) {
            text.truncate(line);
        }
        if piece.is_none() {
            return;
        }
        text.push('\n');
        line = text.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(notation: Notation, raw: &str) -> String {
        let mut words = Vec::new();
        own_words(Body { raw, notation }, &mut String::new(), &mut |piece| {
            words.extend(piece.split_whitespace().map(str::to_owned));
        });
        words.join(" ")
    }

    #[test]
    fn what_is_quoted_and_what_is_code_is_left_out() {
        assert_eq!(
            own(Notation::Markdown, "> Is it lit?\n\nIt was.\n\n    x = 1;\n```\ny\n```\nAll night."),
            "It was. All night."
        );
        assert_eq!(own(Notation::Mail, "On Monday, mara wrote:\n> Is it lit?\n\nIt was.\n-- \nThe keeper"), "It was.");
        assert_eq!(own(Notation::Html, "<p>&gt; Is it lit?<p>It&#x27;s <b>lit</b><pre>x</pre>."), "It's lit .");
        assert_eq!(own(Notation::Html, "<blockquote><p>Lit?</blockquote>It is<br>lit &lt;3"), "It is lit <3");
    }
}

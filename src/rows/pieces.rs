//! Cuts very long bodies into pieces, so that laying out a screen costs no more than its text.
//!
//! The cuts depend only on the text and are found without reading what precedes them: piece `n` begins at the first
//! good place at or after `n` times the piece size.

use crate::thread::{Body, Notation};

/// The piece size of plain text and mail, in bytes.
const LINES: usize = 32 * 1024;
/// The piece size of notations whose blocks span many lines, which a cut would break.
const BLOCKS: usize = 1024 * 1024;
/// Bytes after the due place in which a cut looks for a better one.
const SEARCH: usize = 4096;

/// The number of pieces in a body; at least 1.
pub(crate) fn count(body: Body<'_>) -> usize {
    (body.raw.len() / size(body.notation)).max(1)
}

/// Piece `piece` of a body.
pub(crate) fn piece(body: Body<'_>, piece: usize) -> Body<'_> {
    let range = cut(body, piece)..cut(body, piece + 1);
    Body { raw: body.raw.get(range).unwrap_or_default(), notation: body.notation }
}

/// The piece with byte `at` of a body.
pub(crate) fn piece_at(body: Body<'_>, at: usize) -> usize {
    let last = count(body) - 1;
    let guess = (at / size(body.notation)).min(last);
    if guess > 0 && at < cut(body, guess) { guess - 1 } else { guess }
}

fn size(notation: Notation) -> usize {
    match notation {
        Notation::Plain | Notation::Mail => LINES,
        Notation::Markdown | Notation::Html => BLOCKS,
    }
}

fn cut(body: Body<'_>, piece: usize) -> usize {
    if piece == 0 {
        return 0;
    }
    if piece >= count(body) {
        return body.raw.len();
    }
    let due = body.raw.floor_char_boundary(piece * size(body.notation));
    let end = body.raw.floor_char_boundary(due + SEARCH);
    let window = body.raw.get(due..end).unwrap_or_default();
    let after = |mark: &str| window.find(mark).map(|at| due + at + mark.len());
    after("\n\n").or_else(|| after("\n")).or_else(|| after(" ")).unwrap_or(due)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(raw: &str) -> Body<'_> {
        Body { raw, notation: Notation::Plain }
    }

    #[test]
    fn pieces_make_up_the_body() {
        for text in ["", "short", &"word ".repeat(50_000), &"é".repeat(90_000), &"line\n\n".repeat(30_000)] {
            let body = plain(text);
            let joined: String = (0..count(body)).map(|n| piece(body, n).raw).collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn a_piece_ends_after_a_paragraph_where_there_is_one_near() {
        let text = "some words\n\n".repeat(10_000);
        let body = plain(&text);
        assert!(count(body) > 2);
        assert!((0..count(body)).all(|n| piece(body, n).raw.ends_with("\n\n")));
    }

    #[test]
    fn a_byte_is_found_in_its_piece() {
        let text = "some words\n\n".repeat(20_000);
        let body = plain(&text);
        for at in (0..text.len()).step_by(997) {
            let piece = piece_at(body, at);
            assert!((cut(body, piece)..cut(body, piece + 1)).contains(&at));
        }
    }
}

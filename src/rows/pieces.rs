//! Very long bodies in pieces, so that laying out a screen never takes longer than its text.
//!
//! Where the pieces of a body begin depends on its text alone and is found without reading what stands before:
//! piece `n` begins at the first good place at or after `n` times the size of a piece.

use crate::thread::{Body, Notation};

/// Bytes of a body of lines that are laid out at once.
const LINES: usize = 32 * 1024;
/// The same where blocks may span many lines and a cut would break them.
const BLOCKS: usize = 1024 * 1024;
/// How far after its due place a cut looks for a better one, in bytes.
const SEARCH: usize = 4096;

/// How many pieces a body has: at least 1.
pub(crate) fn count(body: Body<'_>) -> usize {
    (body.raw.len() / size(body.notation)).max(1)
}

/// The part of a body that piece `piece` is.
pub(crate) fn piece(body: Body<'_>, piece: usize) -> Body<'_> {
    let range = cut(body, piece)..cut(body, piece + 1);
    Body { raw: body.raw.get(range).unwrap_or_default(), notation: body.notation }
}

/// The piece that byte `at` of a body is in.
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

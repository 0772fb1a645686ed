//! Lines broken at a measure, for text that leaves by a pipe.

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};
use unicode_linebreak::linebreaks;
use unicode_width::UnicodeWidthStr;

/// What a line may end after. Its width is that of whole graphemes, as terminals draw them.
#[derive(Debug)]
struct Piece<'a>(&'a str);

impl Fragment for Piece<'_> {
    fn width(&self) -> f64 {
        self.0.trim_end_matches(' ').width() as f64
    }

    fn whitespace_width(&self) -> f64 {
        (self.0.len() - self.0.trim_end_matches(' ').len()) as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// Breaks a line behind spaces, and within words where Unicode (UAX #14) allows it, so that no piece is wider than
/// `measure` columns as far as that is possible, and the lines are as even as they can be. A word that is wider
/// stays whole, and so does an address: it shall be copied in one piece.
pub(super) fn wrap(line: &str, measure: usize) -> Vec<&str> {
    if line.len() <= measure {
        return vec![line.trim_end()];
    }
    let (pieces, room) = (pieces(line), [measure as f64]);
    let fitted = wrap_optimal_fit(&pieces, &room, &Penalties::new());
    // Costs too large for a number: a line of many thousand columns, or a word of as many.
    let lines = fitted.unwrap_or_else(|_| wrap_first_fit(&pieces, &room));
    let mut start = 0;
    let cut = lines.into_iter().map(|pieces| {
        let end = start + pieces.iter().map(|piece| piece.0.len()).sum::<usize>();
        let text = line.get(start..end).unwrap_or_default();
        start = end;
        text.trim_end()
    });
    cut.collect()
}

fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for word in line.split_inclusive(' ') {
        if word.contains("://") {
            pieces.push(Piece(word));
            continue;
        }
        let mut start = 0;
        for (end, _) in linebreaks(word) {
            pieces.push(Piece(word.get(start..end).unwrap_or_default()));
            start = end;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_broken_behind_spaces_and_hyphens() {
        assert_eq!(wrap("the lamp was never the problem", 10), ["the", "lamp was", "never the", "problem"]);
        assert_eq!(wrap("a lamp-lighter", 8), ["a lamp-", "lighter"]);
    }

    #[test]
    fn wide_characters_count_two_columns_and_break_anywhere() {
        assert_eq!(wrap("港口和灯塔", 4), ["港口", "和灯", "塔"]);
        assert_eq!(wrap("👩‍👩‍👧 👩‍👩‍👧 👩‍👩‍👧", 5), ["👩‍👩‍👧 👩‍👩‍👧", "👩‍👩‍👧"]);
    }

    #[test]
    fn an_address_stays_in_one_piece() {
        assert_eq!(
            wrap("see https://harbour.example/lamp-log/1911 now", 12),
            ["see", "https://harbour.example/lamp-log/1911", "now"]
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_lines_fit(line in "[a-z港 -]{0,60}", measure in 2_usize..20) {
            let lines = wrap(&line, measure);
            let bare = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(bare(&lines.concat()), bare(&line));
            prop_assert!(lines.iter().all(|line| line.width() <= measure || linebreaks(line).count() == 1));
        }
    }
}

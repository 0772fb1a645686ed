//! Lines broken at a measure, for text that leaves by a pipe.

use unicode_linebreak::linebreaks;
use unicode_width::UnicodeWidthStr;

/// Breaks a line behind spaces, and within words where Unicode (UAX #14) allows it, so that no piece is wider than
/// `measure` columns as far as that is possible. A word that is wider stays whole, and so does an address: it shall
/// be copied in one piece.
pub(super) fn wrap(line: &str, measure: usize) -> Vec<&str> {
    if line.len() <= measure {
        return vec![line.trim_end()];
    }
    let mut lines = Vec::new();
    let (mut start, mut end, mut width) = (0, 0, 0);
    let mut add = |piece: &str, lines: &mut Vec<_>| {
        if width + piece.trim_end().width() > measure && end > start {
            lines.push(start..end);
            (start, width) = (end, 0);
        }
        width += piece.width();
        end += piece.len();
    };
    for word in line.split_inclusive(' ') {
        if word.contains("://") {
            add(word, &mut lines);
            continue;
        }
        let mut from = 0;
        for (place, _) in linebreaks(word) {
            add(word.get(from..place).unwrap_or_default(), &mut lines);
            from = place;
        }
    }
    lines.push(start..line.len());
    lines.into_iter().map(|range| line.get(range).unwrap_or_default().trim_end()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_broken_behind_spaces_and_hyphens() {
        assert_eq!(wrap("the lamp was never the problem", 10), ["the lamp", "was never", "the", "problem"]);
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

//! Breaks paragraphs into lines, choosing all breaks at once, for the screen and for written files alike.
//!
//! A paragraph is split into pieces that a line may end after: words, parts after a hyphen, ideographs, and parts of
//! what is too long for a line. Of all ways to set the pieces the cheapest is taken; a line costs the square of its
//! free room (Knuth and Plass, 1981). A line holds few pieces, so trying each of them is cheaper than a cleverer
//! search, and nothing is approximated: 8 ms for a megabyte, where textwrap takes 30 ms for the best lines and 5 ms for
//! the first that fit.
//!
//! Breaks inside words follow UAX #14, with fewer between ASCII characters: people break `and/or` and `well-known`, but
//! not `--flag`, `a[i]` or an address that fits on its own line. Widths are those that ratatui draws: of whole
//! graphemes.

use std::collections::VecDeque;
use std::ops::Range;
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The widest line that is weighed, so that sums of costs fit into 64 bits.
const WIDEST: usize = 1 << 15;
/// Pieces on a line at most. Only pieces without any width come near it.
const MAX_PIECES: usize = 1 << 9;

/// The lines of a paragraph without `\n`, as byte ranges; `first` columns are free on the first line and `rest` on the
/// others (both at least 1).
///
/// Lines exclude the spaces around them. A line is wider than its room only if it is a single grapheme. It is empty
/// only if there is no text, or if the first word fits on the next line but not on the first.
pub(crate) fn wrap(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let (first, rest) = (first.clamp(1, u32::MAX as usize), rest.clamp(1, WIDEST));
    lines(&pieces(text, rest, rest), first, rest)
}

/// The lines of a paragraph without `\n`, in which words and addresses wider than `measure` columns stay whole, so that
/// they can be copied in one piece.
pub(crate) fn wrap_whole(text: &str, measure: usize) -> Vec<&str> {
    if text.len() <= measure {
        return vec![text.trim_matches(' ')];
    }
    let measure = measure.clamp(1, WIDEST);
    let lines = lines(&pieces(text, measure, u32::MAX as usize), measure, measure);
    lines.into_iter().map(|line| text.get(line).unwrap_or_default()).collect()
}

fn lines(pieces: &[Piece], first: usize, rest: usize) -> Vec<Range<usize>> {
    let (Some(start), Some(end)) = (pieces.first(), pieces.last()) else {
        return std::iter::once(0..0).collect();
    };
    if end.stop as usize <= first {
        return std::iter::once(start.start as usize..end.end as usize).collect();
    }
    let first = first.min(WIDEST);
    let mut lines = Vec::with_capacity(2 + end.stop as usize / rest);
    if start.stop as usize > first && first < rest {
        lines.push(start.start as usize..start.start as usize);
        best_fit(pieces, rest as u32, rest as u32, &mut lines);
    } else {
        best_fit(pieces, first as u32, rest as u32, &mut lines);
    }
    lines
}

/// A part of a paragraph that stays on one line. Offsets have 32 bits: no body is longer.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Its bytes, without the spaces after it.
    start: u32,
    end: u32,
    /// Its columns if the paragraph were one line.
    at: u32,
    stop: u32,
    seam: Seam,
}

/// How bad a line end after a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seam {
    /// Not at all: a space, or ideographs on both sides.
    Free,
    /// The line ends in a hyphen, a dash or a slash.
    Hyphen,
    /// The line ends inside a word.
    Inside,
}

/// Sets pieces in the cheapest lines.
fn best_fit(pieces: &[Piece], first: u32, rest: u32, lines: &mut Vec<Range<usize>>) {
    let square = u64::from(rest) * u64::from(rest);
    let (line, short) = (square / 6 + 1, square / 16);
    let mut best = Best::new(pieces.len());
    for (index, last) in pieces.iter().enumerate() {
        let is_end = index + 1 == pieces.len();
        let cost = |from: usize, width: u32, room: u32| {
            let gap = u64::from(room.saturating_sub(width));
            match is_end {
                false => gap * gap,
                true if from == index && width < room / 4 => short,
                true => 0,
            }
        };
        let mut least = (u64::MAX, index);
        let whole = last.stop - pieces.first().map_or(0, |first| first.at);
        if whole <= first || index == 0 {
            least = (cost(0, whole, first), 0);
        }
        let fits = |from: usize| from == index || pieces.get(from).is_some_and(|piece| last.stop - piece.at <= rest);
        let lowest = best.slide(index, fits);
        let candidates = best.of.iter().zip(pieces).enumerate().skip(best.from).take(MAX_PIECES);
        for (from, (before, piece)) in candidates.take_while(|&(from, _)| from <= index) {
            let width = last.stop - piece.at;
            let cost = cost(from, width, rest);
            if before.cost + cost < least.0 {
                least = (before.cost + cost, from);
            }
            // Lines that start later leave more room, so none of them can be cheaper.
            if lowest + cost >= least.0 {
                break;
            }
        }
        let seam = match last.seam {
            Seam::Free => 0,
            Seam::Hyphen => square / 256 + 1,
            Seam::Inside => square / 64 + 2,
        };
        best.push(Cost { cost: least.0 + seam + line, from: least.1 as u32 });
    }
    let written = lines.len();
    let mut end = pieces.len();
    while let (Some(last), Some(cost)) = (end.checked_sub(1).and_then(|last| pieces.get(last)), best.of.get(end)) {
        end = cost.from as usize;
        let start = pieces.get(end).unwrap_or(last);
        lines.push(start.start as usize..last.end as usize);
    }
    if let Some(lines) = lines.get_mut(written..) {
        lines.reverse();
    }
}

/// The least cost of setting the first pieces, and the piece that starts the last line then.
#[derive(Debug, Clone, Copy)]
struct Cost {
    cost: u64,
    from: u32,
}

/// The least costs so far, and a sliding window over those after which a line may start.
struct Best {
    /// By number of pieces.
    of: Vec<Cost>,
    /// The start of the window.
    from: usize,
    /// A monotonic queue: the least cost in the window, the least after that one, and so on.
    least: VecDeque<u32>,
}

impl Best {
    fn new(pieces: usize) -> Self {
        let mut of = Vec::with_capacity(pieces + 1);
        of.push(Cost { cost: 0, from: 0 });
        // A line from the first piece has a room of its own and is not part of the window.
        Self { of, from: 1, least: VecDeque::new() }
    }

    fn push(&mut self, cost: Cost) {
        let beaten = |&last: &u32| self.of.get(last as usize).is_some_and(|last| last.cost >= cost.cost);
        while self.least.back().is_some_and(beaten) {
            self.least.pop_back();
        }
        self.least.push_back(self.of.len() as u32);
        self.of.push(cost);
    }

    /// Moves the start of the window to the first place that fits, and returns the least cost in it.
    fn slide(&mut self, end: usize, fits: impl Fn(usize) -> bool) -> u64 {
        while self.from <= end && !fits(self.from) {
            self.from += 1;
        }
        while self.least.front().is_some_and(|&first| (first as usize) < self.from) {
            self.least.pop_front();
        }
        self.least.front().and_then(|&first| self.of.get(first as usize)).map_or(0, |least| least.cost)
    }
}

/// The pieces of a paragraph for lines of `room` columns; only single graphemes are wider than `widest`.
fn pieces(text: &str, room: usize, widest: usize) -> Vec<Piece> {
    let list = Vec::with_capacity(text.len() / 5 + 1);
    let mut pieces = Pieces { list, room: room as u32, widest: widest as u32 };
    let (mut end, mut column, mut opened) = (0, 0, false);
    while let Some(word) = Word::after(text, end) {
        if let Some(last) = pieces.list.last() {
            column = last.stop + (word.start - end) as u32;
        }
        match word.width() {
            Some(width) if width <= room => {
                pieces.add(word.start, word.end(), column..column + width as u32, Seam::Free);
            }
            _ => pieces.add_parts(word.text, word.start, column),
        }
        if opened || word.closes() {
            pieces.bind();
        }
        opened = word.opens();
        end = word.end();
    }
    pieces.list
}

/// The class of each byte: it ends a word, allows a break after it, or is not ASCII.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    classes[b' ' as usize] = SPACE;
    (classes[b'-' as usize], classes[b'/' as usize], classes[b'|' as usize]) = (JOINT, JOINT, JOINT);
    let mut byte = 128;
    while byte < 256 {
        classes[byte] = BEYOND;
        byte += 1;
    }
    classes
};
const SPACE: u8 = 1;
const JOINT: u8 = 2;
const BEYOND: u8 = 4;

/// A word: text between spaces.
struct Word<'a> {
    text: &'a str,
    start: usize,
    /// Whether it is all ASCII.
    ascii: bool,
    /// Whether it contains a hyphen or a slash.
    joined: bool,
}

impl<'a> Word<'a> {
    /// The next word from byte `start` on.
    fn after(text: &'a str, start: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut start = start;
        while bytes.get(start) == Some(&b' ') && !carries_marks(text, start) {
            start += 1;
        }
        let (mut end, mut seen) = (start, 0);
        for &byte in bytes.get(start..)? {
            let class = CLASSES[byte as usize];
            if class == SPACE && !carries_marks(text, end) {
                break;
            }
            seen |= class;
            end += 1;
        }
        let word = text.get(start..end).filter(|word| !word.is_empty())?;
        Some(Self { text: word, start, ascii: seen & (BEYOND | SPACE) == 0, joined: seen & JOINT != 0 })
    }

    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Its columns, if it consists of letters that make one piece.
    fn width(&self) -> Option<usize> {
        match self {
            Self { joined: true, .. } => None,
            Self { ascii: true, .. } => Some(self.text.len()),
            _ if self.text.chars().all(is_letter) => Some(self.text.chars().count()),
            _ => None,
        }
    }

    fn starts_plainly(&self) -> bool {
        self.text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
    }

    /// Whether it may not start a line although a space precedes it: punctuation in the French manner, or what would
    /// look like a list or quote mark there.
    fn closes(&self) -> bool {
        if self.starts_plainly() {
            return false;
        }
        let mark = |c| matches!(c, '!' | '?' | ':' | ';' | '.' | ',' | ')' | ']' | '}' | '»' | '›' | '…');
        matches!(self.text, "-" | "--" | "–" | "—" | "+" | "*" | ">" | "=") || self.text.chars().all(mark)
    }

    /// Whether a line may not end after it although a space follows.
    fn opens(&self) -> bool {
        !self.starts_plainly() && self.text.chars().all(|c| matches!(c, '(' | '[' | '{' | '«' | '‹' | '„' | '¿' | '¡'))
    }
}

/// Whether the space at `place` carries combining marks, which make it no space.
fn carries_marks(text: &str, place: usize) -> bool {
    let after = text.get(place + 1..).unwrap_or_default();
    after.as_bytes().first().is_some_and(|&byte| byte >= 128)
        && !after.chars().next().is_some_and(is_letter)
        && text.get(place..).unwrap_or_default().graphemes(true).next() != Some(" ")
}

/// Whether a character is one column wide, a grapheme of its own, and allows no break beside its like.
fn is_letter(c: char) -> bool {
    !matches!(c, '-' | '/' | '|') && columns(c) == 1
}

/// The columns of a character that is a grapheme of its own beside others of its kind; 0 if that is uncertain.
fn columns(c: char) -> u32 {
    match c {
        '!'..='~' | '\u{C0}'..='\u{24F}' | '‘' | '’' | '“' | '”'
        // Greek and Cyrillic, except unassigned code points and combining marks.
        | '\u{370}'..='\u{377}' | '\u{386}'..='\u{3FF}' | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{52F}' => 1,
        '、'..='】' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='\u{9FFF}' | '가'..='힣' | '！'..='～' => 2,
        _ => 0,
    }
}

/// The graphemes of a word, with their offsets and widths.
fn graphemes(word: &str) -> impl Iterator<Item = (usize, &str, u32)> {
    let mut place = 0;
    std::iter::from_fn(move || {
        let rest = word.get(place..)?;
        let mut chars = rest.chars();
        let first = chars.next()?;
        let alone = columns(first) > 0 && chars.next().is_none_or(|next| columns(next) > 0);
        let (grapheme, width) = if alone {
            (rest.get(..first.len_utf8())?, columns(first))
        } else {
            let grapheme = rest.graphemes(true).next()?;
            (grapheme, grapheme.width() as u32)
        };
        let at = place;
        place += grapheme.len();
        Some((at, grapheme, width))
    })
}

struct Pieces {
    list: Vec<Piece>,
    room: u32,
    widest: u32,
}

impl Pieces {
    fn add(&mut self, start: usize, end: usize, columns: Range<u32>, seam: Seam) {
        self.list.push(Piece { start: start as u32, end: end as u32, at: columns.start, stop: columns.end, seam });
    }

    /// Joins the last two pieces if they fit on a line.
    fn bind(&mut self) {
        if let [.., before, last] = self.list.as_mut_slice()
            && last.stop - before.at <= self.room
        {
            (before.end, before.stop, before.seam) = (last.end, last.stop, last.seam);
            self.list.pop();
        }
    }

    /// Adds a word in as many pieces as it has places to break.
    fn add_parts(&mut self, word: &str, offset: usize, column: u32) {
        let mut breaks = linebreaks(word).map(|(place, _)| place).peekable();
        let mut run = Run::default();
        let (mut start, mut at, mut stop) = (0, column, column);
        let (mut before, mut before_width) = ("", 0);
        for (place, grapheme, width) in graphemes(word) {
            let ascii = grapheme.len() == 1;
            if ascii && place >= run.end {
                run = Run::at(word, place, self.widest as usize);
            }
            while breaks.next_if(|&next| next < place).is_some() {}
            let allowed = breaks.next_if_eq(&place).is_some();
            let seam = if place == start {
                None
            } else if ascii && before.len() == 1 {
                run.seam(word.as_bytes(), place, allowed)
            } else if !allowed || grapheme == "—" {
                None
            } else if width > 1 || before_width > 1 {
                Some(Seam::Free)
            } else {
                Some(Seam::Hyphen)
            };
            let full = stop > at && stop - at + width > self.widest;
            if let Some(seam) = seam.or(full.then_some(Seam::Inside)) {
                self.add(offset + start, offset + place, at..stop, seam);
                (start, at) = (place, stop);
            }
            stop += width;
            (before, before_width) = (grapheme, width);
        }
        self.add(offset + start, offset + word.len(), at..stop, Seam::Free);
    }
}

/// A run of ASCII inside a word.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    end: usize,
    kind: RunKind,
}

#[derive(Debug, Clone, Copy, Default)]
enum RunKind {
    /// Breaks as a word does: after hyphens and slashes.
    #[default]
    Word,
    /// An address that fits on a line: stays whole.
    Whole,
    /// Too long for a line: breaks wherever one of its parts ends.
    Long,
}

impl Run {
    fn at(word: &str, start: usize, room: usize) -> Self {
        let run = word.as_bytes().get(start..).unwrap_or_default();
        let length = run.iter().take_while(|byte| byte.is_ascii()).count();
        let run = run.get(..length).unwrap_or_default();
        let kind = match run {
            _ if length > room => RunKind::Long,
            _ if run.windows(3).any(|three| three == b"://") => RunKind::Whole,
            _ => RunKind::Word,
        };
        Self { end: start + length, kind }
    }

    /// How the run may break before the byte at `place`. `allowed` is what UAX #14 says.
    fn seam(self, word: &[u8], place: usize, allowed: bool) -> Option<Seam> {
        let byte = |place: Option<usize>| place.and_then(|place| word.get(place)).copied().unwrap_or_default();
        let (earlier, before, after) = (byte(place.checked_sub(2)), byte(place.checked_sub(1)), byte(Some(place)));
        match self.kind {
            RunKind::Whole => None,
            RunKind::Word => {
                let breaks = allowed
                    && matches!(before, b'-' | b'/' | b'|')
                    && earlier.is_ascii_alphanumeric()
                    && place >= 3
                    && place + 2 <= word.len();
                breaks.then_some(Seam::Hyphen)
            }
            RunKind::Long => {
                let ends_part = matches!(
                    before,
                    b'/' | b'?' | b'&' | b'=' | b'-' | b'.' | b'_' | b'#' | b':' | b';' | b',' | b'+' | b'%' | b'|'
                );
                let starts_part = after.is_ascii_alphanumeric() || matches!(after, b'~' | b'(' | b'[' | b'{' | b'<');
                (ends_part && starts_part).then_some(Seam::Inside)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width, width).into_iter().map(|line| &text[line]).collect()
    }

    fn width(line: &str) -> usize {
        line.graphemes(true).map(UnicodeWidthStr::width).sum()
    }

    #[test]
    fn lines_are_evenly_filled_over_the_whole_paragraph() {
        // The first line has room for `up`, but then `a` would stand alone on the second.
        assert_eq!(lines("we put up a lighthouse", 10), ["we put", "up a", "lighthouse"]);
    }

    #[test]
    fn the_last_line_is_not_one_short_word() {
        assert_eq!(
            lines("The gulls were on the mole before the sun.", 38),
            ["The gulls were on the mole before", "the sun."]
        );
    }

    #[test]
    fn a_hyphenated_word_breaks_after_its_hyphen_but_options_and_short_halves_do_not() {
        assert_eq!(lines("a weather-beaten hull", 10), ["a weather-", "beaten", "hull"]);
        assert_eq!(lines("run it --quietly", 9), ["run it", "--quietly"]);
        assert_eq!(lines("send an e-mail", 10), ["send an", "e-mail"]);
    }

    #[test]
    fn an_address_stays_whole_if_it_can_and_breaks_between_its_parts_if_not() {
        let text = "log: https://harbour.example/logs/1911/lamp?page=2 ends";
        assert_eq!(lines(text, 46), ["log:", "https://harbour.example/logs/1911/lamp?page=2", "ends"]);
        assert_eq!(lines(text, 26), ["log: https://harbour.", "example/logs/1911/lamp?", "page=2 ends"]);
    }

    #[test]
    fn what_is_written_out_keeps_long_words_and_addresses_whole() {
        assert_eq!(
            wrap_whole("see https://harbour.example/lamp-log/1911 now", 12),
            ["see", "https://harbour.example/lamp-log/1911", "now"]
        );
        assert_eq!(
            wrap_whole("a fog-horn aaaaaaaaaaaaaaa 港口和灯塔", 8),
            ["a fog-", "horn", "aaaaaaaaaaaaaaa", "港口和灯", "塔"]
        );
        assert_eq!(wrap_whole(" lamp ", 12), ["lamp"]);
    }

    #[test]
    fn long_words_break_anywhere_but_in_a_grapheme() {
        assert_eq!(lines("aaaaaaaaaa", 4), ["aaaa", "aaaa", "aa"]);
        assert_eq!(lines("👩‍👩‍👧‍👦👩‍👩‍👧‍👦e\u{301}e\u{301}e\u{301}", 3), ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦", "e\u{301}e\u{301}e\u{301}"]);
        assert_eq!(lines("🇳🇴🇮🇸", 1), ["🇳🇴", "🇮🇸"]);
    }

    #[test]
    fn ideographs_break_between_each_other_but_not_before_their_punctuation() {
        assert_eq!(lines("港の灯台は、古い。", 4), ["港の", "灯台", "は、", "古", "い。"]);
    }

    #[test]
    fn marks_that_stand_alone_do_not_start_a_line() {
        assert_eq!(lines("Quel port ! Oui", 9), ["Quel", "port !", "Oui"]);
        assert_eq!(lines("the mole - old", 8), ["the", "mole -", "old"]);
        assert_eq!(lines("vu « ici » oui", 7), ["vu", "« ici »", "oui"]);
    }

    #[test]
    fn the_first_line_has_its_own_room_and_stays_empty_where_a_word_has_none() {
        assert_eq!(wrap("lamp oil", 4, 20), [0..4, 5..8]);
        assert_eq!(wrap("lamp oil", 3, 20), [0..0, 0..8]);
        assert_eq!(wrap("a b c d", 5, 1), [0..5, 6..7]);
    }

    #[test]
    fn spaces_around_are_in_no_line_and_those_between_are_kept() {
        assert_eq!(lines("  a  b  ", 9), ["a  b"]);
        assert_eq!(lines("   ", 9), [""]);
        assert_eq!(lines("", 1), [""]);
    }

    #[test]
    fn characters_of_known_width_have_it_and_are_graphemes_of_their_own() {
        let known: Vec<char> = ('\0'..='\u{FFFF}').filter(|&c| columns(c) > 0).collect();
        for &c in &known {
            assert_eq!(c.to_string().width(), columns(c) as usize, "{c:?}");
        }
        let all: String = known.iter().flat_map(|&c| [c, 'a', c]).collect();
        assert_eq!(all.graphemes(true).count(), known.len() * 3);
    }

    fn hostile() -> impl Strategy<Value = String> {
        let words = prop::sample::select(vec![
            "gull",
            "-",
            "harbour-master",
            "https://a.example/b/c?d=e&f",
            "灯台の光。",
            "👩‍👩‍👧‍👦",
            "🇳🇴🇮🇸",
            "e\u{301}\u{302}",
            "❤\u{FE0F}",
            "«",
            "»",
            "—",
            "x",
            " ",
            "  ",
            " ",
            " ",
            "\u{200B}",
            "\u{300}",
            "\u{A0}",
            "한국어",
            "ไทยแลนด์",
            "a|b/c",
            "…",
            "1,000.50",
        ]);
        prop::collection::vec(prop_oneof![9 => words.prop_map(str::to_owned), 1 => "\\PC{0,8}"], 0..40)
            .prop_map(|words| words.concat())
    }

    proptest! {
        #[test]
        fn every_word_is_kept_in_lines_that_have_room_for_it(text in hostile(), first in 1..90_usize, rest in 1..90_usize) {
            let lines = wrap(&text, first, rest);
            let mut end = 0;
            for (number, line) in lines.iter().enumerate() {
                prop_assert!(text[end..line.start].bytes().all(|byte| byte == b' '));
                let shown = &text[line.clone()];
                let room = if number == 0 { first } else { rest };
                prop_assert!(width(shown) <= room || shown.graphemes(true).count() == 1, "{shown:?} > {room}");
                prop_assert!(!shown.ends_with(' '));
                end = line.end;
            }
            prop_assert!(text[end..].bytes().all(|byte| byte == b' '));
            let boundaries: Vec<_> = text.grapheme_indices(true).map(|(place, _)| place).chain([text.len()]).collect();
            for line in &lines {
                prop_assert!(boundaries.contains(&line.start), "{:?} is cut at {}", text, line.start);
            }
        }
    }
}

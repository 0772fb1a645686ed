//! Text that is safe to show: the only type that may reach a screen, a pipe, a clipboard or a title.
//!
//! Strangers wrote everything in a thread. A control character could drive the terminal, a bidirectional override could
//! reverse a sentence, an invisible character could hide one word in another. The constructors let none of them through
//! and leave a visible mark in their place:
//!
//! | what | becomes |
//! | --- | --- |
//! | C0 controls and DEL | their picture: `␛` for ESC |
//! | C1 controls, bidi embeddings, overrides and isolates, tags, fillers, noncharacters | `�` |
//! | soft hyphens, zero-width spaces and joiners out of place, directional marks, byte-order marks | nothing |
//! | more than eight combining marks on one letter | the first eight and `�` |
//!
//! Joiners and variation selectors stay where scripts and emoji need them (Unicode 17, chapters 9, 12 and 23; UTS #51
//! for emoji sequences; UAX #9 and UTR #36 for the dangers of overrides).

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, Range};
use unicode_width::UnicodeWidthChar;

/// Text without anything that a terminal obeys or a reader cannot see.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Text(String);

/// A piece of a [`Text`], or a text of the program itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slice<'a>(&'a str);

/// Combining marks on one letter at most. Vietnamese needs two, polytonic Greek three, Hebrew four.
const MAX_MARKS: usize = 8;
/// Columns between tab stops.
const TAB_STOP: usize = 8;

const REPLACEMENT: char = '\u{FFFD}';

/// A text without the characters that only mark where a word may break: nobody sees them, and they would hide the word
/// from a search.
pub(crate) fn visible(raw: &str) -> Cow<'_, str> {
    if raw.is_ascii() || !raw.contains(is_hint) {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.chars().filter(|&c| !is_hint(c)).collect())
}

/// Whether a character only marks where a word may break.
pub(crate) fn is_hint(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

impl Text {
    /// Cleans a text for one line: line breaks and tabs become spaces.
    pub fn line(raw: &str) -> Self {
        let mut text = Self::default();
        text.push_line(raw);
        text
    }

    /// Cleans a text of several lines: every kind of line break becomes `\n`, and a tab becomes spaces up to the next
    /// tab stop, eight columns apart.
    pub fn block(raw: &str) -> Self {
        let mut text = Self::default();
        text.clean(raw, true);
        text
    }

    /// Cleans a text and appends it to this line.
    pub fn push_line(&mut self, raw: &str) {
        self.clean(raw, false);
    }

    /// Appends a text that is clean already.
    pub fn push(&mut self, more: Slice<'_>) {
        self.0.push_str(more.0);
    }

    /// The whole text as a slice.
    pub fn as_slice(&self) -> Slice<'_> {
        Slice(&self.0)
    }

    /// The bytes `range` of the text; empty if they are out of bounds or cut a character.
    pub fn slice(&self, range: Range<usize>) -> Slice<'_> {
        Slice(self.0.get(range).unwrap_or_default())
    }

    fn clean(&mut self, raw: &str, breaks: bool) {
        if raw.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            self.0.push_str(raw);
            return;
        }
        self.0.reserve(raw.len());
        let mut marks = 0;
        // `column` is the column of byte `counted`. Keeping it makes a line of nothing but tabs linear: nothing is
        // counted twice.
        let (mut column, mut counted) = (0, 0);
        let mut chars = raw.chars().peekable();
        while let Some(c) = chars.next() {
            let before = self.0.chars().next_back();
            match fate_of(c, before, chars.peek().copied()) {
                Fate::Keep if UnicodeWidthChar::width(c) == Some(0) => {
                    if before.is_none_or(|before| before == '\n') && !matches!(c, '\u{200D}' | '\u{FE0F}') {
                        self.0.push('◌');
                    }
                    marks += 1;
                    if marks <= MAX_MARKS {
                        self.0.push(c);
                    } else if marks == MAX_MARKS + 1 {
                        self.0.push(REPLACEMENT);
                    }
                    continue;
                }
                Fate::Keep => self.0.push(c),
                Fate::Mark(mark) => self.0.push(mark),
                Fate::MarkOnce(mark) if before == Some(mark) => {}
                Fate::MarkOnce(mark) => self.0.push(mark),
                Fate::Break if c == '\r' && chars.peek() == Some(&'\n') => {}
                Fate::Break => self.0.push(if breaks { '\n' } else { ' ' }),
                Fate::Tab if breaks => {
                    let mut uncounted = self.0.get(counted..).unwrap_or_default();
                    if let Some((_, line)) = uncounted.rsplit_once('\n') {
                        (uncounted, column) = (line, 0);
                    }
                    column += uncounted.chars().count();
                    let blanks = TAB_STOP - column % TAB_STOP;
                    self.0.extend(std::iter::repeat_n(' ', blanks));
                    (column, counted) = (column + blanks, self.0.len());
                }
                Fate::Tab => self.0.push(' '),
                Fate::Drop => continue,
            }
            marks = 0;
        }
    }
}

/// What becomes of a character when a text is cleaned.
enum Fate {
    Keep,
    Mark(char),
    /// One mark in place of a whole run of such characters.
    MarkOnce(char),
    Break,
    Tab,
    /// It is invisible and does nothing where it stands.
    Drop,
}

fn fate_of(c: char, before: Option<char>, after: Option<char>) -> Fate {
    match c {
        ' '..='~' => Fate::Keep,
        '\t' => Fate::Tab,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Break,
        '\0'..='\u{1F}' => Fate::Mark(char::from_u32(0x2400 + c as u32).unwrap_or(REPLACEMENT)),
        '\u{7F}' => Fate::Mark('␡'),
        '\u{80}'..='\u{9F}' => Fate::Mark(REPLACEMENT),
        '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{180E}' => Fate::Drop,
        '\u{200E}' | '\u{200F}' | '\u{61C}' => Fate::Drop,
        '\u{200C}' | '\u{200D}' if joins(before, after) => Fate::Keep,
        '\u{200C}' | '\u{200D}' => Fate::Drop,
        '\u{FE00}'..='\u{FE0F}' if before.is_some_and(takes_variation) => Fate::Keep,
        '\u{E0100}'..='\u{E01EF}' if before.is_some_and(is_ideograph) => Fate::Keep,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}' => Fate::MarkOnce(REPLACEMENT),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Fate::Mark(REPLACEMENT),
        // Invisible operators, deprecated format controls, fillers, and marks for layout engines only.
        '\u{2061}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{FFF0}'..='\u{FFFB}' => Fate::Mark(REPLACEMENT),
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{34F}' | '\u{17B4}' | '\u{17B5}' => {
            Fate::Mark(REPLACEMENT)
        }
        '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' => {
            Fate::Mark(REPLACEMENT)
        }
        '\u{FDD0}'..='\u{FDEF}' => Fate::Mark(REPLACEMENT),
        _ if c as u32 & 0xFFFE == 0xFFFE => Fate::Mark(REPLACEMENT),
        _ => Fate::Keep,
    }
}

/// Whether a joiner between these two does its job: it shapes Arabic and Indic letters, or joins two emoji into one.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let shaping = |c: char| matches!(c, '\u{600}'..='\u{109F}' | '\u{1780}'..='\u{18AF}' | '\u{A840}'..='\u{ABFF}');
    shaping(before) && shaping(after)
        || (is_pictograph(before) || before == '\u{FE0F}') && is_pictograph(after) && !matches!(after, '\u{FE0F}')
}

/// Whether a character may stand beside a joiner in an emoji sequence: pictographs, skin tones, and the arrows and
/// signs of UTS #51.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

fn takes_variation(c: char) -> bool {
    matches!(c, '#' | '*' | '0'..='9') || !c.is_ascii() && !c.is_whitespace() && !is_selector(c)
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

impl<'a> Slice<'a> {
    /// A text of the program itself.
    pub const fn fixed(text: &'static str) -> Slice<'static> {
        Slice(text)
    }

    /// The slice as a plain string.
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// The bytes `range` of the slice; empty if they are out of bounds or cut a character.
    #[must_use]
    pub fn slice(self, range: Range<usize>) -> Slice<'a> {
        Slice(self.0.get(range).unwrap_or_default())
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for Slice<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

impl<'a> From<&'a Text> for Slice<'a> {
    fn from(text: &'a Text) -> Self {
        text.as_slice()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(raw: &str) -> String {
        Text::line(raw).to_string()
    }

    #[test]
    fn escapes_and_controls_show_as_pictures() {
        assert_eq!(line("a\x1b[31mb\x07\0\x7f"), "a␛[31mb␇␀␡");
        assert_eq!(line("\u{9b}31m"), "\u{FFFD}31m");
    }

    #[test]
    fn bidi_overrides_and_tags_show_as_replacement_characters() {
        assert_eq!(line("user\u{202E}txt.exe"), "user\u{FFFD}txt.exe");
        assert_eq!(line("a\u{E0041}\u{E0042}b"), "a\u{FFFD}b");
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        assert_eq!(line("pass\u{200B}word Ser\u{AD}vice \u{FEFF}x"), "password Service x");
        assert_eq!(line("a\u{200D}b"), "ab");
        assert_eq!(line("e\u{200B}\u{301}"), "e\u{301}");
        assert_eq!(visible("Ser\u{AD}vice"), "Service");
        assert_eq!(visible("👩\u{200D}👧"), "👩\u{200D}👧");
    }

    #[test]
    fn joiners_stay_where_scripts_and_emoji_need_them() {
        for kept in ["👩‍👩‍👧‍👦", "🏳️‍🌈", "🤷‍♂️", "1️⃣", "❤️", "👍🏽", "می\u{200C}خواهم", "क्\u{200D}ष"]
        {
            assert_eq!(line(kept), kept);
        }
        assert_eq!(line("a\u{FE0F}"), "a\u{FFFD}");
    }

    #[test]
    fn piled_up_marks_are_cut() {
        assert_eq!(line(&format!("Z{}", "\u{301}".repeat(50))), format!("Z{}\u{FFFD}", "\u{301}".repeat(8)));
        assert_eq!(line("\u{301}x"), "◌\u{301}x");
    }

    #[test]
    fn a_line_has_no_breaks_and_a_block_has_one_kind() {
        assert_eq!(line("a\r\nb\tc"), "a b c");
        assert_eq!(Text::block("a\r\nb\rc\u{2028}d\te").to_string(), "a\nb\nc\nd       e");
    }

    #[test]
    fn tab_stops_are_counted_from_the_last_line_break_however_many_tabs_there_are() {
        assert_eq!(Text::block("ab\tc\td\n\te\r\n123\tf").to_string(), "ab      c       d\n        e\n123     f");
        // Counted anew for each tab, this would take a quarter of an hour.
        assert_eq!(Text::block(&"a\t".repeat(1 << 20)).len(), 8 << 20);
    }

    proptest! {
        #[test]
        fn nothing_unsafe_passes_and_cleaning_twice_changes_nothing(raw in r"[\PC\pC]{0,40}") {
            let once = Text::block(&raw);
            prop_assert!(once.chars().all(|c| c == '\n' || !c.is_control()));
            let invisible = ['\u{202E}', '\u{2066}', '\u{200B}', '\u{AD}', '\u{E0041}'];
            prop_assert!(!once.contains(invisible));
            prop_assert_eq!(Text::block(&once), once);
        }
    }
}

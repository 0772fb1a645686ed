//! Turns the bytes of the keyboard and the mouse into actions (xterm's ctlseqs: "PC-Style Function Keys", "Mouse
//! Tracking", "Bracketed Paste Mode"), and finds the terminal's answer among them ("Operating System Commands").

use super::background;
use crate::app::{Action, Code, Key, Mouse, MouseKind};

/// Turns bytes, in pieces of any size, into actions.
#[derive(Debug, Default)]
pub(super) struct Keyboard {
    /// The start of a sequence.
    waiting: Vec<u8>,
    /// The text so far of a paste that has not ended.
    paste: Option<Vec<u8>>,
    /// What was given up last: an answer may have begun with it.
    given_up: Vec<u8>,
    /// Whether the background is light, as the terminal has just said.
    is_light: Option<bool>,
}

/// The meaning of a piece of the input.
enum Step {
    /// This many bytes mean the action, or nothing.
    Whole(usize, Option<Action>),
    /// This many bytes begin a paste.
    Paste(usize),
    /// This many bytes say whether the background is light, if they say anything.
    Background(usize, Option<bool>),
    /// The rest has not come yet.
    Beginning,
}

const ESC: u8 = 0x1B;
const PASTE_END: &[u8] = b"\x1b[201~";
/// Bytes kept of a paste: more than any prompt takes.
const PASTE: usize = 1 << 16;
/// No known sequence is longer.
const LONGEST: usize = 64;
/// What stands before the colour of the background in the terminal's answer.
const ANSWER: &[u8] = b"\x1b]11;";
/// What no keys begin with.
const ANSWERING: &[u8] = b"\x1b]1";

impl Keyboard {
    /// Takes bytes and returns their actions.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<Action> {
        let mut actions = Vec::new();
        let before = std::mem::take(&mut self.given_up);
        if before.iter().chain(bytes).take(ANSWER.len()).eq(ANSWER) && self.waiting.is_empty() {
            // The line was slow: what was taken for a key began an answer.
            self.waiting = before;
        }
        self.waiting.extend_from_slice(bytes);
        let all = std::mem::take(&mut self.waiting);
        let mut rest = all.as_slice();
        while !rest.is_empty() {
            if let Some(paste) = &mut self.paste {
                let Some((taken, text)) = pasted(paste, rest) else { return actions };
                rest = rest.get(taken..).unwrap_or_default();
                self.paste = None;
                actions.push(Action::Paste(text));
                continue;
            }
            let taken = match step(rest) {
                Step::Whole(taken, action) => {
                    actions.extend(action);
                    taken
                }
                Step::Paste(taken) => {
                    self.paste = Some(Vec::new());
                    taken
                }
                Step::Background(taken, is_light) => {
                    self.is_light = is_light.or(self.is_light);
                    taken
                }
                Step::Beginning => {
                    rest.clone_into(&mut self.waiting);
                    return actions;
                }
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
        actions
    }

    /// Whether the last bytes may begin a key's sequence. If nothing follows soon, [give up](Self::give_up) on it. The
    /// rest of an answer may take as long as it wants.
    pub(super) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty() && !self.waiting.starts_with(ANSWERING)
    }

    /// Whether the background is light, if the terminal has said so since this was last asked.
    pub(super) fn background(&mut self) -> Option<bool> {
        self.is_light.take()
    }

    /// Takes the waiting bytes as they are: an escape alone is the Esc key.
    pub(super) fn give_up(&mut self) -> Option<Action> {
        let waiting = std::mem::take(&mut self.waiting);
        self.given_up.clone_from(&waiting);
        match waiting.as_slice() {
            [ESC] => Some(Action::Key(Key::plain(Code::Esc))),
            [ESC, byte] => Some(Action::Key(Key { alt: true, ..Key::plain(Code::Char(char::from(*byte))) })),
            _ => None,
        }
    }
}

/// Adds bytes to a paste. At its end, returns the number of these bytes that belong to it, and its text.
fn pasted(paste: &mut Vec<u8>, bytes: &[u8]) -> Option<(usize, String)> {
    let before = paste.len();
    paste.extend_from_slice(bytes);
    // The end mark may have begun in earlier bytes.
    let from = before.saturating_sub(PASTE_END.len() - 1);
    let found = paste.get(from..)?.windows(PASTE_END.len()).position(|window| window == PASTE_END);
    if let Some(at) = found {
        let text = paste.get(..from + at).unwrap_or_default();
        let text = text.get(..PASTE).unwrap_or(text);
        return Some((from + at + PASTE_END.len() - before, String::from_utf8_lossy(text).into_owned()));
    }
    if paste.len() > 2 * PASTE {
        paste.drain(PASTE..paste.len() - PASTE_END.len());
    }
    None
}

/// The meaning of the first bytes.
fn step(bytes: &[u8]) -> Step {
    match bytes {
        [] | [ESC] | [ESC, b'O'] => Step::Beginning,
        // An escape before another is a key of its own.
        [ESC, ESC, ..] => Step::Whole(1, Some(Action::Key(Key::plain(Code::Esc)))),
        [ESC, b'[', rest @ ..] => control_sequence(rest),
        [ESC, b']', rest @ ..] => answer(bytes, rest),
        [ESC, b'O', byte, ..] => Step::Whole(3, arrow(*byte).map(Key::plain).map(Action::Key)),
        [ESC, rest @ ..] => match character(rest) {
            Step::Whole(taken, Some(Action::Key(key))) => {
                Step::Whole(taken + 1, Some(Action::Key(Key { alt: true, ..key })))
            }
            Step::Whole(taken, action) => Step::Whole(taken + 1, action),
            other => other,
        },
        _ => character(bytes),
    }
}

/// The meaning of what follows `ESC [`.
fn control_sequence(rest: &[u8]) -> Step {
    match rest {
        // Function keys of the Linux console and mouse reports in the old form have no meaning here.
        [b'[', _, ..] => return Step::Whole(4, None),
        [b'[' | b'M'] => return Step::Beginning,
        [b'M', report @ ..] => return if report.len() < 3 { Step::Beginning } else { Step::Whole(6, None) },
        _ => {}
    }
    let Some(length) = rest.iter().position(|byte| !matches!(byte, 0x20..=0x3F)) else {
        return if rest.len() > LONGEST { Step::Whole(rest.len() + 2, None) } else { Step::Beginning };
    };
    let (Some(parameters), Some(&last)) = (rest.get(..length), rest.get(length)) else { return Step::Beginning };
    if !matches!(last, 0x40..=0x7E) {
        return Step::Whole(length + 2, None);
    }
    let taken = length + 3;
    if let Some(report) = parameters.strip_prefix(b"<") {
        return Step::Whole(taken, mouse(&numbers(report), last).map(Action::Mouse));
    }
    let numbers = numbers(parameters);
    let number = |at: usize| numbers.get(at).copied().unwrap_or(0);
    if last == b'~' && number(0) == 200 {
        return Step::Paste(taken);
    }
    let code = match last {
        b'~' => match number(0) {
            1 | 7 => Some(Code::Home),
            4 | 8 => Some(Code::End),
            3 => Some(Code::Delete),
            5 => Some(Code::PageUp),
            6 => Some(Code::PageDown),
            _ => None,
        },
        b'Z' => Some(Code::BackTab),
        // A key by its number: some terminals send keys without a classic sequence like this.
        b'u' => match number(0) {
            9 => Some(Code::Tab),
            13 => Some(Code::Enter),
            27 => Some(Code::Esc),
            127 => Some(Code::Backspace),
            number => char::from_u32(number).filter(|char| !char.is_control()).map(Code::Char),
        },
        other => arrow(other),
    };
    // The parameter is 1 plus the sum of Shift 1, Alt 2, Control 4.
    let held = number(1).saturating_sub(1);
    let key = |code| Action::Key(Key { code, ctrl: held & 4 != 0, alt: held & 2 != 0 });
    Step::Whole(taken, code.map(key))
}

/// The meaning of bytes that begin with `ESC ]` and this rest.
fn answer(bytes: &[u8], rest: &[u8]) -> Step {
    if rest.is_empty() || ANSWER.starts_with(bytes) {
        return Step::Beginning;
    }
    let Some(colour) = bytes.strip_prefix(ANSWER) else {
        return Step::Whole(2, Some(Action::Key(Key { alt: true, ..Key::plain(Code::Char(']')) })));
    };
    let is_of_colour = |byte: &u8| byte.is_ascii_hexdigit() || b"rg:/".contains(byte);
    let length = colour.iter().take(LONGEST).take_while(|byte| is_of_colour(byte)).count();
    let (colour, end) = colour.split_at(length);
    let taken = ANSWER.len() + length;
    match end {
        [0x07 | 0x9C, ..] => Step::Background(taken + 1, background::is_light(colour)),
        [ESC, b'\\', ..] => Step::Background(taken + 2, background::is_light(colour)),
        [] | [ESC] if length < LONGEST => Step::Beginning,
        // It breaks off.
        _ => Step::Whole(taken, None),
    }
}

/// The key of a sequence with this last byte.
fn arrow(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'M' => Code::Enter,
        _ => return None,
    })
}

/// The numbers between semicolons; 0 for missing and absurd ones.
fn numbers(parameters: &[u8]) -> Vec<u32> {
    let number = |digits: &[u8]| std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0);
    parameters.split(|&byte| byte == b';').map(number).collect()
}

/// A mouse report. Terminals count from 1, but some have sent 0.
fn mouse(numbers: &[u32], last: u8) -> Option<Mouse> {
    let &[button, x, y] = numbers else { return None };
    let kind = match (button & 0b1100_0011, button & 32 != 0, last) {
        (64, _, b'M') => MouseKind::WheelUp,
        (65, _, b'M') => MouseKind::WheelDown,
        (0, true, b'M') => MouseKind::Drag,
        (0, false, b'M') => MouseKind::Press,
        (0, _, b'm') => MouseKind::Release,
        _ => return None,
    };
    let place = |from_one: u32| u16::try_from(from_one.saturating_sub(1)).unwrap_or(u16::MAX);
    Some(Mouse { kind, x: place(x), y: place(y) })
}

/// A character, or a key that sends one control byte.
fn character(bytes: &[u8]) -> Step {
    let Some(&first) = bytes.first() else { return Step::Beginning };
    let code = match first {
        b'\r' => Code::Enter,
        b'\t' => Code::Tab,
        0x7F => Code::Backspace,
        0x00 => return control(' '),
        0x01..=0x1A => return control(char::from(first - 1 + b'a')),
        0x1B..=0x1F => return control(char::from(first - 0x1C + b'4')),
        0x20..=0x7E => Code::Char(char::from(first)),
        0x80.. => return beyond_ascii(bytes),
    };
    Step::Whole(1, Some(Action::Key(Key::plain(code))))
}

fn control(char: char) -> Step {
    Step::Whole(1, Some(Action::Key(Key { ctrl: true, ..Key::plain(Code::Char(char)) })))
}

fn beyond_ascii(bytes: &[u8]) -> Step {
    let piece = bytes.get(..4).unwrap_or(bytes);
    let valid = match std::str::from_utf8(piece) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            piece.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok()).unwrap_or_default()
        }
        Err(error) => return error.error_len().map_or(Step::Beginning, |wrong| Step::Whole(wrong, None)),
    };
    match valid.chars().next() {
        // The C1 controls are no keys.
        Some(char) if char.is_control() => Step::Whole(char.len_utf8(), None),
        Some(char) => Step::Whole(char.len_utf8(), Some(Action::Key(Key::plain(Code::Char(char))))),
        None => Step::Whole(1, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(action: &Action) -> String {
        match action {
            Action::Key(key) => key.to_string(),
            Action::Paste(text) => format!("paste {text:?}"),
            Action::Mouse(Mouse { kind, x, y }) => format!("{kind:?} {x},{y}"),
            other => format!("{other:?}"),
        }
    }

    fn taken(bytes: impl AsRef<[u8]>) -> String {
        let mut keyboard = Keyboard::default();
        let mut actions = keyboard.take(bytes.as_ref());
        actions.extend(keyboard.give_up());
        actions.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn characters_and_controls_are_keys() {
        assert_eq!(taken("jZ é漢"), "j Z Space é 漢");
        assert_eq!(taken("\r\t\x7f\x04\x1a\x00\x1c"), "Enter Tab Backspace Ctrl-d Ctrl-z Ctrl-Space Ctrl-4");
    }

    #[test]
    fn sequences_are_keys() {
        assert_eq!(taken("\x1b[A\x1b[B\x1bOC\x1bOD"), "Up Down Right Left");
        assert_eq!(taken("\x1b[H\x1b[4~\x1b[5~\x1b[6~\x1b[3~\x1b[Z"), "Home End PgUp PgDn Delete S-Tab");
        assert_eq!(taken("\x1b[1;5C\x1b[1;3D\x1bx\x1bé"), "Ctrl-Right Alt-Left Alt-x Alt-é");
        assert_eq!(taken("\x1b[27u\x1b[99;5u"), "Esc Ctrl-c");
    }

    #[test]
    fn an_escape_that_nothing_follows_is_a_key() {
        let mut keyboard = Keyboard::default();
        assert!(keyboard.take(b"\x1b").is_empty() && keyboard.is_waiting());
        assert_eq!(shown(&keyboard.give_up().unwrap()), "Esc");
        assert_eq!(taken("\x1b\x1b[A"), "Esc Up");
        assert_eq!(taken("\x1b["), "Alt-[");
    }

    #[test]
    fn the_mouse_counts_from_nought_and_a_report_of_nought_is_the_edge() {
        assert_eq!(taken("\x1b[<0;12;3M\x1b[<32;13;3M\x1b[<0;13;3m"), "Press 11,2 Drag 12,2 Release 12,2");
        assert_eq!(taken("\x1b[<64;1;1M\x1b[<65;1;1M\x1b[<2;1;1M"), "WheelUp 0,0 WheelDown 0,0");
        assert_eq!(taken("\x1b[<0;0;0M\x1b[<0;99999999;4M"), "Press 0,0 Press 65535,3");
        assert_eq!(taken("\x1b[<0;99999999999999;4M\x1b[<0M"), "Press 0,3");
    }

    #[test]
    fn a_paste_is_one_text_whatever_is_in_it() {
        assert_eq!(taken("a\x1b[200~q\nj\x1b[A\x1b[201~b"), "a paste \"q\\nj\\u{1b}[A\" b");
        let long = format!("\x1b[200~{}\x1b[201~j", "x".repeat(5 * PASTE));
        let mut keyboard = Keyboard::default();
        let actions: Vec<_> = long.as_bytes().chunks(1000).flat_map(|chunk| keyboard.take(chunk)).collect();
        assert_eq!(shown(&actions[0]).len(), "paste \"\"".len() + PASTE);
        assert_eq!(shown(&actions[1]), "j");
    }

    #[test]
    fn what_is_unknown_is_passed_over_whole() {
        assert_eq!(taken("\x1b[?62;22cj\x1b[Ij\x1b[[Aj\x1b[M !!j\x1b[15~j"), "j j j j j");
        assert_eq!(taken(b"\xff\xfej\xc2\x9bj"), "j j");
        assert_eq!(taken("\x1b[12\x1b[Aj"), "Up j");
    }

    #[test]
    fn the_answer_about_the_background_is_no_key_however_it_comes() {
        for (end, colour, is_light) in [("\x07", "ffff/ffff/ffff", true), ("\x1b\\", "0000/0000/0000", false)] {
            let answer = format!("j\x1b]11;rgb:{colour}{end}k");
            for size in 1..answer.len() {
                let mut keyboard = Keyboard::default();
                let mut keys = Vec::new();
                for piece in answer.as_bytes().chunks(size) {
                    keys.extend(keyboard.take(piece));
                }
                assert_eq!(keys.iter().map(shown).collect::<String>(), "jk", "{size}");
                assert_eq!(keyboard.background(), Some(is_light), "{size}");
                assert_eq!(keyboard.background(), None, "told once");
            }
        }
    }

    #[test]
    fn an_answer_that_comes_in_pieces_over_a_slow_line_types_nothing() {
        let answer = "\x1b]11;rgb:ffff/ffff/ffff\x07";
        for cut in 1..answer.len() {
            let mut keyboard = Keyboard::default();
            let (first, rest) = answer.split_at(cut);
            let mut keys = keyboard.take(first.as_bytes());
            if keyboard.is_waiting() {
                keys.extend(keyboard.give_up());
            }
            keys.extend(keyboard.take(rest.as_bytes()));
            let keys: Vec<_> = keys.iter().map(shown).collect();
            assert!(keys.is_empty() || keys == ["Esc"] || keys == ["Alt-]"], "{cut}: {keys:?}");
            assert_eq!(keyboard.background(), Some(true), "{cut}");
        }
    }

    #[test]
    fn what_only_resembles_an_answer_leaves_the_keys_after_it() {
        assert_eq!(taken("\x1b]j"), "Alt-] j");
        assert_eq!(taken("\x1b]"), "Alt-]");
        assert_eq!(taken("\x1b]11;rgb:ffjq"), "j q");
        assert_eq!(taken("\x1b]11;rgb:ff\x1b[A"), "Up");
        assert_eq!(taken("\x1b]11;nonsense\x07j"), "n o n s e n s e Ctrl-g j");
    }

    proptest! {
        #[test]
        fn pieces_mean_what_the_whole_means(
            parts in prop::collection::vec(
                prop::sample::select(vec!["j", "é", "\x1b[A", "\x1b[1;5C", "\x1b[<0;3;4M", "\x1b[200~a\nb\x1b[201~", "\x1bx", "\x1b]11;rgb:0/f/0\x07"]),
                0..12,
            ),
            size in 1_usize..7,
        ) {
            let whole = parts.concat();
            let mut keyboard = Keyboard::default();
            let pieces: Vec<_> = whole.as_bytes().chunks(size).flat_map(|piece| keyboard.take(piece)).collect();
            prop_assert_eq!(pieces.iter().map(shown).collect::<Vec<_>>().join(" "), taken(&whole));
            prop_assert!(!keyboard.is_waiting());
        }

        #[test]
        fn any_bytes_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..200), size in 1_usize..9) {
            let mut keyboard = Keyboard::default();
            for piece in bytes.chunks(size) {
                keyboard.take(piece);
                prop_assert!(keyboard.waiting.len() <= LONGEST + 16);
            }
        }
    }
}

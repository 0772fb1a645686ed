//! What a program writes to its terminal, taken apart: text, and the sequences that are allowed in it.

use super::sample::tricks;

/// What the program put into the window's title and the clipboard.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) titles: Vec<String>,
    pub(super) copies: Vec<String>,
}

/// Modes that the program switches, and no others.
const MODES: &[&str] = &["25", "1000", "1002", "1006", "1049", "2004", "2026"];

/// Checks that a stream holds nothing but clean text and the sequences that the program itself needs.
///
/// Sequences that a thread brings would be among them too, were they not made of other parameters.
pub(super) fn check(raw: &[u8]) -> Sent {
    let text = std::str::from_utf8(raw).expect("the program writes UTF-8");
    let mut sent = Sent::default();
    let mut rest = text;
    while let Some(at) = rest.find('\x1b') {
        clean(&rest[..at]);
        rest = &rest[at + 1..];
        let taken = match rest.chars().next() {
            Some('[') => control(rest),
            Some(']') => operating_system(rest, &mut sent),
            other => panic!("an escape before {other:?}: {:?}", beginning(rest)),
        };
        rest = &rest[taken..];
    }
    clean(rest);
    sent
}

/// Checks that a text holds no control and no trick.
pub(super) fn clean(text: &str) {
    let bad = text.chars().find(|&char| char.is_control() || tricks().any(|trick| trick == char));
    assert_eq!(bad, None, "in {text:?}");
}

fn beginning(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A sequence that begins with `[`: its length.
fn control(rest: &str) -> usize {
    let end = 1 + rest[1..].find(|char: char| matches!(char, '@'..='~')).expect("a sequence that ends");
    let (parameters, last) = (&rest[1..end], &rest[end..=end]);
    let is_known = match last {
        "h" | "l" => parameters.strip_prefix('?').is_some_and(|mode| MODES.contains(&mode)),
        "H" | "m" => parameters.chars().all(|char| char.is_ascii_digit() || char == ';'),
        "C" | "X" => parameters.chars().all(|char| char.is_ascii_digit()),
        "J" => parameters == "2",
        "t" => parameters == "22;0" || parameters == "23;0",
        // What every terminal answers: the end of the question for its background.
        "c" => parameters.is_empty(),
        _ => false,
    };
    assert!(is_known, "ESC {:?}", &rest[..=end]);
    end + 1
}

/// A sequence that begins with `]`: its length.
fn operating_system(rest: &str, sent: &mut Sent) -> usize {
    let end = rest.find(['\x07', '\x1b']).expect("a sequence that ends");
    let body = &rest[1..end];
    if let Some(title) = body.strip_prefix("0;") {
        clean(title);
        sent.titles.push(title.to_owned());
    } else if let Some(copy) = body.strip_prefix("52;c;") {
        sent.copies.push(from_base64(copy));
    } else if let Some(link) = body.strip_prefix("8;") {
        let is_end = link == ";";
        let is_start = || {
            let (mark, address) = link.strip_prefix("id=")?.split_once(';')?;
            let is_known = ["http://", "https://", "mailto:", "gemini://", "gopher://"]
                .iter()
                .any(|scheme| address.starts_with(scheme));
            let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic());
            Some(is_known && is_plain && !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_hexdigit()))
        };
        assert!(is_end || is_start() == Some(true), "ESC {:?}", beginning(rest));
    } else {
        assert_eq!(body, "11;?", "ESC {:?}", beginning(rest));
    }
    let terminator = if rest[end..].starts_with("\x1b\\") { 2 } else { 1 };
    assert!(terminator == 2 || rest[end..].starts_with('\x07'), "ESC {:?} is not closed", beginning(rest));
    end + terminator
}

/// Decodes base64 (RFC 4648).
fn from_base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for digit in text.trim_end_matches('=').bytes() {
        let value = DIGITS.iter().position(|&known| known == digit).expect("a digit of base64");
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).unwrap());
        }
    }
    String::from_utf8(bytes).expect("a copy is UTF-8")
}

#[test]
fn sequences_that_the_program_does_not_use_are_found() {
    for bad in ["\x1b[31q", "\x1b]2;title\x07", "\x1bc", "a\x07", "a\u{9b}2J", "\x1b[?7l", "a\u{202E}", "\x1b[6n", "\r"]
    {
        assert!(std::panic::catch_unwind(|| check(bad.as_bytes())).is_err(), "{bad:?}");
    }
    let sent = check(b"\x1b[?25l\x1b]0;The pier\x07\x1b]52;c;cGllcg==\x1b\\\x1b[1;38;5;7mtext");
    assert_eq!((sent.titles, sent.copies), (vec!["The pier".to_owned()], vec!["pier".to_owned()]));
}

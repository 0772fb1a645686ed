//! Decodes pages as browsers do: by byte-order mark, by the bytes themselves, by the page's declaration.
//!
//! Valid UTF-8 is decoded as UTF-8 whatever the page declares, because declarations are wrong far more often. Otherwise
//! the declaration decides, and without one, chardetng guesses.

use crate::thread::Notice;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// How far into a page a declaration is searched. Browsers search 1 KiB, and again while parsing.
const DECLARED_WITHIN: usize = 16 << 10;
/// Bytes used for a guess.
const GUESSED_FROM: usize = 64 << 10;

/// The text of a page, and a notice about its characters if the reader needs one.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<Notice>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0;
        return (text, None);
    }
    if let Some(encoding) = wide(bytes) {
        return (encoding.decode_without_bom_handling(bytes).0, None);
    }
    let declared = declaration(bytes);
    if declared == Some(ISO_2022_JP) {
        return (ISO_2022_JP.decode_without_bom_handling(bytes).0, None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let encoding = match declared {
        Some(encoding) if encoding != UTF_8 => encoding,
        _ if is_nearly_utf_8(bytes) => UTF_8,
        _ => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
            detector.feed(bytes.get(start..).unwrap_or_default().get(..GUESSED_FROM).unwrap_or(bytes), true);
            let guess = detector.guess(None, Utf8Detection::Deny);
            let notice = format!("neither UTF-8 nor declared: read as {}, which is a guess", guess.name());
            return (guess.decode_without_bom_handling(bytes).0, Some(Notice::new(notice)));
        }
    };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let notice = broken.then(|| {
        let count = text.matches('\u{FFFD}').count();
        let what = if count == 1 { "a broken character".to_owned() } else { format!("{count} broken characters") };
        Notice::new(format!("{what} in {}, shown as �", encoding.name()))
    });
    (text, notice)
}

/// The encoding that a page declares in a `<meta>` or an XML declaration.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARED_WITHIN).unwrap_or(bytes);
    let mut rest = head;
    while let Some(place) = find_charset(rest) {
        let (before, after) = rest.split_at_checked(place)?;
        let after = after.get(7..)?;
        let in_tag = memchr::memrchr(b'<', before).and_then(|start| before.get(start + 1..)).is_some_and(|tag| {
            let name = tag.get(..4).unwrap_or_default();
            name.eq_ignore_ascii_case(b"meta") || tag.starts_with(b"?xml")
        });
        let value: Vec<u8> = after
            .trim_ascii_start()
            .strip_prefix(b"=")
            .unwrap_or_default()
            .trim_ascii_start()
            .iter()
            .copied()
            .skip_while(|byte| matches!(byte, b'"' | b'\''))
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
            .take(40)
            .collect();
        if in_tag && let Some(encoding) = Encoding::for_label(&value) {
            // A declaration that could be read so far is not in UTF-16.
            return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
        }
        rest = after;
    }
    None
}

/// The place of the next `charset`, or of the `encoding` in an XML declaration.
fn find_charset(bytes: &[u8]) -> Option<usize> {
    bytes.windows(7).position(|word| word.eq_ignore_ascii_case(b"charset") || word == b"ncoding")
}

/// Whether only few of the non-ASCII characters are broken.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken * 4 <= sound
}

/// The variant of UTF-16 that a page without a byte-order mark uses.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.get(..4)? {
        [b'<', 0, _, 0] => Some(UTF_16LE),
        [0, b'<', 0, _] => Some(UTF_16BE),
        _ => None,
    }
}

/// The beginning of a page as text, accurate enough for recognition.
pub(super) fn beginning(head: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return encoding.decode_without_bom_handling(head.get(mark..).unwrap_or_default()).0;
    }
    match wide(head) {
        Some(encoding) => encoding.decode_without_bom_handling(head).0,
        None => match std::str::from_utf8(head) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(head).0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Option<String>) {
        let (text, notice) = decode(bytes);
        (text.into_owned(), notice.map(|notice| notice.to_string()))
    }

    #[test]
    fn a_declared_charset_is_believed_where_the_page_is_not_utf_8() {
        let page = b"<meta charset=windows-1251><p>\xCC\xE0\xFF\xEA";
        assert_eq!(decoded(page), ("<meta charset=windows-1251><p>Маяк".to_owned(), None));
        let page = b"<META http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>caf\xE9";
        assert!(decoded(page).0.ends_with("café"));
        let page = "<meta charset=iso-8859-1><p>café".as_bytes();
        assert!(decoded(page).0.ends_with("café"), "valid UTF-8 is UTF-8");
    }

    #[test]
    fn a_wrong_declaration_of_utf_8_is_mended() {
        let (text, notice) = decoded(b"<meta charset=utf-8><p>Un caf\xE9 sur le quai, d\xE9j\xE0 ferm\xE9");
        assert!(text.ends_with("Un café sur le quai, déjà fermé"));
        assert_eq!(notice.unwrap(), "neither UTF-8 nor declared: read as windows-1252, which is a guess");
        let (text, notice) =
            decoded("<p>café déjà fermé à la côte ".bytes().chain([0xFF]).collect::<Vec<_>>().as_slice());
        assert!(text.ends_with('\u{FFFD}'));
        assert_eq!(notice.unwrap(), "a broken character in UTF-8, shown as �");
    }

    #[test]
    fn utf_16_is_known_with_and_without_its_mark() {
        let bytes: Vec<u8> = "<p>Маяк".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&bytes).0, "<p>Маяк");
        let marked: Vec<u8> = [0xFF, 0xFE].into_iter().chain(bytes).collect();
        assert_eq!(decoded(&marked).0, "<p>Маяк");
    }
}

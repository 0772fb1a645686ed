//! Decodes text in the charset that a message declares, or another if it declares none or a wrong one.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use mailparse::body::Body;
use mailparse::parse_content_type;

/// Bytes that a guess is made from: it examines each about twenty times.
const GUESSED_FROM: usize = 64 << 10;

/// The text of bytes in a charset, if that is known and plausible.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> String {
    let label = label.map(str::trim).unwrap_or_default();
    if label.eq_ignore_ascii_case("utf-7") {
        let kind = parse_content_type("text/plain; charset=utf-7");
        if let Body::SevenBit(body) = Body::new(bytes, &kind, &None) {
            return body.get_as_string().unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned());
        }
    }
    let named = Encoding::for_label(label.as_bytes());
    // What claims to be ASCII and is not may be anything.
    let named = named.filter(|_| !label.eq_ignore_ascii_case("us-ascii") && !label.eq_ignore_ascii_case("ascii"));
    match named {
        Some(encoding) if encoding != UTF_8 => encoding.decode(bytes).0.into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => guess(bytes).decode(bytes).0.into_owned(),
        },
    }
}

/// The charset of bytes that are not all UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if broken * 4 <= sound {
        return UTF_8;
    }
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
    let end = (start + GUESSED_FROM).min(bytes.len());
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = bytes.get(start.saturating_sub(64)..end).unwrap_or_default();
    // A few letters do not distinguish a charset from Western European ones.
    if sample.iter().filter(|byte| !byte.is_ascii()).count() < 3 {
        return WINDOWS_1252;
    }
    detector.feed(sample, end == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charset_that_is_named_is_used() {
        assert_eq!(decode(b"\xEA\xE0\xEF\xE8\xF2\xE0\xED", Some("windows-1251")), "капитан");
        assert_eq!(decode(b"\x1B$B9A\x1B(B", Some("ISO-2022-JP")), "港");
        assert_eq!(decode(b"M+AOQ-ra", Some("utf-7")), "Mära");
    }

    #[test]
    fn a_charset_that_is_missing_or_wrong_is_guessed() {
        assert_eq!(decode("Mära".as_bytes(), None), "Mära");
        assert_eq!(decode("Mära".as_bytes(), Some("x-unknown")), "Mära");
        assert_eq!(decode(b"M\xE4ra", Some("us-ascii")), "Mära");
        assert_eq!(decode(b"M\xE4ra", Some("utf-8")), "Mära");
    }
}

//! Kinds of files that are known but not read, with a message that says what to do instead.

use super::charset::wide;
use super::packed::Packing;

/// A kind of file that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// What it is; follows the file's name and a colon.
    pub(super) what: &'static str,
    /// A way to read it all the same; `%` stands for its name.
    pub(super) hint: Option<&'static str>,
}

impl Kind {
    /// Binary data of an unknown kind.
    pub(super) const UNKNOWN: Self =
        with_hint_of("expected text, found binary data", "to see it as text: threadle -f text %");
    /// Files in one file, mostly compressed.
    pub(super) const TAR: Self = with_hint_of("a tar archive", "unpack it and open the directory: tar -xf %");
}

/// Kinds by their first bytes.
const BINARY: &[(&[u8], Kind)] = &[
    (b"%PDF-", with_hint_of("a PDF document", "pdftotext -layout % - | threadle")),
    (b"PK\x03\x04", Kind { what: "a ZIP archive or an office document", hint: None }),
    (b"7z\xBC\xAF\x27\x1C", with_hint_of("a 7z archive", "7z x -so % | threadle")),
    (b"\x1F\x9D", with_hint_of("compressed in a way that is not read", "uncompress -c % | threadle")),
    (b"\x04\x22\x4D\x18", with_hint_of("compressed with lz4, which is not read", "lz4 -dc % | threadle")),
    (b"\x89PNG", Kind { what: "a PNG image", hint: None }),
    (b"\xFF\xD8\xFF", Kind { what: "a JPEG image", hint: None }),
    (b"GIF8", Kind { what: "a GIF image", hint: None }),
    (b"SQLite format 3\0", Kind { what: "an SQLite database", hint: None }),
];

const fn with_hint_of(what: &'static str, hint: &'static str) -> Kind {
    Kind { what, hint: Some(hint) }
}

/// The offset at which a tar archive identifies itself.
const TAR_MARK: usize = 257;

const XML: Kind =
    with_hint_of("XML, but neither a feed nor an export with comments", "to see it as text: threadle -f text %");

/// Bytes that are examined.
const LOOKED_AT: usize = 8 << 10;

/// The kind of an input that is no text. `None` if it may be text.
pub(super) fn binary(head: &[u8]) -> Option<Kind> {
    if let Some((_, kind)) = BINARY.iter().find(|(mark, _)| head.starts_with(mark)) {
        return Some(*kind);
    }
    if head.get(TAR_MARK..).is_some_and(|rest| rest.starts_with(b"ustar")) {
        return Some(Kind::TAR);
    }
    if Packing::of(head).is_some() {
        return Some(Kind { what: "an archive in an archive in an archive", hint: None });
    }
    let head = head.get(..LOOKED_AT).unwrap_or(head);
    let has_mark = encoding_rs::Encoding::for_bom(head).is_some();
    let controls = head.iter().filter(|byte| is_odd_control(**byte)).count();
    (!has_mark && wide(head).is_none() && controls > (head.len() / 32).max(1)).then_some(Kind::UNKNOWN)
}

/// Whether a byte is a control character that text hardly ever has. Terminal recordings have ESC and backspace.
fn is_odd_control(byte: u8) -> bool {
    matches!(byte, 0..=6 | 14..=26 | 28..=31)
}

/// The kind of a text whose format is known but not read.
pub(super) fn text(head: &[u8]) -> Option<Kind> {
    let start = head.trim_ascii_start();
    let opens = |tag: &[u8]| start.get(..tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag));
    opens(b"<?xml").then_some(XML)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_data_is_told_from_text() {
        assert_eq!(binary(b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"), Some(Kind::UNKNOWN));
        assert_eq!(binary(b"\x04\x22\x4D\x18").and_then(|kind| kind.hint), Some("lz4 -dc % | threadle"));
        assert_eq!(binary("The lamp\n\x1b[1mwas\x1b[0m never 港".as_bytes()), None);
        assert_eq!(binary(b"The lamp \0"), None, "one of them is an accident, however short the text");
        assert_eq!(binary(b"\xFF\xFET\0h\0e\0"), None, "UTF-16");
    }
}

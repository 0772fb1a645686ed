//! Decodes text as it comes, in the charset of its byte-order mark, of its own bytes, or of a guess.
//!
//! ASCII alone needs no decision. The first other byte decides, with what is visible from there on: valid UTF-8 is
//! UTF-8, otherwise an XML declaration is believed, and without one chardetng guesses.

use super::Watch;
use super::bytes::Bytes;
use crate::source::read_buffered;
use crate::thread::{Notice, Place};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, BufRead, Read};

/// Bytes of decoded text at most.
const READY: usize = 128 << 10;
/// Bytes that a guess is made from: it examines each about twenty times.
const GUESSED_FROM: usize = 64 << 10;

/// An input as UTF-8, without a byte-order mark.
pub(super) struct Decoded<'w> {
    bytes: Bytes<'w>,
    charset: Charset,
    ready: Vec<u8>,
    start: usize,
    end: usize,
    /// The charset that an XML declaration names.
    declared: Option<&'static Encoding>,
    guess: Option<(u64, &'static Encoding)>,
    /// The offset of the first broken character, and the number of broken ones.
    broken: Option<(u64, u64)>,
}

/// The first bytes of an input as UTF-8.
pub(super) fn beginning(head: &[u8]) -> io::Result<Vec<u8>> {
    let watch = Watch::default();
    Decoded::new(Bytes::new(Box::new(head), &watch)).fill_buf().map(<[u8]>::to_vec)
}

enum Charset {
    /// Nothing was examined yet.
    Unseen,
    /// Only ASCII so far.
    Ascii,
    Known(Decoder),
    /// The input is decoded to its end.
    Done,
}

impl<'w> Decoded<'w> {
    pub(super) fn new(bytes: Bytes<'w>) -> Self {
        let ready = Vec::new();
        Self { bytes, charset: Charset::Unseen, ready, start: 0, end: 0, declared: None, guess: None, broken: None }
    }

    /// Notices about the characters of a text, for when it has been read.
    pub(super) fn notices(&mut self) -> impl Iterator<Item = Notice> + use<> {
        let guess = self.guess.map(|(place, encoding)| {
            Notice::at(Place::Byte(place), format!("not UTF-8: read as {}, which is a guess", encoding.name()))
        });
        let broken = self.broken.map(|(place, count)| {
            let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
            Notice::at(Place::Byte(place), format!("a broken character{more}, shown as �"))
        });
        guess.into_iter().chain(broken).chain(self.bytes.notice())
    }

    /// Decodes until the buffer is full.
    fn decode(&mut self) -> io::Result<()> {
        (self.start, self.end) = (0, 0);
        if self.ready.is_empty() {
            // One byte becomes three at most.
            self.ready.resize((self.bytes.look()?.len() * 3 + 64).min(READY), 0);
        }
        while self.end < self.ready.len() {
            let here = self.bytes.taken();
            let sight = self.bytes.look()?;
            let room = self.ready.get_mut(self.end..).unwrap_or_default();
            match &mut self.charset {
                Charset::Unseen => {
                    let (charset, mark) = first_look(sight);
                    self.declared = declared(sight);
                    self.charset = charset;
                    self.bytes.consume(mark);
                }
                Charset::Ascii => {
                    let length = Encoding::ascii_valid_up_to(sight).min(room.len());
                    let whole = length == sight.len();
                    for (to, from) in room.iter_mut().zip(sight.iter().take(length)) {
                        *to = *from;
                    }
                    if whole && length == 0 {
                        self.charset = Charset::Done;
                    } else if length < room.len() && !whole {
                        let rest = sight.get(length..).unwrap_or_default().to_vec();
                        let mut encoding = guess(&rest, self.bytes.is_at_end());
                        if encoding != UTF_8 {
                            match self.declared {
                                Some(declared) => encoding = declared,
                                None => self.guess = Some((here + length as u64, encoding)),
                            }
                        }
                        self.charset = Charset::Known(encoding.new_decoder_without_bom_handling());
                    }
                    self.end += length;
                    self.bytes.consume(length);
                }
                Charset::Known(decoder) => {
                    let last = sight.is_empty();
                    let (result, read, written) = decoder.decode_to_utf8_without_replacement(sight, room, last);
                    self.bytes.consume(read);
                    self.end += written;
                    match result {
                        DecoderResult::InputEmpty if last => self.charset = Charset::Done,
                        DecoderResult::InputEmpty => {}
                        DecoderResult::OutputFull => break,
                        DecoderResult::Malformed(length, after) => {
                            let back = u64::from(length) + u64::from(after);
                            self.mark_broken((here + read as u64).saturating_sub(back));
                        }
                    }
                }
                Charset::Done => break,
            }
            if self.ready.len() - self.end < 16 {
                break;
            }
        }
        Ok(())
    }

    fn mark_broken(&mut self, place: u64) {
        let mark = "\u{FFFD}".as_bytes();
        for (to, from) in self.ready.iter_mut().skip(self.end).zip(mark) {
            *to = *from;
        }
        self.end += mark.len();
        self.broken.get_or_insert((place, 0)).1 += 1;
    }
}

/// The charset that the first bytes show, and the length of their byte-order mark.
fn first_look(head: &[u8]) -> (Charset, usize) {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return (Charset::Known(encoding.new_decoder_without_bom_handling()), mark);
    }
    // ISO-2022-JP has only ASCII bytes; nothing but a declaration tells it from ASCII.
    match wide(head).or_else(|| declared(head).filter(|encoding| *encoding == ISO_2022_JP)) {
        Some(encoding) => (Charset::Known(encoding.new_decoder_without_bom_handling()), 0),
        None => (Charset::Ascii, 0),
    }
}

/// The charset of an XML declaration, if it says more than the bytes: `<?xml encoding="koi8-r"?>`.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    const LONGEST: usize = 200;
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let head = std::str::from_utf8(head.get(..head.len().min(LONGEST))?.split(|byte| *byte == b'>').next()?).ok()?;
    let (_, value) = head.split_once("encoding")?;
    let label = value.split(['"', '\'']).nth(1)?;
    let tells = !label.trim().eq_ignore_ascii_case("us-ascii");
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| tells && encoding.is_ascii_compatible() || *encoding == ISO_2022_JP)
}

/// The kind of UTF-16 in a text without a byte-order mark: the same byte of each pair is nearly always 0.
pub(super) fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let (mut high, mut low, mut pairs) = (0, 0, 0);
    for pair in head.chunks_exact(2).take(1000) {
        high += usize::from(pair.first() == Some(&0));
        low += usize::from(pair.last() == Some(&0));
        pairs += 1;
    }
    if low * 2 > pairs && high * 20 < pairs {
        Some(UTF_16LE)
    } else if high * 2 > pairs && low * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The charset of a text from its first non-ASCII byte on. UTF-8 may have a few broken places.
fn guess(text: &[u8], is_whole: bool) -> &'static Encoding {
    let text = text.get(..GUESSED_FROM).unwrap_or(text);
    let (mut sound, mut broken) = (0, 0);
    for chunk in text.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // The end of what is visible may have cut the last character.
    let cut = usize::from(!is_whole && broken > 0 && std::str::from_utf8(text).is_err());
    if (broken - cut) * 4 <= sound {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(text, is_whole);
    detector.guess(None, Utf8Detection::Deny)
}

impl BufRead for Decoded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            self.decode()?;
        }
        Ok(self.ready.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.end);
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Vec<String>) {
        let watch = Watch::default();
        let mut text = Decoded::new(Bytes::new(Box::new(bytes), &watch));
        let mut all = String::new();
        text.read_to_string(&mut all).unwrap();
        (all, text.notices().map(|notice| notice.to_string()).collect())
    }

    #[test]
    fn text_with_a_byte_order_mark_is_read_as_the_mark_says() {
        for bytes in [&b"\xEF\xBB\xBFa\xC3\xA9"[..], b"\xFF\xFEa\0\xE9\0", b"\xFE\xFF\0a\0\xE9"] {
            assert_eq!(decoded(bytes), ("aé".to_owned(), vec![]));
        }
    }

    #[test]
    fn utf_16_is_known_without_its_mark() {
        let bytes: Vec<u8> = "The lamp — was".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&bytes), ("The lamp — was".to_owned(), vec![]));
    }

    #[test]
    fn xml_is_read_as_it_declares_unless_it_is_utf_8() {
        let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><a>caf\xE9 </a>";
        assert_eq!(decoded(latin), ("<?xml version='1.0' encoding='iso-8859-1'?><a>café </a>".to_owned(), vec![]));
        let russian = b"<?xml version=\"1.0\" encoding=\"koi8-r\" ?><a>\xEC\xE1\xED\xF0\xE1";
        assert_eq!(decoded(russian).0, "<?xml version=\"1.0\" encoding=\"koi8-r\" ?><a>ЛАМПА");
        let wrong = "<?xml encoding='koi8-r'?><a>Фонарь";
        assert_eq!(decoded(wrong.as_bytes()), (wrong.to_owned(), vec![]));
        assert_eq!(decoded(b"<?xml encoding='iso-2022-jp'?>\x1B$B9A\x1B(B").0, "<?xml encoding='iso-2022-jp'?>港");
    }

    #[test]
    fn other_charsets_are_guessed_and_the_guess_is_told() {
        let (text, notices) = decoded(b"Un caf\xE9 sur le quai, d\xE9j\xE0 ferm\xE9");
        assert_eq!(text, "Un café sur le quai, déjà fermé");
        assert_eq!(notices, ["byte 6: not UTF-8: read as windows-1252, which is a guess"]);
    }

    #[test]
    fn a_broken_character_in_utf_8_is_marked_and_its_place_told() {
        let (text, notices) = decoded(b"caf\xC3\xA9 d\xC3\xA9j\xC3\xA0 f\xC3\xA9 \xFFend");
        assert_eq!(text, "café déjà fé \u{FFFD}end");
        assert_eq!(notices, ["byte 17: a broken character, shown as �"]);
    }

    #[test]
    fn text_longer_than_all_buffers_comes_whole() {
        let long = "ab é ".repeat(200_000);
        assert_eq!(decoded(long.as_bytes()).0, long);
        let ascii = "ab c ".repeat(200_000);
        assert_eq!(decoded(ascii.as_bytes()).0, ascii);
    }
}

//! Encoded words in header fields (RFC 2047): `=?utf-8?q?M=C3=A4rz?=`.
//!
//! Adjacent words of one charset are joined before decoding: programs cut them between any two bytes, even within a
//! letter. Blanks inside a word belong to it, whatever the standard says.

use super::charset;
use memchr::memchr_iter;

/// Whether a text may contain encoded words.
pub(super) fn is_in(text: &str) -> bool {
    memchr_iter(b'?', text.as_bytes()).any(|at| at > 0 && text.as_bytes().get(at - 1) == Some(&b'='))
}

/// A text with its encoded words decoded. What only begins like one stays.
pub(super) fn read(text: &str) -> String {
    Scan::new(text).read()
}

/// An encoded word, not decoded yet.
struct Word<'t> {
    charset: &'t str,
    coding: Coding,
    coded: &'t str,
    /// The first byte after it.
    end: usize,
}

#[derive(Clone, Copy)]
enum Coding {
    Base64,
    Quoted,
}

/// The scan of a text.
struct Scan<'t> {
    text: &'t str,
    /// From here on no word is complete.
    ends: usize,
    /// Bytes examined so far; stays below a small multiple of the text's length.
    looked: usize,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, ends: text.len(), looked: 0 }
    }

    fn read(&mut self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let (mut bytes, mut charset): (Vec<u8>, &str) = (Vec::new(), "");
        // The end of the text that was copied.
        let mut done = 0;
        let mut at = 0;
        while let Some(start) = self.next_opening(at) {
            let Some(word) = self.word(start) else {
                at = start + 2;
                continue;
            };
            let between = self.text.get(done..start).unwrap_or_default();
            let follows = !charset.is_empty() && between.trim().is_empty();
            if !(follows && charset.eq_ignore_ascii_case(word.charset)) {
                flush(&mut out, &mut bytes, charset);
                if !follows {
                    out.push_str(between);
                }
                charset = word.charset;
            }
            word.decode(&mut bytes);
            (done, at) = (word.end, word.end);
        }
        flush(&mut out, &mut bytes, charset);
        out.push_str(self.text.get(done..).unwrap_or_default());
        out
    }

    /// The next `=?` at or after a place.
    fn next_opening(&mut self, from: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(from..self.ends)?;
        let found = memchr::memmem::find(rest, b"=?");
        self.looked += found.map_or(rest.len(), |at| at + 2);
        found.map(|at| from + at)
    }

    /// The word that opens at a place.
    fn word(&mut self, start: usize) -> Option<Word<'t>> {
        /// Bytes of the longest name of a charset.
        const LONGEST_NAME: usize = 64;
        let rest = self.text.get(start + 2..)?;
        let name = rest.bytes().take(LONGEST_NAME).position(|byte| !is_of_name(byte));
        self.looked += name.unwrap_or(LONGEST_NAME);
        let name = name.filter(|&end| end > 0)?;
        let [b'?', coding, b'?', ..] = *rest.as_bytes().get(name..)? else { return None };
        let coding = match coding {
            b'b' | b'B' => Coding::Base64,
            b'q' | b'Q' => Coding::Quoted,
            _ => return None,
        };
        let coded = rest.get(name + 3..)?;
        let length = self.length(coded.as_bytes())?;
        // `utf-8*en` names the language too.
        let charset = rest.get(..name)?.split('*').next()?;
        Some(Word { charset, coding, coded: coded.get(..length)?, end: start + 2 + name + 3 + length + 2 })
    }

    /// The length up to the `?=` that ends a word. `None` if another word opens before.
    fn length(&mut self, coded: &[u8]) -> Option<usize> {
        for at in memchr_iter(b'?', coded) {
            if coded.get(at + 1) == Some(&b'=') {
                self.looked += at + 2;
                return Some(at);
            }
            if at > 0 && coded.get(at - 1) == Some(&b'=') {
                self.looked += at + 1;
                return None;
            }
        }
        // Nothing behind this place can end a word either.
        self.looked += coded.len();
        self.ends = self.text.len() - coded.len();
        None
    }
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_:.+*'()".contains(&byte)
}

/// Appends the text of adjacent words.
fn flush(out: &mut String, bytes: &mut Vec<u8>, charset: &str) {
    if !bytes.is_empty() {
        out.push_str(&charset::decode(bytes, Some(charset)));
        bytes.clear();
    }
}

impl Word<'_> {
    /// Appends its bytes to others.
    fn decode(&self, bytes: &mut Vec<u8>) {
        match self.coding {
            Coding::Base64 => base64(self.coded.as_bytes(), bytes),
            Coding::Quoted => quoted(self.coded.as_bytes(), bytes),
        }
    }
}

/// Decodes base64; skips other characters.
fn base64(coded: &[u8], bytes: &mut Vec<u8>) {
    let (mut bits, mut count) = (0_u32, 0_u32);
    for &letter in coded {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                // Padding ends the word, though another may have been joined to it.
                (bits, count) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xFF) as u8);
        }
        bits &= 0xFFFF;
    }
}

/// Decodes `=C3=A4`, and `_` as a blank.
fn quoted(coded: &[u8], bytes: &mut Vec<u8>) {
    let mut rest = coded;
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        rest = after;
        match (byte, hex) {
            (b'=', Some(value)) => {
                bytes.push(value);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'_', _) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_charset_are_joined_before_they_are_read() {
        assert_eq!(read("=?utf-8?q?M=C3?= =?UTF-8?B?pHJ6?= is dark"), "März is dark");
        assert_eq!(read("=?utf-8?b?TcM=?==?utf-8?q?=A4rz?="), "März", "without a blank between them too");
        assert_eq!(read("=?iso-8859-1?q?Caf=E9?= =?utf-8?q?_=C3=A4?="), "Café ä");
        assert_eq!(read("the =?utf-8?q?lamp?= is =?utf-8?q?lit?="), "the lamp is lit");
        assert_eq!(read("(=?utf-8*en?q?lamp?=)"), "(lamp)");
    }

    #[test]
    fn blanks_and_question_marks_inside_a_word_belong_to_it() {
        assert_eq!(read("=?utf-8?Q?Die Lampe =C3=A4ndert?= sich"), "Die Lampe ändert sich");
        assert_eq!(read("=?utf-8?q?lit?_or_not?="), "lit? or not");
        assert_eq!(read("=?utf-8?b?TGl0 Lg==?="), "Lit.");
    }

    #[test]
    fn what_only_begins_like_a_word_stays() {
        for text in ["=?broken", "=?utf-8?x?lamp?=", "a =? b ?= c", "=??q?lamp?=", "=?utf-8?q?lamp", "lamp?=", "=?"] {
            assert_eq!(read(text), text);
        }
        assert_eq!(read("=?utf-8?q?lamp =?utf-8?q?lit?="), "=?utf-8?q?lamp lit");
    }

    #[test]
    fn each_byte_is_looked_at_a_few_times_however_many_words_there_are() {
        let many = 20_000;
        let texts = [
            "=?utf-8?b?YWFh?= ".repeat(many),
            "=?utf-8?q?a".repeat(many),
            "=?".repeat(many),
            "=?utf-8?q?a?".repeat(many),
            format!("{}=?utf-8?q?{}", "=?utf-8?b?YWFh?= ".repeat(many), "a? ".repeat(many)),
            format!("=?{}", "a".repeat(many)),
        ];
        for text in texts {
            let mut scan = Scan::new(&text);
            scan.read();
            assert!(scan.looked <= 4 * text.len(), "{} of {}: {:.20}", scan.looked, text.len(), text);
        }
    }
}

//! A stream of JSON tokens: the next one is peeked at, taken or skipped, and nothing is kept.
//!
//! Every step is a loop over bytes, so depth costs nothing. If the input is not JSON, the step stops and says why;
//! [`Tokens::find`] continues behind such a place.

use crate::source::threadle::unescape;
use memchr::{memchr, memchr2, memmem};
use std::borrow::Cow;
use std::io::{self, BufRead};
use std::ops::Range;

/// The tokens of an input, read piece by piece.
pub(super) struct Tokens<'r> {
    input: &'r mut dyn BufRead,
    /// The visible piece.
    window: Vec<u8>,
    /// The bytes taken of the window.
    at: usize,
    /// The bytes before the window.
    before: u64,
    /// A key that was taken before its colon was visible.
    kept: Vec<u8>,
}

/// Why a step failed.
#[derive(Debug)]
pub(super) enum Stop {
    Io(io::Error),
    /// The input ends here.
    Cut,
    /// Something else than this came.
    Expected(&'static str),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A scalar as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar<'t> {
    Null,
    Bool(bool),
    Number(&'t str),
}

impl<'r> Tokens<'r> {
    pub(super) fn new(input: &'r mut dyn BufRead) -> Self {
        Self { input, window: Vec::new(), at: 0, before: 0, kept: Vec::new() }
    }

    /// The number of bytes taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.before + self.at as u64
    }

    /// Makes more of the input visible. Returns false at its end.
    fn more(&mut self) -> io::Result<bool> {
        let bytes = self.input.fill_buf()?;
        let length = bytes.len();
        self.window.drain(..self.at);
        self.before += self.at as u64;
        self.at = 0;
        self.window.extend_from_slice(bytes);
        self.input.consume(length);
        Ok(length > 0)
    }

    /// The next byte that is not white space, without taking it.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        // Most documents have no white space.
        if let Some(&byte) = self.window.get(self.at)
            && byte > b' '
        {
            return Ok(Some(byte));
        }
        loop {
            let sight = self.window.get(self.at..).unwrap_or_default();
            if let Some(blank) = sight.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
                self.at += blank;
                return Ok(sight.get(blank).copied());
            }
            self.at = self.window.len();
            if !self.more()? {
                return Ok(None);
            }
        }
    }

    /// The next byte that is not white space; there must be one.
    pub(super) fn next(&mut self) -> Result<u8, Stop> {
        self.peek()?.ok_or(Stop::Cut)
    }

    /// Takes the byte that was peeked at.
    pub(super) fn pass(&mut self) {
        self.at += 1;
    }

    /// Takes the key of the next member of an object with its colon, or the end of the object, which gives `None`.
    /// Commas may be missing or repeated. Escapes in a key stay.
    pub(super) fn key(&mut self) -> Result<Option<&[u8]>, Stop> {
        loop {
            match self.next()? {
                b',' => self.pass(),
                b'}' => {
                    self.pass();
                    return Ok(None);
                }
                b'"' => break,
                _ => return Err(Stop::Expected("a key")),
            }
        }
        let (inside, _) = self.string()?;
        if self.window.get(self.at) == Some(&b':') {
            self.pass();
            return Ok(Some(self.window.get(inside).unwrap_or_default()));
        }
        // The window may move while the colon is sought.
        self.kept.clear();
        self.kept.extend_from_slice(self.window.get(inside).unwrap_or_default());
        if self.next()? != b':' {
            return Err(Stop::Expected("a colon"));
        }
        self.pass();
        Ok(Some(&self.kept))
    }

    /// The string at the next byte as written, if all of it is visible; does not take it.
    pub(super) fn ahead(&self) -> Option<&[u8]> {
        let inside = self.window.get(self.at + 1..)?;
        inside.get(..memchr(b'"', inside)?)
    }

    /// Appends the string at the next byte to a text.
    pub(super) fn text(&mut self, text: &mut String) -> Result<(), Stop> {
        let (inside, escaped) = match self.string() {
            Ok(found) => found,
            Err(Stop::Cut) => {
                let rest = self.at.saturating_add(1).min(self.window.len());
                append(self.window.get(rest..).unwrap_or_default(), true, text);
                self.at = self.window.len();
                return Err(Stop::Cut);
            }
            Err(stop) => return Err(stop),
        };
        append(self.window.get(inside).unwrap_or_default(), escaped, text);
        Ok(())
    }

    /// Takes a string. Returns the range of its content in the window, and whether it contains escapes.
    fn string(&mut self) -> Result<(Range<usize>, bool), Stop> {
        /// Keys and names are so short that a vector search does not pay.
        const SHORT: usize = 16;
        let (mut scanned, mut escaped) = (1, false);
        let near = self.window.get(self.at + 1..self.at + 1 + SHORT).unwrap_or_default();
        match near.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
            Some(found) if near.get(found) == Some(&b'"') => {
                let inside = self.at + 1..self.at + 1 + found;
                self.at = inside.end + 1;
                return Ok((inside, false));
            }
            Some(found) => scanned += found,
            None => scanned += near.len(),
        }
        loop {
            let from = self.at + scanned;
            match memchr2(b'"', b'\\', self.window.get(from..).unwrap_or_default()) {
                Some(found) if self.window.get(from + found) == Some(&b'"') => {
                    let inside = self.at + 1..from + found;
                    self.at = from + found + 1;
                    return Ok((inside, escaped));
                }
                Some(found) => {
                    escaped = true;
                    scanned += found + 2;
                }
                None => {
                    scanned = scanned.max(self.window.len() - self.at);
                    if !self.more()? {
                        return Err(Stop::Cut);
                    }
                }
            }
        }
    }

    /// Takes a scalar that is no string.
    pub(super) fn scalar(&mut self) -> Result<Scalar<'_>, Stop> {
        let mut length = 0;
        let is_cut = loop {
            let sight = self.window.get(self.at + length..).unwrap_or_default();
            let end =
                sight.iter().position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'+' | b'.'));
            length += end.unwrap_or(sight.len());
            if end.is_some() {
                break false;
            }
            if !self.more()? {
                break true;
            }
        };
        let start = self.at;
        self.at += length;
        let word = self.window.get(start..self.at).unwrap_or_default();
        match word {
            b"null" | b"undefined" | b"NaN" => Ok(Scalar::Null),
            b"true" => Ok(Scalar::Bool(true)),
            b"false" => Ok(Scalar::Bool(false)),
            [b'-' | b'0'..=b'9', ..] => {
                std::str::from_utf8(word).map(Scalar::Number).map_err(|_| Stop::Expected("a value"))
            }
            _ if is_cut => Err(Stop::Cut),
            _ => {
                self.at = start;
                Err(Stop::Expected("a value"))
            }
        }
    }

    /// Skips the value at the next byte.
    pub(super) fn skip(&mut self) -> Result<(), Stop> {
        let mut depth = 0_usize;
        loop {
            match self.next()? {
                b'"' => _ = self.string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.pass();
                    continue;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.pass();
                }
                b',' | b':' if depth > 0 => {
                    self.pass();
                    continue;
                }
                _ => _ = self.scalar()?,
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Skips to the next occurrence of some bytes. Returns false if there is none.
    pub(super) fn find(&mut self, wanted: &[u8]) -> io::Result<bool> {
        loop {
            if let Some(found) = memmem::find(self.window.get(self.at..).unwrap_or_default(), wanted) {
                self.at += found;
                return Ok(true);
            }
            self.at = self.at.max((self.window.len() + 1).saturating_sub(wanted.len()));
            if !self.more()? {
                return Ok(false);
            }
        }
    }
}

/// Appends the text of a string.
fn append(inside: &[u8], escaped: bool, text: &mut String) {
    let inside = match std::str::from_utf8(inside) {
        Ok(inside) => Cow::Borrowed(inside),
        Err(_) => String::from_utf8_lossy(inside),
    };
    if !escaped {
        text.push_str(&inside);
        return;
    }
    let mut rest = &*inside;
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        rest = unescape(escape, text);
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    /// Reads with a window that moves on at every few bytes.
    fn with_tokens<T>(json: &str, room: usize, read: impl FnOnce(&mut Tokens<'_>) -> T) -> T {
        read(&mut Tokens::new(&mut BufReader::with_capacity(room, json.as_bytes())))
    }

    #[test]
    fn members_are_read_however_the_input_is_cut_into_pieces() {
        for room in 1..30 {
            let (key, text, rest) = with_tokens(r#"  {"ke\"y" : "lamp\n\u00e9" ,"n": -1.5e3}"#, room, |tokens| {
                assert_eq!(tokens.next().unwrap(), b'{');
                tokens.pass();
                let key = tokens.key().unwrap().unwrap().to_vec();
                let mut text = String::new();
                assert_eq!(tokens.next().unwrap(), b'"');
                tokens.text(&mut text).unwrap();
                assert_eq!(tokens.key().unwrap(), Some(&b"n"[..]));
                tokens.next().unwrap();
                assert_eq!(tokens.scalar().unwrap(), Scalar::Number("-1.5e3"));
                (key, text, tokens.key().unwrap().is_none())
            });
            assert_eq!((key.as_slice(), text.as_str(), rest), (&br#"ke\"y"#[..], "lamp\né", true), "{room}");
        }
    }

    #[test]
    fn a_value_of_any_depth_is_passed_over() {
        let deep = format!("{}\"]\"{} 7", "[{\"a\":".repeat(100_000), "}]".repeat(100_000));
        with_tokens(&deep, 1 << 16, |tokens| {
            tokens.skip().unwrap();
            assert_eq!(tokens.next().unwrap(), b'7');
        });
    }

    #[test]
    fn a_string_that_is_cut_off_gives_what_there_is() {
        let mut text = String::new();
        let end = with_tokens(r#""The lamp \u26"#, 4, |tokens| {
            tokens.next().unwrap();
            tokens.text(&mut text)
        });
        assert!(matches!(end, Err(Stop::Cut)));
        assert_eq!(text, r"The lamp \u26");
    }

    #[test]
    fn a_word_that_is_cut_off_is_no_fault_of_the_input() {
        assert!(matches!(
            with_tokens("tru", 4, |tokens| tokens.next().and_then(|_| tokens.scalar().map(|_| ()))),
            Err(Stop::Cut)
        ));
        assert!(matches!(
            with_tokens("tru ", 4, |tokens| tokens.next().and_then(|_| tokens.scalar().map(|_| ()))),
            Err(Stop::Expected(_))
        ));
    }

    #[test]
    fn a_place_behind_something_broken_is_found_across_pieces() {
        with_tokens(r#"x"y,{"id":7}"#, 3, |tokens| {
            assert!(tokens.find(br#"{"id""#).unwrap());
            assert_eq!(tokens.taken(), 4);
            assert!(!tokens.find(b"lamp").unwrap());
        });
    }
}

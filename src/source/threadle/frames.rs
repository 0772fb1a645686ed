//! Cuts JSON values out of a stream one at a time, so that a document of any size is never held as a whole.
//!
//! Cutting looks only at strings and brackets; the caller reads what is in a value. It notices at once if a string was
//! not closed: what follows is then outside strings and cannot be JSON.

use memchr::{memchr, memchr2};
use serde::Deserialize;
use std::io::{self, BufRead};

/// Cuts values out of an input.
pub(super) struct Frames<'r> {
    input: &'r mut dyn BufRead,
    at: u64,
    held: Vec<u8>,
}

/// One value of the input, with its brackets or quotes.
pub(super) enum Frame<'a> {
    /// All of it.
    Whole(&'a [u8]),
    /// Its beginning: the input ends within it.
    Cut(&'a [u8]),
    /// Its beginning, up to a byte that is impossible there.
    Broken(&'a [u8]),
}

/// The next thing in an object.
pub(super) enum Member<K> {
    /// A key; its value is next.
    Key(K),
    /// The object's end, taken.
    End,
    /// The input's end.
    Cut,
    /// Something that has no place in an object; it is not taken.
    Broken,
}

impl<'r> Frames<'r> {
    pub(super) fn new(input: &'r mut dyn BufRead) -> Self {
        Self { input, at: 0, held: Vec::new() }
    }

    /// The number of bytes taken so far.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// The next byte that is not white space, without taking it.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                return Ok(None);
            }
            let found = bytes.iter().position(|byte| !byte.is_ascii_whitespace());
            let next = found.and_then(|place| bytes.get(place).copied());
            let blank = found.unwrap_or(bytes.len());
            self.take(blank);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Takes the byte that was peeked at.
    pub(super) fn pass(&mut self) {
        self.take(1);
    }

    /// Cuts the value at the next byte.
    pub(super) fn value(&mut self) -> io::Result<Frame<'_>> {
        self.peek()?;
        self.held.clear();
        self.cut(Scan::new())
    }

    /// Cuts the key of the next member and its colon. Commas may be missing or repeated.
    pub(super) fn member<K: for<'k> Deserialize<'k>>(&mut self) -> io::Result<Member<K>> {
        loop {
            match self.peek()? {
                Some(b',') => self.pass(),
                Some(b'}') => {
                    self.pass();
                    return Ok(Member::End);
                }
                Some(b'"') => break,
                Some(_) => return Ok(Member::Broken),
                None => return Ok(Member::Cut),
            }
        }
        let key = match self.value()? {
            Frame::Whole(bytes) => serde_json::from_slice(bytes),
            Frame::Cut(_) => return Ok(Member::Cut),
            Frame::Broken(_) => return Ok(Member::Broken),
        };
        match (key, self.peek()?) {
            (Ok(key), Some(b':')) => {
                self.pass();
                Ok(Member::Key(key))
            }
            (_, None) => Ok(Member::Cut),
            _ => Ok(Member::Broken),
        }
    }

    /// Continues behind a broken value: cuts the next object that begins with a plain key, such as `{"n":`. No JSON
    /// string contains that, so it is found even if it is unclear what is inside a string.
    pub(super) fn next_object(&mut self) -> io::Result<Option<Frame<'_>>> {
        self.held.clear();
        let mut opening = Opening::Bracket;
        while opening != Opening::Found {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                return Ok(None);
            }
            let taken = opening.search(bytes, &mut self.held);
            self.take(taken);
        }
        self.cut(Scan { depth: 1, inside: Inside::Brackets }).map(Some)
    }

    /// Skips the value at the next byte without holding it: the frame is empty.
    pub(super) fn skip(&mut self) -> io::Result<Frame<'static>> {
        self.peek()?;
        let mut scan = Scan::new();
        loop {
            match self.step(&mut scan, Keep::Nothing)? {
                Some(Step::More) => {}
                Some(Step::End) => return Ok(Frame::Whole(&[])),
                Some(Step::Broken) => return Ok(Frame::Broken(&[])),
                None => return Ok(Frame::Cut(&[])),
            }
        }
    }

    fn cut(&mut self, mut scan: Scan) -> io::Result<Frame<'_>> {
        loop {
            match self.step(&mut scan, Keep::All)? {
                Some(Step::More) => {}
                Some(Step::End) => return Ok(Frame::Whole(&self.held)),
                Some(Step::Broken) => return Ok(Frame::Broken(&self.held)),
                None => return Ok(Frame::Cut(&self.held)),
            }
        }
    }

    /// Takes the part of a value in a piece of the input. `None` at the end of the input.
    fn step(&mut self, scan: &mut Scan, keep: Keep) -> io::Result<Option<Step>> {
        let bytes = self.input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let (taken, step) = scan.read(bytes);
        if keep == Keep::All {
            self.held.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        }
        self.take(taken);
        Ok(Some(step))
    }

    fn take(&mut self, bytes: usize) {
        self.input.consume(bytes);
        self.at += bytes as u64;
    }
}

/// What to keep of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    All,
    Nothing,
}

/// Finds the end of a value.
struct Scan {
    depth: usize,
    inside: Inside,
}

enum Inside {
    Nothing,
    Scalar,
    Brackets,
    Quotes,
    Escape,
}

enum Step {
    More,
    End,
    Broken,
}

impl Scan {
    fn new() -> Self {
        Self { depth: 0, inside: Inside::Nothing }
    }

    /// Reads on in a piece of the input. Returns how much of it belongs to the value, and what comes then.
    fn read(&mut self, bytes: &[u8]) -> (usize, Step) {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match self.inside {
                Inside::Quotes => {
                    let rest = bytes.get(at..).unwrap_or_default();
                    let Some(length) = memchr2(b'"', b'\\', rest) else { return (bytes.len(), Step::More) };
                    at += length;
                    if bytes.get(at) == Some(&b'\\') {
                        self.inside = Inside::Escape;
                    } else if self.depth == 0 {
                        return (at + 1, Step::End);
                    } else {
                        self.inside = Inside::Brackets;
                    }
                }
                Inside::Escape => self.inside = Inside::Quotes,
                Inside::Scalar if !is_scalar(byte) => return (at, Step::End),
                Inside::Scalar => {}
                Inside::Nothing | Inside::Brackets => match byte {
                    b'"' => self.inside = Inside::Quotes,
                    b'{' | b'[' => {
                        self.depth += 1;
                        self.inside = Inside::Brackets;
                    }
                    _ if self.depth == 0 && is_scalar(byte) => self.inside = Inside::Scalar,
                    _ if self.depth == 0 => return (at, Step::Broken),
                    b'}' | b']' => {
                        self.depth -= 1;
                        if self.depth == 0 {
                            return (at + 1, Step::End);
                        }
                    }
                    b',' | b':' => {}
                    _ if is_scalar(byte) || byte.is_ascii_whitespace() => {}
                    _ => return (at, Step::Broken),
                },
            }
            at += 1;
        }
        (bytes.len(), Step::More)
    }
}

/// Whether a byte may be in a number, in `true`, `false`, `null`, or in the `NaN` and `Infinity` of some programs.
fn is_scalar(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'E')
        || matches!(byte, b'a' | b'e' | b'f' | b'i' | b'l' | b'n' | b'r' | b's' | b't' | b'u' | b'y' | b'I' | b'N')
}

/// How much of `{"key":` was seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    Bracket,
    Quote,
    Key,
    Colon,
    Found,
}

impl Opening {
    /// Searches on in a piece of the input and keeps what was seen of the opening. Returns how much it took.
    fn search(&mut self, bytes: &[u8], seen: &mut Vec<u8>) -> usize {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if *self == Self::Bracket {
                seen.clear();
                let Some(skipped) = memchr(b'{', bytes.get(at..).unwrap_or_default()) else { return bytes.len() };
                at += skipped;
                seen.push(b'{');
                *self = Self::Quote;
            } else {
                seen.push(byte);
                *self = match (*self, byte) {
                    (Self::Quote, b'"') | (Self::Key, b'_' | b'a'..=b'z') => Self::Key,
                    (Self::Key, b'"') => Self::Colon,
                    (Self::Colon, b':') => Self::Found,
                    (Self::Quote | Self::Colon, _) if byte.is_ascii_whitespace() => *self,
                    (_, b'{') => {
                        seen.drain(..seen.len() - 1);
                        Self::Quote
                    }
                    _ => Self::Bracket,
                };
            }
            at += 1;
            if *self == Self::Found {
                break;
            }
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    /// The values of a list of them, each with how it ended, read through a buffer of `size` bytes.
    fn cut(text: &str, size: usize) -> Vec<String> {
        let mut input = BufReader::with_capacity(size, text.as_bytes());
        let mut frames = Frames::new(&mut input);
        let mut found = Vec::new();
        while let Some(next) = frames.peek().unwrap() {
            if next == b',' {
                frames.pass();
                continue;
            }
            let (bytes, end) = match frames.value().unwrap() {
                Frame::Whole(bytes) => (bytes, ""),
                Frame::Cut(bytes) => (bytes, "…"),
                Frame::Broken(bytes) => (bytes, "!"),
            };
            found.push(format!("{}{end}", String::from_utf8_lossy(bytes)));
            if end == "!" {
                break;
            }
        }
        found
    }

    #[test]
    fn values_are_cut_at_their_ends_whatever_the_buffer() {
        let text = r#" {"a":"}\"{","b":[{}]} , "x\\" ,12,null , [1,[2]] ,"open"#;
        for size in 1..text.len() {
            assert_eq!(cut(text, size), [r#"{"a":"}\"{","b":[{}]}"#, r#""x\\""#, "12", "null", "[1,[2]]", "\"open…"]);
        }
    }

    #[test]
    fn a_string_with_a_quote_too_many_is_noticed_where_it_shows() {
        assert_eq!(cut(r#"{"a":"he said "ho" to me"}"#, 8), [r#"{"a":"he said "!"#]);
        assert_eq!(cut("]", 8), ["!"]);
    }

    #[test]
    fn reading_goes_on_at_the_next_object_that_opens_with_a_key() {
        let text = r#"ho","x":"{\"n\":" {{ "n" : 1}, 2"#;
        for size in 1..text.len() {
            let mut input = BufReader::with_capacity(size, text.as_bytes());
            let mut frames = Frames::new(&mut input);
            let Some(Frame::Whole(bytes)) = frames.next_object().unwrap() else { panic!("no object") };
            assert_eq!(bytes, br#"{ "n" : 1}"#);
        }
    }
}

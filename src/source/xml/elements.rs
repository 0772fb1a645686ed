//! The elements of an XML document in a row, as the reader of a format asks for them.
//!
//! Only the five entities of XML and character references are expanded, whatever a DTD says; depth is a count, not a
//! recursion. Wrong nesting is repaired, and where the document breaks off, every element ends.

use super::name::{Names, Open};
use crate::source::{Refusal, read_buffered};
use crate::thread::{Builder, Notice, Place};
use memchr::memchr;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::io::{self, BufRead, Read};

/// An XML document as a stream.
pub(super) struct Elements<'i> {
    reader: Reader<Lines<'i>>,
    buffer: Vec<u8>,
    names: Names,
    open: Open,
    /// The element opened last, between its angle brackets.
    tag: String,
    /// Whether that element is empty and must be closed before anything else is read.
    is_empty: bool,
    ended: Option<Ended>,
}

/// How a document ended.
enum Ended {
    Well,
    /// It breaks off, inside the element with this name.
    Early(String),
    /// It is no XML from there on.
    Broken(String),
    Failed(io::Error),
}

/// What to keep of an element's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Its text.
    Text,
    /// Its text, which is HTML; elements inside it are HTML that was not escaped.
    Html,
    /// Its elements, which are XHTML.
    Xhtml,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Open,
    Close,
    Content,
    End,
}

/// The target of content.
struct Sink<'o> {
    out: &'o mut String,
    keep: Keep,
    /// The depth of the element with the content.
    depth: usize,
}

/// A step from element to element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    Open,
    Close,
    End,
}

impl<'i> Elements<'i> {
    pub(super) fn new(input: &'i mut dyn BufRead) -> Self {
        let mut reader = Reader::from_reader(Lines { input, line: 1 });
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            buffer: Vec::new(),
            names: Names::default(),
            open: Open::default(),
            tag: String::new(),
            is_empty: false,
            ended: None,
        }
    }

    /// The number of open elements.
    pub(super) fn depth(&self) -> usize {
        self.open.depth()
    }

    /// Opens the next child of the element at this depth; skips the rest of the one before.
    pub(super) fn child(&mut self, depth: usize) -> bool {
        while self.depth() >= depth {
            match self.step(None) {
                Step::Open if self.depth() == depth + 1 => return true,
                Step::End => return false,
                _ => {}
            }
        }
        false
    }

    /// Moves to where the next element opens or one ends, and adds the text on the way.
    pub(super) fn next(&mut self, text: &mut String) -> Move {
        loop {
            match self.step(Some(Sink { out: text, keep: Keep::Text, depth: 0 })) {
                Step::Open => return Move::Open,
                Step::Close => return Move::Close,
                Step::End => return Move::End,
                Step::Content => {}
            }
        }
    }

    /// The name of the element opened last, with the usual prefix of its namespace.
    pub(super) fn name(&self) -> &str {
        self.names.name()
    }

    /// An attribute of the element opened last.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.attributes().find(|(key, _)| *key == name).map(|(_, value)| value.into_owned())
    }

    /// The attributes of the element opened last.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        let tag = self.tag.as_str();
        let rest = tag.get(name_len(tag)..).unwrap_or_default();
        Attributes { rest }.map(|(key, value)| (key, unescaped(value)))
    }

    /// The attributes of the element opened last, as written.
    pub(super) fn written_attributes(&self) -> &str {
        self.tag.get(name_len(&self.tag)..).unwrap_or_default()
    }

    /// The content of the element opened last; closes it.
    pub(super) fn content(&mut self, keep: Keep) -> String {
        let mut out = String::new();
        let depth = self.depth();
        while self.depth() >= depth {
            let sink = Sink { out: &mut out, keep, depth };
            if self.step(Some(sink)) == Step::End {
                break;
            }
        }
        out
    }

    /// The trimmed text of the element opened last.
    pub(super) fn text(&mut self) -> String {
        let mut text = self.content(Keep::Text);
        text.truncate(text.trim_end().len());
        let space = text.len() - text.trim_start().len();
        text.drain(..space);
        text
    }

    /// Reports how the document ended, if it ended early.
    pub(super) fn finish(self, builder: &mut Builder) -> Result<(), Refusal> {
        let place = Place::Line(self.reader.get_ref().line);
        match self.ended {
            Some(Ended::Failed(error)) => return Err(Refusal::Io(error)),
            Some(Ended::Early(name)) => {
                let message = format!("the file breaks off inside of <{name}>: what came before is shown");
                builder.notice(Notice::at(place, message));
            }
            Some(Ended::Broken(why)) => {
                builder.notice(Notice::at(place, format!("this is not XML ({why}): what came before is shown")));
            }
            Some(Ended::Well) | None => {}
        }
        Ok(())
    }

    fn step(&mut self, mut sink: Option<Sink<'_>>) -> Step {
        if self.is_empty {
            self.is_empty = false;
            self.open.pop();
            return Step::Close;
        }
        if self.ended.is_some() {
            return Step::End;
        }
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Start(tag)) => {
                start(&tag, &mut self.names, &mut self.tag, &mut self.open);
                sink.iter_mut().for_each(|sink| sink.tag(&tag, ">"));
                Step::Open
            }
            Ok(Event::Empty(tag)) => {
                start(&tag, &mut self.names, &mut self.tag, &mut self.open);
                sink.iter_mut().for_each(|sink| sink.tag(&tag, "/>"));
                self.is_empty = true;
                Step::Open
            }
            Ok(Event::End(tag)) => {
                let name = tag.name().0;
                if !self.open.close(name) {
                    return Step::Content;
                }
                if let Some(sink) = sink
                    && self.open.depth() >= sink.depth
                {
                    sink.end(name);
                }
                Step::Close
            }
            Ok(Event::Text(text)) => {
                if let Some(sink) = sink {
                    sink.out.push_str(&text);
                }
                Step::Content
            }
            Ok(Event::CData(text)) => {
                match sink {
                    Some(sink) if sink.keep == Keep::Xhtml => escape(&text, sink.out),
                    Some(sink) => sink.out.push_str(&text),
                    None => {}
                }
                Step::Content
            }
            Ok(Event::GeneralRef(name)) => {
                if let Some(sink) = sink {
                    sink.reference(&name);
                }
                Step::Content
            }
            Ok(Event::Eof) => self.end(None),
            Ok(_) => Step::Content,
            Err(error) => self.end(Some(error)),
        }
    }

    /// Ends the reading, at the end of the input or at a fault.
    fn end(&mut self, error: Option<quick_xml::Error>) -> Step {
        let early = self.open.last().map(|name| Ended::Early(name.to_owned()));
        self.ended = Some(match error {
            None => early.unwrap_or(Ended::Well),
            Some(quick_xml::Error::Io(error)) => Ended::Failed(io::Error::new(error.kind(), error)),
            Some(error) => {
                let at_end = self.reader.get_mut().fill_buf().is_ok_and(<[u8]>::is_empty);
                early.filter(|_| at_end).unwrap_or_else(|| Ended::Broken(error.to_string()))
            }
        });
        Step::End
    }
}

fn start(tag: &BytesStart<'_>, names: &mut Names, copy: &mut String, open: &mut Open) {
    copy.clear();
    copy.push_str(tag);
    names.open(tag.name().0, tag.attributes_raw());
    open.push(tag.name().0);
}

impl Sink<'_> {
    fn tag(&mut self, tag: &str, close: &str) {
        if self.keep != Keep::Text {
            self.out.push('<');
            self.out.push_str(local(tag));
            self.out.push_str(close);
        }
    }

    fn end(self, name: &str) {
        let name = local(name);
        // In HTML the end tag of a line break is another line break.
        if self.keep != Keep::Text && name != "br" {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    fn reference(self, name: &str) {
        match resolved(name) {
            Some(c) if self.keep != Keep::Xhtml => self.out.push(c),
            _ => {
                self.out.push('&');
                self.out.push_str(name);
                self.out.push(';');
            }
        }
    }
}

/// A tag without the prefix of its name.
fn local(tag: &str) -> &str {
    match memchr(b':', tag.as_bytes().get(..name_len(tag)).unwrap_or_default()) {
        Some(colon) => tag.get(colon + 1..).unwrap_or(tag),
        None => tag,
    }
}

fn name_len(tag: &str) -> usize {
    tag.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(tag.len())
}

/// The attributes of a tag, as written. Names without a value are skipped.
struct Attributes<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (before, after) = self.rest.split_once('=')?;
            let key = before.rsplit(|c: char| c.is_ascii_whitespace()).find(|word| !word.is_empty());
            let after = after.trim_ascii_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, rest) = match quote {
                Some(quote) => after.get(1..).unwrap_or_default().split_once(quote)?,
                None => after.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((after, "")),
            };
            self.rest = rest;
            if let Some(key) = key {
                return Some((key, value));
            }
        }
    }
}

/// The character of an XML entity or a character reference. Other entities have none.
fn resolved(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32).filter(|c| *c != '\0')
        }
    }
}

/// A text with its references resolved. Anything else stays.
fn unescaped(text: &str) -> Cow<'_, str> {
    /// The length of the longest meaningful reference: `&#x10FFFF;` with some zeros.
    const LONGEST: usize = 16;
    let mut rest = text;
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.bytes().take(LONGEST).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((resolved(after.get(..end)?)?, after.get(end + 1..)?)));
        if let Some((c, after)) = found {
            out.push(c);
            rest = after;
        } else {
            out.push('&');
            rest = after;
        }
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
}

/// An input that counts its lines.
struct Lines<'i> {
    input: &'i mut dyn BufRead,
    line: usize,
}

impl BufRead for Lines<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        // Consumed bytes are visible already, so looking at them costs no reading.
        let sight = self.input.fill_buf().unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', sight.get(..bytes).unwrap_or(sight)).count();
        self.input.consume(bytes);
    }
}

impl Read for Lines<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names and texts of the root's children, then the notices.
    fn children(xml: &str, keep: Keep) -> Vec<String> {
        let mut input = xml.as_bytes();
        let mut elements = Elements::new(&mut input);
        let mut found = Vec::new();
        assert!(elements.child(0));
        while elements.child(1) {
            let name = elements.name().to_owned();
            found.push(format!("{name}={}", elements.content(keep)));
        }
        let mut builder = Builder::new("test");
        builder.add(crate::thread::Draft::default());
        elements.finish(&mut builder).unwrap();
        found.extend(builder.finish().unwrap().notices.iter().map(ToString::to_string));
        found
    }

    #[test]
    fn an_element_is_its_text_or_its_markup() {
        let xml = "<r><a>x &lt;i&gt; &#38; <![CDATA[<b>]]></a><b/><c>one<br/>two <x:em xmlns:x='u'>3</x:em></c></r>";
        assert_eq!(children(xml, Keep::Text), ["a=x <i> & <b>", "b=", "c=onetwo 3"]);
        let html = ["a=x <i> & <b>", "b=", "c=one<br/>two <em xmlns:x='u'>3</em>"];
        assert_eq!(children(xml, Keep::Html), html);
        let xhtml = ["a=x &lt;i&gt; &#38; &lt;b>", "b=", "c=one<br/>two <em xmlns:x='u'>3</em>"];
        assert_eq!(children(xml, Keep::Xhtml), xhtml);
    }

    #[test]
    fn nothing_that_a_document_defines_is_expanded() {
        let bomb = r#"<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hosts">]>
            <r><x>&b;&f;&nbsp;&</x></r>"#;
        assert_eq!(children(bomb, Keep::Text), ["x=&b;&f;&nbsp;&"]);
    }

    #[test]
    fn wrong_nesting_is_put_right() {
        assert_eq!(children("<r><a>1<i>2</a><b>3</u></b></i></r>", Keep::Text), ["a=12", "b=3"]);
    }

    #[test]
    fn a_document_that_breaks_off_ends_there() {
        let early = "line 2: the file breaks off inside of <b>: what came before is shown";
        assert_eq!(children("<r><a>1</a>\n<b>2", Keep::Text), ["a=1", "b=2", early]);
        assert_eq!(children("<r><a>1</a>\n<b><![CDATA[2", Keep::Text), ["a=1", "b=", early]);
        assert_eq!(children("<r><a>1</a>\n<b><c", Keep::Text), ["a=1", "b=", early]);
        let broken =
            "line 1: this is not XML (syntax error: unknown or missed symbol in markup): what came before is shown";
        assert_eq!(children("<r><a>1</a><!b></r> ", Keep::Text), ["a=1", broken]);
    }

    #[test]
    fn attributes_are_read_as_they_are_written() {
        let mut input = &b"<r a=\"x &lt;&#xA;y &what; &\" b = 'z' c d=e f=\"\"/>"[..];
        let mut elements = Elements::new(&mut input);
        assert!(elements.child(0));
        let found: Vec<_> = elements.attributes().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(found, ["a=x <\ny &what; &", "b=z", "d=e", "f="]);
    }

    #[test]
    fn a_hundred_thousand_levels_are_only_counted() {
        let deep = format!("<r><a>{}lamp", "<x>".repeat(100_000));
        let found = children(&deep, Keep::Text);
        assert_eq!(found.first().map(String::as_str), Some("a=lamp"));
    }
}

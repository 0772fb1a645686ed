//! threadle's own JSON, `threadle/1`: the contract with other programs, which reads back without loss.
//!
//! Bodies leave as the source had them. What a terminal obeys or a reader cannot see leaves as an escape (`\u001b`,
//! `\u202e`): the JSON means the same and is safe to look at.

use super::{Part, chunks};
use crate::markup;
use crate::thread::PostId;
use crate::topic::Drift;
use std::io::{self, Write};

/// What gets a line of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// Each post.
    Posts,
    /// Each thread.
    Threads,
}

pub(super) fn write(part: Part<'_>, lines: Lines, out: &mut dyn Write) -> io::Result<()> {
    let line = if lines == Lines::Posts { "\n" } else { "" };
    out.write_all(b"{\"format\":\"threadle/1\",\"title\":")?;
    string(part.title(), out)?;
    out.write_all(b",\"url\":")?;
    optional(part.url(), out)?;
    out.write_all(b",\"source\":")?;
    string(part.source(), out)?;
    out.write_all(b",\"notices\":[")?;
    for (index, notice) in part.notices.iter().enumerate() {
        write!(out, "{}", if index > 0 { "," } else { "" })?;
        string(&notice.to_string(), out)?;
    }
    out.write_all(b"],\"more\":[")?;
    for (index, more) in part.more().enumerate() {
        let parent = more.parent.index() - part.root.index();
        write!(out, "{}{{\"parent\":{parent},\"count\":", if index > 0 { "," } else { "" })?;
        match more.count {
            Some(count) => write!(out, "{count}")?,
            None => out.write_all(b"null")?,
        }
        out.write_all(b",\"at\":")?;
        optional(more.address.as_deref(), out)?;
        out.write_all(b"}")?;
    }
    out.write_all(b"],\"posts\":[")?;
    let drift = Drift::of(part.thread, part.thread.opening(part.root), || true);
    let one = |_, id, out: &mut dyn Write| {
        write!(out, "{}{line}", if id == part.root { "" } else { "," })?;
        post(part, id, drift.as_ref().and_then(|drift| drift.score(id)), out)
    };
    chunks::write(part.posts(), &one, out)?;
    write!(out, "{line}]}}")?;
    writeln!(out)
}

fn post(part: Part<'_>, id: PostId, drift: Option<f32>, out: &mut dyn Write) -> io::Result<()> {
    let (thread, post) = (part.thread, part.thread.post(id));
    let number = |id: PostId| id.index() - part.root.index();
    write!(out, "{{\"n\":{},\"parent\":", number(id))?;
    match thread.parent(id).filter(|_| id != part.root) {
        Some(parent) => write!(out, "{}", number(parent))?,
        None => out.write_all(b"null")?,
    }
    write!(out, ",\"depth\":{}", part.depth(id))?;
    if let Some(answered) = thread.answers(id).filter(|&answered| part.has(answered)) {
        write!(out, ",\"answers\":{}", number(answered))?;
    }
    out.write_all(b",\"id\":")?;
    optional(thread.source_id(id), out)?;
    let writer = thread.writer(id);
    out.write_all(b",\"author\":")?;
    optional(writer.map(|writer| writer.name), out)?;
    write!(out, ",\"author_inferred\":{}", writer.is_some_and(|writer| writer.inferred))?;
    match post.time().map(|time| time.to_string()).filter(|time| !time.is_empty()) {
        Some(time) => write!(out, ",\"time\":\"{time}\"")?,
        None => out.write_all(b",\"time\":null")?,
    }
    match post.score() {
        Some(score) => write!(out, ",\"score\":{score}")?,
        None => out.write_all(b",\"score\":null")?,
    }
    out.write_all(b",\"url\":")?;
    optional(thread.permalink(id), out)?;
    match drift {
        Some(drift) => write!(out, ",\"drift\":{drift}")?,
        None => out.write_all(b",\"drift\":null")?,
    }
    if let Some(gone) = post.gone() {
        write!(out, ",\"deleted\":\"{}\"", gone.name())?;
    }
    let said = part.said(id);
    let body = said.body();
    write!(out, ",\"markup\":\"{}\",\"raw\":", body.notation.name())?;
    string(body.raw, out)?;
    out.write_all(b",\"text\":")?;
    string(&markup::plain_text(&markup::blocks(body)), out)?;
    out.write_all(b"}")
}

fn optional(text: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    match text {
        Some(text) => string(text, out),
        None => out.write_all(b"null"),
    }
}

/// Writes a quoted string: runs of harmless characters as they are, the others escaped.
pub(super) fn string(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"\"")?;
    let mut rest = text;
    while let Some((place, c)) = first_escaped(rest) {
        let (run, from) = rest.split_at(place);
        out.write_all(run.as_bytes())?;
        escape(c, out)?;
        rest = from.get(c.len_utf8()..).unwrap_or_default();
    }
    out.write_all(rest.as_bytes())?;
    out.write_all(b"\"")
}

fn first_escaped(text: &str) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|&byte| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'\\'))?;
        let c = text.get(at..)?.chars().next()?;
        if c.is_ascii() || is_hidden(c) {
            return Some((at, c));
        }
        at += c.len_utf8();
    }
}

fn escape(c: char, out: &mut dyn Write) -> io::Result<()> {
    match c {
        '"' => out.write_all(b"\\\""),
        '\\' => out.write_all(b"\\\\"),
        '\n' => out.write_all(b"\\n"),
        '\t' => out.write_all(b"\\t"),
        '\r' => out.write_all(b"\\r"),
        _ => c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}")),
    }
}

/// Whether a non-ASCII character is a control or invisible: everything that [`Text`](crate::thread::Text) marks
/// somewhere, even where it would let it through (a joiner within an emoji).
pub(super) fn is_hidden(c: char) -> bool {
    let listed = matches!(c,
        '\u{80}'..='\u{9F}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}'
        | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FDD0}'..='\u{FDEF}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
    );
    // The last two code points of every plane are no characters.
    listed || c as u32 & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Parent, Text};

    fn quoted(text: &str) -> String {
        let mut out = Vec::new();
        string(text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_terminal_would_obey_leaves_as_an_escape() {
        assert_eq!(quoted("a\x1b[31m\"b\\\n\u{7f}"), r#""a\u001b[31m\"b\\\n\u007f""#);
        assert_eq!(quoted("user\u{202E}txt \u{E0041} é"), r#""user\u202etxt \udb40\udc41 é""#);
    }

    #[test]
    fn every_character_that_text_marks_is_escaped() {
        for c in ('\u{80}'..=char::MAX).filter(|&c| c != char::REPLACEMENT_CHARACTER) {
            let alone = format!("a{c}a");
            if *Text::line(&alone) != *alone {
                assert!(is_hidden(c), "U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn keys_stand_in_the_order_of_the_contract() {
        let mut builder = Builder::new("text");
        builder.title("The lamp");
        let article = builder.add(Draft { parent: Parent::Nothing, body: "One.\nTwo.", ..Draft::default() });
        let reply =
            Draft { id: Some("c1"), author: Some("gull"), score: Some(-2), body: "Sq\u{202E}uawk", ..Draft::default() };
        let reply = builder.add(Draft { parent: Parent::Draft(article), ..reply });
        builder.answers(reply, article);
        let thread = builder.finish().unwrap().thread;
        let mut out = Vec::new();
        write(Part::whole(&thread), Lines::Posts, &mut out).unwrap();
        let expected = r#"{"format":"threadle/1","title":"The lamp","url":null,"source":"text","notices":[],"more":[],"posts":[
{"n":0,"parent":null,"depth":0,"id":null,"author":null,"author_inferred":false,"time":null,"score":null,"url":null,"drift":null,"markup":"plain","raw":"One.\nTwo.","text":"One.\nTwo."},
{"n":1,"parent":0,"depth":1,"answers":0,"id":"c1","author":"gull","author_inferred":false,"time":null,"score":-2,"url":null,"drift":DRIFT,"markup":"plain","raw":"Sq\u202euawk","text":"Sq�uawk"}
]}
"#;
        // What the score is, is the model's to say.
        let drift = Drift::of(&thread, PostId::ARTICLE, || true).and_then(|drift| drift.score(thread.last())).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected.replace("DRIFT", &drift.to_string()));
    }

    #[test]
    fn a_thread_of_ndjson_is_one_line() {
        let mut builder = Builder::new("text");
        builder.add(Draft { parent: Parent::Nothing, body: "One.\nTwo.", ..Draft::default() });
        builder.add(Draft::default());
        let mut out = Vec::new();
        write(Part::whole(&builder.finish().unwrap().thread), Lines::Threads, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap().lines().count(), 1);
    }
}

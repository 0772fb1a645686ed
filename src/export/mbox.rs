//! A mailbox (mboxrd): each post is a message in the thread, for mutt and other mail programs.
//!
//! ```text
//! From threadle@threadle.invalid Fri Apr 21 10:32:00 2023
//! From: oldsalt <oldsalt@threadle.invalid>
//! Date: Fri, 21 Apr 2023 10:32:00 +0000
//! Subject: Re: The lamp in the harbour
//! Message-ID: <1.3a0f92c4d17be655@threadle.invalid>
//! In-Reply-To: <0.3a0f92c4d17be655@threadle.invalid>
//! References: <0.3a0f92c4d17be655@threadle.invalid>
//! X-Threadle: {"author":"oldsalt","time":"2023-04-21T10:32:00Z","score":14,"markup":"plain"}
//! MIME-Version: 1.0
//! Content-Type: text/plain; charset=utf-8
//! Content-Transfer-Encoding: 8bit
//!
//! Nobody does.
//! ```
//!
//! `X-Threadle` is JSON with exactly what the thread says of the post, whatever mail makes of it. The mail source reads
//! it, so the thread comes back unchanged. `threadle.invalid` belongs to nobody (RFC 2606).

use super::json::{self, is_hidden};
use super::{Part, chunks};
use crate::thread::{Notation, PostId, Text};
use std::collections::HashSet;
use std::io::{self, Write};

/// The host in made-up addresses and ids.
const HOST: &str = "threadle.invalid";
/// Ancestors in `References`: enough to stay in place when a few messages are deleted.
const MAX_REFERENCES: usize = 8;
/// Bytes of a line at most, for every program's sake (RFC 5322 allows 998).
const MAX_LINE: usize = 900;
/// Columns of a quoted-printable line before the `=` at its end (RFC 2045).
const CODED_LINE: usize = 75;
/// Bytes of text in one encoded word (RFC 2047 allows 75 in all).
const CODED_WORD: usize = 60;

pub(super) fn write(part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ids = MessageIds::new(part);
    let message = |_, id, out: &mut dyn Write| {
        write_head(part, id, &ids, out)?;
        write_body(part, id, out)
    };
    chunks::write(part.posts(), &message, out)
}

fn write_head(part: Part<'_>, id: PostId, ids: &MessageIds<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (thread, post) = (part.thread, part.thread.post(id));
    let came = post.time().map(crate::thread::Time::in_mailbox).filter(|came| !came.is_empty());
    writeln!(out, "From threadle@{HOST} {}", came.as_deref().unwrap_or("Thu Jan  1 00:00:00 1970"))?;
    let author = thread.writer(id).map(|writer| Text::line(writer.name));
    let author = author.as_deref().unwrap_or("unknown");
    writeln!(out, "From: {} <{}@{HOST}>", phrase(author), mailbox_name(author))?;
    if let Some(time) = post.time().map(crate::thread::Time::in_mail).filter(|time| !time.is_empty()) {
        writeln!(out, "Date: {time}")?;
    }
    let mark = if id == part.root { "" } else { "Re: " };
    writeln!(out, "Subject: {mark}{}", words(&Text::line(part.title())))?;
    writeln!(out, "Message-ID: <{}>", ids.of(id))?;
    if let Some(parent) = thread.parent(id).filter(|_| id != part.root) {
        writeln!(out, "In-Reply-To: <{}>", ids.of(parent))?;
        let mut above: Vec<_> = thread.ancestors(id).take_while(|&up| up >= part.root).take(MAX_REFERENCES).collect();
        above.reverse();
        let above: Vec<_> = above.into_iter().map(|up| format!("<{}>", ids.of(up))).collect();
        writeln!(out, "References: {}", above.join("\n "))?;
    }
    write_record(part, id, ids, out)?;
    writeln!(out, "MIME-Version: 1.0")
}

/// Writes `X-Threadle`, the exact record of the post.
fn write_record(part: Part<'_>, id: PostId, ids: &MessageIds<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (thread, post) = (part.thread, part.thread.post(id));
    let mut record = Record::default();
    if id == part.root {
        record.text("title", Some(part.title()))?;
        record.text("page", part.url())?;
        record.text("source", Some(part.source()))?;
        for (number, notice) in part.notices.iter().enumerate() {
            record.begin(if number == 0 { "\"notices\":[" } else { "" });
            record.value(&notice.to_string())?;
        }
        record.line.extend_from_slice(if part.notices.is_empty() { b"" } else { b"]" });
    }
    record.text("id", thread.source_id(id))?;
    let writer = thread.writer(id);
    record.text("author", writer.map(|writer| writer.name))?;
    if writer.is_some_and(|writer| writer.inferred) {
        record.begin("\"inferred\":true");
    }
    let time = post.time().map(|time| time.to_string()).filter(|time| !time.is_empty());
    record.text("time", time.as_deref())?;
    if let Some(score) = post.score() {
        record.begin(&format!("\"score\":{score}"));
    }
    record.text("url", thread.permalink(id))?;
    if let Some(answered) = thread.answers(id).filter(|&answered| part.has(answered)) {
        record.text("answers", Some(&ids.of(answered)))?;
    }
    record.text("markup", Some(part.said(id).body().notation.name()))?;
    out.write_all(b"X-Threadle: {")?;
    out.write_all(&record.line)?;
    out.write_all(b"}\n")
}

/// A JSON object in ASCII, broken between members when a line gets long.
#[derive(Default)]
struct Record {
    line: Vec<u8>,
    /// The offset of the last line.
    start: usize,
}

impl Record {
    fn begin(&mut self, member: &str) {
        if !self.line.is_empty() {
            self.line.push(b',');
            if self.line.len() - self.start > 70 {
                self.line.extend_from_slice(b"\n ");
                self.start = self.line.len();
            }
        }
        self.line.extend_from_slice(member.as_bytes());
    }

    fn text(&mut self, name: &str, text: Option<&str>) -> io::Result<()> {
        let Some(text) = text else { return Ok(()) };
        self.begin(&format!("\"{name}\":"));
        self.value(text)
    }

    fn value(&mut self, text: &str) -> io::Result<()> {
        let mut quoted = Vec::with_capacity(text.len() + 2);
        json::string(text, &mut quoted)?;
        for c in String::from_utf8_lossy(&quoted).chars() {
            if c.is_ascii() {
                self.line.push(c as u8);
            } else {
                c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(self.line, "\\u{unit:04x}"))?;
            }
        }
        Ok(())
    }
}

fn write_body(part: Part<'_>, id: PostId, out: &mut dyn Write) -> io::Result<()> {
    let said = part.said(id);
    let body = said.body();
    let kind = match body.notation {
        Notation::Plain | Notation::Mail => "plain",
        Notation::Markdown => "markdown",
        Notation::Html => "html",
    };
    let is_clear = is_clear(body.raw);
    let encoding = if is_clear { "8bit" } else { "quoted-printable" };
    writeln!(out, "Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n")?;
    if is_clear {
        for line in body.raw.lines() {
            let mark = if line.trim_start_matches('>').starts_with("From ") { ">" } else { "" };
            writeln!(out, "{mark}{line}")?;
        }
    } else {
        write_coded(body.raw, out)?;
    }
    // A blank line ends a message, whatever it says.
    writeln!(out)
}

/// Whether a text can stand in a message as it is: no long line, nothing hidden, and nothing at its ends that mail
/// programs strip.
fn is_clear(raw: &str) -> bool {
    let is_fine = |c: char| c == '\n' || !c.is_control() && !is_hidden(c);
    raw.trim() == raw
        && raw.chars().all(is_fine)
        && raw.split('\n').all(|line| line.len() <= MAX_LINE && !line.ends_with(' '))
}

/// Writes a text in quoted-printable (RFC 2045). Line breaks stay, except at the ends of the text.
fn write_coded(raw: &str, out: &mut dyn Write) -> io::Result<()> {
    let first = raw.len() - raw.trim_start_matches('\n').len();
    let last = raw.trim_end_matches('\n').len();
    let mut line = String::new();
    for (at, c) in raw.char_indices() {
        if c == '\n' && (first..last).contains(&at) {
            writeln!(out, "{line}")?;
            line.clear();
            continue;
        }
        let next = raw.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let ends_line = next.is_none_or(|next| next == '\n');
        let is_literal = match c {
            // `From ` would start another message, and a blank at the end of a line would get lost.
            'F' | '>' => !line.is_empty(),
            ' ' => !ends_line,
            '=' => false,
            c => c.is_ascii_graphic(),
        };
        let mut coded = String::new();
        if is_literal {
            coded.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| coded += &format!("={byte:02X}"));
        }
        if line.len() + coded.len() > CODED_LINE {
            writeln!(out, "{line}=")?;
            line.clear();
            // A soft break may have moved a literal character to the start of a line.
            if matches!(c, 'F' | '>') {
                coded = format!("={:02X}", c as u32);
            }
        }
        line += &coded;
    }
    writeln!(out, "{line}")
}

/// A display name before an address: bare, quoted, or in encoded words.
fn phrase(name: &str) -> String {
    let is_atom = |c: char| c.is_ascii_alphanumeric() || " -_'".contains(c);
    let is_quotable = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\');
    let fits = !name.trim().is_empty() && name.len() <= MAX_LINE && name.trim() == name && !name.contains("=?");
    if fits && name.chars().all(is_atom) {
        name.to_owned()
    } else if fits && name.chars().all(is_quotable) {
        format!("\"{name}\"")
    } else {
        encoded(name)
    }
}

/// A header text: bare, or in encoded words.
fn words(text: &str) -> String {
    let is_plain = text.chars().all(|c| matches!(c, ' '..='~'));
    let fits = text.len() <= MAX_LINE && text.trim() == text && !text.contains("=?");
    if is_plain && fits { text.to_owned() } else { encoded(text) }
}

/// As many encoded words as it takes (RFC 2047), one on each line.
fn encoded(text: &str) -> String {
    let mut all = String::new();
    let mut word = String::new();
    for c in text.chars() {
        let mut coded = String::new();
        match c {
            ' ' => coded.push('_'),
            c if c.is_ascii_alphanumeric() => coded.push(c),
            c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| coded += &format!("={byte:02X}")),
        }
        if word.len() + coded.len() > CODED_WORD {
            all += &format!("=?utf-8?Q?{word}?=\n ");
            word.clear();
        }
        word += &coded;
    }
    if !word.is_empty() {
        all += &format!("=?utf-8?Q?{word}?=");
    }
    all
}

/// The local part of an author's address.
fn mailbox_name(author: &str) -> String {
    let mut name = String::new();
    for c in author.chars().take(40) {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() { "author".to_owned() } else { name.to_owned() }
}

/// The message ids: a post's own id if mail allows it and no earlier post has it, else one made of its number and a
/// hash of the thread.
struct MessageIds<'a> {
    part: Part<'a>,
    /// Whether each post keeps its own id, by its distance from the root.
    own: Vec<bool>,
    thread: u64,
}

impl<'a> MessageIds<'a> {
    fn new(part: Part<'a>) -> Self {
        let mut taken = HashSet::new();
        let own = part.thread.subtree(part.root).map(|index| {
            let id = part.thread.get(index).and_then(|id| part.thread.source_id(id));
            id.is_some_and(|id| is_message_id(id) && taken.insert(id))
        });
        let own = own.collect();
        let opening = part.thread.opening(part.root);
        let about = [part.title(), part.url().unwrap_or_default(), part.thread.body(opening).raw];
        // FNV-1a.
        let thread = about
            .join("\0")
            .bytes()
            .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
        Self { part, own, thread }
    }

    /// The message id of a post, without angle brackets.
    fn of(&self, id: PostId) -> String {
        let thread = self.part.thread;
        let is_own = self.own.get(id.index() - self.part.root.index()) == Some(&true);
        match thread.source_id(id).filter(|_| is_own) {
            Some(own) => own.to_owned(),
            None => format!("{}.{:016x}@{HOST}", id.index() - thread.opening(id).index(), self.thread),
        }
    }
}

/// Whether an id is valid in mail, and not one made up here.
fn is_message_id(id: &str) -> bool {
    let is_atom = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte))
    };
    id.len() <= 200 && id.split_once('@').is_some_and(|(name, host)| is_atom(name) && is_atom(host) && host != HOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Parent, Thread, Time};

    fn written(thread: &Thread) -> String {
        let mut out = Vec::new();
        write(Part::whole(thread), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn body(raw: &str) -> String {
        let mut builder = Builder::new("test");
        builder.add(Draft { parent: Parent::Nothing, body: raw, ..Draft::default() });
        written(&builder.finish().unwrap().thread).split_once("\n\n").unwrap().1.to_owned()
    }

    #[test]
    fn every_post_is_a_message_that_names_its_parent() {
        let mut builder = Builder::new("text");
        builder.title("The lamp");
        let article = builder.add(Draft { parent: Parent::Nothing, body: "Who?", ..Draft::default() });
        builder.add(Draft {
            parent: Parent::Draft(article),
            id: Some("c1"),
            author: Some("Old Salt"),
            author_inferred: true,
            time: Time::parse_rfc3339("2023-04-21T10:32:00.5Z"),
            score: Some(14),
            body: "Nobody.",
            ..Draft::default()
        });
        let expected = r#"From threadle@threadle.invalid Thu Jan  1 00:00:00 1970
From: unknown <unknown@threadle.invalid>
Subject: The lamp
Message-ID: <0.16b18d7e91eb704f@threadle.invalid>
X-Threadle: {"title":"The lamp","source":"text","markup":"plain"}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Who?

From threadle@threadle.invalid Fri Apr 21 10:32:00 2023
From: Old Salt <old-salt@threadle.invalid>
Date: Fri, 21 Apr 2023 10:32:00 +0000
Subject: Re: The lamp
Message-ID: <1.16b18d7e91eb704f@threadle.invalid>
In-Reply-To: <0.16b18d7e91eb704f@threadle.invalid>
References: <0.16b18d7e91eb704f@threadle.invalid>
X-Threadle: {"id":"c1","author":"Old Salt","inferred":true,"time":"2023-04-21T10:32:00.5Z",
 "score":14,"markup":"plain"}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Nobody.

"#;
        assert_eq!(written(&builder.finish().unwrap().thread), expected);
    }

    #[test]
    fn what_would_begin_another_message_is_quoted() {
        assert_eq!(body("Lit.\nFrom the pier\n>From gull\nFromage"), "Lit.\n>From the pier\n>>From gull\nFromage\n\n");
        let long = "x".repeat(80) + "\nFrom here \r\n";
        assert_eq!(
            body(&long),
            format!("{}=\n{}\n=46rom here=20=0D=0A\n\n", "x".repeat(75), "x".repeat(5)).replace("=20", " ")
        );
    }

    #[test]
    fn what_is_hidden_or_would_be_lost_is_coded() {
        assert_eq!(body("\nsq\u{202E}uawk \x1b[2J"), "=0Asq=E2=80=AEuawk =1B[2J\n\n");
        assert_eq!(body("a = b \nc"), "a =3D b=20\nc\n\n");
        assert_eq!(body("Märchen"), "Märchen\n\n");
    }

    #[test]
    fn names_and_titles_cannot_break_out_of_their_field() {
        assert_eq!(phrase("Old Salt"), "Old Salt");
        assert_eq!(phrase("Salt, Old <x@y>"), "\"Salt, Old <x@y>\"");
        assert_eq!(phrase("a\"b"), "=?utf-8?Q?a=22b?=");
        assert_eq!(words("März"), "=?utf-8?Q?M=C3=A4rz?=");
        assert_eq!(words("=?utf-8?Q?x?="), "=?utf-8?Q?=3D=3Futf=2D8=3FQ=3Fx=3F=3D?=");
        assert_eq!(mailbox_name("../Gull\n@x"), "gull-x");
        assert_eq!(mailbox_name("鷗"), "author");
    }

    #[test]
    fn ids_of_mail_are_kept_and_others_are_made_up() {
        assert!(is_message_id("2@harbour.example"));
        for other in ["c1", "a b@c", "a@b@c", "a@b>\nX: y", "1.0@threadle.invalid"] {
            assert!(!is_message_id(other), "{other}");
        }
    }
}

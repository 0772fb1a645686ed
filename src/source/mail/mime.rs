//! The text of a message: its readable parts, and the names of the others.
//!
//! Of alternative forms, the plain text is chosen, and HTML if there is no plain text. Pending parts are kept in a
//! list, so nested parts need no recursion.

use super::head::{Head, split_line};
use super::parts::{Parts, boundary};
use super::{charset, flowed, words};
use crate::markup;
use crate::thread::{Body, Notation};
use mailparse::body::Body as Encoded;
use mailparse::{DispositionType, ParsedContentType, parse_content_disposition, parse_content_type};
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Parts nested deeper than this are named but not opened: no person nests messages so deeply.
const DEEPEST: usize = 24;
/// Parts beyond this number are left out.
const MOST: usize = 2000;

/// What a message says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Content<'m> {
    pub(super) notation: Notation,
    pub(super) text: Cow<'m, str>,
    /// What could not be decoded properly.
    pub(super) broken: Option<&'static str>,
}

/// The content of a message with this head and body.
pub(super) fn content<'m>(head: &Head<'m>, body: &'m [u8]) -> Content<'m> {
    let is_coded = head.encoding.is_some_and(|encoding| !is_clear(encoding));
    if !is_coded
        && head.disposition.is_none()
        && let Some(label) = head.content_type.map_or(Some(&[][..]), plain_charset)
        && let Some(text) = clear_text(body, label)
    {
        return Content { notation: Notation::Mail, text: trimmed(with_line_feeds(Cow::Borrowed(text))), broken: None };
    }
    let mut reading = Reading::default();
    reading.walk(Part { head: *head, body, depth: 0, choice: 0, in_digest: false });
    reading.finish()
}

fn is_clear(encoding: &[u8]) -> bool {
    [&b"7bit"[..], b"8bit", b"binary"].iter().any(|clear| clear.eq_ignore_ascii_case(encoding.trim_ascii()))
}

/// The charset of a content type that is plain text without other parameters. Empty if the type has no charset.
fn plain_charset(kind: &[u8]) -> Option<&[u8]> {
    let (name, rest) = kind.split_at_checked(b"text/plain".len())?;
    let rest = rest.trim_ascii();
    if !name.eq_ignore_ascii_case(b"text/plain") {
        return None;
    }
    if rest.is_empty() {
        return Some(rest);
    }
    let (name, label) = rest.strip_prefix(b";")?.trim_ascii().split_at_checked(b"charset=".len())?;
    let label = label.strip_suffix(b";").unwrap_or(label);
    let label = label.strip_prefix(b"\"").and_then(|label| label.strip_suffix(b"\"")).unwrap_or(label);
    let bare = label.iter().all(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'));
    (name.eq_ignore_ascii_case(b"charset=") && bare).then_some(label)
}

/// The text of a body that needs no decoding.
fn clear_text<'m>(body: &'m [u8], label: &[u8]) -> Option<&'m str> {
    let is_utf_8 = [&b""[..], b"utf-8", b"utf8", b"us-ascii"].iter().any(|known| known.eq_ignore_ascii_case(label));
    // Escape sequences of ISO 2022 and similar charsets are ASCII bytes with another meaning.
    let western = label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"iso-")) && body.is_ascii();
    let western = western && memchr::memchr(0x1B, body).is_none();
    if is_utf_8 || western { std::str::from_utf8(body).ok() } else { None }
}

/// A text with `\n` in place of the `\r\n` of transfer.
fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    match memchr::memchr(b'\r', text.as_bytes()) {
        Some(_) => Cow::Owned(text.replace("\r\n", "\n")),
        None => text,
    }
}

/// A text without blank lines at either end. Indentation of the first line remains.
fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    fn bare(text: &str) -> &str {
        let text = text.trim_end();
        let content = text.len() - text.trim_start().len();
        let start = text.get(..content).and_then(|blank| blank.rfind('\n')).map_or(0, |at| at + 1);
        text.get(start..).unwrap_or_default()
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(bare(text)),
        Cow::Owned(text) => Cow::Owned(bare(&text).to_owned()),
    }
}

/// A part of a message that has not been read yet.
struct Part<'m> {
    head: Head<'m>,
    body: &'m [u8],
    depth: usize,
    /// The group of alternative forms that this part belongs to, from 1. 0 if none.
    choice: usize,
    /// Whether the part is in a digest. Its default type is then a message.
    in_digest: bool,
}

/// The text of one part.
struct Text {
    notation: Notation,
    says: String,
    choice: usize,
}

/// The state of reading a message's parts.
#[derive(Default)]
struct Reading {
    texts: Vec<Text>,
    names: Vec<String>,
    choices: usize,
    parts: usize,
    broken: Option<&'static str>,
}

impl Reading {
    fn walk(&mut self, whole: Part<'_>) {
        let mut waiting = vec![whole];
        while let Some(part) = waiting.pop() {
            self.parts += 1;
            if self.parts > MOST {
                self.broken = Some("it has too many parts: the last ones are left out");
                return;
            }
            let kind = part.head.content_type.map(|field| words::text(field, None));
            let mut kind = kind.map(|field| parse_content_type(&field)).unwrap_or_default();
            if part.in_digest && part.head.content_type.is_none() {
                "message/rfc822".clone_into(&mut kind.mimetype);
            }
            match kind.mimetype.split_once('/') {
                Some(("multipart", form)) if part.depth < DEEPEST => match boundary(&kind) {
                    Some(boundary) => self.open(&part, form, boundary, &mut waiting),
                    None => self.read(&part, &ParsedContentType::default()),
                },
                Some(("message", "rfc822" | "global" | "news")) if part.depth < DEEPEST => {
                    self.open_message(&part, &kind, &mut waiting);
                }
                _ => self.read(&part, &kind),
            }
        }
    }

    /// Puts the parts of a part at the front of the waiting ones.
    fn open<'m>(&mut self, part: &Part<'m>, form: &str, boundary: &str, waiting: &mut Vec<Part<'m>>) {
        let choice = if form == "alternative" {
            self.choices += 1;
            self.choices
        } else {
            part.choice
        };
        let before = waiting.len();
        for inner in Parts::new(part.body, boundary).take(MOST) {
            let (head, body) = Head::split(inner);
            waiting.push(Part { head, body, depth: part.depth + 1, choice, in_digest: form == "digest" });
        }
        match waiting.get_mut(before..) {
            Some([]) | None => self.read(part, &ParsedContentType::default()),
            Some(inner) => inner.reverse(),
        }
    }

    /// Puts a message within a message at the front of the waiting parts, after a line with its author.
    fn open_message<'m>(&mut self, part: &Part<'m>, kind: &ParsedContentType, waiting: &mut Vec<Part<'m>>) {
        let (head, body) = Head::split(part.body);
        let coded = part.head.encoding.is_some_and(|encoding| !is_clear(encoding));
        let disposition = part.head.disposition.map(|field| parse_content_disposition(&words::text(field, None)));
        let attached = disposition.is_some_and(|found| found.disposition == DispositionType::Attachment);
        let subject = head.subject.map(|field| words::text(field, None)).unwrap_or_default();
        if coded || attached {
            let name = if coded { file_name(part, kind).unwrap_or_default() } else { subject.into_owned() };
            self.names.push(line("message", &name, part.body.len()));
            return;
        }
        let author = head.from.map(|field| words::author(field, None)).unwrap_or_default();
        if !author.is_empty() || !subject.is_empty() {
            let text = format!("[message from {author}: {subject}]");
            self.texts.push(Text { notation: Notation::Mail, says: text, choice: part.choice });
        }
        waiting.push(Part { head, body, depth: part.depth + 1, choice: part.choice, in_digest: false });
    }

    /// Reads a part without parts of its own.
    fn read(&mut self, part: &Part<'_>, kind: &ParsedContentType) {
        let disposition = part.head.disposition.map(|field| parse_content_disposition(&words::text(field, None)));
        let attached = disposition.as_ref().is_some_and(|found| found.disposition == DispositionType::Attachment);
        let inline = disposition.as_ref().is_some_and(|found| found.disposition == DispositionType::Inline);
        let name = file_name(part, kind);
        let is_plain = kind.mimetype == "text/plain" || !kind.mimetype.contains('/');
        let is_html = matches!(kind.mimetype.as_str(), "text/html" | "application/xhtml+xml");
        let is_text = kind.mimetype.starts_with("text/") && (inline || name.is_none());
        let is_choice = part.choice > 0 && !is_plain && !is_html;
        if attached && part.depth > 0 || !(is_plain || is_html || is_text) || is_choice {
            // A part that only serves an alternative form, such as an image in HTML, has no name.
            if name.is_some() || part.choice == 0 {
                let of_patch = kind.mimetype.ends_with("-patch") || kind.mimetype.ends_with("-diff");
                let ending = name.as_deref().and_then(|name| name.rsplit_once('.')).unwrap_or_default().1;
                let by_name = ["patch", "diff"].iter().any(|patch| ending.eq_ignore_ascii_case(patch));
                let what = if of_patch || by_name { "patch" } else { "attachment" };
                let coded = part.head.encoding.is_some_and(|field| field.eq_ignore_ascii_case(b"base64"));
                let bytes = part.body.trim_ascii().len();
                let bytes = if coded { bytes / 4 * 3 } else { bytes };
                self.names.push(line(what, name.as_deref().unwrap_or(&kind.mimetype), bytes));
            }
            return;
        }
        let bytes = self.decoded(part, kind);
        let label = kind.params.get("charset").map(String::as_str);
        let text = with_line_feeds(Cow::Owned(charset::decode(&bytes, label))).into_owned();
        let (notation, text) = if is_html {
            (Notation::Html, inner_html(&text).trim().to_owned())
        } else {
            let says = |name: &str, value: &str| kind.params.get(name).is_some_and(|p| p.eq_ignore_ascii_case(value));
            let text = if says("format", "flowed") { flowed::joined(&text, says("delsp", "yes")) } else { text };
            (Notation::Mail, trimmed(Cow::Owned(text)).into_owned())
        };
        if let (true, Some(name)) = (!is_plain && !is_html, &name) {
            self.texts.push(Text { notation, says: format!("[{name}]"), choice: part.choice });
        }
        self.texts.push(Text { notation, says: text, choice: part.choice });
    }

    /// The bytes of a part without its transfer encoding.
    fn decoded<'m>(&mut self, part: &Part<'m>, kind: &ParsedContentType) -> Cow<'m, [u8]> {
        let encoding = part.head.encoding.map(|field| words::text(field, None).trim().to_lowercase());
        match Encoded::new(part.body, kind, &encoding) {
            Encoded::Base64(coded) => Cow::Owned(coded.get_decoded().unwrap_or_else(|_| {
                self.broken = Some("its base64 is broken: read as far as it can be");
                mended_base64(part.body, kind)
            })),
            Encoded::QuotedPrintable(coded) => coded.get_decoded().map_or(Cow::Borrowed(part.body), Cow::Owned),
            _ => Cow::Borrowed(part.body),
        }
    }

    fn finish(self) -> Content<'static> {
        let Self { texts, names, broken, choices, .. } = self;
        let mut has_plain = vec![false; choices + 1];
        for text in &texts {
            if let Some(plain) = has_plain.get_mut(text.choice).filter(|_| text.notation == Notation::Mail) {
                *plain |= !text.says.is_empty();
            }
        }
        let is_second = |text: &Text| {
            text.choice > 0 && text.notation == Notation::Html && has_plain.get(text.choice) == Some(&true)
        };
        let texts: Vec<Text> = texts.into_iter().filter(|text| !text.says.is_empty() && !is_second(text)).collect();
        let all_html = !texts.is_empty() && texts.iter().all(|text| text.notation == Notation::Html);
        let notation = if all_html { Notation::Html } else { Notation::Mail };
        let mut pieces: Vec<String> = texts
            .into_iter()
            .map(|text| if text.notation == notation { text.says } else { readable(&text.says) })
            .collect();
        pieces.extend((!names.is_empty()).then(|| match notation {
            Notation::Html => format!("<p>{}</p>", escaped(&names.join("\n")).replace('\n', "<br>")),
            _ => names.join("\n"),
        }));
        Content { notation, text: Cow::Owned(pieces.join("\n\n")), broken }
    }
}

/// The name of the file in a part.
fn file_name(part: &Part<'_>, kind: &ParsedContentType) -> Option<String> {
    let disposition = part.head.disposition.map(|field| parse_content_disposition(&words::text(field, None)));
    let name = disposition.and_then(|found| found.params.get("filename").cloned());
    let name = name.or_else(|| kind.params.get("name").cloned())?;
    let name = words::text(name.as_bytes(), None).trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// A line in place of something not shown.
fn line(what: &str, name: &str, bytes: usize) -> String {
    let size = if bytes < 1000 { format!("{bytes} bytes") } else { format!("{} kB", bytes.div_ceil(1000)) };
    if name.is_empty() { format!("[{what}, {size}]") } else { format!("[{what}: {name}, {size}]") }
}

/// Decodes broken base64 from its valid characters.
fn mended_base64(body: &[u8], kind: &ParsedContentType) -> Vec<u8> {
    let sound = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut letters: Vec<u8> = body.iter().copied().filter(sound).collect();
    letters.truncate(letters.len() / 4 * 4);
    match Encoded::new(&letters, kind, &Some("base64".to_owned())) {
        Encoded::Base64(coded) => coded.get_decoded().unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The contents of an HTML page's body, or a whole fragment.
fn inner_html(page: &str) -> &str {
    let bytes = page.as_bytes();
    let opening = memchr::memchr_iter(b'<', bytes).find(|&at| {
        let tag = bytes.get(at + 1..at + 5).unwrap_or_default();
        tag.eq_ignore_ascii_case(b"body") && bytes.get(at + 5).is_some_and(|&byte| byte == b'>' || byte <= b' ')
    });
    let start = opening.and_then(|at| page.get(at..)?.find('>').map(|end| at + end + 1)).unwrap_or_default();
    let closing = memchr::memrchr_iter(b'<', bytes)
        .find(|&at| bytes.get(at + 1..at + 6).is_some_and(|tag| tag.eq_ignore_ascii_case(b"/body")));
    page.get(start..closing.filter(|&end| end >= start).unwrap_or(page.len())).unwrap_or(page)
}

fn readable(html: &str) -> String {
    markup::plain_text(&markup::blocks(Body { raw: html, notation: Notation::Html })).to_string()
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The sign that a mailbox may have quoted a line.
static QUOTED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b">From "));

/// Removes the quoting that a mailbox adds to lines like its own: `From ` becomes `>From ` there.
pub(super) fn unquoted(body: &[u8]) -> Cow<'_, [u8]> {
    let is_quoted = |line: &[u8]| {
        let bare = line.iter().position(|&byte| byte != b'>').unwrap_or(line.len());
        bare > 0 && line.get(bare..).is_some_and(|bare| bare.starts_with(b"From "))
    };
    if QUOTED.find(body).is_none() {
        return Cow::Borrowed(body);
    }
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        let end = rest.len() - after.len();
        let start = usize::from(is_quoted(line));
        out.extend_from_slice(rest.get(start..end).unwrap_or_default());
        rest = after;
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(message: &str) -> (Notation, String) {
        let (head, body) = Head::split(message.as_bytes());
        let content = content(&head, body);
        (content.notation, content.text.into_owned())
    }

    fn mail(message: &str) -> String {
        let (notation, text) = read(message);
        assert_eq!(notation, Notation::Mail);
        text
    }

    #[test]
    fn plain_text_is_taken_as_it_is() {
        assert_eq!(mail("Subject: lamp\n\n\n  The lamp\nis lit.\n\n"), "  The lamp\nis lit.");
        assert_eq!(mail("Content-Type: text/plain; charset=\"UTF-8\"\n\nLit é"), "Lit é");
    }

    #[test]
    fn transfer_encodings_and_charsets_are_undone() {
        let quoted = "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: Quoted-Printable\n\nLit =E9=\ntait";
        assert_eq!(mail(quoted), "Lit était");
        assert_eq!(mail("Content-Transfer-Encoding: base64\n\nTGl0\nLg==\n"), "Lit.");
        let broken = "Content-Transfer-Encoding: base64\n\nTGl0!Li4u?TGl0\n";
        assert_eq!(mail(broken), "Lit...Lit");
    }

    #[test]
    fn the_plain_form_of_several_is_read() {
        let forms = |first: &str, second: &str| {
            format!("Content-Type: multipart/alternative; boundary=b\n\n--b\n{first}\n--b\n{second}\n--b--\n")
        };
        let (plain, html) = ("Content-Type: text/plain\n\nLit.", "Content-Type: text/html\n\n<b>Lit.</b>");
        assert_eq!(mail(&forms(plain, html)), "Lit.");
        assert_eq!(mail(&forms(html, plain)), "Lit.");
        let empty = "Content-Type: text/plain\n\n";
        assert_eq!(read(&forms(empty, html)), (Notation::Html, "<b>Lit.</b>".to_owned()));
    }

    #[test]
    fn of_a_page_only_its_body_is_taken() {
        let page = "<html><head><title>x</title></head><BODY class=\"a\"><p>Lit.</p></BODY></html>";
        assert_eq!(read(&format!("Content-Type: text/html\n\n{page}")).1, "<p>Lit.</p>");
    }

    #[test]
    fn attachments_and_patches_are_named_below() {
        let message = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the chart.\n\
            --b\nContent-Type: image/png; name=\"=?utf-8?q?h=C3=A4fen.png?=\"\nContent-Transfer-Encoding: base64\n\nTGl0\n\
            --b\nContent-Type: text/x-patch\nContent-Disposition: attachment; filename=lamp.patch\n\n-off\n+on\n--b--\n";
        assert_eq!(mail(message), "See the chart.\n\n[attachment: häfen.png, 3 bytes]\n[patch: lamp.patch, 8 bytes]");
    }

    #[test]
    fn texts_beside_each_other_are_all_read() {
        let message = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<b>Lit.</b>\n\
            --b\n\n____________\nHarbour mailing list\n--b--\n";
        assert_eq!(mail(message), "Lit.\n\n____________\nHarbour mailing list");
    }

    #[test]
    fn a_message_in_a_message_is_read_below_its_name() {
        let message = "Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: mara@harbour.example\nSubject: lamp\n\n\
            Lit.\n--b--\n";
        assert_eq!(mail(message), "[message from mara: lamp]\n\nLit.");
    }

    #[test]
    fn flowed_text_is_joined() {
        assert_eq!(mail("Content-Type: text/plain; format=flowed\n\nThe lamp \nis lit.\n"), "The lamp is lit.");
    }

    #[test]
    fn parts_without_their_boundary_are_text() {
        assert_eq!(mail("Content-Type: multipart/mixed; boundary=b\n\nLit.\n"), "Lit.");
        assert_eq!(mail("Content-Type: multipart/mixed\n\nLit.\n"), "Lit.");
    }

    #[test]
    fn parts_nested_without_end_take_little_time() {
        let message = "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(20_000);
        assert!(mail(&message).len() <= message.len());
        let message = "Content-Type: message/rfc822\n\n".repeat(50_000);
        assert!(mail(&message).len() <= 2 * message.len());
    }

    #[test]
    fn lines_that_a_mailbox_quoted_lose_one_mark() {
        assert_eq!(&*unquoted(b"a\n>From b\r\n>>From c\n> From d\n>From"), b"a\nFrom b\r\n>From c\n> From d\n>From");
    }
}

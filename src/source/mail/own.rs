//! Messages that threadle itself wrote (`-t mbox`): a field for everything that mail has no field for, and exact
//! bodies.
//!
//! ```text
//! X-Threadle: {"title":"The lamp","source":"text","author":"oldsalt","score":14,"markup":"plain"}
//! ```

use crate::thread::{Builder, Draft, Notation, Notice, Parent, Time};
use serde::Deserialize;

/// What the field says about a post. Absent values are unknown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Own {
    title: Option<String>,
    page: Option<String>,
    source: Option<String>,
    notices: Vec<String>,
    id: Option<String>,
    author: Option<String>,
    inferred: bool,
    time: Option<String>,
    score: Option<i32>,
    url: Option<String>,
    /// The id of the message that the post speaks to, if that is not its parent.
    pub(super) answers: Option<String>,
    markup: Option<String>,
}

/// What the field of an opening message says about the thread.
#[derive(Debug, Clone)]
pub(super) struct About {
    title: String,
    page: Option<String>,
    source: Option<String>,
    notices: Vec<String>,
}

impl Own {
    /// Reads the field. `None` if it is broken; the message is then read like any other.
    pub(super) fn read(field: &[u8]) -> Option<Self> {
        let own: Self = serde_json::from_slice(field).ok()?;
        own.markup.as_deref().and_then(Notation::named).map(|_| own)
    }

    /// What the field says about the whole thread, if this message opens one.
    pub(super) fn about(&self) -> Option<About> {
        let title = self.title.clone()?;
        Some(About { title, page: self.page.clone(), source: self.source.clone(), notices: self.notices.clone() })
    }

    /// The post, with the given body.
    pub(super) fn draft<'a>(&'a self, body: &'a str) -> Draft<'a> {
        Draft {
            parent: Parent::Nothing,
            id: self.id.as_deref(),
            author: self.author.as_deref(),
            author_inferred: self.inferred,
            time: self.time.as_deref().and_then(Time::parse_rfc3339),
            // In a thread, the lowest number means "no score".
            score: self.score.filter(|score| *score != i32::MIN),
            url: self.url.as_deref(),
            notation: self.markup.as_deref().and_then(Notation::named).unwrap_or_default(),
            body,
            ..Draft::default()
        }
    }
}

impl About {
    /// Applies the field to the most recent thread.
    pub(super) fn tell(self, builder: &mut Builder) {
        builder.title(&self.title);
        if let Some(page) = &self.page {
            builder.url(page);
        }
        builder.source(self.source.as_deref().unwrap_or("mail"));
        self.notices.into_iter().for_each(|notice| builder.notice(Notice::new(notice)));
    }
}

/// The exact body. Line breaks at the end belong to the mailbox; the body's own final line breaks are encoded.
pub(super) fn exact(body: &[u8], encoding: Option<&[u8]>) -> String {
    let body = body.trim_ascii_end();
    let body = match encoding {
        Some(encoding) if encoding.eq_ignore_ascii_case(b"quoted-printable") => decoded(body),
        // Another system may have changed the line endings of the mailbox.
        _ => body.iter().copied().filter(|&byte| byte != b'\r').collect(),
    };
    match String::from_utf8(body) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

/// Decodes quoted-printable (RFC 2045). Encoded line breaks are distinguished from plain ones.
fn decoded(coded: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let mut bytes = Vec::with_capacity(coded.len());
    let mut rest = coded;
    loop {
        rest = match rest {
            [b'=', b'\r', b'\n', after @ ..] | [b'=', b'\n', after @ ..] | [b'\r', after @ ..] => after,
            [b'=', high, low, after @ ..] => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    after
                }
                _ => {
                    bytes.push(b'=');
                    rest.get(1..).unwrap_or_default()
                }
            },
            [byte, after @ ..] => {
                bytes.push(*byte);
                after
            }
            [] => return bytes,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coded_bytes_and_soft_breaks_are_read_and_what_is_broken_stays() {
        let coded = |text: &str| exact(text.as_bytes(), Some(b"quoted-printable"));
        assert_eq!(coded("=0Asq=E2=80=8B=\r\nuawk=20\r\n=0D=0A\n\n"), "\nsq\u{200B}uawk \n\r\n");
        assert_eq!(coded("1 = 2 =zz ="), "1 = 2 =zz =");
        assert_eq!(exact(b"a\r\nb\r\n\r\n", None), "a\nb");
    }

    #[test]
    fn a_field_that_is_broken_says_nothing() {
        assert!(Own::read(br#"{"markup":"plain"}"#).is_some());
        for broken in ["", "{}", "{\"markup\":\"prose\"}", "{\"markup\":\"plain\"", "[[[["] {
            assert!(Own::read(broken.as_bytes()).is_none(), "{broken}");
        }
    }
}

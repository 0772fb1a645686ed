//! The head of a message or a part: the few fields that matter, found in one pass.

use memchr::{memchr, memchr2};

/// Fields as they are in the message, with their line breaks. The first of each counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Head<'m> {
    pub(super) from: Option<&'m [u8]>,
    pub(super) sender: Option<&'m [u8]>,
    pub(super) date: Option<&'m [u8]>,
    pub(super) subject: Option<&'m [u8]>,
    pub(super) id: Option<&'m [u8]>,
    pub(super) references: Option<&'m [u8]>,
    pub(super) in_reply_to: Option<&'m [u8]>,
    pub(super) content_type: Option<&'m [u8]>,
    pub(super) encoding: Option<&'m [u8]>,
    pub(super) disposition: Option<&'m [u8]>,
    pub(super) length: Option<&'m [u8]>,
    /// threadle's own record of a post.
    pub(super) own: Option<&'m [u8]>,
}

impl<'m> Head<'m> {
    /// Splits a message into head and body. A line that is no field ends the head, except a mailbox's own.
    pub(super) fn split(message: &'m [u8]) -> (Self, &'m [u8]) {
        let mut head = Self::default();
        let mut rest = message;
        while !rest.is_empty() {
            let (line, after) = split_line(rest);
            if line.is_empty() {
                return (head, after);
            }
            let Some(name) = name(line) else {
                if line.starts_with(b"From ") || line.starts_with(b">From ") || line.starts_with(b" ") {
                    rest = after;
                    continue;
                }
                return (head, rest);
            };
            let mut end = rest.len() - after.len();
            while let Some([b' ' | b'\t', more @ ..]) = rest.get(end..) {
                if matches!(more, [] | [b'\n' | b'\r', ..]) {
                    break;
                }
                end = memchr(b'\n', more).map_or(rest.len(), |at| end + at + 2);
            }
            if let Some(field) = head.field(name) {
                let value = rest.get(name.len() + 1..end).unwrap_or_default().trim_ascii();
                field.get_or_insert(value);
            }
            rest = rest.get(end..).unwrap_or_default();
        }
        (head, rest)
    }

    fn field(&mut self, name: &[u8]) -> Option<&mut Option<&'m [u8]>> {
        let name = name.trim_ascii_end();
        let (known, field): (&[u8], _) = match (name.len(), name.first()?.to_ascii_lowercase()) {
            (4, b'f') => (b"from", &mut self.from),
            (4, _) => (b"date", &mut self.date),
            (6, _) => (b"sender", &mut self.sender),
            (7, _) => (b"subject", &mut self.subject),
            (10, b'm') => (b"message-id", &mut self.id),
            (10, b'x') => (b"x-threadle", &mut self.own),
            (10, _) => (b"references", &mut self.references),
            (11, _) => (b"in-reply-to", &mut self.in_reply_to),
            (12, _) => (b"content-type", &mut self.content_type),
            (14, _) => (b"content-length", &mut self.length),
            (19, _) => (b"content-disposition", &mut self.disposition),
            (25, _) => (b"content-transfer-encoding", &mut self.encoding),
            _ => return None,
        };
        known.eq_ignore_ascii_case(name).then_some(field)
    }
}

/// The first line without its end, and the rest.
pub(super) fn split_line(text: &[u8]) -> (&[u8], &[u8]) {
    let (line, rest) = match memchr(b'\n', text) {
        Some(end) => (text.get(..end).unwrap_or_default(), text.get(end + 1..).unwrap_or_default()),
        None => (text, &[][..]),
    };
    (line.strip_suffix(b"\r").unwrap_or(line), rest)
}

/// The field name at the start of a line, up to its colon.
pub(super) fn name(line: &[u8]) -> Option<&[u8]> {
    /// Bytes of the longest field name.
    const LONGEST: usize = 76;
    let line = line.get(..LONGEST).unwrap_or(line);
    let end = line.iter().position(|&byte| byte == b':' || !byte.is_ascii_graphic())?;
    let (bare, rest) = line.split_at_checked(end)?;
    let blank = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    (!bare.is_empty() && rest.get(blank) == Some(&b':')).then(|| line.get(..end + blank))?
}

/// The ids in a field, without their brackets.
pub(super) fn ids(field: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bracketed = memchr(b'<', field).is_some();
    let mut rest = field;
    std::iter::from_fn(move || {
        loop {
            if bracketed {
                let start = memchr(b'<', rest)?;
                let inner = rest.get(start + 1..)?;
                let end = memchr2(b'<', b'>', inner)?;
                let (id, after) = inner.split_at_checked(end)?;
                rest = after;
                let id = id.trim_ascii();
                if after.starts_with(b">") && !id.is_empty() {
                    return Some(id);
                }
            } else {
                rest = rest.trim_ascii_start();
                let end = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
                let (word, after) = rest.split_at_checked(end)?;
                if word.is_empty() {
                    return None;
                }
                rest = after;
                if word.contains(&b'@') {
                    return Some(word);
                }
            }
        }
    })
}

/// The id that a field consists of, without brackets and `@`.
pub(super) fn lone_id(field: &[u8]) -> Option<&[u8]> {
    let is_alone = !field.is_empty() && field.iter().all(u8::is_ascii_graphic) && memchr(b'<', field).is_none();
    is_alone.then_some(field)
}

/// The id of a message.
pub(super) fn own_id(field: &[u8]) -> Option<&[u8]> {
    let id = ids(field).next().unwrap_or(field);
    (!id.is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_whatever_their_case_and_folding() {
        let message = b"SUBJECT: the\r\n lamp\r\nX-Mark: From: no\r\nfrom : mara\r\n\r\nLit.";
        let (head, body) = Head::split(message);
        assert_eq!(head.subject, Some(&b"the\r\n lamp"[..]));
        assert_eq!(head.from, Some(&b"mara"[..]));
        assert_eq!(body, b"Lit.");
    }

    #[test]
    fn the_first_of_several_fields_counts() {
        assert_eq!(Head::split(b"Date: now\nDate: soon\n").0.date, Some(&b"now"[..]));
    }

    #[test]
    fn a_line_that_is_no_field_ends_the_head() {
        let (head, body) = Head::split(b"Subject: lamp\nThe lamp is lit.\n\nYes.");
        assert_eq!((head.subject, body), (Some(&b"lamp"[..]), &b"The lamp is lit.\n\nYes."[..]));
        let (head, body) = Head::split(b"From mara\n>From gull\nSubject: lamp\n\nYes.");
        assert_eq!((head.subject, body), (Some(&b"lamp"[..]), &b"Yes."[..]));
    }

    #[test]
    fn ids_are_what_stands_in_brackets_or_has_an_at_sign() {
        let all = |field: &'static str| {
            ids(field.as_bytes()).map(|id| String::from_utf8_lossy(id).into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(all("<a@b>\n <c@d> (mara's <e@f>)"), ["a@b", "c@d", "e@f"]);
        assert_eq!(all("a@b, words c@d"), ["a@b,", "c@d"]);
        assert_eq!(all("<<a@b> <> <"), ["a@b"]);
        assert_eq!(own_id(b"<a@b>"), Some(&b"a@b"[..]));
        assert_eq!(own_id(b"A1B2.harbour"), Some(&b"A1B2.harbour"[..]));
        assert_eq!(own_id(b""), None);
    }
}

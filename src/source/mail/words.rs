//! Text in a head: folded lines, encoded words (RFC 2047), any charset, and names in addresses.

use super::charset;
use super::encoded;
use memchr::{memchr, memchr3};
use std::borrow::Cow;

/// The text of a field, on one line.
///
/// Bytes that are not UTF-8 are decoded with the charset of the message's content type, if it names one.
pub(super) fn text<'f>(field: &'f [u8], kind: Option<&[u8]>) -> Cow<'f, str> {
    let text = match std::str::from_utf8(field) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(charset::decode(field, charset_of(kind))),
    };
    if encoded::is_in(&text) {
        return Cow::Owned(unfolded(&encoded::read(&unfolded(&text))));
    }
    if memchr3(b'\n', b'\r', b'\t', text.as_bytes()).is_some() { Cow::Owned(unfolded(&text)) } else { text }
}

/// The charset that a content type names.
fn charset_of(kind: Option<&[u8]>) -> Option<&str> {
    let (_, label) = std::str::from_utf8(kind?).ok()?.split_once("charset=")?;
    label.split([';', ' ', '\n', '\r']).next().map(|label| label.trim_matches('"'))
}

fn unfolded(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for piece in text.split(['\n', '\r', '\t']).map(str::trim).filter(|piece| !piece.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(piece);
    }
    line
}

/// The name of an author from an address: the display name, or otherwise the part before `@`.
pub(super) fn author<'f>(field: &'f [u8], kind: Option<&[u8]>) -> Cow<'f, str> {
    if let Some(name) = plain_author(field) {
        return Cow::Borrowed(name);
    }
    let field = match std::str::from_utf8(field) {
        Ok(field) => unfolded(field),
        Err(_) => unfolded(&charset::decode(field, charset_of(kind))),
    };
    let name = text(name(&field.replace('\\', "")).as_bytes(), None).into_owned();
    Cow::Owned(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The name of an author, if the field contains it without any encoding.
pub(super) fn plain_author(field: &[u8]) -> Option<&str> {
    let field = std::str::from_utf8(field).ok()?;
    let name = memchr3(b'\n', b'\t', b'\\', field.as_bytes()).is_none().then(|| name(field))?;
    (!encoded::is_in(name) && !name.contains("  ")).then_some(name)
}

fn name(field: &str) -> &str {
    let bare = |name: &str| !name.trim().is_empty();
    let quotes: &[char] = &['"', '\'', ' '];
    let (before, address) = match split_at(field, b'<') {
        Some((before, rest)) => (before, split_at(rest, b'>').map_or(rest, |(address, _)| address)),
        None => ("", field),
    };
    let before = before.trim().trim_matches(quotes);
    // `mara at harbour (Mara of the lighthouse)`, as archives and old programs write it.
    let comment = || {
        let (_, comment) = split_at(field, b'(')?;
        let comment = comment.rsplit_once(')').map_or(comment, |(comment, _)| comment).trim();
        let inner = comment.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        Some(inner.unwrap_or(comment).trim().trim_matches(quotes)).filter(|comment| bare(comment))
    };
    let found = Some(before).filter(|before| bare(before)).or_else(comment).unwrap_or(address);
    local_part(found.trim())
}

/// The text before and after the first occurrence of an ASCII character.
fn split_at(text: &str, character: u8) -> Option<(&str, &str)> {
    let at = memchr(character, text.as_bytes())?;
    text.get(..at).zip(text.get(at + 1..))
}

/// The part of an address before `@` or ` at `. Any other text is returned unchanged.
fn local_part(text: &str) -> &str {
    let is_word = |word: &str| !word.is_empty() && !word.contains(char::is_whitespace);
    let address = split_at(text, b'@').or_else(|| text.split_once(" at "));
    match address {
        Some((local, domain)) if is_word(local) && is_word(domain.trim_end()) => local,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_in(field: &str) -> String {
        author(field.as_bytes(), None).into_owned()
    }

    #[test]
    fn an_author_is_the_name_beside_the_address() {
        assert_eq!(name_in("Mara of the Lighthouse <mara@harbour.example>"), "Mara of the Lighthouse");
        assert_eq!(name_in("\"Salt, Old\" <oldsalt@harbour.example>"), "Salt, Old");
        assert_eq!(name_in("\"Old \\\"Salty\\\" Salt\" <oldsalt@harbour.example>"), "Old \"Salty\" Salt");
        assert_eq!(name_in("oldsalt@harbour.example (Old Salt)"), "Old Salt");
        assert_eq!(name_in("oldsalt at harbour.example (Old Salt (keeper))"), "Old Salt (keeper)");
        assert_eq!(name_in("oldsalt at harbour.example ( (Old Salt))"), "Old Salt");
        assert_eq!(name_in("=?utf-8?q?M=C3=A4ra?= <mara@harbour.example>"), "Mära");
        assert_eq!(name_in("=?utf-8?q?M=C3=A4ra?=\n =?utf-8?q?_Gull?= <mara@harbour.example>"), "Mära Gull");
        assert_eq!(name_in("oldsalt@harbour.example (Salt,  Old)"), "Salt, Old");
        assert_eq!(name_in("Mara"), "Mara");
    }

    #[test]
    fn an_author_without_a_name_is_what_stands_before_the_at_sign() {
        assert_eq!(name_in("<mara@harbour.example>"), "mara");
        assert_eq!(name_in("mara@harbour.example"), "mara");
        assert_eq!(name_in("mara at harbour.example"), "mara");
        assert_eq!(name_in("\"mara@harbour.example\" <mara@harbour.example>"), "mara");
        assert_eq!(name_in("mara@harbour.example ()"), "mara@harbour.example ()");
        assert_eq!(name_in(""), "");
    }

    #[test]
    fn fields_are_one_line_of_decoded_text() {
        assert_eq!(text(b"The lamp\r\n\tis lit", None), "The lamp is lit");
        assert_eq!(text(b"=?ISO-8859-1?Q?Caf=E9?= =?utf-8?b?w6kh?=", None), "Caféé!");
        assert_eq!(text(b"Caf\xE9 du port", None), "Café du port");
        assert_eq!(text(b"=?broken", None), "=?broken");
    }
}

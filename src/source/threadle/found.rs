//! A JSON value as a post can have it: a scalar, or a note that it is something larger.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The value of a key.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Found<'a> {
    /// `null`, or nothing.
    #[default]
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(Cow<'a, str>),
    List,
    Object,
    /// Something that is not JSON.
    Odd(String),
}

/// Characters of an unexpected value in a notice.
const SHOWN: usize = 40;

impl Found<'_> {
    /// Reads a value cut from its document. Reads a broken string as far as possible.
    pub(super) fn read(value: &[u8]) -> Found<'static> {
        if value.first() == Some(&b'"') {
            return Found::Text(unescaped(value).into());
        }
        match serde_json::from_slice::<Found<'_>>(value) {
            Ok(found) => found.into_owned(),
            Err(_) if value.first() == Some(&b'{') => Found::Object,
            Err(_) if value.first() == Some(&b'[') => Found::List,
            Err(_) => Found::Odd(String::from_utf8_lossy(value).into_owned()),
        }
    }

    fn into_owned(self) -> Found<'static> {
        match self {
            Self::Null => Found::Null,
            Self::Bool(value) => Found::Bool(value),
            Self::Integer(value) => Found::Integer(value),
            Self::Float(value) => Found::Float(value),
            Self::Text(value) => Found::Text(value.into_owned().into()),
            Self::List => Found::List,
            Self::Object => Found::Object,
            Self::Odd(value) => Found::Odd(value),
        }
    }
}

/// For notices: short, and as written in JSON.
impl fmt::Display for Found<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => out.write_str("null"),
            Self::Bool(value) => write!(out, "{value}"),
            Self::Integer(value) => write!(out, "{value}"),
            Self::Float(value) => write!(out, "{value}"),
            Self::Text(value) => write!(out, "\"{}\"", Shortened(value)),
            Self::List => out.write_str("a list"),
            Self::Object => out.write_str("an object"),
            Self::Odd(value) => write!(out, "{}", Shortened(value)),
        }
    }
}

struct Shortened<'a>(&'a str);

impl fmt::Display for Shortened<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN) {
            Some((end, _)) => write!(out, "{}…", self.0.get(..end).unwrap_or_default()),
            None => out.write_str(self.0),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Found<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FoundVisitor)
    }
}

struct FoundVisitor;

impl<'de> Visitor<'de> for FoundVisitor {
    type Value = Found<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Found::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Found::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Found::Integer(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or(Found::Float(value as f64), Found::Integer))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Found::Float(value))
    }
    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Found::Text(value.into()))
    }
    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Found::Text(value.to_owned().into()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Found::List)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Self::Value, A::Error> {
        while pairs.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Found::Object)
    }
}

/// The text of a JSON string that may be cut or contain raw line breaks, lone surrogates or invalid escapes: wrong
/// parts stay as written, and half a character becomes `�`.
fn unescaped(quoted: &[u8]) -> String {
    let quoted = String::from_utf8_lossy(quoted);
    let mut rest = quoted.strip_prefix('"').unwrap_or(&quoted);
    let mut text = String::with_capacity(rest.len());
    while let Some(special) = rest.find(['"', '\\']) {
        let (plain, from) = rest.split_at(special);
        text.push_str(plain);
        let Some(escape) = from.strip_prefix('\\') else { return text };
        rest = unescape(escape, &mut text);
    }
    text.push_str(rest);
    text
}

/// Appends the character of an escape, given without its backslash. Returns what follows it.
pub(in crate::source) fn unescape<'a>(escape: &'a str, text: &mut String) -> &'a str {
    let mut chars = escape.chars();
    match chars.next() {
        Some('n') => text.push('\n'),
        Some('t') => text.push('\t'),
        Some('r') => text.push('\r'),
        Some('b') => text.push('\u{8}'),
        Some('f') => text.push('\u{C}'),
        Some(same @ ('"' | '\\' | '/')) => text.push(same),
        Some('u') => {
            let Some((first, after)) = hex(chars.as_str()) else { return after_odd('u', chars.as_str(), text) };
            let second = after.strip_prefix("\\u").and_then(hex);
            if let (0xD800..=0xDBFF, Some((low @ 0xDC00..=0xDFFF, end))) = (first, second) {
                let joined = 0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00);
                text.push(char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER));
                return end;
            }
            text.push(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
            return after;
        }
        Some(odd) => return after_odd(odd, chars.as_str(), text),
        None => {}
    }
    chars.as_str()
}

fn after_odd<'a>(odd: char, rest: &'a str, text: &mut String) -> &'a str {
    text.push('\\');
    text.push(odd);
    rest
}

fn hex(digits: &str) -> Option<(u32, &str)> {
    let (four, rest) = digits.split_at_checked(4)?;
    let all_hex = four.bytes().all(|digit| digit.is_ascii_hexdigit());
    all_hex.then(|| u32::from_str_radix(four, 16).ok()).flatten().map(|number| (number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_value_is_named_as_it_is_written() {
        let named = |value: &str| Found::read(value.as_bytes()).to_string();
        assert_eq!(named("12"), "12");
        assert_eq!(named("[1,[2]]"), "a list");
        assert_eq!(named("{\"a\":1}"), "an object");
        assert_eq!(named("NaN"), "NaN");
        assert_eq!(named(&format!("\"{}\"", "é".repeat(99))), format!("\"{}…\"", "é".repeat(40)));
    }

    #[test]
    fn a_broken_string_is_read_as_far_as_it_goes() {
        assert_eq!(unescaped(b"\"a\nb\""), "a\nb");
        assert_eq!(unescaped(br#""half \ud83d of \ude00""#), "half \u{FFFD} of \u{FFFD}");
        assert_eq!(unescaped(br#""C:\path \u12""#), r"C:\path \u12");
        assert_eq!(unescaped(br#""cut \"#), "cut ");
    }

    proptest! {
        #[test]
        fn a_sound_string_is_read_as_serde_json_reads_it(text in r#"[\PC\n\t\\"😀]{0,20}"#) {
            let quoted = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(unescaped(quoted.as_bytes()), text);
        }
    }
}

//! The fields of one post, read from its JSON object.

use super::found::Found;
use super::frames::{Frame, Frames, Member};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// The known fields of a post's object.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    pub(super) n: Found<'a>,
    pub(super) parent: Found<'a>,
    pub(super) answers: Found<'a>,
    pub(super) id: Found<'a>,
    pub(super) author: Found<'a>,
    pub(super) author_inferred: Found<'a>,
    pub(super) time: Found<'a>,
    pub(super) score: Found<'a>,
    pub(super) url: Found<'a>,
    pub(super) markup: Found<'a>,
    pub(super) raw: Found<'a>,
    pub(super) text: Found<'a>,
    pub(super) deleted: Found<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Key {
    N,
    Parent,
    Answers,
    Id,
    Author,
    AuthorInferred,
    Time,
    Score,
    Url,
    Markup,
    Raw,
    Text,
    Deleted,
    #[serde(other)]
    Unknown,
}

impl<'a> Fields<'a> {
    /// Reads a sound object; fails if it is broken.
    pub(super) fn read(object: &'a [u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(object)
    }

    /// Reads a broken or cut object key by key, as far as possible. `None` if it has no known key.
    pub(super) fn salvage(object: &[u8]) -> Option<Fields<'static>> {
        let mut fields = Fields::default();
        let mut any = false;
        let mut input = object;
        let mut frames = Frames::new(&mut input);
        let Ok(Some(b'{')) = frames.peek() else { return None };
        frames.pass();
        while let Ok(Member::Key(key)) = frames.member::<Key>() {
            let (value, last) = match frames.value() {
                Ok(Frame::Whole(value)) => (value, false),
                Ok(Frame::Cut(value) | Frame::Broken(value)) => (value, true),
                Err(_) => break,
            };
            if last && value.first() != Some(&b'"') {
                break;
            }
            any |= key != Key::Unknown;
            if let Some(field) = fields.field(key) {
                *field = Found::read(value);
            }
        }
        any.then_some(fields)
    }

    /// The body in its own notation; the readable text if that is missing.
    pub(super) fn body(&mut self) -> Found<'a> {
        let body = if self.raw == Found::Null { &mut self.text } else { &mut self.raw };
        std::mem::take(body)
    }

    fn field(&mut self, key: Key) -> Option<&mut Found<'a>> {
        Some(match key {
            Key::N => &mut self.n,
            Key::Parent => &mut self.parent,
            Key::Answers => &mut self.answers,
            Key::Id => &mut self.id,
            Key::Author => &mut self.author,
            Key::AuthorInferred => &mut self.author_inferred,
            Key::Time => &mut self.time,
            Key::Score => &mut self.score,
            Key::Url => &mut self.url,
            Key::Markup => &mut self.markup,
            Key::Raw => &mut self.raw,
            Key::Text => &mut self.text,
            Key::Deleted => &mut self.deleted,
            Key::Unknown => return None,
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a post")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Self::Value, A::Error> {
        let mut fields = Fields::default();
        while let Some(key) = pairs.next_key::<Key>()? {
            // The readable text follows the raw one and is as long: it is only unescaped if needed.
            let needless = key == Key::Text && matches!(fields.raw, Found::Text(_));
            match fields.field(key) {
                Some(field) if !needless => *field = pairs.next_value()?,
                _ => _ = pairs.next_value::<IgnoredAny>()?,
            }
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_any_order_and_unknown_ones_are_passed_over() {
        let mut fields = Fields::read(br#"{"text":"t","later":{"n":7},"score":3,"n":1}"#).unwrap();
        assert_eq!((&fields.n, &fields.score), (&Found::Integer(1), &Found::Integer(3)));
        assert_eq!(fields.body(), Found::Text("t".into()));
    }

    #[test]
    fn a_cut_off_post_keeps_what_came_before_the_cut() {
        let mut fields = Fields::salvage(br#"{"n":1,"author":"mara","raw":"The lamp was ne"#).unwrap();
        assert_eq!(fields.author, Found::Text("mara".into()));
        assert_eq!(fields.body(), Found::Text("The lamp was ne".into()));
        let fields = Fields::salvage(br#"{"n":1,"score":12"#).unwrap();
        assert_eq!(fields.score, Found::Null, "it may have been 120");
        assert!(Fields::salvage(br#"{"m":1,"x":"#).is_none());
    }

    #[test]
    fn a_post_with_commas_missing_or_too_many_is_read() {
        let fields = Fields::salvage(br#"{"n":1 "score":3,,"url":"u",}"#).unwrap();
        assert_eq!((fields.score, fields.url), (Found::Integer(3), Found::Text("u".into())));
    }
}

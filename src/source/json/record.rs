//! The record of one post: scalars by field.

use super::moment;
use super::shape::Field;
use crate::markup;
use crate::thread::{Body, Notation, Time};

/// One scalar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value {
    pub(super) field: Field,
    pub(super) kind: Kind,
    /// Its offset in the text of the record.
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Value {
    fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// The kind of a scalar; `null` is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    True,
    False,
}

/// The record of a post or of the page. The first of several values of a field counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) values: &'a [Value],
    pub(super) text: &'a str,
}

impl<'a> Record<'a> {
    fn value(&self, field: Field) -> Option<Value> {
        self.values.iter().find(|value| value.field == field).copied()
    }

    fn written(&self, value: Value) -> &'a str {
        value.of(self.text)
    }

    /// Whether there is anything under a field.
    pub(super) fn has(&self, field: Field) -> bool {
        self.value(field).is_some()
    }

    /// The text of a string or a number. `None` if it is empty.
    pub(super) fn text(&self, field: Field) -> Option<&'a str> {
        let value = self.value(field).filter(|value| matches!(value.kind, Kind::Text | Kind::Number))?;
        Some(self.written(value)).filter(|text| !text.is_empty())
    }

    /// All values of a field, in order.
    pub(super) fn all(&self, field: Field) -> impl Iterator<Item = &'a str> + use<'a> {
        let Self { values, text } = *self;
        let under = values.iter().filter(move |value| value.field == field);
        under.map(move |value| value.of(text))
    }

    /// The values of two fields of the objects in a list, object by object.
    pub(super) fn pairs(&self, one: Field, other: Field) -> Vec<[Option<&'a str>; 2]> {
        let mut pairs: Vec<[Option<&'a str>; 2]> = Vec::new();
        for value in self.values {
            let place = match value.field {
                field if field == one => 0,
                field if field == other => 1,
                _ => continue,
            };
            // A field that repeats belongs to the next object.
            if pairs.last().and_then(|pair| pair.get(place)).is_none_or(Option::is_some) {
                pairs.push([None, None]);
            }
            if let Some(slot) = pairs.last_mut().and_then(|pair| pair.get_mut(place)) {
                *slot = Some(self.written(*value));
            }
        }
        pairs
    }

    /// A whole number, even if it is written as a text or with a fraction.
    pub(super) fn number(&self, field: Field) -> Option<i64> {
        let text = self.text(field)?;
        text.parse()
            .ok()
            .or_else(|| text.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| number as i64))
    }

    /// Points.
    pub(super) fn score(&self) -> Option<i32> {
        self.number(Field::Score).and_then(|score| i32::try_from(score).ok()).filter(|score| *score != i32::MIN)
    }

    /// What stands in the place of a score and is no whole number, or none that is a score.
    pub(super) fn unread_score(&self) -> Option<&'a str> {
        self.text(Field::Score).filter(|_| self.score().is_none())
    }

    /// What stands in the place of the time of writing and is no moment. Sites also write 0 where there is none.
    pub(super) fn unread_time(&self) -> Option<&'a str> {
        self.text(Field::Time).filter(|text| *text != "0" && self.time().is_none())
    }

    /// Whether any value of a field means yes: `true`, a number other than 0, a non-empty text.
    pub(super) fn says_yes(&self, field: Field) -> bool {
        let says_yes = |value: &Value| match value.kind {
            Kind::True => true,
            Kind::False => false,
            Kind::Number => self.written(*value) != "0",
            Kind::Text => !matches!(self.written(*value), "" | "0" | "false"),
        };
        self.values.iter().filter(|value| value.field == field).any(says_yes)
    }

    /// The time of writing: the first readable moment.
    pub(super) fn time(&self) -> Option<Time> {
        self.time_under(Field::Time).or_else(|| self.time_under(Field::OtherTime))
    }

    /// The first readable moment in a field.
    pub(super) fn time_under(&self, field: Field) -> Option<Time> {
        let times = self.values.iter().filter(|value| value.field == field);
        times.copied().find_map(|value| match value.kind {
            Kind::Number => moment::of_number(self.written(value)),
            Kind::Text => moment::of_text(self.written(value)),
            Kind::True | Kind::False => None,
        })
    }

    /// The body; without one, a link to the address that the post is about, built in `room`.
    pub(super) fn body_or_link<'r>(&self, notation: Notation, room: &'r mut String) -> &'r str
    where
        'a: 'r,
    {
        let body = self.text(Field::Body).unwrap_or_default();
        let Some(about) = self.text(Field::About).filter(|_| body.is_empty()) else { return body };
        room.clear();
        match notation {
            Notation::Html => {
                let safe = escaped(about);
                room.push_str(&format!("<a href=\"{safe}\">{safe}</a>"));
            }
            Notation::Markdown => room.push_str(&format!("<{about}>")),
            Notation::Plain | Notation::Mail => room.push_str(about),
        }
        room
    }

    /// The author: the displayed name, or the other one.
    pub(super) fn author(&self) -> Option<&'a str> {
        self.text(Field::Author).or_else(|| self.text(Field::Handle))
    }
}

/// The text of a title or a name in HTML.
pub(super) fn words(html: &str) -> String {
    if !html.contains(['&', '<']) {
        return html.to_owned();
    }
    let blocks = markup::blocks(Body { raw: html, notation: Notation::Html });
    markup::plain_text(&blocks).to_string()
}

/// A text as HTML, also for attributes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_value<T>(kind: Kind, text: &str, read: impl FnOnce(Record<'_>) -> T) -> T {
        let value = Value { field: Field::Score, kind, start: 0, end: text.len() as u32 };
        read(Record { values: &[value], text })
    }

    #[test]
    fn a_number_is_whole_however_it_is_written() {
        assert_eq!(with_value(Kind::Number, "12.0", |record| record.score()), Some(12));
        assert_eq!(with_value(Kind::Text, "-3", |record| record.score()), Some(-3));
        assert_eq!(with_value(Kind::Text, "many", |record| record.score()), None);
        assert_eq!(with_value(Kind::Number, "99999999999", |record| record.score()), None);
    }

    #[test]
    fn a_title_in_html_loses_its_tags_and_entities() {
        assert_eq!(words("Fog &amp; <em>lamp</em>&#8217;s"), "Fog & lamp’s");
        assert_eq!(words("Lamp"), "Lamp");
    }

    #[test]
    fn yes_has_many_forms() {
        let yes = |kind, text| with_value(kind, text, |record| record.says_yes(Field::Score));
        assert!(yes(Kind::True, "true") && yes(Kind::Number, "1") && yes(Kind::Text, "2023-04-21"));
        assert!(!yes(Kind::False, "false") && !yes(Kind::Number, "0") && !yes(Kind::Text, ""));
    }
}

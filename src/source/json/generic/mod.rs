//! Any JSON whose keys recognisably mean a discussion: posts in a list or a tree, with an id, a parent, an author, a
//! time, a body, by whatever names; and JSON without a discussion, which is shown as it is.
//!
//! ```json
//! {"topic":"The lamp","messages":[{"no":1,"from":"mara","sent_at":1682073120,"msg":"Which chart?","reply_to":null}]}
//! ```
//!
//! What the keys mean is found out from the beginning of the input; the rest is then read like any site's JSON.

mod guess;
mod words;

use self::guess::Guess;
use super::Site;
use super::hand::Hand;
use super::outline::{NUMBERED, Outline};
use super::record::{Record, words as words_of};
use super::shape::{self, Enter, Field, PASS, ShapeId, Step};
use super::walk::Walk;
use crate::source::{Likeness, Refusal, Source};
use crate::thread::{Builder, Draft, Notation, Notice, Parent};
use std::io::BufRead;

/// Any JSON.
pub(in crate::source) struct AnyJson;

impl Source for AnyJson {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "any JSON whose keys mean posts with authors, times and texts"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        if Outline::of(head).is_json { Likeness::Likely } else { Likeness::None }
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let guess = Guess::of(&Outline::of(input.fill_buf()?));
        if guess.root.is_none() {
            return as_it_is(input, builder);
        }
        let mut site = Generic { guess, base: None };
        Walk::new(&mut site, input, builder).run()?;
        if builder.is_empty() {
            return Err(Refusal::Malformed("expected posts in this JSON, found none".to_owned()));
        }
        Ok(())
    }
}

/// Shows JSON in which no discussion was found.
fn as_it_is(input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    if text.trim().is_empty() {
        return Err(Refusal::Malformed("expected JSON, found nothing".to_owned()));
    }
    builder.notice(Notice::new("no discussion was found in this JSON: shown as it is"));
    builder.add(Draft { parent: Parent::Nothing, body: &text, ..Draft::default() });
    Ok(())
}

struct Generic {
    guess: Guess,
    /// The depth of the first post.
    base: Option<i64>,
}

impl Site for Generic {
    fn root(&self) -> Step {
        self.guess.root.unwrap_or(PASS)
    }

    fn step(&self, shape: ShapeId, key: &[u8], from: &mut u16) -> Step {
        let Some(keys) = self.guess.shapes.get(usize::from(shape.0)) else { return PASS };
        let is_number = !key.is_empty() && key.iter().all(u8::is_ascii_digit);
        let key = if is_number { NUMBERED.as_bytes() } else { key };
        shape::find(keys, key, from).unwrap_or(PASS)
    }

    fn is_page(&self) -> bool {
        matches!(self.root().enter, Enter::Into(_))
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let (title, body) = (record.text(Field::Title), record.text(Field::Body));
        let answered = record.text(Field::Parent).filter(|id| !matches!(*id, "0" | "-1" | "null" | "none"));
        let is_told = title.is_some() && (self.guess.titles_tell || hand.held.is_some());
        let opens = hand.opens || is_told && answered.is_none() && hand.above.is_none() && !hand.has_article();
        let says_nothing = body.is_none() && record.author().is_none() && title.is_none();
        if says_nothing && hand.held.is_none() {
            return;
        }
        if opens {
            hand.builder.title(&words_of(title.unwrap_or_default()));
            record.text(Field::Url).filter(|url| url.contains("://")).into_iter().for_each(|url| hand.builder.url(url));
        }
        let by_depth = match record.number(Field::Depth) {
            Some(depth) if self.guess.by_depth && hand.above.is_none() && !opens => {
                let base = *self.base.get_or_insert(depth);
                Some(hand.below(usize::try_from(depth.saturating_sub(base)).unwrap_or(0)))
            }
            _ => None,
        };
        let notation = match (self.guess.is_html, self.guess.is_markdown) {
            (true, _) => Notation::Html,
            (false, true) => Notation::Markdown,
            (false, false) => Notation::Plain,
        };
        // Outside of a thread that it opens, a title is a part of what a post says.
        let titled;
        let body = match (title.filter(|_| !opens), body) {
            (Some(title), Some(body)) if notation == Notation::Plain && !body.starts_with(title) => {
                titled = format!("{title}\n\n{body}");
                &titled
            }
            (Some(title), None) => title,
            (_, body) => body.unwrap_or_default(),
        };
        hand.add(Draft {
            parent: match answered {
                _ if opens => Parent::Nothing,
                Some(id) if hand.above.is_none() => Parent::Id(id),
                _ => by_depth.unwrap_or_else(|| hand.enclosing()),
            },
            id: record.text(Field::Id),
            author: record.author(),
            time: record.time(),
            score: record.score(),
            url: record.text(Field::Url).filter(|url| url.contains("://")),
            notation,
            body: if record.says_yes(Field::Deleted) { "" } else { body },
            ..Draft::default()
        });
    }

    fn page(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        record.text(Field::Title).into_iter().for_each(|title| hand.builder.title(&words_of(title)));
        record.text(Field::Url).filter(|url| url.contains("://")).into_iter().for_each(|url| hand.builder.url(url));
    }

    fn end(&mut self, hand: &mut Hand<'_>) {
        if self.guess.is_flat && !self.guess.by_depth {
            hand.set_oldest_first();
        }
    }
}

//! threadle's own JSON, `threadle/1`: what `-t json` writes, read back without loss.
//!
//! ```json
//! {"format":"threadle/1","title":"The lamp","url":null,"source":"text","notices":[],"posts":[
//! {"n":0,"parent":null,"depth":0,"id":null,"author":"mara","time":"2023-04-21T10:32:00Z","markup":"plain","raw":"…"},
//! {"n":1,"parent":0,"depth":1,"answers":0,"author":null,"markup":"plain","raw":"…","text":"…"}]}
//! ```
//!
//! The document is read as a stream: the posts are cut out of it one at a time. Keys may come in any order, keys
//! that are not known are passed over, and a broken post costs only what is broken in it.
//! Not read: `depth`, which follows from the parents, `drift`, which is computed anew, and all but the first of
//! several threads.

mod fields;
mod found;
mod frames;
mod mends;
mod numbers;

use self::fields::Fields;
use self::found::Found;
use self::frames::{Frame, Frames, Member};
use self::mends::Mends;
use self::numbers::Numbers;
use super::{Likeness, Refusal, Source};
use crate::thread::{Builder, Draft, DraftId, Notation, Notice, Parent, Place, Time};
use memchr::memmem;
use serde::Deserialize;
use std::io::{self, BufRead};

/// threadle's own JSON.
pub(super) struct Threadle;

impl Source for Threadle {
    fn name(&self) -> &'static str {
        "threadle"
    }

    fn about(&self) -> &'static str {
        "threadle's own JSON, as -t json and -t ndjson write it"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        let mut input = head;
        let mut frames = Frames::new(&mut input);
        let Ok(Some(b'{')) = frames.peek() else { return Likeness::None };
        frames.pass();
        let Ok(Some(b'"')) = frames.peek() else { return Likeness::None };
        let mut likeness = Likeness::Possible;
        while let Ok(Member::Key(key)) = frames.member::<Key>() {
            match (key, frames.value()) {
                (Key::Format, Ok(Frame::Whole(value))) if value.starts_with(b"\"threadle/") => {
                    return Likeness::Certain;
                }
                (Key::Posts, Ok(Frame::Whole(value) | Frame::Cut(value)))
                    if memmem::find(value, b"\"n\"").is_some() =>
                {
                    likeness = Likeness::Likely;
                }
                (_, Ok(Frame::Whole(_))) => {}
                _ => break,
            }
        }
        likeness
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut frames = Frames::new(input);
        let mut reading = Reading::new(builder);
        match frames.peek()? {
            Some(b'{') => reading.thread(&mut frames)?,
            Some(b'[') => return Err(Refusal::Malformed("expected an object with \"posts\", found a list".to_owned())),
            Some(_) => return Err(Refusal::Malformed("expected JSON, found something else".to_owned())),
            None => return Err(Refusal::Malformed("expected JSON, found nothing".to_owned())),
        }
        reading.finish()
    }
}

/// The keys of a thread.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Key {
    Format,
    Title,
    Url,
    Source,
    Notices,
    Posts,
    #[serde(other)]
    Unknown,
}

/// The formats' name and version that is read here.
const FORMAT: &str = "threadle/1";

/// How a list or an object came to its end.
#[derive(PartialEq, Eq)]
enum Ended {
    Well,
    /// With the input, or at something that cannot be passed.
    Early,
}

/// A thread on its way from the file to the builder.
struct Reading<'b> {
    builder: &'b mut Builder,
    mends: Mends,
    numbers: Numbers,
    /// How many posts the file has had so far.
    posts: usize,
    /// Whether there was a list of posts.
    listed: bool,
    /// Posts that name a parent which has not come yet, with their places in the file.
    waiting: Vec<(usize, Vec<u8>)>,
    /// Posts that answer another than their parent, by its number.
    answers: Vec<(DraftId, i64)>,
}

impl<'b> Reading<'b> {
    fn new(builder: &'b mut Builder) -> Self {
        Self {
            builder,
            mends: Mends::default(),
            numbers: Numbers::default(),
            posts: 0,
            listed: false,
            waiting: Vec::new(),
            answers: Vec::new(),
        }
    }

    /// Reads the first thread of the file and counts the others.
    fn thread(&mut self, frames: &mut Frames<'_>) -> io::Result<()> {
        frames.pass();
        if self.members(frames)? == Ended::Early {
            let place = Place::Byte(frames.at());
            let message = match frames.peek()? {
                None => format!("the file ends too early, after {}", posts(self.posts)),
                Some(_) => format!("not JSON from here on: read {}", posts(self.posts)),
            };
            self.builder.notice(Notice::at(place, message));
            return Ok(());
        }
        let mut others = 0;
        while frames.peek()? == Some(b'{') && frames.skip_value()? {
            others += 1;
        }
        match others {
            0 => {}
            1 => self.builder.notice(Notice::new("holds 2 threads: this is the first, the other is left out")),
            _ => {
                let message = format!("holds {} threads: this is the first, {others} are left out", others + 1);
                self.builder.notice(Notice::new(message));
            }
        }
        if frames.peek()?.is_some() {
            let place = Place::Byte(frames.at());
            self.builder.notice(Notice::at(place, "what follows the thread is not a thread: left out"));
        }
        Ok(())
    }

    fn members(&mut self, frames: &mut Frames<'_>) -> io::Result<Ended> {
        loop {
            let key = match frames.member::<Key>()? {
                Member::Key(key) => key,
                Member::End => return Ok(Ended::Well),
                Member::Cut | Member::Broken => return Ok(Ended::Early),
            };
            if matches!(key, Key::Posts) && frames.peek()? == Some(b'[') {
                if self.list(frames)? == Ended::Early {
                    return Ok(Ended::Early);
                }
                continue;
            }
            if matches!(key, Key::Unknown) {
                if !frames.skip_value()? {
                    return Ok(Ended::Early);
                }
                continue;
            }
            match frames.value()? {
                Frame::Whole(value) => self.about(key, value),
                Frame::Cut(_) | Frame::Broken(_) => return Ok(Ended::Early),
            }
        }
    }

    /// Takes what is said about the whole thread.
    fn about(&mut self, key: Key, value: &[u8]) {
        if let Key::Notices = key {
            for notice in serde_json::from_slice::<Vec<Found<'_>>>(value).unwrap_or_default() {
                if let Found::Text(notice) = notice {
                    self.builder.notice(Notice::new(notice));
                }
            }
            return;
        }
        match (key, Found::read(value)) {
            (Key::Format, Found::Text(format)) if format == FORMAT => {}
            (Key::Format, format) => {
                let message = format!("expected the format \"{FORMAT}\", found {format}: read as far as it is known");
                self.builder.notice(Notice::new(message));
            }
            (Key::Title, Found::Text(title)) => self.builder.title(&title),
            (Key::Url, Found::Text(url)) => self.builder.url(&url),
            (Key::Source, Found::Text(source)) => self.builder.source(&source),
            (_, Found::Null) => {}
            (key, odd) => {
                let name = match key {
                    Key::Title => "title",
                    Key::Url => "address",
                    Key::Source => "source",
                    Key::Posts => "list of posts",
                    Key::Format | Key::Notices | Key::Unknown => return,
                };
                self.builder.notice(Notice::new(format!("expected a {name}, found {odd}")));
            }
        }
    }

    fn list(&mut self, frames: &mut Frames<'_>) -> io::Result<Ended> {
        self.listed = true;
        frames.pass();
        loop {
            match frames.peek()? {
                Some(b',') => {
                    frames.pass();
                    continue;
                }
                Some(b']') => {
                    frames.pass();
                    return Ok(Ended::Well);
                }
                Some(_) => {}
                None => return Ok(Ended::Early),
            }
            let mut frame = frames.value()?;
            loop {
                match frame {
                    Frame::Whole(object) => {
                        self.post(object);
                        break;
                    }
                    Frame::Cut(object) => {
                        self.remains(object);
                        return Ok(Ended::Early);
                    }
                    Frame::Broken(object) => self.remains(object),
                }
                match frames.next_object()? {
                    Some(next) => frame = next,
                    None => return Ok(Ended::Early),
                }
            }
        }
    }

    fn post(&mut self, object: &[u8]) {
        if let Ok(fields) = Fields::read(object) {
            self.place(fields, object);
        } else if let Some(fields) = Fields::salvage(object) {
            self.place(fields, object);
        } else {
            let found = if object == b"{}" { Found::Object } else { Found::read(object) };
            self.mends.add(self.builder, self.posts, format_args!("expected a post, found {found}"));
            self.posts += 1;
        }
    }

    /// Takes what can be read of a post that is broken or cut off.
    fn remains(&mut self, object: &[u8]) {
        let Some(fields) = Fields::salvage(object) else { return };
        self.mends.add(self.builder, self.posts, format_args!("breaks off: kept as far as it can be read"));
        self.place(fields, object);
    }

    /// Hands a post over, or lets it wait for its parent.
    fn place(&mut self, fields: Fields<'_>, object: &[u8]) {
        let number = self.posts;
        self.posts += 1;
        match fields.parent {
            Found::Integer(parent) if self.numbers.draft(parent).is_none() => {
                self.waiting.push((number, object.to_vec()));
            }
            _ => self.hand_over(fields, number),
        }
    }

    fn hand_over(&mut self, mut fields: Fields<'_>, place: usize) {
        let draft = DraftId::new(self.builder.len());
        self.number(&fields.n, place, draft);
        let mut wish = Wish { mends: &mut self.mends, builder: self.builder, place };
        let parent = match &fields.parent {
            Found::Null => Parent::Nothing,
            // A draft that is its own parent is an orphan to the builder.
            Found::Integer(parent) => Parent::Draft(self.numbers.draft(*parent).unwrap_or(draft)),
            odd => {
                wish.missed("the number of a post as its parent", odd);
                Parent::Article
            }
        };
        let id = match &fields.id {
            Found::Integer(id) => Some(id.to_string()),
            _ => None,
        };
        let body = fields.body();
        let answers = wish.number("the number of a post that it answers", &fields.answers);
        let draft = Draft {
            parent,
            id: id.as_deref().or_else(|| wish.text("a text as its id", &fields.id)),
            author: wish.text("a name as its author", &fields.author),
            author_inferred: wish.truth(&fields.author_inferred),
            time: wish.time(&fields.time),
            score: wish.score(&fields.score),
            url: wish.text("an address as its url", &fields.url),
            notation: wish.notation(&fields.markup),
            body: wish.text("a text as its raw body", &body).unwrap_or_default(),
        };
        let draft = self.builder.add(draft);
        if let Some(answered) = answers {
            self.answers.push((draft, answered));
        }
    }

    /// Notes the number of a post: the one that it bears, else its place in the file.
    fn number(&mut self, n: &Found<'_>, place: usize, draft: DraftId) {
        let number = match n {
            Found::Integer(number) => *number,
            Found::Null => place as i64,
            odd => {
                self.mends.add(self.builder, place, format_args!("expected a number as n, found {odd}"));
                place as i64
            }
        };
        if !self.numbers.give(number, draft) {
            self.mends.add(self.builder, place, format_args!("has the number {number} of an earlier post"));
        }
    }

    fn finish(mut self) -> Result<(), Refusal> {
        for (place, object) in std::mem::take(&mut self.waiting) {
            if let Some(fields) = Fields::read(&object).ok().or_else(|| Fields::salvage(&object)) {
                self.hand_over(fields, place);
            }
        }
        for &(draft, number) in &self.answers {
            if let Some(answered) = self.numbers.draft(number) {
                self.builder.answers(draft, answered);
            }
        }
        self.mends.finish(self.builder);
        match (self.builder.is_empty(), self.listed) {
            (false, _) => Ok(()),
            (true, true) => Err(Refusal::Malformed("expected posts, found an empty list of them".to_owned())),
            (true, false) => Err(Refusal::Malformed("expected JSON with a list \"posts\", found none".to_owned())),
        }
    }
}

/// What a post should have in a field, and a notice where it has something else.
struct Wish<'w> {
    mends: &'w mut Mends,
    builder: &'w mut Builder,
    place: usize,
}

impl Wish<'_> {
    fn missed(&mut self, expected: &str, found: &Found<'_>) {
        self.mends.add(self.builder, self.place, format_args!("expected {expected}, found {found}"));
    }

    fn text<'f>(&mut self, expected: &str, found: &'f Found<'_>) -> Option<&'f str> {
        match found {
            Found::Text(text) => return Some(text),
            Found::Null => {}
            odd => self.missed(expected, odd),
        }
        None
    }

    fn number(&mut self, expected: &str, found: &Found<'_>) -> Option<i64> {
        match found {
            Found::Integer(number) => return Some(*number),
            Found::Null => {}
            odd => self.missed(expected, odd),
        }
        None
    }

    fn score(&mut self, found: &Found<'_>) -> Option<i32> {
        let expected = "a whole number as its score";
        let score = self.number(expected, found)?;
        // The lowest number stands for no score in a thread.
        let kept = i32::try_from(score).ok().filter(|score| *score != i32::MIN);
        if kept.is_none() {
            self.missed(expected, found);
        }
        kept
    }

    fn truth(&mut self, found: &Found<'_>) -> bool {
        match found {
            Found::Bool(value) => return *value,
            Found::Null => {}
            odd => self.missed("true or false as author_inferred", odd),
        }
        false
    }

    fn time(&mut self, found: &Found<'_>) -> Option<Time> {
        let text = self.text("a date", found)?;
        let time = Time::parse_rfc3339(text);
        if time.is_none() {
            self.missed("a date", found);
        }
        time
    }

    fn notation(&mut self, found: &Found<'_>) -> Notation {
        let expected = "plain, html, markdown or mail as its markup";
        let Some(name) = self.text(expected, found) else { return Notation::default() };
        Notation::named(name).unwrap_or_else(|| {
            self.missed(expected, found);
            Notation::default()
        })
    }
}

fn posts(count: usize) -> String {
    if count == 1 { "1 post".to_owned() } else { format!("{count} posts") }
}

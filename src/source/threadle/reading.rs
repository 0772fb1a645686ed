//! Reads threads from the file into the builder.

use super::fields::Fields;
use super::found::Found;
use super::frames::{Frame, Frames, Member};
use super::mends::Mends;
use super::numbers::Numbers;
use super::wish::Wish;
use crate::source::Refusal;
use crate::thread::{Builder, Draft, DraftId, Missing, Notice, Parent, Place, Stub};
use serde::Deserialize;
use std::io;

/// The keys of a thread.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
pub(super) enum Key {
    Format,
    Title,
    Url,
    Source,
    Notices,
    More,
    Posts,
    #[serde(other)]
    Unknown,
}

/// The name and version of the format.
const FORMAT: &str = "threadle/1";

/// How a list or an object ended.
#[derive(PartialEq, Eq)]
enum Ended {
    Well,
    /// With the input, in the middle.
    Early,
    /// At a broken place with nothing behind it.
    Lost,
}

/// The threads on their way to the builder.
pub(super) struct Reading<'b> {
    builder: &'b mut Builder,
    mends: Mends,
    /// The number of drafts before this file.
    first: usize,
    /// The number of threads so far.
    threads: usize,
    /// Whether there was a list of posts.
    listed: bool,
    numbers: Numbers,
    /// The number of posts in the thread so far.
    posts: usize,
    /// Posts whose parent has not come yet, with their places in the file.
    waiting: Vec<(usize, Vec<u8>)>,
    /// Posts that address another post than their parent, by its number.
    answers: Vec<(DraftId, i64)>,
    /// Replies that are not in the file, by the number of their parent.
    more: Vec<Elsewhere>,
}

/// Replies that are not in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Elsewhere {
    parent: Option<i64>,
    count: Option<u32>,
    at: Option<String>,
}

impl<'b> Reading<'b> {
    pub(super) fn new(builder: &'b mut Builder) -> Self {
        Self {
            first: builder.len(),
            builder,
            mends: Mends::default(),
            threads: 0,
            listed: false,
            numbers: Numbers::default(),
            posts: 0,
            waiting: Vec::new(),
            answers: Vec::new(),
            more: Vec::new(),
        }
    }

    /// Reads all threads of the file.
    pub(super) fn threads(&mut self, frames: &mut Frames<'_>) -> io::Result<()> {
        while frames.peek()? == Some(b'{') {
            if self.threads > 0 {
                self.builder.begin();
            }
            self.threads += 1;
            frames.pass();
            let ended = self.members(frames)?;
            let place = Place::Byte(frames.at());
            match ended {
                Ended::Well => {}
                Ended::Early => {
                    let message = format!("the file ends too early, after {}", posts(self.posts));
                    self.builder.notice(Notice::at(place, message));
                }
                Ended::Lost => self.builder.notice(Notice::at(place, "no post was found behind the broken place")),
            }
            self.end();
        }
        if frames.peek()?.is_some() {
            let place = Place::Byte(frames.at());
            let before = if self.threads > 1 { "the threads" } else { "the thread" };
            self.builder.notice(Notice::at(place, format!("what follows {before} is not a thread: left out")));
        }
        Ok(())
    }

    /// Ends a thread: posts still waiting for their parents go without.
    fn end(&mut self) {
        for (place, object) in std::mem::take(&mut self.waiting) {
            if let Some(fields) = Fields::read(&object).ok().or_else(|| Fields::salvage(&object)) {
                self.hand_over(fields, place);
            }
        }
        for (draft, number) in std::mem::take(&mut self.answers) {
            if let Some(answered) = self.numbers.draft(number) {
                self.builder.answers(draft, answered);
            }
        }
        for more in std::mem::take(&mut self.more) {
            let parent = more.parent.and_then(|number| self.numbers.draft(number));
            self.builder.more(Stub {
                parent: parent.map_or(Parent::Article, Parent::Draft),
                missing: match more.count {
                    // A row of a list whose thread has no replies.
                    Some(0) if more.at.is_some() => Missing::Whole(Some(0)),
                    count => count.map_or(Missing::Others, Missing::Count),
                },
                address: more.at.as_deref(),
                first: None,
            });
        }
        self.numbers = Numbers::default();
        self.mends.begin(std::mem::take(&mut self.posts));
    }

    fn members(&mut self, frames: &mut Frames<'_>) -> io::Result<Ended> {
        loop {
            let ended = match frames.member::<Key>()? {
                Member::Key(key) => self.member(key, frames)?,
                Member::End => return Ok(Ended::Well),
                Member::Cut => Ended::Early,
                Member::Broken => self.broken(frames)?,
            };
            if ended != Ended::Well {
                return Ok(ended);
            }
        }
    }

    fn member(&mut self, key: Key, frames: &mut Frames<'_>) -> io::Result<Ended> {
        if matches!(key, Key::Posts) && frames.peek()? == Some(b'[') {
            frames.pass();
            return self.list(frames);
        }
        let value = if matches!(key, Key::Unknown) { frames.skip()? } else { frames.value()? };
        match value {
            Frame::Whole(value) => self.about(key, value),
            Frame::Cut(_) => return Ok(Ended::Early),
            Frame::Broken(_) => return self.broken(frames),
        }
        Ok(Ended::Well)
    }

    /// Continues where the thread itself is broken: what is recognisable behind that place are posts.
    fn broken(&mut self, frames: &mut Frames<'_>) -> io::Result<Ended> {
        self.builder.notice(Notice::at(Place::Byte(frames.at()), "this is not JSON: passed over"));
        match self.go_on(frames)? {
            Ended::Well => self.list(frames),
            ended => Ok(ended),
        }
    }

    /// Takes a key of the thread.
    fn about(&mut self, key: Key, value: &[u8]) {
        if let Key::Notices = key {
            for notice in serde_json::from_slice::<Vec<Found<'_>>>(value).unwrap_or_default() {
                if let Found::Text(notice) = notice {
                    self.builder.notice(Notice::new(notice));
                }
            }
            return;
        }
        if let Key::More = key {
            match serde_json::from_slice::<Vec<Elsewhere>>(value) {
                Ok(more) => self.more.extend(more),
                Err(_) => self.builder.notice(Notice::new("expected a list of what is not here behind \"more\"")),
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
                    Key::Format | Key::Notices | Key::More | Key::Unknown => return,
                };
                self.builder.notice(Notice::new(format!("expected a {name}, found {odd}")));
            }
        }
    }

    /// Reads the posts of a list up to its end.
    fn list(&mut self, frames: &mut Frames<'_>) -> io::Result<Ended> {
        self.listed = true;
        loop {
            let ended = match frames.peek()? {
                Some(b',') => {
                    frames.pass();
                    Ended::Well
                }
                Some(b']') => {
                    frames.pass();
                    return Ok(Ended::Well);
                }
                Some(_) => self.element(frames)?,
                None => Ended::Early,
            };
            if ended != Ended::Well {
                return Ok(ended);
            }
        }
    }

    /// Reads one post of a list.
    fn element(&mut self, frames: &mut Frames<'_>) -> io::Result<Ended> {
        match frames.value()? {
            Frame::Whole(object) => self.post(object),
            Frame::Cut(object) => {
                self.remains(object);
                return Ok(Ended::Early);
            }
            Frame::Broken(object) => {
                self.remains(object);
                return self.go_on(frames);
            }
        }
        Ok(Ended::Well)
    }

    /// Reads the next recognisable post behind a broken place.
    fn go_on(&mut self, frames: &mut Frames<'_>) -> io::Result<Ended> {
        loop {
            match frames.next_object()? {
                Some(Frame::Whole(object)) => {
                    self.post(object);
                    return Ok(Ended::Well);
                }
                Some(Frame::Broken(object)) => self.remains(object),
                Some(Frame::Cut(object)) => {
                    self.remains(object);
                    return Ok(Ended::Early);
                }
                None => return Ok(Ended::Lost),
            }
        }
    }

    fn post(&mut self, object: &[u8]) {
        if let Ok(fields) = Fields::read(object) {
            self.place(fields, object);
        } else if let Some(fields) = Fields::salvage(object) {
            self.place(fields, object);
        } else {
            self.mends.add(self.builder, self.posts, format_args!("expected a post, found {}", Found::read(object)));
            self.posts += 1;
        }
    }

    /// Takes what is readable of a broken or cut post.
    fn remains(&mut self, object: &[u8]) {
        let Some(fields) = Fields::salvage(object) else { return };
        self.mends.add(self.builder, self.posts, format_args!("breaks off: kept as far as it can be read"));
        self.place(fields, object);
    }

    /// Hands a post over, or makes it wait for its parent.
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
            // The builder treats a draft that is its own parent as an orphan.
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
            gone: wish.gone(&fields.deleted),
        };
        let draft = self.builder.add(draft);
        if let Some(answered) = answers {
            self.answers.push((draft, answered));
        }
    }

    /// Records the number of a post: its own, or else its place in the file.
    fn number(&mut self, n: &Found<'_>, place: usize, draft: DraftId) {
        let wished = match n {
            Found::Integer(number) => Some(*number),
            Found::Null => None,
            odd => {
                self.mends.add(self.builder, place, format_args!("expected a number as n, found {odd}"));
                None
            }
        };
        let number = wished.unwrap_or_else(|| i64::try_from(place).unwrap_or(i64::MAX));
        if !self.numbers.give(number, draft) {
            self.mends.add(self.builder, place, format_args!("has the number {number} of an earlier post"));
        }
    }

    pub(super) fn finish(self) -> Result<(), Refusal> {
        self.mends.finish(self.builder);
        match (self.builder.len() == self.first, self.listed) {
            (false, _) => Ok(()),
            (true, true) => Err(Refusal::Malformed("expected posts, found an empty list of them".to_owned())),
            (true, false) => Err(Refusal::Malformed("expected JSON with a list \"posts\", found none".to_owned())),
        }
    }
}

fn posts(count: usize) -> String {
    if count == 1 { "1 post".to_owned() } else { format!("{count} posts") }
}

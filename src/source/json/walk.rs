//! The walk through a JSON document: looks up in the shapes of the format what is where, and hands over each post when
//! its object ends. Its replies may come before that, so its place is reserved.

use super::Site;
use super::hand::Hand;
use super::record::{Kind, Record, Value};
use super::shape::{Enter, PASS, ShapeId, Step};
use super::tokens::{Scalar, Stop, Tokens};
use crate::source::tally::{Tally, others};
use crate::thread::{Builder, Draft, DraftId, Notice, Parent, Place};
use std::io::{self, BufRead};

/// A walk through an input.
pub(super) struct Walk<'w> {
    site: &'w mut dyn Site,
    tokens: Tokens<'w>,
    hand: Hand<'w>,
    /// The open brackets.
    frames: Vec<Frame>,
    /// The open posts.
    posts: Vec<Open>,
    /// The values of the page, then of each open post.
    values: Vec<Value>,
    text: String,
    /// The beginning of the first post: `{"id"`.
    opening: Vec<u8>,
    /// The number of broken places that were skipped.
    breaks: usize,
    /// Posts whose date, or whose score, could not be read.
    undated: Tally,
    unscored: Tally,
}

/// An open bracket.
struct Frame {
    shape: ShapeId,
    /// Where the search for the next key starts.
    from: u16,
    kind: FrameKind,
}

enum FrameKind {
    /// An object with more about the current post.
    More,
    /// An object that is a post.
    Post,
    /// A list with items like this.
    List { step: Step, first: Option<DraftId> },
}

/// An open post.
struct Open {
    held: Option<DraftId>,
    opens: bool,
    shape: ShapeId,
    /// The start of its values and of their text.
    values: u32,
    text: usize,
}

/// The record of everything since a place in the values and their text.
fn record<'r>(values: &'r [Value], text: &'r str, since: (u32, usize)) -> Record<'r> {
    Record { values: values.get(since.0 as usize..).unwrap_or_default(), text: text.get(since.1..).unwrap_or_default() }
}

/// The beginning of what could not be read.
fn quoted(found: &str) -> String {
    const LONGEST: usize = 40;
    found.chars().take(LONGEST).collect()
}

/// Broken places that are reported one by one.
const TOLD: usize = 20;

impl<'w> Walk<'w> {
    pub(super) fn new(site: &'w mut dyn Site, input: &'w mut dyn BufRead, builder: &'w mut Builder) -> Self {
        Self {
            site,
            tokens: Tokens::new(input),
            hand: Hand::new(builder),
            frames: Vec::new(),
            posts: Vec::new(),
            values: Vec::new(),
            text: String::new(),
            opening: Vec::new(),
            breaks: 0,
            undated: Tally::default(),
            unscored: Tally::default(),
        }
    }

    /// Walks to the end of the input.
    pub(super) fn run(mut self) -> io::Result<()> {
        loop {
            match self.step() {
                Ok(true) => {}
                Ok(false) => break,
                Err(Stop::Io(error)) => return Err(error),
                Err(Stop::Cut) => {
                    let place = Place::Byte(self.tokens.taken());
                    self.hand.builder.notice(Notice::at(place, "the file ends too early: kept as far as it goes"));
                    break;
                }
                Err(Stop::Expected(what)) => {
                    self.breaks += 1;
                    if self.breaks <= TOLD {
                        let place = Place::Byte(self.tokens.taken());
                        self.hand.builder.notice(Notice::at(place, format!("expected {what}: passed over")));
                    }
                    if !self.go_on()? {
                        break;
                    }
                }
            }
        }
        while !self.frames.is_empty() {
            self.close();
        }
        self.end_page();
        if self.breaks > TOLD {
            self.hand.notice(format!("{} more broken places like these", self.breaks - TOLD));
        }
        let wrong = |what, found: &str, count| format!("expected {what}, found {found:?}{}", others(count));
        self.undated.tell(self.hand.builder, |found, count| wrong("a date", found, count));
        self.unscored.tell(self.hand.builder, |found, count| wrong("a whole number as its score", found, count));
        self.site.end(&mut self.hand);
        Ok(())
    }

    /// Takes the next member, item or bracket. Returns false at the end of the input.
    fn step(&mut self) -> Result<bool, Stop> {
        let Some(frame) = self.frames.last_mut() else {
            return self.document();
        };
        if let FrameKind::List { step, .. } = frame.kind {
            match self.tokens.next()? {
                b',' => self.tokens.pass(),
                b']' => {
                    self.tokens.pass();
                    self.close();
                }
                _ => self.value(step)?,
            }
            return Ok(true);
        }
        match self.tokens.key()? {
            Some(key) => {
                let step = self.site.step(frame.shape, key, &mut frame.from);
                self.value(step)?;
            }
            None => self.close(),
        }
        Ok(true)
    }

    /// Begins the next of several documents in a row.
    fn document(&mut self) -> Result<bool, Stop> {
        let Some(next) = self.tokens.peek()? else { return Ok(false) };
        if next == b',' {
            self.tokens.pass();
            return Ok(true);
        }
        self.end_page();
        if self.site.is_page() {
            self.hand.begin();
        }
        match next {
            b'{' | b'[' => self.value(self.site.root())?,
            _ => return Err(Stop::Expected("an object or a list")),
        }
        Ok(true)
    }

    fn end_page(&mut self) {
        if !self.values.is_empty() {
            self.hand.above = None;
            self.hand.held = None;
            self.site.page(&Record { values: &self.values, text: &self.text }, &mut self.hand);
        }
        self.values.clear();
        self.text.clear();
    }

    fn value(&mut self, step: Step) -> Result<(), Stop> {
        match self.tokens.next()? {
            b'{' => match step.enter {
                Enter::Pass => self.tokens.skip(),
                Enter::Into(shape) => {
                    self.tokens.pass();
                    self.frames.push(Frame { shape, from: 0, kind: FrameKind::More });
                    Ok(())
                }
                Enter::Post(shape) => self.open(shape, false),
                Enter::Thread(shape) => {
                    if self.posts.is_empty() {
                        self.hand.begin();
                    }
                    self.open(shape, self.posts.is_empty())
                }
            },
            b'[' if step == PASS || self.is_too_deep() => self.tokens.skip(),
            b'[' => {
                self.tokens.pass();
                self.frames.push(Frame { shape: ShapeId(0), from: 0, kind: FrameKind::List { step, first: None } });
                Ok(())
            }
            quote_or_other => self.scalar(step, quote_or_other),
        }
    }

    /// Whether a list here would be in a list in a list, which no format has: mere brackets are not followed.
    fn is_too_deep(&self) -> bool {
        let mut above = self.frames.iter().rev().map(|frame| matches!(frame.kind, FrameKind::List { .. }));
        above.next() == Some(true) && above.next() == Some(true)
    }

    fn scalar(&mut self, step: Step, next: u8) -> Result<(), Stop> {
        let Some(field) = step.take else {
            return self.tokens.skip();
        };
        let base = self.posts.last().map_or(0, |post| post.text);
        let start = (self.text.len() - base) as u32;
        let (kind, outcome) = if next == b'"' {
            (Kind::Text, self.tokens.text(&mut self.text))
        } else {
            let kind = match self.tokens.scalar()? {
                Scalar::Null => return Ok(()),
                Scalar::Bool(true) => Kind::True,
                Scalar::Bool(false) => Kind::False,
                Scalar::Number(number) => {
                    self.text.push_str(number);
                    Kind::Number
                }
            };
            (kind, Ok(()))
        };
        self.values.push(Value { field, kind, start, end: (self.text.len() - base) as u32 });
        outcome
    }

    /// Opens a post. Reserves the place of the post around it, so that that comes before its replies.
    fn open(&mut self, shape: ShapeId, opens: bool) -> Result<(), Stop> {
        self.tokens.pass();
        self.hold_above();
        if self.opening.is_empty() {
            self.remember_opening()?;
        }
        self.frames.push(Frame { shape, from: 0, kind: FrameKind::Post });
        let (values, text) = (self.values.len() as u32, self.text.len());
        self.posts.push(Open { held: None, opens, shape, values, text });
        Ok(())
    }

    /// Reserves a place for the innermost open post. A preview shows its author, if that is known by now.
    fn hold_above(&mut self) {
        let above = self.posts.iter().rev().nth(1).and_then(|above| above.held);
        let Some(post) = self.posts.last_mut().filter(|post| post.held.is_none()) else { return };
        let held = self.hand.builder.reserve();
        post.held = Some(held);
        if self.hand.builder.awaits_preview() {
            let record = record(&self.values, &self.text, (post.values, post.text));
            let parent = if post.opens { Parent::Nothing } else { above.map_or(Parent::Article, Parent::Draft) };
            self.hand.builder.fill(held, Draft { parent, author: record.author(), ..Draft::default() });
        }
    }

    /// Remembers how a post begins, to find one behind a broken place.
    fn remember_opening(&mut self) -> Result<(), Stop> {
        if self.tokens.next()? == b'"'
            && let Some(key) = self.tokens.ahead()
        {
            self.opening = [b"{\"", key, b"\""].concat();
        }
        Ok(())
    }

    /// Closes the innermost bracket.
    fn close(&mut self) {
        let Some(Frame { kind: FrameKind::Post, .. }) = self.frames.pop() else { return };
        let Some(post) = self.posts.pop() else { return };
        let Open { held, opens, shape, values, text } = post;
        self.hand.held = held;
        self.hand.opens = opens;
        self.hand.shape = shape;
        self.hand.above = self.posts.last().and_then(|above| above.held);
        self.hand.first = match self.frames.last() {
            Some(Frame { kind: FrameKind::List { first, .. }, .. }) => *first,
            _ => None,
        };
        let record = record(&self.values, &self.text, (values, text));
        // An object without content and without answers is no post.
        if held.is_some() || !record.values.is_empty() {
            self.hand.added = None;
            self.site.post(&record, &mut self.hand);
            let number = self.hand.held.map_or(0, DraftId::index);
            if let Some((is_dated, is_scored)) = self.hand.added {
                let undated = if is_dated { None } else { record.unread_time() };
                undated.into_iter().for_each(|found| self.undated.add(number, || quoted(found)));
                let unscored = if is_scored { None } else { record.unread_score() };
                unscored.into_iter().for_each(|found| self.unscored.add(number, || quoted(found)));
            }
        }
        self.values.truncate(values as usize);
        self.text.truncate(text);
        if let (Some(Frame { kind: FrameKind::List { first, .. }, .. }), Some(draft)) =
            (self.frames.last_mut(), self.hand.held)
        {
            first.get_or_insert(draft);
        }
    }

    /// Continues behind a broken place with the next object that begins as the first post did, as the next item of the
    /// innermost list of posts.
    fn go_on(&mut self) -> io::Result<bool> {
        if self.opening.is_empty() || !self.tokens.find(&self.opening)? {
            return Ok(false);
        }
        while let Some(frame) = self.frames.last() {
            let is_list = matches!(
                frame.kind,
                FrameKind::List { step: Step { enter: Enter::Post(_) | Enter::Thread(_), .. }, .. }
            );
            if is_list {
                break;
            }
            self.close();
        }
        Ok(true)
    }
}

//! JSON from the sites that people talk on: one file a site, which says what its keys mean, and one walk for all.
//!
//! A document is read as a stream and never held; each post is handed over when its object ends. One file may hold
//! several documents one after the other, as NDJSON does, or a list of them.

mod hand;
mod moment;
mod outline;
mod record;
mod shape;
mod tokens;
mod walk;

mod bluesky;
mod discourse;
mod disqus;
mod generic;
mod github;
mod gitlab;
mod hn_algolia;
mod hn_firebase;
mod lemmy;
mod lobsters;
mod mastodon;
mod reddit;
mod stackexchange;
mod wordpress;

use self::hand::Hand;
use self::outline::Outline;
use self::record::Record;
use self::shape::{PASS, Shape, ShapeId, Step};
use self::walk::Walk;
use super::{Likeness, Refusal, Source};
use crate::thread::Builder;
use std::io::BufRead;

pub(super) use self::bluesky::BLUESKY;
pub(super) use self::discourse::DISCOURSE;
pub(super) use self::disqus::DISQUS;
pub(super) use self::generic::AnyJson;
pub(super) use self::github::GITHUB;
pub(super) use self::gitlab::GITLAB;
pub(super) use self::hn_algolia::HN_ALGOLIA;
pub(super) use self::hn_firebase::HN_FIREBASE;
pub(super) use self::lemmy::LEMMY;
pub(super) use self::lobsters::LOBSTERS;
pub(super) use self::mastodon::MASTODON;
pub(super) use self::reddit::REDDIT;
pub(super) use self::stackexchange::STACK_EXCHANGE;
pub(super) use self::wordpress::WP_REST;

/// A format in JSON.
pub(super) struct Format {
    name: &'static str,
    about: &'static str,
    likeness: fn(&Outline) -> Likeness,
    /// A reader for an input that begins like this.
    site: fn(head: &[u8]) -> Box<dyn Site>,
}

/// What a site's JSON means, and what is kept while it is read.
trait Site {
    /// What the whole document is, or each item of it where it is a list.
    fn root(&self) -> Step;

    /// What its objects are made of.
    fn shapes(&self) -> &'static [Shape<'static>] {
        &[]
    }

    /// What a key of an object means; see [`Shape::step`].
    fn step(&self, shape: ShapeId, key: &[u8], from: &mut u16) -> Step {
        self.shapes().get(usize::from(shape.0)).map_or(PASS, |shape| shape.step(key, from))
    }

    /// Whether each of several documents is a thread of its own.
    fn is_page(&self) -> bool {
        false
    }

    /// Takes what an object said that is a post.
    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>);

    /// Takes what a document said outside of its posts, at its end.
    fn page(&mut self, _record: &Record<'_>, _hand: &mut Hand<'_>) {}

    /// Sees to what can only be done when all posts are there.
    fn end(&mut self, _hand: &mut Hand<'_>) {}
}

impl Source for Format {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        let outline = Outline::of(head);
        if outline.is_json { (self.likeness)(&outline) } else { Likeness::None }
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut site = (self.site)(input.fill_buf()?);
        Walk::new(&mut *site, input, builder).run()?;
        if builder.is_empty() {
            return Err(Refusal::Malformed(format!("expected {}, found no post in it", self.about)));
        }
        Ok(())
    }
}

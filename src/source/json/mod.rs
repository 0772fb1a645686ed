//! JSON from discussion sites: one file for each site says what its keys mean, and one walk reads them all.
//!
//! Documents are streamed and never held; each post is handed over when its object ends. One file may contain several
//! documents in a row, as NDJSON does, or a list of them.

mod hand;
mod moment;
mod outline;
mod record;
mod shape;
#[cfg(test)]
mod sketch;
mod tokens;
mod walk;

mod bluesky;
mod bugzilla;
mod discourse;
mod disqus;
mod generic;
mod github;
mod gitlab;
mod hn_algolia;
mod hn_firebase;
mod launchpad;
mod lemmy;
mod lobsters;
mod mastodon;
mod reddit;
mod stackexchange;
mod wordpress;

use self::hand::Hand;
pub(super) use self::outline::Outline;
use self::record::Record;
use self::shape::{PASS, Shape, ShapeId, Step};
use self::walk::Walk;
use super::{Head, Likeness, Refusal, Source};
use crate::thread::Builder;
use std::io::BufRead;

pub(super) use self::bluesky::BLUESKY;
pub(super) use self::bugzilla::BUGZILLA;
pub(super) use self::discourse::DISCOURSE;
pub(super) use self::disqus::DISQUS;
pub(super) use self::generic::{AnyJson, assigned, read_whole, tells_a_discussion};
pub(super) use self::github::GITHUB;
pub(super) use self::gitlab::GITLAB;
pub(super) use self::hn_algolia::HN_ALGOLIA;
pub(super) use self::hn_firebase::HN_FIREBASE;
pub(super) use self::launchpad::LAUNCHPAD;
pub(super) use self::lemmy::LEMMY;
pub(super) use self::lobsters::LOBSTERS;
pub(super) use self::mastodon::MASTODON;
pub(super) use self::reddit::REDDIT;
pub(super) use self::stackexchange::STACK_EXCHANGE;
pub(super) use self::wordpress::WP_REST;

/// A JSON format.
pub(super) struct Format {
    name: &'static str,
    about: &'static str,
    likeness: fn(&Outline) -> Likeness,
    /// A reader for an input with this beginning.
    site: fn(head: &[u8]) -> Box<dyn Site>,
}

/// The meaning of a site's JSON, and the state of reading it.
trait Site {
    /// The meaning of the document, or of each item if it is a list.
    fn root(&self) -> Step;

    /// The shapes of its objects.
    fn shapes(&self) -> &'static [Shape<'static>] {
        &[]
    }

    /// The meaning of a key in an object; see [`Shape::step`].
    fn step(&self, shape: ShapeId, key: &[u8], from: &mut u16) -> Step {
        self.shapes().get(usize::from(shape.0)).map_or(PASS, |shape| shape.step(key, from))
    }

    /// Whether each of several documents is its own thread.
    fn is_page(&self) -> bool {
        false
    }

    /// Takes the record of a post.
    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>);

    /// Takes what a document said outside its posts, at its end.
    fn page(&mut self, _record: &Record<'_>, _hand: &mut Hand<'_>) {}

    /// Does what needs all posts.
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
        let outline = Outline::glance(head);
        if outline.is_json { (self.likeness)(&outline) } else { Likeness::None }
    }

    fn likeness_of(&self, head: &Head<'_>) -> Likeness {
        let outline = head.outline();
        if outline.is_json { (self.likeness)(outline) } else { Likeness::None }
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut site = (self.site)(input.fill_buf()?);
        let before = builder.len();
        Walk::new(&mut *site, input, builder).run()?;
        if builder.len() == before {
            return Err(Refusal::Malformed(format!("expected {}, found no post in it", self.about)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::recognise;
    use crate::thread::DraftId;
    use proptest::prelude::*;

    /// One of each format, with its name.
    const SAMPLES: &[(&str, &str)] = &[
        ("hn-algolia", hn_algolia::tests::SAMPLE),
        ("hn-firebase", hn_firebase::tests::SAMPLE),
        ("reddit", reddit::tests::SAMPLE),
        ("lobsters", lobsters::tests::SAMPLE),
        ("discourse", discourse::tests::SAMPLE),
        ("lemmy", lemmy::tests::SAMPLE),
        ("mastodon", mastodon::tests::SAMPLE),
        ("bluesky", bluesky::tests::SAMPLE),
        ("github", github::tests::SAMPLE),
        ("gitlab", gitlab::tests::SAMPLE),
        ("bugzilla", bugzilla::tests::SAMPLE),
        ("launchpad", launchpad::tests::SAMPLE),
        ("wp-rest", wordpress::tests::SAMPLE),
        ("disqus", disqus::tests::SAMPLE),
        ("stackexchange", stackexchange::tests::SAMPLE),
        ("json", generic::tests::SAMPLE),
    ];

    #[test]
    fn each_format_is_taken_for_itself() {
        for (name, sample) in SAMPLES {
            assert_eq!(recognise(sample.as_bytes(), sample.as_bytes()).unwrap().name(), *name);
        }
    }

    #[test]
    fn several_documents_one_after_the_other_are_all_read() {
        for (name, sample) in SAMPLES {
            let read = |json: &str| {
                let mut builder = Builder::new(name);
                super::super::named(name).unwrap().read(&mut json.as_bytes(), &mut builder).unwrap();
                builder.len()
            };
            assert!(read(&format!("{sample}\n{sample}")) >= 2 * read(sample) - 1, "{name}");
        }
    }

    fn read_to_the_end(name: &str, json: &[u8]) {
        let mut builder = Builder::new(name).preview_after(2, drop);
        if super::super::named(name).unwrap().read(&mut &*json, &mut builder).is_ok() {
            builder.answers(DraftId::new(0), DraftId::new(1));
            let built = builder.finish().unwrap();
            assert!(built.thread.size() <= 200 * (json.len() + 100));
        }
    }

    proptest! {
        #[test]
        fn broken_input_never_ends_in_a_panic(
            sample in 0..SAMPLES.len(),
            cut in any::<prop::sample::Index>(),
            flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
            again in any::<(prop::sample::Index, prop::sample::Index)>(),
            reader in 0..SAMPLES.len(),
        ) {
            let mut json = SAMPLES[sample].1.as_bytes().to_vec();
            for (place, byte) in flips {
                let place = place.index(json.len());
                json[place] = byte;
            }
            let (from, to) = (again.0.index(json.len()), again.1.index(json.len()));
            json.extend_from_within(from.min(to)..from.max(to));
            json.truncate(cut.index(json.len() * 2));
            if let Some(source) = recognise(&json, &json) {
                read_to_the_end(source.name(), &json);
            }
            read_to_the_end(SAMPLES[reader].0, &json);
        }
    }
}

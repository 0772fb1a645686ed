//! Disqus: the posts of a thread in a flat list, newest first, each with the id of its parent.
//!
//! ```json
//! {"cursor":{"hasNext":false},"code":0,"response":[{"id":"2","parent":1,"author":{"name":"mara"},"points":3,
//!  "createdAt":"2023-04-21T10:32:00","message":"<p>Which chart?","isDeleted":false}]}
//! ```
//!
//! The oldest are put first here. Unsupported: media, votes against.

use super::hand::Hand;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Field, PASS, Shape, ShapeId, Step, into, posts, take};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// Disqus.
pub(in crate::source) static DISQUS: Format = Format {
    name: "disqus",
    about: "Disqus comments as JSON from its API",
    likeness,
    site: |head| {
        let outline = Outline::of(head);
        let root = match (outline.under_has("response", &["posts"]), outline.root_has(&["response"])) {
            (true, _) => into(WHOLE),
            (false, true) => into(PAGE),
            (false, false) => posts(POST),
        };
        Box::new(Disqus { root, has_next: false })
    },
};

const PAGE: ShapeId = ShapeId(0);
const WHOLE: ShapeId = ShapeId(1);
const CURSOR: ShapeId = ShapeId(2);
const RESPONSE: ShapeId = ShapeId(3);
const THREAD: ShapeId = ShapeId(4);
const POST: ShapeId = ShapeId(5);
const AUTHOR: ShapeId = ShapeId(6);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[("cursor", into(CURSOR)), ("response", posts(POST))]),
    Shape::new(&[("cursor", into(CURSOR)), ("response", into(RESPONSE))]),
    Shape::new(&[("hasNext", take(Field::Flag))]),
    Shape::new(&[("posts", posts(POST)), ("thread", into(THREAD))]),
    Shape::new(&[("title", take(Field::Title)), ("clean_title", take(Field::Title)), ("link", take(Field::Url))]),
    Shape::new(&[
        ("message", take(Field::Body)),
        ("id", take(Field::Id)),
        ("createdAt", take(Field::Time)),
        ("author", into(AUTHOR)),
        ("parent", take(Field::Parent)),
        ("isDeleted", take(Field::Deleted)),
        ("points", take(Field::Score)),
        ("url", take(Field::Url)),
        ("thread", PASS),
    ]),
    Shape::new(&[("name", take(Field::Author)), ("username", take(Field::Handle))]),
];

fn likeness(outline: &Outline) -> Likeness {
    let is_post = outline.any_has(&["message", "createdAt", "author", "parent"])
        && (outline.any_has(&["isDeleted"]) || outline.any_has(&["raw_message"]) || outline.any_has(&["forum"]));
    if is_post { Likeness::Certain } else { Likeness::None }
}

struct Disqus {
    root: Step,
    has_next: bool,
}

impl Site for Disqus {
    fn root(&self) -> Step {
        self.root
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        hand.add(Draft {
            parent: record.text(Field::Parent).map_or(Parent::Article, Parent::Id),
            id: record.text(Field::Id),
            author: record.author(),
            time: record.time(),
            score: record.score(),
            url: record.text(Field::Url),
            notation: Notation::Html,
            body: if record.says_yes(Field::Deleted) { "" } else { record.text(Field::Body).unwrap_or_default() },
            ..Draft::default()
        });
    }

    fn page(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        record.text(Field::Title).into_iter().for_each(|title| hand.builder.title(title));
        record.text(Field::Url).into_iter().for_each(|url| hand.builder.url(url));
        self.has_next = record.says_yes(Field::Flag);
    }

    fn end(&mut self, hand: &mut Hand<'_>) {
        if self.has_next {
            hand.notice("more comments are on the next page, which is not in this file");
        }
        hand.set_oldest_first();
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"cursor":{"hasNext":true,"next":"1:0:0"},"code":0,"response":[
        {"message":"<p>Fish</p>","id":"13","createdAt":"2023-04-21T10:40:00","author":{"username":"gull","name":"Gull"},"parent":12,
         "isDeleted":false,"raw_message":"Fish","points":3,"forum":"harbour","thread":"7"},
        {"message":"<p>gone</p>","id":"12","createdAt":"2023-04-21T10:32:00","author":{"name":"tidewise"},"parent":null,
         "isDeleted":true,"points":0,"forum":"harbour","thread":"7"}]}"#;

    #[test]
    fn comments_that_come_newest_first_find_their_parents() {
        assert_eq!(
            sketch(SAMPLE),
            "disqus
-
  - #12 tidewise 2023-04-21 10:32 +0
    - #13 Gull 2023-04-21 10:40 +3 <p>Fish</p>
! more comments are on the next page, which is not in this file"
        );
    }

    #[test]
    fn the_page_that_is_embedded_elsewhere_tells_its_title() {
        let whole = r#"{"cursor":{"hasNext":false},"response":{"thread":{"clean_title":"The lamp","link":"https://lamp.example/"},"posts":[
            {"message":"Fog","id":"12","createdAt":"2023-04-21T10:32:00","author":{"name":"mara"},"parent":null,"forum":"harbour"}]}}"#;
        assert_eq!(sketch(whole), "disqus · The lamp · https://lamp.example/\n-\n  - #12 mara 2023-04-21 10:32 Fog");
    }

    #[test]
    fn comments_that_are_cut_off_keep_what_was_said() {
        let cut = &SAMPLE[..SAMPLE.find(r#""parent":null"#).unwrap()];
        assert!(sketch(cut).contains("  - #12 tidewise 2023-04-21 10:32 <p>gone</p>"), "{}", sketch(cut));
    }
}

//! Hacker News as Algolia's API gives it: an item with its whole tree of replies, or the hits of a search.
//!
//! ```json
//! {"author":"mara","children":[{"author":"tidewise","children":[],"created_at_i":1682073120,"id":2,"parent_id":1,
//! "points":null,"story_id":1,"text":"Which chart?","type":"comment"}],"id":1,"title":"The lamp","type":"story"}
//! ```
//!
//! The replies come before the text that they answer. Not read: the options of polls, highlighting of search hits.

use super::hand::Hand;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Field, PASS, Shape, ShapeId, Step, into, posts, take, threads};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// Hacker News from Algolia.
pub(in crate::source) static HN_ALGOLIA: Format = Format {
    name: "hn-algolia",
    about: "Hacker News as JSON from hn.algolia.com",
    likeness,
    site: |head| Box::new(Algolia { is_search: Outline::of(head).root_has(&["hits"]), ..Algolia::default() }),
};

const ITEM: ShapeId = ShapeId(0);
const SEARCH: ShapeId = ShapeId(1);
const HIT: ShapeId = ShapeId(2);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[
        ("author", take(Field::Author)),
        ("children", posts(ITEM)),
        ("created_at", PASS),
        ("created_at_i", take(Field::Time)),
        ("id", take(Field::Id)),
        ("options", PASS),
        ("parent_id", take(Field::Parent)),
        ("points", take(Field::Score)),
        ("story_id", PASS),
        ("text", take(Field::Body)),
        ("title", take(Field::Title)),
        ("type", PASS),
        ("url", take(Field::About)),
    ]),
    Shape::new(&[("hits", posts(HIT))]),
    Shape::new(&[
        ("author", take(Field::Author)),
        ("comment_text", take(Field::Body)),
        ("story_text", take(Field::Body)),
        ("created_at_i", take(Field::Time)),
        ("objectID", take(Field::Id)),
        ("parent_id", take(Field::Parent)),
        ("points", take(Field::Score)),
        ("title", take(Field::Title)),
        ("story_title", take(Field::Kind)),
        ("url", take(Field::About)),
    ]),
];

/// The address of a post, but for its number.
pub(super) const ITEM_URL: &str = "https://news.ycombinator.com/item?id=";

fn likeness(outline: &Outline) -> Likeness {
    let is_item = outline.any_has(&["author", "children", "created_at_i", "id", "parent_id"]);
    let is_hit = outline.under_has("hits", &["author", "objectID", "created_at_i"]);
    let is_endless = outline.root_has(&["author", "children"])
        && outline.nodes().iter().all(|node| node.members.iter().all(|m| m.key == "author" || m.key == "children"));
    match (is_item || is_hit, is_endless) {
        (true, _) => Likeness::Certain,
        (false, true) => Likeness::Likely,
        _ => Likeness::None,
    }
}

#[derive(Default)]
struct Algolia {
    is_search: bool,
    url: String,
    link: String,
}

impl Site for Algolia {
    fn root(&self) -> Step {
        if self.is_search { into(SEARCH) } else { threads(ITEM) }
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let id = record.text(Field::Id);
        self.url.clear();
        if let Some(id) = id {
            self.url.push_str(ITEM_URL);
            self.url.push_str(id);
        }
        let title = record.text(Field::Title);
        let is_story = hand.opens || hand.shape == HIT && title.is_some();
        if is_story {
            hand.builder.title(title.unwrap_or_default());
            if id.is_some() {
                hand.builder.url(&self.url);
            }
        } else if let (HIT, Some(title)) = (hand.shape, record.text(Field::Kind)) {
            hand.builder.title(title);
        }
        let parent = match (is_story, hand.shape, record.text(Field::Parent)) {
            (true, ..) => Parent::Nothing,
            (false, HIT, Some(parent)) => Parent::Id(parent),
            _ => hand.enclosing(),
        };
        hand.add(Draft {
            parent,
            id,
            author: record.author(),
            time: record.time(),
            score: record.score(),
            url: Some(&self.url),
            notation: Notation::Html,
            body: record.body_or_link(Notation::Html, &mut self.link),
            ..Draft::default()
        });
    }

    fn end(&mut self, hand: &mut Hand<'_>) {
        if self.is_search {
            hand.set_oldest_first();
        }
    }
}

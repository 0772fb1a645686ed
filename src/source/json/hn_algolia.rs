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

/// The address of a post, without its number.
pub(super) const ITEM_URL: &str = "https://news.ycombinator.com/item?id=";

fn likeness(outline: &Outline) -> Likeness {
    let is_item = outline.any_has(&["author", "children", "created_at_i", "id", "parent_id"]);
    // Stories in a list are threads that are elsewhere; comments in one are posts.
    let is_hit = outline.under_has("hits", &["author", "objectID", "created_at_i", "comment_text", "parent_id"]);
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

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;
    use super::HN_ALGOLIA;
    use crate::source::{self, Source};
    use crate::thread::Builder;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"author":"mara","children":[
        {"author":"tidewise","children":[
            {"author":null,"children":[],"created_at":"2023-04-21T10:40:00.000Z","created_at_i":1682073600,"id":3,
             "options":[],"parent_id":2,"points":null,"story_id":1,"text":null,"title":null,"type":"comment","url":null}],
         "created_at":"2023-04-21T10:32:00.000Z","created_at_i":1682073120,"id":2,"options":[],"parent_id":1,
         "points":null,"story_id":1,"text":"Which chart?<p>The old one.","title":null,"type":"comment","url":null},
        {"author":"gull","children":[],"created_at_i":1682073900,"id":4,"parent_id":1,"text":"Fish &amp; lamps"}],
        "created_at":"2023-04-21T10:30:00.000Z","created_at_i":1682073000,"id":1,"options":[],"parent_id":null,
        "points":14,"story_id":1,"text":null,"title":"The lamp","type":"story","url":"https://lamp.example/"}"#;

    #[test]
    fn a_tree_whose_replies_come_before_its_text_is_in_order() {
        assert_eq!(
            sketch(SAMPLE),
            r#"hn-algolia · The lamp · https://news.ycombinator.com/item?id=1
- #1 mara 2023-04-21 10:30 +14 <https://news.ycombinator.com/item?id=1> <a href="https://lamp.example/">https://lamp.example/</a>
  - #2 tidewise 2023-04-21 10:32 <https://news.ycombinator.com/item?id=2> Which chart?<p>The old one.
    - #3 2023-04-21 10:40 <https://news.ycombinator.com/item?id=3>
  - #4 gull 2023-04-21 10:45 <https://news.ycombinator.com/item?id=4> Fish &amp; lamps"#
        );
    }

    #[test]
    fn a_tree_that_is_cut_off_keeps_what_was_said() {
        let cut = SAMPLE.find("chart?<p>").unwrap();
        assert_eq!(
            sketch(&SAMPLE[..cut]),
            "hn-algolia
- mara
  - #2 tidewise 2023-04-21 10:32 <https://news.ycombinator.com/item?id=2> Which
    - #3 2023-04-21 10:40 <https://news.ycombinator.com/item?id=3>
! byte 470: the file ends too early: kept as far as it goes"
        );
    }

    #[test]
    fn dates_and_scores_that_cannot_be_are_told_once_with_the_first_of_them() {
        let json = r#"{"author":"mara","children":[
            {"author":"gull","children":[],"created_at_i":-5,"id":2,"parent_id":1,"points":null,"text":"a"},
            {"author":"gull","children":[],"created_at_i":0,"id":3,"parent_id":1,"points":99999999999,"text":"b"},
            {"author":"gull","children":[],"created_at_i":1e300,"id":4,"parent_id":1,"points":7,"text":"c"}],
            "created_at_i":1682073000,"id":1,"parent_id":null,"points":14,"text":"d","title":"The lamp","type":"story"}"#;
        let told = sketch(json);
        let notices: Vec<_> = told.lines().filter(|line| line.starts_with('!')).collect();
        assert_eq!(
            notices,
            [
                "! post 1: expected a date, found \"-5\" (and 1 more such)",
                "! post 2: expected a whole number as its score, found \"99999999999\""
            ]
        );
    }

    #[test]
    fn a_preview_shows_who_wrote_what_is_not_read_to_its_end() {
        let (sender, receiver) = std::sync::mpsc::channel();
        let mut builder = Builder::new("hn-algolia").preview_after(3, move |thread| sender.send(thread).unwrap());
        HN_ALGOLIA.read(&mut SAMPLE.as_bytes(), &mut builder).unwrap();
        let preview = receiver.recv().unwrap();
        let authors = preview.ids().map(|id| preview.writer(id).map(|writer| writer.name)).collect::<Vec<_>>();
        assert_eq!(authors, [Some("mara"), Some("tidewise"), None]);
        let built = builder.finish().unwrap();
        assert_eq!(built.places, built.thread.ids().take(3).collect::<Vec<_>>());
    }

    #[test]
    fn hits_of_a_search_find_their_parents() {
        let hits = r#"{"hits":[
            {"author":"tidewise","comment_text":"Which chart?","created_at_i":1682073120,"objectID":"3","parent_id":2},
            {"author":"mara","comment_text":"See the chart.","created_at_i":1682073060,"objectID":"2","parent_id":1},
            {"author":"gull","title":"The lamp","story_text":"It is out.","created_at_i":1682073000,"objectID":"1","points":3}
            ],"nbHits":3}"#;
        assert_eq!(
            sketch(hits),
            "hn-algolia · The lamp · https://news.ycombinator.com/item?id=1
- #1 gull 2023-04-21 10:30 +3 <https://news.ycombinator.com/item?id=1> It is out.
  - #2 mara 2023-04-21 10:31 <https://news.ycombinator.com/item?id=2> See the chart.
    - #3 tidewise 2023-04-21 10:32 <https://news.ycombinator.com/item?id=3> Which chart?"
        );
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_is_read() {
        let depth = 100_000;
        let chain = format!("{}{}", r#"{"author":"a","children":["#.repeat(depth), r#"],"text":"b"}"#.repeat(depth));
        let source = source::recognise(chain.as_bytes(), chain.as_bytes()).unwrap();
        let mut builder = Builder::new(source.name());
        source.read(&mut chain.as_bytes(), &mut builder).unwrap();
        let thread = builder.finish().unwrap().thread;
        assert_eq!((thread.source(), thread.depth(thread.last())), ("hn-algolia", depth - 1));
        assert_eq!(thread.body(thread.last()).raw, "b");
    }
}

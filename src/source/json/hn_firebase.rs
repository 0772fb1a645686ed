//! Hacker News as its own API on Firebase gives it: one item each for the story and every reply, in any order.
//!
//! ```json
//! {"by":"mara","id":1,"kids":[2],"score":14,"time":1682073000,"title":"The lamp","type":"story","url":"…"}
//! {"by":"tidewise","id":2,"parent":1,"text":"Which chart?","time":1682073120,"type":"comment"}
//! ```
//!
//! Items come a line each, in a list, or in an object under their ids. Replies stand in the order of `kids`.
//! Not read: the parts of polls.

use super::hand::Hand;
use super::hn_algolia::ITEM_URL;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Field, PASS, Shape, ShapeId, Step, into, posts, take};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, DraftId, Notation, Parent};
use rustc_hash::FxHashMap;

/// Hacker News from its own API.
pub(in crate::source) static HN_FIREBASE: Format = Format {
    name: "hn-firebase",
    about: "Hacker News as JSON from its API",
    likeness,
    site: |head| Box::new(Firebase { is_map: !is_item(&Outline::of(head)), ..Firebase::default() }),
};

const ITEM: ShapeId = ShapeId(0);
const MAP: ShapeId = ShapeId(1);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[
        ("by", take(Field::Author)),
        ("dead", PASS),
        ("deleted", PASS),
        ("descendants", PASS),
        ("id", take(Field::Id)),
        ("kids", take(Field::Kids)),
        ("parent", take(Field::Parent)),
        ("score", take(Field::Score)),
        ("text", take(Field::Body)),
        ("time", take(Field::Time)),
        ("title", take(Field::Title)),
        ("type", PASS),
        ("url", take(Field::About)),
    ]),
    Shape::new(&[]).or_else(posts(ITEM)),
];

fn is_item(outline: &Outline) -> bool {
    outline.root_has(&["id", "type"])
}

fn likeness(outline: &Outline) -> Likeness {
    let kinds = ["story", "comment", "job", "poll", "pollopt"];
    let is_of_kind = |kind: &&str| outline.says("type", kind);
    let has_time = outline.any_has(&["id", "type", "time"]);
    let has_more = ["by", "kids", "parent", "deleted", "descendants"].iter().any(|key| outline.any_has(&["type", key]));
    let is_here = is_item(outline) || outline.nodes().iter().skip(1).any(|node| node.has(&["id", "type", "time"]));
    let is_it = has_time && has_more && is_here && kinds.iter().any(is_of_kind);
    if is_it { Likeness::Certain } else { Likeness::None }
}

#[derive(Default)]
struct Firebase {
    is_map: bool,
    /// The place of each reply among its siblings, as a post lists them.
    places: FxHashMap<u64, u32>,
    /// Replies that no post has listed so far.
    unnamed: Vec<(DraftId, u64)>,
    url: String,
    link: String,
}

impl Site for Firebase {
    fn root(&self) -> Step {
        if self.is_map { into(MAP) } else { posts(ITEM) }
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let Some(id) = record.text(Field::Id) else { return };
        self.url.clear();
        self.url.push_str(ITEM_URL);
        self.url.push_str(id);
        let answered = record.text(Field::Parent);
        let is_story = answered.is_none() && record.has(Field::Title);
        if is_story {
            if hand.has_article() {
                hand.begin();
            }
            hand.builder.title(record.text(Field::Title).unwrap_or_default());
            hand.builder.url(&self.url);
        }
        let parent = match answered {
            _ if is_story => Parent::Nothing,
            Some(parent) => Parent::Id(parent),
            None => Parent::Article,
        };
        let draft = hand.add(Draft {
            parent,
            id: Some(id),
            author: record.author(),
            time: record.time(),
            score: record.score(),
            url: Some(&self.url),
            notation: Notation::Html,
            body: record.body_or_link(Notation::Html, &mut self.link),
            ..Draft::default()
        });
        for (kid, place) in record.all(Field::Kids).zip(0..) {
            kid.parse().ok().into_iter().for_each(|kid| _ = self.places.insert(kid, place));
        }
        if let Some(id) = answered.and_then(|_| id.parse().ok()) {
            match self.places.remove(&id) {
                Some(place) => hand.builder.rank(draft, i64::from(place)),
                None => self.unnamed.push((draft, id)),
            }
        }
    }

    fn end(&mut self, hand: &mut Hand<'_>) {
        for (draft, id) in self.unnamed.drain(..) {
            // An unlisted reply came later than the listed ones.
            let place = self.places.get(&id).map_or(i64::MAX, |&place| i64::from(place));
            hand.builder.rank(draft, place);
        }
        // The others may come from elsewhere: a story alone ranks the replies of a tree.
        for (id, place) in self.places.drain() {
            hand.builder.rank_id(&id.to_string(), i64::from(place));
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"by":"mara","descendants":3,"id":1,"kids":[4,2],"score":14,"text":"It is out.","time":1682073000,"title":"The lamp","type":"story"}
{"by":"tidewise","id":2,"kids":[3],"parent":1,"text":"Which chart?","time":1682073120,"type":"comment"}
{"deleted":true,"id":3,"parent":2,"time":1682073600,"type":"comment"}
{"by":"gull","id":4,"parent":1,"text":"Fish","time":1682073900,"type":"comment"}
"#;
    const DRAWN: &str = "hn-firebase · The lamp · https://news.ycombinator.com/item?id=1
- #1 mara 2023-04-21 10:30 +14 <https://news.ycombinator.com/item?id=1> It is out.
  - #4 gull 2023-04-21 10:45 <https://news.ycombinator.com/item?id=4> Fish
  - #2 tidewise 2023-04-21 10:32 <https://news.ycombinator.com/item?id=2> Which chart?
    - #3 2023-04-21 10:40 <https://news.ycombinator.com/item?id=3>";

    #[test]
    fn items_line_by_line_stand_in_the_order_of_their_parents() {
        assert_eq!(sketch(SAMPLE), DRAWN);
    }

    #[test]
    fn items_in_a_list_or_under_their_ids_in_any_order_are_the_same_thread() {
        let items: Vec<&str> = SAMPLE.lines().rev().collect();
        assert_eq!(sketch(&format!("[{}]", items.join(","))), DRAWN);
        let mapped: Vec<_> = items.iter().enumerate().map(|(n, item)| format!("\"{n}\":{item}")).collect();
        assert_eq!(sketch(&format!("{{{}}}", mapped.join(","))), DRAWN);
    }

    #[test]
    fn a_broken_item_costs_only_itself() {
        let broken = SAMPLE
            .replace(r#""text":"Fish""#, r#""text":"Fi"sh""#)
            .replace("{\"by\":\"mara\"", "null,{\"by\":\"mara\"");
        let broken = format!("[{}]", broken.trim_end().replace('\n', ","));
        assert_eq!(
            sketch(&broken).lines().skip(2).collect::<Vec<_>>().join("\n"),
            "  - #4 gull <https://news.ycombinator.com/item?id=4> Fi
  - #2 tidewise 2023-04-21 10:32 <https://news.ycombinator.com/item?id=2> Which chart?
    - #3 2023-04-21 10:40 <https://news.ycombinator.com/item?id=3>
! byte 355: expected a key: passed over"
        );
    }

    #[test]
    fn several_stories_are_several_threads() {
        let more = format!("{SAMPLE}{}", SAMPLE.replace(":1,", ":11,").replace(":2,", ":12,").replace("lamp", "ferry"));
        let drawn = sketch(&more);
        assert_eq!(drawn.matches("“The lamp”").count() + drawn.matches("“The ferry”").count(), 2, "{drawn}");
    }
}

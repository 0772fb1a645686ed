//! Lobsters: a story with its comments in a flat list. Each names its parent; in older files, only its depth.
//!
//! ```json
//! {"short_id":"lamp1","title":"The lamp","url":"","submitter_user":"mara","description":"<p>…","comments":[
//!  {"short_id":"c1","parent_comment":null,"depth":0,"comment":"<p>Which chart?","commenting_user":"tidewise"}]}
//! ```

use super::hand::Hand;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Field, Shape, ShapeId, Step, into, posts, take, threads};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// Lobsters.
pub(in crate::source) static LOBSTERS: Format = Format {
    name: "lobsters",
    about: "Lobsters as JSON: a story's address with .json at its end",
    likeness,
    site: |_| Box::new(Lobsters::default()),
};

const STORY: ShapeId = ShapeId(0);
const COMMENT: ShapeId = ShapeId(1);
const USER: ShapeId = ShapeId(2);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[
        ("short_id", take(Field::Id)),
        ("created_at", take(Field::Time)),
        ("title", take(Field::Title)),
        ("url", take(Field::About)),
        ("score", take(Field::Score)),
        ("description", take(Field::Body)),
        ("comments_url", take(Field::Url)),
        ("submitter_user", into(USER).or_take(Field::Author)),
        ("comments", posts(COMMENT)),
    ]),
    Shape::new(&[
        ("short_id", take(Field::Id)),
        ("short_id_url", take(Field::Url)),
        ("created_at", take(Field::Time)),
        ("is_deleted", take(Field::Deleted)),
        ("is_moderated", take(Field::Deleted)),
        ("score", take(Field::Score)),
        ("parent_comment", take(Field::Parent)),
        ("comment", take(Field::Body)),
        ("depth", take(Field::Depth)),
        ("indent_level", take(Field::Count)),
        ("commenting_user", into(USER).or_take(Field::Author)),
    ]),
    Shape::new(&[("username", take(Field::Author))]),
];

fn likeness(outline: &Outline) -> Likeness {
    let has_comments = outline.any_has(&["short_id", "comment", "commenting_user"]);
    let has_story = outline.root_has(&["short_id", "title", "submitter_user"]);
    if has_comments || has_story { Likeness::Certain } else { Likeness::None }
}

#[derive(Default)]
struct Lobsters {
    link: String,
}

impl Site for Lobsters {
    fn root(&self) -> Step {
        threads(STORY)
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let is_story = hand.shape == STORY;
        if is_story {
            hand.builder.title(record.text(Field::Title).unwrap_or_default());
            record.text(Field::Url).into_iter().for_each(|url| hand.builder.url(url));
        }
        let (depth, indent) = (record.number(Field::Depth), record.number(Field::Count));
        let depth =
            depth.or(indent.map(|indent| indent.saturating_sub(1))).and_then(|depth| usize::try_from(depth).ok());
        let by_depth = depth.map(|depth| hand.below(depth));
        let parent = match record.text(Field::Parent) {
            _ if is_story => Parent::Nothing,
            Some(parent) => Parent::Id(parent),
            None => by_depth.unwrap_or_default(),
        };
        let is_gone = record.says_yes(Field::Deleted);
        hand.add(Draft {
            parent,
            id: record.text(Field::Id),
            author: record.author(),
            time: record.time(),
            score: record.score(),
            url: record.text(Field::Url),
            notation: Notation::Html,
            body: if is_gone { "" } else { record.body_or_link(Notation::Html, &mut self.link) },
            ..Draft::default()
        });
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"short_id":"lamp1","short_id_url":"https://lobsters.example/s/lamp1",
        "created_at":"2023-04-21T05:30:00.000-05:00","title":"The lamp","url":"https://lamp.example/?a&b","score":14,"comment_count":3,
        "description":"","comments_url":"https://lobsters.example/s/lamp1/the_lamp","submitter_user":"mara","tags":["sea"],"comments":[
        {"short_id":"c1","short_id_url":"https://lobsters.example/c/c1","created_at":"2023-04-21T05:32:00.000-05:00","is_deleted":false,
         "is_moderated":false,"score":3,"parent_comment":null,"comment":"<p>Which chart?</p>","depth":0,"commenting_user":"tidewise"},
        {"short_id":"c2","is_deleted":true,"parent_comment":"c1","comment":"<p><em>gone</em></p>","depth":1,"commenting_user":"gull"},
        {"short_id":"c3","is_deleted":false,"parent_comment":null,"comment":"<p>Fog</p>","depth":0,"commenting_user":"mara"}]}"#;

    #[test]
    fn a_story_and_its_comments_are_read() {
        assert_eq!(
            sketch(SAMPLE),
            r#"lobsters · The lamp · https://lobsters.example/s/lamp1/the_lamp
- #lamp1 mara 2023-04-21 10:30 +14 <https://lobsters.example/s/lamp1/the_lamp> <a href="https://lamp.example/?a&amp;b">https://lamp.example/?a&amp;b</a>
  - #c1 tidewise 2023-04-21 10:32 +3 <https://lobsters.example/c/c1> <p>Which chart?</p>
    - #c2 gull
  - #c3 mara <p>Fog</p>"#
        );
    }

    #[test]
    fn older_files_have_depths_and_users_that_are_objects() {
        let old = r#"{"short_id":"lamp1","title":"Lamp","submitter_user":{"username":"mara"},"comments":[
            {"short_id":"c1","comment":"Fog","indent_level":1,"commenting_user":{"username":"gull"}},
            {"short_id":"c2","comment":"Fish","indent_level":2,"commenting_user":{"username":"mara"}},
            {"short_id":"c3","comment":"Tide","indent_level":3,"commenting_user":{"username":"gull"}},
            {"short_id":"c4","comment":"Mud","indent_level":2,"commenting_user":{"username":"mara"}}]}"#;
        assert_eq!(
            sketch(old),
            "lobsters · Lamp\n- #lamp1 mara\n  - #c1 gull Fog\n    - #c2 mara Fish\n      - #c3 gull Tide\n    - #c4 mara Mud"
        );
    }

    #[test]
    fn a_comment_with_a_bare_quote_in_it_costs_only_itself() {
        let broken = SAMPLE.replace("Which chart?", "Which \"chart\"?");
        let drawn = sketch(&broken);
        assert!(drawn.contains("#c1 2023-04-21 10:32 +3 <https://lobsters.example/c/c1> <p>Which\n"), "{drawn}");
        assert!(drawn.contains("    - #c2 gull\n  - #c3 mara <p>Fog</p>\n! byte"), "{drawn}");
    }
}

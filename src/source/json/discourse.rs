//! Discourse: a topic with its stream of posts, each with the number of the post that it replies to.
//!
//! ```json
//! {"post_stream":{"posts":[{"post_number":1,"username":"mara","cooked":"<p>…"},
//!  {"post_number":2,"username":"tidewise","reply_to_post_number":1,"cooked":"<p>Which chart?"}],"stream":[7,8,9]},
//!  "title":"The lamp"}
//! ```
//!
//! A file often holds the first twenty posts only; `stream` tells how many there are. Not read: polls, reactions.

use super::hand::Hand;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Field, Shape, ShapeId, Step, into, posts, take};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// Discourse.
pub(in crate::source) static DISCOURSE: Format = Format {
    name: "discourse",
    about: "Discourse topics as JSON: a topic's address with .json at its end",
    likeness,
    site: |_| Box::new(Discourse::default()),
};

const TOPIC: ShapeId = ShapeId(0);
const STREAM: ShapeId = ShapeId(1);
const POST: ShapeId = ShapeId(2);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[("post_stream", into(STREAM)), ("title", take(Field::Title))]),
    Shape::new(&[("posts", posts(POST)), ("stream", take(Field::Kids))]),
    Shape::new(&[
        ("name", take(Field::Author)),
        ("username", take(Field::Handle)),
        ("created_at", take(Field::Time)),
        ("cooked", take(Field::Body)),
        ("post_number", take(Field::Id)),
        ("reply_to_post_number", take(Field::Parent)),
        ("deleted_at", take(Field::Deleted)),
        ("user_deleted", take(Field::Deleted)),
        ("action_code", take(Field::Kind)),
    ]),
];

fn likeness(outline: &Outline) -> Likeness {
    let has_posts = outline.under_has("posts", &["post_number", "cooked"]);
    if has_posts || outline.root_has(&["post_stream"]) { Likeness::Certain } else { Likeness::None }
}

#[derive(Default)]
struct Discourse {
    posts: usize,
}

impl Site for Discourse {
    fn root(&self) -> Step {
        into(TOPIC)
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn is_page(&self) -> bool {
        true
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        self.posts += 1;
        let number = record.text(Field::Id);
        let action;
        let body = match (record.text(Field::Body), record.text(Field::Kind)) {
            (None, Some(code)) => {
                action = format!("<p><em>{}</em></p>", code.replace(['.', '_'], " "));
                &action
            }
            (body, _) => body.unwrap_or_default(),
        };
        hand.add(Draft {
            parent: match record.text(Field::Parent) {
                _ if number == Some("1") => Parent::Nothing,
                // Discourse omits the number if a post answers the one before it or the first.
                Some(parent) => Parent::Id(parent),
                None => Parent::Article,
            },
            id: number,
            // People in a topic address each other by user name.
            author: record.text(Field::Handle).or(record.text(Field::Author)),
            time: record.time(),
            notation: Notation::Html,
            body: if record.says_yes(Field::Deleted) { "" } else { body },
            ..Draft::default()
        });
    }

    fn page(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        record.text(Field::Title).into_iter().for_each(|title| hand.builder.title(title));
        let all = record.all(Field::Kids).count();
        if all > self.posts {
            hand.notice(format!("the topic has {all} posts, of which {} are in this file", self.posts));
        }
        self.posts = 0;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"post_stream":{"posts":[
        {"id":7,"name":"Mara M.","username":"mara","created_at":"2023-04-21T10:30:00.000Z","cooked":"<p>It is out.</p>","post_number":1,
         "reply_to_post_number":null,"user_deleted":false,"deleted_at":null},
        {"id":8,"username":"tidewise","created_at":"2023-04-21T10:32:00.000Z","cooked":"<p>Which chart?</p>","post_number":2,"reply_to_post_number":null},
        {"id":9,"username":"gull","created_at":"2023-04-21T10:40:00.000Z","cooked":"<p>Fish</p>","post_number":4,"reply_to_post_number":2},
        {"id":10,"username":"mara","created_at":"2023-04-21T10:45:00.000Z","cooked":"","post_number":5,"action_code":"closed.enabled"}],
        "stream":[7,8,9,10,11]},"title":"The lamp","id":3}"#;

    #[test]
    fn replies_find_their_posts_by_number_and_missing_posts_are_told() {
        assert_eq!(
            sketch(SAMPLE),
            "discourse · The lamp
- #1 mara 2023-04-21 10:30 <p>It is out.</p>
  - #2 tidewise 2023-04-21 10:32 <p>Which chart?</p>
    - #4 gull 2023-04-21 10:40 <p>Fish</p>
  - #5 mara 2023-04-21 10:45 <p><em>closed enabled</em></p>
! the topic has 5 posts, of which 4 are in this file"
        );
    }

    #[test]
    fn a_topic_that_is_cut_off_keeps_what_was_said() {
        let cut = &SAMPLE[..SAMPLE.find("\"gull\"").unwrap() + 3];
        assert!(sketch(cut).contains("- #2 tidewise"), "{}", sketch(cut));
        assert!(sketch(cut).contains("  - gu\n! byte"), "{}", sketch(cut));
    }
}

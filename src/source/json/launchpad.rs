//! Launchpad: a bug, or the messages about it. The first message is what the bug says.
//!
//! ```json
//! {"entries":[{"self_link":"https://api.launchpad.net/1.0/lamp/+bug/7/comments/1","parent_link":null,
//!  "content":"Since when?","owner_link":"https://api.launchpad.net/1.0/~gull","date_created":"2023-04-21T10:40:00Z"}]}
//! ```
//!
//! <https://launchpad.net/+apidoc/1.0.html>

use super::hand::Hand;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Field, Shape, ShapeId, Step, into, posts, take, threads};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// Launchpad.
pub(in crate::source) static LAUNCHPAD: Format = Format {
    name: "launchpad",
    about: "Launchpad's bugs and the messages about them as JSON",
    likeness: |outline| if is_bug(outline) || is_messages(outline) { Likeness::Certain } else { Likeness::None },
    site: |head| {
        let root = if is_bug(&Outline::of(head)) { threads(BUG) } else { into(LIST) };
        Box::new(Launchpad { root })
    },
};

const BUG: ShapeId = ShapeId(0);
const LIST: ShapeId = ShapeId(1);
const MESSAGE: ShapeId = ShapeId(2);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[
        ("title", take(Field::Title)),
        ("description", take(Field::Body)),
        ("owner_link", take(Field::Author)),
        ("date_created", take(Field::Time)),
        ("web_link", take(Field::Url)),
    ]),
    Shape::new(&[("entries", posts(MESSAGE))]),
    Shape::new(&[
        ("self_link", take(Field::Id)),
        ("parent_link", take(Field::Parent)),
        ("content", take(Field::Body)),
        ("owner_link", take(Field::Author)),
        ("date_created", take(Field::Time)),
        ("web_link", take(Field::Url)),
    ]),
];

fn is_bug(outline: &Outline) -> bool {
    outline.root_has(&["messages_collection_link", "description", "owner_link"])
}

fn is_messages(outline: &Outline) -> bool {
    outline.under_has("entries", &["content", "owner_link", "self_link", "date_created"])
}

struct Launchpad {
    root: Step,
}

impl Site for Launchpad {
    fn root(&self) -> Step {
        self.root
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        if hand.shape == BUG {
            hand.builder.title(record.text(Field::Title).unwrap_or_default());
            record.text(Field::Url).into_iter().for_each(|url| hand.builder.url(url));
        }
        let number = record.text(Field::Id).map(last);
        let opens = hand.shape == BUG || number == Some("0");
        hand.add(Draft {
            parent: match record.text(Field::Parent).map(last) {
                _ if opens => Parent::Nothing,
                Some(number) if number != "0" => Parent::Id(number),
                _ => Parent::Article,
            },
            // A bug and its first message are one post, whichever comes first.
            id: number.filter(|_| !opens),
            author: record.text(Field::Author).map(|link| last(link).trim_start_matches('~')),
            time: record.time(),
            url: record.text(Field::Url),
            notation: Notation::Plain,
            body: record.text(Field::Body).unwrap_or_default(),
            ..Draft::default()
        });
    }
}

/// The last part of an address.
fn last(address: &str) -> &str {
    address.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"start":0,"total_size":2,"entries":[
        {"self_link":"https://api.example/1.0/lamp/+bug/7/comments/0","parent_link":null,"content":"It is out.",
         "owner_link":"https://api.example/1.0/~mara","date_created":"2023-04-21T10:32:00Z"},
        {"self_link":"https://api.example/1.0/lamp/+bug/7/comments/1","parent_link":null,"content":"Since when?",
         "owner_link":"https://api.example/1.0/~gull","date_created":"2023-04-21T10:40:00Z"},
        {"self_link":"https://api.example/1.0/lamp/+bug/7/comments/2","parent_link":"https://api.example/1.0/lamp/+bug/7/comments/1",
         "content":"Since the storm.","owner_link":"https://api.example/1.0/~mara","date_created":"2023-04-21T10:45:00Z"}]}"#;

    #[test]
    fn the_first_message_opens_a_bug() {
        assert_eq!(
            sketch(SAMPLE),
            "launchpad
- mara 2023-04-21 10:32 It is out.
  - #1 gull 2023-04-21 10:40 Since when?
    - #2 mara 2023-04-21 10:45 Since the storm."
        );
    }

    #[test]
    fn a_bug_is_an_article() {
        let bug = r#"{"id":7,"title":"The lamp","description":"It is out.","messages_collection_link":"https://api.example/1.0/bugs/7/messages",
            "owner_link":"https://api.example/1.0/~mara","date_created":"2023-04-21T10:32:00Z","web_link":"https://bugs.example/bugs/7"}"#;
        assert_eq!(
            sketch(bug),
            "launchpad · The lamp · https://bugs.example/bugs/7\n- mara 2023-04-21 10:32 <https://bugs.example/bugs/7> It is out."
        );
    }
}

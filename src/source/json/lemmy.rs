//! Lemmy: views of comments, each with its place in the tree as a path of ids, and the post that they are about.
//!
//! ```json
//! {"comments":[{"comment":{"id":2,"content":"Which chart?","path":"0.1.2","published":"2023-04-21T10:32:00Z"},
//!  "creator":{"name":"tidewise"},"post":{"name":"The lamp","body":"…"},"counts":{"score":3}}]}
//! ```

use super::hand::Hand;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Field, Shape, ShapeId, Step, into, posts, take};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// Lemmy.
pub(in crate::source) static LEMMY: Format =
    Format { name: "lemmy", about: "Lemmy comments as JSON", likeness, site: |_| Box::new(Lemmy::default()) };

const PAGE: ShapeId = ShapeId(0);
const VIEW: ShapeId = ShapeId(1);
const COMMENT: ShapeId = ShapeId(2);
const PERSON: ShapeId = ShapeId(3);
const ABOUT: ShapeId = ShapeId(4);
const COUNTS: ShapeId = ShapeId(5);
const POST_VIEW: ShapeId = ShapeId(6);
const POST: ShapeId = ShapeId(7);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[
        ("comments", posts(VIEW)),
        ("comment_view", posts(VIEW)),
        ("post_view", posts(POST_VIEW)),
        ("items", posts(VIEW)),
    ]),
    Shape::new(&[
        ("comment", into(COMMENT)),
        ("creator", into(PERSON)),
        ("post", into(ABOUT)),
        ("counts", into(COUNTS)),
    ]),
    Shape::new(&[
        ("id", take(Field::Id)),
        ("content", take(Field::Body)),
        ("removed", take(Field::Deleted)),
        ("published", take(Field::Time)),
        ("published_at", take(Field::Time)),
        ("deleted", take(Field::Deleted)),
        ("ap_id", take(Field::Url)),
        ("path", take(Field::Parent)),
        ("score", take(Field::Score)),
    ]),
    Shape::new(&[("name", take(Field::Handle)), ("display_name", take(Field::Author))]),
    Shape::new(&[
        ("name", take(Field::Title)),
        ("body", take(Field::OtherBody)),
        ("ap_id", take(Field::About)),
        ("published", take(Field::OtherTime)),
    ]),
    Shape::new(&[("score", take(Field::Score))]),
    Shape::new(&[("post", into(POST)), ("creator", into(PERSON)), ("counts", into(COUNTS))]),
    Shape::new(&[
        ("id", take(Field::Id)),
        ("name", take(Field::Title)),
        ("url", take(Field::About)),
        ("body", take(Field::Body)),
        ("removed", take(Field::Deleted)),
        ("published", take(Field::Time)),
        ("published_at", take(Field::Time)),
        ("ap_id", take(Field::Url)),
        ("score", take(Field::Score)),
    ]),
];

fn likeness(outline: &Outline) -> Likeness {
    let has_comment = outline.under_has("comment", &["content", "path"]);
    let has_post = outline.under_has("post_view", &["post", "creator"]);
    if has_comment || has_post { Likeness::Certain } else { Likeness::None }
}

#[derive(Default)]
struct Lemmy {
    link: String,
}

impl Site for Lemmy {
    fn root(&self) -> Step {
        into(PAGE)
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let is_article = hand.shape == POST_VIEW;
        if is_article && hand.has_article() {
            return;
        }
        if is_article {
            hand.builder.title(record.text(Field::Title).unwrap_or_default());
            record.text(Field::Url).into_iter().for_each(|url| hand.builder.url(url));
        } else if !hand.has_article()
            && let Some(title) = record.text(Field::Title)
        {
            hand.builder.title(title);
            record.text(Field::About).into_iter().for_each(|url| hand.builder.url(url));
            let body = record.text(Field::OtherBody).unwrap_or_default();
            hand.add_article(Draft {
                parent: Parent::Nothing,
                url: record.text(Field::About),
                notation: Notation::Markdown,
                body,
                ..Draft::default()
            });
        }
        let path = record.text(Field::Parent).unwrap_or_default();
        let answered = path.rsplit('.').nth(1).filter(|id| *id != "0");
        hand.add(Draft {
            parent: match answered {
                _ if is_article => Parent::Nothing,
                Some(id) => Parent::Id(id),
                None => Parent::Article,
            },
            id: record.text(Field::Id).filter(|_| !is_article),
            author: record.author(),
            time: record.time(),
            score: record.score(),
            url: record.text(Field::Url),
            notation: Notation::Markdown,
            body: match (record.says_yes(Field::Deleted), is_article) {
                (true, _) => "",
                (false, true) => record.body_or_link(Notation::Markdown, &mut self.link),
                (false, false) => record.text(Field::Body).unwrap_or_default(),
            },
            ..Draft::default()
        });
    }
}

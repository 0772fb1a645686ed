//! WordPress' REST API: posts and comments, the latter in a flat list, each with the id of its parent, or embedded in
//! the post.
//!
//! ```json
//! [{"id":2,"post":1,"parent":0,"author_name":"mara","date_gmt":"2023-04-21T10:32:00","type":"comment",
//!  "content":{"rendered":"<p>Which chart?"},"link":"https://…#comment-2"}]
//! ```
//!
//! Comments come newest first unless another order is requested. Here they are sorted oldest first.

use super::hand::Hand;
use super::outline::Outline;
use super::record::{Record, words};
use super::shape::{Field, Shape, ShapeId, Step, into, posts, take, threads};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// WordPress over REST.
pub(in crate::source) static WP_REST: Format = Format {
    name: "wp-rest",
    about: "WordPress posts and comments as JSON from its REST API",
    likeness,
    site: |head| {
        let is_comment = Outline::of(head).root_has(&["author_name"]);
        Box::new(WordPress { root: if is_comment { posts(ITEM) } else { threads(ITEM) } })
    },
};

const ITEM: ShapeId = ShapeId(0);
const CONTENT: ShapeId = ShapeId(1);
const TITLE: ShapeId = ShapeId(2);
const EMBEDDED: ShapeId = ShapeId(3);
const PERSON: ShapeId = ShapeId(4);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[
        ("id", take(Field::Id)),
        ("parent", take(Field::Parent)),
        ("author_name", take(Field::Author)),
        ("date", take(Field::OtherTime)),
        ("date_gmt", take(Field::Time)),
        ("title", into(TITLE).or_take(Field::Title)),
        ("content", into(CONTENT).or_take(Field::Body)),
        ("link", take(Field::Url)),
        ("_embedded", into(EMBEDDED)),
    ]),
    Shape::new(&[("rendered", take(Field::Body))]),
    Shape::new(&[("rendered", take(Field::Title))]),
    Shape::new(&[("replies", posts(ITEM)), ("author", into(PERSON))]),
    Shape::new(&[("name", take(Field::Handle))]),
];

fn likeness(outline: &Outline) -> Likeness {
    let is_comment = outline.root_has(&["id", "post", "parent", "author_name", "content"]);
    let is_post = outline.root_has(&["id", "date_gmt", "slug", "title", "content"]);
    let is_rendered = outline.under_has("content", &["rendered"]);
    if is_rendered && (is_comment || is_post) { Likeness::Certain } else { Likeness::None }
}

struct WordPress {
    root: Step,
}

impl Site for WordPress {
    fn root(&self) -> Step {
        self.root
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let title = record.text(Field::Title);
        let opens = hand.opens || title.is_some() && !hand.has_article() && hand.above.is_none();
        if opens {
            hand.builder.title(&words(title.unwrap_or_default()));
            record.text(Field::Url).into_iter().for_each(|url| hand.builder.url(url));
        }
        let author = record.author().map(words);
        hand.add(Draft {
            parent: match record.text(Field::Parent).filter(|parent| *parent != "0") {
                _ if opens => Parent::Nothing,
                Some(parent) => Parent::Id(parent),
                None => hand.enclosing(),
            },
            // A post and a comment may have the same number.
            id: record.text(Field::Id).filter(|_| !opens),
            author: author.as_deref(),
            time: record.time(),
            url: record.text(Field::Url),
            notation: Notation::Html,
            body: record.text(Field::Body).unwrap_or_default(),
            ..Draft::default()
        });
    }

    fn end(&mut self, hand: &mut Hand<'_>) {
        if self.root == posts(ITEM) {
            hand.set_oldest_first();
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"[
        {"id":3,"post":1,"parent":2,"author":0,"author_name":"Gull &amp; Sons","author_url":"","date":"2023-04-21T12:40:00",
         "date_gmt":"2023-04-21T10:40:00","content":{"rendered":"<p>Fish</p>\n"},"link":"https://lamp.example/?p=1#comment-3","type":"comment"},
        {"id":2,"post":1,"parent":0,"author":0,"author_name":"tidewise","date":"2023-04-21T12:32:00",
         "date_gmt":"2023-04-21T10:32:00","content":{"rendered":"<p>Which chart?</p>"},"link":"https://lamp.example/?p=1#comment-2","type":"comment"}]"#;

    #[test]
    fn comments_that_come_newest_first_find_their_parents() {
        assert_eq!(
            sketch(SAMPLE),
            "wp-rest
-
  - #2 tidewise 2023-04-21 10:32 <https://lamp.example/?p=1#comment-2> <p>Which chart?</p>
    - #3 Gull & Sons 2023-04-21 10:40 <https://lamp.example/?p=1#comment-3> <p>Fish</p>"
        );
    }

    #[test]
    fn a_post_is_the_article_of_what_is_embedded_in_it() {
        let post = r#"{"id":1,"date":"2023-04-21T12:30:00","date_gmt":"2023-04-21T10:30:00","slug":"lamp","type":"post",
            "link":"https://lamp.example/?p=1","title":{"rendered":"The lamp &#8211; out"},"content":{"rendered":"<p>It is out.</p>"},
            "author":4,"_embedded":{"author":[{"id":4,"name":"mara"}],"replies":[[
            {"id":2,"parent":0,"author_name":"tidewise","date":"2023-04-21T12:32:00","content":{"rendered":"Fog"},"link":"https://lamp.example/c"}]]}}"#;
        assert_eq!(
            sketch(post),
            "wp-rest · The lamp – out · https://lamp.example/?p=1
- mara 2023-04-21 10:30 <https://lamp.example/?p=1> <p>It is out.</p>
  - #2 tidewise 2023-04-21 12:32 <https://lamp.example/c> Fog"
        );
    }

    #[test]
    fn comments_that_are_cut_off_keep_what_was_said() {
        let cut = &SAMPLE[..SAMPLE.find("chart?").unwrap()];
        assert!(sketch(cut).contains("  - #2 tidewise 2023-04-21 10:32 <p>Which\n    - #3"), "{}", sketch(cut));
    }
}

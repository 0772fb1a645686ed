//! Lemmy: comment views, each with a path of ids as its place in the tree, and the post they are about.
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
                time: record.time_under(Field::OtherTime),
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

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"comments":[
        {"comment":{"id":3,"content":"Fish","removed":false,"published":"2023-04-21T10:40:00.123456Z","deleted":false,
          "ap_id":"https://lemmy.example/comment/3","path":"0.2.3"},
         "creator":{"id":1,"name":"gull","display_name":"Herring Gull"},
         "post":{"id":1,"name":"The lamp","body":"It is *out*.","published":"2023-04-21T10:30:00Z","ap_id":"https://lemmy.example/post/1"},
         "counts":{"score":3}},
        {"comment":{"id":2,"content":"Which chart?","removed":false,"published":"2023-04-21T10:32:00Z","deleted":true,"path":"0.2"},
         "creator":{"id":2,"name":"tidewise"},"post":{"id":1,"name":"The lamp"},"counts":{"score":-1}}]}"#;

    #[test]
    fn comments_in_any_order_find_their_place_by_their_paths() {
        assert_eq!(
            sketch(SAMPLE),
            "lemmy · The lamp · https://lemmy.example/post/1
- 2023-04-21 10:30 <https://lemmy.example/post/1> It is *out*.
  - #2 tidewise 2023-04-21 10:32 -1
    - #3 Herring Gull 2023-04-21 10:40 +3 <https://lemmy.example/comment/3> Fish"
        );
    }

    #[test]
    fn a_post_is_the_article_of_its_comments() {
        let post = r#"{"post_view":{"post":{"id":1,"name":"The lamp","url":"https://lamp.example/","published":"2023-04-21T10:30:00Z",
            "ap_id":"https://lemmy.example/post/1"},"creator":{"name":"mara"},"counts":{"score":14}}}"#;
        let drawn = "lemmy · The lamp · https://lemmy.example/post/1
- mara 2023-04-21 10:30 +14 <https://lemmy.example/post/1> <https://lamp.example/>";
        assert_eq!(sketch(post), drawn);
        assert!(sketch(&format!("{post}\n{SAMPLE}")).starts_with(&format!("{drawn}\n  - #2 tidewise")));
    }

    #[test]
    fn a_list_that_is_cut_off_keeps_what_was_said() {
        let cut = &SAMPLE[..SAMPLE.find("chart?").unwrap()];
        assert!(sketch(cut).contains("  - #2 Which\n    - #3 Herring Gull"), "{}", sketch(cut));
    }
}

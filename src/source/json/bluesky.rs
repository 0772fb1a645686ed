//! Bluesky: a post with the replies below it and the posts above it, as `getPostThread` gives them.
//!
//! ```json
//! {"thread":{"post":{"uri":"at://…/1","author":{"handle":"mara.example"},"record":{"text":"The lamp","createdAt":"…"}},
//!  "replies":[{"post":{"uri":"at://…/2","record":{"reply":{"parent":{"uri":"at://…/1"}},"text":"Which chart?"}}}]}}
//! ```
//!
//! The newer form, in which `thread` is a flat list, is read too. Not read: pictures, cards, quoted posts.

use super::hand::Hand;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Field, Shape, ShapeId, Step, into, posts, take};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// Bluesky.
pub(in crate::source) static BLUESKY: Format =
    Format { name: "bluesky", about: "Bluesky threads as JSON", likeness, site: |_| Box::new(Bluesky::default()) };

const PAGE: ShapeId = ShapeId(0);
const ASKED: ShapeId = ShapeId(1);
const REPLY: ShapeId = ShapeId(2);
const ABOVE: ShapeId = ShapeId(3);
const POST: ShapeId = ShapeId(4);
const AUTHOR: ShapeId = ShapeId(5);
const TEXT: ShapeId = ShapeId(6);
const ANSWERED: ShapeId = ShapeId(7);
const ADDRESS: ShapeId = ShapeId(8);

const VIEW: Shape<'_> = Shape::new(&[
    ("$type", take(Field::Kind)),
    ("uri", take(Field::Id)),
    ("post", into(POST)),
    ("parent", posts(ABOVE)),
    ("replies", posts(REPLY)),
    ("value", into(ASKED)),
]);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[("thread", posts(ASKED))]),
    VIEW,
    VIEW,
    VIEW,
    Shape::new(&[
        ("uri", take(Field::Id)),
        ("author", into(AUTHOR)),
        ("record", into(TEXT)),
        ("likeCount", take(Field::Score)),
        ("indexedAt", take(Field::OtherTime)),
    ]),
    Shape::new(&[("handle", take(Field::Handle)), ("displayName", take(Field::Author))]),
    Shape::new(&[("createdAt", take(Field::Time)), ("reply", into(ANSWERED)), ("text", take(Field::Body))]),
    Shape::new(&[("parent", into(ADDRESS))]),
    Shape::new(&[("uri", take(Field::Parent))]),
];

fn likeness(outline: &Outline) -> Likeness {
    let has_post = outline.under_has("post", &["uri", "record"]) && outline.root_has(&["thread"]);
    let is_thread = outline.says("$type", "app.bsky.feed.defs#") || outline.says("$type", "app.bsky.unspecced.defs#");
    if has_post || outline.root_has(&["thread"]) && is_thread { Likeness::Certain } else { Likeness::None }
}

#[derive(Default)]
struct Bluesky {
    url: String,
    /// Whether something is above the requested post.
    has_above: bool,
}

impl Site for Bluesky {
    fn root(&self) -> Step {
        into(PAGE)
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn is_page(&self) -> bool {
        true
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let answered = record.text(Field::Parent);
        self.has_above |= hand.shape == ABOVE;
        // A post above the requested one opens the thread if nothing is above it.
        let parent = match (hand.shape, answered) {
            (REPLY, _) => hand.enclosing(),
            (ABOVE, None) => Parent::Nothing,
            (ASKED, _) if !hand.has_article() && !self.has_above => Parent::Nothing,
            (_, Some(answered)) => Parent::Id(answered),
            (_, None) => Parent::Article,
        };
        let id = record.text(Field::Id);
        self.url.clear();
        if let Some((author, post)) = id.and_then(|uri| uri.strip_prefix("at://")?.split_once("/app.bsky.feed.post/")) {
            self.url = format!("https://bsky.app/profile/{author}/post/{post}");
            if parent == Parent::Nothing {
                hand.builder.url(&self.url);
            }
        }
        hand.add(Draft {
            parent,
            id,
            author: record.author(),
            time: record.time(),
            score: record.score(),
            url: Some(&self.url),
            notation: Notation::Plain,
            body: record.text(Field::Body).unwrap_or_default(),
            ..Draft::default()
        });
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"thread":{"$type":"app.bsky.feed.defs#threadViewPost",
        "post":{"uri":"at://did:plc:m/app.bsky.feed.post/1","author":{"did":"did:plc:m","handle":"mara.example","displayName":"Mara"},
         "record":{"createdAt":"2023-04-21T10:30:00.000Z","text":"The lamp is out."},"likeCount":14,"indexedAt":"2023-04-21T10:31:00.000Z"},
        "replies":[{"$type":"app.bsky.feed.defs#threadViewPost","post":{"uri":"at://did:plc:t/app.bsky.feed.post/2",
         "author":{"handle":"tidewise.example"},"record":{"createdAt":"2023-04-21T10:32:00.000Z","text":"Which chart?",
         "reply":{"parent":{"uri":"at://did:plc:m/app.bsky.feed.post/1"},"root":{"uri":"at://did:plc:m/app.bsky.feed.post/1"}}}},
         "replies":[{"$type":"app.bsky.feed.defs#notFoundPost","uri":"at://did:plc:g/app.bsky.feed.post/3","notFound":true}]}]}}"#;

    #[test]
    fn a_thread_is_read_with_what_was_deleted_in_it() {
        assert_eq!(
            sketch(SAMPLE),
            "bluesky · https://bsky.app/profile/did:plc:m/post/1
- #at://did:plc:m/app.bsky.feed.post/1 Mara 2023-04-21 10:30 +14 <https://bsky.app/profile/did:plc:m/post/1> The lamp is out.
  - #at://did:plc:t/app.bsky.feed.post/2 tidewise.example 2023-04-21 10:32 <https://bsky.app/profile/did:plc:t/post/2> Which chart?
    - #at://did:plc:g/app.bsky.feed.post/3 <https://bsky.app/profile/did:plc:g/post/3>"
        );
    }

    #[test]
    fn what_stands_above_the_post_comes_first() {
        let above = r#"{"thread":{"post":{"uri":"b","record":{"text":"Fog","reply":{"parent":{"uri":"a"}}}},
            "parent":{"post":{"uri":"a","record":{"text":"Lamp"}}},
            "replies":[{"post":{"uri":"c","record":{"text":"Fish","reply":{"parent":{"uri":"b"}}}},"replies":[]}]}}"#;
        assert_eq!(sketch(above), "bluesky\n- #a Lamp\n  - #b Fog\n    - #c Fish");
    }

    #[test]
    fn the_newer_flat_form_is_read() {
        let flat = r#"{"thread":[
            {"uri":"a","depth":0,"value":{"$type":"app.bsky.unspecced.defs#threadItemPost","post":{"uri":"a","record":{"text":"Lamp"}}}},
            {"uri":"b","depth":1,"value":{"post":{"uri":"b","record":{"text":"Fog","reply":{"parent":{"uri":"a"}}}}}}]}"#;
        assert_eq!(sketch(flat), "bluesky\n- #a Lamp\n  - #b Fog");
    }

    #[test]
    fn a_thread_that_is_cut_off_keeps_what_was_said() {
        let cut = &SAMPLE[..SAMPLE.find("chart?").unwrap()];
        assert!(
            sketch(cut).contains(
                "tidewise.example 2023-04-21 10:32 <https://bsky.app/profile/did:plc:t/post/2> Which\n! byte"
            )
        );
    }
}

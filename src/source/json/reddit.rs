//! Reddit's listings: a page with its comments, the comments behind a "more", and dumps of comments line by line.
//!
//! ```json
//! [{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"id":"a","title":"The lamp","selftext":"…"}}]}},
//!  {"kind":"Listing","data":{"children":[{"kind":"t1","data":{"id":"b","parent_id":"t3_a","author":"mara",
//!   "body":"Which chart?","replies":{"kind":"Listing","data":{"children":[{"kind":"more","data":{"count":12}}]}}}}]}}]
//! ```
//!
//! Without `raw_json=1` Reddit escapes `<`, `>` and `&` in texts. `body_html` shows whether it did; where there is none,
//! a text that has escapes and none of these signs themselves does, as long as none before it had them. Not read: galleries, polls, awards, flair.

use super::hand::Hand;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Field, PASS, Shape, ShapeId, Step, into, posts, take};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Missing, Notation, Parent, Stub};
use std::borrow::Cow;

/// Reddit.
pub(in crate::source) static REDDIT: Format = Format {
    name: "reddit",
    about: "Reddit as JSON: a page's address with .json at its end",
    likeness,
    site: |head| Box::new(Reddit { is_flat: is_flat(&Outline::of(head)), ..Reddit::default() }),
};

const LISTING: ShapeId = ShapeId(0);
const LISTED: ShapeId = ShapeId(1);
const THING: ShapeId = ShapeId(2);
const POST: ShapeId = ShapeId(3);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[("kind", PASS), ("data", into(LISTED)), ("json", into(LISTING))]),
    Shape::new(&[("children", posts(THING)), ("things", posts(THING))]),
    Shape::new(&[("kind", take(Field::Kind)), ("data", into(POST))]),
    Shape::new(&[
        ("author", take(Field::Author)),
        ("body", take(Field::Body)),
        ("body_html", take(Field::OtherBody)),
        ("children", take(Field::Kids)),
        ("count", take(Field::Count)),
        ("created_utc", take(Field::Time)),
        ("id", take(Field::Id)),
        ("parent_id", take(Field::Parent)),
        ("permalink", take(Field::Url)),
        ("replies", into(LISTING)),
        ("score", take(Field::Score)),
        ("selftext", take(Field::Body)),
        ("selftext_html", take(Field::OtherBody)),
        ("title", take(Field::Title)),
        ("url", take(Field::About)),
        ("is_self", take(Field::Flag)),
    ]),
];

fn is_flat(outline: &Outline) -> bool {
    let is_comment = outline.root_has(&["body", "parent_id", "subreddit"]) || outline.root_has(&["body", "link_id"]);
    is_comment || outline.root_has(&["selftext", "title", "subreddit"])
}

fn likeness(outline: &Outline) -> Likeness {
    let has_listing = outline.root_has(&["kind", "data"]) && outline.says("kind", "Listing")
        || outline.under_has("things", &["kind", "data"]);
    let has_posts = outline.any_has(&["kind", "data"]) && outline.any_has(&["children"]);
    match (is_flat(outline) || has_listing && outline.under_has("data", &["author"]), has_listing && has_posts) {
        (true, _) => Likeness::Certain,
        (false, true) => Likeness::Likely,
        _ => Likeness::None,
    }
}

#[derive(Default)]
struct Reddit {
    is_flat: bool,
    id: String,
    url: String,
    link: String,
    /// The address of the thread.
    page: String,
    /// Whether a text contained a sign that would be escaped if texts were.
    is_raw: bool,
}

impl Site for Reddit {
    fn root(&self) -> Step {
        if self.is_flat { posts(POST) } else { into(LISTING) }
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn is_page(&self) -> bool {
        !self.is_flat
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let kind = record.text(Field::Kind).unwrap_or(if record.has(Field::Title) { "t3" } else { "t1" });
        let is_story = kind == "t3";
        if is_story && hand.has_article() {
            hand.begin();
        }
        let is_escaped = match record.text(Field::OtherBody) {
            Some(html) => html.trim_start().starts_with("&lt;"),
            None => self.seems_escaped(record.text(Field::Body).unwrap_or_default()),
        };
        if is_story {
            let title = record.text(Field::Title).unwrap_or_default();
            hand.builder.title(&if is_escaped || title.contains("&amp;") { unescaped(title) } else { title.into() });
        }
        let id = record.text(Field::Id).unwrap_or_default();
        self.id.clear();
        if !id.is_empty() {
            let prefix = format!("{kind}_");
            self.id.push_str(&prefix);
            self.id.push_str(id.strip_prefix(&prefix).unwrap_or(id));
        }
        self.url.clear();
        if let Some(permalink) = record.text(Field::Url) {
            let site = if permalink.starts_with('/') { "https://www.reddit.com" } else { "" };
            self.url.push_str(site);
            self.url.push_str(permalink);
            if is_story {
                hand.builder.url(&self.url);
                self.page.clone_from(&self.url);
            }
        }
        let parent = match (hand.above, record.text(Field::Parent)) {
            _ if is_story => Parent::Nothing,
            (None, Some(parent)) if parent.starts_with("t1_") => Parent::Id(parent),
            _ => hand.enclosing(),
        };
        if kind == "more" {
            self.more(parent, record, hand);
            return;
        }
        let body = match kind {
            _ if record.says_yes(Field::Flag) => record.text(Field::Body).unwrap_or_default(),
            _ => record.body_or_link(Notation::Markdown, &mut self.link),
        };
        let body = if is_escaped { unescaped(body) } else { Cow::Borrowed(body) };
        hand.add(Draft {
            parent,
            id: Some(&self.id),
            author: record.author(),
            time: record.time(),
            score: record.score(),
            url: Some(&self.url),
            notation: Notation::Markdown,
            body: &body,
            ..Draft::default()
        });
    }
}

impl Reddit {
    /// Whether a text was escaped, judged by it and those before it.
    fn seems_escaped(&mut self, text: &str) -> bool {
        let escapes = ["&amp;", "&lt;", "&gt;"];
        let is_bare = |(place, _): (usize, &str)| {
            let rest = text.get(place..).unwrap_or_default();
            !escapes.iter().any(|escape| rest.starts_with(escape))
        };
        self.is_raw |= text.contains(['<', '>']) || text.match_indices('&').any(is_bare);
        !self.is_raw && text.contains('&')
    }

    /// Records the replies behind a "more". A count of 0 leads to another page.
    fn more(&self, parent: Parent<'_>, record: &Record<'_>, hand: &mut Hand<'_>) {
        let count = record.number(Field::Count).and_then(|count| u32::try_from(count).ok());
        // A count of 0 means that a branch gets too deep for the page.
        let unknown = if hand.above.is_some() { Missing::Unknown } else { Missing::Others };
        let missing = count.filter(|count| *count > 0).map_or(unknown, Missing::Count);
        let first = record.all(Field::Kids).next().map(|id| format!("t1_{id}"));
        let answered = record.text(Field::Parent).and_then(|parent| parent.strip_prefix("t1_"));
        let address = match (missing, answered) {
            (Missing::Unknown | Missing::Count(_), Some(id)) if !self.page.is_empty() => {
                Some(format!("{}{id}/", self.page))
            }
            _ => Some(self.page.clone()).filter(|page| !page.is_empty()),
        };
        hand.builder.more(Stub { parent, missing, address: address.as_deref(), first: first.as_deref() });
    }
}

/// Undoes Reddit's escapes.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"[{"kind":"Listing","data":{"children":[{"kind":"t3","data":{
        "id":"a","author":"mara","title":"The lamp &amp; the fog","selftext":"It is *out*.","is_self":true,"created_utc":1682073000.0,
        "score":14,"permalink":"/r/harbour/comments/a/the_lamp/","url":"https://www.reddit.com/r/harbour/comments/a/the_lamp/"}}]}},
        {"kind":"Listing","data":{"children":[
            {"kind":"t1","data":{"id":"b","parent_id":"t3_a","author":"tidewise","body":"&gt; out\n\nWhich chart?",
             "body_html":"&lt;div class=\"md\"&gt;","created_utc":1682073120.0,"score":3,"replies":{"kind":"Listing","data":{"children":[
                {"kind":"t1","data":{"id":"c","parent_id":"t1_b","author":"[deleted]","body":"[removed]","replies":""}},
                {"kind":"more","data":{"count":12,"id":"d","parent_id":"t1_b","children":["d","e"]}}]}}}},
            {"kind":"more","data":{"count":0,"id":"_","children":[]}}]}}]"#;

    #[test]
    fn a_page_with_its_comments_and_stubs_is_read() {
        assert_eq!(
            sketch(SAMPLE),
            "reddit · The lamp & the fog · https://www.reddit.com/r/harbour/comments/a/the_lamp/
- #t3_a mara 2023-04-21 10:30 +14 <https://www.reddit.com/r/harbour/comments/a/the_lamp/> It is *out*.
  + more replies, not here <https://www.reddit.com/r/harbour/comments/a/the_lamp/>
  - #t1_b tidewise 2023-04-21 10:32 +3 > out\n\nWhich chart?
    + 12 more replies, not here <https://www.reddit.com/r/harbour/comments/a/the_lamp/b/>
    - #t1_c (moderator)"
        );
    }

    #[test]
    fn comments_behind_a_stub_and_in_dumps_find_their_parents() {
        let things = r#"{"json":{"errors":[],"data":{"things":[
            {"kind":"t1","data":{"id":"b","parent_id":"t3_a","author":"mara","body":"Fog"}},
            {"kind":"t1","data":{"id":"c","parent_id":"t1_b","author":"gull","body":"Fish"}}]}}}"#;
        assert_eq!(sketch(things), "reddit\n-\n  - #t1_b mara Fog\n    - #t1_c gull Fish");
        let dump = r#"{"id":"c","parent_id":"t1_b","link_id":"t3_a","author":"gull","body":"Fish","subreddit":"harbour"}
            {"id":"b","parent_id":"t3_a","link_id":"t3_a","author":"mara","body":"Fog","subreddit":"harbour"}"#;
        assert_eq!(sketch(dump), "reddit\n-\n  - #t1_b mara Fog\n    - #t1_c gull Fish");
    }

    #[test]
    fn escaped_texts_are_told_from_raw_ones_without_html_beside_them() {
        let dump = |one: &str, other: &str| {
            format!(
                r#"{{"id":"b","parent_id":"t3_a","link_id":"t3_a","author":"mara","body":"{one}","subreddit":"harbour"}}
                {{"id":"c","parent_id":"t3_a","link_id":"t3_a","author":"gull","body":"{other}","subreddit":"harbour"}}"#
            )
        };
        let escaped = sketch(&dump("5 &lt; 6 &amp;amp; 7", "&gt; so?"));
        assert_eq!(escaped, "reddit\n-\n  - #t1_b mara 5 < 6 &amp; 7\n  - #t1_c gull > so?");
        let raw = sketch(&dump("Salt & fish", "write &lt; for <"));
        assert_eq!(raw, "reddit\n-\n  - #t1_b mara Salt & fish\n  - #t1_c gull write &lt; for <");
    }

    #[test]
    fn several_pages_and_lists_of_links_are_several_threads() {
        let two = format!("{SAMPLE}\n{SAMPLE}");
        assert_eq!(sketch(&two).matches("“The lamp & the fog”").count(), 2);
        let links = r#"{"kind":"Listing","data":{"children":[
            {"kind":"t3","data":{"id":"a","author":"mara","title":"Lamp","selftext":"","url":"https://lamp.example/"}},
            {"kind":"t3","data":{"id":"b","author":"gull","title":"Fish","selftext":"Fish!","url":"https://fish.example/"}}]}}"#;
        assert_eq!(
            sketch(links),
            "reddit\n-\n  - #t3_a mara “Lamp” <https://lamp.example/>\n  - #t3_b gull “Fish” Fish!"
        );
    }

    #[test]
    fn a_page_that_is_cut_off_keeps_what_was_said() {
        let cut = &SAMPLE[..SAMPLE.find("[removed]").unwrap() + 4];
        assert!(
            sketch(cut).contains("+3 > out\n\nWhich chart?\n    - #t1_c [rem (account)\n! byte"),
            "{}",
            sketch(cut)
        );
    }
}

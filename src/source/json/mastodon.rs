//! Mastodon: the statuses above and below a status, or a list of statuses. Each has the id of the one it replies to.
//!
//! ```json
//! {"ancestors":[],"descendants":[{"id":"2","in_reply_to_id":"1","content":"<p>Which chart?","created_at":"…",
//!  "account":{"acct":"tidewise","display_name":"Tidewise"}}]}
//! ```
//!
//! The requested status is not part of its own context. If other statuses are above it, an empty post takes its place.
//! Unsupported: cards.

use super::hand::Hand;
use super::outline::Outline;
use super::record::{Record, escaped};
use super::shape::{Field, PASS, Shape, ShapeId, Step, into, posts, take};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// Mastodon.
pub(in crate::source) static MASTODON: Format = Format {
    name: "mastodon",
    about: "Mastodon statuses and their context as JSON",
    likeness,
    site: |head| {
        let is_list = Outline::of(head).root_has(&["account", "content"]);
        Box::new(Mastodon { is_list, ..Mastodon::default() })
    },
};

const CONTEXT: ShapeId = ShapeId(0);
const ABOVE: ShapeId = ShapeId(1);
const BELOW: ShapeId = ShapeId(2);
const ASKED: ShapeId = ShapeId(3);
const ACCOUNT: ShapeId = ShapeId(4);
const POLL: ShapeId = ShapeId(5);
const OPTION: ShapeId = ShapeId(6);
const MEDIA: ShapeId = ShapeId(7);

const STATUS: Shape<'_> = Shape::new(&[
    ("id", take(Field::Id)),
    ("created_at", take(Field::Time)),
    ("in_reply_to_id", take(Field::Parent)),
    ("spoiler_text", take(Field::Title)),
    ("uri", take(Field::About)),
    ("url", take(Field::Url)),
    ("favourites_count", take(Field::Score)),
    ("content", take(Field::Body)),
    ("reblog", PASS),
    ("account", into(ACCOUNT)),
    ("poll", into(POLL)),
    ("media_attachments", into(MEDIA)),
]);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[
        ("ancestors", posts(ABOVE)),
        ("descendants", posts(BELOW)),
        ("status", posts(ASKED)),
        ("context", into(CONTEXT)),
    ]),
    STATUS,
    STATUS,
    STATUS,
    Shape::new(&[("acct", take(Field::Handle)), ("display_name", take(Field::Author))]),
    Shape::new(&[("options", into(OPTION))]),
    Shape::new(&[("title", take(Field::Choice)), ("votes_count", take(Field::Votes))]),
    Shape::new(&[("url", take(Field::Media)), ("description", take(Field::Description))]),
];

fn likeness(outline: &Outline) -> Likeness {
    let is_status = outline.any_has(&["id", "in_reply_to_id", "content", "account"]);
    let is_context = outline.root_has(&["ancestors", "descendants"]);
    match (is_status, is_context) {
        (true, _) => Likeness::Certain,
        (false, true) => Likeness::Likely,
        _ => Likeness::None,
    }
}

#[derive(Default)]
struct Mastodon {
    /// Whether the statuses come as a list.
    is_list: bool,
    /// The last status above the requested one.
    above: String,
    /// The requested status, once it is known.
    asked: Option<String>,
    body: String,
    name: String,
}

impl Site for Mastodon {
    fn root(&self) -> Step {
        if self.is_list { posts(ASKED) } else { into(CONTEXT) }
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let answered = record.text(Field::Parent);
        if hand.shape == BELOW && self.asked.is_none() {
            self.ask(answered.unwrap_or_default(), hand);
        }
        let id = record.text(Field::Id);
        if hand.shape == ABOVE {
            id.unwrap_or_default().clone_into(&mut self.above);
        } else if hand.shape == ASKED && !self.is_list {
            self.asked = id.map(str::to_owned);
        }
        let opens = hand.shape != BELOW && !hand.has_article() && (answered.is_none() || !self.is_list);
        let is_top = hand.shape == BELOW && self.above.is_empty() && answered == self.asked.as_deref();
        let body = self.body(record);
        hand.add(Draft {
            parent: match answered {
                _ if opens => Parent::Nothing,
                Some(_) if is_top => Parent::Article,
                Some(id) => Parent::Id(id),
                None => Parent::Article,
            },
            id,
            author: Some(name(record, &mut self.name)),
            time: record.time(),
            score: record.score(),
            url: record.text(Field::Url).or(record.text(Field::About)),
            notation: Notation::Html,
            body: &body,
            ..Draft::default()
        });
    }
}

impl Mastodon {
    /// Takes the status that the first one below answers as the requested one.
    fn ask(&mut self, id: &str, hand: &mut Hand<'_>) {
        self.asked = Some(id.to_owned());
        if !self.above.is_empty() && self.above != id {
            let parent = Parent::Id(&self.above);
            hand.builder.add(Draft { parent, id: Some(id), ..Draft::default() });
            hand.notice("the status that this is the context of is not in the file: an empty post stands in its place");
        }
    }

    /// The content, after its warning if it has one, and before its poll and its pictures.
    fn body(&mut self, record: &Record<'_>) -> String {
        let content = record.text(Field::Body).unwrap_or_default();
        self.body.clear();
        if let Some(warning) = record.text(Field::Title) {
            self.body = format!("<p><strong>{}</strong></p>", escaped(warning));
        }
        self.body.push_str(content);
        let choices = record.pairs(Field::Choice, Field::Votes);
        if !choices.is_empty() {
            self.body.push_str("<ul>");
        }
        for [choice, votes] in &choices {
            let votes = votes.map(|votes| format!(" · {}", escaped(votes))).unwrap_or_default();
            self.body.push_str(&format!("<li>{}{votes}</li>", escaped(choice.unwrap_or_default())));
        }
        if !choices.is_empty() {
            self.body.push_str("</ul>");
        }
        for [address, description] in record.pairs(Field::Media, Field::Description) {
            let (address, description) = (address.unwrap_or_default(), description.unwrap_or_default());
            self.body.push_str(&format!("<p><img src=\"{}\" alt=\"{}\"></p>", escaped(address), escaped(description)));
        }
        std::mem::take(&mut self.body)
    }
}

/// The display name without the codes of its pictures: `Mara :lamp:`.
fn name<'r>(record: &Record<'_>, room: &'r mut String) -> &'r str {
    room.clear();
    let shown = record.text(Field::Author).unwrap_or_default();
    for word in shown.split_whitespace() {
        let is_code = word.len() > 2 && word.starts_with(':') && word.ends_with(':');
        if !is_code {
            let gap = if room.is_empty() { "" } else { " " };
            room.push_str(gap);
            room.push_str(word);
        }
    }
    if room.is_empty() {
        room.push_str(record.text(Field::Handle).unwrap_or_default());
    }
    room
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"ancestors":[],"descendants":[
        {"id":"12","created_at":"2023-04-21T10:32:00.000Z","in_reply_to_id":"11","spoiler_text":"charts","url":"https://m.example/@t/12",
         "favourites_count":3,"content":"<p>Which chart?</p>","reblog":null,
         "account":{"id":"2","acct":"tidewise@tide.example","display_name":"Tide :wave: Wise"}},
        {"id":"13","created_at":"2023-04-21T10:40:00.000Z","in_reply_to_id":"12","spoiler_text":"","content":"<p>Fish</p>",
         "account":{"id":"3","acct":"gull","display_name":""}}]}"#;

    #[test]
    fn what_stands_below_a_status_hangs_below_an_empty_article() {
        assert_eq!(
            sketch(SAMPLE),
            "mastodon
-
  - #12 Tide Wise 2023-04-21 10:32 +3 <https://m.example/@t/12> <p><strong>charts</strong></p><p>Which chart?</p>
    - #13 gull 2023-04-21 10:40 <p>Fish</p>"
        );
    }

    #[test]
    fn between_what_stands_above_and_below_an_empty_post_stands_for_the_status() {
        let above = r#""ancestors":[{"id":"9","in_reply_to_id":null,"content":"Lamp","account":{"acct":"mara"}},
            {"id":"10","in_reply_to_id":"9","content":"Fog","account":{"acct":"gull"}}]"#;
        let drawn = sketch(&SAMPLE.replace(r#""ancestors":[]"#, above));
        assert!(
            drawn.starts_with("mastodon\n- #9 mara Lamp\n  - #10 gull Fog\n    - #11\n      - #12 Tide Wise"),
            "{drawn}"
        );
        assert!(drawn.ends_with("not in the file: an empty post stands in its place"), "{drawn}");
    }

    #[test]
    fn the_choices_of_a_poll_and_pictures_are_part_of_what_is_said() {
        let list = r#"[{"id":"9","in_reply_to_id":null,"content":"<p>Which?</p>","account":{"acct":"mara"},
            "poll":{"votes_count":12,"options":[{"title":"Fog & bell","votes_count":5},{"title":"Lamp","votes_count":null}]},
            "media_attachments":[{"type":"image","url":"https://m.example/1.png","description":"The \"old\" lamp"},
                {"type":"image","url":"https://m.example/2.png","description":null}]}]"#;
        assert_eq!(
            sketch(list),
            "mastodon\n- #9 mara <p>Which?</p><ul><li>Fog &amp; bell · 5</li><li>Lamp</li></ul><p><img src=\"https://m.example/1.png\" \
             alt=\"The &quot;old&quot; lamp\"></p><p><img src=\"https://m.example/2.png\" alt=\"\"></p>"
        );
    }

    #[test]
    fn statuses_in_a_list_are_a_thread() {
        let list = r#"[{"id":"9","in_reply_to_id":null,"content":"Lamp","account":{"acct":"mara"}},
            {"id":"10","in_reply_to_id":"9","content":"Fog","account":{"acct":"gull"}}]"#;
        assert_eq!(sketch(list), "mastodon\n- #9 mara Lamp\n  - #10 gull Fog");
    }

    #[test]
    fn a_context_that_is_cut_off_keeps_what_was_said() {
        let cut = &SAMPLE[..SAMPLE.find("Fish").unwrap()];
        assert!(sketch(cut).contains("    - #13 2023-04-21 10:40 <p>\n! byte"), "{}", sketch(cut));
    }
}

//! Stack Exchange's API: questions with their answers and the comments on both, or answers or comments alone.
//!
//! ```json
//! {"items":[{"question_id":1,"title":"Which chart?","body":"<p>…","owner":{"display_name":"mara"},"creation_date":1682073120,
//!  "answers":[{"answer_id":2,"question_id":1,"body":"<p>The old one.","comments":[]}]}],"has_more":false,"quota_max":300}
//! ```
//!
//! Several questions are several threads. Titles, names and Markdown come escaped as for HTML.

use super::hand::Hand;
use super::outline::Outline;
use super::record::{Record, words};
use super::shape::{Field, Shape, ShapeId, Step, into, posts, take, threads};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// Stack Exchange.
pub(in crate::source) static STACK_EXCHANGE: Format = Format {
    name: "stackexchange",
    about: "Stack Exchange questions as JSON from its API",
    likeness,
    site: |head| {
        let is_question = |node: &str| Outline::of(head).under_has(node, &["question_id", "title", "answer_count"]);
        let are_questions = is_question("items") || Outline::of(head).under_has("items", &["question_id", "answers"]);
        Box::new(StackExchange { page: if are_questions { QUESTIONS } else { ITEMS } })
    },
};

const QUESTIONS: ShapeId = ShapeId(0);
const ITEMS: ShapeId = ShapeId(1);
const ITEM: ShapeId = ShapeId(2);
const OWNER: ShapeId = ShapeId(3);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[("items", threads(ITEM)), ("has_more", take(Field::Flag))]),
    Shape::new(&[("items", posts(ITEM)), ("has_more", take(Field::Flag))]),
    Shape::new(&[
        ("owner", into(OWNER)),
        ("comments", posts(ITEM)),
        ("answers", posts(ITEM)),
        ("score", take(Field::Score)),
        ("creation_date", take(Field::Time)),
        ("post_id", take(Field::Parent)),
        ("comment_id", take(Field::Id)),
        ("answer_id", take(Field::Id)),
        ("question_id", take(Field::Thread)),
        ("body_markdown", take(Field::OtherBody)),
        ("link", take(Field::Url)),
        ("title", take(Field::Title)),
        ("body", take(Field::Body)),
    ]),
    Shape::new(&[("display_name", take(Field::Author))]),
];

fn likeness(outline: &Outline) -> Likeness {
    let is_wrapped = outline.root_has(&["items", "has_more"]) || outline.root_has(&["items", "quota_max"]);
    let ids = ["question_id", "answer_id", "comment_id"];
    let has_item = ids.iter().any(|id| outline.under_has("items", &[id]));
    let has_owner = ids.iter().any(|id| outline.under_has("items", &[id, "owner"]));
    if has_item && (is_wrapped || has_owner) { Likeness::Certain } else { Likeness::None }
}

struct StackExchange {
    page: ShapeId,
}

impl Site for StackExchange {
    fn root(&self) -> Step {
        into(self.page)
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let id = record.text(Field::Id).or(record.text(Field::Thread));
        if hand.opens {
            hand.builder.title(&words(record.text(Field::Title).unwrap_or_default()));
            record.text(Field::Url).into_iter().for_each(|url| hand.builder.url(url));
        }
        let author = record.author().map(words);
        let escaped = record.text(Field::OtherBody).filter(|_| !record.has(Field::Body)).map(unescaped);
        hand.add(Draft {
            parent: if hand.opens { Parent::Nothing } else { hand.enclosing() },
            id,
            author: author.as_deref(),
            time: record.time(),
            score: record.score(),
            url: record.text(Field::Url),
            notation: if escaped.is_some() { Notation::Markdown } else { Notation::Html },
            body: escaped.as_deref().or(record.text(Field::Body)).unwrap_or_default(),
            ..Draft::default()
        });
    }

    fn page(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        if record.says_yes(Field::Flag) {
            hand.notice("more is on the next page, which is not in this file");
        }
    }
}

/// Undoes the escapes of the API in Markdown.
fn unescaped(text: &str) -> String {
    let undone = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    undone.replace("&amp;", "&")
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"items":[{"owner":{"display_name":"O&#39;Mara"},"score":14,"creation_date":1682073000,
        "question_id":1,"link":"https://q.example/1","title":"Which &quot;lamp&quot;?","body":"<p>It is out.</p>","answer_count":1,
        "comments":[{"owner":{"display_name":"gull"},"score":0,"creation_date":1682073120,"post_id":1,"comment_id":5,"body":"Fish?"}],
        "answers":[{"owner":{"display_name":"tidewise"},"score":3,"creation_date":1682073600,"answer_id":2,"question_id":1,"body":"<p>The old one.</p>",
         "comments":[{"owner":{"display_name":"gull"},"score":1,"creation_date":1682073900,"post_id":2,"comment_id":6,"body":"Fog"}]}]}],
        "has_more":false,"quota_max":300}"#;

    #[test]
    fn a_question_is_read_with_its_answers_and_comments() {
        assert_eq!(
            sketch(SAMPLE),
            "stackexchange · Which \"lamp\"? · https://q.example/1
- #1 O'Mara 2023-04-21 10:30 +14 <https://q.example/1> <p>It is out.</p>
  - #5 gull 2023-04-21 10:32 +0 Fish?
  - #2 tidewise 2023-04-21 10:40 +3 <p>The old one.</p>
    - #6 gull 2023-04-21 10:45 +1 Fog"
        );
    }

    #[test]
    fn answers_alone_stand_below_an_empty_article() {
        let answers = r#"{"items":[{"owner":{"display_name":"tidewise"},"creation_date":1682073600,"answer_id":2,"question_id":1,
            "body_markdown":"Fog &gt; lamp"}],"has_more":true,"quota_max":300}"#;
        assert_eq!(
            sketch(answers),
            "stackexchange\n-\n  - #2 tidewise 2023-04-21 10:40 Fog > lamp\n! more is on the next page, which is not in this file"
        );
    }

    #[test]
    fn a_page_that_is_cut_off_keeps_what_was_said() {
        let cut = &SAMPLE[..SAMPLE.find("old one").unwrap()];
        assert!(sketch(cut).contains("  - #2 tidewise 2023-04-21 10:40 +3 <p>The\n! byte"), "{}", sketch(cut));
    }
}

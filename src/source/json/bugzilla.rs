//! Bugzilla: bugs, and their comments by the numbers of the bugs. The first comment is what the bug says.
//!
//! ```json
//! {"bugs":{"7":{"comments":[{"id":90,"bug_id":7,"count":0,"creator":"mara@harbour.example","text":"It is out.",
//!  "creation_time":"2023-04-21T10:32:00Z"}]}}}
//! ```
//!
//! <https://bugzilla.readthedocs.io/en/latest/api/core/v1/comment.html>

use super::hand::Hand;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Field, PASS, Shape, ShapeId, Step, into, posts, take, threads};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, DraftId, Notation, Parent};

/// Bugzilla.
pub(in crate::source) static BUGZILLA: Format = Format {
    name: "bugzilla",
    about: "Bugzilla's bugs and their comments as JSON",
    likeness: |outline| if is_bugs(outline) || is_comments(outline) { Likeness::Certain } else { Likeness::None },
    site: |head| {
        let root = if is_bugs(&Outline::of(head)) { into(BUGS) } else { into(NUMBERED) };
        Box::new(Bugzilla { root, comments: Vec::new() })
    },
};

const BUGS: ShapeId = ShapeId(0);
const BUG: ShapeId = ShapeId(1);
const NUMBERED: ShapeId = ShapeId(2);
const NUMBER: ShapeId = ShapeId(3);
const COMMENTS: ShapeId = ShapeId(4);
const COMMENT: ShapeId = ShapeId(5);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[("bugs", threads(BUG))]),
    Shape::new(&[
        ("summary", take(Field::Title)),
        ("description", take(Field::Body)),
        ("creator", take(Field::Author)),
        ("creation_time", take(Field::Time)),
    ]),
    Shape::new(&[("bugs", into(NUMBER))]),
    Shape::new(&[("faults", PASS)]).or_else(into(COMMENTS)),
    Shape::new(&[("comments", posts(COMMENT))]),
    Shape::new(&[
        ("id", take(Field::Id)),
        ("count", take(Field::Count)),
        ("creator", take(Field::Author)),
        ("author", take(Field::Handle)),
        ("creation_time", take(Field::Time)),
        ("time", take(Field::OtherTime)),
        ("raw_text", take(Field::Body)),
        ("text", take(Field::OtherBody)),
    ]),
];

fn is_bugs(outline: &Outline) -> bool {
    outline.under_has("bugs", &["id", "summary", "creator"])
}

fn is_comments(outline: &Outline) -> bool {
    let is_comment = |text: &str| outline.under_has("comments", &["bug_id", "creator", text]);
    is_comment("text") || is_comment("raw_text")
}

struct Bugzilla {
    root: Step,
    /// The comments of the bug so far, by their numbers.
    comments: Vec<DraftId>,
}

impl Site for Bugzilla {
    fn root(&self) -> Step {
        self.root
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        // Older ones do not count comments.
        let number = record.number(Field::Count).unwrap_or(i64::from(hand.first.is_some()));
        let opens = hand.shape == BUG || number == 0;
        if opens && hand.shape == COMMENT {
            hand.begin();
            self.comments.clear();
        }
        if let Some(title) = record.text(Field::Title) {
            hand.builder.title(title);
        }
        let body = record.text(Field::Body).or(record.text(Field::OtherBody)).unwrap_or_default();
        let answered = answered(body).and_then(|number| self.comments.get(number));
        let added = hand.add(Draft {
            parent: match answered {
                _ if opens => Parent::Nothing,
                Some(&comment) => Parent::Draft(comment),
                None => Parent::Article,
            },
            // A bug and its first comment are one post, whichever comes first.
            id: record.text(Field::Id).filter(|_| !opens),
            author: record.author(),
            time: record.time(),
            notation: Notation::Plain,
            body,
            ..Draft::default()
        });
        self.comments.push(added);
    }
}

/// The number of the comment that a text says it answers: `(In reply to mara from comment #3)`.
fn answered(body: &str) -> Option<usize> {
    const LONGEST: usize = 200;
    let (first, _) = body.trim_start().split_once('\n')?;
    let named = first.strip_prefix("(In reply to ").filter(|_| first.len() <= LONGEST)?;
    let (_, number) = named.trim_end().strip_suffix(')')?.rsplit_once("comment #")?;
    number.parse().ok()
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"bugs":{"7":{"comments":[
        {"id":90,"bug_id":7,"count":0,"creator":"mara@harbour.example","text":"It is out.","creation_time":"2023-04-21T10:32:00Z"},
        {"id":91,"bug_id":7,"count":1,"creator":"gull@harbour.example","text":"Since when?","creation_time":"2023-04-21T10:40:00Z"},
        {"id":92,"bug_id":7,"count":2,"creator":"mara@harbour.example","creation_time":"2023-04-21T10:45:00Z",
         "text":"(In reply to gull from comment #1)\n> Since when?\n\nSince the storm."}]}},"comments":{}}"#;

    #[test]
    fn the_first_comment_opens_a_bug_and_what_says_that_it_answers_hangs_there() {
        assert_eq!(
            sketch(SAMPLE),
            "bugzilla
- mara@harbour.example 2023-04-21 10:32 It is out.
  - #91 gull@harbour.example 2023-04-21 10:40 Since when?
    - #92 mara@harbour.example 2023-04-21 10:45 (In reply to gull from comment #1)
> Since when?

Since the storm."
        );
    }

    #[test]
    fn several_bugs_are_several_threads() {
        let bugs = r#"{"bugs":[{"id":7,"summary":"The lamp","creator":"mara","creation_time":"2023-04-21T10:32:00Z"},
            {"id":8,"summary":"The bell","creator":"gull","creation_time":"2023-04-21T10:40:00Z"}]}"#;
        let drawn = sketch(bugs);
        assert!(drawn.contains("“The lamp”") && drawn.contains("“The bell”"), "{drawn}");
        let comments = r#"{"bugs":{"7":{"comments":[{"id":1,"bug_id":7,"count":0,"creator":"mara","text":"Lamp"}]},
            "8":{"comments":[{"id":2,"bug_id":8,"count":0,"creator":"gull","text":"Bell"},
            {"id":3,"bug_id":8,"count":1,"creator":"mara","text":"Ding"}]}}}"#;
        assert!(sketch(comments).ends_with("- gull Bell\n    - #3 mara Ding"), "{}", sketch(comments));
    }
}

//! GitLab: the notes of an issue or a merge request, in a list or in discussions, the first note of which the others
//! answer.
//!
//! ```json
//! [{"id":"6a9c1750","individual_note":false,"notes":[
//!  {"id":1,"body":"Which chart?","author":{"username":"mara"},"created_at":"2023-04-21T10:32:00Z","system":false}]}]
//! ```

use super::hand::Hand;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Field, Shape, ShapeId, Step, into, posts, take, threads};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// GitLab.
pub(in crate::source) static GITLAB: Format = Format {
    name: "gitlab",
    about: "GitLab issues, merge requests and their notes as JSON",
    likeness,
    site: |head| {
        let outline = Outline::of(head);
        let root = if is_answer(&outline) {
            into(ANSWER)
        } else if outline.root_has(&["notes"]) {
            into(DISCUSSION)
        } else if is_issue(&outline) {
            threads(ISSUE)
        } else {
            posts(NOTE)
        };
        Box::new(GitLab { root })
    },
};

const DISCUSSION: ShapeId = ShapeId(0);
const NOTE: ShapeId = ShapeId(1);
const ISSUE: ShapeId = ShapeId(2);
const USER: ShapeId = ShapeId(3);
const ANSWER: ShapeId = ShapeId(4);
const HELD: ShapeId = ShapeId(5);
const NOTES: ShapeId = ShapeId(6);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[("notes", posts(NOTE)), ("nodes", into(HELD))]),
    Shape::new(&[
        ("id", take(Field::Id)),
        ("body", take(Field::Body)),
        ("author", into(USER)),
        ("created_at", take(Field::Time)),
        ("createdAt", take(Field::Time)),
        ("url", take(Field::Url)),
    ]),
    Shape::new(&[
        ("title", take(Field::Title)),
        ("description", take(Field::Body)),
        ("created_at", take(Field::Time)),
        ("createdAt", take(Field::Time)),
        ("author", into(USER)),
        ("upvotes", take(Field::Score)),
        ("web_url", take(Field::Url)),
        ("webUrl", take(Field::Url)),
        ("notes", posts(NOTE)),
        ("discussions", into(DISCUSSION)),
    ]),
    Shape::new(&[("username", take(Field::Author)), ("name", take(Field::Handle))]),
    // Answers of the GraphQL interface.
    Shape::new(&[
        ("data", into(ANSWER)),
        ("project", into(ANSWER)),
        ("issue", threads(ISSUE)),
        ("mergeRequest", threads(ISSUE)),
    ]),
    Shape::new(&[("notes", into(NOTES))]),
    Shape::new(&[("nodes", posts(NOTE))]),
];

fn is_answer(outline: &Outline) -> bool {
    outline.under_has("project", &["issue"]) || outline.under_has("project", &["mergeRequest"])
}

fn is_issue(outline: &Outline) -> bool {
    outline.root_has(&["iid", "title", "description"])
}

fn likeness(outline: &Outline) -> Likeness {
    let is_note = |keys: &[&str]| outline.root_has(keys) || outline.under_has("notes", keys);
    let has_notes =
        is_note(&["body", "author", "noteable_type"]) || is_note(&["body", "author", "system", "noteable_id"]);
    let has_discussions = outline.root_has(&["individual_note", "notes"]);
    if has_notes || has_discussions || is_issue(outline) || is_answer(outline) {
        Likeness::Certain
    } else {
        Likeness::None
    }
}

struct GitLab {
    root: Step,
}

impl Site for GitLab {
    fn root(&self) -> Step {
        self.root
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let opens = hand.shape == ISSUE;
        if opens {
            hand.builder.title(record.text(Field::Title).unwrap_or_default());
            record.text(Field::Url).into_iter().for_each(|url| hand.builder.url(url));
        }
        let in_discussion = self.root == into(DISCUSSION) || self.root == into(ANSWER);
        hand.add(Draft {
            parent: match hand.first {
                _ if opens => Parent::Nothing,
                Some(first) if in_discussion => Parent::Draft(first),
                _ => hand.enclosing(),
            },
            // The GraphQL interface calls the note 7 `gid://gitlab/Note/7`.
            id: record.text(Field::Id).and_then(|id| id.rsplit('/').next()),
            author: record.author(),
            time: record.time(),
            score: record.score(),
            url: record.text(Field::Url),
            notation: Notation::Markdown,
            body: record.text(Field::Body).unwrap_or_default(),
            ..Draft::default()
        });
    }

    fn end(&mut self, hand: &mut Hand<'_>) {
        // Notes come newest first unless requested otherwise.
        if self.root == posts(NOTE) {
            hand.set_oldest_first();
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"[{"id":"6a9c","individual_note":false,"notes":[
        {"id":1,"type":"DiscussionNote","body":"Which *chart*?","author":{"id":5,"username":"mara","name":"Mara M."},
         "created_at":"2023-04-21T10:32:00.000Z","system":false,"noteable_id":9,"noteable_type":"Issue"},
        {"id":2,"body":"The old one.","author":{"username":"tidewise"},"created_at":"2023-04-21T10:40:00.000Z","system":false,"noteable_type":"Issue"}]},
        {"id":"7b","individual_note":true,"notes":[
        {"id":3,"body":"changed the milestone","author":{"username":"mara"},"created_at":"2023-04-21T10:45:00.000Z","system":true,"noteable_type":"Issue"}]}]"#;

    #[test]
    fn the_first_note_of_a_discussion_is_answered_by_the_others() {
        assert_eq!(
            sketch(SAMPLE),
            "gitlab
-
  - #1 mara 2023-04-21 10:32 Which *chart*?
    - #2 tidewise 2023-04-21 10:40 The old one.
  - #3 mara 2023-04-21 10:45 changed the milestone"
        );
    }

    #[test]
    fn notes_that_come_newest_first_are_turned_round() {
        let notes = r#"[{"id":2,"body":"Fish","author":{"username":"gull"},"created_at":"2023-04-21T10:40:00Z","noteable_type":"Issue"},
            {"id":1,"body":"Fog","author":{"username":"mara"},"created_at":"2023-04-21T10:32:00Z","noteable_type":"Issue"}]"#;
        assert_eq!(sketch(notes), "gitlab\n-\n  - #1 mara 2023-04-21 10:32 Fog\n  - #2 gull 2023-04-21 10:40 Fish");
    }

    #[test]
    fn an_issue_is_an_article() {
        let issue = r#"{"id":9,"iid":1,"title":"The lamp","description":"It is out.","author":{"username":"mara"},"web_url":"https://git.example/1"}"#;
        assert_eq!(
            sketch(issue),
            "gitlab · The lamp · https://git.example/1\n- mara <https://git.example/1> It is out."
        );
    }

    #[test]
    fn an_answer_to_a_strangers_question_has_the_issue_and_what_is_said_about_it() {
        let answer = r#"{"data":{"project":{"issue":{"title":"The lamp","description":"It is out.","webUrl":"https://git.example/1",
            "createdAt":"2023-04-21T10:00:00Z","author":{"username":"mara","name":"Mara M."},
            "discussions":{"pageInfo":{"hasNextPage":false,"endCursor":"x"},"nodes":[
            {"notes":{"nodes":[{"id":"gid://gitlab/Note/1","body":"Which chart?","createdAt":"2023-04-21T10:32:00Z","system":false,
             "author":{"username":"tidewise"}},{"id":"gid://gitlab/Note/2","body":"The old one.","author":{"username":"mara"}}]}},
            {"notes":{"nodes":[{"id":"gid://gitlab/Note/3","body":"Fog.","author":{"username":"gull"}}]}}]}}}}}"#;
        assert_eq!(
            sketch(answer),
            "gitlab · The lamp · https://git.example/1
- mara 2023-04-21 10:00 <https://git.example/1> It is out.
  - #1 tidewise 2023-04-21 10:32 Which chart?
    - #2 mara The old one.
  - #3 gull Fog."
        );
    }

    #[test]
    fn notes_that_are_cut_off_keep_what_was_said() {
        let cut = &SAMPLE[..SAMPLE.find("old one").unwrap()];
        assert!(sketch(cut).contains("    - #2 The\n! byte"), "{}", sketch(cut));
    }
}

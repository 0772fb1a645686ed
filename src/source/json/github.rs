//! GitHub: issues, pull requests, discussions and their comments, from its REST API, from GraphQL or from `gh`.
//!
//! ```json
//! [{"id":1,"user":{"login":"mara"},"created_at":"2023-04-21T10:32:00Z","body":"Which chart?","issue_url":"https://…"}]
//! {"data":{"repository":{"discussion":{"title":"The lamp","author":{"login":"mara"},"body":"…","comments":{"nodes":[
//!  {"id":"DC_1","author":{"login":"tidewise"},"body":"Which chart?","replies":{"nodes":[]}}]}}}}}
//! ```
//!
//! A list of issues is one of threads. Not read: timeline events without a text, reactions.

use super::hand::Hand;
use super::outline::Outline;
use super::record::Record;
use super::shape::{Enter, Field, Shape, ShapeId, Step, into, posts, take, threads};
use super::{Format, Site};
use crate::source::Likeness;
use crate::thread::{Draft, Notation, Parent};

/// GitHub.
pub(in crate::source) static GITHUB: Format = Format {
    name: "github",
    about: "GitHub issues, pull requests and discussions as JSON",
    likeness,
    site: |head| {
        let outline = Outline::of(head);
        let root = if is_graph(&outline) {
            into(PAGE)
        } else if is_issue(&outline) && !outline.root_has(&["issue_url"]) {
            threads(ITEM)
        } else {
            posts(ITEM)
        };
        Box::new(GitHub { root })
    },
};

const PAGE: ShapeId = ShapeId(0);
const OPENING: ShapeId = ShapeId(1);
const OPENINGS: ShapeId = ShapeId(2);
const NODE: ShapeId = ShapeId(3);
const NODES: ShapeId = ShapeId(4);
const USER: ShapeId = ShapeId(5);
const ITEM: ShapeId = ShapeId(6);
const REVIEW_THREAD: ShapeId = ShapeId(7);

const GRAPH_NODE: Shape<'_> = Shape::new(&[
    ("id", take(Field::Id)),
    ("title", take(Field::Title)),
    ("url", take(Field::Url)),
    ("author", into(USER)),
    ("createdAt", take(Field::Time)),
    ("body", take(Field::Body)),
    ("bodyText", take(Field::OtherBody)),
    ("upvoteCount", take(Field::Score)),
    ("comments", into(NODES)),
    ("replies", into(NODES)),
    ("reviews", into(NODES)),
    ("reviewThreads", into(REVIEW_THREAD)),
    ("timelineItems", into(NODES)),
]);

static SHAPES: &[Shape<'_>] = &[
    Shape::new(&[
        ("data", into(PAGE)),
        ("repository", into(PAGE)),
        ("organization", into(PAGE)),
        ("search", into(OPENINGS)),
        ("node", threads(OPENING)),
        ("nodes", threads(OPENING)),
        ("discussion", threads(OPENING)),
        ("issue", threads(OPENING)),
        ("pullRequest", threads(OPENING)),
        ("issueOrPullRequest", threads(OPENING)),
        ("discussions", into(OPENINGS)),
        ("issues", into(OPENINGS)),
        ("pullRequests", into(OPENINGS)),
    ]),
    GRAPH_NODE,
    Shape::new(&[("nodes", threads(OPENING)), ("edges", into(OPENINGS)), ("node", threads(OPENING))]),
    GRAPH_NODE,
    Shape::new(&[("nodes", posts(NODE)), ("edges", into(NODES)), ("node", posts(NODE))]),
    Shape::new(&[("login", take(Field::Author)), ("name", take(Field::Handle))]),
    Shape::new(&[
        ("id", take(Field::Id)),
        ("url", take(Field::About)),
        ("html_url", take(Field::Url)),
        ("title", take(Field::Title)),
        ("number", take(Field::Thread)),
        ("user", into(USER).or_take(Field::Author)),
        ("actor", into(USER)),
        ("author", into(USER).or_take(Field::Author)),
        ("created_by", into(USER).or_take(Field::Author)),
        ("created_at", take(Field::Time)),
        ("createdAt", take(Field::Time)),
        ("submitted_at", take(Field::OtherTime)),
        ("submittedAt", take(Field::OtherTime)),
        ("body", take(Field::Body)),
        ("in_reply_to_id", take(Field::Parent)),
        ("state", take(Field::Kind)),
        ("event", take(Field::Kind)),
        ("comments", posts(ITEM)),
        ("reviews", posts(ITEM)),
    ]),
    Shape::new(&[("nodes", into(REVIEW_THREAD)), ("comments", into(NODES))]),
];

fn is_graph(outline: &Outline) -> bool {
    outline.root_has(&["data"])
}

/// Whether the outermost objects are issues, pull requests or discussions.
fn is_issue(outline: &Outline) -> bool {
    outline.root_has(&["title", "body"]) && (outline.root_has(&["number"]) || outline.root_has(&["comments"]))
}

fn likeness(outline: &Outline) -> Likeness {
    let is_graph = outline.root_has(&["data"])
        && ["discussion", "issue", "pullRequest", "discussions", "issues", "pullRequests"]
            .iter()
            .any(|key| outline.under_has("repository", &[key]) || outline.under_has("data", &[key]));
    let is_node = outline.root_has(&["data"]) && outline.under_has("node", &["body", "author", "createdAt"]);
    let has_login = ["user", "author"].iter().any(|key| outline.under_has(key, &["login"]));
    let at_home = ["url", "html_url", "issue_url"].iter().any(|key| {
        let root = outline.nodes().first().and_then(|root| root.member(key));
        root.is_some_and(|url| {
            url.sample.starts_with("https://api.github.com/") || url.sample.starts_with("https://github.com/")
        })
    });
    let is_said = outline.root_has(&["body"]);
    let is_comment = is_said && has_login && (at_home || outline.root_has(&["author_association"]));
    if is_graph || is_node || is_comment || is_said && at_home && is_issue(outline) {
        Likeness::Certain
    } else if is_said && has_login && is_issue(outline) {
        Likeness::Likely
    } else {
        Likeness::None
    }
}

struct GitHub {
    root: Step,
}

impl Site for GitHub {
    fn root(&self) -> Step {
        self.root
    }

    fn shapes(&self) -> &'static [Shape<'static>] {
        SHAPES
    }

    fn is_page(&self) -> bool {
        self.root.enter == Enter::Into(PAGE)
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let title = record.text(Field::Title);
        let opens = hand.opens || title.is_some() && hand.above.is_none() && !hand.has_article();
        let body = record.text(Field::Body).or(record.text(Field::OtherBody)).unwrap_or_default();
        // Timeline events, and reviews that only contain comments.
        let is_silent = body.is_empty() && record.has(Field::Kind) && !opens;
        if is_silent && hand.held.is_none() {
            return;
        }
        let url = record.text(Field::Url).or(record.text(Field::About));
        if opens {
            hand.builder.title(title.unwrap_or_default());
            url.into_iter().for_each(|url| hand.builder.url(url));
        }
        // Issues, their comments, reviews and line comments have separate numbers.
        let place = url.and_then(|url| Some(url.rsplit_once('#')?.1));
        let kind = place.map(|place| place.trim_end_matches(|c: char| c.is_ascii_digit()));
        let kind = kind.filter(|kind| matches!(*kind, "discussion_r" | "pullrequestreview-"));
        let id = record.text(Field::Id).filter(|_| !opens || url.is_none());
        let own = kind.zip(id).map(|(kind, id)| format!("{kind}{id}"));
        let answered = record.text(Field::Parent).map(|parent| format!("{}{parent}", kind.unwrap_or_default()));
        hand.add(Draft {
            parent: match answered.as_deref() {
                _ if opens => Parent::Nothing,
                Some(parent) => Parent::Id(parent),
                None => hand.enclosing(),
            },
            id: own.as_deref().or(id),
            author: record.author(),
            time: record.time(),
            score: record.score(),
            url,
            notation: Notation::Markdown,
            body,
            ..Draft::default()
        });
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"data":{"repository":{"discussion":{"title":"The lamp","url":"https://github.com/h/l/discussions/1",
        "author":{"login":"mara"},"createdAt":"2023-04-21T10:30:00Z","body":"It is *out*.","bodyHTML":"<p>…","comments":{"totalCount":1,"nodes":[
        {"id":"DC_1","author":{"login":"tidewise"},"body":"Which chart?","createdAt":"2023-04-21T10:32:00Z","upvoteCount":3,
         "replies":{"totalCount":1,"nodes":[{"id":"DC_2","author":null,"body":"Fish","createdAt":"2023-04-21T10:40:00Z"}]}}]}}}}}"#;

    #[test]
    fn a_discussion_from_graphql_is_read() {
        assert_eq!(
            sketch(SAMPLE),
            "github · The lamp · https://github.com/h/l/discussions/1
- mara 2023-04-21 10:30 <https://github.com/h/l/discussions/1> It is *out*.
  - #DC_1 tidewise 2023-04-21 10:32 +3 Which chart?
    - #DC_2 2023-04-21 10:40 Fish"
        );
    }

    #[test]
    fn comments_from_rest_stand_below_an_empty_article_and_reviews_below_what_they_answer() {
        let rest = r#"[{"id":1,"user":{"login":"mara","id":5},"created_at":"2023-04-21T10:32:00Z","body":"Which chart?",
            "html_url":"https://github.com/h/l/pull/1#r1","url":"https://api.github.com/repos/h/l/pulls/comments/1","diff_hunk":"@@"},
            {"id":2,"user":{"login":"gull","id":6},"body":"Fish","in_reply_to_id":1,"url":"https://api.github.com/repos/h/l/pulls/comments/2"}]"#;
        assert_eq!(
            sketch(rest),
            "github
-
  - #1 mara 2023-04-21 10:32 <https://github.com/h/l/pull/1#r1> Which chart?
    - #2 gull <https://api.github.com/repos/h/l/pulls/comments/2> Fish"
        );
    }

    #[test]
    fn an_issue_with_its_comments_after_it_or_within_it_is_a_thread() {
        let issue = r#"{"number":1,"title":"The lamp","body":"It is out.","user":{"login":"mara"},"comments":1"#;
        let after = format!(
            r#"[{issue}}},{{"body":"Fog","user":{{"login":"gull"}},"issue_url":"https://api.github.com/i/1"}}]"#
        );
        assert_eq!(sketch(&after), "github · The lamp\n- mara It is out.\n  - gull Fog");
        let within = r#"{"title":"The lamp","author":{"login":"mara"},"body":"It is out.","number":1,
            "comments":[{"id":"IC_1","author":{"login":"gull"},"body":"Fog","createdAt":"2023-04-21T10:32:00Z"}]}"#;
        assert_eq!(sketch(within), "github · The lamp\n- mara It is out.\n  - #IC_1 gull 2023-04-21 10:32 Fog");
        let several = format!("[{within},{within}]");
        assert_eq!(sketch(&several).matches("“The lamp”").count(), 2);
    }

    #[test]
    fn a_discussion_that_is_cut_off_keeps_what_was_said() {
        let cut = &SAMPLE[..SAMPLE.find("chart?").unwrap()];
        assert!(sketch(cut).contains("- mara 2023-04-21 10:30 <https://github.com/h/l/discussions/1> It is *out*.\n  - #DC_1 tidewise Which\n! byte"));
    }
}

//! Discussions that a page tells machines about: JSON-LD with the words of schema.org.
//!
//! ```json
//! {"@type": "DiscussionForumPosting", "headline": "The lamp", "author": {"name": "mara"},
//!  "comment": [{"@type": "Comment", "text": "Who keeps it?", "comment": []}]}
//! ```

use super::dom::{Dom, NodeId};
use super::fields::{Fields, moment};
use super::name;
use serde_json::Value;

/// A post as it is told, with the one that it answers by its place among them.
pub(super) struct Told {
    pub(super) parent: Option<usize>,
    pub(super) fields: Fields,
}

/// The posts of the first discussion that a page tells of, its opening post first.
pub(super) fn discussion(dom: &Dom) -> Option<Vec<Told>> {
    dom.all()
        .filter(|&node| dom.name(node) == "script" && dom.attribute(node, "type") == Some("application/ld+json"))
        .find_map(|script| posts(&json(dom, script)?))
}

fn json(dom: &Dom, script: NodeId) -> Option<Value> {
    let text: String = dom.below(script).filter_map(|below| dom.text(below)).collect();
    serde_json::from_str(text.trim()).ok()
}

/// The keys under which posts have those that answer them.
const REPLIES: [&str; 3] = ["comment", "acceptedAnswer", "suggestedAnswer"];

fn posts(told: &Value) -> Option<Vec<Told>> {
    let opening = opening(told)?;
    let mut posts = Vec::new();
    let mut waiting = vec![(opening, None)];
    while let Some((post, parent)) = waiting.pop() {
        let place = posts.len();
        posts.push(Told { parent, fields: fields(post) });
        let replies = REPLIES.iter().filter_map(|key| post.get(key)).flat_map(each);
        let mut replies: Vec<_> = replies.filter(|reply| reply.is_object()).map(|reply| (reply, Some(place))).collect();
        replies.reverse();
        waiting.append(&mut replies);
    }
    (posts.len() > 1).then_some(posts)
}

/// The first thing that is told of which has replies.
fn opening(told: &Value) -> Option<&Value> {
    let mut waiting = vec![told];
    while let Some(value) = waiting.pop() {
        if REPLIES.iter().any(|key| value.get(key).is_some_and(|replies| each(replies).next().is_some())) {
            return Some(value);
        }
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::Object(_) => {
                waiting.extend(["mainEntity", "mainEntityOfPage", "@graph"].iter().filter_map(|key| value.get(key)));
            }
            _ => {}
        }
    }
    None
}

/// Every value of a list, or the one that stands alone.
fn each(value: &Value) -> std::slice::Iter<'_, Value> {
    match value {
        Value::Array(values) => values.iter(),
        Value::Null => [].iter(),
        one => std::slice::from_ref(one).iter(),
    }
}

fn fields(post: &Value) -> Fields {
    let text = |key: &str| post.get(key).and_then(Value::as_str);
    let author = post.get("author").and_then(|author| each(author).next());
    let named = author.and_then(|author| author.get("name").or(Some(author))).and_then(Value::as_str);
    let votes = post.get("upvoteCount").and_then(Value::as_i64);
    Fields {
        author: named.and_then(name::cleaned),
        time: ["datePublished", "dateCreated"].iter().find_map(|key| text(key)).and_then(moment),
        body: ["text", "articleBody", "description"].iter().find_map(|key| text(key)).unwrap_or_default().to_owned(),
        url: text("url").map(str::to_owned),
        score: votes.and_then(|votes| votes.try_into().ok()),
        missing: None,
    }
}

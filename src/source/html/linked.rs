//! Discussions in a page's metadata: JSON-LD in the vocabulary of schema.org.
//!
//! ```json
//! {"@type": "DiscussionForumPosting", "headline": "The lamp", "author": {"name": "mara"},
//!  "comment": [{"@type": "Comment", "text": "Who keeps it?", "comment": []}]}
//! ```

use super::dom::{Dom, NodeId};
use super::fields::{Fields, moment};
use super::name;
use serde_json::Value;

/// A post from the metadata, with the index of the one that it answers.
pub(super) struct Told {
    pub(super) parent: Option<usize>,
    pub(super) fields: Fields,
}

/// The posts of the first discussion in a page's metadata, opening post first.
pub(super) fn discussion(dom: &Dom) -> Option<Vec<Told>> {
    scripts(dom).find_map(|script| posts(&json(dom, script)?))
}

/// The text of the article in a page's metadata.
pub(super) fn article_body(dom: &Dom) -> Option<String> {
    let told = scripts(dom).filter_map(|script| json(dom, script));
    told.filter_map(|told| {
        let mut waiting = vec![&told];
        while let Some(value) = waiting.pop() {
            if let Some(body) = value.get("articleBody").and_then(Value::as_str) {
                return Some(body.to_owned());
            }
            match value {
                Value::Array(values) => waiting.extend(values.iter().rev()),
                Value::Object(_) => waiting.extend(["mainEntity", "@graph"].iter().filter_map(|key| value.get(key))),
                _ => {}
            }
        }
        None
    })
    .max_by_key(String::len)
}

fn scripts(dom: &Dom) -> impl Iterator<Item = NodeId> + '_ {
    dom.all().filter(|&node| dom.name(node) == "script" && dom.attribute(node, "type") == Some("application/ld+json"))
}

fn json(dom: &Dom, script: NodeId) -> Option<Value> {
    let text: String = dom.below(script).filter_map(|below| dom.text(below)).collect();
    serde_json::from_str(text.trim()).ok()
}

/// The keys that hold replies.
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
    // The answers of a page to its own questions have neither author nor time.
    let is_said = |post: &Told| post.parent.is_some() && (post.fields.author.is_some() || post.fields.time.is_some());
    posts.iter().any(is_said).then_some(posts)
}

/// The first object with replies.
fn opening(told: &Value) -> Option<&Value> {
    let mut waiting = vec![told];
    while let Some(value) = waiting.pop() {
        // A page of questions and answers that are all the site's own.
        if value.get("@type").is_some_and(|kind| each(kind).any(|kind| kind == "FAQPage")) {
            continue;
        }
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

/// Every value of a list, or a single value.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(json: &str) -> Option<Vec<String>> {
        let dom = Dom::read(&format!("<script type=application/ld+json>{json}</script>"));
        Some(discussion(&dom)?.into_iter().map(|post| post.fields.body).collect())
    }

    #[test]
    fn a_question_with_answers_of_people_is_a_discussion() {
        let page = r#"{"@type":"QAPage","mainEntity":{"@type":"Question","text":"Who keeps it?",
            "acceptedAnswer":{"@type":"Answer","text":"The warden.","author":{"name":"gull"}},"suggestedAnswer":[]}}"#;
        assert_eq!(told(page).unwrap(), ["Who keeps it?", "The warden."]);
    }

    #[test]
    fn questions_that_a_page_answers_itself_are_none() {
        let question = r#"{"@type":"Question","name":"When?","acceptedAnswer":{"@type":"Answer","text":"In May."}}"#;
        assert!(told(&format!(r#"{{"@type":"FAQPage","mainEntity":[{question}]}}"#)).is_none());
        assert!(
            told(&format!(r#"{{"@graph":[{{"@type":["WebPage","FAQPage"],"mainEntity":{question}}}]}}"#)).is_none()
        );
        assert!(told(question).is_none());
    }
}

//! Comments that a page contains as JSON for its own scripts, as in pages by Next.js, Nuxt and the like.
//!
//! ```html
//! <script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"comments":[{"author":"mara",…}]}}}</script>
//! <script>window.__STATE__ = {"comments":[…]};</script>
//! ```
//!
//! Only lists named comments, replies or answers are considered, and the longest of them is taken: such pages also
//! contain lists of other articles. The rule for any JSON interprets the keys.

use super::dom::{Dom, NodeId};
use crate::source::json;
use serde_json::{Value, json};

/// Longer states are ignored.
const LONGEST: usize = 16 << 20;

/// The list of comments in the scripts of a page, as JSON.
pub(super) fn comments(dom: &Dom) -> Option<String> {
    let scripts = dom.all().filter(|&node| dom.name(node) == "script");
    let mut found: Vec<(usize, String)> = scripts
        .filter_map(|script| document(dom, script))
        .filter_map(|document| {
            let (count, list) = longest(&document)?;
            Some((count, json!({ "comments": list }).to_string()))
        })
        .collect();
    found.sort_by_key(|(count, _)| *count);
    found.into_iter().rev().map(|(_, list)| list).find(|list| json::tells_a_discussion(list))
}

/// The JSON of a script: the whole script, or the value it assigns to a property of the window.
fn document(dom: &Dom, script: NodeId) -> Option<Value> {
    let text = dom.below(script).find_map(|node| dom.text(node))?.trim();
    let kind = dom.attribute(script, "type").unwrap_or_default();
    let start = if kind.ends_with("json") {
        0
    } else {
        let opening = text.get(..text.floor_char_boundary(200))?;
        opening.starts_with("window.").then(|| opening.find(['{', '['])).flatten()?
    };
    let text = text.get(start..).filter(|text| text.len() <= LONGEST && says_comments(text))?;
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

/// Whether the names of comment lists occur at all.
fn says_comments(text: &str) -> bool {
    ["omments\"", "eplies\"", "nswers\"", "esponses\""].iter().any(|name| text.contains(name))
}

/// The longest list of objects with such a name, and its length.
fn longest(document: &Value) -> Option<(usize, &Value)> {
    let mut best: Option<(usize, &Value)> = None;
    let mut waiting = vec![document];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(values) => waiting.extend(values),
            Value::Object(members) => {
                for (key, value) in members {
                    let count = count(value);
                    if is_comments(key) && count > best.map_or(0, |(most, _)| most) {
                        best = Some((count, value));
                    }
                    waiting.push(value);
                }
            }
            _ => {}
        }
    }
    best
}

fn is_comments(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let is_aside = ["recent", "latest", "popular", "related"].iter().any(|start| key.starts_with(start));
    !is_aside && ["comments", "replies", "answers", "responses"].iter().any(|end| key.ends_with(end))
}

/// The number of objects in a list, or in the list that an object wraps.
fn count(value: &Value) -> usize {
    let list = match value {
        Value::Array(values) => values,
        Value::Object(members) => {
            let wrapped = ["edges", "nodes", "items", "data", "results"].iter().find_map(|key| members.get(*key));
            let Some(Value::Array(values)) = wrapped else { return 0 };
            values
        }
        _ => return 0,
    };
    list.iter().filter(|item| item.is_object()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#""comments":[{"id":1,"author":{"name":"mara"},"body":"Fog","replies":[{"id":2,"author":{"name":"gull"},"body":"Fish"}]}]"#;

    fn found(script: &str) -> Option<String> {
        comments(&Dom::read(&format!("<!doctype html><title>Lamp</title>{script}<div id=app></div>")))
    }

    #[test]
    fn a_list_of_comments_is_found_in_a_script_of_data_or_of_code() {
        let state = format!(r#"{{"props":{{"posts":[{{"title":"Ferry","author":"mara","body":"Fog"}}],{LIST}}}}}"#);
        for script in [
            format!("<script id=__NEXT_DATA__ type=application/json>{state}</script>"),
            format!("<script>window.__STATE__ = {state};</script>"),
        ] {
            let list = found(&script).unwrap();
            assert!(list.contains("Fish") && !list.contains("Ferry"), "{list}");
        }
    }

    #[test]
    fn lists_of_articles_and_comments_of_other_pages_are_left_alone() {
        for state in [
            r#"{"posts":[{"title":"Ferry","author":"mara","body":"Fog"}]}"#,
            r#"{"recentComments":[{"id":1,"author":"mara","body":"Fog"}]}"#,
            r#"{"comments":12}"#,
            r#"{"comments":[{"id":1,"#,
        ] {
            assert_eq!(found(&format!("<script type=application/json>{state}</script>")), None, "{state}");
        }
    }
}

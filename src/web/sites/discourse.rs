//! Discourse: a topic with its first twenty posts and the numbers of all, then the missing posts.
//!
//! <https://docs.discourse.org/>

use super::super::address::Address;
use super::super::answer::{Answer, Request};
use super::super::page::Head;
use super::super::plan::{Next, Plan};
use super::{Claim, Site, number};
use serde::Deserialize;
use std::collections::BTreeSet;

pub(super) struct Discourse;

/// Forums that are known to run it.
pub(super) const HOSTS: [&str; 8] = [
    "meta.discourse.org",
    "discuss.python.org",
    "users.rust-lang.org",
    "internals.rust-lang.org",
    "discourse.nixos.org",
    "discourse.haskell.org",
    "forum.obsidian.md",
    "community.openai.com",
];
/// Posts in one request.
const CHUNK: usize = 50;

/// The number of a topic, and of the post named in it.
fn topic(address: &Address) -> Option<(&str, Option<&str>)> {
    let parts = address.parts();
    let ["t" | "n", rest @ ..] = parts.as_slice() else { return None };
    let id = |part: &&'_ str| number(part.trim_end_matches(".json")).is_some();
    match rest {
        [topic] if id(topic) => Some((topic.trim_end_matches(".json"), None)),
        [topic, post] if id(topic) => Some((topic, number(post))),
        [_, topic] if id(topic) => Some((topic.trim_end_matches(".json"), None)),
        [_, topic, post] if id(topic) => Some((topic, number(post))),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Topic {
    post_stream: Stream,
}

#[derive(Deserialize)]
struct Stream {
    #[serde(default)]
    posts: Vec<Post>,
    #[serde(default)]
    stream: Vec<u64>,
}

#[derive(Deserialize)]
struct Post {
    id: u64,
}

impl Site for Discourse {
    fn name(&self) -> &'static str {
        "Discourse"
    }

    fn form(&self) -> &'static str {
        "HOST/t/SLUG/N"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::by_host(topic(address).is_some(), address, &HOSTS)
    }

    fn made(&self, head: &Head) -> bool {
        head.generator.starts_with("discourse") || head.has("discourse")
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (id, post) = topic(address)?;
        let post = post.map(str::to_owned);
        let first = Request::json(address.at(&format!("/t/{id}.json")), "discourse");
        let base = address.at(&format!("/t/{id}/posts.json"));
        let mut is_first = true;
        let follow = move |_: &Request, answer: &Answer| {
            let Some(Topic { post_stream: Stream { posts, stream } }) = answer.says::<Topic>() else {
                return Next::fault("no topic of Discourse");
            };
            if !std::mem::take(&mut is_first) {
                return Next::nothing();
            }
            let here: BTreeSet<_> = posts.iter().map(|post| post.id).collect();
            let missing: Vec<_> = stream.iter().filter(|id| !here.contains(id)).collect();
            let chunks = missing.chunks(CHUNK).map(|chunk| {
                let ids: Vec<_> = chunk.iter().map(|id| format!("post_ids[]={id}")).collect();
                Request::json(base.with_query(&ids.join("&")), "discourse")
            });
            Next { requests: chunks.collect(), posts: Some(stream.len()), ..Next::nothing() }
        };
        Some(Plan::new(vec![first], follow).or_page(address).selecting(post))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, played};

    #[test]
    fn a_topic_is_asked_for_with_the_posts_that_are_missing() {
        for at in [
            "https://meta.discourse.org/t/the-lamp/7",
            "https://meta.discourse.org/t/7",
            "https://meta.discourse.org/t/the-lamp/7/3",
            "https://meta.discourse.org/t/7.json",
        ] {
            assert_eq!(first(at), "https://meta.discourse.org/t/7.json", "{at}");
        }
        let stream: Vec<String> = (1..=130).map(|id| id.to_string()).collect();
        let topic =
            format!(r#"{{"id":7,"post_stream":{{"posts":[{{"id":1}},{{"id":2}}],"stream":[{}]}}}}"#, stream.join(","));
        let told =
            played("https://meta.discourse.org/t/the-lamp/7/3", &[("https://meta.discourse.org/t/7.json", &topic)]);
        assert_eq!(told.len(), 6);
        assert!(
            told[1].starts_with("https://meta.discourse.org/t/7/posts.json?post_ids[]=3&post_ids[]=4&"),
            "{}",
            told[1]
        );
        assert!(told[3].ends_with("&post_ids[]=130 ?"), "{}", told[3]);
        assert_eq!(told[4..], ["post 3", "of 130"]);
    }

    #[test]
    fn a_forum_that_is_not_known_says_itself_what_it_is() {
        let at = "https://forum.harbour.example/t/the-lamp/7";
        let json = "https://forum.harbour.example/t/7.json";
        let topic = r#"{"post_stream":{"posts":[{"id":1}],"stream":[1]}}"#;
        let page = "<meta name=generator content='Discourse 3.2'><title>Lamp</title>";
        assert_eq!(played(at, &[(at, page), (json, topic)]), [&format!("{at} ->"), json, "of 1"]);
        assert_eq!(played(at, &[(at, "<title>Lamp</title>")]), [at]);
    }
}

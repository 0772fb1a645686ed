//! Lists of a Discourse forum: latest and top topics, a category, a tag.

use super::super::super::address::Address;
use super::super::super::answer::{Answer, Request};
use super::super::super::listing::Row;
use super::super::super::page::Head;
use super::super::super::plan::Plan;
use super::super::{Claim, Site, discourse};
use serde::Deserialize;
use std::collections::BTreeMap;

pub(in super::super) struct Topics;

#[derive(Deserialize)]
struct Latest {
    topic_list: TopicList,
    #[serde(default, deserialize_with = "super::each")]
    users: Vec<User>,
}

#[derive(Deserialize)]
struct TopicList {
    #[serde(deserialize_with = "super::each")]
    topics: Vec<Topic>,
}

#[derive(Deserialize)]
struct Topic {
    id: u64,
    slug: Option<String>,
    title: String,
    posts_count: Option<u64>,
    like_count: Option<i64>,
    created_at: Option<String>,
    bumped_at: Option<String>,
    last_posted_at: Option<String>,
    #[serde(default, deserialize_with = "super::each")]
    posters: Vec<Poster>,
}

#[derive(Deserialize)]
struct Poster {
    user_id: i64,
}

#[derive(Deserialize)]
struct User {
    id: i64,
    username: String,
}

/// The path of the list's JSON.
fn wanted(address: &Address) -> Option<String> {
    match address.parts().as_slice() {
        [] | ["latest"] => Some("/latest.json".to_owned()),
        ["top" | "new" | "latest.json"] | ["c" | "tag", _, ..] => {
            Some(format!("{}.json", address.path().trim_end_matches('/').trim_end_matches(".json")))
        }
        _ => None,
    }
}

impl Site for Topics {
    fn name(&self) -> &'static str {
        "Discourse, a list"
    }

    fn form(&self) -> &'static str {
        "HOST, HOST/top, HOST/c/CATEGORY/N, HOST/tag/TAG"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::by_host(wanted(address).is_some(), address, &discourse::HOSTS)
    }

    fn made(&self, head: &Head) -> bool {
        discourse::Discourse.made(head)
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let path = wanted(address)?;
        let title = match address.parts().as_slice() {
            ["c" | "tag", name, ..] => format!("{}: {name}", address.host()),
            _ => address.host().to_owned(),
        };
        Some(super::plan(Request::data(address.at(&path)), address, title, rows))
    }
}

fn rows(answer: &Answer) -> Option<Vec<Row>> {
    let Latest { topic_list: TopicList { topics }, users } = answer.says()?;
    let names: BTreeMap<i64, String> = users.into_iter().map(|user| (user.id, user.username)).collect();
    let row = |topic: Topic| {
        let slug = topic.slug.filter(|slug| !slug.is_empty()).unwrap_or_else(|| "-".to_owned());
        let time = [topic.bumped_at, topic.last_posted_at, topic.created_at];
        Row {
            author: topic.posters.first().and_then(|poster| names.get(&poster.user_id)).cloned().unwrap_or_default(),
            points: topic.like_count,
            replies: topic.posts_count.map(|posts| posts.saturating_sub(1)),
            time: time.iter().find_map(|time| super::time(time.as_deref())),
            ..Row::new(topic.title, answer.at.at(&format!("/t/{slug}/{}", topic.id)))
        }
    };
    Some(topics.into_iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, listed};

    #[test]
    fn a_category_and_a_tag_are_lists_too() {
        for (at, asked) in [
            ("https://discuss.python.org", "latest"),
            ("https://discuss.python.org/top", "top"),
            ("https://discuss.python.org/c/ideas/6/", "c/ideas/6"),
            ("https://discuss.python.org/tag/lamp", "tag/lamp"),
        ] {
            assert_eq!(first(at), format!("https://discuss.python.org/{asked}.json"), "{at}");
        }
    }

    #[test]
    fn posters_are_no_replies() {
        let told = listed(
            "https://discuss.python.org/",
            r#"{"users":[{"id":3,"username":"mara"}],"topic_list":{"topics":[{"id":1148,"slug":"lamp","title":"The lamp",
            "posts_count":4,"like_count":2,"created_at":"2023-04-20T10:00:00.000Z","bumped_at":"2023-04-21T10:32:00.000Z",
            "posters":[{"user_id":3,"description":"Original Poster"},{"user_id":4}]},{"id":9,"title":"Gulls"}]}}"#,
        );
        let rows = [
            "The lamp | https://discuss.python.org/t/lamp/1148 | 2 3 | mara 2023-04-21 10:32",
            "Gulls | https://discuss.python.org/t/-/9 | - - |  ",
        ];
        assert_eq!(told[1..], rows);
    }
}

//! Lists of Lobsters: the front page, the newest, the active, and tags.

use super::super::super::address::Address;
use super::super::super::answer::{Answer, Request};
use super::super::super::listing::Row;
use super::super::super::plan::Plan;
use super::super::{Claim, Site};
use serde::Deserialize;

pub(in super::super) struct Stories;

#[derive(Deserialize)]
struct Story {
    short_id: String,
    title: String,
    url: Option<String>,
    score: Option<i64>,
    comment_count: Option<u64>,
    created_at: Option<String>,
    submitter_user: Option<User>,
}

/// A name; in earlier years an object with one.
#[derive(Deserialize)]
#[serde(untagged)]
enum User {
    Name(String),
    Whole { username: String },
}

#[derive(Deserialize)]
struct Answered(#[serde(deserialize_with = "super::each")] Vec<Story>);

/// The path to request, and the title of the list.
fn wanted(address: &Address) -> Option<(String, String)> {
    if address.host() != "lobste.rs" {
        return None;
    }
    match address.parts().as_slice() {
        [] | ["hottest" | "hottest.json"] => Some(("/hottest.json".to_owned(), "Lobsters".to_owned())),
        [list @ ("newest" | "active")] => Some((format!("/{list}.json"), format!("Lobsters, {list}"))),
        ["t", tags] => {
            let tags = tags.trim_end_matches(".json");
            Some((format!("/t/{tags}.json"), format!("Lobsters: {tags}")))
        }
        _ => None,
    }
}

impl Site for Stories {
    fn name(&self) -> &'static str {
        "Lobsters, a list"
    }

    fn form(&self) -> &'static str {
        "lobsters, lobsters/newest, lobsters/active, lobsters/t/TAG"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::certain(wanted(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (path, title) = wanted(address)?;
        Some(super::plan(Request::data(address.at(&path).secure()), address, title, rows))
    }
}

fn rows(answer: &Answer) -> Option<Vec<Row>> {
    let Answered(stories) = answer.says()?;
    let row = |story: Story| {
        let at = Address::parse(&format!("https://lobste.rs/s/{}", story.short_id)).ok()?;
        let author = match story.submitter_user {
            Some(User::Name(name) | User::Whole { username: name }) => name,
            None => String::new(),
        };
        Some(Row {
            author,
            points: story.score,
            replies: story.comment_count,
            time: super::time(story.created_at.as_deref()),
            about: story.url.unwrap_or_default(),
            ..Row::new(story.title, at)
        })
    };
    Some(stories.into_iter().filter_map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, listed};

    #[test]
    fn front_page_newest_and_tags_are_one_request_each() {
        for (at, asked) in [
            ("https://lobste.rs/", "hottest"),
            ("http://lobste.rs/newest", "newest"),
            ("https://lobste.rs/t/rust,c", "t/rust,c"),
        ] {
            assert_eq!(first(at), format!("https://lobste.rs/{asked}.json"), "{at}");
        }
    }

    #[test]
    fn rows_are_read_whoever_wrote_them() {
        let told = listed(
            "https://lobste.rs/",
            r#"[{"short_id":"lamp12","title":"The lamp","url":"","score":14,"comment_count":3,"submitter_user":"mara",
            "created_at":"2023-04-21T05:30:00.000-05:00"},
            {"short_id":"gull34","title":"Gulls","submitter_user":{"username":"gull"}},{"title":"No id"}]"#,
        );
        let rows = [
            "The lamp | https://lobste.rs/s/lamp12 | 14 3 | mara 2023-04-21 10:30",
            "Gulls | https://lobste.rs/s/gull34 | - - | gull ",
        ];
        assert_eq!(told[1..], rows);
    }
}

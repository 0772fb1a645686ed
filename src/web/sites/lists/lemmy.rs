//! Lists of Lemmy: the active posts of a server or of one of its communities.

use super::super::super::address::Address;
use super::super::super::answer::{Answer, Request};
use super::super::super::listing::Row;
use super::super::super::page::Head;
use super::super::super::plan::Plan;
use super::super::{Claim, Site, lemmy};
use serde::Deserialize;

pub(in super::super) struct Community;

#[derive(Deserialize)]
struct Posts {
    #[serde(alias = "items", deserialize_with = "super::each")]
    posts: Vec<View>,
}

#[derive(Deserialize)]
struct View {
    post: Post,
    creator: Option<Creator>,
    counts: Option<Counts>,
}

#[derive(Deserialize)]
struct Post {
    id: u64,
    name: String,
    url: Option<String>,
    #[serde(alias = "published_at")]
    published: Option<String>,
    // Newer servers count here.
    comments: Option<u64>,
    score: Option<i64>,
}

#[derive(Deserialize)]
struct Creator {
    name: String,
}

#[derive(Deserialize)]
struct Counts {
    comments: Option<u64>,
    score: Option<i64>,
}

/// The name of the community; empty for the whole server.
fn wanted(address: &Address) -> Option<&str> {
    match address.parts().as_slice() {
        [] => Some(""),
        ["c", name] if !name.contains(['&', '=']) => Some(name),
        _ => None,
    }
}

impl Site for Community {
    fn name(&self) -> &'static str {
        "Lemmy, a list"
    }

    fn form(&self) -> &'static str {
        "lemmy.world, HOST/c/NAME"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::by_host(wanted(address).is_some(), address, &lemmy::HOSTS)
    }

    fn made(&self, head: &Head) -> bool {
        lemmy::Lemmy.made(head)
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (of, title) = match wanted(address)? {
            "" => ("type_=Local".to_owned(), address.host().to_owned()),
            name => (format!("community_name={name}"), format!("{}: {name}", address.host())),
        };
        let at = address.at(&format!("/api/v3/post/list?{of}&sort=Active&limit=50"));
        Some(super::plan(Request::data(at), address, title, rows))
    }
}

fn rows(answer: &Answer) -> Option<Vec<Row>> {
    let row = |View { post, creator, counts }: View| {
        let (comments, score) = counts.map_or((post.comments, post.score), |counts| (counts.comments, counts.score));
        Row {
            author: creator.map(|creator| creator.name).unwrap_or_default(),
            points: score,
            replies: comments,
            time: super::time(post.published.as_deref()),
            about: post.url.unwrap_or_default(),
            ..Row::new(post.name, answer.at.at(&format!("/post/{}", post.id)))
        }
    };
    Some(answer.says::<Posts>()?.posts.into_iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, listed};

    #[test]
    fn a_community_is_asked_for_by_its_name_also_from_elsewhere() {
        let api = "https://lemmy.world/api/v3/post/list";
        let active = "sort=Active&limit=50";
        for (at, of) in [
            ("https://lemmy.world/", "type_=Local"),
            ("https://lemmy.world/c/rust", "community_name=rust"),
            ("https://lemmy.world/c/rust@lemmy.ml", "community_name=rust@lemmy.ml"),
        ] {
            assert_eq!(first(at), format!("{api}?{of}&{active}"), "{at}");
        }
    }

    #[test]
    fn counts_stand_beside_the_post_or_in_it() {
        let told = listed(
            "https://lemmy.world/c/rust",
            r#"{"posts":[{"post":{"id":7,"name":"The lamp","published":"2023-04-21T10:32:00Z"},"creator":{"name":"mara"},
            "counts":{"comments":12,"score":-3}},{"post":{"id":8,"name":"Gulls","comments":1,"score":2}},{"post":{}}]}"#,
        );
        let rows = [
            "The lamp | https://lemmy.world/post/7 | -3 12 | mara 2023-04-21 10:32",
            "Gulls | https://lemmy.world/post/8 | 2 1 |  ",
        ];
        assert_eq!(told[1..], rows);
    }
}

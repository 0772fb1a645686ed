//! Hacker News: the tree from its search service, and the order of replies from its own API. The page replaces what the
//! search service lacks.
//!
//! <https://hn.algolia.com/api>, <https://github.com/HackerNews/API>

use super::super::address::Address;
use super::super::answer::{Answer, Request};
use super::super::plan::{Next, Plan};
use super::{Claim, Site, number};
use serde::Deserialize;

pub(super) struct HackerNews;

/// The number of an address's item.
fn item(address: &Address) -> Option<&str> {
    let parts = address.parts();
    match (address.host(), parts.as_slice()) {
        ("news.ycombinator.com", ["item"] | ["reply"]) => number(address.parameter("id")?),
        ("hn.algolia.com", ["api", "v1", "items", id]) => number(id),
        ("hacker-news.firebaseio.com", ["v0", "item", file]) => number(file.strip_suffix(".json")?),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Item {
    id: Option<u64>,
    story_id: Option<u64>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Root {
    descendants: Option<usize>,
}

impl Site for HackerNews {
    fn name(&self) -> &'static str {
        "Hacker News"
    }

    fn form(&self) -> &'static str {
        "news.ycombinator.com/item?id=N, hn/N"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::certain(item(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let id = item(address)?.to_owned();
        let page = Address::parse(&format!("https://news.ycombinator.com/item?id={id}")).ok()?;
        // `item?id=STORY#COMMENT` names a comment too.
        let named = address.fragment().and_then(number).map(str::to_owned);
        let mut is_story = false;
        let follow = move |request: &Request, answer: &Answer| {
            if request.at.host() != "hn.algolia.com" {
                let replies = answer.says::<Root>().and_then(|root| root.descendants);
                return Next::counting(replies.map(|replies| replies.saturating_add(1)));
            }
            let Some(item) = answer.says::<Item>() else { return Next::fault("no item of Hacker News") };
            let kind = item.kind.as_deref().unwrap_or("story");
            let story = item.story_id.or(item.id);
            match story.filter(|story| item.id != Some(*story) && kind == "comment" && !is_story) {
                // The thread of a comment is that of its story.
                Some(story) => {
                    is_story = true;
                    Next { is_stale: true, ..Next::maybe(tree(&story.to_string())) }
                }
                None => Next::maybe(item.id.and_then(|id| ranks(&id.to_string()))),
            }
        };
        let plan = Plan::new(vec![tree(&id)?], follow).or_page(&page);
        Some(plan.selecting(named.or(Some(id))))
    }
}

fn tree(id: &str) -> Option<Request> {
    let at = Address::parse(&format!("https://hn.algolia.com/api/v1/items/{id}")).ok()?;
    Some(Request::json(at, "hn-algolia"))
}

/// The story alone, which lists its replies in the order of the site.
fn ranks(id: &str) -> Option<Request> {
    let at = Address::parse(&format!("https://hacker-news.firebaseio.com/v0/item/{id}.json")).ok()?;
    Some(Request::json(at, "hn-firebase").optional())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, played};

    const TREE: &str = "https://hn.algolia.com/api/v1/items/41";
    const RANKS: &str = "https://hacker-news.firebaseio.com/v0/item/41.json";
    const STORY: &str = r#"{"id":41,"type":"story","story_id":41,"title":"Lamp","children":[]}"#;

    #[test]
    fn every_address_of_a_story_asks_for_its_tree() {
        for at in [
            "https://news.ycombinator.com/item?id=41",
            "https://news.ycombinator.com/item?id=41#up_43",
            "https://hn.algolia.com/api/v1/items/41",
            "https://hacker-news.firebaseio.com/v0/item/41.json",
        ] {
            assert_eq!(first(at), TREE, "{at}");
        }
        assert_eq!(first("https://news.ycombinator.com/user?id=mara"), "https://news.ycombinator.com/user?id=mara");
    }

    #[test]
    fn the_tree_is_ranked_as_the_site_shows_it() {
        let ranks = r#"{"id":41,"type":"story","kids":[43,42],"descendants":2}"#;
        let told = played("https://news.ycombinator.com/item?id=41", &[(TREE, STORY), (RANKS, ranks)]);
        assert_eq!(told, [TREE, RANKS, "post 41", "of 3"]);
    }

    #[test]
    fn a_comment_opens_its_story_with_the_comment_selected() {
        let comment = r#"{"id":43,"type":"comment","story_id":41,"children":[]}"#;
        let of = "https://hn.algolia.com/api/v1/items/43";
        let told = played("https://news.ycombinator.com/item?id=43", &[(of, comment), (TREE, STORY), (RANKS, "null")]);
        assert_eq!(told, [&format!("{of} ="), TREE, RANKS, "post 43"]);
    }

    #[test]
    fn what_is_no_item_is_no_thread() {
        for body in ["<html>", "null", "[]", "{\"id\":\"x\"}"] {
            let told = played("https://news.ycombinator.com/item?id=41", &[(TREE, body)]);
            assert_eq!(told[0], format!("{TREE} ! no item of Hacker News"), "{body}");
        }
    }
}

//! Lists of threads: front pages, forums, trackers and searches, one request each.
//!
//! The plan of a list looks for [rows](Listing) in the answer. Feeds are left to their readers.

mod code;
mod discourse;
mod feeds;
mod hn;
mod lemmy;
mod lobsters;

use super::super::address::Address;
use super::super::answer::{Answer, Request};
use super::super::listing::{Listing, Row};
use super::super::plan::{Next, Plan};
use super::Site;
use crate::thread::Time;
use serde::{Deserialize, Deserializer};

/// Every kind of list with a plan of its own.
pub(super) static LISTS: &[&dyn Site] = &[
    &hn::FrontPage,
    &lobsters::Stories,
    &discourse::Topics,
    &code::GitHubIssues,
    &code::ForgejoIssues,
    &lemmy::Community,
    &feeds::Subreddit,
    &feeds::Inbox,
];

/// One request; `rows` finds the list in its answer.
fn plan(
    request: Request,
    page: &Address,
    title: String,
    rows: impl Fn(&Answer) -> Option<Vec<Row>> + Send + 'static,
) -> Plan {
    let follow = move |_: &Request, answer: &Answer| match rows(answer) {
        Some(rows) if !rows.is_empty() => Next::listing(Listing::of(title.as_str(), rows)),
        Some(_) => Next::fault("an empty list"),
        None => Next::fault("no list of threads"),
    };
    Plan::new(vec![request.unread()], follow).or_page(page)
}

/// A time as most sites write it.
fn time(text: Option<&str>) -> Option<Time> {
    Time::parse_rfc3339(text?)
}

/// The items of a list; a malformed one is left out, the others stay.
fn each<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    let items = Vec::<serde_json::Value>::deserialize(from)?;
    Ok(items.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::super::super::answer::tests::answer;
    use super::super::{Claim, made, plan};
    use super::*;
    use crate::web::page::Head;

    /// What is asked for to have the list of an address, and the rows of the answer.
    pub(super) fn listed(at: &str, body: &str) -> Vec<String> {
        let mut plan = plan(&Address::parse(at).unwrap());
        let request = plan.next().unwrap();
        let next = plan.take(&request, &answer(&request.at.to_string(), &[("content-type", "application/json")], body));
        let mut told = vec![request.at.to_string()];
        told.extend(next.fault.map(|fault| format!("! {fault}")));
        let rows = next.listing.into_iter().flat_map(|listing| listing.rows);
        told.extend(rows.map(|row| {
            let number = |number: Option<i64>| number.map_or("-".to_owned(), |number| number.to_string());
            let replies = row.replies.map(u64::cast_signed);
            let time = row.time.map_or_else(String::new, Time::minute);
            format!("{} | {} | {} {} | {} {}", row.title, row.at, number(row.points), number(replies), row.author, time)
        }));
        told
    }

    /// What is asked for first.
    pub(super) fn first(at: &str) -> String {
        super::super::tests::first(at)
    }

    #[test]
    fn a_forum_that_is_not_known_shows_its_list_by_what_its_page_says() {
        let at = Address::parse("https://forum.harbour.example/").unwrap();
        assert_eq!(plan(&at).next().unwrap().at, at);
        let head =
            Head::of(&answer("https://forum.harbour.example/", &[], "<meta name=generator content='Discourse 3'>"));
        let better = made(&at, &head).and_then(|mut plan| plan.next()).unwrap();
        assert_eq!(better.at.to_string(), "https://forum.harbour.example/latest.json");
        let head = Head::of(&answer("https://forum.harbour.example/", &[], "<title>Lamp</title>"));
        assert!(made(&at, &head).is_none());
    }

    #[test]
    fn a_list_claims_no_thread() {
        for at in [
            "https://news.ycombinator.com/item?id=1",
            "https://lobste.rs/s/abc123",
            "https://discuss.python.org/t/lamp/7",
            "https://github.com/mara/lamp/issues/7",
            "https://lemmy.world/post/7",
            "https://www.reddit.com/r/harbours/comments/6abc/",
            "https://lore.kernel.org/lamp/1@harbour.example/",
        ] {
            let at = Address::parse(at).unwrap();
            assert!(LISTS.iter().all(|list| list.claims(&at) == Claim::No), "{at}");
        }
    }
}

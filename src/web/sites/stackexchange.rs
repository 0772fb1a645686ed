//! Stack Exchange: a question, its answers, and the comments on both.
//!
//! <https://api.stackexchange.com/docs>

use super::super::address::Address;
use super::super::answer::{Answer, Request};
use super::super::plan::{Next, Plan};
use super::{Claim, Site, number};
use serde::Deserialize;

pub(super) struct StackExchange;

/// Hosts with a name of their own.
const HOSTS: [(&str, &str); 6] = [
    ("stackoverflow.com", "stackoverflow"),
    ("superuser.com", "superuser"),
    ("serverfault.com", "serverfault"),
    ("askubuntu.com", "askubuntu"),
    ("mathoverflow.net", "mathoverflow.net"),
    ("stackapps.com", "stackapps"),
];

/// The name of a site in the interface.
fn site(address: &Address) -> Option<&str> {
    let known = HOSTS.iter().find(|(host, _)| *host == address.host()).map(|(_, site)| *site);
    known.or_else(|| address.host().strip_suffix(".stackexchange.com").filter(|site| !site.contains('.')))
}

/// A question, with the answer that is named.
fn question(address: &Address) -> Option<(&str, Option<&str>)> {
    let parts = address.parts();
    match parts.as_slice() {
        ["questions" | "q", id] => Some((number(id)?, None)),
        ["questions" | "q", id, _] => Some((number(id)?, address.fragment().and_then(number))),
        ["questions", id, _, answer] => Some((number(id)?, number(answer))),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Items {
    #[serde(default)]
    items: Vec<Item>,
    #[serde(default)]
    has_more: bool,
}

#[derive(Deserialize)]
struct Item {
    answer_id: Option<u64>,
    #[serde(default)]
    answer_count: usize,
}

impl Site for StackExchange {
    fn name(&self) -> &'static str {
        "Stack Exchange"
    }

    fn form(&self) -> &'static str {
        "stackoverflow.com/questions/N, NAME.stackexchange.com/questions/N, so/N"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::certain(site(address).is_some() && question(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (site, (id, named)) = (site(address)?.to_owned(), question(address)?);
        let (id, named) = (id.to_owned(), named.map(str::to_owned));
        let api = Address::parse("https://api.stackexchange.com/").ok()?;
        let of = move |path: &str, page: usize| {
            let query = format!("site={site}&filter=withbody&order=asc&sort=creation&pagesize=100&page={page}");
            Request::json(api.at(&format!("/2.3/{path}?{query}")), "stackexchange")
        };
        let first = of(&format!("questions/{id}"), 1);
        let follow = move |request: &Request, answer: &Answer| {
            let Some(Items { items, has_more }) = answer.says::<Items>() else {
                return Next::fault("no question of Stack Exchange");
            };
            let path = request.at.path().trim_start_matches("/2.3/").to_owned();
            let page = request.at.parameter("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1);
            let mut requests = Vec::new();
            if has_more && !items.is_empty() {
                requests.push(of(&path, page.saturating_add(1)).optional());
            }
            let answers: Vec<_> = items.iter().filter_map(|item| item.answer_id).map(|id| id.to_string()).collect();
            if path == format!("questions/{id}") {
                let count = items.first().map_or(0, |item| item.answer_count);
                if count > 0 {
                    requests.push(of(&format!("questions/{id}/answers"), 1));
                }
                requests.push(of(&format!("questions/{id}/comments"), 1).optional());
            } else if path.ends_with("/answers") && !answers.is_empty() {
                requests.push(of(&format!("answers/{}/comments", answers.join(";")), 1).optional());
            }
            Next { is_stale: items.is_empty(), requests, ..Next::nothing() }
        };
        Some(Plan::new(vec![first], follow).or_page(address).selecting(named))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::played;

    #[test]
    fn a_question_is_asked_for_with_answers_and_comments() {
        let query = "site=cooking&filter=withbody&order=asc&sort=creation&pagesize=100&page=1";
        let at = |path: &str| format!("https://api.stackexchange.com/2.3/{path}?{query}");
        let (question, answers, comments, of_answers) =
            (at("questions/7"), at("questions/7/answers"), at("questions/7/comments"), at("answers/8;9/comments"));
        let told = played(
            "https://cooking.stackexchange.com/questions/7/how-long/9#9",
            &[
                (&question, r#"{"items":[{"question_id":7,"answer_count":2}],"has_more":false}"#),
                (&answers, r#"{"items":[{"answer_id":8,"question_id":7},{"answer_id":9,"question_id":7}]}"#),
                (&comments, r#"{"items":[]}"#),
                (&of_answers, r#"{"items":[{"comment_id":3,"post_id":8}]}"#),
            ],
        );
        assert_eq!(told, [&question, &answers, &of_answers, &format!("{comments} ="), "post 9"]);
    }
}

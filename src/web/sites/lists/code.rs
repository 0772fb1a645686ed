//! Lists of issues and pull requests: GitHub and servers with the same interface.

use super::super::super::address::Address;
use super::super::super::answer::{Answer, Request};
use super::super::super::listing::Row;
use super::super::super::page::Head;
use super::super::super::plan::Plan;
use super::super::{Claim, Site, github};
use serde::Deserialize;

pub(in super::super) struct GitHubIssues;
pub(in super::super) struct ForgejoIssues;

#[derive(Deserialize)]
struct Issues(#[serde(deserialize_with = "super::each")] Vec<Issue>);

#[derive(Deserialize)]
struct Issue {
    number: u64,
    title: String,
    user: Option<User>,
    comments: Option<u64>,
    created_at: Option<String>,
    updated_at: Option<String>,
    reactions: Option<Reactions>,
    /// Present if the issue is a pull request.
    pull_request: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct User {
    login: String,
}

#[derive(Deserialize)]
struct Reactions {
    total_count: Option<i64>,
}

/// The owner and the repository, and whether pull requests are wanted.
fn wanted(address: &Address) -> Option<(&str, &str, bool)> {
    let parts = address.parts();
    let [owner, name, kind @ ("issues" | "pulls")] = parts.as_slice() else { return None };
    Some((owner, name, *kind == "pulls"))
}

fn plan(address: &Address, request: Address, of_pulls: bool) -> Plan {
    let path = address.path().trim_end_matches('/').to_owned();
    let title = path.trim_start_matches('/').to_owned();
    let page = address.clone();
    let rows = move |answer: &Answer| {
        let Issues(issues) = answer.says()?;
        let issues = issues.into_iter().filter(|issue| of_pulls || issue.pull_request.is_none());
        let repository = path.rsplit_once('/').map_or("", |(repository, _)| repository);
        let kind = if of_pulls { if page.host() == "github.com" { "pull" } else { "pulls" } } else { "issues" };
        let row = |issue: Issue| Row {
            author: issue.user.map(|user| user.login).unwrap_or_default(),
            points: issue.reactions.and_then(|reactions| reactions.total_count),
            replies: issue.comments,
            time: super::time(issue.updated_at.or(issue.created_at).as_deref()),
            ..Row::new(issue.title, page.at(&format!("{repository}/{kind}/{}", issue.number)))
        };
        Some(issues.map(row).collect())
    };
    super::plan(Request::data(request), address, title, rows)
}

impl Site for GitHubIssues {
    fn name(&self) -> &'static str {
        "GitHub, a list"
    }

    fn form(&self) -> &'static str {
        "github.com/OWNER/NAME/issues, …/pulls"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::certain(address.host() == "github.com" && wanted(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (owner, name, of_pulls) = wanted(address)?;
        let kind = if of_pulls { "pulls" } else { "issues" };
        let at = format!("https://api.github.com/repos/{owner}/{name}/{kind}?sort=updated&per_page=50");
        Some(plan(address, Address::parse(&at).ok()?, of_pulls))
    }
}

impl Site for ForgejoIssues {
    fn name(&self) -> &'static str {
        "Forgejo, a list"
    }

    fn form(&self) -> &'static str {
        "codeberg.org/OWNER/NAME/issues, HOST/OWNER/NAME/pulls"
    }

    fn claims(&self, address: &Address) -> Claim {
        match wanted(address) {
            Some(_) if address.host() == "codeberg.org" => Claim::Yes,
            Some(_) if address.host() != "github.com" => Claim::Maybe,
            _ => Claim::No,
        }
    }

    fn made(&self, head: &Head) -> bool {
        github::Forgejo.made(head)
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (owner, name, of_pulls) = wanted(address)?;
        let kind = if of_pulls { "pulls" } else { "issues" };
        let at = address.at(&format!("/api/v1/repos/{owner}/{name}/issues?type={kind}&sort=recentupdate&limit=50"));
        Some(plan(address, at, of_pulls))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, listed};

    const ISSUES: &str = r#"[{"number":7,"title":"The lamp is out","user":{"login":"mara"},"comments":3,
        "created_at":"2023-04-20T10:00:00Z","updated_at":"2023-04-21T10:32:00Z","reactions":{"total_count":2}},
        {"number":8,"title":"Mend the lamp","user":null,"pull_request":{"url":"x"}},null]"#;

    #[test]
    fn issues_are_listed_without_the_pull_requests_among_them() {
        let told = listed("https://github.com/mara/lamp/issues", ISSUES);
        assert_eq!(
            told,
            [
                "https://api.github.com/repos/mara/lamp/issues?sort=updated&per_page=50",
                "The lamp is out | https://github.com/mara/lamp/issues/7 | 2 3 | mara 2023-04-21 10:32",
            ]
        );
        let told = listed("https://github.com/mara/lamp/pulls", ISSUES);
        assert_eq!(told[2], "Mend the lamp | https://github.com/mara/lamp/pull/8 | - - |  ");
    }

    #[test]
    fn those_who_speak_as_it_does_are_asked_on_their_own_host() {
        let asked = "https://codeberg.org/api/v1/repos/mara/lamp/issues?type=pulls&sort=recentupdate&limit=50";
        assert_eq!(first("https://codeberg.org/mara/lamp/pulls"), asked);
        let told = listed("https://codeberg.org/mara/lamp/pulls", ISSUES);
        assert!(told[1].contains("https://codeberg.org/mara/lamp/pulls/7"), "{told:?}");
    }
}

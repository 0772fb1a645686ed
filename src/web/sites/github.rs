//! GitHub and servers with the same interface: an issue or a pull request, its comments, and reviews with their line
//! comments.
//!
//! <https://docs.github.com/en/rest/issues>, <https://forgejo.org/docs/latest/user/api-usage/>

use super::super::address::Address;
use super::super::answer::{Answer, Request};
use super::super::page::Head;
use super::super::plan::{Next, Plan};
use super::{Claim, Site, number};

pub(super) struct GitHub;

/// Forgejo and Gitea.
pub(super) struct Forgejo;

/// An issue or a pull request.
struct Issue<'a> {
    owner: &'a str,
    name: &'a str,
    number: &'a str,
    is_pull: bool,
}

fn issue(address: &Address) -> Option<Issue<'_>> {
    let parts = address.parts();
    let [owner, name, kind @ ("issues" | "pull" | "pulls"), id, ..] = parts.as_slice() else { return None };
    Some(Issue { owner, name, number: number(id)?, is_pull: *kind != "issues" })
}

/// The end of the named comment's permalink: `issuecomment-7`, `discussion_r7`, `pullrequestreview-7`.
fn named(address: &Address) -> Option<String> {
    address.fragment().map(str::to_owned)
}

/// Follows only the next page that a head names: its path differs from that of the first page.
fn next(_: &Request, answer: &Answer) -> Next {
    Next::maybe(answer.next().map(|at| Request::json(at, "github")))
}

impl Site for GitHub {
    fn name(&self) -> &'static str {
        "GitHub"
    }

    fn form(&self) -> &'static str {
        "github.com/OWNER/NAME/issues/N, …/pull/N, gh/…"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::certain(address.host() == "github.com" && issue(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let Issue { owner, name, number, is_pull } = issue(address)?;
        let api = Address::parse("https://api.github.com/").ok()?;
        let of = |path: &str| Request::json(api.at(&format!("/repos/{owner}/{name}/{path}")), "github");
        let mut requests = vec![of(&format!("issues/{number}")), of(&format!("issues/{number}/comments?per_page=100"))];
        if is_pull {
            requests.push(of(&format!("pulls/{number}/reviews?per_page=100")).optional());
            requests.push(of(&format!("pulls/{number}/comments?per_page=100")).optional());
        }
        Some(Plan::new(requests, next).or_page(address).selecting(named(address)))
    }
}

impl Site for Forgejo {
    fn name(&self) -> &'static str {
        "Forgejo"
    }

    fn form(&self) -> &'static str {
        "codeberg.org/OWNER/NAME/issues/N, HOST/OWNER/NAME/issues/N"
    }

    fn claims(&self, address: &Address) -> Claim {
        match issue(address) {
            Some(_) if address.host() == "codeberg.org" => Claim::Yes,
            Some(_) if address.host() != "github.com" => Claim::Maybe,
            _ => Claim::No,
        }
    }

    fn made(&self, head: &Head) -> bool {
        head.has("forgejo") || head.has("gitea")
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let Issue { owner, name, number, .. } = issue(address)?;
        let of = |path: &str| Request::json(address.at(&format!("/api/v1/repos/{owner}/{name}/{path}")), "github");
        let requests = vec![of(&format!("issues/{number}")), of(&format!("issues/{number}/comments")).optional()];
        Some(Plan::new(requests, next).or_page(address).selecting(named(address)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, played};

    const API: &str = "https://api.github.com/repos/mara/lamp";

    #[test]
    fn an_issue_is_asked_for_with_its_comments_as_far_as_the_head_says() {
        let issue = format!("{API}/issues/7");
        let comments = format!("{API}/issues/7/comments?per_page=100");
        let second = "https://api.github.com/repositories/9/issues/7/comments?page=2";
        let linked = format!("link:<{second}>; rel=\"next\"\n[]");
        let answers = [(issue.as_str(), "{}"), (comments.as_str(), linked.as_str()), (second, "[]")];
        let told = played("https://github.com/mara/lamp/issues/7#issuecomment-12", &answers);
        assert_eq!(told, [&issue, &comments, second, "post issuecomment-12"]);
    }

    #[test]
    fn a_pull_request_has_reviews_and_what_they_say_about_lines() {
        let told = played("https://github.com/mara/lamp/pull/7/files#discussion_r5", &[]);
        let paths = [
            "issues/7",
            "issues/7/comments?per_page=100",
            "pulls/7/reviews?per_page=100",
            "pulls/7/comments?per_page=100",
        ];
        let asked: Vec<_> =
            paths.iter().map(|path| format!("{API}/{path} ?")).chain(["post discussion_r5".to_owned()]).collect();
        assert_eq!(told, asked);
    }

    #[test]
    fn what_is_no_issue_is_a_page() {
        for at in ["https://github.com/mara/lamp", "https://github.com/mara/lamp/discussions/7"] {
            assert_eq!(first(at), at);
        }
    }

    #[test]
    fn those_who_speak_as_it_does_are_asked_on_their_own_host() {
        let api = "https://codeberg.org/api/v1/repos/mara/lamp";
        assert_eq!(first("https://codeberg.org/mara/lamp/pulls/7"), format!("{api}/issues/7"));
        let at = "https://git.harbour.example/mara/lamp/issues/7";
        let page = "<meta name=\"keywords\" content=\"go,git,self-hosted,gitea\">";
        let told = played(at, &[(at, page)]);
        assert_eq!(
            told[..2],
            [format!("{at} ->"), "https://git.harbour.example/api/v1/repos/mara/lamp/issues/7 ?".to_owned()]
        );
    }
}

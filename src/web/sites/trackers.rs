//! Trackers of bugs: what a bug is, and what is said about it.

use super::super::address::Address;
use super::super::answer::{Answer, Request};
use super::super::page::Head;
use super::super::plan::{Next, Plan};
use super::{Claim, Site, number};
use serde_json::Value;
use std::collections::BTreeSet;

/// Bugzilla. <https://bugzilla.readthedocs.io/en/latest/api/>
pub(super) struct Bugzilla;
/// Launchpad. <https://launchpad.net/+apidoc/1.0.html>
pub(super) struct Launchpad;
/// GitLab. What is said about an issue is told to strangers by its GraphQL interface alone.
/// <https://docs.gitlab.com/api/graphql/>
pub(super) struct GitLab;

impl Site for Bugzilla {
    fn name(&self) -> &'static str {
        "Bugzilla"
    }

    fn form(&self) -> &'static str {
        "HOST/show_bug.cgi?id=N"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::certain(bug(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (start, id) = bug(address)?;
        let of = |path: &str| Request::json(address.at(&format!("{start}/rest/bug/{id}{path}")), "bugzilla");
        let requests = vec![of("?include_fields=id,summary,creator,creation_time"), of("/comment")];
        Some(Plan::of(requests).or_page(address))
    }
}

/// The number of a bug, and what precedes the name of the page.
fn bug(address: &Address) -> Option<(&str, &str)> {
    let start = address.path().strip_suffix("/show_bug.cgi")?;
    Some((start, number(address.parameter("id")?)?))
}

impl Site for Launchpad {
    fn name(&self) -> &'static str {
        "Launchpad"
    }

    fn form(&self) -> &'static str {
        "bugs.launchpad.net/PROJECT/+bug/N"
    }

    fn claims(&self, address: &Address) -> Claim {
        let is_host = matches!(address.host(), "bugs.launchpad.net" | "launchpad.net");
        Claim::certain(is_host && launchpad_bug(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let id = launchpad_bug(address)?;
        let api = Address::parse(&format!("https://api.launchpad.net/1.0/bugs/{id}")).ok()?;
        let messages = api.at(&format!("/1.0/bugs/{id}/messages"));
        let requests = vec![Request::json(api, "launchpad"), Request::json(messages, "launchpad")];
        let mut seen = BTreeSet::new();
        let follow = move |request: &Request, answer: &Answer| {
            let next = answer.says::<Value>().and_then(|said| {
                let at = Address::parse(said.get("next_collection_link")?.as_str()?).ok()?;
                (at.is_beside(&request.at) && seen.insert(at.to_string())).then(|| Request::json(at, "launchpad"))
            });
            Next::maybe(next)
        };
        let named = address.parts().windows(2).find_map(|pair| number(pair[1]).filter(|_| pair[0] == "comments"));
        Some(Plan::new(requests, follow).or_page(address).selecting(named.map(str::to_owned)))
    }
}

fn launchpad_bug(address: &Address) -> Option<&str> {
    let parts = address.parts();
    parts.windows(2).find_map(|pair| number(pair[1]).filter(|_| matches!(pair[0], "+bug" | "bugs")))
}

impl Site for GitLab {
    fn name(&self) -> &'static str {
        "GitLab"
    }

    fn form(&self) -> &'static str {
        "HOST/GROUP/PROJECT/-/issues/N, …/-/merge_requests/N"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::by_host(Issue::of(address).is_some(), address, &["gitlab.com"])
    }

    fn made(&self, head: &Head) -> bool {
        head.has("gitlab")
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (first, here) = (Issue::of(address)?.question(address, None), address.clone());
        let mut seen = BTreeSet::new();
        let follow = move |_: &Request, answer: &Answer| {
            let Some(said) = answer.says::<Value>() else { return Next::nothing() };
            let Some(issue) = Issue::of(&here) else { return Next::nothing() };
            let Some(about) = said.pointer(&format!("/data/project/{}", issue.kind)).filter(|about| about.is_object())
            else {
                return Next::fault("it shows nothing of that to strangers");
            };
            let page = |key: &str| about.pointer(&format!("/discussions/pageInfo/{key}"));
            let goes_on = page("hasNextPage").and_then(Value::as_bool) == Some(true);
            let cursor = page("endCursor").and_then(Value::as_str).filter(|_| goes_on);
            Next::maybe(
                cursor
                    .filter(|cursor| seen.insert((*cursor).to_owned()))
                    .map(|cursor| issue.question(&here, Some(cursor))),
            )
        };
        let named = address.fragment().and_then(|fragment| number(fragment.strip_prefix("note_")?));
        Some(Plan::new(vec![first], follow).or_page(address).selecting(named.map(str::to_owned)))
    }
}

/// An issue or a merge request.
struct Issue<'a> {
    project: &'a str,
    number: &'a str,
    /// Its key in answers.
    kind: &'static str,
}

impl<'a> Issue<'a> {
    fn of(address: &'a Address) -> Option<Self> {
        let (project, rest) = address.path().split_once("/-/")?;
        let (kind, rest) = rest.split_once('/')?;
        let kind = match kind {
            "issues" | "work_items" => "issue",
            "merge_requests" => "mergeRequest",
            _ => return None,
        };
        let project = project.trim_start_matches('/');
        let is_name = |name: &str| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        };
        let is_project = project.contains('/') && project.split('/').all(is_name);
        Some(Self { project, number: number(rest.split('/').next()?)?, kind }).filter(|_| is_project)
    }

    /// The request for it, and for what is said about it after a cursor.
    fn question(&self, address: &Address, after: Option<&str>) -> Request {
        let Self { project, number, kind } = self;
        let is_safe = |cursor: &&str| {
            cursor.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'=' | b'-' | b'_'))
        };
        let after = after.filter(is_safe).map(|cursor| format!(",after:\"{cursor}\"")).unwrap_or_default();
        let query = format!(
            "{{project(fullPath:\"{project}\"){{{kind}(iid:\"{number}\"){{title description webUrl createdAt upvotes \
             author{{username name}} discussions(first:100{after}){{pageInfo{{hasNextPage endCursor}} nodes{{notes{{\
             nodes{{id body createdAt system url author{{username name}}}}}}}}}}}}}}}}"
        );
        Request::json(address.at("/api/graphql").with_query(&format!("query={}", encoded(&query))), "gitlab")
    }
}

/// A text as the value of a query (RFC 3986, section 2.1).
fn encoded(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if is_plain(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded += &format!("%{byte:02X}");
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, played};

    #[test]
    fn a_bug_is_asked_for_with_what_is_said_about_it() {
        let at = "https://bugs.harbour.example/tracker/show_bug.cgi?id=7#c2";
        let rest = "https://bugs.harbour.example/tracker/rest/bug/7";
        let asked = [format!("{rest}?include_fields=id,summary,creator,creation_time"), format!("{rest}/comment")];
        let answers: Vec<_> = asked.iter().map(|asked| (asked.as_str(), "{}")).collect();
        assert_eq!(played(at, &answers), asked);
        assert_eq!(
            first("https://bugs.harbour.example/show_bug.cgi?id=lamp"),
            "https://bugs.harbour.example/show_bug.cgi?id=lamp"
        );
    }

    #[test]
    fn messages_are_asked_for_page_by_page_and_no_page_twice() {
        let api = "https://api.launchpad.net/1.0/bugs/7";
        let (messages, second) = (format!("{api}/messages"), format!("{api}/messages?ws.start=75"));
        let more = format!(r#"{{"next_collection_link":"{second}"}}"#);
        let elsewhere = r#"{"next_collection_link":"https://other.example/"}"#;
        let answers = [(api, elsewhere), (messages.as_str(), more.as_str()), (second.as_str(), more.as_str())];
        let told = played("https://bugs.launchpad.net/ubuntu/+source/lamp/+bug/7/comments/3", &answers);
        assert_eq!(told, [api, &messages, &second, "post 3"]);
    }

    #[test]
    fn a_strangers_question_goes_on_from_the_cursor_that_was_answered() {
        let at = "https://gitlab.com/harbour/pier/lamp/-/issues/7#note_90";
        let asked = first(at);
        assert!(
            asked.starts_with(
                "https://gitlab.com/api/graphql?query=%7Bproject%28fullPath%3A%22harbour%2Fpier%2Flamp%22%29"
            ),
            "{asked}"
        );
        let said = |goes_on: bool| {
            format!(
                r#"{{"data":{{"project":{{"issue":{{"discussions":{{"pageInfo":{{"hasNextPage":{goes_on},"endCursor":"ab=="}}}}}}}}}}}}"#
            )
        };
        let further = asked.replace("first%3A100", "first%3A100%2Cafter%3A%22ab%3D%3D%22");
        let told = played(at, &[(&asked, &said(true)), (&further, &said(true))]);
        assert_eq!(told, [asked.as_str(), &further, "post 90"]);
        let hidden = played(at, &[(&asked, r#"{"data":{"project":null}}"#)]);
        assert_eq!(hidden[0], format!("{asked} ! it shows nothing of that to strangers"));
        let request = first("https://gitlab.com/harbour/lamp/-/merge_requests/7/diffs");
        assert!(request.contains("mergeRequest%28iid%3A%227%22"), "{request}");
        for page in [
            "https://gitlab.com/harbour/lamp/-/tree/main",
            "https://gitlab.com/lamp/-/issues/7",
            "https://gitlab.com/a/b%22c/-/issues/7",
        ] {
            assert_eq!(first(page), page);
        }
    }
}

//! Sites that need only one file of data: a row each.

use super::super::address::Address;
use super::super::answer::Request;
use super::super::page::Head;
use super::super::plan::Plan;
use super::{Claim, Site, number};

/// 4chan: a flat thread. <https://github.com/4chan/4chan-API>
pub(super) struct FourChan;
/// Jira, whose pages show nothing without scripts.
pub(super) struct Jira;

impl Site for FourChan {
    fn name(&self) -> &'static str {
        "4chan"
    }

    fn form(&self) -> &'static str {
        "boards.4chan.org/BOARD/thread/N"
    }

    fn claims(&self, address: &Address) -> Claim {
        let parts = address.parts();
        let is_host = matches!(address.host(), "boards.4chan.org" | "boards.4channel.org" | "a.4cdn.org");
        let is_thread =
            matches!(parts.as_slice(), [_, "thread", id, ..] if number(id.trim_end_matches(".json")).is_some());
        Claim::certain(is_host && is_thread)
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let parts = address.parts();
        let [board, "thread", id, ..] = parts.as_slice() else { return None };
        let id = id.trim_end_matches(".json");
        let at = Address::parse(&format!("https://a.4cdn.org/{board}/thread/{id}.json")).ok()?;
        let named = address.fragment().and_then(|fragment| number(fragment.trim_start_matches(['p', 'q'])));
        Some(Plan::of(vec![Request::data(at)]).or_page(address).selecting(named.map(str::to_owned)))
    }
}

impl Site for Jira {
    fn name(&self) -> &'static str {
        "Jira"
    }

    fn form(&self) -> &'static str {
        "HOST/browse/KEY-N"
    }

    fn claims(&self, address: &Address) -> Claim {
        if key(address).is_some() { Claim::Maybe } else { Claim::No }
    }

    fn made(&self, head: &Head) -> bool {
        head.has("jira")
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (start, key) = key(address)?;
        let fields = "fields=summary,description,reporter,created,comment";
        let issue = Request::data(address.at(&format!("{start}/rest/api/2/issue/{key}?{fields}")));
        Some(Plan::of(vec![issue]).or_page(address))
    }
}

/// The key of an issue, `LAMP-7`, and what precedes `/browse/`.
fn key(address: &Address) -> Option<(&str, &str)> {
    let (start, key) = address.path().split_once("/browse/")?;
    let (project, id) = key.rsplit_once('-')?;
    let is_project = project.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    (is_project && number(id).is_some()).then_some((start, key))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, played};

    #[test]
    fn data_is_asked_for_where_it_is_one_file_away() {
        assert_eq!(first("https://boards.4chan.org/g/thread/7/the-lamp#p9"), "https://a.4cdn.org/g/thread/7.json");
        let at = "https://issues.harbour.example/jira/browse/LAMP-7";
        let told = played(at, &[(at, "<meta name=\"application-name\" content=\"JIRA\">")]);
        let rest = "https://issues.harbour.example/jira/rest/api/2/issue/LAMP-7?fields=summary,description,reporter,created,comment ?";
        assert_eq!(told, [&format!("{at} ->"), rest]);
    }
}

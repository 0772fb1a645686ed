//! Mbin and Kbin: an entry, then its comments page by page.
//!
//! <https://docs.joinmbin.org>

use super::super::address::Address;
use super::super::answer::{Answer, Request};
use super::super::page::Head;
use super::super::plan::{Next, Plan};
use super::{Claim, Site, number};
use serde::Deserialize;

pub(super) struct Mbin;

const HOSTS: [&str; 3] = ["fedia.io", "thebrainbin.org", "kbin.earth"];

#[derive(Deserialize)]
struct Comments {
    pagination: Pages,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pages {
    current_page: u32,
    max_page: u32,
}

/// The number of an entry.
fn entry(address: &Address) -> Option<String> {
    let parts = address.parts();
    let ["m", _, "t", id, ..] = parts.as_slice() else { return None };
    number(id).map(str::to_owned)
}

impl Site for Mbin {
    fn name(&self) -> &'static str {
        "Mbin"
    }

    fn form(&self) -> &'static str {
        "HOST/m/MAGAZINE/t/N"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::by_host(entry(address).is_some(), address, &HOSTS)
    }

    fn made(&self, head: &Head) -> bool {
        head.has("mbin")
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (id, here) = (entry(address)?, address.clone());
        let page =
            move |page: u32| Request::data(here.at(&format!("/api/entry/{id}/comments?sortBy=oldest&d=20&p={page}")));
        let requests = vec![Request::data(address.at(&format!("/api/entry/{}", entry(address)?))), page(1)];
        let follow = move |_: &Request, answer: &Answer| {
            let pages = answer.says::<Comments>().map(|said| said.pagination);
            Next::maybe(pages.filter(|pages| pages.current_page < pages.max_page).map(|now| page(now.current_page + 1)))
        };
        let named = address.fragment().and_then(|fragment| number(fragment.strip_prefix("entry-comment-")?));
        Some(Plan::new(requests, follow).or_page(address).selecting(named.map(str::to_owned)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::played;

    #[test]
    fn an_entry_is_asked_for_with_each_page_of_its_comments() {
        let at = "https://fedia.io/m/harbour@lemmy.example/t/7/the-lamp#entry-comment-12";
        let entry = "https://fedia.io/api/entry/7";
        let [first, second] = [1, 2].map(|page| format!("{entry}/comments?sortBy=oldest&d=20&p={page}"));
        let said = |page: u32| format!(r#"{{"items":[],"pagination":{{"currentPage":{page},"maxPage":2}}}}"#);
        let told = played(at, &[(entry, "{}"), (&first, &said(1)), (&second, &said(2))]);
        assert_eq!(told, [entry, &first, &second, "post 12"]);
        let own = "https://harbour.example/m/lamp/t/7";
        let page = "<body data-controller=\"kbin notifications\">";
        assert_eq!(played(own, &[(own, page)])[0], format!("{own} ->"));
    }
}

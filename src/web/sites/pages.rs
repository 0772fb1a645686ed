//! Any page: itself, its further pages, and better ways to the same thread that its head names.

use super::super::address::Address;
use super::super::answer::{Answer, Request};
use super::super::page::Head;
use super::super::plan::{Next, Plan};
use std::collections::BTreeSet;

/// The page, and then what it leads to.
pub(super) fn plan(address: &Address) -> Plan {
    pages(address, true)
}

/// The page and its further pages.
pub(super) fn plain(address: &Address) -> Plan {
    pages(address, false)
}

fn pages(address: &Address, looks_for_site: bool) -> Plan {
    let mut asked = BTreeSet::from([address.asked()]);
    let mut is_first = looks_for_site;
    let follow = move |_: &Request, answer: &Answer| {
        if !answer.is_page() {
            return Next::nothing();
        }
        let head = Head::of(answer);
        if std::mem::take(&mut is_first)
            && let Some(better) = super::made(&answer.at, &head)
        {
            return Next { instead: Some(better), ..Next::nothing() };
        }
        let further = head.further(&answer.at).filter(|to| asked.insert(to.clone()));
        Next::maybe(further.map(Request::page))
    };
    let plan = Plan::new(vec![Request::page(address.clone())], follow).of_several();
    plan.selecting(address.fragment().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::super::tests::played;

    #[test]
    fn a_page_is_followed_to_its_further_pages_and_no_further() {
        let page = |links: &str| format!("<title>Lamp</title>{links}");
        let first = page("<a rel=next href='/t/7?page=2'>");
        let second = page("<a href='/t/7?page=1'>1</a><a href='/t/7?page=3'>3</a>");
        let third = page("<a href='/t/7?page=2'>2</a>");
        let told = played(
            "https://a.example/t/7#c3",
            &[
                ("https://a.example/t/7#c3", &first),
                ("https://a.example/t/7?page=2", &second),
                ("https://a.example/t/7?page=3", &third),
            ],
        );
        let asked =
            ["https://a.example/t/7#c3", "https://a.example/t/7?page=2", "https://a.example/t/7?page=3", "post c3"];
        assert_eq!(told, asked);
    }
}

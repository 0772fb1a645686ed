//! Lobsters: a story with its comments in one answer.
//!
//! Its rules for programs forbid crawling: nothing else is asked for.

use super::super::address::Address;
use super::super::answer::Request;
use super::super::plan::Plan;
use super::{Claim, Site};

pub(super) struct Lobsters;

impl Site for Lobsters {
    fn name(&self) -> &'static str {
        "Lobsters"
    }

    fn form(&self) -> &'static str {
        "lobste.rs/s/ID, lobsters/ID"
    }

    fn claims(&self, address: &Address) -> Claim {
        let is_thread = address.host() == "lobste.rs" && matches!(address.parts().as_slice(), ["s", ..]);
        Claim::certain(is_thread)
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let parts = address.parts();
        let ["s", id, ..] = parts.as_slice() else { return None };
        let id = id.trim_end_matches(".json");
        let story = Request::json(address.at(&format!("/s/{id}.json")).secure(), "lobsters");
        let named = address.fragment().map(|fragment| fragment.trim_start_matches("c_").to_owned());
        Some(Plan::of(vec![story]).or_page(&address.at(&format!("/s/{id}"))).selecting(named))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, played};

    #[test]
    fn a_story_is_one_request() {
        for at in
            ["https://lobste.rs/s/abc123/the_lamp", "http://lobste.rs/s/abc123.json", "https://lobste.rs/s/abc123"]
        {
            assert_eq!(first(at), "https://lobste.rs/s/abc123.json", "{at}");
        }
        let told = played("https://lobste.rs/s/abc123/the_lamp#c_def456", &[("https://lobste.rs/s/abc123.json", "{}")]);
        assert_eq!(told, ["https://lobste.rs/s/abc123.json", "post def456"]);
        assert_eq!(first("https://lobste.rs/about"), "https://lobste.rs/about");
    }
}

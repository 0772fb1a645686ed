//! Lists that are feeds: Reddit's, without points and counts, and the newest messages of a mailing list.

use super::super::super::address::Address;
use super::super::super::answer::Request;
use super::super::super::plan::Plan;
use super::super::{Claim, Site, mail};

pub(in super::super) struct Subreddit;
pub(in super::super) struct Inbox;

/// One request for a feed, whose threads are the rows of the list.
fn feed(at: Address, page: &Address) -> Plan {
    Plan::of(vec![Request::feed(at).listed()]).or_page(page)
}

/// The name of a subreddit.
fn subreddit(address: &Address) -> Option<&str> {
    let is_reddit = address.host() == "reddit.com" || address.host().ends_with(".reddit.com");
    match address.parts().as_slice() {
        ["r", name] | ["r", name, "hot" | "new" | "top" | ".rss"] if is_reddit => Some(name),
        _ => None,
    }
}

impl Site for Subreddit {
    fn name(&self) -> &'static str {
        "Reddit, a list"
    }

    fn form(&self) -> &'static str {
        "r/NAME: its feed, without points and counts"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::certain(subreddit(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let name = subreddit(address)?;
        // The page demands a login.
        let at = Address::parse(&format!("https://www.reddit.com/r/{name}/.rss")).ok()?;
        Some(Plan::of(vec![Request::feed(at).listed()]))
    }
}

impl Site for Inbox {
    fn name(&self) -> &'static str {
        "public-inbox, a list"
    }

    fn form(&self) -> &'static str {
        "lore.kernel.org/LIST, lore/LIST: its newest messages"
    }

    fn claims(&self, address: &Address) -> Claim {
        let is_list = matches!(address.parts().as_slice(), [list] if !list.contains('@') && !list.contains("%40"));
        Claim::certain(is_list && mail::INBOXES.contains(&address.host()))
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let parts = address.parts();
        let [list] = parts.as_slice() else { return None };
        Some(feed(address.at(&format!("/{list}/new.atom")), address))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::first;

    #[test]
    fn a_list_is_its_feed() {
        assert_eq!(first("https://old.reddit.com/r/harbours/"), "https://www.reddit.com/r/harbours/.rss");
        assert_eq!(first("https://lore.kernel.org/lamp/"), "https://lore.kernel.org/lamp/new.atom");
    }
}

//! The table of sites: which addresses belong to each, and how to fetch their threads.

mod bluesky;
mod closed;
mod discourse;
mod github;
mod hn;
mod lemmy;
mod lists;
mod lobsters;
mod mail;
mod mastodon;
mod mbin;
mod other;
mod pages;
mod reddit;
mod stackexchange;
mod trackers;

use super::address::Address;
use super::page::Head;
use super::plan::Plan;

/// A site, or a program that runs many sites.
pub(crate) trait Site: Sync {
    /// Its name.
    fn name(&self) -> &'static str;

    /// The form of its addresses, for people.
    fn form(&self) -> &'static str;

    /// Whether an address is one of its threads, as far as the address tells.
    fn claims(&self, address: &Address) -> Claim;

    /// Whether it made a page; asked for addresses that it may claim.
    fn made(&self, _head: &Head) -> bool {
        false
    }

    /// How to fetch the thread. `None` if the address has no thread after all.
    fn plan(&self, address: &Address) -> Option<Plan>;
}

/// Whether an address is a thread of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Claim {
    /// No.
    No,
    /// Perhaps: the host may be any, so its page is requested first.
    Maybe,
    /// Yes: the host is known.
    Yes,
}

impl Claim {
    /// Yes or no.
    fn certain(is_one: bool) -> Self {
        if is_one { Self::Yes } else { Self::No }
    }

    /// Whether an address that has the form of a site is one of it: certainly on these hosts, perhaps on others.
    fn by_host(has_form: bool, address: &Address, hosts: &[&str]) -> Self {
        match has_form {
            true if hosts.contains(&address.host()) => Self::Yes,
            true => Self::Maybe,
            false => Self::No,
        }
    }
}

/// Every site with a plan of its own.
static SITES: &[&dyn Site] = &[
    &hn::HackerNews,
    &lobsters::Lobsters,
    &discourse::Discourse,
    &github::GitHub,
    &github::Forgejo,
    &trackers::GitLab,
    &trackers::Bugzilla,
    &trackers::Launchpad,
    &lemmy::Lemmy,
    &mbin::Mbin,
    &mastodon::Mastodon,
    &bluesky::Bluesky,
    &reddit::Reddit,
    &stackexchange::StackExchange,
    &mail::PublicInbox,
    &mail::HyperKitty,
    &mail::Pipermail,
    &mail::Debian,
    &other::FourChan,
    &other::Jira,
];

/// The sites and their lists.
fn all() -> impl Iterator<Item = &'static dyn Site> {
    SITES.iter().chain(lists::LISTS).copied()
}

/// Whether an address is known to be a thread or a list without asking.
pub(crate) fn claims(address: &Address) -> bool {
    all().any(|site| site.claims(address) == Claim::Yes)
}

/// How to fetch the thread of an address: by its site's plan, or the page itself.
pub(crate) fn plan(address: &Address) -> Plan {
    let mut known = all().filter(|site| site.claims(address) == Claim::Yes);
    known.find_map(|site| site.plan(address)).unwrap_or_else(|| pages::plan(address))
}

/// The names of the sites, and the forms of their addresses.
pub(crate) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    all().map(|site| (site.name(), site.form()))
}

/// In words: which site an address belongs to.
pub(crate) fn whose(address: &Address) -> String {
    match all().find(|site| site.claims(address) == Claim::Yes) {
        Some(site) => format!("an address of {}", site.name()),
        None => "an address of no known site: its page is read, unless that names its site".to_owned(),
    }
}

/// Why an address is not requested. `None` if it is.
pub(crate) fn closed(address: &Address) -> Option<&'static str> {
    closed::why(address)
}

/// How to fetch only the page itself.
pub(crate) fn page(address: &Address) -> Plan {
    pages::plain(address)
}

/// How to fetch the thread of a page that names its site.
fn made(address: &Address, head: &Head) -> Option<Plan> {
    let mut claimed = all().filter(|site| site.claims(address) == Claim::Maybe && site.made(head));
    claimed.find_map(|site| site.plan(address))
}

/// A number in a path or a query, as sites number their threads and posts.
fn number(text: &str) -> Option<&str> {
    let is_number = (1..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::super::plan::REQUESTS;
    use super::*;
    use crate::web::answer::{Answer, Request};
    use proptest::prelude::*;

    /// Plays a server with answers by address; tells what was asked for, in order, what was read of it, and what is
    /// wanted.
    pub(super) fn played(at: &str, answers: &[(&str, &str)]) -> Vec<String> {
        let (mut plan, mut told) = (plan(&Address::parse(at).unwrap()), Vec::new());
        while let Some(request) = plan.next() {
            let asked = request.at.to_string();
            let Some((_, body)) = answers.iter().find(|(at, _)| *at == asked) else {
                told.push(format!("{asked} ?"));
                continue;
            };
            assert!(told.len() < 30, "it goes on and on: {told:?}");
            let answer = answer_of(&request, body);
            let next = plan.take(&request, &answer);
            let fate = match (next.is_stale, &next.fault, &next.instead) {
                (_, Some(fault), _) => format!(" ! {fault}"),
                (_, _, Some(_)) => " ->".to_owned(),
                (true, ..) => " =".to_owned(),
                _ => String::new(),
            };
            if let Some(better) = next.instead {
                plan = better;
            }
            told.push(format!("{asked}{fate}"));
        }
        told.extend(plan.wanted.post.map(|post| format!("post {post}")));
        told.extend(plan.wanted.posts.map(|posts| format!("of {posts}")));
        told
    }

    fn answer_of(request: &Request, body: &str) -> Answer {
        let kind = if body.trim_start().starts_with('<') { "text/html" } else { "application/json" };
        let (link, body) = body.strip_prefix("link:").and_then(|rest| rest.split_once('\n')).unwrap_or(("", body));
        super::super::answer::tests::answer(&request.at.to_string(), &[("content-type", kind), ("link", link)], body)
    }

    /// What is asked for first.
    pub(super) fn first(at: &str) -> String {
        plan(&Address::parse(at).unwrap()).next().map_or_else(String::new, |request| request.at.to_string())
    }

    /// An address of each kind.
    const ADDRESSES: [&str; 19] = [
        "https://news.ycombinator.com/item?id=41",
        "https://lobste.rs/s/abc123",
        "https://meta.discourse.org/t/lamp/7/3",
        "https://forum.harbour.example/t/lamp/7",
        "https://github.com/mara/lamp/pull/7",
        "https://codeberg.org/mara/lamp/issues/7",
        "https://lemmy.world/post/7",
        "https://lemmy.world/comment/7",
        "https://mastodon.social/@mara/112233",
        "https://bsky.app/profile/mara.example/post/3k",
        "https://redd.it/6abc",
        "https://stackoverflow.com/questions/7",
        "https://lore.kernel.org/all/1@harbour.example/",
        "https://boards.4chan.org/g/thread/7",
        "https://gitlab.com/harbour/lamp/-/issues/7",
        "https://bugs.kde.org/show_bug.cgi?id=7",
        "https://bugs.launchpad.net/lamp/+bug/7",
        "https://fedia.io/m/lamp/t/7",
        "https://harbour.example/lamp?page=2",
    ];

    /// Pieces that answers are made of.
    const PIECES: [&str; 19] = [
        r#"{"id":7,"type":"comment","story_id":9}"#,
        r#"{"post_stream":{"posts":[{"id":1}],"stream":[1,2,3,18446744073709551615]}}"#,
        r#"{"comments":[{"comment":{"id":1,"post_id":7}}],"next_page":"C1"}"#,
        r#"{"comment_view":{"comment":{"id":1,"post_id":7}}}"#,
        r#"{"ancestors":[{"id":"1"}],"descendants":[]}"#,
        r#"{"items":[{"answer_id":7,"answer_count":3}],"has_more":true}"#,
        r#"{"data":{"project":{"issue":{"discussions":{"pageInfo":{"hasNextPage":true,"endCursor":"a"}}}}}}"#,
        r#"{"next_collection_link":"https://api.launchpad.net/1.0/bugs/7/messages?ws.start=75"}"#,
        r#"{"items":[],"pagination":{"currentPage":1,"maxPage":4294967295}}"#,
        "<meta name=generator content=discourse>",
        "<div id=\"mastodon\">window.isoData forgejo self-hosted,gitea",
        "<a rel=next href='?page=99999999999999999999'>",
        "<a rel=next href='?page=3'>",
        "[",
        "{",
        "null",
        "\u{0}",
        "\u{202e}<a href=//>",
        "",
    ];

    proptest! {
        #[test]
        fn any_answers_are_taken_and_a_plan_comes_to_its_end(
            which in 0..ADDRESSES.len(),
            pieces in prop::collection::vec(prop::collection::vec(0..PIECES.len(), 0..3), 1..6),
            status in 100_u16..600,
        ) {
            let mut plan = plan(&Address::parse(ADDRESSES[which]).unwrap());
            let mut bodies = pieces.iter().cycle();
            // An errand ends there: what would be asked on and on is cut.
            for _ in 0..REQUESTS {
                let Some(request) = plan.next() else { break };
                let body: String = bodies.next().into_iter().flatten().map(|&piece| PIECES[piece]).collect();
                let mut answer = answer_of(&request, &body);
                answer.status = status;
                if let Some(better) = plan.take(&request, &answer).instead {
                    plan = better;
                }
                let waiting = plan.waiting();
                prop_assert!(waiting <= 100, "{waiting} requests wait");
            }
        }
    }

    #[test]
    fn names_of_sites_are_there_once() {
        let mut names: Vec<_> = all().map(Site::name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all().count());
    }
}

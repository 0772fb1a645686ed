//! Archives of mailing lists and mail-based trackers: a thread, a month or a bug as one mailbox.
//!
//! public-inbox (<https://public-inbox.org/design_www.html>), HyperKitty, pipermail, Debian's bugs.

use super::super::address::Address;
use super::super::answer::Request;
use super::super::page::Head;
use super::super::plan::Plan;
use super::{Claim, Site, number};

pub(super) struct PublicInbox;
pub(super) struct HyperKitty;
pub(super) struct Pipermail;
pub(super) struct Debian;

pub(super) const INBOXES: [&str; 5] =
    ["lore.kernel.org", "inbox.sourceware.org", "public-inbox.org", "inbox.dpdk.org", "yhbt.net"];

/// The list and the Message-ID of an address: `/LIST/ID@HOST/`, perhaps with `T/`, `t/` or `raw` behind it.
fn message(address: &Address) -> Option<(&str, &str)> {
    let parts = address.parts();
    let is_id = |part: &&str| part.contains('@') || part.contains("%40");
    match parts.as_slice() {
        // `/r/` leads to the message in any list.
        ["r", id, ..] if is_id(id) => Some(("all", id)),
        [list, id] | [list, id, "T" | "t" | "raw" | "t.mbox.gz" | "t.atom", ..] if is_id(id) && !is_id(list) => {
            Some((list, id))
        }
        _ => None,
    }
}

impl Site for PublicInbox {
    fn name(&self) -> &'static str {
        "public-inbox"
    }

    fn form(&self) -> &'static str {
        "lore.kernel.org/LIST/MESSAGE-ID/, HOST/LIST/MESSAGE-ID/, lore/…"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::by_host(message(address).is_some(), address, &INBOXES)
    }

    fn made(&self, head: &Head) -> bool {
        head.leads.iter().any(|to| to.path().ends_with("/t.mbox.gz"))
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (list, id) = message(address)?;
        let thread = Request::mail(address.at(&format!("/{list}/{id}/t.mbox.gz")));
        let page = address.at(&format!("/{list}/{id}/T/"));
        let named = address.fragment().and_then(|fragment| fragment.strip_prefix('m')).is_none();
        let id = id.replace("%40", "@");
        Some(Plan::of(vec![thread]).or_page(&page).selecting(named.then_some(id)))
    }
}

impl Site for HyperKitty {
    fn name(&self) -> &'static str {
        "HyperKitty"
    }

    fn form(&self) -> &'static str {
        "HOST/archives/list/LIST/thread/HASH/"
    }

    fn claims(&self, address: &Address) -> Claim {
        let parts = address.parts();
        let at = parts.iter().position(|part| *part == "list");
        let rest = at.and_then(|at| parts.get(at + 1..)).unwrap_or_default();
        let is_thread = matches!(rest, [list, "thread", hash, ..] if is_list(list) && is_hash(hash));
        Claim::certain(is_thread)
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (start, rest) = address.path().split_once("/list/")?;
        let parts: Vec<_> = rest.split('/').collect();
        let [list, "thread", hash, ..] = parts.as_slice() else { return None };
        let export = address.at(&format!("{start}/list/{list}/export/thread.mbox.gz?thread={hash}"));
        Some(Plan::of(vec![Request::mail(export)]).or_page(address))
    }
}

fn is_list(part: &str) -> bool {
    part.contains('@') || part.contains("%40")
}

fn is_hash(part: &str) -> bool {
    part.len() == 32 && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl Site for Pipermail {
    fn name(&self) -> &'static str {
        "pipermail"
    }

    fn form(&self) -> &'static str {
        "HOST/pipermail/LIST/YEAR-MONTH/N.html: its month"
    }

    fn claims(&self, address: &Address) -> Claim {
        let parts = address.parts();
        let is_month = |part: &str| {
            let (year, month) = part.split_once('-').unwrap_or((part, ""));
            number(year).is_some() && year.len() == 4 && month.len() >= 3
        };
        let is_message = |file: &str| file.strip_suffix(".html").and_then(number).is_some();
        let is_one =
            matches!(parts.as_slice(), [.., "pipermail", _, month, file] if is_month(month) && is_message(file));
        Claim::certain(is_one)
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (month, _) = address.path().rsplit_once('/')?;
        let month = Request::mail(address.at(&format!("{month}.txt.gz")));
        Some(Plan::of(vec![month]).or_page(address).of_several())
    }
}

impl Site for Debian {
    fn name(&self) -> &'static str {
        "Debian's bugs"
    }

    fn form(&self) -> &'static str {
        "bugs.debian.org/N, debian/N"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::certain(bug(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let bug = bug(address)?;
        let mailbox = address.at(&format!("/cgi-bin/bugreport.cgi?bug={bug};mbox=yes;mboxmaint=yes"));
        Some(Plan::of(vec![Request::mail(mailbox)]).or_page(&address.at(&format!("/cgi-bin/bugreport.cgi?bug={bug}"))))
    }
}

fn bug(address: &Address) -> Option<&str> {
    let parts = address.parts();
    let bug = match parts.as_slice() {
        [bug] => number(bug),
        ["cgi-bin", "bugreport.cgi"] => number(address.parameter("bug")?.split(';').next()?),
        _ => None,
    };
    bug.filter(|_| address.host() == "bugs.debian.org")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, played};

    #[test]
    fn a_thread_is_one_mailbox() {
        let hash = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let kitty = format!("https://lists.harbour.example/archives/list/lamp@harbour.example/thread/{hash}/");
        let export = format!(
            "https://lists.harbour.example/archives/list/lamp@harbour.example/export/thread.mbox.gz?thread={hash}"
        );
        for (at, asked) in [
            (
                "https://lore.kernel.org/all/1@harbour.example/",
                "https://lore.kernel.org/all/1@harbour.example/t.mbox.gz",
            ),
            (
                "https://lore.kernel.org/lamp/1%40harbour.example/T/#u",
                "https://lore.kernel.org/lamp/1%40harbour.example/t.mbox.gz",
            ),
            ("https://lore.kernel.org/r/1@harbour.example", "https://lore.kernel.org/all/1@harbour.example/t.mbox.gz"),
            (&kitty, &export),
            (
                "https://a.example/pipermail/lamp/2024-May/000123.html",
                "https://a.example/pipermail/lamp/2024-May.txt.gz",
            ),
            (
                "https://bugs.debian.org/123456",
                "https://bugs.debian.org/cgi-bin/bugreport.cgi?bug=123456;mbox=yes;mboxmaint=yes",
            ),
            (
                "https://bugs.debian.org/cgi-bin/bugreport.cgi?bug=123456",
                "https://bugs.debian.org/cgi-bin/bugreport.cgi?bug=123456;mbox=yes;mboxmaint=yes",
            ),
        ] {
            assert_eq!(first(at), asked, "{at}");
        }
    }

    #[test]
    fn the_message_that_was_named_is_selected() {
        let thread = "https://lore.kernel.org/lamp/1@harbour.example/t.mbox.gz";
        let told = played("https://lore.kernel.org/lamp/1%40harbour.example/", &[(thread, "From x")]);
        assert_eq!(told.last().map(String::as_str), Some("post 1@harbour.example"));
    }

    #[test]
    fn an_archive_that_is_not_known_shows_its_mailbox() {
        let at = "https://mail.harbour.example/lamp/1@harbour.example/";
        let told = played(at, &[(at, "<a href='t.mbox.gz'>mbox</a>")]);
        assert_eq!(told[..2], [format!("{at} ->"), format!("{at}t.mbox.gz ?")]);
    }
}

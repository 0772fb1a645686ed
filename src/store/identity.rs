//! Identifies the thread of a page by its address, its root's Message-ID, its opening, or the posts on it.

use super::keys::{Hash, Key};
use super::letters::letters;
use crate::thread::{Notation, PostId, Thread};

/// What identifies a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    /// Hash of the canonical address; 0 without one.
    pub(super) address: u64,
    /// Hash of the root's Message-ID; 0 without one.
    pub(super) message: u64,
    /// Hash of title and opening; 0 if the opening is too short.
    pub(super) opening: u64,
    /// The smallest text marks of its posts, sorted. Most of them remain when replies are added.
    pub(super) samples: Vec<u64>,
}

/// Posts that represent a whole thread.
pub(super) const SAMPLES: usize = 24;

impl Identity {
    /// The identity of an opening post's thread; `keys` are those of its posts.
    pub(super) fn of(thread: &Thread, opening: PostId, keys: &[Key]) -> Self {
        let id = thread.source_id(opening).unwrap_or_default();
        let long = keys.first().filter(|key| key.is_long());
        Self {
            address: thread.url_of(opening).map_or(0, address_hash),
            message: if id.contains('@') { hash(id.trim_matches(['<', '>', ' '])) } else { 0 },
            opening: long.map_or(0, |key| hash(thread.title_of(opening)) ^ key.text),
            samples: samples(keys.iter().map(|key| key.text).filter(|text| text & Key::LONG != 0)),
        }
    }
}

/// The smallest marks, each once, sorted.
pub(super) fn samples(marks: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut least: Vec<u64> = Vec::with_capacity(2 * SAMPLES + 1);
    let mut most = u64::MAX;
    for mark in marks.filter(|&mark| mark != 0) {
        if mark < most {
            least.push(mark);
        }
        if least.len() > 2 * SAMPLES {
            least.sort_unstable();
            least.dedup();
            least.truncate(SAMPLES);
            most = if least.len() == SAMPLES { least.last().copied().unwrap_or(most) } else { u64::MAX };
        }
    }
    least.sort_unstable();
    least.dedup();
    least.truncate(SAMPLES);
    least
}

/// Hash of an address; 0 for what is none.
pub(super) fn address_hash(address: &str) -> u64 {
    canonical(address).map_or(0, |address| hash(&address))
}

fn hash(text: &str) -> u64 {
    let mut hash = Hash::new();
    letters(text, Notation::Plain, 400, |char| hash.add(char));
    hash.value().max(1)
}

/// Query parameters about where a reader came from or how a page is shown, not which page it is.
const TRACKING: [&str; 12] =
    ["utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "ref", "ref_src", "share", "context", "sort", "amp", "cpage"];

/// An address without what may differ between visits to one page: scheme, `www.`, fragment, tracking, slashes at the
/// end. The many addresses of one Reddit or Hacker News thread become one. `None` if it is no address.
pub(super) fn canonical(address: &str) -> Option<String> {
    let bare = address.trim().split('#').next()?;
    let bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    let (path, query) = bare.split_once('?').unwrap_or((bare, ""));
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let host = host.to_lowercase();
    let host = ["www.", "m.", "old.", "new.", "np.", "amp."]
        .iter()
        .fold(&*host, |host, start| host.strip_prefix(start).unwrap_or(host));
    if !host.contains('.') {
        return None;
    }
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    if host == "reddit.com"
        && let Some(at) = parts.iter().position(|part| *part == "comments")
        && let Some(id) = parts.get(at + 1)
    {
        return Some(format!("reddit.com/comments/{}", id.trim_end_matches(".json")));
    }
    if matches!(host, "hn.algolia.com" | "hacker-news.firebaseio.com")
        && let Some(id) = parts.last().map(|last| last.trim_end_matches(".json"))
    {
        return Some(format!("news.ycombinator.com/item?id={id}"));
    }
    let mut path = parts;
    while path.last().is_some_and(|last| is_view(last)) {
        path.pop();
    }
    let is_kept = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default().to_lowercase();
        !name.is_empty()
            && !TRACKING.iter().any(|known| name == *known || known.ends_with('_') && name.starts_with(known))
    };
    let mut query: Vec<_> = query.split('&').filter(is_kept).collect();
    query.sort_unstable();
    let mark = if query.is_empty() { "" } else { "?" };
    Some(format!("{host}/{}{mark}{}", path.join("/"), query.join("&")))
}

/// Whether the last part of a path names a view of a page rather than another page.
fn is_view(part: &str) -> bool {
    let name = part.split('.').next().unwrap_or_default();
    matches!(name, "index" | "amp" | "feed" | "comments") || part.starts_with("comment-page-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_one_address() {
        let wanted = Some("harbour.example/2023/lamp".to_owned());
        for address in [
            "http://harbour.example/2023/lamp",
            "https://www.Harbour.example/2023/lamp/?utm_source=gull&fbclid=7#comment-12",
            "https://harbour.example/2023/lamp/comment-page-2/#comments",
            "harbour.example/2023/lamp/index.html",
        ] {
            assert_eq!(canonical(address), wanted, "{address}");
        }
        assert_eq!(canonical("https://harbour.example/t?p=2&a=1"), Some("harbour.example/t?a=1&p=2".to_owned()));
        assert_eq!(canonical("lamp"), None);
    }

    #[test]
    fn sites_with_many_addresses_of_one_thread_have_one() {
        let reddit = canonical("https://old.reddit.com/r/harbours/comments/6abc/the_lamp/?sort=new");
        assert_eq!(reddit, canonical("https://www.reddit.com/comments/6abc.json"));
        let item = canonical("https://news.ycombinator.com/item?id=42");
        assert_eq!(item, canonical("https://hn.algolia.com/api/v1/items/42"));
    }

    #[test]
    fn the_smallest_marks_stand_for_all() {
        let marks = || (1..1000).rev().map(|mark| mark * 3);
        assert_eq!(samples(marks()), (1..=SAMPLES as u64).map(|mark| mark * 3).collect::<Vec<_>>());
        assert_eq!(samples(marks().chain(marks())), samples(marks()));
        assert_eq!(samples([0, 5, 5].into_iter()), [5]);
    }
}

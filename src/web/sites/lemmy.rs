//! Lemmy: a post, then its comments page by page. If a server repeats a page, by the cursors of its newer interface.
//!
//! No depth is requested: with one, the answer is cut at 300 comments and pages are ignored.
//! <https://join-lemmy.org/api/>

use super::super::address::Address;
use super::super::answer::{Answer, Request};
use super::super::page::Head;
use super::super::plan::{Next, Plan};
use super::{Claim, Site, number};
use serde::Deserialize;
use std::collections::BTreeSet;

pub(super) struct Lemmy;

pub(super) const HOSTS: [&str; 9] = [
    "lemmy.world",
    "lemmy.ml",
    "programming.dev",
    "beehaw.org",
    "sh.itjust.works",
    "lemmy.dbzer0.com",
    "lemmy.ca",
    "feddit.org",
    "lemmy.zip",
];
/// Comments on a page at most.
const PAGE: usize = 50;

#[derive(Deserialize)]
struct Comments {
    #[serde(alias = "items")]
    comments: Vec<View>,
    next_page: Option<String>,
}

#[derive(Deserialize)]
struct View {
    comment: Comment,
}

#[derive(Deserialize)]
struct Comment {
    id: u64,
    post_id: Option<u64>,
}

#[derive(Deserialize)]
struct One {
    comment_view: View,
}

#[derive(Deserialize)]
struct OfPost {
    post_view: PostView,
}

#[derive(Deserialize)]
struct PostView {
    counts: Option<Counts>,
}

#[derive(Deserialize)]
struct Counts {
    comments: Option<usize>,
}

fn is_thread(address: &Address) -> bool {
    matches!(address.parts().as_slice(), ["post" | "comment", id] if number(id).is_some())
}

impl Site for Lemmy {
    fn name(&self) -> &'static str {
        "Lemmy"
    }

    fn form(&self) -> &'static str {
        "HOST/post/N, HOST/comment/N"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::by_host(is_thread(address), address, &HOSTS)
    }

    fn made(&self, head: &Head) -> bool {
        head.has("lemmy")
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let parts = address.parts();
        let [kind, id] = parts.as_slice() else { return None };
        let id = number(id)?.to_owned();
        let base = address.clone();
        let read = move |path: &str| Request::json(base.at(path), "lemmy");
        let is_comment = *kind == "comment";
        let first = if is_comment { read(&format!("/api/v3/comment?id={id}")).unread() } else { post(&read, &id) };
        let mut rest = Rest { post: id.clone(), page: 1, known: BTreeSet::new() };
        let follow = move |request: &Request, answer: &Answer| match request.at.path() {
            "/api/v3/comment" => {
                let Some(post_id) = answer.says::<One>().and_then(|one| one.comment_view.comment.post_id) else {
                    return Next::fault("no comment of Lemmy");
                };
                rest.post = post_id.to_string();
                Next { requests: vec![post(&read, &rest.post)], ..Next::nothing() }
            }
            "/api/v3/post" => {
                let counts = answer.says::<OfPost>().and_then(|of| of.post_view.counts);
                let posts = counts.and_then(|counts| counts.comments).map(|comments| comments.saturating_add(1));
                Next { posts, ..Next::maybe(Some(read(&rest.older()))) }
            }
            path => rest.after(path == "/api/v4/comment/list", answer, &read),
        };
        let named = is_comment.then_some(id);
        Some(Plan::new(vec![first], follow).or_page(address).selecting(named))
    }
}

fn post(read: &impl Fn(&str) -> Request, id: &str) -> Request {
    read(&format!("/api/v3/post?id={id}"))
}

/// Where the comments of a post are.
struct Rest {
    post: String,
    /// The page to request next.
    page: usize,
    known: BTreeSet<u64>,
}

impl Rest {
    /// The next page by the numbers of the older interface.
    fn older(&mut self) -> String {
        let Self { post, page, .. } = self;
        *page += 1;
        format!("/api/v3/comment/list?post_id={post}&type_=All&sort=Old&limit={PAGE}&page={}", *page - 1)
    }

    fn newer(&self, cursor: &str) -> String {
        format!("/api/v4/comment/list?post_id={}&type_=All&sort=Old&limit={PAGE}{cursor}", self.post)
    }

    fn after(&mut self, is_newer: bool, answer: &Answer, read: &impl Fn(&str) -> Request) -> Next {
        let Some(Comments { comments, next_page }) = answer.says::<Comments>() else {
            return Next::fault("no comments of Lemmy");
        };
        let came = comments.iter().filter(|view| self.known.insert(view.comment.id)).count();
        let is_stale = came == 0;
        let path = match next_page {
            _ if is_newer && is_stale => None,
            Some(cursor) if is_newer && is_plain(&cursor) => Some(self.newer(&format!("&page_cursor={cursor}"))),
            _ if is_newer || comments.len() < PAGE => None,
            // Lemmy 1.0 ignores the pages of the older interface: each is the first.
            _ if is_stale => Some(self.newer("")),
            _ => Some(self.older()),
        };
        let requests = path.map(|path| read(&path)).map(Request::optional);
        Next { is_stale, ..Next::maybe(requests) }
    }
}

/// Whether a cursor is plain, and adds nothing to the query.
fn is_plain(cursor: &str) -> bool {
    (1..=200).contains(&cursor.len())
        && cursor.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::super::tests::played;

    const HOST: &str = "https://lemmy.world";

    fn comments(ids: std::ops::Range<u64>, rest: &str) -> String {
        let all: Vec<_> = ids.map(|id| format!(r#"{{"comment":{{"id":{id},"post_id":7}}}}"#)).collect();
        format!(r#"{{"comments":[{}]{rest}}}"#, all.join(","))
    }

    fn list(page: usize) -> String {
        format!("{HOST}/api/v3/comment/list?post_id=7&type_=All&sort=Old&limit=50&page={page}")
    }

    #[test]
    fn pages_are_asked_for_until_one_is_not_full() {
        let post = format!("{HOST}/api/v3/post?id=7");
        let (full, rest) = (comments(1..51, ""), comments(51..60, ""));
        let (one, two) = (list(1), list(2));
        let about = r#"{"post_view":{"counts":{"comments":59}}}"#;
        let told = played(&format!("{HOST}/post/7"), &[(&post, about), (&one, &full), (&two, &rest)]);
        assert_eq!(told, [&post, &one, &two, "of 60"]);
    }

    #[test]
    fn where_each_page_is_the_first_the_newer_interface_is_asked() {
        let of = format!("{HOST}/api/v3/comment?id=3");
        let comment = r#"{"comment_view":{"comment":{"id":3,"post_id":7}}}"#;
        let post = format!("{HOST}/api/v3/post?id=7");
        let full = comments(1..51, "");
        let newer = format!("{HOST}/api/v4/comment/list?post_id=7&type_=All&sort=Old&limit=50");
        let second = format!("{newer}&page_cursor=C50");
        let (one, two) = (list(1), list(2));
        let (first, last) = (comments(1..52, r#","next_page":"C50""#), comments(52..60, r#","next_page":"C50""#));
        let answers =
            [(of.as_str(), comment), (&post, "{}"), (&one, &full), (&two, &full), (&newer, &first), (&second, &last)];
        let told = played(&format!("{HOST}/comment/3"), &answers);
        let asked = [&of, &post, &one, &format!("{two} ="), &newer, &second, &format!("{second} ="), "post 3"];
        assert_eq!(told, asked);
    }

    #[test]
    fn a_cursor_is_no_query() {
        let at = format!("{HOST}/post/7");
        let post = format!("{HOST}/api/v3/post?id=7");
        let full = comments(1..51, "");
        let newer = format!("{HOST}/api/v4/comment/list?post_id=7&type_=All&sort=Old&limit=50");
        let evil = comments(51..60, r#","next_page":"x&post_id=9""#);
        let (one, two) = (list(1), list(2));
        let told = played(&at, &[(&post, "{}"), (&one, &full), (&two, &full), (&newer, &evil)]);
        assert_eq!(told.last(), Some(&newer));
    }
}

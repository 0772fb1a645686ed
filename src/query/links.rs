//! Links: those of a subthread, and the posts of a thread that links lead to.

use crate::markup;
use crate::thread::{PostId, Text, Thread};
use std::sync::Arc;

/// A link in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The post that contains it.
    pub post: PostId,
    /// Its text.
    pub says: Text,
    /// Its target, uncleaned.
    pub leads: Arc<str>,
}

/// Signs of a link in any notation; a body without them has none.
const SIGNS: [&[u8]; 4] = [b":", b"href", b"HREF", b"]("];

/// The links of a post and everything below it, in reading order, at most `most`. The second value tells whether there
/// are more.
pub fn links(thread: &Thread, root: PostId, most: usize) -> (Vec<Linked>, bool) {
    let mut found = Vec::new();
    for post in thread.subtree(root).filter_map(|index| thread.get(index)) {
        let body = thread.body(post);
        if !SIGNS.iter().any(|sign| memchr::memmem::find(body.raw.as_bytes(), sign).is_some()) {
            continue;
        }
        for (says, leads) in markup::links(&markup::blocks(body)) {
            if found.len() == most {
                return (found, true);
            }
            found.push(Linked { post, says, leads });
        }
    }
    (found, false)
}

/// Whether a link could lead to a post of the thread of `from`, or of another on its shelf. Only [`led_to`] knows.
pub fn may_lead_here(thread: &Thread, from: PostId, link: &str) -> bool {
    if thread.is_shelf() && link.contains("://") {
        return true;
    }
    let opening = thread.opening(from);
    let some = [Some(from), thread.first_child(opening), Some(opening)].into_iter().flatten();
    let host = |address: &str| bare(address).split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let known = some.filter_map(|post| thread.permalink(post)).chain(thread.url_of(opening));
    let mut known = known.map(host).filter(|host| !host.is_empty());
    link.starts_with('#') || message_id(link).is_some() || known.any(|known| known == host(link))
}

/// The post that a link of `from` leads to, in its thread or in another on its shelf: the post with that permalink, the
/// post behind a fragment (`#comment-12`), or the message with that id. The page of another thread leads to its opening
/// post, that of the same thread to `None`. O(n) at worst.
pub fn led_to(thread: &Thread, from: PostId, link: &str) -> Option<PostId> {
    let here = thread.opening(from);
    let (page, part) = link.split_once('#').map_or((link, None), |(page, part)| (page, Some(part)));
    let target = Target {
        link,
        page,
        part: part.filter(|part| !part.is_empty()),
        message: message_id(link).map(|id| percent_decoded(&id)),
    };
    let is_here = page.is_empty() || target.is_page_of(thread, here);
    if is_here && target.part.is_none() && target.message.is_none() {
        return None;
    }
    let others = thread.children(PostId::ARTICLE).filter(|&opening| thread.is_shelf() && opening != here);
    let elsewhere = |opening: PostId| {
        let is_its_page = target.is_page_of(thread, opening);
        let found = target.post_of(thread, opening, is_its_page);
        found.or_else(|| is_its_page.then_some(opening))
    };
    target.post_of(thread, here, is_here).or_else(|| others.take_while(|_| !is_here).find_map(elsewhere))
}

/// The target of a link.
struct Target<'a> {
    link: &'a str,
    page: &'a str,
    /// The fragment: a part of the page.
    part: Option<&'a str>,
    /// The id of a message.
    message: Option<String>,
}

impl Target<'_> {
    /// Whether its page is that of the thread opened by `opening`.
    fn is_page_of(&self, thread: &Thread, opening: PostId) -> bool {
        let page = thread.url_of(opening).map(|url| bare(url.split('#').next().unwrap_or(url)));
        page.is_some_and(|page| !page.is_empty() && page == bare(self.page))
    }

    /// The post of a thread that it leads to.
    fn post_of(&self, thread: &Thread, opening: PostId, is_its_page: bool) -> Option<PostId> {
        let leads_to = |post: &PostId| {
            let (id, permalink) = (thread.source_id(*post), thread.permalink(*post));
            let by_permalink = permalink.is_some_and(|permalink| bare(permalink) == bare(self.link));
            let by_message = self.message.is_some() && id == self.message.as_deref();
            let by_part = self.part.filter(|_| is_its_page).is_some_and(|part| {
                let anchor = permalink.and_then(|permalink| permalink.split_once('#')).map(|(_, anchor)| anchor);
                anchor == Some(part) || id.is_some_and(|id| is_anchor_of(part, id))
            });
            by_permalink || by_message || by_part
        };
        thread.subtree(opening).filter_map(|index| thread.get(index)).find(leads_to)
    }
}

/// An address without its scheme, `www.` and slashes at its end, which make no difference.
fn bare(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
}

/// Whether a fragment names the post of an id: `comment-12`, `c12` or `12` the post `12` or `comment-12`.
fn is_anchor_of(part: &str, id: &str) -> bool {
    let number = |text: &str| {
        let digits = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        text.get(text.len() - digits..).filter(|digits| !digits.is_empty()).map(str::to_owned)
    };
    let is_marked = |text: &str| text.len() <= 40 && text.starts_with(|c: char| c.is_ascii_alphanumeric());
    part == id || is_marked(part) && is_marked(id) && number(part).is_some() && number(part) == number(id)
}

/// The message id in a link: `mid:…`, `news:…`, or a part of the path of an archive's address.
fn message_id(link: &str) -> Option<String> {
    for scheme in ["mid:", "news:"] {
        if let Some(id) = link.get(..scheme.len()).filter(|begin| begin.eq_ignore_ascii_case(scheme)) {
            return link.get(id.len()..).filter(|id| id.contains('@')).map(str::to_owned);
        }
    }
    let (_, rest) = link.split_once("://")?;
    let path = rest.split(['?', '#']).next()?;
    path.split('/').skip(1).find(|part| part.contains('@') || part.contains("%40")).map(str::to_owned)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let coded = match rest {
            [b'%', high, low, after @ ..] => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16);
                digit(high).zip(digit(low)).map(|(high, low)| ((high * 16 + low) as u8, after))
            }
            _ => None,
        };
        let (byte, after) = coded.unwrap_or((*byte, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Notation, Parent};

    fn thread() -> Thread {
        let mut builder = Builder::new("test");
        builder.url("https://harbour.example/lamp");
        let bodies = [
            "no link: at all",
            "<a href='#c1'>the <b>first</b></a> and https://a.example/x.",
            "[b](https://b.example)",
        ];
        let notations = [Notation::Plain, Notation::Html, Notation::Markdown];
        for ((body, notation), id) in bodies.into_iter().zip(notations).zip(["12", "comment-13", "2@harbour.example"]) {
            let url = format!("https://harbour.example/lamp#r{id}");
            builder.add(Draft { id: Some(id), url: Some(&url), body, notation, ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    #[test]
    fn links_are_found_in_the_order_of_reading() {
        let (found, more) = links(&thread(), PostId::ARTICLE, 9);
        let told: Vec<_> = found.iter().map(|link| (link.post.index(), &*link.says, &*link.leads)).collect();
        assert_eq!(
            told,
            [(2, "the first", "#c1"), (2, "https://a.example/x", "https://a.example/x"), (3, "b", "https://b.example")]
        );
        assert!(!more);
        assert_eq!(links(&thread(), PostId::ARTICLE, 2).0.len(), 2);
        assert!(links(&thread(), PostId::ARTICLE, 2).1);
    }

    #[test]
    fn links_to_posts_of_the_thread_lead_to_them() {
        let thread = thread();
        let led = |link: &str| {
            let post = led_to(&thread, PostId::new(2), link).map(PostId::index);
            assert!(post.is_none() || may_lead_here(&thread, PostId::new(2), link), "{link}");
            post
        };
        assert_eq!(led("#comment-12"), Some(1));
        assert_eq!(led("http://www.harbour.example/lamp/#c13"), Some(2));
        assert_eq!(led("https://harbour.example/lamp#r12"), Some(1));
        assert_eq!(led("mid:2@harbour.example"), Some(3));
        assert_eq!(led("https://lists.example/lamp/2%40harbour.example/"), Some(3));
        assert_eq!(led("https://harbour.example/lamp"), None, "the page as a whole");
        assert_eq!(led("https://gull.example/lamp#comment-12"), None, "another page");
        assert_eq!(led("#comment-2"), None);
        assert!(!may_lead_here(&thread, PostId::ARTICLE, "https://gull.example/"));
    }

    #[test]
    fn links_to_other_threads_of_a_shelf_lead_there() {
        let mut builder = Builder::new("test");
        for name in ["lamp", "ferry"] {
            builder.begin();
            builder.url(&format!("https://harbour.example/{name}"));
            for (number, parent) in [(1, Parent::Nothing), (2, Parent::default())] {
                let id = format!("{name}-{number}@harbour.example");
                builder.add(Draft { parent, id: Some(&id), body: "See there.", ..Draft::default() });
            }
        }
        let thread = builder.finish().unwrap().thread;
        let (lamp, ferry) = (PostId::new(1), PostId::new(3));
        let led = |link: &str| {
            let post = led_to(&thread, lamp, link);
            assert!(post.is_none() || may_lead_here(&thread, lamp, link), "{link}");
            post
        };
        assert_eq!(led("https://harbour.example/ferry/"), Some(ferry));
        assert_eq!(led("https://harbour.example/ferry#comments"), Some(ferry));
        assert_eq!(led("mid:ferry-2@harbour.example"), Some(PostId::new(4)));
        assert_eq!(led("mid:lamp-2@harbour.example"), Some(PostId::new(2)));
        assert_eq!(led("https://harbour.example/lamp"), None, "the page of this thread as a whole");
        assert_eq!(led("https://harbour.example/soup"), None);
    }
}

//! What opens the thread of a page: a separate article, the first of its posts, or just its title.

use super::dom::{Dom, NodeId, is_silent};
use super::general::says;
use super::posts::{self, Spots};
use super::tally::Tally;
use std::ops::Range;

/// What opens a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// A text outside the posts.
    Article,
    /// The first of the posts.
    FirstPost,
    /// Only the title: this is a later page, and the opening post is on the first page.
    Title,
}

/// What opens the thread of a page whose posts were found by appearance.
pub(super) fn opening(dom: &Dom, tally: &Tally, spots: &Spots, url: Option<&str>) -> Opening {
    // So many bytes of prose before the posts are an article.
    const OF_FORUM: usize = 150;
    const OF_PAGE: usize = 200;
    let Some(first) = spots.first() else { return Opening::Article };
    let (before, start) = prose(dom, first.node);
    let is_dated = start.is_some_and(|start| tally.dates(&(start..first.node)) > 0);
    let called = |is: fn(&str) -> bool| {
        let some = spots.iter().take(5);
        let yes = some.clone().filter(|spot| says(dom, spot.node, is)).count();
        yes * 2 > some.len()
    };
    let is_forum = is_forum(dom, url);
    let all = tally.letters(&dom.range(NodeId::ROOT));
    let posts: u32 = posts::taken(spots).iter().map(|range| tally.letters(range)).sum();
    let is_called = called(is_comment) && (before >= OF_PAGE || !is_plainly_forum(dom, url));
    let told = description(dom);
    let is_told = |range: Range<NodeId>| told.as_deref().is_some_and(|told| starts_a_part(dom, range, told));
    let is_article = if is_told(first.node..first.end) {
        false
    } else if is_called || posts * 3 < all && !is_forum {
        true
    } else if is_forum {
        // On a forum, an undated text above the posts is about the forum.
        before >= OF_FORUM && is_dated
    } else {
        before >= OF_PAGE
    };
    if is_article {
        Opening::Article
    } else if is_later(dom, url) {
        Opening::Title
    } else {
        Opening::FirstPost
    }
}

/// The letters that the description of a page begins with. `None` if it has too few to tell texts apart.
fn description(dom: &Dom) -> Option<String> {
    const ENOUGH: usize = 40;
    let text = dom.all().find_map(|node| {
        let key = dom.attribute(node, "property").or_else(|| dom.attribute(node, "name"))?;
        dom.attribute(node, "content").filter(|_| matches!(key, "og:description" | "description"))
    })?;
    let letters: String =
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(ENOUGH).collect();
    (letters.chars().count() == ENOUGH).then_some(letters)
}

/// Whether a text begins in a part of a page.
fn starts_a_part(dom: &Dom, range: Range<NodeId>, start: &str) -> bool {
    let text = dom.text_in(range);
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    letters.contains(start)
}

fn is_comment(word: &str) -> bool {
    ["comment", "komment", "coment", "review", "reaction", "respon"].iter().any(|start| word.starts_with(start))
}

/// Whether the address of a page is clearly that of a forum, rather than of some other discussion.
fn is_plainly_forum(dom: &Dom, url: Option<&str>) -> bool {
    const WORDS: &[&str] = &["forum", "topic", "thread", "phorum", "foren", "/foro", "/board", "/t/"];
    let in_word = |url: &str| WORDS.iter().any(|known| url.to_ascii_lowercase().contains(known));
    let canonical =
        || dom.all().find(|&node| dom.name(node) == "link" && dom.attribute(node, "rel") == Some("canonical"));
    match url {
        Some(url) => in_word(url),
        None => canonical().and_then(|node| dom.attribute(node, "href")).is_some_and(in_word),
    }
}

/// Whether a page is from a forum, by its address or the classes of its body.
pub(super) fn is_forum(dom: &Dom, url: Option<&str>) -> bool {
    const WORDS: &[&str] = &[
        "forum",
        "topic",
        "thread",
        "board",
        "community",
        "discussion",
        "talk",
        "question",
        "viewtopic",
        "showthread",
        "conversation",
        "phorum",
        "foro",
        "foros",
        "foren",
        "bbs",
        "message",
    ];
    let in_word = |word: &str| WORDS.iter().any(|known| word.contains(known));
    if url.is_some_and(|url| in_word(&url.to_ascii_lowercase())) {
        return true;
    }
    let address = dom.all().find(|&node| dom.name(node) == "link" && dom.attribute(node, "rel") == Some("canonical"));
    if address.and_then(|node| dom.attribute(node, "href")).is_some_and(|url| in_word(&url.to_ascii_lowercase())) {
        return true;
    }
    let body = dom.all().find(|&node| dom.name(node) == "body");
    body.is_some_and(|body| says(dom, body, |word| WORDS.iter().any(|known| word.starts_with(known))))
}

/// Bytes of prose before a node, outside menus, forms and banners, and where the prose begins.
fn prose(dom: &Dom, end: NodeId) -> (usize, Option<NodeId>) {
    const PARAGRAPH: usize = 80;
    let (mut all, mut paragraph, mut holder, mut start) = (0, 0, NodeId::ROOT, None);
    // What stands above the heading is about the site.
    let heading = dom.all().take_while(|&node| node < end).filter(|&node| dom.name(node) == "h1").last();
    let mut node = heading.unwrap_or(NodeId::ROOT);
    while node < end {
        let name = dom.name(node);
        let passed = is_silent(name)
            || matches!(name, "nav" | "aside" | "footer" | "form" | "a" | "button" | "label" | "h1" | "h2" | "h3")
            || dom.attribute(node, "hidden").is_some()
            || !name.is_empty() && dom.end(node) <= end && says(dom, node, is_banner);
        if passed {
            node = dom.end(node);
            continue;
        }
        if let Some(text) = dom.text(node) {
            let parent = block(dom, node);
            if parent != holder {
                (paragraph, holder) = (0, parent);
            }
            let length = text.split_whitespace().map(|word| word.len() + 1).sum::<usize>();
            let known = if paragraph >= PARAGRAPH { paragraph } else { 0 };
            paragraph += length;
            if paragraph >= PARAGRAPH {
                all += paragraph - known;
                let near = |node: NodeId| near(dom, node, end);
                start.get_or_insert_with(|| heading.map_or(near(node), |heading| near(heading).min(near(node))));
            }
        }
        node = node.next();
    }
    (all, start)
}

/// The start of a text's container, a few levels up, as long as the container ends before `end`.
fn near(dom: &Dom, node: NodeId, end: NodeId) -> NodeId {
    const STEPS: usize = 5;
    dom.ancestors(node).take(STEPS).take_while(|&above| dom.end(above) <= end).last().unwrap_or(node)
}

/// The container of a forum's opening post, if that differs in kind from the other posts: the largest element before
/// them that contains its first words.
pub(super) fn holder(dom: &Dom, spots: &Spots, url: Option<&str>) -> Option<NodeId> {
    let first = spots.first()?.node;
    let (_, start) = prose(dom, first);
    let start = start.filter(|_| is_forum(dom, url))?;
    Some(dom.ancestors(start).take_while(|&above| dom.end(above) <= first).last().unwrap_or(start))
}

/// The nearest block around a text.
fn block(dom: &Dom, node: NodeId) -> NodeId {
    const NEAR: usize = 6;
    let is_block = |node: &NodeId| {
        matches!(dom.name(*node), "p" | "div" | "td" | "li" | "dd" | "blockquote" | "section" | "article")
    };
    dom.ancestors(node).take(NEAR).find(is_block).unwrap_or_else(|| dom.parent(node))
}

fn is_banner(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "banner",
        "notice",
        "notices",
        "announcement",
        "announcements",
        "login",
        "register",
        "modal",
        "popup",
        "breadcrumb",
        "breadcrumbs",
        "ad",
        "ads",
        "sponsor",
        "sidebar",
        "widget",
        "menu",
        "dropdown",
        "navigation",
        "navbar",
        "related",
        "alert",
        "tooltip",
        "newsletter",
        "signup",
    ];
    WORDS.contains(&word)
}

/// Whether a page is not the first of its thread: it links to the previous page, or its address has the number of a
/// page or of a starting post.
pub(super) fn is_later(dom: &Dom, url: Option<&str>) -> bool {
    let head = dom.all().find(|&node| dom.name(node) == "head");
    let links = head.into_iter().flat_map(|head| dom.below(head));
    let mut address = url.map(str::to_owned);
    for node in links {
        if dom.name(node) != "link" {
            continue;
        }
        match dom.attribute(node, "rel") {
            // Forums also use this relation for the previous topic.
            Some("prev" | "previous") => {
                let is_topic = |address: &str| address.contains("prev_next");
                if !dom.attribute(node, "href").is_some_and(is_topic) {
                    return true;
                }
            }
            Some("canonical") if address.is_none() => address = dom.attribute(node, "href").map(str::to_owned),
            _ => {}
        }
    }
    address.is_some_and(|address| page_number(&address) > 1)
}

/// The page number in an address. 2 if the address starts at a later post, 1 if it has neither.
fn page_number(address: &str) -> u32 {
    let lower = address.to_ascii_lowercase();
    let number = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).take(6).collect();
        digits.parse::<u32>().ok()
    };
    for word in ["page=", "page-", "/page/", "/page", "seite=", "seite-", "pagenumber=", "/p"] {
        if let Some((_, after)) = lower.rsplit_once(word)
            && let Some(page) = number(after).filter(|page| (2..=5000).contains(page))
            && (word != "/p" || after.len() <= 4)
        {
            return page;
        }
    }
    for word in ["?start=", "&start=", "&st=", "?st=", "offset="] {
        if let Some((_, after)) = lower.split_once(word)
            && number(after).is_some_and(|first| first > 0)
        {
            return 2;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(before: &str, class: &str, url: &str) -> Opening {
        let post = |name: &str| format!("<div class='{class}'><b>{name}</b> The lamp was lit again.</div>");
        let page = format!("<body>{before}{}{}", post("mara"), post("gull"));
        let dom = Dom::read(&page);
        let nodes: Vec<_> = dom.all().filter(|&node| dom.name(node) == "div" && dom.has_class(node, class)).collect();
        opening(&dom, &Tally::of(&dom), &posts::nested(&dom, &nodes), Some(url))
    }

    #[test]
    fn the_first_post_opens_a_page_without_an_article() {
        let forum = "https://port.example/forum/lamp";
        let cookies = format!("<div class='cookie-banner'><p>{}</div>", "We use cookies in this harbour. ".repeat(30));
        let article = format!("<div><p>3 May 2023</p><p>{}</p></div>", "The lamp was lit and burned. ".repeat(30));
        let about = format!("<p>{}</p>", "Here we talk of lamps and of fog. ".repeat(30));
        assert_eq!(of("", "post", forum), Opening::FirstPost);
        assert_eq!(of(&cookies, "post", forum), Opening::FirstPost);
        assert_eq!(of(&about, "post", forum), Opening::FirstPost);
        assert_eq!(of(&article, "post", forum), Opening::Article);
        assert_eq!(of("", "comment", "https://port.example/lamp"), Opening::Article);
        assert_eq!(of("", "comment", forum), Opening::FirstPost);
        assert_eq!(of("", "post", "https://port.example/forum/lamp?page=2"), Opening::Title);
        assert_eq!(
            of(&about, "comment", forum),
            Opening::Article,
            "replies are called comments: what is above them is not"
        );
        assert_eq!(of("<link rel=prev href='/forum/lamp'>", "post", forum), Opening::FirstPost);
    }

    #[test]
    fn addresses_tell_which_page_it_is() {
        for (address, page) in [
            ("https://port.example/t/lamp.12/page-3", 3),
            ("https://port.example/viewtopic.php?t=12&start=25", 2),
            ("https://port.example/viewtopic.php?t=12&start=0", 1),
            ("https://port.example/t/lamp?page=1", 1),
            ("https://port.example/lamp/2", 1),
        ] {
            assert_eq!(page_number(address), page, "{address}");
        }
    }
}

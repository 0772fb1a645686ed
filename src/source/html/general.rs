//! One rule for the posts of undescribed pages.
//!
//! Nearly every program that makes such pages gives each post a number to link to: `id="comment-1911"`. Elements with
//! such names are posts. If there are none, elements with the same name are compared. They are posts if each has a time
//! and an author of its own, and the page mentions comments there.

use super::dom::{Dom, NodeId};
use super::fields::number_at_end;
use super::role::{Role, role};
use crate::source::date;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::hash_map::Entry;

/// The elements of a page's posts, in document order.
pub(super) fn find(dom: &Dom) -> Option<Vec<NodeId>> {
    let numbered = numbered(dom);
    if !numbered.is_empty() {
        return Some(numbered);
    }
    alike(dom)
}

/// What a numbered name says about its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Comment,
    /// The element may be a post, or another numbered thing.
    Perhaps,
}

/// The number at the end of a post's id or name.
fn named(id: &str) -> Option<(Named, &str, &str)> {
    if let Some(number) = id
        .strip_prefix("moreComments-")
        .unwrap_or(id)
        .strip_prefix("t1_")
        .filter(|number| number.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    {
        return Some((Named::Comment, "t1_", number));
    }
    let number = number_at_end(id).filter(|number| number.len() <= 20)?;
    let prefix = id.strip_suffix(number)?.trim_end_matches(['-', '_', '.']);
    let prefix = ["li-", "div-", "article-", "wp-", "anchor-", "a-", "the-"]
        .iter()
        .find_map(|start| prefix.strip_prefix(start))
        .unwrap_or(prefix);
    let lower = prefix.to_ascii_lowercase();
    let kind = match lower.as_str() {
        "comment" | "kommentar" | "commentaire" | "comentario" | "commento" | "cmt" | "ljcmt" | "comm"
        | "issuecomment" | "comment-id" | "commentid" | "singlecomment" | "usercomment" | "komentarz" | "reactie"
        | "komentar" => Named::Comment,
        "c" | "post" | "p" | "reply" | "msg" | "message" | "answer" | "pid" | "posting" | "entry" | "tree" | "node"
        | "respuesta" | "avis" | "review" | "beitrag" | "k" | "com" | "thread-comment" => Named::Perhaps,
        _ => return None,
    };
    Some((kind, prefix, number))
}

/// The outermost elements with names of posts.
fn numbered(dom: &Dom) -> Vec<NodeId> {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut comments = Vec::new();
    let mut others: FxHashMap<&str, Vec<NodeId>> = FxHashMap::default();
    let mut seen_others: FxHashMap<(&str, &str), NodeId> = FxHashMap::default();
    // Elements within others of the same name.
    let mut inner: FxHashMap<NodeId, NodeId> = FxHashMap::default();
    for node in dom.all() {
        let id = dom.id(node).or_else(|| dom.attribute(node, "name").filter(|_| dom.name(node) == "a"));
        let Some((kind, prefix, number)) = id.and_then(named) else { continue };
        match kind {
            _ if matches!(dom.name(node), "input" | "form" | "textarea" | "img" | "button") => {}
            Named::Comment => {
                if seen.insert(number) {
                    comments.push(node);
                }
            }
            Named::Perhaps => match seen_others.entry((prefix, number)) {
                Entry::Vacant(vacant) => {
                    vacant.insert(node);
                    others.entry(prefix).or_default().push(node);
                }
                Entry::Occupied(known) => {
                    if dom.contains(*known.get(), node) {
                        inner.entry(*known.get()).or_insert(node);
                    }
                }
            },
        }
    }
    if !comments.is_empty() {
        return comments;
    }
    // The container of all posts in a topic may be named like the first of them.
    for nodes in others.values_mut() {
        if let (Some(&first), Some(&last)) = (nodes.first(), nodes.last())
            && dom.contains(first, last)
            && let Some(&own) = inner.get(&first)
            && let Some(outer) = nodes.first_mut()
        {
            *outer = own;
            nodes.sort_unstable();
        }
    }
    let about = About::of(dom);
    let likely = others.into_values().filter(|nodes| {
        let dated = nodes.iter().filter(|&&node| about.dates(node..dom.end(node)) > 0).count();
        nodes.len() > 1 && dated * 10 >= nodes.len() * 8 && speaks_of_comments(dom, nodes)
    });
    likely.max_by_key(Vec::len).unwrap_or_default()
}

/// The number of dates, authors and letters before each node of a page.
struct About {
    dates: Vec<u32>,
    authors: Vec<u32>,
    letters: Vec<u32>,
}

impl About {
    fn of(dom: &Dom) -> Self {
        let mut about = Self { dates: vec![0], authors: vec![0], letters: vec![0] };
        let (mut dates, mut authors, mut letters) = (0, 0, 0);
        let mut silent = NodeId::new(0);
        for node in dom.all() {
            if super::dom::is_silent(dom.name(node)) {
                silent = silent.max(dom.end(node));
            }
            if node >= silent {
                match dom.text(node) {
                    Some(text) => {
                        let text = text.trim();
                        letters += text.len() as u32;
                        let short = text.len() <= 80 && text.len() >= 6;
                        if short && text.bytes().any(|byte| byte.is_ascii_digit()) && date::find(text).is_some() {
                            dates += 1;
                        }
                    }
                    None => {
                        authors += u32::from(matches!(role(dom, node), Some((Role::Author, rank)) if rank <= 5));
                    }
                }
            }
            about.dates.push(dates);
            about.authors.push(authors);
            about.letters.push(letters);
        }
        about
    }

    fn dates(&self, range: std::ops::Range<NodeId>) -> u32 {
        between(&self.dates, range)
    }
}

/// Whether most of the elements are where the page mentions comments, and not beside its main text.
fn speaks_of_comments(dom: &Dom, nodes: &[NodeId]) -> bool {
    let spoken = |node: NodeId| around(dom, node).take(7).any(|above| says(dom, above, is_discussion));
    let good = nodes.iter().filter(|&&node| spoken(node) && !is_beside(dom, node)).count();
    good * 10 >= nodes.len() * 8
}

/// An element and its ancestors.
fn around(dom: &Dom, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    std::iter::once(node).chain(dom.ancestors(node))
}

/// Whether an element is beside a page's main text. Distant ancestors are ignored; their names may only concern the
/// layout.
fn is_beside(dom: &Dom, node: NodeId) -> bool {
    around(dom, node).take(4).any(|above| says(dom, above, is_aside))
        || around(dom, node).any(|above| {
            matches!(dom.name(above), "nav" | "aside")
                || dom.id(above).into_iter().chain(dom.classes(above)).any(is_aside) && dom.name(above) != "body"
        })
}

fn between(counts: &[u32], range: std::ops::Range<NodeId>) -> u32 {
    let at = |node: NodeId| counts.get(node.index()).or(counts.last()).copied().unwrap_or(0);
    at(range.end).saturating_sub(at(range.start))
}

/// Whether a word of an element's id or classes passes the test.
pub(super) fn says(dom: &Dom, node: NodeId, is: fn(&str) -> bool) -> bool {
    dom.id(node).into_iter().chain(dom.classes(node)).any(|name| {
        let lower = name.to_ascii_lowercase();
        lower.split(['-', '_']).any(is)
    })
}

pub(super) fn is_discussion(word: &str) -> bool {
    [
        "comment",
        "komment",
        "coment",
        "repl",
        "discuss",
        "disqus",
        "thread",
        "forum",
        "message",
        "answer",
        "reaction",
        "conversation",
        "talkback",
    ]
    .iter()
    .any(|start| word.starts_with(start))
        || matches!(word, "post" | "posts" | "topic" | "talk" | "respond" | "responses" | "opinion" | "opinions")
}

pub(super) fn is_aside(word: &str) -> bool {
    matches!(
        word,
        "sidebar"
            | "widget"
            | "recent"
            | "related"
            | "latest"
            | "teaser"
            | "teasers"
            | "recentcomments"
            | "popular"
            | "trending"
            | "news"
            | "ticker"
            | "promo"
            | "archive"
    )
}

/// Elements with the same name, each with a time and an author of its own.
fn alike(dom: &Dom) -> Option<Vec<NodeId>> {
    let mut groups: FxHashMap<(&str, &str), Vec<NodeId>> = FxHashMap::default();
    for node in dom.all() {
        if !matches!(dom.name(node), "div" | "li" | "article" | "section" | "tr" | "table" | "dd" | "td" | "details") {
            continue;
        }
        for class in dom.classes(node) {
            // Blogs list trackbacks among the comments.
            let class = if matches!(class, "pingback" | "trackback") { "comment" } else { class };
            let group = groups.entry((dom.name(node), class)).or_default();
            if group.last() != Some(&node) {
                group.push(node);
            }
        }
        let parent = dom.parent(node);
        if says(dom, parent, is_discussion) {
            let list = dom.id(parent).or_else(|| dom.classes(parent).next()).unwrap_or_default();
            groups.entry(("child", list)).or_default().push(node);
        }
        if let Some(kind) = dom.attribute(node, "itemtype") {
            let comment = ["Comment", "UserComments", "Answer"].iter().any(|name| kind.ends_with(name));
            if comment {
                groups.entry(("itemtype", "comment")).or_default().push(node);
            }
        }
    }
    let about = About::of(dom);
    let mut best: Option<(Rank, Vec<NodeId>)> = None;
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_unstable_by_key(|(name, nodes)| (nodes.first().copied(), *name));
    for ((kind, name), nodes) in groups {
        let declared = kind == "itemtype";
        let called = is_called_comment(name);
        let enough = if declared || called { 1 } else { 2 };
        if nodes.len() < enough || !declared && is_aside(&name.to_ascii_lowercase()) {
            continue;
        }
        let good = good_posts(dom, &about, &nodes);
        let most = if declared || called { 5 } else { 8 };
        if good == 0 || good * 10 < nodes.len() * most || !declared && !speaks_of_comments(dom, &nodes) {
            continue;
        }
        // Of nested candidates, the outermost shows best how the posts are nested.
        let rank = Rank { declared, called, good };
        if best.as_ref().is_none_or(|(known, _)| rank > *known) {
            best = Some((rank, nodes));
        }
    }
    best.map(|(_, nodes)| nodes)
}

/// How certain it is that elements are posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// The page says so in the vocabulary of schema.org.
    declared: bool,
    /// They are named comments.
    called: bool,
    /// The number of elements that look like posts.
    good: usize,
}

/// Whether a class names a single comment, not a part of one or a list of them.
fn is_called_comment(class: &str) -> bool {
    let lower = class.to_ascii_lowercase();
    let mut words = lower.split(['-', '_']).filter(|word| !word.is_empty());
    let is_one = |word: &str| {
        matches!(
            word,
            "comment" | "kommentar" | "commentaire" | "comentario" | "commento" | "reactie" | "komentarz" | "reply"
        )
    };
    let is_neutral = |word: &str| {
        matches!(word, "item" | "single" | "user" | "entry" | "wrap" | "wrapper" | "box" | "block")
            || word.len() <= 4 && !matches!(word, "text" | "meta" | "date" | "form" | "list" | "area" | "link" | "body")
    };
    words.clone().any(is_one) && words.all(|word| is_one(word) || is_neutral(word))
}

/// The number of elements that have one date, one author and some text of their own.
fn good_posts(dom: &Dom, about: &About, nodes: &[NodeId]) -> usize {
    let spots = super::posts::nested(dom, nodes);
    (0..nodes.len())
        .filter(|&place| {
            let own = super::posts::own(&spots, place);
            let count = |counts: &[u32]| own.iter().map(|piece| between(counts, piece.clone())).sum::<u32>();
            let (dates, authors, letters) = (count(&about.dates), count(&about.authors), count(&about.letters));
            (1..=4).contains(&dates) && authors >= 1 && letters >= 20
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Vec<String> {
        let dom = Dom::read(html);
        let nodes = find(&dom).unwrap_or_default();
        nodes.into_iter().map(|node| dom.id(node).unwrap_or("-").to_owned()).collect()
    }

    #[test]
    fn elements_with_numbers_of_comments_are_posts() {
        let page =
            "<ol><li id=comment-1><div id=div-comment-1>a</div><ol><li id=comment-2>b</ol><li id=li-comment-3>c</ol>
            <form id=comment-form-1></form><input id=comment-9>";
        assert_eq!(found(page), ["comment-1", "comment-2", "li-comment-3"]);
    }

    #[test]
    fn elements_that_are_called_alike_with_time_and_author_are_posts() {
        let post = |name: &str| {
            format!("<div class=entry><b class=author>{name}</b> <i>3 May 2023</i><p>The lamp was lit again.</p></div>")
        };
        let page = format!("<div class=comments>{}{}</div>", post("mara"), post("gull"));
        assert_eq!(found(&page).len(), 2);
        let page = format!("<div class='comments sidebar'>{}{}</div>", post("mara"), post("gull"));
        assert_eq!(found(&page).len(), 0, "what stands beside the page is no discussion");
        let page = format!("<div class=news>{}{}</div>", post("mara"), post("gull"));
        assert_eq!(found(&page).len(), 0);
    }

    #[test]
    fn what_is_called_a_comment_may_stand_alone() {
        let page = "<ul class=comments><li class='comment even'><b class=author>mara</b> <i>3 May 2023</i><p>The lamp was lit again.</p>
            <li class='pingback odd'><a href='https://quay.example'>Quay</a></ul>";
        assert_eq!(found(page).len(), 2);
        assert!(
            is_called_comment("single-comment") && !is_called_comment("comment-list") && !is_called_comment("comments")
        );
    }

    #[test]
    fn items_of_a_list_of_comments_need_no_name() {
        let item =
            |name: &str| format!("<li><b class=author>{name}</b> <i>3 May 2023</i><p>The lamp was lit again.</p>");
        let page = format!("<ol id=comments>{}{}</ol>", item("mara"), item("gull"));
        assert_eq!(found(&page).len(), 2);
    }
}

//! The article of a page, and what the page says about itself.

use super::dom::{Dom, NodeId, is_silent};
use super::fields::moment;
use super::role::{Role, role};
use super::{name, write};
use crate::thread::Time;
use dom_smoothie::{Config, Readability};

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) title: String,
    pub(super) author: Option<String>,
    pub(super) time: Option<Time>,
    pub(super) url: Option<String>,
}

impl About {
    /// Reads what stands in the head of a page, and where there is nothing, at the beginning of its text.
    pub(super) fn read(dom: &Dom, is_post: &dyn Fn(NodeId) -> bool) -> Self {
        let mut about = Self::default();
        let (mut shared, mut heading, mut title) = (String::new(), String::new(), String::new());
        let mut byline: Option<(u8, String)> = None;
        let mut dated: Option<(u8, Time)> = None;
        let mut node = NodeId::ROOT;
        while node.index() < dom.len() {
            if is_post(node) {
                node = dom.end(node);
                continue;
            }
            match dom.name(node) {
                "title" if title.is_empty() => title = inner_text(dom, node),
                "h1" if heading.is_empty() => heading = dom.text_of(node),
                "link" if dom.attribute(node, "rel") == Some("canonical") => {
                    about.url =
                        dom.attribute(node, "href").filter(|address| address.contains("://")).map(str::to_owned);
                }
                "meta" => {
                    let key = dom.attribute(node, "property").or_else(|| dom.attribute(node, "name"));
                    let key = key.or_else(|| dom.attribute(node, "itemprop")).unwrap_or_default();
                    let value = dom.attribute(node, "content").unwrap_or_default().trim();
                    match key.to_ascii_lowercase().as_str() {
                        "og:title" => value.clone_into(&mut shared),
                        "og:url" if about.url.is_none() && value.contains("://") => about.url = Some(value.to_owned()),
                        "author" | "article:author" | "dc.creator" | "parsely-author" | "sailthru.author" => {
                            if let Some(name) = name::cleaned(value) {
                                byline.get_or_insert((0, name));
                            }
                        }
                        "article:published_time"
                        | "datepublished"
                        | "date"
                        | "dc.date"
                        | "parsely-pub-date"
                        | "pubdate"
                        | "dcterms.created" => {
                            if let Some(time) = moment(value) {
                                dated.get_or_insert((0, time));
                            }
                        }
                        _ => {}
                    }
                }
                _ => match role(dom, node) {
                    Some((Role::Author, rank @ 0..=3))
                        if byline.as_ref().is_none_or(|(known, _)| *known > rank + 1) && in_text(dom, node) =>
                    {
                        let text = dom.text_of(node);
                        if text.len() < 100
                            && let Some(name) = name::cleaned(&text)
                        {
                            byline = Some((rank + 1, name));
                        }
                    }
                    Some((Role::Time, rank))
                        if dated.is_none_or(|(known, _)| known > rank + 1) && in_text(dom, node) =>
                    {
                        let value = dom.attribute(node, "datetime").or_else(|| dom.attribute(node, "content"));
                        let time = value.and_then(moment).or_else(|| {
                            let text = dom.text_of(node);
                            moment(text.get(..text.floor_char_boundary(60)).unwrap_or(&text))
                        });
                        if let Some(time) = time {
                            dated = Some((rank + 1, time));
                        }
                    }
                    _ => {}
                },
            }
            node = node.next();
        }
        about.title = best_title(&shared, &heading, &title);
        about.author = byline.map(|(_, name)| name);
        about.time = dated.map(|(_, time)| time);
        about
    }
}

/// Whether an element stands in the text of a page, not beside it.
fn in_text(dom: &Dom, node: NodeId) -> bool {
    !dom.ancestors(node).any(|above| matches!(dom.name(above), "nav" | "aside" | "footer" | "head"))
}

fn inner_text(dom: &Dom, node: NodeId) -> String {
    let text: String = dom.below(node).filter_map(|below| dom.text(below)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The title of a page: as it is shared, or as it heads the page; the window's title often has the site's name too.
fn best_title(shared: &str, heading: &str, title: &str) -> String {
    let marks = [" | ", " » ", " « ", " :: ", " — ", " – ", " - ", " · "];
    let part = marks.iter().find(|mark| title.contains(**mark)).and_then(|mark| {
        // The site's name is mostly the shorter one.
        title.split(mark).max_by_key(|part| part.chars().count())
    });
    let best = match part {
        _ if !heading.is_empty() && shared.starts_with(heading) => heading,
        _ if !shared.is_empty() => shared,
        _ if heading.is_empty() => part.unwrap_or(title),
        Some(part) if heading.chars().count() * 2 < part.chars().count() => part,
        _ => heading,
    };
    best.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A page longer than this without its posts is no article that is worth the search.
const LONGEST: usize = 4 << 20;
/// The search reads every element once for each that it stands in.
const MOST_NESTING: usize = 2_000_000;

/// The text of a page's article, without what `away` names.
pub(super) fn text(dom: &Dom, away: &dyn Fn(NodeId) -> bool) -> String {
    let mut page = String::new();
    let nesting = write::write_page(dom, away, &mut page);
    let mut body = String::new();
    if page.len() <= LONGEST && nesting <= MOST_NESTING {
        let config = Config { disable_json_ld: true, char_threshold: 200, ..Config::default() };
        let read = Readability::new(page.as_str(), None, Some(config)).and_then(|mut page| page.parse());
        if let Ok(article) = read {
            let inner = Dom::read(&article.content);
            write::write(&inner, inner.range(NodeId::ROOT), &|_| false, &mut body);
        }
    }
    if body.is_empty() {
        plain(dom, away, &mut body);
    }
    body
}

/// All that a page says, where no article is to be found in it.
fn plain(dom: &Dom, away: &dyn Fn(NodeId) -> bool, out: &mut String) {
    let whole = ["main", "article", "body"]
        .iter()
        .find_map(|name| dom.all().find(|&node| dom.name(node) == *name && !away(node)));
    let node = whole.unwrap_or(NodeId::ROOT);
    let beside = |node: NodeId| {
        away(node) || is_silent(dom.name(node)) || matches!(dom.name(node), "nav" | "footer" | "aside" | "form")
    };
    write::write(dom, dom.range(node), &beside, out);
}

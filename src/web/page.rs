//! What a page says about itself beside its text: the program behind it, its further pages, its other forms.
//!
//! Tags are read one by one; no tree is built, and only addresses are resolved.

use super::address::Address;
use super::answer::Answer;
use std::collections::BTreeMap;

/// What a page says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Head {
    /// The program that made it, by its own name in lower case.
    pub(crate) generator: String,
    /// Links with a relation.
    links: Vec<Link>,
    /// Targets of its other links, each once.
    pub(crate) leads: Vec<Address>,
    /// Programs that left a mark which only they leave.
    marks: Vec<&'static str>,
}

/// A link with a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    /// In lower case.
    relation: String,
    to: Address,
}

/// Marks that only the pages of one program have, with that program.
const MARKS: [(&str, &str); 12] = [
    ("discourse", "name=\"discourse"),
    ("discourse", "data-discourse-setup"),
    ("mastodon", "id=\"mastodon\""),
    ("mastodon", "id='mastodon'"),
    ("lemmy", "window.isoData"),
    ("forgejo", "forgejo"),
    ("gitea", "self-hosted,gitea"),
    ("mbin", "data-controller=\"mbin"),
    ("mbin", "data-controller=\"kbin"),
    ("gitlab", "content=\"GitLab\""),
    ("jira", "content=\"JIRA\""),
    ("jira", "name=\"ajs-"),
];

/// Tags that are read at most.
const TAGS: usize = 200_000;
/// Links that are stored at most.
const LEADS: usize = 20_000;

impl Head {
    /// Reads a page.
    pub(crate) fn of(answer: &Answer) -> Self {
        let mut head = Self::default();
        head.links.extend(answer.links().into_iter().map(|(relation, to)| Link { relation, to }));
        let text = answer.text();
        let mut base = answer.at.clone();
        let mut leads = std::collections::BTreeSet::new();
        for tag in tags(&text).take(TAGS) {
            let Tag { name, attributes } = tag;
            let value = |name: &str| attributes.get(name).map_or("", |value| value.as_str());
            match name.as_str() {
                "base" => base = answer.at.join(value("href")).unwrap_or(base),
                "meta" if value("name").eq_ignore_ascii_case("generator") => {
                    head.generator = value("content").to_ascii_lowercase();
                }
                "a" | "link" if attributes.contains_key("href") => {
                    let Ok(to) = base.join(value("href")) else { continue };
                    for relation in value("rel").to_ascii_lowercase().split_ascii_whitespace() {
                        head.links.push(Link { relation: relation.to_owned(), to: to.clone() });
                    }
                    if name == "a" && to.is_beside(&answer.at) && leads.len() < LEADS {
                        leads.insert(Address::asked(&to));
                    }
                }
                _ => {}
            }
        }
        head.leads = leads.into_iter().collect();
        let marks = MARKS.iter().filter(|(_, mark)| memchr::memmem::find(&answer.body, mark.as_bytes()).is_some());
        head.marks = marks.map(|(program, _)| *program).collect();
        head
    }

    /// Whether a program left its mark on it.
    pub(crate) fn has(&self, program: &str) -> bool {
        self.marks.contains(&program)
    }

    /// The next page of the same article, by a `next` link or by page numbers. A `next` to another article does not
    /// count.
    pub(crate) fn further(&self, of: &Address) -> Option<Address> {
        let (thread, number) = numbered(of);
        let is_further = |to: &&Address| {
            let (other, further) = numbered(to);
            to.is_beside(of) && other == thread && further > number
        };
        let by_relation =
            self.links.iter().filter(|link| link.relation == "next").map(|link| &link.to).find(is_further);
        let by_number = || self.leads.iter().filter(is_further).min_by_key(|to| numbered(to).1);
        by_relation.or_else(by_number).map(Address::asked)
    }
}

/// Parameters that number the pages of a thread, or count the posts before them.
const PAGES: [&str; 12] = [
    "page",
    "p",
    "pg",
    "paged",
    "cpage",
    "start",
    "st",
    "offset",
    "comment_page",
    "comment-page",
    "pagenumber",
    "after",
];

/// An address without its page number, and that number; 0 if it has none.
fn numbered(address: &Address) -> (String, u64) {
    let mut number = 0;
    let mut pairs: Vec<&str> = Vec::new();
    for pair in address.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match value.parse::<u64>() {
            Ok(value) if PAGES.contains(&name.to_ascii_lowercase().as_str()) => number = number.max(value),
            _ => pairs.push(pair),
        }
    }
    let mut parts = address.parts();
    let mut ending = String::new();
    if let Some(last) = parts.pop() {
        // `lamp.7.page-2`, `page-2`, `p2`, `comment-page-2`, `page/2`, `lamp-2.html`.
        let (stem, dot) = last.rsplit_once(".htm").map_or((last, ""), |(stem, _)| (stem, ".htm"));
        let digits = stem.bytes().rev().take_while(u8::is_ascii_digit).count();
        let (start, digits) = stem.split_at(stem.len() - digits);
        let value = digits.parse::<u64>().ok();
        let follows_page = parts.last().is_some_and(|last| *last == "page" || *last == "pages");
        match value {
            Some(value) if start.is_empty() && follows_page => {
                parts.pop();
                number = number.max(value);
            }
            Some(value) if ["page-", "page", "p", "comment-page-"].contains(&start) => number = number.max(value),
            Some(value) if start.ends_with("-page-") || start.ends_with(".page-") || start.ends_with("_page_") => {
                number = number.max(value);
                ending = start.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').to_owned();
                ending.truncate(start.len().saturating_sub("-page-".len()));
            }
            _ => ending = format!("{stem}{dot}"),
        }
    }
    if !ending.is_empty() {
        parts.push(&ending);
    }
    (format!("/{}?{}", parts.join("/"), pairs.join("&")), number)
}

/// An opening tag.
struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
}

/// The opening tags of a page in order; skips comments, scripts and styles.
fn tags(text: &str) -> impl Iterator<Item = Tag> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once('<')?;
            if let Some(comment) = after.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            let name: String = after.chars().take(12).take_while(char::is_ascii_alphanumeric).collect();
            let name = name.to_ascii_lowercase();
            rest = after.get(name.len()..).unwrap_or_default();
            if !matches!(name.as_str(), "a" | "link" | "meta" | "base") {
                if matches!(name.as_str(), "script" | "style") {
                    let end = if name == "script" { "</script" } else { "</style" };
                    rest = rest.split_once(end).map_or("", |(_, rest)| rest);
                }
                continue;
            }
            let (attributes, after) = attributes(rest);
            rest = after;
            return Some(Tag { name, attributes });
        }
    })
}

/// Bytes of a tag's attributes at most: a page that is cut off may contain an unclosed quote.
const LONGEST: usize = 8192;

/// The attributes of a tag, and the text behind it.
fn attributes(text: &str) -> (BTreeMap<String, String>, &str) {
    let mut found = BTreeMap::new();
    let end = text.floor_char_boundary(LONGEST.min(text.len()));
    let mut rest = text.get(..end).unwrap_or_default();
    let behind = |rest: &str| text.get(end - rest.len()..).unwrap_or_default();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return (found, behind(rest));
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (found, behind(after));
        }
        let name_end = rest.find(|c: char| c.is_ascii_whitespace() || "=>/".contains(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end.max(rest.chars().next().map_or(0, char::len_utf8)));
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value.get(1..).unwrap_or_default().split_once(quote).unwrap_or(("", "")),
            None => value.split_at(value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len())),
        };
        found.entry(name.to_ascii_lowercase()).or_insert_with(|| value.replace("&amp;", "&").replace("&#38;", "&"));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::super::answer::tests::answer;
    use super::*;
    use proptest::prelude::*;

    fn further(at: &str, page: &str) -> Option<String> {
        let answer = answer(at, &[], page);
        Head::of(&answer).further(&answer.at).map(|to| to.to_string())
    }

    #[test]
    fn the_page_that_goes_on_is_found() {
        for (at, page, next) in [
            (
                "https://a.example/t/lamp.7/",
                "<a rel=next href='/t/lamp.7/page-2'>",
                "https://a.example/t/lamp.7/page-2",
            ),
            (
                "https://a.example/t/lamp.7/page-2",
                "<a href=page-1><a href='page-3'>",
                "https://a.example/t/lamp.7/page-3",
            ),
            (
                "https://a.example/t?f=1&t=7",
                "<link rel='next' href='?f=1&amp;t=7&amp;start=20'>",
                "https://a.example/t?f=1&t=7&start=20",
            ),
            (
                "https://a.example/t?t=7&start=20",
                "<a href='?t=7&start=0'><a href='?t=7&start=40'><a href='?t=7&start=60'>",
                "https://a.example/t?t=7&start=40",
            ),
            (
                "https://a.example/2023/lamp/",
                "<a href=/2023/lamp/comment-page-1/#comments>",
                "https://a.example/2023/lamp/comment-page-1/",
            ),
            ("https://a.example/lamp", "<a href='/lamp/page/2'>", "https://a.example/lamp/page/2"),
        ] {
            assert_eq!(further(at, page).as_deref(), Some(next), "{at}");
        }
    }

    #[test]
    fn another_article_is_no_further_page() {
        for (at, page) in [
            ("https://a.example/2023/lamp/", "<link rel=next href='/2023/gull/'>"),
            ("https://a.example/item?id=1", "<a rel=next href='/item?id=2'>"),
            ("https://a.example/t/7", "<a href='/t/8'><a href='/t/7#c2'>"),
            ("https://a.example/t/7", "<a rel=next href='https://b.example/t/7?page=2'>"),
            (
                "https://a.example/t/7?page=2",
                "<!-- <a rel=next href='?page=3'> --><script>'<a href=\"?page=4\">'</script>",
            ),
        ] {
            assert_eq!(further(at, page), None, "{at}");
        }
    }

    #[test]
    fn a_page_names_its_maker() {
        let page = "<META name=\"Generator\" content='Discourse 3.1'><div id=\"mastodon\"></div>";
        let head = Head::of(&answer("https://a.example/x", &[], page));
        assert_eq!(head.generator, "discourse 3.1");
        assert!(head.has("mastodon") && !head.has("lemmy"));
    }

    proptest! {
        #[test]
        fn any_page_is_looked_at_to_its_end(page in r#"[<>=/'"a-z &\-!\PC]{0,80}"#) {
            let _ = further("https://a.example/x/page-2", &page);
        }
    }
}

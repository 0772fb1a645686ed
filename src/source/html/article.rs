//! The article of a page, and the page's metadata.

use super::dom::{Dom, NodeId, is_silent};
use super::fields::moment;
use super::role::{Role, role};
use super::{linked, name, write};
use crate::thread::Time;
use std::ops::Range;
pub(super) use text::says_article;

mod furniture;
mod marks;
mod measure;
mod offers;
mod pictures;
mod text;

/// The metadata of a page.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) title: String,
    pub(super) author: Option<String>,
    pub(super) time: Option<Time>,
    pub(super) url: Option<String>,
}

/// What was found so far, each with a rank: the lower, the more certain.
#[derive(Default)]
struct Findings {
    /// The title for other sites, the first heading, and the title of the page.
    shared: String,
    heading: String,
    title: String,
    url: Option<String>,
    byline: Option<(u8, String)>,
    dated: Option<(u8, Time)>,
}

impl About {
    /// Reads the metadata from the head of a page, or otherwise from the beginning of its text.
    pub(super) fn read(dom: &Dom, is_post: &dyn Fn(NodeId) -> bool) -> Self {
        let mut found = Findings::default();
        let mut node = NodeId::ROOT;
        while node.index() < dom.len() {
            if is_post(node) {
                node = dom.end(node);
                continue;
            }
            match dom.name(node) {
                "title" if found.title.is_empty() => found.title = inner_text(dom, node),
                "h1" if found.heading.is_empty() => found.heading = dom.text_of(node),
                "link" if dom.attribute(node, "rel") == Some("canonical") => {
                    found.url =
                        dom.attribute(node, "href").filter(|address| address.contains("://")).map(str::to_owned);
                }
                "meta" => found.meta(dom, node),
                _ => found.in_text(dom, node),
            }
            node = node.next();
        }
        Self {
            title: best_title(&found.shared, &found.heading, &found.title),
            author: found.byline.map(|(_, name)| name),
            time: found.dated.map(|(_, time)| time),
            url: found.url,
        }
    }
}

impl Findings {
    fn meta(&mut self, dom: &Dom, node: NodeId) {
        let key = dom.attribute(node, "property").or_else(|| dom.attribute(node, "name"));
        let key = key.or_else(|| dom.attribute(node, "itemprop")).unwrap_or_default();
        let value = dom.attribute(node, "content").unwrap_or_default().trim();
        match key.to_ascii_lowercase().as_str() {
            "og:title" => value.clone_into(&mut self.shared),
            "og:url" if self.url.is_none() && value.contains("://") => self.url = Some(value.to_owned()),
            "author" | "article:author" | "dc.creator" | "parsely-author" | "sailthru.author" => {
                if let Some(name) = name::cleaned(value) {
                    self.byline.get_or_insert((0, name));
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
                    self.dated.get_or_insert((0, time));
                }
            }
            _ => {}
        }
    }

    /// Takes an element of the text that says who wrote it or when, if nothing better is known.
    fn in_text(&mut self, dom: &Dom, node: NodeId) {
        match role(dom, node) {
            Some((Role::Author, rank @ 0..=3))
                if self.byline.as_ref().is_none_or(|(known, _)| *known > rank + 1) && in_text(dom, node) =>
            {
                let text = dom.text_of(node);
                if text.len() < 100
                    && let Some(name) = name::cleaned(&text)
                {
                    self.byline = Some((rank + 1, name));
                }
            }
            Some((Role::Time, rank)) if self.dated.is_none_or(|(known, _)| known > rank + 1) && in_text(dom, node) => {
                let value = dom.attribute(node, "datetime").or_else(|| dom.attribute(node, "content"));
                let time = value.and_then(moment).or_else(|| {
                    let text = dom.text_of(node);
                    moment(text.get(..text.floor_char_boundary(60)).unwrap_or(&text))
                });
                if let Some(time) = time {
                    self.dated = Some((rank + 1, time));
                }
            }
            _ => {}
        }
    }
}

/// Whether an element is in the main text of a page, not beside it.
fn in_text(dom: &Dom, node: NodeId) -> bool {
    !dom.ancestors(node).any(|above| matches!(dom.name(above), "nav" | "aside" | "footer" | "head"))
}

fn inner_text(dom: &Dom, node: NodeId) -> String {
    let text: String = dom.below(node).filter_map(|below| dom.text(below)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The title of a page: its title for sharing, or its heading. The window title often includes the site's name.
fn best_title(shared: &str, heading: &str, title: &str) -> String {
    let marks = [" | ", " » ", " « ", " :: ", " — ", " – ", " - ", " · "];
    let part = marks.iter().find(|mark| title.contains(**mark)).and_then(|mark| {
        // The site's name is usually shorter.
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

/// The text of a page without anything `outside` it, and without the heading that is already the title. If the page
/// shows no text, the text for browsers without scripts or the page's description is used. The article is either before
/// or after the `posts` that answer it, not on both sides.
pub(super) fn text(dom: &Dom, title: &str, outside: &dyn Fn(NodeId) -> bool, posts: Option<Range<NodeId>>) -> String {
    let found = text::find(dom, outside, posts);
    let mut body = String::new();
    let heading = dom.below(found.root).find(|&node| dom.name(node) == "h1" && !found.is_away(node));
    let heading = heading.filter(|&node| is_same(&dom.text_of(node), title));
    write::write(dom, dom.range(found.root), &|node| Some(node) == heading || found.is_away(node), &mut body);
    if !shows_text(&body) {
        body.clear();
        plain(dom, outside, &mut body);
    }
    if !shows_text(&body) {
        body.clear();
    }
    if body.len() < LITTLE {
        let unseen = unseen(dom);
        if unseen.len() > 2 * body.len() {
            return unseen;
        }
    }
    body
}

/// A shorter text may only say that there is no article.
const LITTLE: usize = 200;

/// Whether two texts have the same words.
fn is_same(one: &str, other: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    letters(one) == letters(other)
}

/// Whether a fragment of HTML has any text between its tags.
fn shows_text(fragment: &str) -> bool {
    let mut is_tag = false;
    fragment.chars().any(|c| {
        is_tag = c == '<' || is_tag && c != '>';
        !is_tag && c != '>' && !c.is_whitespace()
    })
}

/// All text of a page without a recognisable article.
fn plain(dom: &Dom, outside: &dyn Fn(NodeId) -> bool, out: &mut String) {
    let whole = ["main", "article", "body"]
        .iter()
        .find_map(|name| dom.all().find(|&node| dom.name(node) == *name && !outside(node)));
    let node = whole.unwrap_or(NodeId::ROOT);
    let beside = |node: NodeId| {
        outside(node) || is_silent(dom.name(node)) || matches!(dom.name(node), "nav" | "footer" | "aside" | "form")
    };
    write::write(dom, dom.range(node), &beside, out);
}

/// The text of a page for browsers without scripts, or otherwise for machines, or otherwise the description in its
/// head.
fn unseen(dom: &Dom) -> String {
    let mut best = String::new();
    for node in dom.all().filter(|&node| dom.name(node) == "noscript") {
        let mut body = String::new();
        write::write(dom, node.next()..dom.end(node), &|_| false, &mut body);
        if body.len() > best.len() && shows_text(&body) {
            best = body;
        }
    }
    if best.len() >= LITTLE {
        return best;
    }
    let of_machines = linked::article_body(dom);
    let of_itself = dom.all().find_map(|node| {
        let key = dom.attribute(node, "property").or_else(|| dom.attribute(node, "name"))?;
        let is_description = matches!(key, "og:description" | "description" | "twitter:description");
        dom.attribute(node, "content").filter(|value| is_description && !value.trim().is_empty())
    });
    let mut told = String::new();
    for text in
        of_machines.as_deref().or(of_itself).unwrap_or_default().split('\n').filter(|line| !line.trim().is_empty())
    {
        told.push_str("<p>");
        write::escape(text, &mut told);
    }
    if told.len() > best.len() { told } else { best }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A paragraph of prose that begins with a word.
    fn prose(word: &str) -> String {
        format!(
            "<p>{word} was lit again in May, after the keeper had cleaned the lamp, and all ships saw it from afar.</p>"
        )
    }

    fn read(html: &str) -> String {
        let dom = Dom::read(html);
        Dom::read(&text(&dom, "The lamp", &|_| false, None)).text_of(NodeId::ROOT)
    }

    #[test]
    fn every_section_of_an_article_is_read() {
        let sections = ["East", "South", "West"]
            .map(|word| format!("<section class=c-{word}><h2>{word}</h2>{}{}</section>", prose("It"), prose(word)));
        let page =
            format!("<body><nav>Home Harbour</nav><div class=page>{}</div><footer>Quay 1</footer>", sections.concat());
        let text = read(&page);
        assert!(["East was", "South was", "West was"].iter().all(|part| text.contains(part)), "{text}");
        assert!(!text.contains("Home") && !text.contains("Quay 1"), "{text}");
    }

    #[test]
    fn parts_that_unfold_are_text_and_what_is_hidden_for_good_is_none() {
        let page = format!(
            "<body><main><h1>The lamp</h1>{}<h3><button aria-expanded=false>Who keeps it?</button></h3>
            <div class=accordion-panel hidden>{}</div><div style='display: none'>{}</div></main>",
            prose("It"),
            prose("Panel"),
            prose("Mole")
        );
        let text = read(&page);
        assert!(text.contains("Who keeps it?") && text.contains("Panel was"), "{text}");
        assert!(!text.contains("Mole") && !text.starts_with("The lamp"), "{text}");
    }

    #[test]
    fn what_a_page_offers_behind_its_text_is_left_out() {
        let long = prose("It").repeat(6);
        let card = |word: &str| {
            format!(
                "<div class=card><h3><a href=/{word}>{word} and all that is known of it</a></h3><p>{word} was dark for years.</p></div>"
            )
        };
        let page = format!(
            "<body><div class=page>{long}<h3>You may also like</h3><div class=row>{}{}</div></div>",
            card("Mole"),
            card("Ferry")
        );
        let text = read(&page);
        assert!(text.contains("It was lit") && !text.contains("Mole") && !text.contains("also like"), "{text}");
        let said = "<meta property=article:published_time content=2023-05-03>";
        let page =
            format!("{said}<body><div class=page>{long}<div class=row>{}{}</div></div>", card("Mole"), card("Ferry"));
        assert!(!read(&page).contains("Mole"));
    }

    #[test]
    fn what_stands_behind_the_posts_is_no_article_where_it_stands_before_them() {
        let posts = "<ol><li class=post>a<li class=post>b</ol>";
        let read = |before: &str, after: &str| {
            let dom = Dom::read(&format!("<body><div>{before}{posts}{after}</div>"));
            let found: Vec<_> = dom.all().filter(|&node| dom.has_class(node, "post")).collect();
            let range = found[0]..dom.end(found[1]);
            let body = text(&dom, "", &|node| dom.has_class(node, "post"), Some(range));
            Dom::read(&body).text_of(NodeId::ROOT)
        };
        assert!(!read(&prose("Lamp"), "<p>Guidelines | Contact</p>").contains("Guidelines"));
        assert!(read("<p>Harbour news</p>", &prose("Lamp").repeat(3)).contains("Lamp was lit"));
    }

    #[test]
    fn what_stands_twice_for_two_sizes_of_screens_is_read_once() {
        let page = format!("<body><div class=wide>{0}</div><div class=narrow>{0}</div>", prose("It"));
        assert_eq!(read(&page).matches("was lit").count(), 1);
    }

    #[test]
    fn a_list_of_links_is_text_where_the_text_goes_on_behind_it() {
        let list = "<ul><li><a href=/a>All about the mole</a><li><a href=/b>All about the ferry</a></ul>";
        let long = prose("It").repeat(4);
        assert!(read(&format!("<body><div>{long}{list}{}</div>", prose("Fog").repeat(3))).contains("ferry"));
        assert!(!read(&format!("<body><div>{long}{list}</div>")).contains("ferry"));
    }

    #[test]
    fn descriptions_of_pictures_are_read_where_they_say_something() {
        let picture = |alt: &str| format!("<div><img src=x alt='{alt}'></div>");
        let long = prose("It").repeat(8);
        let page = format!(
            "<body><div class=page>{long}{}{}{}<a href=/b><img src=b alt='The new mole'>The new mole</a></div>",
            picture("A gull on the lamp"),
            picture("Port logo"),
            picture("IMG_0042.JPG")
        );
        let text = text(&Dom::read(&page), "", &|_| false, None);
        let shown: Vec<_> = text.split("alt=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
        assert_eq!(shown, ["A gull on the lamp"]);
    }

    #[test]
    fn notes_about_cookies_are_never_the_text() {
        let page = format!(
            "<body><div class=app>Ferries: 9:10, 10:20</div><div id=cookie-banner>{}</div>",
            prose("It").repeat(3)
        );
        assert_eq!(read(&page), "Ferries: 9:10, 10:20");
    }

    #[test]
    fn a_page_that_shows_nothing_says_what_it_has_for_others() {
        let shell = "<body><div id=app></div>";
        let long = prose("It").repeat(4);
        assert!(read(&format!("{shell}<noscript>{long}</noscript>")).starts_with("It was lit"));
        let told = "<script type=application/ld+json>{\"@type\":\"Article\",\"articleBody\":\"Lit in May.\\nDark since.\"}</script>";
        assert_eq!(read(&format!("{shell}{told}")), "Lit in May. Dark since.");
        assert_eq!(read(&format!("<meta name=description content='Lamps and logs'>{shell}")), "Lamps and logs");
        assert_eq!(read(shell), "");
    }
}

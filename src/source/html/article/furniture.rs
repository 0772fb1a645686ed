//! What stands on a page beside its text: ways to other pages, forms, offers, notes about cookies.

use super::super::dom::{Dom, NodeId};

/// How sure it is that an element is furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Furniture {
    /// Its name says so, but what holds a page's text may be called so too.
    Named,
    /// It was made to be that.
    Made,
    /// It asks for consent, and is never a page's text.
    Consent,
}

/// What an element is by its kind, its role and its names; `None` if it may be text.
pub(super) fn furniture(dom: &Dom, node: NodeId) -> Option<Furniture> {
    let mut found = match dom.name(node) {
        "nav" | "footer" | "dialog" | "menu" => Some(Furniture::Made),
        "aside" | "form" => Some(Furniture::Named),
        "header" if !is_in_text(dom, node) => Some(Furniture::Named),
        "html" | "body" | "main" | "p" | "pre" | "code" | "h1" | "tr" | "em" | "strong" | "b" | "i" | "" => {
            return None;
        }
        _ => None,
    };
    for (key, value) in dom.attributes(node) {
        let says = match key {
            "role" => match value {
                "navigation" | "contentinfo" | "search" | "menu" | "menubar" | "toolbar" | "alertdialog" => {
                    Some(Furniture::Made)
                }
                "dialog" | "banner" | "complementary" => Some(Furniture::Named),
                _ => None,
            },
            "class" | "id" => named(value),
            "aria-label" if labels_ways(value) => Some(Furniture::Made),
            "aria-modal" if value == "true" => Some(Furniture::Named),
            _ => None,
        };
        found = found.max(says);
    }
    found
}

fn is_in_text(dom: &Dom, node: NodeId) -> bool {
    dom.ancestors(node).any(|above| matches!(dom.name(above), "article" | "main" | "section"))
}

fn labels_ways(label: &str) -> bool {
    let lower = label.to_ascii_lowercase();
    ["breadcrumb", "cookie", "pagination"].iter().any(|word| lower.contains(word))
}

/// What the names in an attribute say.
fn named(value: &str) -> Option<Furniture> {
    /// Longer names are made by tools, as are those with marks in them: `md:flex`, `[&>nav]:hidden`.
    const LONGEST: usize = 60;
    /// More names than this are made by tools too.
    const MOST: usize = 40;
    let plain = |name: &&str| name.len() <= LONGEST && !name.contains(['[', ':', '/', '%', '(']);
    let mut lower = String::new();
    value
        .split_ascii_whitespace()
        .take(MOST)
        .filter(plain)
        .filter_map(|name| {
            spread(name, &mut lower);
            named_by(&lower)
        })
        .max()
}

/// Writes a name in small letters with a dash between its words: `relatedPosts_box` as `related-posts-box`.
fn spread(name: &str, out: &mut String) {
    out.clear();
    let mut before = '-';
    for c in name.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            out.push('-');
        }
        out.push(if c == '_' { '-' } else { c.to_ascii_lowercase() });
        before = c;
    }
}

fn named_by(name: &str) -> Option<Furniture> {
    let words = || name.split('-').filter(|word| !word.is_empty());
    // What a layout says of its other parts: "has-sidebar", "no-footer".
    if words()
        .next()
        .is_some_and(|first| matches!(first, "has" | "no" | "with" | "without" | "hide" | "is" | "js" | "not"))
    {
        return None;
    }
    let has = |word: &str| words().any(|known| known == word);
    let both = |one: &str, others: &[&str]| has(one) && others.iter().any(|other| has(other));
    let consents = words().any(is_consent)
        || (has("cookie") || has("cookies"))
            && words().any(|word| {
                matches!(
                    word,
                    "banner" | "bar" | "notice" | "law" | "popup" | "modal" | "message" | "info" | "policy" | "alert"
                )
            });
    if consents {
        return Some(Furniture::Consent);
    }
    let is_furniture = words().any(is_beside)
        || both("read", &["next", "also"])
        || both("you", &["may", "might"])
        || both("up", &["next"])
        || both("author", &["box", "card", "info", "about"])
        || both("meta", &["post", "entry"])
        || both("more", &["from", "posts", "articles", "stories"])
        || both("site", &["header"]);
    is_furniture.then_some(Furniture::Named)
}

fn is_consent(word: &str) -> bool {
    matches!(
        word,
        "cookiebanner"
            | "cookieconsent"
            | "cookielaw"
            | "cookiebar"
            | "gdpr"
            | "onetrust"
            | "consent"
            | "cmplz"
            | "cky"
            | "osano"
            | "truste"
            | "cybot"
            | "borlabs"
            | "didomi"
            | "usercentrics"
    )
}

/// Whether a word is the name of what stands beside a text.
fn is_beside(word: &str) -> bool {
    matches!(
        word,
        "nav"
            | "navbar"
            | "navigation"
            | "breadcrumb"
            | "breadcrumbs"
            | "crumbs"
            | "footer"
            | "colophon"
            | "sidebar"
            | "pagination"
            | "paginator"
            | "pager"
            | "menu"
            | "submenu"
            | "megamenu"
            | "dropdown"
            | "offcanvas"
            | "drawer"
            | "topbar"
            | "toolbar"
            | "masthead"
            | "searchform"
            | "skip"
            | "skiplink"
            | "share"
            | "sharing"
            | "sharedaddy"
            | "social"
            | "socials"
            | "addtoany"
            | "addthis"
            | "newsletter"
            | "signup"
            | "subscribe"
            | "subscription"
            | "login"
            | "signin"
            | "popup"
            | "modal"
            | "lightbox"
            | "advert"
            | "advertisement"
            | "ads"
            | "adsense"
            | "sponsored"
            | "promo"
            | "promotion"
            | "upsell"
            | "crosssell"
            | "minicart"
            | "outbrain"
            | "taboola"
            | "related"
            | "relatedposts"
            | "recommended"
            | "recommendations"
            | "trending"
            | "popular"
            | "readnext"
            | "tags"
            | "taglist"
            | "tagcloud"
            | "widgets"
            | "bio"
            | "byline"
            | "metadata"
            | "comments"
            | "disqus"
            | "respond"
            | "copyright"
            | "noprint"
            | "printonly"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Option<Furniture> {
        let dom = Dom::read(html);
        let body = dom.all().find(|&node| dom.name(node) == "body").unwrap();
        furniture(&dom, body.next())
    }

    #[test]
    fn kind_role_and_names_tell_what_stands_beside_a_text() {
        assert_eq!(of("<nav>a</nav>"), Some(Furniture::Made));
        assert_eq!(of("<div role=navigation>a</div>"), Some(Furniture::Made));
        assert_eq!(of("<div class='c1 relatedPosts_box'>a</div>"), Some(Furniture::Named));
        assert_eq!(of("<div id=cookie-notice>a</div>"), Some(Furniture::Consent));
        assert_eq!(of("<div class='box has-sidebar'>a</div>"), None, "another part of the layout is meant");
        assert_eq!(of("<div class='tag-cookies md:nav'>a</div>"), None, "a recipe");
        assert_eq!(of("<div class=lamp>a</div>"), None);
    }
}

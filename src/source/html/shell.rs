//! Why a page has no discussion: it is a wall, or its comments are loaded in the browser.

use super::dom::{Dom, NodeId};
use crate::source::wall;

/// Bytes of a page that are searched for words of walls. Longer pages are not walls.
pub(super) const LOOKED_AT: usize = 64 << 10;

/// Why a page has no discussion, in a sentence. `beginning` is the page's text, or empty if it is longer than
/// `LOOKED_AT`.
pub(super) fn why(dom: &Dom, beginning: &str) -> String {
    /// Walls have less text than this, in bytes.
    const LITTLE: usize = 2500;
    if !beginning.is_empty()
        && dom.text_of(NodeId::ROOT).len() < LITTLE
        && let Some(wall) = wall::of(beginning.to_ascii_lowercase().as_bytes())
    {
        return format!("the page {}: {}", wall.what, wall.hint);
    }
    match loader(dom) {
        Some(loader) => format!(
            "the page loads its comments from {} when a browser shows it, and they are not in this file: {}",
            loader.name, loader.hint
        ),
        None => "no discussion was found on the page: this is its article alone".to_owned(),
    }
}

/// The service from which a page loads its comments.
fn loader(dom: &Dom) -> Option<&'static wall::Loader> {
    dom.all().filter(|&node| dom.is_element(node)).find_map(|node| match dom.name(node) {
        "style" | "link" | "meta" | "a" => None,
        "script" => {
            let address = dom.attribute(node, "src")?;
            let file = address.split(['?', '#']).next()?.rsplit('/').next()?;
            let host = address.split("//").nth(1).unwrap_or_default();
            wall::loader_of(file).filter(|loader| loader.name != "Disqus").or_else(|| wall::loader_of(host))
        }
        name => dom
            .id(node)
            .into_iter()
            .chain(dom.classes(node).filter(|class| !class.contains("count") && !class.contains("link")))
            .chain(dom.attributes(node).map(|(key, _)| key).filter(|key| key.starts_with("data-spot")))
            .chain(Some(name).filter(|name| name.contains('-')))
            .find_map(wall::loader_of),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str) -> String {
        why(&Dom::read(page), page)
    }

    #[test]
    fn a_page_without_its_comments_says_why() {
        let article = "<p>The lamp was lit again in May.</p>";
        assert!(
            of(&format!("{article}<div id=disqus_thread></div>"))
                .starts_with("the page loads its comments from Disqus")
        );
        assert!(of(&format!("{article}<div class=fb-comments></div>")).contains("Facebook"));
        assert!(of(&format!("{article}<script src=https://giscus.app/client.js></script>")).contains("on GitHub"));
        assert!(of("<shreddit-app>Loading</shreddit-app>").contains("Reddit"));
        assert!(of("<title>Just a moment...</title><p>Enable cookies to continue.").contains("a check for browsers"));
        assert!(of(&format!("{article}<a class=disqus-comment-count>3</a>")).starts_with("no discussion was found"));
        let speaks =
            format!("<p>It said \"just a moment...\", and asked for cookies to continue.</p>{}", article.repeat(100));
        assert!(of(&speaks).starts_with("no discussion was found"), "a page about walls is none");
    }
}

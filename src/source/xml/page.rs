//! What the addresses and titles of a feed's items tell about their page.

use super::feed::Feed;

/// Whether an address is that of a comment: `https://harbour.example/lamp/#comment-7`.
pub(super) fn is_comment(url: &str) -> bool {
    const MARKS: &[&str] = &["comment", "cmt", "c", "post", "p", "pid", "reply", "r", "msg", "answer", "isso"];
    let Some((_, mark)) = url.split_once('#') else { return false };
    if let Some(code) = mark.strip_prefix("c_") {
        // Lobsters' comments have codes instead of numbers.
        return !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    }
    let number = mark.trim_start_matches(|c: char| !c.is_ascii_digit());
    let word = mark.get(..mark.len() - number.len()).unwrap_or_default().trim_end_matches(['-', '_', '=']);
    !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && MARKS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// The page of a comment's address.
pub(super) fn of(url: &str) -> &str {
    let page = url.split_once('#').map_or(url, |(page, _)| page);
    // Blogger names the comment twice.
    page.split_once("?showComment=").map_or(page, |(page, _)| page)
}

/// The item that is the article, if the addresses of all others are below its own, as in
/// `https://forum.example/t/lamp/12/7`, or all are numbered below that of the feed.
pub(super) fn article(feed: &Feed) -> Option<usize> {
    if feed.items.len() < 2 {
        return None;
    }
    let urls = || feed.items.iter().map(|item| item.entry.url.trim_end_matches('/')).enumerate();
    let (place, shortest) = urls().min_by_key(|(_, url)| url.len())?;
    let is_below = |url: &str| url.strip_prefix(shortest).is_some_and(|rest| rest.starts_with(['/', '#', '?', '&']));
    if has_path(shortest) && urls().all(|(other, url)| other == place || is_below(url)) {
        return Some(place);
    }
    let page = feed.url.trim_end_matches('/');
    let number = |url: &str| match url.strip_prefix(page)?.trim_start_matches('/') {
        "" => Some(1),
        digits => digits.parse::<u32>().ok(),
    };
    let numbers: Option<Vec<u32>> = urls().map(|(_, url)| number(url)).collect();
    // A forum numbers its topics too; an unnumbered page is more likely a list of numbered articles.
    let is_topic = page.rsplit('/').next().is_some_and(|last| last.parse::<u64>().is_ok());
    let numbers = numbers.filter(|_| is_topic)?;
    numbers.iter().enumerate().min_by_key(|(_, number)| **number).map(|(place, _)| place)
}

/// Whether an address leads beyond the root of a site.
fn has_path(url: &str) -> bool {
    url.split_once("://").is_some_and(|(_, rest)| rest.contains('/'))
}

/// WordPress' titles for feeds of comments: on one page, and on one of several by somebody.
const TITLES: &[(&[&str], &str, &str)] = &[
    (&["Comments on: ", "Comments on "], "Comment on ", " by "),
    (&["Kommentare zu: ", "Kommentare zu "], "Kommentar zu ", " von "),
    (&["Commentaires sur : ", "Commentaires sur "], "Commentaires sur ", " par "),
    (&["Comentarios en: ", "Comentarios en "], "Comentario en ", " por "),
    (&["Commenti a: ", "Commenti su: ", "Commenti su "], "Commenti su ", " di "),
    (&["Reacties op: ", "Reacties op "], "Reactie op ", " door "),
    (&["Comentários sobre: ", "Comentários sobre "], "Comentários sobre ", " por "),
];

/// The title of the page whose comments a feed contains.
pub(super) fn titled(feed: &str) -> &str {
    let mut starts = TITLES.iter().flat_map(|(starts, ..)| *starts);
    starts.find_map(|start| feed.strip_prefix(start)).unwrap_or(feed)
}

/// The title of the page that an item comments on.
pub(super) fn commented(item: &str) -> Option<&str> {
    TITLES.iter().find_map(|(_, start, by)| Some(item.strip_prefix(start)?.rsplit_once(by)?.0))
}

/// The author of a comment, from its title.
pub(super) fn commenter(item: &str) -> &str {
    let by = |(_, start, by): &(_, &str, &str)| Some(item.strip_prefix(start)?.rsplit_once(by)?.1);
    item.strip_prefix("By: ").or_else(|| TITLES.iter().find_map(by)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::feed::Item;
    use super::super::topic::Entry;
    use super::*;

    #[test]
    fn a_comment_is_known_by_its_address() {
        for (url, is) in [
            ("https://harbour.example/?p=5#comment-586", true),
            ("https://harbour.example/lamp.html?showComment=12#c34", true),
            ("https://harbour.example/lamp/#post-7", true),
            ("https://harbour.example/s/lamp#c_x1b2y3", true),
            ("https://harbour.example/lamp/#v1.2", false),
            ("https://harbour.example/lamp/#section-2b", false),
            ("https://harbour.example/lamp/", false),
        ] {
            assert_eq!(is_comment(url), is, "{url}");
        }
        assert_eq!(of("https://harbour.example/lamp.html?showComment=12#c34"), "https://harbour.example/lamp.html");
    }

    fn article_of(page: &str, urls: &[&str]) -> Option<usize> {
        let at = |url: &&str| format!("https://harbour.example{url}");
        let entry = |url| Entry { url: at(url), ..Entry::default() };
        let items = urls.iter().map(|url| Item { entry: entry(url), ..Item::default() }).collect();
        article(&Feed { url: at(&page), items, ..Feed::default() })
    }

    #[test]
    fn the_article_is_the_item_that_the_others_are_below() {
        assert_eq!(article_of("", &["/q/12/lamp/15#15", "/q/12/lamp", "/q/12/lamp/14#14"]), Some(1));
        assert_eq!(article_of("/t/lamp/12", &["/t/lamp/12/3", "/t/lamp/12/1", "/t/lamp/12/2"]), Some(1));
    }

    #[test]
    fn the_articles_of_a_blog_are_not_below_one_another() {
        assert_eq!(article_of("/", &["/lamp", "/gulls", "/lamp-again"]), None);
        assert_eq!(article_of("/", &["/", "/gulls", "/lamp"]), None);
        assert_eq!(article_of("/blog/", &["/blog/lamp", "/blog/gulls"]), None);
        assert_eq!(article_of("/comics", &["/comics/21", "/comics/22"]), None);
    }

    #[test]
    fn titles_of_comment_feeds_name_the_page_and_the_author() {
        assert_eq!(titled("Comments on: The lamp"), "The lamp");
        assert_eq!(commented("Comment on Tea by the sea by mara"), Some("Tea by the sea"));
        assert_eq!(commenter("Kommentar zu Die Lampe von mara"), "mara");
        assert_eq!(commenter("By: gull"), "gull");
    }
}

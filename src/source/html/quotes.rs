//! Finds the quoted post in forum posts, if the page names its number: links and attributes of quotes as written by
//! phpBB, vBulletin, XenForo, SMF and Discourse.
//!
//! ```html
//! <blockquote data-source="post: 1911">…</blockquote>
//! <blockquote><cite><a href="./viewtopic.php?p=1911#p1911">mara wrote</a></cite>…</blockquote>
//! <aside class="quote" data-post="3" data-topic="24">…</aside>
//! ```
//!
//! Quotes with only an author's name are ignored: one author may have written many posts.

use super::dom::{Dom, NodeId};
use super::fields::number_at_end;
use super::posts::{self, Spots};
use rustc_hash::FxHashMap;

/// Posts with the earlier post that each quotes first, as indices.
pub(super) fn quoted(dom: &Dom, spots: &Spots) -> Vec<(usize, usize)> {
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for (place, spot) in spots.iter().enumerate() {
        let names = [dom.id(spot.node), dom.attribute(spot.node, "data-content")];
        for number in names.into_iter().flatten().filter_map(number_at_end) {
            places.entry(number).or_insert(place);
        }
    }
    if places.is_empty() {
        return Vec::new();
    }
    let topic = dom.all().find_map(|node| dom.attribute(node, "data-topic-id"));
    let first_of = |place: usize| {
        let pieces = posts::own(spots, place);
        let nodes = pieces.iter().flat_map(|piece| NodeId::each(piece.clone()));
        let mut told = nodes.filter_map(|node| places.get(number(dom, node, topic)?).copied());
        told.find(|&quoted| quoted < place)
    };
    let answers = |place: usize, quoted: usize| spots.get(place).is_some_and(|spot| spot.parent != Some(quoted));
    (0..spots.len())
        .filter_map(|place| Some((place, first_of(place)?)))
        .filter(|&(place, quoted)| answers(place, quoted))
        .collect()
}

/// The number of the post that an element quotes.
fn number<'d>(dom: &'d Dom, node: NodeId, topic: Option<&str>) -> Option<&'d str> {
    let attribute = |name: &str| dom.attribute(node, name);
    match dom.name(node) {
        "" => None,
        "blockquote" | "div" => attribute("data-source")?.strip_prefix("post: "),
        "aside" => {
            let is_here = attribute("data-topic").is_none() || topic.is_none() || attribute("data-topic") == topic;
            attribute("data-post").filter(|_| is_here && dom.has_class(node, "quote"))
        }
        "a" => {
            let (_, mark) = attribute("href")?.rsplit_once('#')?;
            number_at_end(mark).filter(|_| is_in_quote(dom, node) || shows_the_post(dom, node))
        }
        _ => None,
    }
}

/// Whether an element is in a quote, or in its attribution line.
fn is_in_quote(dom: &Dom, node: NodeId) -> bool {
    dom.ancestors(node).take(4).any(|above| {
        dom.name(above) == "blockquote"
            || dom.classes(above).any(|class| {
                let lower = class.to_ascii_lowercase();
                lower.contains("quote") || lower.contains("cite")
            })
    })
}

/// Whether a link is vBulletin's arrow to the quoted post.
fn shows_the_post(dom: &Dom, link: NodeId) -> bool {
    dom.below(link).take(2).any(|node| dom.attribute(node, "src").is_some_and(|src| src.contains("viewpost")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(bodies: [&str; 3]) -> Vec<(usize, usize)> {
        let [one, two, three] = bodies;
        let page = format!(
            "<div class=post id=p11>{one}</div><div class=post id=p12>{two}</div><div class=post id=p13>{three}</div>"
        );
        let dom = Dom::read(&page);
        let nodes: Vec<_> = dom.all().filter(|&node| dom.has_class(node, "post")).collect();
        quoted(&dom, &posts::nested(&dom, &nodes))
    }

    #[test]
    fn a_quote_leads_to_the_post_that_its_page_names() {
        for quote in [
            "<blockquote data-source='post: 11'>Fog</blockquote>",
            "<blockquote><div><cite><a href='./viewtopic.php?p=11#p11' data-post-id=11>mara wrote</a></cite>Fog</div></blockquote>",
            "<div class=bbCodeQuote><a href='goto/post?id=11#post-11'>mara said</a> Fog</div>",
            "<td>Posted by mara <a href='showthread.php?p=11#post11'><img src=viewpost.gif></a></td>",
            "<aside class=quote data-post=11 data-topic=7>Fog</aside>",
        ] {
            assert_eq!(links(["Fog", "Fish", quote]), [(2, 0)], "{quote}");
        }
    }

    #[test]
    fn other_links_and_later_posts_are_not_quoted() {
        for body in [
            "<a href='#p11'>see there</a>",
            "<blockquote data-source='post: 13'>Fog</blockquote>",
            "<blockquote>Fog</blockquote>",
        ] {
            assert_eq!(links(["Fog", body, "Fish"]), [], "{body}");
        }
    }
}

//! Dates in a post other than its own: when someone joined, was last seen, or changed something. The words before a
//! date identify them.

use super::dom::{Dom, NodeId};
use crate::source::date;
use crate::source::words::OTHER_DATES;

/// A longer text is not a name, a date or furniture.
const SHORT: usize = 120;
/// Whether a date is not the post's own: the words before it are about joining or a change.
pub(super) fn is_foreign(dom: &Dom, node: NodeId) -> bool {
    let own = short_text(dom, node).unwrap_or_default();
    // Words after a date concern something else: `3 May 2023, edited on 4 May`.
    let date = date::find(&own).map_or(own.len(), |found| found.range.start);
    let own = own.get(..date).unwrap_or_default();
    let parent = dom.parent(node);
    let around = short_text(dom, parent).unwrap_or_default();
    let day = date::find(&around).map_or(0, |found| found.range.start);
    let before = around.get(..day).unwrap_or_default();
    let mut sibling = String::new();
    if before.is_empty() {
        // A term and its value: `<dt>Joined</dt><dd>2009</dd>`.
        const MOST: usize = 40;
        let (mut last, mut child) = (None, parent.next());
        for _ in 0..MOST {
            if child >= node {
                break;
            }
            last = Some(child).filter(|&child| dom.is_element(child)).or(last);
            child = dom.end(child);
        }
        sibling = last.and_then(|node| short_text(dom, node)).unwrap_or_default();
    }
    let called = |node: NodeId| dom.classes(node).any(|class| says_foreign(&class.to_ascii_lowercase()));
    [before, own, sibling.as_str()].iter().any(|text| says_foreign(&text.to_lowercase()))
        || called(node)
        || called(parent)
}

/// Whether words in small letters, of a text or of a class, introduce the date of joining, of a change or of a visit.
fn says_foreign(lower: &str) -> bool {
    OTHER_DATES.stand_in(lower) || lower.contains("joindate") || lower.contains("join_date")
}

/// The text of a node, with runs of blanks collapsed. `None` if it is long.
pub(super) fn short_text(dom: &Dom, node: NodeId) -> Option<String> {
    if let Some(text) = dom.text(node) {
        return (text.trim().len() <= SHORT).then(|| text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let mut left = SHORT;
    for below in dom.below(node) {
        let length = dom.text(below).map_or(0, |text| text.trim().len());
        left = left.checked_sub(length)?;
    }
    Some(dom.text_of(node))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_before_a_date_tell_whose_it_is() {
        let is_joined = |html: &str| {
            let dom = Dom::read(html);
            let date = dom.all().find(|&node| dom.has_class(node, "d")).unwrap();
            is_foreign(&dom, date)
        };
        assert!(is_joined("<div>Joined: <b class=d>3 May 2009</b></div>"));
        assert!(is_joined("<dl><dt>Registriert</dt><dd class=d>3. Mai 2009</dd></dl>"));
        assert!(is_joined("<p class=d>Last edited on 3 May 2023</p>"));
        assert!(!is_joined("<div>Posted: <b class=d>3 May 2009</b></div>"));
        assert!(!is_joined("<p class=d>3 May 2023, edited on 4 May 2023</p>"));
    }
}

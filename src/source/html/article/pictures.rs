//! Useless descriptions of pictures: those of logos and icons, file names, and words that are next to the picture
//! anyway.

use super::super::dom::{Dom, NodeId};
use super::marks::Marks;
use super::measure::Measure;
use rustc_hash::FxHashSet;

/// Removes pictures whose description adds nothing.
pub(super) fn put_away(dom: &Dom, root: NodeId, measure: &Measure, away: &mut Marks) {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut node = root;
    while node < dom.end(root) {
        if away.has(node) {
            node = dom.end(node);
            continue;
        }
        if dom.name(node) == "img" {
            let description = dom.attribute(node, "alt").unwrap_or_default().trim();
            let is_new = !description.is_empty()
                && !is_label(description)
                && seen.insert(description)
                && !stands_beside(dom, root, node, description, measure);
            let is_own = description.is_empty() && leads_to_itself(dom, node);
            if !is_new && !is_own {
                away.mark(node);
            }
        }
        node = node.next();
    }
}

/// Whether a description is that of a symbol, or a file name.
fn is_label(description: &str) -> bool {
    let lower = description.to_ascii_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric());
    let is_file = [".jpg", ".jpeg", ".png", ".svg", ".gif", ".webp", ".avif"].iter().any(|end| lower.ends_with(end))
        || !lower.contains(' ') && (lower.contains('_') || lower.matches('-').count() > 1);
    let is_sign =
        words().count() <= 6 && words().any(|word| matches!(word, "logo" | "icon" | "avatar" | "arrow" | "chevron"));
    is_file || is_sign
}

/// Whether the words of a description also occur in the small box or link around the picture.
fn stands_beside(dom: &Dom, root: NodeId, picture: NodeId, description: &str, measure: &Measure) -> bool {
    /// In larger boxes, the words occur for other reasons.
    const SMALL: u32 = 500;
    let is_said_in = |text: &str| {
        let text = text.to_lowercase();
        let known: FxHashSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        let lower = description.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        words.iter().filter(|word| known.contains(**word)).count() * 4 >= words.len() * 3
    };
    let held = |node: NodeId| measure.within(dom.range(node)).letters;
    let boxes: Vec<NodeId> =
        dom.ancestors(picture).take(6).take_while(|&above| above > root && held(above) <= SMALL).collect();
    boxes.iter().any(|&above| dom.name(above) == "a" && held(above) > 0)
        || boxes.last().is_some_and(|&above| is_said_in(&dom.text_of(above)))
}

/// Whether a picture without description links to a larger version of itself.
fn leads_to_itself(dom: &Dom, picture: NodeId) -> bool {
    dom.ancestors(picture).take(2).any(|above| {
        dom.attribute(above, "href").is_some_and(|address| {
            let lower = address.to_ascii_lowercase();
            [".jpg", ".jpeg", ".png", ".gif", ".webp"].iter().any(|end| lower.ends_with(end))
        })
    })
}

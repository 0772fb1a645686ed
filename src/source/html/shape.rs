//! The look of elements: their names and classes without varying parts, such as numbers, `odd` and `even`.

use super::dom::{Dom, NodeId};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// The look of an element, as a number for comparison.
pub(super) type Shape = u64;

/// The look of an element by itself.
pub(super) fn shape(dom: &Dom, node: NodeId) -> Shape {
    let mut sum: u64 = 0;
    for class in dom.classes(node) {
        if let Some(class) = lasting(class) {
            // The order of classes is irrelevant.
            sum = sum.wrapping_add(hash(&class));
        }
    }
    hash(&(dom.name(node), sum))
}

/// The look of an element together with its contents, for table rows without classes.
pub(super) fn shape_inside(dom: &Dom, node: NodeId) -> Shape {
    const CHILDREN: usize = 6;
    let mut all = shape(dom, node);
    let mut child = node.next();
    for _ in 0..CHILDREN {
        while child < dom.end(node) && !dom.is_element(child) {
            child = dom.end(child);
        }
        if child >= dom.end(node) {
            break;
        }
        all = hash(&(all, dom.name(child)));
        child = dom.end(child);
    }
    all
}

/// A hash of any value.
pub(super) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A class without its numbers. `None` if it only distinguishes one of several elements.
pub(super) fn lasting(class: &str) -> Option<String> {
    const PASSING: &[&str] = &[
        "odd",
        "even",
        "first",
        "last",
        "alt",
        "active",
        "current",
        "new",
        "unread",
        "online",
        "offline",
        "op",
        "firstpost",
        "clearfix",
        "clear",
        "lastpost",
        "first-post",
        "thread-starter",
        "is-owner",
    ];
    let lower = class.to_ascii_lowercase();
    if PASSING.contains(&lower.as_str()) {
        return None;
    }
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 {
        return Some(lower);
    }
    // The numbers of a grid are its widths, so they say what is beside what.
    let is_width = ["col", "span", "grid", "width", "size"].iter().any(|word| lower.contains(word));
    if digits > 2 || !is_width {
        return Some(lower.chars().filter(|c| !c.is_ascii_digit()).collect());
    }
    Some(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_from_row_to_row_is_no_part_of_the_shape() {
        let same = |one: &str, other: &str| {
            let dom = Dom::read(&format!("{one}{other}"));
            let nodes: Vec<_> = dom.all().filter(|&node| dom.name(node) == "div").collect();
            shape(&dom, nodes[0]) == shape(&dom, nodes[1])
        };
        assert!(same("<div class='post odd'></div>", "<div class='even post'></div>"));
        assert!(same("<div class='alt1 p120'></div>", "<div class='p121 alt2'></div>"));
        assert!(!same("<div class='col-3'></div>", "<div class='col-9'></div>"));
    }
}

//! A page as a flat tree in document order: a subtree is a range, as in a thread.

use super::tree::{self, Attribute, Kind, Tree, Word, Words};
use html5ever::{LocalName, local_name};
use std::ops::Range;

/// The index of a node in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(u32);

/// A page.
pub(super) struct Dom {
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    texts: Words,
    values: Words,
    /// The base of relative addresses, if the page declares one.
    pub(super) base: Option<String>,
    /// Start tags were ignored because they were nested too deeply.
    pub(super) flattened: bool,
    /// The line from which the page was ignored, because it requested too many elements.
    pub(super) cut: Option<u64>,
}

/// Bytes of a class list that are read.
const MOST_OF_CLASSES: usize = 1000;

struct Node {
    parent: u32,
    /// The first index after the subtree.
    end: u32,
    content: Content,
}

enum Content {
    Document,
    /// The name of an element, and the range of its attributes.
    Element(LocalName, Range<u32>),
    Text(Word),
    Comment(Word),
}

impl NodeId {
    pub(super) fn new(place: usize) -> Self {
        Self(place as u32)
    }

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }

    /// The document itself.
    pub(super) const ROOT: Self = Self(0);

    /// The next node, whether inside this one or after it.
    pub(super) fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Every node of a range.
    pub(super) fn each(range: Range<Self>) -> impl DoubleEndedIterator<Item = Self> + Clone + use<> {
        (range.start.0..range.end.0.max(range.start.0)).map(Self)
    }
}

impl Dom {
    pub(super) fn read(text: &str) -> Self {
        let Tree { nodes: mut linked, attributes, texts, values, flattened, cut } = tree::parse(text);
        let mut nodes: Vec<Node> = Vec::with_capacity(linked.len());
        let mut open: Vec<(u32, u32)> = Vec::new();
        let mut next = 0;
        loop {
            match linked.get_mut(next as usize) {
                Some(node) => {
                    let content = match std::mem::replace(&mut node.kind, Kind::Document) {
                        Kind::Document => Content::Document,
                        Kind::Element(_, name, attributes) => Content::Element(name, attributes),
                        Kind::Text(text) => Content::Text(text),
                        Kind::Comment(text) => Content::Comment(text),
                    };
                    let place = nodes.len() as u32;
                    let parent = open.last().map_or(0, |&(place, _)| place);
                    nodes.push(Node { parent, end: place + 1, content });
                    open.push((place, node.next));
                    next = node.first;
                }
                None => {
                    let Some((place, sibling)) = open.pop() else { break };
                    let end = nodes.len() as u32;
                    if let Some(node) = nodes.get_mut(place as usize) {
                        node.end = end;
                    }
                    next = sibling;
                }
            }
        }
        let mut dom = Self { nodes, attributes, texts, values, base: None, flattened, cut };
        dom.base = dom.named_base();
        dom.show_noscript();
        dom
    }

    /// The base address of a page: its declared base, its own address, or its address for sharing.
    fn named_base(&self) -> Option<String> {
        let address = |node: NodeId| {
            let (rank, address) = match self.name(node) {
                "base" => (0, self.attribute(node, "href")),
                "link" if self.attribute(node, "rel") == Some("canonical") => (1, self.attribute(node, "href")),
                "meta" if self.attribute(node, "property") == Some("og:url") => (2, self.attribute(node, "content")),
                _ => return None,
            };
            address.filter(|address| address.contains("://")).map(|address| (rank, address))
        };
        self.all().filter_map(address).min_by_key(|(rank, _)| *rank).map(|(_, address)| address.to_owned())
    }

    /// Shows a page's content for browsers without scripts, if there is little else.
    fn show_noscript(&mut self) {
        const WORTH: usize = 500;
        let hidden: Vec<NodeId> = self.all().filter(|&node| self.name(node) == "noscript").collect();
        let length = |node: NodeId| self.text(node).map_or(0, |text| text.trim().len());
        let inside: usize = hidden.iter().flat_map(|&node| self.below(node)).map(length).sum();
        if inside < WORTH {
            return;
        }
        let mut shown = 0;
        let mut node = NodeId::ROOT;
        while node.index() < self.len() {
            if is_silent(self.name(node)) {
                node = self.end(node);
                continue;
            }
            shown += length(node);
            node = node.next();
        }
        if shown >= inside {
            return;
        }
        for node in hidden {
            if let Some(Node { content: Content::Element(name, _), .. }) = self.nodes.get_mut(node.index()) {
                *name = local_name!("div");
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// All nodes, in document order.
    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = NodeId> + Clone + use<> {
        (0..self.nodes.len()).map(NodeId::new)
    }

    /// A node and its descendants.
    pub(super) fn range(&self, node: NodeId) -> Range<NodeId> {
        node..self.end(node)
    }

    /// The descendants of a node.
    pub(super) fn below(&self, node: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        NodeId::each(node.next()..self.end(node))
    }

    /// The first index after a node and its descendants.
    pub(super) fn end(&self, node: NodeId) -> NodeId {
        NodeId(self.nodes.get(node.index()).map_or(node.0 + 1, |node| node.end))
    }

    pub(super) fn parent(&self, node: NodeId) -> NodeId {
        NodeId(self.nodes.get(node.index()).map_or(0, |node| node.parent))
    }

    /// The ancestors of a node, nearest first, without the document.
    pub(super) fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(self.parent(node)), |&node| Some(self.parent(node))).take_while(|node| node.0 > 0)
    }

    /// Whether `inner` is `outer` or a descendant of it.
    pub(super) fn contains(&self, outer: NodeId, inner: NodeId) -> bool {
        outer <= inner && inner < self.end(outer)
    }

    /// The name of an element. Empty for other nodes.
    pub(super) fn name(&self, node: NodeId) -> &str {
        match self.nodes.get(node.index()).map(|node| &node.content) {
            Some(Content::Element(name, _)) => name,
            _ => "",
        }
    }

    /// The names and values of an element's attributes.
    pub(super) fn attributes(&self, node: NodeId) -> impl Iterator<Item = (&str, &str)> {
        self.own(node).iter().map(|attribute| (&*attribute.name, self.values.get(attribute.value)))
    }

    fn own(&self, node: NodeId) -> &[Attribute] {
        match self.nodes.get(node.index()).map(|node| &node.content) {
            Some(Content::Element(_, own)) => {
                self.attributes.get(own.start as usize..own.end as usize).unwrap_or_default()
            }
            _ => &[],
        }
    }

    pub(super) fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        let attribute = self.own(node).iter().find(|attribute| &*attribute.name == name)?;
        Some(self.values.get(attribute.value))
    }

    /// An attribute that is read very often. Known names are compared as numbers.
    fn attribute_called(&self, node: NodeId, name: &LocalName) -> Option<&str> {
        let attribute = self.own(node).iter().find(|attribute| attribute.name == *name)?;
        Some(self.values.get(attribute.value))
    }

    pub(super) fn id(&self, node: NodeId) -> Option<&str> {
        self.attribute_called(node, &local_name!("id")).filter(|id| !id.is_empty())
    }

    /// The first few dozen classes of an element. More are no help, and every descendant checks them.
    pub(super) fn classes(&self, node: NodeId) -> impl Iterator<Item = &str> {
        let all = self.attribute_called(node, &local_name!("class")).unwrap_or_default();
        all.get(..all.floor_char_boundary(MOST_OF_CLASSES)).unwrap_or_default().split_ascii_whitespace()
    }

    pub(super) fn has_class(&self, node: NodeId, class: &str) -> bool {
        self.classes(node).any(|known| known == class)
    }

    /// The text of a text node.
    pub(super) fn text(&self, node: NodeId) -> Option<&str> {
        match &self.nodes.get(node.index())?.content {
            Content::Text(text) => Some(self.texts.get(*text)),
            _ => None,
        }
    }

    /// The text of a comment.
    pub(super) fn comment(&self, node: NodeId) -> Option<&str> {
        match &self.nodes.get(node.index())?.content {
            Content::Comment(text) => Some(self.texts.get(*text)),
            _ => None,
        }
    }

    pub(super) fn is_element(&self, node: NodeId) -> bool {
        matches!(self.nodes.get(node.index()).map(|node| &node.content), Some(Content::Element(..)))
    }

    /// All visible text in a node, with runs of blanks collapsed.
    pub(super) fn text_of(&self, node: NodeId) -> String {
        self.text_in(self.range(node))
    }

    /// All visible text in a range, with runs of blanks collapsed.
    pub(super) fn text_in(&self, range: Range<NodeId>) -> String {
        let mut all = String::new();
        let mut node = range.start;
        while node < range.end {
            if is_silent(self.name(node)) {
                node = self.end(node);
                continue;
            }
            match self.text(node) {
                Some(text) => {
                    if text.starts_with(|c: char| c.is_whitespace()) && !all.is_empty() && !all.ends_with(' ') {
                        all.push(' ');
                    }
                    for word in text.split_whitespace() {
                        if !all.is_empty() && !all.ends_with(' ') && !std::ptr::eq(word.as_ptr(), text.as_ptr()) {
                            all.push(' ');
                        }
                        all.push_str(word);
                    }
                    if text.ends_with(|c: char| c.is_whitespace()) && !all.is_empty() && !all.ends_with(' ') {
                        all.push(' ');
                    }
                }
                None if !all.is_empty() && !all.ends_with(' ') && !is_inline(self.name(node)) => all.push(' '),
                None => {}
            }
            node = node.next();
        }
        all.truncate(all.trim_end().len());
        all
    }
}

/// Whether the contents of an element are not shown to readers.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "noscript" | "head" | "svg" | "select" | "textarea" | "title")
}

/// Whether an element is inline.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "" | "a"
            | "b"
            | "i"
            | "em"
            | "strong"
            | "span"
            | "font"
            | "cite"
            | "code"
            | "abbr"
            | "u"
            | "s"
            | "small"
            | "sup"
            | "sub"
            | "time"
            | "bdi"
            | "mark"
            | "tt"
            | "kbd"
            | "q"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subtree_is_a_range() {
        let dom = Dom::read("<p id=a>x <b>y</b></p><p id=b>z");
        let named = |id: &str| dom.all().find(|&node| dom.id(node) == Some(id)).unwrap();
        assert_eq!(dom.text_of(named("a")), "x y");
        assert_eq!(dom.end(named("a")), named("b"));
        assert!(dom.ancestors(named("b")).map(|node| dom.name(node).to_owned()).eq(["body", "html"]));
    }

    #[test]
    fn blanks_are_single_and_scripts_are_silent() {
        let dom = Dom::read("<p> The\n  lamp<script>x</script></p><p>is <b>l</b>it");
        assert_eq!(dom.text_of(NodeId::ROOT), "The lamp is lit");
    }
}

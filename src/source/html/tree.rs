//! Builds the tree of a page as html5ever requests it, and limits its size.
//!
//! For many tags, html5ever searches all open elements, so depth costs time. It also repeats unclosed formatting
//! elements in every paragraph, so a short page can request millions of elements. Both are limited here.

use super::mend::Mender;
use html5ever::interface::tree_builder::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, Namespace, QualName, TokenizerResult, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::ops::Range;

/// Maximum nesting of elements.
const DEEPEST: u16 = 512;
/// A page may have one node per this many bytes. The densest honest markup, such as `<p>a<p>a`, needs no more.
const DENSEST: usize = 2;
/// Beyond this many nodes, which take about 400 MB, a page may have only one per this many bytes.
const MANY_NODES: usize = 1 << 22;
const BYTES_A_NODE: usize = 8;
/// Every page may have this many nodes.
const NODES_AT_LEAST: usize = 32_768;
/// A page's text is stored at most this many times: attribute values are repeated with their elements.
const TIMES_STORED: usize = 4;
const STORED_AT_LEAST: usize = 1 << 20;

const NONE: u32 = u32::MAX;

/// The tree under construction: nodes that refer to each other by index.
pub(super) struct Tree {
    pub(super) nodes: Vec<Linked>,
    pub(super) attributes: Vec<Attribute>,
    /// The contents of texts and comments.
    pub(super) texts: Words,
    /// The values of attributes.
    pub(super) values: Words,
    /// Start tags were ignored because they were nested too deeply.
    pub(super) flattened: bool,
    /// The line from which the page was ignored, because it requested too many elements.
    pub(super) cut: Option<u64>,
}

/// A node of the tree and its neighbours.
pub(super) struct Linked {
    parent: u32,
    pub(super) first: u32,
    last: u32,
    pub(super) next: u32,
    previous: u32,
    depth: u16,
    pub(super) kind: Kind,
}

/// What a node is.
pub(super) enum Kind {
    Document,
    /// The name of an element, and the range of its attributes.
    Element(Namespace, LocalName, Range<u32>),
    Text(Word),
    Comment(Word),
}

/// An attribute of an element.
pub(super) struct Attribute {
    pub(super) name: LocalName,
    pub(super) value: Word,
}

/// Where a text is stored.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    start: u32,
    length: u32,
}

/// Texts, stored one after another.
#[derive(Default)]
pub(super) struct Words {
    all: String,
    /// Recently stored attribute values, by hash: most values are soon repeated.
    lately: Vec<Word>,
}

impl Words {
    pub(super) fn get(&self, word: Word) -> &str {
        self.all.get(word.start as usize..(word.start + word.length) as usize).unwrap_or_default()
    }

    fn add(&mut self, text: &str) -> Word {
        let start = self.all.len() as u32;
        self.all.push_str(text);
        Word { start, length: text.len() as u32 }
    }

    /// Stores a text that may have been stored recently.
    fn repeat(&mut self, text: &str) -> Word {
        const LATELY: usize = 512;
        if self.lately.is_empty() {
            self.lately.resize(LATELY, Word::default());
        }
        let (first, last) = (text.as_bytes().first(), text.as_bytes().last());
        let sum =
            text.len() * 31 + usize::from(first.copied().unwrap_or(0)) + 7 * usize::from(last.copied().unwrap_or(0));
        let known = self.lately.get(sum % LATELY).copied().unwrap_or_default();
        if self.get(known) == text {
            return known;
        }
        let word = self.add(text);
        if let Some(lately) = self.lately.get_mut(sum % LATELY) {
            *lately = word;
        }
        word
    }

    /// Appends to a stored text. Returns false if the text is long and another was stored after it.
    fn lengthen(&mut self, word: &mut Word, more: &str) -> bool {
        const MOVED: u32 = 64;
        if (word.start + word.length) as usize != self.all.len() {
            if word.length > MOVED {
                return false;
            }
            let start = word.start as usize;
            word.start = self.all.len() as u32;
            self.all.extend_from_within(start..start + word.length as usize);
        }
        self.all.push_str(more);
        word.length += more.len() as u32;
        true
    }
}

impl Linked {
    fn new(kind: Kind) -> Self {
        Self { parent: NONE, first: NONE, last: NONE, next: NONE, previous: NONE, depth: 0, kind }
    }
}

/// The tree of a page.
pub(super) fn parse(text: &str) -> Tree {
    let arena = Arena { grown: RefCell::new(Grown::default()), depth: Cell::new(0) };
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let guard = Guard {
        builder: TreeBuilder::new(arena, options),
        most: most_nodes(text.len()),
        most_stored: STORED_AT_LEAST.max(text.len() * TIMES_STORED),
        flattened: Cell::new(false),
        cut: Cell::new(None),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut mender = Mender::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (place, missing) = mender.next(rest).unwrap_or((rest.len(), ""));
        let (part, after) = rest.split_at_checked(place).unwrap_or((rest, ""));
        queue.push_back(StrTendril::from(part));
        if !after.is_empty() {
            queue.push_back(StrTendril::from(missing));
        }
        while let TokenizerResult::Script(_) | TokenizerResult::EncodingIndicator(_) = tokenizer.feed(&queue) {}
        rest = after;
    }
    tokenizer.end();
    let Guard { builder, flattened, cut, .. } = tokenizer.sink;
    let Grown { nodes, attributes, texts, values } = builder.sink.grown.into_inner();
    Tree { nodes, attributes, texts, values, flattened: flattened.get(), cut: cut.get() }
}

/// The maximum number of nodes for a page of this many bytes.
fn most_nodes(bytes: usize) -> usize {
    (bytes / DENSEST).min(MANY_NODES).max(bytes / BYTES_A_NODE).max(NODES_AT_LEAST)
}

/// A filter between the tokenizer and the tree builder that enforces the limits.
struct Guard {
    builder: TreeBuilder<u32, Arena>,
    /// The maximum number of nodes, and the maximum bytes of texts and attributes.
    most: usize,
    most_stored: usize,
    flattened: Cell<bool>,
    cut: Cell<Option<u64>>,
}

impl Guard {
    fn is_full(&self) -> bool {
        let grown = self.builder.sink.grown.borrow();
        grown.nodes.len() > self.most || grown.texts.all.len() + grown.values.all.len() > self.most_stored
    }
}

impl TokenSink for Guard {
    type Handle = u32;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<u32> {
        match &token {
            Token::EOFToken => {}
            _ if self.cut.get().is_some() => return TokenSinkResult::Continue,
            _ if self.is_full() => {
                self.cut.set(Some(line));
                return TokenSinkResult::Continue;
            }
            Token::TagToken(tag) if tag.kind == TagKind::StartTag && self.builder.sink.depth.get() >= DEEPEST => {
                self.flattened.set(true);
                // The depth is checked again once a node is added outside the deepest elements.
                if !matches!(&*tag.name, "br" | "img" | "hr") {
                    return TokenSinkResult::Continue;
                }
            }
            _ => {}
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A tree under construction.
struct Arena {
    grown: RefCell<Grown>,
    /// The depth of the node that was inserted last.
    depth: Cell<u16>,
}

struct Grown {
    nodes: Vec<Linked>,
    attributes: Vec<Attribute>,
    texts: Words,
    values: Words,
}

impl Default for Grown {
    fn default() -> Self {
        let nodes = vec![Linked::new(Kind::Document)];
        Self { nodes, attributes: Vec::new(), texts: Words::default(), values: Words::default() }
    }
}

/// The name of a node, borrowed in place.
struct Name<'a>(Ref<'a, Grown>, u32);

const NO_NAME: (Namespace, LocalName) = (ns!(), local_name!(""));

impl std::fmt::Debug for Name<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.local_name())
    }
}

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        match self.0.nodes.get(self.1 as usize) {
            Some(Linked { kind: Kind::Element(space, ..), .. }) => space,
            _ => const { &NO_NAME.0 },
        }
    }

    fn local_name(&self) -> &LocalName {
        match self.0.nodes.get(self.1 as usize) {
            Some(Linked { kind: Kind::Element(_, name, _), .. }) => name,
            _ => const { &NO_NAME.1 },
        }
    }
}

impl Grown {
    fn add(&mut self, kind: Kind) -> u32 {
        self.nodes.push(Linked::new(kind));
        self.nodes.len() as u32 - 1
    }

    fn add_comment(&mut self, text: &str) -> u32 {
        let text = self.texts.add(text);
        self.add(Kind::Comment(text))
    }

    fn at(&mut self, place: u32) -> Option<&mut Linked> {
        self.nodes.get_mut(place as usize)
    }

    fn parent_of(&mut self, place: u32) -> u32 {
        self.at(place).map_or(NONE, |node| node.parent)
    }

    /// Removes a node from its parent.
    fn detach(&mut self, place: u32) {
        let Some(node) = self.at(place) else { return };
        let (parent, next, previous) = (node.parent, node.next, node.previous);
        (node.parent, node.next, node.previous) = (NONE, NONE, NONE);
        match self.at(previous) {
            Some(before) => before.next = next,
            None => {
                if let Some(parent) = self.at(parent) {
                    parent.first = next;
                }
            }
        }
        match self.at(next) {
            Some(after) => after.previous = previous,
            None => {
                if let Some(parent) = self.at(parent) {
                    parent.last = previous;
                }
            }
        }
    }

    /// Inserts a detached node into another, before `before` or, if there is none, at the end.
    fn put(&mut self, parent: u32, before: u32, place: u32) {
        let Some(above) = self.at(parent) else { return };
        let depth = above.depth.saturating_add(1);
        let last = above.last;
        let previous = match self.at(before) {
            Some(sibling) => std::mem::replace(&mut sibling.previous, place),
            None => last,
        };
        match self.at(previous) {
            Some(sibling) => sibling.next = place,
            None => {
                if let Some(parent) = self.at(parent) {
                    parent.first = place;
                }
            }
        }
        if before == NONE
            && let Some(parent) = self.at(parent)
        {
            parent.last = place;
        }
        if let Some(node) = self.at(place) {
            (node.parent, node.next, node.previous, node.depth) = (parent, before, previous, depth);
        }
    }

    /// Inserts text into a node, before `before` or, if there is none, at the end. Appends to an adjacent text if there
    /// is one.
    fn put_text(&mut self, parent: u32, before: u32, beside: u32, text: &str) {
        let known = match self.nodes.get_mut(beside as usize) {
            Some(Linked { kind: Kind::Text(known), .. }) => self.texts.lengthen(known, text),
            _ => false,
        };
        if !known {
            let text = self.texts.add(text);
            let place = self.add(Kind::Text(text));
            self.put(parent, before, place);
        }
    }
}

impl TreeSink for Arena {
    type Handle = u32;
    type Output = Self;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> u32 {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a u32) -> Name<'a> {
        Name(self.grown.borrow(), *target)
    }

    fn create_element(&self, name: QualName, attributes: Vec<html5ever::Attribute>, _: ElementFlags) -> u32 {
        let mut grown = self.grown.borrow_mut();
        let first = grown.attributes.len() as u32;
        for attribute in attributes {
            let value = grown.values.repeat(&attribute.value);
            grown.attributes.push(Attribute { name: attribute.name.local, value });
        }
        let own = first..grown.attributes.len() as u32;
        grown.add(Kind::Element(name.ns, name.local, own))
    }

    fn create_comment(&self, text: StrTendril) -> u32 {
        self.grown.borrow_mut().add_comment(&text)
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> u32 {
        self.grown.borrow_mut().add_comment(&data)
    }

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        let mut nodes = self.grown.borrow_mut();
        let Some(above) = nodes.at(*parent) else { return };
        let (last, depth) = (above.last, above.depth);
        match child {
            NodeOrText::AppendText(text) => {
                self.depth.set(depth);
                nodes.put_text(*parent, NONE, last, &text);
            }
            NodeOrText::AppendNode(node) => {
                self.depth.set(depth.saturating_add(1));
                nodes.detach(node);
                nodes.put(*parent, NONE, node);
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &u32, previous: &u32, child: NodeOrText<u32>) {
        if self.grown.borrow_mut().parent_of(*element) == NONE {
            self.append(previous, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &u32) -> u32 {
        *target
    }

    fn same_node(&self, one: &u32, other: &u32) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        let mut nodes = self.grown.borrow_mut();
        let Some(after) = nodes.at(*sibling) else { return };
        let (parent, previous) = (after.parent, after.previous);
        match child {
            NodeOrText::AppendText(text) => nodes.put_text(parent, *sibling, previous, &text),
            NodeOrText::AppendNode(node) => {
                nodes.detach(node);
                nodes.put(parent, *sibling, node);
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &u32, more: Vec<html5ever::Attribute>) {
        let mut grown = self.grown.borrow_mut();
        let Grown { nodes, attributes, values, .. } = &mut *grown;
        let Some(Linked { kind: Kind::Element(_, _, own), .. }) = nodes.get_mut(*target as usize) else { return };
        let known = own.start as usize..own.end as usize;
        let missing = |one: &html5ever::Attribute| {
            attributes.get(known.clone()).is_some_and(|known| known.iter().all(|known| known.name != one.name.local))
        };
        let more: Vec<_> = more.into_iter().filter(missing).collect();
        if more.is_empty() || known.len() >= 100 {
            return;
        }
        // The attributes of an element are adjacent.
        let first = attributes.len() as u32;
        for place in known {
            if let Some(known) = attributes.get(place) {
                attributes.push(Attribute { name: known.name.clone(), value: known.value });
            }
        }
        for attribute in more {
            let value = values.repeat(&attribute.value);
            attributes.push(Attribute { name: attribute.name.local, value });
        }
        *own = first..attributes.len() as u32;
    }

    fn remove_from_parent(&self, target: &u32) {
        self.grown.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &u32, new_parent: &u32) {
        let mut nodes = self.grown.borrow_mut();
        let mut child = nodes.at(*node).map_or(NONE, |node| node.first);
        while let Some(here) = nodes.at(child) {
            let next = here.next;
            nodes.detach(child);
            nodes.put(*new_parent, NONE, child);
            child = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::dom::{Dom, NodeId};
    use super::*;

    #[test]
    fn nesting_without_end_is_flattened() {
        let tree = parse(&"<ul><li>".repeat(100_000));
        assert!(tree.flattened);
        assert!(tree.nodes.iter().all(|node| node.depth <= DEEPEST + 1));
    }

    #[test]
    fn styles_that_are_never_closed_do_not_multiply() {
        let styles = (0..400).map(|number| format!("<b id={number}>")).collect::<Vec<_>>().concat();
        let page = format!("<p>{styles}{}", "<p>x".repeat(60_000));
        let tree = parse(&page);
        assert!(tree.cut.is_some());
        assert!(tree.nodes.len() < page.len());
    }

    #[test]
    fn a_dense_page_is_read_whole() {
        for part in ["<b>a</b>", "<td>q", "<br>y", "<p>a", "<i>x</i> "] {
            let tree = parse(&format!("<table><tr>{}</table>", part.repeat(100_000)));
            assert_eq!(tree.cut, None, "{part}");
            assert!(tree.nodes.len() > 200_000);
        }
    }

    #[test]
    fn a_tag_with_too_many_attributes_ends_early() {
        let many = (0..100_000).map(|number| format!(" a{number}=1")).collect::<Vec<_>>().concat();
        let dom = Dom::read(&format!("<p{many}>lit</p><p>dark"));
        assert!(dom.text_of(NodeId::ROOT).ends_with("lit dark"));
    }

    #[test]
    fn wrong_nesting_is_mended_as_browsers_mend_it() {
        let dom = Dom::read("<table><tr><td>a</td>b</table><p>c<div>d</p>e");
        assert_eq!(dom.text_of(NodeId::ROOT), "b a c d e");
    }
}

//! Builds the tree of a page as html5ever asks for it, and keeps it from growing out of bounds.
//!
//! html5ever looks through all open elements at many tags, so depth costs time; and it repeats unclosed styles in
//! every paragraph, so a short page can ask for millions of elements. Both are stopped here.

use html5ever::interface::tree_builder::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, TokenizerResult, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// Elements stand in each other at most this deep.
const DEEPEST: u16 = 512;
/// A page has at most one node for so many bytes, and this many in any case.
const BYTES_A_NODE: usize = 8;
const NODES_AT_LEAST: usize = 32_768;

const NONE: u32 = u32::MAX;

/// The tree as it is built: nodes linked to each other by their places.
pub(super) struct Tree {
    pub(super) nodes: Vec<Linked>,
    /// Start tags were left out, for they stood too deep.
    pub(super) flattened: bool,
    /// The rest of the page was left out, for it asked for too many elements.
    pub(super) cut: bool,
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
    Element(QualName, Vec<Attribute>),
    Text(StrTendril),
    Comment(StrTendril),
}

impl Linked {
    fn new(kind: Kind) -> Self {
        Self { parent: NONE, first: NONE, last: NONE, next: NONE, previous: NONE, depth: 0, kind }
    }
}

/// The tree of a page.
pub(super) fn parse(text: &str) -> Tree {
    let arena = Arena { nodes: RefCell::new(vec![Linked::new(Kind::Document)]), depth: Cell::new(0) };
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let guard = Guard {
        builder: TreeBuilder::new(arena, options),
        most: NODES_AT_LEAST.max(text.len() / BYTES_A_NODE),
        flattened: Cell::new(false),
        cut: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after) = rest.split_at_checked(overloaded(rest).unwrap_or(rest.len())).unwrap_or((rest, ""));
        queue.push_back(StrTendril::from(part));
        if !after.is_empty() {
            queue.push_back(StrTendril::from(">"));
        }
        while let TokenizerResult::Script(_) | TokenizerResult::EncodingIndicator(_) = tokenizer.feed(&queue) {}
        rest = after;
    }
    tokenizer.end();
    let Guard { builder, flattened, cut, .. } = tokenizer.sink;
    Tree { nodes: builder.sink.nodes.into_inner(), flattened: flattened.get(), cut: cut.get() }
}

/// Where a tag has too many attributes, if one has: the tokenizer compares each with all before it. The tag is
/// ended there, and its rest is text.
fn overloaded(text: &str) -> Option<usize> {
    const MOST: usize = 300;
    let bytes = text.as_bytes();
    let mut place = 0;
    while bytes.len() - place > MOST {
        place += memchr::memchr(b'<', bytes.get(place..)?)? + 1;
        let rest = bytes.get(place..)?;
        if rest.starts_with(b"!--") {
            place += memchr::memmem::find(rest, b"-->")?;
        } else if rest.get(..6).is_some_and(|name| name.eq_ignore_ascii_case(b"script")) {
            place += memchr::memmem::find(rest, b"</")?;
        } else if rest.first().is_some_and(u8::is_ascii_alphabetic) {
            let near = memchr::memchr(b'>', rest.get(..MOST).unwrap_or(rest));
            place += match near {
                Some(end) => end,
                None => match too_many(rest, MOST) {
                    Ok(end) => end,
                    Err(end) => return Some(place + end),
                },
            };
        }
    }
    None
}

/// The end of a tag, or else where it has more gaps than `most` outside its quotes.
fn too_many(tag: &[u8], most: usize) -> Result<usize, usize> {
    let mut quote = None;
    let mut gaps = 0;
    for (place, &byte) in tag.iter().enumerate() {
        match byte {
            _ if quote == Some(byte) => (quote, gaps) = (None, gaps + 1),
            _ if quote.is_some() => {}
            b'"' | b'\'' => quote = Some(byte),
            b'>' => return Ok(place),
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' | b'/' => gaps += 1,
            _ => {}
        }
        if gaps > most && byte.is_ascii() && quote.is_none() {
            return Err(place + 1);
        }
    }
    Ok(tag.len())
}

/// Stands between tokenizer and tree builder, and lets through what the tree can bear.
struct Guard {
    builder: TreeBuilder<u32, Arena>,
    most: usize,
    flattened: Cell<bool>,
    cut: Cell<bool>,
}

impl TokenSink for Guard {
    type Handle = u32;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<u32> {
        match &token {
            Token::EOFToken => {}
            _ if self.cut.get() => return TokenSinkResult::Continue,
            _ if self.builder.sink.nodes.borrow().len() > self.most => {
                self.cut.set(true);
                return TokenSinkResult::Continue;
            }
            Token::TagToken(tag) if tag.kind == TagKind::StartTag && self.builder.sink.depth.get() >= DEEPEST => {
                self.flattened.set(true);
                // The place is looked at again once something stands outside of the deepest elements.
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

/// The nodes of a tree that is being built.
struct Arena {
    nodes: RefCell<Vec<Linked>>,
    /// How deep the last node stands that was put into the tree.
    depth: Cell<u16>,
}

/// The name of a node that stays where it is.
struct Name<'a>(Ref<'a, Vec<Linked>>, u32);

const NO_NAME: (Namespace, LocalName) = (ns!(), local_name!(""));

impl std::fmt::Debug for Name<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.local_name())
    }
}

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        match self.0.get(self.1 as usize) {
            Some(Linked { kind: Kind::Element(name, _), .. }) => &name.ns,
            _ => const { &NO_NAME.0 },
        }
    }

    fn local_name(&self) -> &LocalName {
        match self.0.get(self.1 as usize) {
            Some(Linked { kind: Kind::Element(name, _), .. }) => &name.local,
            _ => const { &NO_NAME.1 },
        }
    }
}

impl Arena {
    fn add(&self, kind: Kind) -> u32 {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Linked::new(kind));
        nodes.len() as u32 - 1
    }
}

/// A node by its place.
trait Links {
    fn at(&mut self, place: u32) -> Option<&mut Linked>;

    fn parent_of(&mut self, place: u32) -> u32 {
        self.at(place).map_or(NONE, |node| node.parent)
    }

    /// Takes a node out of where it stands.
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

    /// Puts a node that stands nowhere into another, before one of its children or, without one, behind all.
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

    /// Adds text to a node, if it is one of text.
    fn lengthen(&mut self, place: u32, text: &StrTendril) -> bool {
        match self.at(place) {
            Some(Linked { kind: Kind::Text(known), .. }) => {
                known.push_tendril(text);
                true
            }
            _ => false,
        }
    }
}

impl Links for Vec<Linked> {
    fn at(&mut self, place: u32) -> Option<&mut Linked> {
        self.get_mut(place as usize)
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
        Name(self.nodes.borrow(), *target)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> u32 {
        self.add(Kind::Element(name, attributes))
    }

    fn create_comment(&self, text: StrTendril) -> u32 {
        self.add(Kind::Comment(text))
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> u32 {
        self.add(Kind::Comment(data))
    }

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(above) = nodes.at(*parent) else { return };
        let (last, depth) = (above.last, above.depth);
        match child {
            NodeOrText::AppendText(text) => {
                self.depth.set(depth);
                if !nodes.lengthen(last, &text) {
                    nodes.push(Linked::new(Kind::Text(text)));
                    let place = nodes.len() as u32 - 1;
                    nodes.put(*parent, NONE, place);
                }
            }
            NodeOrText::AppendNode(node) => {
                self.depth.set(depth.saturating_add(1));
                nodes.detach(node);
                nodes.put(*parent, NONE, node);
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &u32, previous: &u32, child: NodeOrText<u32>) {
        if self.nodes.borrow_mut().parent_of(*element) == NONE {
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
        let mut nodes = self.nodes.borrow_mut();
        let Some(after) = nodes.at(*sibling) else { return };
        let (parent, previous) = (after.parent, after.previous);
        match child {
            NodeOrText::AppendText(text) => {
                if !nodes.lengthen(previous, &text) {
                    nodes.push(Linked::new(Kind::Text(text)));
                    let place = nodes.len() as u32 - 1;
                    nodes.put(parent, *sibling, place);
                }
            }
            NodeOrText::AppendNode(node) => {
                nodes.detach(node);
                nodes.put(parent, *sibling, node);
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &u32, attributes: Vec<Attribute>) {
        if let Some(Linked { kind: Kind::Element(_, known), .. }) = self.nodes.borrow_mut().at(*target) {
            for attribute in attributes {
                if known.len() < 100 && known.iter().all(|one| one.name != attribute.name) {
                    known.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &u32) {
        self.nodes.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &u32, new_parent: &u32) {
        let mut nodes = self.nodes.borrow_mut();
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
        assert!(tree.cut);
        assert!(tree.nodes.len() < page.len());
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

//! What the parsers do alone, over the same bytes: nothing that reads a format can be faster than its parser.

use html5ever::interface::tree_builder::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, local_name, ns, parse_document};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

/// Passes over a document of JSON with serde_json, and keeps nothing of it.
pub fn json(bytes: &[u8]) -> bool {
    let mut document = serde_json::Deserializer::from_slice(bytes);
    document.disable_recursion_limit();
    IgnoredAny::deserialize(&mut document).is_ok()
}

/// Parses a page with html5ever into the least that it can work with: the names of the elements. Tells how many nodes
/// it asked for.
pub fn html(text: &str) -> usize {
    let names = RefCell::new(vec![QualName::new(None, ns!(), local_name!(""))]);
    parse_document(Names(names), ParseOpts::default()).one(text)
}

/// The names of all nodes, by their places.
struct Names(RefCell<Vec<QualName>>);

#[derive(Debug)]
struct Name<'a>(Ref<'a, QualName>);

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Names {
    fn add(&self, name: QualName) -> usize {
        let mut names = self.0.borrow_mut();
        names.push(name);
        names.len() - 1
    }
}

impl TreeSink for Names {
    type Handle = usize;
    type Output = usize;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> usize {
        self.0.into_inner().len()
    }

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, node: &'a usize) -> Name<'a> {
        Name(Ref::map(self.0.borrow(), |names| &names[*node]))
    }

    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> usize {
        self.add(name)
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(QualName::new(None, ns!(), local_name!("")))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.add(QualName::new(None, ns!(), local_name!("")))
    }

    fn get_template_contents(&self, node: &usize) -> usize {
        *node
    }

    fn same_node(&self, one: &usize, other: &usize) -> bool {
        one == other
    }

    fn parse_error(&self, _: Cow<'static, str>) {}
    fn append(&self, _: &usize, _: NodeOrText<usize>) {}
    fn append_based_on_parent_node(&self, _: &usize, _: &usize, _: NodeOrText<usize>) {}
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, _: &usize, _: NodeOrText<usize>) {}
    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, _: &usize) {}
    fn reparent_children(&self, _: &usize, _: &usize) {}
}

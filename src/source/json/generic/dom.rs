//! A JSON document as one flat tree: each value knows its next sibling.

use super::words::{self, Word};
use crate::source::json::tokens::{Scalar, Stop, Tokens};
use rustc_hash::FxHashMap;

/// The index of a value in the tree. Its contents follow it.
pub(super) type Node = usize;

/// A JSON input; its documents are in one list.
pub(super) struct Dom {
    values: Vec<Value>,
    text: String,
    keys: Vec<Key>,
}

#[derive(Clone, Copy)]
struct Value {
    key: u32,
    kind: Kind,
    /// The index behind its contents.
    next: u32,
    start: u32,
    end: u32,
}

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    List,
    Text,
    Number,
    True,
    False,
    Null,
}

/// A key and its possible meanings.
pub(super) struct Key {
    /// As it is written.
    pub(super) name: String,
    /// The key without the differences between writers.
    pub(super) plain: String,
    pub(super) scalar: Word,
    pub(super) object: Word,
    pub(super) is_number: bool,
}

/// In place of a key: none.
const NO_KEY: u32 = u32::MAX;
/// Values of a document that are held at most.
const MOST: usize = 1 << 25;

impl Dom {
    /// Reads a document to its end. `None` if it stops being JSON. Keeps what came before a cut; the second value says
    /// whether there was one.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, bool)> {
        let mut dom = Self { values: Vec::new(), text: String::with_capacity(bytes.len()), keys: Vec::new() };
        let mut names = FxHashMap::<Vec<u8>, u32>::default();
        let mut input = bytes;
        let end = dom.fill(&mut Tokens::new(&mut input), &mut names);
        let is_cut = match end {
            Ok(()) => false,
            Err(Stop::Cut) => true,
            Err(_) => return None,
        };
        let next = u32::try_from(dom.values.len()).ok()?;
        dom.values.iter_mut().filter(|value| value.next == 0).for_each(|value| value.next = next);
        Some((dom, is_cut))
    }

    fn fill(&mut self, tokens: &mut Tokens<'_>, names: &mut FxHashMap<Vec<u8>, u32>) -> Result<(), Stop> {
        self.push(NO_KEY, Kind::List);
        let mut open: Vec<Node> = vec![0];
        loop {
            let above = open.last().copied().unwrap_or(0);
            let is_object = self.kind(above) == Kind::Object;
            let key = if is_object {
                match tokens.key()? {
                    Some(key) => self.key(key, names),
                    None => {
                        self.close(&mut open);
                        continue;
                    }
                }
            } else {
                NO_KEY
            };
            let next = match tokens.peek()? {
                None if open.len() == 1 => return Ok(()),
                None => return Err(Stop::Cut),
                Some(next) => next,
            };
            match next {
                b',' if !is_object => tokens.pass(),
                b']' if !is_object && open.len() > 1 => {
                    tokens.pass();
                    self.close(&mut open);
                }
                b'{' | b'[' => {
                    tokens.pass();
                    let node = self.push(key, if next == b'{' { Kind::Object } else { Kind::List });
                    open.push(node);
                }
                _ if open.len() == 1 => return Err(Stop::Expected("a document")),
                b'"' => {
                    let node = self.push(key, Kind::Text);
                    let outcome = tokens.text(&mut self.text);
                    self.end_text(node);
                    outcome?;
                }
                _ => self.push_scalar(key, tokens.scalar()?),
            }
            if self.values.len() > MOST {
                return Err(Stop::Expected("fewer values"));
            }
        }
    }

    fn push_scalar(&mut self, key: u32, scalar: Scalar<'_>) {
        let kind = match scalar {
            Scalar::Null => Kind::Null,
            Scalar::Bool(true) => Kind::True,
            Scalar::Bool(false) => Kind::False,
            Scalar::Number(number) => {
                self.text.push_str(number);
                Kind::Number
            }
        };
        let start = self.values.last().map_or(0, |last| last.end);
        let node = self.push(key, kind);
        if let Some(value) = self.values.get_mut(node) {
            value.start = start;
        }
        self.end_text(node);
    }

    fn push(&mut self, key: u32, kind: Kind) -> Node {
        let node = self.values.len();
        let at = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let next = match kind {
            Kind::Object | Kind::List => 0,
            _ => u32::try_from(node + 1).unwrap_or(u32::MAX),
        };
        self.values.push(Value { key, kind, next, start: at, end: at });
        node
    }

    fn end_text(&mut self, node: Node) {
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if let Some(value) = self.values.get_mut(node) {
            value.end = end;
        }
    }

    fn close(&mut self, open: &mut Vec<Node>) {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let at = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if let Some(value) = open.pop().and_then(|node| self.values.get_mut(node)) {
            (value.next, value.end) = (next, at);
        }
    }

    fn key(&mut self, name: &[u8], names: &mut FxHashMap<Vec<u8>, u32>) -> u32 {
        if let Some(&known) = names.get(name) {
            return known;
        }
        let number = u32::try_from(self.keys.len()).unwrap_or(NO_KEY);
        let text = String::from_utf8_lossy(name).into_owned();
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (plain, scalar, object) = (words::plain(&text), words::of_scalar(&text), words::of_object(&text));
        self.keys.push(Key { name: text, plain, scalar, object, is_number });
        names.insert(name.to_vec(), number);
        number
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn kind(&self, node: Node) -> Kind {
        self.values.get(node).map_or(Kind::Null, |value| value.kind)
    }

    /// The first value behind one and its contents.
    pub(super) fn next(&self, node: Node) -> Node {
        self.values.get(node).map_or(usize::MAX, |value| value.next as usize)
    }

    pub(super) fn key_of(&self, node: Node) -> Option<&Key> {
        self.keys.get(self.values.get(node)?.key as usize)
    }

    /// The plain form of a value's key; empty if it has none.
    pub(super) fn plain(&self, node: Node) -> &str {
        self.key_of(node).map_or("", |key| &key.plain)
    }

    /// The direct contents of an object or a list.
    pub(super) fn children(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let end = self.next(node);
        let is_open = matches!(self.kind(node), Kind::Object | Kind::List);
        let first = Some(node + 1).filter(|&first| is_open && first < end);
        std::iter::successors(first, move |&child| Some(self.next(child)).filter(|&next| next < end))
    }

    /// The text of a string or a number.
    pub(super) fn said(&self, node: Node) -> Option<&str> {
        let value = self.values.get(node).filter(|value| matches!(value.kind, Kind::Text | Kind::Number))?;
        self.text.get(value.start as usize..value.end as usize)
    }

    /// The member of an object with a plain key.
    pub(super) fn member(&self, object: Node, plain: &str) -> Option<Node> {
        self.children(object).find(|&child| self.kind(object) == Kind::Object && self.plain(child) == plain)
    }

    /// Whether a value means yes: `true`, a number other than 0, a non-empty text.
    pub(super) fn says_yes(&self, node: Node) -> bool {
        match self.kind(node) {
            Kind::True => true,
            Kind::Number | Kind::Text => {
                self.said(node).is_some_and(|said| !matches!(said, "" | "0" | "false" | "0001-01-01T00:00:00Z"))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_behind_what_they_are_in() {
        let (dom, is_cut) = Dom::read(br#"{"a":[1,{"b":"x\n"}],"C_d":null} [true]"#).unwrap();
        assert!(!is_cut);
        let object = dom.children(0).next().unwrap();
        let keys: Vec<_> = dom.children(object).map(|node| dom.plain(node)).collect();
        assert_eq!(keys, ["a", "cd"]);
        let list = dom.member(object, "a").unwrap();
        let inner = dom.children(list).nth(1).unwrap();
        assert_eq!(dom.said(dom.member(inner, "b").unwrap()), Some("x\n"));
        assert_eq!(dom.children(list).next().and_then(|node| dom.said(node)), Some("1"));
        assert_eq!(dom.children(0).count(), 2);
    }

    #[test]
    fn what_is_cut_off_is_kept_and_what_is_broken_is_not() {
        let (dom, is_cut) = Dom::read(br#"[{"a":"The lam"#).unwrap();
        assert!(is_cut);
        let object = dom.children(dom.children(0).next().unwrap()).next().unwrap();
        assert_eq!(dom.said(dom.member(object, "a").unwrap()), Some("The lam"));
        assert!(Dom::read(b"[{\"a\" lamp}]").is_none());
        let deep = "[".repeat(100_000);
        assert!(Dom::read(deep.as_bytes()).is_some_and(|(_, is_cut)| is_cut));
    }
}

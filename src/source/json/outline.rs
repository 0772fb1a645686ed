//! The structure of a JSON input's beginning: the keys of its objects, and what they hold.
//!
//! A list inside a list of the same name counts as the same list, so that nested replies look alike at any depth.
//! Objects under numeric keys count as items of a list.

use super::tokens::{Scalar, Stop, Tokens};
use std::io::BufRead;

/// Bytes of an input that are examined for the meaning of its keys.
const LOOKED_AT: usize = 64 << 10;
/// Bytes of an input that are examined to recognise its format.
const GLANCED_AT: usize = 32 << 10;
/// Keys that are examined.
const KEYS: usize = 6000;
/// Keys of one kind of object that are kept apart; later ones count as the last.
const MEMBERS: usize = 300;
/// The depth of the outline.
const DEEP: usize = 24;
/// Characters of a text that are kept as a sample.
const SAMPLE: usize = 200;

/// The outline of an input's beginning.
#[derive(Debug, Default)]
pub(in crate::source) struct Outline {
    nodes: Vec<Node>,
    /// Whether the examined part is JSON.
    pub(super) is_json: bool,
    /// The number of documents in a row.
    pub(super) documents: usize,
    /// Whether the first document is a list.
    pub(super) is_list: bool,
}

/// A kind of object.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// The key or list where it was found.
    pub(super) name: String,
    pub(super) members: Vec<Member>,
    /// The number of objects of the kind.
    pub(super) count: usize,
    parent: Option<usize>,
}

/// What a key of a kind of object holds.
#[derive(Debug, Default)]
pub(super) struct Member {
    pub(super) key: String,
    pub(super) texts: usize,
    pub(super) numbers: usize,
    pub(super) bools: usize,
    pub(super) nulls: usize,
    /// Whether lists were seen.
    pub(super) has_list: bool,
    /// The kind of the objects here, or in the list here.
    pub(super) node: Option<usize>,
    /// The beginning of the longest text or of the first number.
    pub(super) sample: String,
    /// The length of all texts together.
    pub(super) length: usize,
}

impl Member {
    fn note_text(&mut self, text: &str) {
        self.texts += 1;
        self.length += text.len();
        if text.len() > self.sample.len() {
            let end = text.floor_char_boundary(SAMPLE);
            text.get(..end).unwrap_or_default().clone_into(&mut self.sample);
        }
    }

    fn note(&mut self, scalar: Scalar<'_>) {
        match scalar {
            Scalar::Null => self.nulls += 1,
            Scalar::Bool(_) => self.bools += 1,
            Scalar::Number(number) => {
                self.numbers += 1;
                if self.sample.is_empty() {
                    number.clone_into(&mut self.sample);
                }
            }
        }
    }
}

/// The key that stands for all numeric keys.
pub(super) const NUMBERED: &str = "#";

enum Open {
    Object(usize),
    /// The list behind a member of an object, or the outermost list.
    List(Option<(usize, usize)>),
}

impl Outline {
    /// Examines the beginning of an input.
    pub(super) fn of(head: &[u8]) -> Self {
        Self::of_first(LOOKED_AT, head)
    }

    /// Examines less of it.
    pub(in crate::source) fn glance(head: &[u8]) -> Self {
        Self::of_first(GLANCED_AT, head)
    }

    fn of_first(most: usize, head: &[u8]) -> Self {
        let whole = head.len() <= most;
        let head = head.get(..most).unwrap_or(head);
        let mut outline = Self::default();
        if !matches!(head.trim_ascii_start().first(), Some(b'{' | b'[')) {
            return outline;
        }
        outline.is_list = head.trim_ascii_start().starts_with(b"[");
        let mut input = head;
        let end = outline.look(&mut input, whole);
        outline.is_json = match end {
            Ok(()) | Err(Stop::Cut) => outline.documents > 0,
            // Broken, but JSON for longer than a text is by chance.
            Err(_) => outline.nodes.iter().map(|node| node.members.len()).sum::<usize>() >= 3,
        };
        outline
    }

    /// The kinds of objects, each after the one that contains it.
    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The kind of object with an index.
    pub(super) fn node(&self, place: usize) -> Option<&Node> {
        self.nodes.get(place)
    }

    /// Whether some kind of object has all of these keys.
    pub(super) fn any_has(&self, keys: &[&str]) -> bool {
        self.nodes.iter().any(|node| node.has(keys))
    }

    /// Whether the outermost objects have all of these keys.
    pub(super) fn root_has(&self, keys: &[&str]) -> bool {
        self.nodes.first().is_some_and(|root| root.has(keys))
    }

    /// Whether a kind of object found under a key has all of these keys.
    pub(super) fn under_has(&self, name: &str, keys: &[&str]) -> bool {
        self.nodes.iter().any(|node| node.name == name && node.has(keys))
    }

    /// Whether a text like this occurs behind a key.
    pub(super) fn says(&self, key: &str, text: &str) -> bool {
        let members = self.nodes.iter().flat_map(|node| &node.members);
        members.into_iter().any(|member| member.key == key && member.sample.starts_with(text))
    }

    fn look(&mut self, input: &mut dyn BufRead, whole: bool) -> Result<(), Stop> {
        let mut tokens = Tokens::new(input);
        let mut open: Vec<Open> = Vec::new();
        let (mut keys, mut text) = (0, String::new());
        loop {
            let place = match open.last() {
                None => match tokens.peek()? {
                    None => return Ok(()),
                    Some(b'{' | b'[') => {
                        self.documents += 1;
                        None
                    }
                    Some(_) => return Err(Stop::Expected("a document")),
                },
                Some(Open::Object(node)) => {
                    let node = *node;
                    let Some(key) = tokens.key()? else {
                        open.pop();
                        continue;
                    };
                    keys += 1;
                    if keys > KEYS {
                        return Ok(());
                    }
                    Some((node, self.member(node, &String::from_utf8_lossy(key))))
                }
                Some(Open::List(place)) => match tokens.next()? {
                    b',' => {
                        tokens.pass();
                        continue;
                    }
                    b']' => {
                        tokens.pass();
                        open.pop();
                        continue;
                    }
                    _ => *place,
                },
            };
            let next = match tokens.next() {
                Err(Stop::Cut) if whole => return Err(Stop::Expected("a value")),
                next => next?,
            };
            open.extend(self.value(next, &mut tokens, place, open.len(), &mut text)?);
        }
    }

    /// Looks at a value that begins with `next`. Returns the bracket that it opens, if it is one.
    fn value(
        &mut self,
        next: u8,
        tokens: &mut Tokens<'_>,
        place: Option<(usize, usize)>,
        deep: usize,
        text: &mut String,
    ) -> Result<Option<Open>, Stop> {
        match next {
            b'{' if deep >= DEEP * 8 => tokens.skip()?,
            b'{' => {
                tokens.pass();
                return Ok(Some(Open::Object(self.enter(place))));
            }
            b'[' => {
                tokens.pass();
                if let Some(member) = self.member_at(place) {
                    member.has_list = true;
                }
                return Ok(Some(Open::List(place)));
            }
            b'"' => {
                text.clear();
                let outcome = tokens.text(text);
                if let Some(member) = self.member_at(place) {
                    member.note_text(text);
                }
                outcome?;
            }
            _ => {
                let scalar = tokens.scalar()?;
                if let Some(member) = self.member_at(place) {
                    member.note(scalar);
                }
            }
        }
        Ok(None)
    }

    fn member_at(&mut self, place: Option<(usize, usize)>) -> Option<&mut Member> {
        let (node, member) = place?;
        self.nodes.get_mut(node)?.members.get_mut(member)
    }

    /// The index of a key among the members of a kind of object.
    fn member(&mut self, node: usize, key: &str) -> usize {
        let is_number = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
        let key = if is_number { NUMBERED } else { key };
        let Some(node) = self.nodes.get_mut(node) else { return 0 };
        if let Some(known) = node.members.iter().position(|member| member.key == key) {
            return known;
        }
        if node.members.len() < MEMBERS {
            node.members.push(Member { key: key.to_owned(), ..Member::default() });
        }
        node.members.len() - 1
    }

    /// The kind of objects at a place.
    fn enter(&mut self, place: Option<(usize, usize)>) -> usize {
        let known = match place {
            None => (!self.nodes.is_empty()).then_some(0),
            Some((node, member)) => self.nodes.get(node).and_then(|node| node.members.get(member)?.node),
        };
        let node = known.unwrap_or_else(|| self.grow(place));
        if let Some(member) = self.member_at(place) {
            member.node = Some(node);
        }
        if let Some(node) = self.nodes.get_mut(node) {
            node.count += 1;
        }
        node
    }

    /// A new kind for objects at a place where none was seen.
    fn grow(&mut self, place: Option<(usize, usize)>) -> usize {
        let member = place.and_then(|(node, member)| self.nodes.get(node)?.members.get(member));
        let name = member.map(|member| member.key.clone()).unwrap_or_default();
        let is_list = member.is_some_and(|member| member.has_list);
        let (mut above, mut depth) = (place.map(|(node, _)| node), 0);
        while let Some(node) = above {
            let Some(up) = self.nodes.get(node) else { break };
            if up.name == name && (is_list || depth >= DEEP) && node > 0 {
                return node;
            }
            above = up.parent;
            depth += 1;
        }
        if depth >= DEEP * 2 {
            return place.map_or(0, |(node, _)| node);
        }
        self.nodes.push(Node { name, parent: place.map(|(node, _)| node), ..Node::default() });
        self.nodes.len() - 1
    }
}

impl Node {
    /// Whether it has all of these keys.
    pub(super) fn has(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.member(key).is_some())
    }

    /// What was seen behind a key.
    pub(super) fn member(&self, key: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_in_replies_are_of_one_kind() {
        let outline = Outline::of(br#"[{"id":1,"replies":[{"id":2,"replies":[{"id":3,"text":"lamp"}]}]}]"#);
        assert!(outline.is_json);
        assert_eq!(outline.nodes().len(), 2);
        assert!(outline.under_has("replies", &["id", "text", "replies"]));
        assert!(!outline.root_has(&["text"]));
    }

    #[test]
    fn a_beginning_that_is_cut_off_is_json_and_a_text_that_looks_like_it_is_not() {
        let long = format!(r#"{{"text":"{}"#, "lamp ".repeat(20_000));
        assert!(Outline::of(long.as_bytes()).is_json);
        for text in ["[1] a footnote", "{curly}", "[Music] The lamp", "", "\"lamp\"", "[see above]"] {
            assert!(!Outline::of(text.as_bytes()).is_json, "{text}");
        }
    }

    #[test]
    fn objects_under_numbers_are_items() {
        let outline = Outline::of(br#"{"12":{"id":12},"13":{"id":13,"by":"mara"}}"#);
        assert!(outline.under_has(NUMBERED, &["id", "by"]));
    }
}

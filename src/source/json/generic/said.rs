//! What an object of an unknown JSON says about a post: of several keys with one meaning, the best.

use super::dom::{Dom, Kind, Node};
use super::words::{self, Word};
use crate::source::json::moment;
use crate::source::json::shape::Field;
use crate::thread::{Gone, Time};
use std::borrow::Cow;

/// The values of an object by meaning. A lower rank is more certain.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) body: Best,
    pub(super) author: Best,
    pub(super) time: Best,
    pub(super) id: Best,
    pub(super) parent: Best,
    pub(super) title: Best,
    pub(super) url: Best,
    pub(super) score: Best,
    pub(super) depth: Best,
    /// The number of replies by the site's count.
    pub(super) replies: Best,
    /// A name, which is the title of a thread or of a person.
    pub(super) name: Best,
    pub(super) deleted: bool,
    pub(super) removed: bool,
}

/// The best value so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Best {
    rank: u32,
    /// The place of the value; 0, which is the list of documents, if there is none.
    place: u32,
}

impl Best {
    fn take(&mut self, rank: usize, node: Node) {
        let rank = u32::try_from(rank).unwrap_or(u32::MAX);
        if self.place == 0 || rank < self.rank {
            *self = Self { rank, place: u32::try_from(node).unwrap_or(0) };
        }
    }

    pub(super) fn node(self) -> Option<Node> {
        (self.place != 0).then_some(self.place as usize)
    }

    pub(super) fn is_some(self) -> bool {
        self.place != 0
    }

    /// Whether its key often means something else.
    pub(super) fn is_weak(self, dom: &Dom) -> bool {
        self.node().is_some_and(|node| matches!(dom.plain(node), "description" | "summary" | "reply" | "answer"))
    }
}

/// What an object is examined as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Own,
    /// A person, found under a key of this rank.
    Person(usize),
    /// The post that is answered.
    Answered(usize),
    /// A title in its own object.
    Title,
    /// A time in its own object.
    Moment(usize),
}

/// Wrapping of a post's parts at most.
const DEEP: u8 = 4;
/// Keys of names, the best first.
const NAMES: &str = "displayname globalname nickname username login screenname acct uniqueid name fullname realname \
    firstname nick handle slug title email emailaddress id";

impl Said {
    /// What an object says, including its wrappers.
    pub(super) fn of(dom: &Dom, object: Node) -> Self {
        let mut said = Self::default();
        let mut waiting = vec![(object, Role::Own, 0_u8)];
        while let Some((object, role, deep)) = waiting.pop() {
            for member in dom.children(object) {
                match dom.kind(member) {
                    Kind::Null => {}
                    Kind::Object if deep < DEEP => said.enter(dom, member, role, deep, &mut waiting),
                    Kind::List if role == Role::Own => said.list(dom, member),
                    Kind::Object | Kind::List => {}
                    _ => said.scalar(dom, member, role),
                }
            }
        }
        // Chats name a thread by the time of its first message, and messages by theirs.
        if said.parent.node().is_some_and(|node| dom.plain(node) == "threadts")
            || dom.member(object, "ts").is_some() && dom.member(object, "type").is_some() && !said.id.is_some()
        {
            said.id = Best::default();
            dom.member(object, "ts").into_iter().for_each(|node| said.id.take(0, node));
        }
        said
    }

    fn enter(&mut self, dom: &Dom, member: Node, role: Role, deep: u8, waiting: &mut Vec<(Node, Role, u8)>) {
        let Some(key) = dom.key_of(member) else { return };
        let inner = match (role, key.object, key.scalar) {
            (Role::Person(rank), ..) => {
                matches!(&*key.plain, "profile" | "data" | "attributes" | "image").then_some(Role::Person(rank + 1))
            }
            (Role::Answered(rank), ..) => matches!(&*key.plain, "data" | "id").then_some(Role::Answered(rank)),
            (Role::Title | Role::Moment(_), ..) => None,
            (Role::Own, Word::Field(Field::Author, rank), _) => Some(Role::Person(rank)),
            (Role::Own, Word::Field(Field::Parent, rank), _) => Some(Role::Answered(rank)),
            (Role::Own, _, Word::Field(Field::Time, rank)) => Some(Role::Moment(rank)),
            (Role::Own, _, Word::Field(Field::Id, rank)) => {
                // Databases write ids as objects.
                dom.children(member)
                    .find(|&id| dom.said(id).is_some())
                    .into_iter()
                    .for_each(|id| self.id.take(rank, id));
                None
            }
            (Role::Own, _, Word::Field(Field::Title, _)) => Some(Role::Title),
            (Role::Own, _, Word::Field(Field::Body, rank)) if is_rich(dom, member) => {
                self.body.take(rank, member);
                None
            }
            (Role::Own, Word::Wrapper, _) => Some(Role::Own),
            _ => None,
        };
        waiting.extend(inner.map(|inner| (member, inner, deep + 1)));
    }

    fn list(&mut self, dom: &Dom, member: Node) {
        if let Some(Word::Field(Field::Body, rank)) = dom.key_of(member).map(|key| key.scalar)
            && is_rich(dom, member)
        {
            self.body.take(rank, member);
        }
    }

    fn scalar(&mut self, dom: &Dom, member: Node, role: Role) {
        let Some(key) = dom.key_of(member) else { return };
        let says = dom.said(member).is_some_and(|said| !said.trim().is_empty());
        match role {
            Role::Person(rank) if says => {
                if let Some(place) = NAMES.split(' ').position(|name| name == key.plain) {
                    self.author.take(rank * 32 + place, member);
                }
            }
            Role::Answered(rank) if says => {
                if let Word::Field(Field::Id, place) = key.scalar {
                    self.parent.take(rank * 32 + place, member);
                }
            }
            Role::Title if says => self.title.take(0, member),
            Role::Moment(rank) if says => self.time.take(rank, member),
            Role::Own => self.own(dom, member),
            _ => {}
        }
    }

    fn own(&mut self, dom: &Dom, member: Node) {
        let Some(key) = dom.key_of(member) else { return };
        let is_text = dom.kind(member) == Kind::Text;
        let says = dom.said(member).is_some_and(|said| !said.trim().is_empty());
        if is_text
            && says
            && matches!(&*key.plain, "name" | "caption" | "summary" | "label" | "channelname" | "roomname")
        {
            self.name.take(0, member);
        }
        if let Some(rank) = words::of_count(&key.plain).filter(|_| says) {
            self.replies.take(rank, member);
        }
        if matches!(&*key.plain, "removed" | "isremoved" | "removedat" | "ishidden" | "hidden" | "spam" | "isspam") {
            self.removed |= dom.says_yes(member) && key.plain.starts_with(['r', 'i']) && key.plain != "ishidden";
        }
        let Word::Field(field, rank) = key.scalar else {
            let is_moment = ["date", "time", "timestamp"].iter().any(|end| key.plain.ends_with(end));
            let is_other = ["updat", "edit", "modif", "load", "expir", "last", "end", "due", "clos"];
            if is_moment && !is_other.iter().any(|word| key.plain.contains(word)) && time(dom, member).is_some() {
                self.time.take(60, member);
            }
            return;
        };
        match field {
            Field::Deleted => self.deleted |= dom.says_yes(member),
            _ if !says => {}
            Field::Body if is_text => self.body.take(rank, member),
            Field::Title if is_text => self.title.take(rank, member),
            Field::Author => self.author.take(rank * 32, member),
            Field::Time if time(dom, member).is_some() => self.time.take(rank, member),
            Field::OtherTime if time(dom, member).is_some() => self.time.take(rank + 100, member),
            Field::Id => self.id.take(rank, member),
            Field::Parent => self.parent.take(rank * 32, member),
            Field::Url if dom.said(member).is_some_and(|said| said.contains("://")) => self.url.take(rank, member),
            Field::Score if number(dom, member).is_some() => self.score.take(rank, member),
            Field::Depth if number(dom, member).is_some() => self.depth.take(rank, member),
            _ => {}
        }
    }

    /// Whether it is a post: it has a text, and an author, a time or a place.
    pub(super) fn is_post(&self) -> bool {
        self.body.is_some()
            && (self.author.is_some() || self.time.is_some() || self.parent.is_some() || self.depth.is_some())
    }

    /// What is gone of it.
    pub(super) fn gone(&self) -> Option<Gone> {
        match (self.removed, self.deleted) {
            (true, _) => Some(Gone::Moderator),
            (false, true) => Some(Gone::Author),
            (false, false) => None,
        }
    }
}

/// Whether an object or a list contains a text in pieces. A list of people's words does not.
fn is_rich(dom: &Dom, node: Node) -> bool {
    let is_piece = |inner: Node| {
        let is_signed = dom.children(inner).any(|member| {
            let word = dom.key_of(member).map(|key| key.scalar);
            matches!(word, Some(Word::Field(Field::Author | Field::Time, _)))
        });
        match dom.kind(inner) {
            Kind::Text => true,
            Kind::Object => {
                !is_signed && ["text", "value", "insert", "content"].iter().any(|key| dom.member(inner, key).is_some())
            }
            _ => false,
        }
    };
    match dom.kind(node) {
        Kind::List => dom.children(node).next().is_some() && dom.children(node).take(16).all(is_piece),
        _ => ["content", "blocks", "ops", "children"].iter().any(|key| {
            dom.member(node, key)
                .is_some_and(|list| dom.kind(list) == Kind::List && dom.children(list).next().is_some_and(is_piece))
        }),
    }
}

/// A text put together from its pieces: inline pieces in one line, paragraphs apart.
pub(super) fn text(dom: &Dom, node: Node) -> Cow<'_, str> {
    if let Some(said) = dom.said(node) {
        return Cow::Borrowed(said);
    }
    let mut text = String::new();
    for inner in node + 1..dom.next(node) {
        let is_piece = matches!(dom.plain(inner), "text" | "value" | "insert") || dom.key_of(inner).is_none();
        let is_break = dom.plain(inner) == "type"
            && matches!(
                dom.said(inner),
                Some("paragraph" | "heading" | "listItem" | "blockquote" | "hardBreak" | "codeBlock")
            );
        if is_break && !text.is_empty() && !text.ends_with('\n') {
            text.push_str(if dom.said(inner) == Some("hardBreak") { "\n" } else { "\n\n" });
        } else if is_piece && dom.kind(inner) == Kind::Text {
            text.push_str(dom.said(inner).unwrap_or_default());
        }
    }
    Cow::Owned(text)
}

/// The time of a value.
pub(super) fn time(dom: &Dom, node: Node) -> Option<Time> {
    let said = dom.said(node)?;
    if dom.kind(node) == Kind::Number { moment::of_number(said) } else { moment::of_text(said) }
}

/// A whole number, even if it is written as a text or with a fraction.
pub(super) fn number(dom: &Dom, node: Node) -> Option<i64> {
    let said = dom.said(node)?;
    let whole = || said.parse::<f64>().ok().filter(|number| number.abs() < 9e15).map(|number| number.trunc() as i64);
    said.parse().ok().or_else(whole)
}

//! Containers for messages and for the ids they name, linked as they come in.
//!
//! Only parents are stored, so nothing is ever searched downwards. Sets that only grow tell whether a link would close
//! a loop.

use memchr::memchr;
use rustc_hash::FxHashMap;
use std::hash::{BuildHasher, RandomState};
use std::hint::black_box;

/// In place of a number: there is none.
pub(super) const NONE: u32 = u32::MAX;
/// Steps up a chain that each link may cost, on average, to detect a loop.
const PATIENCE: usize = 64;

/// A hashed id. Its last bit says whether it looks like one.
///
/// The hash is keyed, so nobody can make two ids collide; among a million ids the odds of any collision are one to ten
/// million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Id(u64);

impl Id {
    /// A text with neither `@` nor digits does not look like an id, and is one only if a message has it.
    fn looks_like_one(self) -> bool {
        self.0 & 1 == 1
    }
}

/// The key of the hashes: secret numbers, and multiplications whose halves are folded together, as in foldhash.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key([u64; 3]);

impl Default for Key {
    fn default() -> Self {
        let secret = RandomState::new();
        Self([secret.hash_one(0), secret.hash_one(1) | 1, secret.hash_one(2) | 1])
    }
}

impl Key {
    /// The hash of an id.
    pub(super) fn id(&self, id: &[u8]) -> Id {
        let looks_like_one = memchr(b'@', id).is_some() || is_number(id);
        Id(self.hash(id) & !1 | u64::from(looks_like_one))
    }

    /// The hash of another text.
    pub(super) fn text(&self, text: &str) -> u64 {
        self.hash(text.as_bytes())
    }

    fn hash(&self, text: &[u8]) -> u64 {
        let Self([start, within, last]) = *self;
        let folded = |one: u64, other: u64| {
            let product = u128::from(one) * u128::from(other);
            product as u64 ^ (product >> 64) as u64
        };
        let (words, rest) = text.as_chunks();
        let hash = words.iter().fold(start, |hash, word| folded(hash ^ u64::from_le_bytes(*word), within));
        let rest = rest.iter().fold(text.len() as u64, |word, &byte| word << 8 | u64::from(byte));
        folded(hash ^ rest, last)
    }
}

/// Whether the digits of an id without `@` tell it from a word.
fn is_number(id: &[u8]) -> bool {
    /// Shorter numbers are those of years and lists.
    const SHORTEST: usize = 5;
    id.len() >= SHORTEST && id.iter().any(u8::is_ascii_digit) && !id.iter().any(u8::is_ascii_whitespace)
}

/// The number of a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u32);

/// The subject of a message for threading: its number without marks of a reply, and whether it had such marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Subject {
    /// The same number for the same subject. `None` if it is empty.
    pub(super) number: Option<u32>,
    /// Whether it begins with `Re:` or the like.
    pub(super) is_reply: bool,
}

/// A place for a message that is here or was named.
#[derive(Debug, Clone)]
pub(super) struct Container {
    pub(super) parent: u32,
    /// A container of the same tree, closer to the representative of the tree. Cut trees keep their set: containers of
    /// different sets are certainly in different trees.
    set: u32,
    pub(super) message: u32,
    pub(super) subject: Subject,
    pub(super) time: i64,
}

/// The ids that a message names, hashed: all in order, all but the first, and all but the second. A reply names these
/// and the message itself; in long lists programs drop an early one. All links between them then exist, and need no
/// look-up. A list changes after a container lost its parent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Trail([u64; 3]);

impl Trail {
    fn new(cuts: u64, named: &[Id]) -> Self {
        let hash = |left_out: usize| {
            let kept = named.iter().enumerate().filter(|&(place, _)| place != left_out);
            kept.fold(!cuts, |hash, (_, &Id(id))| hash.rotate_left(5).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ id)
        };
        Self([hash(usize::MAX), hash(0), hash(1)])
    }
}

/// All messages and what is known of their order.
#[derive(Clone, Default)]
pub(super) struct Forest {
    pub(super) ids: FxHashMap<Id, u32>,
    pub(super) containers: Vec<Container>,
    /// What the message in each container names.
    pub(super) trails: Vec<Trail>,
    /// The ids that the last added message names.
    named: Vec<Id>,
    /// How often a container lost its parent.
    cuts: u64,
    /// The remaining steps for detecting loops.
    patience: usize,
    refused: usize,
}

impl Forest {
    /// The number of links refused because they would have closed a loop.
    pub(super) fn refused(&self) -> usize {
        self.refused
    }

    /// The container of an id, if the id was seen before.
    pub(super) fn find(&self, id: Id) -> Option<Place> {
        self.ids.get(&id).map(|&place| Place(place))
    }

    /// The message in a container, if there is one.
    pub(super) fn message(&self, place: Place) -> Option<u32> {
        self.get(place.0).map(|container| container.message).filter(|&message| message != NONE)
    }

    /// The time of the message in a container, if it has one.
    pub(super) fn time(&self, place: Place) -> Option<i64> {
        self.get(place.0).filter(|container| container.message != NONE).map(|container| container.time)
    }

    /// The subject of the message in a container, if it has one.
    pub(super) fn subject(&self, place: Place) -> Option<Subject> {
        self.get(place.0).filter(|container| container.message != NONE).map(|container| container.subject)
    }

    /// Touches the entries of ids that are about to be added. In a large forest each is a cache miss; here the
    /// processor waits for many at once.
    pub(super) fn look_ahead(&self, ids: impl Iterator<Item = Id>) {
        let places: Vec<u32> = ids.filter_map(|id| self.ids.get(&id).copied()).collect();
        let sets = places.iter().filter_map(|&place| self.get(place)).map(|container| container.set);
        let sets: u32 = sets.filter_map(|set| self.get(set)).fold(0, |all, container| all ^ container.set);
        let trails = places.iter().filter_map(|&place| self.trails.get(place as usize));
        let trails = trails.fold(0, |all, Trail(trail)| all ^ trail[0] ^ trail[2]);
        black_box((sets, trails));
    }

    /// Adds a message with the ids that it names, its parent last. An id that another message has is not passed; nobody
    /// can then name this message. Returns the container of the last id.
    pub(super) fn add(
        &mut self,
        message: u32,
        id: Option<Id>,
        references: &[Id],
        subject: Subject,
        time: i64,
    ) -> Option<Place> {
        let place = match id {
            Some(id) => self.place(id),
            None => self.push(),
        };
        if let Some(container) = self.get_mut(place) {
            (container.message, container.subject, container.time) = (message, subject, time);
        }
        let refused = self.refused;
        let last = self.link_named(references);
        // What a message says about its own parent replaces what others assumed.
        let before = self.parent(place);
        if last != before {
            self.set_parent(place, NONE);
            if last != NONE {
                self.link(last, place);
            }
            self.cuts += u64::from(before != NONE && self.parent(place) == NONE);
        }
        // A message that replies to itself has no parent, so nothing is known of the links to it.
        if self.refused == refused && self.parent(place) == last {
            let trail = Trail::new(self.cuts, &self.named);
            if let Some(known) = self.trails.get_mut(place as usize) {
                *known = trail;
            }
        }
        (last != NONE).then_some(Place(last))
    }

    /// Links the containers of ids in the order that a message names them. Returns the last.
    fn link_named(&mut self, references: &[Id]) -> u32 {
        let mut named = std::mem::take(&mut self.named);
        named.clear();
        named.extend(references.iter().filter(|id| id.looks_like_one() || self.ids.contains_key(id)));
        let mut last = NONE;
        if let Some((&parent, others)) = named.split_last() {
            last = self.place(parent);
            if others.is_empty() || !self.has_linked(last, others) {
                let mut before = NONE;
                for &id in &named {
                    let place = self.place(id);
                    if before != NONE && self.parent(place) == NONE {
                        self.link(before, place);
                    }
                    before = place;
                }
            }
        }
        self.named = named;
        last
    }

    /// Whether the message in a container named the same ids, so that all links between them exist.
    fn has_linked(&self, place: u32, named: &[Id]) -> bool {
        let Trail(known) = self.trails.get(place as usize).copied().unwrap_or_default();
        let Trail([all, ..]) = Trail::new(self.cuts, named);
        known.contains(&all)
    }

    pub(super) fn get(&self, place: u32) -> Option<&Container> {
        self.containers.get(place as usize)
    }

    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut Container> {
        self.containers.get_mut(place as usize)
    }

    pub(super) fn parent(&self, place: u32) -> u32 {
        self.get(place).map_or(NONE, |container| container.parent)
    }

    pub(super) fn set_parent(&mut self, place: u32, parent: u32) {
        if let Some(container) = self.get_mut(place) {
            container.parent = parent;
        }
    }

    pub(super) fn is_empty(&self, place: u32) -> bool {
        self.get(place).is_none_or(|container| container.message == NONE)
    }

    fn place(&mut self, id: Id) -> u32 {
        if let Some(&place) = self.ids.get(&id) {
            return place;
        }
        let place = self.push();
        self.ids.insert(id, place);
        place
    }

    /// The same for ids as they are written.
    #[cfg(test)]
    pub(super) fn add_written(&mut self, key: &Key, message: u32, id: Option<&[u8]>, references: &[&[u8]]) {
        let references: Vec<Id> = references.iter().map(|id| key.id(id)).collect();
        self.add(message, id.map(|id| key.id(id)), &references, Subject::default(), i64::from(message));
    }

    /// Adds an empty container.
    pub(super) fn push(&mut self) -> u32 {
        let set = self.containers.len() as u32;
        let subject = Subject::default();
        self.containers.push(Container { parent: NONE, set, message: NONE, subject, time: 0 });
        self.trails.push(Trail::default());
        set
    }

    /// Puts a container without a parent below another, unless that is below it.
    fn link(&mut self, parent: u32, child: u32) {
        self.patience += PATIENCE;
        let (above, below) = (self.set(parent), self.set(child));
        if parent == child || above == below && self.is_above(child, parent) {
            self.refused += usize::from(parent != child);
            return;
        }
        self.set_parent(child, parent);
        if let Some(container) = self.get_mut(below) {
            container.set = above;
        }
    }

    /// The representative of a container's set.
    fn set(&mut self, place: u32) -> u32 {
        let mut at = place;
        loop {
            let up = self.get(at).map_or(at, |container| container.set);
            if up == at {
                return at;
            }
            let next = self.get(up).map_or(up, |container| container.set);
            if let Some(container) = self.get_mut(at) {
                container.set = next;
            }
            at = next;
        }
    }

    /// Whether one container is above another or equals it; also true if finding out takes too long.
    fn is_above(&mut self, above: u32, below: u32) -> bool {
        let mut at = below;
        while at != NONE {
            if at == above || self.patience == 0 {
                return true;
            }
            self.patience -= 1;
            at = self.parent(at);
        }
        false
    }
}

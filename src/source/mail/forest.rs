//! Containers for messages and for ids that messages name, linked as they come in.
//!
//! Only parents are kept, so that nothing is ever searched downwards, and whether a link would close a loop is told
//! from sets that only grow.

use std::hash::{BuildHasher, RandomState};

use memchr::memchr;
use rustc_hash::FxHashMap;

/// In place of a number: there is none.
pub(super) const NONE: u32 = u32::MAX;
/// How many steps up a chain each link may cost, on average, to be told from a loop.
const PATIENCE: usize = 64;

/// The number of a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u32);

/// What a message is about, for threading: the number of its subject without marks of a reply, and whether it had
/// such marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Subject {
    /// The same for the same subject; none where it is empty.
    pub(super) number: Option<u32>,
    /// It begins with `Re:` or the like.
    pub(super) is_reply: bool,
}

/// A place for a message that is here or was named.
#[derive(Debug, Clone)]
pub(super) struct Container {
    pub(super) parent: u32,
    /// A container of the same tree, nearer to the one that stands for the tree. Trees that were cut keep their set:
    /// containers of different sets are surely of different trees.
    set: u32,
    pub(super) message: u32,
    pub(super) subject: Subject,
    pub(super) time: i64,
}

/// The ids that a message names, hashed: all of them in order, all but the first, and all but the second. A reply to
/// it names these and the message itself; where the list gets long, programs drop an early one. Then all links between
/// them are there already, and none of them has to be looked up. A list is not the same after a container lost its
/// parent.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Trail([u64; 3]);

impl Trail {
    fn new(cuts: u64, named: &[u64]) -> Self {
        let hash = |left_out: usize| {
            let kept = named.iter().enumerate().filter(|&(place, _)| place != left_out);
            kept.fold(!cuts, |hash, (_, &id)| hash.rotate_left(5).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ id)
        };
        Self([hash(usize::MAX), hash(0), hash(1)])
    }
}

/// All messages and what is known of their order.
#[derive(Clone, Default)]
pub(super) struct Forest {
    /// Containers by the hash of their id. The hash is keyed, so that nobody can make two ids meet, and among a
    /// million ids the odds that any two do are one to thirty million.
    pub(super) ids: FxHashMap<u64, u32>,
    key: RandomState,
    pub(super) containers: Vec<Container>,
    /// What the message in each container names.
    pub(super) trails: Vec<Trail>,
    /// The hashes of the ids that the message just added names.
    named: Vec<u64>,
    /// How often a container lost its parent.
    cuts: u64,
    /// Steps left for telling loops.
    patience: usize,
    refused: usize,
}

impl Forest {
    /// How many links were refused because they would have closed a loop.
    pub(super) fn refused(&self) -> usize {
        self.refused
    }

    /// The container of an id, if the id was met before.
    pub(super) fn find(&self, id: &[u8]) -> Option<Place> {
        self.ids.get(&self.key.hash_one(id)).map(|&place| Place(place))
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

    /// Takes a message with the ids that it names, the one it replies to last. An id that has a message already is
    /// not given; the message then is one that nobody can name. Returns the container of the last id.
    pub(super) fn add<'r>(
        &mut self,
        message: u32,
        id: Option<&[u8]>,
        references: impl Iterator<Item = &'r [u8]>,
        subject: Subject,
        time: i64,
    ) -> Option<Place> {
        let place = match id {
            Some(id) => self.place(self.key.hash_one(id)),
            None => self.push(),
        };
        if let Some(container) = self.get_mut(place) {
            (container.message, container.subject, container.time) = (message, subject, time);
        }
        let refused = self.refused;
        let last = self.link_named(references);
        // What the message says of its own parent replaces what others presumed.
        let before = self.parent(place);
        if last != before {
            self.set_parent(place, NONE);
            if last != NONE {
                self.link(last, place);
            }
            self.cuts += u64::from(before != NONE && self.parent(place) == NONE);
        }
        if self.refused == refused {
            let trail = Trail::new(self.cuts, &self.named);
            if let Some(known) = self.trails.get_mut(place as usize) {
                *known = trail;
            }
        }
        (last != NONE).then_some(Place(last))
    }

    /// Links the containers of ids in the order in which a message names them. Returns the last.
    fn link_named<'r>(&mut self, references: impl Iterator<Item = &'r [u8]>) -> u32 {
        let mut named = std::mem::take(&mut self.named);
        named.clear();
        for reference in references {
            let hash = self.key.hash_one(reference);
            // What has no `@` does not look like an id, and is one only where a message has it.
            if memchr(b'@', reference).is_some() || self.ids.contains_key(&hash) {
                named.push(hash);
            }
        }
        let mut last = NONE;
        if let Some((&parent, others)) = named.split_last() {
            last = self.place(parent);
            if others.is_empty() || !self.has_linked(last, others) {
                let mut before = NONE;
                for &hash in &named {
                    let place = self.place(hash);
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

    /// Whether the message in a container named the same ids, so that all links between them are there.
    fn has_linked(&self, place: u32, named: &[u64]) -> bool {
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

    fn place(&mut self, hash: u64) -> u32 {
        if let Some(&place) = self.ids.get(&hash) {
            return place;
        }
        let place = self.push();
        self.ids.insert(hash, place);
        place
    }

    /// Adds an empty container.
    pub(super) fn push(&mut self) -> u32 {
        let set = self.containers.len() as u32;
        let subject = Subject::default();
        self.containers.push(Container { parent: NONE, set, message: NONE, subject, time: 0 });
        self.trails.push(Trail::default());
        set
    }

    /// Hangs a container that has no parent below another, unless that is below it.
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

    /// The container that stands for the set of a container.
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

    /// Whether one container is above another or is it; also said when finding out would take too long.
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

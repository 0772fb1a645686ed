//! The linking step of the published algorithm, literal and slow, to test the real one against.

use super::forest::{Forest, Key};
use super::threading::Found;
use proptest::prelude::*;
use std::collections::HashMap;

/// A message: its own id and the ids that it names.
type Message = (u8, Vec<u8>);

#[derive(Default)]
struct Table {
    parents: HashMap<u8, u8>,
}

impl Table {
    fn is_above(&self, above: u8, below: u8) -> bool {
        let mut at = Some(below);
        while let Some(id) = at {
            if id == above {
                return true;
            }
            at = self.parents.get(&id).copied();
        }
        false
    }

    fn link(&mut self, parent: u8, child: u8) {
        if !self.is_above(child, parent) && !self.is_above(parent, child) {
            self.parents.insert(child, parent);
        }
    }

    fn add(&mut self, id: u8, named: &[u8]) {
        for pair in named.windows(2) {
            if !self.parents.contains_key(&pair[1]) {
                self.link(pair[0], pair[1]);
            }
        }
        if named.last() != self.parents.get(&id) {
            self.parents.remove(&id);
            if let Some(&last) = named.last() {
                self.link(last, id);
            }
        }
    }
}

/// For each message, the one it replies to, if that is present.
fn published(messages: &[Message]) -> Vec<Option<u8>> {
    let mut table = Table::default();
    for (id, named) in messages {
        table.add(*id, named);
    }
    let is_here = |id: &u8| messages.iter().any(|(own, _)| own == id);
    let parent = |(id, _): &Message| {
        let mut at = table.parents.get(id).copied();
        while let Some(up) = at.filter(|up| !is_here(up)) {
            at = table.parents.get(&up).copied();
        }
        at
    };
    messages.iter().map(parent).collect()
}

fn ours(messages: &[Message]) -> Vec<Option<u8>> {
    let (mut forest, key) = (Forest::default(), Key::default());
    let written = |id: u8| [id, b'@'];
    for (number, (id, named)) in messages.iter().enumerate() {
        let named: Vec<_> = named.iter().copied().map(written).collect();
        let named: Vec<_> = named.iter().map(<[u8; 2]>::as_slice).collect();
        forest.add_written(&key, number as u32, Some(&written(*id)), &named);
    }
    let mut parents = vec![None; messages.len()];
    forest.arrange(|found| {
        if let Found::Reply(message, parent) = found {
            parents[message as usize] = Some(messages[parent as usize].0);
        }
    });
    parents
}

fn messages() -> impl Strategy<Value = Vec<Message>> {
    let order = Just((0..12).collect::<Vec<u8>>()).prop_shuffle();
    let named = prop::collection::vec(prop::collection::vec(0..16_u8, 0..6), 12);
    (order, named, 0..13_usize).prop_map(|(order, named, count)| order.into_iter().zip(named).take(count).collect())
}

/// Realistic conversations: each message names its parent and everything its parent named.
fn conversations() -> impl Strategy<Value = Vec<Message>> {
    let parents = prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize), 14);
    parents.prop_flat_map(|parents| {
        let mut all: Vec<Message> = vec![(0, Vec::new())];
        for (number, (parent, dropped)) in parents.into_iter().enumerate() {
            let (parent, mut named) = all[parent.index(all.len())].clone();
            if dropped < named.len() && dropped < 2 {
                named.remove(dropped);
            }
            named.push(parent);
            all.push((number as u8 + 1, named));
        }
        (Just(all).prop_shuffle(), 0..4_usize).prop_map(|(mut all, missing)| {
            all.truncate(all.len() - missing);
            all
        })
    })
}

#[test]
fn a_message_that_replies_to_itself_is_linked_as_published() {
    let messages = [(11, vec![4, 11]), (9, vec![4, 11]), (4, Vec::new())];
    assert_eq!(ours(&messages), published(&messages));
    assert_eq!(ours(&messages), [Some(4), Some(11), None]);
}

proptest! {
    #[test]
    fn any_messages_are_linked_as_published(messages in messages()) {
        prop_assert_eq!(ours(&messages), published(&messages));
    }

    #[test]
    fn conversations_in_any_order_are_linked_as_published(messages in conversations()) {
        prop_assert_eq!(ours(&messages), published(&messages));
    }
}

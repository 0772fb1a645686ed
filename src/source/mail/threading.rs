//! Threads messages by Jamie Zawinski's published algorithm: by the ids that they name, then by their subjects.
//!
//! <https://www.jwz.org/doc/threading.html>. Every mentioned id has a container in the [forest](Forest). An empty
//! container stands for a message that is not present. Replies are ordered last.

use super::forest::{Forest, NONE, Subject};
use rustc_hash::FxHashMap;

/// What `arrange` reports, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// The start of a thread whose opening message is not present, with its subject.
    Missing(Option<u32>),
    /// The start of a thread with its opening message and subject.
    Opening(u32, Subject),
    /// A message that replies to the missing opening message of its thread.
    UnderMissing(u32),
    /// A message, and the one that it replies to.
    Reply(u32, u32),
}

impl Forest {
    /// Prunes empty containers, groups roots by subject, sorts by time and reports all messages in order.
    pub(super) fn arrange(mut self, mut tell: impl FnMut(Found)) {
        self.ids = FxHashMap::default();
        self.trails = Vec::new();
        let roots = self.prune();
        self.gather(&roots);
        drop(roots);
        for place in 0..self.containers.len() as u32 {
            let parent = self.settled_parent(place);
            self.set_parent(place, parent);
        }
        let Children { first, next, roots } = self.sort();
        let after = |list: &[u32], place: u32| list.get(place as usize).copied().filter(|&at| at != NONE);
        for root in roots {
            let Some(container) = self.get(root) else { continue };
            tell(match container.message {
                NONE => Found::Missing(self.subject_below(root, &first)),
                message => Found::Opening(message, container.subject),
            });
            let mut waiting: Vec<u32> = after(&first, root).into_iter().collect();
            while let Some(place) = waiting.pop() {
                let message = |place| self.get(place).map_or(NONE, |container| container.message);
                tell(match message(self.parent(place)) {
                    NONE => Found::UnderMissing(message(place)),
                    parent => Found::Reply(message(place), parent),
                });
                waiting.extend(after(&next, place));
                waiting.extend(after(&first, place));
            }
        }
    }

    /// The parent of a container, skipping empty containers. Returns an empty one only if it is the root. Shortens the
    /// paths that it follows, so that all calls together take linear time.
    fn settled_parent(&mut self, place: u32) -> u32 {
        let mut top = self.parent(place);
        while self.is_empty(top) && self.parent(top) != NONE {
            top = self.parent(top);
        }
        let mut at = place;
        while at != top && at != NONE {
            let up = self.parent(at);
            if at == place || self.is_empty(at) {
                self.set_parent(at, top);
            }
            at = up;
        }
        top
    }

    /// Removes empty containers. Below another container, their replies move up; an only reply of an empty root becomes
    /// a root itself. Returns the root set, in the order of the input.
    fn prune(&mut self) -> Vec<u32> {
        let all = self.containers.len() as u32;
        let mut replies = vec![0_u8; self.containers.len()];
        for place in 0..all {
            if self.is_empty(place) {
                continue;
            }
            let parent = self.settled_parent(place);
            if let Some(count) = replies.get_mut(parent as usize) {
                *count = count.saturating_add(1);
            }
        }
        let mut roots = Vec::new();
        for place in 0..all {
            let parent = self.parent(place);
            let count = |place: u32| replies.get(place as usize).copied().unwrap_or_default();
            if self.is_empty(place) {
                if parent == NONE && count(place) > 1 {
                    roots.push(place);
                }
            } else if parent == NONE || self.is_empty(parent) && count(parent) == 1 {
                self.set_parent(place, NONE);
                roots.push(place);
            }
        }
        roots
    }

    /// Groups roots with the same subject (step 5 of the algorithm).
    fn gather(&mut self, roots: &[u32]) {
        let mut subjects = self.subjects_of_empty(roots);
        let mut subject_of = |forest: &Self, root: u32| match forest.get(root) {
            Some(container) if container.message != NONE => container.subject,
            _ => subjects.remove(&root).unwrap_or_default(),
        };
        let subjects: Vec<Subject> = roots.iter().map(|&root| subject_of(self, root)).collect();
        let mut table = FxHashMap::<u32, (u32, bool)>::default();
        for (&root, subject) in roots.iter().zip(&subjects) {
            let Some(number) = subject.number else { continue };
            let better = table.get(&number).is_none_or(|&(old, old_is_reply)| {
                let emptier = self.is_empty(root) && !self.is_empty(old);
                emptier || !self.is_empty(old) && old_is_reply && !subject.is_reply
            });
            if better {
                table.insert(number, (root, subject.is_reply));
            }
        }
        for (&root, subject) in roots.iter().zip(&subjects) {
            let Some(number) = subject.number else { continue };
            let Some(&(old, old_is_reply)) = table.get(&number) else { continue };
            if old == root || self.parent(root) != NONE {
                continue;
            }
            if self.is_empty(old) || subject.is_reply && !old_is_reply && !self.is_empty(root) {
                self.set_parent(root, old);
            } else {
                // Both are replies, or neither is: they become siblings below a missing message.
                let missing = self.push();
                self.set_parent(old, missing);
                self.set_parent(root, missing);
                table.insert(number, (missing, false));
            }
        }
    }

    /// The subjects of empty roots: that of the first message below each.
    fn subjects_of_empty(&self, roots: &[u32]) -> FxHashMap<u32, Subject> {
        let mut subjects: FxHashMap<u32, Subject> = FxHashMap::default();
        if roots.iter().any(|&root| self.is_empty(root)) {
            for container in self.containers.iter().filter(|container| container.message != NONE) {
                if container.parent != NONE && self.is_empty(container.parent) {
                    subjects.entry(container.parent).or_insert(container.subject);
                }
            }
        }
        subjects
    }

    fn subject_below(&self, root: u32, first: &[u32]) -> Option<u32> {
        let child = first.get(root as usize).copied()?;
        self.get(child)?.subject.number
    }

    /// Sorts the replies to each container, and the roots, by time.
    fn sort(&mut self) -> Children {
        let all = self.containers.len() as u32;
        let mut order: Vec<u32> = (0..all).filter(|&place| !self.is_empty(place)).collect();
        order.sort_by_key(|&place| self.get(place).map_or(0, |container| container.time));
        // A missing message is as old as the first reply to it.
        let mut seen = vec![false; self.containers.len()];
        let mut roots = Vec::new();
        for &place in &order {
            let root = match self.parent(place) {
                NONE => place,
                parent if self.is_empty(parent) => parent,
                _ => continue,
            };
            if let Some(seen) = seen.get_mut(root as usize).filter(|seen| !**seen) {
                *seen = true;
                roots.push(root);
            }
        }
        let mut first = vec![NONE; self.containers.len()];
        let mut next = vec![NONE; self.containers.len()];
        for &place in order.iter().rev() {
            if let Some(head) = first.get_mut(self.parent(place) as usize)
                && let Some(next) = next.get_mut(place as usize)
            {
                *next = std::mem::replace(head, place);
            }
        }
        Children { first, next, roots }
    }
}

/// Linked lists of replies: the first reply to each container, and the next sibling of each.
struct Children {
    first: Vec<u32>,
    next: Vec<u32>,
    roots: Vec<u32>,
}

#[cfg(test)]
mod tests {
    use super::super::forest::Key;
    use super::*;

    /// Threads messages given as `id subject < references`, where a capital `R` before the subject marks a reply,
    /// and draws the result: `?` for what is missing. Times are the places in the list.
    fn threaded(messages: &[&str]) -> String {
        let timed: Vec<_> = messages.iter().enumerate().map(|(time, message)| (time as i64, *message)).collect();
        threaded_at(&timed)
    }

    fn threaded_at(messages: &[(i64, &str)]) -> String {
        let (mut forest, key) = (Forest::default(), Key::default());
        let mut names = Vec::new();
        for (number, (time, message)) in messages.iter().enumerate() {
            let (head, references) = message.split_once('<').unwrap_or((message, ""));
            let mut head = head.split_whitespace();
            let id = head.next().unwrap();
            let subject = head.next().unwrap_or_default();
            let is_reply = subject.starts_with('R');
            let name = subject.trim_start_matches('R').bytes().next();
            names.push(id);
            let at = |id: &str| format!("{id}@");
            let subject = Subject { number: name.map(u32::from), is_reply };
            let id = at(id);
            let id = key.id(id.as_bytes());
            let known = forest.find(id).is_some_and(|place| forest.time(place).is_some());
            let references: Vec<_> = references.split_whitespace().map(|id| key.id(at(id).as_bytes())).collect();
            forest.add(number as u32, Some(id).filter(|_| !known), &references, subject, *time);
        }
        let mut drawn = Vec::new();
        let mut depths = vec![0; names.len()];
        forest.arrange(|found| {
            let (name, depth) = match found {
                Found::Missing(_) => ("?", 0),
                Found::Opening(message, _) => (names[message as usize], 0),
                Found::UnderMissing(message) => (names[message as usize], 1),
                Found::Reply(message, parent) => (names[message as usize], depths[parent as usize] + 1),
            };
            if let Found::Opening(message, _) | Found::UnderMissing(message) | Found::Reply(message, _) = found {
                depths[message as usize] = depth;
            }
            drawn.push(format!("{}{name}", " ".repeat(depth)));
        });
        drawn.join("\n")
    }

    #[test]
    fn a_message_hangs_below_the_last_id_that_it_names() {
        assert_eq!(threaded(&["a", "b < a", "c < a b", "d < a"]), "a\n b\n  c\n d");
        assert_eq!(threaded(&["c < a b", "b < a", "a"]), "a\n b\n  c", "in any order");
    }

    #[test]
    fn a_missing_message_between_others_is_left_out() {
        assert_eq!(threaded(&["a", "c < a b"]), "a\n c");
        assert_eq!(threaded(&["a", "d < a b c", "e < a b c"]), "a\n d\n e");
    }

    #[test]
    fn an_only_reply_to_a_missing_message_takes_its_place() {
        assert_eq!(threaded(&["b < a"]), "b");
        assert_eq!(threaded(&["c < a b", "d < c"]), "c\n d");
    }

    #[test]
    fn replies_to_a_missing_message_stand_below_an_empty_one() {
        assert_eq!(threaded(&["b < a", "c < a"]), "?\n b\n c");
        assert_eq!(threaded(&["c < a b", "e < a d"]), "?\n c\n e", "below one and not below three");
    }

    #[test]
    fn a_message_knows_its_parent_better_than_others_do() {
        assert_eq!(threaded(&["c < a b", "b", "a"]), "b\n c\na", "b replies to nothing, whatever c says");
        assert_eq!(threaded(&["b", "a", "c < a b"]), "a\n b\n  c", "but what has no parent may get one later");
        assert_eq!(threaded(&["a", "x", "c < x b", "b < a"]), "a\n b\n  c\nx");
        assert_eq!(threaded(&["a", "x", "b < a", "c < x b"]), "a\n b\n  c\nx", "links that are there stay");
    }

    #[test]
    fn loops_are_refused() {
        assert_eq!(threaded(&["a < a"]), "a");
        assert_eq!(threaded(&["a < b", "b < a"]), "b\n a");
        assert_eq!(threaded(&["a < c", "b < a", "c < b"]), "c\n a\n  b");
        assert_eq!(threaded(&["c < a b a", "a", "b"]), "a\n c\nb");
    }

    #[test]
    fn lists_that_a_parent_named_before_are_linked_as_if_they_were_new() {
        assert_eq!(
            threaded(&["a", "b < a", "c < a b", "d < a b c", "e < b c d", "f < b d e"]),
            "a\n b\n  c\n   d\n    e\n     f"
        );
        let cut = ["c < a b", "b", "d < a b c", "a"];
        assert_eq!(threaded(&cut), "a\n b\n  c\n   d", "b lost its parent and gets it again");
    }

    #[test]
    fn what_does_not_look_like_an_id_is_passed_over() {
        let (mut forest, key) = (Forest::default(), Key::default());
        forest.add_written(&key, 0, Some(b"a@b"), &[]);
        forest.add_written(&key, 1, Some(b"c"), &[b"a@b", b"yes"]);
        forest.add_written(&key, 2, Some(b"d@b"), &[b"c"]);
        let mut found = Vec::new();
        forest.arrange(|one| found.push(one));
        assert_eq!(found, [Found::Opening(0, Subject::default()), Found::Reply(1, 0), Found::Reply(2, 1)]);
    }

    #[test]
    fn roots_of_one_subject_are_gathered_below_the_one_that_is_no_reply() {
        assert_eq!(threaded(&["a L", "b RL", "c M"]), "a\n b\nc");
        assert_eq!(threaded(&["b RL", "a L"]), "a\n b", "in any order");
        assert_eq!(threaded(&["a L", "b RL", "c RL < b"]), "a\n b\n  c");
    }

    #[test]
    fn roots_that_are_all_replies_or_none_become_siblings() {
        assert_eq!(threaded(&["a RL", "b RL"]), "?\n a\n b");
        assert_eq!(threaded(&["a L", "b L", "c L"]), "?\n a\n b\n c");
        assert_eq!(threaded(&["a L", "b L", "c RL"]), "?\n a\n b\n c");
    }

    #[test]
    fn an_empty_root_of_a_subject_takes_in_the_others() {
        assert_eq!(threaded(&["b RL < a", "c RL < a", "d L"]), "?\n b\n c\n d");
        assert_eq!(threaded(&["d RL", "b RL < a", "c RL < a"]), "?\n d\n b\n c");
        assert_eq!(threaded(&["b RL < a", "c RL < a", "e RL < d", "f RL < d"]), "?\n b\n c\n e\n f", "two empty ones");
    }

    #[test]
    fn messages_without_a_subject_are_not_gathered() {
        assert_eq!(threaded(&["a", "b"]), "a\nb");
        assert_eq!(threaded(&["a R", "b R"]), "a\nb");
    }

    #[test]
    fn threads_and_replies_stand_by_date() {
        assert_eq!(threaded_at(&[(3, "c < a"), (9, "x"), (1, "a"), (2, "b < a"), (0, "n")]), "n\na\n b\n c\nx");
        assert_eq!(threaded_at(&[(5, "x"), (7, "c < a"), (3, "b < a")]), "?\n b\n c\nx", "an empty root by its first");
    }

    #[test]
    fn long_chains_are_threaded_in_any_order_in_little_time() {
        let reply = |n: usize| format!("m{n} < m{}", n - 1);
        let chain: Vec<String> = std::iter::once("m0".to_owned()).chain((1..30_000).map(reply)).collect();
        let forwards: Vec<_> = chain.iter().map(String::as_str).collect();
        let backwards: Vec<_> = forwards.iter().rev().copied().collect();
        let (evens, odds): (Vec<_>, Vec<_>) = forwards.iter().copied().enumerate().partition(|(n, _)| n % 2 == 0);
        let mixed: Vec<_> = odds.into_iter().chain(evens).map(|(_, message)| message).collect();
        for messages in [forwards, backwards, mixed] {
            let (mut forest, key) = (Forest::default(), Key::default());
            for message in &messages {
                let (id, parent) = message.split_once(" < ").unwrap_or((message, ""));
                let (own, parent) = (format!("{id}@"), format!("{parent}@"));
                let parent = Some(parent.as_bytes()).filter(|parent| parent.len() > 1);
                let number = id.trim_start_matches('m').parse().unwrap();
                forest.add_written(&key, number, Some(own.as_bytes()), parent.as_slice());
            }
            let mut order = Vec::new();
            forest.arrange(|found| match found {
                Found::Opening(message, _) | Found::Reply(message, _) => order.push(message),
                Found::Missing(_) | Found::UnderMissing(_) => panic!("nothing is missing"),
            });
            assert!(order.iter().copied().eq(0..30_000));
        }
    }

    #[test]
    fn loops_in_long_chains_are_told_in_little_time() {
        let (mut forest, key) = (Forest::default(), Key::default());
        let id = |n: u32| [&n.to_be_bytes()[..], b"@"].concat();
        for n in 0..50_000 {
            forest.add_written(&key, n, Some(&id(n)), &[&id(n.wrapping_sub(1))]);
        }
        for n in 0..50_000 {
            let (low, high) = (id(100_000 + n), id(49_999));
            forest.add_written(&key, 50_000 + 2 * n, None, &[&id(7), &low, &id(8)]);
            forest.add_written(&key, 50_001 + 2 * n, Some(&low), &[&high]);
        }
        let mut told = 0;
        forest.arrange(|_| told += 1);
        assert_eq!(told, 150_000);
    }
}

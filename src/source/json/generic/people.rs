//! People of an unknown JSON that uses their ids, and gives their names elsewhere.

use super::dom::{Dom, Kind, Node};
use rustc_hash::FxHashMap;

/// Names by ids.
pub(super) struct People<'d>(FxHashMap<&'d str, &'d str>);

/// Keys of lists of people.
const PEOPLE: [&str; 9] =
    ["user", "member", "people", "participant", "author", "account", "profile", "person", "included"];
/// Keys of names, the best first.
const NAMES: [&str; 7] = ["displayname", "username", "realname", "name", "fullname", "nickname", "screenname"];

impl<'d> People<'d> {
    pub(super) fn of(dom: &'d Dom) -> Self {
        let mut people = FxHashMap::default();
        let mut open: Vec<(Node, bool)> = Vec::new();
        for node in 0..dom.len() {
            while open.last().is_some_and(|(end, _)| *end <= node) {
                open.pop();
            }
            if !matches!(dom.kind(node), Kind::Object | Kind::List) {
                continue;
            }
            let key = dom.plain(node);
            let is_said = if key.is_empty() {
                open.last().is_some_and(|(_, are)| *are)
            } else {
                PEOPLE.iter().any(|word| key.contains(word))
            };
            let is_here = is_said || open.last().is_some_and(|(_, are)| *are) && dom.kind(node) == Kind::Object;
            open.push((dom.next(node), is_here));
            if dom.kind(node) == Kind::Object && is_here {
                let id = ["id", "userid", "uid"].iter().find_map(|key| dom.said(dom.member(node, key)?));
                let inner = ["profile", "attributes"].iter().find_map(|key| dom.member(node, key));
                let name = |of: Node| {
                    let named = NAMES.iter().filter_map(|key| dom.said(dom.member(of, key)?));
                    named.into_iter().find(|name| !name.trim().is_empty())
                };
                if let (Some(id), Some(name)) = (id, inner.and_then(name).or_else(|| name(node))) {
                    people.entry(id).or_insert(name);
                }
            }
        }
        Self(people)
    }

    /// The name of a person with an id.
    pub(super) fn name(&self, id: &str) -> Option<&'d str> {
        self.0.get(id).copied()
    }
}

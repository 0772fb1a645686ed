//! Which elements of a page are removed.

use super::super::dom::{Dom, NodeId};

/// A flag for each node of a page.
pub(super) struct Marks(Vec<bool>);

impl Marks {
    /// No node is marked.
    pub(super) fn none(dom: &Dom) -> Self {
        Self(vec![false; dom.len()])
    }

    pub(super) fn has(&self, node: NodeId) -> bool {
        self.0.get(node.index()).copied().unwrap_or(false)
    }

    pub(super) fn mark(&mut self, node: NodeId) {
        if let Some(place) = self.0.get_mut(node.index()) {
            *place = true;
        }
    }
}

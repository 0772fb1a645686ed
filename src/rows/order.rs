//! The order of the rows: a subtree as its folds leave it, or the path from the article to a post.

use super::folds::Folds;
use super::visible::Scope;
use crate::thread::{PostId, Thread};

/// The posts that are rows, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Order {
    /// The posts of a subtree that are in sight.
    Tree { root: PostId, scope: Scope },
    /// A post and all its ancestors, nothing else.
    Path(Vec<PostId>),
}

impl Order {
    /// The rows of a subtree.
    pub(crate) fn tree(thread: &Thread, folds: &Folds, root: PostId) -> Self {
        Self::Tree { root, scope: folds.scope(thread, root) }
    }

    /// The rows from the article down to a post.
    pub(crate) fn path(thread: &Thread, post: PostId) -> Self {
        let mut path: Vec<_> = std::iter::once(post).chain(thread.ancestors(post)).collect();
        path.reverse();
        Self::Path(path)
    }

    /// The post of the first row.
    pub(crate) fn first(&self) -> PostId {
        match self {
            Self::Tree { root, .. } => *root,
            Self::Path(path) => path.first().copied().unwrap_or(PostId::ARTICLE),
        }
    }

    /// The post at the end of a path; the root of a tree.
    pub(crate) fn last_of_path(&self) -> PostId {
        match self {
            Self::Tree { root, .. } => *root,
            Self::Path(path) => path.last().copied().unwrap_or(PostId::ARTICLE),
        }
    }

    /// Whether a post is one line here. On a path everything is open.
    pub(crate) fn folds(&self, folds: &Folds, post: PostId) -> bool {
        matches!(self, Self::Tree { .. }) && folds.is_folded(post)
    }

    /// The number of rows; at least 1.
    pub(crate) fn len(&self, folds: &Folds) -> usize {
        match self {
            Self::Tree { scope, .. } => folds.visible().rows(scope),
            Self::Path(path) => path.len(),
        }
    }

    /// Whether a post is a row.
    pub(crate) fn contains(&self, folds: &Folds, post: PostId) -> bool {
        match self {
            Self::Tree { scope, .. } => folds.visible().shows(scope, post.index()),
            Self::Path(path) => path.binary_search(&post).is_ok(),
        }
    }

    /// The row of a post, or the row that it would have.
    pub(crate) fn row(&self, folds: &Folds, post: PostId) -> usize {
        match self {
            Self::Tree { scope, .. } => folds.visible().row(scope, post.index()),
            Self::Path(path) => path.partition_point(|&step| step < post),
        }
    }

    /// The post of a row. `None` if there is no such row.
    pub(crate) fn at(&self, thread: &Thread, folds: &Folds, row: usize) -> Option<PostId> {
        match self {
            Self::Tree { scope, .. } => folds.visible().at(scope, row).and_then(|index| thread.get(index)),
            Self::Path(path) => path.get(row).copied(),
        }
    }

    /// The post of the next row.
    pub(crate) fn next(&self, thread: &Thread, folds: &Folds, post: PostId) -> Option<PostId> {
        self.at(thread, folds, self.row(folds, post) + 1)
    }

    /// The post of the previous row.
    pub(crate) fn previous(&self, thread: &Thread, folds: &Folds, post: PostId) -> Option<PostId> {
        self.at(thread, folds, self.row(folds, post).checked_sub(1)?)
    }
}

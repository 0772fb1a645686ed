//! Which posts are in sight, as an order statistic: the row of a post, the post of a row, the number of rows.
//!
//! Every post counts what hides it: its folded ancestors. A subtree is a range, so a fold adds one to a range, and a
//! post is in sight if its count is the least possible. The counts stand in blocks of 64. Over the blocks lies a binary
//! tree whose nodes hold the least count below them, how many posts have it, and an addition to all of them that is
//! never pushed down. So folding, unfolding, ranking and selecting touch two blocks and one path: O(64 + log n),
//! however large the subtree.

use std::ops::Range;

/// Posts to a block.
const BLOCK: usize = 64;

/// How many things hide each post.
#[derive(Debug, Clone)]
pub(crate) struct Visible {
    /// By post, what hides it, without the additions of the nodes above its block.
    counts: Vec<i32>,
    /// The tree: node 1 is the root, the children of `n` are `2n` and `2n + 1`, and leaf `leaves + b` is block `b`.
    nodes: Vec<Node>,
    leaves: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Node {
    /// The least count of all posts below, with this node's addition but not those above it.
    least: i32,
    /// How many posts have the least count.
    many: u32,
    /// Added to all posts below; negative if less is hidden here than the nodes above say.
    added: i32,
}

impl Node {
    /// An empty block: never the least.
    const EMPTY: Self = Self { least: i32::MAX / 2, many: 0, added: 0 };

    fn over(left: Self, right: Self, added: i32) -> Self {
        let many = match left.least.cmp(&right.least) {
            std::cmp::Ordering::Less => left.many,
            std::cmp::Ordering::Equal => left.many + right.many,
            std::cmp::Ordering::Greater => right.many,
        };
        Self { least: left.least.min(right.least) + added, many, added }
    }
}

/// A subtree whose rows are counted. Its first post is in sight by definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    range: Range<usize>,
    /// What hides the first post, and so at least every other one.
    level: i32,
}

impl Visible {
    /// Builds the tree over what hides each post.
    pub(crate) fn new(counts: Vec<i32>) -> Self {
        let leaves = counts.len().div_ceil(BLOCK).next_power_of_two();
        let mut visible = Self { counts, nodes: vec![Node::EMPTY; 2 * leaves], leaves };
        visible.rebuild();
        visible
    }

    /// Replaces what hides each post; `counts` writes it in place.
    pub(crate) fn recount(&mut self, counts: impl FnOnce(&mut [i32])) {
        counts(&mut self.counts);
        self.rebuild();
    }

    /// Adds one thing that hides a range of posts.
    pub(crate) fn hide(&mut self, range: Range<usize>) {
        self.add(range, 1);
    }

    /// Takes away one thing that hides a range of posts.
    pub(crate) fn show(&mut self, range: Range<usize>) {
        self.add(range, -1);
    }

    /// The number of things that hide a post.
    pub(crate) fn hidden_by(&self, post: usize) -> i32 {
        let mut count = self.counts[post];
        let mut node = self.leaves + post / BLOCK;
        while node > 0 {
            count += self.nodes[node].added;
            node /= 2;
        }
        count
    }

    /// The subtree `range` as a scope.
    pub(crate) fn scope(&self, range: Range<usize>) -> Scope {
        let level = self.hidden_by(range.start);
        Scope { range, level }
    }

    /// Whether a post of the scope is in sight.
    pub(crate) fn shows(&self, scope: &Scope, post: usize) -> bool {
        scope.range.contains(&post) && self.hidden_by(post) == scope.level
    }

    /// The number of posts of the scope in sight.
    pub(crate) fn rows(&self, scope: &Scope) -> usize {
        self.count(scope, scope.range.end)
    }

    /// The number of posts in sight before this one, which is the row of a post in sight.
    pub(crate) fn row(&self, scope: &Scope, post: usize) -> usize {
        self.count(scope, post)
    }

    /// The post of a row, from 0. `None` if there is no such row.
    pub(crate) fn at(&self, scope: &Scope, row: usize) -> Option<usize> {
        let mut left = row;
        self.find(1, 0..self.leaves * BLOCK, 0, scope, &mut left)
    }

    /// Drops all additions and rebuilds the tree.
    fn rebuild(&mut self) {
        for block in 0..self.leaves {
            self.nodes[self.leaves + block].added = 0;
            self.refresh_leaf(block);
        }
        for node in (1..self.leaves).rev() {
            self.nodes[node] = Node::over(self.nodes[2 * node], self.nodes[2 * node + 1], 0);
        }
    }

    fn refresh_leaf(&mut self, block: usize) {
        let added = self.nodes[self.leaves + block].added;
        let posts = block * BLOCK..((block + 1) * BLOCK).min(self.counts.len());
        let counts = self.counts.get(posts).unwrap_or_default();
        self.nodes[self.leaves + block] = match counts.iter().min() {
            None => Node::EMPTY,
            Some(&least) => {
                let many = counts.iter().filter(|&&count| count == least).count() as u32;
                Node { least: least + added, many, added }
            }
        };
    }

    fn refresh_above(&mut self, block: usize) {
        let mut node = (self.leaves + block) >> 1;
        while node > 0 {
            self.nodes[node] = Node::over(self.nodes[2 * node], self.nodes[2 * node + 1], self.nodes[node].added);
            node /= 2;
        }
    }

    /// Adds to a range of posts. Touches one path and the posts of at most two blocks.
    fn add(&mut self, range: Range<usize>, amount: i32) {
        if range.is_empty() {
            return;
        }
        let (first, last) = (range.start / BLOCK, (range.end - 1) / BLOCK);
        let whole = range.start.div_ceil(BLOCK)..range.end / BLOCK;
        // Only the first and the last block can be covered in part; whole ones get a node's addition.
        for block in (first..=last).step_by((last - first).max(1)) {
            let posts = (block * BLOCK).max(range.start)..((block + 1) * BLOCK).min(range.end);
            if !whole.contains(&block) {
                for count in self.counts.get_mut(posts).unwrap_or_default() {
                    *count += amount;
                }
                self.refresh_leaf(block);
            }
        }
        // Bottom-up over a segment tree: an odd `low` is a right child, an odd `high` has a left sibling inside the
        // range.
        let (mut low, mut high) = (self.leaves + whole.start, self.leaves + whole.end.max(whole.start));
        while low < high {
            if low % 2 == 1 {
                self.add_to_node(low, amount);
                low += 1;
            }
            if high % 2 == 1 {
                high -= 1;
                self.add_to_node(high, amount);
            }
            low /= 2;
            high /= 2;
        }
        self.refresh_above(first);
        self.refresh_above(last);
    }

    fn add_to_node(&mut self, node: usize, amount: i32) {
        let node = &mut self.nodes[node];
        node.least += amount;
        node.added += amount;
    }

    /// The number of posts in sight before `end`.
    fn count(&self, scope: &Scope, end: usize) -> usize {
        let range = scope.range.start..end.min(scope.range.end);
        if range.is_empty() {
            return 0;
        }
        let (first, last) = (range.start / BLOCK, (range.end - 1) / BLOCK);
        let in_block = |block: usize| {
            let above = self.added_above(block) + self.nodes[self.leaves + block].added;
            let posts = (block * BLOCK).max(range.start)..((block + 1) * BLOCK).min(range.end);
            // Compare below the additions: the level is lowered once, the counts are read as stored.
            let level = scope.level - above;
            self.counts.get(posts).unwrap_or_default().iter().filter(|&&count| count == level).count()
        };
        if first == last {
            return in_block(first);
        }
        in_block(first) + in_block(last) + self.count_nodes(1, 0..self.leaves, 0, first + 1..last, scope.level)
    }

    /// The number of posts in sight in whole blocks.
    fn count_nodes(&self, node: usize, span: Range<usize>, above: i32, blocks: Range<usize>, level: i32) -> usize {
        if span.start >= blocks.end || span.end <= blocks.start {
            return 0;
        }
        if blocks.start <= span.start && span.end <= blocks.end {
            let Node { least, many, .. } = self.nodes[node];
            return if least + above == level { many as usize } else { 0 };
        }
        let above = above + self.nodes[node].added;
        let middle = usize::midpoint(span.start, span.end);
        self.count_nodes(2 * node, span.start..middle, above, blocks.clone(), level)
            + self.count_nodes(2 * node + 1, middle..span.end, above, blocks, level)
    }

    fn added_above(&self, block: usize) -> i32 {
        let mut added = 0;
        let mut node = (self.leaves + block) >> 1;
        while node > 0 {
            added += self.nodes[node].added;
            node /= 2;
        }
        added
    }

    /// Finds the post with `left` others in sight before it; counts `left` down on the way.
    fn find(&self, node: usize, span: Range<usize>, above: i32, scope: &Scope, left: &mut usize) -> Option<usize> {
        let Range { start, end } = scope.range;
        if span.start >= end || span.end <= start {
            return None;
        }
        let Node { least, many, added } = self.nodes[node];
        if start <= span.start && span.end <= end {
            let here = if least + above == scope.level { many as usize } else { 0 };
            // A subtree that ends before the sought post is skipped whole; this makes the walk one path.
            if *left >= here {
                *left -= here;
                return None;
            }
        }
        let above = above + added;
        if span.len() == BLOCK {
            let posts = span.start.max(start)..span.end.min(end);
            for post in posts {
                if self.counts[post] + above == scope.level {
                    if *left == 0 {
                        return Some(post);
                    }
                    *left -= 1;
                }
            }
            return None;
        }
        let middle = usize::midpoint(span.start, span.end);
        self.find(2 * node, span.start..middle, above, scope, left)
            .or_else(|| self.find(2 * node + 1, middle..span.end, above, scope, left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_are_counted_over_what_is_not_hidden() {
        let mut visible = Visible::new(vec![0; 200]);
        visible.hide(10..150);
        let all = visible.scope(0..200);
        assert_eq!(visible.rows(&all), 60);
        assert_eq!(visible.at(&all, 10), Some(150));
        assert_eq!(visible.row(&all, 150), 10);
        assert_eq!(visible.at(&all, 60), None);
    }

    #[test]
    fn a_scope_inside_a_hidden_range_counts_from_its_first_post() {
        let mut visible = Visible::new(vec![0; 300]);
        visible.hide(1..300);
        visible.hide(120..140);
        let inner = visible.scope(100..280);
        assert_eq!(visible.rows(&inner), 160);
        assert_eq!(visible.at(&inner, 20), Some(140));
    }

    proptest! {
        #[test]
        fn it_agrees_with_counting_by_hand(
            len in 1_usize..700,
            changes in prop::collection::vec((0_usize..700, 0_usize..700), 0..40),
            scope in (0_usize..700, 0_usize..700),
        ) {
            let mut visible = Visible::new(vec![0; len]);
            let mut plain = vec![0_i32; len];
            let mut hidden: Vec<Range<usize>> = Vec::new();
            for (a, b) in changes {
                let range = (a % len).min(b % len)..(a % len).max(b % len) + 1;
                if let Some(place) = hidden.iter().position(|old| old.start % 3 == range.start % 3) {
                    let range = hidden.remove(place);
                    plain[range.clone()].iter_mut().for_each(|count| *count -= 1);
                    visible.show(range);
                } else {
                    plain[range.clone()].iter_mut().for_each(|count| *count += 1);
                    visible.hide(range.clone());
                    hidden.push(range);
                }
                prop_assert!((0..len).all(|post| visible.hidden_by(post) == plain[post]));
            }
            // A scope's first post has the least count of the scope: move the start to such a one.
            let mut range = (scope.0 % len).min(scope.1 % len)..(scope.0 % len).max(scope.1 % len) + 1;
            let least = plain[range.clone()].iter().min().copied().unwrap();
            range.start += plain[range.clone()].iter().position(|&count| count == least).unwrap();
            let shown: Vec<usize> = range.clone().filter(|&post| plain[post] == least).collect();
            let scope = visible.scope(range.clone());
            prop_assert_eq!(visible.rows(&scope), shown.len());
            for (row, &post) in shown.iter().enumerate() {
                prop_assert_eq!(visible.at(&scope, row), Some(post));
                prop_assert_eq!(visible.row(&scope, post), row);
            }
            prop_assert_eq!(visible.at(&scope, shown.len()), None);
        }
    }
}

//! Makes a tree of drafts: pre-order, whatever parents the source gave them.

use super::{Notice, Place, Post, PostId};
use std::ops::Range;

/// In place of a draft's number: an article added for a preview.
pub(super) const PLACEHOLDER: usize = usize::MAX;
/// In place of a parent: none, it replies to nothing.
pub(super) const NOTHING: u32 = u32::MAX;
/// In place of a parent: the article, whichever draft that is.
pub(super) const ARTICLE: u32 = u32::MAX - 1;
/// In place of a parent: a draft named by an id that has not been found.
pub(super) const BY_ID: u32 = u32::MAX - 2;

/// The place of each draft in the document order.
pub(super) struct Places(
    /// By draft; empty if every draft kept its own place.
    Vec<u32>,
);

impl Places {
    pub(super) fn of(&self, draft: usize) -> PostId {
        PostId::new(self.0.get(draft).map_or(draft, |&place| place as usize))
    }

    /// Combines an earlier move with this one: `before` says where each draft stood when this order was made. `drafts`
    /// is their number at that time; added articles stand behind them.
    pub(super) fn after(&self, before: &[u32], drafts: usize) -> Self {
        let placed = before.iter().map(|&place| self.of(place as usize).index() as u32);
        Self(placed.chain(self.0.iter().skip(drafts).copied()).collect())
    }

    /// The drafts in document order; [`PLACEHOLDER`] stands for an added article.
    pub(super) fn in_order(&self, drafts: usize) -> Vec<usize> {
        let mut order: Vec<_> = (0..drafts.max(self.0.len())).collect();
        order.sort_by_key(|&draft| self.of(draft));
        // Several drafts may have become one post.
        order.dedup_by_key(|draft| self.of(*draft));
        order.into_iter().map(|draft| if draft < drafts { draft } else { PLACEHOLDER }).collect()
    }

    /// Pairs of drafts as sorted pairs of posts, one for each first of a pair.
    pub(super) fn of_pairs(&self, pairs: &[(u32, u32)], posts: usize) -> Vec<(PostId, PostId)> {
        let known = pairs.iter().filter(|&&(from, to)| (from as usize) < posts && (to as usize) < posts);
        let mut placed: Vec<_> = known.map(|&(from, to)| (self.of(from as usize), self.of(to as usize))).collect();
        placed.sort_unstable();
        placed.dedup_by_key(|&mut (from, _)| from);
        placed
    }
}

/// A tree of posts in pre-order.
pub(super) struct Tree {
    pub(super) posts: Vec<Post>,
    pub(super) places: Places,
    /// For each part, the draft that opens it.
    pub(super) articles: Vec<u32>,
}

/// Makes a tree of posts and their parents, given in independent `parts`. Several parts, or one where `is_shelf`,
/// become threads below an empty post 0. `None` if there is no post.
pub(super) fn build_tree(
    mut posts: Vec<Post>,
    mut parents: Vec<u32>,
    parts: &[Range<usize>],
    ranks: &[i64],
    is_shelf: bool,
    notices: &mut Vec<Notice>,
) -> Option<Tree> {
    if posts.is_empty() {
        return None;
    }
    let articles: Vec<u32> = parts.iter().map(|part| find_article(&mut posts, &mut parents, part)).collect();
    for (part, &article) in parts.iter().zip(&articles) {
        attach_orphans(&mut parents, part, article, notices);
    }
    let root = match articles.as_slice() {
        [article] if !is_shelf => *article,
        _ => {
            let root = add_placeholder(&mut posts, &mut parents);
            articles.iter().for_each(|&article| parents[article as usize] = root);
            root
        }
    };
    cut_loops(&mut parents, root, notices);
    let (mut posts, places) = if ranks.is_empty() && is_pre_order(&parents) {
        // The common case: sources write pre-order, so nothing has to move and every place is its own.
        for (post, &parent) in posts.iter_mut().zip(&parents).skip(1) {
            post.parent = PostId::new(parent as usize);
        }
        (posts, Places(Vec::new()))
    } else {
        in_pre_order(&posts, &parents, ranks, root)
    };
    for index in 1..posts.len() {
        let parent = posts[index].parent.index();
        posts[index].depth = posts[parent].depth + 1;
    }
    for index in (1..posts.len()).rev() {
        let parent = posts[index].parent.index();
        posts[parent].descendants += posts[index].descendants + 1;
    }
    Some(Tree { posts, places, articles })
}

fn in_pre_order(posts: &[Post], parents: &[u32], ranks: &[i64], article: u32) -> (Vec<Post>, Places) {
    let (mut first, mut next) = (vec![NOTHING; posts.len()], vec![NOTHING; posts.len()]);
    let mut siblings: Vec<u32> = (0..posts.len() as u32).filter(|&draft| draft != article).collect();
    if !ranks.is_empty() {
        siblings.sort_by_key(|&draft| ranks.get(draft as usize).copied().unwrap_or(0));
    }
    // Backwards, because each draft is prepended to its parent's list of replies.
    for draft in siblings.into_iter().rev().map(|draft| draft as usize) {
        let parent = parents[draft] as usize;
        next[draft] = first[parent];
        first[parent] = draft as u32;
    }
    let mut places = vec![NOTHING; posts.len()];
    let mut ordered = Vec::with_capacity(posts.len());
    let mut stack = vec![article];
    while let Some(draft) = stack.pop() {
        let index = draft as usize;
        let parent = places.get(parents[index] as usize).copied().unwrap_or(0);
        places[index] = ordered.len() as u32;
        let mut post = posts[index].clone();
        post.parent = PostId::new(parent as usize);
        ordered.push(post);
        // The sibling goes below the first reply on the stack, so that the subtree comes first.
        if next[index] != NOTHING {
            stack.push(next[index]);
        }
        if first[index] != NOTHING {
            stack.push(first[index]);
        }
    }
    (ordered, Places(places))
}

/// The draft that opens a part. Adds an empty one if every draft of the part is a reply.
fn find_article(posts: &mut Vec<Post>, parents: &mut Vec<u32>, part: &Range<usize>) -> u32 {
    let said = parents.get(part.clone()).unwrap_or_default();
    match said.iter().position(|&parent| parent == NOTHING) {
        Some(article) => (part.start + article) as u32,
        None => add_placeholder(posts, parents),
    }
}

/// Adds an empty post that replies to nothing.
fn add_placeholder(posts: &mut Vec<Post>, parents: &mut Vec<u32>) -> u32 {
    posts.push(Post::empty());
    parents.push(NOTHING);
    (parents.len() - 1) as u32
}

/// Makes every draft without a parent in its own part a reply to the part's article.
fn attach_orphans(parents: &mut [u32], part: &Range<usize>, article: u32, notices: &mut Vec<Notice>) {
    let mut lost = 0;
    for (draft, parent) in parents.iter_mut().enumerate().skip(part.start).take(part.len()) {
        let is_draft = *parent < BY_ID;
        let gone = *parent == BY_ID || is_draft && (!part.contains(&(*parent as usize)) || *parent as usize == draft);
        lost += usize::from(gone);
        if draft == article as usize {
            *parent = NOTHING;
        } else if gone || *parent > BY_ID {
            *parent = article;
        }
    }
    if lost > 0 {
        let replies = if lost == 1 { "1 reply answers a post that is" } else { "replies answer posts that are" };
        let count = if lost == 1 { String::new() } else { format!("{lost} ") };
        notices.push(Notice::new(format!("{count}{replies} not here: kept at top level")));
    }
}

/// Breaks every ring of parents: one of its posts becomes a reply to the article.
fn cut_loops(parents: &mut [u32], article: u32, notices: &mut Vec<Notice>) {
    if parents.iter().enumerate().all(|(draft, &parent)| draft == article as usize || (parent as usize) < draft) {
        return;
    }
    let mut walks = vec![0_u32; parents.len()];
    walks[article as usize] = u32::MAX;
    // Each walk climbs to a post that is settled (`u32::MAX`) or that this very walk has passed, which is a ring. It
    // then settles its path, so that every parent is followed at most twice.
    for start in 0..parents.len() {
        let walk = start as u32 + 1;
        let mut at = start;
        while walks[at] == 0 {
            walks[at] = walk;
            at = parents[at] as usize;
        }
        if walks[at] == walk {
            parents[at] = article;
            notices.push(Notice::at(Place::Post(at), "answers itself through others: kept at top level"));
        }
        let mut at = start;
        while walks[at] == walk {
            walks[at] = u32::MAX;
            at = parents[at] as usize;
        }
    }
}

/// Whether the drafts already stand in pre-order, the article first.
fn is_pre_order(parents: &[u32]) -> bool {
    let mut path = Vec::new();
    for (draft, &parent) in parents.iter().enumerate() {
        if draft == 0 {
            if parent != NOTHING {
                return false;
            }
        } else {
            // In pre-order a parent is always on the path to the draft before.
            while path.last().is_some_and(|&last| last != parent) {
                path.pop();
            }
            if path.is_empty() {
                return false;
            }
        }
        path.push(draft as u32);
    }
    true
}

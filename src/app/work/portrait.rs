//! An author's activity: how much they wrote and when, whom they answer, and who answers them.

use crate::thread::{AuthorId, PostId, Thread};
use std::cmp::Reverse;
use std::collections::HashMap;

/// An author's activity in a thread, from one pass over its posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portrait {
    pub(in crate::app) author: AuthorId,
    pub(in crate::app) opening: PostId,
    /// The number of their posts.
    pub(crate) posts: usize,
    /// The number of all posts.
    pub(crate) of: usize,
    pub(in crate::app) rows: Vec<Feature>,
}

/// A row of a portrait, and the post it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Feature {
    pub(crate) kind: FeatureKind,
    pub(crate) post: PostId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FeatureKind {
    /// Their first post.
    First,
    /// Their last post.
    Last,
    /// How often they answer this author; the post is the first such reply.
    Answers(AuthorId, usize),
    /// How often this author answers them; the post is the first such reply.
    AnsweredBy(AuthorId, usize),
}

/// People on each side at most.
const NEAREST: usize = 3;

/// By author, the number of replies and the first of them.
type Replies = HashMap<AuthorId, (usize, PostId)>;

impl Portrait {
    /// The portrait of a post's author. `None` if nobody knows who that is.
    pub fn of(thread: &Thread, post: PostId) -> Option<Self> {
        let author = thread.post(post).author()?;
        let opening = thread.opening(post);
        let scope = thread.subtree(opening);
        let (mut posts, mut first, mut last) = (0, None, None);
        let (mut answers, mut answered_by) = (Replies::new(), Replies::new());
        for id in thread.ids().skip(scope.start).take(scope.len()) {
            let by = thread.post(id).author();
            let to = thread.answers(id).or(thread.parent(id).filter(|_| id != opening));
            let to = to.and_then(|to| thread.post(to).author());
            if by == Some(author) {
                posts += 1;
                let (time, number) = (thread.post(id).time(), thread.number(id));
                let (early, late) = ((time.is_none(), time, number), (time, number));
                first = first.filter(|&(known, _)| known <= early).or(Some((early, id)));
                last = last.filter(|&(known, _)| known >= late).or(Some((late, id)));
            }
            let replies = match (by, to) {
                (Some(by), Some(to)) if by == author && to != author => answers.entry(to),
                (Some(by), Some(to)) if to == author && by != author => answered_by.entry(by),
                _ => continue,
            };
            replies.or_insert((0, id)).0 += 1;
        }
        let (first, last) = (first?.1, last?.1);
        let mut rows = vec![Feature { kind: FeatureKind::First, post: first }];
        rows.extend((last != first).then_some(Feature { kind: FeatureKind::Last, post: last }));
        rows.extend(most(answers, FeatureKind::Answers));
        rows.extend(most(answered_by, FeatureKind::AnsweredBy));
        Some(Self { author, opening, posts, of: scope.len(), rows })
    }

    /// The author.
    pub(crate) fn author(&self) -> AuthorId {
        self.author
    }

    /// The post that opens the thread.
    pub(crate) fn opening(&self) -> PostId {
        self.opening
    }

    pub(crate) fn rows(&self) -> &[Feature] {
        &self.rows
    }
}

/// Rows for the most frequent.
fn most(replies: Replies, kind: fn(AuthorId, usize) -> FeatureKind) -> impl Iterator<Item = Feature> {
    let mut replies: Vec<_> = replies.into_iter().collect();
    replies.sort_unstable_by_key(|&(_, (many, post))| (Reverse(many), post));
    replies.into_iter().take(NEAREST).map(move |(author, (many, post))| Feature { kind: kind(author, many), post })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, DraftId, Parent, Time};

    #[test]
    fn it_tells_how_much_when_to_whom_and_from_whom() {
        let mut builder = Builder::new("test");
        let posts = [(0, "mara", 5), (0, "gull", 9), (1, "mara", 8), (2, "gull", 3), (1, "gull", 1), (0, "tide", 2)];
        for (n, (parent, author, hour)) in posts.into_iter().enumerate() {
            let parent = if n == 0 { Parent::Nothing } else { Parent::Draft(DraftId::new(parent)) };
            let time = Some(Time::from_millis(hour));
            builder.add(Draft { parent, author: Some(author), time, body: "Chips", ..Draft::default() });
        }
        let thread = builder.finish().unwrap().thread;
        let told = |post| {
            let portrait = Portrait::of(&thread, PostId::new(post)).unwrap();
            let rows = portrait.rows().iter().map(|row| match row.kind {
                FeatureKind::First => format!("first {}", row.post.index()),
                FeatureKind::Last => format!("last {}", row.post.index()),
                FeatureKind::Answers(who, many) => format!("{many} to {}", thread.author_name(who)),
                FeatureKind::AnsweredBy(who, many) => format!("{many} from {}", thread.author_name(who)),
            });
            format!("{}/{}: {}", portrait.posts, portrait.of, rows.collect::<Vec<_>>().join(", "))
        };
        assert_eq!(told(1), "3/6: first 4, last 1, 2 to mara, 1 from mara");
        assert_eq!(told(0), "2/6: first 0, last 2, 1 to gull, 2 from gull, 1 from tide");
        assert_eq!(told(5), "1/6: first 5, 1 to mara");
    }
}

//! Makes one thread of several answers of a site: merges what they say about the same post.

use super::build::Builder;
use super::tree::{ARTICLE, BY_ID, NOTHING};
use super::{AuthorId, Post};
use rustc_hash::FxHashMap;

/// Identifies a post without an id: its author, time and text.
type Fingerprint<'a> = (Option<AuthorId>, i64, &'a str);

/// How much a draft's parent tells: 0 if it is unknown, 3 if it is a draft.
fn certainty(parent: u32) -> u8 {
    match parent {
        BY_ID => 0,
        ARTICLE => 1,
        NOTHING => 2,
        _ => 3,
    }
}

impl Builder {
    /// Makes one thread of everything: [`begin`](Self::begin) begins none, and drafts with the same id are one post
    /// with the longest of their bodies. Their number and order do not matter, except that siblings stand in the order
    /// of their first drafts. A draft without an id equals another with the same author, time and words, and one that
    /// replies to nothing is the article.
    #[must_use]
    pub fn joined(mut self, joined: bool) -> Self {
        self.joined = joined;
        self
    }

    /// Merges the drafts of each post. Call it once parents named by ids are resolved. Returns the new place of each
    /// draft.
    pub(super) fn join(&mut self) -> Vec<u32> {
        let same = self.same();
        for (draft, &first) in same.iter().enumerate() {
            if first as usize != draft {
                self.merge(first as usize, draft);
            }
        }
        let mut places = Vec::with_capacity(same.len());
        let mut kept = 0;
        for (draft, &first) in same.iter().enumerate() {
            let is_kept = first as usize == draft;
            places.push(if is_kept { kept } else { places.get(first as usize).copied().unwrap_or(0) });
            kept += u32::from(is_kept);
        }
        let mut stays = same.iter().enumerate().map(|(draft, &first)| first as usize == draft);
        self.posts.retain(|_| stays.next().unwrap_or(true));
        let mut stays = same.iter().enumerate().map(|(draft, &first)| first as usize == draft);
        self.parents.retain(|_| stays.next().unwrap_or(true));
        if !self.ranks.is_empty() {
            let mut stays = same.iter().enumerate().map(|(draft, &first)| first as usize == draft);
            self.ranks.resize(same.len(), 0);
            self.ranks.retain(|_| stays.next().unwrap_or(true));
        }
        let follow = |draft: &mut u32| *draft = places.get(*draft as usize).copied().unwrap_or(*draft);
        self.parents.iter_mut().for_each(follow);
        self.pending.iter_mut().for_each(|stub| follow(&mut stub.parent));
        self.answers.iter_mut().for_each(|(from, to)| {
            follow(from);
            follow(to);
        });
        places
    }

    /// For each draft the first draft of the same post.
    fn same(&self) -> Vec<u32> {
        let mut ids = FxHashMap::<&str, u32>::default();
        let mut fingerprints = FxHashMap::<Fingerprint<'_>, u32>::default();
        let id = |post: &Post| self.arena.get(post.id_range()).unwrap_or_default();
        let opens = |draft: usize| self.parents.get(draft) == Some(&NOTHING);
        let number = |draft: usize| u32::try_from(draft).unwrap_or(u32::MAX);
        // An opening draft without an id equals the one with an id, whichever comes first.
        let openings = || self.posts.iter().enumerate().filter(|&(draft, _)| opens(draft));
        let named = openings().map(|(_, post)| id(post)).find(|id| !id.is_empty());
        let is_article = |(draft, post): &(usize, &Post)| {
            let own = id(post);
            if own.is_empty() { opens(*draft) } else { named == Some(own) }
        };
        let article = self.posts.iter().enumerate().find(is_article).map(|(draft, _)| number(draft));
        if let (Some(named), Some(article)) = (named, article) {
            ids.insert(named, article);
        }
        let first = |(draft, post): (usize, &Post)| {
            let (this, own) = (number(draft), id(post));
            if !own.is_empty() {
                *ids.entry(own).or_insert(this)
            } else if opens(draft) {
                article.unwrap_or(this)
            } else if let Some(time) = post.time()
                && let Some(body) = self.arena.get(post.body_range()).filter(|body| !body.is_empty())
            {
                *fingerprints.entry((post.author(), time.millis(), body)).or_insert(this)
            } else {
                this
            }
        };
        self.posts.iter().enumerate().map(first).collect()
    }

    /// Merges a later draft into the first of the same post.
    fn merge(&mut self, first: usize, later: usize) {
        let (Some(one), Some(other)) = (self.posts.get(first).cloned(), self.posts.get(later).cloned()) else {
            return;
        };
        let is_richer = other.body_len() > one.body_len();
        let (rich, poor) = if is_richer { (other, one) } else { (one, other) };
        let author = rich.author().or(poor.author());
        let inferred = if rich.author().is_some() { rich.author_is_inferred() } else { poor.author_is_inferred() };
        let time = rich.time().into_iter().chain(poor.time()).min_by_key(|time| time.millis());
        let score = rich.score().max(poor.score());
        let gone = if rich.body_len() > 0 { rich.gone() } else { rich.gone().or(poor.gone()) };
        let lacks =
            |range: std::ops::Range<usize>, other: std::ops::Range<usize>| range.is_empty() && !other.is_empty();
        let merged = if lacks(rich.id_range(), poor.id_range()) || lacks(rich.url_range(), poor.url_range()) {
            self.merged_words(&rich, &poor)
        } else {
            rich
        };
        let merged = merged.with_author(author, inferred).with_time_and_score(time, score).with_gone(gone);
        if let Some(post) = self.posts.get_mut(first) {
            *post = merged;
        }
        let parent = |draft: usize| self.parents.get(draft).copied().unwrap_or(BY_ID);
        let better = if certainty(parent(later)) > certainty(parent(first)) { parent(later) } else { parent(first) };
        if let Some(parent) = self.parents.get_mut(first) {
            *parent = better;
        }
        let rank = self.ranks.get(later).copied().unwrap_or(0);
        if let Some(unranked) = self.ranks.get_mut(first).filter(|known| **known == 0) {
            *unranked = rank;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::thread::{Builder, Draft, Missing, Parent, Stub, Thread, Time};
    use proptest::prelude::*;

    /// Answers of a site: pages that know each other's posts by their ids, some of them in part.
    const ANSWERS: [&[(&str, &str, &str)]; 4] = [
        &[("a", "", "It is out."), ("b", "a", "Which"), ("c", "b", "Fish")],
        &[("b", "a", "Which chart?"), ("d", "c", "Mud")],
        &[("e", "a", "Fog"), ("f", "e", "")],
        &[("", "", ""), ("f", "", "The warden."), ("g", "f", "When?")],
    ];

    fn joined(order: &[usize]) -> Thread {
        let mut builder = Builder::new("test").joined(true);
        for answer in order.iter().filter_map(|&answer| ANSWERS.get(answer)) {
            builder.begin();
            builder.title("The lamp");
            for &(id, parent, body) in *answer {
                let parent = match parent {
                    "" if id == "a" || id.is_empty() => Parent::Nothing,
                    "" => Parent::Article,
                    parent => Parent::Id(parent),
                };
                builder.add(Draft { id: Some(id).filter(|id| !id.is_empty()), parent, body, ..Draft::default() });
            }
            builder.more(Stub { missing: Missing::Below(7), ..Stub::default() });
            builder.more(Stub {
                parent: Parent::Id("c"),
                missing: Missing::Count(1),
                first: Some("d"),
                ..Stub::default()
            });
        }
        builder.finish().unwrap().thread
    }

    fn shape(thread: &Thread) -> Vec<String> {
        let row = |post| {
            let id = thread.source_id(post).unwrap_or("-");
            format!("{}{id} {}", "  ".repeat(thread.depth(post)), thread.body(post).raw)
        };
        let more = thread.more().iter().map(|more| format!("{}: {}", more.parent.index(), more.words()));
        thread.ids().map(row).chain(more).collect()
    }

    #[test]
    fn answers_of_a_site_are_one_thread_with_the_richer_of_what_they_say() {
        let expected = [
            "a It is out.",
            "  b Which chart?",
            "    c Fish",
            "      d Mud",
            "  e Fog",
            "    f The warden.",
            "      g When?",
            "0: 1 more reply, not here",
        ];
        assert_eq!(shape(&joined(&[0, 1, 2, 3])), expected);
        let mut first = expected[..4].to_vec();
        first.push("0: 4 more replies, not here");
        assert_eq!(shape(&joined(&[0, 1])), first);
        assert_eq!(
            shape(&joined(&[0])),
            ["a It is out.", "  b Which", "    c Fish", "0: 5 more replies, not here", "2: 1 more reply, not here"]
        );
    }

    #[test]
    fn posts_without_ids_are_known_by_who_said_what_and_when() {
        let mut builder = Builder::new("test").joined(true);
        for _ in 0..2 {
            builder.add(Draft { parent: Parent::Nothing, body: "Lamp", ..Draft::default() });
            for (author, body) in [("mara", "Fog"), ("gull", "Fog"), ("gull", "Fish")] {
                let time = Some(Time::from_millis(1000));
                builder.add(Draft { author: Some(author), body, time, ..Draft::default() });
            }
        }
        assert_eq!(shape(&builder.finish().unwrap().thread), ["- Lamp", "  - Fog", "  - Fog", "  - Fish"]);
    }

    #[test]
    fn a_preview_shows_each_post_once() {
        let (sender, receiver) = std::sync::mpsc::channel();
        let mut builder =
            Builder::new("test").joined(true).preview_after(3, move |thread| sender.send(thread.len()).unwrap());
        for id in ["a", "b", "b", "c"] {
            let parent = if id == "a" { Parent::Nothing } else { Parent::Id("a") };
            builder.add(Draft { id: Some(id), parent, body: id, ..Draft::default() });
        }
        let built = builder.finish().unwrap();
        assert_eq!(receiver.try_iter().collect::<Vec<_>>(), [2]);
        assert_eq!(built.places.iter().map(|place| place.index()).collect::<Vec<_>>(), [0, 1]);
    }

    proptest! {
        #[test]
        fn order_and_doubling_do_not_matter(order in prop::collection::vec(0_usize..4, 0..9).prop_map(|mut more| {
            more.extend(0..4);
            more
        }).prop_shuffle()) {
            let mut posts = shape(&joined(&order));
            posts.sort();
            let mut expected = shape(&joined(&[0, 1, 2, 3]));
            expected.sort();
            prop_assert_eq!(posts, expected);
        }
    }
}

//! Topics whose replies come in any order, and the choice of those to show.

use super::topic::{Entry, Tally, Topic};
use crate::thread::{Builder, Notice};
use rustc_hash::FxHashMap;

/// Topics by their keys in the document, in order of appearance.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pub(super) topics: Vec<Topic>,
    places: FxHashMap<String, usize>,
}

/// The title of a topic that only replies mention.
const UNKNOWN: &str = "[a page that is not in this file]";

impl Shelf {
    /// The topic with a key.
    pub(super) fn topic(&mut self, key: &str) -> &mut Topic {
        let place = self.place(key);
        &mut self.topics[place]
    }

    /// The index of the topic with a key.
    pub(super) fn place(&mut self, key: &str) -> usize {
        if let Some(&place) = self.places.get(key) {
            return place;
        }
        self.topics.push(Topic::default());
        self.places.insert(key.to_owned(), self.topics.len() - 1);
        self.topics.len() - 1
    }

    /// Hands over the topics with replies, or all if there are none.
    pub(super) fn hand_over(self, builder: &mut Builder) {
        let mut tally = Tally::default();
        let was_answered = self.topics.iter().any(is_answered);
        let has_topics = !self.topics.is_empty();
        for mut topic in self.topics {
            if topic.article.is_none() && topic.title.is_empty() {
                UNKNOWN.clone_into(&mut topic.title);
            }
            if !was_answered || is_answered(&topic) {
                topic.hand_over(builder, &mut tally);
            } else {
                tally.silent += 1;
                topic.replies.iter().for_each(|reply| tally.count(reply.state));
            }
        }
        if !was_answered && has_topics {
            builder.notice(Notice::new("nobody replied to anything in this document: its pages are shown"));
        }
        tally.tell(builder);
    }
}

fn is_answered(topic: &Topic) -> bool {
    topic.replies.iter().any(Entry::is_shown)
}

//! What a source learns about a draft only after handing it over.

use super::Builder;
use crate::thread::{DraftId, Notation, Post};

impl Builder {
    /// The notation of a draft.
    pub fn notation(&self, draft: DraftId) -> Notation {
        self.posts.get(draft.index()).map(Post::notation).unwrap_or_default()
    }

    /// Puts words before the body of a draft, for a source that learns only later what else its post says.
    pub fn put_before(&mut self, draft: DraftId, words: &str) {
        let Some(post) = self.posts.get(draft.index()) else { return };
        let stored = |range| self.arena.get(range).unwrap_or_default().to_owned();
        let (id, url, body) = (stored(post.id_range()), stored(post.url_range()), stored(post.body_range()));
        let start = self.arena.make_room(id.len() + url.len() + words.len() + body.len());
        for piece in [&id, &url, words] {
            self.arena.push_str(piece);
        }
        let body = self.store(draft, &body, u32::MAX as usize - words.len().min(u32::MAX as usize), "text");
        if let Some(post) = self.posts.get_mut(draft.index()) {
            post.store(start, words.len() + body);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Draft, Parent};

    #[test]
    fn words_are_put_before_a_body_and_its_id_stays() {
        let mut builder = Builder::new("test");
        let draft = builder.add(Draft {
            id: Some("a"),
            url: Some("b"),
            parent: Parent::Nothing,
            body: "Lit.",
            ..Draft::default()
        });
        builder.put_before(draft, "Lamp: ");
        let thread = builder.finish().unwrap().thread;
        let post = thread.get(0).unwrap();
        assert_eq!((thread.source_id(post), thread.body(post).raw), (Some("a"), "Lamp: Lit."));
    }
}

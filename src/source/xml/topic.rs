//! A page and its replies on their way to the builder.

use crate::markup;
use crate::thread::{Body, Builder, Draft, Gone, Notation, Notice, Parent, Time};
use rustc_hash::FxHashMap;

/// A page and its replies.
#[derive(Debug, Default)]
pub(super) struct Topic {
    pub(super) title: String,
    pub(super) url: String,
    /// The text of the page, if the document has it.
    pub(super) article: Option<Entry>,
    pub(super) replies: Vec<Entry>,
}

/// An article or a reply.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) id: String,
    /// The id of the reply that this one answers. `None` for the article.
    pub(super) parent: Option<String>,
    pub(super) author: String,
    pub(super) time: Option<Time>,
    pub(super) score: Option<i32>,
    pub(super) url: String,
    pub(super) notation: Notation,
    pub(super) body: String,
    pub(super) state: State,
}

/// Whether the site shows a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum State {
    #[default]
    Shown,
    /// It waits for approval.
    Pending,
    Deleted,
    Spam,
}

impl State {
    fn is_gone(self) -> bool {
        self.gone().is_some()
    }

    fn gone(self) -> Option<Gone> {
        match self {
            Self::Deleted => Some(Gone::Author),
            Self::Spam => Some(Gone::Moderator),
            Self::Shown | Self::Pending => None,
        }
    }
}

/// What the reader of several topics should know about them.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pending: usize,
    deleted: usize,
    spam: usize,
    /// The number of pages without replies.
    pub(super) silent: usize,
}

impl Topic {
    /// A topic opened by an article.
    pub(super) fn opened(title: String, article: Entry) -> Self {
        Self { title, url: article.url.clone(), article: Some(article), replies: Vec::new() }
    }

    /// Hands over a thread. Of what is gone, only answered posts stay, without their text.
    pub(super) fn hand_over(self, builder: &mut Builder, tally: &mut Tally) {
        builder.begin();
        builder.title(&self.title);
        if !self.url.is_empty() {
            builder.url(&self.url);
        }
        let answered = answered(&self.replies);
        let article = self.article.unwrap_or_default();
        builder.add(Draft { parent: Parent::Nothing, ..article.draft() });
        for (reply, answered) in self.replies.iter().zip(answered) {
            tally.count(reply.state);
            if !reply.state.is_gone() {
                builder.add(reply.draft());
            } else if answered {
                builder.add(Draft { author: None, score: None, body: "", gone: reply.state.gone(), ..reply.draft() });
            }
        }
    }
}

impl Entry {
    /// Whether a reader sees its text.
    pub(super) fn is_shown(&self) -> bool {
        !self.state.is_gone()
    }

    fn draft(&self) -> Draft<'_> {
        Draft {
            parent: self.parent.as_deref().map_or(Parent::Article, Parent::Id),
            id: (!self.id.is_empty()).then_some(&self.id),
            author: Some(&self.author),
            author_inferred: false,
            time: self.time,
            score: self.score,
            url: (!self.url.is_empty()).then_some(&self.url),
            notation: self.notation,
            body: self.body.trim(),
            ..Draft::default()
        }
    }
}

/// For each reply, whether it is gone and has a reply below it that is not.
fn answered(replies: &[Entry]) -> Vec<bool> {
    let mut answered = vec![false; replies.len()];
    if !replies.iter().any(|reply| reply.state.is_gone()) {
        return answered;
    }
    let mut gone = FxHashMap::default();
    for (place, reply) in replies.iter().enumerate().filter(|(_, reply)| reply.state.is_gone()) {
        gone.insert(reply.id.as_str(), (place, reply.parent.as_deref()));
    }
    for reply in replies.iter().filter(|reply| !reply.state.is_gone()) {
        let mut above = reply.parent.as_deref();
        while let Some(&(place, parent)) = above.and_then(|above| gone.get(above)) {
            match answered.get_mut(place) {
                Some(answered) if !*answered => *answered = true,
                _ => break,
            }
            above = parent;
        }
    }
    answered
}

impl Tally {
    pub(super) fn count(&mut self, state: State) {
        match state {
            State::Shown => {}
            State::Pending => self.pending += 1,
            State::Deleted => self.deleted += 1,
            State::Spam => self.spam += 1,
        }
    }

    /// Reports the counts.
    pub(super) fn tell(&self, builder: &mut Builder) {
        let gone: Vec<String> = [(self.deleted, "deleted"), (self.spam, "marked as spam")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{} {what}", counted(count, "reply", "replies")))
            .collect();
        if !gone.is_empty() {
            builder.notice(Notice::new(format!("{}: left out", gone.join(", "))));
        }
        if self.pending > 0 {
            let pending = counted(self.pending, "reply", "replies");
            builder.notice(Notice::new(format!("{pending} not approved yet: shown all the same")));
        }
        if self.silent > 0 {
            let silent = counted(self.silent, "page", "pages");
            builder.notice(Notice::new(format!("{silent} without replies: left out")));
        }
    }
}

/// `1 page`, `2 pages`.
pub(super) fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// A title or a name on one line. Many are HTML that was escaped once too often.
pub(super) fn line(text: &str) -> String {
    let decoded;
    let text = if text.contains('&') {
        let raw = text.replace('<', "&lt;");
        decoded = markup::plain_text(&markup::blocks(Body { raw: &raw, notation: Notation::Html })).to_string();
        decoded.as_str()
    } else {
        text
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(id: &str, parent: Option<&str>, state: State) -> Entry {
        let (body, parent) = (id.to_owned(), parent.map(str::to_owned));
        Entry { id: id.to_owned(), body, parent, state, ..Entry::default() }
    }

    #[test]
    fn what_is_gone_stays_only_where_it_was_answered() {
        let replies = vec![
            reply("a", None, State::Deleted),
            reply("b", Some("a"), State::Spam),
            reply("c", Some("b"), State::Shown),
            reply("d", Some("c"), State::Deleted),
            reply("e", Some("e"), State::Deleted),
            reply("f", Some("e"), State::Pending),
        ];
        let mut builder = Builder::new("test");
        let mut tally = Tally::default();
        Topic { replies, ..Topic::default() }.hand_over(&mut builder, &mut tally);
        tally.tell(&mut builder);
        let built = builder.finish().unwrap();
        let bodies: Vec<_> = built.thread.ids().map(|id| built.thread.body(id).raw).collect();
        assert_eq!(bodies, ["", "", "", "c", "", "f"]);
        let gone = built.thread.ids().map(|id| built.thread.post(id).gone()).collect::<Vec<_>>();
        assert_eq!(gone.get(1..3).unwrap(), [Some(Gone::Author), Some(Gone::Moderator)]);
        let notices: Vec<_> = built.notices.iter().map(ToString::to_string).collect();
        assert_eq!(notices.first().unwrap(), "3 replies deleted, 1 reply marked as spam: left out");
        assert_eq!(notices.get(1).unwrap(), "1 reply not approved yet: shown all the same");
    }

    #[test]
    fn names_that_were_escaped_twice_are_read() {
        assert_eq!(line("The\n harbour&#8217;s &quot;lamp&quot; &lt; <b>"), "The harbour’s \"lamp\" < <b>");
    }
}

//! What is gone of a post that keeps its place: its text, or the name of who wrote it.

/// What is gone of a post, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gone {
    /// Its author deleted it.
    Author,
    /// A moderator removed it.
    Moderator,
    /// Its author deleted the account: the name is gone, the text is not.
    Account,
}

impl Gone {
    /// Every kind with its name in threadle's own JSON.
    const ALL: [(Self, &'static str); 3] =
        [(Self::Author, "author"), (Self::Moderator, "moderator"), (Self::Account, "account")];

    /// The name in threadle's own JSON.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(gone, _)| *gone == self).map_or("author", |(_, name)| name)
    }

    /// The kind with a name. `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(gone, _)| *gone)
    }

    /// The mark that sites write in place of it.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Author | Self::Account => "[deleted]",
            Self::Moderator => "[removed]",
        }
    }

    /// The kind that a site's mark stands for. `None` if the text is not such a mark.
    pub(crate) fn of_mark(text: &str) -> Option<Self> {
        match text.trim() {
            "[deleted]" | "[deleted by user]" => Some(Self::Author),
            "[removed]" | "[removed by moderator]" | "[ Removed by moderator ]" | "[ Removed by Reddit ]" => {
                Some(Self::Moderator)
            }
            _ => None,
        }
    }
}

/// A short body without a paragraph around it, `<p>[deleted]</p>` for one; empty if it is longer than any mark.
pub(super) fn bare(body: &str) -> &str {
    const LONGEST: usize = 64;
    let body = if body.len() <= LONGEST { body.trim() } else { return "" };
    body.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use crate::thread::{Builder, Draft, Gone, Parent, Thread};

    fn built(author: &str, body: &str) -> Thread {
        let mut builder = Builder::new("test");
        builder.add(Draft { parent: Parent::Nothing, author: Some(author), body, ..Draft::default() });
        builder.finish().unwrap().thread
    }

    #[test]
    fn what_sites_write_in_place_of_a_text_or_a_name_is_neither() {
        let seen = |author, body| {
            let thread = built(author, body);
            let article = thread.get(0).unwrap();
            let said =
                (thread.writer(article).map(|writer| writer.name.to_owned()), thread.body(article).raw.to_owned());
            (thread.post(article).gone(), said.0.unwrap_or_default(), said.1)
        };
        let of = |gone, author: &str, body: &str| (gone, author.to_owned(), body.to_owned());
        assert_eq!(seen("[deleted]", "[removed]"), of(Some(Gone::Moderator), "", ""));
        assert_eq!(seen("mara", "<p>[deleted]</p>"), of(Some(Gone::Author), "mara", ""));
        assert_eq!(seen("[deleted]", "Fog"), of(Some(Gone::Account), "", "Fog"));
        assert_eq!(seen("mara", "It says [deleted] there."), of(None, "mara", "It says [deleted] there."));
    }
}

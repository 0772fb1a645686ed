//! Why an input was read as it was, for a reader who asks (`--explain`).

use super::Notice;

/// Sentences about what was weighed and chosen while a thread was read. They cost nothing unless they are wanted.
#[derive(Debug, Default)]
pub struct Reasons {
    wanted: bool,
    input: Option<Box<str>>,
    said: Vec<Notice>,
}

impl Reasons {
    /// Keeps what is said from now on.
    pub(crate) fn want(&mut self) {
        self.wanted = true;
    }

    /// Whether they are kept.
    pub(crate) fn are_wanted(&self) -> bool {
        self.wanted
    }

    /// Names the input that later reasons are about, if there are several.
    pub(crate) fn about(&mut self, input: Option<&str>) {
        self.input = input.map(Into::into);
    }

    /// Keeps a sentence, if it is wanted.
    pub fn say(&mut self, why: impl FnOnce() -> String) {
        if self.wanted {
            let reason = Notice::new(why());
            self.said.push(match &self.input {
                Some(input) => reason.of(input),
                None => reason,
            });
        }
    }

    /// An empty list that is wanted if this one is.
    pub(crate) fn more(&self) -> Self {
        Self { wanted: self.wanted, ..Self::default() }
    }

    /// Keeps the sentences of another reading.
    pub(crate) fn extend(&mut self, other: Self) {
        for reason in other.said {
            let input = self.input.as_deref().filter(|_| reason.input().is_none()).map(str::to_owned);
            self.said.push(match input {
                Some(input) => reason.of(&input),
                None => reason,
            });
        }
    }

    /// The sentences, in their order.
    pub(crate) fn into_said(self) -> Vec<Notice> {
        self.said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_wants_is_not_even_worded() {
        let mut reasons = Reasons::default();
        reasons.say(|| unreachable!("nobody asked"));
        reasons.want();
        reasons.about(Some("talk"));
        reasons.say(|| "it is a page".to_owned());
        assert_eq!(reasons.into_said(), [Notice::new("it is a page").of("talk")]);
    }
}

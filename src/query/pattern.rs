//! What a query marks in the texts and names of its hits.

use super::phrase::{found, readable};
use crate::thread::Body;
use regex::Regex;
use std::ops::Range;

/// The words, phrases and regular expressions of a query; for names also its authors.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pattern {
    pub(super) text: Option<Regex>,
    pub(super) names: Option<Regex>,
}

impl Pattern {
    /// The matches in a text.
    pub(crate) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.text.iter().flat_map(move |regex| found(regex, text))
    }

    /// Whether a name has a match.
    pub(crate) fn is_in_name(&self, name: &str) -> bool {
        self.names.as_ref().is_some_and(|regex| found(regex, name).next().is_some())
    }

    /// The byte of the first match in a raw body. 0 if only the readable text matches, `None` if neither does.
    pub(crate) fn first_in(&self, body: Body<'_>) -> Option<usize> {
        self.text.as_ref()?;
        let raw = self.find(body.raw).next().map(|found| found.start);
        raw.or_else(|| self.find(&readable(body)).next().map(|_| 0))
    }
}

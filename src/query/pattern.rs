//! What a query marks in the texts and names that it finds.

use super::phrase::{found, readable};
use crate::thread::Body;
use regex::Regex;
use std::ops::Range;

/// Words, phrases and regular expressions of a query, and for names also its authors.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pattern {
    pub(super) text: Option<Regex>,
    pub(super) names: Option<Regex>,
}

impl Pattern {
    /// Where a text has something of the query.
    pub(crate) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.text.iter().flat_map(move |regex| found(regex, text))
    }

    /// Whether a name has something of the query.
    pub(crate) fn is_in_name(&self, name: &str) -> bool {
        self.names.as_ref().is_some_and(|regex| found(regex, name).next().is_some())
    }

    /// Where in a body, as it was written, it has something of the query for the first time, if anything at all. What
    /// the notation disguises is at its beginning.
    pub(crate) fn first_in(&self, body: Body<'_>) -> Option<usize> {
        self.text.as_ref()?;
        let raw = self.find(body.raw).next().map(|found| found.start);
        raw.or_else(|| self.find(&readable(body)).next().map(|_| 0))
    }
}

//! Named lists and searches in the configuration.

use crate::app::SEARCH;
use crate::web;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// Something with a name in the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Saved {
    pub(super) name: String,
    /// The place to open it from: an address, or a search.
    pub(super) place: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenList {
    name: String,
    address: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenSearch {
    name: Option<String>,
    words: Spanned<String>,
}

impl WrittenList {
    /// The list, or a mistake and its place.
    pub(super) fn read(self) -> Result<Saved, (Range<usize>, String)> {
        let span = self.address.span();
        let address = web::pasted(self.address.get_ref());
        let address = address.unwrap_or_else(|| Err("expected an address such as lobsters/t/rust".to_owned()));
        Ok(Saved { place: address.map_err(|why| (span, why))?.to_string(), name: self.name })
    }
}

impl WrittenSearch {
    /// The search, or a mistake and its place.
    pub(super) fn read(self) -> Result<Saved, (Range<usize>, String)> {
        let (span, words) = (self.words.span(), self.words.into_inner());
        if words.trim().is_empty() {
            return Err((span, "expected words to search for, found nothing".to_owned()));
        }
        Ok(Saved { place: format!("{SEARCH}{words}"), name: self.name.unwrap_or(words) })
    }
}

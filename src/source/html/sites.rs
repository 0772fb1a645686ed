//! Descriptions of sites and their software: how to recognise them, and where their posts and fields are.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A site, described in [selectors](super::select). Empty selectors are replaced by the general rule.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Site {
    pub(super) name: &'static str,
    /// Ids and classes that all occur on its pages, separated by blanks.
    pub(super) marks: &'static str,
    /// The elements of the posts.
    pub(super) post: &'static str,
    /// The element of the opening post, if it is not among the posts.
    #[serde(default)]
    pub(super) opening: &'static str,
    /// How the posts are related.
    #[serde(default)]
    pub(super) hang: Hang,
    #[serde(default)]
    pub(super) author: &'static str,
    #[serde(default)]
    pub(super) time: &'static str,
    #[serde(default)]
    pub(super) body: &'static str,
    #[serde(default)]
    pub(super) url: &'static str,
    #[serde(default)]
    pub(super) score: &'static str,
    /// Stubs for posts that the page does not include.
    #[serde(default)]
    pub(super) more: &'static str,
    /// Elements to remove from the text.
    #[serde(default)]
    pub(super) away: &'static str,
    /// A page may have an opening post and nothing else.
    #[serde(default, rename = "alone")]
    pub(super) may_be_alone: bool,
}

/// How the posts of a site are related.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Hang {
    /// Replies are inside the posts they answer, or are indented by lists, classes or margins.
    #[default]
    Nested,
    /// A number states the depth of each.
    Level(&'static str),
    /// One after another; all answer the first.
    Forum,
    /// Like `Forum`, but posts that the selector finds answer the nearest earlier post that it does not find.
    Under(&'static str),
}

/// An unfamiliar site, of which only the posts are known.
pub(super) const PLAIN: Site = Site {
    name: "",
    marks: "",
    post: "",
    opening: "",
    hang: Hang::Nested,
    author: "",
    time: "",
    body: "",
    url: "",
    score: "",
    more: "",
    away: "",
    may_be_alone: false,
};

/// An index of a mailing list's threads: its entries are the posts.
pub(super) const INDEX: Site =
    Site { name: "an index of messages", author: "i, em", time: "time", body: "a[href]", url: "a[href]@href", ..PLAIN };

/// Reddit from 2018 to 2023: only the ids of its elements are meaningful.
pub(super) const REDDIT: Site = Site {
    name: "Reddit until 2023",
    opening: "[data-test-id=post-content]",
    author: "a[href^=/user/], a[href*=/user/]",
    body: "[data-test-id=comment], [data-click-id=text], h1, .md",
    url: "a[id^=CommentTopMeta--Created]@href",
    more: "[id^=moreComments-]",
    ..PLAIN
};

/// Every known site, more specific ones first: the rows of `assets/sites.toml`.
pub(super) static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| rows().unwrap_or_default());

/// The rows of `assets/sites.toml`.
fn rows() -> Result<Vec<Site>, toml::de::Error> {
    let tables: BTreeMap<&str, Vec<Site>> = toml::from_str(include_str!("../../../assets/sites.toml"))?;
    Ok(tables.into_values().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_row_says_how_a_site_is_known_and_where_its_posts_are() {
        let rows = rows().unwrap();
        let is_whole = |site: &Site| !site.name.is_empty() && !site.marks.is_empty() && !site.post.is_empty();
        assert_eq!(rows.iter().find(|site| !is_whole(site)).map(|site| site.name), None);
        let names: BTreeSet<_> = rows.iter().map(|site| site.name).collect();
        assert_eq!(names.len(), rows.len(), "a name stands there twice");
    }
}

//! Names of elements: which are open, and the prefix of each namespace.

use memchr::memmem;

/// Namespaces that are read, by the beginning of their address, with their usual prefix.
const KNOWN: &[(&str, &str)] = &[
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/syndication/thread/1.0", "thr"),
    ("http://disqus.com/disqus-internals", "dsq"),
    ("http://schemas.google.com/g/2005", "gd"),
    ("http://schemas.google.com/blogger/2018", "blogger"),
];

/// The name of the element opened last, and the document's own prefixes.
#[derive(Default)]
pub(super) struct Names {
    name: String,
    /// A prefix of the document, and the usual one of its namespace.
    renamed: Vec<(String, &'static str)>,
    seen_root: bool,
}

impl Names {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn open(&mut self, name: &str, attributes: &str) {
        if memmem::find(attributes.as_bytes(), b"xmlns:").is_some() {
            self.declare(attributes);
        }
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if !self.seen_root {
            self.seen_root = true;
            if !prefix.is_empty() {
                self.rename(prefix, "");
            }
        }
        self.name.clear();
        let known = self.renamed.iter().find(|(written, _)| written == prefix).map(|(_, known)| *known);
        let prefix = known.unwrap_or(prefix);
        if !prefix.is_empty() {
            self.name.push_str(prefix);
            self.name.push(':');
        }
        self.name.push_str(local);
    }

    /// Looks for unusual prefixes.
    fn declare(&mut self, attributes: &str) {
        for declared in attributes.split("xmlns:").skip(1) {
            let Some((prefix, rest)) = declared.split_once('=') else { continue };
            let address = rest.trim_ascii_start().get(1..).unwrap_or_default();
            if let Some(known) = known(address)
                && prefix.trim_ascii_end() != known
            {
                self.rename(prefix.trim_ascii_end(), known);
            }
        }
    }

    fn rename(&mut self, prefix: &str, known: &'static str) {
        /// Prefixes that are read at most; more are only piled up.
        const MOST: usize = 32;
        if self.renamed.len() < MOST && self.renamed.iter().all(|(written, _)| written != prefix) {
            self.renamed.push((prefix.to_owned(), known));
        }
    }
}

fn known(address: &str) -> Option<&'static str> {
    // Every version of WordPress' export has its own address, and its excerpts another.
    let export = ["http://wordpress.org/export/", "https://wordpress.org/export/"];
    if let Some(version) = export.iter().find_map(|start| address.strip_prefix(start)) {
        let end = version.find(['"', '\'']).unwrap_or(version.len());
        let is_excerpt = version.get(..end).is_some_and(|version| version.ends_with("excerpt/"));
        return (!is_excerpt).then_some("wp");
    }
    KNOWN.iter().find(|(start, _)| address.starts_with(start)).map(|(_, known)| *known)
}

/// The names of the open elements.
#[derive(Default)]
pub(super) struct Open {
    names: String,
    starts: Vec<usize>,
}

impl Open {
    pub(super) fn depth(&self) -> usize {
        self.starts.len()
    }

    pub(super) fn push(&mut self, name: &str) {
        self.starts.push(self.names.len());
        self.names.push_str(name);
    }

    pub(super) fn pop(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.names.truncate(start);
        }
    }

    /// The name of the innermost element.
    pub(super) fn last(&self) -> Option<&str> {
        self.names.get(*self.starts.last()?..)
    }

    /// Closes the innermost element with a name and everything left open inside it. Returns whether there is one.
    pub(super) fn close(&mut self, name: &str) -> bool {
        /// How far out it is sought: an end tag that closes nothing must not cost more.
        const FARTHEST: usize = 32;
        let mut end = self.names.len();
        for (inner, &start) in self.starts.iter().rev().take(FARTHEST).enumerate() {
            if self.names.get(start..end) == Some(name) {
                self.names.truncate(start);
                self.starts.truncate(self.starts.len() - inner - 1);
                return true;
            }
            end = start;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_is_known_whatever_its_prefix() {
        let mut names = Names::default();
        names.open(
            "rss",
            " xmlns:e='http://wordpress.org/export/1.2/excerpt/' xmlns:w = \"http://wordpress.org/export/1.2/\"",
        );
        for (written, known) in [("w:comment", "wp:comment"), ("e:encoded", "e:encoded"), ("title", "title")] {
            names.open(written, "");
            assert_eq!(names.name(), known);
        }
    }

    #[test]
    fn the_prefix_of_the_root_is_no_prefix() {
        let mut names = Names::default();
        names.open("a:feed", " xmlns:a=\"http://www.w3.org/2005/Atom\"");
        assert_eq!(names.name(), "feed");
        names.open("a:entry", "");
        assert_eq!(names.name(), "entry");
    }
}

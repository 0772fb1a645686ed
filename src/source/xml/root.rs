//! The kind of an XML input, by its outermost element.

use super::elements::Elements;
use crate::source::{Likeness, Refusal};
use memchr::memmem;

/// A kind of XML that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    Wxr,
    Rss,
    Atom,
    Blogger,
    Disqus,
    StackExchange,
}

/// How much a document with this beginning resembles a kind.
pub(super) fn likeness(head: &[u8], root: Root) -> Likeness {
    if kind(head) == Some(root) { Likeness::Certain } else { Likeness::None }
}

/// Whether a document is XML of a kind that no other reader knows.
pub(super) fn is_unknown(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    if !start.starts_with(b"<?xml") || kind(head).is_some() {
        return false;
    }
    let mut input = head;
    let mut xml = Elements::new(&mut input);
    xml.child(0) && !matches!(xml.name().to_ascii_lowercase().as_str(), "html" | "svg" | "rss" | "feed" | "rdf")
}

fn kind(head: &[u8]) -> Option<Root> {
    if !head.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    let mut input = head;
    let mut xml = Elements::new(&mut input);
    if !xml.child(0) {
        return None;
    }
    let has = |mark: &str| memmem::find(head, mark.as_bytes()).is_some();
    let declares = |mark: &str| xml.written_attributes().contains(mark);
    match xml.name() {
        "rss" if declares("wordpress.org/export/") || has("<wp:wxr_version>") => Some(Root::Wxr),
        "rss" => Some(Root::Rss),
        "RDF" if declares("http://purl.org/rss/1.0/") || declares("http://my.netscape.com/rdf/simple/0.9/") => {
            Some(Root::Rss)
        }
        "feed"
            if has("http://schemas.google.com/blogger/2008/kind#") || has("http://schemas.google.com/blogger/2018") =>
        {
            Some(Root::Blogger)
        }
        "feed" if declares("http://www.w3.org/2005/Atom") || declares("http://purl.org/atom/ns#") => Some(Root::Atom),
        "disqus" => Some(Root::Disqus),
        "posts" | "comments" => {
            let is_dump = xml.child(1)
                && xml.name() == "row"
                && ["Id", "PostId", "PostTypeId"].iter().any(|key| xml.attribute(key).is_some());
            is_dump.then_some(Root::StackExchange)
        }
        _ => None,
    }
}

/// Opens the outermost element, which must have this name.
pub(super) fn enter(xml: &mut Elements<'_>, name: &str) -> Result<(), Refusal> {
    if !xml.child(0) {
        return Err(Refusal::Malformed(format!("expected XML with an element <{name}>, found none")));
    }
    if xml.name() != name {
        let message = format!("expected an element <{name}>, found <{}>", xml.name());
        return Err(Refusal::Malformed(message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_known_by_its_outermost_element() {
        for (head, root) in [
            (
                "<?xml version='1.0'?><!-- x --><rss xmlns:wp='http://wordpress.org/export/1.2/'><channel>",
                Some(Root::Wxr),
            ),
            ("<rss version='2.0'><channel>", Some(Root::Rss)),
            (
                "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>",
                Some(Root::Rss),
            ),
            ("\n<feed xmlns='http://www.w3.org/2005/Atom'><title>", Some(Root::Atom)),
            ("<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", Some(Root::Atom)),
            (
                "<feed xmlns='x'><category term='http://schemas.google.com/blogger/2008/kind#post'/>",
                Some(Root::Blogger),
            ),
            ("<disqus xmlns='http://disqus.com'>", Some(Root::Disqus)),
            ("<comments>\n<row Id='1' PostId='3' />", Some(Root::StackExchange)),
            ("<comments><comment>", None),
            ("<html><p>rss", None),
            ("<svg>", None),
            ("The <rss> lamp", None),
            ("", None),
        ] {
            assert_eq!(kind(head.as_bytes()), root, "{head}");
        }
    }
}

//! Repairs tags that would swallow a page or cost too much time, before they reach the tokenizer.
//!
//! Scripts, titles, frames and similar elements contain raw text up to their end tag. Pages written as XML close them
//! in the start tag (`<script src="a.js"/>`), and broken pages never close them: the rest of the page would be a
//! script. A tag with very many attributes costs time, because each is compared with all before it.

/// Searches a page for places to repair.
#[derive(Debug, Default)]
pub(super) struct Mender {
    /// For each element of `RAW`, whether no end tag follows any more.
    never_ended: [bool; RAW.len()],
}

/// Elements with raw text or with content for browsers without scripts, and their end tags.
const RAW: [(&str, &str); 7] = [
    ("script", "</script>"),
    ("style", "</style>"),
    ("title", "</title>"),
    ("textarea", "</textarea>"),
    ("iframe", "</iframe>"),
    ("noscript", "</noscript>"),
    ("xmp", "</xmp>"),
];

/// Attributes of a tag at most. The rest of the tag becomes text.
const MOST_ATTRIBUTES: usize = 300;

impl Mender {
    /// Where something must be inserted into a text, and what. `None` if nothing must be.
    pub(super) fn next(&mut self, text: &str) -> Option<(usize, &'static str)> {
        let bytes = text.as_bytes();
        let mut place = 0;
        loop {
            place += memchr::memchr(b'<', bytes.get(place..)?)? + 1;
            let rest = bytes.get(place..)?;
            if rest.starts_with(b"!--") {
                place += memchr::memmem::find(rest, b"-->")?;
            } else if rest.first().is_some_and(u8::is_ascii_alphabetic) {
                let near = memchr::memchr(b'>', rest.get(..MOST_ATTRIBUTES).unwrap_or(rest));
                let end = match near.map_or_else(|| too_many(rest, MOST_ATTRIBUTES), Ok) {
                    Ok(end) => end,
                    Err(end) => return Some((place + end, ">")),
                };
                if let Some(raw) = raw(rest) {
                    // A `>` in a value may have looked like the end of the tag.
                    let end = too_many(rest, MOST_ATTRIBUTES).unwrap_or(end);
                    match self.raw_text(
                        rest.get(end + 1..).unwrap_or_default(),
                        raw,
                        rest.get(end.saturating_sub(1)) == Some(&b'/'),
                    ) {
                        Raw::Ends(after) => place += end + 1 + after,
                        Raw::Missing(at, tag) if place + end + 1 + at <= bytes.len() => {
                            return Some((place + end + 1 + at, tag));
                        }
                        Raw::Missing(..) => place += end,
                    }
                } else {
                    place += end;
                }
            }
        }
    }

    /// Finds the end of an element just after its start tag. `empty` means that the start tag closes itself.
    fn raw_text(&mut self, rest: &[u8], raw: usize, empty: bool) -> Raw {
        let Some(&(name, tag)) = RAW.get(raw) else { return Raw::Ends(0) };
        let Some(never_ended) = self.never_ended.get_mut(raw) else { return Raw::Ends(0) };
        let mut place = 0;
        while !*never_ended {
            let Some(found) = memchr::memchr(b'<', rest.get(place..).unwrap_or_default()) else {
                *never_ended = true;
                break;
            };
            place += found + 1;
            let after = rest.get(place..).unwrap_or_default();
            if after.first() == Some(&b'/') && is_named(after.get(1..).unwrap_or_default(), name) {
                // The contents of such an element are HTML here.
                return Raw::Ends(if name == "noscript" { 0 } else { place });
            }
            if empty && is_named(after, name) {
                return Raw::Missing(0, tag);
            }
        }
        if empty || !matches!(name, "script" | "style") {
            return Raw::Missing(0, tag);
        }
        // Code continues to a line that begins with a tag.
        let mut place = 0;
        while let Some(found) = memchr::memchr(b'\n', rest.get(place..).unwrap_or_default()) {
            place += found + 1;
            let line = rest.get(place..).unwrap_or_default().trim_ascii_start();
            if line.first() == Some(&b'<')
                && line.get(1).is_some_and(|&byte| byte.is_ascii_alphabetic() || byte == b'/')
            {
                return Raw::Missing(place, tag);
            }
        }
        Raw::Ends(0)
    }
}

/// The text after the start tag of an element with raw text.
enum Raw {
    /// Nothing is missing. The text up to this place can be skipped.
    Ends(usize),
    /// The end tag is missing at this place.
    Missing(usize, &'static str),
}

/// The index in `RAW` of the element that a tag opens.
fn raw(tag: &[u8]) -> Option<usize> {
    let first = tag.first()?.to_ascii_lowercase();
    if !matches!(first, b's' | b't' | b'i' | b'n' | b'x') {
        return None;
    }
    RAW.iter().position(|(name, _)| is_named(tag, name))
}

/// Whether a tag, without its `<`, has this name.
fn is_named(tag: &[u8], name: &str) -> bool {
    tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
        && tag.get(name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
}

/// The end of a tag, or the place where it exceeds `most` gaps outside quotes.
fn too_many(tag: &[u8], most: usize) -> Result<usize, usize> {
    let mut quote = None;
    let mut gaps = 0;
    for (place, &byte) in tag.iter().enumerate() {
        match byte {
            _ if quote == Some(byte) => (quote, gaps) = (None, gaps + 1),
            _ if quote.is_some() => {}
            b'"' | b'\'' => quote = Some(byte),
            b'>' => return Ok(place),
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' | b'/' => gaps += 1,
            _ => {}
        }
        if gaps > most && byte.is_ascii() && quote.is_none() {
            return Err(place + 1);
        }
    }
    Ok(tag.len())
}

#[cfg(test)]
mod tests {
    use super::super::dom::{Dom, NodeId};

    fn shown(page: &str) -> String {
        Dom::read(page).text_of(NodeId::ROOT)
    }

    #[test]
    fn elements_of_raw_text_that_end_themselves_are_empty() {
        for name in ["script", "style", "title", "textarea", "iframe", "noscript"] {
            let page = format!("<body><{name} src='a>b' /><p>The lamp</p><{name}>x</{name}><p>is lit.");
            assert_eq!(shown(&page).replace(" x", ""), "The lamp is lit.", "{name}");
            assert_eq!(shown(&format!("<body><{name}/><p>The lamp is lit.")), "The lamp is lit.", "{name}");
        }
        assert_eq!(shown("<body><script src=a /></script><p>The lamp"), "The lamp");
    }

    #[test]
    fn elements_of_raw_text_that_never_end_swallow_nothing() {
        for name in ["title", "textarea", "iframe", "noscript"] {
            assert_eq!(
                shown(&format!("<body><{name}><p>The lamp</p><{name}><p>is lit.")),
                "The lamp is lit.",
                "{name}"
            );
        }
        assert_eq!(shown("<body><script>\nlet a = 1;\n <p>The lamp"), "The lamp");
        assert_eq!(shown("<body><p>The lamp<script>let a = 1;"), "The lamp", "the file was cut there");
    }

    #[test]
    fn what_ends_as_it_should_is_left_alone() {
        let page = "<title>a<b></title><body><script>if (a < b) '<script/>'</script>The <textarea>x<p></textarea>lamp <SCRIPT>x</SCRIPT >is lit.";
        assert_eq!(shown(page), "The lamp is lit.");
    }

    #[test]
    fn thousands_of_them_are_read_in_no_time() {
        let page = format!("<body>{}<p>lit", "<script/><iframe><xmp/>".repeat(20_000));
        assert_eq!(shown(&page), "lit");
    }
}

//! The notation of texts in an unknown JSON, judged from all of them together.

use crate::thread::Notation;
use std::borrow::Cow;

/// Signs in the texts of a document.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own, and all are weighed at the end")]
pub(super) struct Texts {
    /// Some have tags.
    tags: bool,
    /// Some have escaped tags, and none has plain ones.
    escaped_tags: bool,
    /// Some have an escaped `<`, `>` or `&`.
    entities: bool,
    /// Some have a plain `<`, `>` or `&`.
    raw: bool,
    /// A key says Markdown.
    markdown: bool,
    /// A key says HTML.
    html: bool,
    /// Non-ASCII letters that are really the bytes of others.
    mangled: usize,
    /// Non-ASCII letters that are themselves.
    sound: usize,
}

/// The beginnings of tags in HTML.
const TAGS: [&str; 18] = [
    "<p",
    "</",
    "<br",
    "<a ",
    "<div",
    "<span",
    "<b>",
    "<i>",
    "<em>",
    "<strong>",
    "<img",
    "<ul",
    "<ol",
    "<li",
    "<pre",
    "<code",
    "<blockquote",
    "<h",
];

impl Texts {
    /// Takes a body under a plain key.
    pub(super) fn learn(&mut self, body: &str, key: &str) {
        self.html |= ["html", "rendered", "cooked"].iter().any(|word| key.contains(word));
        self.markdown |= key.contains("markdown");
        let has_tags = |text: &str| text.contains('<') && TAGS.iter().any(|tag| text.contains(tag));
        self.tags |= has_tags(body);
        if body.contains('&') {
            let has = ["&lt;", "&gt;", "&amp;", "&quot;", "&#"].iter().any(|entity| body.contains(entity));
            self.entities |= has;
            self.raw |= body.contains("& ");
            self.escaped_tags |= body.contains("&lt;") && has_tags(&unescaped(body));
        }
        self.raw |= body.contains(['<', '>']);
        self.look(body);
    }

    /// Takes a text into account for the question whether letters are mangled.
    pub(super) fn look(&mut self, text: &str) {
        if text.is_ascii() {
            return;
        }
        match repaired(text) {
            Some(_) => self.mangled += 1,
            None => self.sound += 1,
        }
    }

    /// The notation of bodies.
    pub(super) fn notation(&self) -> Notation {
        if self.html || self.tags || self.is_escaped_html() {
            Notation::Html
        } else if self.markdown {
            Notation::Markdown
        } else {
            Notation::Plain
        }
    }

    fn is_escaped_html(&self) -> bool {
        self.escaped_tags && !self.tags && !self.html
    }

    /// A body as it was written.
    pub(super) fn body<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        let text = self.text(text);
        let is_escaped = self.entities && !self.raw && self.notation() != Notation::Html;
        if (is_escaped || self.is_escaped_html()) && text.contains('&') { Cow::Owned(unescaped(&text)) } else { text }
    }

    /// A name or a title as it was written.
    pub(super) fn text<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        let is_mangled = self.mangled > 0 && self.sound == 0;
        is_mangled.then(|| repaired(&text)).flatten().map_or(text, Cow::Owned)
    }
}

/// A text whose bytes were read as letters, repaired. `None` if it is no such text.
fn repaired(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<_>>()?;
    String::from_utf8(bytes).ok()
}

/// Undoes escapes of `<`, `>`, `&` and quotes.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&#x27;", "'").replace("&apos;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bodies: &[&str]) -> (Notation, Vec<String>) {
        let mut texts = Texts::default();
        bodies.iter().for_each(|body| texts.learn(body, "text"));
        (texts.notation(), bodies.iter().map(|body| texts.body(Cow::Borrowed(*body)).into_owned()).collect())
    }

    #[test]
    fn escapes_are_told_by_all_texts_together() {
        assert_eq!(read(&["a &lt; b", "Q&amp;A"]), (Notation::Plain, vec!["a < b".into(), "Q&A".into()]));
        assert_eq!(read(&["a &lt; b", "x > y"]), (Notation::Plain, vec!["a &lt; b".into(), "x > y".into()]));
        assert_eq!(read(&["<p>a &lt; b"]), (Notation::Html, vec!["<p>a &lt; b".into()]));
        assert_eq!(read(&["&lt;p&gt;Fog&lt;/p&gt;"]), (Notation::Html, vec!["<p>Fog</p>".into()]));
    }

    #[test]
    fn letters_that_were_taken_for_bytes_are_put_right() {
        assert_eq!(read(&["CafÃ©", "Fog"]).1, ["Café", "Fog"]);
        assert_eq!(read(&["CafÃ©", "Café"]).1, ["CafÃ©", "Café"]);
    }
}

//! The author's own words of a body: without what is quoted, and without code.
//!
//! Every post of a thread comes through here, so it reads line by line and tag by tag and does not parse: where
//! blocks would be exact, this is near enough.

use crate::thread::{Body, Notation};

/// How much of a body is looked at, in bytes: a book under one post would drown what the others say.
const HEAD: usize = 1 << 18;

/// Gives the author's own words of a body to `each`, in pieces that end between words. `buffer` is worked in.
pub(super) fn own_words(body: Body<'_>, buffer: &mut String, each: &mut impl FnMut(&str)) {
    let raw = body.raw.get(..body.raw.floor_char_boundary(HEAD)).unwrap_or_default();
    match body.notation {
        Notation::Html => {
            buffer.clear();
            Page::new(buffer).read(raw);
            each(buffer);
        }
        notation => lines(raw, notation, each),
    }
}

fn lines(raw: &str, notation: Notation, each: &mut impl FnMut(&str)) {
    let mut fence = None;
    let mut lines = raw.lines().peekable();
    while let Some(line) = lines.next() {
        // Most lines begin with a letter, and no mark does.
        let is_plain = line.starts_with(|c: char| c.is_ascii_alphanumeric());
        let text = if is_plain { line } else { line.trim_start() };
        let mark = ["```", "~~~"].into_iter().find(|mark| !is_plain && text.starts_with(mark));
        if mark.is_some() && (fence.is_none() || fence == mark) {
            fence = if fence.is_some() { None } else { mark };
            continue;
        }
        let code = fence.is_some() || notation == Notation::Markdown && line.starts_with("    ");
        let mut names_whom_it_quotes = || text.ends_with(':') && lines.peek().is_some_and(|next| is_quoted(next));
        if notation == Notation::Mail && matches!(line, "-- " | "--") {
            return;
        }
        if !(code || text.starts_with('>') || names_whom_it_quotes()) {
            each(line);
        }
    }
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// A page in HTML while it is read.
struct Page<'a> {
    text: &'a mut String,
    /// Where the line began that is being read.
    line: usize,
    /// How many elements are open whose text is not the author's own or is not shown.
    hidden: usize,
}

impl<'a> Page<'a> {
    fn new(text: &'a mut String) -> Self {
        Self { text, line: 0, hidden: 0 }
    }

    fn read(mut self, raw: &str) {
        let mut rest = raw;
        while !rest.is_empty() {
            let end = rest.find('<').unwrap_or(rest.len());
            let (text, tag) = rest.split_at_checked(end).unwrap_or_default();
            if self.hidden == 0 {
                decode(text, self.text);
            }
            let Some(inside) = tag.strip_prefix('<') else { break };
            rest = if inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
                let end = inside.find('>').unwrap_or(inside.len());
                self.tag(inside.get(..end).unwrap_or_default());
                inside.get(end + 1..).unwrap_or_default()
            } else {
                inside
            };
        }
        self.end_line();
    }

    fn tag(&mut self, tag: &str) {
        let (name, closes) = match tag.strip_prefix('/') {
            Some(name) => (name, true),
            None => (tag, false),
        };
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is(&["a", "i", "b", "em", "strong", "code", "span", "u", "s", "sup", "sub", "cite", "q"]) {
            return;
        }
        self.end_line();
        if is(&["blockquote", "pre", "script", "style", "template", "head"]) {
            self.hidden = if closes { self.hidden.saturating_sub(1) } else { self.hidden + 1 };
        }
    }

    /// Ends the line; one that is quoted is taken back.
    fn end_line(&mut self) {
        if self.text.get(self.line..).is_some_and(is_quoted) {
            self.text.truncate(self.line);
        }
        self.text.push('\n');
        self.line = self.text.len();
    }
}

/// Adds text with its character references resolved; those that stand for no letter become spaces.
fn decode(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(place) = rest.find('&') {
        out.push_str(rest.get(..place).unwrap_or_default());
        let after = rest.get(place + 1..).unwrap_or_default();
        let length = after.bytes().take(10).position(|byte| byte == b';');
        match length.and_then(|length| Some((reference(after.get(..length)?)?, length + 1))) {
            Some((c, length)) => {
                out.push(c);
                rest = after.get(length..).unwrap_or_default();
            }
            None => {
                out.push(' ');
                rest = after;
            }
        }
    }
    out.push_str(rest);
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "gt" => '>',
        "apos" | "lsquo" | "rsquo" => '\'',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        _ => ' ',
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(notation: Notation, raw: &str) -> String {
        let mut words = Vec::new();
        own_words(Body { raw, notation }, &mut String::new(), &mut |piece| {
            words.extend(piece.split_whitespace().map(str::to_owned));
        });
        words.join(" ")
    }

    #[test]
    fn what_is_quoted_and_what_is_code_is_left_out() {
        assert_eq!(
            own(Notation::Markdown, "> Is it lit?\n\nIt was.\n\n    x = 1;\n```\ny\n```\nAll night."),
            "It was. All night."
        );
        assert_eq!(own(Notation::Mail, "On Monday, mara wrote:\n> Is it lit?\n\nIt was.\n-- \nThe keeper"), "It was.");
        assert_eq!(own(Notation::Html, "<p>&gt; Is it lit?<p>It&#x27;s <b>lit</b><pre>x</pre>."), "It's lit .");
        assert_eq!(own(Notation::Html, "<blockquote><p>Lit?</blockquote>It is<br>lit &lt;3"), "It is lit 3");
    }
}

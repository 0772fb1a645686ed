//! One line that tells what a post says, for the rows of the outline.
//!
//! Every frame makes it for every row, so it reads only the beginning of the raw body and does not parse it: the result
//! is close enough.

use super::skim::{Element, Piece, Skim, decode};
use super::{Kind, Tone, blocks, spoiler};
use crate::thread::{Body, Notation, PostId, Text, Thread};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Bytes of a body that are read: at first, and if those contain nothing of the author's own.
const PREFIXES: [usize; 2] = [600, 6000];

/// The first of the author's own words, about `columns` columns of them; quotes and code if there is nothing else.
pub fn snippet(body: Body<'_>, columns: usize) -> Text {
    let mut words = Words::new(columns);
    for length in PREFIXES {
        let head = body.raw.get(..body.raw.floor_char_boundary(length)).unwrap_or_default();
        words = Words::new(columns);
        if spoiler::may_be_in(head, body.notation) {
            of_blocks(Body { raw: head, ..body }, &mut words);
            break;
        }
        match body.notation {
            Notation::Plain => of_lines(head, false, &mut words),
            // A mail about something else than the mail it answers begins with its subject.
            Notation::Mail => of_lines(head.strip_prefix("Subject: ").unwrap_or(head), false, &mut words),
            Notation::Markdown => of_lines(head, true, &mut words),
            Notation::Html => of_html(head, &mut words),
        }
        if is_enough(&words.own, columns) || head.len() == body.raw.len() {
            break;
        }
    }
    words.finish()
}

/// The title of a thread or, without one, the name of its file, or the first words of its opening post.
pub fn heading(thread: &Thread, opening: PostId) -> Text {
    let title = thread.title_of(opening);
    match (title, thread.file()) {
        ("", "") => snippet(thread.body(opening), HEADING),
        ("", file) => Text::line(file),
        (title, _) => Text::line(title),
    }
}

/// Columns of a post that replace a missing title.
const HEADING: usize = 60;

/// Words gathered for the line.
struct Words {
    own: String,
    /// Words from quotes and code.
    other: String,
    columns: usize,
}

impl Words {
    fn new(columns: usize) -> Self {
        Self { own: String::with_capacity(columns + 16), other: String::new(), columns }
    }

    /// Adds text with single spaces. Returns whether there is enough.
    fn add(&mut self, raw: &str, own: bool) -> bool {
        let line = if own { &mut self.own } else { &mut self.other };
        for word in raw.split_ascii_whitespace() {
            if is_enough(line, self.columns) {
                return own;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        own && is_enough(line, self.columns)
    }

    fn finish(self) -> Text {
        let line = if self.own.is_empty() { self.other } else { self.own };
        let text = Text::line(&line);
        let mut cut = Text::default();
        if text.is_ascii() {
            if text.len() <= self.columns {
                return text;
            }
            cut.push(text.slice(0..self.columns.saturating_sub(1)));
        } else {
            let mut width = 0;
            let mut end = 0;
            let mut graphemes = text.grapheme_indices(true);
            let over = graphemes.any(|(place, grapheme)| {
                width += grapheme.width();
                if width < self.columns {
                    end = place + grapheme.len();
                }
                width > self.columns
            });
            if !over {
                return text;
            }
            cut.push(text.slice(0..end));
        }
        cut.push_line("…");
        cut
    }
}

/// Whether a line is long enough to be cut: a column takes one byte of ASCII, up to four of anything else.
fn is_enough(line: &str, columns: usize) -> bool {
    line.len() > columns && (line.len() > columns * 4 || line.is_ascii())
}

/// Reads what is parsed, with a cover for what its author hid.
fn of_blocks(head: Body<'_>, words: &mut Words) {
    for block in blocks(head) {
        let is_own = block.quote == 0 && block.kind != Kind::Code;
        let shown = block.spans.iter().map(|span| if span.tone == Tone::Spoiler { "░░░" } else { &span.text });
        if words.add(&shown.collect::<String>(), is_own) {
            return;
        }
    }
}

fn of_lines(head: &str, markdown: bool, words: &mut Words) {
    let mut fenced = false;
    let mut lines = head.lines();
    while let Some(raw) = lines.next() {
        let line = raw.trim();
        let fence = line.starts_with("```") || markdown && line.starts_with("~~~");
        fenced ^= fence;
        if line.is_empty() || fence {
            continue;
        }
        if line == "--" && !markdown {
            return;
        }
        let other = fenced
            || line.starts_with('>')
            || raw.starts_with("    ")
            || raw.starts_with('\t')
            || attributes(line, &lines);
        let text = line.trim_start_matches(['>', ' ']);
        let text = text.strip_prefix(['-', '*', '•', '+']).filter(|rest| rest.starts_with(' ')).unwrap_or(text);
        if !text.contains(char::is_alphanumeric) {
            continue;
        }
        let enough = if markdown {
            let mut bare = String::with_capacity(text.len());
            decode(&unmarked(text), &mut bare);
            words.add(&bare, !other)
        } else {
            words.add(text, !other)
        };
        if enough {
            return;
        }
    }
}

/// Whether a line only introduces the quote after it. A short second line may belong to it.
fn attributes(line: &str, after: &std::str::Lines<'_>) -> bool {
    let mut after = after.clone().map(str::trim).peekable();
    let goes_on = |next: &&str| next.ends_with(':') && next.split_ascii_whitespace().count() < 4;
    let ends = line.ends_with(':') || line.contains(char::is_numeric) && after.next_if(goes_on).is_some();
    ends && after.find(|line| !line.is_empty()).is_some_and(|line| line.starts_with('>'))
}

/// A line of Markdown without its marks.
fn unmarked(line: &str) -> String {
    let line = line.trim_start_matches('#');
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(place) = rest.find(['*', '`', '[', ']', '!', '\\', '<', '_', '~']) {
        text.push_str(rest.get(..place).unwrap_or_default());
        let mark = rest.get(place..).unwrap_or_default();
        let after = mark.get(1..).unwrap_or_default();
        rest = match mark.as_bytes() {
            [b'\\', b'!'..=b'~', ..] => {
                text.push_str(after.get(..1).unwrap_or_default());
                after.get(1..).unwrap_or_default()
            }
            // Code has no marks inside.
            [b'`', ..] if after.contains('`') => {
                let (code, rest) = after.split_once('`').unwrap_or_default();
                text.push_str(code);
                rest
            }
            [b']', b'(', ..] => after.find(')').and_then(|end| after.get(end + 1..)).unwrap_or_default(),
            [b'!', b'[', ..] | [b'*' | b'`' | b'[' | b']', ..] => after,
            [b'_', ..] if !text.ends_with(char::is_alphanumeric) || !after.starts_with(char::is_alphanumeric) => after,
            [b'~', b'~', ..] => after.get(1..).unwrap_or_default(),
            [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z', ..] => match after.find('>') {
                Some(end) if after.get(..end).is_some_and(|tag| tag.contains(':')) => after,
                Some(end) => after.get(end + 1..).unwrap_or_default(),
                None => after,
            },
            _ => {
                text.push_str(mark.get(..1).unwrap_or_default());
                after
            }
        };
    }
    text.push_str(rest);
    text
}

fn of_html(head: &str, words: &mut Words) {
    let mut state = HtmlState::default();
    let mut skim = Skim::new(head);
    while let Some(piece) = skim.next() {
        let enough = match piece {
            Piece::Text(text) => {
                decode(text, &mut state.line);
                state.is_own = skim.is_own();
                is_enough(&state.line, words.columns) && state.end_line(words)
            }
            Piece::Tag(element, closes) => {
                let enough = state.end_line(words);
                if matches!(element, Element::Quote | Element::Aside) {
                    state.release(closes, words);
                }
                enough
            }
        };
        if enough {
            return;
        }
    }
    state.end_line(words);
    state.release(true, words);
}

/// The state of reading the beginning of an HTML body.
#[derive(Default)]
struct HtmlState {
    line: String,
    /// The author wrote the line.
    is_own: bool,
    /// A line that may only introduce the quote after it.
    held: String,
}

impl HtmlState {
    fn end_line(&mut self, words: &mut Words) -> bool {
        let line = std::mem::take(&mut self.line);
        let text = line.trim();
        if text.is_empty() {
            return false;
        }
        let own = self.is_own && !text.starts_with('>');
        if self.release(own, words) {
            return true;
        }
        if own && text.ends_with(':') {
            self.held = line;
            return false;
        }
        words.add(text.trim_start_matches(['>', ' ']), own)
    }

    /// Adds the held line.
    fn release(&mut self, own: bool, words: &mut Words) -> bool {
        words.add(&std::mem::take(&mut self.held), own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(notation: Notation, raw: &str, columns: usize) -> String {
        snippet(Body { raw, notation }, columns).to_string()
    }

    #[test]
    fn quotes_and_code_are_passed_over_unless_there_is_nothing_else() {
        let raw = "On Monday, mara wrote:\n> Is it lit?\n\n    x = 1;\n\nIt was,\nall night.";
        assert_eq!(of(Notation::Mail, raw, 40), "It was, all night.");
        assert_eq!(of(Notation::Plain, "> Is it lit?", 40), "Is it lit?");
        assert_eq!(of(Notation::Html, "<i>&gt; Is it lit?</i><p>It&#x27;s <b>lit</b>.", 40), "It's lit.");
        assert_eq!(of(Notation::Html, "<blockquote><p>Lit?</blockquote>", 40), "Lit?");
        assert_eq!(
            of(Notation::Markdown, "> Lit?\n\n```\nx\n```\n## It *was* [here](http://a.example), `x_y`", 40),
            "It was here, x_y"
        );
    }

    #[test]
    fn its_words_are_those_of_the_document() {
        let raw = "<p>M&ouml;we &mdash; d&eacute;j&agrave; vu: Donau&shy;dampf &euro;5 &nosuch; AT&T";
        assert_eq!(of(Notation::Html, raw, 60), "Möwe — déjà vu: Donaudampf €5 &nosuch; AT&T");
        assert_eq!(of(Notation::Markdown, "&#x200B;\n\nUse `Vec<T>` or *x* &lt; y.", 40), "Use Vec<T> or x < y.");
    }

    #[test]
    fn who_is_quoted_is_not_what_the_author_says() {
        let aside = "<aside class='quote' data-username='mara'><div class='title'><img src='x'> mara:</div>\
            <blockquote><p>Is it lit?</p></blockquote></aside>\n<p>It was.</p>";
        assert_eq!(of(Notation::Html, aside, 40), "It was.");
        assert_eq!(of(Notation::Html, "<div>mara said:</div><blockquote>Lit?</blockquote>It was.", 40), "It was.");
        assert_eq!(of(Notation::Html, "<p>Three of them:<p>oil, wick, glass", 40), "Three of them: oil, wick, glass");
        assert_eq!(of(Notation::Html, "<p>Look:", 40), "Look:");
        assert_eq!(of(Notation::Mail, "El 3 de abril, mara escribió:\n\n> Lit?\n\nIt was.", 40), "It was.");
        assert_eq!(
            of(Notation::Mail, "On 3 April 2023, mara of the lighthouse\nwrote:\n> Lit?\nIt was.", 40),
            "It was."
        );
        assert_eq!(
            of(Notation::Mail, "Subject: [PATCH 1/2] lamp: oil\n\nMore of it.", 30),
            "[PATCH 1/2] lamp: oil More of…"
        );
        assert_eq!(of(Notation::Mail, "Three of them:\noil and wick", 40), "Three of them: oil and wick");
    }

    #[test]
    fn own_words_are_looked_for_behind_a_long_quote() {
        let quote = "The lamp was never the problem. ".repeat(40);
        assert_eq!(of(Notation::Html, &format!("<blockquote>{quote}</blockquote><p>It was."), 40), "It was.");
        assert_eq!(of(Notation::Mail, &format!("> {quote}\n\nIt was."), 40), "It was.");
    }

    #[test]
    fn it_is_cut_to_the_columns() {
        assert_eq!(of(Notation::Plain, "The lamp is lit", 8), "The lam…");
        assert_eq!(of(Notation::Plain, "The lamp", 8), "The lamp");
        assert_eq!(of(Notation::Plain, "灯台は古い", 6), "灯台…");
    }
}

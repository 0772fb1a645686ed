//! The plain notation: what people type where no markup is asked for, and mean to be seen as they typed it.

use super::fill::fill;
use super::line::{Line, Marker};
use super::link::push_spans;
use super::{Block, Kind, Span, Tone};
use crate::thread::Text;

/// The blocks of a plain text.
pub(super) fn blocks(raw: &str) -> Vec<Block> {
    let mut sheet = Sheet::default();
    for line in raw.lines() {
        sheet.add(sheet.line(line));
    }
    sheet.finish()
}

/// Blocks in the making, line by line.
#[derive(Default)]
pub(super) struct Sheet<'a> {
    blocks: Vec<Block>,
    /// The lines of the open block.
    lines: Vec<Line<'a>>,
    open: Open<'a>,
    quote: usize,
    /// The lists that are open, outermost first.
    lists: Vec<List>,
    /// The items, as places in `blocks`, with their markers as they were written.
    items: Vec<(usize, &'a str)>,
    /// A space at the end of a line means that it goes on.
    flowed: bool,
}

/// What the open block is so far.
#[derive(Default, Clone, Copy)]
enum Open<'a> {
    #[default]
    Nothing,
    Paragraph,
    Item(&'a str),
    /// Indented lines: code, or text that is set in.
    Indented,
    /// Code between fences of that many backticks.
    Fenced(usize),
    Signature,
}

/// An open list: the columns of its markers and of its text.
#[derive(Clone, Copy)]
struct List {
    marker: usize,
    text: usize,
}

impl<'a> Sheet<'a> {
    /// A sheet for mail, in which a space at the end of a line means that it goes on.
    pub(super) fn flowed() -> Self {
        Self { flowed: true, ..Self::default() }
    }

    /// Takes the next line apart. What looks like a quote mark inside of fences is code.
    pub(super) fn line(&self, raw: &'a str) -> Line<'a> {
        Line::of(raw, if matches!(self.open, Open::Fenced(_)) { self.quote } else { usize::MAX })
    }

    /// Adds the next line.
    pub(super) fn add(&mut self, line: Line<'a>) {
        if line.quote != self.quote {
            self.close();
            self.lists.clear();
            self.quote = line.quote;
        }
        match self.open {
            Open::Fenced(ticks) if line.fence() >= ticks && line.text.len() == line.fence() => self.close(),
            Open::Fenced(_) | Open::Signature => self.lines.push(line),
            Open::Indented if line.text.is_empty() => self.lines.push(line),
            _ if line.text.is_empty() => self.close(),
            _ => self.add_text(line),
        }
    }

    /// Begins a signature; it goes on until the quote level changes.
    pub(super) fn begin_signature(&mut self, quote: usize) {
        self.close();
        self.lists.clear();
        self.quote = quote;
        self.open = Open::Signature;
    }

    /// The blocks, when there are no more lines.
    pub(super) fn finish(mut self) -> Vec<Block> {
        if let Open::Fenced(_) = self.open {
            // Nothing says where the code ends: what follows may be anything.
            self.open = Open::Indented;
        }
        self.close();
        self.free_lone_items();
        self.blocks
    }

    fn add_text(&mut self, line: Line<'a>) {
        let deep = line.indent >= self.lists.last().map_or(0, |list| list.text) + 4;
        match self.open {
            Open::Indented if deep => return self.lines.push(line),
            // A single line that was set in, right above others, begins a paragraph as books do.
            Open::Indented if self.lines.len() == 1 => self.open = Open::Paragraph,
            Open::Nothing if deep => {
                self.open = Open::Indented;
                return self.lines.push(line);
            }
            _ => {}
        }
        if line.fence() > 0 {
            self.leave_lists(&line);
            self.open = Open::Fenced(line.fence());
        } else if let Some(level) = self.heading(&line) {
            self.open = Open::Nothing;
            let text = self.lines.pop().map_or("", |line| line.text);
            self.push(Kind::Heading(level), text);
        } else if line.is_rule() {
            self.leave_lists(&line);
            self.push(Kind::Rule, "");
        } else if let Some(marker) = line.marker().filter(|marker| self.may_begin(marker)) {
            self.begin_item(line, marker);
        } else {
            self.continue_text(line);
        }
    }

    /// The level of the heading that the open line is, if this line underlines it.
    fn heading(&self, line: &Line<'_>) -> Option<u8> {
        match (self.open, self.lines.as_slice()) {
            (Open::Paragraph, [above]) => line.underlines(above),
            _ => None,
        }
    }

    /// Whether an item may begin here: in the middle of a paragraph a number is more likely the end of a sentence.
    fn may_begin(&self, marker: &Marker<'_>) -> bool {
        let numbered = marker.written.starts_with(|c: char| c.is_ascii_digit());
        match self.open {
            Open::Paragraph => !numbered || !self.lists.is_empty() || matches!(marker.written, "1." | "1)"),
            _ => true,
        }
    }

    fn begin_item(&mut self, line: Line<'a>, marker: Marker<'a>) {
        self.close();
        while self.lists.last().is_some_and(|list| line.indent <= list.marker + 1) {
            self.lists.pop();
        }
        self.lists.push(List { marker: line.indent, text: line.indent + marker.width });
        self.open = Open::Item(marker.written);
        self.lines.push(Line { text: marker.text, ..line });
    }

    /// Closes the block and the lists that a line is outside of.
    fn leave_lists(&mut self, line: &Line<'_>) {
        self.close();
        while self.lists.last().is_some_and(|list| line.indent <= list.marker) {
            self.lists.pop();
        }
    }

    fn continue_text(&mut self, line: Line<'a>) {
        if self.lists.last().is_some_and(|list| line.indent <= list.marker) {
            // The rest of a filled item may stand at the edge.
            let lazy = matches!(self.open, Open::Item(_)) && self.lines.last().is_some_and(|last| last.width() >= 50);
            if !lazy {
                self.leave_lists(&line);
            }
        }
        match self.open {
            Open::Paragraph | Open::Item(_) => {}
            _ => {
                self.close();
                self.open = Open::Paragraph;
            }
        }
        self.lines.push(line);
    }

    fn close(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        match std::mem::take(&mut self.open) {
            Open::Nothing => {}
            Open::Paragraph => self.push(Kind::Paragraph, &fill(&lines, self.flowed)),
            Open::Item(written) => {
                self.items.push((self.blocks.len(), written));
                let bullet = !written.starts_with(|c: char| c.is_ascii_digit());
                let marker = Text::line(if bullet { "•" } else { written });
                self.push(Kind::Item(marker), &fill(&lines, self.flowed));
            }
            Open::Indented if looks_like_code(&lines) => self.push_code(&lines),
            Open::Indented => {
                for paragraph in lines.split(|line| line.text.is_empty()).filter(|lines| !lines.is_empty()) {
                    self.push(Kind::Paragraph, &fill(paragraph, self.flowed));
                }
            }
            Open::Fenced(_) => self.push_code(&lines),
            Open::Signature => {
                let text: Vec<_> = lines.iter().map(|line| line.whole.trim_end()).collect();
                let text = text.join("\n");
                if !text.trim().is_empty() {
                    self.push(Kind::Signature, text.trim_end());
                }
            }
        }
    }

    fn push_code(&mut self, lines: &[Line<'_>]) {
        let blank = lines.iter().rev().take_while(|line| line.text.is_empty()).count();
        let lines = lines.get(..lines.len() - blank).unwrap_or_default();
        let indent = lines.iter().filter(|line| !line.text.is_empty()).map(|line| line.indent).min();
        let text: Vec<_> = lines.iter().map(|line| line.dedented(indent.unwrap_or_default())).collect();
        if !text.is_empty() {
            self.push(Kind::Code, &text.join("\n"));
        }
    }

    fn push(&mut self, kind: Kind, raw: &str) {
        let mut spans = Vec::new();
        if kind == Kind::Code {
            spans.push(Span { text: Text::block(raw), tone: Tone::Plain, link: None });
        } else {
            push_spans(&mut spans, raw, Tone::Plain);
        }
        let (quote, indent) = (self.quote.min(255) as u8, self.lists.len().min(255) as u8);
        self.blocks.push(Block { quote, indent, kind, spans });
    }

    /// Makes paragraphs of items that are alone: `- mara` is a name under a letter, `42. Yes.` an answer.
    fn free_lone_items(&mut self) {
        for &(place, written) in &self.items {
            let belongs = |other: Option<&Block>, block: &Block| {
                other.is_some_and(|other| other.quote == block.quote && other.indent > 0)
            };
            let Some(block) = self.blocks.get(place) else { continue };
            let before = place.checked_sub(1).and_then(|before| self.blocks.get(before));
            if belongs(before, block) || belongs(self.blocks.get(place + 1), block) {
                continue;
            }
            if let Some(block) = self.blocks.get_mut(place) {
                block.kind = Kind::Paragraph;
                block.indent = 0;
                let mut text = Text::line(&format!("{written} "));
                match block.spans.first_mut() {
                    Some(first) if first.link.is_none() => {
                        text.push(first.text.as_slice());
                        first.text = text;
                    }
                    _ => block.spans.insert(0, Span { text, tone: Tone::Plain, link: None }),
                }
            }
        }
    }
}

/// Whether indented lines are code and not text that is set in: signs that prose does not have, in a good part of
/// them, or gaps that align something.
fn looks_like_code(lines: &[Line<'_>]) -> bool {
    let sign =
        |c: char| matches!(c, '{' | '}' | ';' | '=' | '<' | '>' | '\\' | '|' | '$' | '#' | '_' | '@' | '+' | '[');
    let looks = |line: &&Line<'_>| {
        line.text.contains(sign)
            || line.text.contains("   ")
            || line.text.starts_with(['/', '-'])
            || line.text.contains("()")
    };
    let texts = lines.iter().filter(|line| !line.text.is_empty()).count();
    lines.iter().filter(looks).count() * 3 >= texts
}

#[cfg(test)]
mod tests {
    use super::super::tests::sketch;
    use crate::thread::Notation::Plain;

    #[test]
    fn paragraphs_end_at_blank_lines_and_keep_their_line_breaks() {
        assert_eq!(sketch(Plain, "The lamp\nis lit.\n \n\nAll see it."), ["The lamp\nis lit.", "All see it."]);
    }

    #[test]
    fn filled_paragraphs_lose_their_line_breaks() {
        let filled = "The keeper of the lighthouse wrote a log for thirty years and\nnobody read it until the harbour \
                      silted up and the pilots came\nto ask.";
        assert_eq!(sketch(Plain, filled), [filled.replace('\n', " ")]);
        let verse =
            "The keeper of the lighthouse wrote a log for thirty years and\nnobody\nread it until the harbour\nsilted";
        assert_eq!(sketch(Plain, verse), [verse]);
    }

    #[test]
    fn quote_marks_give_levels() {
        assert_eq!(
            sketch(Plain, "> > Is it lit?\n> It was.\n>> When?\nLast night."),
            ["> > Is it lit?", "> It was.", "> > When?", "Last night."]
        );
    }

    #[test]
    fn lists_hang_and_nest() {
        assert_eq!(
            sketch(Plain, "Bring:\n- rope,\n  tarred\n  * two coils\n- oil\n\nand a gull."),
            ["Bring:", "  • rope,\ntarred", "    • two coils", "  • oil", "and a gull."]
        );
        assert_eq!(sketch(Plain, "1. rope\n\n   for the boat\n2) oil"), ["  1. rope", "  for the boat", "  2) oil"]);
    }

    #[test]
    fn a_lone_marker_makes_no_list() {
        assert_eq!(sketch(Plain, "See you.\n- mara"), ["See you.", "- mara"]);
        assert_eq!(sketch(Plain, "It was in\n42. Then it rained."), ["It was in\n42. Then it rained."]);
        assert_eq!(sketch(Plain, "42. https://a.example"), ["42. <https://a.example>"]);
    }

    #[test]
    fn code_is_fenced_or_set_in_and_looks_like_code() {
        assert_eq!(sketch(Plain, "```sh\nlamp  --on\n\n> x\n```\ndone"), ["code lamp  --on\n\n> x", "done"]);
        assert_eq!(
            sketch(Plain, "So:\n\n    if lit {\n\n        wave();\n    }\n\nok"),
            ["So:", "code if lit {\n\n    wave();\n}", "ok"]
        );
        assert_eq!(
            sketch(Plain, "    Set in as in a book,\nit is prose.\n\n    And so is this."),
            ["Set in as in a book,\nit is prose.", "And so is this."]
        );
    }

    #[test]
    fn rules_and_underlines() {
        assert_eq!(
            sketch(Plain, "The mole\n========\nIt is old.\n\n* * *\n\nNew\nlines\n-----"),
            ["h1 The mole", "It is old.", "rule", "New\nlines", "rule"]
        );
    }

    #[test]
    fn bare_addresses_are_links() {
        assert_eq!(sketch(Plain, "See https://port.example/log."), ["See <https://port.example/log>."]);
    }
}

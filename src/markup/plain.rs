//! The plain notation: what people type without markup and want to see as they typed it.

use super::fill::{fill, is_prose};
use super::line::{Line, Marker};
use super::link::push_spans;
use super::{Block, Kind, Span, Tone};
use crate::thread::Text;

/// The blocks of a plain text.
pub(super) fn blocks(raw: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for line in raw.lines() {
        reader.add(line);
    }
    reader.finish()
}

/// Blocks in the making, line by line.
#[derive(Default)]
pub(super) struct Reader<'a> {
    blocks: Vec<Block>,
    /// The lines of the open block.
    lines: Vec<Line<'a>>,
    /// If the last block is a program that may continue after a blank line: its index and its indent.
    program: Option<(usize, usize)>,
    open: OpenBlock<'a>,
    quote: usize,
    /// The lists that are open, outermost first.
    lists: Vec<List>,
    /// The items: their index in `blocks` and their markers as they were written.
    items: Vec<(usize, &'a str)>,
    /// Whether a space at the end of a line continues it.
    flowed: bool,
}

/// The kind of the open block so far.
#[derive(Default, Clone, Copy)]
enum OpenBlock<'a> {
    #[default]
    Nothing,
    Paragraph,
    Item(&'a str),
    /// Indented lines: code, or indented text.
    Indented,
    /// Code between fences of this many backticks.
    Fenced(usize),
    Patch,
    Signature,
}

/// An open list: the columns of its markers and of its text.
#[derive(Clone, Copy)]
struct List {
    marker: usize,
    text: usize,
}

impl<'a> Reader<'a> {
    /// A sheet for mail, in which a space at the end of a line continues it.
    pub(super) fn flowed() -> Self {
        Self { flowed: true, ..Self::default() }
    }

    /// Adds the next line.
    pub(super) fn add(&mut self, raw: &'a str) {
        // Inside code, what looks like a quote mark is code.
        let inside = Line::of(raw, self.quote);
        match self.open {
            OpenBlock::Fenced(ticks) if inside.quote == self.quote => {
                if inside.fence() >= ticks && inside.text.len() == inside.fence() {
                    self.close();
                } else {
                    self.lines.push(inside);
                }
                return;
            }
            OpenBlock::Patch if inside.quote == self.quote && inside.is_of_patch() => return self.lines.push(inside),
            OpenBlock::Patch => self.close(),
            _ => {}
        }
        let line = Line::of(raw, usize::MAX);
        if line.quote != self.quote {
            self.close();
            self.lists.clear();
            self.quote = line.quote;
        }
        match self.open {
            OpenBlock::Signature => self.lines.push(line),
            OpenBlock::Indented if line.text.is_empty() => self.lines.push(line),
            _ if line.text.is_empty() => self.close(),
            _ => self.add_text(line),
        }
    }

    /// Begins a signature; it lasts until the quote level changes.
    pub(super) fn begin_signature(&mut self, quote: usize) {
        self.close();
        self.lists.clear();
        self.quote = quote;
        self.open = OpenBlock::Signature;
    }

    /// Ends the text and returns its blocks.
    pub(super) fn finish(mut self) -> Vec<Block> {
        if let OpenBlock::Fenced(_) = self.open {
            // No end of the code was found, so what follows the fence may be anything.
            self.open = OpenBlock::Indented;
        }
        self.close();
        self.free_lone_items();
        self.blocks
    }

    fn add_text(&mut self, line: Line<'a>) {
        let deep = line.indent >= self.lists.last().map_or(0, |list| list.text) + 4;
        match self.open {
            OpenBlock::Indented if deep => return self.lines.push(line),
            // A single indented line right above others begins a paragraph, as in books.
            OpenBlock::Indented if self.lines.len() == 1 => self.open = OpenBlock::Paragraph,
            OpenBlock::Nothing if deep => {
                self.open = OpenBlock::Indented;
                return self.lines.push(line);
            }
            _ => {}
        }
        if line.opens_hunk() {
            self.begin_patch(line);
        } else if line.fence() > 0 {
            self.leave_lists(&line);
            self.open = OpenBlock::Fenced(line.fence());
        } else if let Some(level) = self.heading(&line) {
            self.open = OpenBlock::Nothing;
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

    fn begin_patch(&mut self, line: Line<'a>) {
        let is_head = |line: &&Line<'_>| line.whole.starts_with("--- ") || line.whole.starts_with("+++ ");
        let heads = self.lines.iter().rev().take_while(is_head).count();
        let heads = self.lines.split_off(self.lines.len() - heads);
        self.leave_lists(&line);
        self.lines = heads;
        self.lines.push(line);
        self.open = OpenBlock::Patch;
    }

    /// The level of the heading in the open line, if this line underlines it.
    fn heading(&self, line: &Line<'_>) -> Option<u8> {
        match (self.open, self.lines.as_slice()) {
            (OpenBlock::Paragraph, [above]) => line.underlines(above),
            _ => None,
        }
    }

    /// Whether an item may begin here: inside a paragraph a number more likely ends a sentence.
    fn may_begin(&self, marker: &Marker<'_>) -> bool {
        let numbered = marker.written.starts_with(|c: char| c.is_ascii_digit());
        match self.open {
            OpenBlock::Paragraph => !numbered || !self.lists.is_empty() || matches!(marker.written, "1." | "1)"),
            _ => true,
        }
    }

    fn begin_item(&mut self, line: Line<'a>, marker: Marker<'a>) {
        self.close();
        while self.lists.last().is_some_and(|list| line.indent <= list.marker + 1) {
            self.lists.pop();
        }
        self.lists.push(List { marker: line.indent, text: line.indent + marker.width });
        self.open = OpenBlock::Item(marker.written);
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
            // The rest of a filled item may start at the margin.
            let lazy =
                matches!(self.open, OpenBlock::Item(_)) && self.lines.last().is_some_and(|last| last.width() >= 50);
            if !lazy {
                self.leave_lists(&line);
            }
        }
        match self.open {
            OpenBlock::Paragraph | OpenBlock::Item(_) => {}
            _ => {
                self.close();
                self.open = OpenBlock::Paragraph;
            }
        }
        self.lines.push(line);
    }

    fn close(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        match std::mem::take(&mut self.open) {
            OpenBlock::Nothing => {}
            OpenBlock::Paragraph if lines.iter().all(|line| line.text.starts_with('|')) => self.push_barred(&lines),
            OpenBlock::Paragraph if looks_like_table(&lines) => self.push_code(&lines),
            OpenBlock::Paragraph if looks_like_program(&lines) || self.continues_program(&lines) => {
                self.push_program(&lines);
            }
            OpenBlock::Paragraph => self.push_paragraph(&lines),
            OpenBlock::Item(written) => {
                self.items.push((self.blocks.len(), written));
                let bullet = !written.starts_with(|c: char| c.is_ascii_digit());
                let marker = Text::line(if bullet { "•" } else { written });
                self.push(Kind::Item(marker), &fill(&lines, self.flowed, true));
            }
            OpenBlock::Indented if looks_like_code(&lines) || self.continues_program(&lines) => {
                self.push_program(&lines);
            }
            OpenBlock::Indented => self.push_paragraphs(&lines),
            OpenBlock::Fenced(_) | OpenBlock::Patch => self.push_code(&lines),
            OpenBlock::Signature => self.push_signature(&lines),
        }
    }

    fn push_paragraphs(&mut self, lines: &[Line<'_>]) {
        for paragraph in lines.split(|line| line.text.is_empty()).filter(|lines| !lines.is_empty()) {
            self.push_paragraph(paragraph);
        }
    }

    fn push_paragraph(&mut self, lines: &[Line<'_>]) {
        self.push(Kind::Paragraph, &fill(lines, self.flowed, false));
    }

    /// Adds lines with a bar before each: a table, or a quote in the manner of some mail programs.
    fn push_barred(&mut self, lines: &[Line<'_>]) {
        let bars = |line: &Line<'_>| line.text.bytes().filter(|&byte| byte == b'|').count();
        if lines.len() < 2 || lines.iter().any(|line| bars(line) > 1) {
            return self.push_code(lines);
        }
        let inner: Vec<_> = lines.iter().filter_map(|line| line.text.strip_prefix('|')).collect();
        let inner: Vec<_> = inner.into_iter().map(|line| Line::of(line, 0)).collect();
        self.quote += 1;
        self.push_paragraphs(&inner);
        self.quote -= 1;
    }

    /// Adds a signature; a long one is text that continues.
    fn push_signature(&mut self, lines: &[Line<'_>]) {
        const LONGEST: usize = 12;
        if lines.iter().filter(|line| !line.text.is_empty()).count() > LONGEST {
            self.push(Kind::Rule, "");
            return self.push_paragraphs(lines);
        }
        let text: Vec<_> = lines.iter().map(|line| line.whole.trim_end()).collect();
        let text = text.join("\n");
        let text = text.trim_start_matches('\n').trim_end();
        if !text.is_empty() {
            self.push(Kind::Signature, text);
        }
    }

    /// Whether lines continue the program before them: there is one, and they are no prose.
    fn continues_program(&self, lines: &[Line<'_>]) -> bool {
        let is_last = self.program.is_some_and(|(block, _)| block + 1 == self.blocks.len());
        let same = self.blocks.last().is_some_and(|last| usize::from(last.quote) == self.quote.min(255));
        is_last && same && self.lists.is_empty() && !is_prose(lines) && lines.iter().any(Line::has_sign)
    }

    /// Adds lines of a program, which may contain blank lines; the parts between may be indented or not.
    fn push_program(&mut self, lines: &[Line<'a>]) {
        let margin = lines.iter().filter(|line| !line.text.is_empty()).map(|line| line.indent).min().unwrap_or(0);
        if let Some((block, known)) =
            self.program.filter(|(_, known)| *known <= margin && self.continues_program(lines))
        {
            let last = lines.iter().rposition(|line| !line.text.is_empty()).map_or(0, |last| last + 1);
            let text: Vec<_> = lines.iter().take(last).map(|line| line.dedented(known)).collect();
            if let Some(block) = self.blocks.get_mut(block) {
                push_spans(&mut block.spans, &format!("\n\n{}", text.join("\n")), Tone::Plain);
            }
            return;
        }
        self.push_code(lines);
        self.program = self.blocks.len().checked_sub(1).map(|block| (block, margin));
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
        push_spans(&mut spans, raw, Tone::Plain);
        if spans.is_empty() && !matches!(kind, Kind::Rule | Kind::Item(_)) {
            // It had only invisible characters.
            return;
        }
        let (quote, indent) = (self.quote.min(255) as u8, self.lists.len().min(255) as u8);
        self.blocks.push(Block { quote, indent, kind, spans });
    }

    /// Makes paragraphs of items without neighbours: `- mara` signs a letter, `42. Yes.` is an answer.
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

/// Whether indented lines are code rather than indented text: a good part of them has signs that prose lacks, or gaps
/// that align something.
fn looks_like_code(lines: &[Line<'_>]) -> bool {
    let sign = |c: char| matches!(c, '{' | '}' | ';' | '=' | '<' | '>' | '\\' | '|' | '$' | '#' | '_' | '+');
    let looks = |line: &&Line<'_>| {
        line.text.contains(sign) && !line.text.contains("://")
            || line.has_columns()
            || line.text.starts_with('/')
            || line.text.contains("()")
    };
    let texts = lines.iter().filter(|line| !line.text.is_empty()).count();
    lines.iter().filter(looks).count() * 3 >= texts
}

/// Whether a paragraph is a program: some lines are indented below the first, few are words alone, and many have signs
/// that prose lacks or introduce indented lines.
fn looks_like_program(lines: &[Line<'_>]) -> bool {
    let Some(first) = lines.first() else { return false };
    let deeper = lines.iter().filter(|line| line.indent > first.indent + 1).count();
    if deeper == 0 || is_prose(lines) {
        return false;
    }
    let signs = lines.iter().filter(|line| line.has_sign()).count();
    let opens = |(line, next): &(&Line<'_>, &Line<'_>)| line.text.ends_with([':', '{']) && next.indent > line.indent;
    let opened = lines.iter().zip(lines.iter().skip(1)).filter(opens).count();
    (signs + opened) * 2 >= lines.len()
}

/// Whether a good part of the lines contains aligned columns.
fn looks_like_table(lines: &[Line<'_>]) -> bool {
    lines.len() > 1 && lines.iter().filter(|line| line.has_columns()).count() * 2 >= lines.len()
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
    fn a_program_at_the_margin_keeps_its_shape_over_blank_lines() {
        assert_eq!(
            sketch(Plain, "Try:\n\nint main(void) {\n\tint x = 3;\n\n\treturn x;\n}\n\nYes."),
            ["Try:", "code int main(void) {\n        int x = 3;\n\n        return x;\n}", "Yes."]
        );
        assert_eq!(
            sketch(Plain, "def f(x):\n    while x:\n        x = x - 1\n    return x"),
            ["code def f(x):\n    while x:\n        x = x - 1\n    return x"]
        );
    }

    #[test]
    fn lines_that_are_set_in_stay_so_unless_their_paragraph_is_filled() {
        assert_eq!(sketch(Plain, "lamp:\n  oil: 3\n  wicks:\n    long"), ["lamp:\n  oil: 3\n  wicks:\n    long"]);
        assert_eq!(sketch(Plain, "> The lamp\n>    is lit\n>  at night."), ["> The lamp\n   is lit\n at night."]);
        assert_eq!(sketch(Plain, "   The lamp\nis lit."), ["The lamp\nis lit."]);
        let filled = "  The keeper of the lighthouse wrote a log for thirty years and\n  nobody read it until the harbour \
                      silted up and the pilots came\n  to ask.";
        assert_eq!(sketch(Plain, filled), [filled.replace("\n ", "").trim()]);
    }

    #[test]
    fn tables_and_patches_keep_their_lines() {
        assert_eq!(sketch(Plain, "tide    9:14\n  ebb   15:02"), ["code tide    9:14\n  ebb   15:02"]);
        assert_eq!(
            sketch(Plain, "Try\n--- a/lamp\n+++ b/lamp\n@@ -1,2 +1 @@\n > lit\n-  * out\nDone"),
            ["Try", "code --- a/lamp\n+++ b/lamp\n@@ -1,2 +1 @@\n > lit\n-  * out", "Done"]
        );
    }

    #[test]
    fn bars_are_quotes_or_tables() {
        assert_eq!(sketch(Plain, "| Is it lit?\n|\n| Yes."), ["> Is it lit?", "> Yes."]);
        assert_eq!(sketch(Plain, "| a | b |\n| 1 | 2 |"), ["code | a | b |\n| 1 | 2 |"]);
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

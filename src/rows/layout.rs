//! A body, or a piece of one, laid out as lines of a width.

use super::quotes::{self, QuoteFold};
use crate::markup::{self, Block, Kind, Span, Tone, table_spans, wrap};
use crate::thread::{Body, Notation, Slice, Text};
use std::ops::Range;
use std::sync::Arc;

/// Text in lines. All lines are ranges of one text, so that a match may span line ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Laid {
    text: Text,
    lines: Vec<Line>,
    /// In order, without gaps or overlaps.
    runs: Vec<Run>,
    links: Vec<Arc<str>>,
}

/// One line of a laid-out text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The line's bytes of the text.
    pub(crate) range: Range<usize>,
    /// The depth of quoting.
    pub(crate) quote: usize,
    /// Columns between the quote bars and the text, with the marker.
    pub(crate) indent: usize,
    /// The marker of a list item, on its first line only; of a folded quotation what it is.
    pub(crate) marker: Option<Text>,
    /// The kind of its block.
    pub(crate) role: LineRole,
}

/// The kind of block that a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineRole {
    Prose,
    Heading,
    Code,
    Rule,
    Signature,
    /// In place of a quotation. Its words are in the text, and on no line.
    Folded,
    Blank,
}

/// A stretch of the text in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) range: Range<usize>,
    pub(crate) tone: Tone,
    /// An index into the links.
    pub(crate) link: Option<usize>,
}

/// Columns for one level of quoting.
pub(crate) const QUOTE_COLUMNS: usize = 2;
/// Levels of quoting at most; deeper quotes are drawn like this.
const QUOTES: usize = 6;
/// Levels of lists at most; deeper lists are drawn like this.
const LISTS: usize = 6;

impl Laid {
    /// Lays out a body in `width` columns. Lines of code are longer than that unless they are to be wrapped.
    pub(crate) fn new(body: Body<'_>, width: usize, wraps_code: bool) -> Self {
        let mut laid = Self { text: Text::default(), lines: Vec::new(), runs: Vec::new(), links: Vec::new() };
        let mut before: Option<Block> = None;
        let mut hangs = Hangs::default();
        for block in markup::blocks(body) {
            if let Some(before) = &before
                && !is_tight(before, &block)
            {
                laid.blank(usize::from(before.quote.min(block.quote)));
            }
            laid.block(&block, hangs.columns(&block), width.max(1), wraps_code);
            before = Some(block);
        }
        laid
    }

    /// Folds quotations that are longer than a few lines to a line each. `author` says who wrote the words of one, if
    /// they stand just above.
    pub(crate) fn fold_quotations(&mut self, fold: QuoteFold, author: impl Fn(&str) -> Option<Text>) {
        let own = self.lines.iter().filter(|line| line.quote == 0 && line.role != LineRole::Blank).count();
        let is_mostly_quoted = self.lines.len() > 2 * (own + quotes::SHORT);
        if fold == QuoteFold::None || fold == QuoteFold::Repeated && !is_mostly_quoted {
            return;
        }
        let mut kept = Vec::with_capacity(self.lines.len());
        let alike =
            |line: &Line, next: &Line| is_foldable(line) && is_foldable(next) && is_quoted(line) == is_quoted(next);
        for lines in self.lines.chunk_by(alike) {
            match self.folded(lines, fold, &author) {
                Some(line) => kept.push(line),
                None => kept.extend_from_slice(lines),
            }
        }
        self.lines = kept;
    }

    /// The line that stands for a quotation or a signature. `None` if they are not folded.
    fn folded(&self, lines: &[Line], fold: QuoteFold, author: &impl Fn(&str) -> Option<Text>) -> Option<Line> {
        let first = lines.first().filter(|line| is_foldable(line))?;
        let said = lines.iter().filter(|line| line.role != LineRole::Blank).count();
        if said <= quotes::SHORT {
            return None;
        }
        let quote = lines.iter().map(|line| line.quote).min().unwrap_or_default();
        let what = if is_quoted(first) {
            let end = lines.last().map_or(first.range.end, |line| line.range.end);
            let author = author(self.text.get(first.range.start..end).unwrap_or_default());
            match author {
                Some(name) if !name.is_empty() => format!("{said} lines of {name}"),
                Some(_) => format!("{said} lines that stand above"),
                None if fold == QuoteFold::Repeated => return None,
                None => format!("{said} quoted lines"),
            }
        } else if fold == QuoteFold::All {
            format!("{said} lines of a signature")
        } else {
            return None;
        };
        let at = first.range.start;
        Some(Line { range: at..at, quote, indent: 0, marker: Some(Text::line(&what)), role: LineRole::Folded })
    }

    /// Whether byte `at` of the text is in a folded quotation.
    pub(crate) fn is_folded(&self, at: usize) -> bool {
        self.lines.get(self.line_at(at)).is_some_and(|line| line.role == LineRole::Folded)
    }

    /// Whether any quotation is folded.
    pub(crate) fn has_folded(&self) -> bool {
        self.lines.iter().any(|line| line.role == LineRole::Folded)
    }

    /// A placeholder for a body that is not laid out yet: an empty line.
    pub(crate) fn unknown() -> Self {
        let mut laid = Self { text: Text::default(), lines: Vec::new(), runs: Vec::new(), links: Vec::new() };
        laid.blank(0);
        laid
    }

    /// Whether this is a placeholder.
    pub(crate) fn is_unknown(&self) -> bool {
        // A body without text has no line at all.
        self.text.is_empty() && !self.lines.is_empty()
    }

    /// Lays out a title in `width` columns.
    pub(crate) fn title(title: &str, width: usize) -> Self {
        let mut laid = Self::new(Body { raw: &Text::line(title), notation: Notation::Plain }, width, true);
        for line in &mut laid.lines {
            line.role = LineRole::Heading;
        }
        laid
    }

    /// The lines.
    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The whole text; `\n` ends each block and each line break that is kept.
    pub(crate) fn text(&self) -> &Text {
        &self.text
    }

    /// The runs of a line, cut to it.
    pub(crate) fn runs(&self, line: &Line) -> impl Iterator<Item = (Slice<'_>, Run)> {
        let Range { start, end } = line.range;
        let first = self.runs.partition_point(|run| run.range.end <= start);
        self.runs.iter().skip(first).take_while(move |run| run.range.start < end).map(move |run| {
            let range = run.range.start.max(start)..run.range.end.min(end);
            (self.text.slice(range.clone()), Run { range, ..run.clone() })
        })
    }

    /// The link at byte `at` of the text: the range of its whole text, and its target.
    pub(crate) fn linked(&self, at: usize) -> Option<(Range<usize>, &Arc<str>)> {
        let place = self.runs.partition_point(|run| run.range.end <= at);
        let leads = |run: &Run| run.link.and_then(|link| self.links.get(link));
        let target = leads(self.runs.get(place)?)?;
        let belongs = |run: &&Run| leads(run).is_some_and(|other| Arc::ptr_eq(other, target));
        let before = self.runs.iter().take(place + 1).rev().take_while(belongs).last()?;
        let after = self.runs.iter().skip(place).take_while(belongs).last()?;
        Some((before.range.start..after.range.end, target))
    }

    /// The column of byte `at` on its line, including what precedes the text.
    pub(crate) fn column(&self, line: &Line, at: usize) -> usize {
        let before = self.text.slice(line.range.start..at.clamp(line.range.start, line.range.end));
        line.quote * QUOTE_COLUMNS + line.indent + unicode_width::UnicodeWidthStr::width(before.as_str())
    }

    /// The byte of the letter at a column of a line, counted as [`column`](Self::column) does. `None` before and after
    /// its text.
    pub(crate) fn byte_at(&self, line: &Line, column: usize) -> Option<usize> {
        let before = line.quote * QUOTE_COLUMNS + line.indent;
        let (at, wide) = (column.checked_sub(before)?, unicode_width::UnicodeWidthChar::width);
        let mut end = 0;
        let letter = self.text.get(line.range.clone())?.char_indices().find(|(_, letter)| {
            end += wide(*letter).unwrap_or(0);
            end > at
        });
        letter.map(|(byte, _)| line.range.start + byte)
    }

    /// The columns that the longest line takes, with what precedes its text.
    pub(crate) fn width(&self) -> usize {
        self.lines.iter().map(|line| self.column(line, line.range.end)).max().unwrap_or(0)
    }

    /// Whether something in it is hidden by its author.
    pub(crate) fn has_spoiler(&self) -> bool {
        self.runs.iter().any(|run| run.tone == Tone::Spoiler)
    }

    /// A line of code without its first columns of text.
    pub(crate) fn shifted(&self, line: &Line, columns: usize) -> Line {
        let text = self.text.slice(line.range.clone());
        let mut left = columns;
        let skipped = text.as_str().char_indices().find(|(_, letter)| {
            let is_past = left == 0;
            left = left.saturating_sub(unicode_width::UnicodeWidthChar::width(*letter).unwrap_or(0));
            is_past
        });
        let from = skipped.map_or(line.range.end, |(at, _)| line.range.start + at);
        Line { range: from..line.range.end, ..line.clone() }
    }

    /// The line that byte `at` of the text is on.
    pub(crate) fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.range.start <= at).saturating_sub(1)
    }

    /// The memory it holds, in bytes, roughly.
    pub(crate) fn size(&self) -> usize {
        self.text.len() + size_of_val(&self.lines[..]) + size_of_val(&self.runs[..])
    }

    /// Adds the text of spans, with their tones and links.
    fn spans(&mut self, spans: &[Span]) {
        for span in spans {
            let from = self.text.len();
            self.text.push(span.text.as_slice());
            let link = span.link.as_ref().map(|link| {
                self.links.push(Arc::clone(link));
                self.links.len() - 1
            });
            if from < self.text.len() {
                self.runs.push(Run { range: from..self.text.len(), tone: span.tone, link });
            }
        }
    }

    fn block(&mut self, block: &Block, columns: usize, width: usize, wraps_code: bool) {
        let role = match block.kind {
            Kind::Paragraph | Kind::Item(_) | Kind::Table(_) => LineRole::Prose,
            Kind::Heading(_) => LineRole::Heading,
            Kind::Code => LineRole::Code,
            Kind::Rule => LineRole::Rule,
            Kind::Signature => LineRole::Signature,
        };
        let quote = usize::from(block.quote).min(QUOTES);
        // A narrow pane gives its columns to the text rather than to indents.
        let room = width.saturating_sub(quote * QUOTE_COLUMNS);
        let indent = columns.min(room / 2);
        let room = (room - indent).max(1);
        let start = self.text.len();
        match &block.kind {
            Kind::Table(table) => self.spans(&table_spans(table, block, room)),
            _ => self.spans(&block.spans),
        }
        let marker = match &block.kind {
            Kind::Item(marker) => Some(marker),
            _ => None,
        };
        let mut marker = marker.cloned();
        let end = self.text.len();
        let mut at = start;
        loop {
            let whole = self.text.get(at..end).unwrap_or_default();
            let hard = whole.find('\n').map_or(end, |length| at + length);
            let line = self.text.get(at..hard).unwrap_or_default();
            // The indent of a line is part of its text. A code line that wraps continues two columns further in.
            let keeps = matches!(role, LineRole::Code | LineRole::Signature);
            let blanks = line.len() - line.trim_start_matches(' ').len();
            let lead = if line.len() <= room { blanks } else { blanks.min(room / 2) };
            let further = if keeps { (lead + 2).min(room / 2) } else { lead.min(room / 2) };
            let said = line.get(blanks..).unwrap_or_default();
            let is_whole = role == LineRole::Code && !wraps_code && !said.is_empty() && !is_prose(said);
            let (lead, wrapped) = if is_whole {
                (blanks, std::iter::once(0..said.len()).collect())
            } else {
                (lead, wrap(said, room - lead, (room - further).max(1)))
            };
            let first = at + blanks;
            let line = |range, indent, marker| Line { range, quote, indent, marker, role };
            if wrapped.is_empty() {
                self.lines.push(line(at..at, indent, marker.take()));
            }
            for (number, range) in wrapped.into_iter().enumerate() {
                // The first line keeps its blanks as text; later ones are indented by columns.
                let (before, indent) = if number == 0 { (lead, indent) } else { (0, indent + further) };
                let range = first + range.start - before..first + range.end;
                self.lines.push(line(range, indent, marker.take()));
            }
            if hard == end {
                break;
            }
            at = hard + 1;
        }
        self.push_break();
    }

    fn blank(&mut self, quote: usize) {
        let at = self.text.len();
        let quote = quote.min(QUOTES);
        self.lines.push(Line { range: at..at, quote, indent: 0, marker: None, role: LineRole::Blank });
    }

    /// Ends a block in the text; the break belongs to no line.
    fn push_break(&mut self) {
        let from = self.text.len();
        self.text.push(Slice::fixed("\n"));
        self.runs.push(Run { range: from..self.text.len(), tone: Tone::Plain, link: None });
    }
}

/// Whether a line that was taken for code is a sentence: many words with one blank between them, and few signs.
fn is_prose(line: &str) -> bool {
    const WORDS: usize = 8;
    let signs = line.chars().filter(|c| !c.is_alphanumeric() && !matches!(c, ' ' | ',' | '.' | '\'' | '’')).count();
    !line.contains("  ") && line.split(' ').count() >= WORDS && signs * 15 <= line.chars().count()
}

fn is_quoted(line: &Line) -> bool {
    line.quote > 0
}

/// Whether a line belongs to what may be folded.
fn is_foldable(line: &Line) -> bool {
    is_quoted(line) || line.role == LineRole::Signature
}

/// Whether two blocks need no blank line between them: items of one list, and a quote under the name of its author.
fn is_tight(before: &Block, block: &Block) -> bool {
    let in_list = |block: &Block| block.indent > 0;
    let names =
        |block: &Block| block.kind == Kind::Paragraph && block.spans.last().is_some_and(|s| s.text.ends_with(':'));
    if block.quote > before.quote {
        return names(before);
    }
    in_list(before) && in_list(block) && before.quote == block.quote && matches!(block.kind, Kind::Item(_))
}

/// The indents of the open lists, outermost first.
#[derive(Debug, Default)]
struct Hangs(Vec<usize>);

impl Hangs {
    /// Columns before the text of the next block. What belongs to an item stands under the item's text.
    fn columns(&mut self, block: &Block) -> usize {
        let level = usize::from(block.indent).min(LISTS);
        let marker = match &block.kind {
            Kind::Item(marker) => Some(unicode_width::UnicodeWidthStr::width(&**marker) + 1),
            _ => None,
        };
        self.0.truncate(if marker.is_some() { level.saturating_sub(1) } else { level });
        while self.0.len() < level {
            let is_own = self.0.len() + 1 == level;
            let outer = self.0.last().copied().unwrap_or_default();
            self.0.push(outer + marker.filter(|_| is_own).unwrap_or_default().max(2));
        }
        let code = if block.kind == Kind::Code { 2 } else { 0 };
        self.0.last().copied().unwrap_or_default() + code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(raw: &str, width: usize) -> Vec<String> {
        let laid = Laid::new(Body { raw, notation: Notation::Plain }, width, true);
        let show = |line: &Line| {
            let marker = line.marker.as_deref().map(|marker| format!("{marker} ")).unwrap_or_default();
            let bars = "▎ ".repeat(line.quote);
            format!("{bars}{marker:>indent$}{}", laid.text.slice(line.range.clone()), indent = line.indent)
        };
        laid.lines().iter().map(show).collect()
    }

    #[test]
    fn paragraphs_are_wrapped_and_set_apart() {
        assert_eq!(
            lines("The lamp was never the problem.\n\nLook.", 20),
            ["The lamp was never", "the problem.", "", "Look."]
        );
    }

    #[test]
    fn quotes_get_bars_and_lists_hang() {
        let wanted = ["▎ the channel silted", "▎ up", "", "• one and another", "  word", "• two"];
        assert_eq!(lines("> the channel silted up\n\n- one and another word\n- two", 20), wanted);
    }

    #[test]
    fn what_belongs_to_an_item_stands_under_its_text() {
        assert_eq!(
            lines("1. one\n\n   more of it\n\n   - inner\n2. two", 20),
            ["1. one", "", "   more of it", "   • inner", "2. two"]
        );
    }

    #[test]
    fn a_quote_stands_right_under_the_name_of_who_said_it() {
        assert_eq!(lines("mara wrote:\n\n> It went out.\n\nWhen?", 20), ["mara wrote:", "▎ It went out.", "", "When?"]);
    }

    #[test]
    fn code_keeps_what_it_is_set_in_by_and_goes_on_further_in() {
        assert_eq!(
            lines("```\nif lit:\n    burn(the, oil)\n\n        twice()\n```", 18),
            ["  if lit:", "      burn(the,", "        oil)", "  ", "          twice()"]
        );
    }

    #[test]
    fn lines_of_code_are_not_wrapped_unless_asked_for_or_prose() {
        let raw = "```\nif lit: burn(the, oil, of, the, lamp)\n```";
        let laid = Laid::new(Body { raw, notation: Notation::Plain }, 18, false);
        assert_eq!((laid.lines().len(), laid.width()), (1, 39));
        let line = &laid.lines()[0];
        assert_eq!(&*laid.text().slice(laid.shifted(line, 8).range).to_string(), "burn(the, oil, of, the, lamp)");
        let prose = "```\nSomebody set this sentence in by four blanks, and a reader wants to read it whole.\n```";
        assert!(Laid::new(Body { raw: prose, notation: Notation::Plain }, 18, false).lines().len() > 4);
    }

    #[test]
    fn a_width_of_one_still_gives_every_letter() {
        assert_eq!(lines("ab 漢", 1), ["a", "b", "漢"]);
    }
}

//! Builds blocks from text and marks in document order, as a parser meets them. Open elements are in lists, not on the
//! stack, so depth does no harm.

use super::link::{link, push_spans};
use super::table::{Align, Table};
use super::{Block, Kind, Span, Tone};
use crate::thread::{Text, visible};
use std::sync::Arc;

/// Blocks in the making.
#[derive(Debug, Default)]
pub(super) struct Flow {
    blocks: Vec<Block>,
    /// The text of the open block.
    runs: Vec<Run>,
    kind: Option<Kind>,
    gap: Gap,
    /// Whether a line of the open block began with `>`.
    quoted: bool,
    /// For each open quote, the number of lists open when it began.
    quotes: Vec<usize>,
    lists: Vec<List>,
    /// The marker of an item whose first block has not come yet.
    marker: Option<Text>,
    emphasis: usize,
    strong: usize,
    code: usize,
    spoiler: usize,
    link: Option<Arc<str>>,
    /// Whether the style changed since the last run.
    restyled: bool,
    /// The open table, as long as its cells contain only text.
    grid: Option<Grid>,
}

/// A table in the making.
#[derive(Debug, Default)]
struct Grid {
    cells: Vec<Cell>,
    rows: usize,
    /// The column of the next cell in the open row.
    column: usize,
    /// The number of cells in the first row that name columns.
    names: usize,
    aligned: Vec<Align>,
    /// Whether its end was reached.
    is_whole: bool,
}

/// The start of a table cell.
#[derive(Debug)]
struct Cell {
    row: usize,
    /// The index of its first run.
    run: usize,
    /// The number of columns it spans.
    columns: usize,
}

/// Bytes of a cell at most: a longer one means a layout, not a table.
const LONGEST_CELL: usize = 400;
/// Columns that one cell may span.
const WIDEST_CELL: usize = 10;

impl Grid {
    /// The runs as running text: one line for each row, with a bar between cells.
    fn into_lines(self, runs: Vec<Run>) -> Vec<Run> {
        let plain = |raw: &str| Run { raw: raw.to_owned(), tone: Tone::Plain, link: None };
        let mut lines: Vec<Run> = Vec::with_capacity(runs.len() + self.cells.len());
        let mut cells = self.cells.iter().peekable();
        let mut row = None;
        for (number, run) in runs.into_iter().enumerate() {
            while let Some(cell) = cells.next_if(|cell| cell.run <= number) {
                // A cell without text gets no bar.
                if cells.peek().is_some_and(|next| next.run <= number) {
                    continue;
                }
                match row.replace(cell.row) {
                    None => {}
                    Some(before) if before == cell.row => lines.push(plain(" | ")),
                    Some(_) => lines.push(plain("\n")),
                }
            }
            lines.push(run);
        }
        lines
    }

    /// Whether this is a table, rather than a layout or a few words in a box.
    fn is_table(&self, runs: &[Run]) -> bool {
        let ends = self.cells.iter().skip(1).map(|cell| cell.run).chain([runs.len()]);
        let is_short = |(cell, end): (&Cell, usize)| {
            let runs = runs.get(cell.run..end).unwrap_or_default();
            runs.iter().map(|run| run.raw.len()).sum::<usize>() <= LONGEST_CELL
        };
        let first = self.cells.iter().take_while(|cell| cell.row == 1).count();
        self.is_whole
            && self.rows > 1
            && self.cells.first().is_some_and(|cell| cell.run == 0)
            && self.cells.len() > self.rows
            && first > 0
            && self.cells.iter().zip(ends).all(is_short)
    }

    /// The table, and its cells as lines.
    fn into_table(self, runs: Vec<Run>) -> (Table, Vec<Span>) {
        let first = self.cells.iter().take_while(|cell| cell.row == 1).count();
        let has_head = first > 0 && self.names == first;
        let mut table = Table { rows: Vec::new(), has_head, aligned: self.aligned };
        let (mut said, many) = (Vec::new(), runs.len());
        let mut runs = runs.into_iter();
        let ends: Vec<_> = self.cells.iter().skip(1).map(|cell| cell.run).chain([many]).collect();
        let mut row = 0;
        for (cell, end) in self.cells.iter().zip(ends) {
            let mark = if cell.row == row { " | " } else { "\n" };
            if !said.is_empty() || row > 0 {
                said.push(Span { text: Text::block(mark), tone: Tone::Plain, link: None });
            }
            if cell.row != row {
                table.rows.push(Vec::new());
                row = cell.row;
            }
            let mut own: Vec<_> = runs.by_ref().take(end.saturating_sub(cell.run)).collect();
            trim(&mut own, &Kind::Paragraph);
            if let Some(first) = own.first_mut() {
                let blank = first.raw.len() - first.raw.trim_start().len();
                first.raw.drain(..blank);
            }
            let start = said.len();
            said.extend(spans(own, &Kind::Paragraph));
            let Some(cells) = table.rows.last_mut() else { continue };
            cells.push(start..said.len());
            cells.extend(std::iter::repeat_n(said.len()..said.len(), cell.columns - 1));
        }
        (table, said)
    }
}

/// A run of text in one style, uncleaned.
#[derive(Debug)]
struct Run {
    raw: String,
    tone: Tone,
    link: Option<Arc<str>>,
}

impl Run {
    /// How visible a space in its style would be.
    fn weight(&self) -> usize {
        let tone = match self.tone {
            Tone::Plain | Tone::Spoiler => 0,
            Tone::Emphasis | Tone::Strong => 1,
            Tone::Code => 2,
        };
        tone + if self.link.is_some() { 3 } else { 0 }
    }
}

/// An open list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// A list with bullets.
    Bullets,
    /// A list with numbers, and the next number.
    Numbers(u64),
    /// A list without items: an indented text.
    Inset,
}

/// The effect of white space before the next word.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// None: a line starts here.
    #[default]
    LineStart,
    /// It becomes a space.
    Open,
    /// None: a space is pending already.
    Pending,
}

/// A style that marks switch on and off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Emphasis,
    Strong,
    Code,
    Spoiler,
}

impl Flow {
    /// Adds text whose white space only separates words.
    pub(super) fn text(&mut self, raw: &str) {
        let raw = visible(raw);
        let text = raw.trim_ascii_start();
        if text.len() < raw.len() && self.gap == Gap::Open {
            self.gap = Gap::Pending;
        }
        if text.is_empty() {
            return;
        }
        self.quoted |= self.gap == Gap::LineStart && text.starts_with('>');
        push_collapsed(self.open_run(), text.trim_ascii_end());
        if text.ends_with(|c: char| c.is_ascii_whitespace()) {
            self.gap = Gap::Pending;
        }
    }

    /// Adds text with its white space.
    pub(super) fn literal(&mut self, raw: &str) {
        if !raw.is_empty() {
            self.open_run().push_str(raw);
        }
    }

    /// The last character of the open block. `None` at its start and after white space.
    pub(super) fn last(&self) -> Option<char> {
        (self.gap == Gap::Open).then(|| self.runs.last()?.raw.chars().next_back()).flatten()
    }

    /// Ends the line but not the block.
    pub(super) fn line_break(&mut self) {
        self.gap = Gap::Open;
        if !self.runs.is_empty() {
            self.open_run().push('\n');
        }
        self.gap = Gap::LineStart;
    }

    /// Whether the open line is still empty.
    pub(super) fn at_line_start(&self) -> bool {
        self.gap == Gap::LineStart
    }

    /// Switches a style on. It stays on until switched off as often.
    pub(super) fn begin(&mut self, style: Style) {
        *self.count(style) += 1;
        self.restyle(style);
    }

    /// Switches a style off.
    pub(super) fn end(&mut self, style: Style) {
        let count = self.count(style);
        *count = count.saturating_sub(1);
        self.restyle(style);
    }

    /// Notes a change of style. A spoiler looks the same throughout.
    fn restyle(&mut self, style: Style) {
        self.restyled |= self.spoiler == 0 || style == Style::Spoiler;
    }

    fn count(&mut self, style: Style) -> &mut usize {
        match style {
            Style::Emphasis => &mut self.emphasis,
            Style::Strong => &mut self.strong,
            Style::Code => &mut self.code,
            Style::Spoiler => &mut self.spoiler,
        }
    }

    /// Makes what follows a link to an address.
    pub(super) fn begin_link(&mut self, address: &str) {
        self.link = link(address);
        self.restyled = true;
    }

    /// Ends the link.
    pub(super) fn end_link(&mut self) {
        if let (Some(link), Some(run)) = (&self.link, self.runs.last_mut())
            && let Some(stub) = run.raw.strip_suffix("...").or_else(|| run.raw.strip_suffix('…'))
            && stub.len() > 10
            && link.starts_with(stub)
        {
            // Hacker News shows only the start of a long address.
            run.raw = link.to_string();
        }
        self.link = None;
        self.restyled = true;
    }

    /// The run for the next text, with a pending space before it.
    fn open_run(&mut self) -> &mut String {
        let space = std::mem::replace(&mut self.gap, Gap::Open) == Gap::Pending;
        let tone = match self {
            Self { spoiler: 1.., .. } => Tone::Spoiler,
            Self { code: 1.., .. } => Tone::Code,
            Self { strong: 1.., .. } => Tone::Strong,
            Self { emphasis: 1.., .. } => Tone::Emphasis,
            _ => Tone::Plain,
        };
        let mut next = Run { raw: String::new(), tone, link: None };
        if self.restyled || self.runs.is_empty() {
            self.restyled = false;
            next.link.clone_from(&self.link);
            match self.runs.last_mut() {
                Some(last) if space && last.link.is_some() && next.link.is_some() && last.link != next.link => {
                    self.runs.push(Run { raw: " ".to_owned(), tone: Tone::Plain, link: None });
                }
                // A space between two styles takes the less visible one.
                Some(last) if space && last.weight() <= next.weight() => last.raw.push(' '),
                _ if space => next.raw.push(' '),
                _ => {}
            }
            self.runs.push(next);
        } else if let (true, Some(last)) = (space, self.runs.last_mut()) {
            last.raw.push(' ');
        }
        let last = self.runs.len() - 1;
        &mut self.runs[last].raw
    }

    /// Begins a table with these alignments.
    pub(super) fn open_table(&mut self, aligned: Vec<Align>) {
        self.break_block();
        self.grid = Some(Grid { aligned, ..Grid::default() });
    }

    /// Begins a row of a table.
    pub(super) fn row(&mut self) {
        if let Some(grid) = &mut self.grid {
            grid.rows += 1;
            grid.column = 0;
        } else if !self.at_line_start() {
            self.line_break();
        }
    }

    /// Begins a cell that spans some columns; `names` says that it names them.
    pub(super) fn cell(&mut self, names: bool, columns: usize, align: Align) {
        let Some(grid) = &mut self.grid else {
            if !self.at_line_start() {
                self.text(" | ");
            }
            return;
        };
        // Cells may come before any row was begun.
        grid.rows = grid.rows.max(1);
        let row = grid.rows;
        if row == 1 {
            grid.names += usize::from(names);
        }
        let (column, columns) = (grid.column, columns.clamp(1, WIDEST_CELL));
        grid.column += columns;
        if align != Align::Left {
            if grid.aligned.len() <= column {
                grid.aligned.resize(column + 1, Align::Left);
            }
            if let Some(aligned) = grid.aligned.get_mut(column) {
                *aligned = align;
            }
        }
        grid.cells.push(Cell { row, run: self.runs.len(), columns });
        self.gap = Gap::LineStart;
        self.restyled = true;
    }

    /// Ends a table.
    pub(super) fn close_table(&mut self) {
        if let Some(grid) = &mut self.grid {
            grid.is_whole = true;
        }
        self.break_block();
        self.grid = None;
    }

    /// Ends the open block; the next is a paragraph.
    pub(super) fn break_block(&mut self) {
        self.start(Kind::Paragraph);
    }

    /// Ends the open block and begins one of a kind.
    pub(super) fn start(&mut self, kind: Kind) {
        self.close_block();
        self.kind = Some(kind);
    }

    /// Adds a thematic break.
    pub(super) fn rule(&mut self) {
        self.break_block();
        self.push(Kind::Rule, self.quotes.len(), Vec::new());
    }

    /// Opens a quote inside the current one.
    pub(super) fn open_quote(&mut self) {
        self.break_block();
        self.quotes.push(self.lists.len());
    }

    /// Closes the innermost quote and all lists in it.
    pub(super) fn close_quote(&mut self) {
        self.break_block();
        if let Some(lists) = self.quotes.pop() {
            self.lists.truncate(lists);
        }
    }

    /// Opens a list inside the current one.
    pub(super) fn open_list(&mut self, list: List) {
        self.break_block();
        self.lists.push(list);
    }

    /// Closes the innermost list.
    pub(super) fn close_list(&mut self) {
        self.break_block();
        self.marker = None;
        if self.lists.len() > self.quotes.last().copied().unwrap_or_default() {
            self.lists.pop();
        }
    }

    /// Closes the innermost list if it has no items.
    pub(super) fn close_inset(&mut self) {
        self.break_block();
        if self.lists.last() == Some(&List::Inset) {
            self.close_list();
        }
    }

    /// Begins an item of the innermost list; `number` replaces the next one.
    pub(super) fn item(&mut self, number: Option<u64>) {
        self.break_block();
        let marker = match self.lists.last_mut() {
            Some(List::Numbers(next)) => {
                let number = number.unwrap_or(*next);
                *next = number.saturating_add(1);
                Text::line(&format!("{number}."))
            }
            _ => Text::line("•"),
        };
        self.marker = Some(marker);
    }

    /// Ends the text and returns its blocks.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close_block();
        self.blocks
    }

    fn push(&mut self, kind: Kind, quote: usize, spans: Vec<Span>) {
        let indent = self.lists.len();
        if spans.is_empty() && !matches!(kind, Kind::Rule | Kind::Item(_)) {
            // It had only invisible characters.
            return;
        }
        self.blocks.push(Block { quote: quote.min(255) as u8, indent: indent.min(255) as u8, kind, spans });
    }

    fn close_block(&mut self) {
        self.gap = Gap::LineStart;
        self.restyled = true;
        let mut runs = std::mem::take(&mut self.runs);
        let mut kind = self.kind.take().unwrap_or(Kind::Paragraph);
        let quoted = std::mem::take(&mut self.quoted);
        let grid = self.grid.take();
        if let Some(grid) = grid {
            if grid.cells.is_empty() {
                // Text before the first cell is a caption.
                self.grid = Some(grid);
            } else if grid.is_table(&runs) && kind == Kind::Paragraph {
                let (table, spans) = grid.into_table(runs);
                if let Some(marker) = self.marker.take() {
                    self.push(Kind::Item(marker), self.quotes.len(), Vec::new());
                }
                if table.rows.iter().flatten().any(|cell| !cell.is_empty()) {
                    self.push(Kind::Table(table), self.quotes.len(), spans);
                }
                return;
            } else {
                runs = grid.into_lines(runs);
            }
        }
        trim(&mut runs, &kind);
        if runs.is_empty() {
            return;
        }
        if let Some(marker) = self.marker.take() {
            if kind == Kind::Paragraph {
                kind = Kind::Item(marker);
            } else {
                self.push(Kind::Item(marker), self.quotes.len(), Vec::new());
            }
        }
        if quoted && matches!(kind, Kind::Paragraph | Kind::Item(_)) {
            self.push_quoted(kind, runs);
        } else {
            let spans = spans(runs, &kind);
            self.push(kind, self.quotes.len(), spans);
        }
    }

    /// Adds a block with lines quoted by `>`, as on pages that have no other way to quote.
    fn push_quoted(&mut self, kind: Kind, runs: Vec<Run>) {
        let mut kind = Some(kind);
        let mut parts: Vec<(usize, Vec<Run>)> = Vec::new();
        let mut line: Vec<Run> = Vec::new();
        let mut end_line = |line: &mut Vec<Run>| {
            let level = unquote(line);
            match parts.last_mut() {
                Some((known, runs)) if *known == level => {
                    if let Some(last) = runs.last_mut() {
                        last.raw.push('\n');
                    }
                    runs.append(line);
                }
                _ => parts.push((level, std::mem::take(line))),
            }
        };
        for run in runs {
            for (number, piece) in run.raw.split('\n').enumerate() {
                if number > 0 {
                    end_line(&mut line);
                }
                line.push(Run { raw: piece.to_owned(), tone: run.tone, link: run.link.clone() });
            }
        }
        end_line(&mut line);
        for (level, mut runs) in parts {
            trim(&mut runs, &Kind::Paragraph);
            if !runs.is_empty() {
                let spans = spans(runs, &Kind::Paragraph);
                self.push(kind.take().unwrap_or(Kind::Paragraph), self.quotes.len() + level, spans);
            }
        }
    }
}

/// Adds text that neither begins nor ends in white space, with each stretch of white space as one space.
fn push_collapsed(run: &mut String, text: &str) {
    let pairs = text.bytes().zip(text.bytes().skip(1));
    // Counting all of them lets the compiler use vector instructions.
    let uneven = pairs.filter(|&(byte, next)| byte < b' ' || byte == b' ' && next == b' ').count();
    if uneven == 0 {
        run.push_str(text);
        return;
    }
    for (number, word) in text.split_ascii_whitespace().enumerate() {
        if number > 0 {
            run.push(' ');
        }
        run.push_str(word);
    }
}

/// Removes the `>` marks at the start of a line and returns their number.
fn unquote(line: &mut [Run]) -> usize {
    let Some(first) = line.first_mut() else { return 0 };
    let mut rest = first.raw.as_str();
    let mut level = 0;
    while let Some(inner) = rest.strip_prefix('>') {
        level += 1;
        rest = inner.strip_prefix(' ').unwrap_or(inner);
    }
    if level > 0 {
        first.raw = rest.to_owned();
    }
    level
}

/// Removes white space at the end of a block, and empty lines at the start of code.
fn trim(runs: &mut Vec<Run>, kind: &Kind) {
    while let Some(last) = runs.last_mut() {
        last.raw.truncate(last.raw.trim_end_matches([' ', '\n', '\t', '\r']).len());
        if !last.raw.is_empty() {
            break;
        }
        runs.pop();
    }
    if *kind == Kind::Code {
        // White space between the opening tags of code may be a line of its own.
        let ends = runs.iter().skip(1).zip(runs.iter()).take_while(|(_, run)| run.raw.trim_ascii().is_empty());
        let blanks = ends.filter(|(next, _)| next.raw.starts_with('\n')).count();
        runs.drain(..blanks);
    }
    if *kind == Kind::Code
        && let Some(first) = runs.first_mut()
    {
        let blank = first.raw.len() - first.raw.trim_start().len();
        let lines = first.raw.get(..blank).and_then(|blank| blank.rfind('\n')).map_or(0, |end| end + 1);
        first.raw.drain(..lines);
    }
}

fn spans(runs: Vec<Run>, kind: &Kind) -> Vec<Span> {
    let mut spans = Vec::with_capacity(runs.len());
    for run in runs {
        let tone = if *kind == Kind::Code && run.tone != Tone::Spoiler { Tone::Plain } else { run.tone };
        if run.link.is_none() && (tone != Tone::Code) {
            push_spans(&mut spans, &run.raw, tone);
        } else {
            let text = Text::block(&run.raw);
            if !text.is_empty() {
                spans.push(Span { text, tone, link: run.link });
            }
        }
    }
    spans
}

//! Writes the blocks of a body as lines of text, with quotes, lists and code marked at the start of each line.

use crate::markup::{Block, Kind, Span};
use crate::thread::Text;
use std::io::{self, Write};

/// How a form writes the inside of a block.
pub(super) trait BlockStyle {
    /// The lines of a block in `columns` columns; none contains a line break.
    fn lines(&self, block: &Block, columns: usize) -> Vec<String>;

    /// The marker at the head of a list item.
    fn marker(&self, marker: &Text) -> String {
        marker.to_string()
    }
}

/// Columns that text gets at least, whatever stands to its left.
const MIN_COLUMNS: usize = 24;

/// Writes blocks in lines that end at column `measure`, each after `indent` spaces.
pub(super) fn write(
    blocks: &[Block],
    style: &dyn BlockStyle,
    indent: usize,
    measure: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut indents = Indents::default();
    let mut before: Option<&Block> = None;
    for block in blocks {
        let quote = "> ".repeat(block.quote.into());
        let (lead, rest) = indents.of(block, style);
        if let Some(before) = before
            && !is_tight(before, block)
        {
            let shared = "> ".repeat(before.quote.min(block.quote).into());
            write_line(indent, &shared, "", "", out)?;
        }
        let taken = indent + quote.len() + rest.len();
        let mut lead = lead.as_str();
        for line in style.lines(block, measure.saturating_sub(taken).max(MIN_COLUMNS)) {
            write_line(indent, &quote, lead, &line, out)?;
            lead = &rest;
        }
        before = Some(block);
    }
    Ok(())
}

fn write_line(indent: usize, quote: &str, lead: &str, line: &str, out: &mut dyn Write) -> io::Result<()> {
    let whole = format!("{quote}{lead}{line}");
    match whole.trim_end() {
        "" => writeln!(out),
        line => writeln!(out, "{:indent$}{line}", ""),
    }
}

/// Whether two blocks need no blank line between them, as items of one list do not.
fn is_tight(before: &Block, block: &Block) -> bool {
    let in_list = before.indent > 0 && block.indent > 0;
    before.quote == block.quote && in_list && matches!(block.kind, Kind::Item(_)) && !matches!(before.kind, Kind::Code)
}

/// The widths of the open lists' markers, outermost first.
#[derive(Default)]
struct Indents {
    widths: Vec<usize>,
}

impl Indents {
    /// What stands before the first line of a block, and before its other lines.
    fn of(&mut self, block: &Block, style: &dyn BlockStyle) -> (String, String) {
        let depth = usize::from(block.indent);
        let Kind::Item(marker) = &block.kind else {
            self.widths.resize(depth, 2);
            let rest = " ".repeat(self.widths.iter().sum());
            return (rest.clone(), rest);
        };
        self.widths.resize(depth.saturating_sub(1), 2);
        let outer = " ".repeat(self.widths.iter().sum());
        let marker = style.marker(marker);
        let width = marker.chars().count() + 1;
        self.widths.push(width);
        (format!("{outer}{marker} "), format!("{outer}{:width$}", ""))
    }
}

/// The spans of a block, grouped by their link.
pub(super) fn by_link(spans: &[Span]) -> impl Iterator<Item = (&[Span], Option<&str>)> {
    spans.chunk_by(|one, next| one.link == next.link).map(|group| {
        let link = group.first().and_then(|span| span.link.as_deref());
        (group, link)
    })
}

/// Whether the text of a link is its address, as for a bare address in a text.
pub(super) fn text_is_address(group: &[Span], link: &str) -> bool {
    let text: String = group.iter().map(|span| &*span.text).collect();
    let bare = |address: &str| {
        let address = address.trim_end_matches('/');
        ["https://", "http://", "mailto:"]
            .iter()
            .find_map(|scheme| address.strip_prefix(scheme))
            .unwrap_or(address)
            .to_owned()
    };
    bare(text.trim()) == bare(link.trim())
}

/// Whether a page or a Markdown text may link to such an address: strangers wrote it.
pub(super) fn is_safe_link(link: &str) -> bool {
    let scheme = link.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

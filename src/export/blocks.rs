//! The blocks of a body as lines of text: quotes, lists and code made visible at the beginning of each line.

use crate::markup::{Block, Kind, Span};
use crate::thread::Text;
use std::io::{self, Write};

/// How the inside of a block is written.
pub(super) trait Manner {
    /// The lines of a block, for `columns` columns; no line has a break in it.
    fn lines(&self, block: &Block, columns: usize) -> Vec<String>;

    /// The mark at the head of a list item.
    fn marker(&self, marker: &Text) -> String {
        marker.to_string()
    }
}

/// The narrowest measure that text is wrapped to, whatever stands to its left.
const NARROWEST: usize = 24;

/// Writes blocks, each line behind `indent` columns of space, in lines that end at column `measure`.
pub(super) fn write(
    blocks: &[Block],
    manner: &dyn Manner,
    indent: usize,
    measure: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut hang = Hang::default();
    let mut before: Option<&Block> = None;
    for block in blocks {
        let quote = "> ".repeat(block.quote.into());
        let (lead, rest) = hang.of(block, manner);
        if let Some(before) = before
            && !belongs_together(before, block)
        {
            let shared = "> ".repeat(before.quote.min(block.quote).into());
            write_line(indent, &shared, "", "", out)?;
        }
        let taken = indent + quote.len() + rest.len();
        let mut lead = lead.as_str();
        for line in manner.lines(block, measure.saturating_sub(taken).max(NARROWEST)) {
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

/// Whether no blank line stands between two blocks: items of one list follow each other closely.
fn belongs_together(before: &Block, block: &Block) -> bool {
    let in_list = before.indent > 0 && block.indent > 0;
    before.quote == block.quote && in_list && matches!(block.kind, Kind::Item(_)) && !matches!(before.kind, Kind::Code)
}

/// The columns that the markers of the open lists take, from the outermost to the innermost.
#[derive(Default)]
struct Hang {
    widths: Vec<usize>,
}

impl Hang {
    /// What stands before the first line of a block and before the others.
    fn of(&mut self, block: &Block, manner: &dyn Manner) -> (String, String) {
        let depth = usize::from(block.indent);
        let Kind::Item(marker) = &block.kind else {
            self.widths.resize(depth, 2);
            let rest = " ".repeat(self.widths.iter().sum());
            return (rest.clone(), rest);
        };
        self.widths.resize(depth.saturating_sub(1), 2);
        let outer = " ".repeat(self.widths.iter().sum());
        let marker = manner.marker(marker);
        let width = marker.chars().count() + 1;
        self.widths.push(width);
        (format!("{outer}{marker} "), format!("{outer}{:width$}", ""))
    }
}

/// The spans of a block in groups that lead to the same place.
pub(super) fn by_link(spans: &[Span]) -> impl Iterator<Item = (&[Span], Option<&str>)> {
    spans.chunk_by(|one, next| one.link == next.link).map(|group| {
        let link = group.first().and_then(|span| span.link.as_deref());
        (group, link)
    })
}

/// Whether a link's text is its address, as it is for a bare address in the text.
pub(super) fn says_where_it_leads(group: &[Span], link: &str) -> bool {
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

/// Whether an address is of a kind that may be followed from a page or a Markdown text that strangers wrote.
pub(super) fn may_be_followed(link: &str) -> bool {
    let scheme = link.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

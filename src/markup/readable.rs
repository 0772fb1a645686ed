//! Renders blocks as readable plain text, for yanking, piping and other programs.

use super::{Block, Kind, Span, Table, table_links, table_spans};
use crate::thread::{Slice, Text};
use std::sync::Arc;

/// The plain text of blocks: blank lines between paragraphs, `> ` before quotes, markers before items, four spaces
/// before code, addresses after the words that link to them.
pub fn plain_text(blocks: &[Block]) -> Text {
    let mut writer = Writer::default();
    for block in blocks {
        writer.add(block);
    }
    writer.text
}

#[derive(Default)]
struct Writer<'a> {
    text: Text,
    last: Option<&'a Block>,
    /// The column where the text of the last item begins.
    hang: usize,
}

/// Levels that are shown at most; more would make margins longer than the text.
const DEEPEST: u8 = 40;

const NEWLINE: Slice<'_> = Slice::fixed("\n");
const SPACE: Slice<'_> = Slice::fixed(" ");

impl<'a> Writer<'a> {
    fn add(&mut self, block: &'a Block) {
        self.separate(block);
        let level = usize::from(block.indent.min(DEEPEST));
        let margin = match &block.kind {
            Kind::Item(_) => level.saturating_sub(1) * 2,
            Kind::Code => self.margin(block) + 4,
            _ => self.margin(block),
        };
        self.open_line(block, margin);
        let mut hang = margin;
        match &block.kind {
            Kind::Item(marker) => {
                self.text.push(marker.as_slice());
                self.text.push(SPACE);
                hang += marker.chars().count() + 1;
                self.hang = hang;
            }
            Kind::Rule => self.text.push(Slice::fixed("* * *")),
            Kind::Signature => {
                self.text.push(Slice::fixed("-- "));
                self.text.push(NEWLINE);
                self.open_line(block, hang);
            }
            _ => {}
        }
        if let Kind::Table(table) = &block.kind {
            self.add_table(table, block, hang);
        } else {
            self.add_spans(block, &block.spans, hang);
        }
        self.last = Some(block);
    }

    /// The column where the text of a block that is no item begins.
    fn margin(&self, block: &Block) -> usize {
        match self.last {
            Some(last) if last.indent == block.indent && block.indent > 0 => self.hang,
            _ => usize::from(block.indent.min(DEEPEST)) * 2,
        }
    }

    /// Ends the last block with a blank line, except between items of a list.
    fn separate(&mut self, block: &Block) {
        let Some(last) = self.last else { return };
        self.text.push(NEWLINE);
        let item = matches!(block.kind, Kind::Item(_));
        if !(item && last.indent > 0 && last.quote == block.quote && matches!(last.kind, Kind::Item(_))) {
            for _ in 0..last.quote.min(block.quote).min(DEEPEST) {
                self.text.push(Slice::fixed(">"));
            }
            self.text.push(NEWLINE);
        }
    }

    fn open_line(&mut self, block: &Block, margin: usize) {
        for _ in 0..block.quote.min(DEEPEST) {
            self.text.push(Slice::fixed("> "));
        }
        for _ in 0..margin {
            self.text.push(SPACE);
        }
    }

    /// Adds the lines of a table, and below them the targets of its links: inside they would shift the columns.
    fn add_table(&mut self, table: &Table, block: &Block, hang: usize) {
        const WIDTH: usize = 120;
        let mut spans = table_spans(table, block, WIDTH);
        spans.iter_mut().for_each(|span| span.link = None);
        self.add_spans(block, &spans, hang);
        for link in table_links(block) {
            self.text.push(NEWLINE);
            self.open_line(block, hang);
            self.text.push_line(&format!("<{link}>"));
        }
    }

    fn add_spans(&mut self, block: &Block, spans: &[Span], hang: usize) {
        for (place, span) in spans.iter().enumerate() {
            let mut start = 0;
            for end in memchr::memchr_iter(b'\n', span.text.as_bytes()) {
                self.text.push(span.text.slice(start..end));
                self.text.push(NEWLINE);
                self.open_line(block, hang);
                start = end + 1;
            }
            self.text.push(span.text.slice(start..span.text.len()));
            let before = place.checked_sub(1).and_then(|before| spans.get(before));
            if let Some(address) = unsaid_address(before, span, spans.get(place + 1)) {
                self.text.push_line(&format!(" <{address}>"));
            }
        }
    }
}

/// The target of a span's link, if the span ends the link and its text does not show the target.
fn unsaid_address<'a>(before: Option<&Span>, span: &'a Span, next: Option<&Span>) -> Option<&'a str> {
    let link = span.link.as_ref()?;
    let shared = |other: Option<&Span>| {
        other.and_then(|other| other.link.as_ref()).is_some_and(|other| Arc::ptr_eq(other, link))
    };
    let bare = |address: &'a str| {
        let address = address.split_once("://").map_or(address, |(_, rest)| rest);
        address.strip_prefix("mailto:").unwrap_or(address).trim_end_matches('/')
    };
    let said = !shared(before) && bare(link) == bare(&span.text);
    let absolute = link.contains("://") || link.starts_with("mailto:");
    (absolute && !said && !shared(next)).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::super::blocks;
    use super::plain_text;
    use crate::thread::{Body, Notation};

    fn text(notation: Notation, raw: &str) -> String {
        plain_text(&blocks(Body { raw, notation })).to_string()
    }

    #[test]
    fn plain_text_reads_back_as_what_it_was() {
        let raw = "The mole:\n\n> > Lit?\n>\n> Yes.\n> No.\n\n1. rope\n   of tar\n2. oil\n\nSo:\n\n    if lit {\n    }\n\n* * *\n\nend";
        assert_eq!(text(Notation::Plain, raw), raw);
    }

    #[test]
    fn addresses_follow_the_words_that_lead_to_them() {
        let raw = "<a href='https://a.example/log'>the <b>log</b></a>, https://b.example, <a href=/x>here</a>";
        assert_eq!(text(Notation::Html, raw), "the log <https://a.example/log>, https://b.example, here");
    }
}

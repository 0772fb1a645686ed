//! Parses the notations of posts into blocks and spans, when a post is about to be shown.
//!
//! Knows nothing of widths, colours or sources. Every function here is total: it makes blocks of any raw text, in time
//! linear in its length.

mod fill;
mod flow;
mod html;
mod image;
mod line;
mod link;
mod links;
mod mail;
mod markdown;
mod plain;
mod readable;
mod skim;
mod snippet;
mod spoiler;
mod table;
mod wrap;

pub(crate) use links::links;
pub use readable::plain_text;
pub(crate) use skim::{Element, Piece, Skim, decode};
pub use snippet::{heading, snippet};
pub(crate) use spoiler::says_spoiler;
pub use table::{Align, Table};
pub(crate) use table::{table_links, table_spans};
pub(crate) use wrap::{wrap, wrap_whole};

use crate::thread::{Body, Notation, Text};
use std::sync::Arc;

/// A paragraph-like part of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The quote level: 0 for the author's own words.
    pub quote: u8,
    /// The list level: 0 outside lists, 1 for the items of a list and what belongs to them.
    pub indent: u8,
    /// What it is.
    pub kind: Kind,
    /// Its text; a `\n` in a span is a line break to keep.
    pub spans: Vec<Span>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    Paragraph,
    /// A heading, of level 1 to 6.
    Heading(u8),
    /// The first block of a list item, with its marker, `•` or `3.`. Has no spans if the item begins with something
    /// else, such as code.
    Item(Text),
    /// Preformatted text: its lines stay as they are, and its spans are plain or links.
    Code,
    /// A table. Its spans hold the cells as lines, one for each row, with a bar between cells.
    Table(Table),
    /// A thematic break; it has no text.
    Rule,
    /// The signature under a mail, which is not part of its text.
    Signature,
}

/// A run of text in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What it says.
    pub text: Text,
    /// How it is said.
    pub tone: Tone,
    /// Its target, uncleaned; for a bare address the address itself. The spans of one link share it.
    pub link: Option<Arc<str>>,
}

/// How a span differs from its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Not at all.
    #[default]
    Plain,
    /// Emphasis, most often italic.
    Emphasis,
    /// Strong emphasis, most often bold.
    Strong,
    /// Code or other literal text.
    Code,
    /// Hidden by its author until a reader asks for it.
    Spoiler,
}

/// The blocks of a body, in order.
pub fn blocks(body: Body<'_>) -> Vec<Block> {
    match body.notation {
        Notation::Plain => plain::blocks(body.raw),
        Notation::Markdown => markdown::blocks(body.raw),
        Notation::Html => html::blocks(body.raw),
        Notation::Mail => mail::blocks(body.raw),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Blocks a line each: quote marks, indentation, what it is, and its spans in Markdown's marks.
    pub(super) fn sketch(body: Notation, raw: &str) -> Vec<String> {
        blocks(Body { raw, notation: body }).iter().map(sketch_block).collect()
    }

    fn sketch_block(block: &Block) -> String {
        let kind = match &block.kind {
            Kind::Paragraph => String::new(),
            Kind::Heading(level) => format!("h{level} "),
            Kind::Item(marker) => format!("{marker} "),
            Kind::Code => "code ".to_owned(),
            Kind::Table(_) => "table ".to_owned(),
            Kind::Rule => "rule".to_owned(),
            Kind::Signature => "signature ".to_owned(),
        };
        let mut line = format!("{}{}{kind}", "> ".repeat(block.quote.into()), "  ".repeat(block.indent.into()));
        for span in &block.spans {
            let mark = match span.tone {
                Tone::Plain => "",
                Tone::Emphasis => "*",
                Tone::Strong => "**",
                Tone::Code => "`",
                Tone::Spoiler => "||",
            };
            let text = format!("{mark}{}{mark}", span.text);
            line += &match &span.link {
                Some(address) if **address == *span.text => format!("<{text}>"),
                Some(address) => format!("[{text}]({address})"),
                None => text,
            };
        }
        line
    }

    #[expect(clippy::too_many_lines, reason = "a table")]
    fn pieces() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "gull",
            " ",
            "\n",
            "\n\n",
            "> ",
            ">>",
            "- ",
            "1. ",
            "```",
            "`",
            "*",
            "**",
            "_",
            "~~",
            "---\n",
            "===",
            "    ",
            "\t",
            "\r\n",
            "-- \n",
            "On Monday, mara wrote:\n",
            "https://port.example/a?b=c",
            "[",
            "](",
            ")",
            "![",
            "<p>",
            "</p>",
            "<br>",
            "<blockquote>",
            "</blockquote>",
            "<ul>",
            "<li>",
            "</ul>",
            "<ol start=3>",
            "<pre>",
            "</pre>",
            "<a href='http://a.example'>",
            "</a>",
            "<i>",
            "</i>",
            "<td>",
            "<tr>",
            "<script>",
            "<!--",
            "-->",
            "<",
            ">",
            "&gt;",
            "&#x202e;",
            "&shy;",
            "| a | b |\n|---|---|\n",
            "é",
            "灯台",
            "\u{301}",
            "\u{202E}",
            "\0",
            "\x1b[31m",
            "<!",
            "<?",
        ]);
        prop::collection::vec(prop_oneof![12 => pieces.prop_map(str::to_owned), 1 => "[\\PC\\pC]{0,6}"], 0..60)
            .prop_map(|pieces| pieces.concat())
    }

    fn words(text: &str) -> Vec<&str> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
    }

    proptest! {
        #[test]
        fn every_text_gives_blocks_and_a_snippet(raw in pieces(), columns in 0..120_usize) {
            for (notation, _) in Notation::ALL {
                let body = Body { raw: &raw, notation };
                let blocks = blocks(body);
                plain_text(&blocks);
                for block in &blocks {
                    prop_assert!(block.spans.iter().all(|span| !span.text.is_empty()), "{:?}", blocks);
                    prop_assert!(!block.spans.is_empty() || matches!(block.kind, Kind::Rule | Kind::Item(_)), "{:?}", blocks);
                }
                let snippet = snippet(body, columns);
                prop_assert!(!snippet.contains('\n'));
            }
        }

        #[test]
        fn every_word_of_a_text_without_markup_is_in_its_blocks_in_order(raw in "[a-zA-Zé灯 0-9.,:;>|*#=\n\t(){}-]{0,300}") {
            for notation in [Notation::Plain, Notation::Mail] {
                let mut shown = String::new();
                for block in blocks(Body { raw: &raw, notation }) {
                    if let Kind::Item(marker) = &block.kind {
                        shown.push_str(marker);
                    }
                    shown.push('\n');
                    shown.extend(block.spans.iter().map(|span| &*span.text));
                    shown.push('\n');
                }
                let joined = |text: &str| words(text).concat();
                prop_assert_eq!(joined(&shown), joined(&raw));
            }
        }
    }
}

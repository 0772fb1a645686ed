//! Notations that posts are written in, made into blocks and spans when a post is about to be shown.
//!
//! Knows nothing of widths, colours or sources. Every function here is total: whatever the raw text is, it gives
//! blocks, in time linear to its length.

mod html;
mod mail;
mod markdown;
mod plain;

use crate::thread::{Body, Notation, Text};

/// A paragraph-like piece of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// How often it is quoted: 0 for the author's own words.
    pub quote: u8,
    /// How deep it stands in lists: 0 outside of them, 1 for the items of a list and what belongs to them.
    pub indent: u8,
    /// What it is.
    pub kind: Kind,
    /// Its text. A `\n` in a span is a line break to be kept.
    pub spans: Vec<Span>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    Paragraph,
    /// A heading, of level 1 to 6.
    Heading(u8),
    /// The first block of a list item, with its marker: `•` or `3.`.
    Item(Text),
    /// Preformatted text: its lines are kept as they are.
    Code,
    /// A thematic break; it has no text.
    Rule,
    /// What stands under a mail and is not part of what it says.
    Signature,
}

/// A run of text in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What it says.
    pub text: Text,
    /// How it is said.
    pub tone: Tone,
    /// Where it leads, unclean; for a bare address in the text the address itself.
    pub link: Option<Box<str>>,
}

/// How a span is told apart from its neighbours.
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

/// T
pub fn plain_text(_blocks: &[Block]) -> Text {
    Text::default()
}
/// T
pub fn snippet(body: Body<'_>, _columns: usize) -> Text {
    Text::line(body.raw.get(..body.raw.floor_char_boundary(100)).unwrap_or(""))
}

//! The plain notation.

use super::{Block, Kind, Span, Tone};
use crate::thread::Text;

/// The blocks of a plain text.
pub(super) fn blocks(raw: &str) -> Vec<Block> {
    let paragraph = |text: &str| Block {
        quote: 0,
        indent: 0,
        kind: Kind::Paragraph,
        spans: vec![Span { text: Text::block(text), tone: Tone::Plain, link: None }],
    };
    raw.split("\n\n").map(paragraph).collect()
}

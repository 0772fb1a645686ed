//! A thread laid out for a screen: which posts are in sight, and the lines of those near the reader.
//!
//! Knows widths, folds and wrapping, but no keys, colours or terminal. No cost grows with the thread, except that of
//! changing all folds at once.

mod anchor;
mod document;
mod folds;
mod layout;
mod order;
mod pieces;
mod quotes;
mod visible;

pub(crate) use anchor::Anchor;
pub(crate) use document::{Cache, Columns, Document, LineId, Row, Shown};
pub(crate) use folds::{Flips, Folds};
pub(crate) use layout::{Laid, Line, LineRole, QUOTE_COLUMNS};
pub(crate) use order::Order;
pub(crate) use quotes::QuoteFold;

use crate::thread::{Body, Text};

/// The number of lines of a body in `width` columns.
pub fn line_count(body: Body<'_>, width: usize) -> usize {
    Laid::new(body, width, false).lines().len()
}

/// Breaks a text into lines of `width` columns.
pub(crate) fn wrapped(text: &Text, width: usize) -> Vec<Text> {
    let line = |range| {
        let mut line = Text::default();
        line.push(text.slice(range));
        line
    };
    crate::markup::wrap(text, width, width).into_iter().map(line).collect()
}

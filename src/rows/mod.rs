//! A thread laid out for a screen: which posts are in sight, and the lines of those that are looked at.
//!
//! Knows widths, folds and wrapping; nothing of keys, colours or the terminal. Nothing here costs more for a
//! longer thread but what changes every fold at once.

mod document;
mod folds;
mod layout;
mod order;
mod pieces;
mod spot;
mod visible;

pub(crate) use document::{Cache, Columns, Document, Place, Row};
pub(crate) use folds::{Flips, Folds};
pub(crate) use layout::{Laid, Line, LineRole, QUOTE_COLUMNS};
pub(crate) use order::Order;
pub(crate) use spot::Spot;

use crate::thread::{Body, Text};

/// How many lines a body has in `width` columns.
pub fn line_count(body: Body<'_>, width: usize) -> usize {
    Laid::new(body, width).lines().len()
}

/// A line of text in as many lines of `width` columns as it takes.
pub(crate) fn wrapped(text: &Text, width: usize) -> Vec<Text> {
    let line = |range| {
        let mut line = Text::default();
        line.push(text.slice(range));
        line
    };
    crate::markup::wrap(text, width, width).into_iter().map(line).collect()
}

//! A thread laid out for a screen: which posts are in sight, and the lines of those that are looked at.
//!
//! Knows widths, folds and wrapping; nothing of keys, colours or the terminal. Nothing here costs more for a
//! longer thread but what changes every fold at once.

mod folds;
mod pieces;
mod visible;

pub(crate) use folds::{Flips, Folds};
pub(crate) use visible::Scope;

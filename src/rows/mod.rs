//! A thread laid out for a width.

mod wrap;

pub(crate) use wrap::wrap;

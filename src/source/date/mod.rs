//! Dates, the one place where they are read: [found](mod@find) in the lines of pages, and [parsed](mod@parse) where a
//! field holds nothing else.

mod find;
pub(super) mod month;
pub(super) mod parse;
mod zones;

pub(super) use find::find;

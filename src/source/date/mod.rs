//! The only place that reads dates: [finds](mod@find) them in the lines of pages, and [parses](mod@parse) fields that
//! hold nothing else.

mod find;
pub(super) mod month;
pub(super) mod parse;
mod zones;

pub(super) use find::find;

//! Dumps of comment pages as text.

use super::{Likeness, Refusal, Source};
use crate::thread::{Builder, Draft, Parent};
use std::io::BufRead;

/// A page saved as text.
pub(super) struct Dump;

impl Source for Dump {
    fn name(&self) -> &'static str {
        "text"
    }
    fn about(&self) -> &'static str {
        "a page with comments saved as text"
    }
    fn takes_text(&self) -> bool {
        true
    }
    fn likeness(&self, _head: &[u8]) -> Likeness {
        Likeness::Possible
    }
    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut text = String::new();
        input.read_to_string(&mut text)?;
        builder.add(Draft { parent: Parent::Nothing, body: &text, ..Draft::default() });
        Ok(())
    }
}

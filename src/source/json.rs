//! threadle's own JSON, `threadle/1`.

use super::{Likeness, Refusal, Source};
use crate::thread::Builder;
use std::io::BufRead;

/// threadle's own JSON.
pub(super) struct Threadle;

impl Source for Threadle {
    fn name(&self) -> &'static str {
        "threadle"
    }
    fn about(&self) -> &'static str {
        "threadle's own JSON, one thread"
    }
    fn takes_text(&self) -> bool {
        true
    }
    fn likeness(&self, _head: &[u8]) -> Likeness {
        Likeness::None
    }
    fn read(&self, _input: &mut dyn BufRead, _builder: &mut Builder) -> Result<(), Refusal> {
        Ok(())
    }
}

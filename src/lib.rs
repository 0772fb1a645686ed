//! threadle reads long discussion threads in a terminal.

mod app;
mod cli;
mod disk;
mod export;
mod input;
mod markup;
mod query;
mod rows;
mod source;
mod store;
mod term;
mod thread;
mod topic;
mod ui;
mod visit;
#[cfg_attr(not(feature = "web"), expect(dead_code, reason = "what only the wire needs"))]
mod web;

pub use app::*;
pub use term::Session;
pub use thread::*;
pub use ui::*;

/// Inner parts that tests and benchmarks use one by one; not for others.
#[doc(hidden)]
pub mod inner {
    pub use crate::export::{Form, Part};
    pub use crate::query::{Found, Spoken, Wanted, seek};
    pub use crate::rows::line_count;

    /// The readable text of a body.
    pub fn plain_text(body: crate::thread::Body<'_>) -> crate::thread::Text {
        crate::markup::plain_text(&crate::markup::blocks(body))
    }

    pub use crate::source::{SOURCES, Source};
    pub use crate::store::Remembered;
    pub use crate::term::{changes, encode};
    pub use crate::topic::{Drift, Judgements, Level, Spare, Suggestion, THRESHOLD as DRIFTED};

    pub use crate::visit::Known;

    /// Sets a reader up as the text of a configuration file says.
    pub fn set_up(app: &mut crate::App, config: &str) -> Result<(), String> {
        crate::cli::set_up(app, config)
    }
}

/// Runs the program with the arguments it was called with.
pub fn main() -> std::process::ExitCode {
    cli::main()
}

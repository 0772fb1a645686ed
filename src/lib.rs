//! threadle reads long discussion threads in a terminal.

mod markup;
mod rows;
mod source;
mod thread;

pub use thread::*;

/// Runs the program.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}

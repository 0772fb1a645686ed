//! threadle reads long discussion threads in a terminal.

mod cli;
mod export;
mod input;
mod markup;
mod rows;
mod source;
mod thread;

pub use thread::*;

/// Runs the program with the arguments it was called with.
pub fn main() -> std::process::ExitCode {
    cli::main()
}

//! Reports why the program stops early: one line, and a hint if there is one.

use crate::disk::error_text;
use crate::input::Failure;
use crate::thread::Text;
use clap::error::{ContextKind, ContextValue};
use std::io::{self, Write};
use std::process::ExitCode;

/// Notices printed to standard error at most.
pub(super) const TOLD: usize = 20;

/// Why the program stops early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The input could not be read.
    Input(Failure),
    /// The output could not be written.
    Output {
        /// The target of the output.
        to: String,
        /// What prevented it.
        error: io::Error,
    },
    /// Something done while reading could not be saved.
    Lost(String),
    /// The program was called wrongly.
    Usage {
        /// What is wrong.
        what: String,
        /// What to do.
        hint: String,
    },
}

impl Stop {
    /// Turns an error of writing into a reason to stop.
    pub(super) fn output(to: &str) -> impl FnOnce(io::Error) -> Self {
        let to = to.to_owned();
        move |error| Self::Output { to, error }
    }

    /// An error of clap in one line. clap itself uses several, and gives its suggestions apart.
    pub(super) fn usage(error: &clap::Error) -> Self {
        let mut text = error.to_string();
        // The reason stands behind what was given, which may have several lines itself.
        for given in [ContextKind::InvalidValue, ContextKind::InvalidArg] {
            if let Some(ContextValue::String(given)) = error.get(given) {
                text = text.replace(given, &given.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
        let line = text.lines().next().unwrap_or_default();
        let what = line.strip_prefix("error: ").unwrap_or(line).trim_end_matches(':').to_owned();
        let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::ValidValue];
        let hint = suggested.iter().find_map(|kind| match error.get(*kind)? {
            ContextValue::String(one) => Some(format!("did you mean {one}?")),
            ContextValue::Strings(some) if some.is_empty() => None,
            ContextValue::Strings(some) if *kind == ContextKind::ValidValue => {
                Some(format!("one of {}", some.join(", ")))
            }
            ContextValue::Strings(some) => Some(format!("did you mean {}?", some.join(" or "))),
            _ => None,
        });
        let is_query =
            matches!(error.get(ContextKind::InvalidArg), Some(ContextValue::String(name)) if name.contains("<QUERY>"));
        let usual = if is_query {
            "threadle --list-queries lists what can be asked for"
        } else {
            "threadle --help lists what can be given"
        };
        Self::Usage { what, hint: hint.unwrap_or_else(|| usual.to_owned()) }
    }

    /// Reports it on standard error and returns the exit code.
    pub(super) fn tell(&self) -> ExitCode {
        let (code, message, hint) = match self {
            // The reader of the output has seen enough: `threadle talk.txt | head`.
            Self::Output { error, .. } if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            // Whoever ended the reading knows why.
            Self::Input(failure) if failure.is_cancelled() => return ExitCode::SUCCESS,
            Self::Output { to, error } => (1, format!("{to}: {}", error_text(error)), None),
            Self::Input(failure) => (1, failure.to_string(), failure.hint()),
            Self::Lost(why) => (1, why.clone(), Some("make room for it, or name another place in XDG_STATE_HOME")),
            Self::Usage { what, hint } => (2, what.clone(), Some(hint.as_str())),
        };
        if let Self::Input(failure) = self {
            failure.reasons().iter().take(TOLD).for_each(|reason| say(&format!("threadle: {reason}")));
        }
        say(&format!("threadle: {message}"));
        if let Some(hint) = hint {
            say(&format!("hint: {hint}"));
        }
        ExitCode::from(code)
    }
}

/// Writes a line to standard error. File names may contain anything, so it is cleaned like all text.
pub(super) fn say(line: &str) {
    // If standard error is closed, there is nobody to report to.
    _ = writeln!(io::stderr().lock(), "{}", Text::line(line));
}

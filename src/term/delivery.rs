//! Sends parts of a thread to a file or a command.
//!
//! The reader typed the file or the command. Nothing from the thread ever becomes part of it: that goes in as data.

use super::errand::Errand;
use crate::app::{Action, Fed, Parcel};
use crate::disk::{self, replace};
use crate::thread::Thread;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// Writes a file whole or not at all, and reports the outcome.
pub(super) fn save(thread: &Thread, path: String, parcel: Parcel, may_replace: bool) -> Action {
    let place = at_home(&path);
    if !may_replace && fs::symlink_metadata(&place).is_ok() {
        return Action::Exists { path, parcel };
    }
    match replace(&place, |out| parcel.write(thread, out)) {
        Ok(()) => Action::Say(format!("saved as {}: {path}", parcel.form.name())),
        Err(error) => Action::Say(format!("not saved: {path}: {}", disk::error_text(&error))),
    }
}

/// A shell command and what it reads.
pub(super) fn pipe(thread: &Arc<Thread>, command: &str, input: Fed) -> Errand {
    let shell = env::var_os("SHELL").filter(|shell| Path::new(shell).is_absolute()).unwrap_or_else(|| "sh".into());
    let mut program = Command::new(shell);
    program.arg("-c").arg(command);
    let thread = Arc::clone(thread);
    Errand::fed("the command", program, move |out| input.write(&thread, out))
}

/// A path in the manner of a shell: `~/` is the home directory.
fn at_home(path: &str) -> PathBuf {
    let home = env::var_os("HOME").filter(|home| !home.is_empty());
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(path),
    }
}

//! Installs what a package puts beside the program: the manual page, completions, an entry for desktop menus.

use super::args::Args;
use super::manual;
use super::message::{Stop, say};
use crate::disk::replace;
use clap::CommandFactory;
use clap_complete::Shell;
use std::fs;
use std::io;
use std::path::Path;

const DESKTOP: &str = include_str!("../../assets/threadle.desktop");

/// The place of each completion below a prefix such as `/usr/local`, from the manual of each shell.
const COMPLETIONS: [(Shell, &str); 3] = [
    (Shell::Bash, "share/bash-completion/completions/threadle"),
    (Shell::Zsh, "share/zsh/site-functions/_threadle"),
    (Shell::Fish, "share/fish/vendor_completions.d/threadle.fish"),
];

/// Writes all files below a prefix, creates missing folders, and prints each path.
pub(super) fn install(prefix: &Path) -> Result<(), Stop> {
    let mut page = Vec::new();
    manual::print(&mut page).map_err(Stop::output("the manual page"))?;
    put(prefix, "share/man/man1/threadle.1", &page)?;
    for (shell, place) in COMPLETIONS {
        put(prefix, place, &completion(shell))?;
    }
    put(prefix, "share/applications/threadle.desktop", DESKTOP.as_bytes())
}

/// The completion script for a shell.
pub(super) fn completion(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "threadle", &mut script);
    script
}

fn put(prefix: &Path, place: &str, bytes: &[u8]) -> Result<(), Stop> {
    let path = prefix.join(place);
    let write = || -> io::Result<()> {
        fs::create_dir_all(path.parent().unwrap_or(prefix))?;
        replace(&path, |out| out.write_all(bytes))
    };
    write().map_err(Stop::output(&path.display().to_string()))?;
    say(&path.display().to_string());
    Ok(())
}

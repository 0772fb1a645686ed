//! Holds the house together: which layer may name which, how files begin, and that documents tell the truth.
//!
//! A rule that fails says where (`file:line`) and what to do.

mod documents;
mod files;
mod guide;
mod layers;
mod rings;
mod rooms;
mod scan;
mod told;
mod web;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A text file of the repository.
struct File {
    /// From the root, with `/`.
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[expect(clippy::panic, reason = "a rule that cannot read its files must fail")]
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

/// Every text file of the repository, in the order of the paths, but for what git and cargo keep in folders of theirs.
#[expect(clippy::panic, reason = "a rule that cannot read its files must fail")]
fn text_files() -> impl Iterator<Item = File> {
    let mut folders = vec![root().to_owned()];
    let mut paths = Vec::<PathBuf>::new();
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries.flatten().filter(|entry| entry.file_name() != ".git" && entry.file_name() != "target") {
            // A link to a folder is no folder here: it could lead round in a ring.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder { &mut folders } else { &mut paths }.push(entry.path());
        }
    }
    paths.sort();
    paths.into_iter().filter_map(|path| {
        let name = path.strip_prefix(root()).ok()?.to_str()?.replace('\\', "/");
        Some(File { path: name, text: fs::read_to_string(&path).ok()? })
    })
}

fn all_rust_files() -> impl Iterator<Item = File> {
    text_files().filter(|file| has_extension(&file.path, "rs"))
}

fn rust_files(folder: &str) -> impl Iterator<Item = File> {
    let start = format!("{folder}/");
    all_rust_files().filter(move |file| file.path.starts_with(&start))
}

/// Fails with all faults at once.
fn check(faults: impl IntoIterator<Item = String>) {
    let mut all = String::new();
    for fault in faults {
        let _ = writeln!(all, "{fault}");
    }
    assert!(all.is_empty(), "\n{all}");
}

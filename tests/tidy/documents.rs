//! What the documents promise: links that lead somewhere, and commands that are really run.

use crate::{check, has_extension, read, root, text_files};
use std::path::Path;

/// Files that documents already point to and that are still to be made. A name must go when its file has come.
const COMING: &[&str] = &["assets/screen.svg"];

#[test]
fn links_into_the_repository_lead_somewhere() {
    check(text_files().filter(|file| has_extension(&file.path, "md")).flat_map(|file| {
        let folder = Path::new(&file.path).parent().unwrap_or(Path::new("")).to_owned();
        let lost = move |(line, target): (usize, String)| {
            let target = folder.join(target);
            let fine = root().join(&target).exists() || COMING.iter().any(|name| target == Path::new(name));
            (!fine).then(|| format!("{}:{line}: leads to {}, which is not there", file.path, target.display()))
        };
        links(&file.text).into_iter().filter_map(lost)
    }));
}

#[test]
fn what_is_coming_has_not_come() {
    check(COMING.iter().filter(|name| root().join(name).exists()).map(|name| {
        let line = line_of(include_str!("documents.rs"), "const COMING");
        format!("tests/tidy/documents.rs:{line}: {name} has come: take it out of COMING")
    }));
}

#[test]
fn contributors_are_told_the_commands_that_ci_runs() {
    let told = read("CONTRIBUTING.md");
    let run = read(".ci/run");
    let code = run.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with('#'));
    let commands = code.filter_map(|(at, line)| {
        let command = line.split_once("cargo ").map(|(_, rest)| format!("cargo {}", rest.trim()))?;
        (!told.contains(&command)).then(|| format!(".ci/run:{}: CONTRIBUTING.md does not name `{command}`", at + 1))
    });
    assert!(run.contains("cargo "), ".ci/run: runs no cargo command that this test could find");
    check(commands);
}

/// Where the links of a Markdown text lead that stay in the repository, with their lines.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for (open, close) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
            for rest in line.split(open).skip(1) {
                let target = rest.split(close).next().unwrap_or("").split('#').next().unwrap_or("").trim();
                if !target.is_empty() && !target.contains(':') {
                    found.push((at + 1, target.to_owned()));
                }
            }
        }
    }
    found
}

fn line_of(text: &str, word: &str) -> usize {
    text.lines().position(|line| line.contains(word)).map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_stay_in_the_repository_are_found_with_their_lines() {
        let text = "[a](src/lib.rs) [b](https://x.example/y) [c](#here)\n![d](a.svg#e) <img src=\"f.svg\">";
        let found = [(1, "src/lib.rs"), (2, "a.svg"), (2, "f.svg")].map(|(line, name)| (line, name.to_owned()));
        assert_eq!(links(text), found);
    }
}

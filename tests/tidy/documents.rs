//! What the documents promise: links that lead somewhere, and commands that are really run.

use crate::scan::Scan;
use crate::{File, all_rust_files, check, has_extension, read, root, text_files};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn links_into_the_repository_lead_somewhere() {
    check(text_files().filter(|file| has_extension(&file.path, "md")).flat_map(|file| {
        let folder = Path::new(&file.path).parent().unwrap_or(Path::new("")).to_owned();
        let lost = move |(line, target): (usize, String)| {
            let target = folder.join(target);
            let fine = root().join(&target).exists();
            (!fine).then(|| format!("{}:{line}: leads to {}, which is not there", file.path, target.display()))
        };
        links(&file.text).into_iter().filter_map(lost)
    }));
}

#[test]
fn links_to_a_heading_of_the_same_document_lead_to_one() {
    check(text_files().filter(|file| has_extension(&file.path, "md")).flat_map(|file| {
        let slugs: BTreeSet<String> = file.text.lines().filter_map(heading).collect();
        let lost = |(at, line): (usize, &str)| {
            let targets = line.split("](#").skip(1).filter_map(|rest| rest.split(')').next());
            let lost = targets.filter(|target| !slugs.contains(*target));
            lost.map(|target| format!("{}:{}: has no heading for #{target}", file.path, at + 1)).collect::<Vec<_>>()
        };
        file.text.lines().enumerate().flat_map(lost).collect::<Vec<_>>()
    }));
}

/// What a link to a heading calls it, if the line is one: small letters, spaces as dashes.
fn heading(line: &str) -> Option<String> {
    let words = line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' ')?;
    let kept = words.chars().filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-');
    Some(kept.collect::<String>().to_lowercase().replace(' ', "-"))
}

#[test]
fn every_invariant_is_held_by_a_test_that_is_there() {
    let tests = tests();
    let text = read("ARCHITECTURE.md");
    let rows = text.lines().enumerate().skip_while(|(_, line)| !line.starts_with("## Invariants")).skip(1);
    let rows = rows.take_while(|(_, line)| !line.starts_with("## ")).filter(|(_, line)| line.starts_with("| "));
    let mut names = rows.skip(1).flat_map(|(at, row)| {
        let cell = row.split('|').nth(2).unwrap_or("");
        cell.split('`').skip(1).step_by(2).map(move |name| (at + 1, name))
    });
    let names: Vec<_> = names.by_ref().filter(|(_, name)| !name.contains(' ')).collect();
    assert!(!names.is_empty(), "ARCHITECTURE.md:1: the table of invariants names no test");
    check(
        names.into_iter().filter(|(_, name)| !tests.contains(*name)).map(|(line, name)| {
            format!("ARCHITECTURE.md:{line}: no test is called {name}: name the one that holds this")
        }),
    );
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

/// The names of all functions that are tests.
fn tests() -> BTreeSet<String> {
    let names = |file: File| {
        let tokens: Vec<String> = Scan::of(&file.text).tokens.into_iter().map(|token| token.text).collect();
        let is_test = |six: &&[String]| six.starts_with(&["#", "[", "test", "]", "fn"].map(str::to_owned));
        let names: Vec<String> = tokens.windows(6).filter(is_test).map(|six| six[5].clone()).collect();
        names
    };
    all_rust_files().flat_map(names).collect()
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

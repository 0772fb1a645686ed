//! Keys are written once: what the program says names commands, and the keymap in force puts in the keys.

use crate::{File, check, read, rust_files};
use std::collections::BTreeSet;

/// Files that hold the tables of keys, or that read and write their names.
const TABLES: &[&str] = &["src/app/command/table.rs", "src/app/keys/key.rs", "src/app/keys/keymap.rs"];
/// Names of keys that no sentence has for another reason.
const NAMES: &[&str] = &["Backspace", "Delete", "End", "Enter", "Esc", "Home", "PgDn", "PgUp", "S-Tab", "Tab"];
/// Signs that are keys where they stand alone.
const SIGNS: &[&str] = &["!", "<", ">", "[", "]", "}", "#", "*", "^", ","];

#[test]
fn no_key_stands_in_what_the_program_says() {
    let files = rust_files("src/app").chain(rust_files("src/ui")).filter(|file| !TABLES.contains(&file.path.as_str()));
    check(files.flat_map(|file| faults(&file)));
}

#[test]
fn what_the_program_says_names_commands_that_are_there() {
    let names = commands();
    check(rust_files("src/app").chain(rust_files("src/ui")).flat_map(|file| {
        let strings = strings(&file.text);
        let unknown = |(line, text): (usize, String)| {
            let unknown = named(&text).into_iter().find(|name| name.contains('-') && !names.contains(name))?;
            Some(format!("{}:{line}: `{unknown}` is no command", file.path))
        };
        strings.into_iter().filter_map(unknown).collect::<Vec<_>>()
    }));
}

fn faults(file: &File) -> Vec<String> {
    let fault = |(line, text): (usize, String)| {
        let key = key_in(&text)?;
        Some(format!("{}:{line}: `{key}` is a key: name its command in braces, or give it a row of a table", file.path))
    };
    strings(&file.text).into_iter().filter_map(fault).collect()
}

/// The key that a sentence tells, if it tells one. A single word or sign is no sentence.
fn key_in(text: &str) -> Option<&str> {
    let words: Vec<&str> =
        text.split([' ', ':', ';', ',', '.', '(', ')', '·']).filter(|word| !word.is_empty()).collect();
    let is_key = |word: &&&str| {
        let is_letter = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic()) && **word != "a";
        let is_held = word.starts_with("Ctrl-") || word.starts_with("Alt-");
        NAMES.contains(*word) || SIGNS.contains(*word) || is_letter || is_held
    };
    let is_sentence =
        words.iter().filter(|word| word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase())).count() > 1;
    words.iter().find(is_key).copied().filter(|_| is_sentence)
}

/// What stands in braces in a text: commands, and what is put in by `format!`.
fn named(text: &str) -> Vec<String> {
    let parts = text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name);
    parts.filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')).map(str::to_owned).collect()
}

/// The names in the table of commands.
fn commands() -> BTreeSet<String> {
    let table = read("src/app/command/table.rs");
    table.lines().filter_map(|line| Some(line.trim().strip_prefix("row(\"")?.split_once('"')?.0.to_owned())).collect()
}

/// The strings of a file with their lines, without those of tables, tests and comments.
fn strings(text: &str) -> Vec<(usize, String)> {
    let mut strings = Vec::new();
    for (at, line) in text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).enumerate() {
        if line.trim_start().starts_with("//") || line.contains("local(&[") {
            continue;
        }
        let mut rest = line;
        while let Some((_, after)) = rest.split_once('"') {
            let Some((string, after)) = after.split_once('"') else { break };
            strings.push((at + 1, string.to_owned()));
            rest = after;
        }
    }
    strings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_a_sentence_is_found() {
        for text in ["put away: u takes it back", "nothing is here; Esc shows all of them", "no page: < comes back"] {
            assert!(key_in(text).is_some(), "{text}");
        }
        for text in ["a notice about the input", "{undo} takes it back", "Esc", "j", "only their first line"] {
            assert_eq!(key_in(text), None, "{text}");
        }
    }
}

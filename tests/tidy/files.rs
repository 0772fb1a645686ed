//! What every file of code keeps to, whatever layer it is in.

use crate::scan::Scan;
use crate::{File, all_rust_files, check, text_files};
use std::path::Path;

/// Module names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["common", "helper", "helpers", "misc", "prelude", "types", "util", "utils"];
/// Lines after which a file holds more than one noun.
const LONGEST: usize = 600;

#[test]
fn every_file_opens_with_a_sentence_that_says_what_it_is() {
    check(all_rust_files().filter(|file| !opens_with_a_sentence(&file.text)).map(|file| {
        format!("{}:1: write one `//!` sentence here: what the file is and what it does not know", file.path)
    }));
}

#[test]
fn module_names_say_what_is_inside() {
    check(all_rust_files().filter_map(|file| {
        let empty = Path::new(&file.path).with_extension("");
        let empty = empty.iter().find(|part| EMPTY_NAMES.iter().any(|name| part == name))?;
        Some(format!("{}:1: `{}` says nothing: name the module after its noun", file.path, empty.display()))
    }));
}

#[test]
fn files_are_short_enough_to_hold_one_noun() {
    check(all_rust_files().filter_map(|file| {
        let lines = file.text.lines().count();
        (lines > LONGEST).then(|| format!("{}:{LONGEST}: {lines} lines: split the file by noun", file.path))
    }));
}

#[test]
fn nothing_is_left_for_later() {
    check(all_rust_files().flat_map(|file| later_faults(&file)));
}

#[test]
fn no_file_names_a_folder_of_the_machine_it_was_written_on() {
    let folders = [concat!("/wo", "rk/"), concat!("/tmp/", "wt"), concat!("/tmp/", "target")];
    check(text_files().flat_map(|file| {
        let path = file.path.clone();
        let lines = file.text.lines().enumerate().filter(|(_, line)| folders.iter().any(|name| line.contains(name)));
        let fault = |(at, _): (usize, &str)| format!("{path}:{}: names a folder of one machine: leave it out", at + 1);
        lines.map(fault).collect::<Vec<_>>()
    }));
}

fn opens_with_a_sentence(text: &str) -> bool {
    let head: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
    let sentence = head.iter().map_while(|line| line.strip_prefix(' ')).collect::<Vec<_>>().join(" ");
    sentence.ends_with(['.', ':', '!', '?'])
}

fn later_faults(file: &File) -> Vec<String> {
    let scan = Scan::of(&file.text);
    let marks = ["TODO", "FIXME", "XXX", "HACK"];
    let comments = scan
        .comments
        .iter()
        .filter(|(_, text)| text.split(|c: char| !c.is_alphanumeric()).any(|word| marks.contains(&word)));
    let macros = scan
        .tokens
        .windows(2)
        .filter(|pair| matches!(pair[0].text.as_str(), "todo" | "unimplemented") && pair[1].text == "!");
    let lines = comments.map(|(line, _)| *line).chain(macros.map(|pair| pair[0].line));
    lines.map(|line| format!("{}:{line}: do it now, or open an issue and leave it out", file.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_a_sentence() {
        assert!(opens_with_a_sentence("//! What was said.\n\nuse a;"));
        assert!(opens_with_a_sentence("//! What was said, and\n//! by whom.\n//!\n//! | a | b |\n"));
        assert!(!opens_with_a_sentence("use a;"));
        assert!(!opens_with_a_sentence("//! what\n"));
        assert!(!opens_with_a_sentence("//!\n//! What was said.\n"));
    }

    #[test]
    fn notes_for_later_are_found_in_code_and_not_in_strings() {
        let faults = |text: &str| later_faults(&File { path: "a.rs".to_owned(), text: text.to_owned() }).len();
        assert_eq!(faults("// TODO: more\nfn f() { todo!() } /* FIXME */"), 3);
        assert_eq!(faults("let x = \"TODO\"; // hacks are mastodon's"), 0);
    }
}

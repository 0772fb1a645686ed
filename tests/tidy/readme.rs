//! The tables of README.md that the program prints: they are made from what it says, not written twice.

use crate::{check, read, root};
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

/// A table's mark in README.md, what the program is called with to print it, and how that is made Markdown.
type Table = (&'static str, &'static str, fn(&str) -> String);

const TABLES: &[Table] = &[
    ("formats", "--list-formats", tables),
    ("keys", "--keys", str::to_owned),
    ("queries", "--list-queries", str::to_owned),
];

#[test]
fn the_readme_shows_the_tables_that_the_program_prints() {
    let mut text = read("README.md");
    let mut faults = Vec::new();
    for (mark, argument, markdown) in TABLES {
        let (open, close) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
        let found = text.split_once(&open).and_then(|(before, rest)| {
            let (shown, after) = rest.split_once(&close)?;
            Some((before.to_owned(), shown.to_owned(), after.to_owned()))
        });
        let Some((before, shown, after)) = found else {
            faults.push(format!("README.md:1: has no place for the table between {open:?} and {close:?}"));
            continue;
        };
        let made = markdown(&printed(argument));
        if shown != made {
            let line = before.lines().count() + 1;
            let advice = "UPDATE_README=1 cargo test --test tidy brings it up to date";
            faults.push(format!("README.md:{line}: is not what `threadle {argument}` prints: {advice}"));
        }
        text = format!("{before}{open}{made}{close}{after}");
    }
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(root().join("README.md"), text).expect("README.md can be written");
    } else {
        check(faults);
    }
}

#[expect(clippy::expect_used, reason = "a rule that cannot run the program must fail")]
fn printed(argument: &str) -> String {
    let program = Command::new(env!("CARGO_BIN_EXE_threadle")).arg(argument).output().expect("the program starts");
    assert!(program.status.success(), "threadle {argument}: {}", String::from_utf8_lossy(&program.stderr));
    String::from_utf8(program.stdout).expect("the program prints UTF-8")
}

/// Headings and indented rows of two columns, as Markdown.
fn tables(printed: &str) -> String {
    let cell = |text: &str| text.trim().replace('|', "\\|");
    let mut made = String::new();
    let mut in_table = false;
    for line in printed.lines().filter(|line| !line.trim().is_empty()) {
        let row = line.strip_prefix("  ");
        if let Some(row) = row {
            let (names, about) = row.split_once("  ").unwrap_or((row, ""));
            let names: Vec<String> = names.split(", ").map(|name| format!("`{}`", cell(name))).collect();
            let head = if in_table { "" } else { "| | |\n| --- | --- |\n" };
            let _ = writeln!(made, "{head}| {} | {} |", names.join(" "), cell(about));
        } else {
            let gap = if made.is_empty() { "" } else { "\n" };
            let _ = writeln!(made, "{gap}{}\n", line.trim());
        }
        in_table = row.is_some();
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_stay_and_rows_become_tables() {
        let printed = "Move:\n  j, ↓   next post\n  |      pipe\n\nFold:\n  h  fold\n";
        let made = "Move:\n\n| | |\n| --- | --- |\n| `j` `↓` | next post |\n| `\\|` | pipe |\n\nFold:\n\n| | |\n| --- | --- |\n| `h` | fold |\n";
        assert_eq!(tables(printed), made);
    }
}

//! The tables of the guide that the program prints, and its example of a configuration: made from what there is, not
//! written twice.

use crate::{check, read, root};
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

/// The document that shows the tables, and that `--guide` opens.
const GUIDE: &str = "assets/guide.md";

/// A table's mark in the guide, what the program is called with to print it, and what its columns are called.
type Table = (&'static str, &'static str, &'static [&'static str]);

const TABLES: &[Table] = &[
    ("formats", "--list-formats", &["", ""]),
    ("keys", "--keys", &["keys", "command", "what it does"]),
    ("queries", "--list-queries", &["in a query", "finds"]),
];

#[test]
fn the_guide_shows_the_tables_that_the_program_prints() {
    let mut text = read(GUIDE);
    let mut faults = Vec::new();
    let tables = TABLES.iter().map(|(mark, argument, heads)| (*mark, tables(&printed(argument), heads)));
    let config = format!("```toml\n{}```\n", read("assets/config.toml"));
    for (mark, made) in tables.chain([("config", config)]) {
        let (open, close) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
        let found = text.split_once(&open).and_then(|(before, rest)| {
            let (shown, after) = rest.split_once(&close)?;
            Some((before.to_owned(), shown.to_owned(), after.to_owned()))
        });
        let Some((before, shown, after)) = found else {
            faults.push(format!("{GUIDE}:1: has no place for the {mark} between {open:?} and {close:?}"));
            continue;
        };
        if shown != made {
            let line = before.lines().count() + 1;
            let advice = "UPDATE_GUIDE=1 cargo test --test tidy brings it up to date";
            faults.push(format!("{GUIDE}:{line}: shows other {mark} than there are: {advice}"));
        }
        text = format!("{before}{open}{made}{close}{after}");
    }
    if std::env::var_os("UPDATE_GUIDE").is_some() {
        fs::write(root().join(GUIDE), text).expect("the guide can be written");
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

/// Headings and indented rows as Markdown. What stands in all columns but the last is code; alternatives have an "or"
/// between them.
fn tables(printed: &str, heads: &[&str]) -> String {
    let in_groups = heads.len() > 2;
    let head = format!("| {} |\n|{}\n", heads.join(" | "), " --- |".repeat(heads.len())).replace("|  ", "| ");
    let mut made = String::new();
    let mut in_table = false;
    for line in printed.lines().filter(|line| !line.is_empty()) {
        if let Some(row) = line.strip_prefix("  ") {
            if !in_table {
                made += &head;
            }
            in_table = true;
            let cells: Vec<_> = row.split("  ").filter(|cell| !cell.is_empty()).map(str::trim).collect();
            let (about, names) = cells.split_last().unwrap_or((&"", &[]));
            for names in names {
                let names: Vec<_> = names.split(" or ").map(|name| format!("`{}`", name.replace('|', "\\|"))).collect();
                let _ = write!(made, "| {} ", names.join(" "));
            }
            let _ = writeln!(made, "| {} |", about.replace('|', "\\|"));
        } else if in_groups || heads[0].is_empty() {
            let line = if in_groups { format!("### {}", line.trim_end_matches(':')) } else { line.to_owned() };
            let gap = if made.is_empty() { "" } else { "\n" };
            let _ = writeln!(made, "{gap}{line}\n");
            in_table = false;
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_stay_and_rows_become_tables() {
        let printed = "Read:\n  j    next post\n  a|b  pipe\n\nWritten:\n  h    fold\n";
        let made = "Read:\n\n| | |\n| --- | --- |\n| `j` | next post |\n| `a\\|b` | pipe |\n\nWritten:\n\n| | |\n| --- | --- |\n| `h` | fold |\n";
        assert_eq!(tables(printed, &["", ""]), made);
    }

    #[test]
    fn each_group_of_keys_becomes_a_section() {
        let printed = "Move:\n  j or Down  next  next post\n\nAct:\n  |          pipe  to a command\n";
        let head = "| keys | command | does |\n| --- | --- | --- |\n";
        let rows = ["| `j` `Down` | `next` | next post |\n", "| `\\|` | `pipe` | to a command |\n"];
        let made = format!("### Move\n\n{head}{}\n### Act\n\n{head}{}", rows[0], rows[1]);
        assert_eq!(tables(printed, &["keys", "command", "does"]), made);
    }
}

//! Prints the program's tables: formats, keys and the query language. The guide contains them too.

use crate::app::{Bindings, COMMANDS, Command, Group, INDEX_COMMANDS, Keymap, Moment, SUGGESTION_COMMANDS};
use crate::export::Form;
use crate::query::LANGUAGE;
use crate::source::SOURCES;
use crate::web;
use std::io::{self, Write};

/// In place of keys, for a command without any.
const NO_KEY: &str = "(no key)";

/// Writes the formats that can be read and written, and the sites that can be asked.
pub(super) fn formats(out: &mut dyn Write) -> io::Result<()> {
    let read: Vec<_> = SOURCES.iter().map(|source| [source.name().to_owned(), source.about().to_owned()]).collect();
    let written: Vec<_> = Form::ALL.iter().map(|(_, name, about)| [(*name).to_owned(), (*about).to_owned()]).collect();
    let sites: Vec<_> = web::sites().map(|(name, form)| [name.to_owned(), form.to_owned()]).collect();
    let width = width(read.iter().chain(&written).chain(&sites).map(|[name, _]| name.as_str()));
    writeln!(out, "Read (--from), recognised by content:")?;
    columns(&read, &[width], out)?;
    writeln!(out, "\nWritten (--to):")?;
    columns(&written, &[width], out)?;
    writeln!(out, "\nAsked in their own way; of any other address the page is read, with its further pages:")?;
    columns(&sites, &[width], out)
}

/// Writes the keys of every command as they are bound.
pub(super) fn keys(keymap: &Keymap, out: &mut dyn Write) -> io::Result<()> {
    let places = [
        (COMMANDS, keymap.at(Moment::Thread), ""),
        (SUGGESTION_COMMANDS, keymap.at(Moment::OnSuggestion), " while they are on the screen"),
        (INDEX_COMMANDS, keymap.at(Moment::Index), " in the index of several threads"),
    ];
    let mut groups = Vec::new();
    for (commands, bindings, place) in places {
        for group in Group::ALL {
            let own = keymap.own().filter(|_| place.is_empty());
            let of_group = commands.iter().chain(own).filter(|command| command.group == group);
            let row = |command| [bound(bindings, command), command.name.to_owned(), command.help.to_owned()];
            let rows: Vec<_> = of_group.map(row).collect();
            if !rows.is_empty() {
                groups.push((format!("{}{place}", group.title()), rows));
            }
        }
    }
    let all = || groups.iter().flat_map(|(_, rows)| rows);
    let widths = [width(all().map(|[keys, ..]| keys.as_str())), width(all().map(|[_, name, _]| name.as_str()))];
    for (index, (title, rows)) in groups.iter().enumerate() {
        writeln!(out, "{}{title}:", if index == 0 { "" } else { "\n" })?;
        columns(rows, &widths, out)?;
    }
    Ok(())
}

/// Writes the query language.
pub(super) fn queries(out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<_> = LANGUAGE.iter().map(|(typed, about)| [(*typed).to_owned(), (*about).to_owned()]).collect();
    writeln!(out, "In a query:")?;
    columns(&rows, &[width(rows.iter().map(|[typed, _]| typed.as_str()))], out)
}

/// The keys of a command: `j or Down`.
fn bound(bindings: &Bindings, command: &'static Command) -> String {
    let shown = |keys: &str| keys.replace("<letter>", "a…z").replace("<digit>", "1…9");
    let all: Vec<_> = bindings.of_command(command).map(shown).collect();
    if all.is_empty() { NO_KEY.to_owned() } else { all.join(" or ") }
}

/// Writes rows in columns, with two spaces before each.
fn columns<const N: usize>(rows: &[[String; N]], widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        for (index, cell) in row.iter().enumerate() {
            write!(out, "  {cell}")?;
            if let Some(width) = widths.get(index) {
                write!(out, "{:1$}", "", width.saturating_sub(measured(cell)))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn width<'a>(cells: impl Iterator<Item = &'a str>) -> usize {
    cells.map(measured).max().unwrap_or_default()
}

/// The width of a key or a command, whose characters all take one column.
fn measured(cell: &str) -> usize {
    cell.chars().count()
}

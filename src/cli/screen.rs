//! The way from the command line to the reader.

use super::args::{Args, Theme as Wanted};
use super::message::Stop;
use crate::app::{COMMANDS, Command, Group, INDEX_COMMANDS};
use crate::input::Origin;
use crate::query::LANGUAGE;
use crate::term::{self, Opening, Trouble};
pub(super) use crate::term::now;
use crate::ui::{Palette, Theme};
use std::env;
use std::io::{self, Write};

/// Opens the reader on a thread.
///
/// Where the thread comes through standard input, the keyboard is at `/dev/tty`.
pub(super) fn read(origin: Origin, args: &Args) -> Result<(), Stop> {
    let (query, fold) = (args.query.clone(), args.fold.clone());
    let opening = Opening { origin, format: args.from, theme: theme(args.theme), query, fold };
    term::read(opening).map_err(|trouble| match trouble {
        Trouble::Input(failure) => Stop::Input(failure),
        Trouble::Terminal(error) => Stop::output("the terminal")(error),
    })
}

/// The theme for what was asked for and what the terminal says of itself: `NO_COLOR` (no-color.org), `COLORFGBG`
/// (rxvt's, whose last number is the background's colour), `COLORTERM` and `TERM`.
fn theme(wanted: Wanted) -> Theme {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let named = |name| env::var(name).unwrap_or_default();
    let many = is_set("COLORTERM") || named("TERM").contains("256color") || named("TERM").contains("kitty");
    let palette = match wanted {
        Wanted::Dark => Palette::Dark,
        Wanted::Light => Palette::Light,
        Wanted::Mono => Palette::Mono,
        Wanted::Auto if is_set("NO_COLOR") || named("TERM") == "dumb" => Palette::Mono,
        Wanted::Auto => match named("COLORFGBG").rsplit(';').next() {
            Some("7" | "15") => Palette::Light,
            _ => Palette::Dark,
        },
    };
    Theme::new(palette, many)
}

/// Writes the table of keys in Markdown, as the README has it.
pub(super) fn list_keys(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| keys | command | what it does |")?;
    writeln!(out, "| --- | --- | --- |")?;
    for (commands, place) in [(COMMANDS, ""), (INDEX_COMMANDS, " in the index of several threads")] {
        for group in Group::ALL {
            let mut title = Some(format!("| **{}{place}** | | |", group.title()));
            for command in commands.iter().filter(|command| command.group == group) {
                if let Some(title) = title.take() {
                    writeln!(out, "{title}")?;
                }
                writeln!(out, "| {} | `{}` | {} |", keys(command), command.name, command.help)?;
            }
        }
    }
    Ok(())
}

/// Writes the table of the query language in Markdown, as the README has it.
pub(super) fn list_queries(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| in a query | finds |\n| --- | --- |")?;
    LANGUAGE.iter().try_for_each(|(typed, about)| writeln!(out, "| `{typed}` | {about} |"))
}

fn keys(command: &Command) -> String {
    let shown = |keys: &&str| format!("`{}`", keys.replace("<letter>", "a…z").replace("<digit>", "1…9"));
    command.keys.iter().map(shown).collect::<Vec<_>>().join(" ")
}

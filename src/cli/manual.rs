//! The manual page: the options from clap, and the other sections that `man threadle` needs.

use super::args::{Args, EXAMPLES, EXITS};
use super::{config, lists};
use crate::app::Keymap;
use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};
use std::io::{self, Write};

/// Files that the program reads and writes besides its sources.
const FILES: [(&str, &str); 2] = [
    (
        "~/.config/threadle/config.toml",
        "Names, colours, keys, people and rules; CONFIGURATION shows all that can be in it.",
    ),
    (
        "~/.local/state/threadle/threads.db",
        "What is remembered between visits. With --no-store it is neither read nor written.",
    ),
];

const ENVIRONMENT: [(&str, &str); 5] = [
    ("XDG_CONFIG_HOME, XDG_STATE_HOME", "Where the two files are, if not in ~/.config and ~/.local/state."),
    ("NO_COLOR", "No colours, unless --theme or the configuration asks for some."),
    ("TERM, COLORTERM, COLORFGBG", "How many colours there are, and whether the background is light."),
    ("BROWSER", "The program that opens links."),
    ("SHELL", "The shell that runs what is typed after |."),
];

/// Writes the manual page.
pub(super) fn print(out: &mut dyn Write) -> io::Result<()> {
    let page = Man::new(Args::command()).title("THREADLE").date(env!("CARGO_PKG_VERSION")).manual("User Commands");
    page.render_title(out)?;
    page.render_name_section(out)?;
    let mut synopsis = Roff::new();
    synopsis.control("SH", ["SYNOPSIS"]);
    let call = |end: &str| vec![bold("threadle"), roman(" ["), italic("OPTIONS"), roman(format!("] {end}"))];
    synopsis.text(call("[SOURCE]..."));
    synopsis.control("br", []);
    synopsis.text(call("--diff OLD NEW"));
    synopsis.to_writer(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    let mut rest = Roff::new();
    rest.control("SH", ["KEYS"]);
    as_printed(&mut rest, |out| lists::keys(&Keymap::default(), out))?;
    rest.control("SH", ["QUERIES"]);
    as_printed(&mut rest, lists::queries)?;
    rest.control("SH", ["EXAMPLES"]);
    for (call, about) in EXAMPLES {
        tagged(&mut rest, vec![bold(call)], about);
    }
    rest.control("SH", ["CONFIGURATION"]);
    rest.text(vec![roman("Nothing has to be set up. What can be, with what holds without it:")]);
    as_printed(&mut rest, |out| out.write_all(config::EXAMPLE.as_bytes()))?;
    rest.control("SH", ["EXIT STATUS"]);
    EXITS.iter().for_each(|(code, about)| tagged(&mut rest, vec![bold(*code)], about));
    rest.control("SH", ["FILES"]);
    FILES.iter().for_each(|(name, about)| tagged(&mut rest, vec![italic(*name)], about));
    rest.control("SH", ["ENVIRONMENT"]);
    ENVIRONMENT.iter().for_each(|(name, about)| tagged(&mut rest, vec![bold(*name)], about));
    rest.to_writer(out)
}

/// A paragraph indented under its tag.
fn tagged(page: &mut Roff, tag: Vec<Inline>, about: &str) {
    page.control("TP", []).text(tag).text(vec![roman(about)]);
}

/// A printed table, line by line.
fn as_printed(page: &mut Roff, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut table = Vec::new();
    write(&mut table)?;
    page.control("nf", []);
    for line in String::from_utf8_lossy(&table).lines() {
        page.text(vec![roman(line)]);
    }
    page.control("fi", []);
    Ok(())
}

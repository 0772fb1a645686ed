//! The arguments of the program: the help, the manual page and the completions come from this one place.

use super::theme::{self, Wanted};
use crate::app::Threshold;
use crate::export::Form;
use crate::query::Query;
use crate::source::{self, SOURCES, Source};
use crate::thread::Sort;
use clap::builder::{OsStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, ValueHint};
use clap_complete::Shell;
use std::ffi::OsString;
use std::path::PathBuf;

const ABOUT: &str = "A reader for long discussion threads: an article and its nested replies, with folding";

const LONG_ABOUT: &str = "A reader for long discussion threads: an article and its nested replies, with folding.\n\n\
    It opens a thread on the screen. Called with -t or -o, or without a terminal on standard output, it writes the \
    thread out instead.";

/// Calls of the program, and what they do.
pub(super) const EXAMPLES: [(&str, &str); 11] = [
    ("threadle", "open the library, or first the built-in thread that teaches the program"),
    ("threadle talk.txt", "open a page that was saved as text"),
    ("threadle ADDRESS", "open a thread from the web, as a browser's line has it"),
    ("threadle hn/41234567", "the same in short: also lobsters/ID, r/…, gh/OWNER/REPO/issues/N"),
    ("threadle hn", "a list of a site: also lobsters/t/TAG, r/NAME, a forum, a feed"),
    ("threadle talks/ more.json.gz", "open a directory and an archive, as a list of threads"),
    ("threadle talk.txt | less", "the same as text, replies indented"),
    ("threadle -q 'lamp -ferry' talk.txt", "only the posts with one word and without the other"),
    ("threadle -t json talk.txt", "as JSON, for other programs"),
    ("threadle talk.txt -o talk.html", "as a page"),
    ("threadle --guide", "read everything about threadle, as a thread"),
];

/// Exit codes and their meanings.
pub(super) const EXITS: [(&str, &str); 3] = [
    ("0", "done"),
    ("1", "the input could not be read, or the output or the state not written"),
    ("2", "called wrongly"),
];

/// The end of the help.
fn after_help() -> String {
    let examples = EXAMPLES.map(|(call, about)| format!("  {call:34}  {about}\n")).concat();
    let exits = EXITS.map(|(code, about)| format!("{code} {about}")).join(", ");
    format!("Examples:\n{examples}\nExit status: {exits}.")
}

/// The arguments.
#[derive(Parser)]
#[command(name = "threadle", version, about = ABOUT, long_about = LONG_ABOUT, after_help = after_help())]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Args {
    /// What to read: addresses, lists, files, directories, or - for standard input. Several open on an index. +42 or #ID
    /// beside them names the post to open at
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath, value_parser = OsStringValueParser::new().try_map(source_name))]
    pub(super) sources: Vec<PathBuf>,

    /// Read it as this format instead of recognising it by its content
    #[arg(short, long, value_name = "FORMAT", value_parser = formats())]
    pub(super) from: Option<&'static dyn Source>,

    /// Write it out in this form instead of opening it. Text has 80 columns
    #[arg(short, long, value_name = "FORM", value_parser = forms())]
    pub(super) to: Option<Form>,

    /// Write it out to this file, whole or not at all; the form follows from the name unless -t gives one
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,

    /// Show only the posts that this query finds, with what they answer; written out too. --list-queries lists the
    /// language
    #[arg(short, long, value_name = "QUERY", value_parser = query)]
    pub(super) query: Option<Query>,

    /// Open with what this query finds folded
    #[arg(long, value_name = "QUERY", value_parser = query, conflicts_with_all = ["to", "output"])]
    pub(super) fold: Option<Query>,

    /// Colours: a theme by its name, a file of its own, or auto for what suits the terminal
    #[arg(long, value_name = "NAME|FILE", value_parser = theme::wanted)]
    pub(super) theme: Option<Wanted>,

    /// For those who hear the screen: words in one column instead of signs, and the cursor on what is selected
    #[arg(long, conflicts_with_all = ["to", "output"])]
    pub(super) plain: bool,

    /// Put the replies to each post in this order
    #[arg(long, value_name = "ORDER", value_parser = orders())]
    pub(super) sort: Option<Sort>,

    /// Tell what came, went and changed between two states of a thread, in whatever formats
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], value_hint = ValueHint::FilePath,
        conflicts_with_all = ["sources", "to", "query", "fold", "fold_off_topic", "sort"])]
    pub(super) diff: Vec<PathBuf>,

    /// Tell why it is read as it is: what was weighed, what was chosen by which evidence, and what came of it
    #[arg(long, conflicts_with_all = ["to", "output", "query", "fold", "sort", "diff", "watch", "tutorial", "guide"])]
    pub(super) explain: bool,

    /// Read the configuration from this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,

    /// Neither look up nor keep what is read, folded and marked: leave no trace
    #[arg(long)]
    pub(super) no_store: bool,

    /// Ask nobody: show the copies of what was fetched before
    #[arg(long)]
    pub(super) offline: bool,

    /// Ask again for what is open every so many seconds: at least 60, or 300 if it does not say
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "300",
        value_parser = clap::value_parser!(u64).range(60..=86_400), conflicts_with_all = ["to", "output", "offline"])]
    pub(super) watch: Option<u64>,

    /// Forget the copies of what was fetched: those of an address, or all of them
    #[arg(long, value_name = "ADDRESS|all", conflicts_with_all = ["sources", "to", "output", "query", "diff"])]
    pub(super) forget: Option<String>,

    /// Fold what has drifted from the topic further than T, from 0 to 1; x keeps it away, Esc opens it again
    #[arg(long, value_name = "T", num_args = 0..=1, require_equals = true, value_parser = threshold,
        default_missing_value = "default")]
    pub(super) fold_off_topic: Option<Threshold>,

    /// Open the built-in thread, whose replies teach the program
    #[arg(long, conflicts_with = "sources")]
    pub(super) tutorial: bool,

    /// Open the guide, which has everything: each section is a reply
    #[arg(long, conflicts_with_all = ["sources", "tutorial"])]
    pub(super) guide: bool,

    /// List the formats that are read and written
    #[arg(long)]
    pub(super) list_formats: bool,

    /// List the keys of the reader
    #[arg(long)]
    pub(super) keys: bool,

    /// Print a configuration file with every setting, its default and what it does
    #[arg(long)]
    pub(super) print_config: bool,

    /// List what a query can ask for
    #[arg(long)]
    pub(super) list_queries: bool,

    /// Write a completion script for this shell
    #[arg(long, value_name = "SHELL", value_enum)]
    pub(super) completions: Option<Shell>,

    /// Install the manual page, completions and the entry of a desktop's menu below DIR, such as /usr/local
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) install_extras: Option<PathBuf>,

    /// Write the manual page
    #[arg(long)]
    pub(super) man: bool,
}

/// Checks the name of a source. An empty one is usually an unset variable of the shell.
fn source_name(typed: OsString) -> Result<PathBuf, &'static str> {
    if typed.is_empty() { Err("expected a name, found nothing") } else { Ok(typed.into()) }
}

fn query(typed: &str) -> Result<Query, String> {
    match Query::parse(typed) {
        Ok(Some(query)) => Ok(query),
        Ok(None) => Err("expected a query, found nothing".to_owned()),
        Err(fault) => Err(fault.to_string()),
    }
}

fn threshold(typed: &str) -> Result<Threshold, String> {
    if typed == "default" {
        return Ok(Threshold::default());
    }
    let share = typed.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.map(Threshold::new).ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

fn formats() -> impl TypedValueParser<Value = &'static dyn Source> {
    let names = SOURCES.iter().map(|source| PossibleValue::new(source.name()).help(source.about()));
    PossibleValuesParser::new(names).try_map(|name| source::named(&name).ok_or("not a format"))
}

fn orders() -> impl TypedValueParser<Value = Sort> {
    let names = Sort::ALL.iter().map(|(_, name, about)| PossibleValue::new(*name).help(*about));
    PossibleValuesParser::new(names).try_map(|name| Sort::named(&name).ok_or("not an order"))
}

fn forms() -> impl TypedValueParser<Value = Form> {
    let names = Form::ALL.iter().map(|(_, name, about)| PossibleValue::new(*name).help(*about));
    PossibleValuesParser::new(names).try_map(|name| Form::named(&name).ok_or("not a form"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn nobody_is_asked_more_often_than_once_a_minute() {
        let watch = |argument: &str| Args::try_parse_from(["threadle", argument, "hn"]).map(|args| args.watch).ok();
        assert_eq!(watch("--watch"), Some(Some(300)));
        assert_eq!(watch("--watch=60"), Some(Some(60)));
        for wrong in ["--watch=59", "--watch=0", "--watch=86401", "--watch=-60"] {
            assert_eq!(watch(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Args::command().debug_assert();
    }
}

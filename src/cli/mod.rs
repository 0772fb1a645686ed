//! The command line: arguments, conversions, messages for people, exit codes.

mod args;
mod message;
mod screen;

use self::args::Args;
use self::message::{Stop, say};
use crate::export::{self, Form, Part};
use crate::input::{self, Origin, Watch};
use crate::source::SOURCES;
use crate::thread::Notice;
use clap::{CommandFactory, Parser};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// The thread that opens where none is named; its replies teach the program.
const HARBOUR: Origin =
    Origin::Included { name: "the built-in thread", text: include_str!("../../assets/harbour.txt") };

/// Runs the program with the arguments it was called with. 0: done, 1: not done, 2: called wrongly.
pub(crate) fn main() -> ExitCode {
    let outcome = match Args::try_parse() {
        Ok(args) => run(&args),
        Err(error) if error.use_stderr() => Err(Stop::usage(&error)),
        // Help and version: what was asked for.
        Err(help) => help.print().map_err(Stop::output("standard output")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.tell(),
    }
}

fn run(args: &Args) -> Result<(), Stop> {
    if args.list_formats {
        return print(list_formats);
    }
    if args.keys {
        return print(screen::list_keys);
    }
    if args.man {
        return print(|out| clap_mangen::Man::new(Args::command()).render(out));
    }
    if let Some(shell) = args.completions {
        return print(|out| {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "threadle", &mut script);
            out.write_all(&script)
        });
    }
    let origin = origin(args)?;
    let to_file = args.output.as_deref().filter(|path| *path != Path::new("-"));
    let form = args.to.or_else(|| to_file.map(form_for));
    if form.is_none() && args.output.is_none() && io::stdout().is_terminal() {
        return screen::read(origin, args.from, args.theme);
    }
    convert(&origin, args, form.unwrap_or(Form::Text), to_file)
}

/// What to read: the named source, what comes through a pipe, or the built-in thread.
fn origin(args: &Args) -> Result<Origin, Stop> {
    match args.sources.as_slice() {
        [] if io::stdin().is_terminal() => Ok(HARBOUR),
        [] => Ok(Origin::Stdin),
        [one] if one == Path::new("-") => Ok(Origin::Stdin),
        [one] => Ok(Origin::File(one.clone())),
        many => Err(Stop::wrong_call(
            format!("expected one SOURCE, found {}", many.len()),
            "open them one by one: several at once are not read yet",
        )),
    }
}

/// The form that a file's name asks for.
fn form_for(path: &Path) -> Form {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("md" | "markdown") => Form::Markdown,
        Some("html" | "htm") => Form::Html,
        Some("json") => Form::Json,
        Some("ndjson" | "jsonl") => Form::Ndjson,
        _ => Form::Text,
    }
}

fn convert(origin: &Origin, args: &Args, form: Form, to_file: Option<&Path>) -> Result<(), Stop> {
    let parsed = input::open(origin, args.from, &Watch::default(), None).map_err(Stop::Input)?;
    if !matches!(form, Form::Json | Form::Ndjson) {
        tell_notices(&origin.name(), &parsed.notices);
    }
    let part = Part::whole(&parsed.thread).with_notices(&parsed.notices);
    match to_file {
        Some(path) => {
            export::replace(path, |out| form.write(part, out)).map_err(Stop::output(&path.display().to_string()))
        }
        None => print(|out| form.write(part, out)),
    }
}

/// How many notices are told on standard error.
const TOLD: usize = 20;

fn tell_notices(name: &str, notices: &[Notice]) {
    for notice in notices.iter().take(TOLD) {
        say(&format!("threadle: {name}: {notice}"));
    }
    if notices.len() > TOLD {
        say(&format!("threadle: {name}: {} more notices; -t json tells them all", notices.len() - TOLD));
    }
}

/// Writes to standard output.
fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    write(&mut out).and_then(|()| out.flush()).map_err(Stop::output("standard output"))
}

fn list_formats(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Read (--from), recognised by content:")?;
    for source in SOURCES {
        writeln!(out, "  {:10} {}", source.name(), source.about())?;
    }
    writeln!(out, "\nWritten (--to):")?;
    for (_, name, about) in Form::ALL {
        writeln!(out, "  {name:10} {about}")?;
    }
    Ok(())
}

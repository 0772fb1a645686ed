//! The command line: arguments, conversions, messages and exit codes.

mod args;
mod bindings;
mod config;
mod diff;
mod division;
mod door;
mod explain;
mod extras;
mod finding;
mod guide;
mod library;
mod lists;
mod manual;
mod message;
mod mistake;
mod saved;
mod screen;
mod states;
mod theme;

use self::args::Args;
use self::door::Door;
use self::finding::{Folded, found};
use self::message::{Stop, TOLD, say};
use self::states::States;
use crate::app::App;
use crate::disk;
use crate::export::{Form, Part};
use crate::input::{self, Origin, Watch};
use crate::term;
use crate::thread::Notice;
use clap::Parser;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// The thread that opens if none is named; its replies teach the program.
const HARBOUR: (&str, &str) = ("the built-in thread", include_str!("../../assets/harbour.txt"));

/// Runs the program with its arguments. Exit codes: 0 done, 1 failed, 2 called wrongly.
pub(crate) fn main() -> ExitCode {
    term::heed_file_limits();
    let outcome = match Args::try_parse() {
        Ok(args) => run(&args),
        Err(error) if error.use_stderr() => Err(Stop::usage(&error)),
        // Help and version, as requested.
        Err(help) => help.print().map_err(Stop::output("standard output")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.tell(),
    }
}

fn run(args: &Args) -> Result<(), Stop> {
    if args.list_formats {
        return print(lists::formats);
    }
    if args.keys {
        let (config, wrong) = config::load(args.config.as_deref())?;
        tell_wrong(wrong.as_deref());
        return print(|out| lists::keys(&config.setup.keymap, out));
    }
    if args.print_config {
        return print(|out| out.write_all(config::EXAMPLE.as_bytes()));
    }
    if args.list_queries {
        return print(lists::queries);
    }
    if args.man {
        return print(manual::print);
    }
    if let Some(shell) = args.completions {
        return print(|out| out.write_all(&extras::completion(shell)));
    }
    if let Some(prefix) = &args.install_extras {
        return extras::install(prefix);
    }
    let door = Door::new(args);
    if let Some(what) = &args.forget {
        return door.forget(what);
    }
    let to_file = args.output.as_deref().filter(|path| *path != Path::new("-"));
    if let [old, new] = args.diff.as_slice() {
        return diff::write(old, new, &door, args.from, to_file);
    }
    if args.explain {
        return explain::write(&door, args.from);
    }
    let origin = door.origin()?;
    let form = args.to.or_else(|| to_file.map(|path| Form::of_file(&path.to_string_lossy())));
    if form.is_none() && args.output.is_none() && io::stdout().is_terminal() {
        return screen::read(origin, &door, args);
    }
    convert(&origin, args, form.unwrap_or(Form::Text), to_file)
}

/// Sets a reader up with the text of a configuration file.
pub(crate) fn set_up(app: &mut App, config: &str) -> Result<(), String> {
    app.set_up(config::parse(config).map_err(|mistake| mistake.to_string())?.setup);
    Ok(())
}

fn convert(origin: &Origin, args: &Args, form: Form, to_file: Option<&Path>) -> Result<(), Stop> {
    if args.config.is_some() {
        // A configuration named by the user must be correct, even if it is not needed.
        config::load(args.config.as_deref())?;
    }
    let parsed = input::open(origin, args.from, &Watch::default(), None).map_err(Stop::Input)?;
    if !matches!(form, Form::Json | Form::Ndjson) {
        tell_notices(&origin.name(), &parsed.notices);
    }
    let states = States::of(args)?;
    let thread = match &args.query {
        Some(query) => found(parsed.thread, query, &states),
        None => parsed.thread,
    };
    let thread = match args.sort {
        Some(sort) => finding::sorted(thread, sort),
        None => thread,
    };
    let folded = Folded::of(&thread, args, &states);
    let whole = Part::whole(&thread).with_notices(&parsed.notices);
    let part = folded.as_ref().map_or(whole, |folded| folded.seen(whole));
    write(to_file, |out| form.write(part, out))
}

/// Writes to a file, whole or not at all, or to standard output.
fn write(to_file: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
    match to_file {
        Some(path) => disk::replace(path, write).map_err(Stop::output(&path.display().to_string())),
        None => print(write),
    }
}

fn tell_wrong(wrong: Option<&str>) {
    if let Some(wrong) = wrong {
        say(&format!("threadle: {wrong}"));
    }
}

fn tell_notices(name: &str, notices: &[Notice]) {
    for notice in notices.iter().take(TOLD) {
        match notice.input() {
            Some(_) => say(&format!("threadle: {notice}")),
            None => say(&format!("threadle: {name}: {notice}")),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;
    use crate::thread::{Builder, Draft, DraftId, Notation, Parent, PostId, Thread, Time};
    use proptest::prelude::*;

    fn written(thread: &Thread, form: Form) -> Vec<u8> {
        let mut out = Vec::new();
        form.write(Part::whole(thread), &mut out).unwrap();
        out
    }

    fn read_back(json: &[u8]) -> (Thread, Vec<Notice>) {
        let mut builder = Builder::new("threadle");
        let mut input = json;
        source::recognise(json, json).unwrap().read(&mut input, &mut builder).unwrap();
        let built = builder.finish().unwrap();
        (built.thread, built.notices)
    }

    /// Text with everything in it that JSON, a terminal or a reader could stumble over.
    fn hostile() -> impl Strategy<Value = String> {
        r#"[\PC\pC"\\{}\[\],:\n\r\t\x00-\x1f\x7f\u{80}-\u{9f}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{feff}👩\u{fe0f}]{0,12}"#
    }

    fn any_thread() -> impl Strategy<Value = Thread> {
        let post = (
            (0_usize..9, 0_usize..12, prop::option::of(hostile()), prop::option::of(hostile()), any::<bool>()),
            (prop::option::of(-62_135_596_800_000_i64..253_402_300_799_999), prop::option::of(i32::MIN + 1..)),
            (prop::option::of(hostile()), 0_usize..4, hostile()),
        );
        let about = (hostile(), prop::option::of(hostile()), hostile());
        (about, prop::collection::vec(post, 1..9)).prop_map(|((title, url, source), posts)| {
            let mut builder = Builder::new(&source);
            builder.title(&title);
            if let Some(url) = &url {
                builder.url(url);
            }
            for (n, ((parent, answered, id, author, inferred), (time, score), (url, notation, body))) in
                posts.iter().enumerate()
            {
                let draft = builder.add(Draft {
                    parent: if n == 0 { Parent::Nothing } else { Parent::Draft(DraftId::new(parent % n)) },
                    id: id.as_deref(),
                    author: author.as_deref(),
                    author_inferred: *inferred,
                    time: time.map(Time::from_millis),
                    score: *score,
                    url: url.as_deref(),
                    notation: Notation::ALL[*notation].0,
                    body,
                    ..Draft::default()
                });
                builder.answers(draft, DraftId::new(*answered));
            }
            builder.finish().unwrap().thread
        })
    }

    /// Everything that can be told of a post.
    fn told(thread: &Thread, id: PostId) -> impl PartialEq + std::fmt::Debug + '_ {
        let post = thread.post(id);
        let place = (thread.parent(id), thread.depth(id), thread.descendants(id), thread.answers(id));
        let about = (thread.source_id(id), thread.writer(id), post.time(), post.score(), thread.permalink(id));
        (place, about, thread.body(id))
    }

    proptest! {
        #[test]
        fn json_reads_back_as_the_thread_that_was_written(thread in any_thread()) {
            for form in [Form::Json, Form::Ndjson, Form::Mbox] {
                let json = written(&thread, form);
                let (again, notices) = read_back(&json);
                prop_assert_eq!(notices, []);
                prop_assert_eq!((again.title(), again.url(), again.source()), (thread.title(), thread.url(), thread.source()));
                prop_assert_eq!(again.len(), thread.len());
                for id in thread.ids() {
                    prop_assert_eq!(told(&again, id), told(&thread, id));
                }
                prop_assert_eq!(written(&again, form), json);
            }
        }

        #[test]
        fn nothing_that_a_terminal_obeys_leaves_in_any_form(thread in any_thread()) {
            for (form, ..) in Form::ALL {
                let text = String::from_utf8(written(&thread, form)).unwrap();
                let odd = text.chars().find(|c| c.is_control() && *c != '\n' || matches!(c, '\u{202A}'..='\u{202E}'));
                prop_assert_eq!(odd, None, "{}", text);
            }
        }

        #[test]
        fn damaged_json_never_panics_and_never_hangs(
            thread in any_thread(),
            damage in prop::collection::vec((any::<prop::sample::Index>(), r#"["{}\[\]:,\\a0]{0,2}"#), 1..5),
            cut in any::<prop::sample::Index>(),
        ) {
            let mut json = String::from_utf8(written(&thread, Form::Json)).unwrap();
            for (place, insert) in damage {
                let place = json.floor_char_boundary(place.index(json.len()));
                json.insert_str(place, &insert);
            }
            json.truncate(json.ceil_char_boundary(json.len() - cut.index(json.len()) / 4));
            let mut builder = Builder::new("threadle");
            let read = source::named("threadle").unwrap().read(&mut json.as_bytes(), &mut builder);
            prop_assert_eq!(read.is_ok(), !builder.is_empty());
        }
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_replies_is_written_and_read() {
        let mut builder = Builder::new("test");
        builder.add(Draft { parent: Parent::Nothing, ..Draft::default() });
        for n in 0..100_000 {
            builder.add(Draft { parent: Parent::Draft(DraftId::new(n)), body: "on", ..Draft::default() });
        }
        let thread = builder.finish().unwrap().thread;
        for (form, ..) in Form::ALL {
            let size = written(&thread, form).len();
            assert!((1_000_000..100_000_000).contains(&size), "{form:?}: {size}");
        }
        assert_eq!(read_back(&written(&thread, Form::Json)).0.len(), 100_001);
    }
}

//! The program as a shell sees it: what it writes where, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot run its program has failed")]

#[cfg(target_os = "linux")]
mod memory;
mod several;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run of the program left behind.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_threadle"));
    command.env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"));
    command.args(arguments).current_dir(samples()).stdin(Stdio::null());
    // Nothing that the person who runs the tests has set up.
    command.env("XDG_CONFIG_HOME", "/nonexistent");
    command
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

fn run(arguments: &[&str]) -> Ran {
    ran(program(arguments).output().unwrap())
}

fn run_with_input(arguments: &[&str], input: &[u8]) -> Ran {
    let mut child =
        program(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    ran(child.wait_with_output().unwrap())
}

const HARBOUR: &str = "\
The harbour and the lighthouse

https://harbour.example/lamp

mara · 2023-04-21 10:32 · #0

The lamp was lit in 1874.

Who keeps it now?

2 replies

• oldsalt · 14 points · #1
  Nobody does.

  • ≈gull · #2
    I do.␛[2J
";

#[test]
fn why_a_page_is_read_as_it_is_can_be_asked() {
    let page = "<!doctype html><title>Lamp</title><p>The lamp was lit in 1874.</p><ol>\
        <li class=post id=comment-7><b class=author>mara</b> <time datetime=2023-04-21>21 April</time><p>Who keeps it now?\
        <li class=post id=comment-8><b class=author>gull</b> <time datetime=2023-04-22>22 April</time><p>Nobody does.</ol>";
    let told = run_with_input(&["--explain", "-"], page.as_bytes());
    assert_eq!(told.code, 0, "{}", told.err);
    for line in [
        "  read as html, certain: ",
        "weighed beside it: text (possible)",
        "  posts: 2 such as <li id=\"comment-7\" class=\"post\">, found by the names and numbers of their elements",
        "  thread: 3 posts, 2 with a name, of 2 people; 2 with a time, 0 without text; 1 deep",
    ] {
        assert!(told.out.contains(line), "{line} is not in\n{}", told.out);
    }
    let keys = r#"{"topic":"The lamp","messages":[{"no":1,"from":"mara","sent_at":1682073120,"msg":"Which chart?"},
        {"no":2,"from":"gull","sent_at":1682073600,"msg":"Fish","reply_to":1}]}"#;
    let told = run_with_input(&["--explain", "-"], keys.as_bytes());
    let line = "  posts: 2 in messages; text in msg, author in from, time in sent_at, id in no, parent in reply_to\n";
    assert!(told.out.contains(line), "{}", told.out);
}

#[test]
fn what_cannot_be_read_is_explained_as_far_as_it_came() {
    let told = run_with_input(&["--explain", "-f", "hn-algolia", "-"], b"{\"lamp\":1}");
    assert_eq!(told.code, 1);
    assert!(told.out.contains("read as hn-algolia, which it does not resemble"), "{}", told.out);
    assert!(told.err.starts_with("threadle: "), "{}", told.err);
}

#[test]
fn without_a_terminal_a_thread_is_written_as_text() {
    let ran = run(&["harbour.json"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, HARBOUR, ""));
}

#[test]
fn standard_input_is_read_where_it_is_a_pipe_or_named_by_a_dash() {
    let json = fs::read(samples().join("harbour.json")).unwrap();
    for arguments in [&["-t", "text"][..], &["-"], &[]] {
        let ran = run_with_input(arguments, &json);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, HARBOUR, ""));
    }
}

/// JSON with no post scored: scores are worked out anew each time.
fn without_drift(json: &str) -> String {
    let number = |c: char| c.is_ascii_digit() || c == '.';
    let mut parts = json.split("\"drift\":");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |json, rest| json + "\"drift\":null" + rest.trim_start_matches(number).trim_start_matches("null"))
}

#[test]
fn json_comes_back_as_it_was_written() {
    let json = fs::read_to_string(samples().join("harbour.json")).unwrap();
    assert_eq!(without_drift(&run(&["-t", "json", "harbour.json"]).out), json);
    let line = run(&["-t", "ndjson", "harbour.json"]).out;
    assert_eq!(line.lines().count(), 1);
    assert_eq!(without_drift(&run_with_input(&["-t", "json"], line.as_bytes()).out), json);
}

#[test]
fn every_form_has_every_post() {
    for form in ["text", "markdown", "html", "json", "ndjson"] {
        let ran = run(&["--to", form, "harbour.json"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{form}");
        for words in ["lit in 1874", "Nobody does", "I do", "oldsalt", "gull"] {
            assert!(ran.out.contains(words), "{words} in {form}: {}", ran.out);
        }
        assert!(!ran.out.contains('\x1b'), "{form}");
    }
}

#[test]
fn flaws_are_told_on_standard_error_and_in_json_within_it() {
    let ran = run(&["-t", "text", "flawed.json"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.err,
        "threadle: flawed.json: post 1: expected a date, found \"soon\"
threadle: flawed.json: post 2: breaks off: kept as far as it can be read
threadle: flawed.json: byte 332: the file ends too early, after 3 posts
"
    );
    assert!(ran.out.ends_with("• gull · #2\n  I do, but\n"), "{}", ran.out);
    let json = run(&["-t", "json", "flawed.json"]);
    assert_eq!((json.code, json.err.as_str()), (0, ""));
    assert!(json.out.contains(r#""notices":["post 1: expected a date, found \"soon\"","post 2:"#), "{}", json.out);
}

#[test]
fn several_threads_in_a_file_are_written_one_after_the_other() {
    let ran = run(&["two.ndjson"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "One\n\nThe lamp.\n\nTwo\n\nThe ferry.\n", ""));
    let lines = run(&["-t", "ndjson", "two.ndjson"]).out;
    assert_eq!(lines.lines().count(), 2);
    assert_eq!(run(&["-t", "json", "two.ndjson"]).out, lines);
    assert_eq!(run_with_input(&["-t", "json"], lines.as_bytes()).out, lines);
}

#[test]
fn an_input_that_cannot_be_read_ends_with_1_and_says_why() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let hollow = directory.path().join("hollow");
    fs::create_dir_all(hollow.join("deeper")).unwrap();
    let hollow = hollow.to_str().unwrap();
    let hidden = file("hidden/.talk.txt", b"The lamp.");
    let hidden = hidden.strip_suffix("/.talk.txt").unwrap().to_owned();
    let empty = file("empty.txt", b"");
    let binary = file("lamp.bin", b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
    let packed = file("talk.gz", b"\x1F\x8B\x08\0\0\0\0\0");
    let tar = file("talks.tar", &[&[b'x'; 257][..], b"ustar"].concat());
    let other = file("other.json", b"{\"format\":\"threadle/1\"}");
    let cases = [
        ("missing.txt".to_owned(), "missing.txt: not found\n".to_owned()),
        (hollow.to_owned(), format!("{hollow}: a directory without a file in it\n")),
        (
            hidden.clone(),
            format!(
                "{hidden}: a directory without a file in it\nhint: name a file in it: hidden ones are passed over\n"
            ),
        ),
        (empty.clone(), format!("{empty}: empty\n")),
        (
            binary.clone(),
            format!("{binary}: expected text, found binary data\nhint: to see it as text: threadle -f text {binary}\n"),
        ),
        (tar.clone(), format!("{tar}: a tar archive\nhint: unpack it and open the directory: tar -xf {tar}\n")),
        (packed.clone(), format!("{packed}: the gzip archive ends too early\n")),
        (
            other.clone(),
            format!(
                "{other}: expected JSON with a list \"posts\", found none\n\
                 hint: it was read as threadle: --from text shows it as it is\n"
            ),
        ),
        (
            "gemini://harbour.example/lamp".to_owned(),
            "gemini://harbour.example/lamp: gemini: addresses are not asked for\n".to_owned(),
        ),
    ];
    for (argument, message) in cases {
        let ran = run(&[&argument]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err), (1, "", format!("threadle: {message}")));
    }
    let ran = run_with_input(&["-t", "text"], b"");
    assert_eq!((ran.code, ran.err.as_str()), (1, "threadle: standard input: empty\n"));
}

#[cfg(unix)]
#[test]
fn a_name_with_escapes_in_it_reaches_no_terminal() {
    let ran = run(&["\x1b[2Jlamp.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, "threadle: ␛[2Jlamp.txt: not found\n"));
}

#[test]
fn a_wrong_call_ends_with_2_and_one_line_and_a_hint() {
    let cases = [
        (
            &[""][..],
            "threadle: invalid value '' for '[SOURCE]...': expected a name, found nothing\n\
             hint: threadle --help lists what can be given\n",
        ),
        (&["--form", "text"], "threadle: unexpected argument '--form' found\nhint: did you mean --from?\n"),
        (
            &["-q", "author:\n(", "harbour.json"],
            "threadle: invalid value 'author: (' for '--query <QUERY>': column 8: expected a name after author\nhint: threadle --list-queries lists what can be asked for\n",
        ),
        (
            &["-t", "pdf", "harbour.json"],
            "threadle: invalid value 'pdf' for '--to <FORM>'\nhint: one of text, markdown, html, json, ndjson, mbox\n",
        ),
    ];
    for (arguments, message) in cases {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (2, "", message));
    }
}

#[test]
fn a_query_keeps_what_it_finds_and_what_that_answers() {
    let all = run(&["-q", "author:gull", "harbour.json"]);
    assert_eq!((all.code, all.err.as_str()), (0, ""));
    assert!(all.out.contains("2 replies") && all.out.contains("• oldsalt · 14 points · #1"), "{}", all.out);
    let some = run(&["-q", "nobody -is:op", "harbour.json"]);
    assert!(some.out.contains("1 reply") && !some.out.contains("gull"), "{}", some.out);
    let none = run(&["-q", "drift:>2", "harbour.json"]);
    assert_eq!((none.code, none.err.as_str()), (0, "threadle: nothing in it is found by drift:>2\n"));
    assert!(none.out.contains("The lamp was lit in 1874.") && !none.out.contains("repl"), "{}", none.out);
}

#[test]
fn a_query_knows_the_readers_names() {
    let directory = directory_of(&[("mine.toml", b"names = ['Gull']")]);
    let config = directory.path().join("mine.toml");
    let mine = run(&["--config", config.to_str().unwrap(), "-q", "is:mine", "harbour.json"]);
    assert_eq!((mine.code, mine.err.as_str()), (0, ""));
    assert!(mine.out.contains("≈gull"), "{}", mine.out);
}

#[test]
fn a_query_that_cannot_be_read_ends_with_2_and_its_column() {
    for option in ["-q", "--fold"] {
        let wrong = run(&[option, "lamp score:ten", "harbour.json"]);
        assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
        assert!(wrong.err.contains("column 12: expected a number"), "{}", wrong.err);
        assert!(wrong.err.ends_with("\nhint: threadle --list-queries lists what can be asked for\n"), "{}", wrong.err);
        assert_eq!(wrong.err.lines().count(), 2, "{}", wrong.err);
    }
    assert_eq!(run(&["-q", "", "harbour.json"]).code, 2);
    assert_eq!(run(&["--fold", "lamp", "-t", "json", "harbour.json"]).code, 2);
}

#[test]
fn a_file_is_written_in_the_form_of_its_name() {
    let directory = tempfile::tempdir().unwrap();
    for (name, beginning) in [
        ("a.json", "{\"format\""),
        ("a.ndjson", "{\"format\""),
        ("a.html", "<!DOCTYPE html>"),
        ("a.md", "# The harbour"),
        ("a.txt", "The harbour"),
        ("a", "The harbour"),
    ] {
        let path = directory.path().join(name);
        let ran = run(&["harbour.json", "-o", path.to_str().unwrap()]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
        assert!(fs::read_to_string(&path).unwrap().starts_with(beginning), "{name}");
    }
    assert_eq!(run(&["harbour.json", "-o", "-"]).out, HARBOUR);
}

#[test]
fn what_has_changed_can_go_to_a_file_and_is_not_asked_for_with_what_it_does_not_heed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("changes.txt");
    let ran = run(&["--diff", "harbour.json", "harbour.json", "-o", path.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert_eq!(fs::read_to_string(&path).unwrap(), "0 came, 0 went, 0 edited, 0 moved\n");
    for other in [&["-t", "json"][..], &["-q", "lamp"], &["--sort", "newest"], &["--fold-off-topic"]] {
        assert_eq!(run(&[&["--diff", "harbour.json", "pier.json"], other].concat()).code, 2, "{other:?}");
    }
}

#[test]
fn a_file_that_cannot_be_written_ends_with_1() {
    let ran = run(&["harbour.json", "-o", "/missing/talk.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, "threadle: /missing/talk.txt: no such file or directory\n"));
}

#[test]
fn an_input_that_fails_leaves_the_old_output() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("talk.txt");
    fs::write(&path, "old").unwrap();
    assert_eq!(run(&["missing.txt", "-o", path.to_str().unwrap()]).code, 1);
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_ends_the_program_quietly() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("long.json");
    let post = |n: usize| format!("{{\"n\":{n},\"raw\":\"{}\"}}", "lamp ".repeat(100));
    let posts: Vec<String> = (0..2000).map(post).collect();
    fs::write(&path, format!("{{\"posts\":[{}]}}", posts.join(","))).unwrap();
    let mut child = program(&[path.to_str().unwrap()]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn what_is_asked_for_about_the_program_is_written() {
    for (arguments, words) in [
        (&["--version"][..], "threadle 0."),
        (&["--help"], "Examples:"),
        (&["--list-formats"], "Written (--to):"),
        (&["--list-queries"], "\n  author:mara"),
        (&["--keys"], "\n  j or Down"),
        (&["--man"], ".TH THREADLE"),
        (&["--man"], ".SH \"EXIT STATUS\"\n"),
        (&["--completions", "bash"], "_threadle()"),
        (&["--completions", "fish"], "complete -c threadle"),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert!(ran.out.contains(words), "{words} in {}", ran.out);
    }
}

/// A directory with files of these names and contents.
fn directory_of(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    directory
}

fn run_in(directory: &tempfile::TempDir, arguments: &[&str]) -> Ran {
    ran(program(arguments).current_dir(directory.path()).output().unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_unicode_are_names() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let name = |bytes: &'static [u8]| OsStr::from_bytes(bytes);
    let directory =
        directory_of(&[("harbour.txt", b"A lamp\n\nIt is out.\n"), ("d/harbour.txt", b"A mole\n\nIt is dry.\n")]);
    let at = |bytes: &'static [u8]| directory.path().join(name(bytes));
    fs::rename(at(b"harbour.txt"), at(b"h\xE4fen.txt")).unwrap();
    fs::rename(at(b"d"), at(b"d\xFF")).unwrap();
    fs::write(at(b"k\xE9ys.toml"), "preset = \"less\"").unwrap();
    let run = |arguments: &[&[u8]]| {
        let arguments = arguments.iter().map(|bytes| OsStr::from_bytes(bytes));
        ran(program(&[]).current_dir(directory.path()).args(arguments).output().unwrap())
    };
    let calls: [&[&[u8]]; 4] = [
        &[b"h\xE4fen.txt"],
        &[b"d\xFF"],
        &[b"--config", b"k\xE9ys.toml", b"h\xE4fen.txt", b"-o", b"n\xF6w.txt"],
        &[b"--diff", b"h\xE4fen.txt", b"n\xF6w.txt"],
    ];
    for call in calls {
        let ran = run(call);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{call:?}");
    }
    assert!(at(b"n\xF6w.txt").exists());
}

#[test]
fn replies_are_sorted_by_drift_where_there_is_a_topic_to_drift_from() {
    let lamp = "the lamp of the lighthouse, its burner, the wick and the oil of the lamp tonight";
    let ferry = "ferry tickets and ferry prices, a refund for the ticket, says the ferry company";
    let mut json = format!(r#"{{"format":"threadle/1","title":"The lamp","posts":[{{"n":0,"raw":"{lamp}"}}"#);
    for n in 1..=80 {
        let (parent, text) = if n <= 40 { (n.min(2) - 1, ferry) } else { ((n - 40).min(2) / 2 * 41, lamp) };
        json += &format!(r#",{{"n":{n},"parent":{parent},"raw":"{text}"}}"#);
    }
    let directory = directory_of(&[("talk.json", (json + "]}").as_bytes())]);
    let ran = run_in(&directory, &["-t", "text", "--sort", "drift", "talk.json"]);
    assert!(ran.out.rfind("the wick") < ran.out.find("ferry"), "{}", ran.out);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let thin = run(&["--sort", "drift", "harbour.json"]);
    assert_eq!(thin.out, HARBOUR);
    assert_eq!(thin.err, "threadle: not sorted: there is too little text to tell what is on topic\n");
}

/// A thread as the program reads it from its own JSON.
fn read(name: &str) -> threadle::Thread {
    let mut builder = threadle::Builder::new("threadle");
    let source = threadle::inner::SOURCES.iter().find(|source| source.name() == "threadle").unwrap();
    source.read(&mut fs::read(samples().join(name)).unwrap().as_slice(), &mut builder).unwrap();
    builder.finish().unwrap().thread
}

#[test]
fn a_query_can_ask_what_was_read_before_and_leaves_no_trace_of_asking() {
    let home = tempfile::TempDir::new().unwrap();
    let asked = |arguments: &[&str]| ran(program(arguments).env("XDG_STATE_HOME", home.path()).output().unwrap());
    let replies = |ran: &Ran| {
        let names = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"];
        names.into_iter().filter(|name| ran.out.contains(&format!("The {name} reply"))).collect::<Vec<_>>().join(" ")
    };
    let all = "first second third fourth fifth sixth seventh";
    let before = asked(&["-q", "is:unread", "pier.json"]);
    assert_eq!(replies(&before), all);
    assert_eq!(before.err, "threadle: nothing is remembered yet: every thread is as if it had never been opened\n");
    assert!(!home.path().join("threadle").exists());
    let folder = home.path().join("threadle");
    let mut visit = threadle::inner::Remembered::visit(&folder, &read("pier.json")).unwrap();
    [0, 1, 4, 5, 6].into_iter().for_each(|post| visit.read(post));
    drop(visit);
    let unread = asked(&["-q", "is:unread", "pier.json"]);
    assert_eq!((replies(&unread).as_str(), unread.err.as_str()), ("first second third seventh", ""));
    assert_eq!(replies(&asked(&["-q", "is:read author:warden", "pier.json"])), "fifth sixth");
    assert_eq!(replies(&asked(&["--no-store", "-q", "is:read", "pier.json"])), "");
    assert_eq!(replies(&asked(&["-q", "is:new OR is:marked OR is:away", "pier.json"])), "");
    assert!(asked(&["--fold", "is:read -under:0 OR under:5", "pier.json"]).out.contains("▸ 1 reply folded"));
    fs::write(folder.join("threads.db"), "a log of the harbour, and no database of anything at all").unwrap();
    let broken = asked(&["-q", "is:unread", "pier.json"]);
    assert_eq!((replies(&broken).as_str(), broken.err.lines().count()), (all, 1), "{}", broken.err);
    assert!(!folder.join("threads.db.damaged-1").exists(), "asking changes nothing");
}

#[test]
fn a_query_can_ask_for_the_readers_own_posts() {
    let directory = directory_of(&[("own.toml", b"names = [\"Gull\"]")]);
    let config = directory.path().join("own.toml");
    let mine = run(&["--config", config.to_str().unwrap(), "-q", "is:mine", "pier.json"]);
    assert!(mine.out.contains("The fourth reply") && !mine.out.contains("The fifth reply"), "{}", mine.out);
}

//! The program as a shell sees it: what it writes where, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot run its program has failed")]

use std::fs;
use std::io::Write;
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
    command.args(arguments).current_dir(samples()).stdin(Stdio::null());
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

#[test]
fn json_comes_back_as_it_was_written() {
    let json = fs::read_to_string(samples().join("harbour.json")).unwrap();
    assert_eq!(run(&["-t", "json", "harbour.json"]).out, json);
    let line = run(&["-t", "ndjson", "harbour.json"]).out;
    assert_eq!(line.lines().count(), 1);
    assert_eq!(run_with_input(&["-t", "json"], line.as_bytes()).out, json);
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
fn of_several_threads_in_a_file_the_first_is_written() {
    let ran = run(&["two.ndjson"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "One\n\nThe lamp.\n"));
    assert_eq!(ran.err, "threadle: two.ndjson: holds 2 threads: this is the first, the other is left out\n");
}

#[test]
fn an_input_that_cannot_be_read_ends_with_1_and_says_why() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = directory.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let directory = directory.path().to_str().unwrap();
    let empty = file("empty.txt", b"");
    let binary = file("lamp.bin", b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
    let packed = file("talk.gz", b"\x1F\x8B\x08\0\0\0\0\0");
    let other = file("other.json", b"{\"format\":\"threadle/1\"}");
    let cases = [
        ("missing.txt".to_owned(), "missing.txt: not found\n".to_owned()),
        (
            directory.to_owned(),
            format!("{directory}: is a directory; directories of mail are not read yet\nhint: name one file in it\n"),
        ),
        (empty.clone(), format!("{empty}: empty\n")),
        (binary.clone(), format!("{binary}: neither text nor JSON: found binary data\n")),
        (
            packed.clone(),
            format!(
                "{packed}: compressed with gzip; such files are not read yet\nhint: gzip -dc {packed} | threadle\n"
            ),
        ),
        (
            other.clone(),
            format!(
                "{other}: expected JSON with a list \"posts\", found none\n\
                 hint: it was read as threadle: --from text shows it as it is\n"
            ),
        ),
        (
            "https://harbour.example/lamp".to_owned(),
            "https://harbour.example/lamp: addresses are not fetched yet\n\
             hint: fetch it as text: w3m -dump https://harbour.example/lamp | threadle\n"
                .to_owned(),
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
        (&["--form", "text"][..], "threadle: unexpected argument '--form' found\nhint: did you mean --from?\n"),
        (
            &["-t", "pdf", "harbour.json"],
            "threadle: invalid value 'pdf' for '--to <FORM>'\nhint: one of text, markdown, html, json, ndjson\n",
        ),
        (
            &["a", "b"],
            "threadle: expected one SOURCE, found 2\nhint: open them one by one: several at once are not read yet\n",
        ),
    ];
    for (arguments, message) in cases {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (2, "", message));
    }
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
        (&["--man"], ".TH threadle"),
        (&["--completions", "bash"], "_threadle()"),
        (&["--completions", "fish"], "complete -c threadle"),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert!(ran.out.contains(words), "{words} in {}", ran.out);
    }
}

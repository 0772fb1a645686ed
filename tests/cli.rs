//! The program as a shell sees it: what it writes where, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot run its program has failed")]

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

/// The titles of the threads in a line each of JSON.
fn titles(ran: &Ran) -> Vec<String> {
    let title =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["title"].as_str().unwrap().to_owned();
    ran.out.lines().map(title).collect()
}

const LAMP: &[u8] = br#"{"format":"threadle/1","title":"The lamp","posts":[{"n":0,"raw":"Who keeps it?"}]}"#;
const FERRY: &[u8] = b"The ferry was late again.\n\nIt will be late tomorrow.\n";

#[test]
fn several_sources_are_one_shelf_and_each_is_recognised_by_itself() {
    let directory = directory_of(&[("ferry.txt", FERRY), ("lamp.json", LAMP)]);
    let ran = run_in(&directory, &["-t", "json", "ferry.txt", "lamp.json", "ferry.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let [ferry, lamp, again] = titles(&ran).try_into().unwrap();
    assert_eq!(lamp, "The lamp");
    assert_eq!(ferry, again);
    let sources: Vec<_> =
        ran.out.lines().map(|line| line.split("\"source\":\"").nth(1).unwrap().split('"').next()).collect();
    assert_eq!(sources, [Some("text"), Some("threadle"), Some("text")]);
    let text = run_in(&directory, &["lamp.json", "ferry.txt"]).out;
    assert_eq!(
        text,
        "The lamp\n\nWho keeps it?\n\nferry.txt\n\nThe ferry was late again.\n\nIt will be late tomorrow.\n"
    );
}

#[test]
fn what_cannot_be_read_among_several_is_told_and_the_rest_is_read() {
    let flawed = br#"{"title":"The gulls","posts":[{"n":0,"raw":"They are back.","score":"many"}]}"#;
    let directory = directory_of(&[
        ("lamp.json", LAMP),
        ("gulls.json", flawed),
        ("empty", b""),
        ("logo", b"\x89PNG\r\n"),
        ("no.json", b"{\"format\":\"threadle/1\"}"),
    ]);
    let ran = run_in(&directory, &["-t", "text", "missing", "lamp.json", "empty", "logo", "gulls.json", "no.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "The lamp\n\nWho keeps it?\n\nThe gulls\n\nThey are back.\n"));
    let mut told: Vec<_> = ran.err.lines().collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "threadle: empty: empty",
            "threadle: gulls.json: post 0: expected a whole number as its score, found \"many\"",
            "threadle: logo: a PNG image",
            "threadle: missing: not found",
            "threadle: no.json: expected JSON with a list \"posts\", found none",
        ]
    );
}

#[test]
fn several_of_which_none_can_be_read_end_with_1_and_every_reason() {
    let directory = directory_of(&[("empty", b"")]);
    let ran = run_in(&directory, &["missing", "empty"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(
        ran.err,
        "threadle: missing: not found\nthreadle: empty: empty\nthreadle: 2 files: none of them could be read\n"
    );
}

#[test]
fn standard_input_can_be_one_of_several() {
    let arguments = ["-t", "json", "harbour.json", "-"];
    let ran = run_with_input(&arguments, LAMP);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(titles(&ran), ["The harbour and the lighthouse", "The lamp"]);
}

#[test]
fn a_directory_is_its_files() {
    let directory = directory_of(&[
        ("talks/2.txt", FERRY),
        ("talks/1.json", LAMP),
        ("talks/.hidden", b"not for you"),
        ("talks/images/logo.png", b"\x89PNG\r\n"),
        ("talks/more/yet/3.json", LAMP),
    ]);
    let ran = run_in(&directory, &["-t", "json", "talks"]);
    assert_eq!(ran.code, 0);
    assert_eq!(titles(&ran), ["The lamp", "talks/2.txt", "The lamp"]);
    let told = r#""notices":["talks: 1 file of a page (pictures, styles, scripts): left out"]"#;
    assert!(ran.out.contains(told), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_directory_is_not_waited_for() {
    let directory = directory_of(&[("talks/lamp.json", LAMP)]);
    let pipe = directory.path().join("talks/a.pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(run_in(&directory, &["talks"]).out, "The lamp\n\nWho keeps it?\n");
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    flate2::read::GzEncoder::new(content, flate2::Compression::default()).read_to_end(&mut packed).unwrap();
    packed
}

fn bzip2(content: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    bzip2::read::BzEncoder::new(content, bzip2::Compression::best()).read_to_end(&mut packed).unwrap();
    packed
}

fn zstd(content: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(content, ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn archives_are_opened_whatever_their_name_and_from_a_pipe() {
    let json = fs::read(samples().join("harbour.json")).unwrap();
    for packed in [gzip(&json), bzip2(&json), zstd(&json), gzip(&zstd(&json))] {
        let directory = directory_of(&[("talk", &packed)]);
        let ran = run_in(&directory, &["talk"]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, HARBOUR, ""));
        assert_eq!(run_with_input(&[], &packed).out, HARBOUR);
        assert_eq!(run_in(&directory, &["--from", "threadle", "talk"]).out, HARBOUR);
    }
}

#[test]
fn an_archive_that_is_cut_off_gives_what_came_before() {
    // Each post says something else, so that it cannot be told from the others.
    let post = |n: u64| format!("{{\"n\":{n},\"raw\":\"{:x}\"}}", (n + 7).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let posts: Vec<String> = (0..5000).map(post).collect();
    let packed = gzip(format!("{{\"posts\":[{}]}}", posts.join(",")).as_bytes());
    let directory = directory_of(&[("talk.json.gz", &packed[..packed.len() / 2])]);
    let ran = run_in(&directory, &["talk.json.gz"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.lines().count() > 2000, "{}", ran.out.lines().count());
    assert!(ran.err.contains("reading stopped here: the gzip archive ends too early"), "{}", ran.err);
}

#[test]
fn an_archive_of_something_else_is_named() {
    let tar = [&[b'x'; 257][..], b"ustar"].concat();
    let directory = directory_of(&[("talks.tgz", &gzip(&tar)), ("empty.gz", &gzip(b""))]);
    let ran = run_in(&directory, &["talks.tgz"]);
    assert_eq!(
        ran.err,
        "threadle: talks.tgz: a tar archive\nhint: unpack it and open the directory: tar -xf talks.tgz\n"
    );
    assert_eq!(run_in(&directory, &["empty.gz"]).err, "threadle: empty.gz: empty\n");
}

#[test]
fn messages_in_a_file_each_are_threaded_whatever_holds_them() {
    let question = b"From: Mara <mara@harbour.example>\nSubject: The lamp\nMessage-ID: <1@harbour.example>\n\
        Date: Fri, 21 Apr 2023 10:32:00 +0000\n\nWho keeps it?\n";
    let answer = b"From: Old Salt <salt@harbour.example>\nSubject: Re: The lamp\nMessage-ID: <2@harbour.example>\n\
        In-Reply-To: <1@harbour.example>\nDate: Fri, 21 Apr 2023 11:00:00 +0000\n\nNobody does.\n";
    let folders: [(&str, &str, &str); 3] =
        [("Maildir", "new/2.b", "cur/1.a:2,S"), ("MH", "10", "9"), ("loose", "answer", "question.eml")];
    for (name, second, first) in folders {
        let packed = if name == "loose" { gzip(answer) } else { answer.to_vec() };
        let directory =
            directory_of(&[(&format!("{name}/{second}"), &packed), (&format!("{name}/{first}"), &question[..])]);
        fs::create_dir_all(directory.path().join(name).join("tmp")).unwrap();
        let ran = run_in(&directory, &["-t", "ndjson", name]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}");
        assert_eq!(titles(&ran), ["The lamp"], "{name}: {}", ran.out);
        assert!(ran.out.contains(r#""n":1,"parent":0,"depth":1"#), "{name}: {}", ran.out);
    }
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

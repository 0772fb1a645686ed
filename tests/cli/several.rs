//! Several inputs at once: files, directories and archives.

use super::*;

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

//! How much memory a conversion takes: the system refuses the program more than it may have.

use super::*;
use std::fmt::Write as _;

const POSTS: usize = 5000;
/// What the program takes for itself, whatever it reads.
const AT_REST: usize = 14_000;

/// A thread in threadle's own JSON.
fn thread() -> String {
    let mut json = "{\"format\":\"threadle/1\",\"title\":\"The lamp\",\"posts\":[\n".to_owned();
    for post in 0..POSTS {
        let parent = if post == 0 { "null".to_owned() } else { (post * 7 / 9).to_string() };
        let said = "Nobody keeps the lamp, and the ferry finds the mole all the same. ".repeat(2 + post % 9);
        let comma = if post == 0 { "" } else { ",\n" };
        let minute = post % 60;
        let _ = write!(
            json,
            "{comma}{{\"n\":{post},\"parent\":{parent},\"author\":\"keeper{}\",\"time\":\"2023-04-21T10:{minute:02}:00Z\",\
             \"raw\":\"{said}\\n\\nNumber {post}.\"}}",
            post % 97
        );
    }
    json + "\n]}\n"
}

/// Converts a file with at most so many kilobytes of memory for data.
fn convert(folder: &Path, from: &str, to: &str, most: usize) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -d {most} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_threadle")]);
    command.args([from, "-o", to]).current_dir(folder).stdin(Stdio::null());
    command.env("XDG_STATE_HOME", folder).env("XDG_CONFIG_HOME", "/nonexistent").output().unwrap()
}

#[test]
fn a_conversion_takes_no_more_memory_than_six_times_its_input_and_64_bytes_a_post() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("memory");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("a.json"), thread()).unwrap();
    for (from, to) in [
        ("a.json", "a.html"),
        ("a.json", "a.mbox"),
        ("a.json", "a.txt"),
        ("a.json", "a.md"),
        ("a.html", "b.json"),
        ("a.mbox", "b.json"),
        ("a.txt", "b.json"),
        ("a.md", "b.json"),
    ] {
        let size = fs::metadata(folder.join(from)).unwrap().len() as usize;
        let most = AT_REST + (6 * size + 64 * POSTS) / 1024;
        let converted = convert(&folder, from, to, most);
        let told = String::from_utf8_lossy(&converted.stderr);
        assert!(converted.status.success(), "{from} to {to}, {most} KB: {}: {told}", converted.status);
    }
}

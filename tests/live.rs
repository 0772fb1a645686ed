//! Asks one thread of each site over the real network, for whoever has a connection: `cargo test --test live --
//! --ignored --nocapture`. Each is one call of the program, and what came is printed beside what should have come.

#![expect(clippy::print_stdout, reason = "it is read by the person who runs it")]

use std::process::Command;

/// Threads that have been there for years: an address, the format that its answers are read as, and how many posts
/// there are at least.
const THREADS: [(&str, &str, usize); 12] = [
    ("https://news.ycombinator.com/item?id=8863", "hn-algolia", 60),
    ("https://lobste.rs/s/mbw0z5", "lobsters", 4),
    ("https://meta.discourse.org/t/3423", "discourse", 5),
    ("https://github.com/rust-lang/rust/issues/10184", "github", 10),
    ("https://codeberg.org/forgejo/forgejo/issues/1", "github", 1),
    ("https://stackoverflow.com/questions/11227809", "stackexchange", 20),
    ("https://lore.kernel.org/git/Pine.LNX.4.58.0504150753440.7211@ppc970.osdl.org/", "mail", 1),
    ("https://bugs.debian.org/727708", "mail", 100),
    ("https://mastodon.social/@Gargron/1", "mastodon", 1),
    ("https://bsky.app/profile/bsky.app/post/3l6oveex3ii2l", "bluesky", 1),
    ("https://www.reddit.com/r/rust/comments/1baj0b4/", "atom", 1),
    ("https://lwn.net/Articles/1/", "html", 1),
];

#[test]
#[ignore = "asks servers of the web"]
fn threads_of_real_sites_are_as_they_were() {
    let home = tempfile::tempdir().unwrap();
    let mut differ = 0;
    for (address, format, posts) in THREADS {
        let mut program = Command::new(env!("CARGO_BIN_EXE_threadle"));
        program.args([address, "-t", "json", "--no-store"]).env("XDG_CONFIG_HOME", home.path());
        let output = program.output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let came = out.lines().filter(|line| line.contains("\"raw\":")).count();
        let is_read_as = out.contains(&format!("\"source\":\"{format}\""));
        let is_fine = output.status.success() && is_read_as && came >= posts;
        differ += usize::from(!is_fine);
        let mark = if is_fine { "  " } else { "! " };
        println!("{mark}{address}: {came} posts, at least {posts} expected; as {format}: {is_read_as}\n{err}");
    }
    assert_eq!(differ, 0, "of {} threads", THREADS.len());
}

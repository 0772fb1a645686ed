//! Coming back: what was read, folded and marked, and the place one left, whatever happened to page and program.

use super::sample::Sample;
use super::terminal::{PROGRAM, Setup, State, Terminal};
use rusqlite::Connection;
use serde_json::json;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A page about a harbour, as it was saved once and once more.
struct Harbour {
    replies: Vec<Reply>,
}

struct Reply {
    /// Its number in its site.
    id: usize,
    /// That of the reply it answers.
    parent: Option<usize>,
    text: String,
}

const AUTHORS: [&str; 5] = ["mara", "oldsalt", "tidewise", "gull", "pilot"];
const OPENING: &str = "The lamp on the mole burns again, and nobody in the council knows who paid for the oil.";

impl Harbour {
    /// Branches of five replies each, one under the other.
    fn new(branches: usize) -> Self {
        let reply = |id: usize| Reply {
            id,
            parent: (!id.is_multiple_of(5)).then(|| id - 1),
            text: format!(
                "Sounding number {id}: the channel is {} fathoms deep here, whatever the old chart may say.",
                id * 7
            ),
        };
        Self { replies: (0..branches * 5).map(reply).collect() }
    }

    /// The same page later: the branches the other way round, and a new reply under each of the old ones and more.
    fn later(mut self, more: usize) -> Self {
        let before = self.replies.len();
        for id in before..before + more {
            let text =
                format!("A later sounding, number {id}: it has silted up again by {} feet since the winter.", id * 3);
            self.replies.push(Reply { id, parent: Some((id - before) % before), text });
        }
        self
    }

    /// The replies as a page has them, each after the one it answers, with their depths.
    fn in_order(&self, turned: bool) -> Vec<(usize, &Reply)> {
        let mut ordered = Vec::new();
        let mut waiting: Vec<_> =
            self.replies.iter().filter(|reply| reply.parent.is_none()).map(|reply| (1, reply)).collect();
        if !turned {
            waiting.reverse();
        }
        while let Some((depth, reply)) = waiting.pop() {
            ordered.push((depth, reply));
            let answers = self.replies.iter().filter(|other| other.parent == Some(reply.id));
            waiting.extend(answers.map(|answer| (depth + 1, answer)));
        }
        ordered
    }

    fn json(&self, turned: bool) -> String {
        let mut posts = vec![json!({"n": 0, "author": "keeper", "raw": OPENING})];
        let mut places = std::collections::HashMap::new();
        for (_, reply) in self.in_order(turned) {
            places.insert(reply.id, posts.len());
            let parent = reply.parent.map_or(0, |parent| places[&parent]);
            posts.push(json!({
                "n": posts.len(), "parent": parent, "id": format!("c{}", 90_000 + reply.id), "raw": reply.text,
                "author": AUTHORS[reply.id % 5], "time": format!("2023-04-21T10:{:02}:00Z", reply.id % 60),
            }));
        }
        json!({"format": "threadle/1", "title": "The lamp on the mole", "url": "https://harbour.example/lamp", "posts": posts})
            .to_string()
    }

    /// The page as a blog makes it.
    fn html(&self) -> String {
        let mut page = format!(
            "<!doctype html><html><head><title>The lamp on the mole – Harbour notes</title></head><body>\
             <article class=\"post\"><h1 class=\"entry-title\">The lamp on the mole</h1>\
             <div class=\"entry-content\"><p>{OPENING}</p></div></article>\
             <div id=\"comments\"><h2>{} thoughts on the lamp</h2><ol class=\"comment-list\">",
            self.replies.len()
        );
        let mut open = 0;
        for (depth, reply) in self.in_order(true) {
            while open >= depth {
                page += "</ol></li>";
                open -= 1;
            }
            write!(
                page,
                "<li id=\"comment-{0}\" class=\"comment depth-{depth}\"><article class=\"comment-body\">\
                 <div class=\"comment-author vcard\"><b class=\"fn\">{1}</b> <span class=\"says\">says:</span></div>\
                 <div class=\"comment-metadata\"><time datetime=\"2023-04-21T12:{2:02}:00+02:00\">April 21</time></div>\
                 <div class=\"comment-content\"><p>{3}</p></div></article><ol class=\"children\">",
                90_000 + reply.id,
                AUTHORS[reply.id % 5],
                reply.id % 60,
                reply.text.replace(": ", ":<br>\n<b>").replace(" deep", "</b> deep"),
            )
            .unwrap();
            open += 1;
        }
        page + &"</ol></li>".repeat(open) + "</ol></div></body></html>"
    }
}

/// A folder that the program keeps its state in, from visit to visit.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("threadle")
    }

    fn file(&self) -> PathBuf {
        self.folder().join("threads.db")
    }

    fn setup(&self) -> Setup {
        Setup::new(PROGRAM).size(120, 40).env("XDG_STATE_HOME", self.0.path().to_str().unwrap())
    }

    fn visit(&self, page: &Path) -> Terminal {
        self.setup().arg(page).run()
    }

    fn number(&self, query: &str) -> i64 {
        Connection::open(self.file()).unwrap().query_row(query, (), |row| row.get(0)).unwrap()
    }

    /// How many posts are read, or folded.
    fn bits(&self, kind: usize) -> usize {
        let store = Connection::open(self.file()).unwrap();
        let mut bits = store.prepare("SELECT bits FROM bits WHERE kind = ?").unwrap();
        let rows = bits.query_map([kind as i64], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        rows.flat_map(Result::unwrap).map(|byte| byte.count_ones() as usize).sum()
    }
}

/// Leaves the program as a reader does.
fn leave(terminal: &mut Terminal) {
    terminal.keys("q");
    assert!(terminal.ends().success());
}

/// Leaves the program, which says on the way out that something is not saved, and why.
fn leave_unsaved(terminal: &mut Terminal, why: &str) {
    terminal.keys("q");
    assert_eq!(terminal.ends().exit_code(), 1);
    terminal
        .until("the message", |state| state.raw.ends_with(b"\n") && String::from_utf8_lossy(&state.raw).contains(why));
    assert!(terminal.told().contains(why), "{}", terminal.told());
}

#[test]
fn a_page_is_as_one_left_it_when_it_has_grown_turned_round_and_changed_its_format() {
    let home = Home::new();
    let page = Sample::new("lamp.json", Harbour::new(10).json(false));
    let mut first = home.visit(&page.path());
    first.shows("50 replies").keys("6 G z c 2 1 G z c 1 2 G m a").shows("marked a").shows("2 folded (8)");
    first.keys("3 1 G x o").shows("off-topic").keys("4 1 G x j").shows("joke");
    first.keys("1 6 G").shows("Sounding number 15");
    leave(&mut first);

    let read = home.bits(0);
    assert!((3..50).contains(&read), "{read}");
    let later = Sample::new("lamp.json", Harbour::new(10).later(50).json(true));
    let mut second = home.visit(&later.path());
    second
        .shows("100 replies")
        .shows("+9 (5 new)")
        .shows(" new · ")
        .shows("2 folded (")
        .shows("▌ mara")
        .shows("Sounding number 15");
    assert_eq!(home.number("SELECT count(*) FROM threads"), 1, "it is the same thread");
    put_away(&mut second);
    second.keys("' a").shows("Sounding number 11");
    leave(&mut second);

    let page = Sample::new("lamp.html", Harbour::new(10).later(50).html());
    let mut third = home.visit(&page.path());
    third.shows("100 replies").shows("2 folded (").shows("Sounding number 11");
    assert_eq!(home.number("SELECT count(*) FROM threads"), 1, "it is the same thread");
    assert_eq!(home.number("SELECT posts FROM threads"), 101, "no post is taken for another");
    put_away(&mut third);
    third.keys("j ' a").until("the marked post", |state| state.shows("Sounding number 11"));
    leave(&mut third);
}

/// Looks at the list of what was put away: the two branches, each under its label.
fn put_away(terminal: &mut Terminal) {
    terminal.keys("X").until("both branches", |state| {
        let has =
            |label: &str, text: &str| state.lines().iter().any(|line| line.contains(label) && line.contains(text));
        has("off-topic", "Sounding number 30") && has("joke", "Sounding number 40")
    });
    terminal.keys("q").until("the list closed", |state| !state.shows("Put away"));
}

#[test]
fn two_windows_on_one_thread_keep_what_each_has_changed() {
    let home = Home::new();
    let page = Sample::new("lamp.json", Harbour::new(10).json(false));
    let (mut one, mut other) = (home.visit(&page.path()), home.visit(&page.path()));
    one.shows("50 replies");
    other.shows("50 replies");
    one.keys("6 G z c m a").shows("1 folded").shows("marked a");
    other.keys("2 1 G z c m b").shows("1 folded").shows("marked b");
    one.keys("3 1 G z c").shows("2 folded");
    leave(&mut other);
    leave(&mut one);
    let mut both = home.visit(&page.path());
    both.shows("3 folded (12)").keys("' a").shows("6/50").keys("' b").shows("21/50");
    assert_eq!(home.number("SELECT count(*) FROM threads"), 1);
}

#[test]
fn nothing_is_left_behind_if_that_is_wished() {
    let home = Home::new();
    let page = Sample::new("lamp.json", Harbour::new(4).json(false));
    let mut terminal = home.setup().arg("--no-store").arg(page.path()).run();
    terminal.shows("20 replies").keys("6 G z c m a").shows("1 folded");
    leave(&mut terminal);
    assert!(!home.folder().exists());
}

#[test]
fn a_store_that_cannot_be_used_is_told_and_left_and_reading_goes_on() {
    let page = Sample::new("lamp.json", Harbour::new(4).json(false));
    let home = Home::new();
    let mut first = home.visit(&page.path());
    first.shows("20 replies").keys("6 G z c").shows("1 folded");
    leave(&mut first);
    Connection::open(home.file()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(home.file()).unwrap();
    let mut newer = home.visit(&page.path());
    newer
        .shows("20 replies")
        .shows("is from a newer threadle")
        .keys("6 G z c")
        .shows("1 folded")
        .keys("!")
        .shows("─ Notices ─");
    newer.shows("nothing is remembered").keys("q").no_longer_shows("─ Notices ─");
    leave_unsaved(&mut newer, "is from a newer threadle");
    assert!(fs::read(home.file()).unwrap() == before, "it is as it was");

    let file = Sample::new("no-folder", "");
    let setup = Setup::new(PROGRAM).size(120, 40).env("XDG_STATE_HOME", file.path().to_str().unwrap());
    let mut closed = setup.arg(page.path()).run();
    closed.shows("20 replies").shows("nothing is remembered").keys("6 G z c").shows("1 folded");
    leave_unsaved(&mut closed, "nothing is remembered");
}

#[test]
fn a_store_that_is_taken_away_is_begun_anew_or_told() {
    let page = Sample::new("lamp.json", Harbour::new(4).json(false));
    let home = Home::new();
    let mut terminal = home.visit(&page.path());
    terminal.shows("20 replies").keys("6 G z c").shows("1 folded");
    fs::remove_dir_all(home.folder()).unwrap();
    // The next key may take the message off the last line; among the notices it stays.
    terminal.keys("1 1 G z c").shows("2 folded").keys("!").shows("the store was taken away");
    terminal.keys("q").no_longer_shows("─ Notices ─");
    leave(&mut terminal);
    home.visit(&page.path()).shows("2 folded").shows("11/20");

    let home = Home::new();
    let mut terminal = home.visit(&page.path());
    terminal.shows("20 replies").keys("6 G z c").shows("1 folded");
    fs::remove_dir_all(home.folder()).unwrap();
    fs::write(home.folder(), "a file in the way").unwrap();
    terminal.keys("1 1 G z c").shows("2 folded").shows("nothing is remembered");
    leave_unsaved(&mut terminal, "nothing is remembered");
}

#[test]
fn the_screen_is_divided_as_it_was_left() {
    let home = Home::new();
    let page = Sample::new("lamp.json", Harbour::new(4).json(false));
    // Past the guides of the outline.
    let divider = |state: &State| state.lines().get(2)?.chars().skip(25).position(|c| c == '│');
    let column = |terminal: &Terminal| divider(&terminal.state());
    let mut first = home.visit(&page.path());
    let before = column(first.shows("20 replies"));
    first.keys(") ) ) )").until("a wider outline", |state| divider(state) > before);
    let left = column(&first);
    leave(&mut first);
    let mut second = home.visit(&page.path());
    assert_eq!(column(second.shows("20 replies")), left);
    leave(&mut second);
    // The library is left last here, and is no other screen for that.
    let mut library = home.setup().run();
    library.shows("Library").keys("Enter").shows("20 replies").keys(") )");
    library.until("a wider outline", |state| divider(state) > left);
    let wider = column(&library);
    library.keys("q").shows("Library");
    leave(&mut library);
    let mut again = home.visit(&page.path());
    assert_eq!(column(again.shows("20 replies")), wider);
    leave(&mut again);
    fs::write(home.folder().join("screen.toml"), "nonsense").unwrap();
    let mut third = home.visit(&page.path());
    assert_eq!(column(third.shows("20 replies")), before);
    leave(&mut third);
}

#[test]
fn files_are_private_under_any_umask() {
    let page = Sample::new("lamp.json", Harbour::new(4).json(false));
    for is_there in [false, true] {
        for umask in ["0", "022"] {
            let home = Home::new();
            if is_there {
                fs::create_dir(home.folder()).unwrap();
                fs::set_permissions(home.folder(), fs::Permissions::from_mode(0o777)).unwrap();
            }
            let setup = Setup::shell(&format!("umask {umask}; exec $THREADLE $PAGE")).size(120, 40);
            let setup = setup.env("XDG_STATE_HOME", home.0.path().to_str().unwrap());
            let mut terminal = setup.env("PAGE", page.path().to_str().unwrap()).run();
            terminal.shows("20 replies").keys("6 G z c").shows("1 folded");
            let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(rights(&home.folder()), 0o700, "umask {umask}");
            let files: Vec<_> = fs::read_dir(home.folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
            assert!(files.len() >= 2, "the database and what SQLite has beside it: {files:?}");
            files.iter().for_each(|file| assert_eq!(rights(file), 0o600, "{} under umask {umask}", file.display()));
            leave(&mut terminal);
        }
    }
}

#[test]
fn what_was_done_while_the_store_could_not_be_opened_is_saved_when_it_can() {
    let page = Sample::new("lamp.json", Harbour::new(4).json(false));
    let home = Home::new();
    fs::write(home.folder(), "a file in the way").unwrap();
    let mut terminal = home.visit(&page.path());
    terminal
        .shows("20 replies")
        .shows("nothing is remembered")
        .keys("6 G z c")
        .shows("1 folded")
        .shows("not saved · 6/20");
    fs::remove_file(home.folder()).unwrap();
    terminal.no_longer_shows("not saved").shows("1 folded").shows("6/20");
    leave(&mut terminal);
    home.visit(&page.path()).shows("1 folded").shows("6/20");
}

#[test]
fn what_there_is_no_room_for_is_told_while_it_is_so_and_at_the_end() {
    let page = Sample::new("lamp.json", Harbour::new(40).json(false));
    let home = Home::new();
    leave(home.visit(&page.path()).shows("200 replies"));
    // 32 KiB for each file: enough for what SQLite needs to open one, and for a few changes.
    let line = "ulimit -f 64; exec $THREADLE $PAGE";
    let state = home.0.path().to_str().unwrap();
    let setup = Setup::shell(line).size(120, 40).env("XDG_STATE_HOME", state);
    let mut terminal = setup.env("PAGE", page.path().to_str().unwrap()).run();
    terminal.shows("200 replies");
    // Each is saved, or not, before it is shown.
    for _ in 0..10 {
        terminal.keys("z M").shows("folded (").keys("z R").no_longer_shows("folded (");
    }
    terminal.shows("not saved: the disk does not take it").keys("q");
    assert_eq!(terminal.ends().exit_code(), 1);
    terminal.until("the message", |state| state.raw.ends_with(b"XDG_STATE_HOME\r\n"));
    assert!(terminal.told().contains("threadle: not saved: the disk does not take it"), "{}", terminal.told());
    home.visit(&page.path()).shows("200 replies").no_longer_shows("damaged");
}

#[test]
fn a_damaged_store_is_set_aside_and_a_new_one_begun() {
    let page = Sample::new("lamp.json", Harbour::new(4).json(false));
    for damage in [Damage::Overwritten, Damage::Inside] {
        let home = Home::new();
        fs::create_dir(home.folder()).unwrap();
        let mut first = home.visit(&page.path());
        first.shows("20 replies").keys("6 G z c").shows("1 folded");
        leave(&mut first);
        let mut bytes = fs::read(home.file()).unwrap();
        match damage {
            Damage::Overwritten => bytes = b"a log of the harbour, and no database at all".to_vec(),
            Damage::Inside => bytes.iter_mut().skip(4096).for_each(|byte| *byte = 0x5A),
        }
        fs::write(home.file(), &bytes).unwrap();
        let mut second = home.visit(&page.path());
        second.shows("20 replies").shows("the store was damaged").keys("1 1 G z c").shows("1 folded");
        leave(&mut second);
        assert!(
            fs::read(home.folder().join("threads.db.damaged-1")).unwrap() == bytes,
            "it is kept as it was, {damage:?}"
        );
        home.visit(&page.path()).shows("20 replies").shows("1 folded").shows("11/20");
    }
}

#[derive(Debug, Clone, Copy)]
enum Damage {
    Overwritten,
    Inside,
}

/// What the screen has told of a visit: the number of the post that the reader is in, how many posts are unread and
/// how many folded.
fn confirmed(state: &State) -> Option<(usize, usize, usize)> {
    let lines = state.lines();
    let number_before = |line: &str, word: &str| {
        let before = line.get(..line.find(word)?)?.trim_end();
        before.rsplit(' ').next()?.replace(',', "").parse().ok()
    };
    let (first, last) = (lines.first()?, lines.last()?);
    let at = last.rsplit("  ").next()?.split('/').next()?.trim().replace(',', "").parse().ok()?;
    Some((at, number_before(first, " unread")?, number_before(first, " folded").unwrap_or(0)))
}

/// Whether the last frame was drawn to its end. Its first line may be there while its last, which says that something
/// is not saved yet, still tells of the frame before.
fn is_whole(raw: &[u8]) -> bool {
    let last = |mark: &[u8]| raw.windows(mark.len()).rposition(|bytes| bytes == mark);
    last(b"\x1b[?2026l") > last(b"\x1b[?2026h")
}

/// `KILLS=200` makes it as thorough as it can be.
#[test]
fn what_the_screen_has_shown_outlives_a_kill_at_any_moment() {
    const REPLIES: usize = 2000;
    let kills: u64 = env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20);
    let page = Sample::new("lamp.json", Harbour::new(REPLIES / 5).json(false));
    let mut home = Home::new();
    let mut checked = 0;
    for kill in 0..kills {
        // Long before the end of the thread, where reading on would go back to what was left out.
        if kill % 20 == 0 {
            home = Home::new();
        }
        let mut dice = kill.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x1874;
        let mut below = |end: u64| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            dice % end
        };
        let mut terminal = home.visit(&page.path());
        terminal.until("the thread, and what is known of it", |state| {
            state.shows("/2,000") && !state.shows("not saved yet")
        });
        let from = terminal.state().raw.len();
        let many = 1 + below(30);
        let keys: Vec<_> =
            (0..many).map(|_| ["j", "Space", "z c", "j z c", "}", "Ctrl-d"][below(6) as usize]).collect();
        terminal.keys(&keys.join(" "));
        // While frames are drawn for the first of the keys or for the last.
        let bytes = below(200) as usize;
        terminal.until("some bytes of a frame", |state| state.raw.len() > from + bytes);
        terminal.signal("KILL").ends();
        let state = terminal.state();
        let shown = confirmed(&state).filter(|_| is_whole(&state.raw) && !state.shows("not saved yet"));
        drop(state);
        drop(terminal);

        let store = Connection::open(home.file()).unwrap();
        let whole: String = store.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
        assert_eq!(whole, "ok", "after kill {kill}");
        if let Some((at, unread, folded)) = shown {
            checked += 1;
            let number: i64 = store.query_row("SELECT coalesce(post, 0) FROM threads", (), |row| row.get(0)).unwrap();
            assert!(number >= at as i64, "kill {kill}: the screen was at {at}, the store at {number}");
            let read = REPLIES + 1 - unread;
            assert!(home.bits(0) >= read, "kill {kill}: {read} were read, the store has {}", home.bits(0));
            assert!(home.bits(1) >= folded, "kill {kill}: {folded} were folded, the store has {}", home.bits(1));
        }
    }
    assert!(checked * 5 > kills, "only {checked} of {kills} screens could be read");
}

//! Parts of a thread saved in files and piped to commands.

use super::sample::{PIER, Sample};
use super::terminal::{PROGRAM, Setup, Terminal};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// A thread in a folder of its own, opened there.
fn opened(sample: &Sample, content: &str) -> Terminal {
    fs::write(sample.path(), content).unwrap();
    Setup::shell(&format!("cd '{}' && exec \"$THREADLE\" talk.json", sample.folder().display())).run()
}

fn names(sample: &Sample) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(sample.folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn s_saves_a_subthread_and_asks_before_it_replaces_a_file() {
    let sample = Sample::absent("talk.json");
    let mut terminal = opened(&sample, &fs::read_to_string(PIER).unwrap());
    terminal.shows("0/7").keys("5 j s").shows("save as: the-old-pier-5.txt").keys("Enter").shows("saved as text");
    let saved = fs::read_to_string(sample.folder().join("the-old-pier-5.txt")).unwrap();
    assert!(saved.contains("handrail") && saved.contains("it stays") && !saved.contains("barnacle"), "{saved}");
    fs::write(sample.folder().join("the-old-pier-5.txt"), "mine").unwrap();
    terminal.keys("s Enter").shows("is there already").keys("n").shows("is as it was");
    assert_eq!(fs::read_to_string(sample.folder().join("the-old-pier-5.txt")).unwrap(), "mine");
    terminal.keys("s Enter").shows("is there already").keys("y").shows("saved as text");
    assert_eq!(fs::read_to_string(sample.folder().join("the-old-pier-5.txt")).unwrap(), saved);
    terminal.keys("s Tab Ctrl-t Ctrl-t Ctrl-t Ctrl-t Enter").shows("saved as mbox: the-old-pier-5.mbox");
    assert!(fs::read_to_string(sample.folder().join("the-old-pier-5.mbox")).unwrap().contains("barnacle"));
    terminal.keys("s Ctrl-u").send("no/such/folder.md\r").shows("not saved: no/such/folder.md: no such file");
    assert_eq!(names(&sample), ["talk.json", "the-old-pier-5.mbox", "the-old-pier-5.txt"]);
}

#[test]
fn a_command_has_the_terminal_and_reads_the_thread() {
    let sample = Sample::absent("talk.json");
    let mut terminal = opened(&sample, &fs::read_to_string(PIER).unwrap());
    terminal.shows("0/7").keys("1 j |").send("grep -c reply; echo READ''Y; read -r x < /dev/tty; echo GOT $x\r");
    terminal.until("the terminal given back", super::terminal::State::is_given_back).shows("READY");
    terminal.send("j j q\r").shows("GOT j j q").shows("Enter goes back to threadle");
    assert!(terminal.is_cooked());
    terminal.send("\r").shows("1/7").keys("j").shows("2/7");
    terminal.keys("|").send("exit 3\r").shows("the command ended with exit status: 3").send("\r").shows("2/7");
    terminal.keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn an_interrupt_ends_the_command_and_not_threadle() {
    let sample = Sample::absent("talk.json");
    let mut terminal = opened(&sample, &fs::read_to_string(PIER).unwrap());
    terminal.shows("0/7").keys("|").send("echo WAIT''ING; sleep 100\r").shows("WAITING").send("\x03");
    terminal.shows("Enter goes back to threadle").send("\r").shows("0/7").keys("j").shows("1/7").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_command_that_does_not_read_to_the_end_is_no_trouble() {
    let sample = Sample::new("long.json", super::sample::many(20_000));
    let mut terminal = Terminal::reading(sample.path());
    terminal.shows("0/20,000").keys("|").send("head -n 1\r").shows("Soundings").shows("Enter goes back");
    terminal.send("\r").shows("0/20,000");
}

#[test]
fn nothing_of_a_hostile_thread_gets_into_names_commands_and_the_environment() {
    let bad = r"$(touch pwned)`touch pwned`;touch pwned|touch pwned\u0000\n../../x\u001b]0;mine\u0007";
    let post = |n: usize| {
        format!(
            r#"{{"n":{n},"id":"{bad}","author":"{bad}","url":"https://a/{bad}","raw":"{bad} <{bad}> https://a.example/{bad}"}}"#
        )
    };
    let talk = format!(r#"{{"format":"threadle/1","title":"-rf {bad}","posts":[{},{}]}}"#, post(0), post(1));
    let sample = Sample::absent("talk.json");
    let mut terminal = opened(&sample, &talk);
    terminal.shows("0/1").keys("s Enter").shows("saved as text: rf-touch-pwned-touch-pwned");
    terminal.keys("|").send("env > env; cat > all; printf '%s' \"$0 $*\" > line\r").shows("Enter goes back").send("\r");
    terminal.shows("0/1").keys("y u").shows("sent").keys("y q").shows("sent").keys("y p").shows("sent");
    let names = names(&sample);
    assert_eq!(names.len(), 5, "{names:?}");
    assert!(names.iter().all(|name| !name.contains("pwned") || name.starts_with("rf-touch")), "{names:?}");
    for name in ["env", "line"] {
        let text = fs::read_to_string(sample.folder().join(name)).unwrap();
        assert!(!text.contains("pwned"), "{name}: {text}");
    }
    assert!(fs::read_to_string(sample.folder().join("all")).unwrap().contains("touch pwned"));
    // What the terminal shows while the command has it ends its lines as every program does.
    let raw: Vec<u8> = terminal.state().raw.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    super::stream::check(&raw);
}

#[test]
fn a_copy_is_said_to_be_one_where_a_program_took_it() {
    let folder = tempfile::tempdir().unwrap();
    let (tmux, taken) = (folder.path().join("tmux"), folder.path().join("taken"));
    fs::write(&tmux, format!("#!/bin/sh\n[ \"$*\" = 'load-buffer -w -' ] && cat > {}\n", taken.display())).unwrap();
    fs::set_permissions(&tmux, fs::Permissions::from_mode(0o755)).unwrap();
    let sample = Sample::new("long.json", super::sample::many(3));
    let path = std::env::var("PATH").unwrap();
    let inside = |name: &str, path: &str| {
        Setup::new(PROGRAM).size(100, 24).env(name, "harbour").env("PATH", path).arg(sample.path()).run()
    };
    let mut terminal = inside("TMUX", &format!("{}:{path}", folder.path().display()));
    terminal.shows("0/3").keys("j y y").shows("characters to tmux");
    assert!(fs::read_to_string(&taken).unwrap().contains("Sounding"));
    let mut terminal = inside("TMUX", "/nonexistent");
    terminal.shows("0/3").keys("j y y").shows("characters to the terminal's clipboard");
    let mut terminal = inside("STY", &path);
    terminal.shows("0/3").keys("j y y").shows("characters to the terminal's clipboard");
    assert_eq!(terminal.state().many("\x1bP\x1b]52;c;"), 1, "screen hands on what stands in a control string");
}

//! Prompts for files and commands that are to have a part of the thread.

use crate::notation::thread;
use crate::stage::Stage;
use crate::{TALK, talk};
use threadle::inner::set_up;
use threadle::{Action, Effect};

/// What was asked for last, as a test can compare it.
fn asked(stage: &Stage) -> String {
    format!("{:?}", stage.asked.last())
}

#[test]
fn a_name_is_proposed_and_what_is_saved_can_be_chosen() {
    let mut stage = Stage::new(thread(TALK), 80, 14);
    stage.press("2 j s");
    stage.screen_is(
        "
           threadle │ The lamp                                       7 replies · 2 unread
          ¶ The lamp                 │ ▌ salt                                #2 · ↑ mara │
          ▾   mara  A lamp           │ ▌ No lamp                                         │
        > │ ▾   salt  No lamp        │ │                                                 │
          │ │     tide  A chart      │ ││ tide                               #3 · ↑ salt ┃
          │     gull  Chips          │ ││ A chart                                        ┃
          ▾   gull  Ferry            │ ││                                                ┃
          │   • nils  Four sixty     │ │ gull                                #4 · ↑ mara ┃
          ╭─ Save ──────────────────────────────────╮                                    ┃
          │ Tab     this subthread, 2 posts         │                                    │
          │ Ctrl-s  with all that is folded         │                                 #5 │
          │ Ctrl-t  text, by the ending of the name │                                    │
          ╰─────────────────────────────────────────╯                                    │
          save as: the-lamp-2.txt                                               2/7 · 67%
    ",
    );
    stage.press("Tab Ctrl-s Ctrl-t");
    stage.screen_is(
        "
           threadle │ The lamp                                       7 replies · 2 unread
          ¶ The lamp                 │ ▌ salt                                #2 · ↑ mara │
          ▾   mara  A lamp           │ ▌ No lamp                                         │
        > │ ▾   salt  No lamp        │ │                                                 │
          │ │     tide  A chart      │ ││ tide                               #3 · ↑ salt ┃
          │     gull  Chips          │ ││ A chart                                        ┃
          ▾   gull  Ferry            │ ││                                                ┃
          │   • nils  Four sixty     │ │ gull                                #4 · ↑ mara ┃
          ╭─ Save ──────────────────────────────────────╮                                ┃
          │ Tab     the whole thread, 8 posts           │                                │
          │ Ctrl-s  as seen: what is folded is one line │                             #5 │
          │ Ctrl-t  markdown, by the ending of the name │                                │
          ╰─────────────────────────────────────────────╯                                │
          save as: the-lamp-2.md                                                2/7 · 67%
    ",
    );
    stage.press("Ctrl-u n o t e s . m b o x Enter");
    assert!(matches!(stage.asked.last(), Some(Effect::Save { path, may_replace: false, .. }) if path == "notes.mbox"));
    assert!(asked(&stage).contains("Mbox") && asked(&stage).contains("PostId(0)"), "{}", asked(&stage));
}

/// What was saved, without what nobody sees.
fn saved(stage: &Stage) -> Vec<String> {
    let Some(Effect::Save { parcel, .. }) = stage.asked.last() else { panic!("nothing is saved") };
    let mut out = Vec::new();
    parcel.write(stage.app.thread(), &mut out).unwrap();
    let lines = String::from_utf8(out).unwrap();
    lines.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn as_seen_is_what_the_screen_shows_under_a_filter() {
    let mut stage = Stage::new(thread(TALK), 80, 14);
    stage.press("& c h Enter g g 2 j z c s Tab Ctrl-s");
    stage.screen_is(
        "
           threadle │ The lamp                                                   & 2 of 8
        > ¶ The lamp                 │ ▸ salt  +1  No lamp                               │
          ▾   mara  A lamp           │ │ gull                                #4 · ↑ mara │
        > │ ▸   salt  +1  No lamp    │ │ Chips                                           │
          │     gull  Chips          │ │                                                 │
                                     │  · · ·                                            │
                                     │                                                   │
                                     │                                                   ┃
          ╭─ Save ────────────────────────────────────────────────────╮                  ┃
          │ Tab     the whole thread, 5 posts                         │                  ┃
          │ Ctrl-s  as seen: what the filter keeps, folds as one line │                  ┃
          │ Ctrl-t  text, by the ending of the name                   │                  │
          ╰───────────────────────────────────────────────────────────╯                  │
          save as: the-lamp-2.txt                                              2/7 · 100%
    ",
    );
    stage.press("Enter");
    let lines = ["The lamp", "It went out.", "4 replies", "• mara · #1", "  A lamp"];
    assert_eq!(saved(&stage)[..5], lines);
    assert_eq!(saved(&stage)[5..], ["  • salt · #2", "    ▸ 1 reply folded: No lamp", "  • gull · #4", "    Chips"]);
    stage.press("s Tab Ctrl-s Ctrl-u a . j s o n Enter");
    assert_eq!(saved(&stage).iter().filter(|line| line.contains("\"raw\"")).count(), 4);
    stage.press("s Tab Enter");
    assert!(saved(&stage).iter().any(|line| line == "7 replies"));
}

#[test]
fn as_seen_is_the_path_where_only_that_is_shown() {
    let mut stage = Stage::new(thread(TALK), 80, 14);
    stage.press("3 G v s Tab Ctrl-s");
    stage.find("the whole thread, 4 posts");
    stage.find("as seen: only the path");
    stage.press("Enter");
    let lines =
        ["3 replies", "• mara · #1", "  A lamp", "  • salt · #2", "    No lamp", "    • tide · #3", "      A chart"];
    assert_eq!(saved(&stage)[2..], lines);
}

#[test]
fn a_file_that_is_there_is_replaced_only_if_the_reader_says_so() {
    let mut stage = talk();
    stage.press("s Enter");
    let Some(Effect::Save { path, parcel, .. }) = stage.asked.pop() else { panic!("nothing is saved") };
    let exists = || Action::Exists { path: path.clone(), parcel: parcel.clone() };
    stage.act(exists());
    stage.status_is("the-lamp.txt is there already; y replaces it, Esc leaves it");
    stage.press("Enter");
    stage.status_is("the-lamp.txt is as it was");
    assert!(!matches!(stage.asked.last(), Some(Effect::Save { .. })));
    stage.act(exists());
    stage.press("y");
    assert!(matches!(stage.asked.last(), Some(Effect::Save { may_replace: true, .. })));
    stage.press("?");
    stage.act(exists());
    stage.press("Esc");
    assert!(!stage.text().contains("y replaces it"), "no question comes over something else");
}

#[test]
fn a_command_is_typed_and_gets_the_form_that_is_chosen() {
    let mut stage = talk();
    stage.press("5 j | Ctrl-t Ctrl-t w c Space - l Enter");
    assert!(matches!(stage.asked.last(), Some(Effect::Pipe { command, .. }) if command == "wc -l"));
    assert!(asked(&stage).contains("Html") && asked(&stage).contains("PostId(5)"), "{}", asked(&stage));
    let before = stage.asked.len();
    stage.press("| Enter | x Backspace Backspace | Esc");
    assert_eq!(stage.asked.len(), before, "an empty command is none");
}

#[test]
fn a_key_runs_a_command_of_the_readers_own_with_what_it_asks_for() {
    let mut stage = talk();
    let config = "[keys]\n'Alt-w' = '| wc -w'\n'Alt-m' = { run = 'cat', input = 'subthread', form = 'markdown' }\n\
        'Alt-t' = { run = 'cat', input = 'thread' }\n'Alt-a' = { run = 'cat', input = 'address' }";
    set_up(&mut stage.app, config).unwrap();
    let mut fed = |keys: &str| {
        stage.press(keys);
        let Some(Effect::Pipe { command, input }) = stage.asked.pop() else {
            panic!("nothing is run: {}", stage.text())
        };
        let mut out = Vec::new();
        input.write(stage.app.thread(), &mut out).unwrap();
        (command, String::from_utf8(out).unwrap())
    };
    let (command, post) = fed("j Alt-w");
    assert_eq!(command, "wc -w");
    assert!(post.contains("A lamp") && !post.contains("No lamp"), "{post}");
    let (command, subthread) = fed("Alt-m");
    assert_eq!(command, "cat");
    assert!(subthread.contains("No lamp") && !subthread.contains("Ferry"), "{subthread}");
    let (_, thread) = fed("Alt-t");
    assert!(thread.contains("It went out.") && thread.contains("Ferry"), "{thread}");
    stage.press("Alt-a");
    stage.status_is("this post has no address that is known");
    stage.press("? / y o u r");
    stage.find("the post | wc -w");
    stage.find("the subthread | cat");
}

#[test]
fn a_paste_goes_into_the_prompt_on_one_line() {
    let mut stage = talk();
    stage.press("|");
    stage.act(Action::Paste("cat\nrm -r x\u{1b}[2J".to_owned()));
    stage.find("pipe to: cat rm -r x␛[2J");
    stage.press("Esc");
    assert!(!stage.asked.iter().any(|effect| matches!(effect, Effect::Pipe { .. })));
}

#[test]
fn a_long_name_shows_its_end_where_the_cursor_is() {
    let mut stage = Stage::new(thread(TALK), 40, 10);
    stage.press("s");
    stage.act(Action::Paste("/a/very/long/path/to/somewhere/else/in/the/harbour/end.txt".to_owned()));
    stage.find("harbour/end.txt");
}

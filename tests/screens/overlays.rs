//! What lies over the panes: the help, the palette, notices, and what may be typed next.

use crate::notation::thread;
use crate::stage::Stage;
use crate::{TALK, talk};
use threadle::inner::set_up;
use threadle::{Action, Effect, Notice, Place};

#[test]
fn the_help_shows_the_keys_and_scrolls() {
    let mut stage = Stage::new(thread(TALK), 80, 14);
    stage.press("?");
    stage.find("╭─ Keys ─");
    stage.find("Space           read on: page, then the next unread post");
    stage.find("Enter runs it · / narrows · ? keys · Esc closes");
    stage.press("G");
    assert!(stage.text().contains("quit"), "{}", stage.text());
    stage.press("Esc j");
    stage.selected_is(1);
}

#[test]
fn the_palette_finds_commands_by_a_few_letters_and_runs_them() {
    let mut stage = Stage::new(thread(TALK), 80, 14);
    stage.press("2 j : f o l d Space a l l");
    stage.screen_is(
        "
           threadle │ The lamp                                       7 replies · 2 unread
          ¶ Th╭─ Commands ───────────────────────────────────────────────────────────╮ra │
          ▾   │ : fold all                                                           │   │
        > │ ▾ │ fold-all              fold every branch                          z M │   │
          │ │ │ unfold-all            unfold everything                          z R │lt ┃
          │   │ fold-read             fold all that holds nothing unread         z n │   ┃
          ▾   │ fold-below            fold with all below                        z C │   ┃
          │   │ fold-others           fold all but the path to here              z v │ra ┃
            • │ toggle-fold-below     fold or unfold with all below              z A │   ┃
              │ toggle-all-quotations fold or open the quotations of all         z Q │   │
              │ unfold-below          unfold with all below                      z O │#5 │
              │                                                                      │   │
              ╰──────────────────────────────────────────────────────────────────────╯   │
           Space read on  j k move  h l fold  / search  ? keys  q quit          2/7 · 67%
    ",
    );
    stage.press("Enter");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3  A lamp
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
}

#[test]
fn the_palette_is_gone_through_with_the_arrows() {
    let mut stage = talk();
    stage.press("j : f o l d Down Down Up Enter");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3  A lamp
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
}

#[test]
fn a_number_in_the_palette_is_a_post() {
    let mut stage = talk();
    stage.press(": 6 Enter");
    stage.selected_is(6);
    stage.press(": 4 2 Enter");
    stage.status_is("the last post is 7");
}

#[test]
fn the_palette_runs_nothing_that_is_only_somewhat_like_what_was_typed() {
    for typed in ["s e t Space n u", "w Space o u t . t x t", "w q"] {
        let mut stage = talk();
        let before = stage.document();
        stage.press(&format!(": {typed} Enter"));
        stage.status_is("no such command");
        assert_eq!(stage.document(), before, "{typed}");
    }
}

#[test]
fn the_palette_says_when_nothing_fits() {
    let mut stage = talk();
    stage.press(": x q z z");
    stage.find("no such command");
    stage.press("Enter");
    stage.status_is("no such command");
    stage.press("j");
    stage.selected_is(1);
}

#[test]
fn the_palette_names_the_keys_of_a_command_that_needs_a_letter() {
    let mut stage = talk();
    stage.press(": s e t - m a r k Enter");
    stage.status_is("set-mark is typed as m <letter>");
}

#[test]
fn what_may_follow_is_shown_while_keys_are_typed() {
    let mut stage = talk();
    stage.press("g");
    stage.find("pick the category of ] and [");
    stage.press("Esc");
    stage.outline_is(
        "
        > ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn notices_are_announced_and_opened() {
    let thread = thread(TALK);
    let mut stage = Stage::of(threadle::App::opening("opening talk.txt …", crate::stage::NOW), 80, 14);
    let notices = vec![
        Notice::at(Place::Line(7), "a reply without a parent was put under the article"),
        Notice::new("17 comments were announced, 7 were found"),
    ];
    stage.act(Action::Loaded { thread: thread.into(), places: Vec::new(), notices });
    stage.status_is("2 notices about the input: ! shows them");
    stage.press("!");
    stage.screen_is(
        "
           threadle │ The lamp                                       7 replies · 5 unread
        > ¶ The lamp                 │▌ The lamp                                         ┃
          ▾   mara  A lamp           │                                                   ┃
          │ ▾ ╭─ Notices ────────────────────────────────────────────────────────────╮   ┃
        > │ │ │ line 7: a reply without a parent was put under the article           │   ┃
          │   │ 17 comments were announced, 7 were found                             │── │
          ▾ • ╰──────────────────────────────────── / narrows · ? keys · Esc closes ─╯   │
          │   • nils  Four sixty     │  mara                                          #1 │
            • yuki  Lantern          │  A lamp                                           │
                                     │                                                   │
                                     │ │ salt                                #2 · ↑ mara │
                                     │ │ No lamp                                         │
                                     │ │                                                 │
           Space read on  j k move  h l fold  / search  ? keys  q quit          0/7 · 37%
    ",
    );
    stage.press("Esc");
    stage.outline_is(
        "
        > ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │   • tide  A chart
          │   • gull  Chips
          ▾ • gull  Ferry
          │   • nils  Four sixty
            • yuki  Lantern
    ",
    );
}

#[test]
fn there_may_be_no_notices() {
    let mut stage = talk();
    stage.press("!");
    stage.status_is("no notices: the input was read as it is");
}

#[test]
fn q_quits_and_ctrl_c_quits_from_any_prompt() {
    let mut stage = talk();
    stage.press("q");
    assert!(matches!(stage.asked.last(), Some(Effect::Quit)));
    let mut stage = talk();
    stage.press(": q");
    assert!(!stage.asked.iter().any(|effect| matches!(effect, Effect::Quit)));
    stage.press("Ctrl-c");
    assert!(matches!(stage.asked.last(), Some(Effect::Quit)));
    stage.press("Esc Ctrl-z");
    assert!(matches!(stage.asked.last(), Some(Effect::Suspend)));
    stage.press("Ctrl-l");
    assert!(matches!(stage.asked.last(), Some(Effect::Redraw)));
}

#[test]
fn a_paste_goes_into_a_prompt_and_is_never_taken_for_keys() {
    let mut stage = talk();
    stage.act(Action::Paste("q:quit\n".to_owned()));
    assert!(!stage.asked.iter().any(|effect| matches!(effect, Effect::Quit)));
    stage.selected_is(0);
    stage.press("/");
    stage.act(Action::Paste("four\nsixty".to_owned()));
    stage.selected_is(6);
    stage.press("Enter");
    stage.status_is("/four sixty  1 post · n N next · Esc ends");
}

/// What of the thread went to the clipboard.
fn copied(stage: &Stage) -> String {
    let Some(Effect::CopyParcel(parcel)) = stage.asked.last() else { panic!("nothing is copied") };
    let mut out = Vec::new();
    parcel.write(stage.app.thread(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn y_y_copies_the_text_and_y_t_the_subthread() {
    let mut stage = talk();
    stage.press("6 j y y");
    assert!(matches!(stage.asked.last(), Some(Effect::Copy(text)) if text.to_string() == "Four sixty"));
    stage.press("H y t");
    assert_eq!(
        copied(&stage),
        "# The lamp\n\n**gull** · #5\n\nFerry\n\n## 1 reply\n\n- **nils** · #6\n\n  Four sixty\n"
    );
    stage.press("z c y s g g z M y s");
    assert!(copied(&stage).contains("▸ 1 reply folded: Ferry") && !copied(&stage).contains("Chips"));
}

#[test]
fn the_window_is_named_after_the_thread() {
    let stage = talk();
    assert_eq!(stage.asked.len(), 1);
    assert!(matches!(&stage.asked[0], Effect::Title(title) if title.to_string() == "The lamp · threadle"));
}

#[test]
fn a_slash_in_the_help_narrows_it_to_a_command_that_enter_runs() {
    let mut stage = talk();
    stage.press("? / e v e r y Space b r a n c h");
    stage.find("z M             fold every branch");
    assert!(!stage.text().contains("half a page"), "{}", stage.text());
    stage.press("Enter");
    stage.outline_is(
        "
        > ¶ The lamp
          ▸   mara  +3  A lamp
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
}

#[test]
fn themes_show_themselves_while_they_are_looked_at_and_one_is_kept() {
    let mut stage = talk();
    set_up(&mut stage.app, "").unwrap();
    let theme = |stage: &Stage| match stage.asked.last() {
        Some(Effect::Theme(name)) => *name,
        other => panic!("no theme is asked for: {other:?}"),
    };
    stage.press("g c");
    stage.find("Themes");
    stage.press("j");
    assert_eq!(theme(&stage), Some("light"));
    stage.press("Esc");
    assert_eq!(theme(&stage), None, "as it was");
    stage.press("g c j j Enter");
    let taken = theme(&stage).unwrap();
    stage.status_is(&format!("{taken}; theme = \"{taken}\" in the configuration keeps it"));
    stage.press("g c j Esc");
    assert_eq!(theme(&stage), Some(taken));
}

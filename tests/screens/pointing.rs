//! The mouse: clicks, the wheel, the divider and the scrollbar.

use crate::notation::thread;
use crate::stage::Stage;
use crate::{TALK, talk};
use threadle::{Action, Effect, Mouse, MouseKind};

fn mouse(stage: &mut Stage, kind: MouseKind, (x, y): (u16, u16)) {
    stage.act(Action::Mouse(Mouse { kind, x, y }));
}

#[test]
fn a_click_in_the_outline_selects_the_post() {
    let mut stage = talk();
    let at = stage.find("nils");
    mouse(&mut stage, MouseKind::Press, at);
    stage.selected_is(6);
}

#[test]
fn a_click_on_a_fold_mark_folds_and_unfolds() {
    let mut stage = talk();
    let at = stage.find("▾");
    mouse(&mut stage, MouseKind::Press, at);
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3  A lamp
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    mouse(&mut stage, MouseKind::Press, at);
    stage.outline_is(
        "
          ¶ The lamp
        > ▾   mara  A lamp
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
fn a_click_in_the_document_selects_and_opens_a_folded_line() {
    let mut stage = talk();
    stage.press("5 j h g g");
    let at = stage.find("▸ gull");
    mouse(&mut stage, MouseKind::Press, at);
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
        > ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn the_wheel_scrolls_the_pane_under_it_and_over_the_outline_marks_nothing() {
    let mut stage = Stage::new(thread(TALK), 80, 10);
    mouse(&mut stage, MouseKind::WheelDown, (60, 4));
    stage.document_is(
        "
         ── 7 replies ───────────────────────────────────

         mara                                          #1
         A lamp

        │ salt                                #2 · ↑ mara
        │ No lamp
    ",
    );
    mouse(&mut stage, MouseKind::WheelUp, (60, 4));
    stage.document_is(
        "
        ▌ The lamp

        ▌ It went out.

          ── 7 replies ───────────────────────────────────

          mara                                          #1
          A lamp
    ",
    );
}

#[test]
fn the_wheel_over_the_outline_scrolls_it_and_leaves_the_reader_alone() {
    let lines: Vec<_> = (1..40).map(|number| format!("- mara: Lamp {number}")).collect();
    let mut stage = Stage::new(thread(&format!("# The lamp\narticle: It went out.\n{}", lines.join("\n"))), 80, 12);
    let unread = |stage: &Stage| stage.text().lines().next().unwrap_or_default().to_owned();
    let before = unread(&stage);
    for _ in 0..5 {
        mouse(&mut stage, MouseKind::WheelDown, (4, 4));
    }
    stage.selected_is(0);
    assert_eq!(unread(&stage), before);
    assert!(stage.text().contains("Lamp 20"), "{}", stage.text());
    mouse(&mut stage, MouseKind::WheelUp, (4, 4));
    assert!(stage.text().contains("Lamp 12"), "{}", stage.text());
    stage.press("j");
    stage.selected_is(1);
    assert!(stage.text().contains("¶ The lamp"), "a key brings the outline back\n{}", stage.text());
}

/// Presses the button at one place and lets it go at another.
fn drag(stage: &mut Stage, from: (u16, u16), to: (u16, u16)) {
    mouse(stage, MouseKind::Press, from);
    mouse(stage, MouseKind::Drag, to);
    mouse(stage, MouseKind::Release, to);
}

/// The text that was copied last.
fn copied(stage: &Stage) -> String {
    match stage.asked.last() {
        Some(Effect::Copy(text)) => text.to_string(),
        other => panic!("nothing is copied: {other:?}"),
    }
}

const WORDS: &str = "
# The lamp
article: The keeper trimmed the lamp at dusk and wrote it down in the log of the harbour, as he had on every evening since the pier was built.|Nobody read it.
- mara: A lamp
  - salt: No lamp
";

#[test]
fn dragging_copies_the_text_of_the_document_alone() {
    let mut stage = Stage::new(thread(WORDS), 80, 24);
    let (start, end) = (stage.find("keeper"), stage.find("Nobody"));
    drag(&mut stage, start, (end.0 + 5, end.1));
    let said = copied(&stage);
    assert!(
        said.starts_with("keeper trimmed the lamp at dusk and wrote it down in the log of the harbour, as"),
        "{said}"
    );
    assert!(said.ends_with("since the pier was built.\nNobody"), "{said}");
    stage.selected_is(0);
    let end = stage.find("trimmed");
    drag(&mut stage, (end.0 + 6, end.1), start);
    assert_eq!(copied(&stage), "keeper trimmed", "backwards too");
}

#[test]
fn a_click_on_whom_a_post_answers_goes_there() {
    let mut stage = Stage::new(thread(WORDS), 80, 24);
    let at = stage.find("↑ mara");
    mouse(&mut stage, MouseKind::Press, (at.0 + 2, at.1));
    mouse(&mut stage, MouseKind::Release, (at.0 + 2, at.1));
    stage.selected_is(1);
    stage.press("<");
    stage.selected_is(0);
}

#[test]
fn a_double_click_narrows_to_the_post() {
    let mut stage = Stage::new(thread(WORDS), 80, 24);
    let at = stage.find("mara  A");
    mouse(&mut stage, MouseKind::Press, at);
    stage.selected_is(1);
    mouse(&mut stage, MouseKind::DoublePress, at);
    assert!(stage.text().contains("widens"), "{}", stage.text());
}

#[test]
fn a_peek_shows_what_is_answered_and_leaves_the_reader_there() {
    let mut stage = Stage::new(thread(WORDS), 80, 24);
    stage.press("j j p");
    for told in ["what it answers", "mara #1", "Enter goes there"] {
        assert!(stage.text().contains(told), "{told}\n{}", stage.text());
    }
    stage.selected_is(2);
    stage.press("p");
    assert!(stage.text().contains("Nobody read it."), "{}", stage.text());
    stage.press("Esc");
    assert!(!stage.text().contains("what it answers"), "{}", stage.text());
    stage.selected_is(2);
    stage.press("p Enter");
    stage.selected_is(1);
    stage.press("Enter p Esc Backspace g g p");
    assert!(stage.text().contains("it answers nothing"), "{}", stage.text());
}

#[test]
fn a_key_that_cannot_move_says_why() {
    let mut stage = Stage::new(thread(WORDS), 80, 24);
    for (keys, says) in [
        ("k", "this is the first post"),
        ("H", "it answers nothing"),
        ("G j", "this is the last post in sight"),
        ("J", "no later reply"),
        ("K", "no earlier reply"),
        ("}", "last top-level reply"),
    ] {
        stage.press(keys);
        assert!(stage.text().contains(says), "{keys}\n{}", stage.text());
    }
}

#[test]
fn the_wheel_over_the_pinned_article_leaves_the_replies_alone() {
    let lines: Vec<_> = (1..30).map(|line| format!("line {line}")).collect();
    let text = format!("# The lamp\narticle: {}\n- mara: A lamp", lines.join("|"));
    let mut stage = Stage::new(thread(&text), 100, 8);
    stage.press("j a");
    mouse(&mut stage, MouseKind::WheelDown, (80, 3));
    stage.selected_is(1);
    stage.screen_is(
        "
         threadle │ The lamp                                                             1 reply · 1 unread
        ▌ mara                                        #1 │   line 2
        ▌ A lamp                                         │   line 3
                                                         │   line 4
          · · ·                                          ┃   line 5
                                                         │   line 6
                                                         │   line 7
         Space read on  j k move  h l fold  / search  ? keys  q quit  g r library                1/1 · 100%
    ",
    );
}

#[test]
fn the_divider_is_dragged() {
    let mut stage = talk();
    let divider = stage.divider();
    mouse(&mut stage, MouseKind::Press, (divider, 5));
    mouse(&mut stage, MouseKind::Drag, (40, 6));
    mouse(&mut stage, MouseKind::Release, (40, 6));
    assert_eq!(stage.divider(), 40);
    mouse(&mut stage, MouseKind::Drag, (50, 6));
    assert_eq!(stage.divider(), 40, "it has been let go");
}

#[test]
fn a_click_on_the_scrollbar_goes_to_that_part_of_the_thread() {
    let mut stage = Stage::new(thread(TALK), 80, 10);
    mouse(&mut stage, MouseKind::Press, (79, 8));
    stage.selected_is(7);
    mouse(&mut stage, MouseKind::Drag, (79, 1));
    stage.selected_is(0);
}

#[test]
fn a_click_beside_a_panel_closes_it() {
    let mut stage = talk();
    stage.press("?");
    mouse(&mut stage, MouseKind::Press, (0, 5));
    stage.press("j");
    stage.selected_is(1);
}

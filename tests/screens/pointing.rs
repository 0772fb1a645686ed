//! The mouse: clicks, the wheel, the divider and the scrollbar.

use crate::notation::thread;
use crate::stage::Stage;
use crate::{TALK, talk};
use threadle::{Action, Mouse, MouseKind};

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
fn the_wheel_scrolls_the_document_and_steps_through_the_outline() {
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
    mouse(&mut stage, MouseKind::WheelDown, (4, 4));
    stage.selected_is(3);
    mouse(&mut stage, MouseKind::WheelUp, (4, 4));
    stage.selected_is(0);
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

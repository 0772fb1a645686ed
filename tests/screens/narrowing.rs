//! One subthread alone, and the path from the article to one post.

use crate::notation::thread;
use crate::stage::Stage;
use crate::{TALK, talk};

#[test]
fn enter_shows_one_subthread_alone_and_says_where_it_is() {
    let mut stage = talk();
    stage.press("j Enter");
    stage.crumbs_are("The lamp › mara   Backspace widens");
    stage.outline_is(
        "
        > ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
    ",
    );
    stage.document_is(
        "
        ▌ mara                                          #1
        ▌ A lamp

         │ salt                                #2 · ↑ mara
         │ No lamp
         │
         ││ tide                               #3 · ↑ salt
         ││ A chart
         ││
         │ gull                                #4 · ↑ mara
         │ Chips
         │
          · · ·
    ",
    );
}

#[test]
fn rooms_are_inside_each_other_and_backspace_leaves_them_one_by_one() {
    let mut stage = talk();
    stage.press("j Enter j Enter");
    stage.crumbs_are("The lamp › mara › salt   Backspace widens");
    stage.outline_is(
        "
        > ▾   salt  No lamp
          │     tide  A chart
    ",
    );
    stage.press("Backspace");
    stage.outline_is(
        "
          ▾   mara  A lamp
        > │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
    ",
    );
    stage.press("Backspace");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
        > │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("Backspace");
    stage.status_is("this is the whole thread");
}

#[test]
fn narrowing_is_a_step_that_is_undone() {
    let mut stage = talk();
    stage.press("2 j Enter u");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
        > │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("Ctrl-r");
    stage.outline_is(
        "
        > ▾   salt  No lamp
          │     tide  A chart
    ",
    );
}

#[test]
fn moving_stays_inside_the_subthread() {
    let mut stage = talk();
    stage.press("j Enter G");
    stage.selected_is(4);
    stage.press("g g");
    stage.selected_is(1);
    stage.press("H");
    stage.selected_is(1);
    stage.press("J");
    stage.selected_is(1);
}

#[test]
fn a_number_outside_the_subthread_widens_to_where_it_is() {
    let mut stage = talk();
    stage.press("j Enter j Enter 6 G");
    stage.selected_is(6);
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
          ▾   gull  Ferry
        > │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("<");
    stage.selected_is(2);
}

#[test]
fn v_stacks_what_a_post_answers_above_it_and_hides_the_rest() {
    let mut stage = talk();
    stage.press("3 j v");
    stage.crumbs_are("path to tide   v shows the rest again");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
        > │ │     tide  A chart
    ",
    );
    stage.document_is(
        "
         The lamp

         It went out.

         ── 7 replies ───────────────────────────────────

         mara                                          #1
         A lamp

        │ salt                                #2 · ↑ mara
        │ No lamp
        │
        │▌ tide                               #3 · ↑ salt
        │▌ A chart
        ││
         · · ·
    ",
    );
    stage.press("v");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
        > │ │     tide  A chart
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn v_shows_the_text_of_a_folded_post() {
    let mut stage = talk();
    stage.press("5 j h v");
    stage.document_is(
        "
          The lamp

          It went out.

          ── 7 replies ───────────────────────────────────

        ▌ gull                                          #5
        ▌ Ferry

          · · ·
    ",
    );
}

#[test]
fn v_in_a_narrowed_view_shows_the_path_from_the_article_and_counts_from_there() {
    let mut stage = Stage::new(thread(TALK), 80, 6);
    stage.press("2 j Enter j v Ctrl-u Ctrl-u Ctrl-u");
    stage.screen_is(
        "
           threadle │ The lamp                                       7 replies · 5 unread
           path to tide   v shows the rest again
          ▾ • mara  A lamp           │ ▌ salt                                #2 · ↑ mara │
        > │ ▾   salt  No lamp        │ ▌ No lamp                                         ┃
          │ │     tide  A chart      │ │                                                 │
           Space read on  j k move  h l fold  / search  ? keys  q quit          2/7 · 37%
    ",
    );
}

#[test]
fn who_leaves_the_path_for_a_post_outside_of_the_narrowed_view_widens_it() {
    let mut stage = Stage::new(thread(TALK), 80, 6);
    stage.press("2 j Enter j v 9 Ctrl-u J l");
    stage.outline_is(
        "
          ¶ The lamp
        > ▾   mara  A lamp
          │ ▾   salt  No lamp
    ",
    );
}

#[test]
fn a_path_over_a_subthread_folds_nothing_above_it() {
    let mut stage = talk();
    stage.press("2 j Enter v g g");
    stage.selected_is(0);
    stage.press("h");
    stage.status_is("what everything here answers stays open");
    stage.press(",");
    assert!(!stage.app.is_folded(stage.app.thread().ids().next().unwrap()));
}

#[test]
fn undo_brings_back_the_screen_that_was_narrowed() {
    let mut stage = talk();
    stage.press("G");
    let before = stage.buffer();
    stage.press("Enter");
    assert_ne!(stage.buffer(), before);
    stage.press("u");
    let rows =
        |buffer: &ratatui::buffer::Buffer| buffer.content()[..before.content().len() - stage.width as usize].to_vec();
    assert_eq!(rows(&stage.buffer()), rows(&before), "all but the line of messages");
}

//! From post to post: steps, siblings, branches, numbers, jumps and marks.

use crate::notation::thread;
use crate::stage::Stage;
use crate::{TALK, talk};

#[test]
fn the_outline_and_the_document_show_the_same_posts() {
    let stage = Stage::new(thread(TALK), 80, 20);
    stage.screen_is(
        "
           threadle │ The lamp                                       7 replies · 3 unread
        > ¶ The lamp                 │▌ The lamp                                         ┃
          ▾   mara  A lamp           │                                                   ┃
          │ ▾   salt  No lamp        │▌ It went out.                                     ┃
          │ │     tide  A chart      │                                                   ┃
          │     gull  Chips          │  ── 7 replies ─────────────────────────────────── ┃
          ▾ • gull  Ferry            │                                                   ┃
          │   • nils  Four sixty     │  mara                                          #1 ┃
            • yuki  Lantern          │  A lamp                                           ┃
                                     │                                                   ┃
                                     │ │ salt                                #2 · ↑ mara ┃
                                     │ │ No lamp                                         │
                                     │ │                                                 │
                                     │ ││ tide                               #3 · ↑ salt │
                                     │ ││ A chart                                        │
                                     │ ││                                                │
                                     │ │ gull                                #4 · ↑ mara │
                                     │ │ Chips                                           │
                                     │ │                                                 │
           Space read on  j k move  h l fold  / search  ? keys  q quit          0/7 · 59%
    ",
    );
}

#[test]
fn j_and_k_go_from_post_to_post_and_stop_at_the_ends() {
    let mut stage = talk();
    stage.press("j j j");
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
    stage.press("k");
    stage.selected_is(2);
    stage.press("k k k k");
    stage.selected_is(0);
    stage.press("2 0 j");
    stage.selected_is(7);
}

#[test]
fn the_document_begins_with_the_selected_post() {
    let mut stage = talk();
    stage.press("j j");
    stage.document_is(
        "
        ▌ salt                                #2 · ↑ mara
        ▌ No lamp
        │
        ││ tide                               #3 · ↑ salt
        ││ A chart
        ││
        │ gull                                #4 · ↑ mara
        │ Chips
        │
         gull                                          #5
         Ferry

        │ nils                                #6 · ↑ gull
        │ Four sixty
        │
         yuki                                          #7
         Lantern

         · · ·
    ",
    );
}

#[test]
fn a_number_before_j_or_k_is_how_many_times() {
    let mut stage = talk();
    stage.press("5 j");
    stage.selected_is(5);
    stage.press("2 k");
    stage.selected_is(3);
}

#[test]
fn capital_j_and_k_go_between_replies_to_the_same_post() {
    let mut stage = talk();
    stage.press("j J");
    stage.selected_is(5);
    stage.press("J J");
    stage.selected_is(7);
    stage.press("K K");
    stage.selected_is(1);
    stage.press("j J");
    stage.selected_is(4);
    stage.press("J");
    stage.selected_is(4);
}

#[test]
fn capital_h_goes_to_the_parent_and_caret_to_the_top_of_the_branch() {
    let mut stage = talk();
    stage.press("3 j H");
    stage.selected_is(2);
    stage.press("j ^");
    stage.selected_is(1);
    stage.press("H H");
    stage.selected_is(0);
}

#[test]
fn braces_go_from_branch_to_branch() {
    let mut stage = talk();
    stage.press("3 j }");
    stage.selected_is(5);
    stage.press("}");
    stage.selected_is(7);
    stage.press("k {");
    stage.selected_is(5);
    stage.press("{");
    stage.selected_is(1);
    stage.press("{");
    stage.selected_is(0);
    stage.press("2 }");
    stage.selected_is(5);
}

#[test]
fn g_g_goes_to_the_article_and_capital_g_to_the_end_or_to_a_number() {
    let mut stage = talk();
    stage.press("G");
    stage.selected_is(7);
    stage.press("3 G");
    stage.selected_is(3);
    stage.press("g g");
    stage.selected_is(0);
    stage.press("9 9 G");
    stage.selected_is(0);
    stage.status_is("the last post is 7");
}

#[test]
fn a_number_opens_the_folds_over_its_post() {
    let mut stage = talk();
    stage.press("z M 3 G");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
        > │ │     tide  A chart
          │     gull  Chips
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
    stage.press("u");
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
fn jumps_are_gone_back_and_forward() {
    let mut stage = talk();
    stage.press("G 3 G <");
    stage.selected_is(7);
    stage.press("<");
    stage.selected_is(0);
    stage.press("<");
    stage.status_is("no jump before this one");
    stage.press("> >");
    stage.selected_is(3);
    stage.press(">");
    stage.status_is("no jump after this one");
    stage.press("Ctrl-o");
    stage.selected_is(7);
}

#[test]
fn marks_are_set_and_gone_to_and_stand_on_the_scrollbar() {
    let mut stage = talk();
    stage.press("3 j m a");
    stage.status_is("marked a; ' a comes back here");
    stage.press("g g");
    let at = stage.width - 1;
    let marks = (0..stage.height).filter(|&y| stage.buffer()[(at, y)].symbol() == "a").count();
    assert_eq!(marks, 1, "{}", stage.text());
    stage.press("' a");
    stage.selected_is(3);
    stage.press("<");
    stage.selected_is(0);
    stage.press("' b");
    stage.status_is("no mark b; m b sets one");
}

#[test]
fn whom_a_post_answers_is_followed_without_looking_for_it() {
    let mut builder = threadle::Builder::new("test");
    let ids = ["It went out.", "A lamp", "mara: a chart"].map(|body| {
        let parent = if body == "It went out." { threadle::Parent::Nothing } else { threadle::Parent::Article };
        builder.add(threadle::Draft { parent, body, ..threadle::Draft::default() })
    });
    builder.answers(ids[2], ids[1]);
    let mut stage = Stage::new(builder.finish().unwrap().thread, 80, 20);
    stage.press("G \"");
    stage.selected_is(1);
}

#[test]
fn the_last_post_stands_at_the_end_of_a_full_screen() {
    let posts: String = (1..40).map(|n| format!("- p{n}: word {n}\n")).collect();
    let mut stage = Stage::new(thread(&format!("# The lamp\narticle: Out.\n{posts}")), 80, 24);
    stage.press("G");
    stage.selected_is(39);
    let document = stage.document();
    let shown = document.lines().filter(|line| line.contains("word")).count();
    assert_eq!(shown, 7, "{document}");
    stage.press("g g G");
    stage.selected_is(39);
}

//! What is shown of the tree: folds, and their undoing.

use crate::talk;

#[test]
fn h_folds_a_post_and_l_unfolds_it_in_both_panes() {
    let mut stage = talk();
    stage.press("j h");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3  A lamp
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.document_is(
        "
        > ▸ mara  +3  A lamp
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
    stage.press("l");
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
fn h_on_a_folded_post_goes_to_the_parent_and_l_on_an_open_one_to_the_first_reply() {
    let mut stage = talk();
    stage.press("2 j h h");
    stage.selected_is(1);
    stage.press("l");
    stage.selected_is(2);
    stage.press("l");
    stage.selected_is(2);
    stage.press("l");
    stage.selected_is(3);
    stage.press("l");
    stage.status_is("no replies");
    stage.press("h");
    stage.selected_is(2);
}

#[test]
fn a_fold_inside_a_fold_is_still_there_when_the_outer_one_opens() {
    let mut stage = talk();
    stage.press("2 j h k h l");
    stage.outline_is(
        "
          ¶ The lamp
        > ▾   mara  A lamp
          │ ▸   salt  +1  No lamp
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn z_a_z_o_and_z_c_toggle_open_and_close() {
    let mut stage = talk();
    stage.press("j z o");
    assert!(!stage.app.is_folded(stage.app.selection()));
    stage.press("z c z c");
    assert!(stage.app.is_folded(stage.app.selection()));
    stage.press("z a");
    assert!(!stage.app.is_folded(stage.app.selection()));
    stage.press("z a z o");
    assert!(!stage.app.is_folded(stage.app.selection()));
}

#[test]
fn capitals_after_z_fold_everything_below_as_well() {
    let mut stage = talk();
    stage.press("j z C z o");
    stage.outline_is(
        "
          ¶ The lamp
        > ▾   mara  A lamp
          │ ▸   salt  +1  No lamp
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("z O");
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
    stage.press("z A");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3  A lamp
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn z_m_folds_every_branch_and_z_r_opens_everything() {
    let mut stage = talk();
    stage.press("z M");
    stage.outline_is(
        "
        > ¶ The lamp
          ▸   mara  +3  A lamp
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
    stage.title_is("threadle │ The lamp                                   7 replies · 3 folded (4)");
    stage.press("z R");
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
fn small_z_m_and_z_r_fold_one_level_more_or_less() {
    let mut stage = talk();
    stage.press("z m");
    stage.outline_is(
        "
        > ¶ The lamp
          ▾   mara  A lamp
          │ ▸   salt  +1  No lamp
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("z m");
    stage.outline_is(
        "
        > ¶ The lamp
          ▸   mara  +3  A lamp
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
    stage.press("z r");
    stage.outline_is(
        "
        > ¶ The lamp
          ▾   mara  A lamp
          │ ▸   salt  +1  No lamp
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn z_and_a_digit_show_that_many_levels() {
    let mut stage = talk();
    stage.press("z 1");
    stage.outline_is(
        "
        > ¶ The lamp
          ▸   mara  +3  A lamp
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
    stage.press("z 2");
    stage.outline_is(
        "
        > ¶ The lamp
          ▾   mara  A lamp
          │ ▸   salt  +1  No lamp
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("z 9");
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
fn z_s_folds_the_other_replies_to_the_same_post() {
    let mut stage = talk();
    stage.press("5 j z s");
    stage.outline_is(
        "
          ¶ The lamp
          ▸   mara  +3  A lamp
        > ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn z_v_folds_all_but_the_path_to_here() {
    let mut stage = talk();
    stage.press("3 j z v");
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
}

#[test]
fn capital_z_folds_the_whole_branch_from_inside_and_goes_to_the_next() {
    let mut stage = talk();
    stage.press("3 j Z");
    stage.outline_is(
        "
          ¶ The lamp
          ▸   mara  +3  A lamp
        > ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn comma_is_done_with_a_branch_and_goes_on_to_the_next_unread_post() {
    let mut stage = crate::Stage::new(crate::thread(crate::TALK), 80, 8);
    stage.press("j ,");
    stage.outline_is(
        "
          ¶ The lamp
          ▸   mara  +3  A lamp
          ▾   gull  Ferry
          │     nils  Four sixty
        >     yuki  Lantern
    ",
    );
    assert_eq!((1..=4).filter(|&post| stage.app.is_unread(stage.app.thread().get(post).unwrap())).count(), 0);
    stage.press("u");
    stage.outline_is(
        "
          ¶ The lamp
        > ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │   • tide  A chart
          │   • gull  Chips
          ▾   gull  Ferry
    ",
    );
}

#[test]
fn a_selection_that_is_folded_away_moves_to_the_line_that_stands_for_it() {
    let mut stage = talk();
    stage.press("3 j z M");
    stage.selected_is(1);
}

#[test]
fn u_takes_back_step_by_step_and_ctrl_r_makes_the_steps_again() {
    let mut stage = talk();
    stage.press("2 j h J k z c u");
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
    stage.press("u");
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
    stage.press("u");
    stage.status_is("nothing to undo");
    stage.press("Ctrl-r Ctrl-r");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
        > │ ▸   salt  +1  No lamp
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("Ctrl-r");
    stage.status_is("nothing to redo");
}

#[test]
fn a_new_step_forgets_those_that_were_taken_back() {
    let mut stage = talk();
    stage.press("j h u J h Ctrl-r");
    stage.status_is("nothing to redo");
}

#[test]
fn the_article_stays_open() {
    let mut stage = talk();
    stage.press("h z c");
    stage.status_is("what everything here answers stays open");
    stage.title_is("threadle │ The lamp                                                  7 replies");
}

#[test]
fn a_reply_without_replies_folds_to_one_line() {
    let mut stage = talk();
    stage.press("4 j z c");
    stage.document_is(
        "
        >  ▸ gull  Chips
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

/// A post, an answer that repeats it whole, and one that quotes a little.
fn quoting() -> crate::Stage {
    let said = "The lamp was lit in 1887.||It has burned ever since.||The warden keeps it.||Nobody pays for it.";
    let again = said.split('|').map(|line| format!("> {line}")).collect::<Vec<_>>().join("|");
    let talk = format!(
        "# The lamp\narticle: Out.\n- mara: {said}\n  - gull: {again}||Since when?\n  - salt: > It has burned ever since.||Has it?"
    );
    crate::Stage::new(crate::thread(&talk), 80, 20)
}

#[test]
fn a_quotation_of_what_stands_above_is_a_line_until_it_is_opened() {
    let mut stage = quoting();
    stage.press("2 j");
    stage.document_is(
        "
        ▌ gull                               #2 · ↑ mara
        ▌ ▎ 4 lines of mara
        ▌
        ▌ Since when?
        │
        │ salt                               #3 · ↑ mara
        │ ▎ It has burned ever since.
        │
        │ Has it?
        │
        · · ·
    ",
    );
    stage.press("z q");
    stage.document_is(
        "
        ▌ gull                               #2 · ↑ mara
        ▌ ▎ The lamp was lit in 1887.
        ▌ ▎
        ▌ ▎ It has burned ever since.
        ▌ ▎
        ▌ ▎ The warden keeps it.
        ▌ ▎
        ▌ ▎ Nobody pays for it.
        ▌
        ▌ Since when?
        │
        │ salt                               #3 · ↑ mara
        │ ▎ It has burned ever since.
        │
        │ Has it?
        │
        · · ·
    ",
    );
    stage.press("z Q");
    stage.status_is("quotations are folded, in every post");
    stage.press("z Q");
    stage.status_is("quotations are open, in every post");
    stage.press("3 j z q");
    stage.status_is("this post quotes nothing that is longer than three lines");
}

#[test]
fn a_search_opens_the_quotation_that_it_finds_a_word_in() {
    let mut stage = quoting();
    stage.press("2 j / p a y s Enter n");
    stage.document_is(
        "
        ▌ mara                                          #1
        ▌ The lamp was lit in 1887.
        ▌
        ▌ It has burned ever since.
        ▌
        ▌ The warden keeps it.
        ▌
        ▌ Nobody pays for it.

          │ gull                               #2 · ↑ mara
          │ ▎ The lamp was lit in 1887.
          │ ▎
          │ ▎ It has burned ever since.
          │ ▎
          │ ▎ The warden keeps it.
          │ ▎
          │ ▎ Nobody pays for it.
          │
    ",
    );
}

#[test]
fn g_q_goes_past_a_quotation() {
    let mut stage = quoting();
    stage.press("z Q z Q 2 j g q");
    stage.document_is(
        "
        ▌ Since when?
        │
        │ salt                               #3 · ↑ mara
        │ ▎ It has burned ever since.
        │
        │ Has it?
        │
        · · ·
    ",
    );
}

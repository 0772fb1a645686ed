//! Putting subthreads away: what stays of them on the screen, and who is left in peace.

use crate::notation::thread;
use crate::reloading::reload;
use crate::stage::Stage;
use crate::{TALK, talk};
use threadle::PostId;
use threadle::inner::set_up;

#[test]
fn x_and_a_letter_put_a_subthread_away_under_a_label() {
    let mut stage = talk();
    stage.press("j x o");
    stage.status_is("put away as off-topic with 3 replies: u takes it back, X lists all");
    stage.press("5 j x j");
    stage.outline_is(
        "
          ¶ The lamp
          ▸   mara  +3 · off-topic
          ▾   gull  Ferry
          │     nils  Four sixty
        > ▸   yuki · joke
    ",
    );
    stage.document_is(
        "
        > ▸ yuki · joke
            · · ·
    ",
    );
    stage.title_is("threadle │ The lamp                                 7 replies · 2 put away (3)");
}

#[test]
fn another_letter_gives_another_label_and_backspace_brings_back() {
    let mut stage = talk();
    stage.press("j x f x m");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3 · meta
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("x Backspace");
    stage.status_is("brought back: u puts it away again");
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
    stage.press("x Backspace");
    stage.status_is("this is not put away; X lists what is");
}

#[test]
#[expect(clippy::too_many_lines, reason = "one case after the other")]
fn l_looks_into_what_is_put_away_and_its_label_stays_over_it() {
    let mut stage = talk();
    stage.press("j x n l");
    stage.status_is("this is put away: h folds it again, x Backspace brings it back");
    stage.outline_is(
        "
          ¶ The lamp
        > ▿   mara · noise  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.document_is(
        "
        ▌ mara · noise                                  #1
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
    stage.title_is("threadle │ The lamp                                     7 replies · 1 put away");
    stage.press("h");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3 · noise
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("l 2 j x Backspace");
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
fn what_opens_many_folds_at_once_leaves_alone_what_is_put_away() {
    let mut stage = talk();
    stage.press("j x o 5 j z c");
    for keys in ["z R", "z 9", "z O", "z r", "g g z O", "z v"] {
        stage.press(keys);
        assert!(stage.app.is_folded(stage.app.thread().get(1).expect("it is there")), "{keys}");
    }
    stage.press("j z a");
    assert!(!stage.app.is_folded(stage.app.selection()), "z a looks into it");
    stage.press("z M");
    assert!(stage.app.is_folded(stage.app.selection()), "and folds close over it");
}

#[test]
fn what_is_put_away_does_not_ask_to_be_read() {
    let mut stage = Stage::new(thread(TALK), 80, 8);
    stage.title_is("threadle │ The lamp                                       7 replies · 7 unread");
    stage.press("j x o");
    stage.title_is("threadle │ The lamp                      7 replies · 1 unread · 1 put away (3)");
    stage.press("Tab");
    stage.selected_is(7);
    stage.press("Tab");
    stage.status_is("no unread post");
    stage.press("Space");
    stage.status_is("end of the thread: everything is read");
}

#[test]
fn putting_away_is_one_step_of_undo_and_redo() {
    let mut stage = talk();
    stage.press("j x o x n x Backspace u");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3 · noise
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("u");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3 · off-topic
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("u");
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
    stage.press("3 Ctrl-r");
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
    stage.press("Ctrl-r");
    stage.status_is("nothing to redo");
}

#[test]
fn a_subthread_that_is_shown_alone_can_be_put_away_too() {
    let mut stage = talk();
    stage.press("2 j Enter j x n k x f");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
        > │ ▸   salt  +1 · flame
          │     gull  Chips
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("u");
    stage.outline_is(
        "
        > ▾   salt  No lamp
          │ ▸   tide · noise
    ",
    );
    stage.press("Backspace g g x o");
    stage.status_is("what everything here answers cannot be put away");
}

/// The thread with three replies more: one under what gull said, two under mara's branch, one of them to mara.
const LATER: &str = "
# The lamp
article: It went out.
- mara: A lamp
  - salt: No lamp
    - tide: A chart
    - nils: A rope
  - gull: Chips
  - yuki: Or a candle
- gull: Ferry
  - nils: Four sixty
  - tide: Five
- yuki: Lantern
";

fn later(stage: &mut Stage) {
    let (old, new) = (stage.app.thread().clone(), thread(LATER));
    let same = |post: PostId| new.ids().find(|&other| new.body(other) == old.body(post));
    let places = old.ids().map(same).collect();
    reload(stage, new, places);
}

#[test]
fn new_replies_are_counted_on_the_line_that_stands_for_them_and_disturb_nobody() {
    let mut stage = talk();
    stage.press("j x o");
    later(&mut stage);
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +5 (2 new) · off…
          ▾   gull  Ferry
          │     nils  Four sixty
          │     tide  Five
              yuki  Lantern
    ",
    );
    stage.title_is("threadle │ The lamp                                10 replies · 1 put away (5)");
    stage.press("Tab");
    stage.status_is("no unread post");
}

#[test]
fn a_new_reply_to_the_reader_is_told_and_gone_to_wherever_it_is() {
    let mut stage = talk();
    set_up(&mut stage.app, "names = ['Mara']").unwrap();
    stage.press("j x o");
    later(&mut stage);
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +5 (2 new, 1 to y
          ▾   gull  Ferry
          │     nils  Four sixty
          │     tide  Five
              yuki  Lantern
    ",
    );
    stage.press("Tab");
    stage.selected_is(6);
    stage.outline_is(
        "
          ¶ The lamp
          ▿   mara · off-topic  A la…
          │ ▾   salt  No lamp
          │ │     tide  A chart
          │ │   • nils  A rope
          │     gull  Chips
        > │     yuki  Or a candle
          ▾   gull  Ferry
          │     nils  Four sixty
          │     tide  Five
              yuki  Lantern
    ",
    );
}

#[test]
fn z_n_leaves_open_what_leads_to_unread_posts_alone() {
    let mut stage = talk();
    later(&mut stage);
    stage.press("z n");
    stage.outline_is(
        "
        > ¶ The lamp
          ▸   mara  +5  A lamp
          ▸   gull  +2  Ferry
              yuki  Lantern
    ",
    );
    let mut stage = Stage::new(thread(TALK), 80, 7);
    stage.press("z n");
    stage.outline_is(
        "
        > ¶ The lamp
          ▾ • mara  A lamp
          │ ▾ • salt  No lamp
          │ │   • tide  A chart
          │   • gull  Chips
    ",
    );
}

#[test]
fn why_a_post_without_a_name_is_put_away_stands_apart_from_its_mark() {
    let mut stage = Stage::new(thread("# The lamp\narticle: Out.\n- : Soup\n- mara: Oil\n  - nils: Which?"), 80, 8);
    stage.press("j x j k x n");
    stage.outline_is(
        "
        > ¶ The lamp
          ▸   · joke
          ▾   mara  Oil
          │     nils  Which?
    ",
    );
}

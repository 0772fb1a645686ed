//! The input read again, and what is new in it.

use crate::notation::thread;
use crate::stage::Stage;
use crate::talk;
use threadle::{Action, Effect, PostId, Thread};

/// [`TALK`] with replies between, at the end, and one gone.
const LATER: &str = "
# The lamp
article: It went out.
- pilot: Buoys
- mara: A lamp
  - salt: No lamp
    - tide: A chart
  - gull: Chips
  - pilot: More buoys
- gull: Ferry
- yuki: Lantern
";

/// Where the posts of [`TALK`] stand in [`LATER`].
const PLACES: [Option<usize>; 8] = [Some(0), Some(2), Some(3), Some(4), Some(5), Some(7), None, Some(8)];

pub(crate) fn later(stage: &mut Stage) {
    let thread = thread(LATER);
    let places = PLACES.iter().map(|place| thread.ids().nth((*place)?)).collect();
    reload(stage, thread, places);
}

/// Has the input read again.
pub(crate) fn reload(stage: &mut Stage, thread: Thread, places: Vec<Option<PostId>>) {
    let before = stage.app.thread().clone();
    stage.act(Action::Reloaded { before, thread: thread.into(), places, notices: Vec::new() });
}

#[test]
fn what_has_come_is_new_and_the_reader_stays() {
    let mut stage = talk();
    stage.press("4 j");
    stage.selected_is(4);
    stage.press("r");
    assert!(stage.asked.iter().any(|effect| matches!(effect, Effect::Reload)));
    later(&mut stage);
    stage.selected_is(5);
    stage.screen_is(
        "
           threadle │ The lamp                                          8 replies · 1 new
          ¶ The lamp                 │ ▌ gull                                #5 · ↑ mara │
            • pilot  Buoys           │ ▌ Chips                                           │
          ▾   mara  A lamp           │ │                                                 │
          │ ▾   salt  No lamp        │ │ pilot                               #6 · ↑ mara •
          │ │     tide  A chart      │ │ More buoys                                      │
        > │     gull  Chips          │ │                                                 │
          │     pilot  More buoys    │  gull                                          #7 │
              gull  Ferry            │  Ferry                                            │
              yuki  Lantern          │                                                   │
                                     │  yuki                                          #8 │
                                     │  Lantern                                          │
                                     │                                                   │
                                     │  · · ·                                            │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
           2 new replies: Tab goes to the first, g n lists them · 1 gone       5/8 · 100%
    ",
    );
}

#[test]
fn folds_and_marks_stay_with_their_posts() {
    let mut stage = talk();
    stage.press("5 j z c m a g g j h");
    later(&mut stage);
    stage.outline_is(
        "
          ¶ The lamp
            • pilot  Buoys
        > ▸   mara  +4 (1 new)  A la…
          ▸   gull  Ferry
              yuki  Lantern
    ",
    );
    stage.press("' a");
    stage.selected_is(7);
}

#[test]
fn where_the_post_is_gone_the_reader_is_at_what_it_answered() {
    let mut stage = talk();
    stage.press("6 j");
    later(&mut stage);
    stage.selected_is(7);
}

#[test]
fn new_posts_are_listed_and_lead_to_their_places() {
    let mut stage = talk();
    stage.press("g n");
    stage.status_is("nothing new that is not read");
    stage.press("Enter");
    stage.act(Action::Resize { width: 80, height: 12 });
    later(&mut stage);
    stage.press("g n");
    stage.screen_is(
        "
           threadle │ The lamp                                          8 replies · 1 new
        > ¶ The lamp                 │▌ The lamp                                         ┃
              pilot  Buoys           │                                                   ┃
          ▾   ╭─ New, the newest first ──────────────────────────────────────────────╮   ┃
        > │ ▾ │ #6     pilot  More buoys                                             │   │
          │ │ ╰───────────────── Enter goes there · / narrows · ? keys · Esc closes ─╯── │
          │     gull  Chips          │                                                   │
          │   • pilot  More buoys    │  pilot                                         #1 •
              gull  Ferry            │  Buoys                                            │
              yuki  Lantern          │                                                   │
                                     │  mara                                          #2 │
           Space read on  j k move  h l fold  / search  ? keys  q quit          0/8 · 26%
    ",
    );
}

#[test]
fn a_changed_file_is_told_until_it_is_read_again() {
    let mut stage = talk();
    stage.act(Action::Changed);
    assert!(stage.text().contains("changed: r reads it · 0/7"), "{}", stage.text());
    stage.press("r");
    assert!(!stage.text().contains("changed"), "{}", stage.text());
    later(&mut stage);
    stage.status_is("2 new replies: Tab goes to the first, g n lists them · 1 gone");
}

#[test]
fn a_thread_that_became_another_meanwhile_is_not_mixed_up() {
    let mut stage = talk();
    let before = stage.app.thread().clone();
    let places = before.ids().map(Some).collect();
    stage.press("5 G S 4");
    stage.act(Action::Reloaded { before, thread: thread(LATER).into(), places, notices: Vec::new() });
    stage.selected_is(5);
    assert_eq!(stage.app.thread().len(), 8);
    assert!(matches!(stage.asked.last(), Some(Effect::Reload)));
}

//! People that the reader knows: their own name, tags, and those who are muted.

use crate::TALK;
use crate::notation::thread;
use crate::stage::{NOW, Stage};
use threadle::App;
use threadle::inner::set_up;

const KNOWN: &str = "
[[person]]
name = 'Salt'
mute = 'hard'

[[person]]
name = 'mara'
tag = 'keeper'
";

fn shows(stage: &Stage, text: &str) -> bool {
    stage.text().contains(text)
}

fn talk_with(config: &str) -> Stage {
    let mut app = App::new(thread(TALK).into(), NOW);
    set_up(&mut app, config).unwrap();
    Stage::of(app, 80, 34)
}

#[test]
fn a_muted_author_has_one_line_and_what_is_below_stays() {
    let stage = talk_with(KNOWN);
    stage.screen_is(
        "
           threadle │ The lamp                                                  7 replies
        > ¶ The lamp                 │▌ The lamp                                         ┃
          ▾   mara  A lamp           │                                                   ┃
          │ ▾   salt  (muted)        │▌ It went out.                                     ┃
          │ │     tide  A chart      │                                                   ┃
          │     gull  Chips          │  ── 7 replies ─────────────────────────────────── ┃
          ▾   gull  Ferry            │                                                   ┃
          │     nils  Four sixty     │  mara · keeper                                 #1 ┃
              yuki  Lantern          │  A lamp                                           ┃
                                     │                                                   ┃
                                     │ │ salt                                #2 · ↑ mara ┃
                                     │ │ (muted)                                         ┃
                                     │ │                                                 ┃
                                     │ ││ tide                               #3 · ↑ salt ┃
                                     │ ││ A chart                                        ┃
                                     │ ││                                                ┃
                                     │ │ gull                                #4 · ↑ mara ┃
                                     │ │ Chips                                           ┃
                                     │ │                                                 ┃
                                     │  gull                                          #5 ┃
                                     │  Ferry                                            ┃
                                     │                                                   ┃
                                     │ │ nils                                #6 · ↑ gull ┃
                                     │ │ Four sixty                                      ┃
                                     │ │                                                 ┃
                                     │  yuki                                          #7 ┃
                                     │  Lantern                                          ┃
                                     │                                                   ┃
                                     │  · · ·                                            ┃
                                     │                                                   ┃
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
           Space read on  j k move  h l fold  / search  ? keys  q quit         0/7 · 100%
    ",
    );
}

#[test]
fn an_author_is_muted_step_by_step_and_heard_again() {
    let mut stage = talk_with("");
    stage.press("2 j g m");
    stage.status_is("salt: only their first line, until you quit");
    stage.press("g m");
    stage.status_is("salt: muted, until you quit");
    assert!(shows(&stage, "(muted)"));
    stage.press("g m");
    stage.status_is("salt: heard again");
    assert!(!shows(&stage, "(muted)"));
}

#[test]
fn keys_are_those_that_were_set_up_in_dispatch_help_and_palette() {
    let mut stage = talk_with("[keys]\n'L' = 'last'\n'j' = 'none'\n");
    stage.press("j");
    stage.selected_is(0);
    stage.press("L");
    stage.selected_is(7);
    stage.press(": l a s t");
    assert!(shows(&stage, "L  G  End"), "{}", stage.text());
}

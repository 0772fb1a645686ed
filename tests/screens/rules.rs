//! Rules of the configuration: what they put away, highlight and tag, and how one is tried.

use crate::TALK;
use crate::notation::thread;
use crate::reloading::reload;
use crate::stage::{NOW, Stage};
use crate::suggesting::DRIFTING;
use threadle::inner::set_up;
use threadle::{Action, App, Effect, Work};

fn talk_with(rules: &str) -> Stage {
    let mut app = App::new(thread(TALK).into(), NOW);
    set_up(&mut app, rules).unwrap();
    Stage::of(app, 80, 34)
}

const CHIPS: &str = "
[[rule]]
name = 'chips'
query = 'author:gull'
put-away = 'noise'
";

const NAMELESS: &str = "
[[rule]]
query = 'author:nobody'
highlight = true

[[rule]]
query = 'author:salt OR author:tide'
put-away = 'joke'
";

#[test]
fn a_rule_puts_subthreads_away_and_says_so() {
    let stage = talk_with(CHIPS);
    stage.screen_is(
        "
           threadle │ The lamp                                 7 replies · 2 put away (1)
        > ¶ The lamp                 │▌ The lamp                                         ┃
          ▾   mara  A lamp           │                                                   ┃
          │ ▾   salt  No lamp        │▌ It went out.                                     ┃
          │ │     tide  A chart      │                                                   ┃
          │ ▸ • gull · noise · rule …│  ── 7 replies ─────────────────────────────────── ┃
          ▸ • gull  +1 · noise · rul…│                                                   ┃
              yuki  Lantern          │  mara                                          #1 ┃
                                     │  A lamp                                           ┃
                                     │                                                   ┃
                                     │ │ salt                                #2 · ↑ mara ┃
                                     │ │ No lamp                                         ┃
                                     │ │                                                 ┃
                                     │ ││ tide                               #3 · ↑ salt ┃
                                     │ ││ A chart                                        ┃
                                     │ ││                                                ┃
                                     │ ▸ gull · noise · rule chips: author:gull          ┃
                                     │▸ gull  +1 · noise · rule chips: author:gull       ┃
                                     │  yuki                                          #7 ┃
                                     │  Lantern                                          ▿
                                     │                                                   ┃
                                     │  · · ·                                            ┃
                                     │                                                   ┃
                                     │                                                   ▿
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   ┃
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
           Space read on  j k move  h l fold  / search  ? keys  q quit         0/7 · 100%
    ",
    );
}

#[test]
fn of_a_branch_the_highest_post_goes_and_the_list_tells_by_which_rule() {
    let mut stage = talk_with(NAMELESS);
    stage.title_is("threadle │ The lamp                                 7 replies · 1 put away (1)");
    stage.press("X");
    let text = stage.text();
    assert!(text.contains("salt  +1  rule 2: author:salt OR author:tide"), "{text}");
}

#[test]
fn what_the_reader_brings_back_stays_back_when_rules_look_again() {
    let mut stage = talk_with(CHIPS);
    stage.press("4 j x Backspace");
    stage.status_is("brought back: u puts it away again");
    let places = stage.app.thread().ids().map(Some).collect();
    reload(&mut stage, thread(TALK), places);
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
        > │     gull  Chips
          ▸ • gull  +1 · noise · rul…
              yuki  Lantern
    ",
    );
}

#[test]
fn what_the_reader_has_put_away_stays_theirs() {
    let mut stage = talk_with("");
    stage.press("5 j x f");
    set_up(&mut stage.app, CHIPS).unwrap();
    stage.press("g g");
    stage.outline_is(
        "
        > ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
          │ ▸   gull · noise · rule …
          ▸   gull  +1 · flame
              yuki  Lantern
    ",
    );
}

#[test]
fn where_the_reader_is_nothing_is_folded() {
    let mut stage = talk_with("");
    stage.press("6 j");
    set_up(&mut stage.app, CHIPS).unwrap();
    stage.press("Ctrl-l");
    stage.selected_is(6);
    stage.title_is("threadle │ The lamp                                     7 replies · 2 put away");
}

#[test]
fn a_rule_that_has_run_out_does_nothing() {
    let over = format!("{CHIPS}until = 2023-04-21\n");
    talk_with(&over).title_is("threadle │ The lamp                                                  7 replies");
    let today = format!("{CHIPS}until = 2023-04-22\n");
    talk_with(&today).title_is("threadle │ The lamp                                 7 replies · 2 put away (1)");
}

#[test]
fn a_highlight_and_a_tag_stand_at_their_posts_alone() {
    let stage = talk_with(
        "
[[rule]]
query = 'chips'
highlight = true

[[rule]]
query = 'depth:3'
tag = 'deep'
",
    );
    stage.document_is(
        "
        ▌ The lamp

        ▌ It went out.

          ── 7 replies ───────────────────────────────────

          mara                                          #1
          A lamp

         │ salt                                #2 · ↑ mara
         │ No lamp
         │
         ││ tide · deep                        #3 · ↑ salt
         ││ A chart
         ││
         ┃ gull                                #4 · ↑ mara
         ┃ Chips
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
fn a_rule_is_tried_and_told_and_nothing_is_changed() {
    let mut stage = talk_with("");
    stage.press("g t a u t h o r : g u l l");
    stage.status_is("rule author:gull  2 of 8 posts, in 2 subthreads");
    stage.press("Enter");
    stage.status_is("! shows the rule as the configuration takes it");
    stage.title_is("threadle │ The lamp                                                  7 replies");
    stage.press("!");
    let text = stage.text();
    for line in ["[[rule]]", "query = 'author:gull'", "put-away = \"noise\""] {
        assert!(text.contains(line), "{text}");
    }
}

/// A rule that asks for drift, before one that does not.
const DRIFTED: &str = "
[[rule]]
name = \"far\"
query = \"drift:>0.6 replies:>2\"
put-away = \"off-topic\"

[[rule]]
query = \"author:olga\"
tag = \"boat\"
";

#[test]
fn a_rule_can_ask_for_drift_and_holds_as_soon_as_that_is_known() {
    let mut app = App::new(thread(DRIFTING).into(), NOW);
    set_up(&mut app, DRIFTED).unwrap();
    let effects = app.update(Action::Resize { width: 100, height: 40 });
    let asked = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::Work(_, Work::Rule { .. })));
    assert!(asked(&effects), "the other rule does not wait: {effects:?}");
    let scores = effects.iter().find_map(|effect| match effect {
        Effect::Work(job, work @ Work::Score(_)) => Some((*job, work.clone())),
        _ => None,
    });
    let (job, scores) = scores.unwrap();
    let mut stage = Stage::of(app, 100, 40);
    assert!(!stage.text().contains("rule far"), "{}", stage.text());
    stage.carry_out(vec![Effect::Work(job, scores)]);
    let text = stage.text();
    assert!(text.contains("mara  +6 · off-topic · rule f"), "{text}");
    assert!(text.contains("nils  +4 · off-topic · rule f"), "{text}");
    stage.press("1 8 G");
    stage.find("olga · boat");
    stage.press("X");
    stage.find("rule far: drift:>0.6 replies:>2");
}

#[test]
fn a_rule_by_drift_does_nothing_where_no_topic_can_be_told() {
    let mut stage = talk_with(&DRIFTED.replace("drift:>0.6 replies:>2", "-drift:>0.9"));
    assert!(!stage.text().contains("rule far"), "{}", stage.text());
    stage.press("g t d r i f t : < 0 . 5 Enter");
    stage.status_is("! shows the rule as the configuration takes it");
}

#[test]
fn rules_look_again_when_the_thread_has_been_read_again() {
    let mut stage = talk_with(CHIPS);
    let longer = format!("{TALK}- gull: More chips\n");
    let places = stage.app.thread().ids().map(Some).collect();
    reload(&mut stage, thread(&longer), places);
    stage.title_is("threadle │ The lamp                                 8 replies · 3 put away (1)");
}

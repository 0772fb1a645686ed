//! The order of the replies.

use crate::notation::thread;
use crate::stage::{NOW, Stage};
use crate::suggesting::DRIFTING;
use crate::talk;
use threadle::{Action, App, Builder, Draft, DraftId, Effect, Key, Lane, Parent, Work};

/// Posts by their parent, author and points.
fn lamp() -> Stage {
    let posts = [
        (0, "mara", 3, "Which lamp?"),
        (0, "gull", 9, "The one at the mole."),
        (2, "tide", 1, "It is dark."),
        (2, "nils", 5, "It was lit."),
        (0, "salt", 4, "The ferry."),
    ];
    let mut builder = Builder::new("test");
    builder.title("The lamp");
    builder.add(Draft { parent: Parent::Nothing, author: Some("mara"), body: "It went out.", ..Draft::default() });
    for (parent, author, score, body) in posts {
        let parent = Parent::Draft(DraftId::new(parent));
        builder.add(Draft { parent, author: Some(author), score: Some(score), body, ..Draft::default() });
    }
    Stage::new(builder.finish().unwrap().thread, 80, 24)
}

#[test]
#[expect(clippy::too_many_lines, reason = "one case after the other")]
fn orders_are_offered_and_the_selection_and_the_numbers_stay() {
    let mut stage = lamp();
    stage.press("3 G S");
    stage.screen_is(
        "
           threadle │ The lamp                                                  5 replies
          ¶ The lamp                 │  ▌ tide · 1 point                     #3 · ↑ gull │
              mara  Which lamp?      │  ▌ It is dark.                                    │
          ▾   gull  The one at the m…│  │                                                │
        > │     tide  It is dark.    │  │ nils · 5 points                    #4 · ↑ gull │
          │     nils  It╭─ Replies in order ───────────────────────────────╮             │
        >     salt  The │ ●1 as the source has them                        │             │
                        │  2 the newest first                              │          #5 │
                        │  3 the most points first                         │             │
                        │  4 the most replies first                        │             │
                        │  5 the latest activity first                     │             │
                        │  6 on topic first, what drifted last             │             │
                        ╰──────────── Enter chooses · ? keys · Esc closes ─╯             ┃
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
           Space read on  j k move  h l fold  / search  ? keys  q quit         3/5 · 100%
    ",
    );
    stage.press("3");
    stage.status_is("sorted: the most points first");
    stage.screen_is(
        "
           threadle │ The lamp                          5 replies · the most points first
          ¶ The lamp                 │  ▌ tide · 1 point                     #3 · ↑ gull │
          ▾   gull  The one at the m…│  ▌ It is dark.                                    │
          │     nils  It was lit.    │  │                                                │
        > │     tide  It is dark.    │  salt · 4 points                               #5 │
              salt  The ferry.       │  The ferry.                                       │
              mara  Which lamp?      │                                                   │
                                     │  mara · 3 points                               #1 │
                                     │  Which lamp?                                      │
                                     │                                                   │
                                     │  · · ·                                            │
                                     │                                                   │
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
           sorted: the most points first                                       3/5 · 100%
    ",
    );
    stage.press("5 G");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   gull  The one at the m…
          │     nils  It was lit.
          │     tide  It is dark.
        >     salt  The ferry.
              mara  Which lamp?
    ",
    );
}

#[test]
fn the_order_of_the_source_comes_back() {
    let mut stage = lamp();
    let before = stage.text();
    stage.press("S 4 S j j j j Enter S 1");
    stage.status_is("sorted: as the source has them");
    stage.press("w w");
    assert_eq!(stage.text(), before);
}

#[test]
fn folds_and_what_was_read_stay_with_their_posts() {
    let mut stage = talk();
    stage.press("5 G z c S 4");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
        > ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
}

#[test]
fn what_keeps_to_the_topic_comes_first_and_what_drifted_sinks() {
    let mut stage = Stage::new(thread(DRIFTING), 100, 40);
    stage.press("g d 1 2 G S 6");
    stage.status_is("sorted: on topic first, what drifted last");
    stage.outline_is(
        "
          ¶ The lamp in the lighthouse is dark
        > ▾   yuki  0.03  Until the lamp is lit…
          │▾   salt  0.08  A lantern shows as a…
          ││    yuki  0.08  Then a red lantern,…
          ▾   tide  0.05  The crack in the burn…
          │▾   keeper  0.12  Soot came from the…
          ││    tide  0.15  Then the storm did …
          ▾   salt  0.07  The clockwork can be …
          │▾   tide  0.10  A new rope for the w…
          ││  • keeper  0.17  The bell rope is …
          │  • mara  0.18  We did so in the yea…
          ▾ • mara  0.09  I can cast the ring o…
          │  • keeper  0.16  The pieces are in …
          │  • olga  0.20  My boat can take the…
          ▾ • nils  0.04  The lens of the light…
          │  • keeper  0.08  The lens is covere…
          │  • tide  0.02  When the burner is m…
          ▾ • gull  0.01  I rowed past the ligh…
          │  • salt  0.02  So did we. The boats…
          │  • yuki  0.02  The lantern hangs on…
          ▾ • olga  0.03  If the burner cannot …
          │  • mara  0.05  The burner of the is…
          │  • keeper  0.02  A weak lamp is bet…
          ▾   mara  0.21  The burner of that la…
          │▾ • tide  0.05  Who keeps the drawin…
          ││  • keeper  0.07  The drawings are …
          │▾   salt  0.51  Brass gives way wher…
          ││▾   mara  0.70  Bronze then. The cl…
          │││▾   gull  0.86  Ferry tickets cost…
          ││││▾   nils  0.87  Four sixty for fe…
          │││││▾ • gull  0.88  Tickets come fro…
          ││││││  • nils  0.89  Machine ate my …
          ││││││  • yuki  0.90  Buy season tick…
          │││││  • olga  0.88  Disgraceful ferr…
          ▾   olga  0.24  Boats steered by the …
          │    mara  0.21  The church stands to…
          │▾ • salt  0.46  With the lamp dark t…
          ││▾ • nils  0.69  My grandmother cook…
    ",
    );
}

#[test]
fn where_nothing_can_be_told_about_a_topic_the_order_stays_and_the_reader_is_told() {
    let mut stage = talk();
    let before = stage.text();
    stage.press("S 6");
    stage.status_is("not sorted: there is too little text to tell what is on topic");
    stage.press("w w");
    assert_eq!(stage.text(), before);
}

#[test]
fn another_order_is_waited_for_and_can_be_called_off() {
    let mut app = App::new(thread(DRIFTING).into(), NOW);
    app.update(Action::Resize { width: 100, height: 10 });
    let effects = "S6".chars().flat_map(|key| app.update(Action::Key(Key::named(&key.to_string()).unwrap())));
    let effects: Vec<_> = effects.collect();
    let Some(Effect::Work(job, work @ Work::Sort { .. })) = effects.last().cloned() else { panic!("{effects:?}") };
    let mut stage = Stage { app, width: 100, height: 10, asked: Vec::new() };
    stage.press("j");
    stage.status_is("sorting …  Esc stops it");
    stage.press("Esc");
    stage.status_is("not sorted; still as the source has them");
    assert!(matches!(stage.asked.last(), Some(Effect::Stop(Lane::Sort))));
    let before = stage.text();
    stage.carry_out(vec![Effect::Work(job, work)]);
    assert_eq!(stage.text(), before);
}

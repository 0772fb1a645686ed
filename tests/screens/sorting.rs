//! The order of the replies.

use crate::stage::Stage;
use crate::talk;
use threadle::{Builder, Draft, DraftId, Parent};

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
fn orders_are_offered_and_the_selection_and_the_numbers_stay() {
    let mut stage = lamp();
    stage.press("3 G S");
    stage.screen_is(
        "
           threadle │ The lamp                                                  5 replies
          ¶ The lamp                    │  ▌ tide · 1 point                  #3 · ↑ gull │
              mara  Which lamp?         │  ▌ It is dark.                                 │
          ▾   gull  The one at the mole.│  │                                             │
        > │     tide  It is dark.       │  │ nils · 5 points                 #4 · ↑ gull │
          │     nils  It was lit.       │  │ It was lit.                                 │
              salt  The ferr╭─ Replies in order ───────────────────────╮                 │
        >                   │ 1 as the source has them                 │              #5 │
                            │ 2 the newest first                       │                 │
                            │ 3 the most points first                  │                 │
                            │ 4 the most replies first                 │                 │
                            │ 5 the latest activity first              │                 │
                            ╰──────────────────────────────────────────╯                 ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                │
                                        │                                                │
                                        │                                                │
           Space read on  j k move  h l fold  / search  ? keys  q quit         3/5 · 100%
    ",
    );
    stage.press("3");
    stage.status_is("sorted: the most points first");
    stage.screen_is(
        "
           threadle │ The lamp                          5 replies · the most points first
          ¶ The lamp                    │  ▌ tide · 1 point                  #3 · ↑ gull │
          ▾   gull  The one at the mole.│  ▌ It is dark.                                 │
          │     nils  It was lit.       │  │                                             │
        > │     tide  It is dark.       │  salt · 4 points                            #5 │
              salt  The ferry.          │  The ferry.                                    │
              mara  Which lamp?         │                                                │
                                        │  mara · 3 points                            #1 │
                                        │  Which lamp?                                   │
                                        │                                                │
                                        │  · · ·                                         │
                                        │                                                │
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                ┃
                                        │                                                │
                                        │                                                │
                                        │                                                │
           sorted: the most points first                                       3/5 · 100%
    ",
    );
    stage.press("5 G");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   gull  The one at the mole.
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

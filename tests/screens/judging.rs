//! Suggestions where little tells the topic, and what they learn from what the reader puts away.

use crate::notation::thread;
use crate::stage::Stage;
use threadle::inner::set_up;

/// A thread with an article of some length and few replies, of which two go off to soup and two to a trawl.
const FEW: &str = "# Rope for the pier
op: The pier needs new rope, and this page tells which one was chosen and why. Hemp was used here for three hundred years: it swells when it is wet, it holds a knot, and it rots from the inside where nobody looks. Manila is stronger and floats for an hour. Nylon stretches by a fifth before it breaks, which is good for a mooring and bad for a hoist. Polyester hardly stretches, stands the sun, and costs a third more than nylon. What the boats pull was measured with a dial between the bollard and the line, every hour for nine weeks. In still water the ferry pulls two hundred kilos, and in the gale of the twelfth it pulled four thousand. The small boats never came over six hundred. So the ferry needs a line that bears eight tonnes, and the small ones need one that bears two. The cost of a year is the price over the years that a rope lasts: hemp lasts two, manila three, nylon six and polyester nine. By that reckoning polyester is the cheapest, though it is the dearest on the day that one buys it. The old lines will be cut for fenders.
- bell: What does polyester cost by the metre, for a line that bears eight tonnes?
  - marlow: Eleven for the thick one, and seven for the one that the small boats need.
  - finch: My winch tore a trawl on that quay. Trawls hate winches!
    - odell: Sell winch, buy oars. Trawls belong in museums anyway.
- wren: Nylon with a chain at its foot is what the boats use on the river, and the stretch saved them in a gale.
  - odell: How long is the chain? The nylon still chafes on the stones.
    - wren: Four metres, and a length of old rope where it leaves the chain.
- finch: Grandmother made leek soup. Leeks, stock, cream, never boiled!
  - odell: Cream? Leek soup wants vinegar, says uncle.
    - finch: Vinegar curdles cream. Uncle knows nothing about leeks.
- pell: Hemp smells better than all of them, and a rope of hemp is what the pier had for three hundred years.
- olga: Another winch ate another trawl yesterday. Winches hate trawls, trawls hate winches!
  - nils: Trawls again? Mend yours, winch and all. Museums take anything.
";

#[test]
fn a_small_thread_with_an_article_is_suggested_from_with_doubt_beginning_at_the_most_drifted() {
    let mut stage = Stage::new(thread(FEW), 140, 24);
    stage.press("o");
    stage.status_is("unsure, from 0.67 (- and + move that): few replies, so only the article tells what is on topic");
    stage.press("j");
    stage.screen_is("
           threadle │ Rope for the pier                                                                          13 replies · 1 unread · 1 folded (2)
          ¶ Rope for the pier                                  │▌ bell                                                                            #1 │
        > ▾   bell  0.22  What does polyester cost by the metr…│▌ What does polyester cost by the metre, for a line that bears eight tonnes?         ┃
          │     marlow  0.14  Eleven for the thick one, and se…│                                                                                     ┃
          │ ▿   finch · wanders? 0.64: winch  My winch tore a …│  │ marlow                                                               #2 · ↑ bell ┃
          │ │     odell  0.77  Sell winch, buy oars. Trawls be…│  │ Eleven for the thick one, and seven for the one that the small boats need.       ┃
          ▾   wren  0.12  Nylon with a chain at its foot is wh…│  │                                                                                  ▿
          │ ▾   odell  0.20  How long is the chain? The nylon …│  │ finch · wanders? 0.64: winch, Trawls, Sell, hate                     #3 · ↑ bell ┃
          │ │     wren  0.17  Four metres, and a length of old…│  │ My winch tore a trawl on that quay. Trawls hate winches!                         ┃
          ▸ • finch  +2 · off-topic? 0.67: cream  Grandmother …│  │                                                                                  ┃
            • pell  0.05  Hemp smells better than all of them,…│  │ │ odell                                                             #4 · ↑ finch ┃
          ▿ • olga · wanders? 0.66: trawls, winch  Another win…│  │ │ Sell winch, buy oars. Trawls belong in museums anyway.                         ┃
          │   • nils  0.73  Trawls again? Mend yours, winch an…│  │ │                                                                                ┃
                                                               │  wren                                                                            #5 ┃
                                                               │  Nylon with a chain at its foot is what the boats use on the river, and the stretch │
                                                               │  saved them in a gale.                                                              ▿
                                                               │                                                                                     │
                                                               │  │ odell                                                                #6 · ↑ wren │
                                                               │  │ How long is the chain? The nylon still chafes on the stones.                     │
                                                               │  │                                                                                  ▿
                                                               │  │ │ wren                                                              #7 · ↑ odell │
                                                               │  │ │ Four metres, and a length of old rope where it leaves the chain.               │
                                                               │  │ │                                                                                │
           unsure, off-topic from 0.67: 1 subthread (2), 2 wander  + - fewer, more  X all  ] [ walk  Esc ends                              1/13 · 77%
    ");
    stage.press("-");
    stage.status_is(
        "unsure, off-topic from 0.65: 2 subthreads (3), 1 wanders  + - fewer, more  X all  ] [ walk  Esc ends",
    );
}

#[test]
fn what_is_like_a_branch_that_was_put_away_is_suggested_at_once_and_says_so_and_is_undone_with_it() {
    let mut stage = Stage::new(thread(FEW), 140, 16);
    stage.press("o - ] x");
    stage.outline_is(
        "
          ¶ Rope for the pier
          ▾ • bell  0.22  What does polyester cost by the metr…
          │   • marlow  0.14  Eleven for the thick one, and se…
        > │ ▸   finch  +1 · off-topic 0.64: winch, Trawls, Sell
          ▾   wren  0.12  Nylon with a chain at its foot is wh…
          │ ▾   odell  0.20  How long is the chain? The nylon …
          │ │     wren  0.17  Four metres, and a length of old…
          ▸ • finch  +2 · off-topic? 0.67: cream  Grandmother …
            • pell  0.05  Hemp smells better than all of them,…
          ▸ • olga  +1 · off-topic? 0.85: like #3  Another win…
    ",
    );
    stage.press("]");
    stage.press("]");
    stage.find("like #3, which you put away");
    stage.press("u");
    stage.outline_is(
        "
          ¶ Rope for the pier
          ▾ • bell  0.22  What does polyester cost by the metr…
          │   • marlow  0.14  Eleven for the thick one, and se…
        > │ ▿   finch · wanders? 0.64: winch  My winch tore a …
          │ │     odell  0.77  Sell winch, buy oars. Trawls be…
          ▾   wren  0.12  Nylon with a chain at its foot is wh…
          │ ▾   odell  0.20  How long is the chain? The nylon …
          │ │     wren  0.17  Four metres, and a length of old…
          ▸ • finch  +2 · off-topic? 0.67: cream  Grandmother …
              pell  0.05  Hemp smells better than all of them,…
          ▸ • olga  +1 · off-topic? 0.66: trawls  Another winc…
    ",
    );
    let mut stage = Stage::new(thread(FEW), 140, 16);
    set_up(&mut stage.app, "learn = false").unwrap();
    stage.press("o - ] x");
    stage.outline_is(
        "
          ¶ Rope for the pier
          ▾ • bell  0.22  What does polyester cost by the metr…
          │   • marlow  0.14  Eleven for the thick one, and se…
        > │ ▸   finch  +1 · off-topic 0.64: winch, Trawls, Sell
          ▾   wren  0.12  Nylon with a chain at its foot is wh…
          │ ▾   odell  0.20  How long is the chain? The nylon …
          │ │     wren  0.17  Four metres, and a length of old…
          ▸ • finch  +2 · off-topic? 0.67: cream  Grandmother …
            • pell  0.05  Hemp smells better than all of them,…
          ▸ • olga  +1 · off-topic? 0.66: trawls  Another winc…
    ",
    );
}

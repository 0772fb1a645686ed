//! Suggestions: what has drifted off is folded as a preview, with its score and the words that show it.

use crate::notation::thread;
use crate::stage::{NOW, Stage};
use crate::talk;
use threadle::inner::set_up;
use threadle::{Action, App, Effect, Key, PostId, Scores};

/// A thread about a lamp in which one branch goes off to a ferry and another one to soup.
pub(crate) const DRIFTING: &str = "
# The lamp in the lighthouse is dark
keeper: The lamp in the lighthouse at the harbour mouth went dark in the storm last week. The lens is whole and the mirror is clean, but the burner is cracked and the clockwork that turns the lens stands still. Who can mend a burner, and what shall the boats steer by until the lamp is lit again?
- mara: The burner of that lamp was cast in the old foundry, and the crack runs where the oil pipe meets the ring. A new ring from brass would hold, if the lamp is never lit at full height.
  - salt: Brass gives way where the flame is hottest. The lighthouse had a burner of bronze before, and that lamp was lit for forty winters without a crack in the ring.
    - mara: Bronze then. The clockwork is the harder part: the weight that turns the lens hangs on a rope that has rotted in the tower.
  - tide: Who keeps the drawings of the burner? The lens was measured when it was set into the lighthouse, and the mirror too.
    - keeper: The drawings are in the chest under the stairs of the tower, with the book of the lamp and the receipts for oil.
- gull: The ferry ticket costs four sixty now, and a ferry ticket is no longer good for the way back. Did anybody get a refund for an old ticket?
  - nils: Four sixty for a ferry ticket! My ticket was three ten in spring, and the ferry company paid a refund when the crossing was late.
  - gull: No refund any more. The ticket office closed, and the ferry company sells every ticket from a machine that takes no coins.
  - nils: The ticket machine on the ferry pier kept my card. The ferry company promised a refund by letter, and neither refund nor letter came.
  - yuki: Buy a season ticket: with ten crossings the ferry ticket is cheaper than the fare of the ticket machine, and you need no refund.
  - olga: The ferry fare is a disgrace. Write to the ferry company, all passengers together, and ask for the old ticket prices and a refund.
- yuki: Until the lamp is lit again a lantern could hang from the gallery of the lighthouse. It would not reach the reef, but boats at the harbour mouth would see it.
  - salt: A lantern shows as a second light to boats that look for the lighthouse. Hang it low, and say so in the notice to the boats.
    - yuki: Then a red lantern, below the gallery, lit from dusk, and the harbour master writes the notice.
- tide: The crack in the burner is older than the storm. I saw soot on the lens in autumn, and the lamp smoked when the wind stood on the tower.
  - keeper: Soot came from the wick, which was cut too long. The burner was whole then; I cleaned the ring and the pipe myself.
    - tide: Then the storm did it: cold spray on a hot ring. The window of the gallery stood open that night.
- olga: Boats steered by the church tower before the lighthouse was built. Put a light there, and the harbour mouth opens between the two.
  - mara: The church stands too far from the reef. From the north the tower hides behind the mill, and boats would run onto the rocks.
  - salt: With the lamp dark the boats had better wait outside until dawn. The harbour mouth is narrow, and the reef is under water at flood.
- nils: My grandmother cooked fish soup. Her soup with saffron, leek and potatoes was better than any soup in the inn.
  - gull: Saffron in fish soup! We cook soup with dill and cream, and the potatoes are boiled apart, or the soup turns to porridge.
  - nils: Cream makes fish soup heavy. Leek and fennel, a spoon of vinegar, and the potatoes cook before the fish goes into the soup.
  - gull: Vinegar in soup, never. Lemon perhaps, with the leek. And rye bread with butter, or nobody will eat the soup.
  - yuki: My soup recipe takes fennel, saffron and a glass of cider. Fry the leek in butter before the potatoes go into the soup.
- salt: The clockwork can be turned by hand. Two people on the stairs, one turn of the lens in thirty seconds, as the book of the lamp says.
  - mara: We did so in the year of the long frost, when the oil in the clockwork froze. My arms remember it.
  - tide: A new rope for the weight is a matter of a day. The rope of the old bell has the right length for the tower.
    - keeper: The bell rope is thinner than the groove in the drum. It would slip, and the lens would turn in jerks.
- mara: I can cast the ring of the burner next week if somebody brings the pieces of the old one down from the lighthouse.
  - keeper: The pieces are in a box at the foot of the tower. Mind the edges, and do not lose the screw of the oil pipe.
  - olga: My boat can take the box to the foundry on the morning tide, when the harbour mouth is quiet.
";

fn drifting(width: u16, height: u16) -> Stage {
    Stage::new(thread(DRIFTING), width, height)
}

#[test]
fn o_folds_what_has_drifted_and_says_how_far_and_by_which_words() {
    let mut stage = drifting(140, 40);
    stage.press("o");
    stage.outline_is(
        "
        > ¶ The lamp in the lighthouse is dark
          ▾   mara  The burner of that lamp was cast in the ol…
          │ ▾   salt  Brass gives way where the flame is hotte…
          │ │     mara  Bronze then. The clockwork is the hard…
          │ ▾   tide  Who keeps the drawings of the burner? Th…
          │ │     keeper  The drawings are in the chest under …
          ▸   gull  +5 · off-topic? 0.52: ticket, ferry, refund
          ▾   yuki  Until the lamp is lit again a lantern coul…
          │ ▾ • salt  A lantern shows as a second light to boa…
          │ │   • yuki  Then a red lantern, below the gallery,…
          ▾ • tide  The crack in the burner is older than the …
          │ ▾ • keeper  Soot came from the wick, which was cut…
          │ │   • tide  Then the storm did it: cold spray on a…
          ▾ • olga  Boats steered by the church tower before t…
          │   • mara  The church stands too far from the reef.…
          │   • salt  With the lamp dark the boats had better …
          ▸ • nils  +4 · off-topic? 0.75: soup, leek, potatoes
          ▾ • salt  The clockwork can be turned by hand. Two p…
          │   • mara  We did so in the year of the long frost,…
          │ ▾ • tide  A new rope for the weight is a matter of…
          │ │   • keeper  The bell rope is thinner than the gr…
          ▾ • mara  I can cast the ring of the burner next wee…
          │   • keeper  The pieces are in a box at the foot of…
          │   • olga  My boat can take the box to the foundry …
    ",
    );
    stage.title_is("threadle │ The lamp in the lighthouse is dark                                                        32 replies · 15 unread · 2 folded (9)");
    stage
        .status_is("off-topic from 0.50: 2 subthreads (9)  + - fewer, more  x take it  X all  ] [ walk  Esc take back");
    stage.press("2 } ");
    stage.document_is(
        "
        > ▸ gull  +5 · off-topic? 0.52: ticket, ferry, refund, company
            yuki                                                                           #12
            Until the lamp is lit again a lantern could hang from the gallery of the
            lighthouse. It would not reach the reef, but boats at the harbour mouth would
            see it.

            │ salt                                                                #13 · ↑ yuki
            │ A lantern shows as a second light to boats that look for the lighthouse. Hang it
            │ low, and say so in the notice to the boats.
            │
            │ │ yuki                                                              #14 · ↑ salt
            │ │ Then a red lantern, below the gallery, lit from dusk, and the harbour master
            │ │ writes the notice.
            │ │
            tide                                                                           #15
            The crack in the burner is older than the storm. I saw soot on the lens in autumn,
            and the lamp smoked when the wind stood on the tower.

            │ keeper                                                              #16 · ↑ tide
            │ Soot came from the wick, which was cut too long. The burner was whole then; I
            │ cleaned the ring and the pipe myself.
            │
            │ │ tide                                                            #17 · ↑ keeper
            │ │ Then the storm did it: cold spray on a hot ring. The window of the gallery
            │ │ stood open that night.
            │ │
            olga                                                                           #18
            Boats steered by the church tower before the lighthouse was built. Put a light
            there, and the harbour mouth opens between the two.

            │ mara                                                                #19 · ↑ olga
            │ The church stands too far from the reef. From the north the tower hides behind
            │ the mill, and boats would run onto the rocks.
            │
            │ salt                                                                #20 · ↑ olga
            │ With the lamp dark the boats had better wait outside until dawn. The harbour
            │ mouth is narrow, and the reef is under water at flood.
            │
    ",
    );
}

#[test]
fn plus_and_minus_move_the_threshold_and_the_folds_follow() {
    let mut stage = drifting(140, 40);
    stage.press("o 4 +");
    stage.status_is("off-topic from 0.70: 1 subthread (4)  + - fewer, more  x take it  X all  ] [ walk  Esc take back");
    stage.outline_is(
        "
        > ¶ The lamp in the lighthouse is dark
          ▾   mara  The burner of that lamp was cast in the ol…
          │ ▾   salt  Brass gives way where the flame is hotte…
          │ │     mara  Bronze then. The clockwork is the hard…
          │ ▾   tide  Who keeps the drawings of the burner? Th…
          │ │     keeper  The drawings are in the chest under …
          ▾   gull  The ferry ticket costs four sixty now, and…
          │   • nils  Four sixty for a ferry ticket! My ticket…
          │   • gull  No refund any more. The ticket office cl…
          │   • nils  The ticket machine on the ferry pier kep…
          │   • yuki  Buy a season ticket: with ten crossings …
          │   • olga  The ferry fare is a disgrace. Write to t…
          ▾   yuki  Until the lamp is lit again a lantern coul…
          │ ▾ • salt  A lantern shows as a second light to boa…
          │ │   • yuki  Then a red lantern, below the gallery,…
          ▾ • tide  The crack in the burner is older than the …
          │ ▾ • keeper  Soot came from the wick, which was cut…
          │ │   • tide  Then the storm did it: cold spray on a…
          ▾ • olga  Boats steered by the church tower before t…
          │   • mara  The church stands too far from the reef.…
          │   • salt  With the lamp dark the boats had better …
          ▸ • nils  +4 · off-topic? 0.75: soup, leek, potatoes
          ▾ • salt  The clockwork can be turned by hand. Two p…
          │   • mara  We did so in the year of the long frost,…
          │ ▾ • tide  A new rope for the weight is a matter of…
          │ │   • keeper  The bell rope is thinner than the gr…
          ▾ • mara  I can cast the ring of the burner next wee…
          │   • keeper  The pieces are in a box at the foot of…
          │   • olga  My boat can take the box to the foundry …
    ",
    );
    stage.press("9 9 -");
    stage
        .status_is("off-topic from 0.05: 5 subthreads (9)  + - fewer, more  x take it  X all  ] [ walk  Esc take back");
    stage.press("-");
    stage.status_is("the threshold goes no further than 0.05");
    stage.press("u u");
    stage
        .status_is("off-topic from 0.50: 2 subthreads (9)  + - fewer, more  x take it  X all  ] [ walk  Esc take back");
    stage.press("u");
    stage.status_is("Space read on  j k move  h l fold  / search  ? keys  q quit");
}

#[test]
fn escape_takes_all_suggestions_back_and_leaves_other_folds_alone() {
    let mut stage = drifting(140, 40);
    stage.press("j z c");
    let folds = |stage: &Stage| -> Vec<_> {
        stage.app.thread().ids().filter(|&post| stage.app.is_folded(post)).map(PostId::index).collect()
    };
    stage.press("o 3 -");
    assert_eq!(folds(&stage), [1, 6, 21]);
    stage.press("Esc");
    assert_eq!(folds(&stage), [1]);
    stage.press("u u u");
    stage.press("o ] l + + + + Esc");
    assert!(!stage.app.is_folded(stage.app.selection()), "what the reader has opened stays open");
}

#[test]
fn brackets_walk_suggestions_and_x_takes_one() {
    let mut stage = drifting(140, 40);
    stage.press("o ] x");
    stage.status_is("put away as off-topic: u takes it back");
    stage.outline_is(
        "
          ¶ The lamp in the lighthouse is dark
          ▾   mara  The burner of that lamp was cast in the ol…
          │ ▾   salt  Brass gives way where the flame is hotte…
          │ │     mara  Bronze then. The clockwork is the hard…
          │ ▾   tide  Who keeps the drawings of the burner? Th…
          │ │     keeper  The drawings are in the chest under …
        > ▸   gull  +5 · off-topic 0.52: ticket, ferry, refund
          ▾   yuki  Until the lamp is lit again a lantern coul…
          │ ▾   salt  A lantern shows as a second light to boa…
          │ │     yuki  Then a red lantern, below the gallery,…
          ▾   tide  The crack in the burner is older than the …
          │ ▾   keeper  Soot came from the wick, which was cut…
          │ │     tide  Then the storm did it: cold spray on a…
          ▾   olga  Boats steered by the church tower before t…
          │     mara  The church stands too far from the reef.…
          │     salt  With the lamp dark the boats had better …
          ▸ • nils  +4 · off-topic? 0.75: soup, leek, potatoes
          ▾ • salt  The clockwork can be turned by hand. Two p…
          │   • mara  We did so in the year of the long frost,…
          │ ▾ • tide  A new rope for the weight is a matter of…
          │ │   • keeper  The bell rope is thinner than the gr…
          ▾ • mara  I can cast the ring of the burner next wee…
          │   • keeper  The pieces are in a box at the foot of…
          │   • olga  My boat can take the box to the foundry …
    ",
    );
    stage.title_is("threadle │ The lamp in the lighthouse is dark                                        32 replies · 7 unread · 1 folded (4) · 1 put away (5)");
    stage.press("]");
    stage.press("]");
    stage.status_is("no suggestion after this one");
    stage.press("x");
    stage.title_is("threadle │ The lamp in the lighthouse is dark                                                                  32 replies · 2 put away (9)");
    stage.press("u u");
    stage
        .status_is("off-topic from 0.50: 2 subthreads (9)  + - fewer, more  x take it  X all  ] [ walk  Esc take back");
    stage.press("g g j x n");
    stage.status_is("put away as noise with 4 replies: u takes it back, X lists all");
}

#[test]
fn capital_x_takes_all_suggestions_after_a_question() {
    let mut stage = drifting(140, 40);
    stage.press("o X");
    stage.status_is("put 2 subthreads away, with 11 posts in all? y n");
    stage.press("n");
    stage.status_is("nothing was put away");
    stage.press("X y");
    stage.status_is("put away 2 subthreads: u takes it back, X lists all");
    stage.outline_is(
        "
        > ¶ The lamp in the lighthouse is dark
          ▾   mara  The burner of that lamp was cast in the ol…
          │ ▾   salt  Brass gives way where the flame is hotte…
          │ │     mara  Bronze then. The clockwork is the hard…
          │ ▾   tide  Who keeps the drawings of the burner? Th…
          │ │     keeper  The drawings are in the chest under …
          ▸   gull  +5 · off-topic 0.52: ticket, ferry, refund
          ▾   yuki  Until the lamp is lit again a lantern coul…
          │ ▾ • salt  A lantern shows as a second light to boa…
          │ │   • yuki  Then a red lantern, below the gallery,…
          ▾ • tide  The crack in the burner is older than the …
          │ ▾ • keeper  Soot came from the wick, which was cut…
          │ │   • tide  Then the storm did it: cold spray on a…
          ▾ • olga  Boats steered by the church tower before t…
          │   • mara  The church stands too far from the reef.…
          │   • salt  With the lamp dark the boats had better …
          ▸ • nils  +4 · off-topic 0.75: soup, leek, potatoes
          ▾ • salt  The clockwork can be turned by hand. Two p…
          │   • mara  We did so in the year of the long frost,…
          │ ▾ • tide  A new rope for the weight is a matter of…
          │ │   • keeper  The bell rope is thinner than the gr…
          ▾ • mara  I can cast the ring of the burner next wee…
          │   • keeper  The pieces are in a box at the foot of…
          │   • olga  My boat can take the box to the foundry …
    ",
    );
    stage.press("u");
    stage
        .status_is("off-topic from 0.50: 2 subthreads (9)  + - fewer, more  x take it  X all  ] [ walk  Esc take back");
}

#[test]
fn posts_of_the_original_poster_with_links_or_marks_are_spared() {
    let poster = DRIFTING.replace("- gull: The ferry ticket costs", "- keeper: The ferry ticket costs");
    let mut stage = Stage::new(thread(&poster), 140, 40);
    stage.press("o");
    stage.status_is("off-topic from 0.50: 1 subthread (4)  + - fewer, more  x take it  X all  ] [ walk  Esc take back");
    stage.press("O");
    stage
        .status_is("off-topic from 0.50: 2 subthreads (9)  + - fewer, more  x take it  X all  ] [ walk  Esc take back");
    let link = DRIFTING.replace("My grandmother cooked", "My grandmother (https://soup.example) cooked");
    let mut stage = Stage::new(thread(&link), 140, 40);
    stage.press("o");
    stage.status_is("off-topic from 0.50: 1 subthread (5)  + - fewer, more  x take it  X all  ] [ walk  Esc take back");
    let mut stage = drifting(140, 40);
    stage.press("/ v i n e g a r Enter m a Esc o");
    stage.status_is("off-topic from 0.50: 1 subthread (5)  + - fewer, more  x take it  X all  ] [ walk  Esc take back");
}

#[test]
fn what_waits_for_the_reader_is_spared() {
    let mut stage = drifting(140, 20);
    set_up(&mut stage.app, "names = ['gull']").unwrap();
    stage.press("o");
    stage.status_is("off-topic from 0.50: 1 subthread (4)  + - fewer, more  x take it  X all  ] [ walk  Esc take back");
}

#[test]
fn a_thread_of_few_words_suggests_nothing_and_says_why() {
    let mut stage = talk();
    stage.press("o");
    stage.status_is("too little text to tell what it is about: nothing is suggested");
}

#[test]
fn scores_stand_in_the_outline_on_request() {
    let mut stage = drifting(100, 20);
    stage.press("g d");
    stage.outline_is(
        "
        > ¶ The lamp in the lighthouse is dark
          ▾   mara  0.00  The burner of that la…
          │ ▾ • salt  0.00  Brass gives way whe…
          │ │   • mara  0.00  Bronze then. The …
          │ ▾ • tide  0.00  Who keeps the drawi…
          │ │   • keeper  0.02  The drawings ar…
          ▾ • gull  0.52  The ferry ticket cost…
          │   • nils  0.08  Four sixty for a fe…
          │   • gull  0.11  No refund any more.…
          │   • nils  0.22  The ticket machine …
          │   • yuki  0.09  Buy a season ticket…
          │   • olga  0.06  The ferry fare is a…
          ▾ • yuki  0.00  Until the lamp is lit…
          │ ▾ • salt  0.01  A lantern shows as …
          │ │   • yuki  0.02  Then a red lanter…
          ▾ • tide  0.03  The crack in the burn…
          │ ▾ • keeper  0.08  Soot came from th…
          │ │   • tide  0.08  Then the storm di…
    ",
    );
    stage.press("g d");
    stage.outline_is(
        "
        > ¶ The lamp in the lighthouse is dark
          ▾   mara  The burner of that lamp was…
          │ ▾ • salt  Brass gives way where the…
          │ │   • mara  Bronze then. The clockw…
          │ ▾ • tide  Who keeps the drawings of…
          │ │   • keeper  The drawings are in t…
          ▾ • gull  The ferry ticket costs four…
          │   • nils  Four sixty for a ferry ti…
          │   • gull  No refund any more. The t…
          │   • nils  The ticket machine on the…
          │   • yuki  Buy a season ticket: with…
          │   • olga  The ferry fare is a disgr…
          ▾ • yuki  Until the lamp is lit again…
          │ ▾ • salt  A lantern shows as a seco…
          │ │   • yuki  Then a red lantern, bel…
          ▾ • tide  The crack in the burner is …
          │ ▾ • keeper  Soot came from the wick…
          │ │   • tide  Then the storm did it: …
    ",
    );
}

#[test]
fn work_on_suggestions_is_told_and_can_be_stopped() {
    let mut app = App::new(thread(DRIFTING).into(), NOW);
    app.update(Action::Resize { width: 100, height: 10 });
    let effects = app.update(Action::Key(Key::named("o").unwrap()));
    let Some(Effect::Score { ticket, opening }) = effects.last() else { panic!("{effects:?}") };
    let (ticket, opening) = (*ticket, *opening);
    let mut stage = Stage { app, width: 100, height: 10, asked: Vec::new() };
    stage.press("j");
    stage.status_is("finding what is off-topic …  Esc stops it");
    stage.press("Esc");
    assert!(matches!(stage.asked.last(), Some(Effect::StopScoring)));
    let scores = Scores::of(&stage.app.thread().clone(), opening, || true).map(Into::into);
    stage.act(Action::Scored { ticket, scores });
    stage.status_is("no suggestions, then");
}

#[test]
fn words_are_left_out_first_where_a_pane_is_narrow() {
    let mut stage = drifting(100, 12);
    stage.press("o");
    stage.outline_is(
        "
        > ¶ The lamp in the lighthouse is dark
          ▾ • mara  The burner of that lamp was…
          │ ▾ • salt  Brass gives way where the…
          │ │   • mara  Bronze then. The clockw…
          │ ▾ • tide  Who keeps the drawings of…
          │ │   • keeper  The drawings are in t…
          ▸ • gull  +5 · off-topic? 0.52: ticket
          ▾ • yuki  Until the lamp is lit again…
          │ ▾ • salt  A lantern shows as a seco…
          │ │   • yuki  Then a red lantern, bel…
    ",
    );
    stage.act(Action::Resize { width: 80, height: 12 });
    stage.outline_is(
        "
        > ¶ The lamp in the lighthouse …
          ▾ • mara  The burner of that …
          │ ▾ • salt  Brass gives way w…
          │ │   • mara  Bronze then. Th…
          │ ▾ • tide  Who keeps the dra…
          │ │   • keeper  The drawings …
          ▸ • gull  +5 · off-topic? 0.52
          ▾ • yuki  Until the lamp is l…
          │ ▾ • salt  A lantern shows a…
          │ │   • yuki  Then a red lant…
    ",
    );
    stage.act(Action::Resize { width: 72, height: 12 });
    stage.press("6 (");
    stage.outline_is(
        "
        > ¶ The lamp in the ligh…
          ▾ • mara  The burner o…
          │ ▾ • salt  Brass give…
          │ │   • mara  Bronze t…
          │ ▾ • tide  Who keeps …
          │ │   • keeper  The dr…
          ▸ • gull  +5 · off-top…
          ▾ • yuki  Until the la…
          │ ▾ • salt  A lantern …
          │ │   • yuki  Then a r…
    ",
    );
    stage.act(Action::Resize { width: 40, height: 10 });
    stage.press("]");
    stage.screen_is(
        "
           threadle │ The lamp in the… 32 replies
        > ▸ gull  +5 · off-topic? 0.52: ticket   │
            yuki                             #12 │
            Until the lamp is lit again a        ┃
            lantern could hang from the gallery  │
            of the lighthouse. It would not      │
            reach the reef, but boats at the     │
            harbour mouth would see it.          │
                                                 │
           off-topic from 0.50: 2 subt 6/32 · 45%
    ",
    );
}

#[test]
fn x_lists_what_is_put_away_to_look_into_and_to_bring_back() {
    let mut stage = drifting(100, 20);
    stage.press("X");
    stage.status_is("nothing is put away here; x and a letter put a subthread away");
    stage.press("j x j o ] x ] x X");
    stage.screen_is(
        "
           threadle │ The lamp in the lighthouse is dark              32 replies · 9 unread · 3 put away (13)
        > ¶ The lamp in the lighthouse is dark  │▸ nils  +4 · off-topic 0.75: soup, leek, potatoes, fish     │
          ▸   mara  +4 · joke                   │  salt                                                  #26 │
          ▸   gull  +5 · off-topic 0.52: ticket │  The clockwork can be turned by hand. Two people on the    │
          ▾   yuki  Until the lamp is lit again…│  stairs, one turn of the lens in thirty seconds, as the    │
          │ ╭─ Put away ───────────────────────────────────────────────────────────────────────────────────╮ │
          │ │ joke       mara  +4  The burner of that lamp was cast in the old foundry, and the crack… now │ │
          ▾ │ off-topic  gull  +5  suggested 0.52: ticket, ferry, refund, company  The ferry ticket c… now │ │
        > │ │ off-topic  nils  +4  suggested 0.75: soup, leek, potatoes, fish  My grandmother cooked … now │ │
          │ ╰───────────────────── Enter looks into it · Backspace brings it back · u undoes · Esc closes ─╯ │
          ▾ • olga  Boats steered by the church…│  │                                                         │
          │   • mara  The church stands too far…│  │ tide                                       #28 · ↑ salt ┃
          │   • salt  With the lamp dark the bo…│  │ A new rope for the weight is a matter of a day.         ┃
        > ▸ • nils  +4 · off-topic 0.75: soup   │  │ The rope of the old bell has the right length for       ┃
          ▾   salt  The clockwork can be turned…│  │ the tower.                                              ┃
          │     mara  We did so in the year of …│  │                                                         ┃
          │ ▾   tide  A new rope for the weight…│  │ │ keeper                                   #29 · ↑ tide │
          │ │     keeper  The bell rope is thin…│  │ │ The bell rope is thinner than the groove in the drum. │
          ▾ • mara  I can cast the ring of the …│  │ │ It would slip, and the lens would turn in jerks.      │
           Space read on  j k move  h l fold  / search  ? keys  q quit                            21/32 · 91%
    ",
    );
    stage.press("Backspace");
    stage.screen_is(
        "
           threadle │ The lamp in the lighthouse is dark              32 replies · 10 unread · 2 put away (9)
          ¶ The lamp in the lighthouse is dark  │▌ nils                                                  #21 │
          ▸   mara  +4 · joke                   │▌ My grandmother cooked fish soup. Her soup with saffron,   │
          ▸   gull  +5 · off-topic 0.52: ticket │▌ leek and potatoes was better than any soup in the inn.    │
          ▾   yuki  Until the lamp is lit again…│                                                            │
          │ ╭─ Put away ───────────────────────────────────────────────────────────────────────────────────╮ │
          │ │ joke       mara  +4  The burner of that lamp was cast in the old foundry, and the crack… now │ │
        > ▾ │ off-topic  gull  +5  suggested 0.52: ticket, ferry, refund, company  The ferry ticket c… now │ │
          │ ╰───────────────────── Enter looks into it · Backspace brings it back · u undoes · Esc closes ─╯ │
          │ │   • tide  Then the storm did it: …│  │                                                         │
          ▾ • olga  Boats steered by the church…│  │ nils                                       #23 · ↑ nils ┃
          │   • mara  The church stands too far…│  │ Cream makes fish soup heavy. Leek and fennel, a spoon   ┃
          │   • salt  With the lamp dark the bo…│  │ of vinegar, and the potatoes cook before the fish goes  ┃
        > ▾   nils  My grandmother cooked fish …│  │ into the soup.                                          │
          │     gull  Saffron in fish soup! We …│  │                                                         │
          │     nils  Cream makes fish soup hea…│  │ gull                                       #24 · ↑ nils │
          │     gull  Vinegar in soup, never. L…│  │ Vinegar in soup, never. Lemon perhaps, with the leek.   │
          │   • yuki  My soup recipe takes fenn…│  │ And rye bread with butter, or nobody will eat the soup. │
          ▾   salt  The clockwork can be turned…│  │                                                         │
           brought back: u puts it away again                                                     21/32 · 78%
    ",
    );
    stage.press("u");
    stage.screen_is(
        "
           threadle │ The lamp in the lighthouse is dark              32 replies · 9 unread · 3 put away (13)
        > ¶ The lamp in the lighthouse is dark  │▸ nils  +4 · off-topic 0.75: soup, leek, potatoes, fish     │
          ▸   mara  +4 · joke                   │  salt                                                  #26 │
          ▸   gull  +5 · off-topic 0.52: ticket │  The clockwork can be turned by hand. Two people on the    │
          ▾   yuki  Until the lamp is lit again…│  stairs, one turn of the lens in thirty seconds, as the    │
          │ ╭─ Put away ───────────────────────────────────────────────────────────────────────────────────╮ │
          │ │ joke       mara  +4  The burner of that lamp was cast in the old foundry, and the crack… now │ │
        > ▾ │ off-topic  gull  +5  suggested 0.52: ticket, ferry, refund, company  The ferry ticket c… now │ │
          │ │ off-topic  nils  +4  suggested 0.75: soup, leek, potatoes, fish  My grandmother cooked … now │ │
          │ ╰───────────────────── Enter looks into it · Backspace brings it back · u undoes · Esc closes ─╯ │
          ▾ • olga  Boats steered by the church…│  │                                                         │
          │   • mara  The church stands too far…│  │ tide                                       #28 · ↑ salt ┃
          │   • salt  With the lamp dark the bo…│  │ A new rope for the weight is a matter of a day.         ┃
        > ▸   nils  +4 · off-topic 0.75: soup   │  │ The rope of the old bell has the right length for       ┃
          ▾   salt  The clockwork can be turned…│  │ the tower.                                              ┃
          │     mara  We did so in the year of …│  │                                                         ┃
          │ ▾   tide  A new rope for the weight…│  │ │ keeper                                   #29 · ↑ tide │
          │ │     keeper  The bell rope is thin…│  │ │ The bell rope is thinner than the groove in the drum. │
          ▾ • mara  I can cast the ring of the …│  │ │ It would slip, and the lens would turn in jerks.      │
           Space read on  j k move  h l fold  / search  ? keys  q quit                            21/32 · 91%
    ",
    );
    stage.press("G Enter");
    stage.outline_is(
        "
          ¶ The lamp in the lighthouse is dark
          ▸   mara  +4 · joke
          ▸   gull  +5 · off-topic 0.52: ticket
          ▾   yuki  Until the lamp is lit again…
          │ ▾   salt  A lantern shows as a seco…
          │ │     yuki  Then a red lantern, bel…
          ▾ • tide  The crack in the burner is …
          │ ▾ • keeper  Soot came from the wick…
          │ │   • tide  Then the storm did it: …
          ▾ • olga  Boats steered by the church…
          │   • mara  The church stands too far…
          │   • salt  With the lamp dark the bo…
        > ▿   nils · off-topic 0.75: soup, leek
          │     gull  Saffron in fish soup! We …
          │     nils  Cream makes fish soup hea…
          │     gull  Vinegar in soup, never. L…
          │   • yuki  My soup recipe takes fenn…
          ▾   salt  The clockwork can be turned…
    ",
    );
}

//! Filtering by a query, folding by a query, and typing one.

use crate::notation::thread;
use crate::stage::Stage;
use crate::{TALK, talk};

#[test]
fn a_filter_keeps_what_matches_and_what_that_answers_and_escape_shows_all_again() {
    let mut stage = Stage::new(thread(TALK), 80, 9);
    stage.press("2 j z c & c h Enter");
    stage.screen_is(
        "
           threadle │ The lamp                                                   & 2 of 8
          ¶ The lamp                 │ │▌ tide                               #3 · ↑ salt │
          ▾ • mara  A lamp           │ │▌ A chart                                        │
          │ ▾   salt  No lamp        │ ││                                                │
        > │ │     tide  A chart      │ │ gull                                #4 · ↑ mara │
          │     gull  Chips          │ │ Chips                                           ┃
                                     │ │                                                 ┃
                                     │  · · ·                                            │
           & 2 of 8  ch · Esc shows all                                        3/7 · 100%
    ",
    );
    stage.press("Esc");
    stage.outline_is(
        "
          ¶ The lamp
          ▾ • mara  A lamp
        > │ ▸   salt  +1  No lamp
          │     gull  Chips
          ▾   gull  Ferry
          │   • nils  Four sixty
            • yuki  Lantern
    ",
    );
}

#[test]
fn the_filter_is_applied_as_one_types_and_escape_in_the_prompt_goes_back() {
    let mut stage = talk();
    stage.press("6 j & f e r");
    stage.outline_is(
        "
          ¶ The lamp
        >     gull  Ferry
    ",
    );
    stage.status_is("&fer  1 of 8");
    stage.press("Esc");
    stage.selected_is(6);
}

#[test]
fn movement_stays_with_what_is_kept() {
    let mut stage = talk();
    stage.press("& f o u r Space O R Space l a n t Enter g g j");
    stage.selected_is(5);
    stage.press("J");
    stage.selected_is(7);
    stage.press("K");
    stage.selected_is(5);
    stage.press("l");
    stage.selected_is(6);
    stage.press("n");
    stage.selected_is(7);
    stage.press("n");
    stage.selected_is(6);
    stage.press("3 G");
    stage.selected_is(3);
    stage.status_is("the filter ended: it did not keep that post");
}

#[test]
fn folds_made_inside_a_filter_are_gone_with_it() {
    let mut stage = talk();
    stage.press("5 j h & - y u k i Enter g g j h");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3  A lamp
          ▾   gull  Ferry
          │     nils  Four sixty
    ",
    );
    stage.press("Esc u");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
        > ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn a_filter_that_keeps_nothing_shows_everything_and_says_so() {
    let mut stage = talk();
    stage.press("& x y z Enter");
    stage.status_is("not found; everything is shown");
    stage.selected_is(0);
}

#[test]
fn a_search_inside_a_filter_finds_what_is_kept() {
    let mut stage = talk();
    stage.press("& a u t h o r : g u l l Enter / l l Enter");
    stage.status_is("/ll  1 of 2 posts · n N next · Esc ends");
    stage.press("Esc Esc");
    stage.title_is("threadle │ The lamp                                                  7 replies");
}

#[test]
fn what_a_query_finds_is_folded_in_one_step() {
    let mut stage = talk();
    stage.press("z f r e p l i e s : > 0");
    stage.status_is("fold replies:>0  4 of 8");
    stage.press("Enter");
    stage.status_is("folded 3 posts; u unfolds them");
    stage.outline_is(
        "
        > ¶ The lamp
          ▸   mara  +3  A lamp
          ▸   gull  +1  Ferry
              yuki  Lantern
    ",
    );
    stage.press("u");
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
fn tab_offers_keys_and_authors_and_what_is_wrong_is_told_with_its_column() {
    let mut stage = Stage::new(thread(TALK), 80, 9);
    stage.press("/ a Tab");
    stage.screen_is(
        "
           threadle │ The lamp                                       7 replies · 5 unread
          ╭─ Tab ──────────────────────────────────────────────────╮                  #1 ◆
        > │ author:          by whom; = for the whole name         │                     ◆
          │ after:           written on that day or later          │                     ◆
          │ age:             younger or older than                 │         #2 · ↑ mara │
          │ above:           hits, and what they answer            │                     │
          │ author:mara                                            │                     │
          ╰────────────────────────────────────────────────────────╯         #3 · ↑ salt ◆
          /author:  column 8: expected a name after author:                     1/7 · 42%
    ",
    );
    stage.press("Tab Tab Tab Tab Enter");
    stage.status_is("/author:mara  1 post · n N next · Esc ends");
    stage.press("/ s c o r e : x");
    stage.status_is("/score:x");
    stage.press("Ctrl-u a u t h o r : t Tab Enter");
    stage.selected_is(3);
}

#[test]
fn escape_takes_an_offer_back() {
    let mut stage = talk();
    stage.press("/ d Tab");
    stage.find("/depth:");
    stage.press("Esc");
    stage.status_is("/d  1 post · n N next · Esc ends");
}

#[test]
fn what_is_put_away_inside_a_filter_is_away_outside_of_it() {
    let mut stage = talk();
    stage.press("& c h Enter g g j x j");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3 · joke
    ",
    );
    stage.press("Esc");
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3 · joke
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn who_narrows_a_filtered_view_sees_all_again_with_escape() {
    let mut stage = talk();
    stage.press("& c h Enter g g 2 j Enter");
    stage.outline_is(
        "
        > ▾   salt  No lamp
          │     tide  A chart
    ",
    );
    stage.press("Esc");
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
}

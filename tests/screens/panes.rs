//! Panes: how the screen is shared out at every width, the pinned article, and the divider.

use crate::notation::thread;
use crate::stage::Stage;
use crate::{TALK, talk};
use threadle::Action;

#[test]
fn a_narrow_screen_shows_one_pane_and_w_the_other() {
    let mut stage = Stage::new(thread(TALK), 40, 10);
    stage.press("j");
    stage.screen_is(
        "
         threadle │ The lamp          7 replies
        ▌ mara                              #1 │
        ▌ A lamp                               ┃
                                               ┃
          │ salt                   #2 · ↑ mara ┃
          │ No lamp                            │
          │                                    │
          │ │ tide                 #3 · ↑ salt │
          │ │ A chart                          │
         Space read on  j k move      1/7 · 45%
    ",
    );
    stage.press("w");
    stage.screen_is(
        "
           threadle │ The lamp          7 replies
          ¶ The lamp
        > ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │     tide  A chart
          │   • gull  Chips
          ▾ • gull  Ferry
          │   • nils  Four sixty
            • yuki  Lantern
           Space read on  j k move      1/7 · 20%
    ",
    );
    stage.press("j w");
    stage.selected_is(2);
}

#[test]
fn a_pinned_article_takes_the_narrow_screen_and_w_goes_round() {
    let mut stage = Stage::new(thread(TALK), 60, 10);
    stage.press("2 j a");
    stage.document_is(
        "
        The lamp

        It went out.

        ── 7 replies ───────────────────────────────────────────
    ",
    );
    stage.press("w");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
        > │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
          ▾ • gull  Ferry
          │   • nils  Four sixty
            • yuki  Lantern
    ",
    );
    stage.press("w");
    stage.document_is(
        "
        ▌ salt                                       #2 · ↑ mara
        ▌ No lamp
        │
        │ │ tide                                     #3 · ↑ salt
        │ │ A chart
        │ │
        │ gull                                       #4 · ↑ mara
        │ Chips
    ",
    );
    stage.press("a");
    stage.status_is("the article is no longer pinned");
}

#[test]
fn a_pinned_article_stands_beside_the_replies_on_a_screen_of_middling_width() {
    let mut stage = Stage::new(thread(TALK), 100, 10);
    stage.press("2 j a");
    stage.screen_is(
        "
        threadle │ The lamp                                                           7 replies · 3 unread
        ▌ salt                              #2 · ↑ mara │   The lamp
        ▌ No lamp                                       │
        │                                               ┃   It went out.
        │ tide                            #3 · 3 ↳ salt ┃
        │ A chart                                       ┃   ── 7 replies ────────────────────────────────
        │                                               │
        │ gull                              #4 · ↑ mara │
        │ Chips                                         │
        Space read on  j k move  h l fold  / search  ? keys  q quit  g r library                 2/7 · 55%
    ",
    );
}

#[test]
fn a_wide_screen_has_three_panes_when_the_article_is_pinned() {
    let mut stage = Stage::new(thread(TALK), 160, 12);
    stage.press("2 j a");
    stage.screen_is("
           threadle │ The lamp                                                                                                                       7 replies · 3 unread
          ¶ The lamp                          │  ▌ salt                                     #2 · ↑ mara │   The lamp
          ▾   mara  A lamp                    │  ▌ No lamp                                              │
        > │ ▾   salt  No lamp                 │  │                                                      ┃   It went out.
          │ │     tide  A chart               │  │ │ tide                                   #3 · ↑ salt ┃
          │     gull  Chips                   │  │ │ A chart                                            ┃   ── 7 replies ───────────────────────────────────────────────
          ▾ • gull  Ferry                     │  │ │                                                    ┃
          │   • nils  Four sixty              │  │ gull                                     #4 · ↑ mara ┃
            • yuki  Lantern                   │  │ Chips                                                │
                                              │  │                                                      │
                                              │  gull                                                #5 │
           Space read on  j k move  h l fold  / search  ? keys  q quit  g r library                                                                             2/7 · 62%
    ");
}

#[test]
fn the_pinned_article_is_scrolled_alone() {
    let lines: Vec<_> = (1..30).map(|line| format!("line {line}")).collect();
    let text = format!("# The lamp\narticle: {}\n- mara: A lamp", lines.join("|"));
    let mut stage = Stage::new(thread(&text), 100, 8);
    stage.press("j a w Ctrl-d");
    stage.selected_is(1);
    stage.screen_is(
        "
         threadle │ The lamp                                                             1 reply · 1 unread
        ▌ mara                                        #1 │▎  line 2
        ▌ A lamp                                         │▎  line 3
                                                         │▎  line 4
          · · ·                                          ┃▎  line 5
                                                         │▎  line 6
                                                         │▎  line 7
         Space read on  j k move  h l fold  / search  ? keys  q quit  g r library                1/1 · 100%
    ",
    );
    stage.press("w j");
    stage.selected_is(1);
}

#[test]
fn brackets_move_the_divider() {
    let mut stage = talk();
    let before = stage.divider();
    stage.press(")");
    assert_eq!(stage.divider(), before + 4);
    stage.press("( (");
    assert_eq!(stage.divider(), before - 4);
    stage.press("( ( ( ( ( ( (");
    assert_eq!(stage.divider(), 20, "the outline keeps some room");
}

#[test]
fn the_share_of_the_outline_is_kept_when_the_screen_grows() {
    let mut stage = Stage::new(thread(TALK), 125, 34);
    let before = stage.divider();
    stage.act(Action::Resize { width: 250, height: 34 });
    assert_eq!(stage.divider(), before * 2 + 1);
    stage.act(Action::Resize { width: 125, height: 34 });
    assert_eq!(stage.divider(), before);
}

#[test]
fn the_text_has_room_beside_the_outline_and_the_depth_is_told_where_guides_end() {
    let chain = (1..=15).fold("# The lamp\narticle: Out.\n".to_owned(), |chain, depth| {
        format!("{chain}{}- p{depth}: {}\n", "  ".repeat(depth - 1), "word ".repeat(30).trim_end())
    });
    for (width, least) in [(80, 45), (120, 60), (200, 60)] {
        let mut stage = Stage::new(thread(&chain), width, 30);
        stage.press("1 5 G");
        let lines: Vec<_> = stage.document().lines().map(str::to_owned).collect();
        let words = |line: &String| line.matches("word").count() * 5;
        let widest = lines.iter().map(words).max().unwrap();
        assert!(widest + 5 > least, "{width}: {widest} columns of text\n{}", lines.join("\n"));
        if width == 80 {
            assert!(lines.iter().any(|line| line.contains("15 ↳ p14")), "{}", lines.join("\n"));
        }
    }
}

#[test]
fn a_resize_keeps_the_reader_in_the_same_words() {
    let body = (0..200).map(|word| format!("word{word}")).collect::<Vec<_>>().join(" ");
    let mut stage = Stage::new(thread(&format!("# The lamp\narticle: Out.\n- mara: {body}\n- gull: Chips")), 120, 12);
    stage.press("j 5 Ctrl-e");
    let first = stage.text().lines().nth(1).unwrap().to_owned();
    let word = first.split_whitespace().find(|word| word.starts_with("word")).unwrap().to_owned();
    for width in [60, 100, 44, 200, 120] {
        stage.act(Action::Resize { width, height: 12 });
        stage.selected_is(1);
    }
    stage.find(&word);
}

#[test]
fn a_screen_without_room_says_so() {
    let stage = Stage::new(thread(TALK), 15, 3);
    assert_eq!(stage.text(), "  threadle needs\n\n\n");
}

#[test]
fn the_same_thread_at_forty_by_ten() {
    Stage::new(thread(TALK), 40, 10).screen_is(
        "
         threadle │ The lamp          7 replies
        ▌ The lamp                             ┃
                                               ┃
        ▌ It went out.                         │
                                               │
          ── 7 replies ─────────────────────── │
                                               │
          mara                              #1 │
          A lamp                               │
         Space read on  j k move      0/7 · 23%
    ",
    );
}

#[test]
fn the_same_thread_at_eighty_by_twenty_four() {
    Stage::new(thread(TALK), 80, 24).screen_is(
        "
           threadle │ The lamp                                       7 replies · 2 unread
        > ¶ The lamp                 │▌ The lamp                                         ┃
          ▾   mara  A lamp           │                                                   ┃
          │ ▾   salt  No lamp        │▌ It went out.                                     ┃
          │ │     tide  A chart      │                                                   ┃
          │     gull  Chips          │  ── 7 replies ─────────────────────────────────── ┃
          ▾   gull  Ferry            │                                                   ┃
          │   • nils  Four sixty     │  mara                                          #1 ┃
            • yuki  Lantern          │  A lamp                                           ┃
                                     │                                                   ┃
                                     │ │ salt                                #2 · ↑ mara ┃
                                     │ │ No lamp                                         ┃
                                     │ │                                                 ┃
                                     │ ││ tide                               #3 · ↑ salt ┃
                                     │ ││ A chart                                        ┃
                                     │ ││                                                ┃
                                     │ │ gull                                #4 · ↑ mara ┃
                                     │ │ Chips                                           ┃
                                     │ │                                                 │
                                     │  gull                                          #5 │
                                     │  Ferry                                            │
                                     │                                                   │
                                     │ │ nils                                #6 · ↑ gull │
           Space read on  j k move  h l fold  / search  ? keys  q quit          0/7 · 71%
    ",
    );
}

#[test]
fn text_keeps_to_a_comfortable_measure_on_wide_screens() {
    let body = "All the boats on the bank had seen the lamp. ".repeat(12);
    for (width, height) in [(120, 36), (200, 50)] {
        let stage = Stage::new(thread(&format!("# The lamp\narticle: {body}\n- mara: A lamp")), width, height);
        let longest =
            stage.document().lines().filter(|line| line.contains("boats")).map(|line| line.trim().len()).max();
        assert!((60..=90).contains(&longest.unwrap()), "{longest:?}\n{}", stage.text());
    }
}

#[test]
fn space_in_an_outline_that_has_the_screen_to_itself_shows_the_text() {
    let mut stage = Stage::new(thread(TALK), 40, 10);
    stage.press("w j j Space");
    stage.selected_is(2);
    stage.document_is(
        "
        ▌ salt                   #2 · ↑ mara
        ▌ No lamp
        │
        │ │ tide                 #3 · ↑ salt
        │ │ A chart
        │ │
        │ gull                   #4 · ↑ mara
        │ Chips
    ",
    );
}

#[test]
fn how_to_widen_is_said_where_there_is_room_for_it() {
    let mut stage = Stage::new(thread(TALK), 40, 10);
    stage.press("j j Enter");
    stage.find("The lamp › salt   Backspace widens");
    let mut stage = Stage::new(thread(&TALK.replace("The lamp", "The lamp that went out")), 40, 10);
    stage.press("j j Enter");
    assert!(!stage.text().contains("Back"), "{}", stage.text());
}

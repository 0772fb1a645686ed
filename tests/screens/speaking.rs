//! Who speaks to whom: quotations and names followed both ways, and the card of an author.

use crate::notation::thread;
use crate::stage::{NOW, Stage};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use threadle::inner::{Spoken, set_up};
use threadle::{Action, App, Effect, Key, Outcome, Theme, Work, draw};

const CHART: &str = "
# The lamp
article: It went out.
- mara (9h, 14 points): The chart in the harbour office is wrong.
  - salt (8h): It is not.
- gull (7h, 2 points): > The chart in the harbour office is wrong.|Which?
  - mara (6h): The one of 1908.
- tide (5h): @gull the other one
- nils (4h): > the chart in the harbour office|No.
";

fn chart() -> Stage {
    Stage::new(thread(CHART), 100, 30)
}

#[test]
fn a_post_shows_who_quotes_it_as_far_as_there_is_room() {
    chart().screen_is(
        "
           threadle │ The lamp                                                                      6 replies
        > ¶ The lamp                            │▌ The lamp                                                  ┃
          ▾   mara  The chart in the harbour of…│                                                            ┃
          │     salt  It is not.                │▌ It went out.                                              ┃
          ▾   gull  Which?                      │                                                            ┃
          │     mara  The one of 1908.          │  ── 6 replies ──────────────────────────────────────────── ┃
              tide  @gull the other one         │                                                            ┃
              nils  No.                         │  mara · 9h · 14 points · ← #3 gull, #6 nils             #1 ┃
                                                │  The chart in the harbour office is wrong.                 ┃
                                                │                                                            ┃
                                                │  │ salt · 8h                                   #2 · ↑ mara ┃
                                                │  │ It is not.                                              ┃
                                                │  │                                                         ┃
                                                │  gull · 7h · 2 points · ← #5 tide                       #3 ┃
                                                │  ▎ The chart in the harbour office is wrong.               ┃
                                                │                                                            ┃
                                                │  Which?                                                    ┃
                                                │                                                            ┃
                                                │  │ mara · 6h                                   #4 · ↑ gull ┃
                                                │  │ The one of 1908.                                        ┃
                                                │  │                                                         ┃
                                                │  tide · 5h                                              #5 ┃
                                                │  @gull the other one                                       ┃
                                                │                                                            ┃
                                                │  nils · 4h                                              #6 ┃
                                                │  ▎ the chart in the harbour office                         ┃
                                                │                                                            │
                                                │  No.                                                       │
                                                │                                                            │
           Space read on  j k move  h l fold  / search  ? keys  q quit  g r library                0/6 · 100%
    ",
    );
    let heads = |width| {
        let document = Stage::new(thread(CHART), width, 30).document();
        let heads = document.lines().filter(|line| line.contains('←'));
        heads.map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        heads(80),
        ["mara · 9h · 14 points · ← #3 gull, #6 nils    #1", "gull · 7h · 2 points · ← #5 tide              #3"]
    );
    assert!(heads(40).iter().all(|head| !head.contains("mara")));
}

#[test]
fn those_who_quote_a_post_are_gone_to_or_listed() {
    let mut stage = chart();
    stage.press("3 j g b");
    stage.selected_is(5);
    stage.press("g b");
    stage.status_is("nobody here quotes it or names its author");
    stage.press("< 1 G g b j");
    stage.screen_is(
        "
           threadle │ The lamp                                                                      6 replies
          ¶ The lamp                            │▌ mara · 2023-04-22 03:00 · 14 points · ← #3 gull +1     #1 │
        > ▾   mara  The chart in the harbour of…│▌ The chart in the harbour office is wrong.                 │
          │     salt  It is not.                │                                                            │
          ▾   gull  Which?                      │  │ salt · 8h                                   #2 · ↑ mara │
          │     mara  The one of 1908.          │  │ It is not.                                              ┃
              tide  @gull the other one         │  │                                                         ┃
              nils  No.                         │  gull · 7h · 2 points · ← #5 tide                       #3 ┃
                                                │  ▎ The chart in the harbour office is wrong.               ┃
              ╭─ Who quotes or addresses it ─────────────────────────────────────────────────────────────╮   ┃
              │ #3     gull  7h  Which?                                                                  │   ┃
        >     │ #6     nils  4h  No.                                                                     │   ┃
              ╰───────────────────────────────────── Enter goes there · / narrows · ? keys · Esc closes ─╯ll ┃
                                                │  │ The one of 1908.                                        ┃
                                                │  │                                                         ┃
                                                │  tide · 5h                                              #5 ┃
                                                │  @gull the other one                                       ┃
                                                │                                                            ┃
                                                │  nils · 4h                                              #6 ┃
                                                │  ▎ the chart in the harbour office                         ┃
                                                │                                                            ┃
                                                │  No.                                                       ┃
                                                │                                                            ┃
                                                │  · · ·                                                     ┃
                                                │                                                            ┃
                                                │                                                            ┃
                                                │                                                            │
                                                │                                                            │
                                                │                                                            │
           Space read on  j k move  h l fold  / search  ? keys  q quit  g r library                1/6 · 100%
    ",
    );
    stage.press("Enter");
    stage.selected_is(6);
    stage.press("<");
    stage.selected_is(1);
}

#[test]
fn a_quotation_is_followed_to_the_post_that_has_it_and_unfolds_it() {
    let mut stage = chart();
    stage.press("j h G \"");
    stage.selected_is(1);
    assert!(!stage.app.is_folded(stage.app.selection()));
    stage.press("u");
    assert!(stage.app.is_folded(stage.app.thread().get(1).unwrap()));
    stage.press("2 G \"");
    stage.status_is("it quotes nobody here; H goes to its parent");
}

#[test]
fn who_asks_before_it_is_known_is_taken_there_when_it_is_unless_they_went_on() {
    let thread = thread(CHART);
    let spoken = Spoken::of(&thread, || true).unwrap();
    let mut app = App::new(thread.into(), NOW);
    let asked = app.update(Action::Resize { width: 80, height: 24 });
    let job = asked.iter().find_map(|effect| match effect {
        Effect::Work(job, Work::Listen) => Some(*job),
        _ => None,
    });
    let press = |app: &mut App, keys: &str| {
        for key in keys.split(' ') {
            let _ = app.update(Action::Key(Key::named(key).unwrap()));
        }
    };
    press(&mut app, "G \"");
    assert_eq!(app.selection().index(), 6);
    let mut other = App::new(app.thread().clone(), NOW);
    let _ = other.update(Action::Resize { width: 80, height: 24 });
    press(&mut other, "G \" k");
    for app in [&mut app, &mut other] {
        let _ = app.update(Action::Outcome(job.unwrap(), Outcome::Listened(spoken.clone())));
    }
    assert_eq!((app.selection().index(), other.selection().index()), (1, 5));
}

#[test]
fn who_quotes_whom_is_known_in_every_order_of_the_replies() {
    let mut stage = chart();
    let shows = |stage: &Stage, text: &str| stage.document().contains(text);
    assert!(shows(&stage, "← #3 gull, #6 nils"), "{}", stage.text());
    stage.press("S 2");
    assert!(shows(&stage, "← #6 nils, #3 gull"), "{}", stage.text());
}

#[test]
fn a_card_tells_who_wrote_a_post() {
    let mut app = App::new(thread(CHART).into(), NOW);
    set_up(&mut app, "[[person]]\nname = 'mara'\ntag = 'keeper'\n").unwrap();
    let mut stage = Stage::of(app, 100, 30);
    stage.press("j A");
    stage.screen_is(
        "
           threadle │ The lamp                                                                      6 replies
          ¶ The lamp                            │▌ mara · keeper · 2023-04-22 03:00 · 14 points           #1 │
        > ▾   mara  The chart in the harbour of…│▌ The chart in the harbour office is wrong.                 │
          │     salt  It is not.                │                                                            │
          ▾   gull  Which?                      │  │ salt · 8h                                   #2 · ↑ mara │
          │     mara  The one of 1908.          │  │ It is not.                                              ┃
              tide  @gull the other one         │  │                                                         ┃
              nils╭─ mara ───────────────────────────────────────────────────────────────────────────╮    #3 ┃
                  │ 2 of 7 posts (29%) · keeper                                                      │       ┃
                  │                                                                                  │       ┃
        >         │ First        9h                     #1 The chart in the harbour office is wrong. │       ┃
                  │ Last         6h                     #4 The one of 1908.                          │       ┃
                  │ Answers      gull ×1                #4 The one of 1908.                          │↑ gull ┃
                  │ Answered by  salt ×1                #2 It is not.                                │       ┃
                  ╰─────────── Enter goes there · n next post · & only theirs · ? keys · Esc closes ─╯       ┃
                                                │  tide · 5h                                              #5 ┃
                                                │  @gull the other one                                       ┃
                                                │                                                            ┃
                                                │  nils · 4h                                              #6 ┃
                                                │  ▎ the chart in the harbour office                         ┃
                                                │                                                            ┃
                                                │  No.                                                       ┃
                                                │                                                            ┃
                                                │  · · ·                                                     ┃
                                                │                                                            ┃
                                                │                                                            ┃
                                                │                                                            │
                                                │                                                            │
                                                │                                                            │
           Space read on  j k move  h l fold  / search  ? keys  q quit  g r library                1/6 · 100%
    ",
    );
    stage.press("j Enter");
    stage.selected_is(4);
    stage.press("A n");
    stage.status_is("on from the top");
    stage.press("3 G A m");
    assert!(stage.text().contains("only their first line"), "{}", stage.text());
    stage.press("Esc g g A");
    stage.status_is("nobody knows who wrote this");
}

#[test]
fn only_what_an_author_wrote_is_left_in_sight_with_what_it_answers() {
    let mut stage = chart();
    stage.press("j A &");
    stage.outline_is(
        "
          ¶ The lamp
        >     mara  The chart in the harbour of…
          ▾   gull  Which?
          │     mara  The one of 1908.
    ",
    );
    stage.press("Esc");
    stage.selected_is(1);
    assert!(stage.text().contains("salt"), "{}", stage.text());
}

#[test]
fn whom_a_post_answers_stands_out_in_every_palette() {
    let talk = "
# The lamp
mara: It went out.
- gull: A lamp
  - mara: No lamp
    - tide: A chart
      - nils: Chips
";
    let mut app = App::new(thread(talk).into(), NOW);
    set_up(&mut app, "names = ['tide']").unwrap();
    let stage = Stage::of(app, 100, 30);
    for name in Theme::names() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 30));
        draw(&stage.app, &Theme::named(name).unwrap(), &mut buffer);
        let style = |text: &str| style_of(&buffer, text);
        let [gull, mara, tide] = ["↑ gull", "↑ mara", "↑ tide"].map(style);
        // The roles of who wrote the article and of the reader are the same here as over their own posts.
        assert_ne!(gull, mara, "{name}");
        assert_ne!(mara, tide, "{name}");
        assert_ne!(gull, tide, "{name}");
        assert_ne!(gull, style("#4 · "), "{name}");
    }
}

/// How the last letter of a text is drawn where it stands first.
fn style_of(buffer: &Buffer, text: &str) -> ratatui::style::Style {
    let many = text.chars().count() as u16;
    let area = buffer.area;
    for y in 0..area.height {
        for x in 0..area.width - many {
            let here: String = (x..x + many).map(|x| buffer[(x, y)].symbol()).collect();
            if here == text {
                return buffer[(x + many - 1, y)].style();
            }
        }
    }
    panic!("{text} is not on the screen");
}

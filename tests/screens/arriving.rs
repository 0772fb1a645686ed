//! A thread that arrives in parts: its beginning, all of it, or no more of it.

use crate::TALK;
use crate::notation::thread;
use crate::stage::{NOW, Stage};
use threadle::{Action, App, Effect, Key, PostId, Work};

/// The first posts of [`TALK`], as they are before the rest has come.
const BEGINNING: &str = "
# The lamp
article: It went out.
- mara: A lamp
  - salt: No lamp
- gull: Ferry
";

fn opening() -> Stage {
    Stage::of(App::opening("opening talk.txt …", NOW), 80, 20)
}

fn previewed() -> Stage {
    let mut stage = opening();
    stage.act(Action::Preview(thread(BEGINNING).into()));
    stage
}

fn load(stage: &mut Stage) {
    let whole = thread(TALK);
    let places = [0, 1, 2, 5].map(|place| whole.get(place).unwrap()).to_vec();
    stage.act(Action::Loaded { thread: whole.into(), places, notices: Vec::new() });
}

#[test]
fn before_anything_has_come_the_screen_says_what_is_opened() {
    let mut stage = opening();
    stage.act(Action::Progress { read: 3_000_000, total: Some(12_000_000), doing: None });
    stage.screen_is(
        "
           threadle │ opening talk.txt …                                        0 replies
        > ¶ opening talk.txt …       │▌ opening talk.txt …                               ┃
                                     │                                                   │
                                     │                                                   │
                                     │  · · ·                                            │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
           Space read on  j k move  h l fold  / search  ? keys  q quit        reading 25%
    ",
    );
    stage.act(Action::Progress { read: 3_000_000, total: None, doing: None });
    stage.find("reading 3 MB");
}

#[test]
fn the_beginning_is_read_while_the_rest_comes() {
    let mut stage = previewed();
    stage.act(Action::Progress { read: 6, total: Some(12), doing: None });
    stage.find("reading 50%");
    stage.press("2 j");
    stage.outline_is(
        "
          ¶ The lamp
          ▾   mara  A lamp
        > │     salt  No lamp
              gull  Ferry
    ",
    );
}

#[test]
fn the_selection_folds_and_marks_stay_when_the_rest_arrives() {
    let mut stage = previewed();
    stage.press("3 j m a K h");
    load(&mut stage);
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3  A lamp
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
    stage.press("' a");
    stage.selected_is(5);
    stage.press("' a <");
    assert!(stage.app.is_loaded());
}

#[test]
fn a_search_is_made_again_when_the_rest_arrives() {
    let mut stage = previewed();
    stage.press("/ c h a r t Enter");
    stage.status_is("not found");
    load(&mut stage);
    stage.press("n");
    stage.selected_is(3);
}

#[test]
fn what_was_read_stays_read_when_the_rest_arrives() {
    let mut stage = previewed();
    load(&mut stage);
    assert!(!stage.app.is_unread(PostId::ARTICLE));
}

#[test]
fn the_view_stays_narrowed_when_the_rest_arrives() {
    let mut stage = previewed();
    stage.press("j Enter j");
    load(&mut stage);
    stage.outline_is(
        "
          ▾   mara  A lamp
        > │ ▾   salt  No lamp
          │ │     tide  A chart
          │     gull  Chips
    ",
    );
}

#[test]
fn a_failure_after_the_beginning_is_told_and_what_is_there_stays() {
    let mut stage = previewed();
    stage.press("j");
    stage.act(Action::Failed("talk.txt: the disk does not answer".to_owned()));
    stage.status_is("talk.txt: the disk does not answer");
    stage.press("j");
    stage.selected_is(2);
    stage.press("!");
    stage.find("the disk does not answer");
}

/// A line of the overview of a thread without times.
const OVERVIEW: &str = "nothing here says when it was written";

/// What is asked for beside the screen by an action.
fn asked(app: &mut App, action: Action) -> Vec<Effect> {
    app.update(action).into_iter().filter(|effect| matches!(effect, Effect::Work(_, Work::Survey(_)))).collect()
}

#[test]
fn what_was_asked_of_the_beginning_is_asked_again_of_the_whole() {
    let mut stage = previewed();
    let early = asked(&mut stage.app, Action::Key(Key::named("i").unwrap()));
    let whole = thread(TALK);
    let places = [0, 1, 2, 5].map(|place| whole.get(place).unwrap()).to_vec();
    let again = asked(&mut stage.app, Action::Loaded { thread: whole.into(), places, notices: Vec::new() });
    assert_eq!((early.len(), again.len()), (1, 1));
    stage.carry_out(early);
    assert!(!stage.text().contains(OVERVIEW), "that is of the beginning alone");
    stage.carry_out(again);
    stage.find(OVERVIEW);
}

#[test]
fn what_was_asked_before_another_thread_was_visited_is_asked_again_on_return() {
    let mut app = App::new(thread(TALK).into(), NOW);
    let early = asked(&mut app, Action::Key(Key::named("i").unwrap()));
    let again = asked(&mut app, Action::CameBack(NOW));
    assert_eq!((early.len(), again.len()), (1, 1));
    let mut stage = Stage::of(app, 80, 20);
    stage.carry_out(again);
    stage.find(OVERVIEW);
}

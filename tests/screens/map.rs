//! The map on the scrollbar: what is noted where, and the way there.

use crate::TALK;
use crate::notation::thread;
use crate::reloading::later;
use crate::stage::Stage;
use crate::suggesting::DRIFTING;
use threadle::{Action, Mouse, MouseKind};

/// [`TALK`] on a screen whose scrollbar has a cell for each of its posts.
fn low() -> Stage {
    Stage::new(thread(TALK), 80, 10)
}

/// The scrollbar, from top to bottom.
fn map(stage: &Stage) -> String {
    let buffer = stage.buffer();
    (1..stage.height - 1).map(|y| buffer[(stage.width - 1, y)].symbol()).collect()
}

fn click(stage: &mut Stage, y: u16) {
    let (kind, x) = (MouseKind::Press, stage.width - 1);
    stage.act(Action::Mouse(Mouse { kind, x, y }));
}

#[test]
fn marks_hits_and_what_is_put_away_are_on_it() {
    let mut stage = low();
    stage.press("3 j m c / F e r r y Enter j j x o");
    assert_eq!(map(&stage), "│││c│◆│▿");
}

#[test]
fn a_letter_goes_before_a_hit_and_a_hit_before_what_is_put_away() {
    let mut stage = low();
    stage.press("7 j m f x o G / y u k i Enter g g");
    assert_eq!(map(&stage).chars().last(), Some('f'));
    let mut stage = low();
    stage.press("7 j x o G / y u k i Enter g g");
    assert_eq!(map(&stage).chars().last(), Some('◆'));
    stage.press("Esc");
    assert_eq!(map(&stage).chars().last(), Some('▿'));
}

#[test]
fn new_posts_are_on_it_and_a_click_goes_to_the_first_of_the_cell() {
    let mut stage = low();
    stage.press("7 G");
    later(&mut stage);
    assert_eq!(map(&stage), "•││││•│┃");
    click(&mut stage, 1);
    stage.selected_is(1);
}

#[test]
fn what_a_filter_leaves_out_is_not_on_it() {
    let mut stage = low();
    stage.press("7 G");
    later(&mut stage);
    stage.press("& y u k i Enter");
    assert_eq!(map(&stage).matches('•').count(), 0);
    stage.press("Esc");
    assert_eq!(map(&stage).matches('•').count(), 2);
}

#[test]
fn what_is_in_a_fold_is_noted_at_the_fold_and_a_click_goes_there() {
    let mut stage = low();
    stage.press("3 j m c g g j h G");
    assert_eq!(map(&stage), "│c││││┃│");
    click(&mut stage, 2);
    stage.selected_is(1);
    stage.outline_is(
        "
          ¶ The lamp
        > ▸   mara  +3  A lamp
          ▾   gull  Ferry
          │     nils  Four sixty
              yuki  Lantern
    ",
    );
}

#[test]
fn suggestions_are_on_it_as_long_as_they_are_suggested() {
    let mut stage = Stage::new(thread(DRIFTING), 120, 30);
    stage.press("o");
    assert_eq!(map(&stage).matches('▿').count(), 2);
    stage.press("Esc");
    assert_eq!(map(&stage).matches('▿').count(), 0);
}

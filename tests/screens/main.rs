//! Screens: a thread and some keys give a screen as text, and that is what the program promises its readers.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod arriving;
mod away;
mod everywhere;
mod filtering;
mod finding;
mod folding;
mod heard;
mod judging;
mod links;
mod listing;
mod lists;
mod map;
mod moving;
mod narrowing;
mod notation;
mod overlays;
mod overview;
mod panes;
mod parcels;
mod people;
mod pointing;
mod reading;
mod reloading;
mod rules;
mod shelf;
mod showing;
mod sight;
mod sorting;
mod speaking;
#[path = "../stage/mod.rs"]
mod stage;
mod suggesting;
mod told;

use crate::notation::thread;
use crate::stage::Stage;
use threadle::{Builder, Draft};

/// Two branches with replies and one without.
const TALK: &str = "
# The lamp
article: It went out.
- mara: A lamp
  - salt: No lamp
    - tide: A chart
  - gull: Chips
- gull: Ferry
  - nils: Four sixty
- yuki: Lantern
";

/// A thread of some thousands of replies to the article, all by gull but for these.
fn crowd(replies: usize, others: &[(usize, &str)]) -> Stage {
    let mut builder = Builder::new("test");
    builder.title("The lamp");
    for number in 1..=replies {
        let author = others.iter().find(|(other, _)| *other == number).map_or("gull", |(_, author)| author);
        builder.add(Draft { author: Some(author), body: "Chips", ..Draft::default() });
    }
    Stage::new(builder.finish().unwrap().thread, 80, 24)
}

/// [`TALK`] on a screen that has room for all of it.
fn talk() -> Stage {
    Stage::new(thread(TALK), 80, 34)
}

//! Bodies of several pieces: whatever they say, and wherever a cut falls, keys do what they do elsewhere.

use super::{Deed, act, check, config, deeds};
use crate::stage::Stage;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use threadle::{Builder, Draft, MouseKind, Notation, Parent, Thread};

/// What long bodies repeat.
const REPEATED: &[&str] = &[
    "\n", ">", "> ", " ", "\t", "a\t", "word ", "> a\n", "- a\n", "x", "港", "e\u{301}", "\u{200b}", "```\n", "a\n\n",
    "&",
];
/// The same for pages, whose pieces are larger.
const TAGS: &[&str] = &["<b>", "<p>", "<br>", "<li>a", "<pre>\t", "<blockquote>", "<td>a", "&amp;", "</p>", "<!-- -->"];

fn body() -> impl Strategy<Value = (String, Notation)> {
    // Two or three pieces; of pages one large one, as an unoptimised build is slow to read it.
    let lines = (select(REPEATED), 65_000..100_000_usize, select(vec![Notation::Plain, Notation::Mail]));
    let tags = (select(TAGS), 60_000..100_000_usize, select(vec![Notation::Html, Notation::Markdown]));
    prop_oneof![4 => lines, 1 => tags]
        .prop_map(|(part, size, notation)| (format!("first {} last", part.repeat(size / part.len())), notation))
}

fn thread(bodies: &[(String, Notation)]) -> Thread {
    let mut builder = Builder::new("test");
    for (number, (body, notation)) in bodies.iter().enumerate() {
        let parent = if number == 0 { Parent::Nothing } else { Parent::Article };
        builder.add(Draft { parent, author: Some("mara"), body, notation: *notation, ..Draft::default() });
    }
    builder.finish().unwrap().thread
}

/// What moves through a document, many times more often than in any other test.
fn moves() -> impl Strategy<Value = Deed> {
    let keys = ["Ctrl-e", "Ctrl-y", "PgDn", "PgUp", "Space", "b", "Ctrl-d", "Ctrl-u", "G", "g g", "J", "K"];
    prop_oneof![
        4 => (select(keys.to_vec()), 1..6_usize)
            .prop_map(|(key, times)| Deed::Press(vec![key; times].join(" "))),
        1 => (select(vec![MouseKind::WheelDown, MouseKind::WheelUp]), 40..90_u16, 2..20_u16)
            .prop_map(|(kind, x, y)| Deed::Point(kind, x, y)),
        2 => deeds(),
    ]
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn any_keys_keep_the_invariants_in_bodies_of_several_pieces(
        bodies in vec(body(), 1..4),
        deeds in vec(moves(), 30),
        size in (30..130_u16, 8..40_u16),
    ) {
        let mut stage = Stage::new(thread(&bodies), size.0, size.1);
        for deed in deeds {
            act(&mut stage, deed.clone());
            let checked = check(&mut stage);
            prop_assert!(checked.is_ok(), "after {:?}: {}", deed, checked.unwrap_err());
        }
    }
}

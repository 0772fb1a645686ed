//! Properties: any keys on any thread, and any size of the screen.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod long;
#[path = "../screens/notation.rs"]
mod notation;
#[path = "../stage/mod.rs"]
mod stage;
mod steady;
mod talk;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{RngSeed, TestCaseResult};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;
use stage::Stage;
use threadle::inner::set_up;
use threadle::{Action, Builder, COMMANDS, Draft, DraftId, Mouse, MouseKind, Notice, Parent, PostId, Thread};

/// What the replies of a thread hang on.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Each on the one before.
    Chain,
    /// All on the article.
    Wide,
    /// Most on what many answer already, as in real discussions.
    Zipf,
}

/// What posts say: short and long, in several scripts, hostile, or nothing.
const SAID: &[&str] = &[
    "A lamp",
    "> It went out.\n\nNo chips, then.",
    "",
    "港の灯台は、古い。 👩‍👩‍👧‍👦 cafe\u{301}",
    "\u{1b}]52;c;aGk=\u{7}\u{202e}pmal\u{2066}\u{200b}\u{85}\u{9b}2J\r\n\t\u{0}\u{feff}\u{e0041}",
    "1. one\n2. two\n\n    code\n\nhttps://harbour.example/a/very/long/address/that/goes/on/and/on?and=on#and-on",
    "The first.\n\nThe second is longer than the others, so that it takes more than one line on any screen.\n\nThe third.\
     \n\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no\np\nq\nr\ns\nt\nu\nv\nw\nx\ny\nz",
];
const NAMES: &[Option<&str>] =
    &[Some("mara"), Some("gull"), None, Some("田中"), Some("a\u{202e}b\u{1b}[2J"), Some("salt")];

fn thread(shape: Shape, replies: usize) -> Thread {
    let mut builder = Builder::new("test");
    builder.title("The lamp \u{1b}[31mand the\u{202e} chart");
    let mut random = 7_u64;
    for number in 0..=replies {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let draw = usize::try_from(random >> 33).unwrap();
        let parent = match shape {
            _ if number == 0 => Parent::Nothing,
            Shape::Chain => Parent::Draft(DraftId::new(number - 1)),
            Shape::Wide => Parent::Article,
            // The least of two draws: what is old has more replies.
            Shape::Zipf => Parent::Draft(DraftId::new((draw % number).min((draw >> 12) % number))),
        };
        builder.add(Draft {
            parent,
            author: NAMES[draw % NAMES.len()],
            author_inferred: draw % 7 == 0,
            score: (draw % 5 == 0).then_some(i32::try_from(draw % 90).unwrap()),
            body: SAID[(draw >> 8) % SAID.len()],
            ..Draft::default()
        });
    }
    builder.finish().unwrap().thread
}

/// Something that a reader does.
#[derive(Debug, Clone)]
enum Deed {
    /// The keys of a command, or any other.
    Press(String),
    Paste(String),
    Point(MouseKind, u16, u16),
    Resize(u16, u16),
}

fn deeds() -> impl Strategy<Value = Deed> {
    let typed = |keys: &str| keys.replace("<letter>", "a").replace("<digit>", "2");
    let keys: Vec<_> = COMMANDS.iter().flat_map(|command| command.keys).map(|keys| typed(keys)).collect();
    let words =
        ["l a m p Enter", "/ t . o Enter", "港 Enter", "x q Esc", "f o l d Enter", "1 2", "9 9 9 9", "Enter", "Esc"];
    let kinds =
        [MouseKind::Press, MouseKind::Drag, MouseKind::Release, MouseKind::WheelDown, MouseKind::WheelUp].to_vec();
    prop_oneof![
        16 => select(keys).prop_map(Deed::Press),
        2 => select(words.to_vec()).prop_map(|word| Deed::Press(word.to_owned())),
        1 => "\\PC{0,3}".prop_map(Deed::Paste),
        2 => (select(kinds), 0..130_u16, 0..40_u16).prop_map(|(kind, x, y)| Deed::Point(kind, x, y)),
        1 => (0..160_u16, 0..24_u16).prop_map(|(width, height)| Deed::Resize(width, height)),
    ]
}

fn act(stage: &mut Stage, deed: Deed) {
    match deed {
        Deed::Press(keys) => stage.press(&keys),
        Deed::Paste(text) => stage.act(Action::Paste(text)),
        Deed::Point(kind, x, y) => stage.act(Action::Mouse(Mouse { kind, x, y })),
        Deed::Resize(width, height) => stage.act(Action::Resize { width, height }),
    }
}

/// What holds after every deed.
fn check(stage: &mut Stage) -> TestCaseResult {
    let drawn = stage.buffer();
    prop_assert_eq!(&drawn, &stage.buffer(), "drawing changes something");
    check_selection(stage, &drawn)?;
    check_clean(&drawn)
}

/// The selected post is a post, nothing that is folded hides it, and it is to be seen unless a panel is over it.
fn check_selection(stage: &Stage, drawn: &Buffer) -> TestCaseResult {
    let (app, thread) = (&stage.app, stage.app.thread());
    let selected = app.selection();
    prop_assert!(selected.index() < thread.len());
    prop_assert!(app.is_in_sight(selected), "{:?} is hidden in {:#?}", selected, drawn);
    let symbols: Vec<_> = drawn.content().iter().map(Cell::symbol).collect();
    let has = |symbol: &str| symbols.contains(&symbol);
    let is_covered = has("╭") || has("╰");
    // In a pane alone, the one line of a post that is left on the screen may be the blank one below it.
    let inside = drawn.content().iter().skip(stage.width.into());
    let mut inside = inside.take(drawn.content().len().saturating_sub(2 * usize::from(stage.width)));
    let has_row = inside.any(|cell| has_ground(cell, drawn));
    prop_assert!(
        is_covered || !has_divider(drawn) || has_row || has("▌"),
        "{:?} is not to be seen in {:#?}",
        selected,
        drawn
    );
    Ok(())
}

/// Whether there is an outline beside the document.
fn has_divider(drawn: &Buffer) -> bool {
    let rows = 1..drawn.area.height.saturating_sub(1);
    let is_divider = |x: u16| rows.clone().all(|y| drawn[(x, y)].symbol() == "│");
    !rows.is_empty() && (20..drawn.area.width.saturating_sub(20)).any(is_divider)
}

/// Whether a cell has a ground of its own, as on the selected row.
fn has_ground(cell: &Cell, drawn: &Buffer) -> bool {
    cell.bg != Color::Reset && cell.bg != drawn[(0, 0)].bg
}

/// No cell has a character that a terminal obeys or a reader cannot see.
fn check_clean(drawn: &Buffer) -> TestCaseResult {
    for cell in drawn.content() {
        let is_trick = |c: char| {
            c.is_control()
                || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
                || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e01ef}')
        };
        prop_assert!(!cell.symbol().contains(is_trick), "{:?} is on the screen", cell.symbol());
    }
    Ok(())
}

fn folded(stage: &Stage) -> Vec<PostId> {
    stage.app.thread().ids().filter(|&post| stage.app.is_folded(post)).collect()
}

/// A row of the screen.
fn row(stage: &Stage, y: u16) -> String {
    let drawn = stage.buffer();
    (0..stage.width).map(|x| drawn[(x, y)].symbol()).collect()
}

/// Presses a key until the program says that there is nothing more to do.
fn exhaust(stage: &mut Stage, key: &str, end: &str) {
    for _ in 0..10_000 {
        stage.press(key);
        if row(stage, stage.height - 1).contains(end) {
            return;
        }
    }
    panic!("{key} goes on for ever");
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(1911),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    }
}

fn shapes() -> impl Strategy<Value = Shape> {
    select(vec![Shape::Chain, Shape::Wide, Shape::Zipf])
}

proptest! {
    #![proptest_config(config(100))]

    /// 10,000 deeds, in 100 threads.
    #[test]
    fn any_keys_keep_the_invariants(shape in shapes(), replies in 0..300_usize, deeds in vec(deeds(), 100)) {
        let mut stages = [0, 1].map(|_| Stage::new(thread(shape, replies), 76, 12));
        for deed in deeds {
            stages.iter_mut().for_each(|stage| act(stage, deed.clone()));
            let checked = check(&mut stages[0]);
            prop_assert!(checked.is_ok(), "after {:?}: {}", deed, checked.unwrap_err());
        }
        prop_assert_eq!(stages[0].buffer(), stages[1].buffer(), "the same deeds show another screen");
    }

    #[test]
    fn undoing_everything_gives_the_folds_of_the_start_and_redoing_those_of_the_end(
        shape in shapes(), replies in 0..60_usize, deeds in vec(deeds(), 40),
    ) {
        let mut stage = Stage::new(thread(shape, replies), 100, 30);
        let start = folded(&stage);
        deeds.into_iter().for_each(|deed| act(&mut stage, deed));
        stage.act(Action::Resize { width: 100, height: 30 });
        stage.press("Esc Esc Esc");
        exhaust(&mut stage, "Ctrl-r", "nothing to redo");
        let end = folded(&stage);
        exhaust(&mut stage, "u", "nothing to undo");
        prop_assert_eq!(folded(&stage), start);
        exhaust(&mut stage, "Ctrl-r", "nothing to redo");
        prop_assert_eq!(folded(&stage), end);
    }
}

/// What a reader may do inside a search that folds nothing for good, and inside a filter, whose folds are its own.
const SEARCHING: &[&str] = &["n", "N", "j", "k", "J", "Space", "PgDn", "b", "*", "#"];
const FILTERING: &[&str] = &[
    "j",
    "k",
    "J",
    "K",
    "h",
    "l",
    "H",
    "}",
    "{",
    "n",
    "N",
    "Space",
    "z a",
    "z M",
    "z R",
    "z m",
    "z r",
    "z 2",
    "z s",
    "z v",
    "Z",
    "u",
    "Ctrl-r",
    "Tab",
    "/ l a m p Enter",
    "z f d e p t h : > 1 Enter",
    "v",
    "& - x q Enter",
];
const QUERIES: &[&str] = &[
    "l a m p",
    "a u t h o r : m a r a",
    "d e p t h : > 2",
    "- l a m p",
    "i s : f o l d e d",
    "( t o O R n o )",
    "x q",
];

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_search_and_a_filter_give_the_folds_back(
        shape in shapes(),
        replies in 0..120_usize,
        before in vec(deeds(), 12),
        query in select(QUERIES),
        searching in vec(select(SEARCHING), 0..8),
        filtering in vec(select(FILTERING), 0..16),
    ) {
        let mut stage = Stage::new(thread(shape, replies), 100, 30);
        before.into_iter().for_each(|deed| act(&mut stage, deed));
        stage.act(Action::Resize { width: 100, height: 30 });
        stage.press("Esc Esc Esc Esc");
        // On a path nothing is folded, and a search may lead off it.
        if row(&stage, 1).starts_with(" path to ") {
            stage.press("v");
        }
        let start = folded(&stage);
        stage.press(&format!("/ {query} Enter"));
        searching.iter().for_each(|keys| stage.press(keys));
        stage.press("Esc Esc");
        prop_assert_eq!(folded(&stage), start.clone(), "after a search");
        stage.press(&format!("& {query} Enter"));
        // Where nothing is found there is no filter, and folds are those of before.
        for keys in filtering.iter().filter(|_| row(&stage, 0).contains("& ")).collect::<Vec<_>>() {
            stage.press(keys);
            check(&mut stage)?;
        }
        stage.press("Esc Esc Esc Esc Esc");
        // A path that was walked in the filter is still walked after it.
        if row(&stage, 1).starts_with(" path to ") {
            stage.press("v");
        }
        prop_assert_eq!(folded(&stage), start, "after a filter and {:?}", filtering);
    }
}

proptest! {
    #![proptest_config(config(3))]

    #[test]
    fn any_keys_keep_the_invariants_of_a_long_thread(deeds in vec(deeds(), 60)) {
        let mut stage = Stage::new(thread(Shape::Zipf, 50_000), 100, 30);
        for deed in deeds {
            act(&mut stage, deed);
            check(&mut stage)?;
        }
    }
}

/// The outline, without what only tells what has been read.
fn outline(stage: &Stage) -> String {
    let drawn = stage.buffer();
    let row = |y| (0..40).map(move |x| (x, y));
    let cells = (1..stage.height - 1).flat_map(row).map(|at| drawn[at].symbol().replace('•', " "));
    cells.collect()
}

/// The drifting discussion, and the same with more replies in it.
fn versions() -> [Thread; 2] {
    let text = include_str!("../stage/drifting.txt");
    let more = |(number, line): (usize, &str)| {
        let indent = line.len() - line.trim_start().len() + if line.starts_with(char::is_alphabetic) { 0 } else { 2 };
        let reply = format!("{:indent$}- pilot: The {number}th buoy of the harbour\n", "");
        format!("{line}\n{}", if number % 5 == 4 { &reply } else { "" })
    };
    [notation::thread(text), notation::thread(&text.lines().enumerate().map(more).collect::<String>())]
}

/// The thread of a stage as another version has it; posts are known by what they say.
fn turned_to(stage: &Stage, version: &Thread) -> Action {
    let before = stage.app.thread();
    let place = |post| version.ids().find(|&now| version.body(now).raw == before.body(post).raw);
    let places = before.ids().map(place).collect();
    let before = std::sync::Arc::clone(before);
    Action::Reloaded { before, thread: version.clone().into(), places, notices: Vec::new() }
}

/// Folding, suggesting, putting away and reviewing, and what it is done in the midst of.
const STEPS: &[&str] = &[
    "z c",
    "z M",
    "z R",
    "z n",
    "Z",
    "Enter",
    "Backspace",
    "x o",
    "x j",
    "x n",
    "x Backspace",
    "l",
    "h",
    "o",
    "o",
    "O",
    "+",
    "-",
    "-",
    "x m",
    "] x j",
    "[ x j",
    "X y Esc",
    "X j Backspace u Esc",
    "X G Enter",
    "Esc",
    "j",
    "k",
    "}",
    "{",
    "u",
    "Ctrl-r",
    ",",
    "& t h e Enter",
    "& - p i l o t Enter x o",
    "& o i l Enter z M x j u",
    "& o i l Enter , X g Backspace Esc",
    "x Backspace",
    "o & o i l Enter x o",
    "o & t h e Enter ] x",
    "u u",
    "/ o i l Enter",
    "v",
];

/// Which of the steps suggests.
const SUGGEST: usize = 13;
/// Once in so many steps the discussion has become another one, or is in another order.
const TURN: usize = 1000;

#[test]
fn ten_thousand_steps_of_folding_and_putting_away_can_be_undone_and_redone() {
    let versions = versions();
    let mut stage = Stage::new(versions[0].clone(), 120, 80);
    let start = outline(&stage);
    let (mut random, mut seen) = (1911_u64, [0; 2]);
    for step in 0..10_000 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let draw = usize::try_from(random >> 33).unwrap();
        stage.press(STEPS[draw % STEPS.len()]);
        match step % TURN {
            0 => stage.act(turned_to(&stage, &versions[step / TURN % 2])),
            500 => stage.press(["S 2", "S 4", "S 1"][draw % 3]),
            _ => {}
        }
        if step % 20 == 0 || draw % STEPS.len() == SUGGEST {
            seen[0] += usize::from(outline(&stage).contains("off-topic?"));
            seen[1] += usize::from(row(&stage, 0).contains("& "));
        }
    }
    stage.press("Esc Esc Esc Esc S 1");
    stage.act(turned_to(&stage, &versions[0]));
    stage.press("Esc Esc");
    let end = outline(&stage);
    assert!(seen.iter().all(|&often| often > 0), "the walk goes by suggestions and filters: {seen:?}");
    assert_ne!(start, end);
    stage.press("9 9 9 9 9 9 u");
    assert_eq!(outline(&stage), start);
    stage.press("9 9 9 9 9 9 Ctrl-r");
    assert_eq!(outline(&stage), end);
}

/// Keys that open each thing that can lie over the panes, and each arrangement of them.
const STATES: &[&str] = &["", "?", ": f o", "/ l a m p", "g ]", "!", "g", "z", "a", "w", "2 j Enter", "5 j v", "z M j"];

fn in_state(keys: &str) -> Stage {
    let mut stage = Stage::new(thread(Shape::Zipf, 40), 80, 24);
    let thread = stage.app.thread().clone();
    let places = thread.ids().collect();
    stage.act(Action::Loaded { thread, places, notices: vec![Notice::new("a reply was mended"); 30] });
    stage.press(keys);
    stage
}

#[test]
fn every_size_draws() {
    let small = (0..=60).flat_map(|width| (0..=30).map(move |height| (width, height)));
    let large = [(61, 0), (71, 9), (72, 3), (73, 31), (80, 24), (120, 36), (149, 4), (150, 40), (151, 12), (200, 50)];
    let larger = [(300, 100), (500, 200), (500, 1), (500, 5), (21, 200), (1, 200)];
    let sizes: Vec<_> = small.chain(large).chain(larger).collect();
    for keys in STATES {
        let mut stage = in_state(keys);
        for &(width, height) in &sizes {
            stage.act(Action::Resize { width, height });
            let drawn = stage.buffer();
            let checked = check_selection(&stage, &drawn).and_then(|()| check_clean(&drawn));
            checked.unwrap_or_else(|fault| panic!("{width}×{height} after {keys}: {fault}"));
        }
    }
}

#[test]
fn every_look_draws_at_every_kind_of_size() {
    let sizes = [(0, 0), (20, 4), (21, 200), (40, 10), (60, 3), (72, 3), (80, 24), (120, 36), (200, 50), (500, 5)];
    let looks = ["plain = true", "ascii = true\noutline = 90", "text-width = 20\ndates = 'days'\noutline = 10"];
    for (look, keys) in looks.iter().flat_map(|look| STATES.iter().map(move |keys| (look, keys))) {
        let mut stage = in_state(keys);
        set_up(&mut stage.app, look).unwrap();
        for (width, height) in sizes {
            stage.act(Action::Resize { width, height });
            let drawn = stage.buffer();
            let checked = check_selection(&stage, &drawn).and_then(|()| check_clean(&drawn));
            checked.unwrap_or_else(|fault| panic!("{width}×{height} with {look} after {keys}: {fault}"));
        }
    }
}

#[test]
fn no_control_or_trick_reaches_the_screen() {
    let every = ('\u{0}'..='\u{10ffff}').filter(|c| c.is_control() || !('\u{20}'..='\u{d7ff}').contains(c));
    let tricks: Vec<char> = ('\u{0}'..='\u{2fff}').chain(every.step_by(97)).chain('\u{e0000}'..='\u{e01ff}').collect();
    for part in tricks.chunks(900) {
        let said: String = part.iter().flat_map(|&c| ['a', c]).collect();
        let mut builder = Builder::new("test");
        builder.title(&said);
        builder.url(&said);
        for parent in [Parent::Nothing, Parent::Article] {
            builder.add(Draft { parent, author: Some(&said), body: &said, ..Draft::default() });
        }
        let thread = builder.finish().unwrap().thread;
        for keys in ["", "j h", "j Enter", "a", "/"] {
            let mut stage = Stage::new(thread.clone(), 120, 30);
            stage.press(keys);
            stage.act(Action::Say(said.clone()));
            stage.act(Action::Paste(part.iter().collect()));
            check_clean(&stage.buffer()).unwrap();
        }
    }
}

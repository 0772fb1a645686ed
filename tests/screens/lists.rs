//! Every list over the panes takes the same keys.

use crate::notation::thread;
use crate::reloading::reload;
use crate::stage::Stage;
use threadle::{Action, Notice};

/// Posts that speak to each other, with links.
const SPEECH: &str = "
# The lamp
article: It went out.
- mara: The lamp see https://harbour.example/one and https://harbour.example/two
  - salt: No lamp
- gull: The ferry
  - tide: @mara the chart says nothing of a lamp
  - nils: @mara nor does the log say anything
";

/// Every list: its name, and a stage on which some keys open it.
fn lists(width: u16, height: u16) -> Vec<(&'static str, Stage)> {
    let keys = [
        ("help", "?"),
        ("overview", "i"),
        ("author", "j A"),
        ("orders", "S"),
        ("categories", "g ]"),
        ("links", "F"),
        ("quoting", "j g b"),
        ("put away", "j x o 3 G x n X"),
    ];
    let mut lists: Vec<_> = keys
        .into_iter()
        .map(|(name, keys)| {
            let mut stage = Stage::new(thread(SPEECH), width, height);
            stage.press(keys);
            (name, stage)
        })
        .collect();
    let crowd = |replies: usize| thread(&format!("# The lamp\narticle: out\n{}", "- gull: Chips\n".repeat(replies)));
    let (mut new, later) = (Stage::new(crowd(80), width, height), crowd(83));
    let places = later.ids().take(81).map(Some).collect();
    reload(&mut new, later, places);
    new.press("g n");
    lists.push(("new", new));
    let page = thread(crate::TALK);
    let mut notices = Stage::of(threadle::App::opening("opening talk.txt …", crate::stage::NOW), width, height);
    let places = page.ids().collect();
    let told = ["a reply was put under the article", "a date could not be read"].map(Notice::new).to_vec();
    notices.act(Action::Loaded { thread: page.into(), places, notices: told });
    notices.press("!");
    lists.push(("notices", notices));
    lists
}

/// Whether a list is open: its lower border, or the last line, tells the way out.
fn is_open(stage: &Stage) -> bool {
    stage.text().contains("Esc closes")
}

/// What stands in the row that is washed, over all of the screen.
fn selected(stage: &Stage) -> String {
    stage.text().lines().filter(|line| line.starts_with('>')).collect::<Vec<_>>().join("|")
}

#[test]
fn every_list_takes_the_same_keys() {
    for (width, height) in [(80, 24), (160, 48)] {
        for (name, mut stage) in lists(width, height) {
            let at = format!("{name} at {width}x{height}");
            assert!(is_open(&stage), "{at}\n{}", stage.text());
            let before = stage.text();
            stage.press("Alt-z Ctrl-g ~");
            assert_eq!(stage.text(), before, "{at}: a key that means nothing does nothing");
            stage.press("g");
            let first = selected(&stage);
            for (there, back) in [("j", "k"), ("Down", "Up"), ("G", "g"), ("End", "Home"), ("PgDn", "PgUp")] {
                stage.press(there);
                assert_ne!(selected(&stage), first, "{at}: {there}\n{}", stage.text());
                stage.press(back);
                assert_eq!(selected(&stage), first, "{at}: {back}");
            }
            let before = stage.text();
            stage.press("?");
            assert!(stage.text().contains("Keys of this list"), "{at}\n{}", stage.text());
            assert!(stage.text().contains("narrows"), "{at}\n{}", stage.text());
            stage.press("Esc");
            assert_eq!(stage.text(), before, "{at}: Esc comes back to the list");
            stage.press("/ q q q q");
            assert_ne!(stage.text(), before, "{at}: it is narrowed");
            assert!(!selected(&stage).contains(&first) || first.is_empty(), "{at}\n{}", stage.text());
            stage.press("Esc");
            assert_eq!(stage.text(), before, "{at}: Esc shows all rows again");
            stage.press("q");
            assert!(!is_open(&stage), "{at}: q closes it\n{}", stage.text());
        }
    }
}

#[test]
fn what_is_typed_narrows_a_list_and_enter_acts_on_what_is_left() {
    let mut stage = Stage::new(thread(SPEECH), 80, 24);
    stage.press("F / t w o");
    stage.find("/two · 1 of 2");
    stage.press("Down l");
    stage.selected_is(1);
    stage.press("g g i / g u l l Enter");
    stage.selected_is(3);
}

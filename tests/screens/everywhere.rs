//! Words sought in every thread that was ever opened.

use crate::notation::thread;
use crate::stage::Stage;
use crate::{TALK, talk};
use tempfile::TempDir;
use threadle::inner::Remembered;
use threadle::{Action, Effect};

/// A store that two threads were opened with: the one of the other tests, and one about a ferry.
fn store() -> (TempDir, Remembered) {
    let folder = TempDir::new().unwrap();
    let ferry = thread("\n# The ferry\narticle: It was late.\n- salt: No lamp on the pier\n- mara: A rope\n");
    for (page, origin) in [(&thread(TALK), None), (&ferry, Some("/harbour/ferry.json"))] {
        Remembered::visit_from(folder.path(), page, origin).unwrap().gather(page);
    }
    let store = Remembered::visit_from(folder.path(), &ferry, None).unwrap();
    (folder, store)
}

/// Types, and lets what is sought be found.
fn type_in(stage: &mut Stage, store: &Remembered, keys: &str) {
    stage.press(keys);
    if let Some(Effect::SeekEverywhere(words)) = stage.asked.last() {
        let findings = store.seek(words).unwrap();
        stage.act(Action::FoundEverywhere(Ok(findings)));
    }
}

#[test]
fn what_was_found_is_listed_with_its_thread_its_author_and_what_it_says() {
    let (_folder, store) = store();
    let mut stage = Stage::new(thread(TALK), 80, 14);
    type_in(&mut stage, &store, "g / l a m p");
    stage.screen_is(
        "
           threadle │ The lamp                                       7 replies · 5 unread
        > ¶ The lamp                 │▌ The lamp                                         ┃
          ▾  ╭─ Every thread that was opened ─────────────────────────────────────────╮  ┃
          │ ▾│ / lamp                                                                 │  ┃
        > │ ││ The lamp                 mara         A lamp                       now │  ┃
          │  │ The lamp                 salt         No lamp                      now │─ │
          ▾ •│ The ferry                salt         No lamp on the pier          now │  │
          │  │                                                                        │1 │
            •│                                                                        │  │
             │ 3 posts · 11 posts in 2 threads                                        │  │
             ╰────────────────────────────────────────────────────────────────────────╯a │
                                     │ │ No lamp                                         │
                                     │ │                                                 │
           Space read on  j k move  h l fold  / search  ? keys  q quit          0/7 · 37%
    ",
    );
}

#[test]
fn a_row_leads_to_its_post_and_one_without_a_file_says_so() {
    let (_folder, store) = store();
    let mut stage = talk();
    type_in(&mut stage, &store, "g / r o p e");
    stage.press("Enter");
    let asked = stage.asked.last();
    assert!(matches!(asked, Some(Effect::VisitPost(path, _)) if path == "/harbour/ferry.json"), "{asked:?}");
    type_in(&mut stage, &store, "g / c h i p s");
    stage.press("Enter");
    stage.status_is("its thread came through a pipe and cannot be opened again");
    stage.find("╭─ Every thread");
}

#[test]
fn what_is_found_for_what_was_typed_before_is_not_shown() {
    let (_folder, store) = store();
    let mut stage = talk();
    stage.press("g / c h i p s");
    let late = Action::FoundEverywhere(Ok(store.seek("chip").unwrap()));
    stage.act(late);
    assert!(stage.text().contains("seeking …"), "{}", stage.text());
    stage.press("Enter");
    assert!(!matches!(stage.asked.last(), Some(Effect::VisitPost(..))));
    stage.press("Esc");
    stage.act(Action::FoundEverywhere(Ok(store.seek("chips").unwrap())));
    assert!(!stage.text().contains("Every thread"), "{}", stage.text());
}

#[test]
fn where_nothing_is_remembered_that_is_said() {
    let mut stage = talk();
    stage.press("g /");
    stage.act(Action::FoundEverywhere(Err("nothing is remembered: --no-store".to_owned())));
    stage.status_is("nothing is remembered: --no-store");
    assert!(!stage.text().contains("Every thread"), "{}", stage.text());
}

#[test]
fn the_post_that_a_thread_was_opened_for_is_gone_to() {
    let mut stage = talk();
    stage.press("z M");
    let third = stage.app.thread().ids().nth(3);
    stage.act(Action::Located(third));
    stage.selected_is(3);
    stage.act(Action::Located(None));
    stage.status_is("that post is not here any more");
}

//! Reading on: pages, unread posts, and a whole thread with one key.

use crate::notation::thread;
use crate::stage::Stage;
use crate::{TALK, talk};
use threadle::inner::SOURCES;
use threadle::{Builder, Thread};

fn harbour() -> Thread {
    let mut builder = Builder::new("text");
    let text = SOURCES.iter().find(|source| source.name() == "text").unwrap();
    text.read(&mut &include_bytes!("../../assets/harbour.txt")[..], &mut builder).unwrap();
    builder.finish().unwrap().thread
}

/// Everything that `Space` shows of the document, from the first screen to the last.
fn read_through(stage: &mut Stage) -> String {
    let mut shown = String::new();
    for _ in 0..10_000 {
        shown += &stage.document();
        stage.press("Space");
        if stage.text().contains("end of the thread") {
            return shown;
        }
    }
    panic!("there is no end:\n{}", stage.text());
}

#[test]
fn space_reads_the_built_in_thread_to_its_end_and_leaves_no_line_out() {
    for (width, height) in [(120, 36), (80, 24), (50, 14)] {
        let mut stage = Stage::new(harbour(), width, height);
        let shown = read_through(&mut stage);
        let words: String = shown.split(|c: char| !c.is_alphanumeric()).collect();
        assert!(stage.app.thread().ids().all(|post| !stage.app.is_unread(post)), "something is still unread");
        for start in
            ["Good evening, and", "Ada Quill, the clerk", "Everyone learned something", "Until further notice, then"]
        {
            let start: String = start.split(|c: char| !c.is_alphanumeric()).collect();
            assert!(words.contains(&start), "{start} was not shown at {width}×{height}");
        }
    }
}

#[test]
fn space_goes_to_the_next_unread_post_at_the_end_of_one() {
    let mut stage = Stage::new(thread(TALK), 80, 8);
    stage.document_is(
        "
        ▌ The lamp

        ▌ It went out.

          ── 7 replies ───────────────────────────────────
    ",
    );
    stage.press("Space");
    stage.document_is(
        "
        ▌ mara                                          #1
        ▌ A lamp

         │ salt                                #2 · ↑ mara
         │ No lamp
         │
    ",
    );
}

#[test]
fn space_keeps_two_lines_of_a_long_post_and_b_turns_back() {
    let lines: Vec<_> = (1..30).map(|line| format!("line {line}")).collect();
    let mut stage = Stage::new(thread(&format!("# The lamp\narticle: {}\n- mara: A lamp", lines.join("|"))), 80, 10);
    stage.press("Space");
    stage.document_is(
        "
        ▌ line 5
        ▌ line 6
        ▌ line 7
        ▌ line 8
        ▌ line 9
        ▌ line 10
        ▌ line 11
        ▌ line 12
    ",
    );
    stage.press("b");
    stage.document_is(
        "
        ▌ The lamp

        ▌ line 1
        ▌ line 2
        ▌ line 3
        ▌ line 4
        ▌ line 5
        ▌ line 6
    ",
    );
}

#[test]
fn space_goes_on_in_a_post_that_was_half_shown_and_begins_with_one_that_had_only_just_begun() {
    let lines: Vec<_> = (1..21).map(|line| format!("line {line}")).collect();
    let text = format!("# The lamp\narticle: Out.\n- mara: {0}\n- salt: {0}", lines.join("|"));
    let mut stage = Stage::new(thread(&text), 80, 18);
    stage.press("Space");
    stage.document_is(
        "
        ▌ line 8
        ▌ line 9
        ▌ line 10
        ▌ line 11
        ▌ line 12
        ▌ line 13
        ▌ line 14
        ▌ line 15
        ▌ line 16
        ▌ line 17
        ▌ line 18
        ▌ line 19
        ▌ line 20

          salt                                          #2
          line 1
    ",
    );
    stage.press("Space");
    stage.document_is(
        "
        ▌ salt                                          #2
        ▌ line 1
        ▌ line 2
        ▌ line 3
        ▌ line 4
        ▌ line 5
        ▌ line 6
        ▌ line 7
        ▌ line 8
        ▌ line 9
        ▌ line 10
        ▌ line 11
        ▌ line 12
        ▌ line 13
        ▌ line 14
        ▌ line 15
    ",
    );
}

#[test]
fn space_pages_on_where_everything_is_read_and_says_so() {
    let lines: Vec<_> = (1..9).map(|line| format!("line {line}")).collect();
    let text = format!("# The lamp\narticle: Out.\n- mara: {}\n- salt: soup", lines.join("|"));
    let mut stage = Stage::new(thread(&text), 80, 10);
    stage.press("G g g Space Space g g Space");
    stage.document_is(
        "
        ▌ mara                                          #1
        ▌ line 1
        ▌ line 2
        ▌ line 3
        ▌ line 4
        ▌ line 5
        ▌ line 6
        ▌ line 7
    ",
    );
    stage.status_is("everything in sight is read");
    stage.press("Space Space Space");
    stage.status_is("end of the thread: everything is read");
}

#[test]
fn space_passes_over_what_is_folded_and_says_so_at_the_end() {
    let mut stage = Stage::new(thread(TALK), 80, 6);
    stage.press("j h Space Space Space Space");
    stage.selected_is(7);
    stage.status_is("end of the thread; 3 unread posts are folded: Tab goes there");
    stage.press("Tab");
    stage.selected_is(2);
}

#[test]
fn tab_and_shift_tab_go_to_the_next_and_the_previous_unread_post() {
    let mut stage = Stage::new(thread(TALK), 80, 6);
    stage.press("j 5 G Tab");
    stage.selected_is(6);
    stage.press("S-Tab");
    stage.selected_is(4);
    stage.press("Tab Tab");
    stage.selected_is(2);
}

#[test]
fn what_is_shown_is_read_and_the_title_counts_the_rest() {
    let mut stage = Stage::new(thread(TALK), 80, 10);
    stage.title_is("threadle │ The lamp                                       7 replies · 6 unread");
    stage.press("G");
    stage.title_is("threadle │ The lamp                                       7 replies · 3 unread");
    let mut stage = talk();
    stage.press("Tab");
    stage.status_is("no unread post");
}

#[test]
#[expect(clippy::too_many_lines, reason = "one case after the other")]
fn pages_and_half_pages_move_the_text_and_the_selection_follows() {
    let mut stage = Stage::new(thread(TALK), 80, 10);
    stage.press("Ctrl-d");
    stage.outline_is(
        "
        > ¶ The lamp
          ▾   mara  A lamp
          │ ▾   salt  No lamp
          │ │   • tide  A chart
          │   • gull  Chips
          ▾ • gull  Ferry
          │   • nils  Four sixty
            • yuki  Lantern
    ",
    );
    stage.document_is(
        "
         ── 7 replies ───────────────────────────────────

         mara                                          #1
         A lamp

        │ salt                                #2 · ↑ mara
        │ No lamp
        │
    ",
    );
    stage.press("Ctrl-d Ctrl-u");
    stage.document_is(
        "
         ── 7 replies ───────────────────────────────────

         mara                                          #1
         A lamp

        │ salt                                #2 · ↑ mara
        │ No lamp
        │
    ",
    );
    stage.press("Ctrl-f");
    stage.document_is(
        "
        ▌ No lamp
        │
        ││ tide                               #3 · ↑ salt
        ││ A chart
        ││
        │ gull                                #4 · ↑ mara
        │ Chips
        │
    ",
    );
    stage.press("Ctrl-b");
    stage.selected_is(0);
    stage.press("Ctrl-e Ctrl-e Ctrl-y");
    stage.document_is(
        "
         mara                                          #1
         A lamp

        │ salt                                #2 · ↑ mara
        │ No lamp
        │
        ││ tide                               #3 · ↑ salt
    ",
    );
}

#[test]
fn a_page_past_the_end_stops_at_the_last_post() {
    let mut stage = Stage::new(thread(TALK), 80, 10);
    stage.press("9 PgDn");
    stage.document_is(
        "
        ▌ yuki                                          #7
        ▌ Lantern

          · · ·
    ",
    );
}

#[test]
fn a_post_that_was_taken_for_unread_stays_so_until_it_is_shown_another_time() {
    let mut stage = talk();
    stage.press("2 G");
    stage.title_is("threadle │ The lamp                                                  7 replies");
    stage.press("U");
    stage.status_is("this post is unread again");
    stage.title_is("threadle │ The lamp                                       7 replies · 1 unread");
    stage.press("U");
    stage.status_is("this post is unread already");
    stage.press("Ctrl-l");
    stage.title_is("threadle │ The lamp                                       7 replies · 1 unread");
}

#[test]
fn how_much_was_taken_for_read_is_told_and_taken_back() {
    let mut stage = Stage::new(thread(TALK), 80, 9);
    stage.press("g ,");
    stage.status_is("7 posts marked as read; u takes that back");
    stage.title_is("threadle │ The lamp                                                  7 replies");
    stage.press("u");
    stage.title_is("threadle │ The lamp                                       7 replies · 7 unread");
}

#[test]
fn a_reply_that_filled_the_page_was_shown_even_if_it_goes_on_and_can_be_unread_again() {
    let long = TALK.replace("A lamp", &"The lamp is dark. ".repeat(60));
    let mut stage = Stage::new(thread(&long), 100, 12);
    let first = stage.app.thread().get(1).unwrap();
    assert!(stage.app.is_unread(first));
    stage.press("1 G");
    assert!(!stage.app.is_unread(first), "{}", stage.text());
    stage.press("U");
    assert!(stage.app.is_unread(first));
    let article = stage.app.thread().get(0).unwrap();
    let mut stage = Stage::new(thread(&TALK.replace("It went out.", &"It went out. ".repeat(90))), 100, 12);
    assert!(stage.app.is_unread(article), "the article is read at its end");
    stage.press("Space");
    assert!(stage.app.is_unread(article));
}

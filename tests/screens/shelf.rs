//! Several threads of one source: the index, and the way into a thread and back.

use crate::stage::Stage;
use threadle::{Action, Builder, Draft, Parent, Time};

/// Three threads, of which the second is the longest and the third the latest.
fn shelf(width: u16, height: u16) -> Stage {
    let mut builder = Builder::new("test");
    builder.shelf_title("harbour.mbox");
    let threads: [(&str, &str, &[&str]); 3] =
        [("The lamp", "mara", &["salt"]), ("Ferry prices", "gull", &["nils", "gull", "nils"]), ("Soup", "galley", &[])];
    for (number, (title, opener, repliers)) in threads.into_iter().enumerate() {
        builder.begin();
        builder.title(title);
        let time = |post: usize| Time::parse_rfc3339(&format!("2023-04-{:02}T10:00:0{post}Z", 10 + number));
        let opening = Draft {
            parent: Parent::Nothing,
            author: Some(opener),
            time: time(0),
            body: "It began.",
            ..Draft::default()
        };
        builder.add(opening);
        for (post, author) in repliers.iter().enumerate() {
            builder.add(Draft { author: Some(author), time: time(post + 1), body: "It went on.", ..Draft::default() });
        }
    }
    Stage::new(builder.finish().unwrap().thread, width, height)
}

#[test]
fn a_source_of_several_threads_opens_on_its_index() {
    shelf(100, 8).screen_is(
        "
           threadle │ harbour.mbox                                     3 threads · in the order of the source
            subject                     from                 replies  people       begun      latest
        > • The lamp                    mara                       1       2  2023-04-10  2023-04-10  ▆▆▆
          • Ferry prices                gull                       3       2  2023-04-11  2023-04-11  ▆▆▆▆▆▆▆▆
          • Soup                        galley                     0       1  2023-04-12  2023-04-12


           Enter open  j k move  / filter  S sort  ? keys  q quit                                         1/3
    ",
    );
}

#[test]
fn enter_opens_a_thread_and_q_comes_back_to_its_row() {
    let mut stage = shelf(80, 12);
    stage.press("j Enter");
    stage.screen_is(
        "
           threadle │ Ferry prices                                   3 replies · 2 unread
        > ¶ Ferry prices             │▌ Ferry prices                                     ┃
              nils  It went on.      │▌ gull · 2023-04-11 10:00                          ┃
            • gull  It went on.      │                                                   ┃
            • nils  It went on.      │▌ It began.                                        │
                                     │                                                   │
                                     │  ── 3 replies ─────────────────────────────────── │
                                     │                                                   │
                                     │  nils · 2023-04-11                             #1 │
                                     │  It went on.                                      │
                                     │                                                   │
           Space read on  j k move  h l fold  / search  ? keys  q quit          0/3 · 38%
    ",
    );
    stage.press("G q");
    stage.screen_is(
        "
           threadle │ harbour.mbox                 3 threads · in the order of the source
            subject                               from                 replies      latest
          • The lamp                              mara                       1  2023-04-10
        >   Ferry prices                          gull                       3  2023-04-11
          • Soup                                  galley                     0  2023-04-12






           Enter open  j k move  / filter  S sort  ? keys  q quit                     2/3
    ",
    );
}

#[test]
fn a_post_that_was_found_in_a_thread_of_the_index_is_gone_to_from_there() {
    let mut stage = shelf(80, 12);
    let nils = stage.app.thread().ids().nth(4);
    stage.act(Action::Located(nils));
    stage.title_is("threadle │ Ferry prices                                   3 replies · 1 unread");
    stage.outline_is(
        "
          ¶ Ferry prices
        >     nils  It went on.
              gull  It went on.
              nils  It went on.
    ",
    );
    stage.press("q");
    stage.find("3 threads");
}

#[test]
fn the_index_is_filtered_as_one_types_and_escape_shows_all_again() {
    let mut stage = shelf(80, 8);
    stage.press("/ f e r");
    stage.screen_is(
        "
           threadle │ harbour.mbox            1 of 3 threads · in the order of the source
            subject                               from                 replies      latest
        > • Ferry prices                1 match   gull                       3  2023-04-11




          /fer  1 post                                                                1/1
    ",
    );
    stage.press("Esc");
    stage.title_is("threadle │ harbour.mbox                 3 threads · in the order of the source");
}

#[test]
fn a_query_finds_posts_of_all_threads_and_the_thread_opens_on_the_first_of_them() {
    let mut stage = shelf(100, 8);
    stage.press("/ a u t h o r : n i l s Space O R Space t i t l e : s o u p Enter");
    stage.screen_is(
        "
           threadle │ harbour.mbox                                2 of 3 threads · in the order of the source
            subject                     from                 replies  people       begun      latest
        > • Ferry prices    2 matches   gull                       3       2  2023-04-11  2023-04-11  ▆▆▆▆▆▆▆▆
          • Soup              1 match   galley                     0       1  2023-04-12  2023-04-12



           /author:nils OR title:soup  3 posts · Esc shows all                                            1/2
    ",
    );
    stage.press("Enter");
    stage.selected_is(4);
    stage.status_is("/author:nils OR title:soup  1 of 2 posts · n N next · Esc ends");
    stage.press("Esc q");
    stage
        .title_is("threadle │ harbour.mbox                                2 of 3 threads · in the order of the source");
    stage.press("Esc");
    stage
        .title_is("threadle │ harbour.mbox                                     3 threads · in the order of the source");
}

#[test]
fn the_index_is_sorted_by_one_thing_after_the_other_and_the_selection_stays_on_its_thread() {
    let mut stage = shelf(80, 8);
    stage.press("S");
    stage.screen_is(
        "
           threadle │ harbour.mbox                         3 threads · latest reply first
            subject                               from                 replies      latest
          • Soup                                  galley                     0  2023-04-12
          • Ferry prices                          gull                       3  2023-04-11
        > • The lamp                              mara                       1  2023-04-10


           latest reply first                                                         3/3
    ",
    );
    stage.press("S S");
    stage.screen_is(
        "
           threadle │ harbour.mbox                         3 threads · most replies first
            subject                               from                 replies      latest
          • Ferry prices                          gull                       3  2023-04-11
        > • The lamp                              mara                       1  2023-04-10
          • Soup                                  galley                     0  2023-04-12


           most replies first                                                         2/3
    ",
    );
}

/// Mails of a list that puts its name before each subject; of one thread the beginning is not there.
fn list(width: u16, height: u16) -> Stage {
    let mut builder = Builder::new("test");
    builder.shelf_title("harbour.mbox");
    for (title, opener, body) in [
        ("[harbour] The lamp", Some("mara"), "It went out."),
        ("[harbour] Ferry prices, and who is to pay for them in winter", Some("gull"), "It began."),
        ("Re: [harbour] Soup", None, ""),
        ("[harbour] Fog", Some("mara"), "It came in."),
    ] {
        builder.begin();
        builder.title(title);
        builder.add(Draft { parent: Parent::Nothing, author: opener, body, ..Draft::default() });
        builder.add(Draft { author: Some("nils"), body: "It went on.", ..Draft::default() });
    }
    Stage::new(builder.finish().unwrap().thread, width, height)
}

#[test]
fn the_index_leaves_out_the_tag_that_all_subjects_have_and_names_who_is_known() {
    list(80, 8).screen_is(
        "
           threadle │ harbour.mbox                 4 threads · in the order of the source
            subject                               from                 replies      latest
        > • The lamp                              mara                       1
          • Ferry prices, and who is to pay fo…   gull                       1
          • Re: Soup                              nils                       1
          • Fog                                   mara                       1

           Enter open  j k move  / filter  S sort  ? keys  q quit                     1/4
    ",
    );
}

#[test]
fn a_filtered_index_shows_how_often_each_thread_has_it_and_says_how_to_get_back() {
    let mut stage = list(80, 8);
    stage.press("/ w e n t Enter");
    stage.screen_is(
        "
           threadle │ harbour.mbox                 4 threads · in the order of the source
            subject                               from                 replies      latest
        > • The lamp                  2 matches   mara                       1
          • Ferry prices, and who is …  1 match   gull                       1
          • Re: Soup                    1 match   nils                       1
          • Fog                         1 match   mara                       1

           /went  5 posts · Esc shows all                                             1/4
    ",
    );
    stage.press("Esc");
    stage.status_is("Enter open  j k move  / filter  S sort  ? keys  q quit");
}

#[test]
fn a_thread_whose_beginning_is_not_there_says_so() {
    let mut stage = list(120, 10);
    stage.press("j j Enter");
    stage.document_is(
        "
        ▌ Re: [harbour] Soup

        ▌ (no text: it was deleted or is not in the source)

          ── 1 reply ───────────────────────────────────────────────────────────

          nils                                                                #1
          It went on.
    ",
    );
}

#[test]
fn space_at_the_end_of_a_thread_offers_the_next_one_and_then_opens_it() {
    let mut stage = list(80, 12);
    stage.press("Enter Space");
    stage.status_is("end of the thread; Space goes on to: Ferry prices, and who is to …");
    stage.press("Space");
    stage.title_is("threadle │ [harbour] Ferry prices, and who is to pay for them in wint… 1 reply");
    stage.press("Space Space G Space Space Space Space");
    stage.title_is("threadle │ [harbour] Fog                                               1 reply");
    stage.press("Space");
    stage.status_is("end of the thread: everything is read");
    stage.press("q");
    stage.find("4/4");
}

#[test]
fn the_index_draws_at_every_size_and_with_any_of_its_keys() {
    for width in (0..130).step_by(7) {
        for height in 0..12 {
            let mut stage = shelf(width, height);
            stage.press("j G k S Tab PgDn / x Enter Esc l v q ? Esc : Esc g g");
            stage.buffer();
        }
    }
}

#[test]
fn a_link_to_another_thread_of_the_shelf_goes_there_and_back() {
    let mut builder = Builder::new("test");
    for (name, body) in [("lamp", "It went out."), ("ferry", "As with https://harbour.example/lamp#c2 last year.")] {
        builder.begin();
        builder.title(name);
        builder.url(&format!("https://harbour.example/{name}"));
        builder.add(Draft { parent: Parent::Nothing, body, ..Draft::default() });
        for number in 1..4 {
            builder.add(Draft { id: Some(&format!("c{number}")), body: "Chips", ..Draft::default() });
        }
    }
    let mut stage = Stage::new(builder.finish().unwrap().thread, 80, 12);
    stage.press("j Enter & w i t h Enter f s");
    stage.status_is("lamp: < comes back");
    stage.find("threadle │ lamp ");
    stage.selected_is(3);
    stage.press("<");
    stage.find("threadle │ ferry ");
    stage.selected_is(5);
    stage.press(">");
    stage.selected_is(3);
}

#[test]
fn one_goes_from_thread_to_thread_without_the_index() {
    let mut stage = shelf(80, 12);
    stage.press("Enter");
    stage.find("threadle │ The lamp");
    stage.press("Ctrl-n Ctrl-n");
    stage.find("threadle │ Soup");
    stage.press("Ctrl-n");
    stage.status_is("this is the last thread of the index");
    stage.press("Ctrl-p");
    stage.find("threadle │ Ferry prices");
    stage.press("q");
    stage.find("3 threads");
    let mut alone = crate::talk();
    alone.press("Ctrl-n");
    alone.status_is("this thread stands in no index");
}

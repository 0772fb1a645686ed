//! The overview: the thread in numbers, and the way from a number to its place.

use crate::notation::thread;
use crate::stage::{NOW, Stage};
use crate::suggesting::DRIFTING;
use crate::talk;
use threadle::{Action, App, Builder, Draft, DraftId, Effect, Key, Parent, Thread, Time, Work};

/// Posts by their parent, author and the hour of 2023-04-20 they were written in.
fn dated(posts: &[(usize, &str, i64, &str)]) -> Thread {
    let mut builder = Builder::new("test");
    builder.title("The lamp");
    for (n, &(parent, author, hour, body)) in posts.iter().enumerate() {
        let parent = if n == 0 { Parent::Nothing } else { Parent::Draft(DraftId::new(parent)) };
        let time = Some(Time::from_millis(1_681_948_800_000 + hour * 3_600_000));
        builder.add(Draft { parent, author: Some(author), time, body, ..Draft::default() });
    }
    builder.finish().unwrap().thread
}

fn lamp() -> Stage {
    let thread = dated(&[
        (0, "mara", 6, "The lamp went out."),
        (0, "gull", 7, "Which lamp?"),
        (1, "mara", 8, "The one at the mole."),
        (2, "gull", 8, "It was out last year as well."),
        (0, "tide", 11, "The ferry is late again."),
        (4, "nils", 23, "It always is."),
    ]);
    Stage::new(thread, 80, 30)
}

#[test]
fn it_shows_when_who_and_where() {
    let mut stage = lamp();
    stage.press("i");
    stage.screen_is(
        "
           threadle │ The lamp                                                  5 replies
                   █████
           ▄▄▄▄▄▄▄▄█████        ▄▄▄▄▄                                               ▄▄▄▄▄
           █████████████        █████                                               █████
           2023-04-20 06:00                                              2023-04-20 23:00

           When
        >    2023-04-20 06:00        ███████▌             1
             2023-04-20 07:00        ███████▌             1
             2023-04-20 08:00        ███████████████      2
             2023-04-20 11:00        ███████▌             1
             2023-04-20 23:00        ███████▌             1

           Who
             mara                    ███████████████      2  2d
             gull                    ███████████████      2  2d
             tide                    ███████▌             1  2d
             nils                    ███████▌             1  1d

           Where
             #1 gull                 ███████████████      3  2d · Which lamp?
             #4 tide                 ██████████           2  2d – 1d · The ferry is late…







           Enter goes there  Tab next part  / narrows  ? keys  Esc closes      0/5 · 100%
    ",
    );
}

#[test]
fn a_row_leads_to_its_place() {
    let mut stage = lamp();
    stage.press("i G Enter");
    stage.selected_is(4);
    stage.press("i Tab j Enter");
    stage.selected_is(1);
    stage.press("n");
    stage.selected_is(3);
    stage.press("<");
    stage.selected_is(1);
}

#[test]
fn of_a_narrowed_view_only_what_is_in_it_counts() {
    let mut stage = lamp();
    stage.press("j Enter i");
    stage.screen_is(
        "
           threadle │ The lamp                                                  5 replies
                                                                                   ██████
           ▄▄▄▄▄▄                                                                  ██████
           ██████                                                                  ██████
           2023-04-20 07:00                                              2023-04-20 08:00

           When
        >    2023-04-20 07:00        ███████▌             1
             2023-04-20 08:00        ███████████████      2

           Who
             gull                    ███████████████      2  2d
             mara                    ███████▌             1  2d

           Where
             #2 mara                 ███████████████      2  2d · The one at the mole.













           Enter goes there  Tab next part  / narrows  ? keys  Esc closes      1/5 · 100%
    ",
    );
}

#[test]
fn a_thread_without_times_says_so_and_shows_the_rest() {
    let mut stage = talk();
    stage.press("i");
    stage.screen_is(
        "
           threadle │ The lamp                                                  7 replies
           nothing here says when it was written




           Who
        >    gull                    ███████████████      2
             mara                    ███████▌             1
             salt                    ███████▌             1
             tide                    ███████▌             1
             nils                    ███████▌             1
             yuki                    ███████▌             1

           Where
             #1 mara                 ███████████████      4  A lamp
             #5 gull                 ███████▌             2  Ferry
             #7 yuki                 ███▊                 1  Lantern















           Enter first post  n next post  & only theirs  / narrows  Esc closes 0/7 · 100%
    ",
    );
}

#[test]
fn a_small_screen_has_the_rows_alone() {
    let mut stage = lamp();
    stage.act(threadle::Action::Resize { width: 40, height: 10 });
    stage.press("i j j j j j");
    stage.screen_is(
        "
           threadle │ The lamp          5 replies
             2023-04-20 08:00  ███████      2
             2023-04-20 11:00  ███▌         1
             2023-04-20 23:00  ███▌         1

           Who
        >    mara              ███████      2  2d
             gull              ███████      2  2d
             tide              ███▌         1  2d
           Enter first post  Esc closes 0/5 · 15%
    ",
    );
}

#[test]
fn branches_tell_what_they_are_about_and_how_far_they_have_drifted() {
    let mut stage = Stage::new(thread(DRIFTING), 140, 30);
    stage.press("i Tab");
    stage.screen_is(
        "
           threadle │ The lamp in the lighthouse is dark                                                                       41 replies · 37 unread
           nothing here says when it was written


                                                         about lamp, lighthouse, burner, lens, harbour

           Who
             keeper                  ███████████████████████████      7
             mara                    ███████████████████████▏         6
             salt                    ███████████████████▎             5
             gull                    ███████████████████▎             5
             nils                    ███████████████████▎             5
             yuki                    ███████████████████▎             5
             tide                    ███████████████████▎             5
             olga                    ███████████████▍                 4

           Where
        >    #1 mara                 ███████████████████████████     11  0.21 ferry, tickets, refunds, brass, bronze · The burner of that lamp was c…
             #18 olga                ███████████████████▋             8  0.24 soup, leek, saffron, potatoes, cream · Boats steered by the church tow…
             #26 salt                █████████▊                       4  0.07 rope, bell, turn, seconds, arms · The clockwork can be turned by hand.…
             #12 yuki                ███████▎                         3  0.03 lantern, hang, notice, reach, red · Until the lamp is lit again a lant…
             #15 tide                ███████▎                         3  0.05 soot, stood, wind, wick, cold · The crack in the burner is older than …
             #30 mara                ███████▎                         3  0.09 pieces, box, brings, edges, morning · I can cast the ring of the burne…
             #33 nils                ███████▎                         3  0.04 mended, smoke, lies, covered, Cover · The lens of the lighthouse is wo…
             #36 gull                ███████▎                         3  0.01 hole, night, below, past, black · I rowed past the lighthouse last nig…
             #39 olga                ███████▎                         3  0.03 island, weak, fits, burn, smaller · If the burner cannot be mended, is…



           Enter goes there  Tab next part  / narrows  ? keys  Esc closes                                                                  0/41 · 17%
    ",
    );
}

#[test]
fn where_there_is_little_room_words_go_first_and_the_score_next() {
    let mut stage = Stage::new(thread(DRIFTING), 80, 16);
    stage.press("i Tab");
    stage.screen_is(
        "
           threadle │ The lamp in the lighthouse is dark           41 replies · 41 unread
           Who
             keeper                  ███████████████      7
             mara                    ████████████▊        6
             salt                    ██████████▋          5
             gull                    ██████████▋          5
             nils                    ██████████▋          5
             yuki                    ██████████▋          5
             tide                    ██████████▋          5
             olga                    ████████▌            4

           Where
        >    #1 mara                 ███████████████     11  0.21 ferry, tickets, refunds
             #18 olga                ██████████▉          8  0.24 soup, leek, saffron
             #26 salt                █████▍               4  0.07 rope, bell, turn
           Enter goes there  Tab next part  / narrows  ? keys  Esc closes       0/41 · 6%
    ",
    );
    stage.act(Action::Resize { width: 60, height: 14 });
    stage.screen_is(
        "
           threadle │ The lamp in the lightho… 41 replies · 41 unread
             mara                    █████████▍       6
             salt                    ███████▊         5
             gull                    ███████▊         5
             nils                    ███████▊         5
             yuki                    ███████▊         5
             tide                    ███████▊         5
             olga                    ██████▎          4

           Where
        >    #1 mara                 ███████████     11  0.21 ferry
             #18 olga                ████████         8  0.24 soup
             #26 salt                ████             4  0.07 rope
           Enter goes there  Tab next part  Esc closes      0/41 · 5%
    ",
    );
}

#[test]
fn a_person_alone_is_kept_in_sight() {
    let mut stage = lamp();
    stage.press("i Tab &");
    stage.outline_is(
        "
        > ¶ The lamp
          ▾   gull  Which lamp?
          │     mara  The one at the…
    ",
    );
    stage.press("Esc i &");
    stage.status_is("that is for the posts of a person: a row of Who");
}

#[test]
fn topics_that_come_after_the_overview_was_closed_do_not_open_it_again() {
    let mut app = App::new(thread(DRIFTING).into(), NOW);
    app.update(Action::Resize { width: 100, height: 30 });
    let effects = app.update(Action::Key(Key::named("i").unwrap()));
    let Some(Effect::Work(job, survey @ Work::Survey(_))) = effects.first().cloned() else { panic!("{effects:?}") };
    let mut effects = Vec::new();
    let thread = app.thread().clone();
    survey.run(&thread, &|| true, &mut |found| effects = app.update(Action::Outcome(job, found)));
    let Some(Effect::Work(job, scores @ Work::Score(_))) = effects.first().cloned() else { panic!("{effects:?}") };
    app.update(Action::Key(Key::named("Esc").unwrap()));
    scores.run(&thread, &|| true, &mut |found| assert!(app.update(Action::Outcome(job, found)).is_empty()));
    let mut stage = Stage::of(app, 100, 30);
    stage
        .title_is("threadle │ The lamp in the lighthouse is dark                               41 replies · 38 unread");
    stage.press("i");
    stage.find("0.21 ferry");
}

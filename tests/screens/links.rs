//! Links: letters over them, where they lead, the list of all of them, and what is doubtful about some.

use crate::stage::Stage;
use threadle::{Action, Builder, Draft, DraftId, Effect, Notation, Parent, Thread};

/// Links of every kind: to a post of the thread, to other places, and one that says something else.
fn thread() -> Thread {
    let mut builder = Builder::new("test");
    builder.title("The lamp");
    builder.url("https://harbour.example/lamp");
    let article = Draft { parent: Parent::Nothing, author: Some("warden"), body: "It went out.", ..Draft::default() };
    builder.add(article);
    let bodies = [
        ("mara", "The log: https://harbour.example/log and <mailto:mara@harbour.example>", Notation::Plain),
        (
            "gull",
            "As <a href='#c1'>mara <b>says</b></a>, see <a href='https://gull.example/x'>bank.example</a> or <a \
             href='javascript:alert(1)'>this</a>.",
            Notation::Html,
        ),
    ];
    for (n, (author, body, notation)) in bodies.into_iter().enumerate() {
        let (id, url) = (format!("c{}", n + 1), format!("https://harbour.example/lamp#c{}", n + 1));
        builder.add(Draft {
            parent: Parent::Draft(DraftId::new(n)),
            id: Some(&id),
            url: Some(&url),
            author: Some(author),
            body,
            notation,
            ..Draft::default()
        });
    }
    builder.finish().unwrap().thread
}

fn stage() -> Stage {
    Stage::new(thread(), 100, 22)
}

/// The address that was opened last.
fn opened(stage: &Stage) -> Option<String> {
    stage.asked.iter().rev().find_map(|effect| match effect {
        Effect::Open(address) | Effect::Follow(address) => Some(address.to_string()),
        _ => None,
    })
}

/// What was copied last.
fn copied(stage: &Stage) -> String {
    match stage.asked.last() {
        Some(Effect::Copy(text)) => text.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn f_puts_letters_over_the_links_and_opens_the_one_that_is_typed() {
    let mut stage = stage();
    stage.press("f");
    stage.screen_is(
        "
           threadle │ The lamp                                                                      2 replies
        > ¶ The lamp                            │▌ The lamp                                                  ┃
          ▾   mara  The log: https://harbour.ex…│▌ warden · attps://harbour.example/lamp                     ┃
          │     gull  As mara says, see bank.ex…│                                                            ┃
                                                │▌ It went out.                                              ┃
                                                │                                                            ┃
                                                │  ── 2 replies ──────────────────────────────────────────── ┃
                                                │                                                            ┃
                                                │  mara                                                   #1 ┃
                                                │  The log: sttps://harbour.example/log and                  ┃
                                                │  <dailto:mara@harbour.example>                             ┃
                                                │                                                            ┃
                                                │  │ gull                                        #2 · ↑ mara ┃
                                                │  │ As fara says, see gank.example or hhis.                 ┃
                                                │  │                                                         ┃
                                                │  · · ·                                                     │
                                                │                                                            │
                                                │                                                            │
                                                │                                                            │
                                                │                                                            │
                                                │                                                            │
           the letters of a link; Backspace takes a letter back, Esc leaves                        0/2 · 100%
    ",
    );
    stage.press("s");
    assert_eq!(opened(&stage).as_deref(), Some("https://harbour.example/log"));
}

#[test]
fn a_link_to_a_post_of_the_thread_jumps_there_and_one_can_come_back() {
    let mut stage = stage();
    stage.press("2 j f a");
    stage.selected_is(1);
    stage.press("<");
    stage.selected_is(2);
    assert_eq!(opened(&stage), None);
}

#[test]
fn a_link_whose_text_says_something_else_is_asked_about() {
    let mut stage = stage();
    stage.press("f g");
    assert_eq!(opened(&stage), None);
    stage.screen_is(
        "
           threadle │ The lamp                                                                      2 replies
        > ¶ The lamp                            │▌ The lamp                                                  ┃
          ▾   mara  The log: https://harbour.ex…│▌ warden · https://harbour.example/lamp                     ┃
          │     gull  As mara says, see bank.ex…│                                                            ┃
                  ╭─ Look twice ─────────────────────────────────────────────────────────────────────╮       ┃
                  │ The text of the link:                                                            │       ┃
                  │ bank.example                                                                     │────── ┃
                  │ It leads to:                                                                     │       ┃
                  │ https://gull.example/x                                                           │    #1 ┃
                  │                                                                                  │       ┃
                  │ it says bank.example and leads to gull.example                                   │       ┃
                  │ Enter opens it · y copies it · Esc leaves it                                     │       ┃
                  ╰──────────────────────────────────────────────────────────────────────────────────╯↑ mara ┃
                                                │  │ As mara says, see bank.example or this.                 ┃
                                                │  │                                                         ┃
                                                │  · · ·                                                     │
                                                │                                                            │
                                                │                                                            │
                                                │                                                            │
                                                │                                                            │
                                                │                                                            │
           Space read on  j k move  h l fold  / search  ? keys  q quit  g r library                0/2 · 100%
    ",
    );
    stage.press("j");
    stage.find("Look twice");
    stage.press("Esc");
    assert_eq!(opened(&stage), None);
    stage.press("f g Enter");
    assert_eq!(opened(&stage).as_deref(), Some("https://gull.example/x"));
}

#[test]
fn a_link_that_runs_code_is_not_opened() {
    let mut stage = stage();
    stage.press("f h");
    assert_eq!(opened(&stage), None);
    stage.status_is("links to javascript: are not opened; it is javascript:alert(1)");
}

#[test]
fn y_l_copies_where_a_link_leads() {
    let mut stage = stage();
    stage.press("y l f");
    assert_eq!(copied(&stage), "https://harbour.example/lamp#c1");
}

#[test]
fn many_links_have_two_letters_each_and_escape_leaves_them() {
    let mut builder = Builder::new("test");
    let body = (0..12).fold(String::new(), |body, n| body + &format!("https://a.example/{n}\n"));
    builder.add(Draft { parent: Parent::Nothing, body: &body, ..Draft::default() });
    let mut stage = Stage::new(builder.finish().unwrap().thread, 60, 20);
    stage.press("f s");
    stage.find("attps://a.example/9");
    stage.press("x Backspace a s");
    assert_eq!(opened(&stage).as_deref(), Some("https://a.example/1"));
    stage.press("f Esc j");
    assert!(!stage.text().contains("letters of a link"), "{}", stage.text());
    stage.press("f");
    stage.act(Action::Resize { width: 40, height: 12 });
    assert!(!stage.text().contains("letters of a link"), "the lines have moved");
}

#[test]
fn no_link_on_the_screen_is_said() {
    let mut stage = crate::talk();
    stage.press("f");
    stage.status_is("no link on the screen; F lists those of the subthread");
    stage.press("F");
    stage.status_is("no link in this subthread");
}

#[test]
fn all_links_of_a_subthread_are_listed() {
    let mut stage = stage();
    stage.press("F");
    stage.screen_is(
        "
           threadle │ The lamp                                                                      2 replies
        > ¶ The lamp                            │▌ The lamp                                                  ┃
          ▾   mara  The log: https://harbour.ex…│▌ warden · https://harbour.example/lamp                     ┃
          │     gull  As mara says, see bank.ex…│                                                            ┃
                                                │▌ It went out.                                              ┃
              ╭─ 5 links ────────────────────────────────────────────────────────────────────────────────╮   ┃
        >     │ mara           #1    https://harbour.example/log                                         │── ┃
              │ mara           #1    mailto:mara@harbour.example                                         │   ┃
              │ gull           #2    mara says → #c1                                                     │#1 ┃
              │ gull           #2    bank.example → https://gull.example/x                               │   ┃
              │ gull           #2    this → javascript:alert(1)                                          │   ┃
              ╰────────────── Enter follows it · y copies it · l goes to its post · ? keys · Esc closes ─╯   ┃
                                                │  │ gull                                        #2 · ↑ mara ┃
                                                │  │ As mara says, see bank.example or this.                 ┃
                                                │  │                                                         ┃
                                                │  · · ·                                                     │
                                                │                                                            │
                                                │                                                            │
                                                │                                                            │
                                                │                                                            │
                                                │                                                            │
           Space read on  j k move  h l fold  / search  ? keys  q quit  g r library                0/2 · 100%
    ",
    );
    stage.press("j y");
    assert_eq!(copied(&stage), "mailto:mara@harbour.example");
    stage.press("F 2 j j Enter");
    stage.selected_is(1);
    stage.press("F G l");
    stage.selected_is(2);
}

#[test]
fn what_is_copied_of_a_post_can_be_sent_to_others() {
    let mut stage = stage();
    stage.press("j y u");
    assert_eq!(copied(&stage), "https://harbour.example/lamp#c1");
    stage.press("y q");
    assert_eq!(copied(&stage), "mara wrote:\n> The log: https://harbour.example/log and <mailto:mara@harbour.example>");
    stage.press("j y p");
    assert!(matches!(stage.asked.last(), Some(Effect::CopyPath(post)) if post.index() == 2));
    let mut stage = crate::talk();
    stage.press("j y u");
    stage.status_is("this post has no address that is known");
}

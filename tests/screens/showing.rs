//! How posts are shown: names, times, points, text of every script, and what is too long.

use crate::notation::thread;
use crate::stage::Stage;

fn shown(text: &str, width: u16, height: u16) -> Stage {
    Stage::new(thread(text), width, height)
}

#[test]
fn a_post_has_its_author_age_points_number_and_whom_it_answers() {
    let text = "
# The lamp
article: It went out.
- mara (2h, 14 points): A lamp
  - salt (1h, 1 point): No lamp
    - tide (80h): A chart
";
    shown(text, 100, 18).document_is(
        "
        ▌ The lamp

        ▌ It went out.

          ── 3 replies ────────────────────────────────────────────

          mara · 2h · 14 points                                  #1
          A lamp

          │ salt · 1h · 1 point                         #2 · ↑ mara
          │ No lamp
          │
          │ │ tide · 3d                                 #3 · ↑ salt
          │ │ A chart
          │ │
          · · ·
    ",
    );
}

#[test]
fn an_inferred_author_has_a_sign_before_the_name() {
    let text = "
# The lamp
article: It went out.
- ≈mara: A lamp
  - salt: No lamp
";
    shown(text, 80, 14).screen_is(
        "
           threadle │ The lamp                                                  2 replies
        > ¶ The lamp                 │▌ The lamp                                         ┃
          ▾   ≈mara  A lamp          │                                                   ┃
          │     salt  No lamp        │▌ It went out.                                     ┃
                                     │                                                   ┃
                                     │  ── 2 replies ─────────────────────────────────── ┃
                                     │                                                   ┃
                                     │  ≈mara                                         #1 ┃
                                     │  A lamp                                           ┃
                                     │                                                   ┃
                                     │  │ salt                              #2 · ↑ ≈mara │
                                     │  │ No lamp                                        │
                                     │  │                                                │
           Space read on  j k move  h l fold  / search  ? keys  q quit         0/2 · 100%
    ",
    );
}

/// A thread of threadle's own JSON.
fn from_json(posts: &str, more: &str) -> Stage {
    let json = format!(r#"{{"format":"threadle/1","title":"The lamp","posts":[{posts}],"more":[{more}]}}"#);
    let mut builder = threadle::Builder::new("threadle");
    let source = threadle::inner::SOURCES.iter().find(|source| source.name() == "threadle").unwrap();
    source.read(&mut json.as_bytes(), &mut builder).unwrap();
    Stage::new(builder.finish().unwrap().thread, 80, 24)
}

#[test]
fn what_is_not_here_and_what_is_gone_is_told_and_counts_as_no_reply() {
    let posts = r#"{"n":0,"raw":"It went out."},{"n":1,"parent":0,"deleted":"moderator","raw":""},
        {"n":2,"parent":1,"author":"salt","deleted":"author","raw":""},{"n":3,"parent":0,"deleted":"account","raw":"Fog"}"#;
    let more = r#"{"parent":0,"count":7},{"parent":3,"count":12,"at":"https://lamp.example/3"}"#;
    from_json(posts, more).screen_is(
        "
           threadle │ The lamp                                                  3 replies
        > ¶ The lamp                 │▌ The lamp                                         ┃
          ▾   [removed]  (removed)   │                                                   ┃
          │     salt  (deleted)      │▌ It went out.                                     ┃
              [deleted]  ⋯12  Fog    │▌ ⋯ 7 more replies, not here                       ┃
                                     │                                                   ┃
                                     │  ── 3 replies ─────────────────────────────────── ┃
                                     │                                                   ┃
                                     │  [removed]                                     #1 ┃
                                     │  (removed by a moderator)                         ┃
                                     │                                                   ┃
                                     │  │ salt                          #2 · ↑ [removed] ┃
                                     │  │ (deleted by its author)                        ┃
                                     │  │                                                ┃
                                     │  [deleted]                                     #3 ┃
                                     │  Fog                                              ┃
                                     │  ⋯ 12 more replies, not here                      ┃
                                     │                                                   ┃
                                     │  · · ·                                            │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
           Space read on  j k move  h l fold  / search  ? keys  q quit         0/3 · 100%
    ",
    );
}

#[test]
fn posts_without_an_author_show_their_number_and_posts_without_text_say_so() {
    let text = "
# The lamp
article: It went out.
- : A lamp
  - salt:
  - : Chips
";
    shown(text, 80, 18).screen_is(
        "
           threadle │ The lamp                                                  3 replies
        > ¶ The lamp                 │▌ The lamp                                         ┃
          ▾   A lamp                 │                                                   ┃
          │     salt  (no text)      │▌ It went out.                                     ┃
          │     Chips                │                                                   ┃
                                     │  ── 3 replies ─────────────────────────────────── ┃
                                     │                                                   ┃
                                     │  #1                                               ┃
                                     │  A lamp                                           ┃
                                     │                                                   ┃
                                     │  │ salt                                 #2 · ↑ #1 ┃
                                     │  │ (no text: it was deleted or is not in the sou… ┃
                                     │  │                                                ┃
                                     │  │ #3                                        ↑ #1 ┃
                                     │  │ Chips                                          │
                                     │  │                                                │
                                     │  · · ·                                            │
           Space read on  j k move  h l fold  / search  ? keys  q quit         0/3 · 100%
    ",
    );
}

#[test]
fn a_thread_of_an_article_alone_is_a_page() {
    let mut stage = shown("# The lamp\narticle: It went out.", 80, 10);
    stage.screen_is(
        "
           threadle │ The lamp                                                  0 replies
        > ¶ The lamp                 │▌ The lamp                                         ┃
                                     │                                                   │
                                     │▌ It went out.                                     │
                                     │                                                   │
                                     │  · · ·                                            │
                                     │                                                   │
                                     │                                                   │
                                     │                                                   │
           Space read on  j k move  h l fold  / search  ? keys  q quit         0/0 · 100%
    ",
    );
    stage.press("j k G } Space");
    stage.selected_is(0);
}

#[test]
fn a_thread_without_a_title_or_an_article_shows_its_replies() {
    let text = "article:\n- mara: A lamp";
    shown(text, 80, 10).screen_is(
        "
           threadle │                                                             1 reply
        > ¶                          │                                                   ┃
              mara  A lamp           │  ── 1 reply ───────────────────────────────────── ┃
                                     │                                                   ┃
                                     │  mara                                          #1 ┃
                                     │  A lamp                                           ┃
                                     │                                                   │
                                     │  · · ·                                            │
                                     │                                                   │
           Space read on  j k move  h l fold  / search  ? keys  q quit         0/1 · 100%
    ",
    );
}

#[test]
#[expect(clippy::unicode_not_nfc, reason = "the point is a letter with its mark apart")]
fn wide_characters_emoji_and_combining_marks_keep_their_columns() {
    let text = "
# 港の灯台
article: 灯台の光。
- 田中: 港の灯台は古い
  - 👩‍🍳: soup 👩‍👩‍👧‍👦 for six
  - zoë: cafe\u{301} no\u{308}el
  - ไทย: แลนด์
";
    let stage = shown(text, 80, 18);
    stage.screen_is(
        "
           threadle │ 港の灯台                                       4 replies · 1 unread
        > ¶ 港の灯台                 │▌ 港の灯台                                         ┃
          ▾   田中  港の灯台は古い   │                                                   ┃
          │     👩‍🍳  soup 👩‍👩‍👧‍👦 for six  │▌ 灯台の光。                                       ┃
          │     zoë  café nöel       │                                                   ┃
          │   • ไทย  แลนด์            │  ── 4 replies ─────────────────────────────────── ┃
                                     │                                                   ┃
                                     │  田中                                          #1 ┃
                                     │  港の灯台は古い                                   ┃
                                     │                                                   ┃
                                     │  │ 👩‍🍳                                 #2 · ↑ 田中 ┃
                                     │  │ soup 👩‍👩‍👧‍👦 for six                                ┃
                                     │  │                                                ┃
                                     │  │ zoë                                #3 · ↑ 田中 ┃
                                     │  │ café nöel                                      │
                                     │  │                                                │
                                     │  │ ไทย                                #4 · ↑ 田中 │
           Space read on  j k move  h l fold  / search  ? keys  q quit          0/4 · 85%
    ",
    );
    let divider = stage.divider();
    assert!((20..60).contains(&divider), "the divider is not straight:\n{}", stage.text());
}

#[test]
fn what_is_too_long_is_cut_with_an_ellipsis() {
    let name = "Bartholomew-Featherstonehaugh-the-Third-of-the-Outer-Harbour-and-Environs";
    let title = "The long and complete history of the lamp, the channel, the chart and everything after them";
    let text = format!("# {title}\narticle: Out.\n- {name}: A lamp\n  - salt: No lamp");
    shown(&text, 80, 14).screen_is(
        "
           threadle │ The long and complete history of the lamp, the channel, … 2 replies
        > ¶ The long and complete hi…│▌ The long and complete history of the lamp, the   ┃
          ▾   Bartholo…  A lamp      │▌ channel, the chart and everything after them     ┃
          │     salt  No lamp        │                                                   ┃
                                     │▌ Out.                                             ┃
                                     │                                                   ┃
                                     │  ── 2 replies ─────────────────────────────────── ┃
                                     │                                                   ┃
                                     │  Bartholomew-Featherston…                      #1 ┃
                                     │  A lamp                                           ┃
                                     │                                                   │
                                     │  │ salt                   #2 · ↑ Bartholomew-Fea… │
                                     │  │ No lamp                                        │
           Space read on  j k move  h l fold  / search  ? keys  q quit          0/2 · 70%
    ",
    );
    shown(&text, 40, 12).screen_is(
        "
         threadle │ The long and com… 2 replies
        ▌ The long and complete history of     ┃
        ▌ the lamp, the channel, the chart and ┃
        ▌ everything after them                ┃
                                               ┃
        ▌ Out.                                 │
                                               │
          ── 2 replies ─────────────────────── │
                                               │
          Bartholomew-Feath…                #1 │
          A lamp                               │
         Space read on  j k move      0/2 · 35%
    ",
    );
}

#[test]
fn a_word_without_end_is_broken_inside_its_pane() {
    let text = format!("# The lamp\narticle: Out.\n- mara: {}", "a".repeat(150));
    shown(&text, 80, 14).document_is(
        "
        ▌ The lamp

        ▌ Out.

          ── 1 reply ─────────────────────────────────────

          mara                                          #1
          aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          aaaaaa
    ",
    );
}

#[test]
fn deep_replies_are_indented_as_far_as_the_pane_can_bear_and_say_how_deep_they_are() {
    let mut text = "# The lamp\narticle: Out.\n".to_owned();
    for depth in 0..40 {
        text += &format!("{}- mara: A lamp {depth}\n", "  ".repeat(depth));
    }
    let mut stage = shown(&text, 80, 12);
    stage.press("G");
    stage.screen_is(
        "
           threadle │ The lamp                                     40 replies · 35 unread
          ││││││││31 ▾ • mara  A lam…│ │││                                               │
          ││││││││32 ▾ • mara  A lam…│ │││ mara                          #38 · 38 ↳ mara │
          ││││││││33 ▾ • mara  A lam…│ │││ A lamp 37                                     │
          ││││││││34 ▾ • mara  A lam…│ │││                                               │
          ││││││││35 ▾ • mara  A lam…│ │││ mara                          #39 · 39 ↳ mara │
          ││││││││36 ▾ • mara  A lam…│ │││ A lamp 38                                     │
          ││││││││37 ▾   mara  A lam…│ │││                                               │
          ││││││││38 ▾   mara  A lam…│ ││▌ mara                          #40 · 40 ↳ mara │
          ││││││││39 ▾   mara  A lam…│ ││▌ A lamp 39                                     │
        > ││││││││40     mara  A lam…│ │││                                               ┃
           Space read on  j k move  h l fold  / search  ? keys  q quit       40/40 · 100%
    ",
    );
}

#[test]
fn controls_and_overrides_are_shown_and_not_obeyed() {
    let text = "# A \u{1b}]0;title\u{7}\narticle: \u{202e}tuo tnew tI\n- ma\u{9b}ra\u{200b}: A \u{1b}[31mlamp\u{1b}[0m";
    shown(text, 80, 12).screen_is(
        "
           threadle │ A ␛]0;title␇                                                1 reply
        > ¶ A ␛]0;title␇             │▌ A ␛]0;title␇                                     ┃
              ma�ra  A ␛[31mlamp␛[0m │                                                   ┃
                                     │▌ �tuo tnew tI                                     ┃
                                     │                                                   ┃
                                     │  ── 1 reply ───────────────────────────────────── ┃
                                     │                                                   ┃
                                     │  ma�ra                                         #1 │
                                     │  A ␛[31mlamp␛[0m                                  │
                                     │                                                   │
                                     │  · · ·                                            │
           Space read on  j k move  h l fold  / search  ? keys  q quit         0/1 · 100%
    ",
    );
}

#[test]
fn quotes_lists_and_links_are_told_apart() {
    let text = "# The lamp\narticle: Out.\n- mara: > It went out.||No.||1. one|2. two||https://harbour.example/lamp";
    shown(text, 80, 20).document_is(
        "
        ▌ The lamp

        ▌ Out.

          ── 1 reply ─────────────────────────────────────

          mara                                          #1
          ▎ It went out.

          No.

          1. one
          2. two

          https://harbour.example/lamp

          · · ·
    ",
    );
}

#[test]
fn a_thread_without_a_title_is_called_by_how_it_begins() {
    let stage = shown("article: The ferry was late again.|It will be late tomorrow.\n- mara: No.", 100, 5);
    stage
        .title_is("threadle │ The ferry was late again. It will be late tomorrow.                  1 reply · 1 unread");
    stage.outline_is(
        "
        > ¶ The ferry was late again. It will b…
            • mara  No.
    ",
    );
}

#[test]
fn code_keeps_its_lines_and_what_is_cut_off_is_moved_into_sight() {
    let code = "```|if lit:|    burn(the_oil_of_the_lamp, until_the_morning_comes)|    else:|        wait()|```";
    let text = format!("# The lamp\narticle: So:||{code}");
    let mut stage = shown(&text, 80, 14);
    stage.document_is(
        "
        ▌ The lamp

        ▌ So:
        ▌
        ▌   if lit:
        ▌       burn(the_oil_of_the_lamp, until_the_morni›
        ▌       else:
        ▌           wait()

          · · ·
    ",
    );
    stage.press("2 z l");
    stage.document_is(
        "
        ▌ The lamp

        ▌ So:
        ▌
        ▌   ‹
        ▌   ‹the_oil_of_the_lamp, until_the_morning_comes)
        ▌   ‹
        ▌   ‹ait()

          · · ·
    ",
    );
    stage.press("z l");
    stage.status_is("nothing in this post is cut off at the right");
}

#[test]
fn what_an_author_hid_is_covered_until_it_is_asked_for() {
    let mut builder = threadle::Builder::new("test");
    builder.title("A book");
    for (parent, body) in [
        (threadle::Parent::Nothing, "How does it end?"),
        (threadle::Parent::Article, "So: >!the old boat sinks!<, and I liked it."),
    ] {
        let notation = threadle::Notation::Markdown;
        builder.add(threadle::Draft { parent, body, notation, ..threadle::Draft::default() });
    }
    let mut stage = Stage::new(builder.finish().unwrap().thread, 100, 10);
    stage.press("z x");
    stage.status_is("nothing in this post is hidden by its author");
    stage.press("j");
    stage.outline_is(
        "
          ¶ A book
        >     So: ░░░, and I liked it.
    ",
    );
    stage.document_is(
        "
        ▌ #1
        ▌ So: ░░░░░░░░░░░░░░░░░░, and I liked it.

          · · ·
    ",
    );
    stage.press("z x");
    stage.document_is(
        "
        ▌ #1
        ▌ So: the old boat sinks, and I liked it.

          · · ·
    ",
    );
}

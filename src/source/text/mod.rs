//! Pages with comments saved as text: dumps by lynx, w3m, links, elinks, html2text, inscriptis, trafilatura,
//! Resiliparse and "select all, copy" in browsers.
//!
//! ```text
//! The harbour and the lighthouse
//!
//! The lamp was lit in 1887 …
//!
//! 2 thoughts on “The harbour and the lighthouse
//!
//!   1. The lamp was never the problem.
//!
//!     • @ Oldsalt
//!
//!       Look at the chart.
//!
//! Comments are closed.
//! ```
//!
//! Text before the title (navigation) and after the comments (forms, links) is left out. Unsupported: anything that the
//! dump lost. If neither markers nor heads separate the comments, they remain part of the article, with a notice.

mod body;
mod chat;
mod foot;
mod front;
mod head;
mod inbox;
mod infer;
mod line;
mod links;
mod listed;
mod marked;
mod name;
mod numbered;
mod own;
mod page;
mod questions;
mod quoted;
mod reading;
mod series;
mod signed;
mod title;
mod unlink;
mod vocabulary;

use super::{Likeness, Refusal, Source};
use crate::thread::{Builder, Draft, DraftId, Notice, Parent};
use body::Dialect;
use front::Front;
use infer::{Inferred, Target};
use line::Lines;
use page::Page;
use reading::Mark;
use std::io::{BufRead, Read};

/// The source for pages saved as text.
pub(super) struct Dump;

/// A longer input is shown before it has been read completely.
const FIRST_PART: u64 = 512 * 1024;

impl Source for Dump {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "a page with comments saved as text"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        // A few are accidents of an editor or a disk, and are shown as `␀`.
        let few = (head.len() / 512).max(1);
        if memchr::memchr_iter(0, head).nth(few).is_some() { Likeness::None } else { Likeness::Possible }
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut bytes = Vec::new();
        input.take(FIRST_PART).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == FIRST_PART && builder.awaits_preview() {
            show_beginning(&bytes, builder);
        }
        input.read_to_end(&mut bytes)?;
        let text =
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        if text.trim().is_empty() {
            return Err(Refusal::Malformed("expected a text, found nothing but blank space".to_owned()));
        }
        if marked::read(&text, builder) {
            builder.reasons().say(|| "posts: heads of threadle's own Markdown".to_owned());
        } else {
            read_text(&text, builder);
        }
        Ok(())
    }
}

/// Shows the thread in the first part of an input, up to its last blank line or another place to cut.
fn show_beginning(bytes: &[u8], builder: &mut Builder) {
    let end = memchr::memmem::rfind(bytes, b"\n\n").or_else(|| memchr::memrchr2(b'\n', b' ', bytes));
    let whole = end.and_then(|end| bytes.get(..end)).unwrap_or_default();
    let text = String::from_utf8_lossy(whole);
    if !text.trim().is_empty() {
        let mut part = Builder::new("text");
        read_text(&text, &mut part);
        builder.show_part(part);
    }
}

fn read_text(text: &str, builder: &mut Builder) {
    if chat::read(text, builder) {
        builder.reasons().say(|| "posts: lines of a chat, each with a time and a name".to_owned());
    } else {
        read_page(text, builder);
    }
}

fn read_page(text: &str, builder: &mut Builder) {
    let (front, text) = Front::read(text);
    let text = links::unnumbered(text);
    let lines = Lines::new(&text);
    let page = Page::read(&lines, builder.reasons());
    let dialect = Dialect::of(&lines);
    let inferred = Inferred::from(&lines, &page, dialect);
    builder.title(if page.title.is_empty() { front.title.unwrap_or_default() } else { &page.title });
    if let Some(url) = page.url.as_deref().or(front.url) {
        builder.url(url);
    }
    announce_difference(&page, builder);
    let mut body = String::new();
    body::write(&lines, page.article.clone(), Mark::None, dialect, &mut body);
    let byline = page.byline.as_ref();
    let article = builder.add(Draft {
        parent: Parent::Nothing,
        author: byline.and_then(|byline| byline.author.as_deref()),
        time: byline.and_then(|byline| byline.time),
        score: byline.and_then(|byline| byline.score),
        notation: dialect.notation,
        body: &body,
        ..Draft::default()
    });
    let draft_of = |reply: usize| DraftId::new(article.index() + 1 + reply);
    for (place, reply) in page.replies.iter().enumerate() {
        body::write(&lines, body::lines_of(&lines, reply), reply.mark, dialect, &mut body);
        let guess = inferred.author(place);
        builder.add(Draft {
            parent: reply.parent.map_or(Parent::Draft(article), |parent| Parent::Draft(draft_of(parent as usize))),
            author: reply.author.as_deref().or(guess),
            author_inferred: reply.inferred || reply.author.is_none() && guess.is_some(),
            time: reply.time,
            score: reply.score,
            notation: dialect.notation,
            body: &body,
            ..Draft::default()
        });
    }
    for &(from, to) in inferred.answers() {
        let to = match to {
            Target::Article => article,
            Target::Reply(reply) => draft_of(reply),
        };
        builder.answers(draft_of(from), to);
    }
}

fn announce_difference(page: &Page, builder: &mut Builder) {
    let Some(announced) = page.announced else { return };
    let found = page.replies.len();
    if found == announced {
        return;
    }
    let comments = if announced == 1 { "comment" } else { "comments" };
    let found = match found {
        0 => "none could be told apart: the text is shown as one post".to_owned(),
        1 => "1 was found".to_owned(),
        found => format!("{found} were found"),
    };
    builder.notice(Notice::new(format!("the page announces {announced} {comments}, {found}")));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Built, PostId};
    use proptest::prelude::*;
    use std::fmt::Write;

    fn read(text: &str) -> Built {
        let mut builder = Builder::new("text");
        Dump.read(&mut text.as_bytes(), &mut builder).unwrap();
        builder.finish().unwrap()
    }

    /// Title, then a line a post: depth by indentation, author (`≈` where inferred), date, text.
    fn shown(text: &str) -> String {
        let Built { thread, notices, .. } = read(text);
        let mut out = thread.title().to_owned();
        for id in thread.ids() {
            write!(out, "\n{}", "  ".repeat(thread.depth(id))).unwrap();
            if let Some(writer) = thread.writer(id) {
                write!(out, "{}{}", if writer.inferred { "≈" } else { "" }, writer.name).unwrap();
            }
            if let Some(time) = thread.post(id).time() {
                write!(out, " {}", time.date()).unwrap();
            }
            if let Some(to) = thread.answers(id) {
                write!(out, " ->{}", to.index()).unwrap();
            }
            write!(out, "| {}", thread.body(id).raw.replace('\n', "/")).unwrap();
        }
        for notice in notices {
            write!(out, "\n! {notice}").unwrap();
        }
        out
    }

    const HARBOUR: &str = "\
The harbour and the lighthouse

The lamp was lit in 1887. It has burned ever since, says the harbour office.

  1. a list
  2. of the article

7 thoughts on “The harbour and the lighthouse

  1. The lamp was never the problem. Look at the chart: the channel silted up in 1911.

    It still is.

    • @ Oldsalt

      Which chart?

      • The one of 1908. It has:

        • fathoms
        • buoys

        And no gull.

    • Oldsalt: I kept the log for eleven years.

  2. Ferry prices are a scandal.

    • Note: they fell.

  3. @ Mara

    Re: “I kept the log for   eleven years.”

    Where is it now?

Comments are closed.
";

    #[test]
    fn a_dump_without_authors_gives_its_tree_its_lists_and_the_names_that_replies_give_away() {
        assert_eq!(
            shown(HARBOUR),
            "\
The harbour and the lighthouse
| The lamp was lit in 1887. It has burned ever since, says the harbour office.//  1. a list/  2. of the article
  ≈Oldsalt| The lamp was never the problem. Look at the chart: the channel silted up in 1911.//It still is.
    | @ Oldsalt//Which chart?
      | The one of 1908. It has://• fathoms/• buoys//And no gull.
    ≈Mara| Oldsalt: I kept the log for eleven years.
  | Ferry prices are a scandal.
    | Note: they fell.
   ->4| @ Mara//Re: “I kept the log for   eleven years.”//Where is it now?"
        );
    }

    #[test]
    fn posts_under_headings_of_markdown_are_told_by_them_alone() {
        let page = "\
---
title: lamp-7
url: https://harbour.example/7
---

# [Help] The lamp

**Topic**: 7
**Date**: 2023-05-03

---

## Post #1 by @mara (2023-05-03 10:12 UTC)

It went out.

---

## Post #2 by @oldsalt (2023-05-03 11:00 UTC)

It was **off** on 2 May 2023.
";
        assert_eq!(
            shown(page),
            "\
[Help] The lamp
mara 2023-05-03| It went out.
  oldsalt 2023-05-03| It was **off** on 2 May 2023."
        );
        assert_eq!(read(page).thread.url(), Some("https://harbour.example/7"));
    }

    #[test]
    fn line_ends_and_tabs_change_nothing() {
        assert_eq!(shown(&HARBOUR.replace('\n', "\r\n")), shown(HARBOUR));
        let tabbed = "T\n\n2 comments\n\n1. a\n\n\t* b\n\n";
        assert_eq!(shown(tabbed), "T\n| \n  | a\n    | b");
    }

    #[test]
    fn heads_tell_comments_from_lists_in_them() {
        let page = "\
Der Hafen

Die Lampe brennt seit 1887.

3 Gedanken zu „Der Hafen“

 1. mara sagt:
    3. Mai 2023 um 10:12 Uhr

    Drei Dinge:

     1. Lampe

     2. Boje

    Antworten
     1. J. Möwe sagt:
        4. Mai 2023 um 9:00 Uhr

        Nein.

        Antworten
 2. tidewise sagt:
    5. Mai 2023 um 9:00 Uhr

    Doch.

    Antworten

Schreibe einen Kommentar

Name *
";
        assert_eq!(
            shown(page),
            "\
Der Hafen
| Die Lampe brennt seit 1887.
  mara 2023-05-03| Drei Dinge:// 1. Lampe// 2. Boje
    J. Möwe 2023-05-04| Nein.
  tidewise 2023-05-05| Doch."
        );
    }

    #[test]
    fn lynx_leaves_markers_alone_and_breaks_lines_that_are_joined_again() {
        let page = "\
Harbour

   The lamp was lit in 1887 and has burned ever since that day, says the
   harbour office, which keeps the log.

2 thoughts on “Harbour”

    1.
   mara says:
       May 3, 2023 at 10:12 am
       The lamp was never the problem, as everybody knows who has looked at
       the chart.
       Reply
          +
        oldsalt says:
            May 4, 2023 at 9:00 am
            No.
            Reply

Leave a Reply
";
        assert_eq!(
            shown(page),
            "\
Harbour
| The lamp was lit in 1887 and has burned ever since that day, says the harbour office, which keeps the log.
  mara 2023-05-03| The lamp was never the problem, as everybody knows who has looked at the chart.
    oldsalt 2023-05-04| No."
        );
    }

    #[test]
    fn heads_alone_tell_comments_apart_where_there_is_no_list() {
        let page = "Harbour\n\nThe lamp is out.\n\nComments (2)\n\nmara | 3 May 2023 at 10:12 am\n\nNo.\n\nIt is not.\n\ngull | 4 May 2023\n\nYes.\n";
        assert_eq!(
            shown(page),
            "Harbour\n| The lamp is out.\n  mara 2023-05-03| No.//It is not.\n  gull 2023-05-04| Yes."
        );
    }

    #[test]
    fn a_forum_page_opens_with_its_first_post() {
        let page = "gull | 2023-05-03 10:00:00 UTC | #1\n\nIs the lamp out?\n\n-----\n\nmara | 2023-05-03 11:00:00 UTC | #2\n\nNo.\n\n-----\n\ngull | 2023-05-03 12:00:00 UTC | #3\n\nGood.\n";
        assert_eq!(
            shown(page),
            "\ngull 2023-05-03| Is the lamp out?\n  mara 2023-05-03| No.\n  gull 2023-05-03| Good."
        );
    }

    #[test]
    fn messages_of_public_inbox_hang_as_their_overview_says() {
        let message = |name: &str, minute: &str, body: &str| {
            format!("From: {name} @ 2023-04-21 {minute} UTC (permalink / raw)\n  To: harbour\n\n{body}\n\n")
        };
        let page = [
            "public inbox for harbour@port.example\n\n".to_owned(),
            message("Mara", "10:32", "Who keeps it?"),
            message("Gull", "10:40", "Fish."),
            message("Old Salt", "11:02", "I do."),
            message("Mara", "12:12", "Since when?"),
            "Thread overview: 4+ messages (download: mbox.gz)\n-- links below jump to the message on this page --\n".to_owned(),
            "2023-04-21 10:32 [PATCH] lamp: light it Mara\n2023-04-21 11:02 ` Old Salt\n2023-04-21 12:12   ` Mara\n2023-04-21 10:40 ` Gull\n".to_owned(),
        ]
        .concat();
        let shape: Vec<_> =
            shown(&page).lines().skip(1).map(|line| line.split('|').next().unwrap().to_owned()).collect();
        assert_eq!(shape, ["Mara 2023-04-21", "  Gull 2023-04-21", "  Old Salt 2023-04-21", "    Mara 2023-04-21"]);
    }

    #[test]
    fn quote_marks_may_be_the_levels() {
        assert_eq!(
            shown("Harbour\n\nThe lamp is out.\n\n3 replies\n\n> No.\n>\n> Look.\n>> Yes.\n\n> Ferries!\n"),
            "Harbour\n| The lamp is out.\n  | No.//Look.\n    | Yes.\n  | Ferries!"
        );
    }

    #[test]
    fn another_number_of_comments_than_announced_is_told() {
        assert_eq!(
            shown("Harbour\n\nOut.\n\n3 comments\n\n  1. No.\n\n  2. Yes.\n"),
            "Harbour\n| Out.\n  | No.\n  | Yes.\n! the page announces 3 comments, 2 were found"
        );
    }

    #[test]
    fn a_text_without_replies_is_an_article() {
        assert_eq!(
            shown("Harbour\n\nThe lamp is out:\n\n1. oil\n2. wick\n"),
            "Harbour\n| The lamp is out://1. oil/2. wick"
        );
        assert_eq!(shown("one line"), "\n| one line");
    }

    #[test]
    fn names_that_contradict_each_other_prove_nothing() {
        let page = |second: &str, under: &str| {
            format!(
                "T\n\n4 comments\n\n  1. a\n\n    • @ Mara\n\n      b\n\n    • @ {second}\n\n      c\n\n      • @ {under}\n\n        d\n"
            )
        };
        let author = |text: &str, post: usize| {
            let thread = read(text).thread;
            thread.get(post).and_then(|id| thread.writer(id)).map(|writer| writer.name.to_owned())
        };
        assert_eq!(author(&page("Mara", "Gull"), 1), Some("Mara".to_owned()));
        assert_eq!(author(&page("Gull", "Gull"), 1), None, "two names for one post");
        assert_eq!(author(&page("Mara", "Mara"), 1), None, "Mara would answer herself by name");
    }

    #[test]
    fn nothing_and_bytes_that_are_no_text_are_refused() {
        let mut builder = Builder::new("text");
        let refusal = Dump.read(&mut &b" \n\t\n"[..], &mut builder).unwrap_err();
        assert_eq!(refusal.to_string(), "expected a text, found nothing but blank space");
        assert_eq!(Dump.likeness(b"PK\x03\x04\0\0"), Likeness::None);
        assert_eq!(Dump.likeness(b"The harbour"), Likeness::Possible);
    }

    #[test]
    fn the_beginning_of_a_long_page_is_shown_before_its_end_is_read() {
        let mut page = "Harbour\n\nThe lamp is out.\n\n20000 comments\n\n".to_owned();
        for n in 1..=20_000 {
            writeln!(page, "  {n}. The lamp was never the problem, nor was the gull.\n").unwrap();
        }
        let (sender, receiver) = std::sync::mpsc::channel();
        let mut builder = Builder::new("text").preview_after(100, move |thread| sender.send(thread.len()).unwrap());
        Dump.read(&mut page.as_bytes(), &mut builder).unwrap();
        let built = builder.finish().unwrap();
        let early = receiver.try_recv().unwrap();
        assert!((1000..20_000).contains(&early));
        assert_eq!(built.thread.len(), 20_001);
        assert_eq!(built.places.len(), early);
        assert_eq!(built.places.last(), Some(&PostId::new(early - 1)));
    }

    #[test]
    fn the_beginning_of_a_line_without_end_is_shown_too() {
        let line = "the lamp was never the problem ".repeat(40_000);
        let (sender, receiver) = std::sync::mpsc::channel();
        let mut builder = Builder::new("text").preview_after(100, move |thread| sender.send(thread.len()).unwrap());
        Dump.read(&mut line.as_bytes(), &mut builder).unwrap();
        assert_eq!(receiver.try_recv(), Ok(1));
    }

    /// A page of comments as (depth, words), and what is written.
    fn page(comments: &[(usize, usize)]) -> String {
        let mut page = format!("Harbour\n\nword0 begins here and goes on.\n\n{} comments\n\n", comments.len());
        let mut depth = 0;
        for (place, &(wish, words)) in comments.iter().enumerate() {
            depth = wish.min(depth + usize::from(place > 0));
            let indent = " ".repeat(2 + 2 * depth);
            let mark = if depth == 0 { format!("{}.", place + 1) } else { "•".to_owned() };
            writeln!(page, "{indent}{mark} comment{place} opens so.\n").unwrap();
            for word in 0..words {
                writeln!(page, "{indent}  word{place}x{word} follows.\n").unwrap();
            }
        }
        page
    }

    proptest! {
        #[test]
        fn every_line_of_a_page_is_in_exactly_one_post(comments in prop::collection::vec((0_usize..5, 0_usize..4), 1..12)) {
            let text = page(&comments);
            let thread = read(&text).thread;
            prop_assert_eq!(thread.replies(), comments.len());
            for line in text.lines().filter(|line| line.contains("word") || line.contains("opens")) {
                let words = line.trim_start_matches(|c: char| !c.is_alphabetic());
                let holders = thread.ids().filter(|&id| thread.body(id).raw.lines().any(|line| line == words)).count();
                prop_assert_eq!(holders, 1, "{}", line);
            }
        }

        #[test]
        fn any_text_makes_a_thread(text in r"(?s)([ \t>•*\-0-9.@:“”\n]|says|May 3, 2023|comments|Reply|mara|\PC){0,200}") {
            let mut builder = Builder::new("text");
            if Dump.read(&mut text.as_bytes(), &mut builder).is_ok() {
                prop_assert!(builder.finish().is_ok());
            }
        }
    }
}

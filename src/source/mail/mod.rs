//! Mail and news: mailboxes and single messages, threaded by what they answer.
//!
//! ```text
//! From: Mara <mara@harbour.example>
//! Date: Mon, 3 Apr 2023 10:32:00 +0200
//! Subject: Re: Who keeps the lamp?
//! Message-ID: <2@harbour.example>
//! In-Reply-To: <1@harbour.example>
//!
//! I do.
//! ```
//!
//! Unsupported: encrypted messages, and messages split over several others (`message/partial`).

mod batch;
mod charset;
mod crew;
mod encoded;
mod flowed;
mod forest;
mod head;
mod letter;
mod mailbox;
mod mbox;
mod mime;
mod own;
mod parts;
#[cfg(test)]
mod published;
mod subject;
mod threading;
mod words;

use self::batch::Batch;
use self::crew::Crew;
use self::forest::Key;
use self::mailbox::Mailbox;
use self::mbox::{Form, Messages, is_first_field, is_known, lead};
use super::{Input, Likeness, Refusal, Source};
use crate::thread::{Builder, Notice};
use std::io::{self, BufRead};

/// The source for mail and news.
pub(super) struct Mail;

impl Source for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn about(&self) -> &'static str {
        "mailboxes (mbox) and single messages of mail and news, threaded by what they answer"
    }

    fn takes_text(&self) -> bool {
        false
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        match Form::of(head) {
            Form::Single => likeness_of_message(head.get(lead(head)..).unwrap_or_default()),
            _ if is_first_line(head) => Likeness::Certain,
            _ => Likeness::None,
        }
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut post = Post::new(builder);
        post.take(input, None)?;
        post.finish();
        Ok(())
    }

    /// Threads the messages of all inputs together.
    fn read_many(&self, inputs: &mut dyn Iterator<Item = Input<'_>>, builder: &mut Builder) -> Result<(), Refusal> {
        let mut post = Post::new(builder);
        for mut input in inputs {
            post.take(&mut *input.content, Some(&input.name))?;
        }
        post.finish();
        Ok(())
    }
}

/// Bytes of messages in one batch, for the first batch and for later ones. The first is small so that the beginning
/// appears early.
const BATCH: std::ops::Range<usize> = 64 << 10..512 << 10;

/// Messages on their way from inputs to the builder.
struct Post<'b> {
    /// Messages that wait until the batch is large enough.
    batch: Batch,
    enough: usize,
    crew: Crew,
    mailbox: Mailbox<'b>,
}

impl<'b> Post<'b> {
    fn new(builder: &'b mut Builder) -> Self {
        let crew = Crew::new(Key::default());
        Self { batch: Batch::default(), enough: BATCH.start, crew, mailbox: Mailbox::new(builder) }
    }

    /// Takes all messages of an input.
    fn take(&mut self, input: &mut dyn BufRead, name: Option<&str>) -> io::Result<()> {
        let mut messages = Messages::new(input, std::mem::take(&mut self.batch))?;
        if messages.skipped() > 0 {
            let place = name.map_or_else(String::new, |name| format!("{name}: "));
            let skipped = messages.skipped();
            self.mailbox.notice(Notice::new(format!("{place}{skipped} bytes before the first message: left out")));
        }
        while let Some(batch) = messages.full_batch(self.enough, || self.crew.spare())? {
            self.crew.take(batch, |letters| self.mailbox.add(letters));
            self.enough = BATCH.end;
        }
        self.batch = messages.into_batch();
        Ok(())
    }

    fn finish(mut self) {
        self.crew.take(self.batch, |letters| self.mailbox.add(letters));
        self.crew.finish(|letters| self.mailbox.add(letters));
        self.mailbox.finish();
    }
}

/// Whether the first line begins a message.
fn is_first_line(head: &[u8]) -> bool {
    let start = head.get(lead(head)..).unwrap_or_default();
    [&b"From "[..], b"\x01\x01\x01\x01", b"====", b"#! rnews"].iter().any(|mark| start.starts_with(mark))
}

/// How much a text looks like a message, by its first fields.
fn likeness_of_message(text: &[u8]) -> Likeness {
    let (mut known, mut others, mut says_kind) = (0, 0, false);
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = head::split_line(rest);
        rest = after;
        if line.is_empty() {
            break;
        }
        match head::name(line) {
            _ if line.starts_with(b" ") || line.starts_with(b"\t") => {}
            Some(name) if is_first_field(line) => {
                known += usize::from(is_known(name));
                let is_kind = name.eq_ignore_ascii_case(b"content-type");
                says_kind |= is_kind && line.contains(&b'/');
            }
            Some(_) => others += 1,
            None => return Likeness::None,
        }
    }
    match known {
        3.. => Likeness::Certain,
        2 if others <= 2 => Likeness::Likely,
        1 if says_kind => Likeness::Likely,
        _ => Likeness::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::Built;
    use proptest::prelude::*;

    /// Two conversations; the second begins with a message that is not here.
    const MAILBOX: &str = "\
From mara@harbour.example Mon Apr  3 10:32:00 2023
From: \"Mara of the Lighthouse\" <mara@harbour.example>
Date: Mon, 3 Apr 2023 10:32:00 +0200
Subject: =?utf-8?q?Who_keeps_the_lamp_in_M=C3=A4rz=3F?=
Message-ID: <1@harbour.example>

Somebody has to.

>From the pier it looked dark.

From oldsalt@harbour.example Mon Apr  3 12:00:00 2023
From: oldsalt@harbour.example
Date: Mon, 3 Apr 2023 11:00:00 GMT
Subject: Re: =?utf-8?q?Who_keeps_the_lamp_in_M=C3=A4rz=3F?=
Message-ID: <2@harbour.example>
In-Reply-To: <1@harbour.example>
References: <1@harbour.example>
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

> Somebody has to.

I do, since M=E4rz.
--=20
oldsalt

From gull@harbour.example Tue Apr  4 08:00:00 2023
From: gull@harbour.example (A Gull)
Subject: Re: Chart of 1911
Message-ID: <5@harbour.example>
In-Reply-To: <4@harbour.example>

The channel silted up.

From tidewise@harbour.example Tue Apr  4 09:00:00 2023
From: tidewise@harbour.example
Date: Tue, 4 Apr 2023 09:00:00 +0000
Subject: Depths [was: Chart of 1911]
Message-ID: <6@harbour.example>
In-Reply-To: <4@harbour.example>

Eleven fathoms.
";

    fn read(input: &[u8]) -> Built {
        let mut builder = Builder::new("mail");
        Mail.read(&mut &*input, &mut builder).unwrap();
        builder.finish().unwrap()
    }

    /// Each post a line: its author and the first line of its body, or the title above an opening post.
    fn outline(built: &Built) -> Vec<String> {
        let thread = &built.thread;
        let row = |id| {
            let title = Some(thread.title_of(id)).filter(|title| !title.is_empty());
            let title = title.map(|title| format!("# {title}: ")).unwrap_or_default();
            let author = thread.writer(id).map_or("-", |writer| writer.name);
            let said = thread.body(id).raw.lines().next().unwrap_or("-");
            format!("{}{title}{author}: {said}", "  ".repeat(thread.depth(id)))
        };
        thread.ids().map(row).collect()
    }

    fn notices(built: &Built) -> Vec<String> {
        built.notices.iter().map(ToString::to_string).collect()
    }

    fn likeness(text: &str) -> Likeness {
        Mail.likeness(text.as_bytes())
    }

    #[test]
    fn a_mailbox_is_a_shelf_of_its_conversations() {
        let built = read(MAILBOX.as_bytes());
        assert_eq!(
            outline(&built),
            [
                "-: -",
                "  # Who keeps the lamp in März?: Mara of the Lighthouse: Somebody has to.",
                "    oldsalt: > Somebody has to.",
                "  # Chart of 1911: -: -",
                "    A Gull: The channel silted up.",
                "    tidewise: Subject: Depths [was: Chart of 1911]",
            ]
        );
        let thread = &built.thread;
        let post = |index| thread.get(index).unwrap();
        let time = |index| thread.post(post(index)).time().map(|time| time.to_string());
        assert_eq!(thread.source_id(post(2)), Some("2@harbour.example"));
        assert_eq!(time(1).as_deref(), Some("2023-04-03T08:32:00Z"));
        assert_eq!(time(4).as_deref(), Some("2023-04-04T08:00:00Z"), "its line in the mailbox says when it came");
        assert_eq!(thread.body(post(1)).raw, "Somebody has to.\n\nFrom the pier it looked dark.");
        assert_eq!(thread.body(post(2)).raw, "> Somebody has to.\n\nI do, since März.\n-- \noldsalt");
        assert_eq!(notices(&built), [] as [&str; 0]);
        assert_eq!(likeness(MAILBOX), Likeness::Certain);
    }

    #[test]
    fn one_conversation_is_a_thread() {
        let (first, _) = MAILBOX.split_at(MAILBOX.find("From gull").unwrap());
        let built = read(first.as_bytes());
        assert!(!built.thread.is_shelf());
        assert_eq!(built.thread.title(), "Who keeps the lamp in März?");
    }

    #[test]
    fn a_single_message_is_an_article_with_a_notice() {
        let news = "Path: harbour!lighthouse\nNewsgroups: harbour.lamp\nFrom: mara@harbour.example (Mara)\n\
            Subject: Lamp\nMessage-ID: <1@harbour.example>\n\nLit.\n\nFrom now on.\n";
        let built = read(news.as_bytes());
        assert_eq!(outline(&built), ["# Lamp: Mara: Lit."]);
        assert_eq!(notices(&built), ["one message, and no reply to it"]);
        assert_eq!(likeness(news), Likeness::Certain);
    }

    #[test]
    fn copies_are_left_out_and_namesakes_kept() {
        let later = MAILBOX.replace("11:00:00 GMT", "11:05:00 GMT").replace("I do,", "I did,");
        let built = read(format!("{MAILBOX}\n{later}").as_bytes());
        assert_eq!(
            notices(&built),
            [
                "post 4: 3 messages with the Message-ID and date of an earlier one: left out",
                "post 4: 1 with the Message-ID of an earlier one and another date: kept",
            ]
        );
        assert_eq!(built.thread.len(), 7);
    }

    #[test]
    fn a_broken_mailbox_is_read_as_far_as_it_goes() {
        let broken = "the end of something\n\n\
From mara@harbour.example Mon Apr  3 10:32:00 2023
Subject: Lamp
Date: Whenever
Message-ID: <1@harbour.example>
Content-Type: multipart/mixed; boundary=b

--b
Content-Transfer-Encoding: base64

TGl0!Lg

From oldsalt@harbour.example Mon Apr  3 12:00:00 2023
Subject: Re: Lamp
In-Reply-To: <1@harbour.example>
References: <2@harbour.example> <1@harbour.example>
Message-ID: <2@harbour.ex";
        let built = read(broken.as_bytes());
        assert_eq!(outline(&built), ["# Lamp: -: Lit", "  -: -"]);
        assert_eq!(
            notices(&built),
            [
                "22 bytes before the first message: left out",
                "post 0: expected a date, found \"Whenever\"",
                "post 0: its base64 is broken: read as far as it can be",
            ]
        );
    }

    #[test]
    fn messages_of_several_files_are_threaded_together() {
        let (first, rest) = MAILBOX.split_at(MAILBOX.find("From oldsalt").unwrap());
        let (second, third) = rest.split_at(rest.find("From gull").unwrap());
        let single = second.split_once('\n').unwrap().1;
        let input =
            |name: &str, text: &'static str| Input { name: name.to_owned(), content: Box::new(text.as_bytes()) };
        let mut inputs = [input("c", third), input("b", single), input("a", first)].into_iter();
        let mut builder = Builder::new("mail");
        Mail.read_many(&mut inputs, &mut builder).unwrap();
        assert_eq!(outline(&builder.finish().unwrap()), outline(&read(MAILBOX.as_bytes())));
    }

    #[test]
    fn the_beginning_of_a_large_mailbox_is_shown_threaded() {
        let message = |n: usize| {
            let parent = if n % 2 == 1 { format!("In-Reply-To: <{}@a>\n", n - 1) } else { String::new() };
            format!("From a Mon Apr  3 10:32:00 2023\nSubject: lamp {}\nMessage-ID: <{n}@a>\n{parent}\n{n}\n\n", n / 2)
        };
        let text: String = (0..600).map(message).collect();
        let (sender, shown) = std::sync::mpsc::channel();
        let mut builder = Builder::new("mail").preview_after(500, move |thread| sender.send(thread).unwrap());
        Mail.read(&mut text.as_bytes(), &mut builder).unwrap();
        let built = builder.finish().unwrap();
        let preview = shown.recv().unwrap();
        assert!(shown.recv().is_err(), "once");
        assert_eq!((preview.len(), built.thread.len()), (201, 601));
        assert_eq!(preview.depth(preview.last()), 2);
        let last = preview.body(preview.last()).raw;
        assert_eq!(built.thread.body(*built.places.last().unwrap()).raw, last, "places lead to the same posts");
    }

    #[test]
    fn messages_that_are_read_beside_each_other_keep_their_order() {
        let line = "A line that says no more than the others do.\n".repeat(40);
        let message = |n: usize| {
            format!("From a Mon Apr  3 10:32:00 2023\nSubject: lamp {n}\nMessage-ID: <{n}@a>\n\n{n}\n{line}\n")
        };
        let text: String = (0..3000).map(message).collect();
        let thread = read(text.as_bytes()).thread;
        for (n, id) in thread.ids().skip(1).enumerate() {
            assert_eq!(thread.source_id(id), Some(&*format!("{n}@a")));
            assert_eq!(thread.body(id).raw, format!("{n}\n{}", line.trim_end()));
        }
        assert_eq!(thread.len(), 3001);
    }

    #[test]
    fn other_texts_are_no_mail() {
        for text in [
            "The lamp: is it lit?\n\nYes.",
            "From the pier it looked dark.\nSubject: none\n",
            "Title: Lamp\nDate: 2023-04-03\n\nIt is lit.",
            "<!doctype html><p>From: mara<p>Subject: lamp",
            "{\"From\": \"mara\"}",
            "Subject: lamp\n\nLit.",
            "Mara says:\nApril 3, 2023 at 10:32\n\nSubject: lamp",
            "",
        ] {
            assert_eq!(likeness(text), Likeness::None, "{text}");
        }
        assert_eq!(likeness("Subject: lamp\nFrom: mara\n\nLit."), Likeness::Likely);
    }

    proptest! {
        #[test]
        fn mutated_mailboxes_are_read_without_panic(
            cuts in prop::collection::vec((0..MAILBOX.len(), 0..MAILBOX.len()), 1..6),
            flips in prop::collection::vec((0..MAILBOX.len(), any::<u8>()), 0..8),
        ) {
            let mut bytes = MAILBOX.as_bytes().to_vec();
            for (place, byte) in flips {
                bytes[place] = byte;
            }
            let pieces: Vec<u8> = cuts.into_iter().flat_map(|(from, to)| bytes[from.min(to)..from.max(to)].to_vec()).collect();
            for mut input in [bytes.as_slice(), pieces.as_slice()] {
                Mail.likeness(input);
                let mut builder = Builder::new("mail");
                Mail.read(&mut input, &mut builder).unwrap();
                builder.finish().ok();
            }
        }
    }
}

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
//! Not read: what is encrypted; messages in parts that other messages carry on (`message/partial`).

mod charset;
mod date;
mod flowed;
mod head;
mod mailbox;
mod mbox;
mod mime;
mod parts;
mod subject;
mod threading;
mod words;

use self::mailbox::Mailbox;
use self::mbox::{Form, Messages, is_first_field, is_known, lead};
use super::{Input, Likeness, Refusal, Source};
use crate::thread::{Builder, Notice};
use std::io::BufRead;

/// Mail and news.
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
        let mut mailbox = Mailbox::new(builder);
        take(input, &mut mailbox, None)?;
        mailbox.finish();
        Ok(())
    }

    /// Threads the messages of all inputs together.
    fn read_many(&self, inputs: &mut dyn Iterator<Item = Input<'_>>, builder: &mut Builder) -> Result<(), Refusal> {
        let mut mailbox = Mailbox::new(builder);
        for mut input in inputs {
            take(&mut *input.content, &mut mailbox, Some(&input.name))?;
        }
        mailbox.finish();
        Ok(())
    }
}

/// Takes all messages of an input.
fn take(input: &mut dyn BufRead, mailbox: &mut Mailbox<'_>, name: Option<&str>) -> Result<(), Refusal> {
    let mut messages = Messages::new(input)?;
    if messages.skipped() > 0 {
        let place = name.map_or_else(String::new, |name| format!("{name}: "));
        let skipped = messages.skipped();
        mailbox.notice(Notice::new(format!("{place}{skipped} bytes before the first message: left out")));
    }
    while let Some(message) = messages.next()? {
        mailbox.add(message);
    }
    Ok(())
}

/// Whether a message begins with the first line.
fn is_first_line(head: &[u8]) -> bool {
    let start = head.get(lead(head)..).unwrap_or_default();
    [&b"From "[..], b"\x01\x01\x01\x01", b"====", b"#! rnews"].iter().any(|mark| start.starts_with(mark))
}

/// How much a text looks like a message: by the fields that it begins with.
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

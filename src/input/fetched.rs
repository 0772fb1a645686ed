//! The thread of an address: every answer of its site, read into one thread.

use super::failure::Failure;
use super::listed;
use super::opened::{Notices, Opened};
use super::origin::{Contents, Origin, OriginKind};
use super::watch::Watch;
use crate::disk;
use crate::source::{self, Refusal, Source};
use crate::thread::{Builder, Built, Missing, Notice, Stub};
use crate::web::{self, Address, Client, Listener, Manner, Outcome, Part, Trouble, in_words};
use std::io::{self, Read};
use std::sync::Arc;

/// An address, and how to ask for it.
#[derive(Debug, Clone)]
pub(super) struct Fetched {
    pub(super) address: Address,
    pub(super) client: Arc<Client>,
    pub(super) manner: Manner,
    /// Whether a page or a list named it, not the reader: it must not lead to a private place.
    pub(super) is_chosen: bool,
}

/// The age above which a copy is reported with its age, in seconds.
const OLD: u64 = 10 * 60;

impl OriginKind for Fetched {
    fn name(&self) -> String {
        self.address.host().to_owned()
    }

    fn place(&self) -> Option<String> {
        Some(self.address.to_string())
    }

    fn contents(&self) -> Contents<'_> {
        Contents::Answers(self)
    }

    fn bytes(&self) -> Result<Box<dyn Read + Send>, Failure> {
        Ok(Box::new(io::empty()))
    }
}

impl Fetched {
    /// Whether the stored copy is so old that the site is asked for more.
    pub(super) fn may_be_old(&self) -> bool {
        self.client.age(&self.address).is_some_and(|age| age > OLD)
    }

    /// Reads all answers.
    pub(super) fn read(
        &self,
        format: Option<&'static dyn Source>,
        watch: &Watch,
        builder: &mut Builder,
    ) -> Result<Outcome, Failure> {
        if let Some(why) = self.client.off() {
            return Err(Failure::fetching(self.address.to_string(), &Trouble::Off(why)));
        }
        builder.reasons().say(|| web::whose(&self.address));
        let mut is_first = true;
        let mut take = |part: Part| {
            let format = format.or_else(|| part.format.and_then(source::named));
            add(part, format, is_first, watch, builder)?;
            is_first = false;
            Ok(())
        };
        let outcome = web::run(&self.client, &self.address, self.manner, self.is_chosen, watch, &mut take);
        let outcome = outcome.map_err(|failed| Failure::fetching(failed.whose, &failed.trouble))?;
        outcome.page.iter().for_each(|page| builder.url_if_none(&page.to_string()));
        if let Some(rest) = &outcome.rest {
            let below = |posts: usize| Missing::Below(u32::try_from(posts.saturating_sub(1)).unwrap_or(u32::MAX));
            let missing = outcome.wanted.posts.map_or(Missing::Others, below);
            builder.more(Stub { missing, address: Some(&rest.to_string()), ..Stub::default() });
        }
        let notices = outcome.notices.iter().map(|notice| Notice::new(notice.as_str()));
        notices.for_each(|notice| builder.notice(notice));
        if self.manner == Manner::Copy || self.client.is_offline() {
            let age = outcome.age.filter(|age| *age > OLD);
            age.into_iter().for_each(|age| builder.notice(Notice::new(format!("a copy of {} ago", in_words(age)))));
        }
        Ok(outcome)
    }
}

/// Reads one answer into the thread.
fn add(
    part: Part,
    format: Option<&'static dyn Source>,
    is_first: bool,
    watch: &Watch,
    builder: &mut Builder,
) -> Result<(), String> {
    if let Some(listing) = &part.listing {
        listed::hand_over(listing, builder);
        return Ok(());
    }
    let may_be_list = part.is_list || is_first && looks_like_feed(&part.body);
    let name = part.name.clone();
    let origin = Origin::answer(part.name.clone(), part.body);
    if may_be_list {
        return add_feed(&origin, part.is_list, watch, builder);
    }
    let mut opened = Opened::open(&origin, format, watch).map_err(|failure| failure.why().to_owned())?;
    builder.reasons().say(|| format!("an answer: {name}"));
    opened.explain(builder.reasons());
    let source = opened.source;
    if is_first {
        builder.source(source.name());
    }
    if part.is_of_one && !builder.has_several() {
        *builder = std::mem::take(builder).joined(true);
    }
    let (told, before) = (Notices::default(), builder.len());
    let mut content = opened.content(None, &told);
    let read = source.read(&mut content, builder);
    drop(content);
    match read {
        Err(Refusal::Io(error)) => return Err(disk::error_text(&error)),
        Err(Refusal::Malformed(why)) => return Err(why),
        Ok(()) if builder.len() == before => return Err("expected a post, found none".to_owned()),
        Ok(()) => {}
    }
    told.take().into_iter().for_each(|notice| builder.notice(notice));
    builder.show_now();
    Ok(())
}

/// Whether an answer begins like a feed.
fn looks_like_feed(body: &[u8]) -> bool {
    let beginning = String::from_utf8_lossy(body.get(..body.len().min(1024)).unwrap_or_default());
    ["<rss", "<feed", "<rdf:RDF"].iter().any(|mark| beginning.contains(mark))
}

/// Reads a feed into a thread of its own: its threads may be elsewhere.
fn add_feed(origin: &Origin, must: bool, watch: &Watch, builder: &mut Builder) -> Result<(), String> {
    let mut own = Builder::new("");
    super::read(origin, None, watch, &mut own).map_err(|failure| failure.why().to_owned())?;
    let Ok(Built { thread, notices, .. }) = own.finish() else {
        return Err("expected a post, found none".to_owned());
    };
    let is_list = listed::is_list(&thread, must);
    listed::hand_over_feed(&thread, must, builder);
    // A list has no replies by nature: no notice about that.
    notices.into_iter().filter(|_| !is_list).for_each(|notice| builder.notice(notice));
    builder.show_now();
    Ok(())
}

impl Listener for Watch {
    fn came(&self, bytes: u64) {
        self.fetch(bytes);
    }

    fn is_cancelled(&self) -> bool {
        Self::is_cancelled(self)
    }

    fn on_cancel(&self, stop: Box<dyn FnOnce() + Send>) {
        self.when_cancelled(stop);
    }

    fn says(&self, what: &str) {
        self.say(what);
    }
}

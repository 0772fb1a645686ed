//! Looks up what a query on the command line asks for beside the thread: what the reader did in it, and who the reader
//! is.

use super::args::Args;
use super::message::{Stop, say};
use super::{config, screen, tell_wrong};
use crate::app::Setup;
use crate::query::{Facts, Query};
use crate::store::{Page, Store};
use crate::thread::{PostId, PostSet, Thread};
use crate::visit::Visit;

/// What is known about the reader.
pub(super) struct States {
    /// The store of what the reader did. `None` if no query asks for it.
    store: Option<Store>,
    setup: Setup,
}

impl States {
    /// Looks up what the queries on the command line ask for. If the store is missing, says so once and treats every
    /// thread as never opened.
    pub(super) fn of(args: &Args) -> Result<Self, Stop> {
        let asks = |about: fn(&Query) -> bool| args.query.iter().chain(&args.fold).any(about);
        let mut states = Self { store: None, setup: Setup::default() };
        if asks(Query::asks_for_reader) {
            let (config, wrong) = config::load(args.config.as_deref())?;
            tell_wrong(wrong.as_deref());
            states.setup = config.setup;
        }
        if asks(Query::asks_for_states) && !args.no_store {
            let store = Store::folder().map_or(Ok(None), |folder| Store::look(&folder));
            match store {
                Ok(Some(store)) => states.store = Some(store),
                Ok(None) => say("threadle: nothing is remembered yet: every thread is as if it had never been opened"),
                Err(fault) => say(&format!("threadle: {}", fault.read_message())),
            }
        }
        Ok(states)
    }

    /// What is known beside a thread.
    pub(super) fn facts(&self, thread: &Thread) -> Facts {
        let visit = match self.store.as_ref().map(|store| store.known(&Page::of(thread))) {
            Some(Ok(visit)) => visit,
            Some(Err(fault)) => {
                say(&format!("threadle: {}", fault.read_message()));
                Visit::default()
            }
            None => Visit::default(),
        };
        let [mut unread, mut marked] = [PostSet::all(thread.len()), PostSet::none(thread.len())];
        unread.remove_all(&visit.read);
        if thread.is_shelf() {
            // The root over the threads is no post.
            unread.remove(PostId::ARTICLE);
        }
        let is_first = visit.known.is_empty();
        let mut new = if is_first { PostSet::none(thread.len()) } else { visit.known.complement() };
        new.keep_only(&unread);
        visit.marks.iter().for_each(|&(_, post)| marked.insert(post));
        let mut folded = PostSet::none(thread.len());
        visit.folded.iter().for_each(|&post| folded.insert(post));
        Facts {
            now: screen::now(),
            unread,
            new,
            folded,
            marked,
            away: visit.away.iter().map(|(post, away)| (*post, away.label.name())).collect(),
            own: self.setup.own_authors(thread),
            with_titles: thread.is_shelf(),
            ..Facts::default()
        }
    }
}

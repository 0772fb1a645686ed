//! Asks the threads of a list for news, one after the other and each once.

use super::message::Message;
use super::work;
use crate::app::Action;
use crate::input::{self, Origin, Watch};
use crate::store::{Page, Store};
use crate::thread::Thread;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// Asks each thread for news at the pace of its host, until nobody waits any more.
pub(super) fn check(
    origins: Vec<(Origin, String)>,
    folder: Option<PathBuf>,
    watch: Arc<Watch>,
    sender: Sender<Message>,
) {
    work::spawn("asking for news", Action::Say, sender.clone(), move || {
        let store = folder.and_then(|folder| Store::look(&folder).ok().flatten());
        let mut left = origins.len();
        for (origin, place) in origins {
            left -= 1;
            let posts = match input::open(&origin.anew(), None, &watch, None) {
                Ok(parsed) => Ok(unknown(&parsed.thread, store.as_ref())),
                Err(_) if watch.is_cancelled() => return,
                Err(failure) => Err(failure.to_string()),
            };
            if sender.send(Message::Checked { place, posts, left }).is_err() {
                return;
            }
        }
    });
}

/// The number of posts that the store does not know yet.
fn unknown(thread: &Thread, store: Option<&Store>) -> usize {
    let visit = store.and_then(|store| store.known(&Page::of(thread)).ok());
    visit.map_or(0, |visit| thread.len() - visit.known.count(0..thread.len()))
}

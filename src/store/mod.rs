//! What is remembered between visits: which posts were read, folded, put away and marked, and where the reading
//! stopped, in one database for all threads and all windows. Knows no screen.
//!
//! A thread is found by what its page [is](identity), a post by its [key](keys), whatever format they come in this
//! time. What is kept of a thread's posts stands in rows of many, so that a million cost little more than their
//! keys, and what a key press changes is one row. Windows that read the same thread each write what they changed, so
//! that nothing of the others is lost.

mod expiry;
mod gathering;
mod identity;
mod keeping;
mod keys;
mod letters;
mod library;
mod matching;
mod measured;
mod memory;
mod recall;
#[cfg(test)]
mod sample;
mod schema;
mod seeking;

pub(crate) use expiry::Limits;
pub(crate) use gathering::Gathered;
pub use measured::Remembered;
pub(crate) use memory::Memory;
pub(crate) use recall::Page;
pub(crate) use schema::Fault;

use crate::thread::{PostId, Thread};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// For each post of a thread: where it stands in a later state of the thread, if it is still there.
pub(crate) fn places(before: &Thread, now: &Thread) -> Vec<Option<PostId>> {
    let [old, new] = [before, now].map(|thread| keys::keys(thread, 0..thread.len()));
    let mut places = vec![None; old.len()];
    for (at, number) in matching::matched(&old, &new).into_iter().enumerate() {
        if let Some(place) = number.and_then(|number| places.get_mut(number as usize)) {
            *place = Some(PostId::new(at));
        }
    }
    places
}

/// The database.
pub(crate) struct Store {
    connection: Connection,
    folder: PathBuf,
    limits: Limits,
    /// Which file was opened.
    identity: Option<(u64, u64)>,
}

impl Store {
    /// The store in a folder, made where there is none; with what the reader should know about it.
    pub(crate) fn open(folder: &Path, limits: Limits) -> Result<(Self, Option<String>), Fault> {
        let (connection, aside) = schema::open(folder)?;
        Ok((Self::of(connection, folder, limits), aside.map(|aside| aside_notice(&aside))))
    }

    /// The store in a folder, to be looked into and not changed; none where there is none.
    pub(crate) fn look(folder: &Path) -> Result<Option<Self>, Fault> {
        Ok(schema::look(folder)?.map(|connection| Self::of(connection, folder, Limits::default())))
    }

    fn of(connection: Connection, folder: &Path, limits: Limits) -> Self {
        Self { connection, folder: folder.to_owned(), limits, identity: schema::identity(folder) }
    }

    /// Whether the file that was opened still has its name. What is written into one that was removed is lost.
    pub(crate) fn is_in_place(&self) -> bool {
        schema::identity(&self.folder) == self.identity
    }

    /// The folder of the user that the store is in, if there is such a thing: `$XDG_STATE_HOME/threadle`.
    pub(crate) fn folder() -> Option<PathBuf> {
        let xdg = etcetera::base_strategy::Xdg::new().ok()?;
        Some(etcetera::BaseStrategy::state_dir(&xdg)?.join("threadle"))
    }

    /// Begins anew after a fault in the file, which is set aside if it is damaged.
    pub(crate) fn reopen(self) -> Result<(Self, Option<String>), Fault> {
        let Self { connection, folder, limits, .. } = self;
        drop(connection);
        let aside = schema::set_aside(&folder)?;
        let (connection, again) = schema::open(&folder)?;
        Ok((Self::of(connection, &folder, limits), aside.or(again).map(|aside| aside_notice(&aside))))
    }

    /// Brings what was written into the file itself: work for when nobody waits.
    pub(crate) fn settle(&self) -> Result<(), Fault> {
        self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", (), |_| Ok(()))?;
        Ok(())
    }
}

fn aside_notice(aside: &Path) -> String {
    format!("the store was damaged: it is kept as {}, and a new one begun", aside.display())
}

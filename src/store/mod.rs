//! Remembers, between visits, which posts were read, folded, put away and marked, and where reading stopped, in one
//! database for all threads and windows. Knows no screen.
//!
//! A page is recognised by its [identity], a post by its [key](keys), whatever format they come in. Data
//! about posts is stored for many in one row, so a million posts cost little more than their keys, and a key press
//! changes one row. Windows on the same thread write only what they changed, so nothing of the others is lost.

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

/// For each post of a thread, its place in a later state of the thread. `None` if it is gone.
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
    /// Identifies the file that was opened.
    identity: Option<(u64, u64)>,
}

impl Store {
    /// Opens the store in a folder and creates it if necessary. Also returns a message for the reader, if there is one.
    pub(crate) fn open(folder: &Path, limits: Limits) -> Result<(Self, Option<String>), Fault> {
        let (connection, aside) = schema::open(folder)?;
        Ok((Self::of(connection, folder, limits), aside.map(|aside| aside_notice(&aside))))
    }

    /// Opens the store in a folder read-only. `None` if there is none.
    pub(crate) fn look(folder: &Path) -> Result<Option<Self>, Fault> {
        Ok(schema::look(folder)?.map(|connection| Self::of(connection, folder, Limits::default())))
    }

    fn of(connection: Connection, folder: &Path, limits: Limits) -> Self {
        Self { connection, folder: folder.to_owned(), limits, identity: schema::identity(folder) }
    }

    /// Whether the open file still has its name. What is written to a removed file is lost.
    pub(crate) fn is_in_place(&self) -> bool {
        schema::identity(&self.folder) == self.identity
    }

    /// The user's folder for the store, `$XDG_STATE_HOME/threadle`. `None` if there is no home.
    pub(crate) fn folder() -> Option<PathBuf> {
        let xdg = etcetera::base_strategy::Xdg::new().ok()?;
        Some(etcetera::BaseStrategy::state_dir(&xdg)?.join("threadle"))
    }

    /// Opens the store again after a fault in the file; sets the file aside if it is damaged.
    pub(crate) fn reopen(self) -> Result<(Self, Option<String>), Fault> {
        let Self { connection, folder, limits, .. } = self;
        drop(connection);
        let aside = schema::set_aside(&folder)?;
        let (connection, again) = schema::open(&folder)?;
        Ok((Self::of(connection, &folder, limits), aside.or(again).map(|aside| aside_notice(&aside))))
    }

    /// Moves what was written from the log into the file: work for idle moments.
    pub(crate) fn settle(&self) -> Result<(), Fault> {
        self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", (), |_| Ok(()))?;
        Ok(())
    }
}

fn aside_notice(aside: &Path) -> String {
    format!("the store was damaged: it is kept as {}, and a new one begun", aside.display())
}

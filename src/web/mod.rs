//! Addresses of threads: what is asked for, politely and safely, and what was answered.
//!
//! A [plan](plan::Plan) says what is wanted and never asks for anything itself; an [errand] asks, one request
//! after the other, and no more than the reader named. Knows no screen, no arguments and no tree of posts.

mod address;
mod answer;
mod cache;
mod errand;
mod listing;
mod pace;
mod page;
mod pasted;
mod plan;
mod reach;
mod sites;
mod trouble;
mod wall;
mod wire;

pub(crate) use self::address::Address;
pub(crate) use self::errand::{Manner, Outcome, Part, run};
pub(crate) use self::listing::{Listing, Row};
pub(crate) use self::pasted::{address as pasted, has_scheme};
pub(crate) use self::sites::names as sites;
pub(crate) use self::trouble::{Trouble, in_words};
pub(crate) use self::wire::Listener;

use self::cache::Cache;
use self::pace::Pace;
use etcetera::BaseStrategy;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a reader has said about fetching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Why nothing is fetched at all; `None` if it is.
    pub(crate) off: Option<&'static str>,
    /// Only copies are looked at.
    pub(crate) offline: bool,
    /// Where copies are kept; None where they are not.
    pub(crate) folder: Option<PathBuf>,
    /// Servers that play the part of hosts.
    pub(crate) hosts: BTreeMap<String, Address>,
    /// How long a server may say nothing.
    pub(crate) silence: Duration,
}

/// Whether a text is an address that is known to be a thread or a list, before anything is asked of it.
pub(crate) fn is_of_threads(text: &str) -> bool {
    Address::parse(text).is_ok_and(|address| sites::claims(&address))
}

impl Default for Settings {
    fn default() -> Self {
        let silence = Duration::from_secs(20);
        Self { off: None, offline: false, folder: folder(), hosts: BTreeMap::new(), silence }
    }
}

/// Where copies are usually kept: `$XDG_CACHE_HOME/threadle/web`.
fn folder() -> Option<PathBuf> {
    let xdg = etcetera::base_strategy::Xdg::new().ok()?;
    Some(BaseStrategy::cache_dir(&xdg).join("threadle/web"))
}

/// Who asks: the settings, the copies that are kept, and what is known of the patience of hosts.
#[derive(Debug)]
pub(crate) struct Client {
    settings: Settings,
    cache: Cache,
    pace: Mutex<Pace>,
}

/// What the pace of hosts is noted under.
const PACE: &str = "pace";

impl Client {
    /// A client with such settings. It touches nothing before it is asked to.
    pub(crate) fn new(settings: Settings) -> Self {
        let cache = Cache::new(settings.folder.clone());
        Self { settings, cache, pace: Mutex::default() }
    }

    /// Why nothing may be fetched; `None` if it may.
    pub(crate) fn off(&self) -> Option<&'static str> {
        self.settings.off
    }

    /// Whether the thread of an address is kept, at least its beginning.
    pub(crate) fn has(&self, address: &Address) -> bool {
        self.kept(address).next().is_some()
    }

    /// Whether only copies are looked at.
    pub(crate) fn is_offline(&self) -> bool {
        self.settings.offline
    }

    /// How many seconds ago the oldest of the answers that are kept of an address was the newest that there was; None
    /// where there is none, and where only copies are looked at.
    pub(crate) fn age(&self, address: &Address) -> Option<u64> {
        let oldest = self.kept(address).map(|answer| answer.seen).min().filter(|_| !self.settings.offline)?;
        Some(wire::millis().saturating_sub(oldest) / 1000)
    }

    fn kept(&self, address: &Address) -> impl Iterator<Item = answer::Answer> {
        errand::requests(self, address).into_iter().filter_map(|request| self.cache.find(&request))
    }

    /// Forgets what is kept of an address. Tells whether there was anything.
    pub(crate) fn forget(&self, address: &Address) -> bool {
        errand::requests(self, address).iter().filter(|request| self.cache.forget(request)).count() > 0
    }

    /// Forgets everything that is kept.
    pub(crate) fn forget_all(&self) -> io::Result<()> {
        self.cache.forget_all()
    }

    /// The pace of hosts, with what other processes have learnt of it.
    fn pace(&self) -> MutexGuard<'_, Pace> {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(written) = self.cache.note(PACE) {
            pace.read(&written);
        }
        pace
    }

    /// Notes the pace of hosts for other processes.
    fn write_pace(&self) {
        let pace = self.pace();
        let written = pace.written(wire::millis());
        if !written.is_empty() {
            self.cache.set_note(PACE, &written);
        }
    }
}

//! Addresses of threads: requests them politely and safely, and takes the answers.
//!
//! A [plan](plan::Plan) says what is wanted and requests nothing itself. An [errand] makes the requests one after the
//! other, and no more than the reader named. Knows no screen, no arguments and no tree of posts.

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
pub(crate) use self::sites::{names as sites, whose};
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

/// What the reader has set about fetching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Why nothing may be fetched at all. `None` if it may.
    pub(crate) off: Option<&'static str>,
    /// Whether only stored copies are used.
    pub(crate) offline: bool,
    /// Where copies are stored. `None` if they are not.
    pub(crate) folder: Option<PathBuf>,
    /// Servers to ask in place of hosts.
    pub(crate) hosts: BTreeMap<String, Address>,
    /// How long a server may stay silent.
    pub(crate) silence: Duration,
}

/// Whether an address is known to be a thread or a list without asking.
pub(crate) fn is_of_threads(text: &str) -> bool {
    Address::parse(text).is_ok_and(|address| sites::claims(&address))
}

impl Default for Settings {
    fn default() -> Self {
        let silence = Duration::from_secs(20);
        Self { off: None, offline: false, folder: folder(), hosts: BTreeMap::new(), silence }
    }
}

/// The usual place of copies: `$XDG_CACHE_HOME/threadle/web`.
fn folder() -> Option<PathBuf> {
    let xdg = etcetera::base_strategy::Xdg::new().ok()?;
    Some(BaseStrategy::cache_dir(&xdg).join("threadle/web"))
}

/// Makes requests: the settings, the stored copies, and the pace of hosts.
#[derive(Debug)]
pub(crate) struct Client {
    settings: Settings,
    cache: Cache,
    pace: Mutex<Pace>,
}

/// The name of the note with the pace of hosts.
const PACE: &str = "pace";

impl Client {
    /// A client with these settings. It touches nothing before it is used.
    pub(crate) fn new(settings: Settings) -> Self {
        let cache = Cache::new(settings.folder.clone());
        Self { settings, cache, pace: Mutex::default() }
    }

    /// Why nothing may be fetched. `None` if it may.
    pub(crate) fn off(&self) -> Option<&'static str> {
        self.settings.off
    }

    /// Whether the thread of an address is stored, at least its beginning.
    pub(crate) fn has(&self, address: &Address) -> bool {
        self.kept(address).next().is_some()
    }

    /// Whether only stored copies are used.
    pub(crate) fn is_offline(&self) -> bool {
        self.settings.offline
    }

    /// The age of the oldest stored answer for an address in seconds. `None` if there is none, or if only stored copies
    /// are used.
    pub(crate) fn age(&self, address: &Address) -> Option<u64> {
        let oldest = self.kept(address).map(|answer| answer.seen).min().filter(|_| !self.settings.offline)?;
        Some(wire::millis().saturating_sub(oldest) / 1000)
    }

    fn kept(&self, address: &Address) -> impl Iterator<Item = answer::Answer> {
        errand::requests(self, address).into_iter().filter_map(|request| self.cache.find(&request))
    }

    /// Deletes what is stored of an address. Returns whether there was anything.
    pub(crate) fn forget(&self, address: &Address) -> bool {
        errand::requests(self, address).iter().filter(|request| self.cache.forget(request)).count() > 0
    }

    /// Deletes everything that is stored.
    pub(crate) fn forget_all(&self) -> io::Result<()> {
        self.cache.forget_all()
    }

    /// The pace of hosts, with what other processes have learnt.
    fn pace(&self) -> MutexGuard<'_, Pace> {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(written) = self.cache.note(PACE) {
            pace.read(&written);
        }
        pace
    }

    /// Stores the pace of hosts for other processes.
    fn write_pace(&self) {
        let pace = self.pace();
        let written = pace.written(wire::millis());
        if !written.is_empty() {
            self.cache.set_note(PACE, &written);
        }
    }
}

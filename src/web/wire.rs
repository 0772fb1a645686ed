//! One request over the network and its answer, with every limit there is. Knows no site; follows no redirect.

#[cfg(feature = "web")]
mod http;

#[cfg(feature = "web")]
pub(super) use self::http::Wire;

use super::address::Address;
use super::answer::Header;
use std::time::{Duration, SystemTime};

/// One request as it is sent.
pub(super) struct Call<'a> {
    /// The server that is connected to, and what it is asked for.
    pub(super) to: &'a Address,
    /// What the `Host` header says, where that is another name than that of the server: a mirror plays its part.
    pub(super) host: Option<String>,
    pub(super) accept: &'static str,
    /// What tells the server which copy is here already.
    pub(super) validators: Vec<Header>,
    /// What is sent along, as JSON.
    pub(super) question: Option<&'a str>,
}

/// What watches over an errand from outside.
pub(crate) trait Listener: Sync {
    /// So many more bytes came.
    fn came(&self, bytes: u64);

    /// Whether the errand shall end.
    fn is_cancelled(&self) -> bool;

    /// Does this once it shall end.
    fn on_cancel(&self, stop: Box<dyn FnOnce() + Send>);

    /// What the errand does now, for the reader who waits: `lobste.rs asks for patience: 12 s`.
    fn says(&self, what: &str);
}

/// What is taken of one answer at the most, in bytes as they come.
pub(super) const MOST: u64 = 64 << 20;

/// The moment that it is, in milliseconds since 1970.
pub(super) fn millis() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Waits, unless the errand is ended meanwhile; tells each second how many are left.
pub(super) fn wait(millis: u64, listener: &dyn Listener, says: impl Fn(u64) -> String) {
    const STEP: u64 = 20;
    let mut left = millis;
    let mut told = u64::MAX;
    while left > 0 && !listener.is_cancelled() {
        let seconds = left.div_ceil(1000);
        if millis >= 1500 && seconds != told {
            told = seconds;
            listener.says(&says(seconds));
        }
        let step = left.min(STEP);
        std::thread::sleep(Duration::from_millis(step));
        left -= step;
    }
}

/// Without the feature `web` nothing in the program touches the network.
#[cfg(not(feature = "web"))]
pub(super) struct Wire;

#[cfg(not(feature = "web"))]
impl Wire {
    pub(super) fn new(_: super::reach::Reach, _: Duration, _: &dyn Listener) -> Self {
        Self
    }

    pub(super) fn widen(&self, _: super::reach::Reach) {}

    pub(super) fn was_private(&self) -> bool {
        false
    }

    pub(super) fn send(&self, _: &Call<'_>, _: &dyn Listener) -> Result<super::answer::Answer, super::Trouble> {
        Err(super::Trouble::Off("this threadle was built without the web"))
    }
}

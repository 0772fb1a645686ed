//! One network request and its answer, with every limit. Knows no site; follows no redirect.

#[cfg(feature = "web")]
mod http;

#[cfg(feature = "web")]
pub(super) use self::http::Wire;

use super::address::Address;
use super::answer::Header;
use std::time::{Duration, SystemTime};

/// One request as it is sent.
pub(super) struct Call<'a> {
    /// The server to connect to, and the address to request.
    pub(super) to: &'a Address,
    /// The `Host` header, if it differs from the server: a mirror stands in for the host.
    pub(super) host: Option<String>,
    pub(super) accept: &'static str,
    /// Headers that tell the server which copy is stored.
    pub(super) validators: Vec<Header>,
    /// A question to send along as JSON.
    pub(super) question: Option<&'a str>,
}

/// Watches an errand from outside.
pub(crate) trait Listener: Sync {
    /// More bytes came.
    fn came(&self, bytes: u64);

    /// Whether the errand must end.
    fn is_cancelled(&self) -> bool;

    /// Calls `stop` when it must end.
    fn on_cancel(&self, stop: Box<dyn FnOnce() + Send>);

    /// What the errand is doing, for a waiting reader: `lobste.rs asks for patience: 12 s`.
    fn says(&self, what: &str);
}

/// Bytes taken of one answer at most, as they come.
pub(super) const MOST: u64 = 64 << 20;

/// The present moment, in milliseconds since 1970.
pub(super) fn millis() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Waits unless the errand is ended meanwhile; reports the remaining seconds each second.
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
#[expect(clippy::unused_self, reason = "it is called as the one is that asks")]
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

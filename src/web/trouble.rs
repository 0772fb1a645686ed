//! Why an address gave nothing, in words for the person who named it.

use super::address::Bad;
use std::fmt;

/// Why an address gave nothing. Its words follow the name of the host and a colon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The host does not exist.
    NoName,
    /// No connection to the host; what the system says.
    NoConnection(String),
    /// It did not answer in time.
    Slow,
    /// The connection broke, or what came is no answer; what was wrong.
    Broken(String),
    /// Its certificate cannot be trusted; why.
    Certificate(String),
    /// More than one answer may have, in MiB.
    TooMuch(u64),
    /// It leads into a private network, to this host.
    Private(String),
    /// It leads from https to http.
    Downgrade,
    /// It leads to something that is not requested; why.
    BadRedirect(Bad),
    /// Too many redirects, or a circle.
    Redirects,
    /// It refused with this status.
    Status(u16),
    /// It shows something else in place of the thread: what that is, and what to do.
    Wall(&'static str, &'static str),
    /// It asks for patience: the seconds, if it names them, and its status.
    Patience(Option<u64>, u16),
    /// Its answer is not what was requested; what was found.
    Unexpected(String),
    /// It is known to show nothing, so it is not asked; why.
    Closed(&'static str),
    /// No copy is stored, and nothing is requested.
    NotKept,
    /// Somebody ended it.
    Cancelled,
    /// This program does not fetch; why.
    Off(&'static str),
}

impl Trouble {
    /// What to do about it. `None` if nothing helps.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        const BROWSER: &str = "open it in a browser, save it, and open the file";
        match self {
            Self::Wall(_, hint) => Some(hint),
            Self::Status(401 | 402 | 403 | 451) | Self::Closed(_) => Some(BROWSER),
            Self::NotKept => Some("without --offline it is asked for"),
            _ => None,
        }
    }

    /// Whether it may pass in a moment, so that another try is worthwhile.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::Broken(_) | Self::Status(502..=504))
    }

    /// Whether the host itself is unreachable, so that its other addresses are too.
    pub(super) fn is_of_the_host(&self) -> bool {
        use Trouble::{Cancelled, Certificate, NoConnection, NoName, NotKept, Off, Patience, Slow};
        matches!(self, NoName | NoConnection(_) | Slow | Certificate(_) | Patience(..) | NotKept | Cancelled | Off(_))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => out.write_str("no such name (is there a connection?)"),
            Self::NoConnection(why) => write!(out, "no connection: {why}"),
            Self::Slow => out.write_str("did not answer in time"),
            Self::Broken(why) => write!(out, "the answer broke off: {why}"),
            Self::Certificate(why) => write!(out, "its certificate is not to be trusted: {why}"),
            Self::TooMuch(most) => write!(out, "sent {most} MiB and more"),
            Self::Private(host) => write!(out, "leads to {host}, a private network: not followed"),
            Self::Downgrade => out.write_str("leads from https to http: not followed"),
            Self::BadRedirect(why) => write!(out, "leads to something that is not followed: {why}"),
            Self::Redirects => out.write_str("leads on and on: not followed any more"),
            Self::Status(404) => out.write_str("there is no such page (404)"),
            Self::Status(410) => out.write_str("it is not there any more (410)"),
            Self::Status(401) => out.write_str("asks for a login (401)"),
            Self::Status(402) => out.write_str("asks for money (402)"),
            Self::Status(403) => out.write_str("does not show it to threadle (403)"),
            Self::Status(451) => out.write_str("may not show it (451)"),
            Self::Status(status @ 500..) => write!(out, "is out of order ({status})"),
            Self::Status(status) => write!(out, "said no ({status})"),
            Self::Wall(what, _) => out.write_str(what),
            Self::Patience(Some(seconds), status) => {
                write!(out, "asks for patience for {} ({status})", in_words(*seconds))
            }
            Self::Patience(None, status) => write!(out, "asks for patience ({status})"),
            Self::Unexpected(what) => write!(out, "sent {what}"),
            Self::Closed(why) => out.write_str(why),
            Self::NotKept => out.write_str("no copy of it is kept"),
            Self::Cancelled => out.write_str("cancelled"),
            Self::Off(why) => out.write_str(why),
        }
    }
}

/// A span of time in the largest unit that fits: `42 s`, `5 min`, `2 h`, `3 d`.
pub(crate) fn in_words(seconds: u64) -> String {
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7199 => format!("{} min", seconds / 60),
        7200..=172_799 => format!("{} h", seconds / 3600),
        _ => format!("{} d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_the_unit_that_they_fill() {
        let told: Vec<_> = [0, 119, 120, 7199, 7200, 172_799, 172_800].map(in_words).into();
        assert_eq!(told, ["0 s", "119 s", "2 min", "119 min", "2 h", "47 h", "2 d"]);
    }
}

//! Moments, to the millisecond, and how RFC 3339 writes them.

use jiff::Timestamp;
use std::fmt;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// The moment `millis` milliseconds after 1970 began.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 began.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 date and time with its offset; cuts off what is finer than a millisecond. `None` if it is
    /// none.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|stamp| Self(stamp.as_millisecond()))
    }

    /// Reads the date of a mail or an HTTP header (RFC 5322, RFC 9110). `None` if it is none.
    pub(crate) fn parse_in_mail(text: &str) -> Option<Self> {
        jiff::fmt::rfc2822::parse(text).ok().map(|stamp| Self(stamp.timestamp().as_millisecond()))
    }

    /// The time since this moment as a reader says it: `now`, `5m`, `3h`, `6d`, then the date.
    pub fn ago(self, now: Self) -> String {
        const MINUTE: i64 = 60_000;
        const HOUR: i64 = 60 * MINUTE;
        const DAY: i64 = 24 * HOUR;
        match now.0.saturating_sub(self.0) {
            past @ 0.. if past < MINUTE => "now".to_owned(),
            past @ 0.. if past < HOUR => format!("{}m", past / MINUTE),
            past @ 0.. if past < DAY => format!("{}h", past / HOUR),
            past @ 0.. if past < 7 * DAY => format!("{}d", past / DAY),
            _ => self.date(),
        }
    }

    /// The day in UTC: `2023-04-21`.
    pub fn date(self) -> String {
        self.formatted("%Y-%m-%d")
    }

    /// The moment in UTC as a mail header writes it (RFC 5322): `Fri, 21 Apr 2023 10:32:00 +0000`.
    pub(crate) fn in_mail(self) -> String {
        self.formatted("%a, %d %b %Y %H:%M:%S +0000")
    }

    /// The moment in UTC as the line before a message in an mbox writes it: `Fri Apr 21 10:32:00 2023`.
    pub(crate) fn in_mailbox(self) -> String {
        self.formatted("%a %b %e %H:%M:%S %Y")
    }

    /// The day and minute in UTC: `2023-04-21 10:32`.
    pub fn minute(self) -> String {
        self.formatted("%Y-%m-%d %H:%M")
    }

    fn formatted(self, format: &str) -> String {
        Timestamp::from_millisecond(self.0).map_or_else(|_| String::new(), |stamp| stamp.strftime(format).to_string())
    }
}

/// RFC 3339 in UTC, with a fraction only if there is one.
impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_millisecond(self.0) {
            Ok(stamp) => write!(out, "{stamp}"),
            Err(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        Time::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn a_time_is_written_as_it_was_read_in_utc() {
        assert_eq!(time("2023-04-21T10:32:00Z").to_string(), "2023-04-21T10:32:00Z");
        assert_eq!(time("2023-04-21T12:32:00.25+02:00").to_string(), "2023-04-21T10:32:00.25Z");
        assert_eq!(Time::parse_rfc3339("soon"), None);
    }

    #[test]
    fn mail_has_its_own_ways_to_say_a_time() {
        let early = time("2023-04-02T09:05:00Z");
        assert_eq!(early.in_mail(), "Sun, 02 Apr 2023 09:05:00 +0000");
        assert_eq!(early.in_mailbox(), "Sun Apr  2 09:05:00 2023");
    }

    #[test]
    fn recent_times_are_told_as_ages_and_old_ones_as_dates() {
        let now = time("2023-04-21T10:32:00Z");
        assert_eq!(time("2023-04-21T10:31:30Z").ago(now), "now");
        assert_eq!(time("2023-04-21T10:02:00Z").ago(now), "30m");
        assert_eq!(time("2023-04-20T11:00:00Z").ago(now), "23h");
        assert_eq!(time("2023-04-15T10:32:00Z").ago(now), "6d");
        assert_eq!(time("2023-04-14T10:32:00Z").ago(now), "2023-04-14");
        assert_eq!(time("2024-01-01T00:00:00Z").ago(now), "2024-01-01", "a time ahead of the clock is a date");
    }
}

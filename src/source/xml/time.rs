//! Dates in feeds and exports.

use crate::thread::Time;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::Offset;

/// Reads `2023-04-21T10:32:00+02:00`, `2023-04-21 10:32:00` (as UTC) and `Fri, 21 Apr 2023 10:32:00 +0200`.
pub(super) fn time(text: &str) -> Option<Time> {
    let text = text.trim();
    if text.starts_with("0000") {
        return None;
    }
    Time::parse_rfc3339(text).or_else(|| civil(text)).or_else(|| mail(text))
}

fn civil(text: &str) -> Option<Time> {
    let moment = Offset::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok()?;
    Some(Time::from_millis(moment.as_millisecond()))
}

fn mail(text: &str) -> Option<Time> {
    // Feeds often name the wrong weekday.
    let text = text.split_once(',').map_or(text, |(_, date)| date).trim_start();
    let moment = rfc2822::parse(text).ok()?;
    Some(Time::from_millis(moment.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dates_of_feeds_are_read() {
        for (text, read) in [
            ("2023-04-21T12:32:00.25+02:00", "2023-04-21T10:32:00.25Z"),
            ("2023-04-21 10:32:00", "2023-04-21T10:32:00Z"),
            ("2011-10-11T19:50:34.047", "2011-10-11T19:50:34.047Z"),
            ("Mon, 21 Apr 2023 12:32:00 +0200", "2023-04-21T10:32:00Z"),
            ("Fri, 1 Apr 2023 10:32:00 GMT", "2023-04-01T10:32:00Z"),
        ] {
            assert_eq!(time(text).map(|time| time.to_string()).as_deref(), Some(read), "{text}");
        }
        for text in ["0000-00-00 00:00:00", "Mon, 30 Nov -0001 00:00:00 +0000", "soon", ""] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}

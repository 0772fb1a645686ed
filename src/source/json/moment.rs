//! Moments in JSON: RFC 3339, dates without an offset, RFC 2822, and seconds or milliseconds since 1970.

use crate::thread::Time;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::Offset;

/// Numbers from here on are milliseconds; as seconds they would be in the year 5138.
const MILLIS: f64 = 1e11;
/// Numbers from here on are microseconds.
const MICROS: f64 = 1e14;
/// Numbers from here on are nanoseconds.
const NANOS: f64 = 1e17;

/// The moment of a number.
pub(super) fn of_number(number: &str) -> Option<Time> {
    if let Ok(seconds @ 0..100_000_000_000) = number.parse::<i64>() {
        return (seconds > 0).then(|| Time::from_millis(seconds * 1000));
    }
    let number: f64 = number.parse().ok()?;
    let millis = match number {
        0.0..MILLIS => number * 1000.0,
        MILLIS..MICROS => number,
        MICROS..NANOS => number / 1e3,
        NANOS..1e20 => number / 1e6,
        _ => return None,
    };
    (millis > 0.0).then(|| Time::from_millis(millis as i64))
}

/// The moment of a text. A date and time without an offset counts as UTC, as the sites that omit it mean it.
pub(super) fn of_text(text: &str) -> Option<Time> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return if text.len() >= 9 { of_number(text) } else { None };
    }
    let bare = text.strip_suffix("UTC").unwrap_or(text).trim_end();
    let utc = |civil: DateTime| Offset::UTC.to_timestamp(civil).ok();
    let civil = || bare.parse::<DateTime>().ok().or_else(|| slashed(bare)).and_then(utc);
    let mail = || DateTimeParser::new().parse_timestamp(text).ok();
    let other = || FORMS.iter().find_map(|form| Timestamp::strptime(form, text).ok());
    let stamp = text.parse::<Timestamp>().ok().or_else(civil).or_else(mail).or_else(other)?;
    Some(Time::from_millis(stamp.as_millisecond()))
}

/// Forms outside any standard.
const FORMS: &[&str] = &["%a %b %d %H:%M:%S %z %Y", "%Y-%m-%d %H:%M:%S %z"];

/// A date of three numbers separated by slashes, if only one reading is a date.
fn slashed(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once([' ', ',']).unwrap_or((text, ""));
    let parts: Vec<i16> = date.split('/').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [first, second, third] = *parts.as_slice() else { return None };
    let (year, month, day) = match (first, second) {
        (1000.., _) => (first, second, third),
        (13.., 1..=12) => (third, second, first),
        (1..=12, 13..) => (third, first, second),
        _ => return None,
    };
    let clock = time.trim().parse().unwrap_or_default();
    let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    Some(date.to_datetime(clock))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        of_text(text).map(|time| time.to_string()).unwrap_or_default()
    }

    fn number(number: &str) -> String {
        of_number(number).map(|time| time.to_string()).unwrap_or_default()
    }

    #[test]
    fn numbers_are_seconds_or_finer() {
        assert_eq!(number("1682073120"), "2023-04-21T10:32:00Z");
        assert_eq!(number("1682073120.5"), "2023-04-21T10:32:00.5Z");
        assert_eq!(number("1682073120000"), "2023-04-21T10:32:00Z");
        assert_eq!(number("1.68207312e12"), "2023-04-21T10:32:00Z");
        assert_eq!(number("1682073120000000"), "2023-04-21T10:32:00Z");
        assert_eq!(number("0"), "");
        assert_eq!(number("-1e400"), "");
    }

    #[test]
    fn texts_are_read_in_the_forms_that_sites_have() {
        let expected = "2023-04-21T10:32:00Z";
        for form in [
            "2023-04-21T10:32:00Z",
            "2023-04-21T05:32:00.000-05:00",
            "2023-04-21T10:32:00",
            "2023-04-21 10:32:00",
            "2023-04-21 10:32:00 UTC",
            "2023-04-21 12:32:00 +0200",
            "Fri, 21 Apr 2023 10:32:00 +0000",
            "Fri Apr 21 10:32:00 +0000 2023",
            "4/21/2023 10:32:00",
            "1682073120",
        ] {
            assert_eq!(text(form), expected, "{form}");
        }
        assert_eq!(text("4/21/2023"), "2023-04-21T00:00:00Z");
        assert_eq!(text("3/4/2023"), "", "nobody knows which of them is the month");
        assert_eq!(text("soon"), "");
        assert_eq!(text("2023"), "");
    }
}

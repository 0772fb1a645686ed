//! Dates of messages: as RFC 2822 defines them, and as programs write them that never read it.
//!
//! Read: `Mon, 3 Apr 2023 10:32:00 +0200 (CEST)`, `3 Apr 23 10:32 EST`, `Mon Apr  3 10:32:00 2023`,
//! `Mon, 3 Apr 2023 10:32:00 GMT+2`, `2023-04-03 10:32:00`. A date without a zone is taken as UTC.

use super::zones::{self, Use};
use crate::thread::Time;
use jiff::civil;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::Offset;

static PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);

/// The moment of a message's date.
pub(in crate::source) fn parse(field: &[u8]) -> Option<Time> {
    let millis = |stamp: jiff::Timestamp| Time::from_millis(stamp.as_millisecond());
    usual(field).or_else(|| PARSER.parse_timestamp(field).ok().map(millis)).or_else(|| lenient(field))
}

/// The moment of a date in the usual form, which needs no parser: `Mon, 3 Apr 2023 10:32:00 +0200`.
fn usual(field: &[u8]) -> Option<Time> {
    let [_, _, _, b',', b' ', date @ ..] = field else { return None };
    let (day, rest) = match date {
        [ones, b' ', rest @ ..] => (digits(&[*ones])?, rest),
        [tens, ones, b' ', rest @ ..] => (digits(&[*tens, *ones])?, rest),
        _ => return None,
    };
    let (month, rest) = rest.split_at_checked(3)?;
    let [b' ', y1, y2, y3, y4, b' ', h1, h2, b':', m1, m2, b':', s1, s2, b' ', sign, z1, z2, z3, z4] = *rest else {
        return None;
    };
    let (hour, minute, second) = (digits(&[h1, h2])?, digits(&[m1, m2])?, digits(&[s1, s2])?);
    let (hours, minutes) = (digits(&[z1, z2])?, digits(&[z3, z4])?);
    let ahead = match sign {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    if hours > 14 || minutes > 59 {
        return None;
    }
    let date = civil::Date::new(digits(&[y1, y2, y3, y4])?, self::month(month)?, day as i8).ok()?;
    let time = civil::Time::new(hour as i8, minute as i8, second as i8, 0).ok()?;
    let offset = Offset::from_seconds(ahead * (i32::from(hours) * 60 + i32::from(minutes)) * 60).ok()?;
    let stamp = offset.to_timestamp(date.to_datetime(time)).ok()?;
    Some(Time::from_millis(stamp.as_millisecond()))
}

/// The value of at most four digits.
fn digits(digits: &[u8]) -> Option<i16> {
    digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0')))
}

/// The moment in the line before a message of a mailbox. `None` if it is a placeholder.
pub(in crate::source) fn of_envelope(line: &[u8]) -> Option<Time> {
    const DAY: i64 = 86_400_000;
    lenient(line).filter(|time| time.millis() > DAY)
}

/// The time of day in a piece: `10:32` or `10:32:00`.
pub(in crate::source) fn clock(piece: &[u8]) -> Option<civil::Time> {
    if !matches!(piece, [_, b':', ..] | [_, _, b':', ..]) {
        return None;
    }
    let mut parts = piece.split(|&byte| byte == b':');
    let hour = number(parts.next()?)?;
    let minute = number(parts.next()?)?;
    let second = parts.next().map_or(Some(0), |second| number(second.split(|&byte| byte == b'.').next()?))?;
    civil::Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, second.min(59) as i8, 0).ok()
}

/// The month with a name, from 1.
pub(in crate::source) fn month(word: &[u8]) -> Option<i8> {
    let start: [u8; 3] = word.get(..3)?.try_into().ok()?;
    let month = match &start.map(|letter| letter.to_ascii_lowercase()) {
        b"jan" => 1,
        b"feb" => 2,
        b"mar" => 3,
        b"apr" => 4,
        b"may" => 5,
        b"jun" => 6,
        b"jul" => 7,
        b"aug" => 8,
        b"sep" => 9,
        b"oct" => 10,
        b"nov" => 11,
        b"dec" => 12,
        _ => return None,
    };
    word.iter().all(u8::is_ascii_alphabetic).then_some(month)
}

/// Day, month, year, time and zone in any order.
pub(in crate::source) fn lenient(field: &[u8]) -> Option<Time> {
    /// Pieces of a date at most.
    const MOST: usize = 24;
    let (mut day, mut month_found, mut year, mut time, mut offset) = (None, None, None, None, 0);
    let separator = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'(' | b')');
    for piece in field.split(separator).filter(|piece| !piece.is_empty()).take(MOST) {
        if let Some(date) = whole_date(piece) {
            (year, month_found, day) = (Some(date.year()), Some(date.month()), Some(date.day()));
        } else if let Some(named) = month(piece) {
            month_found = month_found.or(Some(named));
        } else if let Some(found) = clock(piece) {
            time = time.or(Some(found));
        } else if let (Some(found), true) = (zone(piece), time.is_some()) {
            offset = found;
        } else if let Some(found) = number(piece) {
            match found {
                1..=31 if day.is_none() => day = Some(found as i8),
                0..=49 if piece.len() == 2 => year = year.or(Some(2000 + found as i16)),
                50..=149 if piece.len() <= 3 => year = year.or(Some(1900 + found as i16)),
                1970..=9998 => year = year.or(Some(found as i16)),
                _ => {}
            }
        }
    }
    let date = civil::Date::new(year?, month_found?, day?).ok()?;
    let offset = Offset::from_seconds(offset).ok()?;
    let stamp = offset.to_timestamp(date.to_datetime(time?)).ok()?;
    Some(Time::from_millis(stamp.as_millisecond()))
}

/// `2023-04-03` or `03-Apr-2023`.
fn whole_date(piece: &[u8]) -> Option<civil::Date> {
    let mut parts = piece.splitn(3, |&byte| byte == b'-');
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let small = |part| number(part).and_then(|number| i8::try_from(number).ok());
    match month(second) {
        Some(month) => civil::Date::new(i16::try_from(number(third)?).ok()?, month, small(first)?).ok(),
        None => civil::Date::new(i16::try_from(number(first)?).ok()?, small(second)?, small(third)?).ok(),
    }
}

/// Seconds ahead of UTC: `+0200`, `-05:00`, `GMT+2`, `CEST`.
fn zone(piece: &[u8]) -> Option<i32> {
    let name = std::str::from_utf8(piece).ok()?;
    let bare = name.strip_prefix("GMT").or_else(|| name.strip_prefix("UTC")).unwrap_or(name);
    if let Some(digits) = bare.strip_prefix(['+', '-']) {
        let sign = if bare.starts_with('-') { -1 } else { 1 };
        let digits = digits.replace(':', "");
        let value = i32::from(number(digits.as_bytes())?);
        let (hours, minutes) = if digits.len() > 2 { (value / 100, value % 100) } else { (value, 0) };
        return (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60));
    }
    zones::hours(name, Use::Mail).map(|hours| i32::from(hours) * 3600)
}

fn number(digits: &[u8]) -> Option<u16> {
    let sound = (1..=4).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    sound.then(|| digits.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(field: &str) -> String {
        parse(field.as_bytes()).map_or_else(|| "none".to_owned(), |time| time.to_string())
    }

    #[test]
    fn dates_of_the_standard_are_read() {
        assert_eq!(read("Mon, 3 Apr 2023 10:32:00 +0200 (CEST)"), "2023-04-03T08:32:00Z");
        assert_eq!(read("3 Apr 23 10:32 EST"), "2023-04-03T15:32:00Z");
        assert_eq!(read("Tue, 3 Apr 2023 10:32:00 -0000"), "2023-04-03T10:32:00Z", "it was a Monday");
    }

    #[test]
    fn usual_dates_are_read_as_the_parser_reads_them() {
        for field in [
            "Mon, 3 Apr 2023 10:32:00 +0200",
            "Thu, 29 Feb 2024 00:00:00 -0330",
            "Sun, 31 Dec 1950 23:59:59 +0000",
            "Sat, 01 Jan 2000 00:00:00 -0000",
        ] {
            let parsed = PARSER.parse_timestamp(field).unwrap();
            assert_eq!(usual(field.as_bytes()).map(Time::millis), Some(parsed.as_millisecond()), "{field}");
        }
        for field in [
            "Mon, 31 Apr 2023 10:32:00 +0200",
            "Mon, 3 Apr 2023 10:32:60 +0000",
            "Mon, 3 Apr 2023 10:32:00 GMT",
            "Mon, 3 Apr 2023 10:32:00 +0200 (CEST)",
            "Mon, 3 Apx 2023 10:32:00 +0200",
            "Mon, 3 Apr 2023 10:32:0x +0200",
        ] {
            assert_eq!(usual(field.as_bytes()), None, "{field}");
        }
    }

    #[test]
    fn dates_beside_the_standard_are_read_too() {
        assert_eq!(read("Mon Apr  3 10:32:00 2023"), "2023-04-03T10:32:00Z");
        assert_eq!(read("Mon, 3 Apr 2023 10:32:00 GMT+2"), "2023-04-03T08:32:00Z");
        assert_eq!(read("Mon, 3 Apr 2023 10:32:00 +02:00"), "2023-04-03T08:32:00Z");
        assert_eq!(read("Monday, 03-Apr-2023 10:32:00 CEST"), "2023-04-03T08:32:00Z");
        assert_eq!(read("2023-04-03 10:32:00"), "2023-04-03T10:32:00Z");
        assert_eq!(read("Thu, 1 May 97 17:47:36 +0200"), "1997-05-01T15:47:36Z");
        assert_eq!(read("Sat, 1 Jan 100 10:32:00 GMT"), "2000-01-01T10:32:00Z", "years since 1900");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for field in ["", "Whenever", "Mon, 32 Apr 2023 10:32:00", "3 Apr 2023", "10:32", "99:99 3 Apr 2023"] {
            assert_eq!(read(field), "none", "{field}");
        }
    }

    #[test]
    fn an_envelope_may_say_when() {
        let time = |line: &str| of_envelope(line.as_bytes()).map(|time| time.to_string());
        assert_eq!(time("From mara@harbour.example Mon Apr  3 10:32:00 2023").as_deref(), Some("2023-04-03T10:32:00Z"));
        assert_eq!(time("From mboxrd@z Thu Jan  1 00:00:00 1970"), None);
    }
}

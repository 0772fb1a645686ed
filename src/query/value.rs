//! Values of keys: numbers, days and ages, with signs that compare them.

use crate::thread::Time;
use std::fmt;

/// A range of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Range {
    Over(f64),
    From(f64),
    Under(f64),
    To(f64),
    Just(f64),
    Between(f64, f64),
}

impl Range {
    /// Reads `>10`, `>=10`, `<3`, `<=3`, `10`, `=10` and `2..5`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some((least, most)) = text.split_once("..") {
            return Some(Self::Between(number(least)?, number(most)?));
        }
        let (range, rest): (fn(f64) -> Self, _) = match text.as_bytes() {
            [b'>', b'=', ..] => (Self::From, text.get(2..)),
            [b'<', b'=', ..] => (Self::To, text.get(2..)),
            [b'>', ..] => (Self::Over, text.get(1..)),
            [b'<', ..] => (Self::Under, text.get(1..)),
            [b'=', ..] => (Self::Just, text.get(1..)),
            _ => (Self::Just, Some(text)),
        };
        rest.and_then(number).map(range)
    }

    pub(super) fn has(self, number: f64) -> bool {
        match self {
            Self::Over(least) => number > least,
            Self::From(least) => number >= least,
            Self::Under(most) => number < most,
            Self::To(most) => number <= most,
            Self::Just(same) => (number - same).abs() < f64::EPSILON,
            Self::Between(least, most) => (least..=most).contains(&number),
        }
    }
}

/// A plain decimal number: no exponent, no infinity, at most 15 digits.
fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (plain && digits.len() <= 15 && digits.bytes().any(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

impl fmt::Display for Range {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Over(number) => write!(out, ">{number}"),
            Self::From(number) => write!(out, ">={number}"),
            Self::Under(number) => write!(out, "<{number}"),
            Self::To(number) => write!(out, "<={number}"),
            Self::Just(number) => write!(out, "{number}"),
            Self::Between(least, most) => write!(out, "{least}..{most}"),
        }
    }
}

/// The start of a day, a month or a year in UTC, or a moment: `2023`, `2023-04`, `2023-04-01`, `2023-04-01T10:32:00Z`.
pub(super) fn moment(text: &str) -> Option<Time> {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let rest = match shape.as_str() {
        "0000" => "-01-01T00:00:00Z",
        "0000-00" => "-01T00:00:00Z",
        "0000-00-00" => "T00:00:00Z",
        "0000-00-00T00:00" => ":00Z",
        _ => "",
    };
    Time::parse_rfc3339(&format!("{text}{rest}"))
}

/// A limit for the age of a post, as it was typed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Age {
    pub(super) older: bool,
    amount: u32,
    unit: &'static str,
}

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Units by name, in milliseconds; a month has 30 days and a year 365.
const UNITS: [(&str, i64); 6] =
    [("m", MINUTE), ("h", 60 * MINUTE), ("d", DAY), ("w", 7 * DAY), ("mo", 30 * DAY), ("y", 365 * DAY)];

impl Age {
    /// Reads `<2d`, `>1y` and `2d`, which is the same as `<2d`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (older, rest) = match text.strip_prefix('>') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('<').unwrap_or(text)),
        };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (amount, name) = rest.split_at_checked(digits)?;
        let unit = UNITS.iter().find(|(unit, _)| *unit == name)?.0;
        Some(Self { older, amount: amount.parse().ok()?, unit })
    }

    /// Whether something written at `time` has that age at `now`.
    pub(super) fn has(self, time: Time, now: Time) -> bool {
        let unit = UNITS.iter().find(|(unit, _)| *unit == self.unit).map_or(DAY, |(_, millis)| *millis);
        let limit = unit.saturating_mul(self.amount.into());
        let age = now.millis().saturating_sub(time.millis());
        if self.older { age > limit } else { age <= limit }
    }
}

impl fmt::Display for Age {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}{}", if self.older { '>' } else { '<' }, self.amount, self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_their_signs() {
        let has = |text: &str, number| Range::parse(text).unwrap().has(number);
        assert!(has(">10", 11.0) && !has(">10", 10.0) && has(">=10", 10.0));
        assert!(has("<-3", -4.0) && has("<=3", 3.0) && has("7", 7.0) && has("=7", 7.0));
        assert!(has("2..5", 2.0) && has("2..5", 5.0) && !has("2..5", 5.5));
        for wrong in ["", ">", "ten", "1e9", "inf", "NaN", "1..", "--1", "."] {
            assert_eq!(Range::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_a_month_and_a_year_begin_in_utc() {
        let begins = |text: &str| moment(text).map(|time| time.to_string());
        assert_eq!(begins("2023").as_deref(), Some("2023-01-01T00:00:00Z"));
        assert_eq!(begins("2023-04").as_deref(), Some("2023-04-01T00:00:00Z"));
        assert_eq!(begins("2023-04-21T10:32").as_deref(), Some("2023-04-21T10:32:00Z"));
        assert_eq!(begins("2023-13-01"), None);
        assert_eq!(begins("soon"), None);
    }

    #[test]
    fn an_age_is_counted_from_now() {
        let now = moment("2023-04-21").unwrap();
        let has = |age: &str, time: &str| Age::parse(age).unwrap().has(moment(time).unwrap(), now);
        assert!(has("<2d", "2023-04-20") && !has("<2d", "2023-04-18"));
        assert!(has(">1mo", "2023-03-01") && has("3w", "2023-04-02"));
        assert_eq!(Age::parse("2"), None);
        assert_eq!(Age::parse("99999999999d"), None);
    }
}

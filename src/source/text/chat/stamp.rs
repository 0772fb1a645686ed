//! The time at the start of a chat line, in any convention.

use crate::source::date::month;
use jiff::civil::{Date, Time};

/// A time at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) day: Day,
    pub(super) clock: Time,
    /// Seconds ahead of UTC, if stated.
    pub(super) offset: i32,
    pub(super) shape: Shape,
    /// The first byte after it.
    pub(super) end: usize,
}

/// A date as far as it is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// Absent, or without a year.
    Unsaid,
    Known(Date),
    /// `3/4/2023`: other lines show which number is the month.
    Slashed(i8, i8, i16),
}

/// The form of a time. All lines of a chat share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    bracket: Option<char>,
    /// The separator between the numbers of the date: a sign, a blank if the month has a name, or none.
    between: Option<char>,
    has_seconds: bool,
    has_half: bool,
}

impl Shape {
    /// Whether it is more than a time of day. Only then are a name and a colon after it certainly a speaker.
    pub(super) fn is_marked(self) -> bool {
        self.bracket.is_some() || self.between.is_some()
    }

    /// Whether times of these shapes can occur in one chat.
    pub(super) fn is_like(self, other: Self) -> bool {
        (self.bracket, self.between, self.has_seconds) == (other.bracket, other.between, other.has_seconds)
    }
}

/// The marks for morning and afternoon, with the hours that they add.
const HALVES: &[(&str, i8)] = &[
    ("am", 0),
    ("pm", 12),
    ("a.m.", 0),
    ("p.m.", 12),
    ("a. m.", 0),
    ("p. m.", 12),
    ("a m", 0),
    ("p m", 12),
    ("上午", 0),
    ("下午", 12),
    ("午前", 0),
    ("午後", 12),
    ("오전", 0),
    ("오후", 12),
    ("ص", 0),
    ("م", 12),
    ("π.μ.", 0),
    ("μ.μ.", 12),
    ("de.", 0),
    ("du.", 12),
];

impl Stamp {
    /// The time at the start of a line.
    pub(super) fn read(line: &str) -> Option<Self> {
        let mut rest = Rest { text: line, at: 0 };
        rest.blanks();
        let first = rest.next()?;
        let bracket = Some(first).filter(|first| matches!(first, '[' | '('));
        if bracket.is_none() && !first.is_alphanumeric() {
            return None;
        }
        if bracket.is_some() {
            rest.at += 1;
            rest.blanks();
        }
        let (day, between) = rest.day();
        if between.is_some() {
            for sign in ['.', ',', 'T', '_'] {
                rest.sign(sign);
            }
            rest.blanks();
        }
        let (clock, has_seconds, has_half) = rest.clock(between.is_some())?;
        let offset = rest.offset();
        if let Some(bracket) = bracket {
            rest.blanks();
            rest.sign(if bracket == '[' { ']' } else { ')' }).then_some(())?;
        } else if rest.next().is_some_and(char::is_alphanumeric) {
            return None;
        }
        let shape = Shape { bracket, between, has_seconds, has_half };
        Some(Self { day, clock, offset, shape, end: rest.at })
    }
}

/// The unread rest of a line.
#[derive(Clone, Copy)]
struct Rest<'l> {
    text: &'l str,
    at: usize,
}

impl<'l> Rest<'l> {
    fn left(self) -> &'l str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next(self) -> Option<char> {
        self.left().chars().next()
    }

    /// Skips blanks, and the direction marks that exports put before their own text.
    fn blanks(&mut self) {
        let left = self.left();
        let hidden = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{FEFF}');
        self.at += left.len() - left.trim_start_matches(|c: char| hidden(c) || c.is_whitespace()).len();
    }

    fn sign(&mut self, sign: char) -> bool {
        let found = self.next() == Some(sign);
        self.at += if found { sign.len_utf8() } else { 0 };
        found
    }

    /// A number with this many digits.
    fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
        let count = self.left().bytes().take(digits.end() + 1).take_while(u8::is_ascii_digit).count();
        let value = digits.contains(&count).then(|| self.left().get(..count)?.parse().ok())??;
        self.at += count;
        Some(value)
    }

    fn word(&mut self) -> Option<&'l str> {
        let left = self.left();
        let end = left.find(|c: char| !c.is_alphabetic()).unwrap_or(left.len());
        let word = left.get(..end).filter(|word| !word.is_empty())?;
        self.at += end;
        Some(word)
    }

    /// The date, and the separator of its parts.
    fn day(&mut self) -> (Day, Option<char>) {
        let start = self.at;
        for way in [Self::numbers, Self::named] {
            if let Some((day, between)) = way(self) {
                return (day, Some(between));
            }
            self.at = start;
        }
        (Day::Unsaid, None)
    }

    /// `2023-04-21`, `21/04/2023`, `21. 4. 23`.
    fn numbers(&mut self) -> Option<(Day, char)> {
        let before = self.at;
        let first = self.number(1..=4)?;
        let is_year = self.at - before == 4;
        let sign = self.next().filter(|sign| matches!(sign, '-' | '/' | '.'))?;
        let after = |rest: &mut Self| {
            let found = rest.sign(sign);
            rest.blanks();
            found.then_some(())
        };
        after(self)?;
        let second = i8::try_from(self.number(1..=2)?).ok()?;
        after(self)?;
        if is_year {
            let day = i8::try_from(self.number(1..=2)?).ok()?;
            return Some((Day::Known(Date::new(first, second, day).ok()?), sign));
        }
        let before = self.at;
        let year = self.number(2..=4)?;
        let year = match self.at - before {
            2 => 2000 + year,
            4 => year,
            _ => return None,
        };
        let first = i8::try_from(first).ok()?;
        Some((Day::Slashed(first, second, year).settled(sign)?, sign))
    }

    /// `Oct 17`, `Wed Oct 17 2012`, `17 Oct 2012`, `17-Oct-2012`.
    fn named(&mut self) -> Option<(Day, char)> {
        let mut day = self.number(1..=2);
        self.between();
        let mut word = self.word()?;
        if day.is_none() && month::month(word).is_none() {
            // The name of a weekday.
            self.sign(',');
            self.between();
            day = self.number(1..=2);
            self.between();
            word = self.word()?;
        }
        let (month, _) = month::month(word).filter(|(_, length)| *length == word.len())?;
        self.sign('.');
        self.between();
        if day.is_none() {
            day = Some(self.number(1..=2)?);
            self.sign(',');
        }
        let before = *self;
        self.between();
        let year = self.number(4..=4);
        if year.is_none() {
            *self = before;
        }
        let month = i8::try_from(month).ok()?;
        let day = i8::try_from(day?).ok()?;
        let known = year.and_then(|year| Date::new(year, month, day).ok());
        Some((known.map_or(Day::Unsaid, Day::Known), ' '))
    }

    fn between(&mut self) {
        self.blanks();
        self.sign('-');
    }

    /// The time of day, whether it has seconds, and whether it states morning or afternoon.
    fn clock(&mut self, after_day: bool) -> Option<(Time, bool, bool)> {
        let mut half = self.half();
        self.blanks();
        let hour = i8::try_from(self.number(1..=2)?).ok()?;
        let sign = self.next().filter(|sign| *sign == ':' || after_day && *sign == '.')?;
        self.at += 1;
        let minute = i8::try_from(self.number(2..=2)?).ok()?;
        let mut second = 0;
        let has_seconds = self.next() == Some(sign) && {
            let before = *self;
            self.at += 1;
            let found = self.number(2..=2);
            if found.is_none() {
                *self = before;
            }
            second = found.unwrap_or(0);
            found.is_some()
        };
        if has_seconds && matches!(self.next(), Some('.' | ',')) {
            let before = *self;
            self.at += 1;
            if self.number(1..=6).is_none() {
                *self = before;
            }
        }
        if half.is_none() {
            let before = *self;
            self.blanks();
            half = self.half();
            if half.is_none() {
                *self = before;
            }
        }
        let hour = half.map_or(hour, |half| hour % 12 + half);
        let time = Time::new(hour, minute, i8::try_from(second).ok()?.min(59), 0).ok()?;
        Some((time, has_seconds, half.is_some()))
    }

    fn half(&mut self) -> Option<i8> {
        let start: String = self.left().chars().take(5).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let start = start.to_lowercase();
        let found = |&&(mark, _): &&(&str, i8)| {
            let after = start.strip_prefix(mark);
            after.is_some_and(|after| !mark.is_ascii() || !after.starts_with(|c: char| c.is_alphanumeric()))
        };
        let &(mark, hours) = HALVES.iter().filter(|half| found(half)).max_by_key(|(mark, _)| mark.len())?;
        let length: usize = self.left().chars().take(mark.chars().count()).map(char::len_utf8).sum();
        self.at += length;
        Some(hours)
    }

    /// `Z`, `+0200`, `+02:00`: seconds ahead of UTC.
    fn offset(&mut self) -> i32 {
        if self.sign('Z') {
            return 0;
        }
        let before = *self;
        let sign = match self.next() {
            Some('+') => 1,
            Some('-') => -1,
            _ => return 0,
        };
        self.at += 1;
        let digits = self.at;
        let found = self.number(2..=4).and_then(|hours| match self.at - digits {
            4 => Some((hours / 100, hours % 100)),
            2 if self.sign(':') => Some((hours, self.number(2..=2)?)),
            _ => None,
        });
        match found {
            Some((hours @ 0..=14, minutes @ 0..=59)) => sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60),
            _ => {
                *self = before;
                0
            }
        }
    }
}

impl Day {
    /// The date by the sign between its numbers, or left open for other lines to decide. `None` if it is not a date in
    /// any order.
    fn settled(self, sign: char) -> Option<Self> {
        let Self::Slashed(first, second, year) = self else { return Some(self) };
        let day_first = Date::new(year, second, first).ok();
        if sign == '/' {
            return day_first.or_else(|| Date::new(year, first, second).ok()).map(|_| self);
        }
        day_first.map(Self::Known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(String, &str)> {
        let stamp = Stamp::read(line)?;
        let day = match stamp.day {
            Day::Unsaid => "-".to_owned(),
            Day::Known(date) => date.to_string(),
            Day::Slashed(first, second, year) => format!("{first}/{second}/{year}"),
        };
        Some((format!("{day} {} {}", stamp.clock, stamp.offset), &line[stamp.end..]))
    }

    #[test]
    fn times_are_read_in_the_customs_of_many_places() {
        for (line, said) in [
            ("[2019-04-16 02:09]", "2019-04-16 02:09:00 0"),
            ("2012-10-17T09:16:21+0200", "2012-10-17 09:16:21 7200"),
            ("[31/12/2020, 22:15:03]", "31/12/2020 22:15:03 0"),
            ("3/4/20, 10:15 PM", "3/4/2020 22:15:00 0"),
            ("31.12.20, 22.15", "2020-12-31 22:15:00 0"),
            ("31. 12. 2020 9:15", "2020-12-31 09:15:00 0"),
            ("3/4/2020, 10:15 p. m.", "3/4/2020 22:15:00 0"),
            ("2020/4/3 下午10:15", "2020-04-03 22:15:00 0"),
            ("Oct 17 09:16:21", "- 09:16:21 0"),
            ("Wed Oct 17 2012 09:16:21", "2012-10-17 09:16:21 0"),
            ("17-Oct-2012 09:16", "2012-10-17 09:16:00 0"),
            ("(09:16:21)", "- 09:16:21 0"),
            ("12:05 AM", "- 00:05:00 0"),
        ] {
            assert_eq!(read(&format!("{line} x")), Some((said.to_owned(), " x")), "{line}");
        }
    }

    #[test]
    fn other_beginnings_are_no_times() {
        for line in ["", "x", "10 x", "10.15 x", "[10:15 x", "2023-04-03 x", "99:99 x", "1.2.3 x", "10:15x"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}

//! Finds dates as pages write them inside a short line, and reads those that are complete.
//!
//! Read: `September 3, 2012 at 10:18 am`, `3. Mai 2023 um 10:12 Uhr`, `3 mai 2023 à 10h12`, `2023-05-03 10:12:00 UTC`,
//! `17.10.2019, 23:30`, `10:25, 21 April 2021 (UTC)`, `2023年5月3日`. Found but not read, because they depend on a day
//! that the page does not tell: `3 hours ago`, `gestern um 10:32`, `Jun 3, 10:12`; and `3/4/2023`, which two customs
//! read differently. A date without a zone counts as UTC.

use super::month::month;
use super::zones::{self, Use};
use crate::thread::Time;
use jiff::civil;
use jiff::tz::Offset;
use std::borrow::Cow;
use std::ops::Range;

/// A date found in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::source) struct Found {
    /// The bytes of the date, with its time of day.
    pub(in crate::source) range: Range<usize>,
    /// The moment. `None` if it cannot be read.
    pub(in crate::source) time: Option<Time>,
}

/// A line with more tokens is a text, not a line with a date.
const MOST_TOKENS: usize = 60;

/// The first date in a line.
pub(in crate::source) fn find(line: &str) -> Option<Found> {
    let worth = line.bytes().any(|byte| byte.is_ascii_digit()) || line.contains(" ago");
    let scan = Scan { line, tokens: worth.then(|| tokens(line))?? };
    (0..scan.tokens.len()).find_map(|at| scan.date_at(at))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Number { value: u32, digits: usize },
    Word(&'a str),
    Sign(char),
}

struct Scan<'a> {
    line: &'a str,
    tokens: Vec<(Token<'a>, Range<usize>)>,
}

/// A day as far as it is written: the year, or the order of day and month, may be missing.
#[derive(Debug, Clone, Copy)]
struct Day {
    date: Option<civil::Date>,
    /// The first token after it.
    end: usize,
    /// Whether it is a date even without a time of day.
    whole: bool,
    /// `a/b/year`, to be decided by an American clock beside it.
    slashed: Option<(u32, u32, u32)>,
}

#[derive(Debug, Clone, Copy)]
struct Clock {
    time: civil::Time,
    american: bool,
    end: usize,
}

fn tokens(line: &str) -> Option<Vec<(Token<'_>, Range<usize>)>> {
    let mut tokens = Vec::with_capacity(MOST_TOKENS.min(line.len() / 4));
    let mut at = 0;
    while let Some(c) = line.get(at..)?.chars().next() {
        let start = at;
        at += c.len_utf8();
        let rest = line.get(at..)?;
        let token = if c.is_ascii_digit() {
            at += rest.bytes().take_while(u8::is_ascii_digit).count();
            let piece = line.get(start..at)?;
            Token::Number { value: piece.parse().unwrap_or(u32::MAX), digits: piece.len() }
        } else if c.is_alphabetic() {
            // Han and kana have no blanks between words: each character is a word.
            if !is_unspaced(c) {
                at += rest.find(|next: char| !(next.is_alphabetic() || is_joined(next))).unwrap_or(rest.len());
            }
            Token::Word(line.get(start..at)?)
        } else if c.is_whitespace() {
            continue;
        } else {
            Token::Sign(c)
        };
        tokens.push((token, start..at));
        if tokens.len() > MOST_TOKENS {
            return None;
        }
    }
    Some(tokens)
}

/// Signs inside words that are no letters: accents, and joining signs of Indic scripts and Thai.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{E47}'..='\u{E4E}')
        || matches!(c as u32, code @ 0x900..=0xD7F if matches!(code & 0x7F, 0x3C | 0x4D))
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

impl<'a> Scan<'a> {
    fn date_at(&self, at: usize) -> Option<Found> {
        if let Some(end) = self.relative(at) {
            return Some(Found { range: self.bytes(at, end), time: None });
        }
        if let Some(day) = self.day(at) {
            let clock = self.clock_after(day.end);
            if !day.whole && clock.is_none() {
                return None;
            }
            let end = clock.map_or(day.end, |clock| clock.end);
            return Some(self.found(at, end, &day, clock));
        }
        // `10:25, 21 April 2021`
        let clock = self.clock(at)?;
        let after = (clock.end..clock.end + 3).find_map(|next| self.day(next))?;
        Some(self.found(at, after.end, &after, Some(clock)))
    }

    fn found(&self, at: usize, end: usize, day: &Day, clock: Option<Clock>) -> Found {
        let date = day.date.or_else(|| {
            let (first, second, year) = day.slashed?;
            let american = clock.is_some_and(|clock| clock.american);
            american.then(|| date(year, first, second)).flatten()
        });
        let time = clock.map_or(civil::Time::midnight(), |clock| clock.time);
        let (offset, end) = self.zone(end);
        let start = self.tokens.get(at).map_or(0, |(_, range)| range.start);
        let start = match self.tokens.get(at) {
            Some((Token::Word(word), range)) => range.end - month(word).map_or(range.len(), |(_, length)| length),
            _ => start,
        };
        let range = start..self.bytes(at, end).end;
        let stamp = date.and_then(|date| offset.to_timestamp(date.to_datetime(time)).ok());
        Found { range, time: stamp.map(|stamp| Time::from_millis(stamp.as_millisecond())) }
    }

    fn day(&self, at: usize) -> Option<Day> {
        match self.token(at)? {
            Token::Word(word) => {
                let mut next = self.past(at + 1, &['.']);
                let day = self.number(next, 1..=31)?;
                let (month, _) = month(word)?;
                next = self.past_words(next + 1, &["st", "nd", "rd", "th", "er"]);
                next = self.past(next, &[',', '.']);
                Some(self.with_year(next, day, month, at))
            }
            Token::Number { value: year, digits: 4 } if (1970..2100).contains(&year) => {
                if self.word(at + 1, "年") {
                    let (month, day) = (self.number(at + 2, 1..=12)?, self.number(at + 4, 1..=31)?);
                    let whole = self.word(at + 3, "月") && self.word(at + 5, "日");
                    return whole.then(|| Day::of(date(year, month, day), at + 6));
                }
                let sign = self.sign(at + 1)?;
                let (month, day) = (self.number(at + 2, 1..=12)?, self.number(at + 4, 1..=31)?);
                let fits = matches!(sign, '-' | '/' | '.') && self.sign(at + 3) == Some(sign);
                fits.then(|| Day::of(date(year, month, day), at + 5))
            }
            Token::Number { value: first, digits: 1 | 2 } if (1..=31).contains(&first) => {
                self.in_numbers(at, first).or_else(|| {
                    let mut next = self.past(at + 1, &['.', 'º', '°', '-', '/']);
                    next = self.past_words(next, &["st", "nd", "rd", "th", "er", "de", "of", "º"]);
                    let Token::Word(word) = self.token(next)? else { return None };
                    let (month, length) = month(word)?;
                    if length != word.len() {
                        return None;
                    }
                    // `21-Nov-19`
                    if let (Some('-'), Some('-'), Some(Token::Number { value, digits: 2 })) =
                        (self.sign(at + 1), self.sign(next + 1), self.token(next + 2))
                    {
                        return Some(Day::of(date(2000 + value, month, first), next + 3));
                    }
                    next = self.past(next + 1, &['.', ',', '-', '/']);
                    next = self.past_words(next, &["de", "del"]);
                    Some(self.with_year(next, first, month, at))
                })
            }
            _ => None,
        }
    }

    /// `17.10.2019`, `3/5/23`, `3-5-2023`.
    fn in_numbers(&self, at: usize, first: u32) -> Option<Day> {
        let sign = self.sign(at + 1)?;
        let second = self.number(at + 2, 1..=31)?;
        if !matches!(sign, '-' | '/' | '.') || self.sign(at + 3) != Some(sign) {
            return None;
        }
        let Token::Number { value: year, digits } = self.token(at + 4)? else { return None };
        let year = match digits {
            4 if (1970..2100).contains(&year) => year,
            2 if sign != '-' || self.clock_after(at + 5).is_some() => 2000 + year,
            _ => return None,
        };
        let whole = if sign == '.' || first > 12 {
            date(year, second, first)
        } else if second > 12 || first == second {
            date(year, first, second)
        } else {
            return Some(Day { date: None, end: at + 5, whole: true, slashed: Some((first, second, year)) });
        };
        whole.map(|whole| Day::of(Some(whole), at + 5))
    }

    fn with_year(&self, at: usize, day: u32, month: u32, start: usize) -> Day {
        match self.token(at) {
            Some(Token::Number { value: year, digits: 4 }) if (1970..2100).contains(&year) => {
                Day::of(date(year, month, day), at + 1)
            }
            // `16-Jun-20`
            Some(Token::Number { value: year, digits: 2 }) if matches!(self.sign(at - 1), Some('-' | '/')) => {
                Day::of(date(2000 + year, month, day), at + 1)
            }
            _ => Day { date: None, end: at.max(start + 2), whole: false, slashed: None },
        }
    }

    /// The time of day from a token on, after whatever separates it from the day.
    fn clock_after(&self, at: usize) -> Option<Clock> {
        let mut next = at;
        for _ in 0..3 {
            if let Some(clock) = self.clock(next) {
                return Some(clock);
            }
            let between = match self.token(next)? {
                Token::Sign(sign) => matches!(sign, ',' | '@' | '-' | '–' | '—' | '|' | '•' | '·' | '(' | '/' | ':'),
                Token::Word(word) => matches!(
                    word,
                    "at" | "At"
                        | "um"
                        | "à"
                        | "a"
                        | "las"
                        | "alle"
                        | "ore"
                        | "às"
                        | "as"
                        | "kl"
                        | "klo"
                        | "om"
                        | "o"
                        | "в"
                        | "T"
                        | "os"
                        | "die"
                ),
                Token::Number { .. } => false,
            };
            if !between {
                return None;
            }
            next += 1;
        }
        self.clock(next)
    }

    fn clock(&self, at: usize) -> Option<Clock> {
        let hour = self.number(at, 0..=24)?;
        let divided = matches!(self.token(at + 1)?, Token::Sign(':' | '.') | Token::Word("h" | "H" | "u"));
        let Token::Number { value: minute, digits: 2 } = self.token(at + 2)? else { return None };
        if !divided || minute > 59 {
            return None;
        }
        let mut end = at + 3;
        let mut second = 0;
        if let (Some(':'), Some(Token::Number { value, digits: 2 })) = (self.sign(end), self.token(end + 1)) {
            second = value.min(59);
            end += 2;
            if let (Some('.'), Some(Token::Number { .. })) = (self.sign(end), self.token(end + 1)) {
                end += 2;
            }
        }
        let half = match self.token(end) {
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("am") => Some(0),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("pm") => Some(12),
            Some(Token::Word("a" | "A")) if self.sign(end + 1) == Some('.') => Some(0),
            Some(Token::Word("p" | "P")) if self.sign(end + 1) == Some('.') => Some(12),
            _ => None,
        };
        if half.is_some() {
            let dotted = self.sign(end + 1) == Some('.');
            end += if dotted { 4 } else { 1 };
        }
        end = self.past_words(end.min(self.tokens.len()), &["Uhr", "uhr"]);
        let hour = half.map_or(hour, |half| hour % 12 + half);
        let time = civil::Time::new(i8::try_from(hour % 24).ok()?, minute as i8, second as i8, 0).ok()?;
        Some(Clock { time, american: half.is_some(), end })
    }

    /// An offset or the name of a zone; UTC if there is none.
    fn zone(&self, at: usize) -> (Offset, usize) {
        // `18. март 2018. (CET)`
        let at = if self.sign(at) == Some('.') && self.sign(at + 1) == Some('(') { at + 1 } else { at };
        let open = self.past(at, &['(']);
        match self.token(open) {
            Some(Token::Word("UTC" | "GMT" | "Z")) => {
                let end = if open > at { self.past(open + 1, &[')']) } else { open + 1 };
                (Offset::UTC, end)
            }
            Some(Token::Word(word)) if let Some(hours) = zones::hours(word, Use::Pages) => {
                (Offset::from_hours(hours).unwrap_or(Offset::UTC), open + 1)
            }
            Some(Token::Sign(sign @ ('+' | '-'))) if open == at => {
                let Some(Token::Number { value, digits }) = self.token(at + 1) else { return (Offset::UTC, at) };
                let (hours, minutes, end) = match (digits, self.sign(at + 2), self.token(at + 3)) {
                    (4, _, _) => (value / 100, value % 100, at + 2),
                    (2, Some(':'), Some(Token::Number { value: minutes, digits: 2 })) => (value, minutes, at + 4),
                    _ => return (Offset::UTC, at),
                };
                let seconds = i32::try_from(hours * 3600 + minutes * 60).unwrap_or(0);
                let seconds = if sign == '-' { -seconds } else { seconds };
                (Offset::from_seconds(seconds).unwrap_or(Offset::UTC), end)
            }
            _ => (Offset::UTC, at),
        }
    }

    /// The token after `3 hours ago`, `an hour ago`, `vor 3 Stunden`, `il y a 3 heures`, `yesterday at 10:32`.
    fn relative(&self, at: usize) -> Option<usize> {
        let counted =
            |at| matches!(self.token(at), Some(Token::Number { value: 0..=999, .. } | Token::Word("a" | "an")));
        let has_past = |at| self.word(at, "ago") || self.word(at, "fa");
        // The last word is looked for first: most numbers, and nearly every "a", stand before something else.
        if counted(at) && has_past(at + 2) && self.is_unit(at + 1) {
            return Some(at + 3);
        }
        let are_two = || self.is_unit(at + 1) && counted(at + 2) && self.is_unit(at + 3);
        if counted(at) && self.word(at + 4, "ago") && are_two() {
            return Some(at + 5);
        }
        let Token::Word(word) = self.token(at)? else { return None };
        // Most words are none of those below, which their first letter tells.
        let first = word.as_bytes().first()?.to_ascii_lowercase();
        if word.len() > "yesterday".len() || !b"vhfitygao".contains(&first) {
            return None;
        }
        let is_small = word.bytes().all(|byte| byte.is_ascii_lowercase());
        let lower = if is_small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
        match &*lower {
            "vor" | "hace" | "há" | "für" if counted(at + 1) && self.is_unit(at + 2) => Some(at + 3),
            "il" if self.word(at + 1, "y") && counted(at + 3) && self.is_unit(at + 4) => Some(at + 5),
            "today" | "yesterday" | "heute" | "gestern" | "hier" | "ayer" | "hoy" | "ieri" | "oggi" | "ontem"
            | "hoje" => self.clock_after(at + 1).map(|clock| clock.end),
            _ => None,
        }
    }

    fn is_unit(&self, at: usize) -> bool {
        const UNITS: &[&str] = &[
            "second", "sec", "minute", "min", "mins", "hour", "hr", "hrs", "day", "week", "month", "year", "sekunde",
            "stunde", "tag", "woche", "monat", "jahr", "seconde", "heure", "jour", "semaine", "mois", "an", "segundo",
            "minuto", "hora", "día", "dia", "semana", "mes", "año", "mese", "ora", "giorno", "anno", "ano",
        ];
        let Some(Token::Word(word)) = self.token(at) else { return false };
        let word = word.to_lowercase();
        UNITS.iter().any(|unit| {
            word.strip_prefix(unit).is_some_and(|ending| matches!(ending, "" | "s" | "n" | "en" | "e" | "es" | "i"))
        })
    }

    fn token(&self, at: usize) -> Option<Token<'a>> {
        self.tokens.get(at).map(|&(token, _)| token)
    }

    fn number(&self, at: usize, within: std::ops::RangeInclusive<u32>) -> Option<u32> {
        match self.token(at)? {
            Token::Number { value, digits: 1 | 2 } if within.contains(&value) => Some(value),
            _ => None,
        }
    }

    fn sign(&self, at: usize) -> Option<char> {
        match self.token(at)? {
            Token::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    fn word(&self, at: usize, word: &str) -> bool {
        self.token(at) == Some(Token::Word(word))
    }

    fn past(&self, at: usize, signs: &[char]) -> usize {
        at + usize::from(self.sign(at).is_some_and(|sign| signs.contains(&sign)))
    }

    fn past_words(&self, at: usize, words: &[&str]) -> usize {
        at + usize::from(matches!(self.token(at), Some(Token::Word(word)) if words.contains(&word)))
    }

    fn bytes(&self, at: usize, end: usize) -> Range<usize> {
        let start = self.tokens.get(at).map_or(0, |(_, range)| range.start);
        let last = end.min(self.tokens.len()).saturating_sub(1);
        start..self.tokens.get(last).map_or(self.line.len(), |(_, range)| range.end).max(start)
    }
}

impl Day {
    fn of(date: Option<civil::Date>, end: usize) -> Self {
        Self { date, end, whole: true, slashed: None }
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<civil::Date> {
    civil::Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(&str, String)> {
        let found = find(line)?;
        Some((&line[found.range], found.time.map_or_else(String::new, |time| time.to_string())))
    }

    #[test]
    fn dates_are_read_as_several_languages_write_them() {
        for (line, range, time) in [
            ("September 3, 2012 at 10:18 am", "September 3, 2012 at 10:18 am", "2012-09-03T10:18:00Z"),
            ("mara | 3 May 2023 at 10:12 pm | Reply", "3 May 2023 at 10:12 pm", "2023-05-03T22:12:00Z"),
            ("26. Juni 2016 um 14:56 Uhr", "26. Juni 2016 um 14:56 Uhr", "2016-06-26T14:56:00Z"),
            ("le 3 août 2023 à 10h12", "3 août 2023 à 10h12", "2023-08-03T10:12:00Z"),
            ("3 de mayo de 2023 a las 10:12", "3 de mayo de 2023 a las 10:12", "2023-05-03T10:12:00Z"),
            ("gull | 2017-01-02 01:03:58 UTC | #44", "2017-01-02 01:03:58 UTC", "2017-01-02T01:03:58Z"),
            ("17.10.2019, 23:30 Zitieren #", "17.10.2019, 23:30", "2019-10-17T23:30:00Z"),
            ("10:25, 21 April 2021 (UTC)", "10:25, 21 April 2021 (UTC)", "2021-04-21T10:25:00Z"),
            ("2023-05-03T10:12:00+02:00", "2023-05-03T10:12:00+02:00", "2023-05-03T08:12:00Z"),
            ("Alice MillerMay 31, 2019 at 10:25 PM", "May 31, 2019 at 10:25 PM", "2019-05-31T22:25:00Z"),
            ("2023年5月3日 10:12", "2023年5月3日 10:12", "2023-05-03T10:12:00Z"),
            ("Aug 9, 2012 12:57 PM EDT", "Aug 9, 2012 12:57 PM EDT", "2012-08-09T16:57:00Z"),
            ("Thu 21-Nov-19 11:50:12", "21-Nov-19 11:50:12", "2019-11-21T11:50:12Z"),
            ("3-May-2023 10:12", "3-May-2023 10:12", "2023-05-03T10:12:00Z"),
            ("1/30/2023", "1/30/2023", "2023-01-30T00:00:00Z"),
            ("5/3/2023 10:12 AM", "5/3/2023 10:12 AM", "2023-05-03T10:12:00Z"),
        ] {
            assert_eq!(read(line), Some((range, time.to_owned())), "{line}");
        }
    }

    #[test]
    fn dates_that_need_today_or_a_custom_are_seen_and_not_read() {
        for (line, range) in [
            ("gull 3 hours ago [-]", "3 hours ago"),
            ("vor 3 Stunden", "vor 3 Stunden"),
            ("Yesterday at 10:32", "Yesterday at 10:32"),
            ("Jun 3, 10:12", "Jun 3, 10:12"),
            ("3/4/2023", "3/4/2023"),
        ] {
            assert_eq!(read(line), Some((range, String::new())), "{line}");
        }
    }

    #[test]
    fn numbers_and_months_in_a_sentence_are_no_dates() {
        for line in
            ["In May 2 boats sank", "It took 3 hours", "version 1.2.3", "the 17 thoughts", "10:12", "31.31.2023"]
        {
            assert_eq!(read(line), None, "{line}");
        }
    }
}

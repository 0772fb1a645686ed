//! The dates of a chat: stated on each line, once for many lines, or only by all lines together.

use super::stamp::{Day, Stamp};
use crate::source::date::{self, parse};
use crate::thread::Time;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// What is known about the dates.
#[derive(Debug, Default)]
pub(super) struct Days {
    /// The date that the log stated last, or the one following it.
    today: Option<Date>,
    /// The last hour of day.
    hour: i8,
    order: Order,
}

/// Which of the numbers in `3/4/2023` is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    #[default]
    Unknown,
    DayFirst,
    MonthFirst,
}

impl Days {
    /// Reads a line that states the date.
    pub(super) fn tell(&mut self, line: &str) {
        let time = date::find(line).and_then(|found| found.time).or_else(|| parse::lenient(line.as_bytes()));
        let date = time.and_then(|time| Timestamp::from_millisecond(time.millis()).ok());
        if let Some(date) = date.map(|stamp| Offset::UTC.to_datetime(stamp).date()) {
            (self.today, self.hour) = (Some(date), 0);
        }
    }

    /// A time with its date added: a log states the date once, and continues after midnight.
    pub(super) fn dated(&mut self, stamp: Stamp) -> Stamp {
        /// A clock that goes back by at least this many hours has passed midnight.
        const NIGHT: i8 = 12;
        if stamp.day != Day::Unsaid {
            return stamp;
        }
        let hour = stamp.clock.hour();
        if self.hour - hour >= NIGHT {
            self.today = self.today.and_then(|today| today.tomorrow().ok());
        }
        self.hour = hour;
        Stamp { day: self.today.map_or(Day::Unsaid, Day::Known), ..stamp }
    }

    /// Determines the order of day and month: by a number over twelve, or because in one order the times ascend or are
    /// much closer together.
    pub(super) fn settle(&mut self, stamps: impl Iterator<Item = Stamp> + Clone) {
        let slashed = stamps.filter_map(|stamp| match stamp.day {
            Day::Slashed(first, second, _) => Some((first, second, stamp.day)),
            Day::Unsaid | Day::Known(_) => None,
        });
        let tells_day = slashed.clone().any(|(first, ..)| first > 12);
        let tells_month = slashed.clone().any(|(_, second, _)| second > 12);
        self.order = match (tells_day, tells_month) {
            (true, false) => Order::DayFirst,
            (false, true) => Order::MonthFirst,
            (true, true) => Order::Unknown,
            (false, false) => {
                let course = |order| Course::of(slashed.clone().filter_map(|(.., day)| date_of(day, order)));
                Course::likelier(course(Order::DayFirst), course(Order::MonthFirst))
            }
        };
    }

    /// The time of a stamp.
    pub(super) fn time(&self, stamp: Stamp) -> Option<Time> {
        let date = date_of(stamp.day, self.order)?;
        let offset = Offset::from_seconds(stamp.offset).ok()?;
        let moment = offset.to_timestamp(date.to_datetime(stamp.clock)).ok()?;
        Some(Time::from_millis(moment.as_millisecond()))
    }
}

/// The sequence of a chat's dates in one order.
#[derive(Clone, Copy, Default)]
struct Course {
    falls: usize,
    /// Days from the first to the last.
    days: i32,
}

impl Course {
    fn of(dates: impl Iterator<Item = Date>) -> Self {
        let mut course = Self::default();
        let mut last: Option<Date> = None;
        for date in dates {
            if let Some(last) = last {
                course.falls += usize::from(date < last);
                course.days += last.until(date).map_or(0, |span| span.get_days().abs());
            }
            last = Some(date);
        }
        course
    }

    /// The more plausible order of two.
    fn likelier(day_first: Self, month_first: Self) -> Order {
        let is_closer =
            |one: Self, other: Self| one.falls < other.falls || one.falls == other.falls && 3 * one.days < other.days;
        if is_closer(day_first, month_first) {
            Order::DayFirst
        } else if is_closer(month_first, day_first) {
            Order::MonthFirst
        } else {
            Order::Unknown
        }
    }
}

/// The date in the chat's order of day and month.
fn date_of(day: Day, order: Order) -> Option<Date> {
    match (day, order) {
        (Day::Known(date), _) => Some(date),
        (Day::Slashed(day, month, year), Order::DayFirst) | (Day::Slashed(month, day, year), Order::MonthFirst) => {
            Date::new(year, month, day).ok()
        }
        (Day::Slashed(first, second, year), Order::Unknown) => {
            match (Date::new(year, second, first), Date::new(year, first, second)) {
                (Ok(date), Err(_)) | (Err(_), Ok(date)) => Some(date),
                (Ok(one), Ok(other)) => (one == other).then_some(one),
                (Err(_), Err(_)) => None,
            }
        }
        (Day::Unsaid, _) => None,
    }
}

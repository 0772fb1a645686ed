//! Reference texts: all keys, the keys of a panel, and the notices.

use crate::app::keys::command::{Command, Group};
use crate::app::keys::key::Key;
use crate::app::keys::local::Told;
use crate::app::panel::list::List;
use crate::app::panel::request::{Answer, Request};
use crate::query::LANGUAGE;
use crate::thread::Text;

/// Keys with what they do.
#[derive(Debug)]
pub(crate) struct Help {
    rows: Vec<Row>,
    pub(crate) list: List,
}

/// A row of the help.
#[derive(Debug, Clone)]
pub(crate) enum Row {
    /// A command, with its keys in force.
    Command(&'static Command),
    /// Keys of a panel, and what they do.
    Keys(Told),
    /// A part of the query language, and what it finds.
    Query(&'static str, &'static str),
}

impl Row {
    /// Its heading; empty if there is none.
    pub(crate) fn section(&self) -> &'static str {
        match self {
            Self::Command(command) => command.group.title(),
            Self::Keys(_) => "",
            Self::Query(..) => "Queries",
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Command(command) => format!("{} {} {}", command.name, command.help, command.group.title()),
            Self::Keys((keys, what)) => format!("{} {what}", keys.join(" ")),
            Self::Query(typed, what) => format!("{typed} {what} queries"),
        }
    }
}

impl Help {
    /// The keys of commands, and the query language.
    pub(in crate::app) fn of_commands(commands: &[&'static Command]) -> Self {
        let of_group = |group| commands.iter().copied().filter(move |command| command.group == group);
        let mut rows: Vec<_> = Group::ALL.into_iter().flat_map(of_group).map(Row::Command).collect();
        rows.extend(LANGUAGE.iter().map(|(typed, what)| Row::Query(typed, what)));
        Self { list: List::new(rows.len()), rows }
    }

    /// The keys of a panel.
    pub(super) fn of_panel(keys: Vec<Told>) -> Self {
        Self { list: List::new(keys.len()), rows: keys.into_iter().map(Row::Keys).collect() }
    }

    /// A row by its number.
    pub(crate) fn row(&self, number: usize) -> Option<&Row> {
        self.rows.get(number)
    }

    /// Whether it shows the keys of a panel.
    pub(crate) fn is_of_panel(&self) -> bool {
        matches!(self.rows.first(), Some(Row::Keys(_)))
    }

    pub(super) fn key(&mut self, key: Key, page: usize) -> Answer {
        let rows = &self.rows;
        match self.list.answer(key, page, |row| rows.get(row).map(Row::text).unwrap_or_default()) {
            Ok(row) => match self.rows.get(row) {
                Some(Row::Command(command)) => Answer::Run(Request::Chosen(String::new(), Some(command))),
                _ => Answer::Stay,
            },
            Err(turn) => turn.into(),
        }
    }

    pub(super) fn narrow(&mut self) -> Answer {
        let rows = &self.rows;
        self.list.narrow(|row| rows.get(row).map(Row::text).unwrap_or_default());
        Answer::Stay
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        self.list.keys("runs it", Vec::new())
    }
}

/// What was mended or left out.
#[derive(Debug)]
pub(crate) struct Notices {
    rows: Vec<Text>,
    pub(crate) list: List,
}

impl Notices {
    pub(in crate::app) fn new(rows: Vec<Text>) -> Self {
        Self { list: List::new(rows.len()), rows }
    }

    /// A notice by its number.
    pub(crate) fn row(&self, number: usize) -> Option<&Text> {
        self.rows.get(number)
    }

    pub(super) fn key(&mut self, key: Key, page: usize) -> Answer {
        let rows = &self.rows;
        let answer = self.list.answer(key, page, |row| rows.get(row).map(ToString::to_string).unwrap_or_default());
        answer.map_or_else(Answer::from, |_| Answer::Stay)
    }

    pub(super) fn narrow(&mut self) -> Answer {
        let rows = &self.rows;
        self.list.narrow(|row| rows.get(row).map(ToString::to_string).unwrap_or_default());
        Answer::Stay
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        self.list.keys("", Vec::new())
    }
}

//! The palette: every command by name.

use crate::app::keys::command::Command;
use crate::app::keys::key::Key;
use crate::app::keys::local::Told;
use crate::app::panel::entries::{Kind, Walk};
use crate::app::panel::list::{List, Pressed};
use crate::app::panel::request::{Answer, Around, Request};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The commands that match what is typed, the best first.
#[derive(Debug)]
pub(crate) struct CommandPalette {
    all: Vec<&'static Command>,
    rows: Vec<&'static Command>,
    pub(crate) list: List,
}

impl CommandPalette {
    pub(in crate::app) fn new(all: Vec<&'static Command>) -> Self {
        Self { list: List::typed(all.len()), rows: all.clone(), all }
    }

    /// The visible commands.
    pub(crate) fn rows(&self) -> &[&'static Command] {
        &self.rows
    }

    pub(super) fn key(&mut self, key: Key, around: &mut Around<'_>) -> Answer {
        // Above the first row comes the history.
        let is_first = self.list.selected() == 0;
        if let (Some(way), Some(line)) = (Walk::of(key).filter(|_| is_first), self.list.typing_mut())
            && (way == Walk::Older || line.back > 0)
        {
            return if around.entries.walk(Kind::Command, way, line) { self.changed() } else { Answer::Stay };
        }
        match self.list.press(key, around.page) {
            Pressed::Act(_) => {
                let typed = self.list.words();
                // A row that was moved to is meant; a first row that only resembles the text is not.
                let is_meant = |row: &&Command| !is_first || says(row, typed);
                let row = self.rows.get(self.list.selected()).copied().filter(is_meant);
                let is_number = typed.trim().parse::<usize>().is_ok();
                let chosen = row.filter(|_| !is_number).map_or(typed, |row| row.name);
                around.entries.take_down(Kind::Command, chosen);
                Answer::Run(Request::Chosen(typed.to_owned(), row))
            }
            Pressed::Typed => self.changed(),
            Pressed::Close => Answer::Close,
            Pressed::Stay | Pressed::Keys => Answer::Stay,
        }
    }

    pub(super) fn changed(&mut self) -> Answer {
        self.rows = ranked(&self.all, self.list.words());
        self.list.renew(self.rows.len());
        self.list.select(0);
        Answer::Stay
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        self.list.keys("runs it", Vec::new())
    }
}

/// Whether a command contains every typed word in its name or its help.
fn says(command: &Command, typed: &str) -> bool {
    let (name, help) = (command.name.to_lowercase(), command.help.to_lowercase());
    typed.to_lowercase().split_whitespace().all(|word| name.contains(word) || help.contains(word))
}

/// The commands that match the text, the best first; all in table order if it is empty.
fn ranked(commands: &[&'static Command], typed: &str) -> Vec<&'static Command> {
    if typed.trim().is_empty() {
        return commands.to_vec();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
    let mut scored: Vec<_> = commands
        .iter()
        .filter_map(|&command| {
            let by_name = score(command.name).map(|points| (true, points));
            let by_help = || score(command.help).map(|points| (false, points));
            let points = by_name.or_else(by_help)?;
            Some((std::cmp::Reverse((points, std::cmp::Reverse(command.name.len()))), command))
        })
        .collect();
    scored.sort_by_key(|(points, _)| *points);
    scored.into_iter().map(|(_, command)| command).collect()
}

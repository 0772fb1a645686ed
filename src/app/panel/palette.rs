//! The palette: every command by name.

use crate::app::App;
use crate::app::command::moving;
use crate::app::keys::command::{Command, Given};
use crate::app::keys::key::{Code, Key};
use crate::app::panel::Overlay;
use crate::app::panel::entries::{Kind, Walk};
use crate::app::panel::prompt::Prompt;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

impl App {
    pub(in crate::app) fn palette_changed(
        &mut self,
        prompt: Prompt,
        rows: Vec<&'static Command>,
        selected: usize,
        changed: bool,
    ) {
        let (rows, selected) =
            if changed { (palette_rows(self.commands(), prompt.typed()), 0) } else { (rows, selected) };
        self.input.open(Overlay::Palette { prompt, rows, selected });
    }

    pub(in crate::app) fn palette_key(
        &mut self,
        key: Key,
        mut prompt: Prompt,
        rows: Vec<&'static Command>,
        selected: usize,
    ) {
        // Over the first row stands what was typed before.
        if let Some(way) = Walk::of(key).filter(|&way| selected == 0 && (way == Walk::Older || prompt.back > 0)) {
            let changed = self.input.entries.walk(Kind::Command, way, &mut prompt);
            return self.palette_changed(prompt, rows, selected, changed);
        }
        let step = match (key.code, key.ctrl) {
            (Code::Esc, _) => return,
            (Code::Backspace, _) if prompt.typed().is_empty() => return,
            (Code::Enter, _) => return self.palette_chosen(&prompt, rows.get(selected).copied()),
            (Code::Down | Code::Tab, _) | (Code::Char('n' | 'j'), true) => Some(true),
            (Code::Up | Code::BackTab, _) | (Code::Char('p' | 'k'), true) => Some(false),
            _ => None,
        };
        let (selected, changed) = match step {
            Some(true) => ((selected + 1).min(rows.len().saturating_sub(1)), false),
            Some(false) => (selected.saturating_sub(1), false),
            None => (selected, prompt.take(key)),
        };
        self.palette_changed(prompt, rows, selected, changed);
    }

    fn palette_chosen(&mut self, prompt: &Prompt, row: Option<&'static Command>) {
        let number = prompt.typed().trim().parse();
        let chosen = row.filter(|_| number.is_err()).map_or(prompt.typed(), |row| row.name);
        self.input.entries.take_down(Kind::Command, chosen);
        if let Ok(number) = number {
            moving::go_to_number(self, number);
        } else if let Some(row) = row {
            let keys = self.bindings().of_command(row).next().map(str::to_owned);
            match (row.needs(), keys) {
                (Some(_), Some(keys)) => self.say(&format!("{} is typed as {keys}", row.name)),
                (Some(_), None) => self.say(&format!("{} has no keys", row.name)),
                (None, _) => self.run(row, Given::default()),
            }
        } else {
            self.say("no such command");
        }
    }
}

/// The commands that fit what was typed, the best first; all of them in the table's order where nothing was.
pub(in crate::app) fn palette_rows(commands: Vec<&'static Command>, typed: &str) -> Vec<&'static Command> {
    if typed.trim().is_empty() {
        return commands;
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
    let mut scored: Vec<_> = commands
        .into_iter()
        .filter_map(|command| {
            let by_name = score(command.name).map(|points| (true, points));
            let by_help = || score(command.help).map(|points| (false, points));
            let points = by_name.or_else(by_help)?;
            Some((std::cmp::Reverse((points, std::cmp::Reverse(command.name.len()))), command))
        })
        .collect();
    scored.sort_by_key(|(points, _)| *points);
    scored.into_iter().map(|(_, command)| command).collect()
}

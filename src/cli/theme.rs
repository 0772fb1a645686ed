//! Chooses the theme: the requested one, or one that suits the terminal.

use crate::ui::{Colours, Theme};
use std::env;
use std::fs;
use std::path::Path;
use toml::{Table, Value};

/// The requested theme.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wanted {
    /// One that suits the terminal.
    Auto,
    /// This theme.
    This(Box<Theme>),
}

/// Reads `auto`, the name of a theme or the name of a file. An error says what was expected.
pub(super) fn wanted(typed: &str) -> Result<Wanted, String> {
    match named(typed) {
        Some(wanted) => Ok(wanted),
        None if Path::new(typed).is_file() => {
            let text = fs::read_to_string(typed).map_err(|error| error.to_string())?;
            let table: Table = text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
            changed(&table)
        }
        None => Err(format!("expected auto, {} or a file, found {typed}", names())),
    }
}

/// Reads the setting in the configuration: a name, or a table of roles.
pub(super) fn configured(value: &Value) -> Result<Wanted, String> {
    match value {
        Value::String(name) => {
            named(name).ok_or_else(|| format!("expected auto, {} or a table of roles, found {name}", names()))
        }
        Value::Table(table) => changed(table),
        other => Err(format!("expected the name of a theme or a table of roles, found {}", other.type_str())),
    }
}

fn named(name: &str) -> Option<Wanted> {
    let shipped = || Theme::named(name).map(|theme| Wanted::This(Box::new(theme)));
    if name == "auto" { Some(Wanted::Auto) } else { shipped() }
}

/// A theme that changes single roles of its `base`, by default `dark`.
fn changed(table: &Table) -> Result<Wanted, String> {
    let base = match table.get("base") {
        None => "dark",
        Some(base) => base.as_str().ok_or("expected the name of a theme after base")?,
    };
    let mut theme = Theme::named(base).ok_or_else(|| format!("expected {} after base, found {base}", names()))?;
    for (role, look) in table.iter().filter(|(role, _)| *role != "base") {
        let look = look.as_str().ok_or_else(|| format!("expected a look such as \"110 bold\" after {role}"))?;
        theme.set(role, look).map_err(|fault| format!("{role}: {fault}"))?;
    }
    Ok(Wanted::This(Box::new(theme)))
}

fn names() -> String {
    Theme::names().collect::<Vec<_>>().join(", ")
}

/// The theme for a request and for what the environment says about the terminal: `NO_COLOR` (no-color.org),
/// `COLORTERM`, `TERM` and `COLORFGBG` (from rxvt; its last number is the background). Without the last one the
/// background is what it `was` when a terminal last said it: light or not.
pub(super) fn shown(wanted: Wanted, was: Option<bool>) -> Shown {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let said = |name| env::var(name).unwrap_or_default();
    let term = said("TERM");
    let colours = match said("COLORTERM").as_str() {
        "truecolor" | "24bit" => Colours::All,
        "" if !["256color", "kitty", "alacritty", "ghostty", "wezterm"].iter().any(|name| term.contains(name)) => {
            Colours::Sixteen
        }
        _ => Colours::Palette,
    };
    let all = |colours| Theme::names().map(|name| (name, of(name, colours))).collect();
    match wanted {
        Wanted::This(theme) => {
            Shown { theme: theme.shown_in(colours), other: None, is_light: false, all: all(colours) }
        }
        Wanted::Auto if is_set("NO_COLOR") || term == "dumb" => {
            let theme = of("mono", Colours::None);
            Shown { theme, other: None, is_light: false, all: all(Colours::None) }
        }
        Wanted::Auto => {
            let is_light = match said("COLORFGBG").rsplit(';').next() {
                Some("7" | "15") => true,
                Some("") | None => was.unwrap_or(false),
                Some(_) => false,
            };
            let (name, other) = if is_light { ("light", "dark") } else { ("dark", "light") };
            Shown { theme: of(name, colours), other: Some(of(other, colours)), is_light, all: all(colours) }
        }
    }
}

/// The theme to begin with.
pub(super) struct Shown {
    pub(super) theme: Theme,
    /// The theme for the other kind of background, if the terminal is to say which it has.
    pub(super) other: Option<Theme>,
    /// Whether the theme is for a light background.
    pub(super) is_light: bool,
    /// All that are shipped, with their names.
    pub(super) all: Vec<(&'static str, Theme)>,
}

fn of(name: &str, colours: Colours) -> Theme {
    Theme::named(name).unwrap_or_default().shown_in(colours)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(toml: &str) -> String {
        let table: Table = toml.parse().unwrap();
        configured(&table["theme"]).unwrap_err()
    }

    #[test]
    fn a_table_changes_roles_of_its_base() {
        let table: Table = "[theme]\nbase = \"nord\"\nauthor = \"red bold\"".parse().unwrap();
        let mut nord = Theme::named("nord").unwrap();
        nord.set("author", "red bold").unwrap();
        assert_eq!(configured(&table["theme"]), Ok(Wanted::This(Box::new(nord))));
        assert_eq!(wanted("auto"), Ok(Wanted::Auto));
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert_eq!(told("theme = 3"), "expected the name of a theme or a table of roles, found integer");
        assert!(told("theme = \"drak\"").ends_with("or a table of roles, found drak"));
        assert!(told("[theme]\nbase = \"drak\"").ends_with("after base, found drak"));
        assert_eq!(told("[theme]\nauthor = 3"), "expected a look such as \"110 bold\" after author");
        assert!(told("[theme]\nauthor = \"blu\"").starts_with("author: expected a colour"));
        assert!(wanted("no-such-theme-or-file").is_err());
    }
}

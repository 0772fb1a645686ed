//! The keys of the configuration: a preset, commands by name, and commands of the reader's own.

use super::mistake::Mistake;
use crate::app::{Keymap, Own, OwnInput, Unbound};
use crate::export::Form;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Sequences of keys, each with the name of its command or a command of the reader's own.
pub(super) type Keys = BTreeMap<Spanned<String>, Spanned<toml::Value>>;

/// Keys that a reader may know from another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Preset {
    #[default]
    Threadle,
    Less,
    Mutt,
    Trn,
}

impl Preset {
    /// Its keys: a sequence and a command on each line.
    fn keys(self) -> &'static str {
        match self {
            Self::Threadle => "",
            Self::Less => include_str!("../../assets/keys/less.toml"),
            Self::Mutt => include_str!("../../assets/keys/mutt.toml"),
            Self::Trn => include_str!("../../assets/keys/trn.toml"),
        }
    }
}

/// The keys of a preset, and over them those of a file.
pub(super) fn keymap(preset: Preset, text: &str, keys: &Keys) -> Result<Keymap, Mistake> {
    let mut keymap = Keymap::default();
    let preset = preset.keys();
    let pairs: Keys = toml::from_str(preset).map_err(|error| Mistake::of(preset, &error))?;
    bind(&mut keymap, preset, &pairs)?;
    bind(&mut keymap, text, keys)?;
    Ok(keymap)
}

/// Binds the keys of a file, sorted by their names.
fn bind(keymap: &mut Keymap, text: &str, pairs: &Keys) -> Result<(), Mistake> {
    // The last sequence bound, which hides longer ones that begin with it.
    let mut last: Option<&str> = None;
    for (keys, name) in pairs {
        let begins = |last: &&str| keys.get_ref().strip_prefix(last).is_some_and(|rest| rest.starts_with(' '));
        if let Some(last) = last.filter(begins) {
            let what = format!("expected keys that nothing else is bound to, but `{last}` alone is a command already");
            return Err(Mistake::at(text, Some(keys.span()), &what));
        }
        let bound = match Meant::of(name.get_ref()).map_err(|what| Mistake::at(text, Some(name.span()), &what))? {
            Meant::Command(name) => keymap.bind(keys.get_ref(), name),
            Meant::Own(own) => keymap.bind_own(keys.get_ref(), own),
        };
        bound.map_err(|unbound| {
            let at = if matches!(unbound, Unbound::NoCommand(_)) { name.span() } else { keys.span() };
            Mistake::at(text, Some(at), &unbound.to_string())
        })?;
        if name.get_ref().as_str() != Some("none") {
            last = Some(keys.get_ref());
        }
    }
    Ok(())
}

/// What keys are to mean.
enum Meant<'a> {
    /// The command with this name.
    Command(&'a str),
    /// A command of the reader's own.
    Own(Own),
}

/// A command of the reader's own, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenOwn {
    run: String,
    input: Option<String>,
    form: Option<String>,
}

impl<'a> Meant<'a> {
    /// The meaning of a value: a name, `| command`, or a table with `run`.
    fn of(value: &'a toml::Value) -> Result<Self, String> {
        let (run, input, form) = match value {
            toml::Value::String(name) => match name.strip_prefix('|') {
                Some(line) => (line.to_owned(), None, None),
                None => return Ok(Self::Command(name)),
            },
            toml::Value::Table(_) => {
                let WrittenOwn { run, input, form } =
                    value.clone().try_into().map_err(|error: toml::de::Error| error.message().to_owned())?;
                (run, input, form)
            }
            other => {
                let wanted = "expected a command's name, or a command of your own such as \"| less\"";
                return Err(format!("{wanted}, found `{other}`"));
            }
        };
        let line = run.trim().trim_start_matches('|').trim();
        if line.is_empty() || line.contains(char::is_control) {
            return Err("expected a command for the shell on one line".to_owned());
        }
        let input = match input {
            None => OwnInput::default(),
            Some(input) => {
                let known = OwnInput::ALL.iter().find(|(_, name)| *name == input);
                let names = OwnInput::ALL.map(|(_, name)| name).join(", ");
                known.ok_or_else(|| format!("expected one of {names} as input, found `{input}`"))?.0
            }
        };
        let form = match form {
            None => Form::Text,
            Some(form) => {
                let names: Vec<_> = Form::ALL.iter().map(|(_, name, _)| *name).collect();
                Form::named(&form)
                    .ok_or_else(|| format!("expected one of {} as form, found `{form}`", names.join(", ")))?
            }
        };
        Ok(Self::Own(Own { line: line.to_owned(), input, form }))
    }
}

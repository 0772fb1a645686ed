//! The configuration file: `config.toml` in the user's configuration directory, or the file that `--config` names.
//!
//! Nothing has to be in it. What is there is taken as a whole or not at all: a file with a mistake is told of, with
//! line and column, and threadle goes on as if there were none.

use super::args::Theme;
use super::message::Stop;
use crate::app::{Does, Keymap, Mute, Person, Rule, Setup};
use crate::input::told;
use crate::query::Query;
use crate::store::Limits;
use crate::thread::{Text, Time};
use crate::visit::Label;
use etcetera::BaseStrategy;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;

/// What the file says.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The colours.
    pub(super) theme: Option<Theme>,
    /// Everything that the reader itself minds.
    pub(super) setup: Setup,
    /// How long the state of threads is kept, and of how many.
    pub(super) keep: Limits,
}

/// A mistake in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    what: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}: {}", self.line, self.column, self.what)
    }
}

/// The file as it is written.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    theme: Option<Theme>,
    names: Vec<String>,
    infer_authors: Option<bool>,
    fold_old: bool,
    preset: Preset,
    keys: BTreeMap<Spanned<String>, Spanned<String>>,
    person: Vec<WrittenPerson>,
    rule: Vec<WrittenRule>,
    keep: Keep,
}

/// What of the store's limits is set.
#[derive(Deserialize, Default, Clone, Copy)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Keep {
    months: Option<u32>,
    threads: Option<usize>,
    posts: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenPerson {
    name: String,
    tag: Option<String>,
    #[serde(default)]
    mute: WrittenMute,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum WrittenMute {
    #[default]
    Not,
    Soft,
    Hard,
}

/// A rule, with what it does in one of three keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenRule {
    name: Option<String>,
    query: Spanned<String>,
    put_away: Option<Spanned<String>>,
    highlight: Option<Spanned<bool>>,
    tag: Option<Spanned<String>>,
    until: Option<Spanned<toml::value::Datetime>>,
}

impl WrittenRule {
    /// The rule of such a number, or what is wrong with it and where.
    fn read(self, number: usize) -> Result<Rule, (Range<usize>, String)> {
        let span = self.query.span();
        let query = match Query::parse(self.query.get_ref()) {
            Ok(Some(query)) => query,
            Ok(None) => return Err((span, "expected a query, found nothing".to_owned())),
            Err(fault) => return Err((span, format!("in the query, {fault}"))),
        };
        let until = self.until.map(|day| {
            end_of(*day.get_ref())
                .ok_or_else(|| (day.span(), format!("expected a day such as 2026-12-31, found {}", day.get_ref())))
        });
        let does = match (self.put_away, self.highlight, self.tag) {
            (Some(label), None, None) => Does::PutAway(Label::named(label.get_ref()).ok_or_else(|| {
                let names = Label::ALL.map(Label::name).join(", ");
                (label.span(), format!("expected one of {names}, found `{}`", label.get_ref()))
            })?),
            (None, Some(highlight), None) if *highlight.get_ref() => Does::Highlight,
            (None, None, Some(tag)) => Does::Tag(Text::line(tag.get_ref())),
            _ => return Err((span, "expected one of put-away, highlight = true and tag beside the query".to_owned())),
        };
        let name = self.name.unwrap_or_else(|| number.to_string());
        Ok(Rule { name: Text::line(&name), query: Arc::new(query), does, until: until.transpose()? })
    }
}

/// The moment when a day ends, in UTC; none where it is no day, or more than that.
fn end_of(day: toml::value::Datetime) -> Option<Time> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let date = day.date.filter(|_| day.time.is_none())?;
    let start = Time::parse_rfc3339(&format!("{date}T00:00:00Z"))?;
    Some(Time::from_millis(start.millis() + DAY))
}

/// Keys that hands know from another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Preset {
    #[default]
    Threadle,
    Less,
    Mutt,
    Trn,
}

impl Preset {
    /// Its keys, one sequence and one command a line.
    fn keys(self) -> &'static str {
        match self {
            Self::Threadle => "",
            Self::Less => include_str!("../../assets/keys/less.toml"),
            Self::Mutt => include_str!("../../assets/keys/mutt.toml"),
            Self::Trn => include_str!("../../assets/keys/trn.toml"),
        }
    }
}

/// Where the file is, relative to the directory that the system has for configurations.
const PLACE: &str = "threadle/config.toml";

/// The configuration, and what is wrong with the file of it if it could not be taken. A file that was asked for must
/// be there and sound; the usual one need not.
pub(super) fn load(asked: Option<&Path>) -> Result<(Config, Option<String>), Stop> {
    let usual = || Some(etcetera::choose_base_strategy().ok()?.config_dir().join(PLACE));
    let Some(path) = asked.map(Path::to_owned).or_else(usual) else { return Ok(Default::default()) };
    let wrong = match std::fs::read_to_string(&path) {
        Ok(text) => match parse(&text) {
            Ok(config) => return Ok((config, None)),
            Err(mistake) => format!("{}:{mistake}", path.display()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound && asked.is_none() => return Ok(Default::default()),
        Err(error) => format!("{}: {}", path.display(), told(&error)),
    };
    match asked {
        Some(_) => Err(Stop::Usage { what: wrong, hint: "README.md says what can be set up, and how".to_owned() }),
        None => Ok((Config::default(), Some(format!("{wrong}; the configuration is not used")))),
    }
}

/// Reads the text of a configuration file.
pub(super) fn parse(text: &str) -> Result<Config, Mistake> {
    let written: Written = toml::from_str(text).map_err(|error| mistake(text, error.span(), error.message()))?;
    let mut keymap = Keymap::default();
    let preset = written.preset.keys();
    let pairs: BTreeMap<Spanned<String>, Spanned<String>> =
        toml::from_str(preset).map_err(|error| mistake(preset, error.span(), error.message()))?;
    for (text, pairs) in [(preset, pairs), (text, written.keys)] {
        for (keys, name) in pairs {
            let bound = keymap.bind(keys.get_ref(), name.get_ref());
            bound.map_err(|unbound| mistake(text, Some(name.span()), &unbound.to_string()))?;
        }
    }
    let person = |person: WrittenPerson| Person {
        name: person.name,
        tag: person.tag,
        mute: match person.mute {
            WrittenMute::Not => Mute::Not,
            WrittenMute::Soft => Mute::Soft,
            WrittenMute::Hard => Mute::Hard,
        },
    };
    let rules = written.rule.into_iter().enumerate();
    let rules =
        rules.map(|(index, rule)| rule.read(index + 1).map_err(|(span, what)| mistake(text, Some(span), &what)));
    let setup = Setup {
        names: written.names,
        people: written.person.into_iter().map(person).collect(),
        rules: rules.collect::<Result<_, _>>()?,
        keymap,
        infer_authors: written.infer_authors.unwrap_or(true),
        fold_old: written.fold_old,
    };
    let usual = Limits::default();
    let keep = Limits {
        months: written.keep.months.unwrap_or(usual.months),
        threads: written.keep.threads.unwrap_or(usual.threads),
        posts: written.keep.posts.unwrap_or(usual.posts),
        ..usual
    };
    Ok(Config { theme: written.theme, setup, keep })
}

/// A mistake at a range of the text.
fn mistake(text: &str, span: Option<Range<usize>>, what: &str) -> Mistake {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&char| char != '\n').count() + 1;
    let what = what.lines().collect::<Vec<_>>().join("; ");
    Mistake { line, column, what }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{COMMANDS, Command, Moment};

    fn mistake_in(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    fn keys_of(config: &Config, name: &str) -> Vec<String> {
        let command: &'static Command = COMMANDS.iter().find(|command| command.name == name).unwrap();
        config.setup.keymap.at(Moment::Thread).of_command(command).map(str::to_owned).collect()
    }

    #[test]
    fn an_empty_file_changes_nothing() {
        let config = parse("").unwrap();
        assert_eq!(config.theme, None);
        assert_eq!(config.keep, Limits::default());
        assert!(config.setup.infer_authors);
        assert_eq!(keys_of(&config, "select-next"), ["j", "Down"]);
    }

    #[test]
    fn everything_that_can_be_set_is_read() {
        let config = parse(
            "theme = 'light'\n\
             names = ['mara', 'Mara of the harbour']\n\
             infer-authors = false\n\
             fold-old = true\n\
             [keys]\n\
             'Ctrl-n' = 'select-next'\n\
             'q' = 'none'\n\
             [[person]]\n\
             name = 'gull'\n\
             tag = 'ferry'\n\
             mute = 'soft'\n\
             [keep]\n\
             months = 3\n",
        )
        .unwrap();
        assert_eq!(config.theme, Some(Theme::Light));
        assert_eq!(config.setup.names, ["mara", "Mara of the harbour"]);
        assert!(!config.setup.infer_authors && config.setup.fold_old);
        assert_eq!(keys_of(&config, "select-next"), ["Ctrl-n", "j", "Down"]);
        assert_eq!(keys_of(&config, "quit"), [""; 0]);
        let gull = Person { name: "gull".to_owned(), tag: Some("ferry".to_owned()), mute: Mute::Soft };
        assert_eq!(config.setup.people, [gull]);
        assert_eq!(config.keep, Limits { months: 3, ..Limits::default() });
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        assert!(mistake_in("theme = 'dark'\nnmaes = []\n").starts_with("2:1: unknown field `nmaes`, expected one of"));
        assert!(mistake_in("theme = 'pink'\n").starts_with("1:9: unknown variant `pink`, expected one of"));
        assert_eq!(mistake_in("[keys]\nj = 'lats'\n"), "2:5: expected a command's name, found `lats`");
        let no_key = "expected a key such as j, Ctrl-d, Alt-x, Space or PgDn, found `Hyper-j`";
        assert_eq!(mistake_in("[keys]\n'Hyper-j' = 'last'\n"), format!("2:13: {no_key}"));
    }

    #[test]
    fn rules_are_read_with_what_they_do_and_until_when() {
        let config = parse(
            "[[rule]]\n\
             name = 'spam'\n\
             query = 'author:spambot -has:link'\n\
             put-away = 'noise'\n\
             until = 2023-04-21\n\
             [[rule]]\n\
             query = 'ferry'\n\
             tag = 'harbour'\n",
        )
        .unwrap();
        let [spam, ferry] = config.setup.rules.as_slice() else { panic!("two rules") };
        assert_eq!((&*spam.name, spam.query.to_string().as_str()), ("spam", "author:spambot -has:link"));
        assert_eq!(spam.does, Does::PutAway(Label::Noise));
        assert_eq!(spam.until, Time::parse_rfc3339("2023-04-22T00:00:00Z"), "the day itself is part of it");
        assert_eq!((&*ferry.name, &ferry.does, ferry.until), ("2", &Does::Tag(Text::line("harbour")), None));
    }

    #[test]
    fn a_mistake_in_a_rule_is_told_with_its_place_in_the_file_and_in_the_query() {
        let rule = |rest: &str| mistake_in(&format!("[[rule]]\n{rest}"));
        let told = rule("query = 'lamp score:high'\nhighlight = true\n");
        assert!(told.starts_with("2:9: in the query, column 12: expected "), "{told}");
        let one = "2:9: expected one of put-away, highlight = true and tag beside the query";
        assert_eq!(rule("query = 'lamp'\n"), one);
        assert_eq!(rule("query = 'lamp'\nhighlight = false\n"), one);
        assert_eq!(rule("query = 'lamp'\nhighlight = true\ntag = 'x'\n"), one);
        assert_eq!(rule("query = ' '\nhighlight = true\n"), "2:9: expected a query, found nothing");
        let labels = "expected one of off-topic, noise, joke, meta, flame, put away, found `nose`";
        assert_eq!(rule("query = 'lamp'\nput-away = 'nose'\n"), format!("3:12: {labels}"));
        let day = "expected a day such as 2026-12-31, found 2026-12-31T10:00:00Z";
        assert_eq!(rule("query = 'lamp'\ntag = 'x'\nuntil = 2026-12-31T10:00:00Z\n"), format!("4:9: {day}"));
    }

    #[test]
    fn every_preset_is_sound_and_lets_one_leave() {
        for preset in ["threadle", "less", "mutt", "trn"] {
            let config = parse(&format!("preset = '{preset}'")).unwrap();
            for name in ["quit", "help", "palette", "read-on"] {
                assert!(!keys_of(&config, name).is_empty(), "{preset}: {name}");
            }
        }
    }
}

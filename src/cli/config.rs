//! The configuration file: `config.toml` in the user's configuration directory, or the file that `--config` names.
//!
//! Nothing in it is required. The file is used as a whole or not at all: a mistake is reported with its line and
//! column, and threadle continues without the file.

use super::message::Stop;
use super::mistake::Mistake;
use super::saved::{Saved, WrittenList, WrittenSearch};
use super::theme::{self, Wanted};
use crate::app::{Division, Does, Keymap, Mute, Own, OwnInput, Person, Rule, Setup, Unbound};
use crate::disk::error_text;
use crate::export::Form;
use crate::query::Query;
use crate::rows::QuoteFold;
use crate::store::Limits;
use crate::thread::{Text, Time};
use crate::visit::Label;
use crate::web::{Address, Settings};
use etcetera::BaseStrategy;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use toml::Spanned;

/// The contents of the file.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The theme.
    pub(super) theme: Option<Wanted>,
    /// The settings of the reader itself.
    pub(super) setup: Setup,
    /// How long the state of threads is remembered, and of how many.
    pub(super) keep: Limits,
    /// What is fetched, and how.
    pub(super) web: Settings,
    /// Lists, and then searches, that have names.
    pub(super) saved: Vec<Saved>,
}

/// Sequences of keys, each with the name of its command or a command of the reader's own.
type Keys = BTreeMap<Spanned<String>, Spanned<toml::Value>>;

/// The file as it is written.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    theme: Option<Spanned<toml::Value>>,
    names: Vec<String>,
    infer_authors: Option<bool>,
    fold_old: bool,
    fold_quotes: WrittenQuotes,
    wrap_code: bool,
    mouse: Option<bool>,
    learn: Option<bool>,
    preset: Preset,
    keys: Keys,
    person: Vec<WrittenPerson>,
    rule: Vec<WrittenRule>,
    list: Vec<WrittenList>,
    search: Vec<WrittenSearch>,
    keep: Keep,
    web: WrittenWeb,
}

/// Why nothing is fetched.
const SWITCHED_OFF: &str = "an address, and fetching is switched off: enabled = false under [web]";
const MAY_BE_OFF: &str = "an address, and the configuration, which may switch fetching off, could not be read";

/// The section about fetching.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenWeb {
    enabled: Option<bool>,
    offline: bool,
    cache: Option<bool>,
    patience: Option<Spanned<u64>>,
    hosts: BTreeMap<String, Spanned<String>>,
}

impl WrittenWeb {
    /// The settings, or a mistake and its place.
    fn read(self) -> Result<Settings, (Range<usize>, String)> {
        let usual = Settings::default();
        let mut hosts = BTreeMap::new();
        for (host, server) in self.hosts {
            let address = Address::parse(server.get_ref()).map_err(|why| (server.span(), why))?;
            hosts.insert(host.to_lowercase(), address);
        }
        let silence = match self.patience {
            Some(seconds) if !(1..=600).contains(seconds.get_ref()) => {
                return Err((seconds.span(), "expected a number of seconds from 1 to 600".to_owned()));
            }
            Some(seconds) => Duration::from_secs(seconds.into_inner()),
            None => usual.silence,
        };
        Ok(Settings {
            off: (self.enabled == Some(false)).then_some(SWITCHED_OFF),
            offline: self.offline,
            folder: usual.folder.filter(|_| self.cache.unwrap_or(true)),
            hosts,
            silence,
        })
    }
}

/// The limits of the store that are set.
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

/// Which quotations are folded at first.
#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum WrittenQuotes {
    #[default]
    Repeated,
    All,
    None,
}

impl From<WrittenQuotes> for QuoteFold {
    fn from(written: WrittenQuotes) -> Self {
        match written {
            WrittenQuotes::Repeated => Self::Repeated,
            WrittenQuotes::All => Self::All,
            WrittenQuotes::None => Self::None,
        }
    }
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum WrittenMute {
    #[default]
    Not,
    Soft,
    Hard,
}

/// A rule; one of three keys says what it does.
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
    /// The rule with this number, or a mistake and its place.
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

/// The moment when a day ends, in UTC. `None` if it is not just a day.
fn end_of(day: toml::value::Datetime) -> Option<Time> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let date = day.date.filter(|_| day.time.is_none())?;
    let start = Time::parse_rfc3339(&format!("{date}T00:00:00Z"))?;
    Some(Time::from_millis(start.millis() + DAY))
}

/// Keys that a reader may know from another program.
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

/// The path of the file in the user's configuration directory.
const PLACE: &str = "threadle/config.toml";

/// A file with every setting, for the manual and the guide.
pub(super) const EXAMPLE: &str = include_str!("../../assets/config.toml");

/// Where to look up the settings.
const HINT: &str = "what can be set up, and how: threadle --man | man -l -";

/// The configuration, and what is wrong with its file if it cannot be used. A file named by the user must exist and be
/// correct; the default one need not.
pub(super) fn load(asked: Option<&Path>) -> Result<(Config, Option<String>), Stop> {
    let usual = || Some(etcetera::choose_base_strategy().ok()?.config_dir().join(PLACE));
    let Some(path) = asked.map(Path::to_owned).or_else(usual) else { return Ok(Default::default()) };
    let wrong = match std::fs::read_to_string(&path) {
        Ok(text) => match parse(&text) {
            Ok(config) => return Ok((config, None)),
            Err(mistake) => format!("{}:{mistake}", path.display()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound && asked.is_none() => return Ok(Default::default()),
        Err(error) => format!("{}: {}", path.display(), error_text(&error)),
    };
    match asked {
        Some(_) => Err(Stop::Usage { what: wrong, hint: HINT.to_owned() }),
        None => {
            let config = Config { web: Settings { off: Some(MAY_BE_OFF), ..Settings::default() }, ..Config::default() };
            Ok((config, Some(format!("{wrong}; the configuration is not used"))))
        }
    }
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

/// Reads a configuration file.
pub(super) fn parse(text: &str) -> Result<Config, Mistake> {
    let written: Written = toml::from_str(text).map_err(|error| Mistake::of(text, &error))?;
    let mut keymap = Keymap::default();
    let preset = written.preset.keys();
    let pairs: Keys = toml::from_str(preset).map_err(|error| Mistake::of(preset, &error))?;
    bind(&mut keymap, preset, &pairs)?;
    bind(&mut keymap, text, &written.keys)?;
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
        rules.map(|(index, rule)| rule.read(index + 1).map_err(|(span, what)| Mistake::at(text, Some(span), &what)));
    let setup = Setup {
        names: written.names,
        people: written.person.into_iter().map(person).collect(),
        rules: rules.collect::<Result<_, _>>()?,
        keymap,
        infer_authors: written.infer_authors.unwrap_or(true),
        fold_quotes: written.fold_quotes.into(),
        wrap_code: written.wrap_code,
        mouse: written.mouse.unwrap_or(true),
        fold_old: written.fold_old,
        learns: written.learn.unwrap_or(true),
        division: Division::default(),
    };
    let usual = Limits::default();
    let keep = Limits {
        months: written.keep.months.unwrap_or(usual.months),
        threads: written.keep.threads.unwrap_or(usual.threads),
        posts: written.keep.posts.unwrap_or(usual.posts),
        ..usual
    };
    let lists = written.list.into_iter().map(WrittenList::read);
    let searches = written.search.into_iter().map(WrittenSearch::read);
    let saved = lists.chain(searches).collect::<Result<_, _>>();
    let saved = saved.map_err(|(span, what)| Mistake::at(text, Some(span), &what))?;
    let web = written.web.read().map_err(|(span, what)| Mistake::at(text, Some(span), &what))?;
    let theme = written
        .theme
        .map(|theme| theme::configured(theme.get_ref()).map_err(|what| Mistake::at(text, Some(theme.span()), &what)));
    Ok(Config { saved, theme: theme.transpose()?, setup, keep, web })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{COMMANDS, Command, INDEX_COMMANDS, Moment, SUGGESTION_COMMANDS};

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
             learn = false\n\
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
        assert_eq!(config.theme, theme::wanted("light").ok());
        assert_eq!(config.setup.names, ["mara", "Mara of the harbour"]);
        assert!(!config.setup.infer_authors && config.setup.fold_old && !config.setup.learns);
        assert_eq!(keys_of(&config, "select-next"), ["Ctrl-n", "j", "Down"]);
        assert_eq!(keys_of(&config, "quit"), [""; 0]);
        let gull = Person { name: "gull".to_owned(), tag: Some("ferry".to_owned()), mute: Mute::Soft };
        assert_eq!(config.setup.people, [gull]);
        assert_eq!(config.keep, Limits { months: 3, ..Limits::default() });
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        assert!(mistake_in("theme = 'dark'\nnmaes = []\n").starts_with("2:1: expected one of `theme`, `names`, "));
        assert!(mistake_in("theme = 'pink'\n").starts_with("1:9: expected auto, dark, light, mono, "));
        assert_eq!(mistake_in("[keys]\nj = 'lats'\n"), "2:5: expected a command's name, found `lats`");
        let no_key = "expected a key such as j, Ctrl-d, Alt-x, Space or PgDn, found `Hyper-j`";
        assert_eq!(mistake_in("[keys]\n'Hyper-j' = 'last'\n"), format!("2:1: {no_key}"));
        let letter = "2:1: the command wants keys that end in <letter>";
        assert_eq!(mistake_in("[keys]\nM = 'set-mark'\n"), letter);
        assert_eq!(mistake_in("[keys]\nM = '| '\n"), "2:5: expected a command for the shell on one line");
        let input = "2:5: expected one of post, subthread, thread, address as input, found `all`";
        assert_eq!(mistake_in("[keys]\nM = { run = 'wc', input = 'all' }\n"), input);
        let form = "2:5: expected one of text, markdown, html, json, ndjson, mbox as form, found `pdf`";
        assert_eq!(mistake_in("[keys]\nM = { run = 'wc', form = 'pdf' }\n"), form);
        assert!(mistake_in("[keys]\nM = { run = 'wc', into = 'x' }\n").starts_with("2:5: unknown field `into`"));
        assert_eq!(mistake_in("[keys]\n'Hyper-j' = '| wc'\n"), format!("2:1: {no_key}"));
        assert_eq!(mistake_in("[keys]\n1 = 'last'\n"), "2:1: expected a key that begins no number, found `1`");
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_told_in_plain_words() {
        for (text, told) in [
            ("theme = 3", "1:9: expected the name of a theme or a table of roles, found integer"),
            ("names = 'mara'", "1:9: expected a list such as [\"mara\"], found \"mara\""),
            ("fold-old = 'yes'", "1:12: expected true or false, found \"yes\""),
            ("[keep]\nmonths = -1", "2:10: expected a whole number, 0 or more, found `-1`"),
            ("[keys]\nj = 3", "2:5: expected a command's name, or a command of your own such as \"| less\", found `3`"),
            ("[[person]]\ntag = 'ferry'", "1:1: expected `name` as well, found none"),
            ("names = []\nnames = []", "2:1: this is set twice"),
        ] {
            assert_eq!(mistake_in(text), told);
        }
    }

    #[test]
    fn a_key_that_is_bound_twice_is_a_mistake() {
        assert_eq!(mistake_in("[keys]\nj = 'last'\nj = 'first'"), "3:1: this is set twice");
        let twice = "3:1: expected keys that nothing else is bound to, but `s` alone is a command already";
        assert_eq!(mistake_in("[keys]\ns = 'save'\n's x' = 'last'"), twice);
        let freed = parse("[keys]\nz = 'none'\n'z a' = 'last'").unwrap();
        assert_eq!(keys_of(&freed, "last"), ["z a", "G", "End"]);
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
    fn every_preset_has_a_key_for_every_command() {
        for preset in ["threadle", "less", "mutt", "trn"] {
            let config = parse(&format!("preset = '{preset}'")).unwrap();
            let keymap = &config.setup.keymap;
            for (commands, moment) in [
                (COMMANDS, Moment::Thread),
                (SUGGESTION_COMMANDS, Moment::OnSuggestion),
                (INDEX_COMMANDS, Moment::Index),
            ] {
                let is_lost = |command: &&'static Command| keymap.at(moment).of_command(command).next().is_none();
                let with_keys = commands.iter().filter(|command| !command.keys.is_empty());
                let lost: Vec<_> = with_keys.filter(is_lost).map(|command| command.name).collect();
                assert_eq!(lost, [""; 0], "{preset}");
            }
        }
    }

    #[test]
    fn the_example_that_the_manual_and_the_readme_show_can_be_taken_as_it_is() {
        let config = parse(EXAMPLE).unwrap();
        assert_eq!((config.theme, config.setup.rules.len()), (theme::wanted("light").ok(), 3));
        assert_eq!(config.keep, Limits::default(), "the numbers that it names are those that hold without it");
    }
}

//! The configuration file: `config.toml` in the user's configuration directory, or the file that `--config` names.
//!
//! Nothing in it is required. The file is used as a whole or not at all: a mistake is reported with its line and
//! column, and threadle continues without the file.

use super::bindings::{self, Keys, Preset};
use super::message::Stop;
use super::mistake::Mistake;
use super::saved::{Saved, WrittenList, WrittenSearch};
use super::theme::{self, Wanted};
use crate::app::{Division, Does, Look, Mute, Person, Rule, Setup, Signs};
use crate::disk::error_text;
use crate::query::Query;
use crate::rows::QuoteFold;
use crate::store::Limits;
use crate::thread::{Text, Time};
use crate::ui::Theme;
use crate::visit::Label;
use crate::web::{Address, Settings};
use etcetera::BaseStrategy;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;
use std::ops::{Range, RangeInclusive};
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
    /// What is drawn beside texts. `None` for what suits the terminal.
    pub(super) signs: Option<Signs>,
    /// How long the state of threads is remembered, and of how many.
    pub(super) keep: Limits,
    /// What is fetched, and how.
    pub(super) web: Settings,
    /// Lists, and then searches, that have names.
    pub(super) saved: Vec<Saved>,
}

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
    text_width: Option<Spanned<usize>>,
    outline: Option<Spanned<u16>>,
    dates: WrittenDates,
    ascii: Option<bool>,
    plain: bool,
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

/// How times are told.
#[derive(Deserialize, Default, Clone, Copy, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum WrittenDates {
    #[default]
    Ages,
    Days,
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

/// The path of the file in the user's configuration directory.
const PLACE: &str = "threadle/config.toml";

/// A file with every setting and what holds without it, for `--print-config`, the manual and the guide.
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

/// A number that must lie in a range of some unit.
fn within<N: PartialOrd + Display + Copy>(
    text: &str,
    number: Option<Spanned<N>>,
    range: RangeInclusive<N>,
    unit: &str,
) -> Result<Option<N>, Mistake> {
    let Some(number) = number else { return Ok(None) };
    if range.contains(number.get_ref()) {
        return Ok(Some(number.into_inner()));
    }
    let what = format!("expected {unit} from {} to {}", range.start(), range.end());
    Err(Mistake::at(text, Some(number.span()), &what))
}

/// Reads a configuration file.
pub(super) fn parse(text: &str) -> Result<Config, Mistake> {
    let written: Written = toml::from_str(text).map_err(|error| Mistake::of(text, &error))?;
    let keymap = bindings::keymap(written.preset, text, &written.keys)?;
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
    let signs = match (written.plain, written.ascii) {
        (true, _) => Some(Signs::Words),
        (false, Some(true)) => Some(Signs::Ascii),
        (false, Some(false)) => Some(Signs::Drawn),
        (false, None) => None,
    };
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
        themes: Theme::names().collect(),
        look: Look {
            dates: written.dates == WrittenDates::Days,
            text_width: within(text, written.text_width, 20..=1000, "columns")?.unwrap_or(Look::default().text_width),
            signs: signs.unwrap_or_default(),
        },
        division: Division {
            outline: within(text, written.outline, 10..=90, "percent")?.map(|percent| percent * 10),
            ..Division::default()
        },
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
    Ok(Config { saved, theme: theme.transpose()?, setup, signs, keep, web })
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
    fn what_is_printed_is_what_holds_without_a_file_and_its_examples_can_be_taken_as_they_are() {
        let shown = |text: &str| {
            let config = parse(text).unwrap();
            format!("{:?} {:?} {:?} {:?}", config.setup, config.keep, config.web, config.saved)
        };
        assert_eq!(shown(EXAMPLE), shown(""));
        assert_eq!(parse(EXAMPLE).unwrap().theme, theme::wanted("auto").ok());
        let examples: String =
            EXAMPLE.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).flat_map(|line| [line, "\n"]).collect();
        let config = parse(&examples).unwrap();
        assert_eq!((config.setup.rules.len(), config.setup.people.len(), config.saved.len()), (3, 1, 2));
        assert_eq!((config.signs, config.setup.keymap.own().count()), (Some(Signs::Ascii), 3));
    }

    #[test]
    fn every_setting_is_printed() {
        let known = match mistake_in("nothing = 1") {
            mistake if mistake.contains("expected one of ") => mistake,
            mistake => panic!("{mistake}"),
        };
        let names = known.split('`').skip(1).step_by(2).filter(|name| *name != "nothing");
        for name in names {
            let [setting, section, many] = [format!("{name} ="), format!("[{name}]"), format!("[[{name}]]")];
            assert!([setting, section, many].iter().any(|way| EXAMPLE.contains(way)), "{name} is not in the example");
        }
    }
}

//! What the reader is opened with, and what it leaves behind.

use super::remembering::Keeping;
use crate::app::{Division, Setup, Threshold};
use crate::input::{Failure, Origin};
use crate::query::Query;
use crate::source::Source;
use crate::thread::Sort;
use crate::ui::Theme;
use std::io;
use std::time::Duration;

/// What to read, and how to show it.
pub(crate) struct Opening {
    pub(crate) origin: Origin,
    /// Turns the place of a thread opened later into its origin, or says why it cannot be opened.
    pub(crate) places: Places,
    /// Whether links to threads open here.
    pub(crate) follows: bool,
    /// The post to open at.
    pub(crate) post: Option<At>,
    /// How often it is asked for again. `None` if only the reader asks.
    pub(crate) watch: Option<Duration>,
    pub(crate) format: Option<&'static dyn Source>,
    pub(crate) theme: Theme,
    /// The theme for the other kind of background, where the terminal is to say which it has. `None` if it is not asked.
    pub(crate) other_theme: Option<Theme>,
    /// Whether the first theme is for a light background.
    pub(crate) is_light: bool,
    /// Whether that is a guess: no terminal has said so at an earlier visit.
    pub(crate) is_guess: bool,
    /// The themes to choose from, with their names.
    pub(crate) themes: Vec<(&'static str, Theme)>,
    /// Show only what this finds.
    pub(crate) query: Option<Query>,
    /// Fold what this finds.
    pub(crate) fold: Option<Query>,
    pub(crate) setup: Setup,
    /// What is wrong with the configuration.
    pub(crate) wrong: Option<String>,
    /// Where to remember what the reader does. `None` for nowhere.
    pub(crate) keeping: Option<Keeping>,
    /// The order of the replies.
    pub(crate) sort: Option<Sort>,
    /// Fold what has drifted further than this, once it is known.
    pub(crate) fold_off_topic: Option<Threshold>,
}

/// What remains when the reader leaves.
#[derive(Debug)]
pub(crate) struct Left {
    /// How the screen was divided.
    pub(crate) division: Division,
    /// Whether the terminal's background is light. `None` if it did not say.
    pub(crate) is_light: Option<bool>,
    /// Why something the reader did is not saved. `None` if all of it is.
    pub(crate) lost: Option<String>,
}

/// Turns the place of a thread, a path or an address, into its origin, or says why it cannot be opened.
pub(crate) type Places = Box<dyn Fn(&str) -> Result<Origin, String>>;

/// A post as named on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum At {
    /// Its number; the article's is 0.
    Number(usize),
    /// Its id in its source, or the end of its permalink.
    Id(String),
}

/// Why reading could not begin or continue.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The input could not be read, and none of it was shown.
    Input(Failure),
    /// The terminal does not work.
    Terminal(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Terminal(error)
    }
}

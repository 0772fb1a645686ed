//! The reader's settings.

use crate::app::keys::keymap::Keymap;
use crate::app::state::screen::Division;
use crate::app::work::rules::Rule;
use crate::rows::{Columns, QuoteFold};

/// Settings, which are the same for all threads.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the configuration")]
pub(crate) struct Setup {
    /// The reader's own names, as threads have them.
    pub(crate) names: Vec<String>,
    /// People that the reader knows.
    pub(crate) people: Vec<Person>,
    /// What to do with hits of queries.
    pub(crate) rules: Vec<Rule>,
    /// The keys.
    pub(crate) keymap: Keymap,
    /// Whether to show inferred authors, marked as such; otherwise they are nobody.
    pub(crate) infer_authors: bool,
    /// Whether to fold branches without anything new when a thread is opened again.
    pub(crate) fold_old: bool,
    /// Which quotations are folded at first.
    pub(crate) fold_quotes: QuoteFold,
    /// Whether code is wrapped, rather than cut at the edge of its pane.
    pub(crate) wrap_code: bool,
    /// Whether the program takes the mouse, rather than leaving it to the terminal.
    pub(crate) mouse: bool,
    /// Whether suggestions follow what the reader puts away and reads.
    pub(crate) learns: bool,
    /// How things look.
    pub(crate) look: Look,
    /// The names of the themes to choose from.
    pub(crate) themes: Vec<&'static str>,
    /// How the screen was divided when the program was left last.
    pub(crate) division: Division,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            names: Vec::new(),
            people: Vec::new(),
            rules: Vec::new(),
            keymap: Keymap::default(),
            infer_authors: true,
            fold_old: false,
            fold_quotes: QuoteFold::default(),
            wrap_code: false,
            mouse: true,
            learns: true,
            look: Look::default(),
            themes: Vec::new(),
            division: Division::default(),
        }
    }
}

/// How things look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    /// What the program draws beside texts.
    pub(crate) signs: Signs,
    /// Whether times are days, rather than the time since then.
    pub(crate) dates: bool,
    /// Columns of text at most.
    pub(crate) text_width: usize,
}

/// The themes to choose from.
#[derive(Debug, Default)]
pub(in crate::app) struct Themes {
    pub(in crate::app) names: Vec<&'static str>,
    /// The one that was chosen since the start. `None` if none was.
    pub(in crate::app) current: Option<&'static str>,
}

/// What the program draws beside texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Signs {
    /// Lines, arrows and dots.
    #[default]
    Drawn,
    /// The same in ASCII.
    Ascii,
    /// Words in one column, in the order of reading, with the cursor on what is selected: for those who hear the screen.
    Words,
}

impl Default for Look {
    fn default() -> Self {
        Self { signs: Signs::default(), dates: false, text_width: Columns::MEASURE }
    }
}

/// An author whom the reader knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// The name, as threads have it.
    pub(crate) name: String,
    /// A tag to show behind the name.
    pub(crate) tag: Option<String>,
    /// How much to show of the author's posts.
    pub(crate) mute: Mute,
}

/// How much to show of an author's posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mute {
    /// Everything.
    #[default]
    Not,
    /// The first line.
    Soft,
    /// Only that there is a post.
    Hard,
}

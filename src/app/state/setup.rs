//! How a reader has set the program up.

use crate::app::keys::keymap::Keymap;
use crate::app::work::rules::Rule;

/// What does not come with a thread and is the same for all of them.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    /// The reader's own names, as threads have them.
    pub(crate) names: Vec<String>,
    /// People that the reader knows.
    pub(crate) people: Vec<Person>,
    /// What is done with posts that queries find.
    pub(crate) rules: Vec<Rule>,
    /// The keys.
    pub(crate) keymap: Keymap,
    /// Authors that were told from replies alone are shown, marked as such; else they are nobody.
    pub(crate) infer_authors: bool,
    /// Branches without anything new are folded when a thread is opened again.
    pub(crate) fold_old: bool,
    /// Suggestions go by what the reader puts away and reads on in the thread.
    pub(crate) learns: bool,
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
            learns: true,
        }
    }
}

/// An author that the reader has an opinion of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// The name, as threads have it.
    pub(crate) name: String,
    /// A word that stands behind the name.
    pub(crate) tag: Option<String>,
    /// How much is shown of what this author writes.
    pub(crate) mute: Mute,
}

/// How much is shown of what an author writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mute {
    /// Everything.
    #[default]
    Not,
    /// The first line.
    Soft,
    /// That there is a post.
    Hard,
}

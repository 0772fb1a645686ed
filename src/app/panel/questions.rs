//! Questions to answer with a key or two.

use crate::app::effect::Effect;
use crate::app::keys::key::Key;
use crate::app::keys::local::{Local, Told, local, told, verb_of};
use crate::app::link::Link;
use crate::app::panel::request::{Answer, Request};
use crate::app::work::parcel::Parcel;
use crate::thread::{More, Text};

#[derive(Debug, Clone, Copy)]
enum Verb {
    Yes,
    Copy,
    No,
}

/// Asks before opening a link that leads elsewhere than its text says.
#[derive(Debug)]
pub(crate) struct Doubt {
    pub(crate) link: Link,
    /// Whether to open it outside even if it could be read here.
    pub(in crate::app) is_outside: bool,
}

const DOUBT: &[Local<Verb>] = &[
    local(&["Enter"], "opens it", Verb::Yes),
    local(&["y"], "copies it", Verb::Copy),
    local(&["Esc", "q", "n", "Backspace"], "leaves it", Verb::No),
];

impl Doubt {
    /// No key typed for something else opens or closes it.
    pub(super) fn key(&self, key: Key) -> Answer {
        let effect = match verb_of(DOUBT, key) {
            Some(Verb::Yes) if self.is_outside => Effect::Open,
            Some(Verb::Yes) => Effect::Follow,
            Some(Verb::Copy) => Effect::Copy,
            Some(Verb::No) => return Answer::Close,
            None => return Answer::Stay,
        };
        Answer::Run(Request::Effect(effect(self.link.address().clone())))
    }

    #[expect(clippy::unused_self, reason = "every panel tells its keys")]
    pub(super) fn keys(&self) -> Vec<Told> {
        told(DOUBT).collect()
    }
}

/// Asks whether a file may be replaced.
#[derive(Debug)]
pub(crate) struct Replace {
    /// The file, as the reader typed it.
    pub(crate) path: String,
    pub(in crate::app) parcel: Parcel,
}

const REPLACE: &[Local<Verb>] = &[local(&["y"], "replaces it", Verb::Yes), local(&["Esc"], "leaves it", Verb::No)];

impl Replace {
    /// Any key but the one that replaces the file leaves it alone.
    pub(super) fn key(&self, key: Key) -> Answer {
        let (path, parcel) = (self.path.clone(), self.parcel.clone());
        match verb_of(REPLACE, key) {
            Some(Verb::Yes) => Answer::Run(Request::Effect(Effect::Save { path, parcel, may_replace: true })),
            _ => Answer::Run(Request::Say(format!("{} is as it was", Text::line(&path)))),
        }
    }

    #[expect(clippy::unused_self, reason = "every panel tells its keys")]
    pub(super) fn keys(&self) -> Vec<Told> {
        told(REPLACE).collect()
    }
}

/// Asks whether to take all suggestions.
#[derive(Debug)]
pub(crate) struct TakeAll;

const TAKE_ALL: &[Local<Verb>] =
    &[local(&["y", "Y", "Enter"], "puts them away", Verb::Yes), local(&["n", "Esc"], "leaves them", Verb::No)];

impl TakeAll {
    #[expect(clippy::unused_self, reason = "every panel takes keys")]
    pub(super) fn key(&self, key: Key) -> Answer {
        Answer::Run(Request::TakeAll(matches!(verb_of(TAKE_ALL, key), Some(Verb::Yes))))
    }

    #[expect(clippy::unused_self, reason = "every panel tells its keys")]
    pub(super) fn keys(&self) -> Vec<Told> {
        told(TAKE_ALL).collect()
    }
}

/// Asks whether to load all that is somewhere else.
#[derive(Debug)]
pub(crate) struct LoadAll {
    pub(crate) stubs: Vec<More>,
}

const LOAD_ALL: &[Local<Verb>] =
    &[local(&["y", "Y", "Enter"], "loads them", Verb::Yes), local(&["n", "Esc"], "leaves them", Verb::No)];

impl LoadAll {
    /// Seconds that the requests take at least: one a second is what hosts are asked.
    pub(crate) fn seconds(&self) -> usize {
        self.stubs.len()
    }

    pub(super) fn key(&self, key: Key) -> Answer {
        match verb_of(LOAD_ALL, key) {
            Some(Verb::Yes) => Answer::Run(Request::Load(self.stubs.clone())),
            _ => Answer::Run(Request::Say("nothing was asked for".to_owned())),
        }
    }

    #[expect(clippy::unused_self, reason = "every panel tells its keys")]
    pub(super) fn keys(&self) -> Vec<Told> {
        told(LOAD_ALL).collect()
    }
}

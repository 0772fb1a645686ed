//! What the reader is doing: everything that the screen shows, and how actions change it.
//!
//! [`App::update`] does no IO and reads no clock: sizes, times and results of work come in as actions, and requests go
//! out as effects. The same start and the same actions give the same state.
//!
//! No key costs more in a longer thread. [`App::compose`] does the layout, once before each frame, however many actions
//! came.

mod action;
mod command;
mod composing;
mod effect;
mod keys;
mod link;
mod map;
mod panel;
mod reader;
mod state;
mod work;

pub use action::Action;
pub use command::table::{COMMANDS, INDEX_COMMANDS, SUGGESTION_COMMANDS};
pub use effect::Effect;
pub use keys::command::{Command, Given, Group};
pub use keys::key::{Code, Key};
pub use keys::mouse::{Mouse, MouseKind};
pub use link::Link;
pub use reader::App;
pub use work::lane::{Job, Lane, Slot};
pub use work::parcel::{Fed, Parcel};
pub use work::portrait::Portrait;
pub use work::rules::{Rule, Ruled};
pub use work::scores::Scores;
pub use work::survey::Survey;
pub use work::topics::Topics;
pub use work::{Outcome, Work};

pub(crate) use command::pointing::{ANSWERED, Indent};

pub(crate) use keys::keymap::{Bindings, Keymap, Moment, Unbound};
pub(crate) use keys::local::Told;
pub(crate) use keys::own::{Input as OwnInput, Own};
pub(crate) use map::{Landmark, Map};
pub(crate) use panel::Panel;
pub(crate) use panel::ask::Ask;
pub(crate) use panel::choice::{Choice, Things};
pub(crate) use panel::everywhere::Everywhere;
pub(crate) use panel::hand_over::{Depth, Extent, Goes, HandOver};
pub(crate) use panel::help::{Help, Notices, Row as HelpRow};
pub(crate) use panel::hints::{Hint, Hints};
pub(crate) use panel::links::Links;
pub(crate) use panel::list::{List, hints};
pub(crate) use panel::overview::Overview;
pub(crate) use panel::palette::CommandPalette;
pub(crate) use panel::peek::Peek;
pub(crate) use panel::portrait::Card;
pub(crate) use panel::posts::Posts;
pub(crate) use panel::prompt::Prompt;
pub(crate) use panel::questions::Replace;
pub(crate) use panel::review::Review;
pub use state::behind::Onward;
pub(crate) use state::elsewhere::{Elsewhere, LIBRARY, News, SEARCH};
pub(crate) use state::finder::Asking;
pub(crate) use state::finder::Sought;
pub(crate) use state::index::{Entry, Sort as IndexSort};
pub(crate) use state::page::DocumentRow;
pub(crate) use state::preview::Preview;
pub(crate) use state::screen::{Division, Pane, Rect};
pub(crate) use state::setup::{Look, Mute, Person, Setup, Signs};
pub(crate) use work::portrait::{Feature, FeatureKind};
pub(crate) use work::rules::Does;
pub(crate) use work::scores::Threshold;
pub(crate) use work::survey::{Count, Of};
pub(crate) use work::topics::Topic;

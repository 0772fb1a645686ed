//! What panels see and answer, and what they request; commands carry that out, which know the rest of the program.

use crate::app::effect::Effect;
use crate::app::keys::command::Command;
use crate::app::panel::entries::Entries;
use crate::app::panel::hand_over::HandOver;
use crate::app::state::category::Category;
use crate::app::state::finder::Asking;
use crate::app::state::reading::Reading;
use crate::app::state::reading::position::ScreenPosition;
use crate::query::{Linked, Query};
use crate::thread::{AuthorId, More, PostId, Sort};

/// What becomes of a panel after a key.
#[derive(Debug)]
pub(in crate::app) enum Answer {
    Stay,
    Close,
    /// Show its keys over it.
    Keys,
    /// Close it and do this.
    Run(Request),
    /// Keep it and do this.
    Do(Request),
}

/// What a panel can see while it takes a key.
pub(in crate::app) struct Around<'a> {
    pub(in crate::app) reading: &'a Reading,
    /// The history of the prompts.
    pub(in crate::app) entries: &'a mut Entries,
    /// The rows of a page.
    pub(in crate::app) page: usize,
}

/// Something to do after a key in a panel.
#[derive(Debug)]
pub(in crate::app) enum Request {
    /// Show a message.
    Say(String),
    /// Carry out an effect.
    Effect(Effect),
    /// Run a command by name that needs nothing typed after it.
    Command(&'static str),
    /// Run the choice in the palette: the typed text, and the selected command.
    Chosen(String, Option<&'static Command>),
    /// Go to a post and open the folds around it.
    JumpTo(PostId),
    /// Show what a post answers, over the document.
    PeekAbove(PostId),
    /// Go to a post and unfold it too.
    JumpInto(PostId),
    /// Go to a post and search for its author's other posts.
    JumpToAuthor(PostId, AuthorId),
    /// Go to the next post of an author; to the previous one if false.
    WalkBy(AuthorId, bool),
    /// Keep only the posts of an author in sight.
    Keep(AuthorId),
    /// Follow a link.
    Follow(Linked),
    /// Open a link outside, even if it could be read here.
    FollowOutside(Linked),
    /// Copy the address of a link.
    CopyLink(Linked),
    /// Sort the replies.
    Sort(Sort),
    /// Take a theme, by name.
    Theme(Option<&'static str>),
    /// Set the category.
    Category(Category),
    /// The typed query changed. `None` if it is empty. The reader was at this position before.
    Typed(Asking, Option<Query>, ScreenPosition),
    /// A query was entered.
    Entered(Asking, String, ScreenPosition),
    /// The prompt for a query was left.
    Left(Asking, ScreenPosition),
    /// Hand a part of the thread to a file or a command.
    HandOver(Box<HandOver>),
    /// Load what these stubs stand for.
    Load(Vec<More>),
    /// Take all suggestions, or none.
    TakeAll(bool),
    /// Go to a subthread that is put away, and open it.
    LookInto(PostId),
    /// Bring a subthread back and update the list.
    BringBack(PostId),
    /// Undo a step, or redo it if false, and update the list.
    Undo(bool),
}

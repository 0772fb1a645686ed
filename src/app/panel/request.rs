//! What a panel asks for: it is done by commands, which know the rest of the program.

use crate::app::effect::Effect;
use crate::app::keys::command::Command;
use crate::app::panel::hand_over::HandOver;
use crate::app::state::category::Category;
use crate::app::state::finder::Asking;
use crate::app::state::reading::position::ScreenPosition;
use crate::query::{Linked, Query};
use crate::thread::{AuthorId, PostId, Sort};

/// Something that is to be done after a key in a panel.
#[derive(Debug)]
pub(in crate::app) enum Request {
    /// The reader is told something.
    Say(String),
    /// Something happens outside.
    Effect(Effect),
    /// A command that needs nothing typed after it is run, by its name.
    Command(&'static str),
    /// What was chosen in the palette is run: what was typed, and the selected command.
    Chosen(String, Option<&'static Command>),
    /// A post is gone to; folds around it open.
    JumpTo(PostId),
    /// The same; the post itself is unfolded too.
    JumpInto(PostId),
    /// A post is gone to, and its author's other posts are sought.
    JumpToAuthor(PostId, AuthorId),
    /// The next post of an author is gone to; the one before if this is no.
    WalkBy(AuthorId, bool),
    /// Only the posts of an author stay in sight.
    Keep(AuthorId),
    /// A link is followed.
    Follow(Linked),
    /// A link is opened outside, also where it could be read here.
    FollowOutside(Linked),
    /// The address of a link goes to the clipboard.
    CopyLink(Linked),
    /// The replies are sorted.
    Sort(Sort),
    /// The commands for categories go through another one.
    Category(Category),
    /// What is typed as a query has changed; `None` if nothing is left of it. The reader was there before.
    Typed(Asking, Option<Query>, ScreenPosition),
    /// A query is typed to its end.
    Entered(Asking, String, ScreenPosition),
    /// The prompt for a query is left.
    Left(Asking, ScreenPosition),
    /// A part of the thread goes to a file or a command.
    HandOver(Box<HandOver>),
    /// All suggestions are put away, or none.
    TakeAll(bool),
    /// A subthread that is put away is gone to and opened.
    LookInto(PostId),
    /// A subthread is brought back, and the list shows what is left.
    BringBack(PostId),
    /// A step is taken back, or made again if this is no, and the list shows what is left.
    Undo(bool),
}

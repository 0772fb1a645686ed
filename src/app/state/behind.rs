//! What the reader comes back to from here: a list, or the thread with the link.

use crate::thread::Text;

/// What the reader comes back to from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Behind {
    /// What it is called.
    pub(crate) title: Text,
    /// It is a list, which can be gone on in.
    pub(crate) is_list: bool,
    /// The thread that stands after this one in the list. `None` if there is none.
    pub(crate) next: Option<Text>,
    /// Another stands before it there.
    pub(crate) has_previous: bool,
}

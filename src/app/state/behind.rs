//! What the reader returns to: a list, or the thread that contained the link.

use crate::thread::Text;

/// What the reader returns to from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Behind {
    /// Its title.
    pub(crate) title: Text,
    /// Whether it is a list, with further threads to open.
    pub(crate) is_list: bool,
    /// The title of the next thread in the list. `None` if there is none.
    pub(crate) next: Option<Text>,
    /// Whether the list has a thread before this one.
    pub(crate) has_previous: bool,
}

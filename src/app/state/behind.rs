//! What the reader returns to: a list, or the thread that contained the link.

use crate::thread::Text;

/// Which thread of a list is opened next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onward {
    /// The next one.
    Next,
    /// The one before.
    Previous,
    /// The next one that has news.
    News,
}

/// What the reader returns to from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Behind {
    /// Whether it is a list, with further threads to open.
    pub(crate) is_list: bool,
    /// The title of the next thread in the list. `None` if there is none.
    pub(crate) next: Option<Text>,
    /// The title of the next thread in the list that has news. `None` if there is none.
    pub(crate) news: Option<Text>,
    /// Whether the list has a thread before this one.
    pub(crate) has_previous: bool,
}

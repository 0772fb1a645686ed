//! What the screen shows: the rows of all panes.

use crate::rows::{LineId, Row};
use crate::thread::PostId;
use std::ops::Range;
use std::rc::Rc;

/// The rows of all panes.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) outline: Vec<PostId>,
    pub(crate) document: Vec<DocumentRow>,
    pub(crate) article: Vec<DocumentRow>,
    /// How much of the document is behind or on the screen, in thousandths.
    pub(crate) progress: usize,
}

/// A line of the document with what is found in it.
#[derive(Debug, Clone)]
pub(crate) struct DocumentRow {
    pub(crate) place: LineId,
    /// How deep its post stands below the first one in sight.
    pub(crate) depth: usize,
    pub(crate) row: Row,
    /// Where the text that the line is of has what is searched for.
    pub(crate) matches: Matches,
}

/// Places in a text, shared by all its lines.
pub(crate) type Matches = Rc<[Range<usize>]>;

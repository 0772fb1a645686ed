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
    /// The progress in the document, in thousandths.
    pub(crate) progress: usize,
}

/// A line of the document, with the matches in it.
#[derive(Debug, Clone)]
pub(crate) struct DocumentRow {
    pub(crate) place: LineId,
    /// The depth of its post below the first one in sight.
    pub(crate) depth: usize,
    pub(crate) row: Row,
    /// The matches in the text of the line.
    pub(crate) matches: Matches,
}

/// Ranges of a text, shared by all its lines.
pub(crate) type Matches = Rc<[Range<usize>]>;

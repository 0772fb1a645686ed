//! Comments as list items: numbered or bulleted, and indented by depth.
//!
//! ```text
//!   1. The lamp was never the problem.
//!
//!     • Look at the chart:
//!
//!       1. the channel is silted up,
//!       2. the buoy is gone.
//!
//!   2. I kept the log for eleven years.
//! ```
//!
//! A list within a comment looks much like replies to it. It is recognised by what replies are not: a run of items
//! without blank lines, on a page with blank lines between comments; items followed by more text of their comment;
//! numbers among bulleted replies, or bullets among numbered ones; items without a head on a page of comments with
//! heads.

use super::head::{self, Head};
use super::line::{Kind, Lines, Marker};
use super::reading::{Reading, Start, end_of_comments};
use super::vocabulary::is_furniture;

/// Whether list items need a head to be comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heads {
    /// Every comment has a head.
    All,
    /// Comments may lack a head: the dump lost them.
    Some,
}

/// All list items in a range of lines.
pub(super) struct List {
    items: Vec<Item>,
    end: usize,
    indented: bool,
}

struct Item {
    line: usize,
    column: usize,
    kind: Kind,
    /// A blank line, or only the links of the previous comment, precedes the item.
    apart: bool,
    head: Option<Box<Head>>,
    parent: Option<u32>,
    /// The last line where the item's text continues after nested items. Those items are then a list in the text.
    resumed: usize,
    /// The item is in a run without blank lines.
    tight: bool,
}

impl Item {
    fn is_numbered(&self) -> bool {
        matches!(self.kind, Kind::Number(_))
    }
}

impl List {
    /// Finds the items at or after line `start`, before `end`.
    pub(super) fn find(lines: &Lines<'_>, start: usize, end: usize) -> Self {
        let first = (start..end).find(|&at| lines.get(at).marker().is_some());
        let Some(first) = first else { return Self { items: Vec::new(), end, indented: false } };
        let end = end_of_comments(lines, first, lines.get(first).indent, end);
        let mut list = Self { items: Vec::new(), end, indented: true };
        let mut open: Vec<u32> = Vec::new();
        let mut apart = true;
        let mut head_end = 0;
        for at in first..end {
            let line = lines.get(at);
            if line.is_blank() {
                apart = true;
            } else if at >= head_end
                && let Some(marker) = marker(lines, at, end)
            {
                let mut sibling = None;
                while open.last().is_some_and(|&last| list.column(last) >= line.indent) {
                    sibling = open.pop();
                }
                let head = head::of_item(lines, at, marker.rest, end);
                head_end = head.as_ref().map_or(at, |head| head.end);
                if marker.rest.is_empty() {
                    head_end = head_end.max(lines.next_filled(at + 1, end).map_or(end, |next| next + 1));
                }
                let parent = open.last().copied();
                let item = Item {
                    line: at,
                    column: line.indent,
                    kind: marker.kind,
                    apart,
                    head: head.map(Box::new),
                    parent,
                    resumed: 0,
                    tight: false,
                };
                list.add(item, sibling, &mut open);
                apart = false;
            } else {
                apart = is_furniture(line.text);
                if at >= head_end && !apart {
                    list.resume(at, line.indent, &mut open);
                }
            }
        }
        list
    }

    fn add(&mut self, mut item: Item, sibling: Option<u32>, open: &mut Vec<u32>) {
        if !item.apart && item.head.is_none() && item.parent.is_some() {
            item.tight = true;
            if let Some(sibling) = sibling.and_then(|sibling| self.items.get_mut(sibling as usize)) {
                sibling.tight = true;
            }
        }
        open.push(self.items.len() as u32);
        self.items.push(item);
    }

    /// Records text at a line and column. If it is to the left of open items, it belongs to an outer one.
    fn resume(&mut self, line: usize, column: usize, open: &mut Vec<u32>) {
        while let [.., outer, inner] = open.as_slice()
            && column <= self.column(*inner)
            && column > self.column(*outer)
        {
            if let Some(outer) = self.items.get_mut(*outer as usize) {
                outer.resumed = line;
            }
            open.pop();
        }
        self.indented &= open.last().is_none_or(|&last| column > self.column(last));
    }

    fn column(&self, item: u32) -> usize {
        self.items.get(item as usize).map_or(0, |item| item.column)
    }

    /// The items from the last one that starts a new list at the top level. A list in the article is not the list of
    /// comments.
    pub(super) fn last_run(mut self) -> Self {
        let begins = |item: &Item| item.parent.is_none() && item.kind == Kind::Number(1);
        if let Some(start) = self.items.iter().rposition(begins) {
            self.items.drain(..start);
            for item in &mut self.items {
                item.parent = item.parent.and_then(|parent| parent.checked_sub(start as u32));
            }
        }
        self
    }

    /// Whether the list is directly before a form or a closing line and its items look like comments: separated by
    /// blank lines, and more than single words.
    pub(super) fn is_closed(&self, lines: &Lines<'_>) -> bool {
        const LEAST: usize = 3;
        const SENTENCE: usize = 60;
        let top = || self.items.iter().filter(|item| item.parent.is_none());
        let apart = top().filter(|item| item.apart).count();
        let long = top().filter(|item| lines.get(item.line).text.len() >= SENTENCE).count();
        self.end < lines.len() && top().count() >= LEAST && 4 * apart >= 3 * top().count() && 2 * long >= top().count()
    }

    /// The number of items at the top level, and how many of them have a head.
    pub(super) fn at_top(&self) -> (usize, usize) {
        let top = || self.items.iter().filter(|item| item.parent.is_none());
        (top().count(), top().filter(|item| item.head.is_some()).count())
    }

    /// Reads the items as comments.
    pub(super) fn read(&self, lines: &Lines<'_>, heads: Heads) -> Reading {
        let loose = {
            let top = || self.items.iter().skip(1).filter(|item| item.parent.is_none());
            2 * top().filter(|item| item.apart).count() >= top().count()
        };
        let nested = || self.items.iter().filter(|item| item.parent.is_some() && item.apart);
        let numbered = nested().filter(|item| item.is_numbered()).count();
        let bulleted = nested().count() - numbered;
        let mut comments = vec![false; self.items.len()];
        for (place, item) in self.items.iter().enumerate() {
            let comment = item.head.is_some()
                || match item.parent {
                    None => heads == Heads::Some || is_pingback(lines, item.line),
                    Some(_) if heads == Heads::All => false,
                    Some(parent) => {
                        let rare = if item.is_numbered() { 4 * numbered < bulleted } else { 4 * bulleted < numbered };
                        let inside = comments.get(parent as usize).is_some_and(|&comment| !comment);
                        let resumed = self.items.get(parent as usize).is_some_and(|parent| item.line < parent.resumed);
                        let text = resumed || loose && item.tight;
                        !inside && !text && !rare
                    }
                };
            if let Some(place) = comments.get_mut(place) {
                *place = comment;
            }
        }
        let named = self.are_named(lines, &comments);
        let capped = self.items.iter().all(|item| item.column <= *Cap::COLUMNS.end());
        let mut cap = Cap::default();
        let starts = self.items.iter().zip(comments).filter(|&(_, comment)| comment).map(|(item, _)| Start {
            line: item.line,
            column: if capped { cap.column(item) } else { item.column },
            head: item.head.as_deref().cloned().or_else(|| named.then(|| head::of_name(lines, item.line))?),
            listed: true,
        });
        let mut reading = Reading::nested(starts.collect(), self.end);
        if self.indented {
            reading.cut_tail(lines);
        }
        reading
    }

    /// Whether the comments without a head begin with a name on its own line.
    fn are_named(&self, lines: &Lines<'_>, comments: &[bool]) -> bool {
        const LEAST: usize = 3;
        let bare = || self.items.iter().zip(comments).filter(|(item, comment)| **comment && item.head.is_none());
        let count = bare().count();
        count >= LEAST && bare().filter(|(item, _)| head::of_name(lines, item.line).is_some()).count() * 5 >= count * 4
    }
}

/// Whether a list item is a pingback, which has no head.
fn is_pingback(lines: &Lines<'_>, at: usize) -> bool {
    let text = lines.get(at).marker().map_or("", |marker| marker.rest);
    ["Pingback:", "Trackback:"].iter().any(|word| text.starts_with(word))
}

/// Corrects lynx's indentation, which stops at seven levels. Below that, a new list is inside the item before it, and
/// the bullets continue their sequence.
#[derive(Default)]
struct Cap {
    /// The last number of each open list in the deepest column.
    open: Vec<u32>,
}

impl Cap {
    const COLUMNS: std::ops::RangeInclusive<usize> = 33..=35;
    const STEP: usize = 5;
    const BULLETS: [char; 7] = ['*', '+', 'o', '#', '@', '-', '='];

    /// The column that an item would have without the limit.
    fn column(&mut self, item: &Item) -> usize {
        if !Self::COLUMNS.contains(&item.column) {
            self.open.clear();
            return item.column;
        }
        let below = match item.kind {
            Kind::Bullet(sign) => {
                let last = Self::BULLETS.len() - 1;
                Self::BULLETS.iter().position(|&bullet| bullet == sign).map_or(0, |place| (place + 1) % (last + 1))
            }
            Kind::Number(number) => {
                if number > 1 {
                    while self.open.last().is_some_and(|&last| last + 1 != number) {
                        self.open.pop();
                    }
                    self.open.pop();
                }
                self.open.push(number);
                self.open.len() - 1
            }
        };
        item.column + below * Self::STEP
    }
}

/// The marker of a line. A doubtful one counts only if a head follows it.
fn marker<'a>(lines: &Lines<'a>, at: usize, end: usize) -> Option<Marker<'a>> {
    let line = lines.get(at);
    line.marker()
        .or_else(|| line.doubtful_marker().filter(|marker| head::of_item(lines, at, marker.rest, end).is_some()))
}

impl Reading {
    /// Ends the last comment at the first line without indentation, if all comments of the page are indented.
    fn cut_tail(&mut self, lines: &Lines<'_>) {
        let Some(first) = self.replies.first().map(|first| lines.get(first.lines.start).indent) else { return };
        let Some(last) = self.replies.last_mut() else { return };
        let outside = |&at: &usize| {
            let line = lines.get(at);
            !line.is_blank() && line.indent <= first && lines.get(at - 1).is_blank()
        };
        let from = last.body.max(last.lines.start + 1);
        if let Some(end) = (from..last.lines.end).find(outside) {
            last.lines.end = end;
            self.end = end;
        }
    }
}

//! The amount of text in the parts of a page: letters, letters in links, and letters of prose.

use super::super::dom::{Dom, NodeId, is_silent};
use std::ops::Range;

/// Sums before each node, so that two look-ups measure any part of a page.
pub(super) struct Measure {
    before: Vec<Amount>,
}

/// The amounts in a part of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Amount {
    /// Bytes of visible text, with runs of blanks counted once.
    pub(super) letters: u32,
    /// Those in links.
    pub(super) linked: u32,
    /// Those in sentences, tables and lines of code, outside links.
    pub(super) prose: u32,
    /// Elements that head a page or contain its text: `h1` and `main`.
    pub(super) heads: u32,
}

impl Amount {
    /// The share of letters in links, in percent.
    pub(super) fn density(self) -> u64 {
        u64::from(self.linked) * 100 / u64::from(self.letters.max(1))
    }

    /// Whether the prose is at least `percent` of another part's.
    pub(super) fn has_prose_of(self, percent: u64, other: Self) -> bool {
        u64::from(self.prose) * 100 >= u64::from(other.prose) * percent
    }
}

/// A run of text on lines of its own.
#[derive(Default)]
struct Line {
    /// Its text nodes, with their letters and whether they are in a link.
    pieces: Vec<(NodeId, u32, bool)>,
    last: Option<char>,
}

impl Line {
    /// Whether the line reads like part of a text, rather than a label.
    fn is_prose(&self, in_rows: bool) -> bool {
        let sum =
            |linked: bool| -> u32 { self.pieces.iter().filter(|piece| piece.2 == linked).map(|piece| piece.1).sum() };
        let (linked, plain) = (sum(true), sum(false));
        let letters = linked + plain;
        let ends = self.last.is_some_and(|last| {
            matches!(last, '.' | '!' | '?' | ':' | ';' | '…' | '。' | '！' | '？' | '”' | '"' | ')' | '»')
        });
        linked < plain && (letters >= 80 || ends && letters >= 25 || in_rows && letters >= 4)
    }
}

impl Measure {
    /// Measures a page without the nodes that are `away`.
    pub(super) fn of(dom: &Dom, away: &dyn Fn(NodeId) -> bool) -> Self {
        let mut own = vec![Amount::default(); dom.len() + 1];
        let mut line = Line::default();
        // The ends of the outermost link and of the outermost rows or code.
        let (mut link, mut rows) = (NodeId::ROOT, NodeId::ROOT);
        let mut blocks: Vec<NodeId> = Vec::new();
        let mut node = NodeId::ROOT;
        while node.index() < dom.len() {
            while blocks.pop_if(|end| *end <= node).is_some() {
                end_line(&mut line, node <= rows, &mut own);
            }
            if let Some(text) = dom.text(node) {
                let letters = length(text);
                if letters > 0 {
                    line.pieces.push((node, letters, node < link));
                    line.last = text.trim_ascii_end().chars().next_back();
                }
            } else if dom.is_element(node) {
                let name = dom.name(node);
                if is_silent(name) || away(node) {
                    node = dom.end(node);
                    continue;
                }
                if is_block(name) {
                    end_line(&mut line, node < rows, &mut own);
                    if name != "br" {
                        blocks.push(dom.end(node));
                    }
                }
                match name {
                    "a" => link = link.max(dom.end(node)),
                    "pre" | "table" | "dl" => rows = rows.max(dom.end(node)),
                    "h1" | "main" => {
                        if let Some(place) = own.get_mut(node.index()) {
                            place.heads += 1;
                        }
                    }
                    _ => {}
                }
            }
            node = node.next();
        }
        end_line(&mut line, false, &mut own);
        let mut sum = Amount::default();
        for place in &mut own {
            let here = std::mem::replace(place, sum);
            sum.letters += here.letters;
            sum.linked += here.linked;
            sum.prose += here.prose;
            sum.heads += here.heads;
        }
        Self { before: own }
    }

    /// The amounts in a range.
    pub(super) fn within(&self, range: Range<NodeId>) -> Amount {
        let at = |node: NodeId| self.before.get(node.index()).or(self.before.last()).copied().unwrap_or_default();
        let (start, end) = (at(range.start), at(range.end));
        Amount {
            letters: end.letters.saturating_sub(start.letters),
            linked: end.linked.saturating_sub(start.linked),
            prose: end.prose.saturating_sub(start.prose),
            heads: end.heads.saturating_sub(start.heads),
        }
    }
}

/// Assigns the amounts of a line to its nodes.
fn end_line(line: &mut Line, in_rows: bool, own: &mut [Amount]) {
    let is_prose = line.is_prose(in_rows);
    for (node, letters, linked) in line.pieces.drain(..) {
        if let Some(place) = own.get_mut(node.index()) {
            place.letters = letters;
            place.linked = if linked { letters } else { 0 };
            place.prose = if is_prose && !linked { letters } else { 0 };
        }
    }
    line.last = None;
}

/// The bytes of a text, with runs of blanks counted once.
fn length(text: &str) -> u32 {
    let words: usize = text.split_ascii_whitespace().map(|word| word.len() + 1).sum();
    u32::try_from(words.saturating_sub(1)).unwrap_or(u32::MAX)
}

/// Whether an element is a block, or ends a line.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "br"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_no_prose_and_links_are_none_either() {
        let dom = Dom::read(
            "<p>The lamp was lit again in May.<p>Menu<p><a href=x>All about the harbour, the quay and the ferry.</a>",
        );
        let all = Measure::of(&dom, &|_| false).within(dom.range(NodeId::ROOT));
        assert_eq!(all, Amount { letters: 30 + 4 + 46, linked: 46, prose: 30, heads: 0 });
    }

    #[test]
    fn rows_and_code_are_prose_and_what_is_away_is_nothing() {
        let dom = Dom::read("<pre>lamp = on</pre><table><tr><td>Mole<td>12 m</table><div id=x>Fog.</div>");
        let all = Measure::of(&dom, &|node| dom.id(node) == Some("x")).within(dom.range(NodeId::ROOT));
        assert_eq!((all.letters, all.prose), (17, 17));
    }
}

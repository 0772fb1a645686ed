//! One line of plain text: its quote level, its indent, and what it may be.

use std::borrow::Cow;

/// Columns between tab stops.
const TAB: usize = 8;

/// A line of plain text in parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// The number of `>` before it.
    pub(super) quote: usize,
    /// Columns of white space before its text.
    pub(super) indent: usize,
    /// What follows the quote marks, with its leading white space.
    pub(super) whole: &'a str,
    /// Its text without surrounding white space.
    pub(super) text: &'a str,
}

/// The start of a list item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marker<'a> {
    /// The marker as it was written.
    pub(super) written: &'a str,
    /// The text after it.
    pub(super) text: &'a str,
    /// Columns from the start of the marker to the text.
    pub(super) width: usize,
}

impl<'a> Line<'a> {
    /// Splits a line into parts; only its first `levels` quote marks count.
    pub(super) fn of(line: &'a str, levels: usize) -> Self {
        let mut whole = line;
        let mut quote = 0;
        // Up to three spaces may precede a quote mark; four would be code.
        let mut start = line.strip_prefix("   ").or(line.strip_prefix("  ")).or(line.strip_prefix(' ')).unwrap_or(line);
        while let Some(inner) = start.strip_prefix('>').filter(|_| quote < levels) {
            quote += 1;
            whole = inner.strip_prefix(' ').unwrap_or(inner);
            start = whole;
        }
        let text = whole.trim();
        let indent = match whole.bytes().next() {
            Some(b' ' | b'\t') => indent(whole),
            _ => 0,
        };
        Self { quote, indent, whole, text }
    }

    /// The line without its first `columns` columns of white space.
    pub(super) fn dedented(self, columns: usize) -> Cow<'a, str> {
        let mut column = 0;
        let mut chars = self.whole.char_indices();
        let mut place = 0;
        while column < columns {
            match chars.next() {
                Some((_, ' ')) => column += 1,
                Some((_, '\t')) => column += TAB - column % TAB,
                Some((at, _)) => {
                    place = at;
                    break;
                }
                None => return Cow::Borrowed(""),
            }
            place = chars.offset();
        }
        let rest = self.whole.get(place..).unwrap_or_default().trim_end();
        match column.saturating_sub(columns) {
            0 => Cow::Borrowed(rest),
            // A tab reached beyond the columns that were removed.
            more => Cow::Owned(format!("{}{rest}", " ".repeat(more))),
        }
    }

    /// Its width in columns, roughly.
    pub(super) fn width(&self) -> usize {
        if self.text.is_ascii() { self.text.len() } else { self.text.chars().count() }
    }

    /// Whether it is a separator: one mark repeated, or many marks of several kinds.
    pub(super) fn is_rule(&self) -> bool {
        let ornament = |byte: u8| matches!(byte, b'-' | b'=' | b'_' | b'*' | b'~' | b'#' | b'+' | b'.' | b':');
        if self.text.len() >= 20 && !self.text.starts_with('+') && self.text.bytes().all(ornament) {
            return true;
        }
        let mut marks = self.text.bytes().filter(|&byte| byte != b' ');
        let Some(first) = marks.next().filter(|first| matches!(first, b'-' | b'*' | b'_' | b'=' | b'~' | b'#')) else {
            return false;
        };
        let mut count = 1;
        for mark in marks {
            if mark != first {
                return false;
            }
            count += 1;
        }
        count >= 3
    }

    /// The level of the heading above, if this line underlines it.
    pub(super) fn underlines(&self, above: &Line<'_>) -> Option<u8> {
        let level = match self.text.bytes().next()? {
            b'=' => 1,
            b'-' => 2,
            _ => return None,
        };
        let even = self.text.bytes().all(|byte| byte == self.text.as_bytes().first().copied().unwrap_or_default());
        (even && self.text.len() >= 3 && self.text.len().abs_diff(above.width()) <= 2).then_some(level)
    }

    /// Whether a hunk of a patch begins here.
    pub(super) fn opens_hunk(&self) -> bool {
        self.whole.starts_with("diff --git ") || self.whole.starts_with("@@ -") && self.text.contains(" @@")
    }

    /// Whether it may stand in a patch, after the first line.
    pub(super) fn is_of_patch(&self) -> bool {
        const HEADS: [&str; 7] = ["diff ", "index ", "new file", "deleted file", "similarity ", "rename ", "Binary "];
        self.whole.starts_with([' ', '+', '-', '@', '\\', '\t'])
            || self.text.is_empty()
            || HEADS.iter().any(|head| self.whole.starts_with(head))
    }

    /// Whether it contains aligned columns.
    pub(super) fn has_columns(&self) -> bool {
        self.text.contains("   ") || self.text.contains('\t')
    }

    /// Whether it contains a sign that programs use and prose does not.
    pub(super) fn has_sign(&self) -> bool {
        let sign = |c: char| matches!(c, '{' | '}' | ';' | '=' | '<' | '>' | '\\' | '|' | '$' | '#' | '_' | '+' | '(');
        self.text.contains(sign) && !self.text.contains("://")
    }

    /// The number of backticks that open a fence here; 0 if none does.
    pub(super) fn fence(&self) -> usize {
        let ticks = self.text.bytes().take_while(|&byte| byte == b'`').count();
        let closed = self.text.get(ticks..).is_some_and(|rest| rest.contains('`'));
        if ticks >= 3 && !closed { ticks } else { 0 }
    }

    /// The marker at its start. `None` if it is no list item.
    pub(super) fn marker(&self) -> Option<Marker<'a>> {
        let digits = self.text.bytes().take_while(u8::is_ascii_digit).count();
        let length = match self.text.chars().next()? {
            bullet @ ('-' | '*' | '•' | '◦' | '▪' | '‣' | '·') => bullet.len_utf8(),
            '0'..='9' if digits <= 3 && matches!(self.text.as_bytes().get(digits), Some(b'.' | b')')) => digits + 1,
            _ => return None,
        };
        let (written, rest) = self.text.split_at_checked(length)?;
        let text = rest.trim_start();
        let gap = rest.len() - text.len();
        (gap > 0 && !text.is_empty()).then(|| Marker { written, text, width: written.chars().count() + gap })
    }
}

fn indent(line: &str) -> usize {
    let mut column = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => column += 1,
            b'\t' => column += TAB - column % TAB,
            _ => break,
        }
    }
    column
}

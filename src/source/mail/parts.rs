//! The parts of a body between its boundary lines (RFC 2046).

use super::head::split_line;
use mailparse::ParsedContentType;
use memchr::memmem;

/// The boundary that a content type names.
pub(super) fn boundary(kind: &ParsedContentType) -> Option<&str> {
    kind.params.get("boundary").map(|boundary| boundary.trim()).filter(|boundary| !boundary.is_empty())
}

/// The parts of a body, without the text before the first and after the last. An unterminated last part continues to
/// the end.
pub(super) struct Parts<'m> {
    mark: Vec<u8>,
    /// The text after a boundary line. `None` before the first part and after the end.
    rest: Option<&'m [u8]>,
}

impl<'m> Parts<'m> {
    pub(super) fn new(body: &'m [u8], boundary: &str) -> Self {
        let mark = [b"--", boundary.as_bytes()].concat();
        let first = line_of(&mark, body);
        Self { rest: first.and_then(|line| line.after), mark }
    }
}

impl<'m> Iterator for Parts<'m> {
    type Item = &'m [u8];

    fn next(&mut self) -> Option<&'m [u8]> {
        let rest = self.rest.take()?;
        let Some(line) = line_of(&self.mark, rest) else { return (!rest.is_empty()).then_some(rest) };
        self.rest = line.after;
        // The line break before the boundary belongs to the boundary.
        let part = line.before;
        let part = part.strip_suffix(b"\n").unwrap_or(part);
        Some(part.strip_suffix(b"\r").unwrap_or(part))
    }
}

/// A boundary line.
struct Line<'m> {
    before: &'m [u8],
    /// The text after the line. `None` if the line marks the end.
    after: Option<&'m [u8]>,
}

fn line_of<'m>(mark: &[u8], body: &'m [u8]) -> Option<Line<'m>> {
    memmem::find_iter(body, mark).find_map(|at| {
        let before = body.get(..at)?;
        let (line, after) = split_line(body.get(at + mark.len()..)?);
        let (ends, line) = match line.strip_prefix(b"--") {
            Some(line) => (true, line),
            None => (false, line),
        };
        let whole = (before.is_empty() || before.ends_with(b"\n")) && line.trim_ascii().is_empty();
        whole.then_some(Line { before, after: (!ends).then_some(after) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(body: &str) -> Vec<String> {
        Parts::new(body.as_bytes(), "b").map(|part| String::from_utf8_lossy(part).into_owned()).collect()
    }

    #[test]
    fn parts_stand_between_lines_of_the_boundary() {
        assert_eq!(parts("before\n--b\none\n--b \ntwo\r\n--b--\nafter"), ["one", "two"]);
        assert_eq!(parts("--b\none\n--b\n--b--"), ["one", ""]);
    }

    #[test]
    fn what_only_looks_like_a_boundary_is_text() {
        assert_eq!(parts("--b\none\n--bc\n --b\n--b--"), ["one\n--bc\n --b"]);
        assert_eq!(parts("no parts"), [] as [&str; 0]);
    }

    #[test]
    fn the_last_part_may_be_cut_short() {
        assert_eq!(parts("--b\none\n--b\ntw"), ["one", "tw"]);
    }
}

//! The screen: the last frame, and the cells that differ from it.

use super::pen::{Pen, is_same};
use crate::app::App;
use crate::thread::Text;
use crate::ui::{Drawn, Theme, draw, link_of};
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use crossterm::{QueueableCommand, terminal};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Stdout, Write};
use unicode_width::UnicodeWidthStr;

/// The screen of the terminal. Writes only cells that changed.
pub(super) struct Screen {
    out: BufWriter<Stdout>,
    shown: Buffer,
    next: Buffer,
    cursor: Option<(u16, u16)>,
    /// Whether the terminal's content is unknown: the next frame starts with an empty screen.
    is_unknown: bool,
    takes_links: bool,
    erases: bool,
}

/// Bytes of an address at most; some terminals ignore longer ones.
const LONGEST_LINK: usize = 2000;

/// Makes the text that follows a link, as "Hyperlinks in Terminal Emulators" describes it (OSC 8). The mark joins the
/// pieces of an address that goes on in another line. `None` if the address is too long.
fn begin_link(mark: u32, address: &str) -> Option<String> {
    if address.len() > LONGEST_LINK {
        return None;
    }
    let mut sequence = format!("\x1b]8;id={mark:x};");
    for byte in address.bytes() {
        if byte.is_ascii_graphic() { sequence.push(char::from(byte)) } else { _ = write!(sequence, "%{byte:02X}") }
    }
    sequence.push_str("\x1b\\");
    Some(sequence)
}

/// Ends a link.
const END_LINK: &str = "\x1b]8;;\x1b\\";

/// Whether a terminal takes links, or at least ignores them, by what `TERM` calls it.
pub(super) fn takes_links(terminal: &str) -> bool {
    const OTHERS: [&str; 5] = ["dumb", "linux", "vt", "cons", "ansi"];
    !terminal.is_empty() && !OTHERS.iter().any(|name| terminal.starts_with(name))
}

/// Whether a terminal erases some cells of a row (ECH), by what `TERM` calls it.
fn erases(terminal: &str) -> bool {
    const THESE: [&str; 12] = [
        "xterm",
        "tmux",
        "alacritty",
        "foot",
        "kitty",
        "wezterm",
        "ghostty",
        "contour",
        "st-",
        "linux",
        "vte",
        "konsole",
    ];
    THESE.iter().any(|name| terminal.starts_with(name))
}

impl Screen {
    /// A screen with unknown content.
    pub(super) fn new() -> io::Result<Self> {
        let (width, height) = terminal::size()?;
        let terminal = std::env::var("TERM").unwrap_or_default();
        let area = Rect::new(0, 0, width, height);
        Ok(Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            cursor: None,
            is_unknown: true,
            takes_links: takes_links(&terminal),
            erases: erases(&terminal),
        })
    }

    /// Its columns and rows.
    pub(super) fn size(&self) -> (u16, u16) {
        (self.shown.area.width, self.shown.area.height)
    }

    /// Adapts to a new size of the terminal.
    pub(super) fn resize(&mut self, width: u16, height: u16) {
        let area = Rect::new(0, 0, width, height);
        self.next.resize(area);
        self.shown.resize(area);
        self.forget();
    }

    /// Makes the next frame a whole one. The screen is cleared together with it, so that nothing flickers.
    pub(super) fn forget(&mut self) {
        self.is_unknown = true;
    }

    /// Draws a frame.
    pub(super) fn draw(&mut self, app: &App, theme: &Theme) -> io::Result<()> {
        self.next.reset();
        let Drawn { cursor, links } = draw(app, theme, &mut self.next);
        if self.is_unknown {
            self.shown.reset();
        }
        let changed = changes(&self.shown, &self.next);
        if changed.is_empty() && cursor == self.cursor && !self.is_unknown {
            return Ok(());
        }
        self.out.queue(BeginSynchronizedUpdate)?;
        if self.cursor.is_some() || self.is_unknown {
            self.out.queue(Hide)?;
        }
        if self.is_unknown {
            self.out.queue(Clear(ClearType::All))?;
        }
        let no_links = BTreeMap::new();
        let links = if self.takes_links { &links } else { &no_links };
        self.out.write_all(&encode(&changed, &self.next, links, self.erases))?;
        if let Some((x, y)) = cursor {
            self.out.queue(MoveTo(x, y))?.queue(Show)?;
        }
        self.out.queue(EndSynchronizedUpdate)?;
        self.out.flush()?;
        self.cursor = cursor;
        self.is_unknown = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }
}

/// Blanks from which on erasing takes fewer bytes.
const MANY: usize = 10;

/// The bytes that write cells of a screen, with its links. `erases` is whether the terminal erases cells of a row.
pub fn encode(cells: &[(u16, u16, &Cell)], screen: &Buffer, links: &BTreeMap<u32, Text>, erases: bool) -> Vec<u8> {
    let mut pen = Pen::default();
    let mut rest = cells;
    while let Some((&(x, y, cell), after)) = rest.split_first() {
        rest = after;
        pen.go(x, y, screen);
        if cell.underline_color != pen.link {
            if let Some(begin) = link_of(cell).and_then(|mark| begin_link(mark, links.get(&mark)?)) {
                pen.link(cell.underline_color, &begin);
            } else if pen.link != Color::Reset {
                pen.link(Color::Reset, END_LINK);
            }
        }
        if erases && cell.symbol() == " " {
            let many = pen.blanks(screen);
            // A sign that may be narrow comes after the blank that follows it.
            let told = after.iter().take_while(|(next, row, _)| *row == y && (x..x + many).contains(next)).count();
            if told >= MANY {
                pen.erase(many);
                rest = after.get(told..).unwrap_or_default();
                continue;
            }
        }
        pen.cell(cell, screen.area.width);
    }
    if pen.link != Color::Reset {
        pen.link(Color::Reset, END_LINK);
    }
    pen.finish()
}

/// The cells to write to turn one screen into another. Never writes the cell under the right half of a wide character,
/// and always one that such a half has left. Before a character that some terminals draw one cell wide, and others two,
/// the second cell is cleared.
pub fn changes<'a>(shown: &Buffer, next: &'a Buffer) -> Vec<(u16, u16, &'a Cell)> {
    let width = usize::from(next.area.width).max(1);
    let mut changes = Vec::new();
    for (y, (old, row)) in shown.content.chunks(width).zip(next.content.chunks(width)).enumerate() {
        let (mut covered, mut uncovered) = (0, 0);
        for (x, (old, new)) in old.iter().zip(row).enumerate() {
            let is_covered = covered > 0;
            let differs = !is_same(old, new);
            if !is_covered && (differs || uncovered > 0) {
                // Where it is drawn two cells wide it covers that cell again.
                if let Some(second) = row.get(x + 1).filter(|_| may_be_narrow(new)) {
                    changes.push((x as u16 + 1, y as u16, second));
                }
                changes.push((x as u16, y as u16, new));
            }
            covered = if is_covered { covered - 1 } else { wide(new) };
            uncovered = usize::saturating_sub(uncovered, 1);
            if differs {
                uncovered = uncovered.max(wide(old));
            }
        }
    }
    changes
}

/// How many cells a character takes beyond its own.
fn wide(cell: &Cell) -> usize {
    let symbol = cell.symbol();
    if symbol.len() == 1 { 0 } else { symbol.width().saturating_sub(1) }
}

/// Whether terminals disagree on how wide a character is: a sign made an emoji by U+FE0F.
fn may_be_narrow(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() > 3 && symbol.ends_with('\u{FE0F}') && wide(cell) == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn buffer(row: &str) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        buffer.set_string(0, 0, row, Style::new());
        buffer
    }

    fn changed(before: &str, after: &str) -> Vec<(u16, String)> {
        let (before, after) = (buffer(before), buffer(after));
        changes(&before, &after).into_iter().map(|(x, _, cell)| (x, cell.symbol().to_owned())).collect()
    }

    #[test]
    fn only_what_differs_is_written() {
        assert_eq!(changed("abcdef", "abXdef"), [(2, "X".to_owned())]);
        assert_eq!(changed("abcdef", "abcdef"), []);
    }

    #[test]
    fn an_address_is_told_without_anything_that_could_end_it() {
        let told = |address: &str| begin_link(0xabc, address).unwrap_or_default();
        assert_eq!(told("https://harbour.example/é"), "\x1b]8;id=abc;https://harbour.example/%C3%A9\x1b\\");
        assert_eq!(told("https://a.example/\x1b\\ x"), "\x1b]8;id=abc;https://a.example/%1B\\%20x\x1b\\");
        assert_eq!(told(&"a".repeat(2001)), "");
        assert!(takes_links("xterm-256color") && !takes_links("linux") && !takes_links(""));
    }

    #[test]
    fn behind_a_sign_that_may_be_narrow_nothing_of_before_stays() {
        let told = |before: &str, after: &str| changed(before, after);
        assert_eq!(told("abcdef", "✔\u{FE0F}cdef"), [(1, " ".to_owned()), (0, "✔\u{FE0F}".to_owned())]);
        assert_eq!(told("✔\u{FE0F}cdef", "✔\u{FE0F}cdef"), []);
        assert_eq!(told("✔\u{FE0F}cdef", "abcdef"), [(0, "a".to_owned()), (1, "b".to_owned())]);
    }

    #[test]
    fn a_sign_that_may_be_narrow_before_many_blanks_is_written() {
        let (mut before, mut after) = (Buffer::empty(Rect::new(0, 0, 40, 1)), Buffer::empty(Rect::new(0, 0, 40, 1)));
        before.set_string(0, 0, "x".repeat(40), Style::new());
        after.set_string(0, 0, "ab✔\u{FE0F}", Style::new());
        let bytes = encode(&changes(&before, &after), &after, &BTreeMap::new(), true);
        assert_eq!(String::from_utf8(bytes).unwrap(), "\x1b[1Hab\x1b[C \x1b[1;3H✔\u{FE0F}\x1b[1;5H\x1b[36X");
    }

    #[test]
    fn the_right_half_of_a_wide_character_is_not_written_and_comes_back_after_it() {
        assert_eq!(changed("abcdef", "漢cdef"), [(0, "漢".to_owned())]);
        let back: Vec<_> = changed("漢 cde", "x  cde").into_iter().map(|(x, _)| x).collect();
        assert_eq!(back, [0, 1]);
    }
}

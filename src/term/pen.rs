//! Cells as bytes for a terminal, as few as tell it what to show.
//!
//! A few cells that did not change are cheaper written again than passed over, so a move within a row goes through
//! them if they are in the colours at hand. Of colours and weights only what changes is told, and nothing that a blank
//! does not show. All sequences are those of ECMA-48, and the
//! one that not every terminal knows (ECH) is used only where it does.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Weights and lines that are seen on a blank too.
const SEEN_ON_BLANKS: Modifier =
    Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT).union(Modifier::SLOW_BLINK);

/// Each weight, with the numbers that begin and end it.
const WEIGHTS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Colours and weights in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Look {
    fg: Color,
    bg: Color,
    weights: Modifier,
}

impl Look {
    /// The look for a cell that changes least of this one.
    fn towards(self, cell: &Cell) -> Self {
        if !is_blank(cell) {
            return Self { fg: cell.fg, bg: cell.bg, weights: cell.modifier };
        }
        let seen = cell.modifier & SEEN_ON_BLANKS;
        if seen.is_empty() {
            return Self { fg: self.fg, bg: cell.bg, weights: self.weights.difference(SEEN_ON_BLANKS) };
        }
        Self { fg: cell.fg, bg: cell.bg, weights: cell.modifier }
    }

    /// The numbers that make this look another one.
    fn numbers(self, next: Self) -> String {
        let mut numbers = String::new();
        let ended = self.weights.difference(next.weights);
        // One number ends both, bold and dim.
        let mut begun = next.weights.difference(self.weights);
        let mut last = 0;
        for (weight, _, end) in WEIGHTS {
            if ended.contains(weight) && last != end {
                push(&mut numbers, format_args!("{end}"));
                last = end;
            }
        }
        if ended.intersects(Modifier::BOLD | Modifier::DIM) {
            begun |= next.weights & (Modifier::BOLD | Modifier::DIM);
        }
        for (weight, begin, _) in WEIGHTS {
            if begun.contains(weight) {
                push(&mut numbers, format_args!("{begin}"));
            }
        }
        if self.fg != next.fg {
            colour(&mut numbers, next.fg, 30);
        }
        if self.bg != next.bg {
            colour(&mut numbers, next.bg, 40);
        }
        numbers
    }
}

fn push(numbers: &mut String, number: std::fmt::Arguments<'_>) {
    if !numbers.is_empty() {
        numbers.push(';');
    }
    _ = numbers.write_fmt(number);
}

/// Adds a colour: of letters from 30 on, of the ground from 40.
fn colour(numbers: &mut String, colour: Color, from: u8) {
    let basic = match colour {
        Color::Reset => return push(numbers, format_args!("{}", from + 9)),
        Color::Indexed(index) => return push(numbers, format_args!("{};5;{index}", from + 8)),
        Color::Rgb(red, green, blue) => return push(numbers, format_args!("{};2;{red};{green};{blue}", from + 8)),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
    };
    push(numbers, format_args!("{}", from + basic));
}

/// Writes cells, from left to right and from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Pen {
    bytes: Vec<u8>,
    look: Look,
    /// Where the terminal writes next. `None` if that is unknown.
    at: Option<(u16, u16)>,
    /// The mark of the link in force, as cells have it.
    pub(super) link: Color,
}

impl Pen {
    /// Goes to a cell of a screen.
    pub(super) fn go(&mut self, x: u16, y: u16, screen: &Buffer) {
        if self.at == Some((x, y)) {
            return;
        }
        let mut way = String::new();
        match self.at {
            Some((from, row)) if row == y && from < x => {
                let many = x - from;
                _ = if many == 1 { write!(way, "\x1b[C") } else { write!(way, "\x1b[{many}C") };
                if usize::from(many) <= way.len()
                    && let Some(letters) = self.letters(screen, (from, y), usize::from(many))
                {
                    way = letters;
                }
            }
            _ if x == 0 => _ = write!(way, "\x1b[{}H", y + 1),
            _ => _ = write!(way, "\x1b[{};{}H", y + 1, x + 1),
        }
        self.bytes.extend_from_slice(way.as_bytes());
        self.at = Some((x, y));
    }

    /// The letters of cells that can be written as they are, in the colours at hand. `None` if some cannot.
    fn letters(&self, screen: &Buffer, (x, y): (u16, u16), many: usize) -> Option<String> {
        let start = usize::from(y) * usize::from(screen.area.width) + usize::from(x);
        let cells = screen.content.get(start..start + many)?;
        let can = |cell: &Cell| {
            matches!(cell.symbol().as_bytes(), [b' '..=b'~'])
                && self.look.towards(cell) == self.look
                && cell.underline_color == self.link
        };
        cells.iter().all(can).then(|| cells.iter().map(Cell::symbol).collect())
    }

    /// Writes a cell of a screen that is `width` columns wide, where the terminal is.
    pub(super) fn cell(&mut self, cell: &Cell, width: u16) {
        let next = self.look.towards(cell);
        self.turn(next);
        let symbol = cell.symbol();
        self.bytes.extend_from_slice(symbol.as_bytes());
        // Terminals disagree on how wide signs of several characters are, and on where they are after the last column.
        let is_sure = symbol.len() == 1 || symbol.width() == 1 && symbol.chars().count() == 1;
        self.at = self.at.map(|(x, y)| (x + 1, y)).filter(|&(x, _)| is_sure && x < width);
    }

    /// The blanks of a screen from where the terminal is, which erasing would make.
    pub(super) fn blanks(&self, screen: &Buffer) -> u16 {
        let Some((x, y)) = self.at else { return 0 };
        let row = screen.content.chunks(usize::from(screen.area.width).max(1)).nth(usize::from(y)).unwrap_or_default();
        let is_empty = |cell: &&Cell| {
            is_blank(cell)
                && cell.bg == Color::Reset
                && cell.underline_color == self.link
                && !cell.modifier.intersects(SEEN_ON_BLANKS)
        };
        row.iter().skip(usize::from(x)).take_while(is_empty).count() as u16
    }

    /// Erases cells from where the terminal is, and stays there.
    pub(super) fn erase(&mut self, many: u16) {
        // They take the colour of the ground and nothing else.
        let weights = self.look.weights.difference(SEEN_ON_BLANKS);
        self.turn(Look { bg: Color::Reset, weights, ..self.look });
        self.bytes.extend_from_slice(format!("\x1b[{many}X").as_bytes());
    }

    /// Changes the look, by what differs or from the beginning, whichever is shorter.
    fn turn(&mut self, next: Look) {
        if next == self.look {
            return;
        }
        let mut numbers = self.look.numbers(next);
        let anew = Look::default().numbers(next);
        if anew.is_empty() {
            numbers = anew;
        } else if anew.len() + 2 < numbers.len() {
            numbers = format!("0;{anew}");
        }
        self.bytes.extend_from_slice(b"\x1b[");
        self.bytes.extend_from_slice(numbers.as_bytes());
        self.bytes.push(b'm');
        self.look = next;
    }

    /// Writes the sequence that begins or ends a link.
    pub(super) fn link(&mut self, mark: Color, sequence: &str) {
        self.link = mark;
        self.bytes.extend_from_slice(sequence.as_bytes());
    }

    /// All bytes, with the look as it was before.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.turn(Look::default());
        self.bytes
    }
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " "
}

/// Whether two cells look the same. Most contain a single letter, which needs no comparison of strings.
pub(super) fn is_same(old: &Cell, new: &Cell) -> bool {
    let is_same_symbol = match (old.symbol().as_bytes(), new.symbol().as_bytes()) {
        ([old], [new]) => old == new,
        (old, new) => old == new,
    };
    if !is_same_symbol || old.bg != new.bg || old.underline_color != new.underline_color {
        return false;
    }
    (old.fg, old.modifier) == (new.fg, new.modifier)
        || is_blank(new) && !(old.modifier | new.modifier).intersects(SEEN_ON_BLANKS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    /// What is written to turn one row into another.
    fn told(before: &[(&str, Style)], after: &[(&str, Style)]) -> String {
        let row = |parts: &[(&str, Style)]| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
            parts.iter().fold(0, |x, (text, style)| buffer.set_string_from(x, text, *style));
            buffer
        };
        let (before, after) = (row(before), row(after));
        let mut pen = Pen::default();
        for (x, (old, new)) in before.content.iter().zip(&after.content).enumerate() {
            if !is_same(old, new) {
                pen.go(x as u16, 0, &after);
                pen.cell(new, 20);
            }
        }
        String::from_utf8(pen.finish()).unwrap().replace('\x1b', "^")
    }

    trait FromColumn {
        fn set_string_from(&mut self, x: u16, text: &str, style: Style) -> u16;
    }

    impl FromColumn for Buffer {
        fn set_string_from(&mut self, x: u16, text: &str, style: Style) -> u16 {
            self.set_stringn(x, 0, text, 20, style).0
        }
    }

    const PLAIN: Style = Style::new();

    #[test]
    fn short_gaps_are_written_through_and_long_ones_passed_over() {
        let change = |before, after| told(&[(before, PLAIN)], &[(after, PLAIN)]);
        assert_eq!(change("a harbour", "A hArbour"), "^[1HA hA");
        assert_eq!(change("abcdefghij", "AbcdefghiJ"), "^[1HA^[8CJ");
        assert_eq!(change("abé", "Abè"), "^[1HAbè");
        assert_eq!(change("aéb", "AéB"), "^[1HA^[CB");
    }

    #[test]
    fn only_the_colours_that_change_are_told() {
        let (red, bold) = (PLAIN.fg(Color::Red), PLAIN.fg(Color::Red).add_modifier(Modifier::BOLD));
        assert_eq!(told(&[], &[("ab", red), ("cd", bold), ("ef", PLAIN)]), "^[1H^[31mab^[1mcd^[mef");
        assert_eq!(told(&[], &[("ab", bold), ("cd", red)]), "^[1H^[1;31mab^[22mcd^[m");
        let dim = PLAIN.add_modifier(Modifier::DIM);
        assert_eq!(told(&[], &[("a", PLAIN.add_modifier(Modifier::BOLD)), ("b", dim)]), "^[1H^[1ma^[0;2mb^[m");
        assert_eq!(
            told(&[], &[("a", PLAIN.bg(Color::Rgb(1, 2, 3))), ("b", red.bg(Color::Indexed(7)))]),
            "^[1H^[48;2;1;2;3ma^[31;48;5;7mb^[m"
        );
    }

    #[test]
    fn a_blank_takes_no_colour_of_letters() {
        let (red, under) = (PLAIN.fg(Color::Red), PLAIN.add_modifier(Modifier::UNDERLINED));
        assert_eq!(told(&[("a b", PLAIN)], &[("A", red), (" ", PLAIN), ("B", red)]), "^[1H^[31mA B^[m");
        assert_eq!(told(&[(" ", PLAIN)], &[(" ", red)]), "");
        assert_eq!(told(&[(" ", PLAIN)], &[(" ", under)]), "^[1H^[4m ^[m");
    }

    #[test]
    fn many_blanks_are_erased_whatever_stood_there() {
        let mut screen = Buffer::empty(Rect::new(0, 0, 30, 1));
        screen.set_string(25, 0, "x", PLAIN.fg(Color::Red));
        let mut pen = Pen::default();
        pen.go(4, 0, &screen);
        assert_eq!(pen.blanks(&screen), 21);
        pen.erase(21);
        pen.go(25, 0, &screen);
        assert_eq!((pen.blanks(&screen), pen.finish()), (0, b"\x1b[1;5H\x1b[21X\x1b[21C".to_vec()));
    }

    #[test]
    fn where_a_sign_may_be_wide_the_next_place_is_told() {
        assert_eq!(told(&[], &[("漢b", PLAIN)]), "^[1H漢^[1;3Hb");
    }
}

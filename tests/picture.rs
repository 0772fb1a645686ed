//! The picture in the README: a frame of the built-in thread as the program draws it, written as SVG.
//!
//! `UPDATE_PICTURE=1 cargo test --test picture` makes it anew. Look at it before you commit it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod stage;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use stage::Stage;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};
use threadle::Builder;
use threadle::inner::SOURCES;
use unicode_width::UnicodeWidthStr;

/// Columns and rows of the frame.
const SIZE: (u16, u16) = (112, 30);
/// What is pressed after the first branch has been read: gull's ferries are folded, and a reply of mara's is selected.
const KEYS: &str = "1 9 G z c 1 0 G";

/// The size of a cell, and where text stands in it, in pixels.
const CELL: (f32, f32) = (8.4, 19.0);
const FONT: f32 = 14.0;
const BASELINE: f32 = 13.6;
/// Room around the cells, and the height of the window's bar.
const MARGIN: f32 = 14.0;
const BAR: f32 = 30.0;

const GROUND: &str = "#16181d";
const FRAME: &str = "#2b2f38";
const TEXT: &str = "#d7dae0";
const FONTS: &str = "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace";

#[test]
fn the_picture_shows_the_program_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screen.svg");
    let drawn = picture();
    if env::var_os("UPDATE_PICTURE").is_some() {
        fs::write(&path, &drawn).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == drawn,
        "assets/screen.svg is not what the program draws: UPDATE_PICTURE=1 cargo test --test picture makes it anew"
    );
}

fn picture() -> String {
    let mut builder = Builder::new("text");
    let text = SOURCES.iter().find(|source| source.name() == "text").unwrap();
    text.read(&mut &include_bytes!("../assets/harbour.txt")[..], &mut builder).unwrap();
    let mut stage = Stage::new(builder.finish().unwrap().thread, SIZE.0, SIZE.1);
    while stage.app.selection().index() < 9 {
        stage.press("Space");
    }
    stage.press(KEYS);
    svg(&stage.buffer())
}

/// A window with the cells of a buffer in it.
fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let width = 2.0 * MARGIN + f32::from(columns) * CELL.0;
    let height = BAR + MARGIN + f32::from(rows) * CELL.1;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\">\n<title>threadle: the outline of a thread beside its text</title>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"9\" fill=\"{GROUND}\" stroke=\"{FRAME}\"/>\n",
        width - 1.0,
        height - 1.0
    );
    for (place, colour) in [(0.0, "#ed6a5e"), (20.0, "#f4be4f"), (40.0, "#61c554")] {
        let _ = writeln!(svg, "<circle cx=\"{}\" cy=\"{}\" r=\"6\" fill=\"{colour}\"/>", 20.0 + place, BAR / 2.0);
    }
    let _ = writeln!(
        svg,
        "<g transform=\"translate({MARGIN} {BAR})\" font-family=\"{FONTS}\" font-size=\"{FONT}\" fill=\"{TEXT}\" \
         xml:space=\"preserve\">"
    );
    for y in 0..rows {
        let runs = runs(buffer, y);
        runs.iter().for_each(|run| ground(&mut svg, run, y));
        runs.iter().for_each(|run| text(&mut svg, run, y));
    }
    svg + "</g>\n</svg>\n"
}

/// Neighbouring cells that look the same.
struct Run {
    column: u16,
    columns: u16,
    text: String,
    looks: Looks,
}

#[derive(Clone, Copy, PartialEq)]
struct Looks {
    ink: Color,
    ground: Color,
    modifier: Modifier,
}

impl Looks {
    fn of(cell: &Cell) -> Self {
        let is_reversed = cell.modifier.contains(Modifier::REVERSED);
        let (ink, ground) = if is_reversed { (cell.bg, cell.fg) } else { (cell.fg, cell.bg) };
        Self { ink, ground, modifier: cell.modifier }
    }
}

fn runs(buffer: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    while column < buffer.area.width {
        let cell = &buffer[(column, y)];
        let columns = (cell.symbol().width().max(1)) as u16;
        let looks = Looks::of(cell);
        match runs.last_mut().filter(|run| run.looks == looks) {
            Some(run) => {
                run.text += cell.symbol();
                run.columns += columns;
            }
            None => runs.push(Run { column, columns, text: cell.symbol().to_owned(), looks }),
        }
        column += columns;
    }
    runs
}

fn ground(svg: &mut String, run: &Run, y: u16) {
    if let Some(colour) = rgb(run.looks.ground) {
        let (x, top) = (f32::from(run.column) * CELL.0, f32::from(y) * CELL.1);
        let width = f32::from(run.columns) * CELL.0;
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{top}\" width=\"{width:.1}\" height=\"{}\" fill=\"{colour}\" shape-rendering=\"crispEdges\"/>",
            CELL.1
        );
    }
}

/// Writes the words of a run, each where its first cell is and as long as its cells, so that any font fits. Bars
/// are drawn as such, so that they have no gaps.
fn text(svg: &mut String, run: &Run, y: u16) {
    let mut column = run.column;
    for part in parts(&run.text) {
        let columns = part.width() as u16;
        if part.trim().is_empty() {
            column += columns;
            continue;
        }
        match BARS.iter().find(|bar| part.starts_with(bar.0)) {
            Some(&(_, from, width)) => bar(svg, (from, width), run, (column, y)),
            None => word(svg, part, run, (column, y)),
        }
        column += columns;
    }
}

/// The words of a text with what is between them; runs of spaces and lines are parts of their own.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = match rest.chars().next() {
            Some(bar) if is_bar(bar) => bar.len_utf8(),
            _ => {
                let spaces = rest.len() - rest.trim_start().len();
                let gap = if spaces > 0 { spaces } else { rest.find("  ").unwrap_or(rest.len()) };
                rest.find(is_bar).map_or(gap, |at| at.min(gap))
            }
        };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts
}

/// Characters that stand on every row of something, with where they begin in the cell and how wide they are.
const BARS: [(char, f32, f32); 4] = [('│', 3.7, 1.0), ('┃', 2.7, 3.0), ('▌', 0.0, 4.2), ('▎', 0.0, 2.1)];

fn is_bar(char: char) -> bool {
    BARS.iter().any(|bar| bar.0 == char)
}

fn bar(svg: &mut String, (from, width): (f32, f32), run: &Run, (column, y): (u16, u16)) {
    let colour = rgb(run.looks.ink).unwrap_or_else(|| TEXT.to_owned());
    let (x, top) = (f32::from(column) * CELL.0 + from, f32::from(y) * CELL.1);
    let _ = writeln!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{colour}\" shape-rendering=\"crispEdges\"/>",
        CELL.1
    );
}

fn word(svg: &mut String, part: &str, run: &Run, (column, y): (u16, u16)) {
    let kept = part.trim_end();
    let (x, baseline) = (f32::from(column) * CELL.0, f32::from(y) * CELL.1 + BASELINE);
    let _ = write!(svg, "<text x=\"{x:.1}\" y=\"{baseline:.1}\" textLength=\"{:.1}\"", kept.width() as f32 * CELL.0);
    if let Some(colour) = rgb(run.looks.ink) {
        let _ = write!(svg, " fill=\"{colour}\"");
    }
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if run.looks.modifier.contains(modifier) {
            svg.push_str(attribute);
        }
    }
    let escaped = kept.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(svg, ">{escaped}</text>");
}

/// A colour of the 256-colour palette as xterm has it; none for the terminal's own.
fn rgb(colour: Color) -> Option<String> {
    const SIXTEEN: [&str; 16] = [
        "#1d1f24", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0", "#5c6370", "#e06c75",
        "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#ffffff",
    ];
    let Color::Indexed(index) = colour else {
        assert!(colour == Color::Reset, "the picture knows indexed colours, not {colour:?}");
        return None;
    };
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    Some(match index {
        0..16 => SIXTEEN[usize::from(index)].to_owned(),
        16..232 => {
            let cube = index - 16;
            format!("#{:02x}{:02x}{:02x}", level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
    })
}

//! The look of a role: its colours and modifiers.

use super::Colours;
use ratatui::style::{Color, Modifier, Style};

/// A colour as red, green and blue.
pub(super) type Rgb = (u8, u8, u8);

/// Colours and modifiers, for terminals with many colours and with sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Look {
    many: Style,
    /// The look for sixteen colours. `None` takes the nearest ones.
    few: Option<Style>,
}

/// Names of a terminal's own sixteen colours, in the order of their numbers (ECMA-48, and aixterm for the bright ones),
/// with xterm's values.
const SIXTEEN: [(&str, Color, Rgb); 16] = [
    ("black", Color::Black, (0, 0, 0)),
    ("red", Color::Red, (205, 0, 0)),
    ("green", Color::Green, (0, 205, 0)),
    ("yellow", Color::Yellow, (205, 205, 0)),
    ("blue", Color::Blue, (0, 0, 238)),
    ("magenta", Color::Magenta, (205, 0, 205)),
    ("cyan", Color::Cyan, (0, 205, 205)),
    ("white", Color::Gray, (229, 229, 229)),
    ("bright-black", Color::DarkGray, (127, 127, 127)),
    ("bright-red", Color::LightRed, (255, 0, 0)),
    ("bright-green", Color::LightGreen, (0, 255, 0)),
    ("bright-yellow", Color::LightYellow, (255, 255, 0)),
    ("bright-blue", Color::LightBlue, (92, 92, 255)),
    ("bright-magenta", Color::LightMagenta, (255, 0, 255)),
    ("bright-cyan", Color::LightCyan, (0, 255, 255)),
    ("bright-white", Color::White, (255, 255, 255)),
];

const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// Steps of the colour cube in the palette of 256 (xterm).
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl Look {
    /// Reads `"110 on 236 bold | cyan"`. An error says what was expected.
    pub(super) fn parse(written: &str) -> Result<Self, String> {
        let (many, few) = written.split_once('|').map_or((written, None), |(many, few)| (many, Some(few)));
        Ok(Self { many: style(many)?, few: few.map(style).transpose()? })
    }

    pub(super) fn bold(mut self) -> Self {
        self.many = self.many.add_modifier(Modifier::BOLD);
        self.few = self.few.map(|few| few.add_modifier(Modifier::BOLD));
        self
    }

    /// The style for a terminal with these colours.
    pub(super) fn style(self, colours: Colours) -> Style {
        let reduced = |reduce: fn(Color) -> Color| Style {
            fg: self.many.fg.map(reduce),
            bg: self.many.bg.map(reduce),
            ..self.many
        };
        match colours {
            Colours::All => self.many,
            Colours::Palette => reduced(of_256),
            Colours::Sixteen => self.few.unwrap_or_else(|| reduced(of_16)),
            Colours::None => Style { fg: None, bg: None, ..self.many },
        }
    }

    #[cfg(test)]
    pub(super) fn text_rgb(self) -> Option<Rgb> {
        self.many.fg.map(shown)
    }

    #[cfg(test)]
    pub(super) fn ground_rgb(self) -> Option<Rgb> {
        self.many.bg.map(shown)
    }
}

fn style(written: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut words = written.split_whitespace();
    while let Some(word) = words.next() {
        if word == "on" {
            style.bg = Some(colour(words.next().unwrap_or("nothing"))?);
        } else if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*modifier);
        } else {
            style.fg = Some(colour(word)?);
        }
    }
    Ok(style)
}

fn colour(word: &str) -> Result<Color, String> {
    let named = || SIXTEEN.iter().find(|(name, ..)| *name == word).map(|(_, colour, _)| *colour);
    let numbered = || word.parse().ok().map(Color::Indexed);
    let mixed = || rgb(word).map(|(red, green, blue)| Color::Rgb(red, green, blue));
    named()
        .or_else(numbered)
        .or_else(mixed)
        .ok_or_else(|| format!("expected a colour such as red, 110 or #87afd7, or a word such as bold, found {word}"))
}

/// Reads `#rrggbb`.
pub(super) fn rgb(word: &str) -> Option<Rgb> {
    let digits = word.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some((part(0)?, part(2)?, part(4)?))
}

/// The value of a colour; the palette of 256 is xterm's.
fn shown(colour: Color) -> Rgb {
    match colour {
        Color::Rgb(red, green, blue) => (red, green, blue),
        Color::Indexed(number @ 16..=231) => {
            let step = |divisor: u8| CUBE[usize::from((number - 16) / divisor % 6)];
            (step(36), step(6), step(1))
        }
        Color::Indexed(number @ 232..) => {
            let grey = 8 + 10 * (number - 232);
            (grey, grey, grey)
        }
        Color::Indexed(number) => SIXTEEN.get(usize::from(number)).map_or((0, 0, 0), |(.., rgb)| *rgb),
        named => SIXTEEN.iter().find(|(_, colour, _)| *colour == named).map_or((0, 0, 0), |(.., rgb)| *rgb),
    }
}

fn of_256(colour: Color) -> Color {
    match colour {
        Color::Rgb(..) => {
            let wanted = shown(colour);
            (16..=255).map(Color::Indexed).min_by_key(|&known| distance(shown(known), wanted)).unwrap_or(colour)
        }
        colour => colour,
    }
}

fn of_16(colour: Color) -> Color {
    match colour {
        Color::Rgb(..) | Color::Indexed(_) => {
            let wanted = shown(colour);
            let nearest = SIXTEEN.iter().min_by_key(|(.., rgb)| distance(*rgb, wanted));
            nearest.map_or(colour, |(_, known, _)| *known)
        }
        colour => colour,
    }
}

/// The squared distance of two colours.
fn distance(a: Rgb, b: Rgb) -> u32 {
    let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    square(a.0, b.0) + square(a.1, b.1) + square(a.2, b.2)
}

/// The contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio).
#[cfg(test)]
pub(super) fn contrast(a: Rgb, b: Rgb) -> f64 {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let light = |(red, green, blue): Rgb| 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

//! The one place that knows colours: what is drawn has a role, and a theme gives each role its style.

use ratatui::style::{Color, Modifier, Style};

/// What something drawn is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Running text.
    Plain,
    /// What is less important than text: ages, snippets, hints.
    Dim,
    /// Guides between posts, borders and the track of the scrollbar.
    Frame,
    /// The name of an author.
    Author,
    /// The name of an author where a post answers them.
    Answered,
    /// The name of who wrote the article.
    OriginalPoster,
    /// The reader's own name.
    Own,
    /// The bar at the selected post, the thumb of the scrollbar, fold marks and counts.
    Accent,
    /// A title or a heading.
    Heading,
    /// A quotation.
    Quote,
    /// Literal text.
    Code,
    /// Where something leads.
    Link,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// What is searched for.
    Match,
    /// Letters to type for what is under them.
    Label,
    /// The row of the selected post.
    Selected,
    /// The selected row of a list that lies over the panes.
    Chosen,
    /// The lines above and below the panes.
    Bar,
    /// What matters most in such a line.
    BarStrong,
    /// A key in a hint or in the help.
    Key,
    /// What is put away, and why.
    Away,
    /// Something lies over the panes.
    Panel,
    /// What a rule makes stand out.
    Highlight,
    /// Something went wrong.
    Error,
}

/// The colours of a terminal that a theme is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    /// Light text on a dark ground.
    Dark,
    /// Dark text on a light ground.
    Light,
    /// No colours at all.
    Mono,
}

/// A style for each role.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    palette: Palette,
    /// The terminal has 256 colours; else 16.
    many: bool,
}

impl Theme {
    /// The theme for a palette, on a terminal of 256 colours and more or of 16.
    pub fn new(palette: Palette, many_colours: bool) -> Self {
        Self { palette, many: many_colours }
    }

    pub(super) fn style(self, role: Role) -> Style {
        match (self.palette, self.many) {
            (Palette::Mono, _) => mono(role),
            (Palette::Dark, true) => indexed(role, &DARK),
            (Palette::Light, true) => indexed(role, &LIGHT),
            (Palette::Dark, false) => sixteen(role, Color::Yellow, Color::Cyan),
            (Palette::Light, false) => sixteen(role, Color::Red, Color::Blue),
        }
    }
}

/// Colours of the 256-colour palette.
struct Colours {
    dim: u8,
    frame: u8,
    author: u8,
    accent: u8,
    own: u8,
    chosen: u8,
    quote: u8,
    code: u8,
    ground: u8,
    bar: u8,
    bar_text: u8,
    match_ground: u8,
    match_text: u8,
    error: u8,
}

const DARK: Colours = Colours {
    dim: 246,
    frame: 240,
    author: 110,
    accent: 179,
    own: 114,
    chosen: 240,
    quote: 108,
    code: 174,
    ground: 237,
    bar: 236,
    bar_text: 252,
    match_ground: 179,
    match_text: 16,
    error: 203,
};

const LIGHT: Colours = Colours {
    dim: 241,
    frame: 249,
    author: 25,
    accent: 130,
    own: 28,
    chosen: 250,
    quote: 29,
    code: 125,
    ground: 254,
    bar: 254,
    bar_text: 236,
    match_ground: 222,
    match_text: 16,
    error: 160,
};

fn indexed(role: Role, colours: &Colours) -> Style {
    let style = Style::new();
    let colour = Color::Indexed;
    match role {
        Role::Plain => style,
        Role::Dim => style.fg(colour(colours.dim)),
        Role::Frame => style.fg(colour(colours.frame)),
        Role::Author => style.fg(colour(colours.author)).add_modifier(Modifier::BOLD),
        Role::Answered => style.fg(colour(colours.author)),
        Role::OriginalPoster => style.fg(colour(colours.accent)).add_modifier(Modifier::BOLD),
        Role::Own => style.fg(colour(colours.own)).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Role::Accent => style.fg(colour(colours.accent)),
        Role::Heading | Role::Strong => style.add_modifier(Modifier::BOLD),
        Role::Emphasis => style.add_modifier(Modifier::ITALIC),
        Role::Quote => style.fg(colour(colours.quote)),
        Role::Code => style.fg(colour(colours.code)),
        Role::Link => style.fg(colour(colours.author)).add_modifier(Modifier::UNDERLINED),
        Role::Match => style.fg(colour(colours.match_text)).bg(colour(colours.match_ground)),
        Role::Label => {
            style.fg(colour(colours.match_text)).bg(colour(colours.match_ground)).add_modifier(Modifier::BOLD)
        }
        Role::Selected => style.bg(colour(colours.ground)),
        Role::Chosen => style.bg(colour(colours.chosen)),
        Role::Bar => style.fg(colour(colours.dim)).bg(colour(colours.bar)),
        Role::BarStrong => style.fg(colour(colours.bar_text)).bg(colour(colours.bar)).add_modifier(Modifier::BOLD),
        Role::Key => style.fg(colour(colours.accent)),
        Role::Away => style.fg(colour(colours.code)),
        Role::Panel => style.bg(colour(colours.bar)),
        Role::Highlight => style.fg(colour(colours.accent)).add_modifier(Modifier::BOLD | Modifier::ITALIC),
        Role::Error => style.fg(colour(colours.error)).add_modifier(Modifier::BOLD),
    }
}

fn sixteen(role: Role, accent: Color, author: Color) -> Style {
    let style = Style::new();
    match role {
        Role::Plain | Role::Panel => style,
        Role::Dim | Role::Frame => style.fg(Color::DarkGray),
        Role::Author => style.fg(author).add_modifier(Modifier::BOLD),
        Role::Answered => style.fg(author),
        Role::OriginalPoster => style.fg(accent).add_modifier(Modifier::BOLD),
        Role::Own => style.fg(Color::Green).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Role::Accent | Role::Key => style.fg(accent),
        Role::Heading | Role::Strong => style.add_modifier(Modifier::BOLD),
        Role::Emphasis => style.add_modifier(Modifier::ITALIC),
        Role::Quote => style.fg(Color::Green),
        Role::Code | Role::Away => style.fg(Color::Magenta),
        Role::Link => style.fg(author).add_modifier(Modifier::UNDERLINED),
        Role::Match => style.fg(Color::Black).bg(Color::Yellow),
        Role::Label => style.fg(Color::Black).bg(Color::Yellow).add_modifier(Modifier::BOLD),
        Role::Selected | Role::Chosen | Role::Bar => style.add_modifier(Modifier::REVERSED),
        Role::BarStrong => style.add_modifier(Modifier::REVERSED | Modifier::BOLD),
        Role::Highlight => style.fg(accent).add_modifier(Modifier::BOLD | Modifier::ITALIC),
        Role::Error => style.fg(Color::Red).add_modifier(Modifier::BOLD),
    }
}

fn mono(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Plain | Role::Panel | Role::Quote | Role::Code | Role::Answered => style,
        Role::Dim | Role::Frame | Role::Away => style.add_modifier(Modifier::DIM),
        Role::Author | Role::Accent | Role::Heading | Role::Strong | Role::Key | Role::Error => {
            style.add_modifier(Modifier::BOLD)
        }
        Role::OriginalPoster => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Role::Own => style.add_modifier(Modifier::BOLD | Modifier::REVERSED),
        Role::Highlight => style.add_modifier(Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED),
        Role::Emphasis => style.add_modifier(Modifier::ITALIC),
        Role::Link => style.add_modifier(Modifier::UNDERLINED),
        Role::Match | Role::Selected | Role::Chosen | Role::Bar => style.add_modifier(Modifier::REVERSED),
        Role::BarStrong | Role::Label => style.add_modifier(Modifier::REVERSED | Modifier::BOLD),
    }
}

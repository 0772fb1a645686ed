//! The only place that knows colours: everything drawn has a role, and a theme gives each role its style.
//!
//! A theme is a text of lines such as `author = "110 bold"`. `assets/themes` contains the themes of the program; a
//! reader's own theme changes single roles of one of them.

mod look;
mod role;

pub(super) use role::Role;

use look::Look;
use ratatui::style::Style;

/// The colours of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Colours {
    #[default]
    /// None: only bold, reversed and the like.
    None,
    /// The sixteen that every terminal has.
    Sixteen,
    /// The palette of 256.
    Palette,
    /// All colours that `#rrggbb` can name.
    All,
}

/// A style for each role.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Theme {
    looks: [Look; Role::NAMED.len()],
    /// Looks for names. Two people with the same look differ by their names.
    people: Vec<Look>,
    /// Looks for the guides of levels; they repeat for deeper levels.
    guides: Vec<Look>,
    colours: Colours,
}

/// The themes of the program, by name.
const SHIPPED: [(&str, &str); 9] = [
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("mono", include_str!("../../../assets/themes/mono.toml")),
    ("gruvbox-dark", include_str!("../../../assets/themes/gruvbox-dark.toml")),
    ("gruvbox-light", include_str!("../../../assets/themes/gruvbox-light.toml")),
    ("solarized-dark", include_str!("../../../assets/themes/solarized-dark.toml")),
    ("solarized-light", include_str!("../../../assets/themes/solarized-light.toml")),
    ("nord", include_str!("../../../assets/themes/nord.toml")),
    ("dracula", include_str!("../../../assets/themes/dracula.toml")),
];

impl Theme {
    /// The names of the program's themes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// The theme with a name, in all colours. `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        let (_, text) = SHIPPED.iter().find(|(known, _)| *known == name)?;
        let mut theme =
            Self { looks: Default::default(), people: Vec::new(), guides: Vec::new(), colours: Colours::All };
        for line in text.lines() {
            if let Some((role, look)) = line.split_once('=') {
                // A test reads every theme of the program.
                let _ = theme.set(role.trim(), look.trim().trim_matches('"'));
            }
        }
        Some(theme)
    }

    /// Changes the look of a role: `"#87afd7 on 236 bold | cyan"`, in which the part after the bar is for sixteen
    /// colours. `people` and `guides` take several looks, separated by commas. An error says what was expected.
    pub fn set(&mut self, role: &str, look: &str) -> Result<(), String> {
        let several = || look.split(',').map(Look::parse).collect::<Result<Vec<_>, _>>();
        match role {
            "people" => self.people = several()?,
            "guides" => self.guides = several()?,
            _ => {
                let place = Role::NAMED.iter().position(|(name, _)| *name == role);
                let slot = place.and_then(|place| self.looks.get_mut(place));
                *slot.ok_or_else(|| format!("expected a role, found {role}: one of {}", roles()))? = Look::parse(look)?;
            }
        }
        Ok(())
    }

    /// The theme for a terminal with these colours; without colours it is `mono`.
    #[must_use]
    pub fn shown_in(self, colours: Colours) -> Self {
        match colours {
            Colours::None => Self::named("mono").unwrap_or(self),
            colours => Self { colours, ..self },
        }
    }

    pub(super) fn style(&self, role: Role) -> Style {
        let nth = |looks: &[Look], number: usize| looks.get(number % looks.len().max(1)).copied().unwrap_or_default();
        let look = match role {
            Role::Person(number) => nth(&self.people, number).bold(),
            Role::QuietPerson(number) => nth(&self.people, number),
            Role::Guide(level) => nth(&self.guides, level),
            _ => {
                let place = Role::NAMED.iter().position(|(_, known)| *known == role);
                place.and_then(|place| self.looks.get(place)).copied().unwrap_or_default()
            }
        };
        look.style(self.colours)
    }
}

/// The names of all roles, for a message.
fn roles() -> String {
    let names: Vec<_> = Role::NAMED.iter().map(|(name, _)| *name).chain(["people", "guides"]).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::{Color, Modifier};

    #[test]
    fn every_theme_that_is_shipped_names_every_role_once() {
        for (name, text) in SHIPPED {
            let mut theme = Theme::named(name).unwrap();
            let lines: Vec<_> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
            let mut named: Vec<_> = lines.iter().map(|line| line.split_once(" = ").unwrap().0).collect();
            for line in lines {
                let (role, look) = line.split_once(" = ").unwrap();
                assert_eq!(theme.set(role, look.trim_matches('"')), Ok(()), "{name}: {line}");
            }
            let mut wanted: Vec<_> = Role::NAMED.iter().map(|(name, _)| *name).chain(["people", "guides"]).collect();
            named.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(named, wanted, "{name}");
        }
    }

    #[test]
    fn texts_stand_out_from_the_grounds_that_they_are_drawn_on() {
        for (name, text) in SHIPPED.iter().filter(|(name, _)| *name != "mono") {
            let theme = Theme::named(name).unwrap();
            let ground = text.lines().find_map(|line| line.strip_prefix("# For a background of ")).unwrap();
            let ground = look::rgb(ground.trim_end_matches('.')).unwrap();
            let of = |role: Role| theme.looks[Role::NAMED.iter().position(|(_, known)| *known == role).unwrap()];
            let grounds = [Role::Selected, Role::SelectedAway, Role::Panel, Role::Bar, Role::Chosen];
            let grounds = grounds.map(|role| of(role).ground_rgb().unwrap_or(ground));
            for role in [Role::Dim, Role::Author, Role::Accent, Role::Unread, Role::Key, Role::Away, Role::Suggested] {
                for ground in grounds.iter().chain([&ground]) {
                    let contrast = look::contrast(of(role).text_rgb().unwrap(), *ground);
                    assert!(contrast >= 3.0, "{name}: {role:?} has a contrast of {contrast:.1} on {ground:?}");
                }
            }
            for person in &theme.people {
                let contrast = look::contrast(person.text_rgb().unwrap(), ground);
                assert!(contrast >= 4.0, "{name}: a name has a contrast of {contrast:.1}");
            }
        }
    }

    #[test]
    fn a_look_for_few_colours_is_taken_where_there_are_few() {
        let mut theme = Theme::named("dark").unwrap();
        theme.set("author", "#87afd7 on 236 bold | cyan").unwrap();
        let style = |colours| theme.clone().shown_in(colours).style(Role::Author);
        let many = Style::new().bg(Color::Indexed(236)).add_modifier(Modifier::BOLD);
        assert_eq!(style(Colours::All), many.fg(Color::Rgb(0x87, 0xaf, 0xd7)));
        assert_eq!(style(Colours::Palette), many.fg(Color::Indexed(110)));
        assert_eq!(style(Colours::Sixteen), Style::new().fg(Color::Cyan));
        assert_eq!(style(Colours::None), Theme::named("mono").unwrap().style(Role::Author));
    }

    #[test]
    fn what_is_wrong_with_a_look_is_told() {
        let mut theme = Theme::named("dark").unwrap();
        assert!(theme.set("autor", "red").unwrap_err().starts_with("expected a role, found autor: one of plain, dim"));
        let fault = theme.set("author", "reddish").unwrap_err();
        assert_eq!(fault, "expected a colour such as red, 110 or #87afd7, or a word such as bold, found reddish");
        assert!(theme.set("people", "red, #12345").is_err());
        assert!(theme.set("author", "red on").is_err());
    }

    #[test]
    fn the_same_person_has_the_same_colour_and_the_next_another() {
        let theme = Theme::named("light").unwrap();
        let hues = theme.people.len();
        assert_eq!(theme.style(Role::Person(1)), theme.style(Role::Person(1 + hues)));
        assert_ne!(theme.style(Role::Person(1)), theme.style(Role::Person(2)));
    }
}

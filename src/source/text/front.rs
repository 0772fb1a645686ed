//! The front matter of a Markdown file, as written by static site generators and exporters.
//!
//! ```text
//! ---
//! title: The harbour and the lighthouse
//! url: https://harbour.example/lighthouse
//! ---
//! ```

/// The fields of front matter that are used. All others are ignored.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Front<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) url: Option<&'a str>,
}

/// Longer front matter is text.
const LONGEST: usize = 16 * 1024;

impl<'a> Front<'a> {
    /// Separates the front matter from a text. Without front matter, the fields are empty and the whole text remains.
    pub(super) fn read(text: &'a str) -> (Self, &'a str) {
        let found = text.strip_prefix("---\n").and_then(|rest| {
            let end = rest.find("\n---\n").filter(|&end| end < LONGEST)?;
            let (front, rest) = (rest.get(..end)?, rest.get(end + 5..)?);
            front.lines().all(is_field).then(|| (Self::of(front), rest))
        });
        found.unwrap_or((Self::default(), text))
    }

    fn of(front: &'a str) -> Self {
        let value = |name: &str| {
            let fields = front.lines().filter_map(|line| line.split_once(':'));
            let found = fields.filter(|(key, _)| key.trim() == name).map(|(_, value)| unquoted(value)).next();
            found.filter(|value| !value.is_empty())
        };
        Self { title: value("title"), url: value("url") }
    }
}

/// Whether a line may be part of front matter: a field, or the continuation of one.
fn is_field(line: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    line.trim().is_empty()
        || line.starts_with([' ', '-', '#'])
        || line.split_once(':').is_some_and(|(name, _)| is_name(name))
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inner = |mark: char| value.strip_prefix(mark).and_then(|value| value.strip_suffix(mark));
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_tells_title_and_address_and_is_taken_off() {
        let text =
            "---\ntopic_id: 7\ntitle: \"The lamp\"\ntags:\n  - boats\nurl: https://harbour.example/7\n---\n\nOut.\n";
        let front = Front { title: Some("The lamp"), url: Some("https://harbour.example/7") };
        assert_eq!(Front::read(text), (front, "\nOut.\n"));
    }

    #[test]
    fn a_rule_at_the_beginning_is_no_front_matter() {
        for text in ["---\nThe lamp is out.\n---\nNo.\n", "---\ntitle: no end\n", "The lamp\n---\ntitle: x\n---\n"] {
            assert_eq!(Front::read(text), (Front::default(), text), "{text}");
        }
    }
}

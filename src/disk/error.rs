//! Errors of the system, for people.

use std::io;

/// An error of the system in words, without its number: `no space left on device`.
pub(crate) fn error_text(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or_default();
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_left_out_and_the_first_letter_is_small() {
        assert_eq!(error_text(&io::Error::other("Lost at sea (os error 5)")), "lost at sea");
        assert_eq!(error_text(&io::Error::other("")), "");
    }
}

//! Flowed text (RFC 3676): a line that ends in a space continues on the next, and a space may be stuffed before any.

/// The text with each paragraph on one line. `delete_space` says that the space at the end is not part of the text
/// (`DelSp=yes`).
pub(super) fn joined(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for (number, line) in text.lines().enumerate() {
        let content = line.trim_start_matches('>');
        let quote = line.len() - content.len();
        let content = content.strip_prefix(' ').unwrap_or(content);
        let is_separator = content == "-- ";
        if open != Some(quote) || is_separator {
            if number > 0 {
                out.push('\n');
            }
            (0..quote).for_each(|_| out.push('>'));
            if quote > 0 {
                out.push(' ');
            }
        }
        let flows = content.ends_with(' ') && !is_separator;
        let content = if flows && delete_space { content.strip_suffix(' ').unwrap_or(content) } else { content };
        out.push_str(content);
        open = flows.then_some(quote);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_end_in_a_space_go_on() {
        assert_eq!(joined("The lamp \nis \nlit.\nYes.", false), "The lamp is lit.\nYes.");
        assert_eq!(joined("ab \r\ncd\r\n\r\nef", true), "abcd\n\nef");
    }

    #[test]
    fn a_quote_goes_on_only_in_a_quote_as_deep() {
        assert_eq!(joined("> Is it \n> lit?\n>> Who \n>> asks?\nI.", false), "> Is it lit?\n>> Who asks?\nI.");
        assert_eq!(joined("> Is it \nYes.", false), "> Is it \nYes.");
    }

    #[test]
    fn stuffed_spaces_are_taken_out() {
        assert_eq!(joined(" From here\n >not quoted\n  set in", false), "From here\n>not quoted\n set in");
    }

    #[test]
    fn the_mark_of_a_signature_does_not_flow() {
        assert_eq!(joined("Yes.\n-- \nmara", false), "Yes.\n-- \nmara");
        assert_eq!(joined("It goes on \n-- \nmara", false), "It goes on \n-- \nmara");
    }
}

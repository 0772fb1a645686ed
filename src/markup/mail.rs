//! The mail notation: plain text with a signature, as RFC 3676 and old habit have it.

use super::Block;
use super::line::Line;
use super::plain::Sheet;

/// The blocks of the text of a mail.
pub(super) fn blocks(raw: &str) -> Vec<Block> {
    let mut sheet = Sheet::flowed();
    for raw in raw.lines() {
        let line = sheet.line(raw);
        if is_separator(&line) {
            sheet.begin_signature(line.quote);
        } else {
            sheet.add(line);
        }
    }
    sheet.finish()
}

/// Whether a signature follows, or what a mailing list puts under every mail.
fn is_separator(line: &Line<'_>) -> bool {
    matches!(line.whole, "-- " | "--") || line.text.len() >= 30 && line.text.bytes().all(|byte| byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::super::tests::sketch;
    use crate::thread::Notation::Mail;

    #[test]
    fn signatures_stand_apart() {
        assert_eq!(sketch(Mail, "Yes.\n-- \nmara\nKeeper"), ["Yes.", "signature mara\nKeeper"]);
        assert_eq!(sketch(Mail, "> Lit?\n> -- \n> mara\nYes."), ["> Lit?", "> signature mara", "Yes."]);
    }

    #[test]
    fn who_wrote_a_quote_is_said_on_one_line() {
        assert_eq!(
            sketch(Mail, "On Mon, 3 Apr 2023, mara of the lighthouse\nwrote:\n> Lit?"),
            ["On Mon, 3 Apr 2023, mara of the lighthouse wrote:", "> Lit?"]
        );
    }

    #[test]
    fn flowed_lines_are_joined() {
        assert_eq!(sketch(Mail, "> It flows on \n> to here.\nHi \nyou"), ["> It flows on\nto here.", "Hi\nyou"]);
        assert_eq!(
            sketch(Mail, "The lamp flows on and on over the water \nto here."),
            ["The lamp flows on and on over the water to here."]
        );
    }
}

//! The mail notation: plain text with a signature (RFC 3676 and old habit).

use super::Block;
use super::line::Line;
use super::plain::Reader;

/// The blocks of a mail's text.
pub(super) fn blocks(raw: &str) -> Vec<Block> {
    let mut reader = Reader::flowed();
    let mut lines = raw.lines().peekable();
    while let Some(raw) = lines.next() {
        let line = Line::of(raw, usize::MAX);
        if matches!(line.whole, "-- " | "--") || line.is_rule() && lines.peek().is_some_and(|next| names_list(next)) {
            reader.begin_signature(line.quote);
        } else {
            reader.add(raw);
        }
    }
    reader.finish()
}

/// Whether a line begins the footer of a mailing list.
fn names_list(line: &str) -> bool {
    memchr::memmem::find(line.as_bytes(), b"ailing list").is_some()
}

#[cfg(test)]
mod tests {
    use super::super::tests::sketch;
    use crate::thread::Notation::Mail;

    #[test]
    fn signatures_stand_apart() {
        assert_eq!(sketch(Mail, "Yes.\n-- \nmara\nKeeper"), ["Yes.", "signature mara\nKeeper"]);
        assert_eq!(sketch(Mail, "Yes.\n__________\nHarbour mailing list"), ["Yes.", "signature Harbour mailing list"]);
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

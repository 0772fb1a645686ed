//! Draws the program's signs in ASCII, for terminals and readers that have no others.

use ratatui::buffer::Buffer;

/// Replaces every sign that the program draws, and typographic marks in texts, by ASCII of the same width.
pub(super) fn replace_signs(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some(plain) = plain(cell.symbol()) {
            cell.set_char(plain);
        }
    }
}

/// The letter in place of a sign. `None` if the sign stays.
fn plain(sign: &str) -> Option<char> {
    Some(match sign {
        "▎" => '>',
        "│" | "┃" | "▌" | "▏" | "▍" => '|',
        "─" => '-',
        "╭" | "╮" | "╰" | "╯" => '+',
        "▸" => '+',
        "▾" => '-',
        "•" | "●" | "◆" | "★" => '*',
        "·" => '.',
        "…" | "⋯" | "≈" => '~',
        "¶" | "█" | "▆" | "▉" | "▊" | "▋" => '#',
        "▿" => 'v',
        "░" => ':',
        "←" | "‹" => '<',
        "→" | "›" => '>',
        "↑" => '^',
        "↳" => '`',
        "×" => 'x',
        "–" | "—" => '-',
        "‘" | "’" => '\'',
        "“" | "”" => '"',
        "␛" => '?',
        _ => return None,
    })
}

//! Asks the terminal whether its background is light (xterm's control sequences, OSC 11), and reads the answer.

use super::screen::takes_links;
use std::env;
use std::io::{self, Write};
use std::time::{Duration, Instant};

/// Asks for the background. It ends with BEL, and so does the answer: rxvt does not end one with ST as it should.
const QUESTION: &[u8] = b"\x1b]11;?\x07";
/// How long the first frame is held back where nothing is known: no longer than a frame takes anywhere, so that nobody
/// waits for a terminal that is silent, and one that answers is not seen to change its colours.
const HELD: Duration = Duration::from_millis(25);
/// How long the way out waits for an answer that is still to come, so that no shell gets it.
const PATIENCE: Duration = Duration::from_millis(200);

/// A question that the terminal may answer at any time, or never.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    at: Instant,
    /// Whether nothing was drawn yet, and the theme is a guess.
    is_guess: bool,
}

impl Asked {
    /// How long the first frame is still held back for the answer. `None` if no longer.
    pub(super) fn held(self) -> Option<Duration> {
        HELD.checked_sub(self.at.elapsed()).filter(|_| self.is_guess)
    }

    /// The same question once a frame was drawn.
    pub(super) fn drawn(self) -> Self {
        Self { is_guess: false, ..self }
    }

    /// How long its answer is still worth waiting for. `None` if no longer.
    pub(super) fn left(self) -> Option<Duration> {
        PATIENCE.checked_sub(self.at.elapsed())
    }
}

/// Asks the terminal and does not wait. `None` if a terminal of this kind would draw the question.
pub(super) fn ask(is_guess: bool) -> io::Result<Option<Asked>> {
    // The same that draw a link draw a question.
    if !takes_links(&env::var("TERM").unwrap_or_default()) {
        return Ok(None);
    }
    let mut out = io::stdout();
    out.write_all(QUESTION)?;
    out.flush()?;
    Ok(Some(Asked { at: Instant::now(), is_guess }))
}

/// Whether a colour such as `rgb:ffff/ffff/ffff` is light: at least half as light as white for the eye. `None` if it is
/// no colour.
pub(super) fn is_light(colour: &[u8]) -> Option<bool> {
    /// The luminance of a grey half as light as white (CIE L* 50).
    const HALF: f64 = 0.184;
    let (kind, parts) = std::str::from_utf8(colour).ok()?.split_once(':')?;
    let mut parts = parts.split('/').map(share);
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    let luminance = 0.2126 * red.powf(2.2) + 0.7152 * green.powf(2.2) + 0.0722 * blue.powf(2.2);
    matches!(kind, "rgb" | "rgba").then_some(luminance >= HALF)
}

/// The share of the most that one to four hexadecimal digits can say.
fn share(digits: &str) -> Option<f64> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let most = match digits.len() {
        1 => 0xF_u32,
        2 => 0xFF,
        3 => 0xFFF,
        4 => 0xFFFF,
        _ => return None,
    };
    Some(f64::from(u32::from_str_radix(digits, 16).ok()?) / f64::from(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_is_told_from_dark_whatever_the_number_of_digits() {
        for light in
            ["rgb:ffff/ffff/ffff", "rgb:fd/f6/e3", "rgb:f/f/f", "rgba:ffff/ffff/dddd/ffff", "rgb:8080/8080/8080"]
        {
            assert_eq!(is_light(light.as_bytes()), Some(true), "{light}");
        }
        for dark in
            ["rgb:0000/0000/0000", "rgb:28/28/28", "rgb:0/0/f", "rgba:1d1d/1f1f/2121/ffff", "rgb:6060/6060/6060"]
        {
            assert_eq!(is_light(dark.as_bytes()), Some(false), "{dark}");
        }
        for nothing in ["", "rgb:", "rgb:ff/ff", "rgb:fffff/0/0", "hsl:f/f/f", "rgb:+f/f/f/", "rgb:é/f/f"] {
            assert_eq!(is_light(nothing.as_bytes()), None, "{nothing}");
        }
    }
}

//! Whether the terminal's background is light, as the terminal itself tells.

use std::time::Duration;
use terminal_colorsaurus::{QueryOptions, background_color};

/// Longer than this nobody waits for a terminal that does not answer. One that cannot tell says so at once, as it answers the
/// question behind this one.
const PATIENCE: Duration = Duration::from_millis(200);

/// Asks the terminal for its background (xterm's control sequences, OSC 11). `None` if it does not tell.
pub(super) fn has_light_background() -> Option<bool> {
    let mut options = QueryOptions::default();
    options.timeout = PATIENCE;
    background_color(options).ok().map(|colour| colour.perceived_lightness() > 0.5)
}

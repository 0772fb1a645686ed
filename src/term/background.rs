//! Asks the terminal whether its background is light.

use std::time::Duration;
use terminal_colorsaurus::{QueryOptions, background_color};

/// How long a terminal gets to answer. One that does not know this question answers the next one, so it is noticed at
/// once.
const PATIENCE: Duration = Duration::from_millis(200);

/// Asks the terminal for its background (xterm's control sequences, OSC 11). `None` if it does not say.
pub(super) fn has_light_background() -> Option<bool> {
    let mut options = QueryOptions::default();
    options.timeout = PATIENCE;
    background_color(options).ok().map(|colour| colour.perceived_lightness() > 0.5)
}

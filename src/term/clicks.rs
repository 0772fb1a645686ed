//! Tells a double click from two clicks.

use crate::app::{Action, Mouse, MouseKind};
use std::time::{Duration, Instant};

/// The time in which the second press of a double click comes.
const SOON: Duration = Duration::from_millis(400);

/// The last press of the left button.
#[derive(Debug, Default)]
pub(super) struct Clicks {
    last: Option<(u16, u16, Instant)>,
}

impl Clicks {
    /// The action, as a double press if it is the second press at its place within a short time.
    pub(super) fn count(&mut self, action: Action, now: Instant) -> Action {
        let Action::Mouse(Mouse { kind: MouseKind::Press, x, y }) = action else { return action };
        let is_second = self
            .last
            .is_some_and(|(left, top, then)| (left, top) == (x, y) && now.saturating_duration_since(then) <= SOON);
        self.last = (!is_second).then_some((x, y, now));
        let kind = if is_second { MouseKind::DoublePress } else { MouseKind::Press };
        Action::Mouse(Mouse { kind, x, y })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_presses_at_one_place_are_a_double_one_if_they_come_soon() {
        let (mut clicks, begun) = (Clicks::default(), Instant::now());
        let mut is_double = |x, after| {
            let press = Action::Mouse(Mouse { kind: MouseKind::Press, x, y: 3 });
            matches!(
                clicks.count(press, begun + Duration::from_millis(after)),
                Action::Mouse(Mouse { kind: MouseKind::DoublePress, .. })
            )
        };
        let presses = [(5, 0), (5, 300), (5, 500), (6, 600), (6, 1200)];
        assert_eq!(presses.map(|(x, after)| is_double(x, after)), [false, true, false, false, false]);
    }
}

//! How long another order of the replies takes in a thread of a million posts, in milliseconds of one core: beside the
//! screen, on the screen until the first frame, and until the work ends when it is called off at its worst moment.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

#[expect(unreachable_pub, dead_code, reason = "shared by the benchmarks, which need different parts of it")]
mod made;

use made::Shape;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};
use threadle::{Action, App, Code, Effect, Key, Sort, Theme, Thread, Time, Work, draw};

const POSTS: usize = 1_000_000;
const SAMPLES: usize = 3;
const SCREEN: (u16, u16) = (160, 48);

fn main() {
    let thread = Arc::new(made::thread(POSTS, Shape::Tree));
    println!("| {POSTS} posts | beside the screen | on the screen | called off within |\n| --- | ---: | ---: | ---: |");
    for (number, &(sort, name, _)) in Sort::ALL.iter().enumerate() {
        if sort == Sort::Thread {
            continue;
        }
        let samples = if sort == Sort::Drift { 1 } else { SAMPLES };
        let runs: Vec<_> = (0..samples).filter_map(|_| run(&thread, number)).collect();
        let least = |of: fn(&Run) -> Duration| runs.iter().map(of).min().unwrap_or_default().as_secs_f64() * 1e3;
        let (work, shown, breath) = (least(|run| run.work), least(|run| run.shown), least(|run| run.breath));
        println!("| `{name}` | {work:.0} | {shown:.1} | {breath:.1} |");
    }
}

/// One time another order was asked for.
struct Run {
    work: Duration,
    shown: Duration,
    /// The longest time between two questions whether the work is still wanted.
    breath: Duration,
}

/// Asks for the order of a number, and shows it.
fn run(thread: &Arc<Thread>, number: usize) -> Option<Run> {
    let mut app = App::new(Arc::clone(thread), Time::from_millis(1_700_000_000_000));
    let (width, height) = SCREEN;
    app.update(Action::Resize { width, height });
    app.compose();
    let digit = char::from_digit(number as u32 + 1, 10)?;
    let effects: Vec<_> =
        ['S', digit].into_iter().flat_map(|key| app.update(Action::Key(Key::plain(Code::Char(key))))).collect();
    let Some(Effect::Work(job, work @ Work::Sort { .. })) = effects.into_iter().next_back() else { return None };
    let begun = Instant::now();
    let (asked, breath) = (Cell::new(begun), Cell::new(Duration::ZERO));
    let breathes = || {
        let now = Instant::now();
        breath.set(breath.get().max(now - asked.replace(now)));
    };
    let goes_on = || {
        breathes();
        true
    };
    let mut sorted = None;
    work.run(thread, &goes_on, &mut |outcome| sorted = Some(Action::Outcome(job, outcome)));
    let sorted = sorted?;
    let work = begun.elapsed();
    breathes();
    let begun = Instant::now();
    app.update(sorted);
    app.compose();
    draw(&app, &Theme::named("dark").unwrap_or_default(), &mut Buffer::empty(Rect::new(0, 0, width, height)));
    Some(Run { work, shown: begun.elapsed(), breath: breath.get() })
}

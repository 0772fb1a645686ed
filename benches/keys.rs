//! What a key costs, from the key to the bytes for the terminal, in threads of a thousand to a million posts.
//!
//! Prints a table of microseconds: the median and, after the slash, what 95 of 100 stay below. Every place is new to
//! the reader, so nothing of it has been laid out before. The search, which runs beside the screen in the program,
//! runs before the frame here, until it finds something.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

#[expect(unreachable_pub, dead_code, reason = "shared by the benchmarks, which need different parts of it")]
mod made;

use made::{Dice, Shape};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use threadle::inner::{changes, encode, set_up};
use threadle::{Action, App, COMMANDS, Code, Effect, Given, Key, Outcome, PostId, Theme, Thread, Time, Work, draw};

const SCREEN: (u16, u16) = (160, 48);
const OTHER: (u16, u16) = (118, 40);
const NOW: i64 = 1_700_000_000_000;
/// How often what is fast is measured, and what takes all folds at once.
const SAMPLES: usize = 300;
const SLOW_SAMPLES: usize = 15;

fn main() {
    let sizes = [
        ("1,000", 1000, Shape::Tree),
        ("100,000", 100_000, Shape::Tree),
        ("1,000,000", 1_000_000, Shape::Tree),
        ("a chain of 100,000", 100_000, Shape::Chain),
    ];
    let columns: Vec<_> = sizes.iter().map(|&(_, posts, shape)| measure(made::thread(posts, shape))).collect();
    print!("| key to frame, µs |");
    sizes.iter().for_each(|(title, ..)| print!(" {title} |"));
    println!("\n| --- |{}", " ---: |".repeat(sizes.len()));
    for (row, (what, _)) in columns[0].iter().enumerate() {
        print!("| {what} |");
        columns.iter().for_each(|column| print!(" {} |", column[row].1));
        println!();
    }
}

/// The rows of the table for one thread.
#[expect(clippy::too_many_lines, reason = "a table")]
fn measure(thread: Thread) -> Vec<(&'static str, String)> {
    let thread = Arc::new(thread);
    let mut reader = Reader::new(&thread);
    let mut dice = Dice(7);
    let key = |char| Key::plain(Code::Char(char));
    let mut rows = Vec::new();
    let mut row = |what, samples: Vec<Duration>| rows.push((what, summary(samples)));

    let esc = Key::plain(Code::Esc);
    let mut steps = |before: &[Key], timed: Key, samples: usize, inner: bool| -> Vec<Duration> {
        let step = |_| {
            reader.go(dice.below(thread.len()), inner);
            before.iter().for_each(|&key| _ = reader.act(Action::Key(key)));
            let taken = reader.act(Action::Key(timed));
            reader.act(Action::Key(esc));
            taken
        };
        (0..samples).map(step).collect()
    };
    row("next `j`", steps(&[], key('j'), SAMPLES, false));
    row("read on `Space`", steps(&[], key(' '), SAMPLES, false));
    row("page down `PgDn`", steps(&[], Key::plain(Code::PageDown), SAMPLES, false));
    row("fold `h`", steps(&[], key('h'), SAMPLES, true));
    row("unfold `l`", steps(&[key('h')], key('l'), SAMPLES, true));
    row("jump to the end `G`", steps(&[], key('G'), SAMPLES, false));
    row("fold all `z M`", steps(&[key('z'), key('R'), key('z')], key('M'), SLOW_SAMPLES, false));
    row("next, all folded `j`", steps(&[key('z'), key('M')], key('j'), SLOW_SAMPLES, false));
    row("unfold all `z R`", steps(&[key('z'), key('M'), key('z')], key('R'), SLOW_SAMPLES, false));
    row("a letter of a search", steps(&[key('/'), key('l'), key('a'), key('m')], key('p'), SAMPLES / 3, false));
    let rare: Vec<_> = "/kittiwak".chars().map(key).collect();
    row("a letter, rare word", steps(&rare, key('e'), SAMPLES / 10, false));
    reader.waits = true;
    "/lamp".chars().map(key).chain([Key::plain(Code::Enter)]).for_each(|key| _ = reader.act(Action::Key(key)));
    row(
        "next match `n`",
        (0..SAMPLES)
            .map(|_| {
                reader.go(dice.below(thread.len()), false);
                reader.act(Action::Key(key('n')))
            })
            .collect(),
    );
    reader.act(Action::Key(esc));
    row("filter `&`, when all is found", (0..SLOW_SAMPLES).map(|_| reader.filter("lamp -ferry")).collect());
    row(
        "next, filtered `j`",
        (0..SAMPLES)
            .map(|_| {
                // One hit further on each time.
                reader.act(Action::Key(key('n')));
                reader.act(Action::Key(key('j')))
            })
            .collect(),
    );
    reader.act(Action::Key(esc));
    reader.waits = false;
    suggested(&mut reader, &mut row);
    let (tab, back) = (Key::plain(Code::Tab), Key::plain(Code::BackTab));
    let mut tabs = |key: Key| -> Vec<Duration> {
        let step = |_| {
            reader.go(dice.below(thread.len()), false);
            reader.act(Action::Key(key))
        };
        (0..SAMPLES).map(step).collect()
    };
    row("next unread `Tab`", tabs(tab));
    row("previous unread `S-Tab`", tabs(back));
    [key('g'), key('g'), key(',')].into_iter().for_each(|key| _ = reader.act(Action::Key(key)));
    [key('z'), key('R')].into_iter().for_each(|key| _ = reader.act(Action::Key(key)));
    let mut far = |key: Key, from: isize| -> Vec<Duration> {
        (0..SLOW_SAMPLES).map(|_| reader.far(dice.below(thread.len() - 2) + 1, key, from)).collect()
    };
    row("`Tab`, what is unread stands before", far(tab, 1));
    row("`S-Tab`, what is unread stands after", far(back, -1));
    row("`Tab`, all is read", (0..SAMPLES).map(|_| reader.act(Action::Key(tab))).collect());
    row(
        "resize",
        (0..SAMPLES)
            .map(|step| {
                reader.go(dice.below(thread.len()), false);
                reader.resize(if step % 2 == 0 { OTHER } else { SCREEN })
            })
            .collect(),
    );
    row(
        "first frame",
        (0..SLOW_SAMPLES)
            .map(|_| {
                let begun = Instant::now();
                let reader = Reader::new(&thread);
                let taken = begun.elapsed();
                drop(reader);
                taken
            })
            .collect(),
    );
    put_away(&thread, &mut row);
    rows
}

/// The rows about keys where a rule has put every tenth post away, with all below it.
fn put_away(thread: &Arc<Thread>, row: &mut dyn FnMut(&'static str, Vec<Duration>)) {
    const RULE: &str = "[[rule]]\nquery = 'author:mara OR author:gull'\nput-away = 'noise'";
    let (mut reader, mut dice) = (Reader::new(thread), Dice(11));
    if set_up(&mut reader.app, RULE).is_err() {
        return;
    }
    let mut step = |keys: [char; 2], samples: usize| -> [Vec<Duration>; 2] {
        let pair = |_| {
            reader.go(dice.below(thread.len()), true);
            keys.map(|key| reader.act(Action::Key(Key::plain(Code::Char(key)))))
        };
        let pairs: Vec<_> = (0..samples).map(pair).collect();
        [0, 1].map(|which| pairs.iter().map(|pair| pair[which]).collect())
    };
    let [fold, unfold] = step(['h', 'l'], SAMPLES);
    row("fold `h`, a tenth is put away", fold);
    row("unfold `l`, a tenth is put away", unfold);
    let [_, put] = step(['x', 'n'], SAMPLES);
    row("put away `x n`, as is a tenth", put);
    let [undo, _] = step(['u', 'j'], SAMPLES);
    row("undo `u` of that", undo);
}

/// The rows about what is suggested to be put away.
fn suggested(reader: &mut Reader, row: &mut dyn FnMut(&'static str, Vec<Duration>)) {
    let key = |char| Action::Key(Key::plain(Code::Char(char)));
    // The first time everything is scored, which is done beside the screen.
    reader.act(key('o'));
    reader.act(key('o'));
    let twice = |reader: &mut Reader, first: char, second: char, samples: usize| -> [Vec<Duration>; 2] {
        let pair = |_| [first, second].map(|char| reader.act(key(char)));
        let pairs: Vec<_> = (0..samples).map(pair).collect();
        [0, 1].map(|which| pairs.iter().map(|pair| pair[which]).collect())
    };
    let [suggest, end] = twice(reader, 'o', 'o', SLOW_SAMPLES);
    row("suggest `o`, when all is scored", suggest);
    row("suggestions taken back `o`", end);
    reader.act(key('o'));
    // To the one end, to the other, and back.
    let steps = [('-', 9), ('+', 18), ('-', 18)];
    let sweep = steps.into_iter().flat_map(|(char, times)| std::iter::repeat_n(char, times));
    let moved = sweep.map(|char| reader.act(key(char))).collect();
    row("move the threshold `+` `-`", moved);
    reader.act(key(']'));
    let [take, undo] = twice(reader, 'x', 'u', SLOW_SAMPLES);
    row("take a suggestion `x`", take);
    row("undo `u` of that", undo);
    let all = |_| {
        reader.act(key('X'));
        let taken = reader.act(key('y'));
        (taken, reader.act(key('u')))
    };
    let (take, undo): (Vec<_>, Vec<_>) = (0..SLOW_SAMPLES).map(all).unzip();
    row("take all suggestions `X` `y`", take);
    row("undo `u` of all that", undo);
    reader.act(key('o'));
}

/// An app and its screen.
struct Reader {
    app: App,
    theme: Theme,
    shown: Buffer,
    next: Buffer,
    /// A search goes on to its end before the frame; else until something is found.
    waits: bool,
}

impl Reader {
    fn new(thread: &Arc<Thread>) -> Self {
        let mut reader = Self {
            app: App::new(Arc::clone(thread), Time::from_millis(NOW)),
            theme: Theme::named("dark").unwrap_or_default(),
            shown: Buffer::default(),
            next: Buffer::default(),
            waits: false,
        };
        reader.resize(SCREEN);
        reader
    }

    /// Goes to a post, or to the next one with replies.
    fn go(&mut self, index: usize, with_replies: bool) {
        let thread = Arc::clone(self.app.thread());
        let from = thread.ids().skip(index.max(1));
        let post = from.take(thread.len()).find(|&post| !with_replies || thread.descendants(post) > 0);
        let count = post.map_or(1, PostId::index);
        if let Some(last) = COMMANDS.iter().find(|command| command.name == "last") {
            self.act(Action::Run(last, Given { count: Some(count), letter: None }));
        }
    }

    /// Has one post come while all others are read, and asks for it from the other side of it, so that the whole
    /// thread is between the two.
    fn far(&mut self, index: usize, key: Key, from: isize) -> Duration {
        let before = Arc::clone(self.app.thread());
        let place = |post: PostId| (post.index() != index).then_some(post);
        let (thread, places) = (Arc::clone(&before), before.ids().map(place).collect());
        self.take(Action::Reloaded { before, thread, places, notices: Vec::new() });
        self.go(index.saturating_add_signed(from), false);
        self.act(Action::Key(key))
    }

    fn resize(&mut self, (width, height): (u16, u16)) -> Duration {
        let begun = Instant::now();
        self.shown = Buffer::empty(Rect::new(0, 0, width, height));
        self.next = self.shown.clone();
        self.take(Action::Resize { width, height });
        begun.elapsed()
    }

    fn act(&mut self, action: Action) -> Duration {
        let begun = Instant::now();
        self.take(action);
        begun.elapsed()
    }

    fn take(&mut self, action: Action) {
        for effect in self.app.update(action) {
            let thread = Arc::clone(self.app.thread());
            if let Effect::Work(job, work @ (Work::Seek { .. } | Work::Rule { .. } | Work::Score(_))) = effect {
                let goes_on = Cell::new(true);
                work.run(&thread, &|| goes_on.get(), &mut |outcome| {
                    let is_hit = matches!(&outcome, Outcome::Found(found) if !found.posts.is_empty());
                    goes_on.set(self.waits || !is_hit);
                    self.app.update(Action::Outcome(job, outcome));
                });
            }
        }
        self.frame();
    }

    /// Filters by a query: the time from when all hits are known to the frame that shows them.
    fn filter(&mut self, typed: &str) -> Duration {
        let keys = format!("&{typed}");
        let mut sought = None;
        for char in keys.chars() {
            for effect in self.app.update(Action::Key(Key::plain(Code::Char(char)))) {
                if let Effect::Work(job, work @ Work::Seek { .. }) = effect {
                    sought = Some((job, work));
                }
            }
        }
        let mut parts = Vec::new();
        if let Some((job, work)) = sought {
            work.run(self.app.thread(), &|| true, &mut |found| parts.push(Action::Outcome(job, found)));
        }
        let last = parts.pop();
        parts.into_iter().for_each(|part| drop(self.app.update(part)));
        let begun = Instant::now();
        last.into_iter().for_each(|last| drop(self.app.update(last)));
        self.frame();
        let taken = begun.elapsed();
        self.act(Action::Key(Key::plain(Code::Enter)));
        taken
    }

    fn frame(&mut self) {
        self.app.compose();
        self.next.reset();
        draw(&self.app, &self.theme, &mut self.next);
        let changed = changes(&self.shown, &self.next);
        black_box(encode(&changed, &self.next, &BTreeMap::new(), true));
        std::mem::swap(&mut self.shown, &mut self.next);
    }
}

/// `median / 95th of a hundred`, in microseconds.
fn summary(mut samples: Vec<Duration>) -> String {
    samples.sort_unstable();
    let at = |share: usize| samples.get(samples.len() * share / 100).map_or(0, Duration::as_micros);
    format!("{} / {}", at(50), at(95))
}

//! A reader on a stage: the program without a terminal, on a screen of any size, with all that it asks for outside.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::VecDeque;
use threadle::{Action, App, Effect, Key, Theme, Thread, Time, draw};

/// A reader and its screen.
pub(crate) struct Stage {
    pub(crate) app: App,
    pub(crate) width: u16,
    pub(crate) height: u16,
    /// What was asked for outside and is not carried out here.
    pub(crate) asked: Vec<Effect>,
}

/// The moment of every test: 2023-04-22, noon.
pub(crate) const NOW: Time = Time::from_millis(1_682_164_800_000);

impl Stage {
    /// A reader that has just opened a thread.
    pub(crate) fn new(thread: Thread, width: u16, height: u16) -> Self {
        Self::of(App::new(thread.into(), NOW), width, height)
    }

    /// A reader that is in any state.
    pub(crate) fn of(app: App, width: u16, height: u16) -> Self {
        let mut stage = Self { app, width, height, asked: Vec::new() };
        stage.act(Action::Resize { width, height });
        stage
    }

    /// Lets something happen. What is found out beside the screen is found out at once; everything else that it asks for is only noted.
    pub(crate) fn act(&mut self, action: Action) {
        if let Action::Resize { width, height } = action {
            (self.width, self.height) = (width, height);
        }
        let effects = self.app.update(action);
        self.carry_out(effects);
    }

    /// Finds out what is to be found out, and notes the rest.
    pub(crate) fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Work(job, work) => {
                    let thread = self.app.thread().clone();
                    work.run(&thread, &|| true, &mut |outcome| {
                        effects.extend(self.app.update(Action::Outcome(job, outcome)));
                    });
                }
                other => self.asked.push(other),
            }
        }
        self.app.compose();
    }

    /// Presses keys, by their names in the help, with spaces between.
    pub(crate) fn press(&mut self, keys: &str) {
        for name in keys.split_whitespace() {
            let key = Key::named(name).unwrap_or_else(|| panic!("no key is called {name}"));
            self.act(Action::Key(key));
        }
    }

    /// What is on the screen.
    pub(crate) fn buffer(&self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.width, self.height));
        draw(&self.app, &Theme::named("dark").unwrap(), &mut buffer);
        buffer
    }
}

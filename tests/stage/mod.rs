//! A reader on a stage: the program without a terminal, on a screen of any size, with all that it asks for outside.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::VecDeque;
use threadle::inner::{Spoken, led_to, links, seek};
use threadle::{Action, App, Effect, Key, Portrait, Ruled, Scores, Survey, Theme, Thread, Time, Topics, draw};

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
        let mut effects = VecDeque::from(self.app.update(action));
        while let Some(effect) = effects.pop_front() {
            let thread = self.app.thread().clone();
            match effect {
                Effect::Seek { ticket, wanted, from, .. } => seek(&thread, &wanted, from, |found| {
                    effects.extend(self.app.update(Action::Found { ticket, found }));
                    true
                }),
                Effect::Lead { from, target, link } => {
                    let post = led_to(&thread, from, &target);
                    effects.extend(self.app.update(Action::Led { post, link }));
                }
                Effect::Links(root) => {
                    let (links, more) = links(&thread, root, 1000);
                    effects.extend(self.app.update(Action::Linked { root, links, more }));
                }
                Effect::Survey(root) => {
                    effects.extend(self.app.update(Action::Surveyed(Survey::of(&thread, root))));
                }
                Effect::Topics { root, branches, scores } => {
                    let topics = Topics::of(&thread, root, &branches, &scores);
                    effects.extend(self.app.update(Action::Topics(topics)));
                }
                Effect::Listen { ticket } => {
                    let spoken = Spoken::of(&thread, || true).unwrap();
                    effects.extend(self.app.update(Action::Listened { ticket, spoken }));
                }
                Effect::Rule { ticket, rules, facts } => {
                    let ruled = Ruled::of(&thread, &rules, &facts, || true).unwrap();
                    effects.extend(self.app.update(Action::Ruled { ticket, ruled }));
                }
                Effect::Portray(post) => {
                    effects.extend(self.app.update(Action::Portrayed(Portrait::of(&thread, post))));
                }
                Effect::Sort { sort, scores } => {
                    let sorted = Action::sorted(thread, sort, scores.as_deref(), || true).unwrap();
                    effects.extend(self.app.update(sorted));
                }
                Effect::Score { ticket, opening } => {
                    let scores = Scores::of(&thread, opening, || true).map(Into::into);
                    effects.extend(self.app.update(Action::Scored { ticket, scores }));
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

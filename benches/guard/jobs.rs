//! The inputs of the jobs, and those jobs that are done by this program.

use crate::made::{self, Shape};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use threadle::inner::{Form, Part, Spoken, changes};
use threadle::{Action, App, Code, Effect, Key, PostId, Theme, Thread, Time, Work, draw};

/// Posts of an input, and of the threads that keys and searches go through.
const POSTS: usize = 1000;
const SCREEN: Rect = Rect { x: 0, y: 0, width: 120, height: 36 };
const KEYS: &str = "jjjjjjjjllhlJJKK  nGggzMjlzRjjjj";

/// Writes the inputs of the program's jobs.
pub(crate) fn write_inputs(folder: &Path) -> io::Result<()> {
    let (plain, page) = (made::thread(POSTS, Shape::Tree), made::page(POSTS));
    fs::write(folder.join("news.json"), made::as_hacker_news(&page))?;
    for (name, form, thread) in
        [("mail.mbox", Form::Mbox, &plain), ("page.html", Form::Html, &plain), ("dump.txt", Form::Text, &plain)]
    {
        let mut bytes = Vec::new();
        form.write(Part::whole(thread), &mut bytes)?;
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

/// Does a job of this program's.
pub(crate) fn run(name: &str) {
    match name {
        "keys" => press(KEYS, 6),
        "search" => press("/lamp\nnnnN/kittiwake\nn/[a-z]{7}ouse\nnn&keeper author:mara\n", 1),
        _ => {
            let thread = made::page(POSTS);
            // Often enough that making the thread is little beside it.
            for _ in 0..10 {
                let spoken = Spoken::of(&thread, || true);
                assert!(spoken.is_some_and(|spoken| spoken.len() > 0));
            }
        }
    }
}

/// Presses keys in a new reader, again and again, with a frame after each. What is sought is found before the frame.
fn press(keys: &str, times: usize) {
    let thread: Arc<Thread> = Arc::new(made::thread(POSTS, Shape::Tree));
    let mut app = App::new(Arc::clone(&thread), Time::from_millis(1_700_000_000_000));
    let theme = Theme::named("dark").unwrap_or_default();
    let (mut shown, mut next) = (Buffer::empty(SCREEN), Buffer::empty(SCREEN));
    app.update(Action::Resize { width: SCREEN.width, height: SCREEN.height });
    let mut cells = 0;
    for char in keys.chars().cycle().take(keys.chars().count() * times) {
        let code = if char == '\n' { Code::Enter } else { Code::Char(char) };
        for effect in app.update(Action::Key(Key::plain(code))) {
            if let Effect::Work(job, work @ Work::Seek { .. }) = effect {
                work.run(&thread, &|| true, &mut |found| drop(app.update(Action::Outcome(job, found))));
            }
        }
        app.compose();
        next.reset();
        draw(&app, &theme, &mut next);
        cells += changes(&shown, &next).len();
        std::mem::swap(&mut shown, &mut next);
    }
    assert!(cells > 0 && app.thread().post(PostId::ARTICLE).body_len() > 0);
}

//! Any body in any notation on a screen of any size: nothing panics, and no cell holds a control character.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use threadle::{Action, App, Builder, Draft, Notation, Palette, Parent, Theme, Time, draw};

fuzz_target!(|data: (u8, u8, u8, &str)| {
    let (notation, width, height, body) = data;
    let (notation, _) = Notation::ALL[usize::from(notation) % Notation::ALL.len()];
    let mut builder = Builder::new("fuzz");
    builder.add(Draft { parent: Parent::Nothing, notation, body, author: Some(body), ..Draft::default() });
    builder.add(Draft { notation, body, ..Draft::default() });
    let Ok(built) = builder.finish() else { return };
    let mut app = App::new(Arc::new(built.thread), Time::from_millis(0));
    let (width, height) = (u16::from(width), u16::from(height));
    app.update(Action::Resize { width, height });
    app.compose();
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    draw(&app, &Theme::new(Palette::Dark, true), &mut buffer);
    assert!(buffer.content.iter().all(|cell| !cell.symbol().chars().any(char::is_control)));
});

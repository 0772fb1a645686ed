//! What comes in: keys, the mouse, pastes, sizes and signals, each from a thread that waits for it.

use super::reading::Message;
use crate::app::{Action, Code, Key, Mouse, MouseKind};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// Events that are handed over at once, at the most.
const BATCH: usize = 4096;

/// Waits for the keyboard and the mouse and hands over what has come, all of it at once.
pub(super) fn watch_terminal(sender: Sender<Message>) {
    thread::spawn(move || {
        loop {
            let mut batch = match event::read() {
                Ok(event) => vec![event],
                Err(error) => {
                    let _ = sender.send(Message::Lost(error));
                    return;
                }
            };
            while batch.len() < BATCH && event::poll(Duration::ZERO).unwrap_or(false) {
                match event::read() {
                    Ok(event) => batch.push(event),
                    Err(_) => break,
                }
            }
            if sender.send(Message::Events(batch)).is_err() {
                return;
            }
        }
    });
}

/// Waits for the signals that end or stop the program.
pub(super) fn watch_signals(sender: Sender<Message>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if sender.send(Message::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// What an event means to the reader, if anything.
pub(super) fn action(event: Event) -> Option<Action> {
    match event {
        Event::Key(key) => self::key(key).map(Action::Key),
        Event::Paste(text) => Some(Action::Paste(text)),
        Event::Resize(width, height) => Some(Action::Resize { width, height }),
        Event::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
                MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
                MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
                MouseEventKind::ScrollDown => MouseKind::WheelDown,
                MouseEventKind::ScrollUp => MouseKind::WheelUp,
                _ => return None,
            };
            Some(Action::Mouse(Mouse { kind, x: mouse.column, y: mouse.row }))
        }
        Event::FocusGained | Event::FocusLost => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let code = match event.code {
        KeyCode::Char(char) => Code::Char(char),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    };
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    Some(Key { code, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT) })
}

//! The clipboard: the terminal's (OSC 52), which works over SSH too, and the desktop's if there is one.

use super::message::Message;
use super::work;
use crate::app::Action;
use crate::thread::Text;
use crossterm::QueueableCommand;
use crossterm::clipboard::CopyToClipboard;
use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::Sender;

/// Bytes that terminals take: xterm 100,000 in base64, tmux less than a megabyte.
pub(super) const TERMINAL: usize = 74_000;

/// Copies a text and reports how much of it.
pub(super) fn copy(text: &Text, sender: &Sender<Message>) {
    let kept = text.floor_char_boundary(TERMINAL);
    let shown = text.slice(0..kept);
    let outcome = io::stdout().queue(CopyToClipboard::to_clipboard_from(shown.as_str())).and_then(Write::flush);
    let all = format!("copied {} characters", text.chars().count());
    let message = match outcome {
        Ok(()) if kept < text.len() => {
            format!("copied the first {kept} of {} bytes: terminals take no more", text.len())
        }
        Ok(()) => all.clone(),
        Err(error) => format!("the terminal did not take it: {error}"),
    };
    let is_all = message == all;
    let say = |sender: &Sender<Message>, message| {
        let _ = sender.send(Message::Action(Action::Say(message)));
    };
    say(sender, message);
    let programs = of_desktop();
    if programs.is_empty() {
        return;
    }
    let (text, told) = (text.clone(), sender.clone());
    work::spawn("copying", Action::Say, sender.clone(), move || {
        if programs.into_iter().any(|program| takes(program, &text)) && !is_all {
            say(&told, all);
        }
    });
}

/// The programs that may set the clipboard of this desktop.
fn of_desktop() -> Vec<Command> {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let mut programs: Vec<&[&str]> = Vec::new();
    if cfg!(target_os = "macos") {
        programs.push(&["pbcopy"]);
    }
    if is_set("WAYLAND_DISPLAY") {
        programs.push(&["wl-copy", "--type", "text/plain;charset=utf-8"]);
    }
    if is_set("DISPLAY") {
        programs.push(&["xclip", "-selection", "clipboard"]);
        programs.push(&["xsel", "--clipboard", "--input"]);
    }
    let command = |words: &[&str]| {
        let (program, arguments) = words.split_first()?;
        let mut command = Command::new(program);
        command.args(arguments);
        Some(command)
    };
    programs.into_iter().filter_map(command).collect()
}

/// Whether a program takes the text.
fn takes(mut program: Command, text: &Text) -> bool {
    let started = program.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = started else { return false };
    let written = child.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
    written && child.wait().is_ok_and(|status| status.success())
}

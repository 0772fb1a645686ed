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

/// Copies a text and reports how much of it went where. A program says whether it took the text; a terminal does not.
pub(super) fn copy(text: &Text, sender: &Sender<Message>) {
    let kept = text.floor_char_boundary(TERMINAL);
    let many = text.chars().count();
    let offered = match offer(text.slice(0..kept).as_str()) {
        Ok(()) if kept < text.len() => {
            format!("sent the first {kept} of {} bytes to the terminal, which takes no more: save the rest", text.len())
        }
        Ok(()) => format!("sent {many} characters to the terminal's clipboard"),
        Err(error) => format!("the terminal did not take it: {error}"),
    };
    let say = |sender: &Sender<Message>, message| {
        let _ = sender.send(Message::Action(Action::Say(message)));
    };
    let programs = programs();
    if programs.is_empty() {
        return say(sender, offered);
    }
    let (text, told) = (text.clone(), sender.clone());
    work::spawn("copying", Action::Say, sender.clone(), move || {
        // Of the programs for one clipboard, the first that takes it is enough.
        let mut takers: Vec<&str> = Vec::new();
        for (whose, program) in programs {
            if !takers.contains(&whose) && takes(program, &text) {
                takers.push(whose);
            }
        }
        let copied = || format!("copied {many} characters to {}", takers.join(" and "));
        say(&told, if takers.is_empty() { offered } else { copied() });
    });
}

/// Asks the terminal to set its clipboard (OSC 52). GNU screen hands on what it gets in device control strings.
fn offer(text: &str) -> io::Result<()> {
    /// Bytes that screen takes in one string.
    const PIECE: usize = 760;
    let mut request = Vec::new();
    request.queue(CopyToClipboard::to_clipboard_from(text))?;
    let mut out = io::stdout().lock();
    if is_set("STY") {
        for piece in request.chunks(PIECE) {
            out.write_all(b"\x1bP")?;
            out.write_all(piece)?;
            out.write_all(b"\x1b\\")?;
        }
    } else {
        out.write_all(&request)?;
    }
    out.flush()
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// The programs that may set a clipboard here, each with whose it is.
fn programs() -> Vec<(&'static str, Command)> {
    const DESKTOP: &str = "the desktop";
    let mut programs: Vec<(&str, &[&str])> = Vec::new();
    if is_set("TMUX") {
        // -w passes it on to the terminal around tmux, whatever `set-clipboard` is.
        programs.push(("tmux", &["tmux", "load-buffer", "-w", "-"]));
    }
    if cfg!(target_os = "macos") {
        programs.push((DESKTOP, &["pbcopy"]));
    }
    if is_set("WAYLAND_DISPLAY") {
        programs.push((DESKTOP, &["wl-copy", "--type", "text/plain;charset=utf-8"]));
    }
    if is_set("DISPLAY") {
        programs.push((DESKTOP, &["xclip", "-selection", "clipboard"]));
        programs.push((DESKTOP, &["xsel", "--clipboard", "--input"]));
    }
    let command = |(whose, words): (&'static str, &[&str])| {
        let (program, arguments) = words.split_first()?;
        let mut command = Command::new(program);
        command.args(arguments);
        Some((whose, command))
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

//! Notices when the files that were read change.

use super::message::Message;
use super::work;
use crate::app::Action;
use crate::input::Origin;
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, SystemTime};

/// How soon the files are checked after they changed, and how seldom once they no longer do: a program that nobody
/// touches should let the machine sleep.
const SHORTEST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(64);

/// Reports when a file that was read, or the content of a directory, changes. A pipe cannot be watched.
pub(super) fn watch(origin: &Origin, sender: Sender<Message>) {
    let files = origin.files();
    if files.is_empty() {
        return;
    }
    let mut before = signs(&files);
    // If watching fails, the reader can still ask for a reload.
    work::spawn("watching", Action::Say, sender.clone(), move || {
        let mut pause = SHORTEST;
        loop {
            thread::sleep(pause);
            let now = signs(&files);
            pause = (pause * 2).min(LONGEST);
            if now != before {
                (before, pause) = (now, SHORTEST);
                if sender.send(Message::Action(Action::Changed)).is_err() {
                    return;
                }
            }
        }
    });
}

/// Sends a reminder to ask again, each time after a pause.
pub(super) fn remind(pause: Duration, sender: Sender<Message>) {
    work::spawn("watching", Action::Say, sender.clone(), move || {
        loop {
            thread::sleep(pause);
            if sender.send(Message::Due).is_err() {
                return;
            }
        }
    });
}

/// The times and sizes of files, which differ after a change.
fn signs(files: &[PathBuf]) -> Vec<Option<(Option<SystemTime>, u64)>> {
    let sign = |path: &PathBuf| fs::metadata(path).ok().map(|file| (file.modified().ok(), file.len()));
    files.iter().map(sign).collect()
}

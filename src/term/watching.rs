//! Watches whether what was read is still what lies there.

use super::message::Message;
use super::work;
use crate::app::Action;
use crate::input::Origin;
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, SystemTime};

/// How often the files are looked at. This wakes nothing but itself.
const PAUSE: Duration = Duration::from_secs(2);

/// Tells when a file that was read, or the list of a directory, has changed. What came through a pipe cannot.
pub(super) fn watch(origin: &Origin, sender: Sender<Message>) {
    let files = origin.files();
    if files.is_empty() {
        return;
    }
    let mut before = signs(&files);
    // Where it cannot be watched the reader can still ask for it to be read again.
    work::spawn("watching", Action::Say, sender.clone(), move || {
        loop {
            thread::sleep(PAUSE);
            let now = signs(&files);
            if now != before {
                before = now;
                if sender.send(Message::Action(Action::Changed)).is_err() {
                    return;
                }
            }
        }
    });
}

/// What tells one state of files from another: when they were written and how long they are.
fn signs(files: &[PathBuf]) -> Vec<Option<(Option<SystemTime>, u64)>> {
    let sign = |path: &PathBuf| fs::metadata(path).ok().map(|file| (file.modified().ok(), file.len()));
    files.iter().map(sign).collect()
}

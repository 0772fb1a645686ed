//! Work beside the screen: a panic in it is reported to the reader, and ends nothing else.

use super::message::Message;
use crate::app::Action;
use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::Sender;
use std::thread;

/// Runs some work on its own thread. `fault` makes an action of the message if it panics.
pub(super) fn spawn(
    name: &'static str,
    fault: impl FnOnce(String) -> Action + Send + 'static,
    sender: Sender<Message>,
    work: impl FnOnce() + Send + 'static,
) {
    thread::spawn(move || {
        // After a panic nothing of the work is used except its message.
        if let Err(panic) = panic::catch_unwind(AssertUnwindSafe(work)) {
            let message = format!("{name} ended at a fault of the program: {}", said(panic.as_ref()));
            let _ = sender.send(Message::Action(fault(message)));
        }
    });
}

/// The message of a panic.
fn said(panic: &(dyn Any + Send)) -> &str {
    let said = panic.downcast_ref::<&str>().copied();
    said.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("it did not say which")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn a_fault_is_told() {
        let (sender, receiver) = mpsc::channel();
        spawn("reading", Action::Failed, sender, || panic!("the lamp went out"));
        let Ok(Message::Action(Action::Failed(told))) = receiver.recv() else { panic!("told nothing") };
        assert_eq!(told, "reading ended at a fault of the program: the lamp went out");
    }
}

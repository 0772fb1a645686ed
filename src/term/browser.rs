//! Opens addresses outside the program: with `$BROWSER`, or with the desktop's own program. No shell sees them.

use super::errand::Errand;
use super::message::Message;
use super::work;
use crate::app::Action;
use crate::thread::Text;
use std::env;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::mpsc::Sender;

/// How to open an address.
pub(super) enum Way {
    /// With the first of these that works, beside the screen.
    Beside(Vec<Command>),
    /// With a program that takes the terminal while it runs.
    Here(Errand),
    /// Not at all.
    Nowhere,
}

/// How to open an address here: a desktop shows it in a window. Without one, only a browser named by the reader can be
/// right, and it needs the terminal.
pub(super) fn way(address: &str) -> Way {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let has_desktop =
        cfg!(target_os = "macos") || ["WAYLAND_DISPLAY", "DISPLAY", "WSL_DISTRO_NAME"].into_iter().any(is_set);
    let named = env::var("BROWSER").map(|list| named(&list, address)).unwrap_or_default();
    match (named.is_empty(), has_desktop) {
        (false, true) => Way::Beside(named),
        (false, false) => Way::Here(Errand::new("the browser", named)),
        (true, true) => Way::Beside(open::commands(address)),
        (true, false) => Way::Nowhere,
    }
}

/// The commands of a list such as `$BROWSER` has, `lynx:w3m -o x %s`: `%s` is the address, which comes last if it is
/// missing.
fn named(list: &str, address: &str) -> Vec<Command> {
    let commands = list.split(':').filter_map(|entry| {
        let mut words = entry.split_whitespace();
        let mut command = Command::new(words.next()?);
        let mut has_address = false;
        for word in words {
            has_address |= word.contains("%s");
            command.arg(word.replace("%s", address));
        }
        if !has_address {
            command.arg(address);
        }
        Some(command)
    });
    commands.collect()
}

/// Opens an address with the first command that works, and reports the outcome.
pub(super) fn open_beside(commands: Vec<Command>, address: &Text, sender: &Sender<Message>) {
    let (address, told) = (address.clone(), sender.clone());
    work::spawn("opening a link", Action::Say, sender.clone(), move || {
        let message = if first_that_works(commands) {
            format!("opened {address}")
        } else {
            format!("nothing here opens it: {address}")
        };
        let _ = told.send(Message::Action(Action::Say(message)));
    });
}

fn first_that_works(commands: Vec<Command>) -> bool {
    commands.into_iter().any(|mut command| {
        // In its own process group: it must not get what is typed at the terminal.
        let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        quiet.status().is_ok_and(|status| status.success())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(list: &str) -> Vec<Vec<String>> {
        let words = |command: &Command| {
            let words = std::iter::once(command.get_program()).chain(command.get_args());
            words.map(|word| word.to_str().unwrap().to_owned()).collect()
        };
        named(list, "https://a.example/;x").iter().map(words).collect()
    }

    #[test]
    fn the_address_is_one_argument_of_each_browser() {
        assert_eq!(written("lynx"), [["lynx", "https://a.example/;x"]]);
        assert_eq!(written("w3m -o x: :see %s now").len(), 2);
        assert_eq!(written("see --at=%s now"), [["see", "--at=https://a.example/;x", "now"]]);
        assert!(written("").is_empty());
    }
}

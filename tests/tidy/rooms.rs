//! The rooms inside of `app`: what each may name, and whether it does.

use crate::layers::module_of;
use crate::scan::{Scan, paths, without_tests};
use crate::{File, check, read, rust_files};

/// What one room of `src/app` may name of the others. `ARCHITECTURE.md` shows the same rows to people.
struct Room {
    name: &'static str,
    /// Other rooms. `App` stands for the whole of it.
    rooms: &'static [&'static str],
}

const ROOMS: &[Room] = &[
    Room { name: "link", rooms: &[] },
    Room { name: "keys", rooms: &[] },
    Room { name: "work", rooms: &["link"] },
    Room { name: "state", rooms: &["effect", "keys", "work"] },
    Room { name: "panel", rooms: &["effect", "keys", "link", "state", "work"] },
    Room { name: "command", rooms: &["App", "effect", "keys", "link", "panel", "state", "work"] },
];

#[test]
fn a_room_of_app_names_only_what_its_row_allows() {
    check(rust_files("src/app").flat_map(|file| faults(&file)));
}

#[test]
fn the_architecture_shows_the_table_of_rooms() {
    let text = read("ARCHITECTURE.md");
    check(ROOMS.iter().filter_map(|room| {
        let names = if room.rooms.is_empty() { "nothing".to_owned() } else { room.rooms.join(", ") };
        let start = format!("| `app/{}` |", room.name);
        let Some((at, row)) = text.lines().enumerate().find(|(_, line)| line.starts_with(&start)) else {
            return Some(format!("ARCHITECTURE.md:1: the table has no row `app/{}`", room.name));
        };
        let shown = row.split('|').nth(3).unwrap_or("").trim();
        (shown != names).then(|| format!("ARCHITECTURE.md:{}: may name `{shown}`, but ROOMS says `{names}`", at + 1))
    }));
}

/// What a file of a room names that its row does not allow.
fn faults(file: &File) -> Vec<String> {
    let module = module_of(&file.path);
    let Some(room) = module.get(1).and_then(|name| ROOMS.iter().find(|room| room.name == name)) else {
        return Vec::new();
    };
    let named = paths(&without_tests(&Scan::of(&file.text).tokens), &module);
    let faults = named.iter().filter_map(|named| match named.names.as_slice() {
        [krate, app, other, ..] if krate == "crate" && app == "app" => {
            let other = if other.starts_with(char::is_uppercase) { "App" } else { other };
            let is_fault = other != room.name && !room.rooms.contains(&other);
            let advice = "move the thing down, or change ROOMS and ARCHITECTURE.md";
            is_fault.then(|| format!("{}:{}: `{}` may not name `{other}`: {advice}", file.path, named.line, room.name))
        }
        _ => None,
    });
    faults.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_that_looks_up_is_found() {
        let found = |text: &str| {
            faults(&File { path: "src/app/link/punycode.rs".to_owned(), text: text.to_owned() }).join("\n")
        };
        assert_eq!(found("use crate::thread::Text; use super::Link;"), "");
        for text in ["use crate::app::App;", "use super::super::App;", "use crate::app::state::index::Index;"] {
            assert_ne!(found(text), "", "{text}");
        }
    }
}

//! The table of layers: what each folder of `src` may name, and whether it does.

use crate::scan::{Named, Scan, paths, without_tests};
use crate::{File, check, read, rust_files};
use std::collections::BTreeSet;

/// What one folder of `src` may name. `ARCHITECTURE.md` shows the same rows to people.
struct Layer {
    name: &'static str,
    /// Other layers, all of them from rows above.
    layers: &'static [&'static str],
    /// Packages of `[dependencies]`.
    crates: &'static [&'static str],
    /// Whether it may touch files, the network, processes, the environment and the clock.
    reach: Reach,
}

#[derive(Clone, Copy, PartialEq)]
enum Reach {
    /// The same arguments always give the same result.
    Pure,
    /// The world outside is its work.
    World,
}

const LAYERS: &[Layer] = &[
    Layer { name: "disk", layers: &[], crates: &[], reach: Reach::World },
    Layer {
        name: "thread",
        layers: &[],
        crates: &["fixedbitset", "jiff", "rustc_hash", "unicode_width"],
        reach: Reach::Pure,
    },
    Layer {
        name: "markup",
        layers: &["thread"],
        crates: &[
            "html5ever",
            "memchr",
            "pulldown_cmark",
            "unicode_linebreak",
            "unicode_segmentation",
            "unicode_width",
        ],
        reach: Reach::Pure,
    },
    Layer {
        name: "source",
        layers: &["markup", "thread"],
        crates: &[
            "chardetng",
            "encoding_rs",
            "html5ever",
            "jiff",
            "mailparse",
            "memchr",
            "quick_xml",
            "regex",
            "rustc_hash",
            "serde",
            "serde_json",
            "toml",
            "unicode_width",
        ],
        reach: Reach::Pure,
    },
    Layer {
        name: "web",
        layers: &["disk", "source", "thread"],
        crates: &["etcetera", "flate2", "memchr", "serde", "serde_json", "ureq"],
        reach: Reach::World,
    },
    Layer {
        name: "input",
        layers: &["disk", "source", "thread", "web"],
        crates: &["bzip2", "chardetng", "encoding_rs", "flate2", "lzma_rust2", "memchr", "ruzstd"],
        reach: Reach::World,
    },
    Layer {
        name: "topic",
        layers: &["markup", "thread"],
        crates: &["rustc_hash", "unicode_segmentation"],
        reach: Reach::Pure,
    },
    Layer { name: "visit", layers: &["thread"], crates: &[], reach: Reach::Pure },
    Layer {
        name: "export",
        layers: &["markup", "thread", "topic"],
        crates: &["serde", "serde_json"],
        reach: Reach::Pure,
    },
    Layer {
        name: "query",
        layers: &["markup", "thread"],
        crates: &["memchr", "regex", "regex_syntax"],
        reach: Reach::Pure,
    },
    Layer {
        name: "store",
        layers: &["disk", "markup", "query", "thread", "visit"],
        crates: &["etcetera", "rusqlite", "rustc_hash"],
        reach: Reach::World,
    },
    Layer {
        name: "rows",
        layers: &["markup", "thread"],
        crates: &["fixedbitset", "rustc_hash", "unicode_segmentation", "unicode_width"],
        reach: Reach::Pure,
    },
    Layer {
        name: "app",
        layers: &["export", "markup", "query", "rows", "thread", "topic", "visit"],
        crates: &["fixedbitset", "nucleo_matcher", "rustc_hash", "tui_input", "unicode_segmentation", "unicode_width"],
        reach: Reach::Pure,
    },
    Layer {
        name: "ui",
        layers: &["app", "markup", "rows", "thread", "topic", "visit"],
        crates: &["ratatui", "rustc_hash", "unicode_segmentation", "unicode_width"],
        reach: Reach::Pure,
    },
    Layer {
        name: "term",
        layers: &[
            "app", "disk", "export", "input", "query", "source", "store", "thread", "topic", "ui", "visit", "web",
        ],
        crates: &["crossterm", "open", "ratatui", "rustc_hash", "signal_hook", "unicode_width"],
        reach: Reach::World,
    },
    Layer {
        name: "cli",
        layers: &[
            "app", "disk", "export", "input", "markup", "query", "rows", "source", "store", "term", "thread", "topic",
            "ui", "visit", "web",
        ],
        crates: &["clap", "clap_complete", "clap_mangen", "etcetera", "serde", "toml"],
        reach: Reach::World,
    },
];

/// What a pure layer may not name, as the beginning of a path.
const WORLD: &[&[&str]] = &[&["std", "env"], &["std", "fs"], &["std", "net"], &["std", "os"], &["std", "process"]];
/// Names that mean a clock wherever they stand.
const CLOCKS: &[&str] = &["Instant", "SystemTime"];

#[test]
fn the_layers_form_no_ring() {
    for (row, layer) in LAYERS.iter().enumerate() {
        for name in layer.layers {
            let above = LAYERS[..row].iter().any(|other| other.name == *name);
            assert!(above, "`{}` may name `{name}`, which is not a row above it: the table has a ring", layer.name);
        }
    }
}

#[test]
fn every_folder_of_src_is_a_layer_and_every_file_is_in_one() {
    let faults = rust_files("src").filter_map(|file| {
        let top = file.path.strip_prefix("src/").unwrap_or(&file.path);
        let known = match top.split_once('/') {
            Some((folder, _)) => LAYERS.iter().any(|layer| layer.name == folder),
            None => matches!(top, "lib.rs" | "main.rs"),
        };
        (!known).then(|| format!("{}:1: belongs to no layer: move it, or give its folder a row in LAYERS", file.path))
    });
    check(faults);
}

#[test]
fn a_layer_names_only_what_its_row_allows() {
    let packages = packages();
    check(rust_files("src").flat_map(|file| layer_faults(&file, &packages)));
}

#[test]
fn the_packages_of_the_table_are_those_of_the_manifest() {
    let packages = packages();
    for layer in LAYERS {
        for name in layer.crates {
            assert!(packages.contains(*name), "`{}` may name `{name}`, which Cargo.toml does not list", layer.name);
        }
    }
}

#[test]
fn the_architecture_shows_the_table_of_layers() {
    let text = read("ARCHITECTURE.md");
    check(LAYERS.iter().filter_map(|layer| {
        let names = match layer.layers.len() {
            0 => "nothing".to_owned(),
            many if many == LAYERS.len() - 1 => "all".to_owned(),
            _ => layer.layers.join(", "),
        };
        let start = format!("| `{}` |", layer.name);
        let Some((at, row)) = text.lines().enumerate().find(|(_, line)| line.starts_with(&start)) else {
            return Some(format!("ARCHITECTURE.md:1: the table has no row `{}`", layer.name));
        };
        let shown = row.split('|').nth(3).unwrap_or("").trim();
        (shown != names).then(|| format!("ARCHITECTURE.md:{}: may name `{shown}`, but LAYERS says `{names}`", at + 1))
    }));
}

/// What a file of a layer names that its row does not allow. Its tests may look at it from anywhere.
fn layer_faults(file: &File, packages: &BTreeSet<String>) -> Vec<String> {
    let module = module_of(&file.path);
    let layer = LAYERS.iter().find(|layer| module.first().is_some_and(|name| name == layer.name));
    let Some(layer) = layer.filter(|_| !module.iter().any(|name| name == "tests")) else {
        return Vec::new();
    };
    let paths = paths(&without_tests(&Scan::of(&file.text).tokens), &module).into_iter();
    let fault = |path: Named| {
        let names: Vec<&str> = path.names.iter().map(String::as_str).collect();
        let what = layer.fault(&names, packages)?;
        Some(format!("{}:{}: {what}", file.path, path.line))
    };
    paths.filter_map(fault).collect()
}

impl Layer {
    /// Why a path may not be named here, and what to do about it.
    fn fault(&self, path: &[&str], packages: &BTreeSet<String>) -> Option<String> {
        match path {
            [] | ["crate"] | ["crate", "*"] => {
                Some("names the crate's root: name the layer that the thing is in".to_owned())
            }
            ["crate", other, ..] if *other == self.name || self.layers.contains(other) => None,
            ["crate", other, ..] if LAYERS.iter().any(|layer| layer.name == *other) => {
                let row = if self.layers.is_empty() { "nothing".to_owned() } else { self.layers.join(", ") };
                let advice = "move the thing down, or change LAYERS and ARCHITECTURE.md";
                Some(format!("`{}` may not name `{other}` (it may name {row}): {advice}", self.name))
            }
            ["crate", other, ..] => Some(format!("`crate::{other}` is no layer: name the layer that the thing is in")),
            [first, _, ..] if packages.contains(*first) && !self.crates.contains(first) => {
                let advice = "wrap it in a layer that may, or change LAYERS";
                Some(format!("`{}` may not name the package `{first}`: {advice}", self.name))
            }
            _ if self.reach == Reach::Pure && is_world(path) => {
                let path = path.join("::");
                Some(format!("`{path}` is of the world outside: take what it gives as an argument"))
            }
            _ => None,
        }
    }
}

pub(super) fn is_world(path: &[&str]) -> bool {
    let clock = path.iter().any(|name| CLOCKS.contains(name)) || path.len() > 1 && path.ends_with(&["now"]);
    clock || WORLD.iter().any(|start| path.starts_with(start))
}

/// The module of a file in `src`: `["source", "text"]` for both `source/text.rs` and `source/text/mod.rs`.
pub(crate) fn module_of(path: &str) -> Vec<String> {
    let path = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    path.split('/').filter(|name| *name != "mod").map(str::to_owned).collect()
}

/// The packages that the program is built with, as code names them.
fn packages() -> BTreeSet<String> {
    let manifest = read("Cargo.toml");
    let section = manifest.split("\n[dependencies]\n").nth(1).and_then(|rest| rest.split("\n[").next()).unwrap_or("");
    section.lines().filter_map(|line| Some(line.split_once('=')?.0.trim().replace('-', "_"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(path: &str, text: &str) -> String {
        let packages = ["ratatui", "jiff", "regex"].map(str::to_owned).into();
        layer_faults(&File { path: path.to_owned(), text: text.to_owned() }, &packages).join("\n")
    }

    #[test]
    fn a_layer_that_looks_up_is_found_in_every_disguise() {
        for text in [
            "use crate::term::Session;",
            "use crate::{thread::Post, term};",
            "use super::super::term::Session;",
            "use super::{super::{term::{self}}};",
            "fn f() { crate::term::run() }",
            "mod inner { use super::super::super::term; }",
        ] {
            let found = faults("src/app/fold.rs", text);
            assert!(found.starts_with("src/app/fold.rs:1: `app` may not name `term`"), "{text}: {found}");
        }
        assert_eq!(faults("src/app/fold.rs", "use crate::{rows::Row, thread::Post}; use super::Update;"), "");
    }

    #[test]
    fn the_root_is_no_way_around_the_table() {
        for text in [
            "use crate::Thread;",
            "use crate::*;",
            "use crate as root;",
            "use super::super::*;",
            "use crate::{self as r};",
        ] {
            assert_ne!(faults("src/app/fold.rs", text), "", "{text}");
        }
    }

    #[test]
    fn packages_files_and_clocks_are_found() {
        for (path, text) in [
            ("src/app/mod.rs", "use ratatui::Frame;"),
            ("src/app/mod.rs", "fn f() { ::ratatui::init() }"),
            ("src/app/mod.rs", "use ratatui as screen;"),
            ("src/app/mod.rs", "use std::{fmt, fs};"),
            ("src/rows/mod.rs", "fn f() { std::env::args() }"),
            ("src/ui/mod.rs", "use std::time::{Duration, Instant};"),
            ("src/thread/time.rs", "fn f() { jiff::Timestamp::now() }"),
            ("src/app/mod.rs", "use std::time; fn f() { time::SystemTime::now() }"),
        ] {
            assert_ne!(faults(path, text), "", "{text}");
        }
        assert_eq!(
            faults("src/ui/mod.rs", "use ratatui::Frame; use std::time::Duration; let regex = 1; // std::fs"),
            ""
        );
        assert_eq!(faults("src/term/mod.rs", "use std::{fs, time::Instant};"), "");
    }
}

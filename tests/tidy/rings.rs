//! Files that name each other in a ring can only be understood together: in `app` there are none of more than two.

use crate::layers::module_of;
use crate::scan::{Scan, paths, without_tests};
use crate::{File, check, rust_files};
use std::collections::{BTreeMap, BTreeSet};

/// Files in a ring at most.
const LONGEST: usize = 2;

#[test]
fn no_ring_of_files_is_longer_than_two() {
    let files: Vec<_> = rust_files("src/app").collect();
    check(
        rings(&named(&files))
            .into_iter()
            .filter(|ring| ring.len() > LONGEST)
            .map(|ring| format!("{}: names, over other files, itself: {}", ring[0], ring.join(", "))),
    );
}

/// The files that each file names, by the paths in it. What a file only hands on is named in the file that it comes from.
fn named(files: &[File]) -> BTreeMap<&str, BTreeSet<&str>> {
    let modules: BTreeMap<_, _> = files.iter().map(|file| (module_of(&file.path), file.path.as_str())).collect();
    let is_module = |path: &[String]| modules.contains_key(path);
    let names: BTreeMap<_, _> = files.iter().map(|file| (file.path.as_str(), names_in(file, is_module))).collect();
    // The file of the longest beginning of a path that is a module, and what is named of it.
    let file_of = |path: &Vec<String>| {
        let module = |end: usize| Some((*modules.get(path.get(..end)?)?, path.get(end).cloned()));
        (0..=path.len()).rev().find_map(module)
    };
    // A file that hands something on names it by a longer path than its own.
    let origin = |file: &str, name: String| {
        names.get(file)?.iter().filter(|path| path.last() == Some(&name)).find_map(|path| {
            let (other, _) = file_of(path)?;
            (other != file).then_some(other)
        })
    };
    let edges = names.iter().map(|(file, names)| {
        let others = names.iter().filter_map(|path| {
            let (other, name) = file_of(path)?;
            Some(name.and_then(|name| origin(other, name)).unwrap_or(other))
        });
        (*file, others.filter(|other| other != file).collect())
    });
    edges.collect()
}

/// The paths into `app` in a file, without `crate`. A path may begin with a module below that of the file.
fn names_in(file: &File, is_module: impl Fn(&[String]) -> bool) -> BTreeSet<Vec<String>> {
    let module = module_of(&file.path);
    let named = paths(&without_tests(&Scan::of(&file.text).tokens), &module);
    let whole = named.into_iter().filter_map(|named| match named.names.as_slice() {
        [krate, rest @ ..] if krate == "crate" => Some(rest.to_vec()),
        [first, _, ..] => {
            let below: Vec<_> = module.iter().chain([first]).cloned().collect();
            is_module(&below).then(|| module.iter().chain(&named.names).cloned().collect())
        }
        _ => None,
    });
    whole.filter(|path: &Vec<String>| path.first().is_some_and(|layer| layer == "app")).collect()
}

/// Groups of files that all lead to each other.
fn rings<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<Vec<&'a str>> {
    let reached: BTreeMap<_, _> = edges.keys().map(|file| (*file, reach(edges, file))).collect();
    let mut rings: BTreeSet<Vec<_>> = BTreeSet::new();
    for (file, others) in &reached {
        let ring: Vec<_> = others.iter().filter(|other| reached[*other].contains(file)).copied().collect();
        rings.insert(ring);
    }
    rings.into_iter().filter(|ring| ring.len() > 1).collect()
}

/// Every file that a file leads to, over any number of others.
fn reach<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<_> = edges.get(from).into_iter().flatten().copied().collect();
    while let Some(file) = open.pop() {
        if reached.insert(file) {
            open.extend(edges.get(file).into_iter().flatten());
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_ring_is_found_through_what_another_file_hands_on() {
        let lamp = file("src/app/lamp.rs", "use crate::app::Gull;\nfn of(gull: Gull) {}");
        let gull = file("src/app/sea/gull.rs", "use crate::app::chart::Chart;\npub struct Gull;");
        let chart = file("src/app/chart.rs", "use crate::app::lamp::of;\npub struct Chart;");
        let root = file("src/app/mod.rs", "mod lamp; mod chart; mod sea; pub use sea::gull::Gull;");
        let sea = file("src/app/sea/mod.rs", "pub mod gull;");
        let mut files = [lamp, gull, chart, root, sea];
        assert_eq!(rings(&named(&files)), [["src/app/chart.rs", "src/app/lamp.rs", "src/app/sea/gull.rs"]]);
        files[0].text.clear();
        assert!(rings(&named(&files)).is_empty());
    }
}

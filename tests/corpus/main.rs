//! Real pages and archives that are not in the repository: what was right last time stays right.
//!
//! `THREADLE_CORPUS` names a folder. In it, or in a folder of it, lie lists of two kinds. `INDEX.tsv` tells of each file how
//! many replies it has and how deep they stand. `forums.jsonl` and `articles.jsonl` hold the words of pages. `right.tsv`
//! beside this file has what was right when it was last brought up to date, with `UPDATE_CORPUS=1`. Only a file that
//! got worse fails the test: what never was right is counted and told.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "what was measured is told to whoever asked for it")]

mod index;
mod pages;

use serde_json::{Deserializer, Value};
use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

/// What was right last time: the file's name in the corpus and how much of it.
const RIGHT: &str = "tests/corpus/right.tsv";

/// How much of a file is right: nothing, or more and more of it.
type Grade = u8;

/// Judges the threads that a file was read as: the posts of each.
type Judge = Box<dyn Fn(&[Vec<Value>]) -> Grade + Send + Sync>;

/// A file of the corpus, and how what was read of it is judged.
struct Case {
    /// Its name in the corpus.
    name: String,
    path: PathBuf,
    judge: Judge,
}

#[test]
fn what_was_right_in_the_corpus_stays_right() {
    let Some(root) = env::var_os("THREADLE_CORPUS").map(PathBuf::from) else {
        println!("skipped: THREADLE_CORPUS names no folder of real pages and archives");
        return;
    };
    let mut cases = Vec::new();
    for folder in folders(&root) {
        cases.extend(index::cases(&root, &folder));
        cases.extend(pages::cases(&root, &folder));
    }
    assert!(!cases.is_empty(), "{}: has no INDEX.tsv, forums.jsonl or articles.jsonl", root.display());
    let graded = graded(&cases);
    let before = recorded();
    let worse: Vec<_> = graded
        .iter()
        .filter_map(|(name, grade)| {
            let was = before.get(name.as_str())?;
            (grade < was).then(|| format!("{name}: was {was} and is {grade}"))
        })
        .collect();
    let right = graded.values().filter(|grade| **grade > 0).count();
    println!("{right} of {} files are right, {} were", graded.len(), before.len());
    if env::var_os("UPDATE_CORPUS").is_some() {
        fs::write(manifest().join(RIGHT), written(&graded)).unwrap();
        return;
    }
    assert!(worse.is_empty(), "{} files got worse:\n{}", worse.len(), worse.join("\n"));
}

/// The folder itself, and the folders in it.
fn folders(root: &Path) -> Vec<PathBuf> {
    let inner = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut all: Vec<_> = inner
        .flat_map(|path| {
            let deeper = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
            deeper.chain([path.clone()]).collect::<Vec<_>>()
        })
        .chain([root.to_owned()])
        .collect();
    all.sort();
    all
}

/// Reads every file on all cores, and judges it.
fn graded(cases: &[Case]) -> BTreeMap<String, Grade> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let part = cases.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = cases
            .chunks(part)
            .map(|part| scope.spawn(|| part.iter().map(|case| (case.name.clone(), grade(case))).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

fn grade(case: &Case) -> Grade {
    let output = Command::new(env!("CARGO_BIN_EXE_threadle"))
        .args(["-t", "ndjson", "--no-store"])
        .arg(&case.path)
        .env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR"))
        .output()
        .unwrap();
    let threads: Vec<Vec<Value>> = Deserializer::from_slice(&output.stdout)
        .into_iter::<Value>()
        .map_while(Result::ok)
        .filter_map(|thread| thread["posts"].as_array().cloned())
        .collect();
    if threads.is_empty() { 0 } else { (case.judge)(&threads) }
}

fn recorded() -> BTreeMap<String, Grade> {
    let text = fs::read_to_string(manifest().join(RIGHT)).unwrap_or_default();
    let rows = text.lines().filter_map(|line| line.split_once('\t'));
    rows.map(|(grade, name)| (name.to_owned(), grade.parse().unwrap())).collect()
}

fn written(graded: &BTreeMap<String, Grade>) -> String {
    graded.iter().filter(|(_, grade)| **grade > 0).fold(String::new(), |mut text, (name, grade)| {
        let _ = writeln!(text, "{grade}\t{name}");
        text
    })
}

fn manifest() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

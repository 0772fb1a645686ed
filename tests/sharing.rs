//! What is written reads back: every sample in every form, as the same thread where the form can carry it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use threadle::inner::{Form, Part, SOURCES};
use threadle::{Builder, PostId, Thread};

/// Every sample, with what it reads as.
fn samples() -> Vec<(PathBuf, Thread)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("tests/samples")];
    let mut paths = vec![root.join("assets/harbour.txt")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { paths.push(path) }
        }
    }
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), read(&fs::read(path).unwrap(), None))).collect()
}

/// Reads a thread, by what it looks like or as what it is named.
fn read(bytes: &[u8], format: Option<&str>) -> Thread {
    let best = SOURCES.iter().rev().max_by_key(|source| source.likeness(bytes)).unwrap();
    let source = format.map_or(*best, |format| *SOURCES.iter().find(|source| source.name() == format).unwrap());
    let mut builder = Builder::new(source.name());
    source.read(&mut &*bytes, &mut builder).unwrap();
    builder.finish().unwrap().thread
}

fn written(thread: &Thread, form: Form) -> Vec<u8> {
    let mut out = Vec::new();
    form.write(Part::whole(thread), &mut out).unwrap();
    out
}

/// The tree and the words of a thread: of each post its depth, its author and what it says without any marks.
fn sketch(thread: &Thread) -> Vec<String> {
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    let row = |id: PostId| {
        let author = thread.writer(id).map_or("", |writer| writer.name);
        let said = threadle::inner::plain_text(thread.body(id));
        format!("{}{}: {}", "  ".repeat(thread.depth(id)), words(author), words(&said))
    };
    thread.ids().map(row).collect()
}

#[test]
fn json_and_mbox_read_back_exactly() {
    for (path, thread) in samples() {
        let json = written(&thread, Form::Json);
        for form in [Form::Json, Form::Ndjson, Form::Mbox] {
            let again = read(&written(&thread, form), None);
            let same = String::from_utf8(written(&again, Form::Json)).unwrap();
            assert_eq!(same, String::from_utf8(json.clone()).unwrap(), "{} as {form:?}", path.display());
        }
    }
}

#[test]
fn an_article_alone_reads_back_as_one() {
    let json = br#"{"format":"threadle/1","title":"Lamp","posts":[{"n":0,"author":"mara","raw":"It went out."}]}"#;
    let thread = read(json, None);
    for form in [Form::Html, Form::Markdown, Form::Text] {
        assert_eq!(sketch(&read(&written(&thread, form), None)), ["mara: It went out"], "{form:?}");
    }
}

#[test]
fn pages_markdown_and_text_read_back_as_the_same_tree_and_words() {
    for (path, thread) in samples() {
        if thread.is_shelf() {
            // Several threads are written one after the other, and only JSON and mbox say where one ends.
            continue;
        }
        for form in [Form::Html, Form::Markdown, Form::Text] {
            let again = read(&written(&thread, form), None);
            assert_eq!(again.title(), thread.title(), "{} as {form:?}", path.display());
            for (found, wanted) in sketch(&again).iter().zip(sketch(&thread)) {
                assert_eq!(*found, wanted, "{} as {form:?}", path.display());
            }
            assert_eq!(again.len(), thread.len(), "{} as {form:?}", path.display());
        }
    }
}

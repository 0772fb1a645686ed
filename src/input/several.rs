//! Reads several inputs as one shelf: one after the other, neighbours of the same format together.

use super::directory::{self, Kind};
use super::failure::Failure;
use super::opened::{Notices, Opened};
use super::origin::Contents;
use super::{Origin, Watch};
use crate::disk;
use crate::source::{self, Input, Refusal, Source};
use crate::thread::{Builder, Built, Notice, Reasons};
use std::path::{Path, PathBuf};
use std::vec;

/// One of several inputs to read.
struct Pending {
    origin: Origin,
    /// Its format, if one is given.
    format: Option<&'static dyn Source>,
}

/// The format of a message alone in its file.
fn message() -> Option<&'static dyn Source> {
    source::named("mail")
}

/// Reads all inputs of an origin as far as possible. Fails only if none can be read.
pub(super) fn read(
    origin: &Origin,
    format: Option<&'static dyn Source>,
    watch: &Watch,
    builder: &mut Builder,
) -> Result<(), Failure> {
    let told = Notices::default();
    let mut inputs = Inputs::new(origin, format, watch, &told);
    inputs.reasons = builder.reasons().more();
    builder.shelf_title(&origin.kind().title());
    loop {
        let Some(source) = inputs.source() else {
            let Some(address) = inputs.fetched.take() else { break };
            inputs.fetch(&address, builder);
            continue;
        };
        // What a source hands over before it begins a thread belongs to no thread of another source.
        builder.begin();
        builder.source(source.name());
        let read = source.read_many(&mut Run { inputs: &mut inputs, source }, builder);
        builder.input(None);
        told.take().into_iter().for_each(|notice| builder.notice(notice));
        if let Err(refusal) = read {
            match refusal {
                _ if watch.is_cancelled() => return Err(Failure::cancelled(origin)),
                Refusal::Io(error) => builder.notice(Notice::new(disk::error_text(&error))),
                Refusal::Malformed(why) => builder.notice(Notice::new(why)),
            }
        }
    }
    told.take().into_iter().for_each(|notice| builder.notice(notice));
    builder.reasons().extend(std::mem::take(&mut inputs.reasons));
    if watch.is_cancelled() {
        return Err(Failure::cancelled(origin));
    }
    if builder.is_empty() { Err(Failure::none(origin, inputs.failures, builder.notices())) } else { Ok(()) }
}

/// The inputs still to be read.
struct Inputs<'w> {
    left: vec::IntoIter<Pending>,
    /// The next one, once it is open.
    opened: Option<(String, Opened<'w>)>,
    /// The next one, if it is an address.
    fetched: Option<Pending>,
    /// Why inputs could not be opened.
    failures: Vec<Failure>,
    watch: &'w Watch,
    told: &'w Notices,
    reasons: Reasons,
}

impl<'w> Inputs<'w> {
    fn new(origin: &Origin, format: Option<&'static dyn Source>, watch: &'w Watch, told: &'w Notices) -> Self {
        let mut inputs = Self {
            left: Vec::new().into_iter(),
            opened: None,
            fetched: None,
            failures: Vec::new(),
            watch,
            told,
            reasons: Reasons::default(),
        };
        let origins = match origin.kind().contents() {
            Contents::Others(many) => many,
            _ => std::slice::from_ref(origin),
        };
        let mut pending = Vec::new();
        for origin in origins {
            match origin.kind().contents() {
                Contents::Files(path) => inputs.add_files(path, format, &mut pending),
                _ => pending.push(Pending { origin: origin.clone(), format }),
            }
        }
        let sizes = pending.iter().map(|pending| pending.origin.kind().size());
        watch.expect(sizes.sum::<Option<u64>>().unwrap_or(0));
        inputs.left = pending.into_iter();
        inputs
    }

    /// Adds the files of a directory, and those of the directories in it, in their order.
    fn add_files(&mut self, path: &Path, format: Option<&'static dyn Source>, pending: &mut Vec<Pending>) {
        /// Archives are not deeper, and nobody means a whole home directory.
        const DEEPEST: usize = 8;
        const MOST: usize = 1000;
        let mut left = vec![(path.to_owned(), 0)];
        let (before, failures, mut has_hidden, mut left_out) = (pending.len(), self.failures.len(), false, 0);
        let (mut seen, mut of_pages) = (0, 0);
        while let Some((path, depth)) = left.pop() {
            if depth > DEEPEST || seen >= MOST {
                left_out += 1;
                continue;
            }
            seen += 1;
            match directory::look(&path) {
                Ok(folder) => {
                    has_hidden |= folder.has_hidden;
                    let format = format.or_else(|| if folder.kind == Kind::Mail { message() } else { None });
                    let files = folder.files.len();
                    let is_read =
                        |file: &PathBuf| depth == 0 || folder.kind == Kind::Mail || !directory::is_of_page(file);
                    let before = pending.len();
                    let files_read = folder.files.into_iter().filter(is_read);
                    pending.extend(files_read.map(|file| Pending { origin: Origin::file(file), format }));
                    of_pages += files - (pending.len() - before);
                    left.extend(folder.directories.into_iter().rev().map(|inner| (inner, depth + 1)));
                }
                Err(error) => self.fail(Failure::opening(&path, &error)),
            }
        }
        if pending.len() == before && self.failures.len() == failures {
            return self.fail(Failure::no_file(path, has_hidden));
        }
        match of_pages {
            0 => {}
            1 => self.tell(path, "1 file of a page (pictures, styles, scripts): left out"),
            many => self.tell(path, &format!("{many} files of pages (pictures, styles, scripts): left out")),
        }
        let left_out = match left_out {
            0 => return,
            1 => "1 directory in it was not looked into: there are too many, or they lie too deep".to_owned(),
            many => format!("{many} directories in it were not looked into: there are too many, or they lie too deep"),
        };
        self.tell(path, &left_out);
    }

    fn tell(&self, path: &Path, what: &str) {
        self.told.add(Notice::new(what).of(&path.display().to_string()));
    }

    fn fail(&mut self, failure: Failure) {
        self.told.add(failure.notice());
        self.failures.push(failure);
    }

    /// Reads the thread of an address onto the shelf.
    fn fetch(&mut self, Pending { origin, format }: &Pending, builder: &mut Builder) {
        let Contents::Answers(fetched) = origin.kind().contents() else { return };
        builder.input(Some(&origin.name()));
        let mut own = Builder::new("");
        *own.reasons() = builder.reasons().more();
        let read = fetched.read(*format, self.watch, &mut own);
        builder.reasons().extend(std::mem::take(own.reasons()));
        match read {
            Ok(_) => {
                if let Ok(Built { thread, notices, .. }) = own.finish() {
                    builder.graft(&thread);
                    notices.into_iter().for_each(|notice| builder.notice(notice));
                }
            }
            Err(failure) => self.fail(failure),
        }
        builder.input(None);
    }

    /// Opens the next input that can be opened, unless one is open, and returns its format. `None` at the end and
    /// before an address.
    fn source(&mut self) -> Option<&'static dyn Source> {
        while self.opened.is_none() {
            if self.fetched.is_some() {
                return None;
            }
            let Pending { origin, format } = self.left.next()?;
            if matches!(origin.kind().contents(), Contents::Answers(_)) {
                self.fetched = Some(Pending { origin, format });
                return None;
            }
            match Opened::open(&origin, format, self.watch) {
                Ok(mut opened) => {
                    self.reasons.about(Some(&origin.name()));
                    opened.explain(&mut self.reasons);
                    self.opened = Some((origin.name(), opened));
                }
                Err(_) if self.watch.is_cancelled() => return None,
                Err(failure) => self.fail(failure),
            }
        }
        self.opened.as_ref().map(|(_, opened)| opened.source)
    }
}

/// Neighbouring inputs of the same format.
struct Run<'i, 'w> {
    inputs: &'i mut Inputs<'w>,
    source: &'static dyn Source,
}

impl<'w> Iterator for Run<'_, 'w> {
    type Item = Input<'w>;

    fn next(&mut self) -> Option<Input<'w>> {
        let source = self.inputs.source()?;
        if source.name() != self.source.name() {
            return None;
        }
        let (name, opened) = self.inputs.opened.take()?;
        let content = Box::new(opened.content(Some(name.clone()), self.inputs.told));
        Some(Input { name, content })
    }
}

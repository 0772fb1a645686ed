//! Where an input comes from: anything that can be opened.

use super::failure::Failure;
use super::fetched::Fetched;
use crate::thread::Thread;
use crate::web::{Address, Client, Manner};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read, Seek};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where an input comes from.
#[derive(Debug, Clone)]
pub(crate) struct Origin(Arc<dyn OriginKind>);

/// A kind of origin. By default it is one input that can be read again.
pub(super) trait OriginKind: fmt::Debug + Send + Sync {
    /// The name in messages.
    fn name(&self) -> String;

    /// The name in commands that hints give. `None` for what comes through a pipe.
    fn in_commands(&self) -> Option<String> {
        Some(self.name())
    }

    /// The path or the address to open it from again. `None` if that is impossible.
    fn place(&self) -> Option<String> {
        None
    }

    /// The title of a shelf of its threads.
    fn title(&self) -> String {
        self.name()
    }

    /// Whether each reading gives what it gave before, or its newer state.
    fn can_be_read_again(&self) -> bool {
        true
    }

    /// The files to watch for changes.
    fn files(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    /// What it consists of.
    fn contents(&self) -> Contents<'_> {
        Contents::Bytes
    }

    /// Its size in bytes; 0 if it does not exist. `None` if only reading tells, as for a pipe.
    fn size(&self) -> Option<u64> {
        None
    }

    /// Its content, if it consists of bytes.
    fn bytes(&self) -> Result<Box<dyn Read + Send>, Failure>;
}

/// What an origin consists of.
pub(super) enum Contents<'o> {
    /// One input.
    Bytes,
    /// Several origins, read one after the other and shown on one shelf.
    Others(&'o [Origin]),
    /// The files of a directory.
    Files(&'o Path),
    /// Answers of the web, which make one thread.
    Answers(&'o Fetched),
    /// A thread that the program makes itself.
    Thread(&'o Make),
}

/// Makes a thread, or says why it cannot.
pub(crate) type Make = dyn Fn() -> Result<Thread, String> + Send + Sync;

impl Origin {
    /// A file, or a directory of files.
    pub(crate) fn file(path: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Named(path.into())))
    }

    /// Standard input.
    pub(crate) fn stdin() -> Self {
        Self(Arc::new(Stdin))
    }

    /// A text of the program itself, and its name in messages.
    pub(crate) fn included(name: &'static str, text: &'static str) -> Self {
        Self(Arc::new(Included { name, text }))
    }

    /// Several origins, read one after the other and shown on one shelf.
    pub(crate) fn several(many: Vec<Self>) -> Self {
        Self(Arc::new(Several(many)))
    }

    /// The thread of an address.
    pub(crate) fn web(address: Address, client: Arc<Client>) -> Self {
        Self(Arc::new(Fetched { address, client, manner: Manner::Usual, is_chosen: false }))
    }

    /// A thread that the program makes anew each time, and its name.
    pub(crate) fn thread(name: &'static str, make: Arc<Make>) -> Self {
        Self(Arc::new(Shelf { name, make }))
    }

    /// An origin that cannot be opened, and why.
    pub(crate) fn nothing(name: &str, why: &str) -> Self {
        Self(Arc::new(Nothing { name: name.to_owned(), why: why.to_owned() }))
    }

    /// The answer to one request.
    pub(super) fn answer(name: String, body: Vec<u8>) -> Self {
        Self(Arc::new(Piece { name, body: body.into() }))
    }

    pub(super) fn kind(&self) -> &dyn OriginKind {
        &*self.0
    }

    /// The name in messages.
    pub(crate) fn name(&self) -> String {
        self.0.name()
    }

    /// The path or the address to open it from again. `None` if that is impossible.
    pub(crate) fn place(&self) -> Option<String> {
        self.0.place()
    }

    /// Whether each reading gives what it gave before, or its newer state.
    pub(crate) fn can_be_read_again(&self) -> bool {
        self.0.can_be_read_again()
    }

    /// Whether any of it comes over the network.
    pub(crate) fn is_fetched(&self) -> bool {
        match self.0.contents() {
            Contents::Answers(_) => true,
            Contents::Others(many) => many.iter().any(Self::is_fetched),
            Contents::Bytes | Contents::Files(_) | Contents::Thread(_) => false,
        }
    }

    /// Whether the program makes it itself.
    pub(crate) fn is_made(&self) -> bool {
        matches!(self.0.contents(), Contents::Thread(_))
    }

    /// The origin as named by `from`: an address that a page or a list of the web chose must not lead to another
    /// private place.
    pub(crate) fn chosen_by(&self, from: &Self) -> Self {
        let host = |origin: &Self| match origin.0.contents() {
            Contents::Answers(fetched) => Some(fetched.address.authority()),
            _ => None,
        };
        match self.0.contents() {
            Contents::Answers(fetched) if !from.is_made() && host(from) != host(self) => {
                Self(Arc::new(Fetched { is_chosen: true, ..fetched.clone() }))
            }
            _ => self.clone(),
        }
    }

    /// The files to watch for changes.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        self.0.files()
    }

    /// The stored copies of it, which are there at once; the origin itself if there are none.
    pub(crate) fn at_once(&self) -> Self {
        self.in_manner(Manner::Copy, |fetched| fetched.client.has(&fetched.address))
    }

    /// The origin, asked for anew even if a copy is stored.
    pub(crate) fn anew(&self) -> Self {
        self.in_manner(Manner::Anew, |_| true)
    }

    /// Whether the copies of [`at_once`](Self::at_once) may be old, so that the site is asked for more.
    pub(crate) fn may_be_old(&self) -> bool {
        match self.0.contents() {
            Contents::Answers(fetched) => fetched.may_be_old(),
            Contents::Others(many) => many.iter().any(Self::may_be_old),
            Contents::Bytes | Contents::Files(_) | Contents::Thread(_) => false,
        }
    }

    fn in_manner(&self, manner: Manner, fits: fn(&Fetched) -> bool) -> Self {
        match self.0.contents() {
            Contents::Answers(fetched) if fits(fetched) => Self(Arc::new(Fetched { manner, ..fetched.clone() })),
            Contents::Others(many) => Self::several(many.iter().map(|one| one.in_manner(manner, fits)).collect()),
            _ => self.clone(),
        }
    }
}

/// A file, or a directory of files.
#[derive(Debug)]
struct Named(PathBuf);

impl OriginKind for Named {
    fn name(&self) -> String {
        self.0.display().to_string()
    }

    fn place(&self) -> Option<String> {
        std::path::absolute(&self.0).ok()?.to_str().map(str::to_owned)
    }

    fn title(&self) -> String {
        let full = self.0.canonicalize().unwrap_or_else(|_| self.0.clone());
        full.file_name().unwrap_or(full.as_os_str()).to_string_lossy().into_owned()
    }

    fn files(&self) -> Vec<PathBuf> {
        vec![self.0.clone()]
    }

    fn contents(&self) -> Contents<'_> {
        if self.0.is_dir() { Contents::Files(&self.0) } else { Contents::Bytes }
    }

    fn size(&self) -> Option<u64> {
        match fs::metadata(&self.0) {
            Ok(about) => about.is_file().then_some(about.len()),
            Err(_) => Some(0),
        }
    }

    fn bytes(&self) -> Result<Box<dyn Read + Send>, Failure> {
        match File::open(&self.0) {
            // Keys are read from there.
            Ok(file) if file.is_terminal() => Err(Failure::terminal(&self.0)),
            Ok(file) => Ok(Box::new(file)),
            Err(error) => Err(Failure::opening(&self.0, &error)),
        }
    }
}

#[derive(Debug)]
struct Stdin;

impl OriginKind for Stdin {
    fn name(&self) -> String {
        "standard input".to_owned()
    }

    fn in_commands(&self) -> Option<String> {
        None
    }

    fn can_be_read_again(&self) -> bool {
        false
    }

    /// The rest of the file that it is redirected from.
    fn size(&self) -> Option<u64> {
        let mut file = File::from(io::stdin().as_fd().try_clone_to_owned().ok()?);
        let about = file.metadata().ok().filter(fs::Metadata::is_file)?;
        Some(about.len().saturating_sub(file.stream_position().ok()?))
    }

    fn bytes(&self) -> Result<Box<dyn Read + Send>, Failure> {
        Ok(Box::new(io::stdin()))
    }
}

#[derive(Debug)]
struct Included {
    name: &'static str,
    text: &'static str,
}

impl OriginKind for Included {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn size(&self) -> Option<u64> {
        Some(self.text.len() as u64)
    }

    fn bytes(&self) -> Result<Box<dyn Read + Send>, Failure> {
        Ok(Box::new(self.text.as_bytes()))
    }
}

#[derive(Debug)]
struct Several(Vec<Origin>);

impl OriginKind for Several {
    fn name(&self) -> String {
        let is_file = |one: &Origin| !one.files().is_empty() && matches!(one.0.contents(), Contents::Bytes);
        let what = if self.0.iter().all(is_file) { "files" } else { "sources" };
        format!("{} {what}", self.0.len())
    }

    fn files(&self) -> Vec<PathBuf> {
        self.0.iter().flat_map(Origin::files).collect()
    }

    fn contents(&self) -> Contents<'_> {
        Contents::Others(&self.0)
    }

    fn bytes(&self) -> Result<Box<dyn Read + Send>, Failure> {
        Ok(Box::new(io::empty()))
    }
}

/// A thread that the program makes itself.
struct Shelf {
    name: &'static str,
    make: Arc<Make>,
}

impl fmt::Debug for Shelf {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

impl OriginKind for Shelf {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn contents(&self) -> Contents<'_> {
        Contents::Thread(&*self.make)
    }

    fn bytes(&self) -> Result<Box<dyn Read + Send>, Failure> {
        Ok(Box::new(io::empty()))
    }
}

/// An origin that cannot be opened.
#[derive(Debug)]
struct Nothing {
    name: String,
    why: String,
}

impl OriginKind for Nothing {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn bytes(&self) -> Result<Box<dyn Read + Send>, Failure> {
        Err(Failure::new(self.name.clone(), &*self.why))
    }
}

/// The answer to one request.
#[derive(Debug)]
struct Piece {
    name: String,
    body: Arc<[u8]>,
}

impl OriginKind for Piece {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn size(&self) -> Option<u64> {
        Some(self.body.len() as u64)
    }

    fn bytes(&self) -> Result<Box<dyn Read + Send>, Failure> {
        Ok(Box::new(io::Cursor::new(Arc::clone(&self.body))))
    }
}

//! What is opened: files and standard input, their charset found out, their format recognised by content.
//!
//! An input is read once, as a stream, and never held beside the thread that is made of it; no map of a file is
//! made either, so that a file that grows or shrinks meanwhile does no harm. Knows no screen and no arguments.

mod bytes;
mod charset;
mod failure;
mod foreign;
mod watch;

pub(crate) use failure::{Failure, told};
pub(crate) use watch::Watch;

use self::bytes::Bytes;
use self::charset::Decoded;
use crate::source::{self, Likeness, Refusal, Source};
use crate::thread::{Builder, Built, Notice, PostId, Thread};
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::PathBuf;

/// Where an input comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// A text that the program brings.
    Included {
        /// What messages call it.
        name: &'static str,
        /// All of it.
        text: &'static str,
    },
}

impl Origin {
    /// What messages call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "standard input".to_owned(),
            Self::Included { name, .. } => (*name).to_owned(),
        }
    }
}

/// A thread with what was mended while it was read.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The thread.
    pub(crate) thread: Thread,
    /// What was mended or left out, in the order it was met.
    pub(crate) notices: Vec<Notice>,
    /// For each post of the preview, in the order of the input, its place in the thread.
    pub(crate) places: Vec<PostId>,
}

/// Takes the beginning of a thread while the rest is still being read.
pub(crate) type Preview = Box<dyn FnMut(Thread) + Send>;

/// How many posts make a preview: more than any screen shows, few enough to be there at once.
const PREVIEW: usize = 500;

/// Reads a thread, in the given format or else in the one that the input looks like most.
pub(crate) fn open(
    origin: &Origin,
    format: Option<&'static dyn Source>,
    watch: &Watch,
    preview: Option<Preview>,
) -> Result<Parsed, Failure> {
    let bytes = Bytes::new(start(origin, watch)?, watch);
    let read = read(bytes, format, preview);
    read.map_err(|why| if watch.is_cancelled() { Failure::cancelled(origin) } else { why.of(origin) })
}

fn start<'o>(origin: &'o Origin, watch: &Watch) -> Result<Box<dyn Read + 'o>, Failure> {
    match origin {
        Origin::Stdin => Ok(Box::new(io::stdin().lock())),
        Origin::Included { text, .. } => {
            watch.expect(text.len() as u64);
            Ok(Box::new(text.as_bytes()))
        }
        Origin::File(path) => {
            let failed = |error| Failure::opening(path, &error);
            let file = File::open(path).map_err(failed)?;
            let about = file.metadata().map_err(failed)?;
            if about.is_dir() {
                return Err(Failure::directory(path));
            }
            if about.is_file() {
                watch.expect(about.len());
            }
            Ok(Box::new(file))
        }
    }
}

/// Why an input could not be read, before it is said of which.
enum Why {
    Empty,
    Foreign(foreign::Kind),
    Unreadable(io::Error),
    Refused { source: &'static dyn Source, why: String },
}

impl Why {
    fn of(self, origin: &Origin) -> Failure {
        match self {
            Self::Empty => Failure::empty(origin),
            Self::Foreign(kind) => Failure::foreign(origin, kind),
            Self::Unreadable(error) => Failure::reading(origin, &error),
            Self::Refused { source, why } => Failure::refused(origin, source, why),
        }
    }
}

fn read(mut bytes: Bytes<'_>, format: Option<&'static dyn Source>, preview: Option<Preview>) -> Result<Parsed, Why> {
    let head = bytes.look().map_err(Why::Unreadable)?;
    if head.is_empty() {
        return Err(bytes.failure().map_or(Why::Empty, Why::Unreadable));
    }
    if format.is_none()
        && let Some(kind) = foreign::binary(head)
    {
        return Err(Why::Foreign(kind));
    }
    let source = match format {
        Some(source) => source,
        None => recognise(head)?,
    };
    let mut builder = Builder::new(source.name());
    if let Some(show) = preview {
        builder = builder.preview_after(PREVIEW, show);
    }
    if source.takes_text() {
        let mut text = Decoded::new(bytes);
        hand_over(source, &mut text, &mut builder)?;
        text.notices().for_each(|notice| builder.notice(notice));
    } else {
        hand_over(source, &mut bytes, &mut builder)?;
        bytes.notice().into_iter().for_each(|notice| builder.notice(notice));
    }
    match builder.finish() {
        Ok(Built { thread, notices, places }) => Ok(Parsed { thread, notices, places }),
        Err(_) => Err(Why::Refused { source, why: "expected a post, found none".to_owned() }),
    }
}

fn hand_over(source: &'static dyn Source, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Why> {
    source.read(input, builder).map_err(|refusal| match refusal {
        Refusal::Io(error) => Why::Unreadable(error),
        Refusal::Malformed(why) => Why::Refused { source, why },
    })
}

fn recognise(head: &[u8]) -> Result<&'static dyn Source, Why> {
    let text = charset::beginning(head).map_err(Why::Unreadable)?;
    let Some(source) = source::recognise(head, &text) else { return Err(Why::Foreign(foreign::Kind::UNKNOWN)) };
    let likeness = source.likeness(if source.takes_text() { &text } else { head });
    match foreign::text(&text) {
        Some(kind) if likeness < Likeness::Likely => Err(Why::Foreign(kind)),
        _ => Ok(source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &'static str, format: Option<&str>) -> Result<Parsed, Failure> {
        let origin = Origin::Included { name: "talk", text };
        open(&origin, format.and_then(source::named), &Watch::default(), None)
    }

    #[test]
    fn a_format_is_recognised_by_its_content() {
        let json = r#"{"format":"threadle/1","title":"Lamp","posts":[{"n":0,"raw":"Who keeps it?"}]}"#;
        assert_eq!(opened(json, None).unwrap().thread.title(), "Lamp");
        assert_eq!(opened("Who keeps it?", None).unwrap().thread.source(), "text");
        assert_eq!(opened(json, Some("text")).unwrap().thread.source(), "text");
    }

    #[test]
    fn an_empty_input_is_said_to_be_empty() {
        assert_eq!(opened("", None).unwrap_err().to_string(), "talk: empty");
    }

    #[test]
    fn a_page_of_html_is_read_as_such_unless_it_is_wanted_as_text() {
        let page = "\n<!doctype html><title>Lamp</title><p>Who keeps it?";
        assert_eq!(opened(page, None).unwrap().thread.source(), "html");
        assert_eq!(opened(page, Some("text")).unwrap().thread.source(), "text");
    }

    #[test]
    fn xml_of_another_kind_is_refused_unless_it_is_wanted_as_text() {
        let failure = opened("<?xml version='1.0'?><svg><text>Lamp</text></svg>", None).unwrap_err();
        assert_eq!(failure.to_string(), "talk: XML, but neither a feed nor an export with comments");
        assert_eq!(failure.hint(), Some("to see it as text: threadle -f text talk"));
        let feed =
            "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Lamp</title></entry></feed>";
        assert_eq!(opened(feed, None).unwrap().thread.title(), "Lamp");
    }

    #[test]
    fn a_cancelled_reading_ends_as_such() {
        let watch = Watch::default();
        watch.cancel();
        let failure = open(&Origin::Included { name: "talk", text: "Lamp" }, None, &watch, None).unwrap_err();
        assert!(failure.is_cancelled());
    }

    #[test]
    fn progress_ends_at_the_whole() {
        let watch = Watch::default();
        open(&Origin::Included { name: "talk", text: "Lamp" }, None, &watch, None).unwrap();
        assert_eq!((watch.read(), watch.total()), (4, Some(4)));
    }
}

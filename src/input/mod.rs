//! Opens files, directories, archives and standard input, finds their charset and recognises their format.
//!
//! An input is read once, as a stream, and never held in memory beside its thread. No file is memory-mapped, so a file
//! that grows or shrinks meanwhile does no harm. Knows no screen and no arguments.

mod bytes;
mod charset;
mod directory;
mod failure;
mod fetched;
mod listed;
mod opened;
mod origin;
mod packed;
mod read_ahead;
mod several;
mod unsupported;
mod watch;

pub(crate) use failure::Failure;
pub(crate) use origin::Origin;
pub(crate) use watch::Watch;

use self::opened::{Notices, Opened};
use self::origin::Contents;
use self::read_ahead::ReadAhead;
use crate::source::{Refusal, Source};
use crate::thread::{Builder, Built, Notice, PostId, Reasons, Thread};
use crate::web::Outcome;

/// A thread and what was mended while it was read.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The thread.
    pub(crate) thread: Thread,
    /// What was mended or left out, in the order it was found.
    pub(crate) notices: Vec<Notice>,
    /// For each post of the preview, in the order of the input, its place in the thread.
    pub(crate) places: Vec<PostId>,
    /// The post that the address names. `None` if it names none.
    pub(crate) named: Option<PostId>,
    /// Whether all of it came; false if a site gave only a part.
    pub(crate) is_whole: bool,
}

/// Takes the beginning of a thread while the rest is still being read.
pub(crate) type Preview = Box<dyn FnMut(Thread) + Send>;

/// Posts in a preview: more than any screen shows, few enough to come at once.
const PREVIEW: usize = 500;

/// Bytes that make an input worth a thread of its own to read it.
const LONG: u64 = 1 << 20;

/// Reads what an origin holds, in the given format or in the one that each input resembles most.
pub(crate) fn open(
    origin: &Origin,
    format: Option<&'static dyn Source>,
    watch: &Watch,
    preview: Option<Preview>,
) -> Result<Parsed, Failure> {
    let mut builder = Builder::new("");
    if let Some(show) = preview {
        builder = builder.preview_after(PREVIEW, show);
    }
    open_with(builder, origin, format, watch).0
}

/// The same, with the reasons why it was read as it was, as far as that went.
pub(crate) fn explain(
    origin: &Origin,
    format: Option<&'static dyn Source>,
    watch: &Watch,
) -> (Result<Parsed, Failure>, Vec<Notice>) {
    let mut builder = Builder::new("");
    builder.reasons().want();
    let (parsed, reasons) = open_with(builder, origin, format, watch);
    (parsed, reasons.into_said())
}

fn open_with(
    mut builder: Builder,
    origin: &Origin,
    format: Option<&'static dyn Source>,
    watch: &Watch,
) -> (Result<Parsed, Failure>, Reasons) {
    if let Contents::Thread(make) = origin.kind().contents() {
        let thread = make().map_err(|why| Failure::new(origin.name(), why));
        let parsed = thread.map(|thread| Parsed {
            thread,
            notices: Vec::new(),
            places: Vec::new(),
            named: None,
            is_whole: true,
        });
        return (parsed, Reasons::default());
    }
    let outcome = read_all(origin, format, watch, &mut builder);
    let reasons = std::mem::take(builder.reasons());
    let parsed = outcome.and_then(|outcome| match builder.finish() {
        Ok(Built { thread, notices, places }) => {
            let named = outcome.wanted.post.as_deref().and_then(|post| named(&thread, post));
            Ok(Parsed { thread, notices, places, named, is_whole: outcome.is_whole })
        }
        Err(none) => Err(Failure::new(origin.name(), none.to_string())),
    });
    (parsed, reasons)
}

/// Reads all inputs of an origin.
fn read_all(
    origin: &Origin,
    format: Option<&'static dyn Source>,
    watch: &Watch,
    builder: &mut Builder,
) -> Result<Outcome, Failure> {
    let read = match origin.kind().contents() {
        Contents::Bytes => read(origin, format, watch, builder).map(|()| None),
        Contents::Answers(fetched) => fetched.read(format, watch, builder).map(Some),
        Contents::Others(_) | Contents::Files(_) => several::read(origin, format, watch, builder).map(|()| None),
        Contents::Thread(_) => Ok(None),
    };
    // Of several answers, those that came are worth reading.
    let has_part = matches!(&read, Ok(Some(_))) && !builder.is_empty();
    if watch.is_cancelled() && !has_part {
        return Err(Failure::cancelled(origin));
    }
    Ok(read?.unwrap_or(Outcome { is_whole: true, ..Outcome::default() }))
}

/// The post with this id in its source, or whose permalink ends in it.
pub(crate) fn named(thread: &Thread, post: &str) -> Option<PostId> {
    let ends = |url: &str| url.rsplit(['#', '/', '=']).next() == Some(post);
    let by_id = thread.ids().find(|&id| thread.source_id(id) == Some(post));
    by_id.or_else(|| thread.ids().find(|&id| thread.permalink(id).is_some_and(ends)))
}

/// Reads one input.
fn read(
    origin: &Origin,
    format: Option<&'static dyn Source>,
    watch: &Watch,
    builder: &mut Builder,
) -> Result<(), Failure> {
    let size = origin.kind().size();
    watch.expect(size.unwrap_or(0));
    let mut opened = Opened::open(origin, format, watch)?;
    opened.explain(builder.reasons());
    let source = opened.source;
    builder.source(source.name());
    builder.shelf_title(&origin.kind().title());
    if !origin.kind().files().is_empty() {
        builder.file(&origin.kind().title());
    }
    let told = Notices::default();
    let mut content = opened.content(None, &told);
    let outcome = if source.takes_text() && size.is_none_or(|size| size >= LONG) {
        std::thread::scope(|scope| source.read(&mut ReadAhead::of(content, scope), builder))
    } else {
        let outcome = source.read(&mut content, builder);
        drop(content);
        outcome
    };
    match outcome {
        Ok(()) if builder.is_empty() => {
            return Err(Failure::refused(origin, source, "expected a post, found none".to_owned()));
        }
        Ok(()) => {}
        Err(Refusal::Io(error)) => return Err(Failure::reading(origin, &error)),
        Err(Refusal::Malformed(why)) => return Err(Failure::refused(origin, source, why)),
    }
    told.take().into_iter().for_each(|notice| builder.notice(notice));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn opened(text: &'static str, format: Option<&str>) -> Result<Parsed, Failure> {
        let origin = Origin::included("talk", text);
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
        let failure = open(&Origin::included("talk", "Lamp"), None, &watch, None).unwrap_err();
        assert!(failure.is_cancelled());
    }

    #[test]
    fn progress_ends_at_the_whole() {
        let watch = Watch::default();
        open(&Origin::included("talk", "Lamp"), None, &watch, None).unwrap();
        assert_eq!((watch.read(), watch.total()), (4, Some(4)));
    }
}

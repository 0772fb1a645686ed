//! Formats of threads, one file each, behind one trait and one table.
//!
//! A source turns bytes into [drafts](crate::thread::Draft) and never builds a tree. It never panics on any bytes: it
//! mends, leaves notices, and refuses only input without a post. It knows nothing of files, screens or other inputs.

mod date;
mod html;
mod json;
mod mail;
mod tally;
mod text;
mod threadle;
pub mod wall;
mod words;
mod xml;

use crate::thread::{Builder, Notice};
use std::cell::OnceCell;
use std::fmt;
use std::io::{self, BufRead, Read};

/// Reads from what is buffered of an input: `Read` for whatever is `BufRead` by itself.
pub(crate) fn read_buffered(input: &mut impl BufRead, out: &mut [u8]) -> io::Result<usize> {
    let mut buffered = input.fill_buf()?;
    let read = buffered.read(out)?;
    input.consume(read);
    Ok(read)
}

/// A format of threads.
pub trait Source: Sync {
    /// Its name on the command line and in threadle's own JSON.
    fn name(&self) -> &'static str;

    /// A few words about it, for `--list-formats`.
    fn about(&self) -> &'static str;

    /// Whether the source takes text: the input is then decoded to UTF-8 without a byte-order mark. Otherwise it comes
    /// unchanged.
    fn takes_text(&self) -> bool;

    /// How much the beginning of an input (at least 64 KiB, or all of it) resembles this format. It is decoded or
    /// unchanged, as the whole input would be.
    fn likeness(&self, head: &[u8]) -> Likeness;

    /// The same for a head whose JSON outline is made once for all formats.
    fn likeness_of(&self, head: &Head<'_>) -> Likeness {
        self.likeness(head.bytes)
    }

    /// Reads the input to its end and hands over its posts.
    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal>;

    /// Reads several inputs of this format in a row. Each begins a thread, unless the format knows that its inputs
    /// answer each other. An input that is malformed is left out with a notice.
    fn read_many(&self, inputs: &mut dyn Iterator<Item = Input<'_>>, builder: &mut Builder) -> Result<(), Refusal> {
        for mut input in inputs {
            self.read_part(&input.name, &mut *input.content, builder)?;
        }
        builder.input(None);
        Ok(())
    }

    /// Reads one of several inputs, called `name`, as a thread of its own. One that is malformed leaves a notice.
    fn read_part(&self, name: &str, content: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        builder.input(Some(name));
        builder.begin();
        builder.source(self.name());
        let posts = builder.len();
        match self.read(content, builder) {
            Ok(()) if builder.len() == posts => builder.notice(Notice::new("expected a post, found none")),
            Err(Refusal::Malformed(why)) => builder.notice(Notice::new(why)),
            other => other?,
        }
        Ok(())
    }
}

/// One of several inputs that are read together.
pub struct Input<'i> {
    /// Its name in notices.
    pub name: String,
    /// Its content, decoded if the source takes text.
    pub content: Box<dyn BufRead + 'i>,
}

/// The beginning of an input, for all formats to judge.
pub struct Head<'h> {
    bytes: &'h [u8],
    outline: OnceCell<json::Outline>,
}

impl<'h> Head<'h> {
    fn new(bytes: &'h [u8]) -> Self {
        Self { bytes, outline: OnceCell::new() }
    }

    /// Its outline if it is JSON.
    fn outline(&self) -> &json::Outline {
        self.outline.get_or_init(|| json::Outline::glance(json::assigned(self.bytes)))
    }
}

/// How much an input resembles a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It is something else.
    None,
    /// It can be read so if nothing else fits.
    Possible,
    /// It has the format's outer form.
    Likely,
    /// It names the format, or has what only this format has.
    Certain,
}

impl fmt::Display for Likeness {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::None => "which it does not resemble",
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        })
    }
}

/// Why an input could not be read.
#[derive(Debug)]
pub enum Refusal {
    /// Reading the bytes failed.
    Io(io::Error),
    /// The bytes are not what the format needs: a sentence with what was expected and found.
    Malformed(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(out, "{error}"),
            Self::Malformed(why) => out.write_str(why),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Every format, the more specific ones first.
pub static SOURCES: &[&dyn Source] = &[
    &threadle::Threadle,
    &xml::Wxr,
    &xml::Disqus,
    &xml::Blogger,
    &xml::Atom,
    &xml::Rss,
    &xml::StackExchange,
    &json::HN_ALGOLIA,
    &json::HN_FIREBASE,
    &json::REDDIT,
    &json::LOBSTERS,
    &json::DISCOURSE,
    &json::LEMMY,
    &json::MASTODON,
    &json::BLUESKY,
    &json::GITHUB,
    &json::GITLAB,
    &json::BUGZILLA,
    &json::LAUNCHPAD,
    &json::WP_REST,
    &json::DISQUS,
    &json::STACK_EXCHANGE,
    &json::AnyJson,
    &xml::AnyXml,
    &mail::Mail,
    &html::Page,
    &text::Dump,
];

/// The format with a name.
pub fn named(name: &str) -> Option<&'static dyn Source> {
    SOURCES.iter().copied().find(|source| source.name() == name)
}

/// The format that an input resembles most, given its beginning unchanged and as text; the first of equals.
pub fn recognise(bytes: &[u8], text: &[u8]) -> Option<&'static dyn Source> {
    let (bytes, text) = (Head::new(bytes), Head::new(text));
    let likeness = |source: &&'static dyn Source| source.likeness_of(if source.takes_text() { &text } else { &bytes });
    let judged = SOURCES.iter().rev().map(|source| (*source, likeness(source)));
    let (source, likeness) = judged.max_by_key(|(_, likeness)| *likeness)?;
    (likeness > Likeness::None).then_some(source)
}

/// In words: what an input with this beginning was taken for, and what else it could be.
pub(crate) fn weighed(chosen: &dyn Source, bytes: &[u8], text: &[u8]) -> String {
    let (bytes, text) = (Head::new(bytes), Head::new(text));
    let likeness = |source: &dyn Source| source.likeness_of(if source.takes_text() { &text } else { &bytes });
    let others = SOURCES.iter().filter(|source| source.name() != chosen.name());
    let others = others.map(|source| (source.name(), likeness(*source))).filter(|(_, how)| *how > Likeness::None);
    let others: Vec<_> = others.map(|(name, how)| format!("{name} ({how})")).collect();
    let others = if others.is_empty() { "nothing else".to_owned() } else { others.join(", ") };
    let name = chosen.name();
    format!("read as {name}, {}: {}; weighed beside it: {others}", likeness(chosen), chosen.about())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: &str = include_str!("../../assets/harbour.txt");
    const JSON: &str = r#"{"format":"threadle/1","title":"Lamp","posts":[
        {"n":0,"raw":"Who keeps it?","author":"mara","time":"2023-04-21T10:32:00Z"},
        {"n":1,"parent":0,"id":"a","raw":"> Who keeps it?\n\nThe warden.","score":3,"markup":"markdown"}]}"#;

    /// A text cut short, with a byte changed, and with a part of it repeated.
    fn damaged(text: &str, (from, to, byte): (usize, usize, u8)) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        let (from, to) = (from % bytes.len(), to % bytes.len());
        bytes[from] = byte;
        let part = bytes[from.min(to)..from.max(to)].to_vec();
        bytes.truncate(to.max(1));
        bytes.extend(part.repeat(2));
        bytes
    }

    fn read_with_every_source(bytes: &[u8]) {
        for source in SOURCES {
            let _ = source.likeness(bytes);
            let mut builder = Builder::new(source.name());
            let mut input = bytes;
            // Whether it is refused does not matter here, only that it is read to an end.
            let _ = source.read(&mut input, &mut builder);
            let _ = builder.finish();
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn no_source_panics_on_any_bytes(
            noise in prop::collection::vec(any::<u8>(), 0..400),
            places in (0_usize..20_000, 0_usize..20_000, any::<u8>()),
        ) {
            read_with_every_source(&noise);
            for sample in [PAGE, JSON] {
                read_with_every_source(&damaged(sample, places));
            }
        }
    }

    #[test]
    fn each_of_several_inputs_makes_a_thread() {
        let input =
            |name: &str, content: &'static str| Input { name: name.to_owned(), content: Box::new(content.as_bytes()) };
        let lamp = input("lamp", r#"{"format":"threadle/1","title":"Lamp","posts":[{"n":0,"raw":"Lit."}]}"#);
        let gull = input("gull", r#"{"format":"threadle/1","title":"Gull","posts":[{"n":0,"raw":"Fed."}]}"#);
        let mut builder = Builder::new("threadle");
        let broken = input("mole", "no JSON");
        threadle::Threadle.read_many(&mut [lamp, broken, gull].into_iter(), &mut builder).unwrap();
        let built = builder.finish().unwrap();
        let titles: Vec<_> = built.thread.ids().map(|id| built.thread.title_of(id)).collect();
        assert_eq!(titles, ["", "Lamp", "Gull"]);
        assert!(built.notices.iter().any(|notice| notice.to_string().starts_with("mole: ")), "{:?}", built.notices);
    }
}

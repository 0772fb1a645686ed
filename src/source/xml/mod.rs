//! XML: exports of comment systems, and feeds.
//!
//! The file of each format says what it takes from the elements, which [`elements`] shows it in a row. None of them
//! knows entities or namespaces.

mod answers;
mod any;
mod atom;
mod blogger;
mod disqus;
mod elements;
mod feed;
mod name;
mod page;
mod paragraphs;
mod root;
mod rss;
mod shelf;
mod stackexchange;
mod time;
mod topic;
mod wxr;

pub(super) use any::AnyXml;
pub(super) use atom::Atom;
pub(super) use blogger::Blogger;
pub(super) use disqus::Disqus;
pub(super) use rss::Rss;
pub(super) use stackexchange::StackExchange;
pub(super) use wxr::Wxr;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Likeness, Refusal, Source};
    use crate::thread::{Builder, Built, Thread};
    use proptest::prelude::*;

    /// Every format with a sample of it.
    const SAMPLES: &[(&dyn Source, &str)] = &[
        (&Wxr, wxr::tests::SAMPLE),
        (&Disqus, disqus::tests::SAMPLE),
        (&Blogger, blogger::tests::SAMPLE),
        (&Atom, atom::tests::SAMPLE),
        (&Rss, rss::tests::SAMPLE),
        (&StackExchange, stackexchange::tests::SAMPLE),
    ];

    fn read(source: &dyn Source, mut xml: &[u8]) -> Result<Built, Refusal> {
        let mut builder = Builder::new(source.name());
        source.read(&mut xml, &mut builder)?;
        builder.finish().map_err(|none| Refusal::Malformed(none.to_string()))
    }

    /// A line for each thread with its title and address, one for each post in it, indented, and the notices.
    pub(super) fn sketch(source: &dyn Source, xml: &str) -> Vec<String> {
        assert_eq!(source.likeness(xml.as_bytes()), Likeness::Certain);
        let Built { thread, notices, .. } = read(source, xml.as_bytes()).unwrap();
        let mut lines = Vec::new();
        let first = usize::from(thread.is_shelf());
        for id in thread.ids().skip(first) {
            let depth = thread.depth(id) - first;
            if depth == 0 {
                let url = thread.url_of(id).map_or(String::new(), |url| format!(" <{url}>"));
                lines.push(format!("= {}{url}", thread.title_of(id)));
            }
            lines.push(format!("{}{}", "  ".repeat(depth), post(&thread, id)));
        }
        lines.extend(notices.iter().map(|notice| format!("! {notice}")));
        lines
    }

    fn post(thread: &Thread, id: crate::thread::PostId) -> String {
        let author = thread.writer(id).map_or("-", |writer| writer.name);
        let time = thread.post(id).time().map_or(String::new(), |time| format!(" {}", time.minute()));
        let score = thread.post(id).score().map_or(String::new(), |score| format!(" {score:+}"));
        format!("{author}{time}{score}: {}", thread.body(id).raw.replace('\n', "/"))
    }

    #[test]
    fn no_format_is_taken_for_another() {
        for (place, (source, _)) in SAMPLES.iter().enumerate() {
            for (other, (_, sample)) in SAMPLES.iter().enumerate() {
                let likeness = source.likeness(sample.as_bytes());
                assert_eq!(likeness == Likeness::Certain, place == other, "{}: {sample}", source.name());
            }
            for other in ["", "<", "<html><p>Lamp", "{}", "The <b>lamp</b>", "<?xml version='1.0'?><svg><g/></svg>"] {
                assert_eq!(source.likeness(other.as_bytes()), Likeness::None);
                assert!(matches!(read(*source, other.as_bytes()), Err(Refusal::Malformed(_))), "{other}");
            }
        }
    }

    #[test]
    fn a_sample_cut_anywhere_keeps_what_came_before() {
        for (source, sample) in SAMPLES {
            let whole = read(*source, sample.as_bytes()).unwrap().thread.len();
            let mut most = 0;
            for end in 0..sample.len() {
                if let Ok(built) = read(*source, &sample.as_bytes()[..end]) {
                    assert!(built.thread.len() + 2 >= most, "{}: {end}", source.name());
                    assert!(!built.notices.is_empty() || sample[end..].trim().is_empty(), "{}: {end}", source.name());
                    most = most.max(built.thread.len());
                }
            }
            assert!(most >= whole, "{}", source.name());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn no_damage_to_a_sample_ends_in_a_panic(
            sample in 0..SAMPLES.len(),
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..8),
        ) {
            let (source, sample) = SAMPLES[sample];
            let mut bytes = sample.as_bytes().to_vec();
            for (at, to, byte, what) in damage {
                let at = at.index(bytes.len());
                let to = (at + to.index(64)).min(bytes.len());
                match what {
                    0 => bytes[at] = byte,
                    1 => bytes = [&bytes[..at], &bytes[to..], b" "].concat(),
                    2 => bytes = [&bytes[..to], &bytes[at..]].concat(),
                    _ => bytes.insert(at, b"<>&\"'/]!"[usize::from(byte) % 8]),
                }
            }
            source.likeness(&bytes);
            if let Ok(built) = read(source, &bytes) {
                let ids = built.thread.ids().count();
                prop_assert_eq!(ids, built.thread.len());
            }
        }
    }
}

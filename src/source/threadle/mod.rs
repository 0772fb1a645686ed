//! threadle's own JSON, `threadle/1`: what `-t json` writes, read back without loss.
//!
//! ```json
//! {"format":"threadle/1","title":"The lamp","url":null,"source":"text","notices":[],"posts":[
//! {"n":0,"parent":null,"depth":0,"id":null,"author":"mara","time":"2023-04-21T10:32:00Z","markup":"plain","raw":"…"},
//! {"n":1,"parent":0,"depth":1,"answers":0,"author":null,"markup":"plain","raw":"…","text":"…"}]}
//! ```
//!
//! The document is read as a stream, one post at a time. Keys may come in any order, unknown keys are ignored, and a
//! broken post loses only its broken parts. Several threads may follow one another, as written by `-t ndjson`.
//! Ignored: `depth`, which follows from the parents, and `drift`, which is computed again.

mod fields;
mod found;
mod frames;
mod mends;
mod numbers;
mod reading;
mod wish;

pub(super) use self::found::unescape;
use self::frames::{Frame, Frames, Member};
use self::reading::{Key, Reading};
use super::{Likeness, Refusal, Source};
use crate::thread::Builder;
use memchr::memmem;
use std::io::BufRead;

/// threadle's own JSON.
pub(super) struct Threadle;

impl Source for Threadle {
    fn name(&self) -> &'static str {
        "threadle"
    }

    fn about(&self) -> &'static str {
        "threadle's own JSON, as -t json and -t ndjson write it"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        let mut input = head;
        let mut frames = Frames::new(&mut input);
        let Ok(Some(b'{')) = frames.peek() else { return Likeness::None };
        frames.pass();
        let Ok(Some(b'"')) = frames.peek() else { return Likeness::None };
        let mut likeness = Likeness::Possible;
        while let Ok(Member::Key(key)) = frames.member::<Key>() {
            match (key, frames.value()) {
                (Key::Format, Ok(Frame::Whole(value))) if value.starts_with(b"\"threadle/") => {
                    return Likeness::Certain;
                }
                (Key::Posts, Ok(Frame::Whole(value) | Frame::Cut(value)))
                    if memmem::find(value, b"\"n\"").is_some() =>
                {
                    likeness = Likeness::Likely;
                }
                (_, Ok(Frame::Whole(_))) => {}
                _ => break,
            }
        }
        likeness
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut frames = Frames::new(input);
        let mut reading = Reading::new(builder);
        match frames.peek()? {
            Some(b'{') => reading.threads(&mut frames)?,
            Some(b'[') => return Err(Refusal::Malformed("expected an object with \"posts\", found a list".to_owned())),
            Some(_) => return Err(Refusal::Malformed("expected JSON, found something else".to_owned())),
            None => return Err(Refusal::Malformed("expected JSON, found nothing".to_owned())),
        }
        reading.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Built, Gone, Notice};

    fn read(json: &str) -> Result<Built, String> {
        let mut builder = Builder::new("threadle");
        let mut input = json.as_bytes();
        Threadle.read(&mut input, &mut builder).map_err(|refusal| refusal.to_string())?;
        Ok(builder.finish().unwrap())
    }

    /// The posts a line each, indented; then the notices.
    fn sketch(json: &str) -> String {
        let Built { thread, notices, .. } = read(json).unwrap();
        let posts = thread.ids().map(|id| format!("{}{}", "  ".repeat(thread.depth(id)), thread.body(id).raw));
        posts.chain(notices.iter().map(ToString::to_string)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn everything_that_is_said_about_a_thread_and_a_post_is_read() {
        let json = r#"{"format":"threadle/1","title":"Lamp","url":"u","source":"text","notices":["line 3: odd"],"posts":[
            {"n":0,"parent":null,"depth":0,"id":null,"author":null,"author_inferred":false,"time":null,"score":null,
             "url":null,"drift":null,"markup":"html","raw":"<p>Who?","text":"Who?"},
            {"n":1,"parent":0,"depth":1,"answers":0,"id":"c1","author":"mara","author_inferred":true,
             "time":"2023-04-21T10:32:00.25Z","score":-3,"url":"p","drift":0.5,"markup":"plain","raw":"I."}]}"#;
        let Built { thread, notices, .. } = read(json).unwrap();
        assert_eq!((thread.title(), thread.url(), thread.source()), ("Lamp", Some("u"), "text"));
        assert_eq!(notices, [Notice::new("line 3: odd")]);
        let [article, reply] = [thread.get(0).unwrap(), thread.get(1).unwrap()];
        assert_eq!(thread.body(article).notation.name(), "html");
        assert_eq!((thread.source_id(reply), thread.permalink(reply)), (Some("c1"), Some("p")));
        let writer = thread.writer(reply).unwrap();
        assert_eq!((writer.name, writer.inferred), ("mara", true));
        assert_eq!(thread.post(reply).time().unwrap().to_string(), "2023-04-21T10:32:00.25Z");
        assert_eq!(thread.post(reply).score(), Some(-3));
        assert_eq!(thread.answers(reply), Some(article));
    }

    #[test]
    fn what_is_not_here_and_what_is_gone_are_told_apart_from_posts() {
        let json = r#"{"posts":[{"n":0,"raw":"a"},{"n":7,"parent":0,"deleted":"moderator","raw":""},
            {"n":8,"parent":0,"deleted":"gull","raw":"b"}],
            "more":[{"parent":7,"count":12,"at":"https://lamp.example/7"},{"parent":null,"count":null,"at":null}]}"#;
        let Built { thread, notices, .. } = read(json).unwrap();
        assert_eq!(
            thread.ids().map(|id| thread.post(id).gone()).collect::<Vec<_>>(),
            [None, Some(Gone::Moderator), None]
        );
        let more: Vec<_> =
            thread.more().iter().map(|more| (more.parent.index(), more.count, more.address.as_deref())).collect();
        assert_eq!(more, [(0, None, None), (1, Some(12), Some("https://lamp.example/7"))]);
        assert_eq!(notices.len(), 1);
    }

    #[test]
    fn keys_come_in_any_order_and_the_text_stands_in_for_the_raw_body() {
        let json = r#"{"posts":[{"text":"a","n":0},{"raw":"b","n":1,"parent":0}],"new":{"a":[1]},"title":"Lamp"}"#;
        assert_eq!(sketch(json), "a\n  b");
        assert_eq!(read(json).unwrap().thread.title(), "Lamp");
    }

    #[test]
    fn a_bad_field_is_dropped_and_the_post_kept() {
        let json = r#"{"posts":[{"raw":"a"},{"parent":0,"time":"soon","score":"many","raw":"b"},3,
            {"parent":0,"id":7,"author":["x"],"markup":"bbcode","raw":"c"}]}"#;
        assert_eq!(
            sketch(json),
            "a\n  b\n  c
post 1: expected a date, found \"soon\"
post 1: expected a whole number as its score, found \"many\"
post 2: expected a post, found 3
post 3: expected a name as its author, found a list
post 3: expected plain, html, markdown or mail as its markup, found \"bbcode\""
        );
    }

    #[test]
    fn parents_are_found_by_their_numbers_whatever_these_are() {
        assert_eq!(
            sketch(r#"{"posts":[{"n":10,"raw":"a"},{"n":20,"parent":10,"raw":"b"},{"n":5,"parent":20,"raw":"c"}]}"#),
            "a\n  b\n    c"
        );
        let late = r#"{"posts":[{"n":0,"raw":"a"},{"n":1,"parent":3,"raw":"c"},{"n":2,"parent":0,"raw":"d"},{"n":3,"parent":0,"raw":"b"}]}"#;
        assert_eq!(sketch(late), "a\n  d\n  b\n    c");
        let lost = r#"{"posts":[{"n":0,"raw":"a"},{"n":1,"parent":9,"raw":"b"}]}"#;
        assert_eq!(sketch(lost), "a\n  b\n1 reply answers a post that is not here: kept at top level");
        let twice = r#"{"posts":[{"n":0,"raw":"a"},{"n":0,"parent":0,"raw":"b"}]}"#;
        assert_eq!(sketch(twice), "a\n  b\npost 1: has the number 0 of an earlier post");
    }

    #[test]
    fn a_truncated_file_gives_what_was_there() {
        let json = r#"{"posts":[{"n":0,"raw":"a"},{"n":1,"parent":0,"raw":"The lamp was"#;
        assert_eq!(
            sketch(json),
            "a\n  The lamp was\npost 1: breaks off: kept as far as it can be read\nbyte 65: the file ends too early, after 2 posts"
        );
    }

    #[test]
    fn a_broken_post_costs_only_itself() {
        let json = r#"{"posts":[{"n":0,"raw":"a"},{"n":1,"parent":0,"raw":"he said "ho" to","text":"{x}"},{"n":2,"parent":0,"raw":"c"}]}"#;
        assert_eq!(sketch(json), "a\n  he said \n  c\npost 1: breaks off: kept as far as it can be read");
        let title = r#"{"title":"he said "ho"","posts":[{"n":0,"raw":"a"},{"n":1,"parent":0,"raw":"b"}]}"#;
        assert_eq!(sketch(title), "a\n  b\nbyte 19: this is not JSON: passed over");
    }

    #[test]
    fn several_threads_make_a_shelf_each_with_its_own_numbers() {
        let json = r#"{"title":"A","posts":[{"n":0,"raw":"a"},{"n":1,"parent":0,"raw":"b"}]}
            {"posts":[]}
            {"url":"u","title":"C","posts":[{"n":0,"raw":"c"},{"n":2,"parent":1,"raw":"e","score":"x"},{"n":1,"parent":0,"answers":0,"raw":"d"}]}"#;
        assert_eq!(
            sketch(json),
            "\n  a\n    b\n  c\n    d\n      e\npost 3: expected a whole number as its score, found \"x\""
        );
        let thread = read(json).unwrap().thread;
        let openings: Vec<_> = thread.children(thread.get(0).unwrap()).collect();
        assert_eq!(openings.iter().map(|&opening| thread.title_of(opening)).collect::<Vec<_>>(), ["A", "C"]);
        assert_eq!(openings.iter().map(|&opening| thread.url_of(opening)).collect::<Vec<_>>(), [None, Some("u")]);
        assert_eq!(thread.answers(thread.get(4).unwrap()), Some(openings[1]));
    }

    #[test]
    fn what_follows_is_told_where_it_is_no_thread() {
        assert_eq!(
            sketch("{\"posts\":[{\"raw\":\"a\"}]} end"),
            "a\nbyte 24: what follows the thread is not a thread: left out"
        );
    }

    #[test]
    fn what_has_no_post_is_refused_with_what_was_expected() {
        let refused = |json: &str| read(json).unwrap_err();
        assert_eq!(refused("[1]"), "expected an object with \"posts\", found a list");
        assert_eq!(refused("{\"title\":\"a\"}"), "expected JSON with a list \"posts\", found none");
        assert_eq!(refused("{\"posts\":[]}"), "expected posts, found an empty list of them");
        assert_eq!(refused("Lamp"), "expected JSON, found something else");
    }

    #[test]
    fn a_thousand_like_flaws_are_told_once_and_counted() {
        let posts: Vec<String> = (0..1000).map(|n| format!("{{\"n\":{n},\"score\":[]}}")).collect();
        let notices = read(&format!("{{\"posts\":[{}]}}", posts.join(","))).unwrap().notices;
        assert_eq!(notices.len(), 101);
        assert_eq!(notices.last().unwrap().to_string(), "900 more posts or fields like these");
    }

    #[test]
    fn the_format_is_recognised_by_its_first_keys() {
        let likeness = |head: &str| Threadle.likeness(head.as_bytes());
        assert_eq!(likeness(r#" {"title":"x","format":"threadle/1","posts":["#), Likeness::Certain);
        assert_eq!(likeness(r#"{"posts":[{"n":0,"raw":"cut he"#), Likeness::Likely);
        assert_eq!(likeness(r#"{"kind":"Listing"}"#), Likeness::Possible);
        assert_eq!(likeness("{curly}"), Likeness::None);
        assert_eq!(likeness("[1] a footnote"), Likeness::None);
    }
}

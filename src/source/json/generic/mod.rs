//! Any JSON with a recognisable discussion: posts in a list or a tree, with id, parent, author, time and body under any
//! names. Other JSON is shown as it is.
//!
//! ```json
//! {"topic":"The lamp","messages":[{"no":1,"from":"mara","sent_at":1682073120,"msg":"Which chart?","reply_to":null}]}
//! ```
//!
//! The beginning of the input tells what the keys mean; the rest is then read like the JSON of a known site.

mod dom;
mod guess;
mod kinds;
mod notation;
mod people;
mod said;
#[cfg(test)]
mod samples;
mod whole;
mod words;

use self::dom::Dom;
use self::guess::{Guess, Layout};
use self::kinds::Kinds;
use self::whole::Discussion;
use super::Site;
use super::hand::Hand;
use super::outline::{NUMBERED, Outline};
use super::record::{Record, words as words_of};
use super::shape::{self, Enter, Field, PASS, ShapeId, Step};
use super::walk::Walk;
use crate::source::{Head, Likeness, Refusal, Source};
use crate::thread::{Builder, Draft, Notation, Notice, Parent, Place};
use std::io::{BufRead, Cursor, Read};

/// Any JSON.
pub(in crate::source) struct AnyJson;

impl Source for AnyJson {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "any JSON whose keys mean posts with authors, times and texts"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        self.likeness_of(&Head::new(head))
    }

    fn likeness_of(&self, head: &Head<'_>) -> Likeness {
        if head.outline().is_json { Likeness::Likely } else { Likeness::None }
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut bytes = Vec::new();
        let most = u64::try_from(HELD).unwrap_or(u64::MAX);
        let mut input = input;
        (&mut input).take(most).read_to_end(&mut bytes)?;
        if bytes.len() < HELD
            && let Some((dom, is_cut)) = Dom::read(assigned(&bytes))
        {
            if let Some(discussion) = Discussion::of(&dom) {
                // A large document is not held as bytes and as a tree while its posts are copied.
                let length = bytes.len();
                drop(bytes);
                discussion.hand_over(&dom, builder);
                if is_cut {
                    let place = Place::Byte(u64::try_from(length).unwrap_or(u64::MAX));
                    builder.notice(Notice::at(place, "the file ends too early: kept as far as it goes"));
                }
                return Ok(());
            }
            return as_it_is(&mut &*bytes, builder);
        }
        let mut input = Cursor::new(bytes).chain(&mut input);
        read_as_it_comes(&mut input, builder)
    }
}

/// Hands over a complete document. Returns false if nothing in it is a post.
pub(in crate::source) fn read_whole(json: &[u8], builder: &mut Builder) -> bool {
    let Some((dom, _)) = Dom::read(json) else { return false };
    let discussion = Discussion::of(&dom);
    discussion.map(|discussion| discussion.hand_over(&dom, builder)).is_some()
}

/// Bytes of a document that are held at most; of a longer one the beginning speaks for the whole.
const HELD: usize = 48 << 20;

/// The JSON that a script assigns to a variable: `window.YTD.tweets.part0 = [`.
pub(in crate::source) fn assigned(bytes: &[u8]) -> &[u8] {
    let starts =
        ["window.", "var ", "const "].iter().any(|start| bytes.trim_ascii_start().starts_with(start.as_bytes()));
    let opening = bytes.get(..bytes.len().min(120)).unwrap_or_default();
    let equals = opening.iter().position(|&byte| byte == b'=').filter(|_| starts);
    equals.and_then(|equals| bytes.get(equals + 1..)).unwrap_or(bytes)
}

/// Reads a document that is too long to hold, or broken, by the structure of its beginning.
fn read_as_it_comes(input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
    let guess = Guess::of(&Outline::of(input.fill_buf()?));
    if guess.root.is_none() {
        return as_it_is(input, builder);
    }
    let mut site = Generic { guess, base: None };
    let before = builder.len();
    Walk::new(&mut site, input, builder).run()?;
    if builder.len() == before {
        return Err(Refusal::Malformed("expected posts in this JSON, found none".to_owned()));
    }
    Ok(())
}

/// Whether a JSON contains posts.
pub(in crate::source) fn tells_a_discussion(json: &str) -> bool {
    Dom::read(json.as_bytes()).is_some_and(|(dom, _)| Kinds::of(&dom).series(&dom).is_some())
}

/// Shows JSON without a discussion.
fn as_it_is(input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    if text.trim().is_empty() {
        return Err(Refusal::Malformed("expected JSON, found nothing".to_owned()));
    }
    builder.notice(Notice::new("no discussion was found in this JSON: shown as it is"));
    builder.add(Draft { parent: Parent::Nothing, body: &text, ..Draft::default() });
    Ok(())
}

struct Generic {
    guess: Guess,
    /// The depth of the first post.
    base: Option<i64>,
}

impl Site for Generic {
    fn root(&self) -> Step {
        self.guess.root.unwrap_or(PASS)
    }

    fn step(&self, shape: ShapeId, key: &[u8], from: &mut u16) -> Step {
        let Some(keys) = self.guess.shapes.get(usize::from(shape.0)) else { return PASS };
        let is_number = !key.is_empty() && key.iter().all(u8::is_ascii_digit);
        let key = if is_number { NUMBERED.as_bytes() } else { key };
        shape::find(keys, key, from).unwrap_or(PASS)
    }

    fn is_page(&self) -> bool {
        matches!(self.root().enter, Enter::Into(_))
    }

    fn post(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        let (title, body) = (record.text(Field::Title), record.text(Field::Body));
        let answered = record.text(Field::Parent).filter(|id| !matches!(*id, "0" | "-1" | "null" | "none"));
        let is_told = title.is_some() && (self.guess.titles_tell || hand.held.is_some());
        let is_article = self.guess.articles.contains(&hand.shape);
        let opens = hand.opens
            || is_article && !hand.has_article()
            || is_told && answered.is_none() && hand.above.is_none() && !hand.has_article();
        // A deleted post has kept its place; people and other things among posts have none.
        let has_place = record.has(Field::Id) && (record.has(Field::Parent) || record.has(Field::Time));
        if body.is_none() && title.is_none() && !has_place && hand.held.is_none() {
            return;
        }
        if opens {
            hand.builder.title(&words_of(title.unwrap_or_default()));
            record.text(Field::Url).filter(|url| url.contains("://")).into_iter().for_each(|url| hand.builder.url(url));
        }
        let by_depth = match record.number(Field::Depth) {
            Some(depth) if self.guess.layout == Layout::Depths && hand.above.is_none() && !opens => {
                let base = *self.base.get_or_insert(depth);
                Some(hand.below(usize::try_from(depth.saturating_sub(base)).unwrap_or(0)))
            }
            _ => None,
        };
        let notation = self.guess.notation;
        // Unless it opens a thread, a title is a part of a post's text.
        let titled;
        let body = match (title.filter(|_| !opens), body) {
            (Some(title), Some(body)) if notation == Notation::Plain && !body.starts_with(title) => {
                titled = format!("{title}\n\n{body}");
                &titled
            }
            (Some(title), None) => title,
            (_, body) => body.unwrap_or_default(),
        };
        hand.add(Draft {
            parent: match answered {
                _ if opens => Parent::Nothing,
                Some(id) if hand.above.is_none() || self.guess.layout != Layout::Tree => Parent::Id(id),
                _ => by_depth.unwrap_or_else(|| hand.enclosing()),
            },
            id: record.text(Field::Id),
            author: record.author(),
            time: record.time(),
            score: record.score(),
            url: record.text(Field::Url).filter(|url| url.contains("://")),
            notation,
            body: if record.says_yes(Field::Deleted) { "" } else { body },
            ..Draft::default()
        });
    }

    fn page(&mut self, record: &Record<'_>, hand: &mut Hand<'_>) {
        record.text(Field::Title).into_iter().for_each(|title| hand.builder.title(&words_of(title)));
        record.text(Field::Url).filter(|url| url.contains("://")).into_iter().for_each(|url| hand.builder.url(url));
    }

    fn end(&mut self, hand: &mut Hand<'_>) {
        if self.guess.layout == Layout::List {
            hand.set_oldest_first();
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::sketch::sketch;

    pub(in crate::source::json) const SAMPLE: &str = r#"{"topic":"The lamp","messages":[
        {"no":1,"from":"mara","sent_at":1682073000,"msg":"It is out.","reply_to":null,"votes":14},
        {"no":2,"from":"tidewise","sent_at":1682073120,"msg":"Which chart?","reply_to":1,"votes":3},
        {"no":3,"from":"gull","sent_at":1682073600,"msg":"Fish","reply_to":2}]}"#;

    #[test]
    fn a_list_with_parents_by_any_names_is_a_tree() {
        assert_eq!(
            sketch(SAMPLE),
            "json · The lamp
- #1 mara 2023-04-21 10:30 +14 It is out.
  - #2 tidewise 2023-04-21 10:32 +3 Which chart?
    - #3 gull 2023-04-21 10:40 Fish"
        );
    }

    #[test]
    fn a_tree_is_read_whatever_its_replies_are_called() {
        let tree = r#"{"title":"The lamp","link":"https://lamp.example/","content":"<p>It is out.</p>","writer":{"name":"mara"},"subComments":[
            {"uuid":"a","content":"<p>Which chart?</p>","writer":{"name":"tidewise","id":7},"postedAt":"2023-04-21 10:32:00","subComments":[
                {"uuid":"b","content":"Fish","writer":{"name":"gull"},"subComments":[]}]}]}"#;
        assert_eq!(
            sketch(tree),
            "json · The lamp · https://lamp.example/
- mara <https://lamp.example/> <p>It is out.</p>
  - #a tidewise 2023-04-21 10:32 <p>Which chart?</p>
    - #b gull Fish"
        );
    }

    #[test]
    fn threads_with_comments_in_them_are_several_threads() {
        let threads = r#"[{"id":"/1","title":"Lamp","comments":[{"author":"mara","text":"Fog","created":"2023-04-21 10:32:00"}]},
            {"id":"/2","title":"Fish","comments":[{"author":"gull","text":"Fish!","created":"2023-04-21 10:40:00"}]}]"#;
        assert_eq!(
            sketch(threads),
            "json
-
  - #/1 “Lamp”
    - mara 2023-04-21 10:32 Fog
  - #/2 “Fish”
    - gull 2023-04-21 10:40 Fish!"
        );
    }

    #[test]
    fn posts_may_be_wrapped_and_stand_under_their_ids() {
        let wrapped = r#"{"result":{"21":{"attributes":{"author_name":"mara","body":"Fog"},"id":"21"},
            "22":{"attributes":{"author_name":"gull","body":"Fish","parent_id":"21"},"id":"22"}}}"#;
        assert_eq!(sketch(wrapped), "json\n- #21 mara Fog\n  - #22 gull Fish");
    }

    #[test]
    fn an_article_beside_its_replies_is_their_article() {
        let beside = r#"{"post":{"id":1,"title":"The lamp","body":"It is out.","user":{"name":"mara"}},
            "comments":[{"id":7,"parent_id":null,"body":"Fog","user":{"name":"gull"}},{"id":8,"parent_id":7,"body":"Fish","user":{"name":"mara"}}]}"#;
        assert_eq!(sketch(beside), "json · The lamp\n- #1 mara It is out.\n  - #7 gull Fog\n    - #8 mara Fish");
    }

    #[test]
    fn edges_and_nodes_are_passed_through() {
        let graph = r#"{"data":{"post":{"title":"The lamp","comments":{"edges":[{"node":{"id":"7","body":"Fog","user":{"name":"gull"},
            "replies":{"edges":[{"node":{"id":"8","body":"Fish","user":{"name":"mara"},"replies":{"edges":[]}}}]}}}]}}}}"#;
        assert_eq!(sketch(graph), "json · The lamp\n-\n  - #7 gull Fog\n    - #8 mara Fish");
    }

    #[test]
    fn comments_wrapped_in_snippets_are_read() {
        let snippets = r#"{"kind":"commentThreadListResponse","items":[{"id":"7","snippet":{"videoId":"v","topLevelComment":{"id":"7","snippet":{
            "textDisplay":"Fog","authorDisplayName":"gull","likeCount":3,"publishedAt":"2023-04-21T10:32:00Z"}}},"replies":{"comments":[
            {"id":"7.8","snippet":{"textDisplay":"Fish","parentId":"7","authorDisplayName":"mara","publishedAt":"2023-04-21T10:40:00Z"}}]}}]}"#;
        assert_eq!(
            sketch(snippets),
            "json\n-\n  - #7 gull 2023-04-21 10:32 +3 Fog\n    - #7.8 mara 2023-04-21 10:40 Fish"
        );
    }

    #[test]
    fn messages_of_a_chat_find_what_they_answer() {
        let chat = r#"{"channel":{"name":"harbour"},"messages":[
            {"id":"7","timestamp":"2023-04-21T10:32:00+00:00","content":"Fog","author":{"id":"5","name":"gull"}},
            {"id":"8","timestamp":"2023-04-21T10:40:00+00:00","content":"Fish","author":{"id":"6","name":"mara"},"reference":{"messageId":"7"}}]}"#;
        assert_eq!(sketch(chat), "json · harbour\n- #7 gull 2023-04-21 10:32 Fog\n  - #8 mara 2023-04-21 10:40 Fish");
    }

    #[test]
    fn people_among_posts_are_no_posts() {
        let mixed = r#"{"data":{"type":"discussions","attributes":{"title":"The lamp"}},"included":[
            {"type":"users","id":"5","attributes":{"username":"mara"}},
            {"type":"posts","id":"7","attributes":{"number":1,"contentHtml":"<p>Fog</p>","createdAt":"2023-04-21T10:32:00+00:00"}}]}"#;
        assert_eq!(sketch(mixed), "json · The lamp\n- #7 2023-04-21 10:32 <p>Fog</p>");
    }

    #[test]
    fn depth_alone_makes_a_tree() {
        let deep = r#"[{"user":"mara","text":"Fog","level":1},{"user":"gull","text":"Fish","level":2},{"user":"mara","text":"Mud","level":1}]"#;
        assert_eq!(sketch(deep), "json\n-\n  - mara Fog\n    - gull Fish\n  - mara Mud");
    }

    #[test]
    fn json_without_a_discussion_is_shown_as_it_is() {
        assert_eq!(
            sketch(r#"{"name":"lamp","version":2}"#),
            "json\n- {\"name\":\"lamp\",\"version\":2}\n! no discussion was found in this JSON: shown as it is"
        );
    }

    #[test]
    fn a_list_that_is_cut_off_keeps_what_was_said() {
        let cut = &SAMPLE[..SAMPLE.find("chart?").unwrap()];
        assert!(sketch(cut).contains("  - #2 tidewise 2023-04-21 10:32 Which\n! byte"), "{}", sketch(cut));
    }
}

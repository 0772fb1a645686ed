//! Stack Exchange's data dump: `Posts.xml`, the questions and their answers, and `Comments.xml`.
//!
//! ```xml
//! <posts>
//!   <row Id="1" PostTypeId="1" Title="Why a lamp?" Body="&lt;p&gt;Lit in 1887.&lt;/p&gt;" OwnerUserId="7" Score="3" />
//!   <row Id="2" PostTypeId="2" ParentId="1" Body="&lt;p&gt;Fog.&lt;/p&gt;" CreationDate="2023-04-21T10:32:00.000" />
//! ```
//!
//! `Comments.xml` has only the number of the commented post, and does not say which comment a comment answers.
//! Unsupported: tag wikis and other posts that are neither questions nor answers; the names of users given only as
//! numbers.

use super::elements::Elements;
use super::root::{self, Root};
use super::shelf::Shelf;
use super::time::time;
use super::topic::{Entry, line};
use crate::source::{Likeness, Refusal, Source};
use crate::thread::{Builder, Notation};
use std::io::BufRead;

/// A file of Stack Exchange's data dump.
pub(in crate::source) struct StackExchange;

impl Source for StackExchange {
    fn name(&self) -> &'static str {
        "stackexchange-xml"
    }

    fn about(&self) -> &'static str {
        "Posts.xml or Comments.xml of a Stack Exchange data dump"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        root::likeness(head, Root::StackExchange)
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut xml = Elements::new(input);
        let is_opened = xml.child(0);
        let take = match xml.name() {
            "posts" if is_opened => post,
            "comments" if is_opened => comment,
            _ => return Err(Refusal::Malformed("expected an element <posts> or <comments>, found none".to_owned())),
        };
        let mut shelf = Shelf::default();
        let root = xml.depth();
        while xml.child(root) {
            if xml.name() == "row" {
                take(Row::of(&xml), &mut shelf);
            }
        }
        shelf.hand_over(builder);
        xml.finish(builder)
    }
}

/// The attributes of a row that are read.
#[derive(Default)]
struct Row {
    kind: String,
    /// The post that it belongs to.
    post: String,
    title: String,
    entry: Entry,
}

impl Row {
    fn of(xml: &Elements<'_>) -> Self {
        let mut row = Self::default();
        let mut user = None;
        for (key, value) in xml.attributes() {
            match key {
                "Id" => row.entry.id = value.into_owned(),
                "PostTypeId" => row.kind = value.into_owned(),
                "PostId" | "ParentId" => row.post = value.into_owned(),
                "Title" => row.title = line(&value),
                "Body" | "Text" => row.entry.body = value.into_owned(),
                "Score" => row.entry.score = value.parse().ok(),
                "CreationDate" => row.entry.time = time(&value),
                "OwnerDisplayName" | "UserDisplayName" => row.entry.author = line(&value),
                "OwnerUserId" | "UserId" => user = Some(format!("user{value}")),
                _ => {}
            }
        }
        if row.entry.author.is_empty() {
            row.entry.author = user.unwrap_or_default();
        }
        row
    }
}

fn post(row: Row, shelf: &mut Shelf) {
    let entry = Entry { notation: Notation::Html, ..row.entry };
    match row.kind.as_str() {
        "1" => {
            let topic = shelf.topic(&entry.id);
            topic.title = row.title;
            topic.article = Some(entry);
        }
        "2" => shelf.topic(&row.post).replies.push(entry),
        _ => {}
    }
}

fn comment(row: Row, shelf: &mut Shelf) {
    let topic = shelf.topic(&row.post);
    if topic.title.is_empty() {
        topic.title = format!("Comments on post {}", row.post);
    }
    topic.replies.push(Entry { notation: Notation::Markdown, ..row.entry });
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::tests::sketch;
    use super::*;

    pub(in super::super) const SAMPLE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<posts>
  <row Id="1" PostTypeId="1" AcceptedAnswerId="3" CreationDate="2023-04-21T08:32:00.123" Score="3" ViewCount="9"
    Body="&lt;p&gt;Lit in 1887.&lt;/p&gt;&#xA;" OwnerUserId="7" Title="Why a lamp &amp; not a bell?" Tags="&lt;fog&gt;" />
  <row Id="2" PostTypeId="1" Score="0" Body="&lt;p&gt;Gulls?&lt;/p&gt;" Title="Gulls" />
  <row Id="3" PostTypeId="2" ParentId="1" CreationDate="2023-04-21T10:32:00.000" Score="-1"
    Body="&lt;p&gt;Fog.&lt;/p&gt;" OwnerDisplayName="mara" OwnerUserId="8" />
  <row Id="4" PostTypeId="5" Body="a wiki" />
</posts>
"#;

    #[test]
    fn answers_are_put_below_their_questions() {
        assert_eq!(
            sketch(&StackExchange, SAMPLE),
            [
                "= Why a lamp & not a bell?",
                "user7 2023-04-21 08:32 +3: <p>Lit in 1887.</p>",
                "  mara 2023-04-21 10:32 -1: <p>Fog.</p>",
                "! 1 page without replies: left out",
            ]
        );
    }

    #[test]
    fn comments_are_put_below_the_numbers_of_their_posts() {
        let xml = "<comments>
            <row Id='5' PostId='3' Score='8' Text='See [the chart](c).' UserId='12' />
            <row Id='6' PostId='9' Text='Where?' UserDisplayName='gull' />
            <row Id='7' PostId='3' Text='Which &lt;one";
        assert_eq!(
            sketch(&StackExchange, xml),
            [
                "= Comments on post 3",
                "-: ",
                "  user12 +8: See [the chart](c).",
                "= Comments on post 9",
                "-: ",
                "  gull: Where?",
                "! line 4: the file breaks off inside of <comments>: what came before is shown",
            ]
        );
    }
}

//! Markdown that threadle itself wrote with `-t markdown`, read back with the same tree, authors, minutes, points and
//! blocks.
//!
//! ```markdown
//! # The lamp in the harbour
//!
//! **mara** · 2023-04-21 10:32 · #0
//!
//! Who keeps it now?
//!
//! ## 1 reply
//!
//! - **oldsalt** · 14 points · #1
//!
//!   Nobody does.
//! ```
//!
//! It is recognised by the reply count, which must match the number of heads below it. Only replies use `-` as a
//! marker: lists in their texts use other ones, and a `-` at the start of a line is escaped.

use super::own::{Byline, byline};
use crate::thread::{Builder, Draft, DraftId, Notation, Parent};
use rustc_hash::FxHashMap;

/// Columns of indentation per level.
const STEP: usize = 2;

/// A reply: its head, its indentation, and the lines of its body.
struct Reply {
    byline: Byline,
    indent: usize,
    body: std::ops::Range<usize>,
}

/// Adds the posts of a text that threadle wrote as Markdown. Returns whether it is one.
pub(super) fn read(text: &str, builder: &mut Builder) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let Some((end, replies)) = replies(&lines) else { return false };
    let mut at = 0;
    let mut next = |wanted: &dyn Fn(&str) -> bool| {
        let start = (at..end).find(|&line| lines.get(line).is_some_and(|line| !line.trim().is_empty()))?;
        let line = lines.get(start).copied().filter(|line| wanted(line))?;
        at = start + 1;
        Some(line)
    };
    let title = next(&|line| line.starts_with("# ")).and_then(|line| line.strip_prefix("# "));
    let url = next(&|line| line.starts_with('<') && line.ends_with('>') && line.contains(':'));
    let head = next(&|line| head(line).is_some()).and_then(head);
    // Nothing in the text is specific to threadle.
    if replies.is_empty() && head.is_none() {
        return false;
    }
    builder.title(&unescaped(title.unwrap_or_default()));
    if let Some(url) = url {
        builder.url(url.trim_matches(['<', '>']));
    }
    let root = head.as_ref().map_or(0, |head| head.number);
    let article = hand_over(&body(&lines, at..end, 0), head.as_ref(), Parent::Nothing, builder);
    let mut places: FxHashMap<u32, DraftId> = std::iter::once((root, article)).collect();
    let mut open: Vec<(usize, DraftId)> = Vec::new();
    for reply in replies {
        while open.pop_if(|(indent, _)| *indent >= reply.indent).is_some() {}
        let above = open.last().map_or(article, |&(_, above)| above);
        let parent = reply.byline.answers.and_then(|number| places.get(&number)).copied().unwrap_or(above);
        let said = body(&lines, reply.body, reply.indent + STEP);
        let place = hand_over(&said, Some(&reply.byline), Parent::Draft(parent), builder);
        places.insert(reply.byline.number, place);
        open.push((reply.indent, place));
    }
    true
}

fn hand_over(body: &str, byline: Option<&Byline>, parent: Parent<'_>, builder: &mut Builder) -> DraftId {
    let head = byline.map(|byline| &byline.head);
    builder.add(Draft {
        parent,
        author: head.and_then(|head| head.author.as_deref()),
        author_inferred: byline.is_some_and(|byline| byline.inferred),
        time: head.and_then(|head| head.time),
        score: head.and_then(|head| head.score),
        notation: Notation::Markdown,
        body,
        ..Draft::default()
    })
}

/// The line of the count, and all replies below it. Without replies, the article continues to the end.
fn replies(lines: &[&str]) -> Option<(usize, Vec<Reply>)> {
    /// Candidate lines for the count that are tried.
    const MOST_TRIES: usize = 16;
    let count = |line: &str| {
        let (count, noun) = line.strip_prefix("## ")?.split_once(' ')?;
        matches!(noun, "reply" | "replies").then(|| count.parse::<usize>().ok()).flatten()
    };
    let told = lines.iter().enumerate().filter_map(|(at, line)| Some((at, count(line)?)));
    let found = told.take(MOST_TRIES).find_map(|(at, count)| {
        let replies = replies_from(lines, at + 1);
        (replies.len() == count).then_some((at, replies))
    });
    found.or_else(|| lines.first().filter(|line| line.starts_with("# ")).map(|_| (lines.len(), Vec::new())))
}

/// The replies from a line on. A reply is at most one level deeper than the one before. Text between fences is code,
/// whatever it looks like.
fn replies_from(lines: &[&str], start: usize) -> Vec<Reply> {
    let mut replies: Vec<Reply> = Vec::new();
    let mut fence: Option<&str> = None;
    let mut deepest = 0;
    for (at, line) in lines.iter().enumerate().skip(start) {
        let text = line.trim_start();
        let ticks = text.len() - text.trim_start_matches('`').len();
        if ticks >= 3 && text.len() == ticks {
            fence = match fence {
                None => Some(text),
                Some(open) if open == text => None,
                open => open,
            };
            continue;
        }
        let indent = line.len() - text.len();
        let is_place = fence.is_none() && indent <= deepest && indent.is_multiple_of(STEP);
        let byline = text.strip_prefix("- ").filter(|_| is_place).and_then(head);
        if let Some(byline) = byline {
            if let Some(last) = replies.last_mut() {
                last.body.end = at;
            }
            replies.push(Reply { byline, indent, body: at + 1..lines.len() });
            deepest = indent + STEP;
        }
    }
    replies
}

/// The line above a post.
fn head(line: &str) -> Option<Byline> {
    let mut found = byline(line, 0)?;
    if let Some(name) = found.head.author.take() {
        let name = name.strip_prefix("**")?.strip_suffix("**")?.to_owned();
        let bare = name.strip_prefix('≈');
        found.inferred = bare.is_some();
        found.head.author = Some(unescaped(bare.unwrap_or(&name)));
    }
    Some(found)
}

/// The lines of a body, without their indentation.
fn body(lines: &[&str], range: std::ops::Range<usize>, indent: usize) -> String {
    let bare = |line: &&str| {
        let blank = line.len() - line.trim_start_matches(' ').len();
        line.get(blank.min(indent)..).unwrap_or_default().to_owned()
    };
    let said: Vec<String> = lines.get(range).unwrap_or_default().iter().map(bare).collect();
    said.join("\n").trim_matches('\n').to_owned()
}

/// A text without the backslashes that escape punctuation.
fn unescaped(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        bare.extend(if is_escape { chars.next() } else { Some(c) });
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::super::Dump;
    use crate::export::{Form, Part};
    use crate::markup;
    use crate::source::Source;
    use crate::thread::{Builder, Draft, DraftId, Notation, Parent, Thread, Time};

    fn again(thread: &Thread) -> Thread {
        let mut out = Vec::new();
        Form::Markdown.write(Part::whole(thread), &mut out).unwrap();
        let mut builder = Builder::new("text");
        Dump.read(&mut &*out, &mut builder).unwrap();
        let built = builder.finish().unwrap();
        assert_eq!(built.notices, [], "{}", String::from_utf8_lossy(&out));
        built.thread
    }

    fn sketch(thread: &Thread) -> Vec<String> {
        let line = |id| {
            let post = thread.post(id);
            let writer = thread.writer(id).map(|writer| (writer.name.to_owned(), writer.inferred));
            let said = markup::plain_text(&markup::blocks(thread.body(id)));
            format!("{} {writer:?} {:?} {:?} {said}", thread.depth(id), post.time().map(Time::minute), post.score())
        };
        std::iter::once(thread.title().to_owned()).chain(thread.ids().map(line)).collect()
    }

    #[test]
    fn what_threadle_wrote_as_markdown_reads_back_as_the_same_thread() {
        let mut builder = Builder::new("test");
        builder.title("The *lamp* #1");
        let article =
            Draft { parent: Parent::Nothing, author: Some("mara"), body: "Who?\n\n## 2 replies", ..Draft::default() };
        builder.add(Draft { notation: Notation::Markdown, ..article });
        let code = "- **gull** · #9\n\n```\n- **x** · #7\n\n## 3 replies\n```\n\n1. *a*\n   - b";
        let reply = builder.add(Draft {
            author: Some("old_salt · ≈"),
            author_inferred: true,
            time: Time::parse_rfc3339("2023-04-21T11:02:00Z"),
            score: Some(-1),
            body: code,
            notation: Notation::Markdown,
            ..Draft::default()
        });
        builder.add(Draft { parent: Parent::Draft(reply), score: Some(14), body: "I do.", ..Draft::default() });
        builder.add(Draft { author: Some("gull"), body: "", ..Draft::default() });
        let thread = builder.finish().unwrap().thread;
        assert_eq!(sketch(&again(&thread)), sketch(&thread));
    }

    #[test]
    fn replies_deeper_than_the_indentation_find_what_they_answer() {
        let mut builder = Builder::new("test");
        builder.add(Draft { parent: Parent::Nothing, body: "on", ..Draft::default() });
        for n in (0..60).chain([50]) {
            builder.add(Draft { parent: Parent::Draft(DraftId::new(n)), body: "on", ..Draft::default() });
        }
        let thread = builder.finish().unwrap().thread;
        assert_eq!(sketch(&again(&thread)), sketch(&thread));
    }
}

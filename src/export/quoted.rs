//! Quotes a post as mail does, for an answer elsewhere.

use super::byline::Byline;
use super::part::Part;
use crate::markup;
use crate::thread::{PostId, Text, Thread, Time};

/// A line that names the author, then the post with `> ` before each line.
pub(crate) fn quoted(thread: &Thread, post: PostId) -> Text {
    let part = Part::below(thread, thread.opening(post));
    let byline = Byline::of(part, post, usize::MAX);
    let author = byline.author.as_deref().map_or_else(|| byline.number.clone(), str::to_owned);
    let time = thread.post(post).time().map(Time::minute).filter(|minute| !minute.is_empty());
    let head = match time {
        Some(minute) => format!("On {minute}, {author} wrote:"),
        None => format!("{author} wrote:"),
    };
    let mut quoted = Text::line(&head);
    let said = markup::plain_text(&markup::blocks(thread.body(post)));
    for line in said.lines() {
        // A quote within a quote keeps its marks together, as mail programs do.
        let mark = if line.is_empty() || line.starts_with('>') { "\n>" } else { "\n> " };
        quoted.push(Text::block(mark).as_slice());
        quoted.push_line(line);
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft};

    #[test]
    fn a_quoted_post_says_whose_it_is() {
        let mut builder = Builder::new("test");
        let time = Time::parse_rfc3339("2023-04-21T10:32:00Z");
        builder.add(Draft { author: Some("oldsalt\u{1b}"), time, body: "> Lit?\n\nNobody does.", ..Draft::default() });
        builder.add(Draft { body: "Hm.", ..Draft::default() });
        let thread = builder.finish().unwrap().thread;
        let said = |post| quoted(&thread, PostId::new(post)).to_string();
        assert_eq!(said(1), "On 2023-04-21 10:32, oldsalt␛ wrote:\n>> Lit?\n>\n> Nobody does.");
        assert_eq!(said(2), "#2 wrote:\n> Hm.");
    }
}

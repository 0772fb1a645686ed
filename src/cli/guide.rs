//! The guide as a thread: each section of `assets/guide.md` is a reply, and a subsection answers its section.

use crate::export::{Form, Part};
use crate::input::Origin;
use crate::thread::{Builder, Draft, DraftId, Notation, Parent};
use std::sync::OnceLock;

const GUIDE: &str = include_str!("../../assets/guide.md");

/// The guide, to be opened like any other input.
pub(super) fn origin() -> Origin {
    static TEXT: OnceLock<String> = OnceLock::new();
    Origin::included("the guide", TEXT.get_or_init(|| as_thread(GUIDE)))
}

/// A Markdown document as a thread in threadle's own JSON. The text before the first section is the article.
fn as_thread(document: &str) -> String {
    let mut builder = Builder::new("markdown");
    // The last draft at each level: 1 for the article, 2 for a section, and so on.
    let mut above: Vec<(usize, DraftId)> = Vec::new();
    for section in sections(document) {
        let level = section.bytes().take_while(|byte| *byte == b'#').count().max(1);
        let (heading, body) = section.split_once('\n').unwrap_or((section, ""));
        let heading = heading.trim_start_matches('#').trim();
        above.retain(|(known, _)| *known < level);
        let parent = above.last().map_or(Parent::Nothing, |(_, draft)| Parent::Draft(*draft));
        let body = if above.is_empty() { body.trim().to_owned() } else { format!("**{heading}**\n\n{}", body.trim()) };
        if above.is_empty() {
            builder.title(heading);
        }
        let id = heading.to_lowercase().replace(' ', "-");
        let draft = Draft { parent, id: Some(&id), notation: Notation::Markdown, body: &body, ..Draft::default() };
        above.push((level, builder.add(draft)));
    }
    let mut text = Vec::new();
    // A document without sections loses nothing: an empty text is refused like any empty input.
    if let Ok(built) = builder.finish() {
        let _ = Form::Json.write(Part::whole(&built.thread), &mut text);
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// The sections of a Markdown document, each from its heading to the next. A `#` in a code block is no heading.
fn sections(document: &str) -> Vec<&str> {
    let mut starts = Vec::new();
    let (mut at, mut in_code) = (0, false);
    for line in document.split_inclusive('\n') {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if line.starts_with('#') && !in_code {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([document.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| document.get(*start..end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn outline(document: &str) -> Vec<(u64, String)> {
        let thread: Value = serde_json::from_str(&as_thread(document)).unwrap();
        let posts = thread["posts"].as_array().unwrap().iter();
        posts.map(|post| (post["depth"].as_u64().unwrap(), post["raw"].as_str().unwrap().to_owned())).collect()
    }

    #[test]
    fn a_section_is_a_reply_and_a_section_in_it_answers_it() {
        let document = "# The pier\n\nOld.\n\n## Planks\n\nOak.\n\n### Nails\n\nIron.\n\n## Lamps\n\nTwo.\n";
        let expected = [(0, "Old."), (1, "**Planks**\n\nOak."), (2, "**Nails**\n\nIron."), (1, "**Lamps**\n\nTwo.")];
        assert_eq!(outline(document), expected.map(|(depth, text)| (depth, text.to_owned())));
    }

    #[test]
    fn a_comment_in_a_block_of_code_heads_no_section() {
        let document = "# The pier\n\n```sh\n# not a section\n```\n";
        assert_eq!(outline(document), [(0, "```sh\n# not a section\n```".to_owned())]);
    }

    #[test]
    fn the_guide_has_a_section_for_what_one_does_first() {
        let sections: Vec<_> = outline(GUIDE).into_iter().filter(|(depth, _)| *depth == 1).collect();
        assert!(sections.len() > 8, "{sections:?}");
        assert!(sections[0].1.starts_with("**Open something**"));
    }
}

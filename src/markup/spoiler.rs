//! What authors hide until a reader asks for it: Reddit's and Discourse's marks, Lemmy's blocks, and classes of pages.

use crate::thread::Notation;
use std::borrow::Cow;

/// Stands for the start of a spoiler in Markdown while it is parsed.
pub(super) const START: char = '\u{F8F0}';
/// Stands for its end.
pub(super) const END: char = '\u{F8F1}';

/// Whether a class of an element says that it hides its text: `md-spoiler-text`, `bbCodeSpoiler`. Its heading and its
/// button do not.
pub(crate) fn says_spoiler(class: &str) -> bool {
    const BESIDE: [&str; 8] = ["title", "head", "button", "toggle", "label", "icon", "link", "show"];
    let lower = class.to_ascii_lowercase();
    lower.contains("spoiler") && !BESIDE.iter().any(|word| lower.contains(word))
}

/// Whether a text may hide something. Cheap, and right more often than not.
pub(super) fn may_be_in(raw: &str, notation: Notation) -> bool {
    match notation {
        Notation::Markdown => MARKS.iter().any(|mark| raw.contains(mark)),
        Notation::Html => raw.contains("poiler"),
        Notation::Plain | Notation::Mail => false,
    }
}

/// What stands in Markdown with spoilers.
const MARKS: [&str; 3] = ["!<", "[/spoiler]", "::: spoiler"];

/// Markdown in which the marks of spoilers are single characters, as the parser knows none: `>!…!<`, which it would take
/// for a quotation, `[spoiler]…[/spoiler]`, and Lemmy's `::: spoiler` blocks with their titles.
pub(super) fn marked(raw: &str) -> Cow<'_, str> {
    if !may_be_in(raw, Notation::Markdown) {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len() + 16);
    let mut is_in_block = false;
    for line in raw.split_inclusive('\n') {
        let bare = line.trim();
        if let Some(title) = bare.strip_prefix("::: spoiler") {
            if !title.trim().is_empty() {
                text.extend(["**", title.trim(), "**\n\n"]);
            }
            text.extend([START, '\n', '\n']);
            is_in_block = true;
        } else if is_in_block && bare == ":::" {
            text.extend(['\n', '\n', END, '\n', '\n']);
            is_in_block = false;
        } else {
            mark_line(line, &mut text);
        }
    }
    Cow::Owned(text)
}

/// Replaces the marks of a line, in pairs. A spoiler of Reddit ends on its line.
fn mark_line(line: &str, text: &mut String) {
    let mut rest = line;
    loop {
        let opened = [(">!", "!<"), ("[spoiler]", "[/spoiler]")].into_iter().filter_map(|(opening, closing)| {
            let at = rest.find(opening)?;
            let inside = rest.get(at + opening.len()..)?;
            let end = inside.find(closing)?;
            Some((at, inside.get(..end)?, inside.get(end + closing.len()..)?))
        });
        let Some((at, inside, after)) = opened.min_by_key(|(at, ..)| *at) else { break };
        text.push_str(rest.get(..at).unwrap_or_default());
        text.push(START);
        text.push_str(inside.trim());
        text.push(END);
        rest = after;
    }
    text.push_str(rest);
}

/// Text of code, in which marks are text.
pub(super) fn unmarked(text: &str) -> Cow<'_, str> {
    if text.contains([START, END]) {
        Cow::Owned(text.replace(START, ">!").replace(END, "!<"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sketch;
    use super::*;

    #[test]
    fn marks_of_several_sites_hide_what_stands_between_them() {
        let read = |raw| sketch(Notation::Markdown, raw);
        assert_eq!(read("It ends so: >!the *boat* sinks!<, yes."), ["It ends so: ||the boat sinks||, yes."]);
        assert_eq!(read(">!The boat sinks.!<"), ["||The boat sinks.||"]);
        assert_eq!(read("So [spoiler]it sinks[/spoiler]."), ["So ||it sinks||."]);
        assert_eq!(
            read("::: spoiler The end\nIt sinks.\n\nAll of it.\n:::\nSad."),
            ["**The end**", "||It sinks.||", "||All of it.||", "Sad."]
        );
    }

    #[test]
    fn quotations_and_code_are_no_spoilers() {
        let read = |raw| sketch(Notation::Markdown, raw);
        assert_eq!(read("> The boat!\n\nNo."), ["> The boat!", "No."]);
        assert_eq!(read("`a >!b!< c`"), ["`a >!b!< c`"]);
        assert_eq!(read("Never >!closed"), ["Never >!closed"]);
    }

    #[test]
    fn classes_of_pages_hide_their_text_but_not_their_buttons() {
        let read = |raw| sketch(Notation::Html, raw);
        assert_eq!(read("<p>So <span class='md-spoiler-text'>it <b>sinks</b></span>.</p>"), ["So ||it sinks||."]);
        let forum = "<div class=bbCodeSpoiler><div><p>It sinks.</p></div></div><p>Sad.</p>";
        assert_eq!(read(forum), ["||It sinks.||", "Sad."]);
        assert!(!says_spoiler("bbCodeSpoiler-button-title"));
    }
}

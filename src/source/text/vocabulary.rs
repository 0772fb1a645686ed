//! Lines that pages put around comments: announcements, endings and links.

use crate::source::words::{ABOUT, AFTER_COUNT, CLOSINGS, COUNTED, HEADINGS, LINKS, NOUNS, ONE, OTHER_DATES, SKIPS};

/// A line that announces comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Announcement {
    /// The number of comments, if stated.
    pub(super) count: Option<usize>,
    /// It names the subject: `17 thoughts on “…”`. A count without a subject may also be part of a byline.
    pub(super) about: bool,
}

/// The longest possible announcement: it may quote a title.
const LONGEST_ANNOUNCEMENT: usize = 400;
/// The longest announcement that does not begin with a count.
const LONGEST_HEADING: usize = 40;
const LONGEST_FOOTER: usize = 120;
const LONGEST_FURNITURE: usize = 50;

/// The announcement in a line.
pub(super) fn announcement(line: &str) -> Option<Announcement> {
    if line.is_empty() || line.len() > LONGEST_ANNOUNCEMENT {
        return None;
    }
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "#*_{}[]()=-–—|!@$%^&".contains(c));
    let opens = bare.starts_with(|c: char| c.is_ascii_digit()) || {
        let word = bare.split(' ').next().unwrap_or_default();
        word.len() <= 8 && word.is_ascii() && {
            let lower = word.to_ascii_lowercase();
            ONE.has(&lower) || COUNTED.iter().any(|opening| opening.starts_with(&lower))
        }
    };
    if !opens && bare.len() > LONGEST_HEADING {
        return None;
    }
    let lower = bare.to_lowercase();
    heading(&lower).or_else(|| counted(&lower)).or_else(|| bracketed(&lower))
}

fn heading(line: &str) -> Option<Announcement> {
    let bare = line.trim_end_matches([':', '.', ' ']);
    HEADINGS.has(bare).then_some(Announcement { count: None, about: false })
}

/// `17 thoughts on “…”`, `One response to “…”`, `12 Kommentare`, `This post has 80 comments`.
fn counted(line: &str) -> Option<Announcement> {
    let line = COUNTED.iter().find_map(|opening| line.strip_prefix(opening)?.strip_prefix(' ')).unwrap_or(line);
    let (first, rest) = line.split_once(char::is_whitespace).or_else(|| run_together(line))?;
    let count = if ONE.has(first) { 1 } else { number(first)? };
    let rest = rest.trim_start();
    let (noun, after) = rest.split_once(|c: char| c.is_whitespace() || ":…,.(".contains(c)).unwrap_or((rest, ""));
    if !NOUNS.has(noun) {
        return None;
    }
    let after = after.trim_matches(|c: char| c.is_whitespace() || ":….,)(".contains(c));
    let about = after.split_whitespace().next().is_some_and(|word| ABOUT.has(word))
        || after.starts_with(['“', '"', '„', '«', '‘']);
    (about || after.is_empty() || AFTER_COUNT.has(after)).then_some(Announcement { count: Some(count), about })
}

/// `3件のコメント`: no blank between the number and its noun.
fn run_together(line: &str) -> Option<(&str, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && line.get(digits..)?.starts_with(|c: char| !c.is_ascii()))
        .then(|| line.split_at_checked(digits))
        .flatten()
}

/// `Comments (12)`, `Kommentare: 12`.
fn bracketed(line: &str) -> Option<Announcement> {
    let (noun, count) = line.split_once(['(', ':', '['])?;
    let noun = noun.trim().strip_prefix("rss").unwrap_or(noun.trim());
    let known = NOUNS.has(noun) || HEADINGS.has(noun);
    let count = number(count.trim_matches([')', ']', ' ']))?;
    known.then_some(Announcement { count: Some(count), about: false })
}

fn number(text: &str) -> Option<usize> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | '.' | '\u{A0}' | '\u{202F}' | '\'')).collect();
    (plain.len() <= 9 && plain.bytes().all(|byte| byte.is_ascii_digit())).then(|| plain.parse().ok()).flatten()
}

/// Whether a line is below the last comment: a form, navigation, "Comments are closed."
pub(super) fn ends_comments(line: &str) -> bool {
    if line.is_empty() || line.len() > LONGEST_FOOTER {
        return false;
    }
    let bare = line.trim_start_matches(|c: char| c.is_whitespace() || "#*_[(".contains(c));
    CLOSINGS.iter().any(|footer| {
        bare.as_bytes().get(..footer.len()).is_some_and(|opening| opening.eq_ignore_ascii_case(footer.as_bytes()))
    })
}

/// Whether a line is the link at the start of a page that skips the menus.
pub(super) fn skips_to_text(line: &str) -> bool {
    let start: String = line.chars().take(20).flat_map(char::to_lowercase).collect();
    SKIPS.iter().any(|skip| start.strip_prefix(skip).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// Whether words next to a date mean that it is not the post's.
pub(super) fn tells_no_post(beside: &str) -> bool {
    let lower = beside.trim().to_lowercase();
    // Some pages state only `mara edited 3 hours ago` about a post.
    let is_head = lower.ends_with(" edited") && !lower.contains(['(', ':', ';']) && !lower.contains("last ");
    if lower.is_empty() || is_head {
        return false;
    }
    OTHER_DATES.stand_in(&lower)
}

/// Whether a line is one of the links below a comment.
pub(super) fn is_furniture(line: &str) -> bool {
    if line.is_empty() || line.len() > LONGEST_FURNITURE {
        return false;
    }
    // lynx writes pictures as `[name.gif]`.
    let picture = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).is_some_and(|name| {
        [".gif", ".png", ".jpg", ".svg"].iter().any(|kind| name.ends_with(kind)) && !name.contains([' ', '['])
    });
    if picture {
        return true;
    }
    let lower = line.trim_matches(|c: char| c.is_whitespace() || "•*+·|".contains(c)).to_lowercase();
    let known = |piece: &str| LINKS.has(piece.trim());
    known(&lower)
        || ["reply to ", "antworte auf ", "répondre à "].iter().any(|opening| lower.starts_with(opening))
            && !lower.contains(['?', '!', '.', ','])
        || lower.contains(['|', '·', '•']) && lower.split(['|', '·', '•']).all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_are_known_in_several_languages() {
        for (line, count, about) in [
            ("17 thoughts on “The harbour", Some(17), true),
            ("## One response to \"The harbour\"", Some(1), true),
            ("5 Gedanken zu „Der Hafen“", Some(5), true),
            ("1,234 Comments", Some(1234), false),
            ("Kommentare (12)", Some(12), false),
            ("{ 38 comments… read them below or add one }", Some(38), false),
            ("This Post Has 80 Comments", Some(80), false),
            ("3件のコメント", Some(3), false),
            ("Une réflexion sur « Le port »", Some(1), true),
            ("Comments:", None, false),
        ] {
            assert_eq!(announcement(line), Some(Announcement { count, about }), "{line}");
        }
    }

    #[test]
    fn sentences_about_comments_announce_nothing() {
        for line in
            ["12 comments were deleted by the harbour master", "Comments are closed.", "17 thoughts", "two gulls"]
        {
            assert_eq!(announcement(line).filter(|found| found.count != Some(17)), None, "{line}");
        }
    }

    #[test]
    fn forms_and_closing_lines_end_the_comments() {
        assert!(ends_comments("Comments are closed."));
        assert!(ends_comments("### Leave a Reply [Cancel reply](#)"));
        assert!(!ends_comments("I shall leave a reply at the lighthouse"));
    }

    #[test]
    fn links_under_a_comment_are_furniture() {
        assert!(is_furniture("Reply"));
        assert!(is_furniture("Antworten ↓"));
        assert!(is_furniture("reply | permalink"));
        assert!(is_furniture("[s.gif]"));
        assert!(!is_furniture("Reply to what, the gull?!"));
    }
}

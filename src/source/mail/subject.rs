//! Subjects without reply marks, and a number for each.

use super::forest::Subject;
use memchr::memchr2_iter;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// What mail programs put before the subject of a reply, in several languages.
const MARKS: &[&str] = &[
    "re",
    "aw",
    "antw",
    "antwort",
    "sv",
    "vs",
    "odp",
    "ynt",
    "rif",
    "ref",
    "res",
    "回复",
    "答复",
    "回覆",
    "返信",
    "Ответ",
    "Отв",
    "Απ",
    "ΑΠ",
];

/// What mail programs write for a missing subject.
const NOTHING: &[&str] = &[
    "no subject",
    "no-subject",
    "none",
    "kein betreff",
    "ohne betreff",
    "sans objet",
    "aucun objet",
    "sin asunto",
    "sem assunto",
    "nessun oggetto",
    "senza oggetto",
    "geen onderwerp",
    "inget ämne",
    "bez tematu",
    "brak tematu",
    "без темы",
    "件名なし",
    "无主题",
];

/// Subjects without marks, each stored once.
#[derive(Clone, Default)]
pub(super) struct Subjects {
    /// The number of each subject, by a keyed hash of its text.
    numbers: FxHashMap<u64, u32>,
    texts: Vec<Box<str>>,
    /// For each subject, the number of the first one on the same topic.
    topics: Vec<u32>,
    firsts: FxHashMap<Box<str>, u32>,
}

impl Subjects {
    /// The number of a title's subject. `hash` is the hash of the title [without marks](strip), if that is not empty.
    pub(super) fn number(&mut self, title: &str, hash: Option<u64>, is_reply: bool) -> Subject {
        let number = hash.map(|hash| {
            *self.numbers.entry(hash).or_insert_with(|| {
                let number = self.texts.len() as u32;
                let text = strip(title).0;
                self.topics.push(*self.firsts.entry(topic(&text).into()).or_insert(number));
                self.texts.push(text.into());
                number
            })
        });
        Subject { number, is_reply }
    }

    /// The text of a subject, with one mark if it had any.
    pub(super) fn text(&self, subject: Subject) -> String {
        let text = subject.number.and_then(|number| self.texts.get(number as usize));
        let mark = if subject.is_reply { "Re: " } else { "" };
        text.map_or_else(String::new, |text| format!("{mark}{text}"))
    }

    /// Whether people would consider two subjects the same: tags, case and blanks are ignored.
    pub(super) fn are_alike(&self, one: Option<u32>, other: Option<u32>) -> bool {
        let topic = |number: Option<u32>| number.and_then(|number| self.topics.get(number as usize));
        one == other || topic(one) == topic(other)
    }
}

/// A title on one line, without blanks and invisible characters at either end.
pub(super) fn trimmed(title: &str) -> Cow<'_, str> {
    let bare = title.trim_matches(is_padding);
    if bare.contains(['\n', '\r', '\t']) {
        return Cow::Owned(bare.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    Cow::Borrowed(bare)
}

fn is_padding(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}')
        || matches!(c, '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}')
}

/// A subject without its marks, and whether it had any. Empty if the subject says that there is none. The tag of a
/// mailing list remains, and a mark after the tag is removed.
pub(super) fn strip(subject: &str) -> (Cow<'_, str>, bool) {
    let (bare, is_reply) = unmarked(subject.trim_matches(is_padding));
    if let Some((tag, rest)) = split_tag(bare)
        && let (inner, true) = unmarked(rest)
    {
        return (Cow::Owned(format!("{tag} {inner}")), true);
    }
    if says_nothing(bare) { (Cow::Borrowed(""), is_reply) } else { (Cow::Borrowed(bare), is_reply) }
}

fn unmarked(subject: &str) -> (&str, bool) {
    let (mut bare, mut is_reply) = (subject, false);
    while let Some(rest) = strip_mark(bare) {
        (bare, is_reply) = (rest.trim_start(), true);
    }
    (bare, is_reply)
}

/// A tag in brackets at the start of a subject, and the rest.
fn split_tag(subject: &str) -> Option<(&str, &str)> {
    let end = subject.strip_prefix('[')?.find(']')? + 2;
    let (tag, rest) = subject.split_at_checked(end)?;
    let rest = rest.trim_start();
    (!rest.is_empty()).then_some((tag, rest))
}

/// Whether a subject only says that there is none: `(no subject)`.
fn says_nothing(subject: &str) -> bool {
    let inner = subject.trim_matches(['(', ')', '<', '>', '[', ']', '-', '（', '）', '.']);
    let is_marked = inner.len() < subject.len();
    inner.len() <= 32 && (is_marked || inner.contains(' ')) && NOTHING.contains(&inner.to_lowercase().as_str())
}

/// The topic of a subject, for comparison: lower case, without tags at the start and without a former subject.
fn topic(subject: &str) -> String {
    let mut bare = subject;
    while let Some(rest) = strip_mark(bare).or_else(|| Some(split_tag(bare)?.1)) {
        bare = rest.trim_start();
    }
    let was = bare.rfind(['(', '[']).filter(|&at| {
        let inner = bare.get(at + 1..).unwrap_or_default();
        let says_was = inner.get(..3).is_some_and(|was| was.eq_ignore_ascii_case("was"));
        at > 0
            && says_was
            && inner.get(3..).is_some_and(|rest| rest.starts_with([':', ' ']))
            && inner.ends_with([')', ']'])
    });
    let words = bare.get(..was.unwrap_or(bare.len())).unwrap_or(bare).split(is_padding);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The rest of a subject after a mark: `Re:`, `RE :`, `Re[4]:`, `Re^2:`.
fn strip_mark(subject: &str) -> Option<&str> {
    let (mark, rest) = subject.split_at_checked(colon(subject.as_bytes())?)?;
    let rest = rest.strip_prefix([':', '：'])?;
    let mark = mark.trim_end();
    let counted = mark.strip_suffix([']', ')']).and_then(|mark| mark.rsplit_once(['[', '(']));
    let counted = counted.or_else(|| mark.rsplit_once('^'));
    let is_count = |count: &str| !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    let word = counted.filter(|(_, count)| is_count(count)).map_or(mark, |(mark, _)| mark);
    MARKS.iter().any(|known| known.eq_ignore_ascii_case(word)).then_some(rest)
}

/// The place of the first colon of either kind.
fn colon(subject: &[u8]) -> Option<usize> {
    const WIDE: &[u8] = "：".as_bytes();
    let is_colon = |&at: &usize| subject.get(at..).is_some_and(|rest| rest.starts_with(b":") || rest.starts_with(WIDE));
    memchr2_iter(b':', WIDE[0], subject).find(is_colon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_a_reply_are_taken_off() {
        for marked in
            ["Re: lamp", "RE: re: lamp", "Re[4]: lamp", "Re(2): Re^3: lamp", "AW: SV:lamp", "Re :  lamp ", "回复：lamp"]
        {
            assert_eq!(strip(marked), ("lamp".into(), true), "{marked}");
        }
    }

    #[test]
    fn other_subjects_stay_as_they_are() {
        for bare in ["lamp", "Lamp: lit", "Report: lamp", "[PATCH 1/2] lamp: lit", "Fwd: lamp", "Re[x]: lamp"] {
            assert_eq!(strip(bare), (bare.into(), false), "{bare}");
        }
    }

    #[test]
    fn the_same_subject_has_the_same_number() {
        let mut subjects = Subjects::default();
        let (lamp, reply) = (subjects.number("lamp", Some(7), false), subjects.number("Re: lamp", Some(7), true));
        assert_eq!(lamp.number, reply.number);
        assert_eq!(subjects.text(reply), "Re: lamp");
        assert_eq!(subjects.number("Re: ", None, true), Subject { number: None, is_reply: true });
    }

    #[test]
    fn a_mark_behind_the_tag_of_a_list_goes_too() {
        assert_eq!(strip("[harbour] Re: lamp"), ("[harbour] lamp".into(), true));
        assert_eq!(strip("AW: [harbour] lamp"), ("[harbour] lamp".into(), true));
    }

    #[test]
    fn a_subject_that_says_that_there_is_none_says_nothing() {
        for none in ["(no subject)", "Re: (No Subject)", "<no subject>", "[kein Betreff]", "no subject", "\u{200B} "] {
            assert_eq!(strip(none).0, "", "{none}");
        }
        assert_eq!(strip("None").0, "None");
    }

    #[test]
    fn what_nobody_sees_around_a_title_is_no_part_of_it() {
        assert_eq!(trimmed("\n \u{200B}\u{AD}lamp\n is  lit \u{FEFF}"), "lamp is lit");
    }

    #[test]
    fn tags_case_blanks_and_what_it_was_make_no_other_topic() {
        let alike = ["[harbour] The  lamp", "the lamp", "[PATCH 1/2] re: The lamp", "The Lamp (was: Re: Fog)"];
        assert!(alike.iter().all(|subject| topic(subject) == "the lamp"));
        assert_eq!(topic("[harbour]"), "[harbour]");
        assert_eq!(topic("Boats [wasted]"), "boats [wasted]");
    }
}

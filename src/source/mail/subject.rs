//! Subjects without the marks that replies put before them, and a number for each.

use super::forest::Subject;
use memchr::memchr2_iter;
use rustc_hash::FxHashMap;

/// What programs of several languages put before the subject of a reply.
const MARKS: &[&str] = &["re", "aw", "antw", "sv", "vs", "odp", "ynt", "回复", "答复", "回覆"];

/// Subjects without marks, each once.
#[derive(Clone, Default)]
pub(super) struct Subjects {
    /// By the hashes of their texts, which are keyed.
    numbers: FxHashMap<u64, u32>,
    texts: Vec<Box<str>>,
}

impl Subjects {
    /// The number of the subject of a title; the hash of it [without marks](strip) is given if it says anything.
    pub(super) fn number(&mut self, title: &str, hash: Option<u64>, is_reply: bool) -> Subject {
        let texts = &mut self.texts;
        let number = hash.map(|hash| {
            *self.numbers.entry(hash).or_insert_with(|| {
                texts.push(strip(title).0.into());
                (texts.len() - 1) as u32
            })
        });
        Subject { number, is_reply }
    }

    /// The text of a subject, with one mark where it had any.
    pub(super) fn text(&self, subject: Subject) -> String {
        let text = subject.number.and_then(|number| self.texts.get(number as usize));
        let mark = if subject.is_reply { "Re: " } else { "" };
        text.map_or_else(String::new, |text| format!("{mark}{text}"))
    }
}

/// A subject without its marks, and whether it had any.
pub(super) fn strip(subject: &str) -> (&str, bool) {
    let mut bare = subject.trim();
    let mut is_reply = false;
    while let Some(rest) = strip_mark(bare) {
        (bare, is_reply) = (rest.trim_start(), true);
    }
    (bare, is_reply)
}

/// What follows a mark: `Re:`, `RE :`, `Re[4]:`, `Re^2:`.
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

/// Where the first colon is, of either kind.
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
            assert_eq!(strip(marked), ("lamp", true), "{marked}");
        }
    }

    #[test]
    fn other_subjects_stay_as_they_are() {
        for bare in ["lamp", "Lamp: lit", "Report: lamp", "[PATCH 1/2] lamp: lit", "Fwd: lamp", "Re[x]: lamp"] {
            assert_eq!(strip(bare), (bare, false), "{bare}");
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
}

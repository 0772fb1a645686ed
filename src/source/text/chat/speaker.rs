//! The part of a chat line after its time: a speaker and a message, or a notice.

use std::borrow::Cow;

/// How a line names its speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// `<mara> lit?`
    Angle,
    /// `Mara: lit?`
    Colon,
    /// `mara` and `lit?` in columns.
    Table,
    /// `* mara nods`, alongside any other form.
    Action,
}

/// The contents of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said<'l> {
    Words {
        form: Form,
        who: &'l str,
        text: &'l str,
    },
    /// A notice about a person or the chat.
    Nothing,
}

/// Longer names are not names.
const LONGEST_NICK: usize = 48;
const LONGEST_NAME: usize = 80;
const MOST_WORDS: usize = 7;

/// Signs before notices.
const ASIDES: &[&str] = &[
    "***", "-!-", "-->", "<--", "->", "<-", "---", "--", "===", "=-=", "==", "=!=", "→", "←", "⇐", "⇒", "»", "«", "ℹ",
];

/// Words after the name of a person who joins, leaves or changes something.
const DEEDS: &[&str] = &[
    "has joined",
    "has left",
    "has quit",
    "joined",
    "left",
    "quit",
    "is now known as",
    "is now",
    "sets mode",
    "set mode",
    "sets",
    "changes topic",
    "changed the topic",
    "has changed",
    "has set",
    "was kicked",
    "has been kicked",
    "gives",
    "removes",
];

/// Beginnings of the chat's own notices.
const OWN: &[&str] =
    &["Now", "Topic", "Disconnected", "Joins:", "Parts:", "Quits:", "Users", "Channel", "You", "Set", "Mode"];

/// The contents of a line after its time.
pub(super) fn read(rest: &str) -> Said<'_> {
    let rest = rest.trim_start_matches(is_gap);
    let rest = ["- ", "– ", "— "].iter().find_map(|dash| rest.strip_prefix(dash)).unwrap_or(rest);
    let rest = rest.trim_start_matches(is_gap);
    let found = angle(rest)
        .map(|(who, text)| (Form::Angle, who, text))
        .or_else(|| action(rest).map(|(who, text)| (Form::Action, who, text)))
        .or_else(|| table(rest).map(|(who, text)| (Form::Table, who, text)));
    if let Some((form, who, text)) = found {
        return if ASIDES.contains(&who) { Said::Nothing } else { Said::Words { form, who, text } };
    }
    if rest.starts_with(['*', '-']) || ASIDES.iter().any(|sign| rest.starts_with(sign)) {
        return Said::Nothing;
    }
    colon(rest).map_or(Said::Nothing, |(who, text)| Said::Words { form: Form::Colon, who, text })
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() && c != '\t' || matches!(c, '\u{200E}' | '\u{200F}' | '\u{FEFF}')
}

/// A name without the signs of rank before it.
fn nick(text: &str) -> Option<&str> {
    let bare = text.trim().trim_start_matches(['@', '+', '%', '&', '~', '!']);
    let is_name = !bare.is_empty() && bare.len() <= LONGEST_NICK && !bare.contains(char::is_whitespace);
    is_name.then_some(bare)
}

/// The message, without the one blank before it.
fn after(text: &str) -> &str {
    text.strip_prefix([' ', '\t']).unwrap_or(text).trim_end()
}

fn angle(rest: &str) -> Option<(&str, &str)> {
    let (who, text) = rest.strip_prefix('<')?.split_once('>')?;
    let is_spoken = text.is_empty() || text.starts_with(char::is_whitespace);
    Some((nick(who).filter(|_| is_spoken && !who.starts_with('/'))?, after(text)))
}

/// `* mara nods`, `Action: mara nods`, but not joins and departures.
fn action(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.trim_start();
    let deed = rest.strip_prefix('*').filter(|deed| deed.starts_with(char::is_whitespace));
    let deed = deed.or_else(|| rest.strip_prefix("Action:"))?.trim_start();
    let (who, does) = deed.split_once(char::is_whitespace)?;
    let does = does.trim_start();
    let is_own = OWN.contains(&who) || who.ends_with(':') || does.is_empty();
    let told = does.split_once([')', ']']).map_or(does, |(_, told)| told);
    let comes = if does.starts_with(['(', '[']) { told.trim_start() } else { does };
    let is_deed = DEEDS.iter().any(|deed| comes.starts_with(deed));
    (!is_own && !is_deed).then_some(())?;
    Some((nick(who)?, rest.trim_end()))
}

/// `mara`, then a tab or a vertical bar, then the message.
fn table(rest: &str) -> Option<(&str, &str)> {
    let bare = rest.trim_start();
    if let Some((who, text)) = bare.split_once('\t') {
        if who.trim() == "*" {
            return Some((nick(text.split(char::is_whitespace).next()?)?, after(text)));
        }
        return Some((nick(who)?, after(text)));
    }
    let (who, text) = bare.split_once(['|', '│'])?;
    Some((nick(who).filter(|_| who.ends_with(char::is_whitespace))?, after(text)))
}

fn colon(rest: &str) -> Option<(&str, &str)> {
    let at = rest.find(':').filter(|&at| at <= LONGEST_NAME)?;
    let (who, text) = rest.split_at_checked(at)?;
    let text = text.strip_prefix(':')?;
    // For unknown numbers, a tilde precedes the name that they chose themselves.
    let who = who.trim_matches(|c: char| c.is_whitespace() || matches!(c, '~' | '\u{200E}' | '\u{202A}' | '\u{202C}'));
    let is_spoken = text.is_empty() || text.starts_with(|c: char| c.is_whitespace() || c == '\u{200E}');
    let is_name = who.chars().any(|c| c.is_alphanumeric() || !c.is_ascii())
        && who.split_whitespace().count() <= MOST_WORDS
        && !who.contains(['"', '“', '”', '«', '„', '<', '>', '[', '{', '=']);
    (is_spoken && is_name).then(|| (who, after(text)))
}

/// Whether a line without a time is a notice and has no continuation.
pub(super) fn is_aside(line: &str) -> bool {
    const OPENINGS: &[&str] = &["Session ", "Conversation with ", "**** ", "*** ", "--- ", "=== ", "-!- "];
    let line = line.trim_start();
    OPENINGS.iter().any(|opening| line.starts_with(opening))
}

/// The name of the chat in a notice: a channel, or a name in quotation marks.
pub(super) fn title(line: &str) -> Option<&str> {
    const LONGEST: usize = 100;
    let channel = line.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':')).find(|word| {
        word.starts_with('#') && word.len() > 1 && !word.bytes().skip(1).all(|byte| byte.is_ascii_digit())
    });
    let quoted = || {
        let (_, rest) = line.split_once(['“', '„', '«', '"'])?;
        let (name, _) = rest.split_once(['”', '“', '»', '"'])?;
        Some(name.trim())
    };
    let name = channel.map(|name| name.trim_end_matches(['.', ')'])).or_else(quoted)?;
    (!name.is_empty() && name.len() <= LONGEST).then_some(name)
}

/// The name at the start of a message that addresses someone: `mara: no`, `@mara no`.
pub(super) fn addressed(says: &str) -> Option<&str> {
    let end = says.find(|c: char| c.is_whitespace() || matches!(c, ':' | ','))?;
    let name = says.get(..end)?;
    let is_marked = says.get(end..)?.starts_with([':', ',']);
    let bare = name.strip_prefix('@');
    bare.or_else(|| is_marked.then_some(name)).filter(|name| !name.is_empty() && name.len() <= LONGEST_NICK)
}

/// The message, with placeholders in brackets: for a picture, or for a message that was deleted. Exports mark
/// placeholders with a direction mark or angle brackets.
pub(super) fn without_marks(says: &str) -> Cow<'_, str> {
    const MARKS: [char; 3] = ['\u{200E}', '\u{200F}', '\u{FEFF}'];
    let says = says.trim_end();
    let (first, rest) = says.split_once('\n').map_or((says, ""), |(first, rest)| (first, rest));
    let bare = first.trim_matches(MARKS).trim();
    let inner = bare.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).filter(|inner| !inner.contains('<'));
    let is_marked = first.starts_with(MARKS) && !bare.is_empty();
    let first = match inner {
        Some(inner) => Cow::Owned(format!("[{}]", inner.trim())),
        None if is_marked => Cow::Owned(format!("[{bare}]")),
        None => Cow::Borrowed(first),
    };
    let text = if rest.is_empty() { first } else { Cow::Owned(format!("{first}\n{rest}")) };
    if text.contains('\r') || text.contains(MARKS) {
        return Cow::Owned(text.replace("\r\n", "\n").replace(MARKS, ""));
    }
    text
}

//! Chats saved as text: lines of one pattern with a time and a speaker, such as WhatsApp exports and IRC logs in any
//! language.
//!
//! ```text
//! [21/04/2023, 10:32:00] Mara: Who keeps the lamp?
//! [21/04/2023, 10:33:10] Old Salt: I do.
//! Since March.
//! ```
//!
//! ```text
//! 10:32 <@mara> who keeps the lamp?
//! 10:33 < oldsalt> mara: I do
//! 10:34 -!- gull [gull@pier.example] has joined #harbour
//! ```
//!
//! Lines without a time continue the previous message. Joins and departures are left out, with a notice. Unsupported:
//! the date of a log that never states it.

mod days;
mod speaker;
mod stamp;

use self::days::Days;
use self::speaker::{Form, Said};
use self::stamp::{Shape, Stamp};
use crate::thread::{Builder, Draft, DraftId, Notice, Parent};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Lines examined to recognise a chat.
const LOOKED_AT: usize = 400;
/// Fewer messages are not a chat. One more is required if their form also occurs elsewhere.
const LEAST: usize = 2;

/// The pattern of a chat's lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pattern {
    /// The form of the time. `None` if lines begin with the name.
    shape: Option<Shape>,
    form: Form,
}

/// A message in the text.
struct Message<'t> {
    stamp: Option<Stamp>,
    who: &'t str,
    /// Its bytes in the text, from its first word to the end of its last line.
    says: Range<usize>,
}

/// Adds the messages of a text that is a chat. Returns whether it is one.
pub(super) fn read(text: &str, builder: &mut Builder) -> bool {
    let Some(pattern) = Pattern::of(text) else { return false };
    let mut log = Log::default();
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        log.take(pattern, text, at, raw);
        at += raw.len();
    }
    log.hand_over(text, builder);
    true
}

impl Pattern {
    /// The pattern of a text's lines, if it is a chat.
    fn of(text: &str) -> Option<Self> {
        let mut counts: FxHashMap<(Option<Shape>, Form), usize> = FxHashMap::default();
        let mut stamped: FxHashMap<Shape, usize> = FxHashMap::default();
        let mut lines = 0;
        for line in text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT) {
            lines += 1;
            match Stamp::read(line) {
                Some(stamp) => {
                    *stamped.entry(stamp.shape).or_default() += 1;
                    if let Said::Words { form, .. } = speaker::read(line.get(stamp.end..).unwrap_or_default())
                        && form != Form::Action
                    {
                        *counts.entry((Some(stamp.shape), form)).or_default() += 1;
                    }
                }
                None => {
                    if let Said::Words { form: Form::Angle, .. } = speaker::read(line) {
                        *counts.entry((None, Form::Angle)).or_default() += 1;
                    }
                }
            }
        }
        let (&(shape, form), &said) = counts.iter().max_by_key(|(_, count)| **count)?;
        let pattern = Self { shape, form };
        let heads = shape.map_or(said, |shape| stamped.get(&shape).copied().unwrap_or_default());
        let is_usual = match (shape, form) {
            (Some(_), Form::Angle | Form::Table | Form::Action) => 2 * heads >= lines,
            // Any text may precede a colon.
            (Some(shape), Form::Colon) => shape.is_marked() && 4 * heads >= lines && 2 * said >= heads,
            (None, _) => 3 * said >= 2 * lines,
        };
        let is_sure = shape.is_some() && form == Form::Angle;
        let is_enough = said >= LEAST && (is_sure || pattern.has_speakers(text));
        (is_usual && is_enough).then_some(pattern)
    }

    /// Whether the same people speak repeatedly.
    fn has_speakers(self, text: &str) -> bool {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT);
        let mut speakers: FxHashMap<&str, usize> = FxHashMap::default();
        for line in lines {
            if let Some((_, Said::Words { who, .. })) = self.head(line) {
                *speakers.entry(who).or_default() += 1;
            }
        }
        let said = speakers.values().sum::<usize>();
        said > LEAST && 2 * speakers.len() <= said + 1
    }

    /// The time and the rest of a line with this pattern.
    fn head(self, line: &str) -> Option<(Option<Stamp>, Said<'_>)> {
        let Some(shape) = self.shape else {
            let said = speaker::read(line);
            return matches!(said, Said::Words { form: Form::Angle, .. }).then_some((None, said));
        };
        let stamp = Stamp::read(line).filter(|stamp| stamp.shape.is_like(shape))?;
        let said = speaker::read(line.get(stamp.end..)?);
        let said = match said {
            Said::Words { form, .. } if form != self.form && form != Form::Action => Said::Nothing,
            said => said,
        };
        Some((Some(stamp), said))
    }
}

/// The part of a chat read so far.
#[derive(Default)]
struct Log<'t> {
    messages: Vec<Message<'t>>,
    /// The text before the first message.
    before: Range<usize>,
    days: Days,
    /// The last line that was not a continuation contained no message.
    is_aside: bool,
    asides: usize,
    title: Option<&'t str>,
}

impl<'t> Log<'t> {
    /// Reads the line at a byte of the text.
    fn take(&mut self, pattern: Pattern, text: &'t str, at: usize, raw: &'t str) {
        let line = raw.trim_end_matches(['\n', '\r']);
        match pattern.head(line) {
            Some((stamp, Said::Words { who, text: says, .. })) => {
                let stamp = stamp.map(|stamp| self.days.dated(stamp));
                let start = at + line.len() - says.len();
                self.messages.push(Message { stamp, who, says: start..at + line.len() });
                self.is_aside = false;
            }
            Some((stamp, Said::Nothing)) => {
                if let Some(stamp) = stamp {
                    self.title = self.title.or_else(|| speaker::title(line.get(stamp.end..)?));
                    self.days.dated(stamp);
                }
                self.aside();
            }
            None if line.trim().is_empty() => {}
            None if speaker::is_aside(line) => {
                self.days.tell(line);
                self.title = self.title.or_else(|| speaker::title(line));
                self.aside();
            }
            None => match self.messages.last_mut() {
                Some(last) if !self.is_aside => last.says.end = at + line.len(),
                Some(_) => {}
                None if text.get(self.before.clone()).unwrap_or_default().is_empty() => {
                    self.before = at..at + line.len();
                }
                None => self.before.end = at + line.len(),
            },
        }
    }

    fn aside(&mut self) {
        self.asides += 1;
        self.is_aside = true;
    }

    fn hand_over(self, text: &str, builder: &mut Builder) {
        let Self { messages, before, mut days, asides, title, .. } = self;
        days.settle(messages.iter().filter_map(|message| message.stamp));
        builder.title(title.unwrap_or_default());
        let before = text.get(before).unwrap_or_default().trim();
        let article = builder.add(Draft { parent: Parent::Nothing, body: before, ..Draft::default() });
        let mut latest: FxHashMap<String, DraftId> = FxHashMap::default();
        for Message { stamp, who, says } in messages {
            let says = speaker::without_marks(text.get(says).unwrap_or_default());
            let time = stamp.and_then(|stamp| days.time(stamp));
            let author = Some(who).filter(|who| !who.is_empty());
            let draft =
                builder.add(Draft { parent: Parent::Draft(article), author, time, body: &says, ..Draft::default() });
            if let Some(&to) = speaker::addressed(&says).and_then(|name| latest.get(&name.to_lowercase())) {
                builder.answers(draft, to);
            }
            latest.insert(who.to_lowercase(), draft);
        }
        match asides {
            0 => {}
            1 => builder.notice(Notice::new("1 line in which nobody speaks (who came, who left): left out")),
            many => {
                builder
                    .notice(Notice::new(format!("{many} lines in which nobody speaks (who came, who left): left out")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::Built;

    /// The title, then a line a post: author, time, whom it speaks to, text. Then the notices.
    fn shown(text: &str) -> String {
        let mut builder = Builder::new("text");
        assert!(read(text, &mut builder), "no chat");
        let Built { thread, notices, .. } = builder.finish().unwrap();
        let mut out = vec![thread.title().to_owned()];
        for id in thread.ids().skip(1) {
            let who = thread.writer(id).map_or("-", |writer| writer.name);
            let time = thread.post(id).time().map_or_else(|| "-".to_owned(), |time| time.to_string());
            let to = thread.answers(id).map(|to| format!(" ->{}", to.index())).unwrap_or_default();
            out.push(format!("{who} {time}{to}| {}", thread.body(id).raw.replace('\n', "/")));
        }
        out.extend(notices.iter().map(|notice| format!("! {notice}")));
        out.join("\n")
    }

    fn is_chat(text: &str) -> bool {
        read(text, &mut Builder::new("text"))
    }

    #[test]
    fn an_export_in_brackets_keeps_its_longer_messages_whole() {
        let chat = "\
[21/04/2023, 10:32:00] Harbour: \u{200E}Messages are for the pier alone.
[21/04/2023, 10:32:00] Mara: Who keeps the lamp?
[21/04/2023, 10:33:10] Old Salt: I do.

Since March: every night.
[21/04/2023, 10:34:00] Mara: \u{200E}image omitted
\u{200E}[21/04/2023, 10:35:00] Old Salt: @Mara fog
";
        assert_eq!(
            shown(chat),
            "
Harbour 2023-04-21T10:32:00Z| [Messages are for the pier alone.]
Mara 2023-04-21T10:32:00Z| Who keeps the lamp?
Old Salt 2023-04-21T10:33:10Z| I do.//Since March: every night.
Mara 2023-04-21T10:34:00Z| [image omitted]
Old Salt 2023-04-21T10:35:00Z ->4| @Mara fog"
        );
    }

    #[test]
    fn the_order_of_day_and_month_is_told_by_all_lines_together() {
        let chat = |lines: [&str; 4]| {
            let [a, b, c, d] = lines;
            shown(&format!(
                "{a} - Mara created group “Pier”\n{a} - Mara: Lit\n{b} - Gull: Fog\n{c} - Mara: <Media omitted>\n{d} - Gull: Off\n"
            ))
        };
        let days = |shown: String| {
            let times = shown.lines().filter_map(|line| line.split_once(" 2").map(|(_, rest)| rest[..15].to_owned()));
            times.collect::<Vec<_>>().join(" ")
        };
        let american = chat(["4/3/23, 10:32 PM", "4/5/23, 9:00\u{202F}AM", "4/21/23, 12:05 AM", "5/1/23, 12:05 PM"]);
        assert!(american.starts_with("Pier\n") && american.contains("| [Media omitted]"), "{american}");
        assert!(american.ends_with("! 1 line in which nobody speaks (who came, who left): left out"));
        assert_eq!(days(american), "023-04-03T22:32 023-04-05T09:00 023-04-21T00:05 023-05-01T12:05");
        let german = chat(["03.04.23, 22:32", "04.04.23, 09:00", "05.04.23, 00:05", "06.04.23, 12:05"]);
        assert_eq!(days(german), "023-04-03T22:32 023-04-04T09:00 023-04-05T00:05 023-04-06T12:05");
        let rising = chat(["03/04/2023, 22:32", "04/04/2023, 09:00", "01/05/2023, 00:05", "02/05/2023, 12:05"]);
        assert_eq!(days(rising), "023-04-03T22:32 023-04-04T09:00 023-05-01T00:05 023-05-02T12:05");
        let torn =
            chat(["03/03/2023, 下午10:32", "03/03/2023, 下午11:00", "04/04/2023, 上午9:00", "04/04/2023, 下午1:00"]);
        assert_eq!(days(torn), "023-03-03T22:32 023-03-03T23:00 023-04-04T09:00 023-04-04T13:00");
    }

    #[test]
    fn a_log_tells_the_day_once_and_goes_on_after_midnight() {
        let log = "\
--- Log opened Wed Oct 17 23:16:21 2012
23:16 -!- gull [gull@pier.example] has joined #harbour
23:17 <@mara> who keeps the lamp?
23:58 < oldsalt> mara: I do
00:01  * mara nods
00:02 <+gull> fish: 3
--- Day changed Fri Oct 19 2012
09:16 < oldsalt> gull, no
";
        assert_eq!(
            shown(log),
            "\
#harbour
mara 2012-10-17T23:17:00Z| who keeps the lamp?
oldsalt 2012-10-17T23:58:00Z ->1| mara: I do
mara 2012-10-18T00:01:00Z| * mara nods
gull 2012-10-18T00:02:00Z| fish: 3
oldsalt 2012-10-19T09:16:00Z ->4| gull, no
! 3 lines in which nobody speaks (who came, who left): left out"
        );
    }

    #[test]
    fn the_forms_of_several_programs_are_read() {
        for (name, log) in [
            (
                "znc",
                "[10:32:00] <mara> lit?\n[10:32:05] *** Joins: gull (g@pier)\n[10:33:00] <gull> no\n[10:34:00] * mara nods",
            ),
            (
                "weechat",
                "2012-10-17 10:32:00\t@mara\tlit?\n2012-10-17 10:32:05\t-->\tgull (g@pier) has joined #h\n2012-10-17 10:33:00\tgull\tno\n2012-10-17 10:34:00\t *\tmara nods",
            ),
            (
                "supybot",
                "2012-10-17T10:32:00+0000  <mara> lit?\n2012-10-17T10:32:05+0000  *** gull has joined #h\n2012-10-17T10:33:00+0000  <gull> no\n2012-10-17T10:34:00+0000  * mara nods",
            ),
            (
                "hexchat",
                "Oct 17 10:32:00 <mara>\tlit?\nOct 17 10:32:05 *\tgull (g@pier) has joined\nOct 17 10:33:00 <gull>\tno\nOct 17 10:34:00 *\tmara nods",
            ),
            (
                "eggdrop",
                "[10:32] <mara> lit?\n[10:32] gull (g@pier) joined #h.\n[10:33] <gull> no\n[10:34] Action: mara nods",
            ),
            ("bare", "<mara> lit?\n*** gull has joined\n<gull> no\n<mara> * mara nods"),
            (
                "pidgin",
                "(10:32:00) mara: lit?\n(10:32:05) gull entered the room.\n(10:33:00) gull: no\n(10:34:00) mara: * mara nods",
            ),
        ] {
            let shown = shown(log);
            let said: Vec<_> = shown.lines().filter(|line| line.contains('|')).collect();
            assert_eq!(said.len(), 3, "{name}: {shown}");
            assert!(said[0].starts_with("mara ") && said[0].ends_with("| lit?"), "{name}: {shown}");
            assert!(said[2].starts_with("mara ") && said[2].contains("mara nods"), "{name}: {shown}");
        }
    }

    #[test]
    fn other_texts_are_no_chats() {
        for text in [
            "The lamp is lit.\n\nmara: yes\ngull: no\nmara: yes\n",
            "10:32 the lamp is lit\n10:33 the fog comes\n10:34 a boat\n",
            "2023-04-03 one\n2023-04-04 two\n2023-04-05 three\n",
            "1. a\n2. b\n3. c\n",
            "[1] one\n[2] two\n[3] three\n",
            "12:30 Lunch: fish\n13:00 Talk: lamps\n14:00 Walk: pier\n",
            "",
        ] {
            assert!(!is_chat(text), "{text}");
        }
    }
}

//! Compares two states of a thread: which posts came, went, moved or changed.

use super::door::Door;
use super::message::Stop;
use super::{tell_notices, write as written};
use crate::input::{self, Watch};
use crate::markup;
use crate::source::Source;
use crate::store;
use crate::thread::{PostId, Text, Thread};
use std::io::{self, Write};
use std::path::Path;

/// Columns of text shown of a post.
const SNIPPET: usize = 60;

/// Opens two states and writes how the second differs, to a file or to standard output.
pub(super) fn write(
    old: &Path,
    new: &Path,
    door: &Door<'_>,
    format: Option<&'static dyn Source>,
    to_file: Option<&Path>,
) -> Result<(), Stop> {
    let open = |path: &Path| {
        let origin = door.named(path)?;
        let parsed = input::open(&origin, format, &Watch::default(), None).map_err(Stop::Input)?;
        tell_notices(&origin.name(), &parsed.notices);
        Ok(parsed.thread)
    };
    let (old, new) = (open(old)?, open(new)?);
    written(to_file, |out| tell(&old, &new, out))
}

fn tell(old: &Thread, new: &Thread, out: &mut dyn Write) -> io::Result<()> {
    let places = store::places(old, new);
    let mut before = vec![None; new.len()];
    let mut went = Vec::new();
    for (id, place) in old.ids().zip(&places) {
        match place {
            Some(place) => {
                if let Some(before) = before.get_mut(place.index()) {
                    *before = Some(id);
                }
            }
            None => went.push(id),
        }
    }
    let before_of = |id: PostId| before.get(id.index()).copied().flatten();
    let came: Vec<_> = new.ids().filter(|&id| before_of(id).is_none()).collect();
    let stayed = || new.ids().filter_map(|id| Some((before_of(id)?, id)));
    let place = |id: PostId| places.get(id.index()).copied().flatten();
    let moved: Vec<_> = stayed().filter(|&(then, now)| has_moved(old, new, then, now, &place)).collect();
    let edited: Vec<_> = stayed().filter(|&(then, now)| words(old, then) != words(new, now)).collect();
    writeln!(out, "{} came, {} went, {} edited, {} moved", came.len(), went.len(), edited.len(), moved.len())?;
    for id in came {
        writeln!(out, "+ {}", told(new, id))?;
    }
    for id in went {
        writeln!(out, "- {}", told(old, id))?;
    }
    for (then, now) in edited {
        writeln!(out, "~ {}", told(new, now))?;
        let (before, after) = (markup::plain_text(&markup::blocks(old.body(then))), plain(new, now));
        changed_lines(&before, &after, out)?;
    }
    for (then, now) in moved {
        let whom = |thread: &Thread, id| thread.parent(id).map_or("nothing".to_owned(), |up| name(thread, up));
        writeln!(out, "> {}: answered {}, answers {}", told(new, now), whom(old, then), whom(new, now))?;
    }
    Ok(())
}

/// Whether a post answers another post than before. The loss of its parent is not a move.
fn has_moved(old: &Thread, new: &Thread, then: PostId, now: PostId, place: &impl Fn(PostId) -> Option<PostId>) -> bool {
    match (old.parent(then), new.parent(now)) {
        (Some(before), Some(after)) => place(before).is_some_and(|before| before != after),
        _ => false,
    }
}

fn plain(thread: &Thread, id: PostId) -> Text {
    markup::plain_text(&markup::blocks(thread.body(id)))
}

/// The words of a post; wrapping and markup belong to the format and do not count.
fn words(thread: &Thread, id: PostId) -> Vec<String> {
    plain(thread, id).split_whitespace().map(str::to_owned).collect()
}

/// Writes the lines that the other text lacks, each with a sign before it.
fn changed_lines(before: &str, after: &str, out: &mut dyn Write) -> io::Result<()> {
    let (head, tail) = (common(before.lines(), after.lines()), common(before.lines().rev(), after.lines().rev()));
    for (text, sign) in [(before, "-"), (after, "+")] {
        let many = text.lines().count();
        let tail = tail.min(many - head);
        for line in text.lines().skip(head).take(many - head - tail) {
            writeln!(out, "    {sign} {line}")?;
        }
    }
    Ok(())
}

/// The number of equal lines at the start.
fn common<'a>(one: impl Iterator<Item = &'a str>, other: impl Iterator<Item = &'a str>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// `#12 mara · 2023-04-21 10:32: The lamp was never…`
fn told(thread: &Thread, id: PostId) -> String {
    let time = thread.post(id).time().map(|time| format!(" · {}", time.minute())).unwrap_or_default();
    let snippet = markup::snippet(thread.body(id), SNIPPET);
    format!("{}{time}: {}", name(thread, id), snippet.as_slice().as_str())
}

fn name(thread: &Thread, id: PostId) -> String {
    let name = thread.writer(id).map(|writer| format!(" {}", Text::line(writer.name))).unwrap_or_default();
    format!("#{}{name}", id.index())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Parent};

    /// Posts by id, parent's id and text.
    fn thread(posts: &[(&str, &str, &str)]) -> Thread {
        let mut builder = Builder::new("test");
        for &(id, parent, body) in posts {
            let parent = if parent.is_empty() { Parent::Nothing } else { Parent::Id(parent) };
            builder.add(Draft { id: Some(id), parent, author: Some("mara"), body, ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    fn difference(old: &[(&str, &str, &str)], new: &[(&str, &str, &str)]) -> String {
        let mut out = Vec::new();
        tell(&thread(old), &thread(new), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    const LAMP: [(&str, &str, &str); 4] = [
        ("post10", "", "The lamp at the mole went out last night."),
        ("post11", "post10", "It was out for most of the last year as well."),
        ("post12", "post11", "Who keeps the log of the lamp these days?"),
        ("post13", "post10", "The ferry was late again, as it always is."),
    ];

    #[test]
    fn the_same_thread_is_not_different() {
        assert_eq!(difference(&LAMP, &LAMP), "0 came, 0 went, 0 edited, 0 moved\n");
    }

    #[test]
    fn what_came_went_moved_and_was_edited_is_told() {
        let [lamp, _, log, ferry] = LAMP;
        let edited = ("post13", "post10", "The ferry was on time, as it never is.");
        let new =
            [lamp, ("post20", "post10", "I shall look at the log when I am there."), (log.0, "post10", log.2), edited];
        assert_eq!(
            difference(&LAMP, &new),
            "1 came, 1 went, 1 edited, 0 moved\n\
             + #1 mara: I shall look at the log when I am there.\n\
             - #1 mara: It was out for most of the last year as well.\n\
             ~ #3 mara: The ferry was on time, as it never is.\n    \
                 - The ferry was late again, as it always is.\n    \
                 + The ferry was on time, as it never is.\n",
        );
        let moved = [lamp, LAMP[1], (ferry.0, "post11", ferry.2), log];
        assert_eq!(
            difference(&LAMP, &moved),
            "0 came, 0 went, 0 edited, 1 moved\n\
             > #2 mara: The ferry was late again, as it always is.: answered #0 mara, answers #1 mara\n",
        );
    }
}

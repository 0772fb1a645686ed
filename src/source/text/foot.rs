//! Lines under posts that name their author: `Comment by mara — 3 May 2023 @ 10:12`. Also rejects "names" that all
//! posts share.

use super::body;
use super::head;
use super::line::Lines;
use super::name::plausible;
use super::reading::Reply;
use super::unlink;
use crate::source::date;
use crate::thread::Time;
use rustc_hash::FxHashSet;

/// Fewer posts do not show what they have in common.
const FEWEST: usize = 3;

/// Takes names and times from the last lines of posts, if the heads have none and nearly all posts end that way.
pub(super) fn sign(lines: &Lines<'_>, replies: &mut [Reply]) {
    let nameless = replies.iter().filter(|reply| reply.author.is_none() || reply.inferred).count();
    if replies.len() < FEWEST || nameless * 10 < replies.len() * 8 {
        return;
    }
    let feet: Vec<_> = replies
        .iter()
        .map(|reply| -> Option<(usize, String, Option<Time>)> {
            let text = body::lines_of(lines, reply);
            let last = lines.last_filled(text.start, text.end)?;
            let above = lines.last_filled(text.start, last)?;
            let (author, time) = signed(lines.get(last).text).or_else(|| {
                let (first, head) = head::of_line(lines, last, last, last + 1)?;
                Some((head.author.filter(|_| first == last)?, Some(head.time?)))
            })?;
            Some((above + 1, author, time))
        })
        .collect();
    if feet.iter().flatten().count() * 10 < replies.len() * 8 {
        return;
    }
    for (reply, foot) in replies.iter_mut().zip(feet) {
        if let Some((end, author, time)) = foot {
            reply.lines.end = end;
            (reply.author, reply.inferred, reply.time) = (Some(author), false, reply.time.or(time));
        }
    }
}

/// The author and time in a line such as `Comment by mara — 17.07, 2011 @ 13:24`. The time is `None` if it cannot be
/// read.
fn signed(line: &str) -> Option<(String, Option<Time>)> {
    const BY: &[&str] = &["Comment by ", "Kommentar von ", "Commentaire par ", "Comentario por ", "Posted by "];
    const LONGEST: usize = 240;
    let line = unlink::plain(Some(line).filter(|line| line.len() <= LONGEST)?);
    let rest = BY.iter().find_map(|by| line.strip_prefix(by))?;
    let (name, date) = [" — ", " – ", " -- ", " - ", " | "].iter().find_map(|dash| rest.rsplit_once(dash))?;
    let is_signed = plausible(name) && date.bytes().any(|byte| byte.is_ascii_digit());
    is_signed.then(|| (name.trim().to_owned(), date::find(date).and_then(|found| found.time)))
}

/// Removes a "name" of several words that all posts share, and uses the line below the head instead if that can be a
/// name. The shared words are a control of the page.
pub(super) fn unshare(lines: &Lines<'_>, replies: &mut [Reply]) {
    const MANY: usize = 5;
    let first = replies.first().and_then(|reply| reply.author.clone());
    let is_shared = |name: &String| replies.iter().all(|reply| reply.author.as_ref() == Some(name));
    let Some(name) = first.filter(|name| replies.len() >= MANY && is_shared(name)) else { return };
    if name.split_whitespace().count() < FEWEST {
        return;
    }
    let below: Vec<_> = replies.iter().map(|reply| named_below(lines, reply)).collect();
    let names: FxHashSet<&str> = below.iter().flatten().map(|(name, _)| name.as_str()).collect();
    let are_names = names.len() > 1 && below.iter().flatten().count() * 10 >= replies.len() * 8;
    for (reply, below) in replies.iter_mut().zip(&below) {
        reply.author = None;
        if let Some((name, after)) = below.as_ref().filter(|_| are_names) {
            reply.author = Some(name.clone());
            reply.body = *after;
        }
    }
}

/// The name on the first line of a post, and the line after it. The text of a portrait may repeat the name once or
/// twice.
fn named_below(lines: &Lines<'_>, reply: &Reply) -> Option<(String, usize)> {
    const MOST_WORDS: usize = 4;
    let text = body::lines_of(lines, reply);
    let first = lines.next_filled(text.start, text.end)?;
    let next = lines.get(first + 1);
    let (line, name) = match lines.get(first).text {
        twice if !next.is_blank() && twice.len() == 2 * next.text.len() && twice.starts_with(next.text) => {
            (first + 1, next.text)
        }
        once => (first, once),
    };
    let is_alone = line + 1 >= text.end || lines.get(line + 1).is_blank();
    let is_name = is_alone && plausible(name) && name.split_whitespace().count() <= MOST_WORDS;
    is_name.then(|| (name.to_owned(), line + 1))
}

#[cfg(test)]
mod tests {
    use crate::source::Source;
    use crate::source::text::Dump;
    use crate::thread::Builder;

    fn posts(page: &str) -> Vec<(String, String)> {
        let mut builder = Builder::new("text");
        Dump.read(&mut page.as_bytes(), &mut builder).unwrap();
        let thread = builder.finish().unwrap().thread;
        let of =
            |id| (thread.writer(id).map_or_else(String::new, |by| by.name.to_string()), thread.body(id).raw.to_owned());
        thread.ids().skip(1).map(of).collect()
    }

    fn is(page: &str, expected: &[(&str, &str)]) {
        let found = posts(page);
        let found: Vec<_> = found.iter().map(|(name, body)| (name.as_str(), body.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_last_line_of_each_post_may_say_who_wrote_it() {
        let article = "The harbour and the lighthouse\n\nThe lamp was lit in 1887. It has burned ever since, says the harbour office.\n\n";
        is(
            &format!(
                "{article}3 Comments\n\n 1. The lamp was never the problem.\n\n    Comment by mara — 17.07, 2011 @ 13:24\n\n \
                 2. Look at the chart.\n\n    Comment by Old Salt — 17.07, 2011 @ 13:37\n\n 3. Where is it?\n\n    \
                 Comment by gull — 17.07, 2011 @ 14:01\n"
            ),
            &[
                ("mara", "The lamp was never the problem."),
                ("Old Salt", "Look at the chart."),
                ("gull", "Where is it?"),
            ],
        );
    }

    #[test]
    fn what_stands_over_the_dates_of_all_posts_is_no_name() {
        let post = |name: &str, day: usize, said: &str| {
            format!("Thumbs up0Thumbs down  Press here\n{day} May 2017 20:00\n{name}{name}\n{name}\n\n{said}\n\n")
        };
        let said = ["The cake is good.", "Is it?", "It is, with lemon.", "Mine was dry.", "Less flour then."];
        let names = ["mara", "gull", "mara", "tidewise", "mara"];
        let page: String =
            names.iter().zip(said).enumerate().map(|(day, (name, said))| post(name, day + 1, said)).collect();
        let page = format!(
            "Cake\n\nA cake of lemons, as the harbour office bakes it on every Sunday of the year.\n\n5 Comments\n\n{page}"
        );
        let expected: Vec<_> = names.into_iter().zip(said).collect();
        is(&page, &expected);
    }
}

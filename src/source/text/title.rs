//! Finds the title of a dumped page among the lines above its prose.
//!
//! A dump loses `<title>`, and the visible title is one line among menus, bylines and captions. It is recognised by its
//! place and form: above the start of the longest stretch of prose, alone, centred or outdented like headings in lynx
//! and elinks, marked by `#`, and repeated in breadcrumbs and feeds.

use super::head;
use super::line::Lines;
use super::name::portrait_free;
use super::unlink;
use super::vocabulary::{announcement, is_furniture, skips_to_text};
use crate::source::date;
use std::ops::Range;

/// A title, and the first line below it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) text: String,
    pub(super) after: usize,
}

/// Longer lines are not titles.
const LONGEST: usize = 200;
/// Paragraphs with fewer letters may be anything.
const SHORTEST_PARAGRAPH: usize = 120;
/// Letters that a line other than prose subtracts from the weight of a stretch.
const TOLL: i64 = 30;
/// Filled lines above the prose that may be its title.
const ABOVE: usize = 16;
/// The same if no prose was found.
const FAR_ABOVE: usize = 40;
/// The same within the prose: a stretch may begin with a cookie notice.
const BELOW: usize = 16;
/// Points that a line needs to be a title.
const LEAST: f64 = 0.75;
/// Points from which text above a title is left out.
const SURE: f64 = 1.5;
/// A stretch with fewer letters above the posts of a forum is a notice of its software.
const SHORTEST_ARTICLE: usize = 600;
/// Lines from the start of a page in which repetitions of a title are counted.
const REPEATED_IN: usize = 2000;

/// The title above the lines that end at `end`. `announced` is the line there that announces the comments.
pub(super) fn find(lines: &Lines<'_>, end: usize, announced: Option<usize>) -> Title {
    if let Some(quoted) = announced.and_then(|line| quoted_by(lines, line)) {
        let wanted = letters(&quoted);
        let is_it = |at: &usize| {
            let text = lines.get(*at).text;
            text.len() < 2 * LONGEST && !wanted.is_empty() && letters(bare(text)) == wanted
        };
        return match (0..end).rev().find(is_it) {
            Some(line) => Title { text: bare(lines.get(line).text).to_owned(), after: line + 1 },
            None => Title { text: quoted, after: 0 },
        };
    }
    let is_forum = announced.is_none() && end < lines.len();
    let text =
        running_text(lines, end).filter(|text| !is_forum || letters_of_text(lines, text.clone()) >= SHORTEST_ARTICLE);
    let layout = Layout::of(lines, text.clone().unwrap_or(0..end));
    let start = text.as_ref().map_or(end, |text| text.start);
    let page = Letters::of(lines);
    let begins = |candidate: &Candidate| lines.next_filled(0, end) == Some(candidate.lines.start);
    let mut best: Option<(Candidate, f64)> = None;
    for candidate in candidates(lines, start, end, layout, text.is_some()) {
        let of_place = if begins(&candidate) { 1.5 } else { 0.0 };
        let points = of_place + points(lines, &page, &candidate, layout, start);
        if points >= LEAST && best.as_ref().is_none_or(|(_, most)| points > *most) {
            best = Some((candidate, points));
        }
    }
    let Some((chosen, points)) = best else { return Title::default() };
    let drops = letters_of_text(lines, 0..chosen.lines.start);
    let keeps = letters_of_text(lines, chosen.lines.end..end);
    let is_kept = !begins(&chosen) && (points < SURE || drops > keeps / 4);
    let after = if is_kept { 0 } else { chosen.lines.end };
    Title { text: chosen.text, after }
}

/// A possible title: a line, or two if the first was broken.
struct Candidate {
    text: String,
    lines: Range<usize>,
}

/// The columns of the prose.
#[derive(Debug, Clone, Copy)]
struct Layout {
    /// The column where most lines start.
    margin: usize,
    /// The column where the longest lines end.
    right: usize,
}

impl Layout {
    fn of(lines: &Lines<'_>, text: Range<usize>) -> Self {
        let mut starts = [0_u32; 40];
        let mut right = 0;
        for at in text.take(REPEATED_IN) {
            let line = lines.get(at);
            if line.text.len() > SHORTEST_PARAGRAPH / 3 && line.marker().is_none() {
                if let Some(count) = starts.get_mut(line.indent) {
                    *count += 1;
                }
                right = right.max(line.width().min(2 * SHORTEST_PARAGRAPH));
            }
        }
        let margin = (0..starts.len()).rev().max_by_key(|&column| starts.get(column)).unwrap_or(0);
        Self { margin, right }
    }

    /// Whether a line stands out as headings do in lynx and elinks.
    fn stands_out(self, indent: usize, width: usize) -> bool {
        let is_centred =
            indent > self.margin + 4 && self.right > width && (indent + width).abs_diff(self.right + self.margin) <= 6;
        is_centred || indent < self.margin && self.margin <= 4
    }
}

/// The longest stretch of prose: where paragraphs outweigh the lines between them most.
fn running_text(lines: &Lines<'_>, end: usize) -> Option<Range<usize>> {
    let mut best: Option<(Range<usize>, i64)> = None;
    let (mut start, mut sum) = (None, 0);
    let mut at = 0;
    while let Some(first) = lines.next_filled(at, end) {
        let paragraph = paragraph(lines, first, end);
        let worth = worth(lines, &paragraph);
        at = paragraph.end;
        sum += worth;
        if sum <= 0 {
            (start, sum) = (None, 0);
            continue;
        }
        let start = *start.get_or_insert(first);
        if best.as_ref().is_none_or(|(_, most)| sum > *most) {
            best = Some((start..at, sum));
        }
    }
    best.map(|(range, _)| range)
}

/// The lines from `first` to a blank line or a list marker. A list item is one line.
fn paragraph(lines: &Lines<'_>, first: usize, end: usize) -> Range<usize> {
    if lines.get(first).marker().is_some() {
        return first..first + 1;
    }
    let is_outside = |&at: &usize| lines.get(at).is_blank() || lines.get(at).marker().is_some();
    first..(first + 1..end).find(is_outside).unwrap_or(end)
}

/// The letters of a paragraph of prose. Negative for anything else.
fn worth(lines: &Lines<'_>, paragraph: &Range<usize>) -> i64 {
    let is_item = lines.get(paragraph.start).marker().is_some();
    let length = paragraph.clone().map(|at| text_of(lines, at).len()).sum::<usize>();
    let is_text = length >= SHORTEST_PARAGRAPH && length >= 40 * paragraph.len();
    let count = paragraph.len().try_into().unwrap_or(i64::MAX);
    if is_text && !is_item { length.try_into().unwrap_or(i64::MAX) } else { count.saturating_mul(-TOLL) }
}

fn letters_of_text(lines: &Lines<'_>, range: Range<usize>) -> usize {
    let (mut sum, mut at) = (0, range.start);
    while let Some(first) = lines.next_filled(at, range.end) {
        let paragraph = paragraph(lines, first, range.end);
        at = paragraph.end;
        sum += usize::try_from(worth(lines, &paragraph)).unwrap_or(0);
    }
    sum
}

fn text_of<'a>(lines: &Lines<'a>, at: usize) -> std::borrow::Cow<'a, str> {
    let text = lines.get(at).text;
    if text.contains("](") { unlink::plain(text) } else { text.into() }
}

/// Lines around the start of the text, nearest first, and Markdown headings anywhere.
fn candidates(lines: &Lines<'_>, start: usize, end: usize, layout: Layout, has_text: bool) -> Vec<Candidate> {
    let reach = if has_text { ABOVE } else { FAR_ABOVE };
    let above = (0..start).rev().filter(|&at| !lines.get(at).is_blank()).take(reach);
    let below = (start..end).filter(|&at| !lines.get(at).is_blank()).take(BELOW);
    let headings = (0..end.min(REPEATED_IN)).filter(|&at| lines.get(at).text.starts_with("# ")).take(reach);
    above.chain(below).chain(headings).filter_map(|at| candidate(lines, at, end, layout)).collect()
}

fn candidate(lines: &Lines<'_>, at: usize, end: usize, layout: Layout) -> Option<Candidate> {
    let line = lines.get(at);
    let is_heading = |text: &str| text.starts_with('#') && text.trim_start_matches('#').starts_with(' ');
    // lynx names the feeds of a page after a `#`.
    let is_feed = line.text.starts_with('#') && !is_heading(line.text);
    let is_under_heading = is_heading(lines.get(at.wrapping_sub(1)).text);
    if line.marker().is_some() || line.text.len() > 2 * LONGEST || is_feed || is_under_heading {
        return None;
    }
    let (text, mut after) = unlink::unlinked(lines, at, line.text, end);
    let is_link = line.text.contains("](");
    let mut text = if is_heading(line.text) && !is_link { bare(line.text).to_owned() } else { text.into_owned() };
    let next = lines.get(after);
    // A broken heading continues in the next line and ends there.
    let is_broken = !next.is_blank() && next.marker().is_none() && lines.get(after + 1).is_blank() && line.width() > 55;
    let alike = next.indent == line.indent
        || line.text.starts_with('#')
        || layout.stands_out(next.indent, next.width()) && next.indent > layout.margin;
    if is_broken && alike && text.len() + next.text.len() < LONGEST && lines.get(at.wrapping_sub(1)).is_blank() {
        text = format!("{text} {}", unlink::plain(next.text));
        after += 1;
    }
    let text = text.trim().trim_end_matches(['#', ' ', '¶']);
    // A long line that continues is prose, and one with nothing below it is the page itself.
    let goes_on = !lines.get(after).is_blank() && 4 * line.width() >= 3 * layout.right;
    let has_more = lines.next_filled(after, lines.len()).is_some();
    let is_title = text.chars().any(char::is_alphabetic) && text.len() <= LONGEST && !goes_on && has_more;
    is_title.then(|| Candidate { text: text.to_owned(), lines: at..after })
}

/// The evidence for a line, in points.
fn points(lines: &Lines<'_>, page: &Letters, candidate: &Candidate, layout: Layout, start: usize) -> f64 {
    let Candidate { text, lines: place } = candidate;
    let first = lines.get(place.start);
    let is_alone = lines.get(place.start.wrapping_sub(1)).is_blank() && lines.get(place.end).is_blank();
    let level = first.text.bytes().take_while(|&byte| byte == b'#').count();
    let mut points = if is_alone { 1.0 } else { 0.0 };
    points += match level {
        0 if is_alone && layout.stands_out(first.indent, first.width()) => 2.0,
        0 => 0.0,
        level => 3.0 - 0.5 * level as f64,
    };
    points += match text.split_whitespace().count() {
        _ if !text.is_ascii() && !text.contains(' ') && text.chars().count() > 5 => 0.5,
        1 => -1.0,
        2 => -0.25,
        _ => 0.5,
    };
    if text.ends_with(['.', ',', ';', ':', '。', '，']) && !text.ends_with("...") {
        points -= 2.5;
    }
    if text.contains(['[', ']', '|', '»', '›', '•', '●', '←', '→']) || text.contains("__") {
        points -= 1.5;
    }
    if is_something_else(lines, candidate) {
        points -= 2.0;
    }
    if date::find(text).is_some() {
        points -= 0.5;
    }
    points += page.repetition(text, place);
    let between = if place.start < start { place.end..start } else { start..place.start };
    let filled = between.filter(|&at| !lines.get(at).is_blank()).count();
    let far = 0.15 * filled as f64;
    points
        - match level {
            1.. => far.min(1.5),
            0 if place.start < start => far,
            0 => 0.75 + far,
        }
}

/// Whether a line is of a kind found beside titles: a byline, a link, a picture's name.
fn is_something_else(lines: &Lines<'_>, Candidate { text, lines: place }: &Candidate) -> bool {
    is_furniture(text)
        || skips_to_text(text)
        || announcement(text).is_some()
        || is_file(text)
        || portrait_free(text) != text
        || head::of_line(lines, place.start, place.start, place.end).is_some()
}

/// Whether a line is the name of a picture.
fn is_file(text: &str) -> bool {
    let end = text.rsplit_once('.').map(|(_, end)| end);
    end.is_some_and(|end| {
        ["jpg", "jpeg", "png", "gif", "webp", "svg"].iter().any(|known| end.eq_ignore_ascii_case(known))
    })
}

/// The letters of the first lines of a page, to find repetitions.
struct Letters(Vec<String>);

impl Letters {
    fn of(lines: &Lines<'_>) -> Self {
        let short = |text: &str| if text.len() < 8 * LONGEST { letters(text) } else { String::new() };
        Self((0..lines.len().min(REPEATED_IN)).map(|at| short(lines.get(at).text)).collect())
    }

    /// Points for a text that other lines of the page contain: breadcrumbs, feeds and lists of new posts name the page.
    /// A line that recurs by itself is not a title.
    fn repetition(&self, text: &str, place: &Range<usize>) -> f64 {
        const SHORTEST: usize = 12;
        const MOST_ALONE: usize = 2;
        let wanted = letters(text);
        if wanted.len() < SHORTEST {
            return 0.0;
        }
        let finder = memchr::memmem::Finder::new(&wanted);
        let (mut alone, mut among) = (0, 0_u8);
        let others = self.0.iter().enumerate().filter(|(at, _)| !place.contains(at)).map(|(_, line)| line);
        for line in others.filter(|line| line.len() >= wanted.len()) {
            if *line == wanted {
                alone += 1;
            } else if among < 2 && finder.find(line.as_bytes()).is_some() {
                among += 1;
            }
        }
        if alone > MOST_ALONE { -2.0 } else { 0.75 * f64::from((u8::from(alone > 0) + among).min(2)) }
    }
}

/// The title quoted by an announcement: `17 thoughts on “…”`, with or without the closing quotation mark.
fn quoted_by(lines: &Lines<'_>, line: usize) -> Option<String> {
    const OPEN: [char; 7] = ['“', '„', '«', '"', '‘', '‹', '『'];
    const CLOSE: [char; 9] = ['”', '“', '»', '"', '’', '‘', '›', '』', '*'];
    let text = lines.get(line).text;
    let (_, title) = text.split_once(OPEN)?;
    let mut title = title.to_owned();
    // A hard-wrapped title continues in the next line.
    if !title.contains(CLOSE) && lines.get(line + 1).text.contains(CLOSE) {
        title = format!("{title} {}", lines.get(line + 1).text);
    }
    let title = title.trim_matches(|c: char| c.is_whitespace() || CLOSE.contains(&c));
    (!title.is_empty()).then(|| title.to_owned())
}

fn bare(text: &str) -> &str {
    text.trim_matches(['#', ' '])
}

/// Only letters and digits: punctuation and blanks vary between a heading and its quotation.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(page: &str) -> (String, usize) {
        let lines = Lines::new(page);
        let Title { text, after } = find(&lines, lines.len(), None);
        (text, after)
    }

    const TEXT: &str = "\
   The lamp on the head was lit in 1874, fixed and white, and could be seen
   from fourteen miles out at sea, which is why nobody in the town would
   believe for eleven weeks that six boats had run onto the bank below it.
";

    #[test]
    fn a_title_stands_alone_over_the_text_and_menus_over_it_are_left_out() {
        let page =
            format!("Harbour News\n\n  * Home\n  * Boats\n  * Tides\n\nThe lamp on the head\n\nby mara\n\n{TEXT}");
        assert_eq!(title(&page), ("The lamp on the head".to_owned(), 7));
    }

    #[test]
    fn a_heading_out_of_the_margin_counts_more_than_a_line_that_is_nearer() {
        let page = format!(
            "   Harbour News\n\nWho moved the channel\n\n   A photograph of the light by night\n\n{TEXT}\n{TEXT}"
        );
        assert_eq!(title(&page).0, "Who moved the channel");
    }

    #[test]
    fn a_centred_title_that_was_broken_is_joined() {
        let page = format!(
            "   [IMG]\n\n  What the pilots knew about the bank, and what the council bought\n                            instead of a chart\n\n{TEXT}"
        );
        assert_eq!(
            title(&page).0,
            "What the pilots knew about the bank, and what the council bought instead of a chart"
        );
    }

    #[test]
    fn what_is_repeated_in_breadcrumbs_is_a_title_and_what_stands_alone_again_and_again_is_none() {
        let page = format!(
            "You are here: Home » Boats » Six boats in eleven weeks\n\nSix boats in eleven weeks\n\nRead more about it\n\n{TEXT}\n\
             Read more about it\n\n{TEXT}\nRead more about it\n\n{TEXT}\nRead more about it\n"
        );
        assert_eq!(title(&page).0, "Six boats in eleven weeks");
    }

    #[test]
    fn links_that_skip_to_the_text_and_names_of_pictures_are_no_titles() {
        let page = format!("Skip to content\n\nSix boats on the bank\n\nboats-by-night.jpg\n\n{TEXT}");
        assert_eq!(title(&page).0, "Six boats on the bank");
    }

    #[test]
    fn nothing_is_left_out_on_weak_evidence_or_where_much_is_said_before() {
        assert_eq!(title(&format!("{TEXT}\n{TEXT}\nThe chart of 1899\n\n{TEXT}")).1, 0);
        assert_eq!(title(&format!("by mara on 3 May 2023\n{TEXT}")), (String::new(), 0));
    }
}

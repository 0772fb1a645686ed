//! Finds the posts of an unfamiliar page: elements that repeat, are dated or signed, and hold the page's text.
//!
//! Elements that look alike, by their classes, their place in the tree, their ids or their attributes, form a group.
//! All members climb to their parents as long as no two meet. The dates, the names and the texts of the same posts thus
//! all end at the elements that hold these posts. The posts are the group with most of the page's text and a date and a
//! person in each member. If each post is several adjacent elements, such as rows of a table, it extends to the start
//! of the next one.

use super::dom::{Dom, NodeId, is_silent};
use super::fields::number_at_end;
use super::general::{is_aside, is_discussion, says};
use super::posts;
use super::shape::{Shape, hash, shape, shape_inside};
use super::tally::Tally;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt;
use std::ops::Range;

/// What is measured of possible posts. Shares are from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measure {
    /// Their share of the page's text.
    pub(super) coverage: f32,
    /// The share of them with a date.
    pub(super) dated: f32,
    /// The share of them with a reliable name of a person.
    pub(super) signed: f32,
    /// Whether most of them have a text, not just a line.
    pub(super) is_prose: bool,
    /// Whether they are certainly of a discussion: they link to themselves, or contain each other.
    pub(super) is_sure: bool,
}

impl fmt::Display for Measure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { coverage, dated, signed, is_sure, .. } = *self;
        write!(
            out,
            "{:.0} % of the text, {:.0} % dated, {:.0} % signed{}",
            coverage * 100.0,
            dated * 100.0,
            signed * 100.0,
            if is_sure { ", in each other or with links to themselves" } else { "" }
        )
    }
}

/// Possible posts of a page.
#[derive(Debug)]
pub(super) struct Series {
    /// The range of each post, in document order. A post that contains others has a range around theirs.
    pub(super) ranges: Vec<Range<NodeId>>,
    /// Whether the words of the page call them posts.
    pub(super) is_called: bool,
    pub(super) measure: Measure,
    score: f32,
}

/// The maximum number of series returned.
const MOST: usize = 6;
/// Larger groups are ignored. Also the maximum number of climbing steps in total.
const MOST_MEMBERS: usize = 20_000;
const MOST_STEPS: usize = 4_000_000;

/// The possible posts of a page, most likely first.
pub(super) fn find(dom: &Dom, tally: &Tally) -> Vec<Series> {
    let total = tally.letters(&dom.range(NodeId::ROOT)).max(1);
    let mut seen = FxHashSet::default();
    let mut climbed = FxHashSet::default();
    let mut best: Vec<Series> = Vec::new();
    let mut steps = 0;
    for members in groups(dom, tally) {
        if !seen.insert(mark(&members)) {
            continue;
        }
        steps += members.len();
        if steps > MOST_STEPS {
            break;
        }
        let members = without_holder(dom, without_quoted(dom, members));
        let members = without_holder(dom, climb(dom, members, &mut steps));
        if !climbed.insert(mark(&members)) {
            continue;
        }
        steps += 4 * members.len();
        let ranges = grow(dom, tally, &members);
        if let Some(series) = judge(dom, tally, ranges, total) {
            best.push(series);
        }
    }
    best.sort_by(|one, other| other.score.total_cmp(&one.score));
    prefer_whole(&mut best);
    best.truncate(MOST);
    best
}

/// Puts a series before the best one if it has all its posts and further dated ones. The posts of the best one then
/// extend over others of their kind.
fn prefer_whole(best: &mut [Series]) {
    let Some(first) = best.first() else { return };
    let holds_all = |series: &Series| {
        let mut starts = series.ranges.iter().map(|range| range.start);
        first.ranges.iter().all(|range| starts.any(|start| start == range.start))
    };
    let is_whole = |series: &Series| {
        series.ranges.len() > first.ranges.len()
            && series.measure.dated >= first.measure.dated
            && series.measure.coverage >= first.measure.coverage * 0.95
            && holds_all(series)
    };
    let whole = best.iter().enumerate().filter(|(_, series)| is_whole(series));
    if let Some((place, _)) = whole.rev().max_by_key(|(_, series)| series.ranges.len())
        && let Some(part) = best.get_mut(..=place)
    {
        part.rotate_right(1);
    }
}

/// Climbs from parts of posts to the posts, and extends each post to the start of the next.
pub(super) fn whole(dom: &Dom, tally: &Tally, members: &[NodeId]) -> Vec<Range<NodeId>> {
    let members = climb(dom, members.to_vec(), &mut 0);
    grow(dom, tally, &members)
}

/// A value that identifies a set of elements.
fn mark(members: &[NodeId]) -> (Option<NodeId>, Option<NodeId>, Option<NodeId>, usize) {
    (members.first().copied(), members.get(1).copied(), members.last().copied(), members.len())
}

/// Groups of elements that look alike in some respect, in document order.
fn groups(dom: &Dom, tally: &Tally) -> Vec<Vec<NodeId>> {
    const PATHS: [usize; 2] = [3, 6];
    let mut groups: FxHashMap<u64, Vec<NodeId>> = FxHashMap::default();
    // The shapes of the ancestors, nearest last.
    let mut above: Vec<(NodeId, Shape)> = Vec::new();
    for node in dom.all() {
        if !dom.is_element(node) || tally.is_beside(node) {
            continue;
        }
        while above.pop_if(|(end, _)| *end <= node).is_some() {}
        let name = dom.name(node);
        let shape = shape(dom, node);
        above.push((dom.end(node), shape));
        if matches!(name, "br" | "body" | "html" | "tbody" | "option" | "i" | "em" | "u" | "svg" | "link" | "meta") {
            continue;
        }
        let mut add = |key: u64| groups.entry(key).or_default().push(node);
        for (place, class) in dom.classes(node).take(4).enumerate() {
            if place > 0 || dom.classes(node).nth(1).is_some() {
                add(hash(&(1_u8, name, class)));
            }
        }
        let mut path = 0_u64;
        for (steps, (_, shape)) in above.iter().rev().take(6).enumerate() {
            path = hash(&(path, shape));
            if PATHS.contains(&(steps + 1)) {
                add(hash(&(2_u8, steps, path)));
            }
        }
        add(hash(&(3_u8, dom.parent(node), name)));
        add(hash(&(7_u8, shape)));
        for (key, value) in dom.attributes(node) {
            match key {
                "id" | "name" if value.bytes().any(|byte| byte.is_ascii_digit()) => {
                    let kept: String = value.chars().filter(|c| !c.is_ascii_digit()).collect();
                    add(hash(&(4_u8, name, key, kept)));
                }
                "itemtype" | "itemprop" => add(hash(&(5_u8, key, value))),
                _ if key.starts_with("data-") && key.ends_with("id") => add(hash(&(6_u8, name, key))),
                _ => {}
            }
        }
    }
    let mut groups: Vec<_> =
        groups.into_values().filter(|members| (2..=MOST_MEMBERS).contains(&members.len())).collect();
    groups.sort_unstable_by_key(|members| (members.first().copied(), members.len(), members.last().copied()));
    groups
}

/// Removes the first member if it is of another kind and contains all the others.
fn without_holder(dom: &Dom, mut members: Vec<NodeId>) -> Vec<NodeId> {
    if holds_the_rest(dom, &members) && !are_called_alike(dom, &members) {
        members.remove(0);
    }
    members
}

/// Removes the members that another one quotes.
fn without_quoted(dom: &Dom, mut members: Vec<NodeId>) -> Vec<NodeId> {
    let mut open: Vec<NodeId> = Vec::new();
    members.retain(|&member| {
        while open.pop_if(|last| dom.end(*last) <= member).is_some() {}
        let quotes = |outer: NodeId| {
            dom.ancestors(member).take_while(|&above| above > outer).any(|above| dom.name(above) == "blockquote")
        };
        let is_quoted = open.last().is_some_and(|&outer| quotes(outer));
        if !is_quoted {
            open.push(member);
        }
        !is_quoted
    });
    members
}

/// Climbs from every member to its parent, as long as no two of them meet.
fn climb(dom: &Dom, mut members: Vec<NodeId>, steps: &mut usize) -> Vec<NodeId> {
    const HIGHEST: usize = 60;
    for _ in 0..HIGHEST {
        let above: Vec<NodeId> = members.iter().map(|&member| dom.parent(member)).collect();
        *steps += above.len();
        let mut sorted = above;
        sorted.sort_unstable();
        let meet = sorted.windows(2).any(|pair| pair.first() == pair.last());
        let top = sorted.first().is_none_or(|&first| matches!(dom.name(first), "body" | "html" | ""));
        if meet || top || is_nested(dom, &sorted) && (!are_called_alike(dom, &sorted) || holds_the_rest(dom, &sorted)) {
            break;
        }
        members = sorted;
    }
    members
}

fn is_nested(dom: &Dom, nodes: &[NodeId]) -> bool {
    let mut end = NodeId::ROOT;
    nodes.iter().any(|&node| {
        let inside = node < end;
        end = end.max(dom.end(node));
        inside
    })
}

/// Whether the first element contains all the others and none of these contains another. The first is then a container,
/// not a post.
fn holds_the_rest(dom: &Dom, nodes: &[NodeId]) -> bool {
    let Some((&first, rest)) = nodes.split_first() else { return false };
    rest.len() > 1 && rest.last().is_some_and(|&last| dom.contains(first, last)) && !is_nested(dom, rest)
}

fn are_called_alike(dom: &Dom, nodes: &[NodeId]) -> bool {
    let Some(&first) = nodes.first() else { return false };
    let look = shape(dom, first);
    nodes.iter().all(|&node| dom.name(node) == dom.name(first) && shape(dom, node) == look)
}

/// The end of a number of elements after another, as far as there are so many.
fn after(dom: &Dom, node: NodeId, many: usize) -> NodeId {
    let (around, mut end, mut left) = (dom.end(dom.parent(node)), dom.end(node), many);
    let mut next = end;
    while next < around && left > 0 {
        if dom.is_element(next) {
            left -= 1;
            end = dom.end(next);
        }
        next = dom.end(next);
    }
    end
}

/// The range of every post: its element. If posts are several adjacent elements, the range extends to the start of the
/// next post.
fn grow(dom: &Dom, tally: &Tally, members: &[NodeId]) -> Vec<Range<NodeId>> {
    let natural = || members.iter().map(|&member| dom.range(member)).collect();
    let (Some(&first), Some(&last)) = (members.first(), members.last()) else { return Vec::new() };
    let parent = dom.parent(first);
    if members.len() < 2 || members.iter().any(|&member| dom.parent(member) != parent) {
        return natural();
    }
    let gaps = || members.windows(2).filter_map(|pair| Some(dom.end(*pair.first()?)..*pair.last()?));
    let inside: u32 = members.iter().map(|&member| tally.letters(&dom.range(member))).sum();
    let between: u32 = gaps().map(|gap| tally.letters(&gap)).sum();
    let facts = gaps().filter(|gap| tally.dates(gap) > 0 || tally.people(gap) > 0).count();
    let empty = members.iter().filter(|&&member| tally.letters(&dom.range(member)) == 0).count();
    if between * 12 < inside && facts * 2 < members.len() && empty * 2 < members.len() {
        return natural();
    }
    // The shapes of the elements between the first two posts, and before the first.
    let mut before: Vec<NodeId> = Vec::new();
    let mut gap: Vec<NodeId> = Vec::new();
    let second = members.get(1).copied().unwrap_or(last);
    let mut child = parent.next();
    while child < second {
        if dom.is_element(child) {
            if child < first {
                before.push(child);
            } else if child > first {
                gap.push(child);
            }
        }
        child = dom.end(child);
    }
    let alike = |(one, other): (&NodeId, &NodeId)| shape_inside(dom, *one) == shape_inside(dom, *other);
    let head = gap.iter().rev().zip(before.iter().rev()).take_while(|pair| alike(*pair)).count();
    let tail = gap.len() - head;
    // The start of each post, with the head elements before its member.
    let mut starts: Vec<NodeId> = Vec::with_capacity(members.len());
    let mut children: Vec<NodeId> = Vec::new();
    let mut child = parent.next();
    let mut ahead = members.iter().peekable();
    while child < dom.end(parent) {
        if ahead.next_if(|&&member| member == child).is_some() {
            let back = children.len().saturating_sub(head);
            let start = children.get(back).copied().unwrap_or(child);
            starts.push(starts.last().map_or(start, |&previous: &NodeId| start.max(dom.end(previous)).min(child)));
            children.clear();
        } else if dom.is_element(child) {
            children.push(child);
        }
        child = dom.end(child);
    }
    // What follows the last post belongs to it as far as it does between the others: elements, or text outside of any.
    let mut end = after(dom, last, tail);
    while gap.is_empty() && end < dom.end(parent) && !dom.is_element(end) {
        end = dom.end(end);
    }
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Bytes of a text that is more than a line.
const PROSE: u32 = 150;

/// How likely elements are to be posts. `None` if they are not.
pub(super) fn judge(dom: &Dom, tally: &Tally, ranges: Vec<Range<NodeId>>, total: u32) -> Option<Series> {
    let whole = ranges.first()?.start..ranges.iter().map(|range| range.end).max()?;
    if tally.letters(&whole) * 50 < total {
        return None;
    }
    let count = ranges.len() as f32;
    let spots: posts::Spots = posts::of_ranges(&ranges);
    let (mut letters, mut dated, mut signed, mut empty, mut crowded) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    let mut prose = 0;
    let mut said_by_whom = Vec::with_capacity(spots.len());
    for place in 0..spots.len() {
        let own = posts::own(&spots, place);
        let sum = |count: &dyn Fn(&Range<NodeId>) -> u32| own.iter().map(count).sum::<u32>();
        let (said, dates, people) =
            (sum(&|part| tally.letters(part)), sum(&|part| tally.dates(part)), sum(&|part| tally.people(part)));
        letters = letters.saturating_add(said);
        empty += u32::from(said == 0);
        prose += u32::from(said >= PROSE);
        dated += u32::from(dates > 0);
        signed += u32::from(people > 0);
        crowded += u32::from(dates > 6 + said / 400);
        said_by_whom.push(said > 0 && (dates > 0 || people > 0));
    }
    if empty as f32 > count * 0.5 || crowded as f32 > count * 0.3 {
        return None;
    }
    let is_said = |place: usize| said_by_whom.get(place).copied().unwrap_or(false);
    let answers = spots.iter().enumerate().filter(|(place, spot)| is_said(*place) && spot.parent.is_some_and(is_said));
    let answers = answers.count();
    let holders = spots.iter().filter_map(|spot| spot.parent).collect::<FxHashSet<_>>().len();
    // Parts of posts that contain each other are in pairs, whose numbers do not differ.
    let number = |spot: &posts::Spot| dom.id(spot.node).and_then(number_at_end);
    let is_same = |spot: &&posts::Spot| {
        let outer = spot.parent.and_then(|parent| spots.get(parent)).and_then(number);
        outer.is_none() || number(spot).is_none() || outer == number(spot)
    };
    let is_paired = holders == answers
        && holders * 5 >= spots.len() * 2
        && spots.iter().filter(|spot| spot.parent.is_some()).filter(is_same).count() * 2 > holders;
    let is_nested = answers > 0 && !is_paired && dated.max(signed) as f32 >= count * 0.7;
    let is_sure = is_nested || are_linked(dom, &spots) || have_controls(dom, &spots);
    let coverage = letters as f32 / total as f32;
    let (dated, signed) = (dated as f32 / count, signed as f32 / count);
    let facts = dated * 0.6 + signed * 0.4;
    if facts < 0.35 || coverage < if is_sure { 0.02 } else { 0.08 } {
        return None;
    }
    let called = called(dom, tally, &ranges, total);
    let factor = match called {
        Called::Aside => 0.2,
        Called::Nothing if !is_sure => 1.0,
        _ => 1.4,
    };
    let factor = if is_paired { factor * 0.3 } else { factor };
    let score = coverage.min(1.0) * facts * facts * factor * (1.0 + 0.3 * count.ln()) * (1.0 - empty as f32 / count);
    let is_prose = prose as f32 * 2.0 > count;
    let measure = Measure { coverage, dated, signed, is_prose, is_sure };
    Some(Series { ranges, is_called: called == Called::Discussion, measure, score })
}

/// Whether most of the first posts have a link to an anchor within themselves, and each to another: `#post-1911`.
fn are_linked(dom: &Dom, spots: &[posts::Spot]) -> bool {
    const LOOKED_AT: usize = 10;
    let looked = spots.len().min(LOOKED_AT);
    let own = spots.iter().take(looked).filter(|spot| links_to_itself(dom, spot.node..spot.end)).count();
    looked >= 2 && own * 10 >= looked * 7
}

/// Whether each of the first posts has two links of the same texts to addresses of its own, such as to reply and to
/// report.
fn have_controls(dom: &Dom, spots: &[posts::Spot]) -> bool {
    const LOOKED_AT: usize = 10;
    const LINKS: usize = 1000;
    const LONGEST: usize = 24;
    let mut texts: FxHashMap<String, FxHashSet<&str>> = FxHashMap::default();
    let looked = spots.len().min(LOOKED_AT);
    for spot in spots.iter().take(looked) {
        let mut own = FxHashSet::default();
        for node in NodeId::each(spot.node..spot.end).take(LINKS).filter(|&node| dom.name(node) == "a") {
            let Some(address) = dom.attribute(node, "href") else { continue };
            let text = dom.text_of(node);
            if (1..=LONGEST).contains(&text.len())
                && !text.bytes().any(|byte| byte.is_ascii_digit())
                && own.insert(text.clone())
            {
                texts.entry(text).or_default().insert(address);
            }
        }
    }
    looked >= 3 && texts.values().filter(|addresses| addresses.len() == looked).count() >= 2
}

/// Whether a part of a page links to one of its first elements by that element's name, which has a number.
fn links_to_itself(dom: &Dom, range: Range<NodeId>) -> bool {
    const ANCHORS: usize = 60;
    const LINKS: usize = 600;
    let name = |node: NodeId| dom.id(node).or_else(|| dom.attribute(node, "name"));
    let is_numbered = |name: &&str| name.bytes().any(|byte| byte.is_ascii_digit());
    let anchors: Vec<&str> = NodeId::each(range.clone()).take(ANCHORS).filter_map(name).filter(is_numbered).collect();
    !anchors.is_empty()
        && NodeId::each(range).take(LINKS).filter(|&node| dom.name(node) == "a").any(|node| {
            let fragment = dom.attribute(node, "href").and_then(|address| address.rsplit_once('#'));
            fragment.is_some_and(|(_, fragment)| anchors.contains(&fragment))
        })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Called {
    Aside,
    Nothing,
    Discussion,
}

/// What the words of a page call elements, their ancestors and their first descendants.
fn called(dom: &Dom, tally: &Tally, ranges: &[Range<NodeId>], total: u32) -> Called {
    const LOOKED_AT: usize = 5;
    const BELOW: usize = 40;
    let (mut asides, mut discussions, mut looked) = (0, 0, 0);
    for range in ranges.iter().take(LOOKED_AT) {
        looked += 1;
        let start = range.start;
        let above = || std::iter::once(start).chain(dom.ancestors(start));
        let is_page = |node: &NodeId| matches!(dom.name(*node), "body" | "html");
        // An element with most of the page's text is not a side column, whatever it is called.
        let is_part = |node: NodeId| tally.letters(&dom.range(node)) * 2 < total;
        asides += usize::from(above().take(4).any(|node| says(dom, node, is_aside) && is_part(node)));
        let inside = NodeId::each(range.clone()).take(BELOW).filter(|&node| !is_silent(dom.name(node)));
        let spoken =
            above().take(3).filter(|node| !is_page(node)).chain(inside).any(|node| says(dom, node, is_discussion));
        discussions += usize::from(spoken);
    }
    if asides * 2 > looked {
        Called::Aside
    } else if discussions * 2 > looked {
        Called::Discussion
    } else {
        Called::Nothing
    }
}

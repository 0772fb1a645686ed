//! Chooses how to find the posts of a page: by knowledge of its site, by the names of its elements, or by repetition.
//! If the posts found are mostly empty, they are read again from a larger part of the page; if that does not help, the
//! next method is tried.

use super::article;
use super::cards::{are_cards, have_covers};
use super::columns;
use super::dom::{Dom, NodeId};
use super::faults::{self, Faults, emptiness, read_some};
use super::general;
use super::mail;
use super::opening::is_forum;
use super::posts;
use super::series::{self, Series};
use super::sites::{INDEX, PLAIN, REDDIT, SITES, Site};
use super::talk::{Talk, Way, words};
use super::tally::Tally;
use crate::thread::Reasons;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// The discussion of a page, if it has one.
pub(super) fn find(dom: &Dom, reasons: &mut Reasons) -> Option<Talk> {
    let talk = found(dom, reasons)?;
    if talk.is_guess && !are_somebodys(dom, &talk) {
        reasons.say(|| format!("no posts, since nobody wrote them or at no time: {}", talk.evidence(dom)));
        return None;
    }
    reasons.say(|| talk.evidence(dom));
    Some(talk)
}

/// Whether the posts have authors or times of their own, and are not just an article with its surroundings.
fn are_somebodys(dom: &Dom, talk: &Talk) -> bool {
    /// So few posts may be an article and its neighbours.
    const FEW: usize = 4;
    let posts = read_some(dom, talk);
    let all: usize = posts.iter().map(|post| post.body.len()).sum();
    let longest = posts.iter().map(|post| post.body.len()).max().unwrap_or(0);
    let is_article = (2..=FEW).contains(&talk.spots.len()) && longest * 4 > all * 3 && article::says_article(dom);
    if is_article && !are_numbered(dom, talk) {
        return false;
    }
    let times: FxHashSet<_> = posts.iter().filter_map(|post| post.time).collect();
    times.len() > 1 || posts.iter().any(|post| post.author.is_some())
}

fn found(dom: &Dom, reasons: &mut Reasons) -> Option<Talk> {
    let words = words(dom);
    let known = SITES.iter().filter(|site| site.marks.split(' ').all(|mark| words.contains(mark)));
    let mut found = known.map(|site| (site, Talk::of_site(dom, site)));
    let known = found.find(|(site, talk)| {
        let is_one = talk.is_any() || site.may_be_alone && talk.opening.is_some();
        if !is_one {
            reasons.say(|| format!("{} leaves its marks ({}) here, but no posts", site.name, site.marks));
        }
        is_one
    });
    if let Some((site, talk)) = known {
        return if talk.is_any() { better(dom, site, talk, reasons) } else { Some(talk) };
    }
    let entries = mail::entries(dom);
    if !entries.is_empty() {
        let mut index = Talk::hung(dom, &INDEX, &entries);
        if let Some(answered) = mail::answered(dom, &entries) {
            for (spot, parent) in index.spots.iter_mut().zip(answered) {
                spot.parent = parent;
            }
        }
        return index.is_any().then_some(index);
    }
    match general::find(dom) {
        Some(nodes) => {
            let is_reddit = nodes.first().and_then(|&node| dom.id(node)).is_some_and(|id| id.starts_with("t1_"));
            let site = if is_reddit { &REDDIT } else { &PLAIN };
            let mut talk = Talk::hung(dom, site, &nodes);
            talk.is_guess = !is_reddit;
            better(dom, site, talk, reasons)
        }
        None => of_series(dom, &Tally::of(dom), reasons),
    }
}

/// Examines the first posts of a talk, and repairs what is wrong with them or tries another method.
fn better(dom: &Dom, site: &Site, talk: Talk, reasons: &mut Reasons) -> Option<Talk> {
    let is_alike = talk.is_guess && talk.spots.len() > 1 && !are_numbered(dom, &talk);
    if is_alike && are_cards(dom, &talk.spots) {
        reasons.say(|| format!("no posts, but cards that lead to other pages: {}", talk.evidence(dom)));
        return None;
    }
    let faults = faults::faults(dom, &talk);
    let is_alone = talk.spots.len() == 1 && is_forum(dom, None);
    if !faults.any() && !is_alike && !is_alone {
        return talk.is_any().then_some(talk);
    }
    let tally = Tally::of(dom);
    if is_alone {
        let other = of_series(dom, &tally, reasons).filter(|other| other.spots.len() > 2 * talk.spots.len().min(2));
        let more = other.filter(|other| letters(&tally, other) > 2 * letters(&tally, &talk));
        return more.or_else(|| talk.is_any().then_some(talk));
    }
    let was_empty = if faults.empty { emptiness(dom, &talk) } else { 0.0 };
    let nodes: Vec<NodeId> = talk.spots.iter().map(|spot| spot.node).collect();
    let talk = mended(dom, &tally, talk, faults, is_alike);
    let total = tally.letters(&dom.range(NodeId::ROOT)).max(1);
    let fits = |talk: &Talk| {
        let ranges = talk.spots.iter().map(|spot| spot.node..spot.end).collect();
        series::judge(dom, &tally, ranges, total)
            .is_some_and(|series| are_posts(dom, &series, talk) && !are_cards(dom, &talk.spots))
    };
    // Elements that are merely alike are hardly posts if they contain next to no text.
    let is_mended = emptiness(dom, &talk) < was_empty / 3.0 && (!is_alike || was_empty < 0.5 || fits(&talk));
    if !faults.empty || is_mended {
        return Some(if is_alike { without_blanks(dom, &tally, talk) } else { talk });
    }
    let ranges = series::whole(dom, &tally, &nodes);
    let mut whole = Talk::of_spots(dom, site, posts::of_ranges(&ranges));
    whole.is_guess = true;
    whole.opening = None;
    whole.notice = Some(ANEW);
    compare(dom, &tally, &mut whole);
    if fits(&whole) && emptiness(dom, &whole) < was_empty / 2.0 {
        return Some(whole);
    }
    reasons.say(|| format!("{:.0} % of them are empty: {}", was_empty * 100.0, talk.evidence(dom)));
    let other = of_series(dom, &tally, reasons).filter(|other| letters(&tally, other) >= letters(&tally, &talk));
    other.or_else(|| (was_empty < 0.7).then_some(talk))
}

/// The notice for posts that were read again from a larger part of the page.
pub(super) const ANEW: &str =
    "most posts came out empty where they were looked for first: they were read again from more of the page";
/// The notice for posts that were found only by repetition.
pub(super) const GUESS: &str =
    "nothing is known of how this page is made: its posts are a guess from what repeats in it";

/// Bytes of text in the posts of a talk.
fn letters(tally: &Tally, talk: &Talk) -> u32 {
    posts::taken(&talk.spots).iter().map(|range| tally.letters(range)).sum()
}

/// A talk without its empty posts: those with no text, author, time or replies.
fn without_blanks(dom: &Dom, tally: &Tally, talk: Talk) -> Talk {
    let has_picture = |range: &Range<NodeId>| {
        NodeId::each(range.clone()).any(|node| matches!(dom.name(node), "img" | "iframe" | "video"))
    };
    let ranges: Vec<Range<NodeId>> = talk.spots.iter().map(|spot| spot.node..spot.end).collect();
    let kept: Vec<Range<NodeId>> = ranges
        .iter()
        .filter(|range| {
            tally.letters(range) > 0 || tally.dates(range) > 0 || tally.people(range) > 0 || has_picture(range)
        })
        .cloned()
        .collect();
    if kept.len() == ranges.len() || kept.is_empty() {
        return talk;
    }
    let mut other = Talk::of_spots(dom, &PLAIN, posts::of_ranges(&kept));
    (other.is_guess, other.notice) = (talk.is_guess, talk.notice);
    let known: FxHashMap<NodeId, usize> =
        talk.spots.iter().enumerate().map(|(place, spot)| (spot.node, place)).collect();
    let places = other.spots.iter().filter_map(|spot| known.get(&spot.node).copied()).collect::<Vec<_>>();
    other.compared = places.iter().filter_map(|&place| talk.compared.get(place).cloned()).collect();
    other
}

/// Whether the posts have comment numbers. Elements with such numbers are usually named for what they are.
fn are_numbered(dom: &Dom, talk: &Talk) -> bool {
    talk.spots.first().and_then(|spot| dom.id(spot.node)).is_some_and(|id| {
        let lower = id.to_ascii_lowercase();
        ["comm", "komm", "coment", "t1_"].iter().any(|word| lower.contains(word))
    })
}

/// Compares the posts of a talk with each other, and replaces the wrong fields by the results.
fn mended(dom: &Dom, tally: &Tally, mut talk: Talk, faults: Faults, is_alike: bool) -> Talk {
    compare(dom, tally, &mut talk);
    for known in &mut talk.compared {
        if !is_alike && !faults.empty {
            known.body = None;
            known.away.clear();
        }
        if !faults.names {
            known.author = None;
        }
        if !faults.times {
            known.time = None;
        }
    }
    if faults.names {
        name_the_rest(dom, &mut talk);
    }
    // A field that would still be wrong stays unchanged.
    let left = faults::faults(dom, &talk);
    for known in &mut talk.compared {
        if left.names {
            known.author = None;
        }
        if left.times {
            known.time = None;
        }
    }
    talk
}

/// Adds the names that the column of names lacks, and removes the parts that all names share.
fn name_the_rest(dom: &Dom, talk: &mut Talk) {
    let read: Vec<Option<(NodeId, String)>> = (0..talk.spots.len()).map(|place| talk.author(dom, place)).collect();
    let mut names: Vec<_> = read.into_iter().enumerate().filter_map(|(place, name)| Some((place, name?))).collect();
    columns::without_shared(&mut names);
    for (place, name) in names {
        if let Some(known) = talk.compared.get_mut(place) {
            known.author = Some(name);
        }
    }
}

fn compare(dom: &Dom, tally: &Tally, talk: &mut Talk) {
    let pieces: Vec<_> = (0..talk.spots.len()).map(|place| posts::own(&talk.spots, place)).collect();
    talk.compared = columns::compare(dom, tally, &pieces);
}

/// The best repeating series of a page, if it certainly is posts.
fn of_series(dom: &Dom, tally: &Tally, reasons: &mut Reasons) -> Option<Talk> {
    series::find(dom, tally).into_iter().find_map(|series| {
        let mut talk = Talk::of_spots(dom, &PLAIN, posts::of_ranges(&series.ranges));
        talk.is_guess = true;
        talk.notice = Some(GUESS);
        compare(dom, tally, &mut talk);
        let kept = own_kind(dom, tally, &talk, series.measure.is_sure);
        if kept.len() < series.ranges.len() {
            talk = Talk::of_spots(dom, &PLAIN, posts::of_ranges(&kept));
            talk.is_guess = true;
            talk.notice = Some(GUESS);
            compare(dom, tally, &mut talk);
        }
        // The first post of a series may be in other elements than the rest without being what all of them answer.
        let holds_next = talk.spots.first().zip(talk.spots.get(1)).is_some_and(|(one, other)| other.node < one.end);
        if !holds_next && talk.spots.iter().skip(1).all(|spot| spot.parent == Some(0)) {
            for spot in &mut talk.spots {
                spot.parent = None;
            }
        }
        talk.way = Way::Repeated(series.measure);
        let are_posts = are_posts(dom, &series, &talk) && !are_cards(dom, &talk.spots) && emptiness(dom, &talk) < 0.5;
        if !are_posts {
            reasons.say(|| format!("repeats, but is no series of posts: {}", talk.evidence(dom)));
        }
        are_posts.then_some(talk)
    })
}

/// The ranges of the posts that are of the majority's kind. Excludes unsigned items elsewhere in the page, such as a
/// list of other threads, and items without text, date and author.
fn own_kind(dom: &Dom, tally: &Tally, talk: &Talk, is_sure: bool) -> Vec<Range<NodeId>> {
    const LONGEST_HEADING: u32 = 40;
    let mut parents: FxHashMap<NodeId, usize> = FxHashMap::default();
    for spot in &talk.spots {
        *parents.entry(dom.parent(spot.node)).or_default() += 1;
    }
    let home =
        parents.iter().max_by_key(|(parent, count)| (**count, std::cmp::Reverse(**parent))).map(|(parent, _)| *parent);
    let signed = talk.compared.iter().filter(|known| known.author.is_some()).count();
    let most_are_signed = !is_sure && signed * 10 >= talk.compared.len() * 6;
    let is_bare = |range: &Range<NodeId>| {
        tally.dates(range) == 0
            && !NodeId::each(range.clone()).any(|node| matches!(dom.name(node), "a" | "img" | "iframe"))
    };
    let bare = talk.spots.iter().filter(|spot| is_bare(&(spot.node..spot.end))).count();
    // A heading over the columns of a table is not a post.
    let is_heading = |place: usize, range: &Range<NodeId>| {
        place == 0 && bare * 5 <= talk.spots.len() && is_bare(range) && tally.letters(range) <= LONGEST_HEADING
    };
    let all = talk.spots.iter().zip(&talk.compared).enumerate().map(|(place, (spot, known))| {
        let range = spot.node..spot.end;
        let is_blank = known.author.is_none() && known.time.is_none() && tally.letters(&range) == 0;
        let has_facts = tally.people(&range) > 0 && tally.dates(&range) > 0;
        let is_foreign = most_are_signed && known.author.is_none() && Some(dom.parent(spot.node)) != home && !has_facts;
        let is_head = is_heading(place, &range) || place == 0 && heads_the_next(tally, talk);
        let keep = !(is_blank || is_foreign || is_head);
        (range, keep)
    });
    all.filter(|(_, keep)| *keep).map(|(range, _)| range).collect()
}

/// Whether the first part of a series only says who wrote the second and when, as the head of a topic does.
fn heads_the_next(tally: &Tally, talk: &Talk) -> bool {
    const LONGEST: u32 = 200;
    let facts = |place: usize| {
        let known = talk.compared.get(place)?;
        Some((&known.author.as_ref()?.1, known.time?.1))
    };
    let letters = |place: usize| talk.spots.get(place).map_or(0, |spot| tally.letters(&(spot.node..spot.end)));
    facts(0).is_some() && facts(0) == facts(1) && letters(0) <= LONGEST.min(letters(1))
}

/// Whether a series is posts: it is dated, or signed by at least two people, and holds most of the page's text.
fn are_posts(dom: &Dom, series: &Series, talk: &Talk) -> bool {
    let measure = series.measure;
    let count = talk.compared.len();
    let names: Vec<&str> =
        talk.compared.iter().filter_map(|known| known.author.as_ref()).map(|(_, name)| name.as_str()).collect();
    let people = names.iter().copied().collect::<FxHashSet<_>>().len();
    let share = |part: usize| part as f32 / count.max(1) as f32;
    let named = share(names.len()).max(measure.signed);
    let dated = measure.dated.max(share(talk.compared.iter().filter(|known| known.time.is_some()).count()));
    let is_called = series.is_called || is_forum(dom, None);
    // Only posts link to themselves or contain posts.
    let enough = if measure.is_sure { 0.02 } else { 0.15 };
    match count {
        0 | 1 => false,
        2 => {
            let enough = if measure.is_sure { enough } else { 0.35 };
            (is_called || measure.is_sure) && dated > 0.9 && names.len() == 2 && measure.coverage >= enough
        }
        _ if is_called || measure.is_sure => {
            (dated >= 0.7 && named >= 0.5 || people >= 2 && named >= 0.7) && measure.coverage >= enough
                || dated >= 0.9 && measure.coverage >= 0.5
        }
        _ => {
            people >= 2
                && measure.coverage >= 0.35
                && (dated >= 0.7 && named >= 0.6 && measure.signed >= 0.5
                    || dated >= 0.9
                        && named >= 0.9
                        && people < count
                        && measure.coverage >= 0.6
                        && measure.is_prose
                        && !have_covers(dom, &talk.spots))
        }
    }
}

//! Which way of finding the posts of a page is taken: what is known of its site, the names of its elements, or what
//! repeats in it. Posts that come out empty are not the posts: they are read again from more of the page, and if that
//! does not help, the next way is tried.

use super::article;
use super::columns;
use super::dom::{Dom, NodeId};
use super::fields::Fields;
use super::general;
use super::mail;
use super::opening::is_forum;
use super::posts::{self, Spots};
use super::series::{self, Series};
use super::sites::{INDEX, PLAIN, REDDIT, SITES, Site};
use super::talk::{Talk, words};
use super::tally::Tally;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// So many posts are read to see whether they are posts.
const LOOKED_AT: usize = 24;

/// The discussion of a page, if it has one.
pub(super) fn find(dom: &Dom) -> Option<Talk> {
    found(dom).filter(|talk| !talk.is_guess || are_somebodys(dom, talk))
}

/// Whether posts have an author or times of their own, and are not an article with what stands around it.
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

fn found(dom: &Dom) -> Option<Talk> {
    let words = words(dom);
    let known = SITES.iter().filter(|site| site.marks.iter().all(|mark| words.contains(mark)));
    let mut found = known.map(|site| (site, Talk::of_site(dom, site)));
    let known = found.find(|(site, talk)| talk.is_any() || site.may_be_alone && talk.opening.is_some());
    if let Some((site, talk)) = known {
        return if talk.is_any() { better(dom, site, talk) } else { Some(talk) };
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
            better(dom, site, talk)
        }
        None => of_series(dom, &Tally::of(dom)),
    }
}

/// What is wrong with the posts of a page as they are read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Faults {
    empty: bool,
    names: bool,
    times: bool,
}

impl Faults {
    fn any(self) -> bool {
        self.empty || self.names || self.times
    }
}

/// Looks at the first posts of a talk, and mends what is wrong with them, or takes another way.
fn better(dom: &Dom, site: &Site, talk: Talk) -> Option<Talk> {
    let is_alike = talk.is_guess && talk.spots.len() > 1 && !are_numbered(dom, &talk);
    if is_alike && are_cards(dom, &talk.spots) {
        return None;
    }
    let faults = faults(dom, &talk);
    let is_alone = talk.spots.len() == 1 && is_forum(dom, None);
    if !faults.any() && !is_alike && !is_alone {
        return talk.is_any().then_some(talk);
    }
    let tally = Tally::of(dom);
    if is_alone || is_alike && !faults.empty && is_thin(dom, &tally, &talk) {
        let other = of_series(dom, &tally).filter(|other| other.spots.len() > 2 * talk.spots.len().min(2));
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
    // Of elements that are only alike, those that say next to nothing are hardly posts.
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
    let other = of_series(dom, &tally).filter(|other| letters(&tally, other) >= letters(&tally, &talk));
    other.or_else(|| (was_empty < 0.7).then_some(talk))
}

/// What is told where posts had to be read again from more of the page.
const ANEW: &str =
    "most posts came out empty where they were looked for first: they were read again from more of the page";
/// What is told where nothing but what repeats told of the posts.
const GUESS: &str = "nothing is known of how this page is made: its posts are a guess from what repeats in it";

/// The bytes of text that the posts of a talk hold.
fn letters(tally: &Tally, talk: &Talk) -> u32 {
    posts::taken(&talk.spots).iter().map(|range| tally.letters(range)).sum()
}

/// Whether posts hold so little of the page of a forum that they are hardly its posts.
fn is_thin(dom: &Dom, tally: &Tally, talk: &Talk) -> bool {
    letters(tally, talk) * 4 < tally.letters(&dom.range(NodeId::ROOT)) && is_forum(dom, None)
}

/// A talk without posts that say nothing and are by nobody and of no time, if nothing answers them.
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

/// Whether posts have numbers of comments: what is in such is called by its name mostly.
fn are_numbered(dom: &Dom, talk: &Talk) -> bool {
    talk.spots.first().and_then(|spot| dom.id(spot.node)).is_some_and(|id| {
        let lower = id.to_ascii_lowercase();
        ["comm", "komm", "coment", "t1_"].iter().any(|word| lower.contains(word))
    })
}

/// Compares the posts of a talk with each other, and takes what that gives for what is wrong.
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
    // What is as wrong as before is left as it was.
    let left = self::faults(dom, &talk);
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

/// Gives those posts a name that stand out of the column of names, without what stands behind all names.
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

fn read_some(dom: &Dom, talk: &Talk) -> Vec<Fields> {
    let some = 0..talk.spots.len().min(LOOKED_AT);
    some.map(|place| talk.read(dom, place)).filter(|fields| fields.missing.is_none()).collect()
}

/// Whether a body says nothing: it has no letter, but for what leads elsewhere, and no picture.
fn is_empty(body: &str) -> bool {
    const LONGEST: usize = 400;
    if body.len() > LONGEST || body.contains("<img") || body.contains("<iframe") || body.contains("<video") {
        return false;
    }
    let dom = Dom::read(body);
    let mut letters = 0;
    let mut node = NodeId::ROOT;
    while node.index() < dom.len() {
        if dom.name(node) == "a" && dom.text_of(node).bytes().any(|byte| byte.is_ascii_digit()) {
            node = dom.end(node);
            continue;
        }
        letters += dom.text(node).map_or(0, |text| text.chars().filter(|c| c.is_alphanumeric()).count());
        node = node.next();
    }
    letters < 2
}

/// The share of the first posts that say nothing.
fn emptiness(dom: &Dom, talk: &Talk) -> f32 {
    let fields = read_some(dom, talk);
    fields.iter().filter(|fields| is_empty(&fields.body)).count() as f32 / fields.len().max(1) as f32
}

fn faults(dom: &Dom, talk: &Talk) -> Faults {
    let fields = read_some(dom, talk);
    let count = fields.len();
    if count < 2 {
        return Faults::default();
    }
    let empty = fields.iter().filter(|fields| is_empty(&fields.body)).count();
    let names: Vec<&str> = fields.iter().filter_map(|fields| fields.author.as_deref()).collect();
    let distinct: FxHashSet<&str> = names.iter().copied().collect();
    let ends: Vec<Option<&str>> = distinct.iter().map(|name| name.rsplit_once(' ').map(|(_, end)| end)).collect();
    let most = |count: usize| ends.len() >= 3 && count * 10 >= ends.len() * 4;
    let same_end = ends.iter().flatten().any(|end| most(ends.iter().filter(|other| **other == Some(*end)).count()));
    let is_number = |end: &&str| end.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    let numbers = most(ends.iter().flatten().filter(|end| is_number(end)).count());
    let long = names.iter().filter(|name| name.split(' ').count() > 3).count();
    let times: Vec<_> = fields.iter().filter_map(|fields| fields.time).collect();
    let is_flat = talk.spots.iter().all(|spot| spot.parent.is_none_or(|parent| parent == 0));
    let steps = times.len().saturating_sub(1);
    let on = times.windows(2).filter(|pair| matches!(pair, [one, other] if one <= other)).count();
    let back = times.windows(2).filter(|pair| matches!(pair, [one, other] if one >= other)).count();
    let same_day = names.len() == count && distinct.len() < count && {
        let pairs: FxHashSet<_> = fields.iter().map(|fields| (fields.author.as_deref(), fields.time)).collect();
        pairs.len() == distinct.len() && times.len() == count
    };
    Faults {
        empty: empty * 5 > count && empty > 1,
        names: names.len() * 4 < count * 3
            || distinct.len() == 1 && count >= 3
            || same_end
            || numbers
            || long * 2 > count,
        times: times.len() * 4 < count * 3 || is_flat && steps >= 2 && on.max(back) * 10 < steps * 7 || same_day,
    }
}

/// The best of what repeats in a page, if it is posts beyond doubt.
fn of_series(dom: &Dom, tally: &Tally) -> Option<Talk> {
    series::find(dom, tally).into_iter().find_map(|series| {
        let mut talk = Talk::of_spots(dom, &PLAIN, posts::of_ranges(&series.ranges));
        talk.is_guess = true;
        talk.notice = Some(GUESS);
        compare(dom, tally, &mut talk);
        let kept = own_kind(dom, tally, &talk);
        if kept.len() < series.ranges.len() {
            talk = Talk::of_spots(dom, &PLAIN, posts::of_ranges(&kept));
            talk.is_guess = true;
            talk.notice = Some(GUESS);
            compare(dom, tally, &mut talk);
        }
        (are_posts(dom, &series, &talk) && !are_cards(dom, &talk.spots) && emptiness(dom, &talk) < 0.5).then_some(talk)
    })
}

/// The ranges of those posts that are of the kind of most: what is not signed and stands elsewhere, such as a list of
/// other threads, is none, nor is what says nothing, has no date and is by nobody.
fn own_kind(dom: &Dom, tally: &Tally, talk: &Talk) -> Vec<Range<NodeId>> {
    let mut parents: FxHashMap<NodeId, usize> = FxHashMap::default();
    for spot in &talk.spots {
        *parents.entry(dom.parent(spot.node)).or_default() += 1;
    }
    let home =
        parents.iter().max_by_key(|(parent, count)| (**count, std::cmp::Reverse(**parent))).map(|(parent, _)| *parent);
    let signed = talk.compared.iter().filter(|known| known.author.is_some()).count();
    let most_are_signed = signed * 10 >= talk.compared.len() * 6;
    let all = talk.spots.iter().zip(&talk.compared).map(|(spot, known)| {
        let range = spot.node..spot.end;
        let is_blank = known.author.is_none() && known.time.is_none() && tally.letters(&range) == 0;
        let is_foreign = most_are_signed && known.author.is_none() && Some(dom.parent(spot.node)) != home;
        (range, !is_blank && !is_foreign)
    });
    all.filter(|(_, keep)| *keep).map(|(range, _)| range).collect()
}

/// Whether a series is posts: dated, or signed by at least two people, and most of what the page says.
fn are_posts(dom: &Dom, series: &Series, talk: &Talk) -> bool {
    let count = talk.compared.len();
    let names: Vec<&str> =
        talk.compared.iter().filter_map(|known| known.author.as_ref()).map(|(_, name)| name.as_str()).collect();
    let people = names.iter().copied().collect::<FxHashSet<_>>().len();
    let named = (names.len() as f32 / count.max(1) as f32).max(series.signed);
    let timed = talk.compared.iter().filter(|known| known.time.is_some()).count() as f32 / count.max(1) as f32;
    let dated = series.dated.max(timed);
    let is_called = series.is_called || is_forum(dom, None);
    match (count, is_called) {
        (0 | 1, _) => false,
        (2, true) => dated > 0.9 && names.len() == 2 && series.coverage >= 0.35,
        (2, false) => false,
        (_, true) => {
            (dated >= 0.7 && named >= 0.5 || people >= 2 && named >= 0.7) && series.coverage >= 0.15
                || dated >= 0.9 && series.coverage >= 0.5
        }
        (_, false) => dated >= 0.7 && named >= 0.6 && series.signed >= 0.5 && people >= 2 && series.coverage >= 0.35,
    }
}

/// Whether elements are cards that lead to other pages: each has a heading of its own that is a link.
fn are_cards(dom: &Dom, spots: &Spots) -> bool {
    let headings: Vec<String> = spots.iter().filter_map(|spot| heading_link(dom, spot)).collect();
    let distinct: FxHashSet<&str> = headings.iter().map(String::as_str).collect();
    headings.len() * 10 >= spots.len() * 6 && distinct.len() * 10 >= headings.len() * 7
}

/// What a heading in a post says that is a link to another page.
fn heading_link(dom: &Dom, spot: &posts::Spot) -> Option<String> {
    let is_title = |node: NodeId| {
        matches!(dom.name(node), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
            || dom.classes(node).any(|class| {
                let mut words = class.split(['-', '_']);
                words.any(|word| word.eq_ignore_ascii_case("title") || word.eq_ignore_ascii_case("headline"))
            })
    };
    let leads_away = |address: &str| {
        !address.contains('#')
            && !address.is_empty()
            && dom.base.as_deref().is_none_or(|page| !same_page(page, address))
    };
    NodeId::each(spot.node..spot.end).find_map(|node| {
        dom.attribute(node, "href").filter(|address| dom.name(node) == "a" && leads_away(address))?;
        // A link over a whole card has no text of its own.
        let label =
            dom.attribute(node, "aria-label").filter(|_| dom.below(node).all(|below| dom.text(below).is_none()));
        let heads = is_title(node)
            || dom.ancestors(node).take(3).any(|above| above >= spot.node && is_title(above))
            || dom.below(node).any(is_title)
            || label.is_some();
        let text = label.map_or_else(|| dom.text_of(node), str::to_owned);
        (heads && text.split(' ').count() >= 3).then_some(text)
    })
}

/// Whether an address is that of a page, as far as their ends say so.
fn same_page(page: &str, address: &str) -> bool {
    let path = |address: &str| address.trim_end_matches('/').rsplit("//").next().unwrap_or_default().to_owned();
    let (page, address) = (path(page), path(address));
    page == address || address.starts_with('/') && page.ends_with(&address)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: [&str; 6] = [
        "The lamp was lit in 1887, and it burned every night for forty years without anybody thinking of it.",
        "Then the channel silted up, and the boats had to wait for the tide before the harbour wall.",
        "Look at the chart of 1908, which shows eleven fathoms at the mouth where there are four today.",
        "I kept the log for nine winters and never saw the lamp out, not even in the great storm.",
        "The fog bell was sold to the railway, and nobody has heard it since the station was closed.",
        "Whoever has the second volume of the log may bring it to the harbour office on Monday.",
    ];
    const NAMES: [&str; 6] = ["mara", "gull", "Old Salt", "mara", "tidewise", "gull"];

    fn read(page: &str) -> Vec<(Option<String>, Option<String>, String)> {
        let dom = Dom::read(page);
        let Some(talk) = find(&dom) else { return Vec::new() };
        let read = (0..talk.spots.len()).map(|place| talk.read(&dom, place));
        let body = |html: &str| Dom::read(html).text_of(NodeId::ROOT);
        read.map(|post| (post.author, post.time.map(crate::thread::Time::minute), body(&post.body))).collect()
    }

    /// A page of posts that are made of a name, the number of a day and a text.
    fn page(around: [&str; 2], post: impl Fn(&str, usize, &str) -> String) -> String {
        let posts: String =
            NAMES.iter().zip(SAID).enumerate().map(|(day, (name, said))| post(name, day + 1, said)).collect();
        format!("<!doctype html><title>Lamp</title><body class=forum><h1>Lamp</h1>{}{posts}{}", around[0], around[1])
    }

    #[track_caller]
    fn is_read(page: &str) {
        let found = read(page);
        assert_eq!(found.len(), 6, "{found:?}");
        for (place, (author, time, body)) in found.iter().enumerate() {
            assert_eq!(author.as_deref(), Some(NAMES[place]));
            assert_eq!(time.as_deref().map(|time| &time[..10]), Some(&*format!("2023-05-{:02}", place + 1)));
            assert_eq!(body, SAID[place]);
        }
    }

    #[test]
    fn posts_are_found_by_what_repeats_whatever_their_classes_are_called() {
        is_read(&page(["<div class=q>", "</div>"], |name, day, said| {
            format!(
                "<div class='xk r{day}'><div class=zz><a href='/profile.php?{name}'>{name}</a> <small>Posts: {day}</small>
                 <i>{day} May 2023, 10:12</i></div><div class=vv>{said}</div><div><a href=#>Quote</a> Report this</div></div>"
            )
        }));
    }

    #[test]
    fn rows_of_a_table_go_on_to_where_the_next_post_begins() {
        is_read(&page(["<table><tr><th>Author<th>Post</tr>", "</table>"], |name, day, said| {
            format!(
                "<tr><td class=row1><b>{name}</b><br>Keeper</td><td class=row1>Posted: {day} May 2023, 10:12</td></tr>
                 <tr><td class=row1></td><td class=row1><div class=posting>{said}</div></td></tr>"
            )
        }));
    }

    #[test]
    fn the_day_of_joining_is_no_time_of_a_post() {
        is_read(&page(["<div>", "</div>"], |name, day, said| {
            let joined = 1990 + name.len();
            format!(
                "<div class=post><div class=profile><a href='/members/{name}'>{name}</a><div>Joined: 2 April {joined}</div></div>
                 <div class=said><div class=stamp>{day} May 2023</div><div class=message>{said}</div></div></div>"
            )
        }));
    }

    #[test]
    fn posts_whose_numbers_stand_at_their_heads_are_read_whole() {
        is_read(&page(["<div>", "</div>"], |name, day, said| {
            format!(
                "<div class=item><div class=head id=post-{day}><a href='/u/{name}'>{name}</a> <i>{day} May 2023</i></div>
                 <div class=said>{said}</div></div>"
            )
        }));
    }

    #[test]
    fn old_boards_without_classes_are_read() {
        // As UBB made them.
        is_read(&page(["<table>", "</table>"], |name, day, said| {
            format!(
                "<tr bgcolor='#eee'><td width=18% valign=top><font size=2><b>{name}</b></font><br><font size=1>Member<br>Posts: {day}
                 <br>Registered: Apr 2001</font></td><td><font size=1>posted {day} May 2023 10:12 AM</font><hr>
                 <div class=txt>{said}</div></td></tr>"
            )
        }));
        // As Phorum made them.
        is_read(&page(["<div class=main>", "</div>"], |name, day, said| {
            format!(
                "<div class=PhorumReadMessageBlock><div class=PhorumStdBlock><div class=PhorumReadBodySubject>Re: Lamp</div>
                 <div class=PhorumReadBodyHead>Posted by: <strong><a href='profile.php?2,{day}'>{name}</a></strong></div>
                 <div class=PhorumReadBodyHead>Date: May {day}, 2023 10:12AM</div>
                 <div class=PhorumReadBodyText>{said}</div></div></div>"
            )
        }));
    }

    #[test]
    fn a_question_with_one_answer_is_a_thread() {
        let post = |name: &str, day: usize, said: &str| {
            format!(
                "<div class=message><a class=author href='/u/{name}'>{name}</a> <i>{day} May 2023</i><div class=text>{said}</div></div>"
            )
        };
        let page = format!(
            "<body class=forum><h1>Lamp</h1><div>{}{}</div>",
            post("mara", 1, SAID[0]),
            post("gull", 2, SAID[1])
        );
        assert_eq!(read(&page).len(), 2);
    }

    #[test]
    fn posts_that_come_out_empty_are_looked_for_anew_and_a_notice_says_so() {
        let page = page(["<div>", "</div>"], |name, day, said| {
            format!(
                "<div class=item><div class=head id=post-{day}><a href='/u/{name}'>{name}</a> <i>{day} May 2023</i></div>
                 <div class=said>{said}</div></div>"
            )
        });
        let talk = find(&Dom::read(&page)).unwrap();
        assert_eq!((talk.spots.len(), talk.notice), (6, Some(ANEW)));
        let guess = page.replace(" id=post-", " lang=").replace("<body class=forum>", "<body>");
        let talk = find(&Dom::read(&guess)).unwrap();
        assert_eq!((talk.spots.len(), talk.notice), (6, Some(GUESS)));
    }

    #[test]
    fn what_stands_behind_all_names_is_no_name() {
        is_read(&page(["<div>", "</div>"], |name, day, said| {
            format!(
                "<div class=post><div class=author>{name} <b>{}</b> Posted</div><i>{day} May 2023</i><div class=text>{said}</div></div>",
                day * 7
            )
        }));
    }

    #[test]
    fn spacers_tell_how_deep_posts_stand() {
        let post = |name: &str, day: usize, said: &str| {
            format!(
                "<tr><td><img src='/img/spacer.gif' width={}></td><td class=message><b class=author>{name}</b> <i>{day} May 2023</i>
                 <div class=text>{said}</div></td></tr>",
                (day - 1) % 3 * 20
            )
        };
        let page = page(["<table>", "</table>"], post);
        let parents: Vec<_> = find(&Dom::read(&page)).unwrap().spots.iter().map(|spot| spot.parent).collect();
        assert_eq!(parents, [None, Some(0), Some(1), None, Some(3), Some(4)]);
    }

    #[test]
    fn cards_that_lead_to_other_pages_are_no_posts() {
        let cards = page(["<div>", "</div>"], |name, day, said| {
            let title = said.get(..20).unwrap_or_default();
            format!(
                "<div class=card><h3><a href='/log/{day}'>{title}</a></h3><b class=author>{name}</b> <i>{day} May 2023</i> {said}</div>"
            )
        });
        assert_eq!(read(&cards), []);
    }

    #[test]
    fn an_article_and_cards_that_lead_to_others_are_no_posts() {
        let head = "<head><meta property=article:published_time content=2023-05-03></head>";
        let post = |name: &str, said: &str| {
            format!("<div class=entry><b class=author>{name}</b> <i>3 May 2023</i><p>{said}</p></div>")
        };
        let long = SAID.join(" ").repeat(4);
        let page = format!("{head}<div class=posts>{}{}</div>", post("mara", &long), post("gull", SAID[1]));
        assert!(read(&page).is_empty());
        let card = |name: &str, place: usize| {
            format!(
                "<div class=entry><a href=/{place} aria-label='All about {name} and the log'></a>
                <b class=author>{name}</b> <i>{place} May 2023</i><p>{}</p></div>",
                SAID[place]
            )
        };
        assert!(
            read(&format!("<div class=posts>{}{}{}</div>", card("mara", 1), card("gull", 2), card("Old Salt", 3)))
                .is_empty()
        );
    }
}

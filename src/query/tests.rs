//! What queries find in a thread.

use super::*;
use crate::thread::{Builder, Draft, DraftId, Notation, Parent, PostSet, Time};

fn thread() -> Thread {
    let mut builder = Builder::new("test");
    let day = |day: &str| Time::parse_rfc3339(&format!("2023-04-{day}T10:00:00Z"));
    let posts = [
        ("mara", "The Lamp\nwas never", Parent::Nothing, "01", 14),
        ("gull", "ferry prices", Parent::Article, "02", -2),
        ("Old Salt", "see https://a.example of 1911", Parent::Draft(DraftId::new(1)), "03", 5),
        ("mara", "> ferry\n\nNo lamp there", Parent::Draft(DraftId::new(2)), "20", 0),
        ("tide", "```\nlamp()\n```", Parent::Article, "21", 7),
    ];
    for (number, (author, body, parent, time, score)) in posts.into_iter().enumerate() {
        let url = format!("https://port.example/reply/{number}");
        let id = format!("lamp{number}");
        let (author, time, score) = (Some(author), day(time), Some(score));
        builder.add(Draft { parent, author, body, time, score, id: Some(&id), url: Some(&url), ..Draft::default() });
    }
    builder.finish().unwrap().thread
}

fn with(wanted: &Wanted) -> Vec<usize> {
    let mut posts = Vec::new();
    seek(&thread(), wanted, PostId::ARTICLE, |part| {
        posts.extend(part.posts);
        true
    });
    posts.into_iter().map(PostId::index).collect()
}

fn found(typed: &str) -> Vec<usize> {
    with(&Wanted::text(typed).unwrap())
}

fn known(typed: &str) -> Vec<usize> {
    let mut facts = Facts { now: Time::parse_rfc3339("2023-04-22T10:00:00Z").unwrap(), ..Facts::default() };
    facts.unread = PostSet::none(5);
    facts.folded = PostSet::none(5);
    facts.marked = PostSet::none(5);
    facts.unread.insert(PostId::new(1));
    facts.folded.insert(PostId::new(2));
    facts.marked.insert(PostId::new(4));
    facts.away.push((PostId::new(1), "joke"));
    facts.drift = Some(Arc::new(|post| (post.index() == 2).then_some(0.8)));
    facts.own = vec![thread().post(PostId::new(2)).author().unwrap()];
    let query = Query::parse(typed).unwrap().unwrap();
    with(&Wanted::Query(Arc::new(query), Arc::new(facts)))
}

const NONE: [usize; 0] = [];

#[test]
fn what_answers_a_hit_and_what_it_answers_are_found_with_it() {
    assert_eq!(found("below:ferry"), [1, 2, 3]);
    assert_eq!(found("below:(author:salt)"), [2, 3]);
    assert_eq!(found("above:(author:salt)"), [0, 1, 2]);
    assert_eq!(found("above:(\"no lamp\") -is:op"), [1, 2]);
    assert_eq!(found("-below:(author:salt)"), [0, 1, 4]);
    assert_eq!(found("below:(above:ferry depth:1)"), [1, 2, 3]);
    assert_eq!(found("below:shark"), NONE);
}

#[test]
fn words_are_found_in_text_and_author_and_not_in_ids() {
    assert_eq!(found("lamp"), [0, 3, 4]);
    assert_eq!(found("gull"), [1]);
    assert_eq!(found("lamp mara"), [0, 3]);
    assert_eq!(found("\"lamp was\""), [0]);
    assert_eq!(found("gone"), NONE);
    assert_eq!(found("lamp()"), [4]);
}

#[test]
fn a_capital_letter_makes_case_matter_for_its_word() {
    assert_eq!(found("Lamp"), [0]);
    assert_eq!(found("LAMP"), NONE);
    assert_eq!(found("Lamp WAS OR FERRY"), NONE);
    assert_eq!(found("Lamp was"), [0]);
}

#[test]
fn what_is_asked_for_is_joined_and_left_out() {
    assert_eq!(found("lamp -mara"), [4]);
    assert_eq!(found("ferry OR 1911"), [1, 2, 3]);
    assert_eq!(found("-(lamp OR ferry)"), [2]);
    assert_eq!(found("(lamp OR ferry) -(mara OR -lamp)"), [4]);
    assert_eq!(found("-(-lamp)"), [0, 3, 4]);
    assert_eq!(found("/l.mp|f[aeiou]rry/ -has:code"), [0, 1, 3]);
}

#[test]
fn keys_look_at_what_is_known_of_a_post() {
    assert_eq!(found("author:MAR"), NONE);
    assert_eq!(found("author:ar"), [0, 3]);
    assert_eq!(found("author:=old"), NONE);
    assert_eq!(found("author:\"=old salt\" OR author:=\"old salt\""), [2]);
    assert_eq!(found("score:>5"), [0, 4]);
    assert_eq!(found("score:-2..0"), [1, 3]);
    assert_eq!(found("depth:>=2"), [2, 3]);
    assert_eq!(found("replies:2"), [1]);
    assert_eq!(found("after:2023-04-03 before:2023-04-21"), [2, 3]);
    assert_eq!(found("under:2"), [2, 3]);
    assert_eq!(found("under:99"), NONE);
    assert_eq!(found("id:lamp2"), [2]);
    assert_eq!(found("url:reply/3"), [3]);
    assert_eq!(found("is:op"), [0, 3]);
    assert_eq!([found("has:link"), found("has:quote"), found("has:code")], [[2], [3], [4]]);
}

#[test]
fn what_a_reader_did_is_known_from_the_facts() {
    assert_eq!(known("is:unread"), [1]);
    assert_eq!(known("is:read lamp"), [0, 3, 4]);
    assert_eq!(known("is:folded"), [2, 3]);
    assert_eq!(known("is:away"), [1, 2, 3]);
    assert_eq!(known("label:Joke -has:link"), [1, 3]);
    assert_eq!(known("label:flame"), NONE);
    assert_eq!(known("is:marked"), [4]);
    assert_eq!(known("is:mine"), [2]);
    assert_eq!(known("is:new"), NONE);
    assert_eq!(known("drift:>0.7"), [2]);
    assert_eq!(known("age:<3d"), [3, 4]);
    assert_eq!(known("age:>2w"), [0, 1, 2]);
}

#[test]
fn what_a_query_leaves_out_is_not_marked() {
    let pattern = Query::parse("lamp -(a OR ferry) author:mara \"the oil\"").unwrap().unwrap().pattern();
    let marked: Vec<_> = pattern.find("A Lamp, ferry, mara, the\noil").collect();
    assert_eq!(marked, [2..6, 21..28]);
    assert!(pattern.is_in_name("Mara") && !pattern.is_in_name("ferryman"));
}

#[test]
fn posts_that_are_stored_in_another_order_are_found_as_well() {
    let mut builder = Builder::new("test");
    for (id, parent, body) in
        [("c", Parent::Id("b"), "a lamp"), ("a", Parent::Nothing, "oil"), ("b", Parent::Id("a"), "lamps")]
    {
        builder.add(Draft { id: Some(id), parent, body, notation: Notation::Html, ..Draft::default() });
    }
    let thread = builder.finish().unwrap().thread;
    let mut posts = Vec::new();
    seek(&thread, &Wanted::text("lamp").unwrap(), PostId::new(2), |part| {
        posts.extend(part.posts);
        true
    });
    assert_eq!(posts, [PostId::new(2), PostId::new(1)]);
}

#[test]
fn the_first_hit_does_not_wait_for_the_rest_and_who_has_it_need_not_go_on() {
    let mut builder = Builder::new("test");
    for number in 0..30_000 {
        builder.add(Draft { body: if number == 25_000 { "a lamp" } else { "oil" }, ..Draft::default() });
    }
    let thread = builder.finish().unwrap().thread;
    let mut last = None;
    seek(&thread, &Wanted::text("lamp").unwrap(), PostId::new(24_900), |part| {
        last = Some(part);
        last.as_ref().is_some_and(|part| part.posts.is_empty())
    });
    let last = last.unwrap();
    assert_eq!((last.posts, last.complete), (vec![PostId::new(25_001)], false));
    assert!(last.looked_at < 1000);
}

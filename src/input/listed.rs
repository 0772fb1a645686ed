//! Lists of threads that are elsewhere: rows on a shelf, each with the address to open its thread from.

use crate::thread::{Builder, Draft, Missing, PostId, Thread};
use crate::web::{Address, Listing, Row};

/// Puts the rows of a list on a shelf.
pub(super) fn hand_over(Listing { title, rows }: &Listing, builder: &mut Builder) {
    builder.list();
    builder.shelf_title(title);
    builder.source("list");
    for Row { title, at, author, points, replies, time, about } in rows {
        let at = at.to_string();
        let draft = Draft {
            author: Some(author),
            time: *time,
            score: points.map(|points| points.clamp(i32::MIN.into(), i32::MAX.into()) as i32),
            url: Some(&at),
            body: about,
            ..Draft::default()
        };
        let replies = replies.map(|replies| u32::try_from(replies).unwrap_or(u32::MAX));
        builder.row(title, &at, Missing::Whole(replies), draft);
    }
}

/// Puts the threads of a feed on a shelf as rows of a list: their openings stay, the rest is behind their addresses. If
/// that is impossible, puts them there as they are. Threads with replies make no list, unless it `must` be one.
pub(super) fn hand_over_feed(thread: &Thread, must: bool, builder: &mut Builder) {
    let openings: Vec<PostId> =
        if thread.is_shelf() { thread.children(PostId::ARTICLE).collect() } else { vec![PostId::ARTICLE] };
    let rows: Vec<_> = openings.iter().filter_map(|&opening| Some((opening, place(thread, opening)?))).collect();
    if !is_list(thread, must) || rows.is_empty() {
        builder.graft(thread);
        return;
    }
    builder.list();
    builder.shelf_title(thread.title());
    builder.source(thread.source());
    for (opening, (signed, at)) in rows {
        let last =
            thread.subtree(opening).filter_map(|post| thread.get(post)).filter_map(|post| thread.post(post).time());
        let body = thread.body(signed);
        let draft = Draft {
            author: thread.writer(signed).map(|writer| writer.name),
            time: last.max(),
            score: thread.post(signed).score(),
            url: Some(&at),
            notation: body.notation,
            body: body.raw,
            ..Draft::default()
        };
        builder.row(thread.title_of(opening), &at, Missing::Whole(None), draft);
    }
}

/// Whether a feed lists threads that are elsewhere.
pub(super) fn is_list(thread: &Thread, must: bool) -> bool {
    let is_alone = |opening: PostId| thread.descendants(opening) == 0 && place(thread, opening).is_some();
    must || thread.is_shelf() && thread.children(PostId::ARTICLE).all(is_alone)
}

/// The first post of a thread with an address, and the address.
fn place(thread: &Thread, opening: PostId) -> Option<(PostId, String)> {
    let own = thread.url_of(opening).filter(|_| thread.permalink(opening).is_none()).map(|url| (opening, url));
    let mut linked = thread.subtree(opening).filter_map(|post| thread.get(post));
    let linked = own.or_else(|| linked.find_map(|post| Some((post, thread.permalink(post)?))));
    linked.and_then(|(post, url)| Some((post, Address::parse(url).ok()?.to_string())))
}

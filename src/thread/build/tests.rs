//! Trees of drafts in any order.

use super::*;
use proptest::prelude::*;

fn draft<'a>(id: &'a str, parent: Parent<'a>) -> Draft<'a> {
    Draft { id: Some(id), parent, body: id, ..Draft::default() }
}

fn shape(thread: &Thread) -> String {
    let row = |id| format!("{}{}", "  ".repeat(thread.depth(id)), thread.source_id(id).unwrap_or("-"));
    thread.ids().map(row).collect::<Vec<_>>().join("\n")
}

fn build(drafts: &[Draft<'_>]) -> Built {
    let mut builder = Builder::new("test");
    for draft in drafts {
        builder.add(*draft);
    }
    builder.finish().unwrap()
}

#[test]
fn drafts_in_any_order_stand_in_pre_order() {
    let built = build(&[
        draft("c", Parent::Id("b")),
        draft("a", Parent::Nothing),
        draft("d", Parent::Id("a")),
        draft("b", Parent::Id("a")),
    ]);
    assert_eq!(shape(&built.thread), "a\n  d\n  b\n    c");
    assert_eq!(built.notices, []);
}

#[test]
fn replies_without_an_article_get_an_empty_one() {
    let built = build(&[draft("a", Parent::Article), draft("b", Parent::Draft(DraftId::new(0)))]);
    assert_eq!(shape(&built.thread), "-\n  a\n    b");
}

#[test]
fn a_held_place_is_filled_after_its_replies() {
    let mut builder = Builder::new("test");
    let article = builder.reserve();
    let reply = builder.reserve();
    builder.add(draft("c", Parent::Draft(reply)));
    builder.fill(reply, draft("b", Parent::Id("a")));
    builder.fill(article, draft("a", Parent::Nothing));
    assert_eq!(shape(&builder.finish().unwrap().thread), "a\n  b\n    c");
}

#[test]
fn siblings_stand_by_rank_and_equals_as_they_came() {
    let mut builder = Builder::new("test");
    builder.add(draft("a", Parent::Nothing));
    for (id, rank) in [("d", 1), ("b", -3), ("e", 1), ("c", 0)] {
        let reply = builder.add(draft(id, Parent::Article));
        builder.rank(reply, rank);
    }
    assert_eq!(shape(&builder.finish().unwrap().thread), "a\n  b\n  c\n  d\n  e");
}

#[test]
fn orphans_are_kept_at_top_level_with_a_notice() {
    let built = build(&[draft("a", Parent::Nothing), draft("b", Parent::Id("gone")), draft("c", Parent::Id("b"))]);
    assert_eq!(shape(&built.thread), "a\n  b\n    c");
    assert_eq!(built.notices[0].to_string(), "1 reply answers a post that is not here: kept at top level");
}

#[test]
fn a_ring_of_parents_is_cut_with_a_notice() {
    let built = build(&[
        draft("a", Parent::Nothing),
        draft("b", Parent::Id("d")),
        draft("c", Parent::Id("b")),
        draft("d", Parent::Id("c")),
        draft("e", Parent::Id("e")),
    ]);
    assert_eq!(built.thread.len(), 5);
    assert_eq!(shape(&built.thread), "a\n  b\n    c\n      d\n  e");
    assert_eq!(built.notices.len(), 2);
}

#[test]
fn a_second_post_with_the_same_id_is_kept_and_replies_go_to_the_first() {
    let built = build(&[
        draft("a", Parent::Nothing),
        draft("b", Parent::Id("a")),
        draft("b", Parent::Id("a")),
        draft("c", Parent::Id("b")),
    ]);
    assert_eq!(shape(&built.thread), "a\n  b\n    c\n  b");
    assert_eq!(built.notices[0].to_string(), "post 2: has the id \"b\" of an earlier post");
}

#[test]
fn several_threads_stand_on_a_shelf_and_one_alone_does_not() {
    let mut builder = Builder::new("test");
    builder.title("Lamps");
    builder.add(draft("a", Parent::Nothing));
    builder.add(draft("b", Parent::Id("a")));
    builder.begin();
    builder.begin();
    builder.title("Ferries");
    builder.add(draft("a", Parent::Nothing));
    builder.add(draft("c", Parent::Article));
    builder.add(draft("d", Parent::Id("a")));
    let built = builder.finish().unwrap();
    let thread = built.thread;
    assert_eq!(shape(&thread), "-\n  a\n    b\n  a\n    c\n    d");
    assert_eq!(built.notices, []);
    let opening = thread.opening(thread.last());
    assert_eq!((opening.index(), thread.title_of(opening)), (3, "Ferries"));

    let mut builder = Builder::new("test");
    builder.begin();
    builder.title("Lamps");
    builder.add(draft("a", Parent::Nothing));
    let thread = builder.finish().unwrap().thread;
    assert_eq!((thread.is_shelf(), thread.title()), (false, "Lamps"));
}

#[test]
fn no_drafts_make_no_thread() {
    assert_eq!(Builder::new("test").finish().unwrap_err(), NoPost);
}

#[test]
fn a_chain_of_a_hundred_thousand_is_built_in_both_orders() {
    let ids: Vec<String> = (0..100_000).map(|n| n.to_string()).collect();
    for backwards in [false, true] {
        let mut builder = Builder::new("test");
        let mut order: Vec<usize> = (0..ids.len()).collect();
        if backwards {
            order.reverse();
        }
        for n in order {
            let parent = if n == 0 { Parent::Nothing } else { Parent::Id(&ids[n - 1]) };
            builder.add(draft(&ids[n], parent));
        }
        let thread = builder.finish().unwrap().thread;
        assert_eq!(thread.depth(thread.last()), 99_999);
    }
}

#[test]
fn notices_and_threads_without_a_title_bear_the_name_of_their_input() {
    let mut builder = Builder::new("test");
    builder.input(Some("lamp"));
    builder.begin();
    builder.notice(Notice::at(Place::Line(3), "odd"));
    builder.add(draft("a", Parent::Nothing));
    builder.input(None);
    builder.notice(Notice::new("enough"));
    let built = builder.finish().unwrap();
    assert_eq!(built.thread.title(), "lamp");
    assert_eq!(built.notices.iter().map(Notice::to_string).collect::<Vec<_>>(), ["lamp: line 3: odd", "enough"]);
}

#[test]
fn answers_are_found_again_after_the_posts_moved() {
    let mut builder = Builder::new("test");
    let reply = builder.add(draft("b", Parent::Article));
    let article = builder.add(draft("a", Parent::Nothing));
    builder.answers(reply, article);
    let thread = builder.finish().unwrap().thread;
    assert_eq!(thread.answers(PostId::new(1)), Some(PostId::ARTICLE));
}

#[test]
fn places_where_a_word_may_be_broken_are_not_kept() {
    let mut builder = Builder::new("text");
    builder.add(Draft { parent: Parent::Nothing, body: "Har\u{AD}bour\u{200B}lamp", ..Draft::default() });
    let thread = builder.finish().unwrap().thread;
    assert_eq!(thread.body(PostId::ARTICLE).raw, "Harbourlamp");
}

#[test]
fn what_is_cut_is_told_of_the_post_that_it_belongs_to() {
    let mut builder = Builder::new("test");
    let article = builder.reserve();
    builder.add(draft("a", Parent::Article));
    builder.fill(article, draft(&"i".repeat(70_000), Parent::Nothing));
    let notices = builder.finish().unwrap().notices;
    assert_eq!(notices, [Notice::at(Place::Post(0), "its id of 70000 bytes was cut to 65535")]);
}

proptest! {
    #[test]
    fn any_parents_make_a_tree(parents in prop::collection::vec(0_usize..12, 1..12)) {
        let ids: Vec<String> = (0..12).map(|n| n.to_string()).collect();
        let drafts: Vec<_> = parents.iter().enumerate().map(|(n, &parent)| draft(&ids[n], Parent::Id(&ids[parent]))).collect();
        let thread = build(&drafts).thread;
        prop_assert!(thread.len() >= drafts.len());
        for id in thread.ids().skip(1) {
            let parent = thread.parent(id).unwrap();
            prop_assert!(parent < id && thread.contains(parent, id));
            prop_assert_eq!(thread.depth(id), thread.depth(parent) + 1);
            prop_assert_eq!(thread.children(id).map(|child| thread.descendants(child) + 1).sum::<usize>(), thread.descendants(id));
            prop_assert_eq!(thread.next_sibling(id).map(|next| thread.previous_sibling(next)), thread.next_sibling(id).map(|_| Some(id)));
        }
    }
}

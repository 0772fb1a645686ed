//! Asks for replies that are somewhere else, and joins them to the thread, beside the screen.

use super::message::Message;
use super::work;
use crate::app::Action;
use crate::input::{self, Origin, Watch};
use crate::store;
use crate::thread::{Filling, More, PostId, Sort, Thread};
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// A stub, and where what it stands for comes from, or why that is nowhere.
type Wanted = (Result<Origin, String>, More);

/// Asks for each stub in turn. What came is joined; what did not is told.
pub(super) fn fill(before: Arc<Thread>, stubs: Vec<Wanted>, watch: Arc<Watch>, sender: Sender<Message>) {
    work::spawn("loading more replies", Action::Say, sender.clone(), move || {
        let (mut came, mut missed) = (Vec::new(), None);
        for (origin, more) in stubs {
            let read = origin.and_then(|origin| {
                let parsed = input::open(&origin, None, &watch, None);
                parsed.map(|parsed| parsed.thread).map_err(|failure| failure.to_string())
            });
            match read {
                Ok(thread) => came.push((more, thread)),
                Err(_) if watch.is_cancelled() => break,
                Err(why) => _ = missed.get_or_insert(why),
            }
        }
        let _ = sender.send(Message::Action(joined(before, &came, missed)));
    });
}

/// The thread with what came.
fn joined(before: Arc<Thread>, came: &[(More, Thread)], missed: Option<String>) -> Action {
    if came.is_empty() {
        return Action::Say(missed.map_or("not asked any more".to_owned(), |why| format!("nothing came: {why}")));
    }
    let (base, to_base) = in_source_order(&before);
    let place = |post: PostId| to_base.get(post.index()).copied().unwrap_or(post);
    let fillings = came.iter().map(|(more, thread)| {
        let mut known = vec![None; thread.len()];
        for (post, there) in base.ids().zip(store::places(&base, thread)) {
            if let Some(known) = there.and_then(|there| known.get_mut(there.index())) {
                *known = Some(post);
            }
        }
        Filling { more: More { parent: place(more.parent), ..more.clone() }, came: thread, known }
    });
    match base.filled(&fillings.collect::<Vec<_>>()) {
        Some((thread, from_base, came)) => {
            let places = before.ids().map(|post| from_base.get(place(post).index()).copied()).collect();
            Action::Filled { before, thread: Arc::new(thread), places, came, missed }
        }
        None => Action::Say("nothing came".to_owned()),
    }
}

/// A thread that was read again, with the posts of before that were loaded into it: an answer that has stubs for them
/// does not take them away. `loaded` are the addresses that they came from.
pub(super) fn kept(before: &Thread, again: Thread, loaded: &[Box<str>]) -> Thread {
    let is_loaded = |more: &&More| more.address.as_ref().is_some_and(|address| loaded.contains(address));
    let mut stubs = again.more().iter().filter(is_loaded).cloned();
    let Some(first) = stubs.next() else { return again };
    let known = store::places(before, &again);
    let all_known = vec![Some(PostId::ARTICLE); before.len()];
    let mut fillings = vec![Filling { more: first, came: before, known }];
    fillings.extend(stubs.map(|more| Filling { more, came: before, known: all_known.clone() }));
    let filled = again.filled(&fillings).map(|(thread, ..)| thread);
    drop(fillings);
    filled.unwrap_or(again)
}

/// The thread in the order of its source, and where each post stands in it.
fn in_source_order(thread: &Thread) -> (Cow<'_, Thread>, Vec<PostId>) {
    let is_sorted = thread.ids().any(|post| thread.number(post) != thread.number(PostId::ARTICLE) + post.index());
    let sorted = is_sorted.then(|| thread.sorted(Sort::Thread, |_| None, || true)).flatten();
    match sorted {
        Some((thread, places)) => (Cow::Owned(thread), places),
        None => (Cow::Borrowed(thread), thread.ids().collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Missing, Parent, Stub};

    fn thread(posts: &[(&str, Option<&str>)], elsewhere: Option<&str>) -> Thread {
        let mut builder = Builder::new("test");
        for (id, parent) in posts {
            let parent = parent.map_or(Parent::Nothing, Parent::Id);
            builder.add(Draft { id: Some(id), parent, body: id, ..Draft::default() });
        }
        if let Some(id) = elsewhere {
            let stub = Stub { parent: Parent::Id(id), missing: Missing::Count(2), ..Stub::default() };
            builder.more(Stub { address: Some("https://harbour.example/b"), ..stub });
        }
        builder.finish().unwrap().thread
    }

    #[test]
    fn what_came_joins_a_sorted_thread_in_the_order_of_its_source() {
        let before = thread(&[("lamp", None), ("oil", Some("lamp")), ("wick", Some("lamp"))], Some("oil"));
        let (sorted, _) = before.sorted(Sort::Newest, |_| None, || true).unwrap();
        let came = thread(&[("lamp", None), ("oil", Some("lamp")), ("tank", Some("oil"))], None);
        let more = sorted.more()[0].clone();
        let Action::Filled { thread, places, came, .. } = joined(Arc::new(sorted), &[(more, came)], None) else {
            panic!("nothing was joined");
        };
        let said: Vec<_> = thread.ids().map(|post| thread.body(post).raw.to_owned()).collect();
        assert_eq!((said, came), (["lamp", "oil", "tank", "wick"].map(str::to_owned).to_vec(), 1));
        assert_eq!(places.len(), 3);
        assert!(thread.more().is_empty());
    }

    #[test]
    fn what_was_loaded_stays_when_the_thread_is_read_again() {
        let with = thread(&[("lamp", None), ("oil", Some("lamp")), ("tank", Some("oil"))], None);
        let again = thread(&[("lamp", None), ("oil", Some("lamp")), ("wick", Some("lamp"))], Some("oil"));
        let said = |thread: &Thread| thread.ids().map(|post| thread.body(post).raw.to_owned()).collect::<Vec<_>>();
        let kept = kept(&with, again.clone(), &["https://harbour.example/b".into()]);
        assert_eq!((said(&kept), kept.more().len()), (["lamp", "oil", "tank", "wick"].map(str::to_owned).to_vec(), 0));
        let other = super::kept(&with, again, &["https://harbour.example/other".into()]);
        assert_eq!((said(&other), other.more().len()), (["lamp", "oil", "wick"].map(str::to_owned).to_vec(), 1));
    }

    #[test]
    fn what_did_not_come_is_told() {
        let before = Arc::new(thread(&[("lamp", None)], None));
        let Action::Say(told) = joined(before, &[], Some("no connection".to_owned())) else {
            panic!("it says nothing")
        };
        assert_eq!(told, "nothing came: no connection");
    }
}

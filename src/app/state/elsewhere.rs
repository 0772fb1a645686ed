//! The threads of a list, of which only rows are here: their places, and what is known of each.

use crate::thread::{PostId, Text, Thread};
use crate::visit::Known;
use std::sync::Arc;

/// The prefix of places that are the program's own.
const OWN: &str = "threadle:";
/// The prefix of a saved search, in place of a thread's place.
pub(crate) const SEARCH: &str = "threadle:search?";
/// The place of the library.
pub(crate) const LIBRARY: &str = "threadle:library";

/// Whether a place is the program's own: no file, and no address.
pub(in crate::app) fn is_of_program(place: &str) -> bool {
    place.starts_with(OWN)
}

/// Whether a place is an address of the web.
pub(in crate::app) fn is_of_web(place: &str) -> bool {
    place.starts_with("https://") || place.starts_with("http://")
}

/// The threads of a list, in its order.
#[derive(Debug, Default)]
pub(crate) struct Elsewhere {
    /// The places to open them from.
    pub(in crate::app) places: Arc<[String]>,
    /// What is known of each, once it is.
    known: Vec<Option<Known>>,
    /// The rows that were taken out, the last one last.
    pub(in crate::app) taken: Vec<usize>,
    /// Whether they come from several sites.
    is_mixed: bool,
    /// Whether any of them has points.
    has_points: bool,
    /// Whether the counts come from what was read, and not from a site.
    is_library: bool,
}

/// What a row shows beyond the list's own data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct News {
    /// The number of replies since the thread was read.
    pub(crate) new: usize,
    /// The number of unread posts among those that were there.
    pub(crate) unread: usize,
    /// Whether it was read, at least in part.
    pub(crate) was_read: bool,
    /// Whether it has a star.
    pub(crate) is_starred: bool,
}

impl Elsewhere {
    /// The threads of a list. `None` if the thread is no list.
    pub(in crate::app) fn of(thread: &Thread) -> Option<Self> {
        if !thread.is_list() {
            return None;
        }
        let rows = thread.children(PostId::ARTICLE).filter_map(|opening| thread.elsewhere(opening));
        let places: Vec<String> = rows.filter_map(|more| more.address.as_deref().map(str::to_owned)).collect();
        let has_points = thread.children(PostId::ARTICLE).any(|opening| thread.post(opening).score().is_some());
        let is_mixed = places.iter().zip(places.iter().skip(1)).any(|(one, next)| site(one) != site(next));
        Some(Self {
            known: vec![None; places.len()],
            places: places.into(),
            taken: Vec::new(),
            is_mixed,
            has_points,
            is_library: is_library(thread),
        })
    }

    /// Whether the counts come from what was read, and not from a site.
    pub(crate) fn is_library(&self) -> bool {
        self.is_library
    }

    /// Takes what is known of the threads. Returns whether the answer is about these.
    pub(in crate::app) fn learn(&mut self, places: &Arc<[String]>, known: Vec<Option<Known>>) -> bool {
        let is_it = Arc::ptr_eq(places, &self.places) && known.len() == self.known.len();
        if is_it {
            self.known = known;
        }
        is_it
    }

    /// Keeps what was known of the same threads until it is looked up again.
    pub(in crate::app) fn inherit(&mut self, before: &Self) {
        let places = before.places.iter().zip(&before.known);
        let known: std::collections::BTreeMap<&String, &Option<Known>> = places.collect();
        for (place, own) in self.places.iter().zip(&mut self.known) {
            *own = known.get(place).and_then(|known| (*known).clone());
        }
    }

    /// Records that this many posts of a thread came after it was read.
    pub(in crate::app) fn wait(&mut self, place: &str, posts: usize) {
        let row = self.places.iter().position(|other| other == place);
        if let Some(Some(known)) = row.and_then(|row| self.known.get_mut(row)) {
            known.new = known.new.max(posts);
        }
    }

    /// The place of a thread. `None` if there is no such row.
    pub(crate) fn place(&self, row: usize) -> Option<&str> {
        self.places.get(row).map(String::as_str)
    }

    /// The news of a row; `counted` is the number of replies by the site's count.
    pub(crate) fn news(&self, row: usize, counted: Option<usize>) -> News {
        let Some(Some(known)) = self.known.get(row) else { return News::default() };
        let before = known.counted.or_else(|| known.posts.checked_sub(1));
        let came =
            counted.filter(|_| !self.is_library).zip(before).map_or(0, |(now, before)| now.saturating_sub(before));
        let was_read = known.posts > 0;
        News {
            new: if was_read { came.max(known.new) } else { 0 },
            unread: known.unread,
            was_read,
            is_starred: known.is_starred,
        }
    }

    pub(in crate::app) fn set_star(&mut self, row: usize, on: bool) {
        if let Some(known) = self.known.get_mut(row) {
            known.get_or_insert_default().is_starred = on;
        }
    }

    /// Whether any row has points.
    pub(crate) fn has_points(&self) -> bool {
        self.has_points
    }

    /// Whether the rows come from several sites, so that each shows its own.
    pub(crate) fn is_mixed(&self) -> bool {
        self.is_mixed
    }

    /// The site of a row, or the name of its file.
    pub(crate) fn site(&self, row: usize) -> Text {
        Text::line(self.place(row).map_or("", site))
    }
}

fn is_library(thread: &Thread) -> bool {
    thread.source() == "library"
}

/// The host of an address, or the name of a file; a word for the program's own places.
fn site(place: &str) -> &str {
    match place.split_once("://") {
        Some((_, rest)) => {
            let host = rest.split('/').next().unwrap_or(rest);
            host.strip_prefix("www.").or_else(|| host.strip_prefix("news.")).unwrap_or(host)
        }
        None if place.starts_with(SEARCH) => "search",
        None if is_of_program(place) => "built in",
        None => place.rsplit('/').next().unwrap_or(place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(places: &[&str]) -> Elsewhere {
        let places: Vec<_> = places.iter().map(|place| (*place).to_owned()).collect();
        Elsewhere { known: vec![None; places.len()], places: places.into(), ..Elsewhere::default() }
    }

    fn read(posts: usize, unread: usize, counted: Option<usize>) -> Known {
        Known { posts, unread, counted, ..Known::default() }
    }

    #[test]
    fn new_is_what_the_site_counts_beyond_what_was_there() {
        let mut list = list(&["https://a.example/1", "https://a.example/2", "https://a.example/3"]);
        let known = vec![Some(read(11, 4, None)), Some(read(11, 0, Some(12))), None];
        assert!(list.learn(&Arc::clone(&list.places), known));
        let news = |row: usize, counted: Option<usize>| (list.news(row, counted).new, list.news(row, counted).unread);
        assert_eq!((news(0, Some(13)), news(0, None), news(0, Some(3))), ((3, 4), (0, 4), (0, 4)));
        assert_eq!(news(1, Some(13)), (1, 0), "the list counted twelve when it was opened");
        assert_eq!((list.news(2, Some(13)), list.news(9, Some(1))), (News::default(), News::default()));
    }

    #[test]
    fn an_answer_about_other_rows_is_not_taken() {
        let mut list = list(&["https://a.example/1"]);
        let other: Arc<[String]> = list.places.to_vec().into();
        assert!(!list.learn(&other, vec![Some(read(5, 1, None))]));
        assert!(!list.learn(&Arc::clone(&list.places), Vec::new()));
        assert!(!list.news(0, Some(9)).was_read);
    }

    #[test]
    fn what_is_known_and_starred_goes_on_with_the_same_threads() {
        let mut before = list(&["https://a.example/1", "https://a.example/2"]);
        before.set_star(1, true);
        before.set_star(7, true);
        before.wait("https://a.example/2", 3);
        let mut now = list(&["https://a.example/3", "https://a.example/2"]);
        now.inherit(&before);
        assert_eq!((now.news(0, None).is_starred, now.news(1, None).is_starred), (false, true));
    }

    #[test]
    fn rows_show_their_site_or_the_name_of_their_file() {
        let list =
            list(&["https://news.harbour.example/t/1", "https://www.lamp.example/", "/home/mara/talk.json", LIBRARY]);
        let sites: Vec<_> = (0..5).map(|row| list.site(row).to_string()).collect();
        assert_eq!(sites, ["harbour.example", "lamp.example", "talk.json", "built in", ""]);
    }
}

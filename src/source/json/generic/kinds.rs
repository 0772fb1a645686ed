//! Groups the objects of an unknown JSON into kinds, and finds the kinds that are posts of a discussion.
//!
//! Objects under the same keys are one kind. What is in a list of the same name further out counts as the same, so that
//! nested replies are one kind at any depth.

use super::dom::{Dom, Kind, Node};
use super::said::{self, Said};
use super::words;
use rustc_hash::{FxHashMap, FxHashSet};

/// A kind of object.
#[derive(Debug)]
pub(super) struct Sort {
    above: Option<usize>,
    /// The plain key of its objects.
    pub(super) name: String,
    /// Whether its objects are in lists.
    pub(super) is_item: bool,
    pub(super) objects: Vec<Node>,
    deep: usize,
}

/// The kinds of a document.
pub(super) struct Kinds {
    pub(super) sorts: Vec<Sort>,
    /// The kind of each object.
    of: FxHashMap<Node, usize>,
}

/// The discussion in a document.
pub(super) struct Series {
    /// All kinds that are posts: the one with the most text, what contains it and what it contains.
    pub(super) all: FxHashSet<usize>,
    /// The kind whose objects open threads and contain the posts.
    pub(super) opener: Option<usize>,
    /// Whether they are the openings of many threads, rather than posts of one.
    pub(super) are_topics: bool,
}

/// Nesting of kinds at most.
const DEEP: usize = 64;

impl Kinds {
    pub(super) fn of(dom: &Dom) -> Self {
        let mut kinds = Self { sorts: Vec::new(), of: FxHashMap::default() };
        let mut known = FxHashMap::<(Option<usize>, String, bool), usize>::default();
        // The open objects and lists: the end of each, its kind, and the name of its contents.
        let mut open: Vec<(Node, Option<usize>, String, bool)> = vec![(dom.len(), None, String::new(), true)];
        for node in 1..dom.len() {
            let kind = dom.kind(node);
            if !matches!(kind, Kind::Object | Kind::List) {
                continue;
            }
            while open.len() > 1 && open.last().is_some_and(|(end, ..)| *end <= node) {
                open.pop();
            }
            let Some((_, above, name, is_list)) = open.last() else { break };
            let (above, is_item) = (*above, *is_list || dom.key_of(node).is_some_and(|key| key.is_number));
            let name = if *is_list { name.clone() } else { dom.plain(node).to_owned() };
            if kind == Kind::List {
                open.push((dom.next(node), above, name, true));
                continue;
            }
            let name = if is_item && !*is_list { "#".to_owned() } else { name };
            let sort = *known
                .entry((above, name, is_item))
                .or_insert_with_key(|(above, name, is_item)| kinds.sort(*above, name, *is_item));
            if let Some(known) = kinds.sorts.get_mut(sort) {
                known.objects.push(node);
            }
            kinds.of.insert(node, sort);
            let is_map = is_map(dom, node);
            let name = if is_map { dom.plain(node).to_owned() } else { String::new() };
            open.push((dom.next(node), Some(sort), name, is_map));
        }
        kinds
    }

    /// The kind of objects at a place; that of outer ones if it is the same.
    fn sort(&mut self, above: Option<usize>, name: &str, is_item: bool) -> usize {
        let mut up = above;
        let mut deep = 0;
        while let Some(sort) = up.and_then(|up| self.sorts.get(up)) {
            if is_item && sort.is_item && sort.name == name && !name.is_empty() && name != "#" {
                return up.unwrap_or(0);
            }
            deep = deep.max(sort.deep + 1);
            up = sort.above;
        }
        if deep >= DEEP {
            return above.unwrap_or(0);
        }
        self.sorts.push(Sort { above, name: name.to_owned(), is_item, objects: Vec::new(), deep });
        self.sorts.len() - 1
    }

    pub(super) fn of_object(&self, node: Node) -> Option<usize> {
        self.of.get(&node).copied()
    }

    /// The names of the lists and objects around a kind, up to the next kind in a list.
    pub(super) fn path(&self, sort: usize) -> String {
        let name = |sort: usize| self.sorts.get(sort).map_or("", |sort| &sort.name);
        let is_held = |sort: &usize| self.sorts.get(*sort).is_some_and(|sort| !sort.is_item);
        let held = self.above(sort).take_while(is_held).map(name);
        std::iter::once(name(sort)).chain(held).collect::<Vec<_>>().join(" ")
    }

    /// The kinds around one, the innermost first.
    fn above(&self, sort: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.sorts.get(sort).and_then(|sort| sort.above), |&up| self.sorts.get(up)?.above)
    }

    /// The discussion in the document. `None` if nothing in it is a post.
    pub(super) fn series(&self, dom: &Dom) -> Option<Series> {
        let judged: Vec<Worth> = self.sorts.iter().map(|sort| Worth::of(dom, sort)).collect();
        let worth = |sort: usize| judged.get(sort).copied().unwrap_or_default();
        let is_item = |sort: &usize| self.sorts.get(*sort).is_some_and(|sort| sort.is_item);
        let items = || (0..self.sorts.len()).filter(is_item);
        let posts =
            items().filter(|&sort| worth(sort).is_posts()).max_by_key(|&sort| (worth(sort).said, usize::MAX - sort));
        let topics =
            items().filter(|&sort| worth(sort).is_topics()).max_by_key(|&sort| (worth(sort).titles, usize::MAX - sort));
        let has_replies =
            |sort: usize| posts.is_some_and(|posts| posts != sort && self.above(posts).any(|up| up == sort));
        if let Some(topics) = topics
            && posts
                .is_none_or(|posts| posts == topics || has_replies(topics) && worth(posts).are_details(worth(topics)))
        {
            let all = FxHashSet::from_iter([topics]);
            return Some(Series { all, opener: None, are_topics: true });
        }
        let posts = posts.or_else(|| self.lone_post(&judged))?;
        // What has a title of its own and contains posts opens threads.
        let within = |sort: &usize| {
            let name = self.sorts.get(*sort).map_or("", |sort| &sort.name);
            self.above(*sort).any(|up| up == posts) && worth(*sort).is_posts() && words::holds_replies(name)
        };
        let is_titled = worth(posts).titled * 2 > worth(posts).objects;
        let inner = items().filter(|sort| is_titled && within(sort)).max_by_key(|&sort| worth(sort).said);
        let posts = inner.unwrap_or(posts);
        let mut all = FxHashSet::from_iter([posts]);
        let mut opener = None;
        for up in self.above(posts) {
            let Worth { posts: said, titled, named, objects, .. } = worth(up);
            if all.contains(&up) {
                continue;
            }
            if is_item(&up) && said * 2 > objects && titled * 2 <= objects {
                all.insert(up);
            } else if titled > 0 || named > 0 || said > 0 && !self.stands_in_list(up) {
                opener = Some(up);
                break;
            }
        }
        // The wrapper of an opener has its id.
        while let Some(up) = opener.and_then(|sort| self.wrapping(dom, sort)) {
            opener = Some(up);
        }
        loop {
            let below = |sort: usize| self.above(sort).any(|up| all.contains(&up));
            let new = items().filter(|sort| !all.contains(sort) && below(*sort)).find(|&sort| {
                let name = self.sorts.get(sort).map_or("", |sort| &sort.name);
                worth(sort).posts * 2 > worth(sort).objects && words::holds_replies(name)
            });
            match new {
                Some(new) => all.insert(new),
                None => break,
            };
        }
        Some(Series { all, opener, are_topics: false })
    }

    /// The kind that wraps one, if the wrapper has an id.
    fn wrapping(&self, dom: &Dom, sort: usize) -> Option<usize> {
        let sort = self.sorts.get(sort).filter(|sort| !sort.is_item)?;
        let is_wrapper = words::of_object(&sort.name) == words::Word::Wrapper;
        let above = sort.above.filter(|_| is_wrapper)?;
        let outer = self.sorts.get(above)?.objects.first()?;
        ["id", "key", "iid"].iter().any(|key| dom.member(*outer, key).is_some()).then_some(above)
    }

    /// Whether the objects of a kind are in a list, themselves or with what contains them.
    fn stands_in_list(&self, sort: usize) -> bool {
        let is_item = |sort: usize| self.sorts.get(sort).is_some_and(|sort| sort.is_item && sort.objects.len() > 1);
        is_item(sort) || self.above(sort).any(is_item)
    }

    /// A post that stands alone.
    fn lone_post(&self, judged: &[Worth]) -> Option<usize> {
        let is_alone = |sort: &usize| judged.get(*sort).is_some_and(|worth| worth.posts > 0 && worth.titled > 0);
        (0..self.sorts.len()).find(is_alone)
    }
}

/// Whether an object is really a list: its members are objects that are alike, under their ids.
fn is_map(dom: &Dom, object: Node) -> bool {
    let mut members = dom.children(object).peekable();
    members.peek().is_some()
        && members.all(|member| {
            let name = dom.key_of(member).map_or("", |key| &key.name);
            dom.kind(member) == Kind::Object
                && dom.children(member).any(|id| dom.said(id) == Some(name) && dom.plain(id).ends_with("id"))
        })
}

/// What the objects of a kind contain.
#[derive(Debug, Clone, Copy, Default)]
struct Worth {
    objects: usize,
    posts: usize,
    /// Posts with a time of their own.
    timed: usize,
    /// Bytes of text in its posts, without repetitions.
    said: usize,
    titled: usize,
    named: usize,
    /// Posts with a title of their own, whose thread is elsewhere.
    topics: usize,
    titles: usize,
    answering: usize,
}

impl Worth {
    fn of(dom: &Dom, sort: &Sort) -> Self {
        let mut worth = Self::default();
        let mut texts = FxHashSet::default();
        let mut titles = FxHashSet::default();
        for &object in &sort.objects {
            let said = Said::of(dom, object);
            worth.objects += 1;
            worth.titled += usize::from(said.title.is_some());
            worth.named += usize::from(said.name.is_some());
            worth.answering += usize::from(said.parent.is_some() || said.depth.is_some());
            if said.is_post() {
                worth.posts += 1;
                worth.timed += usize::from(said.time.is_some());
                let text = said.body.node().map(|body| said::text(dom, body)).unwrap_or_default();
                let weight = if said.body.is_weak(dom) { 4 } else { 1 };
                let length = text.len() / weight;
                if texts.insert(text) {
                    worth.said += length;
                }
            }
            let title = said.title.node().or(said.name.node()).and_then(|title| dom.said(title));
            // Messages have subjects and bodies; a thread that is elsewhere has a title, and a count or no body.
            let is_message = said.title.node().is_some_and(|title| dom.plain(title) == "subject");
            let is_elsewhere = said.replies.is_some() || !said.body.is_some() || !is_message;
            let is_known = said.url.is_some() || said.replies.is_some() || said.time.is_some();
            if let Some(title) = title.filter(|_| is_known && is_elsewhere)
                && titles.insert(title)
            {
                worth.topics += 1;
                worth.titles += title.len();
            }
        }
        worth
    }

    fn is_posts(self) -> bool {
        self.posts * 3 > self.objects || self.posts >= 3
    }

    /// Whether they only tell more about topics that contain them: they have no times, and less text than the titles.
    fn are_details(self, topics: Self) -> bool {
        self.timed * 2 <= self.posts && self.said < topics.titles
    }

    /// Whether nearly each has a title that no other has, and none answers another.
    fn is_topics(self) -> bool {
        self.objects >= 2
            && self.topics * 5 >= self.objects * 4
            && self.answering == 0
            && self.titled.max(self.named) * 5 >= self.objects * 4
    }
}

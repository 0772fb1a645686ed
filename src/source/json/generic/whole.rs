//! Reads an unknown JSON as a whole: gathers its posts, orders them, and hands them over.

use super::dom::{Dom, Kind, Node};
use super::kinds::{Kinds, Series};
use super::notation::Texts;
use super::people::People;
use super::said::{self, Said};
use crate::source::json::record::words as words_of;
use crate::thread::{Builder, Draft, DraftId, Missing, Notation, Parent, Stub, Time};
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// A post that was found.
struct Found {
    object: Node,
    said: Said,
    time: Option<Time>,
    /// The post around it, by its place in the thread.
    above: Option<usize>,
    /// Whether it opens the thread.
    opens: bool,
}

/// A thread that was found.
#[derive(Default)]
struct Topic {
    title: String,
    url: Option<String>,
    posts: Vec<Found>,
    /// The plain key of the list of posts.
    list: String,
    /// The id of the container of the posts.
    id: Option<String>,
    has_opener: bool,
    /// Whether it is one of several lists in a list.
    is_split: bool,
}

/// What an unknown JSON says.
pub(super) struct Discussion {
    topics: Vec<Topic>,
    /// Each post opens a thread of its own.
    are_topics: bool,
}

impl Discussion {
    /// Finds the posts of a document. `None` if nothing in it is one.
    pub(super) fn of(dom: &Dom) -> Option<Self> {
        let kinds = Kinds::of(dom);
        let series = kinds.series(dom)?;
        let mut topics = gather(dom, &kinds, &series);
        topics.retain(|topic| !topic.posts.is_empty());
        (!topics.is_empty()).then_some(Self { topics, are_topics: series.are_topics })
    }

    /// Hands its threads over to a builder.
    pub(super) fn hand_over(self, dom: &Dom, builder: &mut Builder) {
        let Self { topics, are_topics } = self;
        let people = People::of(dom);
        let mut texts = Texts::default();
        for found in topics.iter().flat_map(|topic| &topic.posts) {
            if let Some(body) = found.said.body.node() {
                texts.learn(&said::text(dom, body), dom.plain(body));
            }
            let names = [found.said.author, found.said.title].into_iter().filter_map(|best| dom.said(best.node()?));
            names.for_each(|name| texts.look(name));
        }
        builder.reasons().say(|| evidence(dom, &topics));
        let restart = numbers_restart(dom, &topics);
        let many = topics.len() > 1;
        for mut topic in topics {
            settle(dom, &mut topic, are_topics, restart);
            if many {
                builder.begin();
            }
            Hand { dom, people: &people, texts: &texts, builder }.topic(&topic, are_topics);
        }
    }
}

/// In words: which list holds the posts, and which keys mean what.
fn evidence(dom: &Dom, topics: &[Topic]) -> String {
    let posts = topics.iter().map(|topic| topic.posts.len()).sum::<usize>();
    let list = topics.iter().map(|topic| topic.list.as_str()).find(|list| !list.is_empty()).unwrap_or("the document");
    let said =
        topics.iter().flat_map(|topic| &topic.posts).rfind(|found| found.said.is_post()).map(|found| &found.said);
    let keys = said.map(|said| {
        let fields = [("text", said.body), ("author", said.author), ("time", said.time), ("id", said.id)];
        let others = [("parent", said.parent), ("title", said.title), ("score", said.score), ("depth", said.depth)];
        let named = fields
            .into_iter()
            .chain(others)
            .filter_map(|(what, best)| Some(format!("{what} in {}", dom.key_of(best.node()?)?.name)));
        named.collect::<Vec<_>>().join(", ")
    });
    format!("posts: {posts} in {list}; {}", keys.unwrap_or_default())
}

/// Whether each of several threads numbers its posts from the start: then the first of each opens it.
fn numbers_restart(dom: &Dom, topics: &[Topic]) -> bool {
    let first =
        |topic: &Topic| topic.posts.first().and_then(|found| dom.said(found.said.id.node()?)).map(str::to_owned);
    let restarting = topics.iter().filter(|topic| first(topic).is_some_and(|id| matches!(&*id, "0" | "1"))).count();
    topics.len() > 1 && restarting * 4 >= topics.len() * 3
}

/// Finds the posts of each thread, in document order.
fn gather(dom: &Dom, kinds: &Kinds, series: &Series) -> Vec<Topic> {
    let split = splits(dom, kinds, series);
    let openers = series.opener.and_then(|opener| kinds.sorts.get(opener)).map_or(0, |sort| sort.objects.len());
    let mut topics = vec![Topic { title: room(dom), ..Topic::default() }];
    let mut open: Vec<(Node, usize)> = Vec::new();
    let mut at_list = None;
    for node in 1..dom.len() {
        if dom.kind(node) == Kind::List && split.contains(&node) {
            topics.push(Topic { is_split: true, ..Topic::default() });
            open.clear();
        }
        if dom.kind(node) != Kind::Object {
            continue;
        }
        let Some(sort) = kinds.of_object(node) else { continue };
        let is_opener = series.opener == Some(sort);
        if !is_opener && !series.all.contains(&sort) {
            continue;
        }
        while open.last().is_some_and(|(end, _)| *end <= node) {
            open.pop();
        }
        let said = Said::of(dom, node);
        if is_opener && openers > 1 && open.is_empty() || series.are_topics {
            topics.push(Topic::default());
            open.clear();
        }
        let Some(topic) = topics.last_mut() else { break };
        if !is_opener && at_list != Some(sort) && topic.list.is_empty() {
            topic.list = kinds.path(sort);
            at_list = Some(sort);
        }
        let time = said.time.node().and_then(|time| said::time(dom, time));
        let above = open.last().map(|(_, place)| *place);
        let opens = is_opener && above.is_none() || series.are_topics;
        if opens {
            let title = said.title.node().or(said.name.node()).and_then(|title| dom.said(title)).unwrap_or_default();
            if !title.is_empty() {
                title.clone_into(&mut topic.title);
            }
            topic.url = said.url.node().and_then(|url| dom.said(url)).map(str::to_owned);
            topic.id = said.id.node().and_then(|id| dom.said(id)).map(str::to_owned);
            topic.has_opener = true;
            let is_said = said.body.is_some()
                && !(said.body.is_weak(dom) && said.title.node().is_none() && said.time.node().is_none());
            let is_signed = said.title.is_some()
                && (said.author.is_some() && said.time.is_some() || said.url.is_some() || openers > 1);
            if !series.are_topics && !is_said && !is_signed {
                continue;
            }
        }
        open.push((dom.next(node), topic.posts.len()));
        topic.posts.push(Found { object: node, said, time, above, opens });
    }
    topics
}

/// Lists of posts that are threads of their own: in one list, or in items of one list.
fn splits(dom: &Dom, kinds: &Kinds, series: &Series) -> FxHashSet<Node> {
    let mut lists = FxHashSet::default();
    if series.opener.is_some() || series.are_topics {
        return lists;
    }
    // The open lists, each with whether it may be a thread; and the open posts.
    let mut open: Vec<(Node, Node, bool)> = Vec::new();
    let mut inside = 0;
    for node in 0..dom.len() {
        while open.last().is_some_and(|(_, end, _)| *end <= node) {
            open.pop();
        }
        match dom.kind(node) {
            Kind::List => {
                let in_item = open.last().is_some_and(|(above, ..)| {
                    dom.kind(*above) == Kind::List && *above > 0
                        || dom.kind(*above) == Kind::Object
                            && kinds
                                .of_object(*above)
                                .and_then(|sort| kinds.sorts.get(sort))
                                .is_some_and(|sort| sort.is_item && sort.objects.len() > 1)
                });
                open.push((node, dom.next(node), in_item));
            }
            Kind::Object => {
                let is_post = kinds.of_object(node).is_some_and(|sort| series.all.contains(&sort));
                if is_post && node >= inside {
                    inside = dom.next(node);
                    if let Some(&(list, _, true)) = open.last() {
                        lists.insert(list);
                    }
                }
                open.push((node, dom.next(node), false));
            }
            _ => {}
        }
    }
    if lists.len() < 2 {
        lists.clear();
    }
    lists
}

/// The name of a chat room: that of the document, or of its channel.
fn room(dom: &Dom) -> String {
    const ROOMS: [&str; 8] = ["channel", "room", "conversation", "chat", "forum", "group", "topic", "guild"];
    let Some(root) = dom.children(0).next().filter(|root| dom.kind(*root) == Kind::Object) else {
        return String::new();
    };
    let named = |object: Node| ["title", "name", "fname"].iter().find_map(|key| dom.said(dom.member(object, key)?));
    let rooms = ROOMS.iter().filter_map(|key| dom.member(root, key));
    named(root).or_else(|| rooms.into_iter().find_map(named)).unwrap_or_default().to_owned()
}

/// Orders the posts of a thread and finds its opening.
fn settle(dom: &Dom, topic: &mut Topic, are_topics: bool, restart: bool) {
    let id = |found: &Found| found.said.id.node().and_then(|id| dom.said(id));
    let answered: FxHashSet<&str> =
        topic.posts.iter().filter_map(|found| dom.said(found.said.parent.node()?)).collect();
    let holds: FxHashSet<usize> = topic.posts.iter().filter_map(|found| found.above).collect();
    // An empty object is a post only if it was deleted or answered.
    let is_kept: Vec<bool> = topic
        .posts
        .iter()
        .enumerate()
        .map(|(place, found)| {
            let has_place = found.said.id.is_some() && (found.said.parent.is_some() || found.said.time.is_some());
            found.opens
                || found.said.is_post()
                || holds.contains(&place)
                || found.said.body.is_some() && found.above.is_some()
                || has_place && (found.said.gone().is_some() || id(found).is_some_and(|id| answered.contains(id)))
        })
        .collect();
    let mut places = Vec::with_capacity(is_kept.len());
    let mut kept = 0;
    for is_kept in &is_kept {
        places.push(kept);
        kept += usize::from(*is_kept);
    }
    let mut keeps = is_kept.iter();
    topic.posts.retain(|_| keeps.next().copied().unwrap_or(true));
    for found in &mut topic.posts {
        found.above = found.above.and_then(|above| places.get(above).copied());
    }
    let opens: Vec<bool> = topic.posts.iter().map(|found| found.opens).collect();
    let stands_in = |found: &Found| found.above.is_some_and(|above| opens.get(above) == Some(&false));
    if are_topics || topic.posts.iter().any(stands_in) {
        open_lone_root(dom, topic);
        return;
    }
    merge_opening(dom, topic);
    let first = usize::from(topic.posts.first().is_some_and(|found| found.opens));
    let times: Vec<Time> = topic.posts.iter().skip(first).filter_map(|found| found.time).collect();
    let sinking = times.windows(2).filter(|pair| pair.get(1) < pair.first()).count();
    let rising = times.windows(2).filter(|pair| pair.get(1) > pair.first()).count();
    if sinking > rising * 4 {
        topic.posts.get_mut(first..).unwrap_or_default().reverse();
    } else if sinking > 0 && topic.posts.get(first).is_some_and(|found| dom.key_of(found.object).is_some()) {
        // The members of an object have no order.
        topic.posts.get_mut(first..).unwrap_or_default().sort_by_key(|found| found.time.map(Time::millis));
    }
    open_flat(dom, topic, restart);
}

/// Merges an opening without text with the first post if that has the same author and time.
fn merge_opening(dom: &Dom, topic: &mut Topic) {
    let author = |found: &Found| found.said.author.node().and_then(|author| dom.said(author)).map(str::to_owned);
    let (Some(opening), Some(first)) = (topic.posts.first(), topic.posts.get(1)) else { return };
    let near = match (opening.time, first.time) {
        (Some(one), Some(other)) => one.millis().abs_diff(other.millis()) < 120_000,
        _ => true,
    };
    if !opening.opens
        || opening.said.body.is_some()
        || first.above != Some(0)
        || !near
        || author(opening) != author(first)
    {
        return;
    }
    topic.posts.remove(0);
    for found in &mut topic.posts {
        found.above = found.above.filter(|above| *above > 0).map(|above| above - 1);
    }
    if let Some(first) = topic.posts.first_mut() {
        first.opens = true;
    }
}

/// A single root opens its tree.
fn open_lone_root(dom: &Dom, topic: &mut Topic) {
    if topic.has_opener || topic.posts.iter().filter(|found| found.above.is_none()).count() != 1 {
        return;
    }
    let is_document = |object: Node| dom.children(0).next() == Some(object) && dom.children(0).count() == 1;
    if let Some(root) = topic.posts.first_mut().filter(|root| is_document(root.object)) {
        root.opens = true;
        if let Some(title) = root.said.title.node().and_then(|title| dom.said(title)) {
            title.clone_into(&mut topic.title);
        }
        topic.url = root.said.url.node().and_then(|url| dom.said(url)).map(str::to_owned);
    }
}

/// Finds the post of a list that opens the thread, if there is one.
fn open_flat(dom: &Dom, topic: &mut Topic, restart: bool) {
    if topic.posts.iter().any(|found| found.opens) {
        return;
    }
    let ids: FxHashSet<&str> = topic.posts.iter().filter_map(|found| dom.said(found.said.id.node()?)).collect();
    let answers = |found: &Found| parent(dom, found, &ids).is_some_and(|parent| ids.contains(parent));
    let names_answers =
        ["comment", "repl", "answer", "note", "journal", "children"].iter().any(|word| topic.list.contains(word));
    let roots = topic.posts.iter().filter(|found| !answers(found)).count();
    let is_lone_root = roots == 1 && topic.posts.len() > 1 && topic.posts.first().is_some_and(|first| !answers(first));
    let is_chat = ["message", "result", "update"].iter().any(|word| topic.list.contains(word));
    let titled = topic.posts.iter().filter(|found| found.said.title.is_some()).count();
    let first_has_title = topic.posts.first().is_some_and(|first| first.said.title.is_some());
    let opens = is_lone_root && !(names_answers && topic.has_opener)
        || restart
        || topic.is_split && !is_chat
        || is_numbered(dom, topic)
        || topic.has_opener && !names_answers && !is_chat
        || first_has_title && titled * 2 <= topic.posts.len() + 1;
    if let Some(first) = topic.posts.first_mut().filter(|_| opens) {
        first.opens = true;
        if topic.title.is_empty()
            && let Some(title) = first.said.title.node().and_then(|title| dom.said(title))
        {
            title.clone_into(&mut topic.title);
        }
    }
}

/// Whether a list numbers its posts from the opening one.
fn is_numbered(dom: &Dom, topic: &Topic) -> bool {
    const NUMBERS: [&str; 4] = ["count", "index", "number", "postnumber"];
    let Some(first) = topic.posts.first() else { return false };
    NUMBERS.iter().any(|key| {
        let number = |found: &Found| dom.member(found.object, key).and_then(|node| said::number(dom, node));
        let wrapped = |found: &Found| {
            let inner = dom.member(found.object, "attributes")?;
            dom.member(inner, key).and_then(|node| said::number(dom, node))
        };
        let number = |found: &Found| number(found).or_else(|| wrapped(found));
        let start = number(first);
        start.is_some_and(|start| start == i64::from(key.ends_with("number")))
            && topic.posts.iter().zip(0..).all(|(found, place)| number(found).is_some_and(|number| number >= place))
            && topic.posts.get(1).is_none_or(|second| number(second) > start)
    })
}

/// The id of the post that a post answers. `None` if it names none.
fn parent<'d>(dom: &'d Dom, found: &Found, ids: &FxHashSet<&str>) -> Option<&'d str> {
    let node = found.said.parent.node()?;
    let parent = dom.said(node).filter(|parent| !matches!(*parent, "" | "-1" | "null" | "none" | "root"))?;
    let own = found.said.id.node().and_then(|id| dom.said(id));
    (own != Some(parent) && (parent != "0" || ids.contains("0"))).then_some(parent)
}

/// Hands threads over.
struct Hand<'h> {
    dom: &'h Dom,
    people: &'h People<'h>,
    texts: &'h Texts,
    builder: &'h mut Builder,
}

impl Hand<'_> {
    fn topic(&mut self, topic: &Topic, is_lone: bool) {
        let dom = self.dom;
        let title = words_of(&self.texts.text(Cow::Borrowed(&topic.title)));
        self.builder.title(&title);
        topic.url.iter().for_each(|url| self.builder.url(url));
        let ids: FxHashSet<&str> = topic.posts.iter().filter_map(|found| dom.said(found.said.id.node()?)).collect();
        let strangers: FxHashSet<&str> = topic
            .posts
            .iter()
            .filter_map(|found| parent(dom, found, &ids))
            .filter(|parent| !ids.contains(parent) && topic.id.as_deref() != Some(*parent))
            .collect();
        let has_parents = topic.posts.iter().any(|found| parent(dom, found, &ids).is_some_and(|id| ids.contains(id)));
        let has_depths = !has_parents && topic.posts.iter().all(|found| found.opens || found.said.depth.is_some());
        let mut path: Vec<DraftId> = Vec::new();
        let mut base = None;
        let first = self.builder.len();
        for (place, found) in topic.posts.iter().enumerate() {
            let this = DraftId::new(first + place);
            let quoted;
            let parent = match (parent(dom, found, &ids), found.above) {
                _ if found.opens => Parent::Nothing,
                (Some(parent), _) if ids.contains(parent) => {
                    quoted = self.quoted(found, &ids).unwrap_or(parent);
                    Parent::Id(quoted)
                }
                (_, Some(above)) => Parent::Draft(DraftId::new(first + above)),
                (Some(parent), None) if strangers.len() > 1 && strangers.contains(parent) => Parent::Id(parent),
                _ => Parent::Article,
            };
            let depth = found.said.depth.node().and_then(|depth| said::number(dom, depth));
            let parent = match depth.filter(|_| {
                has_depths && !found.opens && found.above.is_none_or(|above| above == 0 && topic.has_opener)
            }) {
                Some(depth) => {
                    let base = *base.get_or_insert(depth);
                    path.truncate(usize::try_from(depth.saturating_sub(base)).unwrap_or(0));
                    let above = path.last().copied();
                    path.push(this);
                    above.map_or(parent, Parent::Draft)
                }
                None => parent,
            };
            self.post(found, parent, &title);
            if is_lone {
                self.missing(found, this);
            }
        }
    }

    /// The post that an imageboard post quotes first: it answers that rather than the thread.
    fn quoted<'i>(&self, found: &Found, ids: &FxHashSet<&'i str>) -> Option<&'i str> {
        found.said.parent.node().filter(|parent| self.dom.plain(*parent) == "resto")?;
        let body = self.dom.said(found.said.body.node()?)?;
        let mut marks = body.match_indices("&gt;&gt;").map(|(at, mark)| at + mark.len());
        marks.find_map(|at| {
            let rest = body.get(at..)?;
            let digits = rest.get(..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()))?;
            ids.get(digits).copied()
        })
    }

    fn post(&mut self, found: &Found, parent: Parent<'_>, title: &str) {
        let (dom, said) = (self.dom, &found.said);
        let body = said.body.node().map(|body| self.texts.body(said::text(dom, body))).unwrap_or_default();
        let own =
            said.title.node().and_then(|title| dom.said(title)).map(|title| self.texts.text(Cow::Borrowed(title)));
        let notation = self.texts.notation();
        // Unless it opens a thread, a title is a part of a post's text.
        let body = match own.filter(|own| !found.opens && !is_same(own, title)) {
            Some(own) if body.is_empty() => own,
            Some(own) if notation == Notation::Plain && !body.starts_with(&*own) => format!("{own}\n\n{body}").into(),
            _ => body,
        };
        let author = said
            .author
            .node()
            .filter(|author| !found.opens || said.title.is_some() || Some(*author) != said.name.node());
        let author = author.and_then(|author| {
            let name = dom.said(author)?;
            let linked = name.rsplit_once("/~").filter(|_| name.contains("://")).map_or(name, |(_, name)| name);
            Some(self.texts.text(Cow::Borrowed(self.people.name(linked).unwrap_or(linked))))
        });
        let url = said.url.node().and_then(|url| dom.said(url).map(|said| (said, is_about(dom, url))));
        let body = match url {
            Some((about, true)) if body.is_empty() && found.opens && said.gone().is_none() => about.into(),
            _ => body,
        };
        let gone = said.gone();
        let score =
            said.score.node().and_then(|score| said::number(dom, score)).and_then(|score| i32::try_from(score).ok());
        self.builder.add(Draft {
            parent,
            id: said.id.node().and_then(|id| dom.said(id)),
            author: author.as_deref(),
            time: found.time,
            score: score.filter(|score| *score != i32::MIN),
            url: url.map(|(said, _)| said),
            notation,
            body: if gone.is_some() { "" } else { &body },
            gone,
            ..Draft::default()
        });
    }

    /// Records the replies of a thread of which only the opening is here.
    fn missing(&mut self, found: &Found, this: DraftId) {
        let Some(count) = found.said.replies.node() else { return };
        // A count of posts includes the opening.
        let own = i64::from(self.dom.plain(count).starts_with("post") || self.dom.plain(count).starts_with("message"));
        let replies = said::number(self.dom, count).and_then(|count| u32::try_from(count - own).ok());
        let missing = replies.map_or(Missing::Unknown, Missing::Below);
        let url = found.said.url.node().filter(|url| !is_about(self.dom, *url)).and_then(|url| self.dom.said(url));
        self.builder.more(Stub { parent: Parent::Draft(this), missing, address: url, first: None });
    }
}

/// Whether an address may be that of a post's subject, by its key.
fn is_about(dom: &Dom, url: Node) -> bool {
    matches!(dom.plain(url), "url" | "link" | "href")
}

/// Whether the title of a post is that of its thread.
fn is_same(own: &str, title: &str) -> bool {
    let bare = own.trim_start_matches("Re: ").trim_start_matches("RE: ").trim_start_matches("re: ").trim();
    bare == title.trim()
}

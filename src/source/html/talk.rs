//! The discussion of a page, by knowledge of its site or by one general rule.

use super::columns::Known;
use super::dom::{Dom, NodeId};
use super::fields::{Fields, Finder, number};
use super::posts::{self, Spot, Spots};
use super::select::Select;
use super::series::Measure;
use super::sites::{Hang, Site};
use crate::thread::Missing;
use rustc_hash::FxHashSet;
use std::fmt;
use std::ops::Range;
use std::sync::mpsc::sync_channel;

/// The posts of a page, and how to read them.
pub(super) struct Talk {
    pub(super) spots: Spots,
    /// The opening post, if it is not one of the others.
    pub(super) opening: Option<NodeId>,
    /// The first post opens the thread.
    pub(super) opens_itself: bool,
    /// The posts were found by appearance, so what opens the thread must be found too.
    pub(super) is_guess: bool,
    /// What the reader must know about how the posts were found.
    pub(super) notice: Option<&'static str>,
    /// How the posts were found.
    pub(super) way: Way,
    /// The results of comparing the posts with each other. Empty if they were not compared.
    pub(super) compared: Vec<Known>,
    more: Select,
    finder: Finder,
}

/// How the posts of a page were found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Way {
    /// By what is known of a site of this name.
    Site(&'static str),
    /// By the names and numbers of their elements.
    Named,
    /// By repetition.
    Repeated(Measure),
}

impl fmt::Display for Way {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Site(name) => write!(out, "by what is known of {name}"),
            Self::Named => out.write_str("by the names and numbers of their elements"),
            Self::Repeated(measure) => write!(out, "by what repeats: {measure}"),
        }
    }
}

impl Talk {
    /// In words: which elements are the posts, and how they were found.
    pub(super) fn evidence(&self, dom: &Dom) -> String {
        let first = self.spots.first().map(|spot| element(dom, spot.node)).unwrap_or_default();
        let mut words = format!("posts: {} such as {first}, found {}", self.spots.len(), self.way);
        if !self.compared.is_empty() {
            words.push_str("; names, dates and texts by comparing the posts with each other");
        }
        words
    }

    /// Whether there are any posts.
    pub(super) fn is_any(&self) -> bool {
        !self.spots.is_empty()
    }

    /// The posts of a known site.
    pub(super) fn of_site(dom: &Dom, site: &Site) -> Self {
        let select = Select::new(site.post);
        let nodes: Vec<_> = dom.all().filter(|&node| select.matches(dom, node)).collect();
        Self::hung(dom, site, &nodes)
    }

    /// The posts of elements, related as the site describes.
    pub(super) fn hung(dom: &Dom, site: &Site, nodes: &[NodeId]) -> Self {
        let mut nodes = nodes.to_vec();
        if site.hang == Hang::Forum {
            // A forum's posts do not nest: a post within a post is the same one again.
            let mut end = NodeId::ROOT;
            nodes.retain(|&node| {
                let is_outermost = node >= end;
                end = end.max(dom.end(node));
                is_outermost
            });
        }
        let mut spots = posts::nested(dom, &nodes);
        posts::extend(dom, &mut spots);
        match site.hang {
            Hang::Nested => hang_as_they_stand(dom, &mut spots),
            Hang::Level(from) => {
                let select = Select::new(from);
                let levels: Vec<i64> = spots.iter().map(|spot| level_by(dom, &select, spot.node)).collect();
                posts::hang_by_level(&mut spots, &levels);
            }
            Hang::Forum => {
                let levels: Vec<i64> = spots.iter().map(|spot| posts::level(dom, spot.node)).collect();
                posts::hang_by_level(&mut spots, &levels);
            }
            Hang::Under(from) => {
                let select = Select::new(from);
                let levels: Vec<i64> = spots.iter().map(|spot| select.matches(dom, spot.node).into()).collect();
                posts::hang_by_level(&mut spots, &levels);
            }
        }
        Self::new(dom, site, spots)
    }

    /// Posts at the given places, related by their positions.
    pub(super) fn of_spots(dom: &Dom, site: &Site, mut spots: Spots) -> Self {
        hang_as_they_stand(dom, &mut spots);
        Self::new(dom, site, spots)
    }

    fn new(dom: &Dom, site: &Site, spots: Spots) -> Self {
        let opening = Select::new(site.opening).find(dom, &dom.all()).map(|(node, _)| node);
        Self {
            spots,
            opening,
            opens_itself: matches!(site.hang, Hang::Forum | Hang::Under(_)),
            is_guess: false,
            notice: None,
            way: if site.name.is_empty() { Way::Named } else { Way::Site(site.name) },
            compared: Vec::new(),
            more: Select::new(site.more),
            finder: finder(site),
        }
    }

    /// The text and the metadata of a post.
    pub(super) fn read(&self, dom: &Dom, place: usize) -> Fields {
        if let Some(spot) = self.spots.get(place).filter(|spot| self.more.matches(dom, spot.node)) {
            let link = dom.below(spot.node).find_map(|node| dom.attribute(node, "href"));
            let url = link.filter(|link| !link.starts_with("javascript:") && !link.starts_with('#'));
            let missing = Some(missing(&dom.text_of(spot.node)));
            return Fields { missing, url: url.map(str::to_owned), ..Fields::default() };
        }
        self.finder.read(dom, &posts::own(&self.spots, place), self.compared.get(place))
    }

    /// The author of a post, and the node of the name.
    pub(super) fn author(&self, dom: &Dom, place: usize) -> Option<(NodeId, String)> {
        let known = self.compared.get(place).and_then(|known| known.author.clone());
        known.or_else(|| self.finder.author_of(dom, &posts::own(&self.spots, place)))
    }

    /// Reads every post and passes them on in order. If there are many, a second thread reads every other group of
    /// them.
    pub(super) fn read_all(&self, dom: &Dom, mut take: impl FnMut(usize, &Spot, Fields)) {
        const HANDFUL: usize = 64;
        const MANY: usize = 512;
        const WAITING: usize = 4;
        let read = |handful: usize| {
            let end = self.spots.len().min((handful + 1) * HANDFUL);
            (handful * HANDFUL..end).map(|place| self.read(dom, place)).collect::<Vec<_>>()
        };
        let handfuls = self.spots.len().div_ceil(HANDFUL);
        std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel(WAITING);
            if self.spots.len() >= MANY {
                scope.spawn(move || (1..handfuls).step_by(2).try_for_each(|handful| sender.send(read(handful)).ok()));
            } else {
                drop(sender);
            }
            for handful in 0..handfuls {
                let other = if handful % 2 == 1 { receiver.recv().ok() } else { None };
                let fields = other.unwrap_or_else(|| read(handful));
                for (place, fields) in (handful * HANDFUL..).zip(fields) {
                    if let Some(spot) = self.spots.get(place) {
                        take(place, spot, fields);
                    }
                }
            }
        });
    }

    /// The opening post, without the posts within it.
    pub(super) fn read_opening(&self, dom: &Dom, node: NodeId) -> Fields {
        let mut pieces: Vec<Range<NodeId>> = Vec::new();
        let (mut start, end) = (node, dom.end(node));
        for spot in self.spots.iter().filter(|spot| dom.contains(node, spot.node)) {
            if start < spot.node {
                pieces.push(start..spot.node);
            }
            start = start.max(spot.end);
        }
        pieces.push(start..end.max(start));
        self.finder.read(dom, &pieces, None)
    }
}

/// An element as its start tag, cut where it is long.
pub(super) fn element(dom: &Dom, node: NodeId) -> String {
    const LONGEST: usize = 60;
    let cut = |value: &str| value.chars().take(LONGEST).collect::<String>();
    let mut tag = format!("<{}", dom.name(node));
    for (key, value) in [("id", dom.id(node)), ("class", dom.attribute(node, "class"))] {
        if let Some(value) = value {
            tag.push_str(&format!(" {key}=\"{}\"", cut(value)));
        }
    }
    tag + ">"
}

/// How many replies a stub stands for, by its words.
fn missing(text: &str) -> Missing {
    let count = number(text).and_then(|count| u32::try_from(count).ok());
    count.filter(|count| *count > 0).map_or(Missing::Others, Missing::Count)
}

fn finder(site: &Site) -> Finder {
    Finder {
        author: Select::new(site.author),
        time: Select::new(site.time),
        body: Select::new(site.body),
        url: Select::new(site.url),
        score: Select::new(site.score),
        away: Select::new(site.away),
    }
}

/// Every id and class of a page, and its custom element names.
pub(super) fn words(dom: &Dom) -> FxHashSet<&str> {
    let mut words = FxHashSet::default();
    for node in dom.all() {
        if dom.name(node).contains('-') {
            words.insert(dom.name(node));
        }
        for (key, value) in dom.attributes(node) {
            match key {
                "id" => {
                    words.insert(value);
                }
                "class" => words.extend(value.split_ascii_whitespace()),
                _ => {}
            }
        }
    }
    words
}

/// Relates posts that are not nested by their classes, or otherwise by the lists and margins around them.
fn hang_as_they_stand(dom: &Dom, spots: &mut Spots) {
    let classes: Option<Vec<i64>> = spots.iter().map(|spot| posts::depth_class(dom, spot.node)).collect();
    let levels = classes.unwrap_or_else(|| {
        let levels: Vec<i64> = spots.iter().map(|spot| posts::level(dom, spot.node)).collect();
        let is_flat = levels.iter().all(|level| Some(level) == levels.first());
        if is_flat { posts::spacers(dom, spots).unwrap_or(levels) } else { levels }
    });
    posts::hang_by_level(spots, &levels);
}

/// The depth stated by a number in a post, or otherwise before it in its container.
fn level_by(dom: &Dom, select: &Select, node: NodeId) -> i64 {
    let row = dom.ancestors(node).find(|&above| dom.name(above) == "tr").unwrap_or(node);
    let found = select.find(dom, &NodeId::each(dom.range(node)));
    let found = found.or_else(|| select.find(dom, &NodeId::each(row..node)));
    found.and_then(|(node, name)| dom.attribute(node, name?)?.trim().parse().ok()).unwrap_or(0)
}

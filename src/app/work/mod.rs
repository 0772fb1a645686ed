//! Work beside the screen: pure functions of a thread.
//!
//! [`Work`] says what is to be found out, and [`Work::run`] finds it out. At most one work of each [`Lane`] is wanted at a
//! time; a [`Job`](lane::Job) names it, so that what came too late is told apart.

pub(in crate::app) mod lane;
pub(in crate::app) mod parcel;
pub(in crate::app) mod portrait;
pub(in crate::app) mod remap;
pub(in crate::app) mod rules;
pub(in crate::app) mod scores;
pub(in crate::app) mod survey;
pub(in crate::app) mod topics;

use self::lane::{Lane, Slot};
use self::portrait::Portrait;
use self::rules::{Rule, Ruled};
use self::scores::Scores;
use self::survey::Survey;
use self::topics::Topics;
use crate::app::link::Link;
use crate::query::{self, Facts, Found, Linked, Spoken, Wanted};
use crate::thread::{PostId, Sort, Thread};
use crate::topic::Distances;
use std::sync::Arc;

/// Something to find out about the open thread.
#[derive(Debug, Clone)]
pub enum Work {
    /// Find posts.
    Seek {
        /// What for.
        slot: Slot,
        /// What to search for.
        wanted: Wanted,
        /// Where to begin.
        from: PostId,
    },
    /// Sort the replies.
    Sort {
        /// The order.
        sort: Sort,
        /// The drift of everything, if it is known already.
        scores: Option<Arc<Scores>>,
    },
    /// Count a subthread for the overview.
    Survey(PostId),
    /// Find the topics of branches of the overview.
    Topics {
        /// The post that the overview is of.
        root: PostId,
        /// The branches.
        branches: Vec<PostId>,
        /// The drift of everything.
        scores: Arc<Scores>,
    },
    /// Find who addresses whom.
    Listen,
    /// Find what rules apply to.
    Rule {
        /// The rules.
        rules: Arc<[Rule]>,
        /// What is known beside the thread.
        facts: Arc<Facts>,
    },
    /// Make the card of a post's author.
    Portray(PostId),
    /// Find whether a link leads to a post of the thread.
    Lead {
        /// The post that contains it.
        from: PostId,
        /// Its target, uncleaned.
        target: String,
        /// The link for opening outside, or why it is not opened.
        link: Result<Link, String>,
    },
    /// Collect the links of a post and everything below it.
    Links(PostId),
    /// Score how far everything has drifted from this opening post.
    Score(PostId),
}

/// What work found out.
#[derive(Debug)]
pub enum Outcome {
    /// A part of a search's results.
    Found(Found),
    /// The thread in another order.
    Sorted {
        /// The order.
        sort: Sort,
        /// The thread in that order.
        thread: Arc<Thread>,
        /// For each post of the thread before, its new place.
        places: Vec<PostId>,
    },
    /// The overview of a subthread.
    Surveyed(Survey),
    /// The topics of branches in the overview.
    Topics(Topics),
    /// Who addresses whom.
    Listened(Spoken),
    /// The results of the rules.
    Ruled(Ruled),
    /// The card of an author, if there was one.
    Portrayed(Option<Portrait>),
    /// Where a link leads.
    Led {
        /// The post that it leads to, if it is in the thread.
        post: Option<PostId>,
        /// The link for opening outside, or why it is not opened.
        link: Result<Link, String>,
    },
    /// The links of a subthread.
    Linked {
        /// Its first post.
        root: PostId,
        /// The links, in the order of reading.
        links: Vec<Linked>,
        /// Whether there are more than these.
        more: bool,
    },
    /// The scores of a thread.
    Scored(Arc<Scores>),
    /// Nothing can be found out; why.
    Failed(String),
}

/// Links in a list at most.
const LINKS: usize = 5000;

impl Work {
    /// The lane that it runs in.
    pub fn lane(&self) -> Lane {
        match self {
            Self::Seek { slot, .. } => Lane::Seek(*slot),
            Self::Sort { .. } => Lane::Sort,
            Self::Survey(_) => Lane::Survey,
            Self::Topics { .. } => Lane::Topics,
            Self::Listen => Lane::Listen,
            Self::Rule { .. } => Lane::Rule,
            Self::Portray(_) => Lane::Portray,
            Self::Lead { .. } => Lane::Lead,
            Self::Links(_) => Lane::Links,
            Self::Score(_) => Lane::Score,
        }
    }

    /// Runs on a thread and tells what it finds. Once `goes_on` returns false it stops soon and tells nothing more.
    pub fn run(self, thread: &Arc<Thread>, goes_on: &dyn Fn() -> bool, tell: &mut dyn FnMut(Outcome)) {
        let outcome = match self {
            Self::Seek { wanted, from, .. } => {
                return query::seek(thread, &wanted, from, |found| {
                    if goes_on() {
                        tell(Outcome::Found(found));
                    }
                    goes_on()
                });
            }
            Self::Sort { sort, scores } => sorted(thread, sort, scores.as_deref(), goes_on),
            Self::Survey(root) => Some(Outcome::Surveyed(Survey::of(thread, root))),
            Self::Topics { root, branches, scores } => {
                Some(Outcome::Topics(Topics::of(thread, root, &branches, &scores)))
            }
            Self::Listen => Spoken::of(thread, goes_on).map(Outcome::Listened),
            Self::Rule { rules, facts } => Ruled::of(thread, &rules, &facts, goes_on).map(Outcome::Ruled),
            Self::Portray(post) => Some(Outcome::Portrayed(Portrait::of(thread, post))),
            Self::Lead { from, target, link } => {
                Some(Outcome::Led { post: query::led_to(thread, from, &target), link })
            }
            Self::Links(root) => {
                let (links, more) = query::links(thread, root, LINKS);
                Some(Outcome::Linked { root, links, more })
            }
            Self::Score(opening) => Scores::of(thread, opening, goes_on).map(Arc::new).map(Outcome::Scored),
        };
        if let Some(outcome) = outcome.filter(|_| goes_on()) {
            tell(outcome);
        }
    }

    /// What it is called when it fails.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Seek { .. } => "searching",
            Self::Sort { .. } => "sorting",
            Self::Survey(_) => "counting",
            Self::Topics { .. } => "looking for topics",
            Self::Listen => "looking for quotations",
            Self::Rule { .. } => "applying the rules",
            Self::Portray(_) => "looking at an author",
            Self::Lead { .. } => "following a link",
            Self::Links(_) => "looking for links",
            Self::Score(_) => "finding what is off-topic",
        }
    }

    /// The same work on the thread that replaces this one; `place` is the new place of a post. `None` if it is not about
    /// one post that is still there: whoever wants other work asks for it anew.
    pub(in crate::app) fn moved(&self, place: impl Fn(PostId) -> Option<PostId>) -> Option<Self> {
        Some(match self {
            Self::Survey(root) => Self::Survey(place(*root)?),
            Self::Portray(post) => Self::Portray(place(*post)?),
            Self::Links(root) => Self::Links(place(*root)?),
            Self::Lead { from, target, link } => {
                Self::Lead { from: place(*from)?, target: target.clone(), link: link.clone() }
            }
            _ => return None,
        })
    }
}

impl Outcome {
    /// Whether nothing more comes of the same work.
    pub(in crate::app) fn is_last(&self) -> bool {
        !matches!(self, Self::Found(Found { complete: false, .. }))
    }
}

fn sorted(thread: &Thread, sort: Sort, scores: Option<&Scores>, goes_on: impl Fn() -> bool) -> Option<Outcome> {
    let known = scores.filter(|_| !thread.is_shelf() && sort == Sort::Drift).map(Scores::distances);
    Some(match Distances::sorted(thread, sort, known, goes_on)? {
        Ok((thread, places)) => Outcome::Sorted { sort, thread: Arc::new(thread), places },
        Err(why) => Outcome::Failed(why.to_owned()),
    })
}

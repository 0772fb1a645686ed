//! Rules of the reader's own: what a query finds is put away, stands out or has a word behind its author's name.
//!
//! They are put to the whole thread beside the screen, whenever it is here or is another, and what they do is never
//! remembered: it comes from the configuration each time, and goes with it.

use super::asking::{Ask, Asking};
use super::{App, Effect, Given, Slot};
use crate::query::{Facts, Query, Wanted, seek};
use crate::thread::{PostId, PostSet, Text, Thread, Time};
use crate::topic::Verdict;
use crate::visit::{Away, By, Label};
use std::sync::Arc;

/// What is done with every post that a query finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its name; where it has none its number, from 1.
    pub(crate) name: Text,
    pub(crate) query: Arc<Query>,
    pub(crate) does: Does,
    /// From this moment on it does nothing.
    pub(crate) until: Option<Time>,
}

/// What a rule does with a post.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Does {
    /// It is put away with all below it.
    PutAway(Label),
    /// It stands out.
    Highlight,
    /// The word stands behind its author's name.
    Tag(Text),
}

/// What rules have found in a thread.
#[derive(Debug, Default)]
pub struct Ruled {
    /// What is to be put away, in document order, each by the rule of such a number: none inside of another.
    away: Vec<(PostId, usize)>,
    highlighted: PostSet,
    tagged: Vec<(Text, PostSet)>,
}

/// The rules, and what they have found.
#[derive(Debug, Default)]
pub(super) struct Ruling {
    rules: Vec<Rule>,
    /// Those of them that are put to the thread.
    asked: Arc<[Rule]>,
    /// Those that wait until it is known how far everything has drifted.
    waiting: Vec<Text>,
    /// They are put to the thread as it is now.
    is_asked: bool,
    /// Names the work in its result.
    ticket: u64,
    ruled: Ruled,
    /// What is to be put away has not been yet.
    is_waiting: bool,
    /// How many subthreads the rule that is tried would put away, once all of them are found.
    tried: Option<usize>,
}

impl Rule {
    /// Whether it can be put to a thread only when it is known how far everything there has drifted.
    fn asks_for_drift(&self) -> bool {
        self.query.asks_for_drift()
    }
}

impl Ruled {
    /// Whether nothing was found.
    fn is_empty(&self) -> bool {
        self.away.is_empty() && self.highlighted.is_empty() && self.tagged.is_empty()
    }

    /// Puts rules to a thread. Nothing comes of it if `go_on` says so in the meantime.
    pub fn of(thread: &Thread, rules: &[Rule], facts: &Arc<Facts>, go_on: impl Fn() -> bool) -> Option<Self> {
        let mut ruled = Self { highlighted: PostSet::none(thread.len()), ..Self::default() };
        for (number, rule) in rules.iter().enumerate() {
            let wanted = Wanted::Query(Arc::clone(&rule.query), Arc::clone(facts));
            let mut hits = PostSet::none(thread.len());
            let mut is_whole = false;
            seek(thread, &wanted, PostId::ARTICLE, |found| {
                found.posts.iter().for_each(|&post| hits.insert(post));
                is_whole = found.complete;
                go_on()
            });
            if !is_whole {
                return None;
            }
            match &rule.does {
                Does::PutAway(_) => ruled.away.extend(highest(thread, &hits).map(|post| (post, number))),
                Does::Highlight => hits.within(0..thread.len()).for_each(|post| ruled.highlighted.insert(post)),
                Does::Tag(tag) => ruled.tagged.push((tag.clone(), hits)),
            }
        }
        // Of several rules that find a post the first one has it.
        ruled.away.sort_unstable();
        let mut end = 0;
        ruled.away.retain(|&(post, _)| {
            let is_inside = post.index() < end;
            end = end.max(thread.subtree(post).end);
            !is_inside
        });
        Some(ruled)
    }
}

/// Those of some posts that are not below another of them. What opens a thread cannot be put away, and is none.
fn highest<'a>(thread: &'a Thread, hits: &'a PostSet) -> impl Iterator<Item = PostId> + 'a {
    let mut end = 0;
    hits.within(0..thread.len()).filter(move |&post| {
        let is_one = post.index() >= end && thread.opening(post) != post && post != PostId::ARTICLE;
        if is_one {
            end = thread.subtree(post).end;
        }
        is_one
    })
}

impl Ruling {
    pub(super) fn set_up(&mut self, rules: Vec<Rule>) {
        self.rules = rules;
        self.forget();
    }

    /// The thread is another: what was found in it is not to be found there.
    pub(super) fn forget(&mut self) {
        self.ruled = Ruled::default();
        self.ask_again();
    }

    /// What is known beside the thread is other than it was.
    pub(super) fn ask_again(&mut self) {
        (self.is_asked, self.is_waiting) = (false, false);
    }
}

impl App {
    /// Puts rules to the thread again that ask how far something has drifted: that is known now, or is to be found out
    /// of another thread.
    pub(super) fn ask_rules_by_drift(&mut self) {
        if self.ruling.rules.iter().any(Rule::asks_for_drift) {
            self.ruling.ask_again();
        }
    }

    /// Puts the rules to the thread once all of it is here, and does what they have found as soon as nothing else
    /// has the folds.
    pub(super) fn look_at_rules(&mut self) {
        if !self.ruling.is_asked && self.is_loaded() {
            self.ruling.is_asked = true;
            self.ask_rules();
        }
        if self.ruling.is_waiting && self.preview().is_none() && !self.view.is_filtered() {
            self.ruling.is_waiting = false;
            self.put_away_ruled();
        }
    }

    fn ask_rules(&mut self) {
        // What is found for rules of before is not waited for any more.
        self.ruling.ticket += 1;
        let now = self.status.now();
        let holds = |rule: &&Rule| rule.until.is_none_or(|until| now < until);
        let (by_drift, others): (Vec<_>, Vec<_>) =
            self.ruling.rules.iter().filter(holds).cloned().partition(Rule::asks_for_drift);
        let is_read = !by_drift.is_empty() && !self.index.is_open();
        let scores = if is_read { self.scores_or_ask() } else { None };
        self.ruling.waiting.clear();
        self.ruling.asked = match &scores {
            // In the order that they are written in: of several the first one has a post.
            Some(scores) if scores.verdict() == Verdict::Enough => {
                self.ruling.rules.iter().filter(holds).cloned().collect()
            }
            Some(_) => others.into(),
            None => {
                self.ruling.waiting = by_drift.into_iter().map(|rule| rule.name).collect();
                others.into()
            }
        };
        if self.ruling.asked.is_empty() && self.ruling.ruled.is_empty() {
            return;
        }
        // A rule shall not see what rules have done.
        let mut facts = self.facts();
        facts.away.retain(|(post, _)| self.away(*post).is_some_and(|away| !away.by.is_rule()));
        let (ticket, rules) = (self.ruling.ticket, Arc::clone(&self.ruling.asked));
        self.effects.push(Effect::Rule { ticket, rules, facts: Arc::new(facts) });
    }

    /// What the rules find is here.
    pub(super) fn ruled(&mut self, ticket: u64, ruled: Ruled) {
        if ticket == self.ruling.ticket && self.ruling.is_asked {
            self.ruling.ruled = ruled;
            self.ruling.is_waiting = true;
        }
    }

    fn put_away_ruled(&mut self) {
        let (at, asked) = (self.status.now(), Arc::clone(&self.ruling.asked));
        let away = |&(post, number): &(PostId, usize)| {
            let rule = asked.get(number)?;
            let Does::PutAway(label) = rule.does else { return None };
            let reason = Text::line(&rule.query.to_string());
            Some((post, Away { label, reason, by: By::Rule(rule.name.clone()), at }))
        };
        let mut away: Vec<_> = self.ruling.ruled.away.iter().filter_map(away).collect();
        let thread = self.thread.clone();
        // What a rule has put away that waits for scores stays so until they are there.
        let is_waiting = |away: &Away| matches!(&away.by, By::Rule(name) if self.ruling.waiting.contains(name));
        let kept = self.view.aside().within(&thread, PostId::ARTICLE).filter(|(_, away)| is_waiting(away));
        away.extend(kept.map(|(post, away)| (post, away.clone())));
        away.sort_by_key(|(post, _)| *post);
        away.dedup_by_key(|(post, _)| *post);
        self.view.rule(&thread, away);
    }

    /// Whether a rule makes a post stand out.
    pub(crate) fn is_highlighted(&self, post: PostId) -> bool {
        self.ruling.ruled.highlighted.contains(post)
    }

    /// The words that rules put behind the name of a post's author.
    pub(crate) fn tags(&self, post: PostId) -> impl Iterator<Item = &Text> {
        self.ruling.ruled.tagged.iter().filter(move |(_, posts)| posts.contains(post)).map(|(tag, _)| tag)
    }

    /// How many subthreads the rule that is tried would put away, once that is known.
    pub(crate) fn tried(&self) -> Option<usize> {
        self.ruling.tried
    }

    /// Begins to try a query as a rule.
    pub(super) fn try_rule(&mut self, wanted: Wanted) {
        self.ruling.tried = None;
        self.begin(Slot::Rule, wanted, PostId::ARTICLE, None);
    }

    /// All that the rule which is tried finds has been found.
    pub(super) fn rule_tried(&mut self) {
        let sought = self.finder.of(Slot::Rule);
        self.ruling.tried = sought.map(|sought| highest(&self.thread, sought.hits()).count());
    }

    /// Tells how a rule that was tried is written down.
    pub(super) fn rule_entered(&mut self, ask: &Ask) {
        let typed = ask.prompt.typed().trim();
        self.finder.end(Slot::Rule);
        if typed.is_empty() {
            return;
        }
        for line in ["[[rule]]", &format!("query = {}", quoted(typed)), "put-away = \"noise\""] {
            self.status.notice(line, Some("! shows the rule as the configuration takes it"));
        }
    }
}

/// A text as TOML writes it: between marks that do not stand in it, or with backslashes before those that do.
fn quoted(text: &str) -> String {
    if !text.contains('\'') && !text.contains(char::is_control) {
        return format!("'{text}'");
    }
    let mut quoted = String::from('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            _ if char.is_control() => quoted += &format!("\\u{:04X}", u32::from(char)),
            _ => quoted.push(char),
        }
    }
    quoted + "\""
}

/// Shows what a query would find were it a rule, and how that is written down; nothing is changed.
pub(super) fn test_rule(app: &mut App, _: Given) {
    app.ruling.tried = None;
    app.ask(Asking::Rule);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_written_as_toml_reads_it() {
        for typed in ["author:gull", r#""a lamp" /\d+/"#, r#"it's "so" /\w/"#, "it's\u{7f}"] {
            let written = format!("query = {}", quoted(typed));
            let read: toml::Table = written.parse().unwrap();
            assert_eq!(read["query"].as_str(), Some(typed));
        }
    }
}

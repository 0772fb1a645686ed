//! The reader's rules: hits of a query are put away, highlighted, or tagged behind their author's name.
//!
//! Rules run beside the screen over the whole thread, each time it comes or changes. Their effects are never
//! remembered: they come from the configuration each time, and go with it.

use crate::app::App;
use crate::app::keys::command::Given;
use crate::app::state::finder::Asking;
use crate::app::work::Work;
use crate::app::work::lane::{Lane, Slot};
use crate::app::work::rules::{Does, Rule, Ruled, highest};
use crate::query::Wanted;
use crate::thread::{PostId, Text};
use crate::topic::Verdict;
use crate::visit::{Away, By};
use std::sync::Arc;

impl App {
    /// Repeats rules that ask for drift, which is known now or must be found for another thread.
    pub(in crate::app) fn ask_rules_by_drift(&mut self) {
        if self.ruling.rules.iter().any(Rule::asks_for_drift) {
            self.ruling.ask_again();
        }
    }

    /// Runs the rules once the whole thread is here, and applies their results as soon as nothing else controls the
    /// folds.
    pub(in crate::app) fn look_at_rules(&mut self) {
        if !self.ruling.is_asked && self.is_loaded() {
            self.ruling.is_asked = true;
            self.ask_rules();
        }
        if self.ruling.is_waiting && self.preview().is_none() && !self.reading.is_filtered() {
            self.ruling.is_waiting = false;
            self.put_away_ruled();
        }
    }

    fn ask_rules(&mut self) {
        // Results of earlier rules are no longer wanted.
        self.stop_work(Lane::Rule);
        let now = self.status.now();
        let holds = |rule: &&Rule| rule.until.is_none_or(|until| now < until);
        let (by_drift, others): (Vec<_>, Vec<_>) =
            self.ruling.rules.iter().filter(holds).cloned().partition(Rule::asks_for_drift);
        let is_read = !by_drift.is_empty() && !self.index.is_open();
        let scores = if is_read { self.scores_or_ask() } else { None };
        self.ruling.waiting.clear();
        self.ruling.asked = match &scores {
            // In the order they are written: the first matching rule takes a post.
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
        // A rule must not see the effects of rules.
        let mut facts = self.facts();
        facts.away.retain(|(post, _)| self.away(*post).is_some_and(|away| !away.by.is_rule()));
        let rules = Arc::clone(&self.ruling.asked);
        self.ask_for(Work::Rule { rules, facts: Arc::new(facts) });
    }

    /// Takes the results of the rules.
    pub(in crate::app) fn ruled(&mut self, ruled: Ruled) {
        if self.ruling.is_asked {
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
        // What a rule has put away and now waits for scores stays away until they come.
        let is_waiting = |away: &Away| matches!(&away.by, By::Rule(name) if self.ruling.waiting.contains(name));
        let kept =
            self.reading.aside().within(&self.reading.thread, PostId::ARTICLE).filter(|(_, away)| is_waiting(away));
        away.extend(kept.map(|(post, away)| (post, away.clone())));
        away.sort_by_key(|(post, _)| *post);
        away.dedup_by_key(|(post, _)| *post);
        self.reading.rule(away);
    }

    /// Whether a rule highlights a post.
    pub(crate) fn is_highlighted(&self, post: PostId) -> bool {
        self.ruling.ruled.highlighted.contains(post)
    }

    /// The tags that rules put behind a post's author.
    pub(crate) fn tags(&self, post: PostId) -> impl Iterator<Item = &Text> {
        self.ruling.ruled.tagged.iter().filter(move |(_, posts)| posts.contains(post)).map(|(tag, _)| tag)
    }

    /// The number of subthreads that a tried rule would put away. `None` until that is known.
    pub(crate) fn tried(&self) -> Option<usize> {
        self.ruling.tried
    }

    /// Starts to try a query as a rule.
    pub(in crate::app) fn try_rule(&mut self, wanted: Wanted) {
        self.ruling.tried = None;
        self.begin(Slot::Rule, wanted, PostId::ARTICLE, None);
    }

    /// Takes all hits of a tried rule.
    pub(in crate::app) fn rule_tried(&mut self) {
        let sought = self.finder.of(Slot::Rule);
        self.ruling.tried = sought.map(|sought| highest(&self.reading.thread, sought.hits()).count());
    }

    /// Shows how to write down a rule that was tried.
    pub(in crate::app) fn rule_entered(&mut self, typed: &str) {
        let typed = typed.trim();
        self.finder.end(Slot::Rule);
        if typed.is_empty() {
            return;
        }
        for line in ["[[rule]]", &format!("query = {}", quoted(typed)), "put-away = \"noise\""] {
            let told = self.keyed("{notices} shows the rule as the configuration takes it");
            self.status.notice(line, Some(&told));
        }
    }
}

/// A text in TOML: between quotes that it does not contain, or with escapes.
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

/// Shows what a query would find as a rule, and how to write it down; changes nothing.
pub(in crate::app) fn test_rule(app: &mut App, _: Given) {
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

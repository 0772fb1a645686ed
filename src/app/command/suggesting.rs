//! Suggestions: drifted subthreads, folded as a preview until the reader accepts them or not.

use crate::app::App;
use crate::app::command::program;
use crate::app::keys::command::Given;
use crate::app::panel::Panel;
use crate::app::panel::questions::TakeAll;
use crate::app::state::aside::Swap;
use crate::app::state::history::Step;
use crate::app::state::moved::Moved;
use crate::app::state::preview::{Preview, Shared, Spares};
use crate::app::state::suggestions::Wish;
use crate::app::work::Work;
use crate::app::work::lane::Lane;
use crate::app::work::scores::{Scores, Threshold};
use crate::query::Drifts;
use crate::rows::Flips;
use crate::thread::{PostId, Text};
use crate::topic::Level;
use crate::visit::{Away, By, Label};
use std::rc::Rc;
use std::sync::Arc;

/// Suggestions whose words are recorded when all are taken at once; the rest get only scores.
const TOLD: usize = 2000;

impl App {
    /// The suggestions on the screen. `None` if there are none.
    pub(crate) fn preview(&self) -> Option<&Preview> {
        self.reading.preview()
    }

    /// Whether the reader waits for scores.
    pub(crate) fn is_scoring(&self) -> bool {
        self.running.has(Lane::Score) && self.suggester.wish.is_some()
    }

    /// Why the subthread of a post is suggested. `None` if it is not. The words come when its line is shown.
    pub(crate) fn suggested(&self, post: PostId) -> Option<Text> {
        let preview = self.preview().filter(|preview| preview.has(post))?;
        let known = self.suggester.reasons.get(&post).cloned();
        Some(known.unwrap_or_else(|| preview.scores.told(post)))
    }

    /// Whether a suggested subthread only wanders.
    pub(crate) fn wanders(&self, post: PostId) -> bool {
        self.preview().is_some_and(|preview| preview.wanders(post))
    }

    /// The drift of a post's subthread, if the reader wants to see it or must choose by it.
    pub(crate) fn shown_drift(&self, post: PostId) -> Option<f32> {
        let (preview, wanted) = (self.preview(), self.suggester.shows_drift);
        match preview.filter(|preview| wanted || preview.doubt().is_some()) {
            Some(preview) if !preview.has(post) && self.away(post).is_none() => preview.scores.drift.score(post),
            Some(_) => None,
            None => self.suggester.scores.as_ref().filter(|_| wanted)?.drift.score(post),
        }
    }

    /// Suggests as soon as the thread is here.
    pub(crate) fn suggest_when_loaded(&mut self, threshold: Threshold) {
        self.suggester.wish = Some(Wish::Suggest(Some(threshold), Spares::Usual));
    }

    /// Finds the reasons of visible suggestions.
    pub(in crate::app) fn find_reasons(&mut self, posts: impl Iterator<Item = PostId>) {
        let thread = self.reading.thread.clone();
        let Some(preview) = self.reading.preview() else { return };
        if self.suggester.explained.as_ref().is_none_or(|scores| !Arc::ptr_eq(scores, &preview.scores)) {
            self.suggester.reasons.clear();
            self.suggester.explained = Some(Arc::clone(&preview.scores));
        }
        for post in posts {
            if preview.has(post) {
                let reason = || preview.scores.reason(&thread, post);
                self.suggester.reasons.entry(post).or_insert_with(reason);
            }
        }
    }

    /// Takes scores.
    pub(in crate::app) fn scored(&mut self, scores: Arc<Scores>) {
        self.suggester.scores = Some(scores);
        self.seek_with_scores();
        self.ask_rules_by_drift();
        self.go_on_suggesting();
        self.look_for_topics();
    }

    /// The scores of the open thread, if they are here.
    pub(in crate::app) fn scores(&self) -> Option<Arc<Scores>> {
        let opening = self.reading.article();
        self.suggester.scores.as_ref().filter(|scores| scores.opening == opening).map(Arc::clone)
    }

    /// The drift of the thread's branches, if it is known.
    pub(in crate::app) fn drifts(&self) -> Option<Drifts> {
        let scores = Arc::clone(self.suggester.scores.as_ref()?);
        Some(Arc::new(move |post| scores.drift.score(post)))
    }

    /// Asks for scores if a query needs them.
    pub(in crate::app) fn score_for_queries(&mut self) {
        if !self.running.has(Lane::Score) {
            self.suggester.wish = self.suggester.wish.or(Some(Wish::Show));
            self.go_on_suggesting();
        }
    }

    /// Uses the scores for what they are wanted for, or asks for them.
    pub(in crate::app) fn go_on_suggesting(&mut self) {
        let Some(wish) = self.suggester.wish.filter(|_| self.is_loaded() && !self.index.is_open()) else { return };
        let Some(scores) = self.scores_or_ask() else { return };
        self.suggester.wish = None;
        if let Wish::Suggest(threshold, spares) = wish {
            let scores = self.judged(&scores, &[]);
            let threshold = threshold.unwrap_or_else(|| self.start(&scores, spares));
            self.preview_from(&scores, threshold, spares);
            if let Some(why) = scores.verdict().doubt() {
                let from = threshold.share();
                let keys = "{more-suggestions} and {fewer-suggestions} move that";
                self.tell(&format!("unsure, from {from:.2} ({keys}): {why}"));
            }
        }
    }

    /// The scores of the open thread; asks for them if they are missing and not under way.
    pub(in crate::app) fn scores_or_ask(&mut self) -> Option<Arc<Scores>> {
        if let Some(scores) = self.scores() {
            return Some(scores);
        }
        let opening = self.reading.article();
        if self.is_loaded() && (!self.running.has(Lane::Score) || self.suggester.scoring != Some(opening)) {
            self.suggester.scoring = Some(opening);
            self.ask_for(Work::Score(opening));
        }
        None
    }

    fn wish(&mut self, wish: Wish) {
        self.suggester.wish = Some(wish);
        self.go_on_suggesting();
        if !self.is_loaded() {
            self.say("that comes as soon as all of the thread is read in");
        }
    }

    /// Moves the scores into the changed thread and returns them. What they were wanted for is asked again.
    pub(in crate::app) fn move_scores(&mut self, moved: &mut Moved<'_>) -> Option<Arc<Scores>> {
        let scores = self.suggester.scores.take().and_then(|scores| moved.scores(&scores));
        let again = self.preview().map(|preview| Wish::Suggest(Some(preview.threshold), preview.spares));
        self.forget_scores(again);
        scores
    }

    /// Keeps the scores if posts have only changed places.
    pub(in crate::app) fn keep_scores(&mut self, scores: Option<Arc<Scores>>) {
        if scores.is_some() {
            (self.suggester.scores, self.suggester.wish) = (scores, None);
        }
    }

    /// Takes back all suggestions before another thread of the shelf is opened.
    pub(in crate::app) fn leave_suggestions(&mut self) {
        self.take_suggestions_back();
        self.forget_scores(None);
    }

    /// Drops the scores of a thread that has changed.
    fn forget_scores(&mut self, again: Option<Wish>) {
        self.stop_work(Lane::Score);
        self.suggester.scores = None;
        self.suggester.reasons.clear();
        self.suggester.explained = None;
        let again = again.or(self.suggester.shows_drift.then_some(Wish::Show));
        self.suggester.wish = self.suggester.wish.or(again);
    }

    /// Folds what has drifted further than the threshold, and opens what was folded for another, as one undo step.
    fn preview_from(&mut self, scores: &Arc<Scores>, threshold: Threshold, spares: Spares) {
        self.reading.leave_path();
        let (preview, flips) = self.suggest_from(scores, threshold, spares, &[]);
        if self.preview().is_some_and(|before| before.is_like(&preview)) {
            return self.reading.renew_preview(Some(Rc::new(preview)));
        }
        self.show_preview(Flips::of(&self.reading.thread, flips.into_iter()), Some(preview));
    }

    /// The suggestions from a threshold after `swaps`, and the folds that change.
    fn suggest_from(
        &self,
        scores: &Arc<Scores>,
        threshold: Threshold,
        spares: Spares,
        swaps: &[Swap],
    ) -> (Preview, Vec<PostId>) {
        let found = self.spared(scores, spares, swaps).suggestions(threshold);
        let posts: Vec<_> = found.iter().map(|found| found.post).collect();
        let of = |level| found.iter().filter(move |found| found.level == level).map(|found| found.post);
        let before: &[PostId] = self.reading.preview().map_or(&[], |preview| &preview.folded);
        let old: Vec<_> = self.reading.preview().into_iter().flat_map(Preview::off_topic).collect();
        let is_in = |posts: &[PostId], post: PostId| posts.binary_search(&post).is_ok();
        // What the reader has opened meanwhile stays open, and so does what the view is narrowed to.
        let root = self.reading.root();
        let (mut folded, mut flips) = (Vec::new(), Vec::new());
        for post in of(Level::OffTopic) {
            let is_new = !is_in(&old, post) && !self.folded(post) && !self.reading.thread.contains(post, root);
            if is_new {
                flips.push(post);
            }
            if is_new || is_in(before, post) {
                folded.push(post);
            }
        }
        let swapped = |post: PostId| swaps.iter().any(|swap| swap.post == post);
        let opens = |&post: &PostId| !is_in(&folded, post) && self.folded(post) && !swapped(post);
        flips.extend(before.iter().copied().filter(opens));
        flips.sort_unstable();
        let hidden = of(Level::OffTopic).map(|post| self.reading.thread.descendants(post)).sum();
        let wandering = of(Level::Wanders).collect();
        (Preview { scores: Arc::clone(scores), threshold, spares, posts, wandering, folded, hidden }, flips)
    }

    /// The suggestions after `swaps`, as an undo step has them, and the folds that change. `None` if nothing is
    /// suggested now.
    pub(in crate::app) fn suggest_after(&self, swaps: &[Swap]) -> Option<(Shared, Vec<PostId>)> {
        let preview = self.preview()?;
        let scores = match self.scores() {
            Some(scores) => self.judged(&scores, swaps),
            None => Arc::clone(&preview.scores),
        };
        let (preview, flips) = self.suggest_from(&scores, preview.threshold, preview.spares, swaps);
        Some(((!preview.posts().is_empty()).then(|| Rc::new(preview)), flips))
    }

    /// Takes back all suggestions as one undo step: opens what they folded.
    fn take_suggestions_back(&mut self) {
        let Some(preview) = self.reading.shared_preview() else { return };
        self.reading.leave_path();
        let flips = Flips::of(&self.reading.thread, preview.folded.iter().copied().filter(|&post| self.folded(post)));
        self.show_preview(flips, None);
    }

    /// Goes to other suggestions, or to none, as one undo step.
    fn show_preview(&mut self, flips: Flips, preview: Option<Preview>) {
        let before = self.reading.shared_preview();
        let preview = Some((before, preview.map(Rc::new)));
        self.take(Step { flips, preview, ..Step::default() });
    }

    /// The threshold to start at: the usual one if there is enough to tell, the highest with a suggestion if there is
    /// little, and the first from the usual one on without any if nothing is sure.
    fn start(&self, scores: &Arc<Scores>, spares: Spares) -> Threshold {
        let verdict = scores.verdict();
        let usual = Threshold::default();
        if verdict.doubt().is_none() {
            return usual;
        }
        let spared = self.spared(scores, spares, &[]);
        let suggests = |&threshold: &Threshold| !spared.off_topic(threshold).is_empty();
        if verdict.suggests() {
            let down = (Threshold::DOUBTFUL..=Threshold::MOST).rev().map(Threshold);
            down.into_iter().find(suggests).unwrap_or(usual)
        } else {
            let mut up = (usual.0..=Threshold::MOST).map(Threshold);
            up.find(|threshold| !suggests(threshold)).unwrap_or(Threshold(Threshold::MOST))
        }
    }

    /// Moves to the next thresholds at which something changes, up or down.
    fn move_threshold(&mut self, steps: isize) {
        let Some(preview) = self.preview() else { return };
        let (spares, old) = (preview.spares, preview.threshold);
        let scores = self.scores().map_or_else(|| Arc::clone(&preview.scores), |scores| self.judged(&scores, &[]));
        let mut new = old;
        let spared = self.spared(&scores, spares, &[]);
        let mut found = spared.off_topic(old);
        for _ in 0..steps.unsigned_abs() {
            let up = (new.0 + 1..=Threshold::MOST).map(Threshold);
            let down = (Threshold::LEAST..new.0).rev().map(Threshold);
            let further: Vec<_> = if steps > 0 { up.collect() } else { down.collect() };
            let next = further.into_iter().map(|threshold| (threshold, spared.off_topic(threshold)));
            let Some((threshold, other)) = next.into_iter().find(|(_, other)| *other != found) else { break };
            (new, found) = (threshold, other);
        }
        if new == old {
            let (many, share) = (subthreads(found.len()), old.share());
            return self.say(&if steps > 0 {
                format!("nothing has drifted further than {share:.2} but the {many} suggested")
            } else {
                format!("nothing more can be suggested below {share:.2}")
            });
        }
        self.end_filter(None);
        self.preview_from(&scores, new, spares);
    }

    /// Puts suggested subthreads away as one undo step. The others stay suggested, and so does what has become like
    /// them.
    fn take_suggestions(&mut self, taken: &[PostId]) {
        let Some(preview) = self.reading.shared_preview() else { return };
        let (at, mut told) = (self.status.now(), 0);
        let mut away = Vec::new();
        for &post in taken {
            told += self.reading.thread.descendants(post) + 1;
            let known = self.suggester.reasons.get(&post).cloned();
            let words = || {
                if told <= TOLD { preview.scores.reason(&self.reading.thread, post) } else { preview.scores.told(post) }
            };
            let reason = known.unwrap_or_else(words);
            let after = Some(Away { label: Label::OffTopic, reason, by: By::Suggestion, at });
            away.push(Swap { post, before: None, after });
        }
        self.swap(away);
    }

    /// Goes to another suggestion.
    pub(in crate::app) fn step_to_suggestion(&mut self, on: bool) {
        let Some(preview) = self.preview() else { return suggest(self, Given::default()) };
        let here = self.selection();
        let found = if on {
            preview.posts.get(preview.posts.partition_point(|&post| post <= here))
        } else {
            preview.posts.get(preview.posts.partition_point(|&post| post < here).wrapping_sub(1))
        };
        match (found.copied(), on) {
            (Some(post), _) => self.jump_to(post),
            (None, true) => self.say("no suggestion after this one"),
            (None, false) => self.say("no suggestion before this one"),
        }
    }

    /// Answers whether to take all suggestions.
    pub(in crate::app) fn answer_take_all(&mut self, yes: bool) {
        let posts: Vec<_> = self.preview().into_iter().flat_map(Preview::off_topic).collect();
        if !yes || posts.is_empty() {
            return self.say("nothing was put away");
        }
        self.take_suggestions(&posts);
        self.tell(&format!("put away {}: {{undo}} takes it back, {{review}} lists all", subthreads(posts.len())));
    }
}

/// `1 subthread`, `14 subthreads`.
pub(in crate::app) fn subthreads(many: usize) -> String {
    if many == 1 { "1 subthread".to_owned() } else { format!("{many} subthreads") }
}

/// Suggests what is off-topic; a second time takes that back.
pub(in crate::app) fn suggest(app: &mut App, _: Given) {
    match app.preview() {
        Some(_) => end(app, Given::default()),
        None => {
            app.end_filter(None);
            app.wish(Wish::Suggest(None, Spares::Usual));
        }
    }
}

/// Suggests what is off-topic, whoever started it and whatever it contains.
pub(in crate::app) fn suggest_all(app: &mut App, _: Given) {
    let threshold = app.preview().map(Preview::threshold);
    app.end_filter(None);
    app.wish(Wish::Suggest(threshold, Spares::Nothing));
}

pub(in crate::app) fn fewer(app: &mut App, given: Given) {
    app.move_threshold(given.steps());
}

pub(in crate::app) fn more(app: &mut App, given: Given) {
    app.move_threshold(-given.steps());
}

pub(in crate::app) fn next(app: &mut App, given: Given) {
    (0..given.times().min(app.reading.thread.len())).for_each(|_| app.step_to_suggestion(true));
}

pub(in crate::app) fn previous(app: &mut App, given: Given) {
    (0..given.times().min(app.reading.thread.len())).for_each(|_| app.step_to_suggestion(false));
}

pub(in crate::app) fn take_one(app: &mut App, _: Given) {
    let post = app.selection();
    if app.preview().is_some_and(|preview| preview.has(post)) {
        app.take_suggestions(&[post]);
        app.tell("put away as off-topic: {undo} takes it back");
    }
}

pub(in crate::app) fn take_all(app: &mut App, _: Given) {
    match app.preview().map(Preview::len) {
        None | Some(0) => app.tell("nothing is suggested; {more-suggestions} lowers the threshold"),
        Some(_) => app.panels.open(Panel::TakeAll(TakeAll)),
    }
}

/// Takes back all suggestions: opens what they folded.
pub(in crate::app) fn end(app: &mut App, given: Given) {
    if app.is_sorting() || app.sought().is_some() || app.reading.is_filtered() {
        return program::cancel(app, given);
    }
    app.take_suggestions_back();
}

/// Stops scoring if nobody waits for it. Returns whether there was any.
pub(in crate::app) fn stop(app: &mut App) -> bool {
    let works = app.is_scoring();
    if works {
        app.suggester.wish = None;
        app.stop_work(Lane::Score);
        app.say("no suggestions, then");
    }
    works
}

/// Shows the drift of every subthread, or hides it.
pub(in crate::app) fn show_drift(app: &mut App, _: Given) {
    app.suggester.shows_drift = !app.suggester.shows_drift;
    if app.suggester.shows_drift {
        app.wish(Wish::Show);
    }
}

//! What is being found out beside the screen.

use crate::app::effect::Effect;
use crate::app::work::Work;
use crate::app::work::lane::{Job, Lane};
use crate::thread::PostId;

/// The work that is wanted and not done: at most one in each lane.
#[derive(Debug, Default)]
pub(in crate::app) struct Running {
    jobs: Vec<(Job, Work)>,
    /// The number of works so far.
    begun: u64,
}

impl Running {
    /// Begins work. What ran in its lane is wanted no more.
    pub(in crate::app) fn begin(&mut self, work: Work) -> Effect {
        self.begun += 1;
        let job = Job { lane: work.lane(), number: self.begun };
        self.jobs.retain(|(running, _)| running.lane != job.lane);
        self.jobs.push((job, work.clone()));
        Effect::Work(job, work)
    }

    /// Whether something runs in a lane.
    pub(in crate::app) fn has(&self, lane: Lane) -> bool {
        self.jobs.iter().any(|(job, _)| job.lane == lane)
    }

    /// Whether the outcome of a job is still wanted. It is not any more if this was the last.
    pub(in crate::app) fn takes(&mut self, job: Job, is_last: bool) -> bool {
        let place = self.jobs.iter().position(|(running, _)| *running == job);
        if let Some(place) = place.filter(|_| is_last) {
            self.jobs.swap_remove(place);
        }
        place.is_some()
    }

    /// Stops what runs in a lane. `None` if nothing does.
    pub(in crate::app) fn stop(&mut self, lane: Lane) -> Option<Effect> {
        let place = self.jobs.iter().position(|(job, _)| job.lane == lane)?;
        self.jobs.swap_remove(place);
        Some(Effect::Stop(lane))
    }

    /// Stops everything for a thread that replaces the open one, and begins there again what is about a post; `place` is
    /// the new place of each.
    pub(in crate::app) fn replace(&mut self, place: impl Fn(PostId) -> Option<PostId>) -> Vec<Effect> {
        let before = std::mem::take(&mut self.jobs);
        let again = |(job, work): (Job, Work)| match work.moved(&place) {
            Some(work) => self.begin(work),
            None => Effect::Stop(job.lane),
        };
        before.into_iter().map(again).collect()
    }

    /// Begins everything again: nobody waited for its outcome meanwhile.
    pub(in crate::app) fn again(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.jobs).into_iter().map(|(_, work)| self.begin(work)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(effect: &Effect) -> Job {
        let Effect::Work(job, _) = effect else { panic!("no work: {effect:?}") };
        *job
    }

    #[test]
    fn only_the_latest_work_of_a_lane_is_wanted_and_only_once() {
        let mut running = Running::default();
        let [first, other, second] =
            [Work::Survey(PostId::ARTICLE), Work::Listen, Work::Survey(PostId::new(1))].map(|work| running.begin(work));
        assert!(!running.takes(job(&first), true));
        assert!(running.takes(job(&second), false) && running.takes(job(&second), true));
        assert!(!running.takes(job(&second), true) && !running.has(Lane::Survey));
        assert!(running.has(Lane::Listen) && running.takes(job(&other), true));
    }

    #[test]
    fn what_is_stopped_is_told_and_not_wanted() {
        let mut running = Running::default();
        let begun = running.begin(Work::Listen);
        assert!(running.stop(Lane::Sort).is_none());
        assert!(matches!(running.stop(Lane::Listen), Some(Effect::Stop(Lane::Listen))));
        assert!(!running.takes(job(&begun), true));
    }

    #[test]
    fn another_thread_is_asked_again_about_posts_that_it_has() {
        let mut running = Running::default();
        for work in [Work::Survey(PostId::new(2)), Work::Portray(PostId::new(3)), Work::Listen] {
            running.begin(work);
        }
        let place = |post: PostId| (post.index() == 2).then(|| PostId::new(5));
        let effects = running.replace(place);
        let asked = effects.iter().filter_map(|effect| match effect {
            Effect::Work(_, Work::Survey(root)) => Some(root.index()),
            _ => None,
        });
        assert_eq!(asked.collect::<Vec<_>>(), [5]);
        let stopped = effects.iter().filter(|effect| matches!(effect, Effect::Stop(Lane::Portray | Lane::Listen)));
        assert_eq!(stopped.count(), 2);
        assert!(running.has(Lane::Survey) && !running.has(Lane::Portray));
    }

    #[test]
    fn what_nobody_waited_for_is_begun_again() {
        let mut running = Running::default();
        let before = job(&running.begin(Work::Listen));
        let again = running.again();
        assert!(matches!(&again[..], [Effect::Work(_, Work::Listen)]));
        assert!(!running.takes(before, true) && running.takes(job(&again[0]), true));
    }
}

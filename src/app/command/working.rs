//! Asks for work beside the screen, and takes what it finds out.

use crate::app::App;
use crate::app::work::lane::{Job, Lane};
use crate::app::work::{Outcome, Work};

impl App {
    /// Asks for work. What ran in its lane is wanted no more.
    pub(in crate::app) fn ask_for(&mut self, work: Work) {
        let effect = self.running.begin(work);
        self.effects.push(effect);
    }

    /// Stops what runs in a lane. Returns whether anything did.
    pub(in crate::app) fn stop_work(&mut self, lane: Lane) -> bool {
        let stop = self.running.stop(lane);
        let was_running = stop.is_some();
        self.effects.extend(stop);
        was_running
    }

    /// Takes what work found out, if that is still wanted.
    pub(in crate::app) fn outcome(&mut self, job: Job, outcome: Outcome) {
        if !self.running.takes(job, outcome.is_last()) {
            return;
        }
        match outcome {
            Outcome::Found(found) => {
                if let Lane::Seek(slot) = job.lane {
                    self.found(slot, &found);
                }
            }
            Outcome::Sorted { sort, thread, places } => self.sorted(sort, &thread, places),
            Outcome::Surveyed(survey) => self.surveyed(survey),
            Outcome::Topics(topics) => self.topics_found(topics),
            Outcome::Listened(spoken) => self.listened(spoken),
            Outcome::Ruled(ruled) => self.ruled(ruled),
            Outcome::Portrayed(portrait) => self.portrayed(portrait),
            Outcome::Led { post, link } => self.led(post, link),
            Outcome::Linked { root, links, more } => self.linked(root, links, more),
            Outcome::Scored(scores) => self.scored(scores),
            Outcome::Failed(why) => self.work_failed(job.lane, &why),
        }
    }

    fn work_failed(&mut self, lane: Lane, why: &str) {
        match lane {
            Lane::Sort => self.sorting.asked = None,
            Lane::Score => self.suggester.wish = None,
            _ => {}
        }
        self.say(why);
    }
}

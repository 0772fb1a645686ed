//! The overview: when a thread was written, by whom, and where most of it stands. Every row leads to its place.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::keys::key::{Code, Key};
use crate::app::panel::Overlay;
use crate::app::panel::list::row_after;
use crate::app::state::finder::{Pending, Slot, Way};
use crate::app::work::survey::{Count, Of, Survey};
use crate::app::work::topics::Topics;
use crate::query::Wanted;
use crate::thread::AuthorId;

impl App {
    /// The subthread in sight has been counted.
    pub(in crate::app) fn surveyed(&mut self, survey: Survey) {
        if matches!(self.overlay(), Overlay::None) && survey.root() == self.reading.root() {
            self.input.open(Overlay::Overview { survey, selected: 0 });
            self.look_for_topics();
        }
    }

    pub(in crate::app) fn overview_key(&mut self, key: Key, survey: Survey, selected: usize) {
        let last = survey.rows().len().saturating_sub(1);
        let page = self.height().saturating_sub(4).max(1);
        let section = |row: usize| survey.rows().get(row).map(|row| row.of.section());
        let selected = match (key.code, key.ctrl) {
            (Code::Char(' '), _) => selected + page,
            (Code::Char('b'), false) => selected.saturating_sub(page),
            (Code::Tab, _) => (selected..=last).find(|&row| section(row) != section(selected)).unwrap_or(0),
            (Code::BackTab, _) => {
                let before = (0..selected).rev().find(|&row| section(row) != section(selected)).unwrap_or(last);
                (0..=before).rev().take_while(|&row| section(row) == section(before)).last().unwrap_or(0)
            }
            (Code::Enter, _) | (Code::Char('l') | Code::Right, _) => {
                if let Some(row) = survey.rows().get(selected) {
                    self.go_to_count(row);
                }
                return;
            }
            (Code::Char(way @ ('n' | 'N')), false) if survey.is_person(selected) => {
                if let Some(&Count { of: Of::Author(author), .. }) = survey.rows().get(selected) {
                    self.go_on_by(author, way == 'n');
                }
                return;
            }
            (Code::Char('&'), _) => match survey.rows().get(selected).map(|row| row.of) {
                Some(Of::Author(author)) => {
                    return self.begin(Slot::Filter, Wanted::Author(author), self.selection(), None);
                }
                _ => {
                    self.say("& keeps the posts of a person; that is a row of Who");
                    selected
                }
            },
            _ => match row_after(key, selected, last, page) {
                Some(row) => row,
                None => return,
            },
        };
        self.input.open(Overlay::Overview { survey, selected: selected.min(last) });
    }

    /// Goes on from here to the next post of a person, or back to the one before.
    fn go_on_by(&mut self, author: AuthorId, on: bool) {
        let here = self.reading.place();
        self.reading.trail.leave(here);
        let at = here.post.index();
        let pending = if on { Pending::from(at + 1, Way::On) } else { Pending::from(at, Way::Back) };
        self.seek_from(Wanted::Author(author), here.post, Some(pending));
    }

    /// Goes to what a row of the overview stands for. From a person's first post `n` goes on to the next.
    fn go_to_count(&mut self, row: &Count) {
        self.jump_to(row.post);
        if let Of::Author(author) = row.of {
            self.seek_from(Wanted::Author(author), row.post, None);
        }
    }
}

pub(in crate::app) fn overview(app: &mut App, _: Given) {
    app.effects.push(Effect::Survey(app.reading.root()));
}

impl App {
    /// Has the topics of the overview found, or first the scores that it takes.
    pub(in crate::app) fn look_for_topics(&mut self) {
        let Overlay::Overview { survey, .. } = self.overlay() else { return };
        let (root, branches) = (survey.root(), survey.branches());
        if branches.is_empty() || survey.topics().is_some() {
            return;
        }
        if let Some(scores) = self.scores_or_ask() {
            self.effects.push(Effect::Topics { root, branches, scores });
        }
    }

    /// Topics are here: they are shown if the overview is still the one that they were found for.
    pub(in crate::app) fn topics_found(&mut self, topics: Topics) {
        if let Overlay::Overview { survey, .. } = self.input.overlay_mut()
            && survey.root() == topics.root
        {
            survey.set_topics(topics);
        }
    }
}

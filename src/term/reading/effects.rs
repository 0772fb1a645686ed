//! Carries out what a reader asks of the outside.

use super::{Next, Reader, Trouble};
use crate::app::{Action, Effect};
use crate::export::{Form, Part};
use crate::term::delivery;
use crate::term::errand::Errand;
use crate::web;
use std::sync::Arc;

impl Reader {
    /// Carries out an effect.
    pub(super) fn carry_out(&mut self, effect: Effect) -> Result<Next, Trouble> {
        let thread = Arc::clone(self.app.thread());
        match effect {
            Effect::Quit => return Ok(Next::End(None)),
            Effect::Suspend => return self.suspend(),
            Effect::Redraw => self.screen.forget(),
            Effect::Theme(name) => self.take_theme(name),
            Effect::Title(title) => self.runner.title(title),
            Effect::Work(job, work) => self.runner.take(job, work),
            Effect::Stop(lane) => self.runner.stop(lane),
            Effect::Reload => self.reload(),
            Effect::Load(stubs) => self.load_more(stubs),
            Effect::Cancel => return self.cancel(),
            Effect::Visit { place, counted } => return self.visit(&place, None, counted),
            Effect::VisitPost(path, post) if self.origin.place().as_ref() == Some(&path) => {
                self.remembrance.locate(post);
            }
            Effect::VisitPost(path, post) => return self.visit(&path, Some(post), None),
            Effect::Back => return self.back(None),
            Effect::GoOn(onward) => return self.go_on_in_list(onward),
            Effect::Know(places) => self.remembrance.know(places),
            Effect::Star { place, title, on } => self.remembrance.star(place, title, on),
            Effect::Shelve { place, on } => self.remembrance.shelve(place, on),
            Effect::Check(places) => self.check(places),
            Effect::SeekEverywhere(words) => {
                if !self.remembrance.seek(words) {
                    let nowhere = Err("nothing is remembered: --no-store".to_owned());
                    return self.act(Action::FoundEverywhere(nowhere));
                }
            }
            Effect::Copy(text) => self.runner.copy(&text),
            Effect::CopyPath(post) => self.runner.copy_part(Form::Text, Part::path(&thread, post)),
            Effect::CopyParcel(parcel) => self.runner.copy_part(parcel.form, parcel.part(&thread)),
            Effect::Save { path, parcel, may_replace } => self.runner.save(&thread, path, parcel, may_replace),
            Effect::Pipe { command, input } => return self.lend(delivery::pipe(&thread, &command, input)),
            Effect::Follow(address) if self.follows && web::is_of_threads(&address) => {
                return self.visit(&address, None, None);
            }
            Effect::Open(address) | Effect::Follow(address) => {
                if let Some(browser) = self.runner.open(&address) {
                    return self.lend(browser);
                }
            }
        }
        Ok(Next::Wait)
    }

    /// Takes the theme with a name, or that of the start again. The terminal's background counts no more.
    fn take_theme(&mut self, name: Option<&str>) {
        let named = self.themes.iter().find(|(known, _)| Some(*known) == name).map(|(_, theme)| theme.clone());
        let first = self.first_theme.get_or_insert_with(|| self.theme.clone());
        self.theme = named.unwrap_or_else(|| first.clone());
        self.other_theme = None;
    }

    /// Stops reading or asking. Where nothing was shown yet, there is nothing to stay for.
    fn cancel(&mut self) -> Result<Next, Trouble> {
        if !self.origin.is_fetched() && self.app.index().list().is_none() {
            return Ok(Next::Wait);
        }
        self.watch.cancel();
        self.checking.cancel();
        // A name look-up cannot be stopped; nobody waits for it.
        match self.has_text {
            true => Ok(Next::Wait),
            false if self.opened == 0 => Ok(Next::End(None)),
            false => self.back(Some("not asked any more".to_owned())),
        }
    }

    /// Lends the terminal to a program, now or with the next key.
    fn lend(&mut self, errand: Errand) -> Result<Next, Trouble> {
        if self.has_keys {
            return self.run_errand(errand);
        }
        self.errand = Some(errand);
        self.runner.say("any key opens it in $BROWSER on this terminal".to_owned());
        Ok(Next::Wait)
    }
}

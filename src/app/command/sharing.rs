//! Copies to the clipboard.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::keys::own::{Input, Own};
use crate::app::link::whole;
use crate::app::work::parcel::{Fed, Parcel};
use crate::export::Form;
use crate::thread::{PostId, Text};
use crate::{export, markup};

const NO_ADDRESS: &str = "this post has no address that is known";

pub(in crate::app) fn yank_text(app: &mut App, _: Given) {
    let text = markup::plain_text(&markup::blocks(app.reading.thread.body(app.selection())));
    app.effects.push(Effect::Copy(text));
}

pub(in crate::app) fn yank_quoted(app: &mut App, _: Given) {
    let quoted = export::quoted(&app.reading.thread, app.selection());
    app.effects.push(Effect::Copy(quoted));
}

pub(in crate::app) fn yank_permalink(app: &mut App, _: Given) {
    match app.address(app.selection()) {
        Some(address) => app.effects.push(Effect::Copy(Text::line(&address))),
        None => app.say(NO_ADDRESS),
    }
}

pub(in crate::app) fn yank_path(app: &mut App, _: Given) {
    app.effects.push(Effect::CopyPath(app.selection()));
}

pub(in crate::app) fn yank_thread(app: &mut App, _: Given) {
    let root = app.selection();
    app.effects.push(Effect::CopyParcel(Parcel { root, seen: None, form: Form::Markdown }));
}

/// Copies what is visible of the subthread.
pub(in crate::app) fn yank_seen(app: &mut App, _: Given) {
    let (root, seen) = (app.selection(), Some(app.seen()));
    app.effects.push(Effect::CopyParcel(Parcel { root, seen, form: Form::Markdown }));
}

impl App {
    /// Runs a command of the reader's own.
    pub(in crate::app) fn run_own(&mut self, own: &Own) {
        let (post, form) = (self.selection(), own.form);
        let below = |root: PostId| Fed::Part(Parcel { root, seen: None, form });
        let input = match own.input {
            Input::Post => Fed::Part(Parcel::post(&self.reading.thread, post, form)),
            Input::Subthread => below(post),
            Input::Thread => below(self.reading.article()),
            Input::Address => match self.address(post) {
                Some(address) => Fed::Line(Text::line(&address)),
                None => return self.say(NO_ADDRESS),
            },
        };
        self.effects.push(Effect::Pipe { command: own.line.clone(), input });
    }

    /// The address of a post: its permalink, or its thread's page if it opens the thread.
    fn address(&self, post: PostId) -> Option<String> {
        let opening = self.reading.thread.opening(post);
        let page = self.reading.thread.url_of(opening);
        match self.reading.thread.permalink(post) {
            Some(permalink) => Some(whole(permalink, page).unwrap_or_else(|| permalink.to_owned())),
            None => page.filter(|_| post == opening).map(str::to_owned),
        }
    }
}

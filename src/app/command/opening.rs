//! Opens panels, on command or with the results of work.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::panel::Panel;
use crate::app::panel::choice::Choice;
use crate::app::panel::everywhere::Everywhere;
use crate::app::panel::hand_over::HandOver;
use crate::app::panel::help::{Help, Notices};
use crate::app::panel::hints::{Hints, Purpose};
use crate::app::panel::overview::Overview;
use crate::app::panel::palette::CommandPalette;
use crate::app::panel::peek::Peek;
use crate::app::panel::portrait::Card;
use crate::app::panel::questions::Replace;
use crate::app::panel::review::{NOTHING_AWAY, Review};
use crate::app::work::Work;
use crate::app::work::parcel::Parcel;
use crate::app::work::portrait::Portrait;
use crate::app::work::survey::Survey;
use crate::app::work::topics::Topics;
use crate::thread::PostId;
use crate::visit::Findings;

pub(in crate::app) fn help(app: &mut App, _: Given) {
    let help = Help::of_commands(&app.commands());
    app.panels.open(Panel::Help(help));
}

pub(in crate::app) fn notices(app: &mut App, _: Given) {
    if app.status.notices.is_empty() {
        app.say("no notices: the input was read as it is");
    } else {
        app.panels.open(Panel::Notices(Notices::new(app.status.notices.clone())));
    }
}

pub(in crate::app) fn palette(app: &mut App, _: Given) {
    let palette = CommandPalette::new(app.commands());
    app.panels.open(Panel::Palette(palette));
}

pub(in crate::app) fn sort(app: &mut App, _: Given) {
    app.panels.open(Panel::Choice(Choice::of_orders(app.sort())));
}

pub(in crate::app) fn pick_category(app: &mut App, _: Given) {
    app.panels.open(Panel::Choice(Choice::of_categories(app.finder.category())));
}

/// Lists the themes, which show themselves.
pub(in crate::app) fn pick_theme(app: &mut App, _: Given) {
    app.panels.open(Panel::Choice(Choice::of_themes(&app.themes.names, app.themes.current)));
}

pub(in crate::app) fn review(app: &mut App, _: Given) {
    let review = Review::of(&app.reading).at(app.selection());
    if review.is_empty() {
        app.tell(NOTHING_AWAY);
    } else {
        app.panels.open(Panel::Review(review));
    }
}

impl App {
    /// Takes a theme that was chosen, until the program ends.
    pub(in crate::app) fn take_theme(&mut self, name: Option<&'static str>) {
        self.themes.current = name;
        self.effects.push(Effect::Theme(name));
        if let Some(name) = name {
            self.say(&format!("{name}; theme = \"{name}\" in the configuration keeps it"));
        }
    }

    /// Shows what a post answers over the document.
    pub(in crate::app) fn peek_above(&mut self, post: PostId) {
        let thread = &self.reading.thread;
        let parent = thread.parent(post).filter(|_| post != self.reading.article());
        let Some(above) = thread.answers(post).or(parent) else {
            return self.say("this is the article: it answers nothing");
        };
        let laid = self.reading.document().laid(above, 0);
        self.panels.open(Panel::Peek(Peek::at(above, laid)));
    }
}

pub(in crate::app) fn peek(app: &mut App, _: Given) {
    app.peek_above(app.selection());
}

pub(in crate::app) fn save(app: &mut App, _: Given) {
    let (post, title) = (app.selection(), app.reading.thread.title_of(app.reading.article()));
    let panel = HandOver::to_file(post, app.number(post), title);
    app.panels.open(Panel::HandOver(panel));
}

pub(in crate::app) fn pipe(app: &mut App, _: Given) {
    let post = app.selection();
    let panel = HandOver::to_command(post, app.number(post));
    app.panels.open(Panel::HandOver(panel));
}

pub(in crate::app) fn follow_link(app: &mut App, _: Given) {
    app.show_hints(Purpose::Open);
}

pub(in crate::app) fn yank_link(app: &mut App, _: Given) {
    app.show_hints(Purpose::Copy);
}

pub(in crate::app) fn search_everywhere(app: &mut App, _: Given) {
    app.panels.open(Panel::Everywhere(Everywhere::new()));
    app.effects.push(Effect::SeekEverywhere(String::new()));
}

pub(in crate::app) fn overview(app: &mut App, _: Given) {
    app.ask_for(Work::Survey(app.reading.root()));
}

/// Shows the card of the selected post's author.
pub(in crate::app) fn author(app: &mut App, _: Given) {
    let post = app.selection();
    let writer = app.reading.thread.writer(post);
    if writer.is_none_or(|writer| writer.inferred && !app.shows_inferred()) {
        return app.say("nobody knows who wrote this");
    }
    app.ask_for(Work::Portray(post));
}

impl App {
    /// Whether no panel is open, so that a result may open one.
    fn is_clear(&self) -> bool {
        self.panels.get().is_none()
    }

    fn show_hints(&mut self, purpose: Purpose) {
        self.compose();
        match Hints::on(self.page(), &self.reading.thread, self.reading.article(), purpose) {
            Some(hints) => self.panels.open(Panel::Hints(hints)),
            None => self.tell("no link on the screen; {list-links} lists those of the subthread"),
        }
    }

    /// Takes the hits in all threads. What was typed since then is still being sought.
    pub(in crate::app) fn found_everywhere(&mut self, found: Result<Findings, String>) {
        let Some(Panel::Everywhere(panel)) = self.panels.get_mut() else { return };
        match found {
            Ok(findings) => panel.found(findings),
            Err(why) => {
                self.panels.close();
                self.say(&why);
            }
        }
    }

    /// Takes the place of the post that the thread was opened for.
    pub(in crate::app) fn located(&mut self, post: Option<PostId>) {
        match post {
            Some(post) => self.jump_to(post),
            None => self.say("that post is not here any more"),
        }
    }

    /// Takes the card of an author.
    pub(in crate::app) fn portrayed(&mut self, portrait: Option<Portrait>) {
        let Some(portrait) = portrait else { return };
        let (here, thread) = (self.selection(), &self.reading.thread);
        let is_same = thread.post(here).author() == Some(portrait.author());
        if is_same && thread.opening(here) == portrait.opening() && self.is_clear() {
            self.panels.open(Panel::Portrait(Card::new(portrait)));
        }
    }

    /// Takes the overview of the subthread in sight.
    pub(in crate::app) fn surveyed(&mut self, survey: Survey) {
        if self.is_clear() && survey.root() == self.reading.root() {
            self.panels.open(Panel::Overview(Overview::new(survey)));
            self.look_for_topics();
        }
    }

    /// Asks for the topics of the overview, or first for the scores they need.
    pub(in crate::app) fn look_for_topics(&mut self) {
        let Some(Panel::Overview(Overview { survey, .. })) = self.panels.get() else { return };
        let (root, branches) = (survey.root(), survey.branches());
        if branches.is_empty() || survey.topics().is_some() {
            return;
        }
        if let Some(scores) = self.scores_or_ask() {
            self.ask_for(Work::Topics { root, branches, scores });
        }
    }

    /// Takes topics; shows them if the overview is still the same.
    pub(in crate::app) fn topics_found(&mut self, topics: Topics) {
        if let Some(Panel::Overview(Overview { survey, .. })) = self.panels.get_mut()
            && survey.root() == topics.root
        {
            survey.set_topics(topics);
        }
    }

    /// A file has that name already. Asks only if the reader has opened nothing else meanwhile.
    pub(in crate::app) fn exists(&mut self, path: String, parcel: Parcel) {
        if self.is_clear() {
            self.panels.open(Panel::Replace(Replace { path, parcel }));
        } else {
            self.say(&format!("{path} is there already: not saved"));
        }
    }

    /// Continues with what outlasts a thread: the entries of the prompts, and the division of the screen.
    pub(crate) fn take_over(&mut self, before: &mut Self) {
        self.panels.entries = std::mem::take(&mut before.panels.entries);
        self.themes.current = before.themes.current;
        self.screen.restore(before.screen.division());
    }
}

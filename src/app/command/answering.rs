//! Grants the requests of panels: where keys go, and what follows from the answers.

use crate::app::App;
use crate::app::command::{folding, moving};
use crate::app::effect::Effect;
use crate::app::keys::command::{Command, Given};
use crate::app::keys::key::{Code, Key};
use crate::app::panel::Panel;
use crate::app::panel::ask::Ask;
use crate::app::panel::hand_over::{Depth, Goes, HandOver};
use crate::app::panel::request::Request;
use crate::app::panel::review::NOTHING_AWAY;
use crate::app::state::finder::{Asking, Pending, Way};
use crate::app::state::reading::position::ScreenPosition;
use crate::app::work::lane::Slot;
use crate::app::work::parcel::{Fed, Parcel, Seen};
use crate::query::{Query, Wanted};
use crate::thread::{AuthorId, PostId, PostSet};

impl App {
    /// A key was pressed: the open panel takes it, or a command does.
    pub(in crate::app) fn key(&mut self, key: Key) {
        self.status.clear_message();
        let interrupts = key.ctrl && matches!(key.code, Code::Char('c' | 'z' | 'l'));
        if self.panels.get().is_none() || interrupts {
            let bindings = self.keymap.at(self.moment());
            if let Some((command, given)) = self.typed.take(bindings, key) {
                self.run(command, given);
            }
            return;
        }
        let page = self.panel_page();
        if let Some(request) = self.panels.key(key, &self.reading, page) {
            self.grant(request);
        }
    }

    /// A text was pasted.
    pub(in crate::app) fn paste(&mut self, text: &str) {
        let page = self.panel_page();
        if let Some(request) = self.panels.paste(text, &self.reading, page) {
            self.grant(request);
        }
    }

    /// The number of rows on a page of a list.
    fn panel_page(&self) -> usize {
        self.height().saturating_sub(4).max(1)
    }

    /// Carries out a panel's request.
    fn grant(&mut self, request: Request) {
        match request {
            Request::Say(message) => self.say(&message),
            Request::Effect(effect) => self.effects.push(effect),
            Request::Command(name) => self.run_named(name),
            Request::Chosen(typed, row) => self.chosen(&typed, row),
            Request::JumpTo(post) => self.jump_to(post),
            Request::PeekAbove(post) => self.peek_above(post),
            Request::JumpInto(post) => self.jump_into(post),
            Request::JumpToAuthor(post, author) => {
                self.jump_to(post);
                self.seek_from(Wanted::Author(author), post, None);
            }
            Request::WalkBy(author, on) => self.walk_by(author, on),
            Request::Keep(author) => self.begin(Slot::Filter, Wanted::Author(author), self.selection(), None),
            Request::Follow(link) => self.follow(link.post, &link.says, &link.leads),
            Request::FollowOutside(link) => self.follow_outside(link.post, &link.says, &link.leads),
            Request::CopyLink(link) => self.copy_link(link.post, &link.leads),
            Request::Sort(sort) => self.sort_by(sort),
            Request::Theme(name) => self.take_theme(name),
            Request::Category(category) => self.set_category(category),
            Request::Typed(asking, query, before) => self.typed_on(asking, query, before),
            Request::Entered(asking, typed, before) => self.entered(asking, &typed, before),
            Request::Left(asking, before) => self.typed_on(asking, None, before),
            Request::HandOver(panel) => self.hand_over(&panel),
            Request::Load(stubs) => self.load(stubs),
            Request::TakeAll(yes) => self.answer_take_all(yes),
            Request::LookInto(post) => self.look_into(post),
            Request::BringBack(post) => {
                self.bring_back(post);
                self.renew_review();
            }
            Request::Undo(undo) => {
                (if undo { folding::undo } else { folding::redo })(self, Given::default());
                self.renew_review();
            }
        }
    }

    fn chosen(&mut self, typed: &str, row: Option<&'static Command>) {
        if let Ok(number) = typed.trim().parse() {
            moving::go_to_number(self, number);
        } else if let Some(row) = row {
            let keys = self.bindings().of_command(row).next().map(str::to_owned);
            match (row.needs(), keys) {
                (Some(_), Some(keys)) => self.say(&format!("{} is typed as {keys}", row.name)),
                (Some(_), None) => self.say(&format!("{} has no keys", row.name)),
                (None, _) => self.run(row, Given::default()),
            }
        } else {
            self.say("no such command");
        }
    }

    /// Goes to the next post of a person, or to the previous one.
    fn walk_by(&mut self, author: AuthorId, on: bool) {
        let here = self.reading.place();
        self.reading.trail.leave(here);
        let at = here.post.index();
        let pending = if on { Pending::from(at + 1, Way::On) } else { Pending::from(at, Way::Back) };
        self.seek_from(Wanted::Author(author), here.post, Some(pending));
    }

    /// Opens the prompt for a query.
    pub(in crate::app) fn ask(&mut self, asking: Asking) {
        let before = self.position();
        self.panels.open(Panel::Ask(Ask::new(asking, before)));
    }

    /// Searches for what is typed now; if that is empty, everything is as before.
    fn typed_on(&mut self, asking: Asking, query: Option<Query>, before: ScreenPosition) {
        match (query, asking) {
            (Some(query), asking) => self.seek_query(asking, query, before),
            (None, Asking::Search) => {
                self.end_search();
                self.come_back(before);
            }
            (None, Asking::Filter) => self.end_filter(Some(before)),
            (None, Asking::Fold | Asking::Rule) => self.finder.end(asking.slot()),
            (None, Asking::Index) => self.end_index_filter(),
        }
    }

    fn entered(&mut self, asking: Asking, typed: &str, before: ScreenPosition) {
        match asking {
            Asking::Search => self.search_entered(before),
            Asking::Filter => self.filter_entered(),
            Asking::Fold => self.fold_entered(),
            Asking::Rule => self.rule_entered(typed),
            Asking::Index => {}
        }
    }

    /// What is in sight with the current folds and filter.
    pub(in crate::app) fn seen(&self) -> Seen {
        let folds = self.reading.folds();
        if self.reading.is_path() {
            // Nothing on a path is folded.
            let path = self.reading.thread.with_ancestors(std::iter::once(self.reading.order().last_of_path()));
            return Seen { folded: PostSet::none(self.reading.thread.len()), kept: Some(path) };
        }
        Seen { folded: folds.folded(), kept: folds.filter().cloned() }
    }

    /// The number of posts in the chosen part, folded or not.
    pub(crate) fn many_chosen(&self, panel: &HandOver) -> usize {
        let (root, thread) = (panel.root(self.reading.article()), &self.reading.thread);
        match panel.depth {
            Depth::Whole => thread.descendants(root) + 1,
            Depth::AsSeen if self.reading.is_path() => {
                let last = self.reading.order().last_of_path();
                let below = if thread.contains(root, last) { thread.depth(last) } else { 0 };
                below.saturating_sub(thread.depth(root)) + 1
            }
            Depth::AsSeen => self.reading.folds().below(thread, root) + 1,
        }
    }

    fn hand_over(&mut self, panel: &HandOver) {
        let seen = (panel.depth == Depth::AsSeen).then(|| self.seen());
        let parcel = Parcel { root: panel.root(self.reading.article()), seen, form: panel.form() };
        let typed = panel.typed().to_owned();
        self.effects.push(match panel.goes {
            Goes::ToFile => Effect::Save { path: typed, parcel, may_replace: false },
            Goes::ToCommand => Effect::Pipe { command: typed, input: Fed::Part(parcel) },
        });
    }

    /// Updates the open list of what is put away; closes it if that is empty.
    fn renew_review(&mut self) {
        let reading = &self.reading;
        if let Some(Panel::Review(review)) = self.panels.get_mut()
            && !review.renew(reading)
        {
            self.panels.close();
            self.tell(NOTHING_AWAY);
        }
    }

    /// Goes to a subthread that is put away and opens it.
    fn look_into(&mut self, post: PostId) {
        self.jump_to(post);
        if self.folded(post) {
            let flips = crate::rows::Flips::of(&self.reading.thread, std::iter::once(post));
            self.change(flips, None, Vec::new());
        }
        self.tell("this is put away: {fold-or-parent} folds it again, {bring-back} brings it back");
    }
}

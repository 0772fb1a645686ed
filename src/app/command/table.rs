//! Every command once: its name, its keys, its help and its code.
//!
//! Dispatch, help, palette, `--keys` and guide come from this table.

use crate::app::App;
use crate::app::command::{
    away, category, filtering, finding, folding, index, links, list, more, moving, opening, panes, people, program,
    reloading, ruling, sharing, speaking, suggesting, trail,
};
use crate::app::keys::command::{Command, Given, Group};
use crate::app::keys::keymap::{Keymap, Tables};
use std::ptr;

/// A table of commands and, place by place, what each does.
macro_rules! table {
    ($(#[$about:meta])* $commands:ident, $verbs:ident, [
        $(row($name:expr, $keys:expr, $group:ident, $help:expr, $verb:path $(,)?)),* $(,)?
    ]) => {
        $(#[$about])*
        pub static $commands: &[Command] =
            &[$(Command { name: $name, keys: $keys, group: Group::$group, help: $help, own: None }),*];
        static $verbs: &[Verb] = &[$($verb),*];
    };
}

/// What a command does.
type Verb = fn(&mut App, Given);

table!(
    /// Every command.
    COMMANDS, VERBS, [
        row("read-on", &["Space"], Read, "read on: page, then the next unread post", moving::read_on),
        row("read-back", &["b"], Read, "page back", moving::page_up),
        row("half-page-down", &["Ctrl-d"], Read, "half a page down", moving::half_page_down),
        row("half-page-up", &["Ctrl-u"], Read, "half a page up", moving::half_page_up),
        row("page-down", &["Ctrl-f", "PgDn"], Read, "a page down", moving::page_down),
        row("page-up", &["Ctrl-b", "PgUp"], Read, "a page up", moving::page_up),
        row("line-down", &["Ctrl-e"], Read, "a line down", moving::line_down),
        row("line-up", &["Ctrl-y"], Read, "a line up", moving::line_up),
        row("next-unread", &["Tab"], Read, "next unread post, new ones first", moving::next_unread),
        row("previous-unread", &["S-Tab"], Read, "previous unread post, new ones first", moving::previous_unread),
        row("list-new", &["g n"], Read, "new posts, the newest first", reloading::list_new),
        row("done-with-branch", &[","], Read, "done with this branch; on to the next unread", folding::done),
        row("mark-unread", &["U"], Read, "take this post for unread again", folding::mark_unread),
        row("mark-thread-read", &["g ,"], Read, "take the whole thread for read", folding::mark_thread_read),
        row("next-thread", &["Ctrl-n"], Read, "next thread of the index", index::next_thread),
        row("previous-thread", &["Ctrl-p"], Read, "previous thread of the index", index::previous_thread),
        row("select-next", &["j", "Down"], Move, "next post", moving::next),
        row("select-previous", &["k", "Up"], Move, "previous post", moving::previous),
        row("next-sibling", &["J"], Move, "next reply to the same post", moving::next_sibling),
        row("previous-sibling", &["K"], Move, "previous reply to the same post", moving::previous_sibling),
        row("parent", &["H"], Move, "the post that this one answers", moving::parent),
        row("peek", &["p"], Move, "look at what this answers, and stay", opening::peek),
        row("next-branch", &["}"], Move, "next top-level reply", moving::next_branch),
        row("previous-branch", &["{"], Move, "previous top-level reply", moving::previous_branch),
        row("branch-root", &["^"], Move, "top of this branch", moving::branch_root),
        row("first", &["g g", "Home"], Move, "the article", moving::first),
        row("last", &["G", "End"], Move, "the last post; 42G goes to post 42", moving::last),
        row("follow-quote", &["\""], Move, "the post that is quoted or spoken to", speaking::follow_quote),
        row("list-quoting", &["g b"], Move, "who quotes or addresses this post", speaking::list_quoting),
        row("scroll-right", &["z l"], Read, "code sideways: what is cut off at the right", moving::scroll_right),
        row("scroll-left", &["z h"], Read, "code sideways: back to the left", moving::scroll_left),
        row("skip-quotation", &["g q"], Read, "past the next quotation", folding::skip_quotation),
        row("jump-back", &["<", "Ctrl-o"], Move, "back to where a jump began", trail::jump_back),
        row("jump-forward", &[">"], Move, "forward again", trail::jump_forward),
        row("set-mark", &["m <letter>"], Move, "mark this place", trail::set_mark),
        row("go-to-mark", &["' <letter>"], Move, "go to a mark", trail::go_to_mark),
        row("next-of-category", &["]"], Move, "next post of the category", category::next_of_category),
        row("previous-of-category", &["["], Move, "previous post of the category", category::previous_of_category),
        row("pick-category", &["g ]"], Move, "pick the category of ] and [", opening::pick_category),
        row("fold-or-parent", &["h", "Left"], Fold, "fold, or go to the parent", folding::fold_or_parent),
        row("unfold-or-child", &["l", "Right"], Fold, "unfold, or go to the first reply", folding::unfold_or_child),
        row("toggle-fold", &["z a"], Fold, "fold or unfold", folding::toggle),
        row("unfold", &["z o"], Fold, "unfold", folding::open),
        row("fold", &["z c"], Fold, "fold", folding::close),
        row("toggle-fold-below", &["z A"], Fold, "fold or unfold with all below", folding::toggle_below),
        row("unfold-below", &["z O"], Fold, "unfold with all below", folding::open_below),
        row("fold-below", &["z C"], Fold, "fold with all below", folding::close_below),
        row("fold-all", &["z M"], Fold, "fold every branch", folding::close_all),
        row("unfold-all", &["z R"], Fold, "unfold everything", folding::open_all),
        row("fold-more", &["z m"], Fold, "fold one level more", folding::one_level_more),
        row("fold-less", &["z r"], Fold, "fold one level less", folding::one_level_less),
        row("fold-to-depth", &["z <digit>"], Fold, "show that many levels", folding::to_depth),
        row("fold-read", &["z n"], Fold, "fold all that holds nothing unread", folding::read),
        row("fold-siblings", &["z s"], Fold, "fold the other replies here", folding::siblings),
        row("fold-others", &["z v"], Fold, "fold all but the path to here", folding::others),
        row("fold-matching", &["z f"], Fold, "fold what a query finds", filtering::fold_matching),
        row("fold-branch", &["Z"], Fold, "fold the whole branch, go to the next", folding::branch),
        row(
            "toggle-quotations",
            &["z q"],
            Fold,
            "fold or open the quotations of this post",
            folding::toggle_quotations_here,
        ),
        row("toggle-all-quotations", &["z Q"], Fold, "fold or open the quotations of all", folding::toggle_quotations),
        row("toggle-spoilers", &["z x"], Fold, "show or hide the spoilers of this post", folding::toggle_spoilers),
        row("mute-author", &["g m"], Fold, "less of what this author writes, or all again", people::mute_author),
        row("narrow", &["Enter"], Fold, "show this subthread alone", folding::narrow),
        row("widen", &["Backspace"], Fold, "show what is around it again", folding::widen),
        row("path", &["v"], Fold, "only the path from the article to here", folding::path),
        row("undo", &["u"], Fold, "undo a step of folding", folding::undo),
        row("redo", &["Ctrl-r"], Fold, "redo it", folding::redo),
        row("search", &["/"], Find, "search as you type; Tab completes", finding::search),
        row("filter", &["&"], Find, "keep what matches and what it answers", filtering::filter),
        row("put-away-off-topic", &["x o"], PutAway, "put this subthread away: off-topic", away::off_topic),
        row("put-away-noise", &["x n"], PutAway, "noise", away::noise),
        row("put-away-joke", &["x j"], PutAway, "a joke", away::joke),
        row("put-away-meta", &["x m"], PutAway, "about the discussion itself", away::meta),
        row("put-away-flame", &["x f"], PutAway, "a quarrel", away::flame),
        row("put-away", &["x x"], PutAway, "put it away for no reason", away::plain),
        row("bring-back", &["x Backspace"], PutAway, "bring back what is put away here", away::back),
        row("review", &["X"], PutAway, "list all that is put away", opening::review),
        row("test-rule", &["g t"], PutAway, "what a query would find as a rule", ruling::test_rule),
        row("suggest", &["o"], PutAway, "suggest what is off-topic, or no longer", suggesting::suggest),
        row("suggest-all", &["O"], PutAway, "suggest, sparing nobody and nothing", suggesting::suggest_all),
        row("show-drift", &["g d"], PutAway, "scores: how far each subthread drifted", suggesting::show_drift),
        row("next-match", &["n"], Find, "next match", finding::next_match),
        row("previous-match", &["N"], Find, "previous match", finding::previous_match),
        row("next-by-author", &["*"], Find, "next post by this author", finding::next_by_author),
        row("previous-by-author", &["#"], Find, "previous post by this author", finding::previous_by_author),
        row("author", &["A"], Find, "who wrote this: how much, when, and to whom", opening::author),
        row("cancel", &["Esc"], Find, "end the search or the filter", program::cancel),
        row("overview", &["i"], Program, "when, who and where: the thread in numbers", opening::overview),
        row("follow-link", &["f"], Act, "letters on the links; in capitals: the browser", opening::follow_link),
        row("list-links", &["F"], Act, "all links of this subthread", links::list_links),
        row("yank", &["y y"], Act, "copy the post's text", sharing::yank_text),
        row("yank-quoted", &["y q"], Act, "copy it quoted, to answer it elsewhere", sharing::yank_quoted),
        row("yank-permalink", &["y u"], Act, "copy the post's address", sharing::yank_permalink),
        row("yank-path", &["y p"], Act, "copy it under all that it answers", sharing::yank_path),
        row("yank-thread", &["y t"], Act, "copy the subthread as Markdown", sharing::yank_thread),
        row("yank-seen", &["y s"], Act, "copy of it what is in sight, as Markdown", sharing::yank_seen),
        row("yank-link", &["y l"], Act, "copy where a link leads", opening::yank_link),
        row("sort-replies", &["S"], Program, "sort replies: newest, points, drift …", opening::sort),
        row("load-more", &["M"], Program, "load the replies here that are elsewhere", more::load_more),
        row("load-all", &["g M"], Program, "load all that is elsewhere, after a question", more::load_all),
        row("reload", &["r"], Program, "read the input again, without losing the place", reloading::reload),
        row("save", &["s"], Act, "save the subthread or the thread in a file", opening::save),
        row("pipe", &["|"], Act, "pipe it to a command", opening::pipe),
        row("pick-theme", &["g c"], Program, "colours: themes, each shown as you go", opening::pick_theme),
        row("next-pane", &["w"], Program, "next pane", panes::next_pane),
        row("pin-article", &["a"], Program, "pin the article beside the replies", panes::pin_article),
        row("outline-wider", &[")", "Ctrl-Right"], Program, "move the divider right", panes::divider_right),
        row("outline-narrower", &["(", "Ctrl-Left"], Program, "move the divider left", panes::divider_left),
        row("recent-threads", &["g r"], Program, "the library: all that was read", list::library),
        row("search-everywhere", &["g /"], Find, "search every thread that was ever opened", opening::search_everywhere),
        row("help", &["?"], Program, "all keys", opening::help),
        row("palette", &[":"], Program, "commands by name; :42 goes to post 42", opening::palette),
        row("notices", &["!"], Program, "what was mended or left out", opening::notices),
        row("redraw", &["Ctrl-l"], Program, "draw the screen anew", program::redraw),
        row("suspend", &["Ctrl-z"], Program, "suspend", program::suspend),
        row("quit", &["q"], Program, "back to the list or the index, or quit", program::leave),
        row("quit-at-once", &["Ctrl-c"], Program, "quit", program::quit),
]);

table!(
    /// Further commands while suggestions are visible. Their keys take precedence.
    SUGGESTION_COMMANDS, SUGGESTION_VERBS, [
        row(TAKE_ONE, &["x"], Suggest, "put the suggested subthread away", suggesting::take_one),
        row("take-suggestions", &["X"], Suggest, "put all that is suggested away", suggesting::take_all),
        row("fewer-suggestions", &["+"], Suggest, "only what drifted further", suggesting::fewer),
        row("more-suggestions", &["-"], Suggest, "also what drifted less far", suggesting::more),
        row("next-suggestion", &["]"], Suggest, "next suggestion", suggesting::next),
        row("previous-suggestion", &["["], Suggest, "previous suggestion", suggesting::previous),
        row("end-suggestions", &["Esc"], Suggest, "take all suggestions back", suggesting::end),
]);

/// The command that only a suggestion has.
pub(in crate::app) const TAKE_ONE: &str = "take-suggestion";

table!(
    /// The commands of the index, for a source with several threads.
    INDEX_COMMANDS, INDEX_VERBS, [
        row("open-thread", &["Enter", "l", "Right", "Space"], Read, "open the thread", index::open),
        row("select-next", &["j", "Down"], Move, "next thread", index::next),
        row("select-previous", &["k", "Up"], Move, "previous thread", index::previous),
        row("page-down", &["Ctrl-f", "PgDn", "Ctrl-d"], Move, "a page down", index::page_down),
        row("page-up", &["Ctrl-b", "PgUp", "Ctrl-u"], Move, "a page up", index::page_up),
        row("first", &["g g", "Home"], Move, "the first thread", index::first),
        row("last", &["G", "End"], Move, "the last thread; 42G goes to the 42nd", index::last),
        row("next-unread", &["Tab"], Move, "next thread with something unread", index::next_unread),
        row("previous-unread", &["S-Tab"], Move, "previous thread with something unread", index::previous_unread),
        row("filter", &["/", "&"], Find, "only threads with what a query finds", index::filter),
        row("unfilter", &["Esc"], Find, "all threads again", index::unfilter),
        row("sort", &["S"], Find, "another order", index::sort),
        row("star", &["*"], PutAway, "give a thread of a list a star, or take it", list::star),
        row("take-out", &["d"], PutAway, "take a thread out of the library", list::take_out),
        row("undo", &["u"], PutAway, "put it back", list::put_back),
        row("check-all", &["R"], Program, "ask each thread in sight for news, once", list::check_all),
        row("open-outside", &["o"], Act, "open it in the browser", list::open_outside),
        row("reload", &["r"], Program, "read the input again", reloading::reload),
        row("recent-threads", &["g r"], Program, "the library: all that was read", list::library),
        row("search-everywhere", &["g /"], Find, "search every thread that was ever opened", opening::search_everywhere),
        row("help", &["?"], Program, "all keys", opening::help),
        row("palette", &[":"], Program, "commands by name", opening::palette),
        row("notices", &["!"], Program, "what was mended or left out", opening::notices),
        row("redraw", &["Ctrl-l"], Program, "draw the screen anew", program::redraw),
        row("suspend", &["Ctrl-z"], Program, "suspend", program::suspend),
        row("quit", &["q"], Program, "back to where it was opened from, or quit", program::leave),
        row("quit-at-once", &["Ctrl-c"], Program, "quit", program::quit),
]);

impl Default for Keymap {
    /// The keys of the tables.
    fn default() -> Self {
        Self::of(Tables {
            thread: COMMANDS,
            suggestions: SUGGESTION_COMMANDS,
            on_suggestion: TAKE_ONE,
            index: INDEX_COMMANDS,
        })
    }
}

impl App {
    /// The commands at this moment.
    pub(crate) fn commands(&self) -> Vec<&'static Command> {
        if self.index.is_open() {
            let list = self.index.list();
            let is_meant = |command: &&Command| list::is_meant(command.name, list);
            return INDEX_COMMANDS.iter().filter(is_meant).collect();
        }
        let suggesting = if self.preview().is_some() { SUGGESTION_COMMANDS } else { &[] };
        suggesting.iter().chain(COMMANDS).chain(self.keymap.own()).collect()
    }

    /// Does what the command of a thread with a name says.
    pub(in crate::app) fn run_named(&mut self, name: &str) {
        if let Some(command) = COMMANDS.iter().find(|command| command.name == name) {
            self.run(command, Given::default());
        }
    }

    /// Does what a command of one of the tables says.
    pub(in crate::app) fn run(&mut self, command: &'static Command, given: Given) {
        if let Some(own) = &command.own {
            return self.run_own(own);
        }
        let tables = [(COMMANDS, VERBS), (SUGGESTION_COMMANDS, SUGGESTION_VERBS), (INDEX_COMMANDS, INDEX_VERBS)];
        // Commands of two tables may share their name: the row itself says which is meant.
        let place = |commands: &[Command]| commands.iter().position(|row| ptr::eq(row, command));
        if let Some(verb) = tables.iter().find_map(|(commands, verbs)| verbs.get(place(commands)?)) {
            verb(self, given);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::command::is_placeholder;
    use crate::app::keys::key::Key;

    #[test]
    fn every_key_is_a_key_and_belongs_to_one_command_and_every_name_is_one() {
        for commands in [COMMANDS, SUGGESTION_COMMANDS, INDEX_COMMANDS] {
            let mut seen = std::collections::BTreeSet::new();
            for command in commands {
                assert!(seen.insert(command.name), "{} twice", command.name);
                for keys in command.keys {
                    assert!(seen.insert(keys), "{keys} twice");
                    for name in keys.split(' ') {
                        assert!(Key::named(name).is_some() || is_placeholder(name), "{name}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_a_command_does_fits_in_the_help() {
        for command in COMMANDS.iter().chain(INDEX_COMMANDS) {
            assert!(command.help.len() <= 46, "{}", command.help);
        }
    }

    #[test]
    fn no_command_hides_behind_the_beginning_of_another() {
        for commands in [COMMANDS, SUGGESTION_COMMANDS, INDEX_COMMANDS] {
            for keys in commands.iter().flat_map(|command| command.keys) {
                let mut longer = commands.iter().flat_map(|other| other.keys);
                assert!(!longer.any(|other| other.starts_with(&format!("{keys} "))), "{keys}");
            }
        }
    }
}

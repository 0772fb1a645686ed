//! What is handed to a file or a command: the prompts that ask where it goes, and what they let the reader choose.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::keys::key::{Code, Key};
use crate::app::panel::Overlay;
use crate::app::panel::entries::{Kind, Walk};
use crate::app::panel::prompt::Prompt;
use crate::app::work::parcel::{Parcel, Seen};
use crate::export::Form;
use crate::thread::{PostId, PostSet, Text};
use unicode_width::UnicodeWidthChar;

/// What the reader has chosen so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    pub(crate) goes: Goes,
    /// The post that was selected.
    post: PostId,
    pub(crate) extent: Extent,
    pub(crate) depth: Depth,
    /// The form for a command; a file's follows from its name.
    form: Form,
}

/// Where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goes {
    ToFile,
    ToCommand,
}

/// How much of the thread it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    Subthread,
    Thread,
}

/// How much of what is folded it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    Whole,
    AsSeen,
}

/// The forms, in the order that they are gone through, each with the ending of its files.
const FORMS: [(Form, &str); 5] =
    [(Form::Text, "txt"), (Form::Markdown, "md"), (Form::Html, "html"), (Form::Json, "json"), (Form::Mbox, "mbox")];

/// Bytes of a name that is proposed, without its ending.
const LONGEST_NAME: usize = 60;

impl Choice {
    /// The form that it will have, with what is typed.
    pub(crate) fn form(self, typed: &str) -> Form {
        match self.goes {
            Goes::ToFile => Form::of_file(typed.trim()),
            Goes::ToCommand => self.form,
        }
    }

    /// What is typed for it.
    fn kind(self) -> Kind {
        match self.goes {
            Goes::ToFile => Kind::File,
            Goes::ToCommand => Kind::Shell,
        }
    }

    /// The post at its head.
    pub(crate) fn root(self, article: PostId) -> PostId {
        match self.extent {
            Extent::Subthread => self.post,
            Extent::Thread => article,
        }
    }

    /// Goes on to the next form. That of a file is in its name.
    fn next_form(&mut self, prompt: &mut Prompt) {
        let now = self.form(prompt.typed());
        let place = FORMS.iter().position(|(form, _)| *form == now).unwrap_or(FORMS.len() - 1);
        let Some(&(form, ending)) = FORMS.get((place + 1) % FORMS.len()) else { return };
        self.form = form;
        if self.goes == Goes::ToFile {
            let typed = prompt.typed().trim();
            let folder = typed.rfind('/').map_or(0, |slash| slash + 1);
            let name = typed.get(folder..).unwrap_or_default();
            let stem = name.rfind('.').filter(|&dot| dot > 0).map_or(typed.len(), |dot| folder + dot);
            *prompt = Prompt::of(&format!("{}.{ending}", typed.get(..stem).unwrap_or_default()));
        }
    }
}

/// A name for a file, made of a title: letters and digits, and a hyphen for everything between them. So it can neither
/// lead to another folder, nor hide itself, nor look like an option.
fn file_name(title: &str, number: usize) -> String {
    let mut name = String::new();
    for c in title.chars().filter(|c| c.width() != Some(0)) {
        if c.is_alphanumeric() {
            name.extend(c.to_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.truncate(name.floor_char_boundary(LONGEST_NAME));
    let name = name.trim_end_matches('-');
    let name = if name.is_empty() { "thread" } else { name };
    if number == 0 { format!("{name}.txt") } else { format!("{name}-{number}.txt") }
}

fn ask(app: &mut App, goes: Goes, prompt: Prompt) {
    let post = app.selection();
    let extent = if post == app.reading.article() { Extent::Thread } else { Extent::Subthread };
    let choice = Choice { goes, post, extent, depth: Depth::Whole, form: Form::Text };
    app.input.open(Overlay::HandOver { prompt, choice });
}

pub(in crate::app) fn save(app: &mut App, _: Given) {
    let title = app.reading.thread.title_of(app.reading.article());
    let name = file_name(title, app.number(app.selection()));
    ask(app, Goes::ToFile, Prompt::of(&name));
}

pub(in crate::app) fn pipe(app: &mut App, _: Given) {
    ask(app, Goes::ToCommand, Prompt::default());
}

impl App {
    pub(in crate::app) fn hand_over_key(&mut self, key: Key, mut prompt: Prompt, mut choice: Choice) {
        match (key.code, key.ctrl) {
            (Code::Esc, _) => return,
            (Code::Backspace, false) if prompt.typed().is_empty() => return,
            (Code::Enter, _) if prompt.typed().trim().is_empty() => return,
            (Code::Enter, _) => return self.hand_over(prompt.typed().trim(), choice),
            (Code::Tab | Code::BackTab, _) => {
                choice.extent = match choice.extent {
                    Extent::Subthread => Extent::Thread,
                    Extent::Thread => Extent::Subthread,
                }
            }
            (Code::Char('s'), true) => {
                choice.depth = match choice.depth {
                    Depth::Whole => Depth::AsSeen,
                    Depth::AsSeen => Depth::Whole,
                }
            }
            (Code::Char('t'), true) => choice.next_form(&mut prompt),
            _ => match Walk::of(key) {
                Some(way) => _ = self.input.entries.walk(choice.kind(), way, &mut prompt),
                None => _ = prompt.take(key),
            },
        }
        self.input.open(Overlay::HandOver { prompt, choice });
    }

    /// What is in sight, with the folds and under the filter that the reader has now.
    pub(in crate::app) fn seen(&self) -> Seen {
        let folds = self.reading.folds();
        if self.reading.is_path() {
            // Nothing on it is folded.
            let path = self.reading.thread.with_ancestors(std::iter::once(self.reading.order().last_of_path()));
            return Seen { folded: PostSet::none(self.reading.thread.len()), kept: Some(path) };
        }
        Seen { folded: folds.folded(), kept: folds.kept().cloned() }
    }

    /// How many posts go along with a choice, folded or not.
    pub(crate) fn many_chosen(&self, choice: Choice) -> usize {
        let root = choice.root(self.reading.article());
        match choice.depth {
            Depth::Whole => self.reading.thread.descendants(root) + 1,
            Depth::AsSeen if self.reading.is_path() => {
                let last = self.reading.order().last_of_path();
                let below = if self.reading.thread.contains(root, last) { self.reading.thread.depth(last) } else { 0 };
                below.saturating_sub(self.reading.thread.depth(root)) + 1
            }
            Depth::AsSeen => self.reading.folds().below(&self.reading.thread, root) + 1,
        }
    }

    fn hand_over(&mut self, typed: &str, choice: Choice) {
        self.input.entries.take_down(choice.kind(), typed);
        let seen = (choice.depth == Depth::AsSeen).then(|| self.seen());
        let parcel = Parcel { root: choice.root(self.reading.article()), seen, form: choice.form(typed) };
        self.effects.push(match choice.goes {
            Goes::ToFile => Effect::Save { path: typed.to_owned(), parcel, may_replace: false },
            Goes::ToCommand => Effect::Pipe { command: typed.to_owned(), parcel },
        });
    }

    /// There is a file of that name already. Nothing is asked over what the reader has opened meanwhile.
    pub(in crate::app) fn exists(&mut self, path: String, parcel: Parcel) {
        match self.overlay() {
            Overlay::None => self.input.open(Overlay::Replace { path, parcel }),
            _ => self.say(&format!("{path} is there already: not saved")),
        }
    }

    pub(in crate::app) fn replace_key(&mut self, key: Key, path: String, parcel: Parcel) {
        if key.typed() == Some('y') {
            self.effects.push(Effect::Save { path, parcel, may_replace: true });
        } else {
            self.say(&format!("{} is as it was", Text::line(&path)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_made_of_letters_digits_and_hyphens() {
        assert_eq!(file_name("The lamp & the harbour!", 0), "the-lamp-the-harbour.txt");
        assert_eq!(file_name("Märchen 灯台", 7), "märchen-灯台-7.txt");
        assert_eq!(file_name("../../.ssh/config\0\n-rf\u{202E}~$(x)", 0), "ssh-config-rf-x.txt");
        assert_eq!(file_name("e\u{301}tude", 0), "etude.txt");
        assert_eq!(file_name("…", 0), "thread.txt");
        let long = file_name(&"灯台の".repeat(99), 3);
        assert!(long.len() <= LONGEST_NAME + 6 && long.ends_with("-3.txt"), "{long}");
    }

    #[test]
    fn the_next_form_changes_the_ending_of_the_name() {
        let choice = |goes| Choice {
            goes,
            post: PostId::ARTICLE,
            extent: Extent::Thread,
            depth: Depth::Whole,
            form: Form::Text,
        };
        let next = |typed: &str| {
            let mut prompt = Prompt::of(typed);
            choice(Goes::ToFile).next_form(&mut prompt);
            prompt.typed().to_owned()
        };
        assert_eq!(next("~/talks.d/lamp.txt"), "~/talks.d/lamp.md");
        assert_eq!(next("~/talks.d/lamp"), "~/talks.d/lamp.md");
        assert_eq!(next(".lamp"), ".lamp.md");
        assert_eq!(next("lamp.mbox"), "lamp.txt");
        let (mut piped, mut prompt) = (choice(Goes::ToCommand), Prompt::of("wc -l a.b"));
        piped.next_form(&mut prompt);
        assert_eq!((piped.form(""), prompt.typed()), (Form::Markdown, "wc -l a.b"));
    }
}

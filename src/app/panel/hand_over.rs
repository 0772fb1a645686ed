//! The prompt for a file or a command that gets a part of the thread, and the choices about that part.

use crate::app::keys::key::{Code, Key};
use crate::app::keys::local::{Local, Told, local, told, verb_of};
use crate::app::panel::entries::{Kind, Walk};
use crate::app::panel::prompt::Prompt;
use crate::app::panel::request::{Answer, Around, Request};
use crate::export::Form;
use crate::thread::PostId;
use unicode_width::UnicodeWidthChar;

/// The choices and the text so far.
#[derive(Debug, Clone)]
pub(crate) struct HandOver {
    pub(crate) goes: Goes,
    pub(crate) prompt: Prompt,
    /// The post that was selected.
    post: PostId,
    pub(crate) extent: Extent,
    pub(crate) depth: Depth,
    /// The form for a command; a file's name decides its own.
    form: Form,
}

/// The target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goes {
    ToFile,
    ToCommand,
}

/// How much of the thread to hand over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    Subthread,
    Thread,
}

/// How much of the folded posts to hand over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    Whole,
    AsSeen,
}

/// The forms in the order of cycling, each with its file extension.
const FORMS: [(Form, &str); 5] =
    [(Form::Text, "txt"), (Form::Markdown, "md"), (Form::Html, "html"), (Form::Json, "json"), (Form::Mbox, "mbox")];

/// Bytes of a proposed name, without its extension.
const LONGEST_NAME: usize = 60;

#[derive(Debug, Clone, Copy)]
enum Verb {
    Enter,
    Extent,
    Depth,
    Form,
    Leave,
}

const KEYS: &[Local<Verb>] = &[
    local(&["Tab", "S-Tab"], "how much of the thread", Verb::Extent),
    local(&["Ctrl-s"], "all, or as seen", Verb::Depth),
    local(&["Ctrl-t"], "another form", Verb::Form),
    local(&["Enter"], "does it", Verb::Enter),
    local(&["Esc"], "leaves", Verb::Leave),
];

impl HandOver {
    /// The prompt for a file with a post and everything below it, or the whole thread if the post opens it. Proposes a
    /// name made of the title. `number` is that of the post in its thread.
    pub(in crate::app) fn to_file(post: PostId, number: usize, title: &str) -> Self {
        Self::new(Goes::ToFile, post, number, Prompt::of(&file_name(title, number)))
    }

    /// The same for a command.
    pub(in crate::app) fn to_command(post: PostId, number: usize) -> Self {
        Self::new(Goes::ToCommand, post, number, Prompt::default())
    }

    fn new(goes: Goes, post: PostId, number: usize, prompt: Prompt) -> Self {
        let extent = if number == 0 { Extent::Thread } else { Extent::Subthread };
        Self { goes, prompt, post, extent, depth: Depth::Whole, form: Form::Text }
    }

    pub(super) fn key(&mut self, key: Key, around: &mut Around<'_>) -> Answer {
        match verb_of(KEYS, key) {
            Some(Verb::Leave) => return Answer::Close,
            Some(Verb::Enter) if self.typed().is_empty() => return Answer::Close,
            Some(Verb::Enter) => {
                around.entries.take_down(self.kind(), self.typed());
                return Answer::Run(Request::HandOver(Box::new(self.clone())));
            }
            Some(Verb::Extent) => {
                self.extent = match self.extent {
                    Extent::Subthread => Extent::Thread,
                    Extent::Thread => Extent::Subthread,
                }
            }
            Some(Verb::Depth) => {
                self.depth = match self.depth {
                    Depth::Whole => Depth::AsSeen,
                    Depth::AsSeen => Depth::Whole,
                }
            }
            Some(Verb::Form) => self.next_form(),
            None if key.code == Code::Backspace && self.prompt.typed().is_empty() => return Answer::Close,
            None => match Walk::of(key) {
                Some(way) => _ = around.entries.walk(self.kind(), way, &mut self.prompt),
                None => _ = self.prompt.take(key),
            },
        }
        Answer::Stay
    }

    #[expect(clippy::unused_self, reason = "every panel tells its keys")]
    pub(crate) fn keys(&self) -> Vec<Told> {
        told(KEYS).collect()
    }

    /// The text: a file name or a command.
    pub(in crate::app) fn typed(&self) -> &str {
        self.prompt.typed().trim()
    }

    /// The form to write, given the text.
    pub(crate) fn form(&self) -> Form {
        match self.goes {
            Goes::ToFile => Form::of_file(self.typed()),
            Goes::ToCommand => self.form,
        }
    }

    /// The kind of text.
    fn kind(&self) -> Kind {
        match self.goes {
            Goes::ToFile => Kind::File,
            Goes::ToCommand => Kind::Shell,
        }
    }

    /// The post at the head of the part; `article` opens the thread.
    pub(in crate::app) fn root(&self, article: PostId) -> PostId {
        match self.extent {
            Extent::Subthread => self.post,
            Extent::Thread => article,
        }
    }

    /// Goes to the next form. A file has its form in its name.
    fn next_form(&mut self) {
        let now = self.form();
        let place = FORMS.iter().position(|(form, _)| *form == now).unwrap_or(FORMS.len() - 1);
        let Some(&(form, ending)) = FORMS.get((place + 1) % FORMS.len()) else { return };
        self.form = form;
        if self.goes == Goes::ToFile {
            let typed = self.typed();
            let folder = typed.rfind('/').map_or(0, |slash| slash + 1);
            let name = typed.get(folder..).unwrap_or_default();
            let stem = name.rfind('.').filter(|&dot| dot > 0).map_or(typed.len(), |dot| folder + dot);
            self.prompt = Prompt::of(&format!("{}.{ending}", typed.get(..stem).unwrap_or_default()));
        }
    }
}

/// A file name made of a title: letters and digits, with a hyphen for everything between. So it cannot lead to another
/// folder, hide itself, or look like an option.
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
        let next = |typed: &str| {
            let mut panel = HandOver::new(Goes::ToFile, PostId::ARTICLE, 0, Prompt::of(typed));
            panel.next_form();
            panel.prompt.typed().to_owned()
        };
        assert_eq!(next("~/talks.d/lamp.txt"), "~/talks.d/lamp.md");
        assert_eq!(next("~/talks.d/lamp"), "~/talks.d/lamp.md");
        assert_eq!(next(".lamp"), ".lamp.md");
        assert_eq!(next("lamp.mbox"), "lamp.txt");
        let mut piped = HandOver::new(Goes::ToCommand, PostId::ARTICLE, 0, Prompt::of("wc -l a.b"));
        piped.next_form();
        assert_eq!((piped.form(), piped.typed()), (Form::Markdown, "wc -l a.b"));
    }
}

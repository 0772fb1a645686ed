//! Why an input could not be read, in words for the person who named it.

use super::Origin;
use super::origin::Contents;
use super::unsupported::Kind;
use crate::disk::error_text;
use crate::source::Source;
use crate::thread::Notice;
use crate::web::Trouble;
use std::fmt;
use std::io;
use std::path::Path;

/// Why an input could not be read: one line, and a way out if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    subject: String,
    why: String,
    hint: Option<String>,
    /// For several inputs, why each could not be read.
    reasons: Vec<Notice>,
    cancelled: bool,
}

impl Failure {
    pub(super) fn new(subject: String, why: impl Into<String>) -> Self {
        Self { subject, why: why.into(), hint: None, reasons: Vec::new(), cancelled: false }
    }

    fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// What to do about it. `None` if nothing helps.
    pub(crate) fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The reasons behind it, if there are several.
    pub(crate) fn reasons(&self) -> &[Notice] {
        &self.reasons
    }

    /// The failure as a notice about one of several inputs.
    pub(super) fn notice(&self) -> Notice {
        Notice::new(&*self.why).of(&self.subject)
    }

    /// Whether someone ended it on purpose, so that there is nothing to report.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    pub(super) fn cancelled(origin: &Origin) -> Self {
        Self { cancelled: true, ..Self::new(origin.name(), "reading was cancelled") }
    }

    /// An address gave nothing; `whose` is the host to blame.
    pub(super) fn fetching(whose: String, trouble: &Trouble) -> Self {
        let hint = trouble.hint().map(str::to_owned);
        Self { hint, cancelled: *trouble == Trouble::Cancelled, ..Self::new(whose, trouble.to_string()) }
    }

    /// The reason, without its subject.
    pub(super) fn why(&self) -> &str {
        &self.why
    }

    pub(super) fn opening(path: &Path, error: &io::Error) -> Self {
        let name = path.display().to_string();
        if error.kind() == io::ErrorKind::NotFound {
            return Self::new(name, "not found");
        }
        Self::new(name, error_text(error))
    }

    pub(super) fn terminal(path: &Path) -> Self {
        let failure = Self::new(path.display().to_string(), "expected a file or a pipe, found a terminal");
        failure.with_hint("what is typed is read too where it comes through a pipe: cat | threadle")
    }

    pub(super) fn no_file(path: &Path, has_hidden: bool) -> Self {
        let failure = Self::new(path.display().to_string(), "a directory without a file in it");
        if has_hidden { failure.with_hint("name a file in it: hidden ones are passed over") } else { failure }
    }

    /// None of several inputs could be read.
    pub(super) fn none(origin: &Origin, mut failures: Vec<Self>, reasons: &[Notice]) -> Self {
        match failures.pop() {
            Some(only) if failures.is_empty() && reasons == [only.notice()] => only,
            _ => {
                let whose = if matches!(origin.kind().contents(), Contents::Others(_)) {
                    "none of them"
                } else {
                    "none of its files"
                };
                Self { reasons: reasons.to_vec(), ..Self::new(origin.name(), format!("{whose} could be read")) }
            }
        }
    }

    pub(super) fn empty(origin: &Origin) -> Self {
        Self::new(origin.name(), "empty")
    }

    /// `is_packed`: it lay in an archive, which most programs in hints cannot open.
    pub(super) fn foreign(origin: &Origin, kind: Kind, is_packed: bool) -> Self {
        let name = origin.name();
        let hint = kind.hint.filter(|_| !is_packed || kind == Kind::TAR);
        let hint = hint.map(|hint| match origin.kind().in_commands() {
            None => hint.replace(" %", ""),
            Some(name) => hint.replace('%', &name),
        });
        Self { hint, ..Self::new(name, kind.what) }
    }

    pub(super) fn reading(origin: &Origin, error: &io::Error) -> Self {
        Self::new(origin.name(), error_text(error))
    }

    pub(super) fn refused(origin: &Origin, source: &dyn Source, why: String) -> Self {
        let failure = Self::new(origin.name(), why);
        match source.name() {
            "text" => failure,
            name => failure.with_hint(format!("it was read as {name}: --from text shows it as it is")),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.subject, self.why)
    }
}

impl std::error::Error for Failure {}

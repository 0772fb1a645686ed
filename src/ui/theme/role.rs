//! The roles that a theme gives styles to.

/// What a drawn thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Role {
    /// Running text.
    Plain,
    /// Less important than text: ages, hints, what was read.
    Dim,
    /// Borders, rules and the track of the scrollbar.
    Frame,
    /// The guide of a level of replies, counted from 0.
    Guide(usize),
    /// The name of an author in a list about something else.
    Author,
    /// The name of a person in a thread. The same number always has the same colour.
    Person(usize),
    /// The same name on a post that answers it, or on a post that was read.
    QuietPerson(usize),
    /// The name of the article's author.
    OriginalPoster,
    /// The reader's own name.
    Own,
    /// Where the reader is: the bar at the selected post, the thumb of the scrollbar, the focused pane.
    Accent,
    /// Where the reader is in a pane without focus.
    AccentAway,
    /// Unread.
    Unread,
    /// What a fold hides: its sign and its count.
    Fold,
    /// A tag after a name.
    Tag,
    /// A title or a heading.
    Heading,
    /// A quotation.
    Quote,
    /// Literal text.
    Code,
    /// A link.
    Link,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// A match.
    Match,
    /// Letters to type for the link under them.
    Label,
    /// The row of the selected post in the focused pane.
    Selected,
    /// The row of the selected post in another pane.
    SelectedAway,
    /// The selected row of a list over the panes.
    Chosen,
    /// The lines above and below the panes.
    Bar,
    /// The most important part of such a line.
    BarStrong,
    /// A key in a hint or in the help.
    Key,
    /// What is put away, and why.
    Away,
    /// What is suggested, and why.
    Suggested,
    /// A panel over the panes.
    Panel,
    /// What a rule highlights.
    Highlight,
    /// Something went wrong.
    Error,
}

impl Role {
    /// The roles that a theme can name, in the order of their places.
    pub(super) const NAMED: [(&'static str, Self); 30] = [
        ("plain", Self::Plain),
        ("dim", Self::Dim),
        ("frame", Self::Frame),
        ("author", Self::Author),
        ("op", Self::OriginalPoster),
        ("own", Self::Own),
        ("accent", Self::Accent),
        ("accent-away", Self::AccentAway),
        ("unread", Self::Unread),
        ("fold", Self::Fold),
        ("tag", Self::Tag),
        ("heading", Self::Heading),
        ("quote", Self::Quote),
        ("code", Self::Code),
        ("link", Self::Link),
        ("emphasis", Self::Emphasis),
        ("strong", Self::Strong),
        ("match", Self::Match),
        ("label", Self::Label),
        ("selected", Self::Selected),
        ("selected-away", Self::SelectedAway),
        ("chosen", Self::Chosen),
        ("bar", Self::Bar),
        ("bar-strong", Self::BarStrong),
        ("key", Self::Key),
        ("away", Self::Away),
        ("suggested", Self::Suggested),
        ("panel", Self::Panel),
        ("highlight", Self::Highlight),
        ("error", Self::Error),
    ];
}

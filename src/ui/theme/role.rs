//! What can be drawn: the roles that a theme gives a style to.

/// What something drawn is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Role {
    /// Running text.
    Plain,
    /// What is less important than text: ages, hints, what was read.
    Dim,
    /// Borders, rules and the track of the scrollbar.
    Frame,
    /// The guide of a level of replies, counted from 0.
    Guide(usize),
    /// The name of an author in a list that is about something else.
    Author,
    /// The name of one of the people of a thread. The same number always has the same colour.
    Person(usize),
    /// The same name where a post answers it, or where the post was read.
    QuietPerson(usize),
    /// The name of who wrote the article.
    OriginalPoster,
    /// The reader's own name.
    Own,
    /// Where the reader is: the bar at the selected post, the thumb of the scrollbar, the pane with the keys' attention.
    Accent,
    /// Where the reader is in a pane that has not the keys' attention.
    AccentAway,
    /// What was not read yet.
    Unread,
    /// What a fold hides: its sign and its count.
    Fold,
    /// A word that stands behind a name.
    Tag,
    /// A title or a heading.
    Heading,
    /// A quotation.
    Quote,
    /// Literal text.
    Code,
    /// Where something leads.
    Link,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// What is searched for.
    Match,
    /// Letters to type for what is under them.
    Label,
    /// The row of the selected post in the pane that has the keys' attention.
    Selected,
    /// The row of the selected post in another pane.
    SelectedAway,
    /// The selected row of a list that lies over the panes.
    Chosen,
    /// The lines above and below the panes.
    Bar,
    /// What matters most in such a line.
    BarStrong,
    /// A key in a hint or in the help.
    Key,
    /// What is put away, and why.
    Away,
    /// What is suggested to be put away, and why.
    Suggested,
    /// Something lies over the panes.
    Panel,
    /// What a rule makes stand out.
    Highlight,
    /// Something went wrong.
    Error,
}

impl Role {
    /// The roles that a theme names, in the order of their places.
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

//! Names of time zones, with their hours ahead of UTC.

/// Where a name occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// On a page, whose words may mean anything: only names count that hardly anybody uses for another zone.
    Pages,
    /// In the date of a message, where programs write standard names and some others.
    Mail,
}

/// Names that mean one zone everywhere.
const SURE: &[(&str, i8)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CDT", -5),
    ("MDT", -6),
    ("MST", -7),
    ("PST", -8),
    ("PDT", -7),
    ("CET", 1),
    ("CEST", 2),
    ("MEZ", 1),
    ("MESZ", 2),
    ("EET", 2),
    ("EEST", 3),
    ("AEST", 10),
    ("AEDT", 11),
    ("JST", 9),
];

/// Names that are words or other zones elsewhere.
const OF_MAIL: &[(&str, i8)] = &[
    ("UT", 0),
    ("WET", 0),
    ("BST", 1),
    ("WEST", 1),
    ("MET", 1),
    ("MEST", 2),
    ("MSK", 3),
    ("KST", 9),
    ("NZST", 12),
    ("NZDT", 13),
    ("CST", -6),
];

/// The hours of a zone ahead of UTC. `None` if the name is none. Case does not count in mail.
pub(super) fn hours(name: &str, place: Use) -> Option<i8> {
    let is_named = |&&(known, _): &&(&str, i8)| match place {
        Use::Pages => known == name,
        Use::Mail => known.eq_ignore_ascii_case(name),
    };
    let of_mail = OF_MAIL.iter().filter(|_| place == Use::Mail);
    SURE.iter().chain(of_mail).find(is_named).map(|&(_, hours)| hours)
}

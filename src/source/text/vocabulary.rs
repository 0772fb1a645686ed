//! The words that pages put around comments: announcements, endings and links, in the languages of the common blog
//! software.

/// A line that announces comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Announcement {
    /// The number of comments, if stated.
    pub(super) count: Option<usize>,
    /// It names the subject: `17 thoughts on “…”`. A count without a subject may also be part of a byline.
    pub(super) about: bool,
}

/// The longest possible announcement: it may quote a title.
const LONGEST_ANNOUNCEMENT: usize = 400;
/// The longest announcement that does not begin with a count.
const LONGEST_HEADING: usize = 40;
const LONGEST_FOOTER: usize = 120;
const LONGEST_FURNITURE: usize = 50;

const OPENINGS: &[&str] =
    &["this post has ", "this entry has ", "there are ", "showing ", "dieser beitrag hat ", "cet article a "];

const NOUNS: &[&str] = &[
    "comment",
    "comments",
    "thought",
    "thoughts",
    "response",
    "responses",
    "reply",
    "replies",
    "reaction",
    "reactions",
    "kommentar",
    "kommentare",
    "kommentaren",
    "antwort",
    "antworten",
    "gedanke",
    "gedanken",
    "reaktion",
    "reaktionen",
    "commentaire",
    "commentaires",
    "réponse",
    "réponses",
    "réflexion",
    "réflexions",
    "réaction",
    "réactions",
    "comentario",
    "comentarios",
    "respuesta",
    "respuestas",
    "pensamiento",
    "pensamientos",
    "comentário",
    "comentários",
    "resposta",
    "respostas",
    "pensamento",
    "pensamentos",
    "commento",
    "commenti",
    "risposta",
    "risposte",
    "pensiero",
    "pensieri",
    "reactie",
    "reacties",
    "gedachte",
    "gedachten",
    "kommentarer",
    "tankar",
    "svar",
    "tanker",
    "komentarz",
    "komentarze",
    "komentarzy",
    "odpowiedź",
    "odpowiedzi",
    "комментарий",
    "комментария",
    "комментариев",
    "ответ",
    "ответа",
    "ответов",
    "мысли",
    "мыслей",
    "yorum",
    "コメント",
    "件のコメント",
    "条评论",
    "个评论",
    "ergänzung",
    "ergänzungen",
    "meinung",
    "meinungen",
    "leserbriefe",
    "opinions",
    "notes",
    "remarks",
    "replys",
    "posts",
];

const ABOUT: &[&str] = &[
    "on", "to", "zu", "auf", "about", "sur", "à", "sobre", "en", "a", "em", "su", "op", "til", "till", "om", "do",
    "na", "к", "о", "на", "for", "über", "für",
];

const ONE: &[&str] =
    &["one", "ein", "eine", "un", "una", "une", "uno", "um", "uma", "een", "en", "ett", "et", "jeden", "jedna", "один"];

const HEADINGS: &[&str] = &[
    "comments",
    "the comments",
    "responses",
    "replies",
    "discussion",
    "reader comments",
    "user comments",
    "reactions",
    "kommentare",
    "antworten",
    "diskussion",
    "leserkommentare",
    "commentaires",
    "réactions",
    "comentarios",
    "respuestas",
    "comentários",
    "commenti",
    "reacties",
    "kommentarer",
    "komentarze",
    "комментарии",
    "コメント",
    "all comments",
];

/// Words that may follow the count of an announcement: `12 comments so far`, `38 comments… read them below`.
const AFTER_COUNT: &[&str] = &[
    "",
    "so far",
    "read them below or add one",
    "already",
    "add yours",
    "leave a comment",
    "add comment",
    "add a comment",
    "post a comment",
];

/// Beginnings of lines below the last comment.
const FOOTERS: &[&str] = &[
    "comments are closed",
    "comments are now closed",
    "comments closed",
    "comments have been closed",
    "commenting is closed",
    "leave a reply",
    "leave a comment",
    "leave your comment",
    "leave a response",
    "add a comment",
    "add your comment",
    "post a comment",
    "post comment",
    "write a comment",
    "submit a comment",
    "join the discussion",
    "trackbacks/pingbacks",
    "your email address will not be published",
    "post navigation",
    "comment navigation",
    "powered by",
    "proudly powered by",
    "recent comments",
    "recent posts",
    "related posts",
    "sign in to comment",
    "log in to comment",
    "you must be logged in",
    "schreibe einen kommentar",
    "schreibe eine antwort",
    "hinterlasse eine antwort",
    "hinterlasse einen kommentar",
    "kommentar schreiben",
    "kommentar verfassen",
    "kommentar hinterlassen",
    "kommentar abgeben",
    "einen kommentar schreiben",
    "antwort abbrechen",
    "deine e-mail-adresse wird nicht",
    "ihre e-mail-adresse wird nicht",
    "kommentare sind geschlossen",
    "die kommentare sind geschlossen",
    "beitrags-navigation",
    "beitragsnavigation",
    "die kommentarfunktion ist geschlossen",
    "laisser un commentaire",
    "laissez un commentaire",
    "les commentaires sont fermés",
    "votre adresse e-mail ne sera pas",
    "deja una respuesta",
    "deja un comentario",
    "los comentarios están cerrados",
    "deixe um comentário",
    "deixe uma resposta",
    "os comentários estão",
    "lascia un commento",
    "i commenti sono chiusi",
    "geef een reactie",
    "een reactie achterlaten",
    "lämna ett svar",
    "skriv et svar",
    "legg igjen",
    "dodaj komentarz",
    "добавить комментарий",
    "コメントを残す",
    "发表评论",
    "speak your mind",
    "trage deine daten unten ein",
    "older comments",
    "newer comments",
    "← older",
    "« older",
    "ältere kommentare",
    "← ältere",
];

/// Complete lines that pages put below a comment as links.
const FURNITURE: &[&str] = &[
    "reply",
    "reply ↓",
    "↓ reply",
    "reply to this comment",
    "reply to this",
    "log in to reply",
    "log in to leave a comment",
    "replydelete",
    "delete",
    "replies",
    "like",
    "liked",
    "unlike",
    "quote",
    "report",
    "share",
    "edit",
    "link",
    "permalink",
    "permanent link",
    "flag",
    "antworten",
    "antwort",
    "auf diesen kommentar antworten",
    "zum antworten anmelden",
    "zitieren",
    "liken",
    "gefällt mir",
    "melden",
    "permanentlink",
    "antworten ↓",
    "bearbeiten",
    "répondre",
    "répondre ↓",
    "j’aime",
    "signaler",
    "responder",
    "responder ↓",
    "me gusta",
    "rispondi",
    "rispondi ↓",
    "beantwoorden",
    "reageren",
    "svara",
    "svar",
    "odpowiedz",
    "ответить",
    "返信",
    "回复",
    "like this",
    "vote up",
    "vote down",
    "upvote",
    "downvote",
    "save",
    "embed",
    "parent",
    "give gold",
    "source",
    "context",
    "load more comments",
    "cancel reply",
    "replies:",
    "collapse",
    "hide replies",
    "show replies",
    "comment",
    "share this comment",
    "top",
    "nach oben",
    "zum vergrößern anklicken...",
    "reply with quote",
    "loading...",
    "lade...",
    "wird geladen...",
    "cargando...",
    "like reply",
    "reply like",
    "(edit)",
    "(reply)",
    "[reply]",
    "[link]",
    "load more",
    "flag as inappropriate",
    "block",
    "reply quote",
    "offline",
    "online",
    "user avatar",
    "avatar",
    "share on other sites",
    "share this post",
    "report post",
    "link to post",
    "add message | report",
    "profile",
    "view profile",
    "find",
    "website",
    "logged",
];

/// The announcement in a line.
pub(super) fn announcement(line: &str) -> Option<Announcement> {
    if line.is_empty() || line.len() > LONGEST_ANNOUNCEMENT {
        return None;
    }
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "#*_{}[]()=-–—|!@$%^&".contains(c));
    let opens = bare.starts_with(|c: char| c.is_ascii_digit()) || {
        let word = bare.split(' ').next().unwrap_or_default();
        word.len() <= 8 && word.is_ascii() && {
            let lower = word.to_ascii_lowercase();
            ONE.contains(&lower.as_str()) || OPENINGS.iter().any(|opening| opening.starts_with(&lower))
        }
    };
    if !opens && bare.len() > LONGEST_HEADING {
        return None;
    }
    let lower = bare.to_lowercase();
    heading(&lower).or_else(|| counted(&lower)).or_else(|| bracketed(&lower))
}

fn heading(line: &str) -> Option<Announcement> {
    let bare = line.trim_end_matches([':', '.', ' ']);
    HEADINGS.contains(&bare).then_some(Announcement { count: None, about: false })
}

/// `17 thoughts on “…”`, `One response to “…”`, `12 Kommentare`, `This post has 80 comments`.
fn counted(line: &str) -> Option<Announcement> {
    let line = OPENINGS.iter().find_map(|opening| line.strip_prefix(opening)).unwrap_or(line);
    let (first, rest) = line.split_once(char::is_whitespace).or_else(|| run_together(line))?;
    let count = if ONE.contains(&first) { 1 } else { number(first)? };
    let rest = rest.trim_start();
    let (noun, after) = rest.split_once(|c: char| c.is_whitespace() || ":…,.(".contains(c)).unwrap_or((rest, ""));
    if !NOUNS.contains(&noun) {
        return None;
    }
    let after = after.trim_matches(|c: char| c.is_whitespace() || ":….,)(".contains(c));
    let about = after.split_whitespace().next().is_some_and(|word| ABOUT.contains(&word))
        || after.starts_with(['“', '"', '„', '«', '‘']);
    (about || AFTER_COUNT.contains(&after)).then_some(Announcement { count: Some(count), about })
}

/// `3件のコメント`: no blank between the number and its noun.
fn run_together(line: &str) -> Option<(&str, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && line.get(digits..)?.starts_with(|c: char| !c.is_ascii()))
        .then(|| line.split_at_checked(digits))
        .flatten()
}

/// `Comments (12)`, `Kommentare: 12`.
fn bracketed(line: &str) -> Option<Announcement> {
    let (noun, count) = line.split_once(['(', ':', '['])?;
    let noun = noun.trim().strip_prefix("rss").unwrap_or(noun.trim());
    let known = NOUNS.contains(&noun) || HEADINGS.contains(&noun);
    let count = number(count.trim_matches([')', ']', ' ']))?;
    known.then_some(Announcement { count: Some(count), about: false })
}

fn number(text: &str) -> Option<usize> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | '.' | '\u{A0}' | '\u{202F}' | '\'')).collect();
    (plain.len() <= 9 && plain.bytes().all(|byte| byte.is_ascii_digit())).then(|| plain.parse().ok()).flatten()
}

/// Whether a line is below the last comment: a form, navigation, "Comments are closed."
pub(super) fn ends_comments(line: &str) -> bool {
    if line.is_empty() || line.len() > LONGEST_FOOTER {
        return false;
    }
    let bare = line.trim_start_matches(|c: char| c.is_whitespace() || "#*_[(".contains(c));
    FOOTERS.iter().any(|footer| {
        bare.as_bytes().get(..footer.len()).is_some_and(|opening| opening.eq_ignore_ascii_case(footer.as_bytes()))
    })
}

/// Whether a line is the link at the start of a page that skips the menus.
pub(super) fn skips_to_text(line: &str) -> bool {
    const SKIPS: [&str; 14] = [
        "skip to ",
        "jump to ",
        "zum inhalt ",
        "zur navigation ",
        "springe zum ",
        "direkt zum ",
        "aller au ",
        "saltar al ",
        "ir al contenido",
        "ir para o ",
        "pular para ",
        "vai al ",
        "naar de inhoud",
        "przejdź do ",
    ];
    let start: String = line.chars().take(20).flat_map(char::to_lowercase).collect();
    SKIPS.iter().any(|skip| start.starts_with(skip))
}

/// Words before dates other than the post's: about the author, or about a change.
const OTHER_DATES: &[&str] = &[
    "joined",
    "join date",
    "date joined",
    "registered",
    "registration",
    "member since",
    "since",
    "edited",
    "updated",
    "modified",
    "last seen",
    "last activity",
    "last post",
    "last visit",
    "born",
    "originally posted",
    "registriert",
    "registrierung",
    "anmeldung",
    "angemeldet",
    "beigetreten",
    "mitglied seit",
    "dabei seit",
    "seit",
    "geändert",
    "bearbeitet",
    "editiert",
    "inscription",
    "inscrit",
    "membre depuis",
    "modifié",
    "édité",
    "registrado",
    "desde",
    "editado",
    "iscritto",
    "modificato",
    "lid geworden",
    "bewerkt",
    "зарегистрирован",
    "изменено",
    "注册",
    "編集",
];

/// Whether words next to a date mean that it is not the post's.
pub(super) fn tells_no_post(beside: &str) -> bool {
    let lower = beside.trim().to_lowercase();
    // Some pages state only `mara edited 3 hours ago` about a post.
    let is_head = lower.ends_with(" edited") && !lower.contains(['(', ':', ';']) && !lower.contains("last ");
    if lower.is_empty() || is_head {
        return false;
    }
    OTHER_DATES.iter().any(|words| {
        let mut rest = lower.as_str();
        while let Some(at) = rest.find(words) {
            let (before, after) =
                (rest.get(..at).unwrap_or_default(), rest.get(at + words.len()..).unwrap_or_default());
            if !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric) {
                return true;
            }
            rest = after;
        }
        false
    })
}

/// Whether a line is one of the links below a comment.
pub(super) fn is_furniture(line: &str) -> bool {
    if line.is_empty() || line.len() > LONGEST_FURNITURE {
        return false;
    }
    // lynx writes pictures as `[name.gif]`.
    let picture = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).is_some_and(|name| {
        [".gif", ".png", ".jpg", ".svg"].iter().any(|kind| name.ends_with(kind)) && !name.contains([' ', '['])
    });
    if picture {
        return true;
    }
    let lower = line.trim_matches(|c: char| c.is_whitespace() || "•*+·|".contains(c)).to_lowercase();
    let known = |piece: &str| FURNITURE.contains(&piece.trim());
    known(&lower)
        || ["reply to ", "antworte auf ", "répondre à "].iter().any(|opening| lower.starts_with(opening))
            && !lower.contains(['?', '!', '.', ','])
        || lower.contains(['|', '·', '•']) && lower.split(['|', '·', '•']).all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_are_known_in_several_languages() {
        for (line, count, about) in [
            ("17 thoughts on “The harbour", Some(17), true),
            ("## One response to \"The harbour\"", Some(1), true),
            ("5 Gedanken zu „Der Hafen“", Some(5), true),
            ("1,234 Comments", Some(1234), false),
            ("Kommentare (12)", Some(12), false),
            ("{ 38 comments… read them below or add one }", Some(38), false),
            ("This Post Has 80 Comments", Some(80), false),
            ("3件のコメント", Some(3), false),
            ("Une réflexion sur « Le port »", Some(1), true),
            ("Comments:", None, false),
        ] {
            assert_eq!(announcement(line), Some(Announcement { count, about }), "{line}");
        }
    }

    #[test]
    fn sentences_about_comments_announce_nothing() {
        for line in
            ["12 comments were deleted by the harbour master", "Comments are closed.", "17 thoughts", "two gulls"]
        {
            assert_eq!(announcement(line).filter(|found| found.count != Some(17)), None, "{line}");
        }
    }

    #[test]
    fn forms_and_closing_lines_end_the_comments() {
        assert!(ends_comments("Comments are closed."));
        assert!(ends_comments("### Leave a Reply [Cancel reply](#)"));
        assert!(!ends_comments("I shall leave a reply at the lighthouse"));
    }

    #[test]
    fn links_under_a_comment_are_furniture() {
        assert!(is_furniture("Reply"));
        assert!(is_furniture("Antworten ↓"));
        assert!(is_furniture("reply | permalink"));
        assert!(is_furniture("[s.gif]"));
        assert!(!is_furniture("Reply to what, the gull?!"));
    }
}

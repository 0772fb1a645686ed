//! The roles of a post's elements, by their names, classes and attributes.

use super::dom::{Dom, NodeId};

/// The role of an element in a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Author,
    Time,
    Body,
    /// A control or a decoration: not part of the text.
    Away,
}

/// How certain a role is. Lower is more certain.
pub(super) type Rank = u8;

const AUTHOR: u16 = 1;
const NAME: u16 = 2;
const TIME: u16 = 4;
const BODY: u16 = 8;
const POST: u16 = 16;
const AWAY: u16 = 32;
const PICTURE: u16 = 64;
const AROUND: u16 = 128;
const CARD: u16 = 256;

/// The meaning of a word in a class.
fn meaning(word: &str) -> u16 {
    match word {
        "author" | "user" | "username" | "nick" | "nickname" | "poster" | "commenter" | "commentator" | "autor"
        | "auteur" | "autore" | "verfasser" | "writer" | "creator" | "sender" | "byline" | "commentauthor"
        | "postedby" | "authorname" | "userlink" | "screenname" | "hnuser" | "profile" | "member" | "postername" => {
            AUTHOR
        }
        "name" | "login" | "displayname" | "who" | "link" => NAME,
        "fn" => CARD,
        "time" | "date" | "datetime" | "timestamp" | "posted" | "published" | "datum" | "when" | "age" | "ago"
        | "created" | "fecha" | "commentdate" | "postdate" | "zeit" | "uhrzeit" | "timeago" => TIME,
        "content" | "text" | "body" | "message" | "msg" | "commenttext" | "commentbody" | "usertext" | "bodytext"
        | "markdown" | "md" | "inhalt" | "texto" | "postbody" | "posttext" | "commentcontent" | "contenu" | "txt"
        | "postcontent" | "copy" => BODY,
        "comment" | "comments" | "kommentar" | "post" | "reply" | "cmt" | "entry" | "commentaire" | "comentario"
        | "commento" | "response" | "answer" => POST,
        "avatar" | "gravatar" | "userpic" | "icon" | "badge" | "thumb" | "photo" | "img" | "image" => PICTURE,
        "meta" | "metadata" | "info" | "head" | "header" | "footer" | "count" | "wrap" | "wrapper" | "box"
        | "title" | "rank" | "details" | "container" | "area" | "url" | "form" | "list" | "bio" | "stats" => AROUND,
        "respond" | "edit" | "report" | "flag" | "vote" | "votes" | "voting" | "like" | "likes" | "share"
        | "permalink" | "signature" | "sig" | "actions" | "action" | "toolbar" | "buttons" | "button" | "controls"
        | "tools" | "rating" | "karma" | "sharedaddy" | "antworten" | "replylink" | "togg" | "toggle" => AWAY,
        _ => 0,
    }
}

/// The combined meaning of the words in a class.
fn meanings(class: &str) -> u16 {
    let mut all = 0;
    for word in class.split(['-', '_', ':']) {
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            let mut start = 0;
            for (place, _) in word.char_indices().skip(1).filter(|(_, c)| c.is_ascii_uppercase()) {
                all |= meaning(&word.get(start..place).unwrap_or_default().to_ascii_lowercase());
                start = place;
            }
            all |= meaning(&word.get(start..).unwrap_or_default().to_ascii_lowercase());
            all |= meaning(&word.to_ascii_lowercase());
        } else {
            all |= meaning(word);
        }
    }
    all
}

/// The role of an element.
pub(super) fn role(dom: &Dom, node: NodeId) -> Option<(Role, Rank)> {
    let name = dom.name(node);
    let mut found = match name {
        "" => return None,
        "time" | "relative-time" | "time-ago" => Some((Role::Time, 1)),
        "cite" => Some((Role::Author, 5)),
        "button" | "input" | "textarea" | "select" | "form" if name != "form" => return Some((Role::Away, 0)),
        _ => None,
    };
    let mut take = |role: (Role, Rank)| {
        if found.is_none_or(|known| role.1 < known.1) {
            found = Some(role);
        }
    };
    for (key, value) in dom.attributes(node) {
        match key {
            "class" => {
                for class in value.split_ascii_whitespace() {
                    if let Some(role) = role_of_class(class, name) {
                        take(role);
                    }
                }
            }
            "itemprop" => match value {
                "author" | "creator" => take((Role::Author, 1)),
                "datePublished" | "dateCreated" | "commentTime" => take((Role::Time, 0)),
                "text" | "commentText" | "articleBody" => take((Role::Body, 0)),
                _ => {}
            },
            "rel" if value.contains("author") => take((Role::Author, 2)),
            "rel" if name == "a" && value.contains("external") || value.contains("ugc") => take((Role::Author, 5)),
            "href" if name == "a" && leads_to_person(value) => take((Role::Author, 4)),
            "data-timestamp" | "data-time" | "data-utime" | "data-created" | "data-datetime" => take((Role::Time, 1)),
            "title" if is_datelike(value) => take((Role::Time, if name == "abbr" { 1 } else { 2 })),
            "datetime" => take((Role::Time, 1)),
            _ => {}
        }
    }
    found
}

/// Whether a class concerns only the appearance of text: `text-center`, `text-muted`.
fn is_of_looks(class: &str) -> bool {
    const LOOKS: &[&str] = &[
        "center",
        "left",
        "right",
        "start",
        "end",
        "justify",
        "muted",
        "xs",
        "sm",
        "base",
        "lg",
        "xl",
        "nowrap",
        "wrap",
        "break",
        "truncate",
        "uppercase",
        "lowercase",
        "capitalize",
        "primary",
        "secondary",
        "success",
        "info",
        "warning",
        "danger",
        "white",
        "black",
        "dark",
        "light",
        "bold",
        "hide",
        "decoration",
        "reset",
        "md",
    ];
    class.strip_prefix("text-").and_then(|look| look.split('-').next()).is_some_and(|look| LOOKS.contains(&look))
}

fn role_of_class(class: &str, name: &str) -> Option<(Role, Rank)> {
    if is_of_looks(class) {
        return None;
    }
    let means = meanings(class);
    let has = |flag| means & flag != 0;
    if means == 0 {
        None
    } else if has(PICTURE) {
        Some((Role::Away, 1))
    } else if has(CARD) && class == "fn" {
        Some((Role::Author, 1))
    } else if has(AUTHOR) && !has(BODY | TIME | AWAY) {
        let rank = match (has(NAME), has(AROUND)) {
            _ if matches!(class, "username" | "hnuser" | "nickname" | "screenname") => 2,
            (true, false) => 2,
            (false, false) => 3,
            _ => 6,
        };
        Some((Role::Author, rank))
    } else if has(TIME) && !has(BODY) {
        Some((Role::Time, if has(AROUND) { 4 } else { 3 }))
    } else if has(BODY) && !has(AUTHOR | TIME | AROUND | AWAY | NAME) && !matches!(name, "a" | "span" | "time") {
        Some((Role::Body, if has(POST) { 2 } else { 3 }))
    } else if has(BODY) && !has(AUTHOR | TIME | AROUND | AWAY | NAME) && name == "span" {
        Some((Role::Body, 4))
    } else if has(AWAY) || class.contains("reply") || class.contains("Reply") {
        Some((Role::Away, 3))
    } else if class == "name" {
        Some((Role::Author, 4))
    } else {
        None
    }
}

/// Whether an address is that of a person's page.
pub(super) fn leads_to_person(address: &str) -> bool {
    [
        "/user/",
        "/users/",
        "/user-",
        "/profile",
        "profile.php",
        "/member",
        "member.php",
        "user?id=",
        "/u/",
        "/~",
        "user.php",
        "u=",
        "userinfo",
        "showuser",
        "/people/",
        "action=profile",
    ]
    .iter()
    .any(|part| address.contains(part))
        && !address.contains("avatar")
}

/// Whether a title could be a date: short, and with a year.
pub(super) fn is_datelike(title: &str) -> bool {
    let digits = title.bytes().filter(u8::is_ascii_digit).count();
    (6..=60).contains(&title.len()) && digits >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Option<(Role, Rank)> {
        let dom = Dom::read(html);
        let body = dom.all().find(|&node| dom.name(node) == "body").unwrap();
        role(&dom, body.next())
    }

    #[test]
    fn classes_and_attributes_tell_what_an_element_is_for() {
        for (html, expected) in [
            ("<b class=fn>", Some((Role::Author, 1))),
            ("<span class=comment_author>", Some((Role::Author, 3))),
            ("<div class=wp-block-comment-author-name>", Some((Role::Author, 2))),
            ("<div class=comment-author-avatar>", Some((Role::Away, 1))),
            ("<div class=commentAuthor>", Some((Role::Author, 3))),
            ("<a href='/user/mara'>", Some((Role::Author, 4))),
            ("<time>", Some((Role::Time, 1))),
            ("<span title='2011-02-14 10:56'>", Some((Role::Time, 2))),
            ("<div class=comment-content>", Some((Role::Body, 2))),
            ("<div class=comment-meta>", None),
            ("<a class=comment-reply-link>", Some((Role::Away, 3))),
            ("<div class=lamp>", None),
        ] {
            assert_eq!(of(html), expected, "{html}");
        }
    }
}

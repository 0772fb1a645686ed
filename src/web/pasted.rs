//! Recognises addresses as people type them: whole, without a scheme, or short, such as `hn/41234567`.

use super::address::{Address, Bad};

/// A short name, a test of what may follow its slash, and the address it stands for, with `%` for what follows.
type Short = (&'static str, fn(&str) -> bool, &'static str);

const SHORT: [Short; 13] = [
    ("hn", is_number, "https://news.ycombinator.com/item?id=%"),
    ("hn", str::is_empty, "https://news.ycombinator.com/"),
    ("hn", |list| list == "new", "https://news.ycombinator.com/newest"),
    ("hn", |list| ["ask", "show", "newest"].contains(&list), "https://news.ycombinator.com/%"),
    ("lobsters", |list| is_list_of_lobsters(list), "https://lobste.rs/%"),
    ("lobsters", is_word, "https://lobste.rs/s/%"),
    ("r", is_path, "https://www.reddit.com/r/%"),
    ("so", is_number, "https://stackoverflow.com/questions/%"),
    ("gh", is_path, "https://github.com/%"),
    ("lore", is_path, "https://lore.kernel.org/%"),
    ("debian", is_number, "https://bugs.debian.org/%"),
    ("tildes", is_path, "https://tildes.net/%"),
    ("tildes", str::is_empty, "https://tildes.net/"),
];

/// The prefix of a search on Hacker News.
const SOUGHT: &str = "hn?q=";

/// Endings of file names that people read here: they are no hosts.
const FILES: &str = " 7z asc atom bak bz2 c csv db doc docx eml gz h htm html js json jsonl log mail maildir markdown \
                     mbox md mht mhtml ndjson odt orig org out page pages pdf py rdf rs rss rst rtf sh sqlite tar tex \
                     text tgz tmp toml ts tsv txt vtt wxr xhtml xml xz yaml yml zip zst ";

fn is_list_of_lobsters(text: &str) -> bool {
    matches!(text, "" | "newest" | "active") || text.strip_prefix("t/").is_some_and(|tag| !tag.is_empty())
}

fn is_number(text: &str) -> bool {
    (1..=18).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_path(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_alphanumeric()) && !text.contains(char::is_whitespace)
}

/// The address that a name on the command line means. `None` if it is no address. Without a scheme it is one if it
/// begins like a host; the caller checks first whether such a file exists.
pub(crate) fn address(name: &str) -> Option<Result<Address, Bad>> {
    let name = name.trim();
    let name = name.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(name);
    // https://atproto.com/specs/at-uri-scheme
    if let Some(rest) = name.strip_prefix("at://") {
        let (who, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let post = rest.strip_prefix("app.bsky.feed.post/");
        let wrong = || Err("at: addresses are asked for only where they name a post".to_owned());
        return Some(
            post.map_or_else(wrong, |post| Address::parse(&format!("https://bsky.app/profile/{who}/post/{post}"))),
        );
    }
    if has_scheme(name) {
        return Some(Address::parse(name));
    }
    if let Some(words) = name.strip_prefix(SOUGHT) {
        let words = words.trim().replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B");
        return Some(Address::parse(&format!("https://hn.algolia.com/?q={words}")));
    }
    let (host, rest) = name.split_once('/').unwrap_or((name, ""));
    if let Some((_, _, form)) = SHORT.iter().find(|(short, fits, _)| *short == host && fits(rest)) {
        return Some(Address::parse(&form.replace('%', rest)));
    }
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_file = host == name && FILES.contains(&format!(" {ending} "));
    (is_host(host) && !is_file).then(|| Address::parse(&format!("https://{name}")))
}

/// Whether a name has a scheme, which makes it an address and not a file.
pub(crate) fn has_scheme(name: &str) -> bool {
    let is_scheme = |scheme: &str| !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    name.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme))
}

/// Whether a text looks like a host: it has a dot and ends in letters.
fn is_host(text: &str) -> bool {
    let host = text.split_once(':').map_or(text, |(host, port)| if is_number(port) { host } else { "" });
    let is_label = |label: &str| {
        !label.is_empty() && !label.starts_with('-') && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let Some((_, last)) = host.rsplit_once('.') else { return false };
    host.split('.').all(is_label) && last.chars().count() >= 2 && last.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(name: &str) -> String {
        match address(name) {
            Some(Ok(address)) => address.to_string(),
            Some(Err(why)) => format!("! {why}"),
            None => "a file".to_owned(),
        }
    }

    #[test]
    fn addresses_are_known_whole_without_a_scheme_and_short() {
        for (name, address) in [
            ("https://harbour.example/lamp", "https://harbour.example/lamp"),
            ("<http://harbour.example/lamp#c3>", "http://harbour.example/lamp#c3"),
            ("harbour.example/lamp?id=3", "https://harbour.example/lamp?id=3"),
            ("harbour.example:8443/lamp", "https://harbour.example:8443/lamp"),
            ("harbour.example/", "https://harbour.example/"),
            ("hn/41234567", "https://news.ycombinator.com/item?id=41234567"),
            ("lobsters/abc123", "https://lobste.rs/s/abc123"),
            ("r/harbours/comments/6abc", "https://www.reddit.com/r/harbours/comments/6abc"),
            ("lore/all/1@harbour.example/", "https://lore.kernel.org/all/1@harbour.example/"),
            ("at://mara.example/app.bsky.feed.post/3k", "https://bsky.app/profile/mara.example/post/3k"),
            ("harbour.example", "https://harbour.example/"),
            ("hn", "https://news.ycombinator.com/"),
            ("hn/ask", "https://news.ycombinator.com/ask"),
            ("hn/new", "https://news.ycombinator.com/newest"),
            ("hn?q=lamp & gull", "https://hn.algolia.com/?q=lamp%20%26%20gull"),
            ("lobsters", "https://lobste.rs/"),
            ("lobsters/t/rust", "https://lobste.rs/t/rust"),
            ("r/harbours", "https://www.reddit.com/r/harbours"),
            ("gemini://harbour.example/", "! gemini: addresses are not asked for"),
        ] {
            assert_eq!(meant(name), address, "{name}");
        }
    }

    #[test]
    fn names_of_files_are_no_addresses() {
        for name in [
            "talk.txt",
            "talks/lamp.txt",
            "./harbour.example/lamp",
            "../a.example/x",
            "/a.example/x",
            "hn/x y",
            "harbour.json",
            "talk",
            "lamp.tar.gz",
            "archive.7z/x",
            "a..b/x",
            "-",
            "x.y/z",
        ] {
            assert_eq!(meant(name), "a file", "{name}");
        }
    }
}

//! Prepares links for opening: completes them, makes them safe, and doubts those whose text says something else.
//!
//! The result is an address of printable ASCII and visible letters with one of a few schemes. It never contains a
//! blank, a control or a quote, so no program can take it for anything else.

use crate::thread::{Text, in_ascii};

/// A link and its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address to open.
    address: Text,
    /// Its text.
    says: Text,
    /// Why the reader should look twice before opening it.
    doubts: Vec<Text>,
}

/// Schemes that are opened.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "gemini", "gopher"];

/// Longer addresses are not opened, in bytes.
const LONGEST: usize = 4096;

impl Link {
    /// The link to `target` with the text `says`, on the page `page`; or why it is not followed.
    pub(crate) fn new(target: &str, says: &str, page: Option<&str>) -> Result<Self, String> {
        let target = whole(target.trim(), page)
            .ok_or_else(|| format!("it leads to a part of a page whose address is not known: {target}"))?;
        let (scheme, rest) = target.split_once(':').unwrap_or_default();
        let scheme = scheme.to_ascii_lowercase();
        if !SCHEMES.contains(&scheme.as_str()) {
            return Err(format!("links to {scheme}: are not opened; it is {target}"));
        }
        if target.len() > LONGEST {
            return Err("its address is too long for any server".to_owned());
        }
        let address = format!("{scheme}:{}", coded(rest));
        let (place, doubts) = if scheme == "mailto" { mailto(&address)? } else { hosted(&address)? };
        let mut link = Self { address: Text::line(&address), says: Text::line(says.trim()), doubts };
        if let Some(named) = named(says)
            && !is_same(&named, &place)
        {
            link.doubts.insert(0, Text::line(&format!("it says {named} and leads to {place}")));
        }
        Ok(link)
    }

    /// The address.
    pub fn address(&self) -> &Text {
        &self.address
    }

    /// The text of the link.
    pub(crate) fn says(&self) -> &Text {
        &self.says
    }

    /// Why the reader should look twice.
    pub(crate) fn doubts(&self) -> &[Text] {
        &self.doubts
    }
}

/// A complete address: one that begins with `/`, `?` or `#`, or has no scheme, is completed by the address of its page.
pub(in crate::app) fn whole(target: &str, page: Option<&str>) -> Option<String> {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    if scheme.is_some_and(is_scheme) {
        return Some(target.to_owned());
    }
    let page = page?;
    let (scheme, rest) = page.split_once("://")?;
    if target.starts_with("//") {
        return Some(format!("{scheme}:{target}"));
    }
    let bare = rest.split('#').next()?;
    let path = bare.split('?').next()?;
    let host = path.split('/').next()?;
    Some(match target.chars().next() {
        None => page.to_owned(),
        Some('#') => format!("{scheme}://{bare}{target}"),
        Some('?') => format!("{scheme}://{path}{target}"),
        Some('/') => format!("{scheme}://{host}{target}"),
        Some(_) => match path.rsplit_once('/') {
            Some((folder, _)) => format!("{scheme}://{folder}/{target}"),
            None => format!("{scheme}://{host}/{target}"),
        },
    })
}

/// An address with everything encoded that is invisible or means something elsewhere.
fn coded(address: &str) -> String {
    let mut coded = String::with_capacity(address.len());
    for c in address.chars() {
        let letter = c.encode_utf8(&mut [0; 4]).to_owned();
        let is_bare = if c.is_ascii() {
            c.is_ascii_graphic() && !"\"<>\\^`{|}'".contains(c)
        } else {
            !c.is_whitespace() && *Text::line(&letter) == *letter && c.is_alphanumeric()
        };
        if is_bare {
            coded.push(c);
        } else {
            letter.bytes().for_each(|byte| coded += &format!("%{byte:02X}"));
        }
    }
    coded
}

/// The host of an address, and doubts about it.
fn hosted(address: &str) -> Result<(String, Vec<Text>), String> {
    let (_, rest) = address.split_once("://").ok_or_else(|| format!("it is no address: {address}"))?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, place) = authority.rsplit_once('@').map_or((None, authority), |(user, place)| (Some(user), place));
    let host = host_of(place);
    let is_letter = |c: char| c.is_alphanumeric() || "-._[:]".contains(c);
    if host.is_empty() || !host.chars().all(is_letter) {
        return Err(format!("there is no host in it: {address}"));
    }
    let mut doubts = Vec::new();
    if let Some(user) = user {
        doubts.push(Text::line(&format!("{user} before the @ is a name to log in with; the place is {host}")));
    }
    if !host.is_ascii() {
        let ascii = in_ascii(&host).ok_or_else(|| format!("there is no host in it: {address}"))?;
        doubts.push(Text::line(&format!("its letters may only look like the usual ones: it is {ascii}")));
    } else if host.split('.').any(|label| label.starts_with("xn--")) {
        doubts.push(Text::line(&format!("{host} may be shown elsewhere in letters that look like others")));
    }
    Ok((host, doubts))
}

/// The host of a place, in lower case and without port.
fn host_of(place: &str) -> String {
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let host = match place.rsplit_once(':') {
        Some((host, port)) if is_port(port) => host,
        _ => place,
    };
    host.trim_end_matches('.').to_lowercase()
}

/// The recipient of a `mailto:`, and doubts about it.
fn mailto(address: &str) -> Result<(String, Vec<Text>), String> {
    let rest = address.split_once(':').map_or("", |(_, rest)| rest);
    let (person, fields) = rest.split_once('?').unwrap_or((rest, ""));
    if person.starts_with('-') || !person.contains('@') {
        return Err(format!("there is no address of a person in it: {address}"));
    }
    let mut doubts = Vec::new();
    if !fields.is_empty() {
        doubts.push(Text::line("it fills in more than the address"));
    }
    Ok((person.to_lowercase(), doubts))
}

/// The host or the person that a text names. `None` if it names none.
fn named(says: &str) -> Option<String> {
    says.split_whitespace().find_map(|word| {
        let word = word.trim_matches(|c: char| "<>()[]\"'“”‘’,;!…".contains(c)).trim_end_matches(['.', ':', '?']);
        let (is_address, rest) = match word.split_once("://") {
            Some((_, rest)) => (true, rest),
            None => (false, word.strip_prefix("mailto:").unwrap_or(word)),
        };
        let authority = rest.split(['/', '?', '#', '\\']).next()?;
        if !is_address && authority.contains('@') {
            let (name, host) = authority.split_once('@')?;
            return (!name.is_empty() && is_host(host)).then(|| authority.to_lowercase());
        }
        let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
        let host = host_of(place);
        (is_address && !host.is_empty() || is_host(&host)).then_some(host)
    })
}

/// Whether a word looks like a host: labels separated by dots, the last of letters.
fn is_host(word: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    let last = word.rsplit('.').next().unwrap_or_default();
    word.contains('.')
        && word.split('.').all(is_label)
        && last.chars().count() >= 2
        && (last.chars().all(char::is_alphabetic) || last.starts_with("xn--"))
}

/// Whether a text names the target of its link: the host or a part of it, or the same person.
fn is_same(named: &str, place: &str) -> bool {
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
    let place = if named.contains('@') { place } else { place.rsplit('@').next().unwrap_or(place) };
    let (named, place) = (bare(named), bare(place));
    named == place || place.strip_suffix(&named).is_some_and(|before| before.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: Option<&str> = Some("https://harbour.example/log/lamp?page=2#c1");

    fn link(target: &str, says: &str) -> Link {
        Link::new(target, says, PAGE).unwrap()
    }

    fn doubts(target: &str, says: &str) -> Vec<String> {
        link(target, says).doubts().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_of_a_page_are_completed_by_its_address() {
        let address = |target: &str| link(target, "here").address().to_string();
        assert_eq!(address("#c2"), "https://harbour.example/log/lamp?page=2#c2");
        assert_eq!(address("?page=3"), "https://harbour.example/log/lamp?page=3");
        assert_eq!(address("/chart"), "https://harbour.example/chart");
        assert_eq!(address("gull"), "https://harbour.example/log/gull");
        assert_eq!(address("//port.example/x"), "https://port.example/x");
        assert_eq!(address("GEMINI://mole.example/"), "gemini://mole.example/");
        assert!(Link::new("#c2", "here", None).is_err());
    }

    #[test]
    fn other_schemes_and_what_is_no_address_are_refused() {
        for target in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "ssh://-oProxyCommand=x/",
            "vbscript:x",
            "http:",
            "http://",
            "https:///path",
            "https://a b.example/",
            "https://%61.example/",
            "mailto:-x",
            "mailto:",
        ] {
            assert!(Link::new(target, "here", PAGE).is_err(), "{target}");
        }
    }

    #[test]
    fn a_text_that_names_another_place_is_doubted() {
        assert_eq!(doubts("https://harbour.example/a", "the log"), [""; 0]);
        assert_eq!(doubts("https://www.harbour.example/a", "harbour.example/a"), [""; 0]);
        assert_eq!(doubts("https://log.harbour.example/a", "see harbour.example."), [""; 0]);
        assert_eq!(doubts("https://harbour.example/a", "e.g. v1.2 of it"), [""; 0]);
        assert_eq!(
            doubts("https://gull.example/", "https://bank.example/login"),
            ["it says bank.example and leads to gull.example"]
        );
        assert_eq!(
            doubts("https://xbank.example/", "bank.example"),
            ["it says bank.example and leads to xbank.example"]
        );
        assert_eq!(
            doubts("mailto:gull@port.example", "mara@port.example"),
            ["it says mara@port.example and leads to gull@port.example"]
        );
        assert_eq!(doubts("mailto:Mara@port.example", "<mara@port.example>"), [""; 0]);
    }

    #[test]
    fn tricks_with_names_and_letters_are_told() {
        assert_eq!(
            doubts("https://bank.example@gull.example/", "https://bank.example@gull.example/"),
            ["bank.example before the @ is a name to log in with; the place is gull.example"]
        );
        assert_eq!(
            doubts("https://аррӏе.example/", "here"),
            ["its letters may only look like the usual ones: it is xn--80ak6aa92e.example"]
        );
        assert_eq!(doubts("https://xn--80ak6aa92e.example/", "here").len(), 1);
        assert_eq!(doubts(r"https://bank.example\@gull.example/", "here").len(), 1);
        assert_eq!(doubts("mailto:mara@port.example?attach=/x", "mail").len(), 1);
    }

    proptest! {
        #[test]
        fn an_address_holds_nothing_that_a_shell_or_a_terminal_obeys(target in r#"[\PC\pC \n"'`$;|&\\]{0,30}"#, says in "\\PC{0,20}") {
            if let Ok(link) = Link::new(&format!("https://a.example/{target}"), &says, PAGE) {
                let address = link.address().to_string();
                prop_assert!(address.starts_with("https://"), "{address}");
                prop_assert!(!address.contains(|c: char| c.is_whitespace() || c.is_control() || "\"'`\\|<>{}^".contains(c)), "{address}");
                prop_assert_eq!(Text::line(&address).to_string(), address);
            }
        }
    }
}

//! Addresses of the web: parsed strictly, joined, and written as they are requested. Knows no site and no network.

use crate::thread::in_ascii;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The `http` or `https` address of a page (RFC 3986).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Address {
    is_secure: bool,
    /// In lower-case ASCII; an IPv6 address has brackets.
    host: String,
    /// `None` for the default port of the scheme.
    port: Option<u16>,
    /// Begins with a slash. Everything in it can be sent as it is.
    path: String,
    query: Option<String>,
    fragment: Option<String>,
}

/// Why a text is no address that can be requested, in a few words.
pub(crate) type Bad = String;

/// Longer addresses are not requested, in bytes.
const LONGEST: usize = 4096;
/// Bytes of a host name at most (RFC 1035).
const LONGEST_HOST: usize = 253;

/// Parameters about where a reader came from, not what is read; those that end in `_` are prefixes.
const TRACKING: [&str; 8] = ["utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "msclkid", "ref_src"];

impl Address {
    /// Reads an address with its scheme.
    pub(crate) fn parse(text: &str) -> Result<Self, Bad> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err("its address is too long for any server".to_owned());
        }
        let (scheme, rest) = text.split_once("://").ok_or("expected an address with https:// before it")?;
        let is_secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            other => return Err(format!("{other}: addresses are not asked for")),
        };
        let (authority, rest) = rest.split_at(rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err("has a name or a password in it, which is not sent".to_owned());
        }
        let (host, port) = host_and_port(authority)?;
        let port = port.filter(|port| *port != usual_port(is_secure));
        let mut address = Self { is_secure, host, port, path: "/".to_owned(), query: None, fragment: None };
        address.put(rest);
        Ok(address)
    }

    /// The target of a link on this page (RFC 3986, section 5).
    pub(crate) fn join(&self, link: &str) -> Result<Self, Bad> {
        let link = link.trim();
        if link.len() > LONGEST {
            return Err("its address is too long for any server".to_owned());
        }
        let is_scheme = |text: &str| {
            text.starts_with(|c: char| c.is_ascii_alphabetic())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        };
        if let Some((scheme, rest)) = link.split_once(':')
            && is_scheme(scheme)
        {
            if !rest.starts_with("//") {
                return Err(format!("{}: addresses are not asked for", scheme.to_ascii_lowercase()));
            }
            return Self::parse(link);
        }
        if link.starts_with("//") {
            return Self::parse(&format!("{}:{link}", self.scheme()));
        }
        let mut joined = Self { query: None, fragment: None, ..self.clone() };
        match link.chars().next() {
            None => joined.query.clone_from(&self.query),
            Some('/') => joined.put(link),
            Some('#') => {
                joined.query.clone_from(&self.query);
                joined.fragment = link.get(1..).map(sendable);
            }
            Some('?') => joined.put(&format!("{}{link}", self.path)),
            Some(_) => {
                let folder = self.path.rfind('/').and_then(|end| self.path.get(..=end)).unwrap_or("/");
                joined.put(&format!("{folder}{link}"));
            }
        }
        Ok(joined)
    }

    /// Another page of the same host: `path` begins with a slash and may have a query.
    pub(crate) fn at(&self, path: &str) -> Self {
        let mut other = Self { query: None, fragment: None, ..self.clone() };
        other.put(path);
        other
    }

    /// The same page over TLS.
    pub(crate) fn secure(self) -> Self {
        Self { is_secure: true, ..self }
    }

    /// The same page with another query.
    pub(crate) fn with_query(&self, query: &str) -> Self {
        Self { query: Some(sendable(query)), fragment: None, ..self.clone() }
    }

    /// The same page on another server.
    pub(crate) fn on(&self, server: &Self) -> Self {
        Self { is_secure: server.is_secure, host: server.host.clone(), port: server.port, ..self.clone() }
    }

    /// The page as it is requested: without fragment and tracking parameters.
    pub(crate) fn asked(&self) -> Self {
        let is_kept = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or_default();
            !TRACKING.iter().any(|known| name == *known || known.ends_with('_') && name.starts_with(known))
        };
        let query = self.query.as_deref().map(|query| query.split('&').filter(is_kept).collect::<Vec<_>>().join("&"));
        let had_some = self.query.as_deref().is_some_and(|query| !query.is_empty());
        let query = query.filter(|query| !query.is_empty() || !had_some);
        Self { query, fragment: None, ..self.clone() }
    }

    /// Sets path, query and fragment.
    fn put(&mut self, rest: &str) {
        let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(rest, fragment)| (rest, Some(fragment)));
        let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        self.path = without_dots(&sendable(&path.replace('\\', "/")));
        self.query = query.map(sendable);
        self.fragment = fragment.map(sendable);
    }

    /// Whether it is requested over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// `https` or `http`.
    pub(crate) fn scheme(&self) -> &'static str {
        if self.is_secure { "https" } else { "http" }
    }

    /// The host, in lower-case ASCII.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The host, with the port unless it is the default: the value of the `Host` header.
    pub(crate) fn authority(&self) -> String {
        self.port.map_or_else(|| self.host.clone(), |port| format!("{}:{port}", self.host))
    }

    /// The host, if it is an IP address.
    pub(crate) fn ip(&self) -> Option<IpAddr> {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        host.parse().ok()
    }

    /// Whether both addresses have the same server.
    pub(crate) fn is_beside(&self, other: &Self) -> bool {
        (self.is_secure, &self.host, self.port) == (other.is_secure, &other.host, other.port)
    }

    /// The path, which begins with a slash.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The non-empty parts of the path.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.path.split('/').filter(|part| !part.is_empty()).collect()
    }

    /// What follows the question mark.
    pub(crate) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The value of a query parameter, as it is written.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let pairs = self.query.as_deref().unwrap_or_default().split('&');
        pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// What follows the `#`.
    pub(crate) fn fragment(&self) -> Option<&str> {
        self.fragment.as_deref()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}://{}{}", self.scheme(), self.authority(), self.path)?;
        if let Some(query) = &self.query {
            write!(out, "?{query}")?;
        }
        self.fragment.iter().try_for_each(|fragment| write!(out, "#{fragment}"))
    }
}

fn usual_port(is_secure: bool) -> u16 {
    if is_secure { 443 } else { 80 }
}

fn host_and_port(authority: &str) -> Result<(String, Option<u16>), Bad> {
    let no_host = || format!("expected a host, found \"{authority}\"");
    if let Some(rest) = authority.strip_prefix('[') {
        let (number, port) = rest.split_once(']').ok_or_else(no_host)?;
        let number: Ipv6Addr = number.parse().map_err(|_| no_host())?;
        return Ok((format!("[{number}]"), port_of(port.strip_prefix(':').unwrap_or(port))?));
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let host = in_ascii(host.trim_end_matches('.')).ok_or_else(no_host)?;
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
    };
    if host.len() > LONGEST_HOST || !host.split('.').all(is_label) {
        return Err(no_host());
    }
    // Programs read `127.1`, `0x7f.1` and `2130706433` as IP addresses. Here only dotted quads are.
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if is_number && host.parse::<Ipv4Addr>().is_err() {
        return Err(no_host());
    }
    Ok((host, port_of(port)?))
}

fn port_of(text: &str) -> Result<Option<u16>, Bad> {
    match text {
        "" => Ok(None),
        _ => match text.parse() {
            Ok(port) if port > 0 => Ok(Some(port)),
            _ => Err(format!("expected a port, found \"{text}\"")),
        },
    }
}

/// A part of an address that can be sent: other characters are percent-encoded, and controls are left out.
fn sendable(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    let mut buffer = [0; 4];
    for char in part.chars().filter(|char| !char.is_ascii_control()) {
        if char.is_ascii_graphic() && !"\"<>\\^`{|}".contains(char) {
            out.push(char);
        } else {
            char.encode_utf8(&mut buffer).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}

/// A path without `.` and `..` (RFC 3986, section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut all = path.split('/').skip(usize::from(path.starts_with('/'))).peekable();
    while let Some(part) = all.next() {
        let is_last = all.peek().is_none();
        match part {
            "." if is_last => parts.push(""),
            "." => {}
            ".." => {
                parts.pop();
                if is_last {
                    parts.push("");
                }
            }
            _ => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        Address::parse(text).map_or_else(|why| format!("! {why}"), |address| address.to_string())
    }

    #[test]
    fn an_address_is_written_as_it_can_be_asked_for() {
        for (text, written) in [
            ("https://Harbour.Example", "https://harbour.example/"),
            ("http://harbour.example:80/a/../b/./c", "http://harbour.example/b/c"),
            (
                "HTTPS://harbour.example:8443/lamp?a=1&b=ü#reply 3",
                "https://harbour.example:8443/lamp?a=1&b=%C3%BC#reply%203",
            ),
            ("https://häfen.example/ö", "https://xn--hfen-loa.example/%C3%B6"),
            ("http://[::1]:8080/", "http://[::1]:8080/"),
            ("https://harbour.example.?x", "https://harbour.example/?x"),
            ("https://harbour.example\\lamp", "https://harbour.example/lamp"),
        ] {
            assert_eq!(read(text), written, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_told() {
        for (text, why) in [
            ("ftp://harbour.example/", "! ftp: addresses are not asked for"),
            ("https://mara:secret@harbour.example/", "! has a name or a password in it, which is not sent"),
            ("https:///lamp", "! expected a host, found \"\""),
            ("http://127.1/", "! expected a host, found \"127.1\""),
            ("http://0x7f000001/", "! expected a host, found \"0x7f000001\""),
            ("http://2130706433/", "! expected a host, found \"2130706433\""),
            ("http://a b/", "! expected a host, found \"a b\""),
            ("http://harbour.example:99999/", "! expected a port, found \"99999\""),
            ("http://harbour.example:0/", "! expected a port, found \"0\""),
        ] {
            assert_eq!(read(text), why, "{text}");
        }
        assert!(read(&format!("https://harbour.example/{}", "x".repeat(5000))).contains("too long"));
    }

    #[test]
    fn links_are_joined_as_browsers_do() {
        let page = Address::parse("https://harbour.example/a/b?c=1#d").unwrap();
        for (link, written) in [
            ("", "https://harbour.example/a/b?c=1"),
            ("e", "https://harbour.example/a/e"),
            ("../e?f", "https://harbour.example/e?f"),
            ("/e#g", "https://harbour.example/e#g"),
            ("?c=2", "https://harbour.example/a/b?c=2"),
            ("#g", "https://harbour.example/a/b?c=1#g"),
            ("//gull.example/", "https://gull.example/"),
            ("http://gull.example/x", "http://gull.example/x"),
        ] {
            assert_eq!(page.join(link).unwrap().to_string(), written, "{link}");
        }
        for link in ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"] {
            assert!(page.join(link).is_err(), "{link}");
        }
    }

    #[test]
    fn what_tells_where_a_reader_came_from_is_not_asked_for() {
        let asked = |text: &str| Address::parse(text).unwrap().asked().to_string();
        assert_eq!(asked("https://a.example/x?utm_source=gull&id=3#reply"), "https://a.example/x?id=3");
        assert_eq!(asked("https://a.example/x?fbclid=7"), "https://a.example/x");
        assert_eq!(asked("https://a.example/x?"), "https://a.example/x?");
    }

    proptest! {
        #[test]
        fn any_text_is_an_address_that_reads_back_or_none(text in r"(https?://)?[\PC\pC/?#@:\[\].%]{0,40}", link in r"[\PC\pC/?#:.]{0,20}") {
            if let Ok(address) = Address::parse(&text) {
                let written = address.to_string();
                prop_assert!(written.bytes().all(|byte| byte.is_ascii_graphic()), "{}", written);
                prop_assert_eq!(Address::parse(&written), Ok(address.clone()));
                let _ = address.join(&link);
            }
        }
    }
}

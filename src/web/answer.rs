//! Requests and their answers.

use super::address::Address;
use super::trouble::Trouble;
use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;
use std::borrow::Cow;
use std::io::Read;

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// The requested address.
    pub(crate) at: Address,
    /// The kind of answer that is wanted.
    pub(crate) wants: Kind,
    /// A question to send along as JSON, if the server expects one.
    pub(crate) question: Option<String>,
    /// What to do with the answer.
    pub(crate) reads: Reads,
    /// Whether the thread is incomplete without the answer.
    pub(crate) is_needed: bool,
}

/// A kind of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A page, or whatever there is.
    Page,
    /// JSON.
    Json,
    /// A feed.
    Feed,
    /// Messages.
    Mail,
}

/// What to do with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Read it in the format of this name.
    As(&'static str),
    /// Read it in the format that it resembles.
    Whatever,
    /// The same, and make its threads the rows of a list.
    List,
    /// Show it to the plan, and to nobody else.
    Nothing,
}

impl Request {
    /// A page, read in the format that it resembles.
    pub(crate) fn page(at: Address) -> Self {
        Self { at, wants: Kind::Page, question: None, reads: Reads::Whatever, is_needed: true }
    }

    /// JSON, read in the format of this name.
    pub(crate) fn json(at: Address, format: &'static str) -> Self {
        Self { at, wants: Kind::Json, question: None, reads: Reads::As(format), is_needed: true }
    }

    /// JSON, read in the format that it resembles.
    pub(crate) fn data(at: Address) -> Self {
        Self { wants: Kind::Json, ..Self::page(at) }
    }

    /// A feed.
    pub(crate) fn feed(at: Address) -> Self {
        Self { wants: Kind::Feed, ..Self::page(at) }
    }

    /// A mailbox.
    pub(crate) fn mail(at: Address) -> Self {
        Self { wants: Kind::Mail, reads: Reads::As("mail"), ..Self::page(at) }
    }

    /// The same request, with an answer for the plan alone.
    pub(crate) fn unread(self) -> Self {
        Self { reads: Reads::Nothing, ..self }
    }

    /// The same request, with an answer whose threads are the rows of a list.
    pub(crate) fn listed(self) -> Self {
        Self { reads: Reads::List, ..self }
    }

    /// The same request, without which the thread is still complete.
    pub(crate) fn optional(self) -> Self {
        Self { is_needed: false, ..self }
    }
}

impl Kind {
    /// The value of the `Accept` header.
    pub(super) fn accept(self) -> &'static str {
        match self {
            Self::Page => "text/html, application/xhtml+xml, */*;q=0.8",
            Self::Json => "application/json",
            Self::Feed => "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5",
            Self::Mail => "application/mbox, application/gzip, */*;q=0.5",
        }
    }
}

/// One header line of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// In lower case.
    pub(crate) name: String,
    pub(crate) value: String,
}

impl Header {
    pub(crate) fn new(name: &str, value: &str) -> Self {
        Self { name: name.to_ascii_lowercase(), value: value.to_owned() }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Its address, after all redirects.
    pub(crate) at: Address,
    /// The HTTP status.
    pub(crate) status: u16,
    pub(crate) headers: Vec<Header>,
    /// As it came, perhaps still compressed.
    pub(crate) body: Vec<u8>,
    /// When it came or was last confirmed, in milliseconds since 1970.
    pub(crate) seen: u64,
    /// Whether it was too long, or the connection broke off.
    pub(crate) is_cut: bool,
}

/// Bytes of an unpacked answer at most: far more than any page, and far less than memory.
const GROWN: u64 = 128 << 20;

impl Answer {
    /// The value of a header, from the first of several lines.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.name == name).map(|header| header.value.as_str())
    }

    /// Whether it declares itself a page.
    pub(crate) fn is_page(&self) -> bool {
        self.header("content-type").is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/html"))
    }

    /// The answer unpacked. Fails if it was compressed twice, or in a way that was not requested.
    pub(super) fn unpacked(&self) -> Result<Self, Trouble> {
        self.unpacked_up_to(GROWN)
    }

    fn unpacked_up_to(&self, most: u64) -> Result<Self, Trouble> {
        let coding = self.header("content-encoding").unwrap_or_default().trim().to_ascii_lowercase();
        let Self { at, status, headers, body: _, seen, mut is_cut } = self.clone_head();
        match coding.as_str() {
            "" | "identity" => Ok(self.clone()),
            "gzip" | "x-gzip" => {
                let mut body = Vec::new();
                let unpacked = MultiGzDecoder::new(self.body.as_slice()).take(most + 1).read_to_end(&mut body);
                if body.len() as u64 > most {
                    return Err(Trouble::TooMuch(most >> 20));
                }
                if unpacked.is_err() {
                    if body.is_empty() {
                        return Err(Trouble::Broken("what is compressed in it is damaged".to_owned()));
                    }
                    is_cut = true;
                }
                Ok(Self { at, status, headers, body, seen, is_cut })
            }
            other => Err(Trouble::Unexpected(format!("it compressed in a way that was not asked for ({other})"))),
        }
    }

    /// The first bytes, unpacked.
    pub(super) fn beginning(&self, most: usize) -> Vec<u8> {
        let is_packed = self.header("content-encoding").is_some_and(|coding| coding.contains("gzip"));
        let mut beginning = Vec::new();
        if is_packed {
            // Damage is reported when all of it is unpacked.
            let _ = MultiGzDecoder::new(self.body.as_slice()).take(most as u64).read_to_end(&mut beginning);
        } else {
            beginning.extend_from_slice(self.body.get(..most.min(self.body.len())).unwrap_or_default());
        }
        beginning
    }

    /// The answer without its body.
    fn clone_head(&self) -> Self {
        Self { at: self.at.clone(), headers: self.headers.clone(), body: Vec::new(), ..*self }
    }

    /// The body as JSON of type `T`. `None` if it is not.
    pub(crate) fn says<'a, T: Deserialize<'a>>(&'a self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The body as text, with invalid UTF-8 replaced.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The links in its head (RFC 8288) that are addresses, each with its relation.
    pub(crate) fn links(&self) -> Vec<(String, Address)> {
        let lines = self.headers.iter().filter(|header| header.name == "link");
        let links = lines.flat_map(|header| links_of(&header.value));
        links.filter_map(|(link, relation)| Some((relation, self.at.join(&link).ok()?))).collect()
    }

    /// The next page that its head names, on the same server.
    pub(crate) fn next(&self) -> Option<Address> {
        let links = self.links().into_iter();
        links.filter(|(_, to)| to.is_beside(&self.at)).find(|(relation, _)| relation == "next").map(|(_, to)| to)
    }
}

/// Links that are read at most.
const LINKS: usize = 50;

/// The links in a header line, each with its relation.
fn links_of(line: &str) -> Vec<(String, String)> {
    let mut links = Vec::new();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once('<')
        && let Some((link, after)) = after.split_once('>')
        && links.len() < LINKS
    {
        let end = after.find('<').unwrap_or(after.len());
        let (parameters, further) = after.split_at(end);
        let relation = parameters.split(';').find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            let value = value.trim().trim_end_matches(',').trim_end().trim_matches('"');
            name.trim().eq_ignore_ascii_case("rel").then(|| value.to_ascii_lowercase())
        });
        for relation in relation.unwrap_or_default().split_ascii_whitespace() {
            links.push((link.to_owned(), relation.to_owned()));
        }
        rest = further;
    }
    links
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use flate2::read::GzEncoder;
    use proptest::prelude::*;

    /// An answer with this address and body.
    pub(in crate::web) fn answer(at: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        Answer {
            at: Address::parse(at).unwrap(),
            status: 200,
            headers: headers.iter().map(|(name, value)| Header::new(name, value)).collect(),
            body: body.as_bytes().to_vec(),
            seen: 0,
            is_cut: false,
        }
    }

    #[test]
    fn the_next_page_is_on_the_same_server() {
        let next = |line: &str| {
            let answer = answer("https://harbour.example/a", &[("Link", line)], "");
            answer.next().map(|to| to.to_string())
        };
        let wanted = Some("https://harbour.example/b?page=2".to_owned());
        assert_eq!(next("<https://harbour.example/b?page=2>; rel=\"next\", </b?page=9>; rel=\"last\""), wanted);
        assert_eq!(next("</first>; rel=first, </b?page=2>; title=\"x\"; rel=next"), wanted);
        assert_eq!(next("<https://gull.example/>; rel=\"next\""), None);
        assert_eq!(next("<https://gull.example/x; rel=next ; ,,<"), None);
    }

    #[test]
    fn what_is_compressed_for_the_way_is_unpacked_once() {
        let gzip = |text: &[u8]| {
            let mut packed = Vec::new();
            GzEncoder::new(text, flate2::Compression::fast()).read_to_end(&mut packed).unwrap();
            packed
        };
        let unpacked = |coding: &str, body: Vec<u8>| {
            let answer = Answer { body, ..answer("https://a.example/", &[("Content-Encoding", coding)], "") };
            answer.unpacked_up_to(1 << 20).map(|answer| answer.body)
        };
        assert_eq!(unpacked("gzip", gzip(b"Lamp")), Ok(b"Lamp".to_vec()));
        assert!(matches!(unpacked("gzip, gzip", gzip(&gzip(b"Lamp"))), Err(Trouble::Unexpected(_))));
        assert!(matches!(unpacked("br", b"Lamp".to_vec()), Err(Trouble::Unexpected(_))));
        assert!(matches!(unpacked("gzip", b"Lamp".to_vec()), Err(Trouble::Broken(_))));
        assert!(matches!(unpacked("gzip", gzip(&vec![0; 2 << 20])), Err(Trouble::TooMuch(1))));
    }

    proptest! {
        #[test]
        fn any_line_of_links_is_read_to_an_end(line in r"[<>;,= a-z\x22/?\PC]{0,60}") {
            let _ = answer("https://harbour.example/a", &[("link", &line)], "").next();
        }
    }
}

//! Folders of a mailing list's archive with a page for each message, as pipermail, MHonArc and hypermail write them.
//! Each page becomes again the message that it was made of, and all of them are threaded as mail is.

use super::dom::{Dom, NodeId, is_silent};
use super::fields::Fields;
use super::{Page, charset, mail, wiki};
use crate::source::mail::Mail;
use crate::source::{Input, Refusal, Source};
use crate::thread::{Builder, Notice};
use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write;
use std::io::Cursor;

/// The pages of a folder that wait until all of them are known.
#[derive(Default)]
pub(super) struct Archive {
    letters: Vec<Letter>,
    lists: Vec<List>,
}

/// A message, and what its page says of others. Pages are called by their [keys](key).
struct Letter {
    name: String,
    /// The whole page, as long as it is the only one.
    bytes: Vec<u8>,
    subject: String,
    message: Fields,
    /// Whether the message's body is text, not HTML.
    is_plain: bool,
    id: Option<String>,
    /// Ids of the messages before it in its thread, the one that it answers last.
    answers: Vec<String>,
    /// The page of the message that it answers.
    up: Option<String>,
    /// The pages of messages that answer it.
    down: Vec<String>,
}

/// A page that lists messages.
struct List {
    name: String,
    bytes: Vec<u8>,
    links: Vec<String>,
    /// The page of each message in it, and which of them that answers.
    tree: Vec<(String, Option<usize>)>,
}

impl Archive {
    /// Keeps a page if it belongs to an archive, and otherwise gives it back.
    pub(super) fn take(&mut self, name: &str, bytes: Vec<u8>) -> Option<Vec<u8>> {
        if !mail::may_be_message(&bytes) && !may_be_list(&bytes) {
            return Some(bytes);
        }
        let dom = Dom::read(&charset::decode(&bytes).0);
        if let Some(letter) = Letter::read(name, &dom) {
            let bytes = if self.letters.is_empty() { bytes } else { Vec::new() };
            self.letters.push(Letter { bytes, ..letter });
            return None;
        }
        match List::read(name, &dom) {
            Some(list) => self.lists.push(List { bytes, ..list }),
            None => return Some(bytes),
        }
        None
    }

    /// Hands over all messages, and the lists that name messages of other folders.
    pub(super) fn finish(self, builder: &mut Builder) -> Result<(), Refusal> {
        let Self { mut letters, lists } = self;
        // A message alone keeps its page's own reading.
        if letters.len() < 2 {
            let letters = letters.into_iter().map(|letter| (letter.name, letter.bytes));
            let lists = lists.into_iter().map(|list| (list.name, list.bytes));
            return read_each(letters.chain(lists), builder);
        }
        let places: FxHashMap<String, usize> =
            letters.iter().enumerate().map(|(place, letter)| (key(&letter.name, ""), place)).collect();
        name_all(&mut letters);
        find_answered(&mut letters);
        mark_replies(&mut letters);
        let parents = parents(&letters, &lists, &places);
        let mails = letters.iter().zip(&parents).map(|(letter, parent)| {
            let parent = parent.and_then(|parent| letters.get(parent)?.id.as_deref());
            let content = Box::new(Cursor::new(letter.as_mail(parent)));
            Input { name: letter.name.clone(), content }
        });
        builder.reasons().say(|| "messages: pages of a mailing list's archive, one a message".to_owned());
        Mail.read_many(&mut { mails }, builder)?;
        let mut others = Vec::new();
        for list in lists {
            if list.links.iter().all(|link| places.contains_key(link)) {
                let notice = Notice::new("a list of the messages that are here: left out");
                builder.notice(notice.of(&list.name));
            } else {
                others.push((list.name, list.bytes));
            }
        }
        read_each(others.into_iter(), builder)
    }
}

/// Reads pages by themselves.
fn read_each(pages: impl Iterator<Item = (String, Vec<u8>)>, builder: &mut Builder) -> Result<(), Refusal> {
    for (name, bytes) in pages {
        Page.read_part(&name, &mut bytes.as_slice(), builder)?;
    }
    builder.input(None);
    Ok(())
}

/// Gives ids to messages whose pages tell none. Old pipermail writes into the link to reply which message this one
/// answers, later ones write which one it is: nobody answers an empty id.
fn name_all(letters: &mut [Letter]) {
    let says_itself = letters.iter().all(|letter| letter.id.is_some() || letter.answers.len() == 1);
    for (place, letter) in letters.iter_mut().enumerate() {
        if letter.id.is_none() && says_itself {
            letter.id = letter.answers.pop();
        }
        letter.id.get_or_insert_with(|| format!("page-{place}{NAMELESS}"));
    }
}

/// Where an id ends that stands for one that is not known.
const NAMELESS: &str = "@archive.invalid";

/// Gives ids that messages answer to earlier messages of the same subject without one: to the only one, or to the one
/// whose author the answer quotes.
fn find_answered(letters: &mut [Letter]) {
    /// Bytes of an answer in which its first quotation is attributed.
    const HEAD: usize = 400;
    let mut known: FxHashSet<String> = letters.iter().filter_map(|letter| letter.id.clone()).collect();
    let mut nameless: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for place in 0..letters.len() {
        let Some(letter) = letters.get(place) else { return };
        let subject = bare(&letter.subject);
        if let Some(wanted) = letter.answers.last().filter(|id| !known.contains(*id)).cloned() {
            let body = &letter.message.body;
            let head = body.get(..body.floor_char_boundary(HEAD)).unwrap_or(body);
            let is_quoted = |&&earlier: &&usize| {
                let author = letters.get(earlier).and_then(|earlier| earlier.message.author.as_deref());
                author.is_some_and(|author| names(head, author))
            };
            let earlier = nameless.get(&subject).map(Vec::as_slice).unwrap_or_default();
            let quoted = earlier.iter().rev().find(is_quoted);
            let answered = quoted.or_else(|| earlier.first().filter(|_| earlier.len() == 1)).copied();
            if let Some(answered) = answered.and_then(|answered| letters.get_mut(answered)) {
                answered.id = Some(wanted.clone());
                known.insert(wanted);
                nameless.entry(subject.clone()).or_default().retain(|&other| {
                    letters.get(other).and_then(|other| other.id.as_deref()).is_some_and(|id| id.ends_with(NAMELESS))
                });
            }
        }
        if letters.get(place).and_then(|letter| letter.id.as_deref()).is_some_and(|id| id.ends_with(NAMELESS)) {
            const MOST: usize = 64;
            let earlier = nameless.entry(subject).or_default();
            if earlier.len() < MOST {
                earlier.push(place);
            }
        }
    }
}

/// Marks later messages of a subject as replies: some archives leave out the words that say so.
fn mark_replies(letters: &mut [Letter]) {
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for letter in letters {
        let subject = bare(&letter.subject);
        let is_plain = subject.split(' ').count() == letter.subject.split_whitespace().count();
        if is_plain && seen.contains(&subject) {
            letter.subject.insert_str(0, "Re: ");
        }
        seen.insert(subject);
    }
}

/// Whether a text has all words of a name, in any order and between any marks.
fn names(text: &str, name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| text.contains(word))
}

/// A subject without what answering adds.
fn bare(subject: &str) -> String {
    let words = subject.split_whitespace().map(str::to_lowercase);
    words.filter(|word| !matches!(word.as_str(), "re:" | "aw:" | "sv:")).collect::<Vec<_>>().join(" ")
}

/// Which message each one answers: as its own page says, then the page of the other, then a list of threads.
fn parents(letters: &[Letter], lists: &[List], places: &FxHashMap<String, usize>) -> Vec<Option<usize>> {
    let named: FxHashMap<&str, usize> =
        letters.iter().enumerate().filter_map(|(place, letter)| Some((letter.id.as_deref()?, place))).collect();
    let mut parents: Vec<Option<usize>> = letters
        .iter()
        .map(|letter| {
            let named = letter.answers.last().and_then(|id| named.get(id.as_str()));
            named.or_else(|| places.get(letter.up.as_ref()?)).copied()
        })
        .collect();
    let mut add = |child: Option<&usize>, parent: usize| {
        if let Some(unknown @ None) = child.and_then(|&child| parents.get_mut(child)) {
            *unknown = Some(parent);
        }
    };
    for (place, letter) in letters.iter().enumerate() {
        letter.down.iter().for_each(|page| add(places.get(page), place));
    }
    for (page, parent) in lists.iter().flat_map(|list| list.tree.iter().map(move |(page, up)| (page, (list, *up)))) {
        let (list, up) = parent;
        if let Some(&parent) = up.and_then(|up| places.get(&list.tree.get(up)?.0)) {
            add(places.get(page), parent);
        }
    }
    parents
}

impl Letter {
    /// The message of a page, and what the page says of others.
    fn read(name: &str, dom: &Dom) -> Option<Self> {
        let text = mail::text(dom)?;
        let mut message = mail::message(dom)?;
        let plain_text = plain_text(dom);
        let is_plain = plain_text.is_some();
        message.body = plain_text.unwrap_or(message.body);
        let mut letter = Self {
            name: name.to_owned(),
            bytes: Vec::new(),
            subject: mail::subject(dom),
            message,
            is_plain,
            id: None,
            answers: Vec::new(),
            up: None,
            down: Vec::new(),
        };
        let mut is_about = Kin::None;
        for node in dom.all().filter(|node| !text.contains(node)) {
            if let Some(comment) = dom.comment(node) {
                let comment = plain(comment.trim());
                let value = |key: &str| comment.strip_prefix(key).map(|value| id_in(value.trim()).to_owned());
                letter.id = letter.id.or_else(|| value("X-Message-Id:")).or_else(|| value("id="));
                letter.answers.extend(value("X-Reference:").or_else(|| value("inreplyto=")));
                is_about = match comment.as_str() {
                    "X-Follow-Ups" => Kin::Child,
                    "X-References" => Kin::Parent,
                    "X-Follow-Ups-End" | "X-References-End" => Kin::None,
                    _ => is_about,
                };
                continue;
            }
            let Some(address) = dom.attribute(node, "href").filter(|_| matches!(dom.name(node), "a" | "link")) else {
                continue;
            };
            if let Some((_, after)) = address.rsplit_once("In-Reply-To=").filter(|_| address.starts_with("mailto:")) {
                // Of programs that write no comments with ids.
                if letter.id.is_none() && letter.answers.is_empty() {
                    let id = after.split('&').next().unwrap_or_default();
                    let id = wiki::decoded(id);
                    letter.answers.extend(Some(id_in(&id).to_owned()).filter(|id| !id.is_empty()));
                }
                continue;
            }
            match if is_about == Kin::None { kin(dom, node) } else { is_about } {
                Kin::Parent => letter.up = Some(key(name, address)),
                Kin::Child => letter.down.push(key(name, address)),
                Kin::None => {}
            }
        }
        Some(letter)
    }

    /// The message, answering one with the id `parent`.
    fn as_mail(&self, parent: Option<&str>) -> Vec<u8> {
        let mut out = String::new();
        let mut field = |name: &str, value: &str| {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            _ = writeln!(out, "{name}: {value}");
        };
        if let Some(author) = &self.message.author {
            field("From", &format!("\"{}\" <>", author.replace(['"', '\\'], "")));
        }
        if let Some(time) = self.message.time {
            field("Date", &time.in_mail());
        }
        field("Subject", &self.subject);
        field("Message-ID", &format!("<{}>", self.id.as_deref().unwrap_or_default()));
        let answers = self.answers.iter().map(String::as_str).filter(|id| Some(*id) != parent).chain(parent);
        field("References", &answers.map(|id| format!("<{id}>")).collect::<Vec<_>>().join(" "));
        field("Content-Type", if self.is_plain { "text/plain; charset=utf-8" } else { "text/html; charset=utf-8" });
        field("Content-Transfer-Encoding", "8bit");
        out.push('\n');
        out.push_str(&self.message.body);
        out.into_bytes()
    }
}

/// What a link leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kin {
    Parent,
    Child,
    None,
}

/// What a link says that it leads to: its relation, its own words, or those before it in the line.
fn kin(dom: &Dom, link: NodeId) -> Kin {
    /// Nodes before a link in its line that are looked at, so that a line of many links takes linear time.
    const NEAR: usize = 40;
    if dom.attribute(link, "rel").is_some_and(|relation| relation.eq_ignore_ascii_case("up")) {
        return Kin::Parent;
    }
    let is_line = |&above: &NodeId| dom.name(above) == "li" && link.index().saturating_sub(above.index()) <= NEAR;
    let line = dom.ancestors(link).take(4).find(is_line);
    let before = line.map(|line| dom.text_in(line..link)).unwrap_or_default();
    for words in [before, dom.text_of(link)] {
        match words.trim().trim_end_matches([':', ' ']).to_ascii_lowercase().as_str() {
            "in reply to" | "maybe in reply to" => return Kin::Parent,
            "reply" | "maybe reply" => return Kin::Child,
            _ => {}
        }
    }
    Kin::None
}

/// The text of a message that is preformatted as a whole, line by line.
fn plain_text(dom: &Dom) -> Option<String> {
    let text = mail::text(dom)?;
    let mut lines = String::new();
    let mut node = text.start;
    while node < text.end {
        if mail::is_head(dom, node) || is_silent(dom.name(node)) {
            node = dom.end(node);
            continue;
        }
        if dom.name(node) == "pre" {
            let inside = dom.below(node).filter(|&inner| !is_silent(dom.name(dom.parent(inner))));
            inside.filter_map(|inner| dom.text(inner)).for_each(|part| lines.push_str(part));
            lines.push('\n');
            node = dom.end(node);
            continue;
        }
        if matches!(dom.name(node), "img" | "table") || dom.text(node).is_some_and(|text| !text.trim().is_empty()) {
            return None;
        }
        node = node.next();
    }
    (!lines.is_empty()).then_some(lines)
}

impl List {
    /// A page most of whose links lead to messages.
    fn read(name: &str, dom: &Dom) -> Option<Self> {
        let addresses = dom.all().filter(|&node| dom.name(node) == "a").filter_map(|node| dom.attribute(node, "href"));
        let addresses: Vec<&str> = addresses.collect();
        let links: Vec<String> =
            addresses.iter().filter(|link| mail::leads_to_message(link)).map(|link| key(name, link)).collect();
        if links.len() < 2 || links.len() * 2 < addresses.len() {
            return None;
        }
        let entries = mail::tree(dom).into_iter();
        let tree = entries.map(|(address, parent)| (key(name, address), parent)).collect();
        Some(Self { name: name.to_owned(), bytes: Vec::new(), links, tree })
    }
}

fn may_be_list(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, ".html\"").chain(memmem::find_iter(bytes, ".html'")).nth(1).is_some()
}

/// What a page is called in its folder and in links of its neighbours: the folder and the name of the file. A link
/// elsewhere gets a key that no page has.
fn key(name: &str, link: &str) -> String {
    let folder = name.rfind(['/', '\\']).map_or("", |end| name.get(..=end).unwrap_or_default());
    let link = link.split(['#', '?']).next().unwrap_or_default();
    let file = link.strip_prefix("./").unwrap_or(link);
    if file.is_empty() { name.to_owned() } else { format!("{folder}{file}") }
}

/// An id without its brackets.
fn id_in(text: &str) -> &str {
    text.trim_matches(['"', '<', '>', ' '])
}

/// The text of a comment, in which these programs write entities.
fn plain(comment: &str) -> String {
    let is_plain = !comment.contains('&');
    if is_plain { comment.to_owned() } else { Dom::read(&comment.replace('<', "&lt;")).text_of(NodeId::ROOT) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A line for each post of pages that are read together: its depth, author and beginning, under the titles.
    fn outline(pages: &[(&str, String)]) -> Vec<String> {
        let input = |(name, page): &(&str, String)| Input {
            name: (*name).to_owned(),
            content: Box::new(Cursor::new(page.clone().into_bytes())),
        };
        let mut builder = Builder::new("html");
        Page.read_many(&mut pages.iter().map(input), &mut builder).unwrap();
        let thread = builder.finish().unwrap().thread;
        let line = |id| {
            let author = thread.writer(id).map_or("-", |writer| writer.name);
            let said = thread.body(id).raw.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{}{author}: {said}", "  ".repeat(thread.depth(id)))
        };
        thread.ids().map(line).collect()
    }

    fn pipermail(name: &str, subject: &str, replies_to: &str, said: &str) -> String {
        format!(
            "<HTML><TITLE>[Harbour] {subject}</TITLE><H1>[Harbour] {subject}</H1><B>{name}</B>
            <A HREF='mailto:list%40port.example?Subject={subject}&In-Reply-To={replies_to}'>x at port.example</A><BR>
            <I>Fri Apr 21 10:32:00 UTC 2023</I><HR><!--beginarticle--><PRE>{said}\n</PRE><!--endarticle--><UL><LI>Next
            message: <A HREF='000004.html'>other</A></UL>"
        )
    }

    #[test]
    fn pages_of_pipermail_are_threaded_by_their_list_of_threads() {
        let list = "<HTML><H1>April by thread</H1><UL><LI><A HREF='000001.html'>Lamp</A><A NAME=1></A><I>Mara</I><UL>
            <LI><A HREF='000002.html'>Oil</A><I>Gull</I><UL><LI><A HREF='000003.html'>Re: Oil</A><I>Salt</I></UL></UL>
            <LI><A HREF='000004.html'>Fog</A><I>Gull</I><LI><A HREF='000005.html'>Fish</A><I>Salt</I></UL>";
        let pages = [
            ("a/000001.html", pipermail("Mara", "Lamp", "1%40port.example", "Who keeps it?")),
            ("a/000002.html", pipermail("Gull", "Oil", "2%40port.example", "&gt; Who keeps it?\nI do.")),
            ("a/000003.html", pipermail("Salt", "Re: Oil", "3%40port.example", "Since when?")),
            ("a/000004.html", pipermail("Gull", "Fog", "4%40port.example", "It is thick.")),
            ("a/000005.html", pipermail("Salt", "Fish", "5%40port.example", "None.")),
            ("a/thread.html", list.to_owned()),
        ];
        let lines = outline(&pages);
        assert!(lines.iter().any(|line| line.contains("    ") && line.ends_with("Since when?")), "{lines:#?}");
        assert_eq!(
            lines.iter().filter(|line| line.contains("Mara:") || line.contains("Gull:")).count(),
            3,
            "{lines:#?}"
        );
        assert!(!lines.iter().any(|line| line.contains("by thread")), "{lines:#?}");
    }

    #[test]
    fn links_to_what_is_answered_and_to_what_answers_thread_other_archives() {
        let mhonarc = |name: &str, id: &str, said: &str, links: &str| {
            format!(
                "<!-- MHonArc --><!--X-Message-Id: {id}&#64;port.example --><html><h1>Lamp of {name}</h1><ul><li>From: {name}</li>
                <li>Date: Fri, 21 Apr 2023 10:32:00 +0000</li></ul><!--X-Body-of-Message--><pre>{said}</pre><!--X-Body-of-Message-End-->{links}"
            )
        };
        let follow = "<!--X-Follow-Ups--><ul><li>Follow-Ups: <ul><li><a name='2' href='msg00002.html'>b</a></ul></ul><!--X-Follow-Ups-End-->";
        let reply = "<ul><li>In reply to: <a href='msg00002.html#top'>c</a></li></ul>";
        let pages = [
            ("msg00001.html", mhonarc("Mara", "1", "Who keeps it?", follow)),
            ("msg00002.html", mhonarc("Gull", "2", "I do.", "")),
            ("msg00003.html", mhonarc("Salt", "3", "Since when?", reply)),
        ];
        let lines = outline(&pages);
        assert_eq!(lines.len(), 3, "{lines:#?}");
        assert!(lines[2].starts_with("    "), "{lines:#?}");
    }

    #[test]
    fn an_id_that_nobody_has_is_that_of_the_message_that_is_quoted() {
        let pages = [
            ("1.html", pipermail("Mara", "Lamp", "", "Who keeps it?")),
            ("2.html", pipermail("Gull (ferry)", "Re: Lamp", "a%40port.example", "I do.")),
            ("3.html", pipermail("Salt", "Lamp", "", "Nobody.")),
            (
                "4.html",
                pipermail(
                    "Mara",
                    "Re: Lamp",
                    "b%40port.example",
                    "On Friday, \"Gull \\(ferry\\)\" wrote:\n&gt; I do.\nGood.",
                ),
            ),
            ("5.html", pipermail("Salt", "Re: Lamp", "a%40port.example", "Not I.")),
        ];
        let lines = outline(&pages);
        let depths: Vec<_> = lines.iter().map(|line| line.len() - line.trim_start().len()).collect();
        assert!(lines[0].starts_with("Mara:"), "{lines:#?}");
        assert!(depths.contains(&4) && lines.len() == 5, "{lines:#?}");
    }

    #[test]
    fn other_pages_of_a_folder_and_messages_alone_stay_threads_of_their_own() {
        let page = "<html><title>Fog</title><h1>Fog</h1><p>The fog bell was sold to the railway.</p>".to_owned();
        let message = pipermail("Mara", "Lamp", "", "Who keeps it?");
        let lines = outline(&[("fog.html", page), ("000001.html", message)]);
        assert!(lines.iter().any(|line| line.contains("fog bell")), "{lines:#?}");
        assert!(lines.iter().any(|line| line.contains("Mara")), "{lines:#?}");
    }

    proptest! {
        #[test]
        fn broken_archives_never_end_in_a_panic(
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 4),
            answers in prop::collection::vec(0_usize..5, 4),
        ) {
            let pages = answers.iter().zip(&cuts).enumerate().map(|(place, (answers, cut))| {
                let mut page = pipermail("Mara", "Re: Lamp", &format!("{place}@port.example"), "Who?");
                page.push_str(&format!("<ul><li>In reply to: <a href='00000{answers}.html'>it</a>"));
                page.truncate(cut.index(page.len()).max(page.len() / 2));
                Input { name: format!("00000{place}.html"), content: Box::new(Cursor::new(page.into_bytes())) }
            });
            let mut builder = Builder::new("html");
            Page.read_many(&mut { pages }, &mut builder).unwrap();
            prop_assert!(builder.finish().is_ok());
        }
    }
}

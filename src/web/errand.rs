//! An errand: requests what a plan wants, and takes each answer from the stored copies or the network.

use super::address::Address;
use super::answer::{Answer, Header, Kind, Reads, Request};
use super::listing::Listing;
use super::pace::PATIENCE;
use super::plan::{Plan, REQUESTS, Wanted};
use super::reach::{REDIRECTS, Reach, is_private_name, redirected};
use super::trouble::{Trouble, in_words};
use super::wire::{self, Call, Listener, Wire};
use super::{Client, sites, wall};
use std::collections::BTreeSet;

/// When a stored copy is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// If it is young; older ones are requested again.
    Usual,
    /// Always: nothing is requested.
    Copy,
    /// Never: each answer is requested, with validators.
    Anew,
}

/// An answer to read as a part of the thread.
pub(crate) struct Part {
    /// Its name in messages.
    pub(crate) name: String,
    /// Its format, if that is known.
    pub(crate) format: Option<&'static str>,
    /// The content, as in a file.
    pub(crate) body: Vec<u8>,
    /// The list that the plan found in the answer; the body is not to be read then.
    pub(crate) listing: Option<Listing>,
    /// Whether the threads in the body are rows of a list, and themselves elsewhere.
    pub(crate) is_list: bool,
    /// Whether it belongs to the same thread as the others, whatever it looks like.
    pub(crate) is_of_one: bool,
    /// Whether only its beginning came.
    is_cut: bool,
}

impl Part {
    fn of(request: &Request, answer: Answer, listing: Option<Listing>, is_of_one: bool) -> Self {
        Self {
            name: answer.at.host().to_owned(),
            format: if let Reads::As(format) = request.reads { Some(format) } else { None },
            body: answer.body,
            listing,
            is_list: request.reads == Reads::List,
            is_of_one,
            is_cut: answer.is_cut,
        }
    }
}

/// The result of an errand.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// What the reader wants of the thread.
    pub(crate) wanted: Wanted,
    /// The canonical page of the thread.
    pub(crate) page: Option<Address>,
    /// Sentences about what is missing or old.
    pub(crate) notices: Vec<String>,
    /// The address where the unrequested rest begins.
    pub(crate) rest: Option<Address>,
    /// Whether everything came that the plan wanted.
    pub(crate) is_whole: bool,
    /// The age of the oldest answer in seconds, since it came or was last confirmed.
    pub(crate) age: Option<u64>,
}

/// Why an errand failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failed {
    /// Who is to blame: a host, or the address.
    pub(crate) whose: String,
    pub(crate) trouble: Trouble,
}

/// The age of a copy that is used without asking, in milliseconds.
const YOUNG: u64 = 10 * 60 * 1000;
/// How soon a server that failed in passing is asked once more, in milliseconds.
const AGAIN: u64 = 1000;

/// Runs the errand of an address, and calls `take` with each part as it comes; a part that it refuses does not count.
/// An address that a page chose (`is_chosen`) and not the reader must not lead to a private place.
pub(crate) fn run(
    client: &Client,
    address: &Address,
    manner: Manner,
    is_chosen: bool,
    listener: &dyn Listener,
    take: &mut dyn FnMut(Part) -> Result<(), String>,
) -> Result<Outcome, Failed> {
    if let Some(why) = sites::closed(address) {
        let trouble = Trouble::Closed(why);
        return Err(Failed { whose: address.host().to_owned(), trouble });
    }
    let reach = if is_private_name(address) && !is_chosen { Reach::Anywhere } else { Reach::Public };
    let wire = Wire::new(Reach::Anywhere, client.settings.silence, listener);
    let outcome = Outcome { is_whole: true, ..Outcome::default() };
    let mut errand =
        Errand { client, manner, listener, wire, reach, outcome, asked: 0, is_first: !is_chosen, page: None };
    let plan = sites::plan(address);
    errand.outcome.page = Some(plan.page.as_ref().unwrap_or(address).asked());
    let run = errand.follow(plan, take);
    client.write_pace();
    run.map(|()| errand.outcome)
}

/// The requests for an address, as far as stored answers show them.
pub(super) fn requests(client: &Client, address: &Address) -> Vec<Request> {
    let (mut plan, mut requests) = (sites::plan(address), Vec::new());
    while let Some(request) = plan.next() {
        if requests.len() >= 10 * REQUESTS {
            break;
        }
        let kept = client.cache.find(&request).and_then(|answer| answer.unpacked().ok());
        let next = kept.map(|answer| plan.take(&request, &answer));
        requests.push(request);
        match next {
            Some(next) => {
                if let Some(better) = next.instead {
                    plan = better;
                }
            }
            None if requests.len() == 1 => {
                if let Some(page) = plan.page.take() {
                    plan = sites::page(&page);
                }
            }
            None => {}
        }
    }
    requests
}

/// Whether a page may still come where a request for the same thread failed.
fn falls_back(page: &Address, request: &Request, trouble: &Trouble) -> bool {
    let is_elsewhere = page.host() != request.at.host();
    !trouble.is_of_the_host() || is_elsewhere && *trouble != Trouble::Cancelled
}

/// Goes on with the page, if there is one. Returns whether there is.
fn fall_back(plan: &mut Plan, page: Option<Address>) -> bool {
    page.map(|page| *plan = sites::page(&page)).is_some()
}

struct Errand<'a> {
    client: &'a Client,
    manner: Manner,
    listener: &'a dyn Listener,
    wire: Wire,
    /// How far servers may lead.
    reach: Reach,
    outcome: Outcome,
    /// The number of requests so far.
    asked: usize,
    /// Whether no request was made yet: the first one asks for what the reader named.
    is_first: bool,
    /// The page that names the program behind it.
    page: Option<Answer>,
}

impl Errand<'_> {
    /// Says that something did not come.
    fn miss(&mut self, notice: String) {
        self.outcome.is_whole = false;
        self.outcome.notices.push(notice);
    }

    /// Asks for no more, and says how many pages are left.
    fn leave_out(&mut self, next: &Request, left: usize) {
        self.outcome.is_whole = false;
        self.outcome.rest = Some(next.at.clone());
        let what = if left == 1 {
            "1 more page is there, which was".to_owned()
        } else {
            format!("{left} more pages are there, which were")
        };
        self.outcome.notices.push(format!("{what} not asked for: {REQUESTS} are at a time"));
    }

    /// Has a part read.
    fn read(&mut self, part: Part, take: &mut dyn FnMut(Part) -> Result<(), String>) -> Result<(), Trouble> {
        let beginning = part.is_cut.then(|| format!("{} sent only the beginning of it", part.name));
        take(part).map_err(|why| Trouble::Unexpected(format!("something else: {why}")))?;
        beginning.into_iter().for_each(|notice| self.miss(notice));
        Ok(())
    }

    fn follow(&mut self, plan: Plan, take: &mut dyn FnMut(Part) -> Result<(), String>) -> Result<(), Failed> {
        let mut plan = plan;
        let mut taken = 0;
        let mut failed: Option<Failed> = None;
        while let Some(request) = plan.next() {
            if self.asked >= REQUESTS {
                self.leave_out(&request, plan.waiting() + 1);
                break;
            }
            let answer = match self.answer(&request) {
                Ok(answer) => answer,
                Err(_) if !request.is_needed => continue,
                Err(trouble) => {
                    let whose = request.at.host().to_owned();
                    if taken > 0 {
                        self.miss(format!("the rest of it is missing: {whose}: {trouble}"));
                        break;
                    }
                    let page = plan.page.take().filter(|page| falls_back(page, &request, &trouble));
                    failed.get_or_insert(Failed { whose, trouble });
                    if !fall_back(&mut plan, page) {
                        break;
                    }
                    continue;
                }
            };
            let next = plan.take(&request, &answer);
            let mut fault = next.fault.map(Trouble::Unexpected);
            if let Some(better) = next.instead {
                // If the better plan brings nothing, this page does.
                plan = better.or_page(&answer.at);
                self.page = Some(answer);
                continue;
            }
            let listing = next.listing;
            if fault.is_none() && !next.is_stale && (request.reads != Reads::Nothing || listing.is_some()) {
                let part = Part::of(&request, answer, listing, plan.is_one || taken > 0);
                match self.read(part, take) {
                    Ok(()) => taken += 1,
                    Err(trouble) => fault = Some(trouble),
                }
            }
            match fault {
                Some(trouble) if request.is_needed && taken == 0 => {
                    failed.get_or_insert(Failed { whose: request.at.host().to_owned(), trouble });
                    let page = plan.page.take();
                    if !fall_back(&mut plan, page) {
                        break;
                    }
                }
                Some(trouble) if request.is_needed => {
                    self.miss(format!("a part of it is missing: {} {trouble}", request.at.host()));
                }
                _ => {}
            }
        }
        self.outcome.wanted = plan.wanted;
        match failed {
            Some(failed) if taken == 0 => Err(failed),
            _ => Ok(()),
        }
    }

    /// The answer to a request, unpacked: a stored copy that is enough, or the server's.
    fn answer(&mut self, request: &Request) -> Result<Answer, Trouble> {
        if let Some(page) = self.page.take_if(|page| page.at == request.at && request.wants == Kind::Page) {
            return Ok(page);
        }
        let kept = self.client.cache.find(request);
        let now = wire::millis();
        let is_young = |answer: &Answer| now.saturating_sub(answer.seen) < YOUNG;
        let offline = self.client.settings.offline;
        let answer = match kept {
            Some(kept) if offline || self.manner == Manner::Copy => kept,
            Some(kept) if self.manner == Manner::Usual && is_young(&kept) => kept,
            None if offline || self.manner == Manner::Copy => return Err(Trouble::NotKept),
            kept => match self.ask(request, kept.as_ref()) {
                Ok(answer) => answer,
                Err(trouble) => {
                    let Some(kept) = kept.filter(|_| trouble != Trouble::Cancelled) else { return Err(trouble) };
                    let age = in_words(now.saturating_sub(kept.seen) / 1000);
                    let sentence = format!("{}: {trouble}; the copy of {age} ago is shown", request.at.host());
                    self.outcome.notices.push(sentence);
                    kept
                }
            },
        };
        let open = answer.unpacked()?;
        if !open.is_cut && answer.status == 200 && self.manner != Manner::Copy && answer.seen >= now {
            self.client.cache.keep(request, &answer);
        }
        let age = now.saturating_sub(answer.seen) / 1000;
        self.outcome.age = self.outcome.age.max(Some(age));
        Ok(open)
    }

    /// Asks a server, and once more if it failed in passing.
    fn ask(&mut self, request: &Request, kept: Option<&Answer>) -> Result<Answer, Trouble> {
        self.asked += 1;
        match self.ask_once(request, kept) {
            Err(trouble) if trouble.is_passing() && !self.listener.is_cancelled() => {
                let host = request.at.host().to_owned();
                wire::wait(AGAIN, self.listener, |_| format!("{host}: {trouble}; once more …"));
                self.ask_once(request, kept)
            }
            other => other,
        }
    }

    fn ask_once(&mut self, request: &Request, kept: Option<&Answer>) -> Result<Answer, Trouble> {
        let mut at = request.at.asked();
        let mut seen = BTreeSet::from([at.clone()]);
        // The address named by the reader may be anywhere, and so may the sites of the table.
        let mut reach = if self.is_first { Reach::Anywhere } else { self.reach };
        reach.allows(&at)?;
        loop {
            let answer = self.exchange(&at, request, kept, reach)?;
            let is_played = self.client.settings.hosts.contains_key(at.host());
            if std::mem::take(&mut self.is_first) && !is_played && self.wire.was_private() {
                self.reach = Reach::Anywhere;
            }
            reach = self.reach;
            if let Some(location) = is_redirect(answer.status).then(|| answer.header("location")).flatten() {
                at = redirected(&at, location, reach)?.asked();
                if seen.len() > REDIRECTS || !seen.insert(at.clone()) {
                    return Err(Trouble::Redirects);
                }
                continue;
            }
            return judged(answer, request, kept);
        }
    }

    /// One request and its answer, at the pace of the host.
    fn exchange(
        &mut self,
        at: &Address,
        request: &Request,
        kept: Option<&Answer>,
        reach: Reach,
    ) -> Result<Answer, Trouble> {
        let host = at.authority();
        let wait = self.client.pace().wait(&host, wire::millis());
        if wait > PATIENCE {
            return Err(Trouble::Patience(Some(wait.div_ceil(1000)), 429));
        }
        wire::wait(wait, self.listener, |left| format!("{} asks for patience: {left} s", at.host()));
        if self.listener.is_cancelled() {
            return Err(Trouble::Cancelled);
        }
        let mirror = self.client.settings.hosts.get(at.host());
        let to = mirror.map_or_else(|| at.clone(), |mirror| at.on(mirror));
        // A reader who names a mirror decides where it is.
        self.wire.widen(if mirror.is_some() { Reach::Anywhere } else { reach });
        let call = Call {
            to: &to,
            host: mirror.map(|_| host.clone()),
            accept: request.wants.accept(),
            validators: kept.map(validators).unwrap_or_default(),
            question: request.question.as_deref(),
        };
        self.listener.says(&format!("asking {} …", at.host()));
        let mut answer = self.wire.send(&call, self.listener)?;
        answer.at = at.clone();
        let refused = self.client.pace().learn(&host, answer.status, &answer.headers, &answer.body, wire::millis());
        match refused {
            Some(wait) => Err(Trouble::Patience(Some(wait.div_ceil(1000)), answer.status)),
            None => Ok(answer),
        }
    }
}

fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Headers that tell a server which copy is stored (RFC 9110, section 13).
fn validators(kept: &Answer) -> Vec<Header> {
    let pairs = [("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")];
    let pairs = pairs.iter().filter_map(|(from, to)| Some((*to, kept.header(from)?)));
    pairs.map(|(name, value)| Header { name: name.to_owned(), value: value.to_owned() }).collect()
}

/// The result of an answer: itself, the copy that it confirms, or a trouble.
fn judged(answer: Answer, request: &Request, kept: Option<&Answer>) -> Result<Answer, Trouble> {
    match (answer.status, kept) {
        (304, Some(kept)) => {
            let mut same = kept.clone();
            same.seen = answer.seen;
            // A server may give a new name to the same page.
            for header in
                answer.headers.into_iter().filter(|header| matches!(header.name.as_str(), "etag" | "last-modified"))
            {
                same.headers.retain(|old| old.name != header.name);
                same.headers.push(header);
            }
            Ok(same)
        }
        (200..=299, _) => {
            let status = answer.status;
            let answer = Answer { status: 200, ..answer };
            if let Some(wall) = wall::of(&answer, request.wants) {
                return Err(wall);
            }
            if answer.body.is_empty() || status == 204 {
                return Err(Trouble::Unexpected("nothing".to_owned()));
            }
            if request.wants == Kind::Json && answer.is_page() {
                return Err(Trouble::Unexpected("a page in place of data".to_owned()));
            }
            Ok(answer)
        }
        (status, _) => Err(wall::of(&answer, request.wants).unwrap_or(Trouble::Status(status))),
    }
}

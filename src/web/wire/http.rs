//! HTTP: the only place that names the package for it.

use super::super::answer::{Answer, Header};
use super::super::reach::{Reach, is_private};
use super::super::trouble::Trouble;
use super::{Call, Listener, MOST};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// The name of this program. More servers admit an honest name than a browser's.
const NAME: &str = concat!("threadle/", env!("CARGO_PKG_VERSION"), " (reader of discussion threads)");

const RESOLVE: Duration = Duration::from_secs(5);
const CONNECT: Duration = Duration::from_secs(10);
/// The time for a whole answer.
const WHOLE: Duration = Duration::from_mins(1);
/// Bytes of an answer's head at most.
const HEAD: usize = 64 << 10;

/// The connections of one errand.
pub(in crate::web) struct Wire {
    agent: Agent,
    bounds: Arc<Bounds>,
}

/// Where connections may lead.
#[derive(Debug)]
struct Bounds {
    only_public: AtomicBool,
    /// Whether a name resolved to a private network.
    was_private: AtomicBool,
}

/// Resolves names, and leaves out what may not be connected to.
#[derive(Debug)]
struct Checked(Arc<Bounds>);

impl Resolver for Checked {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let reach = if self.0.only_public.load(Ordering::Relaxed) { Reach::Public } else { Reach::Anywhere };
        let mut allowed = self.empty();
        for address in found.iter().filter(|address| reach.allows_ip(address.ip())) {
            allowed.push(*address);
        }
        if found.iter().any(|address| is_private(address.ip())) {
            self.0.was_private.store(true, Ordering::Relaxed);
        }
        if allowed.is_empty() && !found.is_empty() {
            return Err(Error::Io(io::Error::new(io::ErrorKind::PermissionDenied, PRIVATE)));
        }
        Ok(allowed)
    }
}

/// The resolver's message for a name in a private network.
const PRIVATE: &str = "in a private network";

impl Wire {
    /// `silence`: how long a server may stay silent.
    pub(in crate::web) fn new(reach: Reach, silence: Duration, listener: &dyn Listener) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(Some(RESOLVE))
            .timeout_connect(Some(CONNECT.min(silence)))
            .timeout_per_read(Some(silence))
            .timeout_per_call(Some(WHOLE.min(silence.saturating_mul(3))))
            .max_response_header_size(HEAD)
            .user_agent(NAME)
            .build();
        let only_public = AtomicBool::new(reach == Reach::Public);
        let bounds = Arc::new(Bounds { only_public, was_private: AtomicBool::new(false) });
        let agent = Agent::with_parts(config, DefaultConnector::default(), Checked(Arc::clone(&bounds)));
        let to_stop = agent.clone();
        listener.on_cancel(Box::new(move || to_stop.shutdown()));
        Self { agent, bounds }
    }

    /// Sets how far the next connections may lead.
    pub(in crate::web) fn widen(&self, reach: Reach) {
        self.bounds.only_public.store(reach == Reach::Public, Ordering::Relaxed);
    }

    /// Whether a name resolved to a private network.
    pub(in crate::web) fn was_private(&self) -> bool {
        self.bounds.was_private.load(Ordering::Relaxed)
    }

    /// Sends a request and takes the answer as it comes.
    pub(in crate::web) fn send(&self, call: &Call<'_>, listener: &dyn Listener) -> Result<Answer, Trouble> {
        let sent = self.exchange(call, listener);
        if listener.is_cancelled() { Err(Trouble::Cancelled) } else { sent }
    }

    fn exchange(&self, call: &Call<'_>, listener: &dyn Listener) -> Result<Answer, Trouble> {
        let url = call.to.asked().to_string();
        let mut headers = vec![("Accept", call.accept.to_owned()), ("Accept-Encoding", "gzip".to_owned())];
        headers.extend(call.host.clone().map(|host| ("Host", host)));
        let validators = call.validators.iter().map(|header| (header.name.as_str(), header.value.clone()));
        headers.extend(validators);
        let response = match call.question {
            None => {
                let get = self.agent.get(&url);
                headers.iter().fold(get, |get, (name, value)| get.header(*name, value)).call()
            }
            Some(question) => {
                let post = self.agent.post(&url).header("Content-Type", "application/json");
                headers.iter().fold(post, |post, (name, value)| post.header(*name, value)).send(question)
            }
        };
        let (head, body) = response.map_err(|error| trouble(&error, call))?.into_parts();
        let headers = head.headers.iter();
        let headers =
            headers.map(|(name, value)| Header::new(name.as_str(), &String::from_utf8_lossy(value.as_bytes())));
        let mut answer = Answer {
            at: call.to.clone(),
            status: head.status.as_u16(),
            headers: headers.collect(),
            body: Vec::new(),
            seen: super::millis(),
            is_cut: false,
        };
        let mut reader = body.into_with_config().limit(u64::MAX).reader();
        let mut piece = vec![0; 64 << 10];
        loop {
            if listener.is_cancelled() {
                return Err(Trouble::Cancelled);
            }
            match reader.read(&mut piece) {
                Ok(0) => return Ok(answer),
                Ok(read) => {
                    listener.came(read as u64);
                    answer.body.extend_from_slice(piece.get(..read).unwrap_or_default());
                    if answer.body.len() as u64 > MOST {
                        answer.body.truncate(MOST as usize);
                        answer.is_cut = true;
                        return Ok(answer);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // What came is worth reading.
                Err(_) if !answer.body.is_empty() => {
                    answer.is_cut = true;
                    return Ok(answer);
                }
                Err(error) => return Err(trouble_of_io(&error, call)),
            }
        }
    }
}

fn trouble(error: &Error, call: &Call<'_>) -> Trouble {
    match error {
        Error::HostNotFound => Trouble::NoName,
        Error::Timeout(_) => Trouble::Slow,
        Error::Io(error) => trouble_of_io(error, call),
        Error::LargeResponseHeader(..) => Trouble::Broken("its head is too long".to_owned()),
        Error::Protocol(_) => Trouble::Broken("it is no HTTP".to_owned()),
        Error::ConnectionFailed | Error::ConnectProxyFailed(_) => Trouble::NoConnection("nobody took it".to_owned()),
        Error::InvalidProxyUrl => Trouble::NoConnection("the proxy that is set has no address".to_owned()),
        other => of_words(&other.to_string()),
    }
}

fn trouble_of_io(error: &io::Error, call: &Call<'_>) -> Trouble {
    match error.kind() {
        io::ErrorKind::PermissionDenied if error.to_string() == PRIVATE => Trouble::Private(call.to.host().to_owned()),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Trouble::Slow,
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => Trouble::Broken("the connection ended".to_owned()),
        io::ErrorKind::ConnectionRefused => Trouble::NoConnection("nobody listens there".to_owned()),
        _ => of_words(&error.to_string()),
    }
}

/// The trouble behind an error that only its words tell.
fn of_words(words: &str) -> Trouble {
    let small = words.to_ascii_lowercase();
    let has = |word: &str| small.contains(word);
    if has("lookup address") || has("name or service") || has("nodename") || has("no such host") {
        Trouble::NoName
    } else if has("timeout") {
        Trouble::Slow
    } else if has("unknownissuer") || has("unknown issuer") {
        Trouble::Certificate("nobody who is trusted issued it".to_owned())
    } else if has("notvalidforname") || has("not valid for name") {
        Trouble::Certificate("it is for another host".to_owned())
    } else if has("expired") {
        Trouble::Certificate("it has expired".to_owned())
    } else if has("certificate") {
        Trouble::Certificate("it does not hold".to_owned())
    } else if has("unreachable") {
        Trouble::NoConnection("there is no way to it (is there a connection?)".to_owned())
    } else if has("message") || has("tls") || has("alert") || has("handshake") {
        Trouble::NoConnection("it does not speak TLS as it should".to_owned())
    } else {
        Trouble::Broken(words.to_owned())
    }
}

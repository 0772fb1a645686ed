//! A server that plays sites, and everything that a server may do wrong. Every loop in it has an end.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A server on the loopback address, until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    stage: Arc<Mutex<Stage>>,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// `GET`, and so on.
    pub(crate) method: String,
    /// What the `Host` header said and the path with its query, one after the other.
    pub(crate) at: String,
    /// The lines of its head in their order.
    pub(crate) headers: Vec<(String, String)>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What is answered.
pub(crate) type Play = Box<dyn Fn(&Asked, &mut TcpStream) + Send + Sync>;

#[derive(Default)]
struct Stage {
    plays: BTreeMap<String, Arc<Play>>,
    asked: Vec<Asked>,
    is_over: bool,
}

impl Server {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let stage = Arc::new(Mutex::new(Stage::default()));
        let behind = Arc::clone(&stage);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if behind.lock().unwrap().is_over {
                    return;
                }
                let stage = Arc::clone(&behind);
                std::thread::spawn(move || serve(stream, &stage));
            }
        });
        Self { address, stage }
    }

    /// Its own address.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Plays something at an address without its scheme: `harbour.example/lamp`.
    pub(crate) fn play(&self, at: &str, play: impl Fn(&Asked, &mut TcpStream) + Send + Sync + 'static) {
        self.stage.lock().unwrap().plays.insert(at.to_owned(), Arc::new(Box::new(play)));
    }

    /// Answers with a body of a type.
    pub(crate) fn answer(&self, at: &str, kind: &str, body: &str) {
        self.answer_with(at, 200, &[("Content-Type", kind)], body);
    }

    pub(crate) fn page(&self, at: &str, body: &str) {
        self.answer(at, "text/html; charset=utf-8", body);
    }

    pub(crate) fn json(&self, at: &str, body: &str) {
        self.answer(at, "application/json", body);
    }

    /// Answers with a status and lines of a head.
    pub(crate) fn answer_with(&self, at: &str, status: u16, headers: &[(&str, &str)], body: &str) {
        let bytes = whole(status, headers, body.as_bytes());
        self.raw(at, bytes);
    }

    /// Answers with bytes as they are.
    pub(crate) fn raw(&self, at: &str, bytes: Vec<u8>) {
        self.play(at, move |_, stream| drop(stream.write_all(&bytes)));
    }

    /// Sends on to another place.
    pub(crate) fn lead(&self, at: &str, to: &str) {
        self.answer_with(at, 302, &[("Location", to)], "");
    }

    /// What was asked so far, by address.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.requests().into_iter().map(|asked| asked.at).collect()
    }

    pub(crate) fn requests(&self) -> Vec<Asked> {
        self.stage.lock().unwrap().asked.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stage.lock().unwrap().is_over = true;
        // The listener is woken to see it.
        let _ = TcpStream::connect(self.address);
    }
}

/// An answer as it goes over the line.
pub(crate) fn whole(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Said\r\nContent-Length: {}\r\n", body.len());
    headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
    let mut bytes = format!("{head}\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// Holds a connection until the other side ends it, and half a minute at the most.
pub(crate) fn hold(stream: &mut TcpStream) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
    let _ = stream.read(&mut [0; 64]);
}

fn serve(stream: TcpStream, stage: &Mutex<Stage>) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
    let Ok(reader) = stream.try_clone() else { return };
    let (mut reader, mut stream) = (BufReader::new(reader), stream);
    for _ in 0..100 {
        let Some(asked) = head(&mut reader) else { return };
        let length = asked.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0_u64);
        let mut body = Vec::new();
        if (&mut reader).take(length.min(1 << 20)).read_to_end(&mut body).is_err() {
            return;
        }
        let play = {
            let mut stage = stage.lock().unwrap();
            stage.asked.push(asked.clone());
            stage.plays.get(&asked.at).cloned()
        };
        match play {
            Some(play) => play(&asked, &mut stream),
            None => drop(stream.write_all(&whole(404, &[("Content-Type", "text/html")], b"<p>No such page"))),
        }
    }
}

fn head(reader: &mut impl BufRead) -> Option<Asked> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    for _ in 0..100 {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_owned(), value.to_owned()));
    }
    let host = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host")).map(|(_, host)| host.clone());
    Some(Asked { method, at: format!("{}{path}", host.unwrap_or_default()), headers })
}

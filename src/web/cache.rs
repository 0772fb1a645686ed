//! Answers on disk, as they came: to show without asking, and to ask whether there is anything new.
//!
//! Each answer is one file, written whole or not at all, in a directory that only its owner can open. The name reveals
//! nothing of what was read.

use super::address::Address;
use super::answer::{Answer, Header, Request};
use crate::disk;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

/// Where answers are stored.
#[derive(Debug)]
pub(super) struct Cache {
    /// `None` if nothing is stored.
    folder: Option<PathBuf>,
    /// Whether its size was checked.
    was_tidied: AtomicBool,
}

/// The first line of a file.
const MARK: &str = "threadle web 1";
/// Bytes of all answers at most.
const MOST: u64 = 200 << 20;
/// Headers that are stored with an answer.
const KEPT: [&str; 7] =
    ["content-encoding", "content-type", "etag", "last-modified", "link", "x-next-page", "x-wp-totalpages"];
/// Bytes of a file's head at most.
const HEAD: usize = 64 << 10;

impl Cache {
    /// Stores answers in a folder, or nowhere.
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, was_tidied: AtomicBool::new(false) }
    }

    /// The stored answer to a request.
    pub(super) fn find(&self, request: &Request) -> Option<Answer> {
        let path = self.path(request)?;
        let mut bytes = Vec::new();
        let mut file = File::open(path).ok()?;
        file.read_to_end(&mut bytes).ok()?;
        let answer = read(&bytes, request)?;
        // What was used last is removed last.
        let _ = file.set_modified(SystemTime::now());
        Some(answer)
    }

    /// Stores an answer. If that fails, it is requested again another time.
    pub(super) fn keep(&self, request: &Request, answer: &Answer) {
        let Some(path) = self.path(request) else { return };
        let _ = write_whole(&path, &written(request, answer));
        if !self.was_tidied.swap(true, Ordering::Relaxed) {
            self.tidy(MOST);
        }
    }

    /// Deletes the stored answer to a request. Returns whether there was one.
    pub(super) fn forget(&self, request: &Request) -> bool {
        self.path(request).is_some_and(|path| fs::remove_file(path).is_ok())
    }

    /// Deletes everything.
    pub(super) fn forget_all(&self) -> io::Result<()> {
        match self.folder.as_ref().map(fs::remove_dir_all) {
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The note stored under a name.
    pub(super) fn note(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.folder.as_ref()?.join(name)).ok()
    }

    /// Stores a note under a name.
    pub(super) fn set_note(&self, name: &str, text: &str) {
        if let Some(folder) = &self.folder {
            let _ = write_whole(&folder.join(name), text.as_bytes());
        }
    }

    fn path(&self, request: &Request) -> Option<PathBuf> {
        let host = request.at.host().trim_matches(['[', ']']).replace(':', "-");
        let name = hash(&[&asked(request), request.question.as_deref().unwrap_or_default()]);
        Some(self.folder.as_ref()?.join(host).join(format!("{name:016x}")))
    }

    /// Deletes the answers not used for longest until at most `most` bytes are left.
    fn tidy(&self, most: u64) {
        let Some(folder) = &self.folder else { return };
        let mut files: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        let entries = |path: &Path| fs::read_dir(path).into_iter().flatten().flatten();
        for host in entries(folder).filter(|entry| entry.path().is_dir()) {
            for entry in entries(&host.path()) {
                if let Ok(about) = entry.metadata() {
                    files.push((about.modified().unwrap_or(SystemTime::UNIX_EPOCH), about.len(), entry.path()));
                }
            }
        }
        let mut sum: u64 = files.iter().map(|(_, size, _)| size).sum();
        files.sort();
        for (_, size, path) in files {
            if sum <= most {
                break;
            }
            if fs::remove_file(path).is_ok() {
                sum -= size;
            }
        }
    }
}

/// FNV-1a. The file under it is checked against the request.
fn hash(parts: &[&str]) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    hash
}

fn asked(request: &Request) -> String {
    request.at.asked().to_string()
}

/// The contents of a file: header lines, an empty line, the body.
fn written(request: &Request, answer: &Answer) -> Vec<u8> {
    let mut head = format!("{MARK}\nasked {}\n", asked(request));
    if let Some(question) = &request.question {
        head.push_str(&format!("question {:016x}\n", hash(&[question])));
    }
    head.push_str(&format!("at {}\nseen {}\n", answer.at, answer.seen));
    if answer.is_cut {
        head.push_str("cut\n");
    }
    for Header { name, value } in answer.headers.iter().filter(|header| KEPT.contains(&header.name.as_str())) {
        let value: String = value.chars().filter(|char| !char.is_control()).collect();
        head.push_str(&format!("header {name} {value}\n"));
    }
    head.push('\n');
    let mut file = head.into_bytes();
    file.extend_from_slice(&answer.body);
    file
}

fn read(bytes: &[u8], request: &Request) -> Option<Answer> {
    let head = bytes.get(..bytes.len().min(HEAD))?;
    let end = head.windows(2).position(|pair| pair == b"\n\n")?;
    let mut lines = std::str::from_utf8(head.get(..end)?).ok()?.lines();
    if lines.next() != Some(MARK) {
        return None;
    }
    let (mut at, mut seen, mut headers) = (None, None, Vec::new());
    let (mut is_it, mut question, mut is_cut) = (false, None, false);
    for line in lines {
        let (key, value) = line.split_once(' ').unwrap_or((line, ""));
        match key {
            "asked" => is_it = value == asked(request),
            "question" => question = u64::from_str_radix(value, 16).ok(),
            "at" => at = Address::parse(value).ok(),
            "seen" => seen = value.parse().ok(),
            "cut" => is_cut = true,
            "header" => headers.extend(value.split_once(' ').map(|(name, value)| Header::new(name, value))),
            _ => {}
        }
    }
    let is_it = is_it && question == request.question.as_ref().map(|question| hash(&[question]));
    let body = bytes.get(end + 2..)?.to_vec();
    is_it.then_some(())?;
    Some(Answer { at: at?, status: 200, headers, body, seen: seen?, is_cut })
}

/// Writes a file in a folder that only its owner may look into, whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    disk::private_folder(path.parent().ok_or(io::ErrorKind::NotFound)?)?;
    disk::replace_private(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::super::answer::tests::answer;
    use super::*;
    use proptest::prelude::*;
    use std::os::unix::fs::PermissionsExt;

    fn request(at: &str) -> Request {
        Request::page(Address::parse(at).unwrap())
    }

    #[test]
    fn an_answer_is_kept_as_it_came_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(Some(folder.path().join("web")));
        let asked = request("https://harbour.example/lamp?utm_source=gull#c3");
        let headers = [("ETag", "\"7\""), ("Set-Cookie", "id=3"), ("Link", "</b>; rel=next")];
        let mut given = answer("https://www.harbour.example/lamp", &headers, "Lamp\n\nGull\0");
        given.seen = 42;
        cache.keep(&asked, &given);
        let found = cache.find(&request("https://harbour.example/lamp")).unwrap();
        assert_eq!(found.header("set-cookie"), None);
        given.headers.retain(|header| header.name != "set-cookie");
        assert_eq!(found, given);
        assert_eq!(cache.find(&request("https://harbour.example/gull")), None);
        assert_eq!(cache.find(&Request { question: Some("{}".to_owned()), ..asked.clone() }), None);
        assert!(cache.forget(&asked) && !cache.forget(&asked));
        assert_eq!(cache.find(&asked), None);
    }

    #[test]
    fn only_the_owner_may_look_and_names_say_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(Some(folder.path().join("web")));
        cache.keep(&request("https://harbour.example/lamp"), &answer("https://harbour.example/lamp", &[], "Lamp"));
        let host = folder.path().join("web/harbour.example");
        let file = fs::read_dir(&host).unwrap().next().unwrap().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&host), mode(&file.path())), (0o700, 0o600));
        assert!(!file.file_name().to_str().unwrap().contains("lamp"));
    }

    #[test]
    fn what_was_read_longest_ago_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(Some(folder.path().join("web")));
        let requests: Vec<_> = (0..4).map(|n| request(&format!("https://harbour.example/{n}"))).collect();
        for (n, request) in requests.iter().enumerate() {
            cache.keep(request, &answer("https://harbour.example/", &[], &"x".repeat(1000)));
            let file = File::open(cache.path(request).unwrap()).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(n as u64 + 1)).unwrap();
        }
        cache.find(&requests[0]).unwrap();
        cache.tidy(2500);
        let left: Vec<_> = requests.iter().map(|request| cache.find(request).is_some()).collect();
        assert_eq!(left, [true, false, false, true]);
    }

    #[test]
    fn nothing_is_kept_where_nothing_shall_be() {
        let cache = Cache::new(None);
        cache.keep(&request("https://harbour.example/"), &answer("https://harbour.example/", &[], "Lamp"));
        assert_eq!(cache.find(&request("https://harbour.example/")), None);
    }

    proptest! {
        #[test]
        fn damaged_files_are_no_answers_or_whole_ones(cut in any::<prop::sample::Index>(), flip in any::<(prop::sample::Index, u8)>()) {
            let asked = request("https://harbour.example/lamp");
            let mut bytes = written(&asked, &answer("https://harbour.example/lamp", &[("ETag", "\"7\"")], "Lamp"));
            let place = flip.0.index(bytes.len());
            bytes[place] = flip.1;
            bytes.truncate(cut.index(bytes.len()) + 1);
            let _ = read(&bytes, &asked);
        }
    }
}

//! The contents of a directory: files of any kind, or the messages of a Maildir, an MH folder or a news spool.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files of a directory, in their order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directory {
    pub(super) files: Vec<PathBuf>,
    pub(super) kind: Kind,
    /// The directories in it, in their order. Links to directories are left out: they may lead back.
    pub(super) directories: Vec<PathBuf>,
    /// Whether it contains hidden files or directories.
    pub(super) has_hidden: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Each file is a message.
    Mail,
    /// Files of any kind.
    Files,
}

/// Lists a directory, as deep as a Maildir needs; other directories in it are only named. Skips hidden files and what
/// is no file: opening a pipe would wait for its other end.
pub(super) fn look(path: &Path) -> io::Result<Directory> {
    let mut folder = list(path)?;
    // https://cr.yp.to/proto/maildir.html: tmp holds messages that are still being delivered. A program that copied or
    // packed a Maildir may have left out empty directories.
    let [cur, new, tmp] = ["cur", "new", "tmp"].map(|name| Some(path.join(name)).filter(|path| path.is_dir()));
    let parts = [&cur, &new, &tmp].into_iter().flatten().count();
    if parts > 1 || cur.is_some() && folder.files.is_empty() {
        let mut files = Vec::new();
        for part in [cur, new].iter().flatten() {
            files.append(&mut list(part)?.files);
        }
        // The names begin with the second of the delivery.
        files.sort_by(|one, other| one.file_name().cmp(&other.file_name()));
        return Ok(Directory { files, kind: Kind::Mail, directories: Vec::new(), ..folder });
    }
    let is_mh = path.join(".mh_sequences").exists();
    if is_mh || !folder.files.is_empty() && folder.files.iter().all(|file| number(file).is_some()) {
        // MH keeps deleted messages for a while, with a comma before the number.
        folder.files.retain(|file| number(file).is_some());
        folder.files.sort_by_key(|file| number(file));
    }
    Ok(if is_mh { Directory { kind: Kind::Mail, ..folder } } else { folder })
}

/// The files and directories of a directory, sorted by name.
fn list(path: &Path) -> io::Result<Directory> {
    let mut folder = Directory { files: Vec::new(), kind: Kind::Files, directories: Vec::new(), has_hidden: false };
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            folder.has_hidden = true;
            continue;
        }
        let (path, mut kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            folder.directories.push(path);
            continue;
        }
        if kind.is_symlink() {
            // A link that leads nowhere is reported when it is opened.
            kind = fs::metadata(&path).map_or(kind, |about| about.file_type());
        }
        if kind.is_file() || kind.is_symlink() {
            folder.files.push(path);
        }
    }
    folder.files.sort();
    folder.directories.sort();
    Ok(folder)
}

/// Whether a file is part of a saved page: a picture, a style, a script.
pub(super) fn is_of_page(file: &Path) -> bool {
    const ENDINGS: &[&str] = &[
        "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "css", "js", "mjs", "map", "woff", "woff2",
        "ttf", "otf", "eot", "mp3", "mp4", "webm", "ogg", "wav", "pdf",
    ];
    let ending = file.extension().and_then(OsStr::to_str).unwrap_or_default();
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// The number that names a message of MH or of a news spool.
fn number(file: &Path) -> Option<u64> {
    let name = file.file_name().and_then(OsStr::to_str)?;
    name.bytes().all(|byte| byte.is_ascii_digit()).then(|| name.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names found in a directory that has these files and directories (with a slash).
    fn found(names: &[&str]) -> (String, Kind, usize) {
        let directory = tempfile::tempdir().unwrap();
        for name in names {
            let path = directory.path().join(name);
            fs::create_dir_all(if name.ends_with('/') { &path } else { path.parent().unwrap() }).unwrap();
            if !name.ends_with('/') {
                fs::write(path, "").unwrap();
            }
        }
        let folder = look(directory.path()).unwrap();
        let name = |file: &PathBuf| file.strip_prefix(directory.path()).unwrap().to_str().unwrap().to_owned();
        (folder.files.iter().map(name).collect::<Vec<_>>().join(" "), folder.kind, folder.directories.len())
    }

    #[test]
    fn files_stand_by_name_without_hidden_ones_and_directories() {
        assert_eq!(found(&["b", "a", ".c", "d/e"]), ("a b".to_owned(), Kind::Files, 1));
    }

    #[test]
    fn a_maildir_is_its_delivered_messages() {
        let names = ["cur/20.b:2,S", "cur/10.a:2,", "new/15.c", "tmp/5.d", ".Sent/cur/1.e"];
        assert_eq!(found(&names), ("cur/10.a:2, new/15.c cur/20.b:2,S".to_owned(), Kind::Mail, 0));
        assert_eq!(found(&["cur/1.a"]), ("cur/1.a".to_owned(), Kind::Mail, 0));
        assert_eq!(found(&["cur/1.a", "notes"]), ("notes".to_owned(), Kind::Files, 1));
    }

    #[test]
    fn numbered_messages_stand_by_number() {
        assert_eq!(found(&["10", "9", "1"]).0, "1 9 10");
        assert_eq!(found(&[".mh_sequences", "10", "9", ",3", "notes"]), ("9 10".to_owned(), Kind::Mail, 0));
        assert_eq!(found(&["10", "9", "notes"]).0, "10 9 notes");
    }
}

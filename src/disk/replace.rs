//! Writes a file as a whole or not at all.

use super::private;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes to a new file beside the old one, which replaces it once everything is on the disk: a failure leaves the old
/// file alone. The new file gets the old permissions, and nobody else can read it until then. Writes directly to what
/// is no plain file, such as a device or a named pipe.
pub(crate) fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let target = pointed_to(path)?;
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let mut out = BufWriter::new(OpenOptions::new().write(true).open(&target)?);
        write(&mut out)?;
        return out.flush();
    }
    let options = if old.is_some() { private::options() } else { OpenOptions::new() };
    let (beside, file) = create_beside(&target, options)?;
    let written = fill(file, write).and_then(|()| {
        if let Some(old) = old {
            fs::set_permissions(&beside, old.permissions())?;
        }
        fs::rename(&beside, &target)
    });
    clear_away(&beside, written)
}

/// Writes a file that only its owner can open, whole or not at all. Does not wait for the disk, so a power failure may
/// lose it.
pub(crate) fn replace_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (beside, mut file) = create_beside(path, private::options())?;
    let written = file.write_all(bytes).and_then(|()| fs::rename(&beside, path));
    clear_away(&beside, written)
}

/// The target of a path that is a link, even if the target does not exist: the link stays a link.
fn pointed_to(path: &Path) -> io::Result<PathBuf> {
    /// The number that Linux follows.
    const LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&path) {
            // Relative to the link, unless it starts at the root.
            Ok(next) => path = path.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("it is a link that leads to itself"))
}

fn fill(file: File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    write(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()
}

/// Removes the new file if it could not replace the old one.
fn clear_away(beside: &Path, written: io::Result<()>) -> io::Result<()> {
    if written.is_err() {
        // The first failure is reported; a failure to clean up is not worth another word.
        let _ = fs::remove_file(beside);
    }
    written
}

/// Creates a file in the same directory, under a new name that is short enough for every directory.
fn create_beside(target: &Path, mut options: OpenOptions) -> io::Result<(PathBuf, File)> {
    if target.file_name().is_none() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    for attempt in 0..100 {
        let beside = target.with_file_name(format!(".threadle-{}-{attempt}.tmp", std::process::id()));
        match options.write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("talk.txt");
        fs::write(&path, "old").unwrap();
        let failed = replace(&path, |out| {
            out.write_all(b"new")?;
            Err(io::Error::other("full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_written_file_takes_the_place_of_the_old_one() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("talk.txt");
        for text in ["one", "two"] {
            replace(&path, |out| out.write_all(text.as_bytes())).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_points_to_is_replaced_and_the_link_stays() {
        let directory = tempfile::tempdir().unwrap();
        let (path, link) = (directory.path().join("talk.txt"), directory.path().join("link.txt"));
        fs::write(&path, "old").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        replace(&link, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_nothing_stays_a_link_and_a_ring_of_links_is_refused() {
        use std::os::unix::fs::symlink;
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        symlink("talk.txt", at("link")).unwrap();
        replace(&at("link"), |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read_link(at("link")).unwrap(), Path::new("talk.txt"));
        assert_eq!(fs::read_to_string(at("talk.txt")).unwrap(), "new");
        symlink("b", at("a")).unwrap();
        symlink("a", at("b")).unwrap();
        assert!(replace(&at("a"), |_| Ok(())).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn what_replaces_a_private_file_is_private_while_it_is_written() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("talk.txt");
        let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        for mode in [0o600, 0o640] {
            fs::write(&path, "old").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            replace(&path, |out| {
                let mut others = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path());
                assert_eq!(rights(&others.find(|other| *other != path).unwrap()), 0o600);
                out.write_all(b"new")
            })
            .unwrap();
            assert_eq!(rights(&path), mode);
        }
        replace_private(&path, b"mine").unwrap();
        assert_eq!(rights(&path), 0o600);
    }

    #[test]
    fn a_name_as_long_as_a_directory_takes_is_written() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("x".repeat(255));
        replace(&path, |out| out.write_all(b"new")).unwrap();
        replace_private(&path, b"again").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "again");
    }
}

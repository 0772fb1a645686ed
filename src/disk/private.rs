//! Files and folders that only their owner can open, from the first byte on and whatever the umask.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// Creates a folder and its missing parents with mode 0700. Closes an existing one to others, if it belongs to this
/// user.
pub(crate) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    close_to_others(folder)
}

/// Creates an empty file with mode 0600. Closes an existing one to others, if it belongs to this user, without opening
/// it: closing the file again would release the locks that this process holds on it (POSIX.1, `fcntl`).
pub(crate) fn private_file(path: &Path) -> io::Result<()> {
    match options().create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => close_to_others(path),
        made => made.map(drop),
    }
}

/// Options that create a file with mode 0600.
pub(super) fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Removes the permissions of others. What belongs to another user stays as it is.
pub(crate) fn close_to_others(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 {
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700));
        }
    }
    #[cfg(not(unix))]
    fs::metadata(path)?;
    Ok(())
}

/// The device and inode of a file, which change if another file takes its name. `None` if it is missing, or outside
/// Unix.
pub(crate) fn identity(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).ok().map(|about| (about.dev(), about.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn rights(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_private_and_what_is_there_becomes_so() {
        let directory = tempfile::tempdir().unwrap();
        let (folder, file) = (directory.path().join("state/threadle"), directory.path().join("state/threadle/db"));
        for (of_folder, of_file) in [(None, None), (Some(0o755), Some(0o644)), (Some(0o777), Some(0o666))] {
            if let (Some(of_folder), Some(of_file)) = (of_folder, of_file) {
                fs::set_permissions(&folder, fs::Permissions::from_mode(of_folder)).unwrap();
                fs::set_permissions(&file, fs::Permissions::from_mode(of_file)).unwrap();
            }
            private_folder(&folder).unwrap();
            private_file(&file).unwrap();
            assert_eq!((rights(&folder), rights(&file)), (0o700, 0o600));
        }
    }
}

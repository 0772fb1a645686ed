//! Opens and creates the database file, and sets it aside if it is damaged or not ours.

use super::{gathering, library};
use crate::disk;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The name of the file in the program's folder.
const FILE: &str = "threads.db";
/// The `user_version` of the file. A change of the tables adds one and brings its migration.
const VERSION: i64 = 3;
/// `thrd`, by which `file` and we tell it from other databases.
const APPLICATION: i64 = 0x7468_7264;
/// How long one window waits for another to write.
const BUSY: Duration = Duration::from_secs(4);

const TABLES: &str = "
    -- A thread that was read. `posts` are all that were ever on its page, numbered as they came; from `fresh` on
    -- they came with the last visit. Numbers of threads are never given again.
    CREATE TABLE threads (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        origin TEXT,
        address INTEGER NOT NULL,
        posts INTEGER NOT NULL,
        fresh INTEGER NOT NULL,
        post INTEGER,
        depth INTEGER,
        touched INTEGER NOT NULL
    );
    CREATE INDEX threads_touched ON threads (touched);
    -- What a thread is found by: hashes of its address, its root's Message-ID, its title and opening.
    CREATE TABLE names (
        kind INTEGER NOT NULL,
        name INTEGER NOT NULL,
        thread INTEGER NOT NULL,
        PRIMARY KEY (kind, name)
    ) WITHOUT ROWID;
    CREATE INDEX names_thread ON names (thread);
    -- Marks of some of its posts.
    CREATE TABLE samples (
        mark INTEGER NOT NULL,
        thread INTEGER NOT NULL,
        PRIMARY KEY (mark, thread)
    ) WITHOUT ROWID;
    CREATE INDEX samples_thread ON samples (thread);
    -- The keys of its posts, many in a row: `chunk` is the thread's number, shifted, and which of its rows it is.
    CREATE TABLE keys (chunk INTEGER PRIMARY KEY, keys BLOB NOT NULL);
    -- What holds for each post of a chunk, a bit each: 0 read, 1 folded, 2 gathered; 3 are marks of that.
    CREATE TABLE bits (
        chunk INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        bits BLOB NOT NULL,
        PRIMARY KEY (chunk, kind)
    ) WITHOUT ROWID;
    CREATE TABLE away (
        thread INTEGER NOT NULL,
        post INTEGER NOT NULL,
        label TEXT NOT NULL,
        reason TEXT NOT NULL,
        who INTEGER NOT NULL,
        rule TEXT NOT NULL,
        at INTEGER NOT NULL,
        expires INTEGER,
        PRIMARY KEY (thread, post)
    ) WITHOUT ROWID;
    CREATE TABLE marks (
        thread INTEGER NOT NULL,
        letter TEXT NOT NULL,
        post INTEGER NOT NULL,
        PRIMARY KEY (thread, letter)
    ) WITHOUT ROWID;
";

/// Why there is no store, or it stopped working.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The user has no folder for it.
    Nowhere,
    /// A newer version of the program made it.
    Newer(PathBuf),
    /// It is no database, not of this program, or damaged.
    Damaged,
    /// The folder cannot be made or written to.
    Folder(PathBuf, io::Error),
    /// The database cannot be opened or made.
    Opening(PathBuf, rusqlite::Error),
    /// The database cannot do what is asked.
    Sql(rusqlite::Error),
}

impl Fault {
    /// The message for the reader.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Nowhere => {
                "nothing is remembered: no home directory is known; XDG_STATE_HOME can name one".to_owned()
            }
            Self::Newer(file) => {
                format!("nothing is remembered: {} is from a newer threadle; it is left as it is", file.display())
            }
            Self::Damaged => "nothing is remembered: the store is damaged".to_owned(),
            Self::Folder(folder, error) => {
                format!("nothing is remembered: {}: {}", folder.display(), disk::error_text(error))
            }
            Self::Opening(file, error) => {
                format!("nothing is remembered: {}: {}", file.display(), database_message(error))
            }
            Self::Sql(error) => format!("not saved: {}", database_message(error)),
        }
    }

    /// Whether it may pass without this program doing anything.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(self, Self::Folder(..) | Self::Opening(..) | Self::Sql(_))
    }

    /// The message for somebody who only wanted to look something up.
    pub(crate) fn read_message(&self) -> String {
        match self {
            Self::Sql(_) => "nothing is remembered: the store cannot be read".to_owned(),
            other => other.message(),
        }
    }
}

/// An error of the database, in words for a person.
fn database_message(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full".to_owned(),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            "the state folder cannot be written to".to_owned()
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another window is still writing".to_owned(),
        Some(ErrorCode::SystemIoFailure) => "the disk does not take it".to_owned(),
        _ => error.to_string(),
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged,
            _ => Self::Sql(error),
        }
    }
}

/// Opens the database in a folder and creates it if necessary. Also returns the new name of a damaged file that was set
/// aside.
pub(super) fn open(folder: &Path) -> Result<(Connection, Option<PathBuf>), Fault> {
    let at = |error| Fault::Folder(folder.to_owned(), error);
    // What someone reads is nobody else's business.
    disk::private_folder(folder).map_err(at)?;
    let file = folder.join(FILE);
    // SQLite gives the files beside it the same permissions. If this fails, connecting reports it.
    let _ = disk::private_file(&file);
    for end in ["-wal", "-shm"] {
        let _ = disk::close_to_others(&beside(&file, end));
    }
    let opened = match connect(&file) {
        Err(Fault::Damaged) => {
            let aside = set_aside(folder)?;
            connect(&file).map(|connection| (connection, aside))
        }
        connected => connected.map(|connection| (connection, None)),
    };
    opened.map_err(|fault| match fault {
        Fault::Sql(error) => Fault::Opening(file, error),
        other => other,
    })
}

/// Opens the database in a folder read-only. `None` if there is none.
pub(super) fn look(folder: &Path) -> Result<Option<Connection>, Fault> {
    let file = folder.join(FILE);
    if !file.exists() {
        return Ok(None);
    }
    let connection = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(BUSY)?;
    match version(&connection)? {
        0 => Ok(None),
        1..=VERSION => Ok(Some(connection)),
        _ => Err(Fault::Newer(file)),
    }
}

/// Identifies the database file of a folder, to notice that another one replaced it.
pub(super) fn identity(folder: &Path) -> Option<(u64, u64)> {
    disk::identity(&folder.join(FILE))
}

fn connect(file: &Path) -> Result<Connection, Fault> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(BUSY)?;
    let version = version(&connection)?;
    if version > VERSION {
        return Err(Fault::Newer(file.to_owned()));
    }
    if version == 0 {
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A commit then outlives the program; after a power failure the last ones may be missing, nothing else.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    // The writer does the checkpoints when nobody waits.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    if version < VERSION {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another window may have been faster.
        let version = self::version(&transaction)?;
        if version < 1 {
            transaction.execute_batch(TABLES)?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
        }
        if version < 2 {
            gathering::migrate(&transaction)?;
        }
        if version < 3 {
            library::migrate(&transaction)?;
        }
        if version < VERSION {
            transaction.pragma_update(None, "user_version", VERSION)?;
        }
        transaction.commit()?;
    }
    connection.query_row("SELECT count(*) FROM threads WHERE touched > 0", (), |_| Ok(()))?;
    Ok(connection)
}

/// The version of the tables; 0 if there are none yet.
fn version(connection: &Connection) -> Result<i64, Fault> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
    if tables > 0 && number("application_id")? != APPLICATION {
        return Err(Fault::Damaged);
    }
    Ok(number("user_version")?)
}

/// Renames a damaged file and returns its new name. `None` if it is sound after all: another window has replaced it.
pub(super) fn set_aside(folder: &Path) -> Result<Option<PathBuf>, Fault> {
    let at = |error| Fault::Folder(folder.to_owned(), error);
    let lock = folder.join("threads.lock");
    disk::private_file(&lock).map_err(at)?;
    let lock = File::open(lock).map_err(at)?;
    lock.lock().map_err(at)?;
    let file = folder.join(FILE);
    let is_whole = connect(&file).and_then(|connection| is_whole(&connection));
    if !matches!(is_whole, Err(Fault::Damaged) | Ok(false)) {
        return Ok(None);
    }
    let name = |number: usize| folder.join(format!("{FILE}.damaged-{number}"));
    let aside = (1..1000).map(name).find(|name| !name.exists()).unwrap_or_else(|| name(0));
    // The log moves first, so that a new file never meets an old log.
    for end in ["-wal", "-shm", ""] {
        match fs::rename(beside(&file, end), beside(&aside, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(error)),
            _ => {}
        }
    }
    Ok(Some(aside))
}

/// A path with an ending, even if it is not UTF-8.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(end);
    path.into()
}

fn is_whole(connection: &Connection) -> Result<bool, Fault> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", (), |row| row.get(0))?;
    Ok(verdict == "ok")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    const FILE_WAL: &str = "threads.db-wal";
    const FILE_SHM: &str = "threads.db-shm";
    const LOCK: &str = "threads.lock";

    fn names(folder: &TempDir) -> Vec<String> {
        let name = |file: io::Result<fs::DirEntry>| file.unwrap().file_name().into_string().unwrap();
        let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(name).collect();
        names.retain(|name| ![FILE_WAL, FILE_SHM, LOCK].contains(&name.as_str()));
        names.sort();
        names
    }

    #[test]
    fn a_database_of_something_else_is_set_aside_each_time_under_a_new_name() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join(FILE);
        Connection::open(&file).unwrap().execute_batch("CREATE TABLE tides (height)").unwrap();
        let (connection, aside) = open(folder.path()).unwrap();
        assert_eq!(aside, Some(folder.path().join("threads.db.damaged-1")));
        drop(connection);
        fs::write(&file, "a log of the harbour").unwrap();
        assert!(open(folder.path()).unwrap().1.is_some());
        assert_eq!(names(&folder), ["threads.db", "threads.db.damaged-1", "threads.db.damaged-2"]);
        assert_eq!(fs::read(folder.path().join("threads.db.damaged-2")).unwrap(), b"a log of the harbour");
    }

    #[test]
    fn a_whole_file_is_not_set_aside_because_another_window_thought_it_damaged() {
        let folder = TempDir::new().unwrap();
        let _window = open(folder.path()).unwrap();
        assert_eq!(set_aside(folder.path()).unwrap(), None);
        assert_eq!(names(&folder), ["threads.db"]);
    }

    #[test]
    fn a_newer_file_is_left_as_it_is() {
        let folder = TempDir::new().unwrap();
        let (connection, _) = open(folder.path()).unwrap();
        connection.pragma_update(None, "user_version", VERSION + 1).unwrap();
        drop(connection);
        let fault = open(folder.path()).unwrap_err();
        assert!(matches!(fault, Fault::Newer(_)) && fault.message().contains("newer threadle"), "{fault:?}");
    }

    #[test]
    fn a_file_of_the_first_version_gets_what_it_lacks_and_keeps_what_it_has() {
        let folder = TempDir::new().unwrap();
        let (connection, _) = open(folder.path()).unwrap();
        let first = "DROP TABLE said; DROP TABLE gathered; PRAGMA user_version = 1; DROP INDEX threads_origin; \
                     ALTER TABLE threads DROP COLUMN starred; ALTER TABLE threads DROP COLUMN ahead; \
                     ALTER TABLE threads DROP COLUMN left_from; ALTER TABLE threads DROP COLUMN counted; \
                     INSERT INTO threads (title, address, posts, fresh, touched) VALUES ('The lamp', 0, 1, 1, 1)";
        connection.execute_batch(first).unwrap();
        drop(connection);
        let (connection, aside) = open(folder.path()).unwrap();
        let number = |query: &str| connection.query_row(query, (), |row| row.get::<_, i64>(0)).unwrap();
        let tables = "SELECT (SELECT count(*) FROM said) + (SELECT count(*) FROM gathered)";
        assert_eq!((aside, number(tables), number("SELECT count(*) FROM threads")), (None, 0, 1));
        assert_eq!(number("PRAGMA user_version"), VERSION);
        assert!(is_whole(&connection).unwrap());
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let fault = open(&file.join("threadle")).unwrap_err();
        assert!(fault.message().starts_with("nothing is remembered: "), "{}", fault.message());
    }
}

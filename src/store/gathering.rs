//! The search index: text gathered from opened threads, bounded, and dropped with its thread.
//!
//! Everything happens in small steps, each in its own transaction, so that no window waits long for another.

use super::keeping::{Bit, Mask, bits, write};
use super::memory::{CHUNK, Memory, chunk, chunks};
use super::{Fault, Store};
use crate::markup;
use crate::thread::{Body, PostId, Thread};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

/// How much is searchable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gathered {
    /// Posts of a thread at most: a larger one is not gathered.
    pub(crate) thread: usize,
    /// Posts of all threads at most.
    pub(crate) posts: usize,
    /// Bytes of their text at most; the file grows by about twice as much.
    pub(crate) bytes: usize,
}

impl Default for Gathered {
    fn default() -> Self {
        Self { thread: 50_000, posts: 200_000, bytes: 100_000_000 }
    }
}

/// Posts gathered or dropped in one step: a few milliseconds.
const STEP: usize = 100;
/// Bytes of a post's text that are searchable.
const TEXT: usize = 2048;
/// Bytes of a body that the text is taken from; markup and quotes may be the larger part.
const BODY: usize = 4 * TEXT;
/// Bytes of a name that are searchable.
const NAME: usize = 200;
/// Bytes checked for changes in one step.
const LOOK: usize = 1 << 20;
/// The kind of rows in `bits` that hold marks of gathered posts instead of bits.
const MARKS: i64 = 3;
/// Bytes of a mark.
const MARK: usize = 4;
/// Bits of a row's number that hold the post's number.
const NUMBER: u32 = 32;

/// The row of a post in `said`.
fn row(thread: i64, number: u32) -> i64 {
    (thread << NUMBER) + i64::from(number)
}

/// The rows of a thread.
fn rows(thread: i64) -> Range<i64> {
    row(thread, 0)..row(thread + 1, 0)
}

/// The thread of a row, and the number of the post in it.
pub(super) fn post_of(row: i64) -> (i64, u32) {
    (row >> NUMBER, (row & i64::from(u32::MAX)) as u32)
}

/// A post to gather for the first time or again.
struct Fresh {
    thread: i64,
    number: u32,
    author: String,
    text: String,
    mark: [u8; MARK],
}

/// A fingerprint of the gathered text of a post, to notice edits (FNV-1a). Never 0, which stands for none.
fn mark(author: &str, raw: &str) -> [u8; MARK] {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = author.bytes().chain([0]).chain(raw.bytes()).fold(0x811C_9DC5, mix);
    hash.max(1).to_le_bytes()
}

/// The marks in a row.
fn marks(connection: &Connection, row: i64) -> rusqlite::Result<Vec<u8>> {
    let mut select = connection.prepare_cached("SELECT bits FROM bits WHERE chunk = ? AND kind = ?")?;
    Ok(select.query_row((row, MARKS), |row| row.get(0)).optional()?.unwrap_or_default())
}

/// The place of a post's mark in its row.
fn place_of_mark(number: u32) -> Range<usize> {
    let at = (number % CHUNK) as usize * MARK;
    at..at + MARK
}

impl Store {
    /// Gathers some posts of the open thread, from `from` on. Returns where to continue. `None` when all are done.
    pub(crate) fn gather(&mut self, memory: &Memory, page: &Thread, from: usize) -> Result<Option<usize>, Fault> {
        let (fresh, next) = self.fresh(memory, page, from)?;
        if !fresh.is_empty() {
            self.put(&fresh)?;
        }
        Ok(next)
    }

    fn put(&mut self, fresh: &[Fresh]) -> Result<(), Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut masks: FxHashMap<i64, Mask> = FxHashMap::default();
        let mut all_marks: FxHashMap<i64, Vec<u8>> = FxHashMap::default();
        for post in fresh {
            let at = chunk(post.thread, post.number);
            // Another window may have been faster, or forgotten the thread.
            let is_there = "SELECT 1 FROM threads WHERE id = ?";
            if !transaction.prepare_cached(is_there)?.exists([post.thread])? {
                continue;
            }
            if is_set(&bits(&transaction, at, Bit::Gathered)?, post.number) {
                change(&transaction, post)?;
            } else {
                masks.entry(at).or_default().put(post.number % CHUNK, true);
                add(&transaction, post)?;
            }
            let marks = match all_marks.entry(at) {
                Entry::Occupied(marks) => marks.into_mut(),
                Entry::Vacant(place) => place.insert(marks(&transaction, at)?),
            };
            let place = place_of_mark(post.number);
            marks.resize(marks.len().max(place.end), 0);
            marks.splice(place, post.mark);
        }
        for (at, marks) in all_marks {
            let insert = "INSERT OR REPLACE INTO bits (chunk, kind, bits) VALUES (?, ?, ?)";
            transaction.prepare_cached(insert)?.execute((at, MARKS, marks))?;
        }
        for (at, mask) in masks {
            write(&transaction, at, Bit::Gathered, &mask)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The next posts that are not gathered or have changed, and where to continue.
    fn fresh(&self, memory: &Memory, page: &Thread, from: usize) -> Result<(Vec<Fresh>, Option<usize>), Fault> {
        let mut known: FxHashMap<i64, (Vec<u8>, Vec<u8>)> = FxHashMap::default();
        let (mut fresh, mut looked_at) = (Vec::new(), 0);
        for part in memory.parts.iter().filter(|part| part.posts.len() <= self.limits.gathered.thread) {
            let posts = part.posts.clone().zip(&part.numbers).skip(from.saturating_sub(part.posts.start));
            for (at, &number) in posts {
                if fresh.len() == STEP || looked_at > LOOK {
                    return Ok((fresh, Some(at)));
                }
                let row = chunk(part.thread, number);
                let (bits, marks) = match known.entry(row) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => {
                        place.insert((bits(&self.connection, row, Bit::Gathered)?, marks(&self.connection, row)?))
                    }
                };
                let (post, body) = (page.post(PostId::new(at)), page.body(PostId::new(at)));
                let author = within(post.author().map_or("", |author| page.author_name(author)), NAME);
                let raw = within(body.raw, BODY);
                let mark = mark(author, raw);
                looked_at += raw.len();
                if !is_set(bits, number) || marks.get(place_of_mark(number)) != Some(&mark) {
                    let (author, text) = (author.to_owned(), text(body));
                    fresh.push(Fresh { thread: part.thread, number, author, text, mark });
                }
            }
        }
        Ok((fresh, None))
    }

    /// Drops some posts from the index: of forgotten threads, of threads that grew too large, and if there are too
    /// many, of the threads opened longest ago. Returns whether there may be more to drop.
    pub(crate) fn give_up(&mut self) -> Result<bool, Fault> {
        let Some(thread) = self.surplus()? else { return Ok(false) };
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Range { start, end } = rows(thread);
        let posts: Vec<i64> = {
            let mut select =
                transaction.prepare_cached("SELECT rowid FROM said WHERE rowid >= ? AND rowid < ? LIMIT ?")?;
            let rows = select.query_map((start, end, STEP as i64), |row| row.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        for &post in &posts {
            transaction.prepare_cached("DELETE FROM said WHERE rowid = ?")?.execute([post])?;
        }
        if posts.len() < STEP {
            transaction.prepare_cached("DELETE FROM gathered WHERE thread = ?")?.execute([thread])?;
            let rows = chunks(thread);
            let delete = "DELETE FROM bits WHERE chunk >= ? AND chunk < ? AND kind IN (?, ?)";
            transaction.prepare_cached(delete)?.execute((rows.start, rows.end, Bit::Gathered as i64, MARKS))?;
        }
        transaction.commit()?;
        Ok(true)
    }

    /// A thread to drop from the index, if there is one.
    fn surplus(&self) -> Result<Option<i64>, Fault> {
        let limits = self.limits.gathered;
        let mut threads = self.connection.prepare_cached(
            "SELECT gathered.thread, gathered.posts, gathered.bytes, threads.posts FROM gathered \
             LEFT JOIN threads ON threads.id = gathered.thread ORDER BY threads.touched DESC",
        )?;
        let mut rows = threads.query(())?;
        let (mut posts, mut bytes, mut last) = (0, 0, None);
        while let Some(row) = rows.next()? {
            let (thread, all): (i64, Option<u32>) = (row.get(0)?, row.get(3)?);
            if all.is_none_or(|all| all as usize > limits.thread) {
                return Ok(Some(thread));
            }
            posts += row.get::<_, u32>(1)? as usize;
            bytes += row.get::<_, i64>(2)? as usize;
            last = Some(thread);
        }
        Ok(last.filter(|_| posts > limits.posts || bytes > limits.bytes))
    }

    /// The number of known threads that are too large to be gathered.
    pub(super) fn too_large(&self) -> Result<usize, Fault> {
        let most = self.limits.gathered.thread as i64;
        let count = "SELECT count(*) FROM threads WHERE posts > ?";
        Ok(self.connection.prepare_cached(count)?.query_row([most], |row| row.get::<_, u32>(0))? as usize)
    }

    /// The numbers of searchable threads and posts.
    pub(super) fn gathered(&self) -> Result<(usize, usize), Fault> {
        let count = "SELECT count(*), coalesce(sum(posts), 0) FROM gathered";
        let counts: Option<(u32, u32)> =
            self.connection.prepare_cached(count)?.query_row((), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        Ok(counts.map_or((0, 0), |(threads, posts)| (threads as usize, posts as usize)))
    }
}

/// Adds a post to the index.
fn add(transaction: &Transaction<'_>, post: &Fresh) -> rusqlite::Result<()> {
    let insert = "INSERT INTO said (rowid, author, text) VALUES (?, ?, ?)";
    let row = (row(post.thread, post.number), &post.author, &post.text);
    transaction.prepare_cached(insert)?.execute(row)?;
    let count = "INSERT INTO gathered (thread, posts, bytes) VALUES (?, 1, ?2) \
                 ON CONFLICT DO UPDATE SET posts = posts + 1, bytes = bytes + ?2";
    transaction.prepare_cached(count)?.execute((post.thread, post.text.len() as i64))?;
    Ok(())
}

/// Updates a post whose text or author changed. Another window or another format may have brought the same already.
fn change(transaction: &Transaction<'_>, post: &Fresh) -> rusqlite::Result<()> {
    let row = row(post.thread, post.number);
    let mut select = transaction.prepare_cached("SELECT author, text FROM said WHERE rowid = ?")?;
    let before = select.query_row([row], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).optional()?;
    let Some((author, text)) = before.filter(|(author, text)| *author != post.author || *text != post.text) else {
        return Ok(());
    };
    // Some formats have no names; keep the old one then.
    let author = if post.author.is_empty() { &author } else { &post.author };
    let update = "UPDATE said SET author = ?, text = ? WHERE rowid = ?";
    transaction.prepare_cached(update)?.execute((author, &post.text, row))?;
    let more = post.text.len() as i64 - text.len() as i64;
    transaction
        .prepare_cached("UPDATE gathered SET bytes = bytes + ? WHERE thread = ?")?
        .execute((more, post.thread))?;
    Ok(())
}

fn is_set(bits: &[u8], number: u32) -> bool {
    let place = number % CHUNK;
    bits.get((place / 8) as usize).is_some_and(|byte| byte & (1 << (place % 8)) != 0)
}

/// The beginning of a body's text, on one line.
fn text(body: Body<'_>) -> String {
    let blocks = markup::blocks(Body { raw: within(body.raw, BODY), ..body });
    let readable = markup::plain_text(&blocks);
    let mut text = String::new();
    for word in readable.split_whitespace().filter(|word| !word.starts_with('>') || word.len() > 1) {
        if text.len() + word.len() >= TEXT {
            text.push_str(within(word, TEXT.saturating_sub(text.len())));
            break;
        }
        text.push_str(word);
        text.push(' ');
    }
    text.truncate(text.trim_end().len());
    text
}

/// The first bytes of a text, at most `most`.
fn within(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

/// The tables of the search index.
pub(super) const TABLES: &str = "
    -- What was said: the beginning of each post's text. A row's number is the thread's, shifted, and the post's.
    CREATE VIRTUAL TABLE said USING fts5(author, text, tokenize = 'unicode61 remove_diacritics 2');
    -- How much of a thread is in there; which of its posts is a bit of kind 2.
    CREATE TABLE gathered (
        thread INTEGER PRIMARY KEY,
        posts INTEGER NOT NULL,
        bytes INTEGER NOT NULL
    );
";

/// Adds the tables that a store of version 1 lacks.
pub(super) fn migrate(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLES)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, NOW, post, thread};
    use super::super::{Limits, Store};
    use super::*;
    use crate::thread::{Builder, Draft, Notation, Parent, Time};
    use crate::visit::Change;

    fn limits(thread: usize, posts: usize) -> Limits {
        Limits { gathered: Gathered { thread, posts, ..Gathered::default() }, ..Limits::default() }
    }

    /// Visits a thread and gathers all of it; tells in how many steps.
    fn gather(store: &mut Store, page: &Thread) -> usize {
        let (memory, _) = store.visit(page);
        let (mut from, mut steps) = (Some(0), 0);
        while let Some(at) = from {
            from = store.gather(&memory, page, at).unwrap();
            steps += 1;
        }
        steps
    }

    fn count(store: &Store, table: &str) -> i64 {
        store.connection.query_row(&format!("SELECT count(*) FROM {table}"), (), |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_thread_is_gathered_in_small_steps_and_once() {
        let home = Home::new();
        let (mut one, mut other) = (home.open(), home.open());
        let words: Vec<String> = (0..249).map(|n| format!("lamp{n}")).collect();
        let lamp = thread("Lamp", &words.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(gather(&mut one, &lamp), 3);
        assert_eq!(one.gathered().unwrap(), (1, 250));
        assert_eq!((gather(&mut other, &lamp), count(&other, "said")), (1, 250));
    }

    #[test]
    fn what_came_since_is_gathered_on_the_next_visit() {
        let home = Home::new();
        let mut store = home.open();
        gather(&mut store, &thread("Lamp", &["lamp", "gull"]));
        gather(&mut store, &thread("Lamp", &["tide", "gull", "lamp"]));
        assert_eq!(store.gathered().unwrap(), (1, 4));
    }

    /// A thread whose first reply, by its id, says something.
    fn edited(text: &str) -> Thread {
        let mut builder = Builder::new("test");
        builder.title("Lamp");
        builder.url("https://harbour.example/lamp");
        builder.add(Draft { parent: Parent::Nothing, id: Some("90001"), body: "It went out.", ..Draft::default() });
        for (id, body) in [("90002", text), ("90003", "Chips")] {
            builder.add(Draft { id: Some(id), author: Some("mara"), body, ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    #[test]
    fn what_was_edited_is_gathered_anew_and_nothing_else() {
        let home = Home::new();
        let mut store = home.open();
        gather(&mut store, &edited("The kittiwake sleeps."));
        let found = |store: &Store, words| store.seek(words, || true).unwrap().unwrap().all;
        assert_eq!((found(&store, "kittiwake"), found(&store, "guillemot")), (1, 0));
        let now = edited("The guillemot sleeps, and so do all the gulls.");
        let (memory, _) = store.visit(&now);
        assert_eq!(store.fresh(&memory, &now, 0).unwrap().0.len(), 1);
        gather(&mut store, &now);
        assert_eq!((found(&store, "kittiwake"), found(&store, "guillemot"), found(&store, "chips")), (0, 1, 1));
        assert!(store.fresh(&memory, &now, 0).unwrap().0.is_empty());
        let kept = "SELECT (SELECT sum(length(text)) FROM said) - (SELECT sum(bytes) FROM gathered)";
        assert_eq!(store.connection.query_row(kept, (), |row| row.get::<_, i64>(0)).unwrap(), 0);
        assert_eq!(store.gathered().unwrap(), (1, 3));
    }

    #[test]
    fn what_an_older_version_gathered_is_looked_at_once() {
        let home = Home::new();
        let mut store = home.open();
        let page = edited("The kittiwake sleeps.");
        gather(&mut store, &page);
        store.connection.execute("DELETE FROM bits WHERE kind = ?", [MARKS]).unwrap();
        let (memory, _) = store.visit(&page);
        assert_eq!(store.fresh(&memory, &page, 0).unwrap().0.len(), 3);
        gather(&mut store, &page);
        assert!(store.fresh(&memory, &page, 0).unwrap().0.is_empty());
        assert_eq!((count(&store, "said"), store.gathered().unwrap()), (3, (1, 3)));
    }

    #[test]
    fn two_windows_that_gather_the_same_thread_at_once_do_not_gather_it_twice() {
        let home = Home::new();
        let (mut one, mut other) = (home.open(), home.open());
        let lamp = thread("Lamp", &["lamp", "gull"]);
        let (memory, _) = one.visit(&lamp);
        let (fresh, _) = one.fresh(&memory, &lamp, 0).unwrap();
        assert_eq!(fresh.len(), 3);
        gather(&mut other, &lamp);
        one.put(&fresh).unwrap();
        assert_eq!((one.gathered().unwrap(), count(&one, "said")), ((1, 3), 3));
    }

    #[test]
    fn the_thread_that_was_opened_longest_ago_is_given_up_first() {
        let home = Home::new();
        let mut store = home.with(limits(100, 7));
        for (days, title) in ["Lamp", "Gull", "Ferry"].into_iter().enumerate() {
            let page = thread(title, &[&title.to_lowercase(), "tide"]);
            gather(&mut store, &page);
            let (memory, _) = store.visit(&page);
            let later = Time::from_millis(NOW.millis() + days as i64);
            store.keep(&memory, &[Change::Read(vec![post(1)], true)], later).unwrap();
        }
        while store.give_up().unwrap() {}
        let found = |words| store.seek(words, || true).unwrap().unwrap().all;
        assert_eq!((store.gathered().unwrap(), found("lamp"), found("gull"), found("ferry")), ((2, 6), 0, 2, 2));
    }

    #[test]
    fn what_is_forgotten_is_found_no_more_and_then_given_up() {
        let home = Home::new();
        let mut store = home.open();
        gather(&mut store, &thread("Lamp", &["lamp"]));
        store.expire(Time::from_millis(NOW.millis() + 3 * 365 * 86_400_000)).unwrap();
        assert_eq!(store.seek("lamp", || true).unwrap().unwrap().all, 0);
        while store.give_up().unwrap() {}
        assert_eq!((count(&store, "said"), count(&store, "gathered"), count(&store, "bits")), (0, 0, 0));
    }

    #[test]
    fn a_thread_with_too_many_posts_is_not_gathered_and_that_is_told() {
        let home = Home::new();
        let mut store = home.with(limits(3, 100));
        gather(&mut store, &thread("Lamp", &["lamp", "gull"]));
        gather(&mut store, &thread("Ferry", &["ferry", "ticket", "pier"]));
        let findings = store.seek("chart", || true).unwrap().unwrap();
        assert_eq!((findings.all, findings.threads, findings.left_out), (2, 1, 1));
    }

    #[test]
    fn of_a_long_post_only_the_beginning_is_kept_and_marks_are_not() {
        let long = "The lamp. ".repeat(10_000);
        assert!(text(Body { raw: &long, notation: Notation::Plain }).len() <= TEXT);
        let html = "<p>The <b>lamp</b> is&nbsp;out.</p><blockquote>ferry &amp; tide</blockquote>";
        let said = text(Body { raw: html, notation: Notation::Html });
        assert_eq!(said, "The lamp is out. ferry & tide");
        let endless = "ü".repeat(100_000);
        assert!((1..=TEXT).contains(&text(Body { raw: &endless, notation: Notation::Plain }).len()));
    }
}

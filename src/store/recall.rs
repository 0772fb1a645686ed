//! Recognises a thread that is opened again: its record, its posts, and what is known about them.

use super::identity::{Identity, SAMPLES, samples};
use super::keeping::{Bit, bits};
use super::keys::{Key, keys};
use super::matching::matched;
use super::memory::{CHUNK, Memory, Part, UNKNOWN, chunk, chunks};
use super::{Fault, Store};
use crate::markup;
use crate::thread::{PostId, PostSet, Text, Thread, Time};
use crate::visit::{Away, By, Label, Visit};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use rustc_hash::FxHashMap;

/// What identifies a page and its posts; computing it takes long and needs no database.
pub(crate) struct Page {
    parts: Vec<PagePart>,
    posts: usize,
}

struct PagePart {
    opening: PostId,
    title: String,
    keys: Vec<Key>,
    identity: Identity,
}

/// A shelf of more threads is remembered as one: the threads of a mail archive would fill the store.
const APART: usize = 64;

impl Page {
    /// The identities and keys of a thread's page.
    pub(crate) fn of(thread: &Thread) -> Self {
        let openings: Vec<_> = match thread.children(PostId::ARTICLE).take(APART + 1).count() {
            1..=APART if thread.is_shelf() => thread.children(PostId::ARTICLE).collect(),
            _ => vec![PostId::ARTICLE],
        };
        let part = |opening: PostId| {
            let keys = keys(thread, thread.subtree(opening));
            let title = markup::heading(thread, opening).to_string();
            PagePart { opening, title, identity: Identity::of(thread, opening, &keys), keys }
        };
        Self { parts: openings.into_iter().map(part).collect(), posts: thread.len() }
    }
}

impl Page {
    /// The number of its posts.
    pub(crate) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.keys.len()).sum()
    }
}

impl Store {
    /// What is known about a page, and where to write its changes. Stores posts that were not there before. `origin` is
    /// where the page can be opened from again.
    pub(crate) fn recall(&mut self, page: &Page, origin: Option<&str>, now: Time) -> Result<(Memory, Visit), Fault> {
        let mut memory = Memory::default();
        let posts = page.posts;
        let [known, read] = [PostSet::none(posts), PostSet::none(posts)];
        let mut visit = Visit { known, read, ..Visit::default() };
        let is_alone = page.parts.len() == 1;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for part in &page.parts {
            let found = match find(&transaction, &part.identity)? {
                None => match marked_to_read(&transaction, origin)? {
                    None if is_alone => opened_from(&transaction, origin, part)?,
                    marked => marked,
                },
                found => found,
            };
            let (thread, stored) = match found {
                Some(thread) => (thread, load(&transaction, thread)?),
                None => (insert(&transaction, part, now)?, Vec::new()),
            };
            let met = matched(&stored, &part.keys);
            let first = part.opening.index();
            for (at, _) in met.iter().enumerate().filter(|(_, number)| number.is_some()) {
                visit.known.insert(PostId::new(first + at));
            }
            let numbers = append(&transaction, thread, &stored, part, met)?;
            let all = numbers.iter().map(|number| number + 1).max().unwrap_or(0).max(stored.len() as u32);
            let place = Part { thread, posts: first..first + part.keys.len(), numbers };
            if found.is_some() {
                recollect(&transaction, &place, &mut visit, is_alone)?;
            }
            let fresh = match stored.len() as u32 {
                0 => all,
                stored => still_new(&transaction, &place, stored, &mut visit)?,
            };
            let update = "UPDATE threads SET title = ?, origin = coalesce(?, origin), posts = ?, fresh = ?, ahead = 0, \
                          touched = max(touched, ?) WHERE id = ?";
            let row = params![part.title, origin, all, fresh, now.millis(), thread];
            transaction.prepare_cached(update)?.execute(row)?;
            name(&transaction, thread, &part.identity)?;
            memory.parts.push(place);
        }
        transaction.commit()?;
        in_order(&mut visit);
        Ok((memory, visit))
    }

    /// What is known about a page. Stores nothing.
    pub(crate) fn known(&self, page: &Page) -> Result<Visit, Fault> {
        let posts = page.posts;
        let [known, read] = [PostSet::none(posts), PostSet::none(posts)];
        let mut visit = Visit { known, read, ..Visit::default() };
        // One transaction, so that all reads see the same moment whatever other windows write.
        let moment = self.connection.unchecked_transaction()?;
        for part in &page.parts {
            let Some(thread) = find(&moment, &part.identity)? else { continue };
            let stored = load(&moment, thread)?;
            let met = matched(&stored, &part.keys);
            let first = part.opening.index();
            for (at, _) in met.iter().enumerate().filter(|(_, number)| number.is_some()) {
                visit.known.insert(PostId::new(first + at));
            }
            let numbers = met.into_iter().map(|number| number.unwrap_or(UNKNOWN)).collect();
            let part = Part { thread, posts: first..first + part.keys.len(), numbers };
            recollect(&moment, &part, &mut visit, page.parts.len() == 1)?;
            still_new(&moment, &part, stored.len() as u32, &mut visit)?;
        }
        in_order(&mut visit);
        Ok(visit)
    }
}

fn in_order(visit: &mut Visit) {
    visit.folded.sort_unstable();
    visit.away.sort_by_key(|(post, _)| *post);
}

/// Adds what is known about a part's posts to a visit.
fn recollect(connection: &Connection, part: &Part, visit: &mut Visit, is_alone: bool) -> rusqlite::Result<()> {
    let first = part.posts.start;
    let mut rows = FxHashMap::default();
    for (at, &number) in part.numbers.iter().enumerate().filter(|(_, number)| **number != UNKNOWN) {
        let row = chunk(part.thread, number);
        let [read, folded] = match rows.get(&row) {
            Some(rows) => rows,
            None => {
                let both = [bits(connection, row, Bit::Read)?, bits(connection, row, Bit::Folded)?];
                rows.entry(row).or_insert(both)
            }
        };
        let place = number % CHUNK;
        let is_set = |bits: &Vec<u8>| bits.get((place / 8) as usize).is_some_and(|byte| byte & (1 << (place % 8)) != 0);
        let post = PostId::new(first + at);
        if is_set(read) {
            visit.read.insert(post);
        }
        if is_set(folded) {
            visit.folded.push(post);
        }
    }
    let places: FxHashMap<u32, usize> = part.numbers.iter().enumerate().map(|(at, &number)| (number, at)).collect();
    let post = |number: u32| places.get(&number).map(|at| PostId::new(first + at));
    let mut select =
        connection.prepare_cached("SELECT post, label, reason, who, rule, at FROM away WHERE thread = ?")?;
    let mut rows = select.query([part.thread])?;
    while let Some(row) = rows.next()? {
        let (label, reason, rule): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(4)?);
        let by = match row.get::<_, i64>(3)? {
            1 => By::Suggestion,
            2 => By::Rule(Text::line(&rule)),
            _ => By::Hand,
        };
        let label = Label::named(&label).unwrap_or(Label::Plain);
        let away = Away { label, reason: Text::line(&reason), by, at: Time::from_millis(row.get(5)?) };
        visit.away.extend(post(row.get(0)?).map(|post| (post, away)));
    }
    let mut select = connection.prepare_cached("SELECT letter, post FROM marks WHERE thread = ?")?;
    let mut rows = select.query([part.thread])?;
    while let Some(row) = rows.next()? {
        let letter = row.get::<_, String>(0)?.chars().next();
        visit.marks.extend(letter.zip(post(row.get(1)?)));
    }
    if is_alone {
        let mut select = connection.prepare_cached("SELECT post, depth FROM threads WHERE id = ?")?;
        let at: (Option<u32>, Option<u16>) = select.query_row([part.thread], |row| Ok((row.get(0)?, row.get(1)?)))?;
        visit.at = at.0.and_then(post).zip(at.1);
    }
    Ok(())
}

/// What was new at the last visit and is unread stays new: takes it from what is known. Returns the number that new posts
/// begin at, of the `stored` ones or after them.
fn still_new(connection: &Connection, part: &Part, stored: u32, visit: &mut Visit) -> rusqlite::Result<u32> {
    let mut select = connection.prepare_cached("SELECT fresh FROM threads WHERE id = ?")?;
    let fresh: u32 = select.query_row([part.thread], |row| row.get(0))?;
    let mut first = stored;
    for (at, &number) in part.numbers.iter().enumerate() {
        let post = PostId::new(part.posts.start + at);
        if (fresh..stored).contains(&number) && !visit.read.contains(post) {
            visit.known.remove(post);
            first = first.min(number);
        }
    }
    Ok(first)
}

/// The stored thread of a page, if it is known.
fn find(connection: &Connection, identity: &Identity) -> rusqlite::Result<Option<i64>> {
    let mut select = connection.prepare_cached("SELECT thread FROM names WHERE kind = ? AND name = ?")?;
    let mut named = |(kind, name): (i64, u64)| {
        let found = select.query_row((kind, name.cast_signed()), |row| row.get::<_, i64>(0)).optional();
        if name == 0 { Ok(None) } else { found }
    };
    for name in [(0, identity.address), (1, identity.message)] {
        if let Some(thread) = named(name)? {
            return Ok(Some(thread));
        }
    }
    let by_opening = named((2, identity.opening))?;
    let mut votes: FxHashMap<i64, usize> = FxHashMap::default();
    let mut select = connection.prepare_cached("SELECT thread FROM samples WHERE mark = ?")?;
    for mark in &identity.samples {
        for thread in select.query_map([mark.cast_signed()], |row| row.get::<_, i64>(0))? {
            *votes.entry(thread?).or_default() += 1;
        }
    }
    let best = votes.into_iter().max_by_key(|&(thread, votes)| (votes, thread));
    // Each sample votes for its thread. The opening weighs more, another address less: they decide how many votes are
    // enough.
    for (thread, votes) in best.into_iter().chain(by_opening.map(|thread| (thread, 0))) {
        let mut select = connection.prepare_cached(
            "SELECT address, (SELECT count(*) FROM samples WHERE thread = id) FROM threads WHERE id = ?",
        )?;
        let about = select.query_row([thread], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, u32>(1)?))).optional()?;
        let Some((address, many)) = about else { continue };
        let fewer = (many as usize).min(identity.samples.len());
        let is_elsewhere = address != 0 && identity.address != 0;
        let has_opening = by_opening == Some(thread);
        let is_it = match (has_opening, is_elsewhere) {
            (true, false) => true,
            (true, true) => votes * 3 >= fewer && votes > 1,
            (false, false) => votes >= 3 && votes * 4 >= fewer,
            (false, true) => votes >= 3 && votes * 2 >= fewer,
        };
        if is_it {
            return Ok(Some(thread));
        }
    }
    Ok(None)
}

/// The thread last opened from the same place, if it begins with the same post: for a page that says too little to be
/// recognised by its text.
fn opened_from(connection: &Connection, origin: Option<&str>, part: &PagePart) -> rusqlite::Result<Option<i64>> {
    let Identity { address: 0, message: 0, opening: 0, .. } = part.identity else { return Ok(None) };
    let select = "SELECT id FROM threads WHERE origin = ? ORDER BY touched DESC LIMIT 1";
    let last = connection.prepare_cached(select)?.query_row([origin], |row| row.get::<_, i64>(0)).optional()?;
    let Some(thread) = last else { return Ok(None) };
    let begins_alike = load(connection, thread)?
        .first()
        .zip(part.keys.first())
        .is_some_and(|(old, new)| old == new && *new != Key::default());
    Ok(begins_alike.then_some(thread))
}

/// The thread that got a star in a list before it was first opened.
fn marked_to_read(connection: &Connection, origin: Option<&str>) -> rusqlite::Result<Option<i64>> {
    let select = "SELECT id FROM threads WHERE origin = ? AND posts = 0 LIMIT 1";
    connection.prepare_cached(select)?.query_row([origin], |row| row.get(0)).optional()
}

fn insert(connection: &Connection, part: &PagePart, now: Time) -> rusqlite::Result<i64> {
    let insert = "INSERT INTO threads (title, address, posts, fresh, touched) VALUES (?, ?, 0, 0, ?)";
    let row = (&part.title, part.identity.address.cast_signed(), now.millis());
    connection.prepare_cached(insert)?.insert(row)
}

/// The keys of all posts that were ever in a thread, by number.
fn load(connection: &Connection, thread: i64) -> rusqlite::Result<Vec<Key>> {
    let rows = chunks(thread);
    let mut select =
        connection.prepare_cached("SELECT keys FROM keys WHERE chunk >= ? AND chunk < ? ORDER BY chunk")?;
    let mut keys = Vec::new();
    let mut rows = select.query([rows.start, rows.end])?;
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(0)?.as_blob().unwrap_or_default();
        keys.extend(bytes.as_chunks().0.iter().map(Key::from_bytes));
    }
    Ok(keys)
}

/// Numbers the new posts and writes their keys. Also writes what this page's format adds to known posts.
fn append(
    connection: &Connection,
    thread: i64,
    stored: &[Key],
    part: &PagePart,
    met: Vec<Option<u32>>,
) -> rusqlite::Result<Vec<u32>> {
    let mut all = stored.to_vec();
    let mut changed = std::collections::BTreeSet::new();
    let mut numbers = Vec::with_capacity(met.len());
    for (number, key) in met.into_iter().zip(&part.keys) {
        let number = number.unwrap_or_else(|| {
            changed.insert(all.len() as u32 / CHUNK);
            all.push(*key);
            all.len() as u32 - 1
        });
        if let Some(old) = all.get_mut(number as usize)
            && old.learn(*key)
        {
            changed.insert(number / CHUNK);
        }
        numbers.push(number);
    }
    for row in changed {
        let keys = all.iter().skip((row * CHUNK) as usize).take(CHUNK as usize);
        let bytes: Vec<u8> = keys.flat_map(|key| key.to_bytes()).collect();
        let insert = "INSERT OR REPLACE INTO keys (chunk, keys) VALUES (?, ?)";
        connection.prepare_cached(insert)?.execute((chunk(thread, row * CHUNK), bytes))?;
    }
    Ok(numbers)
}

/// Records everything that identifies this page as leading to a thread.
fn name(connection: &Connection, thread: i64, identity: &Identity) -> rusqlite::Result<()> {
    let names = [(0, identity.address), (1, identity.message), (2, identity.opening)];
    for (kind, name) in names.into_iter().filter(|&(_, name)| name != 0) {
        let insert = "INSERT OR IGNORE INTO names (kind, name, thread) VALUES (?, ?, ?)";
        connection.prepare_cached(insert)?.execute((kind, name.cast_signed(), thread))?;
    }
    if identity.address != 0 {
        let update = "UPDATE threads SET address = ? WHERE id = ? AND address = 0";
        connection.prepare_cached(update)?.execute((identity.address.cast_signed(), thread))?;
    }
    let mut select = connection.prepare_cached("SELECT mark FROM samples WHERE thread = ?")?;
    let known = select.query_map([thread], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))?;
    let known = known.collect::<rusqlite::Result<Vec<u64>>>()?;
    let all = samples(known.iter().chain(&identity.samples).copied());
    debug_assert!(all.len() <= SAMPLES, "no more are kept than stand for a thread");
    if all.len() != known.len() || known.iter().any(|mark| all.binary_search(mark).is_err()) {
        connection.prepare_cached("DELETE FROM samples WHERE thread = ?")?.execute([thread])?;
        let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO samples (mark, thread) VALUES (?, ?)")?;
        for mark in all {
            insert.execute((mark.cast_signed(), thread))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, NOW, post};
    use super::*;
    use crate::thread::{Builder, Draft, Parent};
    use crate::visit::Change;

    /// A thread that says too little to be known by what it says.
    fn short(word: &str) -> Thread {
        let mut builder = Builder::new("test");
        builder.add(Draft { parent: Parent::Nothing, body: word, ..Draft::default() });
        builder.finish().unwrap().thread
    }

    #[test]
    fn what_came_later_is_new_until_it_is_read() {
        let talk = |replies: usize| {
            let mut builder = Builder::new("test");
            builder.title("The lamp on the mole is out again");
            for number in 0..=replies {
                let parent = if number == 0 { Parent::Nothing } else { Parent::Article };
                let body = format!("Sounding number {number}: the channel is {} fathoms deep.", number * 7);
                builder.add(Draft { parent, body: &body, ..Draft::default() });
            }
            builder.finish().unwrap().thread
        };
        let home = Home::new();
        let mut store = home.open();
        let mut visit = |replies: usize, reads: &[usize]| {
            let (memory, visit) = store.recall(&Page::of(&talk(replies)), None, NOW).unwrap();
            let read: Vec<_> = reads.iter().map(|&number| post(number)).collect();
            store.keep(&memory, &[Change::Read(read, true)], NOW).unwrap();
            visit.known.complement().within(0..replies + 1).map(PostId::index).collect::<Vec<_>>()
        };
        assert_eq!(visit(3, &[0, 1]), [0, 1, 2, 3], "on the first visit nothing is known");
        assert_eq!(visit(6, &[5]), [4, 5, 6], "what was not read then is not new for that");
        assert_eq!(visit(6, &[]), [4, 6]);
        assert_eq!(visit(7, &[4, 6]), [4, 6, 7]);
        assert_eq!(visit(7, &[7]), [7]);
        assert!(visit(7, &[]).is_empty());
    }

    #[test]
    fn a_thread_of_a_few_words_is_known_by_where_it_was_opened() {
        let home = Home::new();
        let mut store = home.open();
        let visit = |store: &mut Store, word: &str, origin: &str| {
            let (memory, visit) = store.recall(&Page::of(&short(word)), Some(origin), NOW).unwrap();
            store.keep(&memory, &[Change::Read(vec![post(0)], true)], NOW).unwrap();
            visit.read.count(0..1)
        };
        assert_eq!(visit(&mut store, "lamp", "/a.txt"), 0);
        assert_eq!(visit(&mut store, "lamp", "/a.txt"), 1);
        assert_eq!(visit(&mut store, "lamp", "/b.txt"), 0, "in another file");
        assert_eq!(visit(&mut store, "gull", "/a.txt"), 0, "in the same file, but another");
        assert_eq!(store.titles(), ["gull", "lamp", "lamp"], "what has no title is called by its first words");
    }
}

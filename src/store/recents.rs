//! The threads that were read lately.

use super::keeping::Bit;
use super::memory::{CHUNK, chunk, chunks};
use super::{Fault, Store};
use crate::thread::{Text, Time};
use crate::visit::Recent;
use rusqlite::Connection;

/// Threads that are offered at most.
const MOST: i64 = 100;

impl Store {
    /// Threads that can be opened again, except the one from `here`; the one read last comes first.
    pub(crate) fn recents(&self, here: Option<&str>) -> Result<Vec<Recent>, Fault> {
        let mut select = self.connection.prepare_cached(
            "SELECT id, title, origin, posts, fresh, touched FROM threads \
             WHERE origin IS NOT NULL AND origin IS NOT ? ORDER BY touched DESC LIMIT ?",
        )?;
        let mut rows = select.query((here, MOST))?;
        let mut recents = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, posts, fresh): (i64, u32, u32) = (row.get(0)?, row.get(3)?, row.get(4)?);
            let all = read(&self.connection, id, 0)?;
            let of_new = read(&self.connection, id, fresh)?;
            recents.push(Recent {
                title: Text::line(&row.get::<_, String>(1)?),
                origin: row.get(2)?,
                unread: (posts as usize).saturating_sub(all),
                new: (posts.saturating_sub(fresh) as usize).saturating_sub(of_new),
                last: Time::from_millis(row.get(5)?),
            });
        }
        Ok(recents)
    }
}

/// The number of read posts of a thread, from a post number on.
fn read(connection: &Connection, thread: i64, from: u32) -> rusqlite::Result<usize> {
    let (first, end) = (chunk(thread, from), chunks(thread).end);
    let mut select =
        connection.prepare_cached("SELECT chunk, bits FROM bits WHERE chunk >= ? AND chunk < ? AND kind = ?")?;
    let mut rows = select.query((first, end, Bit::Read as i64))?;
    let mut many = 0;
    while let Some(row) = rows.next()? {
        let skipped = if row.get::<_, i64>(0)? == first { from % CHUNK } else { 0 };
        let bits = row.get_ref(1)?.as_blob().unwrap_or_default();
        let head = bits.get((skipped / 8) as usize).map_or(0, |byte| (byte >> (skipped % 8)).count_ones());
        let rest = bits.iter().skip((skipped / 8) as usize + 1).map(|byte| byte.count_ones());
        many += (head + rest.sum::<u32>()) as usize;
    }
    Ok(many)
}

//! Identifies a post when its thread is saved again: with more replies, in another order, in another format.
//!
//! A key has three marks, none of which depends on what the others use. The *id* is exact if both formats have it. The
//! *text* is there in every format. *Author* and minute of the hour, which no time zone changes, tell repeated texts
//! apart. The hashes are our own and never change, since they outlive the program.

use super::letters::letters;
use crate::thread::{PostId, Thread};
use std::ops::Range;

/// What identifies a post: 15 bytes on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Key {
    /// The id in the source, as 48 bits; 0 without one. [`STRONG`](Self::STRONG) marks an id that no earlier post of a
    /// thread can have had.
    pub(super) id: u64,
    /// The first letters of the text, as 48 bits; 0 without any. [`LONG`](Self::LONG) marks a text that two people are
    /// unlikely to write.
    pub(super) text: u64,
    /// The author's name, as 16 bits; 0 without one.
    pub(super) author: u16,
    /// The minute of the hour plus 1; 0 if it is unknown.
    pub(super) minute: u8,
}

/// Letters of a text that count: the rest may be cut off in one format and followed by a footer in another.
const LETTERS: usize = 64;
/// Letters that make a text unlikely to occur twice.
const OWN: usize = 28;
/// Ids shorter than this may only number the posts of a page.
const COUNTED: usize = 5;

impl Key {
    /// The size of a key on the disk, in bytes.
    pub(super) const SIZE: usize = 15;
    pub(super) const STRONG: u64 = 1 << 47;
    pub(super) const LONG: u64 = 1 << 47;

    fn of(thread: &Thread, post: PostId, authors: &[u16]) -> Self {
        let about = thread.post(post);
        let author = about.author().and_then(|author| authors.get(author.index()).copied()).unwrap_or(0);
        let minute = about.time().map_or(0, |time| 1 + time.millis().div_euclid(60_000).rem_euclid(60) as u8);
        Self { id: id(thread.source_id(post).unwrap_or_default()), text: text(thread, post), author, minute }
    }

    /// Fills in what another key of the same post knows and this one does not. Returns whether it did.
    pub(super) fn learn(&mut self, other: Self) -> bool {
        let before = *self;
        self.id = if self.id == 0 { other.id } else { self.id };
        self.text = if self.text == 0 { other.text } else { self.text };
        self.author = if self.author == 0 { other.author } else { self.author };
        self.minute = if self.minute == 0 { other.minute } else { self.minute };
        *self != before
    }

    /// Whether the text is one that two people are unlikely to write.
    pub(super) fn is_long(self) -> bool {
        self.text & Self::LONG != 0
    }

    pub(super) fn to_bytes(self) -> [u8; Self::SIZE] {
        let mut bytes = [0; Self::SIZE];
        let (id, text) = (self.id.to_le_bytes(), self.text.to_le_bytes());
        let author = self.author.to_le_bytes();
        let all = id.iter().take(6).chain(text.iter().take(6)).chain(&author).chain([&self.minute]);
        bytes.iter_mut().zip(all).for_each(|(byte, value)| *byte = *value);
        bytes
    }

    /// Reads a key from its bytes on the disk.
    pub(super) fn from_bytes(bytes: &[u8; Self::SIZE]) -> Self {
        let number = |range: Range<usize>| {
            let bytes = bytes.get(range).unwrap_or_default();
            bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
        };
        Self { id: number(0..6), text: number(6..12), author: number(12..14) as u16, minute: number(14..15) as u8 }
    }
}

/// The keys of a run of posts, in order.
pub(super) fn keys(thread: &Thread, posts: Range<usize>) -> Vec<Key> {
    let authors: Vec<u16> = thread.authors().map(|(_, name)| author(name)).collect();
    posts.filter_map(|index| thread.get(index)).map(|post| Key::of(thread, post, &authors)).collect()
}

fn author(name: &str) -> u16 {
    let mut hash = Hash::new();
    let many = letters(name, crate::thread::Notation::Plain, LETTERS, |char| hash.add(char));
    if many == 0 { 0 } else { (hash.value() as u16).max(1) }
}

/// `comment-123`, `#123` and `123` are one id, as are `t1_abc12` and `abc12`; a Message-ID counts whole.
fn id(id: &str) -> u64 {
    let bare = id.trim_matches(['<', '>', '#', ' ']);
    let own = if bare.contains('@') { bare } else { bare.rsplit(['-', '_', '/', '#', '=']).next().unwrap_or(bare) };
    let mut hash = Hash::new();
    let many = letters(own, crate::thread::Notation::Plain, 200, |char| hash.add(char));
    match many {
        0 => 0,
        1..COUNTED => hash.value() & (Key::STRONG - 1) | 1,
        _ => hash.value() & (Key::STRONG - 1) | Key::STRONG,
    }
}

fn text(thread: &Thread, post: PostId) -> u64 {
    let body = thread.body(post);
    let mut hash = Hash::new();
    let many = letters(body.raw, body.notation, LETTERS, |char| hash.add(char));
    match many {
        0 => 0,
        1..OWN => hash.value() & (Key::LONG - 1) | 1,
        _ => hash.value() & (Key::LONG - 1) | Key::LONG,
    }
}

/// FNV-1a over characters, mixed at the end (splitmix64's finisher).
pub(super) struct Hash(u64);

impl Hash {
    pub(super) fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    pub(super) fn add(&mut self, char: char) {
        self.0 = (self.0 ^ u64::from(char)).wrapping_mul(0x0100_0000_01B3);
    }

    pub(super) fn value(&self) -> u64 {
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_from_the_disk_as_it_was() {
        let key = Key { id: 0x8899_AABB_CCDD, text: 0x1122_3344_5566, author: 0x7788, minute: 60 };
        assert_eq!(Key::from_bytes(&key.to_bytes()), key);
    }

    #[test]
    fn one_id_has_many_forms() {
        assert_eq!(id("comment-90012"), id("#90012"));
        assert_eq!(id("t1_abc12"), id("abc12"));
        assert_eq!(id("<lamp-7@harbour.example>"), id("lamp-7@harbour.example"));
        assert_ne!(id("lamp-7@harbour.example"), id("mole-7@harbour.example"));
        assert_eq!((id("12") & Key::STRONG, id("90012") & Key::STRONG), (0, Key::STRONG));
        assert_eq!(id(""), 0);
    }
}

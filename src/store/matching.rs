//! Matches the posts of a page with those stored before.

use super::keys::Key;

/// For each of `keys`, the number of the stored key that is the same post. Uses no number twice. The first keys of both
/// always match: they open what is known to be one thread, whatever became of the text.
pub(super) fn matched(stored: &[Key], keys: &[Key]) -> Vec<Option<u32>> {
    let mut pairs = Pairs { stored, keys, numbers: vec![None; keys.len()], taken: vec![false; stored.len()] };
    // The same page again: most posts are where they were.
    for (at, (old, new)) in stored.iter().zip(keys).enumerate() {
        if at == 0 || old == new {
            pairs.pair(at, at);
        }
    }
    pairs.by(|key| key.id, |_, old, new| is_same_id(old, new));
    pairs.by(
        |key| key.text,
        |only, old, new| is_same_text(only, old, new) && old.author == new.author && old.minute == new.minute,
    );
    pairs.by(|key| key.text, |only, old, new| is_same_text(only, old, new) && old.author == new.author);
    pairs.by(|key| key.text, is_same_text);
    pairs.numbers
}

/// Whether posts with the same id are one post. A short id may have become the number of another post.
fn is_same_id(old: Key, new: Key) -> bool {
    let differs = old.author != 0 && new.author != 0 && old.author != new.author;
    let agrees = old.text == new.text || old.author == new.author && new.author != 0;
    agrees || new.id & Key::STRONG != 0 && !differs
}

/// Whether posts with the same text are one post. Many people write a short text: it matches only if a single post had
/// it then and now (`only`), or if the author has the same name.
fn is_same_text(only: bool, old: Key, new: Key) -> bool {
    let same_author = old.author == new.author && new.author != 0;
    let differs = old.author != 0 && new.author != 0 && old.author != new.author;
    let other_id = old.id & new.id & Key::STRONG != 0 && old.id != new.id && (differs || !new.is_long());
    !other_id && (same_author || new.is_long() || only && !differs)
}

struct Pairs<'a> {
    stored: &'a [Key],
    keys: &'a [Key],
    numbers: Vec<Option<u32>>,
    taken: Vec<bool>,
}

impl Pairs<'_> {
    fn pair(&mut self, old: usize, new: usize) {
        if let (Some(number @ None), Some(taken @ false)) = (self.numbers.get_mut(new), self.taken.get_mut(old)) {
            *number = Some(old as u32);
            *taken = true;
        }
    }

    /// Pairs unmatched posts with the same mark, in order, if `is_same` allows it. Its first argument says whether only
    /// one post had the mark then and now.
    fn by(&mut self, mark: impl Fn(&Key) -> u64, is_same: impl Fn(bool, Key, Key) -> bool) {
        let left = |keys: &[Key], is_left: &dyn Fn(usize) -> bool| {
            let marks = keys.iter().enumerate().filter(|&(at, _)| is_left(at)).map(|(at, key)| (mark(key), at));
            let mut marks: Vec<_> = marks.filter(|&(mark, _)| mark != 0).collect();
            marks.sort_unstable();
            marks
        };
        let new = left(self.keys, &|at| self.numbers.get(at).is_some_and(Option::is_none));
        if new.is_empty() {
            return;
        }
        let old = left(self.stored, &|at| self.taken.get(at).is_some_and(|taken| !taken));
        let mut old = old.chunk_by(|one, other| one.0 == other.0).peekable();
        for new in new.chunk_by(|one, other| one.0 == other.0) {
            let Some(&(mark, _)) = new.first() else { continue };
            while old.next_if(|old| old.first().is_some_and(|&(other, _)| other < mark)).is_some() {}
            let Some(same) = old.next_if(|old| old.first().is_some_and(|&(other, _)| other == mark)) else { continue };
            self.pair_groups(same, new, &is_same);
        }
    }

    /// Pairs posts with the same mark in order. Each search starts behind the last match and then at the beginning, and
    /// is bounded, so that many copies stay cheap.
    fn pair_groups(&mut self, old: &[(u64, usize)], new: &[(u64, usize)], is_same: &impl Fn(bool, Key, Key) -> bool) {
        const LOOKS: usize = 64;
        let only = old.len() == 1 && new.len() == 1;
        let mut from = 0;
        for &(_, at) in new {
            let Some(&key) = self.keys.get(at) else { continue };
            let fits = |candidate: &(usize, &(u64, usize))| {
                let old = candidate.1.1;
                let is_free = self.taken.get(old).is_some_and(|taken| !taken);
                is_free && self.stored.get(old).is_some_and(|&old| is_same(only, old, key))
            };
            let ahead = old.iter().enumerate().skip(from).take(LOOKS);
            let found = ahead.chain(old.iter().enumerate().take(from.min(LOOKS))).find(fits);
            if let Some((place, &(_, number))) = found {
                self.pair(number, at);
                from = place + 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: u64, text: u64, author: u16) -> Key {
        Key { id, text, author, minute: 0 }
    }

    const OPENING: Key = Key { id: 0, text: 1, author: 0, minute: 0 };

    fn met(stored: &[Key], keys: &[Key]) -> Vec<Option<u32>> {
        let all = |keys: &[Key]| [&[OPENING], keys].concat();
        let numbers = matched(&all(stored), &all(keys));
        numbers.into_iter().skip(1).map(|number| number.map(|number| number - 1)).collect()
    }

    #[test]
    fn posts_are_met_in_another_order_and_others_between() {
        let [a, b, c] = [1, 2, 3].map(|n| key(n | Key::STRONG, n | Key::LONG, n as u16));
        assert_eq!(met(&[a, b], &[c, b, a]), [None, Some(1), Some(0)]);
    }

    #[test]
    fn a_page_without_ids_is_met_by_its_texts() {
        let with = [key(5 | Key::STRONG, 9 | Key::LONG, 1), key(6 | Key::STRONG, 8 | Key::LONG, 2)];
        assert_eq!(met(&with, &[key(0, 8 | Key::LONG, 0), key(0, 9 | Key::LONG, 1)]), [Some(1), Some(0)]);
    }

    #[test]
    fn an_edited_post_is_met_by_its_id_and_a_mere_number_is_not_enough() {
        assert_eq!(met(&[key(5 | Key::STRONG, 7, 1)], &[key(5 | Key::STRONG, 8, 1)]), [Some(0)]);
        assert_eq!(met(&[key(5, 7, 1)], &[key(5, 8, 2)]), [None]);
    }

    #[test]
    fn what_many_say_is_told_apart_by_who_says_it() {
        let [mara, gull, pilot] = [1, 2, 3].map(|author| key(0, 7, author));
        assert_eq!(met(&[mara, gull], &[pilot, gull, mara]), [None, Some(1), Some(0)]);
        let (nobody, other) = (key(0, 7, 0), key(0, 8, 0));
        assert_eq!(met(&[nobody, nobody], &[other, other, nobody]), [None; 3], "nobody knows which it was");
    }

    #[test]
    fn of_copies_each_is_met_once() {
        let copy = key(0, 7 | Key::LONG, 1);
        assert_eq!(met(&[copy, copy], &[copy, copy, copy]), [Some(0), Some(1), None]);
    }
}

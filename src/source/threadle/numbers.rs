//! The draft with each number of the file.

use crate::thread::DraftId;
use std::collections::BTreeMap;

/// The numbers of posts. In a sound file they count up with the posts, so runs are stored rather than single numbers.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// By the first number of each run, its first draft and its length.
    runs: BTreeMap<i64, (usize, usize)>,
    last: i64,
}

impl Numbers {
    /// Gives a number to a draft. Returns false if an earlier draft has it.
    pub(super) fn give(&mut self, number: i64, draft: DraftId) -> bool {
        if self.draft(number).is_some() {
            return false;
        }
        if let Some((&start, (first, length))) = self.runs.range_mut(..=self.last).next_back() {
            let follows = number.checked_sub(start) == i64::try_from(*length).ok();
            if follows && draft.index() == *first + *length {
                *length += 1;
                self.last = number;
                return true;
            }
        }
        self.runs.insert(number, (draft.index(), 1));
        self.last = number;
        true
    }

    /// The draft with a number.
    pub(super) fn draft(&self, number: i64) -> Option<DraftId> {
        let (&start, &(first, length)) = self.runs.range(..=number).next_back()?;
        let along = usize::try_from(number.checked_sub(start)?).ok()?;
        (along < length).then(|| DraftId::new(first + along))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_to_their_drafts_whatever_their_order() {
        let mut numbers = Numbers::default();
        let given = [0, 1, 2, 9, 10, 5, 4, 6, -3, i64::MAX, i64::MIN];
        for (draft, &number) in given.iter().enumerate() {
            assert!(numbers.give(number, DraftId::new(draft)));
        }
        for (draft, &number) in given.iter().enumerate() {
            assert_eq!(numbers.draft(number), Some(DraftId::new(draft)), "{number}");
        }
        assert_eq!(numbers.draft(3), None);
        assert!(!numbers.give(10, DraftId::new(99)), "the first one keeps it");
    }

    #[test]
    fn a_sound_file_is_one_run() {
        let mut numbers = Numbers::default();
        for n in 0..1000 {
            numbers.give(n, DraftId::new(n as usize));
        }
        assert_eq!(numbers.runs.len(), 1);
    }
}

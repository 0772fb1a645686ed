//! The structure of a format's objects: the meaning of each key, and which lists hold posts.

/// The meaning of a value for the post or the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The post's identifier.
    Id,
    /// The identifier of the post that it replies to.
    Parent,
    /// The identifier of the thread that it belongs to.
    Thread,
    /// The author, as the site shows the name.
    Author,
    /// Another name of the author, if the first is missing.
    Handle,
    /// When it was written.
    Time,
    /// A less exact time, if the first is missing.
    OtherTime,
    /// The text, in the site's notation.
    Body,
    /// The text in another notation, if the first is missing.
    OtherBody,
    /// The title of the thread.
    Title,
    /// The address of the post.
    Url,
    /// The address of the post's subject.
    About,
    /// Its points.
    Score,
    /// The kind of thing it is.
    Kind,
    /// A number of something.
    Count,
    /// Whether it was deleted or removed.
    Deleted,
    /// Another flag.
    Flag,
    /// Its depth.
    Depth,
    /// The identifiers of its replies.
    Kids,
    /// A choice in a poll.
    Choice,
    /// The votes for it.
    Votes,
    /// The address of a picture or a sound in it.
    Media,
    /// The description of that.
    Description,
}

/// The meaning of an object's keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape<'k> {
    keys: &'k [(&'k str, Step)],
    other: Step,
}

/// The index of a shape in its format's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShapeId(pub(super) u16);

/// What to do with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// The field of a scalar.
    pub(super) take: Option<Field>,
    /// The meaning of an object, or of each item of a list.
    pub(super) enter: Enter,
}

/// The meaning of an object, or of each item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Enter {
    /// Nothing: skip it.
    Pass,
    /// More about the current post.
    Into(ShapeId),
    /// A post that replies to the current one.
    Post(ShapeId),
    /// A post that opens another thread.
    Thread(ShapeId),
}

/// A value of no interest.
pub(super) const PASS: Step = Step { take: None, enter: Enter::Pass };

/// A scalar with this meaning, or a list of them.
pub(super) const fn take(field: Field) -> Step {
    Step { take: Some(field), enter: Enter::Pass }
}

/// An object with more about the current post, or a list of them.
pub(super) const fn into(shape: ShapeId) -> Step {
    Step { take: None, enter: Enter::Into(shape) }
}

/// A reply to the current post, or a list of them.
pub(super) const fn posts(shape: ShapeId) -> Step {
    Step { take: None, enter: Enter::Post(shape) }
}

/// A post that opens a thread, or a list of them.
pub(super) const fn threads(shape: ShapeId) -> Step {
    Step { take: None, enter: Enter::Thread(shape) }
}

impl Step {
    /// The same; a scalar here has this meaning.
    pub(super) const fn or_take(self, field: Field) -> Self {
        Self { take: Some(field), enter: self.enter }
    }
}

impl<'k> Shape<'k> {
    /// An object with these keys; others are skipped.
    pub(super) const fn new(keys: &'k [(&'k str, Step)]) -> Self {
        Self { keys, other: PASS }
    }

    /// The same; every other key has this meaning.
    pub(super) const fn or_else(self, other: Step) -> Self {
        Self { keys: self.keys, other }
    }

    /// The meaning of a key; see [`find`].
    pub(super) fn step(&self, key: &[u8], from: &mut u16) -> Step {
        find(self.keys, key, from).unwrap_or(self.other)
    }
}

/// The meaning of a key among others. Objects of a kind have their keys in the same order, so the search starts where
/// the last one ended, and moves `from` on.
pub(super) fn find<K: AsRef<[u8]>>(keys: &[(K, Step)], key: &[u8], from: &mut u16) -> Option<Step> {
    let start = usize::from(*from);
    let (before, behind) = keys.split_at_checked(start).unwrap_or((&[], keys));
    let is_it = |(name, _): &(K, Step)| name.as_ref() == key;
    let found = behind.iter().position(is_it).map(|place| start + place);
    let place = found.or_else(|| before.iter().position(is_it))?;
    *from = place as u16 + 1;
    keys.get(place).map(|(_, step)| *step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_any_order_and_others_mean_what_the_rest_means() {
        const KEYS: &[(&str, Step)] = &[("id", take(Field::Id)), ("text", take(Field::Body))];
        let shape = Shape::new(KEYS);
        let mut from = 0;
        assert_eq!(shape.step(b"text", &mut from), take(Field::Body));
        assert_eq!(shape.step(b"id", &mut from), take(Field::Id));
        assert_eq!(shape.step(b"lamp", &mut from), PASS);
        assert_eq!(shape.or_else(take(Field::Kids)).step(b"lamp", &mut from), take(Field::Kids));
    }
}

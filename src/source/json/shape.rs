//! What the objects of a format are made of: which key means what, and which lists hold posts.

/// What a value says of a post or of the whole page.
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
    /// The author by another name, where the first is missing.
    Handle,
    /// When it was written.
    Time,
    /// When it was written, less well, where the first is missing.
    OtherTime,
    /// What it says, in the site's notation.
    Body,
    /// What it says, in another notation, where the first is missing.
    OtherBody,
    /// The title of the thread.
    Title,
    /// The address of the post.
    Url,
    /// The address of something that the post is about.
    About,
    /// Its points.
    Score,
    /// What kind of a thing it is.
    Kind,
    /// How many there are of something.
    Count,
    /// That it was deleted or taken away.
    Deleted,
    /// Something else that is so or not.
    Flag,
    /// How deep it stands.
    Depth,
    /// The identifiers of its replies.
    Kids,
    /// What may be chosen in a poll.
    Choice,
    /// How many chose it.
    Votes,
    /// The address of a picture or a sound that belongs to it.
    Media,
    /// What that shows.
    Description,
}

/// What the keys of an object mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape<'k> {
    keys: &'k [(&'k str, Step)],
    other: Step,
}

/// The place of a shape in its format's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShapeId(pub(super) u16);

/// What a value is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// What a scalar says.
    pub(super) take: Option<Field>,
    /// What an object is, or each item of a list.
    pub(super) enter: Enter,
}

/// What an object is, or each item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Enter {
    /// Nothing of interest.
    Pass,
    /// More about the post at hand.
    Into(ShapeId),
    /// A post that replies to the one at hand.
    Post(ShapeId),
    /// A post that opens another thread.
    Thread(ShapeId),
}

/// A value of no interest.
pub(super) const PASS: Step = Step { take: None, enter: Enter::Pass };

/// A scalar that says this, or a list of such.
pub(super) const fn take(field: Field) -> Step {
    Step { take: Some(field), enter: Enter::Pass }
}

/// An object with more about the post at hand, or a list of such.
pub(super) const fn into(shape: ShapeId) -> Step {
    Step { take: None, enter: Enter::Into(shape) }
}

/// A list of replies to the post at hand, or one.
pub(super) const fn posts(shape: ShapeId) -> Step {
    Step { take: None, enter: Enter::Post(shape) }
}

/// A list of posts that each open a thread, or one.
pub(super) const fn threads(shape: ShapeId) -> Step {
    Step { take: None, enter: Enter::Thread(shape) }
}

impl Step {
    /// The same, where a scalar says this.
    pub(super) const fn or_take(self, field: Field) -> Self {
        Self { take: Some(field), enter: self.enter }
    }
}

impl<'k> Shape<'k> {
    /// An object with these keys; others are passed over.
    pub(super) const fn new(keys: &'k [(&'k str, Step)]) -> Self {
        Self { keys, other: PASS }
    }

    /// The same, where every other key means this.
    pub(super) const fn or_else(self, other: Step) -> Self {
        Self { keys: self.keys, other }
    }

    /// What a key means; see [`find`].
    pub(super) fn step(&self, key: &[u8], from: &mut u16) -> Step {
        find(self.keys, key, from).unwrap_or(self.other)
    }
}

/// What a key means among others. Objects of a kind have their keys in the same order, so the search begins where the
/// last one ended, and `from` is moved on.
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

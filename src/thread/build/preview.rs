//! The beginning of a thread, shown while the rest is still being read.

use super::Builder;
use crate::thread::Thread;

/// Who waits for the beginning of the thread, and what was shown.
pub(super) struct Preview {
    after: usize,
    /// The drafts of the preview in its document order; empty until it is shown.
    pub(super) shown: Vec<usize>,
    show: Box<dyn FnMut(Thread) + Send>,
}

impl Builder {
    /// Calls `show` with the thread so far once `after` drafts have been handed over, so that a reader need not wait
    /// for the rest.
    #[must_use]
    pub fn preview_after(mut self, after: usize, show: impl FnMut(Thread) + Send + 'static) -> Self {
        self.preview = Some(Preview { after, shown: Vec::new(), show: Box::new(show) });
        self
    }

    /// Whether somebody waits for a preview that has not been shown yet.
    pub fn awaits_preview(&self) -> bool {
        self.preview.as_ref().is_some_and(|preview| preview.shown.is_empty())
    }

    /// A copy of this builder, to be changed further and shown as the [preview](Self::show_part).
    #[must_use]
    pub fn copy(&self) -> Self {
        Self {
            title: self.title.clone(),
            begun: self.begun.clone(),
            moved: self.moved.clone(),
            named_parents: self.named_parents.clone(),
            source: self.source.clone(),
            posts: self.posts.clone(),
            parents: self.parents.clone(),
            arena: self.arena.clone(),
            authors: self.authors.clone(),
            names: self.names.clone(),
            ranks: self.ranks.clone(),
            named_ranks: self.named_ranks.clone(),
            pending: self.pending.clone(),
            joined: self.joined,
            is_list: self.is_list,
            copied: Some(self.posts.len()),
            ..Self::default()
        }
    }

    /// Shows the thread of `part` as the preview: either a [copy](Self::copy) of this builder, or one whose drafts are
    /// handed over to this one too, in the same order. The latter is shown only if its drafts come first here.
    pub fn show_part(&mut self, part: Self) {
        let is_first = self.posts.is_empty() && self.begun.len() == 1;
        if part.copied.is_none() && !is_first {
            return;
        }
        let drafts = part.copied.unwrap_or(part.posts.len());
        if let (Some(preview), Ok((thread, _, places))) = (&mut self.preview, part.build()) {
            preview.shown = places.in_order(drafts);
            (preview.show)(thread);
        }
    }

    /// Shows the thread so far, unless a preview was shown before.
    pub(crate) fn show_now(&mut self) {
        if let Some(preview) = &mut self.preview {
            preview.after = 1;
        }
        self.show_preview();
    }

    pub(super) fn show_preview(&mut self) {
        let due =
            self.preview.as_ref().is_some_and(|preview| preview.shown.is_empty() && self.posts.len() >= preview.after);
        // Several threads open on their index. A preview of one alone would vanish from under its reader.
        let is_lone = self.begun.len() > 1 && self.begun.last().is_some_and(|begun| begun.first == 0);
        if !due || is_lone {
            return;
        }
        let part = self.copy();
        self.show_part(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Draft, Parent, PostId};

    fn draft<'a>(id: &'a str, parent: Parent<'a>) -> Draft<'a> {
        Draft { id: Some(id), parent, body: id, ..Draft::default() }
    }

    #[test]
    fn a_preview_shows_the_beginning_and_says_where_it_went() {
        let (sender, receiver) = std::sync::mpsc::channel();
        let mut builder = Builder::new("test").preview_after(2, move |thread| sender.send(thread.len()).unwrap());
        builder.add(draft("b", Parent::Article));
        builder.add(draft("a", Parent::Nothing));
        builder.add(draft("c", Parent::Article));
        let built = builder.finish().unwrap();
        assert_eq!(receiver.try_iter().collect::<Vec<_>>(), [2]);
        assert_eq!(built.places, [PostId::new(0), PostId::new(1)]);
    }

    #[test]
    fn a_preview_of_several_threads_shows_at_least_two() {
        let (sender, receiver) = std::sync::mpsc::channel();
        let mut builder = Builder::new("test").preview_after(1, move |thread| sender.send(thread.len()).unwrap());
        builder.begin();
        builder.add(draft("a", Parent::Nothing));
        builder.add(draft("b", Parent::Article));
        builder.begin();
        builder.add(draft("c", Parent::Nothing));
        builder.finish().unwrap();
        assert_eq!(receiver.try_iter().collect::<Vec<_>>(), [4]);
    }
}

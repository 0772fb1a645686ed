//! Writes posts on all cores: each core writes every n-th chunk of the posts, and the chunks leave in order.

use crate::thread::PostId;
use std::io::{self, Write};
use std::num::NonZero;
use std::sync::mpsc::{self, SyncSender};
use std::thread;

/// Posts in one chunk.
const CHUNK: usize = 256;
/// With fewer chunks, threads cost more than they save.
const MIN_CHUNKS: usize = 4;
/// Shares that a core may be ahead of the output: they wait in memory.
const MAX_AHEAD: usize = 4;

/// Writes one post, given the post before it. `None` for the first.
pub(super) type WritePost<'a> = dyn Fn(Option<PostId>, PostId, &mut dyn Write) -> io::Result<()> + Sync + 'a;

/// Writes posts in order.
pub(super) fn write(posts: impl Iterator<Item = PostId>, one: &WritePost<'_>, out: &mut dyn Write) -> io::Result<()> {
    let posts: Vec<_> = posts.collect();
    // Asking for the cores opens files of the system, for each of many short threads.
    let is_long = posts.len().div_ceil(CHUNK) >= MIN_CHUNKS;
    let cores = if is_long { thread::available_parallelism().map_or(1, NonZero::get) } else { 1 };
    write_on(cores, &posts, one, out)
}

fn write_on(cores: usize, posts: &[PostId], one: &WritePost<'_>, out: &mut dyn Write) -> io::Result<()> {
    let chunks = posts.len().div_ceil(CHUNK);
    if cores < 2 {
        return (0..chunks).try_for_each(|chunk| write_chunk(posts, chunk, one, out));
    }
    thread::scope(|scope| {
        let written: Vec<_> = (0..cores)
            .map(|core| {
                let (sender, receiver) = mpsc::sync_channel(MAX_AHEAD);
                scope.spawn(move || write_every(posts, core, cores, one, &sender));
                receiver
            })
            .collect();
        // Share n comes from core n modulo the number of cores, so taking turns restores the order.
        let mut turns = written.iter().cycle();
        for _ in 0..chunks {
            let Some(Ok(chunk)) = turns.next().map(mpsc::Receiver::recv) else {
                return Err(io::Error::other("a part of the thread could not be written"));
            };
            out.write_all(&chunk?)?;
        }
        Ok(())
    })
}

/// Writes chunk `first` and every `step`-th after it, until the receiver is gone.
fn write_every(
    posts: &[PostId],
    first: usize,
    step: usize,
    one: &WritePost<'_>,
    sender: &SyncSender<io::Result<Vec<u8>>>,
) {
    for chunk in (first..posts.len().div_ceil(CHUNK)).step_by(step) {
        let mut text = Vec::new();
        let written = write_chunk(posts, chunk, one, &mut text);
        if sender.send(written.map(|()| text)).is_err() {
            return;
        }
    }
}

fn write_chunk(posts: &[PostId], chunk: usize, one: &WritePost<'_>, out: &mut dyn Write) -> io::Result<()> {
    let first = chunk * CHUNK;
    let mut before = first.checked_sub(1).and_then(|before| posts.get(before)).copied();
    for &post in posts.iter().skip(first).take(CHUNK) {
        one(before, post, out)?;
        before = Some(post);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Parent, Thread};

    fn posts() -> Thread {
        let mut builder = Builder::new("test");
        for number in 0..CHUNK * 9 + 7 {
            let parent = if number == 0 { Parent::Nothing } else { Parent::Article };
            builder.add(Draft { parent, body: "lit", ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    /// Takes a few bytes and fails then, as a pipe does whose reader has left.
    struct Leaves(usize);

    impl Write for Leaves {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn posts_come_in_order_on_any_number_of_cores() {
        let thread = posts();
        let all: Vec<_> = thread.ids().collect();
        let one = |before: Option<PostId>, post: PostId, out: &mut dyn Write| {
            writeln!(out, "{:?} {}", before.map(PostId::index), post.index())
        };
        let lines: Vec<_> = (0..all.len()).map(|post| format!("{:?} {post}\n", post.checked_sub(1))).collect();
        let wanted = lines.concat();
        for cores in [1, 2, 3, 20] {
            let mut out = Vec::new();
            write_on(cores, &all, &one, &mut out).unwrap();
            assert!(out == wanted.as_bytes(), "{cores} cores");
        }
    }

    #[test]
    fn a_reader_who_leaves_ends_it_on_all_cores() {
        let thread = posts();
        let all: Vec<_> = thread.ids().collect();
        let one = |_: Option<PostId>, _: PostId, out: &mut dyn Write| writeln!(out, "lit");
        let error = write_on(3, &all, &one, &mut Leaves(5000)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}

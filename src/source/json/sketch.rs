//! Threads drawn in a few lines, for the tests of this folder.

use crate::source;
use crate::thread::{Builder, Built, More, Thread, Time};

/// Reads a text in the format that it is recognised as, and draws the result: format, title and address, a line for
/// each post, then the notices.
pub(super) fn sketch(json: &str) -> String {
    let source = source::recognise(json.as_bytes(), json.as_bytes()).unwrap();
    let mut builder = Builder::new(source.name());
    if let Err(refusal) = source.read(&mut json.as_bytes(), &mut builder) {
        return format!("{}: {refusal}", source.name());
    }
    let Built { thread, notices, .. } = builder.finish().unwrap();
    let head = [source.name(), thread.title(), thread.url().unwrap_or_default()];
    let head = head.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let posts = thread.ids().flat_map(|id| {
        let more = thread.more_of(id).iter().map(|more| (thread.depth(id), more));
        std::iter::once(post(&thread, id.index())).chain(more.map(stub)).collect::<Vec<_>>()
    });
    let notices = notices.iter().map(|notice| format!("! {notice}"));
    std::iter::once(head).chain(posts).chain(notices).collect::<Vec<_>>().join("\n")
}

/// A row for missing replies, indented like a reply to its post.
fn stub((depth, more): (usize, &More)) -> String {
    let address = more.address.as_deref().map(|address| format!(" <{address}>")).unwrap_or_default();
    format!("{}+ {}{address}", "  ".repeat(depth + 1), more.words())
}

/// A post: its depth, id, author, time, score, permalink and text, as far as it has them.
fn post(thread: &Thread, index: usize) -> String {
    let id = thread.get(index).unwrap();
    let post = thread.post(id);
    let title = if thread.is_shelf() { thread.title_of(id) } else { "" };
    let parts = [
        thread.source_id(id).map(|id| format!("#{id}")),
        thread.writer(id).map(|writer| writer.name.to_owned()),
        post.time().map(Time::minute),
        post.score().map(|score| format!("{score:+}")),
        thread.permalink(id).map(|url| format!("<{url}>")),
        (!title.is_empty()).then(|| format!("“{title}”")),
        Some(thread.body(id).raw.to_owned()).filter(|body| !body.is_empty()),
    ];
    let gone = post.gone().map(|gone| format!("({})", gone.name()));
    let parts: Vec<_> = parts.into_iter().chain([gone]).flatten().collect();
    format!("{}- {}", "  ".repeat(thread.depth(id)), parts.join(" ")).trim_end().to_owned()
}

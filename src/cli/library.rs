//! The library as a list: what was read, with the named lists and searches.

use super::HARBOUR;
use super::saved::Saved;
use crate::app::LIBRARY;
use crate::input::Origin;
use crate::store::Store;
use crate::thread::{Builder, Draft, Missing, Thread};
use crate::visit::Kept;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// The place that the built-in thread is opened from.
pub(super) const TUTORIAL: &str = "threadle:tutorial";

/// Whether anything that was read can be opened again.
pub(super) fn is_there() -> bool {
    let store = Store::folder().and_then(|folder| Store::look(&folder).ok().flatten());
    store.is_some_and(|store| store.has_library().unwrap_or_default())
}

/// The library, with the lists and searches known when it is made.
pub(super) fn origin(saved: Arc<OnceLock<Vec<Saved>>>, is_kept: bool) -> Origin {
    Origin::thread("the library", Arc::new(move || thread(saved.get().map_or(&[], Vec::as_slice), is_kept)))
}

fn thread(saved: &[Saved], is_kept: bool) -> Result<Thread, String> {
    let store = Store::folder().filter(|_| is_kept).map(|folder| Store::look(&folder));
    let store = store.transpose().map_err(|fault| fault.read_message())?.flatten();
    let kept = store.map(|store| store.library(Some(LIBRARY))).transpose().map_err(|fault| fault.read_message())?;
    let mut builder = Builder::new("library");
    builder.list();
    builder.shelf_title("Library");
    for Saved { name, place } in saved {
        builder.row(name, place, Missing::Whole(None), Draft { body: place, ..Draft::default() });
    }
    for Kept { title, origin, threads, last, posts } in kept.unwrap_or_default() {
        let missing = u32::try_from(posts.saturating_sub(1)).ok().filter(|_| threads == 1 && posts > 0);
        let name = match threads {
            1 => title.to_string(),
            many => format!("{} ({many} threads)", file_name(&origin)),
        };
        let draft = Draft { time: Some(last), body: &origin, ..Draft::default() };
        builder.row(&name, &origin, Missing::Whole(missing), draft);
    }
    let title = "The harbour and the lighthouse: how threadle works";
    builder.row(title, TUTORIAL, Missing::Whole(None), Draft { body: TUTORIAL, ..Draft::default() });
    builder.finish().map(|built| built.thread).map_err(|none| none.to_string())
}

/// The built-in thread.
pub(super) fn tutorial() -> Origin {
    Origin::included(HARBOUR.0, HARBOUR.1)
}

fn file_name(place: &str) -> &str {
    Path::new(place).file_name().and_then(|name| name.to_str()).unwrap_or(place)
}

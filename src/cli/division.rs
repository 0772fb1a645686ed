//! How the screen is divided, and whether it is light, from one start to the next: a file of a few lines beside the
//! store.

use crate::app::Division;
use crate::disk;
use crate::store::Store;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the file in the program's folder.
const FILE: &str = "screen.toml";

/// The file as it is written. What a newer program adds is passed over.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Written {
    /// The outline's share of two panes, in thousandths.
    #[serde(skip_serializing_if = "Option::is_none")]
    outline: Option<u16>,
    /// Whether the article has a pane of its own.
    article: bool,
    /// Whether the terminal's background is light.
    #[serde(skip_serializing_if = "Option::is_none")]
    light: Option<bool>,
}

/// What is kept of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Kept {
    pub(super) division: Division,
    /// Whether the terminal's background is light. `None` if no terminal ever said.
    pub(super) is_light: Option<bool>,
}

fn file() -> Option<PathBuf> {
    Some(Store::folder()?.join(FILE))
}

/// What was written last. `None` if there is nothing that can be read: nobody misses it.
pub(super) fn read() -> Option<Kept> {
    parse(&fs::read_to_string(file()?).ok()?)
}

/// Writes it down, unless it is there already. It is no loss if that fails.
pub(super) fn write(kept: Kept) {
    let Some(file) = file().filter(|_| read().unwrap_or_default() != kept) else { return };
    let folder = file.parent().unwrap_or(Path::new("/"));
    let _ = disk::private_folder(folder).and_then(|()| disk::replace_private(&file, written(kept).as_bytes()));
}

fn parse(text: &str) -> Option<Kept> {
    let Written { outline, article, light } = toml::from_str(text).ok()?;
    Some(Kept { division: Division { outline, article }, is_light: light })
}

fn written(Kept { division: Division { outline, article }, is_light }: Kept) -> String {
    toml::to_string(&Written { outline, article, light: is_light }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_back_and_nonsense_is_none() {
        let divided = Kept { division: Division { outline: Some(460), article: true }, is_light: Some(true) };
        for kept in [Kept::default(), divided] {
            assert_eq!(parse(&written(kept)), Some(kept));
        }
        let outline = Kept { division: Division { outline: Some(300), article: false }, is_light: None };
        assert_eq!(parse("outline = 300\nlater = 1"), Some(outline));
        for nonsense in ["outline = -1", "outline = \"wide\"", "light = 3", "{", "\0"] {
            assert_eq!(parse(nonsense), None, "{nonsense}");
        }
    }
}

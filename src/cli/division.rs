//! How the screen is divided, from one start to the next: a file of a few lines beside the store.

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
}

fn file() -> Option<PathBuf> {
    Some(Store::folder()?.join(FILE))
}

/// The division that was written last. `None` if there is none that can be read: nobody misses it.
pub(super) fn read() -> Option<Division> {
    parse(&fs::read_to_string(file()?).ok()?)
}

/// Writes a division down, unless it is there already. It is no loss if that fails.
pub(super) fn write(division: Division) {
    let Some(file) = file().filter(|_| read().unwrap_or_default() != division) else { return };
    let folder = file.parent().unwrap_or(Path::new("/"));
    let _ = disk::private_folder(folder).and_then(|()| disk::replace_private(&file, written(division).as_bytes()));
}

fn parse(text: &str) -> Option<Division> {
    let Written { outline, article } = toml::from_str(text).ok()?;
    Some(Division { outline, article })
}

fn written(Division { outline, article }: Division) -> String {
    toml::to_string(&Written { outline, article }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_division_reads_back_and_nonsense_is_none() {
        for division in [Division::default(), Division { outline: Some(460), article: true }] {
            assert_eq!(parse(&written(division)), Some(division));
        }
        assert_eq!(parse("outline = 300\nlater = 1"), Some(Division { outline: Some(300), article: false }));
        for nonsense in ["outline = -1", "outline = \"wide\"", "{", "\0"] {
            assert_eq!(parse(nonsense), None, "{nonsense}");
        }
    }
}

//! Files of which the number of replies and the greatest depth are known.

use crate::{Case, Grade};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The files that `INDEX.tsv` of a folder lists: `path`, `comments` and `max_depth` are columns of it.
pub(crate) fn cases(root: &Path, folder: &Path) -> Vec<Case> {
    let Ok(text) = fs::read_to_string(folder.join("INDEX.tsv")) else { return Vec::new() };
    let mut lines = text.lines();
    let heads: Vec<_> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| heads.iter().position(|head| *head == name);
    let (Some(path), Some(comments), Some(depth)) = (column("path"), column("comments"), column("max_depth")) else {
        return Vec::new();
    };
    let case = |line: &str| {
        let cells: Vec<_> = line.split('\t').collect();
        let file = folder.join(cells.get(path)?);
        let (comments, depth) = (cells.get(comments)?.parse().ok()?, cells.get(depth)?.parse().ok()?);
        let name = file.strip_prefix(root).ok()?.display().to_string();
        Some(Case { name, path: file, judge: Box::new(move |threads| judge(threads, comments, depth)) })
    };
    lines.filter_map(case).collect()
}

/// 0 for another number of replies, 1 for the right one, 2 if they are as deep as they should be too. Where the list counts
/// the messages that open threads, so does this.
fn judge(threads: &[Vec<Value>], comments: usize, depth: u64) -> Grade {
    let posts: usize = threads.iter().map(Vec::len).sum();
    if posts != comments && posts - threads.len() != comments {
        return 0;
    }
    let deepest = threads.iter().flatten().filter_map(|post| post["depth"].as_u64()).max();
    if deepest == Some(depth) { 2 } else { 1 }
}

//! Pages of the web of which the words are known: all posts of a forum's page, or the article of a page without a
//! discussion.

use crate::{Case, Grade};
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// How often each word stands in a text.
type Words = HashMap<String, usize>;

/// The pages that `forums.jsonl` and `articles.jsonl` of a folder list; they lie in `forums` and `articles` beside it.
pub(crate) fn cases(root: &Path, folder: &Path) -> Vec<Case> {
    ["forums", "articles"].into_iter().flat_map(|kind| of_kind(root, folder, kind)).collect()
}

fn of_kind(root: &Path, folder: &Path, kind: &str) -> Vec<Case> {
    let Ok(text) = fs::read_to_string(folder.join(kind).with_extension("jsonl")) else { return Vec::new() };
    let case = |line: &str| {
        let page: Value = serde_json::from_str(line).ok()?;
        let path = folder.join(kind).join(page["file"].as_str()?);
        let name = path.strip_prefix(root).ok()?.display().to_string();
        Some(Case { name, path, judge: Box::new(move |threads| judge(threads, &page)) })
    };
    text.lines().filter_map(case).collect()
}

fn judge(threads: &[Vec<Value>], page: &Value) -> Grade {
    let found: Vec<Words> = threads.iter().flatten().map(|post| words(post["text"].as_str().unwrap_or(""))).collect();
    let text = words(page["text"].as_str().unwrap_or(""));
    let right = match page["gold"].as_str() {
        Some("article") => found.first().is_some_and(|article| likeness(article, &text) >= 0.8),
        Some("text") => {
            let mut all = Words::new();
            found.iter().flatten().for_each(|(word, count)| *all.entry(word.clone()).or_default() += count);
            found.len() > 1 && common(&all, &text) * 10 >= total(&text) * 8
        }
        _ => is_forum_right(&found, page),
    };
    Grade::from(right)
}

/// Nine tenths of the posts are found, and nine tenths of what was found are posts.
fn is_forum_right(found: &[Words], page: &Value) -> bool {
    let posts = page["posts"].as_array().map(Vec::as_slice).unwrap_or_default();
    let gold: Vec<_> = posts.iter().map(|post| words(post["text"].as_str().unwrap_or(""))).collect();
    let gold: Vec<_> = gold.into_iter().filter(|words| !words.is_empty()).collect();
    let mut free: Vec<_> = found.iter().filter(|words| !words.is_empty()).collect();
    let count = free.len();
    let mut matched = 0;
    for post in &gold {
        let best = (0..free.len()).max_by(|a, b| likeness(free[*a], post).total_cmp(&likeness(free[*b], post)));
        if let Some(best) = best.filter(|best| likeness(free[*best], post) >= 0.5) {
            free.remove(best);
            matched += 1;
        }
    }
    let is_partial = page["partial"].as_bool().unwrap_or(false);
    matched * 10 >= gold.len() * 9 && (is_partial || matched * 10 >= count * 9)
}

/// The words of a text, without the addresses that its links and pictures lead to.
fn words(text: &str) -> Words {
    let mut words = Words::new();
    let is_address = |piece: &&str| ["http://", "https://", "mailto:"].iter().any(|scheme| piece.contains(scheme));
    let said = text.split_whitespace().filter(|piece| !is_address(piece));
    let all = said.flat_map(|piece| piece.split(|c: char| !c.is_alphanumeric() && c != '_'));
    for word in all.filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

fn total(words: &Words) -> usize {
    words.values().sum()
}

fn common(a: &Words, b: &Words) -> usize {
    a.iter().map(|(word, count)| *b.get(word).unwrap_or(&0).min(count)).sum()
}

/// The harmonic mean of how much of each text is in the other, from 0 to 1.
fn likeness(a: &Words, b: &Words) -> f64 {
    let all = total(a) + total(b);
    if all == 0 { 0.0 } else { 2.0 * common(a, b) as f64 / all as f64 }
}

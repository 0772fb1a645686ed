//! Which item of a feed answers which, by RFC 4685 or by a link in the first line of a body.

use super::feed::Item;
use super::page;
use super::topic::Entry;
use rustc_hash::FxHashMap;

/// What an item answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// It opens a thread, or answers its page.
    Nothing,
    /// Another item, by its index.
    Item(usize),
    /// Something outside the feed, by its id.
    Outside(String),
}

/// What each item of a feed answers.
#[derive(Debug)]
pub(super) struct Answers {
    answers: Vec<Answer>,
}

impl Answers {
    /// Finds the answers. Removes first lines that only say what a comment answers, if that was found.
    pub(super) fn of(items: &mut [Item]) -> Self {
        let mut by_id = FxHashMap::default();
        let mut by_url = FxHashMap::default();
        for (place, item) in items.iter().enumerate() {
            by_id.entry(item.entry.id.clone()).or_insert(place);
            by_url.entry(item.entry.url.clone()).or_insert(place);
        }
        let answer = |(place, item): (usize, &mut Item)| {
            let other = |found: Option<&usize>| found.copied().filter(|found| *found != place);
            let said = item.answers.as_ref().map(|id| {
                let url = item.answers_url.as_deref().unwrap_or_default();
                let found = other(by_id.get(id)).or_else(|| other(by_url.get(url)));
                found.map_or_else(|| Answer::Outside(id.clone()), Answer::Item)
            });
            let linked = linked(&item.entry).and_then(|(url, end)| Some((other(by_url.get(&url))?, end)));
            match (said, linked) {
                (Some(Answer::Item(said)), Some((linked, end))) if said == linked => {
                    item.entry.body.drain(..end);
                    Answer::Item(said)
                }
                (Some(said), _) => said,
                (None, Some((linked, end))) => {
                    item.entry.body.drain(..end);
                    Answer::Item(linked)
                }
                (None, None) => Answer::Nothing,
            }
        };
        Self { answers: items.iter_mut().enumerate().map(answer).collect() }
    }

    /// Whether any item answers another, or something that is missing.
    pub(super) fn has_any(&self) -> bool {
        self.answers.iter().any(|answer| *answer != Answer::Nothing)
    }

    /// The item that an item answers.
    pub(super) fn parent(&self, place: usize) -> Option<usize> {
        match self.answers.get(place)? {
            Answer::Item(parent) => Some(*parent),
            _ => None,
        }
    }

    /// Whether an item answers nothing.
    pub(super) fn is_opening(&self, place: usize) -> bool {
        self.answers.get(place) == Some(&Answer::Nothing)
    }

    /// For each item, the name of its thread. `None` if at most one item opens a thread.
    pub(super) fn roots(&self) -> Option<Vec<String>> {
        let openings = self.answers.iter().filter(|answer| **answer == Answer::Nothing).count();
        if openings < 2 {
            return None;
        }
        let mut roots: Vec<Option<usize>> = vec![None; self.answers.len()];
        for start in 0..self.answers.len() {
            let mut path = Vec::new();
            let mut at = start;
            // A ring is its own thread, named after the item where it was entered.
            let root = loop {
                match roots.get_mut(at) {
                    Some(Some(root)) => break *root,
                    Some(unknown) => *unknown = Some(start),
                    None => break start,
                }
                path.push(at);
                match self.parent(at) {
                    Some(parent) => at = parent,
                    None => break at,
                }
            };
            for place in path {
                if let Some(known) = roots.get_mut(place) {
                    *known = Some(root);
                }
            }
        }
        let name = |root: Option<usize>| {
            let root = root.unwrap_or_default();
            match self.answers.get(root) {
                Some(Answer::Outside(id)) => id.clone(),
                _ => format!("item {root}"),
            }
        };
        Some(roots.into_iter().map(name).collect())
    }
}

/// The address of the comment that the first line of a body links to, and the end of that line, if it says no more:
/// `<p>In reply to <a href="https://harbour.example/lamp/#comment-7">mara</a>.</p>`.
fn linked(entry: &Entry) -> Option<(String, usize)> {
    /// Bytes of the line at most, and of the words around its link.
    const LONGEST: usize = 1000;
    const WORDS: usize = 40;
    let body = entry.body.get(..entry.body.floor_char_boundary(LONGEST))?;
    let line = body.trim_start().strip_prefix("<p>").unwrap_or(body);
    let (before, link) = line.split_once("<a href=\"")?;
    let (url, link) = link.split_once('"')?;
    let (_, after) = link.split_once("</a>")?;
    let end = after.find('<').into_iter().chain(after.find("\n\n")).min()?;
    let (after, rest) = after.split_at_checked(end)?;
    let url = url.replace("&#038;", "&").replace("&amp;", "&");
    let says_no_more = before.len() + after.len() <= WORDS && !before.contains('<');
    let rest = rest.strip_prefix("</p>").unwrap_or(rest);
    (says_no_more && page::is_comment(&url)).then(|| (url, body.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, answers: Option<&str>, body: &str) -> Item {
        let entry =
            Entry { id: id.to_owned(), url: format!("h/#comment-{id}"), body: body.to_owned(), ..Entry::default() };
        Item { answers: answers.map(str::to_owned), entry, ..Item::default() }
    }

    #[test]
    fn items_answer_what_they_name_or_link_to_in_their_first_line() {
        let mut items = [
            item("1", None, "Lit in 1887."),
            item("2", Some("1"), "<p>In reply to <a href=\"h/#comment-1\">mara</a>.</p>\n<p>Never.</p>"),
            item("3", None, "In reply to <a href=\"h/#comment-2\">gull</a>.\n\nEver."),
            item(
                "4",
                None,
                "<p>Look at <a href=\"h/#comment-2\">this</a>, which says that it was lit in 1887 and why.</p>",
            ),
            item("5", Some("gone"), "<p>Who?</p>"),
        ];
        let answers = Answers::of(&mut items);
        let found: Vec<_> = (0..5).map(|place| answers.parent(place)).collect();
        assert_eq!(found, [None, Some(0), Some(1), None, None]);
        assert!(answers.is_opening(3) && !answers.is_opening(4));
        let bodies = items.each_ref().map(|item| item.entry.body.trim());
        assert_eq!(bodies[1..3], ["<p>Never.</p>", "Ever."]);
    }

    #[test]
    fn threads_are_told_apart_by_what_opens_them() {
        let mut items = [
            item("1", None, ""),
            item("2", Some("3"), ""),
            item("3", Some("1"), ""),
            item("4", None, ""),
            item("5", Some("6"), ""),
            item("6", Some("5"), ""),
            item("7", Some("gone"), ""),
            item("8", Some("gone"), ""),
        ];
        let roots = Answers::of(&mut items).roots().unwrap();
        let groups: Vec<_> = roots.iter().map(|root| roots.iter().position(|other| other == root).unwrap()).collect();
        assert_eq!(groups, [0, 0, 0, 3, 4, 4, 6, 6]);
    }
}

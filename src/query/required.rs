//! Letters that every match of a regular expression contains: most bodies lack them and need no closer look.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// One place of a match: the characters that may stand there.
type Place = Vec<char>;

/// Letters and digits that stand side by side.
type Run = Vec<Place>;

/// What HTML may write between two letters of a word.
const TAGS: &str = "(?:<[^<]*?>)*?";
/// What HTML may write in place of a letter.
const ENTITY: &str = "&#?[0-9A-Za-z]+;";
/// Nested groups at most; deeper expressions get no hint.
const DEEPEST: u32 = 64;
/// Characters that one place may have at most; more say too little.
const WIDEST: usize = 8;
/// Runs that are sought at most.
const MOST: usize = 16;
/// Letters in a run at least; shorter ones are nearly everywhere.
const SHORTEST: usize = 2;

/// A pattern that every HTML body with a match of a regular expression contains. `None` if there is none.
pub(super) fn in_html(pattern: &str) -> Option<String> {
    let hir = ParserBuilder::new().nest_limit(DEEPEST).build().parse(pattern).ok()?;
    let runs = required(&hir).filter(|runs| length(runs) >= SHORTEST)?;
    let place = |place: &Place| {
        let chars: Vec<String> = place.iter().map(char::to_string).collect();
        format!("(?:{}|{ENTITY})", chars.join("|"))
    };
    let run = |run: &Run| run.iter().map(place).collect::<Vec<_>>().join(TAGS);
    Some(runs.iter().map(run).collect::<Vec<_>>().join("|"))
}

/// Runs of which every match contains one. Recurses as deep as groups are nested.
fn required(hir: &Hir) -> Option<Vec<Run>> {
    match hir.kind() {
        HirKind::Capture(group) => required(&group.sub),
        HirKind::Repetition(repeated) if repeated.min > 0 => required(&repeated.sub),
        HirKind::Alternation(others) => {
            let runs: Vec<Run> = others.iter().map(required).collect::<Option<Vec<_>>>()?.concat();
            (runs.len() <= MOST).then_some(runs)
        }
        HirKind::Concat(parts) => {
            let mut best = None;
            let mut run = Run::new();
            for part in parts {
                match places(part) {
                    Some(places) => add(&mut best, &mut run, places),
                    None => {
                        end(&mut best, &mut run);
                        better(&mut best, required(part));
                    }
                }
            }
            end(&mut best, &mut run);
            best
        }
        HirKind::Literal(_) | HirKind::Class(_) => {
            let (mut best, mut run) = (None, Run::new());
            add(&mut best, &mut run, places(hir)?);
            end(&mut best, &mut run);
            best
        }
        HirKind::Repetition(_) | HirKind::Empty | HirKind::Look(_) => None,
    }
}

/// The characters of an expression, place by place. `None` if it is not that simple.
fn places(hir: &Hir) -> Option<Vec<Place>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(std::str::from_utf8(&literal.0).ok()?.chars().map(|c| vec![c]).collect()),
        HirKind::Class(Class::Unicode(class)) => {
            let chars = || class.ranges().iter().flat_map(|range| range.start()..=range.end());
            (chars().take(WIDEST + 1).count() <= WIDEST).then(|| vec![chars().collect()])
        }
        _ => None,
    }
}

/// Extends a run. Between words and beside punctuation HTML may write anything that is not read.
fn add(best: &mut Option<Vec<Run>>, run: &mut Run, places: Vec<Place>) {
    for place in places {
        if !place.is_empty() && place.iter().all(|c| c.is_alphanumeric()) {
            run.push(place);
        } else {
            end(best, run);
        }
    }
}

fn end(best: &mut Option<Vec<Run>>, run: &mut Run) {
    let run = std::mem::take(run);
    better(best, (!run.is_empty()).then(|| vec![run]));
}

/// Keeps the runs that say more.
fn better(best: &mut Option<Vec<Run>>, other: Option<Vec<Run>>) {
    if let Some(other) = other
        && best.as_ref().is_none_or(|best| length(best) < length(&other))
    {
        *best = Some(other);
    }
}

/// The length of the shortest run.
fn length(runs: &[Run]) -> usize {
    runs.iter().map(Vec::len).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::phrase::{Phrase, readable};
    use super::*;
    use crate::thread::{Body, Notation};
    use proptest::prelude::*;
    use regex::bytes::RegexBuilder;

    /// The letters that are looked for, without what HTML may write between them.
    fn letters(pattern: &str) -> Option<String> {
        let written = in_html(pattern)?;
        Some(written.replace(TAGS, "").replace(&format!("|{ENTITY}"), "").replace("(?:", "").replace(')', " "))
    }

    #[test]
    fn the_longest_letters_that_every_match_has_are_looked_for() {
        assert_eq!(letters("kitt[iy]w.ke").as_deref(), Some("k i t t i|y w "));
        assert_eq!(letters("the (old|new) lamp").as_deref(), Some("l a m p "));
        assert_eq!(letters("(lamp|light)s?").as_deref(), Some("l a m p |l i g h t "));
        assert_eq!(letters(r"\blamp\b").as_deref(), Some("l a m p "));
        assert_eq!(letters("(?i)gull").as_deref(), Some("G|g U|u L|l L|l "));
        for nothing in [r"\d{4}", "a*b*", ".", "(lamp)?", "x|[a-z]+", "a.b"] {
            assert_eq!(letters(nothing), None, "{nothing}");
        }
    }

    proptest! {
        /// Whatever is read of a body is found in what was written.
        #[test]
        fn no_match_is_missed(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "la", "mp", "L", "a", "s", "K", "<b>", "</b>", "<a title=\"a>b\">", "</a>", "<br>", "&#97;", "&amp;", "&eacute;", "é",
                " ", "-", "<wbr>", "<!-- s -->", "<p>", ".",
            ]), 0..14),
            source in prop::sample::select(vec![
                "lamp", "l.mp", "(la|as)mp?", r"\bla", "a+s", "mp$", "é[ls]", "la (mp|s)", "(?-i)La", "as|ka", "a-s", "lamps?",
            ]),
        ) {
            let raw = pieces.concat();
            let body = Body { raw: &raw, notation: Notation::Html };
            let pattern = format!("(?mi)(?:{source})");
            if let Some(written) = in_html(&pattern) {
                let finder = RegexBuilder::new(&written).unicode(false).build().unwrap();
                let is_read = regex::Regex::new(&pattern).unwrap().is_match(&readable(body));
                prop_assert!(!is_read || finder.is_match(raw.as_bytes()), "{source} in {raw}, read as {}", readable(body));
            }
            let _ = Phrase::regex(source).unwrap().is_said(body);
        }
    }
}

//! The column of names: it differs from post to post, recurs, and looks like people.

use super::{Column, Name, Table};
use crate::source::html::dom::{Dom, NodeId};
use crate::source::html::fields::moment;
use crate::source::html::name;
use crate::source::html::role::{Role, role};
use rustc_hash::{FxHashMap, FxHashSet};

impl Table<'_> {
    /// The column of names: it differs from post to post, and looks like people.
    pub(super) fn authors(&self) -> Option<Vec<Name>> {
        let columns = self.common();
        let orders = self.columns.len().max(1) as f32;
        let mut best: Option<(f32, &Column, Vec<Name>)> = None;
        for column in &columns {
            let Some(names) = self.names(column) else { continue };
            let score = self.score_names(column, &names, &columns) + 0.8 * (1.0 - column.order as f32 / orders);
            if score >= 5.0 && best.as_ref().is_none_or(|(known, ..)| score > *known) {
                best = Some((score, column, names));
            }
        }
        let (_, mut column, mut names) = best?;
        // The same element may hold a rank or a number of posts beside the name.
        while let Some((inner, shorter)) = self.inner_name(&columns, column, &names) {
            (column, names) = (inner, shorter);
        }
        let sample = names.first().map(|(_, (node, _))| *node);
        let signed: FxHashSet<usize> = names.iter().map(|(place, _)| *place).collect();
        for place in (0..self.posts.len()).filter(|place| !signed.contains(place)) {
            let other = sample.and_then(|sample| self.stand_in(place, sample));
            let name = other.and_then(|node| Some((node, name::cleaned(&self.short_text(node)?)?)));
            names.extend(name.map(|name| (place, name)));
        }
        without_shared(&mut names);
        Some(names)
    }

    /// The column of shorter names within the cells of another column.
    fn inner_name<'c>(
        &self,
        columns: &[&'c Column],
        outer: &Column,
        names: &[Name],
    ) -> Option<(&'c Column, Vec<Name>)> {
        let &(_, (sample, _)) = names.first()?;
        columns.iter().find_map(|&column| {
            let &(_, first) = column.cells.first()?;
            let is_name = matches!(self.dom.name(first), "a" | "b" | "strong" | "h3" | "h4" | "h5" | "cite" | "span");
            if !is_name || column.depth <= outer.depth || !self.dom.contains(sample, first) {
                return None;
            }
            let inner = self.names(column)?;
            let shorter = inner.len() * 10 >= names.len() * 9
                && inner.iter().zip(names).filter(|((_, (_, one)), (_, (_, other)))| one.len() < other.len()).count()
                    * 2
                    > inner.len();
            let starts =
                inner.iter().zip(names).filter(|((_, (_, one)), (_, (_, other)))| other.starts_with(one.as_str()));
            (shorter && starts.count() * 2 > inner.len()).then_some((column, inner))
        })
    }

    /// The cells of a column as names. `None` if too few of them can be names.
    fn names(&self, column: &Column) -> Option<Vec<Name>> {
        const LONGEST: usize = 60;
        let mut names = Vec::new();
        for &(place, node) in &column.cells {
            let text = match self.dom.attribute(node, "content").filter(|_| self.dom.name(node) == "meta") {
                Some(content) => content.to_owned(),
                None => self.short_text(node).unwrap_or_default(),
            };
            if text.is_empty() || text.len() > LONGEST || moment(&text).is_some() {
                continue;
            }
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            if digits * 2 > text.len() && !text.starts_with(|c: char| c.is_alphabetic()) {
                continue;
            }
            if let Some(name) = name::cleaned(&text) {
                names.push((place, (node, name)));
            }
        }
        (names.len() * 2 >= self.posts.len() && !names.is_empty()).then_some(names)
    }

    fn score_names(&self, column: &Column, names: &[Name], columns: &[&Column]) -> f32 {
        let dom = self.dom;
        let count = names.len() as f32;
        let distinct: FxHashSet<&str> = names.iter().map(|(_, (_, name))| name.as_str()).collect();
        let mut role_bonus = 0.0_f32;
        let mut malus = 0.0_f32;
        for &(_, node) in column.cells.iter().take(3) {
            role_bonus = role_bonus.max(match role(dom, node) {
                Some((Role::Author, 0..=2)) => 3.0,
                Some((Role::Author, 3 | 4)) => 2.5,
                Some((Role::Author, _)) => 1.0,
                Some((Role::Time | Role::Away, _)) => -2.0,
                _ => 0.0,
            });
            let above = dom.ancestors(node).take(3.min(column.depth));
            if above.into_iter().any(|above| matches!(role(dom, above), Some((Role::Author, 0..=5)))) {
                role_bonus = role_bonus.max(2.0);
            }
            let words = |node: NodeId| {
                dom.classes(node).any(|class| class.to_ascii_lowercase().split(['-', '_']).any(is_no_name))
            };
            if words(node) || column.depth > 1 && words(dom.parent(node)) || is_in_a_row(dom, node) {
                malus = 2.5;
            }
        }
        let bold = column.cells.iter().take(1).any(|&(_, node)| {
            matches!(dom.name(node), "b" | "strong" | "h3" | "h4" | "h5" | "cite" | "a")
                || matches!(dom.name(dom.parent(node)), "b" | "strong" | "h3" | "h4" | "h5" | "cite" | "a")
        });
        let mut score = 4.0 * count / self.posts.len() as f32 + role_bonus - malus;
        score += if bold { 0.5 } else { 0.0 };
        // Of nested elements with the same text, the innermost is the name.
        score += 0.02 * column.depth as f32;
        score += if has_twin(column, columns) { 0.0 } else { self.leads_to_people(names) };
        score += 0.6 * distinct.len() as f32 / count;
        let words: usize = names.iter().map(|(_, (_, name))| name.split(' ').count()).sum();
        if words as f32 / count > 3.0 {
            score -= 1.5;
        }
        if distinct.len() == 1 && names.len() >= 2 {
            score -= if role_bonus >= 2.5 { 2.0 } else { 4.0 };
        } else if names.len() >= 5 && (distinct.len() as f32) < count * 0.2 {
            score -= 1.5;
        }
        score
    }

    /// How much the links of names look like those to people, from 0 to 1: the same name has the same address, other
    /// names have others, and an address contains its name.
    fn leads_to_people(&self, names: &[Name]) -> f32 {
        const UP: usize = 2;
        let mut addresses: FxHashMap<&str, &str> = FxHashMap::default();
        let mut hosts: FxHashSet<&str> = FxHashSet::default();
        let mut called = 0;
        for (_, (node, name)) in names {
            let link = std::iter::once(*node).chain(self.dom.ancestors(*node).take(UP));
            let link = link.chain(self.dom.below(*node).take(UP)).find(|&near| self.dom.name(near) == "a");
            let address = link.and_then(|link| self.dom.attribute(link, "href")).unwrap_or_default();
            if address.is_empty() || address.starts_with('#') || address.starts_with("javascript") {
                continue;
            }
            hosts.insert(address.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or_default());
            if *addresses.entry(name.as_str()).or_insert(address) != address {
                return 0.0;
            }
            let is_letter = |c: &char| c.is_alphanumeric();
            let slug: String = name.chars().filter(is_letter).flat_map(char::to_lowercase).collect();
            let path: String = address.chars().filter(is_letter).flat_map(char::to_lowercase).collect();
            called += usize::from(slug.len() > 2 && path.contains(&slug));
        }
        let distinct: FxHashSet<&str> = addresses.values().copied().collect();
        let is_elsewhere = hosts.len() > 2;
        if is_elsewhere
            || distinct.len() < 2
            || distinct.len() < addresses.len()
            || addresses.len() * 2 < names.len().min(4)
        {
            return 0.0;
        }
        if called * 2 > names.len() { 1.0 } else { 0.5 }
    }
}

/// Whether several posts have another element of the same look beside this one, such as a second tag.
fn has_twin(column: &Column, columns: &[&Column]) -> bool {
    column.base != 0
        && columns.iter().any(|other| {
            other.base == column.base && other.order != column.order && other.cells.len() * 3 >= column.cells.len()
        })
}

/// Whether a link is one of several that follow each other and are alike, as labels do.
fn is_in_a_row(dom: &Dom, node: NodeId) -> bool {
    const SEVERAL: usize = 4;
    let Some(link) = [node, dom.parent(node)].into_iter().find(|&link| dom.name(link) == "a") else { return false };
    let around = dom.parent(link);
    let class = dom.attribute(link, "class");
    let mut alike = dom.below(around).filter(|&other| {
        dom.parent(other) == around && dom.name(other) == "a" && dom.attribute(other, "class") == class
    });
    alike.nth(SEVERAL - 1).is_some()
}

/// Whether a word marks an element as a detail about a person other than the name.
fn is_no_name(word: &str) -> bool {
    [
        "rank", "title", "group", "location", "join", "regist", "count", "stat", "badge", "button", "btn", "date",
        "time", "quote",
    ]
    .iter()
    .any(|start| word.starts_with(start))
}

/// Removes the prefix and the suffix that all names share, and numbers after them: they are part of no name.
pub(in super::super) fn without_shared(names: &mut [Name]) {
    const ENOUGH: usize = 3;
    loop {
        let last = |name: &str| name.rsplit_once(' ').map(|(_, word)| word.to_owned());
        let distinct: FxHashSet<&str> = names.iter().map(|(_, (_, name))| name.as_str()).collect();
        if distinct.len() < ENOUGH {
            return;
        }
        let ends: Vec<Option<String>> = distinct.iter().map(|name| last(name)).collect();
        let number =
            |word: &String| word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'+'));
        let first = ends.first().cloned().flatten();
        let same = first.is_some() && ends.iter().all(|end| *end == first);
        let numbers = ends.iter().flatten().filter(|end| number(end)).count() * 10 >= ends.len() * 4;
        if !same && !numbers {
            return;
        }
        for (_, (_, name)) in names.iter_mut() {
            if let Some((before, end)) = name.rsplit_once(' ')
                && (same || number(&end.to_owned()))
            {
                *name = before.trim_end().to_owned();
            }
        }
    }
}

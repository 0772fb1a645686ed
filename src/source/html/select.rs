//! The small subset of CSS selectors that describing a site needs, with the part to take from a match.
//!
//! `li.comment, div[id^=c] a@href`: names, `#id`, `.class`, `[attribute]`, `=`, `^=`, `*=`, descendants, lists. A final
//! `@name` takes that attribute instead of the text. Selectors are written in this program, never in a page, so an
//! invalid one simply matches nothing.

use super::dom::{Dom, NodeId};

/// A list of selectors, prepared for comparison with many elements.
#[derive(Debug, Default)]
pub(super) struct Select {
    any: Vec<Path>,
}

/// One selector of a list.
#[derive(Debug)]
struct Path {
    /// The tests for the element itself, then for its ancestors, nearest first.
    steps: Vec<Vec<Test>>,
    take: Option<&'static str>,
}

#[derive(Debug)]
enum Test {
    Name(&'static str),
    Class(&'static str),
    Has(&'static str),
    Is(&'static str, &'static str),
    Starts(&'static str, &'static str),
    Contains(&'static str, &'static str),
    Never,
}

impl Select {
    pub(super) fn new(list: &'static str) -> Self {
        let paths = list.split(',').map(str::trim).filter(|path| !path.is_empty());
        Self { any: paths.map(Path::new).collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.any.is_empty()
    }

    pub(super) fn matches(&self, dom: &Dom, node: NodeId) -> bool {
        dom.is_element(node) && self.any.iter().any(|path| path.matches(dom, node))
    }

    /// The element that the first matching selector of the list finds, and the part to take from it.
    pub(super) fn find(&self, dom: &Dom, nodes: &(impl Iterator<Item = NodeId> + Clone)) -> Option<(NodeId, Taken)> {
        self.any.iter().find_map(|path| {
            let node = nodes.clone().find(|&node| dom.is_element(node) && path.matches(dom, node))?;
            Some((node, path.take))
        })
    }
}

/// The attribute to take from a match, or `None` for its text.
pub(super) type Taken = Option<&'static str>;

impl Path {
    fn new(path: &'static str) -> Self {
        let (path, take) = path.split_once('@').map_or((path, None), |(path, take)| (path, Some(take)));
        let mut steps: Vec<_> = path.split_ascii_whitespace().map(tests).collect();
        steps.reverse();
        // The attribute to take must exist.
        if let (Some(name), Some(own)) = (take, steps.first_mut()) {
            own.push(Test::Has(name));
        }
        Self { steps, take }
    }

    fn matches(&self, dom: &Dom, node: NodeId) -> bool {
        let mut steps = self.steps.iter();
        let Some(own) = steps.next() else { return false };
        if !own.iter().all(|test| test.holds(dom, node)) {
            return false;
        }
        let mut above = dom.ancestors(node);
        steps.all(|step| above.any(|node| step.iter().all(|test| test.holds(dom, node))))
    }
}

/// The tests of one compound such as `div.post[data-id]`.
fn tests(mut text: &'static str) -> Vec<Test> {
    let mut tests = Vec::new();
    while !text.is_empty() {
        let (mark, rest) = match text.as_bytes().first() {
            Some(mark @ (b'.' | b'#' | b'[')) => (*mark, text.get(1..).unwrap_or_default()),
            _ => (0, text),
        };
        if mark == b'[' {
            let (inside, after) = rest.split_once(']').unwrap_or((rest, ""));
            tests.push(attribute_test(inside));
            text = after;
            continue;
        }
        let end = rest.find(['.', '#', '[']).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        tests.push(match mark {
            _ if word.is_empty() => Test::Never,
            b'.' => Test::Class(word),
            b'#' => Test::Is("id", word),
            _ => Test::Name(word),
        });
        text = after;
    }
    tests
}

fn attribute_test(inside: &'static str) -> Test {
    let Some((name, value)) = inside.split_once('=') else { return Test::Has(inside) };
    match (name.strip_suffix('^'), name.strip_suffix('*')) {
        (Some(name), _) => Test::Starts(name, value),
        (_, Some(name)) => Test::Contains(name, value),
        _ => Test::Is(name, value),
    }
}

impl Test {
    fn holds(&self, dom: &Dom, node: NodeId) -> bool {
        match *self {
            Self::Name(name) => dom.name(node) == name,
            Self::Class(class) => dom.has_class(node, class),
            Self::Has(name) => dom.attribute(node, name).is_some(),
            Self::Is(name, value) => dom.attribute(node, name) == Some(value),
            Self::Starts(name, start) => dom.attribute(node, name).is_some_and(|value| value.starts_with(start)),
            Self::Contains(name, part) => dom.attribute(node, name).is_some_and(|value| value.contains(part)),
            Self::Never => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(list: &'static str) -> Option<String> {
        let dom =
            Dom::read("<div class='post lit' id=p1 data-n=3><p><a href=/x>a</a></p></div><div class=post>b</div>");
        let (node, take) = Select::new(list).find(&dom, &dom.all())?;
        Some(take.map_or_else(|| dom.text_of(node), |name| dom.attribute(node, name).unwrap().to_owned()))
    }

    #[test]
    fn elements_are_found_by_name_class_attribute_and_place() {
        for (list, what) in [
            ("div.post", Some("a")),
            ("#p1", Some("a")),
            ("div[id^=p][data-n=3].lit", Some("a")),
            (".post a@href", Some("/x")),
            ("a .post, .none, [data-n]@data-n", Some("3")),
            ("p .lit", None),
            ("div[class*=ost]", Some("a")),
            ("[", None),
        ] {
            assert_eq!(found(list).as_deref(), what, "{list}");
        }
    }
}

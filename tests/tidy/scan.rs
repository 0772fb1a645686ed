//! Reads Rust well enough for the rules: tokens without comments and strings, and the paths that they name.
//!
//! Knows nothing of types, and sees of a macro only the words in its call.

/// A word, a number, `::` or one sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A file taken apart.
#[derive(Default)]
pub(crate) struct Scan {
    /// What the compiler sees, without the contents of strings.
    pub(crate) tokens: Vec<Token>,
    /// Comments and the lines that they begin on.
    pub(crate) comments: Vec<(usize, String)>,
}

/// A path as the crate's root sees it: `["crate", "thread", "Post"]`, `["std", "fs"]`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) line: usize,
    pub(crate) names: Vec<String>,
}

impl Scan {
    pub(crate) fn of(text: &str) -> Self {
        let mut scan = Self::default();
        let chars: Vec<char> = text.chars().collect();
        let (mut at, mut line) = (0, 1);
        while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
            let length = match rest {
                ['/', '/' | '*', ..] => {
                    let length = comment(rest);
                    scan.comments.push((line, rest[..length].iter().collect()));
                    length
                }
                ['"', ..] => quoted(rest, '"'),
                ['\'', '\\', ..] | ['\'', _, '\'', ..] => quoted(rest, '\''),
                ['\'', ..] => 1 + word(&rest[1..]),
                ['r' | 'b' | 'c', ..] if raw_string(rest) > 0 => raw_string(rest),
                [':', ':', ..] => scan.push(line, &rest[..2]),
                [first, ..] if word(rest) > 0 || first.is_whitespace() => match word(rest) {
                    0 => 1,
                    length => scan.push(line, &rest[..length]),
                },
                _ => scan.push(line, &rest[..1]),
            };
            line += rest[..length].iter().filter(|sign| **sign == '\n').count();
            at += length;
        }
        scan
    }

    fn push(&mut self, line: usize, text: &[char]) -> usize {
        self.tokens.push(Token { line, text: text.iter().collect() });
        text.len()
    }
}

fn word(rest: &[char]) -> usize {
    rest.iter().take_while(|sign| sign.is_alphanumeric() || **sign == '_').count()
}

fn comment(rest: &[char]) -> usize {
    if rest.get(1) == Some(&'/') {
        return rest.iter().take_while(|sign| **sign != '\n').count();
    }
    let (mut at, mut depth) = (0, 0);
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (at, depth) = (at + 2, depth + 1),
            ['*', '/', ..] => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of a string or character that ends with the sign it begins with.
fn quoted(rest: &[char], end: char) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != end {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// The length of a string like `r#"…"#` or `br"…"`, 0 where there is none.
fn raw_string(rest: &[char]) -> usize {
    let prefix = word(rest);
    let prefixes = ["r", "br", "cr"];
    let hashes = rest[prefix..].iter().take_while(|sign| **sign == '#').count();
    let start = prefix + hashes + 1;
    let name: String = rest[..prefix].iter().collect();
    if !prefixes.contains(&name.as_str()) || rest.get(start - 1) != Some(&'"') {
        return 0;
    }
    let ends =
        |at: &usize| rest[*at] == '"' && rest[at + 1..].iter().take_while(|sign| **sign == '#').count() >= hashes;
    (start..rest.len()).find(ends).map_or(rest.len(), |at| at + 1 + hashes)
}

/// The tokens without the items under `#[cfg(test)]`.
pub(crate) fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let here = &tokens[at..];
        if here.len() >= mark.len() && here.iter().zip(mark).all(|(token, text)| token.text == text) {
            at += mark.len() + item(&here[mark.len()..]);
        } else {
            kept.push(here[0].clone());
            at += 1;
        }
    }
    kept
}

/// The number of tokens up to the end of an item: its last brace, or a semicolon outside of all brackets.
fn item(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "}" if depth <= 1 => return at + 1,
            "}" => depth -= 1,
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// Every path and every single name of a file, seen from the crate's root; `use a as b` is the path `a::self`.
pub(crate) fn paths(tokens: &[Token], module: &[String]) -> Vec<Named> {
    let mut found = Vec::new();
    // The modules written inside the file, each with the depth of braces that it stands at.
    let mut inner: Vec<(String, usize)> = Vec::new();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(token) = tokens.get(at) {
        let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at)).map_or("", |token| &token.text);
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                inner.pop_if(|(_, outside)| *outside == depth);
            }
            "mod" if tokens.get(at + 2).is_some_and(|token| token.text == "{") => {
                inner.push((tokens[at + 1].text.clone(), depth));
                at += 1;
            }
            // The `crate` of `pub(crate)` and the paths of `pub(in …)` say who may see a thing and name nothing.
            "(" if before(1) == "pub" && tokens.get(at + 1).is_some_and(|token| is_seat(&token.text)) => {
                while tokens.get(at + 1).is_some_and(|token| token.text != ")") {
                    at += 1;
                }
            }
            text if is_name(text) && before(1) != "." => {
                let here: Vec<String> = module.iter().chain(inner.iter().map(|(name, _)| name)).cloned().collect();
                let mut raw = Vec::new();
                let imported = before(1) == "use";
                at = expand(tokens, at, Vec::new(), &mut raw);
                for named in raw.iter_mut().filter(|named| imported && named.names.len() == 1) {
                    named.names.push("self".to_owned());
                }
                found.extend(raw.into_iter().filter_map(|named| from_root(named, &here)));
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn is_seat(text: &str) -> bool {
    matches!(text, "crate" | "super" | "self" | "in")
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Follows a path from its first name, through groups, and returns the place behind it.
fn expand(tokens: &[Token], mut at: usize, mut names: Vec<String>, found: &mut Vec<Named>) -> usize {
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token.text != "}") {
                    at = expand(tokens, at, names.clone(), found).max(at + 1);
                    while tokens.get(at).is_some_and(|token| token.text != "," && token.text != "}") {
                        at += 1;
                    }
                    at += usize::from(tokens.get(at).is_some_and(|token| token.text == ","));
                }
                return at + 1;
            }
            text if is_name(text) || text == "*" => {
                names.push(text.to_owned());
                at += 1;
                if tokens.get(at).is_some_and(|token| token.text == "::") {
                    at += 1;
                    continue;
                }
            }
            _ => {}
        }
        break;
    }
    let line = tokens.get(at.saturating_sub(1)).map_or(1, |token| token.line);
    found.push(Named { line, names });
    at
}

/// Resolves `super` and `self`; nothing where the first name is a value, as in `self.x`.
fn from_root(named: Named, here: &[String]) -> Option<Named> {
    let relative = matches!(named.names.first()?.as_str(), "super" | "self");
    if !relative {
        return Some(named);
    }
    if named.names.len() == 1 && named.names[0] == "self" {
        return None;
    }
    let mut root = here.to_vec();
    for name in &named.names {
        match name.as_str() {
            "super" => drop(root.pop()),
            "self" => {}
            name => root.push(name.to_owned()),
        }
    }
    root.insert(0, "crate".to_owned());
    Some(Named { line: named.line, names: root })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, module: &[&str]) -> Vec<String> {
        let module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
        let tokens = without_tests(&Scan::of(text).tokens);
        let all = paths(&tokens, &module).into_iter();
        all.map(|path| format!("{} {}", path.line, path.names.join("::"))).filter(|path| path.contains("::")).collect()
    }

    #[test]
    fn comments_strings_and_lifetimes_are_no_code() {
        let text =
            "// crate::a\n/* crate::b /* crate::c */ */ \"crate::d \\\" crate::e\" r#\"crate::f\" x\"# '\"' &'a b'\\''";
        let scan = Scan::of(text);
        let tokens: Vec<&str> = scan.tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(tokens, ["&", "b"]);
        assert_eq!(scan.comments[0], (1, "// crate::a".to_owned()));
        assert_eq!(scan.comments[1], (2, "/* crate::b /* crate::c */ */".to_owned()));
    }

    #[test]
    fn lines_are_counted_through_strings_and_comments() {
        assert_eq!(named("\"\n\n\" /*\n*/ a::b", &[]), ["4 a::b"]);
    }

    #[test]
    fn groups_are_taken_apart() {
        let text = "use crate::{thread::{Post, PostId as Id}, ui::*};\nuse std::{fs, io::{self, Read}};";
        let all = ["1 crate::thread::Post", "1 crate::thread::PostId", "1 crate::ui::*"];
        let std = ["2 std::fs", "2 std::io::self", "2 std::io::Read"];
        assert_eq!(named(text, &["app"]), [&all[..], &std[..]].concat());
    }

    #[test]
    fn super_is_followed_to_the_root_and_out_of_modules_in_the_file() {
        assert_eq!(named("use super::super::ui::Frame;", &["app", "fold"]), ["1 crate::ui::Frame"]);
        assert_eq!(named("use super::{super::ui, Fold};", &["app", "fold"]), ["1 crate::ui", "1 crate::app::Fold"]);
        assert_eq!(
            named("mod inner { use super::Fold; }\nuse super::X;", &["app"]),
            ["1 crate::app::Fold", "2 crate::X"]
        );
        assert_eq!(named("fn f() { let x = self.y; super::ui::draw::<u8>(x) }", &["app"]), ["1 crate::ui::draw"]);
    }

    #[test]
    fn who_may_see_a_thing_is_not_a_name() {
        assert_eq!(named("pub(crate) struct A(pub(in super::super) u8); pub(super) fn b() {}", &["app"]), [""; 0]);
    }

    #[test]
    fn tests_are_left_out_and_what_follows_them_is_not() {
        let text = "#[cfg(test)]\nuse crate::ui;\n#[cfg(test)]\nmod tests { use crate::term::X; fn f() {} }\nuse crate::rows::Row;";
        assert_eq!(named(text, &["app"]), ["5 crate::rows::Row"]);
    }
}

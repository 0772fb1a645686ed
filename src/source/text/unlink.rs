//! Removes what text tools add to lines: Markdown links and emphasis, names of pictures, numbers of links.

use super::line::Lines;
use memchr::memchr3;
use std::borrow::Cow;

/// A line without links and emphasis, and the next line, after the address of a link that html2text broke over several
/// lines.
pub(super) fn unlinked<'a>(lines: &Lines<'_>, at: usize, text: &'a str, end: usize) -> (Cow<'a, str>, usize) {
    const MOST_LINES: usize = 6;
    let cleaned = plain(text);
    let open = text.rfind("](").is_some_and(|link| text.get(link..).is_some_and(|link| !link.contains(')')));
    let split = !open && text.contains('[') && !text.contains(']') && text.starts_with('[');
    if !open && !split {
        return (cleaned, at + 1);
    }
    let close = (at + 1..end.min(at + MOST_LINES))
        .find(|&line| lines.get(line).text.contains(')') || lines.get(line).is_blank());
    let Some(close) = close else { return (cleaned, at + 1) };
    if split {
        let whole: Vec<_> = (at..=close).map(|line| if line == at { text } else { lines.get(line).text }).collect();
        return (Cow::Owned(plain(&whole.join(" ")).into_owned()), close + 1);
    }
    let tail = lines.get(close).text.split_once(')').map_or("", |(_, tail)| tail).trim();
    if tail.is_empty() { (cleaned, close + 1) } else { (Cow::Owned(format!("{cleaned} {}", plain(tail))), close + 1) }
}

/// The line without Markdown links and emphasis and without the short alternatives that w3m writes for pictures.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches('#').strip_prefix(' ').unwrap_or(text);
    let has_any = |[one, two, three]: [u8; 3]| memchr3(one, two, three, text.as_bytes()).is_some();
    if !has_any(*b"[*\\") && !has_any(*b"_`!") {
        return Cow::Borrowed(text.trim());
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, link) = rest.split_at_checked(open).unwrap_or((rest, ""));
        let Some((inner, after)) = link.get(1..).and_then(|link| link.split_once(']')) else { break };
        let picture = before.ends_with('!');
        out.push_str(before.strip_suffix('!').unwrap_or(before));
        if let Some(address) = after.strip_prefix('(') {
            if !picture {
                out.push_str(inner);
            }
            rest = address.split_once(')').map_or("", |(_, after)| after);
        } else {
            let kept = matches!(inner, "deleted" | "removed" | "–" | "-" | "+");
            // lynx numbers its links `[12]`, w3m shows pictures as `[abc]`.
            if kept || !out.trim().is_empty() && !inner.bytes().all(|byte| byte.is_ascii_digit()) {
                out.extend(["[", inner, "]"]);
            }
            rest = after;
        }
    }
    out.push_str(rest);
    let plain = out.replace("**", "").replace('\\', "");
    Cow::Owned(plain.trim().trim_matches(['*', '_']).trim().to_owned())
}

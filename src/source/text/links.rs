//! Removes the numbers that lynx and elinks write before links, and the list of addresses below the page.
//!
//! ```text
//!    The [3]lighthouse is closed.
//!
//! References
//!
//!    Visible links:
//!    3. https://harbour.example/lighthouse
//! ```

use memchr::memmem;
use std::borrow::Cow;

/// A page with at least this many addresses below it has numbered links.
const LEAST: usize = 3;

/// The text without the list of addresses and the numbers that refer to it.
pub(super) fn unnumbered(text: &str) -> Cow<'_, str> {
    let Some(page) = before_references(text) else { return Cow::Borrowed(text) };
    let mut plain = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        rest = match after.get(digits..).and_then(|after| after.strip_prefix(']')) {
            Some(linked) if (1..=6).contains(&digits) => linked,
            _ => {
                plain.push('[');
                after
            }
        };
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The text before the last line `References` with addresses below it.
fn before_references(text: &str) -> Option<&str> {
    let at = memmem::rfind(text.as_bytes(), b"\nReferences\n")
        .or_else(|| memmem::rfind(text.as_bytes(), b"\nReferences\r\n"))?;
    let (page, references) = text.split_at_checked(at)?;
    let addresses = references.lines().skip(2).filter(|line| {
        let address = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(". ");
        address.is_some_and(|address| address.contains(':'))
    });
    (addresses.take(LEAST).count() == LEAST).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_links_and_their_addresses_are_taken_out() {
        let page = "The [1]lamp [sic] and the [2]gull.\n\nReferences\n\n   Visible links:\n   1. https://a.example/\n   2. https://b.example/\n   3. file:///c\n";
        assert_eq!(unnumbered(page), "The lamp [sic] and the gull.\n");
    }

    #[test]
    fn footnotes_stay_where_no_addresses_follow() {
        let page = "The lamp.[1]\n\nReferences\n\n1. The log of 1887.\n";
        assert_eq!(unnumbered(page), page);
    }
}

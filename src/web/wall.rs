//! Answers that are walls: browser checks, logins, blocks. They are reported in a sentence, never shown as the thread.

use super::answer::{Answer, Kind};
use super::trouble::Trouble;
use crate::source::wall;

const BROWSER: &str = "open it in a browser, save it, and open the file";

const CHECK: &str = "shows a check for browsers instead of the thread";

/// Bytes of a page that are examined: walls are short, and identify themselves early.
const LOOKED_AT: usize = 64 << 10;

/// The wall that an answer is. `None` if it is none.
pub(super) fn of(answer: &Answer, wanted: Kind) -> Option<Trouble> {
    // https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
    if answer.header("cf-mitigated").is_some_and(|value| value.contains("challenge")) {
        return Some(Trouble::Wall(CHECK, BROWSER));
    }
    let path = answer.at.path();
    if answer.at.host().ends_with("reddit.com") && path.starts_with("/login") {
        return Some(Trouble::Wall("shows it only to who has logged in", BROWSER));
    }
    if answer.at.host().ends_with("reddit.com") && path.starts_with("/over18") {
        return Some(Trouble::Wall("asks for an age before it shows the thread", BROWSER));
    }
    if !answer.is_page() && wanted == Kind::Page && answer.status < 400 {
        return None;
    }
    let page = answer.beginning(LOOKED_AT).to_ascii_lowercase();
    // A page about such checks is longer and has text of its own.
    let is_short = page.len() < LOOKED_AT || answer.status >= 400;
    let wall = wall::surely(&page).filter(|_| is_short);
    wall.map(|wall| Trouble::Wall(wall.what, wall.hint))
}

#[cfg(test)]
mod tests {
    use super::super::answer::tests::answer;
    use super::*;

    fn wall(at: &str, headers: &[(&str, &str)], body: &str) -> Option<String> {
        let headers = [headers, &[("Content-Type", "text/html; charset=utf-8")]].concat();
        of(&answer(at, &headers, body), Kind::Page).map(|trouble| trouble.to_string())
    }

    #[test]
    fn walls_are_told_and_pages_are_not() {
        let check = Some(CHECK.to_owned());
        assert_eq!(wall("https://a.example/x", &[("cf-mitigated", "challenge")], ""), check);
        assert_eq!(wall("https://a.example/x", &[], "<script>window._cf_chl_opt={}</script>"), check);
        assert_eq!(
            wall("https://a.example/x", &[], "<script id=\"anubis_challenge\" type=\"application/json\">"),
            check
        );
        assert!(wall("https://www.reddit.com/login/?reason=lor2", &[], "").is_some());
        assert_eq!(wall("https://a.example/x", &[], "<p>The lamp is out."), None);
    }
}

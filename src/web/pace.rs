//! How soon a host may be asked again: gaps between requests, and every form of "too many requests". Reads no clock:
//! each question brings the moment, in milliseconds since 1970.

use super::answer::Header;
use crate::thread::Time;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What is known of hosts.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Pace {
    hosts: BTreeMap<String, Known>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Known {
    /// When it was last asked.
    asked: u64,
    /// When it may be asked again, if it has said so.
    until: u64,
}

/// Longer waits are reported, not waited out, in milliseconds.
pub(super) const PATIENCE: u64 = 60_000;
/// The gap between two requests to a host in milliseconds; below, for hosts that ask for more.
const GAP: u64 = 100;
const LONG_GAP: u64 = 1000;
/// Hosts that want a gap of a second: their rules for programs say so, or their answers to faster ones.
const SLOW: [&str; 6] =
    ["lobste.rs", "www.reddit.com", "old.reddit.com", "a.4cdn.org", "boards.4chan.org", "news.ycombinator.com"];
/// The longest wait that a host is believed, in milliseconds.
const LONGEST: u64 = 24 * 60 * 60 * 1000;
/// The wait if a host asks for patience without saying how long, in milliseconds.
const USUAL: u64 = 60_000;
/// Older entries are not stored, in milliseconds.
const OLD: u64 = LONGEST;
/// Hosts that are stored at most.
const MOST: usize = 500;

impl Pace {
    /// How long to wait before asking a host, in milliseconds. Records that it is asked then.
    pub(super) fn wait(&mut self, host: &str, now: u64) -> u64 {
        let known = self.hosts.entry(host.to_owned()).or_default();
        let gap = if SLOW.contains(&host) { LONG_GAP } else { GAP };
        // After the clock was set back nobody has to wait.
        let asked = known.asked.min(now.saturating_add(LONG_GAP));
        let soonest = if asked == 0 { now } else { asked.saturating_add(gap) };
        let at = soonest.max(known.until.min(now.saturating_add(LONGEST))).max(now);
        if at - now <= PATIENCE {
            known.asked = at;
        }
        at - now
    }

    /// Learns from an answer. Returns how many milliseconds the host wants to be left alone, if the answer refuses the
    /// request.
    pub(super) fn learn(&mut self, host: &str, status: u16, headers: &[Header], body: &[u8], now: u64) -> Option<u64> {
        let named = |name: &str| headers.iter().find(|header| header.name == name).map(|header| header.value.trim());
        let is_refusal = matches!(status, 429)
            || matches!(status, 403 | 503) && (named("retry-after").is_some() || named("x-ratelimit-remaining") == Some("0"))
            // <https://join-lemmy.org> answers with 400, and so does Stack Exchange.
            || status == 400 && (contains(body, b"rate_limit_error") || contains(body, b"throttle_violation"));
        let reset = || {
            ["x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset"]
                .iter()
                .find_map(|name| span(named(name)?, now))
        };
        let is_spent = ["x-ratelimit-remaining", "ratelimit-remaining"]
            .iter()
            .any(|name| named(name).and_then(|rest| rest.parse::<f64>().ok()).is_some_and(|rest| rest < 1.0));
        let backoff = backoff(body).map(|seconds| seconds.saturating_mul(1000));
        let wait = if is_refusal {
            Some(named("retry-after").and_then(|after| span(after, now)).or_else(reset).or(backoff).unwrap_or(USUAL))
        } else if is_spent {
            reset()
        } else {
            backoff
        };
        let wait = wait.map(|wait| wait.min(LONGEST))?;
        self.hosts.entry(host.to_owned()).or_default().until = now.saturating_add(wait);
        is_refusal.then_some(wait)
    }

    /// The entries for the next process, one host on each line.
    pub(super) fn written(&self, now: u64) -> String {
        let mut hosts: Vec<_> =
            self.hosts.iter().filter(|(_, known)| known.asked.max(known.until).saturating_add(OLD) > now).collect();
        hosts.sort_by_key(|(_, known)| std::cmp::Reverse(known.asked.max(known.until)));
        let mut out = String::new();
        for (host, Known { asked, until }) in hosts.into_iter().take(MOST) {
            let _ = writeln!(out, "{host} {asked} {until}");
        }
        out
    }

    /// Reads what this or another process stored.
    pub(super) fn read(&mut self, written: &str) {
        for line in written.lines().take(MOST) {
            let mut words = line.split(' ');
            let (Some(host), Some(asked), Some(until)) = (words.next(), words.next(), words.next()) else { continue };
            let (Ok(asked), Ok(until)) = (asked.parse::<u64>(), until.parse::<u64>()) else { continue };
            let known = self.hosts.entry(host.to_owned()).or_default();
            *known = Known { asked: known.asked.max(asked), until: known.until.max(until) };
        }
    }
}

/// Milliseconds from now until what a host names: seconds, a second since 1970, or a date in one of two forms.
fn span(text: &str, now: u64) -> Option<u64> {
    if let Ok(number) = text.parse::<f64>() {
        if !(0.0..1e15).contains(&number) {
            return None;
        }
        let millis = (number * 1000.0) as u64;
        // GitHub and Lobsters name the moment, Reddit the span.
        return Some(if number > 1e9 { millis.saturating_sub(now) } else { millis });
    }
    let at = Time::parse_rfc3339(text).or_else(|| Time::parse_in_mail(text))?;
    Some(u64::try_from(at.millis()).ok()?.saturating_sub(now))
}

/// The seconds for which Stack Exchange wants to be left alone.
/// <https://api.stackexchange.com/docs/throttle>
fn backoff(body: &[u8]) -> Option<u64> {
    let tail = body.get(body.len().saturating_sub(4096)..)?;
    let at = tail.windows(10).position(|window| window == b"\"backoff\":")?;
    let digits: String =
        tail.get(at + 10..)?.iter().take_while(|byte| byte.is_ascii_digit()).map(|&b| b as char).collect();
    digits.parse().ok()
}

fn contains(body: &[u8], words: &[u8]) -> bool {
    body.get(..body.len().min(4096)).unwrap_or_default().windows(words.len()).any(|window| window == words)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first second of 2027.
    const NOW: u64 = 1_798_761_600_000;

    fn learnt(status: u16, headers: &[(&str, &str)], body: &str) -> (Option<u64>, u64) {
        let headers: Vec<_> = headers.iter().map(|(name, value)| Header::new(name, value)).collect();
        let mut pace = Pace::default();
        let told = pace.learn("harbour.example", status, &headers, body.as_bytes(), NOW);
        (told, pace.wait("harbour.example", NOW))
    }

    #[test]
    fn absurd_spans_are_cut_and_absurd_notes_do_no_harm() {
        let (told, waits) = learnt(400, &[], r#"{"error_name":"throttle_violation","backoff":18446744073709551615}"#);
        assert_eq!((told, waits), (Some(LONGEST), LONGEST));
        let mut pace = Pace::default();
        pace.read("harbour.example 0 18446744073709551615");
        assert_eq!((pace.written(NOW).lines().count(), pace.wait("harbour.example", NOW)), (1, LONGEST));
    }

    #[test]
    fn requests_to_a_host_keep_a_gap() {
        let mut pace = Pace::default();
        assert_eq!([0, 0, 50].map(|later| pace.wait("harbour.example", NOW + later)), [0, 100, 150]);
        assert_eq!([0, 0, 0].map(|later| pace.wait("lobste.rs", NOW + later)), [0, 1000, 2000]);
        assert_eq!(pace.wait("gull.example", NOW), 0);
        assert_eq!(pace.wait("harbour.example", NOW - 10_000_000), 1100, "a clock that was set back");
    }

    #[test]
    fn every_form_of_too_many_requests_is_heard() {
        for (status, headers, body, wait) in [
            (429, &[("retry-after", "7")][..], "", 7000),
            (503, &[("retry-after", "Fri, 01 Jan 2027 00:00:30 GMT")], "", 30_000),
            (429, &[("x-ratelimit-reset", "1798761605")], "", 5000),
            (429, &[("x-ratelimit-reset", "2027-01-01T00:00:09.5Z")], "", 9500),
            (429, &[("x-ratelimit-reset", "12.5")], "", 12_500),
            (403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1798761610")], "", 10_000),
            (400, &[], r#"{"error":"rate_limit_error"}"#, 60_000),
            (400, &[], r#"{"error_name":"throttle_violation","backoff":4}"#, 60_000),
            (429, &[("retry-after", "soon")], "", 60_000),
            (429, &[("retry-after", "-5")], "", 60_000),
            (429, &[("retry-after", "999999999")], "", LONGEST),
        ] {
            let (told, until) = learnt(status, headers, body);
            let wait = if body.contains("backoff") { 4000 } else { wait };
            assert_eq!((told, until), (Some(wait), wait), "{status} {headers:?} {body}");
        }
    }

    #[test]
    fn what_is_spent_is_waited_for_and_is_no_refusal() {
        assert_eq!(learnt(200, &[("x-ratelimit-remaining", "0.0"), ("x-ratelimit-reset", "20")], ""), (None, 20_000));
        assert_eq!(learnt(200, &[("x-ratelimit-remaining", "5"), ("x-ratelimit-reset", "20")], ""), (None, 0));
        assert_eq!(learnt(200, &[], r#"{"items":[],"backoff":10,"quota_max":300}"#), (None, 10_000));
        assert_eq!(learnt(404, &[], ""), (None, 0));
    }

    #[test]
    fn the_next_process_knows_what_this_one_knew() {
        let mut pace = Pace::default();
        pace.wait("harbour.example", NOW);
        pace.learn("gull.example", 429, &[Header::new("retry-after", "50")], b"", NOW);
        let mut next = Pace::default();
        next.read(&pace.written(NOW));
        next.read("nonsense\nx y z\n");
        assert_eq!(next.wait("gull.example", NOW + 20_000), 30_000);
        assert_eq!(next.wait("harbour.example", NOW), 100);
        assert_eq!(pace.written(NOW + 2 * LONGEST), "");
    }
}

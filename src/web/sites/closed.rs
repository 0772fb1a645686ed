//! Places that show a thread only to who has logged in, or not without a program of their own: nothing is asked of
//! them, and what to do instead is told.

use super::super::address::Address;

/// Hosts, each with all below it, and what is said about them.
const HOSTS: [(&str, &str); 9] = [
    ("x.com", LOGIN),
    ("twitter.com", LOGIN),
    ("facebook.com", LOGIN),
    ("instagram.com", LOGIN),
    ("discord.com", LOGIN),
    ("slack.com", LOGIN),
    ("linkedin.com", LOGIN),
    ("youtube.com", PROGRAM),
    ("groups.google.com", PROGRAM),
];
const LOGIN: &str = "shows its threads only to who has logged in: nothing is asked of it";
const PROGRAM: &str = "shows its threads only to a browser that runs its program: nothing is asked of it";

/// Why nothing is asked of an address, if nothing is.
pub(super) fn why(address: &Address) -> Option<&'static str> {
    let host = address.host();
    let is_below = |name: &str| host == name || host.strip_suffix(name).is_some_and(|start| start.ends_with('.'));
    HOSTS.iter().find(|(name, _)| is_below(name)).map(|(_, why)| *why)
}

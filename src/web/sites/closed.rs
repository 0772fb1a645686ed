//! Places that show threads only after a login, or only to their own program: they are not asked, and the reader learns
//! what to do instead.

use super::super::address::Address;

/// Hosts, including their subdomains, and the message about each.
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

/// Why an address is not requested. `None` if it is.
pub(super) fn why(address: &Address) -> Option<&'static str> {
    let host = address.host();
    let is_below = |name: &str| host == name || host.strip_suffix(name).is_some_and(|start| start.ends_with('.'));
    HOSTS.iter().find(|(name, _)| is_below(name)).map(|(_, why)| *why)
}

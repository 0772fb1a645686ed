//! Which addresses may be requested. What a reader typed may be anywhere; what a server chose never leads from the
//! public web into a private network, to another scheme, or from TLS to plain text.

use super::address::Address;
use super::trouble::Trouble;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where an address may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Anywhere: the reader named it, or the errand began in a private network.
    Anywhere,
    /// The public web only.
    Public,
}

/// Redirects that are followed at most.
pub(super) const REDIRECTS: usize = 5;

/// Whether an IP address is not public: this machine, a home, a company, the inside of a provider.
///
/// 198.18.0.0/15 counts as public: proxies that answer names with made-up addresses use it.
pub(super) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => is_private_v6(ip),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_broadcast()
        || a == 0
        || a >= 240
        // Carrier-grade NAT (RFC 6598), and the protocol assignments of RFC 6890.
        || a == 100 && (64..128).contains(&b)
        || (a, b, c) == (192, 0, 0)
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    // An IPv4 address that is mapped, translated (RFC 6052) or tunnelled (RFC 3056) counts by itself.
    let inner = match ip.segments() {
        [0, 0, 0, 0, 0, 0xFFFF, high, low] | [0, 0, 0, 0, 0, 0, high, low] if (high, low) != (0, 1) => {
            Some((high, low))
        }
        [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => Some((high, low)),
        [0x2002, high, low, ..] => Some((high, low)),
        _ => None,
    };
    if let Some((high, low)) = inner {
        return is_private_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    }
    let first = ip.segments()[0];
    ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_multicast()
        // Unique local (RFC 4193), link local, and the old site local.
        || first & 0xFE00 == 0xFC00
        || first & 0xFFC0 == 0xFE80
        || first & 0xFFC0 == 0xFEC0
}

/// Whether an address leads to a private network by its name alone, before any look-up.
pub(super) fn is_private_name(address: &Address) -> bool {
    let host = address.host();
    let is_local = |name: &str| host == name || host.strip_suffix(name).is_some_and(|start| start.ends_with('.'));
    // A name without a dot is looked up in the local network.
    let is_bare = address.ip().is_none() && !host.contains('.');
    is_bare
        || address.ip().is_some_and(is_private)
        || ["localhost", "local", "internal", "home.arpa"].into_iter().any(is_local)
}

impl Reach {
    /// Whether an address named by a server may be requested, or why not.
    pub(super) fn allows(self, to: &Address) -> Result<(), Trouble> {
        match self {
            Self::Public if is_private_name(to) => Err(Trouble::Private(to.host().to_owned())),
            _ => Ok(()),
        }
    }

    /// Whether an IP address that a host resolved to may be connected to.
    pub(super) fn allows_ip(self, ip: IpAddr) -> bool {
        self == Self::Anywhere || !is_private(ip)
    }
}

/// The target of a redirect from `from` to `location`, or why it is not followed.
pub(super) fn redirected(from: &Address, location: &str, reach: Reach) -> Result<Address, Trouble> {
    let to = from.join(location).map_err(Trouble::BadRedirect)?;
    if from.is_secure() && !to.is_secure() {
        return Err(Trouble::Downgrade);
    }
    reach.allows(&to)?;
    Ok(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_private_networks_are_known_in_every_disguise() {
        for ip in [
            "127.0.0.1",
            "127.9.9.9",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.9.9",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "100.127.255.255",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.0.0.8",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:192.168.1.1",
            "::7f00:1",
            "64:ff9b::a01:203",
            "2002:7f00:1::",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(is_private(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "93.184.216.34",
            "172.32.0.1",
            "100.128.0.1",
            "198.18.0.7",
            "192.0.2.1",
            "2606:4700::1",
            "64:ff9b::5db8:d822",
        ] {
            assert!(!is_private(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn a_server_does_not_lead_into_a_private_network_or_out_of_tls() {
        let from = Address::parse("https://harbour.example/a").unwrap();
        let led = |location: &str| redirected(&from, location, Reach::Public).map(|to| to.to_string());
        assert_eq!(led("/b").as_deref(), Ok("https://harbour.example/b"));
        assert_eq!(led("https://gull.example/").as_deref(), Ok("https://gull.example/"));
        for location in [
            "https://192.168.1.1/",
            "https://localhost/",
            "https://[::1]/",
            "https://printer.local/",
            "https://169.254.169.254/x",
        ] {
            assert!(matches!(led(location), Err(Trouble::Private(_))), "{location}");
        }
        assert_eq!(led("http://harbour.example/b"), Err(Trouble::Downgrade));
        for location in ["file:///etc/passwd", "ftp://gull.example/", "javascript:x", "http://127.1/"] {
            assert!(matches!(led(location), Err(Trouble::BadRedirect(_))), "{location}");
        }
        let home = Address::parse("http://192.168.1.1/a").unwrap();
        assert!(redirected(&home, "http://192.168.1.2/", Reach::Anywhere).is_ok());
    }
}

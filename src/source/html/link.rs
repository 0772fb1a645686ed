//! Resolves relative addresses.

/// An absolute address, if the page's own address is known.
pub(super) fn whole(base: Option<&str>, address: &str) -> String {
    let address = address.trim();
    let Some((scheme, host, path)) = base.and_then(parts) else { return address.to_owned() };
    if has_scheme(address) {
        return address.to_owned();
    }
    if let Some(rest) = address.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    if address.starts_with('/') {
        return format!("{scheme}://{host}{address}");
    }
    let path = path.split('#').next().unwrap_or_default();
    if address.starts_with('#') {
        return format!("{scheme}://{host}{path}{address}");
    }
    let path = path.split('?').next().unwrap_or_default();
    if address.starts_with('?') {
        return format!("{scheme}://{host}{path}{address}");
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (mut folder, mut rest) = (folder, address);
    loop {
        if let Some(after) = rest.strip_prefix("./") {
            rest = after;
        } else if let Some(after) = rest.strip_prefix("../") {
            rest = after;
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        } else {
            return format!("{scheme}://{host}{folder}/{rest}");
        }
    }
}

/// The scheme, the host and the rest of an address.
fn parts(base: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = base.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end)?;
    (!host.is_empty()).then_some((scheme, host, path))
}

fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_whole_as_browsers_make_them() {
        let base = Some("https://port.example/log/lamp.html?page=2#top");
        for (address, made) in [
            ("#c1", "https://port.example/log/lamp.html?page=2#c1"),
            ("?page=3", "https://port.example/log/lamp.html?page=3"),
            ("/talk/1", "https://port.example/talk/1"),
            ("item?id=1", "https://port.example/log/item?id=1"),
            ("../talk/./1", "https://port.example/talk/./1"),
            ("//quay.example/1", "https://quay.example/1"),
            ("mailto:mara@port.example", "mailto:mara@port.example"),
        ] {
            assert_eq!(whole(base, address), made);
        }
        assert_eq!(whole(None, "#c1"), "#c1");
    }
}

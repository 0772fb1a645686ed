//! What of `src/web` may touch the world: the wire speaks to servers, the cache keeps files, and nothing else does.

use crate::layers::{is_world, module_of};
use crate::scan::{Scan, paths, without_tests};
use crate::{File, check, rust_files};

/// Files that touch sockets, clocks or files.
const WORLD: [&str; 3] = ["src/web/wire.rs", "src/web/wire/http.rs", "src/web/cache.rs"];
/// The one that names the package for HTTP.
const SPEAKS: &str = "src/web/wire/http.rs";

#[test]
fn only_the_wire_and_the_cache_touch_the_world() {
    check(rust_files("src/web").flat_map(|file| faults(&file)));
}

fn faults(file: &File) -> Vec<String> {
    let named = paths(&without_tests(&Scan::of(&file.text).tokens), &module_of(&file.path));
    let faults = named.iter().filter_map(|named| {
        let names: Vec<&str> = named.names.iter().map(String::as_str).collect();
        // A number of a host is a number; only what connects to it is of the world.
        let is_number = names.starts_with(&["std", "net"]) && names.last().is_some_and(|name| name.starts_with("Ip"));
        let touches = is_world(&names) && !is_number && !WORLD.contains(&file.path.as_str());
        let speaks = names.first() == Some(&"ureq") && file.path != SPEAKS;
        let what = names.join("::");
        (touches || speaks)
            .then(|| format!("{}:{}: `{what}` belongs into the wire or the cache", file.path, named.line))
    });
    faults.collect()
}

#[test]
fn a_site_that_reaches_out_is_found() {
    let found = |path: &str, text: &str| faults(&File { path: path.to_owned(), text: text.to_owned() }).len();
    for text in ["use std::fs;", "use std::net::TcpStream;", "use std::time::Instant;", "use ureq::Agent;"] {
        assert_eq!(found("src/web/sites/hn.rs", text), 1, "{text}");
    }
    assert_eq!(found("src/web/reach.rs", "use std::net::IpAddr;"), 0);
    assert_eq!(found("src/web/wire.rs", "use ureq::Agent;"), 1);
    assert_eq!(found("src/web/wire/http.rs", "use ureq::Agent; use std::time::Instant;"), 0);
}

//! Reddit by its feed: flat, without points, about thirty comments. It gives no more without a login, and threadle does
//! not pretend to be another program.

use super::super::address::Address;
use super::super::answer::Request;
use super::super::plan::Plan;
use super::{Claim, Site};

pub(super) struct Reddit;

/// The id of a thread.
fn thread(address: &Address) -> Option<&str> {
    let parts = address.parts();
    let host = address.host();
    let id = match parts.as_slice() {
        [id] if host == "redd.it" => id,
        [.., "comments", id] | [.., "comments", id, _] | [.., "comments", id, _, _] if is_reddit(host) => id,
        _ => return None,
    };
    let id = id.trim_end_matches(".json");
    (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(id)
}

fn is_reddit(host: &str) -> bool {
    host == "reddit.com" || host.ends_with(".reddit.com")
}

impl Site for Reddit {
    fn name(&self) -> &'static str {
        "Reddit"
    }

    fn form(&self) -> &'static str {
        "www.reddit.com/r/NAME/comments/ID, redd.it/ID: its feed, flat and about 30 comments"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::certain(thread(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let id = thread(address)?;
        let feed = Address::parse(&format!("https://www.reddit.com/comments/{id}/.rss")).ok()?;
        let parts = address.parts();
        let comment = parts.iter().position(|part| *part == "comments").and_then(|at| parts.get(at + 3));
        let mut requests = vec![Request::feed(feed)];
        // What is around a comment is not among the thirty of the whole; its own feed has it.
        let around = comment
            .and_then(|comment| Address::parse(&format!("https://www.reddit.com/comments/{id}/_/{comment}/.rss")).ok());
        requests.extend(around.map(|around| Request::feed(around).optional()));
        Some(Plan::of(requests).selecting(comment.map(|comment| format!("t1_{comment}"))))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, played};

    #[test]
    fn every_address_of_a_thread_asks_for_its_feed() {
        for at in [
            "https://www.reddit.com/r/harbours/comments/6abc/the_lamp/",
            "https://old.reddit.com/r/harbours/comments/6abc",
            "https://np.reddit.com/comments/6abc.json",
            "https://redd.it/6abc",
        ] {
            assert_eq!(first(at), "https://www.reddit.com/comments/6abc/.rss", "{at}");
        }
        let told = played("https://www.reddit.com/r/harbours/comments/6abc/the_lamp/def/", &[]);
        assert_eq!(told.last().map(String::as_str), Some("post t1_def"));
        assert!(told.iter().any(|asked| asked.contains("/comments/6abc/_/def/.rss")), "{told:?}");
    }
}

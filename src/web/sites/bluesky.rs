//! Bluesky: a post with everything above and below it in one answer.
//!
//! <https://docs.bsky.app/docs/api/app-bsky-feed-get-post-thread>

use super::super::address::Address;
use super::super::answer::Request;
use super::super::plan::Plan;
use super::{Claim, Site};

pub(super) struct Bluesky;

fn post(address: &Address) -> Option<(&str, &str)> {
    let parts = address.parts();
    let ["profile", who, "post", post, ..] = parts.as_slice() else { return None };
    let is_name = |text: &&str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:_".contains(&byte));
    (address.host() == "bsky.app" && is_name(who) && is_name(post)).then_some((who, post))
}

impl Site for Bluesky {
    fn name(&self) -> &'static str {
        "Bluesky"
    }

    fn form(&self) -> &'static str {
        "bsky.app/profile/NAME/post/ID, at://…"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::certain(post(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (who, post) = post(address)?;
        let uri = format!("at://{who}/app.bsky.feed.post/{post}");
        let api = "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread";
        let at = Address::parse(&format!("{api}?uri={uri}&depth=1000&parentHeight=1000")).ok()?;
        Some(Plan::of(vec![Request::json(at, "bluesky")]).or_page(address).selecting(Some(post.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::first;

    #[test]
    fn a_post_is_one_request() {
        let asked = "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri=at://mara.example/app.bsky.feed.post/3kabc\
            &depth=1000&parentHeight=1000";
        assert_eq!(first("https://bsky.app/profile/mara.example/post/3kabc"), asked);
        assert_eq!(first("https://bsky.app/profile/mara.example"), "https://bsky.app/profile/mara.example");
    }
}

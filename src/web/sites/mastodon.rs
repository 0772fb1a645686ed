//! Mastodon and servers with the same interface: a status, and what is above and below it. If something is above, the
//! same for the topmost status, which has more below it.
//!
//! <https://docs.joinmastodon.org/methods/statuses/#context>

use super::super::address::Address;
use super::super::answer::{Answer, Request};
use super::super::page::Head;
use super::super::plan::{Next, Plan};
use super::{Claim, Site};
use serde::Deserialize;

pub(super) struct Mastodon;

const HOSTS: [&str; 8] = [
    "mastodon.social",
    "fosstodon.org",
    "hachyderm.io",
    "mas.to",
    "mstdn.social",
    "infosec.exchange",
    "mastodon.online",
    "chaos.social",
];

/// The id of an address's status: digits on Mastodon, letters too elsewhere.
fn status(address: &Address) -> Option<&str> {
    let parts = address.parts();
    let id = match parts.as_slice() {
        [user, id] if user.starts_with('@') => id,
        ["web", user, id] if user.starts_with('@') => id,
        ["users", _, "statuses", id] | ["web", "statuses", id] | ["notice", id] => id,
        _ => return None,
    };
    (id.len() >= 6 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(id)
}

#[derive(Deserialize)]
struct Context {
    #[serde(default)]
    ancestors: Vec<Status>,
}

#[derive(Deserialize)]
struct Status {
    id: String,
}

impl Site for Mastodon {
    fn name(&self) -> &'static str {
        "Mastodon"
    }

    fn form(&self) -> &'static str {
        "HOST/@NAME/N"
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::by_host(status(address).is_some(), address, &HOSTS)
    }

    fn made(&self, head: &Head) -> bool {
        head.has("mastodon")
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let id = status(address)?.to_owned();
        let base = address.clone();
        let of =
            move |id: &str, what: &str| Request::json(base.at(&format!("/api/v1/statuses/{id}{what}")), "mastodon");
        let requests = vec![of(&id, ""), of(&id, "/context").optional()];
        let mut is_first = true;
        let follow = move |request: &Request, answer: &Answer| {
            let is_context = request.at.path().ends_with("/context");
            let Some(context) = answer.says::<Context>().filter(|_| is_context) else { return Next::nothing() };
            let top = context.ancestors.first().filter(|_| std::mem::take(&mut is_first));
            let top = top.filter(|top| top.id.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            Next::maybe(top.map(|top| of(&top.id, "/context").optional()))
        };
        Some(Plan::new(requests, follow).or_page(address).selecting(Some(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, played};

    #[test]
    fn a_status_is_asked_for_with_what_is_around_it() {
        let api = "https://mastodon.social/api/v1/statuses";
        for at in [
            "https://mastodon.social/@mara/112233",
            "https://mastodon.social/@gull@harbour.example/112233",
            "https://mastodon.social/users/mara/statuses/112233",
        ] {
            assert_eq!(first(at), format!("{api}/112233"), "{at}");
        }
        let (own, context, top) =
            (format!("{api}/112233"), format!("{api}/112233/context"), format!("{api}/112200/context"));
        let around = r#"{"ancestors":[{"id":"112200"},{"id":"112210"}],"descendants":[]}"#;
        let told = played("https://mastodon.social/@mara/112233", &[(&own, "{}"), (&context, around), (&top, around)]);
        assert_eq!(told, [&own, &context, &top, "post 112233"]);
        assert_eq!(first("https://mastodon.social/@mara"), "https://mastodon.social/@mara");
    }
}

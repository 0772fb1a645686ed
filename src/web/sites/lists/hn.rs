//! Lists of Hacker News from its search service, which gives points and replies of all rows in one answer.
//!
//! The order is that of the service; the site itself ranks by its own rule.
//! <https://hn.algolia.com/api>

use super::super::super::address::Address;
use super::super::super::answer::{Answer, Request};
use super::super::super::listing::Row;
use super::super::super::plan::Plan;
use super::super::{Claim, Site};
use serde::Deserialize;

pub(in super::super) struct FrontPage;

#[derive(Deserialize)]
struct Hits {
    #[serde(deserialize_with = "super::each")]
    hits: Vec<Hit>,
}

#[derive(Deserialize)]
struct Hit {
    #[serde(rename = "objectID")]
    id: String,
    title: Option<String>,
    url: Option<String>,
    author: Option<String>,
    points: Option<i64>,
    num_comments: Option<u64>,
    created_at: Option<String>,
}

/// The query to the service, and the title of the list.
fn wanted(address: &Address) -> Option<(String, String)> {
    let of = |path: &str, title: &str| Some((path.to_owned(), title.to_owned()));
    match (address.host(), address.parts().as_slice()) {
        ("news.ycombinator.com", [] | ["news" | "front"]) => of("search?tags=front_page", "Hacker News"),
        ("news.ycombinator.com", ["ask"]) => of("search_by_date?tags=ask_hn&numericFilters=points%3E1", "Ask HN"),
        ("news.ycombinator.com", ["show"]) => of("search_by_date?tags=show_hn&numericFilters=points%3E1", "Show HN"),
        ("news.ycombinator.com", ["newest"]) => of("search_by_date?tags=story", "Hacker News, the newest"),
        ("hn.algolia.com", []) => {
            let words =
                address.parameter("q").or_else(|| address.parameter("query")).filter(|words| !words.is_empty())?;
            let title = format!("Hacker News: {}", words.replace("%20", " ").replace('+', " "));
            Some((format!("search?tags=story&query={words}"), title))
        }
        _ => None,
    }
}

impl Site for FrontPage {
    fn name(&self) -> &'static str {
        "Hacker News, a list"
    }

    fn form(&self) -> &'static str {
        "hn, hn/ask, hn/show, hn/new, \"hn?q=WORDS\""
    }

    fn claims(&self, address: &Address) -> Claim {
        Claim::certain(wanted(address).is_some())
    }

    fn plan(&self, address: &Address) -> Option<Plan> {
        let (path, title) = wanted(address)?;
        let at = Address::parse(&format!("https://hn.algolia.com/api/v1/{path}&hitsPerPage=50")).ok()?;
        Some(super::plan(Request::data(at), address, title, rows))
    }
}

fn rows(answer: &Answer) -> Option<Vec<Row>> {
    let hits = answer.says::<Hits>()?.hits;
    let row = |hit: Hit| {
        let id = super::super::number(&hit.id)?;
        let at = Address::parse(&format!("https://news.ycombinator.com/item?id={id}")).ok()?;
        Some(Row {
            author: hit.author.unwrap_or_default(),
            points: hit.points,
            replies: Some(hit.num_comments.unwrap_or(0)),
            time: super::time(hit.created_at.as_deref()),
            about: hit.url.unwrap_or_default(),
            ..Row::new(hit.title?, at)
        })
    };
    Some(hits.into_iter().filter_map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{first, listed};

    #[test]
    fn each_list_is_one_request() {
        let api = "https://hn.algolia.com/api/v1";
        for (at, asked) in [
            ("https://news.ycombinator.com/", "search?tags=front_page"),
            ("https://news.ycombinator.com/ask", "search_by_date?tags=ask_hn&numericFilters=points%3E1"),
            ("https://news.ycombinator.com/newest", "search_by_date?tags=story"),
            ("https://hn.algolia.com/?q=rust%20tui", "search?tags=story&query=rust%20tui"),
        ] {
            assert_eq!(first(at), format!("{api}/{asked}&hitsPerPage=50"), "{at}");
        }
    }

    #[test]
    fn rows_have_points_and_replies_and_what_is_no_row_is_left_out() {
        let told = listed(
            "https://news.ycombinator.com/",
            r#"{"hits":[{"objectID":"41","title":"The lamp","url":"https://lamp.example/","points":961,"num_comments":396,
            "author":"mara","created_at":"2023-04-21T10:32:00Z"},{"objectID":"x","title":"None"},7,
            {"objectID":"42","title":"Ask: which chart?","points":null}]}"#,
        );
        let rows = [
            "The lamp | https://news.ycombinator.com/item?id=41 | 961 396 | mara 2023-04-21 10:32",
            "Ask: which chart? | https://news.ycombinator.com/item?id=42 | - 0 |  ",
        ];
        assert_eq!(told[1..], rows);
        assert_eq!(listed("https://news.ycombinator.com/", "{\"hits\":[]}")[1..], ["! an empty list"]);
        assert_eq!(listed("https://news.ycombinator.com/", "[]")[1..], ["! no list of threads"]);
    }
}

//! Bugs of trackers by their addresses: what a bug is and what is said about it become one thread.

use crate::Home;
use crate::server::Server;

/// What the program writes of an address, as text.
fn said(server: &Server, host: &str, at: &str) -> String {
    let home = Home::new(server, &[host]);
    let said = home.say(&[at, "-t", "text", "--no-store"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{}", said.out);
    said.out
}

#[test]
fn a_bug_of_bugzilla_has_the_title_of_the_bug_and_the_text_of_its_first_comment() {
    let server = Server::new();
    let bug = "bugs.harbour.example/rest/bug/7";
    let about =
        r#"{"bugs":[{"id":7,"summary":"The lamp is out","creator":"mara","creation_time":"2023-04-21T10:32:00Z"}]}"#;
    server.json(&format!("{bug}?include_fields=id,summary,creator,creation_time"), about);
    let comments = r#"{"bugs":{"7":{"comments":[
        {"id":90,"bug_id":7,"count":0,"creator":"mara","text":"Since the storm.","creation_time":"2023-04-21T10:32:00Z"},
        {"id":91,"bug_id":7,"count":1,"creator":"gull","text":"Which storm?","creation_time":"2023-04-21T10:40:00Z"}]}}}"#;
    server.json(&format!("{bug}/comment"), comments);
    let text = said(&server, "bugs.harbour.example", "bugs.harbour.example/show_bug.cgi?id=7");
    let parts = ["The lamp is out\n", "mara · 2023-04-21 10:32", "Since the storm.", "1 reply", "gull", "Which storm?"];
    let places: Vec<_> =
        parts.iter().map(|part| text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"))).collect();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn a_bugzilla_that_answers_no_questions_is_read_by_its_page() {
    let server = Server::new();
    let page = "<html><head><title>7 – The lamp is out</title></head><body><article><h1>The lamp is out</h1>\
        <p>The lamp at the mole went out last night, and nobody has said who keeps it these days.</p></article></body></html>";
    server.page("bugs.harbour.example/show_bug.cgi?id=7", page);
    let home = Home::new(&server, &["bugs.harbour.example"]);
    let said = home.say(&["bugs.harbour.example/show_bug.cgi?id=7", "--no-store"]);
    assert!(said.out.contains("went out last night"), "{}", said.out);
    assert_eq!(server.asked().len(), 2, "one question, then the page: {:?}", server.asked());
}

#[test]
fn a_bug_of_launchpad_is_one_thread_of_all_pages_of_its_messages() {
    let server = Server::new();
    let api = "api.launchpad.net/1.0/bugs/7";
    let bug = r#"{"title":"The lamp is out","description":"Since the storm.","messages_collection_link":"x",
        "owner_link":"https://api.launchpad.net/1.0/~mara","date_created":"2023-04-21T10:32:00Z","web_link":"https://bugs.launchpad.net/bugs/7"}"#;
    server.json(api, bug);
    let message = |number: usize, who: &str, text: &str| {
        format!(
            r#"{{"self_link":"https://api.launchpad.net/1.0/lamp/+bug/7/comments/{number}","parent_link":null,"content":"{text}",
            "owner_link":"https://api.launchpad.net/1.0/~{who}","date_created":"2023-04-21T10:4{number}:00Z"}}"#
        )
    };
    let first = [message(0, "mara", "Since the storm."), message(1, "gull", "Which storm?")].join(",");
    let next = r#""next_collection_link":"https://api.launchpad.net/1.0/bugs/7/messages?ws.start=2""#;
    server.json(&format!("{api}/messages"), &format!(r#"{{"entries":[{first}],{next}}}"#));
    let second = [message(1, "gull", "Which storm?"), message(2, "mara", "That of May.")].join(",");
    server.json(&format!("{api}/messages?ws.start=2"), &format!(r#"{{"entries":[{second}]}}"#));
    let home = Home::new(&server, &["bugs.launchpad.net", "api.launchpad.net"]);
    let text = home.say(&["https://bugs.launchpad.net/lamp/+bug/7", "-t", "text", "--no-store"]).out;
    assert!(text.starts_with("The lamp is out\n") && text.contains("2 replies"), "{text}");
    assert_eq!(text.matches("Since the storm.").count(), 1, "{text}");
    assert_eq!((text.matches("Which storm?").count(), text.matches("That of May.").count()), (1, 1), "{text}");
}

#[test]
fn an_entry_of_mbin_has_its_comments_below_each_other() {
    let server = Server::new();
    let entry = r#"{"entryId":7,"magazine":{"name":"harbour"},"user":{"userId":5,"username":"mara"},"title":"The lamp is out",
        "body":"Since the storm.","numComments":2,"uv":5,"createdAt":"2023-04-21T10:32:00+00:00","slug":"the-lamp"}"#;
    server.json("fedia.io/api/entry/7", entry);
    let comment = |id: usize, who: &str, body: &str, children: &str| {
        format!(
            r#"{{"commentId":{id},"user":{{"userId":{id},"username":"{who}"}},"entryId":7,"body":"{body}","uv":1,
            "createdAt":"2023-04-21T10:4{}:00+00:00","childCount":0,"children":[{children}]}}"#,
            id % 10
        )
    };
    let inner = comment(12, "mara", "That of May.", "");
    let comments = comment(11, "gull", "Which storm?", &inner);
    let pages = r#""pagination":{"count":2,"currentPage":1,"maxPage":1,"perPage":15}"#;
    let at = "fedia.io/api/entry/7/comments?sortBy=oldest&d=20&p=1";
    server.json(at, &format!(r#"{{"items":[{comments}],{pages}}}"#));
    let text = said(&server, "fedia.io", "https://fedia.io/m/harbour/t/7/the-lamp");
    assert!(text.starts_with("The lamp is out\n") && text.contains("Since the storm."), "{text}");
    assert!(text.contains("• gull") && text.contains("  • mara"), "{text}");
}

#[test]
fn an_issue_of_gitlab_is_one_thread_of_all_that_a_stranger_is_told() {
    let server = Server::new();
    let answer = |goes_on: bool, notes: &str| {
        format!(
            r#"{{"data":{{"project":{{"issue":{{"title":"The lamp is out","description":"Since the storm.","createdAt":"2023-04-21T10:32:00Z",
            "author":{{"username":"mara"}},"discussions":{{"pageInfo":{{"hasNextPage":{goes_on},"endCursor":"ab"}},"nodes":[{notes}]}}}}}}}}}}"#
        )
    };
    let note = |id: usize, who: &str, body: &str| {
        format!(
            r#"{{"id":"gid://gitlab/Note/{id}","body":"{body}","createdAt":"2023-04-21T10:4{id}:00Z","author":{{"username":"{who}"}}}}"#
        )
    };
    let first =
        format!(r#"{{"notes":{{"nodes":[{},{}]}}}}"#, note(1, "gull", "Which storm?"), note(2, "mara", "That of May."));
    let second = format!(r#"{{"notes":{{"nodes":[{}]}}}}"#, note(3, "tide", "Fog again."));
    let (one, two) = (answer(true, &first), answer(false, &second));
    let at = "https://gitlab.com/harbour/lamp/-/issues/7";
    // What is asked for is as long as the question: the first time nobody answers.
    let home = Home::new(&server, &["gitlab.com"]);
    assert_eq!(home.say(&[at, "--no-store"]).code, Some(1));
    let asked = server.asked().remove(0);
    server.json(&asked, &one);
    server.json(&asked.replace("first%3A100", "first%3A100%2Cafter%3A%22ab%22"), &two);
    let text = said(&server, "gitlab.com", at);
    assert!(text.starts_with("The lamp is out\n") && text.contains("3 replies"), "{text}");
    assert!(text.contains("• gull") && text.contains("  • mara") && text.contains("\n• tide"), "{text}");
}

//! Several answers, one thread: whatever the order, the split and the repetitions that a site gives them in.

use crate::Home;
use crate::server::Server;
use proptest::prelude::*;
use std::fmt::Write;

/// A topic's post as Discourse has it: its number, and that of the one that it answers.
fn post(number: usize, answered: Option<usize>) -> String {
    let answered = answered.map_or("null".to_owned(), |number| number.to_string());
    format!(
        r#"{{"id":{},"post_number":{number},"username":"gull{}","created_at":"2023-04-21T{:02}:{:02}:00.000Z",
        "cooked":"<p>What number {number} says of the lamp.</p>","reply_to_post_number":{answered}}}"#,
        number + 100,
        number % 5,
        10 + number / 60,
        number % 60,
    )
}

/// The tree of what the program says of a topic that is given in these chunks.
fn tree(parents: &[Option<usize>], chunks: &[Vec<usize>]) -> String {
    let server = Server::new();
    let posts =
        |numbers: &[usize]| -> Vec<_> { numbers.iter().map(|&number| post(number, parents[number - 1])).collect() };
    let all: Vec<_> = (1..=parents.len()).map(|number| (number + 100).to_string()).collect();
    let (first, rest) = chunks.split_first().unwrap();
    let topic = format!(
        r#"{{"title":"The lamp","post_stream":{{"posts":[{}],"stream":[{}]}}}}"#,
        posts(first).join(","),
        all.join(","),
    );
    server.json("meta.discourse.org/t/7.json", &topic);
    let missing: Vec<_> = (1..=parents.len()).filter(|number| !first.contains(number)).collect();
    for (asked, chunk) in missing.chunks(50).zip(rest) {
        let mut path = "meta.discourse.org/t/7/posts.json?".to_owned();
        for (n, number) in asked.iter().enumerate() {
            let _ = write!(path, "{}post_ids[]={}", if n > 0 { "&" } else { "" }, number + 100);
        }
        // What was asked for, and whatever else the server likes to say again.
        let numbers: Vec<_> = chunk.iter().copied().chain(asked.iter().copied()).collect();
        server.json(&path, &format!(r#"{{"post_stream":{{"posts":[{}]}}}}"#, posts(&numbers).join(",")));
    }
    let home = Home::new(&server, &["meta.discourse.org"]);
    let said = home.say(&["https://meta.discourse.org/t/the-lamp/7", "-t", "json", "--no-store", "--sort", "newest"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let posts = said.out.lines().filter(|line| line.contains("\"raw\""));
    posts.collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_split_order_and_doubling_of_a_threads_answers_gives_the_same_thread(
        seed in prop::collection::vec(0_usize..1000, 60..90),
        split in 1_usize..40,
        again in prop::collection::vec(0_usize..1000, 0..20),
    ) {
        let many = seed.len();
        let parents: Vec<_> = seed.iter().enumerate().map(|(n, &seed)| (n > 1).then(|| seed % n + 1)).collect();
        let whole = tree(&parents, &[(1..=many).collect()]);
        let first: Vec<_> = (1..=split).collect();
        let again: Vec<_> = again.iter().map(|&number| number % many + 1).collect();
        let parts = tree(&parents, &[first, again.clone(), again]);
        prop_assert_eq!(whole.lines().count(), many);
        prop_assert_eq!(whole, parts);
    }
}

//! The grammar: what is read as what, what is refused and where, and that writing and reading agree.

use super::*;
use proptest::prelude::*;

/// A query with everything that joins spelled out.
fn read(typed: &str) -> String {
    let query = parse(typed).unwrap().unwrap();
    let mut out = String::new();
    let mut left: Vec<usize> = Vec::new();
    for step in &query.steps {
        match step {
            Step::Term(Term::Said(phrase)) => out += &format!("{:?}", phrase.source()).replace(['"', '\\'], ""),
            Step::Term(term) => out += &term.to_string(),
            Step::Not => out += "not(",
            Step::With(kin) => out += &format!("{}(", kin.key().name()),
            Step::All(_) => out += "all(",
            Step::Any(_) => out += "any(",
        }
        left.push(step.operands());
        while left.last() == Some(&0) {
            left.pop();
            match left.last_mut() {
                Some(many) => {
                    *many -= 1;
                    out += if *many == 0 { ")" } else { " " };
                }
                None => return out,
            }
        }
    }
    out
}

fn fault(typed: &str) -> String {
    parse(typed).unwrap_err().to_string()
}

#[test]
fn words_stand_beside_each_other_and_or_joins_less_than_a_space() {
    assert_eq!(read("lamp oil"), "all(Words(lamp) Words(oil))");
    assert_eq!(read("a b OR c"), "any(all(Words(a) Words(b)) Words(c))");
    assert_eq!(read("(a OR b) c"), "all(any(Words(a) Words(b)) Words(c))");
    assert_eq!(read("-(a OR -b) -is:new"), "all(not(any(Words(a) not(Words(b)))) not(is:new))");
    assert_eq!(read("\"the  lamp\" /l.mp/"), "all(Words(the lamp) Regex(l.mp))");
    assert_eq!(parse("  ").unwrap(), None);
}

#[test]
fn what_means_nothing_else_is_a_word() {
    for word in ["--verbose", "main()", "f(x)", ":)", "https://a.example/b", "or", "a-b", "note:", "/", "//", "x:y"] {
        assert_eq!(read(word), format!("Words({word})"));
    }
    assert_eq!(read("(main() x)"), "all(Words(main()) Words(x))");
    assert_eq!(read("\"OR\""), "Words(OR)");
}

#[test]
fn a_regular_expression_may_hold_slashes_and_spaces() {
    assert_eq!(read("/a/b c/ d"), "all(Regex(a/b c) Words(d))");
    assert_eq!(read("/etc"), "Regex(etc)");
    assert_eq!(read("(/a b/)"), "Regex(a b)");
}

#[test]
fn keys_take_values_bare_or_quoted() {
    assert_eq!(read("author:\"mara lind\" AUTHOR:=gull"), "all(author:\"mara lind\" author:=gull)");
    assert_eq!(read("score:>=10 depth:2..5 under:#42"), "all(score:>=10 depth:2..5 under:42)");
    assert_eq!(read("after:2023-04 age:2d"), "all(after:2023-04 age:<2d)");
    assert_eq!(read("(is:op)"), "is:op");
}

#[test]
fn relatives_are_asked_for_with_a_word_or_with_a_query_in_brackets() {
    assert_eq!(read("below:lamp"), "below(Words(lamp))");
    assert_eq!(read("-below:lamp oil"), "all(not(below(Words(lamp))) Words(oil))");
    assert_eq!(read("above:(a OR -b)"), "above(any(Words(a) not(Words(b))))");
    assert_eq!(read("-below:(a above:\"b c\")"), "not(below(all(Words(a) above(Words(b c)))))");
    assert_eq!(fault("below:"), "column 7: expected a word or a query in brackets after below:");
    assert_eq!(fault("above:(a"), "column 9: expected )");
}

#[test]
fn what_is_still_open_at_the_end_is_closed_there() {
    assert_eq!(read("\"the lamp"), "Words(the lamp)");
    assert_eq!(read("/l.m"), "Regex(l.m)");
    assert_eq!(read("author:\"mara l"), "author:\"mara l\"");
}

#[test]
fn what_is_wrong_is_told_with_its_column_and_what_was_expected() {
    assert_eq!(fault("lamp score:ten"), "column 12: expected a number such as >10, <3 or 2..5 after score:, found ten");
    assert_eq!(
        fault("é is:red"),
        "column 6: expected unread, new, folded, away, op, marked, read, mine, deleted or removed after is:, found red"
    );
    assert_eq!(fault("author:"), "column 8: expected a name after author:");
    assert_eq!(fault("(lamp"), "column 6: expected )");
    assert_eq!(fault("after:soon"), "column 7: expected a day such as 2023-04-01 after after:, found soon");
    assert_eq!(fault("lamp /(/"), "column 6: unclosed group");
    assert_eq!(
        fault("autor:mara"),
        "column 1: expected a key, found autor: (did you mean author:? quotes make it a word)"
    );
    assert_eq!(fault("dpeth:3"), "column 1: expected a key, found dpeth: (did you mean depth:? quotes make it a word)");
    for (typed, column) in [("()", 1), ("a OR", 4), ("OR a", 0), ("-", 1), ("a - b", 3), ("\"\"", 2), ("(a OR )", 6)] {
        let fault = parse(typed).unwrap_err();
        assert_eq!(fault.column, column, "{typed}: {fault}");
        assert!(fault.to_string().contains("expected"), "{typed}: {fault}");
    }
}

#[test]
fn hostile_queries_are_refused() {
    for typed in ["(".repeat(10_000), "-(".repeat(1000), "a ".repeat(1000), "(a ".repeat(500)] {
        assert!(parse(&typed).is_err());
    }
    assert!(fault(r"/(\pL{1000}){1000}/").contains("too large"));
    assert!(parse(&"x".repeat(4096)).is_ok());
}

#[derive(Debug, Clone)]
enum Tree {
    Leaf(&'static str),
    Phrase(String),
    Not(Box<Self>),
    With(Kin, Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

fn steps(tree: &Tree) -> Vec<Step> {
    let under = |step, trees: &[Tree]| {
        let mut all = vec![step];
        trees.iter().for_each(|tree| all.extend(steps(tree)));
        all
    };
    match tree {
        Tree::Leaf(typed) => parse(typed).unwrap().unwrap().steps,
        Tree::Phrase(words) => vec![Step::Term(Term::Said(Phrase::words(words).unwrap().unwrap()))],
        Tree::Not(tree) => under(Step::Not, std::slice::from_ref(tree)),
        Tree::With(kin, tree) => under(Step::With(*kin), std::slice::from_ref(tree)),
        Tree::All(trees) => under(Step::All(trees.len()), trees),
        Tree::Any(trees) => under(Step::Any(trees.len()), trees),
    }
}

fn trees() -> impl Strategy<Value = Tree> {
    let leaves = vec![
        "lamp",
        "\"OR\"",
        "\"-x\"",
        "/a\\/ b/",
        "author:\"mara \\\"l\\\" (x)\"",
        "author:=gull",
        "score:>=-10",
        "drift:0.25..1",
        "after:2023-04-01",
        "age:>3mo",
        "is:unread",
        "has:quote",
        "label:\"put away\"",
        "under:42",
        "id:\"a b\"",
        "url:x",
    ];
    let leaf = prop_oneof![
        prop::sample::select(leaves).prop_map(Tree::Leaf),
        "\\PC{0,6}[a-z]".prop_map(Tree::Phrase),
        r#"[-a-z():/"\\ ]{0,6}[a-z]"#.prop_map(Tree::Phrase),
    ];
    leaf.prop_recursive(4, 24, 4, |tree| {
        let many = || prop::collection::vec(tree.clone(), 2..4);
        prop_oneof![
            tree.clone().prop_map(|tree| Tree::Not(Box::new(tree))),
            (prop_oneof![Just(Kin::Replies), Just(Kin::Ancestors)], tree.clone())
                .prop_map(|(kin, tree)| Tree::With(kin, Box::new(tree))),
            many().prop_map(Tree::All),
            many().prop_map(Tree::Any),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_as_the_same_query(tree in trees()) {
        let query = Query { steps: steps(&tree) };
        let written = query.to_string();
        let again = parse(&written);
        prop_assert_eq!(again.as_ref().ok().and_then(Option::as_ref), Some(&query), "{}", written);
    }

    #[test]
    fn any_text_is_a_query_or_a_fault_inside_of_it(typed in r#"[-()"/\\a-z:<>. ]{0,30}|\PC{0,20}"#) {
        match parse(&typed) {
            Ok(Some(query)) => {
                let written = query.to_string();
                prop_assert_eq!(parse(&written), Ok(Some(query)), "{}", written);
            }
            Ok(None) => prop_assert!(typed.trim().is_empty()),
            Err(fault) => prop_assert!(fault.column <= typed.chars().count()),
        }
    }
}

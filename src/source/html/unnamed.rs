//! Tests with pages whose classes and ids say nothing: posts are known by what they are, not by what they are called.

use super::Page;
use crate::source::Source;
use crate::thread::{Builder, Thread};

fn read(page: &str) -> Thread {
    let mut builder = Builder::new("html");
    Page.read(&mut page.as_bytes(), &mut builder).unwrap();
    builder.finish().unwrap().thread
}

/// The author of each post, indented by depth.
fn authors(page: &str) -> Vec<String> {
    let thread = read(page);
    let line = |id| {
        let author = thread.writer(id).map_or("-", |writer| writer.name);
        format!("{}{author}", "  ".repeat(thread.depth(id)))
    };
    thread.ids().map(line).collect()
}

/// A text of three lines that begins with a word.
fn said(word: &str) -> String {
    format!(
        "{word} was seen from the mole on the evening before the storm, and nobody wrote down who had lit it, although
        the log of that week is complete and the keeper swears that he was at home with his brother and the dog."
    )
}

const ARTICLE: &str = "<h1>The harbour and the lighthouse</h1><p>The lamp was lit in 1887, and for forty years
    nobody thought about it, because it burned every night and the boats came home by it, one after the other.</p>
    <p>Then the channel silted up, and the harbour master wrote the first of his letters, which nobody answered, and
    the second, which was answered by a man who had never seen the sea and did not wish to see it.</p>";

/// An item with a footer that is its head, as blogs have, and the items that answer it.
fn item(number: u32, name: &str, inner: &str) -> String {
    let inner = if inner.is_empty() { String::new() } else { format!("<ol class=uz>{inner}</ol>") };
    format!(
        "<li id=q-{number} class='zo ka-{}'><article><footer><b class=tu>{name}</b>
        <a href='/lamp#q-{number}'>{} May 2023 at 10:{number}</a></footer><div class=be>{}</div></article>{inner}</li>",
        number % 3,
        number % 28 + 1,
        said("The lamp")
    )
}

#[test]
fn items_that_hold_items_and_link_to_themselves_are_posts() {
    let inner = format!("{}{}", item(12, "gull", &item(13, "mara", "")), item(14, "Old Salt", ""));
    let page = format!(
        "<html><body><div class=ri>{ARTICLE}</div><ol class=ve>{}{}</ol>",
        item(11, "mara", &inner),
        item(15, "tide", "")
    );
    assert_eq!(authors(&page), ["-", "  mara", "    gull", "      mara", "    Old Salt", "  tide"]);
}

#[test]
fn a_comment_with_one_answer_is_a_discussion() {
    let page = format!("<html><body><div class=ri>{ARTICLE}</div><ol>{}</ol>", item(11, "mara", &item(12, "gull", "")));
    assert_eq!(authors(&page), ["-", "  mara", "    gull"]);
}

/// A row of a forum without words: a name that links to a person, a rank, a date, a text.
fn row(name: &str, rank: &str, day: u32) -> String {
    format!(
        "<div class=a1><div class=b1><a href='/k/{name}'>{name}</a> <i>{rank}</i></div><div class=c1>{day} May 2023,
        10:3{}</div><div class=d1>{}</div></div>",
        day % 10,
        said("The buoy")
    )
}

#[test]
fn dated_texts_of_people_who_come_back_are_posts() {
    let people = [("mara", "Keeper"), ("gull", "Pilot"), ("mara", "Keeper"), ("tide", "Pilot"), ("gull", "Pilot")];
    let rows: String = people.iter().zip(1..).map(|((name, rank), day)| row(name, rank, day)).collect();
    let page = format!("<html><body><div class=x><h1>The buoy</h1>{rows}</div>");
    assert_eq!(authors(&page), ["mara", "  gull", "  mara", "  tide", "  gull"]);
}

#[test]
fn what_opens_a_page_stands_below_its_heading_or_is_what_its_description_begins_with() {
    let people = [("mara", "Keeper"), ("gull", "Pilot"), ("mara", "Keeper"), ("tide", "Pilot")];
    let rows: String = people.iter().zip(1..).map(|((name, rank), day)| row(name, rank, day)).collect();
    let about = format!("<p>{}</p><p>3 May 2023</p>", said("Our harbour"));
    let above = format!("<html><body><div class=x>{about}<h1>The buoy</h1>{rows}</div>");
    assert_eq!(authors(&above)[0], "mara");
    let description = format!("<meta name=description content='{}'>", said("The buoy"));
    let told = format!("<html><head>{description}</head><body><div class=x><h1>The buoy</h1>{about}{rows}</div>");
    assert_eq!(authors(&told)[0], "mara");
}

#[test]
fn cards_are_no_posts_whatever_their_headings_are_made_of() {
    let card = |name: &str, day: u32| {
        format!(
            "<div class=a1><a href='/c/{name}'>{name}</a><a href='/t/{day}'><p>All about number {day}</p></a><div
            class=c1>{day} May 2023</div><p>{}</p></div>",
            said("The ferry")
        )
    };
    let cards: String = ["Boats", "Lamps", "Boats", "Fog"].iter().zip(1..).map(|(name, day)| card(name, day)).collect();
    assert_eq!(read(&format!("<html><body><div class=x><h1>News</h1>{cards}</div>")).len(), 1);
}

#[test]
fn a_card_may_be_covered_by_a_link_that_stands_before_its_text() {
    let card = |word: &str, day: u32| {
        format!(
            "<article class=q1><a href='/t/{day}' aria-label='{word} and all that is known of it'></a><img src=/{day}.png>
            <div class=post-box><a href=/all>All</a><p>{}</p><b class=author>{word} Gull</b> <i>{day} May 2023</i></div>
            </article>",
            said(word)
        )
    };
    let page =
        format!("<html><body><div class=ri>{ARTICLE}</div><div class=x>{}{}</div>", card("Mara", 3), card("Nils", 4));
    assert_eq!(read(&page).len(), 1);
}

#[test]
fn what_begins_with_a_picture_that_leads_to_a_page_of_its_own_is_sold_and_not_said() {
    let card = |name: &str, day: u32, cover: &str| {
        format!(
            "<div class=a1><a href='{cover}'><img src=/{day}.png></a><b>{name}</b>
            <div class=c1>{day} May 2023</div><p>{}</p></div>",
            said("The ferry")
        )
    };
    let people = ["Mole Works", "Lamp Works", "Mole Works", "Fog Works"];
    let page = |cover: &dyn Fn(u32) -> String| {
        let cards: String = people.iter().zip(1..).map(|(name, day)| card(name, day, &cover(day))).collect();
        read(&format!("<html><body><div class=x><h1>Sale</h1>{cards}</div>")).len()
    };
    assert_eq!(page(&|day| format!("/app/{day}")), 1);
    assert_eq!(page(&|_| "/app".to_owned()), 4, "a picture that leads to one page is a button");
}

#[test]
fn what_a_post_quotes_is_no_post() {
    let quoting = |name: &str, day: u32, quoted: &str| {
        let quote =
            format!("<blockquote><div class=a1><b>{quoted}</b> <i>2 May 2023</i> {}</div></blockquote>", said("It"));
        row(name, "Pilot", day).replace("<div class=d1>", &format!("<div class=d1>{quote}"))
    };
    let page = format!(
        "<html><body><div class=x><h1>The buoy</h1>{}{}{}{}</div>",
        row("mara", "Keeper", 1),
        quoting("gull", 2, "mara"),
        quoting("mara", 3, "gull"),
        quoting("gull", 4, "mara")
    );
    assert_eq!(authors(&page), ["mara", "  gull", "  mara", "  gull"]);
}

#[test]
fn strangers_are_people_where_each_text_can_be_answered_and_reported() {
    let post = |name: &str, day: u32| {
        row(name, "", day)
            .replace("</div></div>", &format!("</div><a href=/w/{day}>Zuro</a> <a href=/v/{day}>Pela</a></div>"))
    };
    let rows = |post: &dyn Fn(&str, u32) -> String| -> String {
        ["mara", "gull", "tide"].iter().zip(1..).map(|(name, day)| post(name, day)).collect()
    };
    let page = |rows: &str| format!("<html><body><div class=x><h1>The buoy</h1>{rows}</div>");
    assert_eq!(authors(&page(&rows(&post))), ["mara", "  gull", "  tide"]);
    assert_eq!(read(&page(&rows(&|name, day| row(name, "", day)))).len(), 1);
}

#[test]
fn the_head_of_a_topic_is_not_its_first_post() {
    let head = "<div class=a1><div class=b1><a href='/k/mara'>mara</a> <i>Keeper</i></div><div class=c1>1 May 2023,
        10:31</div><div class=d1>in All about buoys</div></div>";
    let people = [("mara", "Keeper"), ("gull", "Pilot"), ("mara", "Keeper"), ("tide", "Pilot")];
    let rows: String = people.iter().zip(1..).map(|((name, rank), day)| row(name, rank, day)).collect();
    let page = format!("<html><body><div class=x><h1>The buoy</h1>{head}{rows}</div>");
    assert_eq!(authors(&page), ["mara", "  gull", "  mara", "  tide"]);
}

//! Tests that posts are found on pages of unfamiliar boards, old and new.

use super::dom::{Dom, NodeId};
use super::finding::{ANEW, GUESS, find};
use super::talk::Talk;
use crate::thread::Reasons;

const SAID: [&str; 6] = [
    "The lamp was lit in 1887, and it burned every night for forty years without anybody thinking of it.",
    "Then the channel silted up, and the boats had to wait for the tide before the harbour wall.",
    "Look at the chart of 1908, which shows eleven fathoms at the mouth where there are four today.",
    "I kept the log for nine winters and never saw the lamp out, not even in the great storm.",
    "The fog bell was sold to the railway, and nobody has heard it since the station was closed.",
    "Whoever has the second volume of the log may bring it to the harbour office on Monday.",
];
const NAMES: [&str; 6] = ["mara", "gull", "Old Salt", "mara", "tidewise", "gull"];

fn found(dom: &Dom) -> Option<Talk> {
    find(dom, &mut Reasons::default())
}

fn read(page: &str) -> Vec<(Option<String>, Option<String>, String)> {
    let dom = Dom::read(page);
    let Some(talk) = found(&dom) else { return Vec::new() };
    let read = (0..talk.spots.len()).map(|place| talk.read(&dom, place));
    let body = |html: &str| Dom::read(html).text_of(NodeId::ROOT);
    read.map(|post| (post.author, post.time.map(crate::thread::Time::minute), body(&post.body))).collect()
}

/// A page of posts with a name, the number of a day and a text each.
fn page(around: [&str; 2], post: impl Fn(&str, usize, &str) -> String) -> String {
    let posts: String =
        NAMES.iter().zip(SAID).enumerate().map(|(day, (name, said))| post(name, day + 1, said)).collect();
    format!("<!doctype html><title>Lamp</title><body class=forum><h1>Lamp</h1>{}{posts}{}", around[0], around[1])
}

#[track_caller]
fn is_read(page: &str) {
    let found = read(page);
    assert_eq!(found.len(), 6, "{found:?}");
    for (place, (author, time, body)) in found.iter().enumerate() {
        assert_eq!(author.as_deref(), Some(NAMES[place]));
        assert_eq!(time.as_deref().map(|time| &time[..10]), Some(&*format!("2023-05-{:02}", place + 1)));
        assert_eq!(body, SAID[place]);
    }
}

#[test]
fn posts_are_found_by_what_repeats_whatever_their_classes_are_called() {
    is_read(&page(["<div class=q>", "</div>"], |name, day, said| {
        format!(
            "<div class='xk r{day}'><div class=zz><a href='/profile.php?{name}'>{name}</a> <small>Posts: {day}</small>
             <i>{day} May 2023, 10:12</i></div><div class=vv>{said}</div><div><a href=#>Quote</a> Report this</div></div>"
        )
    }));
}

#[test]
fn rows_of_a_table_go_on_to_where_the_next_post_begins() {
    is_read(&page(["<table><tr><th>Author<th>Post</tr>", "</table>"], |name, day, said| {
        format!(
            "<tr><td class=row1><b>{name}</b><br>Keeper</td><td class=row1>Posted: {day} May 2023, 10:12</td></tr>
             <tr><td class=row1></td><td class=row1><div class=posting>{said}</div></td></tr>"
        )
    }));
}

#[test]
fn the_day_of_joining_is_no_time_of_a_post() {
    is_read(&page(["<div>", "</div>"], |name, day, said| {
        let joined = 1990 + name.len();
        format!(
            "<div class=post><div class=profile><a href='/members/{name}'>{name}</a><div>Joined: 2 April {joined}</div></div>
             <div class=said><div class=stamp>{day} May 2023</div><div class=message>{said}</div></div></div>"
        )
    }));
}

#[test]
fn posts_whose_numbers_stand_at_their_heads_are_read_whole() {
    is_read(&page(["<div>", "</div>"], |name, day, said| {
        format!(
            "<div class=item><div class=head id=post-{day}><a href='/u/{name}'>{name}</a> <i>{day} May 2023</i></div>
             <div class=said>{said}</div></div>"
        )
    }));
}

#[test]
fn old_boards_without_classes_are_read() {
    // In the form of UBB.
    is_read(&page(["<table>", "</table>"], |name, day, said| {
        format!(
            "<tr bgcolor='#eee'><td width=18% valign=top><font size=2><b>{name}</b></font><br><font size=1>Member<br>Posts: {day}
             <br>Registered: Apr 2001</font></td><td><font size=1>posted {day} May 2023 10:12 AM</font><hr>
             <div class=txt>{said}</div></td></tr>"
        )
    }));
    // In the form of Phorum.
    is_read(&page(["<div class=main>", "</div>"], |name, day, said| {
        format!(
            "<div class=PhorumReadMessageBlock><div class=PhorumStdBlock><div class=PhorumReadBodySubject>Re: Lamp</div>
             <div class=PhorumReadBodyHead>Posted by: <strong><a href='profile.php?2,{day}'>{name}</a></strong></div>
             <div class=PhorumReadBodyHead>Date: May {day}, 2023 10:12AM</div>
             <div class=PhorumReadBodyText>{said}</div></div></div>"
        )
    }));
}

#[test]
fn a_question_with_one_answer_is_a_thread() {
    let post = |name: &str, day: usize, said: &str| {
        format!(
            "<div class=message><a class=author href='/u/{name}'>{name}</a> <i>{day} May 2023</i><div class=text>{said}</div></div>"
        )
    };
    let page =
        format!("<body class=forum><h1>Lamp</h1><div>{}{}</div>", post("mara", 1, SAID[0]), post("gull", 2, SAID[1]));
    assert_eq!(read(&page).len(), 2);
}

#[test]
fn posts_that_come_out_empty_are_looked_for_anew_and_a_notice_says_so() {
    let page = page(["<div>", "</div>"], |name, day, said| {
        format!(
            "<div class=item><div class=head id=post-{day}><a href='/u/{name}'>{name}</a> <i>{day} May 2023</i></div>
             <div class=said>{said}</div></div>"
        )
    });
    let talk = found(&Dom::read(&page)).unwrap();
    assert_eq!((talk.spots.len(), talk.notice), (6, Some(ANEW)));
    let guess = page.replace(" id=post-", " lang=").replace("<body class=forum>", "<body>");
    let talk = found(&Dom::read(&guess)).unwrap();
    assert_eq!((talk.spots.len(), talk.notice), (6, Some(GUESS)));
}

#[test]
fn what_stands_behind_all_names_is_no_name() {
    is_read(&page(["<div>", "</div>"], |name, day, said| {
        format!(
            "<div class=post><div class=author>{name} <b>{}</b> Posted</div><i>{day} May 2023</i><div class=text>{said}</div></div>",
            day * 7
        )
    }));
}

#[test]
fn spacers_tell_how_deep_posts_stand() {
    let post = |name: &str, day: usize, said: &str| {
        format!(
            "<tr><td><img src='/img/spacer.gif' width={}></td><td class=message><b class=author>{name}</b> <i>{day} May 2023</i>
             <div class=text>{said}</div></td></tr>",
            (day - 1) % 3 * 20
        )
    };
    let page = page(["<table>", "</table>"], post);
    let parents: Vec<_> = found(&Dom::read(&page)).unwrap().spots.iter().map(|spot| spot.parent).collect();
    assert_eq!(parents, [None, Some(0), Some(1), None, Some(3), Some(4)]);
}

#[test]
fn cards_that_lead_to_other_pages_are_no_posts() {
    let cards = page(["<div>", "</div>"], |name, day, said| {
        let title = said.get(..20).unwrap_or_default();
        format!(
            "<div class=card><h3><a href='/log/{day}'>{title}</a></h3><b class=author>{name}</b> <i>{day} May 2023</i> {said}</div>"
        )
    });
    assert_eq!(read(&cards), []);
}

#[test]
fn an_article_and_cards_that_lead_to_others_are_no_posts() {
    let head = "<head><meta property=article:published_time content=2023-05-03></head>";
    let post = |name: &str, said: &str| {
        format!("<div class=entry><b class=author>{name}</b> <i>3 May 2023</i><p>{said}</p></div>")
    };
    let long = SAID.join(" ").repeat(4);
    let page = format!("{head}<div class=posts>{}{}</div>", post("mara", &long), post("gull", SAID[1]));
    assert!(read(&page).is_empty());
    let card = |name: &str, place: usize| {
        format!(
            "<div class=entry><a href=/{place} aria-label='All about {name} and the log'></a>
            <b class=author>{name}</b> <i>{place} May 2023</i><p>{}</p></div>",
            SAID[place]
        )
    };
    assert!(
        read(&format!("<div class=posts>{}{}{}</div>", card("mara", 1), card("gull", 2), card("Old Salt", 3)))
            .is_empty()
    );
}

#[test]
fn what_stands_over_the_columns_is_no_post() {
    is_read(&page(
        [
            "<section><div class=over><div class=author>Author</div><div class=title>Discussion</div></div>",
            "</section>",
        ],
        |name, day, said| {
            format!(
                "<div class='row r{day}'><p class=author><a href='/profile.asp?{name}'>{name}</a></p><i>{day} May 2023</i>
                 <div class=said>{said}</div></div>"
            )
        },
    ));
}

#[test]
fn classes_that_only_say_how_text_is_set_hold_no_text_of_a_post() {
    is_read(&page(["<div>", "</div>"], |name, day, said| {
        format!(
            "<div id=p{day}><b class=author>{name}</b> <i>{day} May 2023</i><p class='line text-center'><i class=dots></i></p>
             <div class=content>{said}</div></div>"
        )
    }));
}

#[test]
fn words_that_all_posts_have_alike_are_not_what_they_say() {
    let post = |name: &str, day: usize, said: &str| {
        format!(
            "<div id=p{day} class=blockpost><h2><a href=#p{day}>2023-05-0{day} 10:12:00</a></h2><div class=box>
             <div class=inbox><div class=body><div class=left><dl><dt><strong>{name}</strong></dt><dd>Posts: 7{day}</dd></dl></div>
             <div class=right><h3>Re: Lamp</h3><div class=said><p>{said}</p></div></div></div></div>
             <div class=inbox><div class=foot><p><span>Offline</span></p></div></div></div></div>"
        )
    };
    let two =
        format!("<body class=forum><h1>Lamp</h1><div>{}{}</div>", post("mara", 1, SAID[0]), post("gull", 2, SAID[1]));
    let bodies: Vec<String> = read(&two).into_iter().map(|(_, _, body)| body).collect();
    assert_eq!(bodies, SAID[..2]);
}

#[test]
fn posts_that_few_sign_with_a_link_do_not_take_in_the_others() {
    let found = read(&page(["<div>", "</div>"], |name, day, said| {
        let link = if day % 2 == 0 { "<dd><a rel=external href='http://quay.example'>Website</a></dd>" } else { "" };
        format!(
            "<div id=p{day} class=block><h2><a href=#p{day}>2023-05-0{day} 10:12:00</a></h2>
             <dl><dt><strong>{name}</strong></dt>{link}</dl><div class=said><p>{said}</p></div></div>"
        )
    }));
    assert_eq!(found.len(), 6, "{found:?}");
}

#[test]
fn the_number_of_the_topic_may_stand_around_all_its_posts() {
    // In the form of bbPress: a head and a body for each, and the topic's own number on the container of the page.
    let post = |name: &str, day: usize, said: &str| {
        let number = 70 + day;
        format!(
            "<div id=post-{number} class=reply-header><span class=date>{day} May 2023</span> <a href=#post-{number}>#{number}</a></div>
             <div class='odd post-{number}'><div class=reply-author><a href='/users/{name}'>{name}</a></div>
             <div class=reply-content><p>{said}</p></div></div>"
        )
    };
    is_read(&page(["<article id=post-71><ul class=forums><li class=body>", "</li></ul></article>"], post));
}

#[test]
fn a_row_that_holds_all_the_others_is_no_post() {
    let rows: String =
        NAMES.iter().zip(SAID).enumerate().skip(1).map(|(day, (name, said))| row(name, day + 1, said)).collect();
    let first = row(NAMES[0], 1, SAID[0]);
    let page = format!(
        "<body class=forum><h1>Lamp</h1><table><tr><td><table>{first}</table><table>{rows}</table></td></tr></table>"
    );
    is_read(&page);
    let talk = found(&Dom::read(&page)).unwrap();
    assert!(talk.spots.iter().all(|spot| spot.parent.is_none()), "nobody answers the first by standing behind it");
}

/// A post as a row in its own table.
fn row(name: &str, day: usize, said: &str) -> String {
    format!(
        "<tr><td><a name=msg{day}></a><table><tr><td><b><a href='?action=profile;u={day}'>{name}</a></b></td>
         <td><div id=subject_{day}>Re: Lamp</div><div class=small>on: May 0{day}, 2023, 09:22:51 AM</div>
         <div class=post>{said}</div></td></tr></table></td></tr>"
    )
}

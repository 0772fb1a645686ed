//! Tests with small invented pages in the form that various programs make.

use super::Page;
use crate::source::{Likeness, Source, recognise};
use crate::thread::{Builder, Thread, Time};
use proptest::prelude::*;

/// A thread and its notices.
fn read(page: &str) -> (Thread, Vec<String>) {
    let mut builder = Builder::new("html");
    Page.read(&mut page.as_bytes(), &mut builder).unwrap();
    let built = builder.finish().unwrap();
    (built.thread, built.notices.iter().map(ToString::to_string).collect())
}

/// A thread as lines: indented by depth, with the author, the time without seconds, and the stored body.
fn outline(page: &str) -> Vec<String> {
    let (thread, _) = read(page);
    let line = |id| {
        let post = thread.post(id);
        let author = thread.writer(id).map_or("-", |writer| writer.name);
        let time = post.time().map_or_else(|| "-".to_owned(), Time::minute);
        let body = thread.body(id).raw.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{}{author} | {time} | {body}", "  ".repeat(thread.depth(id)))
    };
    thread.ids().map(line).collect()
}

const ARTICLE: &str = "<article><h1>The harbour and the lighthouse</h1><p>The lamp was lit in 1887, and for forty years
    nobody thought about it, because it burned every night and the boats came home by it, one after the other.</p>
    <p>Then the channel silted up, and the harbour master wrote the first of his letters, which nobody answered, and
    the second, which was answered by a man who had never seen the sea and did not wish to see it.</p></article>";

const WORDPRESS: &str = r##"
    <div id="comments" class="comments-area"><h2>3 thoughts on “The harbour and the lighthouse”</h2>
    <ol class="comment-list">
    <li id="comment-11" class="comment even depth-1 parent"><article id="div-comment-11" class="comment-body">
      <footer class="comment-meta"><div class="comment-author vcard"><img class="avatar" alt="" src="/a.png">
      <b class="fn">Mara</b> <span class="says">says:</span></div>
      <div class="comment-metadata"><a href="#comment-11"><time datetime="2023-04-21T10:32:00+00:00">April 21</time></a></div>
      </footer><div class="comment-content"><p>The lamp was <em>never</em> the problem.</p></div>
      <div class="reply"><a class="comment-reply-link" href="#respond">Reply</a></div></article>
      <ol class="children"><li id="comment-12" class="comment odd depth-2"><div id="div-comment-12" class="comment-body">
        <div class="comment-author vcard"><cite class="fn">Old Salt</cite> <span class="says">says:</span></div>
        <div class="comment-meta commentmetadata"><a href="#comment-12">April 21, 2023 at 11:02 am</a></div>
        <p>Look at the chart.</p><div class="reply"><a href="#respond">Reply</a></div></div></li></ol></li>
    <li id="comment-13" class="pingback even depth-1"><div class="comment-body">Pingback:
      <a class="url" rel="external" href="https://quay.example/">Quay notes</a></div></li>
    </ol><div id="respond"><form id="commentform"><p>Leave a reply</p></form></div></div>"##;

fn wordpress() -> String {
    format!("<!DOCTYPE html><html><head><title>The harbour and the lighthouse – Port</title>
        <link rel=canonical href='https://port.example/lamp/'><meta name=author content=Tidewise></head><body>{ARTICLE}{WORDPRESS}")
}

#[test]
fn a_blog_of_wordpress_has_its_article_and_its_comments() {
    let lines = outline(&wordpress());
    assert!(lines[0].starts_with("Tidewise | - | <div><p>The lamp was lit in 1887"), "{}", lines[0]);
    assert!(!lines[0].contains("problem") && !lines[0].contains("Leave a reply"));
    assert_eq!(
        lines[1..],
        [
            "  Mara | 2023-04-21 10:32 | <p>The lamp was <em>never</em> the problem.</p>",
            "    Old Salt | 2023-04-21 11:02 | <div> <p>Look at the chart.</p></div>",
            "  Quay notes | - | <div>Pingback: <a href=\"https://quay.example/\">Quay notes</a></div>",
        ]
    );
    let (thread, notices) = read(&wordpress());
    assert_eq!(thread.title(), "The harbour and the lighthouse");
    assert_eq!(thread.url(), Some("https://port.example/lamp/"));
    assert_eq!(notices, Vec::<String>::new());
}

#[test]
fn a_page_without_a_discussion_is_its_article_with_a_notice() {
    let (thread, notices) = read(&format!("<!doctype html><title>Port</title>{ARTICLE}"));
    assert_eq!(thread.len(), 1);
    assert_eq!(notices, ["no discussion was found on the page: this is its article alone"]);
}

const HACKER_NEWS: &str = r#"<html><table class="fatitem"><tr class="athing"><td class="title"><span class="titleline">
    <a href="https://port.example/lamp">The lamp</a></span></td></tr><tr><td class="subtext"><span class="score">14 points</span>
    by <a href="user?id=tidewise" class="hnuser">tidewise</a> <span class="age" title="2023-04-21T09:00:00">1 hour ago</span></td></tr>
    </table><table class="comment-tree">
    <tr class="athing comtr" id="101"><td><table><tr><td class="ind" indent="0"><img src="s.gif" width="0"></td><td class="default">
    <span class="comhead"><a href="user?id=mara" class="hnuser">mara</a> <span class="age" title="2023-04-21T10:32:00">
    <a href="item?id=101">now</a></span></span><div class="comment"><div class="commtext c00">Who keeps it?<p>Nobody.</div>
    <div class="reply"><a href="reply?id=101">reply</a></div></div></td></tr></table></td></tr>
    <tr class="athing comtr" id="102"><td><table><tr><td class="ind" indent="1"><img src="s.gif" width="40"></td><td class="default">
    <span class="comhead"><a href="user?id=gull" class="hnuser">gull</a> <span class="age" title="2023-04-21T10:40:00">
    <a href="item?id=102">now</a></span></span><div class="comment"><div class="commtext c00">I do.</div></div></td></tr></table></td></tr>
    </table>"#;

#[test]
fn hacker_news_says_how_deep_each_comment_is() {
    assert_eq!(
        outline(HACKER_NEWS),
        [
            "tidewise | 2023-04-21 09:00 | <a href=\"https://port.example/lamp\">The lamp</a>",
            "  mara | 2023-04-21 10:32 | Who keeps it?<p>Nobody.</p>",
            "    gull | 2023-04-21 10:40 | I do.",
        ]
    );
}

const REDDIT: &str = r#"<html><div id="siteTable"><div class="thing link" data-fullname="t3_a"><p class="tagline">submitted
    <time datetime="2023-04-21T09:00:00+00:00">then</time> by <a class="author" href="/user/tidewise">tidewise</a></p>
    <div class="usertext-body"><div class="md"><p>The lamp is out.</p></div></div></div></div><div class="nestedlisting">
    <div class="thing comment" id="thing_t1_b" data-fullname="t1_b"><div class="entry"><p class="tagline"><a class="author">mara</a>
    <span class="score unvoted" title="7">7 points</span> <time datetime="2023-04-21T10:32:00+00:00">then</time></p>
    <form class="usertext"><div class="usertext-body"><div class="md"><p>Again?</p></div></div></form></div>
    <div class="child"><div class="thing comment" id="thing_t1_c"><div class="entry"><p class="tagline"><a class="author">gull</a>
    <time datetime="2023-04-21T10:40:00+00:00">then</time></p><div class="usertext-body"><div class="md"><p>Again.</p></div></div></div></div>
    <div class="thing morechildren"><div class="entry"><a>load more comments (25 replies)</a></div></div></div></div></div>"#;

#[test]
fn old_reddit_nests_its_comments_and_says_what_is_missing() {
    assert_eq!(
        outline(REDDIT),
        [
            "tidewise | 2023-04-21 09:00 | <p>The lamp is out.</p>",
            "  mara | 2023-04-21 10:32 | <p>Again?</p>",
            "    gull | 2023-04-21 10:40 | <p>Again.</p>",
        ]
    );
    let thread = read(REDDIT).0;
    assert_eq!(thread.more().iter().map(|more| (more.parent.index(), more.count)).collect::<Vec<_>>(), [(1, Some(25))]);
    assert_eq!(read(REDDIT).0.ids().nth(1).and_then(|id| read(REDDIT).0.post(id).score()), Some(7));
}

const FORUM: &str = r#"<html><head><title>The lamp</title></head><body>
    <article class="message message--post" data-author="mara" data-content="post-1" id="js-post-1"><header class="message-attribution">
    <time datetime="2023-04-21T10:32:00Z">then</time></header><div class="message-body"><div class="bbWrapper">Who keeps it?</div></div>
    <aside class="message-signature"><div class="bbWrapper">Sent from a boat</div></aside></article>
    <article class="message message--post" data-author="gull" data-content="post-2" id="js-post-2"><header class="message-attribution">
    <time datetime="2023-04-21T10:40:00Z">then</time></header><div class="message-body"><div class="bbWrapper">
    <blockquote class="bbCodeBlock">Who keeps it?</blockquote>I do.</div></div></article>"#;

#[test]
fn the_first_post_of_a_forum_opens_the_thread() {
    assert_eq!(
        outline(FORUM),
        [
            "mara | 2023-04-21 10:32 | Who keeps it?",
            "  gull | 2023-04-21 10:40 | <blockquote>Who keeps it?</blockquote>I do."
        ]
    );
}

#[test]
fn a_quote_that_a_forum_shortens_is_read_whole_without_what_is_to_press() {
    let long = "<div class=bbCodeBlock-content><div class='bbCodeBlock-expandContent js-expandContent'>Who keeps it?</div>\
        <div class='bbCodeBlock-expandLink js-expandLink'><a>Click to expand...</a></div></div>";
    let page = FORUM.replace("<blockquote class=\"bbCodeBlock\">Who keeps it?", &format!("<blockquote>{long}"));
    assert_ne!(page, FORUM);
    let expected = "  gull | 2023-04-21 10:40 | <blockquote><div><div>Who keeps it?</div></div></blockquote>I do.";
    assert_eq!(outline(&page)[1], expected);
    let old = "<html><ol class=messageList><li class=message id=post-7 data-author=mara><div class=messageText>Who keeps it?</div></li>\
        <li class=message id=post-8 data-author=gull><div class=messageText><div class='bbCodeBlock bbCodeQuote'><aside>\
        <div class=attribution>mara said:</div><blockquote class=quoteContainer><div class=quote>Who keeps it?</div>\
        <div class=quoteExpand>Click to expand...</div></blockquote></aside></div>I do.</div></li></ol>";
    let lines = outline(old);
    assert!(lines[1].contains("Who keeps it?") && lines[1].ends_with("I do."), "{lines:?}");
    assert!(!lines[1].contains("Click"), "{lines:?}");
}

const DRUPAL: &str = r#"<html><h1>The lamp</h1><div id="comments"><a id="comment-1"></a><div class="comment"><h3 class="name">
    <span class="username">mara</span></h3><div class="field-comment-body"><p>Who keeps it?</p></div>
    <ul class="links"><li class="comment-reply"><a href="/reply/1">reply</a></li><li class="date"><span>April 21, 2023</span></li>
    <li class="time"><span>10:32 AM</span></li></ul></div><div class="indented"><a id="comment-2"></a><div class="comment">
    <span class="username">gull</span><div class="field-comment-body"><p>I do.</p></div></div></div></div>"#;

#[test]
fn marks_before_comments_and_boxes_that_set_them_in_are_followed() {
    let lines = outline(DRUPAL);
    assert_eq!(lines[1..], ["  mara | 2023-04-21 10:32 | <p>Who keeps it?</p>", "    gull | - | <p>I do.</p>"]);
}

const QUESTION: &str = r#"<html><div id="mainbar"><div class="question" id="question"><div class="js-vote-count" data-value="5">5</div>
    <div class="s-prose"><p>How is it lit?</p></div><div class="user-details" itemprop="author"><a href="/users/1/mara">mara</a></div>
    <ul class="comments-list"><li id="comment-7" class="comment"><span class="comment-copy">With a match?</span> –
    <a class="comment-user">gull</a></li></ul></div><div id="answers"><div id="answer-9" class="answer">
    <div class="js-vote-count" data-value="3">3</div><div class="s-prose"><p>By hand.</p></div><span class="relativetime"
    title="2023-04-21 10:32:00Z">then</span><div class="user-details" itemprop="author"><a href="/users/2/salt">salt</a></div>
    <ul><li id="comment-8" class="comment"><span class="comment-copy">Every night.</span></li></ul></div></div></div>"#;

#[test]
fn comments_stand_under_the_question_or_the_answer_that_they_are_about() {
    assert_eq!(
        outline(QUESTION),
        [
            "mara | - | <p>How is it lit?</p>",
            "  gull | - | With a match?",
            "  salt | 2023-04-21 10:32 | <p>By hand.</p>",
            "    - | - | Every night.",
        ]
    );
}

const WIKI: &str = r#"<div class="mw-parser-output"><h2><span class="mw-headline">The lamp</span></h2>
    <p>Who keeps it? <a href="/wiki/User:Mara">Mara</a> (<a href="/wiki/User_talk:Mara">talk</a>) 10:32, 21 April 2023 (UTC)</p>
    <dl><dd>I do. <a href="/wiki/User:Old_Salt">Salt</a> 10:40, 21 April 2023 (UTC) <dl><dd>Since when?
    <a href="/wiki/Special:Contributions/192.0.2.1">192.0.2.1</a> 11:02, 21 April 2023 (UTC)</dd></dl></dd></dl></div>"#;

#[test]
fn talk_pages_are_cut_at_their_signatures() {
    let lines = outline(WIKI);
    assert_eq!(lines.len(), 4);
    assert!(lines[1].starts_with("  Mara | 2023-04-21 10:32 | <p>Who keeps it?"));
    assert!(lines[2].starts_with("    Old Salt | 2023-04-21 10:40 | <dl><dd>I do."));
    assert!(lines[3].starts_with("      192.0.2.1 | 2023-04-21 11:02 |"));
}

#[test]
fn signatures_are_known_in_other_scripts_and_other_wikis() {
    let page = r#"<div class="mw-parser-output"><h2>The lamp</h2>
        <p>Quem? <a href="https://wiki.harbour.example/index.php/Usu%C3%A1rio:Mara">Mara</a> 15h15min de 18 de março de 2018 (UTC)</p>
        <dl><dd>मैं <a href="/title/User:Old_Salt">Salt</a> १५:१६, १८ मार्च २०१८ (UTC)</dd></dl>
        <p><span class="outdent-template">…</span> No. <a href="/wiki/User:Gull">Gull</a> 15:17, 18 березня 2018 (UTC)</p>
        <p>Fish. <small class="autosigned">— by <a href="/wiki/User:Mara">Mara</a></small></p></div>"#;
    let heads: Vec<String> = outline(page).iter().map(|line| line.rsplit_once(" | ").unwrap().0.to_owned()).collect();
    assert_eq!(
        heads[1..],
        ["  Mara | 2018-03-18 15:15", "    Old Salt | 2018-03-18 15:16", "      Gull | 2018-03-18 15:17", "  Mara | -",]
    );
}

const INBOX: &str = "<html><head><title>[PATCH] lamp: light it</title></head><body><pre><a
    id=m1111111111111111111111111111111111111111>*</a> <b>[PATCH] lamp: light it</b>\nFrom: Mara @ 2023-04-21 10:32 UTC (<a
    href='../1/'>permalink</a> / <a href='../1/raw'>raw</a>)\n  To: harbour\n\nIt is dark.\n\n-- \nMara\n<a
    id=e1111111111111111111111111111111111111111>^</a></pre><hr><pre><a id=m2222222222222222222222222222222222222222>*</a>
    <b>Re: [PATCH] lamp: light it</b>\nFrom: Old Salt @ 2023-04-21 10:40 UTC (<a href='../2/'>permalink</a>)\n  To: Mara\n\n&gt; It is dark.\nYes.\n<a
    id=e2222222222222222222222222222222222222222>^</a></pre><hr><pre><b\nid=t>Thread overview:</b> 2+ messages\n2023-04-21 10:32 <a
    href='#m1111111111111111111111111111111111111111'>[PATCH] lamp: light it</a> Mara\n2023-04-21 10:40 ` <a
    href='#m2222222222222222222222222222222222222222'>Old Salt</a>\n</pre>";

#[test]
fn public_inbox_tells_its_tree_in_the_overview() {
    assert_eq!(
        outline(INBOX),
        ["Mara | 2023-04-21 10:32 | It is dark. -- Mara", "  Old Salt | 2023-04-21 10:40 | > It is dark. Yes."]
    );
}

const INDEX: &str = "<HTML><H1>April 2023 Archives by thread</H1><UL><LI><A HREF='000001.html'>The lamp\n</A><A NAME='1'>&nbsp;</A><I>Mara</I>
    <UL><LI><A HREF='000002.html'>The lamp</A><A NAME='2'></A><I>Gull</I><LI><A HREF='000003.html'>The lamp</A><I>Salt</I></UL>
    <LI><A HREF='000004.html'>Ferry</A><I>Gull</I><LI><A HREF='000005.html'>Fog</A><I>Salt</I></UL>";

#[test]
fn an_index_of_a_mailing_list_is_a_tree() {
    let shape: Vec<_> = outline(INDEX).iter().skip(1).map(|line| line.split(" |").next().unwrap().to_owned()).collect();
    assert_eq!(shape, ["  Mara", "    Gull", "    Salt", "  Gull", "  Salt"]);
}

#[test]
fn an_index_that_nests_no_deeper_tells_its_tree_in_comments() {
    let item = |path: &str, number: u32, name: &str| {
        format!("<!--3 {path}- -->\n<LI><A HREF='00000{number}.html'>The lamp</A><I>{name}</I>\n")
    };
    let (mara, gull) = (item("01.1", 1, "Mara"), item("01.1-02.2", 2, "Gull"));
    let (salt, ferry) = (item("01.1-02.2-03.3", 3, "Salt"), item("04.4", 4, "Ferry"));
    let page = format!("<HTML><UL>{mara}<UL>{gull}{salt}{}</UL>{ferry}</UL>", item("01.1-02.2-03.3-05.5", 5, "Mara"));
    let shape: Vec<_> = outline(&page).iter().skip(1).map(|line| line.split(" |").next().unwrap().to_owned()).collect();
    assert_eq!(shape, ["  Mara", "    Gull", "      Salt", "        Mara", "  Ferry"]);
}

const STATE: &str = r#"<!DOCTYPE html><html><head><title>The lamp</title></head><body><div id="app"><article><p>The lamp was lit in
    1887, and for forty years nobody thought about it, because it burned every night and the boats came home by it.</p></article>
    </div><script type="application/json">{"page":{"comments":[{"id":7,"author":{"name":"mara"},"body":"Who keeps it?",
    "createdAt":"2023-04-21T10:32:00Z","replies":[{"id":8,"author":{"name":"gull"},"body":"I do."}]}]}}</script></body></html>"#;

#[test]
fn comments_that_a_page_carries_for_its_scripts_stand_under_its_article() {
    let lines = outline(STATE);
    assert!(lines[0].contains("The lamp was lit"), "{}", lines[0]);
    assert_eq!(lines[1..], ["  mara | 2023-04-21 10:32 | Who keeps it?", "    gull | - | I do."]);
}

const MESSAGE: &str = "<HTML><H1>The lamp</H1><B>Mara</B> <A HREF='mailto:mara@port.example'>mara at port.example</A><BR>
    <I>Fri Apr 21 10:32:00 UTC 2023</I><HR><!--beginarticle--><PRE>Who keeps it?</PRE><!--endarticle--><UL><LI>Next message</UL>";

#[test]
fn one_message_of_an_archive_is_read_alone() {
    let lines = outline(MESSAGE);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with("Mara |") && lines[0].ends_with("<pre>Who keeps it?</pre>"), "{}", lines[0]);
}

const TOLD: &str = r#"<html><title>The lamp</title><script type="application/ld+json">{"@graph": [{"@type": "WebSite"},
    {"@type": "DiscussionForumPosting", "author": {"name": "mara"}, "text": "Who keeps it?", "comment": [
    {"@type": "Comment", "author": {"name": "gull"}, "datePublished": "2023-04-21T10:40:00Z", "text": "I do.",
     "comment": {"@type": "Comment", "text": "Since when?"}}]}]}</script><p>Loading …</p>"#;

#[test]
fn a_discussion_that_only_machines_are_told_of_is_read() {
    assert_eq!(
        outline(TOLD),
        ["mara | - | Who keeps it?", "  gull | 2023-04-21 10:40 | I do.", "    - | - | Since when?"]
    );
}

#[test]
fn a_page_that_is_cut_in_a_comment_keeps_what_is_there() {
    let page = wordpress();
    let cut = &page[..page.find("Look at").unwrap() + 7];
    assert_eq!(outline(cut).last().unwrap(), "    Old Salt | 2023-04-21 11:02 | <div> <p>Look at</p></div>");
}

#[test]
fn pages_are_told_from_what_only_begins_like_them() {
    let like = |head: &str| Page.likeness(head.as_bytes());
    assert_eq!(like("\n<!-- saved -->\n<!DOCTYPE html>"), Likeness::Certain);
    assert_eq!(like("<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC>"), Likeness::Certain);
    assert_eq!(like("<div><p>a</p><p>b</p></div>"), Likeness::Likely);
    assert_eq!(like("<?xml version='1.0'?><rss version='2.0'><title></title></rss>"), Likeness::None);
    assert_eq!(like("<feed><title></title><id></id></feed>"), Likeness::None);
    assert_eq!(like("From mara Fri Apr 21 10:32:00 2023"), Likeness::None);
    assert_eq!(like("<3 the lamp"), Likeness::None);
    for sample in SAMPLES {
        assert_eq!(recognise(sample.as_bytes(), sample.as_bytes()).unwrap().name(), "html");
    }
}

const SAMPLES: &[&str] =
    &[WORDPRESS, HACKER_NEWS, REDDIT, FORUM, DRUPAL, QUESTION, WIKI, INBOX, INDEX, MESSAGE, TOLD, STATE];

proptest! {
    #[test]
    fn broken_pages_never_end_in_a_panic(
        sample in 0..SAMPLES.len(),
        cut in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        again in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let mut page = SAMPLES[sample].as_bytes().to_vec();
        for (place, byte) in flips {
            let place = place.index(page.len());
            page[place] = byte;
        }
        let (from, to) = (again.0.index(page.len()), again.1.index(page.len()));
        page.extend_from_within(from.min(to)..from.max(to));
        page.truncate(cut.index(page.len() * 2));
        let mut builder = Builder::new("html");
        if Page.read(&mut page.as_slice(), &mut builder).is_ok() {
            prop_assert!(builder.finish().is_ok());
        }
    }
}

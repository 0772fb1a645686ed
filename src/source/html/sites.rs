//! Descriptions of sites and their software: how to recognise them, and where their posts and fields are.

/// A site, described in [selectors](super::select). Empty selectors are replaced by the general rule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site {
    /// Ids and classes that all occur on its pages.
    pub(super) marks: &'static [&'static str],
    /// The elements of the posts.
    pub(super) post: &'static str,
    /// The element of the opening post, if it is not among the posts.
    pub(super) opening: &'static str,
    /// How the posts are related.
    pub(super) hang: Hang,
    pub(super) author: &'static str,
    pub(super) time: &'static str,
    pub(super) body: &'static str,
    pub(super) url: &'static str,
    pub(super) score: &'static str,
    /// Stubs for posts that the page does not include.
    pub(super) more: &'static str,
    /// Elements to remove from the text.
    pub(super) away: &'static str,
    /// A page may have an opening post and nothing else.
    pub(super) may_be_alone: bool,
}

/// How the posts of a site are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hang {
    /// Replies are inside the posts they answer, or are indented by lists, classes or margins.
    Nested,
    /// A number states the depth of each.
    Level(&'static str),
    /// One after another; all answer the first.
    Forum,
    /// Like `Forum`, but posts that the selector finds answer the nearest earlier post that it does not find.
    Under(&'static str),
}

/// An unfamiliar site, of which only the posts are known.
pub(super) const PLAIN: Site = Site {
    marks: &[],
    post: "",
    opening: "",
    hang: Hang::Nested,
    author: "",
    time: "",
    body: "",
    url: "",
    score: "",
    more: "",
    away: "",
    may_be_alone: false,
};

/// An index of a mailing list's threads: its entries are the posts.
pub(super) const INDEX: Site = Site { author: "i, em", time: "time", body: "a[href]", url: "a[href]@href", ..PLAIN };

/// Reddit from 2018 to 2023: only the ids of its elements are meaningful.
pub(super) const REDDIT: Site = Site {
    opening: "[data-test-id=post-content]",
    author: "a[href^=/user/], a[href*=/user/]",
    body: "[data-test-id=comment], [data-click-id=text], h1, .md",
    url: "a[id^=CommentTopMeta--Created]@href",
    more: "[id^=moreComments-]",
    ..PLAIN
};

/// Every known site, more specific ones first.
pub(super) const SITES: &[Site] = &[
    // threadle's own pages
    Site {
        marks: &["threadle", "opening", "said"],
        post: "li.reply",
        opening: "article.opening",
        author: ".by b",
        time: ".by time@datetime",
        body: "div.said",
        url: ".by a.at@href",
        score: ".by span.score",
        may_be_alone: true,
        ..PLAIN
    },
    // Hacker News
    Site {
        marks: &["comment-tree", "comtr"],
        post: "tr.comtr",
        opening: "table.fatitem",
        hang: Hang::Level("td.ind@indent, td.ind img@width"),
        author: "a.hnuser",
        time: "span.age@title",
        body: ".commtext, .comment, .toptext, .titleline, td.title a",
        url: "span.age a@href",
        score: "span.score",
        away: "div.reply, span.navs",
        ..PLAIN
    },
    // Hacker News
    Site {
        marks: &["default", "comhead"],
        post: "td.default",
        opening: "table.fatitem",
        hang: Hang::Level("img[src*=s.gif]@width"),
        author: "a.hnuser, .comhead a[href*=user]",
        time: "span.age@title, .comhead",
        body: ".comment, .toptext, td.title a",
        url: "a[href*=item]@href",
        away: "div.reply",
        ..PLAIN
    },
    // Reddit
    Site {
        marks: &["thing", "comment", "usertext-body"],
        post: "div.thing.comment, div.thing.morechildren, div.thing.morerecursion",
        opening: "div.thing.link",
        author: "a.author",
        time: "time@datetime",
        body: ".usertext-body .md",
        url: "a.bylink@href",
        score: "span.score.unvoted@title, span.score.unvoted, div.score.unvoted",
        more: ".morechildren, .morerecursion",
        ..PLAIN
    },
    // Reddit
    Site {
        marks: &["shreddit-comment"],
        post: "shreddit-comment",
        opening: "shreddit-post",
        author: "shreddit-comment@author, shreddit-post@author",
        time: "shreddit-comment@created, shreddit-post@created-timestamp, time@datetime, faceplate-timeago@ts",
        body: "div[slot=comment], div[slot=text-body]",
        url: "shreddit-comment@permalink, shreddit-post@permalink",
        score: "shreddit-comment@score, shreddit-post@score",
        ..PLAIN
    },
    // Lobsters
    Site {
        marks: &["comments_subtree", "comment_text"],
        post: "div.comment[data-shortid]",
        opening: "div.story, li.story",
        author: ".byline a[href*=/~], .byline a[href*=/u/]",
        time: ".byline time@datetime, .byline time@title, .byline span@title",
        body: ".comment_text, .story_content",
        url: ".byline a[href*=/c/]@href, .byline a[href*=#c_]@href",
        score: ".upvoter, .score",
        ..PLAIN
    },
    // Discourse
    Site {
        marks: &["crawler-post"],
        post: ".crawler-post",
        hang: Hang::Forum,
        author: "[itemprop=author] [itemprop=name], .creator",
        time: "time[itemprop=datePublished]@datetime, time@datetime",
        body: "div.post",
        ..PLAIN
    },
    // Discourse
    Site {
        marks: &["topic-post", "cooked"],
        post: "article[data-post-id]",
        hang: Hang::Forum,
        author: ".names .username a, .names .username, .names a",
        time: ".relative-date@data-time",
        body: ".cooked",
        url: "a.post-date@href",
        ..PLAIN
    },
    // Slashdot
    Site {
        marks: &["commentlisting", "commentBody"],
        post: "li.comment[id^=tree_]",
        opening: "article.fhitem-story, article.fhitem",
        author: ".by a, .by",
        time: ".otherdetails, time",
        body: ".commentBody, .body .p",
        score: ".score",
        ..PLAIN
    },
    // LWN
    Site {
        marks: &["CommentPoster"],
        post: ".CommentBox",
        author: ".CommentPoster b",
        time: ".CommentPoster",
        body: ".FormattedComment, .CommentBody",
        url: ".CommentPoster a[href*=/Articles/]@href",
        away: ".CommentPoster, .CommentTitle, .CommentReplyButton, form",
        ..PLAIN
    },
    // MetaFilter
    Site {
        marks: &["comments", "smallcopy", "copy"],
        post: "div.comments",
        author: ".smallcopy a[href*=/user/]",
        time: ".smallcopy",
        url: ".smallcopy a[href*=#]@href",
        away: ".smallcopy",
        ..PLAIN
    },
    // Dreamwidth
    Site {
        marks: &["comment-thread", "comment-wrapper", "comment-content"],
        post: "div.comment-thread",
        hang: Hang::Nested,
        author: ".poster .ljuser b, .poster, .ljuser b",
        time: ".datetime",
        body: ".comment-content",
        url: ".commentpermalink a@href, .permalink a@href, .link a@href",
        ..PLAIN
    },
    // LiveJournal
    Site {
        marks: &["b-leaf", "b-leaf-article"],
        post: "div.b-leaf",
        author: ".b-leaf-username .i-ljuser-username, .b-leaf-username",
        time: ".b-leaf-createdtime",
        body: ".b-leaf-article",
        url: ".b-leaf-permalink@href",
        ..PLAIN
    },
    // Blogger
    Site {
        marks: &["comment-thread", "comment-block"],
        post: "li.comment",
        author: "cite.user, .user",
        time: ".datetime",
        body: ".comment-content",
        url: ".datetime a@href",
        ..PLAIN
    },
    // Stack Exchange
    Site {
        marks: &["question", "answers", "mainbar"],
        post: "div.answer, li.comment, tr.comment, [id^=follow-up-][itemprop=comment]",
        opening: "div.question",
        author: "[itemprop=author] a, .comment-user, .post-signature.owner .user-details a, .user-details a, .user-details",
        time: ".user-action-time .relativetime@title, .comment-date .relativetime-clean@title, .comment-date span@title, .relativetime@title, .comment-link time@title",
        body: ".s-prose, .js-post-body, .post-text, .comment-copy, [itemprop=text]",
        url: ".comment-link@href, .js-share-link@href, .short-link@href",
        score: ".js-vote-count@data-value, .vote-count-post, .js-vote-count, .comment-score",
        ..PLAIN
    },
    // Askbot
    Site {
        marks: &["post-update-info", "js-comment"],
        post: "div[id^=post-id-]",
        hang: Hang::Under("div.comment"),
        author: "a.author, .post-update-info .user-card a[href*=/users/], .post-update-info a[href*=/users/]",
        time: "abbr.timeago@title",
        body: ".comment-body, .post-body",
        score: ".vote-number",
        away: ".post-update-info-container, .post-controls, .comments, .author, .age, .tags, .js-avatar-box",
        ..PLAIN
    },
    // XenForo
    Site {
        marks: &["message", "bbWrapper"],
        post: "article.message, li.message",
        hang: Hang::Forum,
        author: "article@data-author, .username",
        time: ".message-attribution time@datetime, time@datetime",
        body: ".message-body .bbWrapper, .bbWrapper",
        url: ".message-attribution a[href*=post]@href",
        away: ".message-signature",
        ..PLAIN
    },
    // XenForo
    Site {
        marks: &["messageList", "messageText"],
        post: "li.message[id^=post-]",
        hang: Hang::Forum,
        author: "li@data-author, .username",
        time: "abbr.DateTime@data-time, .DateTime@title, .DateTime",
        body: ".messageText",
        url: "a.datePermalink@href",
        away: ".messageTextEndMarker",
        ..PLAIN
    },
    // phpBB
    Site {
        marks: &["postbody", "postprofile"],
        post: "div.post[id^=p]",
        hang: Hang::Forum,
        author: ".author strong a, .author .username, .author .username-coloured, .author strong, .postprofile dt a, .postprofile a.username",
        time: ".author time@datetime, .author, .topic-date",
        body: ".post-entry, .content",
        url: ".postbody h3 a@href",
        away: ".signature, .notice, .post-buttons",
        ..PLAIN
    },
    // phpBB
    Site {
        marks: &["postbody", "postdetails", "forumline"],
        post: "tr.post",
        hang: Hang::Forum,
        author: ".name strong, .name",
        time: ".postdetails",
        body: ".postbody",
        away: ".signature_div, .signature",
        ..PLAIN
    },
    // vBulletin
    Site {
        marks: &["postcontainer", "postbody"],
        post: "li.postcontainer",
        hang: Hang::Forum,
        author: ".username strong, .username",
        time: ".postdate",
        body: ".postcontent",
        url: ".postcounter@href",
        away: ".signature, .signaturecontainer",
        ..PLAIN
    },
    // vBulletin
    Site {
        marks: &["tborder", "bigusername"],
        post: "table[id^=post]",
        hang: Hang::Forum,
        author: ".bigusername",
        time: "td.thead",
        body: "div[id^=post_message_], td[id^=td_post_]",
        url: "a[href*=#post]@href",
        ..PLAIN
    },
    // GitHub
    Site {
        marks: &["js-comment-body", "js-discussion"],
        post: ".timeline-comment-group[id], .js-comment[id], .review-comment[id]",
        hang: Hang::Forum,
        author: ".author",
        time: "relative-time@datetime",
        body: ".js-comment-body, .comment-body",
        url: "a.js-timestamp@href",
        ..PLAIN
    },
    // wpDiscuz
    Site {
        marks: &["wpd-comment"],
        post: "div.wpd-comment, div.comment[id^=wpd-comm-]",
        author: ".wpd-comment-author",
        time: ".wpd-comment-date@title, .wpd-comment-date",
        body: ".wpd-comment-text",
        score: ".wpd-vote-result",
        ..PLAIN
    },
    // wpDiscuz
    Site {
        marks: &["wc-comment"],
        post: "div.wc-comment",
        author: ".wc-comment-author",
        time: ".wc-comment-date",
        body: ".wc-comment-text",
        score: ".wc-vote-result",
        ..PLAIN
    },
    // microformats
    Site {
        marks: &["u-comment"],
        post: ".u-comment",
        author: ".p-author .p-name, .p-author",
        time: ".dt-published@datetime",
        body: ".e-content, .p-content",
        url: ".u-url@href",
        ..PLAIN
    },
];

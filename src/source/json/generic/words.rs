//! Names of keys in undescribed JSON: for each field, the most certain first.

use crate::source::json::shape::Field;

/// The meaning of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// A field of a post; a lower rank is more certain.
    Field(Field, usize),
    /// A wrapper of the post.
    Wrapper,
    /// Replies, or their container.
    Replies,
    Unknown,
}

/// Names without capitals, hyphens and underscores.
const NAMES: &[(Field, &str)] = &[
    (
        Field::Body,
        "contenthtml bodyhtml texthtml messagehtml commenthtml html cooked contentrendered bodyrendered \
         rendered textdisplay body text content message comment commenttext commentbody commentcontent \
         messagetext bodytext selftext fulltext thetext markdown contentmarkdown textoriginal contents msg com notes raw \
         rawtext posttext post reply answer description summary",
    ),
    (
        Field::Id,
        "id objectid commentid postid messageid msgid replyid uuid guid entryid changemessageid entityid nodeid pid cid pk idstr \
         shortid bugid no number num key slug",
    ),
    (
        Field::Parent,
        "parentid parent inreplytostatusidstr parentcommentid parentcomment replytoid replyto inreplyto inreplytoid \
         replytocommentid parentpostid parentmessageid replyparentid parentuuid parentguid \
         parentobjectid replytopostnumber inreplytostatusid replytomessageid topid replytoidstr answerto parentkey \
         rootid tmid threadts inreplytocommentid replytouid resto reference referencedmessage",
    ),
    (
        Field::Author,
        "author authorname authordisplayname userprofile username displayname nickname nick screenname by user \
         poster creator sender from createdby commenter login handle member owner account postedby \
         writer person profile uploader u fullname alias senderfullname sendername realname reporter who ownerdata ownerlink authorid userid fromid name",
    ),
    (
        Field::Time,
        "createdat created createdutc createdon createdtime datecreated createddate createtime \
         creationdate creationtime published publishedat timepublished publishedon posted postedat \
         timestamp datetime date time ts pubdate postdate postedon sentat submittedat dategmt ctime \
         createdati createat timestampms createtimestamp createdtime dateadded uploaddate bugwhen creationts when",
    ),
    (Field::OtherTime, "updatedat updated updateat modified modifiedat editedat lastmodified"),
    (Field::Title, "title titlehtml subject sub headline shortdesc topic threadtitle storytitle caption"),
    (
        Field::Url,
        "permalink apid commentsurl htmlurl url weburl link href uri shareurl commenturl weblink selflink commentpermalink",
    ),
    (
        Field::Score,
        "score points likes likecount likescount votes votecount upvotes ups karma rating \
         favouritescount favoritecount netvotes diggcount favourites upvotecount heat",
    ),
    (Field::Deleted, "deleted isdeleted removed isremoved deletedat deleteat userdeleted"),
    (Field::Depth, "depth level indent indentlevel nesting nestinglevel"),
];

/// Names of wrappers of a post.
const WRAPPERS: &str = "data attributes snippet node record value item toplevelcomment fields payload status source object \
    properties comment post message content story thread result body text title reply tweet legacy \
    commentview postview issue relationships counts tweetdata";

/// Names of lists of replies, and of their containers.
const REPLIES: &str = "children replies comments kids responses answers subcomments childcomments posts messages nodes \
    edges items reply childs thread discussion discussions data results childnodes descendants \
    conversation entries reactions answerlist commentlist replylist subreplies nested replycomment replycomments replycommentlist journals notes";

/// Names of an article beside its replies.
const ARTICLES: &str =
    "article post story topic thread question issue submission discussion item video entry page status";

/// A key without the differences between writers.
pub(super) fn plain(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The meaning of a key before a scalar.
pub(super) fn of_scalar(key: &str) -> Word {
    let key = plain(key);
    let found = NAMES.iter().find_map(|(field, names)| Some((*field, names.split(' ').position(|name| name == key)?)));
    found.map_or(Word::Unknown, |(field, rank)| Word::Field(field, rank))
}

/// The meaning of a key before an object.
pub(super) fn of_object(key: &str) -> Word {
    let plain = plain(key);
    match of_scalar(key) {
        word @ Word::Field(Field::Author | Field::Parent, _) => word,
        _ if has(WRAPPERS, &plain) => Word::Wrapper,
        _ if has(REPLIES, &plain) => Word::Replies,
        _ => Word::Unknown,
    }
}

/// Whether a key means a list of replies.
pub(super) fn is_replies(key: &str) -> bool {
    has(REPLIES, &plain(key))
}

/// Whether a key means the article that the posts beside it answer.
pub(super) fn is_article(key: &str) -> bool {
    has(ARTICLES, &plain(key))
}

/// How certainly a key counts replies, 0 for the most certain. `None` if it does not.
pub(super) fn of_count(plain: &str) -> Option<usize> {
    const COUNTS: &str = "numcomments commentcount commentscount repliescount replycount numreplies descendants \
        totalcomments totalreplies answercount comments replies postscount postcount messagescount messagecount";
    COUNTS.split(' ').position(|name| name == plain)
}

/// Whether a list of this name contains answers to the object around it.
pub(super) fn holds_replies(plain: &str) -> bool {
    const NOT: [&str; 8] = ["embed", "attach", "reaction", "edit", "histor", "revision", "mention", "forward"];
    const REPLIES: [&str; 9] = ["repl", "comment", "child", "answer", "respons", "kids", "journal", "message", "post"];
    !NOT.iter().any(|word| plain.contains(word)) && REPLIES.iter().any(|word| plain.contains(word))
        || has("edges nodes items data results nested thread", plain)
}

fn has(names: &str, key: &str) -> bool {
    names.split(' ').any(|name| name == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_means_the_same_however_it_is_spelt() {
        for key in ["created_at", "createdAt", "CreatedAt", "created-at"] {
            assert_eq!(of_scalar(key), Word::Field(Field::Time, 0), "{key}");
        }
        assert_eq!(of_scalar("colour"), Word::Unknown);
        assert_eq!(of_object("snippet"), Word::Wrapper);
        assert!(is_replies("childComments"));
    }
}

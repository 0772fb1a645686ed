//! Whom a post speaks to beside the one that it replies to: found by the sentence that it quotes or the name that it
//! opens with.

use crate::thread::address::{address, folded, quotation, words};
use crate::thread::{PostId, Thread};

/// Words of a quotation that are enough to know it by; fewer could stand anywhere.
const ENOUGH: usize = 5;
/// Words of a quotation that are looked at.
const MOST: usize = 40;

/// The nearest earlier post that has the sentence which a post quotes; else the nearest earlier one by the author
/// whom it names. None where that is its parent, or nobody is here. Looks at every earlier post at worst.
pub(crate) fn spoken_to(thread: &Thread, post: PostId) -> Option<PostId> {
    let raw = thread.body(post).raw;
    let earlier = || (0..post.index()).rev().filter_map(|index| thread.get(index));
    let quoted: Vec<u64> = quotation(raw).map(|sentence| words(sentence).take(MOST).collect()).unwrap_or_default();
    let by_sentence =
        || (quoted.len() >= ENOUGH).then(|| earlier().find(|&other| says(thread, other, &quoted))).flatten();
    let by_name = || {
        let named = folded(address(raw)?.name);
        let is_named = |other: &PostId| thread.writer(*other).is_some_and(|writer| folded(writer.name) == named);
        (!named.is_empty()).then(|| earlier().find(is_named)).flatten()
    };
    by_sentence().or_else(by_name).filter(|&found| Some(found) != thread.parent(post))
}

/// Whether a post has these words in this order.
fn says(thread: &Thread, post: PostId, sentence: &[u64]) -> bool {
    let said: Vec<u64> = words(thread.body(post).raw).collect();
    said.windows(sentence.len()).any(|window| window == sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Parent};

    #[test]
    fn a_quoted_sentence_and_a_name_lead_to_their_posts() {
        let mut builder = Builder::new("test");
        let posts = [
            ("mara", "The chart that hangs in the harbour office is wrong."),
            ("oldsalt", "It is not."),
            ("gull", "Re: “the chart that hangs in the harbour office”\n\nWhich one?"),
            ("mara", "@gull the one of 1908."),
            ("tidewise", "@nobody here"),
        ];
        for (author, body) in posts {
            builder.add(Draft { parent: Parent::Article, author: Some(author), body, ..Draft::default() });
        }
        let thread = builder.finish().unwrap().thread;
        let answers = |post| spoken_to(&thread, PostId::new(post)).map(PostId::index);
        assert_eq!(answers(3), Some(1));
        assert_eq!(answers(4), Some(3));
        assert_eq!(answers(5), None);
    }
}

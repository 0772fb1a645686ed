//! The links of a body, each once with all of its text.

use super::{Block, Span};
use crate::thread::Text;
use std::sync::Arc;

/// The text and target of each link in some blocks, in order.
pub(crate) fn links(blocks: &[Block]) -> impl Iterator<Item = (Text, Arc<str>)> + '_ {
    let is_same = |one: &Span, next: &Span| match (&one.link, &next.link) {
        (Some(one), Some(next)) => Arc::ptr_eq(one, next),
        (None, None) => true,
        _ => false,
    };
    let groups = blocks.iter().flat_map(move |block| block.spans.chunk_by(is_same));
    groups.filter_map(|group| {
        let leads = group.first()?.link.clone()?;
        let mut says = Text::default();
        group.iter().for_each(|span| says.push_line(&span.text));
        Some((says, leads))
    })
}

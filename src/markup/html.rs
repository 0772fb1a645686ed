//! The HTML notation: fragments, as comments are written, read token by token.
//!
//! No tree is built: the tags of a fragment mean so little that each can be handled when it comes. So neither depth nor
//! wrong nesting matters. Not read: styles, forms, and the work of scripts.

use super::flow::{Flow, List, Style};
use super::image::{is_shown, is_sign};
use super::table::Align;
use super::{Block, Kind, says_spoiler};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;

/// The blocks of a fragment of HTML.
pub(super) fn blocks(raw: &str) -> Vec<Block> {
    let mut flow = Flow::default();
    add(&mut flow, raw);
    flow.finish()
}

/// Adds a fragment of HTML to a flow.
pub(super) fn add(flow: &mut Flow, raw: &str) {
    let mut reader = Reader { flow: std::mem::take(flow), ..Reader::default() };
    let mut rest = raw;
    while !rest.is_empty() {
        let (part, after) = rest.split_at_checked(overloaded(rest).unwrap_or(rest.len())).unwrap_or((rest, ""));
        let tokenizer = Tokenizer::new(Sink(RefCell::new(reader)), TokenizerOpts::default());
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from(part));
        // It would stop early only for a script or an encoding, which this sink never requests.
        let _ = tokenizer.feed(&queue);
        tokenizer.end();
        reader = tokenizer.sink.0.into_inner();
        rest = after;
    }
    *flow = reader.flow;
}

/// A place inside a tag after a thousand attributes: there the text is split, since the tokenizer compares each
/// attribute with all before it. Parsing restarts there, so the rest of the tag becomes text. `None` if no tag has that
/// many.
fn overloaded(raw: &str) -> Option<usize> {
    const MOST: usize = 1000;
    let bytes = raw.as_bytes();
    let mut place = 0;
    while raw.len() - place > MOST {
        place += memchr::memchr(b'<', bytes.get(place..)?)? + 1;
        let rest = bytes.get(place..)?;
        if rest.starts_with(b"!--") {
            place += memchr::memmem::find(rest, b"-->")?;
        } else if rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/') {
            let mut quote = None;
            let mut gaps = 0;
            for &byte in rest {
                match byte {
                    _ if quote == Some(byte) => (quote, gaps) = (None, gaps + 1),
                    _ if quote.is_some() => {}
                    b'"' | b'\'' => quote = Some(byte),
                    b'>' => break,
                    b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' | b'/' => gaps += 1,
                    _ => {}
                }
                if gaps > MOST && byte.is_ascii() {
                    return Some(place + 1);
                }
                place += 1;
            }
        }
    }
    None
}

struct Sink(RefCell<Reader>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => return reader.tag(&tag),
            Token::CharacterTokens(text) => reader.text(&text),
            Token::NullCharacterToken => reader.text("\0"),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is told apart by what comes next")]
struct Reader {
    flow: Flow,
    /// The number of open elements that keep their text literally.
    literal: usize,
    /// The number of open lists inside those: their items are lines.
    numbered: usize,
    /// Whether the next text stands between two of these lines.
    between: bool,
    /// Whether a link is open.
    is_in_link: bool,
    /// The number of open elements whose text is hidden from readers.
    hidden: usize,
    /// Whether a line break now would be the one after `<pre>`, which does not count.
    fresh: bool,
    /// Whether a `<br>` was just read.
    broken: bool,
    /// Whether a superscript number may follow.
    raised: bool,
    /// The element whose style keeps line breaks, and the number of open elements of its name.
    kept: Option<(String, usize)>,
    /// The same of the element that hides a spoiler.
    spoiler: Option<(String, usize)>,
}

impl Reader {
    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        let fresh = std::mem::take(&mut self.fresh);
        if self.literal > 0 {
            let text = if fresh { text.strip_prefix('\n').unwrap_or(text) } else { text };
            if !self.between || !text.trim_ascii().is_empty() {
                self.flow.literal(text);
            }
            return;
        }
        if self.kept.is_some() {
            for (number, line) in text.split('\n').enumerate() {
                if number > 0 {
                    self.flow.line_break();
                }
                let blanks = line.len() - line.trim_start_matches(' ').len();
                if self.flow.at_line_start() && blanks < line.len() {
                    self.flow.literal(line.get(..blanks).unwrap_or_default());
                }
                self.flow.text(line.trim_start_matches(' '));
            }
            return;
        }
        if self.raised {
            self.raised = false;
            let ordinal = matches!(text, "st" | "nd" | "rd" | "th" | "er" | "re" | "e" | "ème" | "o" | "a");
            if !ordinal && self.flow.last().is_some_and(char::is_alphanumeric) {
                self.flow.text("^");
            }
        }
        if self.broken && text.contains(|c: char| !c.is_ascii_whitespace()) {
            self.broken = false;
        }
        self.flow.text(text);
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        let start = tag.kind == TagKind::StartTag;
        if matches!(name, "script" | "style" | "template" | "head" | "noembed" | "noframes" | "title") {
            return self.hide(name, start);
        }
        if self.hidden > 0 {
            // The content of a frame ends with it.
            self.hidden -= usize::from(!start && name == "iframe");
            return TokenSinkResult::Continue;
        }
        self.broken &= name == "br";
        if start {
            self.start(name, tag);
        } else {
            self.end(name);
        }
        self.follow_kept(name, start, tag);
        self.follow_spoiler(name, start, tag);
        match name {
            "textarea" if start => TokenSinkResult::RawData(RawKind::Rcdata),
            "iframe" | "xmp" if start => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }

    /// Tracks where line breaks are kept: in an element whose style says so, up to its end.
    fn follow_kept(&mut self, name: &str, start: bool, tag: &Tag) {
        match &mut self.kept {
            Some((kept, open)) if *kept == name => {
                *open = if start { *open + 1 } else { *open - 1 };
                if *open == 0 {
                    self.kept = None;
                }
            }
            None if start && !tag.self_closing && self.literal == 0 && keeps_lines(tag) => {
                self.kept = Some((name.to_owned(), 1));
            }
            _ => {}
        }
    }

    /// Tracks what a spoiler hides: an element whose class says so, up to its end.
    fn follow_spoiler(&mut self, name: &str, start: bool, tag: &Tag) {
        match &mut self.spoiler {
            Some((spoiler, open)) if *spoiler == name => {
                *open = if start { *open + 1 } else { *open - 1 };
                if *open == 0 {
                    self.spoiler = None;
                    self.flow.end(Style::Spoiler);
                }
            }
            None if start && !tag.self_closing && hides(tag) => {
                self.spoiler = Some((name.to_owned(), 1));
                self.flow.begin(Style::Spoiler);
            }
            _ => {}
        }
    }

    /// Tracks a tag of an element that is hidden from readers.
    fn hide(&mut self, name: &str, start: bool) -> TokenSinkResult<()> {
        if !start {
            self.hidden = self.hidden.saturating_sub(1);
            return TokenSinkResult::Continue;
        }
        self.hidden += 1;
        match name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn start(&mut self, name: &str, tag: &Tag) {
        let flow = &mut self.flow;
        match name {
            "ol" | "ul" if self.literal > 0 => (self.numbered, self.between) = (self.numbered + 1, true),
            "li" if self.numbered > 0 => {
                flow.literal("\n");
                self.between = false;
            }
            "br" => self.line_break(),
            "em" | "i" | "cite" | "dfn" | "var" => flow.begin(Style::Emphasis),
            "strong" | "b" => flow.begin(Style::Strong),
            "code" | "kbd" | "samp" | "tt" => flow.begin(Style::Code),
            "a" => {
                flow.end_link();
                let address = attribute(tag, "href");
                self.is_in_link = address.is_some();
                address.into_iter().for_each(|address| flow.begin_link(address));
            }
            "img" => self.image(tag),
            "iframe" | "embed" | "video" | "audio" => {
                flow.break_block();
                flow.text(attribute(tag, "src").unwrap_or_default());
                flow.break_block();
                if name == "iframe" {
                    self.hidden += 1;
                }
            }
            "s" | "del" | "strike" => flow.text("~~"),
            "q" => flow.text("“"),
            "sup" => self.raised = true,
            "blockquote" => flow.open_quote(),
            "ul" | "menu" | "dir" => flow.open_list(List::Bullets),
            "ol" => flow.open_list(List::Numbers(number(tag, "start").unwrap_or(1))),
            "li" => flow.item(number(tag, "value")),
            "dt" => flow.close_inset(),
            "dd" => {
                flow.close_inset();
                flow.open_list(List::Inset);
            }
            "pre" | "listing" | "xmp" => {
                flow.start(Kind::Code);
                self.literal += 1;
                self.fresh = true;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => flow.start(Kind::Heading(level(name))),
            "hr" => flow.rule(),
            "table" if self.literal == 0 => flow.open_table(Vec::new()),
            "tr" if self.literal == 0 => flow.row(),
            "td" | "th" if self.literal == 0 => {
                flow.cell(name == "th", number(tag, "colspan").unwrap_or(1) as usize, align(tag));
            }
            _ if is_block(name) => flow.break_block(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let flow = &mut self.flow;
        match name {
            "ol" | "ul" if self.numbered > 0 => (self.numbered, self.between) = (self.numbered - 1, false),
            "li" if self.numbered > 0 => self.between = true,
            "br" => self.line_break(),
            "em" | "i" | "cite" | "dfn" | "var" => flow.end(Style::Emphasis),
            "strong" | "b" => flow.end(Style::Strong),
            "code" | "kbd" | "samp" | "tt" => flow.end(Style::Code),
            "a" => {
                self.is_in_link = false;
                flow.end_link();
            }
            "s" | "del" | "strike" => flow.text("~~"),
            "q" => flow.text("”"),
            "sup" => self.raised = false,
            "blockquote" => flow.close_quote(),
            "ul" | "ol" | "menu" | "dir" => flow.close_list(),
            "dl" | "dd" => flow.close_inset(),
            "pre" | "listing" | "xmp" => {
                flow.break_block();
                self.literal = self.literal.saturating_sub(1);
                (self.numbered, self.between) = (0, false);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => flow.break_block(),
            "table" if self.literal == 0 => flow.close_table(),
            _ if is_block(name) => flow.break_block(),
            _ => {}
        }
    }

    /// Ends the line; a second break in a row ends the paragraph.
    fn line_break(&mut self) {
        if self.literal > 0 {
            self.flow.literal("\n");
        } else if std::mem::replace(&mut self.broken, true) {
            self.flow.break_block();
        } else {
            self.flow.line_break();
        }
    }

    /// Writes a picture as what it shows, and links it to its file: `[image: the old chart]`. What stands for a sign,
    /// such as `:smile:`, stays that sign; what decorates is left out.
    fn image(&mut self, tag: &Tag) {
        let alt = attribute(tag, "alt").map(str::trim);
        if alt.is_some_and(|alt| is_sign(tag, alt)) {
            return self.flow.text(alt.unwrap_or_default());
        }
        if !is_shown(tag) {
            return;
        }
        let file = attribute(tag, "src").filter(|file| !file.starts_with("data:") && !self.is_in_link);
        file.into_iter().for_each(|file| self.flow.begin_link(file));
        match alt.filter(|alt| !alt.is_empty()) {
            Some(alt) => self.flow.text(&format!("[image: {alt}]")),
            None => self.flow.text("[image]"),
        }
        file.into_iter().for_each(|_| self.flow.end_link());
    }
}

pub(super) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// Whether an element hides a spoiler.
fn hides(tag: &Tag) -> bool {
    matches!(&*tag.name, "span" | "div" | "spoiler" | "p" | "section" | "blockquote")
        && (&*tag.name == "spoiler"
            || attribute(tag, "class").is_some_and(|classes| classes.split_ascii_whitespace().any(says_spoiler)))
}

/// The alignment of a table cell.
fn align(tag: &Tag) -> Align {
    let said = attribute(tag, "align").or_else(|| {
        let style = attribute(tag, "style")?;
        style
            .split(';')
            .filter_map(|rule| rule.split_once(':'))
            .find(|(name, _)| name.trim() == "text-align")
            .map(|rule| rule.1)
    });
    match said.map(str::trim) {
        Some("right" | "end") => Align::Right,
        Some("center") => Align::Center,
        _ => Align::Left,
    }
}

/// Whether the style of an element keeps line breaks.
fn keeps_lines(tag: &Tag) -> bool {
    let rules = attribute(tag, "style").unwrap_or_default().split(';').filter_map(|rule| rule.split_once(':'));
    let mut kept = rules.filter(|(name, _)| name.trim() == "white-space").map(|(_, value)| value.trim());
    kept.any(|value| matches!(value, "pre" | "pre-wrap" | "pre-line" | "break-spaces"))
}

fn number(tag: &Tag, name: &str) -> Option<u64> {
    attribute(tag, name)?.trim().parse().ok()
}

fn level(heading: &str) -> u8 {
    heading.as_bytes().get(1).map_or(1, |digit| digit.saturating_sub(b'0'))
}

/// Whether an element stands on lines of its own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "article"
            | "section"
            | "aside"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "address"
            | "center"
            | "figure"
            | "figcaption"
            | "details"
            | "summary"
            | "fieldset"
            | "legend"
            | "form"
            | "dl"
            | "dt"
            | "table"
            | "caption"
            | "hgroup"
            | "search"
            | "body"
            | "html"
            | "option"
            | "textarea"
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::sketch;
    use crate::thread::Notation::Html;

    #[test]
    fn a_row_of_many_aligned_cells_is_read_in_one_pass() {
        let row = "<td align=right>1".repeat(50_000);
        let table = super::blocks(&format!("<table><tr>{row}<tr><td>2</table>"));
        assert_eq!(table.len(), 1);
    }

    #[test]
    fn paragraphs_end_where_browsers_end_them() {
        assert_eq!(
            sketch(Html, "The lamp<p>is  \n lit.<p>Yes.</p><div>No.</div>"),
            ["The lamp", "is lit.", "Yes.", "No."]
        );
        assert_eq!(sketch(Html, "a<br>b<br>\n<br>c<br/>"), ["a\nb", "c"]);
    }

    #[test]
    fn styles_and_links_do_not_begin_or_end_in_spaces() {
        assert_eq!(
            sketch(Html, "a<b> b </b>c <a href=http://a.example/?a=1&amp;b> d</a>"),
            ["a **b** c [d](http://a.example/?a=1&b)"]
        );
    }

    #[test]
    fn quotes_nest_and_end_their_lists() {
        assert_eq!(
            sketch(Html, "<blockquote>a<blockquote>b<ul><li>c</blockquote>d</blockquote>e"),
            ["> a", "> > b", "> >   • c", "> d", "e"]
        );
    }

    #[test]
    fn quote_marks_in_the_text_are_quotes() {
        assert_eq!(
            sketch(Html, "<i>&gt; Is it lit?</i><p>&gt;&gt; Was it?<br>It was."),
            ["> *Is it lit?*", "> > Was it?", "It was."]
        );
        assert_eq!(sketch(Html, "So:<br>&gt; one<br>&gt; two<br>three"), ["So:", "> one\ntwo", "three"]);
    }

    #[test]
    fn lists_have_their_markers() {
        assert_eq!(
            sketch(Html, "<ol start=3><li>a<ul><li>b</ul><li value=7>c<li><p>d<p>e</ol>f"),
            ["  3. a", "    • b", "  7. c", "  8. d", "  e", "f"]
        );
        assert_eq!(sketch(Html, "<ul><li><pre>x</pre></ul>"), ["  • ", "  code x"]);
        assert_eq!(sketch(Html, "<dl><dt>mole<dd>a wall<dt>spit</dl>"), ["mole", "  a wall", "spit"]);
    }

    #[test]
    fn preformatted_text_is_code() {
        assert_eq!(
            sketch(Html, "<pre><code>\n  a\n\n  <b>b</b>\n</code></pre>c <code>d</code>"),
            ["code   a\n\n  b", "c `d`"]
        );
        assert_eq!(
            sketch(Html, "<pre>  <code>\n <ol start=7>\n <li>if lit:</li>\n <li>  burn()</li>\n</ol></code></pre>c"),
            ["code if lit:\n  burn()", "c"]
        );
    }

    #[test]
    fn rows_of_tables_are_lines() {
        assert_eq!(sketch(Html, "<table><tr><th>a<th>b<tr><td>1<td>2</table>c"), ["table a | b\n1 | 2", "c"]);
        assert_eq!(
            sketch(
                Html,
                "<table><caption>x</caption><tr><th colspan=2>a<th>b <b>c</b><tr><td><br>1<td><td>2 </table>c"
            ),
            ["x", "table a | b **c**\n1 |  | 2", "c"]
        );
    }

    #[test]
    fn boxes_and_layouts_are_no_tables() {
        assert_eq!(sketch(Html, "<table><tr><td>a<td>b</table>c"), ["a | b", "c"]);
        assert_eq!(sketch(Html, "<table><tr><td>a<tr><td>b</table>c"), ["a\nb", "c"]);
        assert_eq!(sketch(Html, "<table><tr><td>a<td><p>b</p><tr><td>c<td>d</table>e"), ["a", "b", "c | d", "e"]);
        let long = "lamp ".repeat(100);
        let said = sketch(Html, &format!("<table><tr><td>a<td>{long}<tr><td>c<td>d</table>"));
        assert_eq!(said, [format!("a | {long}").trim().to_owned() + "\nc | d"]);
    }

    #[test]
    fn a_style_may_keep_line_breaks() {
        assert_eq!(
            sketch(Html, "<p style='color: red; white-space: pre-wrap'>one\n  two\n\n<b>three</b>\n</p>four\nfive"),
            ["one\n  two\n\n**three**", "four five"]
        );
        assert_eq!(
            sketch(Html, "<div style=white-space:pre-line><div>a\nb</div>c\nd</div>e\nf"),
            ["a\nb", "c\nd", "e f"]
        );
    }

    #[test]
    fn scripts_and_styles_are_not_text() {
        assert_eq!(sketch(Html, "a<script>x < '<p>'</script><style>p{}</style><template>y</template>b"), ["ab"]);
    }

    #[test]
    fn a_frame_is_its_address_and_what_follows_is_read() {
        assert_eq!(
            sketch(Html, "a<iframe src=https://port.example/film><p>old</iframe>b<iframe></iframe> c</iframe> d"),
            ["a", "<https://port.example/film>", "b", "c d"]
        );
    }

    #[test]
    fn hints_at_breaks_vanish_and_raised_numbers_stay_apart() {
        assert_eq!(
            sketch(Html, "light&shy;house fog<wbr>horn 10<sup>6</sup> 1<sup>st</sup>"),
            ["lighthouse foghorn 10^6 1st"]
        );
    }

    #[test]
    fn shortened_addresses_are_given_in_full() {
        assert_eq!(
            sketch(Html, "<a href='https://port.example/log/1911'>https://port.example/...</a>"),
            ["<https://port.example/log/1911>"]
        );
    }

    #[test]
    fn what_follows_too_many_attributes_is_text() {
        let many = (0..300_000).map(|number| format!(" a{number}")).collect::<Vec<_>>().concat();
        let shown = sketch(Html, &format!("<b{many} title='x > y'>lit"));
        assert!(shown[0].ends_with("a299999 title='x > y'>lit"));
    }

    #[test]
    fn what_is_no_tag_is_text() {
        assert_eq!(sketch(Html, "1 < 2 <3 &amp &nosuch; &#128031;"), ["1 < 2 <3 & &nosuch; 🐟"]);
    }
}

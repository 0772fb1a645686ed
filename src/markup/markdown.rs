//! The Markdown notation: CommonMark with GitHub's tables, task lists and strikethrough.

use super::flow::{Flow, List, Style};
use super::table::Align;
use super::{Block, Kind, html, spoiler};
use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd};

/// The blocks of a Markdown text.
pub(super) fn blocks(raw: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = Reader::default();
    for event in Parser::new_ext(&spoiler::marked(raw), options) {
        reader.add(event);
    }
    reader.flow.finish()
}

#[derive(Default)]
struct Reader {
    flow: Flow,
    /// Whether text is literal: inside code.
    literal: bool,
    /// Whether the row that names the columns is open.
    names: bool,
    /// An HTML block that has not ended yet.
    html: String,
}

impl Reader {
    fn add(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.literal => self.flow.literal(&spoiler::unmarked(&text)),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.flow.begin(Style::Code);
                self.flow.literal(&spoiler::unmarked(&text));
                self.flow.end(Style::Code);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.flow.literal(&text),
            Event::Html(text) => self.html.push_str(&text),
            Event::InlineHtml(text) => html::add(&mut self.flow, &text),
            Event::FootnoteReference(name) => self.flow.text(&format!("[{name}]")),
            Event::SoftBreak => self.flow.text(" "),
            Event::HardBreak => self.flow.line_break(),
            Event::Rule => self.flow.rule(),
            Event::TaskListMarker(done) => self.flow.text(if done { "[x] " } else { "[ ] " }),
        }
    }

    /// Adds text in which spoilers begin and end.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once([spoiler::START, spoiler::END]) {
            self.flow.text(before);
            let is_start = rest.get(before.len()..).is_some_and(|mark| mark.starts_with(spoiler::START));
            let change = if is_start { Flow::begin } else { Flow::end };
            change(&mut self.flow, Style::Spoiler);
            rest = after;
        }
        self.flow.text(rest);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.flow.start(Kind::Heading(level as u8)),
            Tag::BlockQuote(_) => self.flow.open_quote(),
            Tag::CodeBlock(_) => {
                self.flow.start(Kind::Code);
                self.literal = true;
            }
            Tag::List(start) => self.flow.open_list(start.map_or(List::Bullets, List::Numbers)),
            Tag::Item => self.flow.item(None),
            Tag::Table(columns) => self.flow.open_table(columns.into_iter().map(aligned).collect()),
            Tag::TableHead => {
                self.names = true;
                self.flow.row();
            }
            Tag::TableRow => self.flow.row(),
            Tag::TableCell => self.flow.cell(self.names, 1, Align::Left),
            Tag::Emphasis => self.flow.begin(Style::Emphasis),
            Tag::Strong => self.flow.begin(Style::Strong),
            Tag::Strikethrough => self.flow.text("~~"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.flow.begin_link(&dest_url),
            _ => self.flow.break_block(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) => self.flow.close_quote(),
            TagEnd::CodeBlock => {
                self.literal = false;
                self.flow.break_block();
            }
            TagEnd::List(_) => self.flow.close_list(),
            TagEnd::HtmlBlock => {
                html::add(&mut self.flow, &std::mem::take(&mut self.html));
                self.flow.break_block();
            }
            TagEnd::Table => self.flow.close_table(),
            TagEnd::TableHead => self.names = false,
            TagEnd::TableRow | TagEnd::TableCell => {}
            TagEnd::Emphasis => self.flow.end(Style::Emphasis),
            TagEnd::Strong => self.flow.end(Style::Strong),
            TagEnd::Strikethrough => self.flow.text("~~"),
            TagEnd::Link | TagEnd::Image => self.flow.end_link(),
            _ => self.flow.break_block(),
        }
    }
}

fn aligned(column: Alignment) -> Align {
    match column {
        Alignment::Right => Align::Right,
        Alignment::Center => Align::Center,
        Alignment::None | Alignment::Left => Align::Left,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sketch;
    use crate::thread::Notation::Markdown;

    #[test]
    fn soft_breaks_are_spaces_and_hard_breaks_are_kept() {
        assert_eq!(sketch(Markdown, "The lamp\nis *lit*  \nand **seen**."), ["The lamp is *lit*\nand **seen**."]);
    }

    #[test]
    fn blocks_of_every_kind() {
        let raw = "# Mole\n\n> old\n>> stone\n\n3. rope\n   - tar\n\n     more\n4. oil\n\n---\n\n```\na  b\n```";
        assert_eq!(
            sketch(Markdown, raw),
            ["h1 Mole", "> old", "> > stone", "  3. rope", "    • tar", "    more", "  4. oil", "rule", "code a  b"]
        );
    }

    #[test]
    fn links_images_and_bare_addresses_lead_somewhere() {
        assert_eq!(
            sketch(Markdown, "[the *log*](http://a.example/) ![a gull](g.png) http://b.example"),
            ["[the ](http://a.example/)[*log*](http://a.example/) [a gull](g.png) <http://b.example>"]
        );
    }

    #[test]
    fn tables_are_lines_and_tasks_and_strikes_keep_their_marks() {
        assert_eq!(sketch(Markdown, "a|b\n-|-\n1|2"), ["table a | b\n1 | 2"]);
        assert_eq!(sketch(Markdown, "- [x] lit\n- ~~out~~"), ["  • [x] lit", "  • ~~out~~"]);
    }

    #[test]
    fn html_inside_is_read() {
        assert_eq!(sketch(Markdown, "H<sub>2</sub>O<br>\n\n<details>\n<p>tide</p>\n</details>"), ["H2O", "tide"]);
        assert_eq!(sketch(Markdown, "a <b>bold</b> lamp"), ["a **bold** lamp"]);
    }
}

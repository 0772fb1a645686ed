//! Any XML with a recognisable discussion: read as JSON with the same content.
//!
//! ```xml
//! <bug><short_desc>The lamp</short_desc>
//!   <long_desc><who name="mara">m@lamp.example</who><bug_when>2023-04-21</bug_when><thetext>It is out.</thetext></long_desc></bug>
//! ```
//!
//! Elements beside others of the same name are lists; elements with nothing but text are texts.

use super::elements::{Elements, Move};
use super::root;
use crate::source::json;
use crate::source::{Likeness, Refusal, Source};
use crate::thread::{Builder, Draft, Notice, Parent};
use rustc_hash::FxHashSet;
use std::io::BufRead;

/// Any XML.
pub(in crate::source) struct AnyXml;

/// An element and its contents.
#[derive(Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    inner: Vec<usize>,
}

/// Elements of a document that are read at most.
const MOST: usize = 1 << 22;

impl Source for AnyXml {
    fn name(&self) -> &'static str {
        "xml"
    }

    fn about(&self) -> &'static str {
        "any XML whose elements mean posts with authors, times and texts"
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        if root::is_unknown(head) { Likeness::Likely } else { Likeness::None }
    }

    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal> {
        let mut xml = Elements::new(input);
        let elements = gather(&mut xml);
        if !json::read_whole(as_json(&elements).as_bytes(), builder) {
            let said = elements.iter().map(|element| element.text.trim()).filter(|text| !text.is_empty());
            let text = said.collect::<Vec<_>>().join("\n");
            if text.is_empty() {
                return Err(Refusal::Malformed("expected XML with posts in it, found no text".to_owned()));
            }
            builder.notice(Notice::new("no discussion was found in this XML: its text is shown"));
            builder.add(Draft { parent: Parent::Nothing, body: &text, ..Draft::default() });
        }
        xml.finish(builder)
    }
}

/// All elements, each before its contents.
fn gather(xml: &mut Elements<'_>) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut text = String::new();
    while elements.len() < MOST {
        text.clear();
        let step = xml.next(&mut text);
        if let Some(element) = open.last().and_then(|&open| elements.get_mut(open)) {
            element.text.push_str(&text);
        }
        match step {
            Move::Open => {
                let attributes = xml.attributes().map(|(key, value)| (key.to_owned(), value.into_owned())).collect();
                let this = elements.len();
                if let Some(above) = open.last().and_then(|&open| elements.get_mut(open)) {
                    above.inner.push(this);
                }
                elements.push(Element { name: xml.name().to_owned(), attributes, ..Element::default() });
                open.push(this);
            }
            Move::Close => open.truncate(xml.depth()),
            Move::End => break,
        }
    }
    elements
}

/// What is still to be written.
enum Part<'e> {
    Value(usize),
    Text(&'e str),
}

/// A document as JSON.
fn as_json(elements: &[Element]) -> String {
    // An element that once occurs beside another of its name is always an item of a list.
    let mut lists = FxHashSet::<(&str, &str)>::default();
    for element in elements {
        let mut names = FxHashSet::default();
        for inner in element.inner.iter().filter_map(|&inner| elements.get(inner)) {
            if !names.insert(&*inner.name) {
                lists.insert((&element.name, &inner.name));
            }
        }
    }
    let mut out = String::new();
    let mut waiting = vec![Part::Value(0)];
    while let Some(part) = waiting.pop() {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Value(place) => {
                let Some(element) = elements.get(place) else { continue };
                if element.inner.is_empty() && element.attributes.is_empty() {
                    push_text(element.text.trim(), &mut out);
                    continue;
                }
                out.push('{');
                for (key, value) in &element.attributes {
                    push_text(key, &mut out);
                    out.push(':');
                    push_text(value, &mut out);
                    out.push(',');
                }
                if !element.text.trim().is_empty() {
                    out.push_str("\"text\":");
                    push_text(element.text.trim(), &mut out);
                    out.push(',');
                }
                push_inner(elements, element, &lists, &mut waiting);
            }
        }
    }
    out
}

/// Puts the contents of an element before everything that waits: its lists, then the rest, in order.
fn push_inner<'e>(
    elements: &'e [Element],
    element: &'e Element,
    lists: &FxHashSet<(&str, &str)>,
    waiting: &mut Vec<Part<'e>>,
) {
    let mut parts = Vec::new();
    let mut done = FxHashSet::default();
    let named = |place: usize| elements.get(place).map_or("", |element| &*element.name);
    for &inner in &element.inner {
        let name = named(inner);
        let is_list = lists.contains(&(&*element.name, name));
        if !done.insert(name) {
            continue;
        }
        parts.extend([Part::Text("\""), Part::Text(name), Part::Text(if is_list { "\":[" } else { "\":" })]);
        for &other in element.inner.iter().filter(|&&other| named(other) == name) {
            parts.extend([Part::Value(other), Part::Text(",")]);
        }
        parts.extend(is_list.then_some(Part::Text("],")));
    }
    parts.push(Part::Text("}"));
    waiting.extend(parts.into_iter().rev());
}

fn push_text(text: &str, out: &mut String) {
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(xml: &str) -> Vec<String> {
        let mut builder = Builder::new("xml");
        AnyXml.read(&mut xml.as_bytes(), &mut builder).unwrap();
        let thread = builder.finish().unwrap().thread;
        let title = |id| if thread.opening(id) == id { thread.title_of(id) } else { "" };
        let row = |id| {
            let name = thread.writer(id).map_or("-", |writer| writer.name);
            format!("{}{name} {}{}", "  ".repeat(thread.depth(id)), title(id), thread.body(id).raw)
        };
        thread.ids().map(row).collect()
    }

    #[test]
    fn the_reports_of_a_tracker_are_threads_that_their_first_texts_open() {
        let said = |who: &str, when: &str, text: &str| {
            format!(
                "<long_desc><who name=\"{who}\">{who}@lamp.example</who><bug_when>{when}</bug_when><thetext>{text}</thetext></long_desc>"
            )
        };
        let xml = format!(
            "<?xml version=\"1.0\"?><bugzilla version=\"4\"><bug><bug_id>7</bug_id><creation_ts>2023-04-21 10:00:12 +0200</creation_ts>\
            <short_desc>Lamp</short_desc><product>Harbour</product><reporter name=\"mara\">m@lamp.example</reporter>{}{}</bug>\
            <bug><bug_id>8</bug_id><short_desc>Gulls</short_desc><reporter name=\"gull\">g@lamp.example</reporter>{}</bug></bugzilla>",
            said("mara", "2023-04-21 10:00:12 +0200", "It is &lt;out&gt;."),
            said("gull", "2023-04-21 11:00:00 +0200", "Fish"),
            said("gull", "2023-04-22 10:00:00 +0200", "Fog"),
        );
        assert_eq!(AnyXml.likeness(xml.as_bytes()), Likeness::Likely);
        assert_eq!(sketch(&xml), ["- ", "  mara LampIt is <out>.", "    gull Fish", "  gull GullsFog"]);
    }

    #[test]
    fn short_texts_with_times_in_reports_with_long_titles_are_no_details_of_these() {
        let bug = |number: u32, title: &str| {
            format!(
                "<bug><bug_id>{number}</bug_id><creation_ts>2023-04-21 10:00:12 +0200</creation_ts><short_desc>{title}</short_desc>\
                <reporter name=\"mara\">m@lamp.example</reporter><long_desc><who name=\"gull\">g</who>\
                <bug_when>2023-04-22 10:00:00 +0200</bug_when><thetext>Out.</thetext></long_desc>\
                <long_desc><who name=\"mara\">m</who><bug_when>2023-04-23 10:00:00 +0200</bug_when><thetext>Lit.</thetext></long_desc></bug>"
            )
        };
        let [lamp, bell] = [bug(7, "The lamp at the mole is out"), bug(8, "The bell on the bar is stuck")];
        let xml = format!("<?xml version=\"1.0\"?><bugzilla version=\"4\">{lamp}{bell}</bugzilla>");
        let [one, other] = ["  mara The lamp at the mole is out", "  mara The bell on the bar is stuck"];
        assert_eq!(sketch(&xml)[1..], [one, "    gull Out.", "    mara Lit.", other, "    gull Out.", "    mara Lit."]);
    }

    #[test]
    fn posts_in_attributes_are_read_and_xml_without_any_is_shown() {
        let xml = "<?xml version=\"1.0\"?><log><message author=\"mara\" time=\"2023-04-21T10:00:00Z\">Lamp</message>\
            <message author=\"gull\" time=\"2023-04-21T11:00:00Z\">Fish</message></log>";
        assert_eq!(sketch(xml), ["- ", "  mara Lamp", "  gull Fish"]);
        assert_eq!(sketch("<?xml version=\"1.0\"?><lamp><oil>Whale</oil><wick>Hemp</wick></lamp>"), ["- Whale\nHemp"]);
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("<?xml version=\"1.0\"?>{}Lamp{}", "<a>".repeat(50_000), "</a>".repeat(50_000));
        assert_eq!(sketch(&deep), ["- Lamp"]);
    }
}

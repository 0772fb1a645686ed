//! Pictures in HTML: which of them show something, and which are signs in running text.

use super::html::attribute;
use html5ever::tokenizer::Tag;

/// Whether the text of a picture is a sign in running text: an emoji, a smiley, a formula.
pub(super) fn is_sign(tag: &Tag, alt: &str) -> bool {
    const SIGNS: [&str; 5] = ["emoji", "smil", "emoticon", "latex", "icon"];
    let is_called = |class: &str| SIGNS.iter().any(|sign| class.to_ascii_lowercase().contains(sign));
    let is_coded = alt.len() > 2 && alt.starts_with(':') && alt.ends_with(':');
    !alt.is_empty() && (is_coded || !alt.contains(char::is_alphanumeric) || alt.chars().count() <= 3)
        || attribute(tag, "class").is_some_and(is_called)
}

/// Whether a picture shows something: it has a text, or the size of a picture, and is no dot that counts visits.
pub(super) fn is_shown(tag: &Tag) -> bool {
    /// Pixels of a side from which on a picture without a text is looked at.
    const LARGE: u32 = 100;
    let side = |name: &str| attribute(tag, name).and_then(|size| size.trim_end_matches("px").parse::<u32>().ok());
    let sides = [side("width"), side("height")];
    if sides.into_iter().flatten().any(|side| side <= 2) {
        return false;
    }
    match attribute(tag, "alt").map(str::trim) {
        Some("") => sides.into_iter().flatten().any(|side| side >= LARGE),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sketch;
    use crate::thread::Notation::Html;

    #[test]
    fn pictures_say_what_they_show_and_lead_to_their_files() {
        let read = |raw| sketch(Html, raw);
        assert_eq!(
            read("<p>See <img src=/chart.png alt='the old chart'>."),
            ["See [[image: the old chart]](/chart.png)."]
        );
        assert_eq!(read("<p>See:<p><img src=/a.png alt='' width=690 height=400>"), ["See:", "[[image]](/a.png)"]);
        assert_eq!(
            read("<p>Fine <img class=emoji alt=':smile:' src=s.png> and <img alt='🙂' src=t.png>"),
            ["Fine :smile: and 🙂"]
        );
        assert_eq!(read("<p>No<img src=count.gif width=1 height=1><img src=dot.gif alt=''>"), ["No"]);
        assert_eq!(read("<a href=/big.png><img src=/small.png alt='a gull'></a>"), ["[[image: a gull]](/big.png)"]);
    }
}

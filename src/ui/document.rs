//! The document: the article and the replies under it, as lines.

use super::label::{answered_role, author_role, hidden_text, muted_text, name_role, shown_name};
use super::theme::Role;
use super::{Canvas, away, columns, cut, links, scrollbar, words};
use crate::app::{ANSWERED, App, DocumentRow, Pane, Rect, Signs};
use crate::markup::Tone;
use crate::rows::{Columns, Laid, Line, LineRole, QUOTE_COLUMNS, Row};
use crate::thread::{Gone, PostId, Slice, Text, Time};
use std::ops::Range;

/// The document pane with its scrollbar.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, rect: Rect) {
    let text = Rect { width: rect.width.saturating_sub(1), ..rect };
    for (y, row) in app.page().document.iter().enumerate() {
        if app.signs() == Signs::Words {
            let is_first =
                y == 0 || app.page().document.get(y - 1).is_some_and(|above| above.place.post != row.place.post);
            if row.place.post == app.selection() && is_first {
                canvas.chosen = Some((text.x, text.y + y as u16));
            }
        } else {
            guides(app, canvas, text, y, row);
        }
        content(app, canvas, text, (Pane::Document, y), row, app.reading().columns());
    }
    let rows = app.page().document.len();
    if rows < usize::from(rect.height) {
        let mark = Slice::fixed("· · ·");
        let x = app.reading().columns().text_start(0);
        canvas.text(text, x, rows, mark, Role::Frame);
    }
    if app.signs() == Signs::Words {
        return;
    }
    scrollbar::draw(app, canvas, Rect { x: rect.x + rect.width.saturating_sub(1), width: 1.min(rect.width), ..rect });
}

/// The article in its own pane.
pub(super) fn draw_article(app: &App, canvas: &mut Canvas<'_>, rect: Rect) {
    for (y, row) in app.page().article.iter().enumerate() {
        content(app, canvas, rect, (Pane::Article, y), row, app.reading().article_columns());
    }
}

fn guides(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, row: &DocumentRow) {
    let columns = app.reading().columns();
    let level = columns.level(row.depth);
    for guide in 1..=level {
        canvas.text(rect, columns.guide(guide), y, Slice::fixed("│"), Role::Guide(guide - 1));
    }
    let is_selected = row.place.post == app.selection();
    let own = columns.guide(level);
    if matches!(row.row, Row::Folded) {
        canvas.text(rect, own, y, Slice::fixed("▸"), Role::Fold);
    } else if is_selected && !matches!(row.row, Row::Blank | Row::Replies) {
        let role = if app.focus() == Pane::Document { Role::Accent } else { Role::AccentAway };
        canvas.text(rect, own, y, Slice::fixed("▌"), role);
    } else if app.is_highlighted(row.place.post) && !matches!(row.row, Row::Blank | Row::Replies) {
        canvas.text(rect, own, y, Slice::fixed("┃"), Role::Highlight);
    }
}

fn content(
    app: &App,
    canvas: &mut Canvas<'_>,
    rect: Rect,
    (pane, y): (Pane, usize),
    row: &DocumentRow,
    columns: Columns,
) {
    let start = columns.text_start(row.depth);
    let width = match row.row {
        Row::Head | Row::Folded | Row::Replies => columns.head_width(row.depth),
        _ => columns.text_width(row.depth),
    };
    let room = rect.width.saturating_sub(start as u16).min(width as u16);
    let text = Rect { x: rect.x + start as u16, width: room, ..rect };
    let post = row.place.post;
    match &row.row {
        Row::Body(laid, line) if app.is_context(post) => context(canvas, text, y, laid, *line),
        Row::Title(laid, line) | Row::Body(laid, line) => {
            let shift = if pane == Pane::Document { app.reading().shift(post) } else { 0 };
            let is_covered = !app.reading().is_uncovered(post);
            let said = Said { laid, line: *line, shift, is_covered, matches: &row.matches };
            body(canvas, text, y, &said, |says, leads| app.address_of(post, says, leads));
        }
        Row::Byline => {
            let url_at = byline(app, canvas, text, y);
            links::letters_on(app, pane, y).for_each(|(_, keys)| links::letters(canvas, text, url_at, y, keys));
        }
        Row::Head if app.signs() == Signs::Words => {
            let words = words::head(app, post, row.depth);
            canvas.text(text, 0, y, cut(words.as_slice(), usize::from(room)).as_slice(), Role::Author);
        }
        Row::Head => head(app, canvas, text, y, row),
        Row::NoText => {
            canvas.text(text, 0, y, cut(no_text(app, post), usize::from(room)).as_slice(), Role::Dim);
        }
        Row::Muted => {
            let words = muted_text(app, post, usize::from(room));
            canvas.text(text, 0, y, cut(words.as_slice(), usize::from(room)).as_slice(), Role::Dim);
        }
        Row::More(which) => {
            if let Some(more) = app.thread().more_of(post).get(*which) {
                let is_told = more.address.is_some() && post == app.selection();
                let keys = if is_told { app.keyed(": {load-more} loads them") } else { String::new() };
                let words = Text::line(&format!("⋯ {}{keys}", more.words()));
                canvas.text(text, 0, y, cut(words.as_slice(), usize::from(room)).as_slice(), Role::Dim);
            }
        }
        Row::Folded if app.signs() == Signs::Words => {
            let words = words::folded(app, post, usize::from(room));
            canvas.text(text, 0, y, cut(words.as_slice(), usize::from(room)).as_slice(), Role::Fold);
        }
        Row::Folded => folded(app, canvas, text, y, post),
        Row::Replies => replies(app, canvas, text, y),
        Row::Blank => {}
    }
    if let Row::Title(laid, line) | Row::Body(laid, line) = &row.row
        && let Some(line) = laid.lines().get(*line)
    {
        over(app, canvas, rect, (pane, y), (post, start, usize::from(room)), laid, line);
    }
    if matches!(row.row, Row::Folded) && post == app.selection() {
        canvas.wash(text, y, if pane == app.focus() { Role::Selected } else { Role::SelectedAway });
    }
}

/// Why a post has no text.
fn no_text(app: &App, post: PostId) -> Slice<'static> {
    Slice::fixed(match app.thread().post(post).gone() {
        Some(Gone::Author) => "(deleted by its author)",
        Some(Gone::Moderator) => "(removed by a moderator)",
        Some(Gone::Account) | None => "(no text: it was deleted or is not in the source)",
    })
}

/// Draws what lies over a line of a text: what the mouse marks, and letters on links.
fn over(
    app: &App,
    canvas: &mut Canvas<'_>,
    rect: Rect,
    (pane, y): (Pane, usize),
    (post, start, room): (PostId, usize, usize),
    laid: &Laid,
    line: &Line,
) {
    let text = Rect { x: rect.x + start as u16, width: room as u16, ..rect };
    if let Some(marked) = app.marked().filter(|_| pane == Pane::Document).and_then(|drag| drag.columns(y)) {
        let said = start + laid.column(line, line.range.end);
        let (from, to) = ((*marked.start()).max(start), marked.end().saturating_add(1).min(said).min(start + room));
        let x = rect.x.saturating_add(from as u16);
        canvas.wash(Rect { x, width: to.saturating_sub(from) as u16, ..rect }, y, Role::Selected);
    }
    for (hint, keys) in links::letters_on(app, pane, y) {
        let shift = if line.role == LineRole::Code { app.reading().shift(post) } else { 0 };
        let x = hint.at.map_or(0, |at| laid.column(line, at)).saturating_sub(shift);
        links::letters(canvas, text, x, y, keys);
    }
}

/// Draws the author and time of the article and the address of its page. Returns the column of the address.
fn byline(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize) -> usize {
    let thread = app.thread();
    let article = app.reading().article();
    let post = thread.post(article);
    let mut x = 0;
    if let Some(name) = shown_name(app, article) {
        x = canvas.text(rect, x, y, name.as_slice(), Role::OriginalPoster);
    }
    if let Some(time) = post.time() {
        x = after_dot(canvas, rect, x, y);
        x = canvas.text(rect, x, y, Text::line(&time.minute()).as_slice(), Role::Dim);
    }
    if let Some(url) = thread.url_of(article) {
        x = after_dot(canvas, rect, x, y);
        let url = cut(Text::line(url).as_slice(), usize::from(rect.width).saturating_sub(x));
        let end = canvas.text(rect, x, y, url.as_slice(), Role::Dim);
        quoting(app, canvas, rect, y, (article, end, usize::from(rect.width)));
    } else {
        quoting(app, canvas, rect, y, (article, x, usize::from(rect.width)));
    }
    x
}

fn after_dot(canvas: &mut Canvas<'_>, rect: Rect, x: usize, y: usize) -> usize {
    if x == 0 { 0 } else { canvas.text(rect, x, y, Slice::fixed(" · "), Role::Dim) }
}

/// `mara · 2h · 14 points · ← #12 gull                #7 · ↑ oldsalt`
///
/// If it is too wide, the points go first, then the number, then the time: whom a post answers goes last.
fn head(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, row: &DocumentRow) {
    let post = row.place.post;
    let thread = app.thread();
    let width = usize::from(rect.width);
    let name = match shown_name(app, post) {
        Some(name) => cut(name.as_slice(), width / 2),
        None => Text::line(&format!("#{}", app.number(post))),
    };
    let mut x = canvas.text(rect, 0, y, name.as_slice(), name_role(app, post));
    for tag in app.people().tag(thread.post(post).author()).into_iter().chain(app.tags(post)) {
        x = after_dot(canvas, rect, x, y);
        x = canvas.text(rect, x, y, cut(tag.as_slice(), 24).as_slice(), Role::Tag);
    }
    let is_selected = post == app.selection();
    let told = |time: Time| if is_selected { time.minute() } else { app.when(time) };
    let time = thread.post(post).time().map(|time| Text::line(&told(time)));
    let score = thread.post(post).score().map(|score| {
        let points = if score == 1 { "point" } else { "points" };
        Text::line(&format!("{score} {points}"))
    });
    let [all, whom, least] = places(app, post, row.depth);
    let takes = |text: &Option<Text>| text.as_ref().map_or(0, |text| columns(text.as_slice()) + 3);
    let room = width.saturating_sub(x + 2);
    let (time_takes, score_takes) = (takes(&time), takes(&score));
    let ways =
        [(&all, true, true), (&all, true, false), (&whom, true, false), (&whom, false, false), (&least, false, false)];
    let fits = |&&(place, has_time, has_score): &&(&Parts, bool, bool)| {
        let before = usize::from(has_time) * time_takes + usize::from(has_score) * score_takes;
        before + width_of(place) <= room
    };
    let nothing = Parts::new();
    let (place, has_time, has_score) = ways.iter().find(fits).copied().unwrap_or((&nothing, false, false));
    for text in time.filter(|_| has_time).into_iter().chain(score.filter(|_| has_score)) {
        x = after_dot(canvas, rect, x, y);
        x = canvas.text(rect, x, y, text.as_slice(), Role::Dim);
    }
    x = away::draw(app, canvas, rect, (x + 2, y), post).unwrap_or(x);
    let end = width - width_of(place).min(width);
    if x + 2 <= end {
        place.iter().fold(end, |x, (text, role)| canvas.text(rect, x, y, text.as_slice(), *role));
    }
    quoting(app, canvas, rect, y, (post, x, end.saturating_sub(2)));
}

fn width_of(parts: &Parts) -> usize {
    parts.iter().map(|(text, _)| columns(text.as_slice())).sum()
}

/// Posts named on the line that shows who addresses a post.
const QUOTING: usize = 4;

/// Draws who addresses a post between two columns, as far as it fits: `← #12 gull, #15 tide +3`.
fn quoting(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, (post, start, end): (PostId, usize, usize)) {
    let speaking = app.speaking_to(post);
    let (many, dot) = (speaking.len(), if start == 0 { 0 } else { 3 });
    let mut text = String::new();
    let mut fits = Text::default();
    for (shown, other) in speaking.take(QUOTING).enumerate() {
        text += if shown == 0 { "← " } else { ", " };
        text += &format!("#{}", app.number(other));
        if let Some(name) = shown_name(app, other) {
            text += &format!(" {}", cut(name.as_slice(), 16));
        }
        let rest = many - shown - 1;
        let whole = Text::line(&if rest > 0 { format!("{text} +{rest}") } else { text.clone() });
        if start + dot + columns(whole.as_slice()) > end {
            break;
        }
        fits = whole;
    }
    if !fits.is_empty() {
        let x = after_dot(canvas, rect, start, y);
        canvas.text(rect, x, y, fits.as_slice(), Role::Dim);
    }
}

/// Parts of a line with their roles.
type Parts = Vec<(Text, Role)>;

/// Where a post stands, in three lengths: its number, whom it answers, and its depth if that is not visible. A deep
/// post keeps its depth longest, any other one whom it answers.
fn places(app: &App, post: PostId, depth_in_view: usize) -> [Parts; 3] {
    let thread = app.thread();
    let number = shown_name(app, post).map(|_| Text::line(&format!("#{}", app.number(post))));
    let depth = thread.depth(post);
    let whom = app.answered(post, depth_in_view);
    let is_deep = app.is_deep(depth_in_view);
    let mut place = Parts::new();
    if is_deep {
        place.push((Text::line(&format!("{depth} ")), Role::Guide(depth)));
    }
    if let Some((arrow, other)) = whom {
        place.push((Text::line(arrow), Role::Dim));
        place.push((Text::line(&named(app, other)), answered_role(app, other)));
    }
    let number = number.map(|number| (number, Role::Dim));
    let dot = (Text::line(" · "), Role::Dim);
    let all = match number.clone() {
        Some(number) if place.is_empty() => vec![number],
        Some(number) => [number, dot].into_iter().chain(place.iter().cloned()).collect(),
        None => place.clone(),
    };
    let last = if is_deep { place.first().cloned() } else { number };
    [all, place, last.into_iter().collect()]
}

fn named(app: &App, post: PostId) -> String {
    match shown_name(app, post) {
        _ if post == app.reading().article() => "the article".to_owned(),
        Some(name) => cut(name.as_slice(), ANSWERED).to_string(),
        None => format!("#{}", app.number(post)),
    }
}

/// `gull  +9  ferry prices` on one line.
fn folded(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, post: PostId) {
    let mut x = 0;
    if let Some(name) = shown_name(app, post) {
        let name = cut(name.as_slice(), usize::from(rect.width) / 3);
        let role = if app.is_highlighted(post) { Role::Highlight } else { author_role(app, post) };
        x = canvas.text(rect, x, y, name.as_slice(), role) + 2;
    }
    let hidden = hidden_text(app, post);
    if !hidden.is_empty() {
        x = canvas.text(rect, x, y, hidden.as_slice(), Role::Fold) + 2;
    }
    if let Some(end) = away::draw(app, canvas, rect, (x, y), post) {
        if app.suggested(post).is_none() {
            return;
        }
        x = end + 2;
    }
    let room = usize::from(rect.width).saturating_sub(x);
    let snippet = cut(muted_text(app, post, room).as_slice(), room);
    canvas.text(rect, x, y, snippet.as_slice(), Role::Dim);
}

fn replies(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize) {
    let replies = app.thread().descendants(app.reading().article());
    let noun = if replies == 1 { "reply" } else { "replies" };
    let mut x = canvas.text(rect, 0, y, Slice::fixed("── "), Role::Frame);
    x = canvas.text(
        rect,
        x,
        y,
        Text::line(&format!("{} {noun} ", super::bars::grouped(replies))).as_slice(),
        Role::Dim,
    );
    while x < usize::from(rect.width) {
        x = canvas.text(rect, x, y, Slice::fixed("─"), Role::Frame);
    }
}

/// A line of a text, and how it is shown.
pub(super) struct Said<'a> {
    pub(super) laid: &'a Laid,
    pub(super) line: usize,
    /// Columns by which code is moved to the left.
    pub(super) shift: usize,
    /// Whether spoilers are hidden.
    pub(super) is_covered: bool,
    pub(super) matches: &'a [Range<usize>],
}

/// Draws a line of a text. Where code is moved to the left or cut, signs at the edges tell that there is more of it.
/// `address` says where the text of a link leads, if it may be told to the terminal.
pub(super) fn body(
    canvas: &mut Canvas<'_>,
    rect: Rect,
    y: usize,
    said: &Said<'_>,
    address: impl Fn(&str, &str) -> Option<Text>,
) {
    let Said { laid, line, shift, is_covered, matches } = *said;
    let Some(line) = laid.lines().get(line) else { return };
    let mut x = 0;
    for _ in 0..line.quote {
        canvas.text(rect, x, y, Slice::fixed("▎"), Role::Quote);
        x += QUOTE_COLUMNS;
    }
    if let Some(what) = line.marker.as_ref().filter(|_| line.role == LineRole::Folded) {
        let room = usize::from(rect.width).saturating_sub(x);
        canvas.text(rect, x, y, cut(what.as_slice(), room).as_slice(), Role::Fold);
        return;
    }
    if let Some(marker) = &line.marker {
        let marker_at = (x + line.indent).saturating_sub(columns(marker.as_slice()) + 1).max(x);
        canvas.text(rect, marker_at, y, marker.as_slice(), Role::Dim);
    }
    x += line.indent;
    if line.role == LineRole::Code {
        canvas.wash(Rect { x: rect.x + x as u16, width: rect.width.saturating_sub(x as u16), ..rect }, y, Role::Code);
    }
    if line.role == LineRole::Rule {
        while x < usize::from(rect.width).min(24) {
            x = canvas.text(rect, x, y, Slice::fixed("─"), Role::Frame);
        }
        return;
    }
    let (start, is_code) = (x, line.role == LineRole::Code);
    let moved = if is_code { laid.shifted(line, shift) } else { line.clone() };
    for (text, run) in laid.runs(&moved) {
        if run.tone == Tone::Spoiler && is_covered {
            let cover = Text::line(&"░".repeat(columns(text)));
            x = canvas.text(rect, x, y, cover.as_slice(), Role::Dim);
            continue;
        }
        let style = run_role(line, run.tone, run.link.is_some());
        let from = x;
        x = canvas.marked(rect, (x, y), text, run.range.start, style, matches);
        let link = run.link.and_then(|_| laid.linked(run.range.start));
        if let Some(address) = link.and_then(|(says, leads)| address(laid.text().get(says)?, leads)) {
            canvas.link(rect, from..x, y, &address);
        }
    }
    if is_code && moved.range.start > line.range.start {
        canvas.text(rect, start, y, Slice::fixed("‹"), Role::Fold);
    }
    if is_code && laid.column(line, line.range.end).saturating_sub(shift) > usize::from(rect.width) {
        canvas.text(rect, usize::from(rect.width).saturating_sub(1), y, Slice::fixed("›"), Role::Fold);
    }
}

/// A line of a post shown only for what is below it.
fn context(canvas: &mut Canvas<'_>, rect: Rect, y: usize, laid: &Laid, line: usize) {
    body(canvas, rect, y, &Said { laid, line, shift: 0, is_covered: true, matches: &[] }, |_, _| None);
    canvas.wash(rect, y, Role::Dim);
}

fn run_role(line: &Line, tone: Tone, is_link: bool) -> Role {
    match (line.role, tone) {
        (LineRole::Heading, _) => Role::Heading,
        (LineRole::Code, _) => Role::Code,
        (LineRole::Signature, _) => Role::Dim,
        _ if is_link => Role::Link,
        _ if line.quote > 0 => Role::Quote,
        (_, Tone::Emphasis) => Role::Emphasis,
        (_, Tone::Strong) => Role::Strong,
        (_, Tone::Code) => Role::Code,
        (_, Tone::Plain | Tone::Spoiler) => Role::Plain,
    }
}

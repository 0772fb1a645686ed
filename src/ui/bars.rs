//! The lines above and below the panes.

use super::label::shown_name;
use super::theme::Role;
use super::{Canvas, columns, cut, prompt};
use crate::app::{App, Goes, Hints, IndexSort, Panel, Preview, Rect, Replace, Slot, Sought};
use crate::markup;
use crate::thread::{PostId, Slice, Sort, Text};

/// ` threadle │ The harbour        38 replies · 6 unread · 2 folded (11)`
pub(super) fn title(app: &App, canvas: &mut Canvas<'_>, rect: Rect) {
    canvas.clear(rect, Role::Bar);
    let width = usize::from(rect.width);
    let counts = [counts(app, true), counts(app, false)];
    let name = Slice::fixed(" threadle ");
    let x = canvas.text(rect, 0, 0, name, Role::BarStrong);
    let x = canvas.text(rect, x, 0, Slice::fixed("│ "), Role::Bar);
    let mut room = width.saturating_sub(x);
    for counts in &counts {
        if columns(counts.as_slice()) + 12 <= room {
            canvas.text_right(rect, x, 0, counts.as_slice(), Role::Bar);
            room -= columns(counts.as_slice()) + 1;
            break;
        }
    }
    let opening = if app.index().is_open() { PostId::ARTICLE } else { app.reading().article() };
    let title = cut(markup::heading(app.thread(), opening).as_slice(), room);
    canvas.text(rect, x, 0, title.as_slice(), Role::BarStrong);
}

/// The counts, in full or shorter.
fn counts(app: &App, all: bool) -> Text {
    let thread = app.thread();
    if app.index().is_open() {
        let (rows, threads) = app.index().counts();
        let shown = if rows < threads { format!("{} of ", grouped(rows)) } else { String::new() };
        let sort = app.index().sort();
        let order = match app.index().list() {
            _ if !all => String::new(),
            Some(_) if sort == IndexSort::Source => String::new(),
            _ => format!(" · {}", sort.title()),
        };
        return Text::line(&format!("{shown}{} threads{order} ", grouped(threads)));
    }
    let article = app.reading().article();
    let replies = thread.descendants(article);
    let mut text = format!("{} {}", grouped(replies), if replies == 1 { "reply" } else { "replies" });
    if let Some((kept, all)) = app.filtered() {
        return Text::line(&format!("& {} of {} ", grouped(kept), grouped(all)));
    }
    if all {
        let calls = app.reading().unread_counts();
        let (unread, new) = (calls.unread, calls.new);
        if new > 0 {
            text += &format!(" · {} new", grouped(new));
        }
        if unread > new && app.is_loaded() {
            text += &format!(" · {} unread", grouped(unread));
        }
        let away = app.reading().aside().hidden();
        let (folded, hidden) = app.reading().folds().folded_below(thread, article);
        if folded > away.folded {
            text += &format!(" · {} folded ({})", grouped(folded - away.folded), grouped(hidden - away.posts));
        }
        if away.away > 0 {
            text += &format!(" · {} put away", grouped(away.away));
        }
        if away.posts > 0 {
            text += &format!(" ({})", grouped(away.posts));
        }
        if app.sort() != Sort::Thread {
            text += &format!(" · {}", app.sort().about());
        }
    }
    Text::line(&format!("{text} "))
}

pub(super) fn subthreads(many: usize) -> String {
    format!("{} {}", grouped(many), if many == 1 { "subthread" } else { "subthreads" })
}

pub(super) fn posts_of(many: usize) -> String {
    format!("{} {}", grouped(many), if many == 1 { "post" } else { "posts" })
}

/// A number with commas between thousands.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The posts that the view was narrowed to, outermost first.
pub(super) fn crumbs(app: &App, canvas: &mut Canvas<'_>, rect: Rect) {
    let name = |post: PostId| match shown_name(app, post) {
        _ if post == app.reading().article() => cut(markup::heading(app.thread(), post).as_slice(), 30),
        Some(name) => cut(name.as_slice(), 20),
        None => Text::line(&format!("#{}", app.number(post))),
    };
    let mut x = canvas.text(rect, 0, 0, Slice::fixed(" "), Role::Dim);
    if app.reading().is_path() {
        x = canvas.text(rect, x, 0, Slice::fixed("path to "), Role::Dim);
        x = canvas.text(rect, x, 0, name(app.reading().order().last_of_path()).as_slice(), Role::Author);
        way_out(canvas, rect, x, &app.keyed("   {path} shows the rest again"));
        return;
    }
    x = canvas.text(rect, x, 0, name(app.reading().article()).as_slice(), Role::Dim);
    let roots = app.reading().roots();
    for (index, &root) in roots.iter().enumerate() {
        x = canvas.text(rect, x, 0, Slice::fixed(" › "), Role::Frame);
        let role = if index + 1 == roots.len() { Role::Author } else { Role::Dim };
        x = canvas.text(rect, x, 0, name(root).as_slice(), role);
    }
    way_out(canvas, rect, x, &app.keyed("   {widen} widens"));
}

/// Writes how to leave a narrowed view, if all of it fits.
fn way_out(canvas: &mut Canvas<'_>, rect: Rect, x: usize, words: &str) {
    let words = Text::line(words);
    if x + columns(words.as_slice()) <= usize::from(rect.width) {
        canvas.text(rect, x, 0, words.as_slice(), Role::Dim);
    }
}

/// The last line: a prompt, a message or hints, and where the reader is. Returns the place of the cursor if a prompt
/// has it.
pub(super) fn status(app: &App, canvas: &mut Canvas<'_>, rect: Rect) -> Option<(u16, u16)> {
    canvas.clear(rect, Role::Bar);
    let place = place(app);
    let taken = usize::from(rect.width).saturating_sub(columns(place.as_slice()) + 1);
    canvas.text_right(rect, 0, 0, place.as_slice(), Role::Bar);
    let left = Rect { width: taken as u16, ..rect };
    match app.panel() {
        Some(Panel::Ask(ask)) => return Some(prompt::ask(app, canvas, left, ask)),
        Some(Panel::HandOver(panel)) => {
            let asks = match panel.goes {
                Goes::ToFile => Slice::fixed("save as: "),
                Goes::ToCommand => Slice::fixed("pipe to: "),
            };
            return Some(prompt::line(canvas, left, asks, &panel.prompt));
        }
        Some(Panel::Overview(panel)) if panel.list.line().is_some() => {
            let cursor = panel.list.line().map(|line| prompt::line(canvas, left, Slice::fixed("/"), line));
            return cursor.filter(|_| panel.list.typing().is_some());
        }
        Some(panel) if question(app, canvas, left, panel) => return None,
        _ => {}
    }
    let (typed, _) = app.typed();
    if !typed.is_empty() {
        canvas.text(left, 1, 0, Text::line(&typed).as_slice(), Role::BarStrong);
    } else if let Some(message) = app.status().message() {
        let message = cut(message.as_slice(), taken.saturating_sub(2));
        canvas.text(left, 1, 0, message.as_slice(), Role::BarStrong);
    } else if !panel_told(app, canvas, left) {
        state(app, canvas, left, rect.width);
    }
    None
}

/// Writes what a panel wants to know on this line, whatever else could stand there. Returns whether it asks here.
fn question(app: &App, canvas: &mut Canvas<'_>, left: Rect, panel: &Panel) -> bool {
    let keys = told(app.panel(), ", ");
    match panel {
        Panel::Replace(Replace { path, .. }) => {
            let question = Text::line(&format!(" is there already; {keys}"));
            let room = usize::from(left.width).saturating_sub(columns(question.as_slice()) + 1).max(10);
            let x = canvas.text(left, 1, 0, cut(Text::line(path).as_slice(), room).as_slice(), Role::BarStrong);
            canvas.text(left, x, 0, question.as_slice(), Role::Bar);
        }
        Panel::Hints(Hints { typed, .. }) => {
            let words = Text::line(&format!("the letters of a link; {keys}  "));
            let x = canvas.text(left, 1, 0, words.as_slice(), Role::Bar);
            canvas.text(left, x, 0, Text::line(typed).as_slice(), Role::BarStrong);
        }
        _ => return false,
    }
    true
}

/// Writes what a panel tells while there is no message. Returns whether it tells anything here.
fn panel_told(app: &App, canvas: &mut Canvas<'_>, left: Rect) -> bool {
    let keys = || told(app.panel(), ", ");
    let what = match app.panel() {
        Some(panel @ (Panel::Overview(_) | Panel::Peek(_))) => {
            let keys = crate::app::hints(panel.keys()).into_iter().map(|(key, what)| (key.to_owned(), what));
            hints(canvas, left, &keys.collect::<Vec<_>>());
            return true;
        }
        Some(Panel::LoadAll(panel)) if !app.index().is_open() && !app.is_sorting() => {
            let (many, seconds) = (panel.stubs.len(), panel.seconds());
            let addresses = if many == 1 { "address" } else { "addresses" };
            format!("ask {many} {addresses} for more replies, for {seconds} seconds or more? {}", keys())
        }
        Some(Panel::TakeAll(_)) if !app.index().is_open() && !app.is_sorting() => {
            let (many, posts) =
                app.preview().map_or((0, 0), |preview| (preview.len(), preview.len() + preview.hidden()));
            format!("put {} away, with {} in all? {}", subthreads(many), posts_of(posts), keys())
        }
        _ => return false,
    };
    canvas.text(left, 1, 0, Text::line(&what).as_slice(), Role::BarStrong);
    true
}

/// Writes what is going on: work, a search, suggestions, a filter; else the most used keys.
fn state(app: &App, canvas: &mut Canvas<'_>, left: Rect, width: u16) {
    let taken = usize::from(left.width);
    if let (Some(sought), true) = (app.sought_for(Slot::Index), app.index().is_open()) {
        let query = sought.title(app.thread());
        let posts = posts_of(sought.many());
        let what = format!("/{}  {posts} · {}", &*cut(query.as_slice(), taken / 2), app.keyed("{unfilter} shows all"));
        canvas.text(left, 1, 0, Text::line(&what).as_slice(), Role::BarStrong);
    } else if app.is_sorting() {
        waits(app, canvas, left, Slice::fixed("sorting …"));
    } else if app.index().is_open() {
        hints(canvas, left, &in_force(app, &INDEX_HINTS));
    } else if app.is_scoring() {
        waits(app, canvas, left, Slice::fixed("finding what is off-topic …"));
    } else if let Some(preview) = app.preview().filter(|_| app.sought().is_none()) {
        let x = canvas.text(left, 1, 0, suggested(preview, width).as_slice(), Role::BarStrong) as u16 + 1;
        let rest = Rect { x: left.x + x, width: left.width.saturating_sub(x), ..left };
        hints(canvas, rest, &in_force(app, &SUGGESTION_HINTS));
    } else if let Some(sought) = app.sought() {
        let sign = if sought.is_query() { Slice::fixed("/") } else { Slice::fixed("") };
        let x = canvas.text(left, 1, 0, sign, Role::BarStrong);
        let title = cut(sought.title(app.thread()).as_slice(), taken / 2);
        let x = canvas.text(left, x, 0, title.as_slice(), Role::BarStrong);
        canvas.text(left, x + 2, 0, found(app, sought).as_slice(), Role::Bar);
    } else if let Some(filter) = filter(app) {
        canvas.text(left, 1, 0, cut(filter.as_slice(), taken.saturating_sub(2)).as_slice(), Role::BarStrong);
    } else {
        hints(canvas, left, &in_force(app, &HINTS));
    }
}

/// `unsure, off-topic from 0.82: 3 subthreads (17), 2 wander`
fn suggested(preview: &Preview, width: u16) -> Text {
    let threshold = preview.threshold().share();
    let (many, hidden) = (preview.len(), grouped(preview.hidden()));
    let doubt = if preview.doubt().is_some() { "unsure, " } else { "" };
    let wandering = match preview.wandering() {
        0 => String::new(),
        1 => ", 1 wanders".to_owned(),
        many => format!(", {} wander", grouped(many)),
    };
    Text::line(&if width < 100 {
        format!("{doubt}off-topic {threshold:.2}: {} ({hidden})", grouped(many))
    } else {
        format!("{doubt}off-topic from {threshold:.2}: {} ({hidden}){wandering}", subthreads(many))
    })
}

/// Work that the reader waits for, and how to end it.
fn waits(app: &App, canvas: &mut Canvas<'_>, rect: Rect, what: Slice<'_>) {
    let x = canvas.text(rect, 1, 0, what, Role::BarStrong) as u16 + 1;
    let way_out: &[&str] = if app.index().is_open() { &["unfilter"] } else { &["cancel"] };
    let rect = Rect { x: rect.x + x, width: rect.width.saturating_sub(x), ..rect };
    hints(canvas, rect, &in_force(app, &[(way_out, "stops it")]));
}

/// The filter of the thread.
fn filter(app: &App) -> Option<Text> {
    let (kept, all) = app.filtered()?;
    let query = app.sought_for(Slot::Filter)?.title(app.thread());
    Some(Text::line(&format!(
        "& {} of {}  {} · {}",
        grouped(kept),
        grouped(all),
        &*query,
        app.keyed("{cancel} shows all")
    )))
}

/// How much was found.
pub(super) fn found(app: &App, sought: &Sought) -> Text {
    let many = grouped(sought.many());
    let text = if sought.is_complete() {
        match sought.many() {
            0 => "not found".to_owned(),
            1 => "1 post".to_owned(),
            _ if sought.has(app.selection()) => format!("{} of {many} posts", grouped(sought.up_to(app.selection()))),
            _ => format!("{many} posts"),
        }
    } else {
        let share = sought.looked_at() * 100 / app.thread().len();
        format!("{many} so far, {share}% searched")
    };
    let keys = app.keyed("{next-match} {previous-match} next · {cancel} ends");
    Text::line(&format!("{text} · {keys}"))
}

/// Commands whose keys stand side by side, and what they do.
type Hint<'a> = (&'a [&'a str], &'static str);

/// What a newcomer needs first.
const HINTS: [Hint<'_>; 7] = [
    (&["read-on"], "read on"),
    (&["select-next", "select-previous"], "move"),
    (&["fold-or-parent", "unfold-or-child"], "fold"),
    (&["search"], "search"),
    (&["help"], "keys"),
    (&["quit"], "quit"),
    (&["recent-threads"], "library"),
];

/// The same while suggestions are shown.
const SUGGESTION_HINTS: [Hint<'_>; 5] = [
    (&["take-suggestion"], "take it"),
    (&["fewer-suggestions", "more-suggestions"], "fewer, more"),
    (&["take-suggestions"], "all"),
    (&["next-suggestion", "previous-suggestion"], "walk"),
    (&["end-suggestions"], WAY_OUT),
];

/// The same in the index.
const INDEX_HINTS: [Hint<'_>; 6] = [
    (&["open-thread"], "open"),
    (&["select-next", "select-previous"], "move"),
    (&["filter"], "filter"),
    (&["sort"], "sort"),
    (&["help"], "keys"),
    (&["quit"], "quit"),
];

/// The key that is never dropped for lack of room.
const WAY_OUT: &str = "ends";

/// Hints with the keys in force. Leaves out commands without a key or without a use now.
fn in_force(app: &App, hints: &[Hint<'_>]) -> Vec<(String, &'static str)> {
    let keyed = hints.iter().map(|(commands, what)| {
        let goes_back = *commands == ["quit"] && app.behind().is_some();
        let what = if goes_back { &"back" } else { what };
        let keys: Vec<&str> = commands.iter().filter_map(|command| app.keys_of(command)).collect();
        (keys.join(" "), *what)
    });
    keyed.filter(|(keys, _)| !keys.is_empty()).collect()
}

/// The keys of a panel and what they do, in one line.
fn told(panel: Option<&Panel>, between: &str) -> String {
    let keys = panel.map(Panel::keys).unwrap_or_default();
    let told = crate::app::hints(keys).into_iter().map(|(key, what)| format!("{key} {what}"));
    told.collect::<Vec<_>>().join(between)
}

/// Writes as many keys with their meanings as fit, and always the way out.
fn hints(canvas: &mut Canvas<'_>, rect: Rect, hints: &[(String, &'static str)]) {
    let mut x = 1;
    let is_out = |what: &str| what == WAY_OUT || what == "closes" || what == "stops it";
    let width = |(key, what): &(String, &str)| columns(Text::line(key).as_slice()) + what.len();
    let out: usize = hints.iter().filter(|(_, what)| is_out(what)).map(|hint| width(hint) + 3).sum();
    for hint @ (key, what) in hints {
        let kept = if is_out(what) { 0 } else { out };
        if x + width(hint) + 1 + kept > usize::from(rect.width) {
            continue;
        }
        x = canvas.text(rect, x, 0, Text::line(key).as_slice(), Role::BarStrong) + 1;
        x = canvas.text(rect, x, 0, Slice::fixed(what), Role::Bar) + 2;
    }
}

/// Where the reader is, or the progress of reading the input.
fn place(app: &App) -> Text {
    let thread = app.thread();
    if let Some(reading) = app.status().reading() {
        let read = reading.read / 1_000_000;
        if let Some(doing) = app.status().doing().filter(|_| reading.total.is_none()) {
            return Text::line(&format!("{doing} "));
        }
        return match reading.total {
            Some(total) if total > 0 => {
                Text::line(&format!("reading {}% ", (reading.read.min(total) * 100).checked_div(total).unwrap_or(0)))
            }
            _ => Text::line(&format!("reading {read} MB ")),
        };
    }
    if app.index().is_open() {
        let (rows, _) = app.index().counts();
        return Text::line(&format!("{}/{} ", grouped((app.index().selected() + 1).min(rows)), grouped(rows)));
    }
    let (number, last) = (app.number(app.selection()), thread.descendants(app.reading().article()));
    let has_changed = app.status().has_changed();
    let changed = if has_changed { app.keyed("changed: {reload} reads it · ") } else { String::new() };
    let unsaved = app.status().unsaved().map(|why| format!("{why} · ")).unwrap_or_default();
    Text::line(&format!("{unsaved}{changed}{}/{} · {}% ", grouped(number), grouped(last), app.page().progress / 10))
}

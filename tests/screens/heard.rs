//! Threads for those who hear the screen, and for terminals without lines and arrows.

use crate::TALK;
use crate::notation::thread;
use crate::stage::{NOW, Stage};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use threadle::inner::set_up;
use threadle::{Builder, Draft, Parent, Theme, Time, draw};

fn heard(config: &str, width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(thread(TALK), width, height);
    set_up(&mut stage.app, config).unwrap();
    stage.app.compose();
    stage
}

/// Where the cursor stands.
fn cursor(stage: &Stage) -> Option<(u16, u16)> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, stage.width, stage.height));
    draw(&stage.app, &Theme::named("dark").unwrap(), &mut buffer).cursor
}

#[test]
fn who_hears_the_screen_hears_the_thread_in_order_and_no_sign() {
    let mut stage = heard("plain = true", 60, 12);
    let mut heard = String::new();
    for _ in 0..12 {
        let text = stage.text();
        assert!(text.is_ascii(), "{text}");
        heard += &text;
        stage.press("Space");
    }
    let order =
        ["It went out.", "#1 mara", "A lamp", "#2 salt, answers mara", "No lamp", "#5 gull", "Ferry", "#7 yuki"];
    let places: Vec<_> =
        order.iter().map(|said| heard.find(said).unwrap_or_else(|| panic!("no {said} in {heard}"))).collect();
    assert!(places.is_sorted(), "{heard}");
}

#[test]
fn the_cursor_is_on_what_is_selected_in_posts_and_in_lists() {
    let mut stage = heard("plain = true", 60, 20);
    stage.press("j j");
    let (x, y) = cursor(&stage).unwrap();
    let line = |stage: &Stage, y: u16| stage.text().lines().nth(usize::from(y)).unwrap().to_owned();
    assert_eq!(x, 0);
    assert!(line(&stage, y).contains("#2 salt, answers mara"), "{}", stage.text());
    stage.press("k h");
    let (_, y) = cursor(&stage).unwrap();
    assert!(line(&stage, y).contains("#1 mara, folded, +3 below"), "{}", stage.text());
    stage.press("S j");
    let (_, y) = cursor(&stage).unwrap();
    assert!(line(&stage, y).contains("newest"), "{}", stage.text());
    assert_eq!(cursor(&heard("", 60, 20)), None);
}

#[test]
fn a_terminal_without_lines_gets_ascii_in_the_same_places() {
    let (drawn, ascii) = (heard("", 80, 14), heard("ascii = true", 80, 14));
    assert!(ascii.text().is_ascii(), "{}", ascii.text());
    let widths = |stage: &Stage| stage.text().lines().map(|line| line.chars().count()).collect::<Vec<_>>();
    assert_eq!(widths(&drawn), widths(&ascii));
    ascii.find("- * gull  Ferry");
    drawn.find("▾ • gull  Ferry");
}

#[test]
fn texts_and_the_outline_are_as_wide_as_was_asked() {
    let long = TALK.replace("A lamp", &"lamp ".repeat(60));
    let widest = |config: &str| {
        let mut stage = Stage::new(thread(&long), 120, 40);
        set_up(&mut stage.app, config).unwrap();
        stage.app.compose();
        stage.document().lines().filter(|line| line.contains("lamp lamp")).map(|line| line.trim().len()).max().unwrap()
    };
    assert_eq!([widest("text-width = 30"), widest("text-width = 50")], [29, 49]);
    let stage = heard("outline = 20", 120, 20);
    assert_eq!(stage.text().lines().nth(1).unwrap().chars().position(|char| char == '│'), Some(26));
}

#[test]
fn days_stand_in_place_of_ages_where_they_are_asked_for() {
    let mut builder = Builder::new("test");
    builder.add(Draft { parent: Parent::Nothing, author: Some("mara"), body: "The lamp", ..Draft::default() });
    let three_hours_ago = Time::from_millis(NOW.millis() - 3 * 60 * 60 * 1000);
    let reply = Draft { parent: Parent::Article, author: Some("gull"), body: "Ferry", ..Draft::default() };
    builder.add(Draft { time: Some(three_hours_ago), ..reply });
    let mut stage = Stage::new(builder.finish().unwrap().thread, 80, 14);
    stage.find("gull · 3h");
    set_up(&mut stage.app, "dates = 'days'").unwrap();
    stage.app.compose();
    stage.find("gull · 2023-04-22");
}

//! Threads made up on the spot: the same ones every time, of any size, in many scripts.

pub mod towns;

use threadle::{Builder, Built, Draft, Notation, Parent, PostId, Thread, Time};

/// How the posts of a thread hang together.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Few posts have many replies and most have none, as in a real discussion; 40 levels at the most.
    Tree,
    /// Every post answers the one before.
    Chain,
}

/// A word that one post in so many has.
pub const RARE: (&str, usize) = ("kittiwake", 10_000);

const DEEPEST: u32 = 40;
/// Bytes of a body on average, roughly.
const BODY: usize = 400;

const WORDS: &str = "the a of and to in that it is was for on with as by at not but from they which or we an there one \
    all what if can when so who no more out some then than very now only just over also new any most where harbour \
    lamp lighthouse gull keeper mole channel fathom chart tide storm anchor rope ferry ticket price winter night log \
    book page light oil glass mirror tower stair door key boat sail net fish market quay stone wall wind fog bell \
    signal flag captain pilot letter council vote money repair paint summer morning nobody somebody everyone never \
    always remember forget believe doubt measure count write read answer";
const NAMES: &str = "mara oldsalt tidewise gull harbourmaster Łucja Søren みなと 燈台 Ελένη Марина عمران keeper_1911 \
    fogbell netmender pilot2 Zoë mole_walker nightwatch ropewalk";
const FOREIGN: [&str; 6] = [
    "港の灯台は古いですが、毎晩ちゃんと光ります。",
    "灯塔的灯一直都没有问题，问题是航道。",
    "등대는 언제나 그 자리에 있었습니다.",
    "Маяк горел всю ночь, и никто его не видел.",
    "المنارة لم تكن المشكلة أبدا.",
    "Ça dépend: là-bas, la façade du phare est naïve.",
];
const EMOJI: [&str; 6] = ["🙂", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "❤️", "🤷‍♂️"];

/// Makes a thread of `replies` replies and an article.
pub fn thread(replies: usize, shape: Shape) -> Thread {
    thread_in(Notation::Plain, replies, shape)
}

/// The same as HTML, with paragraphs, and a word here and there that stands out.
pub fn page(replies: usize) -> Thread {
    thread_in(Notation::Html, replies, Shape::Tree)
}

fn thread_in(notation: Notation, replies: usize, shape: Shape) -> Thread {
    let mut dice = Dice(replies as u64);
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let sentences: Vec<String> = (0..4096).map(|_| sentence(&words, &mut dice)).collect();
    let names: Vec<&str> = NAMES.split_whitespace().collect();
    let mut builder = Builder::new("made");
    builder.title("The harbour and the lighthouse");
    let mut body = String::new();
    for (post, parent) in parents(replies, shape, &mut dice).into_iter().enumerate() {
        fill(&mut body, post, &sentences, &mut dice);
        if notation == Notation::Html {
            let written = body.replace('&', "&amp;").replace('>', "&gt;").replace("\n\n", "</p>\n<p>");
            body = format!("<p>{}</p>", written.replace(" harbour ", " <i>harbour</i> "));
        }
        let id = format!("r{}", 35_000_000 + post);
        builder.add(Draft {
            parent: parent.map_or(Parent::Nothing, |parent| Parent::Draft(threadle::DraftId::new(parent as usize))),
            id: Some(&id),
            author: Some(dice.of(&names)),
            time: Some(Time::from_millis(1_680_000_000_000 + post as i64 * 30_000)),
            score: (dice.below(3) > 0).then(|| dice.below(200) as i32),
            notation,
            body: &body,
            ..Draft::default()
        });
    }
    match builder.finish() {
        Ok(Built { thread, .. }) => thread,
        Err(_) => Thread::blank(""),
    }
}

/// The parent of every post, in document order.
fn parents(replies: usize, shape: Shape, dice: &mut Dice) -> Vec<Option<u32>> {
    if let Shape::Chain = shape {
        return (0..=replies as u32).map(|post| post.checked_sub(1)).collect();
    }
    let (mut parents, mut depths, mut ends) = (vec![0_u32], vec![0_u32], Vec::new());
    let mut replies_to: Vec<Vec<u32>> = vec![Vec::new()];
    for post in 1..=replies as u32 {
        let wish = match dice.below(10) {
            0 => 0,
            1..4 => post.saturating_sub(1 + dice.below(8) as u32),
            _ if ends.is_empty() => 0,
            _ => dice.of(&ends),
        };
        let parent = if depths[wish as usize] >= DEEPEST { parents[wish as usize] } else { wish };
        parents.push(parent);
        depths.push(depths[parent as usize] + 1);
        ends.extend([post, parent]);
        replies_to[parent as usize].push(post);
        replies_to.push(Vec::new());
    }
    let (mut ordered, mut waiting) = (Vec::with_capacity(replies + 1), vec![(0_u32, None)]);
    while let Some((post, parent)) = waiting.pop() {
        let place = ordered.len() as u32;
        ordered.push(parent);
        waiting.extend(replies_to[post as usize].iter().rev().map(|&reply| (reply, Some(place))));
    }
    ordered
}

fn fill(body: &mut String, post: usize, sentences: &[String], dice: &mut Dice) {
    body.clear();
    let length = if post == 0 { BODY * 20 } else { BODY / 4 + dice.below(BODY * 3 / 2) };
    if post % RARE.1 == RARE.1 / 2 {
        body.push_str(RARE.0);
        body.push(' ');
    }
    while body.len() < length {
        body.push_str(&sentences[dice.below(sentences.len())]);
        body.push_str(if dice.below(4) == 0 { "\n\n" } else { " " });
    }
}

fn sentence(words: &[&str], dice: &mut Dice) -> String {
    let many = 5 + dice.below(20);
    let mut text = (0..many).map(|_| dice.of(words)).collect::<Vec<_>>().join(" ");
    match dice.below(24) {
        0 => return dice.of(&FOREIGN).to_owned(),
        1 => {
            text.push(' ');
            text.push_str(dice.of(&EMOJI));
        }
        2 => text.push_str(" https://harbour.example/logs/1911/lamp?page=2&oil=whale"),
        3 => text.insert_str(0, "> "),
        _ => {}
    }
    text.push('.');
    text
}

/// The thread as Algolia gives Hacker News: an item holds its replies, and they come before what it says.
pub fn as_hacker_news(thread: &Thread) -> Vec<u8> {
    let mut out = String::new();
    let mut open: Vec<PostId> = Vec::new();
    let end = |post: PostId, out: &mut String| {
        let time = thread.post(post).time().map_or(0, |time| time.millis() / 1000);
        let body = serde_json::to_string(thread.body(post).raw).unwrap_or_default();
        let (id, kind) = (post.index() + 1, if post == PostId::ARTICLE { "story" } else { "comment" });
        out.push_str(&format!(
            "],\"created_at_i\":{time},\"id\":{id},\"options\":[],\"parent_id\":1,\"points\":null,\"story_id\":1,\
             \"text\":{body},\"title\":null,\"type\":\"{kind}\",\"url\":null}}"
        ));
    };
    for post in thread.ids() {
        while let Some(last) = open.pop_if(|last| !thread.contains(*last, post)) {
            end(last, &mut out);
        }
        if out.ends_with('}') {
            out.push(',');
        }
        let name = thread.writer(post).map_or("", |writer| writer.name);
        let name = serde_json::to_string(name).unwrap_or_default();
        out.push_str(&format!("{{\"author\":{name},\"children\":["));
        open.push(post);
    }
    while let Some(last) = open.pop() {
        end(last, &mut out);
    }
    out.into_bytes()
}

/// Numbers that look thrown (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }

    fn of<T: Copy>(&mut self, choice: &[T]) -> T {
        choice[self.below(choice.len())]
    }
}

//! Guesses the meaning of keys from the outline of an unknown JSON: which lists hold posts, and what posts contain.

use super::words::{self, Word};
use crate::source::json::outline::{Member, NUMBERED, Node, Outline};
use crate::source::json::shape::{Field, PASS, ShapeId, Step, into, posts, threads};
use crate::thread::Notation;

/// The meaning of an unknown JSON.
#[derive(Debug, Default)]
pub(super) struct Guess {
    /// The meaning of the document, or of each of its items.
    pub(super) root: Option<Step>,
    pub(super) shapes: Vec<Vec<(String, Step)>>,
    /// The notation of bodies.
    pub(super) notation: Notation,
    pub(super) layout: Layout,
    /// Shapes of articles beside their replies.
    pub(super) articles: Vec<ShapeId>,
    /// Whether some posts have a title and others have none.
    pub(super) titles_tell: bool,
}

/// How posts show what they answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Layout {
    /// They are in a list and name it, if at all.
    #[default]
    List,
    /// They are in a list and give their depth.
    Depths,
    /// They are inside it.
    Tree,
}

/// What an object is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A post, or more of one.
    Post,
    /// The article that the posts beside or below it answer.
    Article,
    /// Somebody.
    Person,
    /// The post that another answers.
    Answered,
    /// A container of posts.
    Holder,
}

struct Guesser<'o> {
    outline: &'o Outline,
    /// For each kind of object, whether it is a post.
    are_posts: Vec<bool>,
    /// For each kind of object, whether it contains a list of posts.
    hold_posts: Vec<bool>,
    known: Vec<(usize, Role)>,
    guess: Guess,
}

impl Guess {
    /// The guess for an outline; without a root if nothing in it is a post.
    pub(super) fn of(outline: &Outline) -> Self {
        let nodes = outline.nodes();
        let are_posts: Vec<bool> = (0..nodes.len()).map(|place| is_post(outline, place)).collect();
        let hold_posts = holders(nodes, &are_posts);
        let mut guesser = Guesser { outline, are_posts, hold_posts, known: Vec::new(), guess: Self::default() };
        guesser.root();
        guesser.guess
    }
}

/// Whether a kind of object is a post: it has a text, and an author, a time or a place.
fn is_post(outline: &Outline, place: usize) -> bool {
    let has = |field| has_field(outline, place, field, 3);
    let has_place = has(Field::Parent) || has(Field::Depth);
    let replies = outline
        .node(place)
        .is_some_and(|node| node.members.iter().any(|member| member.has_list && words::is_replies(&member.key)));
    let is_signed = has(Field::Author) && (has(Field::Time) || has(Field::Id));
    has(Field::Body) && (is_signed || has(Field::Author) || has(Field::Time) && has(Field::Id) || has_place || replies)
}

/// Whether a field is there, in the object or in a wrapper inside it.
fn has_field(outline: &Outline, place: usize, wanted: Field, deep: usize) -> bool {
    let Some(node) = outline.node(place) else { return false };
    node.members.iter().any(|member| {
        let is_said = member.texts > 0 || member.numbers > 0 && !matches!(wanted, Field::Body | Field::Title);
        let by_scalar = is_said && matches!(words::of_scalar(&member.key), Word::Field(field, _) if field == wanted);
        let inner = member.node.filter(|_| deep > 0 && !member.has_list);
        by_scalar
            || inner.is_some_and(|inner| match words::of_object(&member.key) {
                Word::Wrapper => has_field(outline, inner, wanted, deep - 1),
                Word::Field(field, _) => field == wanted,
                _ => false,
            })
    })
}

/// For each kind of object, whether it contains posts. A kind comes after the one that contains it.
fn holders(nodes: &[Node], are_posts: &[bool]) -> Vec<bool> {
    let mut hold = vec![false; nodes.len()];
    for _ in 0..2 {
        for (place, node) in nodes.iter().enumerate().rev() {
            let holds = node.members.iter().any(|member| {
                let inner = member.node.filter(|inner| *inner != place);
                let is = |flags: &[bool]| inner.is_some_and(|inner| flags.get(inner) == Some(&true));
                is(&hold) || is_posts(member) && is(are_posts)
            });
            if let Some(known) = hold.get_mut(place) {
                *known |= holds;
            }
        }
    }
    hold
}

fn is(flags: &[bool], place: usize) -> bool {
    flags.get(place) == Some(&true)
}

fn is_posts(member: &Member) -> bool {
    member.has_list || member.key == NUMBERED || words::is_replies(&member.key)
}

impl Guesser<'_> {
    fn root(&mut self) {
        let Some(root) = self.outline.node(0) else { return };
        let (is_post, holds) = (is(&self.are_posts, 0), is(&self.hold_posts, 0));
        let says_title = has_field(self.outline, 0, Field::Title, 3);
        let says_body = has_field(self.outline, 0, Field::Body, 3);
        let is_tree = self.has_replies(root);
        let many = self.outline.is_list || self.outline.documents > 1;
        let root_step = if is_tree && (says_title || says_body || is_post) {
            // Several trees with titles are threads; without titles they are branches of one.
            if many && !says_title { posts } else { threads }
        } else if holds {
            into
        } else if is_post && many {
            posts
        } else if says_body && says_title {
            threads
        } else {
            return;
        };
        let role = if root_step(ShapeId(0)) == into(ShapeId(0)) { Role::Holder } else { Role::Post };
        let shape = self.shape(0, role);
        self.guess.root = Some(root_step(shape));
        self.complete_root(is_tree);
        let below = self.outline.nodes().iter().zip(&self.are_posts).enumerate().filter(|(_, (_, is_post))| **is_post);
        let posts: Vec<(usize, &Node)> = below.map(|(place, (node, _))| (place, node)).collect();
        let has = |field| posts.iter().any(|(place, _)| has_field(self.outline, *place, field, 0));
        self.guess.layout = if posts.iter().any(|(place, node)| *place > 0 && self.has_replies(node)) {
            Layout::Tree
        } else if has(Field::Depth) && !has(Field::Parent) {
            Layout::Depths
        } else {
            Layout::List
        };
        self.guess.titles_tell = root.members.iter().any(|member| {
            matches!(words::of_scalar(&member.key), Word::Field(Field::Title, _)) && member.texts < root.count
        }) || root.count == 1;
    }

    /// Whether an object contains a list of posts.
    fn has_replies(&self, node: &Node) -> bool {
        node.members.iter().any(|member| {
            let holds_posts = member.node.is_some_and(|node| is(&self.are_posts, node));
            member.has_list && words::is_replies(&member.key) && holds_posts
        })
    }

    /// The shape of a kind of object, read as something.
    fn shape(&mut self, place: usize, role: Role) -> ShapeId {
        if let Some(known) = self.known.iter().position(|known| *known == (place, role)) {
            return ShapeId(known as u16);
        }
        let shape = self.known.len();
        self.known.push((place, role));
        if role == Role::Article {
            self.guess.articles.push(ShapeId(shape as u16));
        }
        self.guess.shapes.push(Vec::new());
        let outline = self.outline;
        let members = outline.node(place).map(|node| node.members.as_slice()).unwrap_or_default();
        let mut keys: Vec<(String, Step)> = Vec::new();
        for member in members {
            let mut step = self.enter(place, member, role);
            step.take = taken(member, members, role);
            if let Some(Field::Body) = step.take {
                self.learn_notation(member);
            }
            keys.push((member.key.clone(), step));
        }
        if let Some(known) = self.guess.shapes.get_mut(shape) {
            *known = keys;
        }
        ShapeId(shape as u16)
    }

    /// The meaning of an object or a list behind a key.
    fn enter(&mut self, place: usize, member: &Member, role: Role) -> Step {
        let is_reply_key = words::is_replies(&member.key);
        let Some(node) = member.node else {
            // A list that was empty wherever it was seen.
            let is_empty_list = member.has_list && is_reply_key && role == Role::Post && is(&self.are_posts, place);
            return if is_empty_list { posts(self.shape(place, Role::Post)) } else { PASS };
        };
        if matches!(role, Role::Person | Role::Answered) {
            return PASS;
        }
        let (is_post, holds) = (is(&self.are_posts, node), is(&self.hold_posts, node));
        let is_aside = role == Role::Holder && !member.has_list && words::is_article(&member.key);
        if is_post && is_posts(member) && !is_aside {
            let is_thread = role == Role::Holder && holds && has_field(self.outline, node, Field::Title, 3);
            let shape = self.shape(node, Role::Post);
            return if is_thread { threads(shape) } else { posts(shape) };
        }
        if matches!(role, Role::Post | Role::Article) && !member.has_list {
            match words::of_object(&member.key) {
                Word::Field(Field::Author, _) => return into(self.shape(node, Role::Person)),
                Word::Field(Field::Parent, _) => return into(self.shape(node, Role::Answered)),
                Word::Wrapper => return into(self.shape(node, Role::Post)),
                _ => {}
            }
        }
        let says = |field| has_field(self.outline, node, field, 3);
        if role == Role::Holder && member.has_list && holds && says(Field::Title) {
            return threads(self.shape(node, Role::Post));
        }
        let is_titled = says(Field::Title) && (holds || says(Field::Body));
        if role == Role::Holder && !member.has_list && words::is_article(&member.key) && is_titled {
            return posts(self.shape(node, Role::Article));
        }
        let is_about = role == Role::Holder && words::of_object(&member.key) == Word::Wrapper && says(Field::Title);
        if holds || !member.has_list && is_about { into(self.shape(node, Role::Holder)) } else { PASS }
    }

    fn learn_notation(&mut self, member: &Member) {
        let key = words::plain(&member.key);
        let by_key = ["html", "rendered", "cooked"].iter().any(|word| key.contains(word));
        let signs = ["<p", "</", "<br", "<a ", "&#", "&quot;", "&gt;", "&amp;", "<div"];
        if by_key || signs.iter().any(|sign| member.sample.contains(sign)) {
            self.guess.notation = Notation::Html;
        } else if key.contains("markdown") && self.guess.notation == Notation::Plain {
            self.guess.notation = Notation::Markdown;
        }
    }

    /// The root of a tree whose own text follows its replies has not been seen to the end: it gets the keys of its
    /// replies.
    fn complete_root(&mut self, is_tree: bool) {
        let Some(root) = self.outline.node(0).filter(|_| is_tree) else { return };
        let replies = root.members.iter().find(|member| member.has_list && words::is_replies(&member.key));
        let Some(node) = replies.and_then(|member| member.node) else { return };
        let below = self.shape(node, Role::Post);
        let own = self.shape(0, Role::Post);
        let others = self.guess.shapes.get(usize::from(below.0)).cloned().unwrap_or_default();
        if let Some(keys) = self.guess.shapes.get_mut(usize::from(own.0)) {
            let missing: Vec<_> =
                others.into_iter().filter(|(key, _)| !keys.iter().any(|(own, _)| own == key)).collect();
            keys.extend(missing);
        }
    }
}

/// The field of a scalar behind a key, unless another key fits better.
fn taken(member: &Member, members: &[Member], role: Role) -> Option<Field> {
    if member.key == NUMBERED || member.has_list && member.texts + member.numbers == 0 {
        return None;
    }
    let Word::Field(field, rank) = words::of_scalar(&member.key) else { return None };
    let is_best = !members.iter().any(|other| {
        let says = other.texts > 0 || other.numbers > 0 || other.node.is_some() && !other.has_list;
        says && !std::ptr::eq(other, member)
            && matches!(words::of_scalar(&other.key), Word::Field(found, better) if found == field && better < rank)
    });
    match (role, field) {
        (Role::Post | Role::Article, Field::Body | Field::Title) if member.texts == 0 && member.nulls == 0 => None,
        (Role::Post | Role::Article, _) if is_best => Some(field),
        (Role::Person, Field::Author) if is_best => Some(Field::Author),
        (Role::Answered, Field::Id) if is_best => Some(Field::Parent),
        (Role::Holder, Field::Title | Field::Url) if is_best => Some(field),
        _ => None,
    }
}

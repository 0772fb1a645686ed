//! The items of a feed, sorted into their threads.

use super::answers::Answers;
use super::page;
use super::shelf::Shelf;
use super::topic::{Entry, Tally, Topic, counted, line};
use crate::thread::{Builder, Notation, Notice};

/// A feed as it was read.
#[derive(Debug, Default)]
pub(super) struct Feed {
    pub(super) title: String,
    pub(super) url: String,
    /// Its description.
    pub(super) about: String,
    pub(super) items: Vec<Item>,
}

/// An item of a feed.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) title: String,
    /// The id that it claims to answer.
    pub(super) answers: Option<String>,
    /// The address that it claims to answer.
    pub(super) answers_url: Option<String>,
    pub(super) entry: Entry,
}

impl Feed {
    /// Hands over the threads of the feed.
    pub(super) fn hand_over(mut self, builder: &mut Builder) {
        if self.items.is_empty() {
            builder.notice(Notice::new("this feed has no entries"));
            let body = Entry { notation: Notation::Html, body: self.about, url: self.url, ..Entry::default() };
            Topic::opened(self.title, body).hand_over(builder, &mut Tally::default());
            return;
        }
        builder.shelf_title(&self.title);
        for item in self.items.iter_mut().filter(|item| item.entry.id.is_empty()) {
            item.entry.id.clone_from(&item.entry.url);
        }
        if is_newest_first(&self.items) {
            self.items.reverse();
        }
        let topics = self.topics(builder);
        let mut tally = Tally::default();
        topics.into_iter().for_each(|topic| topic.hand_over(builder, &mut tally));
    }

    fn topics(mut self, builder: &mut Builder) -> Vec<Topic> {
        if self.items.iter().all(|item| page::is_comment(&item.entry.url)) {
            let answers = Answers::of(&mut self.items);
            return self.commented_pages(&answers);
        }
        if let Some(article) = page::article(&self) {
            return vec![self.page(article)];
        }
        let answers = Answers::of(&mut self.items);
        if answers.has_any() {
            return self.threads(&answers);
        }
        let articles = counted(self.items.len(), "article is", "articles are");
        builder.notice(Notice::new(format!("a feed without replies: its {articles} shown")));
        self.items.into_iter().map(|item| Topic::opened(item.title, item.entry)).collect()
    }

    /// Comments on pages outside the feed.
    fn commented_pages(self, answers: &Answers) -> Vec<Topic> {
        let ids: Vec<String> = self.items.iter().map(|item| item.entry.id.clone()).collect();
        let mut shelf = Shelf::default();
        for (place, Item { title, mut entry, .. }) in self.items.into_iter().enumerate() {
            let url = page::of(&entry.url);
            let topic = shelf.topic(url);
            if topic.url.is_empty() {
                url.clone_into(&mut topic.url);
                page::commented(&title).unwrap_or_default().clone_into(&mut topic.title);
            }
            if entry.author.is_empty() {
                page::commenter(&title).clone_into(&mut entry.author);
            }
            entry.parent = answers.parent(place).and_then(|parent| ids.get(parent)).cloned();
            topic.replies.push(entry);
        }
        if let [topic] = shelf.topics.as_mut_slice() {
            page::titled(&self.title).clone_into(&mut topic.title);
        }
        for topic in shelf.topics.iter_mut().filter(|topic| topic.title.is_empty()) {
            topic.title.clone_from(&topic.url);
        }
        shelf.topics
    }

    /// One page: its article and the posts below it.
    fn page(mut self, article: usize) -> Topic {
        let article = self.items.remove(article);
        let mut topic = Topic::opened(article.title, article.entry);
        topic.replies = self.items.into_iter().map(|item| item.entry).collect();
        topic
    }

    /// Messages that answer each other. What opens a thread tells several apart; if one message or none opens a thread,
    /// all belong together.
    fn threads(self, answers: &Answers) -> Vec<Topic> {
        let roots = answers.roots();
        let ids: Vec<String> = self.items.iter().map(|item| item.entry.id.clone()).collect();
        let titles: Vec<String> = self.items.iter().map(|item| item.title.clone()).collect();
        let mut shelf = Shelf::default();
        let mut subjects: Vec<String> = Vec::new();
        for (place, Item { title, mut entry, .. }) in self.items.into_iter().enumerate() {
            let root = roots.as_ref().and_then(|roots| roots.get(place)).map_or("", String::as_str);
            let at = shelf.place(root);
            let Some(topic) = shelf.topics.get_mut(at) else { continue };
            if at == subjects.len() {
                subjects.push(if roots.is_some() { title.clone() } else { self.title.clone() });
            }
            if topic.article.is_none() && answers.is_opening(place) {
                topic.url.clone_from(&entry.url);
                topic.article = Some(entry);
                if let Some(subject) = subjects.get_mut(at) {
                    subject.clone_from(&title);
                }
            } else {
                let parent = answers.parent(place);
                entry.parent = parent.and_then(|parent| ids.get(parent)).cloned();
                let known = parent.and_then(|parent| titles.get(parent)).into_iter().chain(subjects.get(at));
                show_subject(&mut entry, &title, known);
                topic.replies.push(entry);
            }
        }
        for (topic, subject) in shelf.topics.iter_mut().zip(subjects) {
            topic.title = subject;
            if topic.url.is_empty() && roots.is_none() {
                topic.url.clone_from(&self.url);
            }
        }
        shelf.topics
    }
}

/// Whether nearly every item is older than the one before it.
fn is_newest_first(items: &[Item]) -> bool {
    let (mut rising, mut falling) = (0_usize, 0_usize);
    for (one, next) in items.iter().zip(items.iter().skip(1)) {
        if let (Some(one), Some(next)) = (one.entry.time, next.entry.time) {
            rising += usize::from(one < next);
            falling += usize::from(one > next);
        }
    }
    falling > rising * 9
}

/// Puts a message's subject over its text, unless it is known or equals the first words.
fn show_subject<'s>(entry: &mut Entry, subject: &str, known: impl IntoIterator<Item = &'s String>) {
    let own = bare(subject);
    if own.is_empty() || entry.notation != Notation::Html || known.into_iter().any(|known| bare(known) == own) {
        return;
    }
    let start: String = entry.body.chars().take(own.len() * 2 + 200).collect();
    if !line(&start).to_lowercase().contains(own.trim_end_matches(['.', '…'])) {
        let subject = subject.trim().replace('&', "&amp;").replace('<', "&lt;");
        entry.body = format!("<p><b>{subject}</b></p>\n{}", entry.body);
    }
}

/// A subject in lower case without marks of a reply.
fn bare(subject: &str) -> String {
    let subject = subject.to_lowercase();
    let mut rest = subject.trim();
    while let Some(shorter) = rest.strip_prefix("re:") {
        rest = shorter.trim_start();
    }
    rest.to_owned()
}

//! What was mended or left out while a thread was read, and where.

use std::fmt;

/// A sentence for the reader about something that was mended, missed or left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    input: Option<Box<str>>,
    place: Option<Place>,
    message: String,
}

/// Where in a source a notice applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A line of the input, counted from 1.
    Line(usize),
    /// A byte of the input, counted from 0.
    Byte(u64),
    /// A post, in the order of the input, counted from 0.
    Post(usize),
}

impl Notice {
    /// A notice about the whole source.
    pub fn new(message: impl Into<String>) -> Self {
        Self { input: None, place: None, message: message.into() }
    }

    /// A notice about one place in the source.
    pub fn at(place: Place, message: impl Into<String>) -> Self {
        Self { input: None, place: Some(place), message: message.into() }
    }

    /// The same notice, about one of several inputs that are read together.
    #[must_use]
    pub fn of(self, input: &str) -> Self {
        Self { input: Some(input.into()), ..self }
    }

    /// Its sentence, without what it is about.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The input that it is about. `None` unless there are several.
    pub fn input(&self) -> Option<&str> {
        self.input.as_deref()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(out, "line {line}"),
            Self::Byte(byte) => write!(out, "byte {byte}"),
            Self::Post(post) => write!(out, "post {post}"),
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(input) = &self.input {
            write!(out, "{input}: ")?;
        }
        match self.place {
            Some(place) => write!(out, "{place}: {}", self.message),
            None => out.write_str(&self.message),
        }
    }
}

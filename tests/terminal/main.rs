//! The real program in a real terminal: what a reader sees, types and is left with.
//!
//! The terminal is a pseudo-terminal of the system with an emulator behind it. No test waits for a time: each waits
//! for what the screen shows, up to a [deadline](terminal::DEADLINE) that only a failure reaches.

#![cfg(unix)]
#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod everywhere;
mod hostile;
mod keys;
mod leaving;
mod links;
mod lists;
mod mouse;
mod opening;
mod parcels;
mod reading;
mod remembering;
mod sample;
#[path = "../web/server.rs"]
#[expect(dead_code, reason = "the tests without a screen use more of it")]
mod server;
mod setting_up;
mod sizes;
mod stream;
mod terminal;
mod web;

//! Replaces files whole or not at all, and keeps files and folders private to their owner.
//!
//! Knows nothing of their contents. Outside Unix, files have the permissions of their folder.

mod error;
mod private;
mod replace;

pub(crate) use self::error::error_text;
pub(crate) use self::private::{close_to_others, identity, private_file, private_folder};
pub(crate) use self::replace::{replace, replace_private};

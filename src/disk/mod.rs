//! Files that are replaced whole or not at all, and files and folders that only their owner may look into.
//!
//! Knows nothing of what is in them. Elsewhere than on Unix the rights of files are those of their folder.

mod private;
mod replace;

pub(crate) use self::private::{close_to_others, identity, private_file, private_folder};
pub(crate) use self::replace::{replace, replace_private};

//! Keys, and the commands that they mean.

pub(in crate::app) mod command;
pub(in crate::app) mod key;
pub(in crate::app) mod keymap;
pub(in crate::app) mod local;
pub(in crate::app) mod mouse;
pub(in crate::app) mod own;
pub(in crate::app) mod told;

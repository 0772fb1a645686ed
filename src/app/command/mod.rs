//! What commands do, one file for each family.

pub(in crate::app) mod answering;
pub(in crate::app) mod asking;
pub(in crate::app) mod away;
pub(in crate::app) mod category;
pub(in crate::app) mod filtering;
pub(in crate::app) mod finding;
pub(in crate::app) mod folding;
pub(in crate::app) mod index;
pub(in crate::app) mod judging;
pub(in crate::app) mod links;
pub(in crate::app) mod list;
pub(in crate::app) mod moving;
pub(in crate::app) mod opening;
pub(in crate::app) mod panes;
pub(in crate::app) mod people;
pub(in crate::app) mod pointing;
pub(in crate::app) mod program;
pub(in crate::app) mod reloading;
pub(in crate::app) mod remembering;
pub(in crate::app) mod ruling;
pub(in crate::app) mod sharing;
pub(in crate::app) mod sorting;
pub(in crate::app) mod speaking;
pub(in crate::app) mod suggesting;
pub(in crate::app) mod table;
pub(in crate::app) mod trail;

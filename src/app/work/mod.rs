//! Work beside the screen: pure functions of a thread.

pub(in crate::app) mod parcel;
pub(in crate::app) mod portrait;
pub(in crate::app) mod remap;
pub(in crate::app) mod rules;
pub(in crate::app) mod scores;
pub(in crate::app) mod sorted;
pub(in crate::app) mod survey;
pub(in crate::app) mod topics;

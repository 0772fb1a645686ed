//! What the reader is doing: each file is a part of it and knows nothing of the program around it.

pub(in crate::app) mod aside;
pub(in crate::app) mod behind;
pub(in crate::app) mod category;
pub(in crate::app) mod drag;
pub(in crate::app) mod elsewhere;
pub(in crate::app) mod finder;
pub(in crate::app) mod history;
pub(in crate::app) mod index;
pub(in crate::app) mod journal;
pub(in crate::app) mod loads;
pub(in crate::app) mod moved;
pub(in crate::app) mod page;
pub(in crate::app) mod people;
pub(in crate::app) mod preview;
pub(in crate::app) mod reading;
pub(in crate::app) mod rulings;
pub(in crate::app) mod running;
pub(in crate::app) mod screen;
pub(in crate::app) mod setup;
pub(in crate::app) mod sorting;
pub(in crate::app) mod speaking;
pub(in crate::app) mod status;
pub(in crate::app) mod suggestions;
pub(in crate::app) mod trail;

//! Nothing leaks: what is withheld is in no file, and cannot be worked out from what is in them.

mod attack;
mod canaries;
mod pages;
pub(crate) mod site;
mod small;

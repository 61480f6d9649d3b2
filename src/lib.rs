//! Plaudit turns YAML snapshots and Markdown commentary into a static report site, in one straight line:
//!
//! ```text
//!  read ─▶ model ─▶ disclose ─▶ analyse ─▶ outline ─▶ for each page: compose ─▶ render ─▶ publish
//!  files   facts    what this   findings   every      (words, charts)         HTML       files
//!                   audience    (pure)     page and
//!                   may know               its address
//! ```
//!
//! Only [`read`] opens the inputs, only [`publish`] writes the site, only [`cli`] prints. Everything between is a
//! function of its arguments: same inputs, same bytes, on any day, any machine, any number of threads.

pub mod analyse;
pub mod author;
pub mod cli;
pub mod compose;
pub mod diagnostic;
pub mod disclose;
pub mod draw;
pub mod model;
pub mod pipeline;
pub mod publish;
pub mod read;
pub mod render;
pub mod serve;
pub mod words;

//! Text without a boundary: names and escapes, the notation of types and terms, diffs, and the stack that
//! parsing takes.

pub mod diff;
pub mod names;
pub mod notation;
pub mod stack;

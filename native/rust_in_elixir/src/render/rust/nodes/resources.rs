//! Resources and streams.

use serde::Serialize;

/// A resource: its handle, and its registration with the VM.
#[derive(Serialize)]
pub struct Resource {
    pub name: String,
    pub module: String,
    pub handle: String,
    /// The state that all handles to one value share.
    pub resource: String,
    pub lock: Option<&'static str>,
    /// How the crate opens the lock.
    pub accesses: Vec<LockAccess>,
    pub taken: bool,
    pub held: bool,
    pub kept: bool,
    pub ordered: bool,
    pub monitor: bool,
    /// The functions of the trait that are called for it.
    pub on_drop: Option<String>,
    pub down: Option<String>,
    pub let_go: String,
    pub watch_ended: String,
}

#[derive(Serialize)]
pub struct Resources<'a> {
    pub resources: &'a [Resource],
}

/// A way to open a lock: the method of the handle, and the guard that it gives.
#[derive(Serialize)]
pub struct LockAccess {
    pub name: &'static str,
    pub guard: String,
}

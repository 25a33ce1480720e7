//! Resources: their handles, and what the VM is told of them.

use serde_json::{Value, json};

use super::source::block;
use super::{Items, RustSide};
use crate::boundary::*;
use crate::text::names;

/// What prettyplease would print as the tokens of a macro.
const LOCKS_HEAD: &str = "\
use super::Unavailable;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::{LockResult, TryLockError, TryLockResult};
use std::time::Duration;

thread_local! {
    /// The addresses of what this thread has locked.
    static HELD: RefCell<BTreeSet<usize>> = const { RefCell::new(BTreeSet::new()) };
}";

impl RustSide<'_> {
    /// The handles, and what belongs beside the NIFs.
    pub(super) fn resources(&self) -> Result<Items, String> {
        let mut items = Vec::new();
        let mut codecs = Vec::new();
        for (definition, resource) in self.model.resources() {
            let context = self.resource(definition, resource);
            items.push(self.item("resource.rs", context.clone())?);
            codecs.push(self.item("resource_nif.rs", context)?);
        }
        if self.model.resources().any(|(_, it)| it.monitor) {
            codecs.push(block(
                "/// What the crate does when processes end, on a thread that no scheduler waits for.\nmod watch {",
                &[self.item("watch.rs", json!({}))?],
            ));
        }
        let orders_locks = self.model.orders_locks();
        let is_locked = |(it, _): (&Definition, _)| self.model.locking(&it.name).is_some();
        if self.model.resources().any(is_locked) {
            let is_taken = |(it, _): (&Definition, _)| self.model.is_taken(&it.name);
            let context = json!({
                "closes": self.model.resources().any(is_taken),
                "ordered": orders_locks,
            });
            items.push(self.item("unavailable.rs", context)?);
        }
        if orders_locks {
            items.push(block(
                "/// Locks that no two calls wait for in a circle.\nmod locks {",
                &[LOCKS_HEAD.to_string(), self.item("locks.rs", json!({}))?],
            ));
        }
        Ok((items, codecs))
    }

    /// The NIF that tells what a reference leads to, and the atoms that it gives, which are made once.
    pub(super) fn resource_of(&self) -> Result<Vec<String>, String> {
        let resources: Vec<Value> = self
            .model
            .resources()
            .map(|(definition, resource)| self.resource(definition, resource))
            .collect();
        if resources.is_empty() {
            return Ok(Vec::new());
        }
        let atoms: Vec<String> = resources
            .iter()
            .filter_map(|it| it["module"].as_str().zip(it["atom"].as_str()))
            .map(|(module, atom)| format!("        {atom} = \"Elixir.{module}\",\n"))
            .collect();
        Ok(vec![
            self.item("resource_of.rs", json!({ "resources": resources }))?,
            format!(
                "/// The modules of the handles.\nmod module {{\n    rustler::atoms! {{\n{}    }}\n}}",
                atoms.concat()
            ),
        ])
    }

    /// The resource behind every stream, and the NIFs that read it.
    pub(super) fn streams(&self) -> Result<Option<String>, String> {
        let next = |name: &'static str, function, schedule| {
            let is_read = |nif: &Nif| self.model.next_chunk(nif) == Some(name);
            (self.model.boundary.nifs.iter().any(is_read))
                .then(|| json!({ "name": name, "function": function, "schedule": schedule }))
        };
        let nexts: Vec<Value> = [
            next("__next_chunk__", "next_chunk", "DirtyCpu"),
            next("__next_chunk_io__", "next_chunk_io", "DirtyIo"),
        ]
        .into_iter()
        .flatten()
        .collect();
        if nexts.is_empty() {
            return Ok(None);
        }
        let items = self.item("stream.rs", json!({ "nexts": nexts }))?;
        let opening = "/// Iterators of the crate's, which Elixir reads in chunks.\nmod stream {";
        Ok(Some(block(opening, &[items])))
    }

    fn resource(&self, definition: &Definition, resource: &Resource) -> Value {
        let own = &definition.name;
        let name = names::rust_type(own);
        let snake = names::rust_snake(&definition.name);
        let lock = self.model.locking(&definition.name);
        let is_taken = self.model.is_taken(&definition.name);
        // What no function uses yet can still be used in the crate.
        let is_lent = |to_read| self.model.is_lent(own, to_read);
        let is_exposed = self.model.is_exposed(own) || !(is_lent(true) || is_lent(false));
        let hook = |is_drop: bool| {
            self.model
                .hooks()
                .into_iter()
                .find(|it| it.definition.name == definition.name && it.is_drop == is_drop)
                .map(|it| names::implementation_path(&it.name))
        };

        let mut r#type = name.clone();
        let mut new = "value".to_string();
        if is_taken {
            r#type = format!("Option<{type}>");
            new = format!("Some({new})");
        }
        let inner = r#type.clone();
        let lock_type = match lock {
            None => None,
            Some(Locking::Rwlock) => Some("std::sync::RwLock"),
            Some(Locking::Mutex) => Some("std::sync::Mutex"),
        };
        let shared_type = resource.monitor.then_some("std::sync::Arc");
        for wrapper in lock_type.into_iter().chain(shared_type) {
            r#type = format!("{wrapper}<{type}>");
            new = format!("{wrapper}::new({new})");
        }

        let accesses: Vec<Value> = [true, false]
            .into_iter()
            .filter(|to_read| is_exposed || is_lent(*to_read))
            .filter_map(|to_read| Some(access(own, lock?, to_read)))
            .collect();

        json!({
            "name": name,
            "accesses": accesses,
            "atom": names::rust_value(&snake),
            "module": format!("{}.{}", self.model.boundary.facade, definition.name),
            "handle": names::rust_handle(&definition.name),
            "resource": format!("{}Resource", names::rust_camel(own)),
            "lock": match lock {
                None => None,
                Some(Locking::Rwlock) => Some("rwlock"),
                Some(Locking::Mutex) => Some("mutex"),
            },
            "taken": is_taken,
            "inner_type": inner,
            "value_type": r#type,
            "new_value": new,
            "monitor": resource.monitor,
            "held": self.model.is_held(own),
            "kept": self.model.boundary.nifs.iter().any(|nif| nif.params.iter().any(|param| {
                param.r#type.references() == [own.as_str()] && self.model.is_kept_locked(nif, param)
            })),
            "ordered": self.model.orders_locks(),
            "on_drop": hook(true),
            "down": hook(false),
            "let_go": format!("let_{snake}_go"),
            "watch_ended": format!("{snake}_watch_ended"),
        })
    }
}

/// A way to open a lock: the method of the handle, and the guard that it gives.
fn access(resource: &str, lock: Locking, to_read: bool) -> Value {
    let (lock_method, std_guard) = match (lock, to_read) {
        (Locking::Rwlock, true) => ("read", "RwLockReadGuard"),
        (Locking::Rwlock, false) => ("write", "RwLockWriteGuard"),
        (Locking::Mutex, _) => ("lock", "MutexGuard"),
    };
    let (name, suffix, purpose, others) = match (to_read, lock) {
        (true, Locking::Rwlock) => {
            let others = "; other calls may read it at the same time.";
            ("read", "ReadGuard", "read", others)
        }
        (true, Locking::Mutex) => ("read", "ReadGuard", "read", ", to one call at a time."),
        (false, _) => {
            let others = ", to one call at a time. A panic meanwhile poisons it.";
            ("write", "WriteGuard", "change", others)
        }
    };
    json!({
        "name": name,
        "guard": format!("{}{suffix}", names::rust_camel(resource)),
        "purpose": purpose,
        "doc": format!("Borrows the value to {purpose} it{others}"),
        "lock": lock_method,
        "std_guard": std_guard,
    })
}

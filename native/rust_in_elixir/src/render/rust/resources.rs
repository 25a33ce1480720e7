//! Resources: their handles, and their registration with the VM.

use super::{RustSide, nodes};
use crate::boundary::*;
use crate::text::names;

impl RustSide<'_> {
    pub(super) fn resources(&self) -> Vec<nodes::Resource> {
        (self.model.resources())
            .map(|(definition, resource)| self.resource(definition, resource))
            .collect()
    }

    pub(super) fn resource(&self, definition: &Definition, resource: &Resource) -> nodes::Resource {
        let own = &definition.name;
        let snake = names::rust_snake(own);
        let lock = self.model.locking(own);
        let hook = |is_drop: bool| {
            let mut hooks = self.model.hooks().into_iter();
            hooks
                .find(|it| it.definition.name == *own && it.is_drop == is_drop)
                .map(|it| it.name)
        };
        let is_kept = |nif: &Nif, param: &Param| {
            param.r#type.references() == [own.as_str()] && self.model.is_kept_locked(nif, param)
        };
        let mut nifs = self.model.boundary.nifs.iter();
        nodes::Resource {
            name: names::rust_type(own),
            module: format!("{}.{own}", self.model.boundary.facade),
            handle: names::rust_handle(own),
            resource: names::rust_resource(own),
            lock: lock.map(|it| match it {
                Locking::Rwlock => "rwlock",
                Locking::Mutex => "mutex",
            }),
            accesses: lock.map_or(Vec::new(), |_| self.accesses(own)),
            taken: self.model.is_taken(own),
            held: self.model.is_held(own),
            kept: nifs.any(|nif| nif.params.iter().any(|param| is_kept(nif, param))),
            ordered: self.model.orders_locks(),
            monitor: resource.monitor,
            on_drop: hook(true),
            down: hook(false),
            let_go: format!("let_{snake}_go"),
            watch_ended: format!("{snake}_watch_ended"),
        }
    }

    /// How functions open the lock of a resource. What no function uses yet can still be used in the crate.
    fn accesses(&self, resource: &str) -> Vec<nodes::LockAccess> {
        let is_lent = |to_read| self.model.is_lent(resource, to_read);
        let is_exposed = self.model.is_exposed(resource) || !(is_lent(true) || is_lent(false));
        let camel = names::rust_camel(resource);
        [(true, "read", "ReadGuard"), (false, "write", "WriteGuard")]
            .into_iter()
            .filter(|(to_read, ..)| is_exposed || is_lent(*to_read))
            .map(|(_, name, suffix)| nodes::LockAccess {
                name,
                guard: format!("{camel}{suffix}"),
            })
            .collect()
    }
}

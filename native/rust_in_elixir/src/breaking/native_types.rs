//! The rules about types that others bring: whose Rust is the user's, or whose Elixir is another library's.

use super::{Comparing, Direction, rules};
use crate::boundary::*;

impl Comparing<'_> {
    pub(super) fn custom(
        &mut self,
        before: &Custom,
        after: &Custom,
        new: &Definition,
        direction: Direction,
    ) {
        let name = new.name.as_str();
        self.is_rust_changed |= before.rust != after.rust;
        if before.typespec != after.typespec {
            self.report(
                &rules::CUSTOM_TYPE_CHANGED,
                name,
                new.line,
                (Some(before.typespec.clone()), Some(after.typespec.clone())),
                format!(
                    "`{name}` is now `{}` instead of `{}`; restore the typespec, or declare another type for the new one",
                    after.typespec, before.typespec
                ),
            );
        }
        if let (Some(was), Some(is)) = (&before.caster, &after.caster)
            && was != is
            && direction.goes_in
        {
            self.report(
                &rules::CUSTOM_CASTER_CHANGED,
                name,
                new.line,
                (Some(was.clone()), Some(is.clone())),
                format!(
                    "`{name}` is now cast by `{is}` instead of `{was}`; make sure that it accepts what callers pass"
                ),
            );
        }
        if before.validator != after.validator && direction.goes_in {
            let [was, is] = [before, after].map(|it| shown(it.validator.as_ref()));
            self.report(
                &rules::CUSTOM_VALIDATOR_CHANGED,
                name,
                new.line,
                (before.validator.clone(), after.validator.clone()),
                format!(
                    "`{name}` is now validated by {is} instead of {was}; make sure that it accepts what callers pass"
                ),
            );
        }
    }

    /// A representation that is made in the same way, or that JSON has, may reject values that another one accepted.
    pub(super) fn representation(
        &mut self,
        old: &Definition,
        new: &Definition,
        direction: Direction,
    ) {
        let (Kind::Remote(before, was), Kind::Remote(after, is)) = (&old.kind, &new.kind) else {
            return;
        };
        let name = new.name.as_str();
        self.is_rust_changed |= !self.subtypes.is_same(before, after);
        let is_seen = was.from == is.from || self.subtypes.new.model.is_cast(name);
        if direction.goes_in && is_seen {
            let direction = Direction {
                goes_in: true,
                comes_out: false,
            };
            self.value_type(before, after, name, new.line, direction, name);
        }
    }

    pub(super) fn remote(
        &mut self,
        before: &Remote,
        after: &Remote,
        new: &Definition,
        direction: Direction,
    ) {
        let name = new.name.as_str();
        if before.typespec != after.typespec {
            self.report(
                &rules::REMOTE_TYPE_CHANGED,
                name,
                new.line,
                (Some(before.typespec.clone()), Some(after.typespec.clone())),
                format!(
                    "`{name}` is now `{}` instead of `{}`; restore the typespec, or declare another type for the new one",
                    after.typespec, before.typespec
                ),
            );
        }
        let functions = |it: &Remote| {
            let (from, to) = (Some(it.from.clone()), Some(it.to.clone()));
            [it.validator.clone(), from, to]
        };
        let is_made = direction.comes_out || self.subtypes.new.model.is_cast(name);
        let uses = [
            ("validated", direction.goes_in),
            ("represented", direction.goes_in),
            ("made", is_made),
        ];
        let changes = functions(before).into_iter().zip(functions(after));
        for ((verb, is_used), (was, is)) in uses.into_iter().zip(changes) {
            if is_used && was != is {
                let message = format!(
                    "`{name}` is now {verb} by {} instead of {}; make sure that it does the same with what callers have",
                    shown(is.as_ref()),
                    shown(was.as_ref())
                );
                self.report(
                    &rules::REMOTE_FUNCTION_CHANGED,
                    name,
                    new.line,
                    (was, is),
                    message,
                );
            }
        }
    }

    pub(super) fn resource(
        &mut self,
        before: &Resource,
        after: &Resource,
        old: &Definition,
        new: &Definition,
    ) {
        let name = new.name.as_str();
        self.is_rust_changed |= before.rust != after.rust;
        let lock = |locking: Option<Locking>| match locking {
            None => "no lock",
            Some(Locking::Rwlock) => "an RwLock",
            Some(Locking::Mutex) => "a Mutex",
        };
        let was = lock(self.subtypes.old.model.locking(&old.name));
        let is = lock(self.subtypes.new.model.locking(name));
        if was != is {
            self.report(
                &rules::RESOURCE_LOCK_CHANGED,
                name,
                new.line,
                (Some(was.into()), Some(is.into())),
                format!(
                    "`{name}` now has {is} instead of {was}, which changes what calls wait for and whether a panic poisons it; make sure that callers expect this"
                ),
            );
        }
        if before.on_drop != after.on_drop {
            self.on_drop_changed(before, after, new);
        }
        if before.monitor != after.monitor {
            self.monitor_changed(before, after, new);
        }
    }

    fn on_drop_changed(&mut self, before: &Resource, after: &Resource, new: &Definition) {
        let name = new.name.as_str();
        let [was, is] = [before, after].map(|it| shown(it.on_drop.as_ref()));
        self.report(
            &rules::RESOURCE_ON_DROP_CHANGED,
            name,
            new.line,
            (before.on_drop.clone(), after.on_drop.clone()),
            format!(
                "{is} is now called instead of {was} when the last handle to a `{name}` is gone; make sure that the work of the old function is still done"
            ),
        );
    }

    fn monitor_changed(&mut self, before: &Resource, after: &Resource, new: &Definition) {
        let name = new.name.as_str();
        let (is, effect) = if after.monitor {
            ("is now monitored", "calls the function")
        } else {
            ("is no longer monitored", "goes unnoticed")
        };
        self.report(
            &rules::RESOURCE_MONITOR_CHANGED,
            name,
            new.line,
            (
                Some(before.monitor.to_string()),
                Some(after.monitor.to_string()),
            ),
            format!(
                "the process that creates a `{name}` {is}, so its exit {effect}; make sure that this is intended"
            ),
        );
    }
}

fn shown(function: Option<&String>) -> String {
    function.map_or("nothing".to_string(), |it| format!("`{it}`"))
}

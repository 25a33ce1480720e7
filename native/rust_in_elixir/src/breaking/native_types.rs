//! The rules about types whose Rust is the user's: custom ones and resources.

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
                    "{name} is {} where it was {}; put the typespec back, or give the new one \
                     a type of its own",
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
                    "{name} is cast by {is} where it was by {was}; make sure that it takes what \
                     callers pass"
                ),
            );
        }
        if before.validator != after.validator && direction.goes_in {
            let [was, is] = [before, after].map(|it| {
                it.validator
                    .clone()
                    .unwrap_or_else(|| "nothing".to_string())
            });
            self.report(
                &rules::CUSTOM_VALIDATOR_CHANGED,
                name,
                new.line,
                (before.validator.clone(), after.validator.clone()),
                format!(
                    "{name} is validated by {is} where it was by {was}; make sure that it takes what \
                     callers pass"
                ),
            );
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
                    "{name} has {is} where it had {was}, which decides what calls wait for, and \
                     whether a panic poisons it; make sure that callers expect that"
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
        let [was, is] =
            [before, after].map(|it| it.on_drop.clone().unwrap_or_else(|| "nothing".into()));
        self.report(
            &rules::RESOURCE_ON_DROP_CHANGED,
            name,
            new.line,
            (before.on_drop.clone(), after.on_drop.clone()),
            format!(
                "{is} is called when the last handle on a {name} is gone, where it was {was}; \
                 make sure that what the old one did is still done"
            ),
        );
    }

    fn monitor_changed(&mut self, before: &Resource, after: &Resource, new: &Definition) {
        let name = new.name.as_str();
        let (is, effect) = if after.monitor {
            ("is watched now", "has its function called")
        } else {
            ("is no longer watched", "goes unnoticed")
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
                "the process that makes a {name} {is}, so that its end {effect}; make sure that \
                 this is meant"
            ),
        );
    }
}

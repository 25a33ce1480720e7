//! The rules about the variants of an enum, and about the values that they carry.

use super::fields::Keys;
use super::{Change, Comparing, Direction, member_path, rules};
use crate::boundary::*;
use crate::text::names;

impl Comparing<'_> {
    pub(super) fn variants(
        &mut self,
        before: &[Variant],
        after: &[Variant],
        new: &Definition,
        direction: Direction,
    ) {
        let name = new.name.as_str();
        let mut paired: Vec<&str> = Vec::new();
        for old in before {
            let same = after.iter().find(|it| it.name == old.name);
            let renamed = || {
                after.iter().find(|it| {
                    self.old_name(name, &it.name) == Some(old.name.as_str())
                        && before.iter().all(|other| other.name != it.name)
                })
            };
            let atom = names::elixir_atom(&old.name);
            if let Some(found) = same.or_else(renamed) {
                paired.push(&found.name);
                let path = member_path(name, &found.name);
                if found.name != old.name {
                    self.is_rust_changed = true;
                    self.report(
                        &rules::VARIANT_RENAMED,
                        &path,
                        found.line,
                        (Some(old.term()), Some(found.term())),
                        format!(
                            "the variant {atom} of {name} is called {} now, and a term that was made \
                             before is none any more; keep {atom} beside it, or have callers write \
                             the new name",
                            names::elixir_atom(&found.name)
                        ),
                    );
                }
                self.payload(old, found, &path, name, direction);
            } else {
                self.is_rust_changed = true;
                if direction.goes_in {
                    self.report(
                        &rules::VARIANT_REMOVED,
                        &member_path(name, &old.name),
                        new.line,
                        (Some(old.term()), None),
                        format!(
                            "{name} refuses {} now, from callers and where it is stored; put the \
                             variant {atom} back, or write renamed_from: {atom} at the one that took \
                             its place",
                            old.term()
                        ),
                    );
                }
            }
        }
        for found in after
            .iter()
            .filter(|it| !paired.contains(&it.name.as_str()))
        {
            self.is_rust_changed = true;
            self.has_grown = true;
            if direction.comes_out {
                self.report(
                    &rules::VARIANT_ADDED_IN_OUTPUT,
                    &member_path(name, &found.name),
                    found.line,
                    (None, Some(found.term())),
                    format!(
                        "{name} may come back as {}, which no caller knows of; give it only to \
                         callers who ask for it, or release it as a breaking change",
                        found.term()
                    ),
                );
            }
        }
    }

    fn payload(
        &mut self,
        old: &Variant,
        new: &Variant,
        path: &str,
        holder: &str,
        direction: Direction,
    ) {
        match (&old.shape, &new.shape) {
            (Shape::Unit, Shape::Unit) => {}
            (Shape::Fields(before), Shape::Fields(after)) => {
                self.fields(before, after, Keys::Absent, path, new.line, direction);
            }
            (Shape::Values(before), Shape::Values(after)) if before.len() == after.len() => {
                for (before, after) in before.iter().zip(after) {
                    self.value_type(before, after, path, new.line, direction, path);
                }
            }
            _ => {
                self.is_rust_changed = true;
                self.report(
                    &rules::VARIANT_PAYLOAD_CHANGED,
                    path,
                    new.line,
                    (Some(old.term()), Some(new.term())),
                    format!(
                        "a variant of {holder} is {} where it was {}; put it back, or give the new \
                         form a variant of its own",
                        new.term(),
                        old.term()
                    ),
                );
            }
        }
    }

    pub(super) fn value_type(
        &mut self,
        before: &Type,
        after: &Type,
        path: &str,
        line: u32,
        direction: Direction,
        holder: &str,
    ) {
        let (rule, effect) = match self.type_change(before, after, direction) {
            Change::None | Change::InRust => return,
            Change::Narrowed => (
                &rules::VALUE_TYPE_NARROWED,
                ", so that values which callers pass are refused",
            ),
            Change::Widened => (
                &rules::VALUE_TYPE_WIDENED,
                ", so that callers may meet values they never did",
            ),
            Change::Other => (&rules::VALUE_TYPE_CHANGED, ""),
        };
        self.report(
            rule,
            path,
            line,
            (Some(before.to_string()), Some(after.to_string())),
            format!("{holder} holds {after} where it held {before}{effect}; hold {before} again"),
        );
    }

    pub(super) fn alternatives(
        &mut self,
        before: &[Variant],
        after: &[Variant],
        new: &Definition,
        direction: Direction,
    ) {
        let name = new.name.as_str();
        let types = |variants: &[Variant]| -> Vec<Type> {
            (variants.iter())
                .flat_map(|it| it.shape.types())
                .cloned()
                .collect()
        };
        let (before, after) = (types(before), types(after));
        for old in &before {
            if after.iter().any(|it| self.subtypes.is_same(old, it)) {
                continue;
            }
            self.is_rust_changed = true;
            if direction.goes_in && !after.iter().any(|it| self.subtypes.old_in_new(old, it)) {
                self.report(
                    &rules::VARIANT_REMOVED,
                    name,
                    new.line,
                    (Some(old.to_string()), None),
                    format!(
                        "{name} refuses {old} now, from callers and where it is stored; put the \
                         variant of {old} back"
                    ),
                );
            }
        }
        for found in &after {
            if before.iter().any(|it| self.subtypes.is_same(it, found)) {
                continue;
            }
            self.is_rust_changed = true;
            if before.iter().any(|it| self.subtypes.new_in_old(it, found)) {
                continue;
            }
            self.has_grown = true;
            if direction.comes_out {
                self.report(
                    &rules::VARIANT_ADDED_IN_OUTPUT,
                    name,
                    new.line,
                    (None, Some(found.to_string())),
                    format!(
                        "{name} may come back as {found}, which no caller knows of; give it only to \
                         callers who ask for it, or release it as a breaking change"
                    ),
                );
            }
        }
        let places: Vec<usize> = (before.iter())
            .filter_map(|old| after.iter().position(|it| self.subtypes.is_same(old, it)))
            .collect();
        if direction.goes_in && !places.is_sorted() {
            let listed = |types: &[Type]| -> String {
                let types: Vec<String> = types.iter().map(ToString::to_string).collect();
                types.join(", ")
            };
            let (was, is) = (listed(&before), listed(&after));
            self.report(
                &rules::ORDER_OF_TYPES_CHANGED,
                name,
                new.line,
                (Some(was.clone()), Some(is.clone())),
                format!(
                    "{name} is tried as {is} where it was tried as {was}, and the first that fits is \
                     taken; put the variants back in their order"
                ),
            );
        }
    }
}

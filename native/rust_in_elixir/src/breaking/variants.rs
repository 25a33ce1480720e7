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
        let members = self.members(name, before, after);
        for (old, found) in members.before {
            match found {
                Some(found) => {
                    let path = member_path(name, &found.name);
                    if found.name != old.name {
                        self.variant_renamed(old, found, name);
                    }
                    self.payload(old, found, &path, name, direction);
                }
                None => {
                    self.is_rust_changed = true;
                    if direction.goes_in {
                        self.variant_removed(old, new);
                    }
                }
            }
        }
        for found in members.added {
            self.is_rust_changed = true;
            self.has_grown = true;
            if direction.comes_out {
                self.variant_added(
                    name,
                    &member_path(name, &found.name),
                    found.line,
                    &found.term(),
                );
            }
        }
    }

    fn variant_renamed(&mut self, old: &Variant, found: &Variant, holder: &str) {
        let atom = names::elixir_atom(&old.name);
        self.is_rust_changed = true;
        self.report(
            &rules::VARIANT_RENAMED,
            &member_path(holder, &found.name),
            found.line,
            (Some(old.term()), Some(found.term())),
            format!(
                "the variant `{atom}` of `{holder}` is now called `{}`, so existing terms are no longer valid; keep `{atom}` as well, or have callers use the new name",
                names::elixir_atom(&found.name)
            ),
        );
    }

    fn variant_removed(&mut self, old: &Variant, holder: &Definition) {
        let (name, atom) = (&holder.name, names::elixir_atom(&old.name));
        self.report(
            &rules::VARIANT_REMOVED,
            &member_path(name, &old.name),
            holder.line,
            (Some(old.term()), None),
            format!(
                "`{name}` now rejects `{}`, from callers and in stored values; restore the variant `{atom}`, or write `renamed_from: {atom}` on its replacement",
                old.term()
            ),
        );
    }

    fn variant_added(&mut self, holder: &str, path: &str, line: u32, term: &str) {
        self.report(
            &rules::VARIANT_ADDED_IN_OUTPUT,
            path,
            line,
            (None, Some(term.to_string())),
            format!(
                "`{holder}` can now be `{term}` in results, which existing callers do not know; return it only to callers that ask for it, or release this as a breaking change"
            ),
        );
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
                        "a variant of `{holder}` is now `{}` instead of `{}`; restore it, or add another variant for the new form",
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
                ", so values that callers pass may be rejected",
            ),
            Change::Widened => (
                &rules::VALUE_TYPE_WIDENED,
                ", so callers may see new values",
            ),
            Change::Other => (&rules::VALUE_TYPE_CHANGED, ""),
        };
        self.report(
            rule,
            path,
            line,
            (Some(before.to_string()), Some(after.to_string())),
            format!("`{holder}` now contains `{after}` instead of `{before}`{effect}; use `{before}` again"),
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
                        "`{name}` now rejects `{old}`, from callers and in stored values; restore the variant of `{old}`"
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
                self.variant_added(name, name, new.line, &found.to_string());
            }
        }
        if direction.goes_in {
            self.order(&before, &after, new);
        }
    }

    /// The order in which the types of an untagged enum are tried.
    fn order(&mut self, before: &[Type], after: &[Type], new: &Definition) {
        let places: Vec<usize> = (before.iter())
            .filter_map(|old| after.iter().position(|it| self.subtypes.is_same(old, it)))
            .collect();
        if places.is_sorted() {
            return;
        }
        let listed = |types: &[Type]| -> String {
            let types: Vec<String> = types.iter().map(ToString::to_string).collect();
            types.join(", ")
        };
        let (was, is) = (listed(before), listed(after));
        self.report(
            &rules::ORDER_OF_TYPES_CHANGED,
            &new.name,
            new.line,
            (Some(was.clone()), Some(is.clone())),
            format!(
                "the variants of `{}` are now tried as `{is}` instead of `{was}`, and the first match is used; restore the order",
                new.name
            ),
        );
    }
}

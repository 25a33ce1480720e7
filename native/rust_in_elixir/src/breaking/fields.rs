//! The rules about fields and elements.

use super::{Change, Comparing, Direction, member_path, rules};
use crate::boundary::*;
use crate::text::names;

/// How the fields of a type are identified.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Keys {
    /// By the keys of a struct, which has all of them.
    Struct,
    /// By the keys of a map or keyword list, some of which may be absent.
    Absent,
}

impl Comparing<'_> {
    pub(super) fn fields(
        &mut self,
        before: &[Field],
        after: &[Field],
        keys: Keys,
        holder: &str,
        line: u32,
        direction: Direction,
    ) {
        let members = self.members(holder, before, after);
        for (old, new) in members.before {
            match new {
                Some(new) => {
                    let path = member_path(holder, &new.name);
                    if new.name != old.name {
                        self.field_renamed(old, new, holder);
                    }
                    self.field(old, new, &path, direction);
                }
                None => self.field_removed(old, holder, line),
            }
        }
        for new in members.added {
            self.is_rust_changed = true;
            self.has_grown = true;
            if direction.goes_in && !new.may_be_absent() {
                self.required_field_added(new, keys, holder);
            }
        }
    }

    fn field_renamed(&mut self, old: &Field, new: &Field, holder: &str) {
        self.is_rust_changed = true;
        self.report(
            &rules::FIELD_RENAMED,
            &member_path(holder, &new.name),
            new.line,
            (Some(old.name.clone()), Some(new.name.clone())),
            format!(
                "the field `{}` of `{holder}` is now called `{}`; have callers use the new name, or keep the old one",
                names::elixir_atom(&old.name),
                names::elixir_atom(&new.name)
            ),
        );
    }

    fn field_removed(&mut self, old: &Field, holder: &str, line: u32) {
        let atom = names::elixir_atom(&old.name);
        self.is_rust_changed = true;
        self.report(
            &rules::FIELD_REMOVED,
            &member_path(holder, &old.name),
            line,
            (Some(old.r#type.to_string()), None),
            format!(
                "the field `{atom}` of `{holder}` was removed; restore it, or write `renamed_from: {atom}` on its replacement"
            ),
        );
    }

    fn required_field_added(&mut self, new: &Field, keys: Keys, holder: &str) {
        let fix = match keys {
            Keys::Struct => "give it a default",
            Keys::Absent => "give it a default, or make it optional",
        };
        let atom = names::elixir_atom(&new.name);
        self.report(
            &rules::FIELD_ADDED_REQUIRED,
            &member_path(holder, &new.name),
            new.line,
            (None, Some(new.r#type.to_string())),
            format!("`{holder}` now requires the field `{atom}`, which existing callers do not pass; {fix}"),
        );
    }

    pub(super) fn field(&mut self, old: &Field, new: &Field, path: &str, direction: Direction) {
        self.field_type(old, new, path, direction);
        self.redacted(old.redact, new.redact, path, new.line);
        if !direction.goes_in {
            return;
        }
        match (absent_value(old), absent_value(new)) {
            (Some(before), None) => self.report(
                &rules::DEFAULT_REMOVED,
                path,
                new.line,
                (Some(before.clone()), None),
                format!(
                    "`{path}` can no longer be left out, because its default `{before}` was removed; write `default: {before}` again"
                ),
            ),
            (Some(before), Some(after)) if before != after => self.report(
                &rules::DEFAULT_CHANGED,
                path,
                new.line,
                (Some(before.clone()), Some(after.clone())),
                format!(
                    "the default of `{path}` is now `{after}` instead of `{before}`; make sure that no caller relies on `{before}`"
                ),
            ),
            (None, Some(_)) => self.has_grown = true,
            _ => {}
        }
    }

    fn field_type(&mut self, old: &Field, new: &Field, path: &str, direction: Direction) {
        let (before, after) = (&old.r#type, &new.r#type);
        let (rule, effect) = match self.type_change(before, after, direction) {
            Change::None | Change::InRust => return,
            Change::Narrowed => (
                &rules::FIELD_TYPE_NARROWED,
                ", so values that callers pass may be rejected",
            ),
            Change::Widened => (
                &rules::FIELD_TYPE_WIDENED,
                ", so callers may see new values",
            ),
            Change::Other => (&rules::FIELD_TYPE_CHANGED, ""),
        };
        self.report(
            rule,
            path,
            new.line,
            (Some(before.to_string()), Some(after.to_string())),
            format!(
                "`{path}` is now `{after}` instead of `{before}`{effect}; make it `{before}` again"
            ),
        );
    }

    pub(super) fn struct_shape(&mut self, before: &[Field], after: &[Field], new: &Definition) {
        let names = |fields: &[Field]| {
            let mut names: Vec<String> = fields.iter().map(|it| it.name.clone()).collect();
            names.sort();
            names
        };
        let (before, after) = (names(before), names(after));
        if before != after {
            let name = &new.name;
            self.report(
                &rules::STRUCT_SHAPE_CHANGED,
                name,
                new.line,
                (Some(before.join(", ")), Some(after.join(", "))),
                format!(
                    "an existing `%{name}{{}}`, such as a stored one, has other fields and is rejected; create such values again before you pass them"
                ),
            );
        }
    }

    /// The elements of a tuple or record, which have their places in Elixir and names only in Rust.
    pub(super) fn elements(
        &mut self,
        before: &[Field],
        after: &[Field],
        new: &Definition,
        direction: Direction,
    ) {
        let name = new.name.as_str();
        let names =
            |fields: &[Field]| -> Vec<String> { fields.iter().map(|it| it.name.clone()).collect() };
        let (was, is) = (names(before), names(after));
        self.is_rust_changed |= was != is;
        if was.len() != is.len() {
            let (was, is) = (was.join(", "), is.join(", "));
            self.report(
                &rules::TUPLE_SIZE_CHANGED,
                name,
                new.line,
                (Some(was.clone()), Some(is.clone())),
                format!(
                    "`{name}` now has the elements `{is}` instead of `{was}`; restore them, or declare another type for the new form"
                ),
            );
            return;
        }
        let mut sorted = (was.clone(), is.clone());
        sorted.0.sort();
        sorted.1.sort();
        if was != is && sorted.0 == sorted.1 {
            let (was, is) = (was.join(", "), is.join(", "));
            self.report(
                &rules::TUPLE_REORDERED,
                name,
                new.line,
                (Some(was.clone()), Some(is.clone())),
                format!(
                    "the elements of `{name}` are now in the order `{is}` instead of `{was}`; restore the order"
                ),
            );
            return;
        }
        for (old, new) in before.iter().zip(after) {
            let path = member_path(name, &new.name);
            self.field_type(old, new, &path, direction);
            self.redacted(old.redact, new.redact, &path, new.line);
        }
    }
}

/// The value of a field that is left out.
fn absent_value(field: &Field) -> Option<String> {
    match &field.default {
        Some(default) => Some(default.source.clone()),
        None => field.is_optional().then(|| "nil".to_string()),
    }
}

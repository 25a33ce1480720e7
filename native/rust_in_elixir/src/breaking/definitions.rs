//! The rules about types.

use super::fields::Keys;
use super::{Comparing, Direction, rules};
use crate::boundary::*;
use crate::text::names;

fn find<'a>(boundary: &'a Boundary, name: &str) -> Option<&'a Definition> {
    boundary.definitions.iter().find(|it| it.name == name)
}

/// The name of the kind in a schema.
fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::UnitEnum(_) => "unit_enum",
        Kind::TaggedEnum(_) => "tagged_enum",
        Kind::UntaggedEnum(_) => "untagged_enum",
        Kind::Struct(_) => "struct",
        Kind::Map(_) => "map",
        Kind::Tuple(_) => "tuple",
        Kind::Record(..) => "record",
        Kind::Exception(_) => "exception",
        Kind::Options(_) => "options",
        Kind::Newtype(..) => "newtype",
        Kind::Custom(_) => "custom",
        Kind::Remote(..) => "remote",
        Kind::Resource(_) => "resource",
    }
}

/// Whether values of the kind carry the name of their module.
fn has_struct(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Struct(_) | Kind::Exception(_) | Kind::Resource(_)
    )
}

impl<'a> Comparing<'a> {
    pub(super) fn definitions(&mut self) {
        let (before, after) = (self.old, self.new);
        for old in &before.definitions {
            let current = self.subtypes.current(&old.name).to_string();
            match find(after, &current) {
                Some(new) => self.definition(old, new),
                None => self.type_removed(old),
            }
        }
        let known: Vec<&str> = (before.definitions.iter())
            .map(|it| self.subtypes.current(&it.name))
            .collect();
        let has_new = (after.definitions.iter()).any(|it| !known.contains(&it.name.as_str()));
        self.has_grown |= has_new;
    }

    fn type_renamed(&mut self, old: &Definition, new: &Definition) {
        let (rule, effect) = if has_struct(&old.kind) || has_struct(&new.kind) {
            (
                &rules::TYPE_RENAMED,
                "existing values no longer match it; have callers use the new name, or keep the old one",
            )
        } else {
            (
                &rules::TYPESPEC_RENAMED,
                "its values are the same; update the specs that name it",
            )
        };
        self.is_rust_changed = true;
        self.report(
            rule,
            &new.name,
            new.line,
            (Some(old.name.clone()), Some(new.name.clone())),
            format!(
                "the {} `{}` is now called `{}`, and {effect}",
                kind_name(&old.kind),
                old.name,
                new.name
            ),
        );
    }

    /// A type that was another boundary's before, or is now, has another module.
    fn type_moved(&mut self, old: &Definition, new: &Definition) {
        let module = |boundary: &Boundary, it: &Definition| {
            let facade = it.owner.as_deref().unwrap_or(&boundary.facade);
            format!("{facade}.{}", it.name)
        };
        let (before, after) = (module(self.old, old), module(self.new, new));
        let (rule, effect) = match has_struct(&old.kind) || has_struct(&new.kind) {
            true => (&rules::TYPE_RENAMED, "existing values no longer match it"),
            false => (&rules::TYPESPEC_RENAMED, "its values are the same"),
        };
        let message = format!(
            "`{}` is now `{after}` instead of `{before}`, and {effect}; have callers use the new module, or keep the old one",
            new.name
        );
        let terms = (Some(before), Some(after));
        self.report(rule, &new.name, new.line, terms, message);
    }

    fn type_removed(&mut self, old: &Definition) {
        // Its own boundary says what becomes of its module.
        if old.owner.is_some() {
            return;
        }
        let (rule, effect) = if has_struct(&old.kind) {
            (&rules::TYPE_REMOVED, "along with its module")
        } else {
            (
                &rules::TYPESPEC_REMOVED,
                "so specs that name it are invalid",
            )
        };
        self.report(
            rule,
            &old.name,
            1,
            (Some(kind_name(&old.kind).into()), None),
            format!(
                "the {} `{}` was removed, {effect}; restore it, or write `renamed_from: :{}` on its replacement",
                kind_name(&old.kind),
                old.name,
                old.name
            ),
        );
    }

    fn definition(&mut self, old: &Definition, new: &Definition) {
        let name = new.name.as_str();
        let direction = self.direction(name);
        let found = self.findings.len();
        if old.owner != new.owner {
            self.type_moved(old, new);
        } else if old.name != new.name {
            self.type_renamed(old, new);
        }
        if old.cast && !new.cast && direction.goes_in {
            self.report(
                &rules::CAST_REMOVED,
                name,
                new.line,
                (Some(cast_option(old)), None),
                format!(
                    "`{name}` no longer accepts input in the shape of JSON; write `{}` again",
                    cast_option(old)
                ),
            );
        }
        self.has_grown |= new.cast && !old.cast;
        self.redacted(old.redact, new.redact, name, new.line);
        self.kind(old, new, direction);
        self.report_rust(&rules::RUST_TYPE_CHANGED, name, new.line, found);
    }

    /// The findings for each kind.
    fn kind(&mut self, old: &Definition, new: &Definition, direction: Direction) {
        let name = new.name.as_str();
        match (&old.kind, &new.kind) {
            (
                Kind::UnitEnum(before) | Kind::TaggedEnum(before),
                Kind::UnitEnum(after) | Kind::TaggedEnum(after),
            ) => self.variants(before, after, new, direction),
            (Kind::UntaggedEnum(before), Kind::UntaggedEnum(after)) => {
                self.alternatives(before, after, new, direction);
            }
            (Kind::Struct(before), Kind::Struct(after))
            | (Kind::Exception(before), Kind::Exception(after)) => {
                self.fields(before, after, Keys::Struct, name, new.line, direction);
                self.struct_shape(before, after, new);
            }
            (Kind::Map(before), Kind::Map(after))
            | (Kind::Options(before), Kind::Options(after)) => {
                self.fields(before, after, Keys::Absent, name, new.line, direction);
            }
            (Kind::Tuple(before), Kind::Tuple(after)) => {
                self.elements(before, after, new, direction);
            }
            (Kind::Record(old_tag, before), Kind::Record(new_tag, after)) => {
                if old_tag != new_tag {
                    self.record_tag_changed(old_tag, new_tag, new);
                }
                self.elements(before, after, new, direction);
            }
            (Kind::Newtype(before, limits), Kind::Newtype(after, others)) => {
                self.value_type(before, after, name, new.line, direction, name);
                self.constraints(limits, others, new, direction);
            }
            (Kind::Custom(before), Kind::Custom(after)) => {
                self.custom(before, after, new, direction);
            }
            (Kind::Remote(_, before), Kind::Remote(_, after)) => {
                self.representation(old, new, direction);
                self.remote(before, after, new, direction);
            }
            (Kind::Resource(before), Kind::Resource(after)) => {
                self.resource(before, after, old, new);
            }
            _ => self.kind_changed(old, new, direction),
        }
    }

    fn record_tag_changed(&mut self, before: &str, after: &str, new: &Definition) {
        let name = &new.name;
        let (before, after) = (names::elixir_atom(before), names::elixir_atom(after));
        let message = format!(
            "the record `{name}` now has the tag `{after}` instead of `{before}`; write `record {name}, {before}` again"
        );
        let terms = (Some(before), Some(after));
        self.report(&rules::RECORD_TAG_CHANGED, name, new.line, terms, message);
    }

    pub(super) fn redacted(&mut self, before: bool, after: bool, path: &str, line: u32) {
        if before && !after {
            self.report(
                &rules::REDACT_REMOVED,
                path,
                line,
                (Some("redact: true".into()), None),
                format!(
                    "messages and logs can now show a value of `{path}`; write `redact: true` again unless this is intended"
                ),
            );
        }
    }

    fn kind_changed(&mut self, old: &Definition, new: &Definition, direction: Direction) {
        self.is_rust_changed = true;
        let accepts_input = !direction.goes_in || self.subtypes.is_definition_in(true, old, new);
        let accepts_output =
            !direction.comes_out || self.subtypes.is_definition_in(false, new, old);
        if accepts_input && accepts_output {
            self.has_grown = true;
            return;
        }
        let (before, after) = (kind_name(&old.kind), kind_name(&new.kind));
        self.report(
            &rules::TYPE_KIND_CHANGED,
            &new.name,
            new.line,
            (Some(before.into()), Some(after.into())),
            format!(
                "`{}` is now declared as `{after}` instead of `{before}`, and has other values; declare it as `{before}` again, or give the new type another name",
                new.name
            ),
        );
    }
}

/// The option that makes a type cast, as written in a schema.
fn cast_option(definition: &Definition) -> String {
    match &definition.kind {
        Kind::Custom(Custom {
            caster: Some(caster),
            ..
        }) => format!("cast: &{caster}/1"),
        _ => "cast: true".to_string(),
    }
}

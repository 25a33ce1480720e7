//! The rules about types.

use super::{Change, Comparing, Direction, constraints, member_path, rules};
use crate::boundary::*;
use crate::text::names;

/// How the fields of a type are told apart.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    /// By the keys of a struct, which has all of them.
    Struct,
    /// By the keys of a map or keyword list, some of which may be absent.
    Absent,
}

fn find<'a>(boundary: &'a Boundary, name: &str) -> Option<&'a Definition> {
    boundary.definitions.iter().find(|it| it.name == name)
}

/// What a schema calls the kind.
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

/// What a field is where a value leaves it out.
fn absent_value(field: &Field) -> Option<String> {
    match &field.default {
        Some(default) => Some(default.source.clone()),
        None => field.is_optional().then(|| "nil".to_string()),
    }
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
        let (rule, what) = if has_struct(&old.kind) || has_struct(&new.kind) {
            (
                &rules::TYPE_RENAMED,
                "a value that was made before belongs to none; have callers write the new name, or \
                 keep the old one",
            )
        } else {
            (
                &rules::TYPESPEC_RENAMED,
                "its values are the same; adapt the specs that name it",
            )
        };
        self.is_rust_changed = true;
        self.report(
            rule,
            &new.name,
            new.line,
            (Some(old.name.clone()), Some(new.name.clone())),
            format!(
                "the {} {} is called {} now, and {what}",
                kind_name(&old.kind),
                old.name,
                new.name
            ),
        );
    }

    fn type_removed(&mut self, old: &Definition) {
        let (rule, what) = if has_struct(&old.kind) {
            (&rules::TYPE_REMOVED, "and so is its module")
        } else {
            (&rules::TYPESPEC_REMOVED, "and specs that name it are wrong")
        };
        self.report(
            rule,
            &old.name,
            1,
            (Some(kind_name(&old.kind).into()), None),
            format!(
                "the {} {} is gone, {what}; put it back, or write renamed_from: :{} at the type that \
                 took its place",
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
        if old.name != new.name {
            self.type_renamed(old, new);
        }
        if old.cast && !new.cast && direction.goes_in {
            self.report(
                &rules::CAST_REMOVED,
                name,
                new.line,
                (Some(cast_option(old)), None),
                format!(
                    "{name} no longer takes input in the shape of JSON; write {} again",
                    cast_option(old)
                ),
            );
        }
        self.has_grown |= new.cast && !old.cast;
        self.redacted(old.redact, new.redact, name, new.line);
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
                    let (before, after) =
                        (names::elixir_atom(old_tag), names::elixir_atom(new_tag));
                    let message = format!(
                        "the record {name} has the tag {after} where it had {before}; write \
                         record {name}, {before} again"
                    );
                    let terms = (Some(before), Some(after));
                    self.report(&rules::RECORD_TAG_CHANGED, name, new.line, terms, message);
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
            (Kind::Resource(before), Kind::Resource(after)) => {
                self.resource(before, after, old, new);
            }
            _ => self.kind_changed(old, new, direction),
        }
        self.report_rust(&rules::RUST_TYPE_CHANGED, name, new.line, found);
    }

    fn redacted(&mut self, before: bool, after: bool, path: &str, line: u32) {
        if before && !after {
            self.report(
                &rules::REDACT_REMOVED,
                path,
                line,
                (Some("redact: true".into()), None),
                format!(
                    "messages and logs may show a value of {path}, which they could not; write \
                     redact: true again unless that is meant"
                ),
            );
        }
    }

    fn kind_changed(&mut self, old: &Definition, new: &Definition, direction: Direction) {
        self.is_rust_changed = true;
        let in_fits = !direction.goes_in || self.subtypes.is_definition_in(true, old, new);
        let out_fits = !direction.comes_out || self.subtypes.is_definition_in(false, new, old);
        if in_fits && out_fits {
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
                "{} is of the kind {after} where it was of the kind {before}, whose values are \
                 others; make it of the kind {before} again, or give the new kind another name",
                new.name
            ),
        );
    }

    fn variants(
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

    fn value_type(
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

    fn alternatives(
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

    fn fields(
        &mut self,
        before: &[Field],
        after: &[Field],
        keys: Keys,
        holder: &str,
        line: u32,
        direction: Direction,
    ) {
        let mut paired: Vec<&str> = Vec::new();
        for old in before {
            let same = after.iter().find(|it| it.name == old.name);
            let renamed = || {
                after.iter().find(|it| {
                    self.old_name(holder, &it.name) == Some(old.name.as_str())
                        && before.iter().all(|other| other.name != it.name)
                })
            };
            let atom = names::elixir_atom(&old.name);
            match same.or_else(renamed) {
                Some(new) => {
                    paired.push(&new.name);
                    let path = member_path(holder, &new.name);
                    if new.name != old.name {
                        self.is_rust_changed = true;
                        self.report(
                            &rules::FIELD_RENAMED,
                            &path,
                            new.line,
                            (Some(old.name.clone()), Some(new.name.clone())),
                            format!(
                                "the field {atom} of {holder} is called {} now; have callers write \
                                 the new name, or keep the old one",
                                names::elixir_atom(&new.name)
                            ),
                        );
                    }
                    self.field(old, new, &path, direction);
                }
                None => {
                    self.is_rust_changed = true;
                    self.report(
                        &rules::FIELD_REMOVED,
                        &member_path(holder, &old.name),
                        line,
                        (Some(old.r#type.to_string()), None),
                        format!(
                            "the field {atom} of {holder} is gone; put it back, or write \
                             renamed_from: {atom} at the one that took its place"
                        ),
                    );
                }
            }
        }
        for new in after
            .iter()
            .filter(|it| !paired.contains(&it.name.as_str()))
        {
            self.is_rust_changed = true;
            self.has_grown = true;
            if direction.goes_in && !new.may_be_absent() {
                let mending = match keys {
                    Keys::Struct => "give it a default",
                    Keys::Absent => "give it a default, or make it optional",
                };
                let atom = names::elixir_atom(&new.name);
                self.report(
                    &rules::FIELD_ADDED_REQUIRED,
                    &member_path(holder, &new.name),
                    new.line,
                    (None, Some(new.r#type.to_string())),
                    format!(
                        "{holder} must have the field {atom} now, which no caller writes; {mending}"
                    ),
                );
            }
        }
    }

    fn field(&mut self, old: &Field, new: &Field, path: &str, direction: Direction) {
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
                    "{path} can no longer be left out, for its default {before} is gone; write \
                     default: {before} again"
                ),
            ),
            (Some(before), Some(after)) if before != after => self.report(
                &rules::DEFAULT_CHANGED,
                path,
                new.line,
                (Some(before.clone()), Some(after.clone())),
                format!(
                    "{path} is {after} where it is left out, and was {before}; make sure that no \
                     caller relies on {before}"
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
                ", so that values which callers pass are refused",
            ),
            Change::Widened => (
                &rules::FIELD_TYPE_WIDENED,
                ", so that callers may meet values they never did",
            ),
            Change::Other => (&rules::FIELD_TYPE_CHANGED, ""),
        };
        self.report(
            rule,
            path,
            new.line,
            (Some(before.to_string()), Some(after.to_string())),
            format!("{path} is {after} where it was {before}{effect}; make it {before} again"),
        );
    }

    fn struct_shape(&mut self, before: &[Field], after: &[Field], new: &Definition) {
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
                    "a %{name}{{}} that was made before, and is stored or on its way, has other \
                     fields and is refused; make such values anew before they are passed"
                ),
            );
        }
    }

    /// The elements of a tuple or record, which have their places in Elixir and names only in Rust.
    fn elements(
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
                    "{name} has the elements {is} where it had {was}; put them back, or give the new \
                     form a type of its own"
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
                    "the elements of {name} come as {is} where they came as {was}; put them back in \
                     their order"
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

    fn constraints(
        &mut self,
        before: &[Constraint],
        after: &[Constraint],
        new: &Definition,
        direction: Direction,
    ) {
        let name = new.name.as_str();
        for option in [
            "min",
            "max",
            "min_length",
            "max_length",
            "max_bytes",
            "format",
            "in",
        ] {
            let (old, found) = (
                constraints::find(before, option),
                constraints::find(after, option),
            );
            let Some(change) = constraints::change(old, found) else {
                continue;
            };
            let (was, is) = (
                old.map(constraints::notation),
                found.map(constraints::notation),
            );
            let [was_text, is_text] =
                [&was, &is].map(|it| it.clone().unwrap_or_else(|| format!("no {option}")));
            let path = member_path(name, option);
            if direction.goes_in && change != constraints::Change::Loosened {
                self.report(
                    &rules::CONSTRAINT_TIGHTENED,
                    &path,
                    new.line,
                    (was, is),
                    format!(
                        "{name} has {is_text} where it had {was_text}, so that values which callers \
                         pass may be refused; loosen it again, or give the new form a type of its own"
                    ),
                );
            } else if direction.comes_out && change != constraints::Change::Tightened {
                self.report(
                    &rules::CONSTRAINT_LOOSENED_IN_OUTPUT,
                    &path,
                    new.line,
                    (was, is),
                    format!(
                        "{name} has {is_text} where it had {was_text}, so that callers may meet \
                         values they never did; make sure that they expect them"
                    ),
                );
            } else {
                self.has_grown = true;
            }
        }
        let [was, is] = [before, after].map(|it| it.contains(&Constraint::Trim));
        if was == is || !direction.goes_in {
            return;
        }
        if !self
            .subtypes
            .new
            .model
            .constraints_of(name)
            .into_iter()
            .all(|it| constraints::bears_trim(it, is))
        {
            let [was, is] = [was, is].map(|it| if it { "trim: true" } else { "no trim" });
            self.report(
                &rules::CONSTRAINT_TIGHTENED,
                &member_path(name, "trim"),
                new.line,
                (Some(was.to_string()), Some(is.to_string())),
                format!(
                    "{name} has {is} where it had {was}, so that values which callers pass may be \
                     refused; put it back, or give the new form a type of its own"
                ),
            );
        } else {
            let (what, term) = if is {
                ("is taken away before Rust sees it", "trim: true")
            } else {
                ("reaches Rust now", "no trim")
            };
            self.report(
                &rules::TRIM_CHANGED,
                &member_path(name, "trim"),
                new.line,
                (Some(was.to_string()), Some(is.to_string())),
                format!(
                    "white space around a {name} {what} ({term}); make sure that nothing relies on \
                     how it was"
                ),
            );
        }
    }

    fn custom(&mut self, before: &Custom, after: &Custom, new: &Definition, direction: Direction) {
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

    fn resource(
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
        if before.monitor != after.monitor {
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
}

/// The option that has a type cast, as a schema writes it.
fn cast_option(definition: &Definition) -> String {
    match &definition.kind {
        Kind::Custom(Custom {
            caster: Some(caster),
            ..
        }) => format!("cast: &{caster}/1"),
        _ => "cast: true".to_string(),
    }
}

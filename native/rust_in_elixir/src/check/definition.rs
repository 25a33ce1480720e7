//! Each type by its kind, with its fields and variants.

use super::{Check, LONGEST_NAME, LONGEST_TUPLE, backtracking, literal, overlap};
use crate::boundary::*;
use crate::text::names;
use crate::text::notation::comma_separated;

impl<'a> Check<'a> {
    pub(super) fn definition(&mut self, definition: &'a Definition) {
        let name = &definition.name;
        self.distinct_names(
            "field",
            &format!("`{name}`"),
            definition.fields().iter().map(|it| (&it.name, it.line)),
        );
        self.distinct_names(
            "variant",
            &format!("`{name}`"),
            definition.variants().iter().map(|it| (&it.name, it.line)),
        );
        for field in definition.fields() {
            self.field(name, field);
        }
        for r#type in definition.types() {
            let why = "is a part of an argument, which no declared type can hold";
            self.no_slice(r#type, definition.line, why);
        }
        for variant in definition.variants() {
            self.variant(name, variant);
        }
        self.kind(definition);
        self.recursion(definition);
    }

    /// Checks that depend on the kind of a type.
    fn kind(&mut self, definition: &'a Definition) {
        let (name, line) = (&definition.name, definition.line);
        if let Kind::Record(tag, _) = &definition.kind
            && tag.len() > LONGEST_NAME
        {
            self.report(
                line,
                format!(
                    "the tag of `{name}` is {} bytes long, and the limit is {LONGEST_NAME}",
                    tag.len()
                ),
            );
        }
        match &definition.kind {
            Kind::UnitEnum(variants)
            | Kind::TaggedEnum(variants)
            | Kind::UntaggedEnum(variants)
                if variants.is_empty() =>
            {
                self.report(
                    line,
                    format!("the enum `{name}` has no variants; add at least one"),
                );
            }
            Kind::UnitEnum(variants) => {
                for variant in variants.iter().filter(|it| it.shape != Shape::Unit) {
                    self.report(
                        variant.line,
                        format!(
                            "a variant of a unit enum cannot carry values; make `{name}` a `tagged_enum`"
                        ),
                    );
                }
            }
            Kind::UntaggedEnum(variants) => self.untagged_enum(name, variants),
            Kind::Exception(fields) => self.exception(name, fields),
            Kind::Tuple(fields) if fields.is_empty() => {
                self.report(
                    line,
                    format!("the tuple `{name}` has no elements; add a field"),
                );
            }
            Kind::Newtype(inner, constraints) => {
                self.type_expression(inner, line);
                for constraint in constraints {
                    self.constraint(name, inner, constraint, constraints, line);
                }
            }
            Kind::Custom(custom) => self.rust_path(name, &custom.rust, line),
            Kind::Remote(inner, _) => self.remote(name, inner, line),
            Kind::Resource(resource) => self.resource(name, resource, line),
            _ => {}
        }
    }

    /// The representation of a value of another library: Elixir does not look for handles in the value.
    fn remote(&mut self, name: &str, inner: &Type, line: u32) {
        self.type_expression(inner, line);
        let is_resource = |it: &&&str| self.model.resource(it).is_some();
        let reached = self.model.reached(&[inner]);
        if let Some(resource) = reached.iter().filter(is_resource).min() {
            let message = format!(
                "the representation of `{name}` contains the resource `{resource}`, whose handles cross only by themselves; represent it by plain values"
            );
            self.report(line, message);
        }
    }

    fn resource(&mut self, name: &str, resource: &Resource, line: u32) {
        self.rust_path(name, &resource.rust, line);
        if resource.rust == format!("crate::{}", names::rust_camel(name))
            && names::rust_type(name) != names::rust_camel(name)
        {
            self.report(
                line,
                format!(
                    "a type `{name}` at the root of the crate would hide Rust's own; rename the resource, or put its type into a module with `rust: \"crate::…\"`"
                ),
            );
        }
    }

    /// A type that is itself again, or whose values never end.
    fn recursion(&mut self, definition: &Definition) {
        let (name, line) = (&definition.name, definition.line);
        if definition.is_remote() && self.model.is_recursive(name) {
            self.report(
                line,
                format!("the representation of `{name}` contains `{name}` itself; represent it by other types in `as:`"),
            );
            return;
        }
        if self.model.is_own_alternative(name) {
            self.report(
                line,
                format!("the type `{name}` is one of its own alternatives, which adds no values; remove it"),
            );
            return;
        }
        let known = definition
            .references()
            .into_iter()
            .all(|held| self.model.definition(held).is_some());
        if known && self.model.is_recursive(name) && !self.model.is_finite(name) {
            self.report(
                line,
                format!(
                    "the type `{name}` is infinite: each of its values contains another one; \
                     make a field optional (`{name} | nil`), put it into a list (`[{name}]`), or add a variant without it"
                ),
            );
        }
    }

    pub(super) fn field(&mut self, holder: &str, field: &Field) {
        if matches!(field.name.as_str(), "__struct__" | "__exception__") {
            self.report(
                field.line,
                format!(
                    "the field `:{}` is reserved by Elixir; choose another name",
                    field.name
                ),
            );
        }
        self.type_expression(&field.r#type, field.line);
        if let Some(default) = &field.default
            && let Err(why) = literal::check(&self.model, &default.value, &field.r#type)
        {
            self.report(
                field.line,
                format!(
                    "invalid default `{}` for the field `{}` of `{holder}`: {why}",
                    default.source,
                    names::elixir_atom(&field.name)
                ),
            );
        }
    }

    pub(super) fn variant(&mut self, holder: &str, variant: &Variant) {
        match &variant.shape {
            Shape::Unit => {}
            Shape::Values(types) => {
                for r#type in types {
                    self.type_expression(r#type, variant.line);
                }
                if types.len() >= LONGEST_TUPLE {
                    self.report(
                        variant.line,
                        format!(
                            "the variant `{}` of `{holder}` carries {} values, and Rustler supports at most {}; \
                             name them: `variant {}, %{{...}}`",
                            names::elixir_atom(&variant.name),
                            types.len(),
                            LONGEST_TUPLE - 1,
                            names::elixir_atom(&variant.name),
                        ),
                    );
                }
            }
            Shape::Fields(fields) => {
                self.distinct_names(
                    "field",
                    &format!(
                        "the variant `{}` of `{holder}`",
                        names::elixir_atom(&variant.name)
                    ),
                    fields.iter().map(|it| (&it.name, it.line)),
                );
                for field in fields {
                    self.field(holder, field);
                }
            }
        }
    }

    fn untagged_enum(&mut self, name: &str, variants: &[Variant]) {
        for variant in variants {
            if !matches!(&variant.shape, Shape::Values(types) if types.len() == 1) {
                self.report(
                    variant.line,
                    format!(
                        "the variant `{}` of the untagged enum `{name}` must carry exactly one value, because only its type identifies it",
                        names::elixir_atom(&variant.name)
                    ),
                );
            }
        }
        for variant in variants {
            self.remote_variant(name, variant);
        }
        for (index, later) in variants.iter().enumerate() {
            for earlier in &variants[..index] {
                let (Some(first), Some(second)) = (
                    earlier.shape.types().first().copied(),
                    later.shape.types().first().copied(),
                ) else {
                    continue;
                };
                if let Some(why) = overlap::swallows(&self.model, first, second) {
                    self.report(
                        later.line,
                        format!(
                            "the variant `{}` (`{second}`) of `{name}` is shadowed by `{}` (`{first}`) before it: {why}",
                            names::elixir_atom(&later.name),
                            names::elixir_atom(&earlier.name),
                        ),
                    );
                }
            }
        }
        if let Some((first, second)) = backtracking::twice(&self.model, name, variants) {
            let shown = |it: &Variant| {
                let types = comma_separated(it.shape.types());
                format!("`{}` (`{types}`)", names::elixir_atom(&it.name))
            };
            self.report(
                second.line,
                format!(
                    "the variants {} and {} of `{name}` contain `{name}` at the same place, so each level of nesting doubles the time it takes to tell them apart; make `{name}` a `tagged_enum`",
                    shown(first),
                    shown(second),
                ),
            );
        }
    }

    /// Elixir tells the variants apart by other terms than Rust, which has what represents a value.
    fn remote_variant(&mut self, name: &str, variant: &Variant) {
        let is_remote = |it: &&&str| (self.model.definition(it)).is_some_and(Definition::is_remote);
        let types = variant.shape.types();
        let reached = self.model.reached(&types);
        if let Some(remote) = reached.iter().filter(is_remote).min() {
            let message = format!(
                "the variant `{}` of the untagged enum `{name}` contains the remote type `{remote}`, whose values are other terms in Rust than in Elixir; make `{name}` a `tagged_enum`",
                names::elixir_atom(&variant.name)
            );
            self.report(variant.line, message);
        }
    }

    fn exception(&mut self, name: &str, fields: &[Field]) {
        let message = fields.iter().find(|field| field.name == "message");
        if let Some(field) = message
            && field.r#type != Type::Scalar(Scalar::String)
        {
            self.report(
                field.line,
                format!(
                    "the field `:message` of the exception `{name}` must be a `string`, because Elixir prints it, but it is `{}`",
                    field.r#type
                ),
            );
        }
    }

    fn rust_path(&mut self, name: &str, path: &str, line: u32) {
        let segments: Vec<&str> = path.split("::").collect();
        let is_path = segments
            .iter()
            .skip(1)
            .all(|it| syn::parse_str::<syn::Ident>(it).is_ok())
            && segments.first() == Some(&"crate")
            && segments.len() > 1;
        if !is_path {
            self.report(
                line,
                format!(
                    "the Rust type of `{name}` must be a path of one that the crate declares, such as `crate::{name}` (a struct can hold any other type), got: `{}`",
                    path.escape_debug()
                ),
            );
        }
    }
}

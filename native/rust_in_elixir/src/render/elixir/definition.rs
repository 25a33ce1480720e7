//! What the template of a type needs.

use serde_json::{Value, json};

use super::casts::Casting;
use super::checks::direct;
use super::doc;
use super::module::Module;
use super::variables::{field_variables, value_variables};
use crate::boundary::*;
use crate::check::literal;
use crate::model::scalar::grouped;
use crate::text::names;

impl Kind {
    /// The template that prints the kind.
    pub(super) fn template(&self) -> &'static str {
        match self {
            Kind::UnitEnum(_) => "unit_enum.ex",
            Kind::TaggedEnum(_) => "tagged_enum.ex",
            Kind::UntaggedEnum(_) => "untagged_enum.ex",
            Kind::Struct(_) => "struct.ex",
            Kind::Map(_) => "map.ex",
            Kind::Tuple(_) => "tuple.ex",
            Kind::Record(..) => "record.ex",
            Kind::Exception(_) => "exception.ex",
            Kind::Options(_) => "options.ex",
            Kind::Newtype(..) => "newtype.ex",
            Kind::Custom(_) => "custom.ex",
            Kind::Resource(_) => "resource.ex",
        }
    }
}

impl Module<'_> {
    pub(super) fn definition_context(&self, definition: &Definition) -> Value {
        let model = self.side.model;
        let name = definition.name.as_str();
        let checked = model.is_checked(name);
        let casts: Vec<Casting> = [
            (Casting::Everywhere, model.is_cast(name)),
            (Casting::WithinOnly, model.is_cast_within(name)),
        ]
        .into_iter()
        .filter(|(casting, wanted)| *wanted && self.cast_function(name, *casting).is_some())
        .map(|(casting, _)| casting)
        .collect();

        // A record's tag comes before its fields.
        let before = usize::from(matches!(definition.kind, Kind::Record(..)));
        let fields = self.fields(definition.fields(), before, checked);
        let variants: Vec<Value> = definition
            .variants()
            .iter()
            .map(|variant| self.variant(variant, checked))
            .collect();
        let dumped = checked && model.is_dumped(name);
        let mut context = json!({
            "name": name,
            "doc": doc(definition.doc.as_deref()),
            "typedoc": definition.doc.as_deref().map(first_paragraph),
            "checked": checked,
            "taken_in": model.is_taken_in(name),
            "recursive": checked && model.is_recursive(name),
            "dumped": dumped,
            "casts": casts.iter().map(|casting| json!({
                "function": casting.function(),
                "everywhere": *casting == Casting::Everywhere,
                "fields": self.cast_fields(definition.fields(), *casting),
                "field_list": self.cast_field_list(definition.fields(), *casting),
                "calls": definition.fields().iter().zip(field_variables(definition.fields()))
                    .map(|(field, variable)| {
                        self.cast_call(&field.r#type, &variable, *casting).unwrap_or(variable)
                    })
                    .collect::<Vec<_>>(),
                "variants": definition.variants().iter()
                    .map(|variant| self.cast_variant(variant, *casting))
                    .collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "fields": fields,
            "has_field_docs": definition.fields().iter().any(|field| field.doc.is_some()),
            "variants": variants,
            "members": self.members(definition.fields()),
            "checks": fields.iter().filter(|it| !it["check"].is_null()).count(),
            "has_variant_docs": definition.variants().iter().any(|it| it.doc.is_some()),
            "judged_defaults": if checked { self.judged_defaults(definition) } else { Vec::new() },
            "dumps": fields.iter().filter(|it| !it["dump"].is_null()).collect::<Vec<_>>(),
            "exception": matches!(definition.kind, Kind::Exception(_)),
            // With `__struct__` and, in an exception, `__exception__`.
            "map_size": definition.fields().len()
                + if matches!(definition.kind, Kind::Exception(_)) { 2 } else { 1 },
            "redacted": definition.fields().iter()
                .filter(|field| definition.redact || field.redact || model.shows_redacted(&field.r#type))
                .map(|field| names::elixir_atom(&field.name))
                .collect::<Vec<_>>(),
            "required": definition.fields().iter()
                .filter(|field| !field.may_be_absent())
                .map(|field| names::elixir_atom(&field.name))
                .collect::<Vec<_>>(),
            "optional": definition.fields().iter()
                .filter(|field| field.may_be_absent())
                .map(|field| names::elixir_atom(&field.name))
                .collect::<Vec<_>>(),
        });
        if context["recursive"] == json!(true) {
            self.need("Validation.too_deep");
        }
        self.of_kind(definition, &casts, &mut context);
        context
    }

    pub(super) fn fields(&self, fields: &[Field], before: usize, checked: bool) -> Vec<Value> {
        let variables = field_variables(fields);
        fields
            .iter()
            .zip(&variables)
            .enumerate()
            .map(|(index, (field, variable))| {
                let atom = names::elixir_atom(&field.name);
                let element = format!("[{{:elem, {}}} | path]", index + before);
                let at_key = format!("[{atom} | path]");
                let checks = |path: &str| {
                    checked
                        .then(|| self.field_check_call(field, variable, path))
                        .flatten()
                };
                json!({
                    "key": names::elixir_key(&field.name),
                    "atom": atom,
                    "var": variable,
                    "type": self.typespec(&field.r#type),
                    "notation": field.r#type.to_string(),
                    "doc": field.doc.as_deref().map(item_doc),
                    "optional": field.is_optional(),
                    "absent_ok": field.may_be_absent(),
                    "default": self.default(field),
                    "default_doc": names::elixir_heredoc(&self.default(field)),
                    "check": checks(&at_key),
                    "direct_check": checks(&at_key).as_deref().map(direct),
                    "element_check": checks(&element),
                    "direct_element_check": checks(&element).as_deref().map(direct),
                    "check_fun": checked.then(|| self.field_check_fun(field)).flatten(),
                    "dump": self.dump(&field.r#type, variable),
                })
            })
            .collect()
    }

    pub(super) fn variant(&self, variant: &Variant, checked: bool) -> Value {
        let types = variant.shape.types();
        let values: Vec<Value> = match &variant.shape {
            Shape::Values(types) => types
                .iter()
                .zip(value_variables(types))
                .enumerate()
                .map(|(index, (r#type, variable))| {
                    let path = format!("[{{:elem, {}}} | path]", index + 1);
                    json!({
                        "var": variable,
                        "type": self.typespec(r#type),
                        "check": checked.then(|| self.check_call(r#type, &variable, &path)).flatten(),
                        "check_fun": checked.then(|| self.check_fun(r#type)),
                        "root_check": checked.then(|| self.check_call(r#type, &variable, "[]").unwrap_or("Validation.term(value, [])".into())),
                        "dump": self.dump(r#type, &variable),
                    })
                })
                .collect(),
            Shape::Unit | Shape::Fields(_) => Vec::new(),
        };
        let fields = self.fields(variant.shape.fields(), 0, checked);
        let dumped = variant.shape.fields().iter().any(Field::may_be_absent)
            || types.iter().any(|it| self.dump(it, "value").is_some());
        json!({
            "atom": names::elixir_atom(&variant.name),
            "string": names::elixir_string(&variant.name),
            "key": names::elixir_key(&variant.name),
            "shape": match variant.shape {
                Shape::Unit => "unit",
                Shape::Values(_) => "values",
                Shape::Fields(_) => "fields",
            },
            "function": names::elixir_variable(&variant.name, &[]),
            "term": names::elixir_string(&variant.term()),
            "doc": variant.doc.as_deref().map(item_doc),
            "values": values,
            "field_checks": fields.iter().filter(|it| !it["check_fun"].is_null()).count(),
            "fields": fields,
            "checks": values.iter().filter_map(|it| it["check"].as_str()).collect::<Vec<_>>(),
            "direct_checks": values.iter().filter_map(|it| it["check"].as_str()).map(direct).collect::<Vec<_>>(),
            "dumped": dumped,
            "required": variant.shape.fields().iter().filter(|it| !it.may_be_absent())
                .map(|it| names::elixir_atom(&it.name)).collect::<Vec<_>>(),
            "optional": variant.shape.fields().iter().filter(|it| it.may_be_absent())
                .map(|it| names::elixir_atom(&it.name)).collect::<Vec<_>>(),
        })
    }
}

impl Module<'_> {
    /// The members of a struct as `defstruct/1` takes them: those with a default come last.
    fn members(&self, fields: &[Field]) -> Vec<String> {
        let (with, without): (Vec<&Field>, Vec<&Field>) =
            fields.iter().partition(|field| field.may_be_absent());
        let without = without.iter().map(|field| names::elixir_atom(&field.name));
        let with = with
            .iter()
            .map(|field| format!("{} {}", names::elixir_key(&field.name), self.default(field)));
        without.chain(with).collect()
    }

    /// What stands for a field that is left out.
    fn default(&self, field: &Field) -> String {
        literal::default_source(self.side.model, field).unwrap_or_else(|| "nil".to_string())
    }

    /// The defaults that only the user's own validators can judge.
    fn judged_defaults(&self, definition: &Definition) -> Vec<Value> {
        let is_judged = |field: &&Field| {
            field.default.is_some() && self.side.model.has_validator(&field.r#type)
        };
        definition
            .fields()
            .iter()
            .filter(is_judged)
            .map(|field| {
                self.need("Validation.defaults");
                json!({
                    "key": names::elixir_key(&field.name),
                    "default": self.default(field),
                    "check_fun": self.field_check_fun(field),
                })
            })
            .collect()
    }
}

/// The typespec of an integer that has a least and a greatest value.
pub(super) fn integer_range(constraints: &[Constraint]) -> Option<String> {
    let least = constraints.iter().find_map(|it| match it {
        Constraint::Min(Literal::Integer(digits)) => Some(grouped(digits)),
        _ => None,
    })?;
    let greatest = constraints.iter().find_map(|it| match it {
        Constraint::Max(Literal::Integer(digits)) => Some(grouped(digits)),
        _ => None,
    })?;
    Some(format!("{least}..{greatest}"))
}

/// Documentation as the text of an item in a list within a heredoc, whose lines stand below each other.
fn item_doc(text: &str) -> String {
    let text = names::elixir_heredoc(text.trim());
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    rest.split('\n')
        .skip_while(|_| rest.is_empty())
        .fold(first.to_string(), |doc, line| {
            let indent = if line.is_empty() { "" } else { "      " };
            format!("{doc}\n{indent}{line}")
        })
}

/// The first paragraph of some documentation, as the source of a string in one line.
fn first_paragraph(text: &str) -> String {
    let lines: Vec<&str> = text
        .trim()
        .lines()
        .map(str::trim)
        .take_while(|line| !line.is_empty())
        .collect();
    names::elixir_string(&lines.join(" "))
}

//! What only one kind's template needs, and the helpers that only this kind calls.

use serde_json::{Value, json};

use super::casts::Casting;
use super::checks::{constraint_helper, direct};
use super::definition::integer_range;
use super::module::Module;
use crate::boundary::*;
use crate::text::names;
use crate::text::notation::comma_separated;

/// A type whose kind is looked at.
struct Kinded<'a> {
    name: &'a str,
    checked: bool,
    casts: &'a [Casting],
}

impl Kinded<'_> {
    fn casts(&self, casting: Casting) -> bool {
        self.casts.contains(&casting)
    }
}

impl Module<'_> {
    pub(super) fn of_kind(&self, definition: &Definition, casts: &[Casting], context: &mut Value) {
        let kind = Kinded {
            name: &definition.name,
            checked: self.side.model.is_checked(&definition.name),
            casts,
        };
        match &definition.kind {
            Kind::UnitEnum(_) => {
                if kind.checked {
                    self.need("Validation.not_a_variant");
                }
            }
            Kind::TaggedEnum(variants) => self.tagged_enum(&kind, variants),
            Kind::UntaggedEnum(variants) => self.untagged_enum(&kind, variants, context),
            Kind::Struct(_) => self.structure(&kind),
            Kind::Exception(fields) => {
                context["has_message"] = json!(fields.iter().any(|field| field.name == "message"));
                self.structure(&kind);
            }
            Kind::Map(_) => self.map(&kind),
            Kind::Options(_) => self.options(&kind),
            Kind::Tuple(fields) => self.tuple(&kind, fields, context),
            Kind::Record(tag, fields) => self.record(&kind, tag, fields, context),
            Kind::Newtype(inner, constraints) => {
                self.newtype(&kind, inner, constraints, context);
                self.newtype_constraints(&kind, inner, constraints, context);
            }
            Kind::Resource(_) => self.resource(&kind, context),
            Kind::Custom(custom) => self.custom(&kind, custom, context),
        }
    }

    fn tagged_enum(&self, kind: &Kinded, variants: &[Variant]) {
        if kind.checked {
            self.need("Validation.not_a_variant");
            for variant in variants {
                if let Shape::Fields(_) = variant.shape {
                    self.need("Validation.key");
                    self.need("Validation.keys");
                }
            }
        }
        if kind.casts(Casting::Everywhere)
            && variants
                .iter()
                .any(|it| matches!(it.shape, Shape::Fields(_)))
        {
            self.need("Cast.map");
        }
        let casts_field = |it: &Variant| {
            !self
                .cast_fields(it.shape.fields(), Casting::WithinOnly)
                .is_empty()
        };
        if kind.casts(Casting::WithinOnly) && variants.iter().any(casts_field) {
            self.need("Cast.key");
        }
    }

    fn untagged_enum(&self, kind: &Kinded, variants: &[Variant], context: &mut Value) {
        let described: Vec<String> = variants
            .iter()
            .map(|it| {
                let types = it.shape.types();
                comma_separated(types)
            })
            .collect();
        context["expected"] = json!(names::elixir_string(&format!(
            "one of {}",
            described.join(", ")
        )));
        if kind.checked {
            self.need("Validation.any");
        }
        if kind.casts(Casting::Everywhere) || kind.casts(Casting::WithinOnly) {
            self.need("Cast.first");
        }
    }

    fn structure(&self, kind: &Kinded) {
        if kind.checked {
            self.need("Validation.not_a_struct");
            self.need("Validation.key");
        }
        if kind.casts(Casting::Everywhere) {
            self.need("Cast.struct");
        }
    }

    fn map(&self, kind: &Kinded) {
        if kind.checked {
            self.need("Validation.key");
            self.need("Validation.keys");
        }
        if kind.casts(Casting::Everywhere) {
            self.need("Cast.map");
        }
        if kind.casts(Casting::WithinOnly) {
            self.need("Cast.key");
        }
    }

    fn options(&self, kind: &Kinded) {
        if kind.checked {
            self.need("Validation.options");
        }
        if kind.casts(Casting::Everywhere) {
            self.need("Cast.options");
        }
        if kind.casts(Casting::WithinOnly) {
            self.need("Cast.option");
        }
    }

    fn tuple(&self, kind: &Kinded, fields: &[Field], context: &mut Value) {
        let types = fields.iter().map(|field| &field.r#type);
        let expected = format!("{{{}}}", comma_separated(types));
        context["tag_prefix"] = json!("");
        context["tag_string_prefix"] = json!("");
        context["expected"] = json!(names::elixir_string(&format!("a tuple {expected}")));
        if kind.checked {
            self.need("Validation.mismatch");
        }
    }

    fn record(&self, kind: &Kinded, tag: &str, fields: &[Field], context: &mut Value) {
        let types = fields.iter().map(|field| &field.r#type);
        let tag_string = names::elixir_string(tag);
        let tag = names::elixir_atom(tag);
        let types = comma_separated(types);
        let separator = if types.is_empty() { "" } else { ", " };
        let expected = format!("{{{tag}{separator}{types}}}");
        context["tag_prefix"] = json!(format!("{tag}{separator}"));
        context["tag_string_prefix"] = json!(format!("{tag_string}{separator}"));
        context["expected"] = json!(names::elixir_string(&format!("a record {expected}")));
        if kind.checked {
            self.need("Validation.mismatch");
        }
    }

    fn newtype(
        &self,
        kind: &Kinded,
        inner: &Type,
        constraints: &[Constraint],
        context: &mut Value,
    ) {
        let range = integer_range(constraints);
        context["type"] = json!(range.unwrap_or_else(|| self.typespec(inner)));
        context["notation"] = json!(inner.to_string());
        context["check"] = json!(
            kind.checked
                .then(|| self.check_call(inner, "value", "path"))
                .flatten()
        );
        context["direct_check"] = json!(context["check"].as_str().map(direct));
        // An inner type that does not trim is given what will arrive.
        let is_trimmed_first = constraints.contains(&Constraint::Trim)
            && matches!(inner, Type::Named(held) if !self.side.model.is_trimmed(held));
        context["text_check"] = json!(
            (kind.checked && is_trimmed_first)
                .then(|| self.check_call(self.side.model.base(inner), "value", "path"))
                .flatten()
                .as_deref()
                .map(direct)
        );
        context["trim"] = json!(self.side.model.is_trimmed(kind.name));
        context["inner_dump"] = json!(self.dump(inner, "value"));
        for (index, casting) in kind.casts.iter().enumerate() {
            let call = self.cast_call(inner, "value", *casting);
            context["casts"][index]["call"] = json!(call.unwrap_or("value".into()));
        }
    }

    fn newtype_constraints(
        &self,
        kind: &Kinded,
        inner: &Type,
        constraints: &[Constraint],
        context: &mut Value,
    ) {
        context["constraints"] = json!(
            constraints
                .iter()
                .filter_map(|it| self.constraint_call(it, inner))
                .collect::<Vec<_>>()
        );
        context["direct_constraint"] = json!(context["constraints"][0].as_str().map(direct));
        context["constraint_docs"] = json!(
            constraints
                .iter()
                .map(|it| self.constraint_doc(it, inner))
                .collect::<Vec<_>>()
        );
        if kind.checked {
            for constraint in constraints {
                if let Some(helper) = constraint_helper(self.side.model, constraint, inner) {
                    self.need(&format!("Validation.{helper}"));
                }
            }
        }
    }

    fn resource(&self, kind: &Kinded, context: &mut Value) {
        context["taken"] = json!(self.side.model.is_taken(kind.name));
        context["doubled"] = json!(self.side.has_double());
        if kind.checked {
            self.alias("Native");
            self.need("Validation.not_a_handle");
            if self.side.has_double() {
                self.need("Validation.resource");
            }
        }
    }

    fn custom(&self, kind: &Kinded, custom: &Custom, context: &mut Value) {
        context["typespec"] = json!(custom.typespec);
        context["validator"] = json!(custom.validator);
        context["caster"] = json!(custom.caster);
        if kind.checked && custom.validator.is_some() {
            self.need("Validation.refused");
        }
    }
}

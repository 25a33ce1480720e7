//! Nodes for the templates of enums, and the helpers that only these call.

use super::casts::Casting;
use super::definition::{Checks, item_doc, optional, required};
use super::kinds::has_cast;
use super::module::Module;
use super::nodes;
use super::variables::value_variables;
use crate::boundary::*;
use crate::text::names;
use crate::text::notation::comma_separated;

impl Module<'_> {
    pub(super) fn unit_enum(
        &self,
        definition: &Definition,
        variants: &[Variant],
    ) -> Result<nodes::UnitEnum, String> {
        let head = self.head(definition)?;
        self.need_if(head.checked, "Validation.not_a_variant");
        let variants = variants.iter().map(|variant| nodes::UnitVariant {
            atom: names::elixir_atom(&variant.name),
            string: names::elixir_string(&variant.name),
            doc: variant.doc.as_deref().map(item_doc),
        });
        Ok(nodes::UnitEnum {
            head,
            variants: variants.collect(),
            has_variant_docs: has_docs(definition),
            casts: self.casts(definition, |_| Ok(nodes::Nothing {}))?,
        })
    }

    pub(super) fn tagged_enum(
        &self,
        definition: &Definition,
        variants: &[Variant],
    ) -> Result<nodes::TaggedEnum, String> {
        let head = self.head(definition)?;
        let casts = self.casts(definition, |casting| {
            let variants = variants.iter().map(|it| self.variant_cast(it, casting));
            Ok(nodes::VariantCasts {
                variants: variants.collect::<Result<_, String>>()?,
            })
        })?;
        let has_fields = variants
            .iter()
            .any(|it| matches!(it.shape, Shape::Fields(_)));
        if head.checked {
            self.need("Validation.not_a_variant");
            self.need_if(has_fields, "Validation.key");
            self.need_if(has_fields, "Validation.keys");
        }
        let is_everywhere = has_cast(&casts, Casting::Everywhere);
        self.need_if(is_everywhere && has_fields, "Cast.map");
        let casts_fields = |it: &nodes::Cast<nodes::VariantCasts>| {
            let mut variants = it.content.variants.iter();
            !it.everywhere && variants.any(|it| !it.fields.fields.is_empty())
        };
        self.need_if(casts.iter().any(casts_fields), "Cast.key");
        let variants = variants.iter().map(|it| self.variant(it, head.checked));
        Ok(nodes::TaggedEnum {
            variants: variants.collect::<Result<_, String>>()?,
            has_variant_docs: has_docs(definition),
            casts,
            head,
        })
    }

    fn variant(&self, variant: &Variant, checked: bool) -> Result<nodes::TaggedVariant, String> {
        let (shape, types) = match &variant.shape {
            Shape::Unit => (nodes::Shape::Unit, &[][..]),
            Shape::Values(types) => (nodes::Shape::Values, &types[..]),
            Shape::Fields(_) => (nodes::Shape::Fields, &[][..]),
        };
        let values = (types.iter().zip(value_variables(types)).enumerate())
            .map(|(index, (r#type, var))| {
                Ok(nodes::VariantValue {
                    // The tag comes before it.
                    position: index + 1,
                    r#type: self.typespec(r#type),
                    check: match checked {
                        true => self.check_call(r#type)?,
                        false => None,
                    },
                    dump: self.dump(r#type, &var)?,
                    load: self.load(r#type, &var)?,
                    var,
                })
            })
            .collect::<Result<Vec<nodes::VariantValue>, String>>()?;
        let checks = match checked {
            true => Checks::Functions,
            false => Checks::None,
        };
        let fields = self.fields(variant.shape.fields(), 0, checks)?;
        let checked_fields = fields.iter().filter(|it| it.check_fun.is_some());
        let is_dumped = |it: &nodes::Field| it.absent_ok || it.dump.is_some();
        let loads = fields.iter().filter(|it| it.load.is_some());
        let loads: Vec<nodes::Field> = loads.cloned().collect();
        Ok(nodes::TaggedVariant {
            atom: names::elixir_atom(&variant.name),
            string: names::elixir_string(&variant.name),
            term: names::elixir_string(&variant.term()),
            doc: variant.doc.as_deref().map(item_doc),
            shape,
            step: match values.len() {
                0 | 1 => "elem",
                _ => "variant_value",
            },
            checks: checked_fields.count() + values.iter().filter(|it| it.check.is_some()).count(),
            dumped: fields.iter().any(is_dumped) || values.iter().any(|it| it.dump.is_some()),
            loaded: !loads.is_empty() || values.iter().any(|it| it.load.is_some()),
            loads,
            values,
            fields,
            required: required(variant.shape.fields()),
            optional: optional(variant.shape.fields()),
        })
    }

    fn variant_cast(
        &self,
        variant: &Variant,
        casting: Casting,
    ) -> Result<nodes::VariantCast, String> {
        let types = match &variant.shape {
            Shape::Values(types) => &types[..],
            Shape::Unit | Shape::Fields(_) => &[],
        };
        let vars = value_variables(types);
        let mut calls = Vec::new();
        let mut changes = false;
        for (r#type, variable) in types.iter().zip(&vars) {
            let call = self.cast_call(r#type, variable, casting)?;
            changes |= call.is_some();
            calls.push(call.unwrap_or_else(|| variable.clone()));
        }
        Ok(nodes::VariantCast {
            changes,
            vars,
            calls,
            fields: self.field_casts(variant.shape.fields(), casting)?,
        })
    }

    pub(super) fn untagged_enum(
        &self,
        definition: &Definition,
        variants: &[Variant],
    ) -> Result<nodes::UntaggedEnum, String> {
        let head = self.head(definition)?;
        self.need_if(head.checked, "Validation.any");
        let described: Vec<String> = (variants.iter())
            .map(|it| comma_separated(it.shape.types()))
            .collect();
        // Each variant is one type.
        let types = || variants.iter().flat_map(|it| it.shape.types());
        let casts = self.casts(definition, |casting| {
            let funs = types().map(|it| self.or_same(self.cast_fun(it, casting)?));
            Ok(nodes::FirstCasts {
                funs: funs.collect::<Result<_, String>>()?,
            })
        })?;
        self.need_if(!casts.is_empty(), "Cast.first");
        let variants = (variants.iter().zip(types())).map(|(variant, r#type)| {
            let (check, check_fun) = match head.checked {
                true => (
                    Some(self.any_check_call(r#type)?),
                    Some(self.check_fun(r#type)?),
                ),
                false => (None, None),
            };
            Ok(nodes::UntaggedVariant {
                atom: names::elixir_atom(&variant.name),
                doc: variant.doc.as_deref().map(item_doc),
                r#type: self.typespec(r#type),
                check,
                check_fun,
                dump: self.dump(r#type, "value")?,
            })
        });
        Ok(nodes::UntaggedEnum {
            variants: variants.collect::<Result<_, String>>()?,
            has_variant_docs: has_docs(definition),
            expected: names::elixir_string(&format!("one of {}", described.join(", "))),
            casts,
            head,
        })
    }
}

fn has_docs(definition: &Definition) -> bool {
    definition.variants().iter().any(|it| it.doc.is_some())
}

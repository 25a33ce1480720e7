//! Floats that Elixir cannot represent: where to look for them in the result of a function.

use std::collections::BTreeSet;

use super::definition::{field_names, field_variable, value_variable, variant_names};
use super::types::owned;
use super::wide::{is_wide, wide};
use super::{RustSide, nodes};
use crate::boundary::*;
use crate::text::names;

impl RustSide<'_> {
    /// The search for NaN and infinities in results.
    pub(super) fn floats(&self) -> nodes::Floats {
        let nifs = &self.model.boundary.nifs;
        let returned: Vec<&Type> = nifs.iter().flat_map(|nif| nif.returns.types()).collect();
        let reached = self.model.reached(&returned);
        let definitions: Vec<&Definition> = (self.model.boundary.definitions.iter())
            .filter(|it| reached.contains(it.name.as_str()) && self.model.holds_float(&it.name))
            .collect();
        let held = definitions.iter().flat_map(|it| it.types());
        let all: Vec<&Type> = returned.iter().copied().chain(held).collect();
        let uses = |wanted: &dyn Fn(&Type) -> bool| {
            let is_wanted = |it: &Type| wanted(it) && self.model.reaches_float(it);
            all.iter().any(|it| it.any(&is_wanted))
        };
        let is_i128 = |it: &Type| *it == Type::Scalar(Scalar::I128);
        let mut types: Vec<nodes::FloatHolder> =
            definitions.iter().map(|it| self.float_holder(it)).collect();
        types.extend(self.float_tuples(&returned, &definitions));
        let lists = uses(&|it| matches!(it, Type::List(_)));
        let maps = uses(&|it| matches!(it, Type::Map(..)));
        nodes::Floats {
            floats: [(Scalar::F32, "f32"), (Scalar::F64, "f64")]
                .into_iter()
                .filter(|(scalar, _)| uses(&|it| *it == Type::Scalar(*scalar)))
                .map(|(_, name)| name)
                .collect(),
            places: lists || maps || types.iter().any(has_steps),
            lists,
            optionals: uses(&|it| matches!(it, Type::Optional(_))),
            boxes: definitions
                .iter()
                .any(|it| self.model.is_recursive(&it.name)),
            maps,
            wide_keys: uses(&|it| matches!(it, Type::Map(key, _) if key.any(&is_i128))),
            types,
        }
    }

    /// The parts of a type of the schema's that hold floats.
    fn float_holder(&self, definition: &Definition) -> nodes::FloatHolder {
        let holds = |it: &Type| self.model.reaches_float(it);
        let fields = definition.fields();
        let parts = match &definition.kind {
            Kind::Newtype(..) => vec![part("0", None)],
            _ => (fields.iter().zip(field_names(fields)))
                .filter(|(field, _)| holds(&field.r#type))
                .map(|(_, name)| part(&name, Some(plain(&name))))
                .collect(),
        };
        let variants: Vec<nodes::FloatVariant> =
            (definition.variants().iter().zip(variant_names(definition)))
                .filter(|(variant, _)| variant.shape.types().into_iter().any(holds))
                .map(|(variant, name)| self.float_variant(definition, variant, name))
                .collect();
        nodes::FloatHolder {
            name: names::rust_type(&definition.name),
            recursive: self.model.is_recursive(&definition.name),
            parts,
            others: variants.len() < definition.variants().len(),
            variants,
        }
    }

    fn float_variant(
        &self,
        definition: &Definition,
        variant: &Variant,
        name: String,
    ) -> nodes::FloatVariant {
        let holds = |it: &Type| self.model.reaches_float(it);
        let is_untagged = matches!(definition.kind, Kind::UntaggedEnum(_));
        let mut bound = Vec::new();
        let mut parts = Vec::new();
        if let Shape::Values(types) = &variant.shape {
            for (index, it) in types.iter().enumerate() {
                let step = index.to_string();
                let held = holds(it).then(|| value_variable(index));
                parts.extend(
                    held.iter()
                        .map(|var| part(var, (!is_untagged).then_some(&step))),
                );
                bound.push((step.clone(), held.unwrap_or_else(|| "_".to_string())));
            }
        } else {
            let fields = variant.shape.fields();
            for (index, (field, name)) in fields.iter().zip(field_names(fields)).enumerate() {
                if holds(&field.r#type) {
                    let var = field_variable(index);
                    parts.push(part(&var, Some(plain(&name))));
                    bound.push((name, var));
                }
            }
        }
        nodes::FloatVariant {
            name,
            has_fields: matches!(variant.shape, Shape::Fields(_)),
            bound,
            parts,
        }
    }

    /// Each type of tuple that holds floats, as it is and as it is encoded. A tuple in a type that
    /// holds itself may be another type than the same tuple elsewhere: that type is boxed in it.
    fn float_tuples(
        &self,
        returned: &[&Type],
        definitions: &[&Definition],
    ) -> Vec<nodes::FloatHolder> {
        let mut tuples = BTreeSet::new();
        for r#type in returned {
            self.add_float_tuples(r#type, None, &mut tuples);
        }
        for definition in definitions {
            for r#type in definition.types() {
                self.add_float_tuples(r#type, Some(&definition.name), &mut tuples);
            }
        }
        let steps = |steps: Vec<usize>| steps.into_iter().map(|it| it.to_string());
        (tuples.into_iter())
            .map(|(name, places)| nodes::FloatHolder {
                name,
                recursive: false,
                parts: steps(places).map(|it| part(&it, Some(&it))).collect(),
                variants: Vec::new(),
                others: false,
            })
            .collect()
    }

    fn add_float_tuples(
        &self,
        r#type: &Type,
        holder: Option<&str>,
        tuples: &mut BTreeSet<(String, Vec<usize>)>,
    ) {
        if !self.model.reaches_float(r#type) {
            return;
        }
        match r#type {
            Type::Tuple(items) => {
                let steps: Vec<usize> = (0..items.len())
                    .filter(|index| self.model.reaches_float(&items[*index]))
                    .collect();
                let wide = is_wide(r#type).then(|| wide(self.model, r#type, holder));
                for text in [owned(self.model, r#type, holder)].into_iter().chain(wide) {
                    tuples.insert((text, steps.clone()));
                }
                for item in items {
                    self.add_float_tuples(item, holder, tuples);
                }
            }
            Type::Optional(item) => self.add_float_tuples(item, holder, tuples),
            // Nothing is boxed in a list or a map.
            Type::List(item) | Type::Map(_, item) => self.add_float_tuples(item, None, tuples),
            _ => {}
        }
    }
}

fn part(place: &str, step: Option<&str>) -> nodes::FloatPart {
    nodes::FloatPart {
        place: place.to_string(),
        step: step.map(str::to_string),
    }
}

/// Whether a message names a place in the type.
fn has_steps(holder: &nodes::FloatHolder) -> bool {
    let of_variants = holder.variants.iter().flat_map(|it| &it.parts);
    holder
        .parts
        .iter()
        .chain(of_variants)
        .any(|it| it.step.is_some())
}

/// An identifier without the mark of a raw one.
fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

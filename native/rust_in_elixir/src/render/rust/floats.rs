//! Floats that Elixir has none for: where to look for them in what a function gives back.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::RustSide;
use super::types::owned;
use super::wide::{is_wide, wide};
use crate::boundary::*;
use crate::text::names;

impl RustSide<'_> {
    /// The items that find NaN and the infinities in results, if there are results with floats.
    pub(super) fn floats(&self) -> Result<Option<String>, String> {
        let nifs = &self.model.boundary.nifs;
        let returned: Vec<&Type> = nifs.iter().flat_map(|nif| nif.returns.types()).collect();
        let reached = self.model.reached(&returned);
        let definitions: Vec<&Definition> = self
            .model
            .boundary
            .definitions
            .iter()
            .filter(|it| reached.contains(it.name.as_str()) && self.model.holds_float(&it.name))
            .collect();
        let held = definitions.iter().flat_map(|it| it.types());
        let all: Vec<&Type> = returned.iter().copied().chain(held).collect();
        let uses = |wanted: &dyn Fn(&Type) -> bool| {
            let is_wanted = |it: &Type| wanted(it) && self.model.reaches_float(it);
            all.iter().any(|it| it.any(&is_wanted))
        };
        if !uses(&|_| true) {
            return Ok(None);
        }
        let floats: Vec<&str> = [(Scalar::F32, "f32"), (Scalar::F64, "f64")]
            .into_iter()
            .filter(|(scalar, _)| uses(&|it| *it == Type::Scalar(*scalar)))
            .map(|(_, name)| name)
            .collect();
        let mut types: Vec<Value> = definitions.iter().map(|it| self.float_holder(it)).collect();
        types.extend(self.float_tuples(&returned, &definitions));
        let lists = uses(&|it| matches!(it, Type::List(_)));
        let maps = uses(&|it| matches!(it, Type::Map(..)));
        let each = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let has_step = |it: &Value| each(&it["parts"]).iter().any(|part| part["step"] != "");
        let is_placed = |it: &Value| has_step(it) || each(&it["variants"]).iter().any(has_step);
        let context = json!({
            "floats": floats,
            "places": lists || maps || types.iter().any(is_placed),
            "lists": lists,
            "optionals": uses(&|it| matches!(it, Type::Optional(_))),
            "boxes": definitions.iter().any(|it| self.model.is_recursive(&it.name)),
            "maps": maps,
            "wide_keys": uses(&|it| matches!(it, Type::Map(key, _) if key.any(&|it| *it == Type::Scalar(Scalar::I128)))),
            "types": types,
        });
        self.item("floats.rs", context).map(Some)
    }

    /// The parts of a type of the schema's that hold floats.
    fn float_holder(&self, definition: &Definition) -> Value {
        let name = names::rust_type(&definition.name);
        let part = |value: String, step: String| json!({ "value": value, "step": step });
        let holds = |it: &Type| self.model.reaches_float(it);
        let fields = self.fields(definition.fields(), &definition.name);
        let parts: Vec<Value> = match &definition.kind {
            Kind::Newtype(..) => vec![part("self.0".to_string(), String::new())],
            _ => definition
                .fields()
                .iter()
                .zip(&fields)
                .filter(|(field, _)| holds(&field.r#type))
                .filter_map(|(_, context)| context["name"].as_str())
                .map(|name| part(format!("self.{name}"), format!(".{}", plain(name))))
                .collect(),
        };
        let is_untagged = matches!(definition.kind, Kind::UntaggedEnum(_));
        let variants: Vec<Value> = definition
            .variants()
            .iter()
            .zip(self.variants(definition))
            .filter(|(variant, _)| variant.shape.types().into_iter().any(holds))
            .map(|(variant, context)| {
                let ident = context["name"].as_str().unwrap_or_default().to_string();
                let mut parts = Vec::new();
                let pattern = match &variant.shape {
                    Shape::Values(types) => {
                        let vars: Vec<String> = types
                            .iter()
                            .enumerate()
                            .map(|(index, it)| {
                                if !holds(it) {
                                    return "_".to_string();
                                }
                                let var = format!("value{}", index + 1);
                                let step = if is_untagged {
                                    String::new()
                                } else {
                                    format!(".{index}")
                                };
                                parts.push(part(var.clone(), step));
                                var
                            })
                            .collect();
                        format!("{name}::{ident}({})", vars.join(", "))
                    }
                    _ => {
                        let contexts = self.fields(variant.shape.fields(), &definition.name);
                        let mut bound = String::new();
                        for (field, context) in variant.shape.fields().iter().zip(&contexts) {
                            if let (true, Some(name), Some(var)) = (
                                holds(&field.r#type),
                                context["name"].as_str(),
                                context["var"].as_str(),
                            ) {
                                bound += &format!("{name}: {var}, ");
                                parts.push(part(var.to_string(), format!(".{}", plain(name))));
                            }
                        }
                        format!("{name}::{ident} {{ {bound}.. }}")
                    }
                };
                json!({ "pattern": pattern, "parts": parts })
            })
            .collect();
        json!({
            "name": name,
            "recursive": self.model.is_recursive(&definition.name),
            "parts": parts,
            "others": variants.len() < definition.variants().len(),
            "variants": variants,
        })
    }

    /// Each type of tuple that holds floats, as it is and as it is encoded. A tuple in a type that
    /// holds itself may be another type than the same tuple elsewhere: that type is boxed in it.
    fn float_tuples(&self, returned: &[&Type], definitions: &[&Definition]) -> Vec<Value> {
        let mut tuples = BTreeSet::new();
        for r#type in returned {
            self.add_float_tuples(r#type, None, &mut tuples);
        }
        for definition in definitions {
            for r#type in definition.types() {
                self.add_float_tuples(r#type, Some(&definition.name), &mut tuples);
            }
        }
        tuples
            .into_iter()
            .map(|(name, steps)| {
                let parts: Vec<Value> = steps
                    .iter()
                    .map(|it| json!({ "value": format!("self.{it}"), "step": format!(".{it}") }))
                    .collect();
                json!({ "name": name, "recursive": false, "parts": parts, "variants": [] })
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

fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

//! Floats that Elixir has none for: where to look for them in what a function gives back.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::RustSide;
use super::types::owned;
use super::wide::{is_wide, wide};
use crate::boundary::*;
use crate::names;

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
        types.extend(self.float_tuples(&all));
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

    /// Each type of tuple that holds floats, as it is and as it is encoded.
    fn float_tuples(&self, all: &[&Type]) -> Vec<Value> {
        let tuples = RefCell::new(BTreeSet::new());
        for r#type in all {
            r#type.any(&|it| {
                if let Type::Tuple(items) = it
                    && self.model.reaches_float(it)
                {
                    // What stands in a type that holds itself is boxed there.
                    let holders = self
                        .model
                        .boundary
                        .definitions
                        .iter()
                        .map(|it| it.name.as_str());
                    let boxed = holders.map(|holder| owned(self.model, it, Some(holder)));
                    let steps: Vec<usize> = (0..items.len())
                        .filter(|index| self.model.reaches_float(&items[*index]))
                        .collect();
                    let plain = [owned(self.model, it, None)];
                    let wide = is_wide(it).then(|| wide(self.model, it));
                    for text in boxed.chain(plain).chain(wide) {
                        tuples.borrow_mut().insert((text, steps.clone()));
                    }
                }
                false
            });
        }
        tuples
            .into_inner()
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
}

fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

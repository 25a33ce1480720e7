//! What the templates of the facade and of the stubs need for each function.

use serde_json::{Value, json};

use super::casts::Casting;
use super::doc;
use super::page::Page;
use super::variables::parameter_variables;
use crate::boundary::*;
use crate::names;

impl Page<'_> {
    pub(super) fn facade_function(&self, nif: &Nif) -> Value {
        let model = self.side.model;
        self.alias("Native");
        let variables = parameter_variables(nif);
        let options_last = model.ends_in_options(nif);
        let casting = if nif.cast {
            Casting::Everywhere
        } else {
            Casting::WithinOnly
        };
        let last = nif.params.len().saturating_sub(1);
        let params: Vec<Value> = nif
            .params
            .iter()
            .zip(&variables)
            .enumerate()
            .map(|(index, (param, variable))| {
                let path = format!("[{}]", names::elixir_atom(&param.name));
                let cast = self.cast_call(&param.r#type, variable, casting);
                json!({
                    "var": variable,
                    "default": (options_last && index == last).then_some("[]"),
                    "type": if cast.is_some() { "term()".to_string() } else { self.typespec(&param.r#type) },
                    "cast": cast,
                    "check": self.check_call(&param.r#type, variable, &path),
                    "dump": self.dump(&param.r#type, variable).unwrap_or(variable.clone()),
                })
            })
            .collect();
        let checks: Vec<&str> = params
            .iter()
            .filter_map(|param| param["check"].as_str())
            .collect();
        let checked = !checks.is_empty();
        let single_check = match checks[..] {
            [check] => Some(check.replacen('(', "([], ", 1)),
            _ => None,
        };
        if checked {
            self.alias("ValidationError");
        }
        let (value, error) = match &nif.returns {
            Return::Ok => (None, None),
            Return::Value(value) => (Some(self.typespec(value)), None),
            Return::Result(value, error) => (
                value.as_ref().map(|it| self.typespec(it)),
                Some(self.typespec(error)),
            ),
        };
        let raises_reason = match &nif.returns {
            Return::Result(_, error) => !self.side.is_exception(error),
            _ => false,
        };
        if raises_reason {
            self.alias("CallError");
        }
        let bang = format!("{}!", nif.name);
        json!({
            "doc": doc(nif.doc.as_deref()),
            "definition": names::elixir_definition(&nif.name),
            "is_keyword": names::is_elixir_keyword(&nif.name),
            "bang": bang,
            "call": nif.name,
            "label": nif.label(),
            "params": params,
            "checked": checked,
            "casts": params.iter().any(|param| !param["cast"].is_null()),
            "single_check": single_check,
            "value": value,
            "error": error,
            "returns": match &nif.returns {
                Return::Ok => "ok",
                Return::Value(_) => "value",
                Return::Result(..) => "result",
            },
            "raises_reason": raises_reason,
            "schedule": match nif.schedule {
                Schedule::Normal => "a normal scheduler",
                Schedule::DirtyCpu => "a dirty CPU scheduler",
                Schedule::DirtyIo => "a dirty I/O scheduler",
            },
        })
    }
}

/// How the facade raises, should one of its own functions be called `raise`.
pub(super) fn raise(nifs: &[Nif]) -> &'static str {
    if nifs.iter().any(|nif| nif.name == "raise") {
        "Kernel.raise"
    } else {
        "raise"
    }
}

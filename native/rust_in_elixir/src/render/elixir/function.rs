//! What the templates of the facade and of the stubs need for each function.

use serde_json::{Value, json};

use super::casts::Casting;
use super::doc;
use super::page::Page;
use super::variables::parameter_variables;
use crate::boundary::*;
use crate::names;
use crate::scalar;

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
        let checks: Vec<String> = params
            .iter()
            .filter_map(|param| param["check"].as_str())
            .map(str::to_string)
            .chain(self.distinct_handles(nif, &variables))
            .collect();
        let checked = !checks.is_empty();
        let single_check = match &checks[..] {
            [check] => Some(check.replacen('(', "([], ", 1)),
            _ => None,
        };
        if checked {
            self.alias("ValidationError");
        }
        let guarded = model.is_guarded(nif);
        if guarded {
            self.alias("ResourceError");
        }
        let (value, error) = match &nif.returns {
            Return::Ok => (None, None),
            Return::Value(value) => (Some(self.typespec(value)), None),
            Return::Stream(item, item_error, error) => {
                let item = self.typespec(item);
                let item = match item_error {
                    None => item,
                    Some(error) => {
                        format!("{{:ok, {item}}} | {{:error, {}}}", self.typespec(error))
                    }
                };
                (
                    Some(format!("Enumerable.t({item})")),
                    error.as_ref().map(|it| self.typespec(it)),
                )
            }
            Return::Result(value, error) => (
                value.as_ref().map(|it| self.typespec(it)),
                Some(self.typespec(error)),
            ),
        };
        let raises_reason = match &nif.returns {
            Return::Result(_, error) | Return::Stream(_, _, Some(error)) => {
                !self.side.is_exception(error)
            }
            _ => false,
        };
        let own_errors = [
            (checked, "ValidationError.t()"),
            (guarded, "ResourceError.t()"),
        ];
        let errors: Vec<&str> = error
            .as_deref()
            .into_iter()
            .chain(own_errors.iter().filter(|it| it.0).map(|it| it.1))
            .collect();
        if raises_reason {
            self.alias("CallError");
        }
        let arguments: Vec<&str> = params
            .iter()
            .filter_map(|param| param["dump"].as_str())
            .collect();
        let call = format!("Native.{}({})", nif.name, arguments.join(", "));
        let (answer, bare_answer) = self.answer(nif, call);
        let bang = format!("{}!", nif.name);
        json!({
            "doc": doc(nif.doc.as_deref()),
            "definition": names::elixir_definition(&nif.name),
            "is_keyword": names::is_elixir_keyword(&nif.name),
            "bang": bang,
            "call": nif.name,
            "label": nif.label(),
            "params": params,
            "checks": checks,
            "streams": matches!(nif.returns, Return::Stream(..)),
            "chunk": scalar::grouped(&nif.chunk.to_string()),
            "checked": checked,
            "guarded": guarded,
            "answer": answer,
            "bare_answer": bare_answer,
            "casts": params.iter().any(|param| !param["cast"].is_null()),
            "single_check": single_check,
            "value": value,
            "errors": errors,
            "raises_reason": raises_reason,
            "schedule": match nif.schedule {
                Schedule::Normal => "a normal scheduler",
                Schedule::DirtyCpu => "a dirty CPU scheduler",
                Schedule::DirtyIo => "a dirty I/O scheduler",
            },
        })
    }
}

impl Page<'_> {
    /// What the facade makes of what the stub gives, in `f` and, where nothing can go wrong, in
    /// `f!`.
    fn answer(&self, nif: &Nif, call: String) -> (String, String) {
        let is_guarded = self.side.model.is_guarded(nif);
        match &nif.returns {
            Return::Value(_) if !is_guarded => (format!("{{:ok, {call}}}"), call),
            Return::Stream(_, _, error) => {
                self.alias("Stream");
                let next = self.side.model.next_chunk(nif).unwrap_or_default();
                let stream = |iterator: &str| {
                    format!(
                        "Stream.new({iterator}, \"{}\", :{next}, {})",
                        nif.label(),
                        scalar::grouped(&nif.chunk.to_string())
                    )
                };
                let answer = if is_guarded || error.is_some() {
                    format!(
                        "with {{:ok, iterator}} <- {call} do\n{{:ok, {}}}\nend",
                        stream("iterator")
                    )
                } else {
                    format!("{{:ok, {}}}", stream(&call))
                };
                (answer, stream(&call))
            }
            _ => (call.clone(), call),
        }
    }

    /// The checks that what a call changes or takes is passed to it only once.
    fn distinct_handles(&self, nif: &Nif, variables: &[String]) -> Vec<String> {
        let is_exclusive = |param: &Param| matches!(param.passing, Passing::Mut | Passing::Take);
        let mut checks = Vec::new();
        for (index, (param, variable)) in nif.params.iter().zip(variables).enumerate() {
            let Type::Named(resource) = &param.r#type else {
                continue;
            };
            if !is_exclusive(param) {
                continue;
            }
            for (other_index, (other, other_variable)) in
                nif.params.iter().zip(variables).enumerate()
            {
                let is_compared_already = other_index < index && is_exclusive(other);
                if other_index == index
                    || is_compared_already
                    || !self.side.model.holds(&other.r#type, resource)
                    || self.side.model.holds_any_term(&other.r#type)
                {
                    continue;
                }
                let verb = if param.passing == Passing::Mut {
                    "changes"
                } else {
                    "takes"
                };
                self.help_with("other_handle");
                checks.push(format!(
                    "Validation.other_handle({other_variable}, [{}], {variable}, {})",
                    names::elixir_atom(&other.name),
                    names::elixir_string(&format!(
                        "another handle than {}, which {} {verb}",
                        names::elixir_name(&param.name),
                        nif.label()
                    ))
                ));
            }
        }
        checks
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

//! What the templates of the facade and of the stubs need for each function.

use serde_json::{Value, json};

use super::casts::Casting;
use super::dumps::function_of;
use super::module::Module;
use super::variables::parameter_variables;
use super::{ElixirSide, doc};
use crate::boundary::*;
use crate::model::scalar;
use crate::text::names;

impl Module<'_> {
    /// A function of the facade: with a double beside it, its arguments are validated elsewhere.
    pub(super) fn facade_function(&self, nif: &Nif) -> Value {
        self.alias("Native");
        let mut function = self.function(nif);
        let variables = parameter_variables(nif);
        let arguments: Vec<String> = nif
            .params
            .iter()
            .zip(&variables)
            .map(|(param, variable)| {
                self.dump(&param.r#type, variable)
                    .unwrap_or(variable.clone())
            })
            .collect();
        let call = format!("Native.{}({})", nif.name, arguments.join(", "));
        let (answer, bare_answer) = self.answer(nif, call);
        function["answer"] = json!(if names::is_question(&nif.name) {
            self.answer_to_question(nif, bare_answer.clone())
        } else {
            answer
        });
        function["bare_answer"] = json!(bare_answer);
        if self.side.has_double() {
            self.take_arguments(nif, &mut function);
        } else {
            if self.side.is_checked(nif) {
                self.need("ValidationError");
            }
            self.validate(nif, &mut function);
        }
        function
    }

    /// A function that casts and validates arguments, for the facade and its double.
    pub(super) fn arguments_function(&self, nif: &Nif) -> Value {
        let variables = parameter_variables(nif);
        let mut function = json!({
            "definition": names::elixir_definition(&nif.name),
            "params": variables.iter().map(|it| json!({ "var": it })).collect::<Vec<_>>(),
            "answer": format!("{{:ok, [{}]}}", variables.join(", ")),
            "checked": self.side.is_checked(nif),
        });
        if self.side.is_checked(nif) {
            self.need("ValidationError");
        }
        self.validate(nif, &mut function);
        function
    }

    /// A function of the behaviour: what it takes and gives back.
    pub(super) fn callback(&self, nif: &Nif) -> Value {
        let mut function = self.spec(nif);
        function["has_options"] = json!(self.side.model.ends_in_options(nif));
        function
    }

    /// A function of the double: the same arguments, and an answer that a test has put in place.
    pub(super) fn double_function(&self, nif: &Nif) -> Value {
        // The behaviour has the specs, so that no type in them is named here.
        let mut function = self.side.new_module().function(nif);
        if function["raises_reason"] == json!(true) {
            let errors = [
                (true, "CallError"),
                (self.side.is_checked(nif), "ValidationError"),
                (self.side.model.is_guarded(nif), "ResourceError"),
            ];
            let raised = errors.iter().filter(|it| it.0);
            raised.for_each(|(_, name)| drop(self.need(name)));
        }
        let variables = parameter_variables(nif).join(", ");
        let returns: Vec<String> = self
            .returns(nif)
            .into_iter()
            .map(|(key, check)| format!("{key}: {check}"))
            .collect();
        let arguments = if self.side.takes_arguments(nif) {
            "arguments".to_string()
        } else {
            format!("[{variables}]")
        };
        let answer = format!(
            "__MODULE__.Stubs.answer({}, {arguments}, {}, %{{{}}})",
            names::elixir_atom(&nif.name),
            names::elixir_string(&expected(nif)),
            returns.join(", ")
        );
        function["answer"] = json!(answer);
        let call = format!("__MODULE__.{}({variables})", nif.name);
        function["bare_answer"] = json!(match nif.returns {
            Return::Ok => call,
            _ => format!("with {{:ok, value}} <- {call}, do: value"),
        });
        if self.side.takes_arguments(nif) {
            self.alias("Arguments");
            let call = format!("Arguments.{}({variables})", nif.name);
            function["arguments"] = json!("arguments");
            function["taken"] = json!(if self.side.model.takes_handles(nif) {
                format!("__MODULE__.Stubs.with_handles(fn -> {call} end)")
            } else {
                call
            });
        }
        function
    }

    /// What a function takes and gives back, and what `f!` raises.
    fn function(&self, nif: &Nif) -> Value {
        let model = self.side.model;
        let mut function = self.spec(nif);
        let raises_reason = match &nif.returns {
            Return::Result(_, error) | Return::Stream(_, _, Some(error)) => {
                !self.side.is_exception(error)
            }
            _ => false,
        };
        if raises_reason {
            self.need("CallError");
        }
        function["doc"] = doc(nif.doc.as_deref());
        function["streams"] = json!(matches!(nif.returns, Return::Stream(..)));
        function["chunk"] = json!(scalar::grouped(&nif.chunk.to_string()));
        function["checked"] = json!(self.side.is_checked(nif));
        function["guarded"] = json!(model.is_guarded(nif));
        function["casts"] = json!(nif.params.iter().any(|it| self.side.is_cast(nif, it)));
        function["raises_reason"] = json!(raises_reason);
        function["schedule"] = json!(match nif.schedule {
            Schedule::Normal => "a normal scheduler",
            Schedule::DirtyCpu => "a dirty CPU scheduler",
            Schedule::DirtyIo => "a dirty I/O scheduler",
        });
        function
    }

    /// What a function takes and gives back.
    fn spec(&self, nif: &Nif) -> Value {
        let options_last = self.side.model.ends_in_options(nif);
        let last = nif.params.len().saturating_sub(1);
        let params: Vec<Value> = nif
            .params
            .iter()
            .zip(parameter_variables(nif))
            .enumerate()
            .map(|(index, (param, variable))| {
                json!({
                    "var": variable,
                    "default": (options_last && index == last).then_some("[]"),
                    "type": if self.side.is_cast(nif, param) {
                        "term()".to_string()
                    } else {
                        self.typespec(&param.r#type)
                    },
                })
            })
            .collect();
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
        let is_question = names::is_question(&nif.name);
        let own_errors = [
            (self.side.is_checked(nif) && !is_question, "ValidationError"),
            (
                self.side.model.is_guarded(nif) && !is_question,
                "ResourceError",
            ),
        ];
        let own_errors = own_errors
            .iter()
            .filter(|it| it.0)
            .map(|(_, name)| format!("{}.t()", self.need(name)));
        let errors: Vec<String> = error.into_iter().chain(own_errors).collect();
        let plain = match &value {
            None => ":ok".to_string(),
            Some(value) if is_question => value.clone(),
            Some(value) => format!("{{:ok, {value}}}"),
        };
        let returns = match &errors[..] {
            [] => plain,
            errors => format!("{plain} | {{:error, {}}}", errors.join(" | ")),
        };
        json!({
            "question": is_question,
            "returns": returns,
            "value_or_ok": value.as_deref().unwrap_or(":ok"),
            "definition": names::elixir_definition(&nif.name),
            "is_keyword": names::is_elixir_keyword(&nif.name),
            "bang": format!("{}!", nif.name),
            "call": nif.name,
            "label": nif.label(),
            "params": params,
            "value": value,
            "errors": errors,
        })
    }

    /// Casts and validates the arguments in the function itself.
    fn validate(&self, nif: &Nif, function: &mut Value) {
        let variables = parameter_variables(nif);
        let casting = casting(nif);
        let mut checks = Vec::new();
        for (index, (param, variable)) in nif.params.iter().zip(&variables).enumerate() {
            let path = format!("[{}]", names::elixir_atom(&param.name));
            function["params"][index]["cast"] =
                json!(self.cast_call(&param.r#type, variable, casting));
            checks.extend(self.check_call(&param.r#type, variable, &path));
        }
        checks.extend(self.distinct_handles(nif, &variables));
        function["single_check"] = json!(match &checks[..] {
            [check] => Some(check.replacen('(', "([], ", 1)),
            _ => None,
        });
        function["checks"] = json!(checks);
    }

    /// Takes the arguments as `Arguments` gives them, if it has something to do with them.
    fn take_arguments(&self, nif: &Nif, function: &mut Value) {
        if self.side.takes_arguments(nif) {
            self.alias("Arguments");
            let variables = parameter_variables(nif).join(", ");
            function["arguments"] = json!(format!("[{variables}]"));
            function["taken"] = json!(format!("Arguments.{}({variables})", nif.name));
        }
    }

    /// The checks of what a function gives back, by the tag that it stands behind.
    fn returns(&self, nif: &Nif) -> Vec<(&'static str, String)> {
        let check = |r#type: &Type| {
            let check = self.check_fun(r#type);
            match self.dump(r#type, "value") {
                Some(dump) => format!("{{{check}, {}}}", function_of(dump)),
                None => check,
            }
        };
        let mut returns = match &nif.returns {
            Return::Ok => vec![("ok", "nil".to_string())],
            Return::Value(value) if names::is_question(&nif.name) => vec![("bare", check(value))],
            Return::Value(value) => vec![("ok", check(value))],
            Return::Result(value, error) => vec![
                ("ok", value.as_ref().map_or("nil".to_string(), check)),
                ("error", check(error)),
            ],
            Return::Stream(item, item_error, error) => {
                let item = match item_error {
                    None => check(item),
                    Some(error) => format!("%{{ok: {}, error: {}}}", check(item), check(error)),
                };
                let error = error.iter().map(|it| ("error", check(it)));
                [("stream", item)].into_iter().chain(error).collect()
            }
        };
        if self.side.model.is_guarded(nif) {
            self.need("ResourceError");
            returns.push(("unavailable", "ResourceError".to_string()));
        }
        returns
    }
}

impl ElixirSide<'_> {
    /// Whether an argument of the function is validated.
    pub(super) fn is_checked(&self, nif: &Nif) -> bool {
        nif.params
            .iter()
            .any(|param| !accepts_everything(&param.r#type))
    }

    /// Whether something is done to the arguments of a function before it is called.
    pub(super) fn takes_arguments(&self, nif: &Nif) -> bool {
        self.is_checked(nif) || nif.params.iter().any(|it| self.is_cast(nif, it))
    }

    fn is_cast(&self, nif: &Nif, param: &Param) -> bool {
        self.model
            .casts(&param.r#type, casting(nif) == Casting::Everywhere)
    }
}

fn accepts_everything(r#type: &Type) -> bool {
    match r#type {
        Type::Scalar(Scalar::Term) => true,
        Type::Optional(item) => accepts_everything(item),
        _ => false,
    }
}

fn casting(nif: &Nif) -> Casting {
    if nif.cast {
        Casting::Everywhere
    } else {
        Casting::WithinOnly
    }
}

/// What a function gives back, in the notation of a schema.
fn expected(nif: &Nif) -> String {
    match &nif.returns {
        Return::Value(value) if names::is_question(&nif.name) => value.to_string(),
        Return::Value(value) => format!("{{:ok, {value}}}"),
        Return::Stream(_, _, None) => format!("{{:ok, {}}}", nif.returns),
        returns => returns.to_string(),
    }
}

impl Module<'_> {
    /// What the facade makes of what the stub gives, in `f` and, where nothing can go wrong, in
    /// `f!`.
    fn answer(&self, nif: &Nif, call: String) -> (String, String) {
        let is_guarded = self.side.model.is_guarded(nif);
        match &nif.returns {
            Return::Value(_) if !is_guarded => (format!("{{:ok, {call}}}"), call),
            Return::Stream(_, _, error) => {
                self.need("Stream");
                let next = self.side.model.next_chunk(nif).unwrap_or_default();
                let stream = |iterator: &str| {
                    format!(
                        "Stream.new({iterator}, Native, \"{}\", :{next}, {})",
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

    /// The bare answer of a function that has no form with a tag.
    fn answer_to_question(&self, nif: &Nif, call: String) -> String {
        if !self.side.model.is_guarded(nif) {
            return call;
        }
        let raise = raise(&self.side.model.boundary.nifs);
        format!("case {call} do\n{{:ok, value}} -> value\n{{:error, error}} -> {raise} error\nend")
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
                self.need("Validation.other_handle");
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

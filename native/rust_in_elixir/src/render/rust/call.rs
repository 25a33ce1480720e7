//! The body of a NIF: the locks that it takes, the call of the user's function, and the answer.

use serde_json::{Value, json};

use super::RustSide;
use super::signature::parameter_names;
use super::types::{Parameter, converted, encodable, parameter};
use crate::boundary::*;
use crate::model::{Loan, Places};
use crate::text::names;

/// Names that a NIF uses itself, or that Rustler's attribute puts into it.
const RESERVED: &[&str] = &[
    "args", "argc", "argv", "env", "lifetime", "locks", "nif_env", "terms",
];

impl RustSide<'_> {
    pub(super) fn nif(&self, nif: &Nif) -> Value {
        let function = self.model.rust_function(nif);
        let mut taken: Vec<String> = RESERVED.iter().map(ToString::to_string).collect();
        taken.push(function.clone());
        // The NIF itself, which no parameter and none of these names may hide.
        let wrapped = names::distinct(taken.clone()).pop().unwrap_or_default();
        taken.push(wrapped.clone());
        taken.extend(self.model.resources().map(|(it, _)| shared(&it.name)));
        let reserved = taken.len();
        taken.extend(parameter_names(nif));
        let variables = names::distinct(taken).split_off(reserved);
        let mut parameters: Vec<Parameter> = nif
            .params
            .iter()
            .map(|param| parameter(self.model, nif, param))
            .collect();
        let locks = self.locks(nif, &mut parameters, &variables);
        let mut lines = Vec::new();
        let mut arguments = Vec::new();
        for ((parameter, variable), param) in parameters.iter().zip(&variables).zip(&nif.params) {
            let decode = self.argument(nif, param, parameter, variable);
            if locks.is_empty() {
                arguments.push(parameter.argument.replace("{}", &decode));
            } else {
                lines.push(format!("let {variable} = {decode};"));
                arguments.push(parameter.argument.replace("{}", variable));
            }
        }
        let takes_locks = !locks.is_empty();
        lines.extend(locks);
        let call = format!(
            "{}({})",
            names::implementation_path(&function),
            arguments.join(", ")
        );
        lines.push(self.answer(nif, &call, takes_locks));
        json!({
            "name": (wrapped != nif.name).then_some(&nif.name),
            "label": nif.label(),
            "function": wrapped,
            "schedule": match nif.schedule {
                Schedule::Normal => "Normal",
                Schedule::DirtyCpu => "DirtyCpu",
                Schedule::DirtyIo => "DirtyIo",
            },
            "params": variables,
            "call": if lines.len() == 1 && !lines[0].contains(";\n") {
                format!("|| {}", lines[0])
            } else {
                format!("|| {{ {} }}", lines.join("\n"))
            },
        })
    }

    /// What decodes an argument. A decoder of the crate's own may panic, or refuse what is valid.
    fn argument(&self, nif: &Nif, param: &Param, parameter: &Parameter, variable: &str) -> String {
        // What is called on a handle asks for its type.
        let is_kept = self.model.is_kept_locked(nif, param);
        let decoded = parameter
            .decoded
            .as_deref()
            .or(is_kept.then_some(&*parameter.in_trait))
            .map_or(String::new(), |it| format!("::<{it}>"));
        if self.model.reaches_custom(&param.r#type) {
            let name = names::elixir_name(&param.name);
            let label = nif.label();
            return format!("self::argument{decoded}({label:?}, {name:?}, {variable})?");
        }
        format!("{variable}.decode{decoded}()?")
    }

    /// The call with what makes of its value the term that the facade hands on. A function that takes
    /// locks gives `{:ok, value}` or `{:error, error}` in any case.
    fn answer(&self, nif: &Nif, call: &str, takes_locks: bool) -> String {
        let map = |function: &str, conversion: Option<String>| {
            conversion.map_or(String::new(), |it| format!(".{function}({it})"))
        };
        let ok = |value: String| {
            if takes_locks {
                format!("Ok((rustler::types::atom::ok(), {value}))")
            } else {
                format!("Ok({value})")
            }
        };
        let map_error = |error| map("map_err", encodable(self.model, error, false));
        let label = nif.label();
        match &nif.returns {
            Return::Ok => format!("{call};\nOk(rustler::types::atom::ok())"),
            Return::Value(value) => ok(match encodable(self.model, value, nif.returns_handle) {
                Some(conversion) => converted(&conversion, call),
                None => call.to_string(),
            }),
            Return::Stream(item, item_error, None) => {
                let items = format!("{call}{}", self.map_items(item, item_error.as_ref()));
                ok(format!("stream::Stream::start(\"{label}\", {items})"))
            }
            Return::Stream(item, item_error, Some(error)) => {
                let items = format!("items{}", self.map_items(item, item_error.as_ref()));
                let start = format!(".map(|items| stream::Stream::start(\"{label}\", {items}))");
                format!("Ok({call}{start}{})", map_error(error))
            }
            Return::Result(None, error) => format!("Ok(OkOrError({call}{}))", map_error(error)),
            Return::Result(Some(value), error) => {
                let map_value = map("map", encodable(self.model, value, nif.returns_handle));
                format!("Ok({call}{map_value}{})", map_error(error))
            }
        }
    }

    /// What makes the items of a stream ones that Rustler encodes, if they are not yet.
    fn map_items(&self, item: &Type, item_error: Option<&Type>) -> String {
        let conversion = |it: &Type| encodable(self.model, it, true).filter(|it| it != "Bytes");
        match (conversion(item), item_error.and_then(conversion)) {
            (None, None) => String::new(),
            (Some(conversion), _) if item_error.is_none() => format!(".map({conversion})"),
            (value, error) => {
                let value = value.map_or(String::new(), |it| format!(".map({it})"));
                let error = error.map_or(String::new(), |it| format!(".map_err({it})"));
                format!(".map(|item| item{value}{error})")
            }
        }
    }

    /// The statements that take the locks of a function's resources. What the parameters stand
    /// for is then the guards.
    fn locks(&self, nif: &Nif, parameters: &mut [Parameter], variables: &[String]) -> Vec<String> {
        let mut locked = Vec::new();
        for ((parameter, variable), param) in parameters.iter_mut().zip(variables).zip(&nif.params)
        {
            if let Some(loan) = parameter.loan.filter(|it| it.is_locked) {
                locked.push(Locked {
                    parameter,
                    loan,
                    variable,
                    name: names::elixir_name(&param.name),
                });
            }
        }
        let label = nif.label();
        let mut lines: Vec<String> = nif
            .params
            .iter()
            .zip(variables)
            .filter(|(param, _)| self.model.is_kept_locked(nif, param))
            .map(|(param, variable)| {
                let or_error = format!(
                    ".check().map_err(self::unusable(\"{label}\", {:?}))?;",
                    names::elixir_name(&param.name)
                );
                match param.r#type {
                    Type::Named(_) => format!("{variable}{or_error}"),
                    _ => format!("for handle in &{variable} {{ handle{or_error} }}"),
                }
            })
            .collect();
        lines.extend(if self.model.takes_several_locks(nif) {
            lock_all(&mut locked, &label)
        } else {
            locked.iter().map(|it| it.lock(&label)).collect()
        });
        lines
    }
}

/// A parameter that stands for a resource with a lock.
struct Locked<'p, 'a> {
    parameter: &'p mut Parameter<'a>,
    loan: Loan<'a>,
    variable: &'p str,
    name: String,
}

impl Locked<'_, '_> {
    /// Takes the lock of a parameter that is the only one.
    fn lock(&self, label: &str) -> String {
        let variable = self.variable;
        let or_error = format!(".map_err(self::unusable(\"{label}\", {:?}))?", self.name);
        match (self.loan.passing, self.loan.places) {
            (Passing::Mut, _) => format!("let mut {variable} = {variable}.write(){or_error};"),
            (Passing::Take, _) => format!("let {variable} = {variable}.take(){or_error};"),
            (_, Places::Optional) => format!(
                "let {variable} = {variable}.as_ref().map({}::read).transpose(){or_error};",
                names::rust_handle(self.loan.name)
            ),
            _ => format!("let {variable} = {variable}.read(){or_error};"),
        }
    }

    fn is_shared(&self) -> bool {
        !matches!(self.loan.passing, Passing::Mut | Passing::Take)
    }

    /// The lock that the parameter wants, beside those of others.
    fn want(&self) -> String {
        let (variable, handle) = (self.variable, names::rust_handle(self.loan.name));
        let want = |kind: &str, reference: &str, lock: &str| {
            let it = reference.trim_start_matches('&');
            format!(
                "wanted::Wanted::{kind}({reference}, {it}.address(), {:?}, {handle}::{lock})",
                self.name
            )
        };
        let own = format!("&{variable}");
        match (self.loan.passing, self.loan.places) {
            (Passing::Mut | Passing::Take, _) => {
                format!("let mut {variable} = {};", want("exclusive", &own, "write"))
            }
            (_, Places::One) => {
                format!("let mut {variable} = {};", want("shared", &own, "read"))
            }
            (_, Places::Optional) => format!(
                "let mut {variable} = {variable}.as_ref().map(|handle| {});",
                want("shared", "handle", "read")
            ),
            (_, Places::List) => format!(
                "let mut {variable}: Vec<_> = {variable}.iter().map(|handle| {}).collect();",
                want("shared", "handle", "read")
            ),
        }
    }

    /// What the parameter stands for once all locks are taken.
    fn lend(&mut self) -> Option<String> {
        let variable = self.variable;
        match (self.loan.passing, self.loan.places) {
            (Passing::Mut, _) => Some(format!("let mut {variable} = {variable}.into_guard();")),
            (Passing::Take, _) => Some(format!("let {variable} = {variable}.into_guard().take();")),
            (_, places) => {
                let lent = format!("lent(&{})", shared(self.loan.name));
                self.parameter.argument = match places {
                    Places::One => format!("{{}}.{lent}"),
                    Places::Optional => format!("{{}}.as_ref().map(|it| it.{lent})"),
                    Places::List => {
                        format!("&{{}}.iter().map(|it| it.{lent}).collect::<Vec<_>>()")
                    }
                };
                None
            }
        }
    }
}

/// The variable for all shared locks on one type of resource.
fn shared(resource: &str) -> String {
    format!("shared_{}", names::rust_snake(resource))
}

/// Takes several locks, in an order that all calls have in common.
fn lock_all(locked: &mut [Locked], label: &str) -> Vec<String> {
    let mut lines: Vec<String> = locked.iter().map(Locked::want).collect();
    let single: Vec<String> = locked
        .iter()
        .filter(|it| it.loan.places == Places::One)
        .map(|it| format!("&mut {}", it.variable))
        .collect();
    let several: Vec<&str> = locked
        .iter()
        .filter(|it| it.loan.places != Places::One)
        .map(|it| it.variable)
        .collect();
    let locks = if several.is_empty() {
        format!("[{}]", single.join(", "))
    } else {
        lines.push("let mut locks: Vec<&mut dyn wanted::Lock> = Vec::new();".to_string());
        lines.extend(single.iter().map(|it| format!("locks.push({it});")));
        lines.extend(several.iter().map(|it| {
            format!("locks.extend({it}.iter_mut().map(|it| -> &mut dyn wanted::Lock {{ it }}));")
        }));
        "locks".to_string()
    };
    lines.push(format!("wanted::take_all(\"{label}\", &mut {locks})?;"));

    let mut seen: Vec<&str> = Vec::new();
    for it in locked.iter().filter(|it| it.is_shared()) {
        if seen.contains(&it.loan.name) {
            continue;
        }
        seen.push(it.loan.name);
        let of_resource = || {
            locked
                .iter()
                .filter(|other| other.is_shared() && other.loan.name == it.loan.name)
        };
        let all: Vec<String> = of_resource()
            .map(|it| match it.loan.places {
                Places::One => format!("[&{}]", it.variable),
                Places::Optional | Places::List => format!("&{}", it.variable),
            })
            .collect();
        let others: String = all[1..].iter().map(|it| format!(".chain({it})")).collect();
        lines.push(format!(
            "let {} = wanted::lent({}.into_iter(){others});",
            shared(it.loan.name),
            if all[0].starts_with('&') {
                format!("({})", all[0])
            } else {
                all[0].clone()
            },
        ));
    }
    lines.extend(locked.iter_mut().filter_map(Locked::lend));
    lines
}

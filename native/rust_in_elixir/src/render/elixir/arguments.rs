//! The casts and checks of a function's arguments.

use super::ElixirSide;
use super::casts::Casting;
use super::module::Module;
use super::nodes::{self, Argument, Call};
use super::variables::parameter_variables;
use crate::boundary::*;
use crate::text::names;

impl ElixirSide<'_> {
    /// Whether an argument of the function is validated.
    pub(super) fn is_checked(&self, nif: &Nif) -> bool {
        nif.params
            .iter()
            .any(|param| param.is_stream() || !accepts_everything(&param.r#type))
    }

    /// Whether something is done to the arguments of a function before it is called.
    pub(super) fn takes_arguments(&self, nif: &Nif) -> bool {
        self.is_checked(nif) || self.casts_arguments(nif)
    }

    /// Whether the facade validates the arguments only to explain why Rust refused them.
    fn explains(&self, nif: &Nif, answer: &nodes::Answer) -> bool {
        let is_call = matches!(answer, nodes::Answer::Rust { .. });
        is_call && self.is_checked(nif) && self.model.rust_validates(nif)
    }

    pub(super) fn casts_arguments(&self, nif: &Nif) -> bool {
        nif.params.iter().any(|it| self.is_cast(nif, it))
    }

    pub(super) fn is_cast(&self, nif: &Nif, param: &Param) -> bool {
        self.model
            .casts(&param.r#type, casting(nif) == Casting::Everywhere)
    }
}

impl ElixirSide<'_> {
    /// The module that casts and validates arguments: of all functions if there is a double, and otherwise
    /// of those that take JSON.
    pub(super) fn arguments(&self) -> Result<Option<SourceFile>, String> {
        let module = self.new_module();
        let is_shared = |it: &&Nif| self.has_double() && self.takes_arguments(it);
        let functions = (self.model.boundary.nifs.iter())
            .filter(|it| self.model.takes_json(it) || is_shared(it))
            .map(|it| module.arguments_function(it))
            .collect::<Result<Vec<_>, String>>()?;
        if functions.is_empty() {
            return Ok(None);
        }
        let node = nodes::Arguments {
            nifs: functions,
            doubled: self.has_double(),
        };
        let file = self.file("Arguments", "arguments.ex", node, &module)?;
        Ok(Some(file))
    }
}

/// Whether every term belongs to a type.
pub(super) fn accepts_everything(r#type: &Type) -> bool {
    match r#type {
        Type::Scalar(Scalar::Term) => true,
        Type::Optional(item) => accepts_everything(item),
        _ => false,
    }
}

pub(super) fn casting(nif: &Nif) -> Casting {
    if nif.cast {
        Casting::Everywhere
    } else {
        Casting::WithinOnly
    }
}

impl Module<'_> {
    /// A function that casts and validates arguments, for the facade and its double.
    pub(super) fn arguments_function(&self, nif: &Nif) -> Result<nodes::ArgumentsFunction, String> {
        let variables = parameter_variables(nif).into_iter();
        Ok(nodes::ArgumentsFunction {
            definition: names::elixir_definition(&nif.name),
            // An error is passed on, whatever becomes of it.
            question: false,
            params: variables.map(|var| nodes::Variable { var }).collect(),
            body: self.validating(nif, nodes::Answer::Arguments)?,
        })
    }

    /// A body that casts and validates the arguments itself.
    pub(super) fn validating(
        &self,
        nif: &Nif,
        answer: nodes::Answer,
    ) -> Result<nodes::Body, String> {
        let checked = self.side.is_checked(nif);
        let explains = self.side.explains(nif, &answer);
        let is_json = self.side.model.takes_json(nif);
        let is_result = matches!(answer, nodes::Answer::Arguments);
        let is_given = is_json && is_result;
        self.need_if(
            checked && !is_given,
            validation_error(nif, explains, &answer),
        );
        let variables = parameter_variables(nif);
        let given = match is_given && checked {
            true => self.given(nif, &variables),
            false => Vec::new(),
        };
        self.need_if(checked && is_given, "ValidationError.json");
        let (mut cast_params, mut checks) = (Vec::new(), Vec::new());
        for (param, var) in nif.params.iter().zip(&variables) {
            // The values of a stream are cast and checked when it is read.
            if param.is_stream() {
                let check = Call::new(self.need("Validation.enumerable"), []);
                checks.push(parameter_check(param, var, check));
                continue;
            }
            if let Some(cast) = self.cast_call(&param.r#type, var, casting(nif))? {
                let var = var.clone();
                cast_params.push(nodes::CastParameter { var, cast });
            }
            if let Some(check) = self.check_call(&param.r#type)? {
                checks.push(parameter_check(param, var, check));
            }
        }
        checks.extend(self.distinct_handles(nif, &variables));
        Ok(nodes::Body {
            checked,
            explains,
            taken: None,
            given,
            cast_params,
            checks,
            answer,
        })
    }

    /// Whether the facade has a function that casts arguments, which names its error.
    pub(super) fn casts_arguments(&self) -> bool {
        let model = self.side.model;
        let casts = model.boundary.nifs.iter().any(|it| model.takes_json(it));
        self.need_if(casts, "ValidationError");
        casts
    }

    /// The functions whose arguments can be cast without a call.
    pub(super) fn casting(&self) -> Vec<nodes::CastFunction> {
        let model = self.side.model;
        let nifs = || model.boundary.nifs.iter().filter(|it| model.takes_json(it));
        if self.casts_arguments() {
            self.alias(names::ARGUMENTS);
            self.need("Cast.arguments");
        }
        nifs()
            .map(|nif| {
                let (name, arity) = (names::elixir_atom(&nif.name), nif.params.len());
                let is_only = nifs().filter(|it| it.name == nif.name).count() == 1;
                nodes::CastFunction {
                    key: match is_only {
                        true => name,
                        false => format!("{{{name}, {arity}}}"),
                    },
                    call: nif.name.clone(),
                    arity,
                    params: self.params_to_cast(nif),
                }
            })
            .collect()
    }

    fn params_to_cast(&self, nif: &Nif) -> Vec<String> {
        let options_last = self.side.model.ends_in_options(nif);
        let last = nif.params.len() - 1;
        let param = |(index, param): (usize, &Param)| {
            let name = names::elixir_atom(&param.name);
            match &param.r#type {
                _ if param.is_stream() => name,
                Type::Optional(_) => format!("{{{name}, nil}}"),
                _ if options_last && index == last => format!("{{{name}, []}}"),
                _ => name,
            }
        };
        nif.params.iter().enumerate().map(param).collect()
    }

    /// The arguments that may be JSON.
    fn given(&self, nif: &Nif, variables: &[String]) -> Vec<nodes::Given> {
        (nif.params.iter().zip(variables))
            .filter(|(param, _)| self.side.model.comes_as_json(nif, param))
            .map(|(param, var)| nodes::Given {
                key: names::elixir_key(&param.name),
                var: var.clone(),
            })
            .collect()
    }

    /// A body that takes the arguments as `Arguments` gives them, if it has something to do with them.
    pub(super) fn taking(
        &self,
        nif: &Nif,
        taken: nodes::Taken,
        answer: nodes::Answer,
    ) -> nodes::Body {
        let takes_arguments = self.side.takes_arguments(nif);
        if takes_arguments {
            self.alias("Arguments");
        }
        let explains = self.side.explains(nif, &answer);
        self.need_if(explains, validation_error(nif, explains, &answer));
        nodes::Body {
            checked: self.side.is_checked(nif),
            explains,
            taken: takes_arguments.then_some(taken),
            given: Vec::new(),
            cast_params: Vec::new(),
            checks: Vec::new(),
            answer,
        }
    }

    /// The checks that what a call changes or takes is passed to it only once.
    fn distinct_handles(&self, nif: &Nif, variables: &[String]) -> Vec<nodes::ParameterCheck> {
        let check = |(index, other): (usize, usize)| {
            let param = &nif.params[index];
            let verb = match param.passing {
                Passing::Mut => "changes",
                _ => "takes",
            };
            let (name, label) = (names::elixir_name(&param.name), nif.label());
            let expected = format!("a different handle than {name}, which {label} {verb}");
            let arguments = [variables[index].clone(), names::elixir_string(&expected)];
            let check = Call::new(
                self.need("Validation.other_handle"),
                arguments.map(Argument::One),
            );
            parameter_check(&nif.params[other], &variables[other], check)
        };
        let pairs = self.side.model.same_handles(nif);
        pairs.into_iter().map(check).collect()
    }
}

/// The function that reports the problems of arguments.
fn validation_error(nif: &Nif, explains: bool, answer: &nodes::Answer) -> &'static str {
    match (names::is_question(&nif.name), explains) {
        _ if matches!(answer, nodes::Answer::Arguments) => "ValidationError.result",
        (false, true) => "ValidationError.error/2",
        (false, false) => "ValidationError.error/1",
        (true, true) => "ValidationError.new/2",
        (true, false) => "ValidationError",
    }
}

fn parameter_check(param: &Param, variable: &str, check: Call) -> nodes::ParameterCheck {
    nodes::ParameterCheck {
        var: variable.to_string(),
        atom: names::elixir_atom(&param.name),
        check,
    }
}

//! The behaviour of the facade, and its double.

use super::conversions::Way;
use super::module::Module;
use super::variables::parameter_variables;
use super::{ElixirSide, function, nodes};
use crate::boundary::*;
use crate::text::names;

impl ElixirSide<'_> {
    /// Whether the facade has a behaviour and a double.
    pub(super) fn has_double(&self) -> bool {
        self.model.boundary.double && !self.model.boundary.nifs.is_empty()
    }

    /// The behaviour of the facade, its double, and what the two have in common.
    pub(super) fn double(&self) -> Result<Vec<SourceFile>, String> {
        let nifs = &self.model.boundary.nifs;
        let mut files = Vec::new();

        let module = self.new_module();
        let node = nodes::Behaviour {
            nifs: nifs.iter().map(|it| module.callback(it)).collect(),
            casts: module.casts_arguments(),
        };
        files.push(self.file("Behaviour", "behaviour.ex", node, &module)?);

        let module = self.new_module();
        let stubs = match self.model.definition("Stubs") {
            Some(_) => "__MODULE__.Stubs",
            None => {
                module.alias("Double.Stubs");
                "Stubs"
            }
        };
        let functions = nifs.iter().map(|it| module.double_function(it));
        let node = nodes::Double {
            stubs,
            nifs: functions.collect::<Result<_, String>>()?,
            resources: self.resource_modules(),
            raise: function::raise(nifs),
            take: "CallError.value!",
            example: nifs.first().map(stubbed),
            casts: nifs.iter().any(|it| self.model.takes_json(it)),
        };
        files.push(self.file("Double", "double.ex", node, &module)?);
        files.push(self.stubs()?);
        Ok(files)
    }

    fn stubs(&self) -> Result<SourceFile, String> {
        let nifs = &self.model.boundary.nifs;
        let module = self.new_module();
        module.need("Validation.mismatch");
        module.need("ValidationError");
        let is_stream = |it: &Nif| matches!(it.returns, Return::Stream(..));
        let has_results = |it: &Nif| matches!(it.returns, Return::Stream(_, Some(_), _));
        let is_fallible = |it: &Nif| {
            matches!(
                it.returns,
                Return::Result(..) | Return::Stream(_, _, Some(_))
            )
        };
        let is_loaded = |it: &Type| {
            let mut held = it.references().into_iter();
            held.any(|name| self.model.is_loaded(name))
        };
        let mut returned = nifs.iter().flat_map(|it| it.returns.types());
        let node = nodes::Stubs {
            loads: returned.any(is_loaded),
            functions: nifs.iter().map(stubbed).collect(),
            resources: self.resource_modules(),
            streams: nifs.iter().any(is_stream),
            guarded: nifs.iter().any(|it| self.model.is_guarded(it)),
            untagged: nifs.iter().any(|it| it.has_untagged_value()),
            questions: nifs.iter().any(|it| names::is_question(&it.name)),
            results: nifs.iter().any(has_results),
            fallible: nifs.iter().any(is_fallible),
        };
        self.file("Double.Stubs", "stubs.ex", node, &module)
    }

    fn resource_modules(&self) -> Vec<String> {
        let facade = &self.model.boundary.facade;
        let resources = self.model.resources();
        resources
            .map(|(it, _)| format!("{facade}.{}", it.name))
            .collect()
    }
}

/// A function as its stub has it.
fn stubbed(nif: &Nif) -> nodes::Stubbed {
    nodes::Stubbed {
        name: names::elixir_atom(&nif.name),
        params: parameter_variables(nif),
    }
}

impl Module<'_> {
    /// A function of the behaviour: its parameters and return type.
    fn callback(&self, nif: &Nif) -> nodes::Callback {
        nodes::Callback {
            spec: self.spec(nif),
            has_options: self.side.model.ends_in_options(nif),
        }
    }

    /// A function of the double: the same arguments, and an answer that a test has put in place.
    fn double_function(&self, nif: &Nif) -> Result<nodes::Function, String> {
        let answer = nodes::Answer::Stub {
            name: names::elixir_atom(&nif.name),
            expected: names::elixir_string(&nif.returned()),
            returns: self.returns(nif)?,
        };
        let taken = match self.side.model.takes_handles(nif) {
            true => nodes::Taken::WithHandles,
            false => nodes::Taken::Together,
        };
        let body = self.taking(nif, taken, answer);
        // The behaviour has the specs, so that no type in them is named here.
        let module = self.side.new_module();
        let function = module.function(nif, module.spec(nif), body);
        self.need_if(function.spec.is_raised(), "CallError.value");
        Ok(function)
    }

    /// The possible results of a function, each with its check.
    fn returns(&self, nif: &Nif) -> Result<Vec<nodes::Returned>, String> {
        let held = |r#type: &Type| {
            Ok::<_, String>(nodes::HeldValue {
                check: self.check_fun(r#type)?,
                fill: self.conversion_fun(r#type, Way::IntoRust)?,
                load: self.conversion_fun(r#type, Way::OutOfRust)?,
            })
        };
        let value = |r#type: &Type| Ok::<_, String>(nodes::Held::Value(held(r#type)?));
        let mut returns = match &nif.returns {
            Return::Ok => vec![("ok", nodes::Held::Nothing)],
            Return::Value(it) if names::is_question(&nif.name) => vec![("bare", value(it)?)],
            Return::Value(it) => vec![("ok", value(it)?)],
            Return::Result(None, error) => {
                vec![("ok", nodes::Held::Nothing), ("error", value(error)?)]
            }
            Return::Result(Some(it), error) => vec![("ok", value(it)?), ("error", value(error)?)],
            Return::Stream(item, None, _) => vec![("stream", value(item)?)],
            Return::Stream(item, Some(error), _) => {
                let (ok, error) = (held(item)?, held(error)?);
                vec![("stream", nodes::Held::Result { ok, error })]
            }
        };
        if let Return::Stream(_, _, Some(error)) = &nif.returns {
            returns.push(("error", value(error)?));
        }
        let is_bare = nif.return_style == ReturnStyle::Bare;
        if is_bare {
            // The stub raises it, as the function does.
            returns.retain(|(tag, _)| *tag != "error");
        }
        if nif.has_untagged_value() {
            returns.push(("untagged", nodes::Held::Nothing));
        }
        if self.side.model.is_guarded(nif) && !is_bare {
            let module = self.need("ResourceError");
            returns.push(("unavailable", nodes::Held::Exception { module }));
        }
        let returns = returns.into_iter();
        Ok(returns
            .map(|(tag, held)| nodes::Returned { tag, held })
            .collect())
    }
}

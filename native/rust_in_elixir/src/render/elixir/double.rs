//! The behaviour of the facade, and its double.

use serde_json::{Value, json};

use super::{ElixirSide, function, is_stream, stubbed};
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
        let callbacks: Vec<Value> = nifs.iter().map(|it| module.callback(it)).collect();
        let context = json!({ "nifs": callbacks });
        files.push(self.file("Behaviour", "behaviour.ex", context, &module)?);

        let with_arguments = || nifs.iter().filter(|it| self.takes_arguments(it));
        if with_arguments().next().is_some() {
            let module = self.new_module();
            let functions: Vec<Value> = with_arguments()
                .map(|it| module.arguments_function(it))
                .collect();
            let context = json!({ "nifs": functions });
            files.push(self.file("Arguments", "arguments.ex", context, &module)?);
        }

        let module = self.new_module();
        let functions: Vec<Value> = nifs.iter().map(|it| module.double_function(it)).collect();
        let resources: Vec<String> = self
            .model
            .resources()
            .map(|(it, _)| format!("{}.{}", self.model.boundary.facade, it.name))
            .collect();
        let context = json!({
            "nifs": functions,
            "resources": resources,
            "raise": function::raise(nifs),
            "example": nifs.first().map(stubbed),
        });
        files.push(self.file("Double", "double.ex", context, &module)?);

        let module = self.new_module();
        module.need("Validation.mismatch");
        module.need("ValidationError");
        let context = json!({
            "functions": nifs.iter().map(stubbed).collect::<Vec<_>>(),
            "resources": resources,
            "streams": nifs.iter().any(is_stream),
            "guarded": nifs.iter().any(|it| self.model.is_guarded(it)),
            "questions": nifs.iter().any(|it| names::is_question(&it.name)),
            "results": nifs.iter().any(|it| matches!(it.returns, Return::Stream(_, Some(_), _))),
            "fallible": nifs.iter().any(|it| matches!(
                it.returns,
                Return::Result(..) | Return::Stream(_, _, Some(_))
            )),
        });
        files.push(self.file("Double.Stubs", "stubs.ex", context, &module)?);
        Ok(files)
    }
}

//! The Elixir side: one module for each type, the facade, the stubs, and what validates.

mod casts;
mod checks;
mod definition;
mod double;
mod dumps;
mod function;
mod kinds;
mod module;
mod native;
mod regex;
mod samples;
mod user_test;
mod variables;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::boundary::*;
use crate::model::Model;
use crate::model::scalar;
use crate::render::Templates;
use crate::text::names;
use module::Module;
pub use user_test::user_test;
use variables::parameter_variables;

/// Renders every Elixir file of a boundary.
pub fn render(
    model: &Model,
    project: &Project,
    templates: &Templates,
) -> Result<Vec<SourceFile>, String> {
    let side = ElixirSide {
        model,
        project,
        templates,
        helpers: RefCell::default(),
        cast_helpers: RefCell::default(),
    };
    let mut files = Vec::new();
    for definition in &model.boundary.definitions {
        files.push(side.definition(definition)?);
    }
    files.push(side.facade()?);
    files.push(side.native()?);
    files.push(side.own_module("PanicError", "panic_error.ex", json!({}))?);
    if side.has_double() {
        files.extend(side.double()?);
    }
    if side.has_double() || model.boundary.nifs.iter().any(|it| side.is_checked(it)) {
        files.push(side.own_module("ValidationError", "validation_error.ex", json!({}))?);
        files.push(side.validation()?);
    }
    if model.boundary.nifs.iter().any(is_stream) {
        files.push(side.stream()?);
    }
    files.extend(side.resource_error()?);
    if side.raises_reasons() {
        files.push(side.own_module("CallError", "call_error.ex", json!({}))?);
    }
    if !side.cast_helpers.borrow().is_empty() {
        let helpers = side.cast_helpers.borrow().clone();
        files.push(side.own_module("Cast", "cast.ex", json!({ "helpers": helpers }))?);
    }
    Ok(files)
}

/// A function as its stub has it.
fn stubbed(nif: &Nif) -> Value {
    json!({ "name": names::elixir_atom(&nif.name), "params": parameter_variables(nif) })
}

fn is_stream(nif: &Nif) -> bool {
    matches!(nif.returns, Return::Stream(..))
}

struct ElixirSide<'a> {
    model: &'a Model<'a>,
    project: &'a Project,
    templates: &'a Templates,
    /// The functions of the `Validation` module that some file calls.
    helpers: RefCell<BTreeSet<String>>,
    /// The functions of the `Cast` module that some file calls.
    cast_helpers: RefCell<BTreeSet<String>>,
}

impl ElixirSide<'_> {
    fn definition(&self, definition: &Definition) -> Result<SourceFile, String> {
        let module = Module {
            side: self,
            own: Some(&definition.name),
            aliases: RefCell::default(),
            requires_validation: Cell::default(),
        };
        let context = module.definition_context(definition);
        self.file(
            &definition.name,
            definition.kind.template(),
            context,
            &module,
        )
    }

    fn facade(&self) -> Result<SourceFile, String> {
        let module = self.new_module();
        let nifs: Vec<Value> = self
            .model
            .boundary
            .nifs
            .iter()
            .map(|nif| module.facade_function(nif))
            .collect();
        let context = json!({
            "doc": doc(self.model.boundary.doc.as_deref()),
            "nifs": nifs,
            "raise": function::raise(&self.model.boundary.nifs),
            "doubled": self.has_double(),
        });
        self.file("", "facade.ex", context, &module)
    }

    fn validation(&self) -> Result<SourceFile, String> {
        let helpers = self.helpers.borrow().clone();
        let integers: Vec<Value> = scalar::ALL
            .iter()
            .filter(|it| it.is_integer() && helpers.contains(it.name()))
            .map(|it| {
                let (least, greatest) = it.limits().unwrap_or_default();
                json!({
                    "name": it.name(),
                    "range": format!("{}..{}", scalar::grouped(&least), scalar::grouped(&greatest)),
                    "small_range": it.small_range(),
                    "expected": format!("an integer within {least}..{greatest} ({})", it.name()),
                })
            })
            .collect();
        let module = self.new_module();
        if helpers.contains("not_a_handle") {
            module.alias("Native");
        }
        if helpers.contains("defaults") {
            module.alias("ValidationError");
        }
        let context = json!({
            "helpers": helpers,
            "integers": integers,
            "doubled": self.has_double(),
        });
        self.file("Validation", "validation.ex", context, &module)
    }

    fn stream(&self) -> Result<SourceFile, String> {
        let module = self.new_module();
        module.alias("Native");
        module.alias("ResourceError");
        self.file("Stream", "stream.ex", json!({}), &module)
    }

    /// The error of a handle that cannot be used, and of a stream that is read twice.
    fn resource_error(&self) -> Result<Option<SourceFile>, String> {
        let nifs = &self.model.boundary.nifs;
        let is_guarded = nifs.iter().any(|nif| self.model.is_guarded(nif));
        let has_streams = nifs.iter().any(is_stream);
        let takes = self
            .model
            .resources()
            .any(|(it, _)| self.model.is_taken(&it.name));
        if !is_guarded && !has_streams {
            return Ok(None);
        }
        let reasons: Vec<&str> = [
            (takes, ":closed"),
            (is_guarded, ":poisoned"),
            (has_streams, ":read"),
            (has_streams, ":gone"),
        ]
        .into_iter()
        .filter_map(|(is_used, reason)| is_used.then_some(reason))
        .collect();
        let context = json!({
            "guarded": is_guarded,
            "takes": takes,
            "streams": has_streams,
            "reasons": reasons,
        });
        self.own_module("ResourceError", "resource_error.ex", context)
            .map(Some)
    }

    fn own_module(&self, name: &str, template: &str, context: Value) -> Result<SourceFile, String> {
        self.file(name, template, context, &self.new_module())
    }

    fn file(
        &self,
        name: &str,
        template: &str,
        mut context: Value,
        module: &Module,
    ) -> Result<SourceFile, String> {
        let facade = &self.model.boundary.facade;
        let module_name = if name.is_empty() {
            facade.clone()
        } else {
            format!("{facade}.{name}")
        };
        let mut aliases: Vec<String> = module
            .aliases
            .borrow()
            .iter()
            .map(|alias| format!("{facade}.{alias}"))
            .collect();
        // As Credo and Styler have them.
        aliases.sort_by_key(|alias| alias.to_lowercase());
        context["module"] = json!(module_name);
        context["facade"] = json!(facade);
        context["schema_path"] = json!(format!("{}/schema.exs", self.project.crate_dir));
        context["aliases"] = json!(aliases);
        context["requires_validation"] = json!(module.requires_validation.get());
        Ok(SourceFile {
            path: format!(
                "{}/{}.ex",
                self.project.lib_dir,
                names::elixir_path(&module_name)
            ),
            language: Language::Elixir,
            text: self.templates.render(template, context)?,
        })
    }

    fn new_module(&self) -> Module<'_> {
        Module {
            side: self,
            own: None,
            aliases: RefCell::default(),
            requires_validation: Cell::default(),
        }
    }

    /// Whether some function that raises can get an error that is no exception.
    fn raises_reasons(&self) -> bool {
        self.model
            .boundary
            .nifs
            .iter()
            .any(|nif| match &nif.returns {
                Return::Result(_, error) | Return::Stream(_, _, Some(error)) => {
                    !self.is_exception(error)
                }
                Return::Ok | Return::Value(_) | Return::Stream(_, _, None) => false,
            })
    }

    /// Whether each value of the type is an exception, which `f!` can raise as it is.
    fn is_exception(&self, r#type: &Type) -> bool {
        let Type::Named(name) = r#type else {
            return false;
        };
        match self.model.definition(name).map(|it| &it.kind) {
            Some(Kind::Exception(_)) => true,
            Some(Kind::UntaggedEnum(variants)) => variants
                .iter()
                .flat_map(|it| it.shape.types())
                .all(|it| self.is_exception(it)),
            _ => false,
        }
    }

    fn help(&self, function: &str) {
        self.helpers.borrow_mut().insert(function.to_string());
    }
}

/// Documentation as the lines of a heredoc, or nothing.
fn doc(text: Option<&str>) -> Value {
    match text {
        Some(text) if !text.trim().is_empty() => {
            json!(
                names::elixir_heredoc(text.trim_end())
                    .lines()
                    .collect::<Vec<_>>()
            )
        }
        _ => Value::Null,
    }
}

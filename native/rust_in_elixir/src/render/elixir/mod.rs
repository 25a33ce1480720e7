//! The Elixir side: one module for each type, the facade, the stubs, and the modules that all boundaries share.

mod arguments;
mod casts;
mod checks;
mod conversions;
mod declarations;
mod definition;
mod docs;
mod double;
mod enums;
mod function;
mod guards;
mod kinds;
mod layout;
mod module;
mod native;
mod nodes;
mod regex;
mod remote;
mod samples;
mod support;
mod user_test;
mod variables;

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::boundary::*;
use crate::model::Model;
use crate::render::Templates;
use crate::text::names;
use module::Module;
pub use support::support;
pub use user_test::user_test;

/// What the files of a boundary need of the shared modules, and which of them are in the formatter's layout.
#[derive(Default)]
pub struct Noted {
    pub support: Vec<String>,
    pub laid_out: Vec<String>,
}

/// Renders every Elixir file of a boundary.
pub fn render(
    model: &Model,
    project: &Project,
    templates: &Templates,
) -> Result<(Vec<SourceFile>, Noted), String> {
    let side = ElixirSide::new(model, project, templates);
    let mut files = Vec::new();
    for definition in &model.boundary.definitions {
        // A type of another boundary has its module there, and is only validated and converted here.
        let name = &definition.name;
        if definition.owner.is_none() || model.is_checked(name) || model.is_loaded(name) {
            files.push(side.definition(definition)?);
        }
    }
    files.push(side.facade()?);
    files.push(side.native()?);
    files.extend(side.arguments()?);
    if side.has_double() {
        files.extend(side.double()?);
    }
    side.raised_by_rust();
    let noted = Noted {
        support: side.support.into_inner().into_iter().collect(),
        laid_out: side.laid_out.into_inner(),
    };
    Ok((files, noted))
}

pub(super) struct ElixirSide<'a> {
    model: &'a Model<'a>,
    project: &'a Project,
    templates: &'a Templates,
    /// The shared modules, and the helpers in them, that some file calls.
    support: RefCell<BTreeSet<String>>,
    /// The paths of files that are in the formatter's layout.
    laid_out: RefCell<Vec<String>>,
}

impl<'a> ElixirSide<'a> {
    pub(super) fn new(model: &'a Model, project: &'a Project, templates: &'a Templates) -> Self {
        Self {
            model,
            project,
            templates,
            support: RefCell::default(),
            laid_out: RefCell::default(),
        }
    }
}

impl ElixirSide<'_> {
    /// The module of a type, by the template of its kind; or of another boundary's type only the functions.
    fn definition(&self, definition: &Definition) -> Result<SourceFile, String> {
        let name = &definition.name;
        let module = self.module_of(Some(name));
        let (template, node) = match definition.owner {
            None => {
                let node = module.type_module(definition, "__MODULE__".to_string())?;
                (node.of_kind.template(), node)
            }
            Some(_) => {
                let reference = self.model.module_source(name);
                let node = module.type_module(definition, reference)?;
                ("foreign_type.ex", node)
            }
        };
        self.file(name, template, node, &module)
    }

    fn facade(&self) -> Result<SourceFile, String> {
        let module = self.new_module();
        let nifs = &self.model.boundary.nifs;
        let functions = nifs.iter().map(|it| module.facade_function(it));
        let functions = functions.collect::<Result<Vec<_>, String>>()?;
        let value = module.value_function();
        let node = nodes::Facade {
            doc: doc(self.model.boundary.doc.as_deref()),
            raising: (functions.iter()).any(|it| it.spec.raises && it.spec.is_raised()),
            guarded_calls: functions.iter().any(|it| it.accepted.is_some()),
            nifs: functions,
            raise: function::raise(nifs),
            take: value.as_ref().map(|it| it.name.clone()).unwrap_or_default(),
            value,
            condition: match nifs.iter().any(|nif| nif.name == "if") {
                true => "Kernel.if",
                false => "if",
            },
            doubled: self.has_double(),
            checked: nifs.iter().any(|it| self.is_checked(it)),
            guarded: nifs.iter().any(|it| self.model.is_guarded(it)),
            casting: module.casting(),
        };
        self.file("", "facade.ex", node, &module)
    }

    /// The exceptions that Rust raises, and the reasons why a handle or a stream cannot be used.
    fn raised_by_rust(&self) {
        let nifs = &self.model.boundary.nifs;
        let is_guarded = nifs.iter().any(|nif| self.model.is_guarded(nif));
        let takes = self
            .model
            .resources()
            .any(|(it, _)| self.model.is_taken(&it.name));
        let raised = [
            (true, "PanicError"),
            (is_guarded && takes, "ResourceError.closed"),
            (is_guarded, "ResourceError.poisoned"),
        ];
        for (_, name) in raised.iter().filter(|(is_used, _)| *is_used) {
            self.need(name);
        }
    }

    /// Notes that some file calls a shared module, or a helper of one.
    fn need(&self, name: &str) {
        self.support.borrow_mut().insert(name.to_string());
    }

    /// A file with a module of the facade: the facade itself, or one below it.
    fn file(
        &self,
        name: &str,
        template: &str,
        content: impl Serialize,
        module: &Module,
    ) -> Result<SourceFile, String> {
        let facade = &self.model.boundary.facade;
        let module_name = if name.is_empty() {
            facade.clone()
        } else if name == names::STUBS {
            self.model.boundary.native_module()
        } else {
            format!("{facade}.{name}")
        };
        let namespace = names::namespace(&self.project.otp_app);
        let path = format!(
            "{}/{}.ex",
            self.project.lib_dir,
            names::elixir_path(&module_name)
        );
        let aliases = aliases(&module.aliases.borrow(), self.model.boundary, &namespace);
        let node = nodes::File {
            module: module_name,
            facade,
            namespace: &namespace,
            schema_path: format!("{}/schema.exs", self.project.crate_dir),
            aliases,
            content,
        };
        let text = docs::in_one_line(&self.templates.render(template, node)?);
        // A project's own templates may print anything.
        let laid_out = match self.project.templates.is_empty() {
            true => layout::layout(&text),
            false => None,
        };
        if laid_out.is_some() {
            self.laid_out.borrow_mut().push(path.clone());
        }
        Ok(SourceFile {
            path,
            language: Language::Elixir,
            text: laid_out.unwrap_or(text),
        })
    }

    fn new_module(&self) -> Module<'_> {
        self.module_of(None)
    }

    fn module_of<'a>(&'a self, own: Option<&'a str>) -> Module<'a> {
        Module {
            side: self,
            own,
            aliases: RefCell::default(),
        }
    }
}

/// The modules that a module calls by their last names, each below the facade or the namespace that it belongs to.
fn aliases(names: &BTreeSet<String>, boundary: &Boundary, namespace: &str) -> Vec<String> {
    let mut aliases: Vec<String> = names
        .iter()
        .map(|name| {
            let module = match name.as_str() {
                names::STUBS => boundary.native_module(),
                it if names::SUPPORT_MODULES.contains(&it) => format!("{namespace}.{it}"),
                it => format!("{}.{it}", boundary.facade),
            };
            // An alias counts for those below it as well.
            let is_hidden =
                (module.split_once('.')).is_some_and(|(first, _)| names.contains(first));
            let root = if is_hidden { "Elixir." } else { "" };
            match names::last_segment(&module) == names::last_segment(name) {
                true => format!("{root}{module}"),
                false => format!("{root}{module}, as: {name}"),
            }
        })
        .collect();
    // As Credo and Styler have them.
    aliases.sort_by_key(|alias| alias.to_lowercase());
    aliases
}

/// Documentation as the lines of a heredoc, or nothing.
fn doc(text: Option<&str>) -> Option<Vec<String>> {
    let text = text.filter(|it| !it.trim().is_empty())?;
    let heredoc = names::elixir_heredoc(text.trim_end());
    Some(heredoc.lines().map(str::to_string).collect())
}
